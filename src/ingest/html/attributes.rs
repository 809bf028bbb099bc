//! The attributes of a start tag, read where they stand.
//!
//! Owns their syntax, quoted, unquoted or broken. Does not own entities in their values.

use std::ops::Range;

use memchr::memchr;

/// Attributes of one start tag.
pub(crate) struct Attributes<'a> {
    rest: &'a str,
    at: usize,
}

impl<'a> Attributes<'a> {
    /// Of what follows an element's name in its start tag.
    pub(crate) fn new(rest: &'a str) -> Self {
        Attributes { rest, at: 0 }
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value, at) = attribute(self.rest.as_bytes(), self.at)?;
        self.at = at;
        // Both ranges end at ASCII bytes or at the end, hence at character boundaries.
        Some((self.rest.get(name)?, self.rest.get(value)?))
    }
}

/// White space as HTML has it.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

/// The attribute that starts at or after `at`: ranges of name and value, and where to go on.
/// None at the end of the tag or of the text.
pub(crate) fn attribute(bytes: &[u8], mut at: usize) -> Option<(Range<usize>, Range<usize>, usize)> {
    let skip_spaces = |mut at: usize| {
        while at < bytes.len() && is_space(bytes[at]) {
            at += 1;
        }
        at
    };
    while at < bytes.len() && (is_space(bytes[at]) || bytes[at] == b'/') {
        at += 1;
    }
    if at >= bytes.len() || bytes[at] == b'>' {
        return None;
    }
    let start = at;
    // A name may begin with "=".
    at += 1;
    while at < bytes.len() && !is_space(bytes[at]) && !matches!(bytes[at], b'=' | b'>' | b'/') {
        at += 1;
    }
    let name = start..at;
    let equals = skip_spaces(at);
    if equals >= bytes.len() || bytes[equals] != b'=' {
        return Some((name, at..at, at));
    }
    at = skip_spaces(equals + 1);
    if at >= bytes.len() {
        return Some((name, at..at, at));
    }
    if let quote @ (b'"' | b'\'') = bytes[at] {
        let stop = memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |n| at + 1 + n);
        return Some((name, at + 1..stop, (stop + 1).min(bytes.len())));
    }
    let start = at;
    while at < bytes.len() && !is_space(bytes[at]) && bytes[at] != b'>' {
        at += 1;
    }
    Some((name, start..at, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tag: &str) -> Vec<(&str, &str)> {
        Attributes::new(tag).collect()
    }

    #[test]
    fn all_ways_of_quoting_are_read() {
        let expected = [("a", "1"), ("b", "x y"), ("c", "it's"), ("d", ""), ("e", "2/3")];
        assert_eq!(of(" a=1 b='x y'\nc = \"it's\" d e=2/3"), expected);
        assert_eq!(of("/a='1'b=2/"), [("a", "1"), ("b", "2/")]);
    }

    #[test]
    fn broken_attributes_end_with_the_tag() {
        assert_eq!(of(" =x"), [("=x", "")]);
        assert_eq!(of(" a='never closed"), [("a", "never closed")]);
        assert_eq!(of(" a="), [("a", "")]);
        assert_eq!(of(" é=ü>b"), [("é", "ü")]);
        assert_eq!(of("  "), []);
    }
}
