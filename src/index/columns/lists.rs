//! Lists: the articles of a frequent key, in chunks that can be skipped.
//!
//! 128 articles a chunk, each chunk coded by Elias and Fano's method (Elias, 1974; Fano, 1971): the gap's low
//! bits as they are, the high bits in unary. About two bits more than the logarithm of the mean gap, and no
//! chunk depends on another. Owns that encoding; does not know keys.

use crate::error::{Error, Result};
use crate::index::bits::{BitWriter, bytes_of, mask, read, word};
use crate::index::frame::u32_at;
use crate::index::pages::Pages;

/// Articles a chunk.
pub(in crate::index) const CHUNK: usize = 128;
/// Bytes of the skip table for a chunk: its first article, and where it begins.
const SKIP: usize = 8;

/// Appends a list. Each value is an article's number above `place_bits` of its place; the numbers ascend.
pub(in crate::index) fn encode(values: &[u64], place_bits: u32, out: &mut Vec<u8>) {
    let start = out.len();
    let chunks = values.chunks(CHUNK);
    let table = out.len();
    if chunks.len() > 1 {
        out.resize(table + chunks.len() * SKIP, 0);
    }
    for (n, chunk) in chunks.enumerate() {
        let first = (chunk[0] >> place_bits) as u32;
        if values.len() > CHUNK {
            let offset = (out.len() - start) as u32;
            out[table + n * SKIP..][..4].copy_from_slice(&first.to_le_bytes());
            out[table + n * SKIP + 4..][..4].copy_from_slice(&offset.to_le_bytes());
        } else {
            out.extend_from_slice(&first.to_le_bytes());
        }
        encode_chunk(chunk, first, place_bits, out);
    }
}

fn encode_chunk(values: &[u64], first: u32, place_bits: u32, out: &mut Vec<u8>) {
    // Numbers ascend by at least one, which need not be said.
    let gap = |i: usize| (values[i] >> place_bits) - u64::from(first) - i as u64;
    let n = values.len();
    let last = gap(n - 1);
    let low_bits = ((last + 1) / n as u64).max(1).ilog2();
    let upper_len = bytes_of((last >> low_bits) + n as u64);
    out.push(low_bits as u8);
    out.push(upper_len as u8);
    let upper = out.len();
    out.resize(upper + upper_len, 0);
    for i in 0..n {
        let bit = (gap(i) >> low_bits) as usize + i;
        out[upper + bit / 8] |= 1 << (bit % 8);
    }
    let mut bits = BitWriter::new(out);
    for i in 0..n {
        bits.push(gap(i) & mask(low_bits), low_bits);
    }
    for value in values {
        bits.push(value & mask(place_bits), place_bits);
    }
    bits.finish();
}

/// A list in a file.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct List<'s> {
    pub(in crate::index) pages: &'s Pages,
    /// Where it begins.
    pub(in crate::index) at: usize,
    /// Articles.
    pub(in crate::index) count: usize,
    pub(in crate::index) place_bits: u32,
    /// Articles of the segment: all numbers are below.
    pub(in crate::index) docs: u32,
}

/// The articles and places of a chunk.
#[derive(Debug)]
pub(in crate::index) struct Chunk {
    pub(in crate::index) docs: [u32; CHUNK],
    pub(in crate::index) places: [u32; CHUNK],
    pub(in crate::index) len: usize,
}

impl Chunk {
    pub(in crate::index) fn new() -> Self {
        Chunk { docs: [0; CHUNK], places: [0; CHUNK], len: 0 }
    }
}

