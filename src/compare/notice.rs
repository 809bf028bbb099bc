//! Notices: whether two texts of one frame are one notice, those of two people, or two instalments.
//!
//! What is repeated within a day with the same names and figures is one notice, corrected or sent again,
//! however common its frame. The same figures said by somebody else, and other figures of another day, are
//! a series, however much is equal. Owns these rules; what they look at is measured elsewhere.

use super::model::Facts;
use super::relation::Relation;

/// The share of the names that each text begins with from which they have one subject, and below which both
/// have another.
const ONE_SUBJECT: f32 = 0.7;
const OTHER_SUBJECT: f32 = 0.35;
/// Where what would be a retelling agrees in so many figures, in a frame of many days, one of the two is about
/// another even so.
const HALF_SUBJECT: f32 = 0.5;
const FEW_FIGURES: u32 = 2;
/// In one notice no more other names than this stand in the same places, and no more of what differs is
/// names and figures: in one whose figures all agree, and in one that corrects some.
const OTHER_NAMES: u32 = 3;
const FILLED: f32 = 0.42;
const FILLED_CORRECTED: f32 = 0.35;
/// So many other names, in a frame that recurs on fewer days, are a new story of the same subject.
const NEWS_NAMES: u32 = 4;
const DAYS_NEWS: f32 = 3.7;
/// So are, on another day, texts of which less than [`MOSTLY`] is equal, if less that differs is names and numbers.
const FILLED_NEWS: f32 = 0.3;
const DAYS_REWORDED: f32 = 6.7;
/// So many figures that agree, and none that does not, make one notice of two that are not of one day.
const FIGURES: u32 = 3;
/// In those, and in notices without figures, so much of both must be equal.
const COVERED: f32 = 0.3;
/// A notice has at least this share of the rare words of another one in the same frame.
const FRAME_WORDS: f32 = 0.48;
/// From these odds of a passage on it was copied, whoever it is about.
const COPIED: f32 = 1.0;
/// The frame of a notice recurs on so many days, where figures agree, and where there are few.
const DAYS_FIGURES: f32 = 2.0;
const DAYS: f32 = 3.3;
/// Where most of one is equal, less that is another's is enough, in a frame of any day.
const MOSTLY: f32 = 0.7;
const MOSTLY_OTHERS: f32 = 0.62;
/// A passage of another's notice is no excerpt where it is so much of one.
const MOST: f32 = 0.5;
/// How much of what differs is names and numbers in an instalment, in a frame that recurs and in one that does
/// not, and how much its numbers differ.
const FILLED_ANEW: [f32; 2] = [0.12, 0.2];
const DIFFER: f32 = 0.3;
/// So much of both, in a frame of so many days, is no misprints however well the digits agree.
const FILLED_TABLE: f32 = 0.4;
const DIFFER_TABLE: f32 = 0.6;
const DAYS_TABLE: f32 = 2.5;
/// A week later, a frame of so many days of which so much that differs is names and numbers is enough.
const WEEK: u32 = 7;
const DAYS_WEEK: f32 = 1.8;
const FILLED_WEEK: f32 = 0.25;
/// And days later, so much of a text that would be a retelling, in a frame of so many days.
const LATER: u32 = 2;
const MOST_RETOLD: f32 = 0.6;
const DAYS_RETOLD: f32 = 2.2;
/// Where the gaps between words and those between letters agree better, what differs is misprints, in numbers,
/// too.
const MISPRINTS: f32 = 0.48;
const LETTERS_ALIKE: f32 = 0.42;

/// What is known of two texts with a frame in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Notices {
    pub(super) facts: Facts,
    /// The odds, as a logarithm, that a passage was copied.
    pub(super) passage: f32,
    /// How well what stands between equal words agrees, letter by letter.
    pub(super) gaps_agree: f32,
    /// The share of the rare words of either that the other has, at least.
    pub(super) words_held: f32,
    /// The share of each that is aligned.
    pub(super) covered: [f32; 2],
    /// The share of the names that each begins with that the other has; None where one has none.
    pub(super) subject: Option<[f32; 2]>,
    /// The days between them, where both are dated.
    pub(super) apart: Option<u32>,
}

impl Notices {
    /// One notice that was corrected or sent again.
    pub(super) fn are_one(&self) -> bool {
        let Facts { numbers: [shared, fewer], other_numbers, other_names, filled, .. } = self.facts;
        let mostly_equal = self.covered[0].min(self.covered[1]) >= COVERED;
        let all_agree = shared >= FIGURES && shared == fewer && other_numbers == 0;
        (self.apart == Some(0) || self.apart.is_none_or(|days| days == 1) && all_agree && mostly_equal)
            && self.subject.is_some_and(|[a, b]| a.min(b) >= ONE_SUBJECT)
            && other_names <= OTHER_NAMES
            && filled < if other_numbers == 0 { FILLED } else { FILLED_CORRECTED }
            && shared * 2 >= fewer
            && other_numbers * 2 <= shared
            && (shared > 0 || mostly_equal)
    }

    /// One subject that is in the news again: other names may stand in the same places, but hardly any other
    /// figures, and the frame is hardly one, or mostly in other words. That is no series yet.
    pub(super) fn are_news(&self) -> bool {
        let Facts { numbers: [shared, fewer], other_numbers, other_names, filled, days, .. } = self.facts;
        let one_subject = self.subject.is_some_and(|[a, b]| a.min(b) >= ONE_SUBJECT);
        let agree = (shared == fewer || fewer <= 1) && other_numbers * 4 <= shared;
        let no_frame = other_names >= 1 && other_numbers == 0 && fewer <= 1 && days < DAYS_NEWS;
        let reworded = filled < FILLED_NEWS && self.more() < MOSTLY && days < DAYS_REWORDED;
        one_subject && agree && other_names <= NEWS_NAMES && (no_frame || reworded && self.apart != Some(0))
    }

