//! Texts in languages that the word table does not have, in two languages at once, or that declare a wrong one.

use serde_json::{Value, json};

use crate::support::{Folder, Run, field, fields};

/// The same report in languages that the table has (English, German) and in ones that it does not have.
const REPORT: [(&str, &str); 5] = [
    (
        "en",
        "A ferry with 214 passengers ran aground on Sunday night off the island of Vellano.\n\
         The captain, Marko Petrovic, told Radio Sardona that the engine had failed at 22.40.\n\
         The coast guard in Portu Maris sent 3 boats and 41 rescuers.\n\
         The last of the travellers reached the harbour of Castelmar at 7.15 in the morning.\n\
         The ship, the Stella Nova, was built in 1987 and belongs to the company Traghetti Orsini.\n\
         Divers found a crack 12.5 metres long in the hull, said inspector Elena Brandt.\n\
         The ministry in Sardona will pay 1.4 million euros for the recovery.",
    ),
    (
        "de",
        "Eine Fähre mit 214 Passagieren ist am Sonntagabend vor der Insel Vellano auf Grund gelaufen.\n\
         Der Kapitän Marko Petrovic sagte Radio Sardona, die Maschine sei um 22.40 Uhr ausgefallen.\n\
         Die Küstenwache in Portu Maris schickte 3 Boote und 41 Retter.\n\
         Die letzten Reisenden erreichten den Hafen von Castelmar um 7.15 Uhr am Morgen.\n\
         Das Schiff, die Stella Nova, wurde 1987 gebaut und gehört der Firma Traghetti Orsini.\n\
         Taucher fanden im Rumpf einen 12,5 Meter langen Riss, sagte die Inspektorin Elena Brandt.\n\
         Das Ministerium in Sardona zahlt 1,4 Millionen Euro für die Bergung.",
    ),
    (
        "da",
        "En færge med 214 passagerer gik søndag aften på grund ud for øen Vellano.\n\
         Kaptajnen, Marko Petrovic, sagde til Radio Sardona, at motoren svigtede kl. 22.40.\n\
         Kystvagten i Portu Maris sendte 3 både og 41 redningsfolk.\n\
         De sidste rejsende nåede havnen i Castelmar kl. 7.15 om morgenen.\n\
         Skibet, Stella Nova, blev bygget i 1987 og tilhører selskabet Traghetti Orsini.\n\
         Dykkere fandt en 12,5 meter lang revne i skroget, sagde inspektør Elena Brandt.\n\
         Ministeriet i Sardona vil betale 1,4 millioner euro for bjærgningen.",
    ),
    (
        "uk",
        "Пором із 214 пасажирами в неділю ввечері сів на мілину біля острова Веллано.\n\
         Капітан Марко Петрович сказав Радіо Сардона, що двигун відмовив о 22.40.\n\
         Берегова охорона в Порту Маріс вислала 3 катери та 41 рятувальника.\n\
         Останні пасажири дісталися гавані Кастельмар о 7.15 ранку.\n\
         Судно «Стелла Нова» збудоване 1987 року й належить компанії «Трагетті Орсіні».\n\
         Водолази знайшли в корпусі тріщину завдовжки 12,5 метра, сказала інспекторка Елена Брандт.\n\
         Міністерство в Сардоні заплатить за підняття судна 1,4 мільйона євро.",
    ),
    (
        "sw",
        "Feri iliyokuwa na abiria 214 ilikwama Jumapili usiku karibu na kisiwa cha Vellano.\n\
         Nahodha Marko Petrovic aliiambia Radio Sardona kwamba injini iliharibika saa 22.40.\n\
         Walinzi wa pwani wa Portu Maris walituma boti 3 na waokoaji 41.\n\
         Abiria wa mwisho walifika bandari ya Castelmar saa 7.15 asubuhi.\n\
         Meli hiyo, Stella Nova, ilijengwa mwaka 1987 na ni mali ya kampuni ya Traghetti Orsini.\n\
         Wapiga mbizi walipata ufa wenye urefu wa mita 12.5 kwenye mwili wa meli, alisema mkaguzi Elena Brandt.\n\
         Wizara ya Sardona italipa euro milioni 1.4 kwa uokoaji huo.",
    ),
];

