//! Blocks: texts and records, several to a compressed block.
//!
//! An item costs the decompression of its block, so a block is small; it is compressed alone, so any number
//! of threads can make them and the bytes are the same. Owns that and the directory from an article to its
//! block. Does not know what an item is.

use std::sync::Mutex;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use zstd::bulk::Compressor;
use zstd::zstd_safe::CParameter;

use super::Section;
use crate::error::{Error, Result};
use crate::index::bits::{push_varint, varint};
use crate::index::frame::{u32_at, u64_at};
use crate::index::pages::Pages;

/// The largest item.
pub(in crate::index) const MAX_ITEM: usize = 64 << 20;
/// The most that a block is once decompressed: an item and what was there before it.
const MAX_RAW: usize = MAX_ITEM + (1 << 20);
/// Bytes of a directory entry: the first article, the size decompressed, where the block ends.
const ENTRY: usize = 16;
/// Blocks that are compressed at once.
const QUEUE: usize = 64;

/// Blocks as the footer describes them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::index) struct BlocksMeta {
    pub(in crate::index) data: Section,
    pub(in crate::index) directory: Section,
    pub(in crate::index) items: u32,
    /// Bytes of all blocks, before compression.
    pub(in crate::index) raw: u64,
}

/// How blocks are made.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct Recipe {
    /// Bytes of a block before compression, about.
    pub(in crate::index) target: usize,
    /// Level of zstd, and what differs from it.
    pub(in crate::index) level: i32,
    pub(in crate::index) but: &'static [CParameter],
}

/// Texts. Level -1 leaves letters as they are and only refers to what came before: nearly half as large again as
/// level 1, at a third of its time, and quicker to read. Few matches are shorter than six bytes, and a smaller
/// table stays in the cache.
pub(in crate::index) const TEXTS: Recipe =
    Recipe { target: 4 << 10, level: -1, but: &[CParameter::MinMatch(6), CParameter::HashLog(13)] };
/// Records.
pub(in crate::index) const RECORDS: Recipe = Recipe { target: 8 << 10, level: 3, but: &[] };

#[derive(Debug)]
enum Waiting {
    Raw(Vec<u8>),
    Ready { bytes: Vec<u8>, raw_len: u32 },
}

/// Fills and compresses blocks.
pub(in crate::index) struct BlockWriter {
    recipe: Recipe,
    lens: Vec<u8>,
    raw: Vec<u8>,
    in_block: u32,
    next: u32,
    waiting: Vec<(u32, Waiting)>,
    /// Made once: their memory costs as much as the compression.
    compressors: Mutex<Vec<Compressor<'static>>>,
    directory: Vec<u8>,
    len: u64,
    raw_total: u64,
}

impl std::fmt::Debug for BlockWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlockWriter")
            .field("next", &self.next)
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

impl BlockWriter {
    /// None yet.
    pub(in crate::index) fn new(recipe: Recipe) -> Self {
        BlockWriter {
            recipe,
            lens: Vec::new(),
            raw: Vec::new(),
            in_block: 0,
            next: 0,
            waiting: Vec::new(),
            compressors: Mutex::default(),
            directory: Vec::new(),
            len: 0,
            raw_total: 0,
        }
    }

    /// Appends the next article's item, of at most [`MAX_ITEM`] bytes.
    pub(in crate::index) fn push(&mut self, item: &[u8]) {
        push_varint(&mut self.lens, item.len() as u64);
        self.raw.extend_from_slice(item);
        self.in_block += 1;
        self.next += 1;
        if self.raw.len() >= self.recipe.target {
            self.end_block();
        }
    }

    fn end_block(&mut self) {
        if self.in_block == 0 {
            return;
        }
        let mut block = Vec::with_capacity(self.raw.len() + self.lens.len() + 3);
        push_varint(&mut block, u64::from(self.in_block));
        block.append(&mut self.lens);
        block.append(&mut self.raw);
        self.raw_total += block.len() as u64;
        self.waiting.push((self.next - self.in_block, Waiting::Raw(block)));
        self.in_block = 0;
    }

