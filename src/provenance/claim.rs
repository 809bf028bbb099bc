//! A claim: one thing that an article says of its origin, and how much that is worth.

use super::agencies::Agency;

/// By which kind of statement an origin is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClaimKind {
    /// Metadata that points to another address.
    OriginUrl,
    /// Metadata that names who supplied the text.
    Agency,
    /// A line such as "Source: AFP", "with AFP", "originally published by X", or a sign-off.
    CreditLine,
    /// "BERLIN, June 26 (Reuters) -".
    Dateline,
    /// The author is an agency, or writes for another outlet.
    Byline,
    /// It says that it is a translation.
    Translation,
    /// The rights are another's.
    Copyright,
    /// A machine-readable chain of republication.
    HopHistory,
    /// News robots are told not to index it, as is asked of republishers.
    NoIndex,
}

/// Who or what is claimed as the origin.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// A news agency of the table.
    Agency(&'static Agency),
    /// A name as written.
    Outlet(String),
    /// An address.
    Url(String),
    /// "Agencies", "translated": there is an origin, but it is not named.
    Unnamed,
}

impl Origin {
    /// Who it is, as written; empty if it is not named.
    pub fn name(&self) -> &str {
        match self {
            Origin::Agency(agency) => agency.name,
            Origin::Outlet(name) | Origin::Url(name) => name,
            Origin::Unnamed => "",
        }
    }
}

/// One thing that an article says of its origin.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// By which kind of statement.
    pub kind: ClaimKind,
    /// Who is claimed.
    pub origin: Origin,
    /// The field's name, or `text` for a line of the article, or `line` for one around it.
    pub field: String,
    /// The credit as it stands.
    pub text: String,
    /// Its bytes in the article's text, if it stands there.
    pub span: Option<(u32, u32)>,
    /// The number of its line, if it stands in one.
    pub line: Option<usize>,
    /// Log odds that the text came from there.
    pub weight: f32,
}
