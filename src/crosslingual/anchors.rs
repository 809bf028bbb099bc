//! Anchors: what a translation keeps as it is, numbers and names, written the same way for every language.
//!
//! Numbers: the digits of all scripts, separators of thousands and decimals, vulgar fractions, the words and signs for
//! thousands, millions and milliards. Names: of countries, cities, languages, months and currencies what they name;
//! other capitalised words and words of scripts without capitals transliterated, their consonants only.

use std::borrow::Cow;

use any_ascii::any_ascii_char;
use xxhash_rust::xxh3::xxh3_64;

use super::heard::is_katakana;
use super::places::{PLACE, Places, is_unspaced, push_key, push_plain};
use super::skeleton::skeleton;

/// Finds the numbers and names of sentences; keeps its buffers from one to the next.
#[derive(Debug)]
pub(super) struct Anchors {
    places: &'static Places,
    numbers: Vec<u32>,
    names: Vec<u32>,
    digits: String,
    word: String,
    key: String,
}

/// Letters of a word that is known as a name even where it might be another word.
const TELLING: usize = 5;
/// Words of a name, letters of one in a script without spaces, and what may stand between two words.
const WORDS: usize = 4;
const LETTERS: usize = 12;
const GAP: usize = 2;

impl Default for Anchors {
    fn default() -> Self {
        let (numbers, names, digits, word, key) = Default::default();
        Anchors { places: Places::embedded(), numbers, names, digits, word, key }
    }
}

/// What a word or sign behind a number multiplies it with. The words are in lower case; a number is followed by one
/// that begins so.
const UNITS: [(&str, f64); 44] = [
    ("thousand", 1e3),
    ("tausend", 1e3),
    ("mille", 1e3),
    ("mila", 1e3),
    ("mil", 1e3),
    ("duizend", 1e3),
    ("tys", 1e3),
    ("тыс", 1e3),
    ("bin", 1e3),
    ("ألف", 1e3),
    ("آلاف", 1e3),
    ("พัน", 1e3),
    ("million", 1e6),
    ("millon", 1e6),
    ("millón", 1e6),
    ("milion", 1e6),
    ("milhões", 1e6),
    ("milhão", 1e6),
    ("miljoen", 1e6),
    ("milyon", 1e6),
    ("миллион", 1e6),
    ("млн", 1e6),
    ("mio", 1e6),
    ("mln", 1e6),
    ("mn", 1e6),
    ("مليون", 1e6),
    ("ملايين", 1e6),
    ("ล้าน", 1e6),
    ("billion", 1e9),
    ("bilhões", 1e9),
    ("milliard", 1e9),
    ("miliard", 1e9),
    ("mrd", 1e9),
    ("milyar", 1e9),
    ("млрд", 1e9),
    ("миллиард", 1e9),
    ("مليار", 1e9),
    ("bn", 1e9),
    ("mld", 1e9),
    ("miljard", 1e9),
    ("bilhão", 1e9),
    ("mil millones", 1e9),
    ("mil milhões", 1e9),
    ("mil mill", 1e9),
];

impl Anchors {
    /// The numbers of the last sentence, ascending and each once.
    pub(super) fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// The names of the last sentence, likewise.
    pub(super) fn names(&self) -> &[u32] {
        &self.names
    }

    pub(super) fn read(&mut self, sentence: &str) {
        self.numbers.clear();
        self.names.clear();
        self.find_numbers(sentence);
        self.find_names(sentence);
        for found in [&mut self.numbers, &mut self.names] {
            found.sort_unstable();
            found.dedup();
        }
    }

    fn find_numbers(&mut self, sentence: &str) {
        let mut rest = sentence;
        let mut sum = None;
        while let Some(at) = rest.find(|c| digit(c).is_some()) {
            if at > 0 {
                self.number(sum.take());
            }
            rest = self.written(&rest[at..]);
            let mut value = value(&self.digits);
            if let Some((part, behind)) = fraction(rest) {
                value += part;
                rest = behind;
            }
            let (factor, behind) = factor(rest);
            // 3億5000万 is one number; without its sign the digits that follow stand for themselves.
            let adjoins = behind.len() < rest.len() && behind.starts_with(|c| digit(c).is_some());
            sum = Some(sum.unwrap_or(0.0) + value * factor);
            rest = behind;
            if !adjoins {
                self.number(sum.take());
            }
        }
        self.number(sum);
    }

