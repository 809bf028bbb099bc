//! The steps of the inner loops by AVX2 and AVX-512.
//!
//! Every function here is compiled for the instructions it uses and is called only through a value that
//! exists where they do.

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
     $add:ident, $sub:ident, $and:ident, $and_not:ident, $or:ident, $equal:expr, $is_full:expr, $high_bits:expr, $from_bits:expr) => {
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

            #[inline(always)]
            fn from_bits(bits: u64) -> Self {
                Self(unsafe { $from_bits(bits) })
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
#[target_feature(enable = "avx2")]
fn from_bits_256(bits: u64) -> __m256i {
    // Each byte gets the eight bits that its own is among, then keeps its own.
    let eights = _mm256_set_epi64x(0x0303_0303_0303_0303, 0x0202_0202_0202_0202, 0x0101_0101_0101_0101, 0);
    let spread = _mm256_shuffle_epi8(_mm256_set1_epi32(bits as i32), eights);
    let own = _mm256_set1_epi64x(0x8040_2010_0804_0201_u64 as i64);
    _mm256_cmpeq_epi8(_mm256_and_si256(spread, own), own)
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn from_bits_512(bits: u64) -> __m512i {
    _mm512_movm_epi8(bits)
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
    high_bits_256,
    from_bits_256
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
    high_bits_512,
    from_bits_512
);

impl Isa for Avx2 {
    type Bytes = Bytes256;

    #[inline(always)]
    fn masks(self, block: &[u8; 64]) -> Masks {
        // SAFETY: the value exists only where AVX2 does.
        unsafe { masks_avx2(block) }
    }

    #[inline(always)]
    fn positions(self, bits: u64, base: u32, out: &mut [u32; 64]) -> usize {
        // SAFETY: the value exists only where these instructions do.
        unsafe { positions_avx2(bits, base, out) }
    }

    #[inline(always)]
    fn above(self, values: &[u32; 64], limit: u32) -> u64 {
        // SAFETY: the value exists only where these instructions do.
        unsafe { above_avx2(values, limit) }
    }

    #[inline(always)]
    fn flags(self, bits: u64, of: u64, out: &mut Vec<bool>) {
        // SAFETY: the value exists only where these instructions do.
        unsafe { flags_bmi2(bits, of, out) }
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
    Masks {
        word: join(0),
        high: join(1),
        underscore: join(2),
        backslash: join(3),
        stop: join(4),
        plain_escape: join(5),
        lead: join(6),
    }
}

/// The masks of 32 bytes, in the order of the fields.
#[inline]
#[target_feature(enable = "avx2")]
fn half_avx2(v: __m256i) -> [u32; 7] {
    let set = |c: u8| _mm256_set1_epi8(c as i8);
    let lowered = _mm256_sub_epi8(_mm256_or_si256(v, set(0x20)), set(b'a'));
    let letter = _mm256_cmpeq_epi8(_mm256_min_epu8(lowered, set(25)), lowered);
    let from_0 = _mm256_sub_epi8(v, set(b'0'));
    let digit = _mm256_cmpeq_epi8(_mm256_min_epu8(from_0, set(9)), from_0);
    let underscore = _mm256_cmpeq_epi8(v, set(b'_'));
    let word = _mm256_or_si256(_mm256_or_si256(letter, digit), underscore);
    let control = _mm256_cmpeq_epi8(_mm256_min_epu8(v, set(0x1F)), v);
    let quote = _mm256_cmpeq_epi8(v, set(b'"'));
    let backslash = _mm256_cmpeq_epi8(v, set(b'\\'));
    let stop = _mm256_or_si256(control, quote);
    let n = _mm256_cmpeq_epi8(v, set(b'n'));
    let plain_escape = _mm256_or_si256(_mm256_or_si256(quote, backslash), n);
    let lead = _mm256_and_si256(v, _mm256_add_epi8(v, v));
    [word, v, underscore, backslash, stop, plain_escape, lead].map(|m| _mm256_movemask_epi8(m) as u32)
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn positions_avx2(mut bits: u64, base: u32, out: &mut [u32; 64]) -> usize {
    let n = bits.count_ones() as usize;
    for eight in out.chunks_exact_mut(8).take(n.div_ceil(8)) {
        for slot in eight {
            *slot = base.wrapping_add(bits.trailing_zeros());
            bits &= bits.wrapping_sub(1);
        }
    }
    n
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
#[target_feature(enable = "bmi1,bmi2,popcnt")]
fn flags_bmi2(bits: u64, of: u64, out: &mut Vec<bool>) {
    let (mut flags, n) = (_pext_u64(bits, of), of.count_ones() as usize);
    let start = out.len();
    out.resize(start + n, false);
    for eight in out[start..].chunks_mut(8) {
        let bytes = _pdep_u64(flags, 0x0101_0101_0101_0101).to_le_bytes();
        for (out, byte) in eight.iter_mut().zip(bytes) {
            *out = byte == 1;
        }
        flags >>= 8;
    }
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

/// The classes of ASCII; bytes of 0x80 and above are told by their own sign.
static CLASS: &[u8; 128] = match super::CLASS.first_chunk() {
    Some(ascii) => ascii,
    None => panic!("256 is more than 128"),
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
    fn positions(self, bits: u64, base: u32, out: &mut [u32; 64]) -> usize {
        // SAFETY: the value exists only where these instructions do.
        unsafe { positions_avx512(bits, base, out) }
    }

    #[inline(always)]
    fn above(self, values: &[u32; 64], limit: u32) -> u64 {
        // SAFETY: the value exists only where these instructions do.
        unsafe { above_avx512(values, limit) }
    }

    #[inline(always)]
    fn flags(self, bits: u64, of: u64, out: &mut Vec<bool>) {
        // SAFETY: the value exists only where these instructions do.
        unsafe { flags_bmi2(bits, of, out) }
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
    let high = _mm512_movepi8_mask(v);
    let class = _mm512_maskz_permutex2var_epi8(!high, low, v, top);
    let of = |bit: u8| _mm512_test_epi8_mask(class, _mm512_set1_epi8(bit as i8));
    Masks {
        word: of(super::WORD),
        high,
        underscore: of(super::UNDERSCORE),
        backslash: of(super::BACKSLASH),
        stop: of(super::STOP),
        plain_escape: of(super::PLAIN_ESCAPE),
        lead: high & _mm512_movepi8_mask(_mm512_add_epi8(v, v)),
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,popcnt")]
fn positions_avx512(bits: u64, base: u32, out: &mut [u32; 64]) -> usize {
    let n = bits.count_ones() as usize;
    let base = _mm512_set1_epi32(base as i32);
    let to = out.as_mut_ptr();
    // SAFETY: the load and the stores are of arrays of 64.
    unsafe {
        let packed = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(COUNT.as_ptr().cast()));
        // Not a loop over the quarters: that would take them through memory.
        store_sixteen(to, base, _mm512_castsi512_si128(packed));
        // Words are rarely so short that there are more; letters that stand alone always are.
        if n > 16 {
            store_sixteen(to.add(16), base, _mm512_extracti32x4_epi32::<1>(packed));
        }
        if n > 32 {
            store_sixteen(to.add(32), base, _mm512_extracti32x4_epi32::<2>(packed));
            store_sixteen(to.add(48), base, _mm512_extracti32x4_epi32::<3>(packed));
        }
    }
    n
}

/// Writes `base` plus each of sixteen offsets.
///
/// # Safety
/// `to` has room for sixteen.
#[inline]
#[target_feature(enable = "avx512f")]
unsafe fn store_sixteen(to: *mut u32, base: __m512i, offsets: __m128i) {
    // SAFETY: by the caller.
    unsafe { _mm512_storeu_si512(to.cast(), _mm512_add_epi32(base, _mm512_cvtepu8_epi32(offsets))) }
}
