//! Matches the slots of a pattern, one after the other, from a cue onwards and backwards.

use super::{Content, Match, Matcher};
use crate::annotate::CueClass;
use crate::annotate::clause::{self, ADJUNCT};
use crate::annotate::cue::CueHit;
use crate::annotate::item::{ItemKind, Items};
use crate::annotate::mention::{self, NAME};
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::CueKind;
use crate::pack::manifest::{Number, Tense};
use crate::pack::pattern::{Slot, SlotKind};
use std::ops::Range;

/// Longest run of words between a cue or its source and the content, in items.
const LONGEST_GAP: usize = 40;

/// The slots of a pattern at one place of an article.
pub(super) struct Sequence<'m, 'i, 'a> {
    matcher: &'m Matcher<'i, 'a>,
    items: &'i Items<'a>,
    /// The cue, for a pattern that has one.
    cue: Option<&'m CueHit>,
    /// One past the cue; where a pattern without cue begins.
    from: usize,
}

/// One way in which a slot can match.
struct Step {
    /// The item at which the next slot is tried.
    to: usize,
    /// What the slot finds of the attribution.
    part: Option<Part>,
}

/// A part of an attribution, as a slot finds it.
enum Part {
    Source(Range<usize>),
    Via(Range<usize>),
    /// A second cue: its index.
    Said(usize),
    Content(Content),
    Rest(Range<usize>),
}

impl Step {
    /// A step that finds nothing, if the slot matches up to an item.
    fn to(item: Option<usize>) -> Vec<Step> {
        item.map(|to| Step { to, part: None }).into_iter().collect()
    }

    /// A step that finds a part, if the slot matches up to an item.
    fn taking(found: Option<(usize, Part)>) -> Vec<Step> {
        found.map(|(to, part)| Step { to, part: Some(part) }).into_iter().collect()
    }
}

impl Match {
    /// The match with what one more slot has found.
    fn with(mut self, part: Option<Part>) -> Self {
        match part {
            Some(Part::Source(range)) => self.source = Some(range),
            Some(Part::Via(range)) => self.via = self.via.or(Some(range)),
            Some(Part::Said(cue)) => self.said = Some(cue),
            Some(Part::Content(content)) => self.content = Some(content),
            Some(Part::Rest(range)) => self.rest = Some(range),
            None => {}
        }
        self
    }
}

impl<'m, 'i, 'a> Sequence<'m, 'i, 'a> {
    pub(super) fn of_cue(matcher: &'m Matcher<'i, 'a>, cue: &'m CueHit) -> Self {
        Sequence { matcher, items: matcher.items, cue: Some(cue), from: cue.items.end }
    }

    pub(super) fn without_cue(matcher: &'m Matcher<'i, 'a>, from: usize) -> Self {
        Sequence { matcher, items: matcher.items, cue: None, from }
    }

    /// Matches `slots` from item `at` on, in the first way in which all of them match.
    pub(super) fn forward(&self, slots: &[Slot], at: usize, found: Match) -> Option<Match> {
        let Some((slot, rest)) = slots.split_first() else { return Some(found) };
        let mut steps = self.steps(slot.kind, at, &found).into_iter();
        let matched = steps.find_map(|step| self.forward(rest, step.to, found.clone().with(step.part)));
        if matched.is_none() && slot.optional { self.forward(rest, at, found) } else { matched }
    }

    /// Matches `slots`, nearest first, so that they end at item `end`.
    pub(super) fn backward(&self, slots: &[Slot], end: usize, found: Match) -> Option<Match> {
        let Some((slot, rest)) = slots.split_first() else { return Some(found) };
        let mut steps = self.steps_back(slot.kind, end).into_iter();
        let matched = steps.find_map(|step| self.backward(rest, step.to, found.clone().with(step.part)));
        if matched.is_none() && slot.optional { self.backward(rest, end, found) } else { matched }
    }

