//! Kept, removed and annotated records.

use std::iter::Peekable;

use serde::Serialize;

use crate::compare::Relation;
use crate::engine::{Corpus, Written};
use crate::error::Result;
use crate::story::{Decision, InStory, Likeness};

use super::Sink;
use super::note::{self, Note};

/// Slices that are handed to the system at once.
const SLICES: usize = 512;

/// Writes the records that are kept, in input order: lines and table rows byte for byte as they came,
/// others as canonical records. `removed` are in order of their numbers.
pub fn kept(corpus: &Corpus, removed: impl Iterator<Item = Result<u32>>, mut sink: Sink) -> Result<()> {
    let header = corpus.common_header();
    let mut gone = removed.peekable();
    let mut left_out = corpus.left_out().iter().copied().peekable();
    // Neighbours in memory are one slice: most of a large file is a few long stretches.
    let mut slices: Vec<&[u8]> = Vec::with_capacity(SLICES + 3);
    slices.extend(header);
    let mut stretch: Option<Written<'_>> = None;
    for article in 0..corpus.len() as u32 {
        let removed = next_if(&mut gone, |gone| *gone == article)?.is_some();
        if removed | left_out.next_if_eq(&article).is_some() {
            continue;
        }
        let next = corpus.written(article, header.is_some());
        let ends_line = next.bytes().ends_with(b"\n");
        match &mut stretch {
            Some(last) if last.is_followed_by(&next) => last.range.end = next.range.end,
            _ => {
                slices.extend(stretch.iter().map(Written::bytes));
                stretch = Some(next);
            }
        }
        if !ends_line {
            slices.extend(stretch.take().iter().map(Written::bytes));
            slices.push(b"\n");
        }
        // One thread writes: the system lets no more than one write to a file at a time, and a second one
        // only spins.
        if slices.len() >= SLICES {
            sink.write_all(&slices)?;
            slices.clear();
        }
    }
    slices.extend(stretch.iter().map(Written::bytes));
    sink.write_all(&slices)?;
    sink.finish()
}

/// The next item if it is the one that is looked for, or the error in its place.
fn next_if<T>(
    items: &mut Peekable<impl Iterator<Item = Result<T>>>,
    wanted: impl Fn(&T) -> bool,
) -> Result<Option<T>> {
    items.next_if(|item| item.as_ref().map_or(true, &wanted)).transpose()
}

/// What `--removed` says of a record.
#[derive(Debug, Serialize)]
struct RemovedRow<'r> {
    id: &'r str,
    duplicate_of: &'r str,
    similarity: Option<f64>,
    #[serde(flatten)]
    translation: Option<Translation>,
}

/// What is said besides where the kept record tells the same in another language.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Translation {
    relation: &'static str,
    confidence: f64,
}

impl Translation {
    fn of(likeness: Likeness) -> Option<Translation> {
        let Likeness::Translation(sure) = likeness else { return None };
        Some(Translation { relation: Relation::Translation.name(), confidence: round(sure.into()) })
    }
}

/// Writes for a removed record which kept one it matched, and how well; `id` gives ids.
pub fn removed(decision: &Decision, id: impl Fn(u32) -> String, sink: &mut Sink) -> Result<()> {
    let row = RemovedRow {
        id: &id(decision.article),
        duplicate_of: &id(decision.kept),
        similarity: decision.likeness.similarity().map(round),
        translation: Translation::of(decision.likeness),
    };
    sink.line(&row)
}

/// Writes every record, kept or not, as a JSON line with a field `wiretrace` added, in place of one that
/// an earlier run has added. Decisions and the first articles of the stories that records are in come in order
/// of the records' numbers; `id` gives ids.
pub fn annotate(
    corpus: &Corpus,
    decisions: impl Iterator<Item = Result<Decision>>,
    stories: impl Iterator<Item = Result<InStory>>,
    id: impl Fn(u32) -> String,
    mut sink: Sink,
) -> Result<()> {
    let (mut decisions, mut stories) = (decisions.peekable(), stories.peekable());
    let mut left_out = corpus.left_out().iter().copied().peekable();
    let mut out = Vec::new();
    for article in 0..corpus.len() as u32 {
        let decision = next_if(&mut decisions, |decision| decision.article == article)?;
        let story = next_if(&mut stories, |member| member.article == article)?;
        if left_out.next_if_eq(&article).is_some() {
            continue;
        }
        let kept_id = decision.map(|d| id(d.kept));
        let story = story.map(|story| id(story.first));
        let note = Note {
            kept: decision.is_none(),
            duplicate_of: kept_id.as_deref(),
            similarity: decision.and_then(|d| d.likeness.similarity()).map(round),
            translation: decision.and_then(|d| Translation::of(d.likeness)),
            story: story.as_deref(),
        };
        out.clear();
        note::write(&mut out, corpus.line(article), &note);
        sink.write(&out)?;
    }
    sink.finish()
}

/// Four decimals are what anyone reads.
pub(super) fn round(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}
