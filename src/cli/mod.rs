//! The command line: one file a verb, and the only place where clap types live.

mod args;
mod dedup;
mod progress;
mod run;
mod stories;

use clap::{Parser, Subcommand};

const EXAMPLES: &str = "\
Examples:
  wiretrace dedup crawl/ -o kept.jsonl    the same without its near-duplicates
  wiretrace dedup crawl/                  how many those are
  wiretrace stories crawl/                which articles belong together

Exit codes: 0 done; 2 an error, or done with some records skipped, each named on standard error";

/// Finds copies in news: near-duplicates of a corpus, proven on the text.
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
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was read.
    Done,
    /// Done, with some records skipped and named.
    Skipped,
}

impl Cli {
    /// Runs the verb.
    pub fn run(self) -> anyhow::Result<Outcome> {
        match self.verb {
            Verb::Dedup(verb) => verb.run(),
            Verb::Stories(verb) => verb.run(),
        }
    }
}
