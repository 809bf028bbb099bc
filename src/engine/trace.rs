//! Tracing: an article to those it has text in common with, verified, and to the sources that explain it.

use crate::article::host;
use crate::candidates::Candidate;
use crate::compare::{Match, Passage, Reason, Relation, Verifier};
use crate::crosslingual::Reader;
use crate::error::Result;
use crate::text::Kernel;

use super::Settings;
use super::cover::{composed, is_part_of_composite, runs, shares};
use super::fingerprint::{Fingerprint, Fingerprinter};
use super::judge::{Judged, judge};
use super::known::{Known, KnownMeta};
use super::papers::{Papers, are_of_one, credit_one_another};
use super::searching::Searching;
use super::{foreign, meanings};

/// A known article that was compared with the one that is traced.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// Its number among the known.
    pub article: u32,
    /// What is said of it.
    pub meta: KnownMeta,
    /// What the traced article is to it, and how sure that is.
    pub found: Match,
    /// The runs of text that both share; `a` is the traced article.
    pub passages: Vec<Passage>,
    /// What spoke for and against, the weightiest first, if that was asked for.
    pub reasons: Vec<Reason>,
}

/// What was found for an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The copies, the most probable first; and instalments of the same series, which are no copies.
    pub related: Vec<Related>,
    /// Which of `related` explain the article together, the one that explains the most first, and the share
    /// of its text that each explains and no earlier one does.
    pub sources: Vec<(usize, f64)>,
    /// Whether this is estimated from fingerprints, because texts are not kept: nothing is verified then.
    pub estimated: bool,
    /// Whether the word table does not have the article's language, so that articles in others were compared with it
    /// by numbers and names alone.
    pub is_reduced: bool,
    /// How many candidates were compared.
    pub compared: usize,
    /// Where nothing is related, the most probable of the candidates, if that was asked for: the nearest miss.
    pub nearest: Option<Box<Related>>,
}

/// An article that is traced.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its address.
    pub url: Option<&'a str>,
    /// Its text.
    pub text: &'a str,
    /// Its language, as it says: translations are sought in other ones.
    pub lang: Option<&'a str>,
    /// The day on which it appeared, if that is known (see [`super::day_of`]).
    pub day: Option<u32>,
    /// What it says of itself, if that is known: whom it names as its source needs less in common with it.
    pub papers: Option<&'a Papers>,
}

/// Traces articles one by one; one a thread.
#[derive(Debug)]
pub struct Tracer<'k> {
    known: &'k Known,
    verifier: Verifier<'k>,
    maker: Fingerprinter,
    made: Fingerprint,
    searching: Searching,
    text: String,
    reader: Reader<'k>,
    kernel: Kernel,
    explains: bool,
}

/// Candidates of which it is looked at whether they tell the same in other words.
const RETOLD: usize = 16;

impl<'k> Tracer<'k> {
    /// A tracer of articles among those known.
    ///
    /// Errors: they were fingerprinted with other settings.
    pub fn new(known: &'k Known, settings: &Settings) -> Result<Self> {
        known.check(settings)?;
        Ok(Tracer {
            known,
            verifier: Verifier::new(known.background(), settings.kernel),
            maker: Fingerprinter::new(settings.kernel, settings.shingling, settings.banding),
            made: Fingerprint::default(),
            searching: Searching::default(),
            text: String::new(),
            reader: known.models().reader(),
            kernel: settings.kernel,
            explains: false,
        })
    }

    /// Whether reasons are found, too, and the nearest miss.
    pub fn explaining(self, explains: bool) -> Self {
        Tracer { explains, ..self }
    }

    /// Who would be compared with a text: what the search says before any text is read. The known article with
    /// the same `id` is left out.
    ///
    /// Errors: the index is damaged.
    pub fn candidates(&mut self, id: &str, text: &str) -> Result<&[Candidate]> {
        let Tracer { known, maker, made, searching, .. } = self;
        maker.fill(text, made);
        let own = known.find(id, &mut searching.scratch)?;
        known.candidates(made, maker.words(), own, searching)
    }

