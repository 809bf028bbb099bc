//! Where each key stands in a text: a hash table of positions, filled once and asked many times.

/// The positions of each key of a sequence.
#[derive(Debug, Default)]
pub(super) struct Places {
    slots: Vec<Slot>,
    next: Vec<u32>,
    /// One bit for each of the keys' hashes, sixteen times as many as keys: most absent keys end here.
    filter: Vec<u64>,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    key: u64,
    first: u32,
    count: u32,
}

const NONE: u32 = u32::MAX;
const EMPTY: Slot = Slot { key: 0, first: NONE, count: 0 };

/// A key that is in the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// The number of its slot, below [`Places::slots`].
    pub(super) slot: u32,
    /// How many positions it has.
    pub(super) count: u32,
    /// The first of them.
    pub(super) first: u32,
}

impl Places {
    /// Replaces the table by the keys of positions 0, 1, 2 …
    pub(super) fn fill(&mut self, keys: impl DoubleEndedIterator<Item = u64> + ExactSizeIterator) {
        let size = (keys.len() * 2).next_power_of_two().max(64);
        self.slots.clear();
        self.slots.resize(size, EMPTY);
        self.filter.clear();
        self.filter.resize(size * 8 / 64, 0);
        self.next.clear();
        self.next.resize(keys.len(), NONE);
        // From the end, so that positions are listed from the start.
        for (n, key) in keys.enumerate().rev() {
            let (word, bit) = self.bit(key);
            self.filter[word] |= bit;
            let at = self.slot(key);
            let slot = &mut self.slots[at];
            slot.key = key;
            self.next[n] = std::mem::replace(&mut slot.first, n as u32);
            slot.count += 1;
        }
    }

    /// How many slots there are.
    pub(super) fn slots(&self) -> usize {
        self.slots.len()
    }

    /// A key, if it is there.
    #[inline(always)]
    pub(super) fn find(&self, key: u64) -> Option<Found> {
        let (word, bit) = self.bit(key);
        if self.filter[word] & bit == 0 {
            return None;
        }
        let slot = self.slot(key);
        let Slot { first, count, .. } = self.slots[slot];
        (first != NONE).then_some(Found { slot: slot as u32, count, first })
    }

    /// The positions of a key, in order.
    pub(super) fn of(&self, found: Found) -> impl Iterator<Item = u32> {
        std::iter::successors(Some(found.first), |&n| Some(self.next[n as usize]).filter(|&n| n != NONE))
    }

    #[inline(always)]
    fn bit(&self, key: u64) -> (usize, u64) {
        let n = (spread(key) >> 40) as usize & (self.filter.len() * 64 - 1);
        (n / 64, 1 << (n % 64))
    }

    #[inline(always)]
    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = spread(key) as usize >> 7 & mask;
        while self.slots[at].first != NONE && self.slots[at].key != key {
            at = (at + 1) & mask;
        }
        at
    }
}

#[inline(always)]
fn spread(key: u64) -> u64 {
    let h = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    h ^ h >> 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_search_finds(keys in prop::collection::vec(0u64..50, 0..200)) {
            let mut places = Places::default();
            places.fill([9, 9, 8].into_iter());
            places.fill(keys.iter().copied());
            for key in 0..60 {
                let want: Vec<u32> = (0..).zip(&keys).filter(|&(_, &k)| k == key).map(|(n, _)| n).collect();
                let found = places.find(key);
                prop_assert_eq!(found.map_or(0, |f| f.count as usize), want.len());
                prop_assert_eq!(found.map_or(vec![], |f| places.of(f).collect()), want);
            }
        }
    }
}
