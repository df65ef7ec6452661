//! Whether the cue says here that somebody said something: words with other meanings, wishes, beliefs, decisions.

use super::Candidate;
use crate::annotate::CueClass;
use crate::annotate::attribution::Content;
use crate::annotate::clause::ADJUNCT;
use crate::annotate::item::ItemKind;
use crate::annotate::mention::{EVERYDAY, GIVEN, HEAD};
use crate::annotate::name;
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::CueKind;
use crate::pack::manifest::{Gender, Number, Tense};
use std::ops::Range;

impl Candidate<'_, '_, '_> {
    /// It is said that: a verb after an impersonal word has no subject, unless the clause takes up the noun after it.
    pub(super) fn is_impersonal(&self) -> bool {
        let explained = || self.source.is_some_and(|s| s.start > self.start() && self.is_resumed(s));
        // What he called so: the pronoun stands for it.
        let calls = || self.word.pronoun.is_some() && self.entry.takes.noun && self.marked;
        let reported = || self.has_report(self.items.sentence_start(self.start())..self.start());
        let named = || calls() && !self.follows(&[Class::Verb]) && !self.is_announced() && !reported();
        self.is_verb() && self.follows(&[Class::Impersonal]) && !self.follows_as() && !explained() && !named()
    }

    /// He said that they would answer with "…": an act that a reported clause tells of, whose marks are part of the clause.
    pub(super) fn is_reported_act(&self) -> bool {
        let before = self.content.start().checked_sub(1);
        let announced = || before.is_some_and(|b| self.items.is_that(b) || self.items.is_colon(b));
        let reported = self.is_in_report();
        let noun = self.hit.form.tense == Tense::Noun && self.entry.class != CueClass::Say;
        let act = || self.entry.ambiguous || noun || self.follows_that();
        reported && self.is_verb() && self.source.is_none() && self.marked && act() && !announced()
    }

    /// A form that is mostly another word reports only for a subject that is named, with a pronoun or before a colon.
    pub(super) fn lacks_name(&self) -> bool {
        const NEAR: usize = 5;
        let announced = self.is_announced() && self.content.start() <= self.end() + NEAR;
        self.hit.form.named && self.source.is_none() && self.word.pronoun.is_none() && !announced
    }

    /// A verbal noun reports if somebody owns it or a preposition makes it an adverb. Nobody's saying is otherwise: that
    /// it can be said, that it is to be admitted.
    pub(super) fn noun_reports(&self) -> bool {
        let owned = self.word.pronoun.is_some_and(|p| !p.first) && !self.is_worth_saying();
        let governs = self.follows(&[Class::Preposition]) && self.items.is_that(self.end());
        let adverb = self.word.preposition && !(self.entry.belief && self.word.definite);
        !self.is_duty() && (owned || adverb || self.marked && self.items.is_colon(self.end()) || governs)
    }

    /// It is worth mentioning that: behind a word with the article that opens the sentence, and is nobody, the pronoun
    /// stands for what is said.
    fn is_worth_saying(&self) -> bool {
        const OPENING: usize = 2;
        let (items, start) = (self.items, self.start());
        let Some(before) = start.checked_sub(1).map(|before| items.word(before)) else { return false };
        let opens = start - items.sentence_start(start) <= OPENING;
        opens && before.definite && !before.classes.any(HEAD)
    }

    /// It is inevitable to explain that: a word of duty before the preposition of a verbal noun leaves what is said to
    /// whoever writes.
    fn is_duty(&self) -> bool {
        let preposition = self.start().saturating_sub(usize::from(!self.word.preposition));
        self.matcher.as_start(preposition, Class::Impersonal).is_some()
    }

    /// Reporting by: a participle with other meanings that opens its sentence before a colon, or follows a dash in a line
    /// over the article, is the noun over a byline.
    pub(super) fn is_byline(&self) -> bool {
        let participle = self.is_verb() && self.hit.form.tense == Tense::Participle && self.entry.ambiguous;
        const LINE: usize = 6;
        let (items, start) = (self.items, self.start());
        let first = items.sentence_start(start);
        let opens = start == first || start - first <= LINE && items.is_dash(start - 1);
        participle && opens && self.source.is_none() && !self.marked && self.items.is_colon(self.end())
    }

    /// The belief that: a noun of believing that nobody owns is nobody's statement.
    pub(super) fn is_nobodys_belief(&self) -> bool {
        let noun = self.entry.class == CueClass::Believe && !self.is_finite() && self.word.definite;
        noun && self.source.is_none() && self.word.pronoun.is_none() && !self.marked
    }

    /// In his description of the village as: behind a preposition a noun with its owner has an object and no subject.
    pub(super) fn is_description(&self) -> bool {
        self.word.pronoun.is_some() && self.follows(&[Class::Preposition])
    }

    /// What is wished, hoped or meant to be said was not said; what things show nobody said.
    pub(super) fn is_unsaid(&self) -> bool {
        self.is_reported() && self.follows_that() && !self.follows_fact()
    }

    /// But he said, after he had said: a conjunction that ends in a complementizer leaves what is told in the past a fact.
    fn follows_fact(&self) -> bool {
        let before = self.start().saturating_sub(1);
        let with_pronoun = || self.items.word(before).pronoun.is_some_and(|p| !p.first);
        let told = || self.hit.form.tense == Tense::Past && !self.entry.ambiguous && !self.entry.belief;
        self.items.is_inside(before) && (with_pronoun() || told())
    }

    /// A belief is a statement only in the past, and of somebody who speaks; marks in its clause show one unless somebody
    /// else tells of it.
    pub(super) fn is_mere_belief(&self) -> bool {
        let stated = || self.hit.form.tense == Tense::Past && (self.entry.firm || self.has_speaker());
        let clause = self.content.start() > 0 && self.items.is_that(self.content.start() - 1);
        let amid = !self.hit.conjoined && !self.items.is_comma(self.start().saturating_sub(1));
        let told = || clause && amid && self.is_finite() && self.is_in_report();
        (self.is_reported() || told()) && self.entry.belief && !stated()
    }

    /// He decided to leave: a bare complementizer and a verb after it say what is to be done.
    pub(super) fn is_decision(&self) -> bool {
        let (items, first) = (self.items, self.content.start());
        let bare = || first > 0 && items.is_that(first - 1) && items.word(first - 1).pronoun.is_none();
        let verb = || {
            items.any(first, Classes::of(&[Class::Verb, Class::WeakVerb])) || self.matcher.cues.finite(first).is_some()
        };
        self.entry.decides && !self.marked && bare() && verb()
    }

    /// The word "yes": a term of a word or two in marks behind a noun is what the noun names, and nobody's words.
    pub(super) fn is_term(&self) -> bool {
        const TERM: usize = 2;
        let Content::Quote(quote) = self.content else { return false };
        let owned = self.source.is_some() || self.word.pronoun.is_some();
        self.entry.kind == CueKind::Noun && !owned && !self.is_announced() && self.items.quote_len(*quote) <= TERM
    }

    /// What is done according to a law or an agreement was not said by it, nor by a thing that is somebody's own.
    pub(super) fn is_norm(&self) -> bool {
        const SPEAKING: Classes = HEAD.with(Class::Norm);
        let own = |source: &Range<usize>| self.matcher.is_owned(source) && !self.items.any(source.start, SPEAKING);
        let norm = |source: &Range<usize>| self.items.is(source.start, Class::Norm) || own(source);
        self.is_as_said() && self.source.is_some_and(norm)
    }

    /// A study "…" observed: words in marks right behind a document without the article are its title, unless the verb
    /// takes speech.
    pub(super) fn is_title(&self) -> bool {
        const TITLED: [Class; 2] = [Class::Document, Class::Work];
        let quote = self.content.start();
        let titled = quote > 0
            && self.items.is_quote(quote)
            && self.items.any(quote - 1, Classes::of(&TITLED))
            && !self.items.word(quote - 1).definite;
        let after = self.source.is_some_and(|source| source.end == quote);
        titled && after && self.entry.ambiguous && !self.entry.takes.speech
    }

    /// It raised a crisis, because they allowed "…": behind a pause, words in marks are nothing that a verb reports which is
    /// mostly another word.
    pub(super) fn is_far_term(&self) -> bool {
        let Content::Quote(quote) = *self.content else { return false };
        let last = self.source.map_or(self.end(), |source| source.end.max(self.end()));
        let paused = (last..quote).any(|i| self.items.is_comma(i));
        let doubtful = self.hit.form.named && !self.entry.takes.speech;
        doubtful && paused && quote > 0 && !self.is_announced() && !self.items.is_that(quote - 1)
    }

    /// A word that is a noun as well is the verb only at the head of a clause and before somebody who speaks, or with a
    /// complement that it governs.
    pub(super) fn is_mere_noun(&self) -> bool {
        const OTHER: Classes = ADJUNCT.with(Class::Organization).with(Class::Role).with(Class::Act);
        let (items, start) = (self.items, self.start());
        let noun = self.entry.ambiguous && self.hit.form.tense != Tense::Participle && items.any(start, OTHER);
        let verb = || self.heads_clause() && !items.any(start, ADJUNCT) && self.has_speaker();
        let announces = || self.heads_clause() && self.has_speaker() && self.is_announced();
        let opens = || self.marked && self.opens_sentence() && !items.any(start, ADJUNCT) && !self.word.definite;
        // What can be a preposition takes a name in marks as its noun.
        let governed = || items.any(start, ADJUNCT) && items.is_quote(self.end());
        noun && !verb()
            && !announces()
            && !opens()
            && !self.has_subject_and_clause()
            && (governed() || !self.governs_content())
    }

    /// Whether the cue begins its sentence, perhaps after a phrase such as `on the other hand` and a pause.
    fn opens_sentence(&self) -> bool {
        let (items, start) = (self.items, self.start());
        let first = items.sentence_start(start);
        let opening =
            [Class::Breaker, Class::Adverb].into_iter().filter_map(|class| items.compound(first, class)).max();
        first == start || opening.is_some_and(|end| end + usize::from(items.is_comma(end)) == start)
    }

    /// Inside a clause an everyday noun with a pronoun is somebody's, and no verb with its object.
    pub(super) fn is_owned_noun(&self) -> bool {
        let owned = self.word.pronoun.is_some() && self.items.any(self.start(), EVERYDAY);
        owned && self.entry.ambiguous && self.is_finite() && !self.heads_clause()
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

    /// Whether the source is nothing but words that nobody knows, right between the verb at the head of a clause and what
    /// is said: a foreign name.
    fn is_unknown(&self, source: &Range<usize>) -> bool {
        const LONGEST: usize = 4;
        let items = self.items;
        let colon = items.is_colon(source.end) && !self.hit.conjoined;
        let end = source.end + usize::from(self.entry.governs(items.folded(source.end)));
        let between = source.start == self.end() && items.opens_complement(end) && !colon;
        // What follows a verb of telling is whom it tells, unless a pronoun stands for him.
        let subject = !self.entry.tells || self.word.pronoun.is_some();
        between && subject && source.len() <= LONGEST && source.clone().all(|i| name::is_foreign(items, i))
    }

    /// History says, facts that show: the noun right before the verb is its subject. A verb in the past, one that disagrees
    /// with the noun and one with a pronoun behind it tell what somebody says about the noun; a document can speak itself.
    pub(super) fn is_of_things(&self) -> bool {
        const THINGS: [Class; 3] = [Class::Common, Class::Event, Class::Document];
        let told = self.hit.form.tense != Tense::Past && self.word.pronoun.is_none();
        let shows = || {
            told && !self.follows(&[Class::Document])
                && self.agrees_with_thing()
                && !self.items.is_addressing(self.end())
        };
        let subject = || self.items.word(self.start() - 1).definite || shows();
        self.is_bare() && !self.hit.conjoined && self.follows(&THINGS) && subject()
    }

    /// Whether the verb has the gender that the thing right before it asks for: several things are feminine.
    fn agrees_with_thing(&self) -> bool {
        let (thing, verb) = (self.items.word(self.start() - 1), self.hit.form);
        let gender = if thing.number == Number::Plural { Gender::Feminine } else { thing.gender };
        verb.number == Number::Singular && gender.agrees(verb.gender) || gender == verb.gender
    }

    /// The party, seated in the capital: what a conjunction joins behind a pause is no complement of the verb.
    pub(super) fn is_insertion(&self) -> bool {
        let (items, first) = (self.items, self.content.start());
        let pause = first.checked_sub(1).is_some_and(|before| items.is_comma(before) || items.is_dash(before));
        let ahead = first >= self.end() && !items.is_quote(first);
        pause && ahead && items.word(first).conjunction > 0 && !items.is_that(first)
    }

    /// A relative clause that says where words were printed is not their attribution.
    pub(super) fn is_printed(&self) -> bool {
        self.entry.class == CueClass::Report && self.word.pronoun.is_some() && !self.follows_as()
    }

    /// A participle with other meanings is a noun or an attribute, unless its complement follows at once, or a pause, a
    /// noun with the article or a name stands before it; the masculine is a cue with the ending of an adverb only.
    pub(super) fn is_attribute(&self) -> bool {
        const NAMES: Classes = GIVEN.with(Class::NameParticle);
        let participle = self.is_verb() && self.hit.form.tense == Tense::Participle && !self.hit.conjoined;
        let feminine = self.hit.form.gender != Gender::Masculine || self.hit.form.number != Number::Singular;
        let adverbial = |b: usize| {
            let before = self.items.word(b);
            self.items.is_comma(b) || before.definite || before.pronoun.is_some() || before.classes.any(NAMES)
        };
        let free = || self.start().checked_sub(1).is_some_and(adverbial);
        participle && feminine && self.entry.ambiguous && !self.governs_content() && !free()
    }

    /// A finite verb with other meanings reports where it opens a clause, or with its subject before it, and then only of
    /// somebody who speaks; without a source also right before a colon or a complementizer.
    pub(super) fn is_inside_clause(&self) -> bool {
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
                || self.items.is_colon(self.start() - 1)
                || self.follows_as()
                || self.follows(&LEADS)
                || [self.source, self.via].into_iter().flatten().any(|subject| subject.end <= self.start())
                || self.follows_adjunct()
                || self.qualifies()
        };
        let reports = match self.source {
            Some(source) => {
                (self.matcher.speaks(source) || self.is_surname(source) || self.is_unknown(source)) && opens()
            }
            None => self.items.is_colon(self.end()) || self.items.is_that(self.end()) || opens(),
        };
        !reports
    }

    /// A step that she called so: the verb with a pronoun goes on with the noun without the article before it, and its
    /// complement follows its subject at once.
    fn qualifies(&self) -> bool {
        const NOUN: Classes =
            Classes::of(&[Class::Common, Class::Event, Class::Act, Class::Document, Class::Adjective, Class::Nisba]);
        let Some(before) = self.start().checked_sub(1).map(|before| self.items.word(before)) else { return false };
        let noun = before.classes.any(NOUN) && !before.definite && before.pronoun.is_none();
        let said = || self.source.is_some_and(|source| self.items.opens_complement(source.end));
        noun && self.entry.object && self.word.pronoun.is_some() && self.word.conjunction == 0 && said()
    }

    /// In the capital the minister said: a short phrase of time or place opens the sentence, and the verb follows it.
    fn follows_adjunct(&self) -> bool {
        const LONGEST_ADJUNCT: usize = 6;
        let (items, start) = (self.items, self.start());
        let first = items.sentence_start(start);
        let phrase = items.compound(first, Class::Breaker).is_some_and(|end| end > first + 1);
        let word = |i: usize| items.kind(i) == Some(ItemKind::Word) && !items.is(i, Class::Verb);
        let short = start - first <= LONGEST_ADJUNCT && (first..start).all(word);
        short && (phrase || items.any(first, ADJUNCT))
    }
}
