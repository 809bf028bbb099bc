//! Numbering: pieces that any thread read, put in the order of the input, with their problems.
//!
//! Owns the numbers of records and lines, the order in which problems are told, and the choice of records that
//! are left out because an earlier one has their id.

use crate::candidates::equal_hashes;
use crate::error::{Error, Result};
use crate::ingest::raw::{NO_TEXT_FIELD, Problem};
use crate::ingest::walk::Input;

use super::budget::{A_HASH, Budget};
use super::corpus::{Corpus, Meta};

/// A problem of an input, by the input's number.
pub(super) type Reported = (usize, Problem);

impl Corpus {
    /// Puts pieces in order, numbers their lines and records, reports problems, and leaves out records
    /// whose id was there before.
    pub(super) fn number(
        &mut self,
        mut problems: Vec<Reported>,
        unnamed: u64,
        report: &mut dyn FnMut(&Input, &Problem),
    ) -> Result<()> {
        self.pieces.sort_by_key(|p| (p.input, p.order));
        let (mut line, mut input, mut first) = (1, usize::MAX, 0usize);
        for piece in &mut self.pieces {
            if piece.input != input {
                (line, input) = (1, piece.input);
            }
            piece.first = u32::try_from(first).map_err(|_| {
                Error::Usage("more than 4,294,967,295 records in one run: split the input".to_owned())
            })?;
            first += piece.count;
            piece.first_line = line;
            line += piece.lines;
            for mut problem in piece.problems.drain(..) {
                if !piece.canonical {
                    problem.record += piece.first_line - 1;
                }
                problems.push((input, problem));
            }
        }
        self.len = first;
        problems.extend(self.leave_out_repeated_ids()?);
        // Stable: problems without a record number keep their order behind those with one.
        problems.sort_by_key(|(input, problem)| (*input, problem.record == 0, problem.record));
        self.pass_over_lists(&mut problems);
        let lost = problems.iter().filter(|(_, p)| p.lost).count() as u64 + unnamed;
        for (input, problem) in &problems {
            let input = &self.inputs[*input];
            if self.settings.strict && problem.lost {
                return Err(Error::input(&input.path, format!("{} (--strict)", problem.place())));
            }
            report(input, problem);
        }
        self.stats.skipped = lost;
        self.stats.unnamed = unnamed;
        self.stats.records = (self.len - self.left_out.len()) as u64 + lost;
        Ok(())
    }

    /// A file found in a folder whose records have no text at all is a list of something else: one
    /// notice takes the place of its problems. `problems` are in order of inputs.
    fn pass_over_lists(&self, problems: &mut Vec<Reported>) {
        let mut with_articles = vec![false; self.inputs.len()];
        for piece in self.pieces.iter().filter(|p| p.count > 0) {
            with_articles[piece.input] = true;
        }
        let told = std::mem::take(problems);
        for of_input in told.chunk_by(|a, b| a.0 == b.0) {
            let input = of_input[0].0;
            let textless = |(_, p): &Reported| p.lost && p.reason.starts_with(NO_TEXT_FIELD);
            if self.inputs[input].found && !with_articles[input] && of_input.iter().all(textless) {
                let records = of_input.len();
                let reason = format!("passed over: none of its {records} records has a text field");
                problems.push((input, Problem::notice(reason)));
            } else {
                problems.extend_from_slice(of_input);
            }
        }
    }

    /// Finds the records whose id an earlier record has, and says so.
    fn leave_out_repeated_ids(&mut self) -> Result<Vec<Reported>> {
        let mut repeated = Vec::new();
        for part in Budget::of(self)?.parts(self.len, A_HASH) {
            let ids = self.ids().filter(|&(id, _)| id != 0 && part.has((id >> 32) as u32));
            for group in equal_hashes(ids, self.len / part.of as usize) {
                self.repeated(&group, &mut repeated);
            }
        }
        // As they lie in the input; problems of one record keep their order.
        repeated.sort_by_key(|(article, _)| *article);
        self.left_out = repeated.iter().map(|(article, _)| *article).collect();
        Ok(repeated.into_iter().map(|(_, told)| told).collect())
    }

    /// Of records whose ids have the same hash, those that repeat an id.
    fn repeated(&self, group: &[u32], repeated: &mut Vec<(u32, Reported)>) {
        let metas: Vec<(u32, Meta)> = group.iter().map(|&article| (article, self.meta(article))).collect();
        for (k, (article, meta)) in metas.iter().enumerate() {
            if let Some((first, _)) = metas[..k].iter().find(|(_, other)| other.id == meta.id) {
                let (piece, at) = self.find(*article);
                let number = self.line_number(piece, at);
                let (other, other_at) = self.find(*first);
                let reason = format!(
                    "the id {:?} was there before ({}:{})",
                    meta.id,
                    self.inputs[other.input].name,
                    self.line_number(other, other_at)
                );
                repeated.push((*article, (piece.input, Problem::skipped(number, reason))));
            }
        }
    }
}
