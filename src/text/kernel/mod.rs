//! The kernels: which vector instructions this machine has, and the few that the scanner needs.
//!
//! [`Kernel`] is chosen once at run time (or forced, to measure and to test); all kernels give the
//! same bits. This and its child are the crate's only SIMD code, and with `ingest/map.rs` its only `unsafe`: each
//! use is either an intrinsic that reads a 64-byte array or the call of a function compiled for
//! instructions whose presence was checked.

#![allow(unsafe_code)]

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

/// An instruction set for the inner loops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kernel {
    /// Plain code for any machine.
    Scalar,
    /// x86-64 with AVX2, BMI1, BMI2, LZCNT and POPCNT.
    Avx2,
    /// x86-64 with AVX-512 F, BW, DQ, VL, VBMI and VBMI2.
    Avx512,
}

impl Kernel {
    /// The fastest kernel of this machine.
    pub fn best() -> Kernel {
        static BEST: OnceLock<Kernel> = OnceLock::new();
        *BEST.get_or_init(|| {
            [Kernel::Avx512, Kernel::Avx2].into_iter().find(|k| k.is_available()).unwrap_or(Kernel::Scalar)
        })
    }

    /// Whether this machine has the kernel's instructions.
    pub fn is_available(self) -> bool {
        match self {
            Kernel::Scalar => true,
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => {
                is_x86_feature_detected!("avx2")
                    && is_x86_feature_detected!("bmi1")
                    && is_x86_feature_detected!("bmi2")
                    && is_x86_feature_detected!("lzcnt")
                    && is_x86_feature_detected!("popcnt")
            }
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => {
                Kernel::Avx2.is_available()
                    && is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512vbmi")
                    && is_x86_feature_detected!("avx512vbmi2")
            }
            #[cfg(not(target_arch = "x86_64"))]
            _ => false,
        }
    }

    /// The kernels that this machine can run, slowest first.
    pub fn available() -> Vec<Kernel> {
        [Kernel::Scalar, Kernel::Avx2, Kernel::Avx512].into_iter().filter(|k| k.is_available()).collect()
    }
}

impl fmt::Display for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kernel::Scalar => "scalar",
            Kernel::Avx2 => "avx2",
            Kernel::Avx512 => "avx512",
        })
    }
}

impl FromStr for Kernel {
    type Err = String;

    fn from_str(name: &str) -> Result<Kernel, String> {
        let kernel = match name {
            "auto" => Kernel::best(),
            "scalar" => Kernel::Scalar,
            "avx2" => Kernel::Avx2,
            "avx512" => Kernel::Avx512,
            _ => return Err("expected auto, avx512, avx2 or scalar".to_owned()),
        };
        if kernel.is_available() { Ok(kernel) } else { Err(format!("this machine has no {kernel}")) }
    }
}

/// What a block of 64 bytes holds, a bit a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Masks {
    /// ASCII letters, digits and underscore.
    pub(super) word: u64,
    /// Bytes of 0x80 and above.
    pub(super) high: u64,
    /// Underscores.
    pub(super) underscore: u64,
    /// Backslashes.
    pub(super) backslash: u64,
    /// Double quotes and control characters.
    pub(super) stop: u64,
    /// What follows the backslash in the common escapes: quote, backslash, `n`.
    pub(super) plain_escape: u64,
    /// Bytes of 0xC0 and above, the first of a character.
    pub(super) lead: u64,
}

/// The steps of the scanner that differ between instruction sets.
pub(crate) trait Isa: Copy {
    /// A vector of bytes.
    type Bytes: Bytes;
    /// Classifies a block.
    fn masks(self, block: &[u8; 64]) -> Masks;
    /// Writes `base` plus the offset of every set bit, in order, and gives their number; what lies behind
    /// has no meaning afterwards.
    fn positions(self, bits: u64, base: u32, out: &mut [u32; 64]) -> usize;
    /// A bit for every value above a limit.
    fn above(self, values: &[u32; 64], limit: u32) -> u64;
    /// Appends one value for every bit of `of`, in order: whether `bits` has it, too.
    #[inline(always)]
    fn flags(self, bits: u64, mut of: u64, out: &mut Vec<bool>) {
        while of != 0 {
            out.push(bits >> of.trailing_zeros() & 1 == 1);
            of &= of - 1;
        }
    }
}

