//! Results of `trace`, `stories` and `--pairs`, read as one thing: what is said of each article.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

use super::lines::{self, Broken};
use super::truth::{Truth, UNOBSERVED};

/// What a result was written by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// `trace --json`: a row an article.
    Trace,
    /// `stories --json`: a row a story.
    Stories,
    /// `--pairs`: a row a pair.
    Pairs,
}

/// The way that text went, seen from an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The article was made from the other one.
    From,
    /// The other one was made from it.
    To,
    /// Both were made from something else.
    CommonSource,
    /// That cannot be told.
    Undetermined,
}

/// What is said of one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdict {
    /// Where it comes from.
    pub source: Option<String>,
    /// What it is to that.
    pub relation: Option<String>,
    /// The way that text went between the two.
    pub way: Option<Way>,
    /// How sure that is, 0 to 1.
    pub confidence: Option<f64>,
    /// Whether it credits its source.
    pub credited: Option<bool>,
    /// Whether the source that it names is the true one.
    pub agrees: Option<bool>,
    /// The lines of its page that are not its own text; none where nothing is said of them.
    pub furniture: Option<Vec<String>>,
}

/// A row of any result; what is not needed is ignored.
#[derive(Debug, Default, Deserialize)]
struct Row {
    article: Option<String>,
    articles: Option<Vec<Member>>,
    a: Option<String>,
    b: Option<String>,
    story: Option<String>,
    origin: Option<String>,
    source: Option<String>,
    relation: Option<String>,
    direction: Option<Direction>,
    confidence: Option<f64>,
    similarity: Option<f64>,
    credited: Option<bool>,
    credit: Option<Credit>,
    furniture: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Member {
    id: String,
    source: Option<String>,
    relation: Option<String>,
    direction: Option<Direction>,
    confidence: Option<f64>,
    credited: Option<bool>,
    credit: Option<Credit>,
}

#[derive(Debug, Deserialize)]
struct Credit {
    agrees: Option<bool>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
enum Direction {
    #[serde(rename = "a→b")]
    AToB,
    #[serde(rename = "b→a")]
    BToA,
    #[serde(rename = "common-source")]
    CommonSource,
    #[serde(rename = "undetermined")]
    Undetermined,
}

impl Direction {
    fn seen_from_a(self) -> Way {
        match self {
            Direction::AToB => Way::To,
            Direction::BToA => Way::From,
            Direction::CommonSource => Way::CommonSource,
            Direction::Undetermined => Way::Undetermined,
        }
    }
}

impl Way {
    /// The same seen from the other article.
    fn reversed(self) -> Way {
        match self {
            Way::From => Way::To,
            Way::To => Way::From,
            other => other,
        }
    }
}

/// All that a result says.
#[derive(Debug, Default)]
pub struct Answers {
    /// What it was written by; none where it is empty.
    pub kind: Option<Kind>,
    /// What it says of each article that it names.
    pub verdicts: BTreeMap<String, Verdict>,
    /// Its stories: their names and members.
    pub stories: Vec<(String, Vec<String>)>,
    /// How well the pair fits that an article's verdict is from.
    fits: BTreeMap<String, Fit>,
}

/// How well a pair tells where an article comes from: whether it can, confidence, similarity.
type Fit = (u8, f64, f64);

impl Answers {
    /// Reads a result; its first row tells which one.
    ///
    /// Errors: the file cannot be read, or its rows are of no result that is known.
    pub fn read(path: &Path) -> Result<(Answers, Vec<Broken>)> {
        let (mut answers, mut unknown) = (Answers::default(), false);
        let broken = lines::read(path, |row: Row| match answers.kind.or_else(|| row.kind()) {
            Some(kind) => {
                answers.kind = Some(kind);
                answers.add(kind, row)
            }
            None => {
                unknown = true;
                Err("neither a trace, nor a story, nor a pair".to_owned())
            }
        })?;
        if answers.kind.is_none() && unknown {
            let reason = "not a result: rows need article (trace --json), articles (stories --json), or a and b \
                          (--pairs)";
            return Err(Error::input(path, reason));
        }
        Ok((answers, broken))
    }

    /// Articles that the truth does not know.
    pub fn unknown<'s>(&'s self, truth: &Truth) -> Vec<&'s str> {
        self.verdicts.keys().filter(|id| truth.get(id).is_none()).map(String::as_str).collect()
    }

    fn add(&mut self, kind: Kind, row: Row) -> Result<(), String> {
        let members = row.articles.iter().flatten().map(|member| member.confidence);
        if let Some(confidence) = members.chain([row.confidence]).flatten().find(|c| !(0.0..=1.0).contains(c))
        {
            return Err(format!("a confidence of {confidence} is not between 0 and 1"));
        }
        match kind {
            Kind::Trace => self.trace(row),
            Kind::Stories => self.story(row),
            Kind::Pairs => self.pair(row),
        }
    }

