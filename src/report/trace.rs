//! What was traced, as JSON for scripts and as lines for people.

use std::fmt::Write;

use serde::Serialize;

use crate::article::Place;
use crate::compare::{Passage, Reason, Relation};
use crate::engine::{Judged, Papers, Related, Traced};
use crate::provenance::{Descent, Direction, Kinship, Line, Parent};

use super::evidence::{self, EvidenceRow};
use super::kept::round;
use super::lineage::unobserved;
use super::pairs::{PairRow, coverage, model};
use super::{clip, quoted, reasons};

/// A shared passage, in bytes of both texts, ends exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PassageRow {
    /// Where it stands in the article.
    pub a: [u32; 2],
    /// Where it stands in the source.
    pub b: [u32; 2],
}

/// A source that explains part of an article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceRow {
    /// The source.
    pub id: String,
    /// What the article is to it.
    pub relation: &'static str,
    /// The share of the article that it explains and no source before it does.
    pub share: f64,
    /// What both share.
    pub passages: Vec<PassageRow>,
}

/// A traced article as scripts read it; fields in this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TraceRow {
    /// The article.
    pub article: String,
    /// The source that explains the most of it.
    pub source: Option<String>,
    /// What the article is to that source.
    pub relation: Option<&'static str>,
    /// Which way the text went: a is the article, b the source.
    pub direction: Option<&'static str>,
    /// How sure that is, 0 to 1.
    pub confidence: Option<f64>,
    /// Whether the article credits its source; null where it has none.
    pub credited: Option<bool>,
    /// The source that the article names, if it names one.
    pub credit: Option<CreditRow>,
    /// What speaks for and against that direction.
    pub evidence: Vec<EvidenceRow>,
    /// What it shares with that source.
    pub passages: Vec<PassageRow>,
    /// All sources that explain it together.
    pub sources: Vec<SourceRow>,
    /// Whether both texts were compared; if not, all of this is estimated from fingerprints.
    pub verified: bool,
    /// `reduced` where the word table does not have its language, so that it was compared with articles in others by
    /// numbers and names alone; else absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<&'static str>,
    /// What it was found to be related to, copies first.
    pub candidates: Vec<PairRow>,
    /// Lines of its page that are the site's own.
    pub furniture: Vec<String>,
}

/// A credit as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditRow {
    /// The words.
    pub text: String,
    /// Where they stand: a field of the page, `text`, or a `line` around it.
    pub field: String,
    /// Whether what it names is the source that the text shows; null where it shows none.
    pub agrees: Option<bool>,
}

pub(super) fn passages(passages: &[Passage]) -> Vec<PassageRow> {
    passages.iter().map(|p| PassageRow { a: p.a, b: p.b }).collect()
}

/// A pair as scripts read it; `article` is a.
fn related_row(article: &str, related: &Related) -> PairRow {
    let exact = related.found.exact;
    PairRow {
        a: article.to_owned(),
        b: related.meta.id.clone(),
        relation: related.found.relation.name(),
        direction: "undetermined",
        confidence: round(f64::from(related.found.probability)),
        similarity: round(exact.similarity()),
        containment: exact.containment().map(round),
        credited: None,
        coverage: coverage(related.found.is_reduced),
        model: model(related.found.is_encoded),
    }
}

