//! Adding: a corpus into an index, made ready on all threads and written in input order.
//!
//! Owns the division of the work: batches are made ready by any thread, a few ahead of the one that is written,
//! which is always the next. So what is written is still in the cache, and nothing waits for the slowest of
//! many. Batches are cut by the input alone, so the index has the same bytes at any number of threads. Their
//! buffers and the threads' are used again, because new memory costs as much as the work.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::Duration;

use crate::article::host;
use crate::crosslingual::{Coded, Reader, WordTable};
use crate::error::{Error, Result};
use crate::index::{Batch, Entry, Record, Writer};
use crate::ingest::date;

use super::corpus::{Corpus, Settings};
use super::counted::{day_or_own, is_counted};
use super::fingerprint::{Fingerprint, Fingerprinter};
use super::papers::Papers;

/// Articles, and bytes of their records, after which a batch is closed.
const BATCH: (usize, usize) = (64, 1 << 18);
/// Batches, for each thread, that are made ready or wait to be written.
const AHEAD: usize = 4;

/// What was added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Added {
    /// Articles.
    pub articles: u64,
    /// Bytes of their records as they were read.
    pub bytes: u64,
}

/// Adds all articles of a corpus that are not left out, in input order: an id that is there already is
/// replaced. `progress` hears after each batch what was added so far. Nothing counts before the writer
/// commits.
///
/// Errors: the index cannot be written.
pub fn add(corpus: &Corpus, writer: &mut Writer, progress: &dyn Fn(Added)) -> Result<Added> {
    let left_out = corpus.left_out();
    let articles: Vec<u32> =
        (0..corpus.len() as u32).filter(|article| left_out.binary_search(article).is_err()).collect();
    let sentences = writer.keeps_sentences();
    let all = All { corpus, articles: &articles, sentences, makers: Mutex::default() };
    rayon::in_place_scope_fifo(|scope| {
        let (mut next, mut added) = (0, Added::default());
        let (mut ahead, mut spare) = (VecDeque::new(), Vec::new());
        loop {
            while next < articles.len() && ahead.len() < AHEAD * rayon::current_num_threads() {
                let (share, bytes) = all.share(next);
                next = share.end;
                let mut batch = spare.pop().unwrap_or_else(|| writer.batch());
                let (done, ready) = sync_channel(1);
                ahead.push_back((bytes, ready));
                let all = &all;
                scope.spawn_fifo(move |_| {
                    let filled = all.fill(share, &mut batch);
                    // Nobody takes it if the writing has failed.
                    let _ = done.send(filled.map(|()| batch));
                });
            }
            let Some((bytes, ready)) = ahead.pop_front() else { return Ok(added) };
            let batch = wait(&ready)?;
            writer.add_batch(&batch)?;
            added.articles += batch.len() as u64;
            added.bytes += bytes as u64;
            progress(added);
            spare.push(batch);
        }
    })
}

/// Waits for a batch, and does meanwhile what other threads have not begun.
fn wait(ready: &Receiver<Result<Batch>>) -> Result<Batch> {
    loop {
        match ready.try_recv() {
            Ok(batch) => return batch,
            Err(TryRecvError::Empty) => {
                if rayon::yield_now() != Some(rayon::Yield::Executed) {
                    std::thread::sleep(Duration::from_micros(20));
                }
            }
            // Whoever was to make it ready has panicked, and the panic goes on at the end of the scope.
            Err(TryRecvError::Disconnected) => return Err(Error::Usage("a batch was not made".to_owned())),
        }
    }
}

/// All articles to be added, and what makes them ready.
struct All<'c> {
    corpus: &'c Corpus,
    articles: &'c [u32],
    /// Whether sentences are kept.
    sentences: bool,
    makers: Mutex<Vec<Maker>>,
}

impl All<'_> {
    /// The batch that begins with an article, which is there, and the bytes of its records.
    fn share(&self, first: usize) -> (Range<usize>, usize) {
        let (mut end, mut bytes) = (first, 0);
        while end < self.articles.len() && end - first < BATCH.0 && bytes < BATCH.1 {
            bytes += self.corpus.record_len(self.articles[end]);
            end += 1;
        }
        (first..end, bytes)
    }

    /// Makes a batch ready.
    fn fill(&self, share: Range<usize>, batch: &mut Batch) -> Result<()> {
        let ready = self.makers.lock().ok().and_then(|mut makers| makers.pop());
        let mut maker = ready.unwrap_or_else(|| Maker::new(self.corpus.settings(), self.sentences));
        batch.clear();
        let filled =
            share.into_iter().try_for_each(|nth| maker.add(self.corpus, self.articles[nth], nth, batch));
        if let Ok(mut makers) = self.makers.lock() {
            makers.push(maker);
        }
        filled
    }
}

