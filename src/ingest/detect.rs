//! Formats: their names, and how one is found from a file's name and first bytes.
//!
//! Owns the decision only; decompression comes before it and reading after it. Content beats the name
//! where the two formats are told apart by content alone (WARC, Parquet, the JSON and XML families);
//! otherwise the name is believed.

use super::fields::{Fields, Role};
use super::ninjs;
use memchr::memmem;
use std::borrow::Cow;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// How many bytes of content [`choose`] would like to see; fewer are fine.
pub const HEAD: usize = 64 << 10;

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One JSON object a line.
    JsonLines,
    /// One JSON object, an array of them, or several one after another.
    Json,
    /// Comma-separated values (semicolons and bars too) with a header row.
    Csv,
    /// Tab-separated values with a header row.
    Tsv,
    /// Plain text, one article.
    Text,
    /// One HTML page.
    Html,
    /// A web archive.
    Warc,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// IPTC ninjs: one object, an array, or one a line.
    Ninjs,
    /// IPTC NewsML-G2.
    NewsMl,
    /// Apache Parquet.
    Parquet,
}

impl Format {
    /// Every format with the name it goes by.
    pub const ALL: [(Format, &str); 11] = [
        (Format::JsonLines, "jsonl"),
        (Format::Json, "json"),
        (Format::Csv, "csv"),
        (Format::Tsv, "tsv"),
        (Format::Text, "text"),
        (Format::Html, "html"),
        (Format::Warc, "warc"),
        (Format::Feed, "feed"),
        (Format::Ninjs, "ninjs"),
        (Format::NewsMl, "newsml"),
        (Format::Parquet, "parquet"),
    ];
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Format::ALL.iter().find(|(format, _)| format == self).map_or("", |(_, name)| name);
        f.pad(name)
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Format::ALL.iter().find(|(_, known)| *known == name).map(|(format, _)| *format).ok_or_else(|| {
            let names: Vec<&str> = Format::ALL.iter().map(|(_, name)| *name).collect();
            format!("no format is called {name:?}; the formats are {}", names.join(", "))
        })
    }
}

/// What a file's name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// This format.
    Format(Format),
    /// JSON of some kind.
    Json,
    /// XML of some kind.
    Xml,
    /// Something that holds no articles, such as a picture or a style sheet.
    Other,
    /// Nothing.
    Unknown,
}

const OTHER: &str = " 7z aac avi avif bin bmp br bz2 css db doc docx eot epub exe flac gif ico iso jpeg jpg js \
                     less lock log m3u8 m4a m4v map md5 mjs mkv mov mp3 mp4 mpeg mpg o ods odt ogg ogv otf \
                     pdf png ppt pptx py pyc rar rs rtf scss sh so sqlite svg swf tar tgz tif tiff toml ts ttf \
                     vtt wasm wav webm webmanifest webp wmv woff woff2 xls xlsx xz yaml yml zip ";

