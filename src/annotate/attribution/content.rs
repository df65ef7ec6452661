//! Which items can be the content of an attribution: marks, a clause or a phrase after it, a sentence before it.

use super::Matcher;
use crate::annotate::clause::{self, ADJUNCT};
use crate::annotate::cue::CueHit;
use crate::annotate::item::ItemKind;
use crate::annotate::mention;
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::CueKind;
use std::ops::Range;

impl Matcher<'_, '_> {
    /// Whether the quotation at `i` is free and can be the content of a cue that ends at item `cue_end`: words, not a
    /// name.
    pub(super) fn quote_fits(&self, i: usize, cue_end: usize) -> bool {
        let items = self.items;
        if !items.is_quote(i) || self.taken[i] {
            return false;
        }
        if i > 0 && items.is_colon(i - 1) {
            return true;
        }
        // A word or two that something else is said by or to: a name in marks.
        let resumed = items.is_comma(i + 1) && items.is_that(i + 2) && items.word(i + 2).conjunction == 0;
        let goes_on = resumed || items.opens_complement(i + 1 + usize::from(items.is(i + 1, Class::Preposition)));
        let addressed = items.is(i + 1, Class::Preposition) && items.is_quote(i + 2);
        // Far from its cue and without a pause before it, a short text is a term.
        let far = i > cue_end && i > 0 && !items.is_comma(i - 1);
        let name = items.quote_len(i) <= 3 && (goes_on || addressed || far || i == cue_end && self.is_subject(i));
        !name && !items.is_name_quote(i)
    }

    /// Whether the short text in marks right after a verb is the name of its subject: what it says, to whom, or its
    /// office follows.
    fn is_subject(&self, i: usize) -> bool {
        const OBJECT: Classes = mention::HEAD.with(Class::Place);
        const DESCRIBING: Classes = Classes::of(&[Class::Nisba, Class::Adjective]);
        let (items, next) = (self.items, self.items.word(i + 1));
        let apposed = Classes::of(&[Class::Role, Class::Organization, Class::Media]);
        let office = items.is_comma(i + 1) && items.any(i + 2, apposed) && items.word(i + 2).conjunction == 0;
        let object = next.classes.any(OBJECT) && !next.classes.any(DESCRIBING) && next.conjunction == 0;
        let another = |k: usize| {
            let cue = self.cues.starting(k);
            cue.is_some_and(|(_, cue)| cue.conjoined || clause::governs_at_once(items, cue))
        };
        let mut rest = (i + 1..items.len()).take_while(|&k| !items.is_end(k) && !items.is_comma(k) && !another(k));
        let words = items.is_quote(i + 1) && items.quote_len(i + 1) > 1;
        let unknown = || items.quote_len(i) == 1 && items.first_word(i).is_some_and(|word| word.is_unknown());
        let goes_on = || items.kind(i + 1) == Some(ItemKind::Word) && next.conjunction == 0 && !next.preposition;
        let surname = || unknown() && goes_on() && !items.any(i + 1, ADJUNCT.with(Class::Relative));
        office || surname() || words || object && !next.preposition || rest.any(|k| items.is_colon(k))
    }

    /// The reported clause that begins at item `at`.
    pub(super) fn clause(&self, at: usize) -> Option<Range<usize>> {
        let end = self.clause_end(at)?;
        let end = (at..end).find(|&i| self.taken[i]).map_or(Some(end), |taken| self.pause_before(at, taken))?;
        self.is_free(at..end).then_some(at..end)
    }

    /// One past the clause or the words in marks that begin at `at`, if some can.
    fn clause_end(&self, at: usize) -> Option<usize> {
        // After a pause or a noun a relative pronoun goes on with what stands before it.
        let after = |i: usize| self.items.is_comma(i) || self.items.is_dash(i) || self.items.word(i).definite;
        if at > 0 && after(at - 1) && self.items.is(at, Class::Relative) {
            return None;
        }
        // A name in marks before a complementizer belongs to the source before it.
        if self.items.is_name_quote(at) && self.items.is_that(at + 1) {
            return None;
        }
        let end = self.marks_end(at).unwrap_or_else(|| clause::end(self.items, self.cues, at));
        (end > at).then_some(end)
    }

