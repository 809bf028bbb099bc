//! Token hashes: XXH3-64 (seed 0) of every lower-cased token, many at a time.
//!
//! The `xxhash-rust` crate defines the hash and is the oracle of the tests; here the lengths that
//! tokens have (1-8 and 9-16 bytes) are computed without a branch, so that the compiler turns the
//! loop over them into vector code. Longer tokens go to the crate.

use xxhash_rust::xxh3::xxh3_64;

use super::edges::Edges;
use super::kernel::{Isa, compiled, load_eight, load_eights};

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
/// Tokens that the widest vectors hash at once.
const LANES: usize = 8;

compiled! {
    /// Hashes the tokens of ASCII text, lower-cased, into the first of `hashes`. `batch` is a buffer.
    pub(super) fn ascii(text: &[u8], edges: &Edges, batch: &mut Batch, hashes: &mut Vec<u64>) -> () = all_ascii
}

compiled! {
    /// The same for text that holds an underscore, which is no letter but looks like one.
    pub(super) fn with_underscores(text: &[u8], edges: &Edges, batch: &mut Batch, hashes: &mut Vec<u64>) -> ()
        = all_with_underscores
}

compiled! {
    /// The same for text that is folded already.
    pub(super) fn folded(text: &[u8], edges: &Edges, batch: &mut Batch, hashes: &mut Vec<u64>) -> () = all_folded
}

#[inline(always)]
fn all_ascii<I: Isa>(isa: I, text: &[u8], edges: &Edges, batch: &mut Batch, hashes: &mut Vec<u64>) {
    // Of ASCII word bytes only capitals lack this bit, and the underscore.
    all(isa, text, edges, batch, hashes, |v| v | 0x2020_2020_2020_2020, over_16);
}

#[inline(always)]
fn all_with_underscores<I: Isa>(
    isa: I,
    text: &[u8],
    edges: &Edges,
    batch: &mut Batch,
    hashes: &mut Vec<u64>,
) {
    all(isa, text, edges, batch, hashes, lower, over_16);
}

#[inline(always)]
fn all_folded<I: Isa>(isa: I, text: &[u8], edges: &Edges, batch: &mut Batch, hashes: &mut Vec<u64>) {
    all(isa, text, edges, batch, hashes, |v| v, xxh3_64);
}

#[inline(always)]
fn all<I: Isa>(
    isa: I,
    text: &[u8],
    edges: &Edges,
    batch: &mut Batch,
    hashes: &mut Vec<u64>,
    lower: impl Fn(u64) -> u64 + Copy,
    over_16: impl Fn(&[u8]) -> u64 + Copy,
) {
    // Whole vectors of tokens are hashed; what lies behind the last token has no meaning.
    let room = edges.len().next_multiple_of(LANES);
    if hashes.len() < room {
        hashes.resize(room, 0);
    }
    let edges = edges.starts().chunks(BATCH).zip(edges.ends().chunks(BATCH));
    for (out, (starts, ends)) in hashes[..room].chunks_mut(BATCH).zip(edges) {
        batch.hash(isa, text, (starts, ends), out, lower, over_16);
    }
}

/// The buffers of one batch of tokens, used again and again.
#[derive(Debug)]
#[repr(align(64))]
pub(super) struct Batch {
    /// The first eight bytes of each token.
    first: [u64; BATCH],
    /// Its length.
    lens: [u32; BATCH],
    /// The last eight bytes of each token of more than eight, packed together.
    last: [u64; BATCH],
    /// The numbers of those.
    longs: [u32; BATCH + 64],
}

impl Default for Batch {
    fn default() -> Self {
        Batch { first: [0; BATCH], lens: [0; BATCH], last: [0; BATCH], longs: [0; BATCH + 64] }
    }
}

impl Batch {
    /// Plain loops of many rounds over arrays: all but the loads become vector code.
    #[inline(always)]
    fn hash<I: Isa>(
        &mut self,
        isa: I,
        text: &[u8],
        (starts, ends): (&[u32], &[u32]),
        out: &mut [u64],
        lower: impl Fn(u64) -> u64,
        over_16: impl Fn(&[u8]) -> u64,
    ) {
        let Batch { first, lens, last, longs } = self;
        for (len, (start, end)) in lens.iter_mut().zip(starts.iter().zip(ends)) {
            *len = end - start;
        }
        load_eights(text, starts, first);
        for ((hash, &first), &len) in out.iter_mut().zip(first.iter()).zip(lens.iter()) {
            *hash = short(lower(first), u64::from(len));
        }
        // The long ones again, packed together.
        let mut count = 0;
        for (lens, base) in lens.chunks_exact(64).zip([0, 64]) {
            let over = isa.above(lens.try_into().expect("an exact chunk"), 8);
            let tokens = starts.len().saturating_sub(base as usize);
            let over = over & !u64::MAX.checked_shl(tokens as u32).unwrap_or(0);
            count += isa.positions(over, base, longs[count..].first_chunk_mut().expect("64 behind a batch"));
        }
        let longs = &longs[..count];
        for (at, &k) in longs.iter().enumerate() {
            let k = k as usize;
            last[at] = load_eight(text, ends[k] as usize - 8);
            first[at] = first[k];
            lens[at] = lens[k];
        }
        for ((last, &first), &len) in last[..count].iter_mut().zip(first.iter()).zip(lens.iter()) {
            *last = middle(lower(first), lower(*last), u64::from(len));
        }
        for (&k, (&hash, &len)) in longs.iter().zip(last.iter().zip(lens.iter())) {
            let k = k as usize;
            out[k] = if len <= 16 { hash } else { over_16(&text[starts[k] as usize..ends[k] as usize]) };
        }
    }
}

