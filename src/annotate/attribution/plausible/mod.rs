//! Whether a match may stand, although its words have other readings.

mod belonging;
mod meaning;
mod subject;

use super::{Content, Match, Matcher};
use crate::annotate::clause;
use crate::annotate::cue::CueHit;
use crate::annotate::item::Items;
use crate::annotate::mention;
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::{CueEntry, CueKind, Word};
use crate::pack::manifest::Tense;
use std::ops::Range;

/// Complementizers, also those of clauses that nobody reports.
const THAT: [Class; 2] = [Class::Complementizer, Class::NotComplementizer];

/// A match of a pattern with a cue, and what the cue is where it stands.
pub(super) struct Candidate<'m, 'i, 'a> {
    matcher: &'m Matcher<'i, 'a>,
    items: &'i Items<'a>,
    hit: &'m CueHit,
    entry: &'a CueEntry,
    /// The first word of the cue.
    word: Word,
    source: Option<&'m Range<usize>>,
    /// Who relays the words.
    via: Option<&'m Range<usize>>,
    content: &'m Content,
    /// What follows an attribution that interrupts its content.
    rest: Option<&'m Range<usize>>,
    /// Whether something of the content stands in marks.
    marked: bool,
}

impl<'m, 'i, 'a> Candidate<'m, 'i, 'a> {
    /// Nothing for a match without content.
    pub(super) fn new(matcher: &'m Matcher<'i, 'a>, hit: &'m CueHit, found: &'m Match) -> Option<Self> {
        let items = matcher.items;
        let content = found.content.as_ref()?;
        let marked = match content {
            Content::Quote(_) => true,
            Content::Clause(range) | Content::Phrase(range) => range.clone().any(|i| matcher.says(i)),
        };
        let (entry, word, source) = (hit.entry(items), items.word(hit.items.start), found.source.as_ref());
        let rest = found.rest.as_ref();
        let via = found.via.as_ref();
        Some(Candidate { matcher, items, hit, entry, word, source, via, content, rest, marked })
    }

    /// Whether nothing speaks against the match.
    pub(super) fn is_plausible(&self) -> bool {
        if self.is_impersonal() || self.lacks_name() || self.is_reported_act() {
            return false;
        }
        if self.is_verb() && self.hit.form.tense == Tense::Noun {
            return self.noun_reports() && (self.source.is_none() || self.has_speaker() && !self.is_description());
        }
        let misread = self.is_unsaid()
            || self.is_mere_belief()
            || self.is_decision()
            || self.has_far_subject()
            || self.is_term()
            || self.is_title()
            || self.is_far_term()
            || self.is_nobodys_belief()
            || self.goes_on()
            || self.is_norm()
            || self.lacks_pronoun()
            || self.is_governed()
            || self.is_mere_object()
            || self.is_mere_noun()
            || self.is_owned_noun()
            || self.is_far()
            || self.is_of_things()
            || self.is_printed()
            || self.is_taken_up()
            || self.is_another_report()
            || self.is_also()
            || self.is_insertion()
            || self.is_about_source()
            || self.is_divided_report()
            || self.is_inside_report()
            || self.opens_with_adjunct()
            || self.is_byline()
            || self.opens_words()
            || self.is_list()
            || self.is_attribute()
            || self.is_repeated()
            || self.is_another_clause()
            || self.is_embedded()
            || self.is_object_in_marks()
            || self.is_inside_clause();
        !misread && !self.source.is_some_and(|source| self.is_misnamed(source))
    }

    fn is_verb(&self) -> bool {
        self.entry.kind == CueKind::Verb
    }

    fn is_finite(&self) -> bool {
        self.hit.form.tense.is_finite()
    }

    fn start(&self) -> usize {
        self.hit.items.start
    }

    /// One past the cue.
    fn end(&self) -> usize {
        self.hit.items.end
    }

    /// Whether the word before the cue can be one of `classes`.
    fn follows(&self, classes: &[Class]) -> bool {
        self.start().checked_sub(1).is_some_and(|before| self.items.any(before, Classes::of(classes)))
    }

    /// Whether the word before the cue can be a complementizer, or end in one; a verb that is spelled like one is none.
    fn follows_that(&self) -> bool {
        self.follows(&THAT) && (self.content.is_phrase() || !self.follows(&[Class::Verb]))
    }

    /// Whether a word such as `as` makes the cue's clause an attribution of what stands before it.
    fn follows_as(&self) -> bool {
        self.matcher.as_start(self.start(), Class::As).is_some()
    }

    /// Whether the cue begins its sentence, or a clause that a conjunction joins to it.
    fn heads_clause(&self) -> bool {
        self.hit.conjoined || self.start() == self.items.sentence_start(self.start())
    }

    /// Whether the source can be somebody who speaks.
    fn has_speaker(&self) -> bool {
        self.source.is_some_and(|source| self.matcher.speaks(source))
    }

    /// Whether a complementizer with a pronoun follows the source, perhaps after adverbs: the clause is about it.
    fn is_resumed(&self, source: &Range<usize>) -> bool {
        let that = (source.end..self.items.len()).find(|&i| self.items.is_that(i) || !mention::between(self.items, i));
        that.is_some_and(|i| self.items.is_that(i) && self.items.word(i).pronoun.is_some())
    }

    /// Whether the cue is a preposition or phrase such as `according to`.
    fn is_as_said(&self) -> bool {
        matches!(self.entry.kind, CueKind::Preposition | CueKind::Phrase)
    }

    /// Whether the content stands in marks right after a colon.
    fn is_announced(&self) -> bool {
        matches!(self.content, Content::Quote(i) if *i > 0 && self.items.is_colon(i - 1))
    }

    /// Whether the cue is a finite verb and no marks say that the content is a clause of somebody's words.
    fn is_reported(&self) -> bool {
        self.is_finite() && (!self.marked || self.content.is_phrase())
    }

    /// Whether somebody is reported to speak among these items: their end belongs to what he says.
    fn has_report(&self, range: Range<usize>) -> bool {
        self.matcher.reported.get(range).is_some_and(|reported| reported.contains(&true))
    }

    /// Whether the cue stands in what somebody is reported to say.
    fn is_in_report(&self) -> bool {
        self.has_report(self.start()..self.start() + 1)
    }

    /// Whether a complement follows the cue at once, or the content with one of the cue's prepositions.
    fn governs_content(&self) -> bool {
        let first = self.content.start();
        // The noun of an act governs the same prepositions as its verb.
        let own = |i: usize| self.entry.governs(self.items.folded(i)) && !self.items.is(self.start(), Class::Act);
        clause::governs_at_once(self.items, self.hit) || (first.saturating_sub(2)..=first).any(own)
    }

    /// Whether the cue is a finite verb before a clause without marks whose subject is not named.
    fn is_bare(&self) -> bool {
        self.source.is_none() && self.is_finite() && !self.marked
    }

    /// Whether a complement follows the source at once, perhaps after a preposition.
    fn is_before_complement(&self, source: &Range<usize>) -> bool {
        let end = source.end + usize::from(self.items.is(source.end, Class::Preposition));
        self.items.opens_complement(end)
    }
}
