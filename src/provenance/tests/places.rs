//! Where claims stand, and that no line is too odd.

use proptest::prelude::*;

use super::*;

#[test]
fn claims_say_where_they_stand() {
    let text = "El viaje ha terminado. EFE";
    let mut lines = vec![line(BODY, Place::Text), line(text, Place::Text)];
    lines[1].span = Some((300, 300 + u32::try_from(text.len()).expect("short")));
    let found = claims(&told(lines));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].field.as_str(), found[0].line, found[0].span), ("text", Some(1), Some((323, 326))));
    assert_eq!(found[0].text, "EFE");
}

proptest! {
    #[test]
    fn no_line_is_too_odd(text in "\\PC{0,80}", start in "(Source: |© |\\(|【|avec |新华社|МОСКВА, 9 мая — |/|\\[)?", end in "( \\(AFP\\)| EFE|）|電|\\.)?") {
        let whole = format!("{start}{text}{end}");
        if let Some(found) = dateline::find(&whole) {
            prop_assert!(whole.get(found.range).is_some());
        }
        if let Some((range, _)) = sign_off::find(&whole) {
            prop_assert!(whole.get(range).is_some());
        }
        let folded = fold::Folded::new(&whole);
        if !hints::may_credit(&folded) {
            let found = credit::by_rules(&folded, &whole);
            prop_assert!(found.is_none_or(|found| found.is_empty() || whole.contains('/')));
        }
        let lines = vec![line(&whole, Place::Around), line(&whole, Place::Text), line(&whole, Place::Text)];
        let fields = ["link.canonical", "jsonld.author", "newsml.hop", "hnews.dateline", "rss.source"];
        let fields = fields.iter().map(|name| ((*name).to_owned(), whole.clone())).collect();
        for claim in claims(&Told { fields, ..told(lines) }) {
            prop_assert!(claim.weight > 0.0);
        }
        let _ = Outlets::new([(whole.as_str(), Some(text.as_str()))]).resolve(&text);
    }
}
