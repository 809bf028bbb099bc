//! The aligner: whether one text is a translation of the other, by sentences that match in the same order.
//!
//! Two reports of one event have sentences alike, too; only a translation keeps their order. So the sentences that
//! match in order are weighed against those that match with one text turned around. What is shown as aligned is found
//! apart from that: there a sentence may match two in a row.

use super::content::Content;
use super::encoded::{self, Encoded};
use super::encoder::Encoder;
use super::vectors::{self, Vector};
use crate::text::Kernel;
use crate::text::kernel::{Isa, compiled};

/// How two texts match across languages.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// The weight of what matches in order, over that with one text turned around: translations begin at about .8.
    pub score: f32,
    /// The logarithm of the odds that one text is a translation of the other, or of a part of it, or both of a third.
    pub odds: f32,
    /// How likely that is.
    pub probability: f32,
    /// The share of each text, by its pieces, that is aligned; where words say nothing, that lies between the first
    /// and the last that is.
    pub covered: [f32; 2],
    /// The share of what is aligned that is in different languages.
    pub foreign: f32,
    /// Whether part of this stands on numbers and names alone, because the table does not have the language.
    pub is_reduced: bool,
    /// Whether an encoder read the sentences.
    pub is_encoded: bool,
    /// What is aligned, in order.
    pub pairs: Vec<Aligned>,
}

/// A sentence, or two in a row, with its counterpart in the other text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aligned {
    /// The bytes in the one text.
    pub a: [u32; 2],
    /// The bytes in the other.
    pub b: [u32; 2],
    /// How alike they are.
    pub cosine: f32,
}

impl Alignment {
    /// Whether so much is aligned that the probability says something.
    pub fn is_sufficient(&self) -> bool {
        self.pairs.len() >= ENOUGH
    }
}

/// Aligned sentences below which nothing is said.
const ENOUGH: usize = 5;

/// The score by the table from which an encoder is asked; hardly any translation has less.
const POSSIBLE: f32 = 0.2;

/// The score of texts that are worth aligning for show.
const PROMISING: f32 = 0.3;

/// Aligns two texts; none where too little is alike in order. The same two give the same whichever comes first.
pub fn align(a: &Content, b: &Content) -> Option<Alignment> {
    align_by(None, a, b)
}

/// The same by an encoder, which both texts were read for, where they are in different languages that the table has
/// and it does not call them unlike.
pub fn align_by(encoder: Option<&Encoder>, a: &Content, b: &Content) -> Option<Alignment> {
    if a.precedes(b) {
        return in_order(encoder, a, b);
    }
    let mut alignment = in_order(encoder, b, a)?;
    alignment.covered.reverse();
    for pair in &mut alignment.pairs {
        std::mem::swap(&mut pair.a, &mut pair.b);
    }
    Some(alignment)
}

fn in_order(encoder: Option<&Encoder>, a: &Content, b: &Content) -> Option<Alignment> {
    let mut grid = Grid::new(a, b);
    let mut score = grid.score();
    let is_reduced = a.is_reduced() || b.is_reduced();
    let mut fit = if is_reduced { FIT_REDUCED } else { FIT };
    let encoder = encoder.filter(|_| !is_reduced && a.is_foreign(b) && score >= POSSIBLE);
    if let Some(encoder) = encoder {
        grid.encode([a.encoded(encoder), b.encoded(encoder)]);
        score = grid.score();
        fit = FIT_ENCODED;
    }
    if score < PROMISING {
        return None;
    }
    let pairs = grid.pairs();
    let odds = fit[0] * (score + 0.05).ln() + fit[1];
    let probability = 1.0 / (1.0 + (-odds).exp());
    let covered = if is_reduced {
        [reached(a, &pairs, |p| p.0), reached(b, &pairs, |p| p.1)]
    } else {
        covered(a, b, &pairs)
    };
    let foreign = grid.foreign(&pairs);
    let pairs = pairs.into_iter().map(|(rows, columns, cosine)| Aligned {
        a: span(a, rows),
        b: span(b, columns),
        cosine,
    });
    let is_encoded = encoder.is_some();
    Some(Alignment {
        score,
        odds,
        probability,
        covered,
        foreign,
        is_reduced,
        is_encoded,
        pairs: pairs.collect(),
    })
}

