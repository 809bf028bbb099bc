//! Search: which of very many texts may be translations of one, without looking at all of their sentences.
//!
//! The rules are those of [`super::votes`]; what differs is that a sentence asks in the cells nearest to it only, about
//! as many sentences as there is time for, of codes; and that among millions it takes more to be a vote: a sentence votes
//! for the texts that it finds nearest, as far as these are nearer than what it finds next. So what many texts say counts
//! little, as the names do that many have.

use std::collections::HashMap;
use std::convert::Infallible;

use super::cells::{CELLS, Cells};
use super::coded::Coded;
use super::codes::{Asking, Near, Row};
use super::content::Content;
use super::vectors::Vector;
use super::votes::{COUNTS, rarity};
use crate::text::Kernel;

/// Sentences of a text that ask: of a longer one, as many from all over it.
const ASKING: usize = 64;
/// Sentences that each of them looks at: so many, and one in so many of all; and all of them together.
const LOOKED_AT: u64 = 100_000;
const ONE_IN: u64 = 50;
const LOOKED_AT_BY_ALL: u64 = 8_000_000;
/// Sentences found by each that are votes.
const VOTES: usize = 400;
/// A number or name of more texts than this, or than one in so many, says nothing.
const COMMON: u64 = 1_000;
const COMMON_IN: u64 = 200;
/// A text of fewer numbers and names than this is taken to have so many.
const LEAST_ANCHORS: f32 = 4.0;
/// Texts that are looked at first of those that share any.
const SHARING_MOST: usize = 256;
/// Codes that are looked at in a row.
const CHUNK: usize = 4096;

/// Sentences of many texts, sorted into cells; wherever they lie.
pub trait Sentences {
    /// What can go wrong when they are read.
    type Error;

    /// How many texts there are.
    fn texts(&self) -> u64;

    /// One more than the largest number that a text may have.
    fn numbers(&self) -> u32;

    /// Adds to each of [`CELLS`] numbers how many sentences the cell has.
    fn counts(&self, counts: &mut [u64]) -> Result<(), Self::Error>;

