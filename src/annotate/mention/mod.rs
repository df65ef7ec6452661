//! Finds mentions: the noun phrase that names a source, with its titles and appositions.

mod phrase;

use super::item::{ItemKind, Items};
use super::name;
use crate::pack::class::{Class, Classes};
use crate::pack::manifest::Number;
use std::ops::Range;

/// Longest mention, in items.
const LONGEST: usize = 32;

/// Longest name in quotation marks, in words.
pub(super) const LONGEST_NAME: usize = 4;

/// Words at which a noun phrase ends, unless they can be a name.
const STOP: Classes = Classes::of(&[
    Class::Preposition,
    Class::Relative,
    Class::Complementizer,
    Class::NotComplementizer,
    Class::Negation,
    Class::Time,
    Class::Month,
    Class::Adverb,
    Class::Particle,
    Class::Verb,
    Class::Breaker,
    Class::Adjunct,
    Class::Conjunction,
    Class::Act,
    Class::Pronoun,
    Class::Impersonal,
]);

/// Words that head a phrase with a title.
pub(super) const TITLE: Classes = Classes::of(&[Class::Role, Class::Honorific]);

/// Words that can be part of somebody's name.
pub(super) const NAME: Classes =
    Classes::of(&[Class::GivenMasculine, Class::GivenFeminine, Class::GivenAmbiguous, Class::NameParticle]);

/// Given names that are nothing else.
pub(super) const GIVEN: Classes = Classes::of(&[Class::GivenMasculine, Class::GivenFeminine]);

/// Everyday nouns and adjectives, which are nobody's name or title.
pub(super) const EVERYDAY: Classes = Classes::of(&[Class::Common, Class::Event]);

/// Readings that forbid a word to be part of a name.
pub(super) const NEVER_NAME: Classes = Classes::of(&[
    Class::Complementizer,
    Class::NotComplementizer,
    Class::Particle,
    Class::Negation,
    Class::Conjunction,
]);

/// Nouns that head a mention of somebody or something that can speak.
pub(super) const HEAD: Classes = Classes::of(&[
    Class::Role,
    Class::Honorific,
    Class::Organization,
    Class::Media,
    Class::Document,
    Class::Group,
    Class::Anonymous,
]);

/// The mention that begins at `i`: one past its last item. `None` where no noun phrase begins there.
pub(super) fn parse(items: &Items<'_>, i: usize) -> Option<usize> {
    parse_after(items, i, false)
}

/// The mention that begins at `i`, whose first word may begin with a preposition of the cue before it if `glued`.
fn parse_after(items: &Items<'_>, i: usize, glued: bool) -> Option<usize> {
    let mut end = phrase::end(items, i, glued)?;
    // Appositions: a title after a name, a name after a title.
    for _ in 0..2 {
        match apposition(items, i..end) {
            Some(further) if further - i <= LONGEST => end = further,
            _ => break,
        }
    }
    Some(end)
}

/// Every end that the mention at `i` may have, longest first: with and without its appositions.
/// `glued` says that the first word may begin with a preposition of the cue before it.
pub(super) fn ends(items: &Items<'_>, i: usize, glued: bool) -> Vec<usize> {
    let Some(longest) = parse_after(items, i, glued) else { return Vec::new() };
    let mut ends = vec![longest];
    if let Some(shortest) = phrase::end(items, i, glued)
        && shortest != longest
    {
        ends.push(shortest);
    }
    ends
}

/// An apposition after a comma or a dash: one past its last item.
fn apposition(items: &Items<'_>, phrase: Range<usize>) -> Option<usize> {
    let comma = phrase.end;
    let dash = items.is_dash(comma) && !phrase::joins_words(items, comma);
    if !items.is_comma(comma) && !dash {
        return None;
    }
    let start = comma + 1;
    let word = items.word(start);
    if word.conjunction > 0 || word.preposition || items.kind(start) != Some(ItemKind::Word) {
        return None;
    }
    let personal = phrase.clone().any(|i| items.any(i, TITLE)) && items.word(phrase.start).number == Number::Singular;
    if let Some(end) = name::foreign_end(items, start).filter(|_| personal) {
        return Some(end);
    }
    let end = phrase::end(items, start, false)?;
    let titled = word.classes.any(HEAD) || word.is(Class::Adjective) && !word.definite && items.any(start + 1, HEAD);
    let has_title = phrase.clone().any(|i| items.any(i, HEAD));
    // What an outlet is called between two pauses may be a word that nobody knows.
    let called = || phrase.len() > 1 && items.is(phrase.start, Class::Media) && end == start + 1 && items.is_comma(end);
    let named = items.any(start, NAME) || known(items, start..end) || called() && name::is_foreign(items, start);
    let name = || items.any(phrase.start, GIVEN) || phrase.clone().all(|i| name::is_foreign(items, i));
    let described = titled && (!items.is(start, Class::Anonymous) || name());
    // A name after a title, or a title after a name; the pause after it shows that it was inserted.
    ((named && has_title || described) && closes(items, end)).then_some(end)
}

