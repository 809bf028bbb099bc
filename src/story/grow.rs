//! Stories: groups grown around a representative, that never chain.
//!
//! A story starts as a star: an article with those that match it directly, split where it lies between
//! two groups (see [`super::star`]). Two groups become one only where at least half of all pairs between
//! their members are verified pairs: one bridge between two strong groups, or a drift from one text to
//! another by small steps, does not join them.

use std::collections::{BTreeMap, HashMap};

use super::graph::Graph;
use super::keep::{Ranks, stars};
use super::star;

/// An article of a story.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// The article.
    pub article: u32,
    /// Its best match among the members that come before it in the order of keeping, else among all;
    /// none for the first.
    pub nearest: Option<u32>,
    /// The similarity to that one; 1 for the first.
    pub similarity: f64,
}

/// Articles that belong together, the first in the order of keeping first.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// At least two members.
    pub members: Vec<Member>,
}

/// Grows stories; largest first, then by rank of their first member.
pub fn grow(graph: &Graph, ranks: &Ranks) -> Vec<Story> {
    let mut group_of = Groups::around_representatives(graph, ranks);
    group_of.join_dense(graph);
    let mut stories: Vec<Story> = group_of
        .groups
        .into_values()
        .map(|nodes| story(graph, ranks, &nodes))
        .filter(|s| s.members.len() > 1)
        // What is known is told for the sake of what is new.
        .filter(|s| s.members.iter().any(|m| !graph.known.contains(&m.article)))
        .collect();
    stories.sort_by(|a, b| {
        let first = |s: &Story| ranks.place(s.members[0].article);
        b.members.len().cmp(&a.members.len()).then_with(|| first(a).cmp(&first(b)))
    });
    stories
}

/// Nodes in groups; a group's key is one of its nodes.
struct Groups {
    groups: BTreeMap<usize, Vec<usize>>,
    of: Vec<usize>,
}

impl Groups {
    fn around_representatives(graph: &Graph, ranks: &Ranks) -> Groups {
        let node_of: HashMap<u32, usize> =
            graph.nodes.iter().enumerate().flat_map(|(n, m)| m.iter().map(move |&a| (a, n))).collect();
        // A node's group is that of the kept article it matched; twins share a node already.
        let mut head: Vec<usize> = (0..graph.nodes.len()).collect();
        for decision in stars(graph, ranks) {
            let (own, kept) = (node_of[&decision.article], node_of[&decision.kept]);
            if own != kept {
                head[own] = kept;
            }
        }
        let first = |members: &Vec<u32>| members.iter().map(|&a| ranks.place(a)).min().unwrap_or(u32::MAX);
        let place: Vec<u32> = graph.nodes.iter().map(first).collect();
        star::split(graph, &place, &mut head);
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (node, &head) in head.iter().enumerate() {
            groups.entry(head).or_default().push(node);
        }
        Groups { groups, of: head }
    }

    /// Joins the two groups with the densest ties, until none have half of their pairs.
    fn join_dense(&mut self, graph: &Graph) {
        let mut ties: BTreeMap<(usize, usize), u64> = BTreeMap::new();
        for (node, edges) in graph.edges.iter().enumerate() {
            for &(other, _) in edges.iter().filter(|(other, _)| *other > node) {
                let (a, b) = (self.of[node], self.of[other]);
                if a != b {
                    let pairs = graph.nodes[node].len() as u64 * graph.nodes[other].len() as u64;
                    *ties.entry((a.min(b), a.max(b))).or_default() += pairs;
                }
            }
        }
        for ties in connected(ties) {
            self.join_connected(graph, ties);
        }
    }

    fn join_connected(&mut self, graph: &Graph, mut ties: BTreeMap<(usize, usize), u64>) {
        let size = |nodes: &[usize]| nodes.iter().map(|&n| graph.nodes[n].len()).sum::<usize>() as f64;
        loop {
            let density = |(&(a, b), &count): (&(usize, usize), &u64)| {
                (count as f64 / (size(&self.groups[&a]) * size(&self.groups[&b])), a, b)
            };
            let best = ties
                .iter()
                .map(density)
                .filter(|tie| tie.0 >= 0.5)
                .max_by(|x, y| x.0.total_cmp(&y.0).then_with(|| (y.1, y.2).cmp(&(x.1, x.2))));
            let Some((_, a, b)) = best else { return };
            let moved = self.groups.remove(&b).unwrap_or_default();
            self.groups.entry(a).or_default().extend(moved);
            let mut joined: BTreeMap<(usize, usize), u64> = BTreeMap::new();
            for ((x, y), count) in ties {
                let to = |g: usize| if g == b { a } else { g };
                let (x, y) = (to(x), to(y));
                if x != y {
                    *joined.entry((x.min(y), x.max(y))).or_default() += count;
                }
            }
            ties = joined;
        }
    }
}

/// Ties in sets that no tie connects, so that each may be looked at by itself.
fn connected(ties: BTreeMap<(usize, usize), u64>) -> Vec<BTreeMap<(usize, usize), u64>> {
    let mut root: HashMap<usize, usize> = HashMap::new();
    fn find(root: &HashMap<usize, usize>, mut x: usize) -> usize {
        while let Some(&above) = root.get(&x) {
            x = above;
        }
        x
    }
    for &(a, b) in ties.keys() {
        let (a, b) = (find(&root, a), find(&root, b));
        if a != b {
            root.insert(a.max(b), a.min(b));
        }
    }
    let mut sets: BTreeMap<usize, BTreeMap<(usize, usize), u64>> = BTreeMap::new();
    for (tie, count) in ties {
        sets.entry(find(&root, tie.0)).or_default().insert(tie, count);
    }
    sets.into_values().collect()
}

fn story(graph: &Graph, ranks: &Ranks, nodes: &[usize]) -> Story {
    let node_of: HashMap<u32, usize> =
        nodes.iter().flat_map(|&n| graph.nodes[n].iter().map(move |&a| (a, n))).collect();
    let mut articles: Vec<u32> = node_of.keys().copied().collect();
    articles.sort_unstable_by_key(|&a| ranks.place(a));
    let head: HashMap<usize, u32> = articles.iter().rev().map(|&a| (node_of[&a], a)).collect();
    let place: HashMap<u32, usize> = articles.iter().enumerate().map(|(k, &a)| (a, k)).collect();
    let member = |(k, &article): (usize, &u32)| {
        let node = node_of[&article];
        if k == 0 {
            return Member { article, nearest: None, similarity: 1.0 };
        }
        if head[&node] != article {
            return Member { article, nearest: Some(head[&node]), similarity: 1.0 };
        }
        let ties = graph.edges[node].iter().filter_map(|(other, pair)| {
            let other = *head.get(other)?;
            Some((place[&other] < k, pair.counts.similarity(), other))
        });
        let best = ties.max_by(|x, y| {
            let by_place = || place[&y.2].cmp(&place[&x.2]);
            x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)).then_with(by_place)
        });
        Member { article, nearest: best.map(|b| b.2), similarity: best.map_or(0.0, |b| b.1) }
    };
    Story { members: articles.iter().enumerate().map(member).collect() }
}
