//! The budget: the memory that a run may use, and what each step gets of it.
//!
//! Owns the arithmetic of `--memory`: what a run takes whatever it reads, what a record takes, and how the
//! rest is shared. Does not watch what is used: each step keeps to its share.

use crate::candidates::Part;
use crate::error::{Error, Result};

use super::Settings;
use super::corpus::Corpus;

/// The program itself, its tables and what reading takes.
const FIXED: usize = 12 << 20;
/// The buffers of a thread that reads and sketches, and what the allocator keeps back of what it has freed.
const A_THREAD: usize = 4 << 20;
/// Of each record, whatever else is done: whether it takes part, which group it is in, its piece.
const A_RECORD: usize = 8;
/// The least that steps can share.
const LEAST: usize = 6 << 20;

/// What a sorter may use where nothing was said.
const USUAL_SHARE: usize = 64 << 20;

/// Bytes that finding equal hashes takes for each of them: filters and what passes them.
pub(super) const A_HASH: usize = 48;
/// Bytes that a band's keys take for each of them: filters, and what passes them, twice.
pub(super) const A_KEY: usize = 12;

/// What steps may use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// Bytes beyond what a run takes anyway; none: what it takes.
    room: Option<usize>,
}

/// The least memory that a run of so many records works with.
fn least(records: usize) -> usize {
    FIXED + A_THREAD * rayon::current_num_threads() + A_RECORD * records + LEAST
}

/// An error that says the least that works, if a run cannot do with the memory it is given.
pub fn check_memory(settings: &Settings) -> Result<()> {
    enough(settings, 0).map(drop)
}

/// The room that is left beside what so many records take.
fn enough(settings: &Settings, records: usize) -> Result<Option<usize>> {
    let Some(memory) = settings.memory else { return Ok(None) };
    let least = least(records);
    match memory.checked_sub(least) {
        Some(rest) => Ok(Some(rest + LEAST)),
        None => {
            let (least, threads) = (least.div_ceil(1 << 20), rayon::current_num_threads());
            let records = if records > 0 { format!("{records} records on ") } else { String::new() };
            let (threads, takes) = if threads == 1 {
                ("1 thread".to_owned(), "takes")
            } else {
                (format!("{threads} threads"), "take")
            };
            Err(Error::Usage(format!(
                "--memory: {records}{threads} {takes} {least}M at the least: see --threads"
            )))
        }
    }
}

impl Budget {
    /// What it takes.
    pub(super) const ALL: Budget = Budget { room: None };

    /// The budget of a corpus that was read.
    ///
    /// Errors: it is too little to work with.
    pub(super) fn of(corpus: &Corpus) -> Result<Budget> {
        Ok(Budget { room: enough(corpus.settings(), corpus.len())? })
    }

    /// So much to share.
    #[cfg(test)]
    pub(super) fn with_room(room: usize) -> Budget {
        Budget { room: Some(room) }
    }

    /// In how many parts a step is done that takes `each` bytes for each of `count` things.
    pub(super) fn parts(self, count: usize, each: usize) -> impl Iterator<Item = Part> {
        let of = self.room.map_or(1, |room| (count * each).div_ceil(room / 3).max(1));
        Part::all(u32::try_from(of).unwrap_or(u32::MAX))
    }

    /// What one of several sorters may use.
    pub(super) fn share(self) -> usize {
        self.room.map_or(USUAL_SHARE, |room| room / 8)
    }
}
