//! Coded: what is kept of a text, so that it can be found again among very many.

use super::cells::Cells;
use super::codes::{Code, code};
use super::content::Content;
use crate::text::Kernel;

/// The sentences of a text that have a say, and its numbers and names. Filled again and again, one a thread.
#[derive(Debug, Clone, PartialEq)]
pub struct Coded {
    kernel: Kernel,
    cells: Vec<u16>,
    codes: Vec<Code>,
    anchors: Vec<u32>,
}

impl Coded {
    /// Nothing yet.
    pub fn new(kernel: Kernel) -> Self {
        Coded { kernel, cells: Vec::new(), codes: Vec::new(), anchors: Vec::new() }
    }

    /// Takes what is to be kept of a text, in the place of what was taken before.
    pub fn take(&mut self, content: &Content) {
        self.cells.clear();
        self.codes.clear();
        for vector in content.saying().filter(|vector| vector.iter().any(|value| *value != 0)) {
            self.cells.push(Cells::embedded().of(self.kernel, vector));
            self.codes.push(code(vector));
        }
        self.anchors = content.distinct_anchors();
    }

    /// What a test makes up.
    #[cfg(test)]
    pub(crate) fn made_up(cells: Vec<u16>, codes: Vec<Code>, anchors: Vec<u32>) -> Self {
        Coded { kernel: Kernel::Scalar, cells, codes, anchors }
    }

    /// The cell of each sentence.
    pub fn cells(&self) -> &[u16] {
        &self.cells
    }

    /// The code of each sentence.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// Its numbers and names, ascending and each once.
    pub fn anchors(&self) -> &[u32] {
        &self.anchors
    }
}
