//! Builds an index of millions of made-up articles and measures it.
//!
//! ```sh
//! cargo run --release --example index_scale -- 1000000 /tmp/scale [--text] [--threads N] [--queries N] [--keep]
//! ```
//!
//! An article has about what one of 2.6 KB has: 24 bands, 127 prints, 188 words of a distribution like
//! newswire's; every tenth is an edited copy of another. Making them is not counted. The folder must not
//! exist, and is removed in the end unless `--keep` is given.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use wiretrace::index::{Batch, Entry, Kind, Lookup, Options, Params, Record, Scratch, Snapshot, Writer};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Articles made at once.
const BATCH: u64 = 20_000;
/// Articles of a batch.
const SHARE: usize = 64;
const SLOTS: usize = 96;
const BANDS: usize = 24;
const PRINTS: usize = 121;
const WORDS: usize = 188;
/// Rare words of a query.
const QUERY_WORDS: usize = 55;
const VOCABULARY: f64 = 5e6;
/// Words before the long tail.
const COMMON: f64 = 5e4;
/// Longer lists than this are not read by a query.
const LONGEST: u32 = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: index_scale ARTICLES FOLDER [--text] [--threads N] [--queries N] [--keep]";
    let count: u64 = arguments.next().ok_or(usage)?.parse()?;
    let folder = PathBuf::from(arguments.next().ok_or(usage)?);
    let (mut text, mut keep, mut threads, mut queries) = (false, false, 2, 20_000);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--text" => text = true,
            "--keep" => keep = true,
            "--queries" => queries = arguments.next().ok_or(usage)?.parse()?,
            "--threads" => threads = arguments.next().ok_or(usage)?.parse()?,
            _ => return Err(usage.into()),
        }
    }
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?;
    if folder.exists() {
        println!("{} is there: it is measured, not built", folder.display());
    } else {
        build(count, &folder, text)?;
    }
    measure(&folder, count, queries)?;
    if !keep {
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(())
}

fn build(count: u64, folder: &Path, text: bool) -> Result<(), Box<dyn Error>> {
    let options = Options { text: Some(text), ..Options::default() };
    let mut writer = Writer::open(folder, &Params::new().with("made", "up"), options, Box::new(()))?;
    let mut batches = vec![writer.batch(); 32];
    let (mut adding, mut adding_cpu, mut start) = (Duration::ZERO, 0.0, 0);
    while start < count {
        let made: Vec<Made> =
            (start..count.min(start + BATCH)).into_par_iter().map(|n| Made::new(n, text)).collect();
        let (clock, used) = (Instant::now(), processor());
        let shares: Vec<&[Made]> = made.chunks(SHARE).collect();
        for shares in shares.chunks(batches.len()) {
            let fill = |(batch, share): (&mut Batch, &&[Made])| {
                batch.clear();
                share.iter().try_for_each(|made| batch.add(&made.entry()))
            };
            batches.par_iter_mut().zip(shares).with_max_len(1).try_for_each(fill)?;
            batches[..shares.len()].iter().try_for_each(|batch| writer.add_batch(batch))?;
        }
        adding += clock.elapsed();
        adding_cpu += processor() - used;
        start += BATCH;
    }
    let (clock, used) = (Instant::now(), processor());
    let committed = writer.commit()?;
    let committing = clock.elapsed();
    let each = |seconds: f64| seconds * 1e6 / count as f64;
    println!(
        "processor time: add {:.1} µs/article, commit {:.1}",
        each(adding_cpu),
        each(processor() - used)
    );
    let rate = |time: Duration| count as f64 / time.as_secs_f64();
    println!(
        "add {:.1} s, commit {:.1} s ({:?}): {:.0} articles/s before the commit, {:.0} with it, text {text}",
        adding.as_secs_f64(),
        committing.as_secs_f64(),
        committed,
        rate(adding),
        rate(adding + committing),
    );
    Ok(())
}

