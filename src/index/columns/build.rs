//! Build: sorted postings to the bytes of a column.
//!
//! Owns the encoding of blocks of keys and of the directory over them; `keys.rs` reads what is written here.
//! A column is cut by the keys' first bits into parts, each encoded alone and on any thread; put one after
//! the other they are the same bytes whoever made them.

use serde::{Deserialize, Serialize};

use super::{Section, lists};
use crate::error::{Error, Result};
use crate::index::bits::{BitWriter, bytes_of, mask, push_varint, width_below};
use crate::index::pages::PageWriter;

/// A key with more articles than this has a list of its own.
pub(in crate::index) const INLINE: usize = 16;
/// Items that a block has at most on average; half of that at least.
const BLOCK: u64 = 128;
/// Bytes that refer to a list: item, articles, where it begins.
pub(in crate::index) const LONG: usize = 16;
/// Bits of an item that can be read at once.
const ITEM: u32 = 57;

/// The widths of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::index) struct Shape {
    /// Bits of a key that are kept.
    pub(in crate::index) key_bits: u8,
    /// Bits of an article's number.
    pub(in crate::index) doc_bits: u8,
    /// Bits of a place.
    pub(in crate::index) place_bits: u8,
    /// Bits of a key that choose its block.
    pub(in crate::index) prefix_bits: u8,
    /// Blocks begin at multiples of this power of two.
    pub(in crate::index) unit: u8,
}

/// A column as the footer describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::index) struct ColumnMeta {
    pub(in crate::index) shape: Shape,
    /// The blocks, each followed by its lists.
    pub(in crate::index) data: Section,
    /// Where each block begins, and the last one ends.
    pub(in crate::index) directory: Section,
    /// Items in blocks.
    pub(in crate::index) items: u64,
    /// Keys with a list.
    pub(in crate::index) lists: u64,
    /// Postings in all.
    pub(in crate::index) postings: u64,
}

impl Shape {
    /// The widths for so many articles, items and postings; `least` bits at least choose the block.
    pub(in crate::index) fn plan(
        (key_bits, place_bits): (u8, u8),
        docs: u32,
        items: u64,
        postings: u64,
        least: u32,
    ) -> Shape {
        let doc_bits = width_below(u64::from(docs)) as u8;
        let whole = u32::from(key_bits) + u32::from(place_bits) + u32::from(doc_bits);
        let wanted = width_below(items.div_ceil(BLOCK));
        let prefix = wanted.max(least).max(whole.saturating_sub(ITEM)).min(u32::from(key_bits)).min(31);
        // More than it can become, so that its directory has room.
        let bytes = postings.saturating_mul(u64::from(whole - prefix + 4) / 8 + 2) + (32u64 << prefix);
        let unit = (0..32).find(|&unit| (bytes + (1u64 << (prefix + unit))) >> unit < u64::from(u32::MAX));
        let unit = unit.unwrap_or(32) as u8;
        Shape { key_bits, doc_bits, place_bits, prefix_bits: prefix as u8, unit }
    }

    /// Bits of a posting below its key.
    pub(in crate::index) fn value_bits(&self) -> u32 {
        u32::from(self.doc_bits) + u32::from(self.place_bits)
    }

    /// Bits of a key within its block.
    pub(in crate::index) fn rest_bits(&self) -> u32 {
        u32::from(self.key_bits) - u32::from(self.prefix_bits)
    }

    /// Bits that say in unary which keys the `items` of a block have, and bits of a key that each item has
    /// itself.
    pub(in crate::index) fn split(&self, items: u64) -> (u32, u32) {
        let upper = width_below(items).min(self.rest_bits());
        (upper, self.rest_bits() - upper)
    }
}

/// A part of a column, encoded.
#[derive(Debug, Default)]
pub(in crate::index) struct Encoded {
    bytes: Vec<u8>,
    /// Where each block ends, in `bytes`.
    ends: Vec<u64>,
    items: u64,
    lists: u64,
    postings: u64,
}

/// Encodes a part, key by key in ascending order.
#[derive(Debug)]
pub(in crate::index) struct Encoder {
    shape: Shape,
    /// Blocks of the part.
    blocks: u64,
    out: Encoded,
    /// Of the block that is being filled: the rest of the key above the article with its place.
    items: Vec<u64>,
    longs: Vec<(u32, u32, u64)>,
    lists: Vec<u8>,
}

impl Encoder {
    /// An encoder for one of `1 << part_bits` parts, at most one a block.
    pub(in crate::index) fn new(shape: Shape, part_bits: u32) -> Self {
        let blocks = 1 << (u32::from(shape.prefix_bits) - part_bits);
        let (items, longs, lists) = (Vec::new(), Vec::new(), Vec::new());
        Encoder { shape, blocks, out: Encoded::default(), items, longs, lists }
    }

    /// Adds a key, without the bits that chose the part, and its articles in ascending order: of each the
    /// number and, below it, the place. What is above is ignored if there are at most [`INLINE`].
    pub(in crate::index) fn key(&mut self, key: u64, values: &[u64]) {
        let rest = self.enter(key);
        let low = mask(self.shape.value_bits());
        self.out.postings += values.len() as u64;
        if values.len() <= INLINE {
            self.items.extend(values.iter().map(|v| rest | v & low));
        } else {
            self.longs.push((self.items.len() as u32, values.len() as u32, self.lists.len() as u64));
            self.items.push(rest);
            lists::encode(values, u32::from(self.shape.place_bits), &mut self.lists);
        }
    }

