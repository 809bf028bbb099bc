//! Counts and the shares that they are, as every metric tells them.

use serde::{Serialize, Serializer};

/// So many of so many; a share of nothing is null.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many are right, or found.
    pub right: u64,
    /// Of how many.
    pub of: u64,
}

impl Share {
    /// Counts one.
    pub(super) fn count(&mut self, right: bool) {
        self.of += 1;
        self.right += u64::from(right);
    }

    /// The share, 0 to 1.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.right as f64 / self.of as f64)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Row {
            right: u64,
            of: u64,
            share: Option<f64>,
        }
        Row { right: self.right, of: self.of, share: self.share().map(rounded) }.serialize(serializer)
    }
}

/// A number as results show it: to four places.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

/// Answers to a question that may be left open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The right answer.
    pub right: u64,
    /// Another one.
    pub wrong: u64,
    /// None.
    pub open: u64,
}

impl Told {
    /// Counts an answer, and says whether it is the right one.
    pub(super) fn count<T: Copy + PartialEq>(&mut self, wanted: T, got: Option<T>) -> bool {
        let right = got.as_ref() == Some(&wanted);
        match got {
            None => self.open += 1,
            Some(_) if right => self.right += 1,
            Some(_) => self.wrong += 1,
        }
        right
    }

    /// The right ones of all.
    pub fn share(self) -> Share {
        Share { right: self.right, of: self.right + self.wrong + self.open }
    }
}
