//! Rarity: how rare words are, remembered from one pair to the next.
//!
//! The words that most articles have are looked up for every candidate; a small table of those met last
//! saves most of the steps into the background's large one. Owns that table, and nothing about words.

use super::background::Background;
use crate::text::Word;

/// Words that are remembered, each in the one place that its hash gives it.
const REMEMBERED: usize = 4096;

/// Rarities of the words met last. Valid for one background only.
#[derive(Debug)]
pub(super) struct Rarity {
    met: Vec<(u64, f32)>,
}

impl Default for Rarity {
    fn default() -> Self {
        // The first place remembers a hash that is not its own, so that it is not taken for one.
        let mut met = vec![(0, 0.0); REMEMBERED];
        met[0].0 = 1;
        Rarity { met }
    }
}

impl Rarity {
    /// How rare a word is: -ln of the chance that an article holds it.
    #[inline]
    pub(super) fn of(&mut self, word: &Word, background: &Background) -> f32 {
        let place = &mut self.met[word.hash as usize % REMEMBERED];
        if place.0 != word.hash {
            *place = (word.hash, -background.chance(word).ln());
        }
        place.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Words;

    #[test]
    fn what_is_remembered_is_what_the_background_says() {
        let mut background = Background::new(10_000);
        let mut words = Words::default();
        let text: String = (0..9_000).map(|n| format!("word{} ", n * n % 6_000)).collect();
        words.read(&text);
        background.add(words.words(), 1);
        let mut rarity = Rarity::default();
        for word in words.words() {
            assert_eq!(rarity.of(word, &background), -background.chance(word).ln());
        }
    }
}
