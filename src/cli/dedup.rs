//! `wiretrace dedup`: a corpus in, the same without its near-duplicates out.

use std::collections::HashMap;
use std::path::PathBuf;

use clap::Args;

use crate::crosslingual::Models;
use crate::engine::{Corpus, Spilled, translations};
use crate::ingest::map;
use crate::report::{self, Sink, Summary};
use crate::sketch::ALLOWED_MISS;
use crate::story::{self, Graph, InStory, Ranks};

use super::Outcome;
use super::args::{self, InputArgs, Keep, MatchArgs, MemoryArgs, ModelArgs, RunArgs};
use super::run::{Matched, Pairs, Removed, matched};
use super::spilled::{Wanted, decided, write_pairs};

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

    /// Remove whole translations of a kept record, too: of several languages the one that --keep says is left.
    #[arg(long, conflicts_with_all = ["against", "memory"], help_heading = "Matching")]
    translations: bool,

    /// Print the summary as JSON on standard output.
    #[arg(long, help_heading = "Output")]
    json: bool,

    /// Print how signatures are cut for this threshold, and what that finds and misses.
    #[arg(long, help_heading = "Matching")]
    explain: bool,

    #[command(flatten)]
    matching: MatchArgs,

    #[command(flatten)]
    models: ModelArgs,

    #[command(flatten)]
    pub(super) memory: MemoryArgs,

    #[command(flatten)]
    run: RunArgs,
}

/// Where things are written.
struct Outputs {
    output: Option<Sink>,
    removed: Option<Sink>,
    pairs: Option<Sink>,
}

