//! Sort: postings in order of key, in pieces that fit the cache.
//!
//! Owns the radix sort of 64-bit postings: a pass that deals them out by the key's first bits, several
//! stretches at once, then each part by the rest, gathered into a small buffer when it is needed. Both are
//! stable, so the outcome does not depend on the number of threads.

use rayon::prelude::*;

/// Stretches that are dealt out at once.
const STRETCHES: usize = 8;

/// Postings dealt out by their first bits.
#[derive(Debug)]
pub(in crate::index) struct Parts<'d> {
    dealt: &'d [u64],
    /// Postings of a stretch.
    stretch: usize,
    /// By stretch, where each part ends.
    ends: Vec<Vec<u32>>,
}

/// Deals out `postings` by the `bits` (up to 12) bits below bit `top`; bits from `top` up are zero. `dealt`
/// is a buffer to be used again: new memory costs more than the dealing.
pub(in crate::index) fn deal<'d>(
    postings: &[u64],
    dealt: &'d mut Vec<u64>,
    top: u32,
    bits: u32,
) -> Parts<'d> {
    let shift = top - bits;
    let part = |p: u64| if shift == 64 { 0 } else { (p >> shift) as usize };
    if dealt.len() < postings.len() {
        dealt.resize(postings.len(), 0);
    }
    let stretch = postings.len().div_ceil(STRETCHES).max(1);
    let dealt = &mut dealt[..postings.len()];
    let ends = postings
        .par_chunks(stretch)
        .zip(dealt.par_chunks_mut(stretch))
        .with_max_len(1)
        .map(|(from, to)| {
            let mut places = vec![0u32; 1 << bits];
            for &p in from {
                places[part(p)] += 1;
            }
            let mut next = 0;
            for place in &mut places {
                next += std::mem::replace(place, next);
            }
            for &p in from {
                let place = &mut places[part(p)];
                to[*place as usize] = p;
                *place += 1;
            }
            places
        })
        .collect();
    Parts { dealt, stretch, ends }
}

impl Parts<'_> {
    /// Puts the postings of a part into `out`, sorted by bits `low..high`.
    pub(in crate::index) fn sorted(
        &self,
        part: usize,
        (low, high): (u32, u32),
        out: &mut Vec<u64>,
        scratch: &mut Vec<u64>,
    ) {
        out.clear();
        for (stretch, ends) in self.dealt.chunks(self.stretch).zip(&self.ends) {
            let start = part.checked_sub(1).map_or(0, |before| ends[before]);
            out.extend_from_slice(&stretch[start as usize..ends[part] as usize]);
        }
        sort(out, scratch, low, high);
    }
}

/// Stable sort by bits `low..high`, eight a pass.
pub(in crate::index) fn sort(slice: &mut [u64], scratch: &mut Vec<u64>, low: u32, high: u32) {
    if high <= low {
        return;
    }
    if slice.len() < 256 {
        let mask = crate::index::bits::mask(high - low);
        slice.sort_by_key(|p| p >> low & mask);
        return;
    }
    scratch.clear();
    scratch.resize(slice.len(), 0);
    let (mut from, mut to) = (slice, scratch.as_mut_slice());
    let mut swapped = false;
    let mut shift = low;
    while shift < high {
        let mask = crate::index::bits::mask((high - shift).min(8));
        let digit = |p: u64| (p >> shift & mask) as usize % 256;
        let mut places = [0u32; 256];
        for &p in from.iter() {
            places[digit(p)] += 1;
        }
        let mut next = 0;
        for place in &mut places {
            next += std::mem::replace(place, next);
        }
        for &p in from.iter() {
            let place = &mut places[digit(p)];
            to[*place as usize] = p;
            *place += 1;
        }
        std::mem::swap(&mut from, &mut to);
        swapped = !swapped;
        shift += 8;
    }
    if swapped {
        to.copy_from_slice(from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(
            postings in prop::collection::vec(any::<u64>(), 0..3000),
            bits in 0u32..5,
            low in 0u32..30,
        ) {
            let postings: Vec<u64> = postings.into_iter().map(|p| p >> 8).collect();
            let mut want = postings.clone();
            want.sort_by_key(|p| p >> low);
            let mut dealt = vec![7; 10];
            let parts = deal(&postings, &mut dealt, 56, bits);
            let (mut got, mut part, mut scratch) = (Vec::new(), Vec::new(), Vec::new());
            for number in 0..1 << bits {
                parts.sorted(number, (low, 56 - bits), &mut part, &mut scratch);
                got.extend_from_slice(&part);
            }
            prop_assert_eq!(got, want);
        }
    }
}
