//! Who speaks where an attribution names nobody: the subject that its verb implies.

use super::{Cast, Character, MEMORY, Spoken};
use crate::annotate::attribution::Draft;
use crate::annotate::clause::{self, Predicate, Subject};
use crate::annotate::cue::CueHit;
use crate::annotate::item::ItemKind;
use crate::annotate::mention::{self, EVERYDAY, GIVEN, HEAD, TITLE};
use crate::annotate::{SpeakerKind, SpeakerRule, Unresolved};
use crate::pack::class::{Class, Classes};
use crate::pack::manifest::{Gender, Number, Tense};
use std::ops::Range;

impl Cast<'_, '_> {
    /// The character that an attribution without source implies.
    pub(super) fn implied(&mut self, draft: &Draft, at: usize) -> Result<(usize, SpeakerRule), Unresolved> {
        let Some(cue) = &draft.cue else {
            let last = self.last(at, Gender::Any, Number::Any);
            return last.map(|c| (c, SpeakerRule::Continued)).ok_or(Unresolved::NoSource);
        };
        if let Some(subject) = self.own_subject(cue, draft.at) {
            return subject.map(|c| (c, SpeakerRule::ShortName)).ok_or(Unresolved::ImpliedSubject);
        }
        let (gender, number) = self.agreement(cue);
        if let Some(answering) = self.answering(cue, gender, number) {
            return answering.map(|c| (c, SpeakerRule::Implied)).ok_or(Unresolved::ImpliedSubject);
        }
        let found = match self.at_cue(cue, gender, number) {
            Some(character) => Some(character),
            None => self.in_sentence(cue, gender, number)?.or_else(|| self.before_sentence(cue, gender, number)),
        };
        found.map(|c| (c, SpeakerRule::Implied)).ok_or(Unresolved::ImpliedSubject)
    }

    /// Kelly added that, economic thought confirmed that: who stands right behind the verb of this cue, before the clause at
    /// item `content`, as its subject: somebody by his surname, or, inside, nobody whom anything shows to speak.
    fn own_subject(&self, cue: &CueHit, content: usize) -> Option<Option<usize>> {
        let (items, entry, next) = (self.items, cue.entry(self.items), cue.items.end);
        let clause = content > next && items.is_that(content - 1);
        let objectless = cue.form.tense.is_finite() && cue.items.len() == 1 && !entry.object && !entry.tells;
        if !clause || !objectless || items.kind(next) != Some(ItemKind::Word) || items.is_that(next) {
            return None;
        }
        let surname = |&c: &usize| items.folded(next).is_some_and(|word| self.characters[c].is_surname(word));
        let named = self.recent().rev().find(surname);
        (named.is_some() || self.is_mere_subject(next)).then_some(named)
    }

    /// Whether the word at `i`, right behind a verb without object, is a noun that can be nothing but its subject.
    fn is_mere_subject(&self, i: usize) -> bool {
        const NO_NOUN: Classes = Classes::of(&[
            Class::Preposition,
            Class::Time,
            Class::Month,
            Class::Adverb,
            Class::Adjunct,
            Class::Particle,
            Class::Pronoun,
            Class::Conjunction,
            Class::Negation,
            Class::Demonstrative,
        ]);
        let word = self.items.word(i);
        let noun = word.definite || word.is_unknown() && word.pronoun.is_none();
        let case = !word.oblique && !self.items.is_object(i);
        noun && case && !word.preposition && word.conjunction == 0 && !word.classes.any(NO_NOUN)
    }

    /// The gender and number that a cue shows of its subject.
    fn agreement(&self, cue: &CueHit) -> (Gender, Number) {
        let at = cue.items.start;
        match (cue.form.tense, self.items.word(at).pronoun) {
            // A verb with its object can be spelled like the noun with its owner, which follows no relative pronoun.
            (Tense::Noun, Some(_)) if cue.entry(self.items).object && (cue.conjoined || self.is_in_relative(at)) => {
                (Gender::Any, Number::Singular)
            }
            (Tense::Noun | Tense::None, Some(pronoun)) => (pronoun.gender, pronoun.number),
            // After a preposition stands a noun with its owner that is spelled like the feminine participle.
            (Tense::Participle, _) if at > 0 && self.items.is(at - 1, Class::Preposition) => {
                (Gender::Masculine, Number::Singular)
            }
            _ => (cue.form.gender, cue.form.number),
        }
    }

