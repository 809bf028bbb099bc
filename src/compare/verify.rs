//! The verifier: what one article is to a candidate, with the passages and the reasons.
//!
//! Owns the order of the work on one pair and the decision. The article is made ready once; a candidate
//! costs one pass over its text, and next to nothing more where the two have nothing rare in common.

use super::background::Background;
use super::evidence::{COUNT, Evidence, NAMES};
use super::exact::{Counts, ShingleSet};
use super::gaps::Numbers;
use super::model::{Facts, Model, Models, Reason, probability};
use super::notice::Notices;
use super::prepared::Prepared;
use super::rarity::Rarity;
use super::relation::{Relation, of_copy};
use crate::sketch::{Shingler, Shingling};
use crate::text::{Kernel, Word, Words};

/// Odds, as logarithms, from which a passage, a retelling and a copy full of misprints are reported. Training
/// weighs what is no copy more than there is of it, so each is taken a little below even odds.
const PASSAGE_ODDS: f32 = -0.8;
const RETELLING_ODDS: f32 = 0.0;
const MISPRINTED_ODDS: f32 = -1.8;
/// And for a retelling of an article that appeared so many days away: others report what goes on by then.
const RETELLING_LATER: f32 = 1.0;
const LATER: u32 = 2;
/// By how much sums of the same numbers in another order may differ, at the very most.
const ROUNDING: f32 = 0.01;
/// Odds of what is the same word for word.
const SURE: f32 = 8.0;
/// The share of the better covered article from which the two have one frame, and of the other one below
/// which it is no retelling: that takes the whole article. In long ones less is left word for word.
const COVERED: f32 = 0.35;
const RETOLD: f32 = 0.15;
const RETOLD_LONG: f32 = 0.12;
const LONG_RETOLD: usize = 300;
/// A passage of whose span less is word for word was retold, not taken.
const DENSE: f32 = 0.7;
/// What recurs on so many other days is the frame of a series, not what was retold; in texts of which so much
/// is alike, fewer days will do.
const DAYS: f32 = 4.4;
const DAYS_MOST: f32 = 3.7;
const MOST_RETOLD: f32 = 0.6;
/// So much of what differs is names and numbers where it is a series: one that recurs on so many days and agrees
/// in no more than half of its numbers, or one that has so many more other numbers than common ones in the
/// same places.
const FILLED: f32 = 0.28;
const DAYS_FRAME: f32 = 2.0;
const OTHER_NUMBERS: u32 = 2;
/// How well the letters between the equal ones agree where they are misprints.
const MISPRINTS: f32 = 0.42;
/// Odds of a passage below which nothing else makes a copy of a text that is not retold.
const HARDLY: f32 = -1.5;
/// So many more numbers in common than in conflict speak for a copy.
const FIGURES: f32 = 3.0;
/// Or, where numbers do not contradict, so much of both articles, if they have so many words.
const COVERED_BOTH: f32 = 0.3;
const LONG: usize = 140;
/// The share of their words that copies have in common at the least.
const REPEATED: f32 = 0.75;
/// So many copies of one text would make its words common.
const MANY: u32 = 3;
/// Texts of so few words may be alike without a rare word.
const SHORT: usize = 64;
/// The similarity from which such are copies.
const ALIKE: f64 = 0.7;

/// One run of text that both share, in bytes of the original texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Where it stands in the first text.
    pub a: [u32; 2],
    /// Where it stands in the second text.
    pub b: [u32; 2],
    /// The stretches in it whose words are equal, each as in the first and in the second text; none in texts of two
    /// languages.
    pub runs: Vec<[[u32; 2]; 2]>,
    /// In texts of two languages, how well the sentences agree: at most 1.
    pub agreement: Option<f32>,
}

impl Passage {
    /// The passage seen from the second text.
    pub fn swapped(mut self) -> Passage {
        std::mem::swap(&mut self.a, &mut self.b);
        self.runs.iter_mut().for_each(|run| run.swap(0, 1));
        self
    }
}

