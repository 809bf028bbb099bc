//! Which article of a group is kept, and which kept one each of the others matched.
//!
//! Articles are taken in the order of keeping; one is kept unless it matches one that is kept already.
//! So every removed article matches a kept one directly, at the threshold or better, and no chain of
//! small differences removes a text that nothing kept resembles.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::engine::{Corpus, Meta};
use crate::ingest::date;

use super::graph::Graph;

/// Which article of several is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// The one published first: of a day without a time, its end counts; those without a date come last.
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
        Rank::id_of(&self.2.0, self.2.1)
    }

    /// The id behind [`Rank::by_id`].
    pub fn id_of(id: &str, line: u64) -> String {
        if line == 0 { id.to_owned() } else { format!("{id}:{line}") }
    }

    /// Ids in the order that people expect: `path:9` before `path:10`.
    pub fn by_id(&self) -> (&str, u64) {
        (&self.2.0, self.2.1)
    }
}

impl Rank {
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let Rank(first, second, (id, line)) = self;
        [first.to_le_bytes(), second.to_le_bytes(), line.to_le_bytes()]
            .iter()
            .for_each(|number| out.extend_from_slice(number));
        out.extend_from_slice(id.as_bytes());
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Rank> {
        let (first, rest) = bytes.split_first_chunk::<8>()?;
        let (second, rest) = rest.split_first_chunk::<8>()?;
        let (line, id) = rest.split_first_chunk::<8>()?;
        let id = String::from_utf8(id.to_vec()).ok()?;
        Some(Rank(i64::from_le_bytes(*first), i64::from_le_bytes(*second), (id, u64::from_le_bytes(*line))))
    }

    pub(super) fn heap(&self) -> usize {
        self.2.0.capacity()
    }
}

impl Keep {
    /// The rank of an article of a corpus.
    pub fn rank_in(self, corpus: &Corpus, article: u32) -> Rank {
        let arrival = corpus.arrival(article);
        match self {
            Keep::Longest => self.rank(arrival, &corpus.meta(article)),
            _ => self.rank(arrival, &corpus.id_and_date(article)),
        }
    }

    /// The rank of an article that says this of itself, and came as the `arrival`-th.
    pub fn rank(self, arrival: i64, meta: &Meta) -> Rank {
        let published = || meta.published.as_deref().and_then(date::latest).unwrap_or(i64::MAX);
        let (path, line) = meta.order();
        let id = (path.to_owned(), line);
        match self {
            Keep::Earliest => Rank(published(), 0, id),
            Keep::Longest => Rank(-(meta.text_len as i64), published(), id),
            Keep::First => Rank(arrival, 0, id),
        }
    }
}

/// The ranks of the articles that take part in some pair.
#[derive(Debug, Default)]
pub struct Ranks {
    /// Article, and its place in the order of keeping; by article.
    places: Vec<(u32, u32)>,
    /// Ranks, in the order of keeping.
    ranks: Vec<Rank>,
    /// The place of each among all, by id.
    by_id: Vec<u32>,
}

impl Ranks {
    /// Ranks articles, each given once.
    pub fn new(corpus: &Corpus, keep: Keep, articles: &[u32]) -> Ranks {
        let mut ranked: Vec<(Rank, u32)> =
            articles.par_iter().map(|&a| (keep.rank_in(corpus, a), a)).collect();
        ranked.par_sort_unstable();
        let mut places: Vec<(u32, u32)> = ranked.iter().map(|r| r.1).zip(0..).collect();
        places.par_sort_unstable();
        let ranks: Vec<Rank> = ranked.into_iter().map(|(rank, _)| rank).collect();
        let mut order: Vec<u32> = (0..ranks.len() as u32).collect();
        order.par_sort_by(|&a, &b| ranks[a as usize].by_id().cmp(&ranks[b as usize].by_id()));
        let mut by_id = vec![0; order.len()];
        for (place, &rank) in (0..).zip(&order) {
            by_id[rank as usize] = place;
        }
        Ranks { places, ranks, by_id }
    }

    /// The articles, in the order of keeping.
    pub fn in_order(&self) -> Vec<u32> {
        let mut articles = vec![0; self.places.len()];
        for &(article, place) in &self.places {
            articles[place as usize] = article;
        }
        articles
    }

    /// The place of an article in the order of keeping; articles without a rank come last.
    pub fn place(&self, article: u32) -> u32 {
        let at = self.places.partition_point(|p| p.0 < article);
        self.places.get(at).filter(|p| p.0 == article).map_or(u32::MAX, |p| p.1)
    }

    /// The rank of an article.
    pub fn get(&self, article: u32) -> Option<&Rank> {
        self.ranks.get(self.place(article) as usize)
    }

    /// The place of an article in the order of ids.
    pub fn place_by_id(&self, article: u32) -> u32 {
        self.by_id.get(self.place(article) as usize).copied().unwrap_or(u32::MAX)
    }

    /// The id of an article; empty where it has no rank.
    pub fn id(&self, article: u32) -> String {
        self.get(article).map(Rank::id).unwrap_or_default()
    }
}

