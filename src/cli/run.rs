//! From arguments to a corpus and what was found in it: the part that all verbs over a corpus share.

use std::fs::Metadata;
use std::path::Path;
use std::time::Instant;

use crate::engine::{self, Corpus, Settings, Spilled};
use crate::index::Snapshot;
use crate::ingest::raw::Problem;
use crate::ingest::walk;
use crate::report::{Acquainted, Summary, Tally, memory};
use crate::story::{self, Decision, Graph, Keep, Likeness, Ranks};

use super::args::{self, InputArgs, MatchArgs, MemoryArgs, RunArgs};
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

    /// What was read, for the summary.
    pub(super) fn tally(&self) -> Tally {
        let stats = self.corpus.stats();
        let left_out = self.corpus.left_out().len() as u64;
        let articles = self.corpus.len() as u64 - left_out;
        assert_eq!(stats.records, articles + stats.skipped, "a record got lost");
        Tally {
            read: stats.records + self.unread,
            skipped: self.skipped(),
            unnamed: stats.unnamed,
            repeated_ids: left_out,
            ignored: self.ignored,
            files: self.files,
            bytes: stats.bytes,
        }
    }
}

/// A corpus whose pairs are known.
pub(super) struct Matched {
    pub(super) corpus: Corpus,
    pub(super) progress: Progress,
    begun: Instant,
    tally: Tally,
    own_bytes: u64,
    threshold: f64,
    compared: u64,
    /// How many articles the index has that was asked, and how many of them match a record.
    known: Option<(u64, u64)>,
}

/// Where the pairs are.
pub(super) enum Pairs {
    /// In memory, with the rank of every article that takes part in one.
    Here(Graph, Ranks),
    /// In temporary files: the memory was not to hold them.
    Spilled(Box<Spilled>),
}

/// Reads the inputs and finds their pairs, which are kept apart to be used up. Call it inside the pool.
pub(super) fn matched(
    input: &InputArgs,
    matching: &MatchArgs,
    memory: &MemoryArgs,
    run: &RunArgs,
    keep: Keep,
) -> anyhow::Result<(Matched, Pairs)> {
    let settings = args::settings(input, matching, memory, run)?;
    engine::check_memory(&settings)?;
    let (threshold, is_limited) = (matching.threshold(), settings.memory.is_some());
    // The index first: what cannot be looked up need not be read.
    let known = matching.against.as_deref().map(Snapshot::open).transpose()?;
    if let Some(known) = &known {
        engine::check_against(known, &settings, threshold)?;
    }
    let read = read(input, settings, run)?;
    let tally = read.tally();
    let Read { mut corpus, progress, begun, .. } = read;
    let mut own_bytes = own_memory();
    progress.step("comparing");
    let order = |articles: &mut Vec<u32>| story::order(&corpus, keep, articles);
    let (mut found, spilled) = if is_limited {
        let mut spilled = engine::find_spilled(&corpus, threshold, &order)?;
        (std::mem::take(&mut spilled.found), Some(spilled))
    } else {
        (engine::find(&corpus, threshold, &order)?, None)
    };
    own_bytes = own_bytes.max(own_memory());
    if let Some(known) = &known {
        progress.step("looking up what is known");
        engine::find_known(&mut corpus, known, threshold, &mut found)?;
        own_bytes = own_bytes.max(own_memory());
    }
    let (compared, matched) = (found.compared, found.known.len() as u64);
    let pairs = if let Some(mut spilled) = spilled {
        spilled.found = found;
        Pairs::Spilled(Box::new(spilled))
    } else {
        let graph = Graph::new(&found);
        let members: Vec<u32> = graph.nodes.iter().flatten().copied().collect();
        let ranks = Ranks::new(&corpus, keep, &members);
        Pairs::Here(graph, ranks)
    };
    let known = known.map(|known| (known.len(), matched));
    let matched = Matched { corpus, progress, begun, tally, own_bytes, threshold, compared, known };
    Ok((matched, pairs))
}

fn own_memory() -> u64 {
    memory().1
}

/// Records that were removed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Removed {
    all: u64,
    /// Of those, how many match an article of an index.
    by_known: u64,
    /// And how many are translations of a kept one.
    pub(super) translations: u64,
}

impl Removed {
    /// Counts a decision.
    pub(super) fn add(&mut self, corpus: &Corpus, decision: &Decision) {
        self.all += 1;
        self.by_known += u64::from(corpus.is_known(decision.kept));
        self.translations += u64::from(matches!(decision.likeness, Likeness::Translation(_)));
    }

    /// Counts decisions.
    pub(super) fn of(corpus: &Corpus, decisions: &[Decision]) -> Removed {
        let mut removed = Removed::default();
        decisions.iter().for_each(|decision| removed.add(corpus, decision));
        removed
    }
}

impl Matched {
    /// The summary of a run that removed and listed so many.
    pub(super) fn summary(&self, removed: Removed, pairs: u64, stories: u64) -> Summary {
        let tally = self.tally;
        let (peak_bytes, own) = memory();
        Summary {
            kept: tally.read - tally.skipped - removed.all,
            removed: removed.all,
            translations: None,
            tally,
            known: self.known.map(|(articles, matched)| Acquainted {
                articles,
                matched,
                removed: removed.by_known,
            }),
            compared: self.compared,
            pairs,
            stories,
            threshold: self.threshold,
            seconds: self.begun.elapsed().as_secs_f64(),
            peak_bytes,
            own_bytes: own.max(self.own_bytes),
        }
    }
}
