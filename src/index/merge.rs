//! Merge: several segments to one, without what was removed.
//!
//! Columns are merged part by part of the keys' range, several parts at once on as many threads, so memory
//! is bounded by a few parts whatever the segments' size (a key with a list needs eight bytes an article
//! once). Blocks of texts and records are copied as they are where nothing in them was removed. Owns that;
//! which segments are merged and when is `policy.rs`.

use std::path::Path;

use rayon::prelude::*;

use super::background::Background;
use super::batch::Span;
use super::bits::{mask, width_below};
use super::builder::section;
use super::columns::Section;
use super::columns::blocks::{BlockWriter, Blocks, BlocksMeta, Cache, RECORDS, TEXTS};
use super::columns::build::{ColumnMeta, ColumnWriter, Encoded, Encoder, INLINE, Shape};
use super::columns::keys::Found;
use super::columns::sentences::{self, Sentences};
use super::columns::sort;
use super::disk::Output;
use super::frame::checksum;
use super::manifest::Listed;
use super::pages::PageWriter;
use super::segment::{self, ALWAYS, ANCHORS, Footer, Meanings, Segment, WIDTHS};
use super::tombstones::Tombstones;
use crate::error::{Error, Result};

/// Items of a part, about.
const PART: u64 = 1 << 15;
/// Parts that are encoded before they are written.
const WINDOW: usize = 64;
/// Stands for a removed article.
const GONE: u32 = u32::MAX;

/// A segment to be merged, and what of it is removed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'s> {
    pub(super) segment: &'s Segment,
    pub(super) dead: &'s Tombstones,
}

/// New numbers of a source's articles.
struct Renumbered<'s> {
    source: Source<'s>,
    base: u32,
    /// By old number; none if nothing was removed.
    new: Option<Vec<u32>>,
}

impl Renumbered<'_> {
    #[inline]
    fn number(&self, doc: u32) -> u32 {
        match &self.new {
            None => self.base + doc,
            Some(new) => new[doc as usize],
        }
    }
}

