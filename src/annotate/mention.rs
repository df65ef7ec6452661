//! Finds mentions: the noun phrase that names a source, with its titles and appositions.

use super::item::{ItemKind, Items};
use super::name;
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::NounEntry;
use crate::pack::manifest::{Gender, Number, Tense};
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

fn parse_after(items: &Items<'_>, i: usize, glued: bool) -> Option<usize> {
    let mut end = segment(items, i, glued)?;
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
    if let Some(shortest) = segment(items, i, glued)
        && shortest != longest
    {
        ends.push(shortest);
    }
    ends
}

/// A noun phrase without commas that begins at `i`.
fn segment(items: &Items<'_>, i: usize, glued: bool) -> Option<usize> {
    let mut at = i;
    if items.is(at, Class::Demonstrative) {
        at += 1;
    }
    if items.is(at, Class::Quantifier) && !items.any(at, TITLE) && !stands_alone(items, at) {
        at += 1;
        if items.is(at, Class::Preposition) && items.word(at).pronoun.is_none() {
            at += 1;
        }
    }
    let head = at;
    let mut licence = Licence { glued, ..Licence::default() };
    while at < items.len() && at - i < LONGEST {
        // A name that the registry knows in full ends the phrase, unless a title follows it.
        if let Some(length) = name::full_person(items, at) {
            at += length;
            if items.any(at, HEAD) && items.word(at).conjunction == 0 {
                continue;
            }
            return Some(at);
        }
        if let Some(length) = name::full_body(items, at) {
            let nouns = (at..at + length).filter_map(|i| items.word(i).noun);
            licence.nouns.extend(nouns.map(|noun| &items.pack.lexicon.nouns[noun as usize]));
            at += length;
            continue;
        }
        let Some(next) = step(items, head, at, &mut licence) else { break };
        at = next;
    }
    (at > head).then_some(at)
}

/// Whether a word such as `some` stands for people itself, with no noun after it.
fn stands_alone(items: &Items<'_>, at: usize) -> bool {
    items.is(at, Class::Group) && !items.any(at + 1, HEAD)
}

/// Prepositions that the nouns met so far allow inside the phrase.
#[derive(Default)]
struct Licence<'a> {
    nouns: Vec<&'a NounEntry>,
    /// The first word may begin with a preposition, which belongs to the cue before it.
    glued: bool,
}

