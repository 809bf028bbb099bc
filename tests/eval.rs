//! `wiretrace eval`: results of the sample corpus and made ones, checked against its truth.

use serde_json::{Value, json};

use crate::support::{Folder, run_at_home};

const TRUTH: &str = "corpus/truth.jsonl";
const CORPUS: &str = "corpus --urls corpus/urls.jsonl";

/// A folder with the truth of the sample corpus and its rows.
fn with_truth() -> (Folder, Vec<Value>) {
    let truth = std::fs::read(format!("{}/{TRUTH}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let folder = Folder::with("truth.jsonl", truth);
    let rows = folder.rows("truth.jsonl");
    (folder, rows)
}

fn lines(rows: &[Value]) -> String {
    rows.iter().map(|row| format!("{row}\n")).collect()
}

/// The evaluation of a result as JSON.
#[track_caller]
fn evaluated(folder: &Folder, options: &str) -> Value {
    let run = folder.run(&format!("eval --truth truth.jsonl --json {options}")).exits(0);
    run.rows().remove(0)
}

#[test]
fn the_truth_itself_is_a_perfect_result() {
    let (folder, truth) = with_truth();
    let row = |row: &Value| {
        let source = &row["source"];
        let copied = !source.is_null();
        json!({"article": row["id"], "source": source, "relation": copied.then(|| row["relation"].clone()),
            "direction": copied.then(|| row["direction"].as_str().unwrap_or("b→a")),
            "confidence": copied.then_some(1.0), "credited": row["credited"],
            "credit": row.get("agrees").map(|agrees| json!({"agrees": agrees}))})
    };
    folder.write("result.jsonl", lines(&truth.iter().map(row).collect::<Vec<_>>()));
    let found = evaluated(&folder, "--result result.jsonl --errors");
    assert_eq!((&found["result"], &found["rows"]), (&json!("trace"), &json!(truth.len())));
    for metric in ["source", "source_here", "source_unobserved", "relation"] {
        assert_eq!(found[metric]["share"], 1.0, "{metric}: {found}");
        assert!(found[metric]["of"].as_u64() > Some(0), "{metric}: {found}");
    }
    assert_eq!((&found["direction"]["wrong"], &found["direction"]["open"]), (&json!(0), &json!(0)));
    assert_eq!((&found["hard_negatives"]["right"], &found["calibration"]["error"]), (&json!(0), &json!(0.0)));
    assert_eq!(found["errors"], json!([]), "{found}");
}

#[test]
fn traces_of_the_sample_corpus() {
    let (folder, truth) = with_truth();
    let traces = run_at_home(&format!("trace {CORPUS} --against corpus --json -q")).exits(0);
    folder.write("result.jsonl", &traces.stdout);
    let found = evaluated(&folder, "--result result.jsonl");
    assert_eq!((&found["rows"], &found["missing"]), (&json!(truth.len()), &json!(0)));
    let share = found["source"]["share"].as_f64().unwrap();
    assert!(share > 0.5, "{found}");
    assert!(found["relation"]["of"].as_u64() <= found["source"]["right"].as_u64(), "{found}");
    assert!(found.get("errors").is_none());

    let run = folder.run("eval --truth truth.jsonl --result result.jsonl --errors").exits(0);
    let (table, mistakes) = run.text().split_once("\n\n").unwrap();
    assert!(table.starts_with("truth") && table.contains("\nsource found"), "{table}");
    assert!(mistakes.lines().all(|line| line.split('\t').count() == 4), "{mistakes}");
    // The sources that were not found are as many as there are lines about them.
    let missed = mistakes.lines().filter(|line| line.starts_with("source\t")).count() as u64;
    assert_eq!(Some(missed + found["source"]["right"].as_u64().unwrap()), found["source"]["of"].as_u64());
    // A result through a pipe gives the same.
    let piped = folder.run_piped("eval --truth truth.jsonl --result - --errors", &traces.stdout).exits(0);
    assert_eq!(piped.stdout, run.stdout);
}

#[test]
fn stories_and_pairs_of_the_sample_corpus() {
    let (folder, _) = with_truth();
    let pairs = folder.path("pairs.jsonl").display().to_string();
    let stories = run_at_home(&format!("stories {CORPUS} --json --pairs {pairs} -q")).exits(0);
    folder.write("stories.jsonl", &stories.stdout);
    let found = evaluated(&folder, "--result stories.jsonl");
    assert_eq!(found["result"], "stories");
    assert!(found["agrees"]["right"].as_u64() > Some(30), "{found}");
    assert!(found["stories"]["precision"]["share"].as_f64() > Some(0.9), "{found}");
    assert!(found["stories"]["recall"]["of"].as_u64() > Some(50), "{found}");
    let found = evaluated(&folder, "--result pairs.jsonl");
    assert_eq!((&found["result"], &found["stories"]), (&json!("pairs"), &Value::Null));
    assert!(found["source"]["right"].as_u64() > Some(10), "{found}");
}

#[test]
fn one_half_and_the_lines_of_its_pages() {
    let folder = Folder::new();
    folder.write(
        "truth.jsonl",
        lines(&[
            json!({"id": "a", "story": "s", "source": null, "relation": "original", "split": "dev"}),
            json!({"id": "b", "story": "s", "source": "a", "relation": "edited", "split": "dev"}),
            json!({"id": "c", "story": null, "source": null, "relation": "unrelated", "split": "check"}),
        ]),
    );
    folder.write(
        "furniture.jsonl",
        lines(&[json!({"id": "b", "article": ["Text."], "furniture": ["Share", "Read also"]})]),
    );
    folder.write(
        "result.jsonl",
        lines(&[
            json!({"article": "b", "source": "a", "relation": "edited", "furniture": ["Share", "Text."]}),
            json!({"article": "c", "source": "a", "relation": "edited"}),
        ]),
    );
    let of =
        |split| evaluated(&folder, &format!("--result result.jsonl --furniture furniture.jsonl {split}"));
    let dev = of("--split dev");
    assert_eq!(
        (&dev["rows"], &dev["missing"], &dev["hard_negatives"]["of"]),
        (&json!(2), &json!(1), &json!(0))
    );
    assert_eq!(dev["furniture"]["precision"], json!({"right": 1, "of": 2, "share": 0.5}));
    assert_eq!(dev["furniture"]["recall"], json!({"right": 1, "of": 2, "share": 0.5}));
    let check = of("--split check");
    assert_eq!((&check["source"]["of"], &check["hard_negatives"]["right"]), (&json!(0), &json!(1)));
    assert_eq!(check["furniture"]["recall"], json!({"right": 0, "of": 0, "share": null}));
    assert_eq!(of("")["rows"], 3);
}

#[test]
fn what_cannot_be_used_is_named() {
    let (folder, _) = with_truth();
    folder.write("result.jsonl", "{\"article\": \"reuters:2024-03-12:L5N3G1204\"}\n{\"article\":\n{}\n");
    let run = folder.run("eval --truth truth.jsonl --result result.jsonl --json").exits(2);
    let run =
        run.says(&["result.jsonl: line 2:"]).says(&["result.jsonl: line 3: a trace without its article"]);
    assert_eq!(run.rows()[0]["skipped"], 2);

    folder.write("strange.jsonl", "{\"article\": \"nobody/knows.html\"}\n");
    let run = folder.run("eval --truth truth.jsonl --result strange.jsonl").exits(2);
    let run = run.says(&["strange.jsonl: 1 id not in the truth: nobody/knows.html"]);
    assert_eq!(run.text(), "");
    let run = folder.run("eval --truth truth.jsonl --result truth.jsonl").exits(2);
    run.says(&["truth.jsonl: not a result"]);
    folder.run("eval --truth strange.jsonl --result strange.jsonl").exits(2).says(&["not a truth"]);
    folder.run("eval --truth truth.jsonl --result no.jsonl").exits(2).says(&["no.jsonl"]);

    folder.write("empty.jsonl", "");
    let found = evaluated(&folder, "--result empty.jsonl");
    assert_eq!((&found["missing"], &found["source"]["right"]), (&found["rows"], &json!(0)));
}
