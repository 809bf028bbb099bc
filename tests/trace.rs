//! `wiretrace trace` and `compare`: sources of the sample corpus's pages, and the passages that prove them.

use std::collections::HashMap;

use serde_json::Value;

use crate::support::{Folder, run_at_home};

const TRACE: &str = "trace corpus/pages --urls corpus/urls.jsonl --against";

#[test]
fn an_index_and_its_corpus_give_the_same_answers() {
    let folder = Folder::new();
    let index = folder.path("ix").display().to_string();
    run_at_home(&format!("index add {index} corpus/wire -q")).exits(0);
    let of = |against: &str| run_at_home(&format!("{TRACE} {against} --json -q")).exits(0).rows();
    let (from_index, from_corpus) = (of(&index), of("corpus/wire"));
    assert_eq!(from_index.len(), from_corpus.len());
    for (a, b) in from_index.iter().zip(&from_corpus) {
        // A corpus is compared in one Chinese script, an index as it was written.
        if a["article"].as_str().is_some_and(|id| id.starts_with("news.lingnan-sudi")) {
            continue;
        }
        assert_eq!((&a["article"], &a["source"]), (&b["article"], &b["source"]));
    }
}

/// A page and the passages of a trace lie where they say, in both texts.
#[test]
fn passages_are_bytes_of_the_texts() {
    let folder = Folder::new();
    let known = "Report: The old harbour of Cabo Marzal was closed on Tuesday after a crane fell into the basin, \
        the port authority said, and both ferries — the Ría and the Élan — were sent to the fishing quay.";
    let copy = "Köln (zz) The old harbour of Cabo Marzal was closed on Tuesday after a crane fell into the basin, \
        the port authority said, and both ferries — the Ría and the Élan — were sent away.";
    let line = |id: &str, text: &str| format!("{}\n", serde_json::json!({"id": id, "text": text}));
    folder.write("known.jsonl", line("known", known));
    folder.write("copy.jsonl", line("copy", copy));
    let row = &folder.run("trace copy.jsonl --against known.jsonl --json -q").exits(0).rows()[0];
    assert_eq!(row["source"], "known");
    let passages = row["passages"].as_array().unwrap();
    assert!(!passages.is_empty());
    for passage in passages {
        let part = |side: &str, text: &str| -> String {
            let at = |k: usize| passage[side][k].as_u64().unwrap() as usize;
            text[at(0)..at(1)].to_owned()
        };
        let (a, b) = (part("a", copy), part("b", known));
        assert!(a.starts_with("The old harbour") && b.starts_with("The old harbour"), "{a} | {b}");
    }
}

#[test]
fn several_sources_of_one_page() {
    let run = run_at_home(&format!("{TRACE} corpus/wire --json -q")).exits(0);
    let rows = run.rows();
    let row = rows
        .iter()
        .find(|row| row["article"] == "elmirador24.example/lo-que-debes-saber-hoy-13-marzo.html")
        .unwrap();
    assert_eq!(row["relation"], "composite");
    let sources = row["sources"].as_array().unwrap();
    let ids: Vec<&Value> = sources.iter().map(|s| &s["id"]).collect();
    assert!(ids.contains(&&Value::from("efe-20240312-0148")), "{ids:?}");
    assert!(sources.len() >= 2);
    let shares: f64 = sources.iter().map(|s| s["share"].as_f64().unwrap()).sum();
    assert!(shares <= 1.001, "{shares}");
}

#[test]
fn a_trace_for_people() {
    let page = "corpus/pages/elmirador24.example/fuego-cantabria-desalojos.html";
    let run = run_at_home(&format!("trace {page} --against corpus/wire --explain")).exits(0);
    insta::assert_snapshot!(run.text());
    assert!(run.stderr.contains("1 with a source"), "{}", run.stderr);
}