/// Whether the registry knows the words as a name.
fn known(items: &Items<'_>, range: Range<usize>) -> bool {
    let words: Vec<&str> = range.filter_map(|i| items.folded(i)).collect();
    items.pack.names.full(&words).is_some()
}

/// Whether what follows a phrase shows that it ends there.
pub(super) fn closes(items: &Items<'_>, end: usize) -> bool {
    let word = items.word(end);
    match items.kind(end) {
        None | Some(ItemKind::Break | ItemKind::Quote(_) | ItemKind::Sign(_)) => true,
        Some(ItemKind::Word) => word.classes.any(STOP) || word.preposition || word.cue.is_some(),
        Some(ItemKind::Number) => false,
    }
}

/// A mention that ends right before item `end` and begins at `from` or later: the first of them. Words that may stand
/// between a subject and its verb may follow it.
pub(super) fn before(items: &Items<'_>, from: usize, end: usize) -> Option<Range<usize>> {
    let from = from.max(end.saturating_sub(LONGEST + 12));
    if end > from && items.is(end - 1, Class::Relative) {
        return antecedent(items, from, end - 1);
    }
    (from..end).find_map(|start| {
        let opens = begins(items, from, start) && !items.any(start, STOP) && !items.word(start).preposition;
        let close = opens.then(|| parse(items, start)).flatten()?;
        (close <= end && (close..end).all(|i| between(items, i))).then_some(start..close)
    })
}

/// The mention that a relative pronoun or clause at `relative` refers to: the one that ends right before it.
pub(super) fn antecedent(items: &Items<'_>, from: usize, relative: usize) -> Option<Range<usize>> {
    let relative = first_relative(items, from, relative);
    let end = if relative > from && items.is_comma(relative - 1) { relative - 1 } else { relative };
    // A relative pronoun goes with a noun behind a preposition that is written together with it as well.
    let glued = |start: usize| items.word(start).preposition && items.is(relative, Class::Relative);
    let reaches = |start: &usize| {
        agrees_with_relative(items, *start, relative)
            && !is_joined_name(items, *start)
            && phrase::end(items, *start, glued(*start)) == Some(end)
    };
    let headed = (from..end).filter(|&s| items.any(s, HEAD) || items.any(s, GIVEN)).find(reaches);
    headed.or_else(|| (from..end).rev().find(reaches)).map(|start| start..end)
}

/// Statements ascribed to the minister in which he said: the mention behind a preposition written together with it that
/// ends right before item `end`.
pub(super) fn attached(items: &Items<'_>, from: usize, end: usize) -> Option<Range<usize>> {
    let ends = |&start: &usize| items.word(start).preposition && phrase::end(items, start, true) == Some(end);
    (from..end).filter(|&start| items.any(start, HEAD)).find(ends).map(|start| start..end)
}

/// Who were in the majority and who warned: the relative pronoun of people with which one with a conjunction at `relative`
/// goes on.
fn first_relative(items: &Items<'_>, from: usize, relative: usize) -> usize {
    let word = items.word(relative);
    let same = |&i: &usize| {
        let other = items.word(i);
        items.is_relative(i) && (other.gender, other.number) == (word.gender, word.number)
    };
    let several = matches!(word.number, Number::Plural | Number::Dual);
    let goes_on = word.is(Class::Relative) && word.conjunction > 0 && several;
    (from..relative).rev().find(same).filter(|_| goes_on).unwrap_or(relative)
}

