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
    let mut plain = plain.to_ascii_lowercase();
    if OF_ARABIC.contains(&&plain[..]) {
        return String::new();
    }
    for (written, heard) in AS_HEARD {
        if plain.contains(written) {
            plain = plain.replace(written, heard);
        }
    }
    skeleton(&plain).trim_start_matches('a').to_owned()
}

/// What German and Polish write for one sound of Russian, and how English does.
const AS_HEARD: [(&str, &str); 4] = [("tsch", "ch"), ("sch", "sh"), ("cz", "ch"), ("sz", "sh")];

/// The article of Arabic, as it is written before all letters.
const OF_ARABIC: [&str; 17] = [
    "al", "el", "as", "es", "ash", "esh", "ech", "ach", "an", "en", "ar", "er", "ad", "ed", "at", "et", "az",
];

/// Consonants of a name that is known by them.
pub(super) const SOUND: usize = 5;

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