/// Another report, in Danish, with as many names and numbers.
const OTHER: &str = "Borgmesteren i Nordhavn, Karen Lindqvist, åbnede torsdag en skole til 312 elever.\n\
    Bygningen på Strandvej blev tegnet af Jonas Berg og kostede 18,6 millioner kroner.\n\
    Rektor Amalie Storm sagde til Avisen Kysten, at der er plads til 24 klasser.\n\
    Den gamle skole i Vesterby fra 1954 lukker den 15. august.\n\
    Forældrene i foreningen Trygge Veje samlede 2.480 underskrifter mod lukningen.\n\
    Byrådet vedtog planen med 17 stemmer mod 12, oplyser Peter Dahl.";

/// A folder with an article a file, named by its id.
fn folder(articles: &[(&str, Option<&str>, &str)]) -> Folder {
    let folder = Folder::new();
    for (id, lang, text) in articles {
        folder.write(&format!("{id}.jsonl"), json!({"id": id, "lang": lang, "text": text}).to_string());
    }
    folder
}

fn report(lang: &str) -> &'static str {
    REPORT.iter().find(|(tag, _)| *tag == lang).expect("there is one").1
}

#[track_caller]
fn compared(folder: &Folder, a: &str, b: &str, code: i32) -> Value {
    folder.run(&format!("compare {a}.jsonl {b}.jsonl --json")).exits(code).rows().remove(0)
}

#[test]
fn a_declared_language_is_told_without_its_country() {
    let text = report("en");
    let folder =
        folder(&[("a", Some("en-GB"), text), ("b", Some("en_us"), text), ("c", Some("Elvish"), text)]);
    let story = folder.run("stories a.jsonl b.jsonl c.jsonl --json").exits(0).rows().remove(0);
    let langs: Vec<&Value> = story["articles"].as_array().unwrap().iter().map(|row| &row["lang"]).collect();
    assert_eq!(langs, [&json!("en"), &json!("en"), &json!(null)]);
    assert_eq!(story["languages"], json!(["en"]));
}

#[test]
fn what_stands_on_names_alone_is_said_to() {
    let mut articles: Vec<_> = REPORT.iter().map(|(lang, text)| (*lang, Some(*lang), *text)).collect();
    articles.extend([("undeclared", None, report("da")), ("other", Some("da"), OTHER)]);
    let folder = folder(&articles);
    for lang in ["da", "uk", "sw", "undeclared"] {
        let row = compared(&folder, lang, "en", 0);
        assert_eq!((field(&row, "relation"), field(&row, "coverage")), ("translation", "reduced"), "{lang}");
        assert!(row["confidence"].as_f64().unwrap() < 0.95, "{row}");
    }
    let row = compared(&folder, "de", "en", 0);
    assert_eq!((field(&row, "relation"), row.get("coverage")), ("translation", None));
    let row = compared(&folder, "other", "en", 1);
    assert_eq!((field(&row, "relation"), field(&row, "coverage")), ("unrelated", "reduced"));
    // Words can be compared within any language.
    let row = compared(&folder, "undeclared", "da", 0);
    assert_eq!((field(&row, "relation"), row.get("coverage")), ("identical", None));

    let said = folder.run("compare other.jsonl en.jsonl --html page.html").exits(1);
    assert!(said.text().contains("\nreduced coverage: "), "{}", said.text());
    assert!(String::from_utf8(folder.read("page.html")).unwrap().contains("\"reduced\":true"));

    let row = folder.run("trace da.jsonl --against en.jsonl --json").exits(0).rows().remove(0);
    assert_eq!((field(&row, "coverage"), field(&row["candidates"][0], "coverage")), ("reduced", "reduced"));
    let said = folder.run("trace other.jsonl --against en.jsonl").exits(0);
    assert!(said.text().contains("\n  reduced coverage: "), "{}", said.text());
    let row = folder.run("trace de.jsonl --against en.jsonl --json").exits(0).rows().remove(0);
    assert_eq!(row.get("coverage"), None);
}

#[test]
fn stories_say_which_articles_are_in_such_languages() {
    let articles: Vec<_> = REPORT.iter().map(|(lang, text)| (*lang, Some(*lang), *text)).collect();
    let folder = folder(&articles);
    let run = folder.run("stories . --json stories.jsonl --pairs pairs.jsonl --html page.html").exits(0);
    let run = run.says(&["reduced", " 3 ", "numbers and names alone"]);
    assert!(run.stdout.is_empty());
    for row in &folder.rows("stories.jsonl")[0]["articles"].as_array().unwrap()[..] {
        let is_reduced = ["da", "uk", "sw"].contains(&field(row, "id"));
        assert_eq!(row.get("coverage").is_some(), is_reduced, "{row}");
    }
    let pairs = folder.rows("pairs.jsonl");
    assert_eq!(pairs.len(), 10, "{:?}", fields(&pairs, "a"));
    let full: Vec<&Value> = pairs.iter().filter(|row| row.get("coverage").is_none()).collect();
    assert_eq!((full.len(), field(full[0], "a"), field(full[0], "b")), (1, "de", "en"));
    let page = String::from_utf8(folder.read("page.html")).unwrap();
    assert!(
        page.contains(
            "Reduced coverage: the word table does not have the language (da, sw, uk) of 3 articles"
        )
    );
    // Nothing is taken away for names alone.
    assert_eq!(folder.run("dedup . --translations --json").exits(0).summary().removed, 1);
}