/// Logistic fits to translations, whole and in part, and to the texts nearest to them that are none.
const FIT: [f32; 2] = [9.1, 1.1];
/// The same of an encoder's cosines.
const FIT_ENCODED: [f32; 2] = [10.2, 0.9];
/// The same of numbers and names alone; more doubtful than it was on the texts of the fit.
const FIT_REDUCED: [f32; 2] = [2.4, -0.8];

/// What a cosine must have to count in the score, and what one must have to be shown as a pair.
#[derive(Debug, Clone, Copy)]
struct Least {
    counts: f32,
    shown: f32,
}

const BY_TABLE: Least = Least { counts: 0.2, shown: 0.35 };
const BY_ENCODER: Least = Least { counts: 0.35, shown: 0.42 };

/// What two sentences with the same numbers are the more alike.
const NUMBERS: f32 = 0.25;

/// What a match gains by being better than the next best ones of its two sentences, a unit of cosine.
const MARGIN: f32 = 2.0;

/// Added to the denominator of the score for each sentence of the shorter text.
const DAMPING: f32 = 0.1;

/// The cosine of sentences with the same words.
const SAME: f32 = 0.95;

/// Every sentence of one text, a row, against every one of the other, a column.
struct Grid<'c> {
    a: &'c Content,
    b: &'c Content,
    cosines: Vec<f32>,
    /// The vectors that these are of, if an encoder's.
    encoded: Option<[&'c [Encoded]; 2]>,
    least: Least,
    /// How many numbers they share, where any are.
    shared: Vec<u8>,
    weights: [Vec<f32>; 2],
}

impl<'c> Grid<'c> {
    fn new(a: &'c Content, b: &'c Content) -> Self {
        let mut cosines = Vec::with_capacity(a.len() * b.len());
        products(Kernel::best(), a.vectors(), b.vectors(), &mut cosines);
        if a.is_reduced() || b.is_reduced() {
            for (row, cosines) in cosines.chunks_exact_mut(b.len().max(1)).enumerate() {
                for (column, cosine) in cosines.iter_mut().enumerate() {
                    if a.is_reduced_at(row) || b.is_reduced_at(column) {
                        *cosine = by_anchors(a, row, b, column);
                    }
                }
            }
        }
        let mut shared = vec![0; a.len() * b.len()];
        for row in (0..a.len()).filter(|row| !a.numbers(*row).is_empty()) {
            for column in 0..b.len() {
                shared[row * b.len() + column] = common(a.numbers(row), b.numbers(column));
            }
        }
        let weights = [a, b].map(|text| text.sentences().iter().map(|s| weight(s.pieces)).collect());
        Grid { a, b, cosines, encoded: None, least: BY_TABLE, shared, weights }
    }

