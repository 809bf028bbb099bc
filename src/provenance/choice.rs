//! Choices: the possible sources of an article, with what speaks for each.
//!
//! Owns the measures of a possible source; the weights that make a likelihood of them are data (see
//! [`super::likely`]).

use std::cell::LazyCell;
use std::sync::OnceLock;

use super::agencies::Agency;
use super::claim::{Claim, ClaimKind, Origin};
use super::direction::{Direction, Kind, Side, claimed_agency, has_author, is_edition};
use super::family::Tie;
use super::mentions::Mentions;
use super::outlets::{Outlets, stranger};
use super::times::Times;
use super::versions::Version;
use crate::compare::{Passage, Relation};
use crate::crosslingual::figures;

/// A possible source of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Another article, and the number of the tie between both.
    Article(u32, usize),
    /// A report, by this agency, which is not here.
    Unobserved(&'static Agency),
}

impl Choice {
    /// The article, if it is one.
    pub fn article(self) -> Option<u32> {
        match self {
            Choice::Article(article, _) => Some(article),
            Choice::Unobserved(_) => None,
        }
    }

    /// Its place among choices that are as likely.
    pub(super) fn order(self) -> (u32, &'static str) {
        match self {
            Choice::Article(article, _) => (article, ""),
            Choice::Unobserved(agency) => (u32::MAX, agency.name),
        }
    }
}

/// What is measured of a possible source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Article,
    // How close the texts are: in common, and the share of each that the other holds.
    Similar,
    Nearly,
    Held,
    Given,
    // The same of those that share no words.
    Translated,
    TranslatedHeld,
    TranslatedGiven,
    Retold,
    // The article's numbers and names that it lacks, but another possible one has.
    OtherNumbers,
    OtherNames,
    // How probable it is that they share text at all.
    Probable,
    // Words of the article that it lacks, but another possible one has.
    Lacks,
    // The same whoever has them: before what both have, amid it and behind it.
    Before,
    Amid,
    Behind,
    // How much closer it is than the closest of the others.
    Closer,
    // Evidence of time: that it came before, that nobody knows, that it is the first of all possible ones.
    Earlier,
    Later,
    Undated,
    // That nothing else tells which of the two was first, either.
    Open,
    // That both name one agency, and nothing direct speaks for either.
    Common,
    // All that tells which of the two was first.
    Toward,
    First,
    // Direct evidence.
    Credit,
    LeftOver,
    OwnName,
    Edition,
    Mention,
    // The article names an outlet that nobody here goes by, as those of other languages may be called.
    Stranger,
    // Agencies: it is an agency's own copy, that of the agency that is named; or of another one, or of none.
    FirstHand,
    FirstHandNamed,
    OtherNamed,
    SameNamed,
    SameHost,
    // A site updates a report for days; what is alike after weeks is the next one of a series.
    SameHostDays,
    // An agency whose report is not here: named by the article itself, or by others that share its text.
    Unobserved,
    Claimed,
    // In a dateline, as agencies begin; and how close others are that have the text and name nobody.
    Dateline,
    Shared,
    BySiblings,
    Siblings,
    SiblingClose,
    SiblingLater,
    // What speaks against that: the article has an author, names another source, who had it before names nobody.
    Author,
    NamesOther,
    Unnamed,
}

/// How many measures there are.
pub(super) const COUNT: usize = 47;

/// The names of all measures, in their order.
pub const NAMES: [&str; COUNT] = [
    "article",
    "similar",
    "nearly",
    "held",
    "given",
    "translated",
    "translated-held",
    "translated-given",
    "retold",
    "other-numbers",
    "other-names",
    "probable",
    "lacks",
    "before",
    "amid",
    "behind",
    "closer",
    "earlier",
    "later",
    "undated",
    "open",
    "common",
    "toward",
    "first",
    "credit",
    "left-over",
    "own-name",
    "edition",
    "mention",
    "stranger",
    "first-hand",
    "first-hand-named",
    "other-named",
    "same-named",
    "same-host",
    "same-host-days",
    "unobserved",
    "claimed",
    "dateline",
    "shared",
    "by-siblings",
    "siblings",
    "sibling-close",
    "sibling-later",
    "author",
    "names-other",
    "unnamed",
];

