//! `wiretrace dedup`: a corpus in, the same without its near-duplicates out.

use std::path::PathBuf;

use clap::Args;

use crate::report::{self, Sink};
use crate::sketch::ALLOWED_MISS;
use crate::story;

use super::Outcome;
use super::args::{self, InputArgs, Keep, MatchArgs, RunArgs};
use super::run::matched;

/// Remove near-duplicates from a corpus.
///
/// Every removed record matches a kept one at the threshold or better, compared on the text itself.
/// Lines of JSON and rows of tables are kept byte for byte and in order; pages, archives and feeds come
/// out as JSON Lines of id, url, title, published, lang and text. Without -o nothing is written, and the
/// summary says what would be.
#[derive(Debug, Args)]
pub(super) struct Dedup {
    #[command(flatten)]
    input: InputArgs,

    /// Write the kept records here; `-` is standard output, .gz and .zst are compressed.
    #[arg(short, long, value_name = "KEPT", help_heading = "Output")]
    output: Option<PathBuf>,

    /// Write for each removed record which kept one it matched, and how well (JSON Lines).
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    removed: Option<PathBuf>,

    /// Write all pairs that reach the threshold (JSON Lines).
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pairs: Option<PathBuf>,

    /// Keep every record in KEPT, as JSON Lines with a field `wiretrace` that says what it is.
    #[arg(long, requires = "output", help_heading = "Output")]
    annotate: bool,

    /// Which of several near-duplicates is kept.
    #[arg(long, value_name = "WHICH", default_value = "earliest", help_heading = "Matching")]
    keep: Keep,

    /// Print the summary as JSON on standard output.
    #[arg(long, help_heading = "Output")]
    json: bool,

    /// Print how signatures are cut for this threshold, and what that finds and misses.
    #[arg(long, help_heading = "Matching")]
    explain: bool,

    #[command(flatten)]
    matching: MatchArgs,

    #[command(flatten)]
    run: RunArgs,
}

impl Dedup {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let to_stdout = [&self.output, &self.removed, &self.pairs];
        let to_stdout = to_stdout.into_iter().flatten().filter(|p| p.as_os_str() == "-").count();
        anyhow::ensure!(
            to_stdout + usize::from(self.json) + usize::from(self.explain) <= 1,
            "only one of -o, --removed, --pairs, --json and --explain can go to standard output"
        );
        args::apart([("-o", &self.output), ("--removed", &self.removed), ("--pairs", &self.pairs)])?;
        if self.explain {
            let mut out = Sink::open("-".as_ref())?;
            out.write(self.choice().as_bytes())?;
            out.finish()?;
            if self.input.inputs.is_empty() {
                return Ok(Outcome::Done);
            }
        }
        self.run.pool()?.install(|| self.work())
    }

    fn work(&self) -> anyhow::Result<Outcome> {
        let open = |path: &Option<PathBuf>| path.as_deref().map(Sink::open).transpose();
        // Before hours of work, not after.
        let (output, removed, pairs) = (open(&self.output)?, open(&self.removed)?, open(&self.pairs)?);
        let matched = matched(&self.input, &self.matching, &self.run, self.keep.into())?;
        let decisions = story::choose(&matched.graph, &matched.ranks);
        if let Some(sink) = removed {
            report::removed(&decisions, &matched.ranks, sink)?;
        }
        if output.is_some() {
            matched.progress.step("writing");
        }
        let stories = || story::grow(&matched.graph, &matched.ranks);
        let list = || report::pairs(&matched.graph, &matched.ranks, pairs);
        let (stories, pairs) = match output {
            Some(sink) if self.annotate => {
                let stories = stories();
                report::annotate(&matched.corpus, &decisions, &stories, &matched.ranks, sink)?;
                (stories, list()?)
            }
            // Writing waits for the system most of the time: the rest is done beside it.
            Some(sink) => {
                let write = || report::kept(&matched.corpus, &decisions, sink);
                let (written, rest) = rayon::join(write, || (stories(), list()));
                written?;
                (rest.0, rest.1?)
            }
            None => (stories(), list()?),
        };
        matched.progress.finish();
        let summary = matched.summary(&decisions, pairs, stories.len() as u64);
        if self.json {
            let mut out = Sink::open("-".as_ref())?;
            out.line(&summary)?;
            out.finish()?;
        } else if !self.run.quiet {
            matched.progress.say(&summary.to_string());
        }
        Ok(if summary.skipped > 0 { Outcome::Skipped } else { Outcome::Done })
    }

    /// How signatures are cut for the threshold, in words and as a table.
    fn choice(&self) -> String {
        let (banding, threshold) = (self.matching.banding(), self.matching.threshold);
        let mut out = format!(
            "At threshold {threshold}, a signature has {} slots in {} bands of {} rows, {} bytes an article.\n\
             That choice has the most rows, and so the fewest false candidates, for which at most {:.2} %\n\
             of the pairs exactly at the threshold are missed. Kernel: {}.\n\n\
             similarity   becomes a candidate   is missed   estimated with error\n",
            banding.slots(),
            banding.bands,
            banding.rows,
            banding.bands * 4,
            ALLOWED_MISS * 100.0,
            self.run.kernel()
        );
        for step in 1..=20 {
            let similarity = f64::from(step) * 0.05;
            let chance = banding.chance(similarity);
            let error = (similarity * (1.0 - similarity) / banding.slots() as f64).sqrt();
            let mark = if (similarity - threshold).abs() < 0.025 { "  threshold" } else { "" };
            out += &format!(
                "      {similarity:.2}            {:>8.3} %  {:>8.3} %                 {error:.3}{mark}\n",
                chance * 100.0,
                (1.0 - chance) * 100.0
            );
        }
        out +=
            "\nEvery candidate is then compared on its text, so no pair below the threshold is reported.\n";
        out
    }
}
