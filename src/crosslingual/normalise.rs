//! The normaliser: text as the table's pieces were made from, by the rules that came with them.
//!
//! NFKC with some more rules, spaces folded to one and none at the ends. The rules are a trie in the table; what
//! comes out equals what the package that the table was made from makes of it.

use super::table::{WordTable, u32_at};

/// Brings text into the form that pieces are looked for in.
#[derive(Debug)]
pub(super) struct Normaliser<'t> {
    units: &'t [u8],
    replacements: &'t [u8],
    /// What an ASCII byte becomes, where no longer rule begins with it.
    ascii: [Option<u8>; 128],
    /// Which bytes may stand behind an ASCII byte in a rule: 256 bits for each.
    longer: [[u64; 4]; 128],
}

/// What stands in the package's pieces for a space.
const MARK: &[u8] = "\u{2581}".as_bytes();

impl<'t> Normaliser<'t> {
    pub(super) fn new(table: &'t WordTable) -> Self {
        let mut normaliser = Normaliser {
            units: table.units(),
            replacements: table.replacements(),
            ascii: [None; 128],
            longer: [[0; 4]; 128],
        };
        for byte in 0..128 {
            if let (&[one], _) = normaliser.rule(&[byte]) {
                normaliser.ascii[usize::from(byte)] = Some(one);
            }
            if let Some((_, children)) =
                normaliser.unit(0).and_then(|root| normaliser.child(offset(root), byte))
            {
                for next in 0..=255 {
                    if normaliser.child(children, next).is_some() {
                        normaliser.longer[usize::from(byte)][usize::from(next) / 64] |= 1 << (next % 64);
                    }
                }
            }
        }
        normaliser
    }

    /// Writes what `text` becomes to `out`: empty, or beginning with a space, as every word does.
    pub(super) fn normalise(&self, text: &str, out: &mut Vec<u8>) {
        out.clear();
        let text = text.as_bytes();
        let mut at = 0;
        let mut spaced = true;
        while at < text.len() {
            let byte = text[at];
            if let Some(one) = self.plain(byte, text.get(at + 1)) {
                at += 1;
                if one != b' ' {
                    if out.is_empty() {
                        out.push(b' ');
                    }
                    out.push(one);
                    spaced = false;
                } else if !spaced {
                    out.push(b' ');
                    spaced = true;
                }
                continue;
            }
            let (mut becomes, len) = self.rule(&text[at..]);
            at += len;
            while let Some(rest) = becomes.strip_prefix(b" ").filter(|_| spaced) {
                becomes = rest;
            }
            let Some(&last) = becomes.last() else { continue };
            if out.is_empty() {
                out.push(b' ');
            }
            while let Some((&first, rest)) = becomes.split_first() {
                let marked = becomes.strip_prefix(MARK);
                out.push(if marked.is_some() { b' ' } else { first });
                becomes = marked.unwrap_or(rest);
            }
            spaced = last == b' ';
        }
        while out.last() == Some(&b' ') {
            out.pop();
        }
    }

    /// What an ASCII byte becomes, where it stands alone in the rules.
    #[inline]
    fn plain(&self, byte: u8, next: Option<&u8>) -> Option<u8> {
        let at = usize::from(byte);
        let one = (*self.ascii.get(at)?)?;
        let longer =
            next.is_some_and(|&next| self.longer[at][usize::from(next) / 64] >> (next % 64) & 1 == 1);
        (!longer).then_some(one)
    }

    /// The longest rule that `text` begins with: what that becomes, and how many bytes it has. Where there is none,
    /// the first letter as it is.
    fn rule<'a>(&self, text: &'a [u8]) -> (&'a [u8], usize)
    where
        't: 'a,
    {
        let mut best = None;
        let mut children = self.unit(0).map(offset);
        for (at, &byte) in text.iter().enumerate() {
            let Some((unit, below)) = children.and_then(|children| self.child(children, byte)) else { break };
            children = Some(below);
            if unit & LEAF != 0 {
                best = self.unit(below).map(|leaf| (leaf & !OPEN, at + 1));
            }
        }
        if let Some((value, len)) = best
            && let Some(rest) = self.replacements.get(value as usize..)
            && let Some(end) = memchr::memchr(0, rest)
        {
            return (&rest[..end], len);
        }
        let len = match text.first() {
            Some(0..=0xBF) | None => 1,
            Some(0xC0..=0xDF) => 2,
            Some(0xE0..=0xEF) => 3,
            Some(_) => 4,
        };
        let len = len.min(text.len());
        (&text[..len], len)
    }

    fn unit(&self, n: u32) -> Option<u32> {
        ((n as usize) < self.units.len() / 4).then(|| u32_at(self.units, n as usize))
    }

    /// The child that `byte` leads to: its unit, and where its own children are.
    fn child(&self, children: u32, byte: u8) -> Option<(u32, u32)> {
        let at = children ^ u32::from(byte);
        let unit = self.unit(at)?;
        (unit & (OPEN | 0xFF) == u32::from(byte)).then(|| (unit, at ^ offset(unit)))
    }
}

/// A unit of the double array, as darts-clone lays it out: the label in the lowest byte, whether a key ends, and how
/// far the children are. With the highest bit it is a value.
const LEAF: u32 = 1 << 8;
const OPEN: u32 = 1 << 31;

fn offset(unit: u32) -> u32 {
    (unit >> 10) << ((unit & (1 << 9)) >> 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> String {
        let mut out = Vec::new();
        Normaliser::new(WordTable::embedded()).normalise(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn widths_ligatures_and_spaces() {
        assert_eq!(normal("  １２ ﬁnal\u{3000}\u{A0}ﾊﾝｶｸ  \n"), " 12 final ハンカク");
        assert_eq!(normal("cafe\u{301}"), " café");
        assert_eq!(normal(" \u{3000}\t"), "");
        assert_eq!(normal(""), "");
    }
}
