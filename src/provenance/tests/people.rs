//! Bylines and translators.

use super::*;

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
