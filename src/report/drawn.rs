//! What the verbs found, as the views of a page.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::article::{Place, host};
use crate::compare::Passage;
use crate::engine::{Papers, Provenance};
use crate::provenance::{Claim, Direction, Kinship, Parent};
use crate::story::{Lineage, Offspring, Origin};

use super::counted;
use super::evidence;
use super::page::{self, View};
use super::trace::credit_row;

/// Stories, and who took the text from whom in each.
pub fn stories_view<'p>(
    found: &'p Provenance,
    stories: &[Lineage],
    title: String,
    subtitle: String,
) -> View<'p> {
    let mut drawing = Drawing::new(found);
    for story in stories {
        drawing.story(story);
    }
    let notes = reduced_note(&found.papers).into_iter().collect();
    View { kind: page::Kind::Stories, title, subtitle, notes, ..drawing.view }
}

/// What a reader should know of articles whose languages the word table does not have, if there are any.
pub fn reduced_note<'p>(papers: impl IntoIterator<Item = &'p Papers>) -> Option<String> {
    let reduced: Vec<&Papers> = papers.into_iter().filter(|papers| papers.is_reduced).collect();
    let mut languages: Vec<&str> = reduced.iter().filter_map(|papers| papers.meta.lang.as_deref()).collect();
    languages.sort_unstable();
    languages.dedup();
    let named = if languages.is_empty() { String::new() } else { format!(" ({})", languages.join(", ")) };
    (!reduced.is_empty()).then(|| {
        format!(
            "Reduced coverage: the word table does not have the language{named} of {}; other languages were compared by \
             numbers and names alone",
            counted(reduced.len() as u64, "article")
        )
    })
}

/// Where one article comes from, as a story of it and all that it has text in common with. `article` is its number.
pub fn traced_story(drawing: &mut Drawing<'_>, article: u32) {
    let found = drawing.found;
    // Another traced article may have the same pair again, from its own side.
    let own: Vec<usize> =
        (0..found.ties.len()).filter(|&nth| found.ties[nth].articles[0] == article).collect();
    let first = drawing.article(article);
    let mut members = vec![first];
    let mut edges = Vec::new();
    for nth in own {
        let other = found.ties[nth].articles[1];
        members.push(drawing.article(other));
        edges.push(drawing.edge(article, Some(other), Some(nth)));
    }
    let descent = found.descents[article as usize].as_ref();
    let unobserved = descent.and_then(|descent| match descent.parent {
        Parent::Unobserved(agency) => Some(agency.name.to_owned()),
        Parent::Article(_) => None,
    });
    if unobserved.is_some() {
        edges.push(drawing.edge(article, None, None));
    }
    let origin = match descent.map(|descent| descent.parent) {
        Some(Parent::Article(source)) => Some(drawing.article(source)),
        _ => None,
    };
    let title = drawing.title([article]);
    drawing.view.stories.push(page::Story { title, origin, unobserved, members, edges });
}

/// Two articles, and what one is to the other.
pub fn compared_view(found: &Provenance) -> View<'_> {
    let mut drawing = Drawing::new(found);
    let is_source = found.direction(0, 0) == Direction::Forward;
    let (article, source) = if is_source { (1, 0) } else { (0, 1) };
    drawing.edge(article, Some(source), Some(0));
    let (title, subtitle) =
        ("Two articles compared".to_owned(), format!("{} and {}", found.id(0), found.id(1)));
    View { kind: page::Kind::Compare, title, subtitle, ..drawing.view }
}

/// A view that is being made.
pub struct Drawing<'p> {
    found: &'p Provenance,
    view: View<'p>,
    /// The places of articles in the view.
    places: BTreeMap<u32, u32>,
}

impl<'p> Drawing<'p> {
    /// Of what was found.
    pub fn new(found: &'p Provenance) -> Self {
        Drawing { found, view: View::default(), places: BTreeMap::new() }
    }

