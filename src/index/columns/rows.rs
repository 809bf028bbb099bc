//! Rows: of each article the number of its tokens, its day and its signature, a row of fixed size.
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

/// Bytes of a row before the signature.
const HEAD: usize = 8;
/// The day of an article of which none is known.
const NO_DAY: u32 = u32::MAX;
const SECONDS_A_DAY: i64 = 86_400;

/// Bytes of a row.
pub(in crate::index) fn row_len(slots: u16) -> usize {
    HEAD + usize::from(slots).div_ceil(2)
}

/// Appends a row.
pub(in crate::index) fn push(tokens: u32, earliest: i64, signature: &[u32], out: &mut Vec<u8>) {
    let day = match earliest {
        i64::MIN | i64::MAX => NO_DAY,
        seconds => seconds.div_euclid(SECONDS_A_DAY).clamp(0, i64::from(NO_DAY - 1)) as u32,
    };
    out.extend_from_slice(&tokens.to_le_bytes());
    out.extend_from_slice(&day.to_le_bytes());
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

    /// The day that an article is of, at the earliest.
    pub(in crate::index) fn day(&self, doc: u32) -> Result<Option<u32>> {
        let day = u32_at(self.row(doc)?, 4);
        Ok((day != NO_DAY).then_some(day))
    }

    /// The similarity of an article to `signature`, estimated, in 0 to 1.
    pub(in crate::index) fn similarity(&self, doc: u32, signature: &[u32]) -> Result<f64> {
        let row = &self.row(doc)?[HEAD..];
        let stored = row.iter().flat_map(|byte| [byte & 15, byte >> 4]);
        let equal = stored.zip(signature).filter(|(stored, slot)| *stored == nibble(**slot)).count();
        let share = equal as f64 / f64::from(self.slots.max(1));
        Ok(((share - CHANCE) / (1.0 - CHANCE)).max(0.0))
    }
}
