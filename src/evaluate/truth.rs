//! The truth: what each article is and where it came from, and when a name is the right one.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::provenance::agencies;

use super::lines::{self, Broken};

/// How sources are called that nobody has here.
pub(super) const UNOBSERVED: &str = "unobserved:";

/// A half of the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// To tune on.
    Dev,
    /// To measure on.
    Check,
}

/// What is known of one article; `corpus/README.md` says what the fields mean.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct TruthRow {
    /// The path of a page, or the id of a record.
    pub id: String,
    /// The story or series that it belongs to.
    pub story: Option<String>,
    /// What it was made from, or `unobserved:` and an agency.
    pub source: Option<String>,
    /// All that it was made from, where that is more than one.
    #[serde(default)]
    pub sources: Vec<String>,
    /// How it was made from that.
    pub relation: String,
    /// Whether it names its true source; none where there is nothing to name.
    pub credited: Option<bool>,
    /// Whether the source that it names is the true one; none where it names none.
    pub agrees: Option<bool>,
    /// `undetermined` where nothing can tell who was first.
    pub direction: Option<String>,
    /// The half that it belongs to.
    pub split: Option<Split>,
}

impl TruthRow {
    /// All its sources.
    pub fn sources(&self) -> &[String] {
        if self.sources.is_empty() { self.source.as_slice() } else { &self.sources }
    }

    /// Whether text was taken: from an article, or from a report that cannot be seen.
    pub fn is_made_from_something(&self) -> bool {
        !self.is_apart() && !self.sources().is_empty()
    }

    /// Whether all that it is made from cannot be seen.
    pub fn is_from_unobserved(&self) -> bool {
        self.sources().iter().all(|source| source.starts_with(UNOBSERVED))
    }

    /// Whether nothing in the data can tell who was first.
    pub fn is_undetermined(&self) -> bool {
        self.direction.as_deref() == Some("undetermined")
    }

    /// Whether it only looks like others.
    pub(super) fn is_apart(&self) -> bool {
        matches!(&self.relation[..], "unrelated" | "series")
    }
}

/// What is known of all articles.
#[derive(Debug, Default)]
pub struct Truth {
    rows: Vec<TruthRow>,
    by_id: HashMap<String, usize>,
    split: Option<Split>,
    members: HashMap<String, u64>,
    copied: HashSet<String>,
}

impl Truth {
    /// Reads a truth file; with `split`, that half is counted and the rest only known.
    ///
    /// Errors: the file cannot be read or has nothing to count.
    pub fn read(path: &Path, split: Option<Split>) -> Result<(Truth, Vec<Broken>)> {
        let mut truth = Truth { split, ..Truth::default() };
        let broken = lines::read(path, |row| truth.add(row))?;
        if truth.counted().next().is_none() {
            let what =
                if truth.rows.is_empty() { "no row with id and relation" } else { "no row of that half" };
            return Err(Error::input(path, format!("not a truth that can be used: {what}")));
        }
        Ok((truth, broken))
    }

    fn add(&mut self, row: TruthRow) -> Result<(), String> {
        if self.by_id.contains_key(&row.id) {
            return Err(format!("{} is there twice", row.id));
        }
        if let Some(story) = row.story.as_ref().filter(|_| !row.is_apart()) {
            *self.members.entry(story.clone()).or_default() += 1;
        }
        self.copied.extend(row.sources().iter().cloned());
        self.by_id.insert(row.id.clone(), self.rows.len());
        self.rows.push(row);
        Ok(())
    }

    /// The rows that count, in the order of the file.
    pub fn counted(&self) -> impl Iterator<Item = &TruthRow> {
        self.rows.iter().filter(|row| self.split.is_none() || row.split == self.split)
    }

    /// What is known of an article, counted or not.
    pub fn get(&self, id: &str) -> Option<&TruthRow> {
        self.by_id.get(id).map(|&row| &self.rows[row])
    }

    /// Whether `id` is an article that counts.
    pub(super) fn counts(&self, id: &str) -> bool {
        self.get(id).is_some_and(|row| self.split.is_none() || row.split == self.split)
    }

    /// The story that an article is told in together with others.
    pub(super) fn story_of<'t>(&self, row: &'t TruthRow) -> Option<&'t str> {
        let story = row.story.as_deref().filter(|_| !row.is_apart())?;
        (self.members.get(story).copied().unwrap_or(0) > 1).then_some(story)
    }

    /// Whether an article is nobody's copy and nobody's source: whatever is said to be its source is a mistake.
    pub fn is_hard_negative(&self, row: &TruthRow) -> bool {
        let is_alone = row.relation == "original"
            && row.sources().is_empty()
            && self.story_of(row).is_none()
            && !self.copied.contains(&row.id);
        row.is_apart() || is_alone
    }

    /// Whether `named` is a source of an article: the very one, the right agency, or the source's other
    /// version by the same publisher.
    pub fn is_source(&self, row: &TruthRow, named: &str) -> bool {
        row.sources().iter().any(|source| {
            named == source
                || match (agency(source), agency(named)) {
                    (Some(source), Some(named)) => is_one_agency(source, named),
                    (None, None) => self.get(named).is_some_and(|named| is_version(named, source)),
                    _ => false,
                }
        })
    }
}

