//! One JSON object to an article, by the names of its fields.
//!
//! Owns which of several fields is taken and what a missing one means. Does not own cutting objects out
//! of a stream, and takes text as it is: no markup is looked for.
//!
//! The rules: the best-ranked field that is not empty is taken; of a key that is there twice the last
//! value counts; a number may serve as id or date and is taken digit for digit.

use super::fields::{Fields, ROLES, Role};
use super::language;
use super::raw::{NO_TEXT_FIELD, Problem, Raw};
use super::walk::Input;
use crate::article::Article;
use serde::Deserializer;
use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The option that names the field of each role, in the order of [`Role`].
const OPTIONS: [&str; ROLES] =
    ["--id-field", "--text-field", "--title-field", "--url-field", "--date-field", "--lang-field"];

/// What a field holds.
enum Value<'a> {
    Text(Cow<'a, str>),
    /// As written.
    Number(&'a str),
    Null,
    /// True, false, an array or an object.
    Other,
}

/// The article in `raw`, which is one JSON object.
pub fn article(raw: &Raw, input: &Input, fields: &Fields) -> Result<Article, Problem> {
    let mut article = object(&raw.bytes, fields).map_err(|reason| Problem::skipped(raw.record, reason))?;
    if article.id.is_empty() {
        article.id = article.url.clone().unwrap_or_else(|| format!("{}:{}", input.name, raw.record));
    }
    article.lang = language::of(article.lang.as_deref(), &article.text);
    Ok(article)
}

/// The article in one line, whose id is empty where the record has none of its own. The error says why
/// there is none.
pub fn object(line: &[u8], fields: &Fields) -> Result<Article, String> {
    let text = simdutf8::compat::from_utf8(line)
        .map_err(|error| format!("not valid UTF-8 from byte {}", error.valid_up_to()))?;
    Values::read(text, fields)?.article(fields)
}

/// The values of the fields that have a role, by role and rank.
struct Values<'a>([Vec<Option<Value<'a>>>; ROLES]);

impl<'a> Values<'a> {
    fn read(text: &'a str, fields: &Fields) -> Result<Self, String> {
        let mut parser = serde_json::Deserializer::from_str(text);
        let values = parser
            .deserialize_map(Reader { fields })
            .and_then(|values| parser.end().map(|()| values))
            .map_err(|error| format!("broken JSON: {error}"))?;
        Ok(values)
    }

    fn article(mut self, fields: &Fields) -> Result<Article, String> {
        for role in Role::ALL.into_iter().filter(|&role| fields.is_named(role)) {
            if self.0[role as usize].iter().all(Option::is_none) {
                return Err(format!("no field {:?} ({})", fields.names(role)[0], OPTIONS[role as usize]));
            }
        }
        let text = match self.take(Role::Text) {
            Some(text) => text,
            None => return Err(self.no_text(fields)),
        };
        let id = self.take(Role::Id);
        if id.is_none() && fields.is_named(Role::Id) {
            return Err(format!("field {:?} is empty (--id-field)", fields.names(Role::Id)[0]));
        }
        Ok(Article {
            id: id.unwrap_or_default(),
            url: self.take(Role::Url),
            title: self.take(Role::Title),
            published: self.take(Role::Date),
            lang: self.take(Role::Lang),
            text,
            said: None,
        })
    }

    /// The best value of a role that is not empty.
    fn take(&mut self, role: Role) -> Option<String> {
        self.0[role as usize].iter_mut().find_map(|value| match value {
            Some(Value::Text(text)) if !text.trim().is_empty() => Some(std::mem::take(text).into_owned()),
            Some(Value::Number(digits)) if matches!(role, Role::Id | Role::Date) => {
                Some((*digits).to_owned())
            }
            _ => None,
        })
    }

    fn no_text(&self, fields: &Fields) -> String {
        let names = fields.names(Role::Text);
        let found = self.0[Role::Text as usize]
            .iter()
            .zip(names)
            .find_map(|(value, name)| Some((value.as_ref()?, name)));
        match found {
            Some((Value::Text(_) | Value::Null, _)) => "text is empty".to_owned(),
            Some((Value::Number(_) | Value::Other, name)) => format!("field {name:?} is not a text"),
            None => {
                format!("{NO_TEXT_FIELD} (looked for {}; name it with --text-field)", names.join(", "))
            }
        }
    }
}

struct Reader<'f> {
    fields: &'f Fields,
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Values<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values<'de>, A::Error> {
        let mut values = Values(Default::default());
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let Some((role, rank)) = self.fields.role(key.0.as_bytes()) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let raw = map.next_value::<&'de RawValue>()?.get();
            let value = match raw.as_bytes().first() {
                Some(b'"') => Value::Text(serde_json::from_str::<Key<'de>>(raw).map_err(A::Error::custom)?.0),
                Some(b'-' | b'0'..=b'9') => Value::Number(raw),
                Some(b'n') => Value::Null,
                _ => Value::Other,
            };
            let ranks = &mut values.0[role as usize];
            if ranks.len() <= rank {
                ranks.resize_with(rank + 1, || None);
            }
            ranks[rank] = Some(value);
        }
        Ok(values)
    }
}

