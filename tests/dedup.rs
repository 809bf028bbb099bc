//! `wiretrace dedup`: what is kept, what is removed, which pairs are reported, and how it is written.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::made::{self, Made};
use crate::oracle;
use crate::support::{Folder, Run, counts, field, fields, gunzip, run_at_home, unzstd};

/// A made corpus in `news.jsonl`.
fn corpus() -> (Folder, Vec<Made>) {
    let articles = made::corpus(7, 160);
    (Folder::with("news.jsonl", made::lines(&articles)), articles)
}

/// Three articles: the first two nearly the same, dated and long so that each `--keep` differs.
fn three() -> [Made; 3] {
    let mut dice = made::Dice::new(3);
    let words = dice.words(80);
    let longer = [words.clone(), dice.words(6)].concat();
    let middle = words[..76].to_vec();
    [
        Made::new("c-first", "2024-05-02", &words),
        Made::new("b-longest", "2024-05-03", &longer),
        Made::new("a-earliest", "2024-05-01", &middle),
    ]
}

#[test]
fn kept_lines_are_the_inputs_bytes_in_the_inputs_order() {
    let articles = made::corpus(11, 60);
    // Every line in a shape of its own: other spacing, escapes, fields nobody knows, ends of lines.
    let lines: Vec<String> = articles
        .iter()
        .enumerate()
        .map(|(k, a)| {
            let (id, text) = (json!(a.id), json!(a.text).to_string());
            let escaped: String =
                text.chars().map(|c| if c == 'é' { "\\u00E9".into() } else { c.to_string() }).collect();
            match k % 4 {
                0 => format!("{{\"id\":{id},\"text\":{text}}}\n"),
                1 => format!(
                    "  {{ \"x\": [1, {{\"text\": \"no\"}}],\t\"text\" : {escaped} , \"id\": {id} }}\t\n"
                ),
                2 => format!("{{\"text\":{text},\"id\":{id},\"n\":1.50e+3}}\r\n"),
                _ => format!("{{\"id\":{id},\"title\":\"\\/ \\ud83d\\ude00 é\",\"text\":{text}}}\n"),
            }
        })
        .collect();
    let folder = Folder::with("news.jsonl", lines.concat());
    let run = folder.run("dedup news.jsonl -o kept.jsonl --removed removed.jsonl --json").exits(0);
    let removed = folder.rows("removed.jsonl");
    let gone: HashSet<&str> = fields(&removed, "id").into_iter().collect();
    let expected: String = articles
        .iter()
        .zip(&lines)
        .filter(|(a, _)| !gone.contains(a.id.as_str()))
        .map(|(_, l)| l.as_str())
        .collect();
    assert!(gone.len() > 10, "only {} were removed", gone.len());
    assert_eq!(String::from_utf8(folder.read("kept.jsonl")).unwrap(), expected);
    assert_eq!(run.summary(), counts(lines.len() as u64, gone.len() as u64, 0));
}

#[test]
fn a_last_line_without_an_end_gets_one() {
    let [a, b, _] = three();
    let lines = format!("{}{}", a.line(), b.line());
    let folder = Folder::with("news.jsonl", lines.trim_end());
    folder.run("dedup news.jsonl -o kept.jsonl --threshold 1").exits(0);
    assert_eq!(String::from_utf8(folder.read("kept.jsonl")).unwrap(), lines);
}

#[test]
fn every_removed_record_matches_a_kept_one() {
    let (folder, articles) = corpus();
    let text: HashMap<&str, &str> = articles.iter().map(|a| (a.id.as_str(), a.text.as_str())).collect();
    for threshold in [0.5, 0.7, 0.9] {
        let options = format!("dedup news.jsonl -o kept.jsonl --removed removed.jsonl -q -t {threshold}");
        folder.run(&options).exits(0);
        let (kept, removed) = (folder.rows("kept.jsonl"), folder.rows("removed.jsonl"));
        let kept: HashSet<&str> = fields(&kept, "id").into_iter().collect();
        assert_eq!(kept.len() + removed.len(), articles.len());
        for row in &removed {
            let (id, of) = (field(row, "id"), field(row, "duplicate_of"));
            let similarity = oracle::similarity(text[id], text[of]);
            assert!(!kept.contains(id) && kept.contains(of), "{row}");
            assert!(similarity >= threshold, "{row}");
            assert_eq!(row["similarity"], json!(oracle::round(similarity)), "{row}");
            assert_eq!(row.as_object().unwrap().len(), 3, "{row}");
        }
    }
}

