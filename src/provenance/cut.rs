//! What of a line is credit, to be cut from a text before it is compared.

use std::ops::Range;

use super::{agencies, credit};

/// The bytes of the dateline that a text's first line begins with.
#[must_use]
pub fn dateline(line: &str) -> Option<Range<usize>> {
    super::dateline::find(line).map(|found| found.range)
}

/// Whether all of `line` is a credit, or an agency's own code, and no part of what is told.
#[must_use]
pub fn is_credit_line(line: &str) -> bool {
    let line = line.trim();
    credit::whole(line).is_some() || is_codes(line) || matches!(line, "(끝)" | "（完）" | "(完)" | "Enditem")
}

/// The bytes of the credit after the last sentence of a text's last line.
#[must_use]
pub fn sign_off(line: &str) -> Option<Range<usize>> {
    super::sign_off::find(line).map(|(range, _)| range)
}

/// Codes of authors and editors under a dispatch: "adr/pmb/cls".
fn is_codes(line: &str) -> bool {
    let codes: Vec<&str> = line.split('/').map(str::trim).collect();
    let is_code = |code: &&str| (2..=5).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    let known = || codes.iter().any(|code| agencies::by_name(code).is_some());
    codes.iter().all(is_code)
        && (codes.len() > 2 || codes.len() == 2 && (known() || codes.iter().all(|c| c.len() == 3)))
}
