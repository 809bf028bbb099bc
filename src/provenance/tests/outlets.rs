//! Origins that are no agencies.

use super::*;

#[test]
fn origins_that_are_no_agencies() {
    let mut wrong = Wrong::default();
    for (text, origin) in [
        ("Source: BFM TV", "'BFM TV'"),
        ("Quelle: BFM TV", "'BFM TV'"),
        ("Источник: Коммерсантъ", "'Коммерсантъ'"),
        ("来源：人民日报", "'人民日报'"),
        ("Source: https://www.other.example/a/b.html", "https://www.other.example/a/b.html"),
        (
            "This article was originally published by The Prairie Ledger. Read the original article.",
            "'The Prairie Ledger'",
        ),
        (
            "This article was originally published on The Conversation under a Creative Commons licence.",
            "'The Conversation'",
        ),
        ("This story first appeared in the Boston Globe on March 3, 2024.", "'the Boston Globe'"),
        ("First published by Kaiser Health News", "'Kaiser Health News'"),
        ("Republished from ProPublica", "'ProPublica'"),
        ("Cet article est paru dans Le Temps", "'Le Temps'"),
        ("Cet article a été initialement publié par Mediapart.", "'Mediapart'"),
        ("Erschien zuerst bei Correctiv", "'Correctiv'"),
        ("Der Beitrag Die Glocke erschien zuerst auf Nordblick.", "'Nordblick'"),
        ("Este artículo fue publicado originalmente en El Faro.", "'El Faro'"),
        ("Este artigo foi publicado originalmente em Global Voices", "'Global Voices'"),
        ("Questo articolo è stato pubblicato originariamente su Il Post.", "'Il Post'"),
        ("Dit artikel verscheen eerder in De Morgen.", "'De Morgen'"),
        ("Artykuł pierwotnie ukazał się w Gazecie Porannej", "'Gazecie Porannej'"),
        ("Статья впервые опубликована в Новой газете", "'Новой газете'"),
        ("نشر هذا المقال أولا في المدن", "'المدن'"),
        ("本文转载自澎湃新闻", "'澎湃新闻'"),
        ("転載元：東京新聞", "'東京新聞'"),
        ("출처: 한겨레", "'한겨레'"),
    ] {
        wrong.check(text, &around(text), &[format!("CreditLine {origin}").as_str()]);
        wrong.holds(text, credit::whole(text).is_some());
    }
    wrong.none();
    assert_eq!(around("This article was originally published on March 3, 2024."), Vec::<String>::new());
    assert_eq!(around("Source: Harbour Gazette"), Vec::<String>::new());
    assert_eq!(around("Source: harbour-gazette.example"), Vec::<String>::new());
    let weak = claims(&told(vec![
        line("Source: police and the public prosecutor", Place::Around),
        line(BODY, Place::Text),
    ]));
    assert!(weak.iter().all(|claim| claim.weight < 1.0), "{weak:?}");
}
