//! Keys: looking up the articles of a key in a column that `build.rs` wrote.
//!
//! The key's first bits choose a block by the directory; the block says in unary which of its items have the
//! key's next bits, and those few are compared. So a look-up reads four places (directory, head, items, table of
//! lists), and a batch of them reads each kind of place for all keys before the next kind, so that the memory's
//! waits overlap. Owns reading
//! blocks; numbers from the file are checked before they are believed, checksums or not.

use std::hint::black_box;

use super::build::{ColumnMeta, INLINE, LONG};
use super::lists::{Chunk, List};
use crate::error::{Error, Result};
use crate::index::bits::{bytes_of, mask, nth_zero, read, varint, word};
use crate::index::frame::{u32_at, u64_at};
use crate::index::pages::Pages;

/// Spreads a key over all 64 bits, so that its first bits are as good as any. Reversible, so that no two
/// keys become one before they are cut short.
#[inline]
pub(in crate::index) fn spread(key: u64) -> u64 {
    let k = (key ^ key >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let k = (k ^ k >> 29).wrapping_mul(0xA24B_AED4_963E_E407);
    k ^ k >> 32
}

/// Where the articles of a key are.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::index) struct Found {
    /// The bit where the first item begins, or the byte where the list begins.
    at: u64,
    /// How many articles; 0 if the key is not there.
    pub(in crate::index) count: u32,
    /// Bits of an item; 0 for a list.
    item_bits: u32,
}

impl Found {
    /// Whether the articles are in a list, and cost a decoding.
    pub(in crate::index) fn is_list(&self) -> bool {
        self.item_bits == 0
    }
}

/// A column of a segment.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct Column<'s> {
    pub(in crate::index) pages: &'s Pages,
    pub(in crate::index) meta: &'s ColumnMeta,
    /// Articles of the segment.
    pub(in crate::index) docs: u32,
    /// For errors.
    pub(in crate::index) name: &'static str,
}

/// A block's layout.
#[derive(Debug, Clone, Copy)]
struct Block {
    number: u64,
    items: u64,
    longs: usize,
    /// Byte where the unary bits begin, and how many there are.
    upper: usize,
    upper_bits: u64,
    low_bits: u32,
    /// Byte where the items begin.
    first: usize,
    item_bits: u32,
    long_at: usize,
    lists_at: usize,
    end: usize,
}

impl Block {
    /// Which entry of the table of lists should be that of an item, or the one behind it.
    #[inline]
    fn guess(&self, item: u64) -> usize {
        let guess = item as f64 * self.longs as f64 / self.items.max(1) as f64;
        (guess as usize).min(self.longs)
    }
}

/// What a batch of look-ups needs in between.
#[derive(Debug, Default)]
pub(in crate::index) struct Scratch {
    bounds: Vec<(u64, usize, usize)>,
    blocks: Vec<Block>,
}

impl<'s> Column<'s> {
    /// Looks up keys that were spread; `found` gets an entry each, in their order.
    pub(in crate::index) fn find(
        &self,
        keys: &[u64],
        scratch: &mut Scratch,
        found: &mut Vec<Found>,
    ) -> Result<()> {
        let shape = &self.meta.shape;
        let cut = 64 - u32::from(shape.key_bits);
        let raw = self.pages.raw();
        let Scratch { bounds, blocks } = scratch;
        bounds.clear();
        blocks.clear();
        for key in keys {
            let number = (key >> cut) >> shape.rest_bits();
            let (start, end) = self.bounds(number)?;
            bounds.push((number, start, end));
        }
        // Reads that nothing waits for: first the heads, then where the key's item and its entry among the lists
        // should be, because keys are spread evenly.
        let touch = |at: usize| raw.get(at).copied().unwrap_or(0);
        black_box(bounds.iter().fold(0, |sum, &(_, start, _)| sum ^ touch(start)));
        for &(number, start, end) in &*bounds {
            blocks.push(self.block(number, start, end)?);
        }
        let rest = |key: u64| (key >> cut) & mask(shape.rest_bits());
        let mut touched = 0;
        for (&key, block) in keys.iter().zip(&*blocks) {
            let item = (u128::from(rest(key)) * u128::from(block.items)) >> shape.rest_bits();
            let at = block.first + (item as u64 * u64::from(block.item_bits) / 8) as usize;
            touched ^= touch(at.saturating_sub(NEAR)) ^ touch(at + NEAR);
            let list = block.long_at + block.guess(item as u64) * LONG;
            touched ^= touch(list) ^ touch(list.saturating_sub(NEAR));
        }
        black_box(touched);
        let before = found.len();
        for (&key, block) in keys.iter().zip(&*blocks) {
            found.push(self.find_in(block, rest(key))?);
        }
        let lists = found[before..].iter().filter(|found| found.is_list());
        black_box(lists.fold(0, |sum, list| sum ^ touch(list.at as usize)));
        Ok(())
    }

