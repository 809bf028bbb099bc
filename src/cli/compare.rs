//! `wiretrace compare`: what two articles share, side by side.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::compare::{Background, Relation, Verifier};
use crate::engine::{KnownMeta, Related, Settings, day_of};
use crate::report::{self, Marks, Sink};

use super::Outcome;
use super::args::{InputArgs, RunArgs, index_settings, width};
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

    /// Say why the pair was judged as it was.
    #[arg(long, help_heading = "Output")]
    explain: bool,

    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    run: RunArgs,
}

struct One {
    meta: KnownMeta,
    text: String,
}

impl Compare {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        self.run.pool()?.install(|| self.work())
    }

    fn work(&self) -> anyhow::Result<Outcome> {
        anyhow::ensure!(self.input.is_empty(), "compare takes two articles: give A and B only");
        let settings = index_settings(&self.input, &self.run)?;
        let (a, b) = (self.one(&self.a, &settings)?, self.one(&self.b, &settings)?);
        let background = Background::default();
        let mut verifier = Verifier::new(&background, settings.kernel);
        verifier.article(&a.text, day_of(a.meta.published.as_deref()));
        let found = verifier.compare(&b.text, day_of(b.meta.published.as_deref()));
        let (passages, reasons) = (verifier.passages(), verifier.reasons());
        let relation = found.relation;
        let related = Related { article: 0, meta: b.meta, found, passages, reasons };
        let mut out = Sink::open("-".as_ref())?;
        if self.json {
            out.line(&report::compared_row(&a.meta.id, &related))?;
        } else {
            let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let marks = if colour { Marks::Colour } else { Marks::Plain };
            out.write(report::compared_text(&a.meta.id, &related).as_bytes())?;
            if self.explain {
                out.write(report::reasons_text(&related).as_bytes())?;
            }
            out.write(b"\n")?;
            out.write(report::beside(&a.text, &b.text, &related, width(), marks).as_bytes())?;
        }
        out.finish()?;
        Ok(if relation == Relation::Unrelated { Outcome::No } else { Outcome::Done })
    }

    fn one(&self, path: &Path, settings: &Settings) -> anyhow::Result<One> {
        let read = read(&self.input.with(vec![path.to_path_buf()]), settings.clone(), &self.run)?;
        read.progress.finish();
        let corpus = &read.corpus;
        anyhow::ensure!(
            corpus.len() == 1,
            "{}: holds {} articles; compare takes files with one: `trace` looks up many",
            path.display(),
            corpus.len()
        );
        let meta = corpus.meta(0);
        Ok(One {
            meta: KnownMeta {
                id: meta.id,
                url: meta.url,
                host: None,
                title: meta.title,
                published: meta.published,
                lang: meta.lang,
            },
            text: corpus.text(0),
        })
    }
}
