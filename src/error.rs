//! The one error type: every variant names the file, and the record where there is one.

use std::path::{Path, PathBuf};

/// What can go wrong, with the place and, where there is one, the way out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be opened, read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// An input that cannot be read at all: unknown format, missing feature, nothing matched.
    #[error("{}: {reason}", path.display())]
    Input {
        /// The input as given.
        path: PathBuf,
        /// Why, and the way out.
        reason: String,
    },
    /// A file of an index is not what was written.
    #[error("{}: damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Which part of it, and what is wrong there.
        what: String,
    },
    /// Options that contradict each other or lie outside their range.
    #[error("{0}")]
    Usage(String),
}

impl Error {
    /// An [`Error::Io`] at `path`.
    pub fn io(path: impl AsRef<Path>, source: std::io::Error) -> Self {
        Error::Io { path: path.as_ref().to_path_buf(), source }
    }

    /// An [`Error::Damaged`] at `path`.
    pub fn damaged(path: impl AsRef<Path>, what: impl Into<String>) -> Self {
        Error::Damaged { path: path.as_ref().to_path_buf(), what: what.into() }
    }

    /// An [`Error::Input`] at `path`.
    pub fn input(path: impl AsRef<Path>, reason: impl Into<String>) -> Self {
        Error::Input { path: path.as_ref().to_path_buf(), reason: reason.into() }
    }
}

/// The crate's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;
