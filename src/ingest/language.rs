//! The language of an article: what it declares, else what its beginning looks like.
//!
//! Owns the spelling of language tags. Only the primary tag is kept: `pt-BR` and `pt` are one language
//! here.

use whatlang::Lang;

/// Letters looked at when a language is guessed; more change the answer hardly ever.
const PREFIX: usize = 1000;

/// Below this many letters a guess is worth little.
const FEWEST: usize = 20;

/// The language: `declared`, if that says one, else a confident guess from `text`.
pub fn of(declared: Option<&str>, text: &str) -> Option<String> {
    declared.and_then(primary).or_else(|| guess(text).map(str::to_owned))
}

/// The primary tag of a declared language: `en-GB`, `en_GB`, `eng` and `English` are all `en`.
fn primary(declared: &str) -> Option<String> {
    let word = declared.trim().split(['-', '_', ';', ',', '.', ' ']).next()?.to_ascii_lowercase();
    if matches!(word.as_str(), "und" | "mul" | "zxx" | "mis" | "unknown" | "none" | "c") {
        return None;
    }
    if let Some(lang) = Lang::all().iter().find(|lang| lang.eng_name().eq_ignore_ascii_case(&word)) {
        return Some(tag(*lang).to_owned());
    }
    if !matches!(word.len(), 2 | 3) || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    Some(two_letters(&word).map_or(word, str::to_owned))
}

/// The two-letter tag of a three-letter one.
fn two_letters(code: &str) -> Option<&'static str> {
    // The older, bibliographic codes of ISO 639-2, and macrolanguages.
    let code = match code {
        "ger" => "deu",
        "fre" => "fra",
        "dut" => "nld",
        "cze" => "ces",
        "gre" => "ell",
        "rum" => "ron",
        "slo" => "slk",
        "chi" | "zho" => "cmn",
        "per" | "fas" => "pes",
        "nor" => "nob",
        "arm" => "hye",
        "geo" => "kat",
        "mac" => "mkd",
        "bur" => "mya",
        "wel" => "cym",
        code => code,
    };
    if code.len() != 3 {
        return None;
    }
    Lang::from_code(code).map(tag)
}

/// The language that the beginning of `text` looks like, if that is clear.
fn guess(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(PREFIX).map_or(text.len(), |(at, _)| at);
    let prefix = &text[..end];
    if prefix.chars().filter(|c| c.is_alphabetic()).take(FEWEST).count() < FEWEST {
        return None;
    }
    whatlang::detect(prefix).filter(whatlang::Info::is_reliable).map(|info| tag(info.lang()))
}

fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "no",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Cym => "cy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_languages_are_spelled_one_way() {
        for (declared, tag) in [
            ("en-GB", "en"),
            (" pt_BR ", "pt"),
            ("FR", "fr"),
            ("eng", "en"),
            ("ger", "de"),
            ("zho", "zh"),
            ("French", "fr"),
            ("zh-Hant-TW", "zh"),
            ("haw", "haw"),
            ("en, fr", "en"),
        ] {
            assert_eq!(primary(declared).as_deref(), Some(tag), "{declared}");
        }
        for nothing in ["", "und", "x-default", "Klingonisch", "12"] {
            assert_eq!(primary(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn an_undeclared_language_is_guessed_only_when_clear() {
        let french = "Le ministre de l'Intérieur a annoncé mardi que les autorités avaient arrêté deux suspects \
                      après l'attaque de la semaine dernière dans le centre de la ville.";
        assert_eq!(of(None, french).as_deref(), Some("fr"));
        assert_eq!(of(Some("de"), french).as_deref(), Some("de"), "what is declared is believed");
        assert_eq!(of(Some("???"), french).as_deref(), Some("fr"));
        assert_eq!(of(None, "Oui."), None);
        assert_eq!(of(None, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22"), None);
    }

    #[test]
    fn only_the_beginning_is_looked_at() {
        let text = format!(
            "{}{}",
            "人民日報今天報道了這個消息。".repeat(100),
            " the end of the story".repeat(10_000)
        );
        assert_eq!(of(None, &text).as_deref(), Some("zh"));
    }
}