/// A possible source, and its measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Possible {
    /// Which.
    pub choice: Choice,
    /// In the order of [`NAMES`].
    pub measures: [f32; COUNT],
}

impl Possible {
    fn new(choice: Choice) -> Possible {
        Possible { choice, measures: [0.0; COUNT] }
    }

    fn set(&mut self, measure: Measure, value: impl Into<f32>) {
        self.measures[measure as usize] = value.into();
    }

    fn get(&self, measure: Measure) -> f32 {
        self.measures[measure as usize]
    }

    /// How close the texts are.
    fn close(&self) -> f32 {
        use Measure::{Held, Similar, TranslatedHeld};
        self.get(Similar).max(AS_CLOSE * self.get(Held).max(self.get(TranslatedHeld)))
    }
}

/// What holding all of an article is worth beside being the same.
const AS_CLOSE: f32 = 0.9;
/// A site does not retell its own reports: what has so little in common is another of its kind.
const OWN: f32 = 0.2;
/// Times, and how much alike texts are, from which one that names no agency speaks against another's credit.
const EARLIER: f32 = 1.0;
const LIKE: f32 = 0.5;
/// The share of words that texts which are the same may differ in, and odds beyond which nothing more is said.
const ALL_BUT: f32 = 0.02;
const MOST_ODDS: f32 = 8.0;
/// Days in which a site may update a report.
const LATER: f32 = 3.0;
/// Weights of evidence and claims are told in these units.
const WEIGHT: f32 = 4.0;
/// The weight of a claim, in log odds, from which an agency is the source though nobody else has the text.
const ALONE: f32 = 2.0;
/// Numbers or names beyond these say nothing new.
const FIGURES: usize = 3;
/// Siblings beyond these say nothing new.
const SIBLINGS: usize = 3;

/// All articles, to ask for the possible sources of each.
#[derive(Debug)]
pub struct Choices<'a> {
    sides: &'a [Side<'a>],
    ties: &'a [Tie],
    passages: &'a [Vec<Passage>],
    outlets: &'a Outlets,
    /// The numbers and names in the text of each, where they were asked for.
    figures: Vec<OnceLock<[Vec<u32>; 2]>>,
}

