//! Dates as readers see them, in many languages, to the form in which records give theirs.
//!
//! Owns reading a line. Does not own the words (see [`super::calendar`]) or which line of a page is asked.
//! Only full dates count, of the Gregorian calendar and of the web's years: other eras, and days without a
//! year, are left alone.

use std::ops::Range;

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::calendar;

/// Which of two small numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
    /// Nobody knows.
    Open,
}

impl Order {
    /// What is usual in a language, by its full tag as declared. English without a country is open.
    pub(crate) fn of(tag: &str) -> Order {
        let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
        let mut parts = tag.split('-');
        match (parts.next().unwrap_or(""), parts.next_back()) {
            ("en", Some("us")) => Order::MonthFirst,
            ("en", Some("gb" | "uk" | "ie" | "au" | "nz" | "in" | "sg")) => Order::DayFirst,
            ("" | "en" | "zh" | "ja" | "ko" | "hu" | "lt" | "fa" | "mn", _) => Order::Open,
            _ => Order::DayFirst,
        }
    }
}

/// A date in a line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The day, its time where one stands beside it, and the zone where that is named: ISO 8601.
    pub(crate) date: String,
    /// Its bytes, time included, in the line's lower-case text.
    pub(crate) span: Range<usize>,
}

/// A line and the dates in it.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The line in lower case.
    pub(crate) text: String,
    /// Its dates, in their order.
    pub(crate) dates: Vec<Shown>,
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number { value: u32, digits: u8 },
    Word,
    Mark(char),
}

#[derive(Debug, Clone, Copy)]
struct Token {
    kind: Kind,
    from: usize,
    to: usize,
}

/// What stands between a time and what it is a time of, in tokens, at most.
const APART: usize = 6;
/// Years in which pages were published.
const YEARS: Range<i16> = 1990..2100;

/// Reads the dates in a line.
pub(crate) fn read(line: &str, order: Order) -> Reading {
    let text = line.to_lowercase();
    let tokens = tokens(&text);
    let mut dates = Vec::new();
    let reader = Reader { text: &text, tokens: &tokens, order };
    let mut at = 0;
    // Tokens before this one are a part of the last date.
    let mut free = 0;
    while at < tokens.len() {
        let Some((date, end)) = reader.date(at) else {
            at += 1;
            continue;
        };
        let (mut first, mut last) = (at, end);
        let mut time = reader.time_after(end);
        if let Some((_, stop)) = time {
            last = stop;
        } else if let Some((before, start)) = reader.time_before(free, at) {
            time = Some((before, at));
            first = start;
        }
        dates.push(Shown {
            date: written(date, time.map(|(time, _)| time)),
            span: tokens[first].from..tokens[last - 1].to,
        });
        (at, free) = (last, last);
    }
    Reading { text, dates, tokens }
}

impl Reading {
    /// The words of a stretch of the text that are no fillers, in their order.
    pub(crate) fn words(&self, span: Range<usize>) -> impl Iterator<Item = &str> {
        let inside = self.tokens.iter().filter(move |t| t.from >= span.start && t.to <= span.end);
        let words = inside.filter(|t| !matches!(t.kind, Kind::Mark(_))).map(|t| &self.text[t.from..t.to]);
        words.filter(|word| !calendar::is_filler(word))
    }
}

fn written(date: Date, time: Option<Clock>) -> String {
    let Some(Clock { time, zone }) = time else { return date.to_string() };
    let zone = match zone {
        None => String::new(),
        Some(0) => "Z".to_owned(),
        Some(minutes) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
    };
    format!("{date}T{:02}:{:02}:{:02}{zone}", time.hour(), time.minute(), time.second())
}

/// A time of day, and its zone in minutes east of Greenwich.
#[derive(Debug, Clone, Copy)]
struct Clock {
    time: Time,
    zone: Option<i32>,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    for (from, c) in text.char_indices() {
        let to = from + c.len_utf8();
        let last = out.last_mut().filter(|last| last.to == from);
        if let Some(digit) = digit(c) {
            if let Some(Token { kind: Kind::Number { value, digits }, to: end, .. }) = last {
                *value = value.saturating_mul(10).saturating_add(digit);
                *digits = digits.saturating_add(1);
                *end = to;
            } else {
                out.push(Token { kind: Kind::Number { value: digit, digits: 1 }, from, to });
            }
        } else if is_of_word(c) {
            match last {
                // The units of East Asian dates are words of their own.
                Some(Token { kind: Kind::Word, from: begin, to: end })
                    if !(is_unit(c) || text[*begin..*end].chars().all(is_unit)) =>
                {
                    *end = to;
                }
                _ => out.push(Token { kind: Kind::Word, from, to }),
            }
        } else if !c.is_whitespace() {
            out.push(Token { kind: Kind::Mark(c), from, to });
        }
    }
    out
}

