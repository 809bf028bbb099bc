//! `wiretrace stories`: what belongs together, and what must not be joined.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::made::{Dice, Made, day, lines};
use crate::oracle;
use crate::support::{Folder, Run, field, fields, run_at_home};

const CORPUS: &str = "corpus/pages corpus/wire --urls corpus/urls.jsonl";

/// The stories of a run, as sets of ids.
fn groups(run: &Run) -> Vec<HashSet<String>> {
    let members = |row: &Value| {
        let articles = row["articles"].as_array().unwrap();
        fields(articles, "id").into_iter().map(str::to_owned).collect()
    };
    run.rows().iter().map(members).collect()
}

fn at_home(path: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What is written of the sample corpus; one run for all that look at it.
fn of_the_corpus() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| run_at_home(&format!("stories {CORPUS} --json -q")).exits(0))
}

/// The headlines of stories that are kept for checking are left out, so that nobody who looks at a change of
/// the table reads them.
#[test]
fn the_table_of_the_sample_corpus() {
    let run = run_at_home(&format!("stories {CORPUS}")).exits(0);
    let kept: Vec<String> = at_home("corpus/truth.jsonl")
        .iter()
        .filter(|row| row["split"] == "check")
        .map(|row| field(row, "id").trim_start_matches("pages/").to_owned())
        .collect();
    let without_headline = |story: &str| match story.trim_start_matches('\n').split_once('\n') {
        Some((headline, rest)) if kept.iter().any(|id| rest.contains(id)) => {
            let number = headline.split_whitespace().next().unwrap();
            format!("{number:>4}  (kept for checking)\n{rest}")
        }
        _ => story.to_owned(),
    };
    let table: Vec<String> = run.text().split("\n\n").map(without_headline).collect();
    insta::assert_snapshot!(table.join("\n\n"));
    assert!(run.stderr.contains("stories"), "the summary is on standard error: {}", run.stderr);
}

#[test]
fn rows_for_scripts() {
    let run = of_the_corpus();
    let rows = run.rows();
    let row = rows.iter().find(|row| row["story"] == "apa:20240906:APA0214").unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(row).unwrap());
    for row in &rows {
        let articles = row["articles"].as_array().unwrap();
        assert_eq!(row["story"], articles[0]["id"]);
        let ids: HashSet<&str> = fields(articles, "id").into_iter().collect();
        assert_eq!(ids.len(), articles.len(), "{row}");
        // Everything has its source in the story, or is where it starts, or only quotes what it does not belong to.
        for article in articles {
            let source = article["source"].as_str().unwrap_or_default();
            let is_known = ids.contains(source) || source.starts_with("unobserved:");
            let quotes = ["excerpt", "composite"].contains(&article["relation"].as_str().unwrap_or_default());
            assert!(is_known || article["source"].is_null() || quotes, "{article}");
        }
        let starts = articles.iter().filter(|article| article["source"].is_null()).count();
        assert!(starts <= 1 || row["origin"].is_null() || row["origin"] != row["story"], "{row}");
    }
    let folder = Folder::new();
    let path = folder.path("stories.jsonl");
    let run = run_at_home(&format!("stories {CORPUS} -q --json {}", path.display())).exits(0);
    assert_eq!((run.text(), folder.rows("stories.jsonl")), ("", rows));
}

/// Templates and reports that nobody copied are in no story, whatever they look like.
#[test]
fn who_has_no_copy_and_no_source_is_alone() {
    let run = of_the_corpus();
    let rows = run.rows();
    let articles = rows.iter().flat_map(|row| row["articles"].as_array().unwrap());
    let copies: HashSet<&str> =
        articles.filter(|article| !article["source"].is_null()).map(|article| field(article, "id")).collect();
    let truth = at_home("corpus/truth.jsonl");
    let alone = truth.iter().filter(|row| ["unrelated", "series"].contains(&field(row, "relation")));
    let (mut looked_at, mut joined) = (0, 0);
    for row in alone {
        looked_at += 1;
        joined += usize::from(copies.contains(field(row, "id").trim_start_matches("pages/")));
    }
    assert!(looked_at > 300, "{looked_at}");
    assert!(joined * 40 <= looked_at, "{joined} of {looked_at} are called copies");
}

#[test]
fn who_took_it_from_whom_as_a_graph() {
    let folder = Folder::new();
    for (name, begin, arrow) in [("g.dot", "digraph", "->"), ("g.graphml", "<?xml", "<edge source=")] {
        let path = folder.path(name);
        run_at_home(&format!(
            "stories {CORPUS} -q --json {} --graph {}",
            folder.path("s").display(),
            path.display()
        ))
        .exits(0);
        let text = String::from_utf8(folder.read(name)).unwrap();
        assert!(text.starts_with(begin), "{text}");
        let rows = folder.rows("s");
        let edges = rows.iter().flat_map(|row| row["articles"].as_array().unwrap());
        let edges = edges.filter(|article| !article["source"].is_null()).count();
        assert_eq!(text.matches(arrow).count(), edges, "{name}");
    }
    folder.run("stories x --graph g --threshold 0.8").exits(2).says(&["--graph", "--near-duplicates"]);
}

