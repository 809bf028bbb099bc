//! CSV and TSV: rows under a header to one JSON object each.
//!
//! Owns the cutting of rows, exactly enough to write a row back byte for byte, and the choice of the
//! delimiter. Does not own what the columns mean (see [`fields`](super::fields)).
//!
//! A row ends at a line break outside quotes. A quotation mark that is opened and never closed would
//! swallow the rest of the file: such a row is given up after [`Limits::record`] bytes, and reading goes
//! on at its second line.

use super::fields::{Fields, ROLES, Role};
use super::raw::{Kind, Limits, Problem, Raw};
use super::window::{Window, size};
use std::borrow::Cow;
use std::io::Read;

/// How often reading goes back to the second line of a row with an open quotation mark. Going back
/// reads up to a whole record again, so hostile input must not cause it at will.
const REWINDS: u32 = 100;

/// The rows of one CSV or TSV input; `record` counts lines, the header's is 1.
pub struct Rows<R> {
    window: Window<R>,
    limits: Limits,
    fields: Fields,
    header: Option<Header>,
    /// Given by the format; otherwise found from the header.
    delimiter: Option<u8>,
    line: u64,
    rewinds: u32,
    ended: bool,
}

struct Header {
    /// As it was written, with its line break.
    original: Vec<u8>,
    delimiter: u8,
    columns: usize,
    /// Index and name of the columns that have a role, the name as a JSON string.
    wanted: Vec<(usize, String)>,
}

/// A row at the beginning of the window.
enum Cut {
    /// This long, with its line break.
    Row(usize),
    /// Given up; consumed.
    Refused(String),
    /// The input broke off inside it.
    Broken(String),
    Nothing,
}

/// Where the cutter is in a field.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    Plain,
    Quoted,
    /// Behind a quotation mark in quotes: the end of the quotes, or half of a doubled mark.
    Closing,
}

impl<R: Read> Rows<R> {
    /// Reads rows from `reader`, separated by `delimiter`, or by what the header looks like.
    pub fn new(reader: R, delimiter: Option<u8>, fields: &Fields, limits: Limits) -> Self {
        let window = Window::new(reader);
        let fields = fields.clone();
        Rows { window, limits, fields, header: None, delimiter, line: 0, rewinds: 0, ended: false }
    }

    /// The header row with its line break; what comes before it is lost. Together with the rows'
    /// own bytes it makes a file of the same shape.
    ///
    /// Errors: there is no header row.
    pub fn header(&mut self) -> Result<Vec<u8>, Problem> {
        self.read_header()?;
        Ok(self.header.as_ref().map(|h| h.original.clone()).unwrap_or_default())
    }