/// The value of a digit of the scripts that news is written in.
fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '०'..='९' => '०',
        '０'..='９' => '０',
        _ => return None,
    };
    Some(c as u32 - zero as u32)
}

/// Letters, and the signs that are written on or after them.
fn is_of_word(c: char) -> bool {
    c.is_alphabetic()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{900}'..='\u{97f}' | 'º' | 'ª')
}

fn is_unit(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '号'
            | '號'
            | '時'
            | '时'
            | '點'
            | '点'
            | '分'
            | '秒'
            | '년'
            | '월'
            | '일'
            | '시'
            | '분'
            | '초'
    )
}

struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
    order: Order,
}

impl<'t> Reader<'t> {
    fn number(&self, at: usize) -> Option<(u32, u8)> {
        match self.tokens.get(at)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    /// A number of one or two digits.
    fn small(&self, at: usize) -> Option<u32> {
        self.number(at).filter(|&(_, digits)| digits <= 2).map(|(value, _)| value)
    }

    fn year(&self, at: usize) -> Option<i16> {
        let (value, digits) = self.number(at)?;
        let year = i16::try_from(value).ok().filter(|year| YEARS.contains(year));
        year.filter(|_| digits == 4)
    }

    fn word(&self, at: usize) -> Option<&'t str> {
        let token = self.tokens.get(at).filter(|token| token.kind == Kind::Word)?;
        Some(&self.text[token.from..token.to])
    }

    fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// The token after `at`, if that is one of these marks or words; else `at`.
    fn past(&self, at: usize, marks: &str, words: &[&str]) -> usize {
        let is = self.mark(at).is_some_and(|mark| marks.contains(mark))
            || self.word(at).is_some_and(|word| words.contains(&word));
        at + usize::from(is)
    }

    /// A month by its name, two where a language has two, and the token after it.
    fn month(&self, at: usize) -> Option<(i8, usize)> {
        let word = self.word(at)?;
        let pair = self.word(at + 1).and_then(|next| calendar::month(&format!("{word} {next}")));
        let (month, end) = match pair {
            Some(month) => (month, at + 2),
            None => (calendar::month(word)?, at + 1),
        };
        let again = self.mark(end).filter(|&mark| mark == '/').and_then(|_| self.month(end + 1));
        Some((month, again.map_or(end, |(_, end)| end)))
    }

    /// The date that begins with the token `at`, and the token after it.
    fn date(&self, at: usize) -> Option<(Date, usize)> {
        // Within a longer number with marks there is no date.
        let glued = at > 0 && self.tokens[at - 1].to == self.tokens[at].from;
        if glued
            && self.mark(at - 1).is_some_and(|mark| "./-+$€£".contains(mark))
            && self.number(at.wrapping_sub(2)).is_some()
        {
            return None;
        }
        if let Some(year) = self.year(at) {
            return self.year_first(year, at + 1);
        }
        if self.number(at).is_some() {
            return self.named_after_day(at).or_else(|| self.in_numbers(at));
        }
        let (month, end) = self.month(at)?;
        let day_at = self.past(end, ".-", &[]);
        let day = self.small(day_at)?;
        let after = self.past(day_at + 1, "", ORDINALS);
        let year_at = self.past(self.past(after, ".,،-", &["de", "del"]), ",،", &[]);
        Some((date(self.year(year_at)?, u32::from(month.unsigned_abs()), day)?, year_at + 1))
    }

    /// "2024-03-05", "2024年3月5日", "2024. 3. 5.", "2024. március 5."
    fn year_first(&self, year: i16, at: usize) -> Option<(Date, usize)> {
        if let Some((month, end)) = self.month(self.past(at, ".,", &[])) {
            let day_at = self.past(end, ".", &[]);
            let date = date(year, u32::from(month.unsigned_abs()), self.small(day_at)?)?;
            return Some((date, self.past(day_at + 1, ".", &[])));
        }
        let month = self.small(at + 1)?;
        let day = self.small(at + 3)?;
        let in_words = matches!((self.word(at), self.word(at + 2)), (Some("年" | "년"), Some("月" | "월")));
        let mark = self.mark(at).filter(|mark| ".-/".contains(*mark));
        if !in_words && (mark.is_none() || self.mark(at + 2) != mark) {
            return None;
        }
        let mut end = self.past(at + 4, "", &["日", "号", "號", "일"]);
        if mark == Some('.') {
            end = self.past(end, ".", &[]);
        }
        Some((date(year, month, day)?, end))
    }