    /// The notices of two people, or two instalments of one: a series, where something else was thought to be
    /// the relation.
    pub(super) fn are_several(&self, relation: Relation) -> bool {
        self.are_of_others(relation) || self.are_instalments(relation)
    }

    /// Neither text is about whom the other one is about, and each has little that the other has not. (Where many
    /// words were replaced all over a copy, so were the names that it begins with.)
    fn are_of_others(&self, relation: Relation) -> bool {
        let Facts { numbers: [shared, _], days, alike, .. } = self.facts;
        let Some([a, b]) = self.subject else { return false };
        let recurs = days >= if shared >= FIGURES { DAYS_FIGURES } else { DAYS };
        let others = recurs && a.max(b) < OTHER_SUBJECT;
        let mostly = self.more() >= MOSTLY && a.max(b) < MOSTLY_OTHERS;
        let figures_only = shared >= FEW_FIGURES && days >= DAYS && a.min(b) < HALF_SUBJECT;
        self.passage < COPIED
            && self.words_held >= FRAME_WORDS
            && (self.gaps_agree < MISPRINTS || alike < LETTERS_ALIKE)
            && match relation {
                Relation::Retelling => others || mostly || figures_only,
                Relation::Excerpt => others && self.more() >= MOST,
                _ => others || mostly,
            }
    }

    /// The frame of another day, filled anew.
    fn are_instalments(&self, relation: Relation) -> bool {
        let Facts { numbers: [shared, fewer], days, filled, .. } = self.facts;
        let later = |days: u32| self.apart.is_some_and(|apart| apart >= days);
        let agree = if fewer > 0 { shared as f32 / fewer as f32 } else { 1.0 };
        let differ = (1.0 - agree) * (fewer as f32).ln_1p();
        match relation {
            Relation::Edited | Relation::Abridged | Relation::Expanded => {
                let anew = filled >= FILLED_ANEW[usize::from(days < DAYS_FIGURES)] && differ >= DIFFER;
                let table = filled >= FILLED_TABLE && differ >= DIFFER_TABLE && days >= DAYS_TABLE;
                let periodic = later(WEEK) && filled >= FILLED_WEEK && days >= DAYS_WEEK;
                later(1) && (table || (anew || periodic) && self.gaps_agree < MISPRINTS)
            }
            Relation::Retelling => later(LATER) && self.more() >= MOST_RETOLD && days >= DAYS_RETOLD,
            _ => false,
        }
    }

    fn more(&self) -> f32 {
        self.covered[0].max(self.covered[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A notice of today with four figures, all of which another of today has.
    fn same_day() -> Notices {
        let facts = Facts { numbers: [4, 4], days: 3.0, filled: 0.2, alike: 0.3, ..Facts::default() };
        Notices {
            facts,
            passage: -1.0,
            gaps_agree: 0.3,
            words_held: 0.7,
            covered: [0.6, 0.5],
            subject: Some([1.0, 0.9]),
            apart: Some(0),
        }
    }

    #[test]
    fn the_same_subject_and_figures_within_a_day_are_one_notice() {
        let notices = same_day();
        assert!(notices.are_one());
        assert!(!notices.are_several(Relation::Edited));
        let corrected = Facts { numbers: [4, 6], other_numbers: 2, ..notices.facts };
        assert!(Notices { facts: corrected, ..notices }.are_one());
        let anew = Facts { numbers: [1, 6], other_numbers: 4, ..notices.facts };
        assert!(!Notices { facts: anew, ..notices }.are_one());
    }

    #[test]
    fn without_a_day_all_figures_must_agree() {
        let undated = Notices { apart: None, ..same_day() };
        assert!(undated.are_one());
        let corrected = Facts { numbers: [4, 5], other_numbers: 1, ..undated.facts };
        assert!(!Notices { facts: corrected, ..undated }.are_one());
        assert!(!Notices { apart: Some(9), ..undated }.are_one());
    }

    #[test]
    fn the_same_figures_of_another_are_a_series() {
        let notices = Notices { subject: Some([0.1, 0.2]), ..same_day() };
        assert!(notices.are_several(Relation::Edited) && !notices.are_one());
        // A copy in which many words were replaced has more that is its own.
        assert!(!Notices { words_held: 0.4, ..notices }.are_several(Relation::Edited));
        // However they begin, what is copied at length is copied.
        assert!(!Notices { passage: 5.0, ..notices }.are_several(Relation::Edited));
        // Nor does anything follow where neither begins with a name.
        let nameless = Notices { subject: None, ..notices };
        assert!(!nameless.are_several(Relation::Edited) && !nameless.are_one());
    }

    #[test]
    fn other_figures_of_another_day_are_an_instalment_unless_they_are_misprints() {
        let facts = Facts { numbers: [1, 5], other_numbers: 3, filled: 0.3, ..same_day().facts };
        let notices = Notices { facts, passage: 4.0, apart: Some(1), ..same_day() };
        assert!(notices.are_several(Relation::Edited));
        assert!(!Notices { apart: None, ..notices }.are_several(Relation::Edited));
        assert!(!Notices { gaps_agree: 0.7, ..notices }.are_several(Relation::Edited));
    }

    #[test]
    fn other_news_of_one_subject_are_no_series() {
        let facts = Facts { numbers: [0, 0], other_names: 2, ..same_day().facts };
        let notices = Notices { facts, apart: Some(20), ..same_day() };
        assert!(notices.are_news());
        assert!(!Notices { subject: Some([0.2, 0.9]), ..notices }.are_news());
    }
}
