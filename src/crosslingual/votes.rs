//! Votes: which of many texts may be translations of one, by their sentences and by numbers and names.
//!
//! Each sentence of the one votes for the sentences nearest to it. That finds texts of which only a part was
//! translated, for which one vector of the whole text is blind; and numbers and names find texts in languages that the
//! table does not know.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::content::Content;
use super::vectors::{self, Vector, dot};
use crate::text::Kernel;
use crate::text::kernel::{Isa, compiled};

/// The texts to choose from, in memory.
#[derive(Debug)]
pub struct Votes {
    kernel: Kernel,
    /// The vectors of the sentences that have a say, one text after the other.
    vectors: Vec<Vector>,
    /// Where the sentences of each text end.
    ends: Vec<u32>,
    /// The direction of all sentences of each text together.
    whole: Vec<Vector>,
    /// Which texts have a number or name.
    anchors: HashMap<u32, Vec<u32>>,
    /// How many numbers and names each text has.
    anchored: Vec<u32>,
}

/// What a cosine must have to be a vote.
pub(super) const COUNTS: f32 = 0.25;

/// Numbers and names that more than one of so many texts have, and more than a few, say little.
const MANY: usize = 100;
const FEW: usize = 50;

impl Default for Votes {
    fn default() -> Self {
        let (vectors, ends, whole, anchors, anchored) = Default::default();
        Votes { kernel: Kernel::best(), vectors, ends, whole, anchors, anchored }
    }
}

