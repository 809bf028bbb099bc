//! Web archives (WARC): the pages, feeds and texts among their records.
//!
//! Owns the framing of records and which of them are articles' pages: responses with status 200,
//! resources and conversions (WET), whose media type is HTML, a feed or plain text. All others
//! (requests, metadata, pictures, redirects) are passed over and counted in one notice at the end.
//! Does not own HTTP (see the module `http`) nor compression, which has been undone before.
//!
//! Bytes that belong to no record are skipped up to the next line that begins with `WARC/1.`.

use super::detect::{self, Format};
use super::http::{self, Lines};
use super::raw::{Kind, Limits, Problem, Raw};
use super::window::{Window, size};
use memchr::memmem;
use std::io::Read;

/// A record header or an HTTP head longer than this is not one.
const HEAD: usize = 1 << 20;

/// The pages of one web archive; `record` counts all records of the archive.
pub struct Records<R> {
    window: Window<R>,
    limits: Limits,
    record: u64,
    passed: Passed,
    ended: bool,
}

/// What was passed over.
#[derive(Default)]
struct Passed {
    records: u64,
    statuses: u64,
    media: u64,
}

/// The header of a record, as far as it matters.
#[derive(Default)]
struct Header {
    wanted: bool,
    http: bool,
    length: Option<u64>,
    uri: Option<String>,
    date: Option<String>,
    media: Option<String>,
    charset: Option<String>,
}

/// What is known of a page before its body is read.
struct Page {
    kind: Media,
    head: http::Head,
    charset: Option<String>,
}

/// What a media type says of a body.
enum Media {
    Kind(Kind),
    /// XML of some kind, or nothing: the body must be seen.
    Unclear,
    Unwanted,
}

impl<R: Read> Records<R> {
    /// Reads from `reader`, which is not compressed.
    pub fn new(reader: R, limits: Limits) -> Self {
        Records { window: Window::new(reader), limits, record: 0, passed: Passed::default(), ended: false }
    }

    /// Finds the beginning of the next record; false at the end.
    fn find_record(&mut self) -> Result<bool, Problem> {
        loop {
            let breaks = self.window.data().iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            self.window.consume(breaks);
            if !self.window.data().is_empty() {
                break;
            }
            if !self.window.fill() {
                return Ok(false);
            }
        }
        if self.window.ensure(5) && self.window.data().starts_with(b"WARC/") {
            return Ok(true);
        }
        let before = self.window.offset();
        self.resume();
        self.record += 1;
        let passed = self.window.offset() - before;
        Err(Problem::skipped(self.record, format!("{passed} bytes that belong to no record were skipped")))
    }

    /// Consumes up to the next line that begins a record, from the second byte on.
    fn resume(&mut self) {
        const START: &[u8] = b"\nWARC/1.";
        loop {
            if let Some(found) = memmem::find(self.window.data(), START) {
                self.window.consume(found + 1);
                return;
            }
            let keep = self.window.data().len().min(START.len() - 1);
            self.window.consume(self.window.data().len() - keep);
            if !self.window.fill() {
                self.window.consume(self.window.data().len());
                return;
            }
        }
    }

    /// Reads and consumes the header of the record at the beginning of the window.
    fn header(&mut self) -> Result<Header, String> {
        loop {
            let mut header = Header::default();
            let mut at = 0;
            for line in Lines(self.window.data()) {
                at += line.len();
                if !line.ends_with(b"\n") {
                    break;
                }
                if line.trim_ascii_end().is_empty() {
                    self.window.consume(at);
                    return Ok(header);
                }
                if let Some((name, value)) = http::field(line) {
                    header.take(name, value);
                }
            }
            if at > HEAD {
                return Err("the record's header has no end".to_owned());
            }
            if !self.window.fill() {
                return Err(self.broken());
            }
        }
    }

    fn broken(&mut self) -> String {
        self.ended = true;
        match self.window.take_failure() {
            Some(failure) => format!("breaks off: {failure}"),
            None => "breaks off: the archive ends inside the record".to_owned(),
        }
    }

