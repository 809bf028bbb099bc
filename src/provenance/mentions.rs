//! Mentions: whom a text names in its sentences, which is no claim, but tells whom it knew.

use std::ops::Range;

use super::agencies::{self, Agency, Mention};
use super::credit::is_related;
use super::direction::{Side, same_page};
use super::fold::{Folded, folded, has_edges, is_spaceless};
use super::names::{bare_key, key, label, read, spoken, without_article};
use super::phrases;
use crate::crosslingual::{
    consonants, heard, heard_in_arabic, heard_name, is_arabic, is_latin, name_in_arabic, sound,
    writes_what_it_hears,
};
use crate::ingest::shapes::shape;
use crate::text::{in_one_script, is_syllable, read_in_korean};

/// The names that stand in a text.
#[derive(Debug)]
pub(super) struct Mentions {
    text: String,
    /// Its letters and digits alone.
    letters: String,
    /// Its words in katakana, Korean syllables and Arabic letters, as they stand.
    heard: String,
    agencies: Vec<&'static Agency>,
    /// The pages that the text leads to.
    links: Vec<String>,
}

/// Letters of a name that tells whom it means.
const NAME: usize = 5;
/// Letters of a name in a host, which has no spaces.
const LABEL: usize = 9;
/// Consonants of a name that tells whom it means by its sound.
const SOUND: usize = 5;
/// Letters of a word whose ending may change with its case, and letters that endings have.
const BENT: usize = 5;
const ENDING: usize = 4;

impl Mentions {
    /// Of an article: those of its text, and the names of sites in the lines beside it.
    pub(super) fn in_article(side: &Side<'_>) -> Mentions {
        let own = side.text.split('\n').filter(|line| !is_furniture(line));
        let mut mentions = Mentions::of(&own.collect::<Vec<_>>().join("\n"));
        let is_other = |line: &str| {
            let folded = folded(line);
            let asks = [&phrases::PHOTO, &phrases::FOLLOW].iter().any(|words| words.find(&folded).is_some());
            let leads = folded.split(['.', '。', '!', '?']).any(is_related);
            asks || leads || is_furniture(line)
        };
        for line in side.told.beside().filter(|line| !is_other(line)) {
            let beside = Mentions::of(line);
            mentions.text.push('\n');
            mentions.text.push_str(&beside.text);
            mentions.letters.push('\n');
            mentions.letters.push_str(&beside.letters);
            mentions.heard.push(' ');
            mentions.heard.push_str(&beside.heard);
        }
        let links = side.told.fields.iter().filter(|(field, _)| field == "link.text");
        mentions.links.extend(links.map(|(_, url)| url.clone()));
        mentions
    }

    /// Of a text.
    pub(super) fn of(original: &str) -> Mentions {
        let folded = Folded::new(original);
        let whole = 0..folded.text().len();
        let mentioned = agencies::mentions(&folded, &whole);
        let is_meant = |mention: &Mention| mention.is_spelled && !is_pictured(folded.text(), &mention.range);
        let agencies = mentioned.into_iter().filter(is_meant).map(|mention| mention.agency);
        let text: String = folded.text().chars().map(in_one_script).collect();
        let keeps = |c: char| writes_what_it_hears(c) || is_arabic(c);
        let is_heard = |c: char| if keeps(c) { c } else { ' ' };
        let heard =
            if original.contains(keeps) { original.chars().map(is_heard).collect() } else { String::new() };
        Mentions { agencies: agencies.collect(), letters: key(&text), text, heard, links: Vec::new() }
    }

    /// Whether an agency is named.
    pub(super) fn has(&self, agency: &Agency) -> bool {
        self.agencies.iter().any(|named| named.name == agency.name)
    }

