//! The encoder against the package's own vectors, and a small made-up one against a slow, obvious oracle.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::network::Sizes;
use super::*;

/// The package's own vectors of [`SENTENCES`], by tools/encoder/golden.py.
const GOLDEN: &[u8] = include_bytes!("golden.bin");
/// Sentences in 16 languages and oddities, one a line, each before a tab.
const SENTENCES: &str = include_str!("../golden_pieces.tsv");
/// Names the folder of the package's weights, which are not in the repository.
const FOLDER: &str = "WIRETRACE_ENCODER";

#[test]
#[allow(clippy::print_stderr)]
fn vectors_equal_the_packages_own() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        eprintln!("skipped: {FOLDER} names no folder with the weights of the encoder");
        return;
    };
    let encoder = Encoder::open(folder).unwrap();
    let mut cutter = pieces::Cutter::new(WordTable::embedded());
    let (golden, _) = GOLDEN.as_chunks::<{ 2 * SIZES.values }>();
    let sentences: Vec<Vec<u32>> = SENTENCES
        .lines()
        .map(|line| encoder.sequence(cutter.cut(line.rsplit_once('\t').unwrap().0)))
        .collect();
    assert_eq!(sentences.len(), golden.len());
    let together: Vec<&[u32]> = sentences.iter().map(Vec::as_slice).collect();
    let together = encoder.network.vectors(&together);
    for (n, golden) in golden.iter().enumerate() {
        let got = &together[n * SIZES.values..][..SIZES.values];
        assert_eq!(encoder.network.vectors(&[&sentences[n]]), got, "the others change nothing");
        let (golden, _) = golden.as_chunks();
        for (got, golden) in got.iter().zip(golden) {
            assert!((got - f32::from(i16::from_le_bytes(*golden)) / 32767.0).abs() < 1e-3, "sentence {n}");
        }
    }
}

/// The sizes of a small network: none is a multiple of what is multiplied at once.
const SMALL: Sizes = Sizes { chunks: 3, rows: 5, values: 20, branch: 6, hidden: 7 };

/// Arrays by name: what they hold, their kind and shape.
type Arrays = BTreeMap<String, (&'static str, Vec<usize>, Vec<f32>)>;

fn small() -> Arrays {
    let mut seed = 7u32;
    let mut arrays = Arrays::new();
    let mut add = |name: &str, kind: &'static str, shape: &[usize]| {
        let values = (0..shape.iter().product())
            .map(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if kind == "|u1" { (seed >> 24) as f32 } else { (seed >> 16) as f32 / 65536.0 - 0.5 }
            })
            .collect();
        arrays.insert(name.to_owned(), (kind, shape.to_vec(), values));
    };
    let Sizes { chunks, rows, values, branch, hidden } = SMALL;
    (1..=chunks).for_each(|n| add(&format!("q{n}"), "|u1", &[rows, values]));
    for (name, len) in [("scale", chunks), ("lo", chunks), ("ln_g", values + 3 * branch)] {
        add(name, "<f4", &[len]);
    }
    for (name, len) in [("ln_b", values + 3 * branch), ("cnn_b", values)] {
        add(name, "<f4", &[len]);
    }
    for order in [2, 3, 5] {
        add(&format!("proj{order}"), "<f4", &[values, branch]);
        for name in ["proj_b", "ln_g", "ln_b", "b1_", "b2_"] {
            add(&format!("{name}{order}"), "<f4", &[branch]);
        }
        for name in ["w1_", "w2_"] {
            add(&format!("{name}{order}"), "<f4", &[order * branch, branch]);
        }
    }
    for (name, from, to) in [
        ("cnn_W", values + 3 * branch, values),
        ("d0", values, hidden),
        ("d1", hidden, hidden),
        ("d2", hidden, values),
        ("d3", values, values),
        ("p1", values, hidden),
        ("p3", hidden, values),
    ] {
        add(name, "<f4", &[from, to]);
    }
    arrays.insert("eps".to_owned(), ("<f8", Vec::new(), vec![0.001]));
    arrays
}