    /// Puts an encoder's cosines in the place of the table's.
    fn encode(&mut self, encoded: [&'c [Encoded]; 2]) {
        self.cosines.clear();
        encoded_products(Kernel::best(), encoded[0], encoded[1], &mut self.cosines);
        (self.encoded, self.least) = (Some(encoded), BY_ENCODER);
    }

    fn cosine(&self, row: usize, column: usize) -> f32 {
        self.cosines[row * self.b.len() + column]
    }

    /// How much alike two sentences are by their vectors and numbers, less what does not count.
    fn likeness(&self, row: usize, column: usize, counts: f32) -> f32 {
        let [a, b] = [self.a.numbers(row).len(), self.b.numbers(column).len()];
        likeness(self.cosine(row, column), self.shared[row * self.b.len() + column].into(), a, b, counts)
    }

    /// The weight of what matches in order, over that with one text turned around.
    fn score(&self) -> f32 {
        let (rows, columns) = (self.a.len(), self.b.len());
        let rivals = self.rivals();
        let mut ways = [vec![0.0; columns + 1], vec![0.0; columns + 1]];
        let mut cells = vec![0.0; columns];
        for row in 0..rows {
            for (column, cell) in cells.iter_mut().enumerate() {
                let cosine = self.cosine(row, column);
                let next = rivals[0][row].besides(cosine) + rivals[1][column].besides(cosine);
                let margin = (1.0 + MARGIN * (cosine - 0.5 * next)).max(0.0);
                let weight = self.weights[0][row].min(self.weights[1][column]);
                *cell = self.likeness(row, column, self.least.counts) * margin * weight;
            }
            best(&mut ways[0], &cells);
            cells.reverse();
            best(&mut ways[1], &cells);
        }
        let [forward, backward] = ways.map(|way| way[columns]);
        forward / (backward + DAMPING * rows.min(columns).max(1) as f32)
    }

    /// The best cosines of each row and of each column.
    fn rivals(&self) -> [Vec<Rivals>; 2] {
        let mut rivals = [vec![Rivals::default(); self.a.len()], vec![Rivals::default(); self.b.len()]];
        let columns = self.b.len().max(1);
        for (row, cosines) in self.cosines.chunks_exact(columns).enumerate() {
            for (column, cosine) in cosines.iter().enumerate() {
                rivals[0][row].add(*cosine);
                rivals[1][column].add(*cosine);
            }
        }
        rivals
    }

    /// The pairs of the best way through the grid, where a sentence may match two in a row.
    fn pairs(&self) -> Vec<Pair> {
        let (rows, columns) = (self.a.len(), self.b.len());
        let mut ways = [(); 3].map(|()| vec![0.0; columns + 1]);
        let mut steps = Vec::with_capacity(rows * columns);
        for row in 0..rows {
            ways.rotate_right(1);
            let [to, last, before] = &mut ways;
            for column in 0..columns {
                let mut best = (last[column + 1], Step::SkipA);
                let mut other = |weight: f32, step| {
                    if weight > best.0 {
                        best = (weight, step);
                    }
                };
                other(to[column], Step::SkipB);
                let weight = self.weights[0][row].min(self.weights[1][column]);
                let one = self.likeness(row, column, self.least.shown) * weight;
                if one > 0.0 {
                    other(last[column] + one, Step::One);
                }
                if row > 0 {
                    other(
                        before[column] + self.joint([row - 1, row + 1], [column, column + 1]),
                        Step::TwoOne,
                    );
                }
                if column > 0 {
                    other(
                        last[column - 1] + self.joint([row, row + 1], [column - 1, column + 1]),
                        Step::OneTwo,
                    );
                }
                to[column + 1] = best.0;
                steps.push(best.1);
            }
        }
        let (mut row, mut column) = (rows, columns);
        let mut pairs = Vec::new();
        while row > 0 && column > 0 {
            let (rows, columns) = match steps[(row - 1) * columns + column - 1] {
                Step::SkipA => (1, 0),
                Step::SkipB => (0, 1),
                Step::One => (1, 1),
                Step::TwoOne => (2, 1),
                Step::OneTwo => (1, 2),
            };
            let (of_a, of_b) = ([row - rows, row], [column - columns, column]);
            if rows > 0 && columns > 0 {
                pairs.push((of_a, of_b, self.joint_cosine(of_a, of_b)));
            }
            (row, column) = (row - rows, column - columns);
        }
        pairs.reverse();
        pairs
    }

    /// The share of aligned sentences that are in different languages, by their pieces.
    fn foreign(&self, pairs: &[Pair]) -> f32 {
        let (mut foreign, mut all) = (0, 0);
        for &(rows, columns, _) in pairs {
            let pieces: u32 = self.a.sentences()[rows[0]..rows[1]].iter().map(|s| s.pieces).sum();
            let (row, column) = (rows[0], columns[0]);
            let both = self.a.language(row).zip(self.b.language(column));
            let is_foreign = both.is_some_and(|(a, b)| a != b)
                && vectors::cosine(&self.a.vectors()[row], &self.b.vectors()[column]) < SAME;
            foreign += if is_foreign { pieces } else { 0 };
            all += pieces;
        }
        foreign as f32 / all.max(1) as f32
    }

    /// What a pair of more than one sentence weighs: nothing, unless each of the two is alike by itself.
    fn joint(&self, rows: [usize; 2], columns: [usize; 2]) -> f32 {
        let mut each =
            (rows[0]..rows[1]).flat_map(|row| (columns[0]..columns[1]).map(move |column| (row, column)));
        if each.any(|(row, column)| self.cosine(row, column) < self.least.counts) {
            return 0.0;
        }
        let numbers =
            |text: &Content, [from, to]: [usize; 2]| (from..to).map(|n| text.numbers(n).len()).sum();
        let pieces = |text: &Content, [from, to]: [usize; 2]| {
            text.sentences()[from..to].iter().map(|s| s.pieces).sum()
        };
        let shared = (rows[0]..rows[1]).map(|row| {
            (columns[0]..columns[1])
                .map(|column| u32::from(self.shared[row * self.b.len() + column]))
                .sum::<u32>()
        });
        let weight = weight(pieces(self.a, rows)).min(weight(pieces(self.b, columns)));
        let (a, b) = (numbers(self.a, rows), numbers(self.b, columns));
        likeness(self.joint_cosine(rows, columns), shared.sum(), a, b, self.least.shown) * weight
    }

    /// The cosine of sentences added up.
    fn joint_cosine(&self, rows: [usize; 2], columns: [usize; 2]) -> f32 {
        let lengths = |text: &Content, n: usize| text.sentences()[n].length;
        let product: f32 = (rows[0]..rows[1])
            .flat_map(|row| (columns[0]..columns[1]).map(move |column| (row, column)))
            .map(|(row, column)| lengths(self.a, row) * lengths(self.b, column) * self.cosine(row, column))
            .sum();
        product / (self.length(0, rows) * self.length(1, columns)).max(f32::MIN_POSITIVE)
    }

    /// The length of one or two sentences' vectors added up.
    fn length(&self, side: usize, [from, to]: [usize; 2]) -> f32 {
        let text = [self.a, self.b][side];
        let [x, y] = [from, to - 1].map(|n| text.sentences()[n].length);
        if to - from == 1 {
            return x;
        }
        let cosine = match self.encoded {
            Some(encoded) => encoded::cosine(&encoded[side][from], &encoded[side][to - 1]),
            None => vectors::cosine(&text.vectors()[from], &text.vectors()[to - 1]),
        };
        (x * x + y * y + 2.0 * x * y * cosine).max(0.0).sqrt()
    }
}

/// What a sentence of so many pieces weighs.
fn weight(pieces: u32) -> f32 {
    (pieces as f32 / 25.0).sqrt().min(1.5)
}

fn likeness(cosine: f32, shared: u32, a: usize, b: usize, counts: f32) -> f32 {
    let bonus = if shared > 0 { NUMBERS * (shared as f32 / ((a * b) as f32).sqrt()).min(1.0) } else { 0.0 };
    (cosine + bonus - counts).max(0.0)
}

compiled! {
    /// Appends the cosines of every vector of `a` with every one of `b`.
    fn products(a: &[Vector], b: &[Vector], cosines: &mut Vec<f32>) -> () = products_in
}

#[inline(always)]
fn products_in<I: Isa>(_: I, a: &[Vector], b: &[Vector], cosines: &mut Vec<f32>) {
    for a in a {
        cosines.extend(b.iter().map(|b| vectors::cosine(a, b)));
    }
}

compiled! {
    /// The same of an encoder's vectors.
    fn encoded_products(a: &[Encoded], b: &[Encoded], cosines: &mut Vec<f32>) -> () = encoded_products_in
}

#[inline(always)]
fn encoded_products_in<I: Isa>(_: I, a: &[Encoded], b: &[Encoded], cosines: &mut Vec<f32>) {
    for a in a {
        cosines.extend(b.iter().map(|b| encoded::cosine(a, b)));
    }
}

/// What takes the place of a cosine where words say nothing: how many of their numbers and names two sentences share.
fn by_anchors(a: &Content, row: usize, b: &Content, column: usize) -> f32 {
    let anchors = |text: &Content, n: usize| text.numbers(n).len() + text.names(n).len();
    let shared = [common(a.numbers(row), b.numbers(column)), common(a.names(row), b.names(column))];
    let all = anchors(a, row) * anchors(b, column);
    shared.map(f32::from).iter().sum::<f32>() / (all.max(1) as f32).sqrt()
}

/// How many numbers two ascending lists share.
fn common(a: &[u32], b: &[u32]) -> u8 {
    a.iter().filter(|n| b.binary_search(n).is_ok()).count().min(255) as u8
}

/// The best two cosines of a sentence.
#[derive(Debug, Clone, Copy, Default)]
struct Rivals {
    best: f32,
    second: f32,
}

impl Rivals {
    fn add(&mut self, cosine: f32) {
        if cosine > self.best {
            (self.best, self.second) = (cosine, self.best);
        } else if cosine > self.second {
            self.second = cosine;
        }
    }

