//! Words that dates and times are written with, by language.
//!
//! Owns the words. Does not own how they make a date (see [`super::visible_date`]).

use std::collections::HashMap;
use std::sync::LazyLock;

/// Names of the months and their usual short forms, apart by spaces; "_" stands for a space in a name.
/// The same word may stand in several languages, always for the same month.
const MONTHS: &[[&str; 12]] = &[
    // English
    [
        "january jan",
        "february feb",
        "march mar",
        "april apr",
        "may",
        "june jun",
        "july jul",
        "august aug",
        "september sep sept",
        "october oct",
        "november nov",
        "december dec",
    ],
    // French
    [
        "janvier janv",
        "février fevrier févr fév",
        "mars",
        "avril avr",
        "mai",
        "juin",
        "juillet juil",
        "août aout",
        "septembre",
        "octobre",
        "novembre",
        "décembre decembre déc",
    ],
    // German
    [
        "januar jänner jän",
        "februar feber",
        "märz maerz mär mrz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober okt",
        "november",
        "dezember dez",
    ],
    // Spanish
    [
        "enero ene",
        "febrero",
        "marzo",
        "abril abr",
        "mayo",
        "junio",
        "julio",
        "agosto ago",
        "septiembre setiembre",
        "octubre",
        "noviembre",
        "diciembre dic",
    ],
    // Portuguese
    [
        "janeiro",
        "fevereiro fev",
        "março marco",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro set",
        "outubro out",
        "novembro",
        "dezembro",
    ],
    // Italian
    [
        "gennaio gen",
        "febbraio febbr",
        "marzo",
        "aprile",
        "maggio mag",
        "giugno giu",
        "luglio lug",
        "agosto",
        "settembre sett",
        "ottobre ott",
        "novembre",
        "dicembre",
    ],
    // Dutch
    [
        "januari",
        "februari",
        "maart mrt",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    // Polish
    [
        "stycznia styczeń sty",
        "lutego luty lut",
        "marca marzec",
        "kwietnia kwiecień kwi",
        "maja maj",
        "czerwca czerwiec cze",
        "lipca lipiec lip",
        "sierpnia sierpień sie",
        "września wrzesień wrz",
        "października październik paź",
        "listopada listopad lis",
        "grudnia grudzień gru",
    ],
    // Turkish
    [
        "ocak oca",
        "şubat şub",
        "mart",
        "nisan nis",
        "mayıs",
        "haziran haz",
        "temmuz tem",
        "ağustos ağu",
        "eylül eyl",
        "ekim eki",
        "kasım kas",
        "aralık ara",
    ],
    // Russian
    [
        "января январь янв",
        "февраля февраль фев",
        "марта март мар",
        "апреля апрель апр",
        "мая май",
        "июня июнь июн",
        "июля июль июл",
        "августа август авг",
        "сентября сентябрь сен сент",
        "октября октябрь окт",
        "ноября ноябрь ноя нояб",
        "декабря декабрь дек",
    ],
    // Arabic, of Egypt and the Gulf, the Levant, the Maghreb
    [
        "يناير كانون_الثاني جانفي",
        "فبراير شباط فيفري",
        "مارس آذار اذار",
        "أبريل ابريل إبريل نيسان أفريل",
        "مايو أيار ايار ماي",
        "يونيو يونيه حزيران جوان",
        "يوليو يوليه تموز جويلية",
        "أغسطس اغسطس آب أوت غشت",
        "سبتمبر أيلول ايلول شتنبر",
        "أكتوبر اكتوبر تشرين_الأول",
        "نوفمبر تشرين_الثاني نونبر",
        "ديسمبر كانون_الأول دجنبر",
    ],
    // Ukrainian
    [
        "січня січень січ",
        "лютого лютий лют",
        "березня березень бер",
        "квітня квітень квіт",
        "травня травень трав",
        "червня червень черв",
        "липня липень лип",
        "серпня серпень серп",
        "вересня вересень вер",
        "жовтня жовтень жовт",
        "листопада листопад лист",
        "грудня грудень груд",
    ],
    // Czech; "listopad" is November there, as in Polish
    [
        "ledna leden",
        "února únor",
        "března březen",
        "dubna duben",
        "května květen",
        "června červen",
        "července červenec",
        "srpna srpen",
        "září",
        "října říjen",
        "listopadu",
        "prosince prosinec",
    ],
    // Swedish, Danish, Norwegian
    ["", "", "marts", "", "maj", "", "", "augusti", "", "", "", "desember des"],
    // Finnish
    [
        "tammikuuta tammikuu",
        "helmikuuta helmikuu",
        "maaliskuuta maaliskuu",
        "huhtikuuta huhtikuu",
        "toukokuuta toukokuu",
        "kesäkuuta kesäkuu",
        "heinäkuuta heinäkuu",
        "elokuuta elokuu",
        "syyskuuta syyskuu",
        "lokakuuta lokakuu",
        "marraskuuta marraskuu",
        "joulukuuta joulukuu",
    ],
    // Romanian
    [
        "ianuarie ian",
        "februarie",
        "martie",
        "aprilie",
        "mai",
        "iunie iun",
        "iulie iul",
        "august",
        "septembrie",
        "octombrie",
        "noiembrie noi",
        "decembrie",
    ],
    // Hungarian
    [
        "január",
        "február febr",
        "március márc",
        "április ápr",
        "május máj",
        "június jún",
        "július júl",
        "augusztus",
        "szeptember szept",
        "október",
        "november",
        "december",
    ],
    // Greek
    [
        "ιανουαρίου ιανουάριος ιαν",
        "φεβρουαρίου φεβρουάριος φεβ",
        "μαρτίου μάρτιος μαρ",
        "απριλίου απρίλιος απρ",
        "μαΐου μαίου μάιος μαϊ",
        "ιουνίου ιούνιος ιουν",
        "ιουλίου ιούλιος ιουλ",
        "αυγούστου αύγουστος αυγ",
        "σεπτεμβρίου σεπτέμβριος σεπ",
        "οκτωβρίου οκτώβριος οκτ",
        "νοεμβρίου νοέμβριος νοε",
        "δεκεμβρίου δεκέμβριος δεκ",
    ],
    // Hindi
    [
        "जनवरी",
        "फ़रवरी फरवरी",
        "मार्च",
        "अप्रैल",
        "मई",
        "जून",
        "जुलाई",
        "अगस्त",
        "सितंबर सितम्बर",
        "अक्टूबर अक्तूबर",
        "नवंबर नवम्बर",
        "दिसंबर दिसम्बर",
    ],
    // Indonesian
    ["", "", "maret", "", "", "", "", "agustus agu", "", "", "", "desember"],
    // Persian, of the Gregorian calendar
    [
        "ژانویه",
        "فوریه",
        "مارس",
        "آوریل",
        "مه",
        "ژوئن",
        "ژوئیه",
        "اوت",
        "سپتامبر",
        "اکتبر",
        "نوامبر",
        "دسامبر",
    ],
];

/// What may stand between a date and its time, or around them, and says nothing.
const CONNECTIVES: &str = "à at às as um alle ore ora kl klo o godz godzina godzinie в о om saat los las la \
    a hora horas heures uhr hrs h ve u v na on le den der il el del die dnia am ngày lúc vào pukul pkl jam στις \
    ώρα الساعة ساعة في بتاريخ يوم को di de do da of den g r г року года gmt utc t";

/// Days of the week and their short forms.
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri \
    sat sun lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim montag dienstag mittwoch \
    donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lunes martes miércoles miercoles jueves viernes \
    sábado sabado domingo mié jue vie sáb dom segunda terça quarta quinta sexta feira seg ter qua qui sex lunedì \
    martedì mercoledì giovedì venerdì sabato domenica gio sab maandag dinsdag woensdag donderdag vrijdag zaterdag \
    zondag ma wo vr za zo poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob niedz \
    pazartesi salı çarşamba perşembe cuma cumartesi pazar понедельник вторник среда четверг пятница суббота \
    воскресенье пн вт ср чт пт сб вс الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت الأحد الاحد \
    понеділок вівторок середа четвер пʼятниця субота неділя pondělí úterý středa čtvrtek pátek neděle måndag tisdag \
    onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag maanantai tiistai keskiviikko torstai perjantai \
    lauantai sunnuntai luni marți miercuri joi vineri sâmbătă duminică hétfő kedd szerda csütörtök péntek szombat \
    vasárnap δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार \
    senin selasa rabu kamis jumat sabtu minggu شنبه یکشنبه دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه 星期一 星期二 星期三 星期四 \
    星期五 星期六 星期日 周一 周二 周三 周四 周五 周六 周日 月 火 水 木 金 土 日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 \
    日曜日 월 화 수 목 금 토 일 월요일 화요일 수요일 목요일 금요일 토요일 일요일";

/// Words of the first and of the second half of the day.
const BEFORE_NOON: &str = "am 上午 午前 凌晨 早上 오전 ص صباحا πμ öö";
const AFTER_NOON: &str = "pm 下午 午後 晚上 오후 م مساء μμ ös";

/// Zones that mean one thing everywhere, and their minutes east of Greenwich. "CST", "IST" and "ET" are left out.
const ZONES: &[(&str, i32)] = &[
    ("z", 0),
    ("gmt", 0),
    ("utc", 0),
    ("wet", 0),
    ("bst", 60),
    ("west", 60),
    ("cet", 60),
    ("mez", 60),
    ("cest", 120),
    ("mesz", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("мск", 180),
    ("trt", 180),
    ("tsi", 180),
    ("tsİ", 180),
    ("jst", 540),
    ("kst", 540),
    ("wib", 420),
    ("edt", -240),
    ("est", -300),
    ("cdt", -300),
    ("mdt", -360),
    ("mst", -420),
    ("pdt", -420),
    ("pst", -480),
];

#[derive(Clone, Copy)]
enum Word {
    Month(i8),
    Filler,
}

static WORDS: LazyLock<HashMap<String, Word>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (nth, names) in MONTHS.iter().flat_map(|months| (1_i8..).zip(months)) {
        for name in names.split_whitespace() {
            words.insert(name.replace('_', " "), Word::Month(nth));
        }
    }
    for filler in CONNECTIVES.split_whitespace().chain(WEEKDAYS.split_whitespace()) {
        words.entry(filler.to_owned()).or_insert(Word::Filler);
    }
    words
});

