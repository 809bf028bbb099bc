//! Likelihood: which of the possible sources of an article is the one, and how sure that is.
//!
//! A conditional logit (D. McFadden, "Conditional logit analysis of qualitative choice behavior", 1974) among all that
//! is possible, and that it was made from none of it. The weights lie in `assets/source_model.json`, made by
//! `tools/train_sources.py`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::choice::{COUNT, Choice, NAMES, Possible};

/// A possible source that is likelier than none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Likely {
    /// Which.
    pub(super) choice: Choice,
    /// Log odds against none.
    pub(super) odds: f32,
    /// How probable it is beside all others.
    pub(super) probability: f32,
}

/// Log odds of a possible source against none.
pub(super) fn odds(possible: &Possible) -> f32 {
    possible.measures.iter().zip(weights()).map(|(m, w)| m * w).sum()
}

/// Those of the possible sources of one article that are likelier than none.
pub(super) fn likely(possible: &[Possible]) -> Vec<Likely> {
    let all: Vec<f32> = possible.iter().map(odds).collect();
    let total = 1.0 + all.iter().map(|odds| odds.exp()).sum::<f32>();
    let likely = possible.iter().zip(&all).filter(|(_, odds)| **odds > 0.0);
    likely
        .map(|(possible, &odds)| Likely { choice: possible.choice, odds, probability: odds.exp() / total })
        .collect()
}

/// The weights of the measures, in their order.
fn weights() -> &'static [f32; COUNT] {
    static SHIPPED: OnceLock<[f32; COUNT]> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        read(include_str!("../../assets/source_model.json")).expect("a unit test reads the shipped weights")
    })
}

fn read(stored: &str) -> Option<[f32; COUNT]> {
    let named: BTreeMap<String, f32> = serde_json::from_str(stored).ok()?;
    let is_known = named.keys().all(|name| NAMES.contains(&name.as_str()));
    is_known.then(|| NAMES.map(|name| named.get(name).copied().unwrap_or(0.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_are_known_measures() {
        assert!(weights().iter().any(|weight| *weight != 0.0));
        assert_eq!(read("{\"nonsense\": 1}"), None);
        assert_eq!(read("not json"), None);
    }

    #[test]
    fn probabilities_leave_room_for_none() {
        let one = |nth, earlier| {
            let mut measures = [0.0; COUNT];
            measures[NAMES.iter().position(|name| *name == "similar").unwrap()] = 1.0;
            measures[NAMES.iter().position(|name| *name == "earlier").unwrap()] = earlier;
            Possible { choice: Choice::Article(nth, 0), measures }
        };
        let found = likely(&[one(0, 2.0), one(1, 2.0)]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].probability, found[1].probability);
        assert!(found[0].probability < 0.5);
        assert!(likely(&[one(0, 2.0)])[0].probability > found[0].probability);
        assert!(likely(&[]).is_empty());
    }
}
