//! What one article is to another, as JSON for scripts and as lines for people.

use std::fmt::Write;

use serde::Serialize;

use crate::engine::Provenance;
use crate::provenance::Direction;

use super::clip;
use super::evidence::{self, EvidenceRow};
use super::lineage::tie_row;
use super::pairs::PairRow;
use super::trace::{CreditRow, PassageRow, credit_row, passages, verb};

/// A compared pair as scripts read it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedRow {
    /// The pair.
    #[serde(flatten)]
    pub pair: PairRow,
    /// The source that the one which was made from the other names, if it names one.
    pub credit: Option<CreditRow>,
    /// What speaks for and against the direction; positive if it speaks for a as the source of b.
    pub evidence: Vec<EvidenceRow>,
    /// What both share.
    pub passages: Vec<PassageRow>,
}

/// The article that was made from the other one, if that is to be told.
fn copy(found: &Provenance) -> Option<u32> {
    match found.direction(0, 0) {
        Direction::Forward => Some(1),
        Direction::Backward => Some(0),
        _ => None,
    }
}

/// Two compared articles as scripts read them.
pub fn compared_row(found: &Provenance) -> ComparedRow {
    let credit = copy(found)
        .and_then(|copy| credit_row(&found.papers[copy as usize], found.descents[copy as usize].as_ref()));
    ComparedRow {
        pair: tie_row(found, 0, found.ties[0].articles),
        credit,
        evidence: evidence::of_tie(&found.ties[0], 1),
        passages: passages(&found.passages[0]),
    }
}

/// What one article is to another, in a few lines of at most `width` columns.
pub fn compared_text(found: &Provenance, width: usize) -> String {
    let tie = &found.ties[0];
    let matched = &tie.found;
    // Whoever was made from the other is told of first.
    let (told, other) = if copy(found) == Some(1) { (1, 0) } else { (0, 1) };
    let relation = if told == 1 { matched.relation.reversed() } else { matched.relation };
    let mut out = format!(
        "{} {} {}\n{:.0} % sure; {:.0} % of the first is in the second, {:.0} % of the second in the first; \
         similarity {:.2}\n",
        found.id(told),
        verb(relation, true),
        found.id(other),
        100.0 * matched.probability,
        100.0 * matched.covered[0],
        100.0 * matched.covered[1],
        matched.exact.similarity(),
    );
    if matched.is_reduced {
        out.push_str(
            "reduced coverage: the word table does not have one of the two languages; only numbers and names were \
             compared\n",
        );
    }
    if matched.is_encoded {
        out.push_str("compared by the encoder\n");
    }
    if !matched.relation.is_copy() {
        return out;
    }
    let width = width.clamp(60, 160);
    let _ = match found.direction(0, 0) {
        Direction::Forward => writeln!(out, "the second was made from the first"),
        Direction::Backward => writeln!(out, "the first was made from the second"),
        Direction::CommonSource => writeln!(out, "both were made from a third"),
        Direction::Undetermined => writeln!(out, "nothing tells which of them was first"),
    };
    if let Some(copy) = copy(found) {
        let descent = found.descents[copy as usize].as_ref();
        let line = match credit_row(&found.papers[copy as usize], descent) {
            Some(credit) if descent.is_some_and(|d| d.credited) => format!("credited: {}", credit.text),
            Some(credit) => format!("credits another than its source: {}", credit.text),
            None if descent.is_some_and(|d| d.credited) => "credited".to_owned(),
            None => "not credited".to_owned(),
        };
        let _ = writeln!(out, "  {}", clip(&line, width - 2));
    }
    for evidence in &tie.course.evidence {
        let _ = writeln!(
            out,
            "  {}",
            clip(&evidence::sentence(evidence, ["the first", "the second"]), width - 2)
        );
    }
    out
}
