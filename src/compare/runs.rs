//! Runs: the longest stretches that two sequences share, grown from seeds.
//!
//! A seed is a place in both sequences where something rare agrees. Each is grown to both sides as far as
//! the sequences are equal; on a diagonal that is covered already it is skipped. The work is bounded by a
//! budget that grows with the lengths: texts that repeat themselves have more seeds than anyone can follow.

use super::chain::Run;
use super::prepared::{MOST_LETTERS, MOST_WORDS};

/// Bits that a place in a sequence takes, or a length.
const BITS: u32 = 20;
const _: () = assert!(MOST_WORDS < 1 << BITS && MOST_LETTERS < 1 << BITS);

/// A run as a number, of which the lesser is the run that comes first.
fn packed(run: Run) -> u64 {
    u64::from(run.a) << (2 * BITS) | u64::from(run.b) << BITS | u64::from(run.len)
}

fn unpacked(packed: u64) -> Run {
    let part = |shift: u32| (packed >> shift) as u32 & ((1 << BITS) - 1);
    Run { a: part(2 * BITS), b: part(BITS), len: part(0) }
}

/// Collects the runs of one pair of sequences; keeps its buffers.
#[derive(Debug, Default)]
pub(super) struct Finder {
    /// For each diagonal, where its last run ends in the second sequence.
    ends: Vec<u32>,
    /// The runs as they were found, each as one number: those are put in order faster.
    packed: Vec<u64>,
    runs: Vec<Run>,
    len_a: u32,
    len_b: u32,
    budget: u64,
}

impl Finder {
    /// Starts with a pair of sequences of these lengths.
    pub(super) fn begin(&mut self, len_a: usize, len_b: usize) {
        (self.len_a, self.len_b) = (len_a as u32, len_b as u32);
        self.ends.clear();
        self.ends.resize(len_a + len_b, 0);
        self.packed.clear();
        self.budget = 100_000 + 32 * (len_a + len_b) as u64;
    }

    /// Whether the budget is used up: what follows would not be followed.
    pub(super) fn is_exhausted(&self) -> bool {
        self.budget == 0
    }

    /// Grows a run from a place where both sequences agree.
    #[inline]
    pub(super) fn seed(&mut self, a: u32, b: u32, equal: impl Fn(u32, u32) -> bool) {
        let diagonal = (a + self.len_b - 1 - b) as usize;
        let covered = self.ends[diagonal];
        if b < covered || self.budget == 0 {
            self.budget = self.budget.saturating_sub(1);
            return;
        }
        let mut before = 0;
        while before < a && before < b - covered && equal(a - before - 1, b - before - 1) {
            before += 1;
        }
        let mut behind = 1;
        while a + behind < self.len_a && b + behind < self.len_b && equal(a + behind, b + behind) {
            behind += 1;
        }
        self.ends[diagonal] = b + behind;
        self.packed.push(packed(Run { a: a - before, b: b - before, len: before + behind }));
        self.budget = self.budget.saturating_sub(u64::from(before + behind) + 4);
    }

    /// The runs, in order.
    pub(super) fn finish(&mut self) -> &[Run] {
        self.packed.sort_unstable();
        self.runs.clear();
        self.runs.extend(self.packed.iter().map(|&packed| unpacked(packed)));
        &self.runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_shared_item_lies_in_one_run(a in "[a-f]{1,40}", b in "[a-f]{1,40}") {
            let (a, b) = (a.as_bytes(), b.as_bytes());
            let mut finder = Finder::default();
            finder.begin(a.len(), b.len());
            let equal = |i: u32, j: u32| a[i as usize] == b[j as usize];
            let mut shared = Vec::new();
            for j in 0..b.len() as u32 {
                for i in 0..a.len() as u32 {
                    if equal(i, j) {
                        shared.push((i, j));
                        finder.seed(i, j, equal);
                    }
                }
            }
            let mut covered: Vec<(u32, u32)> =
                finder.finish().iter().flat_map(|r| (0..r.len).map(|n| (r.a + n, r.b + n))).collect();
            covered.sort_unstable();
            shared.sort_unstable();
            prop_assert_eq!(covered, shared);
        }
    }

    #[test]
    fn packed_runs_are_the_same_and_in_order() {
        let most = MOST_LETTERS as u32;
        let runs = [(0, 7, 1), (0, most - 1, 1), (1, 0, most - 1), (most - 1, 0, 1), (most - 1, most - 1, 1)];
        let runs = runs.map(|(a, b, len)| Run { a, b, len });
        assert!(runs.is_sorted() && runs.map(packed).is_sorted());
        assert_eq!(runs.map(packed).map(unpacked), runs);
    }

    #[test]
    fn repetition_is_cut_short() {
        let mut finder = Finder::default();
        let n = 300_000;
        finder.begin(n, n);
        for j in 0..n as u32 {
            for i in 0..16 {
                finder.seed(i, j, |_, _| true);
            }
        }
        assert!(finder.is_exhausted());
        assert!(finder.finish().len() < 100);
    }
}
