//! Tells the name and the title of a mention apart.

use super::SpeakerKind;
use super::item::{ItemKind, Items};
use super::mention::{self, EVERYDAY, GIVEN, HEAD, NAME, TITLE};
use crate::pack::class::{Class, Classes};
use crate::pack::manifest::Gender;
use std::ops::Range;

/// Longest name, in words.
const LONGEST: usize = 7;

/// Longest name without a given name that is known, in words.
const LONGEST_UNKNOWN: usize = 4;

/// Words after which a name may follow without being a given name that is known.
const BEFORE_NAME: Classes = TITLE.with(Class::Nisba).with(Class::Adjective);

/// Nouns of what speaks and is no person.
const BODY: Classes = Classes::of(&[Class::Organization, Class::Media]);

/// Where name and title of a mention stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Split {
    pub(super) name: Option<Range<usize>>,
    pub(super) role: Option<Range<usize>>,
}

impl Split {
    fn only_role(range: Range<usize>) -> Self {
        Split { name: None, role: Some(range) }
    }
}

/// The length of the full name of a person of the registry that begins at item `i`.
pub(super) fn full_person(items: &Items<'_>, i: usize) -> Option<usize> {
    let (id, length) = items.registered(i)?;
    (length > 1 && items.pack.names.known(id).kind == SpeakerKind::Person).then_some(length)
}

/// The length of the name of several words of an organisation or outlet of the registry that begins at item `i`.
pub(super) fn full_body(items: &Items<'_>, i: usize) -> Option<usize> {
    let (id, length) = items.registered(i)?;
    (length > 1 && items.pack.names.known(id).kind != SpeakerKind::Person).then_some(length)
}

/// One past the last word of a name that begins with a given name at `i`.
pub(super) fn end(items: &Items<'_>, i: usize) -> usize {
    let limit = (i + LONGEST).min(items.len());
    (i + 1..limit).find(|&k| !continues(items, k)).unwrap_or(limit)
}

/// Whether the word at `i` can only be part of a name: nobody knows it, or it is a particle or a name as well.
pub(super) fn is_foreign(items: &Items<'_>, i: usize) -> bool {
    let word = items.word(i);
    let verb = word.cue.is_some() && word.classes.is_empty();
    let whole = !word.definite && !word.preposition && word.conjunction == 0 && word.pronoun.is_none();
    items.kind(i) == Some(ItemKind::Word) && NAME.contains(word.classes) && whole && !verb
}

/// One past the full name of which nobody knows a word that begins at `i` and ends before a pause or what is said.
pub(super) fn foreign_end(items: &Items<'_>, i: usize) -> Option<usize> {
    const LONGEST: usize = 4;
    // Behind two words of a name stands somebody else whom all know by one.
    let other = |k: usize| k > i + 1 && items.bare(k).is_some_and(|word| items.pack.names.is_short(word));
    let end = (i..i + LONGEST).find(|&k| !is_foreign(items, k) || other(k)).unwrap_or(i + LONGEST);
    let pauses = items.is_comma(end) || items.is_dash(end) || items.opens_complement(end);
    (end > i + 1 && pauses).then_some(end)
}

/// Splits the mention that covers `range`.
pub(super) fn split(items: &Items<'_>, range: Range<usize>) -> Split {
    // What stands in brackets belongs to neither.
    let sign = |range: Range<usize>, sign: char| range.clone().find(|&i| items.kind(i) == Some(ItemKind::Sign(sign)));
    if let Some(open) = sign(range.clone(), '(').filter(|&open| open > range.start) {
        let before = split(items, range.start..open);
        let titled = before.name.is_none() && items.any(range.start, TITLE);
        let close = sign(open..range.end, ')').filter(|close| titled && close + 2 < range.end);
        let after = close.map(|close| unheaded(items, close + 1..range.end)).unwrap_or_default();
        return if after.name.is_some() { Split { role: Some(range.start..open), ..after } } else { before };
    }
    // A comma parts title and name: the part without a head noun is the name.
    let Some(comma) = range.clone().find(|&i| items.is_comma(i) || items.is_dash(i)) else {
        return segment(items, range);
    };
    let (left, right) = (range.start..comma, comma + 1..range.end);
    let first = segment(items, left.clone());
    if first.name.is_some() {
        return Split { role: first.role.or(Some(right)), ..first };
    }
    // Who holds the office after which a body is called does not speak for himself.
    let body = items.any(left.start, BODY) && !items.any(left.start, TITLE);
    if body && left.clone().any(|i| items.is(i, Class::Role)) {
        return Split::only_role(range);
    }
    let second = split(items, right);
    match second.name {
        Some(name) => Split { name: Some(name), role: Some(left) },
        None => first,
    }
}

