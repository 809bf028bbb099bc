//! Votes: which of many texts may be translations of one, by their sentences and by numbers and names.
//!
//! Each sentence of the one votes for the sentences nearest to it. That finds texts of which only a part was
//! translated, for which one vector of the whole text is blind; and numbers and names find texts in languages that the
//! table does not know.

use std::collections::HashMap;

use super::content::Content;
use super::table::DIMS;
use super::vectors::{self, Vector, dot};

/// The texts to choose from, in memory.
#[derive(Debug, Default)]
pub struct Votes {
    /// The vectors of the sentences that have a say, one text after the other.
    vectors: Vec<i8>,
    /// Where the sentences of each text end.
    ends: Vec<u32>,
    /// Which texts have a number or name.
    anchors: HashMap<u32, Vec<u32>>,
    /// How many numbers and names each text has.
    anchored: Vec<u32>,
}

/// Pieces of a sentence that has a say, and what a cosine must have to be a vote.
const SAYS: u32 = 6;
const COUNTS: f32 = 0.25;

impl Votes {
    /// Adds a text; they are numbered from 0.
    pub fn add(&mut self, content: &Content) {
        let text = self.ends.len() as u32;
        for n in saying(content) {
            self.vectors.extend_from_slice(content.vector(n));
        }
        self.ends.push((self.vectors.len() / DIMS) as u32);
        let anchors = distinct(content);
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
        let mut scores = [self.votes(content), self.shared(content)];
        for scores in &mut scores {
            for (text, score) in scores.iter_mut().enumerate() {
                if !may(text as u32) {
                    *score = 0.0;
                }
            }
            let most = scores.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
            scores.iter_mut().for_each(|score| *score /= most);
        }
        let mut found: Vec<u32> = scores.iter().flat_map(|scores| first(scores, limit.div_ceil(2))).collect();
        found.sort_unstable();
        found.dedup();
        let mut found: Vec<(u32, f32)> =
            found.into_iter().map(|text| (text, scores.iter().map(|s| s[text as usize]).sum())).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(limit);
        found
    }

    /// For each text the sum of what each sentence finds nearest in it.
    fn votes(&self, content: &Content) -> Vec<f32> {
        let asked: Vec<&Vector> = saying(content).map(|n| content.vector(n)).collect();
        let least = (COUNTS * vectors::ONE as f32) as i32;
        let mut from = 0;
        let mut votes = Vec::with_capacity(self.len());
        for &end in &self.ends {
            let end = end as usize;
            let (sentences, _) = self.vectors[from * DIMS..end * DIMS].as_chunks::<DIMS>();
            let nearest = |asked: &&Vector| sentences.iter().map(|s| dot(asked, s)).max().unwrap_or(0);
            votes.push(asked.iter().map(|asked| (nearest(asked) - least).max(0) as f32).sum());
            from = end;
        }
        votes
    }

    /// For each text the weight of the numbers and names it shares.
    fn shared(&self, content: &Content) -> Vec<f32> {
        let mut shared = vec![0.0; self.len()];
        for anchor in distinct(content) {
            let Some(texts) = self.anchors.get(&anchor) else { continue };
            let rarity = ((self.len() + 1) as f32 / (texts.len() as f32 + 0.5)).ln().max(0.0);
            for &text in texts {
                shared[text as usize] += rarity * rarity;
            }
        }
        for (shared, anchored) in shared.iter_mut().zip(&self.anchored) {
            *shared /= (*anchored as f32).max(4.0).sqrt();
        }
        shared
    }
}

/// The sentences that have a say: not the shortest, unless there are no others.
fn saying(content: &Content) -> impl Iterator<Item = usize> {
    let enough = |n: &usize| content.sentences()[*n].pieces >= SAYS;
    let none = !(0..content.len()).any(|n| enough(&n));
    (0..content.len()).filter(move |n| none || enough(n))
}

fn distinct(content: &Content) -> Vec<u32> {
    let mut anchors: Vec<u32> = content.anchors().collect();
    anchors.sort_unstable();
    anchors.dedup();
    anchors
}

/// The `limit` texts with the highest scores above nothing.
fn first(scores: &[f32], limit: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..scores.len() as u32).filter(|text| scores[*text as usize] > 0.0).collect();
    let by_score = |a: &u32, b: &u32| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b));
    if order.len() > limit {
        order.select_nth_unstable_by(limit, by_score);
        order.truncate(limit);
    }
    order
}
