//! Views as the verbs may make them, and worse: stories of every kind, scripts of every direction, hostile strings.

use wiretrace::report::page::{Article, Claim, Credit, Edge, Kind, Passage, Range, Reason, Story, View};

/// What a page must show as it stands, and never act on.
pub(crate) const HOSTILE: &str = "</script><script>window.hacked=1</script><!-- <img id=evil src=x onerror=hacked=1> \
     \u{0}\u{1b}\u{7f}\u{2028}\u{2029}\u{feff}\u{202e}\u{2066} &amp; \"'`${1}\\";

const SHARED: &str =
    "The ferry \u{1f4f0} ran aground off the Élan pier with 214 people on board, the coast guard said.";
const SITES: [&str; 12] = [
    "www.harbour-gazette.example",
    "morning-dispatch.example",
    "lavoixdesmonts.example",
    "alpenblick.example",
    "elmirador24.example",
    "irondale-courier.example",
    "tidewater24.example",
    "radio-sierra.example",
    "prairie-ledger.example",
    "meridian-times.example",
    "freight-and-ports.example",
    "the-longest-host-name-that-anybody-ever-had-for-a-newspaper.example",
];
const RELATIONS: [&str; 14] = [
    "identical",
    "near-duplicate",
    "edited",
    "abridged",
    "expanded",
    "excerpt",
    "composite",
    "retelling",
    "translation",
    "partial-translation",
    "update",
    "same-publisher-version",
    "series",
    "unrelated",
];
const DIRECTIONS: [&str; 4] = ["b→a", "undetermined", "common-source", "a→b"];

