//! Finds every pair of articles whose word-5-shingle sets have an exact Jaccard similarity of at least a threshold.
//!
//! usage: `exact IN.jsonl OUT.tsv [--threshold 0.7] [--threads N] [--self-check]`
//!
//! `OUT.tsv` has one line a pair, `line_a TAB line_b TAB jaccard`, lines counted from 0, `line_a < line_b`, sorted.
//!
//! **Why no pair can be missing.** No sketch and no hash of content is involved: words get consecutive numbers from a
//! dictionary, and a shingle is its five numbers side by side in 128 bits, so two shingles are equal if and only if
//! their words are. All shingles are put in one order, rarest first. Two sets x and y with |x ∩ y| ≥ t·|x ∪ y| share at
//! least t·|x| items and at least t·|y| items. Let p(x) be the first |x| - ⌈t·|x|⌉ + 1 items of x in that order, and w
//! the earliest item that x and y share: at most |x| - ⌈t·|x|⌉ items of x stand before w, since all the other shared
//! items stand after it; so w is in p(x), and for the same reason in p(y). An index of the prefixes alone therefore
//! meets every such pair at w, and each pair met is then computed on the full sets, in whole numbers.
//! Articles with equal sets are folded first and unfolded at the end. Articles without a single word match nothing.

use peer_gaoya::{Record, SHINGLE, words};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::ExitCode;

/// Bits a word number takes; five of them fit 128 bits.
const WORD_BITS: u32 = 25;
/// More pairs than this make a file that nobody can use (a corpus of identical articles has N²/2).
const MAX_PAIRS: u64 = 200_000_000;

/// Threshold as a share of 10,000, so that all comparisons are exact.
#[derive(Clone, Copy)]
struct Threshold(u64);

impl Threshold {
    fn reached(self, shared: u64, union: u64) -> bool {
        shared * 10_000 >= self.0 * union
    }

    /// How many of a set's rarest items must be indexed.
    fn prefix(self, len: usize) -> usize {
        len - (self.0 * len as u64).div_ceil(10_000) as usize + 1
    }
}

/// A pair of articles by line, with the sizes that its similarity is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    a: u32,
    b: u32,
    shared: u32,
    union: u32,
}

/// Turns articles into sorted lists of packed shingles.
#[derive(Default)]
struct Packer {
    dictionary: FxHashMap<String, u32>,
    line: Vec<u128>,
}

impl Packer {
    /// The article's distinct shingles in ascending order. An article of fewer than five words is one shingle.
    fn pack(&mut self, text: &str) -> Result<Vec<u128>, Box<dyn Error>> {
        let text = text.to_lowercase();
        self.line.clear();
        for word in words(&text) {
            let number = match self.dictionary.get(word) {
                Some(&number) => number,
                None => {
                    // Zero stays free: it pads the shingle of an article under five words.
                    let number = self.dictionary.len() as u32 + 1;
                    if number >> WORD_BITS != 0 {
                        return Err("more distinct words than 25 bits can number".into());
                    }
                    self.dictionary.insert(word.to_owned(), number);
                    number
                }
            };
            self.line.push(u128::from(number));
        }
        let join = |run: &[u128]| run.iter().fold(0, |key, word| key << WORD_BITS | word);
        let mut shingles: Vec<u128> = match self.line.len() {
            0 => Vec::new(),
            n if n < SHINGLE => vec![join(&self.line)],
            _ => self.line.windows(SHINGLE).map(join).collect(),
        };
        shingles.sort_unstable();
        shingles.dedup();
        shingles.shrink_to_fit();
        Ok(shingles)
    }
}

/// Replaces every shingle by its place in the order "rarest first", and sorts each set by it.
fn rank(sets: &[Vec<u128>]) -> Vec<Vec<u32>> {
    let mut all: Vec<u128> = sets.iter().flatten().copied().collect();
    all.par_sort_unstable();
    let mut distinct = Vec::new();
    let mut counts: Vec<u32> = Vec::new();
    for run in all.chunk_by(|a, b| a == b) {
        distinct.push(run[0]);
        counts.push(run.len() as u32);
    }
    drop(all);
    let mut order: Vec<u32> = (0..distinct.len() as u32).collect();
    order.par_sort_unstable_by_key(|&i| (counts[i as usize], i));
    let mut ranks = vec![0u32; distinct.len()];
    for (rank, &i) in order.iter().enumerate() {
        ranks[i as usize] = rank as u32;
    }
    sets.par_iter()
        .map(|set| {
            let mut ranked: Vec<u32> = set
                .iter()
                .map(|key| ranks[distinct.binary_search(key).expect("collected from these sets")])
                .collect();
            ranked.sort_unstable();
            ranked
        })
        .collect()
}