fn measure(folder: &Path, count: u64, queries: u64) -> Result<(), Box<dyn Error>> {
    let clock = Instant::now();
    let snapshot = Snapshot::open(folder)?;
    println!("open {:.2} ms", clock.elapsed().as_secs_f64() * 1e3);
    let info = snapshot.info();
    println!("{} articles, {} segments", info.articles, info.segments);
    let mut sum = 0.0;
    for (name, bytes) in &info.bytes {
        let each = *bytes as f64 / info.articles as f64;
        println!("{name:>22} {each:8.1} bytes/article");
        sum += if *name == "text" { 0.0 } else { each };
    }
    println!("{:>22} {sum:8.1} bytes/article", "all but text");
    for round in ["cold", "warm", "warm"] {
        let mut times = candidates(&snapshot, count, queries, if round == "cold" { 1 } else { 2 })?;
        report(&format!("200 keys, lists up to {LONGEST}, {round}"), &mut times);
    }
    let (mut scratch, mut records, mut texts) = (Scratch::default(), Vec::new(), Vec::new());
    let mut state = 3;
    for _ in 0..queries {
        let article = (random(&mut state) % u64::from(snapshot.numbers())) as u32;
        let clock = Instant::now();
        black_box(snapshot.record(article, &mut scratch)?);
        records.push(clock.elapsed());
        let clock = Instant::now();
        black_box(snapshot.text(article, &mut scratch)?);
        texts.push(clock.elapsed());
    }
    report("one record", &mut records);
    report("one text", &mut texts);
    let mut finds = Vec::new();
    for _ in 0..queries / 10 {
        let id = Made::id(random(&mut state) % count);
        let clock = Instant::now();
        black_box(snapshot.find(&id, &mut scratch)?);
        finds.push(clock.elapsed());
    }
    report("one id", &mut finds);
    Ok(())
}

/// The candidate step's look-ups: half of the queries are articles of the index, half others.
fn candidates(
    snapshot: &Snapshot,
    count: u64,
    queries: u64,
    seed: u64,
) -> Result<Vec<Duration>, Box<dyn Error>> {
    let (mut lookup, mut postings) = (Lookup::default(), Vec::new());
    let mut state = seed;
    let mut times = Vec::with_capacity(queries as usize);
    let mut read = 0;
    for query in 0..queries {
        let made = Made::new(random(&mut state) % count + (query % 2) * count * 10, false);
        let prints: Vec<u64> = made.prints.iter().take(PRINTS).map(|p| p.0).collect();
        let mut words = made.words.clone();
        words.truncate(QUERY_WORDS);
        let clock = Instant::now();
        postings.clear();
        for (kind, keys) in [(Kind::Bands, &made.bands), (Kind::Prints, &prints), (Kind::Words, &words)] {
            snapshot.lookup(kind, keys, &mut lookup)?;
            for key in 0..keys.len() {
                if (1..=LONGEST).contains(&lookup.frequencies()[key]) {
                    snapshot.postings(&lookup, key, |p| postings.push(p))?;
                }
            }
        }
        times.push(clock.elapsed());
        read += postings.len();
    }
    println!("{:.0} postings a query", read as f64 / queries as f64);
    Ok(times)
}

/// Seconds of processor time that this process has used, on Linux; it says more than a clock on a machine
/// with other work.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = |n| stat.split(' ').nth(n).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(13) + ticks(14)) / 100.0
}