    /// The best of the others, where `cosine` is one.
    fn besides(self, cosine: f32) -> f32 {
        if cosine >= self.best { self.second } else { self.best }
    }
}

/// Goes on with the weights of the best ways to the places of a row.
fn best(ways: &mut [f32], cells: &[f32]) {
    let mut diagonal = 0.0;
    let mut left = 0.0;
    for (way, cell) in ways[1..].iter_mut().zip(cells) {
        let above = *way;
        left = above.max(left).max(diagonal + cell);
        *way = left;
        diagonal = above;
    }
}

/// The last step of the best way to a place.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    SkipA,
    SkipB,
    One,
    TwoOne,
    OneTwo,
}

/// Sentences of one text, sentences of the other, and the cosine of the two.
type Pair = ([usize; 2], [usize; 2], f32);

fn covered(a: &Content, b: &Content, pairs: &[Pair]) -> [f32; 2] {
    let pieces = |text: &Content, [from, to]: [usize; 2]| -> u32 {
        text.sentences()[from..to].iter().map(|s| s.pieces).sum()
    };
    let share = |text: &Content, aligned: u32| aligned as f32 / pieces(text, [0, text.len()]).max(1) as f32;
    [
        share(a, pairs.iter().map(|pair| pieces(a, pair.0)).sum()),
        share(b, pairs.iter().map(|pair| pieces(b, pair.1)).sum()),
    ]
}

