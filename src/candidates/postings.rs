//! Fingerprint postings: the keys of an article, and lists of the articles that have a key.
//!
//! Owns what a key is, and postings in memory; those of an index lie on disk, behind the same trait.

use std::collections::HashMap;

use crate::error::Result;
use crate::sketch::{Distinct, Gram, winnow};
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

    /// Appends for each key in how many articles it is: the length of its list, or 0 where none has it, or so
    /// many that the key says nothing.
    ///
    /// Errors: the lists cannot be read.
    fn look_up(&mut self, keys: &Keys, frequencies: &mut Vec<u32>) -> Result<()>;

    /// Appends every article of the `nth` of the keys, which were the last to be looked up.
    ///
    /// Errors: the list cannot be read.
    fn read(&mut self, keys: &Keys, nth: usize, out: &mut Vec<u32>) -> Result<()>;
}

/// The keys of an article, each once, and in which part of it each stands first.
#[derive(Debug, Default)]
pub struct Keys {
    keys: Vec<(Kind, u64)>,
    parts: Vec<u8>,
    grams: Vec<Gram>,
    distinct: Distinct,
}

/// Equal parts of an article.
pub(super) const PARTS: u8 = 64;
/// Words of so many letters are keys.
pub const LEAST_LETTERS: u8 = 3;

fn is_key(word: &&Word) -> bool {
    word.letters >= LEAST_LETTERS
}

impl Keys {
    /// Takes the keys of a text that was read.
    pub fn fill(&mut self, words: &Words) {
        let mut grams = std::mem::take(&mut self.grams);
        winnow(words, &mut grams);
        grams.sort_unstable_by_key(|gram| (gram.key, gram.at));
        grams.dedup_by_key(|gram| gram.key);
        grams.sort_unstable_by_key(|gram| gram.at);
        self.take(words, grams.iter().map(|gram| (gram.key, gram.at)));
        self.grams = grams;
    }

    /// Takes the keys of a text whose words were read, and of its grams: each once, with the byte at which it
    /// begins.
    pub fn take(&mut self, words: &Words, grams: impl Iterator<Item = (u64, u32)>) {
        let words = words.words();
        let len = words.last().map_or(1, |word| u64::from(word.end).max(1));
        let part = |at: u32| (u64::from(at) * u64::from(PARTS) / len).min(u64::from(PARTS) - 1) as u8;
        let Keys { keys, parts, distinct, .. } = self;
        keys.clear();
        parts.clear();
        let mut add = |kind, key, at| {
            keys.push((kind, key));
            parts.push(part(at));
        };
        grams.for_each(|(key, at)| add(Kind::Gram, key, at));
        let long = words.iter().filter(is_key).map(|word| (word.hash, word.start));
        distinct.each(long, words.len(), |key, at| add(Kind::Word, key, at));
    }

    /// In which part of the article each key stands first.
    pub fn parts(&self) -> &[u8] {
        &self.parts
    }

    /// The keys: grams, then words.
    pub fn keys(&self) -> &[(Kind, u64)] {
        &self.keys
    }

    /// The keys of one kind.
    pub fn of(&self, kind: Kind) -> &[(Kind, u64)] {
        let grams = self.keys.partition_point(|(kind, _)| *kind == Kind::Gram);
        match kind {
            Kind::Gram => &self.keys[..grams],
            Kind::Word => &self.keys[grams..],
        }
    }
}

/// In a small corpus a word may be in so many articles and still be a key.
const ALWAYS_RARE: u32 = 50;
/// The share of articles, one in so many, above which a word is no key.
const RARE_IN: u32 = 45;

/// A key in more than so many of these articles says nothing.
pub fn too_common(articles: u32) -> u32 {
    (articles / RARE_IN).max(ALWAYS_RARE)
}

/// Postings in memory.
#[derive(Debug, Default)]
pub struct MemoryPostings {
    lists: HashMap<(Kind, u64), Vec<u32>>,
    articles: u32,
}

impl MemoryPostings {
    /// Adds an article, whose number is how many there were before.
    pub fn add(&mut self, keys: &Keys) {
        for &key in keys.keys() {
            self.lists.entry(key).or_default().push(self.articles);
        }
        self.articles += 1;
    }
}

impl Postings for &MemoryPostings {
    fn articles(&self) -> u32 {
        self.articles
    }

    fn look_up(&mut self, keys: &Keys, frequencies: &mut Vec<u32>) -> Result<()> {
        let most = too_common(self.articles);
        frequencies.extend(keys.keys().iter().map(|key| {
            let frequency = self.lists.get(key).map_or(0, |list| list.len() as u32);
            if frequency > most { 0 } else { frequency }
        }));
        Ok(())
    }

    fn read(&mut self, keys: &Keys, nth: usize, out: &mut Vec<u32>) -> Result<()> {
        let list = keys.keys().get(nth).and_then(|key| self.lists.get(key));
        out.extend(list.into_iter().flatten());
        Ok(())
    }
}
