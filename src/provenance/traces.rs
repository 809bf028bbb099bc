//! Traces of the source language: what a translator leaves standing as it was in the other language.
//!
//! Spellings of names from a third script ("Prigojine", "Selenskyj"), the marks of decimals and thousands, quotation
//! marks and letters that the language of the text does not use. Each counts only where both texts have it: what
//! stands in one alone is the writer's own habit.

use std::collections::HashSet;

/// What was left standing, as it is written, and what that is worth in log odds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trace {
    pub(super) text: String,
    pub(super) weight: f32,
}

/// A name in the other language's spelling of a third script.
const SPELLING: f32 = 1.2;
/// A number with the other language's marks.
const NUMBER: f32 = 0.9;
/// The other language's quotation marks.
const QUOTES: f32 = 0.5;
/// A letter that only the other language has.
const LETTER: f32 = 0.4;
/// Letters of a name that is looked at.
const NAME: usize = 5;

/// What a text has from the language of the other one, the weightiest first; languages are primary tags.
pub(super) fn traces(text: &str, lang: &str, other: &str, other_lang: &str) -> Vec<Trace> {
    if lang == other_lang {
        return Vec::new();
    }
    let words: HashSet<&str> = words(other).collect();
    let shared = || self::words(text).filter(|word| words.contains(word));
    let names = || shared().filter(|word| is_name(word));
    let spelling = names().find(|name| {
        let is_of = |lang: &str| SPELLINGS.iter().any(|row| row.0 == lang && has_part(name, row.1));
        is_of(other_lang) && !is_of(lang)
    });
    let number = shared().find(|word| {
        let theirs = marks_of(word);
        theirs.is_some()
            && theirs == marks_in(other_lang)
            && marks_in(lang).is_some_and(|own| Some(own) != theirs)
    });
    let quote = QUOTATION.iter().find(|(mark, langs)| {
        let uses = |lang| langs.contains(&lang);
        uses(other_lang) && !uses(lang) && has_alphabet(lang) && text.contains(*mark) && other.contains(*mark)
    });
    let letter = names().find(|name| {
        name.chars().any(|c| {
            !c.is_ascii() && is_letter_of(c, other_lang) && has_alphabet(lang) && !is_letter_of(c, lang)
        })
    });
    let found = [
        (spelling.map(str::to_owned), SPELLING),
        (number.map(str::to_owned), NUMBER),
        (quote.map(|(mark, _)| mark.to_string()), QUOTES),
        (letter.filter(|_| spelling.is_none()).map(str::to_owned), LETTER),
    ];
    found.into_iter().filter_map(|(text, weight)| Some(Trace { text: text?, weight })).collect()
}

/// Words and numbers, each with the marks inside it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| c.is_whitespace() || "()[]{}\"“”„«»‹›'’‘…/–—-".contains(c));
    words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty())
}

fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().all(char::is_alphabetic)
        && word.chars().count() >= NAME
        && word.chars().skip(1).any(char::is_lowercase)
}

/// Whether a name has a part: at its end if that begins with `-`, inside or at the end otherwise.
fn has_part(name: &str, part: &str) -> bool {
    match part.strip_prefix('-') {
        Some(end) => name.ends_with(end),
        None => name.to_lowercase().contains(part),
    }
}

/// How names of other scripts, Cyrillic and Arabic above all, are written in some languages and in no other.
const SPELLINGS: [(&str, &str); 19] = [
    ("fr", "-jine"),
    ("fr", "-kine"),
    ("fr", "-ïa"),
    ("fr", "-ïev"),
    ("fr", "-tchev"),
    ("fr", "-tchenko"),
    ("fr", "-ovitch"),
    ("fr", "-evitch"),
    ("fr", "-chvili"),
    ("de", "tsch"),
    ("de", "-skyj"),
    ("de", "-skij"),
    ("de", "-jew"),
    ("de", "dsch"),
    ("de", "-schwili"),
    ("es", "jrush"),
    ("es", "-chov"),
    ("nl", "tsj"),
    ("pl", "-czow"),
];

/// Which mark parts decimals and which thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    Comma,
    Point,
}

/// The marks that a language uses, if it is known.
fn marks_in(lang: &str) -> Option<Marks> {
    match lang {
        "en" | "zh" | "ja" | "ko" | "th" | "he" => Some(Marks::Point),
        "fr" | "de" | "es" | "pt" | "it" | "nl" | "pl" | "ru" | "tr" | "uk" | "cs" | "da" | "sv" | "no"
        | "fi" => Some(Marks::Comma),
        _ => None,
    }
}