/// Splits a mention without comma.
fn segment(items: &Items<'_>, range: Range<usize>) -> Split {
    if range.is_empty() {
        return Split::default();
    }
    let known = range.clone().find_map(|i| full_person(items, i).filter(|l| i + l <= range.end).map(|l| i..i + l));
    if let Some(name) = known {
        let other = has_other_head(items, range.start, &name);
        return if other { Split::only_role(range) } else { around(items, range, name) };
    }
    let particle = items.is(range.start, Class::NameParticle) && !items.is(range.start, Class::Honorific);
    let son = particle && name_like(items, range.start + 1);
    if son || !items.any(range.start, HEAD.with(Class::Demonstrative).with(Class::Quantifier)) {
        return unheaded(items, range);
    }
    if !items.any(range.start, TITLE.with(Class::Group).with(Class::Anonymous)) {
        return Split::only_role(range);
    }
    let mut found = None;
    let mut next = range.start + 1;
    while next < range.end {
        let i = next;
        if let Some(length) = full_body(items, i) {
            next += length;
            continue;
        }
        let given = items.any(i, GIVEN) || items.is(i, Class::NameParticle) || given_after_title(items, i);
        let end = (i + 1..range.end).find(|&k| !continues(items, k)).unwrap_or(range.end);
        if items.word(i).preposition
            || named_after(items, i)
            || !(name_like(items, i) && (given || follows_title(items, i, end)))
        {
            next += 1;
            continue;
        }
        // An unknown word that follows no title itself leaves the beginning to a given name further on.
        let first = |k: usize| items.any(k, GIVEN) && !items.is(k - 1, Class::NameParticle);
        let known = (i + 1..end).find(|&k| !given && !begins_surely(items, i) && first(k));
        let i = known.unwrap_or(i);
        // A word of honour without the article can be a given name.
        let named = |k: usize| items.any(k, NAME) && !items.word(k).definite && name_like(items, k + 1);
        let honour = |k: usize| items.is(k, Class::Honorific) && !named(k);
        let title = |k: usize| honour(k) || items.kind(k) == Some(ItemKind::Sign('.'));
        let honorific = (i..end).find(|&k| !title(k)).unwrap_or(i);
        // A name is followed by nothing, by another title, or by what completes the title before it.
        let completed = (items.any(i, GIVEN) || end > i + 1) && items.is(end, Class::Preposition);
        if end == range.end || completed || items.any(end, HEAD.with(Class::Quantifier)) {
            found = Some(honorific..end);
        }
        next = end;
    }
    match found.filter(|name| !is_of_inner_office(items, range.start, name.start)) {
        Some(name) => around(items, range, name),
        None => Split::only_role(range),
    }
}

/// A spokesman for the minister of labour X: whether the name at `name` is that of whoever holds the office in the
/// complement of an indefinite title at `start`, who himself is not named.
fn is_of_inner_office(items: &Items<'_>, start: usize, name: usize) -> bool {
    let (title, complement) = (items.word(start), items.word(start + 1));
    let indefinite = !title.definite && (complement.preposition || complement.is(Class::Preposition));
    let office = |i: usize| items.is(i, Class::Role) && !items.is(i, Class::Honorific) && !items.word(i).definite;
    indefinite && title.is(Class::Role) && (start + 1..name).any(office)
}

