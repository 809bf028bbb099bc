//! Bits: numbers of any width one after the other, and the varints of short headers.
//!
//! Owns the lowest layer of the columns' encoding, little-endian and least significant bit first. Reading
//! past the end gives zeros, never a panic: whoever reads has checked the bounds of what it reads.

/// Appends numbers of up to 64 bits to a byte buffer.
#[derive(Debug)]
pub(super) struct BitWriter<'o> {
    out: &'o mut Vec<u8>,
    word: u64,
    filled: u32,
}

impl<'o> BitWriter<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>) -> Self {
        BitWriter { out, word: 0, filled: 0 }
    }

    /// Appends the low `width` (0 to 64) bits of `value`, which has no others.
    #[inline]
    pub(super) fn push(&mut self, value: u64, width: u32) {
        debug_assert!(width == 64 || value >> width == 0);
        self.word |= value << self.filled;
        let total = self.filled + width;
        if total >= 64 {
            self.out.extend_from_slice(&self.word.to_le_bytes());
            self.word = if self.filled == 0 { 0 } else { value >> (64 - self.filled) };
            self.filled = total - 64;
        } else {
            self.filled = total;
        }
    }

    /// Writes the last, partly filled bytes.
    pub(super) fn finish(self) {
        let bytes = self.filled.div_ceil(8) as usize;
        self.out.extend_from_slice(&self.word.to_le_bytes()[..bytes]);
    }
}

/// Bytes that `bits` bits take.
pub(super) fn bytes_of(bits: u64) -> usize {
    bits.div_ceil(8) as usize
}

/// A mask of `width` (0 to 64) low bits.
#[inline]
pub(super) fn mask(width: u32) -> u64 {
    if width >= 64 { u64::MAX } else { (1 << width) - 1 }
}

/// Bits needed for numbers below `count`.
pub(super) fn width_below(count: u64) -> u32 {
    64 - count.saturating_sub(1).leading_zeros()
}

/// The eight bytes at `at`; zeros stand for those past the end.
#[inline]
pub(super) fn word(bytes: &[u8], at: usize) -> u64 {
    if let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        return u64::from_le_bytes(*eight);
    }
    let mut raw = [0; 8];
    for (to, from) in raw.iter_mut().zip(bytes.iter().skip(at)) {
        *to = *from;
    }
    u64::from_le_bytes(raw)
}

/// The number of `width` (up to 57) bits at bit `at`.
#[inline]
pub(super) fn read(bytes: &[u8], at: u64, width: u32) -> u64 {
    word(bytes, (at / 8) as usize) >> (at % 8) & mask(width)
}

/// Appends a number, seven bits a byte.
pub(super) fn push_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// The number at `at`, which is moved behind it; none if it does not end within ten bytes or within
/// `bytes`.
#[inline]
pub(super) fn varint(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// The place of the `n`-th (from 0) zero bit in the `bits` bits that begin `bytes`; none if there are fewer.
#[inline]
pub(super) fn nth_zero(bytes: &[u8], bits: u64, n: u64) -> Option<u64> {
    let (mut left, mut at) = (n, 0);
    while at < bits {
        let mut zeros = !word(bytes, (at / 8) as usize);
        let count = u64::from(zeros.count_ones());
        if left < count {
            for _ in 0..left {
                zeros &= zeros - 1;
            }
            let place = at + u64::from(zeros.trailing_zeros());
            return (place < bits).then_some(place);
        }
        left -= count;
        at += 64;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(numbers in prop::collection::vec((any::<u64>(), 0u32..=57), 0..200)) {
            let mut out = vec![0xAA];
            let mut bits = BitWriter::new(&mut out);
            for &(n, width) in &numbers {
                bits.push(n & mask(width), width);
            }
            bits.finish();
            let total: u64 = numbers.iter().map(|n| u64::from(n.1)).sum();
            prop_assert_eq!(out.len(), 1 + bytes_of(total));
            let mut at = 8;
            for (n, width) in numbers {
                prop_assert_eq!(read(&out, at, width), n & mask(width));
                at += u64::from(width);
            }
        }

        #[test]
        fn varints(numbers in prop::collection::vec(any::<u64>(), 0..50)) {
            let mut out = Vec::new();
            numbers.iter().for_each(|&n| push_varint(&mut out, n >> (n % 64)));
            let mut at = 0;
            for n in numbers {
                prop_assert_eq!(varint(&out, &mut at), Some(n >> (n % 64)));
            }
            prop_assert_eq!(varint(&out, &mut at), None);
        }

        #[test]
        fn zeros_are_found(bytes in prop::collection::vec(any::<u8>(), 0..40), cut in 0u64..9) {
            let bits = (bytes.len() as u64 * 8).saturating_sub(cut);
            let zeros: Vec<u64> = (0..bits).filter(|b| bytes[(b / 8) as usize] >> (b % 8) & 1 == 0).collect();
            for n in 0..zeros.len() + 2 {
                prop_assert_eq!(nth_zero(&bytes, bits, n as u64), zeros.get(n).copied());
            }
        }
    }

    #[test]
    fn widths() {
        assert_eq!([0, 1, 2, 3, 4, 5, 1 << 20].map(width_below), [0, 0, 1, 2, 2, 3, 20]);
        assert_eq!([0, 1, 63, 64].map(mask), [0, 1, u64::MAX >> 1, u64::MAX]);
    }
}
