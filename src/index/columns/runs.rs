//! Runs: postings of articles that are not written yet, dealt out by their keys and packed.
//!
//! Owns the postings between an article's arrival and its segment. As many as the cache holds make a run: they
//! are dealt out by the first bits of their keys, and packed to whole bytes without what their place in the
//! run says already, five bytes instead of eight for most. When the segment is written, what all runs have of
//! a part of the keys is gathered into a small buffer and sorted. Where memory is to be given back, runs go to
//! a file without a name. Dealing and sorting are stable, so the outcome depends neither on the number of
//! threads nor on how the postings were cut into runs.

use std::path::Path;

use super::sort::sort;
use crate::error::Result;
use crate::index::bits::{mask, width_below};
use crate::index::disk::Nameless;
use crate::ingest::map::Map;

/// Bits of an article's number while postings are collected.
pub(in crate::index) const DOC_BITS: u32 = 20;
/// Bits of a key by which a run is dealt out; no kind of key has fewer.
pub(in crate::index) const DEALT: u32 = 12;
/// Postings of a run.
const RUN: usize = 1 << 18;

/// Postings in the order in which they came.
#[derive(Debug)]
pub(in crate::index) struct Postings {
    key_bits: u32,
    place_bits: u32,
    /// Those that are no run yet: the key above the article above the place.
    open: Vec<u64>,
    runs: Vec<Run>,
    /// Bytes of the runs, packed, one after the other where they went to a file.
    file: Option<Nameless>,
    /// Buffers that are used again: new memory costs as much as the sorting.
    spare: Vec<Vec<u8>>,
    len: usize,
    /// Bytes of the runs in memory.
    held: usize,
}

/// Postings dealt out and packed.
#[derive(Debug)]
struct Run {
    /// The first article of the run, above its place.
    first: u64,
    /// Bits of a packed posting below the key: the article, counted from the first, and the place.
    value_bits: u32,
    /// Bytes of a packed posting.
    width: usize,
    /// Where each part ends, in postings.
    ends: Vec<u32>,
    packed: Packed,
}

#[derive(Debug)]
enum Packed {
    Memory(Vec<u8>),
    /// Where it begins in the file.
    File(u64),
}

/// Calls a function that is generic over a packed posting's width with the width that a value has.
macro_rules! by_width {
    ($width:expr, $function:ident($($argument:expr),*)) => {
        match $width {
            ..=4 => $function::<4>($($argument),*),
            5 => $function::<5>($($argument),*),
            6 => $function::<6>($($argument),*),
            7 => $function::<7>($($argument),*),
            _ => $function::<8>($($argument),*),
        }
    };
}

impl Postings {
    /// None yet, of keys and places of so many bits.
    pub(in crate::index) fn new((key_bits, place_bits): (u8, u8)) -> Self {
        Postings {
            key_bits: u32::from(key_bits),
            place_bits: u32::from(place_bits),
            open: Vec::new(),
            runs: Vec::new(),
            file: None,
            spare: Vec::new(),
            len: 0,
            held: 0,
        }
    }

    /// Appends postings of articles that do not descend; `plus` is added to each.
    pub(in crate::index) fn extend(&mut self, mut postings: &[u64], plus: u64) {
        self.len += postings.len();
        while !postings.is_empty() {
            let (now, later) = postings.split_at(postings.len().min(RUN - self.open.len()));
            self.open.extend(now.iter().map(|posting| posting + plus));
            postings = later;
            if self.open.len() == RUN {
                self.end_run();
            }
        }
    }

    /// How many.
    pub(in crate::index) fn len(&self) -> usize {
        self.len
    }

    /// Bytes that they take in memory.
    pub(in crate::index) fn memory(&self) -> usize {
        self.open.len() * 8 + self.held
    }

    /// Moves what was packed to a file without a name in `folder`.
    pub(in crate::index) fn spill(&mut self, folder: &Path) -> Result<()> {
        self.end_run();
        for run in &mut self.runs {
            if let Packed::Memory(bytes) = &mut run.packed {
                let file = match &mut self.file {
                    Some(file) => file,
                    none => none.insert(Nameless::create(folder)?),
                };
                let at = file.append(bytes)?;
                self.held -= bytes.len();
                self.spare.push(std::mem::take(bytes));
                run.packed = Packed::File(at);
            }
        }
        Ok(())
    }

    /// Forgets all, and keeps the memory.
    pub(in crate::index) fn clear(&mut self) {
        self.open.clear();
        self.spare.extend(self.runs.drain(..).filter_map(|run| match run.packed {
            Packed::Memory(bytes) => Some(bytes),
            Packed::File(_) => None,
        }));
        (self.file, self.len, self.held) = (None, 0, 0);
    }

    /// Bits of a posting below its key.
    fn value_bits(&self) -> u32 {
        DOC_BITS + self.place_bits
    }

    fn end_run(&mut self) {
        let value_bits = self.value_bits();
        let article = |posting: &u64| (posting & mask(value_bits)) >> self.place_bits;
        let (Some(first), Some(last)) = (self.open.first().map(article), self.open.last().map(article))
        else {
            return;
        };
        let first_value = first << self.place_bits;
        let packed_bits = width_below(last - first + 1) + self.place_bits;
        let rest_bits = self.key_bits - DEALT;
        let width = ((rest_bits + packed_bits).div_ceil(8) as usize).max(4);
        let part = |posting: u64| (posting >> (value_bits + rest_bits)) as usize;
        let pack = |posting: u64| {
            let value = (posting & mask(value_bits)) - first_value;
            (posting >> value_bits & mask(rest_bits)) << packed_bits | value
        };
        let mut packed = self.spare.pop().unwrap_or_default();
        packed.resize(self.open.len() * width, 0);
        let ends = by_width!(width, deal(&self.open, &part, &pack, &mut packed));
        self.held += packed.len() + ends.len() * 4;
        let packed = Packed::Memory(packed);
        self.runs.push(Run { first: first_value, value_bits: packed_bits, width, ends, packed });
        self.open.clear();
    }

