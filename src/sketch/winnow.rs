//! Winnowing: a few character n-grams of a text, chosen so that any longer shared run shares one.
//!
//! Owns the choice and the hash of the grams, the keys of the second candidate path. The text is its
//! letters and digits only, in a row, so that lost spaces, broken lines and hyphens change nothing, and
//! scripts without spaces need nothing of their own. Of every [`WINDOW`] consecutive grams the one with
//! the smallest hash is kept (Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document
//! fingerprinting", 2003, in its robust form): whatever two texts share [`REACH`] letters of, they share
//! a key.

use crate::text::Words;

/// Letters a gram.
pub const GRAM: usize = 10;
/// Consecutive grams of which one is kept.
pub const WINDOW: usize = 32;
/// So many letters in a row, if shared, are sure to give a shared key.
pub const REACH: usize = GRAM + WINDOW - 1;

/// A gram that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gram {
    /// Its hash, which never changes within a tokeniser version.
    pub key: u64,
    /// Where its first letter stands in the original text, in bytes.
    pub at: u32,
}

/// Winnows the letters of a text that was read; `grams` receives what is kept, in the order of the text,
/// keys that occur again included. Texts of fewer than [`GRAM`] letters have none.
pub fn winnow(words: &Words, grams: &mut Vec<Gram>) {
    grams.clear();
    let letters = words.letters();
    let mut hashes = Hashes::default();
    let Some(count) = (letters.len() + 1).checked_sub(GRAM).filter(|&n| n > 0) else { return };
    let window = WINDOW.min(count);
    let mut keep = |n: usize, key: u64| grams.push(Gram { key, at: words.place(n) });
    let mut kept = usize::MAX;
    let mut smallest = u64::MAX;
    for next in 0..count {
        let hash = hashes.push(letters, next);
        if next + 1 < window {
            continue;
        }
        let first = next + 1 - window;
        if kept == usize::MAX || kept < first {
            // The kept one has left the window: the rightmost of the smallest follows.
            (kept, smallest) = hashes.smallest(first, next);
            keep(kept, smallest);
        } else if hash < smallest {
            // Equal ones do not replace it: a text that repeats itself keeps few.
            (kept, smallest) = (next, hash);
            keep(kept, smallest);
        }
    }
}

/// The hashes of the last grams.
#[derive(Default)]
struct Hashes {
    ring: [u64; WINDOW],
}

impl Hashes {
    /// Hashes the gram that begins at letter `n`.
    #[inline(always)]
    fn push(&mut self, letters: &[u8], n: usize) -> u64 {
        let hash = match letters[n..].first_chunk::<GRAM>() {
            Some(gram) => hash(gram),
            None => u64::MAX,
        };
        self.ring[n % WINDOW] = hash;
        hash
    }

    /// The smallest of grams `first..=last`, the rightmost of equals.
    fn smallest(&self, first: usize, last: usize) -> (usize, u64) {
        let mut best = (last, self.ring[last % WINDOW]);
        for n in (first..last).rev() {
            let hash = self.ring[n % WINDOW];
            if hash < best.1 {
                best = (n, hash);
            }
        }
        best
    }
}

/// The hash of a gram: both halves of one 128-bit product, each of whose bits depends on all letters.
#[inline(always)]
fn hash(gram: &[u8; GRAM]) -> u64 {
    let [a, b, c, d, e, f, g, h, i, j] = *gram;
    let head = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    let tail = u64::from(u16::from_le_bytes([i, j]));
    let product = u128::from(head ^ 0xA076_1D64_78BD_642F)
        * u128::from(tail.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xE703_7ED1_A0B4_28DB);
    let folded = product as u64 ^ (product >> 64) as u64;
    (folded ^ folded >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (Words, Vec<Gram>) {
        let (mut words, mut grams) = (Words::default(), vec![Gram { key: 7, at: 7 }]);
        words.read(text);
        winnow(&words, &mut grams);
        (words, grams)
    }

    /// The slow way, window by window.
    fn defined(letters: &[u8]) -> Vec<(usize, u64)> {
        let hashes: Vec<u64> = letters.windows(GRAM).map(|g| hash(g.try_into().unwrap())).collect();
        let mut kept: Vec<(usize, u64)> = Vec::new();
        for (first, window) in hashes.windows(WINDOW.min(hashes.len().max(1))).enumerate() {
            let smallest = *window.iter().min().unwrap();
            if kept.last().is_some_and(|&(n, h)| n >= first && h == smallest) {
                continue;
            }
            let last = window.iter().rposition(|&h| h == smallest).unwrap();
            kept.push((first + last, smallest));
        }
        kept
    }

    proptest! {
        #[test]
        fn keeps_what_the_definition_keeps(text in "([a-c]{0,40}|[a-zA-Z ,.]{0,90}|[а-я漢字é]{0,30}){0,5}") {
            let (words, grams) = read(&text);
            let want: Vec<Gram> =
                defined(words.letters()).into_iter().map(|(n, key)| Gram { key, at: words.place(n) }).collect();
            prop_assert_eq!(grams, want);
        }

        #[test]
        fn a_shared_run_shares_a_key(run in "[a-z]{41}", before in "[a-z ]{0,60}", behind in "[a-z ]{0,60}") {
            let (_, a) = read(&format!("{before} {run} {behind}"));
            let (_, b) = read(&format!("{behind}{run}."));
            prop_assert!(a.iter().any(|x| b.iter().any(|y| x.key == y.key)));
        }
    }

    #[test]
    fn a_text_that_repeats_itself_keeps_few() {
        let (_, grams) = read(&"a".repeat(10_000));
        assert!(grams.len() <= 10_000 / WINDOW + 1, "{}", grams.len());
        assert!(read("too short").1.is_empty());
        assert_eq!(read("justenough").1.len(), 1);
    }

    /// Keys are a promise: these never change within a tokeniser version.
    #[test]
    fn golden_keys() {
        let sum =
            |text: &str| read(text).1.iter().fold(0u64, |h, g| h.rotate_left(7) ^ g.key ^ u64::from(g.at));
        let news = [
            "The quick brown fox jumps over the lazy dog, twice a day and once on Sundays.",
            "Съешь ещё этих мягких французских булок, да выпей же чаю, и так сорок дней подряд.",
            "北京时间3月5日，气温达到12.5摄氏度，市民纷纷走出家门，到公园里晒太阳、放风筝、赏花。",
        ];
        assert_eq!(news.map(sum), GOLDEN);
    }

    const GOLDEN: [u64; 3] = [14069141902423672296, 17705164300272409463, 170400836069687744];
}
