//! Readings: Chinese letters as they are read in Korean, so that a name is known that one language writes in letters and
//! the other in syllables.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The reading of each letter, by its simplified form.
static READINGS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let (letters, readings) = include_str!("readings.txt").split_once('\n').unwrap_or_default();
    letters.chars().zip(readings.trim_end().chars()).collect()
});

/// The syllable of a letter, in simplified Chinese; a syllable of Korean is itself. Those are alike that are spoken in two
/// ways, at the beginning of a word and in it.
pub fn read_in_korean(letter: char) -> Option<char> {
    let syllable = if is_syllable(letter) { letter } else { *READINGS.get(&letter)? };
    let number = u32::from(syllable) - FIRST;
    let (initial, rest) = (number / PER_INITIAL, number % PER_INITIAL);
    let is_soft = SOFT.contains(&(rest / PER_VOWEL));
    let initial = match initial {
        NIEUN | RIEUL if is_soft => SILENT,
        RIEUL => NIEUN,
        other => other,
    };
    char::from_u32(FIRST + initial * PER_INITIAL + rest)
}

/// Whether a letter is a syllable of Korean.
pub fn is_syllable(letter: char) -> bool {
    ('\u{ac00}'..='\u{d7a3}').contains(&letter)
}

/// Syllables are numbered by their initial, their vowel and their final.
const FIRST: u32 = 0xac00;
const PER_INITIAL: u32 = 588;
const PER_VOWEL: u32 = 28;
/// The initials that change at the beginning of a word, and what they change to.
const NIEUN: u32 = 2;
const RIEUL: u32 = 5;
const SILENT: u32 = 11;
/// The vowels before which they are silent: ㅑ, ㅒ, ㅕ, ㅖ, ㅛ, ㅠ, ㅣ.
const SOFT: [u32; 7] = [2, 3, 6, 7, 12, 17, 20];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> String {
        name.chars().filter_map(read_in_korean).collect()
    }

    #[test]
    fn letters_and_syllables_of_a_name_are_alike() {
        for (letters, syllables) in
            [("海峡日报", "해협일보"), ("联合新闻", "연합신문"), ("历史", "역사"), ("老人", "노인")]
        {
            assert_eq!(read(letters), read(syllables), "{letters}");
        }
        assert_ne!(read("海峡日报"), read("해상일보"));
        assert_eq!(read("Times 1"), "");
    }
}
