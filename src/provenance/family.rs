//! Families: from pairs with a direction to the one article, or agency, that each was made from.
//!
//! Owns the choice of a parent among all that share text with an article: similarity finds the family, credit,
//! time and what was left over find the parent. No circles: every article hangs under its root.

use super::agencies::Agency;
use super::choice::{Choice, Choices};
use super::claim::{Claim, ClaimKind, Origin};
use super::direction::{Course, Direction, Side, claimed_agency, credit, is_edition};
use super::likely::{Likely, likely, odds};
use super::mentions::{Mentions, names_itself};
use super::outlets::{Outlets, stranger};
use crate::compare::{Match, Passage, Relation};

/// Two articles that share text.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// Their numbers.
    pub articles: [u32; 2],
    /// What was found: what the first is to the second, and how much they share.
    pub found: Match,
    /// Which way the text went.
    pub course: Course,
}

impl Tie {
    /// A tie whose course is still to be weighed.
    pub fn new(articles: [u32; 2], found: Match) -> Tie {
        Tie { articles, found, course: Course::default() }
    }

    /// How similar the two are, 0 to 1.
    pub(super) fn similarity(&self) -> f32 {
        self.found.exact.similarity() as f32
    }

    /// The share of `article`, one of the two, that the other holds, and of the other that it holds.
    pub(super) fn covered(&self, article: u32) -> [f32; 2] {
        let [a, b] = self.found.covered;
        if self.articles[0] == article { [a, b] } else { [b, a] }
    }

    /// The direction of text that goes from `article` to the other one.
    fn away(&self, article: u32) -> Direction {
        if self.articles[0] == article { Direction::Forward } else { Direction::Backward }
    }

    /// What the first of the two is to the second, or the second to the first if that is `article`.
    fn relation(&self, article: u32) -> Relation {
        let relation = self.found.relation;
        if self.articles[0] == article { relation } else { relation.reversed() }
    }
}

/// What an article is to the one it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kinship {
    /// What the texts say.
    Text(Relation),
    /// A later version of the same agency's or site's report.
    Update,
    /// Another edition of the same page by the same publisher.
    SamePublisher,
}

impl Kinship {
    /// The name, as it is written in results.
    pub fn name(self) -> &'static str {
        match self {
            Kinship::Text(relation) => relation.name(),
            Kinship::Update => "update",
            Kinship::SamePublisher => "same-publisher-version",
        }
    }
}

/// Where an article was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parent {
    /// Another article.
    Article(u32),
    /// An agency whose report is not here.
    Unobserved(&'static Agency),
}

/// What is said of an article's origin.
#[derive(Debug, Clone, PartialEq)]
pub struct Descent {
    /// Where it was taken from.
    pub parent: Parent,
    /// What it is to that; none where that cannot be compared.
    pub kinship: Option<Kinship>,
    /// The number of the tie that says so.
    pub tie: Option<usize>,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
    /// Whether it names its true source.
    pub credited: bool,
    /// The claim that names a source, and whether that is the true one.
    pub credit: Option<(usize, bool)>,
    /// The name by which a sentence of its text names its true source.
    pub mention: Option<String>,
}

impl Descent {
    /// The same with its parent under another number.
    pub fn renumbered(mut self, number: impl Fn(u32) -> u32) -> Descent {
        if let Parent::Article(article) = &mut self.parent {
            *article = number(*article);
        }
        self
    }
}

