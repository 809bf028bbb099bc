//! Provenance: a corpus to what each of its articles was made from.
//!
//! Owns the order of the work: what every article says of itself, what is furniture, who shares text with whom, and
//! the weighing of all that by [`crate::provenance`].

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::compare::{Background, Match, Passage, Reason, Relation, Verifier};
use crate::crosslingual::Named;
use crate::error::Result;
use crate::provenance::{
    Descent, Direction, Kinship, Outlets, Parent, Recurring, Side, Tie, credit, direction, kinship, parents,
};

use super::corpus::Corpus;
use super::cover::{composed, is_part_of_composite, runs, shares};
use super::judge::Judged;
use super::known::Known;
use super::papers::{Papers, Prepared, are_of_one, credit_one_another, outlets, prepared};
use super::trace::Found;
use super::{Settings, Tracer, day_of, meanings};

/// Where the articles of a corpus come from. They are numbered in the order of their ids.
#[derive(Debug, Default)]
pub struct Provenance {
    /// The papers of each article.
    pub papers: Vec<Papers>,
    /// The text of each, whole.
    pub texts: Vec<String>,
    /// All pairs that share text, by their numbers; the smaller first.
    pub ties: Vec<Tie>,
    /// The passages of each of them.
    pub passages: Vec<Vec<Passage>>,
    /// Where each article was taken from.
    pub descents: Vec<Option<Descent>>,
    /// The names of the outlets that the articles are of.
    pub outlets: Outlets,
    /// How many pairs were compared on their texts.
    pub compared: u64,
}

impl Provenance {
    /// Adds an article that was traced, with what it is related to: its number. Those that are there under the same
    /// id are not added again.
    pub fn add(&mut self, papers: Papers, text: String, found: Found, judged: Judged) -> u32 {
        let article = self.place(papers, text);
        let mut places = Vec::with_capacity(judged.others.len());
        for (papers, text) in judged.others {
            places.push(self.place(papers, text));
        }
        let first = self.ties.len();
        for ((related, course), &other) in found.related.into_iter().zip(judged.courses).zip(&places) {
            self.ties.push(Tie { course, ..Tie::new([article, other], related.found) });
            self.passages.push(related.passages);
        }
        let descent = judged.descent.map(|mut descent| {
            descent.tie = descent.tie.map(|nth| first + nth);
            descent.renumbered(|nth| places[nth as usize])
        });
        self.descents[article as usize] = descent;
        article
    }

    fn place(&mut self, papers: Papers, text: String) -> u32 {
        if let Some(there) = self.papers.iter().position(|there| there.meta.id == papers.meta.id) {
            return there as u32;
        }
        self.papers.push(papers);
        self.texts.push(text);
        self.descents.push(None);
        self.papers.len() as u32 - 1
    }

    /// An article's id.
    pub fn id(&self, article: u32) -> &str {
        &self.papers[article as usize].meta.id
    }

    /// What is weighed of an article.
    pub fn side(&self, article: u32) -> Side<'_> {
        self.papers[article as usize].side(&self.texts[article as usize])
    }

    /// Which way the text of a tie went, seen from one of its two, as a.
    pub fn direction(&self, tie: usize, article: u32) -> Direction {
        let tie = &self.ties[tie];
        let direction = tie.course.direction;
        if tie.articles[0] == article { direction } else { direction.reversed() }
    }

    /// What an article is to the other one of a tie.
    pub fn kinship(&self, tie: usize, article: u32) -> Kinship {
        let tie = &self.ties[tie];
        let sides = tie.articles.map(|n| self.side(n));
        kinship(tie, article, [&sides[0], &sides[1]])
    }

    /// Whether an article names another as its source.
    pub fn credits(&self, article: u32, source: u32) -> bool {
        match &self.descents[article as usize] {
            Some(descent) if descent.parent == Parent::Article(source) => descent.credited,
            _ => credit(&self.side(article), &self.side(source), &self.outlets).is_some(),
        }
    }
}

