//! Codec: the one place that encodes by `bincode`, always with a size limit.
//!
//! Owns the manifest's, footer's and records' bytes. Whatever is encoded here is kept behind a checksum of
//! our own ([`super::frame`] or a segment's pages) and is only decoded after that was found right. `bincode`
//! is pinned to 1.3.3 and no longer developed; the tests hold its bytes against `wincode`, which can take over.

use std::path::Path;

use bincode::Options;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The largest manifest, footer or record.
pub(super) const MAX: u64 = 256 << 20;

fn options(limit: u64) -> impl Options {
    bincode::DefaultOptions::new().with_varint_encoding().with_little_endian().with_limit(limit)
}

/// Appends the encoding of `value` to `out`.
pub(super) fn encode<T: Serialize>(value: &T, out: &mut Vec<u8>) -> Result<()> {
    options(MAX)
        .serialize_into(out, value)
        .map_err(|e| Error::Usage(format!("a record of the index cannot be encoded: {e}")))
}

/// What `bytes`, all of them, stand for; `path` and `what` are for the error.
pub(super) fn decode<'b, T: Deserialize<'b>>(bytes: &'b [u8], path: &Path, what: &str) -> Result<T> {
    options((bytes.len() as u64).min(MAX))
        .deserialize(bytes)
        .map_err(|e| Error::damaged(path, format!("{what}: {e}")))
}

#[cfg(test)]
mod tests {
    use wincode::config::{self, Configuration};

    use super::*;
    use crate::index::record::Record;

    /// Our bytes, written and read by the crate that could take `bincode`'s place.
    #[test]
    fn another_crate_reads_and_writes_the_same_bytes() {
        let record = Record {
            id: "id-1",
            url: Some("https://example.org/é"),
            host: None,
            title: Some(&"t".repeat(300)),
            published: Some("2024"),
            times: (i64::MIN, 1_700_000_000),
            lang: Some("fr"),
            claims: vec![("credit", "AFP"), ("byline", "")],
        };
        let mut ours = Vec::new();
        encode(&record, &mut ours).unwrap();
        type Tuple<'a> = (
            &'a str,
            Option<&'a str>,
            Option<&'a str>,
            Option<&'a str>,
            Option<&'a str>,
            (i64, i64),
            Option<&'a str>,
            Vec<(&'a str, &'a str)>,
        );
        let tuple: Tuple<'_> = (
            record.id,
            record.url,
            record.host,
            record.title,
            record.published,
            record.times,
            record.lang,
            record.claims.clone(),
        );
        let theirs = config::serialize(&tuple, Configuration::default().with_varint_encoding()).unwrap();
        assert_eq!(ours, theirs);
        let back: Tuple<'_> =
            config::deserialize(&ours, Configuration::default().with_varint_encoding()).unwrap();
        assert_eq!(back, tuple);
        assert_eq!(decode::<Record<'_>>(&theirs, Path::new("x"), "record").unwrap(), record);
    }

    #[test]
    fn the_bytes_of_a_record_are_these() {
        let mut bytes = Vec::new();
        encode(&("a", Some("bc"), None::<&str>, (-1i64, 300i64), vec![("d", "")]), &mut bytes).unwrap();
        assert_eq!(bytes, [1, b'a', 1, 2, b'b', b'c', 0, 1, 251, 0x58, 0x02, 1, 1, b'd', 0]);
    }

    #[test]
    fn forged_lengths_are_errors() {
        for length in [&[253, 255, 255, 255, 255, 255, 255, 255, 255][..], &[252, 255, 255, 255, 255], &[200]]
        {
            let path = Path::new("x");
            assert!(decode::<&str>(length, path, "x").is_err());
            assert!(decode::<Vec<u64>>(length, path, "x").is_err());
            assert!(decode::<Vec<(&str, &str)>>(length, path, "x").is_err());
        }
        // What is left over is an error, too.
        assert!(decode::<u8>(&[1, 2], Path::new("x"), "x").is_err());
    }
}
