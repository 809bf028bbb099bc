//! Translations: which articles of a corpus in other languages a text was translated from, or into.
//!
//! Owns what is kept of each article for that, and the choice of whom to align; the alignment itself is that of
//! [`crate::crosslingual`].

use rayon::prelude::*;

use crate::compare::{Counts, Match, Passage, Relation};
use crate::crosslingual::{Alignment, Content, Reader, Votes, WordTable, align};

/// Articles of a corpus as they are in every language.
#[derive(Debug, Default)]
pub(super) struct Translations {
    contents: Vec<Content>,
    langs: Vec<Option<String>>,
    votes: Votes,
}

/// Candidates that are aligned.
const ALIGNED: usize = 16;
/// The probability from which two texts are taken for translations.
const PROBABLE: f32 = 0.5;
/// The share of the source from which all of it was translated.
const WHOLE: f32 = 0.6;
/// Articles among which translations are looked for; every sentence is compared with every other one.
pub(super) const MOST: usize = 50_000;

impl Translations {
    /// Of articles with these texts and languages, in order.
    pub(super) fn new<T: AsRef<str> + Sync>(texts: &[T], langs: Vec<Option<String>>) -> Translations {
        let table = WordTable::embedded();
        let contents: Vec<Content> = texts
            .par_iter()
            .map_init(|| Reader::new(table), |reader, text| reader.read(text.as_ref()))
            .collect();
        let mut votes = Votes::default();
        contents.iter().for_each(|content| votes.add(content));
        Translations { contents, langs: langs.into_iter().map(|lang| lang.map(primary)).collect(), votes }
    }

    /// Whom an article of the corpus is to be aligned with.
    pub(super) fn candidates(&self, article: u32) -> Vec<u32> {
        let (content, lang) = (&self.contents[article as usize], &self.langs[article as usize]);
        self.votes_of(content, lang.as_deref(), Some(article))
    }

    fn votes_of(&self, content: &Content, lang: Option<&str>, but: Option<u32>) -> Vec<u32> {
        let foreign = |other: u32| {
            let theirs = self.langs[other as usize].as_deref();
            Some(other) != but && lang.is_some() && theirs.is_some() && lang != theirs
        };
        self.votes.candidates(content, ALIGNED, foreign).into_iter().map(|(other, _)| other).collect()
    }

    /// What two articles of the corpus are to each other, if one was translated.
    pub(super) fn compare(&self, a: u32, b: u32) -> Option<(Match, Vec<Passage>)> {
        compared(&self.contents[a as usize], &self.contents[b as usize])
    }

    /// The articles that a text in this language is a translation of, or was translated into.
    pub(super) fn find(
        &self,
        text: &str,
        lang: Option<&str>,
        itself: Option<u32>,
    ) -> Vec<(u32, Match, Vec<Passage>)> {
        let content = Reader::new(WordTable::embedded()).read(text);
        let lang = lang.map(|lang| primary(lang.to_owned()));
        let candidates = self.votes_of(&content, lang.as_deref(), itself);
        let found = candidates.into_iter().filter_map(|other| {
            let (found, passages) = compared(&content, &self.contents[other as usize])?;
            Some((other, found, passages))
        });
        found.collect()
    }
}

/// What two texts in different languages are to each other, if one was translated.
pub(super) fn compare(texts: [&str; 2], langs: [Option<&str>; 2]) -> Option<(Match, Vec<Passage>)> {
    let [a, b] = langs.map(|lang| lang.map(|lang| primary(lang.to_owned())));
    if a.is_none() || b.is_none() || a == b {
        return None;
    }
    let mut reader = Reader::new(WordTable::embedded());
    let [a, b] = texts.map(|text| reader.read(text));
    compared(&a, &b)
}

fn compared(a: &Content, b: &Content) -> Option<(Match, Vec<Passage>)> {
    let found = align(a, b)?;
    if !found.is_sufficient() || found.probability < PROBABLE {
        return None;
    }
    let Alignment { probability, covered, pairs, .. } = found;
    let whole = covered[0].min(covered[1]) >= WHOLE;
    let relation = if whole { Relation::Translation } else { Relation::PartialTranslation };
    let exact = Counts { shared: 0, a: 1, b: 1 };
    let passages = pairs
        .into_iter()
        .map(|pair| Passage { a: pair.a, b: pair.b, runs: Vec::new(), agreement: Some(pair.cosine) })
        .collect();
    Some((Match { relation, probability, exact, covered }, passages))
}

/// The language of a tag, without region and script.
fn primary(mut tag: String) -> String {
    if let Some(at) = tag.find(['-', '_']) {
        tag.truncate(at);
    }
    tag.make_ascii_lowercase();
    tag
}
