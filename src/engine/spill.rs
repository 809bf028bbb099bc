//! Sorting more than memory holds: sorted runs in a nameless temporary file, merged as they are read.
//!
//! Owns the runs, their encoding and their merge (external merge sort; Knuth, "The Art of Computer
//! Programming" 3, 5.4). Records are of any kind that can be written and compared; what fits is sorted where
//! it is and never written. The order is that of the records, so equal ones must be alike.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

use super::spool::Spool;

/// What can be sorted.
pub trait Record: Ord + Send + Sized {
    /// Appends the record to a run.
    fn write(&self, out: &mut Vec<u8>);

    /// Reads back all that was written of one record; none where it is not that.
    fn read(bytes: &[u8]) -> Option<Self>;

    /// Bytes that it holds outside of itself.
    fn heap(&self) -> usize {
        0
    }
}

/// Bytes that are read of a run at once, at the least.
const LEAST_READ: usize = 4 << 10;
/// The same where there is room.
const READ: usize = 64 << 10;
/// Bytes of the length before each record of a run.
const PREFIX: usize = 4;

/// Takes records in any order, and gives them back sorted.
#[derive(Debug)]
pub struct Sorter<T> {
    waiting: Vec<T>,
    /// Of those, what lies outside of them.
    heap: usize,
    /// Most bytes of those, and of what is read of runs.
    room: usize,
    /// Where runs are written; made when the first one is.
    spool: Option<Spool>,
    folder: PathBuf,
    /// Beginning and end of each.
    runs: Vec<(u64, u64)>,
    records: u64,
}

impl<T: Record> Sorter<T> {
    /// A sorter that uses about `room` bytes of memory, and a temporary file in `folder` when those are full.
    pub fn new(room: usize, folder: &Path) -> Self {
        Sorter {
            waiting: Vec::new(),
            heap: 0,
            room: room.max(2 * LEAST_READ),
            spool: None,
            folder: folder.to_path_buf(),
            runs: Vec::new(),
            records: 0,
        }
    }

    /// An empty one like it.
    pub(super) fn another(&self) -> Self {
        Sorter::new(self.room, &self.folder)
    }

    /// How many records it has.
    pub fn len(&self) -> u64 {
        self.records
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.records == 0
    }

    /// Takes a record.
    ///
    /// Errors: the temporary file cannot be written.
    pub fn push(&mut self, record: T) -> Result<()> {
        if self.waiting.capacity() == 0 {
            // Growing by doubling would take half as much again; what is not used costs nothing.
            self.waiting.reserve_exact((self.room / size_of::<T>()).max(16));
        }
        self.heap += record.heap();
        self.waiting.push(record);
        self.records += 1;
        if self.waiting.len() == self.waiting.capacity()
            || self.heap + self.waiting.len() * size_of::<T>() >= self.room
        {
            self.write_run()?;
        }
        Ok(())
    }

    /// Takes many records.
    pub fn extend(&mut self, records: impl IntoIterator<Item = T>) -> Result<()> {
        records.into_iter().try_for_each(|record| self.push(record))
    }

    /// The records, sorted.
    ///
    /// Errors: the temporary file cannot be written or read.
    pub fn sorted(mut self) -> Result<Sorted<T>> {
        if self.spool.is_none() {
            self.waiting.sort_unstable();
            return Ok(Sorted(Source::Memory(self.waiting.into_iter())));
        }
        if !self.waiting.is_empty() {
            self.write_run()?;
        }
        self.waiting = Vec::new();
        let most = (self.room / LEAST_READ).max(2);
        while self.runs.len() > most {
            let some: Vec<(u64, u64)> = self.runs.drain(..most).collect();
            let Some(spool) = self.spool.take() else { break };
            let mut merge: Merge<T> = Merge::new(spool, &some, self.room)?;
            let mut block = Vec::with_capacity(READ);
            let mut run: Option<(u64, u64)> = None;
            while let Some(record) = merge.next_record()? {
                encode(&record, &mut block);
                if block.len() >= READ {
                    append(&merge.spool, &mut block, &mut run)?;
                }
            }
            append(&merge.spool, &mut block, &mut run)?;
            self.runs.extend(run);
            self.spool = Some(merge.spool);
        }
        match self.spool {
            Some(spool) => Ok(Sorted(Source::Runs(Box::new(Merge::new(spool, &self.runs, self.room)?)))),
            None => Ok(Sorted(Source::Memory(Vec::new().into_iter()))),
        }
    }

