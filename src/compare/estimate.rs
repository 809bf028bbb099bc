//! Estimate: what fingerprints alone say of a pair, where one of the texts is not kept.
//!
//! Owns the passages that shared grams with their places make up, and the relation that follows from how
//! much of either article they span. Nothing here is verified: a passage is told by position, its ends are
//! as far off as the gaps between grams, and a retelling, which shares no grams, is not seen. Where a
//! passage lies too far in the second text to say where, its place there is empty.

use super::exact::Counts;
use super::relation::{Relation, of_copy};
use super::verify::{Match, Passage};

/// A gram that both articles have: where it begins in either, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedGram {
    /// In the first.
    pub a: u32,
    /// In the second, rounded down to whole units; None where no more is known than that it is far in.
    pub b: Option<u32>,
}

/// What is known of a pair besides its grams.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// Bytes of the first text.
    pub len: u32,
    /// Words of both.
    pub words: [u32; 2],
    /// The similarity that their signatures say.
    pub similarity: f64,
    /// Bytes of a unit of places.
    pub unit: u32,
    /// From where on places in the second text are not told apart, in bytes.
    pub far: u32,
}

/// Grams of a passage, at least: two may meet by chance.
const LEAST_GRAMS: u32 = 3;
/// Bytes between grams of a passage, at most: about three gaps between winnowed grams.
const GAP: u32 = 160;
/// Bytes that a gram spans.
const GRAM: u32 = 12;
/// How far a passage may shift from one gram to the next, in bytes, beside the rounding.
const DRIFT: u32 = 64;
/// Passages that grow at the same time.
const OPEN: usize = 8;

#[derive(Debug, Clone, Copy)]
struct Growing {
    first: SharedGram,
    last: SharedGram,
    grams: u32,
}

/// What `grams`, ascending, say of a pair, and the passages, in the order of the first text.
pub fn estimate(grams: &[SharedGram], known: &Known) -> (Match, Vec<Passage>) {
    let chains = chains(grams, known.unit);
    let span = |from: u32, to: u32| [from, to.max(from) + GRAM];
    let passages: Vec<Passage> = chains
        .iter()
        .map(|chain| {
            let a = span(chain.first.a, chain.last.a);
            let end = a[1].min(known.len.max(a[0]));
            let b = match (chain.first.b, chain.last.b) {
                (Some(from), Some(to)) => [from, to.max(from) + known.unit],
                (Some(from), None) => [from, from + (end - a[0])],
                (None, _) => [known.far; 2],
            };
            Passage { a: [a[0], end], b, runs: vec![[[a[0], end], b]], agreement: None }
        })
        .collect();
    let spanned: u32 = passages.iter().map(|p| p.a[1] - p.a[0]).sum();
    let [words_a, words_b] = known.words.map(|n| f64::from(n.max(1)));
    let other_len = f64::from(known.len) * words_b / words_a;
    let covered =
        [f64::from(known.len), other_len].map(|len| (f64::from(spanned) / len.max(1.0)).min(1.0) as f32);
    let sizes = known.words.map(|n| n.max(1));
    let shared = known.similarity / (1.0 + known.similarity) * f64::from(sizes[0] + sizes[1]);
    let exact = Counts { shared: (shared as u32).min(sizes[0].min(sizes[1])), a: sizes[0], b: sizes[1] };
    let longest = chains.iter().map(|chain| chain.grams).max().unwrap_or(0);
    let probability =
        (1.0 - 0.5f32.powi(longest.saturating_sub(1).min(30) as i32)).max(known.similarity as f32);
    let relation = if known.similarity >= NEARLY {
        // The very same words cannot be told from nearly the same.
        Relation::NearDuplicate
    } else if passages.is_empty() && known.similarity < ALIKE {
        Relation::Unrelated
    } else if passages.is_empty() {
        Relation::Edited
    } else {
        of_copy(exact, covered)
    };
    (Match { relation, probability, exact, covered, is_reduced: false, is_encoded: false }, passages)
}

/// The similarity of signatures from which articles are nearly the same, and from which they are alike
/// without a gram in common.
const NEARLY: f64 = 0.85;
const ALIKE: f64 = 0.6;

/// Grams that follow one another in both texts.
fn chains(grams: &[SharedGram], unit: u32) -> Vec<Growing> {
    let mut open: Vec<Growing> = Vec::new();
    let mut done: Vec<Growing> = Vec::new();
    for &gram in grams {
        done.extend(open.extract_if(.., |chain| chain.last.a + GAP < gram.a));
        let follows = |chain: &&mut Growing| match (chain.last.b, gram.b) {
            (Some(last), Some(b)) => {
                let (step_a, step_b) = (gram.a - chain.last.a, b.saturating_sub(last));
                last <= b + unit && step_a.abs_diff(step_b) <= DRIFT + unit
            }
            (None, Some(_)) => false,
            (_, None) => true,
        };
        if let Some(chain) = open.iter_mut().find(follows) {
            chain.last = gram;
            chain.grams += 1;
        } else if open.len() < OPEN {
            open.push(Growing { first: gram, last: gram, grams: 1 });
        }
    }
    done.extend(open);
    done.retain(|chain| chain.grams >= LEAST_GRAMS);
    done.sort_by_key(|chain| chain.first.a);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gram(a: u32, b: u32) -> SharedGram {
        SharedGram { a, b: Some(b / 32 * 32) }
    }

    fn known(similarity: f64) -> Known {
        Known { len: 1_000, words: [160, 320], similarity, unit: 32, far: 4_064 }
    }

    #[test]
    fn grams_in_order_are_a_passage_and_strays_are_none() {
        let mut grams: Vec<SharedGram> = (0..10).map(|n| gram(300 + 30 * n, 1_000 + 30 * n)).collect();
        grams.extend([gram(10, 700), gram(900, 20), gram(450, 40)]);
        grams.sort_unstable();
        let (found, passages) = estimate(&grams, &known(0.1));
        assert_eq!(passages.len(), 1);
        assert_eq!(passages[0].a, [300, 582]);
        assert_eq!(passages[0].b, [992, 1_280]);
        assert_eq!(found.relation, Relation::Excerpt);
        assert!(found.probability > 0.99 && (0.25..0.3).contains(&found.covered[0]), "{found:?}");
    }

    #[test]
    fn all_of_an_article_in_a_longer_one_is_an_abridgement() {
        let grams: Vec<SharedGram> = (0..40).map(|n| gram(25 * n, 500 + 25 * n)).collect();
        assert_eq!(estimate(&grams, &known(0.5)).0.relation, Relation::Abridged);
    }

    #[test]
    fn nothing_in_common_is_nothing_and_far_places_are_still_told_in_the_first() {
        assert_eq!(estimate(&[], &known(0.0)).0.relation, Relation::Unrelated);
        assert_eq!(estimate(&[gram(5, 5), gram(400, 90)], &known(0.2)).0.relation, Relation::Unrelated);
        let far: Vec<SharedGram> = (0..5).map(|n| SharedGram { a: 100 + 40 * n, b: None }).collect();
        let (_, passages) = estimate(&far, &known(0.1));
        assert_eq!((passages[0].a, passages[0].b), ([100, 272], [4_064, 4_064]));
        assert_eq!(estimate(&[], &known(0.9)).0.relation, Relation::NearDuplicate);
    }
}
