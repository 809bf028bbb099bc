//! Token hashes: XXH3-64 (seed 0) of every lower-cased token, many at a time.
//!
//! The `xxhash-rust` crate defines the hash and is the oracle of the tests; here the lengths that
//! tokens have (1-8 and 9-16 bytes) are computed without a branch, so that the compiler turns the
//! loop over them into vector code. Longer tokens go to the crate.

use xxhash_rust::xxh3::xxh3_64;

use super::kernel::{Isa, compiled};

/// The parts of XXH3's default secret that short inputs use, already combined for seed 0.
const FLIP_1_TO_3: u64 = 0x87275A9B;
const FLIP_4_TO_8: u64 = 0xC73AB174C5ECD5A2;
const FLIP_9_LOW: u64 = 0x6782737BEA4239B9;
const FLIP_9_HIGH: u64 = 0xAF56BC3B0996523A;

const PRIME64_2: u64 = 0xC2B2AE3D27D4EB4F;
const PRIME64_3: u64 = 0x165667B19E3779F9;
const PRIME_MX1: u64 = 0x165667919E3779F9;
const PRIME_MX2: u64 = 0x9FB21C651E98DF25;

/// Tokens that go through the loops together: their buffers stay in the first-level cache.
const BATCH: usize = 128;

compiled! {
    /// Hashes the tokens of ASCII text given by `edges` (start, end, start, end …) into `hashes`, lower-
    /// cased. `batch` is a buffer.
    pub(super) fn ascii(text: &[u8], edges: &[u32], batch: &mut Batch, hashes: &mut Vec<u64>) -> () = all_ascii
}

compiled! {
    /// The same for text that holds an underscore, which is no letter but looks like one.
    pub(super) fn with_underscores(text: &[u8], edges: &[u32], batch: &mut Batch, hashes: &mut Vec<u64>) -> ()
        = all_with_underscores
}

compiled! {
    /// The same for text that is folded already.
    pub(super) fn folded(text: &[u8], edges: &[u32], batch: &mut Batch, hashes: &mut Vec<u64>) -> () = all_folded
}

#[inline(always)]
fn all_ascii<I: Isa>(isa: I, text: &[u8], edges: &[u32], batch: &mut Batch, hashes: &mut Vec<u64>) {
    // Of ASCII word bytes only capitals lack this bit, and the underscore.
    all(isa, text, edges, batch, hashes, |v| v | 0x2020_2020_2020_2020, over_16);
}

#[inline(always)]
fn all_with_underscores<I: Isa>(
    isa: I,
    text: &[u8],
    edges: &[u32],
    batch: &mut Batch,
    hashes: &mut Vec<u64>,
) {
    all(isa, text, edges, batch, hashes, lower, over_16);
}

#[inline(always)]
fn all_folded<I: Isa>(isa: I, text: &[u8], edges: &[u32], batch: &mut Batch, hashes: &mut Vec<u64>) {
    all(isa, text, edges, batch, hashes, |v| v, xxh3_64);
}

#[inline(always)]
fn all<I: Isa>(
    isa: I,
    text: &[u8],
    edges: &[u32],
    batch: &mut Batch,
    hashes: &mut Vec<u64>,
    lower: impl Fn(u64) -> u64 + Copy,
    over_16: impl Fn(&[u8]) -> u64 + Copy,
) {
    // Not cleared first: only what it grows by is filled with zeros.
    hashes.resize(edges.len() / 2, 0);
    for (out, edges) in hashes.chunks_mut(BATCH).zip(edges.chunks(2 * BATCH)) {
        batch.hash(isa, text, edges, out, lower, over_16);
    }
}

/// The buffers of one batch of tokens, used again and again.
#[derive(Debug)]
pub(super) struct Batch {
    /// The first eight bytes of each token.
    first: [u64; BATCH],
    /// Its length.
    lens: [u32; BATCH],
    /// The last eight bytes of each token of more than eight, packed together.
    last: [u64; BATCH],
    /// The numbers of those.
    longs: Vec<u32>,
}

