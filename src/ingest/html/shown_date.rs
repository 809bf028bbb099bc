//! The date of publication that a page shows to readers, for pages that do not tell it to machines.
//!
//! Owns which line or element is believed: what stands around the headline, what its names or its words call
//! the date of publication, then the page's address. Does not own how dates are written (see
//! [`crate::ingest::visible_date`]) or dates in metas and structured data, which come first.

use super::dom::Dom;
use super::said::{is_caption, seen_lines};
use super::tag::Tag;
use super::text;
use super::trim::{ends_sentence, is_title};
use crate::ingest::date;
use crate::ingest::visible_date::{self, Order, Reading};

/// What a page calls a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Label {
    Published,
    Updated,
    /// The day on which it was printed, is read, and so on.
    Other,
}

use Label::{Other, Published, Updated};

/// Beginnings of the words before (or behind) a date, in lower case. Of those that fit the last one counts, and
/// of those that end together the longest.
const LABELS: &[(Label, &str)] = &[
    (
        Published,
        "published posted publication date issued created first filed publié paru posté parution créé veröffentlicht \
         publiziert erschienen erstellt datum publicado publicada publicación fecha creado publicação data criado \
         pubblicato pubblicata pubblicazione gepubliceerd geplaatst publicatie opublikowano publikacja publikacji dodano \
         utworzono yayın eklenme giriş tarih опубликовано публикация публикации размещено добавлено создано дата نشر نُشر \
         نشرت التاريخ تاريخ 公開 掲載 配信 投稿 発表 입력 등록 게재 작성 승인 송고 发布 發布 发表 發表 发稿 时间 時間 日期 \
         опубліковано publikováno vydáno vloženo publicerad publicerat publiceret udgivet offentliggjort publisert \
         julkaistu publicat megjelent közzétéve δημοσ प्रकाशित diterbitkan dipublikasikan tayang đăng xuất انتشار",
    ),
    (
        Updated,
        "updated update last modified edited revised mis mise modifié actualisé aktualisiert geändert stand zuletzt \
         bearbeitet actualizado actualizada actualización modificado atualizado atualizada atualização modificada editado \
         aggiornato aggiornata aggiornamento modificato ultimo bijgewerkt gewijzigd laatst aktualizacja zaktualizowano \
         aktualizowano aktualizacji modyfikacja güncelle son düzenlenme обновлено обновление обновления изменено تحديث \
         تعديل حُدّث 更新 最終更新 改訂 修正 修改 最后更新 最後更新 수정 업데이트 최종 оновлено aktualizováno upraveno \
         uppdaterad ändrad opdateret oppdatert sist päivitetty muokattu actualizat modificat frissítve módosítva ενημ \
         अपडेट diperbarui cập به‌روز",
    ),
    (
        Other,
        "printed retrieved accessed today expires copyright imprimé consulté aujourd gedruckt abgerufen heute gültig \
         impreso consultado hoy impresso hoje stampato oggi afgedrukt vandaag wydrukowano dziś bugün сегодня \
         распечатано اليوم 今日 今天 印刷 오늘",
    ),
];

/// Words in the names of elements that hold dates of publication, and of those that hold some date.
const PUBLISHED: &[&str] =
    &["published", "publish", "pubdate", "pubtime", "publishdate", "posted", "datepublished", "postdate"];
const DATED: &[&str] = &[
    "date",
    "datum",
    "fecha",
    "datetime",
    "time",
    "timestamp",
    "shijian",
    "riqi",
    "tarih",
    "entrydate",
    "dateline",
];
const UPDATED: &[&str] = &["updated", "update", "modified", "datemodified", "edited", "revised", "lastmod"];
/// Words in the names of elements whose dates are of something else.
const ELSEWHERE: &[&str] = &[
    "today",
    "now",
    "current",
    "clock",
    "weather",
    "archive",
    "comment",
    "comments",
    "related",
    "copyright",
    "read",
    "reading",
    "expires",
    "event",
    "events",
    "calendar",
    "sidebar",
    "footer",
    "menu",
    "nav",
];