/// The marks that a number was written with, if it says.
fn marks_of(word: &str) -> Option<Marks> {
    if !word.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
        return None;
    }
    let mark = word.find(['.', ',']).filter(|&at| at > 0)?;
    let (is_comma, rest) = (word.as_bytes()[mark] == b',', &word[mark + 1..]);
    if rest.contains(['.', ',']) {
        return None;
    }
    // One or two digits behind it are decimals, three are thousands.
    match rest.len() {
        1 | 2 => Some(if is_comma { Marks::Comma } else { Marks::Point }),
        3 => Some(if is_comma { Marks::Point } else { Marks::Comma }),
        _ => None,
    }
}

/// Quotation marks, and the languages whose papers use them.
const QUOTATION: [(char, &[&str]); 5] = [
    ('«', &["fr", "ru", "it", "es", "pt", "uk", "el", "ar", "fa", "no", "de", "da", "pl", "tr"]),
    ('„', &["de", "pl", "nl", "cs", "hu", "ro", "ru", "uk", "bg", "hr"]),
    ('「', &["ja", "zh"]),
    ('“', &["en", "es", "pt", "it", "zh", "ko", "de", "tr", "nl", "pl", "ru", "fr", "ar"]),
    ('《', &["zh", "ko", "ja"]),
];

/// The letters beyond a to z of languages with the Latin alphabet.
const LETTERS: [(&str, &str); 9] = [
    ("en", ""),
    ("fr", "àâæçéèêëîïôœùûüÿ"),
    ("de", "äöüß"),
    ("es", "áéíñóúü"),
    ("pt", "áâãàçéêíóôõú"),
    ("it", "àèéìíîòóùú"),
    ("nl", "ëïéèö"),
    ("pl", "ąćęłńóśźż"),
    ("tr", "çğıöşüâîİ"),
];

fn has_alphabet(lang: &str) -> bool {
    LETTERS.iter().any(|row| row.0 == lang)
}

fn is_letter_of(letter: char, lang: &str) -> bool {
    let letters = LETTERS.iter().find(|row| row.0 == lang).map_or("", |row| row.1);
    letter.to_lowercase().all(|letter| letters.contains(letter)) || letters.contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRENCH: &str = "Le yacht Belaïa de l’homme d’affaires Iouri Voljanine a été vendu 12,5 millions d’euros. \
                          « C’est fini », a dit son avocat.";

    fn texts(text: &str, lang: &str, other: &str, other_lang: &str) -> Vec<String> {
        traces(text, lang, other, other_lang).into_iter().map(|trace| trace.text).collect()
    }

    #[test]
    fn a_translator_leaves_spellings_numbers_and_marks() {
        let english =
            "The yacht Belaïa of businessman Yuri Voljanine was sold for 12,5 million euros. «It is over».";
        assert_eq!(texts(english, "en", FRENCH, "fr"), ["Belaïa", "12,5", "«"]);
        assert_eq!(texts(FRENCH, "fr", english, "en"), Vec::<String>::new());
    }

    #[test]
    fn a_good_translation_has_none() {
        let english = "The yacht Belaya of businessman Yuri Volzhanin was sold for €12.5m. “It is over,” said his lawyer.";
        assert_eq!(texts(english, "en", FRENCH, "fr"), Vec::<String>::new());
        assert_eq!(texts(FRENCH, "fr", english, "en"), Vec::<String>::new());
    }

    #[test]
    fn it_works_the_other_way_too() {
        let english = "Sales rose 3.5 percent to 740,000 tickets, said Smith.";
        let german = "Der Absatz stieg um 3.5 Prozent auf 740,000 Karten, sagte Smith.";
        assert_eq!(texts(german, "de", english, "en"), ["3.5"]);
        assert_eq!(texts(english, "en", german, "de"), Vec::<String>::new());
    }

    #[test]
    fn spellings_of_other_languages_give_them_away() {
        let german = "Präsident Selenskyj sprach mit Lukaschenko und Gorbatschow.";
        let english = "President Selenskyj spoke to Lukashenko and Gorbachev.";
        let found = traces(english, "en", german, "de");
        assert_eq!((found[0].text.as_str(), found[0].weight), ("Selenskyj", SPELLING));
        assert_eq!(traces(german, "de", german, "de"), Vec::new());
    }

    #[test]
    fn numbers_tell_their_marks() {
        for (number, marks) in [
            ("12,5", Some(Marks::Comma)),
            ("12.50", Some(Marks::Point)),
            ("740.000", Some(Marks::Comma)),
            ("740,000", Some(Marks::Point)),
            ("1.250.000", None),
            ("2024", None),
            ("3.1415", None),
            (".5", None),
            ("v1.2", None),
        ] {
            assert_eq!(marks_of(number), marks, "{number}");
        }
    }
}