/// What a tie is, seen from `article`, one of its two, whose sides are given.
pub fn kinship(tie: &Tie, article: u32, [a, b]: [&Side<'_>; 2]) -> Kinship {
    let relation = tie.relation(article);
    let same_host = a.told.host.is_some() && a.told.host == b.told.host;
    let same_agency = a.agency.is_some() && a.agency == b.agency;
    if same_host && is_version(a, b, tie) {
        Kinship::SamePublisher
    } else if relation.is_translation() {
        Kinship::Text(relation)
    } else if same_agency && relation.is_copy()
        || same_host && relation.is_copy() && relation != Relation::Excerpt
    {
        Kinship::Update
    } else if relation == Relation::NearDuplicate && is_cut_short(tie) {
        Kinship::Text(Relation::Identical)
    } else {
        Kinship::Text(relation)
    }
}

/// Whether two texts are the same words but for a line at an end, such as a rate of exchange or a sign-off.
fn is_cut_short(tie: &Tie) -> bool {
    let [a, b] = tie.found.exact.containment();
    a.max(b) == 1.0 && tie.similarity() >= CUT_SHORT
}

/// Whether two pages of one host are editions of one: nearly the same text, and an address or a headline alike.
fn is_version(a: &Side<'_>, b: &Side<'_>, tie: &Tie) -> bool {
    let title = a.told.title.as_deref();
    let alike = tie.similarity() >= VERSION && title.is_some() && title == b.told.title.as_deref();
    alike || tie.similarity() >= VERSION && (is_edition(a, b) || is_edition(b, a))
}

/// Similarity from which two pages of one host with one headline, or one of them an edition by its address, are
/// one.
const VERSION: f32 = 0.6;
/// The share of a text that is nearly all of it, what is clearly less, and the similarity of near-duplicates; and of
/// the only two that have a report.
const HELD: f32 = 0.85;
const LESS: f32 = 0.75;
const NEAR: f32 = 0.85;
const ONE_OF_TWO: f32 = 0.7;
/// Similarity of texts of which one ends a line sooner.
const CUT_SHORT: f32 = 0.98;

/// The parent of each article, if it has one. `ties` are all that there are, with the passages of each.
pub fn parents(
    sides: &[Side<'_>],
    ties: &[Tie],
    passages: &[Vec<Passage>],
    outlets: &Outlets,
) -> Vec<Option<Descent>> {
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); sides.len()];
    for (nth, tie) in ties.iter().enumerate() {
        tie.articles.iter().for_each(|&article| of[article as usize].push(nth));
    }
    let choices = Choices::new(sides, ties, passages, outlets);
    let likely = (0..).zip(&of).map(|(article, own)| told(&choices, article, own, ties));
    let mut all: Vec<(u32, Likely)> = (0..)
        .zip(likely)
        .flat_map(|(article, likely)| likely.into_iter().map(move |likely| (article, likely)))
        .collect();
    // The surest first, so that what would close a circle is left out where it is least sure.
    all.sort_by(|(x, a), (y, b)| {
        b.odds.total_cmp(&a.odds).then(x.cmp(y)).then(a.choice.order().cmp(&b.choice.order()))
    });
    let mut parents: Vec<Option<Likely>> = vec![None; sides.len()];
    for (article, likely) in all {
        if parents[article as usize].is_some() {
            continue;
        }
        if let Choice::Article(parent, _) = likely.choice
            && root(&parents, parent) == article
        {
            continue;
        }
        parents[article as usize] = Some(likely);
    }
    let told = (0..)
        .zip(&parents)
        .map(|(article, likely)| likely.map(|likely| descent(article, likely, sides, ties, outlets)));
    told.collect()
}