/// No pair below the threshold, none missing, and every number right. The bands may miss 15 in 10,000
/// of the pairs at the very threshold; this corpus has none of those.
#[test]
fn pairs_are_those_of_comparing_everything_with_everything() {
    let (folder, articles) = corpus();
    let overlaps = oracle::overlaps(&articles);
    for threshold in [0.5, 0.7, 0.9] {
        let options = format!("dedup news.jsonl --pairs pairs.jsonl --json --threshold {threshold}");
        let run = folder.run(&options).exits(0);
        let expected: Vec<Value> = overlaps
            .iter()
            .filter(|o| o.similarity >= threshold)
            .map(|o| {
                json!({
                    "a": o.a,
                    "b": o.b,
                    "relation": if o.similarity == 1.0 { "identical" } else { "near-duplicate" },
                    "direction": "undetermined",
                    "confidence": 1.0,
                    "similarity": oracle::round(o.similarity),
                    "containment": o.containment.map(oracle::round),
                    "credited": null,
                })
            })
            .collect();
        assert!(expected.len() > 60, "{threshold}: {} pairs prove little", expected.len());
        let pairs = folder.rows("pairs.jsonl");
        let ids = |rows: &[Value]| -> Vec<String> {
            rows.iter().map(|r| format!("{} {}", field(r, "a"), field(r, "b"))).collect()
        };
        assert_eq!(ids(&pairs), ids(&expected), "at {threshold}");
        assert_eq!(pairs, expected, "at {threshold}");
        assert_eq!(run.rows()[0]["pairs"], json!(expected.len()));
    }
}

#[test]
fn the_fields_of_a_pair_come_in_the_order_of_the_contract() {
    let [a, b, _] = three();
    let folder = Folder::with("news.jsonl", [a.line(), b.line()].concat());
    let run = folder.run("dedup news.jsonl --pairs - -q").exits(0);
    insta::assert_snapshot!(run.text());
}

#[test]
fn annotated_records_say_what_became_of_them() {
    let [a, b, c] = three();
    let alone = Made::new("alone", "2024-01-01", &made::Dice::new(9).words(60));
    let lines = [a.line(), b.line(), c.line(), alone.line()];
    let folder = Folder::with("news.jsonl", lines.concat());
    folder.run("dedup news.jsonl -o all.jsonl --annotate").exits(0);
    let written = String::from_utf8(folder.read("all.jsonl")).unwrap();
    for (line, original) in written.lines().zip(&lines) {
        let untouched = original.trim_end().strip_suffix('}').unwrap();
        assert!(line.starts_with(&format!("{untouched},\"wiretrace\":{{\"kept\":")), "{line}");
    }
    let rows = folder.rows("all.jsonl");
    let notes: Vec<&Value> = rows.iter().map(|row| &row["wiretrace"]).collect();
    let copy = |of: &Made| {
        let similarity = oracle::round(oracle::similarity(&of.text, &c.text));
        json!({"kept": false, "duplicate_of": "a-earliest", "similarity": similarity, "story": "a-earliest"})
    };
    assert_eq!(*notes[0], copy(&a));
    assert_eq!(*notes[1], copy(&b));
    assert_eq!(
        *notes[2],
        json!({"kept": true, "duplicate_of": null, "similarity": null, "story": "a-earliest"})
    );
    assert_eq!(*notes[3], json!({"kept": true, "duplicate_of": null, "similarity": null, "story": null}));
    assert_eq!(rows.len(), 4);
}

