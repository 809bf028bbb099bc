//! Whose own copy an article is: an agency's site, feed or file, as against what others made of it.

use super::agencies::{self, Agency};
use super::claim::{Claim, ClaimKind, Origin};
use super::told::Told;

/// The agency that sent an article out itself: by its host or the beginning of its id, or because it was never on
/// the web and has an agency's dateline.
pub fn own_agency(id: &str, url: Option<&str>, told: &Told, claims: &[Claim]) -> Option<&'static Agency> {
    let by_host = told.host.as_deref().and_then(agencies::of_host);
    if by_host.is_some() {
        return by_host;
    }
    let first = id.split(|c: char| !c.is_alphabetic()).next().filter(|first| first.len() >= 2);
    let named = first.and_then(agencies::by_tag);
    if url.is_some() {
        // On the web it is the agency's own only where the host says so, too.
        let labels = || told.host.as_deref().unwrap_or("").split('.');
        return named.filter(|agency| labels().any(|label| label.eq_ignore_ascii_case(agency.name)));
    }
    let sent = |claim: &&Claim| {
        matches!(claim.kind, ClaimKind::Dateline | ClaimKind::Agency | ClaimKind::CreditLine)
    };
    named.or_else(|| {
        claims.iter().filter(sent).find_map(|claim| match claim.origin {
            Origin::Agency(agency) => Some(agency),
            _ => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_are_known_by_host_id_or_dateline() {
        let name = |id, url, host: Option<&str>| {
            let told = Told { host: host.map(str::to_owned), ..Told::default() };
            own_agency(id, url, &told, &[]).map(|agency| agency.name)
        };
        assert_eq!(name("x", Some("https://www.reuters.com/a"), Some("reuters.com")), Some("Reuters"));
        assert_eq!(name("efe-20240312-0148", None, None), Some("EFE"));
        assert_eq!(name("reuters:2024-03-12:L5N3G1204", None, None), Some("Reuters"));
        assert_eq!(name("efe-20240312", Some("https://paper.example/a"), Some("paper.example")), None);
        assert_eq!(name("20240312", None, None), None);
        assert_eq!(
            name("ap:us-bridge:1", Some("https://wire.ap.example/b"), Some("wire.ap.example")),
            Some("AP")
        );
        assert_eq!(name("yna:AKR2025", None, None), Some("Yonhap"));
        assert_eq!(name("agenciabrasil:2025", None, None), Some("Agência Brasil"));
        assert_eq!(name("com:2025", None, None), None);
    }
}