    /// Whether a relative pronoun stands right before item `at`.
    fn is_in_relative(&self, at: usize) -> bool {
        at > 0 && self.items.is_relative(at - 1)
    }

    /// Who stands right before the cue, or spoke right before it.
    fn at_cue(&mut self, cue: &CueHit, gender: Gender, number: Number) -> Option<usize> {
        if let Some(character) = self.antecedent(cue, gender, number) {
            return Some(character);
        }
        if let Some(character) = self.going_on(cue.items.start).filter(|&c| self.agrees(c, gender, number)) {
            return Some(character);
        }
        if let Some(character) = self.brought_to(cue) {
            return Some(character);
        }
        let clause = self.at_that_time(cue).or_else(|| self.heads_clause(cue));
        clause.filter(|&c| self.agrees(c, gender, number)).or_else(|| self.right_before(cue, gender, number))
    }

    /// Whom the sentence of the cue has as its subject before it. An error where that is somebody whom nothing shows to
    /// speak: nobody from before goes on then.
    fn in_sentence(&mut self, cue: &CueHit, gender: Gender, number: Number) -> Result<Option<usize>, Unresolved> {
        let at = cue.items.start;
        let sentence = self.items.sentence_start(at);
        let quoted = self.spoken.last().filter(|s| s.at >= sentence).map(|s| s.at);
        let spoke_here = quoted.unwrap_or(0);
        let mut subjects = self.subjects(at, at);
        // A participle goes on with whom the sentence quotes, unless somebody else is said to speak after him.
        if cue.form.tense == Tense::Participle && quoted.is_some() {
            let speaks =
                |s: &Subject| s.of == Predicate::Report || s.mention.as_ref().is_none_or(|m| m.start <= spoke_here);
            subjects.retain(speaks);
        }
        // In the statement of which others have a copy, it said: whoever acts first in the sentence issued it.
        let in_it = cue.form.tense.is_finite() && !cue.conjoined && self.takes_up(cue);
        if in_it && (sentence..at).any(|i| self.items.is(i, Class::Document)) {
            subjects.reverse();
        }
        let topic = self.topic(cue, &subjects).or_else(|| self.opening_issuer(cue, &subjects));
        let topic = topic.filter(|&c| self.agrees(c, gender, number));
        let found = topic.or_else(|| self.subject(&subjects, spoke_here, gender, number));
        let found = found.or_else(|| self.told_of_by(&subjects, cue).filter(|&c| self.agrees(c, gender, number)));
        let stranger = found.is_none() && self.is_stranger(&subjects, spoke_here);
        if stranger { Err(Unresolved::ImpliedSubject) } else { Ok(found) }
    }

    /// Who goes on from before the sentence of the cue: somebody whom the sentence before it brought on after the last
    /// words were spoken, else who spoke last, else who is named or told of.
    fn before_sentence(&mut self, cue: &CueHit, gender: Gender, number: Number) -> Option<usize> {
        let at = cue.items.start;
        let sentence = self.items.sentence_start(at);
        let last = self.last(at, gender, number);
        let mut earlier = self.subjects_before(sentence, at);
        if cue.entry(self.items).continues && last.is_some() {
            earlier.retain(|subject| subject.of == Predicate::Report);
        }
        let spoke = self.spoken.last().map_or(0, |s| s.end);
        let brought = self.subject(&earlier, spoke, gender, number);
        let brought = brought.or(last).or_else(|| self.subject(&earlier, 0, gender, number));
        let named = brought.or_else(|| self.named_in(sentence..at, gender, number));
        named.or_else(|| self.told_of(at).filter(|&c| self.agrees(c, gender, number)))
    }

    /// Of whom the relative clause with this cue speaks: of what stands before it, or, where it takes that up with a
    /// preposition (the speech in which he said), of the person named last before it.
    fn antecedent(&mut self, cue: &CueHit, gender: Gender, number: Number) -> Option<usize> {
        let items = self.items;
        let at = cue.items.start;
        if !self.is_in_relative(at) {
            return None;
        }
        // Who he said had met him: the verb of the clause has the pronoun of whoever stands before.
        let that = items.word(cue.items.end);
        if items.is_that(cue.items.end) && that.pronoun.is_some() && items.has_object(cue.items.end + 1) {
            return None;
        }
        let sentence = items.sentence_start(at);
        let taken_up = self.takes_up(cue);
        if taken_up && let Some(character) = self.named_last(sentence..at, gender, number) {
            return Some(character);
        }
        // The minister whose words in which he said: he stands right before the relative pronoun as well.
        let ascribed = mention::attached(items, sentence, at - 1).filter(|_| taken_up);
        let source = ascribed.or_else(|| mention::before(items, sentence, at));
        let source = source.filter(|source| self.can_speak(source.clone()))?;
        self.who(source).filter(|&c| self.agrees(c, gender, number))
    }

