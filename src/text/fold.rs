//! Folding: text with letters beyond ASCII to its normalised form, ready for the word kernels.
//!
//! The folded form is NFKC_Casefold (Unicode 15.0) written so that a word is a run of ASCII word
//! bytes and bytes of 0x80 and above, and nothing else is: every other code point becomes a space.
//! Letters of scripts without spaces, which stand alone, are told by a bit for each of their bytes.
//! ASCII passes through as it is or lowered (the hash kernels lower it anyway), so that a JSON string
//! may be folded with its escapes.

use unicode_normalization::UnicodeNormalization;

use super::fold_block::{few_letters, letters_block, simple_block};
use super::hash::lower;
use super::kernel::{Bytes, Isa, Kernel, compiled};
use super::table::{Entry, Kind};

const HIGH: u64 = 0x8080_8080_8080_8080;
/// Room for one code point and a whole vector of slack.
const SLACK: usize = 96;

/// A reusable buffer of folded text.
#[derive(Debug, Default)]
pub(super) struct Folded {
    buffer: Vec<u8>,
    len: usize,
    letters: Letters,
    rank: u32,
}

/// The bytes of a text that belong to letters that stand alone, a bit each.
#[derive(Debug, Default)]
struct Letters {
    /// Zeros behind the last bit set.
    bits: Vec<u64>,
    any: bool,
}

impl Letters {
    fn clear(&mut self) {
        if std::mem::take(&mut self.any) {
            self.bits.fill(0);
        }
    }

    /// Sets the bits from `at` on that `mask` has.
    #[inline(always)]
    fn set(&mut self, at: usize, mask: u64) {
        self.any = true;
        let (word, shift) = (at / 64, at % 64);
        self.bits[word] |= mask << shift;
        self.bits[word + 1] |= mask >> 1 >> (63 - shift);
    }

    /// Whether the byte before `end` belongs to such a letter.
    #[cfg(test)]
    fn ends_at(&self, end: usize) -> bool {
        self.any && end > 0 && self.bits[(end - 1) / 64] >> ((end - 1) % 64) & 1 == 1
    }

    /// Takes back the bits from `at` on, of a few bytes that were the last.
    fn truncate(&mut self, at: usize) {
        if self.any {
            self.bits[at / 64] &= (1 << (at % 64)) - 1;
            self.bits[at / 64 + 1] = 0;
        }
    }
}

impl Folded {
    /// The folded text.
    pub(super) fn text(&self) -> &[u8] {
        &self.buffer[..self.len]
    }

    /// The folded text and the slack behind it, so that a kernel may load past the end.
    pub(super) fn padded(&self) -> &[u8] {
        &self.buffer
    }

    /// Puts a closing quote behind the folded text, where the scanner of JSON strings looks for it.
    pub(super) fn close(&mut self) {
        self.buffer[self.len] = b'"';
    }

    /// A bit for every byte of the folded text that belongs to a letter that stands alone, 64 a number;
    /// empty where there is none.
    pub(super) fn letters(&self) -> &[u64] {
        if self.letters.any { &self.letters.bits[..self.len / 64 + 1] } else { &[] }
    }

    /// Folds valid UTF-8 in one pass: plain text, or the raw content of a JSON string.
    pub(super) fn fold(&mut self, kernel: Kernel, text: &[u8], json: bool) {
        fold_fast(kernel, self, text, json);
    }

    fn clear(&mut self) {
        self.len = 0;
        self.letters.clear();
        self.rank = 0;
        self.room(0);
    }

    /// Makes room for `bytes` more and the slack.
    #[inline(always)]
    fn room(&mut self, bytes: usize) {
        if self.len + bytes + SLACK > self.buffer.len() {
            self.grow(bytes);
        }
    }

    #[cold]
    fn grow(&mut self, bytes: usize) {
        let want = (self.len + bytes + SLACK).max(self.buffer.len() * 2).max(4096);
        self.buffer.resize(want, 0);
        self.letters.bits.resize(want / 64 + 2, 0);
    }

    /// Takes back what a block left unfinished at its end: part of a character, and a mark, which has to
    /// be known to what follows. Returns where to go on.
    fn step_back(&mut self, text: &[u8], mut at: usize) -> usize {
        while at < text.len() && text[at] & 0xC0 == 0x80 {
            at -= 1;
            self.len -= 1;
        }
        if let [.., 0xD9, 0x8B..=0x92] = text[..at] {
            at -= 2;
            self.len -= 2;
        }
        self.letters.truncate(self.len);
        at
    }

    /// Appends an already folded code point by its own kind.
    fn push_kind(&mut self, point: u32) {
        match Entry::of(point).kind() {
            Kind::Word => self.len = push(&mut self.buffer, self.len, point),
            Kind::Letter => {
                self.len = push_letter(&mut self.buffer, &mut self.letters, self.len, point);
            }
            Kind::Separator => self.len = push(&mut self.buffer, self.len, b' '.into()),
            Kind::Ignored => {}
        }
    }

