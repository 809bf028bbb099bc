//! The background: how common words and their sequences are, in a table of fixed size.
//!
//! A passage proves something only where its words are a surprise, and a phrase that stands in the news
//! every other day is none. The background counts on how many *days* each word, pair and triple occurred
//! (copies of one story fall on one day, the frame of a series falls on many), and in how many articles
//! each word. Exact tables would grow with the corpus without end; here each sequence owns two cells of 16
//! bits, and each day one of the bits, as in a Bloom filter: what others have set in both cells by chance
//! is all the error there is. Tables are merged by OR and by sum, whatever was counted where. When a table
//! fills up it takes a smaller and smaller sample of the articles; statistics of language do not need all.

use crate::sketch::Distinct;
use crate::text::Word;

/// The smallest table, as a power of two of cells.
const LEAST: u32 = 12;
/// The largest: 2^23 cells, 16 MiB.
const MOST: u32 = 23;
/// The share of bits set from which a table takes a sample only, and by how much more it halves again.
const FULL: f64 = 0.08;
const HALVE: f64 = 0.01;
/// The share up to which tables are laid over one another.
const CROWDED: f64 = 0.15;
/// Articles that are counted at their full weight: the cells have 16 bits.
const MOST_COUNTED: u32 = u16::MAX as u32;
/// The weight of what is known of words in general, in articles.
const PRIOR_ARTICLES: f32 = 100.0;
/// Estimated days by the number of bits set, of 16 whose shares fall by a fifth each.
const DAYS: [f32; 17] =
    [0.0, 1.0, 2.13, 3.42, 4.91, 6.64, 8.68, 11.1, 14.0, 17.6, 22.1, 27.9, 35.6, 46.3, 62.7, 93.0, 180.0];

/// How common words and their sequences are.
#[derive(Debug, Clone)]
pub struct Background {
    days: Vec<u16>,
    articles_with: Vec<u16>,
    articles: u32,
    bits_set: u64,
    hashes: Vec<u64>,
    keys: Vec<u64>,
    distinct: Distinct,
}

impl PartialEq for Background {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Background {}

impl Default for Background {
    fn default() -> Self {
        Background::new(0)
    }
}

impl Background {
    /// An empty background with room for about so many words of text, within its bounds.
    pub fn new(words: u64) -> Self {
        // A word adds about one and a half new sequences of two bits; a tenth of the bits may be set.
        let log = (words.saturating_mul(2).max(1).ilog2() + 1).clamp(LEAST, MOST);
        Background {
            days: vec![0; 1 << log],
            articles_with: vec![0; 1 << (log - 3).max(LEAST)],
            articles: 0,
            bits_set: 0,
            hashes: Vec::new(),
            keys: Vec::new(),
            distinct: Distinct::default(),
        }
    }

    /// Counts an article that appeared on `day`: any number that is the same for the articles of one day;
    /// for an undated article, one of its own.
    pub fn add(&mut self, words: &[Word], day: u32) {
        let mut hashes = std::mem::take(&mut self.hashes);
        hashes.clear();
        hashes.extend(words.iter().map(|w| w.hash));
        self.add_hashes(&hashes, day);
        self.hashes = hashes;
    }

    /// The same, of the words' hashes.
    pub fn add_hashes(&mut self, words: &[u64], day: u32) {
        let load = self.load();
        if load > FULL {
            let halvings = (1.0 + (load - FULL) / HALVE).min(60.0) as u32;
            let content = words.iter().fold(u64::from(day), |h, w| mix(h ^ w));
            if content >> (64 - halvings) != 0 {
                return;
            }
        }
        if self.articles == MOST_COUNTED {
            self.halve();
        }
        self.articles += 1;
        // First all keys, then all cells, so that waits for memory overlap.
        let keys = &mut self.keys;
        keys.clear();
        keys.extend(words.iter().map(|&a| one_key(a)));
        keys.extend(words.windows(2).map(|w| pair_key([w[0], w[1]])));
        keys.extend(words.windows(3).map(|w| triple_key([w[0], w[1], w[2]])));
        let (bit, len) = (day_bit(day), self.days.len());
        let mut set = 0;
        for &key in &*keys {
            for cell in cells(key, len) {
                set += u64::from(self.days[cell] & bit == 0);
                self.days[cell] |= bit;
            }
        }
        self.bits_set += set;
        self.distinct.take(words.iter().map(|&word| (word, true)), words.len(), keys);
        for &word in &*keys {
            for cell in cells(mix(word), self.articles_with.len()) {
                self.articles_with[cell] = self.articles_with[cell].saturating_add(1);
            }
        }
    }

