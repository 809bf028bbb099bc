//! Golden tests: what lines and fields claim, in many languages, and what they do not.

use proptest::prelude::*;

use super::*;
use crate::article::Place;

const BODY: &str = "Crane operators at the container terminal voted on Tuesday to end a strike that had left forty ships \
    waiting in the bay. The company said that it would take weeks to clear the backlog, and that trains would run again.";

fn line(text: &str, place: Place) -> Line {
    Line { text: text.to_owned(), place, span: None }
}

fn told(lines: Vec<Line>) -> Told {
    Told {
        lines,
        host: Some("harbour-gazette.example".to_owned()),
        site: Some("Harbour Gazette".to_owned()),
        ..Told::default()
    }
}

/// "Kind origin" of each claim.
fn said(claims: &[Claim]) -> Vec<String> {
    let origin = |origin: &Origin| match origin {
        Origin::Agency(agency) => agency.name.to_owned(),
        Origin::Outlet(name) => format!("'{name}'"),
        Origin::Url(url) => url.clone(),
        Origin::Unnamed => "?".to_owned(),
    };
    claims.iter().map(|claim| format!("{:?} {}", claim.kind, origin(&claim.origin))).collect()
}

/// What a first line of a text claims.
fn first(text: &str) -> Vec<String> {
    said(&claims(&told(vec![line(text, Place::Text), line(BODY, Place::Text), line(BODY, Place::Text)])))
}

/// What a last line of a text claims.
fn last(text: &str) -> Vec<String> {
    said(&claims(&told(vec![line(BODY, Place::Text), line(BODY, Place::Text), line(text, Place::Text)])))
}

/// What a line before the text claims.
fn around(text: &str) -> Vec<String> {
    said(&claims(&told(vec![line(text, Place::Around), line(BODY, Place::Text)])))
}

/// What a field claims.
fn field(name: &str, value: &str) -> Vec<String> {
    let fields = vec![(name.to_owned(), value.to_owned())];
    said(&claims(&Told { fields, ..told(vec![line(BODY, Place::Text)]) }))
}

/// Cases of a table that came out otherwise, so that a run shows all of them.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn check(&mut self, case: &str, got: &[String], want: &[&str]) {
        if got != want {
            self.0.push(format!("{case}\n    got {got:?}, not {want:?}"));
        }
    }

    fn holds(&mut self, case: &str, what: bool) {
        if !what {
            self.0.push(case.to_owned());
        }
    }

    fn none(self) {
        assert!(self.0.is_empty(), "{}", self.0.join("\n"));
    }
}