    /// Every way in which a slot matches from item `at` on, the likeliest first.
    fn steps(&self, kind: SlotKind, at: usize, found: &Match) -> Vec<Step> {
        let items = self.items;
        let here = |fits: bool| Step::to(fits.then_some(at));
        let next = |fits: bool| Step::to(fits.then_some(at + 1));
        match kind {
            SlotKind::Source if self.is_object(at) => Vec::new(),
            SlotKind::Source => self.mentions(at, Part::Source),
            SlotKind::Via => self.mentions(at, Part::Via),
            SlotKind::Gap => self.gap(at),
            SlotKind::That => next(self.is_that(at, found)),
            SlotKind::Colon => next(items.is_colon(at)),
            SlotKind::Comma => next(items.is_comma(at) || items.is_dash(at)),
            SlotKind::Own => next(self.governs(at)),
            SlotKind::From => Step::to(self.preposition(at)),
            SlotKind::Him => next(at == self.from && items.is(at, Class::Pronoun)),
            SlotKind::Resumes => next(items.is(at, Class::Particle) && !items.is_that(at)),
            SlotKind::Between => Step::to(mention::between_end(items, at)),
            SlotKind::Occasion => Step::to(self.occasion(at)),
            SlotKind::Said => self.second_cue(at, |said| self.is_saying(said)),
            SlotKind::Reports => self.second_cue(at, |said| self.reports(said, found.source.as_ref())),
            SlotKind::Citing => self.second_cue(at, |said| self.cites(said)),
            SlotKind::Quote => Step::taking(self.quote(at).map(|content| (at + 1, content))),
            SlotKind::Speech => Step::taking(self.speech(at).map(|content| (at + 1, content))),
            SlotKind::Clause => self.content(self.matcher.clause(at), Content::Clause),
            SlotKind::Phrase => self.content(self.matcher.phrase(at), Content::Phrase),
            SlotKind::Joined => self.content(self.matcher.joined(at), Content::Phrase),
            SlotKind::Rest => Step::taking(self.rest(at).map(|rest| (rest.end, Part::Rest(rest)))),
            SlotKind::Start => here(at == 0 || items.is_end(at - 1)),
            SlotKind::End => here(items.is_end(at)),
            SlotKind::Question => here(items.is(at, Class::Question) && !items.is_that(at + 1)),
            SlotKind::Pause => here(self.is_pause(at)),
            SlotKind::Late => here(self.is_late(at)),
            SlotKind::Title => here(self.is_in_title(at)),
            SlotKind::Heading => here(self.is_in_heading(at)),
            SlotKind::Paragraph => Step::to(self.paragraph(at)),
            SlotKind::Preceding | SlotKind::As | SlotKind::According | SlotKind::Also | SlotKind::Echo => Vec::new(),
        }
    }

    /// The way in which a slot before the cue matches so that it ends at item `end`; only these kinds stand there.
    fn steps_back(&self, kind: SlotKind, end: usize) -> Vec<Step> {
        let items = self.items;
        let last = end.checked_sub(1);
        match kind {
            SlotKind::Source => self.mention_before(end, Part::Source),
            SlotKind::Via => self.mention_before(end, Part::Via),
            SlotKind::Comma => Step::to(last.filter(|&l| items.is_comma(l) || items.is_dash(l))),
            SlotKind::Quote => Step::taking(last.and_then(|l| self.quote(l).map(|content| (l, content)))),
            SlotKind::Preceding => {
                let clause = self.matcher.preceding(end);
                Step::taking(clause.map(|range| (range.start, Part::Content(Content::Clause(range)))))
            }
            SlotKind::Start => Step::to(self.opens_sentence(end).then_some(end)),
            SlotKind::As => Step::to(self.matcher.as_start(end, Class::As)),
            SlotKind::According => Step::to(self.matcher.as_start(end, Class::According)),
            _ => Vec::new(),
        }
    }

