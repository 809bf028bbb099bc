//! Lineages: stories with where they start and who took the text from whom.
//!
//! An article hangs under the one that it was made from. Trees become one story only by their roots: where two
//! that were made from nothing here have the same text from a third, or nothing tells which of them was first.
//! A quotation joins nobody but the article that quotes: a report that others have copied stays the origin of its
//! own story, whatever it quotes.

use std::collections::BTreeMap;

use crate::compare::Relation;
use crate::provenance::{Agency, Descent, Direction, Kinship, Parent, Tie};

/// Where a story starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// With an article.
    Article(u32),
    /// With the report of an agency, which is not here.
    Unobserved(&'static Agency),
    /// Nothing tells.
    Unknown,
}

/// An article of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offspring {
    /// The article.
    pub article: u32,
    /// The article of the story under which it hangs.
    pub under: Option<u32>,
    /// The tie with that one.
    pub tie: Option<usize>,
    /// How many are above it.
    pub depth: usize,
}

/// A story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage {
    /// Where it starts.
    pub origin: Origin,
    /// Its articles, each behind the one under which it hangs; at least two, or one whose origin is not here.
    pub members: Vec<Offspring>,
}

/// Of an article that quotes less of another than this nothing more is said than that it quotes.
const QUOTES: f32 = 0.5;

/// Puts articles together to stories, the largest first, then by the order of the first article. `order` has the
/// place of each article in the order in which they appeared; `ties` are all that there are.
pub fn lineages(descents: &[Option<Descent>], ties: &[Tie], order: &[u32]) -> Vec<Lineage> {
    let mut trees = Trees::new(descents, ties, order);
    trees.join_roots(ties);
    let mut roots: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for article in 0..descents.len() as u32 {
        if trees.above[article as usize].is_none() {
            let story = trees.story_of(article);
            roots.entry(story).or_default().push(article);
        }
    }
    let mut stories: Vec<Lineage> =
        roots.into_values().filter_map(|roots| trees.lineage(roots, ties)).collect();
    stories.sort_by_key(|story| {
        (std::cmp::Reverse(story.members.len()), story.members.first().map(|m| order[m.article as usize]))
    });
    stories
}

/// Articles under those that they were made from.
struct Trees<'d> {
    descents: &'d [Option<Descent>],
    order: &'d [u32],
    /// The article that each hangs under, and the tie that says so.
    above: Vec<Option<(u32, usize)>>,
    below: Vec<Vec<u32>>,
    /// The root of each tree to another root of its story, or to itself.
    joined: Vec<u32>,
}

impl<'d> Trees<'d> {
    fn new(descents: &'d [Option<Descent>], ties: &[Tie], order: &'d [u32]) -> Self {
        let parent = |descent: &Option<Descent>| match descent.as_ref()? {
            Descent { parent: Parent::Article(parent), tie: Some(tie), .. } => Some((*parent, *tie)),
            _ => None,
        };
        let all: Vec<Option<(u32, usize)>> = descents.iter().map(parent).collect();
        let mut is_copied = vec![false; descents.len()];
        for (article, above) in (0..).zip(&all) {
            if let Some((parent, tie)) = above
                && !is_quotation(&ties[*tie], article)
            {
                is_copied[*parent as usize] = true;
            }
        }
        // A later version belongs to the earlier one, however little of that is left.
        let is_version = |article: u32| {
            let kinship = descents[article as usize].as_ref().and_then(|descent| descent.kinship);
            matches!(kinship, Some(Kinship::Update | Kinship::SamePublisher))
        };
        let keeps_apart = |article: u32, tie: usize| {
            is_copied[article as usize] && is_quotation(&ties[tie], article) && !is_version(article)
        };
        let above: Vec<Option<(u32, usize)>> = (0..)
            .zip(all)
            .map(|(article, above)| above.filter(|(_, tie)| !keeps_apart(article, *tie)))
            .collect();
        let mut below = vec![Vec::new(); descents.len()];
        for (article, above) in (0..).zip(&above) {
            if let Some((parent, _)) = above {
                below[*parent as usize].push(article);
            }
        }
        below.iter_mut().for_each(|own| own.sort_by_key(|&article| order[article as usize]));
        Trees { descents, order, above, below, joined: (0..descents.len() as u32).collect() }
    }

    fn root(&self, mut article: u32) -> u32 {
        while let Some((parent, _)) = self.above[article as usize] {
            article = parent;
        }
        article
    }

    /// The root that stands for a root's story.
    fn story_of(&self, mut root: u32) -> u32 {
        while self.joined[root as usize] != root {
            root = self.joined[root as usize];
        }
        root
    }