/// Size of the intersection of two ascending lists.
fn overlap(a: &[u32], b: &[u32]) -> u32 {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        shared += u32::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    shared
}

/// All pairs at or above the threshold, sorted; see the head of this file for why they are all.
fn exact_pairs(sets: &[Vec<u128>], threshold: Threshold) -> Result<Vec<Pair>, Box<dyn Error>> {
    // Fold equal sets: `groups` maps each distinct set to the lines that have it.
    let mut by_set: Vec<u32> = (0..sets.len() as u32).filter(|&i| !sets[i as usize].is_empty()).collect();
    by_set.par_sort_unstable_by(|&a, &b| sets[a as usize].cmp(&sets[b as usize]).then(a.cmp(&b)));
    let groups: Vec<&[u32]> = by_set.chunk_by(|&a, &b| sets[a as usize] == sets[b as usize]).collect();
    let representatives: Vec<Vec<u128>> =
        groups.iter().map(|group| sets[group[0] as usize].clone()).collect();
    let ranked = rank(&representatives);

    let mut postings: Vec<(u32, u32)> = Vec::new();
    for (group, set) in ranked.iter().enumerate() {
        postings.extend(set[..threshold.prefix(set.len())].iter().map(|&item| (item, group as u32)));
    }
    postings.par_sort_unstable();
    let ranked = &ranked;
    let found: Vec<(u32, u32, u32, u32)> = ranked
        .par_iter()
        .enumerate()
        .flat_map_iter(|(me, set)| {
            let mut others = Vec::new();
            for &item in &set[..threshold.prefix(set.len())] {
                let from = postings.partition_point(|&(other, _)| other < item);
                let met =
                    postings[from..].iter().take_while(|&&(other, group)| other == item && group < me as u32);
                others.extend(met.map(|&(_, group)| group));
            }
            others.sort_unstable();
            others.dedup();
            others.into_iter().filter_map(move |other| {
                let theirs = &ranked[other as usize];
                let (short, long) = (set.len().min(theirs.len()), set.len().max(theirs.len()));
                if !threshold.reached(short as u64, long as u64) {
                    return None;
                }
                let shared = overlap(set, theirs);
                let union = (set.len() + theirs.len()) as u32 - shared;
                threshold.reached(shared.into(), union.into()).then_some((other, me as u32, shared, union))
            })
        })
        .collect();

    let between: u64 = found
        .iter()
        .map(|&(a, b, ..)| groups[a as usize].len() as u64 * groups[b as usize].len() as u64)
        .sum();
    let within: u64 = groups.iter().map(|g| g.len() as u64 * (g.len() as u64 - 1) / 2).sum();
    if between + within > MAX_PAIRS {
        return Err(format!("{} pairs: too many to write one by one", between + within).into());
    }
    let mut pairs = Vec::with_capacity((between + within) as usize);
    for (group, lines) in groups.iter().enumerate() {
        let size = ranked[group].len() as u32;
        for (i, &a) in lines.iter().enumerate() {
            pairs.extend(lines[i + 1..].iter().map(|&b| Pair { a, b, shared: size, union: size }));
        }
    }
    for (x, y, shared, union) in found {
        for &p in groups[x as usize] {
            pairs.extend(groups[y as usize].iter().map(|&q| Pair {
                a: p.min(q),
                b: p.max(q),
                shared,
                union,
            }));
        }
    }
    pairs.par_sort_unstable();
    Ok(pairs)
}

