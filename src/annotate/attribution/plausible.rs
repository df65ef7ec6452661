//! Whether a match may stand, although its words have other readings.

use super::{Content, Match, Matcher};
use crate::annotate::cue::CueHit;
use crate::annotate::item::{ItemKind, Items};
use crate::annotate::mention::{self, NAME, TITLE};
use crate::annotate::{CueClass, clause};
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::{CueEntry, CueKind, Word};
use crate::pack::manifest::{Gender, Number, Tense};
use std::ops::Range;

/// A match of a pattern with a cue, and what the cue is where it stands.
pub(super) struct Candidate<'m, 'i, 'a> {
    matcher: &'m Matcher<'i, 'a>,
    items: &'i Items<'a>,
    hit: &'m CueHit,
    entry: &'a CueEntry,
    /// The first word of the cue.
    word: Word,
    source: Option<&'m Range<usize>>,
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
        Some(Candidate { matcher, items, hit, entry, word, source, content, rest, marked })
    }

    /// Whether nothing speaks against the match.
    pub(super) fn is_plausible(&self) -> bool {
        if self.is_impersonal() || self.lacks_name() || self.is_reported_act() {
            return false;
        }
        if self.is_verb() && self.hit.form.tense == Tense::Noun {
            return self.noun_reports() && (self.source.is_none() || self.has_speaker());
        }
        let misread = self.is_unsaid()
            || self.is_mere_belief()
            || self.is_decision()
            || self.has_far_subject()
            || self.is_term()
            || self.goes_on()
            || self.is_norm()
            || self.lacks_pronoun()
            || self.is_governed()
            || self.is_mere_object()
            || self.is_mere_noun()
            || self.is_far()
            || self.is_of_things()
            || self.is_printed()
            || self.is_taken_up()
            || self.is_another_report()
            || self.opens_words()
            || self.is_list()
            || self.is_attribute()
            || self.is_repeated()
            || self.is_another_clause()
            || self.is_embedded()
            || self.is_inside_clause();
        !misread && !self.source.is_some_and(|source| self.is_misnamed(source))
    }

    /// Whether the source is no subject of the cue.
    fn is_misnamed(&self, source: &Range<usize>) -> bool {
        self.is_object_of_relative(source)
            || self.has_other_subject(source)
            || self.is_owner_elsewhere(source)
            || self.has_subject_before(source)
            || self.is_mute(source)
            || self.is_object(source)
            || self.is_accusative(source)
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

    /// Whether a complementizer with a pronoun follows the source: the clause is about it.
    fn is_resumed(&self, source: &Range<usize>) -> bool {
        self.items.is_that(source.end) && self.items.word(source.end).pronoun.is_some()
    }

    /// Whether the cue is a preposition or phrase such as `according to`.
    fn is_as_said(&self) -> bool {
        matches!(self.entry.kind, CueKind::Preposition | CueKind::Phrase)
    }

    /// It is said that: a verb after an impersonal word has no subject, unless the clause takes up the noun after it.
    fn is_impersonal(&self) -> bool {
        let explained = || self.source.is_some_and(|s| s.start > self.start() && self.is_resumed(s));
        // What he called so: the pronoun stands for it.
        let calls = || self.word.pronoun.is_some() && self.entry.takes.noun && self.marked;
        let reported = || self.has_report(self.items.sentence_start(self.start())..self.start());
        let named = || calls() && !self.follows(&[Class::Verb]) && !self.is_announced() && !reported();
        self.is_verb() && self.follows(&[Class::Impersonal]) && !self.follows_as() && !explained() && !named()
    }

    /// He said that they would answer with "…": an act that a reported clause tells of, whose marks are part of the clause.
    fn is_reported_act(&self) -> bool {
        const THAT: [Class; 2] = [Class::Complementizer, Class::NotComplementizer];
        let before = self.content.start().checked_sub(1);
        let announced = || before.is_some_and(|b| self.items.is_that(b) || self.items.is_colon(b));
        let reported = self.matcher.reported.get(self.start()).is_some_and(|&reported| reported);
        let noun = self.hit.form.tense == Tense::Noun && self.entry.class != CueClass::Say;
        let act = || self.entry.ambiguous || noun || self.follows(&THAT);
        reported && self.is_verb() && self.source.is_none() && self.marked && act() && !announced()
    }

    /// A form that is mostly another word reports only for a subject that is named, with a pronoun or before a colon.
    fn lacks_name(&self) -> bool {
        self.hit.form.named && self.source.is_none() && self.word.pronoun.is_none() && !self.is_announced()
    }

    /// Whether the content stands in marks right after a colon.
    fn is_announced(&self) -> bool {
        matches!(self.content, Content::Quote(i) if *i > 0 && self.items.is_colon(i - 1))
    }

    /// A verbal noun reports if somebody owns it or a preposition makes it an adverb. Nobody's saying is otherwise: that
    /// it can be said, that it is to be admitted.
    fn noun_reports(&self) -> bool {
        let owned = self.word.pronoun.is_some_and(|p| !p.first);
        let governs = self.follows(&[Class::Preposition]) && self.items.is_that(self.end());
        owned || self.word.preposition || self.items.is_colon(self.end()) || governs
    }

    /// Whether the cue is a finite verb and no marks say that the content is a clause of somebody's words.
    fn is_reported(&self) -> bool {
        self.is_finite() && (!self.marked || self.content.is_phrase())
    }

    /// What is wished, hoped or meant to be said was not said; what things show nobody said.
    fn is_unsaid(&self) -> bool {
        let that = self.follows(&[Class::Complementizer, Class::NotComplementizer]);
        self.is_reported() && that && !self.follows_fact()
    }

    /// But he said, after he had said: a conjunction that ends in a complementizer leaves what is told in the past a fact.
    fn follows_fact(&self) -> bool {
        let before = self.start().saturating_sub(1);
        let with_pronoun = || self.items.word(before).pronoun.is_some_and(|p| !p.first);
        let told = || self.hit.form.tense == Tense::Past && !self.entry.ambiguous && !self.entry.belief;
        self.items.is_inside(before) && (with_pronoun() || told())
    }

    /// Somebody is reported to say so already: a verb after the words only repeats who says them.
    fn is_repeated(&self) -> bool {
        let first = self.content.start();
        let clause = matches!(self.content, Content::Clause(_));
        let ahead = || first < self.start() && self.has_report(first..self.start());
        clause && self.is_verb() && !self.follows_as() && ahead()
    }

    /// A belief is a statement only in the past, and of somebody who speaks.
    fn is_mere_belief(&self) -> bool {
        let stated = || self.hit.form.tense == Tense::Past && (self.entry.firm || self.has_speaker());
        self.is_reported() && self.entry.belief && !stated()
    }

    /// He decided to leave: a bare complementizer and a verb after it say what is to be done.
    fn is_decision(&self) -> bool {
        let (items, first) = (self.items, self.content.start());
        let bare = || first > 0 && items.is_that(first - 1) && items.word(first - 1).pronoun.is_none();
        let verb = || items.any(first, Classes::of(&[Class::Verb, Class::WeakVerb])) || self.is_verb_at(first);
        self.entry.decides && !self.marked && bare() && verb()
    }

    /// The subject of a verb with other meanings does not stand far behind it; whose words are relayed may.
    fn has_far_subject(&self) -> bool {
        const FAR: usize = 5;
        let relays = self.entry.class == CueClass::Report;
        let far = |source: &Range<usize>| source.start > self.end() + FAR;
        self.is_verb() && self.entry.ambiguous && !relays && self.source.is_some_and(far)
    }

    /// It has, in the opinion of some, failed: a verb right behind the source goes on with the clause before the cue; behind
    /// a noun without article it is said of the source.
    fn goes_on(&self) -> bool {
        const VERB: Classes = Classes::of(&[Class::Verb, Class::Particle, Class::Negation]);
        let ahead = self.content.start() < self.start() && self.rest.is_none();
        let verb = |source: &Range<usize>| {
            let next = self.items.word(source.end);
            self.items.word(source.end - 1).definite && next.classes.any(VERB) && next.conjunction == 0
        };
        self.entry.kind == CueKind::Preposition && ahead && self.source.is_some_and(verb)
    }

    /// The word "yes": a term of a word or two in marks behind a noun is what the noun names, and nobody's words.
    fn is_term(&self) -> bool {
        const TERM: usize = 2;
        let Content::Quote(quote) = self.content else { return false };
        let owned = self.source.is_some() || self.word.pronoun.is_some();
        self.entry.kind == CueKind::Noun && !owned && !self.is_announced() && self.items.quote_len(*quote) <= TERM
    }

    /// What is done according to a law or an agreement was not said by it.
    fn is_norm(&self) -> bool {
        self.is_as_said() && self.source.is_some_and(|source| self.items.is(source.start, Class::Norm))
    }

    /// Without a source, a phrase such as `in his words` names the speaker by its pronoun, and nobody else speaks before
    /// it.
    fn lacks_pronoun(&self) -> bool {
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

    /// Whether somebody is reported to speak among these items: their end belongs to what he says.
    fn has_report(&self, range: Range<usize>) -> bool {
        self.matcher.reported.get(range).is_some_and(|reported| reported.contains(&true))
    }

    /// Said in a statement that: the clause after a noun is that of the verb of reporting before it in its sentence, which
    /// has no complement of its own so far.
    fn is_governed(&self) -> bool {
        let (items, start) = (self.items, self.start());
        let verb = |i: usize| self.matcher.cues.reporting(items, i).is_some();
        let mut open = (items.sentence_start(start)..start).rev().take_while(|&i| !items.opens_complement(i));
        matches!(self.entry.kind, CueKind::Noun | CueKind::Phrase)
            && !self.marked
            && self.source.is_none()
            && open.any(verb)
    }

    /// A noun phrase after a verb with other meanings is its object, unless somebody is named who speaks.
    fn is_mere_object(&self) -> bool {
        self.content.is_phrase() && !self.marked && self.entry.ambiguous && self.source.is_none()
    }

    /// A word that is a noun as well is the verb only at the head of a clause and before somebody who speaks, or with a
    /// complement that it governs.
    fn is_mere_noun(&self) -> bool {
        const PREPOSITION: Classes = Classes::of(&[Class::Preposition, Class::Adjunct]);
        const OTHER: Classes = PREPOSITION.with(Class::Organization).with(Class::Role).with(Class::Act);
        let (items, start) = (self.items, self.start());
        let noun = self.entry.ambiguous && self.hit.form.tense != Tense::Participle && items.any(start, OTHER);
        let verb = || self.heads_clause() && !items.any(start, PREPOSITION) && self.has_speaker();
        let announces = || self.heads_clause() && self.has_speaker() && self.is_announced();
        // What can be a preposition takes a name in marks as its noun.
        let governed = || items.any(start, PREPOSITION) && items.is_quote(self.end());
        noun && !verb() && !announces() && !self.has_subject_and_clause() && (governed() || !self.governs_content())
    }

    /// Whether the cue opens a clause or follows a pause, and nothing but its subject stands before its complementizer.
    fn has_subject_and_clause(&self) -> bool {
        let opens = self.heads_clause() || self.items.is_comma(self.start() - 1);
        opens && self.source.is_some_and(|source| source.start == self.end() && self.items.is_that(source.end))
    }

    /// Whether the source is one word with the article that is no noun of the lexicon, between the verb and its clause.
    fn is_surname(&self, source: &Range<usize>) -> bool {
        const NOUN: Classes =
            Classes::of(&[Class::Common, Class::Event, Class::Act, Class::Document, Class::Quantifier]);
        let word = self.items.word(source.start);
        let noun = word.noun.is_some() || word.classes.any(NOUN);
        source.len() == 1 && word.definite && !noun && !self.entry.tells && self.has_subject_and_clause()
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

    /// A clause that is far from a verb with other meanings is not its complement.
    fn is_far(&self) -> bool {
        let first = self.content.start();
        let near = || first <= self.end() + 2 || self.entry.governs(self.items.folded(first.saturating_sub(2)));
        let opens = self.hit.conjoined || self.follows(&[Class::Particle]);
        self.is_bare() && self.entry.ambiguous && !opens && !near()
    }

    /// History says, the facts show: the noun right before the verb is its subject.
    fn is_of_things(&self) -> bool {
        const THINGS: [Class; 3] = [Class::Common, Class::Event, Class::Document];
        let definite = || self.items.word(self.start() - 1).definite;
        self.is_bare() && !self.hit.conjoined && self.follows(&THINGS) && definite()
    }

    /// A relative clause that says where words were printed is not their attribution.
    fn is_printed(&self) -> bool {
        self.entry.class == CueClass::Report && self.word.pronoun.is_some() && !self.follows_as()
    }

    /// This is what he said: the phrase with a demonstrative takes up what stands before it, not after it.
    fn is_taken_up(&self) -> bool {
        let demonstrative = |first: usize| first + 1 < self.start() && self.items.is(first, Class::Demonstrative);
        let ahead = self.content.start() >= self.end() && !self.marked;
        ahead && self.matcher.as_start(self.start(), Class::As).is_some_and(demonstrative)
    }

    /// The union also condemned, on Sunday, …: a word such as `as` before a mere phrase opens another report.
    fn is_another_report(&self) -> bool {
        const CLAUSE: Classes =
            Classes::of(&[Class::Verb, Class::WeakVerb, Class::Negation, Class::Particle, Class::Complementizer]);
        let (items, first) = (self.items, self.content.start());
        let as_start = |class| self.matcher.as_start(self.start(), class);
        let ahead = first >= self.end() && !self.marked && items.is_comma(first.saturating_sub(1));
        let clause = || items.any(first, CLAUSE) || items.is_that(first.saturating_sub(1)) || self.is_verb_at(first);
        ahead && as_start(Class::As).is_some() && as_start(Class::According).is_none() && !clause()
    }

    /// Whether a finite verb of reporting stands at item `i`.
    fn is_verb_at(&self, i: usize) -> bool {
        self.matcher.cues.starting(i).is_some_and(|(_, hit)| hit.form.tense.is_finite())
    }

    /// A phrase that opens words has them behind it, unless a word such as `as` turns it round.
    fn opens_words(&self) -> bool {
        let opens = self.entry.kind == CueKind::Phrase && !self.entry.takes.noun;
        opens && self.content.start() < self.start() && !self.marked && !self.follows_as()
    }

    /// What stands without marks after a colon is said with verbs that take speech and stand near it; after others, and
    /// after words such as `among them`, it is a list.
    fn is_list(&self) -> bool {
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

    /// A participle with other meanings is a noun or an attribute, unless its complement follows at once, or a pause, a
    /// noun with the article or a name stands before it; the masculine is a cue with the ending of an adverb only.
    fn is_attribute(&self) -> bool {
        const NAME: Classes = Classes::of(&[Class::GivenMasculine, Class::GivenFeminine, Class::NameParticle]);
        let participle = self.is_verb() && self.hit.form.tense == Tense::Participle && !self.hit.conjoined;
        let feminine = self.hit.form.gender != Gender::Masculine || self.hit.form.number != Number::Singular;
        let adverbial = |b: usize| {
            let before = self.items.word(b);
            self.items.is_comma(b) || before.definite || before.pronoun.is_some() || before.classes.any(NAME)
        };
        let free = || self.start().checked_sub(1).is_some_and(adverbial);
        participle && feminine && self.entry.ambiguous && !self.governs_content() && !free()
    }

    /// A verb or preposition that a conjunction joins to words in marks begins another clause.
    fn is_another_clause(&self) -> bool {
        self.word.conjunction > 0 && matches!(self.content, Content::Quote(i) if *i < self.start())
    }

    /// That the party goes on with "…": inside a reported clause a verb with other meanings takes words in marks as its
    /// object, and any verb takes those that are no clause, unless a colon announces them.
    fn is_embedded(&self) -> bool {
        const THAT: Classes = Classes::of(&[Class::Complementizer, Class::NotComplementizer]);
        let first = self.source.map_or(self.start(), |source| source.start.min(self.start()));
        let that = first.checked_sub(1).is_some_and(|before| self.items.any(before, THAT));
        let Content::Quote(quote) = self.content else { return false };
        let object = self.entry.ambiguous || !self.matcher.is_clause(*quote);
        object && that && !self.is_announced() && self.is_finite()
    }

    /// A finite verb with other meanings reports where it opens a clause, or with its subject before it, and then only of
    /// somebody who speaks; without a source also right before a colon or a complementizer.
    fn is_inside_clause(&self) -> bool {
        const LEADS: [Class; 6] =
            [Class::Relative, Class::Particle, Class::Adverb, Class::Negation, Class::Verb, Class::Breaker];
        if !self.entry.ambiguous || !self.is_finite() {
            return false;
        }
        let opens = || {
            self.heads_clause()
                || self.follows_fact()
                || self.items.is_comma(self.start() - 1)
                || self.items.is_dash(self.start() - 1)
                || self.follows_as()
                || self.follows(&LEADS)
                || self.source.is_some_and(|source| source.end <= self.start())
                || self.follows_adjunct()
        };
        let reports = match self.source {
            Some(source) => (self.matcher.speaks(source) || self.is_surname(source)) && opens(),
            None => self.items.is_colon(self.end()) || self.items.is_that(self.end()) || opens(),
        };
        !reports
    }

    /// In the capital the minister said: a short phrase of time or place opens the sentence, and the verb follows it.
    fn follows_adjunct(&self) -> bool {
        const ADJUNCT: Classes = Classes::of(&[Class::Preposition, Class::Adjunct]);
        const LONGEST_ADJUNCT: usize = 6;
        let (items, start) = (self.items, self.start());
        let first = items.sentence_start(start);
        let phrase = items.compound(first, Class::Breaker).is_some_and(|end| end > first + 1);
        let word = |i: usize| items.kind(i) == Some(ItemKind::Word) && !items.is(i, Class::Verb);
        let short = start - first <= LONGEST_ADJUNCT && (first..start).all(word);
        short && (phrase || items.any(first, ADJUNCT))
    }

    /// After a relative pronoun the subject has been named already; what follows is the object.
    fn is_object_of_relative(&self, source: &Range<usize>) -> bool {
        self.follows(&[Class::Relative])
            && self.word.pronoun.is_none()
            && source.start > self.start()
            && !self.is_resumed(source)
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
        let unknown = first.classes.is_empty() && first.cue.is_none() && !first.preposition && self.marked;
        let single = source.len() == 1 && (first.definite || unknown);
        let alone = single && source.start == self.end() && !far;
        let subject = self.content.is_phrase() && alone;
        (first.pronoun.is_some() || doubtful && !subject) && !self.matcher.speaks(source)
    }

    /// Whether a complement follows the source at once, perhaps after a preposition.
    fn is_before_complement(&self, source: &Range<usize>) -> bool {
        let end = source.end + usize::from(self.items.is(source.end, Class::Preposition));
        self.items.opens_complement(end)
    }

    /// The noun phrase after a verb is its object where it disagrees with the verb, where the subject stands before it, or
    /// where the verb needs an object and has no other.
    fn is_object(&self, source: &Range<usize>) -> bool {
        if !self.is_verb() || !self.is_finite() || source.start < self.end() {
            return false;
        }
        if self.disagrees(source) {
            return true;
        }
        if source.start != self.end() {
            return false;
        }
        // A pronoun that hangs on the verb is its object already; a longer phrase may be its subject and its object.
        let wants = self.entry.object && self.word.pronoun.is_none() && source.len() <= 2;
        // The noun after the preposition that the verb governs is no subject, unless it marks whose words are relayed.
        let governed = self.hit.items.len() > 1 && self.entry.class != CueClass::Report;
        governed || self.has_topic() || wants && self.is_before_complement(source)
    }

    /// Whether a woman stands after a verb in the masculine, or a body or document with the article after one of the other
    /// gender; not a man after a feminine verb, for titles in the masculine are given to women too.
    fn disagrees(&self, source: &Range<usize>) -> bool {
        const BODY: Classes = Classes::of(&[Class::Organization, Class::Media, Class::Document]);
        let first = self.items.word(source.start);
        let woman = first.is(Class::GivenFeminine) && !first.is(Class::GivenMasculine);
        let common = !first.classes.any(NAME.with(Class::Place)) && self.items.registered(source.start).is_none();
        let body = common && first.definite && first.classes.any(BODY) && first.number == Number::Singular;
        let other = match self.hit.form.gender {
            Gender::Masculine => woman || body && first.gender == Gender::Feminine,
            Gender::Feminine => body && first.gender == Gender::Masculine && !first.classes.any(TITLE),
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
    /// which is spelled alike.
    fn is_accusative(&self, source: &Range<usize>) -> bool {
        let governed = source.start > self.end() && self.items.is(source.start - 1, Class::Preposition);
        self.is_verb() && self.items.word(source.start).oblique && !governed
    }
}