    /// Appends a code point that expands, composes or carries a mark, and gives it its place among the
    /// marks before it.
    fn push_marked(&mut self, entry: Entry, point: u32, json: bool) {
        let one = [entry.folded(point)];
        let points = if entry.expands() { entry.expansion() } else { &one };
        for &point in points {
            self.room(64);
            let entry = Entry::of(point);
            let rank = entry.rank();
            if entry.composes() || rank != 0 && self.rank > rank {
                self.compose(point, json);
            } else {
                self.push_kind(point);
                self.rank = rank;
            }
        }
    }

    /// Takes back the last starter and its marks, and appends them composed with one more.
    #[cold]
    fn compose(&mut self, point: u32, json: bool) {
        let mut sequence = Vec::with_capacity(4);
        sequence.push(point);
        while let Some(last) = self.take_back(json) {
            sequence.push(last);
            if Entry::of(last).rank() == 0 {
                break;
            }
        }
        let characters = sequence.into_iter().rev().filter_map(char::from_u32);
        for c in characters.nfc() {
            self.room(64);
            self.push_kind(c as u32);
            self.rank = Entry::of(c as u32).rank();
        }
    }

    /// Takes back the last code point, unless it is a separator or part of an escape.
    fn take_back(&mut self, json: bool) -> Option<u32> {
        let text = &self.buffer[..self.len];
        let start = text.iter().rposition(|b| b & 0xC0 != 0x80)?;
        if !is_word_byte(text[start]) {
            return None;
        }
        let slashes = text[..start].iter().rev().take_while(|&&b| b == b'\\').count();
        if json && slashes % 2 == 1 {
            return None;
        }
        let point = if text[start] < 0x80 { u32::from(text[start]) } else { decode(&text[start..]).0 };
        self.len = start;
        self.letters.truncate(start);
        Some(point)
    }
}

compiled! {
    /// See [`Folded::fold`].
    fn fold_fast(folded: &mut Folded, text: &[u8], json: bool) -> () = fold_stretches
}

/// Bytes that are taken character by character after a block that was not simple; twice as many each
/// time, so that text in other scripts is not looked at twice for long.
const PATIENCE: usize = 64;
const MOST_PATIENCE: usize = 2048;

#[inline(always)]
fn fold_stretches<I: Isa>(_: I, folded: &mut Folded, text: &[u8], json: bool) {
    folded.clear();
    let (mut at, mut patience) = (0, PATIENCE);
    while at < text.len() {
        folded.room(text.len() - at + 64);
        // Blocks whose letters keep their length: a few of them one by one, many all at once.
        let (from, mut dense) = (at, false);
        while let lanes @ 1.. = I::Bytes::LANES
            && at + lanes + 2 <= text.len()
        {
            let bytes = I::Bytes::load(&text[at..]);
            if bytes.high_bits().count_ones() as usize <= lanes / 4 {
                if std::mem::take(&mut dense) {
                    let again = folded.step_back(text, at);
                    if again < at {
                        at = again;
                        continue;
                    }
                }
                let (taken, odd) = few_letters(bytes, &text[at..], &mut folded.buffer[folded.len..]);
                at += taken;
                folded.len += taken;
                if taken > 0 {
                    folded.rank = 0;
                }
                if odd {
                    at = fold_characters(folded, text, at, at + 1, json);
                    folded.room(text.len() - at + 64);
                }
            } else if bytes.within(0xE3, 0xE9).high_bits() != 0 {
                if std::mem::take(&mut dense) {
                    at = folded.step_back(text, at);
                    folded.rank = 0;
                    continue;
                }
                let (taken, letters) =
                    letters_block::<I::Bytes>(&text[at..], &mut folded.buffer[folded.len..]);
                if taken == 0 {
                    break;
                }
                if letters != 0 {
                    folded.letters.set(folded.len, letters);
                }
                at += taken;
                folded.len += taken;
                folded.rank = 0;
            } else if at >= 2
                // A block sees only its own marks.
                && folded.rank == 0
                && simple_block::<I::Bytes>(&text[at - 2..], &mut folded.buffer[folded.len..])
            {
                at += lanes;
                folded.len += lanes;
                folded.rank = 0;
                dense = true;
            } else {
                break;
            }
        }
        if at > from {
            patience = PATIENCE;
        }
        if dense {
            at = folded.step_back(text, at);
        }
        let until = (at + patience).min(text.len());
        patience = (patience * 2).min(MOST_PATIENCE);
        at = fold_characters(folded, text, at, until, json);
    }
}

