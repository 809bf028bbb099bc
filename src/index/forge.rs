//! Forge: damage whose checksums are right, as somebody who means harm would make it. For tests and fuzzing.
//!
//! Checksums find accidents; what they let through must still be bounded. Owns changing one thing of an
//! index and sealing it again.

use std::path::Path;

use super::codec;
use super::frame::{self, Kind, checksum};
use super::manifest::{MANIFEST, Manifest, dead_name, segment_path};
use super::pages::PageWriter;
use super::segment::{self, Segment};
use crate::error::{Error, Result};

/// What is changed.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// The columns of the first segment.
    Pages,
    /// The payload of its footer.
    Footer,
    /// The payload of the manifest.
    Manifest,
    /// The payload of the first segment's removed articles, which it must have.
    Removed,
}

/// Writes to `folder` the first segment of the index in `from`, with `edit` made to `target`, and all
/// checksums right.
pub fn forge(from: &Path, folder: &Path, target: Target, edit: &mut dyn FnMut(&mut Vec<u8>)) -> Result<()> {
    let io = |path: &Path, e| Error::io(path, e);
    let read = |path: &Path| std::fs::read(path).map_err(|e| io(path, e));
    let none = || Error::input(from, "has no segment with removed articles");
    let mut manifest = Manifest::read(from)?.ok_or_else(none)?;
    manifest.segments.truncate(1);
    let format = manifest.format();
    let listed = manifest.segments.first_mut().ok_or_else(none)?;
    let good = segment_path(from, listed.number);
    let segment = Segment::open(&good, listed.number, listed.len, listed.footer_sum)?;
    let mut pages = segment.pages.raw().to_vec();
    if let Target::Pages = target {
        edit(&mut pages);
    }
    let path = segment_path(folder, listed.number);
    let mut out = PageWriter::create(&path)?;
    out.write(&pages)?;
    if let Target::Footer = target {
        let (table_at, roots, mut output) = out.finish()?;
        let footer_at = table_at + (roots.len() * super::pages::PAGE) as u64;
        let good = segment::Footer { table_at, roots, ..segment.footer.clone() }.frame()?;
        let mut payload = good[frame::HEAD..].to_vec();
        edit(&mut payload);
        let mut end = frame::wrap_as(format, Kind::Footer, &payload);
        listed.footer_sum = checksum(&end, 0);
        end.extend_from_slice(&footer_at.to_le_bytes());
        end.extend_from_slice(&checksum(&footer_at.to_le_bytes(), 0).to_le_bytes());
        output.write(&end)?;
        listed.len = footer_at + end.len() as u64;
    } else {
        (listed.len, listed.footer_sum, _) = segment::finish(out, segment.footer.clone())?;
    }
    if let Some(dead) = &mut listed.dead {
        let name = dead_name(listed.number, dead.generation);
        let bytes = read(&from.join(&name))?;
        let mut payload =
            frame::unwrap(Kind::Tombstones, &bytes, &from.join(&name), "removed articles")?.to_vec();
        if let Target::Removed = target {
            edit(&mut payload);
        }
        let bytes = frame::wrap(Kind::Tombstones, &payload);
        dead.sum = checksum(&bytes, 0);
        let path = folder.join(name);
        std::fs::write(&path, bytes).map_err(|e| io(&path, e))?;
    }
    let mut payload = Vec::new();
    codec::encode(&manifest, &mut payload)?;
    if let Target::Manifest = target {
        edit(&mut payload);
    }
    let path = folder.join(MANIFEST);
    std::fs::write(&path, frame::wrap_as(format, Kind::Manifest, &payload)).map_err(|e| io(&path, e))
}
