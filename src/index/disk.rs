//! Disk: every operation of the index that changes a file goes through here.
//!
//! Owns creating, writing, syncing, renaming and removing, with errors that name the file. In the crate's
//! tests each of these is a numbered site that can be made to fail, so that a test can fail all of them in
//! turn. Does not know what is in the files.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use crate::error::{Error, Result};
use crate::ingest::map::Map;

/// Bytes after which what was written is sent to the disk while writing goes on.
const EARLY: usize = 32 << 20;

/// A file being written.
#[derive(Debug)]
pub(super) struct Output {
    file: File,
    path: PathBuf,
    /// Bytes written since the last time.
    waiting: usize,
    early: Option<JoinHandle<io::Result<()>>>,
}

impl Output {
    /// Creates a file, or empties the one that is there.
    pub(super) fn create(path: &Path) -> Result<Output> {
        fault::site().map_err(|e| Error::io(path, e))?;
        let file = File::create(path).map_err(|e| Error::io(path, e))?;
        Ok(Output { file, path: path.to_path_buf(), waiting: 0, early: None })
    }

    /// Appends all of `bytes`.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if let Err(e) = fault::site() {
            // A full disk takes the first half.
            let _ = self.file.write_all(&bytes[..bytes.len() / 2]);
            return Err(Error::io(&self.path, e));
        }
        self.file.write_all(bytes).map_err(|e| Error::io(&self.path, e))?;
        self.waiting += bytes.len();
        if self.waiting >= EARLY && self.early.as_ref().is_none_or(JoinHandle::is_finished) {
            self.waiting = 0;
            self.sync_early()?;
        }
        Ok(())
    }

    /// Lets another thread wait for the disk, so that little is left to wait for in the end.
    fn sync_early(&mut self) -> Result<()> {
        self.finish_early()?;
        // Without another handle or thread there is only more to wait for later.
        let Ok(file) = self.file.try_clone() else { return Ok(()) };
        let sync = std::thread::Builder::new().name("sync".to_owned());
        self.early = sync.spawn(move || file.sync_data()).ok();
        Ok(())
    }

    /// An error of the disk is told once, to whoever asks first; so it must be asked for.
    fn finish_early(&mut self) -> Result<()> {
        let Some(early) = self.early.take() else { return Ok(()) };
        let done = early.join().unwrap_or_else(|_| Err(io::Error::other("waiting for the disk failed")));
        done.map_err(|e| Error::io(&self.path, e))
    }

    /// Waits until the file is on the disk.
    pub(super) fn sync(&mut self) -> Result<()> {
        self.finish_early()?;
        fault::site().and_then(|()| self.file.sync_all()).map_err(|e| Error::io(&self.path, e))
    }
}

/// A file without a name, for what there is no room for in memory. It is gone with the process, however that
/// ends.
#[derive(Debug)]
pub(super) struct Nameless {
    file: File,
    folder: PathBuf,
    len: u64,
}

impl Nameless {
    /// Creates one on the disk of `folder`.
    pub(super) fn create(folder: &Path) -> Result<Nameless> {
        let file = fault::site().and_then(|()| tempfile::tempfile_in(folder));
        let file = file.map_err(|e| Error::io(folder, e))?;
        Ok(Nameless { file, folder: folder.to_path_buf(), len: 0 })
    }

    /// Appends; gives where.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<u64> {
        let written = fault::site().and_then(|()| self.file.write_all(bytes));
        written.map_err(|e| Error::io(&self.folder, e))?;
        self.len += bytes.len() as u64;
        Ok(self.len - bytes.len() as u64)
    }

    /// Maps what was written.
    pub(super) fn map(&self) -> Result<Map> {
        Map::new(&self.file, &self.folder)
    }
}

/// Writes a whole file and waits until it is on the disk.
pub(super) fn write_synced(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut output = Output::create(path)?;
    output.write(bytes)?;
    output.sync()
}

/// Puts `from` in the place of `to`, at once.
pub(super) fn rename(from: &Path, to: &Path) -> Result<()> {
    fault::site().and_then(|()| fs::rename(from, to)).map_err(|e| Error::io(to, e))
}

/// Removes a file.
pub(super) fn remove(path: &Path) -> Result<()> {
    fault::site().and_then(|()| fs::remove_file(path)).map_err(|e| Error::io(path, e))
}

/// Creates a folder and its parents, where they are missing.
pub(super) fn create_folder(path: &Path) -> Result<()> {
    fault::site().and_then(|()| fs::create_dir_all(path)).map_err(|e| Error::io(path, e))
}

/// Waits until a folder's list of files is on the disk. Only Unix has that; elsewhere it does nothing.
pub(super) fn sync_folder(path: &Path) -> Result<()> {
    let sync = || -> io::Result<()> {
        #[cfg(unix)]
        File::open(path)?.sync_all()?;
        Ok(())
    };
    fault::site().and_then(|()| sync()).map_err(|e| Error::io(path, e))
}

/// The names in a folder, sorted.
pub(super) fn names(path: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(path).map_err(|e| Error::io(path, e))? {
        let entry = entry.map_err(|e| Error::io(path, e))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort_unstable();
    Ok(names)
}

/// Failing on demand; nothing outside the crate's tests.
pub(super) mod fault {
    #[cfg(test)]
    use std::cell::Cell;

    #[cfg(test)]
    thread_local! {
        static LEFT: Cell<Option<u32>> = const { Cell::new(None) };
    }

    /// Lets `sites` operations of this thread succeed and the next ones fail, or all succeed.
    #[cfg(test)]
    pub(in crate::index) fn after(sites: Option<u32>) {
        LEFT.set(sites);
    }

    /// Whether the fault that was set has been met.
    #[cfg(test)]
    pub(in crate::index) fn met() -> bool {
        LEFT.get() == Some(0)
    }

    pub(super) fn site() -> std::io::Result<()> {
        #[cfg(test)]
        match LEFT.get() {
            Some(0) => return Err(std::io::ErrorKind::StorageFull.into()),
            Some(left) => LEFT.set(Some(left - 1)),
            None => {}
        }
        Ok(())
    }
}