    /// The name by which the site or the agency of another article is named.
    pub(super) fn name_of<'s>(&self, source: &Side<'s>) -> Option<&'s str> {
        let site = source.told.site.as_deref().map(spoken).map(without_article);
        let long = |name: &str| {
            // A letter of these scripts says as much as two.
            let letters = name.chars().filter(|c| c.is_alphanumeric());
            letters.map(|c| if is_spaceless(c) { 2 } else { 1 }).sum::<usize>() >= NAME
        };
        let site = site.filter(|name| long(name));
        let host = source.told.host.as_deref().map(label);
        let host =
            host.filter(|label| bare_key(label).len() >= LABEL && self.letters.contains(&bare_key(label)));
        site.filter(|name| self.has_name(name))
            .or(host)
            .or_else(|| {
                source
                    .told
                    .site
                    .as_deref()
                    .filter(|name| self.has_sound(name) || self.is_heard(name) || self.has_reading(name))
            })
            .or_else(|| self.links_to(source))
            .or_else(|| source.agency.filter(|agency| self.has(agency)).map(|agency| agency.name))
    }

    /// The name of the site that the text leads to, if that is the page of another article or its site's first one.
    fn links_to<'s>(&self, source: &Side<'s>) -> Option<&'s str> {
        let host = source.told.host.as_deref()?;
        let leads = |link: &String| {
            let rest = link.split_once("://").map_or("", |(_, rest)| rest);
            let rest = rest.strip_prefix("www.").unwrap_or(rest);
            rest.trim_end_matches('/') == host || source.url.is_some_and(|url| same_page(url, link))
        };
        self.links.iter().any(leads).then(|| source.told.site.as_deref().unwrap_or(host))
    }

    /// Whether a name in Chinese letters stands in the text in Korean syllables, or the other way around.
    fn has_reading(&self, name: &str) -> bool {
        let is_korean = name.contains(is_syllable);
        let may_have = |c: char| if is_korean { is_letter(c) } else { is_syllable(c) };
        if !name.contains(|c| is_syllable(c) || is_letter(c)) || !self.text.contains(may_have) {
            return false;
        }
        let is_read = |c: &char| may_have(*c);
        let text: String = self
            .letters
            .chars()
            .map(|c| Some(c).filter(is_read).and_then(read_in_korean).unwrap_or(' '))
            .collect();
        read(spoken(name)).is_some_and(|name| text.contains(&name))
    }

    /// Whether words in a row sound like a name, as another language or script writes it.
    fn has_sound(&self, name: &str) -> bool {
        let wanted = sound(without_article(spoken(name))).filter(|sound| sound.len() >= SOUND);
        let words = self.text.split(|c: char| !c.is_alphanumeric());
        wanted.is_some_and(|wanted| is_in_a_row(&wanted, words, consonants, 0))
    }

    /// Whether a name in Latin letters stands in the text as it is heard in Japan, Korea or Arabia.
    fn is_heard(&self, name: &str) -> bool {
        if !is_latin(name) || self.heard.is_empty() {
            return false;
        }
        let name = spoken(name);
        let words = || self.heard.split(' ').filter(|word| !word.is_empty());
        let is = |wanted: Option<String>, of: fn(&str) -> String, more: usize| {
            wanted.is_some_and(|wanted| is_in_a_row(&wanted, words(), of, more))
        };
        // In Arabic an article may be a word with the rest.
        is(heard_name(without_article(name)), heard, PARTICLE)
            || [name, without_article(name)].iter().any(|name| is(name_in_arabic(name), heard_in_arabic, 0))
    }

    /// Whether a name stands in the text; in one of several words each may have another ending.
    fn has_name(&self, name: &str) -> bool {
        let name: String = folded(name).chars().map(in_one_script).collect();
        let words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
        let [first, rest @ ..] = &words[..] else { return false };
        if rest.is_empty() {
            let mut at = self.text.match_indices(first);
            return at.any(|(at, _)| has_edges(&self.text, &(at..at + first.len())));
        }
        let stem = stem(first);
        let mut at = self.text.match_indices(stem);
        at.any(|(at, _)| {
            let is_word = !self.text[..at].ends_with(char::is_alphanumeric);
            let mut found = self.text[at..].split(' ');
            is_word && words.iter().all(|word| found.next().is_some_and(|found| is_form(found, word)))
        })
    }
}

/// Whether a line is not the article's, by its shape: "Follow us".
fn is_furniture(line: &str) -> bool {
    shape(line).furniture
}

/// Whether a name stands in brackets that credit a picture: "(AP Photo/Ann Lee)".
fn is_pictured(text: &str, name: &Range<usize>) -> bool {
    let open = text[..name.start].rfind(['(', '[', '\n']).filter(|&at| !text[at..].starts_with('\n'));
    let close = text[name.end..].find([')', ']', '\n']).map(|at| name.end + at);
    let inside = open.zip(close).map(|(open, close)| &text[open + 1..close]);
    inside.is_some_and(|inside| phrases::PHOTO.find(inside).is_some())
}

/// Whether words in a row have just these consonants, but for `more` at the end.
fn is_in_a_row<'w>(
    wanted: &str,
    words: impl Iterator<Item = &'w str> + Clone,
    consonants: fn(&str) -> String,
    more: usize,
) -> bool {
    let mut words = words.filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        let mut run = consonants(word);
        if run.is_empty() || !(wanted.starts_with(&run) || run.starts_with(wanted)) {
            continue;
        }
        let mut next = words.clone();
        while run.len() < wanted.len() {
            let Some(word) = next.next() else { break };
            run.push_str(&consonants(word));
        }
        if run.strip_prefix(wanted).is_some_and(|rest| rest.len() <= more) {
            return true;
        }
    }
    false
}

/// Consonants that a particle of Korean adds to the end of a name.
const PARTICLE: usize = 2;

/// Whether a letter is Chinese.
fn is_letter(letter: char) -> bool {
    ('\u{4e00}'..'\u{a000}').contains(&letter)
}

/// Whether an outlet's own text has its name in it: then a copy has it, too, and credits nobody by that.
pub(super) fn names_itself(source: &Side<'_>) -> bool {
    source.told.site.as_deref().is_some_and(|site| Mentions::of(source.text).has_name(spoken(site)))
}

/// A word without the vowels at its end.
fn stem(word: &str) -> &str {
    if word.chars().count() < BENT {
        return word;
    }
    let bare = word.trim_end_matches(|c: char| "aeiouyаеиоуыэюяйь".contains(c));
    if bare.chars().count() + 2 < word.chars().count() { word } else { bare }
}

