//! Reasons in plain words: why a pair was judged as it was, with the numbers that were counted.

use std::fmt::Write;

use crate::compare::{Facts, Ground, Reason};

/// Reasons of less weight, in nats, are not told.
const LEAST: f32 = 0.1;
/// An average of so many days is a phrase that recurs.
const RECURS: f32 = 1.5;
/// Letters that agree so well, where words do not, were misprinted.
const MISPRINTS: f32 = 0.42;

/// The reasons, what speaks for a copy first, each on a line of its own.
pub(super) fn told(reasons: &[Reason]) -> String {
    let mut out = String::new();
    for (label, sign) in [("for", 1.0), ("against", -1.0)] {
        for reason in reasons.iter().filter(|reason| reason.weight * sign >= LEAST) {
            let _ = writeln!(out, "    {label:<8}{:>5.1}  {}", reason.weight.abs(), sentence(reason));
        }
    }
    out
}

fn sentence(reason: &Reason) -> String {
    let facts = &reason.facts;
    match reason.ground {
        Ground::Passages => match facts.words {
            0 => "no passage stands in both".to_owned(),
            words => format!(
                "passages of {} together stand in both, the longest stretch word for word has {}",
                counted(words, "word"),
                facts.longest
            ),
        },
        Ground::Letters => match facts.letters {
            0 => "no row of letters agrees".to_owned(),
            letters if facts.alike > MISPRINTS => format!(
                "{letters} letters agree in long rows, and {} of those between them: misprints",
                percent(facts.alike)
            ),
            letters => format!("{letters} letters agree in long rows"),
        },
        Ground::Words if reason.weight < 0.0 => {
            format!(
                "{} stand in both, as in all articles about one subject",
                counted(facts.rare, "rare word")
            )
        }
        Ground::Words => format!("{} stand in both", counted(facts.rare, "rare word")),
        Ground::Phrases => match facts.phrases {
            0 => "no phrase of three words is theirs alone".to_owned(),
            phrases => format!(
                "{} of three words stand in both and hardly anywhere else",
                counted(phrases, "phrase")
            ),
        },
        Ground::Frame if facts.days >= RECURS => {
            format!("the phrases in common recur on {:.0} other days on average", facts.days)
        }
        Ground::Frame => "the phrases in common are no usual ones".to_owned(),
        Ground::Conflicts => conflicts(facts),
        Ground::Numbers => numbers(facts),
        Ground::Filled => {
            format!("of the words that differ, {} are names and numbers", percent(facts.filled))
        }
        Ground::Names => format!("they have {} of their names and numbers in common", percent(facts.names)),
        Ground::Order => {
            format!("{} of the rare words in common come in the same order", percent(facts.order))
        }
        Ground::Length => "their length".to_owned(),
    }
}

fn conflicts(facts: &Facts) -> String {
    match (facts.other_names, facts.other_numbers) {
        (0, 0) => "no name or number stands in the place of another".to_owned(),
        (names, 0) => format!("{} in the place of another", counted(names, "name")),
        (0, numbers) => format!("{} in the place of another", counted(numbers, "number")),
        (names, numbers) => {
            format!("{} and {} in the place of others", counted(names, "name"), counted(numbers, "number"))
        }
    }
}

fn numbers(facts: &Facts) -> String {
    let [shared, fewer] = facts.numbers;
    match (shared, fewer.max(shared) - shared + facts.other_numbers.saturating_sub(fewer)) {
        (0, 0) => "there are no numbers to compare".to_owned(),
        (0, differ) => format!("no number agrees, {}", count_or_none(differ)),
        (shared, differ) => {
            let (s, differ) = (if shared == 1 { "s" } else { "" }, count_or_none(differ));
            format!("{} agree{s}, {differ}", counted(shared, "number"))
        }
    }
}

fn count_or_none(differ: u32) -> String {
    match differ {
        0 => "none differs".to_owned(),
        1 => "1 differs".to_owned(),
        more => format!("{more} differ"),
    }
}

fn counted(n: u32, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn percent(share: f32) -> String {
    format!("{:.0} %", 100.0 * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(ground: Ground, facts: Facts) -> String {
        sentence(&Reason { ground, weight: 1.0, facts })
    }

    #[test]
    fn numbers_that_agree_and_differ_are_counted() {
        let of = |shared, fewer, other_numbers| {
            say(Ground::Numbers, Facts { numbers: [shared, fewer], other_numbers, ..Facts::default() })
        };
        assert_eq!(of(12, 12, 0), "12 numbers agree, none differs");
        assert_eq!(of(1, 4, 3), "1 number agrees, 3 differ");
        assert_eq!(of(0, 5, 2), "no number agrees, 5 differ");
        assert_eq!(of(0, 0, 0), "there are no numbers to compare");
    }

    #[test]
    fn what_speaks_for_a_copy_comes_first_and_trifles_are_left_out() {
        let reason = |ground, weight| Reason { ground, weight, facts: Facts::default() };
        let reasons =
            [reason(Ground::Conflicts, -3.0), reason(Ground::Words, 2.0), reason(Ground::Order, 0.01)];
        assert_eq!(
            told(&reasons),
            "    for       2.0  0 rare words stand in both\n    \
             against   3.0  no name or number stands in the place of another\n"
        );
    }
}
