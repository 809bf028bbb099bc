//! The models: from measures to a probability, by weights that are data.
//!
//! Three logistic regressions: one for passages that were copied, one for articles that were retold in other
//! words, one for copies full of misprints. Their weights lie in `assets/copy_models.json`, made by
//! `tools/train_copies.py`; this file only sums them up, and can say what spoke for and against.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::evidence::{COUNT, NAMES};

/// What was counted on a pair, in numbers that a reader can check.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Facts {
    /// Words in the shared passages.
    pub words: u32,
    /// Words of the longest stretch that is equal word for word.
    pub longest: u32,
    /// Different rare words that both have.
    pub rare: u32,
    /// Phrases of three words that both have and hardly any other day's articles.
    pub phrases: u32,
    /// On how many other days the shared phrases occur, on average.
    pub days: f32,
    /// Numbers in the passages that both have, of those that the poorer side has.
    pub numbers: [u32; 2],
    /// Places of the passages where both have a number, but another one.
    pub other_numbers: u32,
    /// Places of the passages where both have a name, but another one.
    pub other_names: u32,
    /// The share of what differs that is names and numbers.
    pub filled: f32,
    /// Letters that agree in rows of eight and more.
    pub letters: u32,
    /// How well the letters between those agree.
    pub alike: f32,
    /// The share of each one's names and numbers that the other has, of the one that has fewer.
    pub names: f32,
    /// The share of the rare words in common that comes in the same order.
    pub order: f32,
}

/// What a reason is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// How much they share word for word.
    Passages,
    /// How well their letters agree, misprints included.
    Letters,
    /// How many of their words they share at all.
    Words,
    /// Shared phrases that stand nowhere else.
    Phrases,
    /// Shared phrases that recur day after day.
    Frame,
    /// Other names or numbers in the same place.
    Conflicts,
    /// Numbers that agree or differ.
    Numbers,
    /// Whether names and numbers are what differs.
    Filled,
    /// The names and numbers in common.
    Names,
    /// The order of what they share.
    Order,
    /// How long they are.
    Length,
}

/// What each measure says something about, in the order of [`NAMES`].
const GROUNDS: [Ground; COUNT] = {
    use Ground::{
        Conflicts, Filled, Frame, Length, Letters, Names, Numbers, Order, Passages, Phrases, Words,
    };
    [
        Passages, Passages, Letters, Words, Words, Phrases, Passages, Order, Conflicts, Conflicts, Numbers,
        Numbers, Frame, Letters, Length, Passages, Passages, Passages, Letters, Numbers, Passages, Numbers,
        Filled, Letters, Letters, Names,
    ]
};

/// A ground and what it contributed to a decision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// What it is about.
    pub ground: Ground,
    /// What it contributed, in nats: positive for a copy, negative against.
    pub weight: f32,
    /// What was counted on the pair.
    pub facts: Facts,
}

/// The weights of one model.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Model {
    bias: f32,
    weights: [f32; COUNT],
    means: [f32; COUNT],
}

/// All models.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Models {
    pub(super) passage: Model,
    pub(super) retelling: Model,
    pub(super) misprinted: Model,
}

#[derive(serde::Deserialize)]
struct Stored {
    bias: f32,
    weights: BTreeMap<String, f32>,
    /// What the measures are on average, from which contributions are told.
    means: BTreeMap<String, f32>,
}

impl Models {
    /// The models that come with the program.
    pub(super) fn shipped() -> &'static Models {
        static SHIPPED: OnceLock<Models> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let stored = include_str!("../../assets/copy_models.json");
            Models::read(stored).expect("a unit test reads the shipped models")
        })
    }

    fn read(stored: &str) -> Option<Models> {
        let mut all: BTreeMap<String, Stored> = serde_json::from_str(stored).ok()?;
        let mut take = |name| {
            let Stored { bias, weights, means } = all.remove(name)?;
            let known = |named: &BTreeMap<String, f32>| named.keys().all(|k| NAMES.contains(&k.as_str()));
            let in_order =
                |named: &BTreeMap<String, f32>| NAMES.map(|n| named.get(n).copied().unwrap_or(0.0));
            let fits = known(&weights) && known(&means);
            fits.then(|| Model { bias, weights: in_order(&weights), means: in_order(&means) })
        };
        let [passage, retelling, misprinted] = [take("passage")?, take("retelling")?, take("misprinted")?];
        Some(Models { passage, retelling, misprinted })
    }
}

impl Model {
    /// The logarithm of the odds.
    pub(super) fn odds(&self, measures: &[f32; COUNT]) -> f32 {
        self.bias + self.weights.iter().zip(measures).map(|(w, m)| w * m).sum::<f32>()
    }

    /// The most that the logarithm of the odds can be where each measure lies between two numbers.
    pub(super) fn odds_at_most(&self, [least, most]: &[[f32; COUNT]; 2]) -> f32 {
        let ends = least.iter().zip(most);
        self.bias + self.weights.iter().zip(ends).map(|(w, (l, m))| (w * l).max(w * m)).sum::<f32>()
    }

    /// What spoke for and against, compared with an average candidate; the weightiest first. Measures of
    /// one thing are told as one.
    pub(super) fn reasons(&self, measures: &[f32; COUNT], facts: Facts) -> Vec<Reason> {
        let mut all: Vec<Reason> = Vec::new();
        for n in (0..COUNT).filter(|&n| self.weights[n] != 0.0) {
            let weight = self.weights[n] * (measures[n] - self.means[n]);
            match all.iter_mut().find(|reason| reason.ground == GROUNDS[n]) {
                Some(reason) => reason.weight += weight,
                None => all.push(Reason { ground: GROUNDS[n], weight, facts }),
            }
        }
        all.sort_by(|x, y| y.weight.abs().total_cmp(&x.weight.abs()).then(x.ground.cmp(&y.ground)));
        all
    }
}

/// The probability of these odds.
pub(super) fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_models_can_be_read() {
        let models = Models::shipped();
        assert!(models.passage.weights.iter().any(|&w| w != 0.0));
        assert!(models.retelling.weights.iter().any(|&w| w != 0.0));
        assert!(models.misprinted.weights.iter().any(|&w| w != 0.0));
        assert!(Models::read("{}").is_none());
        assert!(Models::read(r#"{"passage":{"bias":0,"weights":{"no such":1},"means":{}},"retelling":{"bias":0,"weights":{},"means":{}}}"#).is_none());
    }

    #[test]
    fn no_measures_within_their_ranges_give_more_odds_than_the_most() {
        let (least, most) = ([0.1; COUNT], [0.9; COUNT]);
        for model in [&Models::shipped().passage, &Models::shipped().misprinted] {
            let bound = model.odds_at_most(&[least, most]);
            let best = std::array::from_fn(|n| if model.weights[n] > 0.0 { 0.9 } else { 0.1 });
            assert!((bound - model.odds(&best)).abs() < 1e-3);
            assert!([least, most, [0.5; COUNT]].iter().all(|measures| model.odds(measures) <= bound));
        }
    }

    #[test]
    fn reasons_add_up_to_the_difference_from_an_average_candidate() {
        let model = &Models::shipped().passage;
        let measures = [0.7; COUNT];
        let sum: f32 = model.reasons(&measures, Facts::default()).iter().map(|r| r.weight).sum();
        let difference = model.odds(&measures) - model.odds(&model.means);
        assert!((sum - difference).abs() < 1e-2 * difference.abs().max(1.0));
    }
}
