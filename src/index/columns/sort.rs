//! Sort: postings in order of key, in pieces that fit the cache.
//!
//! Owns the radix sort of 64-bit postings: one pass that deals them out by the key's first bits, then
//! each part by the rest, a part a task. Both are stable.

use rayon::prelude::*;

/// Postings dealt out by their first bits.
#[derive(Debug)]
pub(in crate::index) struct Parts {
    postings: Vec<u64>,
    /// Where each part ends.
    ends: Vec<usize>,
}

/// Deals out `postings` by the `bits` (up to 12) bits below bit `top`, and sorts each part by bits
/// `low..top - bits`. Bits from `top` up are zero.
pub(in crate::index) fn parts(postings: Vec<u64>, low: u32, top: u32, bits: u32) -> Parts {
    let shift = top - bits;
    let part = |p: u64| if shift == 64 { 0 } else { (p >> shift) as usize };
    let mut places = vec![0usize; 1 << bits];
    for &p in &postings {
        places[part(p)] += 1;
    }
    let mut next = 0;
    for place in &mut places {
        next += std::mem::replace(place, next);
    }
    let mut dealt = vec![0u64; postings.len()];
    for &p in &postings {
        let place = &mut places[part(p)];
        dealt[*place] = p;
        *place += 1;
    }
    drop(postings);
    let ends = places;
    let mut slices = Vec::with_capacity(ends.len());
    let (mut rest, mut start) = (dealt.as_mut_slice(), 0);
    for &end in &ends {
        let (slice, later) = rest.split_at_mut(end - start);
        slices.push(slice);
        (rest, start) = (later, end);
    }
    slices.into_par_iter().for_each_init(Vec::new, |scratch, slice| sort(slice, scratch, low, shift));
    Parts { postings: dealt, ends }
}

impl Parts {
    /// How many parts.
    pub(in crate::index) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The postings of a part, sorted.
    pub(in crate::index) fn get(&self, part: usize) -> &[u64] {
        let start = part.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.postings[start..self.ends[part]]
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
            let parts = parts(postings, low, 56, bits);
            prop_assert_eq!(parts.len(), 1 << bits);
            let got: Vec<u64> = (0..parts.len()).flat_map(|p| parts.get(p).to_vec()).collect();
            prop_assert_eq!(got, want);
        }
    }
}
