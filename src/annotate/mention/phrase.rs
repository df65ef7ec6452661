//! Which items belong to a noun phrase without commas, one after the other.

use super::{EVERYDAY, GIVEN, HEAD, LONGEST, LONGEST_NAME, NAME, NEVER_NAME, STOP, TITLE, closes};
use crate::annotate::clause::ADJUNCT;
use crate::annotate::item::{ItemKind, Items};
use crate::annotate::name;
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::{CueForm, CueKind, NounEntry, Word};
use crate::pack::manifest::{Gender, Number, Tense};

/// People and outlets that one talks to.
const PEOPLE: Classes = Classes::of(&[Class::Media, Class::Group]);

/// Nouns of bodies, which bear no title.
const BODY: Classes = Classes::of(&[Class::Organization, Class::Group, Class::Media]);

/// Adjectives and adjectives of origin.
const DESCRIBING: Classes = Classes::of(&[Class::Adjective, Class::Nisba]);

/// One past the noun phrase without commas that begins at `i`.
/// `glued` says that the first word may begin with a preposition of the cue before it.
pub(super) fn end(items: &Items<'_>, i: usize, glued: bool) -> Option<usize> {
    items.phrases.get(i, glued, || read(items, i, glued))
}

fn read(items: &Items<'_>, i: usize, glued: bool) -> Option<usize> {
    let head = head(items, i);
    let mut phrase = Phrase { items, head, glued, nouns: Vec::new() };
    let mut at = head;
    while at < items.len() && at - i < LONGEST {
        // A name that the registry knows in full ends the phrase, unless a title follows it.
        if let Some(length) = name::full_person(items, at) {
            at += length;
            if items.any(at, HEAD) && items.word(at).conjunction == 0 {
                continue;
            }
            return Some(at);
        }
        if let Some(length) = name::full_body(items, at).filter(|_| !phrase.is_other_body(at)) {
            (at..at + length).for_each(|i| phrase.take_noun(i));
            at += length;
            continue;
        }
        let Some(next) = phrase.step(at) else { break };
        at = next;
    }
    (at > head).then_some(at)
}

/// The head of the noun phrase that begins at `i`: what follows words such as `this` and `some of`.
fn head(items: &Items<'_>, i: usize) -> usize {
    let at = i + usize::from(items.is(i, Class::Demonstrative));
    // A word such as `some` stands for people itself where no noun follows it.
    let some = items.is(at, Class::Group) || items.is(at, Class::Anonymous) && !items.is(at + 1, Class::Preposition);
    // Before marks stands the noun that it counts, unless it is an adjective such as `other`.
    let complement = items.opens_complement(at + 1) && (!items.is_quote(at + 1) || items.is(at, Class::Adjective));
    let alone = some && !items.any(at + 1, HEAD) || complement;
    if !items.is(at, Class::Quantifier) || items.any(at, TITLE.with(Class::Pronoun)) || alone {
        return share(items, at).unwrap_or(at);
    }
    let some = of(items, at + 1);
    share(items, some).unwrap_or(some)
}

/// What follows the preposition at `at`, if one without a pronoun stands there; else `at`.
fn of(items: &Items<'_>, at: usize) -> usize {
    at + usize::from(items.is(at, Class::Preposition) && items.word(at).pronoun.is_none())
}

/// Forty per cent of the people: where the noun begins of which a number at `at` gives a share.
fn share(items: &Items<'_>, at: usize) -> Option<usize> {
    let next = at + 1;
    let percent = match items.kind(next).filter(|_| items.kind(at) == Some(ItemKind::Number))? {
        ItemKind::Sign('%' | '\u{66a}') => next + 1,
        _ => items.compound(next, Class::NumberWord)?,
    };
    Some(of(items, percent)).filter(|&noun| noun > percent)
}

