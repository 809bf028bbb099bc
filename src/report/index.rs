//! What an index has, as a table for people and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::index::Info;

use super::{grouped, pad};

/// An index in numbers; fields in this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndexRow {
    /// Version of the format that it is in.
    pub format: u32,
    /// Articles.
    pub articles: u64,
    /// Removed articles that still take room.
    pub removed: u64,
    /// Segments.
    pub segments: usize,
    /// Changes since it was made.
    pub generation: u64,
    /// Whether texts are kept.
    pub text: bool,
    /// Bytes of all texts before compression.
    pub text_bytes: u64,
    /// Earliest and latest time of publication.
    pub oldest: Option<String>,
    /// See `oldest`.
    pub newest: Option<String>,
    /// Bytes on disk by column.
    pub bytes: BTreeMap<&'static str, u64>,
    /// What fingerprints are made with.
    pub made_with: BTreeMap<String, String>,
}

/// The numbers of an index for scripts.
pub fn index_row(info: &Info) -> IndexRow {
    let time = |seconds: i64| jiff::Timestamp::from_second(seconds).ok().map(|t| t.to_string());
    IndexRow {
        format: info.format,
        articles: info.articles,
        removed: info.removed,
        segments: info.segments,
        generation: info.generation,
        text: info.text,
        text_bytes: info.text_bytes,
        oldest: info.times.and_then(|(oldest, _)| time(oldest)),
        newest: info.times.and_then(|(_, newest)| time(newest)),
        bytes: info.bytes.iter().copied().collect(),
        made_with: info.params.iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect(),
    }
}

/// The same for people.
pub fn index_table(info: &Info) -> String {
    let row = index_row(info);
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(out, "{} {value}", pad(name, 22));
    };
    let articles = grouped(info.articles);
    match info.removed {
        0 => line("articles", &articles),
        removed => line("articles", &format!("{articles}, and {} removed until a merge", grouped(removed))),
    }
    line("segments", &grouped(info.segments as u64));
    line("changes", &grouped(info.generation));
    let dates = row.oldest.as_deref().zip(row.newest.as_deref());
    line(
        "published",
        &dates.map_or("no dates".to_owned(), |(oldest, newest)| format!("{oldest} to {newest}")),
    );
    let made_with: Vec<String> = info.params.iter().map(|(name, value)| format!("{name} {value}")).collect();
    line("made with", &made_with.join(", "));
    line("texts", if info.text { "kept" } else { "not kept" });
    let all: u64 = info.bytes.iter().map(|(_, bytes)| bytes).sum();
    let each = |bytes: u64| bytes as f64 / info.articles.max(1) as f64;
    line("on disk", &format!("{} bytes, {:.0} an article", grouped(all), each(all)));
    for &(column, bytes) in info.bytes.iter().filter(|(_, bytes)| *bytes > 0) {
        line(&format!("  {column}"), &format!("{:>15} {:>8.1}", grouped(bytes), each(bytes)));
    }
    out
}
