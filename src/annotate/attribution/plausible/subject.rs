//! Whether the source is the subject of the cue, and not its object or somebody else.

use super::Candidate;
use crate::annotate::cue::CueHit;
use crate::annotate::item::ItemKind;
use crate::annotate::mention::{NAME, TITLE};
use crate::annotate::{CueClass, mention};
use crate::pack::class::{Class, Classes};
use crate::pack::manifest::{Gender, Number, Tense};
use std::ops::Range;

impl Candidate<'_, '_, '_> {
    /// Whether the source is no subject of the cue.
    pub(super) fn is_misnamed(&self, source: &Range<usize>) -> bool {
        self.is_object_of_relative(source)
            || self.is_antecedent(source)
            || self.disagrees_with_relative(source)
            || self.is_met(source)
            || self.is_in_opening(source)
            || self.has_other_subject(source)
            || self.is_place_of_words(source)
            || self.is_owner_elsewhere(source)
            || self.has_subject_before(source)
            || self.is_mute(source)
            || self.is_object(source)
            || self.is_accusative(source)
    }

    /// The subject of a verb with other meanings does not stand far behind it; whose words are relayed may.
    pub(super) fn has_far_subject(&self) -> bool {
        const FAR: usize = 5;
        let relays = self.entry.class == CueClass::Report;
        let far = |source: &Range<usize>| source.start > self.end() + FAR;
        self.is_verb() && self.entry.ambiguous && !relays && self.source.is_some_and(|s| far(s) && !self.is_cited(s))
    }

    /// Whether a cue such as `citing` stands right before the source.
    fn is_cited(&self, source: &Range<usize>) -> bool {
        let cites = |cue: &CueHit| cue.items.end == source.start && cue.entry(self.items).relays;
        self.via.is_some() && self.matcher.cues.hits().iter().any(cites)
    }

    /// After a relative pronoun the subject has been named already; what follows is the object, unless the verb takes
    /// none but its clause.
    fn is_object_of_relative(&self, source: &Range<usize>) -> bool {
        let relative = self.start().checked_sub(1).is_some_and(|before| self.items.is_relative(before));
        let after = relative && self.word.pronoun.is_none() && source.start > self.start();
        after && !self.is_resumed(source) && !self.is_only_subject(source)
    }

    /// The test of which the agency said that: whoever speaks right behind a verb that has nothing but its clause as an
    /// object.
    fn is_only_subject(&self, source: &Range<usize>) -> bool {
        let says = self.entry.takes.speech && !self.entry.object && !self.entry.tells && !self.entry.ambiguous;
        let document = self.items.is(source.start, Class::Document);
        let clause = !self.content.is_phrase() && source.start == self.end();
        says && clause && !document && self.matcher.speaks(source)
    }

    /// The decision that he called "…": in a relative clause the pronoun on the verb stands for the noun before it, which is
    /// no subject, unless they disagree.
    fn is_antecedent(&self, source: &Range<usize>) -> bool {
        let noun = self.items.word(source.start).gender;
        self.follows(&[Class::Relative, Class::Impersonal])
            && source.end <= self.start()
            && self.word.pronoun.is_some_and(|pronoun| noun.agrees(pronoun.gender))
    }

    /// The speech in which he asked: a relative pronoun has the gender and number of the noun before it, and a verb that
    /// has others has another subject.
    fn disagrees_with_relative(&self, source: &Range<usize>) -> bool {
        let Some(before) = self.start().checked_sub(1).filter(|&before| source.end <= before) else { return false };
        let (relative, verb) = (self.items.word(before), self.hit.form);
        let gender = !relative.gender.agrees(verb.gender);
        let number = ![relative.number, verb.number].contains(&Number::Any) && relative.number != verb.number;
        self.items.is_relative(before) && (gender || number)
    }

    /// The president, who he said had met him twice: of the two pronouns in the clause after a relative pronoun, the one
    /// of its verb stands for what the relative pronoun takes up.
    fn is_met(&self, source: &Range<usize>) -> bool {
        let items = self.items;
        let that = self.end();
        let resumes = items.is_that(that) && items.word(that).pronoun.is_some_and(|p| !p.first);
        source.end <= self.start() && self.follows(&[Class::Relative]) && resumes && items.has_object(that + 1)
    }

    /// On the ships that take the canal, he said: what stands before a pause in the phrase that a preposition opens the
    /// sentence with is no subject.
    fn is_in_opening(&self, source: &Range<usize>) -> bool {
        let items = self.items;
        let start = items.sentence_start(source.start);
        let inside = start < source.start && items.is_comma(source.end) && source.end + 1 == self.start();
        inside && items.is(start, Class::Preposition) && !(start..source.start).any(|i| items.is_comma(i))
    }

    /// A letter in which he said that: the document before the verb is where it was said.
    fn is_place_of_words(&self, source: &Range<usize>) -> bool {
        let document = self.items.is(source.start, Class::Document) && source.end <= self.start();
        document && self.items.is_addressing(self.end())
    }

    /// Its visit confirmed to the tourists that: the noun after the verb is its subject or its object.
    fn has_other_subject(&self, source: &Range<usize>) -> bool {
        const FUNCTION: Classes = Classes::of(&[Class::Preposition, Class::Adjunct, Class::Adverb, Class::Time]);
        let next = self.items.word(self.end());
        let noun = next.pronoun.is_some() && !next.preposition && !next.classes.any(FUNCTION);
        !self.marked && source.end <= self.start() && noun && !self.items.opens_complement(self.end())
    }

    /// His country, his party: the owner is the speaker of the clause around this one.
    fn is_owner_elsewhere(&self, source: &Range<usize>) -> bool {
        source.start < self.start() && self.matcher.is_owned(source)
    }

    /// A second verb goes on with the subject of the first, not with the noun between them.
    fn has_subject_before(&self, source: &Range<usize>) -> bool {
        let second = self.is_verb() && self.word.conjunction > 0;
        second && source.start < self.start() && !self.matcher.is_topic(source)
    }

    /// Only somebody who can speak says something; right after a verb of saying, before its complement, anybody can.
    fn is_mute(&self, source: &Range<usize>) -> bool {
        let first = self.items.word(source.start);
        let far = !self.is_before_complement(source);
        let doubtful = !self.is_verb()
            || source.start < self.start()
            || source.start > self.end() + 1
            || self.content.is_phrase()
            || far && (self.entry.ambiguous || source.len() > 1);
        // A single noun between the verb and the phrase in marks is its subject, and so is a surname that nobody knows.
        let unknown = first.is_unknown() && !first.preposition && self.marked;
        let single = source.len() == 1 && (first.definite || unknown);
        let alone = single && source.start == self.end() && !far;
        let subject = self.content.is_phrase() && alone;
        (first.pronoun.is_some() || doubtful && !subject) && !self.matcher.speaks(source) && !self.is_presented(source)
    }

    /// Whether the source, right behind the verb, is made of words that nobody knows, and the reporter says next who that
    /// is: with an age in brackets, a relative clause, or `and he is` with a title.
    fn is_presented(&self, source: &Range<usize>) -> bool {
        const LONGEST: usize = 4;
        let items = self.items;
        let unknown = |i: usize| {
            let word = items.word(i);
            let blank = word.is_unknown() && word.noun.is_none();
            items.kind(i) == Some(ItemKind::Word)
                && (blank || word.classes.any(NAME))
                && !word.definite
                && !word.preposition
        };
        let next = (source.start..source.end).find(|&i| !unknown(i)).unwrap_or(source.end);
        let after = next + usize::from(items.is_dash(next) || items.is_comma(next));
        let age = items.kind(next) == Some(ItemKind::Sign('(')) && items.kind(next + 1) == Some(ItemKind::Number);
        let relative = items.is_relative(after);
        let is_title =
            items.is(after, Class::Pronoun) && items.word(after).conjunction > 0 && items.any(after + 1, TITLE);
        let named = source.start == self.end() && (source.start + 1..=source.start + LONGEST).contains(&next);
        self.is_finite() && named && (age || next == source.end && (relative || is_title))
    }

    /// The noun phrase after a verb is its object where it disagrees with the verb, where the subject stands before it, or
    /// where the verb needs an object and has no other.
    fn is_object(&self, source: &Range<usize>) -> bool {
        if !self.is_verb() || source.start < self.end() {
            return false;
        }
        if !self.is_finite() {
            return self.is_told(source);
        }
        if self.disagrees(source) {
            return true;
        }
        if source.start != self.end() {
            return false;
        }
        // A pronoun that hangs on the verb is its object already; a longer phrase may be its subject and its object.
        let short = source.len() <= 2 || self.matcher.is_owned(source) || self.is_described(source);
        let wants = self.entry.object && self.word.pronoun.is_none() && short;
        // The noun after the preposition that the verb governs is no subject, unless it marks whose words are relayed.
        let governed = self.hit.items.len() > 1 && self.entry.class != CueClass::Report;
        governed || self.has_topic() || wants && self.is_before_complement(source)
    }

    /// Calling on the leaders to end it: the noun with the article right after a participle is the one told.
    fn is_told(&self, source: &Range<usize>) -> bool {
        let participle = self.hit.form.tense == Tense::Participle && self.entry.tells;
        let first = self.items.word(source.start);
        let honored = first.is(Class::Honorific) && !first.definite;
        participle && source.start == self.end() && !honored && !self.items.opens_complement(source.end)
    }

    /// It described the court as: the pronoun behind the noun phrase takes it up, which is one name, or of another gender
    /// than the verb.
    fn is_described(&self, source: &Range<usize>) -> bool {
        let items = self.items;
        let first = items.word(source.start);
        let resumed =
            items.is_that(source.end) && items.word(source.end).pronoun.is_some_and(|p| p.gender == first.gender);
        let named = items.registered(source.start).is_some_and(|(_, length)| length == source.len());
        resumed && (named || first.gender != self.hit.form.gender)
    }

    /// Whether a woman stands after a verb in the masculine, or a body or document with the article after one of the other
    /// gender; not a man after a feminine verb, for titles in the masculine are given to women too.
    fn disagrees(&self, source: &Range<usize>) -> bool {
        const BODY: Classes = Classes::of(&[Class::Organization, Class::Media, Class::Document]);
        let first = self.items.word(source.start);
        // The surname of a man can be the given name of a woman.
        let surname = || source.len() == 1 && self.matcher.is_bare_name(source.start);
        let woman = first.is(Class::GivenFeminine) && !first.is(Class::GivenMasculine) && !surname();
        let common = !first.classes.any(NAME.with(Class::Place)) && self.items.registered(source.start).is_none();
        // A noun that another one makes definite agrees as well, right behind the verb; the gender may be that of a verb.
        let verb = first.is(Class::Verb) || first.is(Class::WeakVerb) || first.cue.is_some();
        let owned = source.len() > 1 && source.start == self.end() && !verb;
        let body = common && first.classes.any(BODY) && first.number == Number::Singular;
        let other = match self.hit.form.gender {
            Gender::Masculine => woman || body && (first.definite || owned) && first.gender == Gender::Feminine,
            Gender::Feminine => {
                body && first.definite && first.gender == Gender::Masculine && !first.classes.any(TITLE)
            }
            Gender::Any => false,
        };
        other && self.hit.form.number == Number::Singular
    }

    /// As for him, he said: whether the topic of the sentence stands right before the verb and its conjunction.
    fn has_topic(&self) -> bool {
        let start = self.start();
        let topic = || mention::before(self.items, self.items.sentence_start(start), start).filter(|t| t.end == start);
        self.word.conjunction > 0 && topic().is_some_and(|topic| self.matcher.is_topic(&topic))
    }

    /// Nobody speaks in the accusative: the noun after the verb is its object. After a preposition it is in the genitive,
    /// which is spelled alike, and so are some names.
    fn is_accusative(&self, source: &Range<usize>) -> bool {
        let governed = source.start > self.end() && self.items.is(source.start - 1, Class::Preposition);
        let named = || self.matcher.is_bare_name(source.start);
        self.is_verb() && self.items.word(source.start).oblique && !governed && !named()
    }
}
