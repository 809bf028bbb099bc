//! Tests of the door: a file of each format in, articles and problems out.

use super::*;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use tempfile::TempDir;

/// A folder with one file.
fn file(name: &str, content: &[u8]) -> (TempDir, Input) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, content).unwrap();
    let found = walk::find(&[dir.path().to_owned()], None).unwrap();
    (dir, found.inputs.into_iter().find(|input| input.path == path).unwrap())
}

/// All articles of an input, one a line, and its problems and notices.
fn read_with(input: &Input, options: &Options) -> Vec<String> {
    let (Source::Records(records) | Source::Table(_, records)) = open(input, options).unwrap() else {
        panic!("JSON Lines")
    };
    let mut told = Vec::new();
    for record in records {
        let articles = match record {
            Ok(raw) => extract(&raw, input, options),
            Err(problem) => vec![Err(problem)],
        };
        told.extend(articles.into_iter().map(|article| match article {
            Ok(article) => {
                let mut line = Vec::new();
                article.write_line(&mut line);
                String::from_utf8(line).unwrap().trim_end().to_owned()
            }
            Err(problem) => format!("{}: {}", problem.record, problem.reason),
        }));
    }
    told
}

fn read(name: &str, content: &[u8]) -> Vec<String> {
    let (_dir, input) = file(name, content);
    read_with(&input, &Options::default())
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn json_lines_are_handed_over_as_they_are() {
    let lines = b"\xef\xbb\xbf{\"text\": \"a\"}\n{\"text\": \"b\"}\n";
    for (name, content, plain) in [
        ("a.jsonl", lines.to_vec(), true),
        ("a.json", lines.to_vec(), true),
        ("a.jsonl.gz", gzip(lines), false),
    ] {
        let (_dir, input) = file(name, &content);
        let Source::JsonLines { mut reader, plain_file } = open(&input, &Options::default()).unwrap() else {
            panic!("{name} is JSON Lines");
        };
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        assert_eq!((bytes.as_slice(), plain_file), (&lines[..], plain), "{name}");
    }
}

#[test]
fn an_array_is_read_object_by_object() {
    let content = br#"[{"id": 1, "text": "one"}, {"id": 2}, {"text": "three"}]"#;
    let told = read("a.json", content);
    assert_eq!(told[0], r#"{"id":"1","url":null,"title":null,"published":null,"lang":null,"text":"one"}"#);
    assert!(told[1].starts_with("2: no text field"));
    assert_eq!(
        told[2],
        r#"{"id":"a.json:3","url":null,"title":null,"published":null,"lang":null,"text":"three"}"#
    );
}

#[test]
fn tables_are_read_by_their_header() {
    for (name, content) in [
        ("t.csv", "key,content,lang\nk,\"a, b\",en-US\n"),
        ("t.tsv.zst", "key\tcontent\tlang\nk\ta, b\ten-US\n"),
    ] {
        let content = if name.ends_with("zst") {
            zstd::encode_all(content.as_bytes(), 1).unwrap()
        } else {
            content.into()
        };
        let expected = format!(
            r#"{{"id":"{name}:2","url":null,"title":null,"published":null,"lang":"en","text":"a, b"}}"#
        );
        assert_eq!(read(name, &content), [expected]);
        let mut options = Options::default();
        options.fields.set(Role::Id, "key");
        let (_dir, input) = file(name, &content);
        assert!(read_with(&input, &options)[0].starts_with(r#"{"id":"k","#));
    }
}

#[test]
fn agency_formats_and_feeds_are_read() {
    assert_eq!(
        read(
            "a.json",
            br#"{"uri": "tag:1", "headline": "H", "body_html": "<p>One<p>Two", "language": "en"}"#
        ),
        [r#"{"id":"tag:1","url":null,"title":"H","published":null,"lang":"en","text":"One\nTwo"}"#]
    );
    assert_eq!(
        read(
            "a.xml",
            b"<newsItem guid='urn:1'><contentSet><inlineData>One</inlineData></contentSet></newsItem>"
        ),
        [r#"{"id":"urn:1","url":null,"title":null,"published":null,"lang":null,"text":"One"}"#]
    );
    assert_eq!(
        read("a.xml", b"<rss><channel><item><description>One</description></item><item><description>Two</description><link>u</link></item></channel></rss>"),
        [
            r#"{"id":"a.xml:1:1","url":null,"title":null,"published":null,"lang":null,"text":"One"}"#,
            r#"{"id":"u","url":"u","title":null,"published":null,"lang":null,"text":"Two"}"#,
        ]
    );
}

#[test]
fn a_text_file_is_an_article_named_by_its_path() {
    assert_eq!(
        read("a.txt", b"One.\r\n\r\nTwo.\r\n"),
        [r#"{"id":"a.txt","url":null,"title":null,"published":null,"lang":null,"text":"One.\nTwo."}"#]
    );
}

#[test]
fn pages_get_their_address_from_the_list_or_the_archive() {
    let page = "<html><body><article><h1>Bridge closed</h1>\
        <p>The bridge over the river will be closed for two weeks, the mayor said on Tuesday.</p>\
        <p>Engineers have found cracks in three of its pillars, and want to look at the others, too.</p>\
        <p>Buses take the longer way over the dam; the ferry runs every ten minutes until midnight.</p>\
        </article></body></html>";
    let (dir, input) = file("p.html", page.as_bytes());
    let list = dir.path().join("urls.jsonl");
    fs::write(&list, r#"{"file": "p.html", "url": "http://s/p"}"#).unwrap();
    let options = Options { urls: Urls::read(&list).unwrap(), ..Options::default() };
    assert!(read_with(&input, &options)[0].starts_with(r#"{"id":"p.html","url":"http://s/p","#));
    assert!(read_with(&input, &Options::default())[0].starts_with(r#"{"id":"p.html","url":null,"#));

    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://s/p\r\nContent-Type: application/http\r\n\
         Content-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    );
    let archive = [
        gzip(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"),
        gzip(record.as_bytes()),
    ]
    .concat();
    let told = read("a.warc.gz", &archive);
    assert!(told[0].starts_with(r#"{"id":"http://s/p","url":"http://s/p","#), "{}", told[0]);
    assert_eq!(told[1], "0: records without a page passed over: 1 other kinds of record");
    let told = read("a.warc.gz", &archive[..archive.len() - 20]);
    assert!(told[0].starts_with("2: breaks off: the gzip data breaks off after"), "{}", told[0]);
}

#[test]
fn a_forced_format_is_obeyed() {
    let (_dir, input) = file("a.txt", b"{\"text\": \"x\"}");
    let options = Options { format: Some(Format::Json), ..Options::default() };
    assert!(read_with(&input, &options)[0].contains("\"text\":\"x\""));
    let named = Options { format: Some(Format::Ninjs), ..Options::default() };
    assert_eq!(read_with(&input, &named), ["1: text is empty (ninjs without a body)"]);
}

#[test]
fn what_cannot_be_opened_says_why() {
    let told = |path: &Path| open(&Input::named(path), &Options::default()).err().unwrap().to_string();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("README");
    assert!(told(&path).contains("No such file"));
    fs::write(&path, "words").unwrap();
    assert!(told(&path).ends_with("README: unknown format; name it with --format"));
    fs::write(&path, b"\x1f\x8b\x08\0").unwrap();
    assert!(told(&path).contains("the gzip data breaks off after 0 bytes"));
    assert!(told(dir.path()).contains("directory"));
    fs::write(&path, gzip(b"PAR1")).unwrap();
    assert!(told(&path).contains("plain files only"));
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_says_how_to_get_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.parquet");
    fs::write(&path, "PAR1").unwrap();
    let error = open(&Input::named(path), &Options::default()).err().unwrap().to_string();
    assert!(error.contains("cargo install wiretrace --features parquet"), "{error}");
}
