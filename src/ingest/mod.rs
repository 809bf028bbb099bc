//! Ingest: bytes to articles, whatever the format.
//!
//! Owns finding files, undoing compression, telling formats apart, cutting records and turning each to
//! an [`Article`]. Keeps what a record says of itself as it was said: interpreting it is the business of
//! later rooms. Does not own tokens, and does not decide which article is kept.
//!
//! Reading has two steps. [`open`] gives the records of one input in order, cheaply; [`extract`] turns
//! a record into articles and may run on any thread. Nothing that is in a file ends a run: what cannot
//! be read is a [`Problem`].

mod calendar;
mod charset;
pub mod csv;
pub mod date;
pub mod decompress;
pub mod detect;
pub mod document;
mod feed;
pub mod fields;
pub mod html;
mod http;
pub mod json;
pub mod json_array;
pub mod json_scan;
pub mod language;
pub mod map;
mod newsml;
mod ninjs;
mod parquet;
pub mod raw;
pub mod said;
pub(crate) mod shapes;
pub mod urls;
mod visible_date;
pub mod walk;
pub mod warc;
mod window;
mod xml;

#[cfg(test)]
mod tests;

pub(crate) use html::title_ends;

use crate::article::{Article, Said};
use crate::error::{Error, Result};
use decompress::{Bytes, Peeked};
use detect::{Format, Named};
use document::Document;
use fields::{Fields, Role};
use raw::{Kind, Limits, Problem, Raw};
use std::fs::File;
use urls::Urls;
use walk::Input;

/// How inputs are read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which fields of a record are its id, text and so on.
    pub fields: Fields,
    /// Bounds on what is read.
    pub limits: Limits,
    /// The format forced by the user; found from name and content otherwise.
    pub format: Option<Format>,
    /// The addresses of saved pages.
    pub urls: Urls,
    /// Whether all that records say of themselves is kept, and not only what makes them articles.
    pub what_else: bool,
}

/// The records of an input, in order.
pub type Records = Box<dyn Iterator<Item = Result<Raw, Problem>> + Send>;

/// An opened input.
pub enum Source {
    /// JSON Lines, to be split into lines by the caller.
    JsonLines {
        /// The decompressed bytes, from the first (a byte order mark included).
        reader: Bytes,
        /// Whether the input is a plain file, which can be mapped into memory instead.
        plain_file: bool,
    },
    /// A table: its header row as written, and its rows, each a record with its original bytes.
    Table(Vec<u8>, Records),
    /// Any other format, already cut into records.
    Records(Records),
}

/// Opens `input` and finds its format.
///
/// Errors: it cannot be opened, its format is unknown, or this build cannot read the format. Whatever
/// goes wrong later comes as a problem from the source.
pub fn open(input: &Input, options: &Options) -> Result<Source> {
    let path = &input.path;
    let (limits, fields) = (options.limits, &options.fields);
    let named = if input.is_stdin() { Named::Unknown } else { detect::by_name(path) };
    let (bytes, regular): (Bytes, bool) = if input.is_stdin() {
        (Box::new(std::io::stdin()), false)
    } else {
        let file = File::open(path).map_err(|error| Error::io(path, error))?;
        let regular = file.metadata().is_ok_and(|metadata| metadata.is_file());
        (Box::new(file), regular)
    };
    let (reader, compression) = decompress::open(bytes).map_err(|error| Error::io(path, error))?;
    let plain_file = regular && compression.is_none();
    let mut reader = Peeked::new(reader);
    reader.look(detect::HEAD);
    let format = match options.format {
        Some(format) => format,
        None => match detect::choose(named, reader.head(), fields) {
            Ok(format) => format,
            Err(reason) => {
                return Err(reader.take_failure().map_or(Error::input(path, reason), |e| Error::io(path, e)));
            }
        },
    };
    let whole = |reader, kind| {
        let listed = options.urls.get(input).cloned();
        let (url, seen) = listed.map_or((None, None), |listed| (Some(listed.url), listed.seen));
        Document::new(reader, kind, limits, url, seen)
    };
    Ok(Source::Records(match format {
        Format::JsonLines => return Ok(Source::JsonLines { reader: Box::new(reader), plain_file }),
        Format::Json | Format::Ninjs => Box::new(json_array::Objects::new(reader, limits)),
        Format::Csv | Format::Tsv => {
            let delimiter = (format == Format::Tsv).then_some(b'\t');
            let mut rows = csv::Rows::new(reader, delimiter, fields, limits);
            // A table without a header gives its problem again as its only record.
            return Ok(Source::Table(rows.header().unwrap_or_default(), Box::new(rows)));
        }
        Format::Warc => Box::new(warc::Records::new(reader, limits)),
        Format::Text => Box::new(whole(reader, Kind::Text)),
        Format::Html => Box::new(whole(reader, Kind::Html)),
        Format::Feed => Box::new(whole(reader, Kind::Feed)),
        Format::NewsMl => Box::new(whole(reader, Kind::NewsMl)),
        Format::Parquet if !plain_file => {
            return Err(Error::input(
                path,
                "Parquet is read from plain files only, because its index is at the end",
            ));
        }
        Format::Parquet => parquet::open(path, fields, limits)?,
    }))
}