    /// Where a block begins and ends.
    #[inline]
    fn bounds(&self, block: u64) -> Result<(usize, usize)> {
        let at = self.meta.directory.at as usize + block as usize * 4;
        let bytes = self.pages.get(at..at + 8)?;
        let place = |at| self.meta.data.at + (u64::from(u32_at(bytes, at)) << self.meta.shape.unit);
        let (start, end) = (place(0), place(4));
        if start > end || end > self.meta.data.at + self.meta.data.len {
            return Err(self.damaged(block, "lies outside its column"));
        }
        Ok((start as usize, end as usize))
    }

    /// Reads a block's head and checks its pages, up to the lists.
    #[inline]
    fn block(&self, number: u64, start: usize, end: usize) -> Result<Block> {
        let bytes = self.pages.get(start..end.min(start + 20))?;
        let mut at = 0;
        let (Some(items), Some(longs)) = (varint(bytes, &mut at), varint(bytes, &mut at)) else {
            return Err(self.damaged(number, "has no head"));
        };
        let size = (end - start) as u64;
        if items > size * 8 || longs > items || longs > size {
            return Err(self.damaged(number, "has more items than room"));
        }
        let (split, low_bits) = self.meta.shape.split(items);
        let item_bits = low_bits + self.meta.shape.value_bits();
        let upper = start + at;
        let upper_bits = items + (1 << split);
        let first = upper + bytes_of(upper_bits);
        let long_at = first + bytes_of(items * u64::from(item_bits));
        let lists_at = long_at + longs as usize * LONG;
        if lists_at > end {
            return Err(self.damaged(number, "has more items than room"));
        }
        self.pages.check(start..lists_at)?;
        let longs = longs as usize;
        Ok(Block {
            number,
            items,
            longs,
            upper,
            upper_bits,
            low_bits,
            first,
            item_bits,
            long_at,
            lists_at,
            end,
        })
    }

    #[inline]
    fn find_in(&self, block: &Block, rest: u64) -> Result<Found> {
        let none = Found::default();
        if block.items == 0 {
            return Ok(none);
        }
        let raw = self.pages.raw();
        let upper_bytes = &raw[block.upper..block.first];
        let upper = rest >> block.low_bits;
        // Items are ones, and a zero ends those of each value: behind the zero of the one before begins ours.
        let from = match upper.checked_sub(1) {
            None => 0,
            Some(before) => match nth_zero(upper_bytes, block.upper_bits, before) {
                Some(zero) => zero + 1,
                None => return Err(self.damaged(block.number, "has too few keys")),
            },
        };
        let start = from - upper;
        let run = (!(word(upper_bytes, (from / 8) as usize) >> (from % 8))).trailing_zeros();
        let end = if run < 48 {
            start + u64::from(run)
        } else {
            nth_zero(upper_bytes, block.upper_bits, upper).unwrap_or(block.upper_bits) - upper
        };
        let end = end.min(block.items);
        let item_bits = u64::from(block.item_bits);
        let (value_bits, wanted) = (self.meta.shape.value_bits(), rest & mask(block.low_bits));
        let base = block.first as u64 * 8;
        let low = |i: u64| read(raw, base + i * item_bits, block.item_bits) >> value_bits;
        let mut i = start;
        while i < end && low(i) < wanted {
            i += 1;
        }
        let mut past = i;
        while past < end && low(past) == wanted {
            past += 1;
        }
        if past == i {
            return Ok(none);
        }
        if block.longs > 0
            && past - i == 1
            && let Some(found) = self.long(block, i)?
        {
            return Ok(found);
        }
        if past - i > INLINE as u64 {
            return Err(self.damaged(block.number, "has a key with too many items"));
        }
        Ok(Found { at: base + i * item_bits, count: (past - i) as u32, item_bits: block.item_bits })
    }

    /// The list of an item, if it has one.
    fn long(&self, block: &Block, item: u64) -> Result<Option<Found>> {
        let table = &self.pages.raw()[block.long_at..block.lists_at];
        // Lists are spread over the items as evenly as keys are, so the entry is near where it should be.
        let item_at = |n: usize| u64::from(u32_at(table, n * LONG));
        let mut low = block.guess(item);
        while low > 0 && item_at(low - 1) >= item {
            low -= 1;
        }
        while low < block.longs && item_at(low) < item {
            low += 1;
        }
        if low == block.longs || item_at(low) != item {
            return Ok(None);
        }
        let count = u32_at(table, low * LONG + 4);
        let at = block.lists_at as u64;
        let at = at.checked_add(u64_at(table, low * LONG + 8)).filter(|at| *at < block.end as u64);
        match at {
            Some(at) if count > INLINE as u32 && count <= self.docs => {
                Ok(Some(Found { at, count, item_bits: 0 }))
            }
            _ => Err(self.damaged(block.number, "has a list that is not there")),
        }
    }

    /// Calls `take` with the articles of a key and their places, in ascending order.
    #[inline]
    pub(in crate::index) fn decode(&self, found: &Found, mut take: impl FnMut(u32, u32)) -> Result<()> {
        if found.count == 0 {
            return Ok(());
        }
        if found.is_list() {
            let list = self.list(found);
            let mut chunk = Chunk::new();
            for number in 0..list.chunks() {
                list.decode(number, &mut chunk)?;
                for (&doc, &place) in chunk.docs[..chunk.len].iter().zip(&chunk.places) {
                    take(doc, place);
                }
            }
            return Ok(());
        }
        for i in 0..u64::from(found.count) {
            let (doc, place) = self.item(found, i)?;
            take(doc, place);
        }
        Ok(())
    }

