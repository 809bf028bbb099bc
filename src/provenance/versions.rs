//! Versions: how much of an article only one of several possible sources has.
//!
//! Reports that are nearly the same hold nearly the same share of an article. What one of them has that another lacks, a
//! paragraph, a changed sentence, is little of the whole, and still tells which of them was at hand.

use crate::compare::Passage;

/// How much better one must have a sentence that both have in another language: less says nothing.
const BETTER: f32 = 0.1;
/// Bytes of a word, about.
const WORD: f32 = 6.0;

/// What a possible source has of an article: stretches of it in order, in bytes, and how well it has each.
#[derive(Debug, Default)]
pub(super) struct Version {
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
        held.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        Version { held, is_meant }
    }

    /// How many words more the other has of the article and this one lacks than this one has and the other lacks; in
    /// texts of other languages words that it has better.
    pub(super) fn lacks(&self, other: &Version) -> f32 {
        if self.is_meant != other.is_meant {
            return 0.0;
        }
        let mut ends: Vec<u32> = self.held.iter().chain(&other.held).flat_map(|(range, _)| *range).collect();
        ends.sort_unstable();
        ends.dedup();
        let mut lacks = 0.0;
        for between in ends.windows(2) {
            let [own, their] = [self, other].map(|version| version.at(between[0]));
            let better = their - own;
            if better.abs() > BETTER {
                lacks += better * (between[1] - between[0]) as f32 / WORD;
            }
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

    /// How well it has what stands at a place.
    fn at(&self, place: u32) -> f32 {
        let here = self.held.iter().filter(|(range, _)| range[0] <= place && place < range[1]);
        here.map(|(_, well)| *well).fold(0.0, f32::max)
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
    fn what_is_its_own_stands_before_amid_and_behind() {
        assert_eq!(words(&[[60, 120], [180, 240]]).own(300), [10.0, 10.0, 10.0]);
        assert_eq!(words(&[]).own(300), [0.0; 3]);
        assert_eq!(sentences(&[([60, 120], 0.9)]).own(300), [0.0; 3]);
    }
}
