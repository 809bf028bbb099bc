//! What is no claim: pictures, citations, the page itself.

use super::*;

#[test]
fn pictures_and_citations_are_no_claims() {
    let mut wrong = Wrong::default();
    for text in [
        "Photo: AFP",
        "Photo AFP / archives",
        "Foto: dpa",
        "(Bild: Max Muster/dpa)",
        "Crédit photo : AFP",
        "AFP PHOTO / Pascal Vidalou",
        "Getty Images/AFP",
        "Photograph: Pascal Vidalou/AFP",
        "Фото: ТАСС",
        "图片来源：新华社",
        "写真：ロイター",
        "사진=연합뉴스",
        "Fotoğraf: AA",
        "zdj. PAP, fot. Jan Kowalski",
        "Read also: Strike ends (AFP)",
        "Lire aussi : la grève (AFP)",
        "Tags: AFP, Reuters",
        "Reuters reported on Tuesday, citing two people.",
        "Selon l'AFP, la grève est finie.",
        "The AP, Reuters and AFP have all sued the company.",
        "Additional reporting by Joseph Hudak",
        "This article has been adapted from its original source.",
        "Com informações da agência de publicidade, a empresa cresceu muito no ano",
    ] {
        wrong.check(text, &around(text), &[]);
        wrong.check(text, &last(text), &[]);
    }
    wrong.none();
    let caption = told(vec![
        line("© AFP", Place::Caption),
        line("Source: AFP", Place::Caption),
        line(BODY, Place::Text),
    ]);
    assert_eq!(claims(&caption), []);
}

#[test]
fn metadata_of_the_page_itself() {
    let mut wrong = Wrong::default();
    for (name, value) in [
        ("link.canonical", "https://www.harbour-gazette.example/news/1"),
        ("link.canonical", "https://m.harbour-gazette.example/news/1"),
        ("link.canonical", "https://other.example/"),
        ("link.canonical", "/news/1"),
        ("meta.syndication-source", "https://www.other.example/"),
        ("link.alternate.fr", "https://fr.other.example/nouvelles/1"),
        ("jsonld.publisher", "Harbour Gazette"),
        ("jsonld.publisher", "Gazette Group Ltd"),
        ("jsonld.sourceOrganization", "The Harbour Gazette"),
        ("meta.author", "Marta Kowalik"),
        ("meta.author", "La rédaction"),
        ("meta.author", "By Jane Doe, Staff writer"),
        ("meta.copyright", "Copyright 2014"),
        ("meta.copyright", "Harbour Gazette Verlag GmbH"),
        ("meta.googlebot-news", "index, follow"),
        ("meta.robots", "noindex"),
        ("jsonld.citation", "https://other.example/study/1"),
    ] {
        wrong.check(value, &field(name, value), &[]);
    }
    wrong.none();
    let agency = Told {
        host: Some("apnews.com".to_owned()),
        ..told(vec![line("WASHINGTON (AP) — A bridge", Place::Text)])
    };
    assert_eq!(claims(&agency), []);
}
