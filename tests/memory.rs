//! `--memory`: the same answer in little memory.

use crate::determinism::{assert_same, mixed, outputs};
use crate::made::{self, Dice, Made, lines};
use crate::support::{Folder, counts};

#[test]
fn any_memory_and_any_number_of_threads_give_the_same_bytes() {
    let folder = mixed();
    let (few, some) = ("--threads 1 --memory 24M", "--threads 3 --memory 36M");
    for (more, limits) in [("", vec![few, some]), ("--keep longest --threshold 0.4", vec![few])] {
        let usual = outputs(&folder, more);
        for options in limits {
            let options = format!("{options} {more}");
            assert_same(&usual, &outputs(&folder, &options), &options);
        }
    }
}

#[test]
fn crowds_and_twins_in_little_memory() {
    let mut dice = Dice::new(17);
    let block = dice.words(150);
    let mut all: Vec<Made> = (0..700)
        .map(|k| Made::new(format!("b{k:03}"), made::day(k), &[block.clone(), dice.words(60)].concat()))
        .collect();
    for k in 0..100 {
        let mut copy = all[k * 3].clone();
        copy.text = copy.text.replacen(". ", ". Meanwhile ", 1);
        copy.id = format!("copy{k}");
        all.push(copy);
    }
    all.extend((0..400).map(|k| Made::new(format!("same{k:03}"), made::day(k), &block)));
    let folder = Folder::with("in/news.jsonl", lines(&all));
    folder.write("in/bad.jsonl", "{broken\n");
    let usual = outputs(&folder, "");
    for options in ["--threads 1 --memory 24M", "--threads 2 --memory 40M"] {
        assert_same(&usual, &outputs(&folder, options), options);
    }
}

#[test]
fn against_an_index_in_little_memory() {
    let all = made::corpus(31, 500);
    let (known, new) = all.split_at(all.len() / 2);
    let folder = Folder::with("known.jsonl", lines(known));
    folder.write("in/new.jsonl", lines(new));
    folder.write("in/bad.jsonl", "{broken\n");
    folder.run("index add ix known.jsonl -q").exits(0);
    let usual = outputs(&folder, "--against ix");
    let limited = outputs(&folder, "--against ix --memory 28M --threads 2");
    assert_same(&usual, &limited, "--memory");
}

#[test]
fn sizes_folders_and_what_is_too_little() {
    let folder = Folder::with("news.jsonl", lines(&made::corpus(1, 20)));
    let usual = folder.run("dedup news.jsonl --json").exits(0).summary();
    for size in ["100M", "100000k", "1G", "104857600", "64MiB"] {
        let run = folder.run(&format!("dedup news.jsonl --json --threads 1 --memory {size}")).exits(0);
        assert_eq!(run.summary(), usual, "{size}");
    }
    for size in ["much", "3X", "-1", "", "99999999999T"] {
        folder.run(&format!("dedup news.jsonl --memory={size}")).exits(2).says(&["--memory"]);
    }
    let run = folder.run("dedup news.jsonl --threads 1 --memory 1M").exits(2);
    run.says(&["--memory", "1 thread", "at the least"]);
    let run = folder.run("dedup news.jsonl --memory 100M --temp nowhere").exits(2);
    run.says(&["nowhere", "no temporary file can be made here", "--temp"]);
    folder.write("bad.jsonl", "{broken\n");
    let run = folder.run("dedup bad.jsonl --json --memory 100M --threads 1 -o kept").exits(2);
    assert_eq!(run.summary(), counts(1, 0, 1));
    folder.write("temp/other", "");
    let run = folder.run("dedup news.jsonl --json --memory 100M --temp temp").exits(0);
    assert_eq!(run.summary(), counts(usual.read, usual.removed, 0));
    assert_eq!(folder.names_in("temp"), ["other"]);
}
