//! Exact overlap of shingle sets, by an open-addressing table that is used again and again.

/// Sizes of two shingle sets and of what they share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counts {
    /// Shingles of both.
    pub shared: u32,
    /// Distinct shingles of the first.
    pub a: u32,
    /// Distinct shingles of the second.
    pub b: u32,
}

impl Counts {
    /// Jaccard similarity, 0 to 1.
    pub fn similarity(&self) -> f64 {
        f64::from(self.shared) / f64::from((self.a + self.b - self.shared).max(1))
    }

    /// The share of the first that the second holds, and of the second that the first holds.
    pub fn containment(&self) -> [f64; 2] {
        [self.a, self.b].map(|size| f64::from(self.shared) / f64::from(size.max(1)))
    }

    /// Whether the similarity reaches a threshold.
    pub fn reaches(&self, threshold: f64) -> bool {
        f64::from(self.shared) >= threshold * f64::from(self.a + self.b - self.shared)
    }

    /// Whether sets of these sizes can reach a threshold at all.
    pub fn can_reach(a: u32, b: u32, threshold: f64) -> bool {
        f64::from(a.min(b)) >= threshold * f64::from(a.max(b))
    }
}

/// A set of shingles that others are counted against.
#[derive(Debug, Default)]
pub struct ShingleSet {
    slots: Vec<u64>,
    shift: u32,
    has_zero: bool,
}

impl ShingleSet {
    /// Replaces the set by the distinct values of `shingles`, which are appended to `distinct`.
    pub fn fill(&mut self, shingles: &[u64], distinct: &mut Vec<u64>) {
        self.clear(shingles.len());
        distinct.reserve(shingles.len());
        for &shingle in shingles {
            if self.insert(shingle) {
                distinct.push(shingle);
            }
        }
    }

    /// Replaces the set by a list.
    pub fn load(&mut self, shingles: &[u64]) {
        self.clear(shingles.len());
        for &shingle in shingles {
            self.insert(shingle);
        }
    }

    /// Whether a shingle is in the set.
    pub fn contains(&self, shingle: u64) -> bool {
        !self.slots.is_empty() && self.holds(shingle)
    }

    /// How many of a list of distinct shingles are in the set.
    pub fn shared(&self, distinct: &[u64]) -> u32 {
        distinct.iter().map(|&s| u32::from(self.holds(s))).sum()
    }

    fn clear(&mut self, room: usize) {
        let want = (room * 4).next_power_of_two().max(1024);
        if self.slots.len() == want {
            self.slots.fill(0);
        } else {
            self.slots.clear();
            self.slots.resize(want, 0);
        }
        self.shift = 64 - want.trailing_zeros();
        self.has_zero = false;
    }

    /// True where the value is new. 0 marks an empty slot, so it is kept apart.
    #[inline(always)]
    fn insert(&mut self, shingle: u64) -> bool {
        if shingle == 0 {
            return !std::mem::replace(&mut self.has_zero, true);
        }
        let mask = self.slots.len() - 1;
        let mut at = (shingle >> self.shift) as usize & mask;
        loop {
            match self.slots[at] {
                0 => {
                    self.slots[at] = shingle;
                    return true;
                }
                there if there == shingle => return false,
                _ => at = (at + 1) & mask,
            }
        }
    }

    #[inline(always)]
    fn holds(&self, shingle: u64) -> bool {
        if shingle == 0 {
            return self.has_zero;
        }
        let mask = self.slots.len() - 1;
        let mut at = (shingle >> self.shift) as usize & mask;
        loop {
            match self.slots[at] {
                0 => return false,
                there if there == shingle => return true,
                _ => at = (at + 1) & mask,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    proptest! {
        #[test]
        fn counts_as_hash_sets_do(
            a in prop::collection::vec(0u64..60, 1..80),
            b in prop::collection::vec(0u64..60, 1..80),
        ) {
            let spread = |v: &[u64]| -> Vec<u64> { v.iter().map(|x| x.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect() };
            let (a, b) = (spread(&a), spread(&b));
            let (mut set, mut da, mut db) = (ShingleSet::default(), Vec::new(), Vec::new());
            set.fill(&b, &mut db);
            set.fill(&a, &mut da);
            let (ha, hb): (HashSet<u64>, HashSet<u64>) = (a.iter().copied().collect(), b.iter().copied().collect());
            prop_assert_eq!(da.len(), ha.len());
            prop_assert_eq!(db.len(), hb.len());
            prop_assert_eq!(set.shared(&db) as usize, ha.intersection(&hb).count());
            set.load(&db);
            prop_assert_eq!(set.shared(&da) as usize, ha.intersection(&hb).count());
        }
    }

    #[test]
    fn similarity_and_containment() {
        let c = Counts { shared: 30, a: 40, b: 60 };
        assert_eq!(c.similarity(), 30.0 / 70.0);
        assert_eq!(c.containment(), [0.75, 0.5]);
        assert!(c.reaches(30.0 / 70.0) && !c.reaches(0.43));
        assert!(!Counts::can_reach(40, 60, 0.7) && Counts::can_reach(42, 60, 0.7));
    }
}
