//! Short texts: a bulletin of two sentences is an article, and one fact makes it another.

use std::fmt::Write;

use serde_json::json;

use crate::support::{Folder, counts, fields};

/// Bulletins of one or two sentences that differ in two or three words each, as news tickers do.
fn bulletins(language: &str) -> Vec<String> {
    let pick = |list: &[&'static str], k: usize| list[k % list.len()];
    (0..40)
        .map(|k| match language {
            "en" => format!(
                "Police arrested {} people in {} late on {} after a fight. Nobody was hurt.",
                k + 2,
                pick(&["Leeds", "Hull", "York", "Bath", "Derby", "Truro", "Wells"], k),
                pick(&["Monday", "Tuesday", "Friday", "Sunday", "Saturday"], k)
            ),
            "ar" => format!(
                "قُتل {} أشخاص وأصيب {} آخرون في حادث سير وقع قرب {} صباح {}.",
                k + 3,
                k + 11,
                pick(&["القاهرة", "عمّان", "الرباط", "تونس", "دمشق", "بغداد", "مسقط"], k),
                pick(&["الأحد", "الاثنين", "الثلاثاء", "الخميس", "السبت"], k)
            ),
            "zh" => format!(
                "{}昨日{}时许发生{}级地震，震源深度{}公里，暂无人员伤亡报告。",
                pick(
                    &["云南大理", "四川甘孜", "青海海西", "新疆库车", "甘肃临夏", "台湾花莲", "西藏那曲"],
                    k
                ),
                k % 24,
                pick(&["3.1", "4.2", "3.8", "5.0", "4.7"], k),
                k + 8
            ),
            _ => format!(
                "เกิดเหตุ{}ที่จังหวัด{}เมื่อคืนวัน{} มีผู้บาดเจ็บ {} คน",
                pick(&["ไฟไหม้", "น้ำท่วม", "รถชน"], k),
                pick(&["เชียงใหม่", "ขอนแก่น", "ภูเก็ต", "ระยอง", "ตรัง", "น่าน", "เลย"], k),
                pick(&["จันทร์", "อังคาร", "พุธ", "ศุกร์", "เสาร์"], k),
                k + 2
            ),
        })
        .collect()
}

fn lines(texts: &[String]) -> String {
    texts.iter().enumerate().fold(String::new(), |mut all, (k, text)| {
        let _ = writeln!(all, "{}", json!({"id": format!("{k:03}"), "text": text}));
        all
    })
}

#[test]
fn bulletins_that_differ_in_their_facts_all_stay() {
    for language in ["en", "ar", "zh", "th"] {
        let texts = bulletins(language);
        let folder = Folder::with("news.jsonl", lines(&texts));
        let run = folder.run("dedup news.jsonl --json --removed removed.jsonl").exits(0);
        assert_eq!(run.summary(), counts(40, 0, 0), "{language}: {:?}", folder.rows("removed.jsonl"));
    }
}

#[test]
fn the_same_bulletin_again_goes() {
    for language in ["en", "ar", "zh", "th"] {
        let texts = bulletins(language);
        let twice = [texts.clone(), texts].concat();
        let folder = Folder::with("news.jsonl", lines(&twice));
        let run = folder.run("dedup news.jsonl --json --pairs pairs.jsonl").exits(0);
        assert_eq!(run.summary(), counts(80, 40, 0), "{language}");
        let pairs = folder.rows("pairs.jsonl");
        assert_eq!(pairs.len(), 40, "{language}");
        assert!(fields(&pairs, "relation").iter().all(|r| *r == "identical"), "{language}");
    }
}

#[test]
fn texts_below_a_shingle_are_compared_whole() {
    let texts = [
        "Goal",
        "goal!",
        "Goals",
        "No goal",
        "goal no",
        "One two three four",
        "one, two, three, four.",
        "四",
        "四 ",
    ];
    let folder = Folder::with("news.jsonl", lines(&texts.map(str::to_owned)));
    let run = folder.run("dedup news.jsonl -q --pairs -").exits(0);
    let pairs: Vec<(String, String)> = run
        .rows()
        .iter()
        .map(|row| (row["a"].as_str().unwrap().to_owned(), row["b"].as_str().unwrap().to_owned()))
        .collect();
    let expected = [("000", "001"), ("005", "006"), ("007", "008")];
    assert_eq!(pairs, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn letters_are_folded_but_not_taken_for_others() {
    let texts = [
        "Straße gesperrt wegen Überflutung am Mittwoch",
        "STRASSE GESPERRT WEGEN ÜBERFLUTUNG AM MITTWOCH",
        "Strase gesperrt wegen Uberflutung am Mittwoch",
        "Ｐｏｒｔ ｃｌｏｓｅｄ ａｆｔｅｒ ｔｈｅ ｓｔｏｒｍ ｏｎ ｆｒｉｄａｙ",
        "port closed after the storm on friday",
        // The same letters, composed and decomposed.
        "Le caf\u{e9} est ferm\u{e9} depuis dimanche soir",
        "Le cafe\u{301} est ferme\u{301} depuis dimanche soir",
    ];
    let folder = Folder::with("news.jsonl", lines(&texts.map(str::to_owned)));
    let run = folder.run("dedup news.jsonl -q --pairs -").exits(0);
    let rows = run.rows();
    let pairs: Vec<(&str, &str)> = fields(&rows, "a").into_iter().zip(fields(&rows, "b")).collect();
    assert_eq!(pairs, [("000", "001"), ("003", "004"), ("005", "006")]);
}
