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
/// Of them in the same language, for those that tell the same in other words.
const RETOLD_ALIGNED: usize = 8;
/// The probability from which two texts tell the same, that from which one is a translation and not only retold, and
/// that from which one of few sentences is.
const PROBABLE: f32 = 0.5;
const TRANSLATED: f32 = 0.95;
const SURE: f32 = 0.95;
const FEW_PAIRS: usize = 3;
/// The share of the numbers and names of the one of two texts that has fewer of them, which the other must have,
/// too; below how many that says nothing, and from how many the numbers alone say enough: names are written in one
/// script so, and otherwise in another.
const NUMBERS: f32 = 0.6;
const FEW_NUMBERS: usize = 3;
const MANY_NUMBERS: usize = 4;
const NAMES: f32 = 0.25;
const FEW_NAMES: usize = 4;
/// The share of the source from which all of it was translated.
const WHOLE: f32 = 0.68;
/// The share of either text that tells the same in one that retells the other.
const RETOLD: f32 = 0.35;
/// What is asked of a text that names the other as its source: a probability, a share of either, and names of which
/// the one that has fewer shares so many.
const CREDITED: f32 = 0.1;
const CREDITED_SHARE: f32 = 0.3;
const SAME_NAMES: f32 = 0.6;
const MANY_NAMES: usize = 5;
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
        if lang.is_none() {
            return Vec::new();
        }
        let theirs = |other: u32| self.langs[other as usize].as_deref();
        let foreign = |other: u32| Some(other) != but && theirs(other).is_some() && theirs(other) != lang;
        let own = |other: u32| Some(other) != but && theirs(other) == lang;
        let mut found = self.votes.candidates(content, ALIGNED, foreign);
        found.extend(self.votes.candidates(content, RETOLD_ALIGNED, own));
        found.into_iter().map(|(other, _)| other).collect()
    }

    /// What two articles of the corpus are to each other, if they tell the same.
    pub(super) fn same(&self, a: u32, b: u32) -> Option<Same> {
        let [a, b] = [a, b].map(|n| (&self.contents[n as usize], self.langs[n as usize].as_deref()));
        same(a, b)
    }

    /// The articles that a text in this language tells the same as, or in other words; also of those that it might.
    pub(super) fn same_as(
        &self,
        content: &Content,
        lang: Option<&str>,
        itself: Option<u32>,
        candidates: &[u32],
    ) -> Vec<(u32, Same)> {
        let lang = lang.map(|lang| primary(lang.to_owned()));
        let mut all = self.votes_of(content, lang.as_deref(), itself);
        all.extend(candidates);
        all.sort_unstable();
        all.dedup();
        let same = |other: u32| {
            let theirs = (&self.contents[other as usize], self.langs[other as usize].as_deref());
            Some((other, same((content, lang.as_deref()), theirs)?))
        };
        all.into_iter().filter_map(same).collect()
    }
}

/// Two texts that tell the same, though they may have no word in common.
#[derive(Debug)]
pub(super) struct Same {
    /// What the first is to the second.
    pub(super) found: Match,
    /// The sentences that match.
    pub(super) passages: Vec<Passage>,
    /// That is too little, unless one names the other as its source.
    pub(super) needs_credit: bool,
}

/// What two texts in different languages are to each other, if one was translated.
pub(super) fn compare(texts: [&str; 2], langs: [Option<&str>; 2]) -> Option<(Match, Vec<Passage>)> {
    let [a, b] = langs.map(|lang| lang.map(|lang| primary(lang.to_owned())));
    if a.is_none() || b.is_none() || a == b {
        return None;
    }
    let mut reader = Reader::new(WordTable::embedded());
    let [one, other] = texts.map(|text| reader.read(text));
    let same = same((&one, a.as_deref()), (&other, b.as_deref())).filter(|same| !same.needs_credit)?;
    Some((same.found, same.passages))
}

/// What two texts, each with its language, are to each other, if they tell the same of the same things: instalments
/// of one template, such as the weather of two towns, do the first, but have other numbers and names.
pub(super) fn same(
    (a, lang): (&Content, Option<&str>),
    (b, other_lang): (&Content, Option<&str>),
) -> Option<Same> {
    let [lang, other_lang] = [lang, other_lang].map(|lang| lang.map(|lang| primary(lang.to_owned())));
    let in_one_language = lang == other_lang || lang.is_none() || other_lang.is_none();
    let found = align(a, b)?;
    let [numbers, names] = a.in_common(b);
    let share = |[both, fewer]: [usize; 2]| both as f32 / fewer.max(1) as f32;
    let numbers_agree = numbers[1] < FEW_NUMBERS || share(numbers) >= NUMBERS;
    let numbers_are_same = numbers[0] >= MANY_NUMBERS && share(numbers) >= NUMBERS;
    let names_agree = names[1] < FEW_NAMES || share(names) >= NAMES;
    let names_are_same = names[0] >= MANY_NAMES && share(names) >= SAME_NAMES;
    let covered = found.covered[0].min(found.covered[1]);
    let is_enough = found.is_sufficient()
        || numbers_are_same && found.pairs.len() >= FEW_PAIRS && found.probability >= SURE;
    let is_retold = in_one_language || found.probability < TRANSLATED;
    let proven = is_enough
        && found.probability >= PROBABLE
        && numbers_agree
        && (names_agree || numbers_are_same && !in_one_language)
        && (!is_retold || covered >= RETOLD);
    let with_credit = found.probability >= CREDITED
        && found.pairs.len() >= FEW_PAIRS
        && covered >= CREDITED_SHARE
        && names_agree
        && (numbers_agree || names_are_same);
    let relation = match (is_retold, covered >= WHOLE) {
        (true, _) => Relation::Retelling,
        (false, true) => Relation::Translation,
        (false, false) => Relation::PartialTranslation,
    };
    (proven || with_credit).then(|| {
        let (found, passages) = matched(found, relation);
        Same { found, passages, needs_credit: !proven }
    })
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
