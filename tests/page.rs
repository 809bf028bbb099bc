//! The page of results in a real browser: every view drawn, clicked through and measured.

mod fabricated;

use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use serde_json::Value;
use wiretrace::report::page::{View, page};

use crate::support::Folder;

const HOOK: &str = include_str!("page/hook.js");
const DRIVER: &str = include_str!("page/driver.js");
const FRAME: &str = include_str!("page/frame.html");

#[test]
fn stories_on_a_wide_screen() {
    drive(&fabricated::corpus(), [1280, 900], false);
}

#[test]
fn stories_on_a_phone() {
    drive(&fabricated::corpus(), [320, 700], false);
}

#[test]
fn stories_in_the_dark() {
    drive(&fabricated::corpus(), [760, 900], true);
}

#[test]
fn one_article_and_two_and_none() {
    for view in [fabricated::traced(), fabricated::compared(), fabricated::alone(), View::default()] {
        drive(&view, [320, 700], false);
    }
}

#[test]
fn thousands_of_stories_and_long_texts() {
    drive(&fabricated::large(5_000), [1280, 900], false);
}

/// What readers see whose browser runs no scripts.
#[test]
fn stories_are_listed_without_scripts() {
    let html = page(&fabricated::large(300));
    let list = html.split("<noscript>").nth(1).and_then(|rest| rest.split("</noscript>").next()).unwrap();
    assert_eq!(list.matches("<li>").count(), 201);
    assert!(list.contains("<bdi>A long text</bdi> <code><bdi>article-0</bdi></code>"), "{list}");
    assert!(list.contains("and 100 more"));
}

/// No string of the data is markup, whatever it holds.
#[test]
fn hostile_strings_stay_strings() {
    let (html, plain) = (page(&fabricated::corpus()), page(&View::default()));
    assert!(html.contains("\\u003c/script>\\u003cscript>window.hacked"));
    let tags = |html: &str, tag: &str| html.matches(tag).count();
    assert_eq!(tags(&html, "<!--"), tags(&plain, "<!--"));
    assert_eq!(tags(&html, "<img"), tags(&plain, "<img"));
    assert_eq!(tags(&html, "<script"), tags(&html, "</script>"));
    assert!(!html.contains('\u{0}'));
}

#[test]
fn the_same_view_gives_the_same_page() {
    assert_eq!(page(&fabricated::corpus()), page(&fabricated::corpus()));
}

/// Opens a page in a frame of so many pixels, goes through it, and asserts what was found.
#[track_caller]
fn drive(view: &View<'_>, size: [u32; 2], dark: bool) {
    let Some(browser) = browser() else { return };
    let folder = Folder::new();
    folder.write("driven.html", driven(&page(view)));
    let [width, height] = size.map(|pixels| pixels.to_string());
    folder.write("frame.html", FRAME.replace("WIDTH", &width).replace("HEIGHT", &height));
    let findings = look(&browser, &folder, dark);
    let list = |name: &str| findings[name].as_array().cloned().unwrap_or_default();
    assert!(list("errors").is_empty(), "{:#?}", list("errors"));
    assert!(list("failures").is_empty(), "{:#?}", list("failures"));
    assert_eq!(findings["size"], serde_json::json!(size));
    assert_eq!(findings["dark"], dark);
    assert!(findings["checks"].as_u64() > Some(20), "{findings}");
}

/// A page with the scripts that record errors and go through it.
fn driven(page: &str) -> String {
    let script = |code: &str| format!("<script>\n{code}</script>\n");
    let (start, rest) = page.split_once("<title>").unwrap();
    let (middle, end) = rest.rsplit_once("</body>").unwrap();
    format!("{start}{}<title>{middle}{}</body>{end}", script(HOOK), script(DRIVER))
}

/// What the page in the frame told, once the browser is done.
fn look(browser: &Path, folder: &Folder, dark: bool) -> Value {
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
    command.args([
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-ipc-flooding-protection",
    ]);
    command.args(["--dump-dom", "--window-size=1400,1000", "--virtual-time-budget=120000"]);
    if dark {
        command.arg("--blink-settings=preferredColorScheme=0");
    }
    command.arg(format!("--user-data-dir={}", folder.path("profile").display()));
    command.arg(format!("file://{}", folder.path("frame.html").display()));
    let output = command.timeout(Duration::from_secs(180)).output().unwrap();
    let dom = String::from_utf8_lossy(&output.stdout);
    let told = dom.split_once("<pre id=\"findings\">").and_then(|(_, rest)| rest.split_once("</pre>"));
    let told = told.and_then(|(json, _)| serde_json::from_str(json).ok());
    told.unwrap_or_else(|| panic!("the page told nothing: {}", String::from_utf8_lossy(&output.stderr)))
}

/// The browser that is there. Without one nothing is tested, except where that must not pass for a success.
#[expect(clippy::print_stdout, reason = "whoever runs the tests should know what was not tested")]
fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("WIRETRACE_BROWSER").map(PathBuf::from);
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = named.or_else(|| {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        names.iter().find_map(|name| {
            std::env::split_paths(&paths).map(|folder| folder.join(name)).find(|path| path.is_file())
        })
    });
    if found.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "no browser: install Chromium or name one in WIRETRACE_BROWSER"
        );
        println!("skipped: there is no browser");
    }
    found
}
