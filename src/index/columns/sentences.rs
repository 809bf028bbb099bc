//! Sentences: codes of what articles' sentences mean, cell by cell, so that translations are found.
//!
//! Of each sentence the number of its article and the two rows of its code lie in a section of their own, all in order of
//! cell and, in a cell, of article; a directory says where each cell begins. Cells are the same in every segment, so
//! merging puts them one behind the other. Of each article there is also a row: its language, and how many numbers and
//! names it has. Owns that; what a code says is for [`crate::crosslingual`].

use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Section;
use crate::crosslingual::{CELLS, Coded, ROW, Row};
use crate::error::{Error, Result};
use crate::index::disk::Nameless;
use crate::index::frame::u32_at;
use crate::index::pages::{PageWriter, Pages};
use crate::ingest::map::Map;

/// What the column is called.
pub(in crate::index) const NAME: &str = "sentences";
/// Bytes of an article's row: its language, and how many numbers and names it has.
const OF_ARTICLE: usize = 4;
/// Bytes of a code on its way to the segment.
const CODE: usize = 2 * ROW;
/// Codes that are put in order by a thread, and at once.
const SHARE: usize = 1 << 13;
const WINDOW: usize = 1 << 18;

/// Where sentences lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::index) struct SentencesMeta {
    /// How many sentences.
    count: u32,
    /// For each cell how many sentences lie before it, and how many in all: `u32`s.
    cells: Section,
    /// Which article each sentence is of: `u32`s.
    docs: Section,
    /// The first row of each code.
    signs: Section,
    /// The second.
    sizes: Section,
    /// A row for each article.
    rows: Section,
}

impl SentencesMeta {
    /// All places.
    pub(in crate::index) fn sections(&self) -> [Section; 5] {
        [self.cells, self.docs, self.signs, self.sizes, self.rows]
    }

    /// Whether the sizes are what the counts ask for.
    pub(in crate::index) fn fits(&self, docs: u32) -> bool {
        let count = u64::from(self.count);
        let wanted = [4 * (CELLS as u64 + 1), 4 * count, ROW as u64 * count, ROW as u64 * count];
        let rows = OF_ARTICLE as u64 * u64::from(docs);
        self.sections().iter().map(|section| section.len).eq(wanted.into_iter().chain([rows]))
    }

    /// Bytes of all of it.
    pub(in crate::index) fn bytes(&self) -> u64 {
        self.sections().iter().map(|section| section.len).sum()
    }
}

/// What tells a language from others: none is 0. Of a tag the first part counts.
pub(in crate::index) fn language(tag: Option<&str>) -> u16 {
    const LETTERS: u16 = 27;
    let Some(tag) = tag else { return 0 };
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    let letters = primary.bytes().map(|byte| match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => Some(u16::from(letter - b'a') + 1),
        _ => None,
    });
    let short = letters
        .take(4)
        .enumerate()
        .try_fold(0, |code, (n, letter)| letter.filter(|_| n < 3).map(|letter| code * LETTERS + letter));
    short.unwrap_or_else(|| {
        let of_short = LETTERS.pow(3);
        of_short + (xxhash_rust::xxh3::xxh3_64(primary.to_ascii_lowercase().as_bytes()) % 40_000) as u16
    })
}

/// Sentences of articles on their way into a segment.
#[derive(Debug, Clone, Default)]
pub(in crate::index) struct Collected {
    cells: Vec<u16>,
    docs: Vec<u32>,
    codes: Vec<u8>,
    rows: Vec<u8>,
}

impl Collected {
    /// Adds the next article, which has the number `doc`.
    pub(in crate::index) fn add(&mut self, doc: u32, lang: Option<&str>, coded: &Coded) {
        self.cells.extend_from_slice(coded.cells());
        self.docs.resize(self.cells.len(), doc);
        for code in coded.codes() {
            self.codes.extend_from_slice(&code.signs);
            self.codes.extend_from_slice(&code.sizes);
        }
        let anchors = u16::try_from(coded.anchors().len()).unwrap_or(u16::MAX);
        self.rows.extend_from_slice(&language(lang).to_le_bytes());
        self.rows.extend_from_slice(&anchors.to_le_bytes());
    }

    /// Forgets all, and keeps the memory.
    pub(in crate::index) fn clear(&mut self) {
        self.cells.clear();
        self.docs.clear();
        self.codes.clear();
        self.rows.clear();
    }
}

/// Sentences of a segment that is being filled; their codes lie in a file without a name.
#[derive(Debug, Default)]
pub(in crate::index) struct Filling {
    cells: Vec<u16>,
    docs: Vec<u32>,
    rows: Vec<u8>,
    file: Option<Nameless>,
}