    /// Takes a number's digits and separators from the beginning of `text`; gives what is behind them.
    fn written<'a>(&mut self, text: &'a str) -> &'a str {
        self.digits.clear();
        let mut end = 0;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if let Some(digit) = digit(c) {
                self.digits.push(digit);
                end = at + c.len_utf8();
                continue;
            }
            let separator = match c {
                '.' | '．' => '.',
                ',' | '，' | '\u{66B}' => ',',
                '\u{66C}' | '\'' | '’' | ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' => ' ',
                _ => break,
            };
            let mut after = text[at + c.len_utf8()..].chars();
            let three = after.by_ref().take(3).filter(|c| digit(*c).is_some()).count() == 3
                && after.next().is_none_or(|c| digit(c).is_none());
            if separator == ' ' {
                if !three {
                    break;
                }
            } else {
                if chars.peek().is_none_or(|(_, c)| digit(*c).is_none()) {
                    break;
                }
                self.digits.push(separator);
            }
        }
        &text[end..]
    }

    fn number(&mut self, value: Option<f64>) {
        let Some(value) = value else { return };
        if value < 10.0 && value.fract() == 0.0 {
            return; // "three" may be written as a word on the other side
        }
        // Six digits are what reports give; the last ones of longer numbers are not compared.
        let rounded = (value as f32).to_bits() & !0xF;
        self.numbers.push(xxh3_64(&rounded.to_le_bytes()) as u32);
    }

    fn find_names(&mut self, sentence: &str) {
        let mut rest = sentence;
        let mut first = true;
        // What is left behind the last place that was found.
        let mut left = sentence.len();
        while let Some(at) = rest.find(char::is_alphabetic) {
            rest = &rest[at..];
            let begins = rest.chars().next().unwrap_or_default();
            if is_unspaced(begins) {
                rest = self.unspaced(rest);
                first = false;
                continue;
            }
            let (word, behind) = rest.split_at(word_end(rest));
            // The first word of a sentence is capitalised anyway.
            let is_capital = begins.is_uppercase() && (!first || word.chars().count() >= TELLING);
            let is_first = std::mem::take(&mut first);
            let caseless = matches!(begins, '\u{590}'..='\u{1BFF}' | '\u{AC00}'..='\u{D7A3}');
            if rest.len() <= left
                && let Some(behind) = self.place(rest, word, is_capital || caseless)
            {
                left = behind.len();
            }
            let other = matches!(begins, '\u{600}'..='\u{6FF}' | '\u{AC00}'..='\u{D7A3}');
            if other || begins.is_uppercase() && !is_first {
                self.name(word);
            }
            rest = behind;
        }
    }

    /// Takes a known name from the beginning of `text`, whose first word is `word`; gives what is behind it.
    fn place<'a>(&mut self, text: &'a str, word: &'a str, is_capital: bool) -> Option<&'a str> {
        if !is_capital && word.len() < TELLING {
            return None;
        }
        self.longest(text, word, word, is_capital).or_else(|| {
            let forms = forms(word);
            forms.into_iter().flatten().find_map(|form| self.longest(text, word, &form, is_capital))
        })
    }

    /// The same of the longest name that begins with `form`, which stands for the first word.
    fn longest<'a>(&mut self, text: &'a str, word: &str, form: &str, is_capital: bool) -> Option<&'a str> {
        self.key.clear();
        push_key(form, &mut self.key);
        let mut known = self.places.get(&self.key)?;
        let mut rest = &text[word.len()..];
        let mut best = known.named(is_capital).map(|named| (named, rest));
        for _ in 1..WORDS {
            if !known.goes_on() {
                break;
            }
            let gap = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
            if rest[..gap].chars().count() > GAP || rest[..gap].contains([',', '\n', ';']) {
                break;
            }
            let next = &rest[gap..];
            let end = word_end(next);
            self.key.push(' ');
            push_key(&next[..end], &mut self.key);
            let Some(longer) = self.places.get(&self.key) else { break };
            (known, rest) = (longer, &next[end..]);
            best = known.named(is_capital).map(|named| (named, rest)).or(best);
        }
        let (named, behind) = best?;
        self.names.push(named);
        Some(behind)
    }

    /// Takes the names from a run of letters without spaces; gives what is behind it.
    fn unspaced<'a>(&mut self, text: &'a str) -> &'a str {
        let end = text.find(|c: char| !is_unspaced(c)).unwrap_or(text.len());
        let mut rest = &text[..end];
        while let Some(c) = rest.chars().next() {
            self.key.clear();
            let mut best = None;
            for (at, c) in rest.char_indices().take(LETTERS) {
                push_plain(c, &mut self.key);
                let Some(known) = self.places.get(&self.key) else { break };
                best = known.named(true).map(|named| (named, at + c.len_utf8())).or(best);
                if !known.goes_on() {
                    break;
                }
            }
            let katakana =
                if is_katakana(c) { rest.find(|c| !is_katakana(c)).unwrap_or(rest.len()) } else { 0 };
            self.name(&rest[..katakana]);
            let place = best.filter(|(_, len)| *len >= katakana);
            self.names.extend(place.map(|(named, _)| named));
            rest = &rest[place.map_or(katakana.max(c.len_utf8()), |(_, len)| len)..];
        }
        &text[end..]
    }

    fn name(&mut self, word: &str) {
        self.word.clear();
        for c in word.chars() {
            self.word.extend(
                any_ascii_char(c).chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()),
            );
        }
        if self.word.len() < 3 {
            return;
        }
        let skeleton = skeleton(&self.word);
        if skeleton.len() >= 3 {
            self.names.push(xxh3_64(skeleton.as_bytes()) as u32 & !PLACE);
        }
    }
}