#[test]
fn datelines() {
    let mut wrong = Wrong::default();
    for (text, agency, begins) in [
        ("BERLIN, June 26 (Reuters) - Crane operators", "Reuters", "Crane"),
        ("GDANSK, Poland, March 12 (Reuters) - Crane operators", "Reuters", "Crane"),
        ("WASHINGTON (AP) — A lift bridge", "AP", "A lift"),
        ("PORT ALDER, Wash. (AP) — A lift bridge", "AP", "A lift"),
        ("BRUSSELS, Belgium (AP) -- A lift bridge", "AP", "A lift"),
        ("BRUSSELS, Belgium (AP) _ A lift bridge", "AP", "A lift"),
        ("PARIS (AFP) - The tower", "AFP", "The tower"),
        ("MOSCOW, Monday (Reuters) - The tower", "Reuters", "The tower"),
        ("MOSCOW, May 9 /TASS/. The tower", "TASS", "The tower"),
        ("Sydney, July 30 AAP - The tower", "AAP", "The tower"),
        ("New Delhi, Jul 30 (PTI) The tower", "PTI", "The tower"),
        ("BEIJING, Jan. 2 (Xinhua) -- The tower", "Xinhua", "The tower"),
        ("(Reuters) - The tower", "Reuters", "The tower"),
        ("[Reuters] The tower", "Reuters", "The tower"),
        ("AFP — The tower", "AFP", "The tower"),
        ("Madrid, 11 may (EFE).- Un ferri", "EFE", "Un ferri"),
        ("Montevidéu, 12 jul (EFE).- Um ferry", "EFE", "Um ferry"),
        ("Por Ana López     Varsovia, 1 ene (EFE).- Un ferri", "EFE", "Un ferri"),
        ("MADRID, 5 Oct. (EUROPA PRESS) - Un ferri", "Europa Press", "Un ferri"),
        ("(ANSA) - ROMA, 22 MAR - Un traghetto", "ANSA", "Un traghetto"),
        ("(ANSA) - Roma, 1 AUG - Die Fähre", "ANSA", "Die Fähre"),
        ("Roma, 12 mag. (Adnkronos) - Un traghetto", "Adnkronos", "Un traghetto"),
        ("Paris, 3 mai 2024 (AFP) - La tour", "AFP", "La tour"),
        ("Saint-Louis (Sénégal), 22 mai 2024 (AFP) - Quand la corne", "AFP", "Quand"),
        ("Berlin (dpa) - Die Brücke", "dpa", "Die Brücke"),
        ("Berlin (dpa/tmn) - Die Brücke", "dpa", "Die Brücke"),
        ("Tauberhausen (dpa/lsw) - Mehr als", "dpa", "Mehr als"),
        ("Frankfurt/Main (dpa) - Die Brücke", "dpa", "Die Brücke"),
        ("Wien/Neusiedl (APA) - Ein Pensionist", "APA", "Ein Pensionist"),
        ("Bern (sda) - Die Brücke", "Keystone-SDA", "Die Brücke"),
        ("Lisboa, 12 jul 2024 (Lusa) - O ferry", "Lusa", "O ferry"),
        ("AMSTERDAM (ANP) - De brug", "ANP", "De brug"),
        ("Warszawa, 3 maja (PAP) - Most", "PAP", "Most"),
        ("ANKARA (AA) - Köprü", "Anadolu", "Köprü"),
        ("İSTANBUL, (DHA)- Köprü", "DHA", "Köprü"),
        ("МОСКВА, 9 мая — РИА Новости. Мост", "RIA Novosti", "Мост"),
        ("МОСКВА, 9 мая. /ТАСС/. Мост", "TASS", "Мост"),
        ("Москва. 9 мая. ИНТЕРФАКС - Мост", "Interfax", "Мост"),
        ("القاهرة (رويترز) - أعلنت الشركة", "Reuters", "أعلنت"),
        ("باريس - (أ ف ب) - أعلنت الشركة", "AFP", "أعلنت"),
        ("القاهرة - رويترز: أعلنت الشركة", "Reuters", "أعلنت"),
        ("新华社北京1月2日电（记者王某）北京今天", "Xinhua", "北京今天"),
        ("（中央社記者林書帆台東20日電）受封閉環流影響", "CNA", "受封閉"),
        ("［東京 ２４日 ロイター］ - 会社は", "Reuters", "会社は"),
        ("【ロンドン共同】会社は", "Kyodo", "会社は"),
        ("【3月5日 AFP】会社は", "AFP", "会社は"),
        ("【ワシントン時事】会社は", "Jiji", "会社は"),
        ("(서울=연합뉴스) 김병규 기자 = 회사는", "Yonhap", "회사는"),
        ("[서울=뉴시스] 회사는", "Newsis", "회사는"),
    ] {
        wrong.check(text, &first(text), &[format!("Dateline {agency}").as_str()]);
        wrong.holds(text, dateline(text).is_some_and(|range| text[range.end..].starts_with(begins)));
    }
    wrong.none();
    assert_eq!(first("【AFP=時事】会社は"), ["Dateline AFP", "Dateline Jiji"]);
    assert_eq!(first("Wien (APA/dpa) - Die Brücke"), ["Dateline APA", "Dateline dpa"]);
    assert_eq!(first("Copenhagen, April 8 (Nordhavn Markets) - Shares"), ["Dateline 'Nordhavn Markets'"]);
    assert_eq!(first("(CNN) -- The tower"), ["Dateline 'CNN'"]);
    assert_eq!(around("Tauberhausen (dpa/lsw) -"), ["Dateline dpa"]);
}

