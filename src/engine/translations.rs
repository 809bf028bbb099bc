//! Translations in a corpus: which of its articles tell the whole of another one in another language.

use rayon::prelude::*;

use crate::compare::Relation;
use crate::crosslingual::Models;
use crate::error::{Error, Result};

use super::corpus::Corpus;
use super::meanings::{self, Meanings, Same};
use super::papers;

/// Two articles of which one is a whole translation of the other, or both are of a third.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Translated {
    /// The one with the smaller number.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// How sure that is, 0 to 1.
    pub probability: f32,
}

/// Finds the whole translations among articles of a corpus, given in order, and among those that `copies` names for an article with
/// a translation: its near-duplicates. Each pair is given once, the pairs in order.
///
/// Errors: there are too many articles.
pub fn translations(
    corpus: &Corpus,
    articles: &[u32],
    copies: impl Fn(u32) -> Vec<u32>,
    models: &Models,
) -> Result<Vec<Translated>> {
    if articles.len() > meanings::MOST {
        return Err(Error::Usage(format!(
            "{} articles are left without near-duplicates, and --translations takes {} at the most, because it compares \
             every sentence with every other one: split the input, by weeks for example",
            articles.len(),
            meanings::MOST
        )));
    }
    let (texts, recurring) = papers::own_texts(corpus, articles);
    let (texts, langs): (Vec<String>, Vec<Option<String>>) = texts.into_iter().unzip();
    let meanings = Meanings::new(&texts, &langs, models);
    drop(texts);
    let pair = |one: u32, place: u32, probability: f32| {
        let other = articles[place as usize];
        Translated { a: one.min(other), b: one.max(other), probability }
    };
    let among = (0..articles.len() as u32).into_par_iter().flat_map_iter(|place| {
        let whole = |&other: &u32| {
            let same = meanings.same(place, other)?;
            is_whole(&same).then(|| pair(articles[place as usize], other, same.found.probability))
        };
        meanings.candidates(place).iter().filter_map(whole).collect::<Vec<_>>()
    });
    let mut found: Vec<Translated> = among.collect();
    let mut others: Vec<u32> = found.iter().flat_map(|pair| [pair.a, pair.b]).collect();
    others.sort_unstable();
    others.dedup();
    let mut others: Vec<u32> = others.into_iter().flat_map(copies).collect();
    others.sort_unstable();
    others.dedup();
    let of_copies = others.par_iter().map_init(
        || models.reader(),
        |reader, &copy| {
            let (text, lang) = papers::own_text(corpus, copy, &recurring);
            let found = meanings.same_as(&reader.read_as(lang.as_deref(), &text), None, &[]);
            let whole = found.into_iter().filter(|(_, same)| is_whole(same));
            whole.map(|(other, same)| pair(copy, other, same.found.probability)).collect::<Vec<_>>()
        },
    );
    found.extend(of_copies.collect::<Vec<_>>().into_iter().flatten());
    found.sort_unstable_by_key(|pair| (pair.a, pair.b));
    found.dedup();
    Ok(found)
}

/// Whether a verdict is enough to take one of two articles away: numbers and names alone are not.
fn is_whole(same: &Same) -> bool {
    same.found.relation == Relation::Translation && !same.found.is_reduced && same.is_proven()
}
