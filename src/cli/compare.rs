//! `wiretrace compare`: what two articles share, side by side.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::compare::Relation;
use crate::engine::{Corpus, Settings, compare};
use crate::report::{self, Marks, Sink};

use super::Outcome;
use super::args::{InputArgs, ModelArgs, RunArgs, index_settings, width};
use super::run::read;

/// Compare two articles: what the first is to the second, and the passages they share, side by side.
///
/// Exit code 1 if they are unrelated.
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// An article; a file with exactly one.
    #[arg(value_name = "A")]
    a: PathBuf,

    /// Another.
    #[arg(value_name = "B")]
    b: PathBuf,

    /// Write one JSON object in place of text.
    #[arg(long, help_heading = "Output")]
    json: bool,

    /// Write both texts side by side, with what they share, as a page for a browser.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    html: Option<PathBuf>,

    /// Say why the pair was judged as it was.
    #[arg(long, help_heading = "Output")]
    explain: bool,

    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    models: ModelArgs,

    #[command(flatten)]
    run: RunArgs,
}

impl Compare {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        self.run.pool()?.install(|| self.work())
    }

    fn work(&self) -> anyhow::Result<Outcome> {
        anyhow::ensure!(self.input.is_empty(), "compare takes two articles: give A and B only");
        let mut settings = index_settings(&self.input, &self.run)?;
        settings.ingest.what_else = true;
        settings.models = self.models.open()?;
        let (a, b) = (self.one(&self.a, &settings)?, self.one(&self.b, &settings)?);
        let html = self.html.as_deref().map(Sink::open).transpose()?;
        let (found, reasons) = compare([&a, &b], &settings);
        let mut out = Sink::open("-".as_ref())?;
        if self.json {
            out.line(&report::compared_row(&found))?;
        } else {
            let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let marks = if colour { Marks::Colour } else { Marks::Plain };
            out.write(report::compared_text(&found, width()).as_bytes())?;
            if self.explain {
                out.write(report::reasons_text(&reasons).as_bytes())?;
            }
            out.write(b"\n")?;
            let [a, b] = [&found.texts[0], &found.texts[1]];
            out.write(report::beside(a, b, &found.passages[0], width(), marks).as_bytes())?;
        }
        out.finish()?;
        if let Some(mut sink) = html {
            sink.write(report::page::page(&report::compared_view(&found)).as_bytes())?;
            sink.finish()?;
        }
        let unrelated = found.ties[0].found.relation == Relation::Unrelated;
        Ok(if unrelated { Outcome::No } else { Outcome::Done })
    }

    fn one(&self, path: &Path, settings: &Settings) -> anyhow::Result<Corpus> {
        let read = read(&self.input.with(vec![path.to_path_buf()]), settings.clone(), &self.run)?;
        read.progress.finish();
        let corpus = read.corpus;
        anyhow::ensure!(
            corpus.len() == 1,
            "{}: holds {} articles; compare takes files with one: `trace` looks up many",
            path.display(),
            corpus.len()
        );
        Ok(corpus)
    }
}
