//! Whose the rights are.

use super::*;

#[test]
fn rights() {
    let mut wrong = Wrong::default();
    for (text, agency) in [
        ("© 2024 AFP", "AFP"),
        (
            "Copyright 2024 The Associated Press. All rights reserved. This material may not be published.",
            "AP",
        ),
        ("© dpa-infocom, dpa:240418-930-88217/1", "dpa"),
        ("(c) AFP", "AFP"),
        ("<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>", "Yonhap"),
        ("ⓒ 연합뉴스", "Yonhap"),
        ("Riproduzione riservata © Copyright ANSA", "ANSA"),
    ] {
        wrong.check(text, &last(text), &[format!("Copyright {agency}").as_str()]);
        wrong.holds(text, credit::whole(text).is_some());
    }
    wrong.none();
    let mut wrong = Wrong::default();
    for text in [
        "© 2024 Harbour Gazette Ltd.",
        "© Pascal Vidalou - AFP",
        "Copyright 2024 Tidewater24 Broadcasting. All rights reserved.",
    ] {
        wrong.check(text, &around(text), &[]);
    }
    wrong.none();
}
