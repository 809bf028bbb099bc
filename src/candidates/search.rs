//! Search: from fingerprint postings to the articles that are worth comparing with one.
//!
//! Owns the scoring and the choice. Each shared key weighs as much as it is rare, rare keys come first, and
//! what is read is bounded by a budget, however many articles there are. Who shares a good part of either
//! article is always chosen; of those that share a little, only as many as it takes to have every part of
//! the article compared a few times: a sentence that a hundred articles quote needs no hundred comparisons.

use super::postings::{Keys, Kind, PARTS, Postings};
use crate::error::Result;

/// How far the search goes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most postings read for an article of many keys.
    pub postings: usize,
    /// Least weight of a candidate, in nats: about two rare keys.
    pub weight: f32,
    /// The share of the article's weight from which a candidate is chosen however many there are.
    pub sure: f32,
    /// The share from which it is chosen if what is shared is spread over the article, as in a retelling.
    pub good: f32,
    /// The same for an article most of whose grams are unknown, as they are where letters are misprinted.
    pub good_of_strange: f32,
    /// Most candidates chosen for that.
    pub goods: usize,
    /// How often each key is to be covered by candidates that have less, or all in one place.
    pub cover: u8,
    /// Least weight, in nats, of what such a candidate shares and not so many before it do.
    pub gain: f32,
    /// Most candidates that have less, or all in one place.
    pub others: usize,
    /// Most candidates altogether.
    pub most: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            postings: 8_000,
            weight: 15.0,
            sure: 0.3,
            good: 0.08,
            good_of_strange: 0.06,
            goods: 60,
            cover: 2,
            gain: 25.0,
            others: 10,
            most: 300,
        }
    }
}

/// An article that may be related.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Its number.
    pub article: u32,
    /// What is shared, in nats: the sum of the keys' inverse frequencies.
    pub weight: f32,
}

/// Finds candidates; keeps its buffers.
#[derive(Debug, Default)]
pub struct Search {
    frequencies: Vec<u32>,
    /// The keys that are there, rarest first: frequency and number.
    order: Vec<u64>,
    lists: Vec<List>,
    /// The articles of all postings read, list by list, and where each list ends.
    hits: Vec<u32>,
    ends: Vec<usize>,
    sieve: Sieve,
    scores: Scores,
    ranked: Vec<Score>,
    found: Vec<Candidate>,
    /// The weight of all lists that were read, and of all that there are.
    read: u32,
    mass: u32,
    /// The place of each slot's article in `ranked`, plus one.
    rank: Vec<u16>,
    /// Pairs of an article (then its slot, then its place in `ranked`) and a list that it is in: the first
    /// `worth` of these.
    pairs: Vec<(u32, u16)>,
    worth: usize,
    /// The lists of each of `ranked`, one after the other, and where each one's end.
    shared: Vec<u16>,
    starts: Vec<u32>,
    covered: Vec<u8>,
}

/// The list of the `nth` key.
#[derive(Debug, Clone, Copy)]
struct List {
    frequency: u32,
    nth: u32,
    /// What the key weighs, in units.
    weight: u32,
    /// The part of the article in which it stands.
    part: u8,
}

impl Search {
    /// The candidates for an article with these keys, the weightiest first; `leave_out` is no candidate.
    ///
    /// Errors: the postings cannot be read.
    pub fn find(
        &mut self,
        postings: &mut impl Postings,
        keys: &Keys,
        leave_out: Option<u32>,
        limits: Limits,
    ) -> Result<&[Candidate]> {
        self.read(postings, keys, limits.postings)?;
        let good = if self.is_strange(keys) { limits.good_of_strange } else { limits.good };
        let good = (good * self.read as f32) as u32;
        let least = units(limits.weight).max(units(limits.gain).min(good));
        self.score(least);
        let ranked = &mut self.ranked;
        ranked.clear();
        let worth = |s: &&Score| s.weight >= least && Some(s.article) != leave_out;
        ranked.extend(self.scores.used().filter(worth));
        let order = |x: &Score, y: &Score| y.weight.cmp(&x.weight).then(x.article.cmp(&y.article));
        if ranked.len() > MOST_RANKED {
            ranked.select_nth_unstable_by(MOST_RANKED, order);
            ranked.truncate(MOST_RANKED);
        }
        ranked.sort_unstable_by(order);
        self.share_out();
        self.choose(limits, good);
        Ok(&self.found)
    }