/// An array as numpy writes it.
fn npy((kind, shape, values): &(&str, Vec<usize>, Vec<f32>)) -> Vec<u8> {
    let shape: String = match shape[..] {
        [len] => format!("{len},"),
        _ => shape.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    };
    let header = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({shape}), }}\n");
    let bytes = values.iter().flat_map(|value| match *kind {
        "|u1" => vec![*value as u8],
        "<f8" => f64::from(*value).to_le_bytes().to_vec(),
        _ => value.to_le_bytes().to_vec(),
    });
    let head = [b"\x93NUMPY\x01\0", &(header.len() as u16).to_le_bytes()[..], header.as_bytes()].concat();
    head.into_iter().chain(bytes).collect()
}

/// An archive of arrays of which some bytes of one were changed.
fn npz(arrays: &Arrays, changed: Option<(usize, &[(u16, u8)])>) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (n, (name, array)) in arrays.iter().enumerate() {
        let mut bytes = npy(array);
        if let Some((_, edits)) = changed.filter(|(at, _)| at % arrays.len() == n) {
            let len = bytes.len();
            edits.iter().for_each(|(at, byte)| bytes[usize::from(*at) % len] = *byte);
        }
        out.start_file(format!("{name}.npy"), SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn network(archive: Vec<u8>) -> Result<Network, String> {
    Network::read(&mut Archive::new(Cursor::new(archive))?, SMALL)
}

/// The vector of a sentence, written down as the architecture is described.
fn oracle(arrays: &Arrays, sentence: &[u32]) -> Vec<f64> {
    let array = |name: &str| -> Vec<f64> { arrays[name].2.iter().map(|value| f64::from(*value)).collect() };
    let times = |row: &[f64], name: &str| -> Vec<f64> {
        let (matrix, width) = (array(name), arrays[name].1[1]);
        (0..width).map(|j| row.iter().enumerate().map(|(i, x)| x * matrix[i * width + j]).sum()).collect()
    };
    let plus = |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a + b).collect() };
    let positive = |row: Vec<f64>| -> Vec<f64> { row.into_iter().map(|x| x.max(0.0)).collect() };
    let normal = |row: &[f64], factors: &[f64], added: &[f64]| -> Vec<f64> {
        let mean = row.iter().sum::<f64>() / row.len() as f64;
        let variance = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / row.len() as f64;
        let value = |(n, x): (usize, &f64)| (x - mean) / (variance + 0.001).sqrt() * factors[n] + added[n];
        row.iter().enumerate().map(value).collect()
    };
    let all =
        |name: &str| [2, 3, 5].iter().flat_map(|order| array(&format!("{name}{order}"))).collect::<Vec<_>>();
    let embedded: Vec<Vec<f64>> = sentence
        .iter()
        .map(|&piece| {
            let (chunk, row) = (piece as usize % SMALL.chunks, piece as usize / SMALL.chunks);
            let bytes = array(&format!("q{}", chunk + 1));
            let bytes = &bytes[row * SMALL.values..][..SMALL.values];
            bytes.iter().map(|byte| byte * array("scale")[chunk] + array("lo")[chunk]).collect()
        })
        .collect();
    let entry: Vec<Vec<f64>> = embedded
        .iter()
        .map(|row| {
            let each = [2, 3, 5].iter().flat_map(|order| times(row, &format!("proj{order}")));
            normal(&plus(&each.collect::<Vec<_>>(), &all("proj_b")), &all("ln_g"), &all("ln_b"))
        })
        .collect();
    let mut features = embedded;
    for (nth, (order, before)) in [(2, 0), (3, 1), (5, 2)].into_iter().enumerate() {
        let mut rows: Vec<Vec<f64>> =
            entry.iter().map(|row| row[nth * SMALL.branch..(nth + 1) * SMALL.branch].to_vec()).collect();
        for layer in [1, 2] {
            let around = |at: usize| -> Vec<f64> {
                let nothing = vec![0.0; SMALL.branch];
                (at..at + order)
                    .flat_map(|n| match n.checked_sub(before) {
                        Some(n) if n < rows.len() => rows[n].clone(),
                        _ => nothing.clone(),
                    })
                    .collect()
            };
            let made = |at: usize| {
                let made = times(&around(at), &format!("w{layer}_{order}"));
                plus(&rows[at], &positive(plus(&made, &array(&format!("b{layer}_{order}")))))
            };
            rows = (0..rows.len()).map(made).collect();
        }
        features.iter_mut().zip(rows).for_each(|(features, mut row)| features.append(&mut row));
    }
    let mut sum = vec![0.0; SMALL.values];
    for row in &features {
        let row = times(&normal(row, &array("ln_g"), &array("ln_b")), "cnn_W");
        sum = plus(&sum, &plus(&row, &array("cnn_b")));
    }
    let mean: Vec<f64> = sum.iter().map(|x| x / (sentence.len() as f64).sqrt()).collect();
    let first = positive(plus(&times(&mean, "p1"), &times(&positive(times(&mean, "d0")), "d1")));
    let last = plus(&times(&first, "p3"), &times(&positive(times(&first, "d2")), "d3"));
    let last: Vec<f64> = last.into_iter().map(f64::tanh).collect();
    let length = last.iter().map(|x| x * x).sum::<f64>().max(0.001).sqrt();
    last.into_iter().map(|x| x / length).collect()
}

