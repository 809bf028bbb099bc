//! Markup to a tree: a small, fast, forgiving parser for HTML as it is found.
//!
//! Follows the HTML standard where it matters for text (void and raw-text elements, implied end tags,
//! scopes of end tags) and never moves a node; takes one pass, never recurses, and caps depth and number
//! of nodes.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::attributes::{attribute, is_space};
use super::dom::{Dom, Node, TooManyNodes};
use super::tag::Tag;

/// Deepest nesting; what is nested deeper is kept, as if it were not nested. Browsers stop here, too.
const DEPTH: usize = 512;

/// Most nodes in a page. The largest of a thousand news pages had some 30,000.
const NODES: usize = 1_000_000;

/// A tree in the making.
pub(super) struct Builder<'a> {
    source: &'a str,
    bytes: &'a [u8],
    nodes: Vec<Node>,
    /// Open elements, outermost first; the root is always there.
    open: Vec<u32>,
    /// Open elements beyond [`DEPTH`].
    beyond: usize,
    /// Whether what was last seen stands in a line of text, so that white space after it counts.
    inline: bool,
    has_html: bool,
    has_body: bool,
}

impl<'a> Builder<'a> {
    /// Of markup, of which at most the first 4 GiB are read.
    pub(super) fn new(source: &'a str) -> Self {
        let mut end = source.len().min(u32::MAX as usize);
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let source = &source[..end];
        let root = Node { tag: Tag::Root, name_len: 0, parent: 0, end: 0, start: 0, stop: 0 };
        let mut nodes = Vec::with_capacity((source.len() / 48).min(1 << 16) + 8);
        nodes.push(root);
        Builder {
            source,
            bytes: source.as_bytes(),
            nodes,
            open: vec![0],
            beyond: 0,
            inline: false,
            has_html: false,
            has_body: false,
        }
    }

