//! Lines around and within an article that are not of it.
//!
//! Owns what is decided line by line, from the look and the wording of a line: the headline and what
//! stands between it and the first sentence, links to other articles, prompts and notices. Does not
//! own anything that the tree tells.

use super::tag::Tag;

/// One line of an article, with what the tree says of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    pub(crate) text: &'t str,
    /// Tag of the block that it is in.
    pub(crate) tag: Tag,
    /// Share of its characters that are links.
    pub(crate) links: f32,
}

/// Lines at the head among which the headline is looked for.
const HEAD: usize = 12;

/// Characters from which a line is taken for prose, whatever it ends with.
const LONG: usize = 80;

/// Characters from which a line that ends as a sentence is prose.
const SENTENCE: usize = 25;

/// Words of the longest headline that is looked for.
const TITLE_WORDS: usize = 60;

/// Whole lines that are furniture, in lower case without punctuation around them.
const NOTICES: &[&str] = &[
    "ad",
    "advert",
    "advertisement",
    "advertisements",
    "advertising",
    "anuncio",
    "anzeige",
    "caption",
    "close",
    "comments",
    "continue reading",
    "continue reading below",
    "facebook",
    "flipboard",
    "linkedin",
    "loading",
    "order reprints",
    "pinterest",
    "print",
    "print article",
    "publicidad",
    "publicidade",
    "publicité",
    "pubblicità",
    "read more",
    "reddit",
    "reklama",
    "reuse this content",
    "save",
    "scroll for more",
    "share",
    "share this",
    "sharing is caring",
    "story continues below",
    "story continues below advertisement",
    "text size",
    "topics",
    "tweet",
    "twitter",
    "view comments",
    "werbung",
    "whatsapp",
];

/// Beginnings of lines that lead elsewhere, in lower case.
const PROMPTS: &[&str] = &[
    "also read",
    "click here",
    "download the",
    "follow us",
    "image 1 of",
    "lea también",
    "leer también",
    "leia também",
    "lesen sie auch",
    "leggi anche",
    "lire aussi",
    "à lire aussi",
    "mehr zum thema",
    "more:",
    "more from",
    "more on",
    "photo:",
    "read also",
    "read more",
    "read next",
    "recommended",
    "related",
    "see also",
    "sign up",
    "subscribe to",
    "watch:",
    "watch now",
    "you may also like",
];

/// What prompts at the end of an article speak of, in lower case.
const ASKED: &[&str] = &[
    "click here",
    "facebook",
    "follow ",
    "instagram",
    "newsletter",
    "sign up",
    "subscribe",
    "telegram",
    "twitter",
];

/// What notices at the end of an article speak of, in lower case.
const RIGHTS: &[&str] =
    &["all rights reserved", "copyright", "©", "alle rechte vorbehalten", "tous droits réservés"];

/// The article's text: `lines` without what is not of it, joined by newlines.
pub(crate) fn trim(mut lines: Vec<Line>, title: Option<&str>) -> String {
    lines.retain(|line| !is_furniture(line));
    let head = &lines[..lines.len().min(HEAD)];
    // A caption or a summary may stand above the headline; what comes later only repeats it.
    let title_at = title
        .and_then(|title| head.iter().position(|line| is_title(line.text, title)))
        .filter(|&at| head[..at].iter().filter(|line| is_prose(line)).count() < 2);
    let mut start = title_at.map_or(0, |at| at + 1);
    if let Some(first) = lines[start..].iter().take(HEAD).position(is_prose) {
        start += first;
    }
    let mut end = lines.len();
    if let Some(last) = lines[start..].iter().rev().take(HEAD * 2).position(is_prose) {
        end -= last;
    }
    let prompts = lines[start.min(end)..end].iter().rev().take(4).take_while(|line| is_prompt(line)).count();
    end -= prompts;
    let mut out = String::new();
    for line in &lines[start.min(end)..end] {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line.text);
    }
    out
}