/// Fingerprints articles and puts them into batches; keeps its buffers.
struct Maker {
    fingerprinter: Fingerprinter,
    made: Fingerprint,
    text: String,
    /// What reads sentences, if they are kept.
    sentences: Option<(Reader<'static>, Coded)>,
}

impl Maker {
    fn new(settings: &Settings, sentences: bool) -> Maker {
        let reader = || (Reader::new(WordTable::embedded()), Coded::new(settings.kernel));
        Maker {
            sentences: sentences.then(reader),
            fingerprinter: Fingerprinter::new(settings.kernel, settings.shingling, settings.banding),
            made: Fingerprint::default(),
            text: String::new(),
        }
    }

    /// Reads an article's text and makes its fingerprint.
    fn read(&mut self, corpus: &Corpus, article: u32) {
        corpus.text_into(article, &mut self.text);
        self.fingerprinter.fill_as_it_comes(&self.text, &mut self.made);
    }

    /// Adds an article, the `nth` of all, to a batch.
    fn add(&mut self, corpus: &Corpus, article: u32, nth: usize, batch: &mut Batch) -> Result<()> {
        self.read(corpus, article);
        if let Some((reader, coded)) = &mut self.sentences {
            coded.take(&reader.read(&self.text));
        }
        let (hashes, _) = self.fingerprinter.words().keys();
        let meta = corpus.meta(article);
        let (published, url) = (meta.published.as_deref(), meta.url.as_deref());
        let kept = Papers::kept(&meta, corpus.said(article), &self.text);
        let counted = is_counted(nth, &meta.id).then(|| day_or_own(published, &meta.id));
        batch.add(&Entry {
            record: Record {
                id: &meta.id,
                url,
                host: url.and_then(host),
                title: meta.title.as_deref(),
                published,
                times: times(published),
                lang: meta.lang.as_deref(),
                claims: kept.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect(),
            },
            text: &self.text,
            tokens: self.made.tokens,
            signature: &self.made.signature,
            bands: &self.made.bands,
            prints: &self.made.prints,
            words: &self.made.words,
            coded: self.sentences.as_ref().map(|(_, coded)| coded),
            counted: counted.map(|day| (day, hashes)),
        })
    }
}

/// The earliest and the latest time that a written date may mean.
fn times(published: Option<&str>) -> (i64, i64) {
    let earliest = published.and_then(date::seconds);
    let latest = published.and_then(date::latest);
    (earliest.unwrap_or(i64::MIN), latest.unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::candidates::{PostingKeys, PostingKind};
    use crate::ingest::walk;

    #[test]
    fn what_is_added_is_what_a_look_up_asks_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in.jsonl");
        let texts = [
            "The ferry to Cabo Marzal ran aground on Tuesday. The ferry to Cabo Marzal ran aground, twice.",
            "东京2024年、AI。東京の空は青い。L’Élysée a dit \"non\" à la_proposition n° 5\n",
            "Съешь ещё этих мягких французских булок, да выпей же чаю",
        ];
        let lines = texts.map(|text| serde_json::json!({ "text": text }).to_string() + "\n");
        std::fs::write(&path, lines.concat()).unwrap();
        let settings = Settings::for_threshold(0.7);
        let inputs = walk::find(&[path], None).unwrap().inputs;
        let corpus = Corpus::read(inputs, settings.clone(), &|_, _| {}, &mut |_, _| {}).unwrap();
        let mut maker = Maker::new(&settings, false);
        let mut other = Fingerprinter::new(settings.kernel, settings.shingling, settings.banding);
        let mut want = Fingerprint::default();
        for (article, text) in (0..).zip(texts) {
            maker.read(&corpus, article);
            other.fill(text, &mut want);
            assert_eq!(maker.text, text);
            let made = &mut maker.made;
            assert_eq!((made.tokens, &made.signature), (want.tokens, &want.signature));
            assert_eq!(made.bands, want.bands);
            made.prints.sort_unstable();
            made.prints.dedup_by_key(|print| print.0);
            want.prints.sort_unstable();
            assert_eq!(made.prints, want.prints);
            let mut keys = PostingKeys::default();
            keys.take(other.words(), std::iter::empty());
            let words: Vec<u64> = keys.of(PostingKind::Word).iter().map(|(_, key)| *key).collect();
            assert_eq!(made.words, words);
        }
    }
}
