//! Where output goes: standard output, or a file that appears only when it is complete.

use std::fs::File;
use std::io::{self, BufWriter, IoSlice, Write};
use std::path::{Path, PathBuf};

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
            let file = BufWriter::with_capacity(1 << 16, builder.tempfile_in(folder).map_err(at)?);
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
        file.persist(&path).map_err(|e| Error::io(&path, e.error))?;
        Ok(())
    }
}