    /// Where a clause from item `at` on pauses before the attribution that has taken the marks at `taken`.
    fn pause_before(&self, at: usize, taken: usize) -> Option<usize> {
        let items = self.items;
        let marks = items.quote(taken)?.inner;
        let other = self.drafts.iter().find(|draft| draft.marked.contains(&marks))?;
        let cue = other.cue.as_ref().map(|cue| cue.items.start);
        let source = other.source.as_ref().map(|source| source.start);
        let start = [cue, source].into_iter().flatten().min()?;
        let joined = items.word(start).conjunction > 0;
        if joined { Some(start) } else { (at + 1..start).rev().find(|&i| items.is_comma(i)) }
    }

    /// The phrase at item `at`, after words of time: no clause with a complementizer, and something at its head stands in
    /// marks.
    pub(super) fn phrase(&self, at: usize) -> Option<Range<usize>> {
        let (items, at) = (self.items, self.after_time(at));
        // A short text in marks right behind a verb may be its subject.
        let verb = at > 0 && self.cues.finite(at - 1).is_some() && !items.is(at - 1, Class::Preposition);
        if verb && items.is_quote(at) && items.quote_len(at) <= 3 && self.is_subject(at) {
            return None;
        }
        if items.is_that(at) || items.is_addressing(at) {
            return None;
        }
        let range = at..self.clause_end(at)?;
        if !self.is_free(range.clone()) || !self.says_soon(range.clone()) {
            return None;
        }
        let at = self.behind_adjunct(range.clone()).unwrap_or(at);
        let range = at..range.end;
        Some(self.phrase_pause(range.clone()).map_or(range, |pause| at..pause))
    }

    /// Where a phrase begins that an adjunct opens: with words in marks behind it that no preposition governs.
    fn behind_adjunct(&self, mut range: Range<usize>) -> Option<usize> {
        const GOVERNING: Classes = ADJUNCT.with(Class::Complementizer).with(Class::Demonstrative);
        const SPEECH: usize = 3;
        let items = self.items;
        let adjunct = items.any(range.start, ADJUNCT) && !items.joins_marks(range.start);
        let marks = range.find(|&i| self.says(i)).filter(|_| adjunct)?;
        (items.quote_len(marks) >= SPEECH && !items.any(marks - 1, GOVERNING)).then_some(marks)
    }

    /// Where a phrase pauses behind its marks and the reporter goes on with another clause.
    fn phrase_pause(&self, mut range: Range<usize>) -> Option<usize> {
        const CLAUSE: Classes = Classes::of(&[Class::Relative, Class::Pronoun]);
        let items = self.items;
        let marks = range.clone().find(|&i| self.says(i))?;
        let another = |i: usize| {
            let breaker = items.compound(i, Class::Breaker).is_some_and(|end| end > i + 1);
            breaker || items.any(i, CLAUSE)
        };
        range.find(|&i| i > marks && items.is_comma(i) && another(i + 1))
    }

    /// Whether words in marks stand among these items, before any pause or verb of naming and near their head: further on
    /// they belong to something else that the reporter tells.
    fn says_soon(&self, range: Range<usize>) -> bool {
        const NEAR: usize = 15;
        let items = self.items;
        let calls = |i: usize| i > range.start && self.cues.starting(i).is_some_and(|(_, cue)| cue.calls(items));
        let mut head = range
            .clone()
            .take(NEAR)
            .take_while(|&i| !items.is_comma(i) && !items.is_colon(i) && !items.is_dots(i) && !calls(i));
        head.any(|i| self.says(i))
    }

    /// One past the words of time, adverbs and pauses at item `at` that no preposition governs.
    fn after_time(&self, at: usize) -> usize {
        let items = self.items;
        let adverb = |i| [Class::Adverb, Class::Time].iter().filter_map(|&class| items.compound(i, class)).max();
        let mut i = at;
        while at > 0
            && !items.is(at - 1, Class::Preposition)
            && let Some(end) = adverb(i).or_else(|| items.is_comma(i).then_some(i + 1))
        {
            i = end;
        }
        i
    }

