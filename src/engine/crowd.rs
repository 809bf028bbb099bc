//! Crowds: the same block of text in very many articles, at no more than n log n.
//!
//! A band key shared by hundreds of articles means a block of text that all of them carry. Comparing
//! them pair by pair would be quadratic; leaving them out would lose the copies among them. Instead,
//! the block's shingles are learned from a sample of the members and left out of their signatures:
//! what then still agrees is a copy. Articles that are little else than the block may be copies by it
//! alone; each is compared with the first few of them in the order of keeping, and with its neighbour.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;
use zerocopy::{FromBytes, IntoBytes};

use crate::candidates::{CROWD, equal_hashes};
use crate::compare::ShingleSet;
use crate::error::Result;
use crate::ingest::map::Map;
use crate::sketch::band_key;

use super::corpus::Corpus;
use super::pairs::Order;
use super::scratch;
use super::spool::Spool;

/// Members of a crowd that are read to learn its block.
const SAMPLE: usize = 16;
/// Crowds that are read; the largest. The others mostly share the same blocks in another band.
const LEARNED: usize = 256;
/// Slots of the signature of what is left of a member without the blocks.
const SLOTS: usize = 128;
/// Slots whose equality makes two members a candidate, where what is left has to agree well.
const ROWS: usize = 2;
/// Below this similarity of what is left, single slots are looked at, or too many pairs were missed.
const SINGLES_BELOW: f64 = 0.25;
/// How many of a crowd's first articles the others are compared with.
const LEADERS: usize = 4;
/// How often blocks are learned anew from crowds that are left.
const ROUNDS: usize = 3;

/// One member without the blocks: its slots, and the bits of how similar the rests of this member and a copy
/// of its size must be. Numbers of one size, so that it can lie in a file.
type Words = [u32; SLOTS + 2];

#[derive(Clone, Copy)]
struct Rest<'r>(&'r Words);

impl Rest<'_> {
    fn slots(&self) -> &[u32] {
        &self.0[..SLOTS]
    }

    fn similarity(&self) -> f64 {
        f64::from_bits(u64::from(self.0[SLOTS]) << 32 | u64::from(self.0[SLOTS + 1]))
    }

    /// Whether the blocks alone make two such members copies, sizes differing by no more than half of
    /// what they may.
    fn is_mostly_block(&self) -> bool {
        self.similarity() <= 0.0
    }

    /// Whether enough slots agree for the two to be copies.
    fn may_match(&self, other: &Rest<'_>) -> bool {
        let agree = self.slots().iter().zip(other.slots()).filter(|(p, q)| p == q).count();
        agree >= self.agreement().min(other.agreement())
    }

    /// How many slots agree for a pair at that similarity, all but one time in a thousand.
    fn agreement(&self) -> usize {
        if self.is_mostly_block() {
            return 0;
        }
        let mean = self.similarity() * SLOTS as f64;
        let spread = (mean * (1.0 - self.similarity())).sqrt();
        ((mean - 3.1 * spread).floor() as usize).max(1)
    }
}

/// The rests of all members, in memory or in a file.
enum Rests {
    Memory(Vec<Words>),
    File(Map),
}

/// Members whose rests are made before they are written.
const CHUNK: usize = 4096;

impl Rests {
    fn new(corpus: &Corpus, threshold: f64, members: &[u32], block: &ShingleSet) -> Result<Rests> {
        let made = |members: &[u32]| -> Vec<Words> {
            members.par_iter().map(|&member| rest(corpus, threshold, member, block)).collect()
        };
        if corpus.settings().memory.is_none() {
            return Ok(Rests::Memory(made(members)));
        }
        let spool = Spool::in_folder(&corpus.settings().temp)?;
        for members in members.chunks(CHUNK) {
            spool.append(made(members).as_bytes())?;
        }
        Ok(Rests::File(spool.map()?))
    }

    fn get(&self, k: usize) -> Rest<'_> {
        match self {
            Rests::Memory(all) => Rest(&all[k]),
            Rests::File(map) => {
                let bytes = &map.bytes()[k * size_of::<Words>()..][..size_of::<Words>()];
                Rest(Words::ref_from_bytes(bytes).expect("whole numbers, from the beginning of a page on"))
            }
        }
    }
}