#[test]
fn nobody_is_in_two_stories() {
    let run = of_the_corpus();
    let mut seen = HashSet::new();
    for id in groups(run).into_iter().flatten() {
        assert!(seen.insert(id.clone()), "{id}");
    }
}

/// What the truth file says of the sample corpus, and what is found by likeness at the default threshold: the
/// copies that this version looks for are found together with their sources where their texts are long
/// enough for a page's main text to be told from its furniture.
#[test]
fn copies_of_the_sample_corpus_are_found_with_their_sources() {
    let run = run_at_home(&format!("stories {CORPUS} --near-duplicates --json -q")).exits(0);
    let story_of: HashMap<String, usize> = groups(&run)
        .into_iter()
        .enumerate()
        .flat_map(|(k, ids)| ids.into_iter().map(move |id| (id, k)))
        .collect();
    let together = |a: &str, b: &str| story_of.get(a).is_some_and(|story| story_of.get(b) == Some(story));
    let all = run_at_home(&format!("dedup {CORPUS} -q -o - --annotate")).exits(0).rows();
    let words: HashMap<&str, usize> =
        all.iter().map(|row| (field(row, "id"), oracle::tokens(field(row, "text")).len())).collect();
    let truth = at_home("corpus/truth.jsonl");
    // A page's id there is its path from the corpus folder, here from the INPUT folder.
    let id =
        |row: &Value, name: &str| row[name].as_str().map(|id| id.trim_start_matches("pages/").to_owned());
    let copies: Vec<(String, String)> = truth
        .iter()
        .filter(|row| {
            matches!(field(row, "relation"), "identical" | "near-duplicate" | "same-publisher-version")
        })
        .filter_map(|row| Some((id(row, "id")?, id(row, "source")?)))
        .filter(|(_, source)| !source.starts_with("unobserved:"))
        .collect();
    let missed: Vec<&(String, String)> = copies.iter().filter(|(a, b)| !together(a, b)).collect();
    let long = |id: &str| words[id] >= 60;
    assert!(missed.iter().all(|(a, b)| !long(a) || !long(b)), "missed: {missed:#?}");
    assert_eq!((copies.len() - missed.len(), copies.len()), (131, 133), "found, of all; missed: {missed:#?}");
    // Two papers with one dispatch that nobody here can see.
    assert!(together(
        "www.nordlicht-nachrichten.example/glocke-gefunden.html",
        "www.rheinbote-online.example/kirchenglocke-scheune.html"
    ));
}

#[test]
fn templates_translations_and_strangers_of_the_sample_corpus_stay_alone() {
    let run = run_at_home(&format!("stories {CORPUS} --near-duplicates --json -q")).exits(0);
    let in_stories: HashSet<String> = groups(&run).into_iter().flatten().collect();
    let truth = at_home("corpus/truth.jsonl");
    let mut looked_at = 0;
    for row in &truth {
        let alone = ["unrelated", "series", "translation", "partial-translation", "retelling"];
        if alone.contains(&field(row, "relation")) {
            let id = field(row, "id").trim_start_matches("pages/");
            assert!(!in_stories.contains(id), "{row}");
            looked_at += 1;
        }
    }
    assert_eq!(looked_at, 826);
}

/// A text that drifts: each next one has another stretch of new words, and is near to its neighbours
/// only.
fn drift(steps: usize) -> Vec<Made> {
    let mut dice = Dice::new(21);
    let mut words = dice.words(200);
    (0..steps)
        .map(|step| {
            let at = step * 24 % 192;
            let new = dice.words(24);
            words[at..at + 24].clone_from_slice(&new);
            Made::new(format!("step-{step:02}"), format!("2024-03-{:02}", step + 1), &words)
        })
        .collect()
}

#[test]
fn small_steps_do_not_add_up_to_one_story() {
    let chain = drift(16);
    for (a, b) in chain.iter().zip(&chain[1..]) {
        assert!(oracle::similarity(&a.text, &b.text) >= 0.7, "the chain is broken at {}", a.id);
    }
    assert!(oracle::similarity(&chain[0].text, &chain[15].text) < 0.05);
    let text: HashMap<&str, &str> = chain.iter().map(|a| (a.id.as_str(), a.text.as_str())).collect();
    let folder = Folder::with("news.jsonl", lines(&chain));
    for keep in ["earliest", "longest", "first"] {
        let run = folder.run(&format!("stories news.jsonl --json -q --keep {keep}")).exits(0);
        let groups = groups(&run);
        assert!(!groups.is_empty());
        for group in &groups {
            let least = group
                .iter()
                .flat_map(|a| group.iter().map(|b| oracle::similarity(text[a.as_str()], text[b.as_str()])))
                .fold(1.0, f64::min);
            // Two at both ends of a star: each matches the one in the middle.
            assert!(least > 0.45, "--keep {keep}: {group:?} holds texts of similarity {least:.2}");
        }
    }
}