/// Lines before the headline, or before the text where there is no headline, that are looked at.
const ABOVE: usize = 3;
const WITHOUT_HEADLINE: usize = 6;
/// Lines below the headline, or behind the text.
const BELOW: usize = 20;
/// Bytes of a line, and characters of an element, that may be one about the date.
const LINE: usize = 300;
const ELEMENT: usize = 100;
/// What a line may hold besides its date without a label, in letters; those of East Asia count twice.
const LITTLE: usize = 48;
/// Words before a date that is not set off by a mark.
const FEW: usize = 5;
/// Seconds by which a page may seem to be seen before it was published: zones.
const ZONES: i64 = 86_400;
/// The first second of the web, about.
const WEB: i64 = 631_152_000;

/// What is known of a page whose date is looked for.
pub(super) struct Page<'p> {
    pub(super) text: &'p str,
    pub(super) title: Option<&'p str>,
    pub(super) address: Option<&'p str>,
    /// When it was seen: it was published before.
    pub(super) seen: Option<&'p str>,
    /// Which of two small numbers is the day.
    pub(super) order: Order,
}

/// A date that was found; the least is believed.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    rank: u8,
    place: usize,
    date: String,
}

/// When a page says to readers that it was published.
pub(super) fn find(dom: &Dom, page: &Page) -> Option<String> {
    let seen = page.seen.and_then(date::latest).map_or(i64::MAX, |seen| seen.saturating_add(ZONES));
    let mut found = shown(dom, page);
    found.retain(|found| date::seconds(&found.date).is_some_and(|at| at >= WEB && at <= seen));
    let best = found.into_iter().min().map(|found| found.date);
    best.or_else(|| page.address.and_then(in_address))
}

fn shown(dom: &Dom, page: &Page) -> Vec<Found> {
    let seen = seen_lines(dom);
    let lines: Vec<(&str, usize)> = seen.lines().collect();
    let is_line = |own: &str, line: &str| line == own || line.contains(own) && line.len() < own.len() * 2;
    let first = page.text.lines().next().unwrap_or("");
    let begin = lines.iter().position(|(line, _)| is_line(first, line));
    let before = &lines[..begin.unwrap_or(lines.len())];
    let is_headline = |&(line, node): &(&str, usize)| {
        is_in(dom, node, Tag::H1) || page.title.is_some_and(|title| is_title(line, title))
    };
    let headline = before.iter().rposition(is_headline);
    let below = headline.map_or(before.len().saturating_sub(WITHOUT_HEADLINE), |at| at + 1);
    let until = before.len().min(below + BELOW);
    let above = headline.map_or(below, |at| at.saturating_sub(ABOVE));

    let mut out = Vec::new();
    for at in (above..until).filter(|&at| Some(at) != headline) {
        let label_before = at.checked_sub(1).and_then(|before| label_alone(lines[before].0));
        for (date, label, is_alone) in dates(dom, lines[at], page.order) {
            let rank = match label.or(label_before) {
                Some(Published) => 0,
                Some(Updated) => 5,
                None if is_alone && at >= below => 3,
                _ => continue,
            };
            out.push(Found { rank, place: at, date });
        }
    }
    let last = page.text.lines().next_back().unwrap_or("");
    if let Some(end) = lines.iter().rposition(|(line, _)| is_line(last, line)) {
        for (at, &line) in lines.iter().enumerate().skip(end + 1).take(BELOW) {
            let labelled =
                dates(dom, line, page.order).into_iter().filter(|(_, label, _)| *label == Some(Published));
            out.extend(labelled.map(|(date, ..)| Found { rank: 4, place: at, date }));
        }
    }
    let node = |line: usize| lines.get(line).map_or(dom.nodes().len(), |&(_, node)| node);
    let from = above.checked_sub(1).map_or(0, |before| node(before) + 1);
    let around = ancestors(dom, node(begin.unwrap_or(until)).min(dom.nodes().len() - 1));
    for id in around.chain(from..node(until)) {
        named(dom, id, from..node(until), page.order, &mut out);
    }
    out
}

/// The dates of a line: what they are called, and whether the line holds hardly anything else.
fn dates(dom: &Dom, (line, node): (&str, usize), order: Order) -> Vec<(String, Option<Label>, bool)> {
    if line.len() > LINE
        || line.contains('©')
        || !line.chars().any(char::is_numeric)
        || is_caption(dom, node)
        || is_elsewhere(dom, node)
    {
        return Vec::new();
    }
    let reading = visible_date::read(line, order);
    let label = |nth: usize| {
        let span = &reading.dates[nth].span;
        let before = nth.checked_sub(1).map_or(0, |before| reading.dates[before].span.end);
        let is_last = nth + 1 == reading.dates.len();
        label(&reading.text[before..span.start])
            .or_else(|| label(&reading.text[span.end..]).filter(|_| is_last))
    };
    let told = |nth: usize| (reading.dates[nth].date.clone(), label(nth), is_alone(&reading, nth));
    (0..reading.dates.len()).map(told).collect()
}

