//! Measures how well translations are found and verified, and how fast.
//!
//! usage: translations STORIES BACKGROUND [--names-alone] [--encoder DIR] [--measures FILE]
//!
//! STORIES: JSON Lines (gzip or not) `{"work", "lang", "text"}`, the same `work` in several languages, a sentence a
//! line; one language is `eng`. BACKGROUND: JSON Lines `{"text"}`, other English texts. Each foreign text is asked for
//! among the English ones: as it is, with half of the English sentences kept and three foreign blocks put in, and with
//! a quarter kept; and with its last third before the rest. `--names-alone` aligns as in languages that the table does not have;
//! `--encoder` by the encoder in DIR. `--measures` writes what the aligner says of every pair it is asked for.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::time::Instant;

use serde_json::Value;
use wiretrace::crosslingual::{Content, Encoder, Reader, Telling, Votes, WordTable, align_by};

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

/// Reads as ever, or as if the table had none of the languages.
struct Reading<'t>(Reader<'t>, bool);

impl Reading<'_> {
    fn read(&mut self, text: &str) -> Content {
        let content = self.0.read(text);
        if self.1 { content.reduced() } else { content }
    }
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
        let other = others[random.below(others.len())].split_whitespace().collect::<Vec<_>>().join(" ");
        let other: Vec<&str> = other.split_inclusive(". ").collect();
        let from = random.below(other.len().saturating_sub(3));
        let block = other[from..(from + 3).min(other.len())].concat();
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

/// What is said of pairs that are translations and of those that are none: the aligner's score, and how probable it is
/// by all that is measured.
#[derive(Default)]
struct Scores {
    right: Vec<[f32; 2]>,
    wrong: Vec<[f32; 2]>,
}

impl Scores {
    fn add(&mut self, truth: bool, telling: Option<&Telling>) {
        let scores = if truth { &mut self.right } else { &mut self.wrong };
        scores.push(telling.map_or([0.0; 2], |telling| [telling.alignment.score, telling.probability(None)]));
    }

    /// The share of the translations above the score that this share of the others reaches.
    fn true_rate(&self, by: usize, false_rate: f64) -> f64 {
        let mut wrong: Vec<f32> = self.wrong.iter().map(|scores| scores[by]).collect();
        wrong.sort_by(|a, b| b.total_cmp(a));
        let bound = wrong[(wrong.len() as f64 * false_rate) as usize];
        self.right.iter().filter(|scores| scores[by] > bound).count() as f64 / self.right.len() as f64
    }

    /// How many are called the same, of each.
    fn called(&self) -> [usize; 2] {
        [&self.right, &self.wrong].map(|scores| scores.iter().filter(|scores| scores[1] >= 0.5).count())
    }
}

impl std::fmt::Display for Scores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [order, all] = [0, 1].map(|by| [0.001, 0.01].map(|rate| self.true_rate(by, rate)));
        let [right, wrong] = self.called();
        write!(
            f,
            "true rate at .1 % false {:.3}, at 1 % {:.3}; by all that is measured {:.3}, {:.3}; called the same: \
             {right} of {}, {wrong} of {} others",
            order[0],
            order[1],
            all[0],
            all[1],
            self.right.len(),
            self.wrong.len()
        )
    }
}

/// Where what is said of each pair is written, if anywhere.
struct Measures(Option<BufWriter<File>>);

