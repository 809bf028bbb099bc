//! The article that others are compared with, made ready once.
//!
//! Owns what depends on it alone: where its words, pairs of words and runs of letters stand, and how much
//! of a surprise each of its words is after the ones before it.

use super::background::{Background, one, pair, triple};
use super::places::Places;
use crate::text::{Word, Words};

/// So many words of a text are looked at for passages; about 2.5 MB of text.
pub(super) const MOST_WORDS: usize = 400_000;
/// So many letters of a text are looked at for passages.
pub(super) const MOST_LETTERS: usize = 1_000_000;
/// Letters of a seed.
pub(super) const EIGHT: usize = 8;
/// The greatest surprise of a single word, in nats.
const MOST_SURPRISE: f32 = 8.0;
/// How many days the shorter context weighs against the longer one.
const BACK_OFF: f32 = 2.0;

/// An article made ready; keeps its buffers from one to the next.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    pub(super) words: Words,
    pub(super) places: Places,
    pub(super) pairs: Places,
    pub(super) eights: Places,
    /// The day it appeared, where known.
    pub(super) day: Option<u32>,
    /// How rare each word is: -ln of the chance that an article holds it.
    pub(super) rarity: Vec<f32>,
    /// The sum of [`Self::rarity`].
    pub(super) mass: f32,
    /// On how many other days the triple that begins at each word occurred.
    pub(super) frame: Vec<f32>,
    /// The logarithm of that, at least 0.
    pub(super) frame_log: Vec<f32>,
    /// Surprises against an article of the same day, and of another one.
    surprises: [Surprises; 2],
}

/// How much of a surprise each word is.
#[derive(Debug, Default)]
pub(super) struct Surprises {
    /// After nothing.
    alone: Vec<f32>,
    /// After the word before it.
    after_one: Vec<f32>,
    /// After the two words before it, summed from the start.
    after_two: Vec<f64>,
}

impl Prepared {
    /// Makes the text that `words` were read from ready.
    pub(super) fn fill(&mut self, words: &Words, day: Option<u32>, background: &Background) {
        self.words.copy(words);
        self.day = day;
        let words = limit(&self.words);
        self.places.fill(words.iter().map(|w| w.hash));
        self.pairs.fill((0..words.len().saturating_sub(1)).map(|n| pair_key(words, n)));
        let letters = limit_letters(&self.words);
        self.eights.fill((0..(letters.len() + 1).saturating_sub(EIGHT)).map(|n| eight_key(letters, n)));

        self.rarity.clear();
        self.rarity.extend(words.iter().map(|w| -background.chance(w).ln()));
        self.mass = self.rarity.iter().sum();
        self.frame.clear();
        self.frame_log.clear();
        for surprises in &mut self.surprises {
            surprises.clear();
        }
        // The days of the last word, of the pair before it, and of those that begin there.
        let own = day.unwrap_or(u32::MAX);
        let days = |key: Option<u64>| key.map_or(0.0, |key| background.days(key, own));
        let (mut ones, mut pairs, mut triples) = ([0.0f32; 2], [0.0f32; 3], [0.0f32; 3]);
        for n in 0..words.len() {
            ones = [ones[1], days(Some(one(words, n)))];
            pairs = [pairs[1], pairs[2], days(pair(words, n))];
            triples = [triples[1], triples[2], days(triple(words, n))];
            self.frame.push(triples[2]);
            self.frame_log.push(triples[2].max(1.0).ln());
            for (surprises, siblings) in self.surprises.iter_mut().zip([0.0, 1.0]) {
                let others = |days: f32| (days - siblings).max(0.0);
                let chance = (-self.rarity[n]).exp();
                let mut best = chance;
                let mut after = [chance; 2];
                if n >= 1 {
                    best = given(others(pairs[1]), others(ones[0]), best);
                    after[0] = best;
                }
                if n >= 2 {
                    best = given(others(triples[0]), others(pairs[0]), best);
                }
                after[1] = best;
                surprises.push(chance, after);
            }
        }
    }

    /// The surprises that count against an article of `day`: the two themselves may be in the background, so
    /// neither the own day counts nor, where it is another one, that of the other article.
    pub(super) fn surprises(&self, day: Option<u32>) -> &Surprises {
        &self.surprises[usize::from(self.day.is_none() || self.day != day)]
    }
}

/// The chance of a word given its context: seen with it on `both` days, the context on `context`.
fn given(both: f32, context: f32, otherwise: f32) -> f32 {
    (both + BACK_OFF * otherwise) / (context.max(both) + BACK_OFF)
}

impl Surprises {
    fn clear(&mut self) {
        self.alone.clear();
        self.after_one.clear();
        self.after_two.clear();
        self.after_two.push(0.0);
    }

    fn push(&mut self, chance: f32, after: [f32; 2]) {
        let surprise = |chance: f32| (-chance.min(1.0).ln()).min(MOST_SURPRISE);
        self.alone.push(surprise(chance));
        self.after_one.push(surprise(after[0]));
        let sum = self.after_two.last().copied().unwrap_or(0.0);
        self.after_two.push(sum + f64::from(surprise(after[1])));
    }

    /// What `len` words in a row from `first` on are worth together.
    #[inline]
    pub(super) fn of_run(&self, first: u32, len: u32) -> f32 {
        let (first, len) = (first as usize, len as usize);
        let mut sum = self.alone[first];
        if len > 1 {
            sum += self.after_one[first + 1];
        }
        if len > 2 {
            sum += (self.after_two[first + len] - self.after_two[first + 2]) as f32;
        }
        sum
    }
}

/// The words that are looked at.
pub(super) fn limit(words: &Words) -> &[Word] {
    let words = words.words();
    &words[..words.len().min(MOST_WORDS)]
}

/// The letters that are looked at.
pub(super) fn limit_letters(words: &Words) -> &[u8] {
    let letters = words.letters();
    &letters[..letters.len().min(MOST_LETTERS)]
}

/// The key of the pair of words that begins at `n`, whose second is there.
#[inline(always)]
pub(super) fn pair_key(words: &[Word], n: usize) -> u64 {
    words[n].hash.rotate_left(13) ^ words[n + 1].hash
}

/// The key of the eight letters that begin at `n`, which are there.
#[inline(always)]
pub(super) fn eight_key(letters: &[u8], n: usize) -> u64 {
    letters[n..].first_chunk().map_or(0, |eight: &[u8; EIGHT]| u64::from_le_bytes(*eight))
}
