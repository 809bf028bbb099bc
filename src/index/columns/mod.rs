//! Columns: the parts of a segment, each with its own encoding.
//!
//! Owns how postings, articles' records and texts, and signatures lie in a segment, how they are read and
//! how they are written. Knows nothing of other segments, of manifests or of files' names.

pub(super) mod blocks;
pub(super) mod build;
pub(super) mod keys;
pub(super) mod lists;
pub(super) mod rows;
pub(super) mod runs;
pub(super) mod sentences;
pub(super) mod sort;

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Where a part lies in its file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Section {
    /// The first byte.
    pub(super) at: u64,
    /// How many.
    pub(super) len: u64,
}

impl Section {
    /// As a range, if it is inside of the first `len` bytes.
    pub(super) fn range(&self, len: usize) -> Option<Range<usize>> {
        let end = self.at.checked_add(self.len)?;
        (end <= len as u64).then_some(self.at as usize..end as usize)
    }
}