impl Votes {
    /// Adds a text; they are numbered from 0.
    pub fn add(&mut self, content: &Content) {
        let text = self.ends.len() as u32;
        self.vectors.extend(content.saying());
        self.ends.push(self.vectors.len() as u32);
        self.whole.push(vectors::sum_of(content.saying()));
        let anchors = content.distinct_anchors();
        for anchor in &anchors {
            self.anchors.entry(*anchor).or_default().push(text);
        }
        self.anchored.push(anchors.len() as u32);
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The texts that `content` is most likely a translation of, the likeliest first, among those that `may` be one:
    /// half of `limit` by the votes, half by numbers and names, and what each is worth.
    pub fn candidates(&self, content: &Content, limit: usize, may: impl Fn(u32) -> bool) -> Vec<(u32, f32)> {
        let among: Vec<u32> = (0..self.len() as u32).filter(|text| may(*text)).collect();
        self.candidates_among(content, limit, &among)
    }

    /// The same among these texts, which ascend.
    pub fn candidates_among(&self, content: &Content, limit: usize, among: &[u32]) -> Vec<(u32, f32)> {
        if among.is_empty() {
            return Vec::new();
        }
        let mut scores = [self.votes(content, among), self.shared(content, among)];
        for scores in &mut scores {
            let most = scores.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
            scores.iter_mut().for_each(|score| *score /= most);
        }
        let mut found: Vec<u32> = scores.iter().flat_map(|scores| first(scores, limit.div_ceil(2))).collect();
        found.sort_unstable();
        found.dedup();
        let worth = |n: u32| scores.iter().map(|scores| scores[n as usize]).sum();
        let mut found: Vec<(u32, f32)> = found.into_iter().map(|n| (among[n as usize], worth(n))).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(limit);
        found
    }

    /// The texts that are nearest to `content` as wholes, among those that `may` be one, in any order: where there are
    /// too many to compare every sentence.
    pub fn nearest(&self, content: &Content, limit: usize, may: impl Fn(u32) -> bool) -> Vec<u32> {
        let asked = vectors::sum_of(content.saying());
        let mut near = Vec::new();
        products(self.kernel, &asked, &self.whole, &mut near);
        let mut found: Vec<(i32, u32)> = near.into_iter().zip(0..).filter(|(_, text)| may(*text)).collect();
        if found.len() > limit {
            found.select_nth_unstable_by_key(limit, |(product, text)| (Reverse(*product), *text));
            found.truncate(limit);
        }
        found.into_iter().map(|(_, text)| text).collect()
    }

    /// The texts with the most numbers and names in common with `content`, among those that `may` be one; none that
    /// shares only what many have. Takes hardly any time.
    pub fn of_same_names(&self, content: &Content, limit: usize, may: impl Fn(u32) -> bool) -> Vec<u32> {
        let many = (self.len() / MANY).max(FEW);
        let mut sums: HashMap<u32, f32> = HashMap::new();
        for anchor in content.distinct_anchors() {
            let Some(texts) = self.anchors.get(&anchor).filter(|texts| texts.len() <= many) else { continue };
            let rarity = rarity(self.len(), texts.len());
            for &text in texts {
                *sums.entry(text).or_default() += rarity * rarity;
            }
        }
        let worth =
            |(text, sum): (u32, f32)| (text, sum / (self.anchored[text as usize] as f32).max(4.0).sqrt());
        let mut found: Vec<(u32, f32)> = sums.into_iter().map(worth).collect();
        found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.into_iter().map(|(text, _)| text).filter(|&text| may(text)).take(limit).collect()
    }

    /// For each of some texts the sum of what each sentence finds nearest in it.
    fn votes(&self, content: &Content, among: &[u32]) -> Vec<f32> {
        let asked: Vec<Vector> = content.saying().copied().collect();
        let mut votes = Vec::with_capacity(among.len());
        count(self.kernel, &asked, &self.vectors, &self.ends, among, &mut votes);
        votes
    }

    /// For each of some texts the weight of the numbers and names it shares.
    fn shared(&self, content: &Content, among: &[u32]) -> Vec<f32> {
        let mut shared = vec![0.0; self.len()];
        for anchor in content.distinct_anchors() {
            let Some(texts) = self.anchors.get(&anchor) else { continue };
            let rarity = rarity(self.len(), texts.len());
            for &text in texts {
                shared[text as usize] += rarity * rarity;
            }
        }
        among
            .iter()
            .map(|&text| shared[text as usize] / (self.anchored[text as usize] as f32).max(4.0).sqrt())
            .collect()
    }
}

compiled! {
    /// Appends the votes for each of the texts `among` those whose sentences end at `ends`.
    fn count(asked: &[Vector], sentences: &[Vector], ends: &[u32], among: &[u32], votes: &mut Vec<f32>) -> () = count_in
}

#[inline(always)]
fn count_in<I: Isa>(
    _: I,
    asked: &[Vector],
    sentences: &[Vector],
    ends: &[u32],
    among: &[u32],
    votes: &mut Vec<f32>,
) {
    let least = (COUNTS * vectors::ONE as f32) as i32;
    votes.extend(among.iter().map(|&text| {
        let text = text as usize;
        let from = text.checked_sub(1).map_or(0, |before| ends[before]);
        let of_text = &sentences[from as usize..ends[text] as usize];
        let nearest = |asked: &Vector| of_text.iter().map(|s| dot(asked, s)).max().unwrap_or(0);
        asked.iter().map(|asked| (nearest(asked) - least).max(0) as f32).sum::<f32>()
    }));
}

compiled! {
    /// Appends the product of a vector with each of some.
    fn products(asked: &Vector, all: &[Vector], products: &mut Vec<i32>) -> () = products_in
}

#[inline(always)]
fn products_in<I: Isa>(_: I, asked: &Vector, all: &[Vector], products: &mut Vec<i32>) {
    products.extend(all.iter().map(|vector| dot(asked, vector)));
}

/// What a number or name is worth that some of all texts have.
pub(super) fn rarity(all: usize, some: usize) -> f32 {
    ((all + 1) as f32 / (some as f32 + 0.5)).ln().max(0.0)
}

/// The places of the `limit` highest scores above nothing.
fn first(scores: &[f32], limit: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..scores.len() as u32).filter(|n| scores[*n as usize] > 0.0).collect();
    let by_score = |a: &u32, b: &u32| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b));
    if order.len() > limit {
        order.select_nth_unstable_by(limit, by_score);
        order.truncate(limit);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosslingual::{Reader, WordTable};

    const TEXTS: [&str; 4] = [
        "The council wants to sell the old tram depot. A developer from the capital has offered nine million.",
        "Wheat prices rose again on Tuesday. Traders pointed to dry weather in the southern provinces.",
        "The national team lost its opening match. The coach spoke of a lack of patience in front of goal.",
        "Doctors at the hospital have transplanted a kidney between strangers. Both patients are recovering well.",
    ];

    #[test]
    fn translations_are_found_by_their_sentences() {
        let mut reader = Reader::new(WordTable::embedded());
        let mut votes = Votes::default();
        assert!(votes.is_empty());
        for text in TEXTS {
            votes.add(&reader.read(text));
        }
        assert_eq!(votes.len(), 4);
        for (n, text) in [
            (
                1,
                "Die Weizenpreise sind am Dienstag erneut gestiegen. Händler verwiesen auf das trockene Wetter im Süden.",
            ),
            (3, "Медики пересадили почку между незнакомыми людьми. Оба пациента хорошо восстанавливаются."),
            (2, "国家队输掉了首场比赛。教练说球员在门前缺乏耐心。"),
        ] {
            let content = reader.read(text);
            let found = votes.candidates(&content, 10, |_| true);
            assert_eq!(found[0].0, n, "{text}: {found:?}");
            assert!(votes.candidates(&content, 10, |text| text != n).iter().all(|found| found.0 != n));
        }
    }

    #[test]
    fn names_and_numbers_find_what_the_table_does_not_know() {
        let mut reader = Reader::new(WordTable::embedded());
        let mut votes = Votes::default();
        for text in TEXTS {
            votes.add(&reader.read(text));
        }
        votes.add(&reader.read("The bridge at Trondvik carries 4,800 cars a day, said Ingrid Halvorsen."));
        let danish = reader.read("Broen ved Trondvik bærer 4.800 biler om dagen, siger Ingrid Halvorsen.");
        assert_eq!(votes.candidates(&danish, 2, |_| true)[0].0, 4);
    }

    #[test]
    fn every_kernel_counts_the_same() {
        let mut reader = Reader::new(WordTable::embedded());
        let contents = TEXTS.map(|text| reader.read(text));
        let of = |kernel| {
            let mut votes = Votes { kernel, ..Votes::default() };
            contents.iter().for_each(|content| votes.add(content));
            votes.candidates(&contents[0], 10, |_| true)
        };
        for kernel in Kernel::available() {
            assert_eq!(of(kernel), of(Kernel::Scalar), "{kernel}");
        }
    }
}