/// What was found for a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// What the first is to the second.
    pub relation: Relation,
    /// The probability that text was taken from one to the other.
    pub probability: f32,
    /// Shingles, exactly: similarity and containment both ways.
    pub exact: Counts,
    /// The share of each text's letters that the passages cover, misprints included.
    pub covered: [f32; 2],
    /// Whether the words could not be compared, because their languages differ and the word table does not have one of
    /// them: numbers and names stand behind this alone.
    pub is_reduced: bool,
    /// Whether an encoder compared the sentences, and not the word table alone.
    pub is_encoded: bool,
}

/// Compares an article with its candidates.
#[derive(Debug)]
pub struct Verifier<'b> {
    background: &'b Background,
    models: &'static Models,
    article: Prepared,
    other: Words,
    rarity: Rarity<'b>,
    evidence: Evidence,
    shingler: Shingler,
    set: ShingleSet,
    other_set: ShingleSet,
    distinct: Vec<u64>,
    other_distinct: Vec<u64>,
    found_anything: bool,
    odds: [f32; 3],
    /// The days between the two, where both are dated.
    apart: Option<u32>,
}

impl<'b> Verifier<'b> {
    /// A verifier that knows from `background` what is common.
    pub fn new(background: &'b Background, kernel: Kernel) -> Self {
        Verifier {
            background,
            models: Models::shipped(),
            article: Prepared::default(),
            other: Words::default(),
            rarity: Rarity::new(background),
            evidence: Evidence::default(),
            shingler: Shingler::new(kernel, Shingling::default()),
            set: ShingleSet::default(),
            other_set: ShingleSet::default(),
            distinct: Vec::new(),
            other_distinct: Vec::new(),
            found_anything: false,
            odds: [f32::MIN; 3],
            apart: None,
        }
    }

    /// Takes the article that the next candidates are compared with, and the day it appeared (see
    /// [`Background::add`]).
    pub fn article(&mut self, text: &str, day: Option<u32>) {
        self.article_beside(text, day, 0);
    }

    /// The same; so many articles of the background are nearly the same as it, and what they share is not common
    /// for that.
    pub fn article_beside(&mut self, text: &str, day: Option<u32>, kin: u32) {
        let mut words = std::mem::take(&mut self.other);
        words.read(text);
        words.list_keys();
        self.article_of(&words, day, kin);
        self.other = words;
    }

    /// The same, of a text whose words were read and whose keys were listed.
    pub fn article_of(&mut self, words: &Words, day: Option<u32>, kin: u32) {
        let kin = if kin < MANY { 0 } else { kin };
        self.article.fill(words, day, kin, self.background, &mut self.rarity);
        self.shingler.words(words);
        self.distinct.clear();
        self.set.fill(self.shingler.shingles(), &mut self.distinct);
    }

    /// The words of the article.
    pub fn words(&self) -> &Words {
        &self.article.words
    }

    /// Compares the article with a candidate; what is then asked of the verifier is about this pair.
    pub fn compare(&mut self, text: &str, day: Option<u32>) -> Match {
        if self.align(text, day) { self.judge() } else { self.bare() }
    }

    /// The same, and None where they are unrelated: most of those are seen to be before all is measured.
    pub fn related(&mut self, text: &str, day: Option<u32>) -> Option<Match> {
        let found = if !self.align(text, day) {
            self.bare()
        } else if self.cannot_be_related() && !self.is_repeated() && !self.has_all_shingles() {
            return None;
        } else {
            self.judge()
        };
        Some(found).filter(|found| found.relation != Relation::Unrelated)
    }

    /// Reads a candidate and aligns it with the article; false where there is next to nothing in common.
    fn align(&mut self, text: &str, day: Option<u32>) -> bool {
        self.other.read(text);
        self.odds = [f32::MIN; 3];
        self.apart = self.article.day.zip(day).map(|(a, b)| a.abs_diff(b));
        self.found_anything = self.evidence.align(&mut self.article, &self.other, day);
        self.found_anything
    }