impl List<'_> {
    pub(in crate::index) fn chunks(&self) -> usize {
        self.count.div_ceil(CHUNK)
    }

    /// The first article of a chunk, and where the chunk begins.
    fn skip(&self, chunk: usize) -> Result<(u32, usize)> {
        if self.count <= CHUNK {
            let first = u32_at(self.pages.get(self.at..self.at + 4)?, 0);
            return Ok((first, self.at + 4));
        }
        let at = self.at + chunk * SKIP;
        let bytes = self.pages.get(at..at + SKIP)?;
        Ok((u32_at(bytes, 0), self.at + u32_at(bytes, 4) as usize))
    }

    /// Decodes a chunk.
    pub(in crate::index) fn decode(&self, number: usize, chunk: &mut Chunk) -> Result<()> {
        chunk.len = self.len(number);
        let places = self.decode_docs(number, &mut chunk.docs[..chunk.len])?;
        let raw = self.pages.raw();
        for (j, place) in chunk.places[..chunk.len].iter_mut().enumerate() {
            *place = read(raw, places + j as u64 * u64::from(self.place_bits), self.place_bits) as u32;
        }
        Ok(())
    }

    /// Appends all articles.
    pub(in crate::index) fn docs(&self, out: &mut Vec<u32>) -> Result<()> {
        for number in 0..self.chunks() {
            let at = out.len();
            out.resize(at + self.len(number), 0);
            self.decode_docs(number, &mut out[at..])?;
        }
        Ok(())
    }

    /// Articles of a chunk.
    fn len(&self, number: usize) -> usize {
        (self.count - number * CHUNK).min(CHUNK)
    }

    /// Decodes a chunk's articles, as many as there are; gives the bit where their places begin.
    fn decode_docs(&self, number: usize, docs: &mut [u32]) -> Result<u64> {
        let (first, at) = self.skip(number)?;
        let n = docs.len();
        let head = self.pages.get(at..at + 2)?;
        let (low_bits, upper_len) = (u32::from(head[0]), usize::from(head[1]));
        if low_bits > 32 {
            return Err(self.damaged(number, "has too wide gaps"));
        }
        let upper = at + 2;
        let lows = (upper + upper_len) as u64 * 8;
        let places = lows + n as u64 * u64::from(low_bits);
        let end = (upper + upper_len) + bytes_of(n as u64 * u64::from(low_bits + self.place_bits));
        self.pages.check(at..end)?;
        let raw = self.pages.raw();
        let mut i = 0;
        for byte in (0..upper_len).step_by(8) {
            let mut ones = word(raw, upper + byte);
            if upper_len - byte < 8 {
                ones &= mask((upper_len - byte) as u32 * 8);
            }
            while ones != 0 && i < n {
                docs[i] = (byte as u32 * 8 + ones.trailing_zeros()) - i as u32;
                ones &= ones - 1;
                i += 1;
            }
        }
        if i < n {
            return Err(self.damaged(number, "is too short"));
        }
        let mut most = 0;
        for (i, doc) in (0..).zip(docs) {
            let low = read(raw, lows + i * u64::from(low_bits), low_bits);
            let all = u64::from(first) + i + (u64::from(*doc) << low_bits | low);
            most = all.max(most);
            *doc = all as u32;
        }
        if most >= u64::from(self.docs) {
            return Err(self.damaged(number, "names an article that is not there"));
        }
        Ok(places)
    }

    /// Calls `found` with those of `wanted`, in ascending order, that are in the list.
    pub(in crate::index) fn among(&self, wanted: &[u32], mut found: impl FnMut(u32, u32)) -> Result<()> {
        let (mut current, mut chunk) = (usize::MAX, Chunk::new());
        for &doc in wanted {
            if current == usize::MAX || doc > chunk.docs[chunk.len - 1] {
                // The last chunk that begins at or before the article.
                let (mut low, mut high) = (if current == usize::MAX { 0 } else { current }, self.chunks());
                while low + 1 < high {
                    let middle = low.midpoint(high);
                    if self.skip(middle)?.0 <= doc { low = middle } else { high = middle }
                }
                if low != current {
                    self.decode(low, &mut chunk)?;
                    current = low;
                }
            }
            if let Ok(at) = chunk.docs[..chunk.len].binary_search(&doc) {
                found(doc, chunk.places[at]);
            }
        }
        Ok(())
    }

    fn damaged(&self, chunk: usize, what: &str) -> Error {
        Error::damaged(self.pages.path(), format!("chunk {chunk} of the list at byte {} {what}", self.at))
    }
}
