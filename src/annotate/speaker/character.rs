//! The characters of an article: every name and body that it mentions, with its roles, gender and number.

use super::document::{Issue, Issuer};
use super::{Cast, Character};
use crate::annotate::SpeakerKind;
use crate::annotate::item::{ItemKind, Items};
use crate::annotate::mention::{self, GIVEN, HEAD, NAME, TITLE};
use crate::annotate::name;
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::Word;
use crate::pack::manifest::{Gender, Number};
use std::ops::Range;
use std::sync::Arc;

/// Readings that forbid a word to begin a name out of context.
const HARD_NOT_NAME: Classes = Classes::of(&[Class::Preposition, Class::Complementizer, Class::Verb, Class::Particle]);

impl Cast<'_, '_> {
    /// Adds the character named at item `i`, if one is; gives the item to go on with.
    pub(super) fn meet(&mut self, i: usize) -> usize {
        let items = self.items;
        if items.kind(i) != Some(ItemKind::Word) {
            return i + 1;
        }
        let word = items.word(i);
        if word.classes.any(TITLE) {
            let Some(end) = mention::parse(items, i) else { return i + 1 };
            let split = name::split(self.items, i..end);
            if let Some(name) = split.name.clone() {
                self.person(name.clone(), split.role);
                return name.end.max(i + 1);
            }
            return i + 1;
        }
        self.meet_body(i);
        if let Some(length) = name::full_person(items, i) {
            self.person(i..i + length, None);
            return i + length;
        }
        let verb = word.is_finite_cue() && items.any(i + 1, GIVEN);
        if word.classes.any(GIVEN) && !word.classes.any(HARD_NOT_NAME) && !verb {
            let end = name::end(items, i);
            if end - i >= 2 {
                self.person(i..end, None);
                return end;
            }
        }
        self.meet_surname(i);
        i + 1
    }

    /// Adds the organisation that is described at item `i` in full, so that its noun alone names it further on; or the
    /// document with its issuer.
    fn meet_body(&mut self, i: usize) {
        const BODY: Classes = Classes::of(&[Class::Organization, Class::Media]);
        let word = self.items.word(i);
        let (body, document) = (word.classes.any(BODY) && !word.classes.any(TITLE), word.is(Class::Document));
        if word.definite || word.pronoun.is_some() || !(body || document) {
            return;
        }
        let Some(end) = mention::parse(self.items, i).filter(|&end| end > i + 1) else { return };
        match (self.issuer(i..end), word.noun) {
            (Some(issuer), Some(noun)) => self.issues.push(Issue { noun, at: i, issuer: Issuer::Mention(issuer) }),
            _ if body && self.known_body(i..end).is_none() && name::split(self.items, i..end).name.is_none() => {
                self.described(i..end, i);
            }
            _ => {}
        }
    }

    /// The folded words of a run of items, without a conjunction at its head.
    pub(super) fn words(&self, range: Range<usize>) -> Vec<String> {
        let first = range.start;
        range
            .flat_map(|i| match self.items.quote(i) {
                Some(q) => {
                    q.inner.of(self.items.text).split_whitespace().map(|w| self.items.pack.folding.fold(w)).collect()
                }
                None => {
                    let plain = if i == first { self.items.unprefixed(i).map(|(folded, _)| folded) } else { None };
                    let word = if i == first { self.items.bare(i) } else { self.items.folded(i) };
                    plain.or(word.map(str::to_string)).into_iter().collect::<Vec<_>>()
                }
            })
            .filter(|w| !w.is_empty())
            .collect()
    }

