use super::*;

/// The answers in rows of JSON.
pub(in super::super) fn answers(rows: &[&str]) -> Answers {
    let (answers, broken) = read(&rows.join("\n")).unwrap();
    assert!(broken.is_empty(), "{broken:?}");
    answers
}

fn read(content: &str) -> Result<(Answers, Vec<Broken>)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.jsonl");
    std::fs::write(&path, content).unwrap();
    Answers::read(&path)
}

fn source<'a>(answers: &'a Answers, id: &str) -> Option<&'a str> {
    answers.verdicts[id].source.as_deref()
}

#[test]
fn traces_say_it_themselves() {
    let answers = answers(&[
        r#"{"article": "x", "source": "y", "relation": "edited", "direction": "b→a", "confidence": 0.9, "credited": true, "credit": {"text": "Source: Y", "agrees": true}, "furniture": ["Read also"], "news": 1}"#,
        r#"{"article": "z"}"#,
    ]);
    assert_eq!(answers.kind, Some(Kind::Trace));
    let wanted = Verdict {
        source: Some("y".to_owned()),
        relation: Some("edited".to_owned()),
        way: Some(Way::From),
        confidence: Some(0.9),
        credited: Some(true),
        agrees: Some(true),
        furniture: Some(vec!["Read also".to_owned()]),
    };
    assert_eq!(answers.verdicts["x"], wanted);
    assert_eq!(answers.verdicts["z"], Verdict::default());
}

#[test]
fn members_of_a_story_come_from_their_source_or_from_what_nobody_has() {
    let answers = answers(&[
        r#"{"story": "x", "origin": "x", "articles": [{"id": "x"}, {"id": "y", "source": "x", "relation": "edited"}]}"#,
        r#"{"story": "v", "origin": "unobserved:AP", "articles": [{"id": "v"}]}"#,
    ]);
    assert_eq!((answers.kind, answers.stories.len()), (Some(Kind::Stories), 2));
    assert_eq!((source(&answers, "x"), source(&answers, "y")), (None, Some("x")));
    assert_eq!(answers.verdicts["y"].way, Some(Way::From));
    assert_eq!(source(&answers, "v"), Some("unobserved:AP"));
}

#[test]
fn the_best_pair_that_points_to_an_article_is_its_verdict() {
    let answers = answers(&[
        r#"{"a": "x", "b": "y", "relation": "abridged", "direction": "a→b", "confidence": 0.7}"#,
        r#"{"a": "x", "b": "z", "relation": "edited", "direction": "a→b", "confidence": 0.8}"#,
        r#"{"a": "y", "b": "z", "relation": "edited", "direction": "undetermined", "confidence": 1}"#,
        r#"{"a": "s", "b": "t", "relation": "series", "direction": "undetermined", "confidence": 1}"#,
        r#"{"a": "u", "b": "w", "relation": "edited", "direction": "common-source"}"#,
    ]);
    assert_eq!(answers.kind, Some(Kind::Pairs));
    assert_eq!(source(&answers, "x"), None, "it is what the others were made from");
    assert_eq!(source(&answers, "y"), Some("x"), "a way that is known goes before confidence");
    assert_eq!(answers.verdicts["y"].relation.as_deref(), Some("expanded"), "seen from the other side");
    assert_eq!(source(&answers, "z"), Some("x"));
    assert_eq!((source(&answers, "s"), answers.verdicts["s"].relation.as_deref()), (None, Some("series")));
    assert_eq!((source(&answers, "u"), answers.verdicts["u"].way), (None, Some(Way::CommonSource)));
}

#[test]
fn of_equal_pairs_similarity_decides_then_the_smaller_id() {
    let row = |b: &str, similarity: f64| format!(r#"{{"a": "x", "b": "{b}", "similarity": {similarity}}}"#);
    let of = |rows: [String; 3]| answers(&[&rows[0], &rows[1], &rows[2]]);
    let found = of([row("c", 0.8), row("b", 0.9), row("d", 0.9)]);
    assert_eq!(source(&found, "x"), Some("b"));
    let found = of([row("d", 0.9), row("b", 0.9), row("c", 0.8)]);
    assert_eq!(source(&found, "x"), Some("b"));
}

#[test]
fn broken_rows_are_named_and_skipped() {
    let rows = [
        r#"{"article": "x""#,
        r#"{"article": "x"}"#,
        r#"{"article": "x"}"#,
        r#"{"a": "x", "b": "y"}"#,
        r#"{"article": "y", "confidence": 1.5}"#,
        r#"{"article": "y", "direction": "sideways"}"#,
        r#"{"article": "z"}"#,
    ];
    let (answers, broken) = read(&rows.join("\n")).unwrap();
    assert_eq!(answers.verdicts.keys().collect::<Vec<_>>(), ["x", "z"]);
    assert_eq!(broken.iter().map(|b| b.line).collect::<Vec<_>>(), [1, 3, 4, 5, 6]);
    assert!(broken[1].reason.contains("twice"), "{:?}", broken[1]);
}

#[test]
fn an_empty_result_says_nothing_and_another_file_is_none() {
    assert_eq!(read("").unwrap().0.kind, None);
    let error = read(r#"{"id": "x", "text": "y"}"#).unwrap_err();
    assert!(error.to_string().contains("not a result"), "{error}");
}