    /// Whether a preposition with a pronoun right after the cue takes up what stands before it.
    fn takes_up(&self, cue: &CueHit) -> bool {
        self.items.is_addressing(cue.items.end) || self.items.is(cue.items.end, Class::Pronoun)
    }

    /// Who is mentioned right before the finite verb of this cue, which no conjunction joins: its subject at the head of
    /// the sentence, or the noun without the article that it describes. A document that something is said in is neither.
    fn right_before(&mut self, cue: &CueHit, gender: Gender, number: Number) -> Option<usize> {
        let items = self.items;
        let at = cue.items.start;
        if !cue.form.tense.is_finite() || cue.conjoined {
            return None;
        }
        let sentence = items.sentence_start(at);
        let source = mention::antecedent(items, sentence, at)?;
        if self.takes_up(cue) {
            let issuer = self.issuer(source)?;
            return self.who(issuer).filter(|&c| self.agrees(c, gender, number));
        }
        let document = items.is(source.start, Class::Document);
        // In a statement something is said; a reply to a statement that says so leaves it to speak itself.
        let circumstance = || items.compound(source.start - 1, Class::Adjunct).is_some_and(|end| end > source.start);
        let governed = || items.word(source.start).preposition || source.start > 0 && circumstance();
        let heads = source.start == sentence;
        let named = source.clone().any(|i| items.is_quote(i) || items.any(i, GIVEN) || items.is(i, Class::Place));
        let described = !named && items.any(source.start, HEAD) && self.indefinite(source.start);
        let subject = heads && source.end == at || described && (heads || !document || !governed());
        if !subject || !document && !self.can_speak(source.clone()) {
            return None;
        }
        // Who issues a document says what it says.
        let issuer = mention::antecedent(items, sentence, source.start).filter(|_| document);
        let issuer = issuer.filter(|issuer| self.can_speak(issuer.clone()));
        for source in issuer.into_iter().chain([source]) {
            let character = self.who(source)?;
            if self.agrees(character, gender, number) {
                return Some(character);
            }
        }
        None
    }

    /// What made the president say that: whoever is named right before a verbal noun of saying with the preposition of an aim.
    fn brought_to(&mut self, cue: &CueHit) -> Option<usize> {
        let items = self.items;
        let at = cue.items.start;
        let aims = &items.pack.manifest.proclitics.contracted;
        let aim = cue.form.tense == Tense::Noun && items.word(at).pronoun.is_none() && items.word(at).definite;
        let aimed = aim && items.folded(at).is_some_and(|word| aims.iter().any(|a| word.starts_with(a.as_str())));
        let source = mention::antecedent(items, items.sentence_start(at), at).filter(|_| aimed)?;
        self.who(source).filter(|&c| self.is_person(c))
    }

    /// Whoever is mentioned right before a conjunction of time and this cue, as in `the words of the poet when he said`.
    fn at_that_time(&mut self, cue: &CueHit) -> Option<usize> {
        let items = self.items;
        let when = cue.items.start.checked_sub(1)?;
        if !cue.form.tense.is_finite() || !items.is(when, Class::Conjunction) || !items.is(when, Class::Adjunct) {
            return None;
        }
        let sentence = items.sentence_start(when);
        let end = (sentence..when).rev().find(|&i| !mention::between(items, i))? + 1;
        let source = mention::antecedent(items, sentence, end).filter(|source| self.can_speak(source.clone()))?;
        self.who(source)
    }

