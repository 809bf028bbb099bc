//! Chaining: runs that two texts share, joined to passages where they follow one another in both.
//!
//! Owns the arithmetic of joining, for runs of words and runs of letters alike. A step from one run to the
//! next may leave out a few items on either side, and costs what it leaves out; runs that overlap are cut.
//! Dynamic programming over runs instead of single matches, with a bounded look back, keeps it linear in
//! the number of runs (cf. Abouelhoda and Ohlebusch, "Chaining algorithms for multiple genome
//! comparison", 2005).

/// A shared run: `len` items from `a` on in the first text equal those from `b` on in the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Run {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) len: u32,
}

impl Run {
    fn end_a(self) -> u32 {
        self.a + self.len
    }

    fn end_b(self) -> u32 {
        self.b + self.len
    }

    /// The run without its first items.
    fn cut(self, items: u32) -> Run {
        Run { a: self.a + items, b: self.b + items, len: self.len - items }
    }
}

/// What steps may be and what they cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Costs {
    /// Most items that a step leaves out, on either side.
    pub(super) gap: u32,
    /// For each item left out on both sides.
    pub(super) skip: f32,
    /// For each item left out on one side only.
    pub(super) drift: f32,
    /// Least score of a chain.
    pub(super) least: f32,
    /// Most chains.
    pub(super) most: usize,
}

/// A chain: its score and its runs, `runs[first..last]` of [`Chainer::runs`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Chain {
    pub(super) score: f32,
    first: usize,
    last: usize,
}

/// Joins runs to chains; keeps its buffers.
#[derive(Debug, Default)]
pub(super) struct Chainer {
    score: Vec<f32>,
    before: Vec<u32>,
    cut: Vec<u32>,
    /// The runs by where they end in the first text: the end above, the number of the run below.
    by_end: Vec<u64>,
    /// The runs that end a chain, best first: how far the score is from the best there can be above, the number
    /// of the run below.
    order: Vec<u64>,
    used_a: Vec<u64>,
    used_b: Vec<u64>,
    chains: Vec<Chain>,
    runs: Vec<Run>,
}

/// How many runs before a run are looked at, at most.
const LOOK_BACK: usize = 96;
const NONE: u32 = u32::MAX;

impl Chainer {
    /// The chains found, best first.
    pub(super) fn chains(&self) -> &[Chain] {
        &self.chains
    }

    /// The runs of a chain, in order; they do not overlap.
    pub(super) fn runs(&self, chain: &Chain) -> &[Run] {
        &self.runs[chain.first..chain.last]
    }

    /// Chains `runs`, which are sorted and end before items `len_a` and `len_b`; `worth` says what a run
    /// is worth.
    pub(super) fn chain(
        &mut self,
        runs: &[Run],
        (len_a, len_b): (usize, usize),
        costs: Costs,
        worth: impl Fn(Run) -> f32,
    ) {
        self.chains.clear();
        self.runs.clear();
        self.connect(runs, costs, &worth);
        self.order.clear();
        // Positive numbers are in the order of their bits.
        let ends = (0u64..).zip(&self.score).filter(|(_, score)| **score >= costs.least);
        self.order.extend(ends.map(|(x, score)| u64::from(!score.to_bits()) << 32 | x));
        self.order.sort_unstable();
        for (used, len) in [(&mut self.used_a, len_a), (&mut self.used_b, len_b)] {
            used.clear();
            used.resize(len / 64 + 1, 0);
        }
        for n in 0..self.order.len() {
            if self.chains.len() == costs.most {
                break;
            }
            self.take(runs, self.order[n] as u32, costs);
        }
        self.chains.sort_by(|x, y| y.score.total_cmp(&x.score));
    }

    /// The best score of a chain that ends in each run, and the run before it in that chain.
    fn connect(&mut self, runs: &[Run], costs: Costs, worth: &impl Fn(Run) -> f32) {
        let Chainer { score, before, cut, by_end, .. } = self;
        by_end.clear();
        by_end.extend((0u64..).zip(runs).map(|(x, run)| u64::from(run.end_a()) << 32 | x));
        by_end.sort_unstable();
        let end = |near: usize, by_end: &[u64]| (by_end[near] >> 32) as u32;
        for all in [&mut *before, &mut *cut] {
            all.clear();
            all.resize(runs.len(), NONE);
        }
        score.clear();
        score.resize(runs.len(), f32::MIN);
        let mut near = 0;
        for (x, &run) in runs.iter().enumerate() {
            // Runs that end as far as half way into this one may come before it.
            let reach = run.a + run.len.div_ceil(2).min(16);
            while near < by_end.len() && end(near, by_end) <= reach {
                near += 1;
            }
            while near > 0 && end(near - 1, by_end) > reach {
                near -= 1;
            }
            let own = worth(run);
            let (mut best, mut best_before, mut best_cut) = (own, NONE, 0);
            for &ending in by_end[..near].iter().rev().take(LOOK_BACK) {
                if (ending >> 32) as u32 + costs.gap < run.a {
                    break;
                }
                let y = ending as u32;
                let earlier = runs[y as usize];
                let sooner = earlier.a < run.a && earlier.b < run.b && (y as usize) < x;
                if !sooner || earlier.end_b() + costs.gap < run.b {
                    continue;
                }
                let overlap =
                    earlier.end_a().saturating_sub(run.a).max(earlier.end_b().saturating_sub(run.b));
                if overlap >= run.len {
                    continue;
                }
                let over_a = run.a + overlap - earlier.end_a();
                let over_b = run.b + overlap - earlier.end_b();
                if over_a.max(over_b) > costs.gap {
                    continue;
                }
                let here = if overlap == 0 { own } else { worth(run.cut(overlap)) };
                let step =
                    costs.skip * over_a.min(over_b) as f32 + costs.drift * over_a.abs_diff(over_b) as f32;
                let total = score[y as usize] - step + here;
                if total > best {
                    (best, best_before, best_cut) = (total, y, overlap);
                }
            }
            score[x] = best;
            before[x] = best_before;
            cut[x] = best_cut;
        }
    }