/// Whether the sign at `at` joins two words without spaces.
pub(super) fn joins_words(items: &Items<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|b| items.get(b));
    let (Some(before), Some(sign), Some(after)) = (before, items.get(at), items.get(at + 1)) else { return false };
    before.span.end == sign.span.start && sign.span.end == after.span.start && after.kind == ItemKind::Word
}

/// A noun phrase as far as it is read.
struct Phrase<'p, 'a> {
    items: &'p Items<'a>,
    /// Its first item after words such as `this` and `some of`.
    head: usize,
    /// Whether the first word may begin with a preposition, which belongs to the cue before it.
    glued: bool,
    /// Its nouns, which allow prepositions inside the phrase.
    nouns: Vec<&'a NounEntry>,
}

impl Phrase<'_, '_> {
    /// Takes the item at `at` into the phrase; gives the item after it, or after the brackets that open there.
    fn step(&mut self, at: usize) -> Option<usize> {
        let items = self.items;
        let first = at == self.head;
        let fits = match items.kind(at)? {
            ItemKind::Word => self.takes_word(at),
            ItemKind::Quote(_) => self.is_name_in_marks(at),
            ItemKind::Sign('(') if !first => return bracket(items, at),
            // A title that is set off from its name.
            ItemKind::Sign('/') if !first && items.any(at - 1, TITLE) => items.kind(at + 1) == Some(ItemKind::Word),
            // The full stop after an initial.
            ItemKind::Sign('.') if !first => items.folded(at - 1).is_some_and(|w| w.chars().count() == 1),
            ItemKind::Sign('-' | '/') if !first => self.nouns.is_empty() && joins_words(items, at),
            _ => false,
        };
        fits.then_some(at + 1)
    }

    /// Keeps the noun at `at`, whose prepositions may follow in the phrase.
    fn take_noun(&mut self, at: usize) {
        let noun = self.items.word(at).noun;
        self.nouns.extend(noun.and_then(|noun| self.items.pack.lexicon.nouns.get(noun as usize)));
    }

    /// Whether the word at `at` belongs to the phrase, which then keeps its noun.
    fn takes_word(&mut self, at: usize) -> bool {
        if self.is_surname(at) || at > self.head && name::is_surname(self.items, at) {
            return true;
        }
        if self.is_detached(at) || self.is_issued(at) || self.is_report(at) || self.is_saying(at) || self.is_time(at) {
            return false;
        }
        if self.is_stop(at) {
            return self.takes_stop(at) || self.leads_to_name(at);
        }
        if self.is_prefixed(at) {
            return self.takes_prefixed(at) || self.leads_to_name(at);
        }
        if self.is_owned(at)
            || self.is_second_noun(at)
            || self.is_other_body(at)
            || self.is_title_of_other(at)
            || self.begins_another(at)
        {
            return false;
        }
        self.take_noun(at);
        true
    }

    /// Whether a given name stands in the phrase before `at`.
    fn is_named(&self, at: usize) -> bool {
        (self.head..at).any(|k| self.items.any(k, GIVEN))
    }

    /// Whether a given name stands before `at` with no title behind it, which has complements of its own.
    fn ends_with_name(&self, at: usize) -> bool {
        let word = |k: &usize| self.items.any(*k, GIVEN) || self.items.is(*k, Class::Role);
        (self.head..at).rev().find(word).is_some_and(|k| self.items.any(k, GIVEN))
    }

