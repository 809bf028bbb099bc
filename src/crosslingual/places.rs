//! Places: what countries, large cities, languages, months and currencies are called in many languages.
//!
//! All are called places here, because most are. Owns the file of names (`tools/gazetteer/build.py` writes it and says what lies where) and the key of a name, which
//! most of a name's forms have in common.

use std::sync::LazyLock;

use unicode_normalization::char::decompose_canonical;
use xxhash_rust::xxh3::xxh3_64;

static EMBEDDED: &[u8] = include_bytes!("../../assets/places.bin");

const MAGIC: &[u8; 8] = b"wtplaces";
/// The version of the layout.
const VERSION: u32 = 1;
/// Bytes before the parts.
const HEAD: usize = 24;
/// Bits of a value, beside what it names.
const GOES_ON: u16 = 1 << 15;
const CAPITAL: u16 = 1 << 14;
/// What tells a place among other names.
pub(super) const PLACE: u32 = 1 << 31;
/// Bits of a key that are looked up at once.
const BUCKETS: u32 = 14;

/// The names that are known, by their keys.
#[derive(Debug)]
pub(super) struct Places {
    keys: Vec<u32>,
    values: Vec<u16>,
    /// Where the keys with the same highest bits begin.
    buckets: Vec<u32>,
}

/// What begins with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known(u16);

impl Known {
    /// What it names, if that is the whole name, the same in every language; in small letters few names count.
    pub(super) fn named(self, is_capital: bool) -> Option<u32> {
        let number = u32::from(self.0 & !(GOES_ON | CAPITAL));
        let counts = number > 0 && (is_capital || self.0 & CAPITAL == 0);
        counts.then_some(number | PLACE)
    }

    /// Whether longer names begin so.
    pub(super) fn goes_on(self) -> bool {
        self.0 & GOES_ON != 0
    }
}

impl Places {
    /// The names that are part of the program; decoded when they are first asked for.
    pub(super) fn embedded() -> &'static Places {
        static PLACES: LazyLock<Places> =
            LazyLock::new(|| Places::new(EMBEDDED).expect("the tests have opened the embedded names"));
        &PLACES
    }

    fn new(bytes: &[u8]) -> Result<Places, &'static str> {
        let (head, rest) = bytes.split_at_checked(HEAD).ok_or("they are too short")?;
        let number = |n: usize| u32::from_le_bytes(head[n..n + 4].try_into().expect("four bytes"));
        let sum = xxh3_64(&bytes[16..]).to_le_bytes();
        if &head[..8] != MAGIC || head[8..16] != sum || number(16) != VERSION {
            return Err("they are of another kind or version, or damaged");
        }
        let count = number(20) as usize;
        let (keys, values) = rest.split_at_checked(count.saturating_mul(4)).ok_or("they are too few")?;
        let keys: Vec<u32> =
            keys.chunks_exact(4).map(|key| u32::from_le_bytes(key.try_into().expect("four bytes"))).collect();
        let values: Vec<u16> =
            values.chunks_exact(2).map(|value| u16::from_le_bytes([value[0], value[1]])).collect();
        if values.len() != count || !keys.is_sorted() {
            return Err("they are not in order");
        }
        let bucket =
            |n: u32| keys.partition_point(|key| u64::from(*key) < u64::from(n) << (32 - BUCKETS)) as u32;
        let buckets = (0..=1 << BUCKETS).map(bucket).collect();
        Ok(Places { keys, values, buckets })
    }

    /// What tells the embedded names from all others: their checksum.
    pub(super) fn id() -> u64 {
        xxh3_64(&EMBEDDED[16..])
    }

    /// What is known of a name or the beginning of one, by its key.
    #[inline]
    pub(super) fn get(&self, key: &str) -> Option<Known> {
        let key = xxh3_64(key.as_bytes()) as u32;
        let bucket = (key >> (32 - BUCKETS)) as usize;
        let from = self.buckets[bucket] as usize;
        let keys = &self.keys[from..self.buckets[bucket + 1] as usize];
        keys.iter().position(|known| *known == key).map(|at| Known(self.values[from + at]))
    }
}

/// Whether a letter belongs to a script that is written without spaces, so that it is its own key.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}

/// Appends the key of a word: small letters without marks and most endings.
pub(super) fn push_key(word: &str, key: &mut String) {
    let start = key.len();
    if word.is_ascii() {
        key.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        let stem = key[start..].trim_end_matches(is_vowel).len();
        key.truncate(start + if stem >= LEAST { stem } else { word.len() });
        return;
    }
    for c in word.chars() {
        push_plain(c, key);
    }
    let own = &key[start..];
    let least = if own.chars().next().is_some_and(|c| c >= '\u{400}') { LEAST - 1 } else { LEAST };
    let letters = own.chars().count();
    let stem =
        if letters >= 6 { own.strip_suffix("ом").or(own.strip_suffix("ем")).unwrap_or(own) } else { own };
    let stem = stem.trim_end_matches(is_vowel);
    if stem.chars().count() >= least {
        key.truncate(start + stem.len());
    }
}

/// Letters that are left of a word at the least, where an ending goes; one less beyond Latin and Greek.
const LEAST: usize = 4;

/// Appends a letter in its plain form.
pub(super) fn push_plain(c: char, key: &mut String) {
    if c.is_ascii() {
        key.push(c.to_ascii_lowercase());
        return;
    }
    for small in c.to_lowercase() {
        if small >= '\u{700}' {
            key.push(small);
            continue;
        }
        decompose_canonical(small, |part| match part {
            '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{655}' => {}
            'ة' => key.push('ه'),
            'ى' | 'ی' => key.push('ي'),
            'ک' => key.push('ك'),
            part => key.push(part),
        });
    }
}

fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'e'
            | 'i'
            | 'o'
            | 'u'
            | 'y'
            | 'а'
            | 'е'
            | 'и'
            | 'о'
            | 'у'
            | 'ы'
            | 'э'
            | 'ю'
            | 'я'
            | 'ь'
            | 'і'
            | 'ї'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(word: &str) -> String {
        let mut key = String::new();
        push_key(word, &mut key);
        key
    }

    #[test]
    fn forms_of_a_name_have_one_key() {
        for forms in [
            &["Москва", "Москве", "Москвы", "МОСКВОЙ"][..],
            &["Warszawa", "Warszawie"],
            &["Türkei", "turkei"],
        ] {
            assert!(forms.iter().all(|form| key(form) == key(forms[0])), "{forms:?}");
        }
        assert_ne!(key("Mali"), key("Malta"));
    }

    #[test]
    fn a_damaged_file_is_refused() {
        assert!(Places::new(&EMBEDDED[..EMBEDDED.len() - 2]).is_err());
        assert!(Places::new(b"wtplaces").is_err());
    }

    proptest! {
        #[test]
        fn any_word_has_a_key(word in any::<String>()) {
            let _ = Places::embedded().get(&key(&word));
        }
    }
}