    /// That the authority in the capital confirmed: whoever stands right behind the last complementizer before this cue,
    /// with neither another verb nor a relative clause between.
    fn heads_clause(&mut self, cue: &CueHit) -> Option<usize> {
        const OTHER: Classes = Classes::of(&[Class::Verb, Class::Relative, Class::Conjunction, Class::Breaker]);
        let items = self.items;
        let at = cue.items.start;
        if !cue.form.tense.is_finite() || cue.conjoined {
            return None;
        }
        let subject = self.clause_head(at)?;
        let plain = |i: usize| !items.any(i, OTHER) && self.cues.finite(i).is_none() && !items.is_colon(i);
        let owned = items.word(subject.start).pronoun.is_some();
        let speaks = !owned && (subject.end..at).all(plain) && self.can_speak(subject.clone());
        if speaks { self.who(subject) } else { None }
    }

    /// It says that one of the traders spoke of it, complaining: whoever heads the last clause behind a complementizer.
    fn told_of(&mut self, at: usize) -> Option<usize> {
        let subject = self.clause_head(at)?;
        let speaks = self.can_speak(subject.clone()) && self.items.word(subject.start).pronoun.is_none();
        if speaks { self.who(subject) } else { None }
    }

    /// The organisation disclosed that so-and-so had met them and told them: whoever is named at the head of the last clause
    /// behind a complementizer, where somebody else is the subject of the sentence.
    fn told_of_by(&mut self, others: &[Subject], cue: &CueHit) -> Option<usize> {
        let goes_on = cue.form.tense.is_finite() && cue.conjoined && others.iter().any(|s| s.mention.is_some());
        let subject = self.clause_head(cue.items.start).filter(|_| goes_on)?;
        let named = subject.clone().any(|i| self.items.any(i, GIVEN));
        if named { self.who(subject).filter(|&c| self.is_person(c)) } else { None }
    }

    /// The mention right behind the last complementizer of the sentence before item `at`.
    fn clause_head(&self, at: usize) -> Option<Range<usize>> {
        let items = self.items;
        let that = (items.sentence_start(at)..at).rev().find(|&i| items.is_that(i))?;
        let end = mention::parse(items, that + 1).filter(|&end| end <= at && items.word(that).pronoun.is_none())?;
        Some(that + 1..end)
    }

    /// In a post of the president on his page he said: whoever issued the document that opens a sentence without a
    /// subject.
    fn opening_issuer(&mut self, cue: &CueHit, subjects: &[Subject]) -> Option<usize> {
        let items = self.items;
        let start = items.sentence_start(cue.items.start);
        let document = items.is(start, Class::Preposition) && items.is(start + 1, Class::Document);
        if !document || items.word(start + 1).definite || !subjects.is_empty() || !cue.form.tense.is_finite() {
            return None;
        }
        let end = mention::parse(items, start + 1).filter(|&end| end <= cue.items.start)?;
        let issuer = self.issuer(start + 1..end)?;
        self.who(issuer).filter(|&c| self.is_person(c))
    }

    /// Whom a sentence without a verb before this cue has as its topic: a name that nobody knows or a document speaks there
    /// as well.
    fn topic(&mut self, cue: &CueHit, subjects: &[Subject]) -> Option<usize> {
        const NO_TOPIC: Classes = EVERYDAY.with(Class::Quantifier).with(Class::Demonstrative);
        let [Subject { mention: Some(mention), of: Predicate::Sentence }] = subjects else { return None };
        const NEAR: usize = 8;
        let finite = cue.form.tense.is_finite() && !cue.conjoined;
        let word = self.items.word(mention.start);
        let noun = word.classes.any(HEAD) || self.items.is_quote(mention.start);
        let name = mention.len() == 1 && word.is_unknown() && !word.preposition && !word.definite;
        let described = self.items.is(mention.end, Class::Preposition) || self.items.is_comma(mention.end);
        let near = described && cue.items.start <= mention.end + NEAR;
        if !finite || word.pronoun.is_some() || word.classes.any(NO_TOPIC) || !(noun || name && near) {
            return None;
        }
        self.who(mention.clone())
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
        let before = self
            .spoken
            .iter()
            .rev()
            .take(MEMORY)
            .filter(|s| s.end <= at && !self.is_nested(s, at))
            .min_by_key(|s| std::cmp::Reverse(s.end))?;
        let pause = |i: usize| match items.kind(i) {
            Some(ItemKind::Sign(_) | ItemKind::Break) => true,
            Some(ItemKind::Word) => items.any(i, JOINTS),
            _ => false,
        };
        (before.end..at).all(pause).then_some(before.who)
    }

