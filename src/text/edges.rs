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
    /// Whether it holds an underscore.
    pub(super) underscore: bool,
}

compiled! {
    /// Finds the words of `text`; `edges` receives start, end, start, end …
    pub(super) fn plain(text: &[u8], edges: &mut Vec<u32>) -> Option<Scan> = scan_plain
}

compiled! {
    /// Finds the words of a JSON string whose content begins `text` and ends at its closing quote.
    /// None where the string is not closed, or holds a raw control character or an unknown escape.
    pub(super) fn json(text: &[u8], edges: &mut Vec<u32>) -> Option<Scan> = scan_json
}

#[inline(always)]
fn scan_plain<I: Isa>(isa: I, text: &[u8], edges: &mut Vec<u32>) -> Option<Scan> {
    scan::<I, false>(isa, text, edges)
}

#[inline(always)]
fn scan_json<I: Isa>(isa: I, text: &[u8], edges: &mut Vec<u32>) -> Option<Scan> {
    scan::<I, true>(isa, text, edges)
}

#[inline(always)]
fn scan<I: Isa, const JSON: bool>(isa: I, text: &[u8], edges: &mut Vec<u32>) -> Option<Scan> {
    edges.clear();
    let (mut at, mut before, mut high) = (0usize, 0u64, 0u64);
    let mut strings = Strings::default();
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
        if JSON && (masks.special != 0 || strings.escaped_next) {
            let found = strings.block(block, masks.special)?;
            word &= !found.escaped;
            if let Some(quote) = found.quote {
                let inside = (1u64 << quote) - 1;
                word &= inside;
                high |= masks.high & inside;
                end = Some(at + quote as usize);
            } else {
                high |= masks.high;
            }
        } else {
            strings.underscore |= !JSON && masks.special & masks.word != 0;
            high |= masks.high;
        }
        let turns = word ^ (word << 1 | before);
        before = word >> 63;
        isa.positions(turns, at as u32, edges);
        if JSON && end.is_some() {
            break;
        }
        at += 64;
    }
    let len = end?;
    if edges.len() % 2 == 1 {
        edges.push(len as u32);
    }
    Some(Scan {
        len,
        high: high != 0,
        unicode_escape: strings.unicode_escape,
        underscore: strings.underscore,
    })
}

/// The state of a JSON string across blocks. Special bytes are rare, so this is plain code.
#[derive(Default)]
struct Strings {
    escaped_next: bool,
    unicode_escape: bool,
    underscore: bool,
}

struct Found {
    /// The bytes that are the second of an escape.
    escaped: u64,
    /// Offset of the closing quote.
    quote: Option<u32>,
}

impl Strings {
    /// None where the string is malformed.
    #[inline(always)]
    fn block(&mut self, block: &[u8; 64], mut special: u64) -> Option<Found> {
        let mut found = Found { escaped: 0, quote: None };
        if self.escaped_next {
            self.escape(block[0])?;
            self.escaped_next = false;
            found.escaped = 1;
            special &= !1;
        }
        while special != 0 {
            let k = special.trailing_zeros();
            special &= special - 1;
            match block[k as usize] {
                b'"' => {
                    found.quote = Some(k);
                    return Some(found);
                }
                b'\\' if k == 63 => self.escaped_next = true,
                b'\\' => {
                    self.escape(block[k as usize + 1])?;
                    found.escaped |= 2 << k;
                    special &= !(2 << k);
                }
                b'_' => self.underscore = true,
                _ => return None,
            }
        }
        Some(found)
    }

    #[inline(always)]
    fn escape(&mut self, byte: u8) -> Option<()> {
        match byte {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                self.unicode_escape = true;
                Some(())
            }
            _ => None,
        }
    }
}
