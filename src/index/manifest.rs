//! Manifest: the small file that says which segments make up the index.
//!
//! It is written beside the old one and put in its place by one rename, so there is always exactly one, old
//! or new. Owns its content, its bytes, and the names of the files it speaks of.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::codec;
use super::disk;
use super::frame::{self, Kind};
use super::lock::LOCK;
use super::params::Params;
use crate::error::{Error, Result};

/// The manifest's name.
pub(super) const MANIFEST: &str = "manifest";
/// The next manifest's name until it is complete.
pub(super) const NEXT: &str = "manifest.new";

/// A segment of the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    /// Names its file.
    pub(super) number: u64,
    /// The file's length and its footer's checksum: no other file will do.
    pub(super) len: u64,
    pub(super) footer_sum: u64,
    /// Articles, removed ones included.
    pub(super) docs: u32,
    pub(super) dead: Option<Dead>,
}

/// A segment's removed articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Dead {
    /// Names the file, with the segment's number.
    pub(super) generation: u64,
    pub(super) count: u32,
    /// Of the whole file.
    pub(super) sum: u64,
}

/// The content of the index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// One more with every change.
    pub(super) generation: u64,
    /// The next segment's number. Numbers are not used again.
    pub(super) next: u64,
    pub(super) params: Params,
    /// Whether texts are kept.
    pub(super) text: bool,
    /// Slots of the signatures.
    pub(super) slots: u16,
    pub(super) segments: Vec<Listed>,
    /// Whether sentences are kept; the format says it.
    #[serde(skip)]
    pub(super) sentences: bool,
}

/// Whether there is an index in this folder.
pub fn exists(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

/// Whether an index was begun in this folder and nothing of it was ever finished: there is a writer's lock, and
/// no index.
pub fn is_begun(folder: &Path) -> bool {
    folder.join(LOCK).is_file() && !exists(folder)
}

impl Manifest {
    /// Reads the manifest of the index in `folder`; none if there is no index.
    pub(super) fn read(folder: &Path) -> Result<Option<Manifest>> {
        let path = folder.join(MANIFEST);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Error::io(&path, e)),
        };
        let (format, payload) = frame::unwrap_any(Kind::Manifest, &bytes, &path, "manifest")?;
        let manifest: Manifest = codec::decode(payload, &path, "manifest")?;
        let manifest = Manifest { sentences: format > frame::FIRST, ..manifest };
        let docs: u64 = manifest.segments.iter().map(|s| u64::from(s.docs)).sum();
        let fits = |s: &Listed| s.number < manifest.next && s.dead.as_ref().is_none_or(|d| d.count <= s.docs);
        if docs > u64::from(u32::MAX) || !manifest.segments.iter().all(fits) {
            return Err(Error::damaged(&path, "its numbers cannot be"));
        }
        Ok(Some(manifest))
    }

    /// Puts this manifest in the place of the one in `folder`; what it speaks of is on the disk already.
    pub(super) fn swap(&self, folder: &Path) -> Result<()> {
        let mut payload = Vec::new();
        codec::encode(self, &mut payload)?;
        let next = folder.join(NEXT);
        disk::write_synced(&next, &frame::wrap_as(self.format(), Kind::Manifest, &payload))?;
        // The new segments' names must be on the disk before the manifest that has them.
        disk::sync_folder(folder)?;
        disk::rename(&next, &folder.join(MANIFEST))?;
        disk::sync_folder(folder)
    }

    /// The format of the manifest and of its segments' footers.
    pub(super) fn format(&self) -> u32 {
        if self.sentences { frame::FORMAT } else { frame::FIRST }
    }

    /// Names of the files that the manifest speaks of.
    pub(super) fn files(&self) -> impl Iterator<Item = String> {
        self.segments.iter().flat_map(|s| {
            let dead = s.dead.as_ref().map(|d| dead_name(s.number, d.generation));
            std::iter::once(segment_name(s.number)).chain(dead)
        })
    }
}

/// The name of a segment's file.
pub(super) fn segment_name(number: u64) -> String {
    format!("{number:08}.segment")
}

/// The name of the file of a segment's removed articles.
pub(super) fn dead_name(number: u64, generation: u64) -> String {
    format!("{number:08}-{generation:08}.removed")
}

/// The path of a segment's file.
pub(super) fn segment_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(segment_name(number))
}

/// Whether a file of this name is ours and may be removed if no manifest speaks of it.
pub(super) fn is_leftover(name: &str) -> bool {
    let digits = |s: &str| s.len() >= 8 && s.bytes().all(|b| b.is_ascii_digit());
    name == NEXT
        || name.strip_suffix(".segment").is_some_and(digits)
        || name
            .strip_suffix(".removed")
            .and_then(|s| s.split_once('-'))
            .is_some_and(|(number, generation)| digits(number) && digits(generation))
}
