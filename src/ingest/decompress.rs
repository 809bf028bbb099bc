//! Decompression: gzip and zstd found by their magic bytes, over any reader.
//!
//! Owns the choice of the decoder, its limits and the words for damaged streams. Does not own file
//! names: a `.gz` that is not compressed is read as it is. A stream that breaks off gives all that
//! could be decoded and then one error; after it, the stream has ended.

use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufReader, Read};

/// Compressed bytes read at a time.
const BUFFER: usize = 256 << 10;

/// A zstd frame may ask for a window of up to 2 ^ 27 bytes (128 MiB), the format's own recommendation
/// for decoders; more must be asked for on purpose when compressing (`--long`).
const WINDOW_LOG: u32 = 27;

/// Any reader, once its kind no longer matters.
pub type Bytes = Box<dyn Read + Send>;

/// The compressions known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// One or several gzip members.
    Gzip,
    /// One or several zstd frames.
    Zstd,
}

impl Compression {
    /// The compression whose data begins like `head`; four bytes are enough.
    pub fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Compression::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Compression::Zstd),
            // A skippable frame: seekable and parallel compressors open with one.
            [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Compression::Zstd),
            _ => None,
        }
    }
}

/// Decompresses `reader` if it is compressed; says whether it was.
///
/// Errors are those of the first read and of the decoder's allocation.
pub fn open(reader: Bytes) -> io::Result<(Bytes, Option<Compression>)> {
    let mut peeked = Peeked::new(reader);
    peeked.look(4);
    let compression = Compression::of(peeked.head());
    let Some(kind) = compression else {
        return Ok((Box::new(peeked), None));
    };
    let buffered = BufReader::with_capacity(BUFFER, peeked);
    let decoder: Bytes = match kind {
        Compression::Gzip => Box::new(MultiGzDecoder::new(buffered)),
        Compression::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(buffered)?;
            decoder.window_log_max(WINDOW_LOG)?;
            Box::new(decoder)
        }
    };
    Ok((Box::new(Explained { decoder, kind, given: 0, ended: false }), compression))
}

/// A reader whose beginning can be looked at before it is read.
pub(crate) struct Peeked {
    head: Vec<u8>,
    at: usize,
    failure: Option<io::Error>,
    reader: Bytes,
}

impl Peeked {
    /// Wraps `reader`; nothing is read yet.
    pub(crate) fn new(reader: Bytes) -> Self {
        Peeked { head: Vec::new(), at: 0, failure: None, reader }
    }

    /// Reads ahead until `head` has `count` bytes or the input ends. A failure is kept for the reader.
    pub(crate) fn look(&mut self, count: usize) {
        let missing = count.saturating_sub(self.head.len()) as u64;
        if missing == 0 || self.failure.is_some() {
            return;
        }
        if let Err(error) = self.reader.by_ref().take(missing).read_to_end(&mut self.head) {
            self.failure = Some(error);
        }
    }

    /// Why looking ahead ended, if it failed.
    pub(crate) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    /// The bytes that come first.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }
}

impl Read for Peeked {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at < self.head.len() {
            let count = out.len().min(self.head.len() - self.at);
            out[..count].copy_from_slice(&self.head[self.at..self.at + count]);
            self.at += count;
            return Ok(count);
        }
        match self.failure.take() {
            Some(error) => Err(error),
            None => self.reader.read(out),
        }
    }
}

/// A decoder whose errors say what happened to the file, once.
struct Explained {
    decoder: Bytes,
    kind: Compression,
    given: u64,
    ended: bool,
}

impl Read for Explained {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        match self.decoder.read(out) {
            Ok(count) => {
                self.given += count as u64;
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                self.ended = true;
                Err(io::Error::new(error.kind(), explain(self.kind, self.given, &error)))
            }
        }
    }
}

fn explain(kind: Compression, given: u64, error: &io::Error) -> String {
    let name = match kind {
        Compression::Gzip => "gzip",
        Compression::Zstd => "zstd",
    };
    let said = error.to_string();
    if error.kind() == io::ErrorKind::UnexpectedEof {
        format!(
            "the {name} data breaks off after {given} bytes of content; the file is incomplete or damaged"
        )
    } else if said.contains("too much memory") {
        format!("the {name} data needs a window above 128 MiB; compress it again without --long")
    } else {
        format!("the {name} data is damaged after {given} bytes of content: {said}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::window::testing::OneByte;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::new(1));
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 1).unwrap()
    }

    /// What can be read, and the error after it.
    fn read(bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        let mut out = Vec::new();
        let (mut reader, _) = open(Box::new(io::Cursor::new(bytes))).unwrap();
        let error = reader.read_to_end(&mut out).err().map(|e| e.to_string());
        assert_eq!(reader.read(&mut [0; 8]).unwrap(), 0, "a stream has ended after its error");
        (out, error)
    }

    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1u32;
        let mut step = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..length).map(|_| step()).collect()
    }

    #[test]
    fn members_and_frames_are_joined() {
        for encode in [gzip, zstd] {
            let joined = [encode(b"one "), encode(b""), encode(b"two")].concat();
            assert_eq!(read(joined), (b"one two".to_vec(), None));
        }
    }

    #[test]
    fn plain_bytes_pass_through() {
        assert_eq!(read(b"plain".to_vec()), (b"plain".to_vec(), None));
        assert_eq!(read(Vec::new()), (Vec::new(), None));
        assert_eq!(read(vec![0x1f]), (vec![0x1f], None));
    }

    #[test]
    fn one_byte_at_a_time_is_the_same() {
        let reader = OneByte(io::Cursor::new(gzip(b"slowly")));
        let (mut reader, compression) = open(Box::new(reader)).unwrap();
        let mut out = String::new();
        reader.read_to_string(&mut out).unwrap();
        assert_eq!((out.as_str(), compression), ("slowly", Some(Compression::Gzip)));
    }

    #[test]
    fn a_truncated_stream_gives_its_beginning_and_one_error() {
        let content = noise(600_000);
        for (encode, name) in [(gzip as fn(&[u8]) -> Vec<u8>, "gzip"), (zstd, "zstd")] {
            let mut bytes = encode(&content);
            bytes.truncate(bytes.len() / 2);
            let (out, error) = read(bytes);
            assert!(out.len() > 150_000, "{name}: only {} bytes", out.len());
            assert!(content.starts_with(&out));
            let error = error.unwrap();
            assert!(error.contains(name) && error.contains("breaks off"), "{error}");
        }
    }

    #[test]
    fn damage_is_told_with_its_place() {
        let mut bytes = gzip(b"words");
        let checksum = bytes.len() - 8;
        bytes[checksum] ^= 1;
        let (out, error) = read(bytes);
        assert_eq!(out, b"words");
        let error = error.unwrap();
        assert!(error.starts_with("the gzip data is damaged after"), "{error}");
    }

    #[test]
    fn a_giant_zstd_window_is_refused_with_the_way_out() {
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
        encoder.window_log(30).unwrap();
        encoder.write_all(b"small, but asks for a gibibyte").unwrap();
        let (out, error) = read(encoder.finish().unwrap());
        assert!(out.is_empty());
        assert!(error.unwrap().contains("without --long"));
    }

    proptest! {
        #[test]
        fn any_bytes_end(mut bytes in proptest::collection::vec(any::<u8>(), 0..200), kind in 0usize..3) {
            let magic: &[u8] = [&[0x1f, 0x8b, 8][..], &[0x28, 0xb5, 0x2f, 0xfd], &[0x50, 0x2a, 0x4d, 0x18]][kind];
            bytes.splice(0..0, magic.iter().copied());
            read(bytes);
        }
    }
}
