//! XML documents as a tree, for feeds and NewsML-G2.
//!
//! Owns reading one document within bounds: depth, number of nodes, no expansion of entities that the
//! document defines. Does not own any vocabulary.
//!
//! Real feeds are often not quite XML. Stray ampersands, HTML's named characters and wrong end tags
//! are put up with; at an error that cannot be, what came before is kept and the error is told.

use super::charset;
use super::html::fragment;
use super::html::tag::Tag;
use super::html::text::Lines;
use super::raw::Limits;
use memchr::memmem;
use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// Elements, attributes and texts in one document, at most. Each costs about a hundred bytes of memory,
/// so that a document of nothing but tags would otherwise cost twenty times its size.
const NODES: usize = 1 << 20;

/// The tree is walked by recursion, so it is never deeper than this, whatever the limits say.
const DEPTH: usize = 256;

/// An element and all that is in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// As written, without the prefix that the root has.
    pub(crate) name: Box<str>,
    attributes: Vec<(Box<str>, String)>,
    children: Vec<Child>,
    /// Whether its end was seen.
    pub(crate) complete: bool,
}

#[derive(Debug)]
enum Child {
    Element(Element),
    Text(String),
}

/// A document as far as it could be read.
pub(crate) struct Document {
    pub(crate) root: Element,
    /// Why reading ended early.
    pub(crate) error: Option<String>,
}

impl Element {
    /// The child elements, in order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// The first child element of this name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| &*element.name == name)
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| value.as_str())
    }

    /// The name without any prefix.
    pub(crate) fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(&self.name)
    }

    /// All text within, as it is.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        self.collect(&mut out);
        out
    }

    fn collect(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Element(element) => element.collect(out),
                Child::Text(text) => out.push_str(text),
            }
        }
    }

    /// All text within, where the elements are those of XHTML or NITF.
    pub(crate) fn paragraphs(&self) -> String {
        let mut lines = Lines::default();
        self.lay(&mut lines);
        lines.finish()
    }

    fn lay(&self, lines: &mut Lines) {
        for child in &self.children {
            match child {
                Child::Text(text) => lines.text(text),
                Child::Element(element) => {
                    let tag = Tag::of(element.local().as_bytes());
                    if fragment::is_text(tag) {
                        lines.edge(tag);
                        element.lay(lines);
                        lines.edge(tag);
                    }
                }
            }
        }
    }
}

/// Decodes a document by its container's label or its own declaration.
pub(crate) fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> Cow<'a, str> {
    let head = &bytes[..bytes.len().min(200)];
    let declared = (|| {
        let end = memmem::find(head, b"?>")?;
        let value = head[..end].split_at(memmem::find(&head[..end], b"encoding")?).1;
        let value = std::str::from_utf8(value).ok()?;
        value.split(['"', '\'']).nth(1)
    })();
    charset::decode(bytes, label.or(declared))
}

/// Reads a document.
pub(crate) fn parse(text: &str, limits: &Limits) -> Document {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut tree = Tree { open: vec![Element::default()], nodes: 0, prefix: None };
    let depth = limits.depth.min(DEPTH);
    let error = loop {
        match reader.read_event() {
            Ok(Event::Start(_)) if tree.open.len() > depth => {
                break Some(format!("nested deeper than {depth} levels"));
            }
            Ok(Event::Start(start)) => tree.start(&start),
            Ok(Event::End(end)) => tree.end(end.name().0),
            Ok(Event::Text(text)) => tree.text(&text),
            Ok(Event::CData(text)) => tree.text(&text),
            Ok(Event::GeneralRef(reference)) => {
                let named = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(character.to_string()),
                    Ok(None) => resolve_html5_entity(&reference).map(str::to_owned),
                    Err(_) => None,
                };
                tree.text(&named.unwrap_or_else(|| format!("&{};", &*reference)));
            }
            Ok(Event::Eof) if tree.open.len() > 1 => break Some("ends inside an element".to_owned()),
            Ok(Event::Eof) => break None,
            Ok(_) => {}
            Err(error) => break Some(format!("{error} at byte {}", reader.error_position())),
        }
        if tree.nodes > NODES {
            break Some(format!("more than {NODES} elements"));
        }
    };
    while tree.open.len() > 1 {
        tree.close(false);
    }
    let top = tree.open.pop().unwrap_or_default();
    let root = top.children.into_iter().find_map(|child| match child {
        Child::Element(element) => Some(element),
        Child::Text(_) => None,
    });
    Document { root: root.unwrap_or_default(), error }
}

struct Tree {
    /// The open elements; the first stands for the document.
    open: Vec<Element>,
    nodes: usize,
    prefix: Option<String>,
}

