//! Resolves a mention to a speaker: within the article (short name, role, pronoun, implied subject with gender and
//! number), then by the registry; or leaves it open and says why.

use super::attribution::Draft;
use super::clause::{self, Cues};
use super::cue::CueHit;
use super::item::{ItemKind, Items};
use super::mention::{self, GIVEN, HEAD, NAME, TITLE};
use super::name;
use super::{Speaker, SpeakerKind, SpeakerRule, Unresolved};
use crate::pack::class::{Class, Classes};
use crate::pack::manifest::{Gender, Number, Tense};
use crate::span::Span;
use jiff::civil::Date;
use std::collections::HashSet;
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
    /// The character.
    who: usize,
}

/// A document that somebody issued.
#[derive(Clone, Debug)]
struct Issue {
    /// Its noun in the lexicon.
    noun: u16,
    /// Where it is spoken of.
    at: usize,
    issuer: Issuer,
}

/// Who issued a document.
#[derive(Clone, Debug)]
enum Issuer {
    /// A mention that has not been resolved.
    Mention(Range<usize>),
    /// A character.
    Character(usize),
}

/// The people and organisations of one article, and who spoke last.
pub(super) struct Cast<'i, 'a> {
    items: &'i Items<'a>,
    cues: &'i Cues,
    date: Option<Date>,
    characters: Vec<Character>,
    /// The attributions resolved so far.
    spoken: Vec<Spoken>,
    /// For each item, the reported clause that it stands in: one plus the index of its attribution, 0 outside.
    reported: Vec<u32>,
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
            spoken: Vec::new(),
            reported: vec![0; items.len() + 1],
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
                let range = self.items.at(span.start)..self.items.at(span.end.saturating_sub(1)) + 1;
                self.reported[range].iter_mut().for_each(|at| *at = index as u32 + 1);
            }
        }
    }

    /// The folded words of every name met so far.
    pub(super) fn names(&self) -> HashSet<String> {
        let people = self.characters.iter().filter(|c| c.kind == SpeakerKind::Person && c.solid);
        people.flat_map(|c| c.name.iter().cloned()).collect()
    }

    /// Adds the character named at item `i`, if one is; gives the item to go on with.
    fn meet(&mut self, i: usize) -> usize {
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
        if let Some((id, length)) = name::registered(self.items, i)
            && items.pack.names.known(id).kind == SpeakerKind::Person
            && length > 1
        {
            self.person(i..i + length, None);
            return i + length;
        }
        let verb = word.cue.is_some_and(|c| c.tense.is_finite()) && items.any(i + 1, GIVEN);
        if word.classes.any(GIVEN) && !word.classes.any(HARD_NOT_NAME) && !verb {
            let end = name::end(items, i);
            if end - i >= 2 {
                self.person(i..end, None);
                return end;
            }
        }
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
    fn words(&self, range: Range<usize>) -> Vec<String> {
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
    fn person(&mut self, name: Range<usize>, role: Option<Range<usize>>) -> usize {
        let words = self.words(name.clone());
        let role_words = role.clone().map(|r| self.role_words(r)).filter(|r| !r.is_empty());
        let found = self.by_name(&words, role_words.as_deref(), name.start);
        let index = found.unwrap_or_else(|| {
            let known = self.registry_person(&words, role_words.as_deref());
            self.characters.push(Character {
                name: words.clone(),
                printed: self.printed(name.clone()),
                roles: Vec::new(),
                kind: SpeakerKind::Person,
                gender: Gender::Any,
                number: Number::Singular,
                known,
                solid: false,
                mentions: Vec::new(),
            });
            self.characters.len() - 1
        });
        let gender = self.gender(&name, role.as_ref());
        let printed = self.printed(name.clone());
        let known = if self.characters[index].known.is_none() {
            self.registry_person(&words, role_words.as_deref())
        } else {
            None
        };
        let given = name.clone().any(|i| self.items.any(i, GIVEN));
        let character = &mut self.characters[index];
        character.solid |= given || character.known.is_some() || known.is_some() || role_words.is_some();
        let fuller = words.len() > character.name.len();
        if fuller {
            character.name = words;
            character.printed = printed;
        }
        character.known = character.known.or(known);
        // The first word of a fuller name tells more than a surname that is also a given name.
        if gender != Gender::Any && (fuller || character.gender == Gender::Any) {
            character.gender = gender;
        }
        if let Some(role) = role_words
            && !character.roles.contains(&role)
        {
            character.roles.push(role);
        }
        if character.mentions.last().is_none_or(|&last| last < name.start) {
            character.mentions.push(name.start);
        }
        index
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

    fn printed(&self, range: Range<usize>) -> Arc<str> {
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
    fn role_words(&self, range: Range<usize>) -> Vec<String> {
        let articles = &self.items.pack.manifest.proclitics.article;
        self.words(range)
            .into_iter()
            .map(|w| {
                articles
                    .iter()
                    .find_map(|a| w.strip_prefix(a.as_str()).filter(|r| r.chars().count() > 1))
                    .map_or(w.clone(), str::to_string)
            })
            .collect()
    }

    fn gender(&self, name: &Range<usize>, role: Option<&Range<usize>>) -> Gender {
        let of_role = role
            .map(|r| self.items.word(r.start).gender)
            .filter(|_| role.is_some_and(|r| self.items.any(r.start, TITLE)));
        if let Some(gender @ Gender::Feminine) = of_role {
            return gender;
        }
        let first = self.items.word(name.start);
        if first.is(Class::GivenFeminine) && !first.is(Class::GivenMasculine) {
            Gender::Feminine
        } else if first.is(Class::GivenMasculine) {
            Gender::Masculine
        } else {
            of_role.unwrap_or(Gender::Any)
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
        }
        let content = draft.content.last().map_or(at, |c| self.items.at(c.end.saturating_sub(1)) + 1);
        let cue = draft.cue.as_ref().map_or(at, |c| c.items.end);
        let source = draft.source.as_ref().map_or(at, |s| s.end);
        self.spoken.push(Spoken { at, end: content.max(cue).max(source), who: character });
        let resolved = self.publish(character, rule, role);
        self.contents.push((draft.at, Ok(resolved.clone())));
        Ok(resolved)
    }

    /// A verb before its subject tells the gender of a person whose name does not.
    fn learn_gender(&mut self, draft: &Draft, character: usize) {
        let (Some(cue), Some(source)) = (&draft.cue, &draft.source) else { return };
        let person = &mut self.characters[character];
        let verb = cue.form.tense.is_finite() && cue.form.number == Number::Singular && source.start >= cue.items.end;
        if !verb || person.kind != SpeakerKind::Person {
            return;
        }
        if person.gender == Gender::Any {
            person.gender = cue.form.gender;
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

    /// The character that a source mentions.
    fn mentioned(&mut self, source: Range<usize>) -> Result<(usize, SpeakerRule, Option<Range<usize>>), Unresolved> {
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
            if character.gender == Gender::Any {
                character.gender = gender;
            }
            if !character.roles.contains(&described) {
                character.roles.push(described);
            }
            return Ok((index, SpeakerRule::Registry, None));
        }
        let split = name::split(self.items, source.clone());
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
        let role = self.role_words(source.clone());
        if personal && let Some(found) = self.by_role(&role, head, true) {
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

    /// The organisation, state or outlet of the registry that a mention names: all of it, what stands in marks in it, or
    /// the name of an outlet after its noun. What an outlet is called ends before brackets and adjectives of its country.
    fn known_body(&self, source: Range<usize>) -> Option<u32> {
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

    /// Whether a mention is nothing but marks around what is nobody's name: what speaks is called so.
    fn is_label(&self, source: Range<usize>) -> bool {
        let items = self.items;
        if source.len() != 1 || !items.is_quote(source.start) {
            return false;
        }
        let words = self.words(source);
        let given = |word: &String| items.pack.lexicon.analyze(word).classes.any(GIVEN);
        let met = |word: &String| self.recent().any(|c| self.characters[c].name.contains(word));
        !words.iter().any(given) && !words.iter().all(met) && items.pack.names.short(&words).is_empty()
    }

    /// Who issued the document that `the statement` takes up.
    fn issued(&self, source: &Range<usize>) -> Option<Issuer> {
        let word = self.items.word(source.start);
        let noun = word.noun.filter(|_| source.len() == 1 && word.definite && word.is(Class::Document))?;
        let before = self.issues.iter().filter(|issue| issue.noun == noun && issue.at < source.start);
        before.max_by_key(|issue| issue.at).map(|issue| issue.issuer.clone())
    }

    /// Notes that the speaker of an attribution spoke in a document, as its circumstances say.
    fn note_issue(&mut self, draft: &Draft, issuer: usize) {
        let Some(cue) = draft.cue.as_ref().filter(|cue| cue.items.end < draft.at) else { return };
        let document = |&i: &usize| self.items.is(i, Class::Document) && !self.items.word(i).definite;
        let Some(at) = (cue.items.end..draft.at).find(document) else { return };
        let Some(noun) = self.items.word(at).noun else { return };
        self.issues.push(Issue { noun, at, issuer: Issuer::Character(issuer) });
    }

    /// Who issued the document that a mention speaks of, where it says so.
    fn issuer(&self, source: Range<usize>) -> Option<Range<usize>> {
        const ISSUERS: Classes = TITLE.with(Class::Organization).with(Class::Media).with_all(GIVEN);
        let items = self.items;
        if !items.is(source.start, Class::Document) || items.any(source.start, ISSUERS) {
            return None;
        }
        let start = (source.start + 1..source.end).find(|&i| items.any(i, ISSUERS))?;
        Some(start..source.end)
    }

    /// The head noun of a mention.
    fn head(&self, source: Range<usize>) -> usize {
        source.clone().find(|&i| self.items.any(i, HEAD)).unwrap_or(source.start)
    }

    fn registered_character(&mut self, id: u32, at: usize) -> usize {
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
        index
    }

    /// The character with a role that holds all words of this one, mentioned nearest before: a person or a body.
    fn by_role(&self, role: &[String], at: usize, personal: bool) -> Option<usize> {
        let first = role.first()?;
        let fits = |r: &Vec<String>| {
            let head = r.iter().position(|w| same_head(w, first))?;
            role.iter().all(|w| r[head..].iter().any(|x| same_head(x, w))).then_some(head)
        };
        let body = |c: usize| self.characters[c].kind == SpeakerKind::Organization;
        let heads = |c: usize| self.characters[c].roles.iter().filter_map(fits).min().filter(|_| personal != body(c));
        let candidates: Vec<(usize, usize)> = self.recent().filter_map(|c| Some((heads(c)?, c))).collect();
        // The head of a role comes before a noun further on in one.
        let headed: Vec<usize> = candidates.iter().filter(|(head, _)| *head == 0).map(|&(_, c)| c).collect();
        let further: Vec<usize> = candidates.iter().filter(|_| personal).map(|&(_, c)| c).collect();
        self.nearest(if headed.is_empty() { &further } else { &headed }, at)
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
    fn indefinite(&self, i: usize) -> bool {
        let (word, next) = (self.items.word(i), self.items.word(i + 1));
        let owner = !next.preposition && (next.definite || self.items.any(i + 1, HEAD.with(Class::Place)));
        !word.definite && word.pronoun.is_none() && !owner
    }

    /// Whether a mention names several people: another name follows with a conjunction.
    fn coordinated(&self, source: Range<usize>) -> bool {
        let another = |i: usize| self.items.word(i).conjunction > 0 && self.items.any(i, NAME);
        self.items.any(source.start, GIVEN) && source.skip(1).any(another)
    }

    /// A character that has no name: its description stands for it.
    fn described(&mut self, source: Range<usize>, head: usize) -> usize {
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
            number: if self.is_one(source.start) { Number::Singular } else { word.number },
            known: None,
            solid: word.classes.any(HEAD.with(Class::Place)),
            mentions: vec![source.start],
        });
        self.characters.len() - 1
    }

    /// Whether the mention at `i` speaks of one of several.
    fn is_one(&self, i: usize) -> bool {
        let word = self.items.word(i);
        word.is(Class::Quantifier) && word.number == Number::Singular
    }

    /// The character that an attribution without source implies.
    fn implied(&mut self, draft: &Draft, at: usize) -> Result<(usize, SpeakerRule), Unresolved> {
        let Some(cue) = &draft.cue else {
            return self
                .last(at, Gender::Any, Number::Any)
                .map(|c| (c, SpeakerRule::Continued))
                .ok_or(Unresolved::NoSource);
        };
        let (gender, number) = match (cue.form.tense, self.items.word(cue.items.start).pronoun) {
            // A verb with its object can be spelled like the noun with its owner.
            (Tense::Noun, Some(_)) if cue.conjoined && cue.entry(self.items).object => (Gender::Any, Number::Singular),
            (Tense::Noun | Tense::None, Some(pronoun)) => (pronoun.gender, pronoun.number),
            _ => (cue.form.gender, cue.form.number),
        };
        if let Some(character) = self.antecedent(cue, gender, number) {
            return Ok((character, SpeakerRule::Implied));
        }
        if let Some(character) = self.going_on(at).filter(|&c| self.agrees(c, gender, number)) {
            return Ok((character, SpeakerRule::Implied));
        }
        let sentence = self.items.sentence_start(at);
        let spoke_here = self.spoken.last().filter(|s| s.at >= sentence).map_or(0, |s| s.at);
        let subjects = self.subjects(at, at);
        if let Some(character) = self.subject(&subjects, spoke_here, gender, number) {
            return Ok((character, SpeakerRule::Implied));
        }
        let last = self.last(at, gender, number);
        if let Some(character) = last.filter(|_| cue.entry(self.items).continues) {
            return Ok((character, SpeakerRule::Implied));
        }
        // Somebody whom the sentence before brought on, after the last words were spoken.
        let mut end = sentence;
        while end > 0 && self.items.is_end(end - 1) {
            end -= 1;
        }
        // Its main clause comes first.
        let mut earlier = self.subjects(end, at);
        earlier.reverse();
        let spoke = self.spoken.last().map_or(0, |s| s.end);
        let brought = self.subject(&earlier, spoke, gender, number);
        let brought = brought.or(last).or_else(|| self.subject(&earlier, 0, gender, number));
        if let Some(character) = brought.or_else(|| self.named_in(sentence..at, gender, number)) {
            return Ok((character, SpeakerRule::Implied));
        }
        Err(Unresolved::ImpliedSubject)
    }

    /// Of whom the relative clause with this cue speaks: of what stands before it, or, where it takes that up with a
    /// preposition (the speech in which he said), of the person named last before it.
    fn antecedent(&mut self, cue: &CueHit, gender: Gender, number: Number) -> Option<usize> {
        let items = self.items;
        let at = cue.items.start;
        if at == 0 || !items.is(at - 1, Class::Relative) {
            return None;
        }
        let sentence = items.sentence_start(at);
        if items.is(cue.items.end, Class::Preposition) && items.word(cue.items.end).pronoun.is_some() {
            return self.named_last(sentence..at, gender, number);
        }
        let source = mention::before(items, sentence, at).filter(|source| self.can_speak(source.clone()))?;
        let (character, ..) = self.mentioned(source).ok()?;
        self.agrees(character, gender, number).then_some(character)
    }

    /// Whether a character is a person who can speak.
    fn is_person(&self, character: usize) -> bool {
        self.characters[character].solid && self.characters[character].kind == SpeakerKind::Person
    }

    /// The person whom these items name last.
    fn named_last(&self, range: Range<usize>, gender: Gender, number: Number) -> Option<usize> {
        let last = |c: usize| self.characters[c].mentions.iter().copied().filter(|m| range.contains(m)).max();
        let fits = |c: &usize| self.is_person(*c) && self.agrees(*c, gender, number);
        self.recent().filter(fits).filter_map(|c| Some((last(c)?, c))).max().map(|(_, c)| c)
    }

    /// The first person whom these items name.
    fn named_in(&self, range: Range<usize>, gender: Gender, number: Number) -> Option<usize> {
        let first = |c: usize| self.characters[c].mentions.iter().copied().find(|m| range.contains(m));
        let fits = |c: &usize| self.is_person(*c) && self.agrees(*c, gender, number);
        self.recent().filter(fits).filter_map(|c| Some((first(c)?, c))).min().map(|(_, c)| c)
    }

    /// Who spoke right before item `at`, with nothing but pauses and conjunctions between.
    fn going_on(&self, at: usize) -> Option<usize> {
        const JOINTS: Classes = Classes::of(&[Class::Conjunction, Class::Particle, Class::Adverb]);
        let items = self.items;
        let before = self.spoken.iter().rev().take(MEMORY).filter(|s| s.end <= at).max_by_key(|s| s.end)?;
        let pause = |i: usize| match items.kind(i) {
            Some(ItemKind::Sign(_) | ItemKind::Break) => true,
            Some(ItemKind::Word) => items.any(i, JOINTS),
            _ => false,
        };
        (before.end..at).all(pause).then_some(before.who)
    }

    /// The subjects that the sentence names before item `before`, but for those in what others are reported to say.
    fn subjects(&self, before: usize, at: usize) -> Vec<Option<Range<usize>>> {
        let inside = self.reported[at];
        let sentence = self.items.sentence_start(before);
        let clause = || (sentence..at).rev().take_while(|&i| self.reported[i] == inside).last();
        let from = if inside == 0 { sentence } else { clause().unwrap_or(sentence) };
        clause::subjects(self.items, self.cues, before, from, |i| self.reported[i] == 0 || self.reported[i] == inside)
    }

    /// The character that the nearest of `subjects` after item `from` mentions, if it can speak and agrees.
    fn subject(
        &mut self,
        subjects: &[Option<Range<usize>>],
        from: usize,
        gender: Gender,
        number: Number,
    ) -> Option<usize> {
        for subject in subjects {
            // A verb with an implied subject goes on with the subject before it.
            let Some(range) = subject else { continue };
            if range.start < from {
                return None;
            }
            if self.can_speak(range.clone())
                && let Ok((character, _, _)) = self.mentioned(range.clone())
                && self.agrees(character, gender, number)
            {
                return Some(character);
            }
        }
        None
    }

    /// Whether a mention is of somebody or something that speaks, judged by its head or by a name.
    fn can_speak(&self, range: Range<usize>) -> bool {
        const SPEAKING: Classes = TITLE
            .with(Class::Organization)
            .with(Class::Media)
            .with(Class::Group)
            .with(Class::Anonymous)
            .with_all(GIVEN);
        const EVERYDAY: Classes = Classes::of(&[Class::Common, Class::Event]);
        let lead = |i: usize| self.items.is(i, Class::Quantifier) || self.items.is(i, Class::Demonstrative);
        let Some(first) = range.clone().find(|&i| !lead(i)) else { return true };
        let word = self.items.word(first);
        if word.pronoun.is_some() && !self.items.any(first, HEAD) {
            return false;
        }
        if self.items.any(first, SPEAKING) {
            return true;
        }
        // A word that can be a given name is one before a word that can only be a name.
        let surname = || range.contains(&(first + 1)) && self.items.word(first + 1).classes.is_empty();
        if word.is(Class::GivenAmbiguous) && surname() {
            return true;
        }
        if word.classes.any(EVERYDAY) {
            return false;
        }
        let name = self.words(first..first + 1);
        let short = !self.items.pack.names.short(&name).is_empty();
        let people = self.characters.iter().filter(|c| c.kind == SpeakerKind::Person && c.solid);
        short
            || people.flat_map(|c| &c.name).any(|n| name.first() == Some(n))
            || name::registered(self.items, first)
                .is_some_and(|(id, _)| self.items.pack.names.known(id).kind != SpeakerKind::Group)
    }

    /// Who spoke last before `at` and agrees in gender and number.
    fn last(&self, at: usize, gender: Gender, number: Number) -> Option<usize> {
        self.spoken
            .iter()
            .rev()
            .take(MEMORY)
            .filter(|s| s.at <= at)
            .map(|s| s.who)
            .filter(|&c| self.characters[c].solid)
            .take(6)
            .find(|&c| self.agrees(c, gender, number))
    }

    fn agrees(&self, character: usize, gender: Gender, number: Number) -> bool {
        let character = &self.characters[character];
        let plural = |n: Number| matches!(n, Number::Plural | Number::Dual);
        // A verb goes on with people in their number, with several of anything else in the feminine singular.
        let people = matches!(character.kind, SpeakerKind::Person | SpeakerKind::Group);
        let things = !people && !plural(number) && (gender != Gender::Masculine || !plural(character.number));
        let numbers = character.number == Number::Any
            || number == Number::Any
            || plural(number) == plural(character.number)
            || things;
        let genders = gender == Gender::Any
            || character.gender == Gender::Any
            || gender == character.gender
            || plural(character.number);
        numbers && genders
    }
}

/// Readings that forbid a word to begin a name out of context.
const HARD_NOT_NAME: Classes = Classes::of(&[Class::Preposition, Class::Complementizer, Class::Verb, Class::Particle]);

/// Whether two folded words of names are the same, with or without the article.
fn same_word(items: &Items<'_>, a: &str, b: &str) -> bool {
    let bare = |w: &'_ str| -> String {
        let articles = &items.pack.manifest.proclitics.article;
        articles.iter().find_map(|x| w.strip_prefix(x.as_str())).unwrap_or(w).to_string()
    };
    a == b || bare(a) == bare(b)
}

/// Whether two words of roles are the same but for an ending of gender.
fn same_head(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long == short || long.strip_prefix(short).is_some_and(|rest| rest.chars().count() == 1)
}
