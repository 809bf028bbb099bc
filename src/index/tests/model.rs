//! The index against the model: additions, replacements, removals and merges in any order.

use proptest::prelude::*;

use super::made::{Made, Model, Step, assert_same, held, modelled, with_sentences, writer};
use crate::index::{Snapshot, verify};

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => prop::collection::vec((0u64..60, 0u64..4), 0..80).prop_map(Step::Add),
        2 => prop::collection::vec(0u64..70, 0..20).prop_map(Step::Remove),
        1 => (0i64..1000).prop_map(Step::Older),
        1 => Just(Step::Merge),
    ];
    prop::collection::vec(step, 1..7)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn answers_as_brute_force_does(
            steps in steps(),
            memory in 2_000usize..40_000,
            sentences in any::<bool>(),
        ) {
        let folder = tempfile::tempdir().unwrap();
        if sentences {
            with_sentences(folder.path()).unwrap();
        }
        let mut model = Model::new();
        for step in steps {
            let committed = step.run(folder.path(), memory).unwrap();
            step.apply(&mut model);
            prop_assert_eq!(committed.articles, model.len() as u64);
            let snapshot = Snapshot::open(folder.path()).unwrap();
            assert_same(&snapshot, &model);
            let verified = verify(folder.path()).unwrap();
            prop_assert!(verified.damages.is_empty(), "{:?}", verified.damages);
            prop_assert_eq!(verified.articles, model.len() as u64);
        }
    }
}

/// Enough of everything for lists of several chunks, blocks with several lists, several parts.
#[test]
fn long_lists_answer_as_brute_force_does() {
    // Postings go to a file when they take a quarter of it.
    const MEMORY: usize = 4 << 20;
    let folder = tempfile::tempdir().unwrap();
    let mut model = Model::new();
    with_sentences(folder.path()).unwrap();
    for start in [0, 1500] {
        let step = Step::Add((start..start + 3000).map(|id| (id, start)).collect());
        step.run(folder.path(), MEMORY).unwrap();
        step.apply(&mut model);
    }
    assert_same(&Snapshot::open(folder.path()).unwrap(), &model);
    for step in [Step::Remove((0..4500).step_by(7).collect()), Step::Merge] {
        step.run(folder.path(), MEMORY).unwrap();
        step.apply(&mut model);
        let snapshot = Snapshot::open(folder.path()).unwrap();
        assert_eq!(held(&snapshot).unwrap(), modelled(&model));
    }
    let snapshot = Snapshot::open(folder.path()).unwrap();
    assert_eq!(snapshot.info().segments, 1);
    assert_same(&snapshot, &model);
    // Replaced and removed articles stay in the background's count.
    let count = snapshot.backgrounds().unwrap().concat();
    assert_eq!(u64::from_le_bytes(count.try_into().unwrap()), 6000);
    assert!(verify(folder.path()).unwrap().damages.is_empty());
}

#[test]
fn the_same_bytes_at_any_number_of_threads() {
    let make = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        pool.install(|| {
            with_sentences(folder.path()).unwrap();
            for (start, end) in [(0, 700), (500, 900)] {
                let mut writer = writer(folder.path(), 200_000).unwrap();
                for id in start..end {
                    Made::new(id, start).entry(|entry| writer.add(entry)).unwrap();
                }
                writer.commit().unwrap();
            }
        });
        let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_name() != "holder")
            .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
            .collect();
        files.sort();
        files
    };
    let (one, eight) = (make(1), make(8));
    assert!(one.len() >= 3);
    assert!(one == eight);
}
