//! Verified pairs as JSON Lines, twins spelled out.

use rayon::prelude::*;
use serde::Serialize;

use crate::candidates::CROWD;
use crate::compare::Counts;
use crate::error::Result;
use crate::story::{Graph, Ranks};

use super::Sink;
use super::kept::round;

/// A pair as scripts read it; fields in this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairRow {
    /// The smaller id.
    pub a: String,
    /// The other.
    pub b: String,
    /// `identical` or `near-duplicate`.
    pub relation: &'static str,
    /// Who copied whom; `undetermined` as long as only the texts were looked at.
    pub direction: &'static str,
    /// How sure the relation is, 0 to 1.
    pub confidence: f64,
    /// Jaccard similarity of the shingle sets.
    pub similarity: f64,
    /// The share of a that b holds, and of b that a holds.
    pub containment: [f64; 2],
    /// Whether the copy credits its source; null as long as that was not looked at.
    pub credited: Option<bool>,
}

/// Writes all pairs, sorted by a, then b. Of more than [`CROWD`] articles with the same text, only
/// the pairs with the first of them are listed. Returns how many pairs were written.
pub fn pairs(graph: &Graph, ranks: &Ranks, sink: Option<Sink>) -> Result<u64> {
    let mut all: Vec<(u32, u32, Counts)> = Vec::new();
    for (node, members) in graph.nodes.iter().enumerate() {
        for (k, &a) in members.iter().enumerate() {
            let others = if k == 0 || members.len() <= CROWD { &members[k + 1..] } else { &[] };
            all.extend(others.iter().map(|&b| (a, b, Counts { shared: 1, a: 1, b: 1 })));
        }
        for (other, pair) in &graph.edges[node] {
            if *other < node {
                continue;
            }
            // The counts are those of pair.a and pair.b, and hold for the twins of either.
            let of = |n: usize| {
                if graph.nodes[n].len() <= CROWD { &graph.nodes[n][..] } else { &graph.nodes[n][..1] }
            };
            let (of_a, of_b) =
                if graph.nodes[node].contains(&pair.a) { (node, *other) } else { (*other, node) };
            all.extend(of(of_a).iter().flat_map(|&a| of(of_b).iter().map(move |&b| (a, b, pair.counts))));
        }
    }
    let count = all.len() as u64;
    let Some(mut sink) = sink else { return Ok(count) };
    let mut rows: Vec<(u32, u32, u32, u32, Counts)> = all
        .into_par_iter()
        .map(|(a, b, counts)| {
            let (x, y) = (ranks.place_by_id(a), ranks.place_by_id(b));
            let turned = Counts { a: counts.b, b: counts.a, ..counts };
            if y < x { (y, x, b, a, turned) } else { (x, y, a, b, counts) }
        })
        .collect();
    rows.par_sort_unstable();
    let blocks: Vec<Vec<u8>> = rows
        .par_chunks(1024)
        .map(|rows| {
            let mut block = Vec::with_capacity(rows.len() * 200);
            for (_, _, a, b, counts) in rows {
                let row = row(ranks.id(*a), ranks.id(*b), counts);
                serde_json::to_writer(&mut block, &row).expect("writing to memory cannot fail");
                block.push(b'\n');
            }
            block
        })
        .collect();
    for block in blocks {
        sink.write(&block)?;
    }
    sink.finish()?;
    Ok(count)
}

fn row(a: String, b: String, counts: &Counts) -> PairRow {
    let similarity = counts.similarity();
    PairRow {
        a,
        b,
        relation: if similarity == 1.0 { "identical" } else { "near-duplicate" },
        direction: "undetermined",
        confidence: 1.0,
        similarity: round(similarity),
        containment: counts.containment().map(round),
        credited: None,
    }
}