    /// Whether no words of an aligned pair could make more of it than [`Verifier::decide`] calls unrelated, unless
    /// it is identical.
    fn cannot_be_related(&self) -> bool {
        let ranges = self.evidence.ranges();
        let Models { passage, retelling, misprinted } = self.models;
        // Sums may be rounded another way than those that decide.
        let below = |model: &Model, odds: f32| model.odds_at_most(&ranges) < odds - ROUNDING;
        let [a, b] = self.evidence.covered;
        let (more, less) = (a.max(b), a.min(b));
        below(passage, PASSAGE_ODDS.min(HARDLY))
            && (self.evidence.facts.alike < MISPRINTS || below(misprinted, MISPRINTED_ODDS))
            && (less < RETOLD.min(RETOLD_LONG) || below(retelling, RETELLING_ODDS.min(RETELLING_LATER)))
            && (less < RETOLD || more < COVERED)
    }

    /// What an aligned pair is.
    fn judge(&mut self) -> Match {
        let Verifier { evidence, article, other, rarity, .. } = self;
        evidence.measure_words(article, other, rarity);
        let Models { passage, retelling, misprinted } = self.models;
        self.odds = [passage, retelling, misprinted].map(|model| model.odds(&evidence.measures));
        let exact = self.exact();
        let (relation, odds) = self.decide(exact);
        let (relation, odds) = self.reconsider(relation, odds, exact);
        let mut covered = self.evidence.covered;
        let (relation, odds) = match relation {
            Relation::Unrelated if exact.similarity() >= ALIKE && self.is_repeated() => {
                covered = exact.containment().map(|c| c as f32);
                self.align_plainly();
                (of_copy(exact, [1.0; 2]), SURE)
            }
            _ => (relation, odds),
        };
        Match {
            relation,
            probability: probability(odds),
            exact,
            covered,
            is_reduced: false,
            is_encoded: false,
        }
    }

    /// Aligns a pair that is known to be the same text.
    fn align_plainly(&mut self) {
        self.evidence.align_plainly(&self.article, &self.other);
        self.found_anything = true;
    }

