//! Markup to text: entities decoded, white space folded, one line a paragraph.
//!
//! Owns how text is written out of a tree. Does not own which parts of the tree are wanted.

use quick_xml::escape::resolve_html5_entity;

use super::dom::Dom;
use super::tag::Tag;

/// Longest name of an entity, `CounterClockwiseContourIntegral`, and the ";".
const ENTITY: usize = 32;

/// Nodes in the largest cell of a table that is data.
const CELL: usize = 4;

/// Entities that old pages write without their ";".
const LEGACY: [&str; 5] = ["nbsp", "amp", "lt", "gt", "quot"];

/// What the numeric references 128 to 159 stand for: the characters of windows-1252.
const C1: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// Lines of text in the making.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    out: String,
    space: bool,
    /// Where each line begins, and the node that its first word is in.
    starts: Vec<(usize, usize)>,
    node: usize,
}

impl Lines {
    /// Adds text as written in markup to the current line.
    pub(crate) fn markup(&mut self, raw: &str) {
        let mut rest = raw;
        while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
            self.text(&rest[..at]);
            let (decoded, used) = entity(&rest[at..]);
            match decoded {
                Some(Decoded::Char(c)) => self.text(c.encode_utf8(&mut [0; 4])),
                Some(Decoded::Text(text)) => self.text(text),
                None => self.text("&"),
            }
            rest = &rest[at + used..];
        }
        self.text(rest);
    }

    /// Adds text to the current line; white space is folded, invisible characters are dropped.
    pub(crate) fn text(&mut self, text: &str) {
        self.space |= text.starts_with(char::is_whitespace);
        for word in text.split(char::is_whitespace).filter(|word| !word.is_empty()) {
            if self.out.is_empty() || self.out.ends_with('\n') {
                self.starts.push((self.out.len(), self.node));
            } else if self.space {
                self.out.push(' ');
            }
            if word.is_ascii() {
                self.out.push_str(word);
            } else {
                self.out.extend(word.chars().filter(|&c| !is_invisible(c)));
            }
            self.space = true;
        }
        if !text.is_empty() {
            self.space = text.ends_with(char::is_whitespace) || (self.space && text.trim().is_empty());
        }
    }

    /// Ends the current line, if it has any text.
    pub(crate) fn end_line(&mut self) {
        self.space = false;
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Begins or ends an element: paragraphs are lines, cells and pictures part words.
    pub(crate) fn edge(&mut self, tag: Tag) {
        match tag {
            Tag::Td | Tag::Img => self.text(" "),
            Tag::Br => self.end_line(),
            tag if tag.is_block() => self.end_line(),
            _ => {}
        }
    }

    /// The lines so far, each with the node that its first word is in.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (&str, usize)> {
        let ends = self.starts.iter().skip(1).map(|&(start, _)| start).chain([self.out.len()]);
        self.starts.iter().zip(ends).map(|(&(start, node), end)| (self.out[start..end].trim_end(), node))
    }

    /// The text, without a newline at its end.
    pub(crate) fn finish(mut self) -> String {
        self.end_line();
        self.out.truncate(self.out.trim_end().len());
        self.out
    }
}

/// Soft hyphens, zero-width spaces and byte order marks. Joiners stay: Persian and Hindi are spelt with
/// them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

