//! What becomes of pairs that memory was not to hold: decided component by component, and told in the end in
//! the same order as ever.

use crate::engine::{Corpus, Sorter, Spilled};
use crate::report::{self, PlacedPair};
use crate::story::{self, Decision, Graph, InStory, Keep, Placed, Ranks};

/// What a verb wants to tell of, besides numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// All pairs.
    pub(super) pairs: bool,
    /// All stories.
    pub(super) stories: bool,
    /// The story that each article is in.
    pub(super) in_story: bool,
}

/// What was decided.
pub(super) struct Decided {
    pub(super) decisions: Sorter<Decision>,
    pub(super) pairs: Sorter<PlacedPair>,
    /// How many pairs there are, wanted or not.
    pub(super) pair_count: u64,
    pub(super) stories: Sorter<Placed>,
    /// How many stories there are, likewise.
    pub(super) story_count: u64,
    pub(super) in_story: Sorter<InStory>,
}

/// Decides for all articles.
pub(super) fn decided(
    corpus: &Corpus,
    spilled: Spilled,
    keep: Keep,
    wanted: Wanted,
) -> anyhow::Result<Decided> {
    let mut all = Decided {
        decisions: corpus.sorter()?,
        pairs: corpus.sorter()?,
        pair_count: 0,
        stories: corpus.sorter()?,
        story_count: 0,
        in_story: corpus.sorter()?,
    };
    for found in spilled.parts(corpus)? {
        let graph = Graph::new(&found?);
        let members: Vec<u32> = graph.nodes.iter().flatten().copied().collect();
        let ranks = Ranks::new(corpus, keep, &members);
        all.decisions.extend(story::choose(&graph, &ranks))?;
        let stories = story::grow(&graph, &ranks);
        all.story_count += stories.len() as u64;
        if wanted.stories {
            all.stories.extend(stories.iter().filter_map(|story| Placed::new(story, &ranks)))?;
        }
        if wanted.in_story {
            all.in_story.extend(InStory::members(&stories))?;
        }
        let pairs = report::listed(&graph, &ranks);
        all.pair_count += pairs.len() as u64;
        if wanted.pairs {
            all.pairs.extend(pairs.into_iter().filter_map(|pair| PlacedPair::new(pair, &ranks)))?;
        }
    }
    Ok(all)
}

/// Writes pairs in their order.
pub(super) fn write_pairs(pairs: Sorter<PlacedPair>, mut sink: report::Sink) -> anyhow::Result<()> {
    for pair in pairs.sorted()? {
        sink.line(&pair?.row())?;
    }
    Ok(sink.finish()?)
}