/// A view that grows.
#[derive(Default)]
struct Maker(View<'static>);

impl Maker {
    fn article(&mut self, host: Option<&str>, title: &str, text: &str) -> u32 {
        let id = self.0.articles.len() as u32;
        let hour = id % 24;
        self.0.articles.push(Article {
            id: format!("article-{id}"),
            url: host.map(|host| format!("https://{host}/{id}")),
            host: host.map(str::to_owned),
            title: Some(title.to_owned()),
            published: Some(format!("2024-03-{:02}T{hour:02}:15:00+01:00", 1 + id / 24 % 28)),
            lang: Some("en".to_owned()),
            text: text.to_owned().into(),
            ..Article::default()
        });
        id
    }

    /// An article with a shared sentence, a line of its own site, and a credit in its text.
    fn news(&mut self, host: &str, title: &str) -> u32 {
        let lines = [
            format!("{title}, a reporter of {host} writes."),
            SHARED.to_owned(),
            "Read also: ten ferries".to_owned(),
            "Source: Harbour Gazette".to_owned(),
        ];
        let text = lines.join("\n");
        let id = self.article(Some(host), title, &text);
        let article = &mut self.0.articles[id as usize];
        article.furniture.extend(range(&text, "Read also: ten ferries"));
        article.claims = vec![
            Claim {
                field: "text".into(),
                text: "Source: Harbour Gazette".into(),
                span: range(&text, "Source: Harbour Gazette"),
                names: "harbour-gazette.example".into(),
            },
            Claim {
                field: "jsonld.isBasedOn".into(),
                text: "https://harbour-gazette.example/1".into(),
                ..Claim::default()
            },
        ];
        article.around = vec!["Subscribe".to_owned(), "Leave a reply".to_owned(), HOSTILE.to_owned()];
        id
    }

    /// An edge with the parts that stand in both texts.
    fn edge(
        &mut self,
        article: u32,
        source: u32,
        relation: &'static str,
        direction: &'static str,
        shared: &[[&str; 2]],
    ) -> u32 {
        let id = self.0.edges.len() as u32;
        let texts = [article, source].map(|k| self.0.articles[k as usize].text.clone());
        let passages = shared.iter().filter_map(|[a, b]| {
            let runs = if a == b { Vec::new() } else { common(&texts, [*a, *b]) };
            let score = relation.ends_with("translation").then_some(0.83);
            Some(Passage { a: range(&texts[0], a)?, b: range(&texts[1], b)?, runs, score })
        });
        let passages = passages.collect();
        self.0.edges.push(Edge {
            article,
            source: Some(source),
            relation,
            direction,
            confidence: 0.5 + f64::from(id % 50) / 100.0,
            similarity: Some(0.42),
            containment: Some([0.9, 0.4]),
            credited: [Some(true), Some(false), None][id as usize % 3],
            credit: (id % 4 < 3).then(|| Credit {
                text: "Source: Harbour Gazette".into(),
                field: "line".into(),
                agrees: [Some(true), Some(false), None][id as usize % 3],
            }),
            reasons: vec![
                Reason { text: "the article names the source (Source: Harbour Gazette)".into(), weight: 3.2 },
                Reason { text: "the source holds nearly all of the article, and more".into(), weight: 0.8 },
                Reason { text: "the article appeared before the source".into(), weight: -1.6 },
                Reason { text: HOSTILE.into(), weight: 0.0 },
            ],
            passages,
            ..Edge::default()
        });
        id
    }

    fn story(&mut self, title: &str, origin: Option<u32>, edges: Vec<u32>) {
        let mut members: Vec<u32> = edges
            .iter()
            .flat_map(|&e| {
                let edge = &self.0.edges[e as usize];
                [Some(edge.article), edge.source]
            })
            .flatten()
            .chain(origin)
            .collect();
        members.sort_unstable();
        members.dedup();
        self.0.stories.push(Story { title: title.to_owned(), origin, unobserved: None, members, edges });
    }

    /// An origin and copies of it, by other sites.
    fn copies(&mut self, title: &str, count: usize) {
        let at = self.0.stories.len();
        let origin = self.news(SITES[at % SITES.len()], title);
        let edges = (0..count)
            .map(|n| {
                let copy = self.news(SITES[(at + n + 1) % SITES.len()], title);
                let (relation, direction) =
                    (RELATIONS[(at + n) % RELATIONS.len()], DIRECTIONS[(at + n) % 7 % DIRECTIONS.len()]);
                self.edge(copy, origin, relation, direction, &[[SHARED, SHARED]])
            })
            .collect();
        self.story(title, Some(origin), edges);
    }

    fn last_mut(&mut self) -> &mut Story {
        self.0.stories.last_mut().unwrap()
    }
}

fn range(text: &str, part: &str) -> Option<Range> {
    let start = text.find(part)? as u32;
    Some([start, start + part.len() as u32])
}

/// The words of two parts that stand at the same place, word by word.
fn common(texts: &[std::borrow::Cow<'_, str>; 2], parts: [&str; 2]) -> Vec<[Range; 2]> {
    let words = |side: usize| {
        let part = parts[side];
        let start = texts[side].find(part).unwrap_or_default();
        part.split(' ').map(move |word| {
            let at = start + (word.as_ptr() as usize - part.as_ptr() as usize);
            (word, [at as u32, (at + word.len()) as u32])
        })
    };
    words(0).zip(words(1)).filter(|(a, b)| a.0 == b.0).map(|(a, b)| [a.1, b.1]).collect()
}

/// Some forty stories, those that are hard to draw among them.
pub(crate) fn corpus() -> View<'static> {
    let mut maker = Maker::default();
    for k in 0..36 {
        maker.copies(&format!("Story {k:02}: the ferry that ran aground"), 1 + k % 9);
    }
    edited(&mut maker);
    arabic(&mut maker);
    chinese(&mut maker);
    unobserved(&mut maker);
    chain(&mut maker, 30);
    many_sites(&mut maker);
    without_dates(&mut maker);
    hostile(&mut maker);
    circle(&mut maker);
    View {
        kind: Kind::Stories,
        title: "Stories of the harbour".into(),
        subtitle: "fabricated for tests".into(),
        notes: vec!["Texts of 3 articles were not kept.".into()],
        ..maker.0
    }
}

/// One word of the passage differs.
fn edited(maker: &mut Maker) {
    let told = [
        "Before.\nThe old crane was taken down on Tuesday by the port. After.",
        "The old crane was taken down on Monday by the port.",
    ];
    let origin = maker.article(Some(SITES[0]), "Crane taken down", told[1]);
    let copy = maker.article(Some(SITES[1]), "Crane gone", told[0]);
    let parts = ["The old crane was taken down on Tuesday by the port.", told[1]];
    let edge = maker.edge(copy, origin, "edited", "b→a", &[parts]);
    maker.story("Crane taken down", Some(origin), vec![edge]);
}

fn arabic(maker: &mut Maker) {
    let arabic = "جنحت العبارة قبالة الرصيف يوم الاثنين وعلى متنها 214 شخصا.\nوقال خفر السواحل (رويترز) إن أحدا لم يصب بأذى.";
    let english = "The ferry ran aground off the pier on Monday with 214 people on board.\nNobody was hurt, the coast guard said.";
    let origin = maker.article(Some("al-marfa.example"), "جنوح عبارة قبالة الرصيف", arabic);
    let copy = maker.article(Some(SITES[2]), "Ferry runs aground", english);
    maker.0.articles[origin as usize].lang = Some("ar".into());
    maker.0.articles[origin as usize].furniture = range(arabic, "(رويترز)").into_iter().collect();
    let sentences: Vec<[&str; 2]> = english.lines().zip(arabic.lines()).map(|(a, b)| [a, b]).collect();
    let edge = maker.edge(copy, origin, "translation", "b→a", &sentences);
    for passage in &mut maker.0.edges[edge as usize].passages {
        passage.runs.clear();
    }
    maker.story("جنوح عبارة قبالة الرصيف", Some(origin), vec![edge]);
}

fn chinese(maker: &mut Maker) {
    let chinese = "一艘载有214人的渡轮周一在码头附近搁浅。\n海岸警卫队说，没有人受伤。\u{20000}来源：新华社";
    let english = "A ferry with 214 people on board ran aground near the pier on Monday.\nThe coast guard said that nobody was hurt.";
    let origin = maker.article(Some("gangkou.example"), "渡轮在码头附近搁浅", chinese);
    let copy = maker.article(Some(SITES[3]), "Ferry on a sandbank", english);
    maker.0.articles[origin as usize].lang = Some("zh-Hans".into());
    maker.0.articles[origin as usize].claims = vec![Claim {
        field: "text".into(),
        text: "来源：新华社".into(),
        span: range(chinese, "来源：新华社"),
        names: "Xinhua".into(),
    }];
    let parts: Vec<[&str; 2]> = english
        .lines()
        .zip(["一艘载有214人的渡轮周一在码头附近搁浅。", "海岸警卫队说，没有人受伤。"])
        .map(|(a, b)| [a, b])
        .collect();
    let edge = maker.edge(copy, origin, "partial-translation", "b→a", &parts);
    for passage in &mut maker.0.edges[edge as usize].passages {
        passage.runs.clear();
    }
    maker.story("渡轮在码头附近搁浅", Some(origin), vec![edge]);
}

/// Two copies of an agency's report that is not here.
fn unobserved(maker: &mut Maker) {
    let mut edges = Vec::new();
    for host in &SITES[4..6] {
        let copy = maker.news(host, "Grain ship leaves port");
        edges.push(maker.0.edges.len() as u32);
        maker.0.edges.push(Edge {
            article: copy,
            unobserved: Some("AFP".into()),
            relation: "near-duplicate",
            direction: "b→a",
            confidence: 0.93,
            credited: Some(true),
            credit: Some(Credit { text: "(AFP)".into(), field: "text".into(), agrees: None }),
            ..Edge::default()
        });
    }
    maker.story("Grain ship leaves port", None, edges);
    maker.last_mut().unobserved = Some("AFP".into());
}

/// Each copied from the one before.
fn chain(maker: &mut Maker, length: usize) {
    let first = maker.news(SITES[0], "A chain of copies");
    let mut last = first;
    let edges = (1..length)
        .map(|n| {
            let copy = maker.news(SITES[n % SITES.len()], "A chain of copies");
            let edge = maker.edge(copy, last, "identical", "b→a", &[[SHARED, SHARED]]);
            last = copy;
            edge
        })
        .collect();
    maker.story("A chain of copies", Some(first), edges);
}

/// More sites than a time line has lanes for, many at the same minute.
fn many_sites(maker: &mut Maker) {
    let origin = maker.news(SITES[0], "Everybody has it");
    let edges = (0..130)
        .map(|n| {
            let copy = maker.news(&format!("site-{}.example", n % 40), "Everybody has it");
            maker.0.articles[copy as usize].published = Some(format!("2024-04-01T10:{:02}:00Z", n / 40));
            maker.edge(copy, origin, RELATIONS[n % 10], "b→a", &[[SHARED, SHARED]])
        })
        .collect();
    maker.story("Everybody has it", Some(origin), edges);
}

fn without_dates(maker: &mut Maker) {
    let first = maker.0.articles.len();
    maker.copies("Nobody knows when", 25);
    for article in &mut maker.0.articles[first..] {
        article.published = None;
        (article.host, article.url) = (None, None);
    }
    maker.copies("Some tell a day only", 3);
    for article in maker.0.articles.iter_mut().rev().take(2) {
        article.published = Some("2024-03-05".into());
    }
    let odd = ["yesterday", "99999-01-01", "1709633520123456789", HOSTILE];
    maker.copies("Dates that are none", 4);
    for (article, odd) in maker.0.articles.iter_mut().rev().zip(odd) {
        article.published = Some(odd.into());
    }
}

/// Strings and offsets that nobody would write in good faith.
fn hostile(maker: &mut Maker) {
    let long = "Endless ".repeat(1_250);
    let wide = "W".repeat(10_000);
    let origin = maker.article(Some("\"><img src=x>.example"), HOSTILE, HOSTILE);
    let copy = maker.article(None, &long, &format!("{HOSTILE}\n{HOSTILE}"));
    let third = maker.article(Some(&wide), &wide, &wide);
    for (k, url) in [
        (origin, "javascript:window.hacked=1"),
        (copy, "data:text/html,<script>1</script>"),
        (third, "https://["),
    ] {
        let article = &mut maker.0.articles[k as usize];
        article.url = Some(url.into());
        article.lang = Some("en\" onload=\"x".into());
        article.furniture = vec![[3, 2], [0, 4_000_000_000], [1, 2]];
        article.claims = vec![Claim {
            field: HOSTILE.into(),
            text: HOSTILE.into(),
            span: Some([5, 9]),
            names: HOSTILE.into(),
        }];
    }
    let edges = vec![
        maker.edge(copy, origin, "identical", "b→a", &[]),
        maker.edge(third, origin, "no such relation", "no such direction", &[]),
    ];
    let edge = &mut maker.0.edges[edges[0] as usize];
    edge.confidence = f64::NAN;
    edge.passages = vec![
        Passage { a: [0, 4_000_000_000], b: [2, 30], runs: vec![[[9, 3], [1, 1]]], score: Some(f64::NAN) },
        Passage { a: [10, 40], b: [0, 20], ..Passage::default() },
        Passage { a: [50, 40], b: [0, 20], ..Passage::default() },
    ];
    maker.story(&format!("{HOSTILE}{long}"), Some(origin), edges);
    maker.story(&wide, None, Vec::new());
}

/// Two articles, each said to be made from the other.
fn circle(maker: &mut Maker) {
    let (a, b) = (maker.news(SITES[0], "A circle"), maker.news(SITES[1], "A circle"));
    let edges = vec![
        maker.edge(a, b, "identical", "b→a", &[[SHARED, SHARED]]),
        maker.edge(b, a, "identical", "b→a", &[[SHARED, SHARED]]),
    ];
    maker.story("A circle", None, edges);
}

/// Two articles and what one is to the other.
pub(crate) fn compared() -> View<'static> {
    let mut maker = Maker::default();
    edited(&mut maker);
    maker.0.stories.clear();
    View { kind: Kind::Compare, title: "Two articles compared".into(), ..maker.0 }
}

