//! The whole evaluation: every metric that a result and the truths at hand allow.

use serde::Serialize;

use super::furniture::{self, Furniture, FurnitureTruth};
use super::mistake::Mistake;
use super::result::{Answers, Kind};
use super::stories::{self, Stories};
use super::truth::Truth;
use super::verdicts::{self, Verdicts};

/// How good a result is; fields in this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// What the result was written by; null where it is empty.
    pub result: Option<Kind>,
    /// Rows of the truth that count.
    pub rows: u64,
    /// Those of them that the result says nothing of.
    pub missing: u64,
    /// Lines of the files that were passed over.
    pub skipped: u64,
    /// The verdicts.
    #[serde(flatten)]
    pub verdicts: Verdicts,
    /// Furniture; null without its truth, or where the result says nothing of it.
    pub furniture: Option<Furniture>,
    /// Stories; null where the result has none.
    pub stories: Option<Stories>,
}

/// An evaluation and what it counts as wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The numbers.
    pub evaluation: Evaluation,
    /// Everything that is wrong: verdicts in the order of the truth, then furniture, then stories.
    pub mistakes: Vec<Mistake>,
}

/// Measures a result; `skipped` lines of it or of the truth could not be used.
pub fn evaluate(truth: &Truth, marked: Option<&FurnitureTruth>, answers: &Answers, skipped: u64) -> Measured {
    let mut mistakes = Vec::new();
    let evaluation = Evaluation {
        result: answers.kind,
        rows: truth.counted().count() as u64,
        missing: truth.counted().filter(|row| !answers.verdicts.contains_key(&row.id)).count() as u64,
        skipped,
        verdicts: verdicts::measure(truth, answers, &mut mistakes),
        furniture: marked.and_then(|marked| furniture::measure(truth, marked, answers, &mut mistakes)),
        stories: stories::measure(truth, answers, &mut mistakes),
    };
    Measured { evaluation, mistakes }
}