#[test]
fn no_datelines() {
    let mut wrong = Wrong::default();
    for text in [
        "Die Deutsche Presse-Agentur (dpa) - eine der größten - hat",
        "The president of the Autoridad Palestina (AP) - and his men - said",
        "Der Abgeordnete Müller (CDU) - seit Jahren dabei - sagte",
        "Dresden - Bei der Ziehung des Lottos wurden Zahlen ermittelt",
        "Reuters reported on Tuesday that the line was for sale",
        "Reuters-Journalisten sagten",
        "Selon l'AFP, le pont est fermé",
        "L'Agence France-Presse (AFP) a annoncé",
        "Wie die dpa meldet, ist die Brücke gesperrt",
        "Según EFE, el puente está cerrado",
        "EFE informó de que el puente está cerrado",
        "Как сообщает ТАСС, мост закрыт",
        "ТАСС сообщает: мост закрыт",
        "据新华社报道，大桥已经关闭",
        "ロイターによると、橋は閉鎖された",
        "وقالت وكالة رويترز إن الجسر مغلق",
        "연합뉴스에 따르면 다리가 폐쇄됐다",
        "(1) - The first of three",
        "【共同声明】両国は",
        "Photo: AFP - The tower",
        "By the 90s of the 19th century, they acquired the first agency (Reuters) of all",
    ] {
        wrong.check(text, &first(text), &[]);
    }
    wrong.none();
}

#[test]
fn credit_lines_of_agencies() {
    let mut wrong = Wrong::default();
    for (text, agency) in [
        ("Source: AFP", "AFP"),
        ("Source : Reuters", "Reuters"),
        ("(Source: The Associated Press)", "AP"),
        ("Sources: EFE", "EFE"),
        ("Quelle: dpa", "dpa"),
        ("Quelle: (dpa)", "dpa"),
        ("Fuente: Agencia EFE", "EFE"),
        ("Fonte: ANSA", "ANSA"),
        ("Fonte: Agência Brasil", "Agência Brasil"),
        ("Bron: ANP", "ANP"),
        ("Źródło: PAP", "PAP"),
        ("Kaynak: AA", "Anadolu"),
        ("Kaynak: Anadolu Ajansı", "Anadolu"),
        ("Источник: ТАСС", "TASS"),
        ("Джерело: Укрінформ", "Ukrinform"),
        ("المصدر: رويترز", "Reuters"),
        ("المصدر : وكالة الأناضول", "Anadolu"),
        ("来源：新华社", "Xinhua"),
        ("（来源：中新网）", "CNS"),
        ("資料來源：中央社", "CNA"),
        ("出典：共同通信", "Kyodo"),
        ("配信：ロイター", "Reuters"),
        ("출처: 연합뉴스", "Yonhap"),
        ("转载自新华社", "Xinhua"),
        ("avec AFP", "AFP"),
        ("(Avec AFP)", "AFP"),
        ("Le Monde avec AFP", "AFP"),
        ("M.D. avec AFP", "AFP"),
        ("Avec l'AFP", "AFP"),
        ("Mit Material der dpa", "dpa"),
        ("(mit Material von dpa)", "dpa"),
        ("Mit Informationen von Reuters.", "Reuters"),
        ("Con información de EFE.", "EFE"),
        ("(Con información de la agencia EFE)", "EFE"),
        ("Com informações da Agência Brasil", "Agência Brasil"),
        ("*Com informações da Lusa", "Lusa"),
        ("Met informatie van ANP", "ANP"),
        ("По материалам ТАСС", "TASS"),
        ("The Associated Press contributed to this report.", "AP"),
        ("Associated Press writer Jane Doe in Boston contributed to this report.", "AP"),
        ("Reuters reporting was edited for length and style by the Courier.", "Reuters"),
        ("With files from The Canadian Press", "CP"),
        ("With inputs from PTI", "PTI"),
        ("(Reuters)", "Reuters"),
        ("[AFP]", "AFP"),
        ("/TASS/", "TASS"),
        ("（共同）", "Kyodo"),
        ("(PAP)", "PAP"),
        ("EFE", "EFE"),
        ("(Reporting by Ilona Brandys; Editing by Colin Farthing)", "Reuters"),
        ("Our Standards: The Thomson Reuters Trust Principles.", "Reuters"),
    ] {
        wrong.check(text, &last(text), &[format!("CreditLine {agency}").as_str()]);
        wrong.holds(text, is_credit_line(text));
    }
    wrong.none();
    assert_eq!(
        last("Compiled from Reuters and AFP reports by staff writer Ann Lee."),
        ["CreditLine Reuters", "CreditLine AFP"]
    );
    assert_eq!(last("(dpa/afp)"), ["CreditLine dpa", "CreditLine AFP"]);
    assert_eq!(last("Fuente: EFE y Reuters"), ["CreditLine EFE", "CreditLine Reuters"]);
    assert_eq!(around("Con agencias"), ["CreditLine ?"]);
}

