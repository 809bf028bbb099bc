//! Measures how long it takes to trace an article against an index, on one thread, warm.
//!
//! ```sh
//! cargo run --release --example lookup_speed -- INDEX QUERIES.jsonl [--limit N]
//! ```
//!
//! QUERIES: JSON Lines `{"id", "text", "published"?}`. All are looked up once to warm up, then once on the
//! clock, in two ways: candidates alone, then the whole look-up with verification and passages.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use serde_json::Value;
use wiretrace::engine::{Asked, Known, Settings, Tracer, day_of};
use wiretrace::index::Snapshot;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: lookup_speed INDEX QUERIES.jsonl [--limit N]";
    let mut arguments = std::env::args().skip(1);
    let (index, queries) = (arguments.next().ok_or(usage)?, arguments.next().ok_or(usage)?);
    let limit = match arguments.next().as_deref() {
        None => 2_000,
        Some("--limit") => arguments.next().ok_or(usage)?.parse()?,
        Some(_) => return Err(usage.into()),
    };
    let clock = Instant::now();
    let known = Known::index(Snapshot::open(Path::new(&index))?)?;
    println!("{} articles; opened in {:.1} ms", known.articles(), clock.elapsed().as_secs_f64() * 1e3);
    let lines = BufReader::new(File::open(&queries)?).lines().take(limit);
    let queries: Vec<Value> =
        lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect::<Result<_, Box<dyn Error>>>()?;
    let mut tracer = Tracer::new(&known, &Settings::for_threshold(0.7))?;
    let (mut compared, mut related) = (0, 0);
    let mut times = [Vec::new(), Vec::new()];
    for (whole, times) in [false, true].into_iter().zip(&mut times) {
        for on_clock in [false, true] {
            for query in &queries {
                let field = |name: &str| query[name].as_str();
                let (id, text) = (field("id").unwrap_or(""), field("text").unwrap_or(""));
                let day = day_of(field("published"));
                let clock = Instant::now();
                if whole {
                    let found = black_box(tracer.trace(Asked {
                        id,
                        url: None,
                        text,
                        lang: None,
                        day,
                        papers: None,
                    })?);
                    compared += if on_clock { found.compared } else { 0 };
                    related += if on_clock { found.related.len() } else { 0 };
                } else {
                    black_box(tracer.candidates(id, text)?);
                }
                if on_clock {
                    times.push(clock.elapsed());
                }
            }
        }
    }
    let each = |n: usize| n as f64 / queries.len().max(1) as f64;
    println!(
        "{} traced; of each, {:.1} compared, {:.1} related",
        queries.len(),
        each(compared),
        each(related)
    );
    for (name, mut times) in ["candidates", "whole look-up"].into_iter().zip(times) {
        times.sort_unstable();
        let at = |q: f64| {
            let n = (times.len() as f64 * q) as usize;
            times.get(n).map_or(0.0, |t| t.as_secs_f64() * 1e6)
        };
        println!("{name:>14}: median {:.0} µs, p99 {:.0} µs", at(0.5), at(0.99));
    }
    Ok(())
}
