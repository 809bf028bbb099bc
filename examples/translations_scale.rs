//! Measures how translations are found among very many articles: how many, and how fast.
//!
//! usage: translations_scale memory STORIES BACKGROUND N [--half]
//!
//! STORIES and BACKGROUND: as `examples/translations.rs` takes them. Of the sentences of BACKGROUND N articles are put
//! together, in each sentence a third of the words exchanged for words of others, so that none is there twice; the
//! English stories stand among them, whole or with half of their sentences. Each foreign text is asked for in memory:
//! what comparing all sentences finds, what the search finds of that, and how long both take, on one thread.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::time::Instant;

use rayon::prelude::*;
use serde_json::Value;
use wiretrace::crosslingual::{Coded, Content, MemorySentences, Reader, Votes, WordTable, candidates};
use wiretrace::text::Kernel;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn lines(path: &str) -> Vec<Value> {
    let file = File::open(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let file: Box<dyn std::io::Read> = if path.ends_with(".gz") {
        Box::new(flate2::read::MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let lines = BufReader::new(file).lines().map(|l| l.expect("text"));
    lines.map(|l| serde_json::from_str(&l).unwrap_or_else(|e| panic!("{path}: {e}"))).collect()
}

/// A generator of the same numbers everywhere (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ z >> 31) >> 11) as usize % n.max(1)
    }
}

/// Sentences that articles are put together of.
struct Pool {
    sentences: Vec<Vec<String>>,
}

impl Pool {
    fn read(path: &str) -> Pool {
        let texts = lines(path);
        let sentences = texts.par_iter().map_init(
            || Reader::new(WordTable::embedded()),
            |reader, line| {
                let text = line["text"].as_str().unwrap_or_default();
                let of = |span: std::ops::Range<usize>| {
                    text[span].split_whitespace().map(str::to_owned).collect::<Vec<_>>()
                };
                reader.read(text).spans().map(of).filter(|words| words.len() > 7).collect::<Vec<_>>()
            },
        );
        Pool { sentences: sentences.flatten_iter().collect() }
    }

    /// The `n`th article.
    fn article(&self, n: usize) -> String {
        let mut random = Random(n as u64);
        let mut text = String::new();
        for nth in 0..6 + random.below(19) {
            let words = &self.sentences[random.below(self.sentences.len())];
            for word in words {
                let other = &self.sentences[random.below(self.sentences.len())];
                let other = &other[random.below(other.len())];
                text.push_str(if random.below(3) == 0 { other } else { word });
                text.push(' ');
            }
            text.push_str(if nth % 3 == 2 { "\n" } else { ". " });
        }
        text
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [mode, stories, background, count, rest @ ..] if mode == "memory" => {
            in_memory(stories, background, count.parse().expect("a number"), rest == ["--half"]);
        }
        _ => panic!("usage: translations_scale memory STORIES BACKGROUND N [--half]"),
    }
}

/// The stories: work, then language, then text.
fn stories(path: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut works: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for line in lines(path) {
        let [work, lang, text] =
            ["work", "lang", "text"].map(|key| line[key].as_str().unwrap_or_default().to_owned());
        works.entry(work).or_default().insert(lang, text);
    }
    works
}

fn in_memory(stories_path: &str, background: &str, count: usize, half: bool) {
    let pool = Pool::read(background);
    let works = stories(stories_path);
    let kernel = Kernel::best();
    let mut reader = Reader::new(WordTable::embedded());
    let (mut votes, mut sentences, mut all) = (Votes::default(), MemorySentences::default(), 0);
    let mut coded = Coded::new(kernel);
    let brute = count <= 200_000;
    let mut add = |content: &Content, coded: &Coded| {
        if brute {
            votes.add(content);
        }
        sentences.add(coded);
        all += coded.cells().len();
    };
    for work in works.values() {
        let keep = |(n, _): &(usize, &str)| !half || n % 2 == 0;
        let text: Vec<&str> = work["eng"].lines().enumerate().filter(keep).map(|(_, line)| line).collect();
        let content = reader.read(&text.join("\n"));
        coded.take(&content);
        add(&content, &coded);
    }
    let clock = Instant::now();
    let numbers: Vec<usize> = (0..count).collect();
    for block in numbers.chunks(4096) {
        let ready: Vec<(Content, Coded)> = block
            .par_iter()
            .map_init(
                || Reader::new(WordTable::embedded()),
                |reader, n| {
                    let content = reader.read(&pool.article(*n));
                    let mut coded = Coded::new(kernel);
                    coded.take(&content);
                    (content, coded)
                },
            )
            .collect();
        ready.iter().for_each(|(content, coded)| add(content, coded));
    }
    println!(
        "{} articles, {all} sentences; made in {:.1} s",
        count + works.len(),
        clock.elapsed().as_secs_f64()
    );

    let (mut asked, mut firsts, mut among8, mut same, mut of_all) = (0, [0; 2], [0; 2], 0, 0);
    let mut times = [Vec::new(), Vec::new()];
    for (nth, work) in works.values().enumerate() {
        for (_, text) in work.iter().filter(|(lang, _)| *lang != "eng") {
            let clock = Instant::now();
            let content = reader.read(text);
            let Ok(found) = candidates(kernel, &content, &sentences, 16, |_| true);
            times[1].push(clock.elapsed());
            let clock = Instant::now();
            let wanted = if brute { votes.candidates(&content, 16, |_| true) } else { Vec::new() };
            times[0].push(clock.elapsed());
            asked += 1;
            for (way, found) in [&wanted, &found].into_iter().enumerate() {
                firsts[way] += usize::from(found.first().is_some_and(|(text, _)| *text as usize == nth));
                among8[way] += usize::from(found.iter().any(|(text, _)| *text as usize == nth));
            }
            let wanted = &wanted[..wanted.len().min(8)];
            of_all += wanted.len();
            same += wanted.iter().filter(|(text, _)| found.iter().any(|(other, _)| other == text)).count();
        }
    }
    for (way, name) in ["all compared", "search"].into_iter().enumerate() {
        let times = &mut times[way];
        times.sort_unstable();
        println!(
            "{name:12} the story first {:.3}, among 16 {:.3}; {:.1} ms a text (median), p99 {:.1} ms",
            firsts[way] as f64 / asked as f64,
            among8[way] as f64 / asked as f64,
            times[times.len() / 2].as_secs_f64() * 1e3,
            times[times.len() * 99 / 100].as_secs_f64() * 1e3,
        );
    }
    println!(
        "of the first 8 when all are compared the search finds {:.3}",
        same as f64 / f64::from(of_all.max(1) as u32)
    );
}
