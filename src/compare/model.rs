//! The models: from measures to a probability, by weights that are data.
//!
//! Two logistic regressions, one for passages that were copied and one for whole articles that were
//! retold. Their weights lie in `assets/copy_models.json`, made by `tools/train_copies.py`; this file only
//! sums them up, and can say what each measure contributed.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::evidence::{COUNT, NAMES};

/// A measure and what it contributed to a decision, in nats for or against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// The measure's name.
    pub name: &'static str,
    /// Its value.
    pub value: f32,
    /// What it contributed: positive for a copy, negative against.
    pub weight: f32,
}

/// The weights of one model.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Model {
    bias: f32,
    weights: [f32; COUNT],
    means: [f32; COUNT],
}

/// Both models.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Models {
    pub(super) passage: Model,
    pub(super) retelling: Model,
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
        Some(Models { passage: take("passage")?, retelling: take("retelling")? })
    }
}

impl Model {
    /// The logarithm of the odds.
    pub(super) fn odds(&self, measures: &[f32; COUNT]) -> f32 {
        self.bias + self.weights.iter().zip(measures).map(|(w, m)| w * m).sum::<f32>()
    }

    /// What each measure contributed, compared with an average candidate; the greatest first.
    pub(super) fn reasons(&self, measures: &[f32; COUNT]) -> Vec<Reason> {
        let mut all: Vec<Reason> = (0..COUNT)
            .filter(|&n| self.weights[n] != 0.0)
            .map(|n| Reason {
                name: NAMES[n],
                value: measures[n],
                weight: self.weights[n] * (measures[n] - self.means[n]),
            })
            .collect();
        all.sort_by(|x, y| y.weight.abs().total_cmp(&x.weight.abs()));
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
        assert!(Models::read("{}").is_none());
        assert!(Models::read(r#"{"passage":{"bias":0,"weights":{"no such":1},"means":{}},"retelling":{"bias":0,"weights":{},"means":{}}}"#).is_none());
    }

    #[test]
    fn reasons_add_up_to_the_difference_from_an_average_candidate() {
        let model = &Models::shipped().passage;
        let measures = [0.7; COUNT];
        let sum: f32 = model.reasons(&measures).iter().map(|r| r.weight).sum();
        let difference = model.odds(&measures) - model.odds(&model.means);
        assert!((sum - difference).abs() < 1e-2 * difference.abs().max(1.0));
    }
}