/// Whether a line holds hardly anything but a date.
pub(super) fn is_date_line(line: &str) -> bool {
    line.chars().any(char::is_numeric) && {
        let reading = visible_date::read(line, Order::DayFirst);
        (0..reading.dates.len()).any(|nth| is_alone(&reading, nth))
    }
}

/// The last label in a stretch of a line, in lower case.
fn label(text: &str) -> Option<Label> {
    let mut best: Option<(usize, usize, Label)> = None;
    for &(label, words) in LABELS {
        for word in words.split_whitespace() {
            let is_start = |at: &usize| !text[..*at].ends_with(char::is_alphabetic) || !word.is_ascii();
            let Some(at) = text.match_indices(word).map(|(at, _)| at).filter(is_start).last() else {
                continue;
            };
            let found = (at + word.len(), word.len(), label);
            best = Some(best.map_or(found, |best| best.max(found)));
        }
    }
    best.map(|(.., label)| label)
}

/// The label that is a line of its own, above its date.
fn label_alone(line: &str) -> Option<Label> {
    let is_short =
        line.len() <= ELEMENT && !line.chars().any(char::is_numeric) && line.split_whitespace().count() <= 3;
    is_short.then(|| label(&line.to_lowercase())).flatten()
}

/// Whether a line holds hardly more than the date: a name, a section, a share button.
fn is_alone(reading: &Reading, nth: usize) -> bool {
    let span = &reading.dates[nth].span;
    let count = |range| reading.words(range).filter(|word| label(word).is_none()).map(weight).sum::<usize>();
    let dated: usize = reading.dates.iter().map(|date| count(date.span.clone())).sum();
    let besides = count(0..reading.text.len()) - dated;
    let before = reading.words(0..span.start).count();
    let is_set_off = reading.text[..span.start].trim_end().ends_with(|c: char| !c.is_alphanumeric());
    let ends = reading.words(span.end..reading.text.len()).next().is_none_or(is_no_prose);
    let in_place = before == 0 || is_set_off || (ends && before <= FEW);
    besides == 0 || (besides <= LITTLE && in_place && !ends_sentence(&reading.text))
}

/// A label, or a count of readers.
fn is_no_prose(word: &str) -> bool {
    word.starts_with(char::is_numeric) || label(word).is_some()
}

fn weight(word: &str) -> usize {
    word.chars().map(|c| if ('\u{2e80}'..'\u{fb00}').contains(&c) { 2 } else { 1 }).sum()
}

/// The date of an element that is named after it, or that tells it in an attribute.
fn named(dom: &Dom, id: usize, window: std::ops::Range<usize>, order: Order, out: &mut Vec<Found>) {
    if dom.tag(id) == Tag::Text || is_caption(dom, id) {
        return;
    }
    let mut label = (dom.tag(id) == Tag::Time).then_some(Published);
    let mut told = None;
    for (name, value) in dom.attributes(id) {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "class" | "id" | "itemprop" => match name_says(value) {
                Some(Other) => return,
                Some(said) => label = label.max(Some(said)),
                None => {}
            },
            "content" | "datetime" => told = told.or(Some(text::decode(value))),
            _ if name.starts_with("data-") && name_says(&name[5..]) == Some(Published) => {
                let value = text::decode(value);
                out.push(Found { rank: 1, place: id, date: value });
            }
            _ => {}
        }
    }
    let Some(label) = label else { return };
    let rank = if label == Updated { 6 } else { 2 };
    if let Some(told) = told {
        out.push(Found { rank, place: id, date: told });
    } else if window.contains(&id) {
        let shown = text::within(dom, id);
        if shown.chars().count() <= ELEMENT {
            let first = visible_date::read(&shown, order).dates.into_iter().next();
            out.extend(first.map(|first| Found { rank, place: id, date: first.date }));
        }
    }
}

