//! Segment: one immutable file with all of some articles.
//!
//! Owns the file's outermost layout (head, parts in any order, checksums, footer, tail) and opening it: all
//! places that the footer names are checked here, once. What is in the parts is the columns' business.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use super::codec;
use super::columns::Section;
use super::columns::blocks::{Blocks, BlocksMeta, Cache};
use super::columns::build::ColumnMeta;
use super::columns::keys::Column;
use super::columns::rows::{Rows, row_len};
use super::columns::sentences::{self, Sentences, SentencesMeta};
use super::disk::Output;
use super::frame::{self, HEAD, Kind, checksum, u64_at};
use super::pages::{self, PageWriter, Pages};
use super::record::Record;
use crate::error::{Error, Result};

/// Articles that a segment has at most.
pub(super) const MAX_DOCS: u32 = 1 << 30;
/// Bytes at the end: where the footer begins, and a checksum of that.
const TAIL: usize = 16;

/// The kinds of key that articles are looked up by.
pub(super) const KINDS: usize = 5;
/// How many of them every index has; the last is kept with sentences only.
pub(super) const ALWAYS: usize = 4;
/// Index of the ids' column.
pub(super) const IDS: usize = 3;
/// Index of the column of numbers and names.
pub(super) const ANCHORS: usize = 4;
/// Bits of a key and of a place, by kind. All formats have these widths, in every segment, so that keys stay
/// comparable when segments are merged.
pub(super) const WIDTHS: [(u8, u8); KINDS] = [(32, 0), (33, 7), (36, 0), (44, 0), (32, 0)];
/// A place is counted in units of so many bytes, as a power of two.
pub(super) const PLACE_SHIFT: u32 = 5;
/// What the columns are called.
pub(super) const NAMES: [&str; KINDS] = ["bands", "prints", "words", "ids", "anchors"];

/// What the footer says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Footer {
    pub(super) number: u64,
    pub(super) docs: u32,
    pub(super) slots: u16,
    /// The earliest and the latest time that any article may have been published; seconds.
    pub(super) times: Option<(i64, i64)>,
    pub(super) records: BlocksMeta,
    pub(super) text: Option<BlocksMeta>,
    pub(super) rows: Section,
    pub(super) columns: [ColumnMeta; ALWAYS],
    pub(super) background: Section,
    pub(super) background_sum: u64,
    /// Where the checksums begin, and the checksum of each of their pages.
    pub(super) table_at: u64,
    pub(super) roots: Vec<u64>,
    /// Sentences, if they are kept: behind all else, and what makes a footer one of format 2.
    #[serde(skip)]
    pub(super) meanings: Option<Meanings>,
}

/// What is kept to find translations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Meanings {
    pub(super) sentences: SentencesMeta,
    pub(super) anchors: ColumnMeta,
}

impl Footer {
    /// The footer in its frame.
    pub(super) fn frame(&self) -> Result<Vec<u8>> {
        let mut payload = Vec::new();
        codec::encode(self, &mut payload)?;
        let Some(meanings) = &self.meanings else { return Ok(frame::wrap(Kind::Footer, &payload)) };
        codec::encode(meanings, &mut payload)?;
        Ok(frame::wrap_as(frame::FORMAT, Kind::Footer, &payload))
    }

    fn read(bytes: &[u8], path: &Path) -> Result<Footer> {
        let (format, payload) = frame::unwrap_any(Kind::Footer, bytes, path, "footer")?;
        if format == frame::FIRST {
            return codec::decode(payload, path, "footer");
        }
        let (footer, meanings): (Footer, Meanings) = codec::decode(payload, path, "footer")?;
        Ok(Footer { meanings: Some(meanings), ..footer })
    }

    /// The columns of postings, by kind.
    pub(super) fn columns(&self) -> impl Iterator<Item = &ColumnMeta> {
        self.columns.iter().chain(self.meanings.iter().map(|meanings| &meanings.anchors))
    }
}