#[test]
fn what_was_annotated_may_be_annotated_again() {
    let [a, b, c] = three();
    let folder = Folder::with("news.jsonl", [a.line(), b.line(), c.line()].concat());
    folder.run("dedup news.jsonl -q -o once.jsonl --annotate").exits(0);
    folder.run("dedup once.jsonl -q -o twice.jsonl --annotate").exits(0);
    assert_eq!(folder.read("once.jsonl"), folder.read("twice.jsonl"));
    // What has become of them since is what counts.
    folder.run("dedup once.jsonl -q -o apart.jsonl --annotate --threshold 1").exits(0);
    let apart = String::from_utf8(folder.read("apart.jsonl")).unwrap();
    assert_eq!(apart.matches("\"wiretrace\"").count(), 3, "{apart}");
    assert!(folder.rows("apart.jsonl").iter().all(|row| row["wiretrace"]["kept"] == true));
}

#[test]
fn keep_decides_which_one_stays() {
    let folder = Folder::with("news.jsonl", three().map(|a| a.line()).concat());
    for (keep, id) in [("earliest", "a-earliest"), ("longest", "b-longest"), ("first", "c-first")] {
        let run = folder.run(&format!("dedup news.jsonl -q -o - --keep {keep}")).exits(0);
        assert_eq!(fields(&run.rows(), "id"), [id], "--keep {keep}");
    }
    let run = folder.run("dedup news.jsonl -q -o -").exits(0);
    assert_eq!(fields(&run.rows(), "id"), ["a-earliest"], "earliest is the default");
}

#[test]
fn without_dates_the_smallest_id_stays() {
    let line = |id: &str| format!("{{\"id\": \"{id}\", \"text\": \"The bridge is closed.\"}}\n");
    let folder = Folder::with("news.jsonl", ["m", "c", "x"].map(line).concat());
    assert_eq!(fields(&folder.run("dedup news.jsonl -q -o -").rows(), "id"), ["c"]);
    // Of ids that are made of lines, the ninth comes before the tenth.
    let folder = Folder::with("news.jsonl", "{\"text\": \"The bridge is closed.\"}\n".repeat(11));
    folder.run("dedup news.jsonl -q --removed removed.jsonl").exits(0);
    let removed = folder.rows("removed.jsonl");
    assert_eq!((removed.len(), field(&removed[8], "id")), (10, "news.jsonl:10"));
    assert!(removed.iter().all(|r| field(r, "duplicate_of") == "news.jsonl:1"));
}

#[test]
fn standard_output_takes_one_thing() {
    let folder = Folder::with("news.jsonl", three().map(|a| a.line()).concat());
    let run = folder.run("dedup news.jsonl -o -").exits(0);
    assert_eq!(fields(&run.rows(), "id"), ["a-earliest"]);
    assert!(
        run.stderr.contains("removed") && run.stderr.contains("each matches a kept one"),
        "{}",
        run.stderr
    );
    let run = folder.run("dedup news.jsonl --json").exits(0);
    assert_eq!(run.summary(), counts(3, 2, 0));
    assert_eq!(run.stderr, "", "the summary is not told twice");
    folder.run("dedup news.jsonl -o - --json").exits(2).says(&["only one of", "standard output"]);
    folder.run("dedup news.jsonl --pairs - --removed -").exits(2).says(&["only one of"]);
    let run = folder.run("dedup news.jsonl --quiet -o kept.jsonl").exits(0);
    assert_eq!((run.text(), run.stderr.as_str()), ("", ""));
}

#[test]
fn outputs_are_compressed_by_their_names() {
    let (folder, _) = corpus();
    folder.run("dedup news.jsonl -q -o kept.jsonl --removed removed.jsonl --pairs pairs.jsonl").exits(0);
    folder.run("dedup news.jsonl -q -o k.jsonl.gz --removed r.jsonl.zst --pairs p.jsonl.gz").exits(0);
    assert_eq!(gunzip(&folder.read("k.jsonl.gz")), folder.read("kept.jsonl"));
    assert_eq!(unzstd(&folder.read("r.jsonl.zst")), folder.read("removed.jsonl"));
    assert_eq!(gunzip(&folder.read("p.jsonl.gz")), folder.read("pairs.jsonl"));
}

