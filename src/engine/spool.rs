//! The spool: a nameless temporary file for text that has no place in a file of its own.
//!
//! Compressed, piped and page input is decoded once; what verification and the kept file need again
//! is written here, outside of the program's memory, and mapped when reading is done.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Error, Result};
use crate::ingest::map::Map;

/// A file that any thread may append to.
#[derive(Debug)]
pub(super) struct Spool {
    file: File,
    len: AtomicU64,
    folder: PathBuf,
}

impl Spool {
    /// Makes a spool in a folder.
    pub(super) fn in_folder(folder: &Path) -> Result<Spool> {
        let file = tempfile::tempfile_in(folder).map_err(|e| {
            Error::input(
                folder,
                format!("no temporary file can be made here: {e}; {ELSEWHERE} that takes one"),
            )
        })?;
        Ok(Spool::of(file, folder))
    }

    /// A spool in an empty file.
    pub(super) fn of(file: File, folder: &Path) -> Spool {
        Spool { file, len: AtomicU64::new(0), folder: folder.to_path_buf() }
    }

    /// Where it was made.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Appends bytes and returns where they lie.
    pub(super) fn append(&self, bytes: &[u8]) -> Result<u64> {
        let at = self.len.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.write(bytes, at)?;
        Ok(at)
    }

    /// Writes bytes at a place of the caller's choice.
    pub(super) fn write(&self, bytes: &[u8], at: u64) -> Result<()> {
        write_all_at(&self.file, bytes, at).map_err(|e| {
            Error::input(
                &self.folder,
                format!("the temporary file cannot be written: {e}; {ELSEWHERE} with room"),
            )
        })
    }

    /// Reads what lies there.
    pub(super) fn read(&self, bytes: &mut [u8], at: u64) -> Result<()> {
        read_exact_at(&self.file, bytes, at)
            .map_err(|e| Error::input(&self.folder, format!("the temporary file cannot be read back: {e}")))
    }

    /// Maps what was written.
    pub(super) fn map(&self) -> Result<Map> {
        Map::new(&self.file, &self.folder)
    }
}

/// The way out.
const ELSEWHERE: &str = "name another folder (--temp, or TMPDIR)";

#[cfg(unix)]
fn write_all_at(file: &File, bytes: &[u8], at: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], at: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> std::io::Result<()> {
    while !bytes.is_empty() {
        let n = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if n == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[n..];
        at += n as u64;
    }
    Ok(())
}

#[cfg(windows)]
fn write_all_at(file: &File, mut bytes: &[u8], mut at: u64) -> std::io::Result<()> {
    while !bytes.is_empty() {
        let n = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
        bytes = &bytes[n..];
        at += n as u64;
    }
    Ok(())
}
