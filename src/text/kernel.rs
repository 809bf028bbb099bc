//! The kernels: which vector instructions this machine has, and the few that the scanner needs.
//!
//! [`Kernel`] is chosen once at run time (or forced, to measure and to test); all kernels give the
//! same bits. This is the crate's only SIMD module, and with `ingest/map.rs` its only `unsafe`: each
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
    /// Quotes, backslashes, control characters and underscores.
    pub(super) special: u64,
}

/// The two steps of the scanner that differ between instruction sets.
pub(crate) trait Isa: Copy {
    /// A vector of bytes.
    type Bytes: Bytes;
    /// Classifies a block.
    fn masks(self, block: &[u8; 64]) -> Masks;
    /// Appends `base` plus the offset of every set bit, in order.
    fn positions(self, bits: u64, base: u32, out: &mut Vec<u32>);
    /// A bit for every value above a limit.
    fn above(self, values: &[u32; 64], limit: u32) -> u64;
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
}

/// Any machine.
#[derive(Clone, Copy)]
pub(crate) struct Scalar;

const WORD: u8 = 1;
const SPECIAL: u8 = 2;
static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut b = 0;
    while b < 128 {
        let c = b as u8;
        if c.is_ascii_alphanumeric() {
            class[b] = WORD;
        } else if c == b'_' {
            class[b] = WORD | SPECIAL;
        } else if c < 0x20 || c == b'"' || c == b'\\' {
            class[b] = SPECIAL;
        }
        b += 1;
    }
    class
};

impl Isa for Scalar {
    type Bytes = ();

    #[inline(always)]
    fn masks(self, block: &[u8; 64]) -> Masks {
        let mut m = Masks { word: 0, high: 0, special: 0 };
        for (i, chunk) in block.chunks_exact(8).enumerate() {
            // The low two bits of eight classes are gathered by one multiplication each.
            let classes = u64::from_le_bytes(std::array::from_fn(|k| CLASS[chunk[k] as usize]));
            let bytes = u64::from_le_bytes(chunk.try_into().expect("eight bytes"));
            let gather = |bits: u64| (bits & 0x0101_0101_0101_0101).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            m.word |= gather(classes) << (8 * i);
            m.special |= gather(classes >> 1) << (8 * i);
            m.high |= gather(bytes >> 7) << (8 * i);
        }
        m
    }

    #[inline(always)]
    fn positions(self, mut bits: u64, base: u32, out: &mut Vec<u32>) {
        let n = bits.count_ones() as usize;
        let mut all = [0; 64];
        for slot in &mut all[..n] {
            *slot = base + bits.trailing_zeros();
            bits &= bits.wrapping_sub(1);
        }
        out.extend_from_slice(&all[..n]);
    }

    #[inline(always)]
    fn above(self, values: &[u32; 64], limit: u32) -> u64 {
        values.iter().rev().fold(0, |bits, &v| bits << 1 | u64::from(v > limit))
    }
}

