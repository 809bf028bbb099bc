//! Pairs in little memory: the same as [`super::find`], with what does not fit in temporary files.
//!
//! Owns the order of the same steps where nothing may grow with the number of pairs: band keys are grouped
//! part by part, candidates and verified pairs sorted in runs, and what was found is handed out component by
//! component, since no decision about one depends on another.

use std::iter::Peekable;
use std::ops::Range;
use std::sync::Mutex;

use rayon::prelude::*;

use crate::candidates::{Keys, Part, of_band};
use crate::compare::Counts;
use crate::error::{Error, Result};
use crate::ingest::map;

use super::budget::{A_KEY, Budget};
use super::columns;
use super::corpus::Corpus;
use super::crowd;
use super::pairs::{Components, Found, Order, Pair, twins, verify_block};
use super::scratch;
use super::spill::{Record, Sorted, Sorter, read_words, write_words};

/// Pairs that one task compares: the shingles of all their articles are in memory.
const BLOCK: usize = 64;
/// Pairs that are compared while as many are read and written.
const WAVE: usize = 4096;
/// Candidates of a task that wait to be sorted.
const WAITING: usize = 8192;
/// Bytes that a pair takes while stories are made of it.
const A_PAIR: usize = 1024;

/// What was found, not yet in its final order.
#[derive(Debug)]
pub struct Spilled {
    /// All but the pairs; and those that were found in an index.
    pub found: Found,
    pairs: Sorter<Pair>,
    roots: Components,
    budget: Budget,
}

/// Finds all pairs of a corpus that reach `threshold`, as [`super::find`] does, within its settings' memory.
///
/// Errors: a temporary file cannot be written or read, or the memory is too little for so many records.
pub fn find_spilled(corpus: &Corpus, threshold: f64, order: &Order<'_>) -> Result<Spilled> {
    find_within(corpus, threshold, order, Budget::of(corpus)?)
}

fn find_within(corpus: &Corpus, threshold: f64, order: &Order<'_>, budget: Budget) -> Result<Spilled> {
    corpus.expect(map::Order::HereAndThere);
    let mut out_of_it = vec![false; corpus.len()];
    for &article in corpus.left_out() {
        out_of_it[article as usize] = true;
    }
    let twins = twins(corpus, &out_of_it, budget);
    for &(_, twin) in &twins {
        out_of_it[twin as usize] = true;
    }
    let by_band = columns::by_band(corpus, budget.share())?;
    let all = Keys { first: 0, keys: columns::keys_of(&by_band), articles: corpus.len() };
    let (mut candidates, crowds) = candidates(corpus, &[all], &out_of_it, budget)?;
    drop((out_of_it, by_band));
    let mut thinned = Vec::new();
    if !crowds.is_empty() {
        thinned = crowd::complete(corpus, threshold, &mut candidates, crowds, order)?;
    }
    let mut pairs = Sorter::new(budget.share(), &corpus.settings().temp);
    let mut roots = Components::new(corpus.len());
    let mut candidates = unique(candidates.sorted()?);
    let mut compared = 0;
    loop {
        let wave: Vec<u64> = candidates.by_ref().take(WAVE).collect::<Result<_>>()?;
        if wave.is_empty() {
            break;
        }
        compared += wave.len() as u64;
        let verified: Vec<Vec<Pair>> = wave
            .par_chunks(BLOCK)
            .map(|block| {
                scratch::with(corpus.settings(), |s| {
                    verify_block(corpus, threshold, block.iter().copied(), s)
                })
            })
            .collect();
        for pair in verified.into_iter().flatten() {
            roots.join(pair.a, pair.b);
            pairs.push(pair)?;
        }
    }
    let found = Found { pairs: Vec::new(), twins, compared, thinned, known: 0..0 };
    Ok(Spilled { found, pairs, roots, budget })
}