fn is_furniture(line: &Line) -> bool {
    let chars = line.text.chars().count();
    if chars > 160 {
        return false;
    }
    if line.links > 0.8 && line.tag != Tag::Td {
        return true;
    }
    let lower = line.text.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    NOTICES.contains(&bare)
        || (PROMPTS.iter().any(|p| bare.starts_with(p)) && (line.links > 0.3 || chars < 40))
}

/// Whether a line asks the reader to subscribe, follow or write.
fn is_prompt(line: &Line) -> bool {
    if line.text.len() > 500 {
        return false;
    }
    let lower = line.text.to_lowercase();
    (line.links > 0.0 && ASKED.iter().any(|asked| lower.contains(asked)))
        || RIGHTS.iter().any(|right| lower.contains(right))
}

fn is_prose(line: &Line) -> bool {
    if line.tag.is_heading() || line.links > 0.5 {
        return false;
    }
    let chars = line.text.chars().count();
    (line.tag == Tag::Li && chars >= SENTENCE && line.links < 0.3)
        || chars >= LONG
        || (chars >= SENTENCE && ends_sentence(line.text))
}

/// Whether a line ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '\'', '»', '“', ')', ']', '」', '』']);
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', '．', '؟', '۔', '।', ':', ';'])
}

/// Whether a line is the headline: the words of one are nearly all in the other.
pub(super) fn is_title(line: &str, title: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let (line, title) = (words(line), words(title));
    if line.is_empty() || line.len() > title.len() + 2 || title.len() > TITLE_WORDS {
        return false;
    }
    let shared = line.iter().filter(|word| title.contains(word)).count();
    shared * 4 >= line.len() * 3 && shared * 2 >= title.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str =
        "The council voted on Tuesday to close the bridge, which engineers had called unsafe.";

    fn line(text: &str) -> Line<'_> {
        Line { text, tag: Tag::P, links: 0.0 }
    }

    #[test]
    fn the_headline_and_what_stands_under_it_go() {
        let lines =
            ["Bridge to close after vote", "By Ann Lee", "3 May 2024", PROSE, "It did."].map(line).to_vec();
        assert_eq!(trim(lines, Some("Bridge to close after vote")), PROSE);
    }

    #[test]
    fn a_repeated_headline_within_the_article_does_not_cut_it() {
        let lines = [PROSE, PROSE, "Bridge to close after vote", PROSE].map(line).to_vec();
        let text = trim(lines, Some("Bridge to close after vote"));
        assert_eq!(text.lines().filter(|&l| l == PROSE).count(), 3);
    }

    #[test]
    fn links_notices_and_prompts_go() {
        let mut lines = [PROSE, "Advertisement", "READ MORE ABOUT BRIDGES", PROSE].map(line).to_vec();
        lines[2].links = 1.0;
        assert_eq!(trim(lines, None), format!("{PROSE}\n{PROSE}"));
        let mut lines =
            [PROSE, "Follow the Mail on Twitter, and do sign up for the newsletter that we send."].map(line);
        lines[1].links = 0.2;
        assert_eq!(trim(lines.to_vec(), None), PROSE);
    }

    #[test]
    fn items_of_a_list_are_kept() {
        let mut lines = [PROSE, "England (Group A): 10th appearance"].map(line);
        lines[1].tag = Tag::Li;
        assert!(trim(lines.to_vec(), None).ends_with("appearance"));
    }

    #[test]
    fn sentences_end_in_many_scripts() {
        for text in ["He left.", "“Really?”", "そうです。", "وصل؟", "वह गया।", "(He left.)"]
        {
            assert!(ends_sentence(text), "{text}");
        }
        assert!(!ends_sentence("By Ann Lee"));
    }

    #[test]
    fn no_lines_make_no_text() {
        assert_eq!(trim(Vec::new(), Some("x")), "");
        assert_eq!(trim(vec![line("x")], Some("x")), "");
    }
}
