//! Measures how well translations are found and verified, and how fast.
//!
//! usage: translations STORIES BACKGROUND [--measures FILE]
//!
//! STORIES: JSON Lines (gzip or not) `{"work", "lang", "text"}`, the same `work` in several languages, a sentence a
//! line; one language is `eng`. BACKGROUND: JSON Lines `{"text"}`, other English texts. Each foreign text is asked for
//! among the English ones: as it is, with half of the English sentences kept and three foreign blocks put in, and with
//! a quarter kept. `--measures` writes what the aligner says of every pair it is asked for.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::time::Instant;

use serde_json::Value;
use wiretrace::crosslingual::{Content, Reader, Votes, WordTable, align};

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

fn text_of<'v>(line: &'v Value, key: &str) -> &'v str {
    line[key].as_str().unwrap_or_default()
}

/// A generator of the same numbers everywhere (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }
}

/// A text of which a share of the sentences is kept, in order, with three blocks of other texts put in.
fn partial(text: &str, share: f64, others: &[&str], random: &mut Random) -> String {
    let sentences: Vec<&str> = text.lines().collect();
    let keep =
        ((sentences.len() as f64 * share).round() as usize).clamp(2.min(sentences.len()), sentences.len());
    let mut kept = BTreeSet::new();
    while kept.len() < keep {
        kept.insert(random.below(sentences.len()));
    }
    let mut out: Vec<String> = kept.into_iter().map(|n| sentences[n].to_owned()).collect();
    for _ in 0..3 {
        let other: Vec<&str> = others[random.below(others.len())].lines().collect();
        let from = random.below(other.len().saturating_sub(3));
        let block = other[from..(from + 3).min(other.len())].join(" ");
        out.insert(random.below(out.len() + 1), block);
    }
    out.join("\n")
}

#[derive(Default)]
struct Found {
    asked: usize,
    candidates: usize,
    by_votes: usize,
    verified: usize,
}

fn main() {
    let mut args = std::env::args().skip(1);
    let mut paths = Vec::new();
    let mut measures = None;
    while let Some(arg) = args.next() {
        if arg == "--measures" {
            measures =
                args.next().map(|path| BufWriter::new(File::create(path).expect("a file can be made")));
        } else {
            paths.push(arg);
        }
    }
    let [stories, background] = &paths[..] else { panic!("usage: translations STORIES BACKGROUND") };

    let start = Instant::now();
    let table = WordTable::embedded();
    println!("table: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let mut reader = Reader::new(table);
    println!("reader: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let background = lines(background);
    let background: Vec<&str> = background.iter().map(|line| text_of(line, "text")).collect();
    let start = Instant::now();
    let others: Vec<Content> = background.iter().map(|text| reader.read(text)).collect();
    let (seconds, sentences) =
        (start.elapsed().as_secs_f64(), others.iter().map(Content::len).sum::<usize>());
    let bytes: usize = background.iter().map(|text| text.len()).sum();
    println!(
        "read: {:.0} articles/s, {:.0} sentences/s, {:.1} MB/s ({} articles, {sentences} sentences)",
        others.len() as f64 / seconds,
        sentences as f64 / seconds,
        bytes as f64 / seconds / 1e6,
        others.len(),
    );

    let lines = lines(stories);
    let mut works: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for line in &lines {
        works.entry(text_of(line, "work")).or_default().insert(text_of(line, "lang"), text_of(line, "text"));
    }
    let languages: BTreeSet<&str> =
        works.values().flat_map(BTreeMap::keys).copied().filter(|lang| *lang != "eng").collect();
    let english: Vec<&str> = works.values().map(|work| work["eng"]).collect();
    let foreign: BTreeMap<&str, Vec<Content>> = languages
        .iter()
        .map(|lang| (*lang, works.values().map(|work| reader.read(work[lang])).collect()))
        .collect();

    for (name, share) in [("whole", 1.0), ("half", 0.5), ("quarter", 0.25)] {
        let mut random = Random(88172645463325252);
        let kept: Vec<String> = english
            .iter()
            .map(|text| {
                if share == 1.0 { (*text).to_owned() } else { partial(text, share, &background, &mut random) }
            })
            .collect();
        let contents: Vec<Content> = kept.iter().map(|text| reader.read(text)).collect();
        let mut votes = Votes::default();
        for content in contents.iter().chain(&others) {
            votes.add(content);
        }
        let content =
            |n: u32| contents.get(n as usize).unwrap_or_else(|| &others[n as usize - contents.len()]);
        let (mut asking, mut aligning, mut aligned) = (0.0, 0.0, 0);
        for (lang, texts) in &foreign {
            let mut found = Found::default();
            for (work, text) in texts.iter().enumerate() {
                let start = Instant::now();
                let candidates = votes.candidates(text, 50, |_| true);
                asking += start.elapsed().as_secs_f64();
                let start = Instant::now();
                let mut best = (0.0, u32::MAX);
                for (rank, &(candidate, worth)) in candidates.iter().enumerate() {
                    let Some(alignment) = align(text, content(candidate)) else { continue };
                    if alignment.score > best.0 {
                        best = (alignment.score, candidate);
                    }
                    aligned += 1;
                    if let Some(measures) = &mut measures {
                        let line = serde_json::json!({
                            "set": name, "lang": lang, "work": work, "true": candidate as usize == work, "rank": rank,
                            "worth": worth, "score": alignment.score, "probability": alignment.probability,
                            "pairs": alignment.pairs.len(), "covered": alignment.covered,
                            "cosine": alignment.pairs.iter().map(|p| p.cosine).sum::<f32>(),
                            "sentences": [text.len(), content(candidate).len()],
                        });
                        writeln!(measures, "{line}").expect("the file can be written");
                    }
                }
                aligning += start.elapsed().as_secs_f64();
                found.asked += 1;
                found.candidates += usize::from(candidates.iter().any(|(n, _)| *n as usize == work));
                found.by_votes += usize::from(candidates.first().is_some_and(|(n, _)| *n as usize == work));
                found.verified += usize::from(best.1 as usize == work);
            }
            let share = |n: usize| n as f64 / found.asked as f64;
            println!(
                "{name:8} {lang:8} candidates {:.3}, first by votes {:.3}, first when aligned {:.3}",
                share(found.candidates),
                share(found.by_votes),
                share(found.verified)
            );
        }
        let asked: usize = foreign.values().map(Vec::len).sum();
        println!(
            "{name:8} {:.2} ms a lookup among {} texts, {:.1} us an alignment",
            asking / asked as f64 * 1e3,
            votes.len(),
            aligning / f64::from(aligned) * 1e6
        );
    }
}
