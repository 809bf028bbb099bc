//! Versions: how much of an article only one of several possible sources has.
//!
//! Reports that are nearly the same hold nearly the same share of an article. What one of them has that another lacks, a
//! paragraph, a changed sentence, is little of the whole, and still tells which of them was at hand.

use crate::compare::Passage;

/// How much better one must have a sentence that both have in another language: less says nothing.
const BETTER: f32 = 0.1;
/// Bytes of a word, about.
const WORD: f32 = 6.0;

/// What a possible source has of an article.
#[derive(Debug, Default)]
pub(super) struct Version {
    /// Stretches of it in order and apart, in bytes, and how well it has each.
    held: Vec<([u32; 2], f32)>,
    is_meant: bool,
}

impl Version {
    /// By the passages that both share; the article is the first or the second text of them.
    pub(super) fn new(passages: &[Passage], is_second: bool) -> Version {
        let side = usize::from(is_second);
        let meant = |p: &Passage| p.agreement.map(|agreement| ([p.a, p.b][side], agreement));
        let mut held: Vec<([u32; 2], f32)> = passages.iter().filter_map(meant).collect();
        let is_meant = !held.is_empty();
        held.extend(passages.iter().flat_map(|p| &p.runs).map(|run| (run[side], 1.0)));
        Version { held: apart(held), is_meant }
    }

    /// How many words more the other has of the article and this one lacks than this one has and the other lacks; in
    /// texts of other languages words that it has better.
    pub(super) fn lacks(&self, other: &Version) -> f32 {
        if self.is_meant != other.is_meant {
            return 0.0;
        }
        let (mut own, mut theirs) = (Steps::new(&self.held), Steps::new(&other.held));
        let (mut at, mut lacks) = (0, 0.0);
        while at != u32::MAX {
            let next = own.next(at).min(theirs.next(at));
            let better = theirs.well(at) - own.well(at);
            if better.abs() > BETTER {
                lacks += better * (next - at) as f32 / WORD;
            }
            at = next;
        }
        lacks.max(0.0)
    }

    /// How many words of an article of so many bytes it does not have: before all that it has, amid that, and behind.
    pub(super) fn own(&self, len: usize) -> [f32; 3] {
        let Some(first) = self.held.first().filter(|_| !self.is_meant) else { return [0.0; 3] };
        let last = self.held.iter().map(|(range, _)| range[1]).max().unwrap_or(0);
        let (mut amid, mut at) = (0, first.0[0]);
        for (range, _) in &self.held {
            amid += range[0].saturating_sub(at);
            at = at.max(range[1]);
        }
        [first.0[0], amid, (len as u32).saturating_sub(last)].map(|bytes| bytes as f32 / WORD)
    }
}

/// Stretches that may overlap, cut so that they do not; where they did, the better one counts.
fn apart(mut held: Vec<([u32; 2], f32)>) -> Vec<([u32; 2], f32)> {
    held.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut out: Vec<([u32; 2], f32)> = Vec::with_capacity(held.len());
    for ([mut from, to], well) in held {
        // The better ones are there already: what they leave of it is added.
        let first = out.partition_point(|(range, _)| range[1] <= from);
        let taken = out[first..].iter().map(|(range, _)| *range).take_while(|range| range[0] < to);
        let mut left = Vec::new();
        for range in taken {
            if range[0] > from {
                left.push(([from, range[0]], well));
            }
            from = range[1];
        }
        if from < to {
            left.push(([from, to], well));
        }
        for stretch in left {
            let place = out.partition_point(|(range, _)| range[0] < stretch.0[0]);
            out.insert(place, stretch);
        }
    }
    out
}

/// A walk over stretches that are in order and apart.
struct Steps<'v> {
    left: &'v [([u32; 2], f32)],
}

impl<'v> Steps<'v> {
    fn new(left: &'v [([u32; 2], f32)]) -> Self {
        Steps { left }
    }

    /// The end of what is alike from a place on, which is none before that of the last time.
    fn next(&mut self, at: u32) -> u32 {
        while let [(range, _), rest @ ..] = self.left
            && range[1] <= at
        {
            self.left = rest;
        }
        self.left.first().map_or(u32::MAX, |(range, _)| if range[0] > at { range[0] } else { range[1] })
    }

    /// How well that is had.
    fn well(&self, at: u32) -> f32 {
        self.left.first().filter(|(range, _)| range[0] <= at).map_or(0.0, |(_, well)| *well)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(held: &[[u32; 2]]) -> Version {
        let passage = |&a: &[u32; 2]| Passage { a, b: a, runs: vec![[a, a]], agreement: None };
        Version::new(&held.iter().map(passage).collect::<Vec<_>>(), false)
    }

    fn sentences(held: &[([u32; 2], f32)]) -> Version {
        let passage = |&(a, agreement): &([u32; 2], f32)| Passage {
            a,
            b: a,
            runs: Vec::new(),
            agreement: Some(agreement),
        };
        Version::new(&held.iter().map(passage).collect::<Vec<_>>(), false)
    }

    #[test]
    fn a_version_lacks_what_another_has_more() {
        let (all, half, other) = (words(&[[0, 600]]), words(&[[0, 300]]), words(&[[300, 540]]));
        assert_eq!((half.lacks(&all), all.lacks(&half)), (50.0, 0.0));
        // 60 bytes more are only in one of these two.
        assert_eq!((other.lacks(&half), half.lacks(&other)), (10.0, 0.0));
        assert_eq!(half.lacks(&sentences(&[([0, 600], 0.9)])), 0.0, "words and meanings are not compared");
    }

    #[test]
    fn sentences_count_where_one_is_clearly_nearer() {
        let (near, far) =
            (sentences(&[([0, 60], 0.9), ([60, 120], 0.8)]), sentences(&[([0, 60], 0.4), ([60, 120], 0.75)]));
        assert!((far.lacks(&near) - 5.0).abs() < 1e-3, "{}", far.lacks(&near));
        assert_eq!(near.lacks(&far), 0.0);
    }

    #[test]
    fn of_stretches_that_overlap_the_better_one_counts() {
        let held = vec![([0, 100], 0.4), ([20, 40], 0.9), ([30, 60], 0.5), ([90, 120], 0.3)];
        let cut = [([0, 20], 0.4), ([20, 40], 0.9), ([40, 60], 0.5), ([60, 100], 0.4), ([100, 120], 0.3)];
        assert_eq!(apart(held), cut);
        assert_eq!(apart(Vec::new()), []);
    }

    #[test]
    fn what_is_its_own_stands_before_amid_and_behind() {
        assert_eq!(words(&[[60, 120], [180, 240]]).own(300), [10.0, 10.0, 10.0]);
        assert_eq!(words(&[]).own(300), [0.0; 3]);
        assert_eq!(sentences(&[([60, 120], 0.9)]).own(300), [0.0; 3]);
    }
}
