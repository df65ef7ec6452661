//! Whom a mention refers to: a character by name or role, somebody the registry knows, or a new description.

use super::document::Issuer;
use super::{Cast, Character};
use crate::annotate::item::ItemKind;
use crate::annotate::mention::{GIVEN, HEAD, TITLE};
use crate::annotate::name;
use crate::annotate::{SpeakerKind, SpeakerRule, Unresolved};
use crate::pack::class::Class;
use crate::pack::manifest::Number;
use std::ops::Range;

impl Cast<'_, '_> {
    /// The character that a source mentions.
    pub(super) fn mentioned(
        &mut self,
        source: Range<usize>,
    ) -> Result<(usize, SpeakerRule, Option<Range<usize>>), Unresolved> {
        let items = self.items;
        // The statement of somebody is his word.
        if let Some(issuer) = self.issuer(source.clone()) {
            return self.mentioned(issuer);
        }
        match self.issued(&source) {
            Some(Issuer::Mention(issuer)) => return self.mentioned(issuer),
            Some(Issuer::Character(issuer)) => return Ok((issuer, SpeakerRule::Role, None)),
            None => {}
        }
        if let Some(id) = self.known_body(source.clone()) {
            let index = self.registered_character(id, source.start);
            let described = self.role_words(source.clone());
            let gender = self.items.word(self.head(source.clone())).gender;
            let character = &mut self.characters[index];
            character.take_gender(gender);
            character.take_role(described);
            return Ok((index, SpeakerRule::Registry, None));
        }
        let split = if self.is_surname(source.clone()) {
            name::Split { name: Some(source.clone()), role: None }
        } else {
            name::split(self.items, source.clone())
        };
        if let Some(name) = split.name.filter(|_| !self.is_label(source.clone())) {
            let words = self.words(name.clone());
            let index = self.person(name, split.role.clone());
            let fuller = self.characters[index].name.len() > words.len();
            let rule = if fuller { SpeakerRule::ShortName } else { SpeakerRule::Named };
            return Ok((index, rule, split.role));
        }
        let words = self.words(source.clone());
        let names = &items.pack.names;
        if let [id] = names.short(&words)[..]
            && !items.any(source.start, HEAD)
        {
            return Ok((self.registered_character(id, source.start), SpeakerRule::Registry, None));
        }
        let head = self.head(source.clone());
        let several = matches!(items.word(head).number, Number::Plural | Number::Dual);
        let personal = items.any(head, TITLE) && !several;
        let honored = self.role_words(source.clone());
        let role = self.role_words(self.without_honorifics(source.clone()));
        if personal && let Some(found) = self.by_role(&honored, head, true).or_else(|| self.by_role(&role, head, true))
        {
            self.characters[found].mentions.push(source.start);
            return Ok((found, SpeakerRule::Role, Some(source)));
        }
        if personal && let Some(id) = names.holder(&words, self.date) {
            return Ok((self.registered_character(id, source.start), SpeakerRule::Registry, Some(source)));
        }
        if !personal
            && let Some(found) =
                self.by_role(&role, head, false).filter(|_| role.len() <= 2 && items.word(head).definite)
        {
            self.characters[found].mentions.push(source.start);
            return Ok((found, SpeakerRule::Role, None));
        }
        Ok((self.described(source, head), SpeakerRule::Description, None))
    }

    /// The character that a mention names.
    pub(super) fn who(&mut self, mention: Range<usize>) -> Option<usize> {
        self.mentioned(mention).ok().map(|(character, ..)| character)
    }

    /// The organisation, state or outlet of the registry that a mention names: all of it, what stands in marks in it, or
    /// the name of an outlet after its noun. What an outlet is called ends before brackets and adjectives of its country.
    pub(super) fn known_body(&self, source: Range<usize>) -> Option<u32> {
        let items = self.items;
        let names = &items.pack.names;
        let body = |words: &[String]| names.full(words).filter(|&id| names.known(id).kind != SpeakerKind::Person);
        if let Some(id) = body(&self.words(source.clone())) {
            return Some(id);
        }
        let head = self.head(source.clone());
        let outlet = |id: &u32| names.known(*id).outlet;
        let media = items.is(head, Class::Media);
        if let Some(quote) = source.clone().find(|&i| items.is_quote(i)).filter(|&quote| quote > head) {
            let headed = media || items.is(head, Class::Organization) && quote == head + 1;
            return body(&self.words(quote..quote + 1)).filter(|id| headed && (!media || outlet(id)));
        }
        let bracket = source.clone().find(|&i| items.kind(i) == Some(ItemKind::Sign('(')));
        let end = bracket.unwrap_or(source.end);
        let end = (head + 1..end).rev().find(|&i| !items.is(i, Class::Nisba)).map_or(end, |last| last + 1);
        if !media || head != source.start || end <= head + 1 {
            return None;
        }
        body(&self.words(head..end)).or_else(|| body(&self.words(head + 1..end))).filter(outlet)
    }