#[test]
fn a_small_network_computes_what_the_architecture_says() {
    let arrays = small();
    let network = network(npz(&arrays, None)).unwrap();
    let sentences = [&[1, 7, 0, 14, 3, 2][..], &[1, 2], &[1, 9, 9, 2], &[5]];
    let got = network.vectors(&sentences);
    for (sentence, got) in sentences.iter().zip(got.chunks_exact(SMALL.values)) {
        for (got, wanted) in got.iter().zip(oracle(&arrays, sentence)) {
            assert!((f64::from(*got) - wanted).abs() < 1e-5, "{sentence:?}: {got} and {wanted}");
        }
        assert_eq!(network.vectors(&[sentence]), got, "the others change nothing");
    }
    assert_eq!(network.vectors(&[]), [0.0; 0]);
}

#[test]
fn what_is_not_the_encoder_is_refused() {
    let refused = |archive: Vec<u8>| network(archive).unwrap_err();
    assert!(refused(b"text".to_vec()).starts_with("is no archive"));
    let mut arrays = small();
    arrays.get_mut("d1").unwrap().1 = vec![70_000, 70_000];
    assert!(refused(npz(&arrays, None)).contains("`d1` that is not as it should be, 'shape':(7,7)"));
    arrays.get_mut("d0").unwrap().2[3] = f32::NAN;
    assert!(refused(npz(&arrays, None)).contains("`d0` that are no numbers"));
    arrays.remove("d0");
    assert!(refused(npz(&arrays, None)).contains("no array `d0`"));
    arrays.get_mut("q2").unwrap().2.pop();
    assert!(refused(npz(&arrays, None)).contains("damaged array `q2`"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_give_an_error_or_a_network(
        at in any::<usize>(),
        within in proptest::collection::vec((0u16..200, any::<u8>()), 0..4),
        around in proptest::collection::vec(any::<(u16, u8)>(), 0..4),
        cut in 0usize..100,
    ) {
        let mut archive = npz(&small(), Some((at, &within)));
        let len = archive.len();
        around.iter().for_each(|(at, byte)| archive[usize::from(*at) % len] = *byte);
        archive.truncate(len - if cut < 50 { 0 } else { cut * len / 100 });
        if let Ok(network) = network(archive) {
            prop_assert_eq!(network.vectors(&[&[1, 4, 2]]).len(), SMALL.values);
        }
    }
}
