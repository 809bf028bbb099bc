//! The format: an index of format 1 stays readable.

use std::path::Path;

use super::made::{Model, Step, assert_same};
use crate::index::{Snapshot, verify};

fn steps() -> [Step; 3] {
    [
        Step::Add((0..40).map(|id| (id, 0)).collect()),
        Step::Add((30..45).map(|id| (id, 1)).collect()),
        Step::Remove(vec![4]),
    ]
}

/// Set `WIRETRACE_WRITE_INDEX_V1` to a new folder to write it again; the committed one must never change.
#[test]
fn an_index_of_format_1_is_read() {
    let mut model = Model::new();
    steps().iter().for_each(|step| step.apply(&mut model));
    if let Some(folder) = std::env::var_os("WIRETRACE_WRITE_INDEX_V1") {
        for step in steps() {
            step.run(Path::new(&folder), 1 << 20).unwrap();
        }
    }
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/index-v1");
    let snapshot = Snapshot::open(&committed).unwrap();
    assert_same(&snapshot, &model);
    // It has some of everything.
    let footers = || snapshot.parts.iter().map(|part| &part.segment.footer);
    assert!(footers().flat_map(|footer| &footer.columns).map(|column| column.lists).sum::<u64>() > 0);
    assert!(footers().all(|footer| footer.text.is_some() && footer.background.len > 0));
    assert!(snapshot.parts.iter().any(|part| part.dead.count() > 0));
    assert!(verify(&committed).unwrap().damages.is_empty());
}
