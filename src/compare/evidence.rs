//! Evidence: what two texts have in common, as a few named numbers.
//!
//! Owns the alignment of one pair (shared runs of words and of letters, joined to chains) and what is
//! measured on it. The numbers are what the models weigh (see [`super::model`]); what they mean is decided
//! there, not here.

use super::chain::{Chain, Chainer, Costs, Run};
use super::gaps::{Gaps, Numbers, Side};
use super::model::Facts;
use super::places::Found;
use super::prepared::{EIGHT, FEW_DAYS, Prepared, eight_key, is_telling, limit, limit_letters, pair_key};
use super::rarity::Rarity;
use super::runs::Finder;
use super::spelling::agreement;
use super::subject::{self, Name};
use crate::text::Words;

/// The measures, by the names under which the models weigh them.
pub(super) const NAMES: [&str; 26] = [
    "passage",
    "passages",
    "letters",
    "words",
    "words, poorer side",
    "rare triples",
    "density",
    "order",
    "conflicts",
    "conflicts in a frame",
    "numbers differ",
    "number balance",
    "frame",
    "gaps agree",
    "length",
    "coverage",
    "surprise per word",
    "surprise per match",
    "letter coverage",
    "numbers agree",
    "coverage, poorer side",
    "figures differ",
    "differs in figures",
    "misprinted letters",
    "letters alike",
    "names and numbers",
];
/// How many measures there are.
pub(super) const COUNT: usize = NAMES.len();
/// The places of those that all words of a pair are looked up for.
const WORDS: usize = 3;
const POORER_WORDS: usize = 4;
const ORDER: usize = 7;
const NAMES_TIED: usize = 25;

const WORD_COSTS: Costs = Costs { gap: 16, skip: 0.35, drift: 0.5, least: 8.0, most: 12 };
const LETTER_COSTS: Costs = Costs { gap: 60, skip: 0.1, drift: 0.5, least: 16.0, most: 12 };
/// A word of this rarity begins a run by itself, where it occurs this often at most.
const RARE: f32 = 3.5;
const FEW: u32 = 8;
/// A pair of words, and eight letters, begin a run where they occur this often at most.
const FEW_PAIRS: u32 = 16;
const FEW_EIGHTS: u32 = 4;
/// Runs worth less are left out: every text has them.
const LEAST_RUN: f32 = 1.5;
/// Rare words in common, in nats, below which nothing is looked at further.
const LEAST_SHARED: f32 = 12.0;
/// What a word is worth where it need not be a surprise.
const PLAIN: f32 = 3.0;
/// The best chain of words, in nats, and of letters, below both of which it is nothing.
const LEAST_PASSAGE: f32 = 14.0;
const LEAST_LETTERS: f32 = 40.0;
/// Numbers in both texts from which few in common tell a series, and conflicts from which they do.
const SERIES_NUMBERS: u32 = 3;
const SERIES_CONFLICTS: f32 = 2.0;
/// Chains of letters worth less are not compared letter by letter.
const LEAST_SPELLED: f32 = 24.0;
/// How well unrelated letters agree.
const CHANCE: f32 = 0.4;
/// Conflicts count by so many words that agree: two long texts that are the same in other words have some.
const CONFLICTS_IN: f32 = 50.0;
/// Every so many letters, the next eight are looked up: a run is found by any of its eights.
const STRIDE: usize = 2;