/// What a name says of the date in its element.
fn name_says(name: &str) -> Option<Label> {
    let mut said: Option<(u8, Label)> = None;
    for word in name.split(|c: char| !c.is_ascii_alphabetic()) {
        // "entryDate" is two words, and "datePublished" is one that is known as such.
        let parts = word.char_indices().filter(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at);
        let mut from = 0;
        let parts: Vec<&str> =
            parts.chain([word.len()]).map(|to| &word[std::mem::replace(&mut from, to)..to]).collect();
        for part in parts.into_iter().chain([word]).map(str::to_ascii_lowercase) {
            let part = part.as_str();
            if ELSEWHERE.contains(&part) {
                return Some(Other);
            }
            // What is "published updated" has not been changed since.
            let says = [(PUBLISHED, 0, Published), (UPDATED, 1, Updated), (DATED, 2, Published)];
            let says = says.into_iter().find(|(words, ..)| words.contains(&part));
            said = said.into_iter().chain(says.map(|(_, rank, label)| (rank, label))).min();
        }
    }
    said.map(|(_, label)| label)
}

/// Whether the element that a line is in, or the one around that, is named as one of other dates.
fn is_elsewhere(dom: &Dom, node: usize) -> bool {
    let names = |id| ["class", "id"].into_iter().filter_map(move |name| dom.attribute(id, name));
    ancestors(dom, node).skip(1).take(2).flat_map(names).any(|name| name_says(name) == Some(Other))
}

fn is_in(dom: &Dom, node: usize, tag: Tag) -> bool {
    ancestors(dom, node).any(|id| dom.tag(id) == tag)
}

/// The elements around a node, itself first.
fn ancestors<'d>(dom: &'d Dom, node: usize) -> impl Iterator<Item = usize> + 'd {
    std::iter::successors(Some(node), |&id| (id != 0).then(|| dom.parent(id)))
}

/// The day in the path of an address: "/2024/03/05/", "/2024-03-05/", "/20240305/", "/2024/0305/", "/202403/05/".
fn in_address(address: &str) -> Option<String> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest).split(['?', '#']).next()?;
    let steps = path.split('/').skip(1).flat_map(|step| step.split('-'));
    let digits = |step: &str, lengths: &[usize]| {
        lengths.contains(&step.len()) && step.bytes().all(|b| b.is_ascii_digit())
    };
    let mut last: [&str; 2] = ["", ""];
    for step in steps {
        let joined = match (last[0], last[1], step) {
            (_, _, day) if digits(day, &[8]) => day.to_owned(),
            (_, year, day) if digits(year, &[4]) && digits(day, &[4]) => format!("{year}{day}"),
            (_, month, day) if digits(month, &[6]) && digits(day, &[2]) => format!("{month}{day}"),
            (year, month, day) if digits(year, &[4]) && digits(month, &[1, 2]) && digits(day, &[1, 2]) => {
                format!("{year}{month:0>2}{day:0>2}")
            }
            _ => String::new(),
        };
        if let Some(shown) = day(&joined) {
            return Some(shown);
        }
        last = [last[1], step];
    }
    None
}