/// A vector of bytes, for code that treats each byte by itself. Values exist only where the
/// instructions do, because only an [`Isa`] leads to them.
pub(crate) trait Bytes: Copy {
    /// How many; 0 where the machine has none that would pay.
    const LANES: usize;
    /// The first bytes of a slice, which has that many.
    fn load(from: &[u8]) -> Self;
    /// Writes to the first bytes of a slice, which has that many.
    fn store(self, to: &mut [u8]);
    /// The same byte everywhere.
    fn all(value: u8) -> Self;
    /// All bits where bytes are equal.
    fn equal(self, other: Self) -> Self;
    /// The smaller of two bytes.
    fn min(self, other: Self) -> Self;
    /// The larger of two bytes.
    fn max(self, other: Self) -> Self;
    /// Sum, wrapping.
    fn add(self, other: Self) -> Self;
    /// Difference, wrapping.
    fn sub(self, other: Self) -> Self;
    /// Bits of both.
    fn and(self, other: Self) -> Self;
    /// Bits of this one that the other has not.
    fn and_not(self, other: Self) -> Self;
    /// Bits of either.
    fn or(self, other: Self) -> Self;
    /// Whether all bits are set.
    fn is_full(self) -> bool;
    /// A bit for every byte of 0x80 and above.
    fn high_bits(self) -> u64;
    /// All bits of a byte set where its bit is.
    fn from_bits(bits: u64) -> Self;
    /// All bits where a byte lies in a range, both ends in.
    #[inline(always)]
    fn within(self, low: u8, high: u8) -> Self {
        let offset = self.sub(Self::all(low));
        offset.min(Self::all(high - low)).equal(offset)
    }
    /// `yes` where this mask is set, else `no`.
    #[inline(always)]
    fn choose(self, yes: Self, no: Self) -> Self {
        self.and(yes).or(no.and_not(self))
    }
}

/// No vector at all.
impl Bytes for () {
    const LANES: usize = 0;
    fn load(_: &[u8]) -> Self {}
    fn store(self, _: &mut [u8]) {}
    fn all(_: u8) -> Self {}
    fn equal(self, _: Self) -> Self {}
    fn min(self, _: Self) -> Self {}
    fn max(self, _: Self) -> Self {}
    fn add(self, _: Self) -> Self {}
    fn sub(self, _: Self) -> Self {}
    fn and(self, _: Self) -> Self {}
    fn and_not(self, _: Self) -> Self {}
    fn or(self, _: Self) -> Self {}
    fn is_full(self) -> bool {
        false
    }
    fn high_bits(self) -> u64 {
        0
    }
    fn from_bits(_: u64) -> Self {}
}

/// The eight bytes at each of `starts`, zeros past the end of `text`.
///
/// # Panics
/// Where a start lies past the end.
#[inline(always)]
pub(super) fn load_eights(text: &[u8], starts: &[u32], out: &mut [u64]) {
    let furthest = starts.iter().copied().max().unwrap_or(0) as usize;
    if furthest + 8 <= text.len() {
        for (out, &start) in out.iter_mut().zip(starts) {
            // SAFETY: no start lies behind the furthest, which has eight bytes behind it.
            *out = u64::from_le(unsafe { text.as_ptr().add(start as usize).cast::<u64>().read_unaligned() });
        }
    } else {
        for (out, &start) in out.iter_mut().zip(starts) {
            *out = load_eight(text, start as usize);
        }
    }
}

/// The eight bytes at `at`, zeros past the end.
#[inline(always)]
pub(super) fn load_eight(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + 8) {
        Some(bytes) => u64::from_le_bytes(bytes.try_into().expect("eight bytes")),
        None => load_last(text, at),
    }
}

