//! Skew: thousands of articles that carry one block of text, which must neither hide the copies among
//! them nor take quadratic time.

use std::collections::HashSet;
use std::time::Instant;

use crate::made::{Dice, Made, lines};
use crate::support::{Folder, counts, field};

/// Articles of a common block of 300 words and so many of their own, and 50 copies with one word
/// exchanged in each part; returns the copies as pairs of ids.
fn crowd(own: usize) -> (Vec<Made>, HashSet<(String, String)>) {
    let mut dice = Dice::new(300);
    let block = dice.words(300);
    let mut all = Vec::new();
    let mut planted = HashSet::new();
    for number in 0..3000 {
        let mut words = [block.clone(), dice.words(own)].concat();
        all.push(Made::new(format!("{number:04}-a"), "", &words));
        if number % 60 == 0 {
            dice.exchange(&mut words, 2);
            all.push(Made::new(format!("{number:04}-b"), "", &words));
            planted.insert((format!("{number:04}-a"), format!("{number:04}-b")));
        }
    }
    (all, planted)
}

/// The time that nobody's patience depends on; a quadratic way takes minutes.
const SECONDS: u64 = 20;

#[test]
fn a_block_in_all_articles_hides_no_copy() {
    // Two strangers agree in 296 of 416 shingles at 60 words of their own, and in 296 of 596 at 150.
    for (own, threshold) in [(60, 0.8), (150, 0.7)] {
        let (articles, planted) = crowd(own);
        let folder = Folder::with("news.jsonl", lines(&articles));
        let begun = Instant::now();
        let run = folder
            .run(&format!("dedup news.jsonl --json --pairs pairs.jsonl --threshold {threshold}"))
            .exits(0);
        assert!(begun.elapsed().as_secs() < SECONDS, "{:?}", begun.elapsed());
        let pairs = folder.rows("pairs.jsonl");
        let found: HashSet<(String, String)> =
            pairs.iter().map(|row| (field(row, "a").to_owned(), field(row, "b").to_owned())).collect();
        assert_eq!(found, planted, "{own} words of their own at {threshold}");
        assert_eq!(run.summary(), counts(3050, 50, 0));
    }
}

#[test]
fn where_the_block_alone_makes_copies_one_stays() {
    let (articles, _) = crowd(40);
    let folder = Folder::with("news.jsonl", lines(&articles));
    let run = folder.run("dedup news.jsonl --json --threshold 0.7 --removed removed.jsonl").exits(0);
    assert_eq!(run.summary(), counts(3050, 3049, 0));
    assert!(folder.rows("removed.jsonl").iter().all(|row| row["similarity"].as_f64().unwrap() >= 0.7));
}

#[test]
fn of_thousands_of_identical_texts_one_stays() {
    let words = Dice::new(1).words(120);
    let articles: Vec<Made> = (0..3000).map(|k| Made::new(format!("{k:04}"), "", &words)).collect();
    let folder = Folder::with("news.jsonl", lines(&articles));
    let begun = Instant::now();
    let run = folder.run("dedup news.jsonl -o kept.jsonl --json --pairs pairs.jsonl").exits(0);
    assert!(begun.elapsed().as_secs() < SECONDS, "{:?}", begun.elapsed());
    assert_eq!(run.summary(), counts(3000, 2999, 0));
    assert_eq!(String::from_utf8(folder.read("kept.jsonl")).unwrap(), articles[0].line());
    // Four million pairs would help nobody: each is tied to the one that stays.
    let pairs = folder.rows("pairs.jsonl");
    assert_eq!(pairs.len(), 2999);
    assert!(pairs.iter().all(|row| row["a"] == "0000"));
    let backwards: Vec<Made> = articles.into_iter().rev().collect();
    folder.write("backwards.jsonl", lines(&backwards));
    folder.run("dedup backwards.jsonl -q --pairs again.jsonl").exits(0);
    assert_eq!(folder.rows("again.jsonl"), pairs, "in another order");
}