    /// Appends the articles of a key, in ascending order.
    #[inline]
    pub(in crate::index) fn docs(&self, found: &Found, out: &mut Vec<u32>) -> Result<()> {
        if found.count > 0 && found.is_list() {
            return self.list(found).docs(out);
        }
        for i in 0..u64::from(found.count) {
            out.push(self.item(found, i)?.0);
        }
        Ok(())
    }

    #[inline]
    fn item(&self, found: &Found, i: u64) -> Result<(u32, u32)> {
        let shape = &self.meta.shape;
        let place_bits = u32::from(shape.place_bits);
        let at = found.at + i * u64::from(found.item_bits);
        let value = read(self.pages.raw(), at, found.item_bits);
        let doc = value >> place_bits & mask(u32::from(shape.doc_bits));
        if doc >= u64::from(self.docs) {
            let what = format!("column {}: names an article that is not there", self.name);
            return Err(Error::damaged(self.pages.path(), what));
        }
        Ok((doc as u32, (value & mask(place_bits)) as u32))
    }

    /// Calls `take` with those of `wanted`, in ascending order, that have the key.
    pub(in crate::index) fn among(
        &self,
        found: &Found,
        wanted: &[u32],
        mut take: impl FnMut(u32, u32),
    ) -> Result<()> {
        if found.count == 0 {
            return Ok(());
        }
        if found.is_list() {
            return self.list(found).among(wanted, take);
        }
        for i in 0..u64::from(found.count) {
            let (doc, place) = self.item(found, i)?;
            if wanted.binary_search(&doc).is_ok() {
                take(doc, place);
            }
        }
        Ok(())
    }

    /// The list of a key that has one.
    pub(in crate::index) fn list(&self, found: &Found) -> List<'s> {
        List {
            pages: self.pages,
            at: found.at as usize,
            count: found.count as usize,
            place_bits: u32::from(self.meta.shape.place_bits),
            docs: self.docs,
        }
    }

    /// Blocks of the column.
    pub(in crate::index) fn blocks(&self) -> u32 {
        1 << self.meta.shape.prefix_bits
    }

    /// Calls `key` with every key of a block, in ascending order. All is checked: the order of keys, the
    /// number of ones and zeros, the lists' places.
    pub(in crate::index) fn keys_of(
        &self,
        number: u64,
        mut key: impl FnMut(u64, Found) -> Result<()>,
    ) -> Result<()> {
        let (start, end) = self.bounds(number)?;
        let block = self.block(number, start, end)?;
        let raw = self.pages.raw();
        let (base, item_bits) = (block.first as u64 * 8, u64::from(block.item_bits));
        let value_bits = self.meta.shape.value_bits();
        let prefix = number << self.meta.shape.rest_bits();
        let (mut i, mut run_start, mut current, mut longs) = (0u64, 0u64, None, 0);
        let mut end_run = |this: u64, run_start: u64, i: u64| -> Result<()> {
            let mut found = Found {
                at: base + run_start * item_bits,
                count: (i - run_start) as u32,
                item_bits: block.item_bits,
            };
            if block.longs > 0
                && i - run_start == 1
                && let Some(long) = self.long(&block, run_start)?
            {
                longs += 1;
                found = long;
            } else if i - run_start > INLINE as u64 {
                return Err(self.damaged(number, "has a key with too many items"));
            }
            key(prefix | this, found)
        };
        for byte in (0..block.upper_bits.div_ceil(8)).step_by(8) {
            let left = block.upper_bits - byte * 8;
            let mut ones = word(raw, block.upper + byte as usize);
            if left < 64 {
                ones &= mask(left as u32);
            }
            while ones != 0 {
                let upper = byte * 8 + u64::from(ones.trailing_zeros()) - i;
                ones &= ones - 1;
                let low = read(raw, base + i * item_bits, block.item_bits) >> value_bits;
                let this = upper << block.low_bits | low;
                if current.is_some_and(|before| this < before) || this > mask(self.meta.shape.rest_bits()) {
                    return Err(self.damaged(number, "is not in order"));
                }
                if let Some(before) = current
                    && before != this
                {
                    end_run(before, run_start, i)?;
                    run_start = i;
                }
                current = Some(this);
                i += 1;
                if i > block.items {
                    return Err(self.damaged(number, "has too many keys"));
                }
            }
        }
        if let Some(this) = current {
            end_run(this, run_start, i)?;
        }
        if i != block.items || longs != block.longs {
            return Err(self.damaged(number, "has too few keys"));
        }
        Ok(())
    }

    fn damaged(&self, block: u64, what: &str) -> Error {
        Error::damaged(self.pages.path(), format!("column {}: block {block} {what}", self.name))
    }
}

/// An item is within so many bytes of where it should be, as a rule.
const NEAR: usize = 32;
