//! From arguments to a corpus and what was found in it: the part that all verbs over a corpus share.

use std::fs::Metadata;
use std::path::Path;
use std::time::Instant;

use crate::engine::{self, Corpus, Found, Settings};
use crate::ingest::raw::Problem;
use crate::ingest::walk;
use crate::report::{Summary, memory};
use crate::story::{self, Graph, Keep, Ranks};

use super::args::{self, InputArgs, MatchArgs, RunArgs};
use super::progress::Progress;

/// A corpus that was read, and what is to be said of the reading.
pub(super) struct Read {
    pub(super) corpus: Corpus,
    pub(super) progress: Progress,
    pub(super) begun: Instant,
    files: u64,
    ignored: u64,
    /// Folders and links that could not be followed: who knows what is behind them.
    unread: u64,
}

/// Finds and reads the inputs. Call it inside the pool.
pub(super) fn read(input: &InputArgs, settings: Settings, run: &RunArgs) -> anyhow::Result<Read> {
    read_found(input.find()?, settings, run)
}

/// Reads inputs that were found.
pub(super) fn read_found(found: walk::Found, settings: Settings, run: &RunArgs) -> anyhow::Result<Read> {
    let begun = Instant::now();
    let walk::Found { inputs, ignored, problems } = found;
    let files = inputs.len() as u64;
    // What is read is counted as it is after decompression, so the size of such a file says nothing.
    let packed = |path: &Path| path.extension().is_some_and(|e| e == "gz" || e == "zst");
    let size = |path: &Path| {
        std::fs::metadata(path).ok().filter(|m| Metadata::is_file(m) && !packed(path)).map(|m| m.len())
    };
    let sizes: Option<u64> = inputs.iter().map(|input| size(&input.path)).sum();
    let progress = Progress::new(run, sizes);
    let unread = problems.iter().filter(|(_, problem)| problem.lost).count() as u64;
    // What is passed over for a reason is no error.
    let tell = |path: &Path, problem: &Problem| {
        if problem.lost || !run.quiet {
            progress.say(&format!("wiretrace: {}: {}", path.display(), problem.place()));
        }
    };
    for (path, problem) in &problems {
        if settings.strict && problem.lost {
            anyhow::bail!("{}: {} (--strict)", path.display(), problem.place());
        }
        tell(path, problem);
    }
    let corpus = Corpus::read(
        inputs,
        settings,
        &|bytes, articles| progress.read(bytes, articles),
        &mut |input, problem| tell(&input.path, problem),
    )?;
    Ok(Read { corpus, progress, begun, files, ignored, unread })
}

impl Read {
    /// Records that could not be used, and places that could not be read.
    pub(super) fn skipped(&self) -> u64 {
        self.corpus.stats().skipped + self.unread
    }
}

/// A corpus whose pairs are known.
pub(super) struct Matched {
    pub(super) corpus: Corpus,
    pub(super) found: Found,
    pub(super) graph: Graph,
    /// The rank of every article that takes part in a pair.
    pub(super) ranks: Ranks,
    pub(super) progress: Progress,
    begun: Instant,
    files: u64,
    ignored: u64,
    unread: u64,
    own_bytes: u64,
    threshold: f64,
}

/// Reads the inputs and finds their pairs. Call it inside the pool.
pub(super) fn matched(
    input: &InputArgs,
    matching: &MatchArgs,
    run: &RunArgs,
    keep: Keep,
) -> anyhow::Result<Matched> {
    let settings = args::settings(input, matching, run)?;
    let Read { corpus, progress, begun, files, ignored, unread } = read(input, settings, run)?;
    let mut own_bytes = memory().1;
    progress.step("comparing");
    let order = |articles: &mut Vec<u32>| story::order(&corpus, keep, articles);
    let found = engine::find(&corpus, matching.threshold, &order);
    own_bytes = own_bytes.max(memory().1);
    let graph = Graph::new(&found);
    let members: Vec<u32> = graph.nodes.iter().flatten().copied().collect();
    let ranks = Ranks::new(&corpus, keep, &members);
    let threshold = matching.threshold;
    Ok(Matched { corpus, found, graph, ranks, progress, begun, files, ignored, unread, own_bytes, threshold })
}

impl Matched {
    /// The summary of a run that removed and listed so many.
    pub(super) fn summary(&self, removed: u64, pairs: u64, stories: u64) -> Summary {
        let stats = self.corpus.stats();
        let kept = self.corpus.len() as u64 - self.corpus.left_out().len() as u64 - removed;
        assert_eq!(stats.records, kept + removed + stats.skipped, "a record got lost");
        let (peak_bytes, own) = memory();
        Summary {
            read: stats.records + self.unread,
            kept,
            removed,
            skipped: stats.skipped + self.unread,
            unnamed: stats.unnamed,
            repeated_ids: self.corpus.left_out().len() as u64,
            ignored: self.ignored,
            files: self.files,
            bytes: stats.bytes,
            compared: self.found.compared,
            pairs,
            stories,
            threshold: self.threshold,
            seconds: self.begun.elapsed().as_secs_f64(),
            peak_bytes,
            own_bytes: own.max(self.own_bytes),
        }
    }
}