    /// Appends a block of another segment as it is, if it is not too small.
    pub(in crate::index) fn copy(&mut self, block: &Stored<'_>) -> bool {
        if (block.raw_len as usize) < self.recipe.target / 2 {
            return false;
        }
        self.end_block();
        let ready = Waiting::Ready { bytes: block.bytes.to_vec(), raw_len: block.raw_len };
        self.waiting.push((self.next, ready));
        self.next += block.items;
        self.raw_total += u64::from(block.raw_len);
        true
    }

    /// Compresses what waits, on all threads, and gives it to `sink` in order: when enough waits, or `all`.
    pub(in crate::index) fn drain(
        &mut self,
        all: bool,
        sink: &mut dyn FnMut(&[u8]) -> Result<()>,
    ) -> Result<()> {
        if all {
            self.end_block();
        } else if self.waiting.len() < QUEUE {
            return Ok(());
        }
        let waiting = std::mem::take(&mut self.waiting);
        let one = |(first, waiting)| match waiting {
            Waiting::Ready { bytes, raw_len } => Ok((first, bytes, raw_len)),
            Waiting::Raw(raw) => {
                let bytes = self
                    .compress(&raw)
                    .map_err(|e| Error::Usage(format!("zstd cannot compress a block of the index: {e}")))?;
                Ok((first, bytes, raw.len() as u32))
            }
        };
        let done: Vec<(u32, Vec<u8>, u32)> = waiting.into_par_iter().map(one).collect::<Result<_>>()?;
        for (first, bytes, raw_len) in done {
            sink(&bytes)?;
            self.len += bytes.len() as u64;
            self.directory.extend_from_slice(&first.to_le_bytes());
            self.directory.extend_from_slice(&raw_len.to_le_bytes());
            self.directory.extend_from_slice(&self.len.to_le_bytes());
        }
        Ok(())
    }

    fn compress(&self, raw: &[u8]) -> std::io::Result<Vec<u8>> {
        let ready = self.compressors.lock().ok().and_then(|mut all| all.pop());
        let mut compressor = match ready {
            Some(compressor) => compressor,
            None => {
                let mut new = Compressor::new(self.recipe.level)?;
                self.recipe.but.iter().try_for_each(|&parameter| new.set_parameter(parameter))?;
                new
            }
        };
        let bytes = compressor.compress(raw)?;
        if let Ok(mut all) = self.compressors.lock() {
            all.push(compressor);
        }
        Ok(bytes)
    }

    /// What was drained, and its directory. All must be drained; `at` is where the first block went.
    pub(in crate::index) fn finish(self, at: u64) -> (BlocksMeta, Vec<u8>) {
        let data = Section { at, len: self.len };
        let directory = Section { at: 0, len: self.directory.len() as u64 };
        (BlocksMeta { data, directory, items: self.next, raw: self.raw_total }, self.directory)
    }
}

/// A block as it lies in a file.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct Stored<'s> {
    /// Its first article.
    pub(in crate::index) first: u32,
    /// How many.
    pub(in crate::index) items: u32,
    raw_len: u32,
    bytes: &'s [u8],
}

/// Blocks to be read.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct Blocks<'s> {
    pub(in crate::index) pages: &'s Pages,
    pub(in crate::index) meta: &'s BlocksMeta,
    pub(in crate::index) name: &'static str,
}

/// The block that was decompressed last, and what decompresses.
#[derive(Default)]
pub(in crate::index) struct Cache {
    /// Which segment's and which block is in `raw`.
    holds: Option<(u64, usize)>,
    first: u32,
    raw: Vec<u8>,
    /// Where each item ends, behind where the first begins.
    bounds: Vec<usize>,
    decompressor: Option<zstd::bulk::Decompressor<'static>>,
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cache").field("holds", &self.holds).finish_non_exhaustive()
    }
}

impl Cache {
    /// The block's first article.
    pub(in crate::index) fn first(&self) -> u32 {
        self.first
    }

    /// The items of the block.
    pub(in crate::index) fn items(&self) -> impl Iterator<Item = &[u8]> {
        self.bounds.windows(2).map(|ends| &self.raw[ends[0]..ends[1]])
    }
}