    /// The character that these words name; a new one where nobody fits.
    pub(super) fn person(&mut self, name: Range<usize>, role: Option<Range<usize>>) -> usize {
        let words = self.words(name.clone());
        let role_words = role.clone().map(|r| self.role_words(r)).filter(|r| !r.is_empty());
        let plain_role = role.clone().map(|role| self.role_words(self.without_honorifics(role)));
        let printed = self.printed(name.clone());
        let found = self.by_name(&words, role_words.as_deref(), name.start);
        let index = found.unwrap_or_else(|| {
            self.characters.push(Character {
                name: words.clone(),
                printed: printed.clone(),
                roles: Vec::new(),
                kind: SpeakerKind::Person,
                gender: Gender::Any,
                number: Number::Singular,
                known: None,
                solid: false,
                mentions: Vec::new(),
            });
            self.characters.len() - 1
        });
        let gender = self.gender(&name, role.as_ref());
        let known = self.characters[index].known.or_else(|| self.registry_person(&words, role_words.as_deref()));
        let given = name.clone().any(|i| self.items.any(i, GIVEN));
        let fuller =
            words.len() > self.characters[index].name.len() && !self.is_overrun(&words, &self.characters[index].name);
        let trimmed = self.is_overrun(&self.characters[index].name, &words);
        let full = if fuller || trimmed { &words } else { &self.characters[index].name };
        // What contradicts the full name may have come from a short one.
        let other = |id: u32| self.contradicts(full, id);
        let known = if known.is_some_and(other) { self.registry_person(full, None) } else { known };
        let known = known.filter(|&id| !other(id));
        let character = &mut self.characters[index];
        character.known = known;
        character.solid |= given || known.is_some() || role_words.is_some();
        if fuller || trimmed {
            character.name = words;
            character.printed = printed;
        }
        // The first word of a fuller name tells more than a surname that is also a given name.
        if gender != Gender::Any && (fuller || character.gender == Gender::Any) {
            character.gender = gender;
        }
        if let Some(role) = role_words {
            character.take_role(role);
        }
        if let Some(plain) = plain_role {
            character.take_role(plain);
        }
        if let Some(known) = known.map(|id| self.items.pack.names.known(id)).filter(|known| known.gender != Gender::Any)
        {
            character.gender = known.gender;
        }
        if character.mentions.last().is_none_or(|&last| last < name.start) {
            character.mentions.push(name.start);
        }
        self.note_names(index);
        index
    }

    /// Notes that the word at `i` is the surname of somebody met before, which is no other word.
    fn meet_surname(&mut self, i: usize) {
        const NAMELY: Classes = NAME.with(Class::Nisba);
        let word = self.items.word(i);
        if !NAMELY.contains(word.classes) || word.cue.is_some() || self.surnames.is_empty() {
            return;
        }
        let Some(surname) = self.words(i..i + 1).into_iter().next() else { return };
        if let Some(&person) = self.surnames.get(&surname) {
            self.characters[person].mentions.push(i);
        }
    }

    /// Whether `long` is the name `short` of several words with words behind it that belong to no name: somebody read on
    /// where the name had ended.
    fn is_overrun(&self, long: &[String], short: &[String]) -> bool {
        const PART: Classes = NAME.with(Class::Divine).with(Class::Nisba).with(Class::Place);
        let lexicon = &self.items.pack.lexicon;
        let tail = long.strip_prefix(short).and_then(<[String]>::first).map(|word| lexicon.analyze(word));
        let (Some(tail), Some(last)) = (tail, short.last().filter(|_| short.len() > 1)) else { return false };
        let last = lexicon.analyze(last).classes;
        // A word that nobody knows can be the surname after given names.
        let surname = tail.classes.is_empty() && (tail.definite || last.any(NAME));
        !last.has(Class::NameParticle) && !tail.classes.any(PART) && !surname
    }

    /// Whether somebody with this full name is not the known person whose short name he shares: none of the other's names
    /// is spelled like his first.
    fn contradicts(&self, name: &[String], id: u32) -> bool {
        const AMBIGUOUS: Classes = Classes::of(&[Class::GivenAmbiguous, Class::WeakVerb]);
        let names = &self.items.pack.names;
        let Some(first) = name.first().filter(|_| name.len() > 1) else { return false };
        let known = &names.known(id).words;
        // Two words of a name are often written as one; a given name that is a word as well may be no name here.
        let own = known.iter().any(|word| names.spelling(word) == names.spelling(first));
        let classes = self.items.pack.lexicon.analyze(first).classes;
        let ambiguous = classes.any(AMBIGUOUS) && !classes.any(GIVEN);
        let named = names.full(name) == Some(id) || names.short(name).contains(&id);
        !own && !ambiguous && !named && !known.concat().contains(first.as_str())
    }

    /// The known person whose name these words are, full or short.
    fn registry_person(&self, words: &[String], role: Option<&[String]>) -> Option<u32> {
        let names = &self.items.pack.names;
        if let Some(id) = names.full(words).filter(|&id| names.known(id).kind == SpeakerKind::Person) {
            return Some(id);
        }
        let holder = role.and_then(|role| names.holder(role, self.date));
        let short = names.short(words);
        match (&short[..], holder) {
            (_, Some(holder)) if short.contains(&holder) => Some(holder),
            ([id], _) => Some(*id),
            (_, Some(holder)) if words.iter().all(|w| names.known(holder).words.iter().any(|k| **k == **w)) => {
                Some(holder)
            }
            _ => None,
        }
    }

