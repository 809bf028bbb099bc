//! The values of a view as the page's scripts read them: short JSON, places in UTF-16 units.
//!
//! What the lists of the page need stands in one head; texts and passages stand apart, one piece an article and
//! one an edge, so that a browser parses only those that are looked at.

use serde::Serialize;

use super::units::Units;
use super::view::{Article, Credit, Edge, Kind, Range, Reason, Story, View};
use crate::ingest::date;

/// What is needed to draw every list.
#[derive(Serialize)]
pub(super) struct Head<'v> {
    kind: Kind,
    notes: &'v [String],
    articles: Vec<ArticleHead<'v>>,
    edges: Vec<EdgeHead<'v>>,
    stories: &'v [Story],
}

#[derive(Serialize)]
struct ArticleHead<'v> {
    id: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'v str>,
    /// Seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<i64>,
    /// Whether only the day is known.
    #[serde(skip_serializing_if = "is_false")]
    day: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'v str>,
}

#[derive(Serialize)]
struct EdgeHead<'v> {
    article: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unobserved: Option<&'v str>,
    relation: &'v str,
    direction: &'v str,
    confidence: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    credited: Option<bool>,
    /// Whether a credit names another than the source.
    #[serde(skip_serializing_if = "is_false")]
    other: bool,
}

/// The text of an article and what is known of its parts.
#[derive(Serialize)]
pub(super) struct ArticleBody<'v> {
    text: &'v str,
    furniture: Vec<Range>,
    claims: Vec<ClaimBody<'v>>,
    around: &'v [String],
}

#[derive(Serialize)]
struct ClaimBody<'v> {
    field: &'v str,
    text: &'v str,
    names: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Range>,
}

/// Why an edge is there, and what both texts share.
#[derive(Serialize)]
pub(super) struct EdgeBody<'v> {
    #[serde(skip_serializing_if = "Option::is_none")]
    similarity: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    containment: Option<[f64; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<&'v Credit>,
    #[serde(skip_serializing_if = "is_false")]
    reduced: bool,
    reasons: &'v [Reason],
    passages: Vec<PassageBody>,
}

#[derive(Serialize)]
struct PassageBody {
    a: Range,
    b: Range,
    /// The ranges of `a`, then those of `b`, that both have.
    runs: [Vec<Range>; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
}

fn is_false(value: &bool) -> bool {
    !value
}

pub(super) fn head<'v>(view: &'v View<'_>) -> Head<'v> {
    Head {
        kind: view.kind,
        notes: &view.notes,
        articles: view.articles.iter().map(article_head).collect(),
        edges: view.edges.iter().map(edge_head).collect(),
        stories: &view.stories,
    }
}

fn article_head<'v>(article: &'v Article<'_>) -> ArticleHead<'v> {
    let published = article.published.as_deref();
    let time = published.and_then(date::seconds);
    ArticleHead {
        id: &article.id,
        url: article.url.as_deref(),
        host: article.host.as_deref(),
        title: article.title.as_deref(),
        published,
        time,
        day: time.is_some() && published.and_then(date::latest) != time,
        lang: article.lang.as_deref(),
    }
}

fn edge_head(edge: &Edge) -> EdgeHead<'_> {
    EdgeHead {
        article: edge.article,
        source: edge.source,
        unobserved: edge.unobserved.as_deref(),
        relation: edge.relation,
        direction: edge.direction,
        confidence: edge.confidence,
        credited: edge.credited,
        other: edge.credit.as_ref().is_some_and(|credit| credit.agrees == Some(false)),
    }
}

pub(super) fn article_body<'v>(article: &'v Article<'_>, units: &Units<'_>) -> ArticleBody<'v> {
    let claims = article.claims.iter().map(|claim| ClaimBody {
        field: &claim.field,
        text: &claim.text,
        names: &claim.names,
        span: claim.span.and_then(|span| units.range(span)),
    });
    ArticleBody {
        text: &article.text,
        furniture: article.furniture.iter().filter_map(|&range| units.range(range)).collect(),
        claims: claims.collect(),
        around: &article.around,
    }
}

/// An edge between texts; a passage that is not in both is left out.
pub(super) fn edge_body<'v>(edge: &'v Edge, units: &[Units<'_>]) -> EdgeBody<'v> {
    let of = |article: Option<u32>| article.and_then(|k| units.get(k as usize));
    let passages = of(Some(edge.article)).zip(of(edge.source)).map_or_else(Vec::new, |(a, b)| {
        let passages = edge.passages.iter().filter_map(|passage| {
            Some(PassageBody {
                a: a.range(passage.a)?,
                b: b.range(passage.b)?,
                runs: [
                    passage.runs.iter().filter_map(|run| a.range(run[0])).collect(),
                    passage.runs.iter().filter_map(|run| b.range(run[1])).collect(),
                ],
                score: passage.score,
            })
        });
        passages.collect()
    });
    EdgeBody {
        similarity: edge.similarity,
        containment: edge.containment,
        credit: edge.credit.as_ref(),
        reduced: edge.is_reduced,
        reasons: &edge.reasons,
        passages,
    }
}