impl Default for Batch {
    fn default() -> Self {
        Batch { first: [0; BATCH], lens: [0; BATCH], last: [0; BATCH], longs: Vec::new() }
    }
}

impl Batch {
    /// Plain loops of many rounds over arrays: all but the loads become vector code.
    #[inline(always)]
    fn hash<I: Isa>(
        &mut self,
        isa: I,
        text: &[u8],
        edges: &[u32],
        out: &mut [u64],
        lower: impl Fn(u64) -> u64,
        over_16: impl Fn(&[u8]) -> u64,
    ) {
        let Batch { first, lens, last, longs } = self;
        lens[out.len()..].fill(0);
        for (len, edge) in lens.iter_mut().zip(edges.chunks_exact(2)) {
            *len = edge[1] - edge[0];
        }
        for (first, edge) in first.iter_mut().zip(edges.chunks_exact(2)) {
            *first = load(text, edge[0] as usize);
        }
        for ((hash, &first), &len) in out.iter_mut().zip(first.iter()).zip(lens.iter()) {
            *hash = short(lower(first), u64::from(len));
        }
        // The long ones again, packed together.
        longs.clear();
        for (lens, base) in lens.chunks_exact(64).zip([0, 64]) {
            let over = isa.above(lens.try_into().expect("an exact chunk"), 8);
            isa.positions(over, base, longs);
        }
        for (at, &k) in longs.iter().enumerate().take(BATCH) {
            let k = k as usize % BATCH;
            last[at] = load(text, edges[2 * k + 1] as usize - 8);
            first[at] = first[k];
            lens[at] = lens[k];
        }
        let count = longs.len().min(BATCH);
        for ((last, &first), &len) in last[..count].iter_mut().zip(first.iter()).zip(lens.iter()) {
            *last = middle(lower(first), lower(*last), u64::from(len));
        }
        for (&k, (&hash, &len)) in longs.iter().zip(last.iter().zip(lens.iter())) {
            let k = k as usize;
            out[k] = if len <= 16 {
                hash
            } else {
                over_16(&text[edges[2 * k] as usize..edges[2 * k + 1] as usize])
            };
        }
    }
}

/// Hashes every character of the tokens of folded `text` by itself.
pub(super) fn chars(text: &[u8], edges: &[u32], hashes: &mut Vec<u64>) {
    hashes.clear();
    for pair in edges.chunks_exact(2) {
        let word = &text[pair[0] as usize..pair[1] as usize];
        hashes.extend(
            word.chunk_by(|_, &next| next & 0xC0 == 0x80)
                .map(|c| if c.len() == 1 { xxh3_64(&[c[0].to_ascii_lowercase()]) } else { xxh3_64(c) }),
        );
    }
}