    /// Passes over `count` bytes.
    fn skip(&mut self, mut count: u64) -> Result<(), String> {
        loop {
            let here = (self.window.data().len() as u64).min(count);
            self.window.consume(here as usize);
            count -= here;
            if count == 0 {
                return Ok(());
            }
            if !self.window.fill() {
                return Err(self.broken());
            }
        }
    }

    /// The page in the next record; `None` if the record is none, or there is no next record.
    fn page(&mut self) -> Result<Option<Raw>, Problem> {
        if !self.find_record()? {
            self.ended = true;
            return Ok(None);
        }
        self.record += 1;
        let record = self.record;
        let skipped = |reason: String| Problem::skipped(record, reason);
        let header = self.header().map_err(|reason| {
            self.resume();
            skipped(reason)
        })?;
        let Some(length) = header.length else {
            self.resume();
            return Err(skipped("the record's header has no valid Content-Length".to_owned()));
        };
        let page = if header.wanted { self.look(&header, length).map_err(skipped)? } else { None };
        self.passed.records += u64::from(!header.wanted);
        let Some(page) = page else {
            return self.skip(length).map(|()| None).map_err(skipped);
        };
        // A compressed body may still be within the limit when decoded, but not the other way round.
        if length > (self.limits.record + page.head.length) as u64 {
            self.skip(length).map_err(skipped)?;
            return Err(skipped(format!("larger than {}", size(self.limits.record))));
        }
        let length = length as usize;
        if !self.window.ensure(length) {
            return Err(skipped(self.broken()));
        }
        let bytes = page.head.body(&self.window.data()[page.head.length..length], self.limits.record);
        self.window.consume(length);
        let bytes = bytes.map_err(skipped)?;
        let kind = match page.kind {
            Media::Kind(kind) => Some(kind),
            Media::Unclear => sniff(&bytes),
            Media::Unwanted => None,
        };
        let Some(kind) = kind else {
            self.passed.media += 1;
            return Ok(None);
        };
        Ok(Some(Raw {
            kind,
            record,
            bytes,
            url: header.uri,
            seen: header.date,
            charset: page.charset,
            original: None,
        }))
    }

    /// Looks at the beginning of a record's block: is it a page?
    fn look(&mut self, header: &Header, length: u64) -> Result<Option<Page>, String> {
        let wanted = length.min(HEAD as u64) as usize;
        loop {
            let whole = self.window.data().len() >= wanted;
            let block = &self.window.data()[..self.window.data().len().min(wanted)];
            let head = if header.http { http::head(block) } else { Some(http::Head::default()) };
            if !whole && !head.as_ref().is_some_and(|head| head.complete || !header.http) {
                if !self.window.fill() {
                    return Err(self.broken());
                }
                continue;
            }
            let Some(head) = head else {
                self.passed.media += 1;
                return Ok(None);
            };
            if header.http && head.status != 200 {
                self.passed.statuses += 1;
                return Ok(None);
            }
            let media = if header.http { &head.media } else { &header.media };
            let kind = kind(media.as_deref(), header.uri.as_deref());
            if matches!(kind, Media::Unwanted) {
                self.passed.media += 1;
                return Ok(None);
            }
            let charset = head.charset.clone().or_else(|| header.charset.clone());
            return Ok(Some(Page { kind, head, charset }));
        }
    }

    fn notice(&mut self) -> Option<Problem> {
        let passed = std::mem::take(&mut self.passed);
        let parts = [
            (passed.records, "other kinds of record"),
            (passed.statuses, "with a status other than 200"),
            (passed.media, "of another media type"),
        ];
        let told: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        let reason = format!("records without a page passed over: {}", told.join(", "));
        (!told.is_empty()).then_some(Problem { record: 0, lost: false, reason })
    }
}

impl<R: Read> Iterator for Records<R> {
    type Item = Result<Raw, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.page() {
                Ok(Some(raw)) => return Some(Ok(raw)),
                Ok(None) => {}
                Err(problem) => return Some(Err(problem)),
            }
        }
        if let Some(failure) = self.window.take_failure() {
            return Some(Err(Problem::skipped(0, failure)));
        }
        self.notice().map(Err)
    }
}

