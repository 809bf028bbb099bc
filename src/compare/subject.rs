//! Subject: whether two texts are about the same one, by the names that each begins with.
//!
//! Notices of one day say the same of different people: ten companies raise the price of oil to the same
//! figure. What they share is a frame, and what tells them apart is whose notice it is, which a headline and
//! the words after it say. Owns what is taken for such a name and how much of them the other text has.

use super::gaps::MISPRINT;
use super::spelling::agreement;
use crate::text::{Word, Words};

/// So many words are the beginning of a text.
const BEGINNING: usize = 24;
/// So many words are looked at to see whether a name is one throughout.
const LOOKED_AT: usize = 1_000;
/// Names are rarer than this, and have so many letters at least.
const RARE: f32 = 3.0;
const LEAST_LETTERS: u8 = 3;
/// What a name weighs that is not said again, beside one that is.
const ONCE: f32 = 0.2;
/// By how much of the first word's weight less each later one counts.
const LATER: f32 = 0.1;

/// A name that a text begins with: its place among the words, and what it weighs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    place: usize,
    weight: f32,
}

/// Puts the names that a text begins with into `names`: capital words that are written without a capital
/// nowhere, so that a headline in capitals counts by what the text below makes of it.
pub(super) fn names(words: &[Word], mut rarity: impl FnMut(usize) -> f32, names: &mut Vec<Name>) {
    names.clear();
    for (place, word) in words.iter().enumerate().take(BEGINNING) {
        let like_a_name = word.is_capital() && !word.is_number() && word.letters >= LEAST_LETTERS;
        if !like_a_name || rarity(place) < RARE || words[..place].iter().any(|w| w.hash == word.hash) {
            continue;
        }
        let mut times = 0;
        let mut same = words.iter().take(LOOKED_AT).filter(|w| w.hash == word.hash).inspect(|_| times += 1);
        if same.all(Word::is_capital) {
            let again = if times > 1 { 1.0 } else { ONCE };
            names.push(Name { place, weight: rarity(place) * again / (1.0 + LATER * place as f32) });
        }
    }
}

/// The share of a text's names that the other one has, misprints included; `there` says of a place whether its
/// word stands anywhere in the other. None for a text without names.
pub(super) fn held(
    (text, names): (&Words, &[Name]),
    (other, other_names): (&Words, &[Name]),
    there: impl Fn(usize) -> bool,
) -> Option<f32> {
    let (mut all, mut held) = (0.0, 0.0);
    for name in names {
        let spelled = text.spelling(&text.words()[name.place]);
        let like = |n: &Name| agreement(spelled, other.spelling(&other.words()[n.place])) >= MISPRINT;
        all += name.weight;
        if there(name.place) || other_names.iter().any(like) {
            held += name.weight;
        }
    }
    (all > 0.0).then(|| held / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Words, Vec<Name>) {
        let mut words = Words::default();
        words.read(text);
        let mut found = Vec::new();
        names(words.words(), |_| 5.0, &mut found);
        (words, found)
    }

    fn spelled(text: &str) -> Vec<String> {
        let (words, found) = read(text);
        let spelling =
            |n: &Name| String::from_utf8_lossy(words.spelling(&words.words()[n.place])).into_owned();
        found.iter().map(spelling).collect()
    }

    fn shares(a: &str, b: &str) -> [Option<f32>; 2] {
        let ((a, of_a), (b, of_b)) = (read(a), read(b));
        let there = |in_: &Words, word: &Word| in_.words().iter().any(|w| w.hash == word.hash);
        [
            held((&a, &of_a), (&b, &of_b), |n| there(&b, &a.words()[n])),
            held((&b, &of_b), (&a, &of_a), |n| there(&a, &b.words()[n])),
        ]
    }

    #[test]
    fn a_headline_in_capitals_has_the_names_that_the_text_has() {
        let text = "MARZAL RAISES FERRY FARES\nMarzal Lines raises its fares for the ferry by 50 cents, Marzal said.";
        assert_eq!(spelled(text), ["marzal", "lines"]);
        assert!(spelled("all in small letters, as a list of prices may be").is_empty());
    }

    #[test]
    fn whose_notice_it_is_tells_two_of_a_kind_apart() {
        let one = "Marzal raises fares. Marzal Lines said fares rise by 50 cents on Monday.";
        let other = "Tortuga raises fares. Tortuga Shipping said fares rise by 50 cents on Monday.";
        let misprinted = "Marzel raises fares. Marzel Lines said fares rise by 50 cents on Monday.";
        let [a, b] = shares(one, other).map(|share| share.expect("names"));
        assert!(a < 0.3 && b < 0.3, "{a} {b}");
        assert_eq!(shares(one, misprinted), [Some(1.0); 2]);
        assert_eq!(shares(one, "no names at all")[1], None);
    }
}
