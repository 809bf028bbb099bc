//! `wiretrace eval`: how good a result is, measured against a truth.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::error::Error;
use crate::evaluate::{self, Answers, Broken, Evaluation, FurnitureTruth, Measured, Mistake, Split, Truth};
use crate::report::{Sink, counted};

use super::Outcome;

/// Check a result against a truth: sources, relations, directions, credits, furniture and stories.
///
/// The result is what `trace --json`, `stories --json` or `--pairs` has written; its first row tells which.
/// Articles that it does not name count as nothing found. Ids must be those of the truth: for the sample
/// corpus, those of a run over the whole folder (`corpus`).
#[derive(Debug, Args)]
pub(super) struct Eval {
    /// What is true: JSON Lines of id, story, source, relation and so on (see `corpus/README.md`).
    #[arg(long, value_name = "FILE")]
    truth: PathBuf,

    /// What was found, or `-` for standard input.
    #[arg(long, value_name = "FILE")]
    result: PathBuf,

    /// Which lines of the pages are furniture: JSON Lines of id, article, furniture and credit.
    #[arg(long, value_name = "FILE")]
    furniture: Option<PathBuf>,

    /// Count only the rows of one half of the truth.
    #[arg(long, value_name = "HALF")]
    split: Option<Half>,

    /// Write one JSON object in place of a table.
    #[arg(long, help_heading = "Output")]
    json: bool,

    /// Add what is wrong, one line a mistake: kind, id, wanted, got, apart by tabs (`-`: nothing).
    #[arg(long, help_heading = "Output")]
    errors: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Half {
    /// The rows to tune on.
    Dev,
    /// The rows to measure on.
    Check,
}

impl From<Half> for Split {
    fn from(half: Half) -> Split {
        match half {
            Half::Dev => Split::Dev,
            Half::Check => Split::Check,
        }
    }
}

/// Unknown ids that are named; of more, the number is told.
const NAMED: usize = 10;

#[derive(Serialize)]
struct Object<'a> {
    #[serde(flatten)]
    evaluation: &'a Evaluation,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<&'a [Mistake]>,
}

impl Eval {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let mut skipped = 0;
        let (truth, broken) = Truth::read(&self.truth, self.split.map(Split::from))?;
        skipped += name(&broken);
        let marked = match &self.furniture {
            Some(path) => {
                let (marked, broken) = FurnitureTruth::read(path)?;
                skipped += name(&broken);
                check(path, &marked.unknown(&truth))?;
                Some(marked)
            }
            None => None,
        };
        let (answers, broken) = Answers::read(&self.result)?;
        skipped += name(&broken);
        check(&self.result, &answers.unknown(&truth))?;

        let measured = evaluate::evaluate(&truth, marked.as_ref(), &answers, skipped);
        self.write(&measured)?;
        Ok(if skipped > 0 { Outcome::Skipped } else { Outcome::Done })
    }

    fn write(&self, Measured { evaluation, mistakes }: &Measured) -> anyhow::Result<()> {
        let mut out = Sink::open("-".as_ref())?;
        if self.json {
            out.line(&Object { evaluation, errors: self.errors.then_some(&mistakes[..]) })?;
        } else {
            out.write(evaluate::table(evaluation).as_bytes())?;
            if self.errors {
                out.write(b"\n")?;
                for mistake in mistakes {
                    out.write(format!("{mistake}\n").as_bytes())?;
                }
            }
        }
        Ok(out.finish()?)
    }
}

/// Names lines that were passed over, and says how many they are.
fn name(broken: &[Broken]) -> u64 {
    for broken in broken {
        let _ = writeln!(std::io::stderr(), "wiretrace: {broken}");
    }
    broken.len() as u64
}

/// Refuses ids that are not in the truth.
fn check(path: &Path, unknown: &[&str]) -> anyhow::Result<()> {
    if unknown.is_empty() {
        return Ok(());
    }
    let named = unknown.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let more = match unknown.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let what = counted(unknown.len() as u64, "id");
    Err(Error::input(path, format!("{what} not in the truth: {named}{more}")).into())
}