/// Folds character by character from `at` to the first end of a character at `until` or behind it.
#[inline(always)]
fn fold_characters(folded: &mut Folded, text: &[u8], mut at: usize, until: usize, json: bool) -> usize {
    while at < until {
        if text[at] < 0x80 {
            // A stretch of ASCII, eight bytes at a time.
            folded.rank = 0;
            folded.room(text.len() - at);
            let mut len = folded.len;
            while at < until {
                let chunk = match text[at..].first_chunk::<8>() {
                    Some(chunk) => *chunk,
                    None => {
                        let mut chunk = [0xFF; 8];
                        chunk[..text.len() - at].copy_from_slice(&text[at..]);
                        chunk
                    }
                };
                let word = u64::from_le_bytes(chunk);
                folded.buffer[len..len + 8].copy_from_slice(&lower(word).to_le_bytes());
                let high = word & HIGH;
                if high == 0 {
                    (at, len) = (at + 8, len + 8);
                } else {
                    let ascii = high.trailing_zeros() as usize / 8;
                    (at, len) = (at + ascii, len + ascii);
                    break;
                }
            }
            folded.len = len;
            continue;
        }
        // A stretch of other characters; most need no more than the table.
        folded.room((text.len() - at) * 2);
        let mut len = folded.len;
        let (buffer, letters) = (&mut folded.buffer[..], &mut folded.letters);
        let mut marked = None;
        while at < text.len() && text[at] >= 0x80 {
            // Most Chinese characters in use fold to themselves: no table, and no check but their own.
            if is_common_han(text[at], *text.get(at + 1).unwrap_or(&0)) {
                for c in text[at..].chunks_exact(3) {
                    if is_common_han(c[0], c[1]) {
                        buffer[len..len + 3].copy_from_slice(c);
                        letters.set(len, 0b111);
                    } else if matches!(c, [0xEF, 0xBC, 0x8C] | [0xE3, 0x80, 0x81..=0x82]) {
                        buffer[len..len + 3].fill(b' '); // a comma or a full stop
                    } else {
                        break;
                    }
                    len += 3;
                    at += 3;
                }
                folded.rank = 0;
                continue;
            }
            let (point, bytes) = decode(&text[at..]);
            let entry = Entry::of(point);
            at += bytes;
            match entry.kind() {
                Kind::Word if entry.is_simple() => len = push(buffer, len, entry.folded(point)),
                Kind::Letter if entry.is_simple() => {
                    len = push_letter(buffer, letters, len, entry.folded(point));
                }
                Kind::Separator => len = push(buffer, len, b' '.into()),
                Kind::Ignored => continue,
                _ => {
                    marked = Some((entry, point));
                    break;
                }
            }
            folded.rank = 0;
        }
        folded.len = len;
        if let Some((entry, point)) = marked {
            folded.push_marked(entry, point, json);
        }
    }
    at
}

#[inline(always)]
fn push(buffer: &mut [u8], len: usize, point: u32) -> usize {
    len + encode(point, &mut buffer[len..])
}

#[inline(always)]
fn push_letter(buffer: &mut [u8], letters: &mut Letters, len: usize, point: u32) -> usize {
    let end = push(buffer, len, point);
    letters.set(len, (1 << (end - len)) - 1);
    end
}

/// Whether a byte belongs to a word in folded text.
#[inline(always)]
pub(super) fn is_word_byte(byte: u8) -> bool {
    byte >= 0x80 || byte == b'_' || byte.is_ascii_alphanumeric()
}

/// Whether these bytes begin a character of U+4E00 to U+9FFF.
#[inline(always)]
fn is_common_han(lead: u8, next: u8) -> bool {
    matches!(lead, 0xE5..=0xE9) || lead == 0xE4 && next >= 0xB8
}

/// The code point at the start of valid UTF-8 that begins beyond ASCII, and its length in bytes.
#[inline(always)]
pub(super) fn decode(text: &[u8]) -> (u32, usize) {
    let low = |k: usize| u32::from(text.get(k).copied().unwrap_or(0) & 0x3F);
    let lead = u32::from(text[0]);
    if lead < 0xE0 {
        ((lead & 0x1F) << 6 | low(1), 2)
    } else if lead < 0xF0 {
        ((lead & 0x0F) << 12 | low(1) << 6 | low(2), 3)
    } else {
        ((lead & 0x07) << 18 | low(1) << 12 | low(2) << 6 | low(3), 4)
    }
}

