//! Decisions and stories as records that can be sorted outside of memory.

use std::cmp::Reverse;

use crate::engine::{Record, read_words, write_words};

use super::grow::{Member, Story};
use super::keep::{Decision, Likeness, Rank, Ranks};

/// The story that an article is in; ordered by article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InStory {
    /// The article.
    pub article: u32,
    /// The first of its story.
    pub first: u32,
}

impl InStory {
    /// The members of stories, each with the first.
    pub fn members(stories: &[Story]) -> impl Iterator<Item = InStory> {
        stories.iter().flat_map(|story| {
            let first = story.members[0].article;
            story.members.iter().map(move |member| InStory { article: member.article, first })
        })
    }
}

impl Record for InStory {
    fn write(&self, out: &mut Vec<u8>) {
        write_words(&[self.article, self.first], out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        read_words(bytes).map(|[article, first]| InStory { article, first })
    }
}

impl Record for Decision {
    fn write(&self, out: &mut Vec<u8>) {
        let (kind, value) = match self.likeness {
            Likeness::Words(similarity) => (0, similarity.to_bits()),
            Likeness::Translation(sure) => (1, sure.to_bits().into()),
        };
        write_words(&[self.article, self.kept, kind, value as u32, (value >> 32) as u32], out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let [article, kept, kind, low, high] = read_words(bytes)?;
        let likeness = match kind {
            0 => Likeness::Words(f64::from_bits(u64::from(high) << 32 | u64::from(low))),
            _ => Likeness::Translation(f32::from_bits(low)),
        };
        Some(Decision { article, kept, likeness })
    }
}

/// A story in its place: the largest first, then by the rank of its first member.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placed {
    size: Reverse<usize>,
    first: Rank,
    members: Vec<(u32, Option<u32>, u64)>,
}

impl Placed {
    /// A story whose members `ranks` ranks.
    pub fn new(story: &Story, ranks: &Ranks) -> Option<Placed> {
        let member = |m: &Member| (m.article, m.nearest, m.similarity.to_bits());
        let first = ranks.get(story.members.first()?.article)?.clone();
        Some(Placed {
            size: Reverse(story.members.len()),
            first,
            members: story.members.iter().map(member).collect(),
        })
    }

    /// The story.
    pub fn story(&self) -> Story {
        let member = |&(article, nearest, similarity): &(u32, Option<u32>, u64)| Member {
            article,
            nearest,
            similarity: f64::from_bits(similarity),
        };
        Story { members: self.members.iter().map(member).collect() }
    }
}

/// Bytes of a member.
const MEMBER: usize = 20;

impl Record for Placed {
    fn write(&self, out: &mut Vec<u8>) {
        write_words(&[self.members.len() as u32], out);
        for &(article, nearest, similarity) in &self.members {
            let (low, high) = (similarity as u32, (similarity >> 32) as u32);
            write_words(&[article, u32::from(nearest.is_some()), nearest.unwrap_or(0), low, high], out);
        }
        self.first.write(out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (count, rest) = bytes.split_at_checked(4)?;
        let [count] = read_words(count)?;
        let (members, first) = rest.split_at_checked(count as usize * MEMBER)?;
        let member = |bytes: &[u8]| {
            let [article, is_near, nearest, low, high] = read_words(bytes)?;
            Some((article, (is_near == 1).then_some(nearest), u64::from(high) << 32 | u64::from(low)))
        };
        Some(Placed {
            size: Reverse(count as usize),
            first: Rank::read(first)?,
            members: members.chunks_exact(MEMBER).map(member).collect::<Option<_>>()?,
        })
    }

    fn heap(&self) -> usize {
        self.first.heap() + size_of_val(&self.members[..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Meta;
    use crate::story::Keep;

    fn back<T: Record>(record: &T) -> Option<T> {
        let mut bytes = Vec::new();
        record.write(&mut bytes);
        T::read(&bytes)
    }

    #[test]
    fn what_was_written_comes_back() {
        for likeness in [Likeness::Words(0.7125), Likeness::Translation(0.9)] {
            let decision = Decision { article: 7, kept: 1 << 31, likeness };
            assert_eq!(back(&decision), Some(decision));
        }
        let in_story = InStory { article: 3, first: 2 };
        assert_eq!(back(&in_story), Some(in_story));
        let meta = |id: &str, line| Meta { id: id.to_owned(), line, ..Meta::default() };
        for meta in [meta("a\"b", None), meta("news.jsonl:12", Some(12)), meta("", None)] {
            let placed = Placed {
                size: Reverse(2),
                first: Keep::First.rank(-5, &meta),
                members: vec![(9, None, 1.0f64.to_bits()), (4, Some(9), 0.75f64.to_bits())],
            };
            let mut bytes = Vec::new();
            placed.write(&mut bytes);
            assert!(Placed::read(&bytes[..40]).is_none());
            assert_eq!(Placed::read(&bytes), Some(placed));
        }
    }
}
