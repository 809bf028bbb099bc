//! The article that others are compared with, made ready once.
//!
//! Owns what depends on it alone: where its words, pairs of words and runs of letters stand, and how much
//! of a surprise each of its words is after the ones before it.

use super::background::{Background, one, pair, triple};
use super::places::Places;
use super::rarity::Rarity;
use crate::text::{Word, Words};

/// So many words of a text are looked at for passages; about 2.5 MB of text.
pub(super) const MOST_WORDS: usize = 400_000;
/// So many letters of a text are looked at for passages.
pub(super) const MOST_LETTERS: usize = 1_000_000;
/// Letters of a seed.
pub(super) const EIGHT: usize = 8;
/// The greatest surprise of a single word, in nats, and a chance below which it is no less.
const MOST_SURPRISE: f32 = 8.0;
const HARDLY: f32 = 3.3e-4;
/// A triple that occurred on so few days is a phrase of its own.
pub(super) const FEW_DAYS: f32 = 3.0;
/// How many days the shorter context weighs against the longer one.
const BACK_OFF: f32 = 2.0;

/// An article made ready; keeps its buffers from one to the next.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    pub(super) words: Words,
    pub(super) places: Places,
    /// The slot that each word has in there.
    pub(super) slots: Vec<u32>,
    /// Where its names and numbers stand.
    pub(super) telling: Vec<u32>,
    pub(super) pairs: Places,
    pub(super) eights: Places,
    /// The day it appeared, where known.
    pub(super) day: Option<u32>,
    /// How rare each word is: -ln of the chance that an article holds it.
    pub(super) rarity: Vec<f32>,
    /// The sum of [`Self::rarity`].
    pub(super) mass: f32,
    /// On how many other days each word occurred, and the pair and the triple that begin at it.
    days_of_ones: Vec<f32>,
    days_of_pairs: Vec<f32>,
    pub(super) frame: Vec<f32>,
    /// The logarithm of the last, at least 0.
    pub(super) frame_log: Vec<f32>,
    /// How many of the triples occurred on few other days.
    pub(super) phrases: usize,
    /// Surprises against an article of the same day, and of another one: made when they are asked for.
    surprises: [Surprises; 2],
}

/// How much of a surprise each word is.
#[derive(Debug, Default)]
pub(super) struct Surprises {
    made: bool,
    /// After nothing.
    alone: Vec<f32>,
    /// After the word before it.
    after_one: Vec<f32>,
    /// After the two words before it, summed from the start.
    after_two: Vec<f64>,
}

impl Prepared {
    /// Makes the text that `words` were read from ready; so many of `background` are nearly the same.
    pub(super) fn fill(
        &mut self,
        words: &Words,
        day: Option<u32>,
        kin: u32,
        background: &Background,
        rarity: &mut Rarity<'_>,
    ) {
        self.words.copy(words);
        self.day = day;
        let words = limit(&self.words);
        self.places.fill(words.iter().map(|w| w.hash));
        self.slots.clear();
        self.slots.extend(words.iter().map(|w| self.places.find(w.hash).map_or(0, |found| found.slot)));
        self.telling.clear();
        self.telling.extend((0..).zip(words).filter(|(_, word)| is_telling(word)).map(|(n, _)| n));
        self.pairs.fill((0..words.len().saturating_sub(1)).map(|n| pair_key(words, n)));
        let letters = limit_letters(&self.words);
        self.eights.fill((0..(letters.len() + 1).saturating_sub(EIGHT)).map(|n| eight_key(letters, n)));

        self.rarity.clear();
        self.rarity.extend(words.iter().map(|word| rarity.beside(word, kin)));
        self.mass = self.rarity.iter().sum();
        // One kind of sequence after the other, so that waits for memory overlap.
        let days = background.without(day.unwrap_or(u32::MAX));
        for all in [&mut self.days_of_ones, &mut self.days_of_pairs, &mut self.frame, &mut self.frame_log] {
            all.clear();
        }
        self.days_of_ones.extend((0..words.len()).map(|n| days.of(one(words, n))));
        self.days_of_pairs.extend((0..words.len()).map(|n| pair(words, n).map_or(0.0, |key| days.of(key))));
        self.frame.extend((0..words.len()).map(|n| triple(words, n).map_or(0.0, |key| days.of(key))));
        self.frame_log.extend(self.frame.iter().map(|&days| if days > 1.0 { days.ln() } else { 0.0 }));
        self.phrases = self.frame.iter().filter(|&&days| days <= FEW_DAYS).count();
        self.surprises.iter_mut().for_each(|surprises| surprises.made = false);
    }

    /// The surprises that count against an article of `day`: the two themselves may be in the background, so
    /// neither the own day counts nor, where it is another one, that of the other article.
    pub(super) fn surprises(&mut self, day: Option<u32>) -> &Surprises {
        let siblings = u8::from(self.day.is_none() || self.day != day);
        let Prepared { rarity, days_of_ones, days_of_pairs, frame, surprises, .. } = self;
        let surprises = &mut surprises[usize::from(siblings)];
        if !surprises.made {
            surprises.fill(rarity, [days_of_ones, days_of_pairs, frame], f32::from(siblings));
        }
        surprises
    }
}

/// The chance of a word given its context: seen with it on `both` days, the context on `context`.
fn given(both: f32, context: f32, otherwise: f32) -> f32 {
    (both + BACK_OFF * otherwise) / (context.max(both) + BACK_OFF)
}

/// How much of a surprise is what has this chance.
fn surprise(chance: f32) -> f32 {
    if chance < HARDLY { MOST_SURPRISE } else { (-chance.min(1.0).ln()).min(MOST_SURPRISE) }
}

impl Surprises {
    /// How much of a surprise words of these rarities are, given on how many days each occurred, and the pair and
    /// the triple that begin at it; so many of the days are not counted.
    fn fill(&mut self, rarity: &[f32], [ones, pairs, triples]: [&[f32]; 3], siblings: f32) {
        let Surprises { made, alone, after_one, after_two } = self;
        *made = true;
        for all in [&mut *alone, &mut *after_one] {
            all.clear();
            all.reserve(rarity.len());
        }
        after_two.clear();
        after_two.push(0.0);
        let others = |days: f32| (days - siblings).max(0.0);
        let mut sum = 0.0;
        for (n, rarity) in rarity.iter().enumerate() {
            let by_itself = (-rarity).exp();
            let (mut after, mut best) = (by_itself, by_itself);
            if n >= 1 {
                after = given(others(pairs[n - 1]), others(ones[n - 1]), by_itself);
                best = after;
            }
            if n >= 2 {
                best = given(others(triples[n - 2]), others(pairs[n - 2]), after);
            }
            let own = surprise(by_itself);
            let second = if after == by_itself { own } else { surprise(after) };
            let third = if best == after { second } else { surprise(best) };
            alone.push(own);
            after_one.push(second);
            sum += f64::from(third);
            after_two.push(sum);
        }
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

/// Whether a word is one of the names and numbers that two texts about one thing have in common.
pub(super) fn is_telling(word: &Word) -> bool {
    word.is_capital() && word.letters >= 3 || word.is_number() && word.letters >= 2
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