    /// "14 mars 2024", "1er mars 2024", "5. März 2024", "5 de marzo de 2024", "5 tháng 3, 2024"
    fn named_after_day(&self, at: usize) -> Option<(Date, usize)> {
        let day = self.small(at)?;
        let after = self.past(self.past(at + 1, "", ORDINALS), ".-/,", &["de", "of", "di", "d"]);
        let (month, end) = match self.word(after) {
            Some("tháng") => (self.small(after + 1)?, after + 2),
            _ => self.month(after).map(|(month, end)| (u32::from(month.unsigned_abs()), end))?,
        };
        let year_at = self.past(self.past(end, ".,،-/", &["de", "del", "năm"]), ",،", &[]);
        Some((date(self.year(year_at)?, month, day)?, year_at + 1))
    }

    /// "14/03/2024", "05.03.24"
    fn in_numbers(&self, at: usize) -> Option<(Date, usize)> {
        let (first, second) = (self.small(at)?, self.small(at + 2)?);
        let mark = self.mark(at + 1).filter(|mark| ".-/".contains(*mark))?;
        if self.mark(at + 3) != Some(mark) {
            return None;
        }
        let two_each =
            [at, at + 2, at + 4].iter().all(|&at| self.number(at).is_some_and(|(_, digits)| digits == 2));
        let is_short =
            two_each && mark != '-' && self.order == Order::DayFirst && self.mark(at + 5) != Some(mark);
        let year = match self.year(at + 4) {
            Some(year) => year,
            None => 2000 + i16::try_from(self.small(at + 4).filter(|&year| is_short && year < 60)?).ok()?,
        };
        let day_first = match self.order {
            _ if first > 12 || first == second => true,
            _ if second > 12 => false,
            _ if mark == '.' => true,
            Order::DayFirst => true,
            Order::MonthFirst => false,
            Order::Open => return None,
        };
        let (day, month) = if day_first { (first, second) } else { (second, first) };
        Some((date(year, month, day)?, at + 5))
    }

    /// The time that follows a date which ends before `at`, and the token after it.
    fn time_after(&self, at: usize) -> Option<(Clock, usize)> {
        for skipped in 0..=APART {
            if let Some(found) = self.time(at + skipped) {
                return Some(found);
            }
            if !self.is_between(at + skipped) {
                return None;
            }
        }
        None
    }

    /// The time that precedes a date at `at`, and its first token, not before `free`.
    fn time_before(&self, free: usize, at: usize) -> Option<(Clock, usize)> {
        let least = free.max(at.saturating_sub(2 * APART));
        (least..at).find_map(|start| {
            let (clock, end) = self.time(start)?;
            (end <= at && (end..at).all(|between| self.is_between(between))).then_some((clock, start))
        })
    }

    fn is_between(&self, at: usize) -> bool {
        self.mark(at).is_some_and(|mark| ",،-–—|·•:()（）/@'".contains(mark))
            || self.word(at).is_some_and(calendar::is_filler)
    }

    /// The time that begins with the token `at`, and the token after it.
    fn time(&self, at: usize) -> Option<(Clock, usize)> {
        let half_before = self.word(at).and_then(calendar::is_after_noon);
        let at = at + usize::from(half_before.is_some());
        let hour = self.small(at).filter(|&hour| hour <= 24)?;
        let (mut minute, mut second, mut end) = (None, 0, at + 1);
        let colon = matches!(self.mark(end), Some(':' | '：' | '.'));
        if colon && self.number(end + 1).is_some_and(|(value, digits)| digits == 2 && value < 60) {
            minute = self.small(end + 1);
            end += 2;
            let seconds = matches!(self.mark(end), Some(':' | '：'))
                .then(|| self.number(end + 1).filter(|&(value, digits)| digits == 2 && value < 60))
                .flatten();
            if let Some((seconds, _)) = seconds {
                second = seconds;
                end += 2;
            }
        } else if self.word(end).is_some_and(|word| HOURS.contains(&word)) {
            end += 1;
            let is_told = |at: usize| {
                self.tokens[at].from == self.tokens[at - 1].to
                    || matches!(self.word(at + 1), Some("分" | "분"))
            };
            minute = self.small(end).filter(|&minute| minute < 60 && is_told(end));
            end += usize::from(minute.is_some());
            end = self.past(end, "", &["分", "분", "min"]);
            minute = minute.or(Some(0));
        }
        end = self.past(end, "", &["uhr", "hrs", "h"]);
        let half_after = self.half(end);
        end = half_after.map_or(end, |(_, end)| end);
        let half = half_before.or(half_after.map(|(half, _)| half));
        // A number alone is no time.
        let minute = minute.or(half.map(|_| 0))?;
        let hour = match half {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour % 24,
        };
        let small = |value: u32| i8::try_from(value).ok();
        let time = Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
        let (zone, end) = self.zone(end).map_or((None, end), |(zone, end)| (Some(zone), end));
        Some((Clock { time, zone }, end))
    }