/// Sorts articles into the order of keeping.
pub fn order(corpus: &Corpus, keep: Keep, articles: &mut Vec<u32>) {
    *articles = Ranks::new(corpus, keep, articles).in_order();
}

/// What becomes of an article that is not kept; ordered by article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// The article that is removed.
    pub article: u32,
    /// The kept one that it matched best.
    pub kept: u32,
    /// What both have in common.
    pub likeness: Likeness,
}

/// What two articles have in common of which one is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Likeness {
    /// Most of their words: their similarity.
    Words(f64),
    /// What they say, in two languages: how sure that is.
    Translation(f32),
}

impl Likeness {
    /// How similar their words are; none where one is a translation.
    pub fn similarity(self) -> Option<f64> {
        match self {
            Likeness::Words(similarity) => Some(similarity),
            Likeness::Translation(_) => None,
        }
    }
}

impl Eq for Likeness {}

impl PartialOrd for Likeness {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Words tell more than a translation.
impl Ord for Likeness {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |likeness: &Likeness| match *likeness {
            Likeness::Words(similarity) => (true, similarity),
            Likeness::Translation(sure) => (false, sure.into()),
        };
        let (x, y) = (key(self), key(other));
        x.0.cmp(&y.0).then(x.1.total_cmp(&y.1))
    }
}

/// Decides for every record of the graph; returns the removed ones, in order of number. Articles known from
/// an index are kept before all others, whatever they match. `ranks` holds the rank of every member.
pub fn choose(graph: &Graph, ranks: &Ranks) -> Vec<Decision> {
    decide(graph, ranks, &graph.translations, |node| graph.is_known(node))
}

/// The same by their words alone, with known articles treated as all others: who would be around whom.
pub(super) fn stars(graph: &Graph, ranks: &Ranks) -> Vec<Decision> {
    decide(graph, ranks, &[], |_| false)
}

fn decide(
    graph: &Graph,
    ranks: &Ranks,
    translations: &[Vec<(usize, f32)>],
    stays: impl Fn(usize) -> bool,
) -> Vec<Decision> {
    // The member of each node that would be kept, and the order in which nodes are taken.
    let heads: Vec<(u32, u32)> = graph
        .nodes
        .iter()
        .map(|n| n.iter().map(|&a| (ranks.place(a), a)).min().unwrap_or((u32::MAX, n[0])))
        .collect();
    let mut turn: Vec<usize> = (0..heads.len()).collect();
    turn.sort_unstable_by_key(|&n| (!stays(n), heads[n]));
    let mut kept = vec![false; heads.len()];
    let mut removed = Vec::new();
    for node in turn {
        let by_words =
            graph.edges[node].iter().map(|(other, pair)| (*other, Likeness::Words(pair.counts.similarity())));
        let translated = translations.get(node).into_iter().flatten();
        let translated = translated.map(|&(other, sure)| (other, Likeness::Translation(sure)));
        let best = by_words
            .chain(translated)
            .filter(|(other, _)| kept[*other] && !stays(node))
            .map(|(other, likeness)| (likeness, heads[other]))
            .max_by(|x, y| x.0.cmp(&y.0).then_with(|| y.1.cmp(&x.1)));
        kept[node] = best.is_none();
        let (likeness, (_, head)) = best.unwrap_or((Likeness::Words(1.0), heads[node]));
        let others = graph.nodes[node].iter().filter(|&&a| a != head);
        removed.extend(others.map(|&article| Decision { article, kept: head, likeness }));
    }
    removed.sort_unstable_by_key(|d| d.article);
    removed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Counts;
    use crate::engine::{Found, Pair, Translated};

    #[test]
    fn who_is_removed_matches_one_that_stays() {
        let counts = Counts { shared: 3, a: 4, b: 4 };
        let pairs = [(1, 2), (1, 3), (2, 3)].map(|(a, b)| Pair { a, b, counts });
        let mut graph = Graph::new(&Found { pairs: pairs.into(), ..Found::default() });
        let by = |likeness, (article, kept)| Decision { article, kept, likeness };
        let words = Likeness::Words(0.6);
        assert_eq!(choose(&graph, &Ranks::default()), [by(words, (2, 1)), by(words, (3, 1))]);

        let translated = |a, b| Translated { a, b, probability: 0.9 };
        graph.add_translations(&[translated(0, 1), translated(0, 4)]);
        let by_sense = |article| by(Likeness::Translation(0.9), (article, 0));
        // What is like a translation only, and none itself, stays.
        assert_eq!(choose(&graph, &Ranks::default()), [by_sense(1), by(words, (3, 2)), by_sense(4)]);
        graph.add_translations(&[translated(0, 2), translated(0, 3)]);
        assert_eq!(choose(&graph, &Ranks::default()), [1, 2, 3, 4].map(by_sense));
        assert_eq!(stars(&graph, &Ranks::default()), [by(words, (2, 1)), by(words, (3, 1))]);
    }
}
