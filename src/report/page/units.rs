//! Bytes of a text to the units that a browser counts it in: UTF-16.

use super::view::Range;

/// Bytes between two places whose units are remembered.
const STEP: usize = 256;

/// A text whose places are asked for again and again.
pub(super) struct Units<'t> {
    text: &'t [u8],
    /// Units before each multiple of `STEP`; empty where bytes and units are the same.
    before: Vec<u32>,
}

impl<'t> Units<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let text = text.as_bytes();
        let mut units = Units { text, before: Vec::new() };
        if !text.is_ascii() {
            let mut sum = 0;
            for part in text.chunks(STEP) {
                units.before.push(sum);
                sum += count(part);
            }
            units.before.push(sum);
        }
        units
    }

    /// Units before a byte: a byte within a character counts as its end, one behind the text as the text's.
    fn at(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        match self.before.get(byte / STEP) {
            None if self.before.is_empty() => byte as u32,
            // The last step is no whole one.
            None => self.before.last().copied().unwrap_or_default(),
            Some(before) => before + count(&self.text[byte - byte % STEP..byte]),
        }
    }

    /// A range of bytes in units; none if nothing is in it.
    pub(super) fn range(&self, range: Range) -> Option<Range> {
        let [start, end] = range.map(|byte| self.at(byte));
        (start < end).then_some([start, end])
    }
}

/// Units whose first byte is among these: one a character, two for those of four bytes.
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&b| u32::from(b & 0xc0 != 0x80) + u32::from(b >= 0xf0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_a_mixed_text_is_counted_as_browsers_do() {
        let text = "Wörter, 語, \u{1f4f0} und عربي. ".repeat(40);
        let units = Units::new(&text);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let want = text[..byte].encode_utf16().count() as u32;
            assert_eq!(units.at(byte as u32), want, "byte {byte}");
        }
    }

    #[test]
    fn plain_text_is_taken_as_it_is() {
        let units = Units::new("plain words");
        assert_eq!(units.range([6, 11]), Some([6, 11]));
    }

    #[test]
    fn ranges_that_lie_badly_are_mended_or_dropped() {
        let units = Units::new("\u{1f4f0}語a");
        assert_eq!(units.range([0, 2]), Some([0, 2]), "an end within a character");
        assert_eq!(units.range([4, 900]), Some([2, 4]), "an end behind the text");
        assert_eq!(units.range([7, 4]), None);
        assert_eq!(units.range([900, 901]), None);
        assert_eq!(Units::new("").range([0, 1]), None);
        assert_eq!(Units::new(&"é".repeat(STEP)).range([0, u32::MAX]), Some([0, STEP as u32]));
    }
}
