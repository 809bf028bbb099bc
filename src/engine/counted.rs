//! The background of an index: how common words are, counted while articles are added.
//!
//! Owns the shape in which a [`crate::compare::Background`] travels with the segments of an index, and the
//! choice of the articles that are counted: language needs no more than a sample.

use std::cmp::Reverse;
use std::io::Read;
use std::path::Path;

use crate::compare::Background;
use crate::error::{Error, Result};
use crate::index;
use crate::ingest::date;

/// The first articles of an addition are all counted, of the others one in [`ONE_IN`].
const ALL_OF: usize = 5_000;
const ONE_IN: u64 = 8;
/// Words that the table of one segment has room for without taking samples.
const WORDS: u64 = 2_000_000;
const SECONDS_A_DAY: i64 = 86_400;
/// One part in so many of what is known of the language adds nothing to it.
const NEGLIGIBLE: u32 = 16;
/// What errors name where no folder is known.
const PLACE: &str = "the background";
/// Bytes of cells that are read at once.
const CHUNK: usize = 1 << 14;
/// How hard stored cells are compressed.
const LEVEL: i32 = 1;
/// Days of undated articles lie behind all others.
const UNDATED: u32 = 1 << 31;

/// The day of a time of publication, as the background counts days; none where it is not known to the day.
pub fn day_of(published: Option<&str>) -> Option<u32> {
    let seconds = date::seconds(published?)?;
    u32::try_from(seconds.div_euclid(SECONDS_A_DAY).max(0)).ok().filter(|&day| is_day(day))
}

/// Whether the background counts this day as one: others stand for undated articles.
pub(super) fn is_day(day: u32) -> bool {
    day < UNDATED
}

/// A day of its own for an article of which none is known.
pub(super) fn day_or_own(published: Option<&str>, id: &str) -> u32 {
    day_of(published).unwrap_or_else(|| UNDATED | id_hash(id) as u32)
}

fn id_hash(id: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(id.as_bytes())
}

/// Whether the `nth` article (from 0) of an addition is counted.
pub(super) fn is_counted(nth: usize, id: &str) -> bool {
    nth < ALL_OF || id_hash(id).is_multiple_of(ONE_IN)
}

/// Counts what is added to an index.
#[derive(Debug)]
pub struct Counted(Background);

impl Default for Counted {
    fn default() -> Self {
        Counted(Background::new(WORDS))
    }
}

impl index::Background for Counted {
    fn add(&mut self, day: u32, words: &[u64]) {
        self.0.add_hashes(words, day);
    }

    fn take(&mut self) -> Result<Vec<u8>> {
        to_bytes(&std::mem::replace(&mut self.0, Background::new(WORDS)))
    }

    fn merge(&self, parts: &[&[u8]]) -> Result<Vec<u8>> {
        to_bytes(&read(parts, PLACE.as_ref())?)
    }
}

/// The backgrounds of an index's segments together, as far as there is room; those of the most articles come
/// first, and of equals the later one.
///
/// Errors: one of them is none; `of` is named as the place.
pub(super) fn read(parts: &[&[u8]], of: &Path) -> Result<Background> {
    let damaged = || Error::damaged(of, "a background cannot be read");
    let mut stored: Vec<Stored> = Vec::with_capacity(parts.len());
    for part in parts.iter().rev().filter(|part| !part.is_empty()) {
        stored.push(Stored::of(part).ok_or_else(damaged)?);
    }
    stored.sort_by_key(|part| Reverse(part.articles));
    let mut all: Option<Background> = None;
    for part in &stored {
        match &mut all {
            None => all = Some(part.read().ok_or_else(damaged)?),
            Some(all) => {
                let adds_nothing = part.articles < all.articles() / NEGLIGIBLE;
                if adds_nothing || !all.has_room(part.bits_set, part.days) {
                    break;
                }
                all.merge(&part.read().ok_or_else(damaged)?);
            }
        }
    }
    Ok(all.unwrap_or_default())
}