    /// "pm", "p.m.", "p. m."
    fn half(&self, at: usize) -> Option<(bool, usize)> {
        let word = self.word(at)?;
        if let Some(half) = calendar::is_after_noon(word) {
            return Some((half, at + 1));
        }
        let next = self.mark(at + 1).filter(|&mark| mark == '.').and_then(|_| self.word(at + 2))?;
        let half = calendar::is_after_noon(&format!("{word}{next}"))?;
        Some((half, self.past(at + 3, ".", &[])))
    }

    /// "EST", "(GMT+8)", "+0300", "МСК"
    fn zone(&self, at: usize) -> Option<(i32, usize)> {
        let open = self.past(at, "(（", &[]);
        let named = self.word(open).and_then(calendar::zone);
        let at = open + usize::from(named.is_some());
        let sign = match self.mark(at) {
            Some('+') => 1,
            Some('-' | '−') => -1,
            _ => return Some((named?, self.past(at, ")）", &[]))),
        };
        let after = self.number(at + 1).filter(|_| self.tokens[at].to == self.tokens[at + 1].from);
        let (hours, minutes, end) = match after {
            Some((value, 4)) => (value / 100, value % 100, at + 2),
            Some((value, 1 | 2)) if self.mark(at + 2) == Some(':') => (value, self.small(at + 3)?, at + 4),
            Some((value, 1 | 2)) if named.is_some() => (value, 0, at + 2),
            _ => return Some((named?, at)),
        };
        let zone = sign * i32::try_from(hours * 60 + minutes).ok()?;
        let is_real = minutes < 60 && Offset::from_seconds(zone.checked_mul(60)?).is_ok() && hours <= 14;
        is_real.then(|| (zone, self.past(end, ")）", &[])))
    }
}

/// What follows the number of a day.
const ORDINALS: &[&str] = &["st", "nd", "rd", "th", "er", "e", "º", "ª", "го", "eme", "ème"];
/// What stands between hours and minutes.
const HOURS: &[&str] = &["h", "時", "时", "點", "点", "시", "ч", "uhr"];

