//! Damaged files: found by `verify`, and never believed by a reader.

use std::path::Path;

use super::made::{Made, Model, Step, held, modelled, random};
use crate::error::Error;
use crate::index::{Kind, Lookup, Scratch, Snapshot, verify};

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
            snapshot.postings(&lookup, key, &mut found)?;
            assert!(found.iter().any(|posting| posting.doc == article));
        }
        snapshot.tokens(article)?;
    }
    assert_eq!(held(&snapshot)?, modelled(model));
    snapshot.backgrounds()?;
    Ok(())
}

fn small_index(folder: &Path) -> Model {
    let mut model = Model::new();
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

#[test]
fn every_flipped_byte_is_found_and_never_believed() {
    let folder = tempfile::tempdir().unwrap();
    let model = small_index(folder.path());
    ask(folder.path(), &model).unwrap();
    let names: Vec<String> = Snapshot::open(folder.path()).unwrap().manifest.files().collect();
    let mut state = 1;
    let mut flips = 0;
    for name in names.iter().map(String::as_str).chain(["manifest"]) {
        let path = folder.path().join(name);
        let good = std::fs::read(&path).unwrap();
        // Every byte of the small files and of what is at the ends of the large ones, a sample of the rest.
        let step = |at: usize| {
            if at < 300 || at + 900 > good.len() { 1 } else { 1 + (random(&mut 9) % 60) as usize }
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
            at += step(at);
        }
        std::fs::write(&path, &good).unwrap();
    }
    ask(folder.path(), &model).unwrap();
    assert!(flips > 3000, "{flips}");
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

/// Damage whose checksums are right, as somebody who means harm would make: every read is still bounded.
#[test]
fn forged_pages_never_panic() {
    use crate::index::frame::checksum;
    let folder = tempfile::tempdir().unwrap();
    let mut model = Model::new();
    let step = Step::Add((0..120).map(|id| (id, 0)).collect());
    step.run(folder.path(), 1 << 24).unwrap();
    step.apply(&mut model);
    let snapshot = Snapshot::open(folder.path()).unwrap();
    let part = &snapshot.parts[0];
    let path = folder.path().join("00000000.segment");
    let good = std::fs::read(&path).unwrap();
    let mut state = 5;
    let mut told = 0;
    for round in 0..400 {
        let mut bad = good.clone();
        let table_at = part.segment.footer.table_at as usize;
        for _ in 0..1 + round % 3 {
            let at = 40 + random(&mut state) as usize % (table_at - 40);
            bad[at] = random(&mut state) as u8;
        }
        let mut footer = part.segment.footer.clone();
        let mut table = Vec::new();
        for (n, page) in bad[..table_at].chunks(4096).enumerate() {
            table.extend_from_slice(&checksum(page, n as u64).to_le_bytes());
        }
        table.resize(table.len().next_multiple_of(4096), 0);
        footer.roots =
            table.chunks(4096).enumerate().map(|(n, page)| checksum(page, 1 << 63 | n as u64)).collect();
        bad.truncate(table_at);
        bad.extend_from_slice(&table);
        let mut payload = Vec::new();
        crate::index::codec::encode(&footer, &mut payload).unwrap();
        let frame = crate::index::frame::wrap(crate::index::frame::Kind::Footer, &payload);
        let footer_at = bad.len() as u64;
        bad.extend_from_slice(&frame);
        bad.extend_from_slice(&footer_at.to_le_bytes());
        bad.extend_from_slice(&checksum(&footer_at.to_le_bytes(), 0).to_le_bytes());
        std::fs::write(&path, &bad).unwrap();
        let mut manifest = snapshot.manifest.clone();
        manifest.segments[0].len = bad.len() as u64;
        manifest.segments[0].footer_sum = checksum(&frame, 0);
        manifest.swap(folder.path()).unwrap();
        told += usize::from(!verify(folder.path()).unwrap().damages.is_empty());
        let forged = Snapshot::open(folder.path()).unwrap();
        let (mut lookup, mut scratch, mut found) = (Lookup::default(), Scratch::default(), Vec::new());
        for kind in [Kind::Bands, Kind::Prints, Kind::Words] {
            let keys: Vec<u64> = (0..4000).collect();
            if forged.lookup(kind, &keys, &mut lookup).is_ok() {
                for key in 0..keys.len() {
                    let _ = forged.postings(&lookup, key, &mut found);
                    let _ = forged.among(&lookup, key, &[1, 50, 100], &mut Vec::new(), &mut found);
                }
                found.clear();
            }
        }
        for article in 0..forged.numbers() {
            let _ = forged.record(article, &mut scratch).map(|record| record.claims.len());
            let _ = forged.text(article, &mut scratch);
        }
        let _ = forged.find(&Made::new(3, 0).id, &mut scratch);
    }
    assert!(told > 100, "{told}");
}