/// Whether a phrase from `start` on is about somebody else than the known person whose name ends it: the envoy of
/// president X, whose office stands right before his name, or the government of X.
fn has_other_head(items: &Items<'_>, start: usize, name: &Range<usize>) -> bool {
    if start >= name.start {
        return false;
    }
    let head = items.word(start);
    if head.classes.any(BODY) && !head.classes.any(TITLE) {
        return !head.definite && start + 1 == name.start;
    }
    let holds = |from: usize| {
        let words: Vec<&str> = (from..name.start).filter_map(|i| items.folded(i)).collect();
        items.registered(name.start).is_some_and(|(id, _)| items.pack.names.holds(&words, id))
    };
    let inner = |i: usize| items.is(i, Class::Role) && !items.is(i, Class::Honorific) && holds(i);
    items.is(start, Class::Role) && !holds(start) && (start + 1..name.start).any(inner)
}

/// Whether an unknown word after a title is its name rather than the end of the title: after a word of honour, or
/// without the article.
fn begins_surely(items: &Items<'_>, i: usize) -> bool {
    items.is(i - 1, Class::Honorific) || items.any(i - 1, BEFORE_NAME) && !items.word(i).definite
}

/// Whether the name at `i` is that of a thing: the noun before it, without the article, takes it as its genitive.
fn named_after(items: &Items<'_>, i: usize) -> bool {
    const THINGS: Classes =
        Classes::of(&[Class::Common, Class::Event, Class::Organization, Class::Naming, Class::Work]);
    let before = items.word(i - 1);
    before.classes.any(THINGS)
        && items.registered(i - 1).is_none()
        && !before.definite
        && before.pronoun.is_none()
        && !before.classes.any(TITLE.with_all(NAME))
}

/// Whether a given name that is an ordinary word too is one here: a complete title takes no noun, and what describes it
/// is an adjective.
fn given_after_title(items: &Items<'_>, i: usize) -> bool {
    items.is(i, Class::GivenAmbiguous)
        && !items.any(i, HEAD.with(Class::Adjective))
        && items.word(i - 1).definite
        && !items.word(i).preposition
        && items.word(i).conjunction == 0
        && !mention::closes(items, i + 1)
}

/// Whether an unknown name may begin at `i` and end at `end`: after a title that is complete. A title without the
/// article takes the next noun as its genitive.
fn follows_title(items: &Items<'_>, i: usize, end: usize) -> bool {
    let before = items.word(i - 1);
    // A title of two words ends with a name of God.
    let divine = items.is(i - 1, Class::Divine) && i > 1 && items.is(i - 2, Class::Honorific);
    if divine || items.is(i - 1, Class::Honorific) || matches!(items.kind(i - 1), Some(ItemKind::Sign('.' | '/'))) {
        return true;
    }
    // The name of a place or body completes a title as the article does.
    let place = items.is(i - 1, Class::Place) || items.registered(i - 1).is_some();
    if !before.definite && !place {
        return false;
    }
    let unknown = !items.word(i).definite;
    items.any(i - 1, BEFORE_NAME) || unknown && end - i >= 2
}

/// A name and what stands around it in its mention.
fn around(items: &Items<'_>, range: Range<usize>, name: Range<usize>) -> Split {
    let slash = usize::from(name.start > range.start && items.kind(name.start - 1) == Some(ItemKind::Sign('/')));
    let before = range.start..name.start - slash;
    let after = name.end..range.end;
    let role = if !before.is_empty() {
        Some(before)
    } else {
        Some(after).filter(|a| !a.is_empty() && items.any(a.start, HEAD))
    };
    Split { name: Some(name), role }
}

