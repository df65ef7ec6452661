//! Where a reported clause begins and ends, and the reporter goes on; who the subjects of a sentence are.

use super::CueClass;
use super::cue::{CueHit, Cues};
use super::item::{ItemKind, Items, LONGEST_SENTENCE};
use super::mention::{self, GIVEN, TITLE};
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::CueKind;
use crate::pack::manifest::{Gender, Number, Tense};
use std::ops::Range;

/// How far after a cue its complement may begin, in items.
const REACH: usize = 24;

/// Words that open a phrase of place, time or circumstance.
pub(super) const ADJUNCT: Classes = Classes::of(&[Class::Preposition, Class::Adjunct]);

/// How far after a word that opens a new clause its verb may stand, in items.
const SOON: usize = 4;

/// Where the cue's complement opens that can be somebody's words: a clause, a colon or marks within reach, and before any
/// cue that governs another.
pub(super) fn complement(items: &Items<'_>, cues: &Cues, hit: &CueHit) -> Option<usize> {
    let mut i = hit.items.end;
    let end = (i + REACH).min(items.len());
    while i < end {
        if items.opens_complement(i) && !(items.is_quote(i) && items.is_name_quote(i)) {
            return Some(i);
        }
        let other = |cue: &CueHit| {
            let finite = cue.form.tense.is_finite() && cue.conjoined;
            finite || cue.form.tense == Tense::Participle && items.is_comma(i - 1) && governs_at_once(items, cue)
        };
        if items.is_end(i) || cues.starting(i).is_some_and(|(_, cue)| other(cue)) {
            return None;
        }
        i += 1;
    }
    None
}

