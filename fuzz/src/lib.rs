//! What the fuzz targets do with their bytes: any bytes may give an error, none may panic or hang.
//!
//! ```sh
//! cargo install cargo-fuzz
//! cargo +nightly fuzz run index -- -max_total_time=600
//! ```
//!
//! Inputs that once failed become tests of the room that failed.

use std::borrow::Cow;
use std::cell::RefCell;
use std::path::Path;

use tempfile::TempDir;
use wiretrace::crosslingual::{Coded, Reader, Votes, WordTable, align, candidates};
use wiretrace::index::forge::{Target, forge};
use wiretrace::index::{
    Entry, Kind, Language, Lookup, Options, Params, Record, Scratch, Snapshot, Writer, verify,
};
use wiretrace::ingest::fields::Fields;
use wiretrace::ingest::json_scan::Scanner;
use wiretrace::ingest::raw::{Kind as RawKind, Limits, Raw};
use wiretrace::ingest::walk::{self, Input};
use wiretrace::ingest::{self, warc as archive};
use wiretrace::text::Kernel;

/// A small index on a file system in memory, and a folder for what becomes of it.
struct Indexes {
    good: TempDir,
    forged: TempDir,
}

fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    folder.expect("a temporary folder can be made")
}

impl Indexes {
    fn new() -> Indexes {
        let (good, forged) = (folder(), folder());
        let options = Options { slots: 8, sentences: Some(true), ..Options::default() };
        let mut writer = Writer::open(good.path(), &Params::new().with("n", 5), options, Box::new(()))
            .expect("an index can be made");
        let (mut reader, mut coded) = (Reader::new(WordTable::embedded()), Coded::new(Kernel::best()));
        for n in 0..60u64 {
            let id = format!("article {n}");
            let text = format!("Text of article {n}. ").repeat(1 + n as usize % 9);
            coded.take(&reader.read(&text));
            let key = |i: u64| (n * 31 + i * 7) % (5 + i * i * 11);
            writer
                .add(&Entry {
                    record: Record {
                        id: &id,
                        url: Some("https://example.org/"),
                        host: Some("example.org"),
                        title: n.is_multiple_of(3).then_some("A title"),
                        published: None,
                        times: (n as i64, n as i64 + 5),
                        lang: Some("en"),
                        claims: vec![("credit", "Agency")],
                    },
                    text: &text,
                    tokens: text.len() as u32,
                    signature: &[n as u32; 8],
                    bands: &[key(1), key(5)],
                    prints: &(0..15).map(|i| (key(i), i as u32 * 40)).collect::<Vec<_>>(),
                    words: &(0..9).map(key).collect::<Vec<_>>(),
                    coded: Some(&coded),
                    counted: None,
                })
                .expect("an article can be added");
        }
        writer.commit().expect("the index can be written");
        for n in [3, 4, 9] {
            writer.remove(&format!("article {n}")).expect("an article can be removed");
        }
        writer.commit().expect("the index can be written");
        Indexes { good, forged }
    }
}

thread_local! {
    static INDEXES: Indexes = Indexes::new();
    static INPUT: RefCell<Option<(TempDir, Input)>> = const { RefCell::new(None) };
}

/// The index reader: an index changed as the bytes say, with its checksums made right again.
///
/// The first byte chooses what is changed, every four that follow are a place and a value.
pub fn index(data: &[u8]) {
    let Some((&target, edits)) = data.split_first() else { return };
    let target = match target % 8 {
        0 => Target::Footer,
        1 => Target::Manifest,
        2 => Target::Removed,
        _ => Target::Pages,
    };
    INDEXES.with(|indexes| {
        forge(indexes.good.path(), indexes.forged.path(), target, &mut |bytes| {
            for edit in edits.chunks_exact(4) {
                let at = u32::from_le_bytes([edit[0], edit[1], edit[2], 0]) as usize % bytes.len();
                bytes[at] = edit[3];
            }
        })
        .expect("an index can be forged");
        let _ = verify(indexes.forged.path());
        if let Ok(snapshot) = Snapshot::open(indexes.forged.path()) {
            ask(&snapshot);
        }
    });
}