#[cfg(target_arch = "x86_64")]
pub(crate) use x86::{Avx2, Avx512};

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Bytes, Isa, Masks};
    use std::arch::x86_64::*;

    /// Can only be made where AVX2 was found.
    #[derive(Clone, Copy)]
    pub(crate) struct Avx2(());

    /// Can only be made where AVX-512 was found.
    #[derive(Clone, Copy)]
    pub(crate) struct Avx512(());

    impl Avx2 {
        /// # Safety
        /// `Kernel::Avx2.is_available()` must hold.
        pub(crate) unsafe fn new() -> Avx2 {
            Avx2(())
        }
    }

    impl Avx512 {
        /// # Safety
        /// `Kernel::Avx512.is_available()` must hold.
        pub(crate) unsafe fn new() -> Avx512 {
            Avx512(())
        }
    }

    /// Implements [`Bytes`] for a register by one or two intrinsics an operation.
    macro_rules! bytes {
        ($name:ident, $register:ty, $lanes:literal, $load:ident, $store:ident, $set:ident, $min:ident, $max:ident,
         $add:ident, $sub:ident, $and:ident, $and_not:ident, $or:ident, $equal:expr, $is_full:expr, $high_bits:expr) => {
            #[derive(Clone, Copy)]
            pub(crate) struct $name($register);

            // SAFETY, for every block: values exist only where the instructions do, see the trait; loads
            // and stores are of slices whose length was checked.
            #[allow(clippy::undocumented_unsafe_blocks)]
            impl Bytes for $name {
                const LANES: usize = $lanes;

                #[inline(always)]
                fn load(from: &[u8]) -> Self {
                    let from = &from[..$lanes];
                    Self(unsafe { $load(from.as_ptr().cast()) })
                }

                #[inline(always)]
                fn store(self, to: &mut [u8]) {
                    let to = &mut to[..$lanes];
                    unsafe { $store(to.as_mut_ptr().cast(), self.0) }
                }

                #[inline(always)]
                fn all(value: u8) -> Self {
                    Self(unsafe { $set(value as i8) })
                }

                #[inline(always)]
                fn equal(self, other: Self) -> Self {
                    Self(unsafe { $equal(self.0, other.0) })
                }

                #[inline(always)]
                fn min(self, other: Self) -> Self {
                    Self(unsafe { $min(self.0, other.0) })
                }

                #[inline(always)]
                fn max(self, other: Self) -> Self {
                    Self(unsafe { $max(self.0, other.0) })
                }

                #[inline(always)]
                fn add(self, other: Self) -> Self {
                    Self(unsafe { $add(self.0, other.0) })
                }

                #[inline(always)]
                fn sub(self, other: Self) -> Self {
                    Self(unsafe { $sub(self.0, other.0) })
                }

                #[inline(always)]
                fn and(self, other: Self) -> Self {
                    Self(unsafe { $and(self.0, other.0) })
                }

                #[inline(always)]
                fn and_not(self, other: Self) -> Self {
                    Self(unsafe { $and_not(other.0, self.0) })
                }

                #[inline(always)]
                fn or(self, other: Self) -> Self {
                    Self(unsafe { $or(self.0, other.0) })
                }

                #[inline(always)]
                fn is_full(self) -> bool {
                    unsafe { $is_full(self.0) }
                }

                #[inline(always)]
                fn high_bits(self) -> u64 {
                    unsafe { $high_bits(self.0) }
                }
            }
        };
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn is_full_256(v: __m256i) -> bool {
        _mm256_movemask_epi8(v) == -1
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn high_bits_256(v: __m256i) -> u64 {
        u64::from(_mm256_movemask_epi8(v) as u32)
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn high_bits_512(v: __m512i) -> u64 {
        _mm512_movepi8_mask(v)
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn is_full_512(v: __m512i) -> bool {
        _mm512_movepi8_mask(v) == u64::MAX
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn equal_512(a: __m512i, b: __m512i) -> __m512i {
        _mm512_movm_epi8(_mm512_cmpeq_epi8_mask(a, b))
    }

    bytes!(
        Bytes256,
        __m256i,
        32,
        _mm256_loadu_si256,
        _mm256_storeu_si256,
        _mm256_set1_epi8,
        _mm256_min_epu8,
        _mm256_max_epu8,
        _mm256_add_epi8,
        _mm256_sub_epi8,
        _mm256_and_si256,
        _mm256_andnot_si256,
        _mm256_or_si256,
        _mm256_cmpeq_epi8,
        is_full_256,
        high_bits_256
    );
    bytes!(
        Bytes512,
        __m512i,
        64,
        _mm512_loadu_si512,
        _mm512_storeu_si512,
        _mm512_set1_epi8,
        _mm512_min_epu8,
        _mm512_max_epu8,
        _mm512_add_epi8,
        _mm512_sub_epi8,
        _mm512_and_si512,
        _mm512_andnot_si512,
        _mm512_or_si512,
        equal_512,
        is_full_512,
        high_bits_512
    );

    impl Isa for Avx2 {
        type Bytes = Bytes256;

        #[inline(always)]
        fn masks(self, block: &[u8; 64]) -> Masks {
            // SAFETY: the value exists only where AVX2 does.
            unsafe { masks_avx2(block) }
        }

        #[inline(always)]
        fn positions(self, bits: u64, base: u32, out: &mut Vec<u32>) {
            // SAFETY: the value exists only where these instructions do.
            unsafe { positions_avx2(bits, base, out) }
        }

        #[inline(always)]
        fn above(self, values: &[u32; 64], limit: u32) -> u64 {
            // SAFETY: the value exists only where these instructions do.
            unsafe { above_avx2(values, limit) }
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn masks_avx2(block: &[u8; 64]) -> Masks {
        // SAFETY: both loads lie within the block.
        let (a, b) = unsafe {
            (_mm256_loadu_si256(block.as_ptr().cast()), _mm256_loadu_si256(block.as_ptr().add(32).cast()))
        };
        let (a, b) = (half_avx2(a), half_avx2(b));
        let join = |k: usize| u64::from(a[k]) | u64::from(b[k]) << 32;
        Masks { word: join(0), high: join(1), special: join(2) }
    }

    /// Word, high and special bits of 32 bytes.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn half_avx2(v: __m256i) -> [u32; 3] {
        let set = |c: u8| _mm256_set1_epi8(c as i8);
        let lowered = _mm256_sub_epi8(_mm256_or_si256(v, set(0x20)), set(b'a'));
        let letter = _mm256_cmpeq_epi8(_mm256_min_epu8(lowered, set(25)), lowered);
        let from_0 = _mm256_sub_epi8(v, set(b'0'));
        let digit = _mm256_cmpeq_epi8(_mm256_min_epu8(from_0, set(9)), from_0);
        let underscore = _mm256_cmpeq_epi8(v, set(b'_'));
        let word = _mm256_or_si256(_mm256_or_si256(letter, digit), underscore);
        let control = _mm256_cmpeq_epi8(_mm256_min_epu8(v, set(0x1F)), v);
        let marks = _mm256_or_si256(_mm256_cmpeq_epi8(v, set(b'"')), _mm256_cmpeq_epi8(v, set(b'\\')));
        [word, v, _mm256_or_si256(_mm256_or_si256(control, marks), underscore)]
            .map(|m| _mm256_movemask_epi8(m) as u32)
    }

    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    fn positions_avx2(mut bits: u64, base: u32, out: &mut Vec<u32>) {
        let n = bits.count_ones() as usize;
        out.reserve(72);
        // SAFETY: room for 72 was reserved, and eight are written at a time, 64 at the most, of which
        // the first `n` are positions.
        unsafe {
            let mut to = out.as_mut_ptr().add(out.len());
            let end = to.add(n);
            while to < end {
                for k in 0..8 {
                    *to.add(k) = base.wrapping_add(bits.trailing_zeros());
                    bits &= bits.wrapping_sub(1);
                }
                to = to.add(8);
            }
            out.set_len(out.len() + n);
        }
    }

    /// Values are below 2^31, which is all that comparisons of signed numbers see.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn above_avx2(values: &[u32; 64], limit: u32) -> u64 {
        let limit = _mm256_set1_epi32(limit as i32);
        let mut bits = 0;
        for (k, eight) in values.chunks_exact(8).enumerate() {
            // SAFETY: the chunk has eight values.
            let eight = unsafe { _mm256_loadu_si256(eight.as_ptr().cast()) };
            let above = _mm256_castsi256_ps(_mm256_cmpgt_epi32(eight, limit));
            bits |= u64::from(_mm256_movemask_ps(above) as u32) << (8 * k);
        }
        bits
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn above_avx512(values: &[u32; 64], limit: u32) -> u64 {
        let limit = _mm512_set1_epi32(limit as i32);
        let mut bits = 0;
        for (k, sixteen) in values.chunks_exact(16).enumerate() {
            // SAFETY: the chunk has sixteen values.
            let sixteen = unsafe { _mm512_loadu_si512(sixteen.as_ptr().cast()) };
            bits |= u64::from(_mm512_cmpgt_epu32_mask(sixteen, limit)) << (16 * k);
        }
        bits
    }

    /// Bit 7: word. Bit 6: special. Bytes of 0x80 and above are told by their own sign.
    static CLASS: [u8; 128] = {
        let mut class = [0; 128];
        let mut b = 0;
        while b < 128 {
            class[b] = super::CLASS[b] << 7 | (super::CLASS[b] & super::SPECIAL) << 5;
            b += 1;
        }
        class
    };
    static COUNT: [u8; 64] = {
        let mut count = [0; 64];
        let mut i = 0;
        while i < 64 {
            count[i] = i as u8;
            i += 1;
        }
        count
    };

    impl Isa for Avx512 {
        type Bytes = Bytes512;

        #[inline(always)]
        fn masks(self, block: &[u8; 64]) -> Masks {
            // SAFETY: the value exists only where these instructions do.
            unsafe { masks_avx512(block) }
        }

        #[inline(always)]
        fn positions(self, bits: u64, base: u32, out: &mut Vec<u32>) {
            // SAFETY: the value exists only where these instructions do.
            unsafe { positions_avx512(bits, base, out) }
        }

        #[inline(always)]
        fn above(self, values: &[u32; 64], limit: u32) -> u64 {
            // SAFETY: the value exists only where these instructions do.
            unsafe { above_avx512(values, limit) }
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    fn masks_avx512(block: &[u8; 64]) -> Masks {
        // SAFETY: every load is of 64 bytes from an array that has them.
        let (low, top, v) = unsafe {
            (
                _mm512_loadu_si512(CLASS.as_ptr().cast()),
                _mm512_loadu_si512(CLASS.as_ptr().add(64).cast()),
                _mm512_loadu_si512(block.as_ptr().cast()),
            )
        };
        let class = _mm512_permutex2var_epi8(low, v, top);
        let high = _mm512_movepi8_mask(v);
        Masks {
            word: _mm512_movepi8_mask(class) & !high,
            high,
            special: _mm512_test_epi8_mask(class, _mm512_set1_epi8(0x40)) & !high,
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,popcnt")]
    fn positions_avx512(bits: u64, base: u32, out: &mut Vec<u32>) {
        let n = bits.count_ones() as usize;
        out.reserve(64);
        let base = _mm512_set1_epi32(base as i32);
        // SAFETY: the load is of an array of 64; 64 positions fit the room reserved, and the first
        // `n` of them are written.
        unsafe {
            let packed = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(COUNT.as_ptr().cast()));
            let to = out.as_mut_ptr().add(out.len());
            let quarters = [
                _mm512_castsi512_si128(packed),
                _mm512_extracti32x4_epi32::<1>(packed),
                _mm512_extracti32x4_epi32::<2>(packed),
                _mm512_extracti32x4_epi32::<3>(packed),
            ];
            for (k, &quarter) in quarters.iter().enumerate().take(if n > 32 { 4 } else { 2 }) {
                let wide = _mm512_add_epi32(base, _mm512_cvtepu8_epi32(quarter));
                _mm512_storeu_si512(to.add(16 * k).cast(), wide);
            }
            out.set_len(out.len() + n);
        }
    }
}

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
