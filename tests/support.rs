//! What every test needs: a folder of its own, the program run in it, and its output as values.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// A folder for one test, gone when it ends.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    /// A folder with one file.
    pub(crate) fn with(name: &str, content: impl AsRef<[u8]>) -> Folder {
        let folder = Folder::new();
        folder.write(name, content);
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// A file of JSON Lines.
    pub(crate) fn rows(&self, name: &str) -> Vec<Value> {
        rows(&self.read(name))
    }

    /// The names of the files in it, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        self.names_in("")
    }

    /// The names of the files in a folder of it, sorted.
    pub(crate) fn names_in(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs the program in this folder, so that files are called by their bare names. Options that are
    /// the same everywhere can be left out: `arguments` is split at spaces.
    pub(crate) fn run(&self, arguments: &str) -> Run {
        run_in(self.0.path(), arguments, b"")
    }

    /// The same with something on standard input.
    pub(crate) fn run_piped(&self, arguments: &str, input: &[u8]) -> Run {
        run_in(self.0.path(), arguments, input)
    }
}

/// Runs the program in the project's own folder.
pub(crate) fn run_at_home(arguments: &str) -> Run {
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments, b"")
}

fn run_in(folder: &Path, arguments: &str, input: &[u8]) -> Run {
    let output = assert_cmd::cargo::cargo_bin_cmd!("wiretrace")
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .env_remove("COLUMNS")
        .write_stdin(input)
        .timeout(Duration::from_secs(60))
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run {
        code: output.status.code(),
        stdout: output.stdout,
        stderr: text(output.stderr),
        command: format!("wiretrace {arguments}"),
    }
}

/// What a run left.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
    command: String,
}

impl Run {
    /// Asserts the exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Run {
        assert_eq!(self.code, Some(code), "{}\n{}", self.command, self.stderr);
        self
    }

    /// Asserts that standard error holds a line with all of these.
    #[track_caller]
    pub(crate) fn says(self, parts: &[&str]) -> Run {
        let told = self.stderr.lines().any(|line| parts.iter().all(|part| line.contains(part)));
        assert!(told, "{}\nno line with {parts:?} in:\n{}", self.command, self.stderr);
        self
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }

    /// Standard output as JSON Lines.
    pub(crate) fn rows(&self) -> Vec<Value> {
        rows(&self.stdout)
    }

    /// The summary of a `dedup --json`, its sums checked.
    #[track_caller]
    pub(crate) fn summary(&self) -> Summary {
        let summary = &self.rows()[0];
        let count = |name: &str| summary[name].as_u64().unwrap_or_else(|| panic!("{name} in {summary}"));
        let counts = Summary {
            read: count("read"),
            kept: count("kept"),
            removed: count("removed"),
            skipped: count("skipped"),
        };
        assert_eq!(counts.read, counts.kept + counts.removed + counts.skipped, "{summary}");
        counts
    }
}

/// The counts that must add up.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) read: u64,
    pub(crate) kept: u64,
    pub(crate) removed: u64,
    pub(crate) skipped: u64,
}

/// `read` records of which so many were removed and skipped.
pub(crate) fn counts(read: u64, removed: u64, skipped: u64) -> Summary {
    Summary { read, kept: read - removed - skipped, removed, skipped }
}

fn rows(bytes: &[u8]) -> Vec<Value> {
    let lines = bytes.split(|&b| b == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

/// A field that is a string.
#[track_caller]
pub(crate) fn field<'v>(row: &'v Value, name: &str) -> &'v str {
    row[name].as_str().unwrap_or_else(|| panic!("{name} in {row}"))
}

/// The values of a field of all rows.
pub(crate) fn fields<'v>(rows: &'v [Value], name: &str) -> Vec<&'v str> {
    rows.iter().map(|row| field(row, name)).collect()
}

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn gunzip(content: &[u8]) -> Vec<u8> {
    use std::io::Read;
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(content).read_to_end(&mut plain).unwrap();
    plain
}

pub(crate) fn zstd(content: &[u8]) -> Vec<u8> {
    ::zstd::encode_all(content, 1).unwrap()
}

pub(crate) fn unzstd(content: &[u8]) -> Vec<u8> {
    ::zstd::decode_all(content).unwrap()
}
