//! Sentences: where in a text each one begins and ends, in all scripts.
//!
//! A line break ends one, so headings are sentences, unless lines are broken where they are full. What has no end for too long (Thai, which has no full
//! stops; lists) is cut at a space or comma.

use std::ops::Range;

/// Letters after which a sentence is cut at the next opportunity; fewer in scripts that have no full stops.
const LONG: usize = 450;
const LONG_WITHOUT_STOPS: usize = 110;

/// Abbreviations that a capital letter may follow, in lower case and without their last stop.
const ABBREVIATIONS: [&str; 74] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "gen", "col", "lt", "sgt", "capt", "rep", "sen",
    "gov", "pres", "rev", "hon", "messrs", "inc", "ltd", "co", "corp", "no", "nos", "vs", "dept", "jan",
    "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "nr", "bzw", "ca", "etc",
    "usw", "evtl", "ggf", "hrsg", "mio", "mrd", "str", "tel", "mme", "mlle", "mgr", "mm", "av", "art", "fig",
    "sra", "srta", "dra", "ud", "avda", "núm", "gob", "ing", "dott", "avv", "sig", "им", "ул", "гг", "стр",
];

/// Appends the byte range of every sentence of `text` that has a letter or digit.
pub(super) fn sentences(text: &str, out: &mut Vec<Range<usize>>) {
    let wrapped = is_wrapped(text);
    let mut block = 0..0;
    let mut last = "";
    for line in lines(text) {
        if !(wrapped && continues(last, line)) {
            of_block(text, block.clone(), out);
            block.start = block.end;
        }
        block.end += line.len();
        last = line.trim_end();
    }
    of_block(text, block, out);
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}'])
}

/// Whether lines are broken where they are full, as in the agencies' own formats: none is long, and a fifth of them
/// begins in the middle of a sentence.
fn is_wrapped(text: &str) -> bool {
    let (mut all, mut within) = (0, 0);
    for line in lines(text) {
        if line.len() > FULL && line.chars().count() > FULL {
            return false;
        }
        all += 1;
        within += usize::from(line.starts_with(char::is_lowercase));
    }
    5 * within >= all && within > 1
}

/// Whether a line goes on with the last one: that is full, and nothing sets this one off.
fn continues(last: &str, line: &str) -> bool {
    last.len() >= FULL / 2 && line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '$'))
        || last.len() >= FULL / 4 && line.starts_with(char::is_lowercase)
}

/// Letters that the longest lines have.
const FULL: usize = 90;

fn of_block(text: &str, block: Range<usize>, out: &mut Vec<Range<usize>>) {
    let mut from = block.start;
    let (mut letters, mut long, mut chance) = (0, LONG, None);
    let mut chars = text[block.clone()].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_ascii_alphanumeric() {
            letters += 1;
            continue;
        }
        let behind = block.start + at + c.len_utf8();
        let mut end = None;
        match c {
            '.' | '!' | '?' | '…' | '؟' | '۔' | '。' | '！' | '？' | '｡' | '．' | '।' | '॥' => {
                let stop = End::at(text, block.start + at, block.end, c);
                while chars.next_if(|(at, _)| block.start + at < stop.end).is_some() {}
                end = stop.is_one(text, from, block.start + at, block.end).then_some(stop.end);
            }
            ' ' | '\n' | ',' | ';' | '、' | '，' | '；' | '،' | '؛' => {
                chance = Some(behind);
                // Without stops a space is all the punctuation there is.
                letters += usize::from(!c.is_ascii());
                end = (letters >= long).then_some(behind);
            }
            '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' => {
                letters += 1;
                long = LONG_WITHOUT_STOPS;
            }
            _ => letters += 1,
        }
        if end.is_none() && letters >= 2 * long {
            end = Some(chance.filter(|chance| *chance > from).unwrap_or(behind));
        }
        if let Some(end) = end {
            push(text, from..end, out);
            (from, letters, long, chance) = (end, 0, LONG, None);
        }
    }
    push(text, from..block.end, out);
}

fn push(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let sentence = &text[range.clone()];
    let Some(first) = sentence.find(|c: char| !c.is_whitespace()) else { return };
    let trimmed = sentence.trim_end().len();
    if sentence.contains(char::is_alphanumeric) {
        out.push(range.start + first..range.start + trimmed);
    }
}

/// A run of stops with the quotation marks and brackets that close behind it.
struct End {
    end: usize,
    /// A full stop alone, which may belong to an abbreviation or number.
    dot: bool,
    /// A stop of a script that sets no space behind it.
    wide: bool,
    closed: bool,
}

impl End {
    fn at(text: &str, from: usize, to: usize, first: char) -> End {
        let mut end = End { end: from, dot: true, wide: false, closed: false };
        for c in text[from..to].chars() {
            match c {
                '!' | '?' | '…' | '؟' | '۔' | '।' | '॥' if !end.closed => end.dot = false,
                '。' | '！' | '？' | '｡' | '．' if !end.closed => (end.dot, end.wide) = (false, true),
                '.' if !end.closed => {}
                '"' | '\'' | '”' | '’' | '“' | '»' | '«' | ')' | ']' | '」' | '』' | '）' | '】' | '》'
                | '〉' => {
                    end.closed = true;
                }
                // The French close their quotation marks behind a space; the Germans open with the same mark.
                ' ' | '\u{A0}' | '\u{202F}' if closes(&text[end.end + c.len_utf8()..to]) => {}
                _ => break,
            }
            end.end += c.len_utf8();
        }
        end.dot &= end.end == from + first.len_utf8();
        end
    }

