//! Tombstones: which articles of a segment are removed.
//!
//! Owns the set in memory and its file, which is written once and never changed: a segment's next removal
//! makes a new file with the manifest's next generation in its name.

use std::path::Path;

use super::codec;
use super::frame::{self, Kind};
use crate::error::{Error, Result};

/// Removed articles of a segment.
#[derive(Debug, Clone, Default)]
pub(super) struct Tombstones {
    words: Vec<u64>,
    count: u32,
}

impl Tombstones {
    /// Whether an article is removed.
    #[inline]
    pub(super) fn has(&self, doc: u32) -> bool {
        self.words.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }

    /// Removes an article; false if it was removed before.
    pub(super) fn add(&mut self, doc: u32) -> bool {
        let at = doc as usize / 64;
        if at >= self.words.len() {
            self.words.resize(at + 1, 0);
        }
        let bit = 1 << (doc % 64);
        let new = self.words[at] & bit == 0;
        self.words[at] |= bit;
        self.count += u32::from(new);
        new
    }

    /// How many are removed.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// The removed articles, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(at as u32 * 64 + bit)
            })
        })
    }

    /// The file's bytes: gaps, or a bit an article, whichever is shorter.
    pub(super) fn encode(&self) -> Result<Vec<u8>> {
        let mut before = 0;
        let gaps: Vec<u32> = self.iter().map(|doc| doc - std::mem::replace(&mut before, doc)).collect();
        let (mut sparse, mut dense) = (Vec::new(), Vec::new());
        codec::encode(&(Some(&gaps), None::<&Vec<u64>>), &mut sparse)?;
        if sparse.len() > self.words.len() * 8 {
            let bytes: Vec<u8> = self.words.iter().flat_map(|word| word.to_le_bytes()).collect();
            codec::encode(&(None::<&Vec<u32>>, Some(&bytes)), &mut dense)?;
            return Ok(frame::wrap(Kind::Tombstones, &dense));
        }
        Ok(frame::wrap(Kind::Tombstones, &sparse))
    }

    /// Reads a file's bytes; the segment has `docs` articles.
    pub(super) fn decode(bytes: &[u8], docs: u32, path: &Path) -> Result<Self> {
        let payload = frame::unwrap(Kind::Tombstones, bytes, path, "removed articles")?;
        let (gaps, bits): (Option<Vec<u32>>, Option<Vec<u8>>) =
            codec::decode(payload, path, "removed articles")?;
        let mut set = Tombstones::default();
        let outside = || Error::damaged(path, "removes an article that is not there");
        if let Some(bits) = bits {
            for (byte, bits) in bits.into_iter().enumerate() {
                for bit in (0..8).filter(|bit| bits >> bit & 1 == 1) {
                    let doc = u32::try_from(byte * 8 + bit).ok().filter(|doc| *doc < docs);
                    set.add(doc.ok_or_else(outside)?);
                }
            }
        }
        let mut doc = 0u32;
        for gap in gaps.unwrap_or_default() {
            doc = doc.checked_add(gap).filter(|doc| *doc < docs).ok_or_else(outside)?;
            set.add(doc);
        }
        Ok(set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn few_and_many_survive_their_file(docs in prop::collection::btree_set(0u32..5000, 0..1200), dense in 0u32..600) {
            let mut set = Tombstones::default();
            let docs: std::collections::BTreeSet<u32> = docs.into_iter().chain(0..dense).collect();
            docs.iter().for_each(|&doc| assert!(set.add(doc)));
            docs.iter().for_each(|&doc| assert!(!set.add(doc)));
            let bytes = set.encode().unwrap();
            let back = Tombstones::decode(&bytes, 5000, Path::new("x")).unwrap();
            prop_assert_eq!(back.count() as usize, docs.len());
            prop_assert!(back.iter().eq(docs.iter().copied()));
            if let Some(&most) = docs.last() {
                prop_assert!(Tombstones::decode(&bytes, most, Path::new("x")).is_err());
            }
        }
    }
}
