//! Reader: an index as it was at one moment.
//!
//! Owns opening what a manifest lists and asking all segments as if they were one. Needs no lock: files that
//! a manifest lists never change, and those that a writer has removed since stay readable while they are
//! open. Articles have numbers that hold within one snapshot.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::columns::blocks::Cache;
use super::columns::keys::{Found, Scratch as Finding, spread};
use super::frame::checksum;
use super::manifest::{Listed, Manifest, dead_name, segment_path};
use super::params::Params;
use super::record::{Record, id_hash};
use super::segment::{IDS, Segment};
use super::tombstones::Tombstones;
use crate::error::{Error, Result};

/// How often a manifest is read again because a writer was faster.
const TRIES: usize = 20;

/// An open segment and its removed articles.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) listed: Listed,
    pub(super) segment: Arc<Segment>,
    pub(super) dead: Tombstones,
    /// The number of its first article.
    pub(super) base: u32,
}

/// Opens what a manifest lists.
pub(super) fn open_parts(folder: &Path, manifest: &Manifest) -> Result<Vec<Part>> {
    let mut base = 0;
    let mut parts = Vec::with_capacity(manifest.segments.len());
    for listed in &manifest.segments {
        let path = segment_path(folder, listed.number);
        let segment = Segment::open(&path, listed.number, listed.len, listed.footer_sum)?;
        let footer = &segment.footer;
        if footer.docs != listed.docs || footer.slots != manifest.slots {
            return Err(Error::damaged(&path, "does not have what the manifest says"));
        }
        if footer.text.is_some() != manifest.text {
            return Err(Error::damaged(&path, "has texts or not, unlike what the manifest says"));
        }
        if footer.meanings.is_some() != manifest.sentences {
            return Err(Error::damaged(&path, "has sentences or not, unlike what the manifest says"));
        }
        let dead = match &listed.dead {
            None => Tombstones::default(),
            Some(dead) => {
                let path = folder.join(dead_name(listed.number, dead.generation));
                let bytes = std::fs::read(&path).map_err(|e| Error::io(&path, e))?;
                if checksum(&bytes, 0) != dead.sum {
                    return Err(Error::damaged(&path, "is not the file that was written"));
                }
                let set = Tombstones::decode(&bytes, listed.docs, &path)?;
                if set.count() != dead.count {
                    return Err(Error::damaged(&path, "does not have as many articles as were removed"));
                }
                set
            }
        };
        parts.push(Part { listed: listed.clone(), segment: Arc::new(segment), dead, base });
        base += listed.docs;
    }
    Ok(parts)
}

/// The kinds of key that articles are looked up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Bands of signatures.
    Bands = 0,
    /// Winnowed character n-grams.
    Prints = 1,
    /// Rare words.
    Words = 2,
    /// Numbers and names, of an index that keeps sentences.
    Anchors = 4,
}

/// An article that has a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// The article's number in the snapshot.
    pub doc: u32,
    /// Where in its text the key is: for [`Kind::Prints`] in units of [`PLACE_UNIT`] bytes, no larger than
    /// [`LAST_PLACE`], which stands for everything behind it, too; otherwise 0.
    pub place: u32,
}

/// Bytes of text that share a place.
pub const PLACE_UNIT: u32 = 1 << super::segment::PLACE_SHIFT;
/// The last place.
pub const LAST_PLACE: u32 = (1 << super::segment::WIDTHS[1].1) - 1;

/// A batch of keys that were looked up. Reuse it: its buffers stay.
#[derive(Debug, Default)]
pub struct Lookup {
    kind: usize,
    spread: Vec<u64>,
    /// A key's place in each segment: all keys of the first segment, then of the second, and so on.
    found: Vec<Found>,
    frequencies: Vec<u32>,
    finding: Finding,
}

impl Lookup {
    /// In how many articles each key is, in the order of the keys. Removed articles count until a merge, and
    /// so do those of another key with the same stored bits, which is rare; no article is missed.
    pub fn frequencies(&self) -> &[u32] {
        &self.frequencies
    }
}

/// What was decompressed last. Reuse it, one a thread: neighbouring articles then cost nothing.
#[derive(Debug, Default)]
pub struct Scratch {
    records: Cache,
    texts: Cache,
}

/// An index, open for reading.
#[derive(Debug)]
pub struct Snapshot {
    folder: PathBuf,
    pub(super) manifest: Manifest,
    pub(super) parts: Vec<Part>,
}

