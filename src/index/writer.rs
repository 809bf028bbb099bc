//! Writer: changes to an index, which take effect together or not at all.
//!
//! Owns the transaction: new segments and new lists of removed articles are written beside what is there,
//! and one rename of the manifest makes them the index. Until then nobody sees them, and whatever a killed
//! writer has left is removed by the next one. Does not know how segments are made or merged.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::background::Background;
use super::batch::Batch;
use super::builder::{Builder, Built, Ids, MAX_FRESH};
use super::columns::blocks::Cache;
use super::columns::keys::{Scratch as Finding, spread};
use super::columns::runs::Postings;
use super::disk::{self, Output};
use super::frame::checksum;
use super::lock::{HOLDER, LOCK, Lock};
use super::manifest::{Dead, Listed, MANIFEST, Manifest, dead_name, is_leftover, segment_name, segment_path};
use super::merge::{self, Source};
use super::params::Params;
use super::policy;
use super::reader::open_parts;
use super::record::{Entry, id_hash};
use super::replace;
use super::segment::{IDS, KINDS, MAX_DOCS, Segment, WIDTHS};
use super::tombstones::Tombstones;
use crate::error::{Error, Result};

/// The share of the memory that postings may take, one in so many: more of it is as well in a file, and what
/// articles have beside postings is enough to fill the rest.
const POSTINGS: usize = 4;

/// How an index is written to.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether texts are kept; `None` for as the index does, and with texts if it is new.
    pub text: Option<bool>,
    /// Whether sentences are kept, so that translations are found; `None` for as the index does, and without if it is
    /// new.
    pub sentences: Option<bool>,
    /// Slots of the signatures.
    pub slots: u16,
    /// Bytes that articles may take in memory before they become a segment.
    pub memory: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { text: None, sentences: None, slots: 96, memory: 320 << 20 }
    }
}

/// What a commit did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Committed {
    /// Articles added, those included that replaced another.
    pub added: u64,
    /// Articles that an added one replaced.
    pub replaced: u64,
    /// Articles removed otherwise.
    pub removed: u64,
    /// Articles in the index now.
    pub articles: u64,
    /// Segments in the index now.
    pub segments: usize,
}

#[derive(Debug)]
struct Live {
    listed: Listed,
    segment: Arc<Segment>,
    dead: Tombstones,
    /// Whether the removed articles are others than `listed` says.
    dirty: bool,
    /// The file of a segment that is not known to be on the disk.
    output: Option<Output>,
}

impl Live {
    fn articles(&self) -> u64 {
        u64::from(self.listed.docs - self.dead.count())
    }
}

