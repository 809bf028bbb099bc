//! Background: what a caller wants to know of all articles together, kept beside them.
//!
//! Statistics that are sums over articles, such as in how many a word occurs, travel with the segments as
//! bytes that the index does not understand. Owns only the moments at which they are made and merged.

use crate::error::Result;

/// Makes and merges the bytes; `()` keeps none.
pub trait Background: Send + Sync {
    /// Sees an added article that is to be counted: see [`Entry::counted`](super::Entry::counted).
    fn add(&mut self, day: u32, words: &[u64]);

    /// The bytes for all articles seen since the last call, which are written as one segment.
    ///
    /// Errors: they cannot be made.
    fn take(&mut self) -> Result<Vec<u8>>;

    /// The bytes of several segments to those of one. Removed articles stay counted until their text is
    /// seen again, which statistics over many bear.
    ///
    /// Errors: bytes that this did not make.
    fn merge(&self, parts: &[&[u8]]) -> Result<Vec<u8>>;
}

impl Background for () {
    fn add(&mut self, _: u32, _: &[u64]) {}

    fn take(&mut self) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn merge(&self, _: &[&[u8]]) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }
}
