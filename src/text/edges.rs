//! Where the words of a text begin and end, found 64 bytes at a time.
//!
//! A word byte is an ASCII letter, digit or underscore, or any byte of 0x80 and above: text with such
//! bytes goes through [`super::fold`] first, which leaves only word characters up there. The same
//! loop serves plain text and the raw content of a JSON string, whose escapes separate words and
//! whose closing quote it finds on the way. One body, compiled once for each [`Kernel`]; the only
//! thing that differs is how a block becomes bit masks and how a mask becomes positions.

use super::kernel::{Isa, compiled};

/// What a scan found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scan {
    /// Length of the content in bytes.
    pub(super) len: usize,
    /// Whether a byte of 0x80 or above lies in it.
    pub(super) high: bool,
    /// Whether it holds a `\u` escape, which only unescaping can resolve.
    pub(super) unicode_escape: bool,
    /// Whether an underscore lies in it or, of a JSON string, close behind.
    pub(super) underscore: bool,
}

/// Where the tokens of a text lie, in order.
#[derive(Debug, Default)]
pub(super) struct Edges {
    starts: Vec<u32>,
    ends: Vec<u32>,
    /// How many of those have a meaning.
    len: usize,
    /// Whether each token is a letter that stands alone; empty where none is.
    pub(super) alone: Vec<bool>,
}

impl Edges {
    /// These tokens, none of them alone.
    #[cfg(test)]
    pub(super) fn of(tokens: &[(u32, u32)]) -> Edges {
        let (starts, ends) = tokens.iter().copied().unzip();
        Edges { starts, ends, len: tokens.len(), alone: Vec::new() }
    }

    /// How many tokens.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Where each begins.
    pub(super) fn starts(&self) -> &[u32] {
        &self.starts[..self.len]
    }

    /// Where each ends, exclusive.
    pub(super) fn ends(&self) -> &[u32] {
        &self.ends[..self.len]
    }
}

/// Room for the positions of a block behind the first `len`.
#[inline(always)]
fn room(out: &mut Vec<u32>, len: usize) -> &mut [u32; 64] {
    if out.len() < len + 64 {
        grow(out);
    }
    out[len..].first_chunk_mut().expect("room for 64")
}

#[cold]
fn grow(out: &mut Vec<u32>) {
    out.resize((out.len() * 2).max(1024), 0);
}

compiled! {
    /// Finds the words of `text`. `edges` has no meaning where the text is not ASCII: it is to be folded
    /// first.
    pub(super) fn plain(text: &[u8], edges: &mut Edges) -> Option<Scan> = scan_plain
}

compiled! {
    /// Finds the tokens of text that is folded already. `letters` has a bit for every byte of a letter that
    /// stands alone, 64 a number, or is empty where there is none.
    pub(super) fn folded_plain(text: &[u8], letters: &[u64], edges: &mut Edges) -> Option<Scan> = scan_folded_plain
}

compiled! {
    /// Like [`plain`], for a JSON string whose content begins `text` and ends at its closing quote.
    /// None where the string is not closed, or holds a raw control character or an unknown escape.
    pub(super) fn json(text: &[u8], edges: &mut Edges) -> Option<Scan> = scan_json
}

compiled! {
    /// Like [`json`] and [`folded_plain`].
    pub(super) fn folded_json(text: &[u8], letters: &[u64], edges: &mut Edges) -> Option<Scan> = scan_folded_json
}

#[inline(always)]
fn scan_plain<I: Isa>(isa: I, text: &[u8], edges: &mut Edges) -> Option<Scan> {
    scan::<I, false, false>(isa, text, &[], edges)
}

#[inline(always)]
fn scan_folded_plain<I: Isa>(isa: I, text: &[u8], letters: &[u64], edges: &mut Edges) -> Option<Scan> {
    scan::<I, false, true>(isa, text, letters, edges)
}

#[inline(always)]
fn scan_json<I: Isa>(isa: I, text: &[u8], edges: &mut Edges) -> Option<Scan> {
    scan::<I, true, false>(isa, text, &[], edges)
}

#[inline(always)]
fn scan_folded_json<I: Isa>(isa: I, text: &[u8], letters: &[u64], edges: &mut Edges) -> Option<Scan> {
    scan::<I, true, true>(isa, text, letters, edges)
}

