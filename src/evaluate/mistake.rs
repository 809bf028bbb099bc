//! A mistake: one thing that a result has got wrong, for people to look into.

use serde::Serialize;

/// One thing that a result has got wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// What was asked: `source`, `relation`, `direction`, `credited`, `agrees`, `hard-negative`, `furniture`
    /// or `story`.
    pub kind: &'static str,
    /// The article.
    pub id: String,
    /// What the truth says.
    pub wanted: String,
    /// What the result says; `-` is nothing.
    pub got: String,
}

impl Mistake {
    /// A mistake; `None` is nothing.
    pub(super) fn new(
        kind: &'static str,
        id: &str,
        wanted: impl Into<String>,
        got: Option<impl ToString>,
    ) -> Mistake {
        let got = got.map_or_else(|| "-".to_owned(), |got| got.to_string());
        Mistake { kind, id: id.to_owned(), wanted: wanted.into(), got }
    }
}

impl std::fmt::Display for Mistake {
    /// One line, its parts apart by tabs; what is written inside a part stays on the line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let flat = |part: &str| part.replace(|c: char| c.is_control(), " ");
        write!(f, "{}\t{}\t{}\t{}", self.kind, flat(&self.id), flat(&self.wanted), flat(&self.got))
    }
}