    fn insert(&mut self, id: String, verdict: Verdict) -> Result<(), String> {
        match self.verdicts.entry(id) {
            Entry::Occupied(there) => Err(format!("{} is there twice", there.key())),
            Entry::Vacant(place) => {
                place.insert(verdict);
                Ok(())
            }
        }
    }

    fn trace(&mut self, row: Row) -> Result<(), String> {
        let verdict = Verdict {
            source: row.source,
            relation: row.relation,
            way: row.direction.map(Direction::seen_from_a),
            confidence: row.confidence,
            credited: row.credited,
            agrees: row.credit.and_then(|credit| credit.agrees),
            furniture: row.furniture,
        };
        self.insert(row.article.ok_or("a trace without its article")?, verdict)
    }

    /// Members with a source were made from it; the others come from what the story comes from, if that is
    /// not one of them.
    fn story(&mut self, row: Row) -> Result<(), String> {
        let members = row.articles.ok_or("a story without its articles")?;
        let origin = row.origin.filter(|origin| origin.starts_with(UNOBSERVED));
        let name = row.story.or_else(|| Some(members.first()?.id.clone())).unwrap_or_default();
        let (mut ids, mut refused) = (Vec::new(), Ok(()));
        for member in members {
            let source = member.source.or_else(|| origin.clone());
            let verdict = Verdict {
                way: source.as_ref().map(|_| member.direction.map_or(Way::From, Direction::seen_from_a)),
                agrees: member.credit.and_then(|credit| credit.agrees),
                source,
                relation: member.relation,
                confidence: member.confidence,
                credited: member.credited,
                ..Verdict::default()
            };
            match self.insert(member.id.clone(), verdict) {
                Ok(()) => ids.push(member.id),
                Err(reason) => refused = Err(reason),
            }
        }
        self.stories.push((name, ids));
        refused
    }

    /// Of each article's pairs, the one that best tells where it comes from is its verdict.
    fn pair(&mut self, row: Row) -> Result<(), String> {
        let (Some(a), Some(b)) = (row.a, row.b) else { return Err("a pair without a or b".to_owned()) };
        let way = row.direction.map_or(Way::Undetermined, Direction::seen_from_a);
        let reversed = row.relation.as_deref().map(reversed).map(str::to_owned);
        let sides = [(&a, &b, way, &row.relation), (&b, &a, way.reversed(), &reversed)];
        for (article, other, way, relation) in sides {
            // Nor does an article come from a series, or from what was made from it.
            let rank = match way {
                Way::To => 0,
                _ if relation.as_deref() == Some("series") => 1,
                Way::CommonSource => 2,
                Way::Undetermined => 3,
                Way::From => 4,
            };
            let verdict = Verdict {
                source: (rank > 2).then(|| other.clone()),
                relation: relation.clone().filter(|_| rank > 0),
                way: Some(way),
                confidence: row.confidence,
                credited: row.credited,
                ..Verdict::default()
            };
            self.offer(
                article,
                (rank, row.confidence.unwrap_or(0.0), row.similarity.unwrap_or(0.0)),
                verdict,
            );
        }
        Ok(())
    }

    fn offer(&mut self, article: &str, fit: Fit, verdict: Verdict) {
        let better = match (self.fits.get(article), self.verdicts.get(article)) {
            (Some(other), Some(there)) => {
                let by_fit =
                    fit.0.cmp(&other.0).then(fit.1.total_cmp(&other.1)).then(fit.2.total_cmp(&other.2));
                by_fit.then_with(|| there.source.cmp(&verdict.source)) == Ordering::Greater
            }
            _ => true,
        };
        if better {
            self.fits.insert(article.to_owned(), fit);
            self.verdicts.insert(article.to_owned(), verdict);
        }
    }
}

impl Row {
    fn kind(&self) -> Option<Kind> {
        match self {
            Row { article: Some(_), .. } => Some(Kind::Trace),
            Row { articles: Some(_), .. } => Some(Kind::Stories),
            Row { a: Some(_), b: Some(_), .. } => Some(Kind::Pairs),
            _ => None,
        }
    }
}

/// What the second article of a pair is to the first, by what the first is to the second.
fn reversed(relation: &str) -> &str {
    match relation {
        "abridged" => "expanded",
        "expanded" => "abridged",
        other => other,
    }
}

#[cfg(test)]
#[path = "result/tests.rs"]
pub(super) mod tests;
