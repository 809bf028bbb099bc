//! Reading: inputs to pieces, with reading and sketching side by side on all threads.
//!
//! Each input is a task; what it reads is cut into blocks of about a megabyte, each a task again. When
//! blocks pile up, the reader sketches one itself, so memory stays bounded and no thread ever waits.
//! Pieces are put in order when all are done.

use std::io::Read;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use rayon::Scope;

use crate::error::{Error, Result};
use crate::ingest::fields::Fields;
use crate::ingest::map::Map;
use crate::ingest::raw::{Problem, Raw};
use crate::ingest::walk::Input;
use crate::ingest::{self, Source, decompress};

use super::columns::{self, Columns};
use super::corpus::{Corpus, Piece, Settings, Stats};
use super::lines::{self, Shape, Sketched};
use super::number::Reported;
use super::spool::Spool;

/// Bytes a block of lines has, about.
const BLOCK: usize = 1 << 20;
/// Bytes a batch of raw records has, about: pages take longer a byte than lines do.
const BATCH: usize = 1 << 18;

/// Problems that are named: a file of nothing but broken lines must not fill the memory with them.
const MOST_NAMED: u64 = 1_000_000;

/// What all tasks of one run share.
struct Run<'r> {
    inputs: &'r [Input],
    maps: &'r [OnceLock<Map>],
    headers: &'r [OnceLock<Vec<u8>>],
    settings: &'r Settings,
    canonical: &'r Fields,
    spool: &'r Spool,
    /// Where columns are written, if they do not stay in memory.
    columns: Option<&'r Spool>,
    progress: &'r (dyn Fn(u64, u64) + Sync),
    /// Blocks that were handed over and are not done.
    waiting: AtomicUsize,
    stop: AtomicBool,
    bytes: AtomicU64,
    articles: AtomicU64,
    pieces: Mutex<Vec<Piece>>,
    problems: Mutex<Vec<Reported>>,
    /// Problems so far, and how many of them were only counted.
    told: AtomicU64,
    unnamed: AtomicU64,
    failure: Mutex<Option<(usize, Error)>>,
}

/// Where the lines of a piece lie.
#[derive(Clone, Copy)]
struct Lines {
    spooled: bool,
    canonical: bool,
    base: u64,
}

/// See [`Corpus::read`].
pub(super) fn read(
    inputs: Vec<Input>,
    settings: Settings,
    progress: &(dyn Fn(u64, u64) + Sync),
    report: &mut dyn FnMut(&Input, &Problem),
) -> Result<Corpus> {
    let maps: Vec<OnceLock<Map>> = inputs.iter().map(|_| OnceLock::new()).collect();
    let headers: Vec<OnceLock<Vec<u8>>> = inputs.iter().map(|_| OnceLock::new()).collect();
    let spool = Spool::in_folder(&settings.temp)?;
    let columns = settings.memory.map(|_| Spool::in_folder(&settings.temp)).transpose()?;
    let canonical = Fields::default();
    let run = Run {
        inputs: &inputs,
        maps: &maps,
        headers: &headers,
        settings: &settings,
        canonical: &canonical,
        spool: &spool,
        columns: columns.as_ref(),
        progress,
        waiting: AtomicUsize::new(0),
        stop: AtomicBool::new(false),
        bytes: AtomicU64::new(0),
        articles: AtomicU64::new(0),
        pieces: Mutex::default(),
        problems: Mutex::default(),
        told: AtomicU64::new(0),
        unnamed: AtomicU64::new(0),
        failure: Mutex::default(),
    };
    rayon::scope_fifo(|scope| {
        for number in 0..inputs.len() {
            let run = &run;
            scope.spawn_fifo(move |_| run.guard(number, || rayon::scope(|scope| run.input(scope, number))));
        }
    });
    let Run { bytes, pieces, problems, unnamed, failure, .. } = run;
    if let Some((_, error)) = lock(failure) {
        return Err(error);
    }
    let stats = Stats { bytes: bytes.into_inner(), ..Stats::default() };
    let spool = spool.map()?;
    let columns = columns.map_or_else(|| Ok(Map::default()), |columns| columns.map())?;
    let maps = maps.into_iter().map(|m| m.into_inner().unwrap_or_default()).collect();
    let mut corpus = Corpus {
        settings,
        canonical,
        inputs,
        maps,
        headers: headers.into_iter().map(OnceLock::into_inner).collect(),
        spool,
        columns,
        pieces: lock(pieces),
        len: 0,
        left_out: Vec::new(),
        known: Vec::new(),
        stats,
    };
    corpus.number(lock(problems), unnamed.into_inner(), report)?;
    Ok(corpus)
}