fn ask(snapshot: &Snapshot) {
    let (mut lookup, mut scratch) = (Lookup::default(), Scratch::default());
    let (mut found, mut wanted) = (Vec::new(), Vec::new());
    let keys: Vec<u64> = (0..300).collect();
    for kind in [Kind::Bands, Kind::Prints, Kind::Words, Kind::Anchors] {
        if snapshot.lookup(kind, &keys, &mut lookup).is_err() {
            continue;
        }
        for key in 0..keys.len() {
            found.clear();
            let _ = snapshot.postings(&lookup, key, |p| found.push(p));
            let _ = snapshot.among(&lookup, key, &[1, 20, 30], &mut wanted, &mut found);
        }
    }
    for article in snapshot.articles().take(70) {
        let _ = snapshot.record(article, &mut scratch).map(|record| record.claims.len());
        let _ = snapshot.text(article, &mut scratch);
        let _ = snapshot.tokens(article);
        let _ = snapshot.similarity(article, &[1; 8]);
    }
    let _ = snapshot.find("article 7", &mut scratch);
    let _ = snapshot.backgrounds();
    let content = Reader::new(WordTable::embedded()).read("Text of article 7, and of 22 others in Lisbon.");
    let french = Language::of(Some("fr")).expect("a tag");
    let may = |article| snapshot.is_foreign(article, french).unwrap_or(false);
    let _ = candidates(Kernel::best(), &content, snapshot, 16, may);
    let _ = snapshot.languages();
    let _ = snapshot.info();
}

/// Takes the articles out of a record, as a run does.
fn extract(raw: &Raw) {
    INPUT.with_borrow_mut(|input| {
        let (_, input) = input.get_or_insert_with(|| {
            let folder = folder();
            let path = folder.path().join("input.html");
            std::fs::write(&path, "x").expect("a file can be written");
            let mut inputs = walk::find(&[path], None).expect("the file is found").inputs;
            (folder, inputs.remove(0))
        });
        let _ = ingest::extract(raw, input, &ingest::Options::default());
    });
}

fn record(kind: RawKind, data: &[u8]) -> Raw {
    Raw { kind, record: 1, bytes: data.to_vec(), url: None, seen: None, charset: None, original: None }
}

/// WARC: records, HTTP heads and the pages in them.
pub fn warc(data: &[u8]) {
    for raw in archive::Records::new(data, Limits::default()).take(200).flatten() {
        extract(&raw);
    }
}

/// Pages: markup, main text, metadata and JSON-LD.
pub fn html(data: &[u8]) {
    extract(&record(RawKind::Html, data));
}

/// NewsML-G2 documents.
pub fn newsml(data: &[u8]) {
    extract(&record(RawKind::NewsMl, data));
}

/// A line of JSON Lines, by the quick scanner and by the careful reader.
pub fn json_lines(data: &[u8]) {
    let fields = Fields::default();
    for line in data.split(|byte| *byte == b'\n').take(50) {
        let mut shingler = wiretrace::sketch::Shingler::new(
            wiretrace::text::Kernel::best(),
            wiretrace::sketch::Shingling::default(),
        );
        let mut whole = line.to_vec();
        whole.push(b'\n');
        if std::str::from_utf8(&whole).is_ok() {
            let mut scanner = Scanner::new(&fields, Limits::default().depth);
            let _ = scanner.scan(&whole, |at| shingler.json_string(&whole[at..]));
        }
        extract(&record(RawKind::Json, line));
    }
}

/// Texts across languages: the first bytes change the word table, every four a place and a value, its checksum made
/// right again; the rest are two texts.
pub fn words(data: &[u8]) {
    let Some((&edits, rest)) = data.split_first() else { return };
    let (edits, rest) = rest.split_at(rest.len().min(4 * usize::from(edits % 16)));
    let (a, b) = rest.split_at(rest.len() / 2);
    let read = |table: &WordTable| {
        let mut reader = Reader::new(table);
        let texts = [a, b].map(|text| reader.read(&String::from_utf8_lossy(text)));
        let _ = align(&texts[0], &texts[1]);
        let mut votes = Votes::default();
        votes.add(&texts[0]);
        votes.candidates(&texts[1], 4, |_| true)
    };
    if edits.len() < 4 {
        read(WordTable::embedded());
        return;
    }
    let mut table = include_bytes!("../../assets/words.bin").to_vec();
    for edit in edits.chunks_exact(4) {
        let at = u32::from_le_bytes([edit[0], edit[1], edit[2], 0]) as usize % table.len();
        table[at] = edit[3];
    }
    let sum = xxhash_rust::xxh3::xxh3_64(&table[16..]);
    table[8..16].copy_from_slice(&sum.to_le_bytes());
    if let Ok(table) = WordTable::new(Cow::Owned(table)) {
        read(&table);
    }
}