#[test]
fn a_page_in_two_languages_is_a_copy_of_one_and_a_translation_of_the_other() {
    let both = [report("en"), report("de")].join("\n");
    let french = "Le pont reste fermé jusqu'à vendredi, a dit la mairie.\n".repeat(5) + report("en");
    let folder = folder(&[
        ("both", Some("en"), &both),
        ("en", Some("en"), report("en")),
        ("de", None, report("de")),
        ("second", Some("fr"), &french),
    ]);
    for other in ["en", "de"] {
        let row = compared(&folder, "both", other, 0);
        assert_eq!(field(&row, "relation"), "expanded", "{other}");
    }
    let row = compared(&folder, "second", "de", 0);
    assert_eq!(field(&row, "relation"), "partial-translation", "its second half");
}

#[test]
fn the_words_count_more_than_what_is_declared() {
    let folder = folder(&[
        ("template", Some("fr"), report("en")),
        ("en", Some("en"), report("en")),
        ("de", Some("fr"), report("de")),
    ]);
    assert_eq!(field(&compared(&folder, "template", "en", 0), "relation"), "identical");
    assert_eq!(field(&compared(&folder, "template", "de", 0), "relation"), "translation");
}

/// The program's own table as a file that names these languages as its own.
fn table(languages: &str) -> Vec<u8> {
    let mut bytes = include_bytes!("../assets/words.bin").to_vec();
    bytes[52..56].copy_from_slice(&(languages.len() as u32).to_le_bytes());
    bytes.extend_from_slice(languages.as_bytes());
    let sum = xxhash_rust::xxh3::xxh3_64(&bytes[16..]);
    bytes[8..16].copy_from_slice(&sum.to_le_bytes());
    bytes
}

#[test]
fn another_word_table_may_have_other_languages() {
    let articles: Vec<_> = REPORT.iter().map(|(lang, text)| (*lang, Some(*lang), *text)).collect();
    let folder = folder(&articles);
    folder.write("nordic.bin", table("en da"));
    let coverage = |run: Run| run.exits(0).rows()[0].get("coverage").is_some();
    for (other, is_reduced) in [("da", false), ("de", true)] {
        for verb in
            [format!("compare {other}.jsonl en.jsonl"), format!("trace {other}.jsonl --against en.jsonl")]
        {
            let run = folder.run(&format!("{verb} --json --word-table nordic.bin"));
            assert_eq!(coverage(run), is_reduced, "{verb}");
        }
    }
    let stories = "stories da.jsonl de.jsonl en.jsonl --json /dev/null --word-table nordic.bin";
    folder.run(stories).exits(0).says(&["reduced", " 1 "]);
    let dedup = "dedup da.jsonl de.jsonl en.jsonl --translations --json --word-table nordic.bin";
    assert_eq!(folder.run(dedup).exits(0).summary().removed, 1);
}

#[test]
fn a_word_table_that_is_none_is_refused() {
    let folder = folder(&[("en", None, report("en")), ("de", None, report("de"))]);
    folder.write("short.bin", "text");
    let mut damaged = table("");
    damaged[1000] ^= 1;
    folder.write("damaged.bin", damaged);
    for (file, said) in [("short.bin", "too short"), ("damaged.bin", "checksum"), ("none.bin", "none.bin")] {
        for verb in [
            "compare en.jsonl de.jsonl",
            "trace en.jsonl --against de.jsonl",
            "stories .",
            "dedup . --translations",
        ] {
            folder.run(&format!("{verb} --word-table {file}")).exits(2).says(&[file, said]);
        }
    }
    folder.run("compare en.jsonl de.jsonl --word-table short.bin").says(&["the program has its own"]);
    folder.run("dedup . --word-table short.bin").exits(2).says(&["--translations"]);
    folder.run("stories . --near-duplicates --word-table short.bin").exits(2).says(&["--word-table"]);
}