    /// Whether the marks at `at` hold a name: after a noun that is named so, or at the head before what shows that
    /// somebody is meant.
    fn is_name_in_marks(&self, at: usize) -> bool {
        const AFTER: Classes = Classes::of(&[Class::Preposition, Class::Relative]);
        // After these a short text in marks is their name.
        const NAMED: Classes =
            TITLE.with_all(Classes::of(&[Class::Media, Class::Organization, Class::Naming, Class::Nisba]));
        let items = self.items;
        let short = items.quote_len(at) <= LONGEST_NAME && items.quote(at).is_some_and(|quote| quote.closed);
        if at > self.head {
            // A kind of outlet without the article has its name right behind it.
            let outlet = items.is(self.head, Class::Media) && items.kind(at - 1) == Some(ItemKind::Word);
            let inside =
                || items.is_name_quote(at) && items.is(at - 1, Class::Preposition) && self.leads_to_name(at - 1);
            return short && (items.any(at - 1, NAMED) || outlet && !items.word(at - 1).definite || inside());
        }
        let next = at + 1;
        let meant = items.is_that(next)
            || items.is_colon(next)
            || items.is_comma(next)
            || items.quote_len(next) > 1
            || items.any(next, AFTER)
            || items.word(next).preposition;
        items.is_name_quote(at) || short && meant
    }

    /// Whether a word that can be a finite cue is part of a name instead: another cue stands right before the phrase,
    /// which ends with it.
    fn is_surname(&self, at: usize) -> bool {
        let items = self.items;
        let finite = |i: usize| items.word(i).is_finite_cue();
        at > self.head
            && items.word(at).conjunction == 0
            && finite(at)
            && items.word(at - 1).classes.is_empty()
            && self.head.checked_sub(1).is_some_and(finite)
            && closes(items, at + 1)
    }

    /// Whether a conjunction parts the word from what stands before it: a coordinated noun or adjective goes on, anything
    /// else begins something new.
    fn is_detached(&self, at: usize) -> bool {
        const NOUN: Classes = HEAD.with_all(NAME).with(Class::Place);
        let word = self.items.word(at);
        if word.conjunction == 0 {
            return false;
        }
        if at == self.head {
            return word.classes.is_empty() || word.is(Class::Common);
        }
        let verb = word.is_finite_cue() || word.is(Class::Verb);
        let known = || self.items.bare(at).is_some_and(|word| self.items.pack.names.is_short(word));
        verb || !word.definite && !word.classes.any(NOUN) && !known() && !self.is_second_matter(at)
    }

    /// The minister of tourism and investment promotion: whether the noun at `at`, which the noun with the article behind
    /// it completes, names one more matter of an office or body.
    fn is_second_matter(&self, at: usize) -> bool {
        const OFFICE: Classes = Classes::of(&[Class::Role, Class::Organization]);
        let (head, word, next) = (self.items.word(self.head), self.items.word(at), self.items.word(at + 1));
        let matter = !word.classes.is_empty() && EVERYDAY.contains(word.classes) && word.cue.is_none();
        let completed = next.definite && !next.preposition && next.conjunction == 0 && !next.classes.any(TITLE);
        let office = head.classes.any(OFFICE) && !head.definite && head.pronoun.is_none();
        office
            && at > self.head + 1
            && self.items.word(at - 1).definite
            && matter
            && completed
            && word.pronoun.is_none()
    }

    /// Whether the word is a verb or participle of reporting, and nothing that a phrase can hold.
    fn is_report(&self, at: usize) -> bool {
        let word = self.items.word(at);
        let tense = word.cue.map(|c| c.tense).filter(|t| !matches!(t, Tense::None | Tense::Noun));
        // A participle of reporting has the case of an adverb, which no subject has.
        let head = if tense == Some(Tense::Participle) { NAME } else { HEAD.with_all(NAME) };
        tense.is_some() && !word.classes.any(head) && !word.definite
    }

    /// A statement issued at: a word that can be a verb is one right after a document without the article, where a
    /// preposition follows that its issuer does not have.
    fn is_issued(&self, at: usize) -> bool {
        let items = self.items;
        let document = at > self.head && items.is(at - 1, Class::Document) && !items.word(at - 1).definite;
        if !document {
            return false;
        }
        let (word, next) = (items.word(at), items.word(at + 1));
        // Whose it is belongs to its mention.
        let issuer = || self.licenses(at + 1) || self.licenses_glued(at + 1);
        let phrase = next.classes.any(ADJUNCT) || next.preposition;
        let verb = word.is(Class::WeakVerb) && !word.definite && !word.is(Class::Act);
        verb && phrase && !issuer()
    }

