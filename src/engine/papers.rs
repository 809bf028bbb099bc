//! Papers: what an article says of itself, and what of its text is furniture or credit.
//!
//! Owns putting together what records say and what [`crate::provenance`] makes of it.

use rayon::prelude::*;

use crate::article::{Place, Said, SaidLine, host, mirrored_host};
use crate::crosslingual::Named;
use crate::error::Result;
use crate::provenance::{
    Agency, Claim, ClaimKind, Line, Outlets, Recurring, Side, Times, Told, claims, comments_begin,
    is_of_known_shape, name_sites, names_source, own_agency,
};

use crate::text::simplify;

use super::corpus::{Corpus, Meta};
use super::known::{Blanks, Known};

/// What is known of an article besides its text.
#[derive(Debug, Clone, Default)]
pub struct Papers {
    /// What its record says.
    pub meta: Meta,
    /// What its page says of itself.
    pub told: Told,
    /// What that claims of its origin.
    pub claims: Vec<Claim>,
    /// When it appeared.
    pub times: Times,
    /// The agency whose own copy it is.
    pub agency: Option<&'static Agency>,
    /// The parts of its text that are furniture or credits, in bytes, ascending.
    pub blanks: Vec<(u32, u32)>,
    /// Whether the word table does not have its language, so that it was compared with articles in others by numbers
    /// and names alone.
    pub is_reduced: bool,
}

/// A corpus that is known, with what its articles say of themselves. Articles are in the order of their ids, so
/// that nothing depends on the order of the input.
#[derive(Debug)]
pub(super) struct Prepared {
    /// The corpus, without furniture and credits.
    pub(super) known: Known,
    /// The number of each article in the corpus.
    pub(super) numbers: Vec<u32>,
    /// Their papers.
    pub(super) papers: Vec<Papers>,
    /// Their texts, whole.
    pub(super) texts: Vec<String>,
    /// The lines that recur on their hosts.
    pub(super) recurring: Recurring,
}

