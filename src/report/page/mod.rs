//! The page: what was found, as one HTML file that needs nothing else.
//!
//! Owns the page's own files (`page.html`, `page.css` and the scripts), which are joined here with the data of a
//! [`View`]. Scripts build what is seen from that data, as text and never as HTML, and only what is looked at.

mod data;
mod escape;
mod units;
mod view;

use serde::Serialize;

pub use view::{Article, Claim, Credit, Edge, Kind, Passage, Range, Reason, Story, View};

use units::Units;

/// The frame, with places for what follows.
const FRAME: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
/// The scripts share one scope, so that each may use what those before it define.
const SCRIPTS: [&str; 8] = [
    include_str!("base.js"),
    include_str!("words.js"),
    include_str!("glance.js"),
    include_str!("timeline.js"),
    include_str!("story.js"),
    include_str!("text.js"),
    include_str!("edge.js"),
    include_str!("start.js"),
];
/// Stories that are told to readers whose browser runs no scripts.
const LISTED: usize = 200;
/// Bytes of a headline that are shown where there is no room for more.
const HEADLINE: usize = 300;

/// The page as HTML.
pub fn page(view: &View<'_>) -> String {
    let mut out = String::with_capacity(room(view));
    let mut rest = FRAME;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((place, after)) = after.split_once("}}") else { break };
        fill(&mut out, place, view);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Writes what belongs in a place of the frame.
fn fill(out: &mut String, place: &str, view: &View<'_>) {
    match place {
        "title" => escape::html(out, escape::clip(&view.title, HEADLINE)),
        "subtitle" => escape::html(out, &view.subtitle),
        "style" => out.push_str(STYLE),
        "stories" => stories(out, view),
        "data" => data(out, view),
        "script" => SCRIPTS.iter().for_each(|script| out.push_str(script)),
        other => debug_assert!(false, "the frame has no place {other}"),
    }
}

/// The titles and ids of the first stories, for those who see no more than that.
fn stories(out: &mut String, view: &View<'_>) {
    for story in view.stories.iter().take(LISTED) {
        out.push_str("<li><bdi>");
        escape::html(out, escape::clip(&story.title, HEADLINE));
        out.push_str("</bdi>");
        let first = story.origin.or(story.members.first().copied());
        if let Some(article) = first.and_then(|k| view.articles.get(k as usize)) {
            out.push_str(" <code><bdi>");
            escape::html(out, escape::clip(&article.id, HEADLINE));
            out.push_str("</bdi></code>");
        }
        out.push_str("</li>\n");
    }
    if view.stories.len() > LISTED {
        out.push_str(&format!("<li>and {} more</li>\n", view.stories.len() - LISTED));
    }
}

fn data(out: &mut String, view: &View<'_>) {
    let units: Vec<Units<'_>> = view.articles.iter().map(|article| Units::new(&article.text)).collect();
    piece(out, "head", &data::head(view));
    for (k, article) in view.articles.iter().enumerate() {
        piece(out, &format!("a{k}"), &data::article_body(article, &units[k]));
    }
    for (k, edge) in view.edges.iter().enumerate() {
        piece(out, &format!("e{k}"), &data::edge_body(edge, &units));
    }
}

/// One piece of data, to be found by its id.
fn piece(out: &mut String, id: &str, value: &impl Serialize) {
    // Maps with keys that are no strings, the one thing that JSON cannot hold, are not among the values.
    let Ok(json) = serde_json::to_string(value) else { return };
    out.push_str("<script type=\"application/json\" id=\"");
    out.push_str(id);
    out.push_str("\">");
    escape::json(out, &json);
    out.push_str("</script>\n");
}

/// About as many bytes as the page will have.
fn room(view: &View<'_>) -> usize {
    let texts: usize = view.articles.iter().map(|article| article.text.len() + 600).sum();
    let passages: usize = view.edges.iter().map(|edge| 400 + 60 * edge.passages.len()).sum();
    STYLE.len() + SCRIPTS.iter().map(|script| script.len()).sum::<usize>() + texts + passages
}
