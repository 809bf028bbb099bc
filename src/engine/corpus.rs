//! The sketched corpus: every usable record of every input, and the way back to its text.
//!
//! A record costs about 40 bytes and 4 a band key; its text stays where it lies, in a mapped input or
//! in the spool. Records are numbered in input order, whatever thread read them.

use std::ops::Range;

use rayon::slice::ParallelSliceMut;

use crate::error::{Error, Result};
use crate::ingest;
use crate::ingest::fields::{Fields, ROLES, Role};
use crate::ingest::json;
use crate::ingest::json_scan::{Scanner, Span};
use crate::ingest::map::Map;
use crate::ingest::raw::{NO_TEXT_FIELD, Problem};
use crate::ingest::walk::Input;
use crate::sketch::{Banding, Shingler, Shingling};
use crate::text::Kernel;

use super::lines::{NO_PLACE, Sketched, unescape, unescaped};

/// Everything that decides what a corpus is read and sketched like.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The inner loops; available on this machine.
    pub kernel: Kernel,
    /// What articles are cut into.
    pub shingling: Shingling,
    /// How signatures are cut into bands.
    pub banding: Banding,
    /// How inputs are read.
    pub ingest: ingest::Options,
    /// Whether the first problem ends the run.
    pub strict: bool,
    /// Whether articles are sketched as they are read, for pairs to be found. If not, they are only found.
    pub sketch: bool,
}

impl Settings {
    /// The usual settings for a threshold: words, five a shingle, the fastest kernel.
    pub fn for_threshold(threshold: f64) -> Settings {
        Settings {
            kernel: Kernel::best(),
            shingling: Shingling::default(),
            banding: Banding::for_threshold(threshold),
            ingest: ingest::Options::default(),
            strict: false,
            sketch: true,
        }
    }
}

/// What was read. `records` = usable articles + `skipped`, always.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Records met, good and bad.
    pub records: u64,
    /// Records skipped, each named in a problem.
    pub skipped: u64,
    /// Of those, how many were only counted, because too many had been named before.
    pub unnamed: u64,
    /// Bytes of input, as they lie on disk or came through the pipe.
    pub bytes: u64,
}

/// A stretch of records of one input that were sketched together.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) input: usize,
    /// Number of the piece in its input, from 0.
    pub(super) order: u64,
    /// Whether its lines lie in the spool, or in the mapped input.
    pub(super) spooled: bool,
    /// Whether its lines are canonical records made from another format.
    pub(super) canonical: bool,
    /// Where its block begins there.
    pub(super) base: u64,
    /// Line number of the block's first line, from 1.
    pub(super) first_line: u64,
    /// Number of its first record.
    pub(super) first: u32,
    pub(super) sketched: Sketched,
}

impl Piece {
    /// The number of a record in its input, from 1.
    fn line(&self, at: usize) -> u64 {
        let line = u64::from(self.sketched.records[at].line);
        // Canonical lines carry the number that their record had in its own format.
        if self.canonical { line } else { self.first_line + line }
    }
}

/// What a record says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    /// Its id: its own, else its address, else `path:line`.
    pub id: String,
    /// Its line, where the id is made of it, so that ids may be ordered as people expect.
    pub line: Option<u64>,
    /// Its address.
    pub url: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// When it was published, as it says.
    pub published: Option<String>,
    /// Its language, as it says.
    pub lang: Option<String>,
    /// Bytes of its text, as written.
    pub text_len: usize,
}

impl Meta {
    /// Ids in the order that people expect: by bytes, and `path:9` before `path:10`.
    pub fn order(&self) -> (&str, u64) {
        match self.line {
            Some(line) => (self.id.rsplit_once(':').map_or("", |(path, _)| path), line),
            None => (&self.id, 0),
        }
    }
}

/// A stretch of input that is written back.
#[derive(Debug, Clone)]
pub struct Written<'c> {
    data: &'c [u8],
    /// Where it lies in its input or the spool.
    pub range: Range<usize>,
}

impl<'c> Written<'c> {
    /// The bytes.
    pub fn bytes(&self) -> &'c [u8] {
        &self.data[self.range.clone()]
    }

    /// Whether another stretch lies right behind this one, so that both are one.
    pub fn is_followed_by(&self, next: &Written<'_>) -> bool {
        std::ptr::eq(self.data, next.data) && self.range.end == next.range.start
    }
}

