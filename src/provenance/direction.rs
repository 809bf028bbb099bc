//! Direction: which way the text went between two articles that share it, from weighed evidence.
//!
//! Owns the single pieces of evidence and their sum. Each is told with its weight, in log odds, so that a reader
//! can disagree with it.

use std::collections::HashSet;

use super::Agency;
use super::claim::{Claim, ClaimKind, Origin};
use super::names::spoken;
use super::outlets::Outlets;
use super::times::Times;
use super::told::Told;
use super::traces::traces;
use crate::article::{Place, host};

/// One of two articles, with all that is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'s> {
    /// Its address.
    pub url: Option<&'s str>,
    /// What it says of itself.
    pub told: &'s Told,
    /// What that claims of its origin.
    pub claims: &'s [Claim],
    /// When it appeared.
    pub times: Times,
    /// Its text.
    pub text: &'s str,
    /// The agency whose own copy it is.
    pub agency: Option<&'static Agency>,
}

/// Which way the text went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The second was made from the first.
    Forward,
    /// The first was made from the second.
    Backward,
    /// Both were made from a third.
    CommonSource,
    /// It is not to be told.
    #[default]
    Undetermined,
}

impl Direction {
    /// The name, as it is written in results.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Forward => "a→b",
            Direction::Backward => "b→a",
            Direction::CommonSource => "common-source",
            Direction::Undetermined => "undetermined",
        }
    }

    /// The direction with the two articles changed round.
    pub fn reversed(self) -> Self {
        match self {
            Direction::Forward => Direction::Backward,
            Direction::Backward => Direction::Forward,
            other => other,
        }
    }
}

/// What a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One names the other as its source.
    Credit,
    /// One appeared before the other.
    Time,
    /// One bears an earlier date than the other, but what else is known says that it came later.
    FalseTime,
    /// One holds the other, but not the other way round.
    Containment,
    /// Lines of one's page stand in the other's text.
    LeftOver,
    /// One's own name stands in the text that both share.
    OwnName,
    /// Both name the same agency.
    SameAgency,
    /// One is an agency's own copy, the other is not.
    Wire,
    /// One is another edition (for phones, for print) of the other.
    Edition,
    /// One names who wrote it, or when, the other does neither.
    Author,
    /// One has spellings, numbers or marks of the other's language.
    Language,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What it is.
    pub kind: Kind,
    /// Log odds: positive if it speaks for the first article as the source.
    pub weight: f32,
    /// What was seen, in words.
    pub text: String,
}

/// The direction, its evidence and their sum.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Course {
    /// The direction.
    pub direction: Direction,
    /// The sum of the weights.
    pub odds: f32,
    /// The evidence, the weightiest first.
    pub evidence: Vec<Evidence>,
}

/// Who takes a text takes off the name of its author.
const SIGNED: f32 = 1.0;
/// The odds from which a direction is told.
const TELL: f32 = 0.9;
/// What one that holds the other says: cuts are more frequent than additions.
const HOLDS: f32 = 0.8;
/// The share of an article that is nearly all of it, and what is clearly less.
const NEARLY_ALL: f32 = 0.85;
const LESS: f32 = 0.75;
const LEFT_OVER: f32 = 3.0;
const OWN_NAME: f32 = 1.5;
/// Agencies hardly ever take text from those that they send it to.
const WIRE: f32 = 1.5;
const EDITION: f32 = 4.0;
/// Lines of so many letters may be left over by chance no longer.
const LINE: usize = 15;
/// Letters of a site's name that stands in a line.
const NAME: usize = 4;
/// An agency is claimed with so much.
const CLAIMED: f32 = 1.5;
/// Direct evidence that both do not have the text from the same third.
const DIRECT: f32 = 2.0;

