//! Folding of whole blocks whose characters keep their length: a vector of bytes at a time.
//!
//! Owns the two ways that most text beyond ASCII goes: a few accented letters among plain ones, and a
//! whole block of one common script. What neither takes is left to [`super::fold`], character by
//! character.

use super::fold::{decode, encode};
use super::kernel::Bytes;
use super::table::{Entry, Kind};

/// Folds a block of mostly ASCII: lowered as it is copied, then the few other characters by the table.
/// Returns how many bytes were taken, and whether an odd character follows: one that changes its
/// length or carries a mark.
#[inline(always)]
pub(super) fn few_letters<B: Bytes>(bytes: B, block: &[u8], out: &mut [u8]) -> (usize, bool) {
    let offset = bytes.sub(B::all(b'A'));
    let capital = offset.min(B::all(25)).equal(offset);
    bytes.add(capital.and(B::all(0x20))).store(out);
    let mut leads = bytes.high_bits() & bytes.add(bytes).high_bits();
    while leads != 0 {
        let at = leads.trailing_zeros() as usize;
        leads &= leads - 1;
        let (point, len) = decode(&block[at..]);
        let entry = Entry::of(point);
        if at + len > B::LANES {
            return (at, false);
        }
        match entry.kind() {
            Kind::Separator => out[at..at + len].fill(b' '),
            Kind::Word if entry.is_simple() => {
                let folded = entry.folded(point);
                if length(folded) != len {
                    return (at, true);
                }
                encode(folded, &mut out[at..]);
            }
            _ => return (at, true),
        }
    }
    (B::LANES, false)
}

/// Folds the bytes behind the first two of a window, where they hold nothing but ASCII, letters of
/// Latin-1 and Latin Extended-A, Cyrillic and Arabic letters, and common punctuation: those keep their
/// length. False, and `out` without meaning, where they hold anything else.
///
/// Every byte is computed by itself from its neighbours, a vector at a time; masks have all bits of a
/// byte set where something holds.
#[inline(always)]
pub(super) fn simple_block<B: Bytes>(window: &[u8], out: &mut [u8]) -> bool {
    let is = |x: B, value: u8| x.equal(B::all(value));
    let from = |x: B, low: u8| x.max(B::all(low)).equal(x);
    let within = |x: B, low: u8, high: u8| {
        let x = x.sub(B::all(low));
        x.min(B::all(high - low)).equal(x)
    };
    let [before2, before, c, after, after2] = [0, 1, 2, 3, 4].map(|at| B::load(&window[at..]));
    // The first three bytes of the character that each byte belongs to.
    let first = from(c, 0xC0);
    let second = from(before, 0xC0);
    let lead = first.choose(c, second.choose(before, before2));
    let next = first.choose(after, second.choose(c, before));
    let third = first.choose(after2, second.choose(after, c));
    // Latin-1: punctuation but no soft hyphen, ordinals, fractions; then capitals and small letters.
    let odd = is(next, 0xAA).or(is(next, 0xAD)).or(within(next, 0xB2, 0xB3)).or(is(next, 0xB5));
    let odd = odd.or(within(next, 0xB9, 0xBA)).or(within(next, 0xBC, 0xBE));
    let latin_mark = is(lead, 0xC2).and_not(odd);
    let times = is(lead, 0xC3).and(is(next, 0x97).or(is(next, 0xB7)));
    let latin = is(lead, 0xC3).and_not(is(next, 0x9F).or(times));
    let latin_capital = latin.and_not(from(next, 0x9F));
    // Cyrillic: А-П, Р-Я, Ѐ-Џ, then small letters.
    let d0 = is(lead, 0xD0);
    let cyrillic = d0.or(is(lead, 0xD1).and_not(from(next, 0xA0)));
    let a_to_pe = d0.and(within(next, 0x90, 0x9F));
    let er_to_ya = d0.and(within(next, 0xA0, 0xAF));
    let ie_to_dzhe = d0.and_not(from(next, 0x90));
    let (d8, d9) = (is(lead, 0xD8), is(lead, 0xD9));
    // Latin Extended-A: capitals and small letters take turns, but for a few.
    let (c4, c5) = (is(lead, 0xC4), is(lead, 0xC5));
    let even_first = c4.and(within(next, 0x80, 0xB7)).and_not(is(next, 0xB0).or(within(next, 0xB2, 0xB3)));
    let even_first = even_first.or(c5.and(within(next, 0x8A, 0xB7)));
    let odd_first = c4.or(c5).and(within(next, 0xB9, 0xBE)).or(c5.and(within(next, 0x81, 0x88)));
    let odd_letter = next.and(B::all(1)).equal(B::all(1));
    let extended = even_first.or(odd_first);
    let extended_capital = odd_letter.choose(odd_first, even_first);
    let sharp_s = is(lead, 0xC3).and(is(next, 0x9F));
    // A mark of Arabic may follow a letter as it is; of two marks, the order counts.
    let arabic_vowel = |lead: B, next: B| is(lead, 0xD9).and(within(next, 0x8B, 0x92));
    let vowel = arabic_vowel(lead, next);
    let second_vowel = first.and(vowel).and(arabic_vowel(before2, before));
    let arabic =
        d8.and(within(next, 0xA1, 0xBA)).or(d9.and(within(next, 0x80, 0x8A).or(within(next, 0xA0, 0xA9))));
    let arabic_mark =
        d8.and(is(next, 0x8C).or(is(next, 0x9B)).or(is(next, 0x9F))).or(d9.and(within(next, 0xAA, 0xAD)));
    // General punctuation without joiners and direction marks, and currency signs.
    let dashes = within(third, 0x80, 0x8A).or(within(third, 0x90, 0xA9)).or(from(third, 0xAF));
    let dashes = is(next, 0x80).and(dashes).or(is(next, 0x82).and(from(third, 0xA0)));
    let separator = latin_mark.or(times).or(arabic_mark).or(is(lead, 0xE2).and(dashes));
    let ascii = B::all(0xFF).and_not(from(c, 0x80));
    let known = ascii.or(separator).or(latin).or(cyrillic).or(arabic).or(extended).or(sharp_s).or(vowel);
    let known = known.and_not(second_vowel);
    let up = latin_capital.or(a_to_pe).and(B::all(0x20)).or(ie_to_dzhe.and(B::all(0x10)));
    let up = up.or(extended_capital.and(B::all(1)));
    let moved = c.add(up).sub(er_to_ya.and(B::all(0x20)));
    let moved = sharp_s.choose(B::all(b's'), moved);
    let moved = first.and_not(sharp_s).choose(c.add(er_to_ya.or(ie_to_dzhe).and(B::all(1))), moved);
    let small = c.add(within(c, b'A', b'Z').and(B::all(0x20)));
    ascii.choose(small, separator.choose(B::all(b' '), moved)).store(out);
    known.is_full()
}

