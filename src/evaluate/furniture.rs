//! The metric of furniture: whether the lines of a page that are not its article were told from it.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::Result;

use super::lines::{self, Broken};
use super::mistake::Mistake;
use super::result::Answers;
use super::share::Share;
use super::truth::Truth;

/// What the lines of a page are.
#[derive(Debug, Clone, Default, Deserialize)]
struct Page {
    id: String,
    #[serde(default)]
    article: Vec<String>,
    #[serde(default)]
    furniture: Vec<String>,
    #[serde(default)]
    credit: Vec<String>,
}

/// What the lines of all pages are.
#[derive(Debug, Default)]
pub struct FurnitureTruth(Vec<Page>);

impl FurnitureTruth {
    /// Reads a file of marked lines.
    ///
    /// Errors: it cannot be read.
    pub fn read(path: &Path) -> Result<(FurnitureTruth, Vec<Broken>)> {
        let (mut pages, mut ids) = (Vec::new(), HashSet::new());
        let broken = lines::read(path, |page: Page| {
            if !ids.insert(page.id.clone()) {
                return Err(format!("{} is there twice", page.id));
            }
            pages.push(page);
            Ok(())
        })?;
        Ok((FurnitureTruth(pages), broken))
    }

    /// Pages that the truth of articles does not know.
    pub fn unknown<'s>(&'s self, truth: &Truth) -> Vec<&'s str> {
        self.0.iter().map(|page| &page.id[..]).filter(|id| truth.get(id).is_none()).collect()
    }
}

/// How well furniture is told from articles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Furniture {
    /// Of the lines called furniture that are marked as anything: those that are furniture.
    pub precision: Share,
    /// Of the lines that are furniture: those called so.
    pub recall: Share,
}

/// Measures the lines of all marked pages that count. A result that says nothing of furniture is not measured.
pub(super) fn measure(
    truth: &Truth,
    marked: &FurnitureTruth,
    answers: &Answers,
    mistakes: &mut Vec<Mistake>,
) -> Option<Furniture> {
    if answers.verdicts.values().all(|verdict| verdict.furniture.is_none()) {
        return None;
    }
    let mut found = Furniture::default();
    for page in marked.0.iter().filter(|page| truth.counts(&page.id)) {
        let said = answers.verdicts.get(&page.id).and_then(|verdict| verdict.furniture.as_ref());
        let said = folded(said.into_iter().flatten());
        let furniture = folded(&page.furniture);
        let kept = folded(page.article.iter().chain(&page.credit));
        for line in &furniture {
            // What one calls a line another calls a part of it: a bar of buttons is one or several.
            let is_found = said.iter().any(|said| has(said, line));
            found.recall.count(is_found);
            if !is_found {
                mistakes.push(Mistake::new("furniture", &page.id, line, None::<&str>));
            }
        }
        for line in &said {
            let is_wrong = kept.iter().any(|kept| has(line, kept));
            let is_right = !is_wrong && furniture.iter().any(|own| has(line, own) || has(own, line));
            if is_right || is_wrong {
                found.precision.count(is_right);
            }
            if is_wrong {
                mistakes.push(Mistake::new("furniture", &page.id, "-", Some(line)));
            }
        }
    }
    Some(found)
}

/// Whether a line is another one or has it as a part, from one word's edge to another's.
fn has(line: &str, part: &str) -> bool {
    line.match_indices(part).any(|(at, _)| {
        let is_edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        is_edge(line[..at].chars().next_back()) && is_edge(line[at + part.len()..].chars().next())
    })
}

/// Lines, each once, any white space in them one blank.
fn folded<'l>(lines: impl IntoIterator<Item = &'l String>) -> BTreeSet<String> {
    let folded = lines.into_iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    folded.filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::result::tests::answers;
    use super::super::truth::tests::truth;
    use super::*;

    fn marked(pages: &[&str]) -> FurnitureTruth {
        FurnitureTruth(pages.iter().map(|page| serde_json::from_str(page).unwrap()).collect())
    }

    const ROWS: [&str; 2] =
        [r#"{"id": "a", "relation": "original"}"#, r#"{"id": "b", "relation": "original"}"#];
    const PAGES: [&str; 2] = [
        r#"{"id": "a", "article": ["One.", "Two."], "furniture": ["Read also: this", "Share"], "credit": ["Source: X"]}"#,
        r#"{"id": "b", "article": ["Three."], "furniture": ["Share"], "credit": []}"#,
    ];

    #[test]
    fn lines_of_neither_kind_are_not_counted_and_white_space_is_folded() {
        let result =
            r#"{"article": "a", "furniture": ["Read\u00a0also:\n this ", "Home", "Two.", "Source: X"]}"#;
        let mut mistakes = Vec::new();
        let found =
            measure(&truth(None, &ROWS), &marked(&PAGES), &answers(&[result]), &mut mistakes).unwrap();
        assert_eq!(found.precision, Share { right: 1, of: 3 });
        assert_eq!(found.recall, Share { right: 1, of: 3 }, "b is missing, and so is its line");
        let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "furniture\ta\tShare\t-",
                "furniture\ta\t-\tSource: X",
                "furniture\ta\t-\tTwo.",
                "furniture\tb\tShare\t-"
            ]
        );
    }

    #[test]
    fn a_line_may_be_part_of_another() {
        let result = r#"{"article": "a", "furniture": ["Like Share Print", "Read also: this"]}"#;
        let found =
            measure(&truth(None, &ROWS[..1]), &marked(&PAGES[..1]), &answers(&[result]), &mut Vec::new())
                .unwrap();
        assert_eq!(
            found,
            Furniture { precision: Share { right: 2, of: 2 }, recall: Share { right: 2, of: 2 } }
        );
        assert!(has("Share", "Share") && !has("Shares", "Share") && has("(Share)", "Share"));
    }

    #[test]
    fn results_without_furniture_are_not_measured() {
        let answers = answers(&[r#"{"article": "a"}"#]);
        assert_eq!(measure(&truth(None, &ROWS), &marked(&PAGES), &answers, &mut Vec::new()), None);
    }

    #[test]
    fn pages_that_nobody_knows_are_told() {
        assert_eq!(marked(&PAGES).unknown(&truth(None, &ROWS[..1])), ["b"]);
    }
}