/// Hashes every character of the tokens of folded `text` by itself.
pub(super) fn chars(text: &[u8], edges: &Edges, hashes: &mut Vec<u64>) {
    hashes.clear();
    for (&start, &end) in edges.starts().iter().zip(edges.ends()) {
        let word = &text[start as usize..end as usize];
        hashes.extend(
            word.chunk_by(|_, &next| next & 0xC0 == 0x80)
                .map(|c| if c.len() == 1 { xxh3_64(&[c[0].to_ascii_lowercase()]) } else { xxh3_64(c) }),
        );
    }
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
///
/// One to three bytes and four to eight are mixed by two multiplications each, with other constants;
/// to choose the constants costs less than to do both.
#[inline(always)]
fn short(first: u64, len: u64) -> u64 {
    let bits = len * 8;
    let v = first & (!0 >> (64u64.wrapping_sub(bits) & 63));
    // One to three: the middle, the first, the length and the last, in 32 bits.
    let picked = (v >> (((len >> 1) * 8) & 63)) << 24 | (v & 0xFF) << 16 | len << 8;
    let picked = (picked | v >> (bits.wrapping_sub(8) & 63)) & 0xFFFF_FFFF;
    // Four to eight: the first four and the last four.
    let last = v >> (bits.wrapping_sub(32) & 63);
    let both = last.wrapping_add(v << 32) ^ FLIP_4_TO_8;
    let both = both ^ both.rotate_left(49) ^ both.rotate_left(24);
    let four = len > 3;
    let choose = |yes: u64, no: u64| if four { yes } else { no };
    let mut h = choose(both, picked ^ FLIP_1_TO_3).wrapping_mul(choose(PRIME_MX2, PRIME64_2));
    h ^= (h >> choose(35, 29)).wrapping_add(choose(len, 0));
    h = h.wrapping_mul(choose(PRIME_MX2, PRIME64_3));
    h ^ h >> choose(28, 32)
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

    fn check(text: &[u8], tokens: &[(u32, u32)]) {
        let bytes = |&(start, end): &(u32, u32)| &text[start as usize..end as usize];
        let want: Vec<u64> = tokens.iter().map(|t| xxh3_64(&bytes(t).to_ascii_lowercase())).collect();
        let edges = Edges::of(tokens);
        let small = text.to_ascii_lowercase();
        for kernel in Kernel::available() {
            let mut got = vec![1; 500]; // what an earlier article left behind
            with_underscores(kernel, text, &edges, &mut Batch::default(), &mut got);
            assert_eq!(got[..want.len()], want, "{kernel}");
            folded(kernel, &small, &edges, &mut Batch::default(), &mut got);
            assert_eq!(got[..want.len()], want, "{kernel}");
            if text.iter().all(u8::is_ascii_alphanumeric) {
                ascii(kernel, text, &edges, &mut Batch::default(), &mut got);
                assert_eq!(got[..want.len()], want, "{kernel}");
            }
        }
    }

    #[test]
    fn every_length_equals_the_crate() {
        let letters = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        let words: Vec<u8> = (0..400).map(|i| letters[(i * 37 + i / 3) % letters.len()]).collect();
        for len in 1..300u32 {
            check(&words, &(0..19).map(|s| (s, s + len)).collect::<Vec<_>>());
        }
        let text: Vec<u8> = (0..400u32).map(|i| (i * 37 + i / 3) as u8).collect();
        for len in 1..300u32 {
            check(&text, &(0..19).map(|s| (s, s + len)).collect::<Vec<_>>());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_equal_the_crate(text in prop::collection::vec(any::<u8>(), 1..200), cuts in prop::collection::vec(0u32..200, 0..60)) {
            let mut cuts: Vec<u32> = cuts.into_iter().map(|c| c % (text.len() as u32 + 1)).collect();
            cuts.sort_unstable();
            cuts.dedup();
            check(&text, &cuts.chunks_exact(2).map(|c| (c[0], c[1])).collect::<Vec<_>>());
        }
    }
}