/// Folds ASCII, Chinese characters, kana and their common punctuation, as many whole characters as there
/// are in a vector before anything else. Returns how many bytes were taken, and a bit for each that belongs
/// to a letter that stands alone.
///
/// Characters are told by masks of single bytes, moved to the place of the first.
#[inline(always)]
pub(super) fn letters_block<B: Bytes>(block: &[u8], out: &mut [u8]) -> (usize, u64) {
    let bytes = B::load(block);
    let is = |value: u8| bytes.equal(B::all(value)).high_bits();
    let within = |low: u8, high: u8| {
        let offset = bytes.sub(B::all(low));
        offset.min(B::all(high - low)).equal(offset).high_bits()
    };
    let second = |bits: u64| bits >> 1;
    let third = |bits: u64| bits >> 2;
    // U+4E00 to U+9FFF.
    let han = within(0xE5, 0xE9) & second(within(0x80, 0xBF)) | is(0xE4) & second(within(0xB8, 0xBF));
    let han = han & third(within(0x80, 0xBF));
    // U+3041 to U+3096 and U+30A1 to U+30FA.
    let e3 = is(0xE3);
    let kana = second(is(0x81)) & third(within(0x81, 0xBF))
        | second(is(0x82)) & third(within(0x80, 0x96) | within(0xA1, 0xBF))
        | second(is(0x83)) & third(within(0x80, 0xBA));
    // Commas, full stops, brackets and quotation marks.
    let ideographic = e3 & second(is(0x80)) & third(within(0x80, 0x82) | within(0x88, 0x91));
    let wide = is(0xEF) & second(is(0xBC)) & third(within(0x81, 0x8F) | within(0x9A, 0xA0));
    let general = is(0xE2) & second(is(0x80)) & third(within(0x90, 0xA9));
    let letter = han | e3 & kana;
    let separator = ideographic | wide | general;
    let all_three = |first: u64| first | first << 1 | first << 2;
    let (letter, separator) = (all_three(letter), all_three(separator));
    let other = bytes.high_bits() & !(letter | separator);
    let taken = (other.trailing_zeros() as usize).min(B::LANES);
    let capital = bytes.sub(B::all(b'A'));
    let capital = capital.min(B::all(25)).equal(capital);
    let small = bytes.add(capital.and(B::all(0x20)));
    B::from_bits(separator).choose(B::all(b' '), small).store(out);
    (taken, if taken < 64 { letter & ((1 << taken) - 1) } else { letter })
}

/// Bytes of a code point in UTF-8.
#[inline(always)]
fn length(point: u32) -> usize {
    match point {
        0..0x80 => 1,
        0x80..0x800 => 2,
        0x800..0x10000 => 3,
        _ => 4,
    }
}
