//! What the fields of pages, feeds and agency formats claim.

use super::*;

#[test]
fn metadata() {
    let other = "https://www.prairie-ledger.example/living/article_c3.html";
    assert_eq!(field("link.canonical", other), [format!("OriginUrl {other}")]);
    assert_eq!(field("jsonld.isBasedOn", other), [format!("OriginUrl {other}")]);
    assert_eq!(field("jsonld.translationOfWork", other), [format!("Translation {other}")]);
    assert_eq!(field("meta.syndication-source", other), [format!("OriginUrl {other}")]);
    assert_eq!(
        field("rss.source.url", "https://prairie-ledger.example/"),
        ["OriginUrl https://prairie-ledger.example/"]
    );
    let mut wrong = Wrong::default();
    for (name, value, claim) in [
        ("hnews.source-org", "Reuters", "Agency Reuters"),
        ("jsonld.provider", "Agence France-Presse", "Agency AFP"),
        ("jsonld.creditText", "APA", "Agency APA"),
        ("jsonld.copyrightHolder", "The Associated Press", "Copyright AP"),
        ("jsonld.author", "M.D. avec AFP", "Byline AFP"),
        ("jsonld.author", "中央社", "Byline CNA"),
        ("meta.author", "Ilona Brandys Reuters", "Byline Reuters"),
        ("meta.author", "By JANE DOE, AP National Political Writer", "Byline AP"),
        ("jsonld.copyrightNotice", "© 2024 AFP", "Copyright AFP"),
        ("meta.byl", "Wilma Janicek, The Prairie Ledger", "Byline 'The Prairie Ledger'"),
        ("meta.dcterms.creator", "Redacción / Agencias", "Byline ?"),
        ("rss.source", "The Prairie Ledger", "Agency 'The Prairie Ledger'"),
        ("json.source", "AP", "Agency AP"),
        ("newsml.dateline", "MOSCOW, Monday (Reuters)", "Dateline Reuters"),
        ("newsml.hop", "1 AFP hopaction:created", "HopHistory AFP"),
        ("meta.googlebot-news", "noindex", "NoIndex ?"),
        ("jsonld.translator", "Joan Pettibone", "Translation ?"),
        ("jsonld.contributor", "Agence France-Presse", "Byline AFP"),
        ("jsonld.sourceOrganization", "DPA", "Agency dpa"),
        ("jsonld.publisher", "Reuters", "Agency Reuters"),
        (
            "jsonld.isBasedOnUrl",
            "https://prairie-ledger.example/living/c3",
            "OriginUrl https://prairie-ledger.example/living/c3",
        ),
        (
            "rdfa.isBasedOn",
            "https://prairie-ledger.example/living/c3",
            "OriginUrl https://prairie-ledger.example/living/c3",
        ),
        ("rdfa.source", "AFP", "Agency AFP"),
        ("rdfa.author", "Jane Doe (AP)", "Byline AP"),
        ("meta.dcterms.source", "EFE", "Agency EFE"),
        ("meta.article:source", "新华社", "Agency Xinhua"),
        ("meta.dcterms.rightsholder", "AFP", "Copyright AFP"),
    ] {
        wrong.check(value, &field(name, value), &[claim]);
    }
    wrong.none();
}
