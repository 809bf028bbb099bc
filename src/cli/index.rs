//! `wiretrace index`: what is known, on disk: add to it, take from it, look at it.

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use clap::{Args, Subcommand};

use crate::engine::{self, Added, Counted, Settings};
use crate::index::{self, Options, Params, Snapshot, Writer};
use crate::ingest::date;
use crate::report::{self, Sink, counted, grouped};

use super::Outcome;
use super::args::{InputArgs, RunArgs, index_settings};
use super::progress::tell;
use super::run::read_found;

/// Keep an index of articles on disk, for `trace --against` to look them up in.
///
/// Readers and one writer may use an index at the same time: what a command changes appears at once when it
/// is done, and a command that is cut off changes nothing.
#[derive(Debug, Subcommand)]
pub(super) enum Index {
    Add(Add),
    Remove(Remove),
    Merge(Merge),
    Info(Info),
    Verify(Verify),
}

impl Index {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        match self {
            Index::Add(verb) => verb.run.pool()?.install(|| verb.work()),
            Index::Remove(verb) => verb.work(),
            Index::Merge(verb) => verb.run.pool()?.install(|| verb.work()),
            Index::Info(verb) => verb.work(),
            Index::Verify(verb) => verb.work(),
        }
    }
}

/// Add articles to an index, or make one. An id that is there already is replaced.
#[derive(Debug, Args)]
pub(super) struct Add {
    /// The index: a folder, made if it is not there.
    #[arg(value_name = "INDEX")]
    index: PathBuf,

    #[command(flatten)]
    input: InputArgs,

    /// Do not keep the texts, which are two thirds of an index. `trace` then verifies nothing: it estimates
    /// from fingerprints, tells passages by position only, and sees no retellings. An index keeps all texts
    /// or none.
    #[arg(long, help_heading = "Output")]
    no_text: bool,

    /// Keep what each sentence means, too, so that `trace` finds translations among any number of articles. Adding
    /// takes several times as long, and the index becomes a third larger. Give it when an index is made; what is
    /// added to that later is treated alike.
    #[arg(long, help_heading = "Output", conflicts_with = "no_text")]
    translations: bool,

    #[command(flatten)]
    run: RunArgs,
}

impl Add {
    fn work(&self) -> anyhow::Result<Outcome> {
        // Signatures are made when it is known which articles are added.
        let mut settings = Settings { sketch: false, ..index_settings(&self.input, &self.run)? };
        settings.ingest.what_else = true;
        let mut made_with = engine::params(settings.shingling, settings.banding);
        let keeps = index::exists(&self.index) && Snapshot::open(&self.index)?.keeps_sentences();
        if self.translations || keeps {
            made_with = engine::with_translations(made_with);
        }
        let options = Options {
            text: self.no_text.then_some(false),
            sentences: self.translations.then_some(true),
            slots: settings.banding.slots() as u16,
            ..Options::default()
        };
        // An index is not begun where there is nothing to read; and what cannot be written need not be read.
        let found = self.input.find()?;
        let mut writer = Writer::open(&self.index, &made_with, options, Box::new(Counted::default()))?;
        let read = read_found(found, settings, &self.run)?;
        read.progress.over((read.corpus.len() - read.corpus.left_out().len()) as u64);
        let added =
            engine::add(&read.corpus, &mut writer, &|added: Added| read.progress.done(added.articles))?;
        read.progress.step("writing");
        let done = writer.commit()?;
        assert_eq!(added.articles, done.added, "an article got lost");
        read.progress.finish();
        if !self.run.quiet {
            let replaced = if done.replaced > 0 {
                format!(", {} of them in the place of another", grouped(done.replaced))
            } else {
                String::new()
            };
            let skipped = match read.skipped() {
                0 => String::new(),
                skipped => format!("{} skipped; ", grouped(skipped)),
            };
            let seconds = read.begun.elapsed().as_secs_f64();
            read.progress.say(&format!(
                "{} added{replaced}; {skipped}{} in the index, in {}; {seconds:.2} s, {} a second",
                counted(done.added, "article"),
                grouped(done.articles),
                counted(done.segments as u64, "segment"),
                grouped((done.added as f64 / seconds.max(1e-9)) as u64),
            ));
        }
        Ok(if read.skipped() > 0 { Outcome::Skipped } else { Outcome::Done })
    }
}

/// Opens an index that is there for changes, with its own parameters.
fn open(folder: &Path) -> anyhow::Result<Writer> {
    let snapshot = Snapshot::open(folder)?;
    let made_with: Params = snapshot.params().clone();
    let options = Options { slots: snapshot.slots(), ..Options::default() };
    drop(snapshot);
    Ok(Writer::open(folder, &made_with, options, Box::new(Counted::default()))?)
}

