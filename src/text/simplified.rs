//! Chinese in one script: the simplified forms of traditional letters, so that reprints in the other script are seen.

use std::sync::LazyLock;

/// The block of letters that the table is about.
const FIRST: usize = 0x4e00;
const LETTERS: usize = 0x5200;

/// For each letter of the block its simplified form, or 0.
static FORMS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut forms = vec![0; LETTERS];
    let (letters, simplified) = include_str!("simplified.txt").split_once('\n').unwrap_or_default();
    for (letter, form) in letters.chars().zip(simplified.chars()) {
        if let Some(known) = forms.get_mut((letter as usize).wrapping_sub(FIRST)) {
            *known = form as u16;
        }
    }
    forms
});

fn form(letter: char) -> Option<char> {
    let known = FORMS.get((letter as usize).wrapping_sub(FIRST)).filter(|form| **form != 0)?;
    char::from_u32(u32::from(*known))
}

/// Puts simplified letters in the place of traditional ones, but not in Japanese, which has kana beside letters of its
/// own. Every byte stays where it is.
pub fn simplify(text: &mut String) {
    // Letters of the block begin with these bytes.
    let may_have = text.bytes().any(|byte| (0xe4..=0xe9).contains(&byte));
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{30fa}');
    if !may_have || text.contains(is_kana) || !text.chars().any(|c| form(c).is_some()) {
        return;
    }
    *text = text.chars().map(|letter| form(letter).unwrap_or(letter)).collect();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn simplified(text: &str) -> String {
        let mut text = text.to_owned();
        simplify(&mut text);
        text
    }

    #[test]
    fn traditional_letters_are_simplified() {
        assert_eq!(simplified("金光戲院的畫師，83歲。"), "金光戏院的画师，83岁。");
        assert_eq!(simplified("國家隊輸掉了首場比賽"), "国家队输掉了首场比赛");
        for same in ["国家队输掉了", "The council", "Совет", "東京のカメラ", "한국", ""] {
            assert_eq!(simplified(same), same);
        }
    }

    proptest! {
        #[test]
        fn nothing_moves(text in "[\u{4e00}-\u{9fff}a-zé ]{0,40}") {
            let simplified = simplified(&text);
            prop_assert_eq!(simplified.len(), text.len());
            prop_assert!(text.char_indices().zip(simplified.char_indices()).all(|(a, b)| a.0 == b.0));
        }
    }
}
