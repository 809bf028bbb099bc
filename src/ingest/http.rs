//! HTTP responses as web archives keep them: status, headers, and the body decoded.
//!
//! Owns transfer and content codings. Archives often keep a header after they undid its coding, so a
//! coding is undone only where the body bears it out.

use super::window::size;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::{self, Read};

/// The head of a response.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Head {
    /// Such as 200.
    pub(crate) status: u16,
    /// The media type in lower case, without parameters.
    pub(crate) media: Option<String>,
    /// The `charset` parameter of the media type.
    pub(crate) charset: Option<String>,
    chunked: bool,
    encodings: Vec<Coding>,
    /// Where the body begins.
    pub(crate) length: usize,
    /// Whether the empty line after the headers was there.
    pub(crate) complete: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

/// Reads the head at the beginning of `block`; `None` if there is no status line.
pub(crate) fn head(block: &[u8]) -> Option<Head> {
    let mut head = Head { length: block.len(), ..Head::default() };
    let mut at = 0;
    for line in Lines(block) {
        at += line.len();
        let ended = line.ends_with(b"\n");
        let line = line.trim_ascii_end();
        if head.status == 0 {
            if !line.get(..5)?.eq_ignore_ascii_case(b"HTTP/") {
                return None;
            }
            let code = line.split(|&b| b == b' ').filter(|part| !part.is_empty()).nth(1)?;
            head.status = std::str::from_utf8(code).ok()?.parse().ok()?;
        } else if line.is_empty() && ended {
            (head.length, head.complete) = (at, true);
            break;
        } else if let Some((name, value)) = field(line) {
            head.take(name, value);
        }
    }
    (head.status != 0).then_some(head)
}

impl Head {
    fn take(&mut self, name: &[u8], value: &[u8]) {
        if name.eq_ignore_ascii_case(b"content-type") {
            (self.media, self.charset) = media_type(value);
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            self.chunked = value.to_ascii_lowercase().ends_with(b"chunked");
        } else if name.eq_ignore_ascii_case(b"content-encoding") {
            let codings = value.split(|&b| b == b',').filter_map(|coding| match coding.trim_ascii() {
                b"gzip" | b"x-gzip" | b"GZIP" => Some(Coding::Gzip),
                b"deflate" => Some(Coding::Deflate),
                b"br" => Some(Coding::Brotli),
                b"zstd" => Some(Coding::Zstd),
                _ => None,
            });
            // Nobody applies more than two; a list without end would be a bomb.
            self.encodings = codings.take(2).collect();
        }
    }

    /// The body, which is `bytes` without its codings and at most `limit` bytes.
    pub(crate) fn body(&self, bytes: &[u8], limit: usize) -> Result<Vec<u8>, String> {
        let mut body = if self.chunked { joined(bytes) } else { Cow::Borrowed(bytes) };
        for &coding in self.encodings.iter().rev() {
            if let Some(decoded) = undo(coding, &body, limit)? {
                body = Cow::Owned(decoded);
            }
        }
        if body.len() > limit {
            return Err(format!("larger than {}", size(limit)));
        }
        Ok(body.into_owned())
    }
}

/// A media type in lower case, and its `charset`.
pub(crate) fn media_type(value: &[u8]) -> (Option<String>, Option<String>) {
    let text = String::from_utf8_lossy(value);
    let mut parts = text.split(';').map(str::trim);
    let media = parts.next().filter(|media| !media.is_empty()).map(str::to_ascii_lowercase);
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (media, charset)
}

/// The name and value of a header line.
pub(crate) fn field(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = memchr::memchr(b':', line)?;
    Some((line[..colon].trim_ascii(), line[colon + 1..].trim_ascii()))
}

/// Lines with their line breaks.
pub(crate) struct Lines<'a>(pub(crate) &'a [u8]);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', self.0).map_or(self.0.len(), |end| end + 1);
        let (line, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(line)
    }
}

/// The chunks of a body without their sizes; the body as it is if it does not begin with one.
fn joined(body: &[u8]) -> Cow<'_, [u8]> {
    let mut out = Vec::new();
    let mut rest = body;
    while let Some((length, begin)) = chunk(rest) {
        if length == 0 {
            return Cow::Owned(out);
        }
        let end = begin.saturating_add(length).min(rest.len());
        out.extend_from_slice(&rest[begin..end]);
        rest = &rest[end..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
    if rest.len() == body.len() { Cow::Borrowed(body) } else { Cow::Owned(out) }
}

/// The size of the chunk that begins here, and where its data begins.
fn chunk(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(256)])?;
    let digits = bytes[..end].split(|&b| b == b';').next()?.trim_ascii();
    let length = usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    Some((length, end + 1))
}

/// Undoes a coding; `None` if the body does not have it.
fn undo(coding: Coding, body: &[u8], limit: usize) -> Result<Option<Vec<u8>>, String> {
    let (name, decoded) = match coding {
        Coding::Gzip if body.starts_with(&[0x1f, 0x8b]) => ("gzip", read(MultiGzDecoder::new(body), limit)),
        Coding::Zstd if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => ("zstd", zstd_body(body, limit)),
        // The standard says zlib; some servers send the bare stream.
        Coding::Deflate if is_zlib(body) => ("deflate", read(ZlibDecoder::new(body), limit)),
        Coding::Deflate if !looks_plain(body) => ("deflate", read(DeflateDecoder::new(body), limit)),
        Coding::Brotli if !looks_plain(body) => {
            ("brotli", read(brotli_decompressor::Decompressor::new(body, 4096), limit))
        }
        _ => return Ok(None),
    };
    decoded.map(Some).map_err(|error| format!("the page is compressed with {name} and damaged: {error}"))
}

