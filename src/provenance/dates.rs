//! Dates and times beside a name: "AFP, 5 mars 2024 à 10h12", "2024-03-05 10:12 新华社".
//!
//! Owns telling which words of a line are a date, so that a name is left. What the date is, is no matter here.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::fold::{Folded, folded};

/// Names of months, folded, with the short ones; without those that are common words alone.
const MONTHS: &str = "january february march april may june july august september october november december jan feb mar apr jun jul \
    aug sep sept oct nov dec janvier février mars avril mai juin juillet août septembre octobre novembre décembre janv févr avr juil déc \
    januar jänner februar märz juni juli oktober dezember mär mrz okt dez enero febrero marzo abril mayo junio julio agosto septiembre \
    octubre noviembre diciembre ene abr ago dic janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev set out \
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug ott januari februari maart mei augustus mrt \
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia ocak şubat mart nisan mayıs \
    haziran temmuz ağustos eylül ekim kasım aralık января февраля марта апреля мая июня июля августа сентября октября ноября декабря \
    янв фев мар апр июн июл авг сен сент окт ноя дек يناير فبراير مارس أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر \
    آذار شباط نيسان أيار حزيران تموز آب أيلول";

/// Words among the numbers of a date.
const WORDS: &str = "at on am pm a.m. p.m. gmt utc est edt cet updated published posted ist le à publié mis jour um uhr den vom stand \
    aktualisiert veröffentlicht el de del las h hs publicado actualizado em às do il alle ore pubblicato aggiornato op om uur geplaatst \
    r roku godz godz. dnia opublikowano aktualizacja saat tarih giriş güncelleme yayınlanma г г. года в опубликовано обновлено م هـ الساعة \
    في الموافق بتاريخ 配信 更新 公開 掲載 发布 發布 发表 入稿 更新日 입력 수정 등록 승인 기사입력 오전 오후 下午 上午 午後 午前 \
    monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch \
    donnerstag freitag samstag sonntag lunes martes miércoles jueves viernes sábado domingo segunda-feira terça-feira quarta-feira \
    quinta-feira sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag";

static MONTH: LazyLock<HashSet<String>> = LazyLock::new(|| MONTHS.split_whitespace().map(folded).collect());
static WORD: LazyLock<HashSet<String>> = LazyLock::new(|| WORDS.split_whitespace().map(folded).collect());

/// `range` without a date before or after what else is in it; with nothing else it is empty.
pub(crate) fn without(text: &Folded, range: &Range<usize>) -> Range<usize> {
    let whole = &text.text()[range.clone()];
    if !whole.contains(char::is_numeric) {
        return range.clone();
    }
    let (mut from, mut to) = (0, whole.len());
    let after = words(whole).rev().take_while(|word| is_part(&whole[word.clone()])).last();
    if let Some(after) = after.filter(|after| is_date(&whole[after.start..])) {
        to = after.start;
    }
    let before = words(&whole[..to]).take_while(|word| is_part(&whole[word.clone()])).last();
    if let Some(before) = before.filter(|before| is_date(&whole[..before.end])) {
        from = before.end;
    }
    text.trim(range.start + from..range.start + to, |c| c.is_whitespace() || "-:.,|()[]<>/*".contains(c))
}

/// The words of a text, where they stand.
fn words(text: &str) -> impl DoubleEndedIterator<Item = Range<usize>> + '_ {
    let is_word = |piece: &&str| !piece.is_empty();
    text.split([' ', ',', '(', ')', '|', '[', ']']).filter(is_word).map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    })
}

/// A number, a month, or a word that stands among them.
fn is_part(word: &str) -> bool {
    let bare = word.trim_matches(['.', ':', '-', '/', '·']);
    bare.is_empty() || is_number(bare) || MONTH.contains(bare) || WORD.contains(word) || WORD.contains(bare)
}

/// "5", "05.03.2024", "10:12", "10h12", "2024年3月5日", "5th".
fn is_number(word: &str) -> bool {
    let is_unit = |c: char| ".:/-h+tz'".contains(c) || "年月日時时分秒号년월일시분초火水木金土".contains(c);
    let ends = ["th", "er", "配信", "更新", "公開", "掲載"];
    let number = ends.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    number.contains(char::is_numeric) && number.chars().all(|c| c.is_numeric() || is_unit(c))
}

/// Words that may be a date are one: a year, a month or a time is among them.
fn is_date(text: &str) -> bool {
    words(text).any(|word| {
        let bare = text[word].trim_matches(['.', ':', '-', '/', '·']);
        let digits = bare.chars().filter(|c| c.is_numeric()).count();
        let is_year = digits == 4 && bare.len() == 4 && (bare.starts_with("19") || bare.starts_with("20"));
        is_year || MONTH.contains(bare) || (is_number(bare) && digits >= 2 && digits < bare.chars().count())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_left_of_dates() {
        for (line, name) in [
            ("AFP, le 5 mars 2024", "AFP"),
            ("Belga, publié le 5 mars 2024 à 10h12", "Belga"),
            ("ANP 5 maart 2024, 10:12", "ANP"),
            ("2024-03-05 10:12 新华社", "新华社"),
            ("新华社 2024年3月5日", "新华社"),
            ("입력 2024-03-05 10:12 | 뉴시스", "뉴시스"),
            ("20 Minutes", "20 Minutes"),
            ("AA 40 yaşında", "AA 40 yaşında"),
            ("5.3.2024", ""),
            ("May", "May"),
        ] {
            let text = Folded::new(line);
            assert_eq!(text.original(&without(&text, &(0..text.text().len()))), name, "{line}");
        }
    }
}