/// The parent of the first article alone, which all `ties` are of.
pub fn parent(
    sides: &[Side<'_>],
    ties: &[Tie],
    passages: &[Vec<Passage>],
    outlets: &Outlets,
) -> Option<Descent> {
    let own: Vec<usize> = (0..ties.len()).collect();
    let mut all = told(&Choices::new(sides, ties, passages, outlets), 0, &own, ties);
    all.sort_by(|a, b| b.odds.total_cmp(&a.odds).then(a.choice.order().cmp(&b.choice.order())));
    let likely = all.into_iter().next()?;
    Some(descent(0, likely, sides, ties, outlets))
}

/// Those of an article's possible sources that are likelier than none. Where the evidence leaves open which of two was
/// first, one of them is the source only if that is clearly likelier than the other way around.
fn told(choices: &Choices<'_>, article: u32, own: &[usize], ties: &[Tie]) -> Vec<Likely> {
    let mut all = likely(&choices.of(article, own));
    all.retain(|likely| {
        let Choice::Article(other, nth) = likely.choice else { return true };
        let odds = |article: u32| {
            let possible = choices.of(article, &[nth]);
            possible.iter().find(|possible| possible.choice.article().is_some()).map_or(0.0, odds)
        };
        ties[nth].course.direction != Direction::Undetermined || odds(article) - odds(other) >= CLEARLY
    });
    all
}

/// Log odds by which one way must be likelier than the other, where both are open.
const CLEARLY: f32 = 0.5;

fn root(parents: &[Option<Likely>], mut article: u32) -> u32 {
    while let Some(Likely { choice: Choice::Article(parent, _), .. }) = parents[article as usize] {
        article = parent;
    }
    article
}

/// What is said of an article whose parent was chosen.
fn descent(article: u32, likely: Likely, sides: &[Side<'_>], ties: &[Tie], outlets: &Outlets) -> Descent {
    let side = &sides[article as usize];
    let strongest = strongest(side.claims, outlets);
    match likely.choice {
        Choice::Article(parent, nth) => {
            let tie = &ties[nth];
            let source = &sides[parent as usize];
            // An agency's report that came by way of another site is credited if that says the same.
            let by_agency =
                claimed_agency(side.claims).is_some_and(|a| Some(a) == claimed_agency(source.claims));
            let kinship = kinship(tie, article, tie.articles.map(|n| &sides[n as usize]));
            let own = side.told.host.is_some() && side.told.host == source.told.host;
            // What the source's own text has of its site is no credit where all of the text was taken.
            let quotes = matches!(
                tie.relation(article),
                Relation::Excerpt | Relation::Composite | Relation::Retelling
            );
            let is_named = !own && (quotes || source.agency.is_some() || !names_itself(source));
            let mention = Mentions::in_article(side).name_of(source).filter(|_| is_named);
            let stranger = stranger(side, outlets).filter(|_| is_translation(kinship));
            let credited = credit(side, source, outlets).is_some()
                || by_agency
                || kinship == Kinship::SamePublisher
                || mention.is_some()
                || stranger.is_some();
            Descent {
                parent: Parent::Article(parent),
                kinship: Some(kinship),
                tie: Some(nth),
                confidence: likely.probability * reliability(kinship),
                credited,
                credit: strongest.or(stranger).map(|claim| (claim, credited)),
                mention: mention.map(str::to_owned),
            }
        }
        Choice::Unobserved(agency) => Descent {
            parent: Parent::Unobserved(agency),
            kinship: of_unobserved(article, ties).map(Kinship::Text),
            tie: None,
            confidence: likely.probability * UNSEEN,
            credited: side.claims.iter().any(|claim| claim.origin == Origin::Agency(agency)),
            credit: strongest.map(|claim| (claim, side.claims[claim].origin == Origin::Agency(agency))),
            mention: None,
        },
    }
}

/// Whether an article names another as its source: in a credit, or in a sentence.
pub fn names(article: &Side<'_>, source: &Side<'_>, outlets: &Outlets) -> bool {
    // To read a text for names takes longer than all else that is asked of a pair.
    let has_name = source.told.site.is_some() || source.told.host.is_some() || source.agency.is_some();
    credit(article, source, outlets).is_some()
        || has_name && Mentions::in_article(article).name_of(source).is_some()
}

fn is_translation(kinship: Kinship) -> bool {
    matches!(kinship, Kinship::Text(relation) if relation.is_translation())
}

/// How often what an article is to its source is named rightly, where the source is the right one: measured on the
/// sample corpus.
fn reliability(kinship: Kinship) -> f32 {
    match kinship {
        Kinship::Text(
            Relation::Retelling | Relation::Excerpt | Relation::Composite | Relation::PartialTranslation,
        ) => 0.85,
        _ => 0.96,
    }
}

/// The same of a report that is not here.
const UNSEEN: f32 = 0.77;

/// What an article is to a report that is not here, by the closest of the others that have text of it.
fn of_unobserved(article: u32, ties: &[Tie]) -> Option<Relation> {
    let own = ties.iter().filter(|tie| tie.articles.contains(&article) && tie.found.relation.is_copy());
    // Who took the article from here says nothing of where it came from.
    let is_beside = |tie: &&Tie| tie.course.direction != tie.away(article);
    let is_any_beside = own.clone().any(|tie| is_beside(&tie));
    let own = own.filter(|tie| !is_any_beside || is_beside(tie));
    let is_only = own.clone().count() == 1;
    let closest = own.max_by(|x, y| x.similarity().total_cmp(&y.similarity()))?;
    let relation = closest.relation(article);
    let [held, given] = closest.covered(article);
    Some(match relation {
        Relation::Translation | Relation::PartialTranslation => relation,
        _ if held >= HELD && given <= LESS => Relation::Abridged,
        // Each was edited by itself, and is nearer to the report than to the other. Which of two was edited more
        // cannot be told.
        _ if closest.similarity().sqrt() >= if is_only { ONE_OF_TWO } else { NEAR } => {
            Relation::NearDuplicate
        }
        _ if given >= HELD && held <= LESS => Relation::NearDuplicate,
        Relation::Expanded | Relation::NearDuplicate => Relation::Edited,
        relation => relation,
    })
}

/// The claim that names a source with the most weight.
fn strongest(claims: &[Claim], outlets: &Outlets) -> Option<usize> {
    let names = |claim: &Claim| match &claim.origin {
        Origin::Outlet(name) => outlets.resolve(name).is_some(),
        Origin::Unnamed => false,
        _ => claim.kind != ClaimKind::NoIndex,
    };
    let named = claims.iter().enumerate().filter(|(_, claim)| names(claim));
    named.max_by(|x, y| x.1.weight.total_cmp(&y.1.weight).then(y.0.cmp(&x.0))).map(|(nth, _)| nth)
}

#[cfg(test)]
mod tests {
    use super::super::times::Times;
    use super::super::told::Told;
    use super::*;
    use crate::compare::Counts;

    fn told(host: &str) -> Told {
        Told { host: Some(host.to_owned()), ..Told::default() }
    }

    fn side(told: &Told) -> Side<'_> {
        Side { url: None, told, claims: &[], times: Times::UNKNOWN, text: "", agency: None }
    }

    fn tie(articles: [u32; 2], similarity: f32, direction: Direction, odds: f32) -> Tie {
        let exact = Counts { shared: (similarity * 100.0) as u32, a: 100, b: (similarity * 100.0) as u32 };
        let found = Match {
            relation: Relation::Edited,
            probability: 0.99,
            exact,
            covered: [similarity, similarity],
            is_reduced: false,
            is_encoded: false,
        };
        Tie { articles, found, course: Course { direction, odds, evidence: Vec::new() } }
    }

    fn chosen(ties: &[Tie], hosts: &[&str]) -> Vec<Option<u32>> {
        let told: Vec<Told> = hosts.iter().map(|host| told(host)).collect();
        let sides: Vec<Side<'_>> = told.iter().map(side).collect();
        let found = parents(&sides, ties, &[], &Outlets::new([]));
        let article = |descent: Descent| match descent.parent {
            Parent::Article(article) => Some(article),
            Parent::Unobserved(_) => None,
        };
        found.into_iter().map(|descent| descent.and_then(article)).collect()
    }

    const HOSTS: [&str; 3] = ["a.example", "b.example", "c.example"];

    #[test]
    fn a_second_hand_copy_hangs_under_the_copy_it_is_closest_to() {
        let ties = [
            tie([0, 1], 0.8, Direction::Forward, 2.0),
            tie([0, 2], 0.6, Direction::Forward, 2.0),
            tie([1, 2], 0.95, Direction::Forward, 2.0),
        ];
        assert_eq!(chosen(&ties, &HOSTS), [None, Some(0), Some(1)]);
    }

    #[test]
    fn no_circles() {
        let ties = [
            tie([0, 1], 0.9, Direction::Forward, 2.0),
            tie([1, 2], 0.8, Direction::Forward, 2.0),
            tie([0, 2], 0.7, Direction::Backward, -2.0),
        ];
        assert_eq!(chosen(&ties, &HOSTS), [None, Some(0), Some(1)]);
    }

    #[test]
    fn what_cannot_be_told_has_no_parent() {
        let ties = [tie([0, 1], 0.9, Direction::Undetermined, 0.1)];
        assert_eq!(chosen(&ties, &HOSTS[..2]), [None, None]);
    }

    #[test]
    fn a_site_does_not_retell_itself() {
        let ties = [tie([0, 1], 0.1, Direction::Forward, 2.0)];
        assert_eq!(chosen(&ties, &["a.example", "a.example"]), [None, None]);
        assert_eq!(chosen(&ties, &HOSTS[..2]), [None, Some(0)]);
    }

    #[test]
    fn texts_that_end_a_line_sooner_are_the_same() {
        let (a, b) = (told("a.example"), told("b.example"));
        let sides = [side(&a), side(&b)];
        let mut one = tie([0, 1], 0.99, Direction::Forward, 2.0);
        one.found.relation = Relation::NearDuplicate;
        assert_eq!(kinship(&one, 1, [&sides[0], &sides[1]]), Kinship::Text(Relation::Identical));
        one.found.exact.b += 2;
        assert_eq!(kinship(&one, 1, [&sides[0], &sides[1]]), Kinship::Text(Relation::NearDuplicate));
    }
}
