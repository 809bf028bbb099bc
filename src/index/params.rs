//! Parameters: what fingerprints were made with, so that unlike ones are refused and not compared.
//!
//! Owns names and values and the sentence that says how they differ. Does not know what they mean: the
//! rooms that make fingerprints name them.

use serde::{Deserialize, Serialize};

/// Named parameters, in order of name: versions, kinds, sizes and seeds of everything that is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// No parameters yet.
    pub fn new() -> Self {
        Params::default()
    }

    /// These and one more; a name that is there already gets the new value.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "numbers and words are written as they are")]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        match self.0.binary_search_by(|(n, _)| n.as_str().cmp(name)) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name.to_owned(), value)),
        }
        self
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.binary_search_by(|(n, _)| n.as_str().cmp(name)).ok().map(|at| self.0[at].1.as_str())
    }

    /// Names and values, in order of name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    /// In which parameters these, of an index, differ from those of a run, as a person reads it; none if in
    /// no parameter.
    pub fn unlike(&self, run: &Params) -> Option<String> {
        let mut names: Vec<&str> = self.iter().chain(run.iter()).map(|(n, _)| n).collect();
        names.sort_unstable();
        names.dedup();
        let say = |value: Option<&str>| value.map_or("none".to_owned(), |v| format!("= {v}"));
        let unlike: Vec<String> = names
            .into_iter()
            .filter(|name| self.get(name) != run.get(name))
            .map(|name| {
                let (index, run) = (say(self.get(name)), say(run.get(name)));
                format!("the index was made with {name} {index}, this run uses {name} {run}")
            })
            .collect();
        (!unlike.is_empty()).then(|| unlike.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unlike_parameters_are_named() {
        let index = Params::new().with("n", 4).with("seed", 0).with("gram", 10);
        assert_eq!(index.unlike(&index.clone()), None);
        let run = Params::new().with("n", 5).with("seed", 0).with("window", 32);
        assert_eq!(
            index.unlike(&run).unwrap(),
            "the index was made with gram = 10, this run uses gram none; \
             the index was made with n = 4, this run uses n = 5; \
             the index was made with window none, this run uses window = 32"
        );
    }
}
