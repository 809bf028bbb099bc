//! Folding: text with letters beyond ASCII to its normalised form, ready for the word kernels.
//!
//! The folded form is NFKC_Casefold (Unicode 15.0) written so that a word is a run of ASCII word
//! bytes and bytes of 0x80 and above, and nothing else is: every other code point becomes a space,
//! and a letter of a script without spaces stands alone, followed by [`LETTER_END`]. ASCII passes
//! through as it is (the hash kernels lower it), so that a JSON string may be folded with its escapes.

use unicode_normalization::UnicodeNormalization;

use super::kernel::{Bytes, Isa, Kernel, compiled};
use super::table::{Entry, Kind};

/// Follows every letter that is a token of its own.
pub(super) const LETTER_END: u8 = 0x7F;

const HIGH: u64 = 0x8080_8080_8080_8080;
/// Room for one code point, a space before and a mark after, and a whole word of slack.
const SLACK: usize = 96;

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
    pub(super) fn fold(&mut self, kernel: Kernel, text: &[u8]) -> bool {
        fold_fast(kernel, self, text)
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

    /// Appends an already folded code point by its own kind.
    fn push_kind(&mut self, point: u32) {
        match Entry::of(point).kind() {
            Kind::Word => self.len = push(&mut self.buffer, self.len, point),
            Kind::Letter => {
                self.len = push_letter(&mut self.buffer, self.len, point);
                self.letters += 1;
            }
            Kind::Separator => self.len = push(&mut self.buffer, self.len, b' '.into()),
            Kind::Ignored => {}
        }
    }

    /// A code point that expands or carries a mark; false where the fast path ends.
    fn push_marked(&mut self, entry: Entry, point: u32) -> bool {
        if entry.composes() {
            return false;
        }
        if entry.expands() {
            return entry.expansion().iter().all(|&p| {
                self.room(64);
                let rank = Entry::of(p).rank();
                let in_order = rank == 0 || self.rank <= rank;
                self.rank = rank;
                self.push_kind(p);
                in_order
            });
        }
        let rank = entry.rank();
        if rank != 0 && self.rank > rank {
            return false;
        }
        self.rank = rank;
        self.push_kind(entry.folded(point));
        true
    }
}

compiled! {
    /// The fast path of [`Folded::fold`].
    fn fold_fast(folded: &mut Folded, text: &[u8]) -> bool = fold_stretches
}

/// Bytes that are taken character by character after a block that was not simple; twice as many each
/// time, so that text in other scripts is not looked at twice for long.
const PATIENCE: usize = 64;
const MOST_PATIENCE: usize = 2048;

#[inline(always)]
fn fold_stretches<I: Isa>(_: I, folded: &mut Folded, text: &[u8]) -> bool {
    folded.clear();
    let (mut at, mut patience) = (0, PATIENCE);
    while at < text.len() {
        folded.room(text.len() - at + 64);
        // Blocks of the scripts whose letters keep their length.
        let from = at;
        while let lanes @ 1.. = I::Bytes::LANES
            && at >= 2
            && at + lanes + 2 <= text.len()
            && simple_block::<I::Bytes>(&text[at - 2..], &mut folded.buffer[folded.len..])
        {
            at += lanes;
            folded.len += lanes;
        }
        if at > from {
            patience = PATIENCE;
            folded.rank = 0;
            // The last block may have ended within a character: that one is taken again.
            while at < text.len() && text[at] & 0xC0 == 0x80 {
                at -= 1;
                folded.len -= 1;
            }
        }
        let until = (at + patience).min(text.len());
        patience = (patience * 2).min(MOST_PATIENCE);
        match fold_characters(folded, text, at, until) {
            Some(end) => at = end,
            None => return false,
        }
    }
    true
}

