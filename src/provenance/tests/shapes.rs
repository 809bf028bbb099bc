//! The shapes that credits take in newsrooms of fourteen languages, from one table: what each tells, and what tells nothing.

use std::collections::BTreeMap;

use super::*;

/// Whether a line tells of origins other than the table says, and of which.
fn told_otherwise(place: &str, want: &str, text: &str) -> Option<String> {
    let fields = match place {
        "author" => vec![("jsonld.author".to_owned(), text.to_owned())],
        _ => Vec::new(),
    };
    let lines = match place {
        "first" => vec![line(text, Place::Text), line(BODY, Place::Text), line(BODY, Place::Text)],
        "last" => vec![line(BODY, Place::Text), line(BODY, Place::Text), line(text, Place::Text)],
        "before" => vec![line(text, Place::Around), line(BODY, Place::Text)],
        "after" => vec![line(BODY, Place::Text), line(text, Place::Around)],
        "author" => vec![line(BODY, Place::Text)],
        _ => panic!("{place} is no place"),
    };
    let claims = claims(&Told { fields, ..told(lines) });
    // What weighs less than a guess decides nothing.
    let mut got: Vec<String> = claims
        .iter()
        .filter(|claim| claim.weight >= 1.0)
        .map(|claim| match (&claim.origin, claim.kind) {
            (Origin::Unnamed, ClaimKind::Translation) => "translation".to_owned(),
            (origin, _) => named(origin),
        })
        .collect();
    let mut want: Vec<&str> = want.split('+').filter(|&want| want != "-").collect();
    got.sort_unstable();
    got.dedup();
    want.sort_unstable();
    (got != want).then(|| got.join("+"))
}

#[test]
fn credits_are_found_in_fourteen_languages() {
    let mut wrong = Wrong::default();
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for row in include_str!("shapes.tsv").lines().filter(|row| !row.starts_with('#')) {
        let columns: Vec<&str> = row.splitn(4, '\t').collect();
        let [lang, place, want, text] = columns[..] else { panic!("{row} has four columns") };
        let count = counts.entry(lang).or_default();
        let of = if want == "-" { 2 } else { 0 };
        count[of + 1] += 1;
        match told_otherwise(place, want, text) {
            Some(got) => wrong.check(&format!("{lang} {place}: {text}"), &[got], &[want]),
            None => count[of] += 1,
        }
    }
    let counted = counts.iter().map(|(lang, [found, shapes, silent, others])| {
        format!("{lang}: {found} of {shapes} shapes are found, {silent} of {others} others silent")
    });
    assert!(wrong.0.is_empty(), "{}\n{}", wrong.0.join("\n"), counted.collect::<Vec<_>>().join("\n"));
}
