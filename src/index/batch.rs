//! Batch: articles on their way into an index, made ready on any thread.
//!
//! Owns what can be done to an article before its place in a segment is known: its record encoded, its keys
//! cut and packed, its texts in a row. All of it lies in a few long buffers that are used again, so that a
//! stream of batches needs no new memory. The writer takes batches one after the other.

use super::bits::mask;
use super::codec;
use super::columns::blocks::MAX_ITEM;
use super::columns::keys::spread;
use super::columns::rows;
use super::columns::runs::DOC_BITS;
use super::columns::sentences::Collected;
use super::record::{Entry, id_hash};
use super::segment::{ANCHORS, IDS, KINDS, PLACE_SHIFT, WIDTHS};
use crate::error::{Error, Result};

/// Articles of a batch, at most.
const MOST: u32 = 1 << 16;

/// Articles that are added together.
#[derive(Debug, Clone)]
pub struct Batch {
    pub(super) slots: u16,
    pub(super) text: bool,
    /// If these are kept.
    pub(super) sentences: Option<Collected>,
    pub(super) ids: Items,
    pub(super) id_hashes: Vec<u64>,
    pub(super) records: Items,
    pub(super) texts: Items,
    pub(super) rows: Vec<u8>,
    /// Articles are counted from the batch's first.
    pub(super) postings: [Vec<u64>; KINDS],
    pub(super) span: Span,
    /// Days of what is to be counted, and where the words of each end.
    pub(super) counted: Vec<(u32, usize)>,
    pub(super) counted_words: Vec<u64>,
}

/// Items of any length in one buffer.
#[derive(Debug, Clone, Default)]
pub(super) struct Items {
    pub(super) bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Items {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    fn push(&mut self, item: &[u8]) {
        self.bytes.extend_from_slice(item);
        self.end();
    }

    fn end(&mut self) {
        self.ends.push(self.bytes.len());
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(&start, &end)| &self.bytes[start..end])
    }
}

/// The earliest and latest of the times that are known.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Span(pub(super) Option<(i64, i64)>);

impl Span {
    /// Takes in an article's earliest and latest time.
    pub(super) fn add(&mut self, (earliest, latest): (i64, i64)) {
        let known = |time: i64| time != i64::MIN && time != i64::MAX;
        for time in [earliest, latest].into_iter().filter(|t| known(*t)) {
            let (low, high) = self.0.unwrap_or((time, time));
            self.0 = Some((low.min(time), high.max(time)));
        }
    }

    /// Takes in another one.
    pub(super) fn add_all(&mut self, other: Span) {
        other.0.into_iter().for_each(|times| self.add(times));
    }
}

impl Batch {
    /// An empty batch for an index whose signatures have so many slots, and which keeps texts and sentences or does
    /// not.
    pub fn new(slots: u16, text: bool, sentences: bool) -> Batch {
        Batch {
            slots,
            text,
            sentences: sentences.then(Collected::default),
            ids: Items::default(),
            id_hashes: Vec::new(),
            records: Items::default(),
            texts: Items::default(),
            rows: Vec::new(),
            postings: Default::default(),
            span: Span::default(),
            counted: Vec::new(),
            counted_words: Vec::new(),
        }
    }

    /// How many articles it has.
    pub fn len(&self) -> usize {
        self.id_hashes.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.id_hashes.is_empty()
    }

    /// Forgets all articles, and keeps the memory.
    pub fn clear(&mut self) {
        [&mut self.ids, &mut self.records, &mut self.texts].into_iter().for_each(Items::clear);
        self.sentences.iter_mut().for_each(Collected::clear);
        self.id_hashes.clear();
        self.rows.clear();
        self.postings.iter_mut().for_each(Vec::clear);
        self.span = Span::default();
        self.counted.clear();
        self.counted_words.clear();
    }

    /// Appends an article.
    ///
    /// Errors: its signature has another number of slots; its sentences are to be kept and not there; its text or what is known of it has more than
    /// 64 MiB; the batch has 65,536 articles.
    pub fn add(&mut self, entry: &Entry<'_>) -> Result<()> {
        if entry.signature.len() != usize::from(self.slots) {
            let (got, want) = (entry.signature.len(), self.slots);
            return Err(Error::Usage(format!("a signature of {got} slots in an index of {want} slots")));
        }
        let doc = self.len() as u64;
        if doc >= u64::from(MOST) {
            return Err(Error::Usage(format!("a batch of more than {MOST} articles")));
        }
        let coded = match (&self.sentences, entry.coded) {
            (Some(_), None) => {
                let what = format!("{} without sentences in an index that keeps them", entry.record.id);
                return Err(Error::Usage(what));
            }
            (Some(_), coded) => coded,
            (None, _) => None,
        };
        let before = self.records.bytes.len();
        let encoded = codec::encode(&entry.record, &mut self.records.bytes);
        if encoded.is_err() || (self.records.bytes.len() - before).max(entry.text.len()) > MAX_ITEM {
            self.records.bytes.truncate(before);
            encoded?;
            let most = MAX_ITEM >> 20;
            return Err(Error::Usage(format!("{} is larger than {most} MiB", entry.record.id)));
        }
        self.records.end();
        if self.text {
            self.texts.push(entry.text.as_bytes());
        }
        rows::push(entry.tokens, entry.record.times.0, entry.signature, &mut self.rows);
        let most = mask(u32::from(WIDTHS[1].1));
        let place = |at: u32| u64::from(at >> PLACE_SHIFT).min(most);
        let id = id_hash(entry.record.id);
        self.ids.push(entry.record.id.as_bytes());
        self.id_hashes.push(id);
        let [bands, prints, words, ids, anchors] = &mut self.postings;
        bands.extend(entry.bands.iter().map(|&key| raw(0, key, doc, 0)));
        prints.extend(entry.prints.iter().map(|&(key, at)| raw(1, key, doc, place(at))));
        words.extend(entry.words.iter().map(|&key| raw(2, key, doc, 0)));
        ids.push(raw(IDS, id, doc, 0));
        if let (Some(sentences), Some(coded)) = (&mut self.sentences, coded) {
            sentences.add(doc as u32, entry.record.lang, coded);
            anchors.extend(coded.anchors().iter().map(|&key| raw(ANCHORS, key.into(), doc, 0)));
        }
        self.span.add(entry.record.times);
        if let Some((day, words)) = entry.counted {
            self.counted_words.extend_from_slice(words);
            self.counted.push((day, self.counted_words.len()));
        }
        Ok(())
    }
}

/// A posting while it is in memory: the key's kept bits, the article, the place.
#[inline(always)]
fn raw(kind: usize, key: u64, doc: u64, place: u64) -> u64 {
    let (key_bits, place_bits) = WIDTHS[kind];
    (spread(key) >> (64 - key_bits)) << (DOC_BITS + u32::from(place_bits)) | doc << place_bits | place
}
