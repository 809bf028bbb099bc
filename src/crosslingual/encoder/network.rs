//! The network: pieces to the vector of a sentence.
//!
//! The encoder's own architecture: each piece has a quantised vector; three convolutions look at it with its
//! neighbours (2, 3 and 5 in a row), each twice and with what went in added; what comes out is normalised, summed up
//! over the sentence and brought through a head of four dense layers, which adds a short cut twice.

use std::io::{Read, Seek};

use super::archive::Archive;
use super::matrix::{Matrix, Rows, add_products};
use crate::text::Kernel;

/// How large the parts of a network are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    /// Parts of the vocabulary, each quantised by itself; a piece is in the one that its number leaves as a remainder.
    pub(super) chunks: usize,
    /// Pieces of each.
    pub(super) rows: usize,
    /// Values of a piece's vector, and of a sentence's.
    pub(super) values: usize,
    /// Values that each convolution makes of them.
    pub(super) branch: usize,
    /// Values between the layers of the head.
    pub(super) hidden: usize,
}

/// The sizes of the encoder that there is.
pub(super) const SIZES: Sizes = Sizes { chunks: 17, rows: 7530, values: 512, branch: 256, hidden: 320 };

/// Pieces that a convolution looks at, and how many of them stand before its own.
const ORDERS: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];

/// Rows of zeros between two sentences: as many as any convolution looks beyond an end.
const GAP: usize = 2;

/// A network with its weights.
#[derive(Debug)]
pub(super) struct Network {
    kernel: Kernel,
    sizes: Sizes,
    /// The pieces' vectors, a byte a value, chunk by chunk; and the step and the least value of each chunk.
    table: Vec<u8>,
    steps: Vec<f32>,
    least: Vec<f32>,
    /// From a piece's vector to what goes into the three convolutions.
    entry: Layer,
    entry_norm: Norm,
    convolutions: [[Layer; 2]; 3],
    norm: Norm,
    /// From the sum over a sentence to what goes into the head.
    projection: Layer,
    /// From the head's input, and from what its first layer makes of that, to the second one.
    first: [Matrix; 3],
    /// The same of the third and the last.
    second: [Matrix; 3],
    epsilon: f32,
}

/// A matrix, and what is added to each of its products.
#[derive(Debug)]
struct Layer {
    matrix: Matrix,
    bias: Vec<f32>,
}

/// What is done to a row: its mean becomes 0 and its variance 1, then each value has its own factor and summand.
#[derive(Debug)]
struct Norm {
    factors: Vec<f32>,
    added: Vec<f32>,
}

impl Network {
    /// The network whose weights are in an archive; else what is wrong with that.
    pub(super) fn read(archive: &mut Archive<impl Read + Seek>, sizes: Sizes) -> Result<Network, String> {
        let Sizes { chunks, rows, values, branch, hidden } = sizes;
        let all = values + ORDERS.len() * branch;
        let mut table = Vec::new();
        for n in 1..=chunks {
            table.append(&mut archive.bytes(&format!("q{n}"), &[rows, values])?);
        }
        let [steps, least] = [archive.floats("scale", &[chunks])?, archive.floats("lo", &[chunks])?];
        let epsilon = archive.double("eps")? as f32;
        let norm = Norm { factors: archive.floats("ln_g", &[all])?, added: archive.floats("ln_b", &[all])? };
        let (mut parts, mut bias) = (Vec::new(), Vec::new());
        let mut entry_norm = Norm { factors: Vec::new(), added: Vec::new() };
        for (order, _) in ORDERS {
            parts.push(archive.floats(&format!("proj{order}"), &[values, branch])?);
            bias.append(&mut archive.floats(&format!("proj_b{order}"), &[branch])?);
            entry_norm.factors.append(&mut archive.floats(&format!("ln_g{order}"), &[branch])?);
            entry_norm.added.append(&mut archive.floats(&format!("ln_b{order}"), &[branch])?);
        }
        let mut matrix = |name: &str, from: usize, to: usize| -> Result<Matrix, String> {
            Ok(Matrix::new(from, &[archive.floats(name, &[from, to])?]))
        };
        let first =
            [matrix("d0", values, hidden)?, matrix("p1", values, hidden)?, matrix("d1", hidden, hidden)?];
        let second =
            [matrix("d2", hidden, values)?, matrix("p3", hidden, values)?, matrix("d3", values, values)?];
        let mut layer = |weights: &str, bias: &str, from: usize, to: usize| -> Result<Layer, String> {
            let matrix = Matrix::new(from, &[archive.floats(weights, &[from, to])?]);
            Ok(Layer { matrix, bias: archive.floats(bias, &[to])? })
        };
        let projection = layer("cnn_W", "cnn_b", all, values)?;
        let mut twice = |order: usize| -> Result<[Layer; 2], String> {
            let mut layer =
                |n| layer(&format!("w{n}_{order}"), &format!("b{n}_{order}"), order * branch, branch);
            Ok([layer(1)?, layer(2)?])
        };
        let convolutions = [twice(ORDERS[0].0)?, twice(ORDERS[1].0)?, twice(ORDERS[2].0)?];
        Ok(Network {
            kernel: Kernel::best(),
            sizes,
            table,
            steps,
            least,
            entry: Layer { matrix: Matrix::new(values, &parts), bias },
            entry_norm,
            convolutions,
            norm,
            projection,
            first,
            second,
            epsilon,
        })
    }