#[test]
fn sign_offs_after_the_last_sentence() {
    let mut wrong = Wrong::default();
    for (text, agency, begins) in [
        ("The strike is over. (Reuters)", "Reuters", "(Reuters)"),
        ("\"It is over,\" she said. [AFP]", "AFP", "[AFP]"),
        ("The strike is over (Reuters).", "Reuters", "(Reuters)."),
        ("The strike is over. —Reuters", "Reuters", "Reuters"),
        ("El viaje ha terminado. EFE", "EFE", "EFE"),
        ("Der Streik ist vorbei. (dpa)", "dpa", "(dpa)"),
        ("Der Streik ist vorbei. (mit Material von dpa)", "dpa", "(mit Material von dpa)"),
        ("Lo sciopero è finito. (ANSA)", "ANSA", "(ANSA)"),
        ("Strajk się skończył. (PAP)", "PAP", "(PAP)"),
        ("De staking is voorbij. (Belga)", "Belga", "(Belga)"),
        ("Забастовка закончилась. (Интерфакс)", "Interfax", "(Интерфакс)"),
        ("انتهى الإضراب. (رويترز)", "Reuters", "(رويترز)"),
        ("罢工结束了。（新华社）", "Xinhua", "（新华社）"),
        ("ストライキは終わった。（共同）", "Kyodo", "（共同）"),
        ("파업이 끝났다. (끝)", "Yonhap", "(끝)"),
    ] {
        wrong.check(text, &last(text), &[format!("CreditLine {agency}").as_str()]);
        wrong.holds(text, sign_off(text).is_some_and(|range| &text[range] == begins));
    }
    wrong.none();
    assert_eq!(last("The strike is over. Source: Reuters"), ["CreditLine Reuters"]);
    let mut wrong = Wrong::default();
    for text in [
        "Es la tercera vez que lo pide la Autoridad Palestina (AP)",
        "It was first told by Agence France-Presse (AFP)",
        "she told AFP.",
        "\"It is over,\" she told Reuters.",
        "Sie sagte das der dpa.",
        "relató a EFE.",
        "The strike is over. (Photo: AFP)",
        "The strike is over. She works for the U.S. AP",
    ] {
        wrong.check(text, &last(text), &[]);
    }
    wrong.none();
}

