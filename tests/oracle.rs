//! The slow and obvious answer that the program's is compared with: sets of strings, all pairs.

use std::collections::HashSet;

use crate::made::Made;

/// Tokens a shingle.
const N: usize = 5;

/// The words of a text in a script with spaces.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The shingles of such a text; one of fewer than five words is a shingle by itself.
pub(crate) fn shingles(text: &str) -> HashSet<String> {
    let words = tokens(text);
    if words.len() < N {
        return HashSet::from([words.join(" ")]);
    }
    words.windows(N).map(|run| run.join(" ")).collect()
}

/// How two texts overlap.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Overlap {
    pub(crate) a: String,
    pub(crate) b: String,
    pub(crate) similarity: f64,
    /// Of a in b, of b in a.
    pub(crate) containment: [f64; 2],
}

impl Overlap {
    fn of(a: (&str, &HashSet<String>), b: (&str, &HashSet<String>)) -> Overlap {
        let shared = a.1.intersection(b.1).count() as f64;
        let (of_a, of_b) = (a.1.len() as f64, b.1.len() as f64);
        Overlap {
            a: a.0.to_owned(),
            b: b.0.to_owned(),
            similarity: shared / (of_a + of_b - shared),
            containment: [shared / of_a, shared / of_b],
        }
    }
}

/// Jaccard similarity of two texts.
pub(crate) fn similarity(a: &str, b: &str) -> f64 {
    Overlap::of(("", &shingles(a)), ("", &shingles(b))).similarity
}

/// All pairs with anything in common, the smaller id first, in order of ids.
pub(crate) fn overlaps(articles: &[Made]) -> Vec<Overlap> {
    let mut sets: Vec<(&str, HashSet<String>)> =
        articles.iter().map(|article| (article.id.as_str(), shingles(&article.text))).collect();
    sets.sort_by_key(|set| set.0);
    let mut all = Vec::new();
    for (k, a) in sets.iter().enumerate() {
        for b in &sets[k + 1..] {
            let overlap = Overlap::of((a.0, &a.1), (b.0, &b.1));
            if overlap.similarity > 0.0 {
                all.push(overlap);
            }
        }
    }
    all
}

/// As the program writes numbers: four decimals.
pub(crate) fn round(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}
