//! Kept, removed and annotated records.

use serde::Serialize;
use std::collections::HashMap;

use crate::engine::{Corpus, Written};
use crate::error::Result;
use crate::story::{Decision, Ranks, Story};

use super::Sink;
use super::note::{self, Note};

/// Slices that are handed to the system at once.
const SLICES: usize = 512;

/// Writes the records that are kept, in input order: lines and table rows byte for byte as they came,
/// others as canonical records.
pub fn kept(corpus: &Corpus, removed: &[Decision], sink: Sink) -> Result<()> {
    let header = corpus.common_header();
    let mut gone = removed.iter().map(|d| d.article).peekable();
    let mut left_out = corpus.left_out().iter().copied().peekable();
    // Neighbours in memory are one slice: most of a large file is a few long stretches.
    let mut slices: Vec<&[u8]> = Vec::new();
    slices.extend(header);
    let mut stretch: Option<Written<'_>> = None;
    for article in 0..corpus.len() as u32 {
        if gone.next_if_eq(&article).is_some() | left_out.next_if_eq(&article).is_some() {
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
    }
    slices.extend(stretch.iter().map(Written::bytes));
    write(sink, &slices)
}

/// Writes slices one after the other. One thread does it: the system lets no more than one write to a
/// file at a time, and a second one only spins.
fn write(mut sink: Sink, slices: &[&[u8]]) -> Result<()> {
    for slices in slices.chunks(SLICES) {
        sink.write_all(slices)?;
    }
    sink.finish()
}

/// What `--removed` says of a record.
#[derive(Debug, Serialize)]
struct RemovedRow<'r> {
    id: &'r str,
    duplicate_of: &'r str,
    similarity: f64,
}

/// Writes for each removed record which kept one it matched, and how well.
pub fn removed(decisions: &[Decision], ranks: &Ranks, mut sink: Sink) -> Result<()> {
    for decision in decisions {
        let similarity = round(decision.similarity);
        sink.line(&RemovedRow {
            id: &ranks.id(decision.article),
            duplicate_of: &ranks.id(decision.kept),
            similarity,
        })?;
    }
    sink.finish()
}

/// Writes every record, kept or not, as a JSON line with a field `wiretrace` added, in place of one that
/// an earlier run has added.
pub fn annotate(
    corpus: &Corpus,
    decisions: &[Decision],
    stories: &[Story],
    ranks: &Ranks,
    mut sink: Sink,
) -> Result<()> {
    let mut story_of: HashMap<u32, String> = HashMap::new();
    for story in stories {
        let first = ranks.id(story.members[0].article);
        story_of.extend(story.members.iter().map(|m| (m.article, first.clone())));
    }
    let mut decisions = decisions.iter().peekable();
    let mut left_out = corpus.left_out().iter().copied().peekable();
    let mut out = Vec::new();
    for article in 0..corpus.len() as u32 {
        let decision = decisions.next_if(|d| d.article == article);
        if left_out.next_if_eq(&article).is_some() {
            continue;
        }
        let kept_id = decision.map(|d| ranks.id(d.kept));
        let note = Note {
            kept: decision.is_none(),
            duplicate_of: kept_id.as_deref(),
            similarity: decision.map(|d| round(d.similarity)),
            story: story_of.get(&article).map(String::as_str),
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
