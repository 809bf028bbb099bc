//! Pairs: twins, candidates and crowds, each proven on the texts.

use std::ops::Range;

use rayon::prelude::*;

use crate::candidates::{self, Keys, candidates, equal_hashes};
use crate::compare::Counts;
use crate::error::Result;

use super::budget::{A_HASH, Budget};
use super::corpus::Corpus;
use super::crowd;
use super::scratch::{self, Scratch};

/// Two articles whose similarity reaches the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The one with the smaller number.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Their exact overlap.
    pub counts: Counts,
}

/// What was found in a corpus.
#[derive(Debug, Default)]
pub struct Found {
    /// Verified pairs, sorted; of twins, only the first takes part.
    pub pairs: Vec<Pair>,
    /// Articles with the very same shingles: (the first of them, another), sorted.
    pub twins: Vec<(u32, u32)>,
    /// How many pairs were compared on their texts.
    pub compared: u64,
    /// Articles of groups so large that they were compared with a few others of them only, sorted (see the
    /// module `crowd`): that two of these are no pair says nothing.
    pub thinned: Vec<u32>,
    /// The numbers of known articles, see [`super::find_known`]; empty where nothing was looked up.
    pub known: Range<u32>,
}

/// Orders articles by which is to be kept first.
pub type Order<'o> = dyn Fn(&mut Vec<u32>) + Sync + 'o;

/// Finds all pairs of a corpus that reach `threshold`, on the current thread pool.
///
/// `order` is asked only in a crowd, whose members are compared with the first of them in that order.
///
/// Errors: the settings limit the memory, and a temporary file cannot be written.
pub fn find(corpus: &Corpus, threshold: f64, order: &Order<'_>) -> Result<Found> {
    let mut out_of_it = vec![false; corpus.len()];
    for &article in corpus.left_out() {
        out_of_it[article as usize] = true;
    }
    let twins = twins(corpus, &out_of_it, Budget::ALL);
    for &(_, twin) in &twins {
        out_of_it[twin as usize] = true;
    }
    let stretches: Vec<Keys<'_>> = corpus.pieces.iter().map(|piece| corpus.keys(piece)).collect();
    let bands = corpus.settings().banding.bands;
    let mut found = candidates(&stretches, bands, |article| !out_of_it[article as usize]);
    let mut thinned = Vec::new();
    if !found.crowds.is_empty() {
        thinned = crowd::complete(corpus, threshold, &mut found.pairs, found.crowds, order)?;
        candidates::sort_pairs(&mut found.pairs, corpus.len());
    }
    let compared = found.pairs.len() as u64;
    let pairs = verify(corpus, threshold, &found.pairs);
    Ok(Found { pairs, twins, compared, thinned, known: 0..0 })
}

/// Articles with the same shingles, proven.
pub(super) fn twins(corpus: &Corpus, left_out: &[bool], budget: Budget) -> Vec<(u32, u32)> {
    let mut twins: Vec<(u32, u32)> = Vec::new();
    for part in budget.parts(corpus.len(), A_HASH) {
        let hashes = corpus
            .contents()
            .filter(|&(hash, article)| part.has((hash >> 32) as u32) && !left_out[article as usize]);
        let groups = equal_hashes(hashes, corpus.len() / part.of as usize);
        twins.par_extend(groups.into_par_iter().flat_map_iter(|group| {
            let first = group[0];
            let same: Vec<u32> =
                group[1..].par_iter().copied().filter(|&other| is_twin(corpus, first, other)).collect();
            same.into_iter().map(move |other| (first, other))
        }));
    }
    twins.sort_unstable();
    twins
}

fn is_twin(corpus: &Corpus, a: u32, b: u32) -> bool {
    if corpus.same_bytes(a, b) {
        return true;
    }
    scratch::with(corpus.settings(), |s| {
        let Scratch { shingler, set, arena, .. } = s;
        arena.clear();
        corpus.shingle(a, shingler);
        set.fill(shingler.shingles(), arena);
        let of_a = arena.len();
        let mut of_b = Vec::new();
        corpus.shingle(b, shingler);
        of_b.extend_from_slice(shingler.shingles());
        of_b.sort_unstable();
        of_b.dedup();
        of_b.len() == of_a && set.shared(&of_b) as usize == of_a
    })
}

