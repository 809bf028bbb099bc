//! `wiretrace trace`: where each article comes from, among articles that are known.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use clap::Args;
use rayon::prelude::*;

use crate::engine::{
    Asked, Corpus, Judged, Known, Meta, Papers, Provenance, Related, Settings, Traced, Tracer, acquainted,
    day_of,
};
use crate::index::{self, Snapshot};
use crate::provenance::Recurring;
use crate::report::page::View;
use crate::report::{self, Sink, counted, grouped};

use super::Outcome;
use super::args::{InputArgs, ModelArgs, RunArgs, index_settings, width};
use super::run::{Read, read};

/// Articles that are traced while the results of earlier ones wait to be written.
const BLOCK: usize = 4096;
/// Articles that a thread traces in a row: few, so that no thread waits long for the last.
const SHARE: usize = 32;

/// Say where articles come from: whole copies, cuts, excerpts, composites and retellings of what is known.
///
/// Each article is looked up by its rare words, by runs of letters and by its signature; whatever is found
/// is verified on both texts, with the passages that prove it. An article that is itself among the known
/// ones, by its id or its address, is not its own source.
#[derive(Debug, Args)]
pub(super) struct Trace {
    #[command(flatten)]
    input: InputArgs,

    /// What is known: an index, or any input.
    #[arg(long, value_name = "INPUT_OR_INDEX", required = true)]
    against: Vec<PathBuf>,

    /// Write JSON Lines, one object an article, in place of text.
    #[arg(long, help_heading = "Output")]
    json: bool,

    /// Write each article with its sources, the texts side by side, as a page for a browser.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    html: Option<PathBuf>,

    /// Related articles told of each article, besides its sources.
    #[arg(long, value_name = "K", default_value_t = 5, help_heading = "Output")]
    top: usize,

    /// Say why each source was judged as it was and, where nothing was found, what was looked at.
    #[arg(long, help_heading = "Output")]
    explain: bool,

    #[command(flatten)]
    models: ModelArgs,

    #[command(flatten)]
    run: RunArgs,
}

/// What is told of an article, and what a page needs to show it.
struct Told {
    text: String,
    found: Traced,
    has_source: bool,
    drawn: Option<(Papers, String, Judged)>,
}

/// The articles of a page; the first of them, as many as a browser can take.
#[derive(Default)]
struct Page {
    found: Provenance,
    articles: Vec<u32>,
    left_out: u64,
}

/// Articles that are shown on one page.
const SHOWN: usize = 500;

impl Page {
    fn add(&mut self, papers: Papers, text: String, found: Traced, judged: Judged) {
        if self.articles.len() < SHOWN {
            self.articles.push(self.found.add(papers, text, found, judged));
        } else {
            self.left_out += 1;
        }
    }

    fn html(&self, tally: &Tally) -> String {
        let mut drawing = report::Drawing::new(&self.found);
        self.articles.iter().for_each(|&article| report::traced_story(&mut drawing, article));
        let subtitle = format!(
            "{} traced: {} with a source, {} of a series",
            counted(tally.articles, "article"),
            grouped(tally.copies),
            grouped(tally.series)
        );
        let left_out = (self.left_out > 0)
            .then(|| format!("{} more were traced and are not shown", counted(self.left_out, "article")));
        let traced = self.articles.iter().map(|article| &self.found.papers[*article as usize]);
        let notes = left_out.into_iter().chain(report::reduced_note(traced)).collect();
        let title = "Where these articles come from".to_owned();
        let kind = report::page::Kind::Trace;
        let view = drawing.finish();
        report::page::page(&View { kind, title, subtitle, notes, ..view })
    }
}

/// How many articles ended how.
#[derive(Default)]
struct Tally {
    articles: u64,
    copies: u64,
    series: u64,
}

