//! The graph of verified pairs, with twins folded into one node.

use std::collections::HashMap;
use std::ops::Range;

use crate::engine::{Found, Pair, Translated};

/// Articles that take part in some pair, and who is tied to whom.
#[derive(Debug, Default)]
pub struct Graph {
    /// Members of each node: articles with the very same shingles, in order of number.
    pub nodes: Vec<Vec<u32>>,
    /// For each node its neighbours, with the pair that ties them.
    pub edges: Vec<Vec<(usize, Pair)>>,
    /// For each node those that tell the same in another language, and how sure that is; nothing, unless they were
    /// added.
    pub translations: Vec<Vec<(usize, f32)>>,
    /// Whether a node's missing edges say nothing, because it was compared with some of a crowd only.
    pub thinned: Vec<bool>,
    /// The numbers of articles that are known from an index.
    pub known: Range<u32>,
}

impl Graph {
    /// Builds the graph of what was found; articles without a partner are not in it.
    pub fn new(found: &Found) -> Graph {
        let mut graph = Graph { known: found.known.clone(), ..Graph::default() };
        let mut node_of: HashMap<u32, usize> = HashMap::new();
        for &(first, twin) in &found.twins {
            let node = graph.node(&mut node_of, first);
            graph.nodes[node].push(twin);
        }
        for &pair in &found.pairs {
            let (a, b) = (graph.node(&mut node_of, pair.a), graph.node(&mut node_of, pair.b));
            graph.edges[a].push((b, pair));
            graph.edges[b].push((a, pair));
        }
        graph.thinned = vec![false; graph.nodes.len()];
        for node in found.thinned.iter().filter_map(|article| node_of.get(article)) {
            graph.thinned[*node] = true;
        }
        graph
    }

    /// Adds translations: they count in the choice of what is kept, and nowhere else.
    pub fn add_translations(&mut self, translations: &[Translated]) {
        let members = |(node, members): (usize, &Vec<u32>)| members.iter().map(move |&m| (m, node)).collect();
        let mut node_of: HashMap<u32, usize> =
            self.nodes.iter().enumerate().flat_map(|node| -> Vec<(u32, usize)> { members(node) }).collect();
        for pair in translations {
            let (a, b) = (self.node(&mut node_of, pair.a), self.node(&mut node_of, pair.b));
            self.translations.resize(self.nodes.len(), Vec::new());
            self.translations[a].push((b, pair.probability));
            self.translations[b].push((a, pair.probability));
        }
        self.thinned.resize(self.nodes.len(), false);
    }

    /// Whether a node is an article that is known from an index.
    pub fn is_known(&self, node: usize) -> bool {
        self.known.contains(&self.nodes[node][0])
    }

    fn node(&mut self, node_of: &mut HashMap<u32, usize>, article: u32) -> usize {
        *node_of.entry(article).or_insert_with(|| {
            self.nodes.push(vec![article]);
            self.edges.push(Vec::new());
            self.nodes.len() - 1
        })
    }
}