/// A background as it is stored: number of cells of both tables, articles, and bits set in the first table, each as
/// four bytes; then the cells, two bytes each, all little-endian, as one zstd frame. Most cells of a small segment
/// are empty.
struct Stored<'b> {
    days: usize,
    with: usize,
    articles: u32,
    bits_set: u64,
    cells: &'b [u8],
}

fn to_bytes(background: &Background) -> Result<Vec<u8>> {
    let (days, with, articles) = background.parts();
    let mut cells = Vec::with_capacity(2 * (days.len() + with.len()));
    for cell in days.iter().chain(with) {
        cells.extend_from_slice(&cell.to_le_bytes());
    }
    let mut out = Vec::with_capacity(cells.len() / 2);
    for number in [days.len() as u32, with.len() as u32, articles, background.bits_set() as u32] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    out.extend(zstd::bulk::compress(&cells, LEVEL).map_err(|e| Error::io(PLACE, e))?);
    Ok(out)
}

impl<'b> Stored<'b> {
    fn of(bytes: &'b [u8]) -> Option<Self> {
        let (head, cells) = bytes.split_first_chunk::<16>()?;
        let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let (days, with) = (number(0) as usize, number(4) as usize);
        let (articles, bits_set) = (number(8), u64::from(number(12)));
        Background::may_have(days, with).then_some(Stored { days, with, articles, bits_set, cells })
    }

    fn read(&self) -> Option<Background> {
        // Through a small buffer, as new memory for all bytes would cost more than reading them.
        let mut cells = zstd::stream::read::Decoder::with_buffer(self.cells).ok()?;
        let mut buffer = [0; CHUNK];
        let mut read = |len: usize| -> Option<Vec<u16>> {
            let mut out = Vec::with_capacity(len);
            while out.len() < len {
                let bytes = &mut buffer[..((len - out.len()) * 2).min(CHUNK)];
                cells.read_exact(bytes).ok()?;
                out.extend(bytes.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])));
            }
            Some(out)
        };
        let (days, with) = (read(self.days)?, read(self.with)?);
        Background::from_parts(days, with, self.articles)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Background as _;
    use crate::text::Words;

    fn hashes(text: &str) -> Vec<u64> {
        let mut words = Words::default();
        words.read(text);
        words.words().iter().map(|word| word.hash).collect()
    }

    #[test]
    fn what_was_counted_comes_back() {
        let mut counted = Counted::default();
        counted.add(19_846, &hashes("the harbour was closed"));
        counted.add(19_846, &hashes("the harbour was open"));
        let bytes = counted.take().unwrap();
        assert!(bytes.len() < 5_000, "few articles take little room: {}", bytes.len());
        let merged = counted.merge(&[&bytes, &bytes]).unwrap();
        assert_eq!(read(&[&bytes], "x".as_ref()).unwrap().articles(), 2);
        assert_eq!(read(&[&merged], "x".as_ref()).unwrap().articles(), 4);
        assert_eq!(read(&[], "x".as_ref()).unwrap().articles(), 0);
        let cut = &bytes[..bytes.len() - 1];
        assert!(read(&[cut], "x".as_ref()).is_err());
    }

    #[test]
    fn the_first_articles_and_some_of_the_others_are_counted() {
        let ids: Vec<String> = (0..8000).map(|n| format!("article {n}")).collect();
        let counted = |from| ids.iter().filter(|id| is_counted(from, id)).count();
        assert_eq!(counted(4_999), 8000);
        assert!((900..1100).contains(&counted(5_000)), "{}", counted(5_000));
    }

    #[test]
    fn days_are_days() {
        assert_eq!(day_of(Some("1970-01-03")), Some(2));
        assert_eq!(day_of(Some("some day")), None);
        assert!(day_or_own(None, "a") != day_or_own(None, "b"));
    }
}
