//! Golden tests: what lines and fields claim, in many languages, and what they do not.

mod credits;
mod datelines;
mod metadata;
mod outlets;
mod people;
mod places;
mod rights;
mod shapes;
mod silence;

use super::*;
use crate::article::Place;

const BODY: &str = "Crane operators at the container terminal voted on Tuesday to end a strike that had left forty ships \
    waiting in the bay. The company said that it would take weeks to clear the backlog, and that trains would run again.";

fn line(text: &str, place: Place) -> Line {
    Line { text: text.to_owned(), place, span: None }
}

fn told(lines: Vec<Line>) -> Told {
    Told {
        lines,
        host: Some("harbour-gazette.example".to_owned()),
        site: Some("Harbour Gazette".to_owned()),
        ..Told::default()
    }
}

/// "Kind origin" of each claim.
fn said(claims: &[Claim]) -> Vec<String> {
    claims.iter().map(|claim| format!("{:?} {}", claim.kind, named(&claim.origin))).collect()
}

/// An agency's name, an outlet's in quotes, an address, or "?".
fn named(origin: &Origin) -> String {
    match origin {
        Origin::Agency(agency) => agency.name.to_owned(),
        Origin::Outlet(name) => format!("'{name}'"),
        Origin::Url(url) => url.clone(),
        Origin::Unnamed => "?".to_owned(),
    }
}

/// What a first line of a text claims.
fn first(text: &str) -> Vec<String> {
    said(&claims(&told(vec![line(text, Place::Text), line(BODY, Place::Text), line(BODY, Place::Text)])))
}

/// What a last line of a text claims.
fn last(text: &str) -> Vec<String> {
    said(&claims(&told(vec![line(BODY, Place::Text), line(BODY, Place::Text), line(text, Place::Text)])))
}

/// What a line before the text claims.
fn around(text: &str) -> Vec<String> {
    said(&claims(&told(vec![line(text, Place::Around), line(BODY, Place::Text)])))
}

/// What a field claims.
fn field(name: &str, value: &str) -> Vec<String> {
    let fields = vec![(name.to_owned(), value.to_owned())];
    said(&claims(&Told { fields, ..told(vec![line(BODY, Place::Text)]) }))
}

/// Cases of a table that came out otherwise, so that a run shows all of them.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn check(&mut self, case: &str, got: &[String], want: &[&str]) {
        if got != want {
            self.0.push(format!("{case}\n    got {got:?}, not {want:?}"));
        }
    }

    fn holds(&mut self, case: &str, what: bool) {
        if !what {
            self.0.push(case.to_owned());
        }
    }

    fn none(self) {
        assert!(self.0.is_empty(), "{}", self.0.join("\n"));
    }
}