/// Writes the segment that has all articles of `sources`, in their order.
pub(super) fn merge(
    sources: &[Source<'_>],
    path: &Path,
    number: u64,
    background: &dyn Background,
) -> Result<(Listed, Output)> {
    let (mut all, mut docs) = (Vec::with_capacity(sources.len()), 0u64);
    for &source in sources {
        let base = docs as u32;
        let new = (source.dead.count() > 0).then(|| {
            let mut next = base;
            let renumber = |doc| {
                if source.dead.has(doc) {
                    return GONE;
                }
                next += 1;
                next - 1
            };
            (0..source.segment.footer.docs).map(renumber).collect()
        });
        all.push(Renumbered { source, base, new });
        docs += u64::from(source.segment.footer.docs - source.dead.count());
    }
    let docs = u32::try_from(docs)
        .ok()
        .filter(|docs| *docs <= segment::MAX_DOCS)
        .ok_or_else(|| Error::Usage("a segment of the index would become too large".to_owned()))?;
    let mut out = segment::create(path, number)?;
    let texts: Option<Vec<Blocks<'_>>> = sources.iter().map(|s| s.segment.texts()).collect();
    let text = match texts {
        Some(texts) => {
            let writer = BlockWriter::new(TEXTS);
            Some(merge_blocks(&all, &texts, writer, &mut out)?)
        }
        None => None,
    };
    let records: Vec<Blocks<'_>> = sources.iter().map(|s| s.segment.records()).collect();
    let writer = BlockWriter::new(RECORDS);
    let records = merge_blocks(&all, &records, writer, &mut out)?;
    let rows = merge_rows(&all, &mut out)?;
    let mut columns = Vec::with_capacity(ALWAYS);
    for kind in 0..ALWAYS {
        columns.push(merge_column(&all, kind, docs, &mut out)?);
    }
    let meanings = merge_meanings(&all, docs, &mut out)?;
    let parts: Vec<&[u8]> = sources.iter().map(|s| s.segment.background()).collect::<Result<_>>()?;
    let merged = background.merge(&parts)?;
    let footer = Footer {
        number,
        docs,
        slots: sources.first().map_or(0, |s| s.segment.footer.slots),
        times: span(sources)?.0,
        records,
        text,
        rows,
        columns: columns.try_into().expect("one column a kind was merged"),
        background_sum: checksum(&merged, 0),
        background: section(&mut out, &merged)?,
        table_at: 0,
        roots: Vec::new(),
        meanings,
    };
    let (len, footer_sum, output) = segment::finish(out, footer)?;
    Ok((Listed { number, len, footer_sum, docs, dead: None }, output))
}

/// The times of what is not removed.
fn span(sources: &[Source<'_>]) -> Result<Span> {
    let mut span = Span::default();
    let mut cache = Cache::default();
    for source in sources {
        if source.dead.count() == 0 {
            source.segment.footer.times.into_iter().for_each(|times| span.add(times));
            continue;
        }
        source.segment.for_each_record(&mut cache, |doc, record| {
            if !source.dead.has(doc) {
                span.add(record.times);
            }
            Ok(())
        })?;
    }
    Ok(span)
}

/// Merges the blocks of all sources.
fn merge_blocks(
    all: &[Renumbered<'_>],
    blocks: &[Blocks<'_>],
    mut writer: BlockWriter,
    out: &mut PageWriter,
) -> Result<BlocksMeta> {
    let at = out.at();
    let mut cache = Cache::default();
    for (renumbered, blocks) in all.iter().zip(blocks) {
        let source = &renumbered.source;
        for number in 0..blocks.len() {
            let block = blocks.block(number)?;
            let past = u64::from(block.first) + u64::from(block.items);
            if past > u64::from(source.segment.footer.docs) {
                return Err(Error::damaged(source.segment.pages.path(), "a block has too many articles"));
            }
            let whole = (block.first..past as u32).all(|doc| !source.dead.has(doc));
            if whole && writer.copy(&block) {
                writer.drain(false, &mut |bytes| out.write(bytes))?;
                continue;
            }
            blocks.load(source.segment.key, number, &mut cache)?;
            for (doc, item) in (block.first..).zip(cache.items()) {
                if !source.dead.has(doc) {
                    writer.push(item);
                }
            }
            writer.drain(false, &mut |bytes| out.write(bytes))?;
        }
    }
    writer.drain(true, &mut |bytes| out.write(bytes))?;
    let (mut meta, directory) = writer.finish(at);
    meta.directory.at = out.at();
    out.write(&directory)?;
    Ok(meta)
}

fn merge_rows(all: &[Renumbered<'_>], out: &mut PageWriter) -> Result<Section> {
    let at = out.at();
    for renumbered in all {
        let rows = renumbered.source.segment.rows();
        for doc in 0..renumbered.source.segment.footer.docs {
            if !renumbered.source.dead.has(doc) {
                out.write(rows.row(doc)?)?;
            }
        }
    }
    Ok(Section { at, len: out.at() - at })
}

/// Merges sentences, numbers and names, if all sources keep them.
fn merge_meanings(all: &[Renumbered<'_>], docs: u32, out: &mut PageWriter) -> Result<Option<Meanings>> {
    let sentences: Option<Vec<Sentences<'_>>> = all.iter().map(|r| r.source.segment.sentences()).collect();
    let Some(parts) = sentences else { return Ok(None) };
    let anchors = merge_column(all, ANCHORS, docs, out)?;
    let rows: Vec<u32> = all.iter().map(|r| r.source.segment.footer.docs).collect();
    let renumber = |nth: usize, doc: u32| Some(all[nth].number(doc)).filter(|new| *new != GONE);
    Ok(Some(Meanings { sentences: sentences::merge(&parts, &rows, &renumber, out)?, anchors }))
}

fn merge_column(all: &[Renumbered<'_>], kind: usize, docs: u32, out: &mut PageWriter) -> Result<ColumnMeta> {
    let metas = all.iter().filter_map(|r| r.source.segment.footer.columns().nth(kind));
    let (items, postings) = metas.fold((0u64, 0u64), |(items, postings), meta| {
        (items.saturating_add(meta.items), postings.saturating_add(meta.postings))
    });
    let (key_bits, place_bits) = WIDTHS[kind];
    let whole = u32::from(key_bits) + u32::from(place_bits) + width_below(u64::from(docs));
    let part_bits = width_below(items.div_ceil(PART)).max(whole.saturating_sub(64)).min(14);
    let shape = Shape::plan(WIDTHS[kind], docs, items, postings, part_bits);
    let mut column = ColumnWriter::new(shape, out);
    let parts: Vec<u64> = (0..1 << part_bits).collect();
    for window in parts.chunks(WINDOW) {
        let encoded: Vec<Encoded> = window
            .par_iter()
            .with_max_len(4)
            .map_init(Scratch::default, |scratch, &part| {
                merge_part(all, kind, shape, part_bits, part, scratch)
            })
            .collect::<Result<_>>()?;
        for part in &encoded {
            column.part(part, out)?;
        }
    }
    column.finish(out)
}

#[derive(Default)]
struct Scratch {
    /// Postings of keys without a list: key, new number, place.
    items: Vec<u64>,
    /// Keys with a list, and whose it is.
    lists: Vec<(u64, usize, Found)>,
    values: Vec<u64>,
    sorting: Vec<u64>,
}

fn merge_part(
    all: &[Renumbered<'_>],
    kind: usize,
    shape: Shape,
    part_bits: u32,
    part: u64,
    scratch: &mut Scratch,
) -> Result<Encoded> {
    let key_bits = u32::from(shape.key_bits) - part_bits;
    let (value_bits, place_bits) = (shape.value_bits(), u32::from(shape.place_bits));
    let Scratch { items, lists, values, sorting } = scratch;
    items.clear();
    lists.clear();
    for (number, renumbered) in all.iter().enumerate() {
        let Some(column) = renumbered.source.segment.column_of(kind) else { continue };
        let prefix = u32::from(column.meta.shape.prefix_bits);
        let blocks = if prefix >= part_bits {
            part << (prefix - part_bits)..(part + 1) << (prefix - part_bits)
        } else {
            let block = part >> (part_bits - prefix);
            block..block + 1
        };
        for block in blocks {
            column.keys_of(block, |key, found| {
                if key >> key_bits != part {
                    return Ok(());
                }
                let key = key & mask(key_bits);
                if found.is_list() {
                    lists.push((key, number, found));
                    return Ok(());
                }
                column.decode(&found, |doc, place| {
                    let new = renumbered.number(doc);
                    if new != GONE {
                        items.push(key << value_bits | u64::from(new) << place_bits | u64::from(place));
                    }
                })
            })?;
        }
    }
    sort::sort(items, sorting, value_bits, value_bits + key_bits);
    lists.sort_by_key(|list| (list.0, list.1));
    let mut encoder = Encoder::new(shape, part_bits);
    let (mut items, mut lists) = (items.as_slice(), lists.as_slice());
    loop {
        let key = match (items.first().map(|i| i >> value_bits), lists.first().map(|l| l.0)) {
            (None, None) => break,
            (Some(key), None) | (None, Some(key)) => key,
            (Some(a), Some(b)) => a.min(b),
        };
        let run = items.iter().take_while(|item| **item >> value_bits == key).count();
        let (now, later) = items.split_at(run);
        items = later;
        let with_list = lists.iter().take_while(|list| list.0 == key).count();
        if with_list == 0 && run <= INLINE {
            encoder.key(key, now);
            continue;
        }
        values.clear();
        values.extend(now.iter().map(|item| item & mask(value_bits)));
        for (_, source, found) in &lists[..with_list] {
            let renumbered = &all[*source];
            let Some(column) = renumbered.source.segment.column_of(kind) else { continue };
            column.decode(found, |doc, place| {
                let new = renumbered.number(doc);
                if new != GONE {
                    values.push(u64::from(new) << place_bits | u64::from(place));
                }
            })?;
        }
        lists = &lists[with_list..];
        values.sort_unstable();
        if !values.is_empty() {
            encoder.key(key, values);
        }
    }
    Ok(encoder.finish())
}