fn date(year: i16, month: u32, day: u32) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn dates(line: &str, order: Order) -> Vec<String> {
        read(line, order).dates.into_iter().map(|shown| shown.date).collect()
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (line, want) in [
            ("Publié le 14 mars 2024 à 15h42", "2024-03-14T15:42:00"),
            ("Le 1er avril 2024 à 7h", "2024-04-01T07:00:00"),
            ("12.09.2024, 07:30 Uhr", "2024-09-12T07:30:00"),
            ("19. April 2024", "2024-04-19"),
            ("Donnerstag, 14. März 2024, 15 Uhr", "2024-03-14T15:00:00"),
            ("14.03.24", "2024-03-14"),
            ("2024年3月5日 16:30", "2024-03-05T16:30:00"),
            ("2024年03月19日16:30 川洲快报", "2024-03-19T16:30:00"),
            ("2024年3月5日(火) 午後4時30分", "2024-03-05T16:30:00"),
            ("2024年3月5日16時", "2024-03-05T16:00:00"),
            ("2024-03-05 16:30:12", "2024-03-05T16:30:12"),
            ("2024-03-05T16:30:12+08:00", "2024-03-05T16:30:12+08:00"),
            ("2024/3/5", "2024-03-05"),
            ("Tuesday, March 5, 2024 4:30 PM EST", "2024-03-05T16:30:00-05:00"),
            ("4:30 p.m. EDT, Tue March 5, 2024", "2024-03-05T16:30:00-04:00"),
            ("Mar. 5th, 2024 at 12:05 a.m.", "2024-03-05T00:05:00"),
            ("5 marca 2024, 10:15", "2024-03-05T10:15:00"),
            ("5 Mart 2024 Salı 10:15", "2024-03-05T10:15:00"),
            ("١٢ مارس ٢٠٢٤", "2024-03-12"),
            ("الثلاثاء 5 مارس/آذار 2024 - 4:30 م", "2024-03-05T16:30:00"),
            ("12 كانون الثاني 2024", "2024-01-12"),
            ("12/03/2024 18h02", "2024-03-12T18:02:00"),
            ("05.03.2024 10:12 МСК", "2024-03-05T10:12:00+03:00"),
            ("10:12, 5 марта 2024 г.", "2024-03-05T10:12:00"),
            ("2024. 3. 5. 오후 4:30", "2024-03-05T16:30:00"),
            ("입력 2024.03.05. 오전 9:05", "2024-03-05T09:05:00"),
            ("2024년 3월 5일 16시 30분", "2024-03-05T16:30:00"),
            ("gio 14 mar 2024", "2024-03-14"),
            ("mar 5 mar 2024 ore 15.42", "2024-03-05T15:42:00"),
            ("5 de marzo de 2024 a las 18:20 h", "2024-03-05T18:20:00"),
            ("2024. március 5. 10:20", "2024-03-05T10:20:00"),
            ("5. maaliskuuta 2024 klo 15.42", "2024-03-05T15:42:00"),
            ("5 Μαρτίου 2024, 4:30 μ.μ.", "2024-03-05T16:30:00"),
            ("5 मार्च 2024", "2024-03-05"),
            ("5 tháng 3, 2024", "2024-03-05"),
            ("5 березня 2024, 10:15", "2024-03-05T10:15:00"),
            ("5 March 2024 10:15 (GMT+8)", "2024-03-05T10:15:00+08:00"),
            ("12-Mar-2024", "2024-03-12"),
            ("25/12/2023", "2023-12-25"),
            ("12/25/2023", "2023-12-25"),
        ] {
            assert_eq!(dates(line, Order::DayFirst), [want], "{line}");
        }
    }

    #[test]
    fn several_dates_keep_their_own_times() {
        let both = dates("12/03/2024 18h02 - Atualizado em 13/03/2024", Order::DayFirst);
        assert_eq!(both, ["2024-03-12T18:02:00", "2024-03-13"]);
        let both = dates("Published 08:00, 5 March 2024, updated 09:30, 6 March 2024", Order::Open);
        assert_eq!(both, ["2024-03-05T08:00:00", "2024-03-06T09:30:00"]);
        assert_eq!(dates("5 March 2024 | Updated 16:30", Order::Open), ["2024-03-05"]);
    }

    #[test]
    fn the_order_of_day_and_month_is_known_or_left_open() {
        assert_eq!(dates("05/03/2024", Order::DayFirst), ["2024-03-05"]);
        assert_eq!(dates("05/03/2024", Order::MonthFirst), ["2024-05-03"]);
        assert!(dates("05/03/2024", Order::Open).is_empty());
        assert_eq!(dates("05.03.2024", Order::Open), ["2024-03-05"]);
        assert_eq!(dates("14/03/2024", Order::Open), ["2024-03-14"]);
        assert_eq!(Order::of("en-US"), Order::MonthFirst);
        assert_eq!(
            (Order::of("en_GB"), Order::of("en"), Order::of("fr")),
            (Order::DayFirst, Order::Open, Order::DayFirst)
        );
    }

    #[test]
    fn what_is_no_date_of_the_web_is_left_alone() {
        for line in [
            "5 March",
            "March 2024",
            "2024",
            "14 رمضان 1445",
            "5 มีนาคม 2567",
            "令和6年3月5日",
            "31/02/2024",
            "14.03.1870",
            "192.168.12.03.2024",
            "1.2.24",
            "12:30",
            "Hace 20 minutos",
            "tel. 0 44 00 / 12 34 56",
            "5 may have 2024 reasons",
            "2023-2024 © The Mail",
        ] {
            assert!(dates(line, Order::DayFirst).is_empty(), "{line}: {:?}", dates(line, Order::DayFirst));
        }
    }

    proptest! {
        #[test]
        fn any_line_is_read(line in any::<String>()) {
            let reading = read(&line, Order::DayFirst);
            for shown in &reading.dates {
                prop_assert!(reading.text.get(shown.span.clone()).is_some());
            }
        }

        #[test]
        fn any_soup_is_read(parts in prop::collection::vec(
            prop::sample::select(vec!["2024", "5", "05", ".", "/", " ", "mars", "年", "月", ":", "30", "pm", "+", "(", "gmt", "99", "İ"]),
            0..30,
        )) {
            for shown in read(&parts.concat(), Order::Open).dates {
                prop_assert!(super::super::date::seconds(&shown.date).is_some(), "{}", shown.date);
            }
        }
    }
}
