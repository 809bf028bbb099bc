//! Matrices: products of many rows with one matrix, the same bits on every machine.
//!
//! Each value is summed up in the order of the rows of the matrix, product by product, whatever the kernel and
//! whichever rows are multiplied together.

use crate::text::kernel::{Bytes, Isa, compiled};

/// Numbers that are multiplied at once.
const LANES: usize = 16;
type Lanes = [f32; LANES];

/// What stands side by side in a panel.
const PANEL: usize = 2;
/// Columns of a panel.
const WIDTH: usize = PANEL * LANES;

/// Rows of a matrix that are multiplied before the next ones: of a panel as many as a cache holds.
const BLOCK: usize = 256;

/// A matrix as [`add_products`] reads it: panels of 32 columns, each row by row; zeros fill the last.
#[derive(Debug)]
pub(super) struct Matrix {
    rows: usize,
    columns: usize,
    panels: Vec<[Lanes; PANEL]>,
}

impl Matrix {
    /// Of matrices of so many rows each, row by row, that stand side by side.
    pub(super) fn new(rows: usize, parts: &[Vec<f32>]) -> Matrix {
        let columns: usize = parts.iter().map(|part| part.len() / rows).sum();
        let mut panels = vec![[[0.0; LANES]; PANEL]; rows * columns.div_ceil(WIDTH)];
        let mut first = 0;
        for part in parts {
            let width = part.len() / rows;
            for (n, row) in part.chunks_exact(width).enumerate() {
                for (column, value) in (first..).zip(row) {
                    let cells = &mut panels[column / WIDTH * rows + n];
                    cells.as_flattened_mut()[column % WIDTH] = *value;
                }
            }
            first += width;
        }
        Matrix { rows, columns, panels }
    }

    /// How many rows it has: the length of what it is multiplied with.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns it has: the length of what comes out.
    pub(super) fn columns(&self) -> usize {
        self.columns
    }
}

/// Rows of numbers that lie anywhere, overlapping or not; each is as long as the matrix has rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows<'r> {
    /// The numbers.
    pub(super) values: &'r [f32],
    /// Where each row begins.
    pub(super) starts: &'r [usize],
}

compiled! {
    /// Adds the product of each row with a matrix to a row of `out`, which has as many columns as the matrix.
    pub(super) fn add_products(rows: Rows<'_>, matrix: &Matrix, out: &mut [f32]) -> () = add_products_in
}

#[inline(always)]
fn add_products_in<I: Isa>(_: I, rows: Rows<'_>, matrix: &Matrix, out: &mut [f32]) {
    // As many sums as the compiler keeps in registers.
    match I::Bytes::LANES {
        64 => add_products_by::<3, 2>(rows, matrix, out),
        32 => add_products_by::<4, 1>(rows, matrix, out),
        _ => add_products_by::<2, 1>(rows, matrix, out),
    }
}

/// The same, `R` rows with `N` times 16 columns at a time.
#[inline(always)]
fn add_products_by<const R: usize, const N: usize>(rows: Rows<'_>, matrix: &Matrix, out: &mut [f32]) {
    let block = BLOCK.min(matrix.rows);
    let mut packed = vec![[0.0; R]; rows.starts.len().div_ceil(R) * block];
    for from in (0..matrix.rows).step_by(block) {
        let to = matrix.rows.min(from + block);
        for (starts, packed) in rows.starts.chunks(R).zip(packed.chunks_exact_mut(to - from)) {
            for (r, &start) in starts.iter().enumerate() {
                for (packed, value) in packed.iter_mut().zip(&rows.values[start + from..start + to]) {
                    packed[r] = *value;
                }
            }
        }
        for (nth, panel) in matrix.panels.chunks_exact(matrix.rows).enumerate() {
            let tiles = packed.chunks_exact(to - from).zip(out.chunks_mut(R * matrix.columns));
            for (packed, out) in tiles {
                for within in (0..PANEL).step_by(N) {
                    let first = nth * WIDTH + within * LANES;
                    let Some(left) = matrix.columns.checked_sub(first) else { break };
                    let width = left.min(N * LANES);
                    let mut sums = [[[0.0; LANES]; N]; R];
                    for (sums, out) in sums.iter_mut().zip(out.chunks_exact(matrix.columns)) {
                        sums.as_flattened_mut()[..width].copy_from_slice(&out[first..first + width]);
                    }
                    let sums = tile(sums, packed, &panel[from..to], within);
                    for (sums, out) in sums.iter().zip(out.chunks_exact_mut(matrix.columns)) {
                        out[first..first + width].copy_from_slice(&sums.as_flattened()[..width]);
                    }
                }
            }
        }
    }
}

/// Sums with the products of some rows and columns of a panel added.
#[inline(always)]
fn tile<const R: usize, const N: usize>(
    mut sums: [[Lanes; N]; R],
    packed: &[[f32; R]],
    panel: &[[Lanes; PANEL]],
    within: usize,
) -> [[Lanes; N]; R] {
    for (values, row) in packed.iter().zip(panel) {
        let row: [Lanes; N] = std::array::from_fn(|n| row[within + n]);
        for r in 0..R {
            for n in 0..N {
                // Arrays by value are what the compiler makes vectors of.
                let (sum, cells, value) = (sums[r][n], row[n], values[r]);
                sums[r][n] = std::array::from_fn(|lane| sum[lane] + value * cells[lane]);
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Kernel;

    /// Numbers that a product of many is exact for.
    fn numbers(count: usize, salt: usize) -> Vec<f32> {
        (0..count).map(|n| ((n * 37 + salt) % 19) as f32 / 8.0 - 1.0).collect()
    }

    #[test]
    fn products_are_those_that_one_writes_down() {
        for (count, rows, widths) in
            [(1, 1, &[1][..]), (5, 3, &[7, 2]), (7, 300, &[33, 40]), (2, 256, &[32]), (9, 513, &[16, 1])]
        {
            let parts: Vec<Vec<f32>> = widths.iter().map(|width| numbers(rows * width, *width)).collect();
            let matrix = Matrix::new(rows, &parts);
            let values = numbers(rows + 2 * count, 5);
            // Rows that overlap.
            let starts: Vec<usize> = (0..count).map(|n| 2 * n).collect();
            let added = numbers(count * matrix.columns(), 11);
            let mut wanted = added.clone();
            for (&start, wanted) in starts.iter().zip(wanted.chunks_exact_mut(matrix.columns())) {
                let mut first = 0;
                for (part, width) in parts.iter().zip(widths) {
                    for k in 0..rows {
                        for column in 0..*width {
                            wanted[first + column] += values[start + k] * part[k * width + column];
                        }
                    }
                    first += width;
                }
            }
            for kernel in Kernel::available() {
                let mut out = added.clone();
                add_products(kernel, Rows { values: &values, starts: &starts }, &matrix, &mut out);
                assert_eq!(out, wanted, "{kernel}, {count} x {rows} x {widths:?}");
            }
        }
    }
}
