//! Finds near-duplicate articles of a JSON Lines file with the gaoya crate.
//!
//! usage: `peer-gaoya IN.jsonl PAIRS.jsonl [--threads N] [--threshold 0.7]`
//!
//! Settings: 128 permutations of 32 bits (the crate's default width), bands and rows as `calculate_minhash_params`
//! gives them, ids in the small-vector container that the crate recommends where few articles are alike, sketches and
//! bands filled in parallel, and every candidate checked against the full signature, which the index does by itself.
//! Shingles reach the hasher as ready-made 64-bit numbers, rolled from one hash a word: faster than strings of five
//! words, and the same sets.

use gaoya::minhash::{MinHashIndex, MinHasher, MinHasher32, SmallVecContainer, calculate_minhash_params};
use peer_gaoya::{Record, SHINGLE, words};
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;
use std::error::Error;
use std::fs::File;
use std::hash::BuildHasher;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::ExitCode;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PERMUTATIONS: usize = 128;
/// Lines read before they are sketched in parallel.
const BATCH: usize = 8_192;
/// Base of the rolling hash; odd, so that no bit of a word's hash is lost.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// The article's word 5-grams as 64-bit numbers; an article of fewer words is one shingle.
fn shingles(text: &str) -> Vec<u64> {
    let text = text.to_lowercase();
    let hashes: Vec<u64> = words(&text).map(|word| FxBuildHasher.hash_one(word)).collect();
    let roll = |run: &[u64]| run.iter().fold(0u64, |key, &word| key.wrapping_mul(BASE).wrapping_add(word));
    match hashes.len() {
        0 => Vec::new(),
        n if n < SHINGLE => vec![roll(&hashes)],
        _ => hashes.windows(SHINGLE).map(roll).collect(),
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let (mut places, mut threads, mut threshold) = (Vec::new(), 0, 0.7);
    let mut rest = std::env::args().skip(1);
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--threads" => threads = rest.next().ok_or("--threads needs a number")?.parse()?,
            "--threshold" => threshold = rest.next().ok_or("--threshold needs a number")?.parse()?,
            _ => places.push(argument),
        }
    }
    let [input, output]: [String; 2] = places
        .try_into()
        .map_err(|_| "usage: peer-gaoya IN.jsonl PAIRS.jsonl [--threads N] [--threshold 0.7]")?;
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?;

    let (bands, rows) = calculate_minhash_params(threshold, PERMUTATIONS);
    let hasher = MinHasher32::new_with_hasher(bands * rows, FxBuildHasher);
    let mut names: Vec<String> = Vec::new();
    let mut signatures: Vec<Vec<u32>> = Vec::new();
    let mut lines = BufReader::with_capacity(1 << 20, File::open(input)?).lines();
    loop {
        let batch = lines.by_ref().take(BATCH).collect::<Result<Vec<_>, _>>()?;
        if batch.is_empty() {
            break;
        }
        let sketched = batch
            .par_iter()
            .map(|line| {
                let record: Record = serde_json::from_str(line)?;
                let shingles = shingles(&record.text);
                Ok((record.id.into_owned(), hasher.create_signature(shingles.into_iter())))
            })
            .collect::<Result<Vec<_>, serde_json::Error>>()?;
        for (name, signature) in sketched {
            names.push(name);
            signatures.push(signature);
        }
    }

    let ids: Vec<u32> = (0..names.len() as u32).collect();
    let mut index: MinHashIndex<u32, u32, SmallVecContainer<u32, 2>> =
        MinHashIndex::new_index(bands, rows, threshold);
    index.par_bulk_insert(ids.clone(), signatures);
    let pairs: Vec<(u32, u32)> = ids
        .par_iter()
        .flat_map_iter(|&a| {
            let mut others: Vec<u32> =
                index.query_by_id(&a).into_iter().copied().filter(|&b| b > a).collect();
            others.sort_unstable();
            others.into_iter().map(move |b| (a, b))
        })
        .collect();

    let mut output = BufWriter::new(File::create(output)?);
    for (a, b) in pairs {
        let [a, b] = [a, b].map(|i| serde_json::to_string(&names[i as usize]));
        writeln!(output, r#"{{"a": {}, "b": {}}}"#, a?, b?)?;
    }
    output.flush()?;
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("peer-gaoya: {error}");
            ExitCode::from(2)
        }
    }
}
