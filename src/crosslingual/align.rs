//! The aligner: whether one text is a translation of the other, by sentences that match in the same order.
//!
//! Two reports of one event have sentences alike, too; only a translation keeps their order. So the sentences that
//! match in order are weighed against those that match with one text turned around. What is shown as aligned is found
//! apart from that: there a sentence may match two in a row.

use super::content::Content;
use super::encoder::Encoder;
use super::grid::{Grid, Pair};

/// How two texts match across languages.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// The weight of what matches in order, over that with one text turned around: translations begin at about .8.
    pub score: f32,
    /// The logarithm of the odds that one text is a translation of the other, or of a part of it, or both of a third.
    pub odds: f32,
    /// How likely that is.
    pub probability: f32,
    /// The weight of the sentences that are each other's most alike, in order; one of 25 pieces with the same words
    /// weighs .65.
    pub mutual: f32,
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
    let mutual = grid.mutual();
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
        mutual,
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
