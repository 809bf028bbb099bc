//! Verified pairs as JSON Lines, twins spelled out.

use rayon::prelude::*;
use serde::Serialize;

use crate::candidates::CROWD;
use crate::compare::Counts;
use crate::engine::{Record, read_words, write_words};
use crate::error::Result;
use crate::story::{Graph, Rank, Ranks};

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
    /// `reduced` where the word table does not have one of the two languages, so that numbers and names stand behind this
    /// alone; else absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<&'static str>,
    /// `encoder` where a sentence encoder compared the two (`--encoder`); else absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<&'static str>,
}

/// All pairs, twins spelled out, in no order. Of more than [`CROWD`] articles with the same text, only the
/// pairs with the one that is kept first are listed. Of an index, only articles that match a record are known
/// here, so pairs among those are left out.
pub fn listed(graph: &Graph, ranks: &Ranks) -> Vec<(u32, u32, Counts)> {
    let mut all: Vec<(u32, u32, Counts)> = Vec::new();
    // Who speaks for so many must not depend on the order of the input.
    let heads: Vec<Vec<u32>> = graph
        .nodes
        .iter()
        .map(|members| match members.len() {
            0..=CROWD => members.clone(),
            _ => members.iter().copied().min_by_key(|&a| ranks.place(a)).into_iter().collect(),
        })
        .collect();
    for (node, members) in graph.nodes.iter().enumerate() {
        let same = Counts { shared: 1, a: 1, b: 1 };
        if members.len() > CROWD {
            let head = heads[node][0];
            all.extend(members.iter().filter(|&&b| b != head).map(|&b| (head, b, same)));
        } else {
            let others = |k: usize| members[k + 1..].iter();
            all.extend(members.iter().enumerate().flat_map(|(k, &a)| others(k).map(move |&b| (a, b, same))));
        }
        for (other, pair) in &graph.edges[node] {
            if *other < node || graph.is_known(node) && graph.is_known(*other) {
                continue;
            }
            // The counts are those of pair.a and pair.b, and hold for the twins of either.
            let (of_a, of_b) =
                if graph.nodes[node].contains(&pair.a) { (node, *other) } else { (*other, node) };
            let with_all = |a: u32| heads[of_b].iter().map(move |&b| (a, b, pair.counts));
            all.extend(heads[of_a].iter().flat_map(|&a| with_all(a)));
        }
    }
    all
}

/// Writes all pairs, sorted by a, then b. Returns how many there are.
pub fn pairs(graph: &Graph, ranks: &Ranks, sink: Option<Sink>) -> Result<u64> {
    let all = listed(graph, ranks);
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

/// A pair in its place among all.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlacedPair {
    a: (String, u64),
    b: (String, u64),
    counts: Counts,
}

impl PlacedPair {
    /// A pair of articles that `ranks` ranks.
    pub fn new((a, b, counts): (u32, u32, Counts), ranks: &Ranks) -> Option<PlacedPair> {
        let id = |article: u32| ranks.get(article).map(|rank| (rank.by_id().0.to_owned(), rank.by_id().1));
        let (a, b) = (id(a)?, id(b)?);
        let turned = Counts { a: counts.b, b: counts.a, ..counts };
        Some(if b < a { PlacedPair { a: b, b: a, counts: turned } } else { PlacedPair { a, b, counts } })
    }

    /// The pair as scripts read it.
    pub fn row(&self) -> PairRow {
        let id = |(id, line): &(String, u64)| Rank::id_of(id, *line);
        row(id(&self.a), id(&self.b), &self.counts)
    }
}

impl Record for PlacedPair {
    fn write(&self, out: &mut Vec<u8>) {
        let Counts { shared, a, b } = self.counts;
        write_words(&[shared, a, b, self.a.0.len() as u32], out);
        out.extend_from_slice(&self.a.1.to_le_bytes());
        out.extend_from_slice(&self.b.1.to_le_bytes());
        out.extend_from_slice(self.a.0.as_bytes());
        out.extend_from_slice(self.b.0.as_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(16)?;
        let [shared, of_a, of_b, len] = read_words(head)?;
        let (a_line, rest) = rest.split_first_chunk::<8>()?;
        let (b_line, ids) = rest.split_first_chunk::<8>()?;
        let (a, b) = ids.split_at_checked(len as usize)?;
        let id = |id: &[u8], line: &[u8; 8]| {
            Some((String::from_utf8(id.to_vec()).ok()?, u64::from_le_bytes(*line)))
        };
        Some(PlacedPair { a: id(a, a_line)?, b: id(b, b_line)?, counts: Counts { shared, a: of_a, b: of_b } })
    }

    fn heap(&self) -> usize {
        self.a.0.capacity() + self.b.0.capacity()
    }
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
        coverage: None,
        model: None,
    }
}

/// How `coverage` is written.
pub(super) fn coverage(is_reduced: bool) -> Option<&'static str> {
    is_reduced.then_some("reduced")
}

/// How `model` is written.
pub(super) fn model(is_encoded: bool) -> Option<&'static str> {
    is_encoded.then_some("encoder")
}
