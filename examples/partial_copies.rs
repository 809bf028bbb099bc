//! Measures how well partial copies are found and verified, and how fast.
//!
//! usage: partial_copies DOCUMENTS QUERIES [--measures FILE] [--no-days] [--background WORDS] [--limit N] [--limits ...]
//!
//! DOCUMENTS: JSON Lines `{"id", "text", "day"?}`. QUERIES: JSON Lines `{"set", "self"?, "text", "truth": [ids],
//! "ignore": [ids]}`; `self` is the document that the query is itself. Prints for each set of queries how
//! many true documents are among the first ten candidates and among all of them, recall and precision of
//! the pairs that are reported, and the time a query takes. `--measures` writes every verified pair with
//! its measures, for training; `--background` gives the background room for other than all words, and
//! `--no-days` takes the days away, as if nothing were dated.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::time::Instant;

use serde_json::Value;
use wiretrace::candidates::{Limits, MemoryPostings, PostingKeys, Search};
use wiretrace::compare::{Background, Relation, Verifier};
use wiretrace::text::{Kernel, Words};

#[derive(Default)]
struct Tally {
    truth: usize,
    first_ten: usize,
    candidates: usize,
    reported: usize,
    right: usize,
    whole: usize,
    whole_right: usize,
    compared: usize,
    micros: Vec<f64>,
    search_micros: Vec<f64>,
}

