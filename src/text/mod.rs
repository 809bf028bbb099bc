//! Text: an article's text to token hashes, in every script, at the speed of memory.
//!
//! A *word* is a maximal run of letters, marks, digits or underscores, folded by NFKC_Casefold; a
//! letter of a script without spaces (Chinese, Japanese, Thai, Khmer, Lao, Burmese) is a token of its
//! own. Tokens exist only as 64-bit hashes: no string is made of any of them. The room owns the
//! kernels and the Unicode table; it does not know shingles (see [`crate::sketch`]).
//!
//! Unescaped text takes three passes, each over data that the one before left in the first-level
//! cache: find the words, hash them, and (only where letters beyond ASCII occur) fold first.

mod compose;
mod edges;
mod fold;
mod fold_block;
mod hash;
pub(crate) mod kernel;
mod readings;
mod simplified;
mod spaceless;
mod table;
mod unescape;
mod words;

pub use kernel::Kernel;
pub use readings::{is_syllable, read_in_korean};
pub use simplified::{in_one_script, simplify};
pub use spaceless::is_spaceless;
pub use words::{Word, Words};

/// Changes whenever the same text could give other tokens. Fingerprints carry it.
pub const TOKENISER_VERSION: u32 = 1;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// A word, or a letter of a script without spaces.
    #[default]
    Word,
    /// One folded letter, mark or digit of any script; spaces and punctuation do not count.
    Char,
}

/// Turns text into token hashes; keeps its buffers from one article to the next.
#[derive(Debug)]
pub struct Tokeniser {
    kernel: Kernel,
    unit: Unit,
    edges: edges::Edges,
    folded: fold::Folded,
    plain: String,
    batch: Box<hash::Batch>,
    /// At least as many as there are tokens.
    hashes: Vec<u64>,
    tokens: usize,
}

impl Tokeniser {
    /// A tokeniser that uses `kernel`, which must be available on this machine.
    pub fn new(kernel: Kernel, unit: Unit) -> Self {
        assert!(kernel.is_available(), "this machine has no {kernel}");
        Tokeniser {
            kernel,
            unit,
            edges: edges::Edges::default(),
            folded: fold::Folded::default(),
            plain: String::new(),
            batch: Box::default(),
            hashes: Vec::new(),
            tokens: 0,
        }
    }