/// Candidates are taken component by component, so that each text is read once in most of them; a
/// large component is cut, so that its memory stays bounded.
const BLOCK: usize = 4096;

/// Compares candidates on their texts and keeps those that reach the threshold.
fn verify(corpus: &Corpus, threshold: f64, candidates: &[u64]) -> Vec<Pair> {
    let mut roots = Components::new(corpus.len());
    for &pair in candidates {
        roots.join((pair >> 32) as u32, pair as u32);
    }
    let mut by_root: Vec<(u32, u64)> =
        candidates.iter().map(|&pair| (roots.find((pair >> 32) as u32), pair)).collect();
    drop(roots);
    by_root.par_sort_unstable();
    let components: Vec<&[(u32, u64)]> =
        by_root.chunk_by(|x, y| x.0 == y.0).flat_map(|component| component.chunks(BLOCK)).collect();
    let mut pairs: Vec<Pair> = components
        .par_iter()
        .with_max_len(64)
        .flat_map_iter(|block| {
            let pairs = block.iter().map(|&(_, pair)| pair);
            scratch::with(corpus.settings(), |s| verify_block(corpus, threshold, pairs, s))
        })
        .collect();
    pairs.par_sort_unstable();
    pairs
}

/// Compares pairs on their texts; those with one smaller number behind one another are the cheapest.
pub(super) fn verify_block(
    corpus: &Corpus,
    threshold: f64,
    pairs: impl Iterator<Item = u64> + Clone,
    scratch: &mut Scratch,
) -> Vec<Pair> {
    let Scratch { shingler, set, arena, .. } = scratch;
    arena.clear();
    // Distinct shingles of every article of the block, one after the other in the arena.
    let mut members: Vec<(u32, usize, usize)> =
        pairs.clone().flat_map(|pair| [(pair >> 32) as u32, pair as u32]).map(|a| (a, 0, 0)).collect();
    members.sort_unstable();
    members.dedup();
    for (article, start, end) in &mut members {
        corpus.shingle(*article, shingler);
        *start = arena.len();
        set.fill(shingler.shingles(), arena);
        *end = arena.len();
    }
    let shingles = |article: u32| {
        let at = members.partition_point(|m| m.0 < article);
        &arena[members[at].1..members[at].2]
    };
    let (mut loaded, mut found) = (None, Vec::new());
    for pair in pairs {
        let (a, b) = ((pair >> 32) as u32, pair as u32);
        let (of_a, of_b) = (shingles(a), shingles(b));
        let sizes = (of_a.len() as u32, of_b.len() as u32);
        if !Counts::can_reach(sizes.0, sizes.1, threshold) {
            continue;
        }
        if loaded != Some(a) {
            set.load(of_a);
            loaded = Some(a);
        }
        let counts = Counts { shared: set.shared(of_b), a: sizes.0, b: sizes.1 };
        if counts.reaches(threshold) {
            found.push(Pair { a, b, counts });
        }
    }
    found
}

/// Union-find; the smallest number is the root.
#[derive(Debug)]
pub(super) struct Components(Vec<u32>);

impl Components {
    pub(super) fn new(count: usize) -> Self {
        Components((0..count as u32).collect())
    }

    /// Adds what is missing up to `count`, each by itself.
    pub(super) fn grow(&mut self, count: usize) {
        self.0.extend(self.0.len() as u32..count as u32);
    }

    pub(super) fn find(&mut self, mut x: u32) -> u32 {
        while self.0[x as usize] != x {
            let above = self.0[self.0[x as usize] as usize];
            self.0[x as usize] = above;
            x = above;
        }
        x
    }

    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}