/// One article and what it was made from.
pub(crate) fn traced() -> View<'static> {
    let mut maker = Maker::default();
    arabic(&mut maker);
    let story = maker.last_mut();
    story.members.reverse();
    story.title = "Ferry runs aground".into();
    View { kind: Kind::Trace, title: "Where one article comes from".into(), ..maker.0 }
}

/// One article without any tie.
pub(crate) fn alone() -> View<'static> {
    let mut maker = Maker::default();
    maker.news(SITES[0], "Alone");
    View { title: "One article".into(), ..maker.0 }
}

/// Stories by the thousand, and two long texts.
pub(crate) fn large(stories: usize) -> View<'static> {
    let mut maker = Maker::default();
    let long = format!("{SHARED} And more of the same.\n").repeat(1_800);
    let origin = maker.article(Some(SITES[0]), "A long text", &long);
    let copy = maker.article(Some(SITES[1]), "A long copy", &long);
    let edge = maker.edge(copy, origin, "identical", "b→a", &[]);
    let line = long.lines().next().map_or(0, str::len) as u32 + 1;
    let at = |n: u32| [n * line, n * line + SHARED.len() as u32];
    maker.0.edges[edge as usize].passages =
        (0..1_800).map(|n| Passage { a: at(n), b: at(n), ..Passage::default() }).collect();
    maker.story("A long text", Some(origin), vec![edge]);
    while maker.0.stories.len() < stories {
        maker.copies(&format!("Story {}", maker.0.stories.len()), 3);
    }
    View { title: "A large corpus".into(), ..maker.0 }
}