fn zstd_body(body: &[u8], limit: usize) -> io::Result<Vec<u8>> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(body)?;
    // What RFC 9659 allows on the web: 8 MiB.
    decoder.window_log_max(23)?;
    read(decoder, limit)
}

/// Reads to the end, one byte past the limit at most.
fn read(decoder: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    decoder.take(limit as u64 + 1).read_to_end(&mut out)?;
    Ok(out)
}

fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [a, b, ..] if a & 15 == 8 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31))
}

fn looks_plain(body: &[u8]) -> bool {
    body.is_empty() || body.trim_ascii_start().starts_with(b"<") || body.starts_with(b"\xef\xbb\xbf")
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;
    use std::io::Write;

    fn response(headers: &str, body: &[u8]) -> Result<String, String> {
        let block = [format!("HTTP/1.1 200 OK\r\n{headers}\r\n").as_bytes(), body].concat();
        let head = head(&block).unwrap();
        head.body(&block[head.length..], 1 << 20).map(|body| String::from_utf8(body).unwrap())
    }

    #[test]
    fn a_head_is_read() {
        let block =
            b"HTTP/1.1 404 Not Found\r\nContent-Type: Text/HTML; Charset=\"ISO-8859-1\"\r\nx\r\n\r\nbody";
        let head = head(block).unwrap();
        assert_eq!((head.status, &block[head.length..]), (404, &b"body"[..]));
        assert_eq!((head.media.as_deref(), head.charset.as_deref()), (Some("text/html"), Some("ISO-8859-1")));
        assert_eq!(super::head(b"http/2 200\ncontent-type: a/b\n\nbody").unwrap().length, 30);
        assert_eq!(super::head(b"HTTP/1.1 200 OK").unwrap().length, 15);
        for no in [&b""[..], b"<html>", b"HTTP/1.1", b"HTTP/1.1 abc", b"\r\n\r\n"] {
            assert_eq!(super::head(no), None);
        }
    }

    #[test]
    fn codings_are_undone() {
        let page = b"<p>page";
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(page).unwrap();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(page).unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::fast());
        bare.write_all(page).unwrap();
        // "<p>page" stored in one uncompressed brotli block.
        let brotli = [&[0x0b, 0x03, 0x80][..], page, &[0x03]].concat();
        for (coding, body) in [
            ("gzip", gzip.finish().unwrap()),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", bare.finish().unwrap()),
            ("zstd", zstd::encode_all(&page[..], 1).unwrap()),
            ("br", brotli),
        ] {
            assert_eq!(
                response(&format!("Content-Encoding: {coding}\r\n"), &body).as_deref(),
                Ok("<p>page"),
                "{coding}"
            );
        }
    }

    #[test]
    fn a_coding_that_the_archive_undid_is_not_undone_again() {
        for coding in ["gzip", "deflate", "br", "zstd", "identity"] {
            let headers = format!("Content-Encoding: {coding}\r\nTransfer-Encoding: chunked\r\n");
            assert_eq!(response(&headers, b"<p>page").as_deref(), Ok("<p>page"), "{coding}");
        }
    }

    #[test]
    fn chunks_are_joined() {
        let chunked = |body: &[u8]| response("Transfer-Encoding: Chunked\r\n", body).unwrap();
        assert_eq!(chunked(b"3;x=y\r\n<p>\r\n4\r\npage\r\n0\r\n\r\n"), "<p>page");
        assert_eq!(chunked(b"3\r\n<p>\r\nffffffffffffffff\r\npa"), "<p>pa");
        assert_eq!(chunked(b""), "");
    }

    #[test]
    fn a_bomb_is_refused() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        io::copy(&mut io::repeat(0).take(8 << 20), &mut gzip).unwrap();
        let error = response("Content-Encoding: gzip\r\n", &gzip.finish().unwrap()).unwrap_err();
        assert_eq!(error, "larger than 1 MiB");
    }

    #[test]
    fn damage_is_told() {
        let error = response("Content-Encoding: gzip\r\n", b"\x1f\x8b\x08\0\0\0\0\0\0\0damage").unwrap_err();
        assert!(error.starts_with("the page is compressed with gzip and damaged"), "{error}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_response_or_not(
            coding in "(gzip|deflate|br|zstd)(,br)?",
            magic in prop_oneof![Just(vec![0x1f, 0x8b, 8]), Just(vec![0x78, 0x9c]), Just(vec![0x28, 0xb5, 0x2f, 0xfd]), Just(vec![])],
            bytes in any::<Vec<u8>>(),
        ) {
            head(&bytes);
            let block = [format!("HTTP/1.1 200\r\ncontent-encoding:{coding}\r\ntransfer-encoding: chunked\r\n\r\n").as_bytes(), &magic, &bytes].concat();
            let head = head(&block).unwrap();
            let _ = head.body(&block[head.length..], 1000);
        }
    }
}
