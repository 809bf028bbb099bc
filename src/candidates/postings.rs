//! Fingerprint postings to candidates: who shares rare words and winnowed grams with an article.
//!
//! Owns the scoring: each shared key weighs as much as it is rare, rare keys come first, and what is read
//! is bounded by a budget, however many articles there are. Where the postings lie is the business of a
//! [`Postings`]; one in memory is here.

use std::collections::HashMap;

use crate::sketch::{Gram, winnow};
use crate::text::{Word, Words};

/// The two kinds of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A winnowed gram of letters.
    Gram,
    /// A word of three letters or more.
    Word,
}

/// Lists of articles by key, wherever they lie.
pub trait Postings {
    /// How many articles there are.
    fn articles(&self) -> u32;

    /// How many of them have this key: the length of its list, or at least of what is kept of it. 0 where
    /// none has it, or so many that the key says nothing.
    fn frequency(&self, kind: Kind, key: u64) -> u32;

    /// Calls `each` with every article of a key.
    fn each(&self, kind: Kind, key: u64, each: &mut dyn FnMut(u32));
}

/// The keys of an article, each once.
#[derive(Debug, Default)]
pub struct Keys {
    keys: Vec<(Kind, u64)>,
    grams: Vec<Gram>,
}

/// Words of so many letters are keys.
pub const LEAST_LETTERS: u8 = 3;

impl Keys {
    /// Takes the keys of a text that was read.
    pub fn fill(&mut self, words: &Words) {
        winnow(words, &mut self.grams);
        self.keys.clear();
        self.keys.extend(self.grams.iter().map(|g| (Kind::Gram, g.key)));
        let is_key = |w: &&Word| w.letters >= LEAST_LETTERS;
        self.keys.extend(words.words().iter().filter(is_key).map(|w| (Kind::Word, w.hash)));
        self.keys.sort_unstable();
        self.keys.dedup();
    }

    /// The keys, in order.
    pub fn keys(&self) -> &[(Kind, u64)] {
        &self.keys
    }
}

/// A gram in common is ten letters in a row, a passage as like as not: it counts as much as so many words.
const GRAMS: f32 = 2.0;

/// How far the search goes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most postings read for an article.
    pub postings: usize,
    /// Least weight of a candidate, in nats: about two rare keys.
    pub weight: f32,
    /// A candidate of this weight is never left out for the number of others.
    pub sure: f32,
    /// Most candidates below that weight.
    pub others: usize,
    /// Most candidates altogether.
    pub most: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { postings: 20_000, weight: 10.0, sure: 200.0, others: 30, most: 300 }
    }
}

/// An article that may be related.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Its number.
    pub article: u32,
    /// What is shared, in nats: the sum of the keys' inverse frequencies, a gram's counted twice.
    pub weight: f32,
}

/// Finds candidates; keeps its buffers.
#[derive(Debug, Default)]
pub struct Search {
    lists: Vec<(u32, Kind, u64)>,
    scores: Scores,
    found: Vec<Candidate>,
}

impl Search {
    /// The candidates for an article with these keys, the weightiest first; `leave_out` is no candidate.
    pub fn find(
        &mut self,
        postings: &(impl Postings + ?Sized),
        keys: &Keys,
        leave_out: Option<u32>,
        limits: Limits,
    ) -> &[Candidate] {
        self.lists.clear();
        for &(kind, key) in keys.keys() {
            let frequency = postings.frequency(kind, key);
            if frequency > 0 {
                self.lists.push((frequency, kind, key));
            }
        }
        self.lists.sort_unstable();
        self.scores.clear();
        let all = postings.articles().max(1) as f32;
        let mut left = limits.postings;
        for &(frequency, kind, key) in &self.lists {
            let Some(rest) = left.checked_sub(frequency as usize) else { break };
            left = rest;
            let rarity = ((all + 1.0) / (frequency as f32 + 0.5)).ln().max(0.0);
            let weight = rarity * if kind == Kind::Gram { GRAMS } else { 1.0 };
            let scores = &mut self.scores;
            postings.each(kind, key, &mut |article| scores.add(article, weight));
        }
        let found = &mut self.found;
        found.clear();
        let all = self.scores.iter().filter(|c| c.weight >= limits.weight && Some(c.article) != leave_out);
        found.extend(all);
        found.sort_unstable_by(|x, y| y.weight.total_cmp(&x.weight).then(x.article.cmp(&y.article)));
        let sure = found.partition_point(|c| c.weight >= limits.sure);
        found.truncate((sure + limits.others).min(limits.most.max(limits.others)));
        found
    }
}