/// The eight bytes at `at`, zeros past the end.
#[inline(always)]
fn load(text: &[u8], at: usize) -> u64 {
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

/// ASCII capitals to small letters in all eight bytes; every other byte stays.
#[inline(always)]
pub(super) fn lower(v: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let seven = v & (0x7F * EACH);
    let from_a = seven + (0x80 - b'A' as u64) * EACH;
    let past_z = seven + (0x7F - b'Z' as u64) * EACH;
    let capital = (from_a ^ past_z) & !v & (0x80 * EACH);
    v | capital >> 2
}

/// XXH3-64 of the first `len` bytes for 1 <= len <= 8; without meaning for others.
#[inline(always)]
fn short(first: u64, len: u64) -> u64 {
    let bits = len * 8;
    let v = first & (!0 >> (64u64.wrapping_sub(bits) & 63));
    // One to three bytes: the middle, the first, the length and the last, in 32 bits.
    let picked = (v >> (((len >> 1) * 8) & 63)) << 24 | (v & 0xFF) << 16 | len << 8;
    let picked = (picked | v >> (bits.wrapping_sub(8) & 63)) & 0xFFFF_FFFF;
    let mut h = picked ^ FLIP_1_TO_3;
    h = (h ^ h >> 33).wrapping_mul(PRIME64_2);
    h = (h ^ h >> 29).wrapping_mul(PRIME64_3);
    let to_3 = h ^ h >> 32;
    // Four to eight: the first four and the last four.
    let last = v >> (bits.wrapping_sub(32) & 63);
    let mut h = last.wrapping_add(v << 32) ^ FLIP_4_TO_8;
    h ^= h.rotate_left(49) ^ h.rotate_left(24);
    h = h.wrapping_mul(PRIME_MX2);
    h ^= (h >> 35).wrapping_add(len);
    h = h.wrapping_mul(PRIME_MX2);
    let to_8 = h ^ h >> 28;
    if len > 3 { to_8 } else { to_3 }
}

/// XXH3-64 of 9 to 16 bytes from the first eight and the last eight.
#[inline(always)]
fn middle(first: u64, last: u64, len: u64) -> u64 {
    let low = first ^ FLIP_9_LOW;
    let high = last ^ FLIP_9_HIGH;
    let mut h = len.wrapping_add(low.swap_bytes()).wrapping_add(high).wrapping_add(fold_product(low, high));
    h = (h ^ h >> 37).wrapping_mul(PRIME_MX1);
    h ^ h >> 32
}

/// The two halves of the 128-bit product, by exclusive or; from 32-bit halves, which vector units have.
#[inline(always)]
fn fold_product(a: u64, b: u64) -> u64 {
    const LOW: u64 = 0xFFFF_FFFF;
    let (al, ah, bl, bh) = (a & LOW, a >> 32, b & LOW, b >> 32);
    let (ll, hl, lh, hh) = (al * bl, ah * bl, al * bh, ah * bh);
    let cross = (ll >> 32) + (hl & LOW) + lh;
    let high = (hl >> 32) + (cross >> 32) + hh;
    high ^ (cross << 32 | ll & LOW)
}

/// XXH3-64 of a longer token, lower-cased, by the crate.
#[inline(never)]
fn over_16(token: &[u8]) -> u64 {
    let mut copy = [0; 128];
    match copy.get_mut(..token.len()) {
        Some(copy) => {
            copy.copy_from_slice(token);
            copy.make_ascii_lowercase();
            xxh3_64(copy)
        }
        None => xxh3_64(&token.to_ascii_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kernel;
    use super::*;
    use proptest::prelude::*;

    fn check(text: &[u8], edges: &[u32]) {
        let want: Vec<u64> = edges
            .chunks(2)
            .map(|e| xxh3_64(&text[e[0] as usize..e[1] as usize].to_ascii_lowercase()))
            .collect();
        let small = text.to_ascii_lowercase();
        for kernel in Kernel::available() {
            let mut got = vec![1; 500]; // what an earlier article left behind
            with_underscores(kernel, text, edges, &mut Batch::default(), &mut got);
            assert_eq!(got, want, "{kernel}");
            folded(kernel, &small, edges, &mut Batch::default(), &mut got);
            assert_eq!(got, want, "{kernel}");
            if text.iter().all(u8::is_ascii_alphanumeric) {
                ascii(kernel, text, edges, &mut Batch::default(), &mut got);
                assert_eq!(got, want, "{kernel}");
            }
        }
    }

    #[test]
    fn every_length_equals_the_crate() {
        let letters = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        let words: Vec<u8> = (0..400).map(|i| letters[(i * 37 + i / 3) % letters.len()]).collect();
        for len in 1..300u32 {
            check(&words, &(0..19).flat_map(|s| [s, s + len]).collect::<Vec<u32>>());
        }
        let text: Vec<u8> = (0..400u32).map(|i| (i * 37 + i / 3) as u8).collect();
        for len in 1..300u32 {
            let edges: Vec<u32> = (0..19).flat_map(|s| [s, s + len]).collect();
            check(&text, &edges);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_equal_the_crate(text in prop::collection::vec(any::<u8>(), 1..200), cuts in prop::collection::vec(0u32..200, 0..60)) {
            let mut cuts: Vec<u32> = cuts.into_iter().map(|c| c % (text.len() as u32 + 1)).collect();
            cuts.sort_unstable();
            cuts.dedup();
            cuts.truncate(cuts.len() / 2 * 2);
            check(&text, &cuts);
        }
    }
}
