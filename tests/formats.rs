//! The same twelve articles in every format: the same pairs from each.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::made::{Dice, Made, prose};
use crate::oracle;
use crate::support::{Folder, Run, field, fields, gzip, zstd};

/// Twelve articles: four alone, an identical pair, a family of three and another of three.
fn twelve() -> Vec<Made> {
    let mut dice = Dice::new(12);
    let mut all: Vec<Made> = Vec::new();
    for copies in [1, 1, 2, 3, 3, 1, 1] {
        let words = dice.words(120);
        for copy in 0..copies {
            let mut words = words.clone();
            dice.exchange(&mut words, if copies == 2 { 0 } else { copy * 2 });
            let number = all.len() + 1;
            all.push(Made {
                id: format!("story-{number:02}"),
                published: format!("2024-03-{number:02}T08:00:00Z"),
                // Paragraphs that are one line each, because markup knows no other.
                text: words.chunks(40).map(prose).collect::<Vec<_>>().join("\n"),
            });
        }
    }
    assert_eq!(all.len(), 12);
    all
}

fn title(article: &Made) -> String {
    format!("Title of {}", article.id)
}

/// `&` and `<` are in no made text, so paragraphs are markup as they are.
fn paragraphs(article: &Made) -> String {
    article.text.lines().fold(String::new(), |mut all, p| {
        let _ = write!(all, "<p>{p}</p>");
        all
    })
}

fn page(article: &Made) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0}</title></head><body>\
         <nav><a href=\"/\">Home</a> <a href=\"/news\">News</a></nav><article><h1>{0}</h1>{1}</article>\
         <footer><a href=\"/imprint\">Imprint</a></footer></body></html>",
        title(article),
        paragraphs(article)
    )
}

/// Pairs by the numbers of the twelve, whatever a format calls them.
fn pairs(rows: &[Value]) -> BTreeMap<(String, String), (Value, Value)> {
    let own = |id: &str| {
        let at = id.find("story-").unwrap_or_else(|| panic!("{id} names none of the twelve"));
        id[at..at + 8].to_owned()
    };
    rows.iter()
        .map(|row| {
            let (a, b) = (own(field(row, "a")), own(field(row, "b")));
            let [of_a, of_b] = [&row["containment"][0], &row["containment"][1]];
            // The ids that a format gives may lie in another order.
            let (key, containment) =
                if a < b { ((a, b), json!([of_a, of_b])) } else { ((b, a), json!([of_b, of_a])) };
            (key, (row["similarity"].clone(), containment))
        })
        .collect()
}

fn expected() -> BTreeMap<(String, String), (Value, Value)> {
    oracle::overlaps(&twelve())
        .into_iter()
        .filter(|o| o.similarity >= 0.7)
        .map(|o| {
            let containment = json!(o.containment.map(oracle::round));
            ((o.a, o.b), (json!(oracle::round(o.similarity)), containment))
        })
        .collect()
}

/// Asserts that a run with `--pairs pairs.jsonl --json` read the twelve and found their pairs.
#[track_caller]
fn assert_twelve(folder: &Folder, run: Run) {
    let run = run.exits(0);
    let summary = run.summary();
    assert_eq!((summary.read, summary.skipped), (12, 0), "{}", run.stderr);
    let expected = expected();
    assert!(expected.len() >= 5, "{expected:?}");
    assert_eq!(pairs(&folder.rows("pairs.jsonl")), expected);
}

const OPTIONS: &str = "--pairs pairs.jsonl --json";

/// The twelve in one file of this name.
#[track_caller]
fn assert_reads(name: &str, content: impl AsRef<[u8]>) {
    let folder = Folder::with(name, content);
    let run = folder.run(&format!("dedup {name} {OPTIONS}"));
    assert_twelve(&folder, run);
}

fn json_lines() -> String {
    crate::made::lines(&twelve())
}

fn table(delimiter: char) -> String {
    let mut table = format!("published{delimiter}id{delimiter}text\n");
    for article in twelve() {
        let Made { id, published, text } = article;
        let text = text.replace('"', "\"\"");
        let _ = writeln!(table, "{published}{delimiter}{id}{delimiter}\"{text}\"");
    }
    table
}