impl Tree {
    fn start(&mut self, start: &BytesStart<'_>) {
        self.nodes += 1;
        let name = start.name().0;
        let prefix = self.prefix.get_or_insert_with(|| match name.split_once(':') {
            Some((prefix, _)) => format!("{prefix}:"),
            None => String::new(),
        });
        let name = name.strip_prefix(prefix.as_str()).unwrap_or(name).into();
        let attributes = start
            .attributes()
            .with_checks(false)
            .flatten()
            .map(|attribute| {
                let value = quick_xml::escape::unescape(&attribute.value);
                let value = value.map_or_else(|_| attribute.value.to_string(), Cow::into_owned);
                (attribute.key.0.into(), value)
            })
            .collect::<Vec<_>>();
        self.nodes += attributes.len();
        self.open.push(Element { name, attributes, children: Vec::new(), complete: false });
    }

    /// Closes the innermost element of this name and all within; no such element, no effect.
    fn end(&mut self, name: &str) {
        let prefix = self.prefix.as_deref().unwrap_or("");
        let name = name.strip_prefix(prefix).unwrap_or(name).trim_end();
        if let Some(index) = self.open.iter().skip(1).rposition(|element| &*element.name == name) {
            while self.open.len() > index + 1 {
                self.close(true);
            }
        }
    }

    fn close(&mut self, complete: bool) {
        if let Some(mut element) = self.open.pop() {
            element.complete = complete;
            if let Some(parent) = self.open.last_mut() {
                parent.children.push(Child::Element(element));
            }
        }
    }

    fn text(&mut self, text: &str) {
        let Some(parent) = self.open.last_mut() else { return };
        match parent.children.last_mut() {
            Some(Child::Text(before)) => before.push_str(text),
            _ => {
                self.nodes += 1;
                parent.children.push(Child::Text(text.to_owned()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn document(text: &str) -> Document {
        parse(text, &Limits::default())
    }

    #[test]
    fn a_document_is_a_tree() {
        let document = document(
            "<?xml version='1.0'?><a:r x='1 &amp; 2' xmlns:a='n'><a:b>t<![CDATA[<u>]]>&#65;</a:b><c:d/></a:r>",
        );
        let root = document.root;
        assert_eq!((&*root.name, root.attribute("x"), document.error), ("r", Some("1 & 2"), None));
        assert_eq!(root.child("b").unwrap().text(), "t<u>A");
        assert_eq!(root.child("c:d").unwrap().local(), "d");
    }

    #[test]
    fn what_feeds_get_wrong_is_put_up_with() {
        let root = document("<r><a>Fish & chips &eacute; &nope; &#xZZ;</b></a></x><c>d</r>").root;
        assert_eq!(root.child("a").unwrap().text(), "Fish & chips é &nope; &#xZZ;");
        assert_eq!(root.child("c").unwrap().text(), "d");
    }

    #[test]
    fn entities_of_the_document_are_not_expanded() {
        let bomb = "<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><r>&b;</r>";
        assert_eq!(document(bomb).root.text(), "&b;");
    }

    #[test]
    fn what_came_before_an_error_is_kept() {
        let document = document("<r><i>one</i><i>tw");
        let items: Vec<_> = document.root.elements().map(|e| (e.text(), e.complete)).collect();
        assert_eq!(items, [("one".to_owned(), true), ("tw".to_owned(), false)]);
        assert_eq!(document.error.unwrap(), "ends inside an element");
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let deep = document(&"<a>".repeat(1_000_000));
        assert_eq!(deep.error.unwrap(), "nested deeper than 128 levels");
        let wide = document(&format!("<r>{}", "<a/>".repeat(NODES + 10)));
        assert!(wide.error.unwrap().starts_with("more than"));
    }

    #[test]
    fn xhtml_and_nitf_are_laid_out() {
        let root = document("<x:div xmlns:x='n'><x:p>One\n<x:b>t</x:b>wo</x:p><x:script>no</x:script><hl2>Head</hl2>tail</x:div>").root;
        assert_eq!(root.paragraphs(), "One two\nHead\ntail");
    }

    #[test]
    fn the_declaration_names_the_character_set() {
        assert_eq!(
            decode(b"<?xml version=\"1.0\" encoding=\"windows-1251\"?>\xcf", None).chars().last(),
            Some('П')
        );
        assert_eq!(decode(b"<a>\xe9</a>", Some("latin1")), "<a>é</a>");
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end_or_error(text in "(<|</|>|/>|a|b:|=|'|&|;|#|x|\\[CDATA\\[|!|]]>|\\?|--| ){0,40}") {
            document(&text).root.paragraphs();
        }
    }
}
