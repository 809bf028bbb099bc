//! The formats: indexes of all of them stay readable.

use std::path::Path;

use super::made::{Model, Step, assert_same, with_sentences};
use crate::index::{Snapshot, verify};

fn steps() -> [Step; 3] {
    [
        Step::Add((0..40).map(|id| (id, 0)).collect()),
        Step::Add((30..45).map(|id| (id, 1)).collect()),
        Step::Remove(vec![4]),
    ]
}

fn assert_committed(name: &str) -> Snapshot {
    let mut model = Model::new();
    steps().iter().for_each(|step| step.apply(&mut model));
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    let snapshot = Snapshot::open(&committed).unwrap();
    assert_same(&snapshot, &model);
    // It has some of everything.
    let footers = || snapshot.parts.iter().map(|part| &part.segment.footer);
    assert!(footers().flat_map(|footer| &footer.columns).map(|column| column.lists).sum::<u64>() > 0);
    assert!(footers().all(|footer| footer.text.is_some() && footer.background.len > 0));
    assert!(snapshot.parts.iter().any(|part| part.dead.count() > 0));
    assert!(verify(&committed).unwrap().damages.is_empty());
    snapshot
}

/// Set `WIRETRACE_WRITE_INDEX_V1` to a new folder to write it again; the committed one must never change.
#[test]
fn an_index_of_format_1_is_read() {
    write_anew("WIRETRACE_WRITE_INDEX_V1", false);
    assert!(!assert_committed("index-v1").keeps_sentences());
}

/// What has no sentences is still written as it was before there were any.
#[test]
fn an_index_without_sentences_is_written_in_format_1() {
    let folder = tempfile::tempdir().unwrap();
    for step in steps() {
        step.run(folder.path(), 1 << 20).unwrap();
    }
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/index-v1");
    for name in ["manifest", "00000000.segment", "00000001.segment", "00000000-00000003.removed"] {
        let [old, new] = [&committed, folder.path()].map(|folder| std::fs::read(folder.join(name)).unwrap());
        assert!(old == new, "{name}");
    }
}

/// `WIRETRACE_WRITE_INDEX_V2` writes this one again.
#[test]
fn an_index_of_format_2_is_read() {
    write_anew("WIRETRACE_WRITE_INDEX_V2", true);
    assert!(assert_committed("index-v2").keeps_sentences());
}

fn write_anew(variable: &str, sentences: bool) {
    let Some(folder) = std::env::var_os(variable) else { return };
    if sentences {
        with_sentences(Path::new(&folder)).unwrap();
    }
    for step in steps() {
        step.run(Path::new(&folder), 1 << 20).unwrap();
    }
}
