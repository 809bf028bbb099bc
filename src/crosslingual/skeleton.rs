//! Skeletons: the consonants of names, which languages and scripts write for each other.

use any_ascii::any_ascii_char;

/// The consonants of a name of several words in one row, however its script or language writes it; none where it has
/// too few to tell.
pub fn sound(name: &str) -> Option<String> {
    let mut out = String::new();
    for word in name.split(|c: char| !c.is_alphabetic()) {
        let plain: String = word.chars().map(any_ascii_char).collect();
        let plain: String = plain.chars().filter(char::is_ascii_alphabetic).collect();
        out.push_str(skeleton(&plain.to_ascii_lowercase()).trim_start_matches('a'));
    }
    (out.len() >= SOUND).then_some(out)
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