/// Weighs which way the text went. `contained` is the share of each that the other holds.
pub fn direction(sides: [&Side<'_>; 2], contained: [f32; 2], outlets: &Outlets) -> Course {
    let [a, b] = sides;
    let mut evidence = Vec::new();
    let mut add = |kind, weight: f32, text: String| evidence.push(Evidence { kind, weight, text });
    for (from, to, sign) in [(a, b, 1.0), (b, a, -1.0)] {
        if let Some((claim, weight)) = credit(to, from, outlets) {
            add(Kind::Credit, sign * weight, format!("{}: {}", claim.field, claim.text));
        }
        if let Some(line) = left_over(from, to) {
            add(Kind::LeftOver, sign * LEFT_OVER, line.to_owned());
        }
        if let Some(name) = own_name(from, to) {
            add(Kind::OwnName, sign * OWN_NAME, name.to_owned());
        }
        if is_edition(to, from) {
            add(Kind::Edition, sign * EDITION, to.url.unwrap_or_default().to_owned());
        }
        if let [Some(own), Some(lang)] = [from, to].map(|side| side.told.lang.as_deref()) {
            for trace in traces(to.text, primary(lang), from.text, primary(own)) {
                add(Kind::Language, sign * trace.weight, trace.text);
            }
        }
        if let (Some(agency), None) = (from.agency, to.agency) {
            add(Kind::Wire, sign * WIRE, agency.name.to_owned());
        }
    }
    let direct: f32 = evidence.iter().map(|e| e.weight).sum();
    let mut add = |kind, weight: f32, text: String| evidence.push(Evidence { kind, weight, text });
    let before = a.times.before(b.times);
    if before != 0.0 {
        add(Kind::Time, before, String::new());
    }
    if let Some(a_is_signed) = is_signed(a, b) {
        add(Kind::Author, if a_is_signed { SIGNED } else { -SIGNED }, String::new());
    }
    let holds = |k: usize| contained[1 - k] >= NEARLY_ALL && contained[k] <= LESS;
    if holds(0) || holds(1) {
        add(Kind::Containment, if holds(0) { HOLDS } else { -HOLDS }, String::new());
    }
    let odds: f32 = evidence.iter().map(|e| e.weight).sum();
    let mut direction = match odds {
        odds if odds >= TELL => Direction::Forward,
        odds if odds <= -TELL => Direction::Backward,
        _ => Direction::Undetermined,
    };
    if let Some(agency) = same_agency(a, b)
        && direct.abs() < DIRECT
    {
        direction = Direction::CommonSource;
        evidence.push(Evidence { kind: Kind::SameAgency, weight: 0.0, text: agency.name.to_owned() });
    }
    let against = match direction {
        Direction::Forward => -1.0,
        Direction::Backward => 1.0,
        Direction::CommonSource | Direction::Undetermined => 0.0,
    };
    for evidence in evidence.iter_mut().filter(|e| e.kind == Kind::Time && e.weight * against > 0.0) {
        evidence.kind = Kind::FalseTime;
    }
    evidence.sort_by(|x, y| y.weight.abs().total_cmp(&x.weight.abs()));
    Course { direction, odds, evidence }
}

/// The language of a tag, without region and script.
fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// Which of two has an author and a date, if the other has neither: whether it is the first.
fn is_signed(a: &Side<'_>, b: &Side<'_>) -> Option<bool> {
    let [a, b] = [a, b].map(|side| [has_author(side), side.times.is_known()]);
    match (a, b) {
        ([true, true], [false, false]) => Some(true),
        ([false, false], [true, true]) => Some(false),
        _ => None,
    }
}

/// Whether a page names a person who wrote it.
pub(super) fn has_author(side: &Side<'_>) -> bool {
    let names = side.told.fields.iter().filter(|(field, _)| AUTHOR.contains(&field.as_str()));
    let site = side.told.site.as_deref().unwrap_or("");
    let claimed = |name: &str| side.claims.iter().any(|claim| claim.text.contains(name));
    names.map(|(_, name)| name.trim()).any(|name| !name.is_empty() && name != site && !claimed(name))
}

/// Fields that name an author.
const AUTHOR: [&str; 5] =
    ["meta.author", "jsonld.author", "microdata.author", "rdfa.author", "meta.article:author"];

/// The claim of an article that names another one, and what it is worth.
pub fn credit<'c>(article: &Side<'c>, source: &Side<'_>, outlets: &Outlets) -> Option<(&'c Claim, f32)> {
    let named = article.claims.iter().filter_map(|claim| {
        let share = names(claim, article, source, outlets);
        (share > 0.0).then_some((claim, claim.weight * share))
    });
    named.max_by(|x, y| x.1.total_cmp(&y.1))
}