    fn write_run(&mut self) -> Result<()> {
        self.waiting.sort_unstable();
        let spool = match &mut self.spool {
            Some(spool) => spool,
            none => none.insert(Spool::in_folder(&self.folder)?),
        };
        let mut block = Vec::with_capacity(READ);
        let mut run = None;
        for record in self.waiting.drain(..) {
            encode(&record, &mut block);
            if block.len() >= READ {
                append(spool, &mut block, &mut run)?;
            }
        }
        append(spool, &mut block, &mut run)?;
        self.heap = 0;
        self.runs.extend(run);
        Ok(())
    }
}

fn encode<T: Record>(record: &T, block: &mut Vec<u8>) {
    let at = block.len();
    block.extend_from_slice(&[0; PREFIX]);
    record.write(block);
    let len = (block.len() - at - PREFIX) as u32;
    block[at..at + PREFIX].copy_from_slice(&len.to_le_bytes());
}

/// Writes a block behind the run that it belongs to. Nobody else writes to the spool.
fn append(spool: &Spool, block: &mut Vec<u8>, run: &mut Option<(u64, u64)>) -> Result<()> {
    if !block.is_empty() {
        let at = spool.append(block)?;
        let (_, end) = run.get_or_insert((at, at));
        *end = at + block.len() as u64;
        block.clear();
    }
    Ok(())
}

/// Records in order.
#[derive(Debug)]
pub struct Sorted<T>(Source<T>);

#[derive(Debug)]
enum Source<T> {
    Memory(std::vec::IntoIter<T>),
    Runs(Box<Merge<T>>),
}

impl<T: Record> Iterator for Sorted<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        match &mut self.0 {
            Source::Memory(records) => records.next().map(Ok),
            Source::Runs(merge) => merge.next_record().transpose(),
        }
    }
}

/// Runs that are read side by side.
#[derive(Debug)]
struct Merge<T> {
    spool: Spool,
    runs: Vec<Run>,
    next: BinaryHeap<Reverse<(T, usize)>>,
}

impl<T: Record> Merge<T> {
    fn new(spool: Spool, runs: &[(u64, u64)], room: usize) -> Result<Self> {
        let read = (room / runs.len().max(1)).clamp(LEAST_READ, READ);
        let run = |&(at, end): &(u64, u64)| Run { at, end, read, buffer: Vec::new(), used: 0 };
        let runs = runs.iter().map(run).collect();
        let mut merge = Merge { spool, runs, next: BinaryHeap::new() };
        for k in 0..merge.runs.len() {
            merge.advance(k)?;
        }
        Ok(merge)
    }

    fn advance(&mut self, run: usize) -> Result<()> {
        if let Some(record) = self.runs[run].next(&self.spool)? {
            self.next.push(Reverse((record, run)));
        }
        Ok(())
    }

    fn next_record(&mut self) -> Result<Option<T>> {
        let Some(Reverse((record, run))) = self.next.pop() else { return Ok(None) };
        self.advance(run)?;
        Ok(Some(record))
    }
}

#[derive(Debug)]
struct Run {
    at: u64,
    end: u64,
    read: usize,
    buffer: Vec<u8>,
    used: usize,
}