    /// The noun phrases that begin at item `at`, whose first word may be written together with a cue that is no verb.
    fn mentions(&self, at: usize, part: fn(Range<usize>) -> Part) -> Vec<Step> {
        let glued = at == self.from && self.cue.is_some_and(|hit| hit.entry(self.items).kind != CueKind::Verb);
        let mut ends = mention::ends(self.items, at, glued);
        ends.retain(|&end| !self.determines(at..end));
        if ends.is_empty() && self.is_named_subject(at) {
            ends.push(at + 1);
        }
        ends.into_iter().map(|end| Step { to: end, part: Some(part(at..end)) }).collect()
    }

    /// Whether the word at `at`, right behind the verb and before a clause, marks or a preposition of the verb, is a name of
    /// the article, whatever else it means.
    fn is_named_subject(&self, at: usize) -> bool {
        let items = self.items;
        let verb = self.cue.is_some_and(|hit| hit.form.tense.is_finite() && hit.entry(items).takes.speech);
        let named = || items.folded(at).is_some_and(|word| self.matcher.names.contains(word));
        let closed = items.opens_complement(at + 1) || self.governs(at + 1);
        at == self.from && verb && closed && items.kind(at) == Some(ItemKind::Word) && named()
    }

    /// Any "…", this "…": whether the phrase is nothing but a word that belongs to the noun in marks behind it.
    fn determines(&self, phrase: Range<usize>) -> bool {
        const DETERMINERS: Classes = Classes::of(&[Class::Quantifier, Class::Demonstrative]);
        let word = self.items.word(phrase.start);
        let one = phrase.len() == 1 && word.number != Number::Plural && word.classes.any(DETERMINERS);
        one && self.items.is_quote(phrase.end)
    }

    /// The noun phrase that ends at item `end`, in the same sentence.
    fn mention_before(&self, end: usize, part: fn(Range<usize>) -> Part) -> Vec<Step> {
        let mention = mention::before(self.items, self.items.sentence_start(end), end);
        Step::taking(mention.map(|range| (range.start, part(range))))
    }

    /// Whether the noun at item `at`, right behind the verb, has the ending of an object.
    fn is_object(&self, at: usize) -> bool {
        let verb = self.cue.is_some_and(|hit| hit.form.tense.is_finite());
        let noun = self.items.word(at);
        // Without the article the ending is that of other cases and of names too.
        verb && at == self.from && noun.oblique && noun.definite
    }

    /// Every end of a gap that begins at item `at`, the shortest gap first.
    fn gap(&self, at: usize) -> Vec<Step> {
        let limit = (at + LONGEST_GAP).min(self.items.len());
        let inside = (at..limit).take_while(|&i| self.is_gap(i));
        inside.map(|i| Step { to: i + 1, part: None }).collect()
    }

    /// Whether the item may stand in a gap: neither the end of the sentence nor what opens another complement.
    fn is_gap(&self, i: usize) -> bool {
        let items = self.items;
        match items.kind(i) {
            None | Some(ItemKind::Break) => false,
            Some(ItemKind::Quote(_)) => {
                items.is_name_quote(i) || self.is_short(i) && !self.is_charged(i) || self.is_governed_term(i)
            }
            Some(ItemKind::Sign(_)) => !items.is_end(i) && !items.is_colon(i),
            Some(ItemKind::Number) => true,
            Some(ItemKind::Word) => !items.is_that(i) && !self.is_other_cue(i) && !self.is_another_clause(i),
        }
    }

    /// Whether a cue that begins at `i` reports something of its own.
    fn is_other_cue(&self, i: usize) -> bool {
        let items = self.items;
        let Some((_, other)) = self.matcher.cues.starting(i) else { return false };
        let governs = clause::governs_at_once(items, other);
        let entry = other.entry(items);
        let opens = matches!(entry.kind, CueKind::Noun | CueKind::Phrase) && !entry.ambiguous && entry.takes.that;
        if opens && governs || self.has_words(other) {
            return true;
        }
        match other.form.tense {
            Tense::Participle => governs,
            Tense::Noun => governs && entry.kind == CueKind::Verb,
            tense => {
                tense.is_finite()
                    && (other.conjoined && !self.is_in_relative(other)
                        || self.is_passive() && !entry.ambiguous
                        || self.begins(other)
                        || governs && !self.is_short(other.items.end))
            }
        }
    }