    /// Traces a text. The known article with the same id or address is the article itself, and left out.
    ///
    /// Errors: the known articles cannot be read.
    pub fn trace(&mut self, asked: Asked<'_>) -> Result<Found> {
        let compared = self.known.as_compared(asked.text);
        let asked = Asked { text: &compared, ..asked };
        let Asked { id, url, text, day, .. } = asked;
        let candidates = self.candidates(id, text)?.to_vec();
        let Tracer { known, verifier, maker, made, searching, text: other, explains, .. } = self;
        let mut found = Found { compared: candidates.len(), ..Found::default() };
        let is_itself = |meta: &KnownMeta| url.is_some() && meta.url.as_deref() == url;
        if let Some(snapshot) = known.without_texts() {
            let candidates: Vec<u32> = candidates.iter().map(|candidate| candidate.article).collect();
            for (article, pair, passages) in searching.estimate(snapshot, made, text, &candidates)? {
                let meta = known.meta(article, &mut searching.scratch)?;
                if !is_itself(&meta) {
                    found.related.push(Related { article, meta, found: pair, passages, reasons: Vec::new() });
                }
            }
            found.estimated = true;
            return Ok(sorted(found, text.len()));
        }
        verifier.article_of(maker.words(), day, searching.kin);
        for candidate in &candidates {
            let other_day = known.read(candidate.article, &mut searching.scratch, other)?;
            let Some(pair) = verifier.related(other, other_day) else { continue };
            let meta = known.meta(candidate.article, &mut searching.scratch)?;
            if is_itself(&meta) {
                continue;
            }
            let reasons = if *explains { verifier.reasons() } else { Vec::new() };
            let (article, passages) = (candidate.article, verifier.passages());
            found.related.push(Related { article, meta, found: pair, passages, reasons });
        }
        if *explains && found.related.is_empty() {
            found.nearest = self.nearest(&candidates, url)?.map(Box::new);
        }
        self.add_by_meaning(asked, &candidates, &mut found)?;
        Ok(sorted(found, text.len()))
    }

    /// Adds what is the same by its meaning only: known articles in other languages that the text is a translation
    /// of, or was translated into, and those that tell the same in the same order.
    fn add_by_meaning(
        &mut self,
        asked: Asked<'_>,
        candidates: &[Candidate],
        found: &mut Found,
    ) -> Result<()> {
        let Tracer { known, verifier, searching, reader, kernel, text: other, .. } = self;
        if known.meanings().is_none() && known.sentences().is_none() {
            return Ok(());
        }
        let itself = known.find(asked.id, &mut searching.scratch)?;
        let content = reader.read_as(asked.lang, asked.text);
        found.is_reduced = content.is_reduced();
        let candidates: Vec<u32> =
            candidates.iter().map(|candidate| candidate.article).take(RETOLD).collect();
        let mut same = Vec::new();
        if let Some(meanings) = known.meanings() {
            same = meanings.same_as(&content, itself, &candidates);
        } else if let Some(sentences) = known.sentences() {
            let mut all = foreign::foreign(sentences, *kernel, &content, asked.lang, itself)?;
            all.extend(
                candidates.iter().filter(|article| !all.contains(article)).copied().collect::<Vec<_>>(),
            );
            for article in all {
                let (text, lang) = known.own_text(article, &mut searching.scratch)?;
                let theirs = reader.read_as(lang.as_deref(), &text);
                let told = meanings::same(&content, &theirs, known.models());
                same.extend(told.map(|told| (article, told)));
            }
        }
        let own_host = asked.url.and_then(host);
        for (article, same) in same {
            // Names and figures are alike in a translation, too: what the words say is not all.
            let is_translation = same.found.relation.is_translation();
            let is_related = found.related.iter().any(|related| related.article == article);
            let meta = known.meta(article, &mut searching.scratch)?;
            let is_itself = asked.url.is_some() && meta.url.as_deref() == asked.url;
            // A site does not retell its own reports.
            let is_own = own_host.is_some() && meta.url.as_deref().and_then(host) == own_host;
            if is_itself || !is_translation && (is_related || is_own) {
                continue;
            }
            let theirs = match asked.papers {
                Some(papers) if !is_translation || !same.is_proven() => {
                    Some((papers, known.papers(article, &mut searching.scratch)?))
                }
                _ => None,
            };
            // Nor does an agency.
            if !is_translation && theirs.as_ref().is_some_and(|(own, (other, _))| are_of_one([own, other])) {
                continue;
            }
            let named = || {
                let (papers, (other, text)) = theirs.as_ref()?;
                credit_one_another([(papers, asked.text), (other, text)])
            };
            let Some(same) = same.proven(named) else { continue };
            found.related.retain(|related| related.article != article);
            let (mut pair, mut passages) = (same.found, same.passages);
            if !is_translation && !candidates.contains(&article) {
                // What seems retold may share a passage, which its words tell better.
                let day = known.read(article, &mut searching.scratch, other)?;
                if let Some(by_words) = verifier.related(other, day) {
                    (pair, passages) = (by_words, verifier.passages());
                }
            }
            found.related.push(Related { article, meta, found: pair, passages, reasons: Vec::new() });
        }
        Ok(())
    }