    fn read_header(&mut self) -> Result<(), Problem> {
        if self.header.is_some() {
            return Ok(());
        }
        if self.window.ensure(3) && self.window.data().starts_with(b"\xef\xbb\xbf") {
            self.window.consume(3);
        }
        if matches!(self.window.data(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
            return Err(Problem::skipped(0, "is UTF-16; convert it to UTF-8 first"));
        }
        let length = match self.cut(self.delimiter.unwrap_or(b',')) {
            Cut::Row(length) => length,
            Cut::Refused(reason) | Cut::Broken(reason) => return Err(Problem::skipped(0, reason)),
            Cut::Nothing => return Err(Problem::skipped(0, "is empty: no header row")),
        };
        let row = content(&self.window.data()[..length]);
        let mut header =
            Header::read(row, self.delimiter, &self.fields).map_err(|r| Problem::skipped(0, r))?;
        header.original = self.window.data()[..length].to_vec();
        self.header = Some(header);
        self.advance(length);
        Ok(())
    }

    /// Finds the end of the next row; empty lines in front of it are consumed.
    fn cut(&mut self, delimiter: u8) -> Cut {
        let (mut at, mut state) = (0, State::Start);
        loop {
            if at == 0 {
                self.skip_empty_lines();
            }
            let data = self.window.data();
            while at < data.len() {
                let rest = &data[at..];
                match state {
                    State::Start => match rest[0] {
                        b'"' => (at, state) = (at + 1, State::Quoted),
                        byte if byte == delimiter => at += 1,
                        _ => state = State::Plain,
                    },
                    State::Plain => match memchr::memchr3(delimiter, b'\n', b'\r', rest) {
                        Some(found) if rest[found] == delimiter => {
                            (at, state) = (at + found + 1, State::Start);
                        }
                        Some(found) => return self.row(at + found),
                        None => at = data.len(),
                    },
                    State::Quoted => match memchr::memchr(b'"', rest) {
                        Some(found) => (at, state) = (at + found + 1, State::Closing),
                        None => at = data.len(),
                    },
                    State::Closing if rest[0] == b'"' => (at, state) = (at + 1, State::Quoted),
                    State::Closing => state = State::Plain,
                }
            }
            if at > self.limits.record {
                return self.give_up(at, &format!("larger than {}", size(self.limits.record)));
            }
            if !self.window.fill() {
                break;
            }
        }
        if let Some(failure) = self.window.take_failure() {
            return Cut::Broken(failure);
        }
        match at {
            0 => Cut::Nothing,
            _ if state == State::Quoted && memchr::memchr2(b'\n', b'\r', self.window.data()).is_some() => {
                self.give_up(at, "a quotation mark is opened and never closed")
            }
            length => Cut::Row(length),
        }
    }

    /// The row whose line break begins at `end`.
    fn row(&mut self, end: usize) -> Cut {
        let pair = self.window.data()[end] == b'\r'
            && self.window.ensure(end + 2)
            && self.window.data()[end + 1] == b'\n';
        if end > self.limits.record {
            return self.give_up(end, &format!("larger than {}", size(self.limits.record)));
        }
        Cut::Row(end + 1 + usize::from(pair))
    }

    /// Consumes the first line of a row of which `seen` bytes were looked at, however long it is.
    fn give_up(&mut self, seen: usize, reason: &str) -> Cut {
        loop {
            if let Some(end) = memchr::memchr2(b'\n', b'\r', self.window.data()) {
                if end < seen {
                    self.rewinds += 1;
                }
                if self.rewinds > REWINDS {
                    self.ended = true;
                    return Cut::Refused(format!("{reason}; too many such rows, the rest is not read"));
                }
                self.advance(end + 1);
                break;
            }
            let all = self.window.data().len();
            self.window.consume(all);
            if !self.window.fill() {
                self.line += 1;
                break;
            }
        }
        Cut::Refused(format!("{reason} (is a quotation mark missing?)"))
    }

    fn skip_empty_lines(&mut self) {
        loop {
            let breaks = self.window.data().iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
            if breaks == 0 {
                return;
            }
            self.line += memchr::memchr_iter(b'\n', &self.window.data()[..breaks]).count() as u64;
            self.window.consume(breaks);
        }
    }

    /// Consumes a row and counts its lines.
    fn advance(&mut self, length: usize) {
        let row = &self.window.data()[..length];
        let lines = memchr::memchr_iter(b'\n', row).count() as u64;
        self.line += if lines == 0 && row.ends_with(b"\r") { 1 } else { lines };
        self.window.consume(length);
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Raw, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        if let Err(problem) = self.read_header() {
            self.ended = true;
            return Some(Err(problem));
        }
        let delimiter = self.header.as_ref()?.delimiter;
        let cut = self.cut(delimiter);
        let record = self.line + 1;
        let length = match cut {
            Cut::Row(length) => length,
            // What was given up has been counted already.
            Cut::Refused(reason) => return Some(Err(Problem::skipped(self.line, reason))),
            Cut::Broken(reason) => {
                self.ended = true;
                return Some(Err(Problem::skipped(record, format!("breaks off: {reason}"))));
            }
            Cut::Nothing => {
                self.ended = true;
                return None;
            }
        };
        let object = self.header.as_ref()?.object(content(&self.window.data()[..length]));
        let original = self.window.data()[..length].to_vec();
        self.advance(length);
        Some(match object {
            Ok(bytes) => Ok(Raw {
                kind: Kind::Json,
                record,
                bytes,
                url: None,
                seen: None,
                charset: None,
                original: Some(original),
            }),
            Err(reason) => Err(Problem::skipped(record, reason)),
        })
    }
}

impl Header {
    fn read(row: &[u8], delimiter: Option<u8>, fields: &Fields) -> Result<Self, String> {
        let role = |name: &[u8]| fields.role(name.trim_ascii()).map(|(role, _)| role);
        let known = |delimiter: u8| {
            let names = split(row, delimiter);
            (names.iter().filter(|name| role(name).is_some()).count(), names.len())
        };
        // The first of equals, so that a file of one column is comma-separated.
        let delimiter = delimiter
            .or_else(|| b"|\t;,".iter().copied().max_by_key(|&delimiter| known(delimiter)))
            .unwrap_or(b',');
        let names = split(row, delimiter);
        let roles: Vec<Option<Role>> = names.iter().map(|name| role(name)).collect();
        const ALL: [Role; ROLES] = [Role::Text, Role::Id, Role::Title, Role::Url, Role::Date, Role::Lang];
        for wanted in ALL.into_iter().filter(|&role| role == Role::Text || fields.is_named(role)) {
            if !roles.contains(&Some(wanted)) {
                let columns: Vec<_> = names.iter().take(20).map(|n| String::from_utf8_lossy(n)).collect();
                let sought = fields.names(wanted).join(", ");
                let way_out = if wanted == Role::Text { "; name it with --text-field" } else { "" };
                return Err(format!("no column {sought} among: {}{way_out}", columns.join(", ")));
            }
        }
        let wanted = (0..names.len())
            .filter(|&index| roles[index].is_some())
            .map(|index| (index, json_string(String::from_utf8_lossy(&names[index]).trim())))
            .collect();
        Ok(Header { original: Vec::new(), delimiter, columns: names.len(), wanted })
    }