    /// Whether most grams of the article are in no other.
    fn is_strange(&self, keys: &Keys) -> bool {
        let grams = &self.frequencies[..keys.of(Kind::Gram).len()];
        let unknown = grams.iter().filter(|frequency| **frequency == 0).count();
        unknown as f32 > STRANGE * grams.len() as f32
    }

    /// Reads the lists, rarest first, as far as the budget goes.
    fn read(&mut self, postings: &mut impl Postings, keys: &Keys, budget: usize) -> Result<()> {
        self.frequencies.clear();
        postings.look_up(keys, &mut self.frequencies)?;
        self.order.clear();
        let there = self.frequencies.iter().zip(0..).filter(|(frequency, _)| **frequency > 0);
        self.order.extend(there.map(|(&frequency, nth)| u64::from(frequency) << 32 | nth));
        self.order.sort_unstable();
        let articles = postings.articles();
        self.lists.clear();
        self.lists.extend(self.order.iter().map(|&packed| {
            let (frequency, nth) = ((packed >> 32) as u32, packed as u32);
            let part = keys.parts()[nth as usize];
            List { frequency, nth, weight: weight(articles, frequency), part }
        }));
        self.mass = self.lists.iter().map(|list| list.weight).sum();
        let more = (FEW_KEYS as f32 / self.lists.len().max(1) as f32).clamp(1.0, MOST_MORE);
        // Lists are told by numbers of 16 bits, and each has a posting at least.
        let budget = ((budget as f32 * more) as usize).min(usize::from(u16::MAX));
        let mut left = budget;
        let fits = self.lists.iter().take_while(|list| {
            let rest = left.checked_sub(list.frequency as usize);
            left = rest.unwrap_or(left);
            rest.is_some()
        });
        let fits = fits.count();
        self.lists.truncate(fits);
        self.sieve.begin(budget - left);
        self.hits.clear();
        self.hits.reserve(budget - left);
        self.ends.clear();
        self.read = 0;
        for list in &self.lists {
            self.read += list.weight;
            let hits = &mut self.hits;
            let at = hits.len();
            postings.read(keys, list.nth as usize, hits)?;
            hits.truncate(at + list.frequency as usize);
            self.sieve.add(&hits[at..], list.weight);
            self.ends.push(hits.len());
        }
        Ok(())
    }

    /// Adds up what the articles share that may share `least`.
    fn score(&mut self, least: u32) {
        let Search { lists, hits, ends, sieve, scores, pairs, worth, .. } = self;
        if pairs.len() < hits.len() {
            pairs.resize(hits.len(), (0, 0));
        }
        let (mut from, mut count) = (0, 0);
        for (&end, nth) in ends.iter().zip(0..) {
            for &article in &hits[from..end] {
                // Without a branch, which nothing would foretell.
                pairs[count] = (article, nth);
                count += usize::from(sieve.may_have(article, least));
            }
            from = end;
        }
        *worth = count;
        scores.begin(count);
        for (article, list) in &mut pairs[..count] {
            *article = scores.add(*article, lists[usize::from(*list)].weight);
        }
    }

    /// Finds for each of `ranked` the lists that it is in.
    fn share_out(&mut self) {
        let Search { scores, ranked, rank, pairs, worth, shared, starts, .. } = self;
        rank.clear();
        rank.resize(scores.slots.len(), 0);
        for (candidate, number) in ranked.iter().zip(1..) {
            rank[scores.slot(candidate.article)] = number;
        }
        starts.clear();
        starts.resize(ranked.len() + 1, 0);
        let mut count = 0;
        for n in 0..*worth {
            let (slot, list) = pairs[n];
            let number = rank[slot as usize];
            pairs[count] = (u32::from(number), list);
            count += usize::from(number > 0);
            starts[usize::from(number)] += 1;
        }
        starts[0] = 0;
        let mut end = 0;
        for start in starts.iter_mut() {
            end += *start;
            *start = end;
        }
        shared.clear();
        shared.resize(count, 0);
        for &(number, list) in pairs[..count].iter().rev() {
            let at = &mut starts[number as usize];
            *at -= 1;
            shared[*at as usize] = list;
        }
        // Each start has moved to its beginning, and stands one place behind it.
        starts.remove(0);
        starts.push(count as u32);
    }