    /// The tree; any text has one.
    pub(super) fn run(mut self) -> Result<Dom<'a>, TooManyNodes> {
        let mut at = 0;
        while at < self.bytes.len() {
            let tag_at = memchr(b'<', &self.bytes[at..]).map_or(self.bytes.len(), |n| at + n);
            if tag_at > at {
                self.text(at, tag_at);
            }
            at = if tag_at < self.bytes.len() { self.markup(tag_at) } else { tag_at };
            if self.nodes.len() > NODES {
                return Err(TooManyNodes);
            }
        }
        self.pop_to(0);
        self.nodes[0].end = self.nodes.len() as u32;
        Ok(Dom { source: self.source, nodes: self.nodes })
    }

    /// Reads what begins with the "<" at `at`; returns where to go on.
    fn markup(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at + 1..];
        match rest.first() {
            Some(b) if b.is_ascii_alphabetic() => self.start_tag(at + 1),
            Some(b'/') => match rest.get(1) {
                Some(b) if b.is_ascii_alphabetic() => self.end_tag(at + 2),
                Some(_) => self.after(at, b">"),
                None => self.bytes.len(),
            },
            Some(b'!') if rest.starts_with(b"!--") => {
                if rest[3..].starts_with(b">") || rest[3..].starts_with(b"->") {
                    self.after(at, b">")
                } else {
                    self.after(at + 4, b"-->")
                }
            }
            Some(b'!') if rest.starts_with(b"![CDATA[") => {
                let stop = memmem::find(rest, b"]]>").map_or(self.bytes.len(), |n| at + 1 + n);
                self.text(at + 9, stop);
                (stop + 3).min(self.bytes.len())
            }
            Some(b'!' | b'?') => self.after(at, b">"),
            _ => {
                self.text(at, at + 1);
                at + 1
            }
        }
    }

    /// One past the next `needle`, or the end.
    fn after(&self, at: usize, needle: &[u8]) -> usize {
        let rest = &self.bytes[at..];
        let found = if let [byte] = needle { memchr(*byte, rest) } else { memmem::find(rest, needle) };
        found.map_or(self.bytes.len(), |n| at + n + needle.len())
    }

    fn name_end(&self, mut at: usize) -> usize {
        while at < self.bytes.len() && !is_space(self.bytes[at]) && !matches!(self.bytes[at], b'/' | b'>') {
            at += 1;
        }
        at
    }

    fn start_tag(&mut self, start: usize) -> usize {
        let name_end = self.name_end(start);
        let name = &self.bytes[start..name_end];
        let mut tag = Tag::of(name);
        let mut at = name_end;
        let mut linked = false;
        while let Some((name, _, next)) = attribute(self.bytes, at) {
            linked |= tag == Tag::A && self.bytes[name].eq_ignore_ascii_case(b"href");
            at = next;
        }
        while at < self.bytes.len() && self.bytes[at] != b'>' {
            at += 1;
        }
        if at >= self.bytes.len() {
            // A tag that never ends is no tag.
            return at;
        }
        if tag == Tag::A && !linked {
            tag = Tag::Anchor;
        }
        let name_len = name.len().min(255) as u8;
        // Drawings and unknown elements may end where they begin; others ignore the slash.
        let ended = matches!(tag, Tag::Svg | Tag::Other) && self.bytes[at - 1] == b'/';
        self.element(tag, name_len, start, at, ended);
        let body = at + 1;
        if !tag.is_raw_text() {
            return body;
        }
        let stop = self.raw_end(body, start..name_end);
        if tag.keeps_raw_text() && stop > body {
            self.push(Tag::Text, 0, body, stop);
        }
        self.close(self.open.len() - 1);
        if stop >= self.bytes.len() { stop } else { self.after(stop, b">") }
    }

    /// Where the raw text that began at `at` ends: at its own end tag.
    fn raw_end(&self, mut at: usize, name: Range<usize>) -> usize {
        let name = &self.bytes[name];
        while let Some(n) = memchr(b'<', &self.bytes[at..]) {
            let here = at + n;
            let rest = &self.bytes[here + 1..];
            if rest.first() == Some(&b'/')
                && rest.len() > name.len()
                && rest[1..=name.len()].eq_ignore_ascii_case(name)
                && rest.get(name.len() + 1).is_none_or(|&b| is_space(b) || matches!(b, b'>' | b'/'))
            {
                return here;
            }
            at = here + 1;
        }
        self.bytes.len()
    }

    fn end_tag(&mut self, start: usize) -> usize {
        let name_end = self.name_end(start);
        let name = &self.bytes[start..name_end];
        let tag = Tag::of(name);
        self.inline &= tag.is_inline();
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if !matches!(tag, Tag::Body | Tag::Html) {
            self.close_named(tag, name);
        }
        self.after(name_end, b">")
    }

    fn text(&mut self, start: usize, stop: usize) {
        let blank = self.bytes[start..stop].iter().all(|&b| is_space(b));
        if blank && !self.inline {
            return;
        }
        self.push(Tag::Text, 0, start, stop);
        self.inline = true;
    }

    fn push(&mut self, tag: Tag, name_len: u8, start: usize, stop: usize) -> u32 {
        let id = self.nodes.len() as u32;
        let parent = self.top();
        self.nodes.push(Node { tag, name_len, parent, end: id + 1, start: start as u32, stop: stop as u32 });
        id
    }

    fn top(&self) -> u32 {
        *self.open.last().expect("the root is never closed")
    }

    fn tag_at(&self, depth: usize) -> Tag {
        self.nodes[self.open[depth] as usize].tag
    }

    /// Closes the open elements from `depth` inwards.
    fn close(&mut self, depth: usize) {
        self.pop_to(depth.max(1));
    }

    fn pop_to(&mut self, depth: usize) {
        let end = self.nodes.len() as u32;
        for id in self.open.drain(depth..) {
            self.nodes[id as usize].end = end;
        }
    }

    fn element(&mut self, tag: Tag, name_len: u8, start: usize, stop: usize, ended: bool) {
        // A page has one of each, and they are never closed.
        let seen = match tag {
            Tag::Html => std::mem::replace(&mut self.has_html, true),
            Tag::Body => std::mem::replace(&mut self.has_body, true),
            _ => false,
        };
        if seen {
            return;
        }
        self.imply_ends(tag);
        self.inline = tag.is_inline() && (self.inline || tag != Tag::Br);
        let id = self.push(tag, name_len, start, stop);
        if ended || tag.is_void() {
            return;
        }
        if self.open.len() < DEPTH || tag.is_raw_text() {
            self.open.push(id);
        } else {
            self.beyond += 1;
        }
    }

    /// Closes what a start tag of `tag` implies has ended.
    fn imply_ends(&mut self, tag: Tag) {
        let head = (1..self.open.len().min(4)).find(|&depth| self.tag_at(depth) == Tag::Head);
        if let Some(depth) = head.filter(|_| !tag.is_head_only()) {
            self.close(depth);
        }
        if tag.ends_paragraph() {
            self.close_within(|t| t == Tag::P, |t| !t.is_inline());
        }
        match tag {
            Tag::Li => {
                self.close_within(|t| t == Tag::Li, |t| t.is_block() && !matches!(t, Tag::Div | Tag::P));
            }
            Tag::Dt | Tag::Dd => self.close_within(
                |t| matches!(t, Tag::Dt | Tag::Dd),
                |t| t.is_block() && !matches!(t, Tag::Div | Tag::P),
            ),
            Tag::Td => self.close_within(|t| t == Tag::Td, |t| matches!(t, Tag::Tr | Tag::Table)),
            Tag::Tr => self.close_within(|t| t == Tag::Tr, |t| t == Tag::Table),
            Tag::Tbody => {
                self.close_within(|t| matches!(t, Tag::Tbody | Tag::Caption), |t| t == Tag::Table);
            }
            Tag::Option => self.close_within(|t| t == Tag::Option, |t| !t.is_inline()),
            Tag::A => {
                // A link cannot hold a link: the one before was never ended. Blocks inside it stay open.
                if let Some(depth) = self.find(|t| t == Tag::A, Tag::is_scope) {
                    if self.open[depth + 1..].iter().all(|&id| self.nodes[id as usize].tag.is_inline()) {
                        self.close(depth);
                    } else {
                        self.nodes[self.open[depth] as usize].tag = Tag::Anchor;
                    }
                }
            }
            _ if tag.is_heading() => self.close_within(Tag::is_heading, |t| !t.is_inline()),
            _ => {}
        }
    }

    /// Depth of the innermost open element that is `wanted`, none outside one that is a `barrier`.
    fn find(&self, wanted: impl Fn(Tag) -> bool, barrier: impl Fn(Tag) -> bool) -> Option<usize> {
        for depth in (1..self.open.len()).rev() {
            let tag = self.tag_at(depth);
            if wanted(tag) {
                return Some(depth);
            }
            if barrier(tag) {
                return None;
            }
        }
        None
    }

    fn close_within(&mut self, wanted: impl Fn(Tag) -> bool, barrier: impl Fn(Tag) -> bool) {
        if let Some(depth) = self.find(wanted, barrier) {
            self.close(depth);
        }
    }

    fn close_named(&mut self, tag: Tag, name: &[u8]) {
        match tag {
            Tag::A => match self.find(|t| matches!(t, Tag::A | Tag::Anchor), Tag::is_scope) {
                Some(depth)
                    if self.open[depth + 1..].iter().all(|&id| self.nodes[id as usize].tag.is_inline()) =>
                {
                    self.close(depth);
                }
                // A block inside is still open and goes on after the link; better no link than all link.
                Some(depth) => self.nodes[self.open[depth] as usize].tag = Tag::Anchor,
                None => {}
            },
            Tag::Table | Tag::Template => self.close_within(|t| t == tag, |t| t == Tag::Template),
            Tag::Tr | Tag::Td | Tag::Tbody | Tag::Caption => {
                self.close_within(|t| t == tag, |t| t == Tag::Table);
            }
            _ if tag.is_heading() => self.close_within(Tag::is_heading, Tag::is_scope),
            _ if tag.is_inline() => {
                for depth in (1..self.open.len()).rev() {
                    let node = self.nodes[self.open[depth] as usize];
                    if node.tag == tag && (tag != Tag::Other || self.is_named(&node, name)) {
                        return self.close(depth);
                    }
                    if !node.tag.is_inline() {
                        return;
                    }
                }
            }
            _ => self.close_within(|t| t == tag, Tag::is_scope),
        }
    }

    fn is_named(&self, node: &Node, name: &[u8]) -> bool {
        let start = node.start as usize;
        self.bytes[start..start + usize::from(node.name_len)].eq_ignore_ascii_case(name)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The tree as nested brackets: `p(text b(text))`.
    fn shape(source: &str) -> String {
        fn write(dom: &Dom, id: usize, out: &mut String) {
            for child in dom.children(id) {
                match dom.tag(child) {
                    Tag::Text => out.push_str(dom.raw_text(child).trim()),
                    tag => {
                        out.push_str(&format!("{tag:?}(").to_lowercase());
                        write(dom, child, out);
                        out.push(')');
                    }
                }
            }
        }
        let mut out = String::new();
        write(&Dom::parse(source).expect("small"), 0, &mut out);
        out
    }

    #[test]
    fn end_tags_may_be_left_out() {
        assert_eq!(shape("<p>a<p>b<div>c</div>"), "p(a)p(b)div(c)");
        assert_eq!(shape("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e"), "ul(li(a)li(bul(li(c)))li(d))e");
        assert_eq!(shape("<table><tr><td>a<td>b<tr><td>c</table>d"), "table(tr(td(a)td(b))tr(td(c)))d");
        assert_eq!(shape("<dl><dt>a<dd>b<dt>c</dl>"), "dl(dt(a)dd(b)dt(c))");
        assert_eq!(shape("<head><title>a</title><p>b"), "head(title(a))p(b)");
    }

    #[test]
    fn end_tags_do_not_reach_too_far() {
        assert_eq!(shape("<div><table><td>a</div>b</table>c</div>d"), "div(table(td(ab))c)d");
        assert_eq!(shape("<div>a</span></p>b</div>c"), "div(ab)c");
        assert_eq!(shape("<b><p>a</b>b</p></b>c"), "b(p(ab))c");
        assert_eq!(shape("<body>a</body></html><p>b"), "body(ap(b))");
    }

    #[test]
    fn a_link_that_was_not_closed_does_not_link_all_that_follows() {
        assert_eq!(shape("<a href=1>a<a href=2>b</a>c"), "a(a)a(b)c");
        assert_eq!(shape("<a href=1><div>a</a>b</div>"), "anchor(div(ab))");
        assert_eq!(shape("<a name=top>a<p>b"), "anchor(ap(b))");
    }

    #[test]
    fn scripts_and_comments_hide_markup() {
        assert_eq!(shape("<script>'<p>' </scripts></SCRIPT >a"), "script('<p>' </scripts>)a");
        assert_eq!(shape("<style><p></style><!-- <p> > --><!-->a<!x><?y>b"), "style()ab");
        assert_eq!(shape("<textarea><p></textarea>a"), "textarea()a");
        assert_eq!(shape("a<![CDATA[b<p>]]>c"), "ab<p>c");
        assert_eq!(shape("a<script>never ends"), "ascript(never ends)");
    }

    #[test]
    fn what_is_not_markup_is_text() {
        assert_eq!(shape("1 < 2 <3 </ x>y"), "1<2<3y");
        assert_eq!(shape("a<p title='never ends"), "a");
        assert_eq!(shape("<svg/>a<path d=1 />b"), "svg()aother()b");
    }

    #[test]
    fn nesting_is_bounded_and_nothing_is_lost() {
        let source = format!("{}a{}b", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let dom = Dom::parse(&source).expect("fits");
        let text = dom.nodes().iter().position(|node| node.tag == Tag::Text).expect("text is kept");
        let mut depth = 0;
        let mut at = text;
        while at != 0 {
            at = dom.parent(at);
            depth += 1;
        }
        assert!(depth <= DEPTH, "{depth}");
        let last = dom.nodes().len() - 1;
        assert_eq!((dom.raw_text(last), dom.parent(last)), ("b", 0));
    }

    #[test]
    fn too_many_nodes_are_refused() {
        assert!(Dom::parse(&"<b>".repeat(NODES + 10)).is_err());
    }

    proptest! {
        #[test]
        fn any_markup_makes_a_sound_tree(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "<p>", "</p>", "<div class='a'>", "</div>", "<a href=x>", "</a>", "<li>", "<ul>", "</ul>",
                    "<table>", "<td>", "</table>", "<b>", "</b>", "text ", "<", ">", "&amp;", "<script>",
                    "</script>", "<!--", "-->", "<br>", "'", "\"", "=", "é", "<h1>", "</h2>", "<head>", "<body>",
                ]),
                0..60,
            )
        ) {
            let source = parts.concat();
            let dom = Dom::parse(&source).expect("small");
            for id in 1..dom.nodes().len() {
                let parent = dom.parent(id);
                prop_assert!(parent < id);
                prop_assert!(dom.subtree(id).end <= dom.subtree(parent).end);
                let _ = dom.attributes(id).count();
            }
            // Each node is the child of its parent, once.
            let children: usize = (0..dom.nodes().len()).map(|id| dom.children(id).count()).sum();
            prop_assert_eq!(children, dom.nodes().len() - 1);
        }
    }
}
