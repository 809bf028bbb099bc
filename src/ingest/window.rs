//! A sliding window over a reader: what the streaming readers look at.
//!
//! Owns the buffer, refilling and the place in the input. Does not own any format: a reader looks at
//! [`Window::data`], asks for more with [`Window::fill`] and gives back what it is done with. Whoever
//! asks for more than its limit allows is the one who lets the buffer grow.

use std::io::{ErrorKind, Read};

/// Large enough that a call into a decompressor is rare, small enough to stay in the second cache.
const CHUNK: usize = 256 << 10;

/// A growable view of the bytes that come next.
pub(crate) struct Window<R> {
    reader: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    offset: u64,
    finished: bool,
    failure: Option<String>,
}

impl<R: Read> Window<R> {
    /// A window at the beginning of `reader`.
    pub(crate) fn new(reader: R) -> Self {
        Window { reader, buffer: Vec::new(), start: 0, end: 0, offset: 0, finished: false, failure: None }
    }

    /// The bytes read and not yet consumed.
    pub(crate) fn data(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Where `data` begins in the input.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Gives back the first `count` bytes of `data`.
    pub(crate) fn consume(&mut self, count: usize) {
        debug_assert!(count <= self.end - self.start);
        self.start += count;
        self.offset += count as u64;
    }

    /// Appends more bytes to `data`; false at the end of the input or after a failure.
    pub(crate) fn fill(&mut self) -> bool {
        if self.finished {
            return false;
        }
        self.make_room();
        loop {
            match self.reader.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.finished = true,
                Ok(count) => {
                    self.end += count;
                    return true;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.failure = Some(error.to_string());
                    self.finished = true;
                }
            }
            return false;
        }
    }

    /// Reads on until `data` has `count` bytes; false if the input ends before.
    pub(crate) fn ensure(&mut self, count: usize) -> bool {
        while self.end - self.start < count {
            if !self.fill() {
                return false;
            }
        }
        true
    }

    /// Why the input ended early, once.
    pub(crate) fn take_failure(&mut self) -> Option<String> {
        self.failure.take()
    }

    /// Moving costs as much as what is kept, so the buffer moves only when at most half is kept.
    fn make_room(&mut self) {
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
        }
        if self.end < self.buffer.len() {
            return;
        }
        if self.start >= self.end - self.start && self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        } else {
            self.buffer.resize((self.buffer.len() * 2).max(CHUNK), 0);
        }
    }
}

/// A size for people.
pub(crate) fn size(bytes: usize) -> String {
    match bytes {
        b if b >= 1 << 20 && b.is_multiple_of(1 << 20) => format!("{} MiB", b >> 20),
        b if b >= 1 << 10 && b.is_multiple_of(1 << 10) => format!("{} KiB", b >> 10),
        b => format!("{b} bytes"),
    }
}

/// Readers for tests.
#[cfg(test)]
pub(crate) mod testing {
    use std::io::{self, Read};

    /// Hands out one byte a call.
    pub(crate) struct OneByte<R>(pub(crate) R);

    impl<R: Read> Read for OneByte<R> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let count = out.len().min(1);
            self.0.read(&mut out[..count])
        }
    }

    /// `length` times `byte`, made as it is read.
    pub(crate) fn flood(byte: u8, length: u64) -> impl Read + Send {
        io::repeat(byte).take(length)
    }

    /// Gives its bytes, then fails.
    pub(crate) struct Failing<R>(pub(crate) R);

    impl<R: Read> Read for Failing<R> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            match self.0.read(out)? {
                0 => Err(io::Error::other("the disk is on fire")),
                count => Ok(count),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{Failing, OneByte};
    use super::*;

    #[test]
    fn a_window_keeps_its_place() {
        let mut window = Window::new(OneByte(&b"abcdef"[..]));
        assert!(window.ensure(4));
        assert_eq!(window.data(), b"abcd");
        window.consume(3);
        assert_eq!((window.data(), window.offset()), (&b"d"[..], 3));
        assert!(!window.ensure(4));
        assert_eq!(window.data(), b"def");
    }

    #[test]
    fn a_failure_is_told_once_and_after_what_was_read() {
        let mut window = Window::new(Failing(&b"abc"[..]));
        assert!(!window.ensure(10));
        assert_eq!(window.data(), b"abc");
        assert_eq!(window.take_failure().as_deref(), Some("the disk is on fire"));
        assert_eq!(window.take_failure(), None);
        assert!(!window.fill());
    }

    #[test]
    fn the_buffer_stays_small_while_data_is_consumed() {
        let mut window = Window::new(testing::flood(b'x', 10 << 20));
        while window.fill() {
            let all = window.data().len();
            window.consume(all - all / 3);
        }
        assert!(window.buffer.len() <= 2 * CHUNK);
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(size(32 << 20), "32 MiB");
        assert_eq!(size(1536), "1536 bytes");
        assert_eq!(size(64 << 10), "64 KiB");
    }
}