/// Finds where the articles of a corpus come from, which was read with all that records say (see
/// [`crate::ingest::Options`]). `progress` is told how many articles of all have been compared. Gives the corpus back.
///
/// Errors: its texts cannot be read.
pub fn provenance(
    corpus: Corpus,
    settings: &Settings,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<(Known, Provenance)> {
    let Prepared { known, numbers, papers, texts, .. } = prepared(corpus)?;
    let outlets = outlets(&papers);
    let all = All { known: &known, numbers: &numbers, papers: &papers, texts: &texts, settings };
    let candidates = all.candidates()?;
    let compared = candidates.iter().map(|of| (of.others.len() + of.foreign.len()) as u64).sum();
    let found = all.compared(&candidates, progress)?;
    let sides: Vec<Side<'_>> = papers.par_iter().zip(&texts).map(|(paper, text)| paper.side(text)).collect();
    let weighed = found.into_par_iter().map(|(mut tie, passages)| {
        let [a, b] = tie.articles.map(|n| &sides[n as usize]);
        tie.course = direction([a, b], tie.found.covered, &outlets);
        (tie, passages)
    });
    let (mut ties, passages): (Vec<Tie>, Vec<Vec<Passage>>) = weighed.unzip();
    name_composites(&mut ties, &passages, &texts);
    let descents = parents(&sides, &ties, &passages, &outlets);
    drop(sides);
    Ok((known, Provenance { papers, texts, ties, passages, descents, outlets, compared }))
}

/// Two articles of a corpus that have no text in common and may tell the same: their ids, what is measured of them by
/// its names, and whether it is for texts in one language.
pub type Measured = (String, String, Vec<(&'static str, f32)>, bool);

/// All that may tell the same among the articles of a corpus, which was read as for [`provenance`]: what the weights of
/// that are learned from.
///
/// Errors: its texts cannot be read.
pub fn tellings(corpus: Corpus, settings: &Settings) -> Result<Vec<Measured>> {
    let Prepared { known, numbers, papers, texts, .. } = prepared(corpus)?;
    let all = All { known: &known, numbers: &numbers, papers: &papers, texts: &texts, settings };
    let candidates = all.candidates()?;
    let Some(meanings) = known.meanings() else { return Ok(Vec::new()) };
    let mut measured = Vec::new();
    let mut tracer = Tracer::new(&known, settings)?;
    for (article, of) in (0..).zip(&candidates) {
        let mut others = [&of.others[..], &of.foreign].concat();
        others.sort_unstable();
        others.dedup();
        let text = papers[article as usize].compared_text(&texts[article as usize]);
        let day = day_of(papers[article as usize].meta.published.as_deref());
        let places: Vec<u32> = others.iter().map(|&other| numbers[other as usize]).collect();
        let found = tracer.compare(&text, day, of.kin, &places)?;
        for (nth, &other) in others.iter().enumerate() {
            let pair = [article, other].map(|n| &papers[n as usize]);
            let Some(telling) = meanings.telling(numbers[article as usize], places[nth]) else { continue };
            let in_one_language = telling.is_in_one_language();
            if in_one_language && (are_of_one(pair) || found.iter().any(|(n, ..)| *n == nth)) {
                continue;
            }
            let [a, b] = pair.map(|papers| papers.meta.id.clone());
            let measures = telling.told(all.named([article, other])).collect();
            measured.push((a, b, measures, in_one_language));
        }
    }
    Ok(measured)
}

/// Compares the only articles of two corpora, whatever they are to one another: one tie, and why it was judged so.
pub fn compare(corpora: [&Corpus; 2], settings: &Settings) -> (Provenance, Vec<Reason>) {
    let texts = corpora.map(|corpus| corpus.text(0));
    let papers: Vec<Papers> = corpora
        .iter()
        .zip(&texts)
        .map(|(corpus, text)| {
            let mut paper = Papers::new(corpus.meta(0), corpus.said(0), text);
            paper.without(&Recurring::default(), text);
            paper
        })
        .collect();
    let texts = Vec::from(texts);
    let background = Background::default();
    let mut verifier = Verifier::new(&background, settings.kernel);
    let day = |n: usize| day_of(papers[n].meta.published.as_deref());
    let own_texts = [papers[0].compared_text(&texts[0]), papers[1].compared_text(&texts[1])];
    verifier.article(&own_texts[0], day(0));
    let mut found = verifier.compare(&own_texts[1], day(1));
    let (mut passages, reasons) = (verifier.passages(), verifier.reasons());
    // Names and figures are alike in a translation, too: what the words say is not all.
    let langs = [&papers[0], &papers[1]].map(|paper| paper.meta.lang.as_deref());
    let own_texts = [&own_texts[0][..], &own_texts[1]];
    (found, passages) = meanings::compare((found, passages), own_texts, langs, &settings.models);
    let outlets = outlets(&papers);
    let sides: Vec<Side<'_>> = papers.iter().zip(&texts).map(|(paper, text)| paper.side(text)).collect();
    let course = direction([&sides[0], &sides[1]], found.covered, &outlets);
    let ties = vec![Tie { course, ..Tie::new([0, 1], found) }];
    let passages = vec![passages];
    let descents = parents(&sides, &ties, &passages, &outlets);
    drop(sides);
    (Provenance { papers, texts, ties, passages, descents, outlets, compared: 1 }, reasons)
}

/// Articles that a thread looks up or compares in a row.
const SHARE: usize = 32;

/// Who an article is to be compared with.
#[derive(Debug, Clone, Default)]
struct Candidates {
    /// Those that have a larger number, ascending.
    others: Vec<u32>,
    /// The same of those in other languages.
    foreign: Vec<u32>,
    /// How many are nearly the same as it.
    kin: u32,
}

/// How many are nearly the same as an article, its candidates, and those in other languages.
type Searched = (u32, Vec<u32>, Vec<u32>);
/// A pair that has text in common, and its passages.
type Tied = (Tie, Vec<Passage>);

/// All articles, by their place in the order of ids.
struct All<'a> {
    known: &'a Known,
    /// The number of each in the corpus.
    numbers: &'a [u32],
    papers: &'a [Papers],
    texts: &'a [String],
    settings: &'a Settings,
}

impl All<'_> {
    /// The candidates of each article.
    fn candidates(&self) -> Result<Vec<Candidates>> {
        let mut places: Vec<u32> = vec![u32::MAX; self.numbers.iter().max().map_or(0, |n| *n as usize + 1)];
        (0..).zip(self.numbers).for_each(|(place, &n)| places[n as usize] = place);
        let found: Vec<Result<Vec<Searched>>> = self
            .shares()
            .map(|articles| {
                let mut tracer = Tracer::new(self.known, self.settings)?;
                let mut found = Vec::with_capacity(articles.len());
                for article in articles {
                    let paper = &self.papers[article];
                    let text = paper.compared_text(&self.texts[article]);
                    let others = tracer.candidates(&paper.meta.id, &text)?;
                    let others = others.iter().map(|other| places[other.article as usize]).collect();
                    let foreign = self.known.meanings().map_or(Vec::new(), |meanings| {
                        let foreign = meanings.candidates(self.numbers[article]);
                        foreign.into_iter().map(|other| places[other as usize]).collect()
                    });
                    found.push((tracer.kin(), others, foreign));
                }
                Ok(found)
            })
            .collect();
        let mut of = vec![Candidates::default(); self.papers.len()];
        let mut article = 0;
        for found in found {
            for (kin, others, foreign) in found? {
                of[article as usize].kin = kin;
                let is_other = |other: &u32| *other != article && *other != u32::MAX;
                for other in others.into_iter().filter(is_other) {
                    of[article.min(other) as usize].others.push(article.max(other));
                }
                for other in foreign.into_iter().filter(is_other) {
                    of[article.min(other) as usize].foreign.push(article.max(other));
                }
                article += 1;
            }
        }
        of.par_iter_mut().flat_map_iter(|of| [&mut of.others, &mut of.foreign]).for_each(|others| {
            others.sort_unstable();
            others.dedup();
        });
        Ok(of)
    }

    /// Compares every article with its candidates, each pair once.
    fn compared(&self, candidates: &[Candidates], progress: &(dyn Fn(u64, u64) + Sync)) -> Result<Vec<Tied>> {
        let done = AtomicU64::new(0);
        let found: Vec<Result<Vec<Tied>>> = self
            .shares()
            .map(|articles| {
                let mut tracer = Tracer::new(self.known, self.settings)?;
                let mut ties = Vec::new();
                let count = articles.len() as u64;
                for article in articles {
                    self.compared_one(article as u32, &candidates[article], &mut tracer, &mut ties)?;
                }
                progress(done.fetch_add(count, Ordering::Relaxed) + count, candidates.len() as u64);
                Ok(ties)
            })
            .collect();
        let mut ties = Vec::new();
        for found in found {
            ties.append(&mut found?);
        }
        Ok(ties)
    }

    /// Compares an article with its candidates: on their words first, then on what they mean.
    fn compared_one(
        &self,
        article: u32,
        candidates: &Candidates,
        tracer: &mut Tracer<'_>,
        ties: &mut Vec<Tied>,
    ) -> Result<()> {
        let Candidates { others, foreign, kin } = candidates;
        let number = |place: u32| self.numbers[place as usize];
        let own = number(article);
        let tie = |other: u32, (found, passages)| (Tie::new([article, other], found), passages);
        let meanings = self.known.meanings();
        let same = |other: u32| {
            let same = meanings?.same(own, number(other))?;
            let papers = [article, other].map(|n| &self.papers[n as usize]);
            // A site does not retell its own reports, nor does an agency.
            if same.found.relation == Relation::Retelling && are_of_one(papers) {
                return None;
            }
            let same = same.proven(|| self.named([article, other]))?;
            Some((other, (same.found, same.passages)))
        };
        // Names and figures are alike in a translation, too: what the words say is not all.
        let foreign: Vec<(u32, _)> = foreign.iter().filter_map(|&other| same(other)).collect();
        let is_translated = |other: u32| {
            foreign
                .iter()
                .any(|(n, (found, _)): &(u32, (Match, _))| *n == other && found.relation.is_translation())
        };
        // What seems retold may share a passage, which its words tell better.
        let retold = foreign.iter().map(|(other, _)| *other).filter(|other| !is_translated(*other));
        let mut others: Vec<u32> = others.iter().copied().chain(retold).collect();
        others.sort_unstable();
        others.dedup();
        let mut related = Vec::new();
        if !others.is_empty() {
            let text = self.papers[article as usize].compared_text(&self.texts[article as usize]);
            let day = day_of(self.papers[article as usize].meta.published.as_deref());
            let numbers: Vec<u32> = others.iter().map(|&other| number(other)).collect();
            for (nth, found, passages) in tracer.compare(&text, day, *kin, &numbers)? {
                if !is_translated(others[nth]) {
                    related.push(others[nth]);
                    ties.push(tie(others[nth], (found, passages)));
                }
            }
            let is_open = |other: &&u32| !related.contains(other) && foreign.iter().all(|(n, _)| n != *other);
            ties.extend(
                others
                    .iter()
                    .filter(is_open)
                    .filter_map(|&other| same(other))
                    .map(|(n, found)| tie(n, found)),
            );
        }
        let is_open = |other: &u32| !related.contains(other);
        ties.extend(foreign.into_iter().filter(|(n, _)| is_open(n)).map(|(other, found)| tie(other, found)));
        Ok(())
    }

    /// Whom one of two articles names as its source, if that is the other.
    fn named(&self, articles: [u32; 2]) -> Option<Named> {
        credit_one_another(articles.map(|n| (&self.papers[n as usize], self.texts[n as usize].as_str())))
    }

    /// Articles that a thread takes in a row.
    fn shares(&self) -> impl IndexedParallelIterator<Item = Range<usize>> {
        let count = self.papers.len();
        (0..count.div_ceil(SHARE)).into_par_iter().map(move |k| k * SHARE..count.min((k + 1) * SHARE))
    }
}

/// Names articles that were put together from several others.
fn name_composites(ties: &mut [Tie], passages: &[Vec<Passage>], texts: &[String]) {
    let mut of: Vec<Vec<(usize, usize)>> = vec![Vec::new(); texts.len()];
    for (nth, tie) in ties.iter().enumerate().filter(|(_, tie)| tie.found.relation.is_copy()) {
        // Who gave text away is not put together from it.
        for (side, away) in [(0, Direction::Forward), (1, Direction::Backward)] {
            if tie.course.direction != away {
                of[tie.articles[side] as usize].push((nth, side));
            }
        }
    }
    let composites: Vec<(usize, usize)> = of
        .par_iter()
        .zip(texts)
        .filter(|(own, _)| own.len() > 1)
        .flat_map_iter(|(own, text)| {
            let held: Vec<Vec<[u32; 2]>> =
                own.iter().map(|&(nth, side)| runs(&passages[nth], side)).collect();
            composed(&held, text.len(), &shares(&held, text.len())).into_iter().map(|k| own[k])
        })
        .collect();
    for (nth, side) in composites {
        let relation = &mut ties[nth].found.relation;
        // The same is abridged in the eyes of the source.
        let seen = if side == 0 { *relation } else { relation.reversed() };
        if is_part_of_composite(seen) {
            *relation = Relation::Composite;
        }
    }
}
