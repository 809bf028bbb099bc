//! Lines around and within an article that are not of it.
//!
//! Owns what is decided line by line, from the look and the wording of a line: the headline and what
//! stands between it and the first sentence, links to other articles, prompts and notices. Does not
//! own anything that the tree tells.

use super::shown_date::is_date_line;
use super::tag::Tag;
use crate::ingest::shapes::{Shape, shape};
use crate::text::is_spaceless;

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

/// Lines at the head among which a line of the date is looked for: a summary may stand above it.
const DATE: usize = 3;

/// Characters from which a line is taken for prose, whatever it ends with.
const LONG: usize = 80;

/// Characters up to which a line of links is furniture.
const SHORT: usize = 160;

/// Characters from which a line that ends as a sentence is prose.
const SENTENCE: usize = 16;

/// Bytes of a bracket at the end of a line.
const BRACKET: usize = 60;

/// Words of the longest headline that is looked for.
const TITLE_WORDS: usize = 60;

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

/// The article's text: `lines` without what is not of it, joined by newlines.
pub(crate) fn trim(mut lines: Vec<Line>, title: Option<&str>) -> String {
    let shapes: Vec<Shape> = lines.iter().map(|line| shape(line.text)).collect();
    if let Some(comments) = comments_begin(&lines, &shapes) {
        lines.truncate(comments);
    }
    let mut shapes = shapes.into_iter();
    lines.retain(|line| !shapes.next().is_some_and(|shape| is_furniture(line, shape)));
    let head = &lines[..lines.len().min(HEAD)];
    // A caption or a summary may stand above the headline; what comes later only repeats it.
    let title_at = title
        .and_then(|title| head.iter().position(|line| is_title(line.text, title)))
        .filter(|&at| head[..at].iter().filter(|line| is_prose(line)).count() < 2);
    let mut start = title_at.map_or(0, |at| at + 1);
    let is_date = |line: &Line| !is_long(line) && is_date_line(line.text);
    if let Some(date) = lines[start..].iter().take(DATE).rposition(is_date) {
        start += date + 1;
    }
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

fn is_furniture(line: &Line, shape: Shape) -> bool {
    let chars = line.text.chars().count();
    if chars <= SHORT && line.links > 0.8 && line.tag != Tag::Td {
        return true;
    }
    shape.furniture || (shape.may_lead && (line.links > 0.3 || chars < 40))
}

/// The first line of readers' comments: their heading, behind half of the text.
fn comments_begin(lines: &[Line], shapes: &[Shape]) -> Option<usize> {
    let all: usize = lines.iter().map(|line| line.text.len()).sum();
    let mut before = 0;
    lines.iter().zip(shapes).position(|(line, shape)| {
        before += line.text.len();
        shape.comments && before * 2 > all
    })
}

/// Whether a line behind an article asks the reader to subscribe, tells whose the rights are, or who wrote it.
fn is_prompt(line: &Line) -> bool {
    if line.text.len() > 500 {
        return false;
    }
    let lower = line.text.to_lowercase();
    (line.links > 0.0 && ASKED.iter().any(|asked| lower.contains(asked)))
        || lower.contains('©')
        || shape(line.text).bio
}

/// Whether a line is too long for one that tells the date.
fn is_long(line: &Line) -> bool {
    line.text.len() > SHORT
}

fn is_prose(line: &Line) -> bool {
    if line.tag.is_heading() || line.links > 0.5 {
        return false;
    }
    // A letter of a script without spaces says as much as two.
    let chars: usize = line.text.chars().map(|c| if is_spaceless(c) { 2 } else { 1 }).sum();
    (line.tag == Tag::Li && chars >= SENTENCE && line.links < 0.3)
        || chars >= LONG
        || (chars >= SENTENCE && ends_sentence(line.text))
}

/// Whether a line ends as a sentence does, whatever stands behind it in brackets.
pub(super) fn ends_sentence(text: &str) -> bool {
    ends(text) || without_bracket(text).is_some_and(ends)
}

fn ends(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '\'', '»', '“', ')', ']', '」', '』', '）']);
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', '．', '؟', '۔', '।', ':', ';'])
}

/// The line without a short bracket at its end, such as a sign-off.
fn without_bracket(text: &str) -> Option<&str> {
    let inside = text.strip_suffix([')', '）', ']', '］'])?;
    let at = inside.rfind(['(', '（', '[', '［'])?;
    (inside.len() - at <= BRACKET).then(|| text[..at].trim_end())
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
    fn the_line_of_the_date_ends_the_head() {
        let lines =
            ["A summary of it all, in one sentence.", "Ann Lee, 3 May 2024, 10:15", PROSE].map(line).to_vec();
        assert_eq!(trim(lines, None), PROSE);
    }

    #[test]
    fn comments_of_readers_go() {
        let lines =
            [PROSE, PROSE, "Comments (2)", "About time, says one who lives there!"].map(line).to_vec();
        assert_eq!(trim(lines, None), format!("{PROSE}\n{PROSE}"));
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