/// One past the last item of the reported clause that begins at `start`.
pub(super) fn end(items: &Items<'_>, cues: &Cues, start: usize) -> usize {
    let mut i = start;
    let limit = (start + LONGEST_SENTENCE).min(items.len());
    let mut brackets = 0usize;
    while i < limit {
        if items.is_end(i) {
            break;
        }
        match items.kind(i) {
            Some(ItemKind::Sign('(' | '[')) => brackets += 1,
            Some(ItemKind::Sign(')' | ']')) => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        if brackets == 0 && i > start && breaks(items, cues, start, i) {
            break;
        }
        i += 1;
    }
    while i > start && (items.is_comma(i - 1) || items.is_dash(i - 1)) {
        i -= 1;
    }
    i
}

/// For each item, whether it stands in a clause with a complementizer that a verb of reporting before it governs.
pub(super) fn reported(items: &Items<'_>, cues: &Cues) -> Vec<bool> {
    let mut reported = vec![false; items.len()];
    for hit in cues.hits() {
        let firm = !hit.entry(items).ambiguous || governs_noun(items, hit) || governs_at_once(items, hit);
        let verb = |that| hit.form.tense != Tense::Noun && (firm || speaker_end(items, hit) == Some(that));
        if let Some(that) = complement(items, cues, hit).filter(|&that| items.is_that(that) && verb(that)) {
            reported[that..end(items, cues, that + 1)].fill(true);
        }
    }
    reported
}

/// Whether the reporter takes the word again at item `i` of a clause.
fn breaks(items: &Items<'_>, cues: &Cues, start: usize, i: usize) -> bool {
    let comma = items.is_comma(i - 1) || items.is_dash(i - 1) || items.is_dots(i - 1);
    if items.is_double_dot(i) {
        return !goes_on_after_dots(items, start, i + 2);
    }
    // The reporter explains what was said, or the words in marks right before.
    if (comma || items.is_quote(i - 1)) && items.is(i, Class::Aside) && items.word(i).conjunction == 0 {
        return true;
    }
    let other = |end: usize| cues.finite(end).is_some_and(|verb| tells_that(items, verb));
    let breaker = items.compound(i, Class::Breaker);
    if breaker.is_some_and(|end| comma && reports_soon(items, cues, end) || other(end)) {
        return true;
    }
    // What can be a preposition governs a noun.
    let joins = items.compound(i, Class::Conjunction).filter(|_| !items.is(i, Class::Preposition));
    if joins.is_some_and(|end| reports_at_once(items, cues, end, comma) || comma && contrasts(items, cues, i, end)) {
        return true;
    }
    if let Some(hit) = items.compound(i, Class::As).and_then(|end| cues.finite(end)) {
        const ALSO: Classes = Classes::of(&[Class::Breaker, Class::Conjunction]);
        return comma || !items.any(i, ALSO) && !hit.entry(items).ambiguous;
    }
    let Some((_, hit)) = cues.starting(i) else { return false };
    let entry = hit.entry(items);
    match (entry.kind, hit.form.tense) {
        (CueKind::Verb, Tense::Participle) => {
            let pause = comma || items.is_quote(i - 1) && !items.is_name_quote(i - 1);
            (i > start + 1 || items.is_quote(start)) && participle_reports(items, hit, pause)
        }
        (CueKind::Verb, Tense::Present) => comma && hit.conjoined && tells_on(items, cues, start, hit),
        (CueKind::Verb, tense) if tense.is_finite() => {
            // A new sentence of the reporter: a conjunction, a verb in the past, and a complement of its own.
            let goes_on = comma || items.word(i).conjunction > 0;
            tense == Tense::Past
                && goes_on
                && (agrees(items, cues, start, hit) || names_speaker(items, hit) || says_at_once(items, hit))
                && (complement(items, cues, hit).is_some()
                    || hit.conjoined && hit.items.len() > 1
                    || comma && hit.conjoined && !entry.ambiguous && entry.takes.speech
                    || comma && hit.conjoined && names_subject(items, hit))
        }
        (CueKind::Verb, _) => comma && items.word(i).preposition && governs_at_once(items, hit),
        (CueKind::Preposition | CueKind::Phrase, _) => comma && trailing(items, hit) || closes_sentence(items, hit),
        _ => false,
    }
}

/// Whether a finite cue with a complement of its own stands at `start` or a few words after it.
fn reports_soon(items: &Items<'_>, cues: &Cues, start: usize) -> bool {
    let near = (start..start + SOON).take_while(|&i| !items.is_end(i) && !items.is_comma(i));
    // What a relative pronoun or a preposition governs is no verb of the reporter.
    const GOVERNING: Classes = ADJUNCT.with(Class::Relative);
    let governed = |i: usize| i > start && items.any(i - 1, GOVERNING) && items.word(i - 1).pronoun.is_none();
    near.filter(|&i| !governed(i)).filter_map(|i| cues.starting(i)).any(|(_, hit)| {
        let subject = start..hit.items.start;
        let topical = !subject.is_empty() && mention::speaks(items, subject) && governs_at_once(items, hit);
        let told = || complement(items, cues, hit).is_some() || takes_stand(items, start, hit);
        hit.form.tense.is_finite() && (!hit.entry(items).ambiguous || topical || tells_that(items, hit))
            || hit.form.tense == Tense::Past && told()
    })
}

/// One past somebody who can speak, right behind the cue.
fn speaker_end(items: &Items<'_>, hit: &CueHit) -> Option<usize> {
    let at = hit.items.end;
    mention::parse(items, at).filter(|&end| mention::speaks(items, at..end))
}

/// Whether somebody who can speak stands right behind the cue, and its clause right behind him.
fn tells_that(items: &Items<'_>, hit: &CueHit) -> bool {
    speaker_end(items, hit).is_some_and(|end| {
        let own = usize::from(hit.entry(items).governs(items.folded(end)));
        items.is_that(end + own)
    })
}

/// Whether the cue is a verb of praise, blame, denial or demand at `start` with somebody who can speak as its subject.
fn takes_stand(items: &Items<'_>, start: usize, hit: &CueHit) -> bool {
    let act = hit.entry(items).class != CueClass::Say && !hit.form.named && hit.items.start == start;
    act && speaker_end(items, hit).is_some()
}

/// Whether a verb in the present goes on with what its subject says: before a colon, or after another verb in the present,
/// with a clause that follows at once.
fn tells_on(items: &Items<'_>, cues: &Cues, start: usize, hit: &CueHit) -> bool {
    let entry = hit.entry(items);
    let before = || (items.sentence_start(start)..start).rev().find_map(|i| cues.finite(i));
    let goes_on = |first: &CueHit| first.form.tense == Tense::Present && first.form.gender == hit.form.gender;
    let firm = !entry.ambiguous && !entry.belief && entry.takes.speech;
    let colon = entry.takes.speech && items.is_colon(hit.items.end);
    colon || firm && governs_at_once(items, hit) && before().is_some_and(goes_on)
}

/// Whether a verb of reporting in the past stands at `start` with a complement of its own.
fn reports_at_once(items: &Items<'_>, cues: &Cues, start: usize, comma: bool) -> bool {
    const NOUN: Classes = Classes::of(&[Class::Act, Class::Event, Class::Common]);
    cues.starting(start).is_some_and(|(_, hit)| {
        hit.form.tense == Tense::Past
            && !items.any(start, NOUN)
            && complement(items, cues, hit).is_some()
            && (comma && !hit.entry(items).ambiguous || names_subject(items, hit))
    })
}

/// Whether somebody else who speaks stands at `start`, behind a conjunction from item `i` on, and right behind him a finite
/// verb of reporting with its clause: but the army says that. What opens a main clause contrasts nothing.
fn contrasts(items: &Items<'_>, cues: &Cues, i: usize, start: usize) -> bool {
    !items.is_that(i)
        && mention::ends(items, start, false).into_iter().filter(|&end| mention::speaks(items, start..end)).any(|end| {
            let auxiliary = usize::from(items.is(end, Class::Verb) && cues.finite(end).is_none());
            cues.finite(end + auxiliary).is_some_and(|verb| !verb.conjoined && governs_at_once(items, verb))
        })
}

/// Whether a clause from item `start` on goes on at `next` after two dots: with another complementizer, or as all that
/// is said after a colon.
fn goes_on_after_dots(items: &Items<'_>, start: usize, next: usize) -> bool {
    let speech = start > 0 && items.is_colon(start - 1);
    speech || items.is_that(next) && items.word(next).conjunction > 0
}

/// Whether the reporter goes on with a participle.
fn participle_reports(items: &Items<'_>, hit: &CueHit, comma: bool) -> bool {
    let firm = !hit.entry(items).ambiguous;
    if comma {
        return governs(items, hit) || adverbial(items, hit) || takes_object(items, hit);
    }
    governs(items, hit) && (hit.conjoined || firm || governs_at_once(items, hit))
        || stands_alone(items, hit) && (firm || governs(items, hit) || governs_noun(items, hit))
}

/// Whether a participle after a pause says how the reporter's sentence goes on: the masculine is a cue with the ending
/// of an adverb only; the feminine is spelled like an adjective, which has no object.
fn adverbial(items: &Items<'_>, hit: &CueHit) -> bool {
    let next = items.word(hit.items.end);
    let object = next.definite && !next.preposition && next.conjunction == 0;
    !hit.conjoined && (hit.form.gender == Gender::Masculine || !hit.entry(items).ambiguous || object)
}

/// Whether a participle without a pause before it is an adverb: the indefinite singular is no adjective of a definite
/// noun before it.
fn stands_alone(items: &Items<'_>, hit: &CueHit) -> bool {
    let before = items.word(hit.items.start - 1);
    let adverb = hit.form.gender == Gender::Masculine && hit.form.number == Number::Singular;
    !hit.conjoined && adverb && (before.definite || before.pronoun.is_some())
}

/// Whether the verb can have the subject of the one that reports the clause from item `start` on: they have one gender.
fn agrees(items: &Items<'_>, cues: &Cues, start: usize, hit: &CueHit) -> bool {
    let reporter = (items.sentence_start(start)..start).rev().find_map(|i| cues.starting(i));
    let gender = |verb: &CueHit| match verb.form.tense {
        Tense::Noun => Gender::Any,
        _ => verb.form.gender,
    };
    let other = reporter.map_or(Gender::Any, |(_, reporter)| gender(reporter));
    other == Gender::Any || other == gender(hit)
}

/// Whether the cue is a verb of saying alone with its clause right behind it: its subject may be further back.
fn says_at_once(items: &Items<'_>, hit: &CueHit) -> bool {
    let entry = hit.entry(items);
    let told = items.word(hit.items.start).pronoun.is_some();
    entry.takes.speech && !entry.ambiguous && !told && governs_at_once(items, hit)
}

/// Whether somebody who can speak, or a surname with the article that nobody knows, follows the cue.
fn names_speaker(items: &Items<'_>, hit: &CueHit) -> bool {
    let at = hit.items.end;
    let surname = items.word(at).definite && items.word(at).is_unknown();
    surname || speaker_end(items, hit).is_some()
}

/// Whether a noun phrase with the article, or somebody who can speak, follows the cue.
fn names_subject(items: &Items<'_>, hit: &CueHit) -> bool {
    let at = hit.items.end;
    mention::parse(items, at).is_some_and(|end| items.word(at).definite || mention::speaks(items, at..end))
}

/// Whether a complement follows the cue within a few words and before a pause, or its own preposition at once.
fn governs(items: &Items<'_>, hit: &CueHit) -> bool {
    let end = hit.items.end;
    let mut near = (end..end + 8).take_while(|&i| !items.is_end(i) && !items.is_comma(i));
    // A participle with its own preposition goes on reporting with a mere noun.
    near.any(|i| items.opens_complement(i)) || hit.items.len() > 1
}

/// Whether one of the cue's prepositions follows it, at once or after its object, or one that is written together with
/// a noun.
fn governs_noun(items: &Items<'_>, hit: &CueHit) -> bool {
    let word = items.word(hit.items.end);
    word.preposition && word.pronoun.is_none() || hit.items.len() > 1 || takes_object(items, hit)
}

/// Whether one of the cue's prepositions follows it after an object.
fn takes_object(items: &Items<'_>, hit: &CueHit) -> bool {
    let end = hit.items.end;
    let mut near = (end..end + SOON).take_while(|&i| !items.is_end(i) && !items.is_comma(i));
    near.any(|i| hit.entry(items).governs(items.folded(i)))
}

/// Whether a clause, a colon or marks follow the cue at once.
pub(super) fn governs_at_once(items: &Items<'_>, hit: &CueHit) -> bool {
    items.opens_complement(hit.items.end)
}

/// Whether the cue closes its sentence: a mention follows, and then the sentence ends or pauses.
fn trailing(items: &Items<'_>, hit: &CueHit) -> bool {
    let mut source = mention::ends(items, hit.items.end, true).into_iter();
    source.any(|end| items.is_end(end) || items.is_comma(end)) || items.is_end(hit.items.end)
}

/// Whether the cue and somebody who speaks after it, or its pronoun, close the sentence without a pause before them.
fn closes_sentence(items: &Items<'_>, hit: &CueHit) -> bool {
    let end = hit.items.end;
    let owner = items.word(end - 1).pronoun.is_some_and(|p| !p.first);
    let speaker = |last: usize| items.is_end(last) && mention::speaks(items, end..last);
    let named = || mention::ends(items, end, true).into_iter().any(speaker) && !items.is(end, Class::Norm);
    !hit.entry(items).ambiguous && !hit.conjoined && (owner && items.is_end(end) || named())
}

/// A subject of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// Who acts; nothing where the verb implies it.
    pub(super) mention: Option<Range<usize>>,
    /// What it is the subject of.
    pub(super) of: Predicate,
}

