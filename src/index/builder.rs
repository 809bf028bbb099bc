//! Builder: articles in memory to a new segment.
//!
//! Owns the postings of the articles that are not written yet, their sorting and the order of the parts in
//! the file. Texts go to the file as they come; the rest when the segment is full. The same articles in the
//! same order make the same bytes, whatever the number of threads and however they were handed over.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::batch::{Batch, Span};
use super::bits::{mask, width_below};
use super::columns::Section;
use super::columns::blocks::{BlockWriter, RECORDS, TEXTS};
use super::columns::build::{ColumnMeta, ColumnWriter, Encoded, INLINE, Shape, encode_sorted};
use super::columns::runs::{DEALT, DOC_BITS, Postings};
use super::columns::sentences::Filling;
use super::disk::Output;
use super::frame::checksum;
use super::manifest::Listed;
use super::pages::PageWriter;
use super::segment::{self, ALWAYS, ANCHORS, Footer, KINDS, Meanings, WIDTHS};
use super::tombstones::Tombstones;
use crate::error::Result;

/// Articles of a new segment, at most.
pub(super) const MAX_FRESH: u32 = 1 << DOC_BITS;
/// Postings of a part that is sorted in the cache.
const PART: usize = 1 << 14;
/// Parts that are encoded before they are written.
const WINDOW: usize = 64;

/// The ids of a new segment, by article.
#[derive(Debug, Default)]
pub(super) struct Ids {
    text: Vec<u8>,
    ends: Vec<usize>,
    pub(super) hashes: Vec<u64>,
}

impl Ids {
    fn extend(&mut self, batch: &Batch) {
        for id in batch.ids.iter() {
            self.text.extend_from_slice(id);
            self.ends.push(self.text.len());
        }
        self.hashes.extend_from_slice(&batch.id_hashes);
    }

    /// The id of an article.
    pub(super) fn get(&self, doc: usize) -> &[u8] {
        let start = doc.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[doc]]
    }

    /// Articles that a later one with the same id replaces.
    fn replaced(&self) -> Tombstones {
        let mut order: Vec<(u64, u32)> = self.hashes.iter().copied().zip(0..).collect();
        order.par_sort_unstable();
        let mut dead = Tombstones::default();
        for same in order.chunk_by(|a, b| a.0 == b.0) {
            for (n, &(_, doc)) in same.iter().enumerate() {
                let id = self.get(doc as usize);
                if same[n + 1..].iter().any(|&(_, later)| self.get(later as usize) == id) {
                    dead.add(doc);
                }
            }
        }
        dead
    }
}

/// A segment that is being filled.
#[derive(Debug)]
pub(super) struct Builder {
    number: u64,
    out: PageWriter,
    slots: u16,
    docs: u32,
    postings: [Postings; KINDS],
    /// Bytes that postings may take in memory.
    most: usize,
    folder: PathBuf,
    rows: Vec<u8>,
    records: BlockWriter,
    records_done: Vec<u8>,
    text_at: u64,
    texts: Option<BlockWriter>,
    sentences: Option<Filling>,
    span: Span,
    ids: Ids,
}

/// A segment that was written.
#[derive(Debug)]
pub(super) struct Built {
    pub(super) listed: Listed,
    pub(super) output: Output,
    pub(super) dead: Tombstones,
    pub(super) ids: Ids,
    /// Empty; to be used again.
    pub(super) postings: [Postings; KINDS],
}

impl Builder {
    /// Begins the file. Postings that take more than `most` bytes in memory go to a file without a name.
    pub(super) fn create(
        path: &Path,
        number: u64,
        slots: u16,
        (text, sentences): (bool, bool),
        mut postings: [Postings; KINDS],
        most: usize,
    ) -> Result<Self> {
        postings.iter_mut().for_each(Postings::clear);
        let out = segment::create(path, number)?;
        Ok(Builder {
            number,
            slots,
            docs: 0,
            postings,
            most,
            folder: path.parent().unwrap_or(path).to_path_buf(),
            rows: Vec::new(),
            records: BlockWriter::new(RECORDS),
            records_done: Vec::new(),
            text_at: out.at(),
            texts: text.then(|| BlockWriter::new(TEXTS)),
            sentences: sentences.then(Filling::default),
            span: Span::default(),
            ids: Ids::default(),
            out,
        })
    }

    /// Articles so far.
    pub(super) fn docs(&self) -> u32 {
        self.docs
    }

    /// Bytes that the articles so far take in memory.
    pub(super) fn memory(&self) -> usize {
        self.postings_memory()
            + self.rows.len()
            + self.records_done.len()
            + self.ids.text.len()
            + self.ids.ends.len() * 16
            + self.sentences.as_ref().map_or(0, Filling::memory)
    }

    fn postings_memory(&self) -> usize {
        self.postings.iter().map(Postings::memory).sum()
    }

    /// Adds articles, of which there is room for. After an error the segment is of no use.
    pub(super) fn add(&mut self, batch: &Batch) -> Result<()> {
        for record in batch.records.iter() {
            self.records.push(record);
        }
        let done = &mut self.records_done;
        self.records.drain(false, &mut |bytes| {
            done.extend_from_slice(bytes);
            Ok(())
        })?;
        if let Some(texts) = &mut self.texts {
            for text in batch.texts.iter() {
                texts.push(text);
                texts.drain(false, &mut |bytes| self.out.write(bytes))?;
            }
        }
        if let (Some(sentences), Some(new)) = (&mut self.sentences, &batch.sentences) {
            sentences.extend(self.docs, new, &self.folder)?;
        }
        self.rows.extend_from_slice(&batch.rows);
        let first = u64::from(self.docs);
        for (kind, (all, new)) in self.postings.iter_mut().zip(&batch.postings).enumerate() {
            all.extend(new, first << WIDTHS[kind].1);
        }
        self.ids.extend(batch);
        self.span.add_all(batch.span);
        self.docs += batch.len() as u32;
        if self.postings_memory() > self.most {
            self.postings.iter_mut().try_for_each(|postings| postings.spill(&self.folder))?;
        }
        Ok(())
    }