    /// Takes the chain that ends in `last`, as far as nothing of it is used already.
    fn take(&mut self, runs: &[Run], last: u32, costs: Costs) {
        let first = self.runs.len();
        let mut x = last;
        let mut score = self.score[last as usize];
        while x != NONE {
            let run = runs[x as usize].cut(self.cut[x as usize]);
            if any_used(&self.used_a, run.a, run.len) || any_used(&self.used_b, run.b, run.len) {
                score -= self.score[x as usize];
                break;
            }
            self.runs.push(run);
            x = self.before[x as usize];
        }
        if score < costs.least || self.runs.len() == first {
            self.runs.truncate(first);
            return;
        }
        self.runs[first..].reverse();
        for run in &self.runs[first..] {
            mark_used(&mut self.used_a, run.a, run.len);
            mark_used(&mut self.used_b, run.b, run.len);
        }
        self.chains.push(Chain { score, first, last: self.runs.len() });
    }
}

/// The bits of a range of items, a word of the bit set at a time.
fn masks(from: u32, len: u32) -> impl Iterator<Item = (usize, u64)> {
    let (from, end) = (from as usize, (from + len) as usize);
    (from / 64..end.div_ceil(64)).map(move |word| {
        let low = from.saturating_sub(word * 64);
        let high = (end - word * 64).min(64);
        (word, u64::MAX >> (64 - high) & u64::MAX << low)
    })
}

fn any_used(used: &[u64], from: u32, len: u32) -> bool {
    masks(from, len).any(|(word, mask)| used[word] & mask != 0)
}

fn mark_used(used: &mut [u64], from: u32, len: u32) {
    for (word, mask) in masks(from, len) {
        used[word] |= mask;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COSTS: Costs = Costs { gap: 16, skip: 0.35, drift: 0.5, least: 3.0, most: 12 };

    fn chains(runs: &[Run]) -> Vec<(f32, Vec<Run>)> {
        let mut chainer = Chainer::default();
        chainer.chain(runs, (500, 500), COSTS, |r| r.len as f32);
        chainer.chains().iter().map(|c| (c.score, chainer.runs(c).to_vec())).collect()
    }

    fn run(a: u32, b: u32, len: u32) -> Run {
        Run { a, b, len }
    }

    #[test]
    fn near_runs_are_joined_and_far_ones_not() {
        let runs = [run(0, 10, 5), run(7, 17, 4), run(200, 100, 6)];
        let found = chains(&runs);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].1, runs[..2]);
        assert!((found[0].0 - (9.0 - 2.0 * 0.35)).abs() < 1e-5, "{}", found[0].0);
        assert_eq!(found[1].1, runs[2..]);
    }

    #[test]
    fn a_run_that_overlaps_is_cut() {
        // A word was put in: the same words follow, one place further.
        let found = chains(&[run(0, 0, 10), run(9, 10, 8)]);
        assert_eq!(found[0].1, [run(0, 0, 10), run(10, 11, 7)]);
    }

    proptest! {
        #[test]
        fn chains_rise_in_both_texts_and_share_nothing(
            mut runs in prop::collection::vec((0u32..120, 0u32..120, 1u32..40).prop_map(|(a, b, len)| run(a, b, len)), 0..60)
        ) {
            runs.sort_unstable();
            let found = chains(&runs);
            let (mut a, mut b) = ([false; 500], [false; 500]);
            for (score, chain) in &found {
                prop_assert!(*score >= COSTS.least);
                for pair in chain.windows(2) {
                    prop_assert!(pair[0].end_a() <= pair[1].a && pair[0].end_b() <= pair[1].b);
                }
                for r in chain {
                    for n in 0..r.len {
                        prop_assert!(!std::mem::replace(&mut a[(r.a + n) as usize], true));
                        prop_assert!(!std::mem::replace(&mut b[(r.b + n) as usize], true));
                    }
                }
            }
        }
    }
}