/// A string, borrowed from the input unless it has escapes.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::raw::Kind;
    use proptest::prelude::*;

    fn read(json: &[u8], fields: &Fields) -> Result<Article, String> {
        let bytes = json.to_vec();
        let raw =
            Raw { kind: Kind::Json, record: 7, bytes, url: None, seen: None, charset: None, original: None };
        article(&raw, &Input::named("f.jsonl"), fields).map_err(|problem| {
            assert_eq!(problem.record, 7);
            problem.reason
        })
    }

    fn of(json: &str) -> Result<Article, String> {
        read(json.as_bytes(), &Fields::default())
    }

    #[test]
    fn the_best_ranked_field_that_is_not_empty_is_taken() {
        let article =
            of(r#"{"body": "worse", "content": "better", "text": "  ", "headline": "H", "url": "http://u/",
            "date": "2024-05-01", "inLanguage": "en-GB", "id": "n1", "x": {"text": "no"}}"#)
            .unwrap();
        let expected = Article {
            id: "n1".into(),
            url: Some("http://u/".into()),
            title: Some("H".into()),
            published: Some("2024-05-01".into()),
            lang: Some("en".into()),
            text: "better".into(),
            said: None,
        };
        assert_eq!(article, expected);
    }

    #[test]
    fn ids_are_numbers_addresses_or_places() {
        assert_eq!(
            of(r#"{"text": "x", "id": 12345678901234567890123}"#).unwrap().id,
            "12345678901234567890123"
        );
        assert_eq!(of(r#"{"text": "x", "id": null, "url": "http://u"}"#).unwrap().id, "http://u");
        assert_eq!(of(r#"{"text": "x"}"#).unwrap().id, "f.jsonl:7");
    }

    #[test]
    fn the_last_of_two_equal_keys_counts() {
        assert_eq!(of(r#"{"text": "first", "text": "last"}"#).unwrap().text, "last");
        assert_eq!(of(r#"{"text": "first", "text": "", "body": "b"}"#).unwrap().text, "b");
    }

    #[test]
    fn dates_are_kept_as_they_are() {
        assert_eq!(of(r#"{"text": "x", "date": 1714557600}"#).unwrap().published.unwrap(), "1714557600");
        assert_eq!(of(r#"{"text": "x", "date": "1 May"}"#).unwrap().published.unwrap(), "1 May");
        assert_eq!(of(r#"{"text": "x", "date": true}"#).unwrap().published, None);
    }

    #[test]
    fn a_missing_text_is_told_in_words() {
        assert_eq!(of(r#"{"text": ""}"#).unwrap_err(), "text is empty");
        assert_eq!(of(r#"{"text": null}"#).unwrap_err(), "text is empty");
        assert_eq!(of(r#"{"body": ["p"]}"#).unwrap_err(), "field \"body\" is not a text");
        let reason = of(r#"{"id": 1}"#).unwrap_err();
        assert!(reason.starts_with("no text field (looked for text, content, body,"), "{reason}");
        assert!(reason.ends_with("; name it with --text-field)"), "{reason}");
    }

    #[test]
    fn a_field_named_by_the_user_must_be_there() {
        let mut fields = Fields::default();
        fields.set(Role::Id, "key");
        fields.set(Role::Title, "t");
        assert_eq!(
            read(br#"{"text": "x", "t": null}"#, &fields).unwrap_err(),
            "no field \"key\" (--id-field)"
        );
        assert_eq!(
            read(br#"{"text": "x", "key": "", "t": ""}"#, &fields).unwrap_err(),
            "field \"key\" is empty (--id-field)"
        );
        assert_eq!(
            read(br#"{"text": "x", "key": 1}"#, &fields).unwrap_err(),
            "no field \"t\" (--title-field)"
        );
        assert_eq!(read(br#"{"text": "x", "key": 1, "t": null}"#, &fields).unwrap().id, "1");
    }

    #[test]
    fn broken_records_are_refused() {
        assert!(of(r#"{"text": "x""#).unwrap_err().starts_with("broken JSON: EOF"));
        assert!(of(r#"{"text": "x"} y"#).unwrap_err().starts_with("broken JSON: trailing"));
        assert!(of("[1]").unwrap_err().contains("expected an object"));
        assert_eq!(
            read(b"{\"text\": \"\xff\"}", &Fields::default()).unwrap_err(),
            "not valid UTF-8 from byte 10"
        );
        let deep = format!("{{\"text\": \"x\", \"y\": {}}}", "[".repeat(1_000_000));
        assert!(of(&deep).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_article_or_a_reason(bytes in any::<Vec<u8>>(), text in r#"\{("text"|"id"|[:,{}\[\]"0-9\\u]){0,30}"#) {
            let _ = read(&bytes, &Fields::default());
            let _ = of(&text);
        }
    }
}
