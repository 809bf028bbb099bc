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
    /// come, but for those that are not `wanted`. 0 stands for a free slot and is taken for 1, which no text of
    /// this world has beside it.
    pub fn take(&mut self, keys: impl Iterator<Item = (u64, bool)>, count: usize, out: &mut Vec<u64>) {
        let slots = self.begin(count);
        let last = slots.len() - 1;
        out.clear();
        out.resize(count + 1, 0);
        let mut taken = 0;
        for (key, wanted) in keys.take(count) {
            let key = key.max(1);
            let mut at = (key >> 32) as usize & last;
            while slots[at] != key && slots[at] != 0 {
                at = (at + 1) & last;
            }
            // Without a branch: whether a word came before is not to be foreseen.
            out[taken] = key;
            taken += usize::from(slots[at] == 0 && wanted);
            slots[at] = key;
        }
        out.truncate(taken);
    }

    /// Free slots, at least two for each of `count` keys.
    fn begin(&mut self, count: usize) -> &mut [u64] {
        let size = (count * 2).next_power_of_two().max(64);
        if self.slots.len() < size {
            self.slots.resize(size, 0);
        }
        let slots = &mut self.slots[..size];
        slots.fill(0);
        slots
    }

    /// The same for keys with something of their own: calls `first` where a key comes for the first time.
    pub fn each<T>(
        &mut self,
        keys: impl Iterator<Item = (u64, T)>,
        count: usize,
        mut first: impl FnMut(u64, T),
    ) {
        let slots = self.begin(count);
        let size = slots.len();
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
            distinct.take([7, 8, 9, 7].map(|key| (key, true)).into_iter(), 4, &mut out);
            distinct.take(keys.iter().map(|&key| (key, true)), keys.len(), &mut out);
            prop_assert_eq!(&out, &want);
            let mut each = Vec::new();
            distinct.each(keys.iter().map(|&key| (key, ())), keys.len(), |key, ()| each.push(key));
            prop_assert_eq!(&each, &want);
            distinct.take(keys.iter().map(|&key| (key, key % 3 > 0)), keys.len(), &mut out);
            want.retain(|key| key % 3 > 0);
            prop_assert_eq!(out, want);
        }
    }
}
