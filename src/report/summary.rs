//! The summary at the end of a run: what went in, what came out, how long it took.

use std::fmt;

use serde::Serialize;

use super::{counted, grouped};

/// What a run read: as many articles as it met records, but for those it skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Records met.
    pub read: u64,
    /// Records skipped, each named on standard error.
    pub skipped: u64,
    /// Of those, how many were too many to be named.
    pub unnamed: u64,
    /// Of those, how many were left out because an earlier record has their id.
    pub repeated_ids: u64,
    /// Files in folders that are in no known format.
    pub ignored: u64,
    /// Inputs read.
    pub files: u64,
    /// Bytes read.
    pub bytes: u64,
}

/// Everything a run counts. `read` = `kept` + `removed` + `skipped`, asserted when it is made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// What was read.
    #[serde(flatten)]
    pub tally: Tally,
    /// Records kept.
    pub kept: u64,
    /// Records removed as duplicates.
    pub removed: u64,
    /// Of those, how many tell the same as the kept one in another language, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translations: Option<u64>,
    /// What was found in an index, where one was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<Acquainted>,
    /// Pairs compared on their texts.
    pub compared: u64,
    /// Pairs that reach the threshold.
    pub pairs: u64,
    /// Groups of such pairs.
    pub stories: u64,
    /// The threshold.
    pub threshold: f64,
    /// Seconds from start to end.
    pub seconds: f64,
    /// Peak memory in bytes, mapped input included; 0 where the system does not tell.
    pub peak_bytes: u64,
    /// Of the program's own memory, the most that was seen at the end of a step.
    pub own_bytes: u64,
}

/// Everything a run counts that asked where articles come from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineageSummary {
    /// What was read.
    #[serde(flatten)]
    pub tally: Tally,
    /// Pairs compared on their texts.
    pub compared: u64,
    /// Pairs with text in common.
    pub pairs: u64,
    /// Stories of at least two articles.
    pub stories: u64,
    /// The articles in them.
    pub articles: u64,
    /// Articles that were made from another one, or from a report that is not here.
    pub copies: u64,
    /// Of these, how many come from a report that is not here.
    pub unobserved: u64,
    /// Of the copies, how many credit their source.
    pub credited: u64,
    /// Articles whose language the word table does not have.
    pub reduced: u64,
    /// Seconds from start to end.
    pub seconds: f64,
}

/// What a run found in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Acquainted {
    /// Articles of the index.
    pub articles: u64,
    /// Of those, how many match a record.
    pub matched: u64,
    /// Records removed because they match one of them.
    pub removed: u64,
}

fn mega(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

impl Tally {
    fn head(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = counted(self.files, "file");
        writeln!(f, "read     {:>13}  {} in {files}", grouped(self.read), mega(self.bytes))?;
        if self.ignored > 0 {
            writeln!(f, "         {:>13}  files of other kinds passed over", grouped(self.ignored))?;
        }
        Ok(())
    }

    fn skips(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = match self.unnamed {
            _ if self.skipped == 0 => String::new(),
            0 => "  named above".to_owned(),
            unnamed => format!("  {} of them too many to be named", grouped(unnamed)),
        };
        writeln!(f, "skipped  {:>13}{named}", grouped(self.skipped))?;
        if self.repeated_ids > 0 {
            let repeated = grouped(self.repeated_ids);
            writeln!(
                f,
                "         {repeated:>13}  of them repeat an id, of which the first is read: see --id-field"
            )?;
        }
        Ok(())
    }

    fn time(&self, f: &mut fmt::Formatter<'_>, seconds: f64) -> fmt::Result {
        let rate = self.bytes as f64 / 1e6 / seconds.max(1e-9);
        write!(f, "time     {seconds:>11.2} s  {rate:.0} MB/s")
    }
}

impl LineageSummary {
    /// The same on one line, without what concerns the run.
    pub fn line(&self) -> String {
        format!(
            "{}; {}; {}, {} of them credited",
            counted(self.tally.read - self.tally.skipped, "article"),
            if self.stories == 1 {
                "1 story".to_owned()
            } else {
                format!("{} stories", grouped(self.stories))
            },
            if self.copies == 1 { "1 copy".to_owned() } else { format!("{} copies", grouped(self.copies)) },
            grouped(self.credited),
        )
    }
}

impl fmt::Display for LineageSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tally.head(f)?;
        self.tally.skips(f)?;
        let compared = grouped(self.compared);
        writeln!(f, "pairs    {:>13}  have text in common, of {compared} compared", grouped(self.pairs))?;
        writeln!(f, "stories  {:>13}  with {}", grouped(self.stories), counted(self.articles, "article"))?;
        writeln!(
            f,
            "copies   {:>13}  {} of them from reports that are not here",
            grouped(self.copies),
            grouped(self.unobserved)
        )?;
        writeln!(f, "credited {:>13}  of the copies", grouped(self.credited))?;
        if self.reduced > 0 {
            let reduced = grouped(self.reduced);
            writeln!(
                f,
                "reduced  {reduced:>13}  in languages that the word table does not have: compared with others by \
                 numbers and names alone"
            )?;
        }
        self.tally.time(f, self.seconds)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tally.head(f)?;
        writeln!(f, "kept     {:>13}", grouped(self.kept))?;
        match &self.known {
            None => writeln!(f, "removed  {:>13}  each matches a kept one", grouped(self.removed))?,
            Some(known) => {
                writeln!(f, "removed  {:>13}  each matches a kept or a known one", grouped(self.removed))?;
                writeln!(
                    f,
                    "         {:>13}  of them match a known one; {} of the {} known have a match",
                    grouped(known.removed),
                    grouped(known.matched),
                    grouped(known.articles)
                )?;
            }
        }
        if let Some(translations) = self.translations {
            let translations = grouped(translations);
            writeln!(
                f,
                "         {translations:>13}  of them tell the same as the kept one in another language"
            )?;
        }
        self.tally.skips(f)?;
        writeln!(
            f,
            "pairs    {:>13}  at {} or more, of {} compared on their texts",
            grouped(self.pairs),
            self.threshold,
            grouped(self.compared)
        )?;
        writeln!(f, "stories  {:>13}", grouped(self.stories))?;
        self.tally.time(f, self.seconds)?;
        if self.peak_bytes > 0 {
            write!(
                f,
                "\nmemory   {:>13}  at the peak, {} of it our own",
                mega(self.peak_bytes),
                mega(self.own_bytes)
            )?;
        }
        Ok(())
    }
}

/// Peak memory of the process and its own (not file-backed) memory now, in bytes; zeros where the
/// system does not tell.
pub fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find_map(|l| l.strip_prefix(name)).unwrap_or_default();
        line.trim().split(' ').next().and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) * 1024
    };
    (field("VmHWM:"), field("RssAnon:"))
}
