//! Provenance: what an article says of where it comes from.
//!
//! Owns the reading of credits: metadata, datelines, bylines, sign-offs, "Source:" lines, translators' and
//! copyright lines, in many languages, and the names of agencies and outlets. A claim is what is said, not
//! what is true: it is weighed here, and checked against the texts elsewhere. Citations inside sentences and
//! picture credits are no claims. Does not read pages or files (see [`crate::ingest`]).

pub mod agencies;
mod choice;
mod claim;
mod credit;
mod dateline;
mod dates;
mod direction;
mod family;
mod fields;
mod fold;
mod furniture;
mod hints;
mod likely;
mod lines;
mod mentions;
mod names;
mod outlets;
mod parties;
mod phrases;
mod sign_off;
mod site_names;
mod supplied;
#[cfg(test)]
mod tests;
mod times;
mod told;
mod traces;
mod value;
mod versions;
mod wire;

pub use agencies::Agency;
pub use choice::{Choice, Choices, NAMES as MEASURES, Possible};
pub use claim::{Claim, ClaimKind, Origin};
pub use direction::{Course, Direction, Evidence, Kind as EvidenceKind, Side, credit, direction};
pub use family::{Descent, Kinship, Parent, Tie, kinship, names as names_source, parent, parents};
pub use furniture::{Recurring, comments_begin, is_of_known_shape};
pub use outlets::Outlets;
pub use site_names::name_sites;
pub use times::Times;
pub use told::{Line, Told};
pub use wire::own_agency;

/// Initials of agencies that pages use for other things ("Download our APP"): they are believed in datelines, and
/// with the agency's name beside them.
const WORDS: [&str; 10] = ["APP", "MAP", "MA", "AIM", "MIA", "ABI", "SIR", "AIP", "PPI", "ACI"];

fn is_a_word(agency: &Agency, claim: &Claim) -> bool {
    let is_initials = WORDS.contains(&agency.name) && claim.kind != ClaimKind::Dateline;
    let letters = claim.text.chars().filter(|c| c.is_alphabetic()).count();
    is_initials && letters < 2 * agency.name.len() + 8
}

/// All that an article says of its origin: first by its metadata, then by its lines, in their order.
///
/// What it says of itself is no claim: its own host, its own name, an agency's name on the agency's own site.
#[must_use]
pub fn claims(told: &Told) -> Vec<Claim> {
    let own = names::Own::of(told);
    let mut found = fields::claims(told, &own);
    found.extend(lines::claims(told));
    found.retain(|claim| match &claim.origin {
        Origin::Agency(agency) => !own.is_agency(agency) && !is_a_word(agency, claim),
        Origin::Outlet(name) if claim.kind == ClaimKind::Copyright => !own.is_company(name),
        Origin::Outlet(name) => !own.is_named(name),
        Origin::Url(url) => {
            let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
            let host = rest.split(['/', '?', '#', ':']).next().unwrap_or(rest);
            own.is_host(host) != Some(true)
        }
        Origin::Unnamed => true,
    });
    // Lists of authors and repeated structured data say the same thing again.
    let mut kept: Vec<Claim> = Vec::with_capacity(found.len());
    for claim in found {
        if !kept.contains(&claim) {
            kept.push(claim);
        }
    }
    kept
}