/// What was found for one pair; keeps its buffers.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    finder: Finder,
    /// The chains of words.
    pub(super) chainer: Chainer,
    letter_chainer: Chainer,
    kept: Vec<Run>,
    found: Vec<Option<Found>>,
    counts: Vec<u32>,
    /// The rarity of each side's words that the other has, too.
    held: [f32; 2],
    /// How many different rare words both have.
    rare: u32,
    gaps: Gaps,
    sequence: Vec<u32>,
    tails: Vec<u32>,
    /// The measures, in the order of [`NAMES`].
    pub(super) measures: [f32; COUNT],
    /// The share of each side that the chains cover, in letters.
    pub(super) covered: [f32; 2],
    /// The numbers of the aligned spans.
    pub(super) numbers: Numbers,
    /// How many different numbers, and names, stand in the same place.
    pub(super) number_conflicts: f32,
    name_conflicts: f32,
    spelled: Spelled,
    /// The share of each side from the first to the last letters in common of a chain.
    pub(super) spanned: [f32; 2],
    /// The share of the span of the best chain that is equal word for word.
    pub(super) density: f32,
    /// Places where both have numbers, but none in common.
    figures: f32,
    /// How well what stands between equal words agrees, letter by letter.
    pub(super) gaps_agree: f32,
    /// The share of the rare words of the side that has the smaller one that the other has, by rarity.
    pub(super) words_held: f32,
    names: [Vec<Name>; 2],
    /// What was counted, for people.
    pub(super) facts: Facts,
}

/// What the chains of letters add up to, with what stands between their runs compared letter by letter.
#[derive(Debug, Clone, Copy, Default)]
struct Spelled {
    /// Letters in runs, and those between that agree beyond chance.
    letters: f32,
    /// Letters of each side from the first to the last run of a chain.
    span: [f32; 2],
    compared: f32,
    agreed: f32,
}

impl Spelled {
    /// How well what stands between the runs agrees; a few letters say little.
    fn alike(self) -> f32 {
        (self.agreed + 40.0 * CHANCE) / (self.compared + 40.0)
    }
}

/// Names and numbers, by how rare they are.
#[derive(Debug, Clone, Copy, Default)]
struct Telling {
    all: f32,
    held: f32,
}

impl Telling {
    fn add(&mut self, rarity: f32, held: bool) {
        self.all += rarity;
        self.held += if held { rarity } else { 0.0 };
    }

    /// The share of them that the other text has; a few say little.
    fn share(self) -> f32 {
        (self.held + 4.0) / (self.all + 8.0)
    }
}

impl Evidence {
    /// Aligns a pair and measures what is aligned; false where they have next to nothing in common. What
    /// [`Evidence::measure_words`] measures is not known then.
    pub(super) fn align(&mut self, a: &mut Prepared, b: &Words, b_day: Option<u32>) -> bool {
        self.measures = [0.0; COUNT];
        self.covered = [0.0; 2];
        let shared = self.join(a, b);
        if shared < LEAST_SHARED {
            return false;
        }
        self.word_chains(a, b, b_day);
        let letters = self.letter_chains(a, b);
        let best = self.chainer.chains().first().map_or(0.0, |c| c.score);
        if best < LEAST_PASSAGE && letters[0] < LEAST_LETTERS {
            return false;
        }
        self.measure_passages(a, b, letters);
        true
    }

    /// Looks up every word of the second text in the first; the rarity of what both have.
    fn join(&mut self, a: &Prepared, b: &Words) -> f32 {
        self.counts.clear();
        self.counts.resize(a.places.slots(), 0);
        self.found.clear();
        self.held = [0.0; 2];
        self.rare = 0;
        let mut shared = 0.0;
        for word in limit(b) {
            let found = a.places.find(word.hash);
            if let Some(found) = found {
                let rarity = a.rarity[found.first as usize];
                let count = &mut self.counts[found.slot as usize];
                *count += 1;
                if *count == 1 {
                    self.held[0] += rarity * found.count as f32;
                    shared += if rarity >= RARE { rarity } else { 0.0 };
                    self.rare += u32::from(rarity >= RARE);
                }
                self.held[1] += rarity;
            }
            self.found.push(found);
        }
        shared
    }

    /// How many words of the second text the first one has.
    pub(super) fn words_in_common(&self) -> usize {
        self.found.iter().flatten().count()
    }

    fn word_chains(&mut self, a: &mut Prepared, b: &Words, b_day: Option<u32>) {
        self.find_runs(a, b);
        let lens = (limit(&a.words).len(), limit(b).len());
        let surprises = a.surprises(b_day);
        let worth = |run: Run| surprises.of_run(run.a, run.len);
        self.kept.clear();
        self.kept.extend(self.finder.finish().iter().filter(|&&r| worth(r) >= LEAST_RUN));
        self.chainer.chain(&self.kept, lens, WORD_COSTS, worth);
    }

