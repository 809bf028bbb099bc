//! The progress bar: bytes and articles a second, and the time that is left.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{RunArgs, When};

/// A bar on standard error, or nothing.
pub(super) struct Progress {
    bar: ProgressBar,
    articles: AtomicU64,
}

impl Progress {
    /// A bar for `total` bytes, where they are known; none when quiet or, by default, not on a terminal.
    pub(super) fn new(run: &RunArgs, total: Option<u64>) -> Progress {
        let shown = match run.progress {
            When::Always => true,
            When::Never => false,
            When::Auto => !run.quiet && std::io::stderr().is_terminal(),
        };
        let bar = if shown {
            ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr_with_hz(10))
        } else {
            ProgressBar::hidden()
        };
        let template = match total {
            Some(_) => "{bar:24} {bytes} of {total_bytes}, {bytes_per_sec}, {msg}{eta} left",
            None => "{spinner} {bytes}, {bytes_per_sec}, {msg}{elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        if shown {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Progress { bar, articles: AtomicU64::new(0) }
    }

    /// So many bytes and articles are read.
    pub(super) fn read(&self, bytes: u64, articles: u64) {
        self.bar.set_position(bytes);
        if self.articles.fetch_max(articles, Ordering::Relaxed) < articles && !self.bar.is_hidden() {
            let rate = articles as f64 / self.bar.elapsed().as_secs_f64().max(1e-3);
            self.bar.set_message(format!("{articles} articles, {rate:.0}/s, "));
        }
    }

    /// A step that has no measure.
    pub(super) fn step(&self, name: &'static str) {
        if !self.bar.is_hidden() {
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed}") {
                self.bar.set_style(style);
            }
            self.bar.set_message(name);
        }
    }

    /// Prints a line above the bar. Whoever has closed standard error does without it.
    pub(super) fn say(&self, line: &str) {
        self.bar.suspend(|| _ = writeln!(std::io::stderr(), "{line}"));
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