    /// The row as a JSON object of the columns that have a role.
    fn object(&self, row: &[u8]) -> Result<Vec<u8>, String> {
        let values = split(row, self.delimiter);
        if values.len() != self.columns {
            return Err(format!("has {} fields, the header has {}", values.len(), self.columns));
        }
        let mut object = Vec::with_capacity(row.len() + 64);
        for (index, name) in &self.wanted {
            let value = simdutf8::basic::from_utf8(&values[*index])
                .map_err(|_| format!("column {name} is not valid UTF-8"))?;
            object.push(if object.is_empty() { b'{' } else { b',' });
            object.extend_from_slice(name.as_bytes());
            object.push(b':');
            object.extend_from_slice(json_string(value).as_bytes());
        }
        object.push(b'}');
        Ok(object)
    }
}

fn json_string(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

/// A row without its line break.
fn content(row: &[u8]) -> &[u8] {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    row.strip_suffix(b"\r").unwrap_or(row)
}

/// The fields of a row, without their quotes.
fn split(row: &[u8], delimiter: u8) -> Vec<Cow<'_, [u8]>> {
    let mut fields = Vec::new();
    let mut rest = row;
    loop {
        let (mut value, mut at) = (Cow::Borrowed(&rest[..0]), 0);
        if rest.first() == Some(&b'"') {
            at = 1;
            loop {
                let end = memchr::memchr(b'"', &rest[at..]).map_or(rest.len(), |found| at + found);
                let doubled = rest.get(end + 1) == Some(&b'"');
                add(&mut value, &rest[at..end + usize::from(doubled)]);
                at = (end + 1 + usize::from(doubled)).min(rest.len());
                if !doubled {
                    break;
                }
            }
        }
        let end = memchr::memchr(delimiter, &rest[at..]).map_or(rest.len(), |found| at + found);
        add(&mut value, &rest[at..end]);
        fields.push(value);
        if end == rest.len() {
            return fields;
        }
        rest = &rest[end + 1..];
    }
}

fn add<'r>(value: &mut Cow<'r, [u8]>, part: &'r [u8]) {
    if value.is_empty() {
        *value = Cow::Borrowed(part);
    } else if !part.is_empty() {
        value.to_mut().extend_from_slice(part);
    }
}

#[cfg(test)]
mod tests {
    use super::super::window::testing::{Failing, OneByte, flood};
    use super::*;
    use proptest::prelude::*;

    fn told(rows: impl Iterator<Item = Result<Raw, Problem>>) -> Vec<String> {
        rows.map(|row| match row {
            Ok(raw) => format!("{} {}", raw.record, String::from_utf8_lossy(&raw.bytes)),
            Err(problem) => format!("{} ! {}", problem.record, problem.reason),
        })
        .collect()
    }

    fn rows(text: &[u8]) -> Rows<&[u8]> {
        Rows::new(text, None, &Fields::default(), Limits::default())
    }

    fn read(text: &str) -> Vec<String> {
        told(rows(text.as_bytes()))
    }

