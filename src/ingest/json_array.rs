//! JSON that is not one object a line: an array of objects, one object, or several in a row.
//!
//! Owns cutting the objects out of the stream; what is in them is not looked at (see
//! [`json`](super::json)). The cutter knows strings, escapes and depth, nothing more, and never holds
//! more than one object.
//!
//! A line break inside a string is not JSON: there the cutter has lost its way (a quotation mark is
//! missing), gives the object up, and goes on at the next line that begins like the objects before.

use super::raw::{Kind, Limits, Problem, Raw};
use super::window::{Window, size};
use std::io::Read;

/// The objects of one JSON input.
pub struct Objects<R> {
    window: Window<R>,
    limits: Limits,
    record: u64,
    in_array: bool,
    /// Blanks between the beginning of the line and the object, if nothing else is in front of it.
    indent: Option<usize>,
    ended: bool,
}

/// How the search for the end of a value came out.
enum End {
    /// It is this long.
    At(usize),
    /// It ended, but is larger or deeper than allowed; it has been consumed.
    Refused(String),
    /// A line break inside a string; consumed up to there.
    Lost,
    /// The input ended first.
    Missing,
}

impl<R: Read> Objects<R> {
    /// Reads from `reader`, which stands at the beginning of the input.
    pub fn new(reader: R, limits: Limits) -> Self {
        let mut window = Window::new(reader);
        if window.ensure(3) && window.data().starts_with(b"\xef\xbb\xbf") {
            window.consume(3);
        }
        Objects { window, limits, record: 0, in_array: false, indent: Some(0), ended: false }
    }

    /// Consumes white space and commas; the byte after them.
    fn next_byte(&mut self) -> Option<u8> {
        loop {
            let blanks =
                self.window.data().iter().take_while(|b| b.is_ascii_whitespace() || **b == b',').count();
            for &byte in &self.window.data()[..blanks] {
                self.indent = match byte {
                    b'\n' => Some(0),
                    b',' => None,
                    _ => self.indent.map(|width| width + 1),
                };
            }
            self.window.consume(blanks);
            if let Some(&byte) = self.window.data().first() {
                return Some(byte);
            }
            if !self.window.fill() {
                return None;
            }
        }
    }

    fn object(&mut self) -> Result<Raw, Problem> {
        self.record += 1;
        let indent = self.indent;
        let end = self.find_end();
        self.indent = None;
        match end {
            End::At(length) => {
                let bytes = self.window.data()[..length].to_vec();
                self.window.consume(length);
                let record = self.record;
                Ok(Raw {
                    kind: Kind::Json,
                    record,
                    bytes,
                    url: None,
                    seen: None,
                    charset: None,
                    original: None,
                })
            }
            End::Refused(reason) => Err(Problem::skipped(self.record, reason)),
            End::Lost => {
                self.find_line(indent);
                Err(Problem::skipped(self.record, "broken JSON: a line break inside a string"))
            }
            End::Missing => {
                self.ended = true;
                let all = self.window.data().len();
                self.window.consume(all);
                let reason = match self.window.take_failure() {
                    Some(failure) => format!("breaks off: {failure}"),
                    None => "breaks off: the input ends inside it".to_owned(),
                };
                Err(Problem::skipped(self.record, reason))
            }
        }
    }

