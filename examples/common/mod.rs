//! What the examples that measure a whole corpus share: reading it as `stories` does.

use std::path::{Path, PathBuf};

use wiretrace::engine::{Corpus, Settings};
use wiretrace::ingest::{urls::Urls, walk};

/// The corpus and the addresses that the arguments of the example name, which is told `usage: NAME CORPUS URLS`.
pub(crate) fn corpus(name: &str) -> (Corpus, Settings) {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [corpus, urls] = &args[..] else { panic!("usage: {name} CORPUS URLS") };
    let mut settings = Settings::for_threshold(0.7);
    settings.ingest.what_else = true;
    settings.ingest.urls = Urls::read(Path::new(urls)).unwrap_or_else(|e| panic!("{urls}: {e}"));
    let found = walk::find(&[PathBuf::from(corpus)], None).unwrap_or_else(|e| panic!("{corpus}: {e}"));
    let corpus = Corpus::read(found.inputs, settings.clone(), &|_, _| {}, &mut |_, _| {}).expect("a corpus");
    (corpus, settings)
}