/// A corpus, read and sketched.
#[derive(Debug)]
pub struct Corpus {
    pub(super) settings: Settings,
    /// The fields of canonical records, whatever those of their inputs are called.
    pub(super) canonical: Fields,
    pub(super) inputs: Vec<Input>,
    pub(super) maps: Vec<Map>,
    /// The header rows of inputs that are tables.
    pub(super) headers: Vec<Option<Vec<u8>>>,
    pub(super) spool: Map,
    pub(super) pieces: Vec<Piece>,
    pub(super) len: usize,
    /// Records that are left out because an earlier one has their id.
    pub(super) left_out: Vec<u32>,
    pub(super) stats: Stats,
}

impl Corpus {
    /// How many records it holds, the left out ones among them.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// What was read.
    pub fn stats(&self) -> Stats {
        self.stats
    }

    /// The settings it was read with.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Records that are left out because an earlier record has the same id, in order.
    pub fn left_out(&self) -> &[u32] {
        &self.left_out
    }

    /// A new shingler under the corpus's settings.
    pub fn shingler(&self) -> Shingler {
        Shingler::new(self.settings.kernel, self.settings.shingling)
    }

    /// Shingles a record again, from its text.
    pub fn shingle(&self, article: u32, shingler: &mut Shingler) {
        let (piece, at) = self.find(article);
        let record = &piece.sketched.records[at];
        let data = self.data(piece);
        let start = (piece.base + u64::from(record.at)) as usize;
        if record.text != NO_PLACE && shingler.json_string(&data[start + record.text as usize..]).is_some() {
            return;
        }
        match super::lines::slow(&data[start..start + record.len as usize], self.fields(piece)) {
            Ok(slow) => shingler.text(&slow.text),
            Err(_) => shingler.text(""), // the input changed under our feet: no words, no pairs
        }
    }

    /// Whether two records have the same text, byte for byte as it is written.
    pub(super) fn same_bytes(&self, a: u32, b: u32) -> bool {
        let text = |article| {
            let (piece, at) = self.find(article);
            let record = &piece.sketched.records[at];
            let start = (piece.base + u64::from(record.at)) as usize + record.text as usize;
            let content = self.data(piece).get(start..)?;
            (record.text != NO_PLACE).then_some(content)
        };
        let (Some(a), Some(b)) = (text(a), text(b)) else { return false };
        // Equal up to the first quote that ends both strings.
        let mut at = 0;
        while let Some(quote) = memchr::memchr(b'"', &a[at..]) {
            let end = at + quote;
            if b.len() <= end || a[at..=end] != b[at..=end] {
                return false;
            }
            let slashes = a[..end].iter().rev().take_while(|&&c| c == b'\\').count();
            if slashes % 2 == 0 {
                return true;
            }
            at = end + 1;
        }
        false
    }