enum Decoded {
    Char(char),
    Text(&'static str),
}

/// The entity at the start of `text` (which starts with "&") and its length in bytes.
fn entity(text: &str) -> (Option<Decoded>, usize) {
    let bytes = text.as_bytes();
    if bytes.get(1) == Some(&b'#') {
        let hex = matches!(bytes.get(2), Some(b'x' | b'X'));
        let (start, radix) = if hex { (3, 16) } else { (2, 10) };
        let mut stop = start;
        let mut code = 0_u32;
        while let Some(digit) = bytes.get(stop).and_then(|&b| char::from(b).to_digit(radix)) {
            code = code.saturating_mul(radix).saturating_add(digit);
            stop += 1;
        }
        if stop == start {
            return (None, 1);
        }
        let c = match code {
            128..=159 => C1.chars().nth(code as usize - 128),
            0 => None,
            _ => char::from_u32(code),
        };
        let end = stop + usize::from(bytes.get(stop) == Some(&b';'));
        return (Some(Decoded::Char(c.unwrap_or('\u{fffd}'))), end);
    }
    let name = bytes[1..].iter().take(ENTITY).take_while(|b| b.is_ascii_alphanumeric()).count();
    if bytes.get(1 + name) == Some(&b';') {
        if let Some(decoded) = resolve_html5_entity(&text[1..=name]) {
            return (Some(Decoded::Text(decoded)), name + 2);
        }
    } else if let Some(legacy) = LEGACY.iter().find(|&&legacy| text[1..].starts_with(legacy)) {
        return (resolve_html5_entity(legacy).map(Decoded::Text), legacy.len() + 1);
    }
    (None, 1)
}

/// Text as written in markup, or the value of an attribute: decoded, on one line.
pub(crate) fn decode(raw: &str) -> String {
    let mut lines = Lines::default();
    lines.markup(raw);
    lines.finish()
}

/// The text of an element, on one line.
pub(crate) fn within(dom: &Dom, id: usize) -> String {
    let mut lines = Lines::default();
    write(dom, &mut lines, id, |id| !is_silent(dom.tag(id)));
    lines.finish().replace('\n', " ")
}

/// Whether the content of an element is never text for readers.
pub(crate) fn is_silent(tag: Tag) -> bool {
    use Tag::*;
    matches!(
        tag,
        Head | Script | Style | Template | Textarea | Select | Iframe | Svg | Title | Object | Canvas | Media
    )
}

/// Writes the text of the nodes `from..to` that `keep` admits; a node not admitted is left out with
/// all that is in it.
pub(crate) fn write(dom: &Dom, lines: &mut Lines, root: usize, mut keep: impl FnMut(usize) -> bool) {
    let nodes = dom.nodes();
    let end = dom.subtree(root).end;
    // Blocks that are open here, by where they end.
    let mut ends: Vec<usize> = Vec::new();
    let mut id = root;
    while id < end {
        while ends.last().is_some_and(|&e| e <= id) {
            ends.pop();
            lines.end_line();
        }
        let node = &nodes[id];
        if !keep(id) {
            if node.tag.is_block() {
                lines.end_line();
            }
            id = node.end as usize;
            continue;
        }
        match node.tag {
            Tag::Text => {
                lines.node = id;
                lines.markup(dom.raw_text(id));
            }
            // The cells of a table's row share a line, unless the table lays out the page.
            Tag::Td if dom.subtree(id).len() <= CELL => lines.edge(Tag::Td),
            tag if tag.is_block() || tag == Tag::Span && is_byline(dom, id) => {
                lines.end_line();
                ends.push(node.end as usize);
            }
            tag => {
                if stands_beside_a_link(dom, id) {
                    lines.text(" ");
                }
                lines.edge(tag);
            }
        }
        id += 1;
    }
    lines.end_line();
}

/// Whether an element is a byline of its own, which pages set apart from the date beside it.
fn is_byline(dom: &Dom, id: usize) -> bool {
    let class = dom.attribute(id, "class").unwrap_or("");
    class.split_ascii_whitespace().any(|class| class == "byline" || class.ends_with("-byline"))
}

/// Whether an inline element follows another one at once, and either is a link or a button: pages set them apart.
fn stands_beside_a_link(dom: &Dom, id: usize) -> bool {
    let parent = dom.parent(id);
    let mut before = id - 1;
    if before == parent || dom.tag(before) == Tag::Text && dom.parent(before) == parent {
        return false;
    }
    while dom.parent(before) != parent {
        before = dom.parent(before);
    }
    let is_link = |id| matches!(dom.tag(id), Tag::A | Tag::Anchor | Tag::Button | Tag::Label);
    dom.tag(before).is_inline() && (is_link(before) || is_link(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded() {
        assert_eq!(decode("Caf&eacute; &amp; bar &#8211; &#x27;a&#39; &hellip;"), "Café & bar – 'a' …");
        assert_eq!(decode("&#146;&#0;&#xD800;&#99999999999;"), "’\u{fffd}\u{fffd}\u{fffd}");
        assert_eq!(decode("AT&T &unknown; & &# &#x; &amp"), "AT&T &unknown; & &# &#x; &");
        assert_eq!(decode("a&nbspb&nbsp;c"), "a b c");
    }

    #[test]
    fn white_space_is_folded_and_invisible_characters_go() {
        assert_eq!(decode(" \n a\t\u{a0} b\u{ad}c\u{200b}d  "), "a bcd");
        assert_eq!(decode("\u{200b} \u{feff}"), "");
        assert_eq!(decode("می\u{200c}خواهم &#x1F468;\u{200d}&#x1F469;"), "می\u{200c}خواهم 👨\u{200d}👩");
    }

    #[test]
    fn words_of_neighbouring_elements_stay_apart_only_where_they_are() {
        let text = |markup: &str| {
            let dom = Dom::parse(markup).expect("small");
            let mut lines = Lines::default();
            write(&dom, &mut lines, 0, |_| true);
            lines.finish()
        };
        assert_eq!(text("<b>a</b><i>b</i> <i>c</i>"), "ab c");
        assert_eq!(text("<a>a</a><a>b</a><span>c</span><i>d</i>, <a>e</a>f"), "a b cd, ef");
        assert_eq!(text("<p>a</p>b<div>c<br>d</div><table><tr><td>e<td>f<tr><td>g"), "a\nb\nc\nd\ne f\ng");
        assert_eq!(text("<p> <b> a </b> </p> <p></p> <p>b"), "a\nb");
    }
}