    /// Whether the cue tells what is asked of or told to its subject, so that a verb of reporting behind is his own.
    fn is_passive(&self) -> bool {
        self.cue.is_some_and(|hit| hit.form.tense == Tense::Passive)
    }

    /// The parade in which they fired and displayed: whether a verb goes on with the relative clause before it, to which
    /// the pronoun behind it refers.
    fn is_in_relative(&self, verb: &CueHit) -> bool {
        let items = self.items;
        let refers = items.is_addressing(verb.items.end) || items.is(verb.items.end, Class::Pronoun);
        refers && (self.from..verb.items.start).any(|i| items.is_relative(i))
    }

    /// Whether words follow the finite verb and its subject or addressee at once, so that they are those of no verb before;
    /// a pronoun stands for what it reports already.
    fn has_words(&self, other: &CueHit) -> bool {
        let (items, Range { start, end }) = (self.items, other.items.clone());
        let entry = other.entry(items);
        const OTHER: Classes = NAME.with_all(ADJUNCT);
        let verb = other.form.tense.is_finite() && items.word(start).pronoun.is_none() && !items.any(start, OTHER);
        if !verb || self.matcher.as_start(start, Class::As).is_some() {
            return false;
        }
        let subject = || mention::parse(items, end).filter(|&last| self.matcher.speaks(&(end..last)));
        let next = if items.is_addressing(end) { Some(end + 1) } else { subject() };
        let says = entry.takes.speech && !entry.ambiguous;
        next.is_some_and(|i| entry.takes.that && items.is_that(i) || says && items.is_colon(i))
    }

    /// Whether another clause begins at `i`, after a pause: what follows belongs to no verb with other meanings before it.
    fn is_another_clause(&self, i: usize) -> bool {
        const JOINT: Classes = Classes::of(&[Class::Breaker, Class::Conjunction]);
        let items = self.items;
        let verb = self.cue.filter(|hit| hit.entry(items).kind == CueKind::Verb && hit.entry(items).ambiguous);
        let joined = items.any(i, JOINT) || items.word(i).conjunction > 0;
        let phrase = items.is(i, Class::Pronoun) || items.is_quote(i + 1);
        verb.is_some() && i > 0 && items.is_comma(i - 1) && joined && !phrase
    }

    /// Whether the main verb of the sentence, with a complement of its own, follows a pause: the cue is no verb then.
    fn begins(&self, other: &CueHit) -> bool {
        let (items, start) = (self.items, other.items.start);
        let verbal = self.cue.is_none_or(|hit| hit.form.tense.is_finite());
        let pause = start.checked_sub(1).is_some_and(|before| items.is_comma(before));
        !verbal && pause && !items.any(start, ADJUNCT) && clause::complement(items, self.matcher.cues, other).is_some()
    }

    /// Charging "the rebels" with: marks right behind a participle hold its object, which is called so, and those behind
    /// the cue's own preposition its complement.
    fn is_charged(&self, i: usize) -> bool {
        let participle = |hit: &CueHit| hit.form.tense == Tense::Participle && hit.entry(self.items).object;
        let object = i == self.from && self.cue.is_some_and(participle);
        object || i == self.from + 1 && self.governs(self.from)
    }

    /// In the "press club": whether the item is a term in marks that a preposition governs which is not the cue's own.
    fn is_governed_term(&self, i: usize) -> bool {
        const LONGEST_TERM: usize = 4;
        let items = self.items;
        let own = |before| self.cue.is_some_and(|hit| hit.entry(items).governs(items.folded(before)));
        let governed = |before: &usize| *before >= self.from && items.is(*before, Class::Preposition) && !own(*before);
        let term = items.quote_len(i) <= LONGEST_TERM && !self.matcher.is_clause(i);
        term && i.checked_sub(1).filter(governed).is_some() && !items.joins_marks(i - 1)
    }