/// The month, 1 to 12, that a word (in lower case) names.
pub(super) fn month(word: &str) -> Option<i8> {
    match WORDS.get(word) {
        Some(&Word::Month(nth)) => Some(nth),
        _ => None,
    }
}

/// Whether a word is a day of the week, or stands beside dates and says nothing.
pub(super) fn is_filler(word: &str) -> bool {
    matches!(WORDS.get(word), Some(Word::Filler))
}

/// Whether a word says that a time is in the second half of the day, or in the first.
pub(super) fn is_after_noon(word: &str) -> Option<bool> {
    let is = |list: &str| list.split_whitespace().any(|known| known == word);
    if is(AFTER_NOON) { Some(true) } else { is(BEFORE_NOON).then_some(false) }
}

/// Minutes east of Greenwich of a zone by its name, in lower case.
pub(super) fn zone(name: &str) -> Option<i32> {
    ZONES.iter().find(|(known, _)| *known == name).map(|&(_, minutes)| minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_names_one_month() {
        let mut seen: HashMap<&str, i8> = HashMap::new();
        for (nth, names) in MONTHS.iter().flat_map(|months| (1_i8..).zip(months)) {
            for name in names.split_whitespace() {
                assert_eq!(*seen.entry(name).or_insert(nth), nth, "{name}");
                assert_eq!(name, name.to_lowercase());
            }
        }
    }

    #[test]
    fn words_are_known() {
        assert_eq!((month("märz"), month("آذار"), month("كانون الثاني")), (Some(3), Some(3), Some(1)));
        assert!(is_filler("salı") && !is_filler("mart"));
        assert_eq!(
            (is_after_noon("오후"), is_after_noon("am"), is_after_noon("x")),
            (Some(true), Some(false), None)
        );
        assert_eq!((zone("мск"), zone("cst")), (Some(180), None));
    }
}
