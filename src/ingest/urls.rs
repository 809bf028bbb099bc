//! The `--urls` table: the addresses of saved pages.
//!
//! Owns the file (JSON Lines: `file` relative to the list's own folder, `url`, optional `seen`). A
//! mistake in it is an error, not a skipped record: it is written for one run, by the one who runs it.

use super::walk::Input;
use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// What the list says of one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The page's address.
    pub url: String,
    /// When it was seen there, as written.
    pub seen: Option<String>,
}

/// The addresses of saved pages, by file.
#[derive(Debug, Clone, Default)]
pub struct Urls(HashMap<PathBuf, Listed>);

#[derive(Deserialize)]
struct Line {
    file: PathBuf,
    url: String,
    seen: Option<String>,
}

impl Urls {
    /// Reads the list at `path`. Files that it names need not exist.
    ///
    /// Errors: it cannot be read, or a line of it is not such an object.
    pub fn read(path: &Path) -> Result<Self> {
        let reader = BufReader::new(File::open(path).map_err(|error| Error::io(path, error))?);
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut table = HashMap::new();
        for (index, line) in reader.lines().enumerate() {
            let line = line.map_err(|error| Error::io(path, error))?;
            let text = line.trim_start_matches('\u{feff}').trim();
            if text.is_empty() {
                continue;
            }
            let line: Line = serde_json::from_str(text).map_err(|error| {
                Error::input(
                    path,
                    format!("line {}: {error}; each line is {{\"file\": ..., \"url\": ...}}", index + 1),
                )
            })?;
            let file = folder.join(line.file);
            let key = std::fs::canonicalize(&file).unwrap_or(file);
            table.insert(key, Listed { url: line.url, seen: line.seen });
        }
        Ok(Urls(table))
    }

    /// What the list says of `input`.
    pub fn get(&self, input: &Input) -> Option<&Listed> {
        self.0.get(&input.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn files_are_found_from_the_folder_of_the_list() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("pages")).unwrap();
        fs::write(dir.path().join("pages/a.html"), "").unwrap();
        let list = dir.path().join("urls.jsonl");
        fs::write(&list, "\u{feff}{\"file\": \"pages/a.html\", \"url\": \"http://a/\", \"seen\": \"2024\"}\n\n{\"file\": \"gone\", \"url\": \"u\"}\n").unwrap();
        let urls = Urls::read(&list).unwrap();
        let input = Input::named(dir.path().join("pages/../pages/a.html"));
        assert_eq!(urls.get(&input), Some(&Listed { url: "http://a/".into(), seen: Some("2024".into()) }));
        assert_eq!(urls.get(&Input::named(&list)), None);
    }

    #[test]
    fn a_mistake_names_its_line() {
        let dir = tempfile::tempdir().unwrap();
        let list = dir.path().join("urls.jsonl");
        fs::write(&list, "{\"file\": \"a\", \"url\": \"u\"}\n{\"file\": \"a\"}\n").unwrap();
        let error = Urls::read(&list).unwrap_err().to_string();
        assert!(error.contains("line 2: missing field `url`"), "{error}");
        assert!(matches!(Urls::read(&dir.path().join("no")), Err(Error::Io { .. })));
    }
}
