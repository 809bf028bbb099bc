//! One set of buffers a thread, for the whole run: making them anew for every task costs a fifth of it.

use std::cell::RefCell;

use crate::compare::ShingleSet;
use crate::sketch::{Shingler, Signer};

use super::corpus::Settings;

/// What a thread needs at hand.
pub(super) struct Scratch {
    pub(super) shingler: Shingler,
    pub(super) signer: Signer,
    pub(super) set: ShingleSet,
    /// Distinct shingles of several articles, one after the other.
    pub(super) arena: Vec<u64>,
    /// Band keys of a block of articles, article by article.
    pub(super) rows: Vec<u32>,
}

thread_local! {
    static SCRATCH: RefCell<Option<Scratch>> = const { RefCell::new(None) };
}

/// Runs `f` with this thread's buffers.
pub(super) fn with<R>(settings: &Settings, f: impl FnOnce(&mut Scratch) -> R) -> R {
    SCRATCH.with_borrow_mut(|slot| {
        // Tests run several settings on one thread.
        let fits = |s: &Scratch| s.shingler.is(settings.kernel, settings.shingling);
        let mut scratch = slot.take().filter(fits).unwrap_or_else(|| Scratch {
            shingler: Shingler::new(settings.kernel, settings.shingling),
            signer: Signer::new(settings.kernel),
            set: ShingleSet::default(),
            arena: Vec::new(),
            rows: Vec::new(),
        });
        let result = f(&mut scratch);
        *slot = Some(scratch);
        result
    })
}
