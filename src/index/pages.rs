//! Pages: a large file in pages of 4 KiB, each with its checksum, checked when it is first met.
//!
//! Owns writing such a file in one go and reading it by map. The checksums are a table behind the pages; the
//! table's own pages have theirs, the roots, in the footer. So opening checks a few kilobytes whatever the
//! size, and no byte is used that was not checked before. Does not know what is in the pages.

use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::disk::Output;
use super::frame::{checksum, u64_at};
use crate::error::{Error, Result};
use crate::ingest::map::Map;

/// Bytes a page.
pub(super) const PAGE: usize = 4096;
/// Checksums a page of the table.
const SUMS: usize = PAGE / 8;
/// Pages written at once.
const BATCH: usize = 256;
/// Told apart from page numbers, so that a page of the table is no page of the file.
const TABLE: u64 = 1 << 63;

/// Writes a file page by page.
#[derive(Debug)]
pub(super) struct PageWriter {
    output: Output,
    buffer: Vec<u8>,
    sums: Vec<u8>,
    at: u64,
}

impl PageWriter {
    /// Creates the file.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let output = Output::create(path)?;
        Ok(PageWriter { output, buffer: Vec::with_capacity(BATCH * PAGE), sums: Vec::new(), at: 0 })
    }

    /// Where the next byte goes.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// Appends.
    pub(super) fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.at += bytes.len() as u64;
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BATCH * PAGE - self.buffer.len()));
            self.buffer.extend_from_slice(now);
            bytes = later;
            if self.buffer.len() == BATCH * PAGE {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        for page in self.buffer.chunks(PAGE) {
            let number = (self.sums.len() / 8) as u64;
            self.sums.extend_from_slice(&checksum(page, number).to_le_bytes());
        }
        self.output.write(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    /// Ends the last page and writes the table; gives where the table begins, the roots, and the file, to
    /// which the footer is still to be appended.
    pub(super) fn finish(mut self) -> Result<(u64, Vec<u64>, Output)> {
        let padding = (self.at as usize).next_multiple_of(PAGE) - self.at as usize;
        self.write(&[0; PAGE][..padding])?;
        self.flush()?;
        let table_at = self.at;
        self.sums.resize(self.sums.len().next_multiple_of(PAGE), 0);
        let pages = self.sums.chunks(PAGE).enumerate();
        let roots = pages.map(|(n, page)| checksum(page, TABLE | n as u64)).collect();
        self.output.write(&self.sums)?;
        Ok((table_at, roots, self.output))
    }
}

/// A mapped file of pages.
#[derive(Debug)]
pub(super) struct Pages {
    map: Map,
    path: PathBuf,
    table_at: usize,
    roots: Vec<u64>,
    /// A bit a page that was found right, then a bit a page of the table.
    checked: Vec<AtomicU64>,
}

/// A file that is mapped but whose footer was not read yet.
pub(super) fn map(path: &Path) -> Result<Map> {
    let file = File::open(path).map_err(|e| Error::io(path, e))?;
    Map::new(&file, path)
}

impl Pages {
    /// Takes a mapped file with what its footer says; none if that does not fit together.
    pub(super) fn new(map: Map, path: &Path, table_at: u64, roots: Vec<u64>) -> Option<Self> {
        let table_at = usize::try_from(table_at).ok()?;
        let pages = table_at / PAGE;
        let end = table_at.checked_add(roots.len().checked_mul(PAGE)?)?;
        let fits =
            table_at.is_multiple_of(PAGE) && roots.len() == pages.div_ceil(SUMS) && end <= map.bytes().len();
        fits.then(|| {
            let words = (pages + roots.len()).div_ceil(64);
            let checked = std::iter::repeat_with(AtomicU64::default).take(words).collect();
            Pages { map, path: path.to_path_buf(), table_at, roots, checked }
        })
    }

    /// The file's path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes that pages cover.
    pub(super) fn len(&self) -> usize {
        self.table_at
    }

    /// The checked bytes of a range. An error if it reaches past the pages, or a page of it is damaged.
    #[inline]
    pub(super) fn get(&self, range: Range<usize>) -> Result<&[u8]> {
        self.check(range.clone())?;
        Ok(&self.map.bytes()[range])
    }

    /// Checks the pages of a range, so that its bytes can be taken from [`Pages::raw`].
    #[inline]
    pub(super) fn check(&self, range: Range<usize>) -> Result<()> {
        if range.start > range.end || range.end > self.table_at {
            return Err(Error::damaged(&self.path, format!("bytes {range:?} are outside its columns")));
        }
        for page in range.start / PAGE..range.end.div_ceil(PAGE) {
            if self.checked[page / 64].load(Ordering::Relaxed) >> (page % 64) & 1 == 0 {
                self.check_page(page)?;
            }
        }
        Ok(())
    }

    /// All bytes of the pages, checked or not.
    #[inline]
    pub(super) fn raw(&self) -> &[u8] {
        &self.map.bytes()[..self.table_at]
    }

    #[cold]
    fn check_page(&self, page: usize) -> Result<()> {
        let bytes = self.map.bytes();
        let pages = self.table_at / PAGE;
        let (table, bit) = (page / SUMS, pages + page / SUMS);
        if self.checked[bit / 64].load(Ordering::Relaxed) >> (bit % 64) & 1 == 0 {
            let sums = &bytes[self.table_at + table * PAGE..][..PAGE];
            if checksum(sums, TABLE | table as u64) != self.roots[table] {
                return Err(Error::damaged(&self.path, format!("page {table} of its checksums")));
            }
            self.checked[bit / 64].fetch_or(1 << (bit % 64), Ordering::Relaxed);
        }
        let sum = u64_at(bytes, self.table_at + page * 8);
        if checksum(&bytes[page * PAGE..][..PAGE], page as u64) != sum {
            let at = page * PAGE;
            let what = format!("page {page} (bytes {at} to {}) does not match its checksum", at + PAGE);
            return Err(Error::damaged(&self.path, what));
        }
        self.checked[page / 64].fetch_or(1 << (page % 64), Ordering::Relaxed);
        Ok(())
    }

    /// Checks all pages anew, and calls `damaged` with the range of each that is not right.
    pub(super) fn verify(&self, damaged: &mut dyn FnMut(Range<usize>, Error)) {
        self.checked.iter().for_each(|word| word.store(0, Ordering::Relaxed));
        let range = |page: usize| page * PAGE..(page + 1) * PAGE;
        let pages = (0..self.table_at / PAGE).into_par_iter().with_min_len(1024);
        let wrong: Vec<(usize, Error)> =
            pages.filter_map(|page| self.check(range(page)).err().map(|error| (page, error))).collect();
        wrong.into_iter().for_each(|(page, error)| damaged(range(page), error));
        // The last page of the table is part of the file even where no page of the file needs it.
        let table = &self.map.bytes()[self.table_at..][..self.roots.len() * PAGE];
        for (n, page) in table.chunks(PAGE).enumerate() {
            if checksum(page, TABLE | n as u64) != self.roots[n] {
                let at = self.table_at + n * PAGE;
                let error = Error::damaged(&self.path, format!("page {n} of its checksums"));
                damaged(at..at + PAGE, error);
            }
        }
    }
}