/// The slow, obvious way: every pair of every text, on sets of strings numbered as they come.
fn brute_force(texts: &[&str], threshold: Threshold) -> Vec<Pair> {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut sets: Vec<Vec<u32>> = Vec::new();
    for text in texts {
        let lowercase = text.to_lowercase();
        let words: Vec<&str> = words(&lowercase).collect();
        let mut shingles = BTreeSet::new();
        if words.len() >= SHINGLE {
            for start in 0..=words.len() - SHINGLE {
                shingles.insert(words[start..start + SHINGLE].join(" "));
            }
        } else if !words.is_empty() {
            shingles.insert(words.join(" "));
        }
        let mut set = BTreeSet::new();
        for shingle in shingles {
            let next = numbers.len() as u32;
            set.insert(*numbers.entry(shingle).or_insert(next));
        }
        sets.push(set.into_iter().collect());
    }
    let mut pairs: Vec<Pair> = (0..sets.len())
        .into_par_iter()
        .flat_map_iter(|b| {
            let sets = &sets;
            (0..b).filter_map(move |a| {
                let shared = overlap(&sets[a], &sets[b]);
                let union = (sets[a].len() + sets[b].len()) as u32 - shared;
                (union > 0 && threshold.reached(shared.into(), union.into())).then_some(Pair {
                    a: a as u32,
                    b: b as u32,
                    shared,
                    union,
                })
            })
        })
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Compares both ways on 2,000 articles of the input at four thresholds: half of them articles that have a pair.
fn self_check(input: &str, pairs: &[Pair]) -> Result<(), Box<dyn Error>> {
    let paired: BTreeSet<u32> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
    let mut sample: BTreeSet<u32> = paired.into_iter().take(1_000).collect();
    let mut lines = Vec::new();
    for (number, line) in BufReader::new(File::open(input)?).lines().enumerate() {
        if sample.contains(&(number as u32)) || lines.len() < 1_000 {
            sample.remove(&(number as u32));
            lines.push(line?);
        }
        if lines.len() >= 1_000 && sample.is_empty() {
            break;
        }
    }
    let records =
        lines.iter().map(|line| serde_json::from_str::<Record>(line)).collect::<Result<Vec<_>, _>>()?;
    let texts: Vec<&str> = records.iter().map(|record| record.text.as_ref()).collect();
    let mut packer = Packer::default();
    let sets = texts.iter().map(|text| packer.pack(text)).collect::<Result<Vec<_>, _>>()?;
    for share in [3_000, 5_000, 7_000, 9_000] {
        let fast = exact_pairs(&sets, Threshold(share))?;
        if fast != brute_force(&texts, Threshold(share)) {
            return Err(format!("self-check failed at threshold {}", share as f64 / 1e4).into());
        }
        let threshold = share as f64 / 1e4;
        println!(
            "self-check: {} pairs of {} articles at {threshold}, as by brute force",
            fast.len(),
            texts.len()
        );
    }
    Ok(())
}

struct Arguments {
    input: String,
    output: String,
    threshold: Threshold,
    threads: usize,
    self_check: bool,
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let (mut places, mut threshold, mut threads, mut check) = (Vec::new(), 0.7, 0, false);
    let mut rest = std::env::args().skip(1);
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--threshold" => threshold = rest.next().ok_or("--threshold needs a number")?.parse::<f64>()?,
            "--threads" => threads = rest.next().ok_or("--threads needs a number")?.parse()?,
            "--self-check" => check = true,
            _ => places.push(argument),
        }
    }
    let [input, output]: [String; 2] = places
        .try_into()
        .map_err(|_| "usage: exact IN.jsonl OUT.tsv [--threshold 0.7] [--threads N] [--self-check]")?;
    if !(threshold > 0.0 && threshold <= 1.0) {
        return Err("the threshold must be above 0 and at most 1".into());
    }
    let threshold = Threshold((threshold * 1e4).round() as u64);
    Ok(Arguments { input, output, threshold, threads, self_check: check })
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments = arguments()?;
    rayon::ThreadPoolBuilder::new().num_threads(arguments.threads).build_global()?;
    let mut packer = Packer::default();
    let mut sets = Vec::new();
    for (number, line) in BufReader::new(File::open(&arguments.input)?).lines().enumerate() {
        let line = line?;
        let record: Record = serde_json::from_str(&line).map_err(|e| format!("line {number}: {e}"))?;
        sets.push(packer.pack(&record.text)?);
    }
    let pairs = exact_pairs(&sets, arguments.threshold)?;
    let mut output = BufWriter::new(File::create(&arguments.output)?);
    for pair in &pairs {
        writeln!(output, "{}\t{}\t{:.6}", pair.a, pair.b, f64::from(pair.shared) / f64::from(pair.union))?;
    }
    output.flush()?;
    println!("{} articles, {} pairs", sets.len(), pairs.len());
    if arguments.self_check {
        self_check(&arguments.input, &pairs)?;
    }
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("exact: {error}");
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Few words and short articles, so that shingles collide often and every size below five words occurs.
    #[test]
    fn agrees_with_brute_force_on_tiny_vocabularies() {
        let mut state = 1u64;
        let mut below = |limit: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % limit
        };
        for vocabulary in 1..4 {
            let texts: Vec<String> = (0..400)
                .map(|_| (0..below(14)).map(|_| format!("W{} ", below(vocabulary))).collect())
                .collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let mut packer = Packer::default();
            let sets: Vec<_> = texts.iter().map(|text| packer.pack(text).unwrap()).collect();
            for share in [1, 2_500, 3_334, 5_000, 7_000, 10_000] {
                let expected = brute_force(&texts, Threshold(share));
                assert!(!expected.is_empty());
                assert_eq!(exact_pairs(&sets, Threshold(share)).unwrap(), expected);
            }
        }
    }
}
