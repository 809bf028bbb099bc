//! An evaluation as a table for people.

use crate::report::{counted, grouped, pad};

use super::evaluation::Evaluation;
use super::share::{Share, Told};

/// The table, one metric a line.
pub fn table(found: &Evaluation) -> String {
    let verdicts = &found.verdicts;
    let mut table = Table(String::new());
    let missing = match found.missing {
        0 => String::new(),
        n => format!("; the result says nothing of {}", grouped(n)),
    };
    table.line("truth", &format!("{}{missing}", counted(found.rows, "row")));
    table.share("source found", verdicts.source, "");
    table.share("source found: here", verdicts.source_here, "");
    table.share("source found: unobserved", verdicts.source_unobserved, "");
    table.share("relation right", verdicts.relation, "where the source was found");
    table.told("direction right", verdicts.direction, "undetermined");
    table.told("undetermined, and said so", verdicts.undetermined, "without a word");
    table.told("credited or not", verdicts.credited, "not told");
    if let Some(agrees) = verdicts.agrees {
        table.told("credit true or false", agrees, "not told");
    }
    table.share("look-alikes called copies", verdicts.hard_negatives, "the fewer the better");
    let calibration = &verdicts.calibration;
    let error = calibration.error.map_or("-".to_owned(), |error| format!("{error:.3}"));
    let rows = counted(calibration.rows, "row");
    table.line("calibration error", &format!("{error:>21}   {rows} with a source and a confidence"));
    if let Some(furniture) = &found.furniture {
        table.share("furniture: precision", furniture.precision, "lines");
        table.share("furniture: recall", furniture.recall, "lines");
    }
    if let Some(stories) = &found.stories {
        table.share("stories: precision", stories.precision, "pairs in one story");
        table.share("stories: recall", stories.recall, "pairs in one story");
    }
    if found.skipped > 0 {
        table.line("skipped", &counted(found.skipped, "line"));
    }
    table.0
}

struct Table(String);

impl Table {
    fn line(&mut self, name: &str, what: &str) {
        self.0.push_str(format!("{} {what}", pad(name, 26)).trim_end());
        self.0.push('\n');
    }

    fn share(&mut self, name: &str, share: Share, note: &str) {
        let percent = share.share().map_or("-".to_owned(), |share| format!("{:.1} %", 100.0 * share));
        let counts = format!("{:>6} of {:>6}", grouped(share.right), grouped(share.of));
        self.line(name, &format!("{counts} {percent:>8}   {note}"));
    }

    fn told(&mut self, name: &str, told: Told, open: &str) {
        let note = format!("{} wrong, {} {open}", grouped(told.wrong), grouped(told.open));
        self.share(name, told.share(), &note);
    }
}

#[cfg(test)]
mod tests {
    use super::super::evaluation::evaluate;
    use super::super::result::tests::answers;
    use super::super::truth::tests::truth;
    use super::*;

    #[test]
    fn the_numbers_stand_below_one_another() {
        let truth = truth(
            None,
            &[
                r#"{"id": "a", "story": "s", "relation": "original"}"#,
                r#"{"id": "b", "story": "s", "source": "a", "relation": "edited", "credited": true}"#,
            ],
        );
        let row =
            r#"{"article": "b", "source": "a", "relation": "edited", "direction": "b→a", "confidence": 0.9}"#;
        insta::assert_snapshot!(table(&evaluate(&truth, None, &answers(&[row]), 1).evaluation), @r"
        truth                      2 rows; the result says nothing of 1
        source found                    1 of      1  100.0 %
        source found: here              1 of      1  100.0 %
        source found: unobserved        0 of      0        -
        relation right                  1 of      1  100.0 %   where the source was found
        direction right                 1 of      1  100.0 %   0 wrong, 0 undetermined
        undetermined, and said so       0 of      0        -   0 wrong, 0 without a word
        credited or not                 0 of      1    0.0 %   0 wrong, 1 not told
        credit true or false            0 of      0        -   0 wrong, 0 not told
        look-alikes called copies       0 of      0        -   the fewer the better
        calibration error                          0.100   1 row with a source and a confidence
        skipped                    1 line
        ");
    }
}
