//! Credits of agencies: lines of their own, and sign-offs after the last sentence.

use super::*;

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
        ("Kaynak: AA", "AA"),
        ("Kaynak: Anadolu Ajansı", "AA"),
        ("Источник: ТАСС", "TASS"),
        ("Джерело: Укрінформ", "Ukrinform"),
        ("المصدر: رويترز", "Reuters"),
        ("المصدر : وكالة الأناضول", "AA"),
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
        wrong.holds(text, credit::whole(text).is_some());
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
        wrong.holds(text, sign_off::find(text).is_some_and(|(range, _)| &text[range] == begins));
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