impl Snapshot {
    /// Opens the index in `folder`.
    ///
    /// Errors: there is none, it is of a newer format, or what is read of it here (manifest, footers, lists
    /// of removed articles) is damaged. Everything else is checked when it is first used.
    pub fn open(folder: &Path) -> Result<Snapshot> {
        let mut before = None;
        for _ in 0..TRIES {
            let Some(manifest) = Manifest::read(folder)? else {
                return Err(Error::input(folder, "holds no index; `wiretrace index add` makes one"));
            };
            match open_parts(folder, &manifest) {
                Ok(parts) => return Ok(Snapshot { folder: folder.to_path_buf(), manifest, parts }),
                // A writer has removed it since, or it is missing; then the manifest is the same again.
                Err(error) if is_missing(&error) && before != Some(manifest.generation) => {
                    before = Some(manifest.generation);
                }
                Err(error) => return Err(error),
            }
        }
        Err(Error::input(folder, "changes faster than it can be opened"))
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What its fingerprints were made with.
    pub fn params(&self) -> &Params {
        &self.manifest.params
    }

    /// An error that names the differences, if a run's parameters are unlike the index's.
    pub fn check(&self, run: &Params) -> Result<()> {
        self.manifest.params.unlike(run).map_or(Ok(()), |unlike| Err(Error::input(&self.folder, unlike)))
    }

    /// Slots of its signatures.
    pub fn slots(&self) -> u16 {
        self.manifest.slots
    }

    /// Whether texts are kept.
    pub fn keeps_text(&self) -> bool {
        self.manifest.text
    }

    /// Whether sentences are kept, so that translations are found.
    pub fn keeps_sentences(&self) -> bool {
        self.manifest.sentences
    }

    /// How many articles it has.
    pub fn len(&self) -> u64 {
        self.parts.iter().map(|p| u64::from(p.listed.docs - p.dead.count())).sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers of all articles, ascending.
    pub fn articles(&self) -> impl Iterator<Item = u32> {
        self.parts
            .iter()
            .flat_map(|p| (0..p.listed.docs).filter(|doc| !p.dead.has(*doc)).map(|doc| p.base + doc))
    }

    /// One more than the largest number that an article may have.
    pub fn numbers(&self) -> u32 {
        self.parts.last().map_or(0, |p| p.base + p.listed.docs)
    }

    /// Looks up a batch of keys, all of one kind, without reading their articles.
    pub fn lookup(&self, kind: Kind, keys: &[u64], lookup: &mut Lookup) -> Result<()> {
        self.lookup_column(kind as usize, keys, lookup)
    }

    fn lookup_column(&self, kind: usize, keys: &[u64], lookup: &mut Lookup) -> Result<()> {
        lookup.kind = kind;
        lookup.spread.clear();
        lookup.spread.extend(keys.iter().map(|&key| spread(key)));
        lookup.found.clear();
        lookup.frequencies.clear();
        lookup.frequencies.resize(keys.len(), 0);
        for part in &self.parts {
            let start = lookup.found.len();
            let Some(column) = part.segment.column_of(kind) else { continue };
            column.find(&lookup.spread, &mut lookup.finding, &mut lookup.found)?;
            for (sum, found) in lookup.frequencies.iter_mut().zip(&lookup.found[start..]) {
                *sum += found.count;
            }
        }
        Ok(())
    }

    /// Calls `each` with the articles of the `key`-th key of a batch, ascending.
    pub fn postings(&self, lookup: &Lookup, key: usize, mut each: impl FnMut(Posting)) -> Result<()> {
        let keys = lookup.frequencies.len();
        for (part, found) in self.parts.iter().zip(lookup.found.iter().skip(key).step_by(keys.max(1))) {
            let Some(column) = part.segment.column_of(lookup.kind) else { continue };
            let all = part.dead.count() == 0;
            column.decode(found, |doc, place| {
                if all || !part.dead.has(doc) {
                    each(Posting { doc: part.base + doc, place });
                }
            })?;
        }
        Ok(())
    }

    /// Appends the articles of the `key`-th key of a batch, ascending: the same without places, and quicker.
    pub fn docs(&self, lookup: &Lookup, key: usize, out: &mut Vec<u32>) -> Result<()> {
        let keys = lookup.frequencies.len();
        for (part, found) in self.parts.iter().zip(lookup.found.iter().skip(key).step_by(keys.max(1))) {
            let at = out.len();
            let Some(column) = part.segment.column_of(lookup.kind) else { continue };
            column.docs(found, out)?;
            if part.dead.count() > 0 {
                let mut live = at;
                for n in at..out.len() {
                    out[live] = out[n];
                    live += usize::from(!part.dead.has(out[n]));
                }
                out.truncate(live);
            }
            out[at..].iter_mut().for_each(|doc| *doc += part.base);
        }
        Ok(())
    }

    /// Appends those of `articles` (ascending numbers) that have the `key`-th key of a batch. Cheaper than
    /// [`Snapshot::postings`] for a frequent key and few articles: what lies between is skipped.
    pub fn among(
        &self,
        lookup: &Lookup,
        key: usize,
        articles: &[u32],
        wanted: &mut Vec<u32>,
        out: &mut Vec<Posting>,
    ) -> Result<()> {
        let keys = lookup.frequencies.len();
        let mut rest = articles;
        for (part, found) in self.parts.iter().zip(lookup.found.iter().skip(key).step_by(keys.max(1))) {
            let end = part.base + part.listed.docs;
            let (here, later) = rest.split_at(rest.partition_point(|&article| article < end));
            rest = later;
            wanted.clear();
            wanted.extend(here.iter().map(|article| article - part.base).filter(|doc| !part.dead.has(*doc)));
            let take = |doc, place| out.push(Posting { doc: part.base + doc, place });
            let Some(column) = part.segment.column_of(lookup.kind) else { continue };
            column.among(found, wanted, take)?;
        }
        Ok(())
    }

    /// The number of the article with this id.
    pub fn find(&self, id: &str, scratch: &mut Scratch) -> Result<Option<u32>> {
        let key = [spread(id_hash(id))];
        let (mut finding, mut found, mut docs) = (Finding::default(), Vec::new(), Vec::new());
        for part in &self.parts {
            let column = part.segment.column(IDS);
            found.clear();
            column.find(&key, &mut finding, &mut found)?;
            docs.clear();
            column.docs(&found[0], &mut docs)?;
            for &doc in docs.iter().filter(|doc| !part.dead.has(**doc)) {
                if part.segment.record(doc, &mut scratch.records)?.id == id {
                    return Ok(Some(part.base + doc));
                }
            }
        }
        Ok(None)
    }

    /// The segment of an article and its number there; an error if there is no such number.
    pub(super) fn part(&self, article: u32) -> Result<(&Part, u32)> {
        let at = self.parts.partition_point(|p| p.base <= article);
        let part = at.checked_sub(1).map(|at| &self.parts[at]);
        match part.map(|part| (part, article - part.base)) {
            Some((part, doc)) if doc < part.listed.docs => Ok((part, doc)),
            _ => Err(Error::Usage(format!("the index has no article number {article}"))),
        }
    }

    /// What is known of an article.
    pub fn record<'c>(&self, article: u32, scratch: &'c mut Scratch) -> Result<Record<'c>> {
        let (part, doc) = self.part(article)?;
        part.segment.record(doc, &mut scratch.records)
    }