    /// Writes what is left and ends the file.
    pub(super) fn finish(mut self, background: &[u8]) -> Result<Built> {
        let docs = self.docs;
        let text = match self.texts.take() {
            Some(mut texts) => {
                texts.drain(true, &mut |bytes| self.out.write(bytes))?;
                let (mut meta, directory) = texts.finish(self.text_at);
                meta.directory.at = self.out.at();
                self.out.write(&directory)?;
                Some(meta)
            }
            None => None,
        };
        let done = &mut self.records_done;
        self.records.drain(true, &mut |bytes| {
            done.extend_from_slice(bytes);
            Ok(())
        })?;
        let (mut records, directory) = self.records.finish(self.out.at());
        self.out.write(&self.records_done)?;
        records.directory.at = self.out.at();
        self.out.write(&directory)?;
        let rows = section(&mut self.out, &self.rows)?;
        let mut columns = Vec::with_capacity(ALWAYS);
        for (kind, postings) in self.postings.iter_mut().enumerate().take(ALWAYS) {
            columns.push(write_column(kind, postings, docs, &mut self.out)?);
            postings.clear();
        }
        let meanings = match self.sentences.take() {
            Some(sentences) => {
                let anchors = write_column(ANCHORS, &mut self.postings[ANCHORS], docs, &mut self.out)?;
                self.postings[ANCHORS].clear();
                Some(Meanings { sentences: sentences.write(&mut self.out)?, anchors })
            }
            None => None,
        };
        let footer = Footer {
            number: self.number,
            docs,
            slots: self.slots,
            times: self.span.0,
            records,
            text,
            rows,
            columns: columns.try_into().expect("one column a kind was written"),
            background_sum: checksum(background, 0),
            background: section(&mut self.out, background)?,
            table_at: 0,
            roots: Vec::new(),
            meanings,
        };
        let (len, footer_sum, output) = segment::finish(self.out, footer)?;
        let listed = Listed { number: self.number, len, footer_sum, docs, dead: None };
        Ok(Built { listed, output, dead: self.ids.replaced(), ids: self.ids, postings: self.postings })
    }
}

/// Appends bytes; gives where they are.
pub(super) fn section(out: &mut PageWriter, bytes: &[u8]) -> Result<Section> {
    let section = Section { at: out.at(), len: bytes.len() as u64 };
    out.write(bytes)?;
    Ok(section)
}

/// Sorts, encodes and writes a column.
fn write_column(kind: usize, postings: &mut Postings, docs: u32, out: &mut PageWriter) -> Result<ColumnMeta> {
    let value_bits = DOC_BITS + u32::from(WIDTHS[kind].1);
    let part_bits = width_below(postings.len().div_ceil(PART) as u64).min(DEALT);
    let count = postings.len() as u64;
    let parts = postings.parts()?;
    let sorted = |part: usize, (out, scratch): &mut (Vec<u64>, Vec<u64>)| {
        parts.sorted(part, part_bits, out, scratch);
    };
    // A sixteenth of the keys says how many items there are, and so how many blocks are needed.
    let step = if part_bits > 4 { 16 } else { 1 };
    let sampled: Vec<usize> = (0..1 << part_bits).step_by(step).collect();
    let count_items = |buffers: &mut (Vec<u64>, Vec<u64>), part: &usize| {
        sorted(*part, buffers);
        items(&buffers.0, value_bits)
    };
    let items = step as u64 * sampled.par_iter().map_init(Default::default, count_items).sum::<u64>();
    let shape = Shape::plan(WIDTHS[kind], docs, items, count, part_bits);
    let stored = |posting: u64| posting >> value_bits << shape.value_bits() | posting & mask(value_bits);
    let mut column = ColumnWriter::new(shape, out);
    let all: Vec<usize> = (0..1 << part_bits).collect();
    let encode = |window: &[usize]| -> Vec<Encoded> {
        let encode = |buffers: &mut (Vec<u64>, Vec<u64>), part: &usize| {
            sorted(*part, buffers);
            encode_sorted(shape, part_bits, &buffers.0, &stored)
        };
        window.par_iter().with_max_len(4).map_init(Default::default, encode).collect()
    };
    let (mut these, mut next) = (Vec::new(), Vec::new());
    for window in all.chunks(WINDOW).map(Some).chain([None]) {
        // One window is written, on this thread, while the next is encoded.
        rayon::in_place_scope(|scope| {
            let (next, encode) = (&mut next, &encode);
            scope.spawn(move |_| *next = encode(window.unwrap_or(&[])));
            these.iter().try_for_each(|part| column.part(part, out))
        })?;
        these = std::mem::take(&mut next);
    }
    column.finish(out)
}

/// How many items sorted postings will be, where no key has an article twice.
fn items(postings: &[u64], value_bits: u32) -> u64 {
    let runs = postings.chunk_by(|a, b| a >> value_bits == b >> value_bits);
    runs.map(|run| if run.len() > INLINE { 1 } else { run.len() as u64 }).sum()
}
