//! Links source, cue and content by the first pattern that fits.

mod ahead;
mod content;
mod draft;
mod echo;
mod plausible;
mod relay;
mod slots;

use super::QuoteKind;
use super::cue::{CueHit, Cues};
use super::item::Items;
use super::{clause, mention, name};
use crate::article::{Article, ParagraphKind};
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::CueKind;
use crate::pack::pattern::{Pattern, Slot, SlotKind};
use crate::span::Span;
use ahead::Ahead;
use plausible::Candidate;
use slots::Sequence;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// An attribution before its speaker is known; ranges are of items.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Index of the pattern that made it.
    pub(super) pattern: usize,
    pub(super) kind: QuoteKind,
    pub(super) content: Vec<Span>,
    pub(super) marked: Vec<Span>,
    pub(super) cue: Option<CueHit>,
    pub(super) source: Option<Range<usize>>,
    pub(super) via: Option<Range<usize>>,
    /// First item of the content.
    pub(super) at: usize,
    /// For a headline that repeats words of the article: the first item of the content that it repeats.
    pub(super) echo: Option<usize>,
}

/// What a pattern has matched so far.
#[derive(Clone, Debug, Default)]
struct Match {
    source: Option<Range<usize>>,
    via: Option<Range<usize>>,
    /// Index of a second cue, which becomes the cue of the attribution.
    said: Option<usize>,
    content: Option<Content>,
    /// What follows an attribution that interrupts its content.
    rest: Option<Range<usize>>,
}

/// The content of a match.
#[derive(Clone, Debug)]
enum Content {
    /// The quotation at an item.
    Quote(usize),
    /// A clause of its own.
    Clause(Range<usize>),
    /// A phrase that is the object of the cue.
    Phrase(Range<usize>),
}

impl Content {
    /// Its first item.
    fn start(&self) -> usize {
        match self {
            Content::Quote(i) => *i,
            Content::Clause(range) | Content::Phrase(range) => range.start,
        }
    }

    fn is_phrase(&self) -> bool {
        matches!(self, Content::Phrase(_))
    }
}

/// Links every source, cue and content of an article.
pub(super) struct Matcher<'i, 'a> {
    items: &'i Items<'a>,
    cues: &'i Cues,
    title: Option<Span>,
    /// The headings inside the article, in order.
    headings: Vec<Span>,
    /// Words of the names of people whom the article names in full.
    names: &'i HashSet<String>,
    ahead: Ahead,
    /// For each cue, whether no attribution has taken it.
    open: Vec<bool>,
    /// For each item, whether it is a quotation that an attribution has taken.
    taken: Vec<bool>,
    /// For each item, whether it stands in a reported clause.
    reported: Vec<bool>,
    /// Items at which the content of an attribution begins.
    opened: HashSet<usize>,
    /// The attributions, in the order in which they were found.
    drafts: Vec<Draft>,
    /// Which of them end at an item.
    ends: BTreeMap<usize, Vec<usize>>,
}