    /// The subjects that the sentence names before item `before`, but for those in what others are reported to say.
    fn subjects(&self, before: usize, at: usize) -> Vec<Subject> {
        let inside = self.reported[at];
        let sentence = self.items.sentence_start(before);
        let clause = || (sentence..at).rev().take_while(|&i| self.reported[i] == inside).last();
        let from = if inside == 0 { sentence } else { clause().unwrap_or(sentence) };
        let visible = |i: usize| self.reported[i] == 0 || self.reported[i] == inside;
        clause::subjects(self.items, self.cues, before, from, visible, |i| self.acts(i))
    }

    /// The subjects of the sentence before the one that begins at `sentence`, its main clause first; those of one further
    /// back where its own main clause goes on with a subject from there.
    fn subjects_before(&self, mut sentence: usize, at: usize) -> Vec<Subject> {
        const FURTHEST: usize = 3;
        let mut found = Vec::new();
        for _ in 0..FURTHEST {
            let end = (0..sentence).rev().find(|&i| !self.items.is_end(i)).map_or(0, |i| i + 1);
            let subjects = self.subjects(end, at);
            let goes_on = subjects.last().is_some_and(|subject| subject.mention.is_none());
            found.extend(subjects.into_iter().rev());
            sentence = self.items.sentence_start(end);
            if !goes_on {
                break;
            }
        }
        found
    }

    /// The character that the nearest of `subjects` after item `from` mentions, if it can speak and agrees.
    fn subject(&mut self, subjects: &[Subject], from: usize, gender: Gender, number: Number) -> Option<usize> {
        // A verb with an implied subject goes on with the subject before it.
        for subject in subjects {
            let Some(range) = subject.mention.clone() else { continue };
            if range.start < from {
                return None;
            }
            let reports = subject.of == Predicate::Report;
            let character = self.actor(range.clone()).or_else(|| self.stranger(range).filter(|_| reports));
            if let Some(character) = character.filter(|&c| self.agrees(c, gender, number)) {
                return Some(character);
            }
        }
        None
    }

    /// Whom a mention names with words of which nothing is known, not even a preposition that they may begin with: two of
    /// them, or one that ends a name of the article.
    fn stranger(&mut self, mention: Range<usize>) -> Option<usize> {
        let items = self.items;
        let blank = |i: usize| {
            let word = items.word(i);
            word.is_unknown() && word.pronoun.is_none() && word.conjunction == 0
        };
        let folded = items.folded(mention.start)?;
        let prefixed = items.pack.manifest.proclitics.preposition.iter().any(|p| folded.starts_with(p.as_str()));
        let first = blank(mention.start) && !items.word(mention.start).definite && !prefixed;
        let full = mention.len() > 1 && mention.clone().take(2).all(blank);
        let ends = |c: usize| self.characters[c].is_surname(folded);
        let named = first && (full || self.recent().any(ends));
        if named { self.who(mention) } else { None }
    }

    /// Whom the subject of a verb mentions: whoever spoke there, or somebody who can speak.
    fn actor(&mut self, mention: Range<usize>) -> Option<usize> {
        if !self.can_speak(mention.clone()) {
            return None;
        }
        let mut spoken = self.spoken.iter().rev().take(MEMORY);
        if let Some(spoke) = spoken.find(|s| s.source == Some(mention.start)) {
            return Some(spoke.who);
        }
        // Behind the name of somebody who spoke stands an object.
        let name = mention.start..mention.start + 1;
        let shorter = self.items.bare(name.start).is_some_and(|word| self.has_spoken(word));
        let mention = if shorter && !self.items.any(name.start, HEAD) { name } else { mention };
        self.who(mention)
    }

    /// Whether the word at `i` is of somebody who can act: by what it means, or by a name of the article.
    fn acts(&self, i: usize) -> bool {
        const SOME: usize = 3;
        let led = self.items.is(i, Class::Quantifier);
        mention::speaks(self.items, i..i + if led { SOME } else { 1 }) || self.is_named(i)
    }

    /// Whether the word at `i` is a name of somebody whom the article shows to speak.
    fn is_named(&self, i: usize) -> bool {
        let Some(word) = self.words(i..i + 1).into_iter().next() else { return false };
        self.named.contains(&word) || self.has_spoken(&word)
    }

