//! Stories with where they start and who took the text from whom: as a tree for people, as rows for scripts.

use std::collections::HashMap;
use std::fmt::Write;

use rayon::prelude::*;

use crate::article::host;
use crate::engine::Provenance;
use crate::provenance::{Direction, Kinship, Parent};
use crate::story::{Lineage, Offspring, Origin};

use super::kept::round;
use super::pairs::{PairRow, coverage, model};
use super::stories::{MemberRow, SHOWN, StoryRow, day, story_head};
use super::trace::credit_row;
use super::{clip, grouped, pad};

/// How an agency is written whose report is not here.
pub(super) fn unobserved(agency: &str) -> String {
    format!("unobserved:{agency}")
}

/// Stories as scripts read them.
pub fn lineages(found: &Provenance, stories: &[Lineage]) -> Vec<StoryRow> {
    stories.par_iter().map(|story| lineage_row(found, story)).collect()
}

fn lineage_row(found: &Provenance, story: &Lineage) -> StoryRow {
    let origin = match story.origin {
        Origin::Article(article) => Some(found.id(article).to_owned()),
        Origin::Unobserved(agency) => Some(unobserved(agency.name)),
        Origin::Unknown => None,
    };
    StoryRow::new(origin, story.members.iter().map(|member| member_row(found, member)).collect())
}

fn member_row(found: &Provenance, member: &Offspring) -> MemberRow {
    let article = member.article;
    let papers = &found.papers[article as usize];
    let meta = &papers.meta;
    let descent = found.descents[article as usize].as_ref();
    let source = match descent.map(|descent| descent.parent) {
        Some(Parent::Article(source)) => Some(found.id(source).to_owned()),
        Some(Parent::Unobserved(agency)) => Some(unobserved(agency.name)),
        None => member.under.map(|other| found.id(other).to_owned()),
    };
    let tie = descent.and_then(|descent| descent.tie).or(member.tie);
    let direction = match (descent, tie) {
        (Some(_), _) => Some(Direction::Backward),
        (None, Some(tie)) => Some(found.direction(tie, article)),
        (None, None) => None,
    };
    let by_tie = tie.map(|tie| found.kinship(tie, article));
    let sure = tie.map(|tie| found.ties[tie].found.probability);
    MemberRow {
        id: meta.id.clone(),
        source,
        relation: descent.and_then(|descent| descent.kinship).or(by_tie).map(Kinship::name),
        direction: direction.map(Direction::name),
        confidence: descent.map(|d| d.confidence).or(sure).map(|sure| round(f64::from(sure))),
        similarity: tie.map(|tie| round(found.ties[tie].found.exact.similarity())),
        published: meta.published.clone(),
        lang: meta.lang.clone(),
        host: meta.url.as_deref().and_then(host).map(str::to_owned),
        credited: descent
            .map(|d| d.credited)
            .or_else(|| member.under.map(|other| found.credits(article, other))),
        credit: credit_row(papers, descent),
        coverage: coverage(papers.is_reduced),
        model: model(tie.is_some_and(|tie| found.ties[tie].found.is_encoded)),
        known: None,
        title: meta.title.clone(),
        depth: member.depth,
    }
}

/// All pairs that have text in common, as scripts read them, in the order of their ids.
pub fn ties(found: &Provenance) -> Vec<PairRow> {
    let row = |nth: usize| {
        let [a, b] = found.ties[nth].articles;
        tie_row(found, nth, if found.id(b) < found.id(a) { [b, a] } else { [a, b] })
    };
    let mut rows: Vec<PairRow> = (0..found.ties.len()).into_par_iter().map(row).collect();
    rows.par_sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    rows
}

/// A pair as scripts read it, its two articles in this order.
pub(super) fn tie_row(found: &Provenance, nth: usize, [a, b]: [u32; 2]) -> PairRow {
    let tie = &found.ties[nth];
    let mut containment = tie.found.exact.containment();
    if tie.articles[0] != a {
        containment.reverse();
    }
    let direction = found.direction(nth, a);
    let is_copy = tie.found.relation.is_copy();
    PairRow {
        a: found.id(a).to_owned(),
        b: found.id(b).to_owned(),
        relation: found.kinship(nth, a).name(),
        direction: if is_copy { direction } else { Direction::Undetermined }.name(),
        confidence: round(f64::from(tie.found.probability)),
        similarity: round(tie.found.exact.similarity()),
        containment: containment.map(round),
        credited: match direction {
            Direction::Forward if is_copy => Some(found.credits(b, a)),
            Direction::Backward if is_copy => Some(found.credits(a, b)),
            _ => None,
        },
        coverage: coverage(tie.found.is_reduced),
        model: model(tie.found.is_encoded),
    }
}