    /// Whether a mention is one word that ends the name of a person met before, whatever else it means.
    fn is_surname(&self, source: Range<usize>) -> bool {
        let words = self.words(source.clone());
        let Some(word) = words.first().filter(|_| source.len() == 1) else { return false };
        let fits = |c: &Character| c.kind == SpeakerKind::Person && c.is_surname(word);
        self.recent().any(|c| fits(&self.characters[c]))
    }

    /// Whether a mention is nothing but marks around what is nobody's name: what speaks is called so.
    pub(super) fn is_label(&self, source: Range<usize>) -> bool {
        let items = self.items;
        if source.len() != 1 || !items.is_quote(source.start) {
            return false;
        }
        let words = self.words(source);
        let given = |word: &String| items.pack.lexicon.analyze(word).classes.any(GIVEN);
        let met = |word: &String| self.recent().any(|c| self.characters[c].name.contains(word));
        !words.iter().any(given) && !words.iter().all(met) && items.pack.names.short(&words).is_empty()
    }

    /// The head noun of a mention.
    fn head(&self, source: Range<usize>) -> usize {
        let mut heads = source.clone().filter(|&i| self.items.any(i, HEAD));
        let first = heads.clone().next().unwrap_or(source.start);
        // A word of honour before a title bears its own gender.
        let honorific = self.items.is(first, Class::Honorific) && !self.items.is(first, Class::Role);
        heads.find(|&i| honorific && self.items.is(i, Class::Role)).unwrap_or(first)
    }

    /// The character with a role that holds all words of this one, mentioned nearest before: a person or a body.
    fn by_role(&self, role: &[String], at: usize, personal: bool) -> Option<usize> {
        let first = role.first()?;
        let fits = |r: &Vec<String>| {
            let head = r.iter().position(|w| same_head(w, first))?;
            // The last of several words is an adjective of another noun.
            if head > 0 && head + 1 == r.len() {
                return None;
            }
            role.iter().all(|w| r[head..].iter().any(|x| same_head(x, w))).then_some(head)
        };
        let body = |c: usize| self.characters[c].kind == SpeakerKind::Organization;
        let heads = |c: usize| self.characters[c].roles.iter().filter_map(fits).min().filter(|_| personal != body(c));
        let candidates: Vec<(usize, usize)> = self.recent().filter_map(|c| Some((heads(c)?, c))).collect();
        // The head of a role comes before a noun further on in one.
        let headed: Vec<usize> = candidates.iter().filter(|(head, _)| *head == 0).map(|&(_, c)| c).collect();
        // So does somebody of whom it is the whole role.
        let is_whole = |r: &Vec<String>| r.len() == role.len() && role.len() > 1 && fits(r).is_some();
        let whole = |c: &usize| self.characters[*c].roles.iter().any(is_whole);
        let exact: Vec<usize> = headed.iter().copied().filter(whole).collect();
        if !exact.is_empty() {
            return self.nearest(&exact, at);
        }
        // Of several words the role with the fewest others is meant.
        let others = |c: usize| self.characters[c].roles.iter().filter(|r| fits(r) == Some(0)).map(Vec::len).min();
        let fewest = headed.iter().filter_map(|&c| others(c)).min().filter(|_| role.len() > 1);
        let headed: Vec<usize> =
            headed.into_iter().filter(|&c| fewest.is_none_or(|few| others(c) == Some(few))).collect();
        let further: Vec<usize> = candidates.iter().filter(|_| personal).map(|&(_, c)| c).collect();
        self.nearest(if headed.is_empty() { &further } else { &headed }, at)
    }
}

/// Whether two words of roles are the same but for an ending of gender.
fn same_head(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long == short || long.strip_prefix(short).is_some_and(|rest| rest.chars().count() == 1)
}
