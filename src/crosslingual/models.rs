//! Models: what sentences are compared by.

use std::sync::Arc;

use super::align::{Alignment, align_by};
use super::content::{Content, Reader};
use super::encoder::Encoder;
use super::table::SharedTable;
use super::telling::Telling;

/// A word table, and an encoder for what is promising, if there is one; both are shared. The encoder goes with the
/// program's own table only.
#[derive(Debug, Clone, Default)]
pub struct Models {
    /// The table.
    pub table: SharedTable,
    /// The encoder.
    pub encoder: Option<Arc<Encoder>>,
}

impl Models {
    /// Who reads texts for them; one a thread.
    pub fn reader(&self) -> Reader<'_> {
        let reader = Reader::new(&self.table);
        if self.encoder.is_some() { reader.for_encoder() } else { reader }
    }

    /// What is measured of two texts that were read for them; none where too little is alike in order.
    pub fn telling(&self, a: &Content, b: &Content) -> Option<Telling> {
        Some(Telling::of(a, b, self.align(a, b)?))
    }

    /// Aligns two texts that were read for them.
    pub fn align(&self, a: &Content, b: &Content) -> Option<Alignment> {
        align_by(self.encoder.as_deref(), a, b)
    }
}
