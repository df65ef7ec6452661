//! Turns a match into a draft: what of it is content, what stands in marks, and what kind of quotation that makes.

use super::{Content, Draft, Match, Matcher};
use crate::annotate::QuoteKind;
use crate::annotate::clause::{self, ADJUNCT};
use crate::annotate::cue::CueHit;
use crate::annotate::item::ItemKind;
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::CueKind;
use crate::pack::manifest::Tense;
use crate::span::Span;
use crate::token::is_space;
use std::ops::Range;

/// The items of an attribution's content.
struct Extent {
    range: Range<usize>,
    /// What follows an attribution that interrupts its content.
    rest: Option<Range<usize>>,
    /// The quotations among them.
    quotes: Vec<usize>,
    /// Those that hold somebody's words and no name.
    spoken: Vec<usize>,
    /// Whether words or numbers stand outside of the quotations.
    bare: bool,
}

impl Matcher<'_, '_> {
    /// Turns a match into an attribution and takes its quotations; nothing where another attribution begins at the same
    /// item or nothing is left as content.
    pub(super) fn draft(&mut self, pattern: usize, hit: Option<&CueHit>, found: Match) -> Option<Draft> {
        let matched = found.content?;
        let described = hit.is_some_and(|hit| hit.items.end <= matched.start() && self.describes(hit, matched.start()));
        let phrase = matched.is_phrase() || described;
        let inserted = described && hit.is_some_and(|hit| self.is_inserted(hit));
        let extent = self.extent(&matched, described, inserted, found.rest);
        let content = self.content(&extent, hit);
        let at = extent.range.start;
        if content.is_empty() || !self.opened.insert(at) {
            return None;
        }
        for &i in &extent.quotes {
            self.taken[i] = true;
        }
        let said = found.said.and_then(|said| self.cues.hits().get(said));
        Some(Draft {
            pattern,
            kind: self.kind(&extent, phrase),
            content,
            marked: self.inner(&extent.spoken),
            cue: said.or(hit).cloned(),
            source: found.source,
            via: found.via,
            at,
            echo: None,
        })
    }

    /// The items that the content takes up; marks that complete the reporter's clause go on with what belongs to them.
    fn extent(&self, content: &Content, described: bool, inserted: bool, rest: Option<Range<usize>>) -> Extent {
        let items = self.items;
        let range = match content {
            Content::Quote(i) if described && !self.is_clause(*i) => *i..self.phrase_end(*i),
            Content::Quote(i) => *i..self.resumed_end(*i),
            Content::Clause(range) | Content::Phrase(range) if inserted => range.start..self.inserted_end(range),
            Content::Clause(range) | Content::Phrase(range) => range.clone(),
        };
        let all = || range.clone().chain(rest.clone().into_iter().flatten());
        let quotes: Vec<usize> = all().filter(|&i| items.is_quote(i)).collect();
        let alone = range.len() == 1 && rest.is_none();
        let spoken = quotes.iter().copied().filter(|&i| alone || !items.is_name_quote(i)).collect();
        let bare = all().any(|i| matches!(items.kind(i), Some(ItemKind::Word | ItemKind::Number)));
        Extent { range, rest, quotes, spoken, bare }
    }

    /// Direct, mixed or indirect; a phrase in marks is a part of the reporter's clause.
    fn kind(&self, extent: &Extent, phrase: bool) -> QuoteKind {
        if extent.spoken.is_empty() {
            QuoteKind::Indirect
        } else if extent.bare || phrase && !self.is_clause(extent.range.start) {
            QuoteKind::Mixed
        } else {
            QuoteKind::Direct
        }
    }

    /// The spans of the content.
    fn content(&self, extent: &Extent, hit: Option<&CueHit>) -> Vec<Span> {
        if !extent.spoken.is_empty() && !extent.bare {
            // Marks that hold all of it are no part of it.
            return self.inner(&extent.spoken);
        }
        let first = self.trimmed(extent.range.clone());
        // The conjunction that joins a whole sentence to the one before is the reporter's.
        let joins =
            hit.is_some_and(|hit| hit.entry(self.items).kind != CueKind::Verb || extent.range.end <= hit.items.start);
        let opening = if joins { self.items.bare_span(extent.range.start).start } else { 0 };
        let first = first.starting(first.start.max(opening));
        let rest = extent.rest.clone().map(|rest| self.trimmed(rest));
        std::iter::once(first).chain(rest).filter(|span| !span.is_empty()).collect()
    }

    /// The words inside the marks of these quotations.
    fn inner(&self, quotes: &[usize]) -> Vec<Span> {
        let inner = quotes.iter().filter_map(|&i| self.items.quote(i)).map(|quote| quote.inner);
        inner.filter(|span| !span.is_empty()).collect()
    }