impl Filling {
    /// Adds articles, the first of which gets the number `base`.
    pub(in crate::index) fn extend(&mut self, base: u32, new: &Collected, folder: &Path) -> Result<()> {
        self.cells.extend_from_slice(&new.cells);
        self.docs.extend(new.docs.iter().map(|doc| base + doc));
        self.rows.extend_from_slice(&new.rows);
        if !new.codes.is_empty() {
            let file = match &mut self.file {
                Some(file) => file,
                none => none.insert(Nameless::create(folder)?),
            };
            file.append(&new.codes)?;
        }
        Ok(())
    }

    /// Bytes that they take in memory; as many again for their order in the end.
    pub(in crate::index) fn memory(&self) -> usize {
        self.cells.len() * 10 + self.rows.len()
    }

    /// Writes them in order of their cells.
    pub(in crate::index) fn write(&self, out: &mut PageWriter) -> Result<SentencesMeta> {
        let count = counted(self.cells.len() as u64)?;
        let mut ends = vec![0u32; CELLS + 1];
        self.cells.iter().for_each(|cell| ends[usize::from(*cell) + 1] += 1);
        let cells = write_cells(&mut ends, out)?;
        let mut order = vec![0u32; self.cells.len()];
        for (n, cell) in (0..).zip(&self.cells) {
            let place = &mut ends[usize::from(*cell)];
            order[*place as usize] = n;
            *place += 1;
        }
        let map = self.file.as_ref().map_or_else(|| Ok(Map::default()), Nameless::map)?;
        let codes = map.bytes();
        let docs = in_order(&order, out, |n, out| out.extend_from_slice(&self.docs[n].to_le_bytes()))?;
        let row = |n: usize, at: usize| &codes[n * CODE + at..][..ROW];
        let signs = in_order(&order, out, |n, out| out.extend_from_slice(row(n, 0)))?;
        let sizes = in_order(&order, out, |n, out| out.extend_from_slice(row(n, ROW)))?;
        let rows = Section { at: out.at(), len: self.rows.len() as u64 };
        out.write(&self.rows)?;
        Ok(SentencesMeta { count, cells, docs, signs, sizes, rows })
    }
}

fn counted(sentences: u64) -> Result<u32> {
    u32::try_from(sentences)
        .map_err(|_| Error::Usage("a segment of the index would have too many sentences".to_owned()))
}

/// Sums the numbers of sentences up, where the first is none, and writes them.
fn write_cells(counts: &mut [u32], out: &mut PageWriter) -> Result<Section> {
    let at = out.at();
    let mut sum = 0;
    for count in &mut *counts {
        sum += *count;
        *count = sum;
        out.write(&sum.to_le_bytes())?;
    }
    Ok(Section { at, len: out.at() - at })
}

/// Writes something of each sentence, in this order.
fn in_order(order: &[u32], out: &mut PageWriter, of: impl Fn(usize, &mut Vec<u8>) + Sync) -> Result<Section> {
    let at = out.at();
    for window in order.chunks(WINDOW) {
        let share = |order: &[u32]| {
            let mut bytes = Vec::with_capacity(order.len() * ROW);
            order.iter().for_each(|n| of(*n as usize, &mut bytes));
            bytes
        };
        let parts: Vec<Vec<u8>> = window.par_chunks(SHARE).map(share).collect();
        parts.iter().try_for_each(|part| out.write(part))?;
    }
    Ok(Section { at, len: out.at() - at })
}

/// Sentences to be read.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct Sentences<'s> {
    pub(in crate::index) pages: &'s Pages,
    pub(in crate::index) meta: &'s SentencesMeta,
}

/// Of the sentences of a cell: articles, first rows, second rows.
type Cell<'s> = (&'s [[u8; 4]], &'s [Row], &'s [Row]);

impl<'s> Sentences<'s> {
    /// Adds how many sentences each cell has.
    pub(in crate::index) fn counts(&self, counts: &mut [u64]) -> Result<()> {
        for (cell, count) in counts.iter_mut().enumerate().take(CELLS) {
            let [from, to] = self.bounds(cell)?;
            *count += (to - from) as u64;
        }
        Ok(())
    }

