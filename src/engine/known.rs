//! What is known: an index on disk or a corpus in memory, asked the same questions.
//!
//! Owns what is said of an article and its text, from either; the search among them is the business of
//! [`super::searching`].

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;

use crate::article::host;
use crate::candidates::{Candidate, MemoryPostings, PostingKeys};
use crate::compare::Background;
use crate::crosslingual::{Models, WordTable};
use crate::error::{Error, Result};
use crate::index::{Language, Scratch, Snapshot};
use crate::provenance::Recurring;
use crate::text::{Words, simplify};

use super::corpus::{Corpus, Meta};
use super::counted::{self, day_of, day_or_own, is_day};
use super::fingerprint::{Fingerprint, Fingerprinter, params_of};
use super::meanings::{self, Meanings};
use super::papers::Papers;
use super::searching::Searching;

/// Articles that are known.
#[derive(Debug)]
pub struct Known {
    store: Store,
    background: Background,
    by_meaning: ByMeaning,
    /// What sentences are compared by for that.
    models: Models,
}

/// What finds translations and retellings.
#[derive(Debug, Default)]
enum ByMeaning {
    /// Nothing: it was not asked for, or there is too much to be looked through.
    #[default]
    Nothing,
    /// What was made of all texts.
    Meanings(Box<Meanings>),
    /// The sentences that the index keeps, and the languages that it has articles in.
    Sentences(Vec<Language>),
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
    blanks: Blanks,
}

/// What is left out of each article's text, in bytes: furniture and credits; none for articles of no entry.
pub(super) type Blanks = Vec<Vec<(u32, u32)>>;

