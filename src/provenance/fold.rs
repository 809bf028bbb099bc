//! Letters folded for the comparison of names and set phrases, with the way back to the original bytes.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

pub(crate) use crate::text::is_spaceless;

use crate::crosslingual::is_katakana;
use crate::text::is_syllable;

/// A text in lower case, without accents, with plain forms of widths, dashes, brackets and spaces.
#[derive(Debug)]
pub(crate) struct Folded<'t> {
    original: &'t str,
    text: String,
    /// For each byte of `text` the byte of `original` that it comes from, and the end.
    at: Vec<u32>,
}

impl<'t> Folded<'t> {
    /// Folds `original`.
    pub(crate) fn new(original: &'t str) -> Self {
        let mut folded = Folded {
            original,
            text: String::with_capacity(original.len()),
            at: Vec::with_capacity(original.len() + 1),
        };
        for (at, letter) in original.char_indices() {
            if letter.is_ascii_alphanumeric() {
                folded.push(letter.to_ascii_lowercase(), at);
            } else if let Some(plain) = plain(letter) {
                if plain != ' ' || !folded.text.ends_with(' ') {
                    folded.push(plain, at);
                }
            } else if is_syllable(letter) {
                folded.push(letter, at);
            } else {
                for part in std::iter::once(letter).nfkd().filter(|&c| !is_silent(c)) {
                    let plain = plain(part).unwrap_or(part);
                    plain.to_lowercase().filter(|&c| !is_silent(c)).for_each(|lower| folded.push(lower, at));
                }
            }
        }
        folded.at.push(u32::try_from(original.len()).unwrap_or(u32::MAX));
        folded
    }

    fn push(&mut self, letter: char, at: usize) {
        let letter = if letter == 'ı' { 'i' } else { letter };
        self.text.push(letter);
        self.at.resize(self.text.len(), u32::try_from(at).unwrap_or(u32::MAX));
    }

    /// The folded text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the original for bytes of the folded text.
    pub(crate) fn range(&self, range: &Range<usize>) -> Range<usize> {
        let from = self.at[range.start.min(self.text.len())] as usize;
        let to = self.at[range.end.min(self.text.len())] as usize;
        from..to.max(from)
    }

    /// The original letters for bytes of the folded text, without spaces around them.
    pub(crate) fn original(&self, range: &Range<usize>) -> &'t str {
        self.original.get(self.range(range)).unwrap_or("").trim()
    }

    /// `range` without what `drop` holds of at its ends.
    pub(crate) fn trim(&self, range: Range<usize>, drop: impl Fn(char) -> bool) -> Range<usize> {
        // Rules that cut at both ends may meet in the middle.
        let Some(text) = self.text.get(range.clone()) else { return range.start..range.start };
        let start = range.start + (text.len() - text.trim_start_matches(&drop).len());
        let end = range.end - (text.len() - text.trim_end_matches(&drop).len());
        if start < end { start..end } else { range.start..range.start }
    }
}

/// `text` folded, where the way back is not needed.
pub(crate) fn folded(text: &str) -> String {
    Folded::new(text).text
}

/// Whether a word can end between two letters: not within a word of a script that is written with spaces.
pub(crate) fn is_edge(before: Option<char>, after: Option<char>) -> bool {
    let is_word = |c: char| c.is_alphanumeric() && !is_spaceless(c);
    let within = |is_one: fn(char) -> bool| before.is_some_and(is_one) && after.is_some_and(is_one);
    // Words from other languages are set apart by their script in Japanese.
    !(within(is_word) || within(is_katakana))
}

/// Whether `text` has word edges at both ends of `range`.
pub(crate) fn has_edges(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (text[..range.start].chars().next_back(), text[range.end..].chars().next());
    let (first, last) = (text[range.clone()].chars().next(), text[range.clone()].chars().next_back());
    is_edge(before, first) && is_edge(last, after)
}

/// Marks, joiners, direction marks, and the Arabic stretch.
fn is_silent(letter: char) -> bool {
    is_combining_mark(letter)
        || matches!(letter, '\u{ad}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The plain form of punctuation that is written in several ways; all white space is one space.
fn plain(letter: char) -> Option<char> {
    Some(match letter {
        c if c.is_whitespace() => ' ',
        '’' | '‘' | 'ʼ' | '`' | '´' => '\'',
        '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '【' | '〔' | '［' => '[',
        '】' | '〕' | '］' => ']',
        '〈' | '《' => '<',
        '〉' | '》' => '>',
        '⁄' | '∕' => '/',
        '丨' | '│' | '┃' | '｜' => '|',
        '•' | '・' | '‧' | '●' | '･' => '·',
        'ⓒ' | 'Ⓒ' => '©',
        '،' => ',',
        '؛' => ';',
        '؟' => '?',
        c if c.is_ascii() => c,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_case_accents_and_width() {
        assert_eq!(folded("Źródło: İSTANBUL ﾛｲﾀｰ（ＡＦＰ）"), "zrodło: istanbul ロイター(afp)");
        assert_eq!(folded("أ ف ب"), folded("ا ف ب"));
        assert_eq!(folded("Age\u{302}ncia  \u{a0}Brasil"), "agencia brasil");
        assert_eq!(folded("(서울=연합뉴스)"), "(서울=연합뉴스)");
    }

    #[test]
    fn the_way_back_is_exact() {
        let text = "Źródło – “PAP”";
        let folded = Folded::new(text);
        let at = folded.text().find("pap").expect("it is there");
        assert_eq!(&text[folded.range(&(at..at + 3))], "PAP");
        assert_eq!(folded.range(&(0..folded.text().len())), 0..text.len());
    }
}
