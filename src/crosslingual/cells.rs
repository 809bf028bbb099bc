//! Cells: the space of sentences cut into 4,096 parts, which are the same everywhere and for good.
//!
//! A sentence is kept in the cell whose middle it is nearest to, and looked for in the cells nearest to the one that
//! asks. Cells that were made from what is kept would have to be made again with it; these are part of the program, so
//! that segments of an index can be merged cell by cell. `tools/wordtable/cells.py` makes them from the word table.

use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_64;

use super::table::{DIMS, u32_at};
use super::vectors::{Vector, dot};
use crate::text::Kernel;
use crate::text::kernel::{Isa, compiled};

/// How many cells there are.
pub const CELLS: usize = REGIONS * EACH;

/// Neighbouring cells that make a region.
const REGIONS: usize = 64;
const EACH: usize = 64;

/// Regions in whose cells the nearest one is looked for.
const LOOKED_AT: usize = 4;

const MAGIC: &[u8; 8] = b"wt-cells";
const VERSION: u32 = 1;

/// Bytes before the middles.
const HEAD: usize = 48;

static EMBEDDED: &[u8] = include_bytes!("../../assets/cells.bin");

/// The middles of all cells.
#[derive(Debug)]
pub struct Cells {
    sum: u64,
    regions: Vec<Vector>,
    cells: Vec<Vector>,
}

impl Cells {
    /// The cells that are part of the program.
    pub fn embedded() -> &'static Cells {
        static CELLS: LazyLock<Cells> =
            LazyLock::new(|| Cells::new(EMBEDDED).expect("the tests have opened the embedded cells"));
        &CELLS
    }

    /// The cells in these bytes; else what is wrong with them.
    fn new(bytes: &[u8]) -> Result<Cells, &'static str> {
        let Some((head, middles)) = bytes.split_at_checked(HEAD) else { return Err("they are too short") };
        let sum = u64::from_le_bytes(head[8..16].try_into().expect("eight bytes"));
        if &head[..8] != MAGIC || sum != xxh3_64(&bytes[16..]) {
            return Err("they are not what was written");
        }
        let sizes = [VERSION, DIMS as u32, REGIONS as u32, EACH as u32];
        if (0..4).any(|n| u32_at(head, 4 + n) != sizes[n]) {
            return Err("they are of another version");
        }
        let (middles, rest) = middles.as_chunks::<DIMS>();
        if middles.len() != REGIONS + CELLS || !rest.is_empty() {
            return Err("they are not as many as they should be");
        }
        let mut regions: Vec<Vector> = middles.iter().map(|middle| middle.map(u8::cast_signed)).collect();
        let cells = regions.split_off(REGIONS);
        Ok(Cells { sum, regions, cells })
    }

    /// What tells these cells from every other ones: their checksum.
    pub fn id(&self) -> u64 {
        self.sum
    }

    /// The cell that a vector belongs to: of those in the nearest regions the nearest.
    pub(super) fn of(&self, kernel: Kernel, vector: &Vector) -> u16 {
        let mut likeness = [0; REGIONS];
        products(kernel, vector, &self.regions, &mut likeness);
        let mut order: [u8; REGIONS] = std::array::from_fn(|n| n as u8);
        let nearest_first = |region: &u8| std::cmp::Reverse(likeness[usize::from(*region)]);
        order.select_nth_unstable_by_key(LOOKED_AT - 1, |region| (nearest_first(region), *region));
        let mut best = (i32::MIN, 0);
        let mut in_region = [0; EACH];
        order[..LOOKED_AT].sort_unstable();
        for &region in &order[..LOOKED_AT] {
            let first = usize::from(region) * EACH;
            products(kernel, vector, &self.cells[first..first + EACH], &mut in_region);
            for (cell, &likeness) in (first..).zip(&in_region) {
                if likeness > best.0 {
                    best = (likeness, cell);
                }
            }
        }
        best.1 as u16
    }

    /// How near a vector is to every cell.
    pub(super) fn likeness(&self, kernel: Kernel, vector: &Vector) -> Vec<i32> {
        let mut likeness = vec![0; CELLS];
        products(kernel, vector, &self.cells, &mut likeness);
        likeness
    }
}

compiled! {
    /// The products of a vector with others.
    fn products(vector: &Vector, others: &[Vector], out: &mut [i32]) -> () = products_in
}

#[inline(always)]
fn products_in<I: Isa>(_: I, vector: &Vector, others: &[Vector], out: &mut [i32]) {
    for (out, other) in out.iter_mut().zip(others) {
        *out = dot(vector, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_cell_belongs_to_it() {
        let cells = Cells::embedded();
        let own = (0..CELLS)
            .step_by(7)
            .filter(|&cell| usize::from(cells.of(Kernel::best(), &cells.cells[cell])) == cell);
        assert_eq!(own.count(), CELLS.div_ceil(7));
    }

    #[test]
    fn every_kernel_finds_the_same() {
        let cells = Cells::embedded();
        let between: Vector = std::array::from_fn(|d| cells.cells[77][d] / 2 + cells.cells[3001][d] / 2);
        for kernel in Kernel::available() {
            assert_eq!(cells.of(kernel, &between), cells.of(Kernel::Scalar, &between), "{kernel}");
            assert_eq!(
                cells.likeness(kernel, &between),
                cells.likeness(Kernel::Scalar, &between),
                "{kernel}"
            );
        }
    }

    #[test]
    fn what_are_no_cells_is_refused() {
        for len in [0, 40, HEAD, EMBEDDED.len() - 1] {
            assert!(Cells::new(&EMBEDDED[..len]).is_err());
        }
        let mut forged = EMBEDDED.to_vec();
        forged.truncate(HEAD + 5 * DIMS);
        let sum = xxh3_64(&forged[16..]);
        forged[8..16].copy_from_slice(&sum.to_le_bytes());
        assert_eq!(Cells::new(&forged).unwrap_err(), "they are not as many as they should be");
    }
}
