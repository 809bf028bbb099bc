//! Two texts side by side: their shared passages in two columns.

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

use crate::compare::Passage;

use super::{clip, pad};

/// How words that both sides have are told from those that only one has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// By brackets around what differs.
    Plain,
    /// By colour.
    Colour,
}

impl Marks {
    fn differing(self) -> (&'static str, &'static str) {
        match self {
            Marks::Plain => ("[", "]"),
            Marks::Colour => ("\x1b[33m", "\x1b[0m"),
        }
    }
}

/// One character of a column, and whether both sides have it.
type Cell = (char, bool);

/// The passages of a pair, `a` left and `b` right.
pub fn beside(a: &str, b: &str, passages: &[Passage], width: usize, marks: Marks) -> String {
    let column = (width.clamp(60, 200) - 3) / 2;
    let mut out = String::new();
    for passage in passages {
        let place = |side: [u32; 2]| pad(&clip(&format!("bytes {} to {}", side[0], side[1]), column), column);
        let _ = writeln!(out, "{} │ {}", place(passage.a), place(passage.b).trim_end());
        // Of a sentence and its translation no word is the same: nothing is marked.
        let whole = passage.runs.is_empty().then_some([passage.a, passage.b]);
        let runs = |side: usize| passage.runs.iter().chain(&whole).map(move |run| run[side]);
        let left = wrapped(&cells(a, passage.a, runs(0)), column, marks);
        let right = wrapped(&cells(b, passage.b, runs(1)), column, marks);
        for k in 0..left.len().max(right.len()) {
            let (text, columns) = left.get(k).map_or(("", 0), |(text, columns)| (text.as_str(), *columns));
            let other = right.get(k).map_or("", |(text, _)| text.as_str());
            let line = format!("{text}{} │ {other}", " ".repeat(column.saturating_sub(columns)));
            let _ = writeln!(out, "{}", line.trim_end());
        }
        out.push('\n');
    }
    out
}

/// The characters of a passage; what lies between shared words is shared, too.
fn cells(text: &str, passage: [u32; 2], runs: impl Iterator<Item = [u32; 2]>) -> Vec<Cell> {
    let runs: Vec<[u32; 2]> = runs.collect();
    let (start, end) = (passage[0] as usize, passage[1] as usize);
    let Some(passage) = text.get(start..end) else { return Vec::new() };
    let mut run = 0;
    let cells = passage.char_indices().map(|(at, c)| {
        let at = (start + at) as u32;
        while runs.get(run).is_some_and(|r| r[1] <= at) {
            run += 1;
        }
        (if c.is_control() { ' ' } else { c }, runs.get(run).is_some_and(|r| r[0] <= at))
    });
    let mut cells: Vec<Cell> = cells.collect();
    for differing in cells.chunk_by_mut(|x, y| x.1 == y.1).filter(|part| !part[0].1) {
        let is_word = |cell: &Cell| cell.0.is_alphanumeric();
        let first = differing.iter().position(is_word).unwrap_or(differing.len());
        let last = differing.iter().rposition(is_word).map_or(0, |last| last + 1);
        for (k, cell) in differing.iter_mut().enumerate() {
            cell.1 = k < first || k >= last;
        }
    }
    cells
}

/// Lines of at most `width` columns, broken at blanks where there are some, with the columns of each.
fn wrapped(cells: &[Cell], width: usize, marks: Marks) -> Vec<(String, usize)> {
    let extra = if marks == Marks::Plain { 1 } else { 0 };
    let columns = |c: char| UnicodeWidthChar::width(c).unwrap_or(0);
    // A line may break where the mark is open.
    let width = width - extra;
    let mut lines = Vec::new();
    let mut at = 0;
    while at < cells.len() {
        while cells.get(at).is_some_and(|(c, _)| *c == ' ') {
            at += 1;
        }
        let (mut end, mut used, mut blank) = (at, 0, None);
        while let Some(&(c, shared)) = cells.get(end) {
            let opens = !shared && (end == at || cells[end - 1].1);
            let closes = !shared && cells.get(end + 1).is_none_or(|next| next.1);
            let cost = columns(c) + extra * (usize::from(opens) + usize::from(closes));
            if used + cost > width {
                break;
            }
            if c == ' ' {
                blank = Some(end);
            }
            used += cost;
            end += 1;
        }
        if end < cells.len() && cells[end].0 != ' ' {
            end = blank.filter(|&b| b > at).unwrap_or(end.max(at + 1));
        }
        if at < end {
            lines.push(line(&cells[at..end], marks));
        }
        at = end.max(at + usize::from(at == end));
    }
    lines
}

fn line(cells: &[Cell], marks: Marks) -> (String, usize) {
    let (open, close) = marks.differing();
    let (mut out, mut columns) = (String::new(), 0);
    for part in cells.chunk_by(|x, y| x.1 == y.1) {
        let shared = part[0].1;
        if !shared {
            out.push_str(open);
        }
        for &(c, _) in part {
            out.push(c);
            columns += UnicodeWidthChar::width(c).unwrap_or(0);
        }
        if !shared {
            out.push_str(close);
            columns += if marks == Marks::Plain { 2 } else { 0 };
        }
    }
    (out, columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_marked_and_nothing_is_lost() {
        let text = "the old harbour was closed for good on Tuesday";
        let all = cells(text, [0, text.len() as u32], [[0, 7], [16, 26]].into_iter());
        let lines = wrapped(&all, 20, Marks::Plain);
        assert!(lines.iter().all(|(_, columns)| *columns <= 20), "{lines:?}");
        let shown: Vec<&str> = lines.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(shown.join(" ").replace(['[', ']'], ""), text);
        assert_eq!(shown[0], "the old [harbour]", "{shown:?}");
    }

    #[test]
    fn wide_letters_are_counted_as_two() {
        let text = "北京时间三月五日";
        let all = cells(text, [0, text.len() as u32], [[0, text.len() as u32]].into_iter());
        let lines = wrapped(&all, 7, Marks::Plain);
        assert_eq!(lines.iter().map(|l| l.1).collect::<Vec<_>>(), [6, 6, 4]);
    }
}