/// What a subject is the subject of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Predicate {
    /// A sentence that does not begin with its verb.
    Sentence,
    /// A verb before it that reports nothing.
    Act,
    /// A verb of reporting before it.
    Report,
}

/// The subjects that a sentence names from item `from` to item `before`: the mention after each finite verb and the one
/// at its head, last first. Only items that are `visible` are looked at; whoever is mentioned where `acts` holds can be
/// the subject of a verb.
pub(super) fn subjects(
    items: &Items<'_>,
    cues: &Cues,
    before: usize,
    from: usize,
    visible: impl Fn(usize) -> bool,
    acts: impl Fn(usize) -> bool,
) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = Vec::new();
    let (mut i, mut head) = first_clause(items, from, before);
    // Clauses inside a relative or a reported clause have subjects of their own.
    let mut embedded = false;
    while i < before {
        if !visible(i) {
            (i, head, embedded) = (i + 1, false, false);
            continue;
        }
        // So far nobody, or the nobody who mentions something.
        let known = |s: &Subject| match &s.mention {
            Some(mention) => s.of == Predicate::Sentence && mention.end == i,
            None => opens_impersonally(cues, from, i),
        };
        if subjects.iter().all(known)
            && let Some(mention) = known_subject(items, from, i).filter(|mention| mention.end <= before)
        {
            i = mention.end;
            subjects = vec![Subject { mention: Some(mention), of: Predicate::Sentence }];
            (head, embedded) = (false, false);
            continue;
        }
        let relative = items.is_relative(i) && !is_temporal(items, i);
        embedded = (embedded || relative || items.is_that(i)) && !items.is_comma(i);
        if let Some(after) = verb(items, cues, i, head, &acts).filter(|_| !embedded) {
            let after = (after..before).find(|&k| !between_verb_and_subject(items, k)).unwrap_or(before);
            let after = past_adjunct(items, after, &acts);
            let mention = mention::parse(items, after)
                .filter(|&end| end <= before && !items.word(after).oblique && !follows_subject(items, i))
                .map(|end| after..end);
            let condition = i > 0 && items.is(i - 1, Class::Conjunction) && !items.is(i - 1, Class::Breaker);
            let of = if cues.finite(i).is_some() && !condition { Predicate::Report } else { Predicate::Act };
            i = mention.as_ref().map_or(after, |s| s.end).max(i + 1);
            subjects.push(Subject { mention, of });
        } else if head && let Some(end) = mention::parse(items, i).filter(|&end| end <= before) {
            subjects.push(Subject { mention: Some(i..end), of: Predicate::Sentence });
            i = end;
        } else {
            i += 1;
        }
        head = false;
    }
    subjects.reverse();
    subjects
}

