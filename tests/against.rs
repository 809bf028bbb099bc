//! `--against INDEX`: new articles beside what is known.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use crate::made::{self, Dice, Made, lines};
use crate::support::{Folder, counts, field, fields};

/// `known.jsonl`, and an index `ix` of it; `new.jsonl`.
fn folder(known: &[Made], new: &[Made]) -> Folder {
    let folder = Folder::with("known.jsonl", lines(known));
    folder.write("new.jsonl", lines(new));
    folder.run("index add ix known.jsonl -q").exits(0);
    folder
}

/// Made news, half of it known. Copies of one original are in either half.
fn halves() -> (Vec<Made>, Vec<Made>) {
    let all = made::corpus(31, 500);
    let (known, new) = all.split_at(all.len() / 2);
    (known.to_vec(), new.to_vec())
}

fn ids(articles: &[Made]) -> HashSet<&str> {
    articles.iter().map(|a| a.id.as_str()).collect()
}

#[test]
fn what_matches_a_known_article_is_removed_as_if_that_had_been_read_first() {
    let (all, new) = halves();
    // Known ones that match one another would be removed if they were read.
    let folder = Folder::with("all.jsonl", lines(&all));
    folder.run("dedup all.jsonl -q -o known.jsonl").exits(0);
    folder.write("new.jsonl", lines(&new));
    folder.run("index add ix known.jsonl -q").exits(0);
    let run =
        folder.run("dedup new.jsonl --against ix --keep first -o kept --removed removed --json").exits(0);
    folder.run("dedup known.jsonl new.jsonl --keep first -q -o all-kept --removed all-removed").exits(0);
    let removed = folder.rows("removed");
    assert_eq!(removed, folder.rows("all-removed"), "all that is removed is new, and for the same reasons");
    let new_ids = ids(&new);
    let all_kept = folder.rows("all-kept");
    let kept: Vec<&Value> = all_kept.iter().filter(|row| new_ids.contains(field(row, "id"))).collect();
    assert_eq!(folder.rows("kept").iter().collect::<Vec<_>>(), kept);
    assert_eq!(run.summary(), counts(new.len() as u64, removed.len() as u64, 0));
    let known = &run.rows()[0]["known"];
    let by_known = removed.iter().filter(|row| !new_ids.contains(field(row, "duplicate_of"))).count();
    assert!(by_known > 50 && by_known < removed.len(), "{by_known} of {}", removed.len());
    assert_eq!(known["removed"], by_known);
    assert_eq!(known["articles"].as_u64(), Some(folder.rows("known.jsonl").len() as u64));
}

#[test]
fn pairs_are_those_of_all_together_that_have_a_new_article() {
    let (known, new) = halves();
    let folder = folder(&known, &new);
    folder.run("dedup new.jsonl --against ix -q --pairs pairs --removed removed").exits(0);
    folder.run("dedup known.jsonl new.jsonl -q --pairs all-pairs").exits(0);
    let (known_ids, new_ids) = (ids(&known), ids(&new));
    let of_new = |row: &&Value| ["a", "b"].iter().any(|side| new_ids.contains(field(row, side)));
    let all_pairs = folder.rows("all-pairs");
    let expected: Vec<&Value> = all_pairs.iter().filter(of_new).collect();
    assert_eq!(folder.rows("pairs").iter().collect::<Vec<_>>(), expected);
    // What is known stays, even if it matches another known one: every match of it is removed.
    let mixed = |row: &&&Value| ["a", "b"].iter().any(|side| known_ids.contains(field(row, side)));
    let must_go: BTreeSet<&str> = expected
        .iter()
        .filter(mixed)
        .map(|row| if new_ids.contains(field(row, "a")) { field(row, "a") } else { field(row, "b") })
        .collect();
    let removed = folder.rows("removed");
    let gone: BTreeSet<&str> = fields(&removed, "id").into_iter().collect();
    assert!(must_go.len() > 50 && must_go.is_subset(&gone));
}

#[test]
fn stories_have_the_known_articles_that_new_ones_match() {
    let (known, new) = halves();
    let folder = folder(&known, &new);
    let run = folder.run("stories new.jsonl --against ix --json -q").exits(0);
    let together = folder.run("stories known.jsonl new.jsonl --near-duplicates --json -q").exits(0);
    let (known_ids, new_ids) = (ids(&known), ids(&new));
    let story_of = |rows: &[Value]| -> HashMap<String, usize> {
        let members = |(k, row): (usize, &Value)| {
            let articles = row["articles"].as_array().unwrap();
            fields(articles, "id").into_iter().map(|id| (id.to_owned(), k)).collect::<Vec<_>>()
        };
        rows.iter().enumerate().flat_map(members).collect()
    };
    let rows = run.rows();
    let all_together = story_of(&together.rows());
    let mut with_known = 0;
    for row in &rows {
        let articles = row["articles"].as_array().unwrap();
        for article in articles {
            let is_known = known_ids.contains(field(article, "id"));
            assert_eq!(article["known"], is_known);
            with_known += usize::from(is_known);
        }
        let of_story: HashSet<&str> = fields(articles, "id").into_iter().collect();
        assert!(of_story.iter().any(|id| new_ids.contains(id)), "nothing new: {row}");
        let same: HashSet<usize> = of_story.iter().map(|id| all_together[*id]).collect();
        assert_eq!(same.len(), 1, "several stories when all are read: {row}");
    }
    assert!(with_known > 50, "{with_known}");
    let table = folder.run("stories new.jsonl --against ix -q").exits(0);
    assert!(table.text().lines().any(|line| line.ends_with(" (known)")));
}

