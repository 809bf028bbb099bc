//! What is known: an index on disk or a corpus in memory, asked the same questions.
//!
//! Owns the search for candidates by both paths, bands and fingerprint postings, over either kind of store.
//! It proves nothing.

use std::cell::RefCell;
use std::collections::HashMap;

use rayon::prelude::*;

use crate::article::host;
use crate::candidates::{self, Candidate, Limits, MemoryPostings, PostingKeys, Postings, Search};
use crate::compare::Background;
use crate::error::{Error, Result};
use crate::index::{Kind, Lookup, Scratch, Snapshot};
use crate::text::Words;

use super::corpus::Corpus;
use super::counted::{self, day_of, day_or_own};
use super::fingerprint::{Fingerprint, Fingerprinter, params};

/// Articles that are known.
#[derive(Debug)]
pub struct Known {
    store: Store,
    background: Background,
}

#[derive(Debug)]
enum Store {
    Index(Box<Snapshot>),
    Corpus(Box<InMemory>),
}

#[derive(Debug)]
struct InMemory {
    corpus: Corpus,
    postings: MemoryPostings,
    bands: HashMap<u64, Vec<u32>>,
    ids: HashMap<String, u32>,
}

/// What is said of a known article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownMeta {
    /// Its id.
    pub id: String,
    /// Its address.
    pub url: Option<String>,
    /// The host of that.
    pub host: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// When it was published, as it says.
    pub published: Option<String>,
    /// Its language.
    pub lang: Option<String>,
}

/// The buffers of one thread that searches.
#[derive(Debug, Default)]
pub(super) struct Searching {
    search: Search,
    keys: PostingKeys,
    by_kind: [Vec<u64>; 2],
    lookups: RefCell<Lookups>,
    bands: HashMap<u32, u32>,
    pub(super) scratch: Scratch,
}

#[derive(Debug, Default)]
struct Lookups {
    kinds: [Lookup; 2],
    found: Vec<crate::index::Posting>,
    error: Option<Error>,
}

/// Articles that share this many bands are compared, whatever else they share.
const BANDS: u32 = 1;
/// So many of them at the most, and lists of so many articles are not read: a crowd is found by its words.
const MOST_BY_BANDS: usize = 100;
const CROWD: u32 = 1_000;
/// The share of articles, one in so many, above which a word says nothing; in a small index, a number.
const RARE_IN: u32 = 45;
const ALWAYS_RARE: u32 = 50;

impl Known {
    /// The articles of an index that keeps their texts.
    ///
    /// Errors: it keeps none, so that nothing can be verified; or it is damaged.
    pub fn index(snapshot: Snapshot) -> Result<Known> {
        if !snapshot.keeps_text() {
            let reason =
                "keeps no texts (it was made with --no-text), so nothing found in it could be verified";
            return Err(Error::input(snapshot.folder(), reason));
        }
        let background = counted::read(&snapshot.backgrounds()?, snapshot.folder())?;
        Ok(Known { store: Store::Index(Box::new(snapshot)), background })
    }

    /// The articles of a corpus that was read.
    pub fn corpus(corpus: Corpus) -> Known {
        let settings = corpus.settings().clone();
        let articles: Vec<u32> = (0..corpus.len() as u32).collect();
        let texts: usize = corpus.stats().bytes as usize;
        let mut background = Background::new(texts as u64 / 6);
        let (mut postings, mut bands, mut ids) =
            (MemoryPostings::default(), HashMap::<u64, Vec<u32>>::new(), HashMap::new());
        let left_out = corpus.left_out().to_vec();
        for articles in articles.chunks(1 << 12) {
            let share = articles.len().div_ceil(4 * rayon::current_num_threads()).max(1);
            let ready: Vec<_> = articles
                .par_chunks(share)
                .flat_map_iter(|articles| {
                    let mut maker = Fingerprinter::new(settings.kernel, settings.shingling, settings.banding);
                    let mut words = Words::default();
                    let ready = articles.iter().map(|&article| {
                        let text = corpus.text(article);
                        let (mut keys, mut made) = (PostingKeys::default(), Fingerprint::default());
                        words.read(&text);
                        keys.fill(&words);
                        maker.fill(&text, &mut made);
                        (keys, made.bands, words.words().to_vec())
                    });
                    ready.collect::<Vec<_>>()
                })
                .collect();
            for (&article, (keys, own_bands, words)) in articles.iter().zip(ready) {
                let meta = corpus.id_and_date(article);
                if left_out.binary_search(&article).is_ok() {
                    postings.add(&PostingKeys::default());
                    continue;
                }
                background.add(&words, day_or_own(meta.published.as_deref(), &meta.id));
                postings.add(&keys);
                own_bands.iter().for_each(|&band| bands.entry(band).or_default().push(article));
                ids.insert(meta.id, article);
            }
        }
        let memory = InMemory { corpus, postings, bands, ids };
        Known { store: Store::Corpus(Box::new(memory)), background }
    }

    /// How common words are among them.
    pub fn background(&self) -> &Background {
        &self.background
    }

    /// How many there are.
    pub fn articles(&self) -> u64 {
        match &self.store {
            Store::Index(snapshot) => snapshot.len(),
            Store::Corpus(memory) => (memory.corpus.len() - memory.corpus.left_out().len()) as u64,
        }
    }

    /// An error that names the differences, if fingerprints were made with other settings.
    pub fn check(&self, settings: &super::Settings) -> Result<()> {
        match &self.store {
            Store::Index(snapshot) => snapshot.check(&params(settings.shingling, settings.banding)),
            Store::Corpus(_) => Ok(()),
        }
    }