impl<'a> Choices<'a> {
    /// Among articles with these ties, the passages of each, of these outlets.
    pub fn new(
        sides: &'a [Side<'a>],
        ties: &'a [Tie],
        passages: &'a [Vec<Passage>],
        outlets: &'a Outlets,
    ) -> Self {
        Choices { sides, ties, passages, outlets, figures: vec![OnceLock::new(); sides.len()] }
    }

    /// The possible sources of `article`, which has these of all ties.
    #[must_use]
    pub fn of(&self, article: u32, own: &[usize]) -> Vec<Possible> {
        let (sides, ties) = (self.sides, self.ties);
        let side = &sides[article as usize];
        let agency = claimed_agency(side.claims).filter(|_| side.agency.is_none());
        let seen: Vec<Seen<'_>> = own.iter().map(|&nth| Seen::new(article, nth, sides, ties)).collect();
        let mentions = LazyCell::new(|| Mentions::in_article(side));
        let names_stranger = || stranger(side, self.outlets).is_some();
        let mut possible: Vec<Possible> = seen
            .iter()
            .filter(|seen| seen.is_possible())
            .map(|seen| seen.possible(agency, &mentions, names_stranger))
            .collect();
        // Another edition of a page has no other source.
        if possible.iter().any(|p| p.get(Measure::Edition) > 0.0) {
            possible.retain(|p| p.get(Measure::Edition) > 0.0);
            return possible;
        }
        leave_out_editions(&mut possible, sides);
        measure_against_others(&mut possible, sides);
        self.measure_figures(article, &mut possible);
        self.measure_versions(article, &mut possible);
        let named = possible.iter().map(|p| p.get(Measure::Credit).max(p.get(Measure::LeftOver)));
        let named = named.fold(0.0, f32::max);
        let mut agencies: Vec<&'static Agency> = Vec::new();
        if side.agency.is_none() {
            let theirs = seen.iter().filter(|seen| seen.is_sibling()).filter_map(|seen| seen.agency);
            // Who names an agency is believed, or not; it has its text from no other one.
            agencies.extend(agency.into_iter().chain(theirs.filter(|_| agency.is_none())));
            agencies.sort_unstable_by_key(|agency| agency.name);
            agencies.dedup();
        }
        // Whose own copy is here is not to be sought elsewhere.
        let is_here =
            |agency| seen.iter().any(|seen| seen.source.agency == Some(agency) && seen.is_possible());
        for agency in agencies.into_iter().filter(|agency| !is_here(agency)) {
            let mut of_agency = unobserved(agency, side, &seen);
            let is_alone = of_agency.get(Measure::Siblings) == 0.0;
            if is_alone && of_agency.get(Measure::Claimed) * WEIGHT < ALONE {
                continue;
            }
            of_agency.set(Measure::NamesOther, named);
            possible.push(of_agency);
        }
        possible
    }

    /// The numbers and names that an article shares with another of the possible ones, but not with this one: a
    /// misprint or a line more in one of several versions tells which was taken.
    fn measure_figures(&self, article: u32, possible: &mut [Possible]) {
        let figures = |n: u32| self.figures[n as usize].get_or_init(|| figures(self.sides[n as usize].text));
        let others: Vec<u32> = possible.iter().filter_map(|one| one.choice.article()).collect();
        if others.len() < 2 {
            return;
        }
        let own = figures(article);
        for one in possible {
            let Choice::Article(this, tie) = one.choice else { continue };
            // Who took a passage has the rest from elsewhere.
            if matches!(self.ties[tie].found.relation, Relation::Excerpt | Relation::Composite) {
                continue;
            }
            for (kind, measure) in [Measure::OtherNumbers, Measure::OtherNames].into_iter().enumerate() {
                let has = |n: u32, key: &u32| figures(n)[kind].binary_search(key).is_ok();
                let elsewhere =
                    own[kind].iter().filter(|key| !has(this, key) && others.iter().any(|&n| has(n, key)));
                one.set(measure, elsewhere.count().min(FIGURES) as f32);
            }
        }
    }

    /// The words of an article that another of the possible ones has, but not this one.
    fn measure_versions(&self, article: u32, possible: &mut [Possible]) {
        let version = |one: &Possible| match one.choice {
            Choice::Article(_, tie) => {
                let passages = self.passages.get(tie).map_or(&[][..], Vec::as_slice);
                Version::new(passages, self.ties[tie].articles[1] == article)
            }
            Choice::Unobserved(_) => Version::default(),
        };
        let versions: Vec<Version> = possible.iter().map(version).collect();
        for (one, own) in possible.iter_mut().zip(&versions) {
            let lacks = versions.iter().map(|other| own.lacks(other)).fold(0.0, f32::max);
            one.set(Measure::Lacks, lacks.ln_1p());
            let parts = own.own(self.sides[article as usize].text.len());
            for (measure, words) in [Measure::Before, Measure::Amid, Measure::Behind].into_iter().zip(parts) {
                one.set(measure, words.ln_1p());
            }
        }
    }
}

