//! The command line: one file a verb, and the only place where clap types live.

mod args;
mod compare;
mod dedup;
mod eval;
mod index;
mod near;
mod progress;
mod run;
mod spilled;
mod stories;
mod trace;

use clap::{Parser, Subcommand};

const EXAMPLES: &str = "\
Examples:
  wiretrace dedup crawl/ -o kept.jsonl    the same without its near-duplicates
  wiretrace dedup crawl/                  how many those are
  wiretrace stories crawl/                which articles belong together
  wiretrace index add known/ crawl/       remember them
  wiretrace trace page.html --against known/    where does this text come from?
  wiretrace compare a.html b.html         what two articles share, side by side
  wiretrace eval --truth truth.jsonl --result traces.jsonl    how good is all that?

Exit codes: 0 done; 1 the answer is no (compare: unrelated; index verify: damaged); 2 an error, or
done with some records skipped, each named on standard error";

/// Finds copies in news and where they come from, proven on the text.
#[derive(Debug, Parser)]
#[command(
    name = "wiretrace",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = EXAMPLES
)]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Dedup(dedup::Dedup),
    Stories(stories::Stories),
    Trace(trace::Trace),
    Compare(compare::Compare),
    #[command(subcommand)]
    Index(index::Index),
    Eval(eval::Eval),
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was read.
    Done,
    /// The question was answered with no.
    No,
    /// Done, with some records skipped and named.
    Skipped,
}

impl Cli {
    /// Whether the run is to take no more memory than it was told.
    pub fn limits_memory(&self) -> bool {
        match &self.verb {
            Verb::Dedup(verb) => verb.memory.memory.is_some(),
            Verb::Stories(verb) => verb.memory.memory.is_some(),
            Verb::Trace(_) | Verb::Compare(_) | Verb::Index(_) | Verb::Eval(_) => false,
        }
    }

    /// Runs the verb.
    pub fn run(self) -> anyhow::Result<Outcome> {
        match self.verb {
            Verb::Dedup(verb) => verb.run(),
            Verb::Stories(verb) => verb.run(),
            Verb::Trace(verb) => verb.run(),
            Verb::Compare(verb) => verb.run(),
            Verb::Index(verb) => verb.run(),
            Verb::Eval(verb) => verb.run(),
        }
    }
}