    /// Makes one story of trees whose roots have the same text and neither is known to come from the other, the
    /// most alike first.
    fn join_roots(&mut self, ties: &[Tie]) {
        let from_elsewhere = |article: u32| {
            let descent = self.descents[article as usize].as_ref();
            descent.is_some_and(|descent| matches!(descent.parent, Parent::Unobserved(_)))
        };
        let is_open = |tie: &&Tie| {
            let open = matches!(tie.course.direction, Direction::CommonSource | Direction::Undetermined);
            is_same_text(tie) && (open || tie.articles.into_iter().any(from_elsewhere))
        };
        let mut open: Vec<&Tie> = ties.iter().filter(is_open).collect();
        open.sort_by(|x, y| {
            y.found
                .exact
                .similarity()
                .total_cmp(&x.found.exact.similarity())
                .then(x.articles.cmp(&y.articles))
        });
        for tie in open {
            let [a, b] = tie.articles;
            let is_root = |article: u32| self.above[article as usize].is_none();
            // One without copies of its own may have the text in common with anybody's copy.
            let is_alone = |article: u32| is_root(article) && self.below[article as usize].is_empty();
            if is_root(a) && is_root(b) || is_alone(a) || is_alone(b) {
                let [x, y] = [a, b].map(|article| self.story_of(self.root(article)));
                let (first, second) =
                    if self.order[x as usize] < self.order[y as usize] { (x, y) } else { (y, x) };
                self.joined[second as usize] = first;
            }
        }
    }

    /// The story of these roots, if it is one.
    fn lineage(&self, mut roots: Vec<u32>, ties: &[Tie]) -> Option<Lineage> {
        roots.sort_by_key(|&root| self.order[root as usize]);
        let agency = self.agency(&roots);
        let origin = match (agency, &roots[..]) {
            (Some(agency), _) => Origin::Unobserved(agency),
            (None, [root]) => Origin::Article(*root),
            (None, _) => Origin::Unknown,
        };
        // Who is known to have the text from a third comes first, the others beside those that they are most alike.
        let stands = |root: u32| self.descents[root as usize].is_some();
        roots.sort_by_key(|&root| (!stands(root), self.order[root as usize]));
        let mut members = Vec::new();
        for (nth, &root) in roots.iter().enumerate() {
            let beside = if stands(root) { None } else { self.most_alike(root, &roots[..nth], ties) };
            let depth = usize::from(beside.is_some());
            members.push(Offspring {
                article: root,
                under: beside.map(|(other, _)| other),
                tie: beside.map(|(_, tie)| tie),
                depth,
            });
            self.descend(root, depth + 1, &mut members);
        }
        (members.len() > 1 || agency.is_some()).then_some(Lineage { origin, members })
    }

    fn descend(&self, root: u32, depth: usize, members: &mut Vec<Offspring>) {
        let mut waiting: Vec<(u32, usize)> = Vec::new();
        let below =
            |article: u32, depth: usize| self.below[article as usize].iter().rev().map(move |&a| (a, depth));
        waiting.extend(below(root, depth));
        while let Some((article, depth)) = waiting.pop() {
            let (under, tie) = self.above[article as usize].unzip();
            members.push(Offspring { article, under, tie, depth });
            waiting.extend(below(article, depth + 1));
        }
    }

    /// The agency, not here, that most of these roots have their text from.
    fn agency(&self, roots: &[u32]) -> Option<&'static Agency> {
        let mut named: BTreeMap<&str, (usize, &'static Agency)> = BTreeMap::new();
        for &root in roots {
            if let Some(Descent { parent: Parent::Unobserved(agency), .. }) = self.descents[root as usize] {
                named.entry(agency.name).or_insert((0, agency)).0 += 1;
            }
        }
        named.into_values().rev().max_by_key(|(times, _)| *times).map(|(_, agency)| agency)
    }

    /// The one of `others` that a root is most alike, and the tie that says so; none that it is known to come before.
    fn most_alike(&self, root: u32, others: &[u32], ties: &[Tie]) -> Option<(u32, usize)> {
        let between = |tie: &Tie| {
            let [a, b] = tie.articles;
            let (other, before) = match root {
                _ if a == root => (b, Direction::Forward),
                _ if b == root => (a, Direction::Backward),
                _ => return None,
            };
            let may_be = others.contains(&other) && is_same_text(tie) && tie.course.direction != before;
            may_be.then_some(other)
        };
        let own = ties.iter().enumerate().filter_map(|(nth, tie)| Some((between(tie)?, nth)));
        own.max_by(|x, y| {
            let of = |nth: usize| ties[nth].found.exact.similarity();
            of(x.1).total_cmp(&of(y.1)).then(y.0.cmp(&x.0))
        })
    }
}

/// Whether an article has no more of the other than a quotation.
fn is_quotation(tie: &Tie, article: u32) -> bool {
    let side = usize::from(tie.articles[0] != article);
    matches!(tie.found.relation, Relation::Excerpt | Relation::Composite) && tie.found.covered[side] < QUOTES
}

