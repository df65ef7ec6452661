//! Headlines that repeat words of an attribution, whose speaker holds for them too.

use super::slots::Sequence;
use super::{Draft, Match, Matcher};
use crate::pack::pattern::Slot;
use crate::span::Span;
use std::cmp::Reverse;

/// Share of a headline's words, in hundredths, that an attribution must hold for the headline to repeat it.
const ECHO: usize = 60;

impl Matcher<'_, '_> {
    /// Tries a pattern at every quotation of the headline whose words an attribution repeats, in full or shortened.
    pub(super) fn echoes(&mut self, index: usize, slots: &[Slot]) {
        let items = self.items;
        for i in 0..items.len() {
            let Some(quote) = items.quote(i).filter(|_| !self.taken[i]) else { continue };
            if self.title.is_some_and(|title| title.contains(quote.outer))
                && let Some(found) = Sequence::without_cue(self, i).forward(slots, i, Match::default())
                && let Some(at) = self.repeated(quote.inner)
                && let Some(draft) = self.draft(index, None, found)
            {
                self.drafts.push(Draft { echo: Some(at), ..draft });
            }
        }
    }

    /// The first item of the content that holds the most words of `headline`, if it holds enough of them.
    fn repeated(&self, headline: Span) -> Option<usize> {
        let words = self.words(headline);
        let held = |draft: &Draft| {
            let content: Vec<_> = draft.content.iter().flat_map(|&span| self.words(span)).collect();
            (shared(&words, &content), draft.at)
        };
        let best = self.drafts.iter().map(held).max_by_key(|&(share, at)| (share, Reverse(at)));
        best.filter(|&(share, _)| share >= ECHO).map(|(_, at)| at)
    }

    /// The folded words of a span, without the shortest.
    fn words(&self, span: Span) -> Vec<String> {
        let folding = &self.items.pack.folding;
        let words = span.of(self.items.text).split(|c: char| !c.is_alphanumeric());
        words.map(|w| folding.fold(w)).filter(|w| w.chars().count() > 2).collect()
    }
}

/// How many of `words` occur in `content`, in hundredths; short texts prove nothing.
fn shared(words: &[String], content: &[String]) -> usize {
    if words.len() < 3 {
        return 0;
    }
    words.iter().filter(|w| content.contains(w)).count() * 100 / words.len()
}