    /// Chooses from `ranked` what is worth comparing.
    fn choose(&mut self, limits: Limits, good: u32) {
        let Search { lists, ranked, found, read, mass, shared, starts, covered, .. } = self;
        covered.clear();
        covered.resize(lists.len(), 0);
        found.clear();
        let (mut goods, mut others) = (0, 0);
        for (candidate, ends) in ranked.iter().zip(starts.windows(2)) {
            let own = &shared[ends[0] as usize..ends[1] as usize];
            let is_sure = candidate.weight as f32 >= limits.sure * *mass as f32;
            let no_more_goods = goods == limits.goods || candidate.weight < good;
            if others == limits.others && no_more_goods && !is_sure {
                break; // and so it is with all that follow
            }
            let of_all = candidate.weight as f32 / *mass as f32;
            let of = |list: &u16| &lists[usize::from(*list)];
            // What it would share, had all been read.
            let shared_of_all = candidate.weight as f32 * *mass as f32 / (*read).max(1) as f32;
            let is_long = shared_of_all >= PASSAGE * UNITS && *mass >= units(SHORT);
            let is_passage = || is_long && in_one_place(own.iter().map(of), of_all);
            let is_good = is_sure || !no_more_goods && !is_passage();
            goods += usize::from(is_good && !is_sure);
            if !is_good {
                let new = own.iter().filter(|&&list| covered[usize::from(list)] < limits.cover);
                let gain: u32 = new.map(|list| of(list).weight).sum();
                if others == limits.others || gain < units(limits.gain) {
                    continue;
                }
                others += 1;
            }
            for &list in own {
                covered[usize::from(list)] = covered[usize::from(list)].saturating_add(1);
            }
            let weight = candidate.weight as f32 / UNITS;
            found.push(Candidate { article: candidate.article, weight });
            if found.len() == limits.most {
                break;
            }
        }
    }
}

/// Whether most of what is shared, a `share` of the article in all, lies close together in it: a passage.
fn in_one_place<'l>(lists: impl Iterator<Item = &'l List>, share: f32) -> bool {
    // What is shared before each part.
    let mut before = [0; PARTS as usize + 1];
    lists.for_each(|list| before[usize::from(list.part) + 1] += list.weight);
    for part in 1..before.len() {
        before[part] += before[part - 1];
    }
    let width = (f32::from(PARTS) * (WIDER * share)).ceil() as usize + 2;
    let ends = before.iter().skip(width.min(PARTS.into()));
    let best = ends.zip(&before).map(|(end, start)| end - start).max().unwrap_or(0);
    let all = before[before.len() - 1];
    best as f32 >= MOST_OF_IT * all as f32
}

/// A passage has at least this weight, in nats: about a dozen words of it.
const PASSAGE: f32 = 50.0;
/// In an article of less weight all that is shared is in one place.
const SHORT: f32 = 400.0;
/// It is taken to be so much longer than the share of the article's weight that it has.
const WIDER: f32 = 1.5;
/// And to hold so much of the weight that the two articles share.
const MOST_OF_IT: f32 = 0.75;
/// For an article with fewer keys than this more postings are read, as each key has to say more; up to so many
/// times as many.
const FEW_KEYS: usize = 200;
const MOST_MORE: f32 = 4.0;
/// The share of unknown grams from which an article is strange.
const STRANGE: f32 = 0.6;
/// Candidates among which is chosen.
const MOST_RANKED: usize = 500;
/// Weights are kept in so many units a nat.
const UNITS: f32 = 8.0;

fn units(nats: f32) -> u32 {
    (nats * UNITS) as u32
}

/// What a key in so many articles weighs, in units.
fn weight(articles: u32, frequency: u32) -> u32 {
    let nats = ((articles.max(1) as f32 + 1.0) / (frequency as f32 + 0.5)).ln().max(0.0);
    units(nats)
}

/// Bounds of what articles share: sums by a few bits of their numbers. Most articles share one key and nothing
/// else, and need no exact sum.
#[derive(Debug, Default)]
struct Sieve {
    sums: Vec<u16>,
    shift: u32,
}

impl Sieve {
    /// Begins anew, with room for so many articles.
    fn begin(&mut self, articles: usize) {
        let bits = (articles * 2).next_power_of_two().trailing_zeros().max(10);
        self.shift = u32::BITS - bits;
        self.sums.clear();
        self.sums.resize(1 << bits, 0);
    }

    #[inline]
    fn place(&self, article: u32) -> usize {
        (article.wrapping_mul(SPREAD) >> self.shift) as usize
    }

    fn add(&mut self, articles: &[u32], weight: u32) {
        for &article in articles {
            let place = self.place(article);
            let sum = &mut self.sums[place];
            *sum = sum.saturating_add(weight as u16);
        }
    }