    /// What is said of an article.
    pub fn meta(&self, article: u32, scratch: &mut Scratch) -> Result<KnownMeta> {
        Ok(match &self.store {
            Store::Index(snapshot) => {
                let record = snapshot.record(article, scratch)?;
                let own = |value: Option<&str>| value.map(str::to_owned);
                KnownMeta {
                    id: record.id.to_owned(),
                    url: own(record.url),
                    host: own(record.host),
                    title: own(record.title),
                    published: own(record.published),
                    lang: own(record.lang),
                }
            }
            Store::Corpus(memory) => {
                let meta = memory.corpus.meta(article);
                KnownMeta {
                    host: meta.url.as_deref().and_then(host).map(str::to_owned),
                    id: meta.id,
                    url: meta.url,
                    title: meta.title,
                    published: meta.published,
                    lang: meta.lang,
                }
            }
        })
    }

    /// An article's text into `out`, and the day it appeared.
    pub(super) fn read(&self, article: u32, scratch: &mut Scratch, out: &mut String) -> Result<Option<u32>> {
        out.clear();
        match &self.store {
            Store::Index(snapshot) => {
                let day = day_of(snapshot.record(article, scratch)?.published);
                out.push_str(snapshot.text(article, scratch)?.unwrap_or_default());
                Ok(day)
            }
            Store::Corpus(memory) => {
                out.push_str(&memory.corpus.text(article));
                Ok(day_of(memory.corpus.id_and_date(article).published.as_deref()))
            }
        }
    }

    /// The number of the article with this id.
    pub(super) fn find(&self, id: &str, scratch: &mut Scratch) -> Result<Option<u32>> {
        match &self.store {
            Store::Index(snapshot) => snapshot.find(id, scratch),
            Store::Corpus(memory) => Ok(memory.ids.get(id).copied()),
        }
    }

    /// Who may be related to an article with this fingerprint and these words, the weightiest first.
    pub(super) fn candidates(
        &self,
        made: &Fingerprint,
        words: &Words,
        leave_out: Option<u32>,
        searching: &mut Searching,
    ) -> Result<Vec<Candidate>> {
        let Searching { search, keys, by_kind, lookups, bands, .. } = searching;
        keys.fill(words);
        bands.clear();
        let mut found = match &self.store {
            Store::Corpus(memory) => {
                for list in made.bands.iter().filter_map(|band| memory.bands.get(band)) {
                    if list.len() <= CROWD as usize {
                        list.iter().for_each(|&article| *bands.entry(article).or_default() += 1);
                    }
                }
                search.find(&memory.postings, keys, leave_out, Limits::default()).to_vec()
            }
            Store::Index(snapshot) => {
                for kind in [candidates::Kind::Gram, candidates::Kind::Word] {
                    let of_kind = keys.keys().iter().filter(|(k, _)| *k == kind).map(|(_, key)| *key);
                    by_kind[kind as usize].clear();
                    by_kind[kind as usize].extend(of_kind);
                }
                let batch = lookups.get_mut();
                let Lookups { kinds, found, .. } = batch;
                snapshot.lookup(Kind::Bands, &made.bands, &mut kinds[0])?;
                for band in 0..made.bands.len() {
                    if (1..=CROWD).contains(&kinds[0].frequencies()[band]) {
                        found.clear();
                        snapshot.postings(&kinds[0], band, found)?;
                        found.iter().for_each(|p| *bands.entry(p.doc).or_default() += 1);
                    }
                }
                snapshot.lookup(Kind::Prints, &by_kind[0], &mut kinds[0])?;
                snapshot.lookup(Kind::Words, &by_kind[1], &mut kinds[1])?;
                let postings = IndexPostings { snapshot, keys: by_kind, lookups };
                let found = search.find(&postings, keys, leave_out, Limits::default()).to_vec();
                if let Some(error) = lookups.get_mut().error.take() {
                    return Err(error);
                }
                found
            }
        };
        let mut by_bands: Vec<(u32, u32)> = bands
            .iter()
            .map(|(&article, &shared)| (article, shared))
            .filter(|&(article, shared)| shared >= BANDS && Some(article) != leave_out)
            .collect();
        by_bands.sort_unstable_by_key(|&(article, shared)| (std::cmp::Reverse(shared), article));
        by_bands.truncate(MOST_BY_BANDS);
        for (article, _) in by_bands {
            if found.iter().all(|candidate| candidate.article != article) {
                found.push(Candidate { article, weight: 0.0 });
            }
        }
        Ok(found)
    }
}

/// The postings of an index, of which a batch was looked up.
struct IndexPostings<'a> {
    snapshot: &'a Snapshot,
    /// The keys of each kind, ascending.
    keys: &'a [Vec<u64>; 2],
    lookups: &'a RefCell<Lookups>,
}

impl Postings for IndexPostings<'_> {
    fn articles(&self) -> u32 {
        self.snapshot.numbers()
    }

    fn frequency(&self, kind: candidates::Kind, key: u64) -> u32 {
        let lookups = self.lookups.borrow();
        let at = self.keys[kind as usize].binary_search(&key);
        let frequency = at.map_or(0, |at| lookups.kinds[kind as usize].frequencies()[at]);
        if frequency > (self.articles() / RARE_IN).max(ALWAYS_RARE) { 0 } else { frequency }
    }

    fn each(&self, kind: candidates::Kind, key: u64, each: &mut dyn FnMut(u32)) {
        let Lookups { kinds, found, error } = &mut *self.lookups.borrow_mut();
        let Ok(at) = self.keys[kind as usize].binary_search(&key) else { return };
        found.clear();
        match self.snapshot.postings(&kinds[kind as usize], at, found) {
            Ok(()) => found.iter().for_each(|posting| each(posting.doc)),
            Err(failed) => *error = Some(failed),
        }
    }
}
