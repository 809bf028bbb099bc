//! Every operation on files fails once, and nothing is lost.

use super::made::{Model, Step, assert_same, held, modelled, with_sentences};
use crate::index::disk::fault;
use crate::index::{Snapshot, verify};

fn script() -> Vec<Step> {
    vec![
        Step::Add((0..60).map(|id| (id, 0)).collect()),
        Step::Add((40..90).map(|id| (id, 1)).collect()),
        Step::Remove((0..90).step_by(4).collect()),
        Step::Older(300),
        Step::Add((85..100).map(|id| (id, 2)).collect()),
        Step::Merge,
        Step::Remove(vec![99]),
    ]
}

/// Runs the script with each step failing at its first, second, third ... operation until it no longer
/// fails.
#[test]
fn a_fault_at_any_site_leaves_the_index_before_or_after() {
    const MEMORY: usize = 20_000;
    let folder = tempfile::tempdir().unwrap();
    let (mut model, mut faults) = (Model::new(), 0);
    with_sentences(folder.path()).unwrap();
    for step in script() {
        let mut after = model.clone();
        step.apply(&mut after);
        for site in 0.. {
            fault::after(Some(site));
            let result = step.run(folder.path(), MEMORY);
            let met = fault::met();
            fault::after(None);
            if let Err(error) = &result {
                let said = error.to_string();
                assert!(met && said.contains(&*folder.path().to_string_lossy()), "{said}");
                faults += 1;
            }
            let now = match Snapshot::open(folder.path()) {
                Ok(snapshot) => held(&snapshot).unwrap(),
                // The very first commit has not come through.
                Err(_) if model.is_empty() => Vec::new(),
                Err(error) => panic!("{error}"),
            };
            match &result {
                Ok(_) => assert_eq!(now, modelled(&after), "{step:?} at {site}"),
                Err(_) => {
                    assert!(now == modelled(&model) || now == modelled(&after), "{step:?} at {site}");
                }
            }
            if folder.path().join("manifest").exists() {
                let verified = verify(folder.path()).unwrap();
                assert!(verified.damages.is_empty(), "{:?}", verified.damages);
            }
            if result.is_ok() && !met {
                break;
            }
            // Back to where it was, for the next site; a step that came through may not be undone by itself.
            if now != modelled(&model) {
                step_back(folder.path(), &model);
            }
        }
        step.run(folder.path(), MEMORY).unwrap();
        model = after;
        assert_same(&Snapshot::open(folder.path()).unwrap(), &model);
        let snapshot = Snapshot::open(folder.path()).unwrap();
        let names: Vec<String> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !["lock", "holder", "manifest"].contains(&name.as_str()))
            .collect();
        let listed: Vec<String> = snapshot.manifest.files().collect();
        assert!(names.iter().all(|name| listed.contains(name)), "{names:?} {listed:?}");
        assert_eq!(names.len(), listed.len());
    }
    assert!(faults > 60, "{faults}");
}

/// Makes the index hold what the model does, by other means than the step under test.
fn step_back(folder: &std::path::Path, model: &Model) {
    let mut writer = super::made::writer(folder, 20_000).unwrap();
    let ids: Vec<String> =
        held(&Snapshot::open(folder).unwrap()).unwrap().into_iter().map(|held| held.0).collect();
    for id in ids.iter().filter(|id| !model.contains_key(*id)) {
        assert!(writer.remove(id).unwrap());
    }
    for made in model.values() {
        made.entry(|entry| writer.add(entry)).unwrap();
    }
    writer.commit().unwrap();
    assert_eq!(held(&Snapshot::open(folder).unwrap()).unwrap(), modelled(model));
}

#[test]
fn an_error_ends_the_writing_and_the_next_writer_cleans_up() {
    let folder = tempfile::tempdir().unwrap();
    Step::Add(vec![(1, 0)]).run(folder.path(), 1 << 20).unwrap();
    let mut writer = super::made::writer(folder.path(), 1 << 20).unwrap();
    fault::after(Some(0));
    let made = super::made::Made::new(2, 0);
    let first = made.entry(|entry| writer.add(entry)).unwrap_err();
    fault::after(None);
    assert!(first.to_string().contains(".segment"), "{first}");
    let second = made.entry(|entry| writer.add(entry)).unwrap_err();
    assert!(second.to_string().contains("earlier error"), "{second}");
    assert!(writer.commit().is_err());
    drop(writer);
    std::fs::write(folder.path().join("00000077.segment"), "half").unwrap();
    std::fs::write(folder.path().join("manifest.new"), "half").unwrap();
    Step::Add(vec![(2, 0)]).run(folder.path(), 1 << 20).unwrap();
    assert!(!folder.path().join("00000077.segment").exists());
    assert!(!folder.path().join("manifest.new").exists());
    assert_eq!(Snapshot::open(folder.path()).unwrap().len(), 2);
}