    /// The length of the value at the beginning of the window, which opens with `{`, `[` or `"`.
    fn find_end(&mut self) -> End {
        let (mut at, mut depth, mut deepest, mut in_string, mut large) = (0, 0usize, 0, false, false);
        loop {
            let data = self.window.data();
            while at < data.len() {
                if in_string {
                    let Some(found) = memchr::memchr3(b'"', b'\\', b'\n', &data[at..]) else {
                        at = data.len();
                        break;
                    };
                    at += found;
                    match data[at] {
                        b'"' => in_string = false,
                        b'\n' => {
                            self.window.consume(at);
                            return End::Lost;
                        }
                        // Come back when the escaped byte is there.
                        _ if at + 1 == data.len() => break,
                        _ => at += 1,
                    }
                    at += 1;
                } else {
                    match data[at] {
                        b'"' => in_string = true,
                        b'{' | b'[' => {
                            depth += 1;
                            deepest = deepest.max(depth);
                        }
                        b'}' | b']' => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    at += 1;
                }
                if depth == 0 && !in_string {
                    if large || at > self.limits.record {
                        self.window.consume(at);
                        return End::Refused(format!("larger than {}", size(self.limits.record)));
                    }
                    if deepest > self.limits.depth {
                        self.window.consume(at);
                        return End::Refused(format!("nested deeper than {} levels", self.limits.depth));
                    }
                    return End::At(at);
                }
            }
            if large || at > self.limits.record {
                large = true;
                self.window.consume(at);
                at = 0;
            }
            if !self.window.fill() {
                return End::Missing;
            }
        }
    }

    /// Consumes up to the next line that begins with `{` after `indent` blanks (any number if `None`).
    fn find_line(&mut self, indent: Option<usize>) {
        let mut blanks = None;
        loop {
            let mut used = 0;
            for &byte in self.window.data() {
                blanks = match (byte, blanks) {
                    (b'\n', _) => Some(0),
                    (b' ' | b'\t', Some(width)) => Some(width + 1),
                    (b'{', Some(width)) if indent.is_none_or(|wanted| wanted == width) => {
                        self.window.consume(used);
                        self.indent = Some(width);
                        return;
                    }
                    _ => None,
                };
                used += 1;
            }
            self.window.consume(used);
            if !self.window.fill() {
                return;
            }
        }
    }

    /// Something that is no object where an object should be.
    fn stray(&mut self, first: u8) -> Problem {
        if matches!(first, b'[' | b'"') {
            return match self.object() {
                Ok(_) => Problem::skipped(self.record, "not a JSON object"),
                Err(problem) => problem,
            };
        }
        self.record += 1;
        self.indent = None;
        loop {
            let data = self.window.data();
            if let Some(end) = memchr::memchr3(b'\n', b',', b']', &data[1.min(data.len())..]) {
                self.window.consume(end + 1);
                break;
            }
            let all = data.len();
            // One byte stays, so that the search above always begins behind the first.
            self.window.consume(all.saturating_sub(1));
            if !self.window.fill() {
                let rest = self.window.data().len();
                self.window.consume(rest);
                break;
            }
        }
        Problem::skipped(self.record, "not a JSON object")
    }
}

impl<R: Read> Iterator for Objects<R> {
    type Item = Result<Raw, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.next_byte() {
                Some(b'{') => return Some(self.object()),
                Some(b'[') if !self.in_array => {
                    self.in_array = true;
                    self.indent = None;
                    self.window.consume(1);
                }
                Some(b']') if self.in_array => {
                    self.in_array = false;
                    self.window.consume(1);
                }
                Some(byte) => return Some(Err(self.stray(byte))),
                None => {
                    self.ended = true;
                    if let Some(failure) = self.window.take_failure() {
                        return Some(Err(Problem::skipped(0, failure)));
                    }
                    if self.in_array {
                        return Some(Err(Problem::skipped(
                            0,
                            "the array is not closed; the file is incomplete",
                        )));
                    }
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::window::testing::{Failing, OneByte, flood};
    use super::*;
    use proptest::prelude::*;

    fn told(objects: impl Iterator<Item = Result<Raw, Problem>>) -> Vec<String> {
        objects
            .map(|object| match object {
                Ok(raw) => format!("{} {}", raw.record, String::from_utf8_lossy(&raw.bytes)),
                Err(problem) => format!("{} ! {}", problem.record, problem.reason),
            })
            .collect()
    }

    fn cut(text: &str) -> Vec<String> {
        told(Objects::new(text.as_bytes(), Limits::default()))
    }

    #[test]
    fn an_array_one_object_or_several() {
        let two = ["1 {\"a\":1}", "2 {\"b\":[{}]}"];
        assert_eq!(cut("\u{feff} [ {\"a\":1} ,\n{\"b\":[{}]} ]\n"), two);
        assert_eq!(cut("{\"a\":1}\n{\"b\":[{}]}"), two);
        assert_eq!(cut("{\"a\":1}{\"b\":[{}]}"), two);
        assert_eq!(cut("[{\"a\":1}]\n[{\"b\":[{}]}]"), two);
        assert_eq!(cut("{\n \"a\": 1\n}\n"), ["1 {\n \"a\": 1\n}"]);
        assert!(cut("").is_empty() && cut("[]").is_empty() && cut(" \n").is_empty());
    }

    #[test]
    fn brackets_and_quotes_in_strings_do_not_count() {
        let text = r#"{"a":"}\"{\\"}"#;
        assert_eq!(cut(&format!("[{text},{text}]")), [format!("1 {text}"), format!("2 {text}")]);
    }

    #[test]
    fn what_is_no_object_is_named_and_passed() {
        let text = "[1, \"x, y\", [2, {}], {\"a\":1}, null]";
        let no = "not a JSON object";
        assert_eq!(
            cut(text),
            [
                format!("1 ! {no}"),
                format!("2 ! {no}"),
                format!("3 ! {no}"),
                "4 {\"a\":1}".into(),
                format!("5 ! {no}")
            ]
        );
        assert_eq!(cut("hello\n{}"), [format!("1 ! {no}"), "2 {}".into()]);
    }

    #[test]
    fn after_a_missing_quote_the_next_object_is_found() {
        let text = "[\n  {\"a\": \"broken},\n    {\"no\": 1},\n  {\"b\": 2}\n]";
        assert_eq!(cut(text), ["1 ! broken JSON: a line break inside a string", "2 {\"b\": 2}"]);
    }

    #[test]
    fn an_input_that_ends_too_early_says_so() {
        assert_eq!(cut("[{},"), ["1 {}", "0 ! the array is not closed; the file is incomplete"]);
        assert_eq!(cut("[{},{\"a"), ["1 {}", "2 ! breaks off: the input ends inside it"]);
        let failing = |text: &'static str| told(Objects::new(Failing(text.as_bytes()), Limits::default()));
        assert_eq!(failing("[{},{\"a"), ["1 {}", "2 ! breaks off: the disk is on fire"]);
        assert_eq!(failing("[{},"), ["1 {}", "0 ! the disk is on fire"]);
    }

    #[test]
    fn what_is_too_large_or_too_deep_is_skipped_and_not_kept() {
        let limits = Limits { record: 1 << 20, depth: 3 };
        let giant = (&b"[{\"a\":\""[..])
            .chain(flood(b'x', 1 << 30))
            .chain(&b"\"},{\"b\":[[]]},{\"c\":[[[]]]},{}]"[..]);
        let mut objects = Objects::new(giant, limits);
        let told = told(&mut objects);
        assert_eq!(
            told,
            ["1 ! larger than 1 MiB", "2 {\"b\":[[]]}", "3 ! nested deeper than 3 levels", "4 {}"]
        );
    }

    proptest! {
        #[test]
        fn any_bytes_end_and_chunks_do_not_matter(text in r#"[\[\]{}",:\\a\n ]{0,60}"#, tail in any::<Vec<u8>>()) {
            let bytes = [text.as_bytes(), &tail].concat();
            let whole = told(Objects::new(&bytes[..], Limits::default()));
            prop_assert!(whole.len() <= bytes.len() + 1);
            prop_assert_eq!(told(Objects::new(OneByte(&bytes[..]), Limits::default())), whole);
        }

        #[test]
        fn objects_come_out_as_they_went_in(values in proptest::collection::vec(".{0,20}", 0..8)) {
            let objects: Vec<String> =
                values.iter().map(|v| serde_json::json!({"text": v, "x": [{"y": v}]}).to_string()).collect();
            let expected: Vec<String> =
                objects.iter().enumerate().map(|(i, o)| format!("{} {o}", i + 1)).collect();
            prop_assert_eq!(&cut(&format!("[{}]", objects.join(", "))), &expected);
            prop_assert_eq!(&cut(&objects.join("\n")), &expected);
        }
    }
}
