//! Bad input: named with its file and record, counted, and no reason to lose the records around it.

use crate::support::{Folder, Run, counts, fields, gzip};

/// A good line of its own.
fn good(id: &str) -> String {
    format!(
        "{{\"id\": \"{id}\", \"text\": \"A report of {id} with words that no other report has: {id}{id}.\"}}\n"
    )
}

/// Runs over one file; asserts that it is done with these kept, so many skipped, and exit code 2 if any.
#[track_caller]
fn assert_kept(folder: &Folder, arguments: &str, kept: &[&str], skipped: u64) -> Run {
    let run = folder.run(&format!("dedup {arguments} -o kept.jsonl --json"));
    let run = run.exits(if skipped > 0 { 2 } else { 0 });
    assert_eq!(fields(&folder.rows("kept.jsonl"), "id"), kept, "{}", run.stderr);
    assert_eq!(run.summary(), counts(kept.len() as u64 + skipped, 0, skipped), "{}", run.stderr);
    run
}

/// The same file plain, packed and piped: bad records are treated alike however they come.
#[track_caller]
fn assert_kept_all_ways(content: &[u8], options: &str, kept: &[&str], skipped: u64, said: &[&[&str]]) {
    let folder = Folder::with("news.jsonl", content);
    folder.write("packed.jsonl.gz", gzip(content));
    for name in ["news.jsonl", "packed.jsonl.gz"] {
        let mut run = assert_kept(&folder, &format!("{name} {options}"), kept, skipped);
        for parts in said {
            run = run.says(&[&[name], *parts].concat());
        }
    }
    let run = folder.run_piped(&format!("dedup - {options} --json"), content);
    assert_eq!(run.summary(), counts(kept.len() as u64 + skipped, 0, skipped));
}

#[test]
fn a_broken_line_is_named_and_the_others_survive() {
    let content = [
        &good("a"),
        "{\"id\": \"x\", \"text\": \"no end\n",
        &good("b"),
        "[1, 2]\n",
        "nonsense\n",
        &good("c"),
    ];
    assert_kept_all_ways(
        content.concat().as_bytes(),
        "",
        &["a", "b", "c"],
        3,
        &[&["record 2", "broken JSON"], &["record 4", "expected an object"], &["record 5", "broken JSON"]],
    );
}

#[test]
fn invalid_utf8_is_one_records_fault() {
    let content =
        [good("a").as_bytes(), b"{\"id\": \"x\", \"text\": \"caf\xe9\"}\n", good("b").as_bytes()].concat();
    assert_kept_all_ways(&content, "", &["a", "b"], 1, &[&["record 2", "not valid UTF-8 from byte 24"]]);
}

#[test]
fn a_record_without_words_is_named() {
    let content = [
        &good("a"),
        "{\"id\": \"x\", \"text\": \"\"}\n",
        "{\"id\": \"y\", \"text\": \" \\n\\t \"}\n",
        "{\"id\": \"z\", \"text\": \"... — !!! ☃\"}\n",
        "{\"id\": \"n\", \"text\": null}\n",
        "{\"id\": \"l\", \"text\": [\"a list\"]}\n",
        "{\"id\": \"m\"}\n",
    ];
    assert_kept_all_ways(
        content.concat().as_bytes(),
        "",
        &["a"],
        6,
        &[
            &["record 2", "text is empty"],
            &["record 3", "text is empty"],
            &["record 4", "no letters or digits"],
            &["record 5", "text is empty"],
            &["record 6", "field \"text\" is not a text"],
            &["record 7", "no text field", "--text-field"],
        ],
    );
}

#[test]
fn the_text_is_sought_in_every_field_that_may_hold_it() {
    let lines = [
        "{\"id\": \"a\", \"text\": \"\", \"content\": \"The words are in the content\"}\n",
        "{\"id\": \"b\", \"body\": \"The words are in the body\", \"text\": \" \\n \"}\n",
        "{\"id\": \"c\", \"text\": null, \"body\": \"The words are in another body\"}\n",
    ];
    assert_kept_all_ways(lines.concat().as_bytes(), "", &["a", "b", "c"], 0, &[]);
    let folder = Folder::with("news.json", format!("[{}]", lines.join(",")));
    assert_kept(&folder, "news.json", &["a", "b", "c"], 0);
}