/// Where the first clause of a sentence begins, and whether a subject can stand there: the noun after a preposition
/// that opens the sentence is its object.
fn first_clause(items: &Items<'_>, start: usize, before: usize) -> (usize, bool) {
    let (mut i, mut head) = (start, true);
    while i < before && opens_sentence(items, i) {
        let end = [Class::Breaker, Class::Adverb].iter().filter_map(|&c| items.compound(i, c)).max().unwrap_or(i + 1);
        head = end > i + 1 || !items.any(i, ADJUNCT);
        i = end;
    }
    (i, head)
}

/// One past the finite verb at `i`, if a verb of its sentence stands there.
fn verb(items: &Items<'_>, cues: &Cues, i: usize, head: bool, acts: impl Fn(usize) -> bool) -> Option<usize> {
    let finite = cues.finite(i);
    let paused = |before: usize| items.is_comma(before) || items.is_colon(before);
    let opens = head
        || items.word(i).conjunction > 0
        || paused(i - 1)
        || items.is(i - 1, Class::Conjunction)
        || items.is(i - 1, Class::Breaker) && items.is(i - 1, Class::Particle)
        || is_temporal(items, i - 1);
    let reports = finite.is_some_and(|verb| !verb.entry(items).ambiguous);
    // A word that is also a noun, or that nobody knows, is a verb where somebody who can act follows it.
    let weak = || (items.is(i, Class::WeakVerb) || is_unknown(items, i) && !acts(i)) && acts(i + 1);
    let acts = opens && (finite.is_some() || items.is(i, Class::Verb) || weak());
    (reports || acts).then(|| finite.map_or(i + 1, |verb| verb.items.end))
}

