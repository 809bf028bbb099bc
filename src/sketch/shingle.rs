//! Shingles: runs of n consecutive tokens, each hashed to 64 bits by a cyclic polynomial.
//!
//! A shingle's hash is the exclusive or of its token hashes, each rotated by 13 bits times its
//! distance from the last one, then mixed by one multiplication; it can be rolled along the text in
//! constant time (Cohen, "Recursive hashing functions for n-grams", 1997). Letters of scripts without
//! spaces are tokens that say less than a word, so a shingle takes more of them: it reaches as far as
//! its tokens' weights sum to that of n words.

use crate::text::kernel::{Isa, compiled};

/// What a word weighs in a shingle; a shingle of n words weighs `8 n`.
const WORD_WEIGHT: u32 = 8;
/// What a letter of a script without spaces weighs; see docs/design.md for how it was measured.
const LETTER_WEIGHT: u32 = 5;

const ROTATE: u32 = 13;
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

compiled! {
    /// Writes the shingles of a token sequence to `out`, in order, repeats included.
    ///
    /// `alone` says for each token whether it is a letter that stands alone, or is empty where none
    /// is. A sequence that is too short for one shingle gives one, of all its tokens and their number,
    /// so that short texts differ from one another; no tokens give none.
    pub fn shingles(n: usize, hashes: &[u64], alone: &[bool], out: &mut Vec<u64>) -> () = all
}

#[inline(always)]
fn all<I: Isa>(_: I, n: usize, hashes: &[u64], alone: &[bool], out: &mut Vec<u64>) {
    let letters = alone.iter().filter(|&&a| a).count();
    if letters == 0 || letters == hashes.len() {
        let n = if letters == 0 { n } else { letters_for(n) };
        match n {
            5 => fixed::<5>(hashes, out),
            8 => fixed::<8>(hashes, out),
            _ => rolling(hashes, |_| 1, n as u32, out),
        }
    } else if n == 5 {
        mixed_five(hashes, alone, out);
    } else {
        mixed(n, hashes, alone, out);
    }
    if out.is_empty() && !hashes.is_empty() {
        let all =
            hashes.iter().fold(hashes.len() as u64, |h, &t| (h.rotate_left(ROTATE) ^ t).wrapping_mul(MIX));
        out.push(finish(all));
    }
}

/// How many letters of a script without spaces stand for n words.
fn letters_for(n: usize) -> usize {
    (n * WORD_WEIGHT as usize).div_ceil(LETTER_WEIGHT as usize)
}

#[inline(always)]
fn finish(h: u64) -> u64 {
    let h = h.wrapping_mul(MIX);
    h ^ h >> 32
}

/// All shingles of exactly `N` tokens: no carried state, so that the loop becomes vector code.
#[inline(always)]
fn fixed<const N: usize>(hashes: &[u64], out: &mut Vec<u64>) {
    let count = (hashes.len() + 1).saturating_sub(N);
    // Not cleared first: only what it grows by is filled with zeros.
    out.resize(count, 0);
    // The token at distance `back` from each shingle's last.
    let at: [&[u64]; N] = std::array::from_fn(|back| hashes.get(N - 1 - back..).unwrap_or(&[]));
    let at = at.map(|tokens| &tokens[..count.min(tokens.len())]);
    for (i, shingle) in out.iter_mut().enumerate() {
        let mut h = 0;
        for (back, tokens) in at.iter().enumerate() {
            h ^= tokens[i].rotate_left((ROTATE * back as u32) % 64);
        }
        *shingle = finish(h);
    }
}

/// All shingles of the weight of five words: five to eight tokens, by how many of the first five, six and
/// seven are letters that stand alone. All four are computed and one is chosen, a vector at a time.
#[inline(always)]
fn mixed_five(hashes: &[u64], alone: &[bool], out: &mut Vec<u64>) {
    const MOST: usize = 8;
    let whole = (hashes.len() + 1).saturating_sub(MOST);
    // What begins in the last seven tokens may be cut off by the end.
    mixed(5, &hashes[whole..], &alone[whole..], out);
    if whole == 0 {
        return;
    }
    let ends = out.len();
    out.resize(whole + ends, 0);
    out.copy_within(..ends, whole);
    let at: [&[u64]; MOST] = std::array::from_fn(|k| &hashes[k..][..whole]);
    let letters: [&[bool]; MOST - 1] = std::array::from_fn(|k| &alone[k..][..whole]);
    for (i, shingle) in out[..whole].iter_mut().enumerate() {
        let mut h = [0u64; MOST + 1];
        for k in 0..MOST {
            h[k + 1] = h[k].rotate_left(ROTATE) ^ at[k][i];
        }
        let letters_of = |tokens: usize| letters[..tokens].iter().map(|l| u8::from(l[i])).sum::<u8>();
        // k tokens weigh 8 k - 3 a letter; 40 are enough.
        let mut chosen = h[8];
        chosen = if letters_of(7) <= 5 { h[7] } else { chosen };
        chosen = if letters_of(6) <= 2 { h[6] } else { chosen };
        chosen = if letters_of(5) == 0 { h[5] } else { chosen };
        *shingle = finish(chosen);
    }
}