    /// The sentences of a cell.
    pub(in crate::index) fn cell(&self, cell: usize) -> Result<Cell<'s>> {
        let [from, to] = self.bounds(cell)?;
        let bytes = |section: Section, each: usize| {
            let at = section.at as usize;
            self.pages.get(at + from * each..at + to * each)
        };
        let docs = bytes(self.meta.docs, 4)?.as_chunks().0;
        Ok((docs, bytes(self.meta.signs, ROW)?.as_chunks().0, bytes(self.meta.sizes, ROW)?.as_chunks().0))
    }

    /// Where the sentences of a cell begin and end.
    fn bounds(&self, cell: usize) -> Result<[usize; 2]> {
        let at = self.meta.cells.at as usize + 4 * cell;
        let bytes = self.pages.get(at..at + 8)?;
        let [from, to] = [0, 4].map(|at| u32_at(bytes, at));
        if from > to || to > self.meta.count {
            return Err(self.damaged("a cell lies outside"));
        }
        Ok([from as usize, to as usize])
    }

    /// An article's language, as [`language`] tells it, and how many numbers and names it has.
    #[inline]
    pub(in crate::index) fn of_article(&self, doc: u32) -> Result<(u16, u16)> {
        let at = self.meta.rows.at as usize + doc as usize * OF_ARTICLE;
        let row = self.pages.get(at..at + OF_ARTICLE)?;
        Ok((u16::from_le_bytes([row[0], row[1]]), u16::from_le_bytes([row[2], row[3]])))
    }

    /// Checks the order of everything.
    pub(in crate::index) fn verify(&self, docs: u32) -> Result<()> {
        let mut before = 0;
        for cell in 0..CELLS {
            let [from, to] = self.bounds(cell)?;
            if from != before {
                return Err(self.damaged("a cell does not begin where the one before ends"));
            }
            before = to;
            let (of, _, _) = self.cell(cell)?;
            let of = || of.iter().map(|doc| u32::from_le_bytes(*doc));
            if !of().is_sorted() || of().any(|doc| doc >= docs) {
                return Err(self.damaged("articles of a cell are not in order"));
            }
        }
        if before == self.meta.count as usize { Ok(()) } else { Err(self.damaged("sentences are missing")) }
    }

    fn damaged(&self, what: &str) -> Error {
        Error::damaged(self.pages.path(), format!("column {NAME}: {what}"))
    }
}

/// Writes the sentences of several segments as those of one; `renumber` gives the new number of an article of the nth
/// segment, none if it is gone.
pub(in crate::index) fn merge(
    all: &[Sentences<'_>],
    rows: &[u32],
    renumber: &dyn Fn(usize, u32) -> Option<u32>,
    out: &mut PageWriter,
) -> Result<SentencesMeta> {
    let mut counts = vec![0u32; CELLS + 1];
    let mut total = 0u64;
    let number = |nth: usize, doc: &[u8; 4]| -> Result<Option<u32>> {
        let doc = u32::from_le_bytes(*doc);
        if doc >= rows[nth] {
            return Err(all[nth].damaged("names an article that is not there"));
        }
        Ok(renumber(nth, doc))
    };
    let docs_at = out.at();
    for cell in 0..CELLS {
        let mut count = 0;
        for (nth, sentences) in all.iter().enumerate() {
            for doc in sentences.cell(cell)?.0 {
                if let Some(new) = number(nth, doc)? {
                    out.write(&new.to_le_bytes())?;
                    count += 1;
                }
            }
        }
        total += count;
        counts[cell + 1] = counted(count)?;
    }
    let docs = Section { at: docs_at, len: out.at() - docs_at };
    let count = counted(total)?;
    let mut codes = |second: bool| -> Result<Section> {
        let at = out.at();
        for cell in 0..CELLS {
            for (nth, sentences) in all.iter().enumerate() {
                let (docs, signs, sizes) = sentences.cell(cell)?;
                for (doc, row) in docs.iter().zip(if second { sizes } else { signs }) {
                    if number(nth, doc)?.is_some() {
                        out.write(row)?;
                    }
                }
            }
        }
        Ok(Section { at, len: out.at() - at })
    };
    let (signs, sizes) = (codes(false)?, codes(true)?);
    let cells = write_cells(&mut counts, out)?;
    let rows_at = out.at();
    for (nth, sentences) in all.iter().enumerate() {
        for doc in (0..rows[nth]).filter(|doc| renumber(nth, *doc).is_some()) {
            let (language, anchors) = sentences.of_article(doc)?;
            out.write(&language.to_le_bytes())?;
            out.write(&anchors.to_le_bytes())?;
        }
    }
    let rows = Section { at: rows_at, len: out.at() - rows_at };
    Ok(SentencesMeta { count, cells, docs, signs, sizes, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_the_first_part_of_the_tag() {
        assert_eq!(language(None), 0);
        assert_eq!(language(Some("en-GB")), language(Some("EN")));
        assert_eq!(language(Some("zh_Hant")), language(Some("zh")));
        let all = ["en", "eng", "de", "e", "en1", "tagged", "ltagged", ""].map(|tag| language(Some(tag)));
        for (n, one) in all.iter().enumerate() {
            assert!(!all[..n].contains(one), "{n}");
        }
        assert_eq!(language(Some("")), 0);
    }
}
