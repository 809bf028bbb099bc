//! Sort: a radix sort of numbers that fit the cache, by some of their bits.

/// The most bits of a pass: as many counters as stay in the first-level cache.
const DIGIT: u32 = 12;

/// Stable sort by bits `low..high`, in passes of equal width; few postings by fewer bits a pass.
pub(in crate::index) fn sort(slice: &mut [u64], scratch: &mut Vec<u64>, low: u32, high: u32) {
    if high <= low {
        return;
    }
    if slice.len() < 256 {
        let mask = crate::index::bits::mask(high - low);
        slice.sort_by_key(|p| p >> low & mask);
        return;
    }
    let most = if slice.len() < 4096 { 8 } else { DIGIT };
    let width = (high - low).div_ceil((high - low).div_ceil(most));
    scratch.clear();
    scratch.resize(slice.len(), 0);
    let (mut from, mut to) = (slice, scratch.as_mut_slice());
    let mut swapped = false;
    let mut places = [0u32; 1 << DIGIT];
    let mut shift = low;
    while shift < high {
        let bits = (high - shift).min(width);
        let mask = crate::index::bits::mask(bits);
        let digit = |p: u64| (p >> shift & mask) as usize % (1 << DIGIT);
        places[..1 << bits].fill(0);
        for &p in from.iter() {
            places[digit(p)] += 1;
        }
        let mut next = 0;
        for place in &mut places[..1 << bits] {
            next += std::mem::replace(place, next);
        }
        for &p in from.iter() {
            let place = &mut places[digit(p)];
            to[*place as usize] = p;
            *place += 1;
        }
        std::mem::swap(&mut from, &mut to);
        swapped = !swapped;
        shift += bits;
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
            mut numbers in prop::collection::vec(any::<u64>(), 0..9000),
            low in 0u32..30,
        ) {
            numbers.iter_mut().for_each(|number| *number >>= 8);
            let mut want = numbers.clone();
            want.sort_by_key(|number| number >> low);
            sort(&mut numbers, &mut Vec::new(), low, 56);
            prop_assert_eq!(numbers, want);
        }
    }
}