    /// The same, where there is one article and nothing above its number.
    #[inline(always)]
    fn key_of_one(&mut self, key: u64, value: u64) {
        let rest = self.enter(key);
        self.out.postings += 1;
        self.items.push(rest | value);
    }

    /// Goes on to the block of a key; gives what stands above the articles in its items.
    #[inline(always)]
    fn enter(&mut self, key: u64) -> u64 {
        let block = key >> self.shape.rest_bits();
        while (self.out.ends.len() as u64) < block {
            self.end_block();
        }
        (key & mask(self.shape.rest_bits())) << self.shape.value_bits()
    }

    fn end_block(&mut self) {
        let out = &mut self.out.bytes;
        let items = self.items.len() as u64;
        push_varint(out, items);
        push_varint(out, self.longs.len() as u64);
        let (upper_bits, low_bits) = self.shape.split(items);
        let upper = out.len();
        out.resize(upper + bytes_of(items + (1 << upper_bits)), 0);
        let below = low_bits + self.shape.value_bits();
        for (i, item) in self.items.iter().enumerate() {
            let bit = (item >> below) as usize + i;
            out[upper + bit / 8] |= 1 << (bit % 8);
        }
        let mut bits = BitWriter::new(out);
        for item in &self.items {
            bits.push(item & mask(below), below);
        }
        bits.finish();
        for &(item, count, at) in &self.longs {
            out.extend_from_slice(&item.to_le_bytes());
            out.extend_from_slice(&count.to_le_bytes());
            out.extend_from_slice(&at.to_le_bytes());
        }
        out.append(&mut self.lists);
        out.resize(out.len().next_multiple_of(1 << self.shape.unit), 0);
        self.out.items += items;
        self.out.lists += self.longs.len() as u64;
        self.items.clear();
        self.longs.clear();
        self.out.ends.push(self.out.bytes.len() as u64);
    }

    /// The part.
    pub(in crate::index) fn finish(mut self) -> Encoded {
        while (self.out.ends.len() as u64) < self.blocks {
            self.end_block();
        }
        self.out
    }
}

/// Encodes a part whose postings are sorted whole: the key above, then article and place. Where a key has an
/// article twice, the first place stays.
pub(in crate::index) fn encode_sorted(
    shape: Shape,
    part_bits: u32,
    postings: &[u64],
    stored: &impl Fn(u64) -> u64,
) -> Encoded {
    let mut encoder = Encoder::new(shape, part_bits);
    let (place_bits, mut values) = (u32::from(shape.place_bits), Vec::new());
    let value_bits = shape.value_bits();
    let key_mask = mask(u32::from(shape.key_bits) - part_bits);
    let mut rest = postings;
    while let [first, later @ ..] = rest {
        let first = stored(*first);
        let same = |posting: &&u64| (stored(**posting) ^ first) >> value_bits == 0;
        let run = later.iter().take_while(same).count();
        let (key, value) = (first >> value_bits & key_mask, first & mask(value_bits));
        if run == 0 {
            encoder.key_of_one(key, value);
        } else {
            values.clear();
            values.push(value);
            for posting in &later[..run] {
                let value = stored(*posting) & mask(value_bits);
                match values.last_mut() {
                    Some(last) if *last >> place_bits == value >> place_bits => *last = (*last).min(value),
                    _ => values.push(value),
                }
            }
            encoder.key(key, &values);
        }
        rest = &later[run..];
    }
    encoder.finish()
}

/// Puts the parts of a column into a file.
#[derive(Debug)]
pub(in crate::index) struct ColumnWriter {
    meta: ColumnMeta,
    directory: Vec<u8>,
}

impl ColumnWriter {
    /// A column that begins where the file ends.
    pub(in crate::index) fn new(shape: Shape, out: &PageWriter) -> Self {
        let data = Section { at: out.at(), len: 0 };
        let meta = ColumnMeta { shape, data, directory: data, items: 0, lists: 0, postings: 0 };
        ColumnWriter { meta, directory: vec![0; 4] }
    }

    /// Appends the next part.
    pub(in crate::index) fn part(&mut self, part: &Encoded, out: &mut PageWriter) -> Result<()> {
        out.write(&part.bytes)?;
        for end in &part.ends {
            let units = (self.meta.data.len + end) >> self.meta.shape.unit;
            let units = u32::try_from(units)
                .map_err(|_| Error::Usage("a column of the index would become too large".to_owned()))?;
            self.directory.extend_from_slice(&units.to_le_bytes());
        }
        self.meta.data.len += part.bytes.len() as u64;
        self.meta.items += part.items;
        self.meta.lists += part.lists;
        self.meta.postings += part.postings;
        Ok(())
    }

    /// Writes the directory.
    pub(in crate::index) fn finish(mut self, out: &mut PageWriter) -> Result<ColumnMeta> {
        self.meta.directory = Section { at: out.at(), len: self.directory.len() as u64 };
        out.write(&self.directory)?;
        Ok(self.meta)
    }
}