/// What the name of `path` says, below `.gz` and `.zst`.
pub fn by_name(path: &Path) -> Named {
    let Some(name) = path.file_name().map(|n| n.to_string_lossy().to_lowercase()) else {
        return Named::Unknown;
    };
    let name = [".gz", ".zst", ".zstd"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let Some((_, extension)) = name.rsplit_once('.') else {
        return Named::Unknown;
    };
    Named::Format(match extension {
        "jsonl" | "ndjson" | "jsonlines" => Format::JsonLines,
        "csv" => Format::Csv,
        "tsv" | "tab" => Format::Tsv,
        "txt" | "text" => Format::Text,
        "html" | "htm" | "xhtml" | "shtml" => Format::Html,
        // WET and WAT files are web archives too, with the text or the metadata of each page.
        "warc" | "wet" | "wat" => Format::Warc,
        "rss" | "atom" => Format::Feed,
        "ninjs" => Format::Ninjs,
        "newsml" | "nml" => Format::NewsMl,
        "parquet" | "pq" => Format::Parquet,
        "json" => return Named::Json,
        "xml" | "rdf" => return Named::Xml,
        other if OTHER.split(' ').any(|known| known == other) => return Named::Other,
        _ => return Named::Unknown,
    })
}

/// The format of an input: `named` is what its name says, `head` its first bytes, decompressed.
///
/// The error is a reason, with the way out.
pub fn choose(named: Named, head: &[u8], fields: &Fields) -> Result<Format, String> {
    if let Some(format) = binary(head) {
        return Ok(format);
    }
    let text = ascii(head);
    let text = start(&text);
    match named {
        Named::Format(Format::JsonLines) => Ok(match json(text, named, fields) {
            Format::Json if !text.starts_with(b"[") => Format::JsonLines,
            format => format,
        }),
        Named::Format(format) => Ok(format),
        Named::Json => Ok(json(text, named, fields)),
        Named::Xml => xml(text)
            .ok_or_else(|| "XML that is neither RSS, Atom nor NewsML-G2; force one with --format".to_owned()),
        Named::Other | Named::Unknown => by_content(head, fields).ok_or_else(|| unknown(head)),
    }
}

/// The format that `head` alone gives away, if any.
pub fn by_content(head: &[u8], fields: &Fields) -> Option<Format> {
    if let Some(format) = binary(head) {
        return Some(format);
    }
    let text = ascii(head);
    let text = start(&text);
    match text.first()? {
        b'<' => xml(text),
        b'{' if matches!(start(&text[1..]).first(), Some(b'"' | b'}')) => {
            Some(json(text, Named::Unknown, fields))
        }
        b'[' if start(&text[1..]).starts_with(b"{") => Some(json(text, Named::Unknown, fields)),
        _ => table(text, fields),
    }
}

/// The format if it is one that no other kind of file can be mistaken for.
///
/// For files met in a folder whose name says nothing: anything else there is passed over.
pub fn unmistakable(head: &[u8]) -> Option<Format> {
    let text = ascii(head);
    let text = start(&text);
    binary(head).or_else(|| if text.starts_with(b"<") { xml(text) } else { None })
}

fn binary(head: &[u8]) -> Option<Format> {
    if head.starts_with(b"WARC/") {
        Some(Format::Warc)
    } else if head.starts_with(b"PAR1") {
        Some(Format::Parquet)
    } else {
        None
    }
}

fn unknown(head: &[u8]) -> String {
    let packed = match head {
        [b'B', b'Z', b'h', ..] => "bzcat",
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => "xzcat",
        [b'P', b'K', 3, 4, ..] => "unzip -p",
        [] => return "is empty, and its name says no format; name it with --format".to_owned(),
        _ => return "unknown format; name it with --format".to_owned(),
    };
    format!("this compression is not read; unpack it first, or: {packed} FILE | wiretrace ... -")
}

/// UTF-16 with a byte order mark as its ASCII letters, which is all that detection looks at.
fn ascii(head: &[u8]) -> Cow<'_, [u8]> {
    match head {
        [0xff, 0xfe, rest @ ..] | [0xfe, 0xff, rest @ ..] => {
            Cow::Owned(rest.iter().copied().filter(|&b| b != 0).collect())
        }
        _ => Cow::Borrowed(head),
    }
}

/// Without byte order mark and white space in front.
fn start(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()
}

/// The first line names columns, one of them an article's text.
fn table(text: &[u8], fields: &Fields) -> Option<Format> {
    let line = &text[..memchr::memchr(b'\n', text)?];
    let has_text = |delimiter: u8| {
        let columns = line.split(|&b| b == delimiter).map(|name| {
            let name = name.trim_ascii();
            name.strip_prefix(b"\"").and_then(|n| n.strip_suffix(b"\"")).unwrap_or(name)
        });
        let mut roles = columns.map(|name| fields.role(name).map(|(role, _)| role));
        line.contains(&delimiter) && roles.any(|role| role == Some(Role::Text))
    };
    if has_text(b'\t') {
        Some(Format::Tsv)
    } else if has_text(b',') || has_text(b';') {
        Some(Format::Csv)
    } else {
        None
    }
}

