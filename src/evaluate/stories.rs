//! The metric of stories: whether those articles were put together that are one story.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::mistake::Mistake;
use super::result::{Answers, Kind};
use super::share::Share;
use super::truth::{Truth, TruthRow};

/// How good stories are, by pairs of articles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Stories {
    /// Of the pairs that are in one story of the result: those that truly are.
    pub precision: Share,
    /// Of the pairs that truly are in one story: those that are in one of the result.
    pub recall: Share,
}

/// How many articles a result's story (if any) and a true one (if any) have in common.
type Common<'a> = BTreeMap<(Option<usize>, Option<&'a str>), u64>;

/// Measures the stories of a result that has some, among the articles that count.
pub(super) fn measure(truth: &Truth, answers: &Answers, mistakes: &mut Vec<Mistake>) -> Option<Stories> {
    if answers.kind != Some(Kind::Stories) {
        return None;
    }
    let members = answers.stories.iter().enumerate();
    let told: HashMap<&str, usize> =
        members.flat_map(|(story, (_, ids))| ids.iter().map(move |id| (&id[..], story))).collect();
    let place = |row: &TruthRow| told.get(&row.id[..]).copied();

    let mut common = Common::new();
    let (mut in_told, mut in_true) = (BTreeMap::<usize, u64>::new(), BTreeMap::<&str, u64>::new());
    for row in truth.counted() {
        let (told, real) = (place(row), truth.story_of(row));
        *common.entry((told, real)).or_default() += 1;
        told.into_iter().for_each(|story| *in_told.entry(story).or_default() += 1);
        real.into_iter().for_each(|story| *in_true.entry(story).or_default() += 1);
    }
    let both = common.iter().filter(|((told, real), _)| told.is_some() && real.is_some());
    let right = both.map(|(_, &n)| pairs(n)).sum();
    let found = Stories {
        precision: Share { right, of: in_told.values().copied().map(pairs).sum() },
        recall: Share { right, of: in_true.values().copied().map(pairs).sum() },
    };

    for row in truth.counted() {
        let (told, real) = (place(row), truth.story_of(row));
        let is_right = match real {
            // Together with most of its story, in a story that is mostly its own.
            Some(real) => {
                told.is_some() && told == home(&common, real) && mostly(&common, told) == Some(real)
            }
            None => told.is_none_or(|story| in_told[&story] < 2),
        };
        if !is_right && (real.is_none_or(|story| in_true[story] > 1) || told.is_some()) {
            let got = told.map(|story| &answers.stories[story].0);
            mistakes.push(Mistake::new("story", &row.id, real.unwrap_or("-"), got));
        }
    }
    Some(found)
}

/// The result's story that holds the most of a true one; of equal ones the first.
fn home(common: &Common<'_>, real: &str) -> Option<usize> {
    let of_it = common.iter().filter(|((told, other), _)| told.is_some() && *other == Some(real));
    of_it.rev().max_by_key(|&(_, &n)| n).and_then(|((told, _), _)| *told)
}

/// The true story that most of a story of the result is from; of equal ones the first, and none before any.
fn mostly<'a>(common: &Common<'a>, told: Option<usize>) -> Option<&'a str> {
    let of_it = common.iter().filter(|((other, _), _)| *other == told);
    of_it.rev().max_by_key(|&(_, &n)| n).and_then(|((_, real), _)| *real)
}

/// The pairs among so many.
fn pairs(members: u64) -> u64 {
    members * members.saturating_sub(1) / 2
}

#[cfg(test)]
mod tests {
    use super::super::result::tests::answers;
    use super::super::truth::tests::truth;
    use super::super::truth::{Split, Truth};
    use super::*;

    fn rows(split: Option<Split>) -> Truth {
        truth(
            split,
            &[
                r#"{"id": "a1", "story": "a", "relation": "original", "split": "dev"}"#,
                r#"{"id": "a2", "story": "a", "relation": "edited", "source": "a1", "split": "dev"}"#,
                r#"{"id": "a3", "story": "a", "relation": "edited", "source": "a1", "split": "dev"}"#,
                r#"{"id": "b1", "story": "b", "relation": "original", "split": "check"}"#,
                r#"{"id": "b2", "story": "b", "relation": "edited", "source": "b1", "split": "check"}"#,
                r#"{"id": "w1", "story": "weather", "relation": "series", "split": "check"}"#,
                r#"{"id": "w2", "story": "weather", "relation": "series", "split": "check"}"#,
            ],
        )
    }

    fn story(ids: &[&str]) -> String {
        let members: Vec<String> = ids.iter().map(|id| format!(r#"{{"id": "{id}"}}"#)).collect();
        format!(r#"{{"story": "{}", "articles": [{}]}}"#, ids[0], members.join(", "))
    }

    fn measured(split: Option<Split>, stories: &[&[&str]]) -> (Stories, Vec<String>) {
        let result: Vec<String> = stories.iter().map(|ids| story(ids)).collect();
        let result: Vec<&str> = result.iter().map(String::as_str).collect();
        let mut mistakes = Vec::new();
        let found = measure(&rows(split), &answers(&result), &mut mistakes).unwrap();
        (found, mistakes.iter().map(|m| format!("{} {} {}", m.id, m.wanted, m.got)).collect())
    }

    #[test]
    fn pairs_of_one_story() {
        let (found, mistakes) = measured(None, &[&["a1", "a2", "b1"], &["b2", "w1"]]);
        // Together: a1-a2, a1-b1, a2-b1, b2-w1; truly: three of a, one of b.
        assert_eq!((found.precision, found.recall), (Share { right: 1, of: 4 }, Share { right: 1, of: 4 }));
        assert_eq!(mistakes, ["a3 a -", "b1 b a1", "b2 b b2", "w1 - b2"]);
    }

    #[test]
    fn a_series_is_no_story() {
        let (found, mistakes) = measured(None, &[&["a1", "a2", "a3"], &["b1", "b2"], &["w1", "w2"]]);
        assert_eq!((found.precision, found.recall), (Share { right: 4, of: 5 }, Share { right: 4, of: 4 }));
        assert_eq!(mistakes, ["w1 - w1", "w2 - w1"]);
    }

    #[test]
    fn only_articles_that_count() {
        let (found, mistakes) = measured(Some(Split::Dev), &[&["a1", "a2", "a3", "b1"]]);
        assert_eq!((found.precision, found.recall), (Share { right: 3, of: 3 }, Share { right: 3, of: 3 }));
        assert_eq!(mistakes, [""; 0]);
    }
}
