//! The cover: which sources explain an article, and how much of it each one that no earlier one did.
//!
//! Greedy: the source that explains the most comes first, then the one that explains the most of what is
//! left, as long as that is a passage and not a turn of phrase.

use crate::compare::{Passage, Relation};

/// Bytes of an article that a further source must explain.
const LEAST: u32 = 80;

/// The share that one source explains from which it needs no other.
const ALONE: f64 = 0.8;
/// The share of an article that two sources must each explain so that it is a composite of them.
const COMPOSITE: f64 = 0.15;
/// The share of what a source holds that no earlier one does.
const OF_ITS_OWN: f64 = 0.5;

/// What passages say of one of their two texts, 0 or 1: the stretches of it whose words the other has; of a passage
/// that is the same by its meaning, all.
pub(super) fn runs(passages: &[Passage], side: usize) -> Vec<[u32; 2]> {
    let meant = passages.iter().filter(|p| p.runs.is_empty()).map(|p| [p.a, p.b][side]);
    merged(passages.iter().flat_map(|p| p.runs.iter().map(|run| run[side])).chain(meant).collect())
}

/// Which of several sources explain a text of `len` bytes, and the share that each explains and no earlier one
/// does; each is given by what it holds of the text.
pub(super) fn shares(candidates: &[Vec<[u32; 2]>], len: usize) -> Vec<(usize, f64)> {
    let share = |bytes: u32| f64::from(bytes) / len.max(1) as f64;
    cover(candidates).into_iter().map(|(k, bytes)| (k, share(bytes))).collect()
}

/// The sources that an article was put together from, by what each holds of it and their [`shares`]; none if it was made
/// from one. Versions of one report hold the same, but for a little.
pub(super) fn composed(candidates: &[Vec<[u32; 2]>], len: usize, shares: &[(usize, f64)]) -> Vec<usize> {
    let holds =
        |k: usize| candidates[k].iter().map(|p| f64::from(p[1] - p[0])).sum::<f64>() / len.max(1) as f64;
    let adds = |&&(k, share): &&(usize, f64)| share >= COMPOSITE && share >= OF_ITS_OWN * holds(k);
    let large: Vec<usize> = shares.iter().filter(adds).map(|(k, _)| *k).collect();
    let best = shares.first().map_or(0.0, |(_, share)| *share);
    if large.len() > 1 && best < ALONE { large } else { Vec::new() }
}

/// Whether what an article seems to be to one of several sources that it was put together from is a part of it.
pub(super) fn is_part_of_composite(relation: Relation) -> bool {
    matches!(relation, Relation::Excerpt | Relation::Expanded | Relation::Edited)
}

/// A source's number in the list that was given, and the bytes that it explains and no earlier one did.
type Source = (usize, u32);

/// Chooses among candidates, each given by the passages of the article that it holds, ascending.
fn cover(candidates: &[Vec<[u32; 2]>]) -> Vec<Source> {
    let mut explained: Vec<[u32; 2]> = Vec::new();
    let mut sources: Vec<Source> = Vec::new();
    loop {
        let gain =
            |passages: &[[u32; 2]]| -> u32 { passages.iter().map(|p| uncovered(*p, &explained)).sum() };
        let left = candidates.iter().enumerate().filter(|(k, _)| sources.iter().all(|(taken, _)| taken != k));
        // The earlier of two that explain the same.
        let best = left.map(|(k, passages)| (gain(passages), std::cmp::Reverse(k))).max();
        match best {
            Some((gain, std::cmp::Reverse(k))) if gain >= LEAST || sources.is_empty() && gain > 0 => {
                sources.push((k, gain));
                explained.extend_from_slice(&candidates[k]);
                explained = merged(explained);
            }
            _ => return sources,
        }
    }
}

/// Ranges in order, those that touch made one.
fn merged(mut ranges: Vec<[u32; 2]>) -> Vec<[u32; 2]> {
    ranges.sort_unstable();
    let mut out: Vec<[u32; 2]> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut() {
            Some(last) if range[0] <= last[1] => last[1] = last[1].max(range[1]),
            _ => out.push(range),
        }
    }
    out
}

/// How much of a range lies in none of `covered`, which are ascending and apart.
fn uncovered(range: [u32; 2], covered: &[[u32; 2]]) -> u32 {
    let within = |c: &[u32; 2]| c[1].min(range[1]).saturating_sub(c[0].max(range[0]));
    range[1] - range[0] - covered.iter().map(within).sum::<u32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_source_adds_something() {
        let candidates =
            [vec![[0, 300]], vec![[0, 300], [400, 450]], vec![[280, 600]], vec![[0, 10], [590, 600]]];
        assert_eq!(cover(&candidates), [(1, 350), (2, 250)]);
        assert_eq!(cover(&[vec![], vec![[5, 9]]]), [(1, 4)]);
        assert_eq!(cover(&[]), []);
    }

    #[test]
    fn ranges_that_touch_are_one() {
        assert_eq!(merged(vec![[5, 9], [0, 3], [2, 5], [20, 30]]), [[0, 9], [20, 30]]);
        assert_eq!(uncovered([0, 100], &[[10, 20], [90, 200]]), 80);
    }
}
