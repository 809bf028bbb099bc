//! Files that are one record as a whole: pages, plain texts, feeds and NewsML-G2 documents.
//!
//! Owns reading such a file within the limit, and turning plain text to an article. Does not look into
//! the other kinds.

use super::charset;
use super::raw::{Kind, Limits, Problem, Raw};
use super::window::{Window, size};
use std::io::Read;

/// The one record of an input; and, if it broke off, why.
pub struct Document<R> {
    window: Window<R>,
    kind: Kind,
    limits: Limits,
    url: Option<String>,
    seen: Option<String>,
    read: bool,
}

impl<R: Read> Document<R> {
    /// Reads all of `reader` as a record of this kind, with what is known of it from elsewhere.
    pub fn new(reader: R, kind: Kind, limits: Limits, url: Option<String>, seen: Option<String>) -> Self {
        Document { window: Window::new(reader), kind, limits, url, seen, read: false }
    }
}

impl<R: Read> Iterator for Document<R> {
    type Item = Result<Raw, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.read {
            return self.window.take_failure().map(|failure| Err(Problem::skipped(0, failure)));
        }
        self.read = true;
        if self.window.ensure(self.limits.record + 1) {
            return Some(Err(Problem::skipped(1, format!("larger than {}", size(self.limits.record)))));
        }
        let bytes = self.window.data().to_vec();
        if bytes.is_empty() {
            let reason = self.window.take_failure().unwrap_or_else(|| "the file is empty".to_owned());
            return Some(Err(Problem::skipped(1, reason)));
        }
        let (url, seen) = (self.url.take(), self.seen.take());
        Some(Ok(Raw { kind: self.kind, record: 1, bytes, url, seen, charset: None, original: None }))
    }
}

/// The text of plain text in any character set: lines without the blanks around them, no empty ones.
pub fn plain(raw: &Raw) -> Result<String, String> {
    if charset::is_binary(&raw.bytes) {
        return Err("is not text".to_owned());
    }
    let text = charset::decode(&raw.bytes, raw.charset.as_deref());
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
    }
    if out.is_empty() { Err("text is empty".to_owned()) } else { Ok(out) }
}

#[cfg(test)]
mod tests {
    use super::super::window::testing::{Failing, flood};
    use super::*;
    use proptest::prelude::*;

    fn text(bytes: &[u8]) -> Result<String, String> {
        let charset = None;
        plain(&Raw {
            kind: Kind::Text,
            record: 1,
            bytes: bytes.to_vec(),
            url: None,
            seen: None,
            charset,
            original: None,
        })
    }

    #[test]
    fn a_file_is_one_record() {
        let mut document =
            Document::new(&b"words"[..], Kind::Text, Limits::default(), Some("u".into()), None);
        let raw = document.next().unwrap().unwrap();
        assert_eq!((raw.record, &raw.bytes[..], raw.url.as_deref()), (1, &b"words"[..], Some("u")));
        assert!(document.next().is_none());
    }

    #[test]
    fn what_was_readable_comes_before_the_problem() {
        let mut document = Document::new(Failing(&b"words"[..]), Kind::Html, Limits::default(), None, None);
        assert_eq!(document.next().unwrap().unwrap().bytes, b"words");
        assert_eq!(document.next().unwrap().unwrap_err().reason, "the disk is on fire");
        assert!(document.next().is_none());
    }

    #[test]
    fn a_giant_or_empty_file_is_a_problem() {
        let limits = Limits { record: 1 << 20, depth: 1 };
        let told = |reader: Box<dyn Read>| {
            Document::new(reader, Kind::Text, limits, None, None).next().unwrap().unwrap_err().reason
        };
        assert_eq!(told(Box::new(flood(b'x', 1 << 40))), "larger than 1 MiB");
        assert_eq!(told(Box::new(&b""[..])), "the file is empty");
    }

    #[test]
    fn lines_are_tidied() {
        assert_eq!(
            text(b"\xef\xbb\xbf\r\n Title\r\n\r\nFirst.  \nSecond.\n\n").unwrap(),
            "Title\nFirst.\nSecond."
        );
        assert_eq!(text(b" \n\n").unwrap_err(), "text is empty");
        assert_eq!(text(b"GIF89a\0\0\0").unwrap_err(), "is not text");
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_not(bytes in any::<Vec<u8>>()) {
            let _ = text(&bytes);
        }
    }
}