/// It is mentioned that, attention is drawn to the fact that: whether a sentence from item `from` on opens with a verb in
/// the present right before the complementizer at `that`, perhaps with its preposition.
fn opens_impersonally(cues: &Cues, from: usize, that: usize) -> bool {
    let nobody = |hit: &CueHit| hit.form.tense == Tense::Present && !hit.conjoined && that <= hit.items.end + 1;
    cues.finite(from).is_some_and(nobody)
}

/// At a time at which the party refused: whether the relative pronoun at `i` takes up a word of time.
fn is_temporal(items: &Items<'_>, i: usize) -> bool {
    i > 0 && items.is(i, Class::Relative) && items.is(i - 1, Class::Time)
}

/// It is known that the minister: the subject of the sentence from item `from` on, where a complementizer at `i` opens it
/// after a few words that nobody is the subject of.
fn known_subject(items: &Items<'_>, from: usize, i: usize) -> Option<Range<usize>> {
    let opens = items.is_that(i) && items.word(i).pronoun.is_none() && i <= from + SOON;
    opens.then(|| mention::parse(items, i + 1)).flatten().map(|end| i + 1..end)
}

/// But he warned the government: whether the pronoun right before the verb at `i` is its subject.
fn follows_subject(items: &Items<'_>, i: usize) -> bool {
    const JOINTS: Classes = Classes::of(&[Class::Conjunction, Class::Complementizer]);
    let Some(before) = i.checked_sub(1) else { return false };
    let joint = items.word(before).pronoun.is_some() && items.any(before, JOINTS);
    joint || items.is(before, Class::Pronoun) && !items.is_addressing(before)
}