    /// Whether the item is a text in marks of two words at most.
    fn is_short(&self, i: usize) -> bool {
        self.items.is_quote(i) && self.items.quote_len(i) <= 2
    }

    /// Whether the clause of the cue opens at `i`: after another preposition than the cue's own it is somebody else's.
    fn is_that(&self, i: usize, found: &Match) -> bool {
        const OTHER: Classes =
            Classes::of(&[Class::Preposition, Class::Breaker, Class::Conjunction, Class::Act, Class::Verb]);
        const MINE: Classes = Classes::of(&[Class::Adverb, Class::Time]);
        let items = self.items;
        let said = found.said.and_then(|said| self.matcher.cues.hits().get(said));
        let Some(hit) = said.or(self.cue).filter(|_| items.is_that(i)) else { return false };
        if !self.takes_clause(hit, i) {
            return false;
        }
        if let Some(as_said) = self.matcher.as_start(hit.items.start, Class::According) {
            // Inside a sentence it only interrupts a clause, which goes on after it.
            return self.opens_sentence(as_said);
        }
        // A complementizer that a conjunction joins to something goes on with what the cue already has.
        if matches!(hit.entry(items).kind, CueKind::Verb | CueKind::Noun) && items.word(i).conjunction > 0 {
            return false;
        }
        let Some(before) = i.checked_sub(1).filter(|b| !hit.items.contains(b)) else { return true };
        if self.is_allowed(before) || self.is_condition(hit, before, found) {
            return false;
        }
        let own = || hit.entry(items).governs(items.folded(before));
        // The last name of a source may be a word of its own elsewhere.
        let named = || found.source.as_ref().is_some_and(|source| source.end == i && source.len() > 1);
        items.word(before).pronoun.is_some() || !items.any(before, OTHER) || items.any(before, MINE) || own() || named()
    }

    /// Whether a clause can be the complement of the cue; after a colon stand words, whatever opens them.
    fn takes_clause(&self, hit: &CueHit, that: usize) -> bool {
        let entry = hit.entry(self.items);
        let noun = matches!(entry.kind, CueKind::Preposition | CueKind::Phrase);
        noun || entry.takes.that || entry.takes.question || self.items.is_colon(that - 1)
    }

    /// He agreed to the loan, on condition that: after a pause the word before the complementizer is the preposition that
    /// the cue or its subject has behind it already.
    fn is_condition(&self, hit: &CueHit, before: usize, found: &Match) -> bool {
        let items = self.items;
        let own = |i: usize| hit.entry(items).governs(items.folded(i));
        let subject = found.source.as_ref().map_or(hit.items.end, |source| source.end);
        let again = || own(before) && (hit.items.len() > 1 || subject < before && own(subject));
        let pause = before > 0 && items.is_comma(before - 1);
        pause && again() || self.is_reason(hit, before, found)
    }

    /// They are against it, that is because: whether the demonstrative right before the complementizer is its own, and
    /// neither governed by a word before it nor the object of the cue right behind it nor whoever speaks.
    fn is_reason(&self, hit: &CueHit, demonstrative: usize, found: &Match) -> bool {
        let items = self.items;
        let governed = |i: usize| items.any(i, ADJUNCT) && items.word(i).pronoun.is_none();
        let word = items.word(demonstrative);
        let thing = word.is(Class::Demonstrative) && !word.is(Class::Adverb) && word.number != Number::Plural;
        let source = found.source.as_ref().map_or(0..0, Range::clone);
        let object = [hit.items.end, source.end].contains(&demonstrative) || source.contains(&demonstrative);
        thing && !word.preposition && !object && !demonstrative.checked_sub(1).is_some_and(governed)
    }

