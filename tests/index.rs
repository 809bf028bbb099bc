//! `wiretrace index`: add, replace, remove, merge, look at, verify.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::made::Dice;
use crate::support::{Folder, run_at_home};

fn articles(ids: &[(&str, &str)]) -> String {
    let line = |(id, text): &(&str, &str)| {
        format!("{}\n", serde_json::json!({"id": id, "text": text, "date": "2024-05-03"}))
    };
    ids.iter().map(line).collect()
}

const HARBOUR: &str = "The old harbour of Cabo Marzal was closed on Tuesday after a crane fell into the basin, \
    the port authority said, and the two ferries were sent to the fishing quay instead.";
const SCHOOL: &str = "Pupils of the village school at Ostrowek planted ninety-four apple trees along the \
    railway embankment, which the council had wanted to cover with gravel.";

/// A folder with an index `ix` of two articles.
fn indexed() -> Folder {
    let folder = Folder::with("known.jsonl", articles(&[("harbour", HARBOUR), ("school", SCHOOL)]));
    let run = folder.run("index add ix known.jsonl").exits(0);
    assert!(run.stderr.contains("2 articles added; 2 in the index"), "{}", run.stderr);
    folder
}

#[test]
fn an_index_is_not_begun_where_there_is_nothing_to_read() {
    let folder = Folder::new();
    let run = folder.run("index add ix missing.jsonl").exits(2);
    assert!(run.stderr.contains("missing.jsonl"), "{}", run.stderr);
    assert!(!folder.path("ix").exists());
    // What a writer leaves that was killed before its first commit.
    std::fs::create_dir(folder.path("ix")).unwrap();
    std::fs::write(folder.path("ix").join("lock"), "").unwrap();
    folder.write("asked.jsonl", articles(&[("asked", HARBOUR)]));
    let run = folder.run("trace asked.jsonl --against ix").exits(2);
    assert!(run.stderr.contains("holds no index yet"), "{}", run.stderr);
    assert!(run.stderr.contains("wiretrace index add"), "{}", run.stderr);
}

#[test]
fn adding_shows_how_far_it_is() {
    let folder = Folder::with("known.jsonl", articles(&[("harbour", HARBOUR), ("school", SCHOOL)]));
    let run = folder.run("index add ix known.jsonl --progress always").exits(0);
    assert!(run.stderr.contains("2 articles added"), "{}", run.stderr);
    assert!(run.stderr.contains(" a second"), "{}", run.stderr);
}