/// Where an article comes from and why that is said, for people: `width` columns at the most.
pub fn judged_text(papers: &Papers, found: &Traced, judged: &Judged, width: usize) -> String {
    let mut out = String::new();
    let Some(descent) = &judged.descent else { return out };
    let width = width.clamp(60, 160);
    let sure = 100.0 * descent.confidence;
    let _ = match descent.parent {
        Parent::Article(k) => {
            let source = &found.related[k as usize].meta.id;
            writeln!(out, "  {}", clip(&format!("made from {source}; {sure:.0} % sure"), width - 2))
        }
        Parent::Unobserved(agency) => {
            writeln!(out, "  made from a report by {}, which is not known here", agency.name)
        }
    };
    let credit = descent.credit.map(|(claim, agrees)| (&papers.claims[claim], agrees));
    let credit = match credit {
        None => match &descent.mention {
            Some(name) => format!("names its source in a sentence: {name}"),
            None => "credits nobody".to_owned(),
        },
        Some((claim, true)) => format!("credits its source: {}", claim.text),
        Some((claim, false)) => format!("credits another than its source: {}", claim.text),
    };
    let _ = writeln!(out, "    {}", clip(&credit, width - 4));
    if let Parent::Article(k) = descent.parent {
        for evidence in &judged.courses[k as usize].evidence {
            let _ =
                writeln!(out, "    {}", clip(&evidence::sentence(evidence, ["it", "the other"]), width - 4));
        }
    }
    out
}

/// The source of an article: one of those that it is related to, or an agency whose report is not known.
fn source_of(found: &Traced, judged: &Judged) -> Option<usize> {
    match &judged.descent {
        Some(Descent { parent: Parent::Article(k), .. }) => Some(*k as usize),
        Some(_) => None,
        // Which way the text went is not to be told: what is known was there before.
        None => {
            let open = |k: &usize| judged.courses[*k].direction == Direction::Undetermined;
            found.sources.iter().map(|(k, _)| *k).find(open)
        }
    }
}

/// What was found for an article and judged of it, `top` candidates at the most.
pub fn trace_row(papers: &Papers, found: &Traced, judged: &Judged, top: usize) -> TraceRow {
    let article = &papers.meta.id;
    let source = source_of(found, judged);
    let first = source.map(|k| &found.related[k]);
    let descent = judged.descent.as_ref();
    let unobserved = descent.and_then(|descent| match descent.parent {
        Parent::Unobserved(agency) => Some(unobserved(agency.name)),
        Parent::Article(_) => None,
    });
    let is_named = first.is_some() || unobserved.is_some();
    let direction =
        source.map(|k| judged.courses[k].direction).or(unobserved.as_ref().map(|_| Direction::Backward));
    let by_text = |related: &Related| related.found.relation.name();
    let confidence = descent.map(|d| d.confidence).or(first.map(|related| related.found.probability));
    let is_source = |k: &usize| Some(*k) == source || judged.courses[*k].direction != Direction::Forward;
    let mut sources: Vec<(usize, f64)> =
        found.sources.iter().copied().filter(|(k, _)| is_source(k)).collect();
    sources.sort_by_key(|(k, _)| Some(*k) != source);
    TraceRow {
        article: article.clone(),
        source: first.map(|r| r.meta.id.clone()).or(unobserved),
        relation: descent.and_then(|d| d.kinship).map(Kinship::name).or(first.map(by_text)),
        direction: direction.map(Direction::name),
        confidence: confidence.map(|c| round(f64::from(c))),
        credited: is_named
            .then(|| descent.is_some_and(|d| d.credited) || source.is_some_and(|k| judged.credited[k])),
        credit: credit_row(papers, descent),
        evidence: source.map(|k| evidence::rows(&judged.courses[k], true)).unwrap_or_default(),
        passages: first.map(|related| passages(&related.passages)).unwrap_or_default(),
        sources: sources
            .iter()
            .map(|&(k, share)| SourceRow {
                id: found.related[k].meta.id.clone(),
                relation: by_text(&found.related[k]),
                share: round(share),
                passages: passages(&found.related[k].passages),
            })
            .collect(),
        verified: !found.estimated,
        coverage: coverage(found.is_reduced),
        candidates: found
            .related
            .iter()
            .enumerate()
            .take(top)
            .map(|(k, related)| PairRow {
                direction: judged.courses[k].direction.name(),
                credited: Some(judged.credited[k]),
                ..related_row(article, related)
            })
            .collect(),
        furniture: furniture(papers),
    }
}

