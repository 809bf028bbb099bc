//! Rows: of each article the number of its tokens and its signature, a row of fixed size.
//!
//! Of each slot only the low four bits are kept (Li and König, "b-bit minwise hashing", 2010): slots that
//! differ agree in these by chance once in 16, which the estimate takes into account; at a similarity of 0.7
//! its standard deviation is 0.049 instead of 0.047. The bands, which need whole slots, were made before.

use super::Section;
use crate::error::Result;
use crate::index::frame::u32_at;
use crate::index::pages::Pages;

/// How often slots that differ agree in what is kept.
const CHANCE: f64 = 1.0 / 16.0;

/// Bytes of a row.
pub(in crate::index) fn row_len(slots: u16) -> usize {
    4 + usize::from(slots).div_ceil(2)
}

/// Appends a row.
pub(in crate::index) fn push(tokens: u32, signature: &[u32], out: &mut Vec<u8>) {
    out.extend_from_slice(&tokens.to_le_bytes());
    out.extend(
        signature.chunks(2).map(|pair| pair.iter().rev().fold(0, |byte, slot| byte << 4 | nibble(*slot))),
    );
}

fn nibble(slot: u32) -> u8 {
    slot as u8 & 15
}

/// Rows to be read.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct Rows<'s> {
    pub(in crate::index) pages: &'s Pages,
    pub(in crate::index) section: Section,
    pub(in crate::index) slots: u16,
}

impl<'s> Rows<'s> {
    /// A row of an article, which is there.
    pub(in crate::index) fn row(&self, doc: u32) -> Result<&'s [u8]> {
        let len = row_len(self.slots);
        let at = self.section.at as usize + doc as usize * len;
        self.pages.get(at..at + len)
    }

    /// The number of an article's tokens.
    pub(in crate::index) fn tokens(&self, doc: u32) -> Result<u32> {
        Ok(u32_at(self.row(doc)?, 0))
    }

    /// The similarity of an article to `signature`, estimated, in 0 to 1.
    pub(in crate::index) fn similarity(&self, doc: u32, signature: &[u32]) -> Result<f64> {
        let row = &self.row(doc)?[4..];
        let stored = row.iter().flat_map(|byte| [byte & 15, byte >> 4]);
        let equal = stored.zip(signature).filter(|(stored, slot)| *stored == nibble(**slot)).count();
        let share = equal as f64 / f64::from(self.slots.max(1));
        Ok(((share - CHANCE) / (1.0 - CHANCE)).max(0.0))
    }
}