#[test]
fn json_lines_in_all_their_wrappings() {
    let lines = json_lines();
    assert_reads("news.jsonl", &lines);
    assert_reads("news.ndjson", lines.replace('\n', "\r\n"));
    assert_reads("news.jsonl", format!("\u{feff}{lines}\n\n  \n"));
    assert_reads("news.jsonl.gz", gzip(lines.as_bytes()));
    assert_reads("news.jsonl.zst", zstd(lines.as_bytes()));
    assert_reads("named-like-nothing", &lines);
    // Several members one after another, as log rotation and `cat` make them.
    let (front, back) = lines.split_at(lines.len() / 2);
    assert_reads("news.jsonl.gz", [gzip(front.as_bytes()), gzip(back.as_bytes())].concat());
    assert_reads("news.jsonl.zst", [zstd(front.as_bytes()), zstd(back.as_bytes())].concat());
}

#[test]
fn standard_input() {
    let lines = json_lines();
    for input in [lines.clone().into_bytes(), gzip(lines.as_bytes()), table(',').into_bytes()] {
        let folder = Folder::new();
        let run = folder.run_piped(&format!("dedup - {OPTIONS}"), &input);
        assert_twelve(&folder, run);
    }
}

#[test]
fn json_in_one_piece() {
    let all: Vec<Value> = twelve().iter().map(|a| serde_json::from_str(&a.line()).unwrap()).collect();
    assert_reads("news.json", json!(all).to_string());
    assert_reads("news.json.gz", gzip(serde_json::to_string_pretty(&all).unwrap().as_bytes()));
}

#[test]
fn tables() {
    assert_reads("news.csv", table(','));
    assert_reads("news.csv", table(';'));
    assert_reads("news.tsv", table('\t'));
    assert_reads("news.csv.zst", zstd(table(',').as_bytes()));
}

#[test]
fn a_folder_of_pages_with_a_list_of_addresses() {
    let folder = Folder::new();
    let mut urls = String::new();
    for article in twelve() {
        let host = if article.id.as_str() < "story-07" { "one.example" } else { "two.example" };
        folder.write(&format!("pages/{host}/{}.html", article.id), page(&article));
        let (file, url) =
            (format!("pages/{host}/{}.html", article.id), format!("https://{host}/{}", article.id));
        let _ = writeln!(urls, "{}", json!({"file": file, "url": url, "seen": article.published}));
    }
    folder.write("urls.jsonl", urls);
    folder.write("pages/one.example/style.css", "p { color: red }");
    let run = folder.run(&format!("dedup pages --urls urls.jsonl -o all.jsonl --annotate {OPTIONS}"));
    assert_twelve(&folder, run);
    let all = folder.rows("all.jsonl");
    assert_eq!(field(&all[0], "id"), "one.example/story-01.html");
    assert_eq!(field(&all[11], "url"), "https://two.example/story-12");
    for (row, article) in all.iter().zip(twelve()) {
        assert_eq!(
            (field(row, "text"), field(row, "title")),
            (article.text.as_str(), title(&article).as_str())
        );
    }
}

/// A WARC record with this block.
fn record(kind: &str, url: &str, media: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{}>\r\nWARC-Date: 2024-04-01T00:00:00Z\r\n\
         WARC-Target-URI: {url}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        url.len(),
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// The twelve pages as responses, with a request before each: plain, in chunks, packed, and both.
fn archive() -> Vec<Vec<u8>> {
    let mut records = vec![record("warcinfo", "", "application/warc-fields", b"software: none\r\n")];
    for (k, article) in twelve().iter().enumerate() {
        let url = format!("https://news.example/{}", article.id);
        records.push(record("request", &url, "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"));
        let mut body = page(article).into_bytes();
        let mut head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n".to_owned();
        if k % 4 >= 2 {
            body = gzip(&body);
            head.push_str("Content-Encoding: gzip\r\n");
        }
        if k % 2 == 1 {
            let chunks =
                body.chunks(500).map(|c| [format!("{:x}\r\n", c.len()).as_bytes(), c, b"\r\n"].concat());
            body = chunks.collect::<Vec<_>>().concat();
            body.extend_from_slice(b"0\r\n\r\n");
            head.push_str("Transfer-Encoding: chunked\r\n");
        }
        let block = [head.as_bytes(), b"\r\n", &body].concat();
        records.push(record("response", &url, "application/http; msgtype=response", &block));
    }
    records
}

#[test]
fn web_archives() {
    let records = archive();
    assert_reads("crawl.warc", records.concat());
    let members: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
    assert_reads("crawl.warc.gz", members.concat());
    let folder = Folder::with("crawl.warc.gz", members.concat());
    let run = folder.run("dedup crawl.warc.gz -q -o -").exits(0);
    assert_eq!(fields(&run.rows(), "id")[0], "https://news.example/story-01");
}

#[test]
fn feeds() {
    let item = |a: &Made| {
        format!(
            "<item><title>{}</title><guid isPermaLink=\"false\">{}</guid><link>https://s.example/{1}</link>\
             <content:encoded><![CDATA[{}]]></content:encoded></item>",
            title(a),
            a.id,
            paragraphs(a)
        )
    };
    let items: String = twelve().iter().map(item).collect();
    let rss = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel><title>News</title>{items}</channel></rss>"
    );
    assert_reads("feed.rss", &rss);
    assert_reads("feed.xml", &rss);
    let entry = |a: &Made| {
        format!(
            "<entry><id>tag:s.example,2024:{}</id><title>{}</title><updated>{}</updated>\
             <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">{}</div></content></entry>",
            a.id,
            title(a),
            a.published,
            paragraphs(a)
        )
    };
    let entries: String = twelve().iter().map(entry).collect();
    assert_reads("feed.atom", format!("<feed xmlns=\"http://www.w3.org/2005/Atom\">{entries}</feed>"));
}

