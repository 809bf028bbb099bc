//! Sentences of all segments, asked as if they were one, by the search for translations.

use super::columns::sentences::language;
use super::reader::{Kind, Lookup, Snapshot};
use crate::crosslingual::{InCell, Sentences};
use crate::error::{Error, Result};

/// What tells a language from others in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language(u16);

impl Language {
    /// The language of a tag, of which the first part counts; none where there is no tag.
    pub fn of(tag: Option<&str>) -> Option<Language> {
        Some(Language(language(tag))).filter(|language| language.0 != 0)
    }
}

impl Snapshot {
    /// The languages that articles are in, removed ones included.
    ///
    /// Errors: the index is damaged.
    pub fn languages(&self) -> Result<Vec<Language>> {
        let mut found = vec![false; 1 << 16];
        for part in &self.parts {
            let Some(sentences) = part.segment.sentences() else { continue };
            for doc in 0..part.listed.docs {
                found[usize::from(sentences.of_article(doc)?.0)] = true;
            }
        }
        let known = (1..=u16::MAX).filter(|code| found[usize::from(*code)]);
        Ok(known.map(Language).collect())
    }

    /// Whether an article is there and in a language that is known to be another one than this.
    pub fn is_foreign(&self, article: u32, to: Language) -> Result<bool> {
        let (part, doc) = self.part(article)?;
        let Some(sentences) = part.segment.sentences() else { return Ok(false) };
        let (theirs, _) = sentences.of_article(doc)?;
        Ok(theirs != 0 && theirs != to.0 && !part.dead.has(doc))
    }
}

impl Sentences for Snapshot {
    type Error = Error;

    fn texts(&self) -> u64 {
        self.len()
    }

    fn numbers(&self) -> u32 {
        Snapshot::numbers(self)
    }

    fn counts(&self, counts: &mut [u64]) -> Result<()> {
        let mut all = self.parts.iter().filter_map(|part| part.segment.sentences());
        all.try_for_each(|sentences| sentences.counts(counts))
    }

    fn in_cell(&self, cell: usize, each: &mut dyn FnMut(InCell<'_>)) -> Result<()> {
        for part in &self.parts {
            if let Some(sentences) = part.segment.sentences() {
                let (texts, signs, sizes) = sentences.cell(cell)?;
                each(InCell { base: part.base, texts, signs, sizes });
            }
        }
        Ok(())
    }

    fn having(&self, anchors: &[u32], most: u64, each: &mut dyn FnMut(usize, &[u32])) -> Result<()> {
        let keys: Vec<u64> = anchors.iter().map(|anchor| u64::from(*anchor)).collect();
        let (mut lookup, mut articles) = (Lookup::default(), Vec::new());
        self.lookup(Kind::Anchors, &keys, &mut lookup)?;
        for n in 0..keys.len() {
            if (1..=most).contains(&u64::from(lookup.frequencies()[n])) {
                articles.clear();
                self.docs(&lookup, n, &mut articles)?;
                each(n, &articles);
            }
        }
        Ok(())
    }

    fn anchored(&self, article: u32) -> Result<u32> {
        let (part, doc) = self.part(article)?;
        let of = part.segment.sentences().map(|sentences| sentences.of_article(doc)).transpose()?;
        Ok(of.map_or(0, |(_, anchors)| anchors.into()))
    }
}