impl Header {
    fn take(&mut self, name: &[u8], value: &[u8]) {
        if name.eq_ignore_ascii_case(b"warc-type") {
            self.wanted = [&b"response"[..], b"resource", b"conversion"].contains(&value);
        } else if name.eq_ignore_ascii_case(b"content-length") {
            self.length = std::str::from_utf8(value).ok().and_then(|digits| digits.parse().ok());
        } else if name.eq_ignore_ascii_case(b"content-type") {
            let (media, charset) = http::media_type(value);
            self.http = media.as_deref() == Some("application/http");
            (self.media, self.charset) = (media, charset);
        } else if name.eq_ignore_ascii_case(b"warc-target-uri") {
            // Some writers put the address in the brackets of the standard's grammar.
            let value = value.strip_prefix(b"<").and_then(|v| v.strip_suffix(b">")).unwrap_or(value);
            self.uri = Some(String::from_utf8_lossy(value).into_owned());
        } else if name.eq_ignore_ascii_case(b"warc-date") {
            self.date = Some(String::from_utf8_lossy(value).into_owned());
        }
    }
}

/// Whether a body of this media type at this address is wanted.
fn kind(media: Option<&str>, uri: Option<&str>) -> Media {
    let uri = uri.unwrap_or_default();
    let path = uri.split(['?', '#']).next().unwrap_or_default();
    if ["metadata:", "dns:", "whois:"].iter().any(|scheme| uri.starts_with(scheme)) {
        return Media::Unwanted;
    }
    match media {
        Some("text/html" | "application/xhtml+xml") => Media::Kind(Kind::Html),
        Some(
            "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" | "application/feed+json",
        ) => Media::Kind(Kind::Feed),
        None | Some("text/xml" | "application/xml") => Media::Unclear,
        Some("text/plain") if path.ends_with("/robots.txt") || path.ends_with("/ads.txt") => Media::Unwanted,
        Some("text/plain") => Media::Kind(Kind::Text),
        _ => Media::Unwanted,
    }
}

