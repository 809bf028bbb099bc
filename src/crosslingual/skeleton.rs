//! Skeletons: the consonants of names, which languages and scripts write for each other.

use any_ascii::any_ascii_char;

/// The consonants of a name of several words in one row, however its script or language writes it; none where it has
/// too few to tell.
pub fn sound(name: &str) -> Option<String> {
    let out: String = name.split(|c: char| !c.is_alphanumeric()).map(consonants).collect();
    (out.len() >= SOUND).then_some(out)
}

/// The consonants of a word of a name, without the article of Arabic, which every language writes in its own way.
pub fn consonants(word: &str) -> String {
    let word = word.strip_prefix("ال").filter(|rest| rest.chars().nth(1).is_some()).unwrap_or(word);
    let plain: String = word.chars().map(any_ascii_char).collect();
    let plain: String = plain.chars().filter(char::is_ascii_alphabetic).collect();
    let plain = plain.to_ascii_lowercase();
    if OF_ARABIC.contains(&&plain[..]) {
        return String::new();
    }
    skeleton(&plain).trim_start_matches('a').to_owned()
}

/// The article of Arabic, as it is written before all letters.
const OF_ARABIC: [&str; 17] = [
    "al", "el", "as", "es", "ash", "esh", "ech", "ach", "an", "en", "ar", "er", "ad", "ed", "at", "et", "az",
];

/// The consonants of a word in Latin letters, in katakana or in Korean syllables, as the last two write what they hear:
/// one letter for r and l, no r where none is spoken.
pub fn heard(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    let mut letters = word.chars().filter(|c| !matches!(c, 'ッ' | 'ー')).peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('ウ', Some('ィ' | 'ェ' | 'ォ')) => plain.push('w'),
            ('ヴ', _) => plain.push('v'),
            _ => plain.push_str(any_ascii_char(letter)),
        }
    }
    plain.retain(|c| c.is_ascii_alphabetic());
    plain.make_ascii_lowercase();
    let is_vowel = |byte: Option<&u8>| matches!(byte, Some(b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
    let bytes = plain.as_bytes();
    let mut spoken = String::with_capacity(bytes.len());
    for (at, &letter) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1);
        match (letter, next) {
            // "North" and "nation" are heard with an s.
            (b't', Some(b'h')) => spoken.push('s'),
            (b'h', _) if at > 0 && bytes[at - 1] == b't' => {}
            (b't' | b's' | b'c', Some(b'i')) if matches!(bytes.get(at + 2), Some(b'o' | b'a')) => {
                spoken.push('s')
            }
            (b'c', Some(b'e' | b'i' | b'y')) => spoken.push('s'),
            (b'g', Some(b'e' | b'i' | b'y')) => spoken.push('j'),
            (b'd', Some(b'g')) => {}
            (b'x', _) => spoken.push_str("ks"),
            (b'r', next) if !is_vowel(next) => {}
            (b'r' | b'l', _) => spoken.push('r'),
            (letter, _) => spoken.push(char::from(letter)),
        }
    }
    skeleton(&spoken)
}

/// The same of a name of several words in one row; none where it has too few to tell.
pub fn heard_name(name: &str) -> Option<String> {
    let out: String = name.split(|c: char| !c.is_alphanumeric()).map(heard).collect();
    (out.len() >= SOUND).then_some(out)
}

/// Whether a letter is of katakana, or a syllable of Korean.
pub fn writes_what_it_hears(letter: char) -> bool {
    matches!(letter, 'ァ'..='ヺ' | 'ー' | '\u{ac00}'..='\u{d7a3}')
}

/// Consonants of a name that is known by them.
const SOUND: usize = 5;

/// The consonants of a name, those alike that languages write for each other.
pub(super) fn skeleton(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let bytes = word.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes.get(at + 1).copied();
        let (letter, len) = match (bytes[at], pair) {
            (b'p', Some(b'h')) => ('f', 2),
            (b'c', Some(b'k')) | (b'c' | b'k', Some(b'h')) => ('k', 2),
            (b's' | b'z', Some(b'h')) => ('s', 2),
            (b't', Some(b'h')) => ('t', 2),
            (b'c' | b'q' | b'g', _) => ('k', 1),
            (b'y' | b'j', _) => ('i', 1),
            (b'w' | b'v' | b'b' | b'p', _) => ('f', 1),
            (b'z' | b'x', _) => ('s', 1),
            (letter, _) => (char::from(letter), 1),
        };
        at += len;
        if !out.ends_with(letter) {
            out.push(letter);
        }
    }
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let starts = out.starts_with(vowel);
    out.retain(|c| !vowel(c));
    if starts {
        out.insert(0, 'a');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_heard_in_the_east() {
        for (name, as_heard) in [
            ("Pacific Wayfarer", "パシフィック・ウェイフェアラー"),
            ("Pacific Wayfarer", "퍼시픽 웨이페어러"),
            ("Harbour Gazette", "ハーバー・ガゼット"),
            ("Morning Chronicle", "モーニング・クロニクル"),
            ("Northwest Standard", "ノースウェスト・スタンダード"),
            ("Evening Herald", "イブニング・ヘラルド"),
            ("Evening Herald", "이브닝 헤럴드"),
            ("Coast Observer", "コースト・オブザーバー"),
            ("Metro Post", "메트로 포스트"),
        ] {
            assert_eq!(heard_name(name), heard_name(as_heard), "{name}");
        }
        assert_ne!(heard_name("Pacific Wayfarer"), heard_name("パシフィック・ウォッチ"));
        assert_eq!(heard_name("Dag"), None);
    }
}