/// Asks the articles of a corpus for their papers.
///
/// Errors: its texts cannot be read.
pub(super) fn prepared(corpus: Corpus) -> Result<Prepared> {
    let all = 0..corpus.len() as u32;
    let used: Vec<u32> = all.filter(|article| corpus.left_out().binary_search(article).is_err()).collect();
    let (read, recurring) = read(&corpus, &used);
    let mut blanks = Blanks::new();
    blanks.resize(corpus.len(), Vec::new());
    for (paper, n, _) in &read {
        blanks[*n as usize].clone_from(&paper.blanks);
    }
    let models = corpus.settings().models.clone();
    let known = Known::corpus_without(corpus, blanks).with_meanings(models)?;
    let (mut papers, mut numbers, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for (mut paper, n, text) in read {
        paper.is_reduced = known.meanings().is_some_and(|meanings| meanings.is_reduced(n));
        papers.push(paper);
        numbers.push(n);
        texts.push(text);
    }
    Ok(Prepared { known, numbers, papers, texts, recurring })
}

/// The papers, numbers and texts of articles of a corpus, in the order of their ids, and the lines that recur on their
/// hosts.
fn read(corpus: &Corpus, articles: &[u32]) -> (Vec<(Papers, u32, String)>, Recurring) {
    let read = |&n: &u32| {
        let text = corpus.text(n);
        (Papers::new(corpus.meta(n), corpus.said(n), &text), n, text)
    };
    let mut read: Vec<(Papers, u32, String)> = articles.par_iter().map(read).collect();
    read.par_sort_by(|x, y| x.0.meta.order().cmp(&y.0.meta.order()));
    name_nameless(&mut read);
    let mut recurring = Recurring::default();
    for (paper, _, text) in &read {
        recurring.add(paper.told.host.as_deref().unwrap_or(""), text);
    }
    read.par_iter_mut().for_each(|(paper, _, text)| paper.without(&recurring, text));
    (read, recurring)
}

/// Gives pages that do not name their site the name that their host goes by, and reads their claims by it.
fn name_nameless(read: &mut [(Papers, u32, String)]) {
    let is_nameless = |paper: &Papers| paper.told.host.is_some() && paper.told.site.is_none();
    let nameless: Vec<usize> = (0..read.len()).filter(|&n| is_nameless(&read[n].0)).collect();
    if nameless.is_empty() {
        return;
    }
    name_sites(read.iter_mut().map(|(paper, ..)| &mut paper.told));
    for n in nameless {
        let paper = &mut read[n].0;
        if paper.told.site.is_some() {
            paper.read_claims();
        }
    }
}

/// An article's text without furniture and credits, and its language.
pub(super) type OwnText = (String, Option<String>);

/// The own texts of articles of a corpus, in the order of their numbers, and the lines that recur on their hosts.
pub(super) fn own_texts(corpus: &Corpus, articles: &[u32]) -> (Vec<OwnText>, Recurring) {
    let (mut read, recurring) = read(corpus, articles);
    read.par_sort_unstable_by_key(|(_, n, _)| *n);
    let own = read.into_par_iter().map(|(paper, _, text)| (paper.own_text(&text), paper.meta.lang));
    (own.collect(), recurring)
}

/// The same of one article, by the lines that recur on others.
pub(super) fn own_text(corpus: &Corpus, article: u32, recurring: &Recurring) -> OwnText {
    let text = corpus.text(article);
    let mut paper = Papers::new(corpus.meta(article), corpus.said(article), &text);
    paper.without(recurring, &text);
    (paper.own_text(&text), paper.meta.lang)
}

/// A corpus as what is known, without furniture and credits, and the lines that recur on its hosts.
///
/// Errors: its texts cannot be read.
pub fn acquainted(corpus: Corpus) -> Result<(Known, Recurring)> {
    let Prepared { known, recurring, .. } = prepared(corpus)?;
    Ok((known, recurring))
}

impl Papers {
    /// What a record says of an article with this text; furniture that recurs is still to be found.
    pub fn new(meta: Meta, said: Said, text: &str) -> Papers {
        let told = told(&meta, said, text);
        let times = Times::told(meta.published.as_deref(), &told.fields);
        let mut papers = Papers { meta, told, times, ..Papers::default() };
        papers.read_claims();
        papers
    }

    fn read_claims(&mut self) {
        self.claims = claims(&self.told);
        self.agency = own_agency(&self.meta.id, self.meta.url.as_deref(), &self.told, &self.claims);
    }

    /// What an index keeps of what a record says: its fields, and the lines around the article that claim something.
    pub(super) fn kept(meta: &Meta, said: Said, text: &str) -> Vec<(String, String)> {
        if said.lines.is_empty() {
            return said.fields;
        }
        let papers = Papers::new(meta.clone(), said, text);
        let mut kept = papers.told.fields;
        let mut lines: Vec<usize> = papers.claims.iter().filter_map(|claim| claim.line).collect();
        lines.sort_unstable();
        lines.dedup();
        let first = papers.told.lines.iter().position(|line| line.place == Place::Text);
        for nth in lines {
            let Some(line) = papers.told.lines.get(nth).filter(|line| line.place == Place::Around) else {
                continue;
            };
            let field = if first.is_some_and(|first| nth < first) { ABOVE } else { LINE };
            kept.push((field.to_owned(), line.text.clone()));
        }
        kept
    }

    /// The papers of an article of an index, from what [`Papers::kept`] gave.
    pub(super) fn of_kept(meta: Meta, kept: &[(&str, &str)], text: &str) -> Papers {
        let mut said = Said::default();
        let around = |&(_, text): &(&str, &str)| SaidLine { place: Place::Around, text: text.to_owned() };
        let own = text.split('\n').map(|_| SaidLine { place: Place::Text, text: String::new() });
        said.lines.extend(kept.iter().filter(|(field, _)| *field == ABOVE).map(around));
        said.lines.extend(own);
        said.lines.extend(kept.iter().filter(|(field, _)| *field == LINE).map(around));
        let fields = kept.iter().filter(|(field, _)| ![ABOVE, LINE].contains(field));
        said.fields.extend(fields.map(|&(field, value)| (field.to_owned(), value.to_owned())));
        Papers::new(meta, said, text)
    }

    /// Finds what is no part of the article's text: lines that recur on its host, and its credits.
    pub fn without(&mut self, recurring: &Recurring, text: &str) {
        self.blanks = blanks(self, text, recurring);
    }

    /// The text with blanks in the place of furniture and credits.
    pub fn own_text(&self, text: &str) -> String {
        let mut own = text.to_owned();
        super::known::blank(&mut own, &self.blanks);
        own
    }

    /// The same as it is compared with others: Chinese in one script.
    pub fn compared_text(&self, text: &str) -> String {
        let mut own = self.own_text(text);
        simplify(&mut own);
        own
    }

    /// What is weighed of an article with this text.
    pub fn side<'s>(&'s self, text: &'s str) -> Side<'s> {
        Side {
            url: self.meta.url.as_deref(),
            told: &self.told,
            claims: &self.claims,
            times: self.times,
            text,
            agency: self.agency,
        }
    }
}

/// Whether two articles are of one site, or of one agency.
pub(super) fn are_of_one([a, b]: [&Papers; 2]) -> bool {
    a.told.host.is_some() && a.told.host == b.told.host || a.agency.is_some() && a.agency == b.agency
}

/// What one of two articles, each with its text, names as its source, if that is the other.
pub(super) fn credit_one_another(articles: [(&Papers, &str); 2]) -> Option<Named> {
    let outlets = outlets(articles.map(|(papers, _)| papers));
    let [a, b] = articles.map(|(papers, text)| papers.side(text));
    let named = |one: &Side<'_>, other: &Side<'_>| {
        let who = if other.agency.is_some() { Named::Agency } else { Named::Outlet };
        names_source(one, other, &outlets).then_some(who)
    };
    // An agency names no outlet as its source.
    named(&a, &b).or_else(|| named(&b, &a))
}

/// The names of the outlets that articles are of.
pub(super) fn outlets<'p>(papers: impl IntoIterator<Item = &'p Papers>) -> Outlets {
    let papers = papers.into_iter();
    let named = papers.filter_map(|paper| Some((paper.told.host.as_deref()?, paper.told.site.as_deref())));
    Outlets::new(named)
}

