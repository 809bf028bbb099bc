//! The rooms of the hot path, each by itself: text to tokens, tokens to shingles, shingles to signature.
//!
//! What's measured: one thread, warm buffers, every kernel that this machine has. Corpus model: the wire
//! copy of the sample corpus in three scripts, so short and real-looking texts; whole-tool figures on large
//! corpora are the business of `benches/peers/`. Run with `cargo bench`.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use wiretrace::sketch::{Banding, Shingler, Shingling, Signer};
use wiretrace::text::{Kernel, Tokeniser, Unit};

/// The texts of a feed of the sample corpus.
fn texts(feed: &str) -> Vec<String> {
    let path = format!("{}/corpus/wire/{feed}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let lines = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let text = |line: &str| -> Option<String> {
        let record: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(record["text"].as_str()?.to_owned())
    };
    lines.lines().filter_map(text).collect()
}

fn tokens(c: &mut Criterion) {
    let mut group = c.benchmark_group("tokens");
    for feed in ["reuters-en", "afp-fr", "ar-wakala", "zh-tongxun"] {
        let texts = texts(feed);
        group.throughput(Throughput::Bytes(texts.iter().map(|t| t.len() as u64).sum()));
        for kernel in Kernel::available() {
            let mut tokeniser = Tokeniser::new(kernel, Unit::Word);
            group.bench_function(BenchmarkId::new(feed, kernel), |b| {
                b.iter(|| texts.iter().for_each(|text| tokeniser.text(text)));
            });
        }
    }
    group.finish();
}

fn signatures(c: &mut Criterion) {
    let mut group = c.benchmark_group("signatures");
    let texts = texts("reuters-en");
    group.throughput(Throughput::Elements(texts.len() as u64));
    for kernel in Kernel::available() {
        let (mut shingler, mut signer) = (Shingler::new(kernel, Shingling::default()), Signer::new(kernel));
        let mut slots = vec![0; Banding::for_threshold(0.7).slots()];
        group.bench_function(BenchmarkId::new("text to slots", kernel), |b| {
            b.iter(|| {
                for text in &texts {
                    shingler.text(text);
                    signer.sign(shingler.shingles(), &mut slots);
                }
            });
        });
    }
    group.finish();
}

criterion_group!(rooms, tokens, signatures);
criterion_main!(rooms);