/// Whether two articles are the same text, however changed, and not only quote.
fn is_same_text(tie: &Tie) -> bool {
    tie.found.relation.is_copy() && !matches!(tie.found.relation, Relation::Excerpt | Relation::Composite)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Counts, Match};
    use crate::provenance::{Course, agencies};

    fn tie(articles: [u32; 2], relation: Relation, covered: f32, direction: Direction) -> Tie {
        let exact = Counts { shared: 80, a: 100, b: 100 };
        let found = Match {
            relation,
            probability: 0.99,
            exact,
            covered: [covered, covered],
            is_reduced: false,
            is_encoded: false,
        };
        Tie { articles, found, course: Course { direction, odds: 2.0, evidence: Vec::new() } }
    }

    fn edited(articles: [u32; 2], direction: Direction) -> Tie {
        tie(articles, Relation::Edited, 0.9, direction)
    }

    fn from(parent: u32, tie: usize) -> Option<Descent> {
        Some(Descent {
            parent: Parent::Article(parent),
            kinship: None,
            tie: Some(tie),
            confidence: 0.9,
            credited: false,
            credit: None,
            mention: None,
        })
    }

    fn unobserved(agency: &'static Agency) -> Option<Descent> {
        Some(Descent { parent: Parent::Unobserved(agency), tie: None, ..from(0, 0).unwrap() })
    }

    const ORDER: [u32; 6] = [0, 1, 2, 3, 4, 5];

    fn places(story: &Lineage) -> Vec<(u32, usize)> {
        story.members.iter().map(|member| (member.article, member.depth)).collect()
    }

    #[test]
    fn second_hand_copies_hang_under_the_copy() {
        use Direction::Forward;
        let ties = [edited([0, 1], Forward), edited([1, 2], Forward), edited([0, 3], Forward)];
        let found = lineages(&[None, from(0, 0), from(1, 1), from(0, 2)], &ties, &ORDER);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].origin, Origin::Article(0));
        assert_eq!(places(&found[0]), [(0, 0), (1, 1), (2, 2), (3, 1)]);
    }

    #[test]
    fn copies_of_a_report_that_is_not_here_are_one_story() {
        let afp = agencies::by_name("AFP").unwrap();
        let ties = [edited([0, 1], Direction::CommonSource), edited([1, 2], Direction::Forward)];
        let found = lineages(&[unobserved(afp), unobserved(afp), from(1, 1), unobserved(afp)], &ties, &ORDER);
        assert_eq!(found[0].origin, Origin::Unobserved(afp));
        assert_eq!(places(&found[0]), [(0, 0), (1, 0), (2, 1)]);
        // One alone is told, too: its source is known by name.
        assert_eq!(places(&found[1]), [(3, 0)]);
    }

    #[test]
    fn who_was_first_does_not_hang_under_a_later_one() {
        let afp = agencies::by_name("AFP").unwrap();
        let ties = [edited([0, 1], Direction::Forward)];
        let found = lineages(&[None, unobserved(afp)], &ties, &ORDER);
        assert_eq!(found[0].origin, Origin::Unobserved(afp));
        assert_eq!(places(&found[0]), [(1, 0), (0, 0)]);
        assert_eq!(found[0].members[1].under, None);
    }

    #[test]
    fn who_nothing_tells_apart_stand_beside_one_another() {
        let ties = [edited([0, 1], Direction::Undetermined)];
        let found = lineages(&[None, None, None], &ties, &ORDER);
        assert_eq!((found.len(), found[0].origin), (1, Origin::Unknown));
        assert_eq!(found[0].members[1], Offspring { article: 1, under: Some(0), tie: Some(0), depth: 1 });
    }

    #[test]
    fn a_quotation_does_not_join_two_stories() {
        let ties = [
            edited([0, 1], Direction::Forward),
            tie([0, 2], Relation::Excerpt, 0.1, Direction::Forward),
            edited([2, 3], Direction::Forward),
        ];
        let found = lineages(&[None, from(0, 0), from(0, 1), from(2, 2)], &ties, &ORDER);
        assert_eq!(found.iter().map(places).collect::<Vec<_>>(), [[(0, 0), (1, 1)], [(2, 0), (3, 1)]]);
        // Who only quotes is part of the story.
        let found = lineages(&[None, from(0, 0), from(0, 1)], &ties[..2], &ORDER);
        assert_eq!(places(&found[0]), [(0, 0), (1, 1), (2, 1)]);
    }

    #[test]
    fn nobody_is_lost_and_nobody_twice() {
        let ties = [edited([0, 1], Direction::CommonSource), edited([2, 3], Direction::Undetermined)];
        let found = lineages(&[None, None, None, None, None], &ties, &[4, 3, 2, 1, 0]);
        let mut all: Vec<u32> = found.iter().flat_map(|s| s.members.iter().map(|m| m.article)).collect();
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2, 3]);
    }
}