    /// Whether the name of somebody who spoke before begins with the word.
    fn has_spoken(&self, word: &str) -> bool {
        let mut speakers = self.spoken.iter().rev().take(MEMORY).map(|s| &self.characters[s.who]);
        let named = |c: &Character| c.name.len() == 1 || c.solid && c.kind == SpeakerKind::Person;
        speakers.any(|c| named(c) && c.name.first().is_some_and(|name| name == word))
    }

    /// Whether the nearest subject after item `from`, right behind its verb, may be the name of somebody whom nothing
    /// shows to speak: nobody else goes on then.
    fn is_stranger(&self, subjects: &[Subject], from: usize) -> bool {
        let Some(subject) = subjects.first().and_then(|s| s.mention.as_ref()).filter(|s| s.start > from) else {
            return false;
        };
        let (verb, word) = (self.items.word(subject.start - 1), self.items.word(subject.start));
        let follows = verb.is(Class::Verb) || verb.is_finite_cue();
        let blank = word.is_unknown() && word.pronoun.is_none();
        follows && blank && !word.definite && !word.preposition && !self.items.is_quote(subject.start)
    }

    /// Whether a mention is of somebody or something that speaks, judged by its head or by a name.
    fn can_speak(&self, range: Range<usize>) -> bool {
        const SPEAKING: Classes = TITLE
            .with(Class::Organization)
            .with(Class::Media)
            .with(Class::Group)
            .with(Class::Anonymous)
            .with_all(GIVEN);
        let some = |i: usize| self.items.is(i, Class::Quantifier);
        let of = |i: usize| i > range.start && some(i - 1) && self.items.is(i, Class::Preposition);
        let lead = |i: usize| some(i) || self.items.is(i, Class::Demonstrative) || of(i);
        let Some(first) = range.clone().find(|&i| !lead(i)) else { return true };
        if self.items.is_quote(first) {
            let given = |word: &String| self.items.pack.lexicon.analyze(word).classes.any(GIVEN);
            return self.words(first..first + 1).iter().any(given);
        }
        let word = self.items.word(first);
        if word.pronoun.is_some() && !self.items.any(first, HEAD) {
            return false;
        }
        if self.items.any(first, SPEAKING) {
            return true;
        }
        // A word that can be a given name is one before a word that can only be a name.
        let surname = || {
            let next = self.items.word(first + 1).classes;
            range.contains(&(first + 1)) && (next.is_empty() || next.any(GIVEN))
        };
        if word.is(Class::GivenAmbiguous) && surname() {
            return true;
        }
        if word.classes.any(EVERYDAY) {
            return self.items.bare(first).is_some_and(|word| self.has_spoken(word));
        }
        let name = self.words(first..first + 1);
        let short = !self.items.pack.names.short(&name).is_empty();
        short
            || self.is_named(first)
            || self
                .items
                .registered(first)
                .is_some_and(|(id, _)| self.items.pack.names.known(id).kind != SpeakerKind::Group)
    }

    /// Who spoke last before `at` and agrees in gender and number.
    pub(super) fn last(&self, at: usize, gender: Gender, number: Number) -> Option<usize> {
        self.spoken
            .iter()
            .rev()
            .take(MEMORY)
            .filter(|s| s.at <= at && !self.is_nested(s, at))
            .map(|s| s.who)
            .filter(|&c| self.characters[c].solid)
            .take(6)
            .find(|&c| self.agrees(c, gender, number))
    }

    /// Whether somebody spoke inside what a cue before it reports, and the words at `at` stand outside of it.
    fn is_nested(&self, spoken: &Spoken, at: usize) -> bool {
        self.told[spoken.at] && !self.told[at]
    }

    pub(super) fn agrees(&self, character: usize, gender: Gender, number: Number) -> bool {
        let character = &self.characters[character];
        let plural = |n: Number| matches!(n, Number::Plural | Number::Dual);
        // A verb goes on with people in their number, with several of anything else in the feminine singular.
        let men = character.kind == SpeakerKind::Group && character.gender != Gender::Feminine;
        let people = character.kind == SpeakerKind::Person || men;
        let things = !people && !plural(number) && (gender != Gender::Masculine || !plural(character.number));
        let numbers = character.number == Number::Any
            || number == Number::Any
            || plural(number) == plural(character.number)
            || things;
        numbers && (gender.agrees(character.gender) || plural(character.number))
    }
}
