//! Lines to records: one block of JSON Lines to sketches, on one thread, in one pass.

use std::borrow::Cow;

use crate::ingest::fields::{Fields, Role};
use crate::ingest::json;
use crate::ingest::json_scan::{Scan, Scanner, Span};
use crate::ingest::raw::Problem;
use crate::sketch::{MAX_SLOTS, Shingler, band_key};

use super::corpus::Settings;
use super::scratch::Scratch;

/// Where the parts of a record lie. Offsets count from the start of its block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// First byte of its line.
    pub(super) at: u32,
    /// Length of the line, without its newline.
    pub(super) len: u32,
    /// Bytes behind the line's newline that are written back instead of it; 0: the line itself.
    pub(super) original: u32,
    /// Number of the line in its block, from 0.
    pub(super) line: u32,
    /// Offset of the text's content in the line, or [`NO_PLACE`] where only serde_json reads it.
    pub(super) text: u32,
    /// The id's place in the line; length 0 where only serde_json finds one.
    pub(super) id: Span,
    /// The date's place in the line, likewise.
    pub(super) date: Span,
}

/// The text of such a record is not found by its offset.
pub(super) const NO_PLACE: u32 = u32::MAX;

/// What one block of lines gives.
#[derive(Debug, Default)]
pub(super) struct Sketched {
    pub(super) records: Vec<Record>,
    /// Hash of each record's id; 0 where it has none of its own.
    pub(super) ids: Vec<u64>,
    /// Hash of each record's shingles as a multiset: equal for equal texts.
    pub(super) contents: Vec<u64>,
    /// Band keys, band by band, so that a band reads straight through them.
    pub(super) keys: Vec<u32>,
    pub(super) problems: Vec<Problem>,
    /// How many lines the block has.
    pub(super) lines: u64,
}

/// What reading a line the slow way gives: the text, and the id where it has one.
pub(super) struct Slow {
    pub(super) id: Option<String>,
    pub(super) text: String,
}

/// What lines may be like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape<'s> {
    /// Their fields; canonical records have their own, whatever those of their input are called.
    pub(super) fields: &'s Fields,
    /// Longer lines are refused.
    pub(super) longest: usize,
}

impl Sketched {
    /// A block of one line that is too long to be read.
    pub(super) fn too_long(length: u64, longest: usize) -> Sketched {
        let problems = vec![too_long(1, length, longest)];
        Sketched { problems, lines: 1, ..Sketched::default() }
    }
}

fn too_long(number: u64, length: u64, longest: usize) -> Problem {
    let longest = longest >> 20;
    let reason =
        format!("a line of {length} bytes is longer than a record may be ({longest} MiB; see --max-record)");
    Problem::skipped(number, reason)
}

/// Sketches a block of whole lines. `data` may hold an invalid line; every bad one becomes a problem
/// whose record number is its line number in the block, from 1.
pub(super) fn sketch(data: &[u8], settings: &Settings, shape: Shape<'_>, scratch: &mut Scratch) -> Sketched {
    let Scratch { shingler, signer, rows, .. } = scratch;
    let Shape { fields, longest } = shape;
    let mut out = Sketched::default();
    rows.clear();
    let valid = simdutf8::basic::from_utf8(data).is_ok();
    let mut scanner = Scanner::new(fields, settings.ingest.limits.depth);
    let mut at = 0;
    while at < data.len() {
        let rest = &data[at..];
        if rest[0] == b'\n' {
            at += 1;
            out.lines += 1;
            continue;
        }
        if data.len() > longest {
            let len = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            if len > longest {
                out.lines += 1;
                out.problems.push(too_long(out.lines, len as u64, longest));
                at += len + 1;
                continue;
            }
        }
        let mut any = false;
        let scan = if valid { fast(rest, &mut scanner, shingler, settings.sketch, &mut any) } else { None };
        let len = match &scan {
            Some(scan) => scan.len,
            None => memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
        };
        let line = &rest[..len];
        let mut record = Record {
            at: at as u32,
            len: len as u32,
            line: out.lines as u32,
            text: NO_PLACE,
            ..Record::default()
        };
        let id = match scan {
            // Where the text has no words, another field may: only the slow path looks at them all.
            Some(scan) if usable(&scan, fields) && any => {
                record.text = scan.get(Role::Text).map_or(NO_PLACE, |s| s.start);
                record.id = scan.get(Role::Id).or(scan.get(Role::Url)).unwrap_or_default();
                record.date = scan.get(Role::Date).unwrap_or_default();
                let raw = &line[record.id.start as usize..][..record.id.len as usize];
                Ok(id_hash(&unescaped(raw)))
            }
            _ => slow(line, fields).map(|slow| {
                shingler.text(&slow.text);
                any = !shingler.shingles().is_empty();
                slow.id.map_or(0, |id| id_hash(id.as_bytes()))
            }),
        };
        let number = out.lines + 1;
        match id {
            Ok(_) if !any => {
                out.problems.push(Problem::skipped(number, "the text has no letters or digits"));
            }
            Ok(id) => {
                out.records.push(record);
                out.ids.push(id);
                if settings.sketch {
                    let (bands, r) = (settings.banding.bands, settings.banding.rows);
                    let mut slots = [0; MAX_SLOTS];
                    let slots = &mut slots[..bands * r];
                    out.contents.push(content_hash(shingler.shingles()));
                    signer.sign(shingler.shingles(), slots);
                    rows.extend(slots.chunks_exact(r).enumerate().map(|(band, rows)| band_key(band, rows)));
                }
            }
            Err(reason) if !reason.is_empty() => out.problems.push(Problem::skipped(number, reason)),
            Err(_) => {}
        }
        out.lines += 1;
        at += len + 1;
    }
    out.keys = transpose(rows, settings.banding.bands);
    out
}

