//! The relation of a pair: what one article is to the other.

use super::exact::Counts;

/// What an article is to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// The same words.
    Identical,
    /// The same but for small changes: similarity at least .85.
    NearDuplicate,
    /// The same, reworded in places.
    Edited,
    /// The other one with parts cut out.
    Abridged,
    /// All of the other one, and more.
    Expanded,
    /// A passage of one stands in the other.
    Excerpt,
    /// Made of several others.
    Composite,
    /// The same in other words.
    Retelling,
    /// The same in another language.
    Translation,
    /// A part of it in another language.
    PartialTranslation,
    /// Instalments of one template: no copies.
    Series,
    /// Nothing to speak of in common.
    Unrelated,
}

impl Relation {
    /// The name, as it is written in results.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Identical => "identical",
            Relation::NearDuplicate => "near-duplicate",
            Relation::Edited => "edited",
            Relation::Abridged => "abridged",
            Relation::Expanded => "expanded",
            Relation::Excerpt => "excerpt",
            Relation::Composite => "composite",
            Relation::Retelling => "retelling",
            Relation::Translation => "translation",
            Relation::PartialTranslation => "partial-translation",
            Relation::Series => "series",
            Relation::Unrelated => "unrelated",
        }
    }

    /// Whether the two are in different languages.
    pub fn is_translation(self) -> bool {
        matches!(self, Relation::Translation | Relation::PartialTranslation)
    }

    /// Whether it means that text was taken from one to the other.
    pub fn is_copy(self) -> bool {
        !matches!(self, Relation::Series | Relation::Unrelated)
    }

    /// The relation seen from the other article.
    pub fn reversed(self) -> Self {
        match self {
            Relation::Abridged => Relation::Expanded,
            Relation::Expanded => Relation::Abridged,
            other => other,
        }
    }
}

/// Nearly all of an article.
const NEARLY_ALL: f32 = 0.8;
/// The larger part of an article.
const MOST: f32 = 0.6;
/// So little of an article is an excerpt, not an abridgement of it.
const LITTLE: f32 = 0.35;

/// Near-duplicates are this similar: editors who change more change much more.
const NEAR: f64 = 0.82;

/// The relation of a copy, from what is exactly equal and from the share of each side that is aligned.
pub(super) fn of_copy(exact: Counts, covered: [f32; 2]) -> Relation {
    let similarity = exact.similarity();
    let [a, b] = covered;
    if similarity == 1.0 {
        Relation::Identical
    } else if similarity >= NEAR {
        Relation::NearDuplicate
    } else if a >= NEARLY_ALL && b >= NEARLY_ALL {
        Relation::Edited
    } else if a.min(b) < LITTLE && a.max(b) < NEARLY_ALL {
        Relation::Excerpt
    } else if a >= MOST && a - b >= 0.1 {
        if b < LITTLE { Relation::Excerpt } else { Relation::Abridged }
    } else if b >= MOST && b - a >= 0.1 {
        Relation::Expanded
    } else {
        Relation::Edited
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_of_copies() {
        let exact = |shared, a, b| Counts { shared, a, b };
        assert_eq!(of_copy(exact(50, 50, 50), [1.0, 1.0]), Relation::Identical);
        assert_eq!(of_copy(exact(48, 50, 50), [0.98, 0.98]), Relation::NearDuplicate);
        assert_eq!(of_copy(exact(40, 50, 50), [0.9, 0.9]), Relation::Edited);
        assert_eq!(of_copy(exact(40, 45, 80), [0.95, 0.5]), Relation::Abridged);
        assert_eq!(of_copy(exact(40, 80, 45), [0.5, 0.95]), Relation::Expanded);
        assert_eq!(of_copy(exact(20, 100, 100), [0.2, 0.2]), Relation::Excerpt);
        for relation in [Relation::Abridged, Relation::Excerpt] {
            assert_eq!(relation.reversed().reversed(), relation);
        }
    }
}