/// Whether two names are of one agency: by their letters, or by the table of agencies.
fn is_one_agency(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
        || agencies::by_name(a).is_some_and(|agency| Some(agency) == agencies::by_name(b))
}

fn agency(source: &str) -> Option<&str> {
    source.strip_prefix(UNOBSERVED).map(str::trim)
}

/// Whether an article is the same as `source`, published by the same host.
fn is_version(row: &TruthRow, source: &str) -> bool {
    matches!(&row.relation[..], "same-publisher-version" | "identical")
        && row.sources().iter().any(|of| of == source)
        && host(&row.id).is_some_and(|own| host(source) == Some(own))
}

/// The host in the address or path that an id is, without what mobile and other versions put before it.
fn host(id: &str) -> Option<&str> {
    let path = id.split_once("://").map_or(id, |(_, rest)| rest);
    let (folders, _) = path.rsplit_once('/')?;
    let host = folders.split('/').find(|part| part.contains('.') && !part.starts_with('.'))?;
    let plain = ["www.", "amp.", "m.", "mobile."].iter().find_map(|prefix| host.strip_prefix(prefix));
    Some(plain.unwrap_or(host))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A truth of JSON rows.
    pub(in super::super) fn truth(split: Option<Split>, rows: &[&str]) -> Truth {
        let mut truth = Truth { split, ..Truth::default() };
        rows.iter().for_each(|row| truth.add(serde_json::from_str(row).unwrap()).unwrap());
        truth
    }

    #[test]
    fn versions_by_the_same_host_are_the_same_source() {
        let truth = truth(
            None,
            &[
                r#"{"id": "pages/www.a.example/x.html", "source": null, "relation": "original"}"#,
                r#"{"id": "pages/m.a.example/x.html", "source": "pages/www.a.example/x.html", "relation": "same-publisher-version"}"#,
                r#"{"id": "pages/b.example/x.html", "source": "pages/www.a.example/x.html", "relation": "identical"}"#,
                r#"{"id": "pages/c.example/y.html", "source": "pages/www.a.example/x.html", "relation": "edited"}"#,
            ],
        );
        let row = truth.get("pages/c.example/y.html").unwrap();
        assert!(truth.is_source(row, "pages/www.a.example/x.html"));
        assert!(truth.is_source(row, "pages/m.a.example/x.html"));
        assert!(!truth.is_source(row, "pages/b.example/x.html"), "another publisher");
        assert!(!truth.is_source(row, "pages/c.example/y.html"));
        assert!(!truth.is_source(row, "unobserved:AFP"));
    }

    #[test]
    fn agencies_are_compared_by_name_and_several_sources_each_count() {
        let truth = truth(
            None,
            &[r#"{"id": "a", "source": "w", "sources": ["w", "unobserved:dpa"], "relation": "composite"}"#],
        );
        let row = truth.get("a").unwrap();
        assert!(truth.is_source(row, "unobserved:DPA") && truth.is_source(row, "w"));
        assert!(!truth.is_source(row, "unobserved:AFP") && !truth.is_source(row, "dpa"));
        assert!(!row.is_from_unobserved());
    }

    #[test]
    fn a_hard_negative_has_neither_source_nor_copy() {
        let truth = truth(
            None,
            &[
                r#"{"id": "alone", "story": "s1", "source": null, "relation": "original"}"#,
                r#"{"id": "first", "story": "s2", "source": null, "relation": "original"}"#,
                r#"{"id": "copy", "story": "s2", "source": "first", "relation": "edited"}"#,
                r#"{"id": "half", "story": "s4", "source": null, "relation": "original"}"#,
                r#"{"id": "both", "story": "s2", "source": "first", "sources": ["first", "half"], "relation": "composite"}"#,
                r#"{"id": "fed", "story": "s3", "source": "unobserved:AP", "relation": "original"}"#,
                r#"{"id": "weather", "story": "weather", "source": null, "relation": "series"}"#,
                r#"{"id": "other", "story": null, "source": null, "relation": "unrelated"}"#,
            ],
        );
        let hard: Vec<&str> =
            truth.counted().filter(|row| truth.is_hard_negative(row)).map(|row| &row.id[..]).collect();
        assert_eq!(hard, ["alone", "weather", "other"]);
    }

    #[test]
    fn a_half_counts_and_the_other_is_still_known() {
        let truth = truth(
            Some(Split::Check),
            &[
                r#"{"id": "a", "relation": "original", "split": "dev"}"#,
                r#"{"id": "b", "relation": "original", "split": "check"}"#,
                r#"{"id": "c", "relation": "original"}"#,
            ],
        );
        assert_eq!(truth.counted().map(|row| &row.id[..]).collect::<Vec<_>>(), ["b"]);
        assert!(truth.get("a").is_some() && !truth.counts("a") && !truth.counts("z"));
    }

    #[test]
    fn hosts() {
        assert_eq!(host("pages/www.a.example/x.html"), Some("a.example"));
        assert_eq!(host("https://m.a.example/2024/x.html"), Some("a.example"));
        assert_eq!(host("b.example/x.html"), Some("b.example"));
        assert_eq!(host("reuters:2024-03-12:L5N3G1204"), None);
        assert_eq!(host("x.html"), None);
    }
}
