//! Provenance: a corpus to what each of its articles was made from.
//!
//! Owns the order of the work: what every article says of itself, what is furniture, who shares text with whom, and
//! the weighing of all that by [`crate::provenance`].

use rayon::prelude::*;

use crate::compare::Passage;
use crate::error::Result;
use crate::provenance::{
    Descent, Direction, Kinship, Outlets, Side, Tie, credit, direction, kinship, parents,
};

use super::corpus::Corpus;
use super::cover::{composed, name_composite, runs, shares};
use super::known::Known;
use super::papers::{Papers, Prepared, outlets, prepared};
use super::{Settings, Tracer, day_of};

/// Where the articles of a corpus come from.
#[derive(Debug)]
pub struct Provenance {
    /// The papers of each article.
    pub papers: Vec<Papers>,
    /// The text of each, whole.
    pub texts: Vec<String>,
    /// All pairs that share text, by their numbers; the smaller number first.
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
        credit(&self.side(article), &self.side(source), &self.outlets).is_some()
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
    let left_out = corpus.left_out().to_vec();
    let Prepared { known, papers, texts, .. } = prepared(corpus);
    let outlets = outlets(&papers);
    let articles: Vec<u32> =
        (0..papers.len() as u32).filter(|article| left_out.binary_search(article).is_err()).collect();
    let candidates = candidates(&known, &articles, &papers, &texts, settings)?;
    let compared = candidates.iter().map(|of| of.others.len() as u64).sum();
    let found = compared_all(&known, &candidates, &papers, &texts, settings, progress)?;
    let sides: Vec<Side<'_>> = papers.par_iter().zip(&texts).map(|(paper, text)| paper.side(text)).collect();
    let weighed = found.into_par_iter().map(|(mut tie, passages)| {
        let [a, b] = tie.articles.map(|n| &sides[n as usize]);
        tie.course = direction([a, b], tie.found.covered, &outlets);
        (tie, passages)
    });
    let (mut ties, passages): (Vec<Tie>, Vec<Vec<Passage>>) = weighed.unzip();
    name_composites(&mut ties, &passages, &texts);
    let descents = parents(&sides, &ties, &outlets);
    drop(sides);
    Ok((known, Provenance { papers, texts, ties, passages, descents, outlets, compared }))
}

/// Articles that a thread looks up or compares in a row.
const SHARE: usize = 32;

/// Who an article is to be compared with.
#[derive(Debug, Clone, Default)]
struct Candidates {
    /// Those that have a larger number, ascending.
    others: Vec<u32>,
    /// How many are nearly the same as it.
    kin: u32,
}

/// The candidates of each article.
fn candidates(
    known: &Known,
    articles: &[u32],
    papers: &[Papers],
    texts: &[String],
    settings: &Settings,
) -> Result<Vec<Candidates>> {
    let found: Vec<Result<Vec<(u32, u32, Vec<u32>)>>> = articles
        .par_chunks(SHARE)
        .map(|articles| {
            let mut tracer = Tracer::new(known, settings)?;
            let mut found = Vec::with_capacity(articles.len());
            for &article in articles {
                let paper = &papers[article as usize];
                let text = paper.own_text(&texts[article as usize]);
                let others = tracer.candidates(&paper.meta.id, &text)?.iter().map(|o| o.article).collect();
                found.push((article, tracer.kin(), others));
            }
            Ok(found)
        })
        .collect();
    let mut of = vec![Candidates::default(); papers.len()];
    for found in found {
        for (article, kin, others) in found? {
            of[article as usize].kin = kin;
            for other in others.into_iter().filter(|&other| other != article) {
                of[article.min(other) as usize].others.push(article.max(other));
            }
        }
    }
    of.par_iter_mut().for_each(|of| {
        of.others.sort_unstable();
        of.others.dedup();
    });
    Ok(of)
}

/// Compares every article with its candidates, each pair once.
fn compared_all(
    known: &Known,
    candidates: &[Candidates],
    papers: &[Papers],
    texts: &[String],
    settings: &Settings,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Vec<(Tie, Vec<Passage>)>> {
    let done = std::sync::atomic::AtomicU64::new(0);
    let numbers: Vec<usize> = (0..candidates.len()).collect();
    let found: Vec<Result<Vec<(Tie, Vec<Passage>)>>> = numbers
        .par_chunks(SHARE)
        .map(|numbers| {
            let mut tracer = Tracer::new(known, settings)?;
            let mut ties = Vec::new();
            for &n in numbers.iter().filter(|&&n| !candidates[n].others.is_empty()) {
                let text = papers[n].own_text(&texts[n]);
                let day = day_of(papers[n].meta.published.as_deref());
                for (other, found, passages) in
                    tracer.compare(&text, day, candidates[n].kin, &candidates[n].others)?
                {
                    ties.push((Tie::new([n as u32, other], found), passages));
                }
            }
            let count = numbers.len() as u64;
            progress(
                done.fetch_add(count, std::sync::atomic::Ordering::Relaxed) + count,
                candidates.len() as u64,
            );
            Ok(ties)
        })
        .collect();
    let mut ties = Vec::new();
    for found in found {
        ties.append(&mut found?);
    }
    Ok(ties)
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
    let composites: Vec<usize> = of
        .par_iter()
        .zip(texts)
        .filter(|(own, _)| own.len() > 1)
        .flat_map_iter(|(own, text)| {
            let held: Vec<Vec<[u32; 2]>> =
                own.iter().map(|&(nth, side)| runs(&passages[nth], side)).collect();
            composed(&shares(&held, text.len())).into_iter().map(|k| own[k].0)
        })
        .collect();
    composites.into_iter().for_each(|nth| name_composite(&mut ties[nth].found.relation));
}
