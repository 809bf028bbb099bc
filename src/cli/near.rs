//! `wiretrace stories` by likeness alone: near-duplicates, in corpora of any size.

use crate::engine::Spilled;
use crate::report::{self, Sink};
use crate::story::{self, Graph, Ranks};

use super::Outcome;
use super::args;
use super::run::{Matched, Pairs, Removed, matched};
use super::spilled::{Wanted, decided, write_pairs};
use super::stories::{Outputs, Stories};

/// Lists the stories that near-duplicates make.
pub(super) fn run(asked: &Stories, outputs: Outputs) -> anyhow::Result<Outcome> {
    let Stories { input, matching, memory, run, keep, .. } = asked;
    let keep = keep.unwrap_or_default().into();
    let (matched, found) = matched(input, matching, memory, run, keep)?;
    let against = matching.against.is_some();
    let (removed, pairs, stories) = match found {
        Pairs::Here(graph, ranks) => write(&matched, &graph, &ranks, against, outputs)?,
        Pairs::Spilled(spilled) => write_spilled(&matched, *spilled, keep, against, outputs)?,
    };
    let summary = matched.summary(removed, pairs, stories);
    if !run.quiet {
        matched.progress.say(&summary.to_string());
    }
    Ok(if summary.tally.skipped > 0 { Outcome::Skipped } else { Outcome::Done })
}

/// Writes; returns the numbers of records that `dedup` would remove, of pairs and of stories.
fn write(
    matched: &Matched,
    graph: &Graph,
    ranks: &Ranks,
    against: bool,
    outputs: Outputs,
) -> anyhow::Result<(Removed, u64, u64)> {
    let corpus = &matched.corpus;
    let decisions = story::choose(graph, ranks);
    let stories = story::grow(graph, ranks);
    let rows = report::stories(corpus, &stories, against);
    let pairs = report::pairs(graph, ranks, outputs.pairs)?;
    matched.progress.finish();
    if let Some(mut sink) = outputs.json {
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
    matched: &Matched,
    spilled: Spilled,
    keep: story::Keep,
    against: bool,
    outputs: Outputs,
) -> anyhow::Result<(Removed, u64, u64)> {
    let corpus = &matched.corpus;
    let wanted = Wanted { pairs: outputs.pairs.is_some(), stories: true, in_story: false };
    let decided = decided(corpus, spilled, keep, wanted)?;
    if let Some(sink) = outputs.pairs {
        write_pairs(decided.pairs, sink)?;
    }
    matched.progress.finish();
    let (is_table, width) = (outputs.json.is_none(), args::width());
    let mut out = outputs.json.map_or_else(|| Sink::open("-".as_ref()), Ok)?;
    for (k, placed) in decided.stories.sorted()?.enumerate() {
        let row = report::story_row(corpus, &placed?.story(), against);
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
