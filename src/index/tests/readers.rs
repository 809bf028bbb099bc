//! Readers beside a writer, and what is refused.

use super::made::{Made, Model, Step, assert_same, params, writer};
use crate::index::{Options, Params, Snapshot, Writer};

#[test]
fn a_reader_keeps_its_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    let first = Step::Add((0..50).map(|id| (id, 0)).collect());
    let mut model = Model::new();
    first.run(folder.path(), 10_000).unwrap();
    first.apply(&mut model);
    let before = Snapshot::open(folder.path()).unwrap();
    Step::Add((20..80).map(|id| (id, 1)).collect()).run(folder.path(), 10_000).unwrap();
    Step::Merge.run(folder.path(), 10_000).unwrap();
    assert_same(&before, &model);
}

#[test]
fn readers_open_while_a_writer_replaces_everything() {
    let folder = tempfile::tempdir().unwrap();
    Step::Add((0..20).map(|id| (id, 0)).collect()).run(folder.path(), 10_000).unwrap();
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for version in 1..30 {
                Step::Add((0..20).map(|id| (id, version)).collect()).run(folder.path(), 10_000).unwrap();
                Step::Merge.run(folder.path(), 10_000).unwrap();
            }
        });
        while !writing.is_finished() {
            let held = super::made::held(&Snapshot::open(folder.path()).unwrap()).unwrap();
            assert_eq!(held.len(), 20);
        }
    });
}

#[test]
fn unlike_parameters_a_second_writer_and_foreign_folders_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    Step::Add(vec![(1, 0)]).run(folder.path(), 1 << 20).unwrap();
    let refused = |params: &Params, options: Options| {
        Writer::open(folder.path(), params, options, Box::new(())).unwrap_err().to_string()
    };
    let options = Options { slots: super::made::SLOTS, ..Options::default() };
    let said = refused(&params().with("n", 4), options);
    assert!(said.contains("the index was made with n = 5, this run uses n = 4"), "{said}");
    let said = refused(&params(), Options { slots: 96, ..options });
    assert!(said.contains("8 slots"), "{said}");
    let said = refused(&params(), Options { text: Some(false), ..options });
    assert!(said.contains("made with texts"), "{said}");
    let said = Snapshot::open(folder.path()).unwrap().check(&params().with("gram", 9)).unwrap_err();
    assert!(said.to_string().contains("gram = 10"), "{said}");

    let held = writer(folder.path(), 1 << 20).unwrap();
    assert!(refused(&params(), options).contains("is being written to by process"));
    drop(held);

    let other = tempfile::tempdir().unwrap();
    std::fs::write(other.path().join("thesis.doc"), "x").unwrap();
    let said = writer(other.path(), 1 << 20).unwrap_err().to_string();
    assert!(said.contains("thesis.doc"), "{said}");
    assert!(Snapshot::open(other.path()).unwrap_err().to_string().contains("holds no index"));
}

#[test]
fn without_a_commit_nothing_has_happened() {
    let folder = tempfile::tempdir().unwrap();
    Step::Add(vec![(1, 0)]).run(folder.path(), 1 << 20).unwrap();
    let files = || std::fs::read_dir(folder.path()).unwrap().count();
    let before = files();
    let mut writer = writer(folder.path(), 1_000).unwrap();
    for id in 0..50 {
        Made::new(id, 3).entry(|entry| writer.add(entry)).unwrap();
    }
    assert!(writer.remove("article-1").unwrap());
    assert!(files() > before);
    drop(writer);
    assert_eq!(files(), before);
    let snapshot = Snapshot::open(folder.path()).unwrap();
    assert_eq!(snapshot.len(), 1);
}

#[test]
fn an_index_without_texts_and_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { text: Some(false), slots: super::made::SLOTS, ..Options::default() };
    let mut writer = Writer::open(folder.path(), &params(), options, Box::new(())).unwrap();
    writer.commit().unwrap();
    assert!(Snapshot::open(folder.path()).unwrap().is_empty());
    Made::new(3, 0).entry(|entry| writer.add(entry)).unwrap();
    writer.commit().unwrap();
    let snapshot = Snapshot::open(folder.path()).unwrap();
    assert!(!snapshot.keeps_text());
    let article = snapshot.articles().next().unwrap();
    let mut scratch = crate::index::Scratch::default();
    assert_eq!(snapshot.text(article, &mut scratch).unwrap(), None);
    assert!(snapshot.record(article + 1, &mut scratch).is_err());
    // The last article gone, the segment is gone.
    assert!(writer.remove("article-3").unwrap());
    let committed = writer.commit().unwrap();
    assert_eq!((committed.articles, committed.segments, committed.removed), (0, 0, 1));
}