/// Leaves out pages of which the main edition is possible, too.
fn leave_out_editions(possible: &mut Vec<Possible>, sides: &[Side<'_>]) {
    let articles: Vec<u32> = possible.iter().filter_map(|p| p.choice.article()).collect();
    let is_other = |page: u32| {
        let is_main = |main: &u32| is_edition(&sides[page as usize], &sides[*main as usize]);
        articles.iter().any(is_main)
    };
    possible.retain(|p| !p.choice.article().is_some_and(is_other));
}

/// What is measured of each possible article beside the others.
fn measure_against_others(possible: &mut [Possible], sides: &[Side<'_>]) {
    let times = |possible: &Possible| match possible.choice {
        Choice::Article(other, _) => sides[other as usize].times,
        Choice::Unobserved(_) => Times::UNKNOWN,
    };
    let all: Vec<(Times, f32)> = possible.iter().map(|p| (times(p), p.close())).collect();
    for (nth, one) in possible.iter_mut().enumerate() {
        let others = || all.iter().enumerate().filter(|(k, _)| *k != nth).map(|(_, other)| other);
        let order = || others().map(|(other, _)| all[nth].0.before(*other));
        let is_first = order().all(|before| before > -EARLIER) && order().any(|before| before >= EARLIER);
        one.set(Measure::First, u8::from(is_first));
        let closest = others().map(|(_, close)| *close).reduce(f32::max);
        one.set(Measure::Closer, closest.map_or(0.0, |closest| all[nth].1 - closest));
    }
}

/// An agency, whose report is not here, as the source of an article with these others.
fn unobserved(agency: &'static Agency, side: &Side<'_>, seen: &[Seen<'_>]) -> Possible {
    let mut possible = Possible::new(Choice::Unobserved(agency));
    let claims = side.claims.iter().filter(|claim| claim.origin == Origin::Agency(agency));
    let claimed = claims.map(|claim| claim.weight).fold(0.0, f32::max);
    let siblings = || seen.iter().filter(|seen| seen.is_sibling() && seen.agency == Some(agency));
    let count = siblings().count().min(SIBLINGS);
    possible.set(Measure::Unobserved, 1.0_f32);
    possible.set(Measure::Claimed, claimed / WEIGHT);
    let is_dateline =
        |claim: &Claim| claim.kind == ClaimKind::Dateline && claim.origin == Origin::Agency(agency);
    possible.set(Measure::Dateline, u8::from(side.claims.iter().any(is_dateline)));
    let silent = seen.iter().filter(|seen| seen.is_sibling() && seen.agency.is_none());
    let silent = silent.filter(|seen| seen.source.times.before(side.times) < EARLIER);
    possible.set(Measure::Shared, silent.map(Seen::close).fold(0.0, f32::max));
    possible.set(Measure::BySiblings, u8::from(claimed == 0.0));
    possible.set(Measure::Siblings, count as f32);
    possible.set(Measure::SiblingClose, siblings().map(Seen::close).fold(0.0, f32::max));
    let later = siblings().map(|sibling| side.times.before(sibling.source.times)).fold(0.0, f32::max);
    possible.set(Measure::SiblingLater, later);
    possible.set(Measure::Author, u8::from(has_author(side)));
    // Who had it before and names no agency wrote it, and the credit is false; unless others give it, too.
    let is_before = |seen: &Seen<'_>| {
        seen.toward == Direction::Forward
            && seen.tie.found.relation.is_copy()
            && seen.source.agency.is_none()
            && seen.agency.is_none()
            && seen.source.times.before(side.times) >= EARLIER
            && seen.close() >= LIKE
    };
    possible.set(Measure::Unnamed, u8::from(count == 0 && seen.iter().any(is_before)));
    possible
}

/// Another article, as it is seen from the one whose source is sought.
struct Seen<'s> {
    article: u32,
    tie: &'s Tie,
    nth: usize,
    other: u32,
    side: &'s Side<'s>,
    source: &'s Side<'s>,
    /// Which of the tie's two the article is.
    is_second: bool,
    toward: Direction,
    /// The agency that the other one names.
    agency: Option<&'static Agency>,
}

impl<'s> Seen<'s> {
    fn new(article: u32, nth: usize, sides: &'s [Side<'s>], ties: &'s [Tie]) -> Seen<'s> {
        let tie = &ties[nth];
        let is_second = tie.articles[1] == article;
        let other = tie.articles[usize::from(!is_second)];
        let direction = tie.course.direction;
        let toward = if is_second { direction } else { direction.reversed() };
        let source = &sides[other as usize];
        let agency = claimed_agency(source.claims);
        Seen { article, tie, nth, other, side: &sides[article as usize], source, is_second, toward, agency }
    }

    /// Whether both have text in common and are of different sites.
    fn is_sibling(&self) -> bool {
        self.tie.found.relation.is_copy()
            && self.source.agency.is_none()
            && self.side.told.host != self.source.told.host
    }

    fn close(&self) -> f32 {
        self.tie.similarity().max(AS_CLOSE * self.tie.covered(self.article)[0])
    }

    /// The weight of the evidence of a kind that the article was made from the other.
    fn evidence(&self, kind: Kind) -> f32 {
        let sign = if self.is_second { 1.0 } else { -1.0 };
        let weights = self.tie.course.evidence.iter().filter(|e| e.kind == kind).map(|e| e.weight * sign);
        weights.fold(0.0, f32::max) / WEIGHT
    }

    fn is_same_host(&self) -> bool {
        self.side.told.host.is_some() && self.side.told.host == self.source.told.host
    }

    /// Whether the article may have been made from the other.
    fn is_possible(&self) -> bool {
        let relation = self.tie.found.relation;
        let is_own_other = self.is_same_host() && self.tie.similarity() < OWN && !relation.is_translation();
        self.toward != Direction::Backward && relation.is_copy() && !is_own_other
    }

    /// The other, which is a possible source of the article, measured; the article names an agency or not.
    fn possible(
        &self,
        named: Option<&'static Agency>,
        mentions: &Mentions,
        names_stranger: impl Fn() -> bool,
    ) -> Possible {
        let found = &self.tie.found;
        let same_host = self.is_same_host();
        let mut possible = Possible::new(Choice::Article(self.other, self.nth));
        let [held, given] = self.tie.covered(self.article);
        let translated = found.relation.is_translation();
        possible.set(Measure::Article, 1.0_f32);
        possible.set(Measure::Similar, self.tie.similarity());
        // What nearly is the same differs more than its share of words does.
        possible.set(Measure::Nearly, -(1.0 + ALL_BUT - self.tie.similarity()).ln() / WEIGHT);
        let [shares, all] =
            [[Measure::Held, Measure::Given], [Measure::TranslatedHeld, Measure::TranslatedGiven]];
        let [of_held, of_given] = if translated { all } else { shares };
        possible.set(of_held, held);
        possible.set(of_given, given);
        possible.set(Measure::Translated, u8::from(translated));
        possible.set(Measure::Retold, u8::from(found.relation == Relation::Retelling));
        possible.set(Measure::Probable, found.probability);
        let earlier = self.source.times.before(self.side.times);
        possible.set(Measure::Earlier, earlier);
        possible.set(Measure::Later, u8::from(earlier <= -EARLIER));
        let undated = !self.source.times.is_known() || !self.side.times.is_known();
        possible.set(Measure::Undated, u8::from(undated));
        possible.set(Measure::Open, u8::from(self.toward == Direction::Undetermined));
        possible.set(Measure::Common, u8::from(self.toward == Direction::CommonSource));
        let odds = if self.is_second { self.tie.course.odds } else { -self.tie.course.odds };
        possible.set(Measure::Toward, odds.clamp(-MOST_ODDS, MOST_ODDS) / WEIGHT);
        for (measure, kind) in [
            (Measure::Credit, Kind::Credit),
            (Measure::LeftOver, Kind::LeftOver),
            (Measure::OwnName, Kind::OwnName),
            (Measure::Edition, Kind::Edition),
        ] {
            possible.set(measure, self.evidence(kind));
        }
        possible.set(Measure::Mention, u8::from(!same_host && mentions.name_of(self.source).is_some()));
        let is_stranger = translated && !same_host && self.source.agency.is_none() && names_stranger();
        possible.set(Measure::Stranger, u8::from(is_stranger));
        let first_hand = self.source.agency;
        possible.set(Measure::FirstHand, u8::from(first_hand.is_some()));
        possible.set(Measure::FirstHandNamed, u8::from(named.is_some() && first_hand == named));
        possible.set(Measure::SameNamed, u8::from(named.is_some() && self.agency == named));
        let is_other = named.is_some() && first_hand != named && self.agency != named;
        possible.set(Measure::OtherNamed, u8::from(is_other));
        possible.set(Measure::SameHost, u8::from(same_host));
        let days = self.source.times.days_apart(self.side.times);
        possible.set(Measure::SameHostDays, if same_host { (days / LATER).ln_1p() } else { 0.0 });
        possible
    }
}
