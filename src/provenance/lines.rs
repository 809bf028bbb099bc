//! What the visible lines of an article claim, by where they stand.

use super::claim::{Claim, ClaimKind, Origin};
use super::credit::{self, Credit};
use super::dateline;
use super::sign_off;
use super::told::{Line, Told};
use crate::article::Place;

/// Bytes at the beginning of a text in which a dateline or a byline counts.
const FIRST: usize = 300;
/// Bytes at its end in which a sign-off counts.
const LAST: usize = 400;
/// Bytes of a line that is all credit at the most.
const CREDIT: usize = 360;
/// And of one amid the text.
const AMID: usize = 200;
/// Bytes from which a line is a paragraph or a whole article: of it only beginning and end are looked at.
const LONG: usize = 800;
/// Lines before the text among which bare names are a byline.
const BEFORE: usize = 12;
/// Lines after it among which they are a sign-off.
const AFTER: usize = 3;

/// What the lines of `told` claim.
pub(crate) fn claims(told: &Told) -> Vec<Claim> {
    let is_text = |line: &Line| line.place == Place::Text;
    let first = told.lines.iter().position(is_text).unwrap_or(0);
    let last = told.lines.iter().rposition(is_text).unwrap_or(told.lines.len());
    let total: usize = told.lines.iter().filter(|line| is_text(line)).map(|line| line.text.len()).sum();
    let mut found = Vec::new();
    let mut before = 0;
    for (number, line) in told.lines.iter().enumerate() {
        let mut out = Out { number, line, found: &mut found };
        match line.place {
            Place::Caption => {}
            Place::Around => {
                let is_near = number + BEFORE >= first && number <= last.saturating_add(AFTER);
                out.around(is_near);
            }
            Place::Text => {
                let left = total - before - line.text.len();
                out.text(before < FIRST, left < LAST);
                before += line.text.len();
            }
        }
    }
    found
}

/// The claims of one line.
struct Out<'a> {
    number: usize,
    line: &'a Line,
    found: &'a mut Vec<Claim>,
}

impl Out<'_> {
    fn around(&mut self, is_near: bool) {
        let text = &self.line.text;
        if let Some(found) =
            dateline::find(text).filter(|found| is_near && found.range.end == text.trim_end().len())
        {
            self.dateline(found);
            return;
        }
        // "(Weserland-Zeitung)": nothing but a name in brackets.
        let alone = || sign_off::find(text).filter(|(range, _)| is_near && range.start == 0);
        let credits = credit::whole(text).or_else(|| alone().map(|(_, credits)| credits));
        for credit in credits.into_iter().flatten() {
            // Whose the rights are is, around an article, said of the site.
            let is_site = credit.kind == ClaimKind::Copyright && matches!(credit.origin, Origin::Outlet(_));
            if !is_site && (is_near || !credit.is_bare) {
                self.credit(credit, 0);
            }
        }
    }

    fn text(&mut self, is_first: bool, is_last: bool) {
        let text = &self.line.text;
        if !is_first && !is_last && text.len() > AMID {
            return;
        }
        let is_long = text.len() > LONG;
        let mut start = 0;
        let head = if is_long { &text[..text.floor_char_boundary(FIRST)] } else { text };
        if let Some(found) = is_first.then(|| dateline::find(head)).flatten() {
            start = found.range.end;
            self.dateline(found);
        }
        if is_long {
            if !is_last {
                return;
            }
            start = text.ceil_char_boundary(text.len() - LAST);
        }
        let rest = &text[start..];
        if let Some(credits) = (rest.len() <= CREDIT).then(|| credit::whole(rest)).flatten() {
            for credit in credits.into_iter().filter(|credit| is_first || is_last || !credit.is_bare) {
                self.credit(credit, start);
            }
            return;
        }
        if !is_last && is_first && !credit::is_related(rest) {
            // A paper that cuts a dispatch down to its first paragraph may leave its end on it.
            let ended = sign_off::find(rest).map(|(_, credits)| credits).into_iter().flatten();
            ended.filter(|credit| credit.weight >= 3.0).for_each(|credit| self.credit(credit, start));
            return;
        }
        if is_last && !credit::is_related(rest) {
            let ends = sign_off::find(rest).map(|(_, credits)| credits);
            for credit in ends.or_else(|| credit::last_sentence(rest)).into_iter().flatten() {
                self.credit(credit, start);
            }
        }
    }

    fn dateline(&mut self, found: dateline::Dateline) {
        for origin in found.origins {
            let weight = if matches!(origin, Origin::Outlet(_)) { 1.5 } else { 3.0 };
            let range = found.range.clone();
            self.credit(Credit { kind: ClaimKind::Dateline, origin, range, weight, is_bare: false }, 0);
        }
    }

    /// A credit at `start` of the line becomes a claim.
    fn credit(&mut self, credit: Credit, start: usize) {
        let from = start + credit.range.start;
        let to = start + credit.range.end;
        let in_text = |at: usize| u32::try_from(at).ok();
        let span = self.line.span.and_then(|(line, end)| {
            let clamp = |at: usize| in_text(at).map(|at| line.saturating_add(at).min(end));
            Some((clamp(from)?, clamp(to)?))
        });
        let field = if self.line.place == Place::Text { "text" } else { "line" };
        self.found.push(Claim {
            kind: credit.kind,
            origin: credit.origin,
            field: field.to_owned(),
            text: self.line.text.get(from..to).unwrap_or_default().trim().to_owned(),
            span,
            line: Some(self.number),
            weight: credit.weight,
        });
    }
}