/// What tells the names that are known in every language from all others: their checksum.
pub fn names_id() -> u64 {
    Places::id()
}

/// The different numbers and names of a text as they are in every language, each by an ascending key; digits that
/// stand alone are none.
pub fn figures(text: &str) -> [Vec<u32>; 2] {
    let mut anchors = Anchors::default();
    let mut found = [Vec::new(), Vec::new()];
    for line in text.split('\n') {
        anchors.read(line);
        found[0].extend_from_slice(anchors.numbers());
        found[1].extend_from_slice(anchors.names());
    }
    for keys in &mut found {
        keys.sort_unstable();
        keys.dedup();
    }
    found
}

fn word_end(text: &str) -> usize {
    text.find(|c: char| !c.is_alphabetic() || is_unspaced(c)).unwrap_or(text.len())
}

/// What a word may be a form of: in Arabic without what is written in one with it, in Korean without a particle, in
/// German and English without the s of the genitive.
fn forms(word: &str) -> [Option<Cow<'_, str>>; 3] {
    let begins = word.chars().next().unwrap_or_default();
    match begins {
        'و' | 'ف' | 'ب' | 'ل' | 'ك' => {
            let article = word.strip_prefix("لل").map(|rest| Cow::Owned(format!("ال{rest}")));
            [Some(Cow::Borrowed(&word[begins.len_utf8()..])), article, None]
        }
        '\u{AC00}'..='\u{D7A3}' => {
            let shorter = |by: usize| {
                let at = word.char_indices().rev().nth(by - 1).map_or(0, |(at, _)| at);
                (at > begins.len_utf8()).then(|| Cow::Borrowed(&word[..at]))
            };
            [1, 2, 3].map(shorter)
        }
        _ => {
            let stem = word.strip_suffix('s').filter(|stem| stem.len() >= TELLING && begins.is_uppercase());
            [stem.map(Cow::Borrowed), None, None]
        }
    }
}

/// A digit of any of the scripts that news is written in, as ASCII.
fn digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    let zero = match c {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6F0}'..='\u{6F9}' => 0x6F0,
        '\u{966}'..='\u{96F}' => 0x966,
        '\u{E50}'..='\u{E59}' => 0xE50,
        '\u{FF10}'..='\u{FF19}' => 0xFF10,
        _ => return None,
    };
    char::from_digit(c as u32 - zero, 10)
}

/// The number that digits with `.` and `,` between them stand for: a separator before three digits parts thousands,
/// unless it is the second kind.
fn value(digits: &str) -> f64 {
    let mut plain = String::with_capacity(digits.len());
    let parts: Vec<&str> = digits.split(['.', ',']).collect();
    let separators: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    let Some((&last, _)) = separators.split_last() else { return digits.parse().unwrap_or(0.0) };
    let thousands = |part: &&str| part.len() == 3;
    let all =
        parts[1..].iter().all(thousands) && parts[0].len() <= 3 && separators.iter().all(|s| *s == last);
    let before = parts[1..parts.len() - 1].iter().all(thousands);
    let decimal = !all
        && (separators.len() == 1 || before && separators[..separators.len() - 1].iter().all(|s| *s != last));
    for (n, part) in parts.iter().enumerate() {
        if decimal && n == parts.len() - 1 {
            plain.push('.');
        }
        plain.push_str(part);
    }
    plain.parse().unwrap_or(0.0)
}

fn fraction(text: &str) -> Option<(f64, &str)> {
    let c = text.chars().next()?;
    let part = match c {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        _ => return None,
    };
    Some((part, &text[c.len_utf8()..]))
}