    /// Whether a sentence ends here, whose first stop is at `stop`.
    fn is_one(&self, text: &str, from: usize, stop: usize, to: usize) -> bool {
        let behind = &text[self.end..to];
        let Some(next) = behind.chars().next() else { return true };
        if self.wide {
            // 「…。」と述べた goes on.
            return !self.closed || next.is_whitespace() || matches!(next, '「' | '『' | '“' | '（');
        }
        if !next.is_whitespace() {
            return false;
        }
        let goes_on = behind.chars().take(NEAR).find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
        !(goes_on || self.dot && is_abbreviation(&text[from..stop]))
    }
}

/// Letters behind a stop among which the next word is looked for.
const NEAR: usize = 12;

/// Whether `text` begins with a quotation mark that closes.
fn closes(text: &str) -> bool {
    text.strip_prefix('»').is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether the full stop behind `before` belongs to its last word.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '.')).next().unwrap_or_default();
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (None, _) => false,
        // Initials, the "B." of "z. B.".
        (Some(c), None) => c.is_alphabetic() && !is_wide(c) || c.is_numeric(),
        // "U.S."
        _ if word.contains('.') && !word.contains(|c: char| c.is_numeric()) => true,
        // "12. Mai"
        _ if word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit()) => true,
        _ => {
            word.len() <= 12
                && ABBREVIATIONS.iter().any(|a| a.eq_ignore_ascii_case(word) || *a == word.to_lowercase())
        }
    }
}

/// Whether a letter is a word or syllable of its own.
fn is_wide(c: char) -> bool {
    c >= '\u{1100}'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        sentences(text, &mut out);
        out.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_of_many_scripts() {
        for sentences in [
            &[
                "Mr. Smith paid $3.5 million to the U.S. Treasury on Jan. 5, he said.",
                "“Why?” she asked.",
                "Nobody knew!",
            ][..],
            &["Am 3. Mai kam z. B. Herr Dr. Weiß.", "Er blieb bis 2024.", "»Gut so.«", "Danach ging er."],
            &["« Oui. »", "Il est parti… puis revenu.", "Qui sait ?", "Personne."],
            &["¿Quién sabe?", "¡Nadie!", "El Sr. Gómez llegó."],
            &["市长说：“好。”", "大桥通车。", "为什么？"],
            &["「行く。」と彼は言った。", "雨だ。"],
            &["قال الوزير ذلك.", "لماذا؟", "لا أحد يعرف."],
            &["Он родился в г. Омске в 1980 г. и уехал.", "Потом вернулся."],
            &["यह सच है।", "वह गया।"],
        ] {
            for space in [" ", "\n"] {
                let text = sentences.join(space);
                // Chinese and Japanese set no space; it may stand there all the same.
                assert_eq!(cut(&text), sentences, "{text}");
            }
        }
        assert_eq!(cut("「行く。」と彼は言った。雨だ。"), ["「行く。」と彼は言った。", "雨だ。"]);
    }

    #[test]
    fn headings_are_sentences_and_rules_are_none() {
        assert_eq!(cut("  A heading\n\n* * *\n- An item\r\n"), ["A heading", "- An item"]);
        assert_eq!(cut(""), [""; 0]);
    }

    #[test]
    fn lines_broken_where_they_are_full_are_joined() {
        let text = "Traders said on Tuesday that the sale of the mill in Odessa would\n\
                    go ahead. The ministry, however, had asked the buyers in\n\
                    Geneva for another month.\n    \
                    Prices were hardly changed at the end of a slow day, and\n\
                    nobody expects news before Friday.\nA TABLE\n1 2\n";
        assert_eq!(
            cut(text),
            [
                "Traders said on Tuesday that the sale of the mill in Odessa would\ngo ahead.",
                "The ministry, however, had asked the buyers in\nGeneva for another month.",
                "Prices were hardly changed at the end of a slow day, and\nnobody expects news before Friday.",
                "A TABLE",
                "1 2",
            ]
        );
    }

    #[test]
    fn what_has_no_end_is_cut() {
        let thai = "นายกเทศมนตรีกล่าวว่าสะพานแห่งใหม่ ".repeat(12);
        let parts = cut(&thai);
        assert!(parts.len() >= 3, "{}", parts.len());
        assert_eq!(parts.concat().replace(' ', ""), thai.replace(' ', ""));
        assert!(cut(&"word, ".repeat(1000)).iter().all(|part| part.len() < 1000));
        assert!(cut(&"x-".repeat(5000)).len() > 5);
        assert!(cut(&". x".repeat(200_000)).len() > 5);
        assert!(cut(&". ".repeat(200_000)).is_empty());
        assert!(cut(&"abc".repeat(5000)).len() == 1);
    }
}