    /// Whether a phrase of several words begins here that says when.
    fn is_time(&self, at: usize) -> bool {
        self.items.compound(at, Class::Time).is_some_and(|end| end > at + 1)
    }

    /// Whether the word is the saying of somebody, which ends the mention of him.
    fn is_saying(&self, at: usize) -> bool {
        let word = self.items.word(at);
        let saying = word.cue.is_some_and(|c| c.tense == Tense::Noun) && (word.pronoun.is_some() || word.preposition);
        saying && at > self.head && !word.classes.any(HEAD)
    }

    /// Whether the word ends a noun phrase, unless it is part of a name or completes a noun.
    fn is_stop(&self, at: usize) -> bool {
        let items = self.items;
        let word = items.word(at);
        let first = at == self.head;
        // What can be a preposition is one at the head, unless it carries the article.
        let next = items.word(at + 1);
        let before_noun = || word.is(Class::Honorific) && !next.classes.is_empty();
        let bare = word.is(Class::Preposition) && !word.definite && !next.classes.any(NAME);
        let preposition = bare && (first || before_noun());
        let adjective = word.is(Class::Adjective) && !first && (word.definite || self.describes_title(at));
        word.classes.any(STOP) && !adjective && (preposition || !word.classes.any(HEAD))
    }

    /// Secretary general: whether the adjective at `at` describes a title, both without the article; before a number it is
    /// a word of time.
    fn describes_title(&self, at: usize) -> bool {
        let number = self.items.kind(at + 1) == Some(ItemKind::Number);
        self.items.any(at - 1, TITLE) && !self.items.word(at - 1).definite && !number
    }

    /// Whether a word that mostly ends a phrase belongs to it: as part of a name, or as the preposition of one of its
    /// nouns.
    fn takes_stop(&self, at: usize) -> bool {
        const BEFORE_NAME: Classes = TITLE.with_all(NAME).with(Class::Divine);
        let items = self.items;
        let word = items.word(at);
        let first = at == self.head;
        let acts = word.is_finite_cue() && !word.classes.any(GIVEN);
        let goes_on = !first && !acts && items.any(at - 1, BEFORE_NAME);
        let opens = first && !word.is(Class::Preposition) && is_before_name(items, at);
        if self.is_before_surname(at) {
            return true;
        }
        if word.classes.any(NAME) && !word.classes.any(NEVER_NAME) && (goes_on || opens) {
            return true;
        }
        !first && !self.ends_with_name(at) && self.licenses(at) && is_complemented(items, at)
    }

    /// Whether a name that is a preposition as well stands between a title and a surname that nobody knows, with which the
    /// mention ends.
    fn is_before_surname(&self, at: usize) -> bool {
        let items = self.items;
        let next = items.word(at + 1);
        let blank = next.is_unknown() && !next.preposition && next.conjunction == 0;
        let ends = || items.opens_complement(at + 2) || items.is_comma(at + 2);
        let titled = at > self.head && items.is(self.head, Class::Role) && items.word(at - 1).definite;
        let surname = items.kind(at + 1) == Some(ItemKind::Word) && blank;
        titled && items.is(at, Class::GivenAmbiguous) && surname && ends()
    }

