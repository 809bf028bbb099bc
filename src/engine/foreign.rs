//! Translations: which articles of an index that keeps sentences may be one of a text.
//!
//! It proves nothing: the candidates' texts have still to be aligned.

use crate::crosslingual::{Content, candidates};
use crate::error::Result;
use crate::index::{Language, Snapshot};
use crate::text::Kernel;

use super::meanings::ALIGNED;

/// The articles of an index, which has some in these languages, in other ones than `lang` that a text is most likely a
/// translation of, the likeliest first.
///
/// Errors: the index is damaged.
pub(super) fn foreign(
    (snapshot, languages): (&Snapshot, &[Language]),
    kernel: Kernel,
    content: &Content,
    lang: Option<&str>,
    itself: Option<u32>,
) -> Result<Vec<u32>> {
    let Some(language) = Language::of(lang) else { return Ok(Vec::new()) };
    if languages.iter().all(|other| *other == language) {
        return Ok(Vec::new());
    }
    let may =
        |article: u32| Some(article) != itself && snapshot.is_foreign(article, language).unwrap_or(false);
    let found = candidates(kernel, content, snapshot, ALIGNED, may)?;
    Ok(found.into_iter().map(|(article, _)| article).collect())
}