fn lock<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Run<'_> {
    /// Runs a task and keeps its error: the one of the first input counts.
    fn guard(&self, input: usize, task: impl FnOnce() -> Result<()>) {
        if self.stop.load(Ordering::Relaxed) {
            return;
        }
        if let Err(error) = task() {
            self.stop.store(true, Ordering::Relaxed);
            if let Ok(mut failure) = self.failure.lock()
                && failure.as_ref().is_none_or(|(first, _)| input < *first)
            {
                *failure = Some((input, error));
            }
        }
    }

    fn problem(&self, input: usize, problem: Problem) {
        if self.settings.strict && problem.is_fatal_when_strict() {
            self.stop.store(true, Ordering::Relaxed);
        }
        if self.may_name(&problem)
            && let Ok(mut problems) = self.problems.lock()
        {
            problems.push((input, problem));
        }
    }

    /// Whether there is still room to name a problem; if not, it is counted.
    fn may_name(&self, problem: &Problem) -> bool {
        let room = self.told.fetch_add(1, Ordering::Relaxed) < MOST_NAMED;
        if !room && problem.lost {
            self.unnamed.fetch_add(1, Ordering::Relaxed);
        }
        room
    }

    fn input<'s>(&'s self, scope: &Scope<'s>, number: usize) -> Result<()> {
        let input = &self.inputs[number];
        let source = match ingest::open(input, &self.settings.ingest) {
            Ok(source) => source,
            // A file met in a folder is one of many: it is reported, and the others are read.
            Err(error) if input.found => {
                self.problem(number, Problem::skipped(0, error.to_string()));
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        match source {
            Source::JsonLines { plain_file: true, .. } => self.mapped(scope, number),
            Source::JsonLines { reader, .. } => self.streamed(scope, number, reader),
            Source::Records(records) => self.records(scope, number, records),
            Source::Table(header, records) => {
                let _ = self.headers[number].set(header);
                self.records(scope, number, records)
            }
        }
    }

    /// Hands a block to another thread, or sketches it here when too many wait.
    fn hand_over<'s>(
        &'s self,
        scope: &Scope<'s>,
        number: usize,
        task: impl FnOnce() -> Result<()> + Send + 's,
    ) {
        if self.waiting.load(Ordering::Relaxed) >= 2 * rayon::current_num_threads() {
            self.guard(number, task);
            return;
        }
        self.waiting.fetch_add(1, Ordering::Relaxed);
        scope.spawn(move |_| {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            self.guard(number, task);
        });
    }

    /// JSON Lines in a plain file: nothing is copied.
    fn mapped<'s>(&'s self, scope: &Scope<'s>, number: usize) -> Result<()> {
        let path = &self.inputs[number].path;
        let file = std::fs::File::open(path).map_err(|e| Error::io(path, e))?;
        let map = Map::new(&file, path)?;
        let map: &'s Map = self.maps[number].get_or_init(|| map);
        let data = map.bytes();
        let mut at = if data.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let mut order = 0;
        while at < data.len() {
            let from = (at + BLOCK).min(data.len()) - 1;
            let mut end = memchr::memchr(b'\n', &data[from..]).map_or(data.len(), |k| from + k + 1);
            if end - at > BLOCK + self.settings.ingest.limits.record {
                let line = memchr::memrchr(b'\n', &data[at..from]).map_or(at, |k| at + k + 1);
                if line == at {
                    let length = (end - at) as u64;
                    let limit = self.settings.ingest.limits.record;
                    let lines = Lines { spooled: true, canonical: false, base: 0 };
                    self.done(number, order, lines, length, Sketched::too_long(length, limit))?;
                    at = end;
                    order += 1;
                    continue;
                }
                end = line;
            }
            let block = at..end;
            scope.spawn(move |_| {
                self.guard(number, || {
                    map.prepare(block.clone());
                    let sketched = self.sketch(&data[block.clone()], self.own_lines());
                    let lines = Lines { spooled: false, canonical: false, base: block.start as u64 };
                    self.done(number, order, lines, block.len() as u64, sketched)
                });
            });
            at = end;
            order += 1;
        }
        Ok(())
    }

    /// JSON Lines from a pipe or a compressed file.
    fn streamed<'s>(&'s self, scope: &Scope<'s>, number: usize, mut reader: decompress::Bytes) -> Result<()> {
        let limit = self.settings.ingest.limits.record;
        let mut rest: Vec<u8> = Vec::new();
        let (mut order, mut ended, mut first) = (0, false, true);
        while !ended && !self.stop.load(Ordering::Relaxed) {
            let mut block = std::mem::take(&mut rest);
            let mut filled = block.len();
            let (mut cut, mut too_long) = (None, None);
            block.resize(filled + BLOCK, 0);
            while cut.is_none() {
                match reader.read(&mut block[filled..]) {
                    Ok(0) => {
                        ended = true;
                        cut = Some(filled);
                    }
                    Ok(n) => {
                        filled += n;
                        if filled >= BLOCK {
                            cut = memchr::memrchr(b'\n', &block[..filled]).map(|k| k + 1);
                        }
                        if cut.is_none() && filled > limit {
                            let (length, behind) = skip_line(&mut reader, filled as u64);
                            (too_long, rest) = (Some(length), behind);
                            filled = 0;
                            cut = Some(0);
                        } else if cut.is_none() && filled == block.len() {
                            block.resize(filled + filled.max(BLOCK), 0);
                        }
                    }
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                    Err(error) => {
                        self.problem(number, Problem::skipped(0, format!("the input ends early: {error}")));
                        ended = true;
                        cut = Some(filled);
                    }
                }
            }
            if let Some(length) = too_long {
                // A piece of its own, so that the lines behind it keep their numbers.
                let lines = Lines { spooled: true, canonical: false, base: 0 };
                self.done(number, order, lines, length, Sketched::too_long(length, limit))?;
                order += 1;
            }
            let cut = cut.unwrap_or(filled);
            if rest.is_empty() {
                rest.extend_from_slice(&block[cut..filled]);
            }
            block.truncate(cut);
            if std::mem::take(&mut first) && block.starts_with(b"\xEF\xBB\xBF") {
                block.drain(..3);
            }
            if block.is_empty() {
                continue;
            }
            self.hand_over(scope, number, move || {
                let base = self.spool.append(&block)?;
                let sketched = self.sketch(&block, self.own_lines());
                let lines = Lines { spooled: true, canonical: false, base };
                self.done(number, order, lines, block.len() as u64, sketched)
            });
            order += 1;
        }
        Ok(())
    }

    /// Any other format: records to canonical lines, batch by batch.
    fn records<'s>(&'s self, scope: &Scope<'s>, number: usize, records: ingest::Records) -> Result<()> {
        let (mut batch, mut size, mut order) = (Vec::new(), 0, 0);
        let mut hand_over = |batch: Vec<Raw>| {
            self.hand_over(scope, number, move || self.batch(number, order, &batch));
            order += 1;
        };
        for record in records {
            if self.stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            match record {
                Ok(raw) => {
                    size += raw.bytes.len();
                    batch.push(raw);
                }
                Err(problem) => self.problem(number, problem),
            }
            if size >= BATCH {
                hand_over(std::mem::take(&mut batch));
                size = 0;
            }
        }
        if !batch.is_empty() {
            hand_over(batch);
        }
        Ok(())
    }

    fn batch(&self, number: usize, order: u64, raws: &[Raw]) -> Result<()> {
        let mut block = Vec::new();
        let bytes = raws.iter().map(|raw| raw.bytes.len() as u64).sum();
        // Where each article came from: the record's number, and its bytes that are written back.
        let mut origins = Vec::new();
        for raw in raws {
            for article in ingest::extract(raw, &self.inputs[number], &self.settings.ingest) {
                match article {
                    Ok(article) => {
                        article.write_line(&mut block);
                        origins.push(raw);
                    }
                    Err(problem) => self.problem(number, problem),
                }
            }
        }
        let mut sketched = self.sketch(&block, Shape { fields: self.canonical, longest: usize::MAX });
        for problem in &mut sketched.problems {
            // The line's number in the block, to the record's in the input.
            problem.record = origins.get(problem.record as usize - 1).map_or(0, |raw| raw.record);
        }
        let mut behind = Vec::new();
        if raws.iter().any(|raw| raw.original.is_some()) {
            let mut with = Vec::with_capacity(block.len() * 2);
            for record in &mut sketched.records {
                let line = &block[record.at as usize..(record.at + record.len) as usize];
                let original = origins[record.line as usize].original.as_deref().unwrap_or_default();
                record.at = with.len() as u32;
                record.original = original.len() as u32;
                with.extend_from_slice(line);
                with.push(b'\n');
                with.extend_from_slice(original);
            }
            behind = with;
        }
        let base = self.spool.append(if behind.is_empty() { &block } else { &behind })?;
        for record in &mut sketched.records {
            record.line = origins[record.line as usize].record as u32;
        }
        let lines = Lines { spooled: true, canonical: true, base };
        self.done(number, order, lines, bytes, sketched)
    }

    fn done(&self, input: usize, order: u64, lines: Lines, bytes: u64, mut sketched: Sketched) -> Result<()> {
        if self.settings.strict && sketched.problems.iter().any(Problem::is_fatal_when_strict) {
            self.stop.store(true, Ordering::Relaxed);
        }
        let mut problems = std::mem::take(&mut sketched.problems);
        problems.retain(|problem| self.may_name(problem));
        let (count, of_lines) = (sketched.records.len(), sketched.lines);
        let columns = match self.columns {
            Some(spool) => columns::write(spool, &mut sketched)?,
            None => {
                sketched.records.shrink_to_fit();
                Columns::Memory(sketched)
            }
        };
        let articles = count as u64;
        let bytes = self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
        (self.progress)(bytes, self.articles.fetch_add(articles, Ordering::Relaxed) + articles);
        let Lines { spooled, canonical, base } = lines;
        let piece = Piece {
            input,
            order,
            spooled,
            canonical,
            base,
            first_line: 0,
            first: 0,
            count,
            lines: of_lines,
            problems,
            columns,
        };
        if let Ok(mut pieces) = self.pieces.lock() {
            pieces.push(piece);
        }
        Ok(())
    }

    /// The shape of lines that are read as they are.
    fn own_lines(&self) -> Shape<'_> {
        let ingest = &self.settings.ingest;
        Shape { fields: &ingest.fields, longest: ingest.limits.record }
    }

    fn sketch(&self, block: &[u8], shape: Shape<'_>) -> Sketched {
        super::scratch::with(self.settings, |scratch| lines::sketch(block, self.settings, shape, scratch))
    }
}

/// Passes over the rest of a line of which `seen` bytes are read; returns its length, and what was read
/// behind it.
fn skip_line(reader: &mut decompress::Bytes, seen: u64) -> (u64, Vec<u8>) {
    let mut length = seen;
    let mut chunk = vec![0; BLOCK];
    loop {
        match reader.read(&mut chunk) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            // An error comes again at the next attempt to read, and is told there.
            Ok(0) | Err(_) => return (length, Vec::new()),
            Ok(n) => match memchr::memchr(b'\n', &chunk[..n]) {
                Some(end) => return (length + end as u64, chunk[end + 1..n].to_vec()),
                None => length += n as u64,
            },
        }
    }
}
