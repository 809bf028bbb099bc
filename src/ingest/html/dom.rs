//! The page as a tree, and the ways to walk it.
//!
//! Nodes lie in document order in one vector, so that a subtree is a range of it and every walk is a
//! loop. Does not own how the tree is built (see [`super::parse`]), what elements mean, entities in text
//! (see [`super::text`]), or character sets.

use std::ops::Range;

use super::attributes::Attributes;
use super::parse::Builder;
use super::tag::Tag;

/// A page of more nodes than are kept.
#[derive(Debug)]
pub(crate) struct TooManyNodes;

/// One element or run of text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) tag: Tag,
    /// Bytes of its name.
    pub(super) name_len: u8,
    /// Index of the parent; the root is its own.
    pub(crate) parent: u32,
    /// One past the last node inside this one.
    pub(crate) end: u32,
    /// Where its name or its text begins in the markup.
    pub(super) start: u32,
    /// Where its start tag or its text ends there.
    pub(super) stop: u32,
}

/// A parsed page or fragment, borrowing its markup.
#[derive(Debug)]
pub(crate) struct Dom<'a> {
    pub(super) source: &'a str,
    pub(super) nodes: Vec<Node>,
}

impl<'a> Dom<'a> {
    /// Parses `source`; any text has a tree. At most the first 4 GiB are read.
    pub(crate) fn parse(source: &'a str) -> Result<Self, TooManyNodes> {
        Builder::new(source).run()
    }

    /// All nodes in document order. Node 0 is the root, which stands for no element.
    pub(crate) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The tag of a node.
    pub(crate) fn tag(&self, id: usize) -> Tag {
        self.nodes[id].tag
    }

    /// The parent of a node; the root's is the root.
    pub(crate) fn parent(&self, id: usize) -> usize {
        self.nodes[id].parent as usize
    }

    /// The nodes inside a node, itself first.
    pub(crate) fn subtree(&self, id: usize) -> Range<usize> {
        id..self.nodes[id].end as usize
    }

    /// The children of a node, in order.
    pub(crate) fn children(&self, id: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes[id].end as usize;
        let mut next = id + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = next;
                next = self.nodes[child].end as usize;
                child
            })
        })
    }

    /// The text of a text node, as written (entities not decoded); empty for an element.
    pub(crate) fn raw_text(&self, id: usize) -> &'a str {
        let node = &self.nodes[id];
        if node.tag == Tag::Text { &self.source[node.start as usize..node.stop as usize] } else { "" }
    }

    /// The text of an element that has only raw text, such as a script or the title.
    pub(crate) fn inner_raw_text(&self, id: usize) -> &'a str {
        self.children(id).next().map_or("", |text| self.raw_text(text))
    }

    /// Attributes of an element as written, lazily; names keep their case, entities are not decoded.
    pub(crate) fn attributes(&self, id: usize) -> Attributes<'a> {
        let node = &self.nodes[id];
        let rest = if node.tag == Tag::Text {
            ""
        } else {
            // Of a name of more than 255 bytes only so many are counted, and they may end within a character.
            let name_end = node.start as usize + usize::from(node.name_len);
            self.source.get(name_end..node.stop as usize).unwrap_or_default()
        };
        Attributes::new(rest)
    }

    /// Value of the attribute `name` (given in lower case) as written.
    pub(crate) fn attribute(&self, id: usize, name: &str) -> Option<&'a str> {
        self.attributes(id).find_map(|(n, value)| n.eq_ignore_ascii_case(name).then_some(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_by_name_in_any_case() {
        let dom = Dom::parse("<P CLASS='x y' id=z>").expect("small");
        assert_eq!(dom.attribute(1, "class"), Some("x y"));
        assert_eq!(dom.attribute(1, "id"), Some("z"));
        assert_eq!(dom.attribute(1, "style"), None);
    }

    #[test]
    fn a_name_longer_than_its_length_can_say_ends_nowhere_special() {
        for length in 250..260 {
            let source = format!("<p{}é class=x>text</p>", "a".repeat(length));
            let dom = Dom::parse(&source).expect("small");
            assert!(dom.attributes(1).count() <= 2);
        }
    }

    #[test]
    fn a_subtree_is_a_range() {
        let dom = Dom::parse("<div>a<p>b</p></div>c").expect("small");
        assert_eq!(dom.subtree(1), 1..5);
        assert_eq!(dom.children(0).collect::<Vec<_>>(), [1, 5]);
        assert_eq!(dom.children(1).map(|id| dom.tag(id)).collect::<Vec<_>>(), [Tag::Text, Tag::P]);
        assert_eq!((dom.raw_text(4), dom.parent(4), dom.raw_text(3)), ("b", 3, ""));
    }
}