    /// Whether the preposition at `at` completes the title of whose bearer a full name follows soon: nobody else's title
    /// stands between, and what the preposition governs has ended before the name.
    fn leads_to_name(&self, at: usize) -> bool {
        const FAR: usize = 8;
        const OTHER: Classes = TITLE.with(Class::Relative).with(Class::Verb).with_all(NEVER_NAME);
        let items = self.items;
        let word = items.word(at);
        let governs = word.preposition || word.is(Class::Preposition);
        if !governs || !items.is(self.head, Class::Role) || at == self.head || self.is_named(at) {
            return false;
        }
        let foreign = |k: usize| items.is_comma(k - 1) && name::foreign_end(items, k).is_some();
        let Some(name) = (at + 1..at + FAR).find(|&k| items.any(k, GIVEN) || foreign(k)) else { return false };
        let comma = items.is_comma(name - 1);
        let last = name - usize::from(comma) - 1;
        let inside = |k: usize| {
            let word = items.word(k);
            let acts = word.is_finite_cue();
            let part = items.kind(k) == Some(ItemKind::Word) || items.is_name_quote(k);
            part && !word.classes.any(OTHER) && word.pronoun.is_none() && !acts
        };
        let closed =
            last > at && (items.word(last).definite || items.is(last, Class::Place) || items.is_name_quote(last));
        let word = items.word(name);
        let named = || name::end(items, name) > name + 1 && word.conjunction == 0 && !word.preposition;
        let full = foreign(name) || named();
        closed && full && (at + 1..=last).all(inside)
    }

    /// Whether the word begins with a preposition that is not the cue's.
    fn is_prefixed(&self, at: usize) -> bool {
        let word = self.items.word(at);
        let first = at == self.head;
        if !word.preposition || first && (self.glued || word.classes.any(NAME)) {
            return false;
        }
        // Khamenei to Obama: whom a headline addresses stands right before its colon.
        let known = || self.items.unprefixed(at).is_some_and(|(rest, _)| self.items.pack.names.is_short(&rest));
        first || !self.items.is_colon(at + 1) || !known()
    }

    /// Whether a word that begins with a preposition completes one of the nouns.
    fn takes_prefixed(&self, at: usize) -> bool {
        let items = self.items;
        let titled = at > self.head && (!items.any(at - 1, NAME) || items.any(at - 1, HEAD));
        // One talks to people; a document belongs to them.
        let talks = items.word(at).classes.any(PEOPLE) && !items.is(self.head, Class::Document);
        titled && !self.ends_with_name(at) && !talks && self.licenses_glued(at) && !self.is_act_elsewhere(at)
    }

    /// The secretary of the organisation by adopting: whether the verbal noun at `at` stands apart from the noun that takes its
    /// preposition, so that it says what is done.
    fn is_act_elsewhere(&self, at: usize) -> bool {
        const ACT: Classes = Classes::of(&[Class::Event, Class::Act]);
        let word = self.items.word(at);
        let act = ACT.contains(word.classes) && !word.classes.is_empty() && !word.definite;
        let apart = self.items.word(at - 1).noun.is_none() || !self.items.any(at - 1, TITLE);
        act && apart && !self.items.is(at - 1, Class::Adjective)
    }

    /// Whether a noun of the phrase takes the preposition at `at`.
    fn licenses(&self, at: usize) -> bool {
        let Some(word) = self.items.folded(at) else { return false };
        self.nouns.iter().any(|n| n.complement.iter().any(|p| **p == *word))
    }

    /// Whether a noun of the phrase takes the preposition that the word at `at` begins with.
    fn licenses_glued(&self, at: usize) -> bool {
        let Some(word) = self.items.bare(at) else { return false };
        self.nouns.iter().any(|n| n.complement.iter().any(|p| p.chars().count() == 1 && word.starts_with(&**p)))
    }

    /// Whether a noun with a pronoun stands at the head: nobody's name, for its owner spoke before.
    fn is_owned(&self, at: usize) -> bool {
        let word = self.items.word(at);
        at == self.head && word.pronoun.is_some() && !word.classes.any(HEAD.with_all(NAME))
    }