/// The table that a person reads: `width` columns at the most. Articles that only come from a report that is not
/// here, and have nothing else in common with others, are counted at the end.
pub fn lineage_table(rows: &[StoryRow], width: usize) -> String {
    let width = width.clamp(80, 160);
    let mut out = String::new();
    let (shown, alone): (Vec<&StoryRow>, Vec<&StoryRow>) =
        rows.iter().partition(|row| row.articles.len() > 1);
    for (k, story) in shown.into_iter().enumerate() {
        entry(&mut out, k, story, width);
    }
    if !alone.is_empty() {
        let mut agencies: HashMap<&str, usize> = HashMap::new();
        for origin in alone.iter().filter_map(|row| row.origin.as_deref()) {
            *agencies.entry(origin.trim_start_matches("unobserved:")).or_default() += 1;
        }
        let mut agencies: Vec<(&str, usize)> = agencies.into_iter().collect();
        agencies.sort_by_key(|&(name, times)| (std::cmp::Reverse(times), name));
        let named: Vec<String> =
            agencies.iter().map(|(name, times)| format!("{name} {}", grouped(*times as u64))).collect();
        let count = super::counted(alone.len() as u64, "article");
        let line = format!("{count} by itself, from a report that is not here: {}", named.join(", "));
        let line = if alone.len() == 1 { line } else { line.replace("by itself", "by themselves") };
        let _ = writeln!(out, "      {}\n", clip(&line, width - 6));
    }
    out
}

/// Columns of what is said of an article before its place in the tree.
const LEFT: usize = 56;

fn entry(out: &mut String, k: usize, story: &StoryRow, width: usize) {
    let _ = writeln!(out, "{}{}", story_head(k, story, width), start(story));
    let shown = &story.articles[..story.articles.len().min(SHOWN)];
    let more = story.articles.len() - shown.len();
    for (m, article) in shown.iter().enumerate() {
        let branches = branches(shown, m, more > 0);
        // Texts that are the same by what they mean have no words to count.
        let share = article.similarity.filter(|share| *share > 0.0);
        let share = share.map_or(String::new(), |share| format!("{:>3.0} %", share * 100.0));
        // What nothing tells apart is no copy of the other.
        let is_made = article.direction == Some(Direction::Backward.name());
        let (relation, credit) = match article.credited {
            _ if article.source.is_none() => ("", ""),
            _ if !is_made => (article.relation.unwrap_or(""), ""),
            Some(true) => (article.relation.unwrap_or(""), "credited"),
            _ => (article.relation.unwrap_or(""), "-"),
        };
        let relation = match relation {
            "same-publisher-version" => "other edition",
            "partial-translation" => "part translated",
            relation => relation,
        };
        let left = format!(
            "      {}  {}  {}  {}  {}  ",
            pad(day(article.published.as_deref()).unwrap_or(""), 10),
            pad(article.lang.as_deref().unwrap_or(""), 2),
            pad(relation, 15),
            pad(&share, 5),
            pad(credit, 8),
        );
        let room = width.saturating_sub(LEFT + branches.chars().count());
        let _ = writeln!(out, "{left}{branches}{}", clip(&article.id, room));
    }
    if more > 0 {
        let _ = writeln!(out, "{}└─ and {} more", " ".repeat(LEFT), grouped(more as u64));
    }
    out.push('\n');
}

/// Where a story starts, if not with the first article that is shown.
fn start(story: &StoryRow) -> String {
    match story.origin.as_deref() {
        Some(origin) => match origin.strip_prefix("unobserved:") {
            Some(agency) => format!("; from a report by {agency} that is not here"),
            None => String::new(),
        },
        None => "; nothing tells which was first".to_owned(),
    }
}

/// The lines that lead to the `m`-th article.
fn branches(shown: &[MemberRow], m: usize, goes_on: bool) -> String {
    let depth = shown[m].depth;
    // Whether another one follows at a depth before the tree comes back above it.
    let follows = |at: usize| {
        let next = shown[m + 1..].iter().find(|other| other.depth <= at);
        next.map_or(goes_on, |other| other.depth == at)
    };
    let mut out = String::new();
    for at in 1..depth {
        out.push_str(if follows(at) { "│  " } else { "   " });
    }
    if depth > 0 {
        out.push_str(if follows(depth) { "├─ " } else { "└─ " });
    }
    out
}
