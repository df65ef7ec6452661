//! `Lead`: what an article holds that the rules leave open or explain oddly, for those who extend a pack.

use super::clause;
use super::cue::Cues;
use super::item::{ItemKind, Items};
use super::mention::{self, GIVEN, HEAD, TITLE};
use super::{Annotations, Attribution, OtherReason, Speaker, SpeakerKind};
use crate::pack::class::{Class, Classes};
use crate::span::Span;
use crate::vocabulary::names;
use std::collections::HashSet;

/// Fewest words in marks that can be somebody's words rather than a term.
const SPEECH: usize = 3;

/// Most items of a sentence that leads up to a colon and marks.
const LONGEST_OPENING: usize = 24;

/// Items at the head of such a sentence among which its verb is looked for.
const OPENING_HEAD: usize = 3;

/// Fewest words of a name that is suspiciously long.
const LONG_NAME: usize = 5;

/// Fewest words of a mention that is suspiciously long.
const LONG_SOURCE: usize = 16;

/// Signs before words in marks that are told together with the word before them.
const SIGNS: usize = 3;

/// Readings that settle what a word is: where it stands before somebody's words, no cue is missing.
const SETTLED: Classes = Classes::of(&[
    Class::Preposition,
    Class::Relative,
    Class::Demonstrative,
    Class::Conjunction,
    Class::Particle,
    Class::Complementizer,
    Class::NotComplementizer,
    Class::Negation,
    Class::Time,
    Class::Month,
    Class::Adverb,
    Class::Quantifier,
    Class::Pronoun,
    Class::Ordinal,
    Class::NumberWord,
    Class::Breaker,
    Class::Adjunct,
    Class::Adjective,
    Class::Work,
    Class::Naming,
    Class::NameParticle,
    Class::Divine,
    Class::Place,
    Class::Nisba,
    Class::As,
    Class::Impersonal,
    Class::Act,
    Class::Common,
])
.with_all(HEAD)
.with_all(GIVEN);

/// Words of titles, which no name holds.
const TITLES: Classes = TITLE.with(Class::Organization).with(Class::Group).with(Class::Anonymous);

names! {
    /// What a lead is about.
    LeadKind {
        /// Text in marks that no rule attributes, by what it is taken for and the word before it.
        Marks = "marks",
        /// A word that is no cue, right before a colon and marks.
        WordBeforeColon = "word-before-colon",
        /// A word that is no cue, right before marks with three words or more.
        WordBeforeMarks = "word-before-marks",
        /// A word that is no cue, right before a clause that no rule attributes.
        WordBeforeClause = "word-before-clause",
        /// A word that is no cue, between words in marks and somebody who can speak.
        WordAfterMarks = "word-after-marks",
        /// A word that is no cue, at the head of a sentence that leads up to a colon and marks without any cue.
        WordAtOpening = "word-at-opening",
        /// A cue before a clause, a colon or marks that no rule attributes, by its lemma.
        Cue = "cue",
        /// A quotation whose speaker is not known, by the reason and the rule.
        Speaker = "speaker",
        /// The name of a person outside the registry that holds a word of titles after its first word.
        TitleInName = "title-in-name",
        /// The name of a person outside the registry of five words or more.
        LongName = "long-name",
        /// A role or description that holds a given name.
        NameInRole = "name-in-role",
        /// A mention of a speaker of sixteen words or more, by its first word.
        LongSource = "long-source",
    }
}

/// Something that the rules leave open or explain oddly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// What it is about.
    pub kind: LeadKind,
    /// What leads of this kind are grouped by; empty where there is one group.
    pub group: &'static str,
    /// What leads of this group are counted by: a folded word without its conjunction, a lemma, a rule or a name.
    pub word: String,
    /// Where it stands in the text.
    pub span: Span,
}

/// Every lead of an article.
pub(super) fn find(items: &Items<'_>, cues: &Cues, annotations: &Annotations) -> Vec<Lead> {
    let mut finder = Finder::new(items, cues, annotations);
    finder.marks();
    (0..items.len()).for_each(|i| finder.words(i));
    finder.cues();
    annotations.attributions.iter().for_each(|attribution| finder.speaker(attribution));
    finder.leads
}