    /// Aligns a pair again, whatever its words are worth: that they are the same text is known from elsewhere.
    pub(super) fn align_plainly(&mut self, a: &Prepared, b: &Words) {
        self.find_runs(a, b);
        let lens = (limit(&a.words).len(), limit(b).len());
        self.chainer.chain(self.finder.finish(), lens, WORD_COSTS, |run| PLAIN * run.len as f32);
    }

    /// Finds the runs of equal words.
    fn find_runs(&mut self, a: &Prepared, b: &Words) {
        let (aw, bw) = (limit(&a.words), limit(b));
        let equal = |i: u32, j: u32| aw[i as usize].hash == bw[j as usize].hash;
        self.finder.begin(aw.len(), bw.len());
        for j in 0..bw.len() {
            let Some(found) = self.found[j] else { continue };
            if self.finder.is_exhausted() {
                break;
            }
            let place = j as u32;
            if found.count <= FEW {
                for i in a.places.of(found) {
                    if a.rarity[i as usize] < RARE {
                        break;
                    }
                    self.finder.seed(i, place, equal);
                }
            }
            if self.found.get(j + 1).is_some_and(Option::is_some)
                && let Some(found) = a.pairs.find(pair_key(bw, j))
                && found.count <= FEW_PAIRS
            {
                for i in a.pairs.of(found) {
                    self.finder.seed(i, place, equal);
                }
            }
        }
    }

    /// The best chain of letters, and all of them together.
    fn letter_chains(&mut self, a: &Prepared, b: &Words) -> [f32; 2] {
        let (al, bl) = (limit_letters(&a.words), limit_letters(b));
        let equal = |i: u32, j: u32| al[i as usize] == bl[j as usize];
        self.finder.begin(al.len(), bl.len());
        for j in (0..(bl.len() + 1).saturating_sub(EIGHT)).step_by(STRIDE) {
            if let Some(found) = a.eights.find(eight_key(bl, j))
                && found.count <= FEW_EIGHTS
            {
                if self.finder.is_exhausted() {
                    break;
                }
                for i in a.eights.of(found) {
                    self.finder.seed(i, j as u32, equal);
                }
            }
        }
        let runs = self.finder.finish();
        self.letter_chainer.chain(runs, (al.len(), bl.len()), LETTER_COSTS, |r| r.len as f32);
        let chains = self.letter_chainer.chains();
        self.spelled = Spelled::default();
        for chain in chains.iter().filter(|chain| chain.score >= LEAST_SPELLED) {
            let runs = self.letter_chainer.runs(chain);
            if let (Some(first), Some(last)) = (runs.first(), runs.last()) {
                self.spelled.span[0] += (last.a + last.len - first.a) as f32;
                self.spelled.span[1] += (last.b + last.len - first.b) as f32;
            }
            self.spelled.letters += runs.iter().map(|r| r.len as f32).sum::<f32>();
            for pair in runs.windows(2) {
                let from = [pair[0].a + pair[0].len, pair[0].b + pair[0].len].map(|n| n as usize);
                let gap = [&al[from[0]..pair[1].a as usize], &bl[from[1]..pair[1].b as usize]];
                let longer = gap[0].len().max(gap[1].len()) as f32;
                let alike = agreement(gap[0], gap[1]);
                self.spelled.compared += longer;
                self.spelled.agreed += longer * alike;
                self.spelled.letters += longer * ((alike - CHANCE) / (1.0 - CHANCE)).max(0.0);
            }
        }
        [chains.first().map_or(0.0, |c| c.score), chains.iter().map(|c| c.score).sum()]
    }

