//! The verifier: what one article is to a candidate, with the passages and the reasons.
//!
//! Owns the order of the work on one pair and the decision. The article is made ready once; a candidate
//! costs one pass over its text, and next to nothing more where the two have nothing rare in common.

use super::background::Background;
use super::evidence::{COUNT, Evidence, NAMES};
use super::exact::{Counts, ShingleSet};
use super::model::{Models, Reason, probability};
use super::prepared::Prepared;
use super::relation::{Relation, of_copy};
use crate::sketch::{Shingler, Shingling};
use crate::text::{Kernel, Word, Words};

/// Odds from which a passage, and a retelling, are reported.
const PASSAGE_ODDS: f32 = 0.0;
const RETELLING_ODDS: f32 = 0.0;
/// Numbers in both texts' aligned spans from which they can tell a series, and the share of them in
/// common below which they do.
const SERIES_NUMBERS: u32 = 3;

/// One run of text that both share, in bytes of the original texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands in the first text.
    pub a: [u32; 2],
    /// Where it stands in the second text.
    pub b: [u32; 2],
    /// The stretches in it whose words are equal, each as in the first and in the second text.
    pub runs: Vec<[[u32; 2]; 2]>,
}

/// What was found for a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// What the first is to the second.
    pub relation: Relation,
    /// The probability that text was taken from one to the other.
    pub probability: f32,
    /// Shingles, exactly: similarity and containment both ways.
    pub exact: Counts,
    /// The share of each text's letters that the passages cover, misprints included.
    pub covered: [f32; 2],
}

/// Compares an article with its candidates.
#[derive(Debug)]
pub struct Verifier<'b> {
    background: &'b Background,
    models: &'static Models,
    article: Prepared,
    other: Words,
    evidence: Evidence,
    shingler: Shingler,
    set: ShingleSet,
    other_set: ShingleSet,
    distinct: Vec<u64>,
    other_distinct: Vec<u64>,
    found_anything: bool,
    odds: [f32; 2],
}

impl<'b> Verifier<'b> {
    /// A verifier that knows from `background` what is common.
    pub fn new(background: &'b Background, kernel: Kernel) -> Self {
        Verifier {
            background,
            models: Models::shipped(),
            article: Prepared::default(),
            other: Words::default(),
            evidence: Evidence::default(),
            shingler: Shingler::new(kernel, Shingling::default()),
            set: ShingleSet::default(),
            other_set: ShingleSet::default(),
            distinct: Vec::new(),
            other_distinct: Vec::new(),
            found_anything: false,
            odds: [f32::MIN; 2],
        }
    }

    /// Takes the article that the next candidates are compared with, and the day it appeared (see
    /// [`Background::add`]).
    pub fn article(&mut self, text: &str, day: Option<u32>) {
        self.article.fill(text, day, self.background);
        self.shingler.text(text);
        self.distinct.clear();
        self.set.fill(self.shingler.shingles(), &mut self.distinct);
    }

    /// The words of the article.
    pub fn words(&self) -> &Words {
        &self.article.words
    }

    /// Compares the article with a candidate; what is then asked of the verifier is about this pair.
    pub fn compare(&mut self, text: &str, day: Option<u32>) -> Match {
        self.other.read(text);
        self.found_anything = self.evidence.gather(&self.article, &self.other, day, self.background);
        self.odds = [f32::MIN; 2];
        if !self.found_anything {
            let sizes = [self.distinct.len() as u32, limit_count(&self.other)];
            return Match {
                relation: Relation::Unrelated,
                probability: 0.0,
                exact: Counts { shared: 0, a: sizes[0], b: sizes[1] },
                covered: [0.0; 2],
            };
        }
        let exact = self.exact(text);
        let measures = &self.evidence.measures;
        self.odds = [self.models.passage.odds(measures), self.models.retelling.odds(measures)];
        let covered = self.evidence.covered;
        let (relation, odds) = self.decide(exact);
        Match { relation, probability: probability(odds), exact, covered }
    }

    fn exact(&mut self, text: &str) -> Counts {
        self.shingler.text(text);
        self.other_distinct.clear();
        self.other_set.fill(self.shingler.shingles(), &mut self.other_distinct);
        Counts {
            shared: self.set.shared(&self.other_distinct),
            a: self.distinct.len() as u32,
            b: self.other_distinct.len() as u32,
        }
    }

    fn decide(&self, exact: Counts) -> (Relation, f32) {
        let [passage, retelling] = self.odds;
        let odds = passage.max(retelling);
        if exact.similarity() == 1.0 {
            return (Relation::Identical, odds.max(8.0));
        }
        let numbers_differ = self.evidence.measures[position("numbers differ")];
        let series = self.evidence.numbers_both >= SERIES_NUMBERS
            && numbers_differ > 0.66 * (self.evidence.numbers_both as f32).ln_1p();
        let covered = self.evidence.covered;
        if passage >= PASSAGE_ODDS {
            return (of_copy(exact, covered), odds);
        }
        if retelling >= RETELLING_ODDS {
            return (Relation::Retelling, odds);
        }
        let framed = covered[0].min(covered[1]) >= 0.3;
        if framed && (series || self.evidence.measures[position("conflicts")] > 1.0) {
            return (Relation::Series, odds);
        }
        (Relation::Unrelated, odds)
    }

    /// The passages of the pair, in the order of the first text.
    pub fn passages(&self) -> Vec<Passage> {
        if !self.found_anything {
            return Vec::new();
        }
        let (a, b) = (self.article.words.words(), self.other.words());
        let span = |words: &[Word], first: u32, len: u32| {
            let last = &words[(first + len) as usize - 1];
            [words[first as usize].start, last.end]
        };
        let chains = self.evidence.chainer.chains().iter();
        let mut passages: Vec<Passage> = chains
            .filter_map(|chain| {
                let runs = self.evidence.chainer.runs(chain).iter();
                let runs: Vec<[[u32; 2]; 2]> =
                    runs.map(|r| [span(a, r.a, r.len), span(b, r.b, r.len)]).collect();
                let (first, last) = (runs.first()?, runs.last()?);
                Some(Passage { a: [first[0][0], last[0][1]], b: [first[1][0], last[1][1]], runs })
            })
            .collect();
        passages.sort_by_key(|p| p.a);
        passages
    }

    /// What spoke for and against the pair being a copy, the weightiest first.
    pub fn reasons(&self) -> Vec<Reason> {
        if !self.found_anything {
            return Vec::new();
        }
        let model = if self.odds[0] >= self.odds[1] { &self.models.passage } else { &self.models.retelling };
        model.reasons(&self.evidence.measures)
    }

    /// The pair's measures by name, and the odds of both models: what the models are trained on.
    pub fn measures(&self) -> (&'static [&'static str], &[f32; COUNT], [f32; 2]) {
        (&NAMES, &self.evidence.measures, self.odds)
    }
}

fn position(name: &str) -> usize {
    NAMES.iter().position(|&n| n == name).unwrap_or(0)
}

/// How many shingles a text has that was not shingled.
fn limit_count(words: &Words) -> u32 {
    words.words().len() as u32
}
