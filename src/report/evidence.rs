//! Evidence in plain words: what speaks for one of two articles as the source of the other.

use serde::Serialize;

use crate::provenance::{Course, Evidence, EvidenceKind, Tie};

use super::kept::round;

/// A piece of evidence as scripts read it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceRow {
    /// What it is.
    pub kind: &'static str,
    /// In plain words.
    pub text: String,
    /// Log odds: positive if it speaks for the way from source to article.
    pub weight: f64,
}

/// The evidence of a course as seen from one of its two articles, which `is_first` or is the second: the other one
/// is called the source.
pub(super) fn rows(course: &Course, is_first: bool) -> Vec<EvidenceRow> {
    let names = if is_first { ["the article", "the source"] } else { ["the source", "the article"] };
    let sign = if is_first { -1.0 } else { 1.0 };
    let row = |evidence: &Evidence| EvidenceRow {
        kind: name(evidence.kind),
        text: sentence(evidence, names),
        weight: round(f64::from(sign * evidence.weight)),
    };
    course.evidence.iter().map(row).collect()
}

/// The same of a tie, seen from `article`.
pub(super) fn of_tie(tie: &Tie, article: u32) -> Vec<EvidenceRow> {
    rows(&tie.course, tie.articles[0] == article)
}

fn name(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Credit => "credit",
        EvidenceKind::Time => "time",
        EvidenceKind::FalseTime => "time-contradicted",
        EvidenceKind::Language => "language",
        EvidenceKind::Author => "author",
        EvidenceKind::Containment => "containment",
        EvidenceKind::LeftOver => "left-over",
        EvidenceKind::OwnName => "own-name",
        EvidenceKind::Wire => "own-copy",
        EvidenceKind::Edition => "edition",
        EvidenceKind::SameAgency => "same-agency",
    }
}

/// A piece of evidence in plain words, where the two articles are called so.
pub(super) fn sentence(evidence: &Evidence, [first, second]: [&str; 2]) -> String {
    let (of, than) = if evidence.weight > 0.0 { (first, second) } else { (second, first) };
    let text = &evidence.text;
    match evidence.kind {
        EvidenceKind::Credit => format!("{than} names {of} as its source ({text})"),
        EvidenceKind::Time => format!("{of} appeared before {than}"),
        EvidenceKind::FalseTime => {
            format!("by its date {of} appeared before {than}, but the rest says otherwise")
        }
        EvidenceKind::Author => format!("{of} names its author and its date, {than} neither"),
        EvidenceKind::Language => format!("{than} writes as the language of {of} does: {text}"),
        EvidenceKind::Containment => format!("{of} holds nearly all of {than}, and more"),
        EvidenceKind::LeftOver => format!("a line of {of}'s page stands in the text of {than}: {text}"),
        EvidenceKind::OwnName => format!("the name of {of}'s site stands in what both share: {text}"),
        EvidenceKind::Wire => format!("{of} is {text}'s own copy"),
        EvidenceKind::Edition => format!("{than} is another edition of {of}: {text}"),
        EvidenceKind::SameAgency => format!("both name {text}"),
    }
}