    /// Whether the word is the verb's object: a second noun with the article after one is no part of a construct.
    fn is_second_noun(&self, at: usize) -> bool {
        const NO_OBJECT: Classes = DESCRIBING.with(Class::Honorific);
        let word = self.items.word(at);
        if at == self.head || !word.definite || !word.classes.any(BODY) || word.classes.any(NO_OBJECT) {
            return false;
        }
        let before = self.items.word(at - 1);
        let head = before.definite && at == self.head + 1 && before.classes.any(HEAD);
        let described = before.definite && before.classes.any(DESCRIBING) && !before.classes.any(HEAD);
        head || described || before.is(Class::Place)
    }

    /// Whether the body named at `at` is the verb's object: a name, an adjective or a noun with the article governs no
    /// noun, and a body without the article describes none of them.
    fn is_other_body(&self, at: usize) -> bool {
        const PART: Classes = TITLE.with_all(NAME).with_all(DESCRIBING).with(Class::Place);
        let items = self.items;
        let word = items.word(at);
        if at == self.head || word.conjunction > 0 || word.preposition {
            return false;
        }
        let before = items.word(at - 1);
        // After a noun without the article, what can be an adjective is one.
        let indefinite = |i: usize| {
            let adjective = |&k: &usize| items.any(k, DESCRIBING) && !items.any(k, HEAD) && !items.word(k).definite;
            let noun = (self.head..=i).rev().find(|k| !adjective(k));
            noun.is_some_and(|k| !items.word(k).definite && items.any(k, HEAD))
        };
        // The one of a secretary general is part of his title, as a word of time it would end the phrase.
        let titular = before.is(Class::Time) && items.any(at - 2, TITLE);
        let object = !before.definite && !before.is(Class::Organization) && !titular;
        let adjective = at > self.head + 1 && indefinite(at - 2) && object;
        let described = before.classes.any(DESCRIBING) && (adjective || !before.classes.any(HEAD));
        if word.definite {
            return described && adjective && word.classes.any(BODY) && !word.classes.any(TITLE);
        }
        let named = self.is_named(at) && (before.classes.is_empty() || before.classes.any(GIVEN));
        let place = before.is(Class::Place) && before.conjunction == 0;
        let closed = before.definite || described || named || place || is_known_short(items, at - 1);
        closed && word.classes.any(BODY) && !word.classes.any(PART)
    }

    /// Whether the word is somebody else's title: an organisation bears none.
    fn is_title_of_other(&self, at: usize) -> bool {
        let items = self.items;
        let word = items.word(at);
        let body = items.any(self.head, BODY) && !items.any(self.head, TITLE);
        if at == self.head {
            return false;
        }
        let before = items.word(at - 1);
        let title = word.is(Class::Role) && word.conjunction == 0 && before.definite;
        // With the article it is no adjective of a feminine noun.
        let object = before.classes.any(DESCRIBING) && before.gender == Gender::Feminine;
        body && title && (!word.definite || object && word.gender == Gender::Masculine)
    }

    /// Whether the everyday word at `at` begins a noun phrase of its own: a phrase that the article or a name has closed
    /// takes no more nouns without the article, and no nouns that never describe a person.
    fn begins_another(&self, at: usize) -> bool {
        let items = self.items;
        let word = items.word(at);
        if at == self.head || word.is(Class::Divine) {
            return false;
        }
        let before = items.word(at - 1);
        if disagrees(items, at) || word.is(Class::Demonstrative) && !word.classes.any(NAME) {
            return true;
        }
        let named = self.is_named_before(at);
        if self.is_loose(at, named) || is_loose_adjective(word, before) {
            return true;
        }
        // The name of a place completes a noun, not an adjective.
        if word.is(Class::Place) && !word.definite && word.conjunction == 0 {
            const NOUN: Classes = HEAD.with_all(NAME).with(Class::Place);
            return before.classes.any(DESCRIBING) && !before.classes.any(NOUN) || is_known_short(items, at - 1);
        }
        word.conjunction == 0 && self.is_everyday_head(at, named)
    }

