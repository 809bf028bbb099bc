//! Where output goes: standard output, or a file that appears only when it is complete.

use std::fs::File;
use std::io::{self, BufWriter, IoSlice, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::NamedTempFile;

use crate::error::{Error, Result};

enum Target {
    Stdout(BufWriter<io::Stdout>),
    /// A device or a pipe: written as it is.
    Direct(BufWriter<File>),
    Plain(BufWriter<NamedTempFile>),
    Gzip(Box<GzEncoder<BufWriter<NamedTempFile>>>),
    Zstd(Box<zstd::Encoder<'static, BufWriter<NamedTempFile>>>),
}

/// An output, compressed where its name ends in `.gz` or `.zst`.
pub struct Sink {
    path: PathBuf,
    target: Target,
}

impl Sink {
    /// Opens an output; `-` is standard output.
    ///
    /// A file is written beside its place under another name and takes its place in
    /// [`Sink::finish`]: a run that is cut off leaves what was there before.
    pub fn open(path: &Path) -> Result<Sink> {
        let at = |e| Error::io(path, e);
        let target = if path.as_os_str() == "-" {
            Target::Stdout(BufWriter::with_capacity(1 << 16, io::stdout()))
        } else if path.exists() && !path.is_file() {
            Target::Direct(BufWriter::new(File::options().write(true).open(path).map_err(at)?))
        } else {
            let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let mut builder = tempfile::Builder::new();
            builder.prefix(".wiretrace-").suffix(".part");
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                // As any other file: the system takes away what the user's mask says.
                builder.permissions(std::fs::Permissions::from_mode(0o666));
            }
            let part = builder.tempfile_in(folder).map_err(|e| not_made(path, folder, &e))?;
            unfinished().push(part.path().to_path_buf());
            let file = BufWriter::with_capacity(1 << 16, part);
            match path.extension().and_then(|e| e.to_str()) {
                Some("gz") => Target::Gzip(Box::new(GzEncoder::new(file, Compression::default()))),
                Some("zst") => Target::Zstd(Box::new(zstd::Encoder::new(file, 3).map_err(at)?)),
                _ => Target::Plain(file),
            }
        };
        Ok(Sink { path: path.to_path_buf(), target })
    }

    /// Writes bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let done = match &mut self.target {
            Target::Stdout(w) => w.write_all(bytes),
            Target::Direct(w) => w.write_all(bytes),
            Target::Plain(w) => w.write_all(bytes),
            Target::Gzip(w) => w.write_all(bytes),
            Target::Zstd(w) => w.write_all(bytes),
        };
        done.map_err(|e| Error::io(&self.path, e))
    }

    /// Writes many slices, gathered by the system where it can.
    pub(super) fn write_all(&mut self, slices: &[&[u8]]) -> Result<()> {
        // Past the buffers where there is a file: what is mapped need not be copied twice.
        if let Target::Plain(w) = &mut self.target {
            w.flush().map_err(|e| Error::io(&self.path, e))?;
        }
        let mut all: Vec<IoSlice<'_>> = slices.iter().map(|s| IoSlice::new(s)).collect();
        let mut rest = &mut all[..];
        while !rest.is_empty() {
            let done = match &mut self.target {
                Target::Stdout(w) => w.write_vectored(rest),
                Target::Direct(w) => w.write_vectored(rest),
                Target::Plain(w) => w.get_mut().as_file_mut().write_vectored(rest),
                Target::Gzip(w) => w.write_vectored(rest),
                Target::Zstd(w) => w.write_vectored(rest),
            };
            match done {
                Ok(0) => return Err(Error::io(&self.path, io::ErrorKind::WriteZero.into())),
                Ok(n) => IoSlice::advance_slices(&mut rest, n),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(Error::io(&self.path, e)),
            }
        }
        Ok(())
    }

    /// Writes a value as one JSON line.
    pub fn line(&mut self, value: &impl serde::Serialize) -> Result<()> {
        let mut line = serde_json::to_vec(value).map_err(|e| Error::io(&self.path, e.into()))?;
        line.push(b'\n');
        self.write(&line)
    }

    /// Completes the output and puts it in its place.
    pub fn finish(self) -> Result<()> {
        let Sink { path, target } = self;
        let flushed = match target {
            Target::Stdout(mut w) => return w.flush().map_err(|e| Error::io(&path, e)),
            Target::Direct(mut w) => return w.flush().map_err(|e| Error::io(&path, e)),
            Target::Plain(w) => Ok(w),
            Target::Gzip(w) => w.finish(),
            Target::Zstd(w) => w.finish(),
        };
        let file = flushed.and_then(|w| w.into_inner().map_err(io::IntoInnerError::into_error));
        let file = file.map_err(|e| Error::io(&path, e))?;
        let part = file.path().to_path_buf();
        file.persist(&path).map_err(|e| Error::io(&path, e.error))?;
        unfinished().retain(|other| *other != part);
        Ok(())
    }
}

/// Why there is no file beside `path`; the name that it would have had is nobody's business.
fn not_made(path: &Path, folder: &Path, error: &io::Error) -> Error {
    if !folder.is_dir() {
        return Error::input(path, format!("there is no folder {}", folder.display()));
    }
    let cause = error.get_ref().and_then(|inner| inner.source()?.downcast_ref::<io::Error>());
    let code = cause.unwrap_or(error).raw_os_error();
    Error::io(path, code.map_or_else(|| error.kind().into(), io::Error::from_raw_os_error))
}

/// Files that have not taken their place yet.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes the files of outputs that were not finished: for whoever ends the process before they are
/// dropped.
pub fn remove_unfinished() {
    for part in unfinished().drain(..) {
        let _ = std::fs::remove_file(part);
    }
}
