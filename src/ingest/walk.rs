//! INPUT arguments to a list of files: a file, a folder, a glob, or `-` for standard input.
//!
//! Owns what is looked at and what each file is called in reports and ids. Does not open the files,
//! but for a glance at those in a folder whose name says nothing.
//!
//! The arguments keep their order, because the first of two copies may be the one to keep; what one
//! argument stands for is sorted by name.

use super::decompress::{self, Peeked};
use super::detect::{self, Format, Named};
use super::raw::Problem;
use crate::error::{Error, Result};
use glob::MatchOptions;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// One file to read, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// What it is called: the path within the INPUT folder, with `/` between the parts, or the path
    /// as given. The id of a page.
    pub name: String,
    /// Whether it was found in a folder or by a glob rather than named.
    pub found: bool,
    /// The same for every way to write the path; tells duplicates and the lines of `--urls`.
    pub(crate) key: PathBuf,
}

impl Input {
    /// Whether this is standard input.
    pub fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }

    /// The input at `path`, named explicitly.
    pub fn named(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = if path.as_os_str() == "-" { "stdin".to_owned() } else { slashed(&path) };
        Input { key: key(&path), path, name, found: false }
    }
}

/// What the arguments stand for.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The files, in order, each once.
    pub inputs: Vec<Input>,
    /// How many files in folders were passed over because they hold no articles.
    pub ignored: u64,
    /// Folders and links that could not be followed.
    pub problems: Vec<(PathBuf, Problem)>,
}

/// Finds the files that `arguments` stand for; `format` is the one forced by the user, if any.
///
/// Errors: an argument that does not exist, a glob that matches nothing, folders without any article.
pub fn find(arguments: &[PathBuf], format: Option<Format>) -> Result<Found> {
    let Some(first) = arguments.first() else {
        return Err(Error::Usage(
            "no input: give a file, a folder, a glob, or - for standard input".to_owned(),
        ));
    };
    let mut search = Search { found: Found::default(), seen: HashSet::new(), format };
    for argument in arguments {
        search.argument(argument)?;
    }
    let mut found = search.found;
    if found.inputs.is_empty() {
        let reason = match found.ignored {
            0 => "nothing to read here".to_owned(),
            n => format!(
                "nothing to read here: {n} files of no known format were passed over; name it with --format"
            ),
        };
        return Err(Error::input(first, reason));
    }
    tell_apart(&mut found.inputs);
    Ok(found)
}

struct Search {
    found: Found,
    seen: HashSet<PathBuf>,
    format: Option<Format>,
}

impl Search {
    fn argument(&mut self, argument: &Path) -> Result<()> {
        if argument.as_os_str() == "-" {
            self.take(vec![Input::named("-")]);
            return Ok(());
        }
        match std::fs::metadata(argument) {
            Ok(metadata) if metadata.is_dir() => self.folder(argument),
            Ok(_) => self.take(vec![Input::named(argument)]),
            Err(error) => match argument.to_str().filter(|text| text.contains(['*', '?', '['])) {
                Some(pattern) => self.glob(pattern)?,
                None => return Err(Error::io(argument, error)),
            },
        }
        Ok(())
    }

    fn folder(&mut self, root: &Path) {
        let visible = |entry: &walkdir::DirEntry| {
            entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
        };
        let mut inputs = Vec::new();
        for entry in
            WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter().filter_entry(visible)
        {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if entry.file_type().is_file() && self.holds_articles(entry.path()) => {
                    let path = entry.into_path();
                    let name = slashed(path.strip_prefix(root).unwrap_or(&path));
                    inputs.push(Input { key: key(&path), path, name, found: true });
                }
                Ok(_) => self.found.ignored += 1,
                Err(error) => self.problem(root, &error),
            }
        }
        inputs.sort_by(|a, b| a.name.cmp(&b.name));
        self.take(inputs);
    }

    fn glob(&mut self, pattern: &str) -> Result<()> {
        let options = MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: true,
        };
        let matches = glob::glob_with(pattern, options)
            .map_err(|error| Error::input(pattern, format!("not a file, and not a glob: {}", error.msg)))?;
        let mut paths = Vec::new();
        for path in matches {
            match path {
                Ok(path) => paths.push(path),
                Err(error) => {
                    let problem = Problem::skipped(0, error.error().to_string());
                    self.found.problems.push((error.path().to_owned(), problem));
                }
            }
        }
        if paths.is_empty() {
            return Err(Error::input(pattern, "no file matches this; `**` matches folders of any depth"));
        }
        paths.sort();
        for path in paths {
            if path.is_dir() {
                self.folder(&path);
            } else if self.holds_articles(&path) {
                self.take(vec![Input { found: true, ..Input::named(path) }]);
            } else {
                self.found.ignored += 1;
            }
        }
        Ok(())
    }

    /// Whether a file that nobody named is worth opening.
    fn holds_articles(&self, path: &Path) -> bool {
        match detect::by_name(path) {
            Named::Format(_) | Named::Json => true,
            Named::Other => false,
            Named::Xml | Named::Unknown => self.format.is_some() || glance(path).is_some(),
        }
    }

    fn take(&mut self, inputs: Vec<Input>) {
        for input in inputs {
            if self.seen.insert(input.key.clone()) {
                self.found.inputs.push(input);
            }
        }
    }

    fn problem(&mut self, root: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(root).to_owned();
        let problem = match (error.loop_ancestor(), error.io_error()) {
            (Some(ancestor), _) => Problem {
                record: 0,
                lost: false,
                reason: format!("leads back to {}; not followed again", ancestor.display()),
            },
            (None, Some(io)) => Problem::skipped(0, io.to_string()),
            (None, None) => Problem::skipped(0, error.to_string()),
        };
        self.found.problems.push((path, problem));
    }
}