/// A mention that begins with no title: a name, perhaps with a title after it or with an adjective of origin before.
fn unheaded(items: &Items<'_>, range: Range<usize>) -> Split {
    let origin = items.is(range.start, Class::Nisba) && items.word(range.start).definite;
    if origin && range.len() > 2 && name_like(items, range.start + 1) {
        let split = unheaded(items, range.start + 1..range.end);
        return Split {
            role: split.role.or(Some(range.start..range.start + 1)).filter(|_| split.name.is_some()),
            ..split
        };
    }
    let end = range.clone().find(|&i| !(i == range.start && name_like(items, i) || continues(items, i)));
    let end = end.unwrap_or(range.end);
    let whole = end == range.end && range.len() <= LONGEST_UNKNOWN;
    let title_after = end < range.end && items.any(end, HEAD.with(Class::Quantifier));
    let named = items.any(range.start, GIVEN.with(Class::NameParticle));
    if end > range.start && (whole || named || title_after) {
        return around(items, range.clone(), range.start..end);
    }
    Split::default()
}

/// Whether the item can stand in somebody's name.
fn name_like(items: &Items<'_>, i: usize) -> bool {
    match items.kind(i) {
        Some(ItemKind::Quote(_)) => items.quote_len(i) <= 3,
        // After an initial.
        Some(ItemKind::Sign('.')) => i > 0 && items.folded(i - 1).is_some_and(|w| w.chars().count() == 1),
        Some(ItemKind::Word) => {
            let word = items.word(i);
            let blank = word.is_unknown() && !word.preposition;
            // The second half of a compound name needs its first.
            let surname = || i > 1 && items.is(i - 1, Class::GivenAmbiguous) && items.any(i - 2, GIVEN);
            let whole = !word.classes.any(NAME.with_all(TITLE).with(Class::Preposition));
            let compound = || items.is(i - 1, Class::NameParticle) || whole && surname();
            let divine = word.is(Class::Divine) && i > 0 && compound();
            let function =
                word.classes.any(mention::NEVER_NAME) || word.is(Class::Preposition) && word.pronoun.is_some();
            word.classes.any(NAME) && !function || divine || blank
        }
        _ => false,
    }
}

/// Whether the item can go on with a name.
fn continues(items: &Items<'_>, i: usize) -> bool {
    let word = items.word(i);
    // An everyday word can be a surname where nothing but the end of the phrase follows.
    let ends = || mention::closes(items, i + 1) || word.definite && items.any(i + 1, HEAD);
    let surname = || word.is(Class::Common) && !word.oblique && ends();
    if is_surname(items, i) {
        return true;
    }
    word.conjunction == 0
        && !items.is_object(i)
        && !turns(items, i)
        && (name_like(items, i) || surname() || described_surname(items, i))
}

/// Whether the word at `i` is the surname of the given name right before it, whatever else it can be: news calls nobody
/// by a given name alone, and the mention ends behind the word. No name ends with a particle.
pub(super) fn is_surname(items: &Items<'_>, i: usize) -> bool {
    let finite = |i: usize| items.word(i).is_finite_cue();
    let lone = i > 0 && items.any(i - 1, GIVEN) && !finite(i - 1) && !(i > 1 && items.any(i - 2, NAME));
    let particle = i > 1
        && items.is(i - 1, Class::NameParticle)
        && !items.any(i - 1, mention::NEVER_NAME)
        && items.any(i - 2, NAME.with(Class::Divine));
    if !lone && !particle {
        return false;
    }
    let word = items.word(i);
    // A verb behind the name has it as its subject, unless the name has its own verb.
    let acts = (word.cue.is_some() || word.is(Class::Verb)) && !(i > 1 && finite(i - 2));
    may_be_surname(items, i) && !acts && (particle || ends_mention(items, i))
}

/// Whether the word at `i` can be a surname: no function word, no noun of what speaks, nothing with a proclitic or in the
/// case of an object.
fn may_be_surname(items: &Items<'_>, i: usize) -> bool {
    const NO_NAME: Classes = mention::NEVER_NAME.with_all(Classes::of(&[
        Class::Preposition,
        Class::Relative,
        Class::Demonstrative,
        Class::Pronoun,
        Class::Time,
        Class::Month,
        Class::Adverb,
        Class::Adjunct,
        Class::Breaker,
        Class::Impersonal,
        Class::Quantifier,
        Class::Document,
        Class::Organization,
        Class::Media,
        Class::Group,
        Class::Anonymous,
    ]));
    let word = items.word(i);
    if items.kind(i) != Some(ItemKind::Word) || word.classes.any(NO_NAME) || word.oblique || items.is_object(i) {
        return false;
    }
    if word.conjunction == 0 && !word.preposition {
        return word.pronoun.is_none_or(|p| p.first);
    }
    // A letter that can be a proclitic is part of a word that nobody knows without it.
    let rest = || items.unprefixed(i).map(|(rest, _)| rest).or(items.bare(i).map(str::to_string));
    let known = || rest().is_some_and(|rest| items.pack.names.is_short(&rest));
    word.is_unknown() && word.pronoun.is_none() && !known()
}

