//! How much of what is inside an element: text, links, paragraphs, lists, images.
//!
//! Owns the counting, one pass over the tree. Does not own any judgement.

use super::dom::Dom;
use super::tag::Tag;

/// Characters from which a block is prose.
const PROSE: u32 = 60;

/// What is known of an element and all that is alive inside it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Stats {
    pub(crate) chars: u32,
    pub(crate) commas: u32,
    pub(crate) link_chars: u32,
    pub(crate) list_chars: u32,
    pub(crate) heading_chars: u32,
    /// Characters whose nearest block is this element.
    pub(crate) own_chars: u32,
    pub(crate) own_commas: u32,
    pub(crate) own_link_chars: u32,
    pub(crate) paragraphs: u32,
    pub(crate) items: u32,
    pub(crate) images: u32,
    pub(crate) inputs: u32,
    pub(crate) blocks: u32,
    /// Characters of blocks that read like paragraphs of an article.
    pub(crate) prose: u32,
}

impl Stats {
    /// Counts what is inside an element into the element around it.
    pub(crate) fn add(&mut self, inner: &Stats) {
        self.each(inner, u32::saturating_add);
    }

    /// Takes out what was inside.
    pub(crate) fn subtract(&mut self, inner: &Stats) {
        self.each(inner, u32::saturating_sub);
    }

    /// Completes the statistics of a node, its content being counted.
    fn count_itself(&mut self, dom: &Dom, id: usize) {
        match dom.tag(id) {
            Tag::Text => {
                (self.chars, self.commas) = measure(dom.raw_text(id));
                (self.own_chars, self.own_commas) = (self.chars, self.commas);
            }
            Tag::A => (self.link_chars, self.own_link_chars) = (self.chars, self.own_chars),
            Tag::Ul | Tag::Ol => self.list_chars = self.chars,
            Tag::P => self.paragraphs += 1,
            Tag::Li => self.items += 1,
            Tag::Img => self.images += 1,
            Tag::Input => self.inputs += 1,
            _ => {}
        }
        let tag = dom.tag(id);
        if tag.is_heading() {
            self.heading_chars = self.chars;
        }
        if tag.is_block() {
            self.blocks += 1;
            if self.own_chars >= PROSE && self.own_link_chars * 3 < self.own_chars && !tag.is_heading() {
                self.prose += self.own_chars;
            }
        }
    }

    fn each(&mut self, other: &Stats, op: fn(u32, u32) -> u32) {
        for (a, b) in [
            (&mut self.chars, other.chars),
            (&mut self.commas, other.commas),
            (&mut self.link_chars, other.link_chars),
            (&mut self.list_chars, other.list_chars),
            (&mut self.heading_chars, other.heading_chars),
            (&mut self.paragraphs, other.paragraphs),
            (&mut self.items, other.items),
            (&mut self.images, other.images),
            (&mut self.inputs, other.inputs),
            (&mut self.blocks, other.blocks),
            (&mut self.prose, other.prose),
        ] {
            *a = op(*a, b);
        }
    }

    /// Share of the characters that are links.
    pub(crate) fn link_density(&self) -> f32 {
        share(self.link_chars, self.chars)
    }

    /// Share of links in the text that is directly in this block.
    pub(crate) fn own_link_density(&self) -> f32 {
        share(self.own_link_chars, self.own_chars)
    }
}

fn share(part: u32, whole: u32) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// The statistics of all nodes that are `alive`; the others have zeros.
pub(crate) fn count(dom: &Dom, alive: &[bool]) -> Vec<Stats> {
    let nodes = dom.nodes();
    let mut all = vec![Stats::default(); nodes.len()];
    // Backwards, so that a node is complete before it is counted into its parent.
    for id in (1..nodes.len()).rev() {
        if !alive[id] {
            continue;
        }
        let node = &nodes[id];
        let own = &mut all[id];
        own.count_itself(dom, id);
        let own = *own;
        let above = &mut all[node.parent as usize];
        above.add(&own);
        if node.tag.is_inline() {
            above.own_chars += own.own_chars;
            above.own_commas += own.own_commas;
            above.own_link_chars += own.own_link_chars;
        }
    }
    all
}

/// Characters of a text, white space folded, and its commas, in any script.
fn measure(raw: &str) -> (u32, u32) {
    let (mut chars, mut commas, mut space) = (0, 0, true);
    let bytes = raw.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        if byte.is_ascii_whitespace() {
            chars += u32::from(!space);
            space = true;
            continue;
        }
        space = false;
        match byte {
            b',' => {
                chars += 1;
                commas += 1;
            }
            0x80..=0xbf => {}
            // U+3001 and U+FF0C, the commas of Chinese and Japanese, and U+060C, the Arabic one.
            0xe3 if bytes[at..].starts_with("、".as_bytes()) => {
                chars += 1;
                commas += 1;
            }
            0xef if bytes[at..].starts_with("，".as_bytes()) => {
                chars += 1;
                commas += 1;
            }
            0xd8 if bytes[at..].starts_with("،".as_bytes()) => {
                chars += 1;
                commas += 1;
            }
            _ => chars += 1,
        }
    }
    (chars, commas)
}