/// Puts blanks in the place of what is left out, so that all else stays where it is.
pub(super) fn blank(text: &mut String, ranges: &[(u32, u32)]) {
    if ranges.is_empty() {
        return;
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for &(from, to) in ranges {
        let (from, to) = (text.floor_char_boundary(from as usize), text.ceil_char_boundary(to as usize));
        if from >= at {
            out.push_str(&text[at..from]);
            out.extend(std::iter::repeat_n(' ', to - from));
            at = to;
        }
    }
    out.push_str(&text[at..]);
    *text = out;
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

fn of(blanks: &Blanks, article: u32) -> &[(u32, u32)] {
    blanks.get(article as usize).map_or(&[], Vec::as_slice)
}

impl Known {
    /// What an article says of itself, and its text.
    pub(super) fn papers(&self, article: u32, scratch: &mut Scratch) -> Result<(Papers, String)> {
        match &self.store {
            Store::Index(snapshot) => {
                let text = snapshot.text(article, scratch)?.unwrap_or_default().to_owned();
                let record = snapshot.record(article, scratch)?;
                let own = |value: Option<&str>| value.map(str::to_owned);
                let meta = Meta {
                    id: record.id.to_owned(),
                    url: own(record.url),
                    title: own(record.title),
                    published: own(record.published),
                    lang: own(record.lang),
                    ..Meta::default()
                };
                Ok((Papers::of_kept(meta, &record.claims, &text), text))
            }
            Store::Corpus(memory) => {
                let text = memory.corpus.text(article);
                Ok((Papers::new(memory.corpus.meta(article), memory.corpus.said(article), &text), text))
            }
        }
    }

    /// The articles of an index.
    ///
    /// Errors: it is damaged.
    pub fn index(snapshot: Snapshot) -> Result<Known> {
        let background = counted::read(&snapshot.backgrounds()?, snapshot.folder())?;
        Ok(Known {
            store: Store::Index(Box::new(snapshot)),
            background,
            by_meaning: ByMeaning::default(),
            models: Models::default(),
        })
    }

    /// The articles of a corpus that was read.
    pub fn corpus(corpus: Corpus) -> Known {
        Known::corpus_without(corpus, Blanks::new())
    }

    /// The same without the parts of their texts that are no part of them; the ranges ascend.
    pub(super) fn corpus_without(corpus: Corpus, blanks: Blanks) -> Known {
        let settings = corpus.settings().clone();
        let articles: Vec<u32> = (0..corpus.len() as u32).collect();
        let texts: usize = corpus.stats().bytes as usize;
        // A word has six bytes in most languages, but three in Chinese and Japanese.
        let mut background = Background::new(texts as u64 / 3);
        let (mut postings, mut bands, mut ids) =
            (MemoryPostings::default(), HashMap::<u64, Vec<u32>>::new(), HashMap::new());
        let left_out = corpus.left_out().to_vec();
        for articles in articles.chunks(1 << 12) {
            let share = articles.len().div_ceil(4 * rayon::current_num_threads()).max(1);
            let ready: Vec<_> = articles
                .par_chunks(share)
                .flat_map_iter(|articles| {
                    let mut maker = Fingerprinter::new(settings.kernel, settings.shingling, settings.banding);
                    let ready = articles.iter().map(|&article| {
                        let (mut keys, mut made) = (PostingKeys::default(), Fingerprint::default());
                        let mut text = corpus.text(article);
                        blank(&mut text, of(&blanks, article));
                        simplify(&mut text);
                        maker.fill(&text, &mut made);
                        keys.take(maker.words(), made.prints.iter().copied());
                        (keys, made.bands, maker.words().words().to_vec())
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
        let memory = InMemory { corpus, postings, bands, ids, blanks };
        Known {
            store: Store::Corpus(Box::new(memory)),
            background,
            by_meaning: ByMeaning::default(),
            models: Models::default(),
        }
    }

    /// The same with translations and retellings to be found among them by these models, unless there are too many: no
    /// more than 20,000 of a corpus, and 5,000 of an index, whose texts are read anew each time; any number of an index that keeps
    /// sentences.
    ///
    /// Errors: the index is damaged, or keeps sentences as another table reads them.
    pub fn with_meanings(mut self, models: Models) -> Result<Known> {
        let most = match &self.store {
            Store::Index(_) => meanings::MOST_OF_INDEX,
            Store::Corpus(_) => meanings::MOST,
        };
        if let Store::Index(snapshot) = &self.store
            && snapshot.keeps_text()
            && snapshot.keeps_sentences()
        {
            if models.table.id() != WordTable::embedded().id() {
                let reason =
                    "keeps sentences as the program's own word table reads them: leave out --word-table";
                return Err(Error::input(snapshot.folder(), reason));
            }
            self.by_meaning = ByMeaning::Sentences(snapshot.languages()?);
            self.models = models;
            return Ok(self);
        }
        if self.articles() > most as u64 || !self.keeps_text() {
            return Ok(self);
        }
        let numbers: Vec<u32> = match &self.store {
            Store::Index(snapshot) => snapshot.articles().collect(),
            Store::Corpus(memory) => (0..memory.corpus.len() as u32).collect(),
        };
        let read = |scratch: &mut Scratch, &article: &u32| {
            let (text, lang) = self.own_text(article, scratch)?;
            Ok((article, text, lang))
        };
        let read: Vec<Result<(u32, String, Option<String>)>> =
            numbers.par_iter().map_init(Scratch::default, read).collect();
        let count = numbers.last().map_or(0, |last| *last as usize + 1);
        let (mut texts, mut langs) = (vec![String::new(); count], vec![None; count]);
        for read in read {
            let (article, text, lang) = read?;
            (texts[article as usize], langs[article as usize]) = (text, lang);
        }
        self.by_meaning = ByMeaning::Meanings(Box::new(Meanings::new(&texts, &langs, &models)));
        self.models = models;
        Ok(self)
    }

    /// What sentences are compared by.
    pub(super) fn models(&self) -> &Models {
        &self.models
    }

    /// What finds translations and retellings among them.
    pub(super) fn meanings(&self) -> Option<&Meanings> {
        match &self.by_meaning {
            ByMeaning::Meanings(meanings) => Some(meanings),
            ByMeaning::Nothing | ByMeaning::Sentences(_) => None,
        }
    }

    /// The index whose sentences find them, and the languages that it has articles in.
    pub(super) fn sentences(&self) -> Option<(&Snapshot, &[Language])> {
        match (&self.by_meaning, &self.store) {
            (ByMeaning::Sentences(languages), Store::Index(snapshot)) => Some((snapshot, languages)),
            _ => None,
        }
    }

    /// The index without texts that this is: what is found in it can be estimated only.
    pub(super) fn without_texts(&self) -> Option<&Snapshot> {
        match &self.store {
            Store::Index(snapshot) => Some(&**snapshot).filter(|snapshot| !snapshot.keeps_text()),
            Store::Corpus(_) => None,
        }
    }

    /// Whether texts are kept, so that what is found can be verified.
    pub fn keeps_text(&self) -> bool {
        self.without_texts().is_none()
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
            Store::Index(snapshot) => {
                snapshot.check(&params_of(snapshot, settings.shingling, settings.banding))
            }
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

    /// A text as it is compared with those that are known: one in Chinese in one script, but for those of an index,
    /// which were sketched as they are.
    pub(super) fn as_compared<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match &self.store {
            Store::Index(_) => Cow::Borrowed(text),
            Store::Corpus(_) => {
                let mut text = text.to_owned();
                simplify(&mut text);
                Cow::Owned(text)
            }
        }
    }

    /// An article's text into `out`, as it is compared, and the day it appeared.
    pub(super) fn read(&self, article: u32, scratch: &mut Scratch, out: &mut String) -> Result<Option<u32>> {
        out.clear();
        match &self.store {
            Store::Index(snapshot) => {
                out.push_str(snapshot.text(article, scratch)?.unwrap_or_default());
                Ok(snapshot.day(article)?.filter(|&day| is_day(day)))
            }
            Store::Corpus(memory) => {
                memory.corpus.text_into(article, out);
                blank(out, of(&memory.blanks, article));
                simplify(out);
                Ok(day_of(memory.corpus.id_and_date(article).published.as_deref()))
            }
        }
    }

    /// An article's text without its credits, and its language: those of a corpus are left out when it is read, but an index
    /// keeps texts as they are.
    pub(super) fn own_text(&self, article: u32, scratch: &mut Scratch) -> Result<(String, Option<String>)> {
        if let Store::Index(_) = &self.store {
            let (mut papers, text) = self.papers(article, scratch)?;
            papers.without(&Recurring::default(), &text);
            return Ok((papers.compared_text(&text), papers.meta.lang));
        }
        let mut text = String::new();
        self.read(article, scratch, &mut text)?;
        Ok((text, self.meta(article, scratch)?.lang))
    }

    /// The number of the article with this id.
    pub(super) fn find(&self, id: &str, scratch: &mut Scratch) -> Result<Option<u32>> {
        match &self.store {
            Store::Index(snapshot) => snapshot.find(id, scratch),
            Store::Corpus(memory) => Ok(memory.ids.get(id).copied()),
        }
    }

    /// Who may be related to an article with this fingerprint and these words, the weightiest first.
    pub(super) fn candidates<'s>(
        &self,
        made: &Fingerprint,
        words: &Words,
        leave_out: Option<u32>,
        searching: &'s mut Searching,
    ) -> Result<&'s [Candidate]> {
        match &self.store {
            Store::Index(snapshot) => searching.in_index(snapshot, made, words, leave_out),
            Store::Corpus(memory) => {
                searching.in_memory(&memory.postings, &memory.bands, made, words, leave_out)
            }
        }
    }
}
