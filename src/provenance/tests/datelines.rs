//! Datelines, and what only looks like one.

use super::*;

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
        ("Bern (sda) - Die Brücke", "sda", "Die Brücke"),
        ("Lisboa, 12 jul 2024 (Lusa) - O ferry", "Lusa", "O ferry"),
        ("AMSTERDAM (ANP) - De brug", "ANP", "De brug"),
        ("Warszawa, 3 maja (PAP) - Most", "PAP", "Most"),
        ("ANKARA (AA) - Köprü", "AA", "Köprü"),
        ("İSTANBUL, (DHA)- Köprü", "DHA", "Köprü"),
        ("МОСКВА, 9 мая — РИА Новости. Мост", "RIA", "Мост"),
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
        wrong.holds(
            text,
            dateline::find(text).is_some_and(|found| text[found.range.end..].starts_with(begins)),
        );
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