    /// Whether a name has closed the phrase right before `at`.
    fn is_named_before(&self, at: usize) -> bool {
        const CLOSED: Classes = GIVEN.with(Class::Place);
        let named = self.items.any(at - 1, CLOSED) || self.is_name(at - 1);
        named || self.items.kind(at - 1) != Some(ItemKind::Word)
    }

    /// Whether the word at `at`, which is no name, has no place in a phrase that the article has closed, or a name if
    /// `named`: a word such as `some`, what somebody owns, or an object.
    fn is_loose(&self, at: usize, named: bool) -> bool {
        let items = self.items;
        let (word, before) = (items.word(at), items.word(at - 1));
        let name = word.classes.any(NAME);
        let closed = before.definite || named;
        // One of somebody after a name of which nobody knows a word.
        let blank = |k: usize| items.word(k).classes.is_empty() && !items.word(k).definite;
        let described = at > self.head + 1 && (self.head..at).all(blank);
        if closed && !described && word.is(Class::Quantifier) && !word.definite && !name {
            return true;
        }
        // What has a name or the article is no construct: what somebody owns is not part of it, and no object is.
        let owner = word.pronoun.is_some_and(|p| !p.first) && word.conjunction == 0;
        let owned = owner && !name && (before.definite || word.classes.any(EVERYDAY));
        if owned && (closed || NAME.contains(before.classes)) {
            return true;
        }
        // Nor would people describe a single thing.
        let several = word.number == Number::Plural && before.definite && before.number != Number::Plural;
        let people = word.oblique && word.classes.any(HEAD) && (!word.definite || several) && !name;
        let object =
            closed && people && word.conjunction == 0 || (closed || before.classes.is_empty()) && items.is_object(at);
        object && !items.any(at + 1, GIVEN)
    }

    /// Whether the word at `at` is an everyday noun that describes nobody of the phrase before it, which a name has closed
    /// if `named`.
    fn is_everyday_head(&self, at: usize, named: bool) -> bool {
        const MORE: Classes = HEAD.with_all(NAME).with(Class::Place).with_all(DESCRIBING);
        const SPEAKERS: Classes = BODY.with_all(TITLE).with(Class::Anonymous).with_all(NAME).with(Class::Place);
        let (word, before) = (self.items.word(at), self.items.word(at - 1));
        // What is said, done or written describes nobody.
        let document = word.is(Class::Document) && !word.classes.any(SPEAKERS) && !before.is(Class::Document);
        let cues = &self.items.pack.lexicon.cues;
        let noun = |cue: CueForm| cues.get(cue.entry as usize).is_some_and(|entry| entry.kind == CueKind::Noun);
        let saying = word.cue.is_some_and(|c| c.tense == Tense::Noun || noun(c)) && !word.classes.any(MORE);
        let event = document || saying || word.is(Class::Event) && !word.classes.any(MORE);
        if !event && (!word.classes.any(EVERYDAY) || word.classes.any(MORE)) {
            return false;
        }
        // An adjective without the article governs nothing.
        let described = before.classes.any(DESCRIBING) && !before.definite && !before.classes.any(HEAD);
        let titled = before.classes.any(TITLE) && !before.definite;
        if word.definite {
            named || event && before.definite || described || self.is_named(at) && !titled
        } else {
            named || before.definite || event && described
        }
    }

    /// Whether the word at `at` can only be a name: one that the registry knows, or a word that nobody knows at the
    /// head of the phrase, after a given name or after another such word.
    fn is_name(&self, at: usize) -> bool {
        let unknown = |at: usize| {
            let word = self.items.word(at);
            word.is_unknown() && !word.definite && !word.preposition
        };
        let opens = || at == self.head || self.is_named(at) || unknown(at - 1);
        unknown(at) && opens() || is_known_short(self.items, at)
    }
}

