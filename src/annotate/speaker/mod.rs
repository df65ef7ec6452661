//! Resolves a mention to a speaker: within the article (short name, role, pronoun, implied subject with gender and
//! number), then by the registry; or leaves it open and says why.

mod answer;
mod character;
mod document;
mod implied;
mod reference;

use super::attribution::Draft;
use super::cue::{CueHit, Cues};
use super::item::Items;
use super::{Speaker, SpeakerKind, SpeakerRule, Unresolved};
use crate::pack::class::{Class, Classes};
use crate::pack::manifest::{Gender, Number, Tense};
use crate::span::Span;
use document::Issue;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Somebody or something that an article names.
#[derive(Clone, Debug)]
struct Character {
    /// Folded words of the fullest form of the name.
    name: Vec<String>,
    /// The fullest form as printed.
    printed: Arc<str>,
    /// Folded words of every role it was given, without articles.
    roles: Vec<Vec<String>>,
    kind: SpeakerKind,
    gender: Gender,
    number: Number,
    /// Index in the registry.
    known: Option<u32>,
    /// Whether its mention shows that it can speak: a name, or a head noun of people, organisations or documents.
    solid: bool,
    /// Where it is mentioned, as items in order.
    mentions: Vec<usize>,
}

impl Character {
    /// Takes a gender on where none is known.
    fn take_gender(&mut self, gender: Gender) {
        if self.gender == Gender::Any {
            self.gender = gender;
        }
    }

    /// Whether the folded word ends the name, which has others.
    fn is_surname(&self, word: &str) -> bool {
        self.name.len() > 1 && self.name.last().is_some_and(|last| last == word)
    }

    /// Adds a role, in folded words without articles, unless the character has it.
    fn take_role(&mut self, role: Vec<String>) {
        if !self.roles.contains(&role) {
            self.roles.push(role);
        }
    }
}

/// Characters among whom a mention is looked for, counted back from the last one met.
const LARGEST_CAST: usize = 400;

/// Attributions among whose speakers an implied subject is looked for, counted back from the last.
const MEMORY: usize = 40;

/// Who spoke, and where.
#[derive(Clone, Copy, Debug)]
struct Spoken {
    /// Item of the cue, else of the content.
    at: usize,
    /// One past the last item of cue, source and content.
    end: usize,
    /// First item of the source, where one is named.
    source: Option<usize>,
    /// The character.
    who: usize,
}

/// The people and organisations of one article, and who spoke last.
pub(super) struct Cast<'i, 'a> {
    items: &'i Items<'a>,
    cues: &'i Cues,
    date: Option<Date>,
    characters: Vec<Character>,
    /// Every word of the names of people who can speak.
    named: HashSet<String>,
    /// Who was named last with this surname behind other names.
    surnames: HashMap<String, usize>,
    /// The attributions resolved so far.
    spoken: Vec<Spoken>,
    /// For each item, the reported clause that it stands in: one plus the index of its attribution, 0 outside.
    reported: Vec<u32>,
    /// For each item, whether it stands in reported speech with no cue or a cue before it.
    told: Vec<bool>,
    /// First item of the content of each attribution resolved so far, and its speaker.
    contents: Vec<(usize, Resolved)>,
    /// Documents that somebody issued, in the order of the article.
    issues: Vec<Issue>,
    /// Mentions that fit more than one person equally well.
    ambiguous: Vec<usize>,
}

/// The outcome for one attribution.
pub(super) type Resolved = Result<Speaker, Unresolved>;

impl<'i, 'a> Cast<'i, 'a> {
    /// Reads the whole article for names, so that a short form finds a full name that comes later.
    pub(super) fn new(items: &'i Items<'a>, cues: &'i Cues, date: Option<Date>) -> Self {
        let mut cast = Cast {
            items,
            cues,
            date,
            characters: Vec::new(),
            named: HashSet::new(),
            surnames: HashMap::new(),
            spoken: Vec::new(),
            reported: vec![0; items.len() + 1],
            told: vec![false; items.len() + 1],
            contents: Vec::new(),
            issues: Vec::new(),
            ambiguous: Vec::new(),
        };
        let mut i = 0;
        while i < items.len() {
            i = cast.meet(i);
        }
        cast.ambiguous.clear();
        cast
    }

    /// Notes what is reported speech: who acts there has not been brought on by the reporter.
    pub(super) fn report(&mut self, drafts: &[Draft]) {
        for (index, draft) in drafts.iter().enumerate() {
            for span in &draft.content {
                let range = self.items.at(span.start)..self.items.last_of(*span) + 1;
                if draft.cue.as_ref().is_none_or(|cue| cue.items.start < range.start) {
                    self.told[range.clone()].fill(true);
                }
                self.reported[range].iter_mut().for_each(|at| *at = index as u32 + 1);
            }
        }
    }

    /// The folded words of every name met so far.
    pub(super) fn names(&self) -> &HashSet<String> {
        &self.named
    }

    /// Keeps the words of the name of a person who can speak, and the surname.
    fn note_names(&mut self, index: usize) {
        let person = &self.characters[index];
        if person.kind != SpeakerKind::Person || !person.solid {
            return;
        }
        for word in &person.name {
            if !self.named.contains(word) {
                self.named.insert(word.clone());
            }
        }
        if let [_, .., surname] = &person.name[..]
            && self.surnames.get(surname) != Some(&index)
        {
            self.surnames.insert(surname.clone(), index);
        }
    }