#[test]
fn agency_formats() {
    let ninjs: Vec<Value> = twelve()
        .iter()
        .map(|a| {
            json!({"uri": format!("tag:agency.example,2024:{}", a.id), "headline": title(a), "type": "text",
                        "versioncreated": a.published, "body_html": paragraphs(a)})
        })
        .collect();
    assert_reads("agency.json", json!(ninjs).to_string());
    let item = |a: &Made| {
        format!(
            "<newsItem guid=\"urn:newsml:{}\" version=\"1\"><itemMeta><versionCreated>{}</versionCreated></itemMeta>\
             <contentMeta><headline>{}</headline></contentMeta><contentSet><inlineXML>\
             <html xmlns=\"http://www.w3.org/1999/xhtml\"><body>{}</body></html></inlineXML></contentSet></newsItem>",
            a.id,
            a.published,
            title(a),
            paragraphs(a)
        )
    };
    let items: String = twelve().iter().map(item).collect();
    assert_reads(
        "agency.xml",
        format!(
            "<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><itemSet>{items}</itemSet></newsMessage>"
        ),
    );
}

#[test]
fn plain_texts() {
    let folder = Folder::new();
    for article in twelve() {
        folder.write(&format!("texts/{}.txt", article.id), article.text.replace('\n', "\r\n\r\n"));
    }
    let run = folder.run(&format!("dedup texts {OPTIONS}"));
    assert_twelve(&folder, run);
    let run = folder.run(&format!("dedup texts/*.txt {OPTIONS}"));
    assert_twelve(&folder, run);
}

#[test]
fn each_file_in_a_format_of_its_own() {
    let folder = Folder::new();
    let all = twelve();
    let [a, b, c, d] = [0, 3, 6, 9].map(|k| &all[k..k + 3]);
    folder.write("in/a.jsonl", crate::made::lines(a));
    folder.write("in/b.jsonl.gz", gzip(crate::made::lines(b).as_bytes()));
    for article in c {
        folder.write(&format!("in/c/{}.html", article.id), page(article));
    }
    for article in d {
        folder.write(&format!("in/d/{}.txt", article.id), &article.text);
    }
    let run = folder.run(&format!("dedup in -o kept.jsonl {OPTIONS}"));
    assert_twelve(&folder, run);
    assert_eq!(folder.rows("kept.jsonl").len(), 7);
}

#[test]
fn fields_are_named_by_the_user() {
    let folder = Folder::new();
    let renamed = json_lines().replace("\"id\":", "\"key\":").replace("\"text\":", "\"wording\":");
    folder.write("news.jsonl", &renamed);
    let array = format!("[{}]", renamed.trim_end().replace('\n', ","));
    folder.write("news.json", array);
    folder.write("news.csv", table(',').replacen("id,text", "key,wording", 1));
    for name in ["news.jsonl", "news.json", "news.csv"] {
        let run = folder.run(&format!("dedup {name} --id-field key --text-field wording {OPTIONS}"));
        assert_twelve(&folder, run);
    }
}