    /// Adds what another one has counted, if there is room; whether there was. Full tables that are laid over one
    /// another would take every phrase for a frequent one. The larger table's size is kept.
    pub fn merge(&mut self, other: &Background) -> bool {
        if !self.has_room(other.bits_set, other.days.len()) {
            return false;
        }
        fn widen(all: &mut Vec<u16>, len: usize) {
            while all.len() < len {
                all.extend_from_within(..);
            }
        }
        widen(&mut self.days, other.days.len());
        widen(&mut self.articles_with, other.articles_with.len());
        for (n, cell) in self.days.iter_mut().enumerate() {
            *cell |= other.days[n & (other.days.len() - 1)];
        }
        self.bits_set = count_bits(&self.days);
        let (half, all) = (self.articles + other.articles > MOST_COUNTED, other.articles);
        if half {
            self.halve();
        }
        for (n, cell) in self.articles_with.iter_mut().enumerate() {
            let with = other.articles_with[n & (other.articles_with.len() - 1)];
            *cell = cell.saturating_add(if half { with.div_ceil(2) } else { with });
        }
        self.articles += if half { all.div_ceil(2) } else { all };
        true
    }

    /// Whether a table of so many cells in which so many bits are set can be merged into this one.
    pub fn has_room(&self, bits_set: u64, cells: usize) -> bool {
        self.load() + load(bits_set, cells) <= CROWDED
    }

    /// Counts every article so far for half of one, so that cells of 16 bits hold more of them.
    fn halve(&mut self) {
        self.articles_with.iter_mut().for_each(|cell| *cell = cell.div_ceil(2));
        self.articles = self.articles.div_ceil(2);
    }

    fn load(&self) -> f64 {
        load(self.bits_set, self.days.len())
    }

    /// Bits that are set in the table.
    pub fn bits_set(&self) -> u64 {
        self.bits_set
    }

    /// The table as plain numbers: what to store, and to give to [`Background::from_parts`].
    pub fn parts(&self) -> (&[u16], &[u16], u32) {
        (&self.days, &self.articles_with, self.articles)
    }

    /// Whether the tables of a background may have so many cells.
    pub fn may_have(days: usize, articles_with: usize) -> bool {
        [days, articles_with].iter().all(|len| len.is_power_of_two() && (LEAST..=MOST).contains(&len.ilog2()))
    }

    /// A background from its stored parts; None where they cannot be one.
    pub fn from_parts(days: Vec<u16>, articles_with: Vec<u16>, articles: u32) -> Option<Self> {
        if !Background::may_have(days.len(), articles_with.len()) || articles > MOST_COUNTED {
            return None;
        }
        let bits_set = count_bits(&days);
        let (hashes, keys, distinct) = Default::default();
        Some(Background { days, articles_with, articles, bits_set, hashes, keys, distinct })
    }

    /// How many articles were counted, or half or a quarter as many of very many.
    pub fn articles(&self) -> u32 {
        self.articles
    }

    /// The chance that an article holds this word.
    pub fn chance(&self, word: &Word) -> f32 {
        self.chance_beside(word, 0)
    }

    /// The same among all articles but for so many that have about the same words as the one that is looked at: a
    /// story that many have copied does not make its words common.
    pub fn chance_beside(&self, word: &Word, kin: u32) -> f32 {
        let with = cells(mix(word.hash), self.articles_with.len()).map(|cell| self.articles_with[cell]);
        let with = f32::from(with[0].min(with[1])) - kin as f32;
        let articles = self.articles.saturating_sub(kin) as f32;
        ((with.max(0.0) + PRIOR_ARTICLES * in_general(word)) / (articles + PRIOR_ARTICLES)).min(1.0)
    }

