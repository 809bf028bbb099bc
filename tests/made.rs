//! Made news: articles of invented words, the same in every run, and copies of them with known edits.

use std::fmt::Write;

/// A small random number generator (splitmix64): the same numbers everywhere, for good.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// An invented word, one of some thousands, some of them with accents.
    pub(crate) fn word(&mut self) -> String {
        const START: [&str; 16] = [
            "ba", "dré", "fo", "gru", "ka", "la", "mö", "ni", "pa", "ro", "sta", "te", "vi", "zu", "Æ", "ça",
        ];
        const MIDDLE: [&str; 16] = [
            "la", "me", "ni", "ro", "su", "ta", "ve", "ñi", "xo", "den", "fer", "gal", "mon", "pir", "ü", "7",
        ];
        const END: [&str; 12] = ["", "s", "n", "t", "ra", "den", "ling", "té", "io", "us", "k", "m"];
        let (start, middle, end) = (self.below(16), self.below(16), self.below(12));
        [START[start], MIDDLE[middle], END[end]].concat()
    }

    /// So many words.
    pub(crate) fn words(&mut self, count: usize) -> Vec<String> {
        (0..count).map(|_| self.word()).collect()
    }

    /// Exchanges so many words, each at its own place, for new ones.
    pub(crate) fn exchange(&mut self, words: &mut [String], count: usize) {
        for k in 0..count {
            // One in each of `count` equal parts, so that the edits do not fall on one another.
            let (from, to) = (k * words.len() / count, (k + 1) * words.len() / count);
            let at = from + self.below((to - from).max(1));
            words[at] = format!("edited{}", self.word());
        }
    }
}

/// Words as prose: sentences with capitals and punctuation, paragraphs, marks of all kinds.
pub(crate) fn prose(words: &[String]) -> String {
    let mut text = String::new();
    for (k, word) in words.iter().enumerate() {
        let place = k % 17;
        match (k, place) {
            (0, _) => {}
            (_, 0) if k % 51 == 0 => text.push_str(".\n\n"),
            (_, 0) => text.push_str(". "),
            (_, 5) => text.push_str(", "),
            (_, 9) => text.push_str(" – "),
            (_, 12) => text.push_str(" \"“"),
            (_, 13) => text.push_str("”\" "),
            _ => text.push(' '),
        }
        if place == 0 {
            let mut letters = word.chars();
            text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            text.push_str(letters.as_str());
        } else {
            text.push_str(word);
        }
    }
    text.push('.');
    text
}

/// One made article.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) id: String,
    pub(crate) published: String,
    pub(crate) text: String,
}

impl Made {
    pub(crate) fn new(id: impl Into<String>, published: impl Into<String>, words: &[String]) -> Made {
        Made { id: id.into(), published: published.into(), text: prose(words) }
    }

    /// Its line of JSON.
    pub(crate) fn line(&self) -> String {
        let value = serde_json::json!({"id": self.id, "published": self.published, "text": self.text});
        format!("{value}\n")
    }
}

/// The lines of all.
pub(crate) fn lines(articles: &[Made]) -> String {
    articles.iter().fold(String::new(), |mut all, article| {
        let _ = write!(all, "{}", article.line());
        all
    })
}

/// A day of 2024, by number.
pub(crate) fn day(number: usize) -> String {
    format!("2024-{:02}-{:02}", 1 + number / 28 % 12, 1 + number % 28)
}

/// Originals and copies of them: word for word, with words exchanged, cut, or with an addition; the
/// similarity of a copy to its original lies anywhere from .3 to 1. In no particular order.
pub(crate) fn corpus(seed: u64, originals: usize) -> Vec<Made> {
    let mut dice = Dice::new(seed);
    let mut all = Vec::new();
    for number in 0..originals {
        let size = 60 + dice.below(140);
        let words = dice.words(size);
        let published = day(dice.below(300));
        all.push(Made::new(format!("original-{number:03}"), &published, &words));
        for copy in 0..dice.below(3) {
            let mut words = words.clone();
            match dice.below(4) {
                0 => {}
                1 => {
                    let edits = 1 + dice.below(7);
                    dice.exchange(&mut words, edits);
                }
                2 => words.truncate(size - dice.below(size / 2)),
                _ => {
                    let more = dice.below(size / 2);
                    words.extend(dice.words(more));
                }
            }
            let published = day(dice.below(300));
            all.push(Made::new(format!("copy-{number:03}-{copy}"), published, &words));
        }
    }
    for k in (1..all.len()).rev() {
        all.swap(k, dice.below(k + 1));
    }
    all
}
