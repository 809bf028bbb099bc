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

    /// A step over so many articles that are read already.
    pub(super) fn over(&self, total: u64) {
        if !self.bar.is_hidden() {
            self.bar.reset();
            self.bar.set_length(total);
            if let Ok(style) = ProgressStyle::with_template("{bar:24} {msg}{eta} left") {
                self.bar.set_style(style);
            }
        }
    }

    /// So many articles of the step are done, by whatever thread.
    pub(super) fn done(&self, articles: u64) {
        self.bar.set_position(articles.max(self.bar.position()));
        if !self.bar.is_hidden() {
            let (total, seconds) = (self.bar.length().unwrap_or(0), self.bar.elapsed().as_secs_f64());
            let rate = articles as f64 / seconds.max(1e-3);
            self.bar.set_message(format!("{articles} of {total} articles, {rate:.0}/s, "));
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

    /// Prints a line above the bar.
    pub(super) fn say(&self, line: &str) {
        self.bar.suspend(|| tell(line));
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Prints a line on standard error. Whoever has closed that does without it.
pub(super) fn tell(line: &str) {
    _ = writeln!(std::io::stderr(), "{line}");
}
