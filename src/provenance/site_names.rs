//! Site names: what the pages of a host call their site, for those of them that do not.

use std::collections::{BTreeMap, BTreeSet};

use super::told::Told;
use crate::ingest::title_ends;

/// The share of a host's titles that begin or end alike if that is its name, in quarters; and how many at least.
const QUARTERS: usize = 3;
const LEAST: usize = 2;

/// Gives pages that do not name their site the name that others of their host have, or that their titles share.
pub fn name_sites<'t>(pages: impl IntoIterator<Item = &'t mut Told>) {
    let mut hosts: BTreeMap<String, Vec<&'t mut Told>> = BTreeMap::new();
    for page in pages {
        if let Some(host) = &page.host {
            hosts.entry(host.clone()).or_default().push(page);
        }
    }
    for pages in hosts.values_mut().filter(|pages| pages.iter().any(|page| page.site.is_none())) {
        let Some(name) = named(pages).or_else(|| shared(pages)) else { continue };
        pages.iter_mut().filter(|page| page.site.is_none()).for_each(|page| page.site = Some(name.clone()));
    }
}

/// The name that most of them have.
fn named(pages: &[&mut Told]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    pages
        .iter()
        .filter_map(|page| page.site.as_deref())
        .for_each(|site| *counts.entry(site).or_default() += 1);
    let most = counts.values().max()?;
    counts.iter().find(|(_, count)| *count == most).map(|(name, _)| (*name).to_owned())
}

/// The name that their titles begin or end with.
fn shared(pages: &[&mut Told]) -> Option<String> {
    let titles: BTreeSet<&str> = pages.iter().filter_map(|page| page.title.as_deref()).collect();
    let mut rests: BTreeMap<&str, usize> = BTreeMap::new();
    for title in &titles {
        let names: BTreeSet<&str> = title_ends(title).collect();
        names.into_iter().for_each(|name| *rests.entry(name).or_default() += 1);
    }
    let most = *rests.values().max()?;
    let is_name = most >= LEAST && most * 4 >= titles.len() * QUARTERS;
    // Of two that all titles have the one is part of the other: "The Mail" of "News - The Mail".
    let all = rests.into_iter().filter(|(_, count)| *count == most).map(|(name, _)| name);
    all.min_by_key(|name| (name.len(), *name)).filter(|_| is_name).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(host: &str, site: Option<&str>, title: &str) -> Told {
        Told {
            host: Some(host.to_owned()),
            site: site.map(str::to_owned),
            title: Some(title.to_owned()),
            ..Told::default()
        }
    }

    #[test]
    fn pages_without_a_name_have_that_of_the_others_or_of_all_titles() {
        let mut pages = [
            page("a.example", Some("The Mail"), "Rain"),
            page("a.example", None, "Snow"),
            page("b.example", None, "서해안프레스 : 농협 창고"),
            page("b.example", None, "서해안프레스 : [오늘의 물때] 11월"),
            page("c.example", None, "Hail – The Post"),
            page("d.example", None, "Fire: one dead"),
            page("d.example", None, "Fire: two dead"),
            page("d.example", None, "Rain"),
            page("e.example", None, "Rain | The Echo"),
            page("e.example", None, "Rain | The Echo"),
        ];
        name_sites(pages.iter_mut());
        let sites: Vec<&str> = pages.iter().map(|page| page.site.as_deref().unwrap_or("")).collect();
        assert_eq!(sites, ["The Mail", "The Mail", "서해안프레스", "서해안프레스", "", "", "", "", "", ""]);
    }
}