    pub(super) fn printed(&self, range: Range<usize>) -> Arc<str> {
        let span = match self.items.quote(range.start) {
            Some(q) if range.len() == 1 => q.inner,
            _ => self.items.bare_range(range.clone()),
        };
        let text = span.of(self.items.text);
        let first = self.items.bare_span(range.start).len();
        let plain = self.items.unprefixed(range.start).filter(|_| self.items.quote(range.start).is_none());
        let text =
            plain.map_or(text.to_string(), |(_, printed)| format!("{printed}{}", &text[first.min(text.len())..]));
        text.split_whitespace().collect::<Vec<_>>().join(" ").into()
    }

    /// The folded words of a role without articles.
    pub(super) fn role_words(&self, range: Range<usize>) -> Vec<String> {
        let long = |rest: &&str| rest.chars().count() > 1;
        let words = self.words(range).into_iter();
        words.map(|word| self.items.without_article(&word).filter(long).map_or(word.clone(), str::to_string)).collect()
    }

    /// A role without the words of honour before and after its noun.
    pub(super) fn without_honorifics(&self, role: Range<usize>) -> Range<usize> {
        let honorific = |&i: &usize| self.items.is(i, Class::Honorific) && !self.items.is(i, Class::Role);
        let start = role.start + role.clone().take_while(honorific).count();
        let trailing = |&i: &usize| i > start && self.items.is(i, Class::Honorific);
        let end = role.end - (start..role.end).rev().take_while(trailing).count();
        if self.items.is(start, Class::Role) { start..end } else { role }
    }

    fn gender(&self, name: &Range<usize>, role: Option<&Range<usize>>) -> Gender {
        // A word of honour such as `his excellency` is feminine before the titles of men as well.
        let honour = |i: &usize| self.items.is(*i, Class::Honorific) && !self.items.word(*i).definite;
        let title = |i: &usize| self.items.any(*i, TITLE);
        let mut titles = role.cloned().unwrap_or_default().take_while(title);
        let of_role = titles.find(|title| !honour(title)).map(|title| self.items.word(title).gender);
        let first = self.items.word(name.start);
        // `His deputy` is spelled like the title of a woman.
        let man = first.is(Class::GivenMasculine) && !first.is(Class::GivenFeminine);
        let owned = role.is_some_and(|r| r.len() == 1 && !self.items.word(r.start).definite);
        if let Some(gender @ Gender::Feminine) = of_role.filter(|_| !(man && owned)) {
            return gender;
        }
        if first.is(Class::GivenFeminine) && !first.is(Class::GivenMasculine) {
            Gender::Feminine
        } else if first.is(Class::GivenMasculine) {
            Gender::Masculine
        } else {
            // A title before the name tells more than a name that is an ordinary word as well, and that more than what
            // stands after it.
            let before = of_role.filter(|_| role.is_some_and(|r| r.start < name.start));
            let ambiguous = Some(first.gender).filter(|_| first.is(Class::GivenAmbiguous));
            before.or(ambiguous.filter(|&g| g != Gender::Any)).or(of_role).unwrap_or(Gender::Any)
        }
    }

    /// The character whose name holds all these words; the one nearest before `at` where several do.
    fn by_name(&mut self, words: &[String], role: Option<&[String]>, at: usize) -> Option<usize> {
        let names = &self.items.pack.names;
        let fits = |character: &Character| {
            let within =
                |few: &[String], many: &[String]| few.iter().all(|w| many.iter().any(|m| same_word(self.items, w, m)));
            if character.kind != SpeakerKind::Person {
                return false;
            }
            let (few, many) = if words.len() <= character.name.len() {
                (words, &character.name[..])
            } else {
                (&character.name[..], words)
            };
            within(few, many) && few.len() + 4 > many.len()
                || words.len() > 1
                    && words.len() == character.name.len()
                    && words.iter().zip(&character.name).all(|(a, b)| names.spelling(a) == names.spelling(b))
        };
        let candidates: Vec<usize> = self.recent().filter(|&c| fits(&self.characters[c])).collect();
        if let Some(role) = role
            && let Some(&c) = candidates.iter().find(|&&c| self.characters[c].roles.iter().any(|r| r == role))
        {
            return Some(c);
        }
        if candidates.len() > 1 {
            self.ambiguous.push(at);
        }
        self.nearest(&candidates, at)
    }

    pub(super) fn registered_character(&mut self, id: u32, at: usize) -> usize {
        let found = self.recent().find(|&c| self.characters[c].known == Some(id));
        let index = found.unwrap_or_else(|| {
            let known = self.items.pack.names.known(id);
            self.characters.push(Character {
                name: known.words.iter().map(|w| w.to_string()).collect(),
                printed: known.name.clone(),
                roles: Vec::new(),
                kind: known.kind,
                gender: known.gender,
                number: Number::Singular,
                known: Some(id),
                solid: true,
                mentions: Vec::new(),
            });
            self.characters.len() - 1
        });
        self.characters[index].mentions.push(at);
        self.note_names(index);
        index
    }

