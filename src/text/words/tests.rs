//! Words with their places: the same tokens as the tokeniser's, where they stand.

use super::*;
use crate::text::{Kernel, Tokeniser, Unit};
use proptest::prelude::*;

fn check(text: &str) -> Words {
    let mut tokeniser = Tokeniser::new(Kernel::Scalar, Unit::Word);
    tokeniser.text(text);
    let mut words = Words::default();
    words.read("what stood here before, élan e\u{301} 漢字");
    words.read(text);
    let hashes: Vec<u64> = words.words().iter().map(|w| w.hash).collect();
    assert_eq!(hashes, tokeniser.hashes(), "{text:?}");
    for kernel in Kernel::available() {
        let mut keys = Words::new(kernel);
        keys.read_keys("what stood here before, élan e\u{301} 漢字");
        keys.read_keys("what stood here before");
        keys.read_keys(text);
        let lens: Vec<u8> = words.words().iter().map(|w| w.letters).collect();
        assert_eq!(keys.keys(), (&hashes[..], &lens[..]), "{kernel} {text:?}");
        assert_eq!((keys.letters(), keys.has_alone()), (words.letters(), words.has_alone()));
        if words.has_alone() {
            assert_eq!(keys.words(), words.words(), "{kernel} {text:?}");
        }
        let all = || 0..words.letters().len();
        assert!(keys.places(all()).eq(all().map(|n| words.place(n))), "{kernel} {text:?}");
    }
    let mut before = 0;
    for (k, word) in words.words().iter().enumerate() {
        let part = text.get(word.start as usize..word.end as usize);
        assert!(part.is_some_and(|p| !p.is_empty()), "on character boundaries: {word:?} of {text:?}");
        assert!(word.start >= before, "in order: {word:?} of {text:?}");
        before = word.start;
        if !tokeniser.alone().is_empty() {
            assert_eq!(word.is_alone(), tokeniser.alone()[k], "{word:?} of {text:?}");
        }
    }
    words
}

fn parts(text: &str) -> Vec<(&str, bool, bool, bool)> {
    let words = check(text);
    let part =
        |w: &Word| (&text[w.start as usize..w.end as usize], w.is_number(), w.is_capital(), w.continues());
    words.words().iter().map(part).collect()
}

#[test]
fn words_lie_where_they_stand() {
    let plain = |t| (t, false, false, false);
    let name = |t| (t, false, true, false);
    assert_eq!(parts("L’Élysée a dit"), [name("L"), name("Élysée"), plain("a"), plain("dit")]);
    assert_eq!(
        parts("up 740,000.5 by 1986"),
        [
            plain("up"),
            ("740", true, false, false),
            ("000", true, false, true),
            ("5", true, false, true),
            plain("by"),
            ("1986", true, false, false)
        ]
    );
    assert_eq!(parts("东京AI。"), [plain("东"), plain("京"), name("AI")]);
    assert_eq!(
        parts("cafe\u{301} ½ ﬁn"),
        [plain("cafe\u{301}"), ("½", true, false, false), ("½", true, false, false), plain("ﬁn")]
    );
    assert_eq!(parts("Zeit\u{AD}ung"), [name("Zeit\u{AD}ung")]);
}

#[test]
fn letters_are_those_of_the_words_and_know_their_places() {
    let words = check("Né à_b, 漢!");
    assert_eq!(words.letters().len(), 5);
    assert_eq!(words.letters()[0], b'n');
    let places: Vec<u32> = (0..5).map(|n| words.place(n)).collect();
    assert_eq!(places, [0, 1, 4, 7, 10]);
    let word = words.words()[1];
    assert_eq!(words.spelling(&word).len(), 2);
}

#[test]
fn composed_and_decomposed_letters_are_the_same() {
    assert_eq!(check("e\u{301}te\u{301}").letters(), check("été").letters());
    assert_eq!(check("か\u{3099}").letters(), check("が").letters());
}

proptest! {
    #[test]
    fn the_same_tokens_as_the_tokeniser_on_any_text(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn the_same_tokens_on_news(text in "([a-zA-Z\"_,.\n\t]{0,70}|[À-ÿ’–]{0,4}|[А-яЀ-џ ]{0,30}|[ء-ي،٠-٩ً-ْ]{0,30}|[一-九あ-ん。０-９]{0,9}|[가-힣ᄀ-ᇂ]{0,5}|[\u{300}-\u{310}ßİŞĞşğ\u{AD}\u{3099}\u{7F}]{0,3}){0,12}") {
        check(&text);
    }
}