/// Whether the relative pronoun at `relative`, if one stands there, can take up the noun at `start`: no single noun with
/// another gender, and none at all if it is one of several people.
fn agrees_with_relative(items: &Items<'_>, start: usize, relative: usize) -> bool {
    let (noun, pronoun) = (items.word(start), items.word(relative));
    let single = noun.number == Number::Singular || items.registered(start).is_some();
    let several = matches!(pronoun.number, Number::Plural | Number::Dual);
    !pronoun.is(Class::Relative) || !single || !several && noun.gender.agrees(pronoun.gender)
}

/// Whether the marks at `start` hold a name that a conjunction joins to the one before it.
fn is_joined_name(items: &Items<'_>, start: usize) -> bool {
    items.is_quote(start) && start > 0 && items.is(start - 1, Class::Conjunction)
}

/// Whether a subject may begin at `start`: at the head of the stretch, or after a word that ends what went before.
fn begins(items: &Items<'_>, from: usize, start: usize) -> bool {
    const OPENERS: Classes = Classes::of(&[
        Class::Verb,
        Class::Particle,
        Class::Adverb,
        Class::Conjunction,
        Class::Breaker,
        Class::Complementizer,
        Class::NotComplementizer,
    ]);
    if start == from {
        return true;
    }
    items.word(start - 1).classes.any(OPENERS) || matches!(items.kind(start - 1), Some(ItemKind::Sign(_)))
}

/// One past the word or phrase at `i` that may stand between a verb and its subject or complement, and names nobody.
pub(super) fn between_end(items: &Items<'_>, i: usize) -> Option<usize> {
    const PHRASES: [Class; 4] = [Class::Adverb, Class::Time, Class::Breaker, Class::Particle];
    if name::full_person(items, i).is_some() {
        return None;
    }
    let phrase = PHRASES.iter().filter_map(|&class| items.compound(i, class)).filter(|&end| end > i + 1).max();
    phrase.or_else(|| between(items, i).then_some(i + 1))
}

/// Whether the item may stand between a subject and its verb.
pub(super) fn between(items: &Items<'_>, i: usize) -> bool {
    const CLASSES: Classes = Classes::of(&[
        Class::Particle,
        Class::Adverb,
        Class::Time,
        Class::Relative,
        Class::Negation,
        Class::Pronoun,
        Class::Month,
    ]);
    // But he: the subject is its pronoun.
    let resumes = items.is(i, Class::Conjunction) && items.is(i, Class::Pronoun);
    items.any(i, CLASSES) && !items.is(i, Class::Honorific) && !resumes
        || items.is_addressing(i)
        || items.is_comma(i)
        || items.kind(i) == Some(ItemKind::Number)
}

/// Whether a mention can be somebody who speaks: a head noun, a name or a place, not just any noun.
pub(super) fn speaks(items: &Items<'_>, range: Range<usize>) -> bool {
    const SPEAKING: Classes = HEAD.with_all(NAME).with(Class::Place).with(Class::Nisba);
    const LEADS: Classes = Classes::of(&[Class::Demonstrative, Class::Quantifier]);
    const OTHERS: Classes = Classes::of(&[Class::Adjective, Class::Group]);
    let (start, after) = (range.start, range.start + 1);
    let first = items.word(start);
    let marked = items.is_quote(start) && items.quote_len(start) <= LONGEST_NAME && !items.ends_sentence(start);
    let noun = first.classes.any(SPEAKING) && !first.is(Class::Quantifier);
    // Many, others: people, where no noun follows.
    let others = first.is(Class::Quantifier) && (first.classes.any(OTHERS) || first.pronoun.is_some());
    let alone = (first.is(Class::Demonstrative) || others) && range.len() == 1;
    // Some of, one of, this: the noun after them decides.
    let counted = || range.clone().take(3).any(|i| items.kind(i) == Some(ItemKind::Number));
    let share = || counted() && range.clone().any(|i| items.any(i, SPEAKING));
    let led = || first.classes.any(LEADS) && (after..range.end.min(start + 3)).any(|i| items.any(i, SPEAKING));
    let short = || items.bare(start).is_some_and(|w| !items.pack.names.short(&[w]).is_empty());
    // A name that nobody knows, with a title after it.
    let unknown = first.is_unknown() && !first.definite;
    let titled = || (after..range.end).any(|i| items.any(i, TITLE) && items.word(i).conjunction == 0);
    marked || noun || alone || led() || share() || items.registered(start).is_some() || short() || unknown && titled()
}
