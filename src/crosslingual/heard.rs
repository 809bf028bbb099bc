//! Heard: names as scripts write them that keep the sound and not the letters, of Japan, Korea and Arabia.

use any_ascii::any_ascii_char;

use super::skeleton::{SOUND, skeleton};
use crate::text::is_syllable;

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
                spoken.push('s');
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
    is_katakana(letter) || is_syllable(letter)
}

/// Whether a letter is of katakana.
pub fn is_katakana(letter: char) -> bool {
    matches!(letter, 'ァ'..='ヺ' | 'ー')
}

/// The consonants of a word in Latin or Arabic letters, as Arabic writes what it hears: no w, y or h, which may be vowels
/// there or silent here.
pub fn heard_in_arabic(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let lower = word.to_lowercase();
    let mut letters = lower.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        if is_arabic(letter) {
            // "تش" is one sound.
            if letter == 'ت' && next == Some('ش') {
                continue;
            }
            out.extend(ARABIC.iter().find(|(written, _)| written.contains(letter)).map(|(_, heard)| *heard));
        } else {
            for plain in any_ascii_char(letter).chars().map(|c| c.to_ascii_lowercase()) {
                let is_soft = matches!(next, Some('e' | 'i' | 'y' | 'é' | 'è' | 'í'));
                let heard = match (plain, next) {
                    ('c' | 's', Some('h')) => '$',
                    ('p', Some('h')) => 'f',
                    ('c', _) if is_soft => 's',
                    ('c' | 'q', _) => 'k',
                    ('p', _) => 'b',
                    ('v', _) => 'f',
                    ('j', _) => 'g',
                    ('z', _) => 's',
                    ('x', _) => {
                        out.push('k');
                        's'
                    }
                    (other, _) => other,
                };
                out.push(heard);
            }
        }
    }
    out.retain(|c| c == '$' || c.is_ascii_lowercase() && !"aeiouwyh".contains(c));
    let mut heard = String::with_capacity(out.len());
    for letter in out.chars() {
        if !heard.ends_with(letter) {
            heard.push(letter);
        }
    }
    heard
}

/// The same of a name of several words in one row; none where it has too few to tell.
pub fn name_in_arabic(name: &str) -> Option<String> {
    let out: String = name.split(|c: char| !c.is_alphanumeric()).map(heard_in_arabic).collect();
    (out.len() >= SOUND).then_some(out)
}

/// Whether a name is written in Latin letters.
pub fn is_latin(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).all(|c| c < '\u{250}')
}

/// Whether a letter is of Arabic.
pub fn is_arabic(letter: char) -> bool {
    ('\u{620}'..='\u{6d3}').contains(&letter)
}

/// Letters of Arabic, and what is heard.
const ARABIC: [(&str, char); 14] = [
    ("بپ", 'b'),
    ("تطث", 't'),
    ("جغگ", 'g'),
    ("خقك", 'k'),
    ("دض", 'd'),
    ("ذزظسص", 's'),
    ("رڑ", 'r'),
    ("ش", '$'),
    ("فڤ", 'f'),
    ("لڵ", 'l'),
    ("مۢ", 'm'),
    ("نں", 'n'),
    ("چ", '$'),
    ("ژ", 's'),
];

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

    #[test]
    fn names_are_heard_in_arabic() {
        for (name, as_heard) in [
            ("Norwick Times", "نورويك تايمز"),
            ("L'Aube de Kabylie", "لوب دو كابيلي"),
            ("Gaceta de Levante Sur", "غاسيتا دي ليفانتي سور"),
            ("Daily Mercury", "ديلي ميركوري"),
        ] {
            assert_eq!(name_in_arabic(name), name_in_arabic(as_heard), "{name}");
        }
        assert_ne!(name_in_arabic("Norwick Times"), name_in_arabic("نورويك بوست"));
    }
}