/// What a number is multiplied with by what stands behind it, and what is behind that.
fn factor(text: &str) -> (f64, &str) {
    let mut factor = 1.0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        factor *= match c {
            '千' | '천' => 1e3,
            '万' | '萬' | '만' => 1e4,
            '億' | '亿' | '억' => 1e8,
            '兆' | '조' => 1e12,
            _ => break,
        };
        rest = &rest[c.len_utf8()..];
    }
    if rest.len() < text.len() {
        return (factor, rest);
    }
    let word = text.trim_start_matches([' ', '\u{A0}', '\u{202F}', '-']);
    let longest = UNITS.iter().filter(|(unit, _)| begins(word, unit)).max_by_key(|(unit, _)| unit.len());
    // What begins like a unit is one only where it is not much longer: "mil" is not "military".
    match longest {
        Some((unit, times)) => (*times, &word[word.len().min(unit.len())..]),
        None => (1.0, text),
    }
}

fn begins(text: &str, unit: &str) -> bool {
    let Some(head) = text.get(..unit.len()) else { return false };
    if !(head == unit || head.eq_ignore_ascii_case(unit)) {
        return false;
    }
    let ending = text[unit.len()..].chars().take_while(|c| c.is_alphabetic()).count();
    ending
        <= if unit.chars().count() >= 5 {
            4
        } else if unit.is_ascii() {
            0
        } else {
            3
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<u32> {
        let mut anchors = Anchors::default();
        anchors.read(text);
        anchors.numbers().to_vec()
    }

    fn names(text: &str) -> Vec<u32> {
        let mut anchors = Anchors::default();
        anchors.read(text);
        let mut names = anchors.names().to_vec();
        names.sort_unstable();
        names
    }

    #[test]
    fn numbers_are_the_same_in_every_language() {
        for same in [
            &["12.5 percent", "12,5 %", "12½ Prozent", "12٫5", "１２．５％"][..],
            &[
                "1,250 people",
                "1.250 Menschen",
                "1 250 personnes",
                "1\u{202F}250",
                "1'250",
                "١٬٢٥٠",
                "1250人",
            ],
            &[
                "3.5 million",
                "3,5 Millionen",
                "3,5 millones",
                "3,5 миллиона",
                "3.5 млн",
                "350万",
                "3,500,000",
            ],
            &[
                "1.2 billion euros",
                "1,2 milliard d'euros",
                "1,2 Milliarden",
                "12億",
                "12亿元",
                "1.200 millones",
            ],
            &["120,500,000", "1億2050万", "1억2050만"],
            &["on May 13, 2024", "le 13 mai 2024", "am 13. Mai 2024", "13 مايو ٢٠٢٤"],
        ] {
            for text in same {
                assert_eq!(numbers(text), numbers(same[0]), "{text}");
                assert!(!numbers(text).is_empty(), "{text}");
            }
        }
        assert_eq!(numbers("in 3 of 9 cases"), [] as [u32; 0]);
        assert_ne!(numbers("1.25"), numbers("125"));
        assert_eq!(numbers("10 military men"), numbers("10"));
    }

    #[test]
    fn places_are_the_same_in_every_language() {
        for same in [
            &[
                "said in Moscow",
                "a Mosca",
                "in Moskau",
                "Moskaus Antwort",
                "à Moscou",
                "w Moskwie",
                "Moskova'da",
                "в Москве",
                "у Москві",
                "في موسكو",
                "وموسكو",
                "在莫斯科说",
                "モスクワで",
                "모스크바에서",
                "στη Μόσχα",
            ][..],
            &[
                "the United States",
                "aux États-Unis",
                "die Vereinigten Staaten",
                "в США",
                "i USA",
                "en EE. UU.",
                "das U.S.",
                "الولايات المتحدة",
                "美国总统",
                "アメリカ合衆国",
                "미국은",
                "Stany Zjednoczone",
            ],
            &["from China", "aus China", "de Chine", "из Китая", "للصين", "中国经济", "중국이"],
            &["in October", "en octobre", "im Oktober", "в октябре", "w październiku"],
        ] {
            for text in same {
                let wanted = names(same[0]);
                assert!(
                    wanted.iter().any(|name| names(text).contains(name)),
                    "{text}: {:?} {wanted:?}",
                    names(text)
                );
            }
        }
        assert_eq!(names("they march on"), [] as [u32; 0]);
        assert_eq!(names("said Niger and Nigeria").len(), 2);
    }

    #[test]
    fn names_are_alike_across_spellings() {
        assert_eq!(names("said Prigozhin"), names("sagte Prigozin"));
        assert_eq!(names("in Moskau"), names("in Moskau"));
        assert_eq!(names("the small harbour"), [] as [u32; 0]);
        assert_eq!(names("с Ивановым").len(), 1);
    }
}