/// Candidate pairs, wherever they are.
pub(super) trait Pairs {
    /// Drops the pairs that are not to be kept.
    fn retain(&mut self, keep: &(dyn Fn(u64) -> bool + Sync)) -> Result<()>;

    /// Takes more pairs, some of them there already.
    fn add(&mut self, pairs: Vec<u64>) -> Result<()>;
}

impl Pairs for Vec<u64> {
    fn retain(&mut self, keep: &(dyn Fn(u64) -> bool + Sync)) -> Result<()> {
        *self = std::mem::take(self).into_par_iter().filter(|&pair| keep(pair)).collect();
        Ok(())
    }

    fn add(&mut self, mut pairs: Vec<u64>) -> Result<()> {
        self.append(&mut pairs);
        Ok(())
    }
}

/// Completes candidate pairs (the smaller number in the high half) by those among the members of crowds,
/// and drops pairs of members that have little but the block in common. Unsorted. Returns the members
/// that were paired with a few of the others only, sorted.
///
/// Errors: a temporary file cannot be written; there is none where the memory is not limited.
pub(super) fn complete(
    corpus: &Corpus,
    threshold: f64,
    found: &mut dyn Pairs,
    mut crowds: Vec<Vec<u32>>,
    order: &Order<'_>,
) -> Result<Vec<u32>> {
    let mut thinned = Vec::new();
    let (mut blocks, mut block) = (HashSet::new(), ShingleSet::default());
    for _ in 0..ROUNDS {
        crowds.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        crowds.dedup();
        for crowd in crowds.iter().take(LEARNED) {
            learn(corpus, crowd, &mut blocks);
        }
        block.load(&blocks.iter().copied().collect::<Vec<u64>>());
        let mut members: Vec<u32> = crowds.into_iter().flatten().collect();
        members.par_sort_unstable();
        members.dedup();
        let rests = Rests::new(corpus, threshold, &members, &block)?;
        let rest = |article: u32| members.binary_search(&article).ok().map(|k| rests.get(k));
        found.retain(&|pair| match (rest((pair >> 32) as u32), rest(pair as u32)) {
            (Some(a), Some(b)) => a.may_match(&b),
            _ => true,
        })?;
        // Articles that are mostly block may be copies by that alone.
        let mostly = members.iter().enumerate().filter(|(k, _)| rests.get(*k).is_mostly_block());
        found.add(leaders(mostly.map(|(_, &a)| a).collect(), order, &mut thinned))?;
        let (pairs, left) = agreeing(&members, &rests);
        found.add(pairs)?;
        crowds = left;
        if crowds.is_empty() {
            break;
        }
    }
    // Still a crowd, whatever it shares.
    for crowd in crowds {
        found.add(leaders(crowd, order, &mut thinned))?;
    }
    thinned.par_sort_unstable();
    thinned.dedup();
    Ok(thinned)
}

fn pair(a: u32, b: u32) -> u64 {
    u64::from(a.min(b)) << 32 | u64::from(a.max(b))
}

/// Adds the shingles that half of a sample of a crowd has.
fn learn(corpus: &Corpus, crowd: &[u32], blocks: &mut HashSet<u64>) {
    let take = SAMPLE.min(crowd.len());
    let mut seen: HashMap<u64, usize> = HashMap::new();
    scratch::with(corpus.settings(), |s| {
        for k in 0..take {
            corpus.shingle(crowd[k * crowd.len() / take], &mut s.shingler);
            s.arena.clear();
            s.set.fill(s.shingler.shingles(), &mut s.arena);
            for &shingle in &s.arena {
                *seen.entry(shingle).or_default() += 1;
            }
        }
    });
    blocks.extend(seen.into_iter().filter(|&(_, times)| times * 2 >= take).map(|(shingle, _)| shingle));
}

