//! Folding: text with letters beyond ASCII to its normalised form, ready for the word kernels.
//!
//! The folded form is NFKC_Casefold (Unicode 15.0) written so that a word is a run of ASCII word
//! bytes and bytes of 0x80 and above, and nothing else is: every other code point becomes a space,
//! and a letter of a script without spaces stands alone, followed by [`LETTER_END`]. ASCII passes
//! through as it is (the hash kernels lower it), so that a JSON string may be folded with its escapes.

use unicode_normalization::UnicodeNormalization;

use super::table::{Entry, Kind};

/// Follows every letter that is a token of its own.
pub(super) const LETTER_END: u8 = 0x7F;

const HIGH: u64 = 0x8080_8080_8080_8080;
/// Room for one code point, a space before and a mark after, and a whole word of slack.
const SLACK: usize = 32;

/// A reusable buffer of folded text.
#[derive(Debug, Default)]
pub(super) struct Folded {
    buffer: Vec<u8>,
    len: usize,
    /// How many letters stand alone.
    pub(super) letters: usize,
    rank: u32,
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

    /// The folded text, a closing quote and the slack: what the scanner of JSON strings reads.
    pub(super) fn closed(&mut self) -> &[u8] {
        self.buffer[self.len] = b'"';
        &self.buffer
    }

    /// Folds valid UTF-8 in one pass. False, and no result, when marks have to be composed or put
    /// in order first: then [`Folded::fold_composing`] does it.
    #[must_use]
    pub(super) fn fold(&mut self, text: &[u8]) -> bool {
        self.clear();
        let mut i = 0;
        self.room(text.len());
        loop {
            // A stretch of ASCII, eight bytes at a time.
            self.rank = 0;
            while let Some(chunk) = text.get(i..i + 8) {
                let word = u64::from_le_bytes(chunk.try_into().expect("eight bytes"));
                self.buffer[self.len..self.len + 8].copy_from_slice(chunk);
                let high = word & HIGH;
                let ascii = if high == 0 { 8 } else { high.trailing_zeros() as usize / 8 };
                i += ascii;
                self.len += ascii;
                if high != 0 {
                    break;
                }
            }
            while i < text.len() && text[i] < 0x80 {
                self.buffer[self.len] = text[i];
                self.len += 1;
                i += 1;
            }
            if i >= text.len() {
                return true;
            }
            // A stretch of other characters.
            while i < text.len() && text[i] >= 0x80 {
                self.room(text.len() - i);
                let (point, bytes) = decode(&text[i..]);
                i += bytes;
                let entry = Entry::of(point);
                match entry.kind() {
                    Kind::Word if entry.is_simple() => {
                        self.rank = 0;
                        self.push(entry.folded(point));
                    }
                    Kind::Letter if entry.is_simple() => {
                        self.rank = 0;
                        self.push_letter(entry.folded(point));
                    }
                    Kind::Separator => {
                        self.rank = 0;
                        self.push(b' '.into());
                    }
                    Kind::Ignored => {}
                    _ => {
                        if !self.push_marked(entry, point) {
                            return false;
                        }
                    }
                }
            }
        }
    }

    /// Folds any text by composing the whole of it; the slow path, and the definition.
    pub(super) fn fold_composing(&mut self, text: &str) {
        self.clear();
        let mapped = text.chars().flat_map(|c| {
            let point = c as u32;
            let entry = Entry::of(point);
            let one = [entry.folded(point)];
            let points: &[u32] = match entry.kind() {
                Kind::Ignored => &[],
                Kind::Separator => &[0x20],
                _ if entry.expands() => entry.expansion(),
                _ => &one,
            };
            points.iter().filter_map(|&p| char::from_u32(p)).collect::<Few>()
        });
        for c in mapped.nfc() {
            self.room(0);
            self.push_kind(c as u32);
        }
    }

    fn clear(&mut self) {
        self.len = 0;
        self.letters = 0;
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
    }

    #[inline(always)]
    fn push(&mut self, point: u32) {
        self.len += encode(point, &mut self.buffer[self.len..]);
    }

    #[inline(always)]
    fn push_letter(&mut self, point: u32) {
        if self.len > 0 && is_word_byte(self.buffer[self.len - 1]) {
            self.push(b' '.into());
        }
        self.push(point);
        self.buffer[self.len] = LETTER_END;
        self.len += 1;
        self.letters += 1;
    }

    /// Appends an already folded code point by its own kind.
    fn push_kind(&mut self, point: u32) {
        match Entry::of(point).kind() {
            Kind::Word => self.push(point),
            Kind::Letter => self.push_letter(point),
            Kind::Separator => self.push(b' '.into()),
            Kind::Ignored => {}
        }
    }

    /// A code point that expands or carries a mark; false where the fast path ends.
    fn push_marked(&mut self, entry: Entry, point: u32) -> bool {
        if entry.composes() {
            return false;
        }
        if entry.expands() {
            for &p in entry.expansion() {
                self.room(64);
                self.push_kind(p);
                self.rank = Entry::of(p).rank();
            }
            return true;
        }
        let rank = entry.rank();
        if rank != 0 && self.rank > rank {
            return false;
        }
        self.rank = rank;
        match entry.kind() {
            Kind::Letter => self.push_letter(entry.folded(point)),
            _ => self.push(entry.folded(point)),
        }
        true
    }
}

/// Up to a handful of characters without an allocation.
#[derive(Default)]
struct Few {
    all: [char; 18],
    len: usize,
    at: usize,
}

impl FromIterator<char> for Few {
    fn from_iter<I: IntoIterator<Item = char>>(chars: I) -> Self {
        let mut few = Few::default();
        for c in chars.into_iter().take(few.all.len()) {
            few.all[few.len] = c;
            few.len += 1;
        }
        few
    }
}

impl Iterator for Few {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let c = (self.at < self.len).then(|| self.all[self.at])?;
        self.at += 1;
        Some(c)
    }
}

/// Whether a byte belongs to a word in folded text.
#[inline(always)]
pub(super) fn is_word_byte(byte: u8) -> bool {
    byte >= 0x80 || byte == b'_' || byte.is_ascii_alphanumeric()
}

/// The code point at the start of valid UTF-8 that begins beyond ASCII, and its length in bytes.
#[inline(always)]
fn decode(text: &[u8]) -> (u32, usize) {
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
fn encode(point: u32, out: &mut [u8]) -> usize {
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