    /// The days on which sequences occurred, `day` left out.
    pub(super) fn without(&self, day: u32) -> Days<'_> {
        Days { cells: &self.days, others: !day_bit(day) }
    }
}

/// The days of a background but for one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days<'b> {
    cells: &'b [u16],
    others: u16,
}

impl Days<'_> {
    /// On about how many of them the sequence with this key occurred.
    #[inline]
    pub(super) fn of(&self, key: u64) -> f32 {
        let [a, b] = cells(key, self.cells.len());
        DAYS[(self.cells[a] & self.cells[b] & self.others).count_ones() as usize]
    }
}

/// The share of articles that hold a word of which nothing else is known: in every language, short words
/// are common and long ones rare.
fn in_general(word: &Word) -> f32 {
    match (word.is_number(), word.letters) {
        (true, 0..=1) => 0.1,
        (true, _) => 0.004,
        (_, 0..=2) => 0.2,
        (_, 3) => 0.05,
        (_, 4) => 0.01,
        (_, 5) => 0.004,
        _ => 0.002,
    }
}

/// The bit of a day. Its shares fall from bit to bit, so that few days and many are both told apart
/// (after Flajolet and Martin, "Probabilistic counting algorithms", 1985).
fn day_bit(day: u32) -> u16 {
    // The share of bit k is .2 * .8^k, of what is left the last one takes all.
    let mut left = mix(u64::from(day) ^ 0x5bd1_e995) >> 32;
    let mut share = (1u64 << 32) / 5;
    for bit in 0..15 {
        if left < share {
            return 1 << bit;
        }
        left -= share;
        share = share * 4 / 5;
    }
    1 << 15
}

/// The share of the bits of so many cells.
fn load(bits_set: u64, cells: usize) -> f64 {
    bits_set as f64 / (cells.max(1) * 16) as f64
}

fn count_bits(cells: &[u16]) -> u64 {
    cells.iter().map(|c| u64::from(c.count_ones())).sum()
}

#[inline(always)]
fn cells(key: u64, len: usize) -> [usize; 2] {
    [key as usize & (len - 1), (key >> 32) as usize & (len - 1)]
}

#[inline(always)]
fn mix(h: u64) -> u64 {
    let h = (h ^ h >> 31).wrapping_mul(0x9FB2_1C65_1E98_DF25);
    (h ^ h >> 29).wrapping_mul(0xD6E8_FEB8_6659_FD93) ^ h >> 32
}

fn one_key(a: u64) -> u64 {
    mix(a ^ 1)
}

fn pair_key([a, b]: [u64; 2]) -> u64 {
    mix(a.rotate_left(13) ^ b ^ 2)
}

fn triple_key([a, b, c]: [u64; 3]) -> u64 {
    mix(a.rotate_left(26) ^ b.rotate_left(13) ^ c ^ 3)
}

/// The key of the word at `n`.
pub(super) fn one(words: &[Word], n: usize) -> u64 {
    one_key(words[n].hash)
}

/// The key of the pair that begins at `n`.
pub(super) fn pair(words: &[Word], n: usize) -> Option<u64> {
    let second = words.get(n + 1)?;
    Some(pair_key([words[n].hash, second.hash]))
}

