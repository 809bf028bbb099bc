//! `wiretrace stories`: what belongs together, as a table for people or JSON for scripts.

use std::path::PathBuf;

use clap::Args;

use crate::engine::Spilled;
use crate::report::{self, Sink};
use crate::story::{self, Graph, Ranks};

use super::Outcome;
use super::args::{self, InputArgs, Keep, MatchArgs, MemoryArgs, RunArgs};
use super::run::{Matched, Pairs, Removed, matched};
use super::spilled::{Wanted, decided, write_pairs};

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
    pub(super) memory: MemoryArgs,

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
        let (matched, found) =
            matched(&self.input, &self.matching, &self.memory, &self.run, self.keep.into())?;
        let (removed, pairs, stories) = match found {
            Pairs::Here(graph, ranks) => self.write(&matched, &graph, &ranks, json, pairs)?,
            Pairs::Spilled(spilled) => self.write_spilled(&matched, *spilled, json, pairs)?,
        };
        let summary = matched.summary(removed, pairs, stories);
        if !self.run.quiet {
            matched.progress.say(&summary.to_string());
        }
        Ok(if summary.skipped > 0 { Outcome::Skipped } else { Outcome::Done })
    }

    /// Writes; returns the numbers of records that `dedup` would remove, of pairs and of stories.
    fn write(
        &self,
        matched: &Matched,
        graph: &Graph,
        ranks: &Ranks,
        json: Option<Sink>,
        pairs: Option<Sink>,
    ) -> anyhow::Result<(Removed, u64, u64)> {
        let corpus = &matched.corpus;
        let decisions = story::choose(graph, ranks);
        let stories = story::grow(graph, ranks);
        let rows = report::stories(corpus, &stories, self.matching.against.is_some());
        let pairs = report::pairs(graph, ranks, pairs)?;
        matched.progress.finish();
        if let Some(mut sink) = json {
            for row in &rows {
                sink.line(row)?;
            }
            sink.finish()?;
        } else {
            let mut out = Sink::open("-".as_ref())?;
            out.write(report::story_table(&rows, args::width()).as_bytes())?;
            out.finish()?;
        }
        Ok((Removed::of(corpus, &decisions), pairs, stories.len() as u64))
    }

    /// The same with what is in temporary files.
    fn write_spilled(
        &self,
        matched: &Matched,
        spilled: Spilled,
        json: Option<Sink>,
        pairs: Option<Sink>,
    ) -> anyhow::Result<(Removed, u64, u64)> {
        let corpus = &matched.corpus;
        let wanted = Wanted { pairs: pairs.is_some(), stories: true, in_story: false };
        let decided = decided(corpus, spilled, self.keep.into(), wanted)?;
        if let Some(sink) = pairs {
            write_pairs(decided.pairs, sink)?;
        }
        matched.progress.finish();
        let (is_table, width) = (json.is_none(), args::width());
        let mut out = json.map_or_else(|| Sink::open("-".as_ref()), Ok)?;
        for (k, placed) in decided.stories.sorted()?.enumerate() {
            let row = report::story_row(corpus, &placed?.story(), self.matching.against.is_some());
            if is_table {
                out.write(report::story_entry(k, &row, width).as_bytes())?;
            } else {
                out.line(&row)?;
            }
        }
        out.finish()?;
        let mut removed = Removed::default();
        for decision in decided.decisions.sorted()? {
            removed.add(corpus, &decision?);
        }
        Ok((removed, decided.pair_count, decided.story_count))
    }
}