#[test]
fn nothing_found_and_what_was_looked_at() {
    let page = "corpus/pages/elmirador24.example/granizo-tupungato.html";
    let run = run_at_home(&format!("trace {page} --against corpus/wire --explain -q")).exits(0);
    let text = run.text();
    assert!(text.contains("nothing that is known has text in common with it"), "{text}");
    assert!(text.contains("candidates share rare words"), "{text}");
}

#[test]
fn two_articles_side_by_side() {
    let folder = Folder::new();
    folder.write(
        "a.txt",
        "A ferry ran aground off Punta Larga on Monday with 214 people on board, the coast guard said.",
    );
    folder.write(
        "b.txt",
        "A ferry ran aground near Punta Larga on Monday with 214 people on board, the coast guard said.",
    );
    folder
        .write("c.txt", "Olive growers expect the smallest harvest in a decade after a spring without rain.");
    let run = folder.run("compare a.txt b.txt").exits(0);
    insta::assert_snapshot!(run.text());
    let row = &folder.run("compare a.txt b.txt --json").exits(0).rows()[0];
    assert_eq!((row["a"].as_str(), row["b"].as_str()), (Some("a.txt"), Some("b.txt")));
    assert!(row["passages"].as_array().is_some_and(|p| !p.is_empty()));
    let run = folder.run("compare a.txt c.txt").exits(1);
    assert!(run.text().contains("is unrelated to"), "{}", run.text());
}

#[test]
fn an_article_is_not_its_own_source() {
    let run = run_at_home("trace corpus/wire/afp-fr.jsonl --against corpus/wire --json -q").exits(0);
    for row in run.rows() {
        assert_ne!(row["article"], row["source"]);
    }
}

/// Translations among the articles of an index that keeps sentences: what comparing all of them finds.
#[test]
fn an_index_with_sentences_finds_what_comparing_all_finds() {
    let folder = Folder::new();
    let [plain, kept] = ["plain", "kept"].map(|name| folder.path(name).display().to_string());
    run_at_home(&format!("index add {plain} corpus/wire corpus/pages -q")).exits(0);
    run_at_home(&format!("index add {kept} corpus/wire --translations -q")).exits(0);
    run_at_home(&format!("index add {kept} corpus/pages -q")).exits(0);
    let trace = |what: &str, index: &str| {
        run_at_home(&format!("trace {what} --against {index} --json -q")).exits(0).rows()
    };
    let rows = trace("corpus/pages", &kept);
    // Sentences find translations; who retells a text in its own language, or takes a sentence of it, is found by words,
    // or by comparing all.
    let compared = trace("corpus/pages", &plain);
    assert_eq!(rows.len(), compared.len());
    let found = |row: &Value| -> HashMap<String, Value> {
        let candidates = row["candidates"].as_array().unwrap().iter();
        let translations = candidates.filter(|c| c["relation"].as_str().unwrap().ends_with("translation"));
        translations.map(|candidate| (candidate["b"].to_string(), candidate.clone())).collect()
    };
    let (mut all, mut more) = (0, 0);
    for (row, other) in rows.iter().zip(&compared) {
        assert_eq!(row["article"], other["article"]);
        let (by_sentences, of_all) = (found(row), found(other));
        assert!(
            of_all.iter().all(|(name, candidate)| by_sentences.get(name) == Some(candidate)),
            "{row}\n{other}"
        );
        (all, more) = (all + of_all.len(), more + by_sentences.len() - of_all.len());
    }
    // Where other texts crowd one out of the sixteen that are aligned, the two searches need not agree.
    assert!(all > 150 && more * 50 <= all, "{more} beside {all}");
    let translated = |row: &&Value| row["relation"].as_str().is_some_and(|r| r.ends_with("translation"));
    let translations = rows.iter().filter(translated);
    assert!(translations.count() > 15);
    let info = run_at_home(&format!("index info {kept}")).exits(0);
    assert!(info.text().contains("sentences"), "{}", info.text());

    let page = "corpus/pages/www.silkroad-monitor.example/roof-tiles-after-rain.html";
    let source = "www.binjiang-zaobao.example/jiangyuan-dianzibi.html";
    assert_eq!(trace(page, &kept)[0]["candidates"][0]["b"], source);
    run_at_home(&format!("index remove {kept} {source} -q")).exits(0);
    let is_gone = || {
        let row = &trace(page, &kept)[0];
        row["candidates"].as_array().unwrap().iter().all(|candidate| candidate["b"] != source)
    };
    assert!(is_gone());
    run_at_home(&format!("index merge {kept} -q")).exits(0);
    run_at_home(&format!("index verify {kept} -q")).exits(0);
    assert!(is_gone());

    let run = run_at_home(&format!("index add {plain} corpus/wire --translations -q")).exits(2);
    assert!(run.stderr.contains("made without translations"), "{}", run.stderr);
    let run = run_at_home(&format!("index add {kept} corpus/wire --translations --no-text")).exits(2);
    assert!(run.stderr.contains("cannot be used with"), "{}", run.stderr);
}