/// The key of the triple that begins at `n`.
pub(super) fn triple(words: &[Word], n: usize) -> Option<u64> {
    let third = words.get(n + 2)?;
    Some(triple_key([words[n].hash, words[n + 1].hash, third.hash]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Words;

    fn words(text: &str) -> Words {
        let mut words = Words::default();
        words.read(text);
        words
    }

    #[test]
    fn counts_days_and_articles() {
        let mut all = Background::new(10_000);
        let frame = words("the weather in the city today");
        for day in 0..10 {
            for _ in 0..5 {
                all.add(frame.words(), day);
            }
        }
        let key = triple(frame.words(), 0).unwrap();
        assert!((6.0..15.0).contains(&all.without(99).of(key)), "{}", all.without(99).of(key));
        assert_eq!(all.without(99).of(triple(words("a new phrase").words(), 0).unwrap()), 0.0);
        assert_eq!(all.articles(), 50);
        let chance = |text: &str| all.chance(&words(text).words()[0]);
        assert!(chance("weather") > 0.3 && chance("umbrellas") < 0.01);
    }

    #[test]
    fn an_articles_own_day_does_not_count() {
        let mut all = Background::new(10_000);
        let text = words("one of a kind");
        all.add(text.words(), 17);
        let key = triple(text.words(), 0).unwrap();
        assert_eq!((all.without(17).of(key), all.without(3).of(key)), (0.0, 1.0));
    }

    #[test]
    fn merging_is_counting_together() {
        let texts = ["a first text about a thing", "a second text about another", "and a third text"];
        let mut whole = Background::new(9000);
        let mut parts = [Background::new(100), Background::new(9000)];
        for (day, text) in (0..).zip(texts) {
            whole.add(words(text).words(), day);
            parts[day as usize % 2].add(words(text).words(), day);
        }
        let [mut small, large] = parts;
        small.merge(&large);
        let text = words(texts[0]);
        for n in 0..4 {
            let key = triple(text.words(), n).unwrap();
            assert_eq!(small.without(50).of(key), whole.without(50).of(key));
        }
        assert_eq!(small.articles(), 3);
        let (days, with, articles) = small.parts();
        assert_eq!(
            Background::from_parts(days.to_vec(), with.to_vec(), articles).unwrap().parts(),
            small.parts()
        );
        assert!(Background::from_parts(vec![0; 5000], vec![0; 4096], 1).is_none());
    }

    #[test]
    fn full_tables_are_not_laid_over_one_another() {
        let full = |seed: u32| {
            let mut all = Background::new(0);
            for n in 0..3000 {
                let n = n + seed * 5000;
                let text = format!("{n} {} {} {} {}", n * 3 + 7, n * 5 + 9, n * 11 + 70, n * 17 + 5);
                all.add(words(&text).words(), n);
            }
            all
        };
        let (mut all, other) = (full(0), full(1));
        assert!(all.load() > CROWDED / 2.0, "{}", all.load());
        let before = all.clone();
        assert!(!all.merge(&other));
        assert_eq!(all, before);
        let mut little = Background::new(0);
        little.add(words("the weather in the city today").words(), 3);
        assert!(little.merge(&all) && little.articles() == all.articles() + 1);
    }

    #[test]
    fn very_many_articles_count_for_half_and_chances_stay() {
        let frame = words("the weather in the city today");
        let mut all = Background::new(0);
        for n in 0..70_000 {
            all.add_hashes(&[frame.words()[n % 2].hash], 1);
        }
        assert!((37_000..38_000).contains(&all.articles()), "{}", all.articles());
        let chance = all.chance(&frame.words()[0]);
        assert!((0.49..0.51).contains(&chance), "{chance}");
        let mut both = all.clone();
        assert!(both.merge(&all) && both.articles() <= MOST_COUNTED);
        assert!((both.chance(&frame.words()[0]) - chance).abs() < 0.01);
    }

    #[test]
    fn estimates_of_days_are_about_right() {
        for days in [1u32, 2, 4, 8, 16, 32, 64] {
            let mut sum = 0.0;
            for set in 0..100u32 {
                let bits = (0..days).fold(0, |b, d| b | day_bit(set * 1000 + d));
                sum += DAYS[bits.count_ones() as usize];
            }
            let mean = sum / 100.0;
            assert!((mean / days as f32 - 1.0).abs() < 0.15, "{days} days: {mean}");
        }
    }

    #[test]
    fn a_full_table_goes_on_with_a_sample() {
        let mut all = Background::new(0);
        for n in 0..3000u32 {
            let text = format!("{n} {} {} {} {}", n * 3 + 7, n * 5 + 90_000, n * 11 + 700_000, n * 17 + 5);
            all.add(words(&text).words(), n % 60);
        }
        let load = all.bits_set as f64 / (all.days.len() * 16) as f64;
        assert!(load < 0.35, "{load}");
        assert!(all.articles() < 3000);
    }
}
