//! Crowds: the same block of text in very many articles, at no more than n log n.
//!
//! A band key shared by hundreds of articles means a block of text that all of them carry. Comparing
//! them pair by pair would be quadratic; leaving them out would lose the copies among them. Instead,
//! the block's shingles are learned from a sample of the members and left out of their signatures:
//! what then still agrees is a copy. Articles that are little else than the block may be copies by it
//! alone; each is compared with the first few of them in the order of keeping, and with its neighbour.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::candidates::{CROWD, equal_hashes};

use super::corpus::Corpus;
use super::pairs::Order;
use super::scratch;

/// Members of a crowd that are read to learn its block.
const SAMPLE: usize = 16;
/// Crowds that are read; the largest. The others mostly share the same blocks in another band.
const LEARNED: usize = 256;
/// Slots of the signature of what is left without the blocks, one a band: the rest of two copies may
/// agree in little (at a threshold of 0.7, where two thirds of a text are the block, in an eighth).
const SLOTS: usize = 64;
/// Slots that must agree.
const AGREE: usize = 2;
/// How many of a crowd's first articles the others are compared with.
const LEADERS: usize = 4;
/// How often blocks are learned anew from crowds that are left.
const ROUNDS: usize = 3;

/// The signature of one member without the blocks, and whether the blocks are nearly all of it.
struct Rest {
    slots: [u32; SLOTS],
    mostly_block: bool,
}

/// Candidate pairs among the members of crowds, the smaller number in the high half; unsorted.
pub(super) fn pairs(
    corpus: &Corpus,
    threshold: f64,
    mut crowds: Vec<Vec<u32>>,
    order: &Order<'_>,
) -> Vec<u64> {
    let mut found = Vec::new();
    let mut blocks: HashSet<u64> = HashSet::new();
    for _ in 0..ROUNDS {
        crowds.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        crowds.dedup();
        for crowd in crowds.iter().take(LEARNED) {
            learn(corpus, crowd, &mut blocks);
        }
        let mut members: Vec<u32> = crowds.iter().flatten().copied().collect();
        members.par_sort_unstable();
        members.dedup();
        let rests: Vec<Rest> = members.par_iter().map(|&a| rest(corpus, threshold, a, &blocks)).collect();
        star(&mut found, &members, &rests, order);
        crowds = agreeing(&mut found, &members, &rests);
        if crowds.is_empty() {
            return found;
        }
    }
    // Still a crowd, whatever it shares: neighbours in the order of keeping, and the leaders.
    for mut crowd in crowds {
        order(&mut crowd);
        leaders(&mut found, &crowd);
    }
    found
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

fn rest(corpus: &Corpus, threshold: f64, article: u32, blocks: &HashSet<u64>) -> Rest {
    scratch::with(corpus.settings(), |s| {
        corpus.shingle(article, &mut s.shingler);
        let all = s.shingler.shingles();
        s.arena.clear();
        s.arena.extend(all.iter().filter(|shingle| !blocks.contains(shingle)));
        let mut slots = [0; SLOTS];
        s.signer.sign(&s.arena, &mut slots);
        // Two articles of one size are copies by the block alone where each is this much of it; half
        // as much again, because sizes differ.
        let most = all.len() as f64 * (1.0 - 2.0 * threshold / (1.0 + threshold)) * 1.5;
        Rest { slots, mostly_block: s.arena.len() as f64 <= most }
    })
}

/// Pairs each article that is mostly block with the first ones of them, and with its neighbour.
fn star(found: &mut Vec<u64>, members: &[u32], rests: &[Rest], order: &Order<'_>) {
    let mut block: Vec<u32> =
        members.iter().zip(rests).filter(|(_, r)| r.mostly_block).map(|(&a, _)| a).collect();
    order(&mut block);
    leaders(found, &block);
}

fn leaders(found: &mut Vec<u64>, ordered: &[u32]) {
    for (k, &article) in ordered.iter().enumerate() {
        found.extend(ordered[..k.min(LEADERS)].iter().map(|&leader| pair(leader, article)));
        if k > LEADERS {
            found.push(pair(ordered[k - 1], article));
        }
    }
}

/// Pairs that agree in at least [`AGREE`] slots; returns the groups that are crowds again.
fn agreeing(found: &mut Vec<u64>, members: &[u32], rests: &[Rest]) -> Vec<Vec<u32>> {
    let by_slot: Vec<(Vec<u64>, Vec<Vec<u32>>)> = (0..SLOTS)
        .into_par_iter()
        .with_max_len(1)
        .map(|slot| {
            let values = rests
                .iter()
                .zip(0u32..)
                .filter(|(rest, _)| rest.slots[slot] != u32::MAX)
                // All of the value's bits are in the high half, where groups are sought first.
                .map(|(rest, k)| (u64::from(rest.slots[slot]) << 32, k));
            let (mut pairs, mut crowds) = (Vec::new(), Vec::new());
            for group in equal_hashes(values, members.len()) {
                if group.len() > CROWD {
                    crowds.push(group.iter().map(|&k| members[k as usize]).collect());
                    continue;
                }
                for (k, &a) in group.iter().enumerate() {
                    pairs.extend(
                        group[k + 1..].iter().map(|&b| pair(members[a as usize], members[b as usize])),
                    );
                }
            }
            (pairs, crowds)
        })
        .collect();
    let mut pairs: Vec<u64> = by_slot.iter().flat_map(|(pairs, _)| pairs.iter().copied()).collect();
    pairs.par_sort_unstable();
    found.extend(pairs.chunk_by(|a, b| a == b).filter(|same| same.len() >= AGREE).map(|same| same[0]));
    by_slot.into_iter().flat_map(|(_, crowds)| crowds).collect()
}