/// How far a claim names an article: 1 if it does, less if only its host.
fn names(claim: &Claim, article: &Side<'_>, source: &Side<'_>, outlets: &Outlets) -> f32 {
    let same_host = article.told.host == source.told.host;
    match &claim.origin {
        Origin::Agency(agency) => f32::from(u8::from(source.agency == Some(agency))),
        Origin::Url(url) if source.url.is_some_and(|own| same_page(own, url)) => 1.0,
        Origin::Url(url) => {
            let is_host = !same_host && host(url).is_some_and(|h| Some(h) == source.told.host.as_deref());
            if is_host { 0.6 } else { 0.0 }
        }
        Origin::Outlet(name) => {
            let resolved = outlets.resolve(name);
            f32::from(u8::from(!same_host && resolved.is_some() && resolved == source.told.host.as_deref()))
        }
        Origin::Unnamed => 0.0,
    }
}

/// Whether two addresses are of one page: scheme, `www.`, query and a last slash aside.
pub(super) fn same_page(a: &str, b: &str) -> bool {
    bare(a) == bare(b)
}

fn bare(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/')
}

/// The agency that both name, if it is not itself one of the two.
fn same_agency(a: &Side<'_>, b: &Side<'_>) -> Option<&'static Agency> {
    let agency = claimed_agency(a.claims)?;
    let same = claimed_agency(b.claims) == Some(agency) && a.agency.is_none() && b.agency.is_none();
    same.then_some(agency)
}

/// The agency that is claimed with the most weight.
pub(super) fn claimed_agency(claims: &[Claim]) -> Option<&'static Agency> {
    let agencies = claims.iter().filter_map(|claim| match claim.origin {
        Origin::Agency(agency) if claim.weight >= CLAIMED && claim.kind != ClaimKind::NoIndex => {
            Some((agency, claim.weight))
        }
        _ => None,
    });
    agencies.max_by(|x, y| x.1.total_cmp(&y.1)).map(|(agency, _)| agency)
}

/// Whether a page is another edition of one of the same host, by its address or because it says so.
pub(super) fn is_edition(page: &Side<'_>, main: &Side<'_>) -> bool {
    if page.told.host.is_none() || page.told.host != main.told.host {
        return false;
    }
    let points = |name: &str, from: &Side<'_>, to: &Side<'_>| {
        let links = from.told.fields.iter().filter(|(field, _)| field == name).map(|(_, url)| url.as_str());
        let own = to.url.map(bare);
        links.map(bare).any(|url| Some(url) == own)
    };
    let named = |side: &Side<'_>| {
        let url = side.url.unwrap_or("").to_ascii_lowercase();
        let path =
            url.split_once("://").map_or("", |(_, rest)| rest).split_once('/').map_or("", |(_, path)| path);
        path.split(|c: char| !c.is_alphanumeric()).any(|word| EDITIONS.contains(&word))
    };
    let differs = page.url.map(bare) != main.url.map(bare);
    differs && (points("link.canonical", page, main) || points("link.amphtml", main, page))
        || named(page) && !named(main)
}