#[inline(always)]
fn scan<I: Isa, const JSON: bool, const FOLDED: bool>(
    isa: I,
    text: &[u8],
    letters: &[u64],
    edges: &mut Edges,
) -> Option<Scan> {
    let Edges { starts, ends, len: tokens, alone } = edges;
    let (mut begun, mut ended) = (0, 0);
    alone.clear();
    let (mut at, mut high, mut underscore) = (0usize, 0u64, 0u64);
    // Whether the byte before belongs to a word, and to a letter that stands alone.
    let (mut in_word, mut in_letter) = (0u64, 0u64);
    let mut escapes = Escapes::default();
    let mut end = if JSON { None } else { Some(text.len()) };
    let mut last = [b' '; 64];
    while at < text.len() {
        let block: &[u8; 64] = match text[at..].first_chunk() {
            Some(block) => block,
            None => {
                let rest = &text[at..];
                last[..rest.len()].copy_from_slice(rest);
                &last
            }
        };
        let masks = isa.masks(block);
        let mut word = masks.word | masks.high;
        let mut inside = !0;
        if JSON {
            // Nothing foretells where the next escape stands, so no branch may depend on the common ones:
            // only the closing quote, the rarer escapes and what is malformed leave the straight path.
            let escaped = escapes.escaped(masks.backslash);
            let stops = masks.stop & !escaped;
            if stops != 0 {
                let first = stops.trailing_zeros();
                if block[first as usize] != b'"' {
                    return None;
                }
                inside = (1 << first) - 1;
                end = Some(at + first as usize);
            }
            let mut rare = escaped & !masks.plain_escape & inside;
            while rare != 0 {
                match block[rare.trailing_zeros() as usize] {
                    b'/' | b'b' | b'f' | b'r' | b't' => {}
                    b'u' => escapes.unicode = true,
                    _ => return None,
                }
                rare &= rare - 1;
            }
            word &= inside & !escaped;
        }
        high |= masks.high & inside;
        underscore |= masks.underscore;
        if FOLDED || high == 0 {
            let letter = if FOLDED { letters.get(at / 64).copied().unwrap_or(0) } else { 0 };
            let word = word & !letter;
            let behind = word << 1 | in_word;
            in_word = word >> 63;
            let (mut first, mut past) = (word & !behind, behind & !word);
            if FOLDED && !letters.is_empty() {
                let lead = letter & masks.lead;
                let behind = letter << 1 | in_letter;
                in_letter = letter >> 63;
                first |= lead;
                past |= behind & (lead | !letter);
                isa.flags(letter, first, alone);
            }
            begun += isa.positions(first, at as u32, room(starts, begun));
            ended += isa.positions(past, at as u32, room(ends, ended));
        } else if !JSON {
            break;
        }
        if JSON && end.is_some() {
            break;
        }
        at += 64;
    }
    let len = end?;
    if ended < begun {
        room(ends, ended)[0] = len as u32;
    }
    *tokens = begun;
    let (high, underscore) = (high != 0, underscore != 0);
    Some(Scan { len, high, unicode_escape: escapes.unicode, underscore })
}

/// The escapes of a JSON string, from block to block.
#[derive(Default)]
struct Escapes {
    /// 1 where the next block begins with the second byte of an escape.
    pending: u64,
    /// Whether there was a `\u` escape.
    unicode: bool,
}

impl Escapes {
    /// The bytes of a block that are the second of an escape: every other one of a run of backslashes,
    /// and the byte behind a run of odd length. Runs are told apart by the place where they begin, even
    /// or odd, with the carry of an addition (Langdale and Lemire, "Parsing gigabytes of JSON per
    /// second", 2019).
    #[inline(always)]
    fn escaped(&mut self, backslash: u64) -> u64 {
        const EVEN: u64 = 0x5555_5555_5555_5555;
        let runs = backslash & !self.pending;
        let starts = runs & !(runs << 1);
        let from_even = runs & !runs.wrapping_add(starts & EVEN);
        let from_odd = runs & !from_even;
        let escaped = from_even << 1 & !EVEN | from_odd << 1 & EVEN | self.pending;
        self.pending = from_odd >> 63;
        escaped
    }
}
