//! Which quotation marks hold a name or a term rather than somebody's words.

use super::{ItemKind, Items};
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::Word;
use std::collections::{HashMap, HashSet};

/// Longest name, in words, that is known by its form or by its repetition alone.
const SHORT_NAME: usize = 3;

/// Longest name of a person in marks, in words.
const LONGEST_PERSON: usize = 6;

impl<'a> Items<'a> {
    /// Marks the quotations that hold names.
    pub(super) fn mark_names(&mut self) {
        let repeated = self.repeated();
        for i in 0..self.list.len() {
            if self.is_quote(i) {
                self.list[i].name = self.holds_name(i) || self.joins_name(i) || repeated.contains(self.inner(i));
            }
        }
    }

    /// Short texts that stand in marks again and again: what somebody said is repeated once or twice, a name often.
    fn repeated(&self) -> HashSet<&'a str> {
        const OFTEN: usize = 3;
        let mut times: HashMap<&str, usize> = HashMap::new();
        for i in (0..self.list.len()).filter(|&i| self.is_quote(i) && self.quote_len(i) <= SHORT_NAME) {
            *times.entry(self.inner(i)).or_default() += 1;
        }
        times.into_iter().filter(|&(_, n)| n >= OFTEN).map(|(words, _)| words).collect()
    }

    /// Whether a conjunction joins the short text in marks at `i` to a name in marks.
    fn joins_name(&self, i: usize) -> bool {
        i > 1 && self.quote_len(i) <= SHORT_NAME && self.list[i - 2].name && self.is(i - 1, Class::Conjunction)
    }

    /// Whether the marks at `i` hold a name, judged by the words in them and around them.
    fn holds_name(&self, i: usize) -> bool {
        let Some(quote) = self.quote(i) else { return false };
        let inner = quote.inner.of(self.text);
        let fold = |word: &str| self.pack.folding.fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
        let words: Vec<String> = inner.split_whitespace().map(fold).collect();
        if words.is_empty() {
            return true;
        }
        let latin = |c: char| !c.is_alphabetic() || c.is_ascii();
        self.announced(i, words.len())
            || inner.chars().filter(|c| c.is_alphabetic()).count() == 1
            || words.len() <= 4 && inner.chars().all(latin)
            || words.len() <= SHORT_NAME && (numbered(&words) || self.translated(i))
            || self.pack.names.full(&words).is_some()
            || !self.pack.names.short(&words).is_empty()
            || self.is_person(&words)
            || self.holds_outlet(i)
            || self.is_named_after_place(&words)
            || self.is_place(&words)
            || self.is_proper(i)
    }

    /// Whether the folded words are one word, which is the name of a place.
    fn is_place(&self, words: &[String]) -> bool {
        let [word] = words else { return false };
        let word = self.pack.lexicon.analyze(word);
        word.is(Class::Place) && !word.preposition && word.conjunction == 0
    }

    /// The base "…" airborne: a noun without the article takes a definite adjective behind the marks only where they hold a
    /// name: words that nobody knows, without the article.
    fn is_proper(&self, i: usize) -> bool {
        const DESCRIBING: Classes = Classes::of(&[Class::Nisba, Class::Adjective]);
        const NOUN: Classes = Classes::of(&[
            Class::Common,
            Class::Event,
            Class::Organization,
            Class::Naming,
            Class::Document,
            Class::Role,
        ]);
        let (before, after) = (self.word(i.saturating_sub(1)), self.word(i + 1));
        let unknown = |w: &str| {
            let word = self.analyze(w);
            word.is_unknown() && !word.definite
        };
        let noun = i > 0 && before.classes.any(NOUN) && !before.definite && before.pronoun.is_none();
        let adjective = after.definite && after.conjunction == 0 && after.classes.any(DESCRIBING);
        noun && adjective && self.quote_len(i) <= SHORT_NAME && self.inner(i).split_whitespace().all(unknown)
    }

    /// The declaration of a city: whether the folded words are a noun that bears names and the name of a place.
    fn is_named_after_place(&self, words: &[String]) -> bool {
        const NAMED: Classes = Classes::of(&[Class::Document, Class::Norm, Class::Naming, Class::Organization]);
        let [first, .., last] = words else { return false };
        let (noun, place) = (self.pack.lexicon.analyze(first), self.pack.lexicon.analyze(last));
        let bears = noun.classes.any(NAMED) && !noun.definite && noun.pronoun.is_none() && !noun.preposition;
        words.len() == 2 && bears && place.is(Class::Place) && !place.preposition
    }

    /// Whether the marks at `i` hold the name of an outlet, right behind a preposition or a verb: its letters may be an
    /// everyday word too.
    fn holds_outlet(&self, i: usize) -> bool {
        const GOVERNING: Classes = Classes::of(&[Class::Preposition, Class::Verb]);
        let governed = |before: usize| self.any(before, GOVERNING) || self.word(before).is_finite_cue();
        i.checked_sub(1).is_some_and(governed) && self.pack.outlets.by_name(self.inner(i)).is_some()
    }

    /// Whether the word before the marks at `i` says that they hold a name of some `words`.
    fn announced(&self, i: usize, words: usize) -> bool {
        const NAMED: Classes = Classes::of(&[Class::Media, Class::Organization, Class::Naming, Class::Work]);
        const OUTLETS: Classes = Classes::of(&[Class::Media, Class::Naming, Class::Work]);
        const BETWEEN: Classes = Classes::of(&[Class::Nisba, Class::Adjective]);
        const LONGEST_TITLE: usize = 18;
        let Some(before) = i.checked_sub(1) else { return false };
        // An organisation with the article has been named already; the words after it are what it says. So has a thing,
        // if the words in marks say what it is.
        let noun = self.word(before);
        let said = || self.is(before, Class::Naming) && self.describes(i);
        let qualified = self.is(before, Class::Naming) && !self.is(before, Class::Media) && self.is_qualified(i);
        let proper = || self.registered(before).is_some();
        let organization =
            self.is(before, Class::Organization) && (noun.definite || noun.pronoun.is_some() || proper());
        let work = self.is(before, Class::Work);
        if self.says(i, words, work && (noun.definite || noun.pronoun.is_some())) || !work && self.is_owned(i) {
            return false;
        }
        let named = organization || qualified || noun.definite && said();
        if words <= 6 && self.any(before, NAMED) && !named || words <= LONGEST_TITLE && work {
            return true;
        }
        // An adjective may stand between the noun and the name in marks, a preposition after a verb of naming; a name
        // behind the description of an outlet is its own.
        let back = |n: usize, class: Classes| before.checked_sub(n).is_some_and(|k| self.any(k, class));
        let letter = self.folded(before).is_some_and(|w| w.chars().count() == 1);
        let described = || noun.definite && self.word(before - 1).definite && back(2, Classes::of(&[Class::Media]));
        let known = before.checked_sub(1).is_some_and(|noun| self.word(noun).definite);
        let longest = if known { 6 } else { 4 };
        words <= longest && self.any(before, BETWEEN) && back(1, OUTLETS)
            || words <= 6 && letter && self.is(before, Class::Preposition) && back(1, Classes::of(&[Class::Naming]))
            || words <= SHORT_NAME && before > 1 && described()
    }

    /// The novel "goes on for three days": whether the `words` in marks at `i` say something of a work that is `known` already.
    fn says(&self, i: usize, words: usize, known: bool) -> bool {
        const TITLE: usize = 3;
        let verb = |w: Word| w.is(Class::Verb) || w.is_finite_cue();
        known && words > TITLE && self.first_word(i).is_some_and(verb)
    }

    /// Whether the first word in marks at `i` is an everyday noun that is somebody's: a pronoun refers to what stands outside.
    fn is_owned(&self, i: usize) -> bool {
        self.first_word(i).is_some_and(|w| !w.classes.is_empty() && w.pronoun.is_some_and(|p| !p.first))
    }

    /// The first word in the marks at `i`.
    pub(in crate::annotate) fn first_word(&self, i: usize) -> Option<Word> {
        self.inner(i).split_whitespace().next().map(|word| self.analyze(word))
    }

    /// What the lexicon knows about a word as printed.
    pub(in crate::annotate) fn analyze(&self, word: &str) -> Word {
        self.pack.lexicon.analyze(&self.pack.folding.fold(word))
    }

    /// Whether the words in marks at `i` describe a thing: they begin with an everyday word without the article, or hold
    /// a preposition.
    fn describes(&self, i: usize) -> bool {
        let word = |w: &str| self.pack.lexicon.analyze(&self.pack.folding.fold(w));
        let words: Vec<Word> = self.inner(i).split_whitespace().map(word).collect();
        let first = words.first().is_some_and(|w| !w.definite && !w.classes.is_empty());
        first || words.iter().any(|w| w.preposition || w.is(Class::Preposition))
    }

    /// Whether the words in marks at `i` say of which kind a thing is: an everyday noun and its adjective, both without the
    /// article.
    fn is_qualified(&self, i: usize) -> bool {
        const NOUN: Classes = Classes::of(&[Class::Common, Class::Event, Class::Act]);
        const ADJECTIVE: Classes = Classes::of(&[Class::Nisba, Class::Adjective]);
        let mut words = self.inner(i).split_whitespace().map(|w| self.analyze(w));
        let is = |word: Option<Word>, classes| {
            word.is_some_and(|w| w.classes.any(classes) && !w.definite && w.pronoun.is_none() && !w.preposition)
        };
        is(words.next(), NOUN) && is(words.next(), ADJECTIVE)
    }

    /// Whether the marks at `i` are followed by the same in other letters, in brackets.
    fn translated(&self, i: usize) -> bool {
        let foreign = |i: usize| self.list.get(i).is_some_and(|item| item.span.of(self.text).is_ascii());
        self.kind(i + 1) == Some(ItemKind::Sign('(')) && self.kind(i + 2) == Some(ItemKind::Word) && foreign(i + 2)
    }

    /// Whether the folded words are somebody's name, with or without a title before it.
    fn is_person(&self, words: &[String]) -> bool {
        const GIVEN: Classes = Classes::of(&[Class::GivenMasculine, Class::GivenFeminine]);
        const TITLE: Classes = Classes::of(&[Class::Role, Class::Honorific]);
        const NAME: Classes = GIVEN.with(Class::GivenAmbiguous).with(Class::NameParticle).with(Class::Divine);
        let classes: Vec<Classes> = words.iter().map(|w| self.pack.lexicon.analyze(w).classes).collect();
        let name = |c: &[Classes]| {
            let begins = c[0].any(GIVEN) || c[0].has(Class::NameParticle) && c[1].any(NAME);
            begins && c.iter().all(|c| c.is_empty() || c.any(NAME))
        };
        let titled = || classes.len() > 2 && classes[0].any(TITLE) && name(&classes[1..]);
        (2..=LONGEST_PERSON).contains(&classes.len()) && (name(&classes) || titled())
    }
}

/// Whether the last word is or ends with a number and the first is none, as in names of types and issues.
fn numbered(words: &[String]) -> bool {
    let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let ends = words.last().is_some_and(|w| digit(w.chars().next_back()));
    ends && words.first().is_some_and(|w| !digit(w.chars().next()))
}
