//! The language of an article: what it declares, else what its beginning looks like.
//!
//! Owns the spelling of language tags. Only the primary tag is kept: `pt-BR` and `pt` are one language
//! here.
//!
//! A guess by trigrams costs a tenth of a millisecond where many languages share the alphabet, more than
//! reading the article. So the commonest words are counted first, which settles most articles in seven
//! languages at a fiftieth of that.

use std::sync::LazyLock;
use whatlang::Lang;

/// Letters looked at when a language is guessed; more change the answer hardly ever.
const PREFIX: usize = 1000;

/// Below this many letters a guess is worth little: a list of prices in English abbreviations looks like
/// French. In another alphabet than the Latin one each letter tells as much as [`TELLING`] of it.
const FEWEST: usize = 150;
const TELLING: usize = 8;
/// Letters from which a guess from letters alone is worth something where another part of the text speaks against it.
const ENOUGH: usize = 500;

/// The language: `declared`, if that says one, else a confident guess from `text`.
pub fn of(declared: Option<&str>, text: &str) -> Option<String> {
    declared.and_then(primary).or_else(|| guess(text).map(str::to_owned))
}

/// The languages of the two halves of a text, and the byte where the second one begins: what each looks like, if that
/// is clear, else what the other one does, else `declared`. Where they do not look alike in one alphabet, only what is sure
/// counts: names make half of a short text look like one of their country.
pub fn of_halves(declared: Option<&str>, text: &str) -> ([Option<String>; 2], usize) {
    let middle = text.floor_char_boundary(text.len() / 2);
    let middle = text[middle..].find(char::is_whitespace).map_or(text.len(), |space| middle + space);
    let (first, second) = text.split_at(middle);
    let own = [guess(first), guess(second)];
    let own = if own[0] == own[1] || is_latin(first) != is_latin(second) {
        own
    } else {
        let sure = [(own[0], first), (own[1], second)].map(|(own, half)| own.filter(|_| is_sure(half)));
        sure.map(|own| own.or(sure[0]).or(sure[1]).or_else(|| guess(text)))
    };
    let other = own[0].or(own[1]).or_else(|| guess(text)).map(str::to_owned);
    let other = other.or_else(|| declared.and_then(primary)).or_else(|| likely(text).map(str::to_owned));
    (own.map(|guess| guess.map(str::to_owned).or_else(|| other.clone())), middle)
}

/// The primary tag of a declared language: `en-GB`, `en_GB`, `eng` and `English` are all `en`.
pub fn primary(declared: &str) -> Option<String> {
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

/// The commonest words of a language. The last ones are here only because they are easily taken for
/// one of the first [`SETTLED`].
const COMMON: [(&str, &str); 12] = [
    (
        "en",
        "the of to and in a is that for it on was with as at by be this from are have has he his not but said \
         which an its they were will would been their who had about",
    ),
    (
        "fr",
        "de la le les et des en un une du est que à dans pour qui par sur au pas plus ce ne se il a avec son \
         sont aux ont été cette mais ou elle leur",
    ),
    (
        "de",
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus \
         er hat dass sie nach wird bei einer um am sind noch wie einem über",
    ),
    (
        "es",
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha este \
         fue sobre entre también desde",
    ),
    (
        "pt",
        "de a que o e do da em um para com não uma os no se na por mais as dos como ao das à foi seu sua ou são \
         pela pelo até isso nos nas",
    ),
    (
        "it",
        "di e che il la un in per a è una del non con si le da i della sono ha al gli dei nel alla più anche \
         come lo delle ma dal dalla nella degli",
    ),
    (
        "nl",
        "de van het een en in is dat op te zijn met voor die niet aan er om ook als door naar bij maar uit nog \
         over heeft hij worden wordt wel tot",
    ),
    ("ca", "de la el que i a en les per els del una amb un al no és dels ha són va aquest més com"),
    ("ro", "de în și a la cu care pe din nu o să mai un este au al fi pentru ce că sunt prin"),
    ("sv", "och i att det som en på är av för med den till inte har de ett om var han vi men"),
    ("da", "og i at det er en til af på som for med den de ikke der har et om var han vi men"),
    ("af", "die en van in is het nie wat om te sy vir dat hy op met as aan ook na sal deur"),
];

/// How many languages of [`COMMON`] the words alone may settle.
const SETTLED: usize = 7;

/// Each common word, packed, with the set of languages that have it, a bit for each.
static WORDS: LazyLock<Vec<(u64, u16)>> = LazyLock::new(|| {
    let mut words: Vec<(u64, u16)> = Vec::new();
    for (index, (_, list)) in COMMON.iter().enumerate() {
        words.extend(list.split_whitespace().filter_map(packed).map(|word| (word, 1 << index)));
    }
    words.sort_unstable();
    words.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 |= if same { next.1 } else { 0 };
        same
    });
    words
});