    /// How many known articles are nearly the same as the one whose candidates were asked for last.
    pub(super) fn kin(&self) -> u32 {
        self.searching.kin
    }

    /// Compares a text that appeared on `day`, and that so many others are nearly the same as, with known articles:
    /// those of the list that are related, with what both share.
    ///
    /// Errors: the known articles cannot be read.
    pub(super) fn compare(
        &mut self,
        text: &str,
        day: Option<u32>,
        kin: u32,
        others: &[u32],
    ) -> Result<Vec<(usize, Match, Vec<Passage>)>> {
        let Tracer { known, verifier, searching, text: other, .. } = self;
        let mut found = Vec::new();
        verifier.article_beside(text, day, kin);
        for (nth, &article) in others.iter().enumerate() {
            let other_day = known.read(article, &mut searching.scratch, other)?;
            if let Some(pair) = verifier.related(other, other_day) {
                found.push((nth, pair, verifier.passages()));
            }
        }
        Ok(found)
    }

    /// Judges where an article comes from, of which was found what [`Tracer::trace`] gave.
    ///
    /// Errors: the known articles cannot be read.
    pub fn judge(&mut self, papers: &Papers, text: &str, found: &Found) -> Result<Judged> {
        judge(self.known, &mut self.searching.scratch, papers, text, found)
    }

    /// The most probable of candidates that are unrelated to the article that is traced.
    fn nearest(&mut self, candidates: &[Candidate], url: Option<&str>) -> Result<Option<Related>> {
        let Tracer { known, verifier, searching, text: other, .. } = self;
        let mut nearest: Option<Related> = None;
        for candidate in candidates {
            let day = known.read(candidate.article, &mut searching.scratch, other)?;
            let found = verifier.compare(other, day);
            if nearest.as_ref().is_none_or(|nearest| nearest.found.probability < found.probability) {
                let meta = known.meta(candidate.article, &mut searching.scratch)?;
                if url.is_some() && meta.url.as_deref() == url {
                    continue;
                }
                let (passages, reasons) = (verifier.passages(), verifier.reasons());
                nearest = Some(Related { article: candidate.article, meta, found, passages, reasons });
            }
        }
        Ok(nearest)
    }
}

/// Puts the related articles in order and chooses the sources among them.
fn sorted(mut found: Found, len: usize) -> Found {
    found.related.sort_by(|x, y| {
        let key = |r: &Related| (r.found.relation.is_copy(), r.found.exact.similarity(), r.found.covered[0]);
        key(y)
            .partial_cmp(&key(x))
            .unwrap_or(std::cmp::Ordering::Equal)
            .then_with(|| x.meta.id.cmp(&y.meta.id))
    });
    name_sources(&mut found, len);
    found
}

/// Chooses the sources, and calls the article a composite of them where several have a good share.
fn name_sources(found: &mut Found, len: usize) {
    let runs = |related: &Related| -> Vec<[u32; 2]> {
        if !related.found.relation.is_copy() {
            return Vec::new();
        }
        runs(&related.passages, 0)
    };
    let passages: Vec<Vec<[u32; 2]>> = found.related.iter().map(runs).collect();
    found.sources = shares(&passages, len);
    for k in composed(&passages, len, &found.sources) {
        let relation = &mut found.related[k].found.relation;
        if is_part_of_composite(*relation) {
            *relation = Relation::Composite;
        }
    }
}