#[test]
fn origins_that_are_no_agencies() {
    let mut wrong = Wrong::default();
    for (text, origin) in [
        ("Source: BFM TV", "'BFM TV'"),
        ("Quelle: BFM TV", "'BFM TV'"),
        ("Источник: Коммерсантъ", "'Коммерсантъ'"),
        ("来源：人民日报", "'人民日报'"),
        ("Source: https://www.other.example/a/b.html", "https://www.other.example/a/b.html"),
        (
            "This article was originally published by The Prairie Ledger. Read the original article.",
            "'The Prairie Ledger'",
        ),
        (
            "This article was originally published on The Conversation under a Creative Commons licence.",
            "'The Conversation'",
        ),
        ("This story first appeared in the Boston Globe on March 3, 2024.", "'the Boston Globe'"),
        ("First published by Kaiser Health News", "'Kaiser Health News'"),
        ("Republished from ProPublica", "'ProPublica'"),
        ("Cet article est paru dans Le Temps", "'Le Temps'"),
        ("Cet article a été initialement publié par Mediapart.", "'Mediapart'"),
        ("Erschien zuerst bei Correctiv", "'Correctiv'"),
        ("Der Beitrag Die Glocke erschien zuerst auf Nordblick.", "'Nordblick'"),
        ("Este artículo fue publicado originalmente en El Faro.", "'El Faro'"),
        ("Este artigo foi publicado originalmente em Global Voices", "'Global Voices'"),
        ("Questo articolo è stato pubblicato originariamente su Il Post.", "'Il Post'"),
        ("Dit artikel verscheen eerder in De Morgen.", "'De Morgen'"),
        ("Artykuł pierwotnie ukazał się w Gazecie Porannej", "'Gazecie Porannej'"),
        ("Статья впервые опубликована в Новой газете", "'Новой газете'"),
        ("نشر هذا المقال أولا في المدن", "'المدن'"),
        ("本文转载自澎湃新闻", "'澎湃新闻'"),
        ("転載元：東京新聞", "'東京新聞'"),
        ("출처: 한겨레", "'한겨레'"),
    ] {
        wrong.check(text, &around(text), &[format!("CreditLine {origin}").as_str()]);
        wrong.holds(text, is_credit_line(text));
    }
    wrong.none();
    assert_eq!(around("This article was originally published on March 3, 2024."), Vec::<String>::new());
    assert_eq!(around("Source: Harbour Gazette"), Vec::<String>::new());
    assert_eq!(around("Source: harbour-gazette.example"), Vec::<String>::new());
    let weak = claims(&told(vec![
        line("Source: police and the public prosecutor", Place::Around),
        line(BODY, Place::Text),
    ]));
    assert!(weak.iter().all(|claim| claim.weight < 1.0), "{weak:?}");
}

#[test]
fn bylines() {
    let mut wrong = Wrong::default();
    for (text, claim) in [
        ("By The Associated Press", "CreditLine AP"),
        ("By Jane Doe, Associated Press", "Byline AP"),
        ("Jane Doe | AFP", "Byline AFP"),
        ("Par AFP", "CreditLine AFP"),
        ("Von Max Muster, dpa", "Byline dpa"),
        ("Por EFE", "CreditLine EFE"),
        ("Marisa Fajardo / EFE", "Byline EFE"),
        ("Redacción / Agencias", "Byline ?"),
        ("Ilona Brandys Reuters", "Byline Reuters"),
        ("中央社", "CreditLine CNA"),
    ] {
        wrong.check(text, &around(text), &[claim]);
    }
    wrong.none();
    let mut wrong = Wrong::default();
    for text in [
        "By Jane Doe",
        "Jane Doe, Staff Writer",
        "Foto: Max Muster/dpa",
        "Reuters wins award for reporting",
        "AP-Abkommen",
    ] {
        wrong.check(text, &around(text), &[]);
    }
    wrong.none();
}