struct Finder<'i, 'a> {
    items: &'i Items<'a>,
    cues: &'i Cues,
    annotations: &'i Annotations,
    /// For each item, whether it belongs to an attribution or opens the content of one.
    attributed: Vec<bool>,
    /// For each item, whether it belongs to a cue.
    cue: Vec<bool>,
    /// Words in marks that a cue attributes.
    claimed: HashSet<Span>,
    leads: Vec<Lead>,
}

impl<'i, 'a> Finder<'i, 'a> {
    fn new(items: &'i Items<'a>, cues: &'i Cues, annotations: &'i Annotations) -> Self {
        let mut attributed = vec![false; items.len()];
        for attribution in &annotations.attributions {
            let cue = attribution.cue.as_ref().map(|cue| cue.span);
            for span in attribution.content.iter().copied().chain(cue).chain(attribution.source).chain(attribution.via)
            {
                let last = items.last_of(span).min(items.len().saturating_sub(1));
                let first = items.at(span.start).min(last);
                let opener = first.checked_sub(1).filter(|&i| items.is_that(i)).unwrap_or(first);
                attributed[opener..=last].fill(true);
            }
        }
        let mut cue = vec![false; items.len()];
        cues.hits().iter().for_each(|hit| cue[hit.items.clone()].fill(true));
        let with_cue = annotations.attributions.iter().filter(|a| a.cue.is_some());
        let claimed = with_cue.flat_map(|a| a.marked.iter().copied()).collect();
        Finder { items, cues, annotations, attributed, cue, claimed, leads: Vec::new() }
    }

    fn add(&mut self, kind: LeadKind, group: &'static str, word: impl Into<String>, span: Span) {
        self.leads.push(Lead { kind, group, word: word.into(), span });
    }

    /// Texts in marks that no rule attributes. What stands in other marks shares their fate.
    fn marks(&mut self) {
        let annotations = self.annotations;
        for mark in annotations.other_marks.iter().filter(|mark| mark.reason != OtherReason::Furniture) {
            let i = self.items.at(mark.span.start);
            if self.items.quote(i).is_some_and(|quotation| quotation.inner == mark.span) {
                self.add(LeadKind::Marks, mark.reason.name(), self.before(i), mark.span);
            }
        }
    }

    /// The word before item `i` with the signs between; a paragraph sign at the head of a paragraph.
    fn before(&self, i: usize) -> String {
        let items = self.items;
        let sign = |k: &usize| matches!(items.kind(*k), Some(ItemKind::Sign(_)));
        let first = (0..i).rev().take_while(sign).take(SIGNS).last().unwrap_or(i);
        let signs: String = (first..i).map(|k| items.span(k..k + 1).of(items.text)).collect();
        let word = match first.checked_sub(1) {
            Some(k) if items.is_quote(k) => "\"…\"",
            Some(k) => items.bare(k).unwrap_or("¶"),
            None => "¶",
        };
        word.to_string() + &signs
    }

    /// Words in the place of a cue around item `i`.
    fn words(&mut self, i: usize) {
        let items = self.items;
        if items.is_that(i) && i > 0 && !self.attributed[i] && !items.is(i - 1, Class::Verb) {
            self.word(LeadKind::WordBeforeClause, i - 1);
        }
        let Some(quotation) = items.quote(i) else { return };
        if self.claimed.contains(&quotation.inner) || items.is_name_quote(i) || items.quote_len(i) < SPEECH {
            return;
        }
        if i > 1 && items.is_colon(i - 1) {
            self.word(LeadKind::WordBeforeColon, i - 2);
            self.opening(i - 1);
        } else if i > 0 {
            self.word(LeadKind::WordBeforeMarks, i - 1);
        }
        let after = i + 1 + usize::from(items.is_comma(i + 1));
        if mention::parse(items, after + 1).is_some_and(|end| mention::speaks(items, after + 1..end)) {
            self.word(LeadKind::WordAfterMarks, after);
        }
    }

