//! Bytes to characters: which character set a page is in.
//!
//! Owns the order in which the HTML standard asks: byte order mark, HTTP header, the page's own
//! declaration, the bytes themselves. Does not own anything of the page's meaning.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252, X_USER_DEFINED};

/// Bytes in which a page's own declaration is looked for. The standard says 1,024; pages are later.
const DECLARED_WITHIN: usize = 4096;

/// Bytes of which the character set is guessed, when none is declared.
const GUESSED_FROM: usize = 64 << 10;

/// The text of `bytes`; what cannot be decoded becomes U+FFFD. `header` is the charset that the HTTP
/// header names.
pub(crate) fn decode<'a>(bytes: &'a [u8], header: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    let encoding = header
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .or_else(|| declared(&bytes[..bytes.len().min(DECLARED_WITHIN)]))
        .unwrap_or_else(|| guessed(bytes));
    encoding.decode_without_bom_handling(bytes).0
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    if simdutf8::basic::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    // ASCII says nothing, and the detector is slow: it starts shortly before the first other byte.
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let start = first.saturating_sub(64);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[start..bytes.len().min(start + GUESSED_FROM)], true);
    detector.guess(None, Utf8Detection::Allow)
}

/// What a `<meta>` or an XML declaration in `head` says.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let mut at = 0;
    if head.starts_with(b"<?xml") {
        let end = memchr::memchr(b'>', head).unwrap_or(head.len());
        if let Some(encoding) = after_word(&head[..end], b"encoding").and_then(label) {
            return Some(encoding);
        }
    }
    while let Some(n) = memchr::memchr(b'<', &head[at..]) {
        at += n + 1;
        let rest = &head[at..];
        if rest.starts_with(b"!--") {
            at += memchr::memmem::find(rest, b"-->")?;
        } else if rest.len() > 5
            && rest[..4].eq_ignore_ascii_case(b"meta")
            && !rest[4].is_ascii_alphanumeric()
        {
            let end = memchr::memchr(b'>', rest)?;
            if let Some(encoding) = after_word(&rest[..end], b"charset").and_then(label) {
                return Some(encoding);
            }
        }
    }
    None
}

/// The value that follows `word` and "=".
fn after_word<'a>(text: &'a [u8], word: &[u8]) -> Option<&'a [u8]> {
    let mut from = 0;
    loop {
        let at = text.get(from..)?.windows(word.len()).position(|w| w.eq_ignore_ascii_case(word))?;
        from += at + word.len();
        let rest = text[from..].trim_ascii_start();
        if let Some(value) = rest.strip_prefix(b"=") {
            let value = value.trim_ascii_start();
            let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
            let end = value
                .iter()
                .position(|b| {
                    b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b';' | b'/' | b'?' | b'>')
                })
                .unwrap_or(value.len());
            return Some(&value[..end]);
        }
    }
}

/// The encoding of a label found in the page, as the standard reads it: the page was readable as ASCII
/// so far, so it is not UTF-16.
fn label(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label)?;
    if encoding == X_USER_DEFINED {
        return Some(WINDOWS_1252);
    }
    Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_byte_order_mark_wins() {
        assert_eq!(decode(b"\xEF\xBB\xBF\xC3\xA9", Some("latin1")), "\u{e9}");
        assert_eq!(decode(b"\xFF\xFEh\0i\0", Some("utf-8")), "hi");
    }

    #[test]
    fn the_header_wins_over_the_page() {
        let page = b"<meta charset=utf-8>\xE9";
        assert_eq!(decode(page, Some("ISO-8859-1")), "<meta charset=utf-8>\u{e9}");
        assert_eq!(decode(page, Some("no such set")), "<meta charset=utf-8>\u{fffd}");
    }

    #[test]
    fn the_page_declares() {
        for head in [
            &b"<META CHARSET='windows-1251'>"[..],
            b"<!-- <meta charset=utf-8> --><meta http-equiv=Content-Type content=\"text/html; charset=cp1251\">",
            b"<?xml version=\"1.0\" encoding=\"windows-1251\"?>",
        ] {
            let page = [head, b"\xCC\xE8\xF0"].concat();
            assert!(decode(&page, None).ends_with("Мир"), "{}", String::from_utf8_lossy(head));
        }
        assert!(decode(b"<meta charset=utf-16>\xC3\xA9", None).ends_with('\u{e9}'));
    }

    #[test]
    fn undeclared_pages_are_guessed() {
        assert_eq!(decode("déjà vu à Noël".as_bytes(), None), "déjà vu à Noël");
        let text = "Президент подписал указ о назначении министра";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
        assert_eq!(decode(&bytes, None), text);
    }

    #[test]
    fn odd_declarations_do_no_harm() {
        for page in
            [&b"<meta"[..], b"<meta charset", b"<meta charset=", b"<!--", b"<?xml", b"<meta charset= >"]
        {
            decode(page, None);
        }
    }
}
