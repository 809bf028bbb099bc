//! Which field of a record is its id, text, title, address, date and language.
//!
//! One table of usual names for every format with named fields (JSON, CSV, Parquet). A name given by
//! the user replaces the list of its role.

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The record's own id.
    Id,
    /// The article's text.
    Text,
    /// The headline.
    Title,
    /// The page's address.
    Url,
    /// When it was published.
    Date,
    /// Its language.
    Lang,
}

impl Role {
    /// Every role, in order.
    pub const ALL: [Role; ROLES] = [Role::Id, Role::Text, Role::Title, Role::Url, Role::Date, Role::Lang];
}

/// How many roles there are; `Role as usize` indexes tables of this length.
pub const ROLES: usize = 6;

const ID: &[&str] = &["id", "uuid", "guid", "doc_id", "article_id", "uri"];
const TEXT: &[&str] = &[
    "text",
    "content",
    "body",
    "articleBody",
    "article_body",
    "maintext",
    "raw_content",
    "body_text",
    "full_text",
];
const TITLE: &[&str] = &["title", "headline", "name"];
const URL: &[&str] = &["url", "link", "source_url", "canonical_url", "href"];
const DATE: &[&str] = &[
    "published",
    "datePublished",
    "date_publish",
    "date_published",
    "published_at",
    "publish_date",
    "publication_date",
    "pub_date",
    "pubDate",
    "published_date",
    "versioncreated",
    "versionCreated",
    "firstcreated",
    "firstCreated",
    "date",
    "timestamp",
    "created_at",
];
const LANG: &[&str] = &["lang", "language", "inLanguage"];

/// The names looked for, by role, best first. Names are matched exactly, including case.
#[derive(Debug, Clone)]
pub struct Fields {
    names: [Vec<String>; ROLES],
    named: [bool; ROLES],
}

impl Default for Fields {
    fn default() -> Self {
        let own = |list: &[&str]| list.iter().map(|&n| n.to_owned()).collect();
        Fields { names: [ID, TEXT, TITLE, URL, DATE, LANG].map(own), named: [false; ROLES] }
    }
}

impl Fields {
    /// Looks for `name` alone in `role`; a record without it is then an error.
    pub fn set(&mut self, role: Role, name: &str) {
        self.names[role as usize] = vec![name.to_owned()];
        self.named[role as usize] = true;
    }

    /// Whether the user named the field of this role, so that a record without it is skipped.
    pub fn is_named(&self, role: Role) -> bool {
        self.named[role as usize]
    }

    /// The names of a role, best first.
    pub fn names(&self, role: Role) -> &[String] {
        &self.names[role as usize]
    }

    /// The role of a field and the rank of its name in that role's list; a lower rank wins.
    pub fn role(&self, key: &[u8]) -> Option<(Role, usize)> {
        Role::ALL.into_iter().find_map(|role| {
            let rank = self.names(role).iter().position(|n| n.as_bytes() == key)?;
            Some((role, rank))
        })
    }
}
