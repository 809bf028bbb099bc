//! Frame: what surrounds every small file and footer, so that nothing is decoded that was not written.
//!
//! Magic, kind, format version, length, checksum, then the payload. Owns telling a damaged frame from one
//! of a newer version; does not know what payloads mean.

use std::path::Path;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::error::{Error, Result};

/// The newest format that this version writes, and reads with all before it.
pub const FORMAT: u32 = 2;
/// The format of what has nothing that is newer.
pub(super) const FIRST: u32 = 1;

/// Bytes before the payload.
pub(super) const HEAD: usize = 32;

const MAGIC: &[u8; 8] = b"wiretrac";

/// What is in a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The index's list of segments.
    Manifest = 1,
    /// The first bytes of a segment.
    Segment = 2,
    /// The list of a segment's parts.
    Footer = 3,
    /// A segment's removed articles.
    Tombstones = 4,
}

/// The checksum used everywhere: XXH3-64, with the place as seed so that blocks cannot change places.
pub(super) fn checksum(bytes: &[u8], place: u64) -> u64 {
    xxh3_64_with_seed(bytes, place)
}

/// A payload in its frame.
pub(super) fn wrap(kind: Kind, payload: &[u8]) -> Vec<u8> {
    wrap_as(FIRST, kind, payload)
}

/// A payload in a frame of this format.
pub(super) fn wrap_as(format: u32, kind: Kind, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEAD + payload.len());
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&(kind as u32).to_le_bytes());
    out.extend_from_slice(&format.to_le_bytes());
    out.extend_from_slice(&(payload.len() as u64).to_le_bytes());
    out.extend_from_slice(&[0; 8]);
    out.extend_from_slice(payload);
    let sum = sum(&out);
    out[24..32].copy_from_slice(&sum.to_le_bytes());
    out
}

/// The payload of a frame that fills all of `bytes`; `path` and `what` are for the error.
pub(super) fn unwrap<'b>(kind: Kind, bytes: &'b [u8], path: &Path, what: &str) -> Result<&'b [u8]> {
    Ok(unwrap_any(kind, bytes, path, what)?.1)
}

/// The same with the format that it is in.
pub(super) fn unwrap_any<'b>(
    kind: Kind,
    bytes: &'b [u8],
    path: &Path,
    what: &str,
) -> Result<(u32, &'b [u8])> {
    let damaged = |why: &str| Err(Error::damaged(path, format!("{what}: {why}")));
    let Some((head, payload)) = bytes.split_at_checked(HEAD) else {
        return damaged("too short");
    };
    if &head[..8] != MAGIC {
        return damaged("does not begin as a file of an index does");
    }
    if u64_at(head, 24) != sum(bytes) {
        return damaged("its checksum does not match");
    }
    let version = u32_at(head, 12);
    if version > FORMAT {
        let newer =
            format!("was written in format {version}, and this version of wiretrace reads up to {FORMAT}");
        return Err(Error::input(path, newer));
    }
    if u32_at(head, 8) != kind as u32 || version == 0 || u64_at(head, 16) != payload.len() as u64 {
        return damaged("is not of the expected kind or length");
    }
    Ok((version, payload))
}

fn sum(frame: &[u8]) -> u64 {
    checksum(&frame[..24], checksum(&frame[HEAD..], 0))
}

/// The little-endian number at `at`, which the caller knows to be inside.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut raw = [0; 4];
    raw.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(raw)
}

/// The little-endian number at `at`, which the caller knows to be inside.
pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut raw = [0; 8];
    raw.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_is_found() {
        let good = wrap(Kind::Manifest, b"some payload");
        assert_eq!(unwrap(Kind::Manifest, &good, Path::new("m"), "x").unwrap(), b"some payload");
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(unwrap(Kind::Manifest, &bad, Path::new("m"), "x").is_err(), "bit {bit}");
        }
        for len in 0..good.len() {
            assert!(unwrap(Kind::Manifest, &good[..len], Path::new("m"), "x").is_err());
        }
        assert!(unwrap(Kind::Footer, &good, Path::new("m"), "x").is_err());
    }

    #[test]
    fn a_newer_format_is_told_from_damage() {
        let mut newer = wrap(Kind::Footer, b"?");
        newer[12] = 9;
        let sum = sum(&newer);
        newer[24..32].copy_from_slice(&sum.to_le_bytes());
        let error = unwrap(Kind::Footer, &newer, Path::new("m"), "x").unwrap_err();
        assert!(error.to_string().contains("format 9"), "{error}");
    }
}
