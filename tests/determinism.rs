//! Determinism: the same bytes from any number of threads and any kernel, and the same answer whatever
//! order the inputs come in.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::made::{self, Made};
use crate::support::{Folder, gzip, run_at_home};

/// Inputs of every way to read: mapped and streamed lines of more than one block, a table, pages.
pub(crate) fn mixed() -> Folder {
    let folder = Folder::new();
    let articles = made::corpus(99, 2600);
    let rename = |prefix: &str, articles: &[Made]| -> Vec<Made> {
        articles.iter().map(|a| Made { id: format!("{prefix}-{}", a.id), ..a.clone() }).collect()
    };
    let third = articles.len() / 3;
    let plain = made::lines(&articles[..2 * third]);
    assert!(plain.len() > 3 << 20, "too small to be read in several blocks: {}", plain.len());
    folder.write("in/a.jsonl", plain);
    folder.write("in/b.jsonl.gz", gzip(made::lines(&articles[2 * third..]).as_bytes()));
    let mut table = "id,published,text\n".to_owned();
    for a in rename("table", &articles[..400]) {
        let _ = writeln!(table, "{},{},\"{}\"", a.id, a.published, a.text.replace('"', "\"\""));
    }
    folder.write("in/c.csv", table);
    for a in &articles[..60] {
        let body: String = a.text.lines().map(|p| format!("<p>{p}</p>")).collect();
        folder.write(
            &format!("in/pages/{}.html", a.id),
            format!("<html><body><article>{body}</article></body></html>"),
        );
    }
    // Bad records, whose order on standard error must not change either.
    folder.write("in/d.jsonl", "{broken\n".repeat(50));
    folder
}

/// Everything that a run writes.
pub(crate) fn outputs(folder: &Folder, options: &str) -> Vec<(&'static str, Vec<u8>)> {
    let dedup = format!("dedup in -o kept --removed removed --pairs pairs -q {options}");
    let run = folder.run(&dedup).exits(2);
    folder.run(&format!("dedup in -o annotated --annotate -q {options}")).exits(2);
    folder.run(&format!("stories in --near-duplicates --json stories -q {options}")).exits(2);
    let table = folder.run(&format!("stories in --near-duplicates -q {options}")).exits(2).stdout;
    let mut all: Vec<(&str, Vec<u8>)> =
        ["kept", "removed", "pairs", "annotated", "stories"].map(|name| (name, folder.read(name))).into();
    all.push(("table", table));
    all.push(("standard error", run.stderr.into_bytes()));
    all
}

#[track_caller]
pub(crate) fn assert_same(expected: &[(&str, Vec<u8>)], found: &[(&str, Vec<u8>)], options: &str) {
    for ((name, expected), (_, found)) in expected.iter().zip(found) {
        assert!(!expected.is_empty(), "{name} is empty");
        assert!(expected == found, "{name} is not the same with {options}");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let folder = mixed();
    let one = outputs(&folder, "--threads 1");
    for options in ["--threads 2", "--threads 8", "--threads 8"] {
        assert_same(&one, &outputs(&folder, options), options);
    }
}

#[test]
fn any_kernel_gives_the_same_bytes() {
    let folder = mixed();
    let scalar = outputs(&folder, "--kernel scalar");
    for kernel in ["avx2", "avx512"] {
        let options = format!("--kernel {kernel}");
        let known = run_at_home(&format!("dedup --explain {options}"));
        if known.code == Some(0) {
            assert_same(&scalar, &outputs(&folder, &options), &options);
        } else {
            known.exits(2).says(&["this machine has no", kernel]);
        }
    }
}

#[test]
fn any_order_of_the_inputs_gives_the_same_answer() {
    let folder = mixed();
    let mut first: Option<(BTreeSet<String>, [Vec<u8>; 4])> = None;
    for inputs in [
        "in/a.jsonl in/b.jsonl.gz in/c.csv in/pages",
        "in/pages in/c.csv in/b.jsonl.gz in/a.jsonl",
        "in/c.csv in/a.jsonl in/pages in/b.jsonl.gz",
    ] {
        folder.run(&format!("dedup {inputs} -q -o kept --pairs pairs")).exits(0);
        folder.run(&format!("stories {inputs} --near-duplicates -q --json stories")).exits(0);
        folder.run(&format!("stories {inputs} -q --json lineages --pairs ties")).exits(0);
        let kept: BTreeSet<String> =
            String::from_utf8(folder.read("kept")).unwrap().lines().map(str::to_owned).collect();
        let found =
            [folder.read("pairs"), folder.read("stories"), folder.read("lineages"), folder.read("ties")];
        let expected = first.get_or_insert_with(|| (kept.clone(), found.clone()));
        assert!(kept == expected.0, "other records are kept of {inputs}");
        for (name, (found, expected)) in
            ["pairs", "stories", "lineages", "ties"].into_iter().zip(found.iter().zip(&expected.1))
        {
            assert!(found == expected, "other {name} are found in {inputs}");
        }
    }
}
