//! Measures which articles of a corpus may tell the same: what `tools/train_tellings.py` learns from.
//!
//! usage: tellings CORPUS URLS
//!
//! Writes a line of JSON for each two: `{"a", "b", "in_one_language", "measures": {...}}`.

#![allow(clippy::print_stdout)]

mod common;

use serde_json::{Map, Value, json};
use wiretrace::engine::tellings;

fn main() {
    let (corpus, settings) = common::corpus("tellings");
    for (a, b, measures, in_one_language) in tellings(corpus, &settings).expect("its texts") {
        let measures: Map<String, Value> =
            measures.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
        let told = json!({ "a": a, "b": b, "in_one_language": in_one_language, "measures": measures });
        println!("{told}");
    }
}
