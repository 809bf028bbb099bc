//! What every code point is to the tokeniser: its kind and its folded form, from one pinned table.
//!
//! `fold.bin` is made by `tools/fold_table.py` from the Unicode Character Database 15.0 and never
//! changes within a tokeniser version, because fingerprints depend on every entry of it.

const BYTES: &[u8] = include_bytes!("fold.bin");
const BLOCKS: usize = u32_at(0) as usize;
const EXPANSIONS: usize = u32_at(4) as usize;
const POINTS: usize = u32_at(8) as usize;

const BLOCK: usize = 128;
const TOP: usize = 0x40000;
const NUMBERS_AT: usize = 12;
const ENTRIES_AT: usize = NUMBERS_AT + 2 * (TOP / BLOCK);
const EXPANSIONS_AT: usize = ENTRIES_AT + 4 * BLOCK * BLOCKS;
const POINTS_AT: usize = EXPANSIONS_AT + 4 * EXPANSIONS;

static NUMBERS: [u16; TOP / BLOCK] = {
    let mut all = [0; TOP / BLOCK];
    let mut i = 0;
    while i < all.len() {
        all[i] = u16::from_le_bytes([BYTES[NUMBERS_AT + 2 * i], BYTES[NUMBERS_AT + 2 * i + 1]]);
        i += 1;
    }
    all
};
static ENTRIES: [u32; BLOCK * BLOCKS] = u32s(ENTRIES_AT);
static EXPANSION: [u32; EXPANSIONS] = u32s(EXPANSIONS_AT);
static POINT: [u32; POINTS] = u32s(POINTS_AT);

const fn u32_at(at: usize) -> u32 {
    u32::from_le_bytes([BYTES[at], BYTES[at + 1], BYTES[at + 2], BYTES[at + 3]])
}

const fn u32s<const N: usize>(at: usize) -> [u32; N] {
    let mut all = [0; N];
    let mut i = 0;
    while i < N {
        all[i] = u32_at(at + 4 * i);
        i += 1;
    }
    all
}

/// What a code point is to the tokeniser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Ends a word: spaces, punctuation, symbols.
    Separator,
    /// Part of a word: letters, marks and numbers of scripts that put spaces between words.
    Word,
    /// A token of its own: a letter of a script without spaces.
    Letter,
    /// Nothing at all, not even an end of a word: soft hyphen, joiners, direction marks.
    Ignored,
}

/// One code point's entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry(u32);

impl Entry {
    /// The entry of a code point.
    #[inline(always)]
    pub(super) fn of(point: u32) -> Entry {
        let Some(&number) = NUMBERS.get(point as usize / BLOCK) else {
            // Plane 14 holds tags and variation selectors; all other planes are symbols or private.
            let kind = if (0xE0000..0xE1000).contains(&point) { Kind::Ignored } else { Kind::Separator };
            return Entry((kind as u32) << 21);
        };
        Entry(ENTRIES[number as usize * BLOCK + point as usize % BLOCK])
    }

    /// What the code point is.
    #[inline(always)]
    pub(super) fn kind(self) -> Kind {
        match self.0 >> 21 & 3 {
            0 => Kind::Separator,
            1 => Kind::Word,
            2 => Kind::Letter,
            _ => Kind::Ignored,
        }
    }

    /// Whether it folds to one code point that neither composes nor reorders: no flag is set.
    #[inline(always)]
    pub(super) fn is_simple(self) -> bool {
        self.0 >> 23 == 0
    }

    /// Whether it folds to several code points; see [`Entry::expansion`].
    #[inline(always)]
    pub(super) fn expands(self) -> bool {
        self.0 >> 23 & 1 == 1
    }

    /// Whether its folded form may compose with what stands before it.
    #[inline(always)]
    pub(super) fn composes(self) -> bool {
        self.0 >> 24 & 1 == 1
    }

    /// Rank of its canonical combining class: 0 for starters, else in the order of the classes.
    #[inline(always)]
    pub(super) fn rank(self) -> u32 {
        self.0 >> 25
    }

    /// The folded code point of `point`, whose entry this is and which does not expand.
    #[inline(always)]
    pub(super) fn folded(self, point: u32) -> u32 {
        point.wrapping_add(self.0) & 0x1F_FFFF
    }

    /// The folded code points of an entry that expands.
    pub(super) fn expansion(self) -> &'static [u32] {
        let packed = EXPANSION[(self.0 & 0x1F_FFFF) as usize];
        let first = (packed & 0xFF_FFFF) as usize;
        &POINT[first..first + (packed >> 24) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(c: char) -> String {
        let e = Entry::of(c as u32);
        let points = if e.expands() { e.expansion().to_vec() } else { vec![e.folded(c as u32)] };
        points.into_iter().map(|p| char::from_u32(p).unwrap()).collect()
    }

    #[test]
    fn kinds_of_well_known_characters() {
        for (c, kind) in [
            ('a', Kind::Word),
            ('_', Kind::Word),
            ('é', Kind::Word),
            ('Ж', Kind::Word),
            ('ب', Kind::Word),
            ('한', Kind::Word),
            ('\u{0E51}', Kind::Word), // Thai digit one
            ('中', Kind::Letter),
            ('ひ', Kind::Letter),
            ('ー', Kind::Letter),
            ('\u{0E01}', Kind::Letter), // Thai ko kai
            ('\u{2B820}', Kind::Letter),
            ('-', Kind::Separator),
            ('’', Kind::Separator),
            ('。', Kind::Separator),
            ('№', Kind::Separator),
            ('😀', Kind::Separator),
            ('\u{AD}', Kind::Ignored),
            ('\u{200D}', Kind::Ignored),
            ('\u{FEFF}', Kind::Ignored),
            ('\u{E0100}', Kind::Ignored),
        ] {
            assert_eq!(Entry::of(c as u32).kind(), kind, "{c:?}");
        }
    }

    #[test]
    fn folds_case_width_and_ligatures() {
        for (c, want) in [
            ('É', "é"),
            ('ß', "ss"),
            ('İ', "i\u{307}"),
            ('Σ', "σ"),
            ('ς', "σ"),
            ('Ａ', "a"),
            ('１', "1"),
            ('ﬁ', "fi"),
            ('½', "1\u{2044}2"),
            ('ｶ', "カ"),
            ('中', "中"),
        ] {
            assert_eq!(folded(c), want, "{c:?}");
        }
    }

    #[test]
    fn agrees_with_the_standard_library_on_ascii() {
        for b in 0u8..128 {
            let c = b as char;
            let word = c.is_ascii_alphanumeric() || c == '_';
            assert_eq!(Entry::of(b.into()).kind() == Kind::Word, word, "{c:?}");
            if word {
                assert_eq!(folded(c), c.to_lowercase().to_string());
            }
        }
    }
}