/// Joins what a record says with where its lines stand in its text.
fn told(meta: &Meta, said: Said, text: &str) -> Told {
    let mut at = 0;
    let mut own = text.split('\n').map(|line| {
        let span = (at, at + line.len() as u32);
        at = span.1 + 1;
        (line, span)
    });
    let mut lines: Vec<Line> = Vec::with_capacity(said.lines.len());
    for line in said.lines {
        if line.place == Place::Text {
            let next = own.next();
            lines.extend(next.map(|(text, span)| Line {
                text: text.to_owned(),
                place: Place::Text,
                span: Some(span),
            }));
            continue;
        }
        lines.push(Line { text: line.text, place: line.place, span: None });
    }
    lines.extend(own.map(|(text, span)| Line {
        text: text.to_owned(),
        place: Place::Text,
        span: Some(span),
    }));
    let site = SITE.iter().find_map(|name| {
        let named = said.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value);
        named.into_iter().find(|value| !value.contains("://") && !value.starts_with(['#', '@'])).cloned()
    });
    Told {
        host: meta.url.as_deref().and_then(host).or_else(|| mirrored_host(&meta.id)).map(str::to_owned),
        site,
        lang: meta.lang.clone(),
        title: meta.title.clone(),
        fields: said.fields,
        lines,
    }
}

/// The fields under which an index keeps lines above an article's text, and others around it.
const ABOVE: &str = "line.above";
const LINE: &str = "line";
/// Where a page names its site, best first.
const SITE: [&str; 7] = [
    "meta.og:site_name",
    "jsonld.publisher",
    "microdata.publisher",
    "meta.application-name",
    "json.site_name",
    "json.publisher",
    "title.site",
];

/// What is no part of an article's text: lines that recur on its host or are of a known shape, and its credits.
fn blanks(paper: &Papers, text: &str, recurring: &Recurring) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    let lines: Vec<&str> = text.split('\n').collect();
    let mut at = 0;
    for (nth, line) in lines.iter().enumerate() {
        let recurs = paper.told.host.as_ref().is_some_and(|host| recurring.is_furniture(host, line));
        if recurs || is_of_known_shape(line, lines.len() - 1 - nth) {
            out.push((at, at + line.len() as u32));
        }
        at += line.len() as u32 + 1;
    }
    let is_credit = |claim: &&Claim| {
        matches!(
            claim.kind,
            ClaimKind::CreditLine | ClaimKind::Dateline | ClaimKind::Copyright | ClaimKind::Translation
        )
    };
    let spans = paper.claims.iter().filter(is_credit).filter_map(|claim| claim.span);
    out.extend(spans.map(|span| with_its_line(span, text)));
    if let Some(from) = comments_begin(text) {
        out.push((from as u32, text.len() as u32));
    }
    out.sort_unstable();
    let out = merged(out);
    // An article that would be nothing but furniture is none.
    let all: u32 = out.iter().map(|(from, to)| to - from).sum();
    if all as usize * 2 > text.len() { Vec::new() } else { out }
}

/// Ranges in order, those that overlap made one.
fn merged(ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
    for (from, to) in ranges {
        match out.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

/// A credit with the rest of its line, where that is a line of little else.
fn with_its_line((from, to): (u32, u32), text: &str) -> (u32, u32) {
    let (start, end) = (from as usize, (to as usize).min(text.len()));
    let begin = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let stop = text.get(end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| end + at);
    let is_short = stop - begin <= CREDIT_LINE || (end - start) * 2 >= stop - begin;
    if is_short { (begin as u32, stop as u32) } else { (from, to) }
}

/// Bytes of a line that is all credit if part of it is.
const CREDIT_LINE: usize = 120;