#[test]
fn translations() {
    let mut wrong = Wrong::default();
    for text in [
        "Translated from the French by Joan Pettibone for Tidewater24.",
        "Translated by Joan Pettibone",
        "This article was translated from Spanish by Joan Pettibone.",
        "Traduit de l’anglais par la rédaction.",
        "Aus dem Englischen von Max Muster",
        "Übersetzung: Max Muster",
        "Traducción de Ana López",
        "Traducido por Ana López",
        "Tradução: Ana Lopes",
        "Traduzione di Anna Rossi",
        "Vertaald door Jan Jansen",
        "Tłumaczenie: Anna Nowak",
        "Çeviren: Ali Veli",
        "Перевод: Анна Иванова",
        "ترجمة: أحمد علي",
        "翻译：王某",
        "翻訳：山田",
        "번역: 김병규",
    ] {
        wrong.check(text, &around(text), &["Translation ?"]);
    }
    wrong.none();
    assert_eq!(
        last("Source : Reuters. Traduit de l’anglais par la rédaction."),
        ["CreditLine Reuters", "Translation ?"]
    );
    assert_eq!(last("(APA/AP, Übersetzung: red)"), ["CreditLine APA", "CreditLine AP", "Translation ?"]);
    assert_eq!(
        first("The novel was translated by Ann Lee and sold well in every country."),
        Vec::<String>::new()
    );
}

#[test]
fn rights() {
    let mut wrong = Wrong::default();
    for (text, agency) in [
        ("© 2024 AFP", "AFP"),
        (
            "Copyright 2024 The Associated Press. All rights reserved. This material may not be published.",
            "AP",
        ),
        ("© dpa-infocom, dpa:240418-930-88217/1", "dpa"),
        ("(c) AFP", "AFP"),
        ("<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>", "Yonhap"),
        ("ⓒ 연합뉴스", "Yonhap"),
        ("Riproduzione riservata © Copyright ANSA", "ANSA"),
    ] {
        wrong.check(text, &last(text), &[format!("Copyright {agency}").as_str()]);
        wrong.holds(text, is_credit_line(text));
    }
    wrong.none();
    let mut wrong = Wrong::default();
    for text in [
        "© 2024 Harbour Gazette Ltd.",
        "© Pascal Vidalou - AFP",
        "Copyright 2024 Tidewater24 Broadcasting. All rights reserved.",
    ] {
        wrong.check(text, &around(text), &[]);
    }
    wrong.none();
}

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
    ] {
        wrong.check(value, &field(name, value), &[claim]);
    }
    wrong.none();
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

#[test]
fn claims_say_where_they_stand() {
    let text = "El viaje ha terminado. EFE";
    let mut lines = vec![line(BODY, Place::Text), line(text, Place::Text)];
    lines[1].span = Some((300, 300 + u32::try_from(text.len()).expect("short")));
    let found = claims(&told(lines));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].field.as_str(), found[0].line, found[0].span), ("text", Some(1), Some((323, 326))));
    assert_eq!(found[0].text, "EFE");
}

#[test]
fn what_is_cut_and_what_is_not() {
    let mut wrong = Wrong::default();
    for text in ["adr/pmb/cls", "(끝)", "Source: police", "Translated by Ann Lee"] {
        wrong.holds(text, is_credit_line(text));
    }
    wrong.none();
    let mut wrong = Wrong::default();
    for text in
        [BODY, "The strike is over.", "km/h", "", "He said: no", "Sources close to the company said so."]
    {
        wrong.holds(text, !is_credit_line(text));
    }
    wrong.none();
}

proptest! {
    #[test]
    fn no_line_is_too_odd(text in "\\PC{0,80}", start in "(Source: |© |\\(|【|avec |新华社|МОСКВА, 9 мая — |/|\\[)?", end in "( \\(AFP\\)| EFE|）|電|\\.)?") {
        let whole = format!("{start}{text}{end}");
        if let Some(range) = dateline(&whole) {
            prop_assert!(whole.get(range).is_some());
        }
        if let Some(range) = sign_off(&whole) {
            prop_assert!(whole.get(range).is_some());
        }
        let lines = vec![line(&whole, Place::Around), line(&whole, Place::Text), line(&whole, Place::Text)];
        let fields = ["link.canonical", "jsonld.author", "newsml.hop", "hnews.dateline", "rss.source"];
        let fields = fields.iter().map(|name| ((*name).to_owned(), whole.clone())).collect();
        for claim in claims(&Told { fields, ..told(lines) }) {
            prop_assert!(claim.weight > 0.0);
        }
        let _ = Outlets::new([(whole.as_str(), Some(text.as_str()))]).resolve(&text);
    }
}