/// Takes the item at `at` into the phrase that begins at `head`; gives the item after it.
fn step<'a>(items: &Items<'a>, head: usize, at: usize, licence: &mut Licence<'a>) -> Option<usize> {
    let first = at == head;
    match items.kind(at)? {
        ItemKind::Word => {}
        ItemKind::Quote(_) => {
            let short = items.quote_len(at) <= LONGEST_NAME;
            const AFTER: Classes = Classes::of(&[Class::Preposition, Class::Relative]);
            let said = items.is_that(at + 1)
                || items.is_colon(at + 1)
                || items.is_comma(at + 1)
                || items.any(at + 1, AFTER)
                || items.word(at + 1).preposition;
            let named =
                if first { items.is_name_quote(at) || short && said } else { short && items.any(at - 1, NAMED_BEFORE) };
            return named.then_some(at + 1);
        }
        ItemKind::Sign('(') if !first => return bracket(items, at),
        ItemKind::Sign('.') if !first && items.folded(at - 1).is_some_and(|w| w.chars().count() == 1) => {
            return Some(at + 1);
        }
        ItemKind::Sign('-' | '/') if !first && licence.nouns.is_empty() && glued(items, at) => return Some(at + 1),
        ItemKind::Number if !first && !licence.nouns.is_empty() && !items.is_end(at) => return None,
        _ => return None,
    }
    let word = items.word(at);
    let name = word.classes.any(NAME);
    if word.conjunction > 0 && first && (word.classes.is_empty() || word.is(Class::Common)) {
        return None;
    }
    if word.conjunction > 0 && !first {
        // A coordinated noun or adjective goes on; anything else begins something new.
        let noun = word.definite || word.classes.any(HEAD) || word.classes.any(NAME) || word.is(Class::Place);
        let verb = word.cue.is_some_and(|c| c.tense.is_finite()) || word.is(Class::Verb);
        if !noun || verb {
            return None;
        }
    }
    let surname = !first && word.conjunction == 0 && said(items, head) && closes(items, at + 1);
    if surname && word.cue.is_some_and(|c| c.tense.is_finite()) && items.word(at - 1).classes.is_empty() {
        return Some(at + 1);
    }
    if word.cue.is_some_and(|c| c.tense != Tense::None && c.tense != Tense::Noun)
        && !name
        && !word.classes.any(HEAD)
        && !word.definite
    {
        return None;
    }
    // What can be a preposition is one at the head, unless it carries the article.
    let preposition = first && word.is(Class::Preposition) && !word.definite && !items.any(at + 1, NAME);
    // The saying of somebody ends the mention of him.
    let saying = word.cue.is_some_and(|c| c.tense == Tense::Noun) && (word.pronoun.is_some() || word.preposition);
    if saying && !first && !word.classes.any(HEAD) {
        return None;
    }
    let adjective = word.definite && word.is(Class::Adjective) && !first;
    let named = (head..at).any(|k| items.any(k, GIVEN));
    if word.classes.any(STOP) && !adjective && (preposition || !word.classes.any(HEAD)) {
        let acts = word.cue.is_some_and(|c| c.tense.is_finite()) && !word.classes.any(GIVEN);
        let prior_name = !first && !acts && items.any(at - 1, TITLE.with_all(NAME).with(Class::Divine));
        let opens = first && !word.is(Class::Preposition) && named_after(items, at);
        if name && !word.classes.any(NEVER_NAME) && (prior_name || opens) {
            return Some(at + 1);
        }
        if !first && !named && licenses(items, &licence.nouns, at) {
            return complement(items, at).then_some(at + 1);
        }
        return None;
    }
    if word.preposition && !(name && first) && !(first && licence.glued) {
        let titled = !first && (!items.any(at - 1, NAME) || items.any(at - 1, HEAD));
        // One talks to people; a document belongs to them.
        let talks = word.classes.any(PEOPLE) && !items.is(head, Class::Document);
        if titled && !named && !talks && licenses_glued(items, &licence.nouns, at) {
            return Some(at + 1);
        }
        return None;
    }
    // A noun that carries a pronoun is nobody's name: its owner spoke before.
    if first && word.pronoun.is_some() && !word.classes.any(HEAD) && !name {
        return None;
    }
    // A second noun with the article after one is no part of a construct: the verb's object.
    let other = Classes::of(&[Class::Organization, Class::Group, Class::Media]);
    const NO_OBJECT: Classes = Classes::of(&[Class::Honorific, Class::Adjective, Class::Nisba]);
    if !first && word.definite && word.classes.any(other) && !word.classes.any(NO_OBJECT) {
        let before = items.word(at - 1);
        const DESCRIBING: Classes = Classes::of(&[Class::Adjective, Class::Nisba]);
        let described =
            before.definite && before.classes.any(DESCRIBING) && !before.classes.any(HEAD) || before.is(Class::Place);
        if before.definite && at == head + 1 && before.classes.any(HEAD) || described {
            return None;
        }
    }
    // An organisation bears no title: somebody else is meant.
    let body = items.any(head, other) && !items.any(head, TITLE);
    if body && !word.definite && word.is(Class::Role) && word.conjunction == 0 && items.word(at - 1).definite {
        return None;
    }
    if !first && begins_another(items, at, named) {
        return None;
    }
    if let Some(noun) = word.noun {
        licence.nouns.push(&items.pack.lexicon.nouns[noun as usize]);
    }
    Some(at + 1)
}

/// Whether a finite cue stands right before the phrase: another right after its subject is none, but part of a name.
fn said(items: &Items<'_>, head: usize) -> bool {
    head.checked_sub(1).and_then(|b| items.word(b).cue).is_some_and(|c| c.tense.is_finite())
}

/// Whether a word that is more often none begins a name at `at`: another part of a name follows.
fn named_after(items: &Items<'_>, at: usize) -> bool {
    let next = items.word(at + 1);
    items.kind(at + 1) == Some(ItemKind::Word)
        && next.conjunction == 0
        && !next.preposition
        && next.cue.is_none()
        && (next.classes.is_empty() || next.classes.any(NAME) && !next.classes.any(STOP))
}

/// Whether the noun at `at`, right after a noun with the article, is no description of it: it has another number, the
/// case of an object, or is feminine after a masculine.
fn disagrees(items: &Items<'_>, at: usize) -> bool {
    const NAMED: Classes = GIVEN.with(Class::Honorific).with(Class::Place);
    const KNOWN: Classes = HEAD.with(Class::Common).with(Class::Event);
    const PEOPLE: Classes = Classes::of(&[Class::Group, Class::Role]);
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
            let men = head.classes.any(PEOPLE) && head.gender != Gender::Feminine;
            men && word.is(Class::Common) && word.number != Number::Plural
        }
        _ => false,
    }
}