/// A word of at most eight bytes as a number, capitals made small.
fn packed(word: &str) -> Option<u64> {
    let mut bytes = [0u8; 8];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    bytes.make_ascii_lowercase();
    Some(u64::from_be_bytes(bytes))
}

/// How many words a text has, how many of them are common in each language, and how many different ones these are.
struct Counts {
    total: usize,
    common: [usize; COMMON.len()],
    different: [usize; COMMON.len()],
}

/// Different common words of a language, below which it may be one word that a list repeats: "over" is Dutch, too.
const DIFFERENT: usize = 4;

impl Counts {
    fn of(text: &str) -> Self {
        let mut counts = Counts { total: 0, common: [0; COMMON.len()], different: [0; COMMON.len()] };
        let mut seen = vec![false; WORDS.len()];
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            counts.total += 1;
            let Some(word) = packed(word) else { continue };
            if let Ok(found) = WORDS.binary_search_by_key(&word, |(known, _)| *known) {
                let languages = WORDS[found].1;
                let is_new = !std::mem::replace(&mut seen[found], true);
                for index in (0..COMMON.len()).filter(|index| languages >> index & 1 == 1) {
                    counts.common[index] += 1;
                    counts.different[index] += usize::from(is_new);
                }
            }
        }
        counts
    }

    /// The language whose commonest words are a fifth of all, if no other comes near.
    fn settled(&self) -> Option<&'static str> {
        let common = &self.common;
        let best = (0..SETTLED).max_by_key(|&index| common[index])?;
        let second = (0..COMMON.len()).filter(|&index| index != best).map(|index| common[index]).max()?;
        let ahead = common[best] >= second + 8 && common[best] * 4 >= second * 5;
        let is_varied = self.different[best] >= DIFFERENT;
        (ahead && is_varied && common[best] * 5 >= self.total).then(|| COMMON[best].0)
    }

    /// The language beyond [`SETTLED`] whose commonest words are a fifth of all and more than those of others.
    fn likely(&self) -> Option<&'static str> {
        let best = (0..COMMON.len()).max_by_key(|&index| self.common[index])?;
        (best >= SETTLED && self.common[best] * 5 >= self.total).then(|| COMMON[best].0)
    }

    /// Whether the text has hardly any of the commonest words of a language whose words are known.
    fn speak_against(&self, tag: &str) -> bool {
        let known = COMMON.iter().position(|(known, _)| *known == tag);
        known.is_some_and(|index| self.common[index] * 20 < self.total)
    }
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
    let prefix = prefix(text);
    let weight = |c: char| if c < '\u{300}' { 1 } else { TELLING };
    let letters: usize = prefix.chars().filter(|c| c.is_alphabetic()).map(weight).sum();
    if letters < FEWEST {
        return None;
    }
    let words = Counts::of(prefix);
    words.settled().or_else(|| {
        let info = whatlang::detect(prefix).filter(whatlang::Info::is_reliable)?;
        Some(tag(info.lang())).filter(|tag| !words.speak_against(tag))
    })
}

/// Whether a guess is no matter of a few names: the commonest words tell, or there is much to tell from.
fn is_sure(text: &str) -> bool {
    let prefix = prefix(text);
    Counts::of(prefix).settled().is_some() || prefix.chars().filter(|c| c.is_alphabetic()).count() >= ENOUGH
}

fn is_latin(text: &str) -> bool {
    let mut letters = prefix(text).chars().filter(|c| c.is_alphabetic());
    letters.by_ref().take(ENOUGH).all(|c| c < '\u{300}')
}

/// The language that `text` is likely to be in, or one much like it: Danish, where it is Norwegian.
fn likely(text: &str) -> Option<&'static str> {
    let prefix = prefix(text);
    let is_enough = prefix.chars().filter(|c| c.is_alphabetic()).count() >= FEWEST;
    is_enough.then(|| Counts::of(prefix).likely())?
}