    /// The span of a clause without the marks and punctuation at its ends that do not belong to it.
    fn trimmed(&self, range: Range<usize>) -> Span {
        const EDGE: [char; 10] = ['\u{60c}', ',', '\u{61b}', ';', ':', '.', '-', '\u{2013}', '\u{2014}', '\u{2026}'];
        self.items.span(range).trim_matches(self.items.text, |c| is_space(c) || EDGE.contains(&c))
    }

    /// One past the last item of the noun phrase that begins with the marks at `i`: an adjunct right behind them belongs
    /// to it.
    fn phrase_end(&self, i: usize) -> usize {
        let items = self.items;
        let adjunct = items.any(i + 1, ADJUNCT) || items.word(i + 1).preposition;
        let end = clause::end(items, self.cues, i);
        // A preposition is none of the verbs that are spelled like it.
        let homograph = |hit: &CueHit| hit.entry(items).kind == CueKind::Verb && items.is(i + 1, Class::Preposition);
        let cue = self.cues.starting(i + 1).is_some_and(|(_, hit)| !homograph(hit));
        if adjunct && !cue && self.is_free(i..end) { end } else { i + 1 }
    }

    /// One past the marks at `i`, or past the next ones where a short phrase of the reporter joins several words in them to
    /// the first: "…" in power "…".
    fn resumed_end(&self, i: usize) -> usize {
        const SHORT: usize = 4;
        const SPEECH: usize = 3;
        let items = self.items;
        let adjunct = items.any(i + 1, ADJUNCT) || items.word(i + 1).preposition;
        let mut next = i + 1..(i + 2 + SHORT).min(items.len());
        let word =
            |k: usize| items.kind(k) == Some(ItemKind::Word) && self.cues.starting(k).is_none() && !items.is_that(k);
        let marks = next.find(|&k| !word(k)).filter(|&k| adjunct && self.says(k) && items.quote_len(k) >= SPEECH);
        let joined = |k: usize| k > i + 1 && items.quote_len(i) >= SPEECH && !items.is(k - 1, Class::Preposition);
        marks.filter(|&k| joined(k)).map_or(i + 1, |k| k + 1)
    }

    /// Whether the verb stands in a relative clause, whose noun its pronoun takes up: the step that she called.
    fn is_inserted(&self, hit: &CueHit) -> bool {
        const OPENERS: Classes = Classes::of(&[Class::Relative, Class::Impersonal, Class::Breaker]);
        const NOUN: Classes = Classes::of(&[Class::Common, Class::Event, Class::Act, Class::Document]);
        let (items, start) = (self.items, hit.items.start);
        let noun = |i: usize| {
            let word = items.word(i);
            word.classes.any(NOUN) && !word.definite && word.pronoun.is_none()
        };
        let opens = |i: usize| items.any(i, OPENERS) || noun(i) && items.word(start).conjunction == 0;
        items.word(start).pronoun.is_some() && start.checked_sub(1).is_some_and(opens)
    }

    /// One past the last item of what a relative clause calls its noun: where marks open it, the sentence around the
    /// clause goes on behind them.
    fn inserted_end(&self, range: &Range<usize>) -> usize {
        let items = self.items;
        let opening = range.start + usize::from(items.is(range.start, Class::Preposition));
        if items.is_quote(opening) { self.phrase_end(opening).min(range.end) } else { range.end }
    }

    /// Whether the words in marks at `i` complete the reporter's own clause, unless they are a clause themselves: what
    /// something is called, or the object of a verb that does not open speech.
    fn describes(&self, hit: &CueHit, i: usize) -> bool {
        let items = self.items;
        let entry = hit.entry(items);
        let Some(before) = i.checked_sub(1).filter(|&b| entry.kind == CueKind::Verb && !items.is_colon(b)) else {
            return false;
        };
        let that = items.is_that(before);
        let pronoun = items.word(before).pronoun.is_some();
        if that && !pronoun {
            return false;
        }
        let owned = items.word(hit.items.start).pronoun.is_some() && hit.form.tense != Tense::Noun;
        let governed = items.is(before, Class::Preposition) && !pronoun;
        // A verb that takes a noun after its preposition takes it in marks without.
        let act = || self.items.first_word(i).is_some_and(|w| w.is(Class::Event) && !w.definite);
        let named = || entry.takes.noun && !entry.prepositions.is_empty() && act();
        entry.object
            || !entry.takes.speech
            || entry.takes.noun && owned
            || !that && (governed || entry.belief || named())
    }

    /// Whether the words in marks at `i` begin as a clause does: with a verb, a pronoun or a complementizer.
    pub(super) fn is_clause(&self, i: usize) -> bool {
        const OPENERS: Classes =
            Classes::of(&[Class::Verb, Class::Pronoun, Class::Complementizer, Class::Particle, Class::Negation]);
        let Some(word) = self.items.first_word(i) else { return false };
        // A negation that is a noun as well opens no clause.
        word.classes.any(OPENERS) && !word.is(Class::Quantifier) || word.is_finite_cue()
    }
}