/// Writes a code point as UTF-8 and returns its length; `out` has room for four bytes.
#[inline(always)]
pub(super) fn encode(point: u32, out: &mut [u8]) -> usize {
    let tail = |shift: u32| 0x80 | (point >> shift & 0x3F) as u8;
    if point < 0x80 {
        out[0] = point as u8;
        1
    } else if point < 0x800 {
        out[..2].copy_from_slice(&[0xC0 | (point >> 6) as u8, tail(0)]);
        2
    } else if point < 0x10000 {
        out[..3].copy_from_slice(&[0xE0 | (point >> 12) as u8, tail(6), tail(0)]);
        3
    } else {
        out[..4].copy_from_slice(&[0xF0 | (point >> 18) as u8, tail(12), tail(6), tail(0)]);
        4
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The tokens of folded text, and whether each is a letter that stands alone. How many separators lie
    /// between two does not count.
    fn tokens(folded: &Folded) -> Vec<(String, bool)> {
        let text = std::str::from_utf8(folded.text()).unwrap();
        let mut tokens: Vec<(String, bool)> = Vec::new();
        let mut in_word = false;
        for (at, c) in text.char_indices() {
            let alone = folded.letters.ends_at(at + c.len_utf8());
            if alone {
                tokens.push((c.into(), true));
            } else if c.is_ascii() && !is_word_byte(c as u8) {
                in_word = false;
                continue;
            } else if in_word {
                tokens.last_mut().unwrap().0.push(c);
            } else {
                tokens.push((c.into(), false));
            }
            in_word = !alone;
        }
        tokens
    }

    /// The definition: the whole text is mapped, then composed.
    fn defined(text: &str) -> Vec<(String, bool)> {
        let mapped = text.chars().flat_map(|c| {
            let entry = Entry::of(c as u32);
            let points = match entry.kind() {
                Kind::Ignored => vec![],
                Kind::Separator => vec![0x20],
                _ if entry.expands() => entry.expansion().to_vec(),
                _ => vec![entry.folded(c as u32)],
            };
            points.into_iter().filter_map(char::from_u32)
        });
        let mut folded = Folded::default();
        folded.clear();
        for c in mapped.nfc() {
            folded.room(64);
            folded.push_kind(c as u32);
        }
        tokens(&folded)
    }

    fn check(text: &str) {
        for kernel in Kernel::available() {
            let mut folded = Folded::default();
            folded.fold(kernel, text.as_bytes(), false);
            assert_eq!(tokens(&folded), defined(text), "{kernel} {text:?}");
        }
    }

    #[test]
    fn every_character_folds_as_defined_wherever_it_stands() {
        for point in (0x80..0x3_0000u32).filter_map(char::from_u32) {
            if point as u32 > 0x2FFF && !(point as u32).is_multiple_of(5) {
                continue; // the long alphabets of letters that stand alone
            }
            check(&format!("ab{point}c {point}"));
            if (point as u32) < 0x2100 {
                check(&format!("{0:a<70}{point}{0:b<70}", ""));
                check(&format!("{:a<63}{point}{point}Я{:b<63}", "", ""));
            }
        }
    }

    #[test]
    fn composed_and_decomposed_text_are_the_same() {
        for (a, b) in [
            ("e\u{301}te\u{301}", "été"),
            ("か\u{3099}", "が"),
            ("ｶﾞ", "ガ"),
            ("so\u{AD}lar", "solar"),
            ("a\u{323}\u{302}", "a\u{302}\u{323}"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("Straße", "STRASSE"),
            (
                "ЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀĞ\u{300}\u{64b}،٠ءЀЀЀЀЀЀ",
                "ЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀЀĞ\u{64b}\u{300}،٠ءЀЀЀЀЀЀ",
            ),
        ] {
            assert_eq!(defined(a), defined(b));
            check(a);
            check(b);
        }
    }

    #[test]
    fn a_mark_behind_an_escape_has_nothing_to_join() {
        let mut folded = Folded::default();
        folded.fold(Kernel::best(), "\\n\u{301}".as_bytes(), true);
        assert_eq!(folded.text(), "\\n\u{301}".as_bytes());
        folded.fold(Kernel::best(), "\\\\n\u{301}".as_bytes(), true);
        assert_eq!(folded.text(), "\\\\ń".as_bytes());
    }

    proptest! {
        #[test]
        fn any_text_folds_as_defined(text in "\\PC{0,200}") {
            // A mark of a script without spaces stands alone, so no other mark is put in order with it;
            // on letters of other scripts, where that would show, nobody writes one.
            let stray = |c: &char| {
                let entry = Entry::of(*c as u32);
                entry.kind() == Kind::Letter && entry.rank() != 0
            };
            let text: String = text.chars().filter(|c| !stray(c)).collect();
            check(&text);
        }

        #[test]
        fn mixed_scripts_fold_as_defined(text in "([a-zA-Z,\n ]{0,40}|[À-ÿ«»’…]{0,9}|[А-яЀ-џ]{0,40}|[ء-ي،٠-٩ً-ْ]{0,30}|[Ā-ſ]{0,9}|[一-九あ-ん。０-９]{0,9}|[\u{300}-\u{310}ßİŞĞşğ\u{AD}]{0,3}){0,12}") {
            check(&text);
        }
    }
}
