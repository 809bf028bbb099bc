//! Damaged files: found by `verify`, and never believed by a reader.

use std::path::Path;

use super::made::{Made, Model, Step, held, modelled, random, with_sentences, writer};
use crate::crosslingual::{Reader, WordTable, candidates};
use crate::error::Error;
use crate::index::forge::{Target, forge};
use crate::index::manifest::Manifest;
use crate::index::{Kind, Language, Lookup, Scratch, Snapshot, verify};
use crate::text::Kernel;

/// Everything that a reader can ask: an error that names a file, or the right answers.
fn ask(folder: &Path, model: &Model) -> Result<(), Error> {
    let snapshot = Snapshot::open(folder)?;
    let (mut lookup, mut scratch, mut found) = (Lookup::default(), Scratch::default(), Vec::new());
    for made in model.values() {
        let article = snapshot.find(&made.id, &mut scratch)?.expect("an article that is there is found");
        let keys: Vec<u64> = made.prints.iter().map(|print| print.0).collect();
        snapshot.lookup(Kind::Prints, &keys, &mut lookup)?;
        for key in 0..keys.len() {
            found.clear();
            snapshot.postings(&lookup, key, |p| found.push(p))?;
            assert!(found.iter().any(|posting| posting.doc == article));
        }
        snapshot.tokens(article)?;
    }
    assert_eq!(held(&snapshot)?, modelled(model));
    snapshot.backgrounds()?;
    search(&snapshot)?;
    Ok(())
}

/// Looks for translations.
fn search(snapshot: &Snapshot) -> Result<(), Error> {
    let text = "A developer from the capital has offered nine million. Ingrid Halvorsen pays 4,800 a day.";
    let content = Reader::new(WordTable::embedded()).read(text);
    let french = Language::of(Some("fr")).expect("a tag");
    let may = |article| snapshot.is_foreign(article, french).unwrap_or(false);
    candidates(Kernel::best(), &content, snapshot, 16, may)?;
    Ok(())
}

fn small_index(folder: &Path) -> Model {
    let mut model = Model::new();
    with_sentences(folder).unwrap();
    for step in [
        Step::Add((0..40).map(|id| (id, 0)).collect()),
        Step::Add((30..45).map(|id| (id, 1)).collect()),
        Step::Remove(vec![2, 3, 44]),
    ] {
        step.run(folder, 1 << 20).unwrap();
        step.apply(&mut model);
    }
    model
}

/// Set `WIRETRACE_FLIP_EVERY_BYTE` to try each of some 20,000 bytes and not a sample; it takes ten seconds.
#[test]
fn every_flipped_byte_is_found_and_never_believed() {
    let folder = tempfile::tempdir().unwrap();
    let model = small_index(folder.path());
    ask(folder.path(), &model).unwrap();
    let names: Vec<String> = Snapshot::open(folder.path()).unwrap().manifest.files().collect();
    let mut state = 1;
    let every = std::env::var_os("WIRETRACE_FLIP_EVERY_BYTE").is_some();
    let mut flips = 0;
    for name in names.iter().map(String::as_str).chain(["manifest"]) {
        let path = folder.path().join(name);
        let good = std::fs::read(&path).unwrap();
        // Every byte of what is at the ends, and of the rest every byte or a sample.
        let step = |at: usize, state: &mut u64| {
            let dense = every || at < 100 || at + 700 > good.len();
            if dense { 1 } else { 1 + (random(state) % 90) as usize }
        };
        let mut at = 0;
        while at < good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1 << (random(&mut state) % 8);
            std::fs::write(&path, &bad).unwrap();
            match verify(folder.path()) {
                Ok(verified) => {
                    assert!(!verified.damages.is_empty(), "{name} byte {at}");
                    assert!(verified.damages.iter().all(|d| d.file == path), "{name}: {verified:?}");
                }
                Err(error) => assert!(error.to_string().contains(name), "{error}"),
            }
            if let Err(error) = ask(folder.path(), &model) {
                assert!(error.to_string().contains(name), "{name} byte {at}: {error}");
            }
            flips += 1;
            at += step(at, &mut state);
        }
        std::fs::write(&path, &good).unwrap();
    }
    ask(folder.path(), &model).unwrap();
    assert!(flips > 1500, "{flips}");
}