/// Whether the everyday word at `at` begins a noun phrase of its own: a phrase that the article or a name has closed
/// takes no more nouns without the article, and no nouns that never describe a person.
fn begins_another(items: &Items<'_>, at: usize, named: bool) -> bool {
    const EVERYDAY: Classes = Classes::of(&[Class::Common, Class::Event]);
    const CLOSED: Classes = GIVEN.with(Class::Place);
    const DESCRIBING: Classes = Classes::of(&[Class::Adjective, Class::Nisba]);
    const MORE: Classes = HEAD.with_all(NAME).with(Class::Place).with_all(DESCRIBING);
    let (word, before) = (items.word(at), items.word(at - 1));
    if word.is(Class::Divine) {
        return false;
    }
    if disagrees(items, at) {
        return true;
    }
    if word.is(Class::Demonstrative) && !word.classes.any(NAME) {
        return true;
    }
    let closed = before.classes.any(CLOSED) || items.kind(at - 1) != Some(ItemKind::Word);
    if (closed || before.definite) && word.is(Class::Quantifier) && !word.definite && !word.classes.any(NAME) {
        return true;
    }
    // What has a name or the article is no construct: what somebody owns is not part of it, and no object is.
    let owner = word.pronoun.is_some_and(|p| !p.first) && word.conjunction == 0;
    let owned = owner && !word.classes.any(NAME) && (before.definite || word.classes.any(EVERYDAY));
    if owned && (closed || before.definite || NAME.contains(before.classes)) {
        return true;
    }
    if (closed || before.definite) && items.is_object(at) && !items.any(at + 1, GIVEN) {
        return true;
    }
    // The name of a place completes a noun, not an adjective.
    if word.is(Class::Place) && !word.definite && word.conjunction == 0 {
        return before.classes.any(DESCRIBING) && !before.classes.any(HEAD.with_all(NAME).with(Class::Place));
    }
    if !word.classes.any(EVERYDAY) || word.classes.any(MORE) || word.conjunction > 0 {
        return false;
    }
    if !word.definite {
        return closed || before.definite;
    }
    // An adjective without the article governs nothing.
    let described = before.classes.any(DESCRIBING) && !before.definite && !before.classes.any(HEAD);
    closed || named || described || word.is(Class::Event) && before.definite
}

/// After these a short text in marks is their name.
const NAMED_BEFORE: Classes =
    Classes::of(&[Class::Media, Class::Organization, Class::Naming, Class::Role, Class::Honorific, Class::Nisba]);

/// Readings that forbid a word to be part of a name.
pub(super) const NEVER_NAME: Classes = Classes::of(&[
    Class::Complementizer,
    Class::NotComplementizer,
    Class::Particle,
    Class::Negation,
    Class::Conjunction,
]);

/// People and outlets that one talks to.
const PEOPLE: Classes = Classes::of(&[Class::Media, Class::Group]);

/// Whether the noun of the phrase takes the preposition at `at`.
fn licenses(items: &Items<'_>, nouns: &[&NounEntry], at: usize) -> bool {
    let Some(word) = items.folded(at) else { return false };
    nouns.iter().any(|n| n.complement.iter().any(|p| **p == *word))
}

/// Whether the noun of the phrase takes the preposition that the word at `at` begins with.
fn licenses_glued(items: &Items<'_>, nouns: &[&NounEntry], at: usize) -> bool {
    let Some(word) = items.bare(at) else { return false };
    nouns.iter().any(|n| n.complement.iter().any(|p| p.chars().count() == 1 && word.starts_with(&**p)))
}

/// Whether a noun that can complete a title follows the preposition at `at`.
fn complement(items: &Items<'_>, at: usize) -> bool {
    let next = items.word(at + 1);
    const NOT: Classes = STOP.with(Class::Document);
    let solid = next.definite || next.classes.any(Classes::of(&[Class::Place, Class::Organization, Class::Role]));
    let named = || {
        let stop = |&i: &usize| items.kind(i) != Some(ItemKind::Word) || items.is_that(i);
        let end = (at + 1..at + 8).find(stop).unwrap_or(at + 8);
        (at + 2..end).any(|i| items.any(i, GIVEN) && items.word(i).conjunction == 0)
    };
    let solid = solid && !next.classes.any(PEOPLE);
    items.kind(at + 1) == Some(ItemKind::Word) && !next.classes.any(NOT) && (solid || named())
}

/// A short text in brackets belongs to the phrase.
fn bracket(items: &Items<'_>, at: usize) -> Option<usize> {
    let close = (at + 1..at + 8).find(|&j| items.kind(j) == Some(ItemKind::Sign(')')))?;
    (at + 1..close)
        .all(|j| {
            matches!(items.kind(j), Some(ItemKind::Word | ItemKind::Number | ItemKind::Quote(_) | ItemKind::Sign('.')))
        })
        .then_some(close + 1)
}

/// Whether the sign at `at` joins two words without spaces.
fn glued(items: &Items<'_>, at: usize) -> bool {
    let (Some(before), Some(sign), Some(after)) =
        (at.checked_sub(1).and_then(|b| items.get(b)), items.get(at), items.get(at + 1))
    else {
        return false;
    };
    before.span.end == sign.span.start && sign.span.end == after.span.start && after.kind == ItemKind::Word
}

