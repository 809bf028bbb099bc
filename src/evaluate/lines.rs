//! JSON Lines as values, with each line that cannot be used named.

use std::fs::File;
use std::io::{BufRead, BufReader, stdin};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::ingest::decompress;

/// A line that was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The file.
    pub path: PathBuf,
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: line {}: {}", self.path.display(), self.line, self.reason)
    }
}

/// Reads a file (`-`: standard input), compressed or not, and gives each line's value to `take`, which may
/// refuse it with a reason. Lines of nothing but white space are no lines.
///
/// Errors: the file cannot be read.
pub(super) fn read<T: DeserializeOwned>(
    path: &Path,
    mut take: impl FnMut(T) -> Result<(), String>,
) -> Result<Vec<Broken>> {
    let at = |error| Error::io(path, error);
    let bytes: decompress::Bytes =
        if path.as_os_str() == "-" { Box::new(stdin()) } else { Box::new(File::open(path).map_err(at)?) };
    let mut reader = BufReader::new(decompress::open(bytes).map_err(at)?.0);
    let (mut broken, mut bytes, mut line) = (Vec::new(), Vec::new(), 0);
    loop {
        bytes.clear();
        if reader.read_until(b'\n', &mut bytes).map_err(at)? == 0 {
            return Ok(broken);
        }
        line += 1;
        let written = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes).trim_ascii();
        if written.is_empty() {
            continue;
        }
        let taken = serde_json::from_slice(written).map_err(|e| reason(&e)).and_then(&mut take);
        if let Err(reason) = taken {
            broken.push(Broken { path: path.to_path_buf(), line, reason });
        }
    }
}

/// What the parser says, without the place that it counts from the beginning of the line.
fn reason(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match told.strip_suffix(&place) {
        Some(what) => format!("{what}, at byte {}", error.column()),
        None => told,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_lines_are_named_and_the_others_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("numbers.jsonl");
        std::fs::write(&path, b"\xef\xbb\xbf1\n\n  \ntwo\n3\n\xff\n4").unwrap();
        let mut numbers: Vec<u64> = Vec::new();
        let broken = read(&path, |n: u64| {
            numbers.push(n);
            if n == 3 { Err("three is too many".to_owned()) } else { Ok(()) }
        });
        let broken = broken.unwrap();
        assert_eq!(numbers, [1, 3, 4]);
        assert_eq!(broken.iter().map(|b| b.line).collect::<Vec<_>>(), [4, 5, 6]);
        assert!(broken[0].reason.ends_with("at byte 2"), "{}", broken[0].reason);
        assert!(broken[1].to_string().ends_with("numbers.jsonl: line 5: three is too many"));
    }

    #[test]
    fn a_file_that_is_not_there_is_an_error_that_names_it() {
        let error = read(Path::new("no/such.jsonl"), |_: u64| Ok(())).unwrap_err();
        assert!(error.to_string().contains("no/such.jsonl"));
    }
}