    /// It is allowed to her that: a verb and its preposition with a pronoun have the clause after them.
    fn is_allowed(&self, pronoun: usize) -> bool {
        let items = self.items;
        let verb = |i: usize| items.is(i, Class::Verb) && self.matcher.cues.starting(i).is_none();
        items.is_addressing(pronoun) && pronoun.checked_sub(1).is_some_and(verb)
    }

    /// Whether the item is a preposition of the cue's government.
    fn governs(&self, i: usize) -> bool {
        self.cue.is_some_and(|hit| hit.entry(self.items).governs(self.items.folded(i)))
    }

    /// One past the cue's preposition at `i`; one that follows a verb at once is part of the cue.
    fn preposition(&self, i: usize) -> Option<usize> {
        if i == self.from && self.cue.is_some_and(|hit| hit.items.len() > 1) {
            return Some(i);
        }
        self.governs(i).then_some(i + 1)
    }

    /// One past the words at `i` that say on what occasion or to whom somebody speaks: a phrase such as `in an interview`,
    /// a word that stands for one, or a preposition that is written together with a short name in marks.
    fn occasion(&self, i: usize) -> Option<usize> {
        let items = self.items;
        let adjunct = items.compound(i, Class::Adjunct);
        if items.is(i, Class::Preposition) && adjunct.is_none_or(|end| end == i + 1) {
            let letter = items.folded(i).is_some_and(|word| word.chars().count() == 1);
            let name = items.is_quote(i + 1) && items.quote_len(i + 1) <= mention::LONGEST_NAME;
            return (letter && name).then_some(i + 2);
        }
        let outlet = items.word(i).preposition && items.is(i, Class::Media);
        adjunct.or_else(|| outlet.then_some(i + 1))
    }

    /// The cue that begins at `at`, where it fits.
    fn second_cue(&self, at: usize, fits: impl Fn(&CueHit) -> bool) -> Vec<Step> {
        let said = self.matcher.cues.starting(at).filter(|(_, said)| fits(said));
        Step::taking(said.map(|(index, said)| (said.items.end, Part::Said(index))))
    }

    /// Whether the cue is a verbal noun of saying.
    fn is_saying(&self, said: &CueHit) -> bool {
        said.form.tense == Tense::Noun && said.entry(self.items).class == CueClass::Say
    }

    /// Whether the cue is a finite verb with which its subject is reported to have said something himself.
    fn reports(&self, said: &CueHit, subject: Option<&Range<usize>>) -> bool {
        const NO_SPEECH: [CueClass; 3] = [CueClass::Demand, CueClass::Report, CueClass::Believe];
        let entry = said.entry(self.items);
        let verb = entry.kind == CueKind::Verb && said.form.tense.is_finite() && !entry.belief;
        let says = entry.takes.speech && !NO_SPEECH.contains(&entry.class);
        verb && says && subject.is_none_or(|subject| self.is_somebody(subject))
    }

    /// Whether the cue says whose words are relayed; an outlet after it relays them itself.
    fn cites(&self, said: &CueHit) -> bool {
        said.entry(self.items).relays && !self.items.is(said.items.end, Class::Media)
    }

    /// Whether the noun phrase is somebody who speaks, and neither a document nor somebody's own.
    fn is_somebody(&self, subject: &Range<usize>) -> bool {
        let document = self.items.is(subject.start, Class::Document);
        !document && !self.matcher.is_owned(subject) && self.matcher.speaks(subject)
    }

    /// The quotation at `i`, if it can be the content.
    fn quote(&self, i: usize) -> Option<Part> {
        self.matcher.quote_fits(i, self.from).then_some(Part::Content(Content::Quote(i)))
    }