impl<'s> Blocks<'s> {
    /// How many blocks.
    pub(in crate::index) fn len(&self) -> usize {
        self.meta.directory.len as usize / ENTRY
    }

    /// The first article of a block.
    fn first(&self, block: usize) -> Result<u32> {
        let at = self.meta.directory.at as usize + block * ENTRY;
        Ok(u32_at(self.pages.get(at..at + 4)?, 0))
    }

    /// A block, compressed.
    pub(in crate::index) fn block(&self, block: usize) -> Result<Stored<'s>> {
        let at = self.meta.directory.at as usize + block * ENTRY;
        let entry = self.pages.get(at..at + ENTRY)?;
        let start = match block {
            0 => 0,
            _ => u64_at(self.pages.get(at - 8..at)?, 0),
        };
        let (first, raw_len, end) = (u32_at(entry, 0), u32_at(entry, 4), u64_at(entry, 8));
        let past = if block + 1 < self.len() { self.first(block + 1)? } else { self.meta.items };
        if start > end || end > self.meta.data.len || first >= past || raw_len as usize > MAX_RAW {
            return Err(self.damaged(block, "has an impossible size"));
        }
        let base = self.meta.data.at;
        let bytes = self.pages.get((base + start) as usize..(base + end) as usize)?;
        Ok(Stored { first, items: past - first, raw_len, bytes })
    }

    /// The block with an article.
    fn of(&self, doc: u32) -> Result<usize> {
        let (mut low, mut high) = (0, self.len());
        while low + 1 < high {
            let middle = low.midpoint(high);
            if self.first(middle)? <= doc { low = middle } else { high = middle }
        }
        Ok(low)
    }

    /// Decompresses a block, unless it is in the cache.
    pub(in crate::index) fn load(&self, segment: u64, block: usize, cache: &mut Cache) -> Result<()> {
        if cache.holds == Some((segment, block)) {
            return Ok(());
        }
        cache.holds = None;
        let stored = self.block(block)?;
        if cache.decompressor.is_none() {
            let new = zstd::bulk::Decompressor::new().map_err(|e| Error::io(self.pages.path(), e))?;
            cache.decompressor = Some(new);
        }
        cache.raw.clear();
        cache.raw.reserve(stored.raw_len as usize);
        let result = match &mut cache.decompressor {
            Some(decompressor) => decompressor.decompress_to_buffer(stored.bytes, &mut cache.raw),
            None => Ok(0),
        };
        if !matches!(result, Ok(len) if len == stored.raw_len as usize) {
            return Err(self.damaged(block, "cannot be decompressed"));
        }
        let mut at = 0;
        cache.bounds.clear();
        let bad = || self.damaged(block, "has not the items that it should have");
        if varint(&cache.raw, &mut at) != Some(u64::from(stored.items)) {
            return Err(bad());
        }
        let mut end = 0usize;
        cache.bounds.push(0);
        for _ in 0..stored.items {
            let len = varint(&cache.raw, &mut at).filter(|len| *len <= MAX_ITEM as u64).ok_or_else(bad)?;
            end += len as usize;
            cache.bounds.push(end);
        }
        if at + end != cache.raw.len() {
            return Err(bad());
        }
        cache.bounds.iter_mut().for_each(|bound| *bound += at);
        cache.first = stored.first;
        cache.holds = Some((segment, block));
        Ok(())
    }

    /// The item of an article; `segment` tells segments apart in the cache.
    pub(in crate::index) fn item<'c>(
        &self,
        segment: u64,
        doc: u32,
        cache: &'c mut Cache,
    ) -> Result<&'c [u8]> {
        let block = self.of(doc)?;
        self.load(segment, block, cache)?;
        let item = doc.checked_sub(cache.first).map(|i| i as usize);
        match item.and_then(|i| cache.bounds.get(i..i + 2)) {
            Some(ends) => Ok(&cache.raw[ends[0]..ends[1]]),
            None => Err(self.damaged(block, "does not have the article that it should have")),
        }
    }

    fn damaged(&self, block: usize, what: &str) -> Error {
        Error::damaged(self.pages.path(), format!("column {}: block {block} {what}", self.name))
    }
}