fn rest(corpus: &Corpus, threshold: f64, article: u32, block: &ShingleSet) -> Words {
    scratch::with(corpus.settings(), |s| {
        corpus.shingle(article, &mut s.shingler);
        let all = s.shingler.shingles();
        s.arena.clear();
        s.arena.extend(all.iter().filter(|&&shingle| !block.contains(shingle)));
        let mut words = [0; SLOTS + 2];
        s.signer.sign(&s.arena, &mut words[..SLOTS]);
        // Of two articles of one size, copies share this part; what of it is not block, the rests share.
        let shared = 2.0 * threshold / (1.0 + threshold);
        // Sizes and blocks may differ: of two members, the one that asks for less is believed, and what a
        // copy needs is never less than that.
        let in_block = 1.0 - s.arena.len() as f64 / all.len().max(1) as f64;
        let similarity = ((shared - in_block) / (2.0 - shared - in_block)).to_bits();
        (words[SLOTS], words[SLOTS + 1]) = ((similarity >> 32) as u32, similarity as u32);
        words
    })
}

/// Pairs each article of a crowd with the first few in the order of keeping, and with its neighbour.
fn leaders(mut ordered: Vec<u32>, order: &Order<'_>, thinned: &mut Vec<u32>) -> Vec<u64> {
    order(&mut ordered);
    let mut found = Vec::with_capacity((LEADERS + 1) * ordered.len());
    for (k, &article) in ordered.iter().enumerate() {
        found.extend(ordered[..k.min(LEADERS)].iter().map(|&leader| pair(leader, article)));
        if k > LEADERS {
            found.push(pair(ordered[k - 1], article));
        }
    }
    thinned.append(&mut ordered);
    found
}

/// Pairs whose rests may be similar enough, and the groups that are crowds again.
fn agreeing(members: &[u32], rests: &Rests) -> (Vec<u64>, Vec<Vec<u32>>) {
    let all: Vec<u32> = (0..members.len() as u32).collect();
    let close: Vec<u32> =
        all.iter().copied().filter(|&k| rests.get(k as usize).similarity() < SINGLES_BELOW).collect();
    let tables = (0..SLOTS / ROWS).map(|t| (&all, t * ROWS..(t + 1) * ROWS));
    let singles = (0..SLOTS).map(|t| (&close, t..t + 1));
    let tables: Vec<(&Vec<u32>, Range<usize>)> =
        tables.chain(singles).filter(|(of, _)| of.len() > 1).collect();
    let grouped: Vec<(Vec<u64>, Vec<Vec<u32>>)> =
        tables.into_par_iter().with_max_len(1).map(|(of, slots)| one_table(rests, of, slots)).collect();
    let mut pairs: Vec<u64> = grouped.iter().flat_map(|(pairs, _)| pairs.iter().copied()).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    let member = |k: u32| members[k as usize];
    let pairs = pairs.into_iter().map(|p| pair(member((p >> 32) as u32), member(p as u32))).collect();
    let crowds = grouped.into_iter().flat_map(|(_, crowds)| crowds);
    (pairs, crowds.map(|crowd| crowd.into_iter().map(member).collect()).collect())
}

/// The pairs of members with equal values in some slots, if their other slots agree well enough too.
fn one_table(rests: &Rests, of: &[u32], slots: Range<usize>) -> (Vec<u64>, Vec<Vec<u32>>) {
    let values = of.iter().filter(|&&k| rests.get(k as usize).slots()[0] != u32::MAX).map(|&k| {
        let rest = rests.get(k as usize);
        let rows = &rest.slots()[slots.clone()];
        // All bits are in the high half, where groups are sought first.
        (u64::from(band_key(slots.start, rows)) << 32, k)
    });
    let (mut pairs, mut crowds) = (Vec::new(), Vec::new());
    for group in equal_hashes(values, of.len()) {
        if group.len() > CROWD {
            crowds.push(group);
            continue;
        }
        for (i, &a) in group.iter().enumerate() {
            let x = rests.get(a as usize);
            let close = group[i + 1..].iter().filter(|&&b| x.may_match(&rests.get(b as usize)));
            pairs.extend(close.map(|&b| pair(a, b)));
        }
    }
    (pairs, crowds)
}
