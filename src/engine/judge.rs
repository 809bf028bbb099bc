//! The judge: a traced article to the one source that it was made from, with what speaks for that.
//!
//! Owns asking each related article for its papers; the weighing is that of [`crate::provenance`].

use crate::compare::Passage;
use crate::error::Result;
use crate::index::Scratch;
use crate::provenance::{Course, Descent, Side, Tie, credit, direction, parent};

use super::known::Known;
use super::papers::{Papers, outlets};
use super::trace::Found;

/// What was judged of a traced article.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// Where it was taken from; an article as a parent is the number of one of those that it is related to.
    pub descent: Option<Descent>,
    /// Which way the text went between it, the first, and each that it is related to.
    pub courses: Vec<Course>,
    /// Whether it credits each of these.
    pub credited: Vec<bool>,
    /// What each of these says of itself, and its text.
    pub others: Vec<(Papers, String)>,
}

/// Judges what was found for an article with these papers and this text.
///
/// Errors: the known articles cannot be read.
pub(super) fn judge(
    known: &Known,
    scratch: &mut Scratch,
    papers: &Papers,
    text: &str,
    found: &Found,
) -> Result<Judged> {
    let mut others = Vec::with_capacity(found.related.len());
    for related in &found.related {
        others.push(known.papers(related.article, scratch)?);
    }
    let outlets = outlets(others.iter().map(|(papers, _)| papers).chain([papers]));
    let theirs = others.iter().map(|(papers, text)| papers.side(text));
    let sides: Vec<Side<'_>> = [papers.side(text)].into_iter().chain(theirs).collect();
    let ties: Vec<Tie> = (1..)
        .zip(&found.related)
        .map(|(nth, related)| {
            let course = direction([&sides[0], &sides[nth as usize]], related.found.covered, &outlets);
            Tie { course, ..Tie::new([0, nth], related.found.clone()) }
        })
        .collect();
    let passages: Vec<Vec<Passage>> = found.related.iter().map(|related| related.passages.clone()).collect();
    let descent = parent(&sides, &ties, &passages, &outlets).map(|descent| descent.renumbered(|n| n - 1));
    let credited = sides[1..].iter().map(|source| credit(&sides[0], source, &outlets).is_some()).collect();
    drop(sides);
    Ok(Judged { descent, courses: ties.into_iter().map(|tie| tie.course).collect(), credited, others })
}