/// Words by which addresses name other editions.
const EDITIONS: [&str; 27] = [
    "amp",
    "print",
    "mobile",
    "printable",
    "printversion",
    "printview",
    "printerfriendly",
    "imprimir",
    "impresion",
    "impressao",
    "imprimer",
    "impression",
    "imprimable",
    "drucken",
    "druckversion",
    "druckansicht",
    "stampa",
    "stampabile",
    "afdrukken",
    "printversie",
    "wydruk",
    "drukuj",
    "yazdir",
    "print2",
    "pechat",
    "dayin",
    "insatsu",
];

/// A line of one's page, not of its article, that stands in the other's text; or on its page, and has the one's name.
fn left_over<'a>(from: &Side<'a>, to: &Side<'_>) -> Option<&'a str> {
    if from.told.host == to.told.host {
        return None;
    }
    let text: HashSet<&str> = to.text.split('\n').map(str::trim).collect();
    let own: HashSet<&str> = around(to.told).collect();
    let site = from.told.site.as_deref().map(spoken).filter(|name| name.chars().count() >= NAME);
    around(from.told).find(|line| {
        let is_named = site.is_some_and(|name| line.contains(name) && *line != name);
        let is_there = if is_named {
            text.contains(line) || own.contains(line)
        } else {
            text.contains(line) && !own.contains(line)
        };
        line.chars().filter(|c| c.is_alphanumeric()).count() >= LINE
            && is_there
            && from.told.title.as_deref().map(str::trim) != Some(line)
    })
}

fn around(told: &Told) -> impl Iterator<Item = &str> {
    told.lines.iter().filter(|line| line.place == Place::Around).map(|line| line.text.trim())
}

