//! The score of main-text extraction: how much of a page's article was found, and how much else.
//!
//! Owns the measure that article extraction benchmarks use, so that figures can be set beside theirs:
//! the multiset of four-word shingles, each page counting the same however long it is. Does not own
//! extraction (see [`crate::ingest::html`]) or the files that hold the truth.

use std::collections::HashMap;

/// Words in a shingle.
const SHINGLE: usize = 4;

/// Found, superfluous and missed shares, of one page (together 1) or summed over pages.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    /// Share of shingles that truth and prediction have in common.
    pub true_positive: f64,
    /// Share of shingles that only the prediction has.
    pub false_positive: f64,
    /// Share of shingles that only the truth has.
    pub false_negative: f64,
    /// Pages counted.
    pub pages: usize,
}

impl Score {
    /// The score of one page. Two texts without a word agree perfectly.
    pub fn of(truth: &str, predicted: &str) -> Self {
        let (truth, predicted) = (words(truth), words(predicted));
        let mut balance: HashMap<&[&str], (usize, usize)> = HashMap::new();
        for shingle in shingles(&truth) {
            balance.entry(shingle).or_default().0 += 1;
        }
        for shingle in shingles(&predicted) {
            balance.entry(shingle).or_default().1 += 1;
        }
        let (mut both, mut extra, mut missed) = (0, 0, 0);
        for (in_truth, in_predicted) in balance.into_values() {
            both += in_truth.min(in_predicted);
            extra += in_predicted.saturating_sub(in_truth);
            missed += in_truth.saturating_sub(in_predicted);
        }
        if both + extra + missed == 0 {
            return Score { true_positive: 1.0, pages: 1, ..Score::default() };
        }
        let all = (both + extra + missed) as f64;
        Score {
            true_positive: both as f64 / all,
            false_positive: extra as f64 / all,
            false_negative: missed as f64 / all,
            pages: 1,
        }
    }

    /// Adds the pages of `other`.
    pub fn add(&mut self, other: Score) {
        self.true_positive += other.true_positive;
        self.false_positive += other.false_positive;
        self.false_negative += other.false_negative;
        self.pages += other.pages;
    }

    /// Share of what was predicted that is true; 1 where nothing was predicted.
    pub fn precision(&self) -> f64 {
        ratio(self.true_positive, self.false_positive)
    }

    /// Share of the truth that was predicted; 1 where nothing was to be found.
    pub fn recall(&self) -> f64 {
        ratio(self.true_positive, self.false_negative)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

fn ratio(right: f64, wrong: f64) -> f64 {
    if right + wrong == 0.0 { 1.0 } else { right / (right + wrong) }
}

/// Runs of letters, digits and underscores; case is kept.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect()
}

/// A text shorter than a shingle is one shingle as it stands; an empty one has none.
fn shingles<'a, 'b>(words: &'b [&'a str]) -> impl Iterator<Item = &'b [&'a str]> {
    let short = (1..SHINGLE).contains(&words.len()).then_some(words);
    short.into_iter().chain(words.windows(SHINGLE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn equal_texts_are_perfect_whatever_their_punctuation() {
        let score = Score::of("One, two: three four five.", "One two three (four) five");
        assert!(near(score.f1(), 1.0), "{score:?}");
    }

    #[test]
    fn case_counts() {
        assert!(near(Score::of("One two three four", "one two three four").f1(), 0.0));
    }

    #[test]
    fn shingles_are_counted_as_a_multiset() {
        // Truth has "a a a a" once, the prediction twice.
        let score = Score::of("a a a a", "a a a a a");
        assert!(near(score.true_positive, 0.5) && near(score.false_positive, 0.5), "{score:?}");
        assert!(near(score.recall(), 1.0) && near(score.precision(), 0.5));
    }

    #[test]
    fn short_texts_are_one_shingle() {
        assert!(near(Score::of("two words", "two words").f1(), 1.0));
        let score = Score::of("two words", "two");
        assert!(near(score.false_positive, 0.5) && near(score.false_negative, 0.5), "{score:?}");
    }

    #[test]
    fn empty_texts_agree_and_an_empty_prediction_misses_all() {
        assert!(near(Score::of("", " ... ").f1(), 1.0));
        let score = Score::of("some words stand here now", "");
        assert!(near(score.false_negative, 1.0) && near(score.recall(), 0.0) && near(score.f1(), 0.0));
    }

    #[test]
    fn every_page_weighs_the_same() {
        let mut sum = Score::of("a b c d", "a b c d");
        sum.add(Score::of(&"long text of many words ".repeat(50), ""));
        assert_eq!(sum.pages, 2);
        assert!(near(sum.recall(), 0.5) && near(sum.precision(), 1.0), "{sum:?}");
    }
}