#[test]
fn an_article_that_is_in_the_index_is_itself() {
    let (known, _) = halves();
    let folder = folder(&known, &known);
    for options in ["-o kept --removed removed --pairs pairs", "-o kept --annotate"] {
        folder.run(&format!("dedup known.jsonl -q {options}")).exits(0);
        let plain = folder.read("kept");
        folder.run(&format!("dedup known.jsonl --against ix -q {options}")).exits(0);
        assert!(folder.read("kept") == plain, "{options}");
    }
}

#[test]
fn notes_name_the_known_article_and_its_story() {
    let words = Dice::new(3).words(80);
    let mut edited = words.clone();
    edited[40] = "edited".to_owned();
    let made = |id: &str, date: &str, words: &[String]| Made::new(id, date, words);
    // The new one is the earlier by its date; the known one stays all the same.
    let other = Dice::new(4).words(80);
    let folder = folder(
        &[made("k", "2024-05-02", &words)],
        &[made("n", "2024-05-01", &edited), made("x", "", &other)],
    );
    let rows = folder.run("dedup new.jsonl --against ix -q -o - --annotate").exits(0).rows();
    let note = &rows[0]["wiretrace"];
    assert_eq!((&note["kept"], &note["duplicate_of"]), (&Value::Bool(false), &Value::from("k")));
    assert_eq!(note["story"], "n", "the first of the story, as in `stories`");
    assert_eq!(rows[1]["wiretrace"]["kept"], true);
    let run = folder.run("dedup new.jsonl --against ix").exits(0);
    run.says(&["1  of them match a known one; 1 of the 1 known"]);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let (known, new) = halves();
    let folder = folder(&known, &new);
    folder.write("more.jsonl", lines(&made::corpus(32, 100)));
    folder.run("index add ix more.jsonl -q").exits(0);
    let outputs = |threads: usize| {
        folder
            .run(&format!(
                "dedup new.jsonl --against ix -q --threads {threads} -o kept --removed removed --pairs pairs"
            ))
            .exits(0);
        let stories = folder.run(&format!("stories new.jsonl --against ix --json -q --threads {threads}"));
        (folder.read("kept"), folder.read("removed"), folder.read("pairs"), stories.exits(0).stdout)
    };
    let one = outputs(1);
    for threads in [2, 8] {
        assert!(outputs(threads) == one, "{threads} threads");
    }
}

#[test]
fn copies_are_found_among_many_that_share_a_block() {
    let mut dice = Dice::new(8);
    let block = dice.words(100);
    let mut with_block = |id: String| {
        let words = [block.clone(), dice.words(60)].concat();
        Made::new(id, "2024-05-01", &words)
    };
    let known: Vec<Made> = (0..400).map(|k| with_block(format!("k{k:03}"))).collect();
    let mut new: Vec<Made> = (0..50).map(|k| with_block(format!("n{k:02}"))).collect();
    for (k, copy) in new.iter_mut().enumerate().take(40) {
        copy.text = known[k * 10].text.replacen(". ", ". Meanwhile ", 1);
    }
    let folder = folder(&known, &new);
    let run = folder.run("dedup new.jsonl --against ix --removed removed --json").exits(0);
    assert_eq!(run.summary(), counts(50, 40, 0));
    for (k, row) in folder.rows("removed").iter().enumerate() {
        assert_eq!(field(row, "duplicate_of"), format!("k{:03}", k * 10), "{row}");
    }
}

#[test]
fn what_cannot_be_looked_up_is_refused_with_the_way_out() {
    let words = Dice::new(3).words(40);
    let folder = folder(&[Made::new("k", "", &words)], &[Made::new("n", "", &words)]);
    folder.run("dedup new.jsonl --against ix --threshold 0.5").exits(2).says(&[
        "ix",
        "--threshold 0.5",
        "further input",
    ]);
    folder
        .run("stories new.jsonl --against ix -n 6")
        .exits(2)
        .says(&["made with n = 5, this run uses n = 6"]);
    folder.run("dedup new.jsonl --against nowhere").exits(2).says(&["nowhere", "holds no index"]);
    folder.run("index add bare known.jsonl --no-text -q").exits(0);
    folder.run("dedup new.jsonl --against bare").exits(2).says(&[
        "bare",
        "keeps no texts",
        "make one without",
    ]);
    let run = folder.run("dedup new.jsonl --against ix --threshold 0.9 --removed -").exits(0);
    assert_eq!(fields(&run.rows(), "duplicate_of"), ["k"]);
}
