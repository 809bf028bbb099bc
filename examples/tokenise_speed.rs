//! How fast text becomes shingles on one thread: `tokenise_speed FILE.jsonl...` prints GB/s a kernel.
//!
//! Measured: the whole path from the raw bytes of a JSON string to the hashes of its word 5-shingles,
//! over every line of the file that begins with a `"text"` field somewhere, repeated until a second
//! has passed; the median pass counts. Bytes are those of the strings as they are written.
#![allow(clippy::print_stdout)]

use std::time::{Duration, Instant};

use wiretrace::sketch::shingles;
use wiretrace::text::{Kernel, Tokeniser, Unit};

fn main() {
    for path in std::env::args().skip(1) {
        let data = std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        let needle = b"\"text\": \"";
        let starts: Vec<usize> =
            memchr::memmem::find_iter(&data, needle).map(|at| at + needle.len()).collect();
        for kernel in Kernel::available() {
            let mut tokeniser = Tokeniser::new(kernel, Unit::Word);
            let mut out = Vec::new();
            let (mut bytes, mut tokens, mut passes) = (0, 0, Vec::new());
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_secs(1) || passes.len() < 5 {
                let pass = Instant::now();
                (bytes, tokens) = (0, 0);
                for &start in &starts {
                    let Some(len) = tokeniser.json_string(&data[start..]) else { continue };
                    shingles(kernel, 5, tokeniser.hashes(), tokeniser.alone(), &mut out);
                    bytes += len;
                    tokens += tokeniser.hashes().len();
                }
                passes.push(pass.elapsed().as_secs_f64());
            }
            passes.sort_by(f64::total_cmp);
            let seconds = passes[passes.len() / 2];
            println!(
                "{path}: {kernel:>6} {:.2} GB/s (best {:.2}), {:.1} bytes and {:.2} ns a token",
                bytes as f64 / seconds / 1e9,
                bytes as f64 / passes[0] / 1e9,
                bytes as f64 / tokens as f64,
                seconds * 1e9 / tokens as f64,
            );
        }
    }
}