impl<'i, 'a> Matcher<'i, 'a> {
    pub(super) fn new(items: &'i Items<'a>, cues: &'i Cues, article: &Article, names: &'i HashSet<String>) -> Self {
        let headings = article.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Heading).map(|p| p.span);
        Matcher {
            items,
            cues,
            title: article.title_span,
            headings: headings.collect(),
            names,
            ahead: Ahead::new(items),
            open: vec![true; cues.hits().len()],
            taken: vec![false; items.len()],
            reported: clause::reported(items, cues),
            opened: HashSet::new(),
            drafts: Vec::new(),
            ends: BTreeMap::new(),
        }
    }

    fn keep(&mut self, draft: Draft) {
        let last = draft.content.last().map_or(0, |&span| self.items.last_of(span));
        self.ends.entry(last).or_default().push(self.drafts.len());
        self.drafts.push(draft);
    }

    /// Every attribution, ordered by its content.
    pub(super) fn run(mut self) -> Vec<Draft> {
        for (index, pattern) in self.items.pack.patterns.iter().enumerate() {
            match pattern.after.split_first() {
                _ if pattern.anchored => self.at_cues(index, pattern),
                Some((first, rest)) if first.kind == SlotKind::Also => self.behind_marks(index, rest),
                Some((first, rest)) if first.kind == SlotKind::Echo => self.echoes(index, rest),
                _ => self.at_sentences(index, &pattern.after),
            }
        }
        self.drafts.sort_by_key(|d| (d.content[0], d.at));
        self.drafts
    }

    /// Tries a pattern at every cue that is still open.
    fn at_cues(&mut self, index: usize, pattern: &Pattern) {
        for (cue, hit) in self.cues.hits().iter().enumerate() {
            if !self.open[cue] || !self.fits(pattern, hit) || !self.ahead.allows(pattern, hit.items.end) {
                continue;
            }
            let Some(found) = self.around(pattern, hit) else { continue };
            if self.relays(hit, &found) {
                self.open[cue] = false;
                continue;
            }
            if let Some(said) = found.said {
                self.open[said] = false;
            }
            if let Some(draft) = self.draft(index, Some(hit), found) {
                self.open[cue] = false;
                self.keep(draft);
            }
        }
    }

    /// Whether the pattern is for cues such as `hit`.
    fn fits(&self, pattern: &Pattern, hit: &CueHit) -> bool {
        let entry = hit.entry(self.items);
        (pattern.kinds.is_empty() || pattern.kinds.contains(&entry.kind))
            && (pattern.tenses.is_empty() || pattern.tenses.contains(&hit.form.tense))
            && (!pattern.governed || hit.items.len() > 1 && entry.kind == CueKind::Verb)
            && (pattern.lemmas.is_empty() || pattern.lemmas.iter().any(|l| **l == *entry.lemma))
    }

    /// What a pattern finds after and before a cue, if it may stand.
    fn around(&self, pattern: &Pattern, hit: &CueHit) -> Option<Match> {
        let sequence = Sequence::of_cue(self, hit);
        let found = sequence.forward(&pattern.after, hit.items.end, Match::default())?;
        let found = sequence.backward(&pattern.before, hit.items.start, found)?;
        Candidate::new(self, hit, &found)?.is_plausible().then_some(found)
    }

    /// Tries a pattern without cue at every sentence, quotation and comma.
    fn at_sentences(&mut self, index: usize, slots: &[Slot]) {
        for i in 0..self.items.len() {
            let opens = i == 0 || self.items.is_end(i - 1) || self.items.is_quote(i) || self.items.is_comma(i);
            if opens
                && let Some(found) = Sequence::without_cue(self, i).forward(slots, i, Match::default())
                && found.source.as_ref().is_none_or(|source| self.speaks(source) && !self.is_owned(source))
                && !self.is_byline(&found)
                && !self.is_event(&found)
                && let Some(draft) = self.draft(index, None, found)
            {
                self.keep(draft);
            }
        }
    }

    /// Tries a pattern right behind the marks of every attribution and a conjunction, with its cue and source.
    fn behind_marks(&mut self, index: usize, slots: &[Slot]) {
        const JOINTS: Classes = Classes::of(&[Class::Conjunction, Class::Adverb, Class::Breaker]);
        let items = self.items;
        let mut next = 0;
        while let Some(before) = self.drafts.get(next).cloned() {
            next += 1;
            let (Some(cue), Some(last)) = (&before.cue, before.marked.last()) else { continue };
            let end = items.at(last.start) + 1;
            let joined = (end..end + 2).take_while(|&i| items.any(i, JOINTS) || items.is_comma(i)).count();
            let found = Match { source: before.source.clone(), via: before.via.clone(), ..Match::default() };
            if joined > 0
                && let Some(found) = Sequence::of_cue(self, cue).forward(slots, end + joined, found)
                && let Some(draft) = self.draft(index, Some(cue), found)
            {
                self.keep(draft);
            }
        }
    }

    /// Whether a mention can be somebody who speaks.
    fn speaks(&self, source: &Range<usize>) -> bool {
        self.is_name(source.start) || mention::speaks(self.items, source.clone())
    }

    /// Whether the word at `i` is one of the article's names, with or without the article.
    fn is_name(&self, i: usize) -> bool {
        let plain = || self.items.bare(i).and_then(|word| self.items.without_article(word));
        self.is_bare_name(i) || plain().is_some_and(|plain| self.names.contains(plain))
    }

    /// Whether the word at `i` is one of the article's names as it stands.
    fn is_bare_name(&self, i: usize) -> bool {
        self.items.bare(i).is_some_and(|word| self.names.contains(word))
    }

    /// Cairo, by so-and-so: whether all that stands behind a place or an office is somebody's name.
    fn is_byline(&self, found: &Match) -> bool {
        let Some(Content::Clause(range)) = &found.content else { return false };
        let name = name::split(self.items, range.clone()).name;
        let known = |name: &Range<usize>| name.clone().any(|i| self.items.any(i, mention::GIVEN));
        mention::parse(self.items, range.start) == Some(range.end) && name.as_ref().is_some_and(known)
    }

    /// Beirut: two injured in a fire: whether words behind a place are a noun phrase without verb and marks, which tells what
    /// happened there.
    fn is_event(&self, found: &Match) -> bool {
        const NOUN: Classes = Classes::of(&[Class::Event, Class::Common, Class::Act, Class::Document]);
        const VERB: Classes = Classes::of(&[Class::Verb, Class::WeakVerb, Class::Negation]);
        let (items, Some(Content::Clause(range))) = (self.items, &found.content) else { return false };
        let place = found.source.as_ref().is_some_and(|source| items.any(source.start, Classes::of(&[Class::Place])));
        let first = items.word(range.start);
        let noun = first.classes.any(NOUN) && !first.definite && first.pronoun.is_none();
        let first_person = |i: usize| items.word(i).pronoun.is_some_and(|pronoun| pronoun.first);
        let speaks = |i: usize| items.any(i, VERB) || self.says(i) || first_person(i);
        place && noun && !range.clone().any(speaks)
    }

    /// Whether the noun phrase is somebody's own, as in `his country`, with no name of its own.
    fn is_owned(&self, source: &Range<usize>) -> bool {
        let owner = self.items.word(source.start).pronoun.is_some();
        owner && name::split(self.items, source.clone()).name.is_none()
    }

    /// Whether a word such as `as for` makes the noun phrase the topic of its sentence.
    fn is_topic(&self, phrase: &Range<usize>) -> bool {
        phrase.start > 0 && self.items.any(phrase.start - 1, Classes::of(&[Class::Breaker, Class::Particle]))
    }

    /// The first item of the words of class `class` that end at item `end`: such as make the clause after them an
    /// attribution of what stands before them.
    fn as_start(&self, end: usize, class: Class) -> Option<usize> {
        (end.saturating_sub(3)..end).find(|&k| self.items.compound(k, class) == Some(end))
    }

    /// Whether the item is a quotation of somebody's words that is not taken yet.
    fn says(&self, i: usize) -> bool {
        self.items.is_quote(i) && !self.taken[i] && !self.items.is_name_quote(i)
    }

    /// Whether no attribution has taken a quotation among these items.
    fn is_free(&self, mut range: Range<usize>) -> bool {
        range.all(|i| !self.taken[i])
    }
}
