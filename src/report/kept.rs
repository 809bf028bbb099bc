//! Kept, removed and annotated records.

use std::collections::HashMap;
use std::fs::File;
use std::io::IoSlice;

use rayon::prelude::*;
use serde::Serialize;

use crate::engine::{Corpus, Written};
use crate::error::{Error, Result};
use crate::story::{Decision, Rank, Story};

use super::Sink;

/// Bytes and slices that one task writes.
const TASK_BYTES: usize = 4 << 20;
const TASK_SLICES: usize = 512;

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
        match &mut stretch {
            Some(last) if last.is_followed_by(&next) => last.range.end = next.range.end,
            _ => {
                slices.extend(stretch.iter().map(Written::bytes));
                stretch = Some(next);
            }
        }
        if !corpus.written(article, header.is_some()).bytes().ends_with(b"\n") {
            slices.extend(stretch.take().iter().map(Written::bytes));
            slices.push(b"\n");
        }
    }
    slices.extend(stretch.iter().map(Written::bytes));
    write(sink, &slices)
}

/// Writes slices one after the other: on all threads where the output is a plain file.
fn write(mut sink: Sink, slices: &[&[u8]]) -> Result<()> {
    let Some(file) = sink.plain() else {
        for slice in slices {
            sink.write(slice)?;
        }
        return sink.finish();
    };
    let mut tasks: Vec<(u64, &[&[u8]])> = Vec::new();
    let (mut at, mut from, mut bytes) = (0, 0, 0);
    for (k, slice) in slices.iter().enumerate() {
        bytes += slice.len();
        if bytes >= TASK_BYTES || k + 1 - from == TASK_SLICES || k + 1 == slices.len() {
            tasks.push((at, &slices[from..=k]));
            (at, from, bytes) = (at + bytes as u64, k + 1, 0);
        }
    }
    let written = file.set_len(at).and_then(|()| {
        tasks.par_iter().with_max_len(1).try_for_each(|&(at, slices)| write_at(file, slices, at))
    });
    written.map_err(|e| Error::io(sink.path(), e))?;
    sink.finish()
}

/// Writes slices one after the other from position `at`.
#[cfg(unix)]
fn write_at(file: &File, slices: &[&[u8]], mut at: u64) -> std::io::Result<()> {
    let mut all: Vec<IoSlice<'_>> = slices.iter().map(|s| IoSlice::new(s)).collect();
    let mut rest = &mut all[..];
    while !rest.is_empty() {
        match rustix::io::pwritev(file, rest, at) {
            Ok(0) => return Err(std::io::ErrorKind::WriteZero.into()),
            Ok(n) => {
                at += n as u64;
                IoSlice::advance_slices(&mut rest, n);
            }
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Writes slices one after the other from position `at`.
#[cfg(windows)]
fn write_at(file: &File, slices: &[&[u8]], mut at: u64) -> std::io::Result<()> {
    for slice in slices {
        let mut rest = *slice;
        while !rest.is_empty() {
            let n = std::os::windows::fs::FileExt::seek_write(file, rest, at)?;
            rest = &rest[n..];
            at += n as u64;
        }
    }
    Ok(())
}

/// What `--removed` says of a record.
#[derive(Debug, Serialize)]
struct RemovedRow<'r> {
    id: &'r str,
    duplicate_of: &'r str,
    similarity: f64,
}

/// Writes for each removed record which kept one it matched, and how well.
pub fn removed(decisions: &[Decision], ranks: &HashMap<u32, Rank>, mut sink: Sink) -> Result<()> {
    let id = |article| ranks.get(&article).map(Rank::id).unwrap_or_default();
    for decision in decisions {
        let similarity = round(decision.similarity);
        sink.line(&RemovedRow { id: &id(decision.article), duplicate_of: &id(decision.kept), similarity })?;
    }
    sink.finish()
}

/// What `--annotate` adds to a record.
#[derive(Debug, Serialize)]
struct Note<'n> {
    kept: bool,
    duplicate_of: Option<&'n str>,
    similarity: Option<f64>,
    story: Option<&'n str>,
}

/// Writes every record, kept or not, as a JSON line with a field `wiretrace` added.
pub fn annotate(
    corpus: &Corpus,
    decisions: &[Decision],
    stories: &[Story],
    ranks: &HashMap<u32, Rank>,
    mut sink: Sink,
) -> Result<()> {
    let id = |article: u32| ranks.get(&article).map(Rank::id).unwrap_or_default();
    let mut story_of: HashMap<u32, String> = HashMap::new();
    for story in stories {
        let first = id(story.members[0].article);
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
        let kept_id = decision.map(|d| id(d.kept));
        let note = Note {
            kept: decision.is_none(),
            duplicate_of: kept_id.as_deref(),
            similarity: decision.map(|d| round(d.similarity)),
            story: story_of.get(&article).map(String::as_str),
        };
        let line = corpus.line(article).trim_ascii_end();
        out.clear();
        // A record is an object with at least its text: it ends in a brace, behind some field.
        out.extend_from_slice(line.strip_suffix(b"}").unwrap_or(line));
        out.extend_from_slice(b",\"wiretrace\":");
        serde_json::to_writer(&mut out, &note).map_err(|e| Error::io(sink.path(), e.into()))?;
        out.extend_from_slice(b"}\n");
        sink.write(&out)?;
    }
    sink.finish()
}

/// Four decimals are what anyone reads.
pub(super) fn round(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}