/// Whether a word is a feminine adjective without the article after a masculine noun with it, which it cannot describe; in
/// the masculine it may be a surname.
fn is_loose_adjective(word: Word, before: Word) -> bool {
    const ADJECTIVE: Classes = Classes::of(&[Class::Adjective]);
    let plain = word.is(Class::Adjective) && ADJECTIVE.contains(word.classes) && !word.definite;
    let feminine = word.gender == Gender::Feminine && before.gender == Gender::Masculine;
    plain && feminine && before.definite && before.classes.any(HEAD) && word.conjunction == 0
}

/// Whether the noun at `at`, right after a noun with the article, is no description of it: it has another number, the
/// case of an object, or is feminine after a masculine.
fn disagrees(items: &Items<'_>, at: usize) -> bool {
    const NAMED: Classes = GIVEN.with(Class::Honorific).with(Class::Place);
    const KNOWN: Classes = HEAD.with(Class::Common).with(Class::Event);
    const MEN: Classes = Classes::of(&[Class::Group, Class::Role]);
    let (word, head) = (items.word(at), items.word(at - 1));
    if !word.definite || !head.definite || !head.classes.any(HEAD) || word.conjunction > 0 || word.classes.any(NAMED) {
        return false;
    }
    match head.number {
        Number::Singular => {
            let feminine = word.gender == Gender::Feminine && head.gender == Gender::Masculine;
            word.number == Number::Plural || word.classes.any(KNOWN) && (word.oblique || feminine)
        }
        Number::Plural => {
            let men = head.classes.any(MEN) && head.gender != Gender::Feminine;
            men && word.is(Class::Common) && word.number != Number::Plural
        }
        _ => false,
    }
}

/// Whether the registry knows somebody by the word at `at`, which is nothing else.
fn is_known_short(items: &Items<'_>, at: usize) -> bool {
    NAME.contains(items.word(at).classes)
        && items.word(at).cue.is_none()
        && items.bare(at).is_some_and(|word| !items.pack.names.short(&[word]).is_empty())
}

/// Whether another part of a name follows the word at `at`.
fn is_before_name(items: &Items<'_>, at: usize) -> bool {
    let next = items.word(at + 1);
    items.kind(at + 1) == Some(ItemKind::Word)
        && next.conjunction == 0
        && !next.preposition
        && next.cue.is_none()
        && (next.classes.is_empty() || next.classes.any(NAME) && !next.classes.any(STOP))
}

/// Whether a noun that can complete a title follows the preposition at `at`.
fn is_complemented(items: &Items<'_>, at: usize) -> bool {
    const NOT: Classes = STOP.with(Class::Document);
    const SOLID: Classes = Classes::of(&[Class::Place, Class::Organization, Class::Role]);
    let next = items.word(at + 1);
    let proper = next.definite || next.classes.any(SOLID) || items.registered(at + 1).is_some();
    let solid = proper && !next.classes.any(PEOPLE);
    let named = || {
        let stop = |&i: &usize| items.kind(i) != Some(ItemKind::Word) || items.is_that(i);
        let end = (at + 1..at + 8).find(stop).unwrap_or(at + 8);
        (at + 2..end).any(|i| items.any(i, GIVEN) && items.word(i).conjunction == 0)
    };
    // A phrase such as `in a press conference` says on what occasion somebody speaks.
    let occasion = items.compound(at, Class::Adjunct).is_some_and(|end| end > at + 1);
    items.kind(at + 1) == Some(ItemKind::Word) && !next.classes.any(NOT) && !occasion && (solid || named())
}

/// One past the brackets that open at `at`, if they hold a short text, which belongs to the phrase.
fn bracket(items: &Items<'_>, at: usize) -> Option<usize> {
    let close = (at + 1..at + 8).find(|&i| items.kind(i) == Some(ItemKind::Sign(')')))?;
    let word = |i: usize| {
        matches!(items.kind(i), Some(ItemKind::Word | ItemKind::Number | ItemKind::Quote(_) | ItemKind::Sign('.')))
    };
    (at + 1..close).all(word).then_some(close + 1)
}