impl Measures {
    fn write(
        &mut self,
        set: &str,
        work: usize,
        truth: bool,
        texts: [&Content; 2],
        telling: Option<&Telling>,
    ) {
        let Some(file) = &mut self.0 else { return };
        let alignment = telling.map(|telling| &telling.alignment);
        let line = serde_json::json!({
            "set": set, "work": work, "true": truth,
            "score": alignment.map_or(0.0, |a| a.score), "probability": alignment.map_or(0.0, |a| a.probability),
            "pairs": alignment.map_or(0, |a| a.pairs.len()), "sentences": texts.map(Content::len),
            "covered": alignment.map_or([0.0; 2], |a| a.covered),
            "told": telling.map_or(0.0, |telling| telling.probability(None)),
            "measures": telling.map(|telling| telling.told(None).collect::<BTreeMap<_, _>>()),
        });
        writeln!(file, "{line}").expect("the file can be written");
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let mut paths = Vec::new();
    let (mut measures, mut names_alone, mut encoder) = (Measures(None), false, None);
    while let Some(arg) = args.next() {
        if arg == "--names-alone" {
            names_alone = true;
        } else if arg == "--encoder" {
            encoder = args.next().map(|folder| Encoder::open(folder).unwrap_or_else(|e| panic!("{e}")));
        } else if arg == "--measures" {
            measures.0 =
                args.next().map(|path| BufWriter::new(File::create(path).expect("a file can be made")));
        } else {
            paths.push(arg);
        }
    }
    let [stories, background] = &paths[..] else {
        panic!("usage: translations STORIES BACKGROUND [--names-alone] [--encoder DIR] [--measures FILE]")
    };
    let tell = |a: &Content, b: &Content| Some(Telling::of(a, b, align_by(encoder.as_ref(), a, b)?));

    let start = Instant::now();
    let table = WordTable::embedded();
    println!("table: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let reader = Reader::new(table);
    let mut reader = Reading(if encoder.is_some() { reader.for_encoder() } else { reader }, names_alone);
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

    if encoder.is_some() {
        // Of a text and its translation both are encoded.
        let start = Instant::now();
        let pairs = foreign.values().flat_map(|texts| texts.iter().zip(&english));
        let aligned = pairs.map(|(text, english)| tell(text, &reader.read(english))).count();
        println!("encoder: {:.0} texts/s", 2.0 * aligned as f64 / start.elapsed().as_secs_f64());
    }

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
        let mut scores = Scores::default();
        for (lang, texts) in &foreign {
            let mut found = Found::default();
            for (work, text) in texts.iter().enumerate() {
                let start = Instant::now();
                let candidates = votes.candidates(text, 50, |_| true);
                asking += start.elapsed().as_secs_f64();
                let start = Instant::now();
                let mut best = (0.0, u32::MAX);
                let mut others = 0;
                for &(candidate, _) in &candidates {
                    let truth = candidate as usize == work;
                    let telling = tell(text, content(candidate));
                    aligned += 1;
                    let score = telling.as_ref().map_or(0.0, |telling| telling.alignment.score);
                    if score > best.0 {
                        best = (score, candidate);
                    }
                    others += usize::from(!truth);
                    if truth || others <= 10 {
                        scores.add(truth, telling.as_ref());
                        measures.write(name, work, truth, [text, content(candidate)], telling.as_ref());
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
        println!("{name:8} against the 10 nearest others: {scores}");
        let asked: usize = foreign.values().map(Vec::len).sum();
        println!(
            "{name:8} {:.2} ms a lookup among {} texts, {:.1} us an alignment",
            asking / asked as f64 * 1e3,
            votes.len(),
            aligning / f64::from(aligned) * 1e6
        );
    }

    // Briefs: the first sentences alone, which have little to tell them by.
    for sentences in [1, 2, 3, 4, 6, 8] {
        let mut brief = |text: &str| {
            let content = reader.read(text);
            let end = content.spans().nth(sentences - 1).map_or(text.len(), |span| span.end);
            reader.read(&text[..end])
        };
        let among: Vec<Content> = english.iter().chain(&background).map(|text| brief(text)).collect();
        let mut votes = Votes::default();
        among.iter().for_each(|content| votes.add(content));
        let mut scores = Scores::default();
        for lang in &languages {
            for (n, work) in works.values().enumerate() {
                let asked = brief(work[lang]);
                let mut others = 0;
                for (candidate, _) in votes.candidates(&asked, 50, |_| true) {
                    let (other, truth) = (&among[candidate as usize], candidate as usize == n);
                    others += usize::from(!truth);
                    if truth || others <= 10 {
                        let telling = tell(&asked, other);
                        scores.add(truth, telling.as_ref());
                        measures.write("brief", n, truth, [&asked, other], telling.as_ref());
                    }
                }
            }
        }
        println!("the first {sentences} sentences against the 10 nearest others: {scores}");
    }

    // Paragraphs in another order: the last third of the article comes first.
    let turned = |text: &str| {
        let sentences: Vec<&str> = text.lines().collect();
        let (first, last) = sentences.split_at(sentences.len() - sentences.len() / 3);
        [last, first].concat().join("\n")
    };
    let mut scores = Scores::default();
    let english_contents: Vec<Content> = english.iter().map(|text| reader.read(text)).collect();
    for lang in &languages {
        for (n, work) in works.values().enumerate() {
            let asked = reader.read(&turned(work[lang]));
            for (m, other) in english_contents.iter().enumerate() {
                let telling = tell(&asked, other);
                scores.add(n == m, telling.as_ref());
                measures.write("turned", n, n == m, [&asked, other], telling.as_ref());
            }
        }
    }
    println!("the last third first, against all English ones: {scores}");

    // Every language with every other one: among whole texts are other reports of the same events.
    let mut scores = Scores::default();
    let all: Vec<&[Content]> = foreign.values().map(Vec::as_slice).chain([&english_contents[..]]).collect();
    for (nth, texts) in all.iter().enumerate() {
        for (n, text) in texts.iter().enumerate() {
            for (m, other) in all[nth + 1..].iter().flat_map(|texts| texts.iter().enumerate()) {
                let telling = tell(text, other);
                scores.add(n == m, telling.as_ref());
                measures.write("any", n, n == m, [text, other], telling.as_ref());
            }
        }
    }
    println!("whole texts, any two languages: {scores}");
    for texts in &all {
        for (n, text) in texts.iter().enumerate() {
            for other in &texts[n + 1..] {
                measures.write("one language", n, false, [text, other], tell(text, other).as_ref());
            }
        }
    }

    // The same article's other half: as close as a report of the same event can be.
    let every_second =
        |text: &str, from: usize| text.lines().skip(from).step_by(2).collect::<Vec<_>>().join("\n");
    let mut halves = Scores::default();
    for lang in &languages {
        for (n, work) in works.values().enumerate() {
            let asked = reader.read(&every_second(work[lang], 0));
            for (from, truth) in [(0, true), (1, false)] {
                let other = reader.read(&every_second(work["eng"], from));
                let telling = tell(&asked, &other);
                halves.add(truth, telling.as_ref());
                measures.write("halves", n, truth, [&asked, &other], telling.as_ref());
            }
        }
    }
    println!("every second sentence against the same and the other ones: {halves}");
}