#[test]
fn a_line_longer_than_a_record_may_be() {
    for megabytes in [1, 2, 5] {
        let giant = format!("{{\"id\": \"giant\", \"text\": \"{}\"}}\n", "word ".repeat(megabytes * 220_000));
        assert!(giant.len() > megabytes << 20);
        let content = [&good("a"), giant.as_str(), "{broken\n", &good("b")].concat();
        let said: &[&[&str]] = &[
            &["record 2", "longer than a record may be (1 MiB; see --max-record)"],
            &["record 3", "broken JSON"],
        ];
        assert_kept_all_ways(content.as_bytes(), "--max-record 1", &["a", "b"], 2, said);
        let folder = Folder::with("news.jsonl", [&good("a"), giant.trim_end()].concat());
        assert_kept(&folder, "news.jsonl --max-record 1", &["a"], 1).says(&["record 2", "1 MiB"]);
        assert_kept(&folder, "news.jsonl", &["a", "giant"], 0);
    }
}

#[test]
fn an_id_is_the_place_where_there_is_none() {
    let line = "{\"text\": \"The bridge is closed.\"}\n";
    let content = [
        line,
        "\n",
        "   \n",
        "{broken\n",
        line,
        "{\"url\": \"http://s/1\", \"text\": \"The bridge is closed.\"}\n",
    ]
    .concat();
    let folder = Folder::with("in/news.jsonl", &content);
    folder.write("in/packed.jsonl.gz", gzip(content.as_bytes()));
    folder.write(
        "in/giant.jsonl.gz",
        gzip([&format!("{{\"text\": \"{}\"}}\n", "x".repeat(3 << 20)), line].concat().as_bytes()),
    );
    let run = folder.run("dedup in --max-record 1 --pairs pairs.jsonl --keep first -o kept.jsonl --removed removed.jsonl --json");
    let run = run.exits(2).says(&["in/giant.jsonl.gz", "record 1", "longer"]);
    assert_eq!(run.summary().skipped, 3 + 1);
    let removed = folder.rows("removed.jsonl");
    assert_eq!(
        fields(&removed, "id"),
        ["news.jsonl:1", "news.jsonl:5", "http://s/1", "packed.jsonl.gz:1", "packed.jsonl.gz:5"]
    );
    assert!(fields(&removed, "duplicate_of").iter().all(|id| *id == "giant.jsonl.gz:2"));
}

#[test]
fn a_blank_id_is_none() {
    let content = "{\"id\": \" \", \"text\": \"One\"}\n{\"id\": \" \", \"text\": \"One\"}\n{\"id\": \"\", \"text\": \"One\"}\n";
    let folder = Folder::with("news.jsonl", content);
    folder.run("dedup news.jsonl -q --removed removed.jsonl").exits(0);
    assert_eq!(fields(&folder.rows("removed.jsonl"), "id"), ["news.jsonl:2", "news.jsonl:3"]);
}

#[test]
fn a_field_that_the_user_named_must_be_there() {
    let content = "{\"key\": \"a\", \"text\": \"One report of the day\"}\n{\"id\": \"b\", \"text\": \"Another text of another day\"}\n{\"key\": 7, \"text\": \"The third and last of them all\"}\n";
    let folder = Folder::with("news.jsonl", content);
    folder.write("news.json", format!("[{}]", content.trim_end().replace('\n', ",")));
    for name in ["news.jsonl", "news.json"] {
        let run = folder.run(&format!("dedup {name} --id-field key --json"));
        let run = run.exits(2).says(&[name, "record 2", "no field \"key\"", "--id-field"]);
        assert_eq!(run.summary(), counts(3, 0, 1));
        let run = folder.run(&format!("dedup {name} --title-field headline --json"));
        let run = run.exits(2).says(&[name, "record 3", "no field \"headline\"", "--title-field"]);
        assert_eq!(run.summary(), counts(3, 0, 3));
    }
}

