//! Sort: postings in order of key, in pieces that fit the cache.
//!
//! Owns the postings of articles that are not written yet, in chunks of one size, so that nothing is copied
//! as they grow, and their radix sort: every chunk is dealt out by the keys' first bits, then each part is
//! gathered from all chunks into a small buffer and sorted by the rest. Both are stable, so the outcome does
//! not depend on the number of threads.

use rayon::prelude::*;

/// Postings of a chunk.
const CHUNK: usize = 1 << 18;

/// Postings in the order in which they came.
#[derive(Debug, Default)]
pub(in crate::index) struct Postings {
    /// All but the last of those in use are full; those behind it are empty, and kept because new memory
    /// costs as much as the sorting.
    chunks: Vec<Vec<u64>>,
    used: usize,
}

impl Postings {
    /// Appends; `plus` is added to each.
    pub(in crate::index) fn extend(&mut self, mut postings: &[u64], plus: u64) {
        while !postings.is_empty() {
            let chunk = match self.used.checked_sub(1).map(|last| &mut self.chunks[last]) {
                Some(chunk) if chunk.len() < CHUNK => chunk,
                _ => self.next_chunk(),
            };
            let (now, later) = postings.split_at(postings.len().min(CHUNK - chunk.len()));
            chunk.extend(now.iter().map(|posting| posting + plus));
            postings = later;
        }
    }

    #[cold]
    fn next_chunk(&mut self) -> &mut Vec<u64> {
        if self.used == self.chunks.len() {
            self.chunks.push(Vec::with_capacity(CHUNK));
        }
        self.used += 1;
        &mut self.chunks[self.used - 1]
    }

    /// How many.
    pub(in crate::index) fn len(&self) -> usize {
        match self.used.checked_sub(1) {
            Some(full) => full * CHUNK + self.chunks[full].len(),
            None => 0,
        }
    }

    /// Forgets all, and keeps the memory.
    pub(in crate::index) fn clear(&mut self) {
        self.chunks[..self.used].iter_mut().for_each(Vec::clear);
        self.used = 0;
    }

    /// Deals out every chunk by the `bits` (up to 12) bits below bit `top`; bits from `top` up are zero.
    pub(in crate::index) fn deal(&mut self, top: u32, bits: u32) -> Parts<'_> {
        let shift = top - bits;
        let part = |p: u64| if shift == 64 { 0 } else { (p >> shift) as usize };
        let deal = |dealt: &mut Vec<u64>, chunk: &mut Vec<u64>| {
            let mut places = vec![0u32; 1 << bits];
            for &p in chunk.iter() {
                places[part(p)] += 1;
            }
            let mut next = 0;
            for place in &mut places {
                next += std::mem::replace(place, next);
            }
            dealt.resize(CHUNK, 0);
            for &p in chunk.iter() {
                let place = &mut places[part(p)];
                dealt[*place as usize] = p;
                *place += 1;
            }
            dealt.truncate(chunk.len());
            std::mem::swap(dealt, chunk);
            places
        };
        let chunks = &mut self.chunks[..self.used];
        // A buffer for each of a few shares, because new memory costs as much as the dealing.
        let share = chunks.len().div_ceil(2 * rayon::current_num_threads()).max(1);
        let shares = chunks.par_chunks_mut(share).map(|chunks| {
            let mut dealt = Vec::new();
            chunks.iter_mut().map(|chunk| deal(&mut dealt, chunk)).collect::<Vec<_>>()
        });
        let ends = shares.flatten_iter().collect();
        Parts { chunks: &self.chunks[..self.used], ends }
    }
}

/// Postings dealt out by their first bits.
#[derive(Debug)]
pub(in crate::index) struct Parts<'p> {
    chunks: &'p [Vec<u64>],
    /// By chunk, where each part ends.
    ends: Vec<Vec<u32>>,
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
        for (chunk, ends) in self.chunks.iter().zip(&self.ends) {
            let start = part.checked_sub(1).map_or(0, |before| ends[before]);
            out.extend_from_slice(&chunk[start as usize..ends[part] as usize]);
        }
        sort(out, scratch, low, high);
    }
}

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
            postings in prop::collection::vec(any::<u64>(), 0..9000),
            bits in 0u32..5,
            low in 0u32..30,
        ) {
            let postings: Vec<u64> = postings.into_iter().map(|p| (p >> 8).max(5)).collect();
            let mut want = postings.clone();
            want.sort_by_key(|p| p >> low);
            let mut all = Postings::default();
            all.extend(&[7, 8, 9], 0);
            all.clear();
            for postings in postings.chunks(100) {
                all.extend(&postings.iter().map(|p| p.wrapping_sub(5)).collect::<Vec<_>>(), 5);
            }
            prop_assert_eq!(all.len(), want.len());
            let parts = all.deal(56, bits);
            let (mut got, mut part, mut scratch) = (Vec::new(), Vec::new(), Vec::new());
            for number in 0..1 << bits {
                parts.sorted(number, (low, 56 - bits), &mut part, &mut scratch);
                got.extend_from_slice(&part);
            }
            prop_assert_eq!(got, want);
        }
    }
}
