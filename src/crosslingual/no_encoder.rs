//! The encoder of a program that was built without one: there is none, and whoever asks for one is told so.

use std::path::Path;

use super::content::Content;
use super::encoded::Encoded;
use crate::error::{Error, Result};

/// A sentence encoder, which this program cannot have.
#[derive(Debug)]
pub enum Encoder {}

impl Encoder {
    /// An error.
    pub fn open(folder: impl AsRef<Path>) -> Result<Encoder> {
        let reason = "this program was built without encoders: build it with the feature `encoder`";
        Err(Error::input(folder, reason))
    }

    pub(super) fn encode(&self, _: &Content) -> Vec<Encoded> {
        match *self {}
    }
}
