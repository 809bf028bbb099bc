//! Measures how long it takes to find what pages claim of their origin.
//!
//! ```text
//! cargo run --release --example claims_speed -- FOLDER [--show] [--rounds N]
//! ```
//!
//! Printed are microseconds an article on one core, best and median of the rounds, over all `.html` files under
//! FOLDER, whose lines and fields are read beforehand.
#![allow(clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Parser;
use wiretrace::article::{Place, host};
use wiretrace::ingest::html;
use wiretrace::ingest::raw::{Kind, Raw};
use wiretrace::provenance::{Line, Told, claims};

#[derive(Parser)]
#[command(about = "Measures the finding of claims")]
struct Args {
    /// Folder with pages
    folder: PathBuf,
    /// Print what each page claims
    #[arg(long)]
    show: bool,
    /// Rounds to time
    #[arg(long, default_value_t = 9)]
    rounds: usize,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let mut told = Vec::new();
    read(&args.folder, &mut told)?;
    if told.is_empty() {
        bail!("{} has no pages", args.folder.display());
    }
    if args.show {
        for (path, told) in &told {
            for claim in claims(told) {
                let origin = format!("{:?}", claim.origin);
                println!("{}\t{:?}\t{origin}\t{}\t{}", path.display(), claim.kind, claim.field, claim.text);
            }
        }
    }
    let mut found = 0;
    let mut micros: Vec<f64> = (0..args.rounds.max(1))
        .map(|_| {
            let start = Instant::now();
            found = told.iter().map(|(_, told)| std::hint::black_box(claims(told)).len()).sum();
            start.elapsed().as_secs_f64() * 1e6 / told.len() as f64
        })
        .collect();
    micros.sort_by(f64::total_cmp);
    let lines: usize = told.iter().map(|(_, told)| told.lines.len()).sum();
    println!(
        "{} pages, {lines} lines, {found} claims; microseconds a page: best {:.0}, median {:.0}",
        told.len(),
        micros[0],
        micros[micros.len() / 2]
    );
    Ok(())
}

/// What the pages under a folder say of themselves.
fn read(folder: &Path, out: &mut Vec<(PathBuf, Told)>) -> Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read(&path, out)?;
        } else if path.extension().is_some_and(|extension| extension == "html") {
            let raw = Raw {
                kind: Kind::Html,
                record: 1,
                bytes: std::fs::read(&path)?,
                url: None,
                seen: None,
                charset: None,
                original: None,
            };
            out.extend(html::article(&raw, true).ok().map(|page| (path, told(page))));
        }
    }
    Ok(())
}

fn told(page: html::Page) -> Told {
    let said = page.said.unwrap_or_default();
    let mut own = page.text.split('\n');
    let lines = said.lines.iter().map(|line| Line {
        text: if line.place == Place::Text { own.next().unwrap_or_default() } else { &line.text }.to_owned(),
        place: line.place,
        span: None,
    });
    Told {
        lines: lines.collect(),
        host: page.url.as_deref().and_then(host).map(str::to_owned),
        fields: said.fields,
        title: page.title,
        lang: page.lang,
        site: None,
    }
}