/// The fast path over one record; `any` says whether its text has any token. If it is to be sketched, its
/// shingles are then in `shingler`.
fn fast(
    rest: &[u8],
    scanner: &mut Scanner<'_>,
    shingler: &mut Shingler,
    sketch: bool,
    any: &mut bool,
) -> Option<Scan> {
    scanner.scan(rest, |start| {
        let len;
        if sketch {
            len = shingler.json_string(&rest[start..])?;
            *any = !shingler.shingles().is_empty();
        } else {
            (len, *any) = shingler.json_string_len(&rest[start..])?;
        }
        Some(len)
    })
}

/// Whether a scanned record needs no second look: it has a text, and all that the user named.
fn usable(scan: &Scan, fields: &Fields) -> bool {
    let named = |role| !fields.is_named(role) || scan.get(role).is_some();
    scan.get(Role::Text).is_some() && Role::ALL.into_iter().all(named)
}

/// Reads one line by serde_json. The error says why it is skipped; an empty one means a blank line.
pub(super) fn slow(line: &[u8], fields: &Fields) -> Result<Slow, String> {
    if line.iter().all(u8::is_ascii_whitespace) {
        return Err(String::new());
    }
    let article = json::object(line, fields)?;
    let id = if article.id.is_empty() { article.url } else { Some(article.id) };
    Ok(Slow { id, text: article.text })
}

/// A raw JSON string as it is meant; escapes that make no sense stay as they are.
pub(super) fn unescaped(raw: &[u8]) -> Cow<'_, [u8]> {
    if !raw.contains(&b'\\') {
        return Cow::Borrowed(raw);
    }
    let quoted = [b"\"", raw, b"\""].concat();
    match serde_json::from_slice::<String>(&quoted) {
        Ok(text) => Cow::Owned(text.into_bytes()),
        Err(_) => Cow::Borrowed(raw),
    }
}

/// Puts the text that a raw JSON string stands for into `text`; what is no string stays as it is.
pub(super) fn unescape(raw: &[u8], text: &mut String) {
    text.clear();
    if let Ok(valid) = simdutf8::basic::from_utf8(raw)
        && simple(valid, text).is_some()
    {
        return;
    }
    text.clear();
    text.push_str(&String::from_utf8_lossy(&unescaped(raw)));
}

/// The same where no escape is of the kind that names a code point.
fn simple(raw: &str, text: &mut String) -> Option<()> {
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'\\', &raw.as_bytes()[at..]) {
        text.push_str(&raw[at..at + next]);
        at += next + 2;
        text.push(match raw.as_bytes().get(at - 1)? {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            &c @ (b'"' | b'\\' | b'/') => char::from(c),
            _ => return None,
        });
    }
    text.push_str(&raw[at..]);
    Some(())
}

fn id_hash(id: &[u8]) -> u64 {
    // 0 stands for "none"
    if id.is_empty() { 0 } else { xxhash_rust::xxh3::xxh3_64(id).max(1) }
}

/// Order does not matter, number does: the same multiset of shingles gives the same hash.
fn content_hash(shingles: &[u64]) -> u64 {
    shingles.iter().fold(shingles.len() as u64, |sum, &s| sum.wrapping_add(s))
}

/// Rows of band keys, article by article, to columns.
fn transpose(rows: &[u32], bands: usize) -> Vec<u32> {
    let articles = rows.len() / bands;
    let mut columns = vec![0; rows.len()];
    for (band, column) in columns.chunks_exact_mut(articles.max(1)).enumerate() {
        for (key, row) in column.iter_mut().zip(rows.chunks_exact(bands)) {
            *key = row[band];
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn unescaped_is_what_serde_json_says(raw in r#"([a-zé漢]{0,9}|\\[nrtbf"/\\x]|\\u00e9|\\ud83d\\ude00|\\ud83d|\\){0,9}"#) {
            // A quote that ends the string is never part of what is given.
            let quoted = format!("\"{raw}\"");
            prop_assume!(!raw.contains('"') || serde_json::from_str::<String>(&quoted).is_ok());
            let mut text = "what was there before".to_owned();
            unescape(raw.as_bytes(), &mut text);
            let want = String::from_utf8_lossy(&unescaped(raw.as_bytes())).into_owned();
            prop_assert_eq!(text, want);
        }
    }
}
