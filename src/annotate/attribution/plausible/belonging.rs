//! Whether the content is what the cue reports, and not that of another word of the sentence.

use super::{Candidate, THAT};
use crate::annotate::CueClass;
use crate::annotate::attribution::Content;
use crate::annotate::clause::ADJUNCT;
use crate::annotate::item::ItemKind;
use crate::annotate::mention;
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::CueKind;
use std::ops::Range;

impl Candidate<'_, '_, '_> {
    /// Somebody is reported to say so already: a verb after the words only repeats who says them.
    pub(super) fn is_repeated(&self) -> bool {
        let first = self.content.start();
        let clause = matches!(self.content, Content::Clause(_));
        clause && self.is_verb() && !self.follows_as() && self.has_report(first..self.start())
    }

    /// It has, in the opinion of some, failed: a verb right behind the source goes on with the clause before the cue; behind
    /// a noun without article it is said of the source.
    pub(super) fn goes_on(&self) -> bool {
        const VERB: Classes = Classes::of(&[Class::Verb, Class::Particle, Class::Negation]);
        let ahead = self.content.start() < self.start() && self.rest.is_none();
        let verb = |source: &Range<usize>| {
            let next = self.items.word(source.end);
            self.items.word(source.end - 1).definite && next.classes.any(VERB) && next.conjunction == 0
        };
        self.entry.kind == CueKind::Preposition && ahead && self.source.is_some_and(verb)
    }

    /// Without a source, a phrase such as `in his words` names the speaker by its pronoun, and nobody else speaks before
    /// it.
    pub(super) fn lacks_pronoun(&self) -> bool {
        let first = self.content.start();
        let opened = matches!(self.content, Content::Quote(_)) || self.items.opens_complement(first.saturating_sub(1));
        let leads = first < self.start() || !opened;
        let named = || self.is_pronominal() && !self.has_report(first..self.start());
        self.is_as_said() && self.source.is_none() && leads && !named()
    }

    /// Whether the cue ends in a pronoun, or one follows it with its preposition.
    fn is_pronominal(&self) -> bool {
        let owner = self.items.word(self.end() - 1).pronoun;
        owner.is_some_and(|p| !p.first) || self.items.is(self.end(), Class::Pronoun)
    }

    /// Said in a statement that: the clause after a noun is that of the verb of reporting before it in its sentence, which
    /// has no complement of its own so far.
    pub(super) fn is_governed(&self) -> bool {
        let (items, start) = (self.items, self.start());
        let verb = |i: usize| self.matcher.cues.reporting(items, i).is_some();
        let mut open = (items.sentence_start(start)..start).rev().take_while(|&i| !items.opens_complement(i));
        matches!(self.entry.kind, CueKind::Noun | CueKind::Phrase)
            && !self.marked
            && self.source.is_none()
            && open.any(verb)
    }

    /// A noun phrase after a verb with other meanings is its object, unless somebody is named who speaks; after a verb with
    /// a pronoun, which is its object, it is its subject.
    pub(super) fn is_mere_object(&self) -> bool {
        let first = self.content.start();
        let owned = self.word.pronoun.is_some() && self.is_finite();
        let subject = owned && first == self.end() && mention::speaks(self.items, first..first + 1);
        self.content.is_phrase() && !self.marked && self.source.is_none() && (self.entry.ambiguous || subject)
    }

    /// A clause that is far from a verb with other meanings is not its complement.
    pub(super) fn is_far(&self) -> bool {
        let first = self.content.start();
        let near = || first <= self.end() + 2 || self.entry.governs(self.items.folded(first.saturating_sub(2)));
        let opens = self.hit.conjoined || self.follows(&[Class::Particle]);
        self.is_bare() && self.entry.ambiguous && !opens && !near()
    }

    /// This is what he said: the phrase with a demonstrative takes up what stands before it, not after it.
    pub(super) fn is_taken_up(&self) -> bool {
        let demonstrative = |first: usize| first + 1 < self.start() && self.items.is(first, Class::Demonstrative);
        let ahead = self.content.start() >= self.end() && !self.marked;
        ahead && self.matcher.as_start(self.start(), Class::As).is_some_and(demonstrative)
    }

    /// The union also condemned, on Sunday, …: a word such as `as` before a mere phrase opens another report.
    pub(super) fn is_another_report(&self) -> bool {
        const CLAUSE: Classes =
            Classes::of(&[Class::Verb, Class::WeakVerb, Class::Negation, Class::Particle, Class::Complementizer]);
        let (items, first) = (self.items, self.content.start());
        let as_start = |class| self.matcher.as_start(self.start(), class);
        let ahead = first >= self.end() && !self.marked && items.is_comma(first.saturating_sub(1));
        let verb = || self.matcher.cues.finite(first).is_some();
        let clause = || items.any(first, CLAUSE) || items.is_that(first.saturating_sub(1)) || verb();
        ahead && as_start(Class::As).is_some() && as_start(Class::According).is_none() && !clause()
    }

    /// The decision binds the village, and it also calls on the towns: the verb behind a word such as `as` has an object or
    /// a complement of its own, and reports nothing that stands before it.
    pub(super) fn is_also(&self) -> bool {
        let as_start = |class| self.matcher.as_start(self.start(), class);
        let also = || as_start(Class::As).is_some() && as_start(Class::According).is_none();
        let subject = self.source.filter(|source| source.start >= self.end() && self.content.start() < self.start());
        subject.is_some_and(|subject| also() && self.has_object(subject.end))
    }

    /// Whether a noun at `i` is the object of the cue, or the complement of its preposition there.
    fn has_object(&self, i: usize) -> bool {
        const NO_NOUN: Classes = mention::NEVER_NAME.with_all(Classes::of(&[
            Class::Preposition,
            Class::Adjunct,
            Class::Adverb,
            Class::Time,
            Class::Month,
            Class::Relative,
            Class::Demonstrative,
            Class::Pronoun,
            Class::Breaker,
        ]));
        let items = self.items;
        let governed = self.entry.governs(items.folded(i));
        let at = i + usize::from(governed);
        let word = items.word(at);
        let noun = items.kind(at) == Some(ItemKind::Word) && !word.preposition && !word.classes.any(NO_NOUN);
        noun && (governed || self.entry.tells && word.definite)
    }

    /// The paper reported, according to sources, that: what goes on behind the attribution with a complementizer is the
    /// complement of a verb of reporting before it, of which it is no half.
    pub(super) fn is_divided_report(&self) -> bool {
        let Content::Clause(range) = self.content else { return false };
        let that = self.rest.is_some_and(|rest| self.items.is_that(rest.start));
        let reports = |i| self.matcher.cues.finite(i).is_some_and(|verb| verb.entry(self.items).takes.that);
        that && range.clone().any(reports)
    }

    /// He said that the price, according to the law, has risen: what interrupts a reported clause belongs to it.
    pub(super) fn is_inside_report(&self) -> bool {
        self.is_as_said() && self.rest.is_some() && self.is_in_report()
    }

    /// She announced in the capital the arrest of forty: a preposition that is not the cue's own opens an adjunct, which is
    /// no object, and no clause right behind the cue.
    pub(super) fn opens_with_adjunct(&self) -> bool {
        let (items, first) = (self.items, self.content.start());
        let governed = |i: usize| self.entry.governs(items.folded(i));
        let own = || governed(first) || governed(first.saturating_sub(1)) || items.joins_marks(first);
        let bare = self.content.is_phrase() || first == self.end() && !self.marked;
        bare && items.any(first, ADJUNCT) && !own()
    }

    /// It raised a book that the widow has published: a verb right behind a source without the article tells of the source.
    pub(super) fn is_about_source(&self) -> bool {
        let (items, first) = (self.items, self.content.start());
        let behind = |source: &Range<usize>| source.end == first && !items.word(source.start).definite;
        self.content.is_phrase() && self.source.is_some_and(behind) && items.is(first, Class::Verb)
    }

    /// A phrase that opens words has them behind it, unless a word such as `as` turns it round.
    pub(super) fn opens_words(&self) -> bool {
        let opens = self.entry.kind == CueKind::Phrase && !self.entry.takes.noun;
        opens && self.content.start() < self.start() && !self.marked && !self.follows_as()
    }

    /// What stands without marks after a colon is said with verbs that take speech and stand near it; after others, and
    /// after words such as `among them`, it is a list.
    pub(super) fn is_list(&self) -> bool {
        const NEAR: usize = 7;
        let (items, first) = (self.items, self.content.start());
        let bare = self.is_verb() && matches!(self.content, Content::Clause(_)) && !items.is_quote(first);
        let Some(colon) = first.checked_sub(1).filter(|&i| bare && items.is_colon(i)) else { return false };
        let last = self.source.map_or(self.end(), |source| source.end.max(self.end()));
        let object = self.word.pronoun.is_some() && self.source.is_none() && !self.entry.tells;
        let speech = self.entry.takes.speech && !object && first <= last + NEAR;
        let listing = colon.checked_sub(1).is_some_and(|i| items.is(i, Class::Listing));
        listing || self.entry.ambiguous && !speech
    }

    /// A verb or preposition that a conjunction joins to words in marks begins another clause.
    pub(super) fn is_another_clause(&self) -> bool {
        self.word.conjunction > 0 && matches!(self.content, Content::Quote(i) if *i < self.start())
    }

    /// Calling on "the mourners" to press: what stands in marks right between a verb that has an object and its own
    /// preposition is the object, and part of what is said.
    pub(super) fn is_object_in_marks(&self) -> bool {
        let Content::Quote(quote) = *self.content else { return false };
        let next = self.items.word(quote + 1);
        let governed = self.entry.governs(self.items.folded(quote + 1));
        let own = governed || next.preposition && next.pronoun.is_none();
        let transitive = self.entry.object || self.entry.class == CueClass::Demand;
        transitive && self.word.pronoun.is_none() && quote == self.end() && own && !self.matcher.is_clause(quote)
    }

    /// That the party goes on with "…": inside a reported clause a verb with other meanings takes words in marks as its
    /// object, and any verb takes those that are no clause, unless a colon announces them.
    pub(super) fn is_embedded(&self) -> bool {
        let first = self.source.map_or(self.start(), |source| source.start.min(self.start()));
        let that = first.checked_sub(1).is_some_and(|before| self.items.any(before, Classes::of(&THAT)));
        let Content::Quote(quote) = self.content else { return false };
        let object = self.entry.ambiguous || !self.matcher.is_clause(*quote);
        object && that && !self.is_announced() && self.is_finite()
    }
}