fn sniff(body: &[u8]) -> Option<Kind> {
    match detect::unmistakable(body)? {
        Format::Html => Some(Kind::Html),
        Format::Feed => Some(Kind::Feed),
        Format::NewsMl => Some(Kind::NewsMl),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::window::testing::{Failing, OneByte, flood};
    use super::*;
    use proptest::prelude::*;

    fn told(records: impl Iterator<Item = Result<Raw, Problem>>) -> Vec<String> {
        records
            .map(|record| match record {
                Ok(raw) => {
                    let (url, body) = (raw.url.unwrap_or_default(), String::from_utf8_lossy(&raw.bytes));
                    format!("{} {:?} {url} {body}", raw.record, raw.kind)
                }
                Err(problem) => format!("{} ! {}", problem.record, problem.reason),
            })
            .collect()
    }

    fn read(archive: &str) -> Vec<String> {
        told(Records::new(archive.as_bytes(), Limits::default()))
    }

    fn record(kind: &str, media: &str, uri: &str, block: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n\
             Content-Type: {media}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    fn response(uri: &str, media: &str, body: &str) -> String {
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n{body}");
        record("response", "application/http; msgtype=response", uri, &block)
    }

    #[test]
    fn pages_are_found_among_the_records() {
        let archive = [
            record("warcinfo", "application/warc-fields", "", "software: x"),
            record("request", "application/http; msgtype=request", "http://s/1", "GET / HTTP/1.1\r\n\r\n"),
            response("http://s/1", "text/html; charset=latin1", "<p>one"),
            response("http://s/2.png", "image/png", "PNG"),
            response("http://s/robots.txt", "text/plain", "Disallow: /"),
            record("response", "application/http", "http://s/3", "HTTP/1.1 301 Moved\r\n\r\n"),
            response("http://s/feed", "text/xml", "<rss version='2.0'>"),
            response("http://s/map", "text/xml", "<urlset>"),
            record("conversion", "text/plain", "<http://s/4>", "four"),
            record("revisit", "application/http; msgtype=response", "http://s/1", "HTTP/1.1 200 OK\r\n\r\n"),
        ]
        .concat();
        let expected = [
            "3 Html http://s/1 <p>one",
            "7 Feed http://s/feed <rss version='2.0'>",
            "9 Text http://s/4 four",
            "0 ! records without a page passed over: 3 other kinds of record, 1 with a status other than 200, \
             3 of another media type",
        ];
        assert_eq!(read(&archive), expected);
        assert_eq!(told(Records::new(OneByte(archive.as_bytes()), Limits::default())), expected);
        let raw = Records::new(archive.as_bytes(), Limits::default()).next().unwrap().unwrap();
        assert_eq!(raw.seen.as_deref(), Some("2024-05-01T10:00:00Z"));
        assert_eq!(raw.charset.as_deref(), Some("latin1"));
    }

    #[test]
    fn garbage_between_records_is_skipped_and_told() {
        let page = response("http://s/1", "text/html", "<p>");
        let told = read(&format!("garbage\nWARC/2\n{page}junk WARC/1.0 junk\r\n{page}"));
        assert_eq!(told[0], "1 ! 15 bytes that belong to no record were skipped");
        assert_eq!(
            told[1..],
            [
                "2 Html http://s/1 <p>",
                "3 ! 20 bytes that belong to no record were skipped",
                "4 Html http://s/1 <p>"
            ]
        );
    }

    #[test]
    fn a_broken_header_costs_one_record() {
        let page = response("http://s/1", "text/html", "<p>");
        let told = read(&format!("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\n\r\n{page}"));
        assert_eq!(told, ["1 ! the record's header has no valid Content-Length", "2 Html http://s/1 <p>"]);
    }

    #[test]
    fn an_archive_that_breaks_off_says_so() {
        let page = response("http://s/1", "text/html", "<p>");
        let (two, cut) = ([page.clone(), page.clone()].concat(), page.len() * 2 - 6);
        let ends = "2 ! breaks off: the archive ends inside the record";
        assert_eq!(read(&two[..cut]), ["1 Html http://s/1 <p>", ends]);
        assert_eq!(read(&two[..page.len() + 30]), ["1 Html http://s/1 <p>", ends]);
        let failing = |text: &str| told(Records::new(Failing(text.as_bytes()), Limits::default()));
        assert_eq!(failing(&two[..cut])[1], "2 ! breaks off: the disk is on fire");
        assert_eq!(failing(&page), ["1 Html http://s/1 <p>", "0 ! the disk is on fire"]);
    }

    #[test]
    fn giant_records_are_passed_or_named_and_not_kept() {
        let limits = Limits { record: 1 << 20, depth: 1 };
        let giant = |media: &str| {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n");
            let length = head.len() + (1 << 30);
            let header = format!(
                "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {length}\r\n\r\n"
            );
            std::io::Cursor::new(header + &head).chain(flood(b'x', 1 << 30)).chain(&b"\r\n\r\n"[..])
        };
        let archive = giant("video/mp4").chain(giant("text/html"));
        assert_eq!(
            told(Records::new(archive, limits)),
            ["2 ! larger than 1 MiB", "0 ! records without a page passed over: 1 of another media type"]
        );
        let endless = (&b"WARC/1.0\r\n"[..]).chain(flood(b'x', 1 << 28));
        assert_eq!(told(Records::new(endless, limits)), ["1 ! the record's header has no end"]);
    }

    proptest! {
        #[test]
        fn any_bytes_end_and_chunks_do_not_matter(
            text in "(WARC/1\\.0|\r\n|\n|Content-Length: 9|WARC-Type: response|Content-Type: (text/html|application/http)|HTTP/1.1 200|x){0,30}",
            tail in any::<Vec<u8>>(),
        ) {
            let bytes = [text.as_bytes(), &tail].concat();
            let whole = told(Records::new(&bytes[..], Limits::default()));
            prop_assert_eq!(told(Records::new(OneByte(&bytes[..]), Limits::default())), whole);
        }
    }
}