/// Whether what follows the word at `i` shows that a mention ends with it: a pause, a relative clause, a title after a noun
/// or, behind a name of God, anything that closes a phrase.
fn ends_mention(items: &Items<'_>, i: usize) -> bool {
    const DIVINE: Classes = Classes::of(&[Class::Divine]);
    let (word, next) = (items.word(i), items.word(i + 1));
    let pauses = matches!(items.kind(i + 1), Some(ItemKind::Sign(_)) | None) || items.opens_complement(i + 1);
    let titled = next.classes.any(TITLE) && next.conjunction == 0 && !next.preposition;
    let noun = word.definite || EVERYDAY.contains(word.classes);
    let divine = DIVINE.contains(word.classes) && word.definite && mention::closes(items, i + 1);
    // A word such as `many` begins an object.
    let object = next.is(Class::Quantifier) && next.definite && next.conjunction == 0;
    pauses || divine || items.is(i + 1, Class::Relative) || noun && titled || word.definite && object
}

/// Whether a word that can be a name is a title or a preposition here: it takes the noun after it.
fn turns(items: &Items<'_>, i: usize) -> bool {
    const TAKEN: Classes = HEAD.with(Class::Common).with(Class::Event).with(Class::Place);
    let word = items.word(i);
    let next = items.word(i + 1);
    // People describe whoever has a title after them.
    if word.is(Class::Group) && next.classes.any(TITLE) {
        return false;
    }
    // The title of somebody with its adjective.
    if word.is(Class::Role) && word.definite {
        return next.is(Class::Adjective) && next.definite && !next.classes.any(NAME.with(Class::Nisba));
    }
    let takes = word.classes.any(HEAD.with(Class::Preposition)) && !word.definite;
    takes && next.classes.any(TAKEN) && !next.classes.any(NAME) && !described_surname(items, i + 1)
}

/// Whether a word that describes people or names a place is the surname of the given name before it: the mention ends
/// there.
fn described_surname(items: &Items<'_>, i: usize) -> bool {
    const DESCRIBING: Classes = Classes::of(&[Class::Nisba, Class::Role, Class::Group, Class::Adjective]);
    let word = items.word(i);
    // What describes a name has the article.
    const INDEFINITE: Classes = Classes::of(&[Class::Nisba, Class::Adjective, Class::Place, Class::Role]);
    // A calling that nothing follows is a surname; an office would say of what.
    let ends = items.opens_complement(i + 1) || items.kind(i + 1) != Some(ItemKind::Word);
    let calling = word.is(Class::Role) && ends;
    let people = word.classes.any(HEAD) && !items.any(i + 1, TITLE) && !calling;
    let indefinite = !word.definite && word.classes.any(INDEFINITE) && !people;
    // Nor would it describe the title before an unknown name.
    let unknown = || i > 1 && items.word(i - 1).is_unknown() && items.any(i - 2, BEFORE_NAME);
    let surname = word.definite && word.classes.any(DESCRIBING) && word.gender != Gender::Feminine || indefinite;
    let kinds = if indefinite { GIVEN.with(Class::GivenAmbiguous) } else { GIVEN };
    let first = i > 0 && items.any(i - 1, kinds) && !items.any(i - 1, HEAD) || indefinite && unknown();
    let given = first || i > 1 && items.any(i - 1, NAME) && items.any(i - 2, GIVEN);
    surname && given && (ends || indefinite) && !word.preposition && word.pronoun.is_none()
}