/// Whether nothing is known of the word at `i`, which has neither the article nor a preposition.
fn is_unknown(items: &Items<'_>, i: usize) -> bool {
    let word = items.word(i);
    let blank = word.is_unknown() && word.pronoun.is_none();
    items.kind(i) == Some(ItemKind::Word) && blank && !word.definite && !word.preposition
}

/// Words that may stand between a verb and its subject.
fn between_verb_and_subject(items: &Items<'_>, i: usize) -> bool {
    items.any(i, Classes::of(&[Class::Adverb, Class::Particle])) || items.is_addressing(i) || items.is_comma(i)
}

/// One past the phrase with a preposition at `i` where a person or an outlet follows it, as in `in the meeting spoke the
/// director`; else `i`.
fn past_adjunct(items: &Items<'_>, i: usize, acts: impl Fn(usize) -> bool) -> usize {
    const PLACE: Classes = Classes::of(&[Class::Place, Class::Nisba]);
    const SUBJECT: Classes = TITLE.with(Class::Media).with_all(GIVEN);
    let word = items.word(i);
    let next = if items.is(i, Class::Pronoun) || items.is_addressing(i) {
        i + 1
    } else if items.is(i, Class::Preposition) || word.preposition {
        let noun = i + 1 + usize::from(!word.preposition);
        let describes = |&k: &usize| items.word(k).definite || items.any(k, PLACE);
        (noun..items.len()).take_while(|k| describes(k) && !items.word(*k).preposition).last().map_or(noun, |k| k + 1)
    } else {
        return i;
    };
    let word = items.word(next);
    let subject = word.classes.any(SUBJECT) || word.classes.is_empty() && acts(next);
    if subject && word.conjunction == 0 && !word.preposition { next } else { i }
}

/// Words that open a sentence without being part of its first clause.
fn opens_sentence(items: &Items<'_>, i: usize) -> bool {
    const OPENERS: Classes =
        Classes::of(&[Class::Conjunction, Class::Adverb, Class::Particle, Class::Breaker, Class::Adjunct]);
    let phrase = || [Class::Breaker, Class::Adverb].iter().any(|&class| items.compound(i, class) > Some(i + 1));
    let verb = (items.is(i, Class::Verb) || items.word(i).cue.is_some()) && !phrase();
    items.is_comma(i) || (items.any(i, OPENERS) && !items.is_that(i) && !verb && items.word(i).pronoun.is_none())
}
