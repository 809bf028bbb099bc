//! Meanings: which articles of a corpus tell the same in another language, or in other words.
//!
//! Owns what is kept of each article for that, and the choice of whom to align; the alignment itself is that of
//! [`crate::crosslingual`].

use rayon::prelude::*;

use crate::compare::{Counts, Match, Passage, Relation};
use crate::crosslingual::{Alignment, Content, Models, Named, Telling, Votes};

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
/// Texts in the same language of which every sentence is compared: those nearest as wholes. Nearly all of a corpus may
/// be in one language.
const NEAR: usize = 64;
/// The probability from which two texts tell the same.
const PROBABLE: f32 = 0.5;
/// The share of the source from which all of it was translated, and the same less the longest part of it that is missing in
/// one piece: who translates a part leaves out the rest, who translates freely loses a little everywhere.
const MOST_OF_IT: f32 = 0.63;
const BUT_A_PIECE: f32 = 0.45;
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
        let mut near = self.votes.nearest(content, NEAR, own);
        near.extend(self.votes.of_same_names(content, RETOLD_ALIGNED, own));
        near.sort_unstable();
        near.dedup();
        all.extend(found(self.votes.candidates_among(content, RETOLD_ALIGNED, &near)));
        all
    }

    /// What two articles of the corpus are to each other, if they tell the same.
    pub(super) fn same(&self, a: u32, b: u32) -> Option<Same> {
        same(&self.contents[a as usize], &self.contents[b as usize], &self.models)
    }

    /// What is measured of two articles of the corpus, if they may tell the same.
    pub(super) fn telling(&self, a: u32, b: u32) -> Option<Telling> {
        self.models.telling(&self.contents[a as usize], &self.contents[b as usize])
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
    /// That is too little, unless one names the other as its source: what it is then, for an outlet and an agency.
    needs_credit: Option<[f32; 2]>,
}

impl Same {
    /// Whether both tell the same by themselves.
    pub(super) fn is_proven(&self) -> bool {
        self.needs_credit.is_none()
    }

    /// The same, if it is proven by what one of the two names as its source; who is found out only if that matters.
    pub(super) fn proven(mut self, named: impl FnOnce() -> Option<Named>) -> Option<Same> {
        let Some([outlet, agency]) = self.needs_credit.take() else { return Some(self) };
        self.found.probability = match named()? {
            Named::Outlet => outlet,
            Named::Agency => agency,
        };
        (self.found.probability >= PROBABLE).then_some(self)
    }
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
    let says_more =
        |same: &Same| same.is_proven() && (same.found.relation.is_translation() || !words.relation.is_copy());
    match same(&a, &b, models).filter(says_more) {
        Some(same) => (same.found, same.passages),
        None => (Match { is_reduced: a.is_reduced() || b.is_reduced(), ..words }, passages),
    }
}

/// What two texts are to each other, if they tell the same, or would if one named the other as its source.
pub(super) fn same(a: &Content, b: &Content, models: &Models) -> Option<Same> {
    let telling = models.telling(a, b)?;
    let [alone, outlet, agency] =
        [None, Some(Named::Outlet), Some(Named::Agency)].map(|named| telling.probability(named));
    if alone.max(outlet).max(agency) < PROBABLE {
        return None;
    }
    let is_retold = telling.is_in_one_language() || !telling.is_translated();
    let found = telling.alignment;
    let is_whole = [0, 1].into_iter().all(|side| {
        let spans = found.pairs.iter().map(|pair| [pair.a, pair.b][side]);
        let covered = found.covered[side];
        covered >= MOST_OF_IT && covered - longest_gap(spans, [a, b][side]) >= BUT_A_PIECE
    });
    let relation = match (is_retold, is_whole) {
        (true, _) => Relation::Retelling,
        (false, true) => Relation::Translation,
        (false, false) => Relation::PartialTranslation,
    };
    let (found, passages) = matched(Alignment { probability: alone, ..found }, relation);
    Some(Same { found, passages, needs_credit: (alone < PROBABLE).then_some([outlet, agency]) })
}

/// The longest part of a text in one piece that none of these stretches, which ascend, have; as a share of it.
fn longest_gap(spans: impl Iterator<Item = [u32; 2]>, content: &Content) -> f32 {
    let end = content.spans().last().map_or(0, |span| span.end as u32);
    let (mut at, mut longest) = (0, 0);
    for [from, to] in spans.chain([[end, end]]) {
        longest = longest.max(from.saturating_sub(at));
        at = at.max(to);
    }
    longest as f32 / end.max(1) as f32
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
