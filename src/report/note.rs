//! The note that `--annotate` adds to a record, in the record's own bytes.

use serde::Serialize;

use super::kept::Translation;

/// The field that holds the note.
const NAME: &str = "wiretrace";

/// What became of a record.
#[derive(Debug, Serialize)]
pub(super) struct Note<'n> {
    pub(super) kept: bool,
    pub(super) duplicate_of: Option<&'n str>,
    pub(super) similarity: Option<f64>,
    #[serde(flatten)]
    pub(super) translation: Option<Translation>,
    pub(super) story: Option<&'n str>,
}

/// Appends a record with a note behind its other fields, which stay as they came; a note of an earlier
/// run is left out. `line` is an object with at least its text.
pub(super) fn write(out: &mut Vec<u8>, line: &[u8], note: &Note<'_>) {
    let line = line.trim_ascii_end();
    let line = line.strip_suffix(b"}").unwrap_or(line);
    let quoted = [b"\"", NAME.as_bytes(), b"\""].concat();
    if memchr::memmem::find(line, &quoted).is_some() {
        let start = line.iter().position(|&b| b == b'{').map_or(0, |brace| brace + 1);
        out.extend_from_slice(&line[..start]);
        let mut first = true;
        for member in members(&line[start..]).filter(|m| !m.trim_ascii_start().starts_with(&quoted)) {
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            out.extend_from_slice(member);
        }
    } else {
        out.extend_from_slice(line);
    }
    out.push(b',');
    out.extend_from_slice(&quoted);
    out.push(b':');
    serde_json::to_writer(&mut *out, note).expect("writing to memory cannot fail");
    out.extend_from_slice(b"}\n");
}

/// The members of an object, given without its braces: with the space around them, without the commas.
fn members(inside: &[u8]) -> impl Iterator<Item = &[u8]> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    inside.split(move |&byte| {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            return false;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        byte == b',' && depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(line: &str) -> String {
        let mut out = Vec::new();
        let note =
            Note { kept: true, duplicate_of: None, similarity: None, translation: None, story: Some("s") };
        write(&mut out, line.as_bytes(), &note);
        let out = String::from_utf8(out).expect("text");
        let note = r#","wiretrace":{"kept":true,"duplicate_of":null,"similarity":null,"story":"s"}}"#;
        out.strip_suffix('\n').and_then(|out| out.strip_suffix(note)).expect("ends in the note").to_owned()
    }

    #[test]
    fn a_record_is_repeated_as_it_came() {
        for line in [
            r#"{"text":"a"}"#,
            r#"  { "text" : "a" , "n":1.50e+3,"x":[1,{"text":"no"}] }"#,
            r#"{"text":"the \"wiretrace\" of it, \\","y":{"wiretrace":1},"z":["wiretrace",2]}"#,
        ] {
            assert_eq!(noted(line), line.strip_suffix('}').expect("an object"));
        }
        assert_eq!(noted("{\"text\":\"a\"}\r\n"), "{\"text\":\"a\"");
    }

    #[test]
    fn an_earlier_note_is_replaced_wherever_it_stands() {
        assert_eq!(noted(r#"{"text":"a","wiretrace":{"kept":true,"story":"b, c"}}"#), r#"{"text":"a""#);
        assert_eq!(noted(r#"{"wiretrace":{"x":[1,2]}, "text":"a"}"#), r#"{ "text":"a""#);
        assert_eq!(noted(r#"{"a":1, "wiretrace" : "\"," ,"text":"a"}"#), r#"{"a":1,"text":"a""#);
        assert_eq!(noted(r#"{"wiretrace":1,"wiretrace":2,"text":"a","wiretrace":3}"#), r#"{"text":"a""#);
    }
}
