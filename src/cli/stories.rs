//! `wiretrace stories`: who took which text from whom, as trees for people or JSON for scripts.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;

use crate::engine::{Papers, Provenance, provenance};
use crate::provenance::Parent;
use crate::report::{self, LineageSummary, Sink};
use crate::story::{Keep as Order, Lineage, lineages};

use super::Outcome;
use super::args::{self, InputArgs, Keep, MatchArgs, MemoryArgs, ModelArgs, RunArgs, index_settings};
use super::near;
use super::run::read;

/// List the stories of a corpus: where each starts, and who took the text from whom.
///
/// Copies of every kind are found (reprints, cuts, excerpts, composites, retellings) and verified on the
/// texts. Credits, dates and what was left over tell the source of each; an agency's report that is not in
/// the corpus is named, too. Instalments of a series and independent reports of one event are no story.
///
/// With --near-duplicates (and wherever a threshold, an index or a limit of memory is given) articles are
/// grouped by likeness alone, which is a hundred times as fast: two groups become one only where at least half
/// of all pairs between them match, so small differences do not add up to a chain of unlike texts.
#[derive(Debug, Args)]
pub(super) struct Stories {
    #[command(flatten)]
    pub(super) input: InputArgs,

    /// Write the stories here (JSON Lines); without FILE on standard output, in place of the table.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-", help_heading = "Output")]
    json: Option<PathBuf>,

    /// Write all pairs with text in common (JSON Lines); by likeness alone, those that reach the threshold.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pairs: Option<PathBuf>,

    /// Write who took from whom as a graph: GraphML or, if the name ends in .dot or .gv, DOT.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    graph: Option<PathBuf>,

    /// Write all of it as a page for a browser: stories, time lines, trees, and the texts side by side.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    html: Option<PathBuf>,

    /// Group near-duplicates by likeness alone.
    #[arg(long, help_heading = "Matching")]
    near_duplicates: bool,

    /// By likeness alone: which article of a story comes first [default: earliest].
    #[arg(long, value_name = "WHICH", help_heading = "Matching")]
    pub(super) keep: Option<Keep>,

    #[command(flatten)]
    pub(super) matching: MatchArgs,

    #[command(flatten)]
    pub(super) memory: MemoryArgs,

    #[command(flatten)]
    models: ModelArgs,

    #[command(flatten)]
    pub(super) run: RunArgs,
}

/// Where things are written.
pub(super) struct Outputs {
    pub(super) json: Option<Sink>,
    pub(super) pairs: Option<Sink>,
}

