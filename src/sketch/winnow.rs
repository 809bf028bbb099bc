//! Winnowing: a few character n-grams of a text, chosen so that any longer shared run shares one.
//!
//! Owns the choice and the hash of the grams, the keys of the second candidate path. The text is its
//! letters and digits only, in a row, so that lost spaces, broken lines and hyphens change nothing, and
//! scripts without spaces need nothing of their own. Of every [`WINDOW`] consecutive grams the smallest in
//! a random order is kept (Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document
//! fingerprinting", 2003, in its robust form): whatever two texts share [`REACH`] letters of, they share
//! a key. All grams are put in order, by 31 bits that vector units compute; only those that are kept get
//! a key of 64.

use crate::text::Words;
use crate::text::kernel::{Isa, compiled};

/// Letters a gram.
pub const GRAM: usize = 10;
/// Consecutive grams of which one is kept.
pub const WINDOW: usize = 32;
/// The version of the order in which grams are put; which ones are kept depends on it.
pub const ORDER: u32 = 2;
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

/// Winnows texts; keeps its buffers, one a thread.
#[derive(Debug, Default)]
pub struct Winnower {
    /// By gram, its place in the order; [`PADDING`] more behind the last.
    order: Vec<u32>,
    kept: Vec<u32>,
}

/// Behind all grams in the order.
const LAST: u32 = u32::MAX >> 1;
/// So many values can be read behind any gram.
const PADDING: usize = 64;

impl Winnower {
    /// Winnows the letters of a text that was read; `grams` receives what is kept, in the order of the text,
    /// keys that occur again included. Texts of fewer than [`GRAM`] letters have none.
    pub fn winnow(&mut self, words: &Words, grams: &mut Vec<Gram>) {
        grams.clear();
        let letters = words.letters();
        choose(words.kernel(), letters, &mut self.order, &mut self.kept);
        let places = words.places(self.kept.iter().map(|&n| n as usize));
        let key = |&n: &u32| letters[n as usize..].first_chunk().map_or(0, hash);
        grams.extend(self.kept.iter().map(key).zip(places).map(|(key, at)| Gram { key, at }));
    }
}

/// See [`Winnower::winnow`], for a text now and then.
pub fn winnow(words: &Words, grams: &mut Vec<Gram>) {
    Winnower::default().winnow(words, grams);
}

compiled! {
    /// The numbers of the grams of `letters` that are kept, ascending.
    fn choose(letters: &[u8], order: &mut Vec<u32>, kept: &mut Vec<u32>) -> () = chosen
}

#[inline(always)]
fn chosen<I: Isa>(isa: I, letters: &[u8], order: &mut Vec<u32>, kept: &mut Vec<u32>) {
    kept.clear();
    let Some(count) = (letters.len() + 1).checked_sub(GRAM).filter(|&n| n > 0) else { return };
    order_all(letters, count, order);
    let window = WINDOW.min(count);
    // The last gram of the first window is where looking begins.
    let mut at = rightmost_smallest(isa, order, 0, window);
    loop {
        kept.push(at as u32);
        let smallest = order[at];
        // The first smaller one while this one is in the window follows. Equal ones do not: a text that
        // repeats itself keeps few.
        let next = at + 1;
        let behind: &[u32; 64] = order[next..].first_chunk().expect("padding follows the last gram");
        let smaller = match smallest {
            0 => 0,
            _ => !isa.above(behind, smallest - 1) & ((1 << WINDOW) - 1),
        };
        if smaller != 0 {
            at = next + smaller.trailing_zeros() as usize;
        } else if next + window <= count {
            // The kept one has left the window: the rightmost of the smallest follows.
            at = rightmost_smallest(isa, order, next, window);
        } else {
            return;
        }
    }
}

/// The place of the smallest of `window` values from `first`; of equal ones the last.
#[inline(always)]
fn rightmost_smallest<I: Isa>(isa: I, order: &[u32], first: usize, window: usize) -> usize {
    let values: &[u32; 64] = order[first..].first_chunk().expect("padding follows the last gram");
    let smallest = match values.first_chunk::<WINDOW>() {
        Some(all) if window == WINDOW => all.iter().fold(LAST, |least, &v| least.min(v)),
        _ => values[..window].iter().fold(LAST, |least, &v| least.min(v)),
    };
    let equal = !isa.above(values, smallest) & ((1 << window) - 1);
    first + (63 - equal.leading_zeros() as usize)
}

/// The first two of the multipliers are those of MurmurHash3, the others of its finish.
const MIX: [u32; 4] = [0xCC9E_2D51, 0x1B87_3593, 0x85EB_CA6B, 0xC2B2_AE35];

/// Puts all grams in order, [`LAST`] behind them.
#[inline(always)]
fn order_all(letters: &[u8], count: usize, order: &mut Vec<u32>) {
    order.resize(count + PADDING, LAST);
    order[count..].fill(LAST);
    // Letters at each distance from a gram's first, so that the loop is over equal slices.
    let at: [&[u8]; GRAM] = std::array::from_fn(|k| &letters[k..k + count]);
    for (i, value) in order[..count].iter_mut().enumerate() {
        *value = place(|k| at[k][i]);
    }
}

/// The place in the order of the gram with these letters.
#[inline(always)]
fn place(letter: impl Fn(usize) -> u8) -> u32 {
    let four = |k: usize| {
        u32::from(letter(k))
            | u32::from(letter(k + 1)) << 8
            | u32::from(letter(k + 2)) << 16
            | u32::from(letter(k + 3)) << 24
    };
    let two = u32::from(letter(8)) | u32::from(letter(9)) << 8;
    let h = four(0).wrapping_mul(MIX[0]).rotate_left(15).wrapping_add(four(4)).wrapping_mul(MIX[1]);
    let h = (h ^ h >> 15).wrapping_add(two).wrapping_mul(MIX[2]);
    let h = (h ^ h >> 13).wrapping_mul(MIX[3]);
    (h ^ h >> 16) >> 1
}

/// The key of a gram: both halves of one 128-bit product, each of whose bits depends on all letters.
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
    use crate::text::Kernel;
    use proptest::prelude::*;

    fn read(text: &str) -> (Words, Vec<Gram>) {
        let (mut words, mut grams) = (Words::default(), vec![Gram { key: 7, at: 7 }]);
        words.read(text);
        winnow(&words, &mut grams);
        for kernel in Kernel::available() {
            let (mut words, mut others, mut winnower) = (Words::new(kernel), Vec::new(), Winnower::default());
            words.read("what an earlier article left behind, however long that may have been");
            winnower.winnow(&words, &mut others);
            words.read(text);
            winnower.winnow(&words, &mut others);
            assert_eq!(others, grams, "{kernel}");
        }
        (words, grams)
    }

    /// The slow way, window by window.
    fn defined(letters: &[u8]) -> Vec<(usize, u64)> {
        let order: Vec<u32> = letters.windows(GRAM).map(|gram| place(|k| gram[k])).collect();
        let mut kept: Vec<(usize, u32)> = Vec::new();
        for (first, window) in order.windows(WINDOW.min(order.len().max(1))).enumerate() {
            let smallest = *window.iter().min().unwrap();
            if kept.last().is_some_and(|&(n, h)| n >= first && h == smallest) {
                continue;
            }
            let last = window.iter().rposition(|&h| h == smallest).unwrap();
            kept.push((first + last, smallest));
        }
        kept.into_iter().map(|(n, _)| (n, hash(letters[n..].first_chunk().unwrap()))).collect()
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

    const GOLDEN: [u64; 3] = [15138696495206175828, 4960073307092034188, 5218990092572977373];
}