/// "2024-03-05" of "20240305", if that is a day of the web.
fn day(digits: &str) -> Option<String> {
    let written = format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
    let read = visible_date::read(&written, Order::Open).dates.into_iter().next()?;
    Some(read.date)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "The council voted on Tuesday to close the bridge, which engineers had called unsafe on 1 March 2024.";

    fn with(page: &str, address: Option<&str>, seen: Option<&str>, order: Order) -> Option<String> {
        let dom = Dom::parse(page).expect("small");
        find(&dom, &Page { text: PROSE, title: Some("Bridge to close"), address, seen, order })
    }

    fn of(page: &str) -> Option<String> {
        with(page, None, None, Order::DayFirst)
    }

    #[test]
    fn dates_stand_around_the_headline() {
        for line in [
            "<p>Published on 14 March 2024 at 15:42</p>",
            "<p>By Ann Lee | 14 March 2024 15:42 | 3 comments</p>",
            "<p>Ann Lee, 14/03/2024 15:42</p>",
            "<p><i></i> Ann Lee <i></i> 14/03/2024 15:42 <i></i> 1246</p>",
            "<p>14 March 2024, 15:42 by Ann Lee in Politics</p>",
            "<p>14 mars 2024 à 15h42, mis à jour le 15 mars 2024 à 8h</p>",
            "<p>Mis à jour le 15 mars 2024, publié le 14 mars 2024 à 15h42</p>",
            "<p>Updated: 15.03.2024</p><p>14.03.2024 15:42</p>",
            "<dl><dt>Erschienen</dt><dd>14.03.2024, 15:42 Uhr</dd><dt>Geändert</dt><dd>15.03.2024</dd></dl>",
            "<p>发布时间：2024-03-14 15:42 来源：川洲快报</p>",
            "<div>Some long line of other things that stand here, and <span class=entry-date>14 March 2024 15:42</span> too</div>",
            "<time>14 March 2024 15:42</time>",
        ] {
            let page = format!("<nav>15 March 2024</nav><h1>Bridge to close</h1>{line}<p>{PROSE}</p>");
            assert_eq!(of(&page).as_deref(), Some("2024-03-14T15:42:00"), "{line}");
        }
        let above = format!("<div class=datum>14. März 2024</div><h1>Bridge to close</h1><p>{PROSE}</p>");
        assert_eq!(of(&above).as_deref(), Some("2024-03-14"));
        let behind = format!("<h1>Bridge to close</h1><p>{PROSE}</p><p>Pubblicato il 14 marzo 2024</p>");
        assert_eq!(of(&behind).as_deref(), Some("2024-03-14"));
        let updated = format!("<h1>Bridge to close</h1><p>Aktualisiert: 14.03.2024</p><p>{PROSE}</p>");
        assert_eq!(of(&updated).as_deref(), Some("2024-03-14"));
    }

    #[test]
    fn attributes_tell_dates() {
        for element in [
            "<span itemprop=datePublished content=2024-03-14>yesterday</span>",
            "<div data-publish-date=2024-03-14>yesterday</div>",
        ] {
            let page = format!("<h1>Bridge to close</h1>{element}<p>{PROSE}</p>");
            assert_eq!(of(&page).as_deref(), Some("2024-03-14"), "{element}");
        }
        let around =
            format!("<article data-published=2024-03-14><h1>Bridge to close</h1><p>{PROSE}</p></article>");
        assert_eq!(of(&around).as_deref(), Some("2024-03-14"));
    }

    #[test]
    fn other_dates_are_not_the_pages() {
        for (before, after) in [
            ("<p>The bridge, built in the year before 14 March 2024, is closed.</p>", ""),
            ("<figure><figcaption>14 March 2024</figcaption></figure>", ""),
            (
                "<div class=weather-date>14 March 2024</div><div>Sale on 14 March 2024 drew crowds to it</div>",
                "",
            ),
            ("<p>Printed on 14 March 2024</p>", ""),
            ("", "<p>14 March 2024</p>"),
            ("", "<footer>Copyright 14 March 2024</footer><p>© The Mail 14.03.2024</p>"),
            ("", "<ul class=archive><li>14 March 2024</li></ul>"),
            ("", "<div class=comment><span class=date>14 March 2024</span></div>"),
            ("<p>Hace 20 minutos</p>", ""),
        ] {
            let page = format!(
                "<p>Thursday, 14 March 2024</p><h1>Bridge to close</h1>{before}<p>{PROSE}</p>{after}"
            );
            assert_eq!(of(&page), None, "{before}{after}");
        }
    }

    #[test]
    fn a_date_after_the_page_was_seen_is_none() {
        let page = format!("<h1>Bridge to close</h1><p>14 March 2024</p><p>{PROSE}</p>");
        let seen = |day| with(&page, None, Some(day), Order::Open);
        assert_eq!(seen("2024-03-14T12:00:00Z").as_deref(), Some("2024-03-14"));
        assert_eq!(seen("2024-03-12T12:00:00Z"), None);
    }

    #[test]
    fn addresses_tell_days() {
        for (address, want) in [
            ("https://a.example/2024/03/05/bridge.html", Some("2024-03-05")),
            ("https://a.example/news/2024/3/5/bridge", Some("2024-03-05")),
            ("https://a.example/2024-03-05/bridge", Some("2024-03-05")),
            ("https://a.example/news/20240305/bridge", Some("2024-03-05")),
            ("https://a.example/bridge-20240305", Some("2024-03-05")),
            ("https://a.example/n1/2024/0305/c1-2.html", Some("2024-03-05")),
            ("https://a.example/202403/05/bridge", Some("2024-03-05")),
            ("https://a.example/2024/03/bridge", None),
            ("https://a.example/24290611.bridge/", None),
            ("https://a.example/20241305/", None),
            ("https://2024-03-05.example/x", None),
            ("https://a.example/x?d=2024-03-05", None),
        ] {
            assert_eq!(in_address(address).as_deref(), want, "{address}");
        }
    }
}
