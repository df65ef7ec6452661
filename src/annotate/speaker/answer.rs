//! Who answers a question: whom it was put to, and never whoever asked.

use super::{Cast, MEMORY};
use crate::annotate::CueClass;
use crate::annotate::cue::CueHit;
use crate::annotate::mention::{self, GIVEN, HEAD};
use crate::pack::class::Classes;
use crate::pack::lexicon::Pronoun;
use crate::pack::manifest::{Gender, Number, Tense};
use std::ops::Range;

/// A question that somebody is asked before an answer.
struct Question {
    /// First item of its verb.
    at: usize,
    /// The noun phrase behind the verb.
    subject: Option<Range<usize>>,
    asked: Asked,
}

/// Whom a verb of asking has as its object.
enum Asked {
    Mention(Range<usize>),
    Pronoun(Pronoun),
}

impl Cast<'_, '_> {
    /// Who answers with this cue a question that was put to somebody; inside nobody, where nothing tells to whom.
    pub(super) fn answering(&mut self, cue: &CueHit, gender: Gender, number: Number) -> Option<Option<usize>> {
        let Question { at, subject, asked } = self.question(cue)?;
        let spoke = self.spoken.last().filter(|s| s.at == at).map(|s| s.who);
        let asker = spoke.or_else(|| subject.and_then(|subject| self.who(subject)));
        let found = match asked {
            Asked::Mention(asked) => self.who(asked),
            Asked::Pronoun(pronoun) if pronoun.first => None,
            Asked::Pronoun(pronoun) => self.spoke_before(at, |cast, c| {
                Some(c) != asker && cast.agrees(c, pronoun.gender, pronoun.number) && cast.agrees(c, gender, number)
            }),
        };
        Some(found.filter(|&c| self.agrees(c, gender, number)))
    }

    /// The question before this cue that it answers: nobody has spoken since.
    fn question(&self, cue: &CueHit) -> Option<Question> {
        const REACH: usize = 40;
        let (items, at) = (self.items, cue.items.start);
        let answers = items.folded(at).is_some_and(|form| cue.entry(items).answers(form));
        let from = self.spoken.last().map_or(0, |s| s.at).max(at.saturating_sub(REACH));
        if !answers || !cue.form.tense.is_finite() {
            return None;
        }
        let active = |hit: &CueHit| hit.form.tense.is_finite() && hit.form.tense != Tense::Passive;
        let asks = |hit: &CueHit| active(hit) && hit.entry(items).class == CueClass::Ask;
        let before = self.cues.hits().partition_point(|hit| hit.items.start < at);
        let mut hits = self.cues.hits().iter().take(before).rev().take_while(|hit| hit.items.start >= from);
        hits.find(|hit| asks(hit)).and_then(|hit| self.put_to(hit))
    }

    /// The question that a verb of asking puts to somebody: to a pronoun on it or behind it, or to the noun phrase behind
    /// its subject.
    fn put_to(&self, verb: &CueHit) -> Option<Question> {
        const SOMEBODY: Classes = HEAD.with_all(GIVEN);
        let (items, at, end) = (self.items, verb.items.start, verb.items.end);
        let addressing = |i: usize| items.word(i).pronoun.filter(|_| items.is_addressing(i));
        let subject = mention::parse(items, end).map(|past| end..past);
        let behind = subject.as_ref().map_or(end, |subject| subject.end);
        let named = || {
            let object = behind..mention::parse(items, behind)?;
            (subject.is_some() && items.any(behind, SOMEBODY)).then_some(Asked::Mention(object))
        };
        let pronoun = items.word(at).pronoun.or_else(|| addressing(end)).or_else(|| addressing(behind));
        let asked = pronoun.map(Asked::Pronoun).or_else(named)?;
        Some(Question { at, subject, asked })
    }

    /// Who spoke last before item `at` and fits.
    fn spoke_before(&self, at: usize, fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let mut spoken = self.spoken.iter().rev().filter(|s| s.at < at).take(MEMORY).map(|s| s.who);
        spoken.find(|&c| self.characters[c].solid && fits(self, c))
    }
}