/// Folds character by character from `at` to the first end of a character at `until` or behind it.
/// None where the fast path ends.
#[inline(always)]
fn fold_characters(folded: &mut Folded, text: &[u8], mut at: usize, until: usize) -> Option<usize> {
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
                folded.buffer[len..len + 8].copy_from_slice(&chunk);
                let high = u64::from_le_bytes(chunk) & HIGH;
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
        let (mut len, mut letters) = (folded.len, 0);
        let buffer = &mut folded.buffer[..];
        let mut marked = None;
        while at < text.len() && text[at] >= 0x80 {
            let (point, bytes) = decode(&text[at..]);
            let entry = Entry::of(point);
            at += bytes;
            match entry.kind() {
                Kind::Word if entry.is_simple() => len = push(buffer, len, entry.folded(point)),
                Kind::Letter if entry.is_simple() => {
                    len = push_letter(buffer, len, entry.folded(point));
                    letters += 1;
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
        folded.letters += letters;
        if let Some((entry, point)) = marked
            && !folded.push_marked(entry, point)
        {
            return None;
        }
    }
    Some(at)
}

/// Folds the bytes behind the first two of a window, where they hold nothing but ASCII, Latin-1
/// letters, Cyrillic and Arabic letters, and common punctuation: those keep their length. False, and
/// `out` without meaning, where they hold anything else.
///
/// Every byte is computed by itself from its neighbours, a vector at a time; masks have all bits of a
/// byte set where something holds.
#[inline(always)]
fn simple_block<B: Bytes>(window: &[u8], out: &mut [u8]) -> bool {
    let is = |x: B, value: u8| x.equal(B::all(value));
    let from = |x: B, low: u8| x.max(B::all(low)).equal(x);
    let within = |x: B, low: u8, high: u8| {
        let x = x.sub(B::all(low));
        x.min(B::all(high - low)).equal(x)
    };
    let [before2, before, c, after, after2] = [0, 1, 2, 3, 4].map(|at| B::load(&window[at..]));
    // The first three bytes of the character that each byte belongs to.
    let first = from(c, 0xC0);
    let second = from(before, 0xC0);
    let lead = first.choose(c, second.choose(before, before2));
    let next = first.choose(after, second.choose(c, before));
    let third = first.choose(after2, second.choose(after, c));
    // Latin-1: punctuation but no soft hyphen, ordinals, fractions; then capitals and small letters.
    let odd = is(next, 0xAA).or(is(next, 0xAD)).or(within(next, 0xB2, 0xB3)).or(is(next, 0xB5));
    let odd = odd.or(within(next, 0xB9, 0xBA)).or(within(next, 0xBC, 0xBE));
    let latin_mark = is(lead, 0xC2).and_not(odd);
    let times = is(lead, 0xC3).and(is(next, 0x97).or(is(next, 0xB7)));
    let latin = is(lead, 0xC3).and_not(is(next, 0x9F).or(times));
    let latin_capital = latin.and_not(from(next, 0x9F));
    // Cyrillic: А-П, Р-Я, Ѐ-Џ, then small letters.
    let d0 = is(lead, 0xD0);
    let cyrillic = d0.or(is(lead, 0xD1).and_not(from(next, 0xA0)));
    let a_to_pe = d0.and(within(next, 0x90, 0x9F));
    let er_to_ya = d0.and(within(next, 0xA0, 0xAF));
    let ie_to_dzhe = d0.and_not(from(next, 0x90));
    let (d8, d9) = (is(lead, 0xD8), is(lead, 0xD9));
    let arabic =
        d8.and(within(next, 0xA1, 0xBA)).or(d9.and(within(next, 0x80, 0x8A).or(within(next, 0xA0, 0xA9))));
    let arabic_mark =
        d8.and(is(next, 0x8C).or(is(next, 0x9B)).or(is(next, 0x9F))).or(d9.and(within(next, 0xAA, 0xAD)));
    // General punctuation without joiners and direction marks, and currency signs.
    let dashes = within(third, 0x80, 0x8A).or(within(third, 0x90, 0xA9)).or(from(third, 0xAF));
    let dashes = is(next, 0x80).and(dashes).or(is(next, 0x82).and(from(third, 0xA0)));
    let separator = latin_mark.or(times).or(arabic_mark).or(is(lead, 0xE2).and(dashes));
    let ascii = B::all(0xFF).and_not(from(c, 0x80));
    let known = ascii.or(separator).or(latin).or(cyrillic).or(arabic);
    let up = latin_capital.or(a_to_pe).and(B::all(0x20)).or(ie_to_dzhe.and(B::all(0x10)));
    let moved = c.add(up).sub(er_to_ya.and(B::all(0x20)));
    let moved = first.choose(c.add(er_to_ya.or(ie_to_dzhe).and(B::all(1))), moved);
    ascii.choose(c, separator.choose(B::all(b' '), moved)).store(out);
    known.is_full()
}

#[inline(always)]
fn push(buffer: &mut [u8], len: usize, point: u32) -> usize {
    len + encode(point, &mut buffer[len..])
}

/// A letter that stands alone: apart from a word before it, and marked behind.
#[inline(always)]
fn push_letter(buffer: &mut [u8], mut len: usize, point: u32) -> usize {
    if len > 0 && is_word_byte(buffer[len - 1]) {
        buffer[len] = b' ';
        len += 1;
    }
    len = push(buffer, len, point);
    buffer[len] = LETTER_END;
    len + 1
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by(fold: impl Fn(&mut Folded) -> bool) -> Option<(String, usize)> {
        let mut folded = Folded::default();
        fold(&mut folded).then(|| {
            let text = String::from_utf8(folded.text().to_vec()).unwrap();
            // Only word boundaries count, not how many separators make one; ASCII stays as it is.
            let words: Vec<&str> = text.split(|c: char| c.is_ascii() && !is_word_byte(c as u8)).collect();
            let words: Vec<String> =
                words.into_iter().filter(|w| !w.is_empty()).map(str::to_ascii_lowercase).collect();
            (words.join(" "), folded.letters)
        })
    }

    /// Every kernel's fast path, where it takes the text at all, equals the definition.
    fn check(text: &str) {
        let want = by(|f| {
            f.fold_composing(text);
            true
        });
        for kernel in Kernel::available() {
            let got = by(|f| f.fold(kernel, text.as_bytes()));
            assert!(got.is_none() || got == want, "{kernel} {text:?}: {got:?} {want:?}");
        }
    }

    fn folds_fast(text: &str) -> bool {
        Folded::default().fold(Kernel::best(), text.as_bytes())
    }

    #[test]
    fn every_character_folds_as_defined_wherever_it_stands() {
        for point in (0x80..0x3_0000u32).filter_map(char::from_u32) {
            if point as u32 > 0x2FFF && point as u32 % 5 != 0 {
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
    fn common_scripts_take_the_fast_path() {
        for text in [
            "Élysée, où ça ?",
            "Straße",
            "Москва — 9 мая",
            "İstanbul",
            "القاهرة، مصر",
            "東京は2024年",
            "½ m²",
        ] {
            assert!(folds_fast(text), "{text}");
        }
        assert!(!folds_fast("e\u{301}te\u{301}"), "a letter and its mark have to be composed");
    }

    #[test]
    fn composed_and_decomposed_text_are_the_same() {
        let fold = |text: &str| {
            by(|f| {
                f.fold_composing(text);
                true
            })
        };
        assert_eq!(fold("e\u{301}te\u{301}"), fold("été"));
        assert_eq!(fold("か\u{3099}"), fold("が"));
        assert_eq!(fold("ｶﾞ"), fold("ガ"));
        assert_eq!(fold("so\u{AD}lar"), fold("solar"));
    }

    proptest! {
        #[test]
        fn any_text_folds_as_defined(text in "\\PC{0,200}") {
            check(&text);
        }

        #[test]
        fn mixed_scripts_fold_as_defined(text in "([a-zA-Z,\n ]{0,40}|[À-ÿ«»’…]{0,9}|[А-яЀ-џ]{0,40}|[ء-ي،٠-٩]{0,30}|[一-九あ-ん。０-９]{0,9}|[\u{300}-\u{310}ßİŞĞşğ\u{AD}]{0,3}){0,12}") {
            check(&text);
        }
    }
}