#[test]
fn a_second_record_with_the_same_id_is_left_out() {
    let folder = Folder::with("a.jsonl", [good("a"), good("b"), good("a")].concat());
    folder.write("b.jsonl", [good("b"), good("c")].concat());
    assert_kept(&folder, "a.jsonl b.jsonl", &["a", "b", "c"], 2)
        .says(&["a.jsonl", "record 3", "the id \"a\" was there before (a.jsonl:1)"])
        .says(&["b.jsonl", "record 1", "the id \"b\" was there before (a.jsonl:2)"]);
    let run = folder.run("dedup a.jsonl b.jsonl").exits(2).says(&[" 2  of them repeat an id", "--id-field"]);
    assert!(run.stderr.contains("skipped              2  named above\n"), "{}", run.stderr);
    let content = "{\"url\": \"http://s\", \"text\": \"One\"}\n{\"url\": \"http://s\", \"text\": \"Two\"}\n";
    let folder = Folder::with("news.jsonl", content);
    let run = folder.run("dedup news.jsonl --json").exits(2).says(&["record 2", "http://s"]);
    assert_eq!(run.summary(), counts(2, 0, 1));
}

#[test]
fn a_packed_file_that_breaks_off_gives_what_is_there() {
    let lines: Vec<String> = (0..2000).map(|k| good(&format!("n{k}"))).collect();
    let whole = gzip(lines.concat().as_bytes());
    for (name, bytes) in
        [("cut.jsonl.gz", &whole[..whole.len() / 2]), ("bare.jsonl.gz", &whole[..whole.len() - 8])]
    {
        let folder = Folder::with(name, bytes);
        folder.write("z.jsonl", good("z"));
        let run = folder.run(&format!("dedup {name} z.jsonl -o kept.jsonl --json"));
        let run = run.exits(2).says(&[name, "the input ends early"]);
        let kept = folder.read("kept.jsonl");
        let kept = String::from_utf8(kept).unwrap();
        let expected = lines.concat();
        let own = kept.strip_suffix(&good("z")).expect("the other file is read");
        assert!(own.len() > expected.len() / 3 && expected.starts_with(own), "{name}");
        let summary = run.summary();
        assert!((1..=2).contains(&summary.skipped), "{summary:?}");
    }
    let folder = Folder::with("cut.jsonl.zst", &crate::support::zstd(lines.concat().as_bytes())[..5000]);
    folder.run("dedup cut.jsonl.zst --json").exits(2).says(&["cut.jsonl.zst", "the input ends early"]);
}

#[test]
fn marks_and_blank_lines_are_no_records() {
    let content =
        format!("\u{feff}\n{}\r\n\n   \t\r\n{}", good("a").replace('\n', "\r\n"), good("b").trim_end());
    assert_kept_all_ways(content.as_bytes(), "", &["a", "b"], 0, &[]);
}

#[test]
fn empty_inputs_are_nothing_or_said() {
    let folder = Folder::with("empty.jsonl", "");
    folder.write("a.jsonl", good("a"));
    assert_kept(&folder, "empty.jsonl", &[], 0);
    assert_kept(&folder, "empty.jsonl a.jsonl", &["a"], 0);
    assert_eq!(folder.run_piped("dedup - --format jsonl --json", b"").exits(0).summary(), counts(0, 0, 0));
    folder.run_piped("dedup - --json", b"").exits(2).says(&["is empty", "--format"]);
    for (name, said) in [("empty.html", "the file is empty"), ("empty.csv", "no header row")] {
        folder.write(name, "");
        folder.run(&format!("dedup a.jsonl {name} --json")).exits(2).says(&[name, said]);
    }
    std::fs::create_dir(folder.path("nothing")).unwrap();
    folder.run("dedup nothing").exits(2).says(&["nothing to read here"]);
}