/// The source that an article names, if it names one, and whether that is the one that the text shows.
pub(super) fn credit_row(papers: &Papers, descent: Option<&Descent>) -> Option<CreditRow> {
    // The weightiest claim may name another, or nobody, where a sentence names the source.
    if let Some(name) = descent.and_then(|descent| descent.mention.clone())
        && descent.is_none_or(|descent| descent.credit.is_none())
    {
        return Some(CreditRow { text: name, field: "sentence".to_owned(), agrees: Some(true) });
    }
    // An edition points to its main page, which is no claim.
    if descent
        .is_some_and(|descent| descent.kinship == Some(Kinship::SamePublisher) && descent.credit.is_none())
    {
        let text = "another edition of the same page".to_owned();
        return Some(CreditRow { text, field: "edition".to_owned(), agrees: Some(true) });
    }
    let judged = descent.and_then(|descent| descent.credit.map(|(claim, agrees)| (claim, Some(agrees))));
    let (claim, agrees) = judged.or(strongest_claim(papers).map(|claim| (claim, None)))?;
    let claim = &papers.claims[claim];
    Some(CreditRow { text: claim.text.clone(), field: claim.field.clone(), agrees })
}

/// The claim that says most, if there is one.
fn strongest_claim(papers: &Papers) -> Option<usize> {
    let claims = papers.claims.iter().enumerate();
    claims.max_by(|x, y| x.1.weight.total_cmp(&y.1.weight).then(y.0.cmp(&x.0))).map(|(nth, _)| nth)
}

/// The lines of a page that are no part of its article, and credit nobody.
fn furniture(papers: &Papers) -> Vec<String> {
    let credits: Vec<usize> = papers.claims.iter().filter_map(|claim| claim.line).collect();
    let title = papers.told.title.as_deref();
    let lines = papers.told.lines.iter().enumerate();
    let is_left_out = |line: &Line| {
        let within =
            |(from, to): (u32, u32)| papers.blanks.iter().any(|blank| blank.0 <= from && to <= blank.1);
        line.place != Place::Text || line.span.is_some_and(within)
    };
    let is_furniture = |line: &&Line, n: usize| {
        is_left_out(line) && !credits.contains(&n) && Some(line.text.as_str()) != title
    };
    lines.filter(|(n, line)| is_furniture(line, *n)).map(|(_, line)| line.text.clone()).collect()
}

/// Passages shown of a source; the others are counted.
const PASSAGES: usize = 3;

/// What was found for an article, for people, behind what was `judged` of it (see [`judged_text`]): `width` columns
/// at the most, `top` relations.
pub fn trace_text(
    article: &str,
    title: Option<&str>,
    text: &str,
    found: &Traced,
    judged: &str,
    top: usize,
    width: usize,
) -> String {
    let width = width.clamp(60, 160);
    let mut out = String::new();
    let _ = writeln!(out, "{}", clip(article, width));
    if let Some(title) = title {
        let _ = writeln!(out, "  {}", clip(title, width - 2));
    }
    out.push_str(judged);
    if found.is_reduced {
        let _ = writeln!(out, "  {REDUCED}");
    }
    if found.related.is_empty() {
        out.push_str("  nothing that is known has text in common with it\n");
        return out;
    }
    if found.estimated {
        out.push_str("  estimated from fingerprints: the index keeps no texts to compare\n");
    }
    for &(k, share) in &found.sources {
        source(&mut out, text, &found.related[k], Some(share), width);
    }
    let others = |k: usize| found.sources.iter().all(|(source, _)| *source != k);
    let rest: Vec<&Related> =
        found.related.iter().enumerate().filter(|(k, _)| others(*k)).map(|(_, r)| r).collect();
    for related in rest.iter().take(top) {
        source(&mut out, text, related, None, width);
    }
    if rest.len() > top {
        let _ = writeln!(out, "  and {} more: see --top", rest.len() - top);
    }
    out
}

/// What is said where words could not be compared.
pub(super) const REDUCED: &str = "reduced coverage: the word table does not have this language; other languages were \
                                  compared by numbers and names alone";

