//! Furniture within a text: lines that recur on the pages of one host, lines of known shapes, readers' comments.
//!
//! Owns counting what recurs; the shapes are [`crate::ingest::shapes`]. A line that several articles of a host have is
//! the site's, unless these articles are versions or instalments of one another, whose other lines recur together.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use crate::ingest::shapes::shape;

/// Counts lines by host.
#[derive(Debug, Default)]
pub struct Recurring {
    /// Lines of hosts that may be furniture.
    lines: HashMap<(u64, u64), Seen>,
    /// Those of any host that are.
    furniture: HashSet<u64>,
    /// The lines of each article, ascending.
    articles: Vec<Box<[u64]>>,
}

#[derive(Debug)]
struct Seen {
    /// The first article that had it.
    first: u32,
    /// Articles that have no other line in common with that one.
    apart: u32,
}

impl Seen {
    fn recurs(&self) -> bool {
        self.apart >= ARTICLES
    }
}

/// Bytes of a line that is of its host alone, and no turn of phrase.
const TELLING: usize = 30;
/// So many articles of a host that share nothing else make a line furniture.
const ARTICLES: u32 = 2;
/// A line as long as this, in bytes, is a paragraph, not furniture.
const LONGEST: usize = 400;

impl Recurring {
    /// Counts the lines of an article's text.
    pub fn add(&mut self, host: &str, text: &str) {
        let host = xxh3_64(host.as_bytes());
        let mut own: Vec<u64> = text.split('\n').map(key).collect();
        own.sort_unstable();
        own.dedup();
        let number = self.articles.len() as u32;
        for line in text.split('\n').filter(|line| line.len() <= LONGEST).map(key).collect::<BTreeSet<u64>>()
        {
            match self.lines.entry((host, line)) {
                Entry::Vacant(place) => {
                    place.insert(Seen { first: number, apart: 0 });
                }
                Entry::Occupied(mut seen) => {
                    // Furniture is a line or two of either; versions of one text have most lines in common.
                    let first = &self.articles[seen.get().first as usize];
                    let common = own.iter().filter(|line| first.binary_search(line).is_ok()).count();
                    seen.get_mut().apart += u32::from(common * 3 <= own.len().min(first.len()));
                    if seen.get().recurs() {
                        self.furniture.insert(line);
                    }
                }
            }
        }
        self.articles.push(own.into_boxed_slice());
    }

    /// Whether a line recurs on a host, or is left over from another one on which it does.
    pub fn is_furniture(&self, host: &str, line: &str) -> bool {
        let key = key(line);
        let seen = self.lines.get(&(xxh3_64(host.as_bytes()), key));
        line.len() <= LONGEST
            && !line.is_empty()
            && (seen.is_some_and(Seen::recurs) || line.len() >= TELLING && self.furniture.contains(&key))
    }
}

/// Where readers' comments begin in a text, if they do: behind its first third, with a line that says so.
pub fn comments_begin(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split('\n') {
        if at * 3 > text.len() && shape(line).comments {
            return Some(at);
        }
        at += line.len() + 1;
    }
    None
}

/// Whether the line `nth` from the end (0 is the last one) of a text is of a known shape: "Read also", a notice, who wrote it.
pub fn is_of_known_shape(line: &str, nth: usize) -> bool {
    let shape = shape(line);
    shape.furniture || (shape.bio && nth < BEHIND)
}

/// Lines at the end of a text among which the one may be that tells who wrote it.
const BEHIND: usize = 4;

/// Bytes up to which a line may count something that differs from page to page; longer ones are sentences.
const COUNTER: usize = 80;

/// The hash of a line, white space aside, and digits: a line that counts its readers recurs, too.
fn key(line: &str) -> u64 {
    let is_kept = |c: &char| !(c.is_whitespace() || line.len() <= COUNTER && c.is_numeric());
    let kept: String = line.chars().filter(is_kept).collect();
    xxh3_64(kept.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_on_several_unlike_articles_is_furniture() {
        let mut seen = Recurring::default();
        let sign = "Follow us for more news.";
        for subject in ["bridges", "boats", "birds", "bread"] {
            seen.add(
                "a.example",
                &format!("All about {subject}.\nMore of {subject}.\nWhy {subject}?\n{sign}"),
            );
        }
        assert!(seen.is_furniture("a.example", sign));
        assert!(!seen.is_furniture("b.example", sign));
        assert!(!seen.is_furniture("a.example", "All about boats."));
    }

    #[test]
    fn a_line_that_counts_its_readers_recurs_and_a_sentence_full_of_figures_does_not() {
        let mut seen = Recurring::default();
        let sun = |day: usize| {
            format!(
                "The sun will rise at {day} o'clock and set at {} o'clock, so that the day has some hours.",
                day + 12
            )
        };
        for (day, subject) in ["bridges", "boats", "birds", "bread"].iter().enumerate() {
            let text = format!(
                "All about {subject}.\nMore of {subject}.\nWhy {subject}?\nRead {day} times\n{}",
                sun(day)
            );
            seen.add("a.example", &text);
        }
        assert!(seen.is_furniture("a.example", "Read 7 times"));
        assert!(!seen.is_furniture("b.example", "Read 7 times"), "too short to be known elsewhere");
        assert!(!seen.is_furniture("a.example", &sun(1)));
    }

    #[test]
    fn lines_of_known_shapes_are_furniture() {
        assert!(is_of_known_shape("Read also: Ten bridges", 20));
        assert!(is_of_known_shape("Ann Lee is a staff writer.", 1));
        assert!(!is_of_known_shape("Ann Lee is a staff writer.", 20));
    }

    #[test]
    fn comments_are_of_readers() {
        let text =
            "A bridge was closed.\nIt will open again on Monday, said the mayor.\nComments (12)\nAbout time!";
        assert_eq!(comments_begin(text), Some(text.find("Comments").unwrap()));
        assert_eq!(
            comments_begin("Comments\nThe minister made some, on Monday, and again on Tuesday."),
            None
        );
        assert_eq!(comments_begin("No comments were made at all, and none were asked for."), None);
    }

    #[test]
    fn versions_and_instalments_are_no_furniture() {
        let mut seen = Recurring::default();
        for day in 1..6 {
            seen.add(
                "a.example",
                &format!("Sunny in the north.\nRain in the south.\nHighs of {day} degrees."),
            );
        }
        assert!(!seen.is_furniture("a.example", "Sunny in the north."));
    }

    #[test]
    fn a_line_left_over_from_another_host_is_furniture() {
        let mut seen = Recurring::default();
        let sign = "Get the tides and three local stories at six every morning";
        for subject in ["bridges", "boats", "birds", "bread"] {
            seen.add(
                "a.example",
                &format!("All about {subject}.\nMore of {subject}.\nWhy {subject}?\n{sign}"),
            );
        }
        assert!(seen.is_furniture("b.example", sign));
        assert!(!seen.is_furniture("b.example", "All about bridges."));
    }
}
