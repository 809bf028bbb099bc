//! The sketched corpus: every usable record of every input, and the way back to its text.
//!
//! A record costs about 40 bytes and 4 a band key; its text stays where it lies, in a mapped input or
//! in the spool. Records are numbered in input order, whatever thread read them.

use std::ops::Range;
use std::path::PathBuf;

use serde::Deserialize;

use crate::article::Said;
use crate::candidates::Keys;
use crate::crosslingual::Models;
use crate::error::Result;
use crate::ingest;
use crate::ingest::fields::{Fields, ROLES, Role};
use crate::ingest::json;
use crate::ingest::json_scan::{Scanner, Span};
use crate::ingest::language;
use crate::ingest::map::{Map, Order};
use crate::ingest::raw::Problem;
use crate::ingest::walk::Input;
use crate::sketch::{Banding, Shingler, Shingling};
use crate::text::Kernel;

use super::columns::Columns;
use super::lines::{NO_PLACE, Record, unescape, unescaped};

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
    /// The folder for temporary files.
    pub temp: PathBuf,
    /// Bytes of its own that the run may use, beside what it maps; none: what it takes.
    pub memory: Option<usize>,
    /// What sentences are compared by.
    pub models: Models,
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
            temp: std::env::temp_dir(),
            memory: None,
            models: Models::default(),
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
    /// How many records it has.
    pub(super) count: usize,
    /// How many lines.
    pub(super) lines: u64,
    pub(super) problems: Vec<Problem>,
    pub(super) columns: Columns,
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

/// An article of an index that some record matches.
#[derive(Debug)]
pub(super) struct KnownArticle {
    /// Its number in the index.
    pub(super) doc: u32,
    /// What is said of it.
    pub(super) meta: Meta,
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
    /// The columns of pieces that have them in a file.
    pub(super) columns: Map,
    pub(super) pieces: Vec<Piece>,
    pub(super) len: usize,
    /// Records that are left out because an earlier one has their id.
    pub(super) left_out: Vec<u32>,
    /// Articles of an index that some record matches; their numbers follow those of the records.
    pub(super) known: Vec<KnownArticle>,
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

    /// A sorter that keeps to its share of the run's memory.
    ///
    /// Errors: that is too little to work with.
    pub fn sorter<T: super::Record>(&self) -> Result<super::Sorter<T>> {
        Ok(super::Sorter::new(super::budget::Budget::of(self)?.share(), &self.settings.temp))
    }

    /// Records that are left out because an earlier record has the same id, in order.
    pub fn left_out(&self) -> &[u32] {
        &self.left_out
    }

    /// Whether a number is that of an article of an index, see [`super::find_known`].
    pub fn is_known(&self, article: u32) -> bool {
        self.known(article).is_some()
    }

    fn known(&self, article: u32) -> Option<&KnownArticle> {
        self.known.get((article as usize).checked_sub(self.len)?)
    }

    /// The place of an article in the order of arrival: what is known was there before all records.
    pub fn arrival(&self, article: u32) -> i64 {
        self.known(article).map_or(i64::from(article), |known| i64::from(known.doc) - (1 << 32))
    }

    /// Says how records will be read from now on, if memory is to be little: the system then reads ahead, or
    /// does not.
    pub fn expect(&self, order: Order) {
        if self.settings.memory.is_some() {
            self.maps.iter().chain([&self.spool]).for_each(|map| map.expect(order));
        }
    }

    /// A new shingler under the corpus's settings.
    pub fn shingler(&self) -> Shingler {
        Shingler::new(self.settings.kernel, self.settings.shingling)
    }

    /// Shingles a record again, from its text.
    pub fn shingle(&self, article: u32, shingler: &mut Shingler) {
        let (piece, at) = self.find(article);
        let record = self.record(piece, at);
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
            let record = self.record(piece, at);
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
        let record = self.record(piece, at);
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
        let record = self.record(piece, at);
        let start = (piece.base + u64::from(record.at)) as usize;
        &self.data(piece)[start..start + record.len as usize]
    }

    /// Id and date of a record, which are at hand for most: the rest of [`Corpus::meta`] is left empty.
    pub fn id_and_date(&self, article: u32) -> Meta {
        if let Some(known) = self.known(article) {
            return known.meta.clone();
        }
        let (piece, at) = self.find(article);
        let record = self.record(piece, at);
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
        let record = self.record(piece, at);
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

    /// What a record says of itself besides: of pages and the like, if they were read so (see
    /// [`crate::ingest::Options`]), of lines of JSON what they say of origins.
    pub fn said(&self, article: u32) -> Said {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Line {
            said: Option<Said>,
        }
        if self.known(article).is_some() {
            return Said::default();
        }
        let (piece, at) = self.find(article);
        let line = self.line(article);
        if piece.canonical {
            return serde_json::from_slice::<Line>(line).unwrap_or_default().said.unwrap_or_default();
        }
        // Without its text the object is short.
        let text = self.record(piece, at).text as usize;
        let rest = line.get(text..).filter(|_| text != NO_PLACE as usize);
        match rest.and_then(|rest| Some(text + string_len(rest)?)) {
            Some(end) => ingest::said::of_json(&[&line[..text], &line[end..]].concat()),
            None => ingest::said::of_json(line),
        }
    }

    /// Bytes of a record as it is read, about what it takes in memory.
    pub(super) fn record_len(&self, article: u32) -> usize {
        let (piece, at) = self.find(article);
        self.record(piece, at).len as usize
    }

    /// What a record says of itself.
    pub fn meta(&self, article: u32) -> Meta {
        if let Some(known) = self.known(article) {
            return known.meta.clone();
        }
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
        meta.lang = meta.lang.as_deref().and_then(language::primary);
        if meta.id.is_empty() {
            if let Some(url) = &meta.url {
                meta.id.clone_from(url);
            } else {
                let number = self.line_number(piece, at);
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

    pub(super) fn record(&self, piece: &Piece, at: usize) -> Record {
        piece.columns.record(at, piece.count, &self.columns)
    }

    /// The number of a record in its input, from 1.
    pub(super) fn line_number(&self, piece: &Piece, at: usize) -> u64 {
        let line = u64::from(self.record(piece, at).line);
        // Canonical lines carry the number that their record had in its own format.
        if piece.canonical { line } else { piece.first_line + line }
    }

    /// The band keys of a piece.
    pub(super) fn keys<'c>(&'c self, piece: &'c Piece) -> Keys<'c> {
        let keys = piece.columns.keys(piece.count, self.settings.banding.bands, &self.columns);
        Keys { first: piece.first, keys, articles: piece.count }
    }

    /// The hashes of all records' ids, in order, with their numbers; 0 where a record has no id of its own.
    pub(super) fn ids(&self) -> impl Iterator<Item = (u64, u32)> + Clone {
        self.pieces.iter().flat_map(|piece| {
            piece.columns.ids(piece.count, &self.columns).iter().copied().zip(piece.first..)
        })
    }

    /// The same of the hashes of their contents.
    pub(super) fn contents(&self) -> impl Iterator<Item = (u64, u32)> + Clone {
        self.pieces.iter().flat_map(|piece| {
            piece.columns.contents(piece.count, &self.columns).iter().copied().zip(piece.first..)
        })
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
}
