//! Rarity: how rare words are, remembered from one pair to the next.
//!
//! The words that most articles have are looked up for every article and candidate; a small table of those met
//! last saves most of the steps into the background's large one, and the logarithms. Owns that table, and
//! nothing about words.

use super::background::Background;
use crate::text::Word;

/// Words that are remembered, each in the one place that its key gives it.
const REMEMBERED: usize = 1 << 14;

/// Rarities in a background, of the words met last.
#[derive(Debug)]
pub(super) struct Rarity<'b> {
    background: &'b Background,
    met: Vec<(u64, f32)>,
}

impl<'b> Rarity<'b> {
    /// Of no word yet.
    pub(super) fn new(background: &'b Background) -> Self {
        // The first place remembers a key that is not its own, so that it is not taken for one.
        let mut met = vec![(0, 0.0); REMEMBERED];
        met[0].0 = 1;
        Rarity { background, met }
    }

    /// How rare a word is: -ln of the chance that an article holds it.
    #[inline(always)]
    pub(super) fn of(&mut self, word: &Word) -> f32 {
        // What is a number for one writer may be none for another, though both fold to the same letters.
        let key = word.hash ^ u64::from(word.is_number());
        let place = &mut self.met[key as usize % REMEMBERED];
        if place.0 != key {
            *place = (key, -self.background.chance(word).ln());
        }
        place.1
    }

    /// The same beside so many articles that have about the same words (see [`Background::chance_beside`]).
    pub(super) fn beside(&mut self, word: &Word, kin: u32) -> f32 {
        if kin == 0 { self.of(word) } else { -self.background.chance_beside(word, kin).ln() }
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
        let mut rarity = Rarity::new(&background);
        for word in words.words() {
            assert_eq!(rarity.of(word), -background.chance(word).ln());
        }
    }
}
