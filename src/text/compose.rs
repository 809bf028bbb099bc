//! Folding with places, where letters compose, expand or carry marks.
//!
//! The slow way of [`super::words`]: one stretch of text between two separators becomes a list of folded
//! code points, each with the bytes it came from. Follows [`super::fold`] step by step, which defines
//! what comes out.

use unicode_normalization::UnicodeNormalization;

use super::fold::{MOST_MARKS, decode};
use super::table::{Entry, Kind};

/// A folded code point and where it came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// The folded code point.
    pub(super) point: u32,
    /// The first code point it came from.
    pub(super) original: u32,
    /// Offset of the first byte it came from.
    pub(super) from: u32,
    /// Offset behind the last byte it came from.
    pub(super) to: u32,
    /// What it is; never [`Kind::Ignored`].
    pub(super) kind: Kind,
}

/// Folds stretches one after the other; keeps its buffers.
#[derive(Debug, Default)]
pub(super) struct Composer {
    pieces: Vec<Piece>,
    taken: Vec<u32>,
    rank: u32,
}

impl Composer {
    /// What the last stretch became.
    pub(super) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Folds from `start`, which follows a separator, to the next separator; returns where that stands or,
    /// of one beyond ASCII, the place behind it.
    pub(super) fn read(&mut self, text: &[u8], start: usize) -> usize {
        self.pieces.clear();
        self.rank = 0;
        let mut at = start;
        while at < text.len() {
            let byte = text[at];
            let from = at as u32;
            if byte < 0x80 {
                if !byte.is_ascii_alphanumeric() && byte != b'_' {
                    break;
                }
                at += 1;
                let point = u32::from(byte.to_ascii_lowercase());
                self.push(Piece { point, original: byte.into(), from, to: at as u32, kind: Kind::Word });
                self.rank = 0;
                continue;
            }
            let (original, len) = decode(&text[at..]);
            let entry = Entry::of(original);
            at += len;
            let to = at as u32;
            match entry.kind() {
                Kind::Separator => break,
                Kind::Ignored => {}
                kind if entry.is_simple() => {
                    self.push(Piece { point: entry.folded(original), original, from, to, kind });
                    self.rank = 0;
                }
                _ => {
                    let one = [entry.folded(original)];
                    let points = if entry.expands() { entry.expansion() } else { &one };
                    for &point in points {
                        self.marked(point, original, from, to);
                    }
                }
            }
        }
        at
    }

    fn marked(&mut self, point: u32, original: u32, from: u32, to: u32) {
        let entry = Entry::of(point);
        let rank = entry.rank();
        if entry.composes() || rank != 0 && self.rank > rank {
            self.compose(Piece { point, original, from, to, kind: entry.kind() });
        } else {
            self.push(Piece { point, original, from, to, kind: entry.kind() });
            self.rank = rank;
        }
    }

    /// Takes back the last starter and its marks, and appends them composed with one more.
    fn compose(&mut self, last: Piece) {
        self.taken.clear();
        self.taken.push(last.point);
        let Piece { mut original, mut from, to, .. } = last;
        while let Some(piece) = self.pieces.pop_if(|p| p.kind != Kind::Separator) {
            (original, from) = (piece.original, piece.from);
            self.taken.push(piece.point);
            if Entry::of(piece.point).rank() == 0 || self.taken.len() > MOST_MARKS {
                break;
            }
        }
        let taken = std::mem::take(&mut self.taken);
        for c in taken.iter().rev().filter_map(|&p| char::from_u32(p)).nfc() {
            let entry = Entry::of(c as u32);
            self.push(Piece { point: c as u32, original, from, to, kind: entry.kind() });
            self.rank = entry.rank();
        }
        self.taken = taken;
    }

    fn push(&mut self, piece: Piece) {
        if piece.kind != Kind::Ignored {
            self.pieces.push(piece);
        }
    }
}
