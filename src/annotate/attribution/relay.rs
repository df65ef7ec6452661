//! Attributions that only say who relays the words of another one.

use super::{Draft, Match, Matcher};
use crate::annotate::cue::CueHit;
use crate::pack::class::Class;
use crate::pack::lexicon::CueKind;
use std::ops::Range;

/// Longest run of items between reported words and the phrase that says who relays them.
const NEAR: usize = 5;

impl Matcher<'_, '_> {
    /// Whether `hit` only says, after words that somebody is reported to have said, who relays them: `as the agency has
    /// it`. The relay then joins the attribution of those words; where the phrase names whom the words were taken from,
    /// he is their source.
    pub(super) fn relays(&mut self, hit: &CueHit, found: &Match) -> bool {
        let entry = hit.entry(self.items);
        let named = found.source.as_ref().is_some_and(|s| s.start >= hit.items.start);
        if !named || !self.trails(hit) {
            return false;
        }
        let start = hit.items.start;
        let sentence = self.items.sentence_start(start);
        let near = self.ends.range(start.saturating_sub(NEAR)..start).flat_map(|(_, drafts)| drafts.iter().copied());
        let before = near.filter(|&d| self.ends_before(&self.drafts[d], sentence..start));
        let Some(draft) = before.max_by_key(|&d| self.drafts[d].at).and_then(|d| self.drafts.get_mut(d)) else {
            return false;
        };
        if entry.relays {
            draft.via = std::mem::replace(&mut draft.source, found.source.clone());
            draft.cue = Some(hit.clone());
        } else {
            draft.via = draft.via.take().or_else(|| found.source.clone());
        }
        true
    }

    /// Whether the cue is of the kinds that follow what they attribute: a preposition, a phrase, or a verb after `as`.
    fn trails(&self, hit: &CueHit) -> bool {
        let kind = hit.entry(self.items).kind;
        matches!(kind, CueKind::Preposition | CueKind::Phrase) || self.as_start(hit.items.start, Class::As).is_some()
    }

    /// Whether an attribution with a cue in this beginning of a sentence ends before it does.
    fn ends_before(&self, draft: &Draft, sentence: Range<usize>) -> bool {
        let limit = self.items.get(sentence.end).map_or(0, |item| item.span.start);
        draft.cue.as_ref().is_some_and(|c| sentence.contains(&c.items.start))
            && draft.content.iter().all(|c| c.end <= limit)
    }
}