    /// The noun phrase at item `at`, and a clause with a complementizer that a conjunction joins to it.
    pub(super) fn joined(&self, at: usize) -> Option<Range<usize>> {
        let items = self.items;
        let noun = mention::parse(items, at).is_some() || items.word(at).is(Class::Act);
        let range = self.clause(at).filter(|_| noun)?;
        let reports = |i| self.cues.finite(i).is_some_and(|verb| clause::governs_at_once(items, verb));
        let that = range.clone().find(|&i| items.is_that(i) || reports(i))?;
        (items.is_that(that) && items.joins(that)).then_some(range)
    }

    /// One past the marks at `i`, where they are the whole of a reported clause: several words right after its
    /// complementizer and then a pause, after which the reporter goes on.
    fn marks_end(&self, i: usize) -> Option<usize> {
        const CLAUSE: usize = 4;
        let items = self.items;
        let quote = items.quote(i).filter(|q| q.closed && items.quote_len(i) >= CLAUSE && !items.is_name_quote(i))?;
        if i == 0 || !items.is_that(i - 1) {
            return None;
        }
        let inner = quote.inner.of(items.text);
        let comma = usize::from(items.is_comma(i + 1));
        let pauses = comma > 0 || inner.ends_with(['.', ',', '\u{60c}', '\u{61b}']);
        let next = i + 1 + comma;
        let resumed = items.is_that(next) || items.is_that(next + 1) && items.is(next, Class::Conjunction);
        let goes_on = items.is_quote(next) || items.is_quote(next + 1);
        (pauses && (self.cues.starting(next).is_some() || !resumed && !goes_on)).then_some(i + 1)
    }

    /// The clause that leads up to item `end`, without the words that only open its sentence.
    pub(super) fn preceding(&self, end: usize) -> Option<Range<usize>> {
        let items = self.items;
        // A conjunction joins what follows to another sentence, unless a phrase such as `and the words are his` has it.
        let attribution = end + usize::from(items.is_comma(end) || items.is_dash(end));
        let phrase = |(_, hit): (usize, &CueHit)| hit.entry(items).kind == CueKind::Phrase;
        if items.word(attribution).conjunction > 0 && !self.cues.starting(attribution).is_some_and(phrase) {
            return None;
        }
        let mut last = end;
        // A word such as `and that` takes the clause up before the attribution.
        while last > 0 && (items.is_comma(last - 1) || items.is_dash(last - 1) || items.is(last - 1, Class::Breaker)) {
            last -= 1;
        }
        let start = self.opening(items.sentence_start(last), last);
        let whole = last > start + 1 || last > start && self.says(start);
        (whole && self.is_free(start..last) && !self.is_unfinished(start..last)).then_some(start..last)
    }

    /// The first item of the clause that ends at `last`, in the sentence that begins at `start`: conjunctions, adverbs, a
    /// short phrase before a comma, and whatever stands before the reporter took the word again are left out.
    fn opening(&self, start: usize, last: usize) -> usize {
        const OPENERS: [Class; 3] = [Class::Conjunction, Class::Adverb, Class::Particle];
        const LONGEST_PHRASE: usize = 5;
        let items = self.items;
        let breaker = |i| items.compound(i, Class::Breaker).filter(|_| items.is_comma(i - 1));
        let mut start = (start + 1..last).rev().find_map(breaker).unwrap_or(start);
        if items.any(start, ADJUNCT)
            && let Some(comma) = (start..(start + LONGEST_PHRASE).min(last)).find(|&i| items.is_comma(i))
        {
            start = comma + 1;
        }
        while start + 2 < last && items.any(start, Classes::of(&OPENERS)) && items.word(start).cue.is_none() {
            start = OPENERS.iter().filter_map(|&class| items.compound(start, class)).max().unwrap_or(start + 1);
        }
        start
    }

    /// Whether the words end in a verb of reporting, or in its subject, so that what is reported is still to come.
    fn is_unfinished(&self, mut range: Range<usize>) -> bool {
        let (items, last) = (self.items, range.end);
        range.any(|i| {
            let verb = self.cues.reporting(items, i).map(|verb| verb.items.end);
            verb.is_some_and(|at| at == last || mention::parse(items, at).is_some_and(|end| end >= last))
        })
    }
}
