//! The fast reader of JSON Lines: one strict pass over a record that finds its fields in place.
//!
//! It accepts a subset of JSON and nothing beyond it: whatever it is not sure of (surrogate escapes,
//! repeated fields, text under an unusual type) it declines, and serde_json decides. The text field is
//! handed to a callback at once, which says where it ends, so that its bytes are walked only once.

use super::fields::{Fields, ROLES, Role};

/// Where a field's value lies in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First byte of the value: behind the quote for strings.
    pub start: u32,
    /// Length in bytes, escapes as they are written.
    pub len: u32,
}

/// A record that the fast path understood.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// The best non-empty value of each role.
    pub fields: [Option<Span>; ROLES],
    /// Length of the record, up to its newline or the end of the data.
    pub len: usize,
}

impl Scan {
    /// The value of a role.
    pub fn get(&self, role: Role) -> Option<Span> {
        self.fields[role as usize]
    }
}

/// Remembers what the keys of the last record were for: records of one file have the same ones.
#[derive(Debug)]
pub struct Scanner<'f> {
    fields: &'f Fields,
    depth: usize,
    known: Vec<Key>,
}

/// A key and, where it has one, its role with the rank of its name.
type Key = (Vec<u8>, Option<(Role, usize)>);

impl<'f> Scanner<'f> {
    /// A scanner for these fields that accepts nesting to `depth`.
    pub fn new(fields: &'f Fields, depth: usize) -> Self {
        Scanner { fields, depth, known: Vec::new() }
    }

    /// Scans the record at the start of `data`, which holds valid UTF-8 and may go on behind it.
    ///
    /// `on_text` gets the offset of a text field's content and says how long that is; it is called
    /// again when a better text field turns up. None: not understood here, see the module's head.
    pub fn scan(&mut self, data: &[u8], mut on_text: impl FnMut(usize) -> Option<usize>) -> Option<Scan> {
        let mut scan = Scan::default();
        let mut ranks = [usize::MAX; ROLES];
        let mut cursor = Cursor { data, at: 0 };
        cursor.blank();
        cursor.eat(b'{')?;
        cursor.blank();
        if cursor.peek() == Some(b'}') {
            return None;
        }
        for nth in 0.. {
            cursor.blank();
            cursor.eat(b'"')?;
            let key = cursor.string()?;
            cursor.blank();
            cursor.eat(b':')?;
            cursor.blank();
            let role = self.role(nth, &data[key.start as usize..(key.start + key.len) as usize]);
            if let Some((role, rank)) = role
                && rank == ranks[role as usize]
            {
                return None; // the field again, where the last one counts, whatever it holds
            }
            let value = match (role, cursor.peek()?) {
                (Some((Role::Text, rank)), b'"') if rank < ranks[Role::Text as usize] => {
                    let start = cursor.at + 1;
                    let len = on_text(start)?;
                    cursor.at = start + len + 1;
                    Some(Span { start: start as u32, len: u32::try_from(len).ok()? })
                }
                (_, b'"') => {
                    cursor.at += 1;
                    Some(cursor.string()?)
                }
                (_, first) => {
                    let start = cursor.at;
                    cursor.value(self.depth)?;
                    let number = first == b'-' || first.is_ascii_digit();
                    number.then(|| Span { start: start as u32, len: (cursor.at - start) as u32 })
                }
            };
            if let (Some((role, rank)), Some(span)) = (role, value)
                && span.len > 0
                && rank < ranks[role as usize]
            {
                let written = &data[span.start as usize..(span.start + span.len) as usize];
                let blank = role != Role::Text && written.trim_ascii().is_empty();
                if blank || (role == Role::Text && data[span.start as usize - 1] != b'"') {
                    return None;
                }
                ranks[role as usize] = rank;
                scan.fields[role as usize] = Some(span);
            }
            cursor.blank();
            match cursor.next()? {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
        while let Some(b' ' | b'\t' | b'\r') = cursor.peek() {
            cursor.at += 1;
        }
        scan.len = cursor.at;
        matches!(cursor.peek(), None | Some(b'\n')).then_some(scan)
    }

    fn role(&mut self, nth: usize, key: &[u8]) -> Option<(Role, usize)> {
        match self.known.get(nth) {
            Some((known, role)) if known == key => *role,
            _ => {
                let role = self.fields.role(key);
                // Unusual records may have thousands of keys: only the first ones are remembered.
                if nth < 64 {
                    self.known.truncate(nth);
                    self.known.resize(nth, (Vec::new(), None));
                    self.known.push((key.to_vec(), role));
                }
                role
            }
        }
    }
}

struct Cursor<'d> {
    data: &'d [u8],
    at: usize,
}

impl Cursor<'_> {
    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    #[inline(always)]
    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    #[inline(always)]
    fn eat(&mut self, want: u8) -> Option<()> {
        (self.next()? == want).then_some(())
    }