    /// The hashes of the last text's tokens, in order.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes[..self.tokens]
    }

    /// Whether each of the last text's tokens is a letter that stands alone; empty where none is.
    pub fn alone(&self) -> &[bool] {
        &self.edges.alone
    }

    /// Tokenises plain text.
    pub fn text(&mut self, text: &str) {
        let scan = edges::plain(self.kernel, text.as_bytes(), &mut self.edges);
        if let Some(scan) = scan.filter(|s| !s.high) {
            self.hash(text.as_bytes(), scan.underscore);
            return;
        }
        self.folded.fold(self.kernel, text.as_bytes(), false);
        edges::folded_plain(self.kernel, self.folded.text(), self.folded.letters(), &mut self.edges);
        self.hash_folded();
    }

    /// Tokenises a JSON string: `rest` begins with its content and goes on past its closing quote, as
    /// far as there is data; the content is valid UTF-8. Gives the length of the content in bytes,
    /// escapes as they are written; None where the string is malformed.
    pub fn json_string(&mut self, rest: &[u8]) -> Option<usize> {
        let scan = edges::json(self.kernel, rest, &mut self.edges)?;
        let content = &rest[..scan.len];
        if scan.unicode_escape {
            let mut plain = std::mem::take(&mut self.plain);
            let done = unescape::unescape(content, &mut plain).map(|()| self.text(&plain));
            self.plain = plain;
            done?;
        } else if scan.high {
            self.folded.fold(self.kernel, content, true);
            self.folded.close();
            edges::folded_json(self.kernel, self.folded.padded(), self.folded.letters(), &mut self.edges)?;
            self.hash_folded();
        } else {
            self.hash(rest, scan.underscore);
        }
        Some(scan.len)
    }

    /// The length of a JSON string as of [`Tokeniser::json_string`], and whether it has any token; that is
    /// all that is known of it afterwards.
    pub fn json_string_len(&mut self, rest: &[u8]) -> Option<(usize, bool)> {
        let scan = edges::json(self.kernel, rest, &mut self.edges)?;
        let content = &rest[..scan.len];
        // The letter of an escape may stand behind a backslash; what stands elsewhere is of a word.
        let behind = std::iter::once(&b' ').chain(content);
        let sure =
            content.iter().zip(behind).any(|(b, before)| b.is_ascii_alphanumeric() && *before != b'\\');
        if sure && !scan.unicode_escape {
            return Some((scan.len, true));
        }
        let len = self.json_string(rest)?;
        Some((len, self.tokens > 0))
    }

    fn hash(&mut self, text: &[u8], underscore: bool) {
        let hash = if underscore { hash::with_underscores } else { hash::ascii };
        match self.unit {
            Unit::Word => {
                hash(self.kernel, text, &self.edges, &mut self.batch, &mut self.hashes);
                self.tokens = self.edges.len();
            }
            Unit::Char => {
                hash::chars(text, &self.edges, &mut self.hashes);
                self.tokens = self.hashes.len();
            }
        }
    }

    fn hash_folded(&mut self) {
        if self.unit == Unit::Char {
            self.edges.alone.clear();
            hash::chars(self.folded.text(), &self.edges, &mut self.hashes);
            self.tokens = self.hashes.len();
            return;
        }
        hash::folded(self.kernel, self.folded.padded(), &self.edges, &mut self.batch, &mut self.hashes);
        self.tokens = self.edges.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_64;

    fn tokens(kernel: Kernel, unit: Unit, feed: impl Fn(&mut Tokeniser)) -> (Vec<u64>, Vec<bool>) {
        let mut tokeniser = Tokeniser::new(kernel, unit);
        tokeniser.text("what an earlier article left behind, élan 漢字"); // buffers are used again
        feed(&mut tokeniser);
        (tokeniser.hashes().to_vec(), tokeniser.alone().to_vec())
    }

    /// The tokens of a text by every kernel, as text and as JSON with and without escapes: all equal.
    fn check(text: &str) -> (Vec<u64>, Vec<bool>) {
        let want = tokens(Kernel::Scalar, Unit::Word, |t| t.text(text));
        let raw = serde_json::to_string(text).unwrap();
        let escaped: String = raw[1..raw.len() - 1]
            .encode_utf16()
            .map(|unit| match u8::try_from(unit) {
                Ok(b) if b.is_ascii() => char::from(b).to_string(),
                _ => format!("\\u{unit:04x}"),
            })
            .collect();
        for kernel in Kernel::available() {
            assert_eq!(tokens(kernel, Unit::Word, |t| t.text(text)), want, "{kernel} {text:?}");
            for content in [&raw[1..], &format!("{escaped}\"")] {
                let line = format!("{content}, \"more\": \"of it\"}}\n");
                let got = tokens(kernel, Unit::Word, |t| {
                    let looked = t.json_string_len(line.as_bytes());
                    assert_eq!(looked, Some((content.len() - 1, !want.0.is_empty())), "{content}");
                    assert_eq!(t.json_string(line.as_bytes()), Some(content.len() - 1), "{content}");
                });
                assert_eq!(got, want, "{kernel} {content}");
            }
        }
        want
    }

    fn hash(words: &[&str]) -> Vec<u64> {
        words.iter().map(|w| xxh3_64(w.as_bytes())).collect()
    }

    #[test]
    fn words_of_many_scripts() {
        for (text, words) in [
            ("Don't panic: it's 42_000!", &["don", "t", "panic", "it", "s", "42_000"][..]),
            ("L’Élysée – «déjà» vu", &["l", "élysée", "déjà", "vu"]),
            ("STRASSE Straße", &["strasse", "strasse"]),
            ("МОСКВА, 9 мая", &["москва", "9", "мая"]),
            ("القاهرة، مصر", &["القاهرة", "مصر"]),
            ("서울=연합뉴스", &["서울", "연합뉴스"]),
            ("हिन्दी में", &["हिन्दी", "में"]),
            ("Zeit\u{AD}ung", &["zeitung"]),
            ("cafe\u{301}", &["café"]),
            ("internationalisation_of_everything", &["internationalisation_of_everything"]),
        ] {
            assert_eq!(check(text), (hash(words), vec![]), "{text}");
        }
    }

    #[test]
    fn letters_without_spaces_stand_alone() {
        let (hashes, alone) = check("东京2024年、AI。");
        assert_eq!(hashes, hash(&["东", "京", "2024", "年", "ai"]));
        assert_eq!(alone, [true, true, false, true, false]);
        assert_eq!(check("ไทย").0.len(), 3);
    }

    #[test]
    fn characters_are_tokens_where_asked() {
        let (hashes, _) = tokens(Kernel::best(), Unit::Char, |t| t.text("Né, 漢!"));
        assert_eq!(hashes, hash(&["n", "é", "漢"]));
    }

    #[test]
    fn malformed_strings_are_refused() {
        for kernel in Kernel::available() {
            for content in ["abc", "a\nb\"", "a\\x\"", "\\", "a\\ud83d\"", "\\u12\"", ""] {
                let mut tokeniser = Tokeniser::new(kernel, Unit::Word);
                assert_eq!(tokeniser.json_string(content.as_bytes()), None, "{content:?}");
                assert_eq!(tokeniser.json_string_len(content.as_bytes()), None, "{content:?}");
            }
        }
    }

    /// Fingerprints are a promise: these values never change within a tokeniser version.
    #[test]
    fn golden_tokens() {
        assert_eq!(TOKENISER_VERSION, 1);
        let sum = |text: &str| check(text).0.iter().fold(0u64, |h, &t| h.rotate_left(7) ^ t);
        assert_eq!(sum("The quick brown fox jumps over the lazy dog"), GOLDEN[0]);
        assert_eq!(sum("Ça, c’est l’été à Besançon"), GOLDEN[1]);
        assert_eq!(sum("北京时间3月5日，气温达到12.5摄氏度"), GOLDEN[2]);
        assert_eq!(sum("Съешь ещё этих мягких французских булок"), GOLDEN[3]);
    }

    const GOLDEN: [u64; 4] =
        [841414656252074326, 14703692068489487642, 16375646630549559807, 14613439065446435191];

    proptest! {
        #[test]
        fn all_paths_agree_on_any_text(text in "\\PC{0,150}") {
            check(&text);
        }

        #[test]
        fn all_paths_agree_on_news(text in "([a-zA-Z\"\\\\,.\n\t]{0,70}|[À-ÿ’–]{0,4}|[А-я ]{0,30}|[一-九]{0,9}|[\u{300}-\u{302}\u{AD}\u{7F}]{0,2}){0,9}") {
            check(&text);
        }

        #[test]
        fn ascii_words_are_runs_of_letters_digits_and_underscores(text in "[ -~\n]{0,200}") {
            let lower = text.to_lowercase();
            let words: Vec<&str> =
                lower.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
            prop_assert_eq!(check(&text).0, hash(&words));
        }
    }
}
