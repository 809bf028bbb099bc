//! Meanings: which articles of a corpus tell the same in another language, or in other words.
//!
//! Owns what is kept of each article for that, and the choice of whom to align; the alignment itself is that of
//! [`crate::crosslingual`].

use rayon::prelude::*;

use crate::compare::{Counts, Match, Passage, Relation};
use crate::crosslingual::{Alignment, Content, Reader, Votes, WordTable, align};

/// Articles of a corpus as they are in every language.
#[derive(Debug, Default)]
pub(super) struct Meanings {
    contents: Vec<Content>,
    langs: Vec<Option<String>>,
    votes: Votes,
}

/// Candidates that are aligned.
pub(super) const ALIGNED: usize = 16;
/// The probability from which two texts are taken for translations.
const PROBABLE: f32 = 0.5;
/// The share of the numbers and names of the one of two texts that has fewer of them, which the other must have,
/// too; and below how many that says nothing.
const NUMBERS: f32 = 0.6;
const FEW_NUMBERS: usize = 3;
const NAMES: f32 = 0.25;
const FEW_NAMES: usize = 4;
/// The share of the source from which all of it was translated.
const WHOLE: f32 = 0.68;
/// The share of either text that tells the same in one that retells the other.
const RETOLD: f32 = 0.35;
/// Articles among which translations are looked for; every sentence is compared with every other one.
pub(super) const MOST: usize = 20_000;
/// The same among those of an index that keeps no sentences.
pub(super) const MOST_OF_INDEX: usize = 5_000;

impl Meanings {
    /// Of articles with these texts and languages, in order.
    pub(super) fn new<T: AsRef<str> + Sync>(texts: &[T], langs: Vec<Option<String>>) -> Meanings {
        let table = WordTable::embedded();
        let contents: Vec<Content> = texts
            .par_iter()
            .map_init(|| Reader::new(table), |reader, text| reader.read(text.as_ref()))
            .collect();
        let mut votes = Votes::default();
        contents.iter().for_each(|content| votes.add(content));
        Meanings { contents, langs: langs.into_iter().map(|lang| lang.map(primary)).collect(), votes }
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
    pub(super) fn translated(&self, a: u32, b: u32) -> Option<(Match, Vec<Passage>)> {
        translated(&self.contents[a as usize], &self.contents[b as usize])
    }

    /// What two articles of the corpus in one language are to each other, if one retells the other.
    pub(super) fn retold_here(&self, a: u32, b: u32) -> Option<(Match, Vec<Passage>)> {
        self.retold(&self.contents[a as usize], self.langs[a as usize].as_deref(), b)
    }

    /// The articles that a text in this language is a translation of, or was translated into.
    pub(super) fn translations(
        &self,
        content: &Content,
        lang: Option<&str>,
        itself: Option<u32>,
    ) -> Vec<(u32, Match, Vec<Passage>)> {
        let lang = lang.map(|lang| primary(lang.to_owned()));
        let candidates = self.votes_of(content, lang.as_deref(), itself);
        let found = candidates.into_iter().filter_map(|other| {
            let (found, passages) = translated(content, &self.contents[other as usize])?;
            Some((other, found, passages))
        });
        found.collect()
    }

    /// What a text in this language is to an article of the corpus, if one retells the other.
    pub(super) fn retold(
        &self,
        content: &Content,
        lang: Option<&str>,
        other: u32,
    ) -> Option<(Match, Vec<Passage>)> {
        let theirs = (&self.contents[other as usize], self.langs[other as usize].as_deref());
        retold((content, lang), theirs)
    }
}

/// What two texts, each in a language, are to each other, if one retells the other.
pub(super) fn retold(
    (a, a_lang): (&Content, Option<&str>),
    (b, b_lang): (&Content, Option<&str>),
) -> Option<(Match, Vec<Passage>)> {
    let [a_lang, b_lang] = [a_lang, b_lang].map(|lang| lang.map(|lang| primary(lang.to_owned())));
    if a_lang.is_some() && b_lang.is_some() && a_lang != b_lang {
        return None;
    }
    let found = align(a, b)?;
    let covered = found.covered[0].min(found.covered[1]);
    let is_retold = is_same(&found, a, b) && covered >= RETOLD;
    is_retold.then(|| matched(found, Relation::Retelling))
}

/// What two texts in different languages are to each other, if one was translated.
pub(super) fn compare(texts: [&str; 2], langs: [Option<&str>; 2]) -> Option<(Match, Vec<Passage>)> {
    let [a, b] = langs.map(|lang| lang.map(|lang| primary(lang.to_owned())));
    if a.is_none() || b.is_none() || a == b {
        return None;
    }
    let mut reader = Reader::new(WordTable::embedded());
    let [a, b] = texts.map(|text| reader.read(text));
    translated(&a, &b)
}

/// The same, where they were read.
pub(super) fn translated(a: &Content, b: &Content) -> Option<(Match, Vec<Passage>)> {
    let found = align(a, b)?;
    if !is_same(&found, a, b) {
        return None;
    }
    let whole = found.covered[0].min(found.covered[1]) >= WHOLE;
    Some(matched(found, if whole { Relation::Translation } else { Relation::PartialTranslation }))
}

/// Whether two texts tell the same of the same things: instalments of one template, such as the weather of two
/// towns, do the first, but have other numbers and names.
fn is_same(found: &Alignment, a: &Content, b: &Content) -> bool {
    let [numbers, names] = a.in_common(b);
    let agree = |[both, fewer]: [usize; 2], least: usize, share: f32| {
        fewer < least || both as f32 >= share * fewer as f32
    };
    found.is_sufficient()
        && found.probability >= PROBABLE
        && agree(numbers, FEW_NUMBERS, NUMBERS)
        && agree(names, FEW_NAMES, NAMES)
}

fn matched(found: Alignment, relation: Relation) -> (Match, Vec<Passage>) {
    let Alignment { probability, covered, pairs, .. } = found;
    let passages = pairs
        .into_iter()
        .map(|pair| Passage { a: pair.a, b: pair.b, runs: Vec::new(), agreement: Some(pair.cosine) })
        .collect();
    let exact = Counts { shared: 0, a: 1, b: 1 };
    (Match { relation, probability, exact, covered }, passages)
}

/// The language of a tag, without region and script.
fn primary(mut tag: String) -> String {
    if let Some(at) = tag.find(['-', '_']) {
        tag.truncate(at);
    }
    tag.make_ascii_lowercase();
    tag
}