    fn measure_passages(&mut self, a: &Prepared, b: &Words, letters: [f32; 2]) {
        let (aw, bw) = (limit(&a.words), limit(b));
        let sides = [Side::new(&a.words, aw), Side::new(b, bw)];
        let Evidence { chainer, gaps, counts, found, .. } = self;
        let in_b = |i: u32| counts[a.slots[i as usize] as usize] > 0;
        let in_a = |j: u32| found[j as usize].is_some();
        gaps.clear();
        let (mut all, mut matched, mut rare_shared, mut longest) = (0.0f32, 0u32, 0u32, 0u32);
        let (mut frame, mut framed) = (0.0f32, 0u32);
        for chain in chainer.chains() {
            let runs = chainer.runs(chain);
            all += chain.score;
            for run in runs {
                matched += run.len;
                longest = longest.max(run.len);
                for i in run.a..run.a + run.len {
                    let days = a.frame[i as usize];
                    frame += a.frame_log[i as usize];
                    framed += 1;
                    rare_shared += u32::from(i + 2 < run.a + run.len && days <= FEW_DAYS);
                }
            }
            gaps.chain(runs, &sides, in_b, in_a);
        }
        let numbers = gaps.numbers();
        let aligned = gaps.letters();
        let agreement = gaps.agreement();
        let (figures, filled) = (gaps.figures, gaps.filled());
        let (number_conflicts, name_conflicts) = (gaps.number_conflicts, gaps.name_conflicts);
        let best = chainer.chains().first();
        let density = best.map_or(0.0, |c| density(chainer, c));
        let rare = a.phrases as f32;
        let scale = (bw.len() as f32 / aw.len().max(1) as f32).min(1.0);
        let total = [a.words.letters().len(), b.letters().len()].map(|n| n as f32);
        self.covered = [share(aligned[0], total[0]), share(aligned[1], total[1])];
        let shorter = aw.len().min(bw.len()).max(1) as f32;
        let conflicts = ((number_conflicts + name_conflicts) / (1.0 + matched as f32 / CONFLICTS_IN)).ln_1p();
        let frame = if framed > 0 { frame / framed as f32 } else { 0.0 };
        let poorer = numbers.fewer as f32;
        let agree = if numbers.fewer > 0 { numbers.shared as f32 / poorer } else { 1.0 };
        self.numbers = numbers;
        (self.number_conflicts, self.name_conflicts) = (number_conflicts, name_conflicts);
        let best_score = best.map_or(0.0, |c| c.score);
        let spelled = self.spelled;
        (self.density, self.figures, self.gaps_agree) = (density, figures, agreement);
        self.spanned = [share(spelled.span[0], total[0]), share(spelled.span[1], total[1])];
        self.facts = Facts {
            words: matched,
            longest,
            rare: self.rare,
            phrases: rare_shared,
            days: frame.exp(),
            numbers: [numbers.shared, numbers.fewer],
            other_numbers: figures as u32,
            other_names: name_conflicts as u32,
            filled,
            letters: spelled.letters as u32,
            alike: spelled.alike(),
            ..Facts::default()
        };
        let of_a = share(self.held[0], a.mass);
        self.measures = [
            best_score.ln_1p(),
            all.ln_1p(),
            letters[0].ln_1p(),
            of_a,
            of_a,
            share(rare_shared as f32, rare * scale),
            density,
            0.0,
            conflicts,
            conflicts * frame,
            (1.0 - agree) * poorer.ln_1p(),
            (number_conflicts - numbers.shared as f32).clamp(-5.0, 5.0),
            frame,
            agreement,
            (shorter + 10.0).ln(),
            self.covered[0].max(self.covered[1]),
            all / (shorter + 10.0),
            share_of(all, matched as f32),
            share(letters[1], total[0].min(total[1])),
            (numbers.shared as f32).ln_1p(),
            self.covered[0].min(self.covered[1]),
            (figures - numbers.shared as f32).max(0.0).ln_1p(),
            filled,
            spelled.letters.ln_1p(),
            spelled.alike(),
            0.0,
        ];
    }

