//! Finds cues, with proclitics split off.

use super::item::{ItemKind, Items};
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::{CueEntry, CueForm, CueKind};
use crate::pack::manifest::Tense;
use crate::span::Span;
use std::ops::Range;

/// One cue of an article.
#[derive(Clone, Debug)]
pub(super) struct CueHit {
    /// Its items.
    pub(super) items: Range<usize>,
    /// Entry and form.
    pub(super) form: CueForm,
    /// Whether a negation stands before it.
    pub(super) negated: bool,
    /// Whether a conjunction is written together with it, or stands before it.
    pub(super) conjoined: bool,
}

impl CueHit {
    pub(super) fn entry<'a>(&self, items: &Items<'a>) -> &'a CueEntry {
        &items.pack.lexicon.cues[self.form.entry as usize]
    }

    /// Whether it says what its object is called, and a pronoun stands for that object.
    pub(super) fn calls(&self, items: &Items<'_>) -> bool {
        let entry = self.entry(items);
        entry.kind == CueKind::Verb && entry.object && items.word(self.items.start).pronoun.is_some()
    }

    /// The words of the cue without a conjunction at their head.
    pub(super) fn span(&self, items: &Items<'_>) -> Span {
        if self.conjoined { items.bare_range(self.items.clone()) } else { items.span(self.items.clone()) }
    }
}

/// The cues of an article, found by item.
pub(super) struct Cues {
    hits: Vec<CueHit>,
    /// For each item, one plus the index of the cue that begins there.
    at: Vec<u32>,
}

impl Cues {
    pub(super) fn new(items: &Items<'_>) -> Self {
        let hits = find(items);
        let mut at = vec![0; items.len() + 1];
        for (index, hit) in hits.iter().enumerate() {
            at[hit.items.start] = index as u32 + 1;
        }
        Cues { hits, at }
    }

    pub(super) fn hits(&self) -> &[CueHit] {
        &self.hits
    }

    /// The cue that begins at item `i`.
    pub(super) fn starting(&self, i: usize) -> Option<(usize, &CueHit)> {
        let index = (*self.at.get(i)? as usize).checked_sub(1)?;
        Some((index, &self.hits[index]))
    }

    /// The finite verb that begins at item `i`.
    pub(super) fn finite(&self, i: usize) -> Option<&CueHit> {
        self.starting(i).map(|(_, hit)| hit).filter(|hit| hit.form.tense.is_finite())
    }

    /// The finite verb that begins at item `i` and has no other meaning than reporting.
    pub(super) fn reporting(&self, items: &Items<'_>, i: usize) -> Option<&CueHit> {
        self.finite(i).filter(|hit| !hit.entry(items).ambiguous)
    }
}

/// Every cue among the items, in order.
fn find(items: &Items<'_>) -> Vec<CueHit> {
    let mut cues = Vec::new();
    let mut i = 0;
    while i < items.len() {
        if items.kind(i) != Some(ItemKind::Word) {
            i += 1;
            continue;
        }
        let hit = phrase(items, i).or_else(|| single(items, i));
        match hit {
            Some(hit) => {
                i = hit.items.end;
                cues.push(hit);
            }
            None => i += 1,
        }
    }
    cues
}

/// A cue of several words at `i`.
fn phrase(items: &Items<'_>, i: usize) -> Option<CueHit> {
    let (entry, length, conjoined) = items.pack.lexicon.phrase(|k| items.folded(i + k))?;
    let form = CueForm { entry, ..CueForm::default() };
    Some(CueHit { items: i..i + length, form, negated: false, conjoined })
}

/// A cue of one word at `i`, with the preposition of its government where that follows at once.
fn single(items: &Items<'_>, i: usize) -> Option<CueHit> {
    let word = items.word(i);
    let form = word.cue.filter(|_| !items.is_inside(i))?;
    let entry = &items.pack.lexicon.cues[form.entry as usize];
    // The article makes a noun of a verb form.
    if word.definite && entry.kind == CueKind::Verb && form.tense != Tense::Noun {
        return None;
    }
    // A verbal noun with the article reports after a preposition or a verb; elsewhere it is part of a name.
    let before = i.checked_sub(1);
    if word.definite && form.tense == Tense::Noun && !word.preposition {
        let verb = before.is_some_and(|b| items.is(b, Class::Verb) && items.word(b).cue.is_none());
        let reports = entry.takes.speech && !entry.ambiguous && items.is_that(i + 1);
        let governed = before.is_some_and(|b| items.is(b, Class::Preposition));
        let reporting = governed && reports;
        if !verb && !reporting {
            return None;
        }
    }
    // After a preposition stands a noun.
    const BARE: Classes = Classes::of(&[Class::Adjunct, Class::Conjunction, Class::Particle, Class::Adverb]);
    let governed = |b: usize| items.is(b, Class::Preposition) && !items.any(b, BARE) && items.word(b).pronoun.is_none();
    if form.tense.is_finite() && word.conjunction == 0 && before.is_some_and(governed) {
        return None;
    }
    // It is said that, it is worth noting that, in addition to: nobody says so.
    if [Class::Breaker, Class::Preposition].iter().any(|&class| items.compound(i, class).is_some_and(|end| end > i + 1))
    {
        return None;
    }
    let end = if entry.governs(items.folded(i + 1)) { i + 2 } else { i + 1 };
    let negated = word.conjunction == 0 && before.is_some_and(|b| items.is(b, Class::Negation));
    let conjoined = word.conjunction > 0 || before.is_some_and(|b| items.is(b, Class::Conjunction));
    Some(CueHit { items: i..end, form, negated, conjoined })
}