    /// The word at the head of the sentence that leads up to the colon at `colon`, if it holds no cue.
    fn opening(&mut self, colon: usize) {
        let start = self.items.sentence_start(colon);
        if colon - start > LONGEST_OPENING || self.cue[start..colon].contains(&true) {
            return;
        }
        let head = start..(start + OPENING_HEAD).min(colon.saturating_sub(1));
        if let Some(i) = head.into_iter().find(|&i| self.may_be_cue(i)) {
            self.word(LeadKind::WordAtOpening, i);
        }
    }

    fn word(&mut self, kind: LeadKind, i: usize) {
        if self.may_be_cue(i)
            && let Some(word) = self.items.bare(i)
        {
            self.add(kind, "", word, self.items.bare_span(i));
        }
    }

    /// Whether the item is a word that the pack lacks as a cue: nothing settles what else it is.
    fn may_be_cue(&self, i: usize) -> bool {
        let items = self.items;
        let word = items.word(i);
        let free = items.kind(i) == Some(ItemKind::Word) && !self.cue[i] && !self.attributed[i] && !items.is_inside(i);
        free && !word.definite
            && !items.any(i, SETTLED)
            && items.bare(i).is_some_and(|bare| items.pack.names.short(&[bare]).is_empty())
            && items.registered(i).is_none()
    }

    /// Cues with a complement that no rule attributes to anybody.
    fn cues(&mut self) {
        for hit in self.cues.hits() {
            let Some(at) = clause::complement(self.items, self.cues, hit) else { continue };
            let taken = self.attributed[hit.items.start] || (at..at + 2).any(|i| self.attributed.get(i) == Some(&true));
            if !taken {
                let entry = hit.entry(self.items);
                self.add(LeadKind::Cue, "", &*entry.lemma, hit.span(self.items));
            }
        }
    }

    /// What is odd about the speaker of an attribution.
    fn speaker(&mut self, attribution: &Attribution) {
        let cue = attribution.cue.as_ref().map(|cue| cue.span);
        let span = attribution.source.or(cue).unwrap_or(attribution.content[0]);
        match &attribution.speaker {
            Err(reason) => self.add(LeadKind::Speaker, reason.name(), &*attribution.rule, span),
            Ok(speaker) => self.named(speaker, span),
        }
        let words = |source: Span| source.of(self.items.text).split_whitespace().count();
        if let Some(source) = attribution.source.filter(|&source| words(source) >= LONG_SOURCE) {
            let first = self.items.bare(self.items.at(source.start)).unwrap_or_default();
            self.add(LeadKind::LongSource, "", first, source);
        }
    }

    /// What is odd about the name and the role of a speaker.
    fn named(&mut self, speaker: &Speaker, span: Span) {
        let name = &*speaker.name;
        if speaker.registry_id.is_none() && matches!(speaker.kind, SpeakerKind::Person | SpeakerKind::Anonymous) {
            match (self.headed(name), self.holds(name, TITLES)) {
                (true, _) if self.holds(name, GIVEN) => self.add(LeadKind::NameInRole, "", name, span),
                (false, true) => self.add(LeadKind::TitleInName, "", name, span),
                (false, false) if name.split_whitespace().count() >= LONG_NAME => {
                    self.add(LeadKind::LongName, "", name, span);
                }
                _ => {}
            }
        }
        if let Some(role) = speaker.role.as_deref().filter(|role| self.holds(role, GIVEN)) {
            self.add(LeadKind::NameInRole, "", role, span);
        }
    }

    /// Whether `text` begins as a title or a description does.
    fn headed(&self, text: &str) -> bool {
        const HEADS: Classes = TITLES.with(Class::Demonstrative).with(Class::Quantifier);
        text.split_whitespace().next().is_some_and(|first| self.classes(first).any(HEADS))
    }

    /// What a word can be.
    fn classes(&self, word: &str) -> Classes {
        self.items.analyze(word).classes
    }

    /// Whether one of the words of `text` can only be one of `classes`.
    fn holds(&self, text: &str, classes: Classes) -> bool {
        let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.any(|word| {
            let found = self.classes(word);
            !found.is_empty() && classes.contains(found)
        })
    }
}
