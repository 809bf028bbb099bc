//! Measures main-text extraction on a folder of pages with known texts.
//!
//! ```text
//! cargo run --release --example main_text -- FOLDER [--worst N] [--half 0|1] [--rounds N]
//! ```
//!
//! FOLDER holds pages as `KEY.html.gz` and `ground-truth.json`, an object `{KEY: {"articleBody": text}}`.
//! Printed are F1, precision and recall over four-word shingles, and pages a second on one core:
//! extraction alone, the pages read and unpacked beforehand, best and median of the rounds.
//! `--worst N` shows the N worst pages with what was missed (-) and what was added (+); `--half` scores
//! only the pages whose key has an even or odd last digit, to tune on one half and check on the other.
#![allow(clippy::print_stdout)]

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Parser;
use serde::Deserialize;
use wiretrace::evaluate::main_text::Score;
use wiretrace::ingest::html;
use wiretrace::ingest::raw::{Kind, Raw};

#[derive(Parser)]
#[command(about = "Measures main-text extraction on pages with known texts")]
struct Args {
    /// Folder with *.html.gz and ground-truth.json
    folder: PathBuf,
    /// Show the N worst pages
    #[arg(long, default_value_t = 0)]
    worst: usize,
    /// Score only one half of the pages
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..2))]
    half: Option<u8>,
    /// Show only pages whose key begins so
    #[arg(long)]
    page: Option<String>,
    /// Rounds to time
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

#[derive(Deserialize)]
struct Truth {
    #[serde(rename = "articleBody")]
    text: String,
    url: Option<String>,
}

struct Sample {
    key: String,
    truth: Truth,
    raw: Raw,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let samples = read(&args)?;
    if samples.is_empty() {
        bail!("no page of {} has a known text", args.folder.display());
    }

    let mut total = Score::default();
    let mut failed = 0;
    let mut results = Vec::new();
    for sample in &samples {
        let text = match html::article(&sample.raw, false) {
            Ok(page) => page.text,
            Err(_) => {
                failed += 1;
                String::new()
            }
        };
        let score = Score::of(&sample.truth.text, &text);
        total.add(score);
        results.push((score, sample, text));
    }

    let clock = Clock(Instant::now());
    let mut seconds: Vec<f64> = (0..args.rounds.max(1))
        .map(|_| {
            let start = clock.seconds();
            for sample in &samples {
                std::hint::black_box(html::article(&sample.raw, false).is_ok());
            }
            clock.seconds() - start
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let rate = |seconds: f64| samples.len() as f64 / seconds;

    results.sort_by(|a, b| a.0.true_positive.total_cmp(&b.0.true_positive));
    for (score, sample, text) in results.iter().take(args.worst) {
        println!(
            "\n==== {} {}\nfound {:.3}, added {:.3}, missed {:.3}",
            sample.key,
            sample.truth.url.as_deref().unwrap_or(""),
            score.true_positive,
            score.false_positive,
            score.false_negative
        );
        differences(&sample.truth.text, text);
    }
    println!(
        "{} pages, {failed} without text: F1 {:.4}, precision {:.4}, recall {:.4}; pages/s: best {:.0}, median {:.0}",
        total.pages,
        total.f1(),
        total.precision(),
        total.recall(),
        rate(seconds[0]),
        rate(seconds[seconds.len() / 2])
    );
    Ok(())
}

/// Time that this thread has run for, so that other programs do not count; time passed where the system
/// does not tell.
struct Clock(Instant);

impl Clock {
    fn seconds(&self) -> f64 {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        let nanos = told.and_then(|line| line.split(' ').next()?.parse::<u64>().ok());
        nanos.map_or_else(|| self.0.elapsed().as_secs_f64(), |nanos| nanos as f64 / 1e9)
    }
}

fn read(args: &Args) -> Result<Vec<Sample>> {
    let path = args.folder.join("ground-truth.json");
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    let truths: BTreeMap<String, Truth> = serde_json::from_slice(&bytes)?;
    let mut samples = Vec::new();
    for (key, truth) in truths {
        let odd = key.bytes().last().unwrap_or(0) % 2;
        if args.half.is_some_and(|half| half != odd)
            || args.page.as_ref().is_some_and(|p| !key.starts_with(p.as_str()))
        {
            continue;
        }
        let path = args.folder.join(format!("{key}.html.gz"));
        let file = std::fs::File::open(&path).with_context(|| path.display().to_string())?;
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes)?;
        let url = truth.url.clone();
        let raw = Raw { kind: Kind::Html, record: 1, bytes, url, seen: None, charset: None, original: None };
        samples.push(Sample { key, truth, raw });
    }
    Ok(samples)
}

/// Lines of either text of which most words occur too seldom in the other.
fn differences(truth: &str, predicted: &str) {
    for (sign, from, to) in [('-', truth, predicted), ('+', predicted, truth)] {
        let mut known: HashMap<&str, usize> = HashMap::new();
        for line in to.lines() {
            *known.entry(line.trim()).or_default() += 1;
        }
        for line in from.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match known.get_mut(line) {
                Some(count) if *count > 0 => *count -= 1,
                _ if Score::of(line, to).recall() > 0.8 => {}
                _ => println!("{sign} {}", line.chars().take(240).collect::<String>()),
            }
        }
    }
}