/// All shingles of the weight of `n` words.
#[inline(always)]
fn mixed(n: usize, hashes: &[u64], alone: &[bool], out: &mut Vec<u64>) {
    let weight = |i: usize| if alone[i] { LETTER_WEIGHT } else { WORD_WEIGHT };
    rolling(hashes, weight, n as u32 * WORD_WEIGHT, out);
}

/// Shingles that reach from each token as far as the weights sum to `total`, by rolling.
#[inline(always)]
fn rolling(hashes: &[u64], weight: impl Fn(usize) -> u32, total: u32, out: &mut Vec<u64>) {
    // First the tokens up to each, every one rotated right by its place in the text; then, from the
    // front and in the same place, what lies between the start and the end of each shingle.
    out.resize(hashes.len() + 1, 0);
    out[0] = 0;
    let (mut before, mut turn) = (0, 0);
    for (upto, hash) in out[1..].iter_mut().zip(hashes) {
        before ^= hash.rotate_right(turn);
        *upto = before;
        turn = (turn + ROTATE) % 64;
    }
    let (mut sum, mut end, mut count) = (0, 0, 0);
    // How far the last token inside is rotated: one step behind the first.
    let mut turn = 64 - ROTATE;
    'shingles: while count < hashes.len() {
        while sum < total {
            if end == hashes.len() {
                break 'shingles;
            }
            sum += weight(end);
            end += 1;
            turn = (turn + ROTATE) % 64;
        }
        out[count] = (out[end] ^ out[count]).rotate_left(turn);
        sum -= weight(count);
        count += 1;
    }
    out.truncate(count);
    for shingle in out {
        *shingle = finish(*shingle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Kernel;
    use proptest::prelude::*;

    fn cut(n: usize, hashes: &[u64], alone: &[bool]) -> Vec<u64> {
        let mut out = vec![7; 3]; // what an earlier article left behind
        shingles(Kernel::Scalar, n, hashes, alone, &mut out);
        for kernel in Kernel::available() {
            let mut other = Vec::new();
            shingles(kernel, n, hashes, alone, &mut other);
            assert_eq!(other, out, "{kernel}");
        }
        out
    }

    /// The definition, for one shingle.
    fn one(tokens: &[u64]) -> u64 {
        let h = tokens.iter().fold(0u64, |h, t| h.rotate_left(13) ^ t);
        let h = h.wrapping_mul(MIX);
        h ^ h >> 32
    }

    proptest! {
        #[test]
        fn equals_the_definition(hashes in prop::collection::vec(any::<u64>(), 0..40), n in 1usize..12) {
            let want: Vec<u64> = hashes.windows(n).map(one).collect();
            if hashes.len() >= n {
                prop_assert_eq!(cut(n, &hashes, &[]), want);
            }
        }

        #[test]
        fn mixed_text_reaches_as_far_as_its_weights(tokens in prop::collection::vec((any::<u64>(), any::<bool>()), 2..40)) {
            let (hashes, alone): (Vec<u64>, Vec<bool>) = tokens.into_iter().unzip();
            prop_assume!(alone.contains(&true) && alone.contains(&false));
            let weight = |k: usize| if alone[k] { 5 } else { 8 };
            let mut want = Vec::new();
            for start in 0..hashes.len() {
                let mut sum = 0;
                for end in start..hashes.len() {
                    sum += weight(end);
                    if sum >= 40 {
                        want.push(one(&hashes[start..=end]));
                        break;
                    }
                }
            }
            if !want.is_empty() {
                prop_assert_eq!(cut(5, &hashes, &alone), want);
            }
        }
    }

    #[test]
    fn letters_alone_take_eight_for_five_words() {
        let hashes: Vec<u64> = (1..=9).collect();
        let want = vec![one(&hashes[..8]), one(&hashes[1..])];
        assert_eq!(cut(5, &hashes, &[true; 9]), want);
    }

    #[test]
    fn short_texts_give_one_shingle_and_differ() {
        let all = [
            cut(5, &[1, 2], &[]),
            cut(5, &[2, 1], &[]),
            cut(5, &[1], &[]),
            cut(5, &[1, 1], &[]),
            cut(5, &[1, 2, 3], &[]),
        ];
        for (k, a) in all.iter().enumerate() {
            assert_eq!(a.len(), 1);
            assert!(!all[k + 1..].contains(a), "{k}");
        }
        assert!(cut(5, &[], &[]).is_empty());
    }
}