    /// Whether an article may have so much; if not, it has less.
    #[inline]
    fn may_have(&self, article: u32, least: u32) -> bool {
        u32::from(self.sums[self.place(article)]) >= least.min(u32::from(u16::MAX))
    }
}

/// An odd number that spreads articles over slots (Knuth's multiplicative hashing).
const SPREAD: u32 = 0x9E37_79B9;

/// What an article shares.
#[derive(Debug, Clone, Copy)]
struct Score {
    article: u32,
    weight: u32,
}

/// Scores by article, in an open-addressing table.
#[derive(Debug, Default)]
struct Scores {
    slots: Vec<Score>,
    /// The slots in use are the first `count` of these.
    used: Vec<u32>,
    count: usize,
}

const FREE: Score = Score { article: u32::MAX, weight: 0 };

impl Scores {
    /// Begins anew, with room for so many articles.
    fn begin(&mut self, articles: usize) {
        let size = (articles * 2).next_power_of_two().max(1024);
        self.used.clear();
        self.used.resize(articles + 1, 0);
        self.count = 0;
        self.slots.clear();
        self.slots.resize(size, FREE);
    }

    fn used(&self) -> impl Iterator<Item = &Score> {
        self.used[..self.count].iter().map(|&slot| &self.slots[slot as usize])
    }

    /// Adds to what an article weighs; gives its slot.
    #[inline]
    fn add(&mut self, article: u32, weight: u32) -> u32 {
        let slot = self.slot(article);
        let there = &mut self.slots[slot];
        // Without a branch, which would be foreseen wrongly half of the time.
        self.used[self.count] = slot as u32;
        self.count += usize::from(there.article != article);
        there.article = article;
        there.weight += weight;
        slot as u32
    }

    /// Where an article is, or is to go. At least half of the slots are free.
    #[inline]
    fn slot(&self, article: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (article.wrapping_mul(SPREAD) >> 7) as usize & mask;
        while self.slots[at].article != article && self.slots[at].article != FREE.article {
            at = (at + 1) & mask;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::super::postings::MemoryPostings;
    use super::*;
    use crate::text::Words;

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
        let limits = Limits { others: 3, ..Limits::default() };
        let mut search = Search::default();
        let found = search.find(&mut &all, &keys(COPIED), Some(400), limits).unwrap();
        assert_eq!(found.len(), 44);
        assert!(found.iter().all(|c| c.article > 400));
        assert!(found.windows(2).all(|w| w[0].weight >= w[1].weight));
    }

    #[test]
    fn an_article_of_few_keys_reads_more() {
        let all = some_postings(45);
        let mut search = Search::default();
        let limits = Limits { postings: 45, weight: 3.0, ..Limits::default() };
        let found = search.find(&mut &all, &keys(COPIED), None, limits).unwrap().len();
        assert!(found >= 40 && search.hits.len() > 45, "{found} {}", search.hits.len());
        assert!(search.hits.len() as f32 <= 45.0 * MOST_MORE);
    }

    #[test]
    fn more_lists_than_can_be_told_apart_are_not_read() {
        let text: String = (0..80_000).map(|n| format!("word{n} ")).collect();
        let mut all = MemoryPostings::default();
        all.add(&keys(&text));
        let mut search = Search::default();
        let limits = Limits { postings: 1_000_000, ..Limits::default() };
        let found = search.find(&mut &all, &keys(&text), None, limits).unwrap();
        assert_eq!(found.len(), 1);
        assert!(search.lists.len() <= usize::from(u16::MAX));
    }

    #[test]
    fn an_article_of_unknown_grams_is_strange() {
        let all = some_postings(2);
        let mut search = Search::default();
        for (text, strange) in
            [(COPIED, false), ("Fi5hermn in Cabc Marza1 pu1ed a bras5 divimg heImet", true)]
        {
            let keys = keys(text);
            search.find(&mut &all, &keys, None, Limits::default()).unwrap();
            assert_eq!(search.is_strange(&keys), strange, "{text}");
        }
    }

    #[test]
    fn the_budget_bounds_what_is_read_and_rare_keys_come_first() {
        let all = some_postings(2);
        let mut search = Search::default();
        let limits = Limits { postings: 8_000, ..Limits::default() };
        let found = search.find(&mut &all, &keys(COPIED), None, limits).unwrap();
        assert_eq!(found.iter().map(|c| c.article).collect::<Vec<_>>(), [400, 401]);
        let none = keys("entirely different subject matter here");
        assert!(search.find(&mut &all, &none, None, limits).unwrap().is_empty());
    }
}
