//! Telling: how probable it is that two texts tell the same, by all that is measured of both.
//!
//! Logistic models of texts in different languages, of such of which one is brief, and of texts in one language, whose
//! weights lie in `assets/telling_model.json`, made by `tools/train_tellings.py`. Of a language that the table does not
//! have they know nothing: there, numbers and names have to agree.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::align::Alignment;
use super::content::Content;

/// What is measured of two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Constant,
    // How well sentences match in order, what those weigh that are each other's best, how many match, the share of
    // either text and of the other.
    Order,
    Mutual,
    Pairs,
    Covered,
    CoveredMore,
    // Of the numbers, names and places of the text that has fewer: the share that the other has, too, and how many.
    Numbers,
    NumbersShared,
    NoNumbers,
    NumbersLacking,
    Names,
    NamesShared,
    NamesLacking,
    Places,
    PlacesShared,
    // Sentences of the shorter text, and of the longer one.
    Length,
    Longer,
    // Whom one of the two names as its source.
    NamesOutlet,
    NamesAgency,
}

/// How many measures there are.
const COUNT: usize = 19;

/// The names of all measures, in their order.
pub(super) const MEASURES: [&str; COUNT] = [
    "constant",
    "order",
    "mutual",
    "pairs",
    "covered",
    "covered-more",
    "numbers",
    "numbers-shared",
    "no-numbers",
    "numbers-lacking",
    "names",
    "names-shared",
    "names-lacking",
    "places",
    "places-shared",
    "length",
    "longer",
    "names-outlet",
    "names-agency",
];

/// That one of two texts names the other as its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Another site.
    Outlet,
    /// An agency, as many do for a sentence only.
    Agency,
}

/// Two texts that may tell the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    /// Their sentences.
    pub alignment: Alignment,
    /// In the order of their names ([`Telling::told`]); as if neither named the other.
    pub measures: [f32; COUNT],
    /// Whether one of them has so few sentences that their order says little.
    is_brief: bool,
    /// Of a language that the table does not have: whether numbers and names agree.
    agrees: bool,
}

/// Sentences below which a text is brief.
const BRIEF: usize = 5;
/// The share of aligned text that is in different languages in a translation.
const FOREIGN: f32 = 0.5;
/// What is asked of texts in a language that the table does not have: a probability; a share of the numbers, and of
/// the names, of the text that has fewer, and below how many these say nothing; or a share of the places.
const PROBABLE: f32 = 0.5;
const NUMBERS: f32 = 0.6;
const FEW_NUMBERS: usize = 3;
const NAMES: f32 = 0.25;
const FEW_NAMES: usize = 4;
const PLACES: f32 = 0.5;
const FEW_PLACES: usize = 2;

impl Telling {
    /// Of two texts that are aligned so.
    pub fn of(a: &Content, b: &Content, alignment: Alignment) -> Telling {
        let in_common = a.in_common(b);
        let share = |[both, fewer]: [usize; 2]| both as f32 / fewer.max(1) as f32;
        let logarithm = |count: usize| (count as f32).ln_1p();
        let [numbers, names, places] = in_common;
        let [covered, covered_more] = {
            let [a, b] = alignment.covered;
            [a.min(b), a.max(b)]
        };
        let mut measures = [0.0; COUNT];
        for (measure, value) in [
            (Measure::Constant, 1.0),
            (Measure::Order, alignment.odds / ORDER),
            (Measure::Mutual, (alignment.mutual + 0.1).ln()),
            (Measure::Pairs, logarithm(alignment.pairs.len())),
            (Measure::Covered, covered),
            (Measure::CoveredMore, covered_more),
            (Measure::Numbers, share(numbers)),
            (Measure::NumbersShared, logarithm(numbers[0])),
            (Measure::NoNumbers, f32::from(u8::from(numbers[1] == 0))),
            (Measure::NumbersLacking, logarithm(numbers[1] - numbers[0])),
            (Measure::Names, share(names)),
            (Measure::NamesShared, logarithm(names[0])),
            (Measure::NamesLacking, logarithm(names[1] - names[0])),
            (Measure::Places, share(places)),
            (Measure::PlacesShared, logarithm(places[0])),
            (Measure::Length, logarithm(a.len().min(b.len()))),
            (Measure::Longer, logarithm(a.len().max(b.len()))),
        ] {
            measures[measure as usize] = value;
        }
        // Where any word may be a name, those that are known tell more.
        let places_agree = places[0] >= FEW_PLACES && share(places) >= PLACES;
        let agrees = alignment.is_sufficient()
            && alignment.probability >= PROBABLE
            && (numbers[1] < FEW_NUMBERS || share(numbers) >= NUMBERS)
            && (names[1] < FEW_NAMES || share(names) >= NAMES || places_agree);
        let is_brief = a.len().min(b.len()) < BRIEF;
        Telling { alignment, measures, is_brief, agrees }
    }