/// An apposition after a comma or a dash: one past its last item.
fn apposition(items: &Items<'_>, phrase: Range<usize>) -> Option<usize> {
    let comma = phrase.end;
    let dash = items.is_dash(comma) && !glued(items, comma);
    if !items.is_comma(comma) && !dash {
        return None;
    }
    let start = comma + 1;
    let word = items.word(start);
    if word.conjunction > 0 || word.preposition || items.kind(start) != Some(ItemKind::Word) {
        return None;
    }
    let end = segment(items, start, false)?;
    let titled = word.classes.any(HEAD);
    let has_title = phrase.clone().any(|i| items.any(i, HEAD));
    let named = items.any(start, NAME) || known(items, start..end);
    // A name after a title, or a title after a name; the pause after it shows that it was inserted.
    let fits =
        (named && has_title) || (titled && (!items.is(start, Class::Anonymous) || items.any(phrase.start, GIVEN)));
    (fits && closes(items, end)).then_some(end)
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
        None | Some(ItemKind::Break | ItemKind::Quote(_)) => true,
        Some(ItemKind::Sign(_)) => true,
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
        let fits = begins(items, from, start) && !items.any(start, STOP) && !items.word(start).preposition;
        let close = if fits { parse(items, start)? } else { return None };
        (close <= end && (close..end).all(|i| between(items, i))).then_some(start..close)
    })
}

/// The mention that a relative pronoun at `relative` refers to: the one that ends right before it.
fn antecedent(items: &Items<'_>, from: usize, relative: usize) -> Option<Range<usize>> {
    let end = if relative > from && items.is_comma(relative - 1) { relative - 1 } else { relative };
    let reaches = |start: &usize| segment(items, *start, false) == Some(end);
    let headed = (from..end).filter(|&s| items.any(s, HEAD) || items.any(s, GIVEN)).find(reaches);
    headed.or_else(|| (from..end).rev().find(reaches)).map(|start| start..end)
}

/// Whether a subject may begin at `start`: at the head of the stretch, or after a word that ends what went before.
fn begins(items: &Items<'_>, from: usize, start: usize) -> bool {
    if start == from {
        return true;
    }
    let before = items.word(start - 1);
    const OPENERS: Classes = Classes::of(&[
        Class::Verb,
        Class::Particle,
        Class::Adverb,
        Class::Conjunction,
        Class::Breaker,
        Class::Complementizer,
        Class::NotComplementizer,
    ]);
    before.classes.any(OPENERS) || matches!(items.kind(start - 1), Some(ItemKind::Sign(_)))
}

/// One past the word or phrase at `i` that may stand between a verb and its subject or complement.
pub(super) fn between_end(items: &Items<'_>, i: usize) -> Option<usize> {
    const PHRASES: [Class; 3] = [Class::Adverb, Class::Time, Class::Breaker];
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
    let with_pronoun = items.is(i, Class::Preposition) && items.word(i).pronoun.is_some();
    items.any(i, CLASSES) && !items.is(i, Class::Honorific)
        || with_pronoun
        || items.is_comma(i)
        || items.kind(i) == Some(ItemKind::Number)
}

/// Whether a mention can be somebody who speaks: a head noun, a name or a place, not just any noun.
pub(super) fn speaks(items: &Items<'_>, range: Range<usize>) -> bool {
    const SPEAKING: Classes = HEAD.with_all(NAME).with(Class::Place).with(Class::Nisba);
    let first = items.word(range.start);
    if items.is_quote(range.start) && items.quote_len(range.start) <= LONGEST_NAME {
        return true;
    }
    let known = || {
        let bare = items.bare(range.start)?;
        items.pack.names.longest(|k| if k == 0 { Some(bare) } else { items.folded(range.start + k) })
    };
    let short = || items.bare(range.start).is_some_and(|w| !items.pack.names.short(&[w]).is_empty());
    // Some of, one of, this: the noun after them decides.
    const LEADS: Classes = Classes::of(&[Class::Demonstrative, Class::Quantifier]);
    let led =
        first.classes.any(LEADS) && (range.start + 1..range.end.min(range.start + 3)).any(|i| items.any(i, SPEAKING));
    // A name that nobody knows, with a title after it.
    let unknown = first.classes.is_empty() && first.cue.is_none() && !first.definite;
    let titled = || (range.start + 1..range.end).any(|i| items.any(i, TITLE) && items.word(i).conjunction == 0);
    let alone = first.is(Class::Demonstrative) && range.len() == 1;
    (first.classes.any(SPEAKING) && !first.is(Class::Quantifier))
        || led
        || alone
        || known().is_some()
        || short()
        || unknown && titled()
}