/// The format that the first bytes of a file give away.
fn glance(path: &Path) -> Option<Format> {
    let file = File::open(path).ok()?;
    let (reader, _) = decompress::open(Box::new(file)).ok()?;
    let mut peeked = Peeked::new(reader);
    peeked.look(4096);
    detect::unmistakable(peeked.head())
}

/// Files of the same name in two INPUT folders are called by their whole path.
fn tell_apart(inputs: &mut [Input]) {
    let mut uses: HashMap<String, u32> = HashMap::new();
    for input in inputs.iter() {
        *uses.entry(input.name.clone()).or_default() += 1;
    }
    for input in inputs.iter_mut().filter(|input| uses[&input.name] > 1) {
        input.name = slashed(&input.path);
    }
}

fn key(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn slashed(path: &Path) -> String {
    let mut name = String::new();
    for part in path.components() {
        if !name.is_empty() && !name.ends_with('/') {
            name.push('/');
        }
        match part {
            Component::RootDir => name.push('/'),
            part => name.push_str(&part.as_os_str().to_string_lossy()),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A folder with these files, each with its content.
    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        dir
    }

    fn names(found: &Found) -> Vec<&str> {
        found.inputs.iter().map(|input| input.name.as_str()).collect()
    }

    #[test]
    fn a_folder_is_walked_in_order_without_what_holds_no_articles() {
        let dir = folder(&[
            ("b/page.html", ""),
            ("b.html", ""),
            ("a/deep/er/page.html", ""),
            ("style.css", "<html>"),
            (".hidden.html", ""),
            (".git/page.html", ""),
            ("saved-page", "<!doctype html><p>"),
            ("README", "words"),
            ("sitemap.xml", "<urlset>"),
        ]);
        let found = find(&[dir.path().to_owned()], None).unwrap();
        assert_eq!(names(&found), ["a/deep/er/page.html", "b.html", "b/page.html", "saved-page"]);
        assert_eq!((found.ignored, found.problems.len()), (3, 0));
    }

    #[test]
    fn a_forced_format_takes_the_files_whose_name_says_nothing() {
        let dir = folder(&[("README", "words"), ("x.png", "")]);
        let found = find(&[dir.path().to_owned()], Some(Format::Text)).unwrap();
        assert_eq!((names(&found), found.ignored), (vec!["README"], 1));
    }

    #[test]
    fn the_order_of_arguments_stays_and_nothing_comes_twice() {
        let dir = folder(&[("z.jsonl", ""), ("a.jsonl", ""), ("m.jsonl", "")]);
        let z = dir.path().join("z.jsonl");
        let found = find(&[z.clone(), dir.path().to_owned(), dir.path().join("./a.jsonl")], None).unwrap();
        assert_eq!(names(&found), [slashed(&z).as_str(), "a.jsonl", "m.jsonl"]);
    }

    #[test]
    fn a_glob_is_a_search_and_must_find_something() {
        let dir =
            folder(&[("a.html", ""), ("b.html", ""), ("c.css", ""), ("sub/d.html", ""), (".e.html", "")]);
        let pattern = dir.path().join("*");
        let found = find(&[pattern], None).unwrap();
        let ends: Vec<_> = found.inputs.iter().map(|i| i.name.rsplit('/').next().unwrap()).collect();
        assert_eq!((ends, found.ignored), (vec!["a.html", "b.html", "d.html"], 1));
        let error = find(&[dir.path().join("*.jsonl")], None).unwrap_err().to_string();
        assert!(error.contains("no file matches"), "{error}");
    }

    #[test]
    fn same_names_in_two_folders_are_told_apart() {
        let (one, two) = (folder(&[("a.html", ""), ("b.html", "")]), folder(&[("a.html", "")]));
        let found = find(&[one.path().to_owned(), two.path().to_owned()], None).unwrap();
        let expected =
            [slashed(&one.path().join("a.html")), "b.html".into(), slashed(&two.path().join("a.html"))];
        assert_eq!(names(&found), expected.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_missing_or_empty_is_an_error_with_a_way_out() {
        let dir = folder(&[("x", "words")]);
        assert!(matches!(find(&[dir.path().join("no")], None), Err(Error::Io { .. })));
        let error = find(&[dir.path().to_owned()], None).unwrap_err().to_string();
        assert!(error.contains("1 files of no known format") && error.contains("--format"), "{error}");
        assert!(matches!(find(&[], None), Err(Error::Usage(_))));
    }

    #[test]
    fn standard_input_has_a_name() {
        let found = find(&["-".into(), "-".into()], None).unwrap();
        assert_eq!(names(&found), ["stdin"]);
        assert!(found.inputs[0].is_stdin());
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_or_a_dead_link_is_a_problem_not_the_end() {
        use std::os::unix::fs::symlink;
        let dir = folder(&[("a/page.html", ""), ("z.html", "")]);
        symlink(dir.path(), dir.path().join("a/again")).unwrap();
        symlink(dir.path().join("gone"), dir.path().join("dead.html")).unwrap();
        symlink(dir.path().join("z.html"), dir.path().join("alias.html")).unwrap();
        let found = find(&[dir.path().to_owned()], None).unwrap();
        assert_eq!(names(&found), ["a/page.html", "alias.html"], "a file and a link to it are one");
        let told: Vec<_> = found.problems.iter().map(|(p, q)| (p.ends_with("a/again"), q.lost)).collect();
        assert_eq!(told, [(true, false), (false, true)]);
    }
}