    /// An article's text, if texts are kept.
    pub fn text<'c>(&self, article: u32, scratch: &'c mut Scratch) -> Result<Option<&'c str>> {
        let (part, doc) = self.part(article)?;
        let Some(texts) = part.segment.texts() else { return Ok(None) };
        let bytes = texts.item(part.segment.key, doc, &mut scratch.texts)?;
        let text = simdutf8::basic::from_utf8(bytes)
            .map_err(|_| Error::damaged(part.segment.pages.path(), "column text: is not UTF-8"))?;
        Ok(Some(text))
    }

    /// How many tokens an article's text has.
    pub fn tokens(&self, article: u32) -> Result<u32> {
        let (part, doc) = self.part(article)?;
        part.segment.rows().tokens(doc)
    }

    /// The day that an article is of, at the earliest: days since 1970, which is the first; None where it is
    /// not known.
    pub fn day(&self, article: u32) -> Result<Option<u32>> {
        let (part, doc) = self.part(article)?;
        part.segment.rows().day(doc)
    }

    /// The similarity of an article to a signature, estimated from the stored part of its own.
    pub fn similarity(&self, article: u32, signature: &[u32]) -> Result<f64> {
        let (part, doc) = self.part(article)?;
        part.segment.rows().similarity(doc, signature)
    }

    /// What the caller that made the index keeps of all articles together, by segment; to be merged as
    /// [`super::Background::merge`] does.
    pub fn backgrounds(&self) -> Result<Vec<&[u8]>> {
        self.parts.iter().map(|p| p.segment.background()).collect()
    }
}

fn is_missing(error: &Error) -> bool {
    matches!(error, Error::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound)
}