fn source(out: &mut String, text: &str, related: &Related, share: Option<f64>, width: usize) {
    let meta = &related.meta;
    let known = [meta.host.as_deref(), meta.published.as_deref()].into_iter().flatten().collect::<Vec<_>>();
    let known = if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) };
    let _ = writeln!(
        out,
        "  {}",
        clip(&format!("{} {}{known}", verb(related.found.relation, false), meta.id), width - 2)
    );
    if let Some(title) = &meta.title {
        let _ = writeln!(out, "    {}", clip(title, width - 4));
    }
    let exact = related.found.exact;
    let _ = write!(
        out,
        "    {:.0} % sure; {:.0} % of it is in the other, {:.0} % of the other in it; similarity {:.2}",
        100.0 * related.found.probability,
        100.0 * related.found.covered[0],
        100.0 * related.found.covered[1],
        exact.similarity(),
    );
    match share {
        Some(share) => {
            let _ = writeln!(out, "; explains {:.0} %", 100.0 * share);
        }
        None => out.push('\n'),
    }
    if related.found.is_reduced {
        out.push_str("    by numbers and names alone\n");
    }
    if related.found.is_encoded {
        out.push_str("    by the encoder\n");
    }
    if share.is_none() {
        return;
    }
    let mut longest: Vec<_> = related.passages.iter().collect();
    longest.sort_by_key(|p| (std::cmp::Reverse(p.a[1] - p.a[0]), p.a[0]));
    let mut shown: Vec<_> = longest.into_iter().take(PASSAGES).collect();
    shown.sort_by_key(|p| p.a);
    for passage in shown {
        let [from, to] = passage.b;
        let there = if from < to { format!("{from}-{to}") } else { format!("somewhere from {from} on") };
        let place = format!("bytes {}-{} = {there}", passage.a[0], passage.a[1]);
        let _ = writeln!(out, "    {place}");
        let _ = writeln!(out, "      {}", quoted(text, passage.a, width - 6));
    }
    let more = related.passages.len().saturating_sub(PASSAGES);
    if more > 0 {
        let _ = writeln!(out, "    and {more} more passage{}", if more == 1 { "" } else { "s" });
    }
}

/// A relation between two articles; `says` with a verb.
pub(super) fn verb(relation: Relation, says: bool) -> String {
    let (verb, rest) = match relation {
        Relation::Identical => ("is ", "the same text as"),
        Relation::NearDuplicate => ("is ", "nearly the same text as"),
        Relation::Edited => ("is ", "an edited copy of"),
        Relation::Abridged => ("is ", "an abridged copy of"),
        Relation::Expanded => ("is ", "an expanded copy of"),
        Relation::Excerpt => ("", "shares a passage with"),
        Relation::Composite => ("is ", "put together from, among others,"),
        Relation::Retelling => ("", "retells"),
        Relation::Translation => ("is ", "a translation of"),
        Relation::PartialTranslation => ("is ", "a translation of a part of"),
        Relation::Series => ("is ", "another instalment of the series of"),
        Relation::Unrelated => ("is ", "unrelated to"),
    };
    format!("{}{rest}", if says { verb } else { "" })
}

/// Why a pair was judged as it was, in plain words.
pub fn reasons_text(reasons: &[Reason]) -> String {
    reasons::told(reasons)
}

/// The nearest miss, where nothing was found.
pub fn miss_text(found: &Traced, width: usize) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "  {} candidates share rare words or runs of letters with it", found.compared);
    if let Some(nearest) = &found.nearest {
        let title = nearest.meta.title.as_deref().unwrap_or_default();
        let _ = writeln!(
            out,
            "  the nearest miss: {}",
            clip(&format!("{} {title}", nearest.meta.id), width - 20)
        );
        let _ = writeln!(out, "    {:.1} % sure of a copy, because of:", 100.0 * nearest.found.probability);
        out.push_str(&reasons_text(&nearest.reasons));
    }
    out
}