/// Pairs that share a band key, and crowds.
fn candidates(
    corpus: &Corpus,
    stretches: &[Keys<'_>],
    out_of_it: &[bool],
    budget: Budget,
) -> Result<(Sorter<u64>, Vec<Vec<u32>>)> {
    let sorter = Mutex::new(Sorter::new(2 * budget.share(), &corpus.settings().temp));
    let threads = rayon::current_num_threads();
    let parts: Vec<Part> = budget.parts(corpus.len() * threads, A_KEY).collect();
    let bands = 0..corpus.settings().banding.bands;
    let tasks: Vec<(usize, Part)> =
        bands.flat_map(|band| parts.iter().map(move |&part| (band, part))).collect();
    let hand_over = |pairs: &mut Vec<u64>| match sorter.lock() {
        Ok(mut sorter) => sorter.extend(pairs.drain(..)),
        Err(_) => Err(Error::Usage("another thread has failed".to_owned())),
    };
    let crowds: Vec<Vec<Vec<u32>>> = tasks
        .into_par_iter()
        .with_max_len(1)
        .map(|(band, part)| {
            let (mut waiting, mut failed) = (Vec::with_capacity(WAITING), None);
            let takes_part = |article: u32| !out_of_it[article as usize];
            let crowds = of_band(stretches, band, part, &takes_part, &mut |pair| {
                waiting.push(pair);
                if waiting.len() == WAITING {
                    failed = hand_over(&mut waiting).err().or(failed.take());
                }
            });
            hand_over(&mut waiting)?;
            failed.map_or(Ok(crowds), Err)
        })
        .collect::<Result<_>>()?;
    let sorter = sorter.into_inner().map_err(|_| Error::Usage("another thread has failed".to_owned()))?;
    Ok((sorter, crowds.into_iter().flatten().collect()))
}

impl crowd::Pairs for Sorter<u64> {
    fn retain(&mut self, keep: &(dyn Fn(u64) -> bool + Sync)) -> Result<()> {
        let mut kept = self.another();
        for pair in unique(std::mem::replace(self, self.another()).sorted()?) {
            let pair = pair?;
            if keep(pair) {
                kept.push(pair)?;
            }
        }
        *self = kept;
        Ok(())
    }

    fn add(&mut self, pairs: Vec<u64>) -> Result<()> {
        self.extend(pairs)
    }
}

/// Sorted values without repeats.
fn unique(sorted: Sorted<u64>) -> impl Iterator<Item = Result<u64>> {
    let mut last = None;
    sorted.filter(move |value| match value {
        Ok(value) => last.replace(*value) != Some(*value),
        Err(_) => true,
    })
}

/// A pair or twins, by the component that they are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Tie {
    root: u32,
    /// Twins come before pairs.
    is_pair: bool,
    pair: Pair,
}

impl Record for Tie {
    fn write(&self, out: &mut Vec<u8>) {
        write_words(&[self.root, u32::from(self.is_pair)], out);
        self.pair.write(out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (head, pair) = bytes.split_at_checked(8)?;
        let [root, is_pair] = read_words(head)?;
        Some(Tie { root, is_pair: is_pair == 1, pair: Pair::read(pair)? })
    }
}

impl Record for Pair {
    fn write(&self, out: &mut Vec<u8>) {
        let Counts { shared, a, b } = self.counts;
        write_words(&[self.a, self.b, shared, a, b], out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let [a, b, shared, of_a, of_b] = read_words(bytes)?;
        Some(Pair { a, b, counts: Counts { shared, a: of_a, b: of_b } })
    }
}

impl Spilled {
    /// What was found, some components at a time.
    ///
    /// Errors: a temporary file cannot be written or read.
    pub fn parts(self, corpus: &Corpus) -> Result<Parts> {
        let Spilled { mut found, mut pairs, mut roots, budget } = self;
        roots.grow(found.known.end as usize);
        for pair in std::mem::take(&mut found.pairs) {
            roots.join(pair.a, pair.b);
            pairs.push(pair)?;
        }
        found.twins.iter().for_each(|&(first, twin)| roots.join(first, twin));
        let mut ties = Sorter::new(budget.share(), &corpus.settings().temp);
        for (first, twin) in std::mem::take(&mut found.twins) {
            let pair = Pair { a: first, b: twin, counts: Counts { shared: 1, a: 1, b: 1 } };
            ties.push(Tie { root: roots.find(first), is_pair: false, pair })?;
        }
        for pair in pairs.sorted()? {
            let pair = pair?;
            ties.push(Tie { root: roots.find(pair.a), is_pair: true, pair })?;
        }
        Ok(Parts {
            ties: ties.sorted()?.peekable(),
            thinned: found.thinned,
            known: found.known,
            most: (2 * budget.share() / A_PAIR).max(64),
        })
    }
}

/// What was found, whole components at a time.
#[derive(Debug)]
pub struct Parts {
    ties: Peekable<Sorted<Tie>>,
    thinned: Vec<u32>,
    known: Range<u32>,
    /// Pairs from which on no further component is taken.
    most: usize,
}

impl Iterator for Parts {
    type Item = Result<Found>;

