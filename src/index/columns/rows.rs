//! Rows: of each article the number of its tokens and its signature, a row of fixed size.
//!
//! Of each slot only the low eight bits are kept (Li and König, "b-bit minwise hashing", 2010): slots that
//! differ agree in these by chance once in 256, which the estimate takes into account. The bands, which need
//! whole slots, were made before.

use super::Section;
use crate::error::Result;
use crate::index::frame::u32_at;
use crate::index::pages::Pages;

/// Bytes of a row.
pub(in crate::index) fn row_len(slots: u16) -> usize {
    4 + usize::from(slots)
}

/// Appends a row.
pub(in crate::index) fn push(tokens: u32, signature: &[u32], out: &mut Vec<u8>) {
    out.extend_from_slice(&tokens.to_le_bytes());
    out.extend(signature.iter().map(|slot| *slot as u8));
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
        let equal = row.iter().zip(signature).filter(|(stored, slot)| **stored == **slot as u8).count();
        let share = equal as f64 / (row.len().max(1)) as f64;
        Ok(((share - 1.0 / 256.0) / (1.0 - 1.0 / 256.0)).max(0.0))
    }
}
