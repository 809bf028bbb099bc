//! What the program says of itself.

use crate::support::run_at_home;

#[test]
fn help_of_every_verb() {
    for verb in ["", "dedup", "stories", "eval"] {
        let run = run_at_home(&format!("{verb} --help")).exits(0);
        insta::assert_snapshot!(format!("help-{verb}"), run.text());
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn the_short_help_fits_on_a_screen_or_two() {
    for verb in ["dedup", "stories"] {
        let run = run_at_home(&format!("{verb} -h")).exits(0);
        assert!(run.text().lines().count() < 70, "{}", run.text());
    }
}

#[test]
fn the_help_names_all_formats() {
    let run = run_at_home("dedup --format word").exits(2);
    let names = run.stderr.split("the formats are ").nth(1).unwrap().lines().next().unwrap();
    let help = run_at_home("dedup -h").exits(0);
    for name in names.split(", ") {
        assert!(help.text().contains(name), "{name}");
    }
}

#[test]
fn no_verb_gives_help_and_a_wrong_one_a_hint() {
    run_at_home("").exits(2).says(&["Usage: wiretrace <COMMAND>"]);
    run_at_home("dedupe").exits(2).says(&["'dedup'"]);
    run_at_home("dedup --treshold 1").exits(2).says(&["'--threshold'"]);
}

#[test]
fn the_version_is_the_packages() {
    assert_eq!(
        run_at_home("--version").exits(0).text(),
        format!("wiretrace {}\n", env!("CARGO_PKG_VERSION"))
    );
}