    /// All postings, by parts of the keys' range.
    pub(in crate::index) fn parts(&mut self) -> Result<Parts<'_>> {
        self.end_run();
        let map = self.file.as_ref().map_or_else(|| Ok(Map::default()), Nameless::map)?;
        Ok(Parts { postings: self, map })
    }
}

/// Puts postings, packed, where those of their parts belong; gives where each part ends.
fn deal<const W: usize>(
    postings: &[u64],
    part: &impl Fn(u64) -> usize,
    pack: &impl Fn(u64) -> u64,
    packed: &mut [u8],
) -> Vec<u32> {
    let mut places = vec![0u32; 1 << DEALT];
    postings.iter().for_each(|&posting| places[part(posting)] += 1);
    let mut next = 0;
    for place in &mut places {
        next += std::mem::replace(place, next);
    }
    for &posting in postings {
        let place = &mut places[part(posting)];
        packed[*place as usize * W..][..W].copy_from_slice(&pack(posting).to_le_bytes()[..W]);
        *place += 1;
    }
    places
}

/// Postings to be taken part by part.
#[derive(Debug)]
pub(in crate::index) struct Parts<'p> {
    postings: &'p Postings,
    map: Map,
}

impl Parts<'_> {
    /// Puts the postings of one of `1 << bits` (12 at most) parts into `out`, in order of key, those of a key
    /// in the order in which they came.
    pub(in crate::index) fn sorted(
        &self,
        part: usize,
        bits: u32,
        out: &mut Vec<u64>,
        scratch: &mut Vec<u64>,
    ) {
        let value_bits = self.postings.value_bits();
        let rest_bits = self.postings.key_bits - DEALT;
        let dealt = part << (DEALT - bits)..(part + 1) << (DEALT - bits);
        out.clear();
        for run in &self.postings.runs {
            let bytes = match &run.packed {
                Packed::Memory(bytes) => &bytes[..],
                Packed::File(at) => &self.map.bytes()[*at as usize..],
            };
            let mut start = dealt.start.checked_sub(1).map_or(0, |before| run.ends[before]) as usize;
            for dealt in dealt.clone() {
                let end = run.ends[dealt] as usize;
                if start == end {
                    continue;
                }
                let prefix = (dealt as u64) << (value_bits + rest_bits);
                let unpack = |packed: u64| {
                    let value = (packed & mask(run.value_bits)) + run.first;
                    prefix | packed >> run.value_bits << value_bits | value
                };
                by_width!(run.width, gather(&bytes[start * run.width..end * run.width], &unpack, out));
                start = end;
            }
        }
        sort(out, scratch, value_bits, value_bits + self.postings.key_bits - bits);
    }
}

/// Appends packed postings as they were before.
#[inline(always)]
fn gather<const W: usize>(packed: &[u8], unpack: &impl Fn(u64) -> u64, out: &mut Vec<u64>) {
    let (packed, _) = packed.as_chunks::<W>();
    out.extend(packed.iter().map(|posting| {
        let mut whole = [0; 8];
        whole[..W].copy_from_slice(posting);
        unpack(u64::from_le_bytes(whole))
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn come_out_in_the_order_of_their_keys(
            postings in prop::collection::vec((any::<u64>(), 0u64..70_000, 0u64..128), 0..3000),
            bits in 0u32..5,
            key_bits in 12u8..45,
            place_bits in prop::sample::select(vec![0u8, 7]),
            spilled in prop::collection::vec(any::<bool>(), 3),
        ) {
            let value_bits = DOC_BITS + u32::from(place_bits);
            prop_assume!(u32::from(key_bits) + value_bits <= 64);
            let mut postings = postings;
            postings.sort_by_key(|posting| posting.1);
            let postings: Vec<u64> = postings.into_iter().map(|(key, doc, place)| {
                let place = place & mask(u32::from(place_bits));
                (key & mask(u32::from(key_bits))) << value_bits | doc << place_bits | place
            }).collect();
            let mut want = postings.clone();
            want.sort_by_key(|posting| posting >> value_bits);
            let folder = tempfile::tempdir().unwrap();
            let mut all = Postings::new((key_bits, place_bits));
            all.extend(&[7, 8, 9], 0);
            all.spill(folder.path()).unwrap();
            all.clear();
            for (n, postings) in postings.chunks(1000).enumerate() {
                all.extend(postings, 0);
                if spilled[n] {
                    all.spill(folder.path()).unwrap();
                }
            }
            prop_assert_eq!(all.len(), want.len());
            let parts = all.parts().unwrap();
            let (mut got, mut part, mut scratch) = (Vec::new(), Vec::new(), Vec::new());
            for number in 0..1 << bits {
                parts.sorted(number, bits, &mut part, &mut scratch);
                got.extend_from_slice(&part);
            }
            prop_assert_eq!(got, want);
        }
    }

    #[test]
    fn runs_take_little_memory() {
        let mut all = Postings::new((33, 7));
        let posting = |n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 31 << (DOC_BITS + 7) | (n / 128) << 7;
        (0..RUN as u64 * 2).for_each(|n| all.extend(&[posting(n)], 0));
        assert_eq!(all.memory(), 2 * (RUN * 5 + (4 << DEALT)));
        let folder = tempfile::tempdir().unwrap();
        all.spill(folder.path()).unwrap();
        assert_eq!(all.memory(), 2 * (4 << DEALT));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "it has no name");
    }
}