#[test]
fn a_corpus_may_be_cleaned_in_place() {
    let [a, b, c] = three();
    let folder = Folder::with("news.jsonl", [a.line(), b.line(), c.line()].concat());
    folder.run("dedup news.jsonl -o news.jsonl").exits(0);
    assert_eq!(String::from_utf8(folder.read("news.jsonl")).unwrap(), c.line());
    assert_eq!(folder.names(), ["news.jsonl"]);
}

#[test]
fn tables_come_out_as_tables_byte_for_byte() {
    let [a, b, c] = three().map(|a| a.text.replace('"', "\"\""));
    let header = "key,\"text\",note\r\n";
    let rows = [
        format!("1,\"{a}\",\"x, \"\"y\"\"\"\r\n"),
        format!("2,\"{b}\",\r\n"),
        format!("3,\"{c}\", spaced \n"),
    ];
    let other = "4,Another text that has a few words of its own,\n".to_owned();
    let folder = Folder::with("t.csv", format!("{header}{}{other}", rows.concat()));
    folder.run("dedup t.csv --id-field key -o kept.csv --keep first").exits(0);
    assert_eq!(String::from_utf8(folder.read("kept.csv")).unwrap(), format!("{header}{}{other}", rows[0]));
    // A second table of the same shape goes on under the one header.
    folder.write("u.csv", format!("{header}5,\"{a}\",\r\n6,Something that is nowhere else in these tables,"));
    folder.run("dedup t.csv u.csv --id-field key -o kept.csv --keep first").exits(0);
    let expected = format!("{header}{}{other}6,Something that is nowhere else in these tables,\n", rows[0]);
    assert_eq!(String::from_utf8(folder.read("kept.csv")).unwrap(), expected);
    // With an input of another shape there is no table to be written.
    folder.write("v.jsonl", "{\"key\": \"7\", \"text\": \"A line among tables\"}\n");
    folder.run("dedup u.csv v.jsonl --id-field key -o kept.jsonl").exits(0);
    let mixed = folder.rows("kept.jsonl");
    assert_eq!((field(&mixed[0], "id"), field(&mixed[2], "key")), ("5", "7"));
}