    #[test]
    fn rows_become_objects_of_the_columns_that_matter() {
        assert_eq!(
            read("\u{feff}id,\"text\",views\r\n1,\"a \"\"b\"\", c\nd\",7\r\n\r\n2,\\ \t,8"),
            [r#"2 {"id":"1","text":"a \"b\", c\nd"}"#, r#"5 {"id":"2","text":"\\ \t"}"#]
        );
    }

    #[test]
    fn the_delimiter_is_found_from_the_header() {
        for text in ["id;text\n1;a,b\n", "id\ttext\n1\ta,b\n", "id|text\n1|a,b\n"] {
            assert_eq!(read(text), [r#"2 {"id":"1","text":"a,b"}"#]);
        }
        assert_eq!(read("text\nx;y\n"), [r#"2 {"text":"x;y"}"#]);
    }

    #[test]
    fn header_and_originals_are_the_whole_file() {
        let text = b"id,text\r\n1,x\r\n2,\"y\r\nz\"\r\n3,w";
        let mut all = rows(text).header().unwrap();
        assert_eq!(all, b"id,text\r\n");
        for row in rows(text) {
            all.extend(row.unwrap().original.unwrap());
        }
        assert_eq!(all, text);
    }

    #[test]
    fn bad_rows_are_named_and_the_rest_is_read() {
        assert_eq!(
            read("id,text\n1\n2,x,y\n3,z\n"),
            [
                "2 ! has 1 fields, the header has 2",
                "3 ! has 3 fields, the header has 2",
                r#"4 {"id":"3","text":"z"}"#
            ]
        );
        assert_eq!(
            told(rows(b"id,text\n1,\xff\n2,x\n")),
            ["2 ! column \"text\" is not valid UTF-8", r#"3 {"id":"2","text":"x"}"#]
        );
    }

    #[test]
    fn an_unusable_header_is_told_once() {
        assert_eq!(
            read("id,words\n1,x\n"),
            [
                "0 ! no column text, content, body, articleBody, article_body, maintext, raw_content, body_text, \
             full_text among: id, words; name it with --text-field"
            ]
        );
        assert_eq!(read(""), ["0 ! is empty: no header row"]);
        assert_eq!(told(rows(b"\xff\xfei\0d\0")), ["0 ! is UTF-16; convert it to UTF-8 first"]);
        let mut fields = Fields::default();
        fields.set(Role::Id, "key");
        let rows = Rows::new(&b"id,text\n1,x\n"[..], None, &fields, Limits::default());
        assert_eq!(told(rows), ["0 ! no column key among: id, text"]);
    }

    #[test]
    fn a_missing_quotation_mark_costs_one_line() {
        let told = read("id,text\n1,\"open\n2,x\n3,y\n");
        assert_eq!(told.len(), 3);
        assert!(told[0].starts_with("2 ! a quotation mark is opened and never closed"), "{}", told[0]);
        assert_eq!(told[1..], [r#"3 {"id":"2","text":"x"}"#, r#"4 {"id":"3","text":"y"}"#]);
    }

    #[test]
    fn a_giant_line_is_skipped_and_not_kept() {
        let limits = Limits { record: 1 << 20, depth: 1 };
        let text = (&b"id,text\n1,"[..]).chain(flood(b'x', 1 << 30)).chain(&b"\n2,y\n"[..]);
        let rows = Rows::new(text, None, &Fields::default(), limits);
        assert_eq!(
            told(rows),
            ["2 ! larger than 1 MiB (is a quotation mark missing?)", r#"3 {"id":"2","text":"y"}"#]
        );
    }

    #[test]
    fn endless_quotation_marks_end() {
        let mut text = b"id,text\n".to_vec();
        text.extend(b"a\"b,\"\n".repeat(10_000));
        let limits = Limits { record: 1 << 10, depth: 1 };
        let told = told(Rows::new(&text[..], None, &Fields::default(), limits));
        assert!(told.len() <= REWINDS as usize + 1);
        assert!(told.last().unwrap().contains("the rest is not read"));
    }

    #[test]
    fn an_input_that_fails_tells_where() {
        let rows =
            Rows::new(Failing(&b"id,text\n1,x\n2,ha"[..]), None, &Fields::default(), Limits::default());
        assert_eq!(told(rows), [r#"2 {"id":"1","text":"x"}"#, "3 ! breaks off: the disk is on fire"]);
    }

    proptest! {
        #[test]
        fn fields_are_those_of_the_csv_crate(text in "[a\",\n\r ]{0,40}") {
            let bytes = format!("text,b\n{text}");
            let mut oracle = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_bytes());
            let expected: Vec<Vec<Vec<u8>>> = oracle
                .byte_records()
                .map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect())
                .collect();
            let mut rows = rows(bytes.as_bytes());
            rows.read_header().unwrap();
            let mut found = Vec::new();
            while let Cut::Row(length) = rows.cut(b',') {
                let row = content(&rows.window.data()[..length]);
                found.push(split(row, b',').into_iter().map(Cow::into_owned).collect::<Vec<_>>());
                rows.advance(length);
            }
            // A quotation mark that stays open is one row there; here it costs a line.
            if rows.rewinds == 0 {
                prop_assert_eq!(found, expected);
            }
        }

        #[test]
        fn any_bytes_end_and_chunks_do_not_matter(text in "[a\",;\n\r]{0,40}", tail in any::<Vec<u8>>()) {
            let bytes = [b"id,text\n", text.as_bytes(), &tail].concat();
            let whole = told(rows(&bytes));
            let slow = Rows::new(OneByte(&bytes[..]), None, &Fields::default(), Limits::default());
            prop_assert_eq!(told(slow), whole);
            let _ = told(rows(&tail));
        }
    }
}
