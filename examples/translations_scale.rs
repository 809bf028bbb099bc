//! Measures how translations are found among very many articles: how many, and how fast.
//!
//! ```sh
//! cargo run --release --example translations_scale -- memory STORIES BACKGROUND N [half]
//! cargo run --release --example translations_scale -- write STORIES BACKGROUND N [half] > ARTICLES
//! cargo run --release --example translations_scale -- index STORIES INDEX
//! ```
//!
//! STORIES and BACKGROUND: as `examples/translations.rs` takes them. Of the sentences of BACKGROUND N articles are put
//! together, in each sentence a third of the words exchanged for words of others, so that none is there twice; the
//! English stories stand among them, whole or with half of their sentences. Each foreign text is asked for, on one
//! thread: `memory` tells what comparing all sentences finds (up to 200,000 articles), what the search finds of that, and
//! how long both take; `index` what is found in the INDEX that `wiretrace index add --translations` made of what `write`
//! has written.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde_json::Value;
use wiretrace::crosslingual::{
    Coded, Content, MemorySentences, Models, Reader, Votes, WordTable, candidates,
};
use wiretrace::engine::{Asked, Known, Settings, Tracer};
use wiretrace::index::{Language, Scratch, Snapshot};
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
        for nth in 0..8 + random.below(19) {
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

fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: translations_scale memory|write STORIES BACKGROUND N [half] | index STORIES INDEX";
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["memory", stories, background, count, ref rest @ ..] => {
            in_memory(stories, background, count.parse()?, *rest == ["half"]);
        }
        ["write", stories, background, count, ref rest @ ..] => {
            write(stories, background, count.parse()?, *rest == ["half"])?;
        }
        ["index", stories, index] => in_index(stories, index)?,
        _ => return Err(usage.into()),
    }
    Ok(())
}

/// Half of the sentences of an English story, or all.
fn kept(work: &BTreeMap<String, String>, half: bool) -> String {
    let keep = |(n, _): &(usize, &str)| !half || n % 2 == 0;
    let text: Vec<&str> = work["eng"].lines().enumerate().filter(keep).map(|(_, line)| line).collect();
    text.join("\n")
}

fn write(stories_path: &str, background: &str, count: usize, half: bool) -> Result<(), Box<dyn Error>> {
    let pool = Pool::read(background);
    let mut out = BufWriter::new(std::io::stdout().lock());
    let line = |id: &str, text: &str| serde_json::json!({ "id": id, "lang": "en", "text": text }).to_string();
    for (work, texts) in stories(stories_path) {
        writeln!(out, "{}", line(&work, &kept(&texts, half)))?;
    }
    let numbers: Vec<usize> = (0..count).collect();
    for block in numbers.chunks(1 << 14) {
        let lines: Vec<String> =
            block.par_iter().map(|n| line(&format!("mixed-{n}"), &pool.article(*n))).collect();
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    Ok(())
}

fn in_index(stories_path: &str, index: &str) -> Result<(), Box<dyn Error>> {
    let clock = Instant::now();
    let (snapshot, known) = (Snapshot::open(Path::new(index))?, Snapshot::open(Path::new(index))?);
    let known = Known::index(known)?.with_meanings(Models::default())?;
    println!("{} articles; opened in {:.1} ms", known.articles(), clock.elapsed().as_secs_f64() * 1e3);
    let settings = Settings::for_threshold(0.7);
    let mut tracer = Tracer::new(&known, &settings)?;
    let (mut reader, mut scratch) = (Reader::new(WordTable::embedded()), Scratch::default());
    let (mut asked, mut first, mut among, mut traced) = (0, 0, 0, 0);
    let mut times = [Vec::new(), Vec::new()];
    // All are asked for once to warm up, then once on the clock.
    for on_clock in [false, true] {
        for (work, texts) in stories(stories_path) {
            let right = snapshot.find(&work, &mut scratch)?;
            for (lang, text) in texts.iter().filter(|(lang, _)| *lang != "eng") {
                let language = Language::of(Some(lang)).expect("a tag");
                let clock = Instant::now();
                let may = |article| snapshot.is_foreign(article, language).unwrap_or(false);
                let found = candidates(settings.kernel, &reader.read(text), &snapshot, 16, may)?;
                let searched = clock.elapsed();
                let clock = Instant::now();
                let lang = Some(lang.as_str());
                let related = tracer
                    .trace(Asked { id: "asked", url: None, text, lang, day: None, papers: None })?
                    .related;
                if on_clock {
                    times[0].push(searched);
                    times[1].push(clock.elapsed());
                    asked += 1;
                    first += usize::from(found.first().map(|found| found.0) == right);
                    among += usize::from(found.iter().any(|found| Some(found.0) == right));
                    traced += usize::from(related.first().map(|related| related.article) == right);
                }
            }
        }
    }
    let share = |n: usize| n as f64 / f64::from(asked);
    println!(
        "of {asked} texts the story is found first in {:.3}, among 16 in {:.3}; traced to it {:.3}",
        share(first),
        share(among),
        share(traced)
    );
    for (name, mut times) in ["search alone", "trace"].into_iter().zip(times) {
        println!("{name:12} {}", spread(&mut times));
    }
    Ok(())
}

/// The median of times and the last percent.
fn spread(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    format!("{:.1} ms a text (median), p99 {:.1} ms", at(50), at(99))
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
        let content = reader.read(&kept(work, half));
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

    let (mut asked, mut firsts, mut among, mut same, mut of_all) = (0, [0; 2], [0; 2], 0, 0);
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
                among[way] += usize::from(found.iter().any(|(text, _)| *text as usize == nth));
            }
            let wanted = &wanted[..wanted.len().min(8)];
            of_all += wanted.len();
            same += wanted.iter().filter(|(text, _)| found.iter().any(|(other, _)| other == text)).count();
        }
    }
    for (way, name) in ["all compared", "search"].into_iter().enumerate() {
        println!(
            "{name:12} the story first {:.3}, among 16 {:.3}; {}",
            firsts[way] as f64 / f64::from(asked),
            among[way] as f64 / f64::from(asked),
            spread(&mut times[way])
        );
    }
    println!(
        "of the first 8 when all are compared the search finds {:.3}",
        same as f64 / f64::from(of_all.max(1) as u32)
    );
}
