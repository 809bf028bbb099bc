//! The signature: a one-permutation MinHash of an article's shingles, with optimal densification.
//!
//! One hash a shingle says both its slot (high bits) and its value (low bits); a slot keeps its
//! smallest value (Li, Owen and Zhang, 2012). A slot that stays empty copies a filled one, found by a
//! probe order fixed for the slot, so that equal slots estimate the Jaccard similarity without bias
//! (Shrivastava, "Optimal densification for fast and accurate minwise hashing", 2017).

use crate::text::Kernel;
use crate::text::kernel::{Isa, compiled};

/// The most slots a signature can have.
pub const MAX_SLOTS: usize = 256;

/// Value of an empty slot.
const EMPTY: u32 = u32::MAX;

/// Makes signatures; keeps its buffers from one article to the next.
#[derive(Debug)]
pub struct Signer {
    kernel: Kernel,
    minima: [[u32; MAX_SLOTS]; 2],
}

impl Signer {
    /// A signer whose kernel is available on this machine.
    pub fn new(kernel: Kernel) -> Self {
        Signer { kernel, minima: [[EMPTY; MAX_SLOTS]; 2] }
    }

    /// Fills `slots` (at most [`MAX_SLOTS`]) with the signature of `shingles`; no shingles leave all
    /// slots empty.
    pub fn sign(&mut self, shingles: &[u64], slots: &mut [u32]) {
        signature(self.kernel, shingles, &mut self.minima, slots);
    }
}

compiled! {
    /// See [`Signer::sign`].
    fn signature(shingles: &[u64], minima: &mut [[u32; MAX_SLOTS]; 2], slots: &mut [u32]) -> () = sign
}

#[inline(always)]
fn sign<I: Isa>(_: I, shingles: &[u64], minima: &mut [[u32; MAX_SLOTS]; 2], slots: &mut [u32]) {
    assert!(slots.len() <= MAX_SLOTS);
    let count = slots.len() as u64;
    let place = |h: u64| ((h >> 32) * count >> 32) as usize % MAX_SLOTS;
    // Two sets of slots, so that neighbouring shingles do not wait for each other's store.
    let [even, odd] = minima;
    even[..slots.len()].fill(EMPTY);
    odd[..slots.len()].fill(EMPTY);
    let mut pairs = shingles.chunks_exact(2);
    for pair in &mut pairs {
        let (a, b) = (&mut even[place(pair[0])], pair[0] as u32);
        *a = (*a).min(b);
        let (a, b) = (&mut odd[place(pair[1])], pair[1] as u32);
        *a = (*a).min(b);
    }
    if let [last] = pairs.remainder() {
        let slot = &mut even[place(*last)];
        *slot = (*slot).min(*last as u32);
    }
    for (slot, (&a, &b)) in slots.iter_mut().zip(even.iter().zip(odd.iter())) {
        *slot = a.min(b);
    }
    if slots.contains(&EMPTY) {
        densify(slots);
    }
}

/// Fills empty slots from filled ones, where there are any.
fn densify(slots: &mut [u32]) {
    let mut filled = [0u64; MAX_SLOTS / 64];
    for (i, &slot) in slots.iter().enumerate() {
        filled[i / 64] |= u64::from(slot != EMPTY) << (i % 64);
    }
    if filled == [0; MAX_SLOTS / 64] {
        return;
    }
    for i in 0..slots.len() {
        if filled[i / 64] >> (i % 64) & 1 == 1 {
            continue;
        }
        let mut state = (i as u64 + 1) << 20;
        loop {
            let from = ((splitmix(&mut state) >> 32) * slots.len() as u64 >> 32) as usize;
            if filled[from / 64] >> (from % 64) & 1 == 1 {
                slots[i] = slots[from];
                break;
            }
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the fixed probe order of a slot.
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (*state ^ *state >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

/// The key of one band: its rows hashed to 32 bits.
#[inline(always)]
pub fn band_key(band: usize, rows: &[u32]) -> u32 {
    let mut h = band as u64 ^ 0x517C_C1B7_2722_0A95;
    for &row in rows {
        h = (h ^ u64::from(row)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        h ^= h >> 32;
    }
    (h >> 16) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn set(seed: u64, n: usize) -> Vec<u64> {
        let mut state = seed;
        (0..n).map(|_| splitmix(&mut state)).collect()
    }

    #[test]
    fn every_kernel_gives_the_same_slots() {
        for n in [0, 1, 2, 7, 96, 450, 5001] {
            let shingles = set(n as u64, n);
            let mut want = [0; 96];
            Signer::new(Kernel::Scalar).sign(&shingles, &mut want);
            for kernel in Kernel::available() {
                let mut got = [0; 96];
                Signer::new(kernel).sign(&shingles, &mut got);
                assert_eq!(got, want, "{kernel} {n}");
            }
        }
    }

    /// The estimator against the exact value: unbiased, and no wider than plain MinHash.
    #[test]
    fn equal_slots_estimate_jaccard() {
        for (shared, own) in [(400, 50), (300, 75), (40, 10), (8, 2)] {
            let (mut sum, mut squares, rounds) = (0.0, 0.0, 400);
            let jaccard = shared as f64 / (shared + 2 * own) as f64;
            for round in 0..rounds {
                let all = set(round * 7919 + 1, shared + 2 * own);
                let a: Vec<u64> = all[..shared + own].to_vec();
                let b: Vec<u64> = all[..shared].iter().chain(&all[shared + own..]).copied().collect();
                let (mut x, mut y) = ([0; 96], [0; 96]);
                Signer::new(Kernel::best()).sign(&a, &mut x);
                Signer::new(Kernel::best()).sign(&b, &mut y);
                let estimate = x.iter().zip(&y).filter(|(p, q)| p == q).count() as f64 / 96.0;
                sum += estimate - jaccard;
                squares += (estimate - jaccard).powi(2);
            }
            let (bias, rmse) = (sum / rounds as f64, (squares / rounds as f64).sqrt());
            assert!(bias.abs() < 0.02, "{shared}/{own}: bias {bias}");
            // Few shingles share few filled slots: the sample is then no larger than the article.
            let plain = (jaccard * (1.0 - jaccard) / 96.0f64.min((shared + 2 * own) as f64)).sqrt();
            assert!(rmse < plain * 1.15, "{shared}/{own}: rmse {rmse} against {plain}");
        }
    }

    #[test]
    fn band_keys_differ_by_band_and_rows() {
        let keys: HashSet<u32> =
            (0..24).flat_map(|b| (0..100u32).map(move |r| band_key(b, &[r, r + 1, 7, 9]))).collect();
        assert_eq!(keys.len(), 2400);
    }
}