/// Whether `found`, with marks around it, is a form of `word`.
fn is_form(found: &str, word: &str) -> bool {
    let found = found.trim_matches(|c: char| !c.is_alphanumeric());
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let stem = stem(word);
    found == word
        || word.chars().count() >= BENT
            && found.starts_with(stem)
            && found[stem.len()..].chars().count() <= ENDING
}

#[cfg(test)]
mod tests {
    use super::super::times::Times;
    use super::super::told::{Line, Told};
    use super::*;
    use crate::article::Place;

    #[test]
    fn names_are_found_in_sentences_and_with_other_endings() {
        for (name, text) in [
            ("L'Altopiano", "Lo scrive L’Altopiano in un articolo."),
            (
                "Ekspres Ostrowicki",
                "Jak ustalili dziennikarze „Ekspresu Ostrowickiego”, autobus nie istnieje.",
            ),
            ("Вечерний Ярилов", "Об этом сообщил «Вечерний Ярилов»."),
            ("Вечерний Ярилов", "По данным газеты «Вечернего Ярилова», судно стоит."),
            ("Kilbrannan Times", "as the Kilbrannan Times first reported"),
            ("海峡日報", "これは海峡日報が伝えた。"),
            ("Sabah", "Sabah'ın haberine göre"),
        ] {
            assert!(Mentions::of(text).has_name(name), "{name}");
        }
        for (name, text) in
            [("海峡日報", "해협일보가 16일 단독으로 전한 내용이다."), ("선주일보", "據《善州日報》報導，")]
        {
            assert!(Mentions::of(text).has_reading(name), "{name}");
        }
        assert!(!Mentions::of("海峡日報が伝えた。").has_reading("海峡日報"));
        for text in [
            "桃で乾杯した、とパシフィック・ウェイフェアラーが伝えている。",
            "퍼시픽 웨이페어러는 17일 전했다.",
        ] {
            assert!(Mentions::of(text).is_heard("Pacific Wayfarer"), "{text}");
            assert!(!Mentions::of(text).is_heard("Pacific Watch"), "{text}");
        }
        for (name, text) in [
            ("The Times", "In these times the world is small."),
            ("Post", "The postman came."),
            ("Ekspres Ostrowicki", "Ekspres do Ostrowca stoi."),
        ] {
            assert!(!Mentions::of(text).has_name(name), "{name}");
        }
    }

    fn told(host: &str, site: Option<&str>) -> Told {
        Told { host: Some(host.to_owned()), site: site.map(str::to_owned), ..Told::default() }
    }

    fn side<'s>(told: &'s Told, text: &'s str, url: Option<&'s str>) -> Side<'s> {
        Side { url, told, claims: &[], times: Times::UNKNOWN, text, agency: None }
    }

    fn line(text: &str, place: Place) -> Line {
        Line { text: text.to_owned(), place, span: None }
    }

    #[test]
    fn names_beside_the_text_count_unless_they_ask_for_something() {
        let source = told("tribune.example", Some("The Quarry Tribune"));
        let source = side(&source, "", None);
        let named = |beside: &str| {
            let mut copy = told("copy.example", None);
            copy.lines = vec![line("A bridge was closed.", Place::Text), line(beside, Place::Around)];
            Mentions::in_article(&side(&copy, "A bridge was closed.", None)).name_of(&source).is_some()
        };
        for beside in ["After the Quarry Tribune", "Texte: Quarry Tribune", "© Quarry Tribune / own"] {
            assert!(named(beside), "{beside}");
        }
        for beside in [
            "Follow us and the Quarry Tribune on Telegram",
            "Read also: Quarry Tribune",
            "Photo: Quarry Tribune",
            "Quarry",
        ] {
            assert!(!named(beside), "{beside}");
        }
    }

    #[test]
    fn links_name_the_page_they_lead_to() {
        let source = told("tribune.example", Some("The Quarry Tribune"));
        let source = side(&source, "", Some("https://www.tribune.example/bridge?x=1"));
        let named = |link: &str| {
            let mut copy = told("copy.example", None);
            copy.fields = vec![("link.text".to_owned(), link.to_owned())];
            Mentions::in_article(&side(&copy, "A bridge was closed.", None)).name_of(&source).is_some()
        };
        for link in
            ["http://tribune.example/bridge", "https://www.tribune.example/", "https://tribune.example"]
        {
            assert!(named(link), "{link}");
        }
        for link in ["https://tribune.example/boats", "https://other.example/bridge", "x"] {
            assert!(!named(link), "{link}");
        }
    }

    #[test]
    fn agencies_are_named_in_their_own_spelling() {
        let afp = agencies::by_name("AFP").expect("in the table");
        assert!(Mentions::of("Das sagte er der Nachrichtenagentur AFP.").has(afp));
        assert!(!Mentions::of("Das sagte er.").has(afp));
        assert!(!Mentions::of("The ship (AFP Photo/Ann Lee) is gone.").has(afp), "a picture is none");
    }
}
