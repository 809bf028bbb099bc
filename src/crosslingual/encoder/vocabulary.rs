//! The vocabulary: which number the encoder gives each piece of the word table.
//!
//! The table has the same pieces in another order. The encoder's own order is that of its sentencepiece model, a
//! protocol buffer whose first field, repeated, is the pieces; each one's first field is what it reads.

use crate::crosslingual::table::WordTable;

/// Numbers with a meaning of their own: what is no piece, and what stands before and behind a sentence.
pub(super) const UNKNOWN: u32 = 0;
pub(super) const BEGIN: u32 = 1;
pub(super) const END: u32 = 2;

/// For each piece of the table the encoder's number; else what is wrong with the model.
pub(super) fn numbers(model: &[u8], table: &WordTable) -> Result<Vec<u32>, &'static str> {
    let mut numbers = vec![u32::MAX; table.pieces()];
    let mut count = 0;
    for_each_field(model, |field, piece| {
        if field != 1 {
            return Some(());
        }
        for_each_field(piece, |field, text| {
            if field == 1 {
                let text = str::from_utf8(text).ok()?.replace('\u{2581}', " ");
                *numbers.get_mut(table.find(text.as_bytes())? as usize)? = count;
                count += 1;
            }
            Some(())
        })
    })
    .ok_or("is no sentencepiece model with the pieces of the word table")?;
    if numbers.contains(&u32::MAX) || count as usize != numbers.len() {
        return Err("does not have all pieces of the word table");
    }
    Ok(numbers)
}

/// Calls `each` with the number and the bytes of every field of a message that has bytes; none if the message is
/// damaged or `each` gives none.
fn for_each_field(message: &[u8], mut each: impl FnMut(u64, &[u8]) -> Option<()>) -> Option<()> {
    let mut rest = message;
    while !rest.is_empty() {
        let key = varint(&mut rest)?;
        let len = match key & 7 {
            0 => varint(&mut rest).map(|_| 0)?,
            1 => 8,
            2 => usize::try_from(varint(&mut rest)?).ok()?,
            5 => 4,
            _ => return None,
        };
        let (value, behind) = rest.split_at_checked(len)?;
        rest = behind;
        if key & 7 == 2 {
            each(key >> 3, value)?;
        }
    }
    Some(())
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn message(pieces: &[&[u8]]) -> Vec<u8> {
        let field = |bytes: &[u8]| [&[0x0A, bytes.len() as u8], bytes].concat();
        pieces.iter().flat_map(|piece| field(&[field(piece), vec![0x15, 0, 0, 0, 0]].concat())).collect()
    }

    #[test]
    fn what_has_not_all_pieces_is_refused() {
        let table = WordTable::embedded();
        let said = |model: &[u8]| numbers(model, table).unwrap_err();
        assert!(said(&message(&[b"<unk>", "\u{2581}the".as_bytes()])).contains("not have all"));
        assert!(said(&message(&["no piece of any".as_bytes()])).contains("no sentencepiece model"));
        assert!(said(b"\xFF").contains("no sentencepiece model"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            prop_assert!(numbers(&bytes, WordTable::embedded()).is_err());
        }
    }
}
