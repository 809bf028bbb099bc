//! Distinct: each of an article's keys once, without sorting them.
//!
//! Owns an open-addressing table that is as large as the article needs and is used again for the next one.

/// Keeps its table; one a thread.
#[derive(Debug, Clone, Default)]
pub struct Distinct {
    slots: Vec<u64>,
}

impl Distinct {
    /// Puts each of `keys`, which are hashes and at most `count`, once into `out`, in the order in which they
    /// come. 0 stands for a free slot and is taken for 1, which no text of this world has beside it.
    pub fn take(&mut self, keys: impl Iterator<Item = u64>, count: usize, out: &mut Vec<u64>) {
        out.clear();
        self.each(keys.map(|key| (key, ())), count, |key, ()| out.push(key));
    }

    /// The same for keys with something of their own: calls `first` where a key comes for the first time.
    pub fn each<T>(
        &mut self,
        keys: impl Iterator<Item = (u64, T)>,
        count: usize,
        mut first: impl FnMut(u64, T),
    ) {
        let size = (count * 2).next_power_of_two().max(64);
        if self.slots.len() < size {
            self.slots.resize(size, 0);
        }
        let slots = &mut self.slots[..size];
        slots.fill(0);
        for (key, own) in keys.take(count) {
            let key = key.max(1);
            let mut at = (key >> 32) as usize & (size - 1);
            while slots[at] != key {
                if slots[at] == 0 {
                    slots[at] = key;
                    first(key, own);
                    break;
                }
                at = (at + 1) & (size - 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_once_in_order(keys in prop::collection::vec((1u64..90, 0u32..64), 0..300)) {
            let keys: Vec<u64> = keys.into_iter().map(|(key, shift)| key << (shift % 57)).collect();
            let mut want: Vec<u64> = Vec::new();
            keys.iter().for_each(|key| if !want.contains(key) { want.push(*key) });
            let (mut distinct, mut out) = (Distinct::default(), Vec::new());
            distinct.take([7, 8, 9, 7].into_iter(), 4, &mut out);
            distinct.take(keys.iter().copied(), keys.len(), &mut out);
            prop_assert_eq!(out, want);
        }
    }
}