    /// The vector of each sentence, given by its pieces, of which it must have some; each is of length one. What else
    /// is asked for at the same time changes nothing.
    pub(super) fn vectors(&self, sentences: &[&[u32]]) -> Vec<f32> {
        let Sizes { values, branch, .. } = self.sizes;
        let pieces: Vec<u32> = sentences.iter().flat_map(|pieces| *pieces).copied().collect();
        let wide = values + ORDERS.len() * branch;
        let mut features = vec![0.0; pieces.len() * wide];
        for (features, &piece) in features.chunks_exact_mut(wide).zip(&pieces) {
            self.look_up(piece, &mut features[..values]);
        }
        let starts: Vec<usize> = (0..pieces.len()).map(|n| n * wide).collect();
        let mut entry = self.layer(&self.entry, Rows { values: &features, starts: &starts });
        self.normalise(&self.entry_norm, &mut entry);
        let places = places(sentences);
        for (nth, (order, before)) in ORDERS.into_iter().enumerate() {
            let own = |row: &[f32]| row[nth * branch..(nth + 1) * branch].to_vec();
            let mut rows: Vec<f32> = entry.chunks_exact(ORDERS.len() * branch).flat_map(own).collect();
            // Each sentence stands between zeros, so that a row with its neighbours is one long row.
            let mut apart = vec![0.0; (places.last().map_or(0, |last| last + 1) + GAP) * branch];
            let starts: Vec<usize> = places.iter().map(|place| (place - before) * branch).collect();
            debug_assert!(order - 1 - before <= GAP && before <= GAP);
            for layer in &self.convolutions[nth] {
                for (row, place) in rows.chunks_exact(branch).zip(&places) {
                    apart[place * branch..(place + 1) * branch].copy_from_slice(row);
                }
                let made = self.layer(layer, Rows { values: &apart, starts: &starts });
                rows.iter_mut().zip(made).for_each(|(row, made)| *row += made.max(0.0));
            }
            for (features, row) in features.chunks_exact_mut(wide).zip(rows.chunks_exact(branch)) {
                features[values + nth * branch..][..branch].copy_from_slice(row);
            }
        }
        self.normalise(&self.norm, &mut features);
        self.head(&self.pooled(sentences, &features, wide))
    }

    /// The vector of a piece.
    fn look_up(&self, piece: u32, out: &mut [f32]) {
        let chunk = piece as usize % self.sizes.chunks;
        let row = chunk * self.sizes.rows + piece as usize / self.sizes.chunks;
        let bytes = &self.table[row * self.sizes.values..][..self.sizes.values];
        for (out, byte) in out.iter_mut().zip(bytes) {
            *out = f32::from(*byte) * self.steps[chunk] + self.least[chunk];
        }
    }