    /// A character that has no name: its description stands for it.
    pub(super) fn described(&mut self, source: Range<usize>, head: usize) -> usize {
        let items = self.items;
        let plain = self.plain(source.clone());
        let words = self.words(plain.clone());
        if let Some(index) = self.recent().find(|&c| self.characters[c].name == words) {
            self.characters[index].mentions.push(source.start);
            return index;
        }
        let word = items.word(head);
        let noun = word.noun.map(|n| &items.pack.lexicon.nouns[n as usize]);
        let kind = noun.and_then(|n| n.kind).unwrap_or_else(|| {
            if word.classes.any(Classes::of(&[Class::Organization, Class::Media, Class::Place])) {
                SpeakerKind::Organization
            } else if word.is(Class::Group) {
                SpeakerKind::Group
            } else if word.is(Class::Document) {
                SpeakerKind::Document
            } else if self.is_label(source.clone()) {
                SpeakerKind::Organization
            } else if word.is(Class::Anonymous) || word.classes.any(TITLE) {
                SpeakerKind::Anonymous
            } else {
                SpeakerKind::Person
            }
        });
        let kind = match kind {
            // Who is not named on purpose.
            SpeakerKind::Person
                if word.is(Class::Anonymous) && word.number != Number::Plural && self.indefinite(head) =>
            {
                SpeakerKind::Anonymous
            }
            SpeakerKind::Person if matches!(word.number, Number::Plural | Number::Dual) => SpeakerKind::Group,
            SpeakerKind::Person if self.coordinated(source.clone()) => SpeakerKind::Group,
            SpeakerKind::Person if word.classes.any(TITLE) && !word.definite && source.len() <= 3 => {
                SpeakerKind::Anonymous
            }
            other => other,
        };
        // A name in marks after its noun names the organisation or the person so called: the words outside are its description.
        let quoted = source
            .clone()
            .find(|&i| items.quote(i).is_some())
            .filter(|_| kind == SpeakerKind::Organization || items.is(source.start, Class::Naming));
        // Not where it stands beside another.
        let quoted = quoted.filter(|&quote| (head + 1..quote).all(|i| items.word(i).conjunction == 0));
        let name = quoted.map_or(plain, |q| q..q + 1);
        self.characters.push(Character {
            name: self.words(name.clone()),
            printed: self.printed(name),
            roles: vec![self.role_words(source.clone())],
            kind,
            gender: word.gender,
            number: if self.is_one(source.start) { Number::Singular } else { number_of(word) },
            known: None,
            solid: word.classes.any(HEAD.with(Class::Place)),
            mentions: vec![source.start],
        });
        self.characters.len() - 1
    }

    /// A description without a demonstrative before it and foreign letters in brackets behind it.
    fn plain(&self, source: Range<usize>) -> Range<usize> {
        let items = self.items;
        let foreign = |i: usize| items.span(i..i + 1).of(items.text).is_ascii();
        let bracket = source.clone().find(|&i| items.kind(i) == Some(ItemKind::Sign('(')));
        let end = bracket.filter(|&b| b > source.start && (b..source.end).all(foreign)).unwrap_or(source.end);
        let pointing = items.is(source.start, Class::Demonstrative) && end > source.start + 1;
        source.start + usize::from(pointing)..end
    }

    /// Whether the noun at `i` has neither the article nor a noun that it belongs to.
    pub(super) fn indefinite(&self, i: usize) -> bool {
        let (word, next) = (self.items.word(i), self.items.word(i + 1));
        let owner = !next.preposition && (next.definite || self.items.any(i + 1, HEAD.with(Class::Place)));
        !word.definite && word.pronoun.is_none() && !owner
    }

    /// Whether a mention names several people: another name follows with a conjunction.
    fn coordinated(&self, source: Range<usize>) -> bool {
        let another = |i: usize| self.items.word(i).conjunction > 0 && self.items.any(i, NAME);
        self.items.any(source.start, GIVEN) && source.skip(1).any(another)
    }

    /// Whether the mention at `i` speaks of one of several.
    fn is_one(&self, i: usize) -> bool {
        let word = self.items.word(i);
        word.is(Class::Quantifier) && word.number == Number::Singular
    }
}

/// The number of a noun: a group of men is plural, whatever the form of its noun.
fn number_of(noun: Word) -> Number {
    if noun.is(Class::Group) && noun.gender == Gender::Masculine { Number::Plural } else { noun.number }
}

/// Whether two folded words of names are the same, with or without the article.
fn same_word(items: &Items<'_>, a: &str, b: &str) -> bool {
    let bare = |word| items.without_article(word).unwrap_or(word);
    a == b || bare(a) == bare(b)
}