fn report(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e6;
    println!("{what:>36}: median {:.1} µs, p99 {:.1} µs", at(0.5), at(0.99));
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (*state ^ *state >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

/// A word's rank: uniform on a logarithmic scale, which is Zipf's law, but three of a hundred are of the long
/// tail, so that about as many are as rare as in newswire.
fn rank(state: &mut u64) -> u64 {
    let uniform = (random(state) >> 11) as f64 / (1u64 << 53) as f64;
    match random(state) % 100 {
        0..3 => (COMMON * (VOCABULARY / COMMON).powf(uniform)) as u64,
        _ => COMMON.powf(uniform) as u64,
    }
}

struct Made {
    id: String,
    url: String,
    title: String,
    published: String,
    time: i64,
    text: String,
    signature: Vec<u32>,
    bands: Vec<u64>,
    prints: Vec<(u64, u32)>,
    words: Vec<u64>,
}

impl Made {
    fn id(n: u64) -> String {
        format!("https://news{}.example.org/article/{n}", n * 7919 % 3000)
    }

    fn new(n: u64, text: bool) -> Made {
        let mut own = n ^ 0x5EED << 40;
        // An edited copy has most of what its original has.
        let (original, edited) = match random(&mut own) % 10 {
            0 => (n / 2, 4),
            _ => (n, 0),
        };
        let (mut state, mut change) = (original ^ 0xA57 << 44, n ^ 0xED17 << 44);
        let mut value = || {
            let kept = random(&mut state);
            if random(&mut change) % 10 < edited { random(&mut change) } else { kept }
        };
        let signature = (0..SLOTS).map(|_| value() as u32).collect();
        let bands = (0..BANDS).map(|_| value() & 0xFFFF_FFFF).collect();
        let mut prints: Vec<(u64, u32)> = (0..PRINTS as u32).map(|i| (value(), i * 21)).collect();
        let mut words = ranks(original, WORDS);
        if edited > 0 {
            words.iter_mut().step_by(3).for_each(|word| *word = rank(&mut own));
        }
        // Phrases that many have.
        prints.extend((0..6).map(|i| (rank(&mut own) ^ 0xF00D << 32, i * 400)));
        let spell = |rank: u64| {
            let mut state = rank;
            let letters = 2 + rank.max(1).ilog10() + (random(&mut state) % 5) as u32;
            (0..letters).map(|_| char::from(b"etaoinsrhldcumfpgwybvkxjqz"[letter(&mut state)])).collect()
        };
        let say = |ranks: &[u64]| ranks.iter().map(|&rank| spell(rank)).collect::<Vec<String>>().join(" ");
        let time = 1_500_000_000 + (n % 300_000_000) as i64;
        let published = format!(
            "20{:02}-{:02}-{:02}T{:02}:{:02}:00Z",
            n % 25,
            n % 12 + 1,
            n % 28 + 1,
            n % 24,
            n * 7 % 60
        );
        let mut all = Vec::new();
        if text {
            all = ranks(original ^ 0x7E87 << 40, 430);
        }
        Made {
            id: Made::id(n),
            url: format!("{}/{}", Made::id(n), say(&words[..6]).replace(' ', "-")),
            title: say(&words[6..15]),
            published,
            time,
            text: say(&all),
            signature,
            bands,
            prints,
            words: words.into_iter().map(|rank| random(&mut { rank })).collect(),
        }
    }

    fn entry(&self) -> Entry<'_> {
        Entry {
            record: Record {
                id: &self.id,
                url: Some(&self.url),
                host: self.url.get(8..).and_then(|rest| rest.split('/').next()),
                title: Some(&self.title),
                published: Some(&self.published),
                times: (self.time, self.time + 59),
                lang: Some("en"),
                claims: vec![("credit", "Reuters"), ("byline", "By A. Writer")],
            },
            coded: None,
            text: &self.text,
            tokens: 430,
            signature: &self.signature,
            bands: &self.bands,
            prints: &self.prints,
            words: &self.words,
            counted: None,
        }
    }
}

/// A letter, the first ones more often.
fn letter(state: &mut u64) -> usize {
    let r = random(state);
    (((r & 0xFFFF) * (r >> 16 & 0xFFFF) * 26) >> 32) as usize % 26
}

/// Ranks of the words of a text.
fn ranks(seed: u64, count: usize) -> Vec<u64> {
    let mut state = seed ^ 0x3A7E << 44;
    (0..count).map(|_| rank(&mut state)).collect()
}