    /// What goes on at `at` after an attribution that interrupts it; what is said about the source, when and on what
    /// occasion he spoke does not.
    fn rest(&self, at: usize) -> Option<Range<usize>> {
        const ABOUT: Classes = Classes::of(&[Class::Time, Class::Relative]);
        const CLAUSE: Classes = Classes::of(&[Class::Breaker, Class::Conjunction]);
        let items = self.items;
        let resumed = items.is_that(at) && items.is_comma(at - 1);
        let another = items.any(at, CLAUSE) && !resumed || items.word(at).conjunction > 0;
        let apposition = items.is_comma(at - 1) && !items.word(at).preposition && mention::speaks(items, at..at + 1);
        let date = items.any(at, ABOUT) || items.kind(at) == Some(ItemKind::Number);
        let about = apposition || date || self.occasion(at).is_some();
        let end = clause::end(items, self.matcher.cues, at);
        (end >= at + 2 && !another && !about && self.matcher.is_free(at..end)).then_some(at..end)
    }

    /// The quotation at `i`, if it can be the content and is a clause of several words.
    fn speech(&self, i: usize) -> Option<Part> {
        const CLAUSE: usize = 5;
        self.quote(i).filter(|_| self.items.quote_len(i) >= CLAUSE && self.matcher.is_clause(i))
    }

    /// Content without marks around it, where a slot finds some.
    fn content(&self, range: Option<Range<usize>>, content: fn(Range<usize>) -> Content) -> Vec<Step> {
        Step::taking(range.map(|range| (range.end, Part::Content(content(range)))))
    }

    /// Whether another clause follows the comma at `i`, or a relative clause about a source that pauses set off.
    fn is_pause(&self, i: usize) -> bool {
        const CLAUSE: Classes = Classes::of(&[Class::Breaker, Class::Conjunction]);
        let items = self.items;
        let another = || items.any(i + 1, CLAUSE) || items.word(i + 1).conjunction > 0;
        let comma = items.is_comma(i);
        // A clause with a complementizer goes on with what the words before the pause began.
        let set_off = || self.cue.is_some_and(|hit| hit.items.start > 0 && items.is_comma(hit.items.start - 1));
        let relative = items.is(i + usize::from(comma), Class::Relative) && (comma || set_off());
        relative || comma && !items.is_that(i + 1) && another()
    }

    /// The beginning of a paragraph at `at`, or of the one that follows the end of a paragraph there.
    fn paragraph(&self, at: usize) -> Option<usize> {
        let ends = |i: usize| self.items.kind(i) == Some(ItemKind::Break);
        let begins = at == 0 || ends(at - 1);
        if begins { Some(at) } else { ends(at).then_some(at + 1) }
    }

    /// Whether a noun phrase may begin at `i` that no word before it governs.
    fn is_late(&self, i: usize) -> bool {
        const FREE: Classes = Classes::of(&[Class::Time, Class::Adverb, Class::Month]);
        let items = self.items;
        let Some(before) = i.checked_sub(1) else { return false };
        let addressee = || items.word(before).preposition && items.word(before).noun.is_none();
        items.word(i).conjunction == 0
            && !items.is_inside(i)
            && (items.is_quote(before)
                || items.is_comma(before)
                || items.is_dash(before)
                || items.kind(before) == Some(ItemKind::Number)
                || items.any(before, FREE) && !items.is(before, Class::Conjunction)
                || addressee())
    }

    fn is_in_title(&self, i: usize) -> bool {
        let here = self.items.get(i).map(|item| item.span);
        self.matcher.title.zip(here).is_some_and(|(title, here)| title.contains(here))
    }

    fn is_in_heading(&self, i: usize) -> bool {
        let headings = &self.matcher.headings;
        let here = self.items.get(i).map_or(0, |item| item.span.start);
        let next = headings.partition_point(|heading| heading.end <= here);
        headings.get(next).is_some_and(|heading| heading.start <= here)
    }

    /// Whether only words that open a sentence without being part of what follows stand before item `end` in its own, or
    /// a conjunction joins it to the sentence before.
    fn opens_sentence(&self, end: usize) -> bool {
        const OPENERS: Classes = Classes::of(&[Class::Conjunction, Class::Adverb, Class::Particle]);
        self.items.word(end).conjunction > 0
            || (self.items.sentence_start(end)..end).all(|i| self.items.any(i, OPENERS))
    }
}