/// One's own name, if it stands in both texts.
fn own_name<'a>(from: &Side<'a>, to: &Side<'_>) -> Option<&'a str> {
    let name = from.told.site.as_deref().map(str::trim).filter(|name| name.chars().count() >= 5)?;
    let other = to.told.host != from.told.host && to.told.site.as_deref() != Some(name);
    (other && from.text.contains(name) && to.text.contains(name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::super::agencies;
    use super::super::told::Line;
    use super::*;

    struct Page {
        url: &'static str,
        told: Told,
        claims: Vec<Claim>,
        times: Times,
        text: &'static str,
        agency: Option<&'static Agency>,
    }

    fn page(url: &'static str, site: &str, published: Option<&str>, text: &'static str) -> Page {
        let told = Told {
            host: host(url).map(str::to_owned),
            site: Some(site.to_owned()).filter(|site| !site.is_empty()),
            ..Told::default()
        };
        Page { url, told, claims: Vec::new(), times: Times::new(published, None), text, agency: None }
    }

    fn claim(origin: Origin, weight: f32) -> Claim {
        let (field, text) = ("line".to_owned(), "Source".to_owned());
        Claim { kind: ClaimKind::CreditLine, origin, field, text, span: None, line: None, weight }
    }

    fn weigh(a: &Page, b: &Page, contained: [f32; 2]) -> Course {
        let outlets =
            Outlets::new([a, b].map(|p| (p.told.host.as_deref().unwrap_or(""), p.told.site.as_deref())));
        let side = |p: &'_ Page| -> Side<'static> {
            // Tests are short: what they make may stay.
            let told: &'static Told = Box::leak(Box::new(p.told.clone()));
            let claims: &'static [Claim] = Box::leak(p.claims.clone().into_boxed_slice());
            Side { url: Some(p.url), told, claims, times: p.times, text: p.text, agency: p.agency }
        };
        direction([&side(a), &side(b)], contained, &outlets)
    }

    const TEXT: &str =
        "The bridge was closed on Monday.\nThe mayor told the Harbour Post that it would stay so.";

    fn two() -> (Page, Page) {
        (
            page("https://www.post.example/a", "Harbour Post", Some("2024-03-05T08:00:00Z"), TEXT),
            page("https://mail.example/b", "The Mail", Some("2024-03-05T12:00:00Z"), TEXT),
        )
    }

    #[test]
    fn the_earlier_one_is_the_source_and_its_own_name_in_both_says_so_too() {
        let (a, b) = two();
        let course = weigh(&a, &b, [1.0, 1.0]);
        assert_eq!(course.direction, Direction::Forward);
        let kinds: Vec<Kind> = course.evidence.iter().map(|e| e.kind).collect();
        assert_eq!(kinds, [Kind::Time, Kind::OwnName]);
        assert_eq!(weigh(&b, &a, [1.0, 1.0]).direction, Direction::Backward);
    }

    #[test]
    fn a_credit_outweighs_a_date() {
        let (mut a, b) = two();
        a.told.site = None;
        a.claims.push(claim(Origin::Outlet("The Mail".to_owned()), 4.0));
        let course = weigh(&a, &b, [1.0, 1.0]);
        assert_eq!(course.direction, Direction::Backward);
        assert!(course.evidence.iter().any(|e| e.kind == Kind::FalseTime), "{course:?}");
        a.claims[0].origin = Origin::Url("http://mail.example/b?utm=1".to_owned());
        assert_eq!(weigh(&a, &b, [1.0, 1.0]).direction, Direction::Backward);
        a.claims[0].origin = Origin::Outlet("The Herald".to_owned());
        assert_eq!(weigh(&a, &b, [1.0, 1.0]).direction, Direction::Forward);
    }

    #[test]
    fn two_that_name_one_agency_have_it_from_there_unless_one_is_the_agency() {
        let (mut a, mut b) = two();
        let afp = agencies::by_name("AFP").expect("in the table");
        a.claims.push(claim(Origin::Agency(afp), 3.0));
        b.claims.push(claim(Origin::Agency(afp), 3.0));
        assert_eq!(weigh(&a, &b, [1.0, 1.0]).direction, Direction::CommonSource);
        b.agency = Some(afp);
        let course = weigh(&a, &b, [1.0, 1.0]);
        assert_eq!(course.direction, Direction::Backward, "{course:?}");
    }

    #[test]
    fn what_was_left_over_gives_the_copier_away() {
        let (mut a, mut b) = two();
        (a.times, b.times) = (Times::UNKNOWN, Times::UNKNOWN);
        (a.told.site, b.told.site) = (None, None);
        assert_eq!(weigh(&a, &b, [1.0, 1.0]).direction, Direction::Undetermined);
        b.text = "The bridge was closed on Monday.\nRead also: ten bridges that are older";
        let line = "Read also: ten bridges that are older".to_owned();
        a.told.lines.push(Line { text: line, place: Place::Around, span: None });
        assert_eq!(weigh(&a, &b, [1.0, 1.0]).direction, Direction::Forward);
    }

    #[test]
    fn a_translator_leaves_traces_of_the_other_language() {
        let (mut a, mut b) = two();
        (a.times, b.times) = (Times::UNKNOWN, Times::UNKNOWN);
        (a.told.lang, b.told.lang) = (Some("fr".to_owned()), Some("en-GB".to_owned()));
        a.text = "Le yacht Belaïa a été vendu 12,5 millions d’euros.";
        b.text = "The yacht Belaïa was sold for 12,5 million euros.";
        let course = weigh(&a, &b, [1.0, 1.0]);
        assert_eq!(course.direction, Direction::Forward, "{course:?}");
        assert!(course.evidence.iter().all(|e| e.kind == Kind::Language));
        b.text = "The yacht Belaya was sold for 12.5 million euros.";
        assert_eq!(weigh(&a, &b, [1.0, 1.0]).direction, Direction::Undetermined);
    }

    #[test]
    fn editions_of_one_page() {
        let (a, mut b) = two();
        b.url = "https://www.post.example/a/amp/";
        b.told.host.clone_from(&a.told.host);
        b.times = a.times;
        let course = weigh(&a, &b, [1.0, 1.0]);
        assert_eq!((course.direction, course.evidence[0].kind), (Direction::Forward, Kind::Edition));
    }
}
