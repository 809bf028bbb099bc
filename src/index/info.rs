//! Info: what an index has and what it takes on the disk.
//!
//! Owns the numbers; `report` and `cli` say them.

use super::params::Params;
use super::reader::Snapshot;
use super::segment::NAMES;

/// An index in numbers.
#[derive(Debug, Clone)]
pub struct Info {
    /// The format that it is in.
    pub format: u32,
    /// Articles.
    pub articles: u64,
    /// Articles that are removed and still take room, until a merge.
    pub removed: u64,
    /// Segments.
    pub segments: usize,
    /// Changes since it was made.
    pub generation: u64,
    /// Whether texts are kept.
    pub text: bool,
    /// Bytes of all texts before compression, about.
    pub text_bytes: u64,
    /// What fingerprints were made with.
    pub params: Params,
    /// The earliest and latest time that any article may have been published, in seconds since 1970.
    pub times: Option<(i64, i64)>,
    /// Bytes of each column, in all segments, and of what is around them.
    pub bytes: Vec<(&'static str, u64)>,
}

impl Snapshot {
    /// The index in numbers.
    pub fn info(&self) -> Info {
        let (mut columns, mut sentences) = ([0; super::segment::KINDS], 0);
        let (mut records, mut text, mut rows, mut background, mut files) = (0, 0, 0, 0, 0);
        let (mut text_bytes, mut removed) = (0, 0);
        let mut span = super::batch::Span::default();
        for part in &self.parts {
            let footer = &part.segment.footer;
            for (sum, column) in columns.iter_mut().zip(footer.columns()) {
                *sum += column.data.len + column.directory.len;
            }
            records += footer.records.data.len + footer.records.directory.len;
            if let Some(meta) = &footer.text {
                text += meta.data.len + meta.directory.len;
                text_bytes += meta.raw;
            }
            rows += footer.rows.len;
            sentences += footer.meanings.as_ref().map_or(0, |meanings| meanings.sentences.bytes());
            background += footer.background.len;
            files += part.listed.len;
            removed += u64::from(part.dead.count());
            footer.times.into_iter().for_each(|times| span.add(times));
        }
        let mut bytes: Vec<(&'static str, u64)> = NAMES.into_iter().zip(columns).collect();
        bytes.extend([
            (super::columns::sentences::NAME, sentences),
            ("signatures", rows),
            ("records", records),
            ("text", text),
            ("background", background),
        ]);
        let known: u64 = bytes.iter().map(|b| b.1).sum();
        bytes.push(("checksums and footers", files - known.min(files)));
        Info {
            format: self.manifest.format(),
            articles: self.len(),
            removed,
            segments: self.parts.len(),
            generation: self.manifest.generation,
            text: self.manifest.text,
            text_bytes,
            params: self.manifest.params.clone(),
            times: span.0,
            bytes,
        }
    }
}