    /// The view.
    pub fn finish(self) -> View<'p> {
        self.view
    }

    /// The place of an article in the view.
    fn article(&mut self, article: u32) -> u32 {
        let (found, view) = (self.found, &mut self.view);
        *self.places.entry(article).or_insert_with(|| {
            let (papers, text) = (&found.papers[article as usize], &found.texts[article as usize]);
            view.articles.push(drawn(papers, text));
            view.articles.len() as u32 - 1
        })
    }

    fn story(&mut self, story: &Lineage) {
        let found = self.found;
        let members: Vec<u32> = story.members.iter().map(|member| self.article(member.article)).collect();
        let mut edges = Vec::new();
        for &Offspring { article, under, tie, .. } in &story.members {
            let descent = found.descents[article as usize].as_ref();
            let parent = descent.map(|descent| descent.parent);
            match parent {
                Some(Parent::Article(source)) => {
                    let tie = descent.and_then(|descent| descent.tie);
                    edges.push(self.edge(article, Some(source), tie));
                }
                Some(Parent::Unobserved(_)) => edges.push(self.edge(article, None, None)),
                None if under.is_some() => edges.push(self.edge(article, under, tie)),
                None => {}
            }
        }
        let (origin, unobserved) = match story.origin {
            Origin::Article(article) => (Some(self.article(article)), None),
            Origin::Unobserved(agency) => (None, Some(agency.name.to_owned())),
            Origin::Unknown => (None, None),
        };
        let title = self.title(story.members.iter().map(|member| member.article));
        self.view.stories.push(page::Story { title, origin, unobserved, members, edges });
    }

    /// What a story of these articles is about: the first headline, else the first id.
    fn title(&self, articles: impl IntoIterator<Item = u32> + Clone) -> String {
        let titles = articles.clone().into_iter();
        let mut titles = titles.filter_map(|article| self.found.papers[article as usize].meta.title.clone());
        let first = || articles.into_iter().next().map(|article| self.found.id(article).to_owned());
        titles.next().or_else(first).unwrap_or_default()
    }

    /// An article and another one, or the report that is not here, by their tie.
    fn edge(&mut self, article: u32, source: Option<u32>, tie: Option<usize>) -> u32 {
        let found = self.found;
        let papers = &found.papers[article as usize];
        let descent = found.descents[article as usize].as_ref();
        let of_descent = descent.filter(|descent| match descent.parent {
            Parent::Article(parent) => Some(parent) == source,
            Parent::Unobserved(_) => source.is_none(),
        });
        let unobserved = match descent.map(|descent| descent.parent) {
            Some(Parent::Unobserved(agency)) if source.is_none() => Some(agency.name.to_owned()),
            _ => None,
        };
        let by_tie = tie.map(|nth| found.kinship(nth, article));
        let relation = of_descent.and_then(|descent| descent.kinship).or(by_tie).map_or("", Kinship::name);
        let direction = tie.map_or(Direction::Backward, |nth| found.direction(nth, article));
        let sure = tie.map(|nth| found.ties[nth].found.probability);
        let passages = tie.map(|nth| {
            let is_first = found.ties[nth].articles[0] == article;
            let turned = |passage: &Passage| {
                let passage = passage.clone();
                let Passage { a, b, runs, agreement } = if is_first { passage } else { passage.swapped() };
                page::Passage { a, b, runs, score: agreement.map(f64::from) }
            };
            found.passages[nth].iter().map(turned).collect()
        });
        let reasons = tie.map(|nth| evidence::of_tie(&found.ties[nth], article)).unwrap_or_default();
        let is_first = tie.is_some_and(|nth| found.ties[nth].articles[0] == article);
        // Of texts that are the same by what they mean, sentences are counted and not words.
        let is_meant = tie.is_some_and(|nth| found.passages[nth].iter().any(|p| p.agreement.is_some()));
        let containment = tie.map(|nth| {
            let matched = &found.ties[nth].found;
            let mut contained =
                if is_meant { matched.covered.map(f64::from) } else { matched.exact.containment() };
            if !is_first {
                contained.reverse();
            }
            contained
        });
        let credited = of_descent.map(|descent| descent.credited);
        let edge = page::Edge {
            article: self.article(article),
            source: source.map(|source| self.article(source)),
            unobserved,
            relation,
            direction: direction.name(),
            confidence: f64::from(of_descent.map(|descent| descent.confidence).or(sure).unwrap_or(0.0)),
            similarity: tie.filter(|_| !is_meant).map(|nth| found.ties[nth].found.exact.similarity()),
            containment,
            credited: credited.or(source.map(|source| found.credits(article, source))),
            credit: credit_row(papers, of_descent).map(|credit| page::Credit {
                text: credit.text,
                field: credit.field,
                agrees: credit.agrees,
            }),
            reasons: reasons
                .into_iter()
                .map(|reason| page::Reason { text: reason.text, weight: reason.weight })
                .collect(),
            is_reduced: tie.is_some_and(|nth| found.ties[nth].found.is_reduced),
            passages: passages.unwrap_or_default(),
        };
        self.view.edges.push(edge);
        self.view.edges.len() as u32 - 1
    }
}

fn drawn<'p>(papers: &Papers, text: &'p str) -> page::Article<'p> {
    let meta = papers.meta.clone();
    let credits: Vec<usize> = papers.claims.iter().filter_map(|claim| claim.line).collect();
    let lines = papers.told.lines.iter().enumerate();
    let around = lines.filter(|(n, line)| {
        line.place != Place::Text && !credits.contains(n) && Some(&line.text) != papers.told.title.as_ref()
    });
    page::Article {
        host: meta.url.as_deref().and_then(host).map(str::to_owned),
        id: meta.id,
        url: meta.url,
        title: meta.title,
        published: meta.published,
        lang: meta.lang,
        text: Cow::Borrowed(text),
        furniture: papers.blanks.iter().map(|&(from, to)| [from, to]).collect(),
        claims: papers.claims.iter().map(claim).collect(),
        around: around.map(|(_, line)| line.text.clone()).collect(),
    }
}

fn claim(claim: &Claim) -> page::Claim {
    page::Claim {
        field: claim.field.clone(),
        text: claim.text.clone(),
        span: claim.span.map(|(from, to)| [from, to]),
        names: claim.origin.name().to_owned(),
    }
}
