//! Meanings: which articles of a corpus tell the same in another language, or in other words.
//!
//! Owns what is kept of each article for that, and the choice of whom to align; the alignment itself is that of
//! [`crate::crosslingual`].

use rayon::prelude::*;

use crate::compare::{Counts, Match, Passage, Relation};
use crate::crosslingual::{Alignment, Content, Models, Votes};

/// Articles of a corpus as they are in every language.
#[derive(Debug, Default)]
pub(super) struct Meanings {
    contents: Vec<Content>,
    votes: Votes,
    models: Models,
}

/// Candidates that are aligned.
pub(super) const ALIGNED: usize = 16;
/// Of them in the same language, for those that tell the same in other words.
const RETOLD_ALIGNED: usize = 8;
/// Texts of which every sentence is compared with those in its own language, too.
const FEW_TEXTS: usize = 1_000;
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
const PLACES: f32 = 0.5;
const FEW_PLACES: usize = 2;
/// The share of aligned text that is in different languages in a translation.
const FOREIGN: f32 = 0.5;
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
    /// Of articles with these texts and the languages that they declare, in order, by these models.
    pub(super) fn new<T: AsRef<str> + Sync>(
        texts: &[T],
        langs: &[Option<String>],
        models: &Models,
    ) -> Meanings {
        let contents: Vec<Content> = texts
            .par_iter()
            .zip(langs)
            .map_init(
                || models.reader(),
                |reader, (text, lang)| reader.read_as(lang.as_deref(), text.as_ref()),
            )
            .collect();
        let mut votes = Votes::default();
        contents.iter().for_each(|content| votes.add(content));
        Meanings { contents, votes, models: models.clone() }
    }

    /// Whether the table does not have the language of an article, or of part of it.
    pub(super) fn is_reduced(&self, article: u32) -> bool {
        self.contents[article as usize].is_reduced()
    }

    /// Whom an article of the corpus is to be aligned with.
    pub(super) fn candidates(&self, article: u32) -> Vec<u32> {
        self.votes_of(&self.contents[article as usize], Some(article))
    }

    fn votes_of(&self, content: &Content, but: Option<u32>) -> Vec<u32> {
        let theirs = |other: u32| &self.contents[other as usize];
        let foreign = |other: u32| Some(other) != but && content.is_foreign(theirs(other));
        let own = |other: u32| Some(other) != but && content.shares_language(theirs(other));
        let found = |candidates: Vec<(u32, f32)>| candidates.into_iter().map(|(other, _)| other);
        let mut all: Vec<u32> = found(self.votes.candidates(content, ALIGNED, foreign)).collect();
        // Nearly all texts of a corpus may be in one language: those of a large one are not all compared.
        if self.contents.len() <= FEW_TEXTS {
            all.extend(found(self.votes.candidates(content, RETOLD_ALIGNED, own)));
        } else {
            all.extend(self.votes.of_same_names(content, RETOLD_ALIGNED, own));
        }
        all
    }

    /// What two articles of the corpus are to each other, if they tell the same.
    pub(super) fn same(&self, a: u32, b: u32) -> Option<Same> {
        same(&self.contents[a as usize], &self.contents[b as usize], &self.models)
    }

    /// The articles that a text tells the same as, or in other words; also of those that it might.
    pub(super) fn same_as(
        &self,
        content: &Content,
        itself: Option<u32>,
        candidates: &[u32],
    ) -> Vec<(u32, Same)> {
        let mut all = self.votes_of(content, itself);
        all.extend(candidates);
        all.sort_unstable();
        all.dedup();
        let same = |other: u32| Some((other, same(content, &self.contents[other as usize], &self.models)?));
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

/// What two texts in different languages are to each other, if one was translated, else what their words say, as
/// `found`; with the languages that they declare.
pub(super) fn compare(
    found: (Match, Vec<Passage>),
    texts: [&str; 2],
    langs: [Option<&str>; 2],
    models: &Models,
) -> (Match, Vec<Passage>) {
    let mut reader = models.reader();
    let [a, b] = [0, 1].map(|n| reader.read_as(langs[n], texts[n]));
    let (words, passages) = found;
    if !a.is_foreign(&b) {
        return (words, passages);
    }
    let says_more = |same: &Same| {
        !same.needs_credit && (same.found.relation.is_translation() || !words.relation.is_copy())
    };
    match same(&a, &b, models).filter(says_more) {
        Some(same) => (same.found, same.passages),
        None => (Match { is_reduced: a.is_reduced() || b.is_reduced(), ..words }, passages),
    }
}

/// What two texts are to each other, if they tell the same of the same things: instalments of one template, such as
/// the weather of two towns, do the first, but have other numbers and names.
pub(super) fn same(a: &Content, b: &Content, models: &Models) -> Option<Same> {
    let found = models.align(a, b)?;
    let in_one_language = found.foreign < FOREIGN;
    let is_reduced = found.is_reduced;
    if in_one_language && is_reduced {
        return None;
    }
    let [numbers, names, places] = a.in_common(b);
    let share = |[both, fewer]: [usize; 2]| both as f32 / fewer.max(1) as f32;
    let numbers_agree = numbers[1] < FEW_NUMBERS || share(numbers) >= NUMBERS;
    let numbers_are_same = numbers[0] >= MANY_NUMBERS && share(numbers) >= NUMBERS;
    // Where any word may be a name, those that are known tell more.
    let places_agree = places[0] >= FEW_PLACES && share(places) >= PLACES;
    let names_agree = names[1] < FEW_NAMES || share(names) >= NAMES || places_agree;
    let names_are_same = names[0] >= MANY_NAMES && share(names) >= SAME_NAMES;
    let covered = found.covered[0].min(found.covered[1]);
    let is_enough = found.is_sufficient()
        || numbers_are_same && found.pairs.len() >= FEW_PAIRS && found.probability >= SURE;
    let is_retold = in_one_language || found.probability < TRANSLATED && !is_reduced;
    let proven = is_enough
        && found.probability >= PROBABLE
        && numbers_agree
        && (names_agree || numbers_are_same && !in_one_language)
        && (!is_retold || covered >= RETOLD);
    let with_credit = !is_reduced
        && found.probability >= CREDITED
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
    let Alignment { probability, covered, is_reduced, is_encoded, pairs, .. } = found;
    let passages = pairs
        .into_iter()
        .map(|pair| Passage { a: pair.a, b: pair.b, runs: Vec::new(), agreement: Some(pair.cosine) })
        .collect();
    let exact = Counts { shared: 0, a: 1, b: 1 };
    (Match { relation, probability, exact, covered, is_reduced, is_encoded }, passages)
}
