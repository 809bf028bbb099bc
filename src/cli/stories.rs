//! `wiretrace stories`: what belongs together, as a table for people or JSON for scripts.

use std::path::PathBuf;

use clap::Args;

use crate::report::{self, Sink};
use crate::story;

use super::Outcome;
use super::args::{self, InputArgs, Keep, MatchArgs, RunArgs};
use super::run::matched;

/// List the stories of a corpus: articles whose texts match, grown around the first of them.
///
/// Two groups become one only where at least half of all pairs between them match, so small differences
/// do not add up to a chain of unlike texts.
#[derive(Debug, Args)]
pub(super) struct Stories {
    #[command(flatten)]
    input: InputArgs,

    /// Write the stories here (JSON Lines); without FILE on standard output, in place of the table.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-", help_heading = "Output")]
    json: Option<PathBuf>,

    /// Write all pairs that reach the threshold (JSON Lines).
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pairs: Option<PathBuf>,

    /// Which article of a story comes first.
    #[arg(long, value_name = "WHICH", default_value = "earliest", help_heading = "Matching")]
    keep: Keep,

    #[command(flatten)]
    matching: MatchArgs,

    #[command(flatten)]
    run: RunArgs,
}

impl Stories {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        self.run.pool()?.install(|| self.work())
    }

    fn work(&self) -> anyhow::Result<Outcome> {
        let to_stdout = |path: &Option<PathBuf>| path.as_deref().is_some_and(|p| p.as_os_str() == "-");
        anyhow::ensure!(
            !to_stdout(&self.pairs) || self.json.is_some() && !to_stdout(&self.json),
            "only one of the stories and --pairs can go to standard output: give one of them a file"
        );
        args::apart([("--json", &self.json), ("--pairs", &self.pairs)])?;
        let json = self.json.as_deref().map(Sink::open).transpose()?;
        let pairs = self.pairs.as_deref().map(Sink::open).transpose()?;
        let matched = matched(&self.input, &self.matching, &self.run, self.keep.into())?;
        let decisions = story::choose(&matched.graph, &matched.ranks);
        let stories = story::grow(&matched.graph, &matched.ranks);
        let rows = report::stories(&matched.corpus, &stories, self.matching.against.is_some());
        let pairs = report::pairs(&matched.graph, &matched.ranks, pairs)?;
        matched.progress.finish();
        if json.is_none() {
            let mut out = Sink::open("-".as_ref())?;
            out.write(report::story_table(&rows, args::width()).as_bytes())?;
            out.finish()?;
        }
        if let Some(mut sink) = json {
            for row in &rows {
                sink.line(row)?;
            }
            sink.finish()?;
        }
        let summary = matched.summary(&decisions, pairs, stories.len() as u64);
        if !self.run.quiet {
            matched.progress.say(&summary.to_string());
        }
        Ok(if summary.skipped > 0 { Outcome::Skipped } else { Outcome::Done })
    }
}