    fn next(&mut self) -> Option<Result<Found>> {
        let mut found = Found { known: self.known.clone(), ..Found::default() };
        let mut root = None;
        loop {
            let full = found.pairs.len() + found.twins.len() >= self.most;
            let tie = self.ties.next_if(|tie| !full || tie.as_ref().is_ok_and(|tie| root == Some(tie.root)));
            match tie {
                None if root.is_none() => return None,
                None => break,
                Some(Err(error)) => return Some(Err(error)),
                Some(Ok(tie)) => {
                    root = Some(tie.root);
                    if tie.is_pair {
                        found.pairs.push(tie.pair);
                    } else {
                        found.twins.push((tie.pair.a, tie.pair.b));
                    }
                }
            }
        }
        if !self.thinned.is_empty() {
            let members = found.pairs.iter().flat_map(|pair| [pair.a, pair.b]);
            found.thinned = members.filter(|article| self.thinned.binary_search(article).is_ok()).collect();
        }
        Some(Ok(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Settings, find};
    use crate::ingest::walk;

    /// Articles of numbered words: originals, and copies that begin later and later.
    fn corpus(folder: &std::path::Path) -> Corpus {
        let mut lines = String::new();
        for n in 0..1500u32 {
            let (original, shift) = (n % 400, n / 400 * 7);
            let words: Vec<String> = (shift..shift + 60).map(|k| format!("w{original}x{}", k * k)).collect();
            lines += &format!("{{\"id\":\"{n}\",\"text\":\"{}\"}}\n", words.join(" "));
            if n % 50 == 0 {
                lines += &format!("{{\"id\":\"same-{n}\",\"text\":\"{}\"}}\n", words.join(" "));
            }
        }
        let path = folder.join("news.jsonl");
        std::fs::write(&path, lines).unwrap();
        let inputs = walk::find(&[path], None).unwrap().inputs;
        let settings = Settings { memory: Some(1 << 30), ..Settings::for_threshold(0.5) };
        Corpus::read(inputs, settings, &|_, _| {}, &mut |_, problem| panic!("{problem:?}")).unwrap()
    }

    #[test]
    fn little_room_gives_the_same_pairs_in_whole_components() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = corpus(folder.path());
        let usual = find(&corpus, 0.5, &|_| {}).unwrap();
        assert!(usual.pairs.len() > 1000 && usual.twins.len() == 30, "{}", usual.pairs.len());
        for room in [10_000, 100_000, 10_000_000] {
            let spilled = find_within(&corpus, 0.5, &|_| {}, Budget::with_room(room)).unwrap();
            assert_eq!(spilled.found.compared, usual.compared);
            let (mut pairs, mut twins, mut seen) = (Vec::new(), Vec::new(), std::collections::HashSet::new());
            let parts: Vec<Found> = spilled.parts(&corpus).unwrap().collect::<Result<_>>().unwrap();
            assert!(room > 100_000 || parts.len() > 3, "{} parts", parts.len());
            for part in parts {
                let members: std::collections::HashSet<u32> = part
                    .pairs
                    .iter()
                    .flat_map(|p| [p.a, p.b])
                    .chain(part.twins.iter().map(|t| t.1))
                    .collect();
                assert!(members.iter().all(|&article| seen.insert(article)), "a component is cut");
                pairs.extend(part.pairs);
                twins.extend(part.twins);
            }
            pairs.sort_unstable();
            twins.sort_unstable();
            assert_eq!((&pairs, &twins), (&usual.pairs, &usual.twins), "{room}");
        }
    }
}
