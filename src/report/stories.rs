//! Stories as a table for people and as JSON Lines for scripts.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde::Serialize;

use crate::article::host;
use crate::engine::{Corpus, Meta};
use crate::story::Story;

use super::kept::round;
use super::trace::CreditRow;
use super::{clip, counted, grouped, pad};

/// An article of a story, as scripts read it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MemberRow {
    /// Its id.
    pub id: String,
    /// What it was made from: an article, or `unobserved:` and an agency. By likeness alone, the member it matches
    /// best; null for the first.
    pub source: Option<String>,
    /// What it is to that one.
    pub relation: Option<&'static str>,
    /// Which way the text went between it, a, and that one, b; null where that was not looked at.
    pub direction: Option<&'static str>,
    /// How sure that is, 0 to 1.
    pub confidence: Option<f64>,
    /// Similarity to that one.
    pub similarity: Option<f64>,
    /// When it was published, as it says.
    pub published: Option<String>,
    /// Its language, as it says.
    pub lang: Option<String>,
    /// The host of its address.
    pub host: Option<String>,
    /// Whether it credits its source; null where it has none or that was not looked at.
    pub credited: Option<bool>,
    /// The source that it names, if it names one.
    pub credit: Option<CreditRow>,
    /// `reduced` where the word table does not have its language, so that it was compared with articles in others by
    /// numbers and names alone; else absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<&'static str>,
    /// `encoder` where a sentence encoder compared it with its source (`--encoder`); else absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<&'static str>,
    /// Whether it is known from an index; absent where no index was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<bool>,
    #[serde(skip)]
    pub(super) title: Option<String>,
    /// How many are above it in its story.
    #[serde(skip)]
    pub(super) depth: usize,
}

/// A story, as scripts read it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryRow {
    /// The id of its first member.
    pub story: String,
    /// The article it starts from, or `unobserved:` and the agency whose report is not here; null where nothing
    /// tells or that was not looked at.
    pub origin: Option<String>,
    /// Its members, the first first.
    pub articles: Vec<MemberRow>,
    /// How many hosts it is on.
    pub hosts: usize,
    /// The languages it is in.
    pub languages: Vec<String>,
}

/// Stories with what their members say of themselves; `against` an index, it is said which are known.
pub fn stories(corpus: &Corpus, stories: &[Story], against: bool) -> Vec<StoryRow> {
    use rayon::prelude::*;
    stories.par_iter().map(|story| story_row(corpus, story, against)).collect()
}

/// A story with what its members say of themselves.
pub fn story_row(corpus: &Corpus, story: &Story, against: bool) -> StoryRow {
    let articles: Vec<MemberRow> = story
        .members
        .iter()
        .map(|member| {
            let meta = corpus.meta(member.article);
            let source = member.nearest.map(|a| corpus.meta(a).id);
            let similarity = source.is_some().then(|| round(member.similarity));
            let relation = similarity.map(|s| if s == 1.0 { "identical" } else { "near-duplicate" });
            let host = meta.url.as_deref().and_then(host).map(str::to_owned);
            let Meta { id, title, published, lang, .. } = meta;
            let known = against.then(|| corpus.is_known(member.article));
            MemberRow {
                id,
                source,
                relation,
                direction: None,
                confidence: None,
                similarity,
                published,
                lang,
                host,
                credited: None,
                credit: None,
                coverage: None,
                model: None,
                known,
                title,
                depth: 0,
            }
        })
        .collect();
    StoryRow::new(None, articles)
}

impl StoryRow {
    /// A story of these articles.
    pub(super) fn new(origin: Option<String>, articles: Vec<MemberRow>) -> StoryRow {
        let hosts: BTreeSet<&str> = articles.iter().filter_map(|a| a.host.as_deref()).collect();
        let languages: BTreeSet<&str> = articles.iter().filter_map(|a| a.lang.as_deref()).collect();
        StoryRow {
            story: articles.first().map(|a| a.id.clone()).unwrap_or_default(),
            origin,
            hosts: hosts.len(),
            languages: languages.into_iter().map(str::to_owned).collect(),
            articles,
        }
    }
}

/// Members shown of one story; the others are counted.
pub(super) const SHOWN: usize = 12;

/// The table that a person reads: `width` columns at the most.
pub fn story_table(rows: &[StoryRow], width: usize) -> String {
    rows.iter().enumerate().map(|(k, story)| story_entry(k, story, width)).collect()
}

/// What heads the `k`-th story: its headline, and how many articles it has.
pub(super) fn story_head(k: usize, story: &StoryRow, width: usize) -> String {
    let title = story.articles.iter().find_map(|a| a.title.as_deref()).unwrap_or(&story.story);
    let dates: Vec<&str> = story.articles.iter().filter_map(|a| day(a.published.as_deref())).collect();
    let span = match (dates.iter().min(), dates.iter().max()) {
        (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
        (Some(day), _) => format!(", {day}"),
        _ => String::new(),
    };
    let hosts = if story.hosts > 1 { format!(" on {} sites", story.hosts) } else { String::new() };
    let count = counted(story.articles.len() as u64, "article");
    format!("{:>4}  {}\n      {count}{hosts}{span}", k + 1, clip(title, width - 6))
}

/// The `k`-th entry of that table.
pub fn story_entry(k: usize, story: &StoryRow, width: usize) -> String {
    let width = width.clamp(60, 160);
    let mut out = story_head(k, story, width);
    out.push('\n');
    let count = story.articles.len();
    for (m, article) in story.articles.iter().take(SHOWN).enumerate() {
        let last = m + 1 == count.min(SHOWN) && count <= SHOWN;
        let share = article.similarity.map_or("      ".to_owned(), |s| format!("{:>4.0} %", s * 100.0));
        let date = day(article.published.as_deref()).unwrap_or("");
        let lang = article.lang.as_deref().unwrap_or("");
        let left =
            format!("      {} {share}  {}  {}  ", if last { "└" } else { "├" }, pad(date, 10), pad(lang, 2));
        let room = width.saturating_sub(30);
        let id = match article.known {
            Some(true) => format!("{} (known)", clip(&article.id, room - " (known)".len())),
            _ => clip(&article.id, room),
        };
        let _ = writeln!(out, "{left}{id}");
    }
    if count > SHOWN {
        let _ = writeln!(out, "      └ and {} more", grouped((count - SHOWN) as u64));
    }
    out.push('\n');
    out
}

/// The day of a written date that begins with one.
pub(super) fn day(published: Option<&str>) -> Option<&str> {
    let published = published?;
    let day = published.get(..10).filter(|d| d.as_bytes()[4] == b'-' && d.as_bytes()[7] == b'-');
    Some(day.unwrap_or(published))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_dates() {
        assert_eq!(day(Some("2024-03-05T10:12:00Z")), Some("2024-03-05"));
        assert_eq!(day(Some("26-FEB-1987 15:01")), Some("26-FEB-1987 15:01"));
        assert_eq!(day(Some("5 März")), Some("5 März"));
    }
}