    /// Passes over spaces; not over newlines, which end a record.
    #[inline(always)]
    fn blank(&mut self) {
        while let Some(b' ' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// A string whose opening quote has been passed; ends behind the closing one.
    fn string(&mut self) -> Option<Span> {
        let start = self.at;
        let rest = &self.data[start..];
        let quote = memchr::memchr(b'"', rest)?;
        let content = &rest[..quote];
        if !content.iter().fold(false, |any, &b| any | (b < 0x20) | (b == b'\\')) {
            self.at = start + quote + 1;
        } else {
            self.escaped_string()?;
        }
        Some(Span { start: start as u32, len: u32::try_from(self.at - 1 - start).ok()? })
    }

    fn escaped_string(&mut self) -> Option<()> {
        loop {
            match self.next()? {
                b'"' => return Some(()),
                b'\\' => match self.next()? {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                    b'u' => {
                        let digits = self.data.get(self.at..self.at + 4)?;
                        let digits = std::str::from_utf8(digits).ok()?;
                        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                            return None;
                        }
                        let unit = u32::from_str_radix(digits, 16).ok()?;
                        char::from_u32(unit)?;
                        self.at += 4;
                    }
                    _ => return None,
                },
                0..0x20 => return None,
                _ => {}
            }
        }
    }

    /// Any value, checked to its end.
    fn value(&mut self, depth: usize) -> Option<()> {
        match self.peek()? {
            b'"' => {
                self.at += 1;
                self.string().map(|_| ())
            }
            b'{' => self.list(depth, b'}', |c| {
                c.eat(b'"')?;
                c.string()?;
                c.blank();
                c.eat(b':')?;
                c.blank();
                c.value(depth.checked_sub(1)?)
            }),
            b'[' => self.list(depth, b']', |c| c.value(depth.checked_sub(1)?)),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => self.number(),
        }
    }

    fn list(&mut self, depth: usize, close: u8, item: impl Fn(&mut Self) -> Option<()>) -> Option<()> {
        depth.checked_sub(1)?;
        self.at += 1;
        self.blank();
        if self.peek()? == close {
            self.at += 1;
            return Some(());
        }
        loop {
            self.blank();
            item(self)?;
            self.blank();
            match self.next()? {
                b',' => {}
                b if b == close => return Some(()),
                _ => return None,
            }
        }
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.data[self.at..].starts_with(word).then(|| self.at += word.len())
    }

    fn number(&mut self) -> Option<()> {
        if self.peek()? == b'-' {
            self.at += 1;
        }
        match self.next()? {
            b'0' => {}
            b'1'..=b'9' => self.digits(),
            _ => return None,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digit()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digit()?;
        }
        Some(())
    }

    fn digits(&mut self) {
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
    }

    fn digit(&mut self) -> Option<()> {
        self.next()?.is_ascii_digit().then(|| self.digits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain_end(data: &[u8], start: usize) -> Option<usize> {
        let mut c = Cursor { data, at: start };
        c.string().map(|s| s.len as usize)
    }

    fn scan(data: &str) -> Option<Scan> {
        let fields = Fields::default();
        Scanner::new(&fields, 16).scan(data.as_bytes(), |at| plain_end(data.as_bytes(), at))
    }

    fn field(data: &str, role: Role) -> Option<&str> {
        let span = scan(data)?.get(role)?;
        Some(&data[span.start as usize..(span.start + span.len) as usize])
    }

    #[test]
    fn finds_fields_in_any_order_and_prefers_the_better_name() {
        let line = r#"{"body":"second","n":[1,{"a":null}],"id":17,"text":"first","date":"2024-01-01"}"#;
        assert_eq!(field(line, Role::Text), Some("first"));
        assert_eq!(field(line, Role::Id), Some("17"));
        assert_eq!(field(line, Role::Date), Some("2024-01-01"));
        assert_eq!(field(line, Role::Title), None);
        assert_eq!(field(r#"{"text":"","content":"x"}"#, Role::Text), Some("x"));
    }

    #[test]
    fn the_record_ends_at_its_newline() {
        assert_eq!(scan("{\"text\":\"a\"} \r\n{\"te").map(|s| s.len), Some(14));
        assert!(scan("{\"text\":\"a\"} x\n").is_none());
    }

    #[test]
    fn declines_what_it_is_not_sure_of() {
        for line in [
            "",
            "[]",
            "{}",
            r#"{"text":"a"#,
            r#"{"text":"a","text":"b"}"#,
            r#"{"text":"a","text":null}"#,
            r#"{"id":"a","id":null,"text":"b"}"#,
            r#"{"id":"  ","text":"b"}"#,
            r#"{"text":12}"#,
            r#"{"id":"\ud83d","text":"a"}"#,
            r#"{"id":01,"text":"a"}"#,
            r#"{"text":"a","text":null}"#,
            r#"{"id":"a","text":"b","id":""}"#,
            r#"{"id":"\x","text":"a"}"#,
            r#"{"a":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]],"text":"a"}"#,
        ] {
            assert!(scan(line).is_none(), "{line}");
        }
    }

    proptest! {
        // Whatever the fast path accepts, serde_json accepts too, and reads the same id and text.
        #[test]
        fn accepts_only_what_serde_json_accepts(line in r#"\{("(id|text|a)": ?("[a-z\\"u0-9]{0,6}"|[-0-9.e+]{1,4}|null|\[[0-9, ]{0,4}\]),? ?){0,4}\}"#) {
            if let Some(found) = scan(&line) {
                let value: serde_json::Value = serde_json::from_str(&line).expect("serde_json accepts it");
                if let Some(span) = found.get(Role::Text) {
                    let raw = &line[span.start as usize - 1..(span.start + span.len) as usize + 1];
                    let text: String = serde_json::from_str(raw).expect("a string");
                    prop_assert_eq!(value["text"].as_str(), Some(text.as_str()));
                }
            }
        }

        #[test]
        fn any_bytes_are_survived(line in ".{0,80}") {
            let _ = scan(&line);
        }
    }
}