    /// The mentions that fit more than one person equally well.
    pub(super) fn ambiguous(&self) -> Vec<Span> {
        self.ambiguous.iter().map(|&at| self.items.bare_span(at)).collect()
    }

    /// The characters met last, as many as an article can well have.
    fn recent(&self) -> Range<usize> {
        self.characters.len().saturating_sub(LARGEST_CAST)..self.characters.len()
    }

    /// The candidate mentioned last before `at`, else the one mentioned first after it.
    fn nearest(&self, candidates: &[usize], at: usize) -> Option<usize> {
        let last = |c: usize| self.characters[c].mentions.iter().copied().filter(|&m| m <= at).max();
        candidates.iter().copied().filter(|&c| last(c).is_some()).max_by_key(|&c| last(c)).or_else(|| {
            candidates
                .iter()
                .copied()
                .min_by_key(|&c| self.characters[c].mentions.first().copied().unwrap_or(usize::MAX))
        })
    }

    /// Resolves the speaker of one attribution. Attributions come in the order of the article.
    pub(super) fn resolve(&mut self, draft: &Draft) -> Resolved {
        let at = draft.cue.as_ref().map_or(draft.at, |c| c.items.start);
        if let Some(original) = draft.echo {
            let spoken = self.contents.iter().find(|&&(at, _)| at == original);
            return spoken.map(|(_, resolved)| resolved.clone()).unwrap_or(Err(Unresolved::NoSource));
        }
        let (character, rule, role) = match &draft.source {
            Some(source) => self.mentioned(source.clone())?,
            None if draft.cue.as_ref().is_some_and(|cue| self.is_nobodys(cue)) => {
                return Err(Unresolved::NoSource);
            }
            None => {
                let (character, rule) = self.implied(draft, at)?;
                (character, rule, None)
            }
        };
        self.learn_gender(draft, character);
        self.note_issue(draft, character);
        let short = draft.source.as_ref().is_some_and(|s| s.len() <= 3);
        if short && draft.cue.as_ref().is_some_and(|c| !c.entry(self.items).ambiguous) {
            self.characters[character].solid = true;
            self.note_names(character);
        }
        let content = draft.content.last().map_or(at, |&span| self.items.last_of(span) + 1);
        let cue = draft.cue.as_ref().map_or(at, |c| c.items.end);
        let source = draft.source.as_ref().map_or(at, |s| s.end);
        let end = content.max(cue).max(source);
        let source = draft.source.as_ref().map(|s| s.start);
        self.spoken.push(Spoken { at, end, source, who: character });
        if let Some(reporter) = self.reporter(draft) {
            let source = draft.via.as_ref().map(|via| via.start);
            self.spoken.push(Spoken { at, end, source, who: reporter });
        }
        let resolved = self.publish(character, rule, role);
        self.contents.push((draft.at, Ok(resolved.clone())));
        Ok(resolved)
    }

    /// Whether a cue without a source leaves its subject open on purpose: a phrase that nobody owns, or a passive.
    fn is_nobodys(&self, cue: &CueHit) -> bool {
        cue.entry(self.items).unowned || cue.form.tense == Tense::Passive
    }

    /// Who reports in a clause of his own what somebody else said: the sentences after it go on with him.
    fn reporter(&mut self, draft: &Draft) -> Option<usize> {
        let source = draft.source.as_ref()?;
        let via = draft.via.clone().filter(|via| via.end < source.start)?;
        let clause = (via.end..source.start).any(|i| self.items.is_that(i));
        let character = self.who(via).filter(|_| clause)?;
        // A medium goes on with whom it quotes.
        (self.characters[character].kind != SpeakerKind::Organization).then_some(character)
    }

    /// A verb before its subject tells the gender of a person whose name does not, and that a body of which one speaks in
    /// the other gender as well.
    fn learn_gender(&mut self, draft: &Draft, character: usize) {
        const BODY: Classes = Classes::of(&[Class::Organization, Class::Media, Class::Group, Class::Place]);
        let (Some(cue), Some(source)) = (&draft.cue, &draft.source) else { return };
        let speaker = &mut self.characters[character];
        let verb = cue.form.tense.is_finite() && cue.form.number == Number::Singular && source.start >= cue.items.end;
        let body = source.len() > 1 || self.items.any(source.start, BODY);
        match speaker.kind {
            SpeakerKind::Person if verb => speaker.take_gender(cue.form.gender),
            SpeakerKind::Organization if verb && !body && cue.form.gender != speaker.gender => {
                speaker.gender = Gender::Any
            }
            _ => {}
        }
    }

    /// The speaker that a character is.
    fn publish(&self, character: usize, rule: SpeakerRule, role: Option<Range<usize>>) -> Speaker {
        let person = &self.characters[character];
        let known = person.known.map(|id| self.items.pack.names.known(id));
        Speaker {
            name: known.map_or_else(|| person.printed.clone(), |k| k.name.clone()),
            registry_id: known.map(|k| k.id.clone()),
            kind: known.map_or(person.kind, |k| k.kind),
            role: role.map(|r| self.printed(r).to_string()),
            rule,
        }
    }
}
