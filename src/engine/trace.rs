//! Tracing: an article to those it has text in common with, verified, and to the sources that explain it.

use crate::candidates::Candidate;
use crate::compare::{Match, Passage, Reason, Relation, Verifier};
use crate::error::Result;

use super::Settings;
use super::cover::{cover, merged};
use super::fingerprint::{Fingerprint, Fingerprinter};
use super::judge::{Judged, judge};
use super::known::{Known, KnownMeta};
use super::papers::Papers;
use super::searching::Searching;

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
    /// How many candidates were compared.
    pub compared: usize,
    /// Where nothing is related, the most probable of the candidates, if that was asked for: the nearest miss.
    pub nearest: Option<Box<Related>>,
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
    explains: bool,
}

/// The share that one source explains from which it needs no other.
const ALONE: f64 = 0.8;
/// The share of an article that two sources must each explain so that it is a composite of them.
const COMPOSITE: f64 = 0.15;

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
            explains: false,
        })
    }

    /// Whether reasons are found, too, and the nearest miss.
    pub fn explaining(self, explains: bool) -> Self {
        Tracer { explains, ..self }
    }

    /// Who would be compared with a text: what the search says before any text is read.
    ///
    /// Errors: the index is damaged.
    pub fn candidates(&mut self, id: &str, text: &str) -> Result<&[Candidate]> {
        let Tracer { known, maker, made, searching, .. } = self;
        maker.fill(text, made);
        let own = known.find(id, &mut searching.scratch)?;
        known.candidates(made, maker.words(), own, searching)
    }

    /// Traces a text that appeared on `day`, if that is known (see [`super::day_of`]). The known article with
    /// the same `id` is the article itself, and left out.
    pub fn trace(&mut self, id: &str, text: &str, day: Option<u32>) -> Result<Found> {
        let candidates = self.candidates(id, text)?.to_vec();
        let Tracer { known, verifier, maker, made, searching, text: other, explains } = self;
        let mut found = Found { compared: candidates.len(), ..Found::default() };
        if candidates.is_empty() {
            return Ok(found);
        }
        if let Some(snapshot) = known.without_texts() {
            let candidates: Vec<u32> = candidates.iter().map(|candidate| candidate.article).collect();
            for (article, pair, passages) in searching.estimate(snapshot, made, text, &candidates)? {
                let meta = known.meta(article, &mut searching.scratch)?;
                found.related.push(Related { article, meta, found: pair, passages, reasons: Vec::new() });
            }
            found.estimated = true;
            return Ok(sorted(found, text.len()));
        }
        verifier.article_of(maker.words(), day);
        for candidate in &candidates {
            let other_day = known.read(candidate.article, &mut searching.scratch, other)?;
            let Some(pair) = verifier.related(other, other_day) else { continue };
            let meta = known.meta(candidate.article, &mut searching.scratch)?;
            let reasons = if *explains { verifier.reasons() } else { Vec::new() };
            let (article, passages) = (candidate.article, verifier.passages());
            found.related.push(Related { article, meta, found: pair, passages, reasons });
        }
        if *explains && found.related.is_empty() {
            found.nearest = self.nearest(&candidates)?.map(Box::new);
        }
        Ok(sorted(found, text.len()))
    }

    /// Judges where an article comes from, of which was found what [`Tracer::trace`] gave.
    ///
    /// Errors: the known articles cannot be read.
    pub fn judge(&mut self, papers: &Papers, text: &str, found: &Found) -> Result<Judged> {
        judge(self.known, &mut self.searching.scratch, papers, text, found)
    }

    /// The most probable of candidates that are unrelated to the article that is traced.
    fn nearest(&mut self, candidates: &[Candidate]) -> Result<Option<Related>> {
        let Tracer { known, verifier, searching, text: other, .. } = self;
        let mut nearest: Option<Related> = None;
        for candidate in candidates {
            let day = known.read(candidate.article, &mut searching.scratch, other)?;
            let found = verifier.compare(other, day);
            if nearest.as_ref().is_none_or(|nearest| nearest.found.probability < found.probability) {
                let meta = known.meta(candidate.article, &mut searching.scratch)?;
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
        merged(related.passages.iter().flat_map(|p| p.runs.iter().map(|r| r[0])).collect())
    };
    let passages: Vec<Vec<[u32; 2]>> = found.related.iter().map(runs).collect();
    let share = |bytes: u32| f64::from(bytes) / len.max(1) as f64;
    found.sources = cover(&passages).into_iter().map(|(k, bytes)| (k, share(bytes))).collect();
    let large: Vec<usize> = found.sources.iter().filter(|(_, s)| *s >= COMPOSITE).map(|(k, _)| *k).collect();
    let best = found.sources.first().map_or(0.0, |(_, share)| *share);
    if large.len() > 1 && best < ALONE {
        for k in large {
            let relation = &mut found.related[k].found.relation;
            if matches!(relation, Relation::Excerpt | Relation::Expanded | Relation::Edited) {
                *relation = Relation::Composite;
            }
        }
    }
}