/// An index without texts: where a passage stands, and that nothing was verified.
#[test]
fn without_texts_passages_are_told_by_position() {
    let folder = Folder::new();
    let story = "The old harbour of Cabo Marzal was closed on Tuesday after a crane fell into the basin, the port \
        authority said, and both ferries were sent to the fishing quay. Nobody was hurt, but three boats sank and \
        the fish market stayed shut for the first time since the winter storms of the year before last.";
    let other = "Sixteen musicians applied for the post of conductor at the regional orchestra, whose hall is being \
        repaired after its roof gave way in the middle of a rehearsal two summers ago. ";
    let line = |id: &str, text: &str| format!("{}\n", serde_json::json!({"id": id, "text": text}));
    folder.write("known.jsonl", line("known", story));
    folder.write("new.jsonl", line("new", &format!("{other}— {story}")) + &line("stranger", other));
    folder.run("index add bare known.jsonl --no-text -q").exits(0);
    let rows = folder.run("trace new.jsonl --against bare --json -q").exits(0).rows();
    assert_eq!((&rows[0]["source"], &rows[0]["relation"]), (&"known".into(), &"expanded".into()));
    assert_eq!((&rows[0]["verified"], &rows[1]["source"]), (&false.into(), &Value::Null));
    let place = |side: &str, k: usize| rows[0]["passages"][0][side][k].as_u64().unwrap() as usize;
    let begins = other.len() + "— ".len();
    assert!(
        place("a", 0).abs_diff(begins) < 60 && place("a", 1).abs_diff(begins + story.len()) < 60,
        "{rows:?}"
    );
    assert!(place("b", 0) < 60 && place("b", 1).abs_diff(story.len()) < 60, "{rows:?}");
    let run = folder.run("trace new.jsonl --against bare -q").exits(0);
    let told = run.text();
    assert!(told.contains("estimated from fingerprints"), "{told}");
    let run = folder.run("trace new.jsonl --against bare --json").exits(0);
    assert!(run.stderr.contains("cannot prove translations"), "{}", run.stderr);
}

/// Two traced articles that share text are both shown, each with the other once.
#[test]
fn nobody_is_twice_in_a_story_of_the_page() {
    let folder = Folder::new();
    let story = "The old harbour of Cabo Marzal was closed on Tuesday after a crane fell into the basin, the port \
        authority said, and both ferries were sent to the fishing quay. Nobody was hurt, but three boats sank.";
    let line = |id: &str| format!("{}\n", serde_json::json!({"id": id, "text": story}));
    folder.write("two.jsonl", line("one") + &line("other"));
    folder.run("trace two.jsonl --against two.jsonl --html page.html -q").exits(0);
    let page = String::from_utf8(folder.read("page.html")).unwrap();
    let head = page.split_once("id=\"head\">").unwrap().1.split_once("</script>").unwrap().0;
    let head: Value = serde_json::from_str(head).unwrap();
    let members: Vec<&Value> = head["stories"].as_array().unwrap().iter().map(|s| &s["members"]).collect();
    assert_eq!(members, [&serde_json::json!([0, 1]), &serde_json::json!([1, 0])]);
}