    /// What goes into the head: each sentence's features, summed up, projected and divided by the root of its length.
    fn pooled(&self, sentences: &[&[u32]], features: &[f32], wide: usize) -> Vec<f32> {
        let values = self.sizes.values;
        let mut sums = vec![0.0; sentences.len() * wide];
        let mut rows = features.chunks_exact(wide);
        for (sums, pieces) in sums.chunks_exact_mut(wide).zip(sentences) {
            for row in rows.by_ref().take(pieces.len()) {
                sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
            }
        }
        let mut pooled = vec![0.0; sentences.len() * values];
        self.add(&sums, &self.projection.matrix, &mut pooled);
        for (pooled, pieces) in pooled.chunks_exact_mut(values).zip(sentences) {
            let len = pieces.len() as f32;
            for (value, bias) in pooled.iter_mut().zip(&self.projection.bias) {
                *value = (*value + len * bias) / len.sqrt();
            }
        }
        pooled
    }

    /// The dense layers, and what comes out brought to length one.
    fn head(&self, pooled: &[f32]) -> Vec<f32> {
        let mut input = pooled.to_vec();
        for ([deep, short, deeper], is_last) in [(&self.first, false), (&self.second, true)] {
            let rows = input.len() / deep.rows();
            let mut between = vec![0.0; rows * deep.columns()];
            self.add(&input, deep, &mut between);
            positive(&mut between);
            let mut out = vec![0.0; rows * short.columns()];
            self.add(&input, short, &mut out);
            self.add(&between, deeper, &mut out);
            if !is_last {
                positive(&mut out);
            }
            input = out;
        }
        for vector in input.chunks_exact_mut(self.sizes.values) {
            vector.iter_mut().for_each(|value| *value = value.tanh());
            let scale = sum(vector.iter().map(|value| value * value)).max(self.epsilon).sqrt().recip();
            vector.iter_mut().for_each(|value| *value *= scale);
        }
        input
    }

    /// The products of rows with a matrix, each with the bias.
    fn layer(&self, layer: &Layer, rows: Rows<'_>) -> Vec<f32> {
        let mut out = layer.bias.repeat(rows.starts.len());
        add_products(self.kernel, rows, &layer.matrix, &mut out);
        out
    }

    /// Adds the products of rows that follow one another.
    fn add(&self, rows: &[f32], matrix: &Matrix, out: &mut [f32]) {
        let starts: Vec<usize> = (0..rows.len()).step_by(matrix.rows()).collect();
        add_products(self.kernel, Rows { values: rows, starts: &starts }, matrix, out);
    }

    /// Normalises rows in place.
    fn normalise(&self, norm: &Norm, rows: &mut [f32]) {
        let count = norm.factors.len();
        for row in rows.chunks_exact_mut(count) {
            let mean = sum(row.iter().copied()) / count as f32;
            row.iter_mut().for_each(|value| *value -= mean);
            let variance = sum(row.iter().map(|value| value * value)) / count as f32;
            let scale = (variance + self.epsilon).sqrt().recip();
            for ((value, factor), added) in row.iter_mut().zip(&norm.factors).zip(&norm.added) {
                *value = *value * scale * factor + added;
            }
        }
    }
}

/// The row of each piece where there is room for zeros before, between and behind sentences.
fn places(sentences: &[&[u32]]) -> Vec<usize> {
    let mut next = 0;
    let mut places = Vec::new();
    for pieces in sentences {
        next += GAP;
        places.extend(next..next + pieces.len());
        next += pieces.len();
    }
    places
}

fn positive(values: &mut [f32]) {
    values.iter_mut().for_each(|value| *value = value.max(0.0));
}

/// A sum in an order that is the same everywhere, sixteen numbers at a time.
fn sum(values: impl Iterator<Item = f32>) -> f32 {
    let mut sums = [0.0; 16];
    for (n, value) in values.enumerate() {
        sums[n % 16] += value;
    }
    sums.iter().sum()
}