#[test]
fn files_cut_short_or_exchanged_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let model = small_index(folder.path());
    let names: Vec<String> = Snapshot::open(folder.path()).unwrap().manifest.files().collect();
    let segments: Vec<_> =
        names.iter().filter(|n| n.ends_with(".segment")).map(|n| folder.path().join(n)).collect();
    let [one, other] = segments.as_slice() else { panic!("{names:?}") };
    let (first, second) = (std::fs::read(one).unwrap(), std::fs::read(other).unwrap());
    for len in (0..first.len()).step_by(701) {
        std::fs::write(one, &first[..len]).unwrap();
        assert!(!verify(folder.path()).unwrap().damages.is_empty());
        assert!(ask(folder.path(), &model).is_err());
    }
    std::fs::write(one, &second).unwrap();
    assert!(!verify(folder.path()).unwrap().damages.is_empty());
    assert!(ask(folder.path(), &model).is_err());
    std::fs::remove_file(one).unwrap();
    assert!(!verify(folder.path()).unwrap().damages.is_empty());
    assert!(ask(folder.path(), &model).unwrap_err().to_string().contains(&*one.to_string_lossy()));
}

/// Damage whose checksums are right: every read is still bounded, and what opens can be asked anything.
#[test]
fn forged_files_never_panic() {
    let from = tempfile::tempdir().unwrap();
    small_index(from.path());
    let folder = tempfile::tempdir().unwrap();
    let (mut state, mut told) = (5, 0);
    for round in 0..400 {
        let target = match round % 8 {
            0 => Target::Footer,
            1 => Target::Manifest,
            2 => Target::Removed,
            _ => Target::Pages,
        };
        forge(from.path(), folder.path(), target, &mut |bytes| {
            for _ in 0..=round % 3 {
                let at = random(&mut state) as usize % bytes.len();
                bytes[at] = random(&mut state) as u8;
            }
        })
        .unwrap();
        told += usize::from(verify(folder.path()).is_ok_and(|verified| !verified.damages.is_empty()));
        if let Ok(forged) = Snapshot::open(folder.path()) {
            ask_anything(&forged);
        }
    }
    assert!(told > 150, "{told}");
}

fn ask_anything(snapshot: &Snapshot) {
    let (mut lookup, mut scratch) = (Lookup::default(), Scratch::default());
    let keys: Vec<u64> = (0..600).collect();
    for kind in [Kind::Bands, Kind::Prints, Kind::Words, Kind::Anchors] {
        if snapshot.lookup(kind, &keys, &mut lookup).is_err() {
            continue;
        }
        for key in 0..keys.len() {
            let (mut found, mut wanted) = (Vec::new(), Vec::new());
            let _ = snapshot.postings(&lookup, key, |p| found.push(p));
            let _ = snapshot.among(&lookup, key, &[1, 20, 30], &mut wanted, &mut found);
        }
    }
    for article in snapshot.articles().take(200) {
        let _ = snapshot.record(article, &mut scratch).map(|record| record.claims.len());
        let _ = snapshot.text(article, &mut scratch);
        let _ = snapshot.tokens(article);
    }
    let _ = snapshot.find(&Made::new(3, 0).id, &mut scratch);
    let _ = snapshot.backgrounds();
    let _ = search(snapshot);
}

#[test]
fn an_id_that_is_live_twice_is_found() {
    let folder = tempfile::tempdir().unwrap();
    for version in 0..2 {
        let mut writer = writer(folder.path(), 1 << 20).unwrap();
        for id in [3, 4 + version] {
            Made::new(id, version).entry(|entry| writer.add(entry)).unwrap();
        }
        writer.commit().unwrap();
    }
    assert!(verify(folder.path()).unwrap().damages.is_empty());
    let mut manifest = Manifest::read(folder.path()).unwrap().unwrap();
    assert!(manifest.segments[0].dead.take().is_some());
    manifest.swap(folder.path()).unwrap();
    let damages = verify(folder.path()).unwrap().damages;
    let [damage] = &damages[..] else { panic!("{damages:?}") };
    assert_eq!(damage.column, Some("ids"));
    assert!(damage.error.to_string().contains("\"article-3\""), "{}", damage.error);
}