#[test]
fn pages_come_out_as_canonical_lines() {
    let run = run_at_home("dedup corpus/pages corpus/wire --urls corpus/urls.jsonl -q -o -").exits(0);
    let text = run.text();
    let page = text.lines().find(|l| l.contains("/russian-businessman-yacht-sold-montpellier")).unwrap();
    let value: Value = serde_json::from_str(page).unwrap();
    assert!(page.starts_with(concat!(
        "{\"id\":\"www.continental-herald.example/russian-businessman-yacht-sold-montpellier.html\",",
        "\"url\":\"https://www.continental-herald.example/russian-businessman-yacht-sold-montpellier/\","
    )));
    assert_eq!(value["lang"], "en");
    assert!(field(&value, "published").starts_with("20"), "{page}");
    assert!(field(&value, "title").contains("Yacht"), "{page}");
    assert!(field(&value, "text").split_whitespace().count() > 100, "{page}");
    let order: Vec<usize> = ["id", "url", "title", "published", "lang", "text"]
        .map(|f| page.find(&format!("\"{f}\":")).unwrap())
        .into();
    assert!(order.is_sorted(), "{page}");
    assert_eq!(value.as_object().unwrap().len(), 6);
    // Records of the agencies' feeds are repeated as they are.
    let wire =
        std::fs::read_to_string(format!("{}/corpus/wire/archive.jsonl", env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert!(wire.lines().all(|line| text.lines().any(|kept| kept == line)));
}

#[test]
fn what_was_cleaned_is_clean() {
    let (folder, _) = corpus();
    folder.run("dedup news.jsonl -q -o once.jsonl").exits(0);
    let run = folder.run("dedup once.jsonl -o twice.jsonl --json").exits(0);
    assert_eq!(run.summary().removed, 0);
    assert_eq!(folder.read("once.jsonl"), folder.read("twice.jsonl"));
}

#[test]
fn the_choice_of_bands_is_explained() {
    for threshold in ["0.7", "0.9"] {
        let run = run_at_home(&format!("dedup --explain --kernel scalar --threshold {threshold}")).exits(0);
        insta::assert_snapshot!(format!("explain-{threshold}"), run.text());
    }
}

#[test]
fn strict_stops_at_the_first_bad_record_and_leaves_the_old_output() {
    let [a, _, _] = three();
    let folder = Folder::with("news.jsonl", format!("{}{{broken\n{{also broken\n", a.line()));
    folder.write("kept.jsonl", "what was here before");
    let run = folder.run("dedup news.jsonl -o kept.jsonl --strict").exits(2).says(&[
        "news.jsonl",
        "record 2",
        "broken JSON",
        "--strict",
    ]);
    assert!(!run.stderr.contains("record 3"), "{}", run.stderr);
    assert_eq!(folder.read("kept.jsonl"), b"what was here before");
    assert_eq!(folder.names(), ["kept.jsonl", "news.jsonl"], "no half-written file is left");
    folder.write("news.jsonl", a.line());
    folder.run("dedup news.jsonl -o kept.jsonl --strict").exits(0);
}

#[test]
fn options_out_of_range_are_refused() {
    let folder = Folder::with("news.jsonl", "{\"text\": \"x\"}\n");
    for (option, said) in [
        ("--threshold 0", "from 0.05 to 1"),
        ("--threshold 1.01", "from 0.05 to 1"),
        ("--threshold NaN", "from 0.05 to 1"),
        ("--shingle 0", "0"),
        ("--threads 0", "0"),
        ("--kernel fast", "expected auto, avx512, avx2 or scalar"),
        ("--keep best", "earliest"),
        ("--format word", "no format is called"),
        ("--annotate", "--output"),
        ("--max-record 0", "0"),
    ] {
        folder.run(&format!("dedup news.jsonl {option}")).exits(2).says(&[said]);
    }
    folder.run("dedup").exits(2).says(&["no input"]);
    let run = folder.run("dedup news.jsonl -o no/such/kept.jsonl").exits(2);
    assert_eq!(run.stderr, "wiretrace: no/such/kept.jsonl: there is no folder no/such\n");
}

#[test]
fn two_outputs_do_not_share_a_file() {
    let folder = Folder::with("news.jsonl", three()[0].line());
    for (verb, options, named) in [
        ("dedup", "-o out.jsonl --removed out.jsonl", "both -o and --removed"),
        ("dedup", "--pairs out.jsonl --removed out.jsonl", "both --removed and --pairs"),
        ("stories", "--json out.jsonl --pairs out.jsonl", "both --json and --pairs"),
    ] {
        folder.run(&format!("{verb} news.jsonl {options}")).exits(2).says(&["out.jsonl", named]);
    }
    assert_eq!(folder.names(), ["news.jsonl"]);
    #[cfg(unix)]
    folder.run("dedup news.jsonl -q -o /dev/null --removed /dev/null").exits(0);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_nothing_behind() {
    use std::process::{Command, Stdio};
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let folder = Folder::with("kept.jsonl", "what was here before");
        let mut run = Command::new(assert_cmd::cargo::cargo_bin!("wiretrace"))
            .args(["dedup", "-", "--format", "jsonl", "-o", "kept.jsonl"])
            .current_dir(folder.path(""))
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = run.stdin.take(); // open until the end
        // The output is opened first; then the program waits for input that does not come.
        let begun = std::time::Instant::now();
        while folder.names().len() < 2 && begun.elapsed().as_secs() < 20 {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert_eq!(folder.names().len(), 2, "a half-written file");
        let sent =
            Command::new("kill").args([&format!("-{signal}"), &run.id().to_string()]).status().unwrap();
        assert!(sent.success());
        assert_eq!(run.wait().unwrap().code(), Some(code));
        drop(stdin);
        assert_eq!(folder.names(), ["kept.jsonl"]);
        assert_eq!(folder.read("kept.jsonl"), b"what was here before");
    }
}

#[cfg(unix)]
#[test]
fn nobody_has_to_read_what_is_said() {
    use std::process::{Command, Stdio};
    let folder = Folder::with("news.jsonl", format!("{{broken\n{}", three()[0].line()));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = Command::new(assert_cmd::cargo::cargo_bin!("wiretrace"))
        .args(["dedup", "news.jsonl", "-o", "kept.jsonl"])
        .current_dir(folder.path(""))
        .stdin(Stdio::null())
        .stderr(writer)
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(2), "one record was skipped");
    assert_eq!(folder.read("kept.jsonl"), three()[0].line().as_bytes());
}

#[test]
fn quiet_says_only_what_is_lost() {
    let folder = Folder::with("in/news.jsonl", format!("{}{{broken\n", three()[0].line()));
    folder.write("in/list.jsonl", "{\"file\": \"a.html\"}\n");
    folder.run("dedup in").exits(2).says(&["list.jsonl", "passed over"]).says(&["news.jsonl", "record 2"]);
    let run = folder.run("dedup in -q").exits(2).says(&["news.jsonl", "record 2"]);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
}

/// The sample corpus, deduplicated with these options besides.
fn sample(folder: &Folder, options: &str) -> Run {
    let removed = folder.path("removed.jsonl");
    let removed = removed.to_str().unwrap();
    run_at_home(&format!(
        "dedup corpus/pages corpus/wire --urls corpus/urls.jsonl --json --removed {removed} {options}"
    ))
}

#[test]
fn of_a_text_in_several_languages_one_stays() {
    let folder = Folder::new();
    let without = sample(&folder, "").exits(0);
    assert!(without.rows()[0].get("translations").is_none());
    let (by_words, usual) = (without.summary(), folder.read("removed.jsonl"));

    let run = sample(&folder, "--translations --threads 1").exits(0);
    let (counts, removed) = (run.summary(), folder.rows("removed.jsonl"));
    let bytes = folder.read("removed.jsonl");
    let translated: Vec<&Value> = removed.iter().filter(|row| row.get("relation").is_some()).collect();
    assert_eq!(run.rows()[0]["translations"], translated.len());
    assert_eq!(counts.removed, by_words.removed + translated.len() as u64);
    for row in &translated {
        assert_eq!((field(row, "relation"), &row["similarity"]), ("translation", &Value::Null), "{row}");
        assert!(row["confidence"].as_f64().unwrap() >= 0.5, "{row}");
    }
    let gone: HashSet<&str> = fields(&removed, "id").into_iter().collect();
    assert!(removed.iter().all(|row| !gone.contains(field(row, "duplicate_of"))));
    // The French page, its English translation, and a German one of its first half.
    assert!(!gone.contains("www.bfmtv.example/yacht-belaia-notch-vendu-montpellier.html"));
    assert!(gone.contains("www.continental-herald.example/russian-businessman-yacht-sold-montpellier.html"));
    assert!(!gone.contains("www.alpenblick-zeitung.example/jacht-voljanine-versteigert.html"));

    sample(&folder, "--translations --threads 3").exits(0);
    assert_eq!(folder.read("removed.jsonl"), bytes);
    sample(&folder, "").exits(0);
    assert_eq!(folder.read("removed.jsonl"), usual);
}

#[test]
fn translations_are_sought_among_a_limited_number() {
    let many: Vec<String> = (0..20_001).map(|n| format!("{{\"id\":\"{n}\",\"text\":\"word{n}\"}}")).collect();
    let folder = Folder::with("many.jsonl", many.join("\n"));
    folder.run("dedup many.jsonl --translations -q").exits(2).says(&["20001 articles", "split the input"]);
    for other in ["--memory 100M", "--against ix"] {
        folder.run(&format!("dedup many.jsonl --translations {other}")).exits(2).says(&["--translations"]);
    }
}
