//! The main text: where in the page the article is, and what around and inside it is not.
//!
//! Owns the search. Paragraphs vote for the elements around them, the element with the most votes and
//! its like siblings are the article, and what does not read like an article is taken out of it. Does
//! not own parsing, the words of class names (see [`super::furniture`]), or writing the text.

use super::dom::Dom;
use super::furniture::{self, ARTICLE, BAD, FURNITURE, GOOD, UNLIKELY};
use super::stats::{self, Stats};
use super::tag::Tag;
use super::text::{self, Lines};
use super::trim::{self, Line};

/// Characters under which an attempt counts as failed, and a more lenient one is made.
const ENOUGH: u32 = 500;

/// Characters from which a paragraph votes.
const VOTER: u32 = 25;

/// An element with this share of the article's text is part of it, whatever its names say.
const MUCH: f32 = 0.3;

/// How far up a paragraph votes.
const LEVELS: usize = 5;

/// The text of the article in `dom`; empty where there is none. `title` is left out where it stands at
/// the head of it.
pub(crate) fn find(dom: &Dom, title: Option<&str>) -> String {
    let mut best = String::new();
    let said: Vec<u16> = (0..dom.nodes().len()).map(|id| said_of(dom, id)).collect();
    for strict in [true, false] {
        let text = Search::new(dom, &said, strict).run(title);
        if text.len() > best.len() {
            best = text;
        }
        if best.chars().count() >= ENOUGH as usize {
            break;
        }
    }
    best
}

fn said_of(dom: &Dom, id: usize) -> u16 {
    if dom.tag(id) == Tag::Text {
        return 0;
    }
    let mut said = 0;
    for (name, value) in dom.attributes(id) {
        if name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("id") {
            said |= furniture::says(value);
        }
    }
    said
}

struct Search<'d, 's> {
    dom: &'d Dom<'s>,
    said: &'d [u16],
    strict: bool,
    alive: Vec<bool>,
    stats: Vec<Stats>,
    scores: Vec<f32>,
}

impl<'d, 's> Search<'d, 's> {
    fn new(dom: &'d Dom<'s>, said: &'d [u16], strict: bool) -> Self {
        let n = dom.nodes().len();
        Search { dom, said, strict, alive: vec![false; n], stats: Vec::new(), scores: vec![0.0; n] }
    }

    fn run(mut self, title: Option<&str>) -> String {
        self.prune();
        self.stats = stats::count(self.dom, &self.alive);
        self.vote();
        // A page of a few words has no paragraph that votes: all of it is the article.
        let roots = self.top().map_or_else(|| vec![0], |top| self.with_siblings(top));
        let mut lines = Lines::default();
        for &root in &roots {
            self.clean(root);
        }
        for &root in &roots {
            text::write(self.dom, &mut lines, root, |id| self.alive[id]);
        }
        let lines: Vec<Line> = lines.lines().map(|(text, node)| self.line(text, node)).collect();
        trim::trim(lines, title)
    }

