//! Measures all possible sources of the articles of a corpus: what `tools/train_sources.py` learns from.
//!
//! usage: sources CORPUS URLS
//!
//! Writes a line of JSON for each article that has any: `{"id", "possible": [{"source", "measures": {...}}]}`.

#![allow(clippy::print_stdout)]

mod common;

use serde_json::{Map, Value, json};
use wiretrace::engine::provenance;
use wiretrace::provenance::{Choice, Choices, MEASURES, Side};

fn main() {
    let (corpus, settings) = common::corpus("sources");
    let (_, found) = provenance(corpus, &settings, &|_, _| {}).expect("its texts");
    let sides: Vec<Side<'_>> = (0..found.papers.len() as u32).map(|article| found.side(article)).collect();
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); sides.len()];
    for (nth, tie) in found.ties.iter().enumerate() {
        tie.articles.iter().for_each(|&article| of[article as usize].push(nth));
    }
    let all = Choices::new(&sides, &found.ties, &found.passages, &found.outlets);
    for (article, own) in (0..).zip(&of) {
        let possible = all.of(article, own);
        let told = possible.iter().map(|possible| {
            let source = match possible.choice {
                Choice::Article(other, _) => found.id(other).to_owned(),
                Choice::Unobserved(agency) => format!("unobserved:{}", agency.name),
            };
            let measures = MEASURES.iter().zip(possible.measures).filter(|(_, value)| *value != 0.0);
            let measures: Map<String, Value> =
                measures.map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
            let relation = match possible.choice {
                Choice::Article(_, tie) => found.kinship(tie, article).name(),
                Choice::Unobserved(_) => "",
            };
            json!({ "source": source, "relation": relation, "measures": measures })
        });
        let told: Vec<Value> = told.collect();
        if !told.is_empty() {
            println!("{}", json!({ "id": found.id(article), "possible": told }));
        }
    }
}
