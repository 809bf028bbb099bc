//! Adding: a corpus into an index, fingerprinted on all threads and written in input order.

use rayon::prelude::*;

use crate::article::host;
use crate::error::Result;
use crate::index::{Entry, Writer};
use crate::ingest::date;

use super::corpus::{Corpus, Meta};
use super::fingerprint::{Fingerprint, Fingerprinter};

/// Articles that are fingerprinted while as many are written.
const CHUNK: usize = 2048;

/// What was added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Added {
    /// Articles.
    pub articles: u64,
    /// Bytes of their texts.
    pub bytes: u64,
}

struct Ready {
    meta: Meta,
    text: String,
    fingerprint: Fingerprint,
}

/// Adds all articles of a corpus that are not left out, in input order: an id that is there already is
/// replaced. `progress` hears after each chunk how many were added. Nothing counts before the writer commits.
///
/// Errors: the index cannot be written.
pub fn add(corpus: &Corpus, writer: &mut Writer, progress: &dyn Fn(u64)) -> Result<Added> {
    let left_out = corpus.left_out();
    let articles: Vec<u32> =
        (0..corpus.len() as u32).filter(|article| left_out.binary_search(article).is_err()).collect();
    let mut added = Added::default();
    let mut next = ready(corpus, articles.get(..CHUNK.min(articles.len())).unwrap_or(&[]));
    for after in articles.chunks(CHUNK).skip(1).map(Some).chain([None]) {
        let these = std::mem::take(&mut next);
        let (written, prepared) = rayon::join(
            || these.iter().try_for_each(|ready| write(writer, ready, &mut added)),
            || ready(corpus, after.unwrap_or(&[])),
        );
        written?;
        next = prepared;
        progress(added.articles);
    }
    Ok(added)
}

fn ready(corpus: &Corpus, articles: &[u32]) -> Vec<Ready> {
    let settings = corpus.settings();
    let maker = || Fingerprinter::new(settings.kernel, settings.shingling, settings.banding);
    // Few large shares, so that buffers are made a few times only.
    let share = articles.len().div_ceil(4 * rayon::current_num_threads()).max(1);
    let shares = articles.par_chunks(share).map(|articles| {
        let mut maker = maker();
        let ready = articles.iter().map(|&article| {
            let (meta, text) = (corpus.meta(article), corpus.text(article));
            let mut fingerprint = Fingerprint::default();
            maker.fill(&text, &mut fingerprint);
            Ready { meta, text, fingerprint }
        });
        ready.collect::<Vec<_>>()
    });
    shares.flatten_iter().collect()
}

fn write(writer: &mut Writer, ready: &Ready, added: &mut Added) -> Result<()> {
    let Ready { meta, text, fingerprint } = ready;
    writer.add(&Entry {
        id: &meta.id,
        url: meta.url.as_deref(),
        host: meta.url.as_deref().and_then(host),
        title: meta.title.as_deref(),
        published: meta.published.as_deref(),
        times: times(meta.published.as_deref()),
        lang: meta.lang.as_deref(),
        claims: &[],
        text,
        tokens: fingerprint.tokens,
        signature: &fingerprint.signature,
        bands: &fingerprint.bands,
        prints: &fingerprint.prints,
        words: &fingerprint.words,
    })?;
    added.articles += 1;
    added.bytes += text.len() as u64;
    Ok(())
}

/// The earliest and the latest time that a written date may mean.
fn times(published: Option<&str>) -> (i64, i64) {
    let earliest = published.and_then(date::seconds);
    let latest = published.and_then(date::latest);
    (earliest.unwrap_or(i64::MIN), latest.unwrap_or(i64::MAX))
}
