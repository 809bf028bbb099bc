//! Files in memory without reading them: the crate's only memory maps.

#![allow(unsafe_code)]

use std::fs::File;
use std::ops::Range;
use std::path::Path;

#[cfg(unix)]
use memmap2::Advice;
use memmap2::Mmap;

use crate::error::{Error, Result};

/// In what order a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// A little of it here, a little there.
    HereAndThere,
    /// From its beginning on.
    InOrder,
}

/// A file mapped for reading, whole.
///
/// The file must not be cut short while it is mapped: reading past its new end would end the process.
/// Inputs are opened for a run and spools have no name, so nothing of ours does that.
#[derive(Debug, Default)]
pub struct Map(Option<Mmap>);

impl Map {
    /// Maps a file; `path` is for the error only. An empty file gives an empty map.
    pub fn new(file: &File, path: &Path) -> Result<Map> {
        let len = file.metadata().map_err(|e| Error::io(path, e))?.len();
        if len == 0 {
            return Ok(Map(None));
        }
        // SAFETY: the map is read-only and private to this value; see the type's own note for the
        // one thing that the system does not promise.
        let map = unsafe { Mmap::map(file) }.map_err(|e| Error::io(path, e))?;
        Ok(Map(Some(map)))
    }

    /// The file's bytes.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_deref().unwrap_or(&[])
    }

    /// Says how the file will be read: here and there, so that no more is read than is looked at, or from its
    /// beginning on. Only a hint.
    pub fn expect(&self, order: Order) {
        #[cfg(unix)]
        if let Some(map) = &self.0 {
            let _ = map.advise(match order {
                Order::HereAndThere => Advice::Random,
                Order::InOrder => Advice::Normal,
            });
        }
        #[cfg(not(unix))]
        let _ = order;
    }

    /// Asks for the pages of a range at once, which is cheaper than a fault each. Only a hint.
    pub fn prepare(&self, range: Range<usize>) {
        #[cfg(target_os = "linux")]
        if let Some(map) = &self.0 {
            let start = range.start & !4095;
            // An old kernel refuses; then the pages come one by one.
            let _ = map.advise_range(Advice::PopulateRead, start, range.end.min(map.len()) - start);
        }
        #[cfg(not(target_os = "linux"))]
        let _ = range;
    }
}
