use super::super::result::tests::answers;
use super::super::truth::tests::truth;
use super::*;

/// What is measured, and the mistakes as `kind id`.
fn measured(rows: &[&str], result: &[&str]) -> (Verdicts, Vec<String>) {
    let mut mistakes = Vec::new();
    let found = measure(&truth(None, rows), &answers(result), &mut mistakes);
    (found, mistakes.iter().map(|m| format!("{} {}", m.kind, m.id)).collect())
}

const STORY: [&str; 5] = [
    r#"{"id": "first", "story": "s", "source": null, "relation": "original", "credited": null}"#,
    r#"{"id": "copy", "story": "s", "source": "first", "relation": "identical", "credited": true, "agrees": true}"#,
    r#"{"id": "cut", "story": "s", "source": "first", "relation": "abridged", "credited": false}"#,
    r#"{"id": "fed", "story": "t", "source": "unobserved:AFP", "relation": "original", "credited": true, "agrees": true}"#,
    r#"{"id": "lost", "story": "t", "source": "fed", "relation": "translation", "credited": false, "agrees": false}"#,
];

fn share(right: u64, of: u64) -> Share {
    Share { right, of }
}

#[test]
fn sources_of_copies_and_of_what_nobody_has() {
    let (found, mistakes) = measured(
        &STORY,
        &[
            r#"{"article": "first", "source": null}"#,
            r#"{"article": "copy", "source": "first", "relation": "identical", "direction": "b→a", "credited": true, "credit": {"agrees": true}}"#,
            r#"{"article": "cut", "source": "copy", "relation": "abridged", "direction": "b→a"}"#,
            r#"{"article": "fed", "source": "unobserved:afp", "relation": null, "credited": true, "credit": {"agrees": false}}"#,
        ],
    );
    assert_eq!(
        (found.source, found.source_here, found.source_unobserved),
        (share(2, 4), share(1, 3), share(1, 1))
    );
    assert_eq!(found.relation, share(1, 1), "an original has none");
    assert_eq!(found.direction, Told { right: 1, wrong: 0, open: 0 });
    // The row of "cut" names a source and leaves the credit open; that of "lost" is missing.
    assert_eq!(found.credited, Told { right: 3, wrong: 0, open: 1 });
    assert_eq!(found.agrees, Some(Told { right: 1, wrong: 1, open: 1 }));
    assert_eq!(
        mistakes,
        ["source cut", "credited cut", "agrees fed", "source lost", "agrees lost"],
        "what is not there is a mistake, too"
    );
}

#[test]
fn directions_are_right_wrong_or_undetermined() {
    let say = |id: &str, direction: &str| {
        format!(
            r#"{{"article": "{id}", "source": "first", "relation": "identical", "direction": {direction}}}"#
        )
    };
    let of = |a: &str, b: &str| measured(&STORY[..3], &[&say("copy", a), &say("cut", b)]).0.direction;
    assert_eq!(of("\"b→a\"", "\"a→b\""), Told { right: 1, wrong: 1, open: 0 });
    assert_eq!(of("\"common-source\"", "\"undetermined\""), Told { right: 0, wrong: 1, open: 1 });
    assert_eq!(of("null", "\"b→a\""), Told { right: 1, wrong: 0, open: 1 });
}

#[test]
fn what_nothing_can_tell_should_be_said_to_be_undetermined() {
    let twins = [
        r#"{"id": "one", "story": "s", "source": null, "relation": "original", "direction": "undetermined"}"#,
        r#"{"id": "two", "story": "s", "source": "one", "relation": "identical", "direction": "undetermined"}"#,
    ];
    let (found, mistakes) = measured(
        &twins,
        &[
            r#"{"article": "one", "source": "two", "relation": "identical", "direction": "undetermined", "confidence": 1.0}"#,
            r#"{"article": "two", "source": "one", "relation": "identical", "direction": "b→a", "confidence": 1.0}"#,
        ],
    );
    assert_eq!(found.undetermined, Told { right: 1, wrong: 1, open: 0 });
    assert_eq!((found.direction, found.source), (Told::default(), share(1, 1)));
    assert_eq!((found.calibration.rows, found.calibration.error), (1, Some(0.0)));
    assert_eq!(mistakes, ["direction two"]);
    assert_eq!(measured(&twins, &[]).0.undetermined.open, 2);
}

#[test]
fn look_alikes_that_are_called_copies() {
    let (found, mistakes) = measured(
        &[
            r#"{"id": "a", "story": "weather", "source": null, "relation": "series"}"#,
            r#"{"id": "b", "story": "weather", "source": null, "relation": "series"}"#,
            r#"{"id": "c", "story": null, "source": null, "relation": "unrelated"}"#,
            r#"{"id": "d", "story": "s", "source": null, "relation": "original"}"#,
            r#"{"id": "e", "story": null, "source": null, "relation": "unrelated"}"#,
        ],
        &[
            r#"{"article": "a", "source": null, "relation": "series"}"#,
            r#"{"article": "b", "source": "a", "relation": "series"}"#,
            r#"{"article": "c", "source": "unobserved:AFP"}"#,
            r#"{"article": "d", "source": null, "relation": "retelling"}"#,
        ],
    );
    assert_eq!(found.hard_negatives, share(3, 5));
    assert_eq!(mistakes, ["hard-negative b", "hard-negative c", "hard-negative d"]);
    assert_eq!(found.source, share(0, 0));
}

#[test]
fn confidence_is_of_source_and_relation_together() {
    let (found, _) = measured(
        &STORY,
        &[
            r#"{"article": "first", "source": "copy", "relation": "identical", "confidence": 0.9}"#,
            r#"{"article": "copy", "source": "first", "relation": "identical", "confidence": 0.9}"#,
            r#"{"article": "cut", "source": "first", "relation": "edited", "confidence": 0.9}"#,
            r#"{"article": "fed", "source": "unobserved:AFP", "relation": "original", "confidence": 0.9}"#,
            r#"{"article": "lost", "source": null, "confidence": 0.9}"#,
        ],
    );
    // Two of the four that name a source are right.
    assert_eq!((found.calibration.rows, found.calibration.error), (4, Some(0.4)));
}

#[test]
fn pairs_tell_of_no_credits_being_true_and_stories_do() {
    let pair =
        r#"{"a": "copy", "b": "first", "relation": "identical", "direction": "b→a", "credited": true}"#;
    assert_eq!(measured(&STORY[..2], &[pair]).0.agrees, None);
    let story = r#"{"story": "first", "articles": [{"id": "first"}, {"id": "copy", "source": "first", "relation": "identical", "credited": true}]}"#;
    let (found, _) = measured(&STORY[..2], &[story]);
    assert!(found.agrees.is_some());
    assert_eq!((found.source, found.relation), (share(1, 1), share(1, 1)));
    assert_eq!((found.direction.right, found.credited.right), (1, 1), "made from its source");
}