/// Two groups of five near-copies each, unlike each other, and one text that matches all ten; the
/// bridge comes behind so many of them.
fn two_groups_and_a_bridge(behind: usize) -> Vec<Made> {
    let mut dice = Dice::new(5);
    let words = dice.words(300);
    let mut texts = Vec::new();
    for (group, range) in [("left", 0..200), ("right", 50..250)] {
        for k in 0..5 {
            let mut words = words[range.clone()].to_vec();
            dice.exchange(&mut words, 1);
            texts.push((format!("{group}-{k}"), words));
        }
    }
    texts.insert(behind, ("bridge".to_owned(), words[25..225].to_vec()));
    let dated = |(k, (id, words)): (usize, &(String, Vec<String>))| Made::new(id, day(k), words);
    texts.iter().enumerate().map(dated).collect()
}

#[test]
fn one_bridge_does_not_join_two_strong_groups() {
    for behind in 0..=10 {
        let mut all = two_groups_and_a_bridge(behind);
        let folder = Folder::with("news.jsonl", lines(&all));
        let bridge = all.remove(behind);
        assert!(oracle::similarity(&all[0].text, &all[5].text) < 0.6);
        assert!(all.iter().all(|a| oracle::similarity(&a.text, &bridge.text) >= 0.7));
        let run = folder.run("stories news.jsonl --near-duplicates --json -q").exits(0);
        let groups = groups(&run);
        for group in &groups {
            let sides: HashSet<&str> = group.iter().filter_map(|id| Some(id.split_once('-')?.0)).collect();
            assert_eq!(sides.len(), 1, "bridge behind {behind}: {group:?}");
        }
        assert_eq!(groups.iter().map(HashSet::len).sum::<usize>(), 11, "bridge behind {behind}: {groups:?}");
    }
}

#[test]
fn one_dispatch_and_its_copies_are_one_story_though_they_differ_from_each_other() {
    let mut dice = Dice::new(12);
    let words = dice.words(200);
    let mut all = vec![Made::new("dispatch", day(0), &words)];
    for k in 1..8 {
        let mut words = words.clone();
        dice.exchange(&mut words, 6);
        all.push(Made::new(format!("copy-{k}"), day(k), &words));
    }
    assert!(all[1..].iter().all(|copy| oracle::similarity(&all[0].text, &copy.text) >= 0.7));
    assert!(oracle::similarity(&all[1].text, &all[2].text) < 0.7);
    let folder = Folder::with("news.jsonl", lines(&all));
    let groups = groups(&folder.run("stories news.jsonl --near-duplicates --json -q").exits(0));
    assert_eq!(groups.iter().map(HashSet::len).collect::<Vec<_>>(), [8], "{groups:?}");
}

/// Of a crowd, not all pairs are compared: that is no reason to take it apart.
#[test]
fn hundreds_of_edited_copies_are_one_story() {
    let mut dice = Dice::new(6);
    let words = dice.words(200);
    let all: Vec<Made> = (0..700)
        .map(|k| {
            let mut words = words.clone();
            if k > 0 {
                dice.exchange(&mut words, 1 + k % 3);
            }
            Made::new(format!("{k:03}"), day(k / 10), &words)
        })
        .collect();
    let folder = Folder::with("news.jsonl", lines(&all));
    let groups = groups(&folder.run("stories news.jsonl --near-duplicates --json -q").exits(0));
    assert_eq!(groups.iter().map(HashSet::len).collect::<Vec<_>>(), [700]);
}

#[test]
fn a_story_starts_with_the_one_that_is_kept() {
    let mut dice = Dice::new(8);
    let words = dice.words(60);
    let all = [
        Made::new("late", "2024-05-03T10:00:00Z", &words),
        Made::new("early", "2024-05-03T11:00:00+02:00", &words[..58]),
        Made::new("undated", "", &words),
    ];
    let folder = Folder::with("news.jsonl", lines(&all));
    let row = &folder.run("stories news.jsonl --near-duplicates --json -q").exits(0).rows()[0];
    let articles = row["articles"].as_array().unwrap();
    assert_eq!(fields(articles, "id"), ["early", "late", "undated"]);
    let similarity = oracle::round(oracle::similarity(&all[0].text, &all[1].text));
    assert_eq!(articles[1]["similarity"], json!(similarity));
    assert_eq!((&articles[2]["source"], &articles[2]["relation"]), (&json!("late"), &json!("identical")));
}

#[test]
fn standard_output_takes_the_stories_or_the_pairs() {
    let words = Dice::new(2).words(60);
    let folder = Folder::with("news.jsonl", lines(&["a", "b"].map(|id| Made::new(id, "", &words))));
    for both in ["--pairs -", "--json --pairs -"] {
        folder.run(&format!("stories news.jsonl {both}")).exits(2).says(&["only one of", "standard output"]);
    }
    let run = folder.run("stories news.jsonl -q --json stories.jsonl --pairs -").exits(0);
    assert_eq!(fields(&run.rows(), "b"), ["b"]);
    assert_eq!(fields(&folder.rows("stories.jsonl"), "story"), ["a"]);
}
