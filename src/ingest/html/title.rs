//! Titles: what of a page's title is its headline, and what the name of its site.

/// What parts a headline from the name of the site in a title.
const SEPARATORS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "];
/// The same without spaces, as some write them.
const TIGHT: [&str; 3] = ["|", "｜", "_"];

/// The same before a headline, which may have one of its own.
const COLONS: [&str; 2] = [": ", " : "];

/// Letters of a site's name at the most.
const SITE_NAME: usize = 40;

/// `title` without the site's name at either end. It is taken off where it is the site's known name, or
/// where another statement is exactly the rest.
pub(super) fn without_site<'t>(title: &'t str, site: Option<&str>, said: &[&str]) -> &'t str {
    for separator in SEPARATORS {
        let cuts = [title.rsplit_once(separator), title.split_once(separator).map(|(a, b)| (b, a))];
        for (rest, name) in cuts.into_iter().flatten() {
            let rest = rest.trim();
            let is_site = site.is_some_and(|site| bare(site) == bare(name));
            if !rest.is_empty() && (is_site || said.iter().any(|other| bare(other) == bare(rest))) {
                return rest;
            }
        }
    }
    title
}

/// The name of the site, which a title has before or behind the headline.
pub(super) fn site_beside<'t>(title: &'t str, headline: &str) -> Option<&'t str> {
    let wanted = bare(headline);
    if wanted.is_empty() {
        return None;
    }
    let (rest, is_behind) = match behind(title, &wanted) {
        Some(rest) => (rest, true),
        None => (before(title, &wanted)?, false),
    };
    // A section may stand between: "Bridge closes - News | The Mail".
    let mut parts = vec![rest];
    for separator in SEPARATORS.iter().chain(&TIGHT) {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    let mut names = parts
        .into_iter()
        .map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|n| !n.is_empty());
    let name = if is_behind { names.next_back() } else { names.next() }?;
    is_name(name).then_some(name)
}

/// What may be the name of the site at either end of a title that says it with the headline.
pub(crate) fn title_ends(title: &str) -> impl Iterator<Item = &str> {
    let cuts = SEPARATORS.iter().chain(&TIGHT).chain(&COLONS).flat_map(move |separator| {
        [
            title.split_once(separator).map(|(name, _)| name),
            title.rsplit_once(separator).map(|(_, name)| name),
        ]
    });
    cuts.flatten().map(str::trim).filter(|name| is_name(name))
}

/// Whether a part of a title is short enough for the name of a site.
fn is_name(part: &str) -> bool {
    (2..=SITE_NAME).contains(&part.chars().count())
}

/// What stands behind letters that a title begins with, after a mark.
fn behind<'t>(title: &'t str, wanted: &str) -> Option<&'t str> {
    let mut left = wanted;
    for (at, letter) in title.char_indices() {
        if left.is_empty() {
            let rest = &title[at..];
            return is_parted(rest.chars()).then_some(rest);
        }
        for small in letter.to_lowercase().filter(|_| letter.is_alphanumeric()) {
            left = left.strip_prefix(small)?;
        }
    }
    None
}

/// What stands before letters that a title ends with, before a mark.
fn before<'t>(title: &'t str, wanted: &str) -> Option<&'t str> {
    let mut left = wanted;
    for (at, letter) in title.char_indices().rev() {
        if left.is_empty() {
            let rest = &title[..at + letter.len_utf8()];
            return is_parted(rest.chars().rev()).then_some(rest);
        }
        let small: Vec<char> = letter.to_lowercase().filter(|_| letter.is_alphanumeric()).collect();
        for small in small.into_iter().rev() {
            left = left.strip_suffix(small)?;
        }
    }
    None
}

/// Whether a mark that is no quotation mark comes before the first letter.
fn is_parted(letters: impl Iterator<Item = char>) -> bool {
    let mut marks = letters.take_while(|c| !c.is_alphanumeric());
    marks.any(|mark| !mark.is_whitespace() && !"\"'“”„‘’«".contains(mark))
}

/// The letters and digits of a text, in small letters.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_stands_beside_the_headline() {
        let headline = "“Rain in Spain”, says the plain";
        for (title, site) in [
            ("“Rain in Spain”, says the plain | The Mail", Some("The Mail")),
            ("\"Rain in Spain\", says the plain 🔴 El Mirador 24", Some("El Mirador 24")),
            ("Mail: \"Rain in Spain\", says the plain", Some("Mail")),
            ("The Mail » \"Rain in Spain\", says the plain", Some("The Mail")),
            ("“Rain in Spain”, says the plain - Weather | The Mail", Some("The Mail")),
            ("“Rain in Spain”, says the plain", None),
            ("“Rain in Spain”, says the plain truth", None),
            ("“Rain in Spain”, says the plainer Mail", None),
            ("Bread and “Rain in Spain”, says the plain", None),
            ("Rain in Portugal | The Mail", None),
            (
                "“Rain in Spain”, says the plain: eleven weeks of it and no end in sight, by our reporter",
                None,
            ),
        ] {
            assert_eq!(site_beside(title, headline), site, "{title}");
        }
        for (title, headline, site) in [
            (
                "泊头渔船一网捞起“失踪人口”：深海机器人_闽麓晚报网",
                "泊头渔船一网捞起“失踪人口”：深海机器人",
                "闽麓晚报网",
            ),
            ("部落87人一度失聯｜維港速報", "部落87人一度失聯", "維港速報"),
            ("鸟都没飞-汇风网", "鸟都没飞", "汇风网"),
            ("서해안프레스 : 농협 창고 쌀 41t", "농협 창고 쌀 41t", "서해안프레스"),
        ] {
            assert_eq!(site_beside(title, headline), Some(site), "{title}");
        }
        assert_eq!(site_beside("", ""), None);
    }
}