fn ids_found(folder: &Folder, text: &str) -> Vec<String> {
    folder.write("asked.jsonl", articles(&[("asked", text)]));
    let run = folder.run("trace asked.jsonl --against ix --json -q").exits(0);
    let candidates = run.rows()[0]["candidates"].as_array().unwrap().clone();
    candidates.iter().map(|c| c["b"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_was_added_is_found_and_what_was_removed_is_not() {
    let folder = indexed();
    assert_eq!(ids_found(&folder, HARBOUR), ["harbour"]);
    let run = folder.run("index remove ix harbour").exits(0);
    assert!(run.stderr.contains("1 article removed; 1 in the index"), "{}", run.stderr);
    assert_eq!(ids_found(&folder, HARBOUR), [""; 0]);
    assert_eq!(ids_found(&folder, SCHOOL), ["school"]);
    folder.run("index merge ix").exits(0);
    assert_eq!(ids_found(&folder, SCHOOL), ["school"]);
    folder.run("index verify ix").exits(0);
}

#[test]
fn an_id_added_again_replaces_the_article() {
    let folder = indexed();
    folder.write("more.jsonl", articles(&[("harbour", SCHOOL)]));
    let run = folder.run("index add ix more.jsonl").exits(0);
    assert!(run.stderr.contains("1 of them in the place of another"), "{}", run.stderr);
    assert_eq!(ids_found(&folder, HARBOUR), [""; 0]);
    assert_eq!(ids_found(&folder, SCHOOL), ["harbour", "school"]);
}

#[test]
fn ids_and_dates_to_remove() {
    let folder = indexed();
    folder.write("gone.txt", "school\nnobody\n");
    let run = folder.run("index remove ix --ids-from gone.txt").exits(2);
    assert!(run.stderr.contains("no article has the id \"nobody\""), "{}", run.stderr);
    let run = folder.run("index remove ix --older-than 2024-05-03").exits(0);
    assert!(run.stderr.contains("0 articles removed; 1 in the index"), "{}", run.stderr);
    let run = folder.run("index remove ix --older-than 2024-05-05").exits(0);
    assert!(run.stderr.contains("1 article removed; 0 in the index"), "{}", run.stderr);
    let run = folder.run("index remove ix --older-than soon").exits(2);
    assert!(run.stderr.contains("\"soon\" is no date"), "{}", run.stderr);
}

#[test]
fn numbers_for_people_and_for_scripts() {
    let folder = indexed();
    let run = folder.run("index info ix").exits(0);
    let table = run.text();
    assert!(table.contains("articles               2\n"), "{table}");
    assert!(table.contains("published              2024-05-03T00:00:00Z to "), "{table}");
    let row = &folder.run("index info ix --json").exits(0).rows()[0];
    assert_eq!((row["articles"].as_u64(), row["segments"].as_u64()), (Some(2), Some(1)));
    assert_eq!(row["made_with"]["n"], "5");
}

#[test]
fn damage_is_found_and_named() {
    let folder = indexed();
    let segment = folder.names_in("ix").into_iter().find(|name| name.ends_with(".segment")).unwrap();
    let mut bytes = folder.read(&format!("ix/{segment}"));
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    folder.write(&format!("ix/{segment}"), &bytes);
    let run = folder.run("index verify ix").exits(1);
    assert!(run.stderr.contains(&segment) && run.stderr.contains("damaged"), "{}", run.stderr);
}

#[test]
fn what_is_no_index_is_refused() {
    let folder = Folder::with("notes/readme.txt", "mine");
    let run = folder.run("index add notes notes/readme.txt").exits(2);
    assert!(run.stderr.contains("is no index, and is not empty"), "{}", run.stderr);
    let run = folder.run("index info nowhere").exits(2);
    assert!(run.stderr.contains("holds no index"), "{}", run.stderr);
}

#[test]
fn the_same_index_at_any_thread_count() {
    let one = Folder::new();
    for threads in [1, 8] {
        let index = one.path(&format!("ix{threads}"));
        run_at_home(&format!("index add {} corpus/wire --threads {threads} -q", index.display())).exits(0);
    }
    let segment = |threads: usize| one.read(&format!("ix{threads}/00000000.segment"));
    assert!(segment(1) == segment(8));
}

/// Killed at any moment, a command has taken effect as a whole or not at all. `WIRETRACE_KILLS` sets how
/// often that is tried.
#[test]
fn a_killed_writer_leaves_what_was_there_or_all_it_wrote() {
    let kills = std::env::var("WIRETRACE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(24);
    let folder = indexed();
    let mut dice = Dice::new(7);
    let mut there = 2;
    let (mut survived, mut done) = (0, 0);
    for round in 0..kills {
        let ids: Vec<String> = (0..40).map(|n| format!("{round}-{n}")).collect();
        let texts: Vec<String> = ids.iter().map(|id| format!("{HARBOUR} Number {id} of {round}.")).collect();
        let new: Vec<(&str, &str)> = ids.iter().zip(&texts).map(|(id, text)| (&id[..], &text[..])).collect();
        folder.write("new.jsonl", articles(&new));
        // Adding, removing what an earlier round added, and merging take turns.
        let (arguments, after): (Vec<String>, u64) = match round % 4 {
            0 | 1 => (["add", "ix", "new.jsonl"].map(str::to_owned).to_vec(), there + 40),
            2 => (["remove", "ix", "harbour"].map(str::to_owned).to_vec(), there - 1),
            _ => (["merge", "ix"].map(str::to_owned).to_vec(), there),
        };
        let mut writer = Command::new(assert_cmd::cargo::cargo_bin!("wiretrace"))
            .arg("index")
            .args(&arguments)
            .current_dir(folder.path(""))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(dice.below(25_000) as u64));
        let killed = writer.try_wait().unwrap().is_none();
        writer.kill().unwrap();
        writer.wait().unwrap();
        survived += usize::from(killed);
        let now = folder.run("index info ix --json").exits(0).rows()[0]["articles"].as_u64().unwrap();
        assert!(now == there || now == after, "round {round}: {now} articles, not {there} or {after}");
        assert!(killed || now == after || round % 4 == 2, "round {round} ended by itself and did nothing");
        done += u64::from(now == after);
        there = now;
        if round % 4 == 2 {
            folder.write("back.jsonl", articles(&[("harbour", HARBOUR)]));
            let run = folder.run("index add ix back.jsonl").exits(0);
            assert!(run.stderr.contains("1 article added"), "{}", run.stderr);
            there = folder.run("index info ix --json").rows()[0]["articles"].as_u64().unwrap();
        }
        folder.run("index verify ix").exits(0);
    }
    assert!(
        survived > 0 && done > 0,
        "{survived} of {kills} writers were killed at work, {done} took effect"
    );
}