fn lines(path: &str) -> Vec<Value> {
    let file = File::open(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let lines = BufReader::new(file).lines().map(|l| l.expect("text"));
    lines.map(|l| serde_json::from_str(&l).unwrap_or_else(|e| panic!("{path}: {e}"))).collect()
}

fn main() {
    let mut paths = Vec::new();
    let mut limits = Limits::default();
    let (mut measures, mut days, mut limit, mut room) = (None, true, usize::MAX, None);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--measures" => measures = args.next(),
            "--no-days" => days = false,
            "--limits" => {
                let list = args.next().expect("SHARE,COVER,GAIN,OTHERS,WEIGHT,POSTINGS");
                let l: Vec<f32> = list.split(',').map(|n| n.parse().expect("a number")).collect();
                (limits.sure, limits.good) = (l[0], l[1]);
                (limits.cover, limits.gain, limits.others) = (l[3] as u8, l[4], l[5] as usize);
                (limits.weight, limits.postings) = (l[6], l[7] as usize);
            }
            "--background" => room = args.next().and_then(|n| n.parse().ok()),
            "--limit" => limit = args.next().and_then(|n| n.parse().ok()).unwrap_or(limit),
            _ => paths.push(arg),
        }
    }
    let [documents, queries] = &paths[..] else { panic!("usage: partial_copies DOCUMENTS QUERIES") };
    let documents = lines(documents);
    let text = |v: &Value| v["text"].as_str().unwrap_or("").to_owned();
    let texts: Vec<String> = documents.iter().map(text).collect();
    let ids: HashMap<&str, u32> =
        (0..).zip(&documents).filter_map(|(n, d)| Some((d["id"].as_str()?, n))).collect();
    let day = |n: usize| documents[n]["day"].as_u64().filter(|_| days).map(|day| day as u32);
    // Without a day, each is counted as one of its own.
    let day_or_own = |n: usize| day(n).unwrap_or(10_000_000 + n as u32);

    let (mut words, mut keys) = (Words::default(), PostingKeys::default());
    let mut postings = MemoryPostings::default();
    let total: usize = texts.iter().map(String::len).sum();
    let mut background = Background::new(room.unwrap_or(total as u64 / 6));
    let start = Instant::now();
    for text in &texts {
        words.read(text);
    }
    eprintln!("words: {:.0} MB/s", total as f64 / 1e6 / start.elapsed().as_secs_f64());
    let mut grams = Vec::new();
    let start = Instant::now();
    for text in &texts {
        words.read(text);
        wiretrace::sketch::winnow(&words, &mut grams);
    }
    eprintln!("words and grams: {:.0} MB/s", total as f64 / 1e6 / start.elapsed().as_secs_f64());
    let start = Instant::now();
    for (n, text) in texts.iter().enumerate() {
        words.read(text);
        background.add(words.words(), day_or_own(n));
    }
    eprintln!(
        "background of {} of {} articles, {:.0} MB/s",
        background.articles(),
        texts.len(),
        total as f64 / 1e6 / start.elapsed().as_secs_f64()
    );
    for text in &texts {
        words.read(text);
        keys.fill(&words);
        postings.add(&keys);
    }

    let mut out =
        measures.map(|path| BufWriter::new(File::create(path).expect("a file that can be written")));
    let mut verifier = Verifier::new(&background, Kernel::best());
    let mut search = Search::default();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut relations: BTreeMap<(String, bool, &str), usize> = BTreeMap::new();
    if let Some(out) = &mut out {
        let names = verifier.measures().0.join("\t");
        writeln!(out, "set\tquery\tdocument\ttruth\tpassage odds\tretelling odds\trelation\tweight\t{names}")
            .expect("written");
    }
    for (n, query) in lines(queries).iter().take(limit).enumerate() {
        let set = query["set"].as_str().unwrap_or("?").to_owned();
        let list = |name: &str| -> HashSet<u32> {
            let all = query[name].as_array().into_iter().flatten();
            all.filter_map(|id| ids.get(id.as_str()?).copied()).collect()
        };
        let (truth, ignore) = (list("truth"), list("ignore"));
        let own = query["self"].as_str().and_then(|id| ids.get(id).copied());
        let query_text = text(query);
        let query_day = own.and_then(|n| day(n as usize));
        let tally = tallies.entry(set.clone()).or_default();
        tally.truth += truth.len();

        let start = Instant::now();
        verifier.article(&query_text, query_day);
        keys.fill(verifier.words());
        let begin_search = Instant::now();
        let candidates = search.find(&mut &postings, &keys, own, limits).expect("in memory");
        let searched = begin_search.elapsed();
        let mut results = Vec::with_capacity(candidates.len());
        let mut passages = 0;
        for candidate in candidates {
            let other = candidate.article as usize;
            let found = verifier.compare(&texts[other], day(other));
            if found.relation.is_copy() {
                passages += verifier.passages().len();
            }
            if let Some(out) = &mut out {
                let (_, measures, odds) = verifier.measures();
                if odds[0] > f32::MIN {
                    let class = if truth.contains(&candidate.article) {
                        1
                    } else if ignore.contains(&candidate.article) {
                        2
                    } else {
                        0
                    };
                    write!(
                        out,
                        "{set}\t{n}\t{}\t{class}\t{:.3}\t{:.3}\t{}\t{:.1}",
                        documents[other]["id"].as_str().unwrap_or(""),
                        odds[0],
                        odds[1],
                        found.relation.name(),
                        candidate.weight
                    )
                    .expect("written");
                    for m in measures {
                        write!(out, "\t{m:.4}").expect("written");
                    }
                    writeln!(out).expect("written");
                }
            }
            results.push((candidate.article, found.relation));
        }
        std::hint::black_box(passages);
        tally.micros.push(start.elapsed().as_secs_f64() * 1e6);
        tally.search_micros.push(searched.as_secs_f64() * 1e6);
        tally.compared += results.len();
        for (rank, (article, relation)) in results.into_iter().enumerate() {
            let is_true = truth.contains(&article);
            tally.candidates += usize::from(is_true);
            tally.first_ten += usize::from(is_true && rank < 10);
            if ignore.contains(&article) {
                continue;
            }
            *relations.entry((set.clone(), is_true, relation.name())).or_default() += 1;
            if relation.is_copy() {
                tally.reported += 1;
                tally.right += usize::from(is_true);
                let whole = relation != Relation::Excerpt;
                tally.whole += usize::from(whole);
                tally.whole_right += usize::from(whole && is_true);
            }
        }
    }
    println!(
        "set\tqueries\tr@10\tr@all\trecall\tprecision\tno excerpts: recall\tprecision\tcompared\tmedian µs\tp99 µs\tsearch µs"
    );
    for (set, t) in &mut tallies {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        t.micros.sort_by(f64::total_cmp);
        t.search_micros.sort_by(f64::total_cmp);
        let at = |all: &[f64], q: f64| all.get((all.len() as f64 * q) as usize).copied().unwrap_or(0.0);
        println!(
            "{set}\t{}\t{:.4}\t{:.4}\t{:.4}\t{:.4}\t{:.4}\t{:.4}\t{:.1}\t{:.0}\t{:.0}\t{:.0}",
            t.micros.len(),
            share(t.first_ten, t.truth),
            share(t.candidates, t.truth),
            share(t.right, t.truth),
            share(t.right, t.reported),
            share(t.whole_right, t.truth),
            share(t.whole_right, t.whole),
            share(t.compared, t.micros.len()),
            at(&t.micros, 0.5),
            at(&t.micros, 0.99),
            at(&t.search_micros, 0.5),
        );
    }
    for ((set, truth, relation), count) in relations {
        println!("{set}\t{}\t{relation}\t{count}", if truth { "true" } else { "false" });
    }
}