/// The share of a text between the first and the last of its aligned sentences.
fn reached(text: &Content, pairs: &[Pair], side: impl Fn(&Pair) -> [usize; 2]) -> f32 {
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { return 0.0 };
    let pieces = |from: usize, to: usize| text.sentences()[from..to].iter().map(|s| s.pieces).sum::<u32>();
    pieces(side(first)[0], side(last)[1]) as f32 / pieces(0, text.len()).max(1) as f32
}

fn span(text: &Content, [from, to]: [usize; 2]) -> [u32; 2] {
    [text.sentences()[from].span[0], text.sentences()[to - 1].span[1]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crosslingual::{Reader, WordTable};
    use proptest::prelude::*;

    const ENGLISH: &str = "A ferry with 214 passengers ran aground on Sunday night off the island of Vellano.\n\
        Nobody was hurt, the coast guard said, but the last travellers were taken off only after nine hours.\n\
        The captain told investigators that the steering had failed shortly after the ship left the harbour.\n\
        The vessel, built in 1987, had been repaired twice since the spring.\n\
        Divers found a crack 12.5 metres long in the hull.\n\
        The shipping company has offered to pay for hotel rooms and new tickets.\n\
        The mayor demanded that older ships be taken out of service before the summer.\n\
        Until further notice, goods for the island will be brought by helicopter.";

    const GERMAN: &str = "Eine Fähre mit 214 Passagieren ist am Sonntagabend vor der Insel Vellano auf Grund gelaufen.\n\
        Verletzt wurde nach Angaben der Küstenwache niemand, doch die letzten Reisenden kamen erst nach neun Stunden \
        von Bord.\n\
        Der Kapitän sagte den Ermittlern, die Steuerung sei kurz nach dem Auslaufen aus dem Hafen ausgefallen.\n\
        Das 1987 gebaute Schiff war seit dem Frühjahr zweimal repariert worden. Taucher fanden im Rumpf einen 12,5 Meter \
        langen Riss.\n\
        Die Reederei hat angeboten, Hotelzimmer und neue Fahrkarten zu bezahlen.\n\
        Der Bürgermeister verlangte, ältere Schiffe noch vor dem Sommer außer Dienst zu stellen.\n\
        Bis auf Weiteres werden die Güter für die Insel mit dem Hubschrauber gebracht.";

    /// Another paper on the same ferry.
    const SAME_EVENT: &str = "Helikopter müssen die Insel Vellano versorgen.\n\
        Der Bürgermeister ist wütend: Zu alt seien die Schiffe, sagte er am Montag im Rathaus.\n\
        Am Abend zuvor war eine Fähre gestrandet, 214 Menschen saßen fest.\n\
        Eine Rentnerin erzählte, man habe ihnen Decken und Tee gegeben.\n\
        Die Staatsanwaltschaft prüft, ob die Reederei Wartungen ausgelassen hat.\n\
        Im Hafen lagen am Morgen noch drei Schlepper bereit.\n\
        Für die Saison fürchten die Wirte nun Absagen.";

    fn read(text: &str) -> Content {
        Reader::new(WordTable::embedded()).read(text)
    }

    fn of(a: &str, b: &str) -> Option<Alignment> {
        align(&read(a), &read(b))
    }

    #[test]
    fn a_translation_is_aligned_sentence_by_sentence() {
        let alignment = of(ENGLISH, GERMAN).unwrap();
        assert!(alignment.is_sufficient() && alignment.probability > 0.99, "{alignment:?}");
        assert!(alignment.covered.iter().all(|share| *share > 0.8), "{alignment:?}");
        let ends = |[from, to]: [u32; 2], text: &str| text[from as usize..to as usize].to_owned();
        let crack =
            alignment.pairs.iter().find(|pair| ends(pair.a, ENGLISH).contains("12.5 metres")).unwrap();
        assert!(ends(crack.b, GERMAN).contains("Riss"));
    }

    #[test]
    fn a_part_of_it_with_other_text_around_is_found() {
        let lines: Vec<&str> = GERMAN.lines().collect();
        let part = format!(
            "Lesen Sie auch: Wie die Ernte wird\n{}\nMehr zum Thema finden Sie im Archiv.\n{}\nTeilen Sie diesen Beitrag!",
            lines[..3].join("\n"),
            lines[4..].join("\n")
        );
        let alignment = of(ENGLISH, &part).unwrap();
        assert!(alignment.probability > 0.9, "{alignment:?}");
    }

    #[test]
    fn a_report_of_the_same_event_is_no_translation() {
        let probability = of(ENGLISH, SAME_EVENT).map_or(0.0, |alignment| alignment.probability);
        assert!(probability < 0.1, "{probability}");
    }

    #[test]
    fn too_little_says_nothing() {
        assert_eq!(of("", ENGLISH), None);
        let heading = |text: &'static str| text.lines().next().unwrap();
        assert!(of(heading(ENGLISH), heading(GERMAN)).is_none_or(|alignment| !alignment.is_sufficient()));
    }

    #[test]
    fn either_side_may_come_first() {
        let (one, mut other) = (of(ENGLISH, GERMAN).unwrap(), of(GERMAN, ENGLISH).unwrap());
        other.covered.reverse();
        other.pairs.iter_mut().for_each(|pair| std::mem::swap(&mut pair.a, &mut pair.b));
        assert_eq!(one, other);
    }

    #[test]
    fn two_sentences_may_match_one() {
        let halves = "Das 1987 gebaute Schiff war seit dem Frühjahr zweimal repariert worden.\n\
            Taucher fanden im Rumpf einen 12,5 Meter langen Riss.";
        let joined = "The vessel built in 1987 had been repaired twice since the spring, and divers found a crack 12.5 metres \
            long in the hull.";
        let text = |middle: &str, of: &str| {
            let lines: Vec<&str> = of.lines().collect();
            format!("{}\n{middle}\n{}", lines[..3].join("\n"), lines[lines.len() - 3..].join("\n"))
        };
        let (a, b) = (text(joined, ENGLISH), text(halves, GERMAN));
        let alignment = of(&a, &b).unwrap();
        let both = alignment.pairs.iter().any(|pair| {
            let b = &b[pair.b[0] as usize..pair.b[1] as usize];
            b.contains("Frühjahr") && b.contains("Riss")
        });
        assert!(both, "{alignment:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_aligned_lies_in_order_within_the_texts(
            a in "(\\PC{0,12}[.。!\n ]|[a-c]{1,3}[. \n]){0,40}",
            b in "(\\PC{0,12}[.。!\n ]|[a-c]{1,3}[. \n]){0,40}",
        ) {
            for (a, b) in [(&a, &b), (&a, &a)] {
                let Some(alignment) = of(a, b) else { continue };
                prop_assert!(alignment.probability >= 0.0 && alignment.probability <= 1.0);
                let mut last = [0, 0];
                for pair in &alignment.pairs {
                    prop_assert!(a.get(pair.a[0] as usize..pair.a[1] as usize).is_some());
                    prop_assert!(b.get(pair.b[0] as usize..pair.b[1] as usize).is_some());
                    prop_assert!(pair.a[0] >= last[0] && pair.b[0] >= last[1]);
                    last = [pair.a[1], pair.b[1]];
                }
            }
        }
    }
}
