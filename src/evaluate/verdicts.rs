//! The metrics of verdicts: source, relation, direction, credit, look-alikes and calibration.

use serde::Serialize;

use super::calibration::Calibration;
use super::mistake::Mistake;
use super::result::{Answers, Kind, Verdict, Way};
use super::share::{Share, Told};
use super::truth::{Truth, TruthRow};

/// How good verdicts are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdicts {
    /// Articles that were made from something: with one of their sources named.
    pub source: Share,
    /// Those of them that have a source here.
    pub source_here: Share,
    /// Those of them whose sources nobody has here.
    pub source_unobserved: Share,
    /// Of those whose source was found: with the right relation. Originals are none.
    pub relation: Share,
    /// Of those whose source was found here: the way that text went; open is undetermined.
    pub direction: Told,
    /// Where nothing can tell the way: right is undetermined, wrong any other, open nothing said.
    pub undetermined: Told,
    /// Whether the true source is credited; who names no source says no.
    pub credited: Told,
    /// Whether a credit is true; null where results do not tell.
    pub agrees: Option<Told>,
    /// Articles that only look like others: called a copy.
    pub hard_negatives: Share,
    /// Whether rows with a source are right (source and relation) as often as their confidence says.
    pub calibration: Calibration,
}

/// Measures the verdicts on all rows of the truth that count.
pub(super) fn measure(truth: &Truth, answers: &Answers, mistakes: &mut Vec<Mistake>) -> Verdicts {
    let tells_of_credits = answers.kind.is_none_or(|kind| kind != Kind::Pairs);
    let mut count = Counting {
        found: Verdicts {
            source: Share::default(),
            source_here: Share::default(),
            source_unobserved: Share::default(),
            relation: Share::default(),
            direction: Told::default(),
            undetermined: Told::default(),
            credited: Told::default(),
            agrees: tells_of_credits.then(Told::default),
            hard_negatives: Share::default(),
            calibration: Calibration::of(&[]),
        },
        sure: Vec::new(),
        mistakes,
    };
    let nothing = Verdict::default();
    for row in truth.counted() {
        count.row(truth, row, answers.verdicts.get(&row.id).unwrap_or(&nothing));
    }
    count.found.calibration = Calibration::of(&count.sure);
    count.found
}

struct Counting<'m> {
    found: Verdicts,
    /// Confidences, and whether what was said with them is right.
    sure: Vec<(f64, bool)>,
    mistakes: &'m mut Vec<Mistake>,
}

impl Counting<'_> {
    fn row(&mut self, truth: &Truth, row: &TruthRow, said: &Verdict) {
        let is_made = row.is_made_from_something();
        let is_found = is_made && said.source.as_ref().is_some_and(|named| truth.is_source(row, named));
        // An original follows its report in a way that nobody can compare.
        let has_relation = !(row.relation == "original" && row.is_from_unobserved());
        let is_related = said.relation.as_ref() == Some(&row.relation);
        if is_made {
            self.source(row, said, is_found);
        }
        if is_found && has_relation {
            self.found.relation.count(is_related);
            if !is_related {
                self.mistake("relation", row, &row.relation, said.relation.as_ref());
            }
        }
        self.direction(row, said, is_found);
        self.credit(row, said);
        if truth.is_hard_negative(row) {
            self.hard_negative(row, said);
        }
        // Of two equal texts that nothing can tell apart, the other one is no wrong source.
        let can_be_right = is_made || !row.is_undetermined();
        if let (Some(confidence), Some(_), true) = (said.confidence, &said.source, can_be_right) {
            self.sure.push((confidence, is_found && (is_related || !has_relation)));
        }
    }

    fn source(&mut self, row: &TruthRow, said: &Verdict, is_found: bool) {
        self.found.source.count(is_found);
        let unobserved = row.is_from_unobserved();
        let kind = if unobserved { &mut self.found.source_unobserved } else { &mut self.found.source_here };
        kind.count(is_found);
        if !is_found {
            self.mistake("source", row, &row.sources().join(" or "), said.source.as_ref());
        }
    }

    fn direction(&mut self, row: &TruthRow, said: &Verdict, is_found: bool) {
        let told = |way| match way {
            Way::From => "from its source",
            Way::To => "to its source",
            Way::CommonSource => "common-source",
            Way::Undetermined => "undetermined",
        };
        if row.is_undetermined() {
            let way = said.way;
            if !self.found.undetermined.count(Way::Undetermined, way) && way.is_some() {
                self.mistake("direction", row, told(Way::Undetermined), way.map(told));
            }
        } else if is_found && !row.is_from_unobserved() {
            let way = said.way.filter(|&way| way != Way::Undetermined);
            if !self.found.direction.count(Way::From, way) {
                self.mistake("direction", row, told(Way::From), said.way.map(told));
            }
        }
    }

    fn credit(&mut self, row: &TruthRow, said: &Verdict) {
        if let Some(wanted) = row.credited {
            let got = if said.source.is_some() { said.credited } else { Some(false) };
            if !self.found.credited.count(wanted, got) {
                self.mistake("credited", row, &wanted.to_string(), got);
            }
        }
        if let (Some(wanted), Some(agrees)) = (row.agrees, &mut self.found.agrees)
            && !agrees.count(wanted, said.agrees)
        {
            self.mistake("agrees", row, &wanted.to_string(), said.agrees);
        }
    }

    fn hard_negative(&mut self, row: &TruthRow, said: &Verdict) {
        let relation = said.relation.as_deref().unwrap_or("copy");
        let is_copy = said.relation.is_some() && !matches!(relation, "series" | "unrelated" | "original");
        let is_called = said.source.is_some() || is_copy;
        self.found.hard_negatives.count(is_called);
        if is_called {
            let source = said.source.as_deref().unwrap_or("something");
            self.mistake("hard-negative", row, &row.relation, Some(format!("{relation} of {source}")));
        }
    }

    fn mistake(&mut self, kind: &'static str, row: &TruthRow, wanted: &str, got: Option<impl ToString>) {
        self.mistakes.push(Mistake::new(kind, &row.id, wanted, got));
    }
}

#[cfg(test)]
#[path = "verdicts/tests.rs"]
mod tests;