    /// Calls `each` with the sentences of a cell, in any number of parts.
    fn in_cell(&self, cell: usize, each: &mut dyn FnMut(InCell<'_>)) -> Result<(), Self::Error>;

    /// Calls `each` with the number of an anchor and the texts that have it, if these are at most `most`.
    fn having(
        &self,
        anchors: &[u32],
        most: u64,
        each: &mut dyn FnMut(usize, &[u32]),
    ) -> Result<(), Self::Error>;

    /// How many anchors a text has.
    fn anchored(&self, text: u32) -> Result<u32, Self::Error>;
}

/// Some sentences of a cell.
#[derive(Debug, Clone, Copy)]
pub struct InCell<'s> {
    /// What is to be added to the numbers of texts.
    pub base: u32,
    /// Which text each is of, little-endian.
    pub texts: &'s [[u8; 4]],
    /// The first row of each code.
    pub signs: &'s [Row],
    /// The second.
    pub sizes: &'s [Row],
}

/// The texts that `content` is most likely a translation of, the likeliest first, among those that `may` be one: half
/// of `limit` by the votes of its sentences, half by numbers and names, and what each is worth.
///
/// Errors: the sentences cannot be read.
pub fn candidates<S: Sentences>(
    kernel: Kernel,
    content: &Content,
    among: &S,
    limit: usize,
    may: impl Fn(u32) -> bool,
) -> Result<Vec<(u32, f32)>, S::Error> {
    let votes = votes(kernel, content, among, &may)?;
    let shared = shared(content, among)?;
    // What shared numbers and names are worth depends on how many the other text has, which costs a look at it.
    let worth = |text: u32| -> Result<f32, S::Error> {
        let shared = shared.of[text as usize];
        let counts = shared > 0.0 && may(text);
        Ok(if counts { shared / (among.anchored(text)? as f32).max(LEAST_ANCHORS).sqrt() } else { 0.0 })
    };
    let half = limit.div_ceil(2);
    let mut by_votes: Vec<(u32, f32)> =
        votes.texts.iter().map(|text| (*text, votes.of[*text as usize])).collect();
    first(&mut by_votes, half);
    let by_anchors = worthiest(&shared, half, worth)?;
    let best = |scores: &[(u32, f32)]| scores.first().map_or(f32::MIN_POSITIVE, |best| best.1);
    let most = [best(&by_votes), best(&by_anchors)];
    let mut found: Vec<u32> = by_votes.iter().chain(&by_anchors).map(|found| found.0).collect();
    found.sort_unstable();
    found.dedup();
    let mut scored = Vec::with_capacity(found.len());
    for text in found {
        scored.push((text, votes.of[text as usize] / most[0] + worth(text)? / most[1]));
    }
    first(&mut scored, limit);
    Ok(scored)
}

/// The `limit` texts of which what they share is worth most.
fn worthiest<E>(
    shared: &Sums,
    limit: usize,
    worth: impl Fn(u32) -> Result<f32, E>,
) -> Result<Vec<(u32, f32)>, E> {
    let mut texts: Vec<(u32, f32)> =
        shared.texts.iter().map(|text| (*text, shared.of[*text as usize])).collect();
    let (mut best, mut looked_at, mut next) = (Vec::new(), 0, SHARING_MOST.max(limit));
    loop {
        // Those that share most, a few at a time: the others cannot be worth more than they share.
        let rest = &mut texts[looked_at..];
        let count = next.min(rest.len());
        if count < rest.len() {
            rest.select_nth_unstable_by(count, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
        for (text, _) in &rest[..count] {
            best.push((*text, worth(*text)?));
        }
        best.retain(|(_, worth)| *worth > 0.0);
        first(&mut best, limit);
        let most_left = rest.get(count).map_or(0.0, |(_, shared)| shared / LEAST_ANCHORS.sqrt());
        if most_left == 0.0 || best.len() == limit && best.last().is_some_and(|last| last.1 > most_left) {
            return Ok(best);
        }
        (looked_at, next) = (looked_at + count, next * 4);
    }
}

/// Keeps the `limit` texts with the highest scores, in order.
fn first(scores: &mut Vec<(u32, f32)>, limit: usize) {
    let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if scores.len() > limit {
        scores.select_nth_unstable_by(limit, order);
        scores.truncate(limit);
    }
    scores.sort_unstable_by(order);
}

/// A sentence that asks, and what it has found.
struct Asker {
    asking: Asking,
    /// The cosine above which a sentence may be a vote.
    floor: f32,
    found: Vec<(f32, u32)>,
}

impl Asker {
    fn add(&mut self, cosine: f32, text: u32) {
        self.found.push((cosine, text));
        if self.found.len() >= 2 * VOTES {
            self.cut();
        }
    }

    /// Leaves the nearest, if there are too many.
    fn cut(&mut self) {
        if self.found.len() <= VOTES {
            return;
        }
        let (_, next, _) = self.found.select_nth_unstable_by(VOTES, |a, b| b.0.total_cmp(&a.0));
        self.floor = next.0;
        let floor = self.floor;
        self.found.retain(|(cosine, _)| *cosine > floor);
    }
}

fn votes<S: Sentences>(
    kernel: Kernel,
    content: &Content,
    among: &S,
    may: &impl Fn(u32) -> bool,
) -> Result<Sums, S::Error> {
    let asked: Vec<&Vector> =
        content.saying().filter(|vector| vector.iter().any(|value| *value != 0)).collect();
    let asked: Vec<&Vector> = match asked.len() {
        ..=ASKING => asked,
        all => (0..ASKING).map(|n| asked[n * all / ASKING]).collect(),
    };
    let mut counts = vec![0; CELLS];
    among.counts(&mut counts)?;
    let all: u64 = counts.iter().sum();
    let most = (LOOKED_AT + all / ONE_IN).min(LOOKED_AT_BY_ALL / asked.len().max(1) as u64);
    let mut where_to: Vec<(u16, u16)> = Vec::new();
    for (n, vector) in asked.iter().enumerate() {
        nearest(kernel, vector, &counts, most, |cell| where_to.push((cell, n as u16)));
    }
    where_to.sort_unstable();
    let asker = |vector| Asker { asking: Asking::new(vector), floor: COUNTS, found: Vec::new() };
    let mut askers: Vec<Asker> = asked.into_iter().map(asker).collect();
    let mut near = Near::default();
    for here in where_to.chunk_by(|a, b| a.0 == b.0) {
        among.in_cell(usize::from(here[0].0), &mut |part| {
            for (_, n) in here {
                ask(kernel, &mut askers[usize::from(*n)], &part, may, &mut near);
            }
        })?;
    }
    let mut votes = Sums::new(among.numbers());
    for mut asker in askers {
        asker.cut();
        // Of a text that is found more than once the nearest sentence counts.
        asker.found.sort_unstable_by(|a, b| a.1.cmp(&b.1).then(b.0.total_cmp(&a.0)));
        asker.found.dedup_by_key(|found| found.1);
        for (cosine, text) in asker.found {
            votes.add(text, cosine - asker.floor);
        }
    }
    Ok(votes)
}

/// Calls `each` with the cells nearest to a vector that have up to so many sentences.
fn nearest(kernel: Kernel, vector: &Vector, counts: &[u64], most: u64, mut each: impl FnMut(u16)) {
    let likeness = Cells::embedded().likeness(kernel, vector);
    let mut order: Vec<u16> = (0..CELLS as u16).filter(|cell| counts[usize::from(*cell)] > 0).collect();
    order.sort_unstable_by_key(|cell| (std::cmp::Reverse(likeness[usize::from(*cell)]), *cell));
    let mut left = most;
    for cell in order {
        // One that is too full has what everybody says, and is passed over.
        if let Some(after) = left.checked_sub(counts[usize::from(cell)]) {
            left = after;
            each(cell);
        }
    }
}

/// Lets a sentence ask some others.
fn ask(kernel: Kernel, asker: &mut Asker, part: &InCell<'_>, may: &impl Fn(u32) -> bool, near: &mut Near) {
    let codes = part.signs.chunks(CHUNK).zip(part.sizes.chunks(CHUNK));
    for ((signs, sizes), texts) in codes.zip(part.texts.chunks(CHUNK)) {
        asker.asking.near(kernel, (signs, sizes), asker.floor, near);
        for &(n, cosine) in &near.found {
            let text = part.base.wrapping_add(u32::from_le_bytes(texts[n as usize]));
            if cosine > asker.floor && may(text) {
                asker.add(cosine, text);
            }
        }
    }
}

/// Sums by text.
struct Sums {
    of: Vec<f32>,
    /// The texts that have one, in any order.
    texts: Vec<u32>,
}

impl Sums {
    fn new(numbers: u32) -> Sums {
        Sums { of: vec![0.0; numbers as usize], texts: Vec::new() }
    }

    fn add(&mut self, text: u32, value: f32) {
        if let Some(sum) = self.of.get_mut(text as usize).filter(|_| value > 0.0) {
            if *sum == 0.0 {
                self.texts.push(text);
            }
            *sum += value;
        }
    }
}

/// For each text the weight of the numbers and names it shares.
fn shared<S: Sentences>(content: &Content, among: &S) -> Result<Sums, S::Error> {
    let all = among.texts();
    let mut shared = Sums::new(among.numbers());
    among.having(&content.distinct_anchors(), COMMON.max(all / COMMON_IN), &mut |_, texts| {
        let rarity = rarity(all as usize, texts.len());
        texts.iter().for_each(|text| shared.add(*text, rarity * rarity));
    })?;
    Ok(shared)
}

/// Sentences in memory.
#[derive(Debug)]
pub struct MemorySentences {
    cells: Vec<Cell>,
    anchors: HashMap<u32, Vec<u32>>,
    anchored: Vec<u32>,
}

#[derive(Debug, Clone, Default)]
struct Cell {
    texts: Vec<[u8; 4]>,
    signs: Vec<Row>,
    sizes: Vec<Row>,
}

impl Default for MemorySentences {
    fn default() -> Self {
        MemorySentences { cells: vec![Cell::default(); CELLS], anchors: HashMap::new(), anchored: Vec::new() }
    }
}

impl MemorySentences {
    /// Adds a text; they are numbered from 0.
    pub fn add(&mut self, coded: &Coded) {
        let text = self.anchored.len() as u32;
        for (cell, code) in coded.cells().iter().zip(coded.codes()) {
            let cell = &mut self.cells[usize::from(*cell)];
            cell.texts.push(text.to_le_bytes());
            cell.signs.push(code.signs);
            cell.sizes.push(code.sizes);
        }
        for anchor in coded.anchors() {
            self.anchors.entry(*anchor).or_default().push(text);
        }
        self.anchored.push(coded.anchors().len() as u32);
    }
}

impl Sentences for MemorySentences {
    type Error = Infallible;

    fn texts(&self) -> u64 {
        self.anchored.len() as u64
    }

    fn numbers(&self) -> u32 {
        self.anchored.len() as u32
    }

    fn counts(&self, counts: &mut [u64]) -> Result<(), Infallible> {
        counts.iter_mut().zip(&self.cells).for_each(|(count, cell)| *count += cell.texts.len() as u64);
        Ok(())
    }

    fn in_cell(&self, cell: usize, each: &mut dyn FnMut(InCell<'_>)) -> Result<(), Infallible> {
        let Cell { texts, signs, sizes } = &self.cells[cell];
        each(InCell { base: 0, texts, signs, sizes });
        Ok(())
    }

    fn having(
        &self,
        anchors: &[u32],
        most: u64,
        each: &mut dyn FnMut(usize, &[u32]),
    ) -> Result<(), Infallible> {
        for (n, anchor) in anchors.iter().enumerate() {
            if let Some(texts) = self.anchors.get(anchor).filter(|texts| texts.len() as u64 <= most) {
                each(n, texts);
            }
        }
        Ok(())
    }

    fn anchored(&self, text: u32) -> Result<u32, Infallible> {
        Ok(self.anchored[text as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosslingual::{Reader, WordTable};

    const TEXTS: [&str; 3] = [
        "The council wants to sell the old tram depot. A developer from the capital has offered nine million.",
        "Wheat prices rose again on Tuesday. Traders pointed to dry weather in the southern provinces.",
        "The bridge at Trondvik carries 4,800 cars a day, said Ingrid Halvorsen.",
    ];

    /// Texts dealt out to stores whose numbers follow one another, as segments are.
    struct Stores(Vec<MemorySentences>);

    impl Stores {
        fn base(&self, store: usize) -> u32 {
            self.0[..store].iter().map(MemorySentences::numbers).sum()
        }
    }

    impl Sentences for Stores {
        type Error = Infallible;

        fn texts(&self) -> u64 {
            self.0.iter().map(Sentences::texts).sum()
        }

        fn numbers(&self) -> u32 {
            self.base(self.0.len())
        }

        fn counts(&self, counts: &mut [u64]) -> Result<(), Infallible> {
            self.0.iter().try_for_each(|store| store.counts(counts))
        }

        fn in_cell(&self, cell: usize, each: &mut dyn FnMut(InCell<'_>)) -> Result<(), Infallible> {
            (0..self.0.len()).rev().try_for_each(|n| {
                self.0[n].in_cell(cell, &mut |part| each(InCell { base: self.base(n), ..part }))
            })
        }

        fn having(
            &self,
            anchors: &[u32],
            most: u64,
            each: &mut dyn FnMut(usize, &[u32]),
        ) -> Result<(), Infallible> {
            for (n, anchor) in anchors.iter().enumerate() {
                let mut all = Vec::new();
                for store in 0..self.0.len() {
                    self.0[store].having(&[*anchor], most, &mut |_, texts| {
                        all.extend(texts.iter().map(|text| text + self.base(store)));
                    })?;
                }
                each(n, &all);
            }
            Ok(())
        }

        fn anchored(&self, text: u32) -> Result<u32, Infallible> {
            let store = (0..self.0.len()).rfind(|store| self.base(*store) <= text).unwrap();
            self.0[store].anchored(text - self.base(store))
        }
    }

    fn filled<'t>(texts: impl IntoIterator<Item = &'t str>) -> MemorySentences {
        let (mut reader, mut coded) = (Reader::new(WordTable::embedded()), Coded::new(Kernel::best()));
        let mut sentences = MemorySentences::default();
        for text in texts {
            coded.take(&reader.read(text));
            sentences.add(&coded);
        }
        sentences
    }

    fn found(
        among: &impl Sentences<Error = Infallible>,
        text: &str,
        may: impl Fn(u32) -> bool,
    ) -> Vec<(u32, f32)> {
        let content = Reader::new(WordTable::embedded()).read(text);
        let Ok(found) = candidates(Kernel::best(), &content, among, 4, may);
        found
    }

    #[test]
    fn translations_are_found_by_sentences_and_by_names() {
        let among = filled(TEXTS);
        let german = "Die Weizenpreise sind am Dienstag erneut gestiegen. Händler verwiesen auf das trockene Wetter im Süden.";
        assert_eq!(found(&among, german, |_| true)[0].0, 1);
        assert!(found(&among, german, |text| text != 1).iter().all(|(text, _)| *text != 1));
        let danish = "Broen ved Trondvik bærer 4.800 biler om dagen, siger Ingrid Halvorsen.";
        assert_eq!(found(&among, danish, |_| true)[0].0, 2);
        assert_eq!(found(&among, "", |_| true), []);
        assert_eq!(found(&MemorySentences::default(), german, |_| true), []);
    }

    /// What is found does not depend on how texts are divided, even where far more is found than counts.
    #[test]
    fn one_store_answers_as_several_do() {
        let texts: Vec<String> = (0..1500)
            .map(|n| format!("{} On day {n} the {} is the same.", TEXTS[n % 3], n * 7 % 1000))
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let stores = Stores(texts.chunks(400).map(|texts| filled(texts.iter().copied())).collect());
        let one = filled(texts);
        for asked in
            [TEXTS[0], "Traders pointed to dry weather, 77 times.", "Ingrid Halvorsen has sold the depot."]
        {
            let answer = found(&one, asked, |text| text % 5 > 0);
            assert!(answer.len() >= 2, "{answer:?}");
            assert_eq!(found(&stores, asked, |text| text % 5 > 0), answer);
        }
    }

    #[test]
    fn every_kernel_finds_the_same() {
        let among = filled(TEXTS);
        let content = Reader::new(WordTable::embedded()).read(TEXTS[1]);
        let of = |kernel| candidates(kernel, &content, &among, 4, |_| true);
        for kernel in Kernel::available() {
            assert_eq!(of(kernel), of(Kernel::Scalar), "{kernel}");
        }
    }
}