#[test]
fn an_input_that_cannot_be_read_is_an_error_by_name() {
    let folder = Folder::with("a.jsonl", good("a"));
    folder.write("mystery", "words without a format");
    folder.write("packed.jsonl.bz2", b"BZh91AY");
    folder.run("dedup a.jsonl absent.jsonl -o kept.jsonl").exits(2).says(&["absent.jsonl", "No such file"]);
    folder.run("dedup a.jsonl mystery -o kept.jsonl").exits(2).says(&[
        "mystery",
        "unknown format",
        "--format",
    ]);
    folder.run("dedup packed.jsonl.bz2").exits(2).says(&["packed.jsonl.bz2", "bzcat"]);
    folder.run("dedup *.csv").exits(2).says(&["*.csv", "no file matches"]);
    folder.run("dedup a.jsonl --urls absent.jsonl").exits(2).says(&["--urls", "absent.jsonl"]);
    assert!(!folder.path("kept.jsonl").exists(), "nothing is written of a run that failed");
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_back_are_told() {
    use std::os::unix::fs::symlink;
    let folder = Folder::with("in/a.jsonl", good("a"));
    symlink(folder.path("in"), folder.path("in/again")).unwrap();
    assert_kept(&folder, "in", &["a"], 0).says(&["again", "leads back"]);
    assert_kept(&folder, "in --strict", &["a"], 0);
    symlink(folder.path("gone"), folder.path("in/dead.jsonl")).unwrap();
    assert_kept(&folder, "in", &["a"], 1).says(&["dead.jsonl", "No such file"]);
    folder.run("dedup in --strict").exits(2).says(&["dead.jsonl", "--strict"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with("in/a.jsonl", good("a"));
    folder.write("in/secret.jsonl", good("b"));
    let secret = folder.path("in/secret.jsonl");
    std::fs::set_permissions(&secret, PermissionsExt::from_mode(0o000)).unwrap();
    if std::fs::File::open(&secret).is_ok() {
        return; // nothing is forbidden to the administrator
    }
    assert_kept(&folder, "in", &["a"], 1).says(&["secret.jsonl", "ermission"]);
    folder.run("dedup in/secret.jsonl").exits(2).says(&["secret.jsonl", "ermission"]);
}

#[test]
fn a_bad_file_in_a_folder_is_one_of_many() {
    let folder = Folder::with("in/a.jsonl", good("a"));
    folder.write("in/b.xml", "<urlset><url/></urlset>");
    folder.write(
        "in/c.rss",
        "<rss><channel><item><guid>c</guid><description>A feed of one item</description></item><item>",
    );
    folder.write("in/d.html", b"\x89PNG\r\n\x1a\n\0\0\0\0");
    folder.write("in/e.txt", b"GIF89a\0\0\0\0");
    folder.write("in/f.json", "[{\"id\": \"f\", \"text\": \"The only one of an array\"}, {\"id\": \"g\",");
    let run = folder.run("dedup in -o kept.jsonl --json").exits(2);
    assert_eq!(fields(&folder.rows("kept.jsonl"), "id"), ["a", "c", "f"]);
    for name in ["c.rss", "d.html", "e.txt", "f.json"] {
        assert!(run.stderr.contains(name), "{name} is not named in:\n{}", run.stderr);
    }
    assert_eq!(run.summary(), counts(7, 0, 4), "{}", run.stderr);
}

#[test]
fn deep_nesting_is_refused() {
    let deep = format!("{{\"id\": \"x\", \"text\": \"words\", \"y\": {}}}\n", "[".repeat(200_000));
    let content = [deep, good("a")].concat();
    assert_kept_all_ways(content.as_bytes(), "", &["a"], 1, &[&["record 1", "broken JSON"]]);
}

#[test]
fn rows_of_a_table_that_do_not_fit() {
    let folder = Folder::with(
        "t.csv",
        "id,text\na,\"A report of one thing\"\nb\nc,\"\"\nd,A report of something else entirely,too,many\ne,Yet another report of the day\n",
    );
    let run = folder.run("dedup t.csv -o kept.csv --json");
    let run = run.exits(2).says(&["t.csv", "record 3"]).says(&["t.csv", "record 4", "text is empty"]);
    let summary = run.summary();
    assert_eq!(summary.read, 5, "{}", run.stderr);
    let kept = String::from_utf8(folder.read("kept.csv")).unwrap();
    assert!(
        kept.starts_with("id,text\na,\"A report of one thing\"\n") && kept.ends_with("of the day\n"),
        "{kept}"
    );
}
