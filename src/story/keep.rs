//! Which article of a group is kept, and which kept one each of the others matched.
//!
//! Articles are taken in the order of keeping; one is kept unless it matches one that is kept already.
//! So every removed article matches a kept one directly, at the threshold or better, and no chain of
//! small differences removes a text that nothing kept resembles.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::engine::{Corpus, Meta};
use crate::ingest::date;

use super::graph::Graph;

/// Which article of several is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// The one published first; those without a date come last.
    #[default]
    Earliest,
    /// The one with the longest text.
    Longest,
    /// The first in the input.
    First,
}

/// A place in the order of keeping; ties are broken by the smallest id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(i64, i64, (String, u64));

impl Rank {
    /// The article's id.
    pub fn id(&self) -> String {
        match &self.2 {
            (id, 0) => id.clone(),
            (path, line) => format!("{path}:{line}"),
        }
    }

    /// Ids in the order that people expect: `path:9` before `path:10`.
    pub fn by_id(&self) -> (&str, u64) {
        (&self.2.0, self.2.1)
    }
}

impl Keep {
    /// The rank of an article.
    pub fn rank(self, article: u32, meta: &Meta) -> Rank {
        let published = || meta.published.as_deref().and_then(date::seconds).unwrap_or(i64::MAX);
        let (path, line) = meta.order();
        let id = (path.to_owned(), line);
        match self {
            Keep::Earliest => Rank(published(), 0, id),
            Keep::Longest => Rank(-(meta.text_len as i64), published(), id),
            Keep::First => Rank(i64::from(article), 0, id),
        }
    }
}

/// Sorts articles into the order of keeping.
pub fn order(corpus: &Corpus, keep: Keep, articles: &mut Vec<u32>) {
    let mut ranked: Vec<(Rank, u32)> =
        articles.par_iter().map(|&a| (keep.rank(a, &corpus.meta(a)), a)).collect();
    ranked.par_sort_unstable();
    articles.clear();
    articles.extend(ranked.into_iter().map(|(_, article)| article));
}

/// What becomes of an article that is not kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision {
    /// The article that is removed.
    pub article: u32,
    /// The kept one that it matched best.
    pub kept: u32,
    /// Their similarity.
    pub similarity: f64,
}

/// Decides for every article of the graph; returns the removed ones, in order of number. `ranks` holds
/// the rank of every member.
pub fn choose(graph: &Graph, ranks: &HashMap<u32, Rank>) -> Vec<Decision> {
    let rank = |article: u32| ranks.get(&article);
    // The member of each node that would be kept, and the order in which nodes are taken.
    let heads: Vec<u32> =
        graph.nodes.iter().map(|n| n.iter().copied().min_by_key(|&a| rank(a)).unwrap_or(n[0])).collect();
    let mut turn: Vec<usize> = (0..heads.len()).collect();
    turn.sort_by_key(|&n| rank(heads[n]));
    let mut kept = vec![false; heads.len()];
    let mut removed = Vec::new();
    for node in turn {
        let best = graph.edges[node]
            .iter()
            .filter(|(other, _)| kept[*other])
            .map(|(other, pair)| (pair.counts.similarity(), heads[*other]))
            .max_by(|x, y| x.0.total_cmp(&y.0).then_with(|| rank(y.1).cmp(&rank(x.1))));
        kept[node] = best.is_none();
        let (similarity, head) = best.unwrap_or((1.0, heads[node]));
        let others = graph.nodes[node].iter().filter(|&&a| a != head);
        removed.extend(others.map(|&article| Decision { article, kept: head, similarity }));
    }
    removed.sort_by_key(|d| d.article);
    removed
}
