//! Documents and who issued them: the statement of somebody is his word.

use super::Cast;
use crate::annotate::attribution::Draft;
use crate::annotate::mention::{GIVEN, TITLE};
use crate::pack::class::{Class, Classes};
use std::ops::Range;

/// A document that somebody issued.
#[derive(Clone, Debug)]
pub(super) struct Issue {
    /// Its noun in the lexicon.
    pub(super) noun: u16,
    /// Where it is spoken of.
    pub(super) at: usize,
    pub(super) issuer: Issuer,
}

/// Who issued a document.
#[derive(Clone, Debug)]
pub(super) enum Issuer {
    /// A mention that has not been resolved.
    Mention(Range<usize>),
    /// A character.
    Character(usize),
}

impl Cast<'_, '_> {
    /// Who issued the document that `the statement` takes up.
    pub(super) fn issued(&self, source: &Range<usize>) -> Option<Issuer> {
        let word = self.items.word(source.start);
        let noun = word.noun.filter(|_| source.len() == 1 && word.definite && word.is(Class::Document))?;
        let before = self.issues.iter().filter(|issue| issue.noun == noun && issue.at < source.start);
        before.max_by_key(|issue| issue.at).map(|issue| issue.issuer.clone())
    }

    /// Notes that the speaker of an attribution spoke in a document, as its circumstances say.
    pub(super) fn note_issue(&mut self, draft: &Draft, issuer: usize) {
        let Some(cue) = draft.cue.as_ref().filter(|cue| cue.items.end < draft.at) else { return };
        let document = |&i: &usize| self.items.is(i, Class::Document) && !self.items.word(i).definite;
        let Some(at) = (cue.items.end..draft.at).find(document) else { return };
        let Some(noun) = self.items.word(at).noun else { return };
        self.issues.push(Issue { noun, at, issuer: Issuer::Character(issuer) });
    }

    /// Whether the registry knows one person by the word at `i`.
    fn is_known_short(&self, i: usize) -> bool {
        self.items.pack.names.short(&self.words(i..i + 1)).len() == 1
    }

    /// Who issued the document that a mention speaks of, where it says so.
    pub(super) fn issuer(&self, source: Range<usize>) -> Option<Range<usize>> {
        const ISSUERS: Classes = TITLE.with(Class::Organization).with(Class::Media).with_all(GIVEN);
        let items = self.items;
        if !items.is(source.start, Class::Document) || items.any(source.start, ISSUERS) {
            return None;
        }
        // A title without the article right after a document without it is its adjective.
        let adjective = |i: usize| i == source.start + 1 && items.any(i, TITLE) && self.indefinite(i);
        let named = |i: usize| items.word(i).classes.is_empty() && self.is_known_short(i);
        let issues = |i: usize| items.any(i, ISSUERS) || named(i);
        let start = (source.start + 1..source.end).find(|&i| issues(i) && !adjective(i))?;
        Some(start..source.end)
    }
}