#[cold]
fn load_last(text: &[u8], at: usize) -> u64 {
    let mut bytes = [0; 8];
    let rest = &text[at..];
    bytes[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(bytes)
}

/// Any machine.
#[derive(Clone, Copy)]
pub(crate) struct Scalar;

const WORD: u8 = 1;
const UNDERSCORE: u8 = 2;
const BACKSLASH: u8 = 4;
const STOP: u8 = 8;
const PLAIN_ESCAPE: u8 = 16;
static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut b = 0;
    while b < 128 {
        let c = b as u8;
        class[b] = match c {
            b'_' => WORD | UNDERSCORE,
            b'n' => WORD | PLAIN_ESCAPE,
            b'"' => STOP | PLAIN_ESCAPE,
            b'\\' => BACKSLASH | PLAIN_ESCAPE,
            0..0x20 => STOP,
            _ if c.is_ascii_alphanumeric() => WORD,
            _ => 0,
        };
        b += 1;
    }
    class
};

impl Isa for Scalar {
    type Bytes = ();

    #[inline(always)]
    fn masks(self, block: &[u8; 64]) -> Masks {
        let mut m =
            Masks { word: 0, high: 0, underscore: 0, backslash: 0, stop: 0, plain_escape: 0, lead: 0 };
        for (i, chunk) in block.chunks_exact(8).enumerate() {
            // One bit of each of eight classes is gathered by one multiplication.
            let classes = u64::from_le_bytes(std::array::from_fn(|k| CLASS[chunk[k] as usize]));
            let bytes = u64::from_le_bytes(chunk.try_into().expect("eight bytes"));
            let gather = |bits: u64| {
                ((bits & 0x0101_0101_0101_0101).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * i)
            };
            m.word |= gather(classes);
            m.high |= gather(bytes >> 7);
            m.lead |= gather(bytes >> 7 & bytes >> 6);
            if classes & 0x1E1E_1E1E_1E1E_1E1E != 0 {
                m.underscore |= gather(classes >> 1);
                m.backslash |= gather(classes >> 2);
                m.stop |= gather(classes >> 3);
                m.plain_escape |= gather(classes >> 4);
            }
        }
        m
    }

    #[inline(always)]
    fn positions(self, mut bits: u64, base: u32, out: &mut [u32; 64]) -> usize {
        let n = bits.count_ones() as usize;
        for slot in &mut out[..n] {
            *slot = base + bits.trailing_zeros();
            bits &= bits.wrapping_sub(1);
        }
        n
    }

    #[inline(always)]
    fn above(self, values: &[u32; 64], limit: u32) -> u64 {
        values.iter().rev().fold(0, |bits, &v| bits << 1 | u64::from(v > limit))
    }
}

#[cfg(target_arch = "x86_64")]
pub(crate) use x86::{Avx2, Avx512};

#[cfg(target_arch = "x86_64")]
mod x86;

/// Defines a function that runs an `#[inline(always)]` body, generic over its first argument (an
/// [`Isa`]), compiled once for every kernel: `compiled!(fn name(arg: Type) -> Type = body);`.
macro_rules! compiled {
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) -> $ret:ty = $body:ident) => {
        $(#[$doc])*
        #[allow(unsafe_code)]
        $vis fn $name(kernel: $crate::text::kernel::Kernel, $($arg: $type),*) -> $ret {
            use $crate::text::kernel::{Kernel, Scalar};
            #[cfg(target_arch = "x86_64")]
            use $crate::text::kernel::{Avx2, Avx512};

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2")]
            #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
            fn avx512(isa: Avx512, $($arg: $type),*) -> $ret {
                $body(isa, $($arg),*)
            }

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
            fn avx2(isa: Avx2, $($arg: $type),*) -> $ret {
                $body(isa, $($arg),*)
            }

            match kernel {
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx512 => {
                    assert!(Kernel::Avx512.is_available());
                    // SAFETY: the instructions are there, by the line above.
                    unsafe { avx512(Avx512::new(), $($arg),*) }
                }
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx2 => {
                    assert!(Kernel::Avx2.is_available());
                    // SAFETY: the instructions are there, by the line above.
                    unsafe { avx2(Avx2::new(), $($arg),*) }
                }
                _ => $body(Scalar, $($arg),*),
            }
        }
    };
}
pub(crate) use compiled;