    /// What is written when a record is kept, with its line end where it has one: the row of a table
    /// as it came if `originals`, else the line that stands for it.
    pub fn written(&self, article: u32, originals: bool) -> Written<'_> {
        let (piece, at) = self.find(article);
        let record = &piece.sketched.records[at];
        let data = self.data(piece);
        let start = (piece.base + u64::from(record.at)) as usize;
        let end = start + record.len as usize;
        let newline = usize::from(data.get(end) == Some(&b'\n'));
        if originals && record.original > 0 {
            return Written { data, range: end + 1..end + 1 + record.original as usize };
        }
        Written { data, range: start..end + newline }
    }

    /// The header row, where all inputs with records are tables of one shape.
    pub fn common_header(&self) -> Option<&[u8]> {
        let mut headers = self.pieces.iter().map(|p| self.headers[p.input].as_deref());
        let first = headers.next()??;
        headers.all(|h| h == Some(first)).then_some(first)
    }

    /// The line that stands for a record: its own, or the canonical record of a page.
    pub fn line(&self, article: u32) -> &[u8] {
        let (piece, at) = self.find(article);
        let record = &piece.sketched.records[at];
        let start = (piece.base + u64::from(record.at)) as usize;
        &self.data(piece)[start..start + record.len as usize]
    }

    /// Id and date of a record, which are at hand for most: the rest of [`Corpus::meta`] is left empty.
    pub fn id_and_date(&self, article: u32) -> Meta {
        let (piece, at) = self.find(article);
        let record = &piece.sketched.records[at];
        if record.id.len == 0 {
            return self.meta(article);
        }
        let line = self.line(article);
        let published = (record.date.len > 0).then(|| value(line, record.date));
        Meta { id: value(line, record.id), published, ..Meta::default() }
    }

    /// A record's text, without escapes; empty where its input changed meanwhile.
    pub fn text(&self, article: u32) -> String {
        let mut text = String::new();
        self.text_into(article, &mut text);
        text
    }

    /// The same, in the place of what is in `text`.
    pub fn text_into(&self, article: u32, text: &mut String) {
        let (piece, at) = self.find(article);
        let record = &piece.sketched.records[at];
        let data = self.data(piece);
        let start = (piece.base + u64::from(record.at)) as usize;
        let string = data.get(start + record.text as usize..).filter(|_| record.text != NO_PLACE);
        match string.and_then(|rest| Some(&rest[..string_len(rest)?])) {
            Some(content) => unescape(content, text),
            None => {
                let line = &data[start..start + record.len as usize];
                *text =
                    super::lines::slow(line, self.fields(piece)).map_or_else(|_| String::new(), |s| s.text);
            }
        }
    }

    /// Bytes of a record as it is read, about what it takes in memory.
    pub(super) fn record_len(&self, article: u32) -> usize {
        let (piece, at) = self.find(article);
        piece.sketched.records[at].len as usize
    }

    /// What a record says of itself.
    pub fn meta(&self, article: u32) -> Meta {
        let (piece, at) = self.find(article);
        let line = self.line(article);
        let fields = self.fields(piece);
        let mut scanner = Scanner::new(fields, self.settings.ingest.limits.depth);
        let mut meta = match scanner.scan(line, |start| string_len(&line[start..])) {
            Some(scan) => meta_of(line, scan.fields),
            None => json::object(line, fields).map_or_else(
                |_| Meta::default(),
                |a| Meta {
                    id: a.id,
                    line: None,
                    url: a.url,
                    title: a.title,
                    published: a.published,
                    lang: a.lang,
                    text_len: a.text.len(),
                },
            ),
        };
        if meta.id.is_empty() {
            if let Some(url) = &meta.url {
                meta.id.clone_from(url);
            } else {
                let number = piece.line(at);
                meta.id = format!("{}:{number}", self.inputs[piece.input].name);
                meta.line = Some(number);
            }
        }
        meta
    }

    pub(super) fn find(&self, article: u32) -> (&Piece, usize) {
        let piece = self.pieces.partition_point(|p| p.first <= article) - 1;
        let piece = &self.pieces[piece];
        (piece, (article - piece.first) as usize)
    }

    fn fields(&self, piece: &Piece) -> &Fields {
        if piece.canonical { &self.canonical } else { &self.settings.ingest.fields }
    }

    fn data(&self, piece: &Piece) -> &[u8] {
        if piece.spooled { self.spool.bytes() } else { self.maps[piece.input].bytes() }
    }
}