/// One of the JSON formats, for text that begins with a bracket.
fn json(text: &[u8], named: Named, fields: &Fields) -> Format {
    let object = &text[memchr::memchr(b'{', text).unwrap_or(text.len())..];
    let (keys, end) = top_level(object);
    if keys.contains(&&b"items"[..]) && memmem::find(object, b"://jsonfeed.org/version/").is_some() {
        return Format::Feed;
    }
    if !fields.is_named(Role::Text) && is_ninjs(object) {
        return Format::Ninjs;
    }
    if text.starts_with(b"[") {
        return Format::Json;
    }
    let first = &object[..end.unwrap_or(object.len())];
    let one_line = !first.contains(&b'\n');
    let more = end.is_some_and(|end| start(&object[end..]).starts_with(b"{"));
    // A lone object on a line is both; its name decides.
    if one_line && (more || named != Named::Json) { Format::JsonLines } else { Format::Json }
}

/// Whether the object that `text` begins with is ninjs with text in it, as far as its keys tell.
pub(crate) fn is_ninjs(text: &[u8]) -> bool {
    let (keys, _) = top_level(text);
    ninjs::is_like(|key| keys.contains(&key.as_bytes()))
}

/// The keys of the object that `text` begins with, and where it ends if that is within `text`.
fn top_level(text: &[u8]) -> (Vec<&[u8]>, Option<usize>) {
    let mut keys = Vec::new();
    let (mut depth, mut at) = (0usize, 0);
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return (keys, Some(at));
                }
            }
            b'"' => {
                let begin = at;
                let end = loop {
                    let Some(found) = memchr::memchr2(b'"', b'\\', &text[at.min(text.len())..]) else {
                        return (keys, None);
                    };
                    at += found + 1;
                    if text[at - 1] == b'"' {
                        break at - 1;
                    }
                    at += 1;
                };
                if depth == 1 && text[at..].trim_ascii_start().starts_with(b":") {
                    keys.push(&text[begin..end]);
                }
            }
            _ => {}
        }
    }
    (keys, None)
}