/// Remove articles from an index.
#[derive(Debug, Args)]
pub(super) struct Remove {
    /// The index.
    #[arg(value_name = "INDEX")]
    index: PathBuf,

    /// Ids of articles to remove.
    #[arg(value_name = "ID", required_unless_present_any = ["ids_from", "older_than"])]
    ids: Vec<String>,

    /// Remove the ids in this file, too: one a line; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    ids_from: Option<PathBuf>,

    /// Remove the articles that were surely published before this date.
    #[arg(long, value_name = "DATE")]
    older_than: Option<String>,

    /// Print nothing but errors.
    #[arg(short, long)]
    quiet: bool,
}

impl Remove {
    fn work(&self) -> anyhow::Result<Outcome> {
        let begun = Instant::now();
        let before = self
            .older_than
            .as_ref()
            .map(|written| {
                date::seconds(written).with_context(|| {
                    format!("--older-than: {written:?} is no date; 2024-05-31 and 2024-05-31T12:00:00Z are")
                })
            })
            .transpose()?;
        let mut ids = self.ids.clone();
        if let Some(path) = &self.ids_from {
            let at = || path.display().to_string();
            let lines: Box<dyn BufRead> = if path.as_os_str() == "-" {
                Box::new(std::io::stdin().lock())
            } else {
                Box::new(std::io::BufReader::new(std::fs::File::open(path).with_context(at)?))
            };
            for line in lines.lines() {
                let line = line.with_context(at)?;
                if !line.is_empty() {
                    ids.push(line);
                }
            }
        }
        let mut writer = open(&self.index)?;
        let mut missing = 0u64;
        for id in &ids {
            if !writer.remove(id)? {
                missing += 1;
                tell(&format!("wiretrace: {}: no article has the id {id:?}", self.index.display()));
            }
        }
        if let Some(before) = before {
            writer.remove_older(before)?;
        }
        let done = writer.commit()?;
        if !self.quiet {
            tell(&format!(
                "{} removed; {} in the index; {:.2} s",
                counted(done.removed, "article"),
                grouped(done.articles),
                begun.elapsed().as_secs_f64()
            ));
        }
        Ok(if missing > 0 { Outcome::Skipped } else { Outcome::Done })
    }
}

/// Merge all segments of an index to one and give back the room of removed articles.
///
/// `add` merges segments of like size by itself, so that they stay few; this is for an index that is read
/// much and written rarely.
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The index.
    #[arg(value_name = "INDEX")]
    index: PathBuf,

    #[command(flatten)]
    run: RunArgs,
}

impl Merge {
    fn work(&self) -> anyhow::Result<Outcome> {
        let begun = Instant::now();
        let mut writer = open(&self.index)?;
        writer.merge()?;
        let done = writer.commit()?;
        if !self.run.quiet {
            tell(&format!(
                "{} in {}; {:.2} s",
                counted(done.articles, "article"),
                counted(done.segments as u64, "segment"),
                begun.elapsed().as_secs_f64()
            ));
        }
        Ok(Outcome::Done)
    }
}

/// Say what an index has and what it takes on the disk.
#[derive(Debug, Args)]
pub(super) struct Info {
    /// The index.
    #[arg(value_name = "INDEX")]
    index: PathBuf,

    /// As JSON.
    #[arg(long)]
    json: bool,
}

impl Info {
    fn work(&self) -> anyhow::Result<Outcome> {
        let info = Snapshot::open(&self.index)?.info();
        let mut out = Sink::open("-".as_ref())?;
        if self.json {
            out.line(&report::index_row(&info))?;
        } else {
            out.write(report::index_table(&info).as_bytes())?;
        }
        out.finish()?;
        Ok(Outcome::Done)
    }
}

/// Check every byte of an index: checksums, bounds, order and counts.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The index.
    #[arg(value_name = "INDEX")]
    index: PathBuf,

    /// Print nothing but what is damaged.
    #[arg(short, long)]
    quiet: bool,
}

impl Verify {
    fn work(&self) -> anyhow::Result<Outcome> {
        let begun = Instant::now();
        let verified = index::verify(&self.index)?;
        for damage in &verified.damages {
            tell(&format!("wiretrace: {}", damage.error));
        }
        if !verified.damages.is_empty() {
            tell("wiretrace: the index is damaged; what it was made from can be added to a new one");
            return Ok(Outcome::No);
        }
        if !self.quiet {
            tell(&format!(
                "{} in {}: all as written; {:.2} s",
                counted(verified.articles, "article"),
                counted(verified.segments as u64, "segment"),
                begun.elapsed().as_secs_f64()
            ));
        }
        Ok(Outcome::Done)
    }
}