    /// A pair with nothing rare in common: its texts are the same, or short and nearly so, or unrelated.
    fn bare(&mut self) -> Match {
        let (a, b) = (self.article.words.words(), self.other.words());
        let same = a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.hash == y.hash);
        let short = a.len().max(b.len()) <= SHORT;
        let exact = if same || short || self.is_repeated() {
            self.exact()
        } else {
            Counts { shared: 0, a: self.distinct.len() as u32, b: b.len() as u32 }
        };
        let similarity = exact.similarity();
        let relation = if similarity >= ALIKE { of_copy(exact, [1.0; 2]) } else { Relation::Unrelated };
        let mut covered = [0.0; 2];
        if relation.is_copy() {
            covered = exact.containment().map(|c| c as f32);
            self.align_plainly();
        }
        Match {
            relation,
            probability: similarity as f32,
            exact,
            covered,
            is_reduced: false,
            is_encoded: false,
        }
    }

    /// Whether the texts may be the same for the better part and have the same numbers. Then they are copies of
    /// one another even where so many others have that text, too, that nothing in it is rare.
    fn is_repeated(&self) -> bool {
        let (a, b) = (self.article.words.words(), self.other.words());
        let (more, less) = (a.len().max(b.len()), a.len().min(b.len()));
        let numbers = |words: &'_ [Word]| -> Vec<u64> {
            let mut numbers: Vec<u64> = words.iter().filter(|w| w.is_number()).map(|w| w.hash).collect();
            numbers.sort_unstable();
            numbers
        };
        less as f32 >= more as f32 * REPEATED
            && self.evidence.words_in_common() as f32 >= more as f32 * REPEATED
            && numbers(a) == numbers(b)
    }

    fn shingle_other(&mut self) {
        self.other.list_keys();
        self.shingler.words(&self.other);
    }

    /// Whether the article has every shingle of the other: if not, they are not identical.
    fn has_all_shingles(&mut self) -> bool {
        self.shingle_other();
        self.shingler.shingles().iter().all(|&shingle| self.set.contains(shingle))
    }

    fn exact(&mut self) -> Counts {
        self.shingle_other();
        self.other_distinct.clear();
        self.other_set.fill(self.shingler.shingles(), &mut self.other_distinct);
        Counts {
            shared: self.set.shared(&self.other_distinct),
            a: self.distinct.len() as u32,
            b: self.other_distinct.len() as u32,
        }
    }

    fn decide(&self, exact: Counts) -> (Relation, f32) {
        let Facts { days, filled, alike, other_numbers, .. } = self.evidence.facts;
        let [passage, retelling, misprinted] = self.odds;
        let misprinted = if alike >= MISPRINTS { misprinted } else { f32::MIN };
        let odds = passage.max(retelling).max(misprinted);
        let covered = self.evidence.covered;
        let (more, less) = (covered[0].max(covered[1]), covered[0].min(covered[1]));
        let figures = self.evidence.numbers.shared as f32 - self.evidence.number_conflicts;
        let shorter = self.article.words.words().len().min(self.other.words().len());
        let Numbers { shared, fewer } = self.evidence.numbers;
        let later = self.apart.is_some_and(|days| days >= LATER);
        let retold = retelling >= if later { RETELLING_LATER } else { RETELLING_ODDS }
            && less >= if shorter >= LONG_RETOLD { RETOLD_LONG } else { RETOLD }
            && days < if more >= MOST_RETOLD { DAYS_MOST } else { DAYS };
        if exact.similarity() == 1.0 {
            (Relation::Identical, odds.max(SURE))
        } else if passage >= PASSAGE_ODDS || misprinted >= MISPRINTED_ODDS {
            let covered = if misprinted > passage { self.evidence.spanned } else { covered };
            let relation = match of_copy(exact, covered) {
                Relation::Excerpt if retold && self.evidence.density < DENSE => Relation::Retelling,
                Relation::Edited | Relation::Abridged | Relation::Expanded
                    if filled > FILLED
                        && alike < MISPRINTS
                        && (days >= DAYS_FRAME && shared * 2 <= fewer
                            || other_numbers >= shared + OTHER_NUMBERS) =>
                {
                    return (Relation::Series, odds.min(PASSAGE_ODDS));
                }
                relation => relation,
            };
            (relation, odds)
        } else if more >= COVERED
            && passage >= HARDLY
            && (figures >= FIGURES || figures >= 0.0 && less >= COVERED_BOTH && shorter >= LONG)
        {
            // However much was reworded: the larger part of one is in the other, and no series is so long or
            // agrees in so many figures.
            (of_copy(exact, covered), odds.max(PASSAGE_ODDS))
        } else if retold {
            (Relation::Retelling, odds)
        } else if more >= COVERED && less >= RETOLD && (self.evidence.contradicts() || days >= DAYS_MOST) {
            (Relation::Series, odds.min(PASSAGE_ODDS))
        } else {
            (Relation::Unrelated, odds.min(PASSAGE_ODDS))
        }
    }

    /// Looks again at what has a frame in common: whose notices they are, and of which days.
    fn reconsider(&mut self, relation: Relation, odds: f32, exact: Counts) -> (Relation, f32) {
        if matches!(relation, Relation::Identical | Relation::NearDuplicate | Relation::Unrelated) {
            return (relation, odds);
        }
        let notices = Notices {
            facts: self.evidence.facts,
            passage: self.odds[0],
            gaps_agree: self.evidence.gaps_agree,
            words_held: self.evidence.words_held,
            covered: self.evidence.covered,
            subject: self.evidence.subject(&self.article, &self.other, &mut self.rarity),
            apart: self.apart,
        };
        if relation != Relation::Series {
            let several = notices.are_several(relation);
            return if several { (Relation::Series, odds.min(PASSAGE_ODDS)) } else { (relation, odds) };
        }
        if !notices.are_one() {
            return (if notices.are_news() { Relation::Unrelated } else { relation }, odds);
        }
        let relation = match of_copy(exact, notices.covered) {
            // Of a notice in other words, little is left as it was.
            Relation::Excerpt => Relation::Retelling,
            relation => relation,
        };
        (relation, odds.max(PASSAGE_ODDS))
    }

    /// The passages of the pair, in the order of the first text.
    pub fn passages(&self) -> Vec<Passage> {
        if !self.found_anything {
            return Vec::new();
        }
        let (a, b) = (self.article.words.words(), self.other.words());
        let span = |words: &[Word], first: u32, len: u32| {
            let last = &words[(first + len) as usize - 1];
            [words[first as usize].start, last.end]
        };
        let chains = self.evidence.chainer.chains().iter();
        let mut passages: Vec<Passage> = chains
            .filter_map(|chain| {
                let runs = self.evidence.chainer.runs(chain).iter();
                let runs: Vec<[[u32; 2]; 2]> =
                    runs.map(|r| [span(a, r.a, r.len), span(b, r.b, r.len)]).collect();
                let (first, last) = (runs.first()?, runs.last()?);
                Some(Passage {
                    a: [first[0][0], last[0][1]],
                    b: [first[1][0], last[1][1]],
                    runs,
                    agreement: None,
                })
            })
            .collect();
        passages.sort_by_key(|p| p.a);
        passages
    }

    /// What spoke for and against the pair being a copy, the weightiest first.
    pub fn reasons(&self) -> Vec<Reason> {
        if !self.found_anything {
            return Vec::new();
        }
        let Models { passage, retelling, misprinted } = self.models;
        let models = [passage, retelling, misprinted];
        let best = (1..models.len()).fold(0, |best, n| if self.odds[n] > self.odds[best] { n } else { best });
        models[best].reasons(&self.evidence.measures, self.evidence.facts)
    }

    /// The pair's measures by name, and the odds of the models: what the models are trained on.
    pub fn measures(&self) -> (&'static [&'static str], &[f32; COUNT], [f32; 3]) {
        (&NAMES, &self.evidence.measures, self.odds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Instant;

    const STORY: &str = "Fishermen in Cabo Marzal pulled a brass diving helmet out of the harbour on Tuesday. \
        The helmet, which weighs 17 kilograms, had lain under the customs pier since about 1911, said \
        Yesenia Purizaca of the port museum. A crowd of 240 people watched as it was carried ashore in a \
        laundry basket. Nobody has claimed it so far, and the museum hopes that it stays that way.";
    const OTHER: &str = "The regional orchestra has found a new conductor after two years of searching. Ludwig \
        Amstetter, 54, begins in September with a programme of waltzes. His predecessor left when the hall's \
        roof gave way during a rehearsal, and had not been heard of since, according to the players' council.";

    fn compare(a: &str, b: &str) -> (Match, Vec<Passage>, Vec<Reason>) {
        let background = Background::default();
        let mut verifier = Verifier::new(&background, Kernel::best());
        verifier.article(OTHER, Some(3)); // buffers are used again
        verifier.compare(STORY, None);
        verifier.article(a, Some(1));
        let found = verifier.compare(b, Some(1));
        let (passages, reasons) = (verifier.passages(), verifier.reasons());
        (found, passages, reasons)
    }

    fn words(text: &str) -> Vec<u64> {
        let mut words = Words::default();
        words.read(text);
        words.words().iter().map(|w| w.hash).collect()
    }

    /// Whether every word has bytes of its own: a character that folds to several words has one place for
    /// all of them.
    fn is_plain(text: &str) -> bool {
        let mut words = Words::default();
        words.read(text);
        words.words().windows(2).all(|w| w[0].end <= w[1].start)
    }

    /// What must hold of the passages of any pair.
    fn check(a: &str, b: &str) -> Match {
        let (found, passages, reasons) = compare(a, b);
        let plain = is_plain(a) && is_plain(b);
        assert!((0.0..=1.0).contains(&found.probability));
        assert!(found.covered.iter().all(|c| (0.0..=1.0).contains(c)), "{found:?}");
        assert!(reasons.iter().all(|r| r.weight.is_finite()));
        for passage in &passages {
            for [in_a, in_b] in &passage.runs {
                let part = |text: &str, [from, to]: [u32; 2]| {
                    text.get(from as usize..to as usize).map(words).expect("on character boundaries")
                };
                let (left, right) = (part(a, *in_a), part(b, *in_b));
                assert!(!plain || left == right, "equal words: {left:?} {right:?}");
                assert!(passage.a[0] <= in_a[0] && in_a[1] <= passage.a[1]);
                assert!(passage.b[0] <= in_b[0] && in_b[1] <= passage.b[1]);
            }
        }
        found
    }

    #[test]
    fn the_same_text_is_identical_and_another_is_unrelated() {
        let found = check(STORY, STORY);
        assert_eq!((found.relation, found.exact.similarity()), (Relation::Identical, 1.0));
        assert!(found.probability > 0.9);
        let found = check(STORY, OTHER);
        assert_eq!((found.relation, found.probability < 0.1), (Relation::Unrelated, true));
    }

    #[test]
    fn a_text_inside_another_is_told_with_its_place() {
        let whole = format!("{OTHER} {STORY} {OTHER}");
        let (found, passages, reasons) = compare(STORY, &whole);
        assert_eq!(found.relation, Relation::Abridged);
        assert_eq!(compare(&whole, STORY).0.relation, Relation::Expanded);
        assert_eq!(passages.len(), 1);
        let from = OTHER.len() as u32 + 1;
        assert_eq!(passages[0].a, [0, STORY.len() as u32 - 1]);
        assert_eq!(passages[0].b, [from, from + STORY.len() as u32 - 1]);
        assert!(reasons[0].weight > 0.0);
        let [in_whole, _] = found.exact.containment();
        assert_eq!(in_whole, 1.0);
    }

    #[test]
    fn misprints_do_not_hide_a_copy() {
        let misprinted = STORY.replace("harbour", "harhour").replace("ll", "l1").replace("museum", "rnuseum");
        let found = check(STORY, &misprinted);
        assert!(found.relation.is_copy(), "{found:?}");
        assert!(found.covered[0] > 0.9, "{found:?}");
    }

    #[test]
    fn repetition_and_length_cost_no_more_than_their_share() {
        let start = Instant::now();
        for unit in ["a ", "a b ", "the same words again and again. ", "aaaaaaaaaaaaaaaa", "漢"] {
            let text = unit.repeat(300_000 / unit.len());
            assert_eq!(check(&text, &text).relation, Relation::Identical);
            check(&text, &text[..text.floor_char_boundary(text.len() / 2)]);
        }
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }

    proptest! {
        #[test]
        fn any_two_texts_can_be_compared(a in "\\PC{0,120}", b in "\\PC{0,120}", shared in "\\PC{0,120}") {
            check(&a, &b);
            check(&format!("{a}{shared}"), &format!("{shared}{b}"));
        }

        #[test]
        fn what_is_seen_early_is_what_a_full_comparison_says(
            words in prop::collection::vec(0usize..400, 30..300),
            kept in 0.0f64..1.0,
            seed in any::<u64>(),
        ) {
            let word = |n: usize| format!("{}{}", ["no", "Tor", "ka", "Vel", "2"][n % 5], n * n % 977);
            let text = |words: &[usize]| words.iter().map(|&n| word(n)).collect::<Vec<_>>().join(" ");
            let stays = |n: usize| (seed.wrapping_mul(2 * n as u64 / 8 + 1) >> 40) as f64 / (1 << 24) as f64 <= kept;
            let changed: Vec<usize> =
                words.iter().enumerate().map(|(n, &w)| if stays(n) { w } else { w * 7 % 401 + n }).collect();
            let background = Background::default();
            let mut verifier = Verifier::new(&background, Kernel::best());
            verifier.article(&text(&words), Some(1));
            for day in [None, Some(1), Some(9)] {
                let whole = verifier.compare(&text(&changed), day);
                let early = verifier.related(&text(&changed), day);
                prop_assert_eq!(early, Some(whole).filter(|found| found.relation != Relation::Unrelated));
            }
        }

        #[test]
        fn similarity_is_symmetric_and_coverage_nearly(cut in 20usize..300, n in 0usize..300) {
            let other = format!("{} {OTHER} {}", &STORY[..cut], &STORY[n.min(STORY.len())..]);
            let (x, y) = (check(STORY, &other), check(&other, STORY));
            prop_assert_eq!(x.exact.similarity(), y.exact.similarity());
            prop_assert_eq!(x.exact.containment()[0], y.exact.containment()[1]);
            prop_assert!((x.covered[0] - y.covered[1]).abs() < 0.2, "{:?} {:?}", x, y);
        }
    }
}
