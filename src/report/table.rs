//! Columns for people: clipped, padded and grouped so that they line up in a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A text on one line of at most `width` columns, with `…` where it was cut.
pub fn clip(text: &str, width: usize) -> String {
    let mut line = String::new();
    let mut used = 0;
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            space = !line.is_empty();
            continue;
        }
        let wide = c.width().unwrap_or(0) + usize::from(space);
        if used + wide > width {
            while line.width() + 1 > width && line.pop().is_some() {}
            line.truncate(line.trim_end().len());
            line.push('…');
            return line;
        }
        if std::mem::take(&mut space) {
            line.push(' ');
        }
        line.push(c);
        used += wide;
    }
    line
}

/// The beginning and the end of a stretch of text, in quotation marks, on one line of at most `width` columns.
pub fn quoted(text: &str, [start, end]: [u32; 2], width: usize) -> String {
    let stretch = text.get(start as usize..end as usize).unwrap_or_default();
    let room = width.saturating_sub(2);
    let whole = clip(stretch, room);
    if !whole.ends_with('…') || stretch.ends_with('…') {
        return format!("“{whole}”");
    }
    let half = room / 2;
    let tail: String = {
        // From the end: the last characters that fit, from the beginning of a word.
        let (mut used, mut from) = (0, stretch.len());
        for (at, c) in stretch.char_indices().rev() {
            used += if c.is_whitespace() { 1 } else { c.width().unwrap_or(0) };
            if used > half.saturating_sub(2) {
                break;
            }
            from = at;
        }
        let tail = &stretch[from..];
        let word = tail.find(char::is_whitespace).filter(|&blank| blank < tail.len() / 2);
        word.map_or(tail, |blank| &tail[blank..]).to_owned()
    };
    format!("“{} {}”", clip(stretch, half), clip(&tail, half - 1))
}

/// A text clipped to `width` columns and filled up with spaces.
pub fn pad(text: &str, width: usize) -> String {
    let mut line = clip(text, width);
    line.extend(std::iter::repeat_n(' ', width.saturating_sub(line.width())));
    line
}

/// A number of things, `1 article` or `2 articles`.
pub fn counted(number: u64, thing: &str) -> String {
    format!("{} {thing}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// A number with a comma between thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_take_two_columns() {
        assert_eq!(pad("日本", 6), "日本  ");
        assert_eq!(clip("日本経済新聞", 5), "日本…");
    }

    #[test]
    fn clips_and_folds_spaces() {
        assert_eq!(clip("a  b\n c", 9), "a b c");
        assert_eq!(clip("one two three", 8), "one two…");
        assert_eq!(clip("one two", 7), "one two");
        assert_eq!(pad("a", 3), "a  ");
    }

    #[test]
    fn groups_thousands() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
