//! Who took from whom as a graph, in the formats that graph tools read: GraphML and DOT.
//!
//! An edge leads from a source to what was made from it.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::stories::{MemberRow, StoryRow};

/// Articles of stories, each with the number of its story, from 1.
fn members(stories: &[StoryRow]) -> impl Iterator<Item = (usize, &MemberRow)> {
    (1..).zip(stories).flat_map(|(k, story)| story.articles.iter().map(move |article| (k, article)))
}

/// Sources that are no members of any story: reports that are not here, and articles that are only quoted.
fn others(stories: &[StoryRow]) -> BTreeSet<&str> {
    let own: BTreeSet<&str> = members(stories).map(|(_, article)| article.id.as_str()).collect();
    let sources = members(stories).filter_map(|(_, article)| article.source.as_deref());
    sources.filter(|source| !own.contains(source)).collect()
}

/// The graph as GraphML.
pub fn graphml(stories: &[StoryRow]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (of, name, kind) in KEYS {
        let _ =
            writeln!(out, "  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    out.push_str("  <graph id=\"stories\" edgedefault=\"directed\">\n");
    let datum = |out: &mut String, name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(out, "<data key=\"{name}\">{}</data>", xml(&value));
        }
    };
    for (k, article) in members(stories) {
        let _ = write!(out, "    <node id=\"{}\">", xml(&article.id));
        datum(&mut out, "story", Some(k.to_string()));
        datum(&mut out, "title", article.title.clone());
        datum(&mut out, "host", article.host.clone());
        datum(&mut out, "published", article.published.clone());
        datum(&mut out, "lang", article.lang.clone());
        out.push_str("</node>\n");
    }
    for other in others(stories) {
        let _ = writeln!(out, "    <node id=\"{}\"/>", xml(other));
    }
    for (_, article) in members(stories) {
        let Some(source) = &article.source else { continue };
        let _ = write!(out, "    <edge source=\"{}\" target=\"{}\">", xml(source), xml(&article.id));
        datum(&mut out, "relation", article.relation.map(str::to_owned));
        datum(&mut out, "direction", article.direction.map(str::to_owned));
        datum(&mut out, "confidence", article.confidence.map(|sure| sure.to_string()));
        datum(&mut out, "similarity", article.similarity.map(|share| share.to_string()));
        datum(&mut out, "credited", article.credited.map(|is| is.to_string()));
        out.push_str("</edge>\n");
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

/// What is told of nodes and edges.
const KEYS: [(&str, &str, &str); 10] = [
    ("node", "story", "int"),
    ("node", "title", "string"),
    ("node", "host", "string"),
    ("node", "published", "string"),
    ("node", "lang", "string"),
    ("edge", "relation", "string"),
    ("edge", "direction", "string"),
    ("edge", "confidence", "double"),
    ("edge", "similarity", "double"),
    ("edge", "credited", "boolean"),
];

/// A text within XML 1.0, which has no place for control characters.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// The graph as DOT, a cluster a story. Open edges (nothing tells the way) have no arrow head.
pub fn dot(stories: &[StoryRow]) -> String {
    let mut out =
        String::from("digraph stories {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    for (k, story) in (1..).zip(stories) {
        let _ = writeln!(out, "  subgraph cluster_{k} {{");
        for article in &story.articles {
            let label: Vec<&str> =
                [article.host.as_deref(), article.title.as_deref(), article.published.as_deref()]
                    .into_iter()
                    .flatten()
                    .collect();
            let label = if label.is_empty() { article.id.clone() } else { label.join("\n") };
            let _ = writeln!(out, "    {} [label={}];", string(&article.id), string(&label));
        }
        out.push_str("  }\n");
    }
    for other in others(stories) {
        let _ = writeln!(out, "  {} [style=dashed];", string(other));
    }
    for (_, article) in members(stories) {
        let Some(source) = &article.source else { continue };
        let open = if article.direction == Some("b→a") { "" } else { ", dir=none" };
        let style = if article.credited == Some(true) { "" } else { ", style=dashed" };
        let label = article.relation.unwrap_or_default();
        let (source, target) = (string(source), string(&article.id));
        let _ = writeln!(out, "  {source} -> {target} [label={}{open}{style}];", string(label));
    }
    out.push_str("}\n");
    out
}

/// A quoted string; DOT knows no escape but that of the quotation mark, and `\n` for a new line.
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_title_holds_stays_a_title() {
        assert_eq!(xml("a <b> & \"c\"\u{1}\n"), "a &lt;b&gt; &amp; &quot;c&quot;\u{fffd} ");
        assert_eq!(string("a \"b\" \\ c\nd\u{7}"), "\"a \\\"b\\\" \\\\ c\\nd \"");
    }
}