fn prefix(text: &str) -> &str {
    &text[..text.char_indices().nth(PREFIX).map_or(text.len(), |(at, _)| at)]
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

    /// The same news in several languages.
    const BRIDGE: [(&str, &str); 13] = [
        (
            "en",
            "The mayor said on Tuesday that the bridge will be closed for two weeks, because the engineers have found cracks in it and want to look at all of its pillars.",
        ),
        (
            "fr",
            "Le maire a déclaré mardi que le pont sera fermé pendant deux semaines, parce que les ingénieurs ont trouvé des fissures et veulent examiner tous les piliers.",
        ),
        (
            "de",
            "Der Bürgermeister sagte am Dienstag, dass die Brücke für zwei Wochen gesperrt wird, weil die Ingenieure Risse gefunden haben und nun alle Pfeiler ansehen wollen.",
        ),
        (
            "es",
            "El alcalde dijo el martes que el puente estará cerrado durante dos semanas, porque los ingenieros han encontrado grietas y quieren revisar todos los pilares de la obra.",
        ),
        (
            "pt",
            "O presidente da câmara disse na terça-feira que a ponte vai ficar fechada durante duas semanas, porque os engenheiros encontraram fendas e querem ver todos os pilares.",
        ),
        (
            "it",
            "Il sindaco ha detto martedì che il ponte resterà chiuso per due settimane, perché gli ingegneri hanno trovato delle crepe e vogliono controllare tutti i piloni.",
        ),
        (
            "nl",
            "De burgemeester zei dinsdag dat de brug twee weken dicht gaat, omdat de ingenieurs er scheuren in hebben gevonden en nu naar alle pijlers van de brug willen kijken.",
        ),
        (
            "ca",
            "L'alcalde va dir dimarts que el pont estarà tancat durant dues setmanes, perquè els enginyers hi han trobat esquerdes i volen mirar tots els pilars amb més calma.",
        ),
        (
            "ro",
            "Primarul a spus marți că podul va fi închis timp de două săptămâni, pentru că inginerii au găsit crăpături și vor să verifice toți pilonii înainte de iarnă.",
        ),
        (
            "sv",
            "Borgmästaren sade på tisdagen att bron kommer att vara stängd i två veckor, eftersom ingenjörerna har hittat sprickor i den och vill titta på alla pelare.",
        ),
        (
            "pl",
            "Burmistrz powiedział we wtorek, że most zostanie zamknięty na dwa tygodnie, ponieważ inżynierowie znaleźli w nim pęknięcia i chcą obejrzeć wszystkie filary.",
        ),
        (
            "ru",
            "Мэр сказал во вторник, что мост закроют на две недели, потому что инженеры нашли в нём трещины и хотят осмотреть все опоры до наступления зимы.",
        ),
        ("zh", "市长星期二表示，这座桥将关闭两个星期，因为工程师发现桥上有裂缝，他们希望检查所有的桥墩。"),
    ];

    #[test]
    fn one_word_again_and_again_is_no_language() {
        let offers = "Crude palm oil, April offered 40 over, bid 10 over. May offered 45 over, bid 25 over. June offered 50 \
                      over, bid 40 over. July offered 60 over, bid 50 over. Cottonseed, April offered 25 over, bid 60 over. \
                      Linseed, April through June offered 30 over, bid 20 over. July offered 35 over, bid 15 over.";
        assert_eq!(guess(offers), None);
    }

    #[test]
    fn an_undeclared_language_is_guessed() {
        for (tag, text) in BRIDGE {
            assert_eq!(of(None, &format!("{text} {text}")).as_deref(), Some(tag), "{text}");
        }
    }

    #[test]
    fn words_alone_settle_only_their_own_languages() {
        for (index, (tag, text)) in BRIDGE.iter().enumerate() {
            let settled = Counts::of(&format!("{text} {text} {text}")).settled();
            assert!(settled.is_none_or(|found| index < SETTLED && found == *tag), "{tag}: {settled:?}");
        }
    }

    #[test]
    fn what_is_declared_is_believed_and_what_is_unclear_is_left() {
        let french = &BRIDGE[1].1.repeat(2);
        assert_eq!(of(Some("de"), french).as_deref(), Some("de"));
        assert_eq!(of(Some("???"), french).as_deref(), Some("fr"));
        assert_eq!(of(None, "Oui, bien sûr."), None);
        assert_eq!(
            of(None, &"Shr 34 cts vs 1.19 dlrs. Net 807,000 vs 2,858,000. Revs 510.2 mln. ".repeat(20)),
            None
        );
    }

    #[test]
    fn each_half_has_its_language() {
        let [english, french] = [BRIDGE[0].1, BRIDGE[1].1].map(|text| format!("{text} {text}"));
        let halves = |declared, text: &str| of_halves(declared, text).0.map(Option::unwrap_or_default);
        assert_eq!(halves(None, &format!("{english}\n{french}")), ["en", "fr"]);
        assert_eq!(halves(Some("de"), &english), ["en", "en"], "what a page declares may be its template's");
        assert_eq!(halves(Some("de"), "Ja."), ["de", "de"]);
        assert_eq!(halves(None, "Ja."), ["", ""]);
        assert_eq!(halves(None, &BRIDGE[12].1.repeat(4)), ["zh", "zh"]);
        let french_names = "Quarrel Funding, which is a unit of the Bank of Alder, wants to raise 200 mln francs through a \
                            private placement, the lead manager said on Tuesday. It is to be paid for on June 16 and the \
                            coupon is due on the day that follows, as it was with the last of the issues. The co-managers \
                            are Banque Nationale des Trois Villages SA, Caisse de Credit de la Haute Vallee, Societe \
                            Financiere du Lac et des Salines and Comptoir de la Plaine et du Belvalois.";
        assert_eq!(halves(None, french_names), ["en", "en"]);
        let danish = "Borgmesteren sagde tirsdag, at broen er lukket i to uger, fordi der er fundet revner i den, og at \
                      man vil se på alle pillerne, før den åbner igen.";
        assert_eq!(halves(None, &danish.repeat(2)), ["da", "da"]);
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