    /// Whether both are in one language, as far as they match.
    pub fn is_in_one_language(&self) -> bool {
        self.alignment.foreign < FOREIGN
    }

    /// Whether the one is a translation of the other, or of a part of it, if both tell the same in different languages,
    /// and not only retold: its sentences keep their order, or some say quite the same.
    pub fn is_translated(&self) -> bool {
        let closest = self.alignment.pairs.iter().map(|pair| pair.cosine).fold(0.0, f32::max);
        self.alignment.is_reduced || self.alignment.odds + CLOSEST * closest >= TRANSLATED
    }

    /// How probable it is that both tell the same, if one of them names the other so.
    pub fn probability(&self, named: Option<Named>) -> f32 {
        if self.alignment.is_reduced {
            let agrees = self.agrees && !self.is_in_one_language();
            return if agrees { self.alignment.probability } else { 0.0 };
        }
        let [foreign, brief, own] = weights();
        let weights = match (self.is_in_one_language(), self.is_brief) {
            (true, _) => own,
            (false, true) => brief,
            (false, false) => foreign,
        };
        let odds: f32 = self.measures.iter().zip(weights).map(|(m, w)| m * w).sum();
        let gain = named.map_or(0.0, |named| weights[measure_of(named) as usize]);
        1.0 / (1.0 + (-(odds + gain)).exp())
    }

    /// All measures by their names, if one of the two names the other so.
    pub fn told(&self, named: Option<Named>) -> impl Iterator<Item = (&'static str, f32)> {
        let mut measures = self.measures;
        if let Some(named) = named {
            measures[measure_of(named) as usize] = 1.0;
        }
        MEASURES.into_iter().zip(measures)
    }
}

/// What a translation has at least, of the odds by the order of its sentences and a multiple of the cosine of the two
/// that are most alike: of a logistic fit to translations and retellings in another language.
const TRANSLATED: f32 = 12.3;
const CLOSEST: f32 = 20.4;

/// The odds that one text is a translation, by the order of its sentences, are told in these units.
const ORDER: f32 = 10.0;

fn measure_of(named: Named) -> Measure {
    match named {
        Named::Outlet => Measure::NamesOutlet,
        Named::Agency => Measure::NamesAgency,
    }
}

/// The weights for texts in different languages, for such of which one is brief, and for texts in one language, in the
/// order of the measures.
fn weights() -> &'static [[f32; COUNT]; 3] {
    static SHIPPED: OnceLock<[[f32; COUNT]; 3]> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        read(include_str!("../../assets/telling_model.json")).expect("a unit test reads the shipped weights")
    })
}

fn read(stored: &str) -> Option<[[f32; COUNT]; 3]> {
    let named: BTreeMap<String, BTreeMap<String, f32>> = serde_json::from_str(stored).ok()?;
    let of = |model: &str| {
        let weights = named.get(model)?;
        let is_known = weights.keys().all(|name| MEASURES.contains(&name.as_str()));
        is_known.then(|| MEASURES.map(|name| weights.get(name).copied().unwrap_or(0.0)))
    };
    Some([of("translation")?, of("brief")?, of("retelling")?])
}

#[cfg(test)]
mod tests {
    use super::super::{Reader, WordTable, align};
    use super::*;

    #[test]
    fn the_shipped_weights_are_known_measures() {
        assert!(weights().iter().all(|weights| weights.iter().any(|weight| *weight != 0.0)));
        assert_eq!(read("{\"translation\": {\"nonsense\": 1}, \"brief\": {}, \"retelling\": {}}"), None);
        assert_eq!(read("not json"), None);
    }

    #[test]
    fn to_name_the_other_speaks_for_it() {
        let mut reader = Reader::new(WordTable::embedded());
        let [a, b] = [
            ("de", "Der Storch stand am Mittwoch um 7.40 Uhr mitten auf der Bundesstraße. Der Fahrer des Lastwagens wich dem Vogel \
             aus und verlor die Kontrolle. 22 Tonnen Erdbeeren lagen danach im Straßengraben."),
            ("en", "The stork stood in the middle of the federal road at 7.40 on Wednesday. The driver of the truck swerved to avoid \
             the bird and lost control. 22 tonnes of strawberries then lay in the ditch."),
        ]
        .map(|(lang, text)| reader.read_as(Some(lang), text));
        let telling = Telling::of(&a, &b, align(&a, &b).expect("they are alike"));
        assert!(!telling.is_in_one_language());
        let [none, agency, outlet] =
            [None, Some(Named::Agency), Some(Named::Outlet)].map(|named| telling.probability(named));
        assert!(none <= agency && none < outlet, "{none} {agency} {outlet}");
        assert!(telling.told(Some(Named::Outlet)).any(|one| one == ("names-outlet", 1.0)));
    }
}