/// The articles in a record of `input`; usually one.
pub fn extract(raw: &Raw, input: &Input, options: &Options) -> Vec<Result<Article, Problem>> {
    let mut articles = match raw.kind {
        Kind::Json if is_ninjs(raw, options) => vec![with(ninjs::article(raw), raw, said::of_ninjs, options)],
        Kind::Json => {
            return vec![with(json::article(raw, input, &options.fields), raw, said::of_json, options)];
        }
        Kind::Html | Kind::Text => vec![page(raw, input, options)],
        Kind::Feed => feed::articles(raw, &options.limits, options.what_else),
        Kind::NewsMl => newsml::articles(raw, &options.limits, options.what_else),
    };
    let several = articles.len() > 1;
    for (index, article) in articles.iter_mut().enumerate() {
        if let Ok(article) = article {
            if article.id.is_empty() {
                article.id = match &article.url {
                    Some(url) => url.clone(),
                    None if several => format!("{}:{}:{}", input.name, raw.record, index + 1),
                    None => format!("{}:{}", input.name, raw.record),
                };
            }
            article.lang = language::of(article.lang.as_deref(), &article.text);
        }
    }
    articles
}

/// An article with what else its record says, if that is wanted.
fn with(
    article: Result<Article, Problem>,
    raw: &Raw,
    said: fn(&[u8]) -> Said,
    options: &Options,
) -> Result<Article, Problem> {
    let mut article = article?;
    if options.what_else {
        article.said = Some(Box::new(said(&raw.bytes)));
    }
    Ok(article)
}

fn is_ninjs(raw: &Raw, options: &Options) -> bool {
    match options.format {
        Some(format) => format == Format::Ninjs,
        None => !options.fields.is_named(Role::Text) && detect::is_ninjs(&raw.bytes),
    }
}

/// A page or a plain text. In an archive its address is its id, in a folder its path.
fn page(raw: &Raw, input: &Input, options: &Options) -> Result<Article, Problem> {
    let page = match raw.kind {
        Kind::Text => document::plain(raw).map(|text| html::Page { text, ..html::Page::default() }),
        // A picture or an archive under a page's name would become a page of noise.
        _ if charset::is_binary(&raw.bytes) && !raw.bytes.trim_ascii_start().starts_with(b"<") => {
            Err("is not text".to_owned())
        }
        _ => html::article(raw, options.what_else),
    };
    let page = page.map_err(|reason| Problem::skipped(raw.record, reason))?;
    let mut said = page.said;
    if let (Some(said), Some(seen)) = (&mut said, &raw.seen) {
        said.add("seen", seen);
    }
    let archived = raw.url.as_ref().filter(|_| options.urls.get(input).is_none());
    Ok(Article {
        id: archived.unwrap_or(&input.name).clone(),
        url: raw.url.clone().or(page.url),
        title: page.title,
        published: page.published,
        lang: page.lang,
        text: page.text,
        said,
    })
}