/// Begins a segment's file.
pub(super) fn create(path: &Path, number: u64) -> Result<PageWriter> {
    let mut out = PageWriter::create(path)?;
    out.write(&frame::wrap(Kind::Segment, &number.to_le_bytes()))?;
    Ok(out)
}

/// Ends a segment's file; gives its length and the footer's checksum.
pub(super) fn finish(out: PageWriter, mut footer: Footer) -> Result<(u64, u64, Output)> {
    let (table_at, roots, mut output) = out.finish()?;
    let footer_at = table_at + (roots.len() * pages::PAGE) as u64;
    (footer.table_at, footer.roots) = (table_at, roots);
    let mut end = footer.frame()?;
    let footer_sum = checksum(&end, 0);
    end.extend_from_slice(&footer_at.to_le_bytes());
    end.extend_from_slice(&checksum(&footer_at.to_le_bytes(), 0).to_le_bytes());
    output.write(&end)?;
    Ok((footer_at + end.len() as u64, footer_sum, output))
}

/// An open segment.
#[derive(Debug)]
pub(super) struct Segment {
    /// Unlike that of any other segment that this process opened.
    pub(super) key: u64,
    pub(super) pages: Pages,
    pub(super) footer: Footer,
}

impl Segment {
    /// Opens a segment's file. It must have this number, length and footer.
    pub(super) fn open(path: &Path, number: u64, len: u64, footer_sum: u64) -> Result<Segment> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let map = pages::map(path)?;
        let bytes = map.bytes();
        let damaged = |what: &str| Error::damaged(path, what);
        if bytes.len() as u64 != len || bytes.len() < 2 * HEAD + TAIL {
            return Err(damaged("does not have the length that it was written with"));
        }
        let (rest, tail) = bytes.split_at(bytes.len() - TAIL);
        let footer_at = u64_at(tail, 0);
        if checksum(&tail[..8], 0) != u64_at(tail, 8) || footer_at > rest.len() as u64 {
            return Err(damaged("its last bytes"));
        }
        let frame = &rest[footer_at as usize..];
        if checksum(frame, 0) != footer_sum {
            return Err(damaged("its footer is not the one that it was written with"));
        }
        let footer = Footer::read(frame, path)?;
        let table_end = footer.table_at.checked_add((footer.roots.len() * pages::PAGE) as u64);
        if footer.number != number || table_end != Some(footer_at) || footer.docs > MAX_DOCS {
            return Err(damaged("footer: its numbers cannot be"));
        }
        let pages = Pages::new(map, path, footer.table_at, footer.roots.clone())
            .ok_or_else(|| damaged("footer: its checksums are not where they should be"))?;
        let segment = Segment { key: NEXT.fetch_add(1, Ordering::Relaxed), pages, footer };
        segment.check_places()?;
        let head = segment.pages.get(0..HEAD + 8)?;
        if frame::unwrap(Kind::Segment, head, path, "head")? != number.to_le_bytes() {
            return Err(damaged("is another segment than its name says"));
        }
        Ok(segment)
    }

    /// Whether all parts lie inside the pages, and their sizes are what their counts ask for.
    fn check_places(&self) -> Result<()> {
        let (footer, len) = (&self.footer, self.pages.len());
        let inside = |section: &Section, name: &str| {
            section.range(len).map(|_| ()).ok_or_else(|| {
                Error::damaged(self.pages.path(), format!("footer: column {name} lies outside the file"))
            })
        };
        let wrong = |name: &str| {
            Err(Error::damaged(self.pages.path(), format!("footer: column {name}: its numbers cannot be")))
        };
        inside(&footer.rows, "signatures")?;
        inside(&footer.background, "background")?;
        if footer.rows.len != u64::from(footer.docs) * row_len(footer.slots) as u64 {
            return wrong("signatures");
        }
        for (name, blocks) in [("records", Some(&footer.records)), ("text", footer.text.as_ref())] {
            let Some(blocks) = blocks else { continue };
            inside(&blocks.data, name)?;
            inside(&blocks.directory, name)?;
            if blocks.items != footer.docs || !blocks.directory.len.is_multiple_of(16) {
                return wrong(name);
            }
            if blocks.directory.len == 0 && footer.docs > 0 {
                return wrong(name);
            }
        }
        for (kind, column) in footer.columns().enumerate() {
            inside(&column.data, NAMES[kind])?;
            inside(&column.directory, NAMES[kind])?;
            let s = &column.shape;
            let (key_bits, place_bits) = WIDTHS[kind];
            let fits = s.key_bits == key_bits
                && s.place_bits == place_bits
                && u32::from(s.doc_bits) == super::bits::width_below(u64::from(footer.docs))
                && s.prefix_bits <= s.key_bits.min(31)
                && s.rest_bits() + s.value_bits() <= 57
                && s.unit <= 32;
            if !fits || column.directory.len != ((1u64 << s.prefix_bits) + 1) * 4 {
                return wrong(NAMES[kind]);
            }
        }
        if let Some(meanings) = &footer.meanings {
            meanings.sentences.sections().iter().try_for_each(|section| inside(section, sentences::NAME))?;
            if !meanings.sentences.fits(footer.docs) {
                return wrong(sentences::NAME);
            }
        }
        Ok(())
    }

    /// A column of postings that every index has.
    pub(super) fn column(&self, kind: usize) -> Column<'_> {
        let meta = &self.footer.columns[kind];
        Column { pages: &self.pages, meta, docs: self.footer.docs, name: NAMES[kind] }
    }

    /// The column of postings of a kind, if it is kept.
    pub(super) fn column_of(&self, kind: usize) -> Option<Column<'_>> {
        if kind < ALWAYS {
            return Some(self.column(kind));
        }
        let meta = &self.footer.meanings.as_ref()?.anchors;
        Some(Column { pages: &self.pages, meta, docs: self.footer.docs, name: NAMES[kind] })
    }

    /// The articles' sentences, if they are kept.
    pub(super) fn sentences(&self) -> Option<Sentences<'_>> {
        let meta = &self.footer.meanings.as_ref()?.sentences;
        Some(Sentences { pages: &self.pages, meta })
    }

    /// The articles' records.
    pub(super) fn records(&self) -> Blocks<'_> {
        Blocks { pages: &self.pages, meta: &self.footer.records, name: "records" }
    }

    /// The articles' texts, if they are kept.
    pub(super) fn texts(&self) -> Option<Blocks<'_>> {
        let meta = self.footer.text.as_ref()?;
        Some(Blocks { pages: &self.pages, meta, name: "text" })
    }

    /// Tokens and signatures.
    pub(super) fn rows(&self) -> Rows<'_> {
        Rows { pages: &self.pages, section: self.footer.rows, slots: self.footer.slots }
    }

    /// What the caller that wrote the segment had to say of its articles together.
    pub(super) fn background(&self) -> Result<&[u8]> {
        let range = self.footer.background.range(self.pages.len()).unwrap_or(0..0);
        let bytes = self.pages.get(range)?;
        if checksum(bytes, 0) != self.footer.background_sum {
            return Err(Error::damaged(self.pages.path(), "column background does not match its checksum"));
        }
        Ok(bytes)
    }

    /// Calls `seen` with every record, in order.
    pub(super) fn for_each_record(
        &self,
        cache: &mut Cache,
        mut seen: impl FnMut(u32, Record<'_>) -> Result<()>,
    ) -> Result<()> {
        let records = self.records();
        for block in 0..records.len() {
            records.load(self.key, block, cache)?;
            for (doc, item) in (cache.first()..).zip(cache.items()) {
                if doc >= self.footer.docs {
                    return Err(Error::damaged(self.pages.path(), "column records: too many articles"));
                }
                seen(doc, codec::decode(item, self.pages.path(), "column records")?)?;
            }
        }
        Ok(())
    }

    /// The record of an article, which is there.
    pub(super) fn record<'c>(&self, doc: u32, cache: &'c mut Cache) -> Result<Record<'c>> {
        let item = self.records().item(self.key, doc, cache)?;
        codec::decode(item, self.pages.path(), "column records")
    }
}