/// One of the XML formats, by the root element.
fn xml(text: &[u8]) -> Option<Format> {
    let mut rest = text;
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            [b'<', b'!', kind @ ..] => {
                let html = kind.get(..12).is_some_and(|k| k.eq_ignore_ascii_case(b"DOCTYPE html"));
                if html {
                    return Some(Format::Html);
                }
                b">"
            }
            _ => break,
        };
        rest = &rest[memmem::find(rest, end)? + end.len()..];
    }
    let name = rest.strip_prefix(b"<")?;
    let length = name.iter().position(|b| !b.is_ascii_alphanumeric() && !b":-_".contains(b))?;
    let name = name[..length].rsplit(|&b| b == b':').next()?;
    match name {
        b"rss" | b"feed" | b"entry" => Some(Format::Feed),
        b"RDF" => memmem::find(rest, b"purl.org/rss/1.0").map(|_| Format::Feed),
        b"newsItem" | b"newsMessage" | b"packageItem" | b"knowledgeItem" => Some(Format::NewsMl),
        _ => {
            let page = ["html", "head", "body", "title", "meta", "div", "article", "main", "p", "h1"];
            page.iter().any(|tag| name.eq_ignore_ascii_case(tag.as_bytes())).then_some(Format::Html)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn content(head: &str) -> Option<Format> {
        by_content(head.as_bytes(), &Fields::default())
    }

    fn chosen(name: &str, head: &str) -> Result<Format, String> {
        choose(by_name(Path::new(name)), head.as_bytes(), &Fields::default())
    }

    #[test]
    fn names_go_there_and_back() {
        for (format, name) in Format::ALL {
            assert_eq!(name.parse(), Ok(format));
            assert_eq!(format.to_string(), name);
        }
        assert!("word".parse::<Format>().unwrap_err().contains("jsonl, json, csv"));
    }

    #[test]
    fn names_are_read_below_compression() {
        for (name, format) in [
            ("a.jsonl.gz", Format::JsonLines),
            ("a.NDJSON", Format::JsonLines),
            ("dir.csv/CC-NEWS.warc.gz", Format::Warc),
            ("CC-MAIN.warc.wet.gz", Format::Warc),
            ("x.tsv.zst", Format::Tsv),
            ("page.HTM", Format::Html),
        ] {
            assert_eq!(by_name(Path::new(name)), Named::Format(format), "{name}");
        }
        assert_eq!(by_name(Path::new("logo.png")), Named::Other);
        assert_eq!(by_name(Path::new("article-17")), Named::Unknown);
        assert_eq!(by_name(Path::new("story.php")), Named::Unknown);
    }

    #[test]
    fn a_json_file_may_be_anything_of_its_family() {
        assert_eq!(chosen("a.json", "\u{feff}[{\"text\": 1}]"), Ok(Format::Json));
        assert_eq!(chosen("a.json", "{\"text\": \"x\"}\n"), Ok(Format::Json));
        assert_eq!(chosen("a.json", "{\n  \"text\": \"x\"\n}\n"), Ok(Format::Json));
        assert_eq!(chosen("a.json", "{\"text\": \"}\\\"{\"}\n{\"text\": 2}\n"), Ok(Format::JsonLines));
        assert_eq!(chosen("a.json", r#"[{"uri": "u", "body_html": "<p>"}]"#), Ok(Format::Ninjs));
        assert_eq!(
            chosen("a.json", r#"{"version": "https://jsonfeed.org/version/1.1", "items": []}"#),
            Ok(Format::Feed)
        );
        assert_eq!(chosen("a.jsonl", "[{}]"), Ok(Format::Json));
        assert_eq!(chosen("a.jsonl", "{\"uri\": 1, \"bodies\": []}\n"), Ok(Format::Ninjs));
        assert_eq!(chosen("a.jsonl", ""), Ok(Format::JsonLines));
    }

    #[test]
    fn nested_keys_do_not_make_a_ninjs() {
        assert_eq!(chosen("a.json", r#"{"x": {"uri": "u", "body_html": "h"}}"#), Ok(Format::Json));
    }

    #[test]
    fn an_xml_file_is_told_by_its_root() {
        let prolog = "<?xml version='1.0'?>\n<!-- a > b -->\n";
        assert_eq!(chosen("a.xml", &format!("{prolog}<rss version='2.0'>")), Ok(Format::Feed));
        assert_eq!(chosen("a.xml", &format!("{prolog}<atom:feed xmlns:atom='x'>")), Ok(Format::Feed));
        assert_eq!(chosen("a.xml", &format!("{prolog}<newsItem guid='1'>")), Ok(Format::NewsMl));
        assert!(chosen("a.xml", "<sitemap>").unwrap_err().contains("--format"));
        assert!(chosen("a.xml", "<rdf:RDF xmlns:foaf='f'>").is_err());
        assert_eq!(content("<!doctype HTML>\n<p>"), Some(Format::Html));
    }

    #[test]
    fn standard_input_is_told_by_content() {
        assert_eq!(content("WARC/1.0\r\n"), Some(Format::Warc));
        assert_eq!(content("PAR1"), Some(Format::Parquet));
        assert_eq!(content("{\"text\": \"x\"}"), Some(Format::JsonLines));
        assert_eq!(content("id,\"text\"\n1,x\n"), Some(Format::Csv));
        assert_eq!(content("id\ttext\n1\tx\n"), Some(Format::Tsv));
        assert_eq!(content("Dear text, hello\n"), None);
        assert_eq!(content(""), None);
    }

    #[test]
    fn utf_16_is_seen_through() {
        let bytes: Vec<u8> =
            [0xfeff].into_iter().chain("<html>".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(by_content(&bytes, &Fields::default()), Some(Format::Html));
    }

    #[test]
    fn other_compressions_are_refused_with_a_way_out() {
        assert!(choose(Named::Unknown, b"BZh91AY", &Fields::default()).unwrap_err().contains("bzcat"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_something_or_nothing(text in r#"[\[\]{}":,\\a-z<!?/> \n-]{0,40}"#, tail in any::<Vec<u8>>()) {
            let bytes = [text.as_bytes(), &tail].concat();
            let _ = by_content(&bytes, &Fields::default());
            let _ = unmistakable(&bytes);
            for named in [Named::Json, Named::Xml, Named::Unknown, Named::Format(Format::JsonLines)] {
                let _ = choose(named, &bytes, &Fields::default());
            }
        }
    }
}
