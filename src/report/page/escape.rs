//! Text made safe for its place in the page.

/// A text as part of HTML: neither markup nor characters that HTML forbids.
pub(super) fn html(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
}

/// JSON as the content of a `script` element: without the one character that could end it (`</script>`) or change
/// how its end is looked for (`<!--`). It stands in strings only, where it can be written otherwise.
pub(super) fn json(out: &mut String, json: &str) {
    let mut parts = json.split('<');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push_str("\\u003c");
        out.push_str(part);
    }
}

/// At most so many bytes of a text, whole characters.
pub(super) fn clip(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_control_characters_are_no_part_of_html() {
        let mut out = String::new();
        html(&mut out, "a<b & \"c\"\u{0}'d'</title>\u{9f}");
        assert_eq!(out, "a&lt;b &amp; &quot;c&quot; &#39;d&#39;&lt;/title&gt; ");
    }

    #[test]
    fn json_in_a_script_cannot_end_it_and_reads_as_before() {
        let hostile = "</script><!-- <script> \u{2028}\u{2029}\u{0}\u{7f}\u{202e}\\u003c <";
        let mut out = String::new();
        json(&mut out, &serde_json::to_string(hostile).unwrap());
        assert!(!out.contains('<'), "{out}");
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), hostile);
    }

    #[test]
    fn what_is_cut_is_cut_between_characters() {
        assert_eq!(clip("語語", 4), "語");
        assert_eq!(clip("語語", 400), "語語");
    }
}
