//! Columns: what is kept of each record of a piece, in memory or in a temporary file.
//!
//! Owns where places, hashes and band keys lie once a piece is sketched. In a file they are written once,
//! as the machine has them, and mapped: the system keeps in memory what there is room for.

use zerocopy::{FromBytes, Immutable, IntoBytes};

use crate::error::Result;
use crate::ingest::json_scan::Span;
use crate::ingest::map::Map;

use super::corpus::{Corpus, Piece};
use super::lines::{Record, Sketched};
use super::spool::Spool;

/// Columns of a piece begin at multiples of so many bytes, so that numbers can be read where they lie.
const ALIGNED: usize = 8;

/// A record's place as it lies in a file.
type Place = [u32; 9];

/// The columns of a piece.
#[derive(Debug)]
pub(super) enum Columns {
    /// In the piece itself.
    Memory(Sketched),
    /// In the file of columns, from here on: hashes of ids and of contents, places, band keys.
    File(u64),
}

/// Writes the columns of what was sketched, and takes them out of it.
pub(super) fn write(spool: &Spool, sketched: &mut Sketched) -> Result<Columns> {
    let places: Vec<Place> = sketched.records.iter().map(to_place).collect();
    let mut bytes = Vec::new();
    bytes.extend_from_slice(sketched.ids.as_bytes());
    bytes.extend_from_slice(sketched.contents.as_bytes());
    bytes.extend_from_slice(places.as_bytes());
    bytes.extend_from_slice(sketched.keys.as_bytes());
    bytes.resize(bytes.len().next_multiple_of(ALIGNED), 0);
    let at = spool.append(&bytes)?;
    (sketched.records, sketched.ids, sketched.contents, sketched.keys) = Default::default();
    Ok(Columns::File(at))
}

impl Columns {
    /// Hashes of the ids of `count` records.
    pub(super) fn ids<'c>(&'c self, count: usize, file: &'c Map) -> &'c [u64] {
        match self {
            Columns::Memory(sketched) => &sketched.ids,
            Columns::File(at) => part(file, *at, 0, count),
        }
    }

    /// Hashes of their contents.
    pub(super) fn contents<'c>(&'c self, count: usize, file: &'c Map) -> &'c [u64] {
        match self {
            Columns::Memory(sketched) => &sketched.contents,
            Columns::File(at) => part(file, *at, 8 * count, count),
        }
    }

    /// Where the parts of a record lie.
    pub(super) fn record(&self, record: usize, count: usize, file: &Map) -> Record {
        match self {
            Columns::Memory(sketched) => sketched.records[record],
            Columns::File(at) => from_place(&part::<Place>(file, *at, 16 * count, count)[record]),
        }
    }

    /// Their band keys, band by band.
    pub(super) fn keys<'c>(&'c self, count: usize, bands: usize, file: &'c Map) -> &'c [u32] {
        match self {
            Columns::Memory(sketched) => &sketched.keys,
            Columns::File(at) => part(file, *at, (16 + size_of::<Place>()) * count, bands * count),
        }
    }
}

/// `count` values of the file, which was written by this run: they are there.
fn part<T: FromBytes + Immutable>(file: &Map, at: u64, offset: usize, count: usize) -> &[T] {
    if count == 0 {
        // An empty file is mapped nowhere in particular.
        return &[];
    }
    let start = at as usize + offset;
    let bytes = &file.bytes()[start..start + count * size_of::<T>()];
    <[T]>::ref_from_bytes(bytes).expect("written at a multiple of eight bytes, in whole values")
}

/// The band keys of all pieces, each of which has its keys band by band, as those of one: a band is then read
/// from one stretch of a file, and nothing else with it. Holds the keys of about `most` bytes at a time.
pub(super) fn by_band(corpus: &Corpus, most: usize) -> Result<Map> {
    let (records, bands) = (corpus.len(), corpus.settings().banding.bands);
    let spool = Spool::in_folder(&corpus.settings().temp)?;
    let (mut rest, mut column) = (&corpus.pieces[..], Vec::new());
    while let Some(first) = rest.first() {
        let mut size = 0;
        let fits = |piece: &&Piece| {
            size += piece.count * bands * size_of::<u32>();
            size <= most
        };
        let (group, others) = rest.split_at(rest.iter().take_while(fits).count().max(1));
        for band in 0..bands {
            column.clear();
            for keys in group.iter().map(|piece| corpus.keys(piece)) {
                column.extend_from_slice(&keys.keys[band * keys.articles..][..keys.articles]);
            }
            let at = (band * records + first.first as usize) * size_of::<u32>();
            spool.write(column.as_bytes(), at as u64)?;
        }
        rest = others;
    }
    spool.map()
}

/// The keys of such a file.
pub(super) fn keys_of(file: &Map) -> &[u32] {
    part(file, 0, 0, file.bytes().len() / size_of::<u32>())
}

fn to_place(record: &Record) -> Place {
    let Record { at, len, original, line, text, id, date } = *record;
    [at, len, original, line, text, id.start, id.len, date.start, date.len]
}

fn from_place(&[at, len, original, line, text, id, id_len, date, date_len]: &Place) -> Record {
    let (id, date) = (Span { start: id, len: id_len }, Span { start: date, len: date_len });
    Record { at, len, original, line, text, id, date }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_in_a_file_are_those_in_memory() {
        let record = |n: u32| Record {
            at: n,
            len: n + 1,
            original: n + 2,
            line: n + 3,
            text: n + 4,
            id: Span { start: n + 5, len: n + 6 },
            date: Span { start: n + 7, len: n + 8 },
        };
        let spool = Spool::in_folder(&std::env::temp_dir()).unwrap();
        let made = |count: u32| Sketched {
            records: (0..count).map(|n| record(100 * n)).collect(),
            ids: (0..u64::from(count)).collect(),
            contents: (0..u64::from(count)).map(|n| n * n).collect(),
            keys: (0..3 * count).collect(),
            ..Sketched::default()
        };
        let stored: Vec<Columns> = [3, 0, 5].map(|count| write(&spool, &mut made(count)).unwrap()).into();
        let file = spool.map().unwrap();
        for (stored, count) in stored.iter().zip([3, 0, 5]) {
            let memory = Columns::Memory(made(count));
            let (count, none) = (count as usize, Map::default());
            assert_eq!(stored.ids(count, &file), memory.ids(count, &none));
            assert_eq!(stored.contents(count, &file), memory.contents(count, &none));
            assert_eq!(stored.keys(count, 3, &file), memory.keys(count, 3, &none));
            for n in 0..count {
                assert_eq!(stored.record(n, count, &file), memory.record(n, count, &none));
            }
        }
    }
}
