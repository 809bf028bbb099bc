//! Stars: a kept article with those that were removed for it, split where they are two stories.
//!
//! All members of a star match the one in its middle, but not always one another: a text that lies
//! between two groups holds both when it comes first. Owns the decision whether that is so, on the
//! ties among the other members alone.

use super::graph::Graph;

/// Articles that make a group of its own beside another one. Fewer stay with the one they match:
/// copies of one dispatch that were edited by one site each need not match one another.
const STRONG: usize = 3;

/// Not in any part yet.
const NONE: usize = usize::MAX;

/// A part of a star in the making.
struct Part {
    /// Its nodes.
    nodes: Vec<usize>,
    /// Its articles.
    size: usize,
}

/// Splits stars. `head` says for each node whose star it is in, and is changed to the first node of the
/// part where a part leaves; `place` is the place of each node in the order of keeping.
///
/// Every edge is looked at a fixed number of times, so the cost is that of sorting them.
pub(super) fn split(graph: &Graph, place: &[u32], head: &mut [usize]) {
    let mut members: Vec<(usize, u32, usize)> = head
        .iter()
        .enumerate()
        // Nothing follows from two of a crowd not being a pair: they may never have been compared.
        .filter(|&(node, &head)| node != head && !graph.thinned[node])
        .map(|(node, &head)| (head, place[node], node))
        .collect();
    members.sort_unstable();
    let mut part_of = vec![NONE; head.len()];
    for star in members.chunk_by(|a, b| a.0 == b.0) {
        let articles: usize = star.iter().map(|&(_, _, node)| graph.nodes[node].len()).sum();
        if articles < 2 * STRONG {
            continue;
        }
        let mut strong: Vec<Part> = parts(graph, star, head, &mut part_of);
        strong.retain(|part| part.size >= STRONG);
        for part in &mut strong {
            part.nodes.sort_unstable_by_key(|&node| place[node]);
        }
        // The one in the middle goes with the most of those that it matches.
        strong.sort_unstable_by_key(|part| (std::cmp::Reverse(part.size), place[part.nodes[0]]));
        for part in strong.iter().skip(1) {
            for &node in &part.nodes {
                head[node] = part.nodes[0];
            }
        }
    }
}

/// Parts of a star's members: each member joins the part of which it matches the greatest share, and at
/// least half, or begins another.
fn parts(graph: &Graph, star: &[(usize, u32, usize)], head: &[usize], part_of: &mut [usize]) -> Vec<Part> {
    let middle = star[0].0;
    let within = |node: usize| {
        let of_star = |&(other, _): &(usize, _)| (head[other] == middle && other != middle).then_some(other);
        graph.edges[node].iter().filter_map(of_star).filter(|&other| !graph.thinned[other])
    };
    // Those with the fewest ties first: what lies between two groups has the ties of both, and would
    // hold them together if it came before them.
    let mut turn: Vec<(usize, u32, usize)> = star
        .iter()
        .map(|&(_, place, node)| (within(node).map(|other| graph.nodes[other].len()).sum(), place, node))
        .collect();
    turn.sort_unstable();
    let mut parts: Vec<Part> = Vec::new();
    let mut ties: Vec<(usize, usize)> = Vec::new();
    for (_, _, node) in turn {
        ties.clear();
        let placed = within(node).filter(|&other| part_of[other] != NONE);
        ties.extend(placed.map(|other| (part_of[other], graph.nodes[other].len())));
        ties.sort_unstable();
        let best = ties
            .chunk_by(|a, b| a.0 == b.0)
            .map(|of_one| (of_one.iter().map(|tie| tie.1).sum::<usize>(), of_one[0].0))
            .filter(|&(tied, part)| 2 * tied >= parts[part].size)
            // The greater share, then the earlier part.
            .max_by(|x, y| {
                let (in_x, in_y) = (x.0 * parts[y.1].size, y.0 * parts[x.1].size);
                in_x.cmp(&in_y).then(y.1.cmp(&x.1))
            });
        let part = best.map_or(parts.len(), |(_, part)| part);
        if part == parts.len() {
            parts.push(Part { nodes: Vec::new(), size: 0 });
        }
        parts[part].nodes.push(node);
        parts[part].size += graph.nodes[node].len();
        part_of[node] = part;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Counts;
    use crate::engine::{Found, Pair};

    /// The graph of these articles' ties; each node is one article, and has its number.
    fn graph(ties: &[(u32, u32)]) -> Graph {
        let counts = Counts { shared: 3, a: 4, b: 4 };
        let mut pairs: Vec<Pair> = ties.iter().map(|&(a, b)| Pair { a, b, counts }).collect();
        // Numbers are given to nodes in order of pairs: one tie each with the first makes them equal.
        pairs.sort_unstable();
        let graph = Graph::new(&Found { pairs, ..Found::default() });
        assert!(graph.nodes.iter().enumerate().all(|(node, members)| members[0] as usize == node));
        graph
    }

    /// A star around 0 of so many members that ties the members of each range with one another.
    fn star(members: u32, groups: &[std::ops::Range<u32>], more: &[(u32, u32)]) -> Graph {
        let mut ties: Vec<(u32, u32)> = (1..=members).map(|member| (0, member)).collect();
        for group in groups {
            ties.extend(group.clone().flat_map(|a| (a + 1..group.end).map(move |b| (a, b))));
        }
        ties.extend(more);
        graph(&ties)
    }

    /// What becomes of a star around 0 whose members are kept in order of number.
    fn heads(graph: &Graph) -> Vec<usize> {
        let place: Vec<u32> = (0..graph.nodes.len() as u32).collect();
        let mut head = vec![0; place.len()];
        split(graph, &place, &mut head);
        head
    }

    #[test]
    fn what_lies_between_two_groups_goes_with_the_larger() {
        assert_eq!(heads(&star(7, &[1..4, 4..8], &[])), [0, 1, 1, 1, 0, 0, 0, 0]);
        assert_eq!(heads(&star(6, &[1..4, 4..7], &[])), [0, 0, 0, 0, 4, 4, 4], "the first of equals");
    }

    #[test]
    fn a_second_text_between_them_does_not_hold_them_together() {
        let both: Vec<(u32, u32)> = (2..12).map(|other| (1, other)).collect();
        let head = heads(&star(11, &[2..7, 7..12], &both));
        assert_eq!(head[2..7], [head[2]; 5]);
        assert_eq!(head[7..12], [head[7]; 5]);
        assert_ne!(head[2], head[7]);
    }

    #[test]
    fn copies_that_match_only_the_middle_stay() {
        assert_eq!(heads(&star(40, &[], &[])), [0; 41]);
        assert_eq!(heads(&star(8, &[1..3, 3..5, 5..7], &[])), [0; 9], "sites with two versions each");
        assert_eq!(heads(&star(9, std::slice::from_ref(&(1..9)), &[])), [0; 10]);
    }

    #[test]
    fn the_same_text_counts_as_often_as_it_is_there() {
        let mut graph = star(2, &[], &[]);
        assert_eq!(heads(&graph), [0, 0, 0]);
        graph.nodes = vec![vec![0], vec![1, 11, 12], vec![2, 21, 22]];
        assert_eq!(heads(&graph), [0, 0, 2]);
    }

    #[test]
    fn a_crowd_that_was_not_compared_is_not_split() {
        let mut graph = star(6, &[1..4, 4..7], &[]);
        graph.thinned = vec![true; 7];
        assert_eq!(heads(&graph), [0; 7]);
        graph.thinned = vec![false, false, false, false, true, true, true];
        assert_eq!(heads(&graph), [0; 7]);
    }
}