/// Weights by article, in an open-addressing table that grows with what is read.
#[derive(Debug, Default)]
struct Scores {
    slots: Vec<Candidate>,
    used: Vec<u32>,
}

const FREE: Candidate = Candidate { article: u32::MAX, weight: 0.0 };

impl Scores {
    fn clear(&mut self) {
        for &slot in &self.used {
            self.slots[slot as usize] = FREE;
        }
        self.used.clear();
    }

    fn iter(&self) -> impl Iterator<Item = Candidate> {
        self.used.iter().map(|&slot| self.slots[slot as usize])
    }

    #[inline]
    fn add(&mut self, article: u32, weight: f32) {
        if self.used.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let slot = self.slot(article);
        let there = &mut self.slots[slot];
        if there.article != article {
            there.article = article;
            self.used.push(slot as u32);
        }
        there.weight += weight;
    }

    #[inline]
    fn slot(&self, article: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (article.wrapping_mul(0x9E37_79B9) >> 7) as usize & mask;
        while self.slots[at].article != article && self.slots[at].article != FREE.article {
            at = (at + 1) & mask;
        }
        at
    }

    #[cold]
    fn grow(&mut self) {
        let all: Vec<Candidate> = self.iter().collect();
        let size = (self.slots.len() * 4).max(4096);
        self.slots.clear();
        self.slots.resize(size, FREE);
        self.used.clear();
        for candidate in all {
            let slot = self.slot(candidate.article);
            self.slots[slot] = candidate;
            self.used.push(slot as u32);
        }
    }
}

/// Postings in memory.
#[derive(Debug, Default)]
pub struct MemoryPostings {
    lists: HashMap<(Kind, u64), Vec<u32>>,
    articles: u32,
}

/// In a small corpus a word may be in so many articles and still be a key.
const ALWAYS_RARE: u32 = 50;
/// The share of articles, one in so many, above which a word is no key.
const RARE_IN: u32 = 45;

impl MemoryPostings {
    /// Adds an article, whose number is how many there were before.
    pub fn add(&mut self, keys: &Keys) {
        for &key in keys.keys() {
            self.lists.entry(key).or_default().push(self.articles);
        }
        self.articles += 1;
    }
}

impl Postings for MemoryPostings {
    fn articles(&self) -> u32 {
        self.articles
    }

    fn frequency(&self, kind: Kind, key: u64) -> u32 {
        let frequency = self.lists.get(&(kind, key)).map_or(0, |l| l.len() as u32);
        if frequency > (self.articles / RARE_IN).max(ALWAYS_RARE) { 0 } else { frequency }
    }

    fn each(&self, kind: Kind, key: u64, each: &mut dyn FnMut(u32)) {
        if let Some(list) = self.lists.get(&(kind, key)) {
            list.iter().for_each(|&article| each(article));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Keys {
        let (mut words, mut keys) = (Words::default(), Keys::default());
        words.read(text);
        keys.fill(&words);
        keys
    }

    const COPIED: &str =
        "Fishermen in Cabo Marzal pulled a brass diving helmet out of the harbour on Tuesday";

    fn some_postings(copies: usize) -> MemoryPostings {
        let mut all = MemoryPostings::default();
        for n in 0..400 {
            all.add(&keys(&format!(
                "Article {n} says that number {} and nothing else happened at {}",
                n * 7,
                n * 13
            )));
        }
        for n in 0..copies {
            all.add(&keys(&format!("{COPIED}, said witness {n}.")));
        }
        all
    }

    #[test]
    fn all_versions_of_a_story_are_found_however_many() {
        let all = some_postings(45);
        let limits = Limits { sure: 20.0, others: 3, ..Limits::default() };
        let mut search = Search::default();
        let found = search.find(&all, &keys(COPIED), Some(400), limits);
        assert_eq!(found.len(), 44);
        assert!(found.iter().all(|c| c.article > 400));
        assert!(found.windows(2).all(|w| w[0].weight >= w[1].weight));
    }

    #[test]
    fn the_budget_bounds_what_is_read_and_rare_keys_come_first() {
        let all = some_postings(2);
        let mut search = Search::default();
        let limits = Limits { postings: 24, ..Limits::default() };
        let found = search.find(&all, &keys(COPIED), None, limits);
        assert_eq!(found.iter().map(|c| c.article).collect::<Vec<_>>(), [400, 401]);
        assert!(search.find(&all, &keys("entirely different subject matter here"), None, limits).is_empty());
    }
}