    /// Measures of an aligned pair what all of their words are looked up for.
    pub(super) fn measure_words(&mut self, a: &Prepared, b: &Words, rarity: &mut Rarity<'_>) {
        let mut missing = 0.0f32;
        let mut telling = [Telling::default(); 2];
        for (word, found) in limit(b).iter().zip(&self.found) {
            let rare = match found {
                Some(found) => a.rarity[found.first as usize],
                None => rarity.of(word),
            };
            missing += if found.is_none() { rare } else { 0.0 };
            if is_telling(word) {
                telling[1].add(rare, found.is_some());
            }
        }
        for &i in &a.telling {
            telling[0].add(a.rarity[i as usize], self.counts[a.slots[i as usize] as usize] > 0);
        }
        let words = [share(self.held[0], a.mass), share(self.held[1], self.held[1] + missing)];
        self.words_held = words[0].min(words[1]);
        self.facts.names = telling[0].share().min(telling[1].share());
        self.facts.order = self.order(a);
        self.measures[WORDS] = words[0].max(words[1]);
        self.measures[POORER_WORDS] = self.words_held;
        self.measures[ORDER] = self.facts.order;
        self.measures[NAMES_TIED] = self.facts.names;
    }

    /// The least and the most that each measure of an aligned pair can be once its words are measured, too.
    pub(super) fn ranges(&self) -> [[f32; COUNT]; 2] {
        let [mut least, mut most] = [self.measures; 2];
        // What the first has of the second's words is known; all others are shares.
        most[WORDS] = 1.0;
        least[POORER_WORDS] = 0.0;
        (least[ORDER], most[ORDER]) = (0.0, 1.0);
        (least[NAMES_TIED], most[NAMES_TIED]) = (0.0, 1.0);
        [least, most]
    }

    /// Whether the two say different things in the same frame, as instalments of a series do.
    pub(super) fn contradicts(&self) -> bool {
        let Numbers { shared, fewer } = self.numbers;
        let other_numbers = fewer >= SERIES_NUMBERS && shared * 3 < fewer;
        let in_place = self.figures >= 1.0 && self.figures >= shared as f32;
        other_numbers || in_place || self.number_conflicts + self.name_conflicts >= SERIES_CONFLICTS
    }

    /// How much of the names that each begins with the other has; None where one has none. For the pair that was
    /// looked at last.
    pub(super) fn subject(&mut self, a: &Prepared, b: &Words, rarity: &mut Rarity<'_>) -> Option<[f32; 2]> {
        let (aw, bw) = (limit(&a.words), limit(b));
        let Evidence { names, found, counts, .. } = self;
        let [of_a, of_b] = names;
        let in_b = |i: usize| counts[a.slots[i] as usize] > 0;
        subject::names(aw, |i| a.rarity[i], of_a);
        subject::names(bw, |j| rarity.of(&bw[j]), of_b);
        let of_a_held = subject::held((&a.words, of_a), (b, of_b), in_b)?;
        let of_b_held = subject::held((b, of_b), (&a.words, of_a), |j| found[j].is_some())?;
        Some([of_a_held, of_b_held])
    }

    /// In how far the rare words that stand once on either side come in the same order: the share of them
    /// on the longest rising sequence.
    fn order(&mut self, a: &Prepared) -> f32 {
        self.sequence.clear();
        for found in &self.found {
            if let Some(found) = found
                && found.count == 1
                && self.counts[found.slot as usize] == 1
                && a.rarity[found.first as usize] > 3.0
            {
                self.sequence.push(found.first);
            }
        }
        if self.sequence.len() < 3 {
            return 0.5;
        }
        self.tails.clear();
        for &place in &self.sequence {
            // In a copy, most come behind all before them.
            if self.tails.last().is_none_or(|&tail| tail < place) {
                self.tails.push(place);
            } else {
                let at = self.tails.partition_point(|&tail| tail < place);
                self.tails[at] = place;
            }
        }
        self.tails.len() as f32 / self.sequence.len() as f32
    }
}

fn share(part: f32, whole: f32) -> f32 {
    share_of(part, whole).min(1.0)
}

fn share_of(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The share of the longer span of a chain that its runs cover.
fn density(chainer: &Chainer, chain: &Chain) -> f32 {
    let runs = chainer.runs(chain);
    let (Some(first), Some(last)) = (runs.first(), runs.last()) else { return 0.0 };
    let matched: u32 = runs.iter().map(|r| r.len).sum();
    let span = (last.a + last.len - first.a).max(last.b + last.len - first.b);
    matched as f32 / span as f32
}