    fn line<'t>(&self, text: &'t str, node: usize) -> Line<'t> {
        let mut block = node;
        while self.dom.tag(block).is_inline() {
            block = self.dom.parent(block);
        }
        let stats = &self.stats[block];
        Line { text, tag: self.dom.tag(block), links: stats.own_link_density() }
    }

    /// Marks what may be part of the article.
    fn prune(&mut self) {
        let nodes = self.dom.nodes();
        let mut id = 0;
        while id < nodes.len() {
            if self.is_dead(id) {
                id = nodes[id].end as usize;
                continue;
            }
            self.alive[id] = true;
            id += 1;
        }
    }

    fn is_dead(&self, id: usize) -> bool {
        use Tag::*;
        let tag = self.dom.tag(id);
        if matches!(tag, Text | Root | Html | Body) {
            return false;
        }
        if text::is_silent(tag) {
            return true;
        }
        if matches!(
            tag,
            Nav | Footer
                | Aside
                | Button
                | Noscript
                | Dialog
                | Menu
                | Video
                | Audio
                | Embed
                | Link
                | Meta
                | Figcaption
        ) {
            return true;
        }
        if self.is_hidden(id) {
            return true;
        }
        let said = self.said[id];
        self.strict && !matches!(tag, A | Article | Main) && said & UNLIKELY != 0 && said & ARTICLE == 0
    }

    fn is_hidden(&self, id: usize) -> bool {
        for (name, value) in self.dom.attributes(id) {
            let is = |other| name.eq_ignore_ascii_case(other);
            if is("hidden") || (is("aria-hidden") && value.eq_ignore_ascii_case("true")) {
                return true;
            }
            if is("style") {
                let style: String =
                    value.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
                if style.contains("display:none") || style.contains("visibility:hidden") {
                    return true;
                }
            }
            if self.strict
                && is("role")
                && matches!(
                    value,
                    "menu" | "menubar" | "complementary" | "navigation" | "alert" | "alertdialog" | "dialog"
                )
            {
                return true;
            }
        }
        false
    }

    fn vote(&mut self) {
        let nodes = self.dom.nodes();
        for (id, node) in nodes.iter().enumerate() {
            let stats = self.stats[id];
            if !self.alive[id] || !node.tag.is_block() || stats.own_chars < VOTER || node.tag.is_heading() {
                continue;
            }
            let score = 2.0 + stats.own_commas as f32 + (stats.own_chars / 100).min(3) as f32;
            // A container with text of its own votes for itself, a paragraph for its parent.
            let holds_blocks = stats.blocks > 1;
            let mut at = if holds_blocks { id } else { node.parent as usize };
            for level in 0..LEVELS {
                let tag = nodes[at].tag;
                if matches!(tag, Tag::Root | Tag::Html) {
                    break;
                }
                let share = match level {
                    0 => 1.0,
                    1 => 2.0,
                    _ => level as f32 * 3.0,
                };
                if self.scores[at] == 0.0 {
                    self.scores[at] = self.prior(at);
                }
                self.scores[at] += score / share;
                if tag == Tag::Body {
                    break;
                }
                at = nodes[at].parent as usize;
            }
        }
        for (id, score) in self.scores.iter_mut().enumerate() {
            if *score > 5.0 {
                *score *= 1.0 - self.stats[id].link_density();
            }
        }
    }

    fn weight(&self, id: usize) -> f32 {
        let said = self.said[id];
        let mut weight = 0.0;
        if said & GOOD != 0 {
            weight += 25.0;
        }
        if said & BAD != 0 {
            weight -= 25.0;
        }
        weight
    }

    fn prior(&self, id: usize) -> f32 {
        let by_tag = match self.dom.tag(id) {
            Tag::Div => 5.0,
            Tag::Pre | Tag::Td | Tag::Blockquote => 3.0,
            Tag::Ol | Tag::Ul | Tag::Dl | Tag::Dd | Tag::Dt | Tag::Li | Tag::Form => -3.0,
            tag if tag.is_heading() => -5.0,
            _ => 0.0,
        };
        by_tag + if self.strict { self.weight(id) } else { 0.0 }
    }

    fn top(&self) -> Option<usize> {
        let mut best = None;
        for (id, &score) in self.scores.iter().enumerate() {
            if score > 0.0 && best.is_none_or(|b: usize| score > self.scores[b]) {
                best = Some(id);
            }
        }
        let mut top = self.marked(best?);
        // More votes a little higher up: content that is spread over several elements.
        let mut last = self.scores[top];
        let least = last / 3.0;
        let mut at = self.dom.parent(top);
        while !matches!(self.dom.tag(at), Tag::Root | Tag::Html | Tag::Body) {
            let score = self.scores[at];
            if score != 0.0 {
                if score < least {
                    break;
                }
                if score > last {
                    top = at;
                    break;
                }
                last = score;
            }
            at = self.dom.parent(at);
        }
        top = self.wider(top);
        // An only child's parent, so that the siblings of both are seen.
        loop {
            let parent = self.dom.parent(top);
            let alone =
                self.dom.children(parent).filter(|&c| self.alive[c] && self.stats[c].chars > 0).count() == 1;
            if !alone || matches!(self.dom.tag(parent), Tag::Root | Tag::Html | Tag::Body) {
                return Some(top);
            }
            top = parent;
        }
    }

    /// The element that the page itself calls the article's body, if there is one and `top` agrees.
    fn marked(&self, top: usize) -> usize {
        let mut found = None;
        let mut id = 0;
        let nodes = self.dom.nodes();
        while id < nodes.len() {
            let is_body = self.alive[id]
                && self
                    .dom
                    .attribute(id, "itemprop")
                    .is_some_and(|v| v.to_ascii_lowercase().contains("articlebody"));
            if is_body {
                if found.is_some() {
                    return top;
                }
                found = Some(id);
                id = nodes[id].end as usize;
            } else {
                id += 1;
            }
        }
        let Some(body) = found else { return top };
        let inside = self.dom.subtree(body).contains(&top);
        let around =
            self.dom.subtree(top).contains(&body) && self.stats[body].prose * 5 > self.stats[top].prose * 4;
        if inside || around { body } else { top }
    }

    /// An element around `top` that adds much prose and little else: the article in several pieces.
    fn wider(&self, mut top: usize) -> usize {
        let mut at = self.dom.parent(top);
        while !matches!(self.dom.tag(at), Tag::Root | Tag::Html | Tag::Body)
            && self.dom.tag(top) != Tag::Article
        {
            let (inner, outer) = (&self.stats[top], &self.stats[at]);
            let gain = outer.prose - inner.prose;
            let noise = (outer.chars - outer.prose).saturating_sub(inner.chars - inner.prose);
            if gain * 10 > inner.prose && gain < inner.prose * 2 && gain > noise * 4 {
                top = at;
            }
            at = self.dom.parent(at);
        }
        top
    }

    fn with_siblings(&self, top: usize) -> Vec<usize> {
        let least = (self.scores[top] * 0.2).max(10.0);
        let class = self.dom.attribute(top, "class").unwrap_or("");
        let parent = self.dom.parent(top);
        let mut roots = Vec::new();
        for id in self.dom.children(parent) {
            if !self.alive[id] {
                continue;
            }
            if id == top {
                roots.push(id);
                continue;
            }
            let alike = !class.is_empty() && self.dom.attribute(id, "class") == Some(class);
            let bonus = if alike { self.scores[top] * 0.2 } else { 0.0 };
            let stats = &self.stats[id];
            let density = stats.link_density();
            let admit = if self.scores[id] > 0.0 {
                self.scores[id] + bonus >= least
            } else {
                self.dom.tag(id) == Tag::P && stats.chars > 80 && density < 0.25
            };
            if admit {
                roots.push(id);
            }
        }
        roots
    }

    /// Takes out of the article what does not read like one, inner elements first.
    fn clean(&mut self, root: usize) {
        let much = self.stats[root].chars as f32 * MUCH;
        for id in self.dom.subtree(root).skip(1).rev() {
            let small = (self.stats[id].chars as f32) < much;
            if self.alive[id] && small && self.dom.tag(id) != Tag::Text && self.is_out_of_place(id) {
                self.remove(id);
            }
        }
    }

    fn remove(&mut self, id: usize) {
        self.alive[id] = false;
        let gone = self.stats[id];
        let mut at = id;
        while self.dom.tag(at).is_inline() {
            at = self.dom.parent(at);
            let above = &mut self.stats[at];
            above.own_chars = above.own_chars.saturating_sub(gone.own_chars);
            above.own_link_chars = above.own_link_chars.saturating_sub(gone.own_link_chars);
        }
        at = id;
        while at != 0 {
            at = self.dom.parent(at);
            self.stats[at].subtract(&gone);
        }
    }

    fn is_out_of_place(&self, id: usize) -> bool {
        let tag = self.dom.tag(id);
        let stats = &self.stats[id];
        if self.said[id] & FURNITURE != 0 {
            return true;
        }
        if matches!(tag, Tag::H1 | Tag::H2) {
            return self.weight(id) < 0.0;
        }
        if !matches!(tag, Tag::Div | Tag::Ul | Tag::Table | Tag::Form | Tag::Fieldset | Tag::Section) {
            return false;
        }
        let weight = self.weight(id);
        if weight < 0.0 {
            return true;
        }
        if stats.commas >= 10 {
            return false;
        }
        let is_list = matches!(tag, Tag::Ul | Tag::Ol) || stats.list_chars as f32 > stats.chars as f32 * 0.9;
        let density = stats.link_density();
        let p = stats.paragraphs as f32;
        if is_list && density > 0.5 {
            return true;
        }
        (stats.images > 1 && p / (stats.images as f32) < 0.5)
            || (!is_list && stats.items as f32 - 100.0 > p)
            || stats.inputs as f32 > (p / 3.0).floor()
            || (!is_list && stats.chars < 25 && (stats.images == 0 || stats.images > 2) && density > 0.0)
            || (!is_list && weight < 25.0 && density > 0.2)
            || (weight >= 25.0 && density > 0.5)
    }
}