/// Length of a JSON string's content, up to its closing quote.
fn string_len(rest: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr2(b'"', b'\\', rest.get(at..)?)?;
        if rest[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

/// A string or number of a record, without escapes.
fn value(line: &[u8], span: Span) -> String {
    let raw = &line[span.start as usize..(span.start + span.len) as usize];
    String::from_utf8_lossy(&unescaped(raw)).into_owned()
}

fn meta_of(line: &[u8], fields: [Option<Span>; ROLES]) -> Meta {
    let value = |role: Role| fields[role as usize].map(|span| value(line, span));
    Meta {
        id: value(Role::Id).unwrap_or_default(),
        line: None,
        url: value(Role::Url),
        title: value(Role::Title),
        published: value(Role::Date),
        lang: value(Role::Lang),
        text_len: fields[Role::Text as usize].map_or(0, |s| s.len as usize),
    }
}

/// A problem of an input, by the input's number.
pub(super) type Reported = (usize, Problem);

impl Corpus {
    /// Reads inputs on the current thread pool; see the module `read` for how the work is divided.
    /// Problems are handed to `report` in input order; under `strict`, the first one is the error.
    ///
    /// Errors: an input that was named cannot be opened, or the spool cannot be written.
    pub fn read(
        inputs: Vec<Input>,
        settings: Settings,
        progress: &(dyn Fn(u64, u64) + Sync),
        report: &mut dyn FnMut(&Input, &Problem),
    ) -> Result<Corpus> {
        super::read::read(inputs, settings, progress, report)
    }

    /// Puts pieces in order, numbers their lines and records, reports problems, and leaves out records
    /// whose id was there before.
    pub(super) fn number(
        &mut self,
        mut problems: Vec<Reported>,
        unnamed: u64,
        report: &mut dyn FnMut(&Input, &Problem),
    ) -> Result<()> {
        self.pieces.sort_by_key(|p| (p.input, p.order));
        let (mut line, mut input, mut first) = (1, usize::MAX, 0usize);
        for piece in &mut self.pieces {
            if piece.input != input {
                (line, input) = (1, piece.input);
            }
            piece.first = u32::try_from(first).map_err(|_| {
                Error::Usage("more than 4,294,967,295 records in one run: split the input".to_owned())
            })?;
            first += piece.sketched.records.len();
            piece.first_line = line;
            line += piece.sketched.lines;
            for mut problem in piece.sketched.problems.drain(..) {
                if !piece.canonical {
                    problem.record += piece.first_line - 1;
                }
                problems.push((input, problem));
            }
        }
        self.len = first;
        problems.extend(self.leave_out_repeated_ids());
        // Stable: problems without a record number keep their order behind those with one.
        problems.sort_by_key(|(input, problem)| (*input, problem.record == 0, problem.record));
        self.pass_over_lists(&mut problems);
        let lost = problems.iter().filter(|(_, p)| p.lost).count() as u64 + unnamed;
        for (input, problem) in &problems {
            let input = &self.inputs[*input];
            if self.settings.strict && problem.lost {
                return Err(Error::input(&input.path, format!("{} (--strict)", problem.place())));
            }
            report(input, problem);
        }
        self.stats.skipped = lost;
        self.stats.unnamed = unnamed;
        self.stats.records = (self.len - self.left_out.len()) as u64 + lost;
        Ok(())
    }

    /// A file found in a folder whose records have no text at all is a list of something else: one
    /// notice takes the place of its problems. `problems` are in order of inputs.
    fn pass_over_lists(&self, problems: &mut Vec<Reported>) {
        let mut with_articles = vec![false; self.inputs.len()];
        for piece in self.pieces.iter().filter(|p| !p.sketched.records.is_empty()) {
            with_articles[piece.input] = true;
        }
        let told = std::mem::take(problems);
        for of_input in told.chunk_by(|a, b| a.0 == b.0) {
            let input = of_input[0].0;
            let textless = |(_, p): &Reported| p.lost && p.reason.starts_with(NO_TEXT_FIELD);
            if self.inputs[input].found && !with_articles[input] && of_input.iter().all(textless) {
                let records = of_input.len();
                let reason = format!("passed over: none of its {records} records has a text field");
                problems.push((input, Problem::notice(reason)));
            } else {
                problems.extend_from_slice(of_input);
            }
        }
    }

    /// Finds the records whose id an earlier record has, and says so.
    fn leave_out_repeated_ids(&mut self) -> Vec<Reported> {
        let mut ids: Vec<(u64, u32)> = Vec::with_capacity(self.len);
        for piece in &mut self.pieces {
            let own = std::mem::take(&mut piece.sketched.ids);
            ids.extend(
                (piece.first..).zip(own).filter(|&(_, id)| id != 0).map(|(article, id)| (id, article)),
            );
        }
        ids.par_sort_unstable();
        let mut repeated = Vec::new();
        for group in ids.chunk_by(|a, b| a.0 == b.0).filter(|g| g.len() > 1) {
            let metas: Vec<(u32, Meta)> =
                group.iter().map(|&(_, article)| (article, self.meta(article))).collect();
            for (k, (article, meta)) in metas.iter().enumerate() {
                if let Some((first, _)) = metas[..k].iter().find(|(_, other)| other.id == meta.id) {
                    let (piece, at) = self.find(*article);
                    let number = piece.line(at);
                    let (other, other_at) = self.find(*first);
                    let reason = format!(
                        "the id {:?} was there before ({}:{})",
                        meta.id,
                        self.inputs[other.input].name,
                        other.line(other_at)
                    );
                    repeated.push((piece.input, Problem::skipped(number, reason)));
                    self.left_out.push(*article);
                }
            }
        }
        self.left_out.sort_unstable();
        repeated
    }
}