/// The one writer of an index. Dropped without a [`Writer::commit`], it has changed nothing.
pub struct Writer {
    folder: PathBuf,
    _lock: Lock,
    manifest: Manifest,
    segments: Vec<Live>,
    builder: Option<Builder>,
    /// For single articles.
    one: Option<Batch>,
    /// Empty; memory for the next segment.
    postings: [Postings; KINDS],
    background: Box<dyn Background>,
    memory: usize,
    counts: Committed,
    /// An error left something half done.
    failed: bool,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Writer {
    /// Opens the index in `folder` for writing, or makes one if the folder is empty or not there.
    ///
    /// Errors: another process writes to it (the error says which); it was made with other parameters (the
    /// error names them); the folder holds something else.
    pub fn open(
        folder: &Path,
        params: &Params,
        options: Options,
        background: Box<dyn Background>,
    ) -> Result<Writer> {
        if !folder.is_dir() {
            disk::create_folder(folder)?;
        }
        if !folder.join(MANIFEST).is_file() {
            let others = |name: &String| name != LOCK && name != HOLDER && !is_leftover(name);
            if let Some(other) = disk::names(folder)?.into_iter().find(others) {
                return Err(Error::input(folder, format!("is no index, and is not empty: it has {other}")));
            }
        }
        let lock = Lock::take(folder)?;
        let manifest = match Manifest::read(folder)? {
            None => Manifest {
                params: params.clone(),
                text: options.text.unwrap_or(true),
                sentences: options.sentences.unwrap_or(false),
                slots: options.slots,
                ..Manifest::default()
            },
            Some(manifest) => {
                if let Some(wanted) = options.sentences.filter(|wanted| *wanted != manifest.sentences) {
                    let (index, run) = if wanted { ("without", "with") } else { ("with", "without") };
                    let unlike = format!("the index was made {index} translations, this run is {run} them");
                    return Err(Error::input(folder, unlike));
                }
                if let Some(unlike) = manifest.params.unlike(params) {
                    return Err(Error::input(folder, unlike));
                }
                if manifest.slots != options.slots {
                    let (index, run) = (manifest.slots, options.slots);
                    let unlike = format!("the index was made with {index} slots, this run uses {run}");
                    return Err(Error::input(folder, unlike));
                }
                if let Some(text) = options.text.filter(|text| *text != manifest.text) {
                    let (index, run) = if text { ("without", "with") } else { ("with", "without") };
                    let unlike = format!("the index was made {index} texts, this run is {run} them");
                    return Err(Error::input(folder, unlike));
                }
                manifest
            }
        };
        clean(folder, &manifest)?;
        let live = |part: super::reader::Part| Live {
            listed: part.listed,
            segment: part.segment,
            dead: part.dead,
            dirty: false,
            output: None,
        };
        let segments = open_parts(folder, &manifest)?.into_iter().map(live).collect();
        Ok(Writer {
            folder: folder.to_path_buf(),
            _lock: lock,
            manifest,
            segments,
            builder: None,
            one: None,
            postings: WIDTHS.map(Postings::new),
            background,
            memory: options.memory,
            counts: Committed::default(),
            failed: false,
        })
    }

    /// What the index's fingerprints are made with.
    pub fn params(&self) -> &Params {
        &self.manifest.params
    }

    /// Whether texts are kept.
    pub fn keeps_text(&self) -> bool {
        self.manifest.text
    }

    /// Whether sentences are kept, so that every article needs them.
    pub fn keeps_sentences(&self) -> bool {
        self.manifest.sentences
    }

    /// An empty batch for [`Writer::add_batch`].
    pub fn batch(&self) -> Batch {
        Batch::new(self.manifest.slots, self.manifest.text, self.manifest.sentences)
    }

    /// Adds an article, in the place of one with the same id. For many, batches are faster.
    pub fn add(&mut self, entry: &Entry<'_>) -> Result<()> {
        let mut one = self.one.take().unwrap_or_else(|| self.batch());
        one.clear();
        let added = self.whole(|_| one.add(entry)).and_then(|()| self.add_batch(&one));
        self.one = Some(one);
        added
    }

    /// Adds the articles of a batch, each in the place of one with the same id. Compression and sorting use
    /// all threads; call it from one.
    ///
    /// Errors: the batch is another index's; a file cannot be written.
    pub fn add_batch(&mut self, batch: &Batch) -> Result<()> {
        self.whole(|writer| {
            let own = (writer.manifest.slots, writer.manifest.text, writer.manifest.sentences);
            if (batch.slots, batch.text, batch.sentences.is_some()) != own {
                return Err(Error::Usage("a batch that was made for another index".to_owned()));
            }
            if writer.builder.as_ref().is_some_and(|b| b.docs() + batch.len() as u32 > MAX_FRESH) {
                writer.flush()?;
            }
            let mut builder = match writer.builder.take() {
                Some(builder) => builder,
                None => {
                    let number = writer.number();
                    let path = segment_path(&writer.folder, number);
                    let postings = std::mem::replace(&mut writer.postings, WIDTHS.map(Postings::new));
                    let (slots, text, sentences) = own;
                    let most = writer.memory / POSTINGS;
                    Builder::create(&path, number, slots, (text, sentences), postings, most)?
                }
            };
            builder.add(batch)?;
            let mut start = 0;
            for &(day, end) in &batch.counted {
                writer.background.add(day, &batch.counted_words[start..end]);
                start = end;
            }
            writer.counts.added += batch.len() as u64;
            let full = builder.memory() >= writer.memory;
            writer.builder = Some(builder);
            if full { writer.flush() } else { Ok(()) }
        })
    }

    /// Removes the article with this id; false if there is none.
    pub fn remove(&mut self, id: &str) -> Result<bool> {
        self.whole(|writer| {
            writer.flush()?;
            let key = [spread(id_hash(id))];
            let (mut finding, mut cache) = (Finding::default(), Cache::default());
            let mut found = Vec::new();
            for live in &mut writer.segments {
                let column = live.segment.column(IDS);
                found.clear();
                column.find(&key, &mut finding, &mut found)?;
                let mut docs = Vec::new();
                column.docs(&found[0], &mut docs)?;
                for doc in docs {
                    if !live.dead.has(doc) && live.segment.record(doc, &mut cache)?.id == id {
                        live.dirty |= live.dead.add(doc);
                        writer.counts.removed += 1;
                        return Ok(true);
                    }
                }
            }
            Ok(false)
        })
    }

    /// Removes the articles that were surely published before `seconds` since 1970: those whose latest time
    /// is known and earlier. Gives how many.
    pub fn remove_older(&mut self, seconds: i64) -> Result<u64> {
        self.whole(|writer| {
            writer.flush()?;
            let (mut cache, mut removed) = (Cache::default(), 0);
            for live in &mut writer.segments {
                if live.segment.footer.times.is_none_or(|(earliest, _)| earliest >= seconds) {
                    continue;
                }
                let (dead, dirty) = (&mut live.dead, &mut live.dirty);
                live.segment.for_each_record(&mut cache, |doc, record| {
                    if record.times.1 < seconds && dead.add(doc) {
                        *dirty = true;
                        removed += 1;
                    }
                    Ok(())
                })?;
            }
            writer.counts.removed += removed;
            Ok(removed)
        })
    }

    /// Merges all segments to one and drops what was removed; takes effect with the next commit.
    pub fn merge(&mut self) -> Result<()> {
        self.whole(|writer| {
            writer.flush()?;
            let clean = writer.segments.iter().all(|live| live.dead.count() == 0);
            if writer.segments.len() > 1 || !clean {
                writer.merge_these(&(0..writer.segments.len()).collect::<Vec<_>>())?;
            }
            Ok(())
        })
    }

    /// Makes everything since the last commit the index, at once.
    ///
    /// After an error the index is as it was before, or, if only the last step failed, as it should be.
    pub fn commit(&mut self) -> Result<Committed> {
        self.whole(|writer| {
            writer.flush()?;
            writer.segments.retain(|live| live.articles() > 0);
            loop {
                let sizes: Vec<u64> = writer.segments.iter().map(Live::articles).collect();
                let mut chosen = policy::choose(&sizes);
                // Room for all of them in one segment, the smallest first.
                chosen.sort_by_key(|&i| (sizes[i], i));
                let mut sum = 0;
                chosen.retain(|&i| {
                    sum += sizes[i];
                    sum <= u64::from(MAX_DOCS)
                });
                chosen.sort_unstable();
                if chosen.len() < 2 {
                    break;
                }
                writer.merge_these(&chosen)?;
            }
            writer.write_manifest()?;
            let mut counts = std::mem::take(&mut writer.counts);
            counts.articles = writer.segments.iter().map(Live::articles).sum();
            counts.segments = writer.segments.len();
            Ok(counts)
        })
    }

    /// Runs a step; once one has failed, all others do.
    fn whole<T>(&mut self, step: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.failed {
            return Err(Error::input(
                &self.folder,
                "an earlier error has ended the writing; nothing was changed",
            ));
        }
        let result = step(self);
        self.failed = result.is_err();
        result
    }

    fn number(&mut self) -> u64 {
        self.manifest.next += 1;
        self.manifest.next - 1
    }

    /// Makes a segment of the articles in memory.
    fn flush(&mut self) -> Result<()> {
        let Some(builder) = self.builder.take() else { return Ok(()) };
        let Built { listed, output, dead, ids, postings } = builder.finish(&self.background.take()?)?;
        self.postings = postings;
        self.counts.replaced += u64::from(dead.count());
        self.counts.replaced += self.replace(&ids)?;
        let path = segment_path(&self.folder, listed.number);
        let segment = Arc::new(Segment::open(&path, listed.number, listed.len, listed.footer_sum)?);
        let dirty = dead.count() > 0;
        self.segments.push(Live { listed, segment, dead, dirty, output: Some(output) });
        Ok(())
    }

    /// Removes articles whose ids come again; gives how many.
    fn replace(&mut self, ids: &Ids) -> Result<u64> {
        if self.segments.is_empty() {
            return Ok(0);
        }
        let keys = replace::keys(ids);
        let mut replaced = 0;
        for live in &mut self.segments {
            for old in replace::replaced(&live.segment, &live.dead, ids, &keys)? {
                live.dirty |= live.dead.add(old);
                replaced += 1;
            }
        }
        Ok(replaced)
    }

    /// Replaces these segments, given in ascending order, by one at the end.
    fn merge_these(&mut self, chosen: &[usize]) -> Result<()> {
        let number = self.number();
        let path = segment_path(&self.folder, number);
        let chosen: Vec<&Live> = chosen.iter().map(|&i| &self.segments[i]).collect();
        let numbers: Vec<u64> = chosen.iter().map(|live| live.listed.number).collect();
        let sources: Vec<Source<'_>> =
            chosen.iter().map(|live| Source { segment: &live.segment, dead: &live.dead }).collect();
        let merged = if sources.iter().all(|s| s.dead.count() == s.segment.footer.docs) {
            None
        } else {
            let (listed, output) = merge::merge(&sources, &path, number, &*self.background)?;
            let segment = Arc::new(Segment::open(&path, number, listed.len, listed.footer_sum)?);
            let dead = Tombstones::default();
            Some(Live { listed, segment, dead, dirty: false, output: Some(output) })
        };
        let (gone, kept): (Vec<Live>, Vec<Live>) =
            std::mem::take(&mut self.segments).into_iter().partition(|l| numbers.contains(&l.listed.number));
        self.segments = kept;
        self.segments.extend(merged);
        for live in gone.into_iter().filter(|live| live.output.is_some()) {
            let number = live.listed.number;
            drop(live);
            // Never part of an index. If it stays, the commit's cleaning takes it.
            let _ = disk::remove(&self.folder.join(segment_name(number)));
        }
        Ok(())
    }

    /// Writes what is new to the disk and swaps the manifest, if there is anything new.
    fn write_manifest(&mut self) -> Result<()> {
        let generation = self.manifest.generation + 1;
        for live in &mut self.segments {
            if let Some(output) = &mut live.output {
                output.sync()?;
            }
            if live.dirty {
                let bytes = live.dead.encode()?;
                let path = self.folder.join(dead_name(live.listed.number, generation));
                disk::write_synced(&path, &bytes)?;
                let (count, sum) = (live.dead.count(), checksum(&bytes, 0));
                live.listed.dead = Some(Dead { generation, count, sum });
            }
        }
        let segments: Vec<Listed> = self.segments.iter().map(|live| live.listed.clone()).collect();
        if generation > 1 && segments == self.manifest.segments {
            return Ok(());
        }
        let manifest = Manifest { generation, segments, ..self.manifest.clone() };
        manifest.swap(&self.folder)?;
        self.manifest = manifest;
        for live in &mut self.segments {
            (live.output, live.dirty) = (None, false);
        }
        // The commit is done; what cannot be removed now is removed by the next writer.
        let _ = clean(&self.folder, &self.manifest);
        Ok(())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.builder = None;
        self.segments.clear();
        // Only what the manifest on the disk does not list: a failed commit may have come that far.
        if let Ok(manifest) = Manifest::read(&self.folder) {
            let _ = clean(&self.folder, &manifest.unwrap_or_default());
        }
    }
}

/// Removes files of ours that the manifest does not list.
fn clean(folder: &Path, manifest: &Manifest) -> Result<()> {
    let listed: Vec<String> = manifest.files().collect();
    for name in disk::names(folder)? {
        if is_leftover(&name) && !listed.contains(&name) {
            // A file that a reader has open may not be removable everywhere; it does no harm.
            let _ = disk::remove(&folder.join(name));
        }
    }
    Ok(())
}