impl Run {
    fn next<T: Record>(&mut self, spool: &Spool) -> Result<Option<T>> {
        let Some(head) = self.take(PREFIX, spool)? else { return Ok(None) };
        let mut prefix = [0; PREFIX];
        prefix.copy_from_slice(&self.buffer[head..head + PREFIX]);
        let len = u32::from_le_bytes(prefix) as usize;
        let at = self.take(len, spool)?;
        let record = at.and_then(|at| T::read(&self.buffer[at..at + len]));
        record.map(Some).ok_or_else(|| {
            Error::input(spool.folder(), "a temporary file here is not what was written: run it again")
        })
    }

    /// Where the next `len` bytes begin in the buffer; none at the end.
    fn take(&mut self, len: usize, spool: &Spool) -> Result<Option<usize>> {
        if self.buffer.len() - self.used < len {
            self.buffer.drain(..self.used);
            self.used = 0;
            let have = self.buffer.len();
            let more = self.read.max(len - have).min((self.end - self.at) as usize);
            if have + more < len {
                return Ok(None);
            }
            self.buffer.resize(have + more, 0);
            spool.read(&mut self.buffer[have..], self.at)?;
            self.at += more as u64;
        }
        let at = self.used;
        self.used += len;
        Ok(Some(at))
    }
}

impl Record for u64 {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(u64::from_le_bytes)
    }
}

/// Numbers in a row, each of 32 bits: the usual way to write a record.
pub fn write_words(words: &[u32], out: &mut Vec<u8>) {
    words.iter().for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
}

/// Reads them back.
pub fn read_words<const N: usize>(bytes: &[u8]) -> Option<[u32; N]> {
    let mut words = [0; N];
    if bytes.len() != 4 * N {
        return None;
    }
    for (word, bytes) in words.iter_mut().zip(bytes.chunks_exact(4)) {
        *word = u32::from_le_bytes(bytes.try_into().ok()?);
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl Record for String {
        fn write(&self, out: &mut Vec<u8>) {
            out.extend_from_slice(self.as_bytes());
        }

        fn read(bytes: &[u8]) -> Option<Self> {
            String::from_utf8(bytes.to_vec()).ok()
        }

        fn heap(&self) -> usize {
            self.capacity()
        }
    }

    fn sorted<T: Record>(records: Vec<T>, room: usize) -> Vec<T> {
        let mut sorter = Sorter::new(room, &std::env::temp_dir());
        // Not less than `new` allows: small runs are what is to be tested.
        sorter.room = room;
        sorter.extend(records).unwrap();
        sorter.sorted().unwrap().collect::<Result<_>>().unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn sorts_as_the_standard_library_does_whatever_the_room(
            numbers in prop::collection::vec(any::<u64>(), 0..800),
            strings in prop::collection::vec(".{0,40}", 0..200),
            room in 200usize..9000,
        ) {
            let mut want = numbers.clone();
            want.sort_unstable();
            prop_assert_eq!(sorted(numbers, room), want);
            let mut want = strings.clone();
            want.sort_unstable();
            prop_assert_eq!(sorted(strings, room), want);
        }
    }

    #[test]
    fn a_record_larger_than_all_room_comes_back() {
        let long = "x".repeat(200_000);
        assert_eq!(sorted(vec![long.clone(), "a".to_owned(), "y".to_owned()], 300), ["a", &long, "y"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error_that_names_the_folder_and_the_way_out() {
        let mut sorter = Sorter::new(0, "/some/folder".as_ref());
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        sorter.spool = Some(Spool::of(full, "/some/folder".as_ref()));
        let error = sorter.extend(0..100_000u64).unwrap_err().to_string();
        assert!(error.starts_with("/some/folder: the temporary file cannot be written: "), "{error}");
        assert!(error.contains("--temp"), "{error}");
    }

    #[test]
    fn a_run_that_is_cut_short_is_an_error() {
        let mut sorter: Sorter<u64> = Sorter::new(0, &std::env::temp_dir());
        sorter.extend(0..5_000).unwrap();
        sorter.runs.last_mut().unwrap().1 -= 3;
        assert!(sorter.sorted().and_then(Iterator::collect::<Result<Vec<u64>>>).is_err());
    }
}