impl Dedup {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let to_stdout = [&self.output, &self.removed, &self.pairs];
        let to_stdout = to_stdout.into_iter().flatten().filter(|p| p.as_os_str() == "-").count();
        anyhow::ensure!(
            to_stdout + usize::from(self.json) + usize::from(self.explain) <= 1,
            "only one of -o, --removed, --pairs, --json and --explain can go to standard output"
        );
        if let Some(given) = self.models.given().filter(|_| !self.translations) {
            anyhow::bail!("{given} is for --translations: give both or none");
        }
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
        let models = self.models.open()?;
        let (matched, mut found) =
            matched(&self.input, &self.matching, &self.memory, &self.run, self.keep.into())?;
        let Matched { corpus, progress, .. } = &matched;
        if let (true, Pairs::Here(graph, ranks)) = (self.translations, &mut found) {
            progress.step("looking for translations");
            *ranks = self.add_translations(corpus, graph, ranks, &models)?;
        }
        if output.is_some() {
            progress.step("writing");
        }
        let outputs = Outputs { output, removed, pairs };
        let (removed, pairs, stories) = match found {
            Pairs::Here(graph, ranks) => self.write(corpus, &graph, &ranks, outputs)?,
            Pairs::Spilled(spilled) => self.write_spilled(corpus, *spilled, outputs)?,
        };
        progress.finish();
        let translations = self.translations.then_some(removed.translations);
        let summary = Summary { translations, ..matched.summary(removed, pairs, stories) };
        if self.json {
            let mut out = Sink::open("-".as_ref())?;
            out.line(&summary)?;
            out.finish()?;
        } else if !self.run.quiet {
            progress.say(&summary.to_string());
        }
        Ok(if summary.tally.skipped > 0 { Outcome::Skipped } else { Outcome::Done })
    }

    /// Adds the translations among what would be kept without them, and of its copies; gives the ranks with those
    /// who have come in.
    fn add_translations(
        &self,
        corpus: &Corpus,
        graph: &mut Graph,
        ranks: &Ranks,
        models: &Models,
    ) -> anyhow::Result<Ranks> {
        let decisions = story::choose(graph, ranks);
        let mut gone: Vec<u32> = decisions.iter().map(|decision| decision.article).collect();
        gone.extend(corpus.left_out());
        gone.sort_unstable();
        let kept: Vec<u32> =
            (0..corpus.len() as u32).filter(|article| gone.binary_search(article).is_err()).collect();
        let mut copies: HashMap<u32, Vec<u32>> = HashMap::new();
        for decision in &decisions {
            copies.entry(decision.kept).or_default().push(decision.article);
        }
        let copies_of = |article| copies.get(&article).cloned().unwrap_or_default();
        let found = translations(corpus, &kept, copies_of, models)?;
        graph.add_translations(&found);
        let members: Vec<u32> = graph.nodes.iter().flatten().copied().collect();
        Ok(Ranks::new(corpus, self.keep.into(), &members))
    }

    /// Decides and writes; returns the numbers of removed records, pairs and stories.
    fn write(
        &self,
        corpus: &Corpus,
        graph: &Graph,
        ranks: &Ranks,
        outputs: Outputs,
    ) -> anyhow::Result<(Removed, u64, u64)> {
        let Outputs { output, removed, pairs } = outputs;
        let decisions = story::choose(graph, ranks);
        if let Some(mut sink) = removed {
            for decision in &decisions {
                report::removed(decision, |article| ranks.id(article), &mut sink)?;
            }
            sink.finish()?;
        }
        let stories = || story::grow(graph, ranks);
        let list = || report::pairs(graph, ranks, pairs);
        let (stories, pairs) = match output {
            Some(sink) if self.annotate => {
                let stories = stories();
                let mut in_story: Vec<InStory> = InStory::members(&stories).collect();
                in_story.sort_unstable();
                let (decisions, in_story) = (decisions.iter().copied().map(Ok), in_story.into_iter().map(Ok));
                report::annotate(corpus, decisions, in_story, |article| ranks.id(article), sink)?;
                (stories, list()?)
            }
            // Writing waits for the system most of the time: the rest is done beside it.
            Some(sink) => {
                let gone = decisions.iter().map(|decision| Ok(decision.article));
                let write = || report::kept(corpus, gone, sink);
                let (written, rest) = rayon::join(write, || (stories(), list()));
                written?;
                (rest.0, rest.1?)
            }
            None => (stories(), list()?),
        };
        Ok((Removed::of(corpus, &decisions), pairs, stories.len() as u64))
    }

    /// The same with what is in temporary files.
    fn write_spilled(
        &self,
        corpus: &Corpus,
        spilled: Spilled,
        outputs: Outputs,
    ) -> anyhow::Result<(Removed, u64, u64)> {
        let Outputs { output, mut removed, pairs } = outputs;
        let wanted = Wanted { pairs: pairs.is_some(), stories: false, in_story: self.annotate };
        let decided = decided(corpus, spilled, self.keep.into(), wanted)?;
        if let Some(sink) = pairs {
            write_pairs(decided.pairs, sink)?;
        }
        let mut count = Removed::default();
        let id = |article: u32| corpus.id_and_date(article).id;
        let mut decisions = decided.decisions.sorted()?.map(|decision| {
            let decision = decision?;
            count.add(corpus, &decision);
            if let Some(sink) = &mut removed {
                report::removed(&decision, id, sink)?;
            }
            Ok(decision)
        });
        corpus.expect(map::Order::InOrder);
        match output {
            Some(sink) if self.annotate => {
                report::annotate(corpus, &mut decisions, decided.in_story.sorted()?, id, sink)?;
            }
            Some(sink) => {
                let gone = decisions.by_ref().map(|decision| decision.map(|d| d.article));
                report::kept(corpus, gone, sink)?;
            }
            None => {}
        }
        decisions.try_for_each(|decision| decision.map(drop))?;
        drop(decisions);
        if let Some(sink) = removed {
            sink.finish()?;
        }
        Ok((count, decided.pair_count, decided.story_count))
    }

    /// How signatures are cut for the threshold, in words and as a table.
    fn choice(&self) -> String {
        let (banding, threshold) = (self.matching.banding(), self.matching.threshold());
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