impl Stories {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        self.run.pool()?.install(|| self.work())
    }

    fn by_likeness(&self) -> bool {
        self.near_duplicates || self.keep.is_some() || self.matching.are_given() || self.memory.are_given()
    }

    fn work(&self) -> anyhow::Result<Outcome> {
        let outputs = [
            ("--json", &self.json),
            ("--pairs", &self.pairs),
            ("--graph", &self.graph),
            ("--html", &self.html),
        ];
        let is_stdout = |path: &Option<PathBuf>| path.as_deref().is_some_and(|p| p.as_os_str() == "-");
        let table = usize::from(self.json.is_none());
        anyhow::ensure!(
            outputs.iter().filter(|(_, path)| is_stdout(path)).count() + table <= 1,
            "only one of the stories, --pairs, --graph and --html can go to standard output: give the others a file"
        );
        args::apart(outputs)?;
        anyhow::ensure!(
            self.graph.is_none() && self.html.is_none() || !self.by_likeness(),
            "--graph and --html show who took from whom: they do not go with --near-duplicates, --keep, --threshold, \
             --shingle, --unit, --against and --memory"
        );
        if let Some(given) = self.models.given().filter(|_| self.by_likeness()) {
            anyhow::bail!(
                "{given} is for what articles mean: it does not go with --near-duplicates, --keep, --threshold, --shingle, \
                 --unit, --against and --memory"
            );
        }
        let open = |path: &Option<PathBuf>| path.as_deref().map(Sink::open).transpose();
        let outputs = Outputs { json: open(&self.json)?, pairs: open(&self.pairs)? };
        let (graph, html) = (open(&self.graph)?, open(&self.html)?);
        if self.by_likeness() { near::run(self, outputs) } else { self.lineages(outputs, graph, html) }
    }

    /// Lists who took which text from whom.
    fn lineages(&self, outputs: Outputs, graph: Option<Sink>, html: Option<Sink>) -> anyhow::Result<Outcome> {
        let mut settings = index_settings(&self.input, &self.run)?;
        settings.ingest.what_else = true;
        settings.models = self.models.open()?;
        let read = read(&self.input, settings.clone(), &self.run)?;
        let (tally, progress, begun) = (read.tally(), read.progress, read.begun);
        progress.step("looking for what articles have in common");
        let measured = AtomicBool::new(false);
        let compared = |done: u64, all: u64| {
            // The first share that is done begins the measured step.
            if !measured.swap(true, Ordering::Relaxed) {
                progress.over(all);
            }
            progress.done(done);
        };
        let (_, found) = provenance(read.corpus, &settings, &compared)?;
        let stories = lineages(&found.descents, &found.ties, &order(&found.papers));
        let rows = report::lineages(&found, &stories);
        if let Some(mut sink) = outputs.pairs {
            report::ties(&found).iter().try_for_each(|row| sink.line(row))?;
            sink.finish()?;
        }
        if let Some(mut sink) = graph {
            let is_dot =
                self.graph.as_deref().and_then(Path::extension).is_some_and(|e| e == "dot" || e == "gv");
            let text = if is_dot { report::dot(&rows) } else { report::graphml(&rows) };
            sink.write(text.as_bytes())?;
            sink.finish()?;
        }
        progress.finish();
        let is_table = outputs.json.is_none();
        let mut out = outputs.json.map_or_else(|| Sink::open("-".as_ref()), Ok)?;
        if is_table {
            out.write(report::lineage_table(&rows, args::width()).as_bytes())?;
        } else {
            rows.iter().try_for_each(|row| out.line(row))?;
        }
        out.finish()?;
        let summary = summary(tally, &found, &stories, begun.elapsed().as_secs_f64());
        if let Some(mut sink) = html {
            let names: Vec<String> =
                self.input.inputs.iter().map(|path| path.display().to_string()).collect();
            let view = report::stories_view(&found, &stories, names.join(", "), summary.line());
            sink.write(report::page::page(&view).as_bytes())?;
            sink.finish()?;
        }
        if !self.run.quiet {
            let summary = LineageSummary { seconds: begun.elapsed().as_secs_f64(), ..summary };
            progress.say(&summary.to_string());
        }
        Ok(if tally.skipped > 0 { Outcome::Skipped } else { Outcome::Done })
    }
}

/// The place of each article in the order in which they appeared, ties broken by the id.
fn order(papers: &[Papers]) -> Vec<u32> {
    let mut ranked: Vec<_> = papers
        .iter()
        .enumerate()
        .map(|(n, paper)| (Order::Earliest.rank(n as i64, &paper.meta), n))
        .collect();
    ranked.sort_unstable();
    let mut places = vec![0; papers.len()];
    (0..).zip(ranked).for_each(|(place, (_, n))| places[n] = place);
    places
}

fn summary(tally: report::Tally, found: &Provenance, stories: &[Lineage], seconds: f64) -> LineageSummary {
    let several = stories.iter().filter(|story| story.members.len() > 1);
    let descents = || found.descents.iter().flatten();
    LineageSummary {
        tally,
        compared: found.compared,
        pairs: found.ties.len() as u64,
        stories: several.clone().count() as u64,
        articles: several.map(|story| story.members.len() as u64).sum(),
        copies: descents().count() as u64,
        unobserved: descents().filter(|d| matches!(d.parent, Parent::Unobserved(_))).count() as u64,
        credited: descents().filter(|d| d.credited).count() as u64,
        reduced: found.papers.iter().filter(|papers| papers.is_reduced).count() as u64,
        seconds,
    }
}