impl Trace {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        self.run.pool()?.install(|| self.work())
    }

    fn work(&self) -> anyhow::Result<Outcome> {
        let mut settings = index_settings(&self.input, &self.run)?;
        settings.ingest.what_else = true;
        settings.models = self.models.open()?;
        let (known, recurring, mut skipped) = self.known(&settings)?;
        let read = read(&self.input, settings.clone(), &self.run)?;
        skipped += read.skipped();
        read.progress.step("tracing");
        let corpus = &read.corpus;
        let articles: Vec<u32> = (0..corpus.len() as u32)
            .filter(|article| corpus.left_out().binary_search(article).is_err())
            .collect();
        let mut out = Sink::open("-".as_ref())?;
        let html = self.html.as_deref().map(Sink::open).transpose()?;
        let mut page = Page::default();
        let mut tally = Tally::default();
        // Tracers that have nothing to do: what they found out about words serves the next share, too.
        let idle: Mutex<Vec<Tracer<'_>>> = Mutex::default();
        for block in articles.chunks(BLOCK) {
            let told: Vec<anyhow::Result<Vec<Told>>> = block
                .par_chunks(SHARE)
                .map(|articles| {
                    let waiting = lock(&idle).pop();
                    let mut tracer = match waiting {
                        Some(tracer) => tracer,
                        None => Tracer::new(&known, &settings)?.explaining(self.explain),
                    };
                    let told = articles
                        .iter()
                        .map(|&article| self.one(corpus, article, &recurring, &mut tracer))
                        .collect();
                    lock(&idle).push(tracer);
                    told
                })
                .collect();
            for told in told {
                for Told { text, found, has_source, drawn } in told? {
                    out.write(text.as_bytes())?;
                    tally.articles += 1;
                    tally.copies += u64::from(has_source);
                    tally.series += u64::from(!has_source && !found.related.is_empty());
                    if let Some((papers, text, judged)) = drawn {
                        page.add(papers, text, found, judged);
                    }
                }
            }
        }
        out.finish()?;
        read.progress.finish();
        if let Some(mut sink) = html {
            sink.write(page.html(&tally).as_bytes())?;
            sink.finish()?;
        }
        if !self.run.quiet {
            self.sum_up(&read, &known, &tally);
        }
        Ok(if skipped > 0 { Outcome::Skipped } else { Outcome::Done })
    }

    /// What is known, the lines that recur on its sites, and how many of its records could not be used.
    fn known(&self, settings: &Settings) -> anyhow::Result<(Known, Recurring, u64)> {
        if let [folder] = &self.against[..]
            && index::exists(folder)
        {
            return Ok((
                Known::index(Snapshot::open(folder)?)?.with_meanings(settings.models.clone())?,
                Recurring::default(),
                0,
            ));
        }
        if let Some(folder) = self.against.iter().find(|path| index::exists(path)) {
            anyhow::bail!("{}: an index is looked up alone: name it as the only --against", folder.display());
        }
        if let Some(folder) = self.against.iter().find(|path| index::is_begun(path)) {
            anyhow::bail!(
                "{0}: holds no index yet: adding to it has not ended, or was cut off; `wiretrace index add {0} INPUT` \
                 makes one",
                folder.display()
            );
        }
        let read = read(&self.input.with(self.against.clone()), settings.clone(), &self.run)?;
        read.progress.finish();
        let skipped = read.skipped();
        let (known, recurring) = acquainted(read.corpus)?;
        Ok((known, recurring, skipped))
    }

    fn one(
        &self,
        corpus: &Corpus,
        article: u32,
        recurring: &Recurring,
        tracer: &mut Tracer<'_>,
    ) -> anyhow::Result<Told> {
        let (meta, text) = (corpus.meta(article), corpus.text(article));
        let mut papers = Papers::new(meta, corpus.said(article), &text);
        papers.without(recurring, &text);
        let day = day_of(papers.meta.published.as_deref());
        let Meta { id, url, lang, .. } = &papers.meta;
        let own_text = papers.own_text(&text);
        let found = tracer.trace(Asked {
            id,
            url: url.as_deref(),
            text: &own_text,
            lang: lang.as_deref(),
            day,
            papers: Some(&papers),
        })?;
        papers.is_reduced = found.is_reduced;
        let judged = tracer.judge(&papers, &text, &found)?;
        let meta = &papers.meta;
        let told = if self.json {
            let mut line = serde_json::to_string(&report::trace_row(&papers, &found, &judged, self.top))?;
            line.push('\n');
            line
        } else {
            let verdict = report::judged_text(&papers, &found, &judged, width());
            let title = meta.title.as_deref();
            let mut told = report::trace_text(&meta.id, title, &text, &found, &verdict, self.top, width());
            if self.explain {
                let of = |related: &Related| {
                    format!("  why {}:\n{}", related.meta.id, report::reasons_text(&related.reasons))
                };
                told.extend(found.sources.iter().map(|&(k, _)| of(&found.related[k])));
                if found.related.is_empty() {
                    told.push_str(&report::miss_text(&found, width()));
                }
            }
            told.push('\n');
            told
        };
        let has_source = judged.descent.is_some() || !found.sources.is_empty();
        let drawn = self.html.is_some().then_some((papers, text, judged));
        Ok(Told { text: told, found, has_source, drawn })
    }

    fn sum_up(&self, read: &Read, known: &Known, tally: &Tally) {
        let seconds = read.begun.elapsed().as_secs_f64();
        read.progress.say(&format!(
            "{} traced among {}: {} with a source, {} of a series, {} without; {:.2} s, {} a second",
            counted(tally.articles, "article"),
            grouped(known.articles()),
            grouped(tally.copies),
            grouped(tally.series),
            grouped(tally.articles - tally.copies - tally.series),
            seconds,
            grouped((tally.articles as f64 / seconds.max(1e-9)) as u64),
        ));
        if !known.keeps_text() {
            read.progress
                .say("the index keeps no texts, so it cannot prove translations, and none were looked for");
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
