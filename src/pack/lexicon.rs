//! `Lexicon`: the words of a pack, `Word`: what it knows about one word of a text, with its clitics split off.

use super::class::{Class, Classes};
use super::example::{Counterexample, Example, MentionExample};
use super::manifest::{Affix, Cell, Enclitic, Gender, Manifest, Number, Paradigm, Tense};
use crate::annotate::CueClass;
use crate::fold::Folding;
use hashbrown::HashMap;
use serde::Deserialize;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;

/// Everything that a pack knows about words.
#[derive(Debug)]
pub struct Lexicon {
    forms: HashMap<Box<str>, Vec<Form>>,
    phrases: HashMap<Box<str>, Vec<Phrase>>,
    /// Function words of several words: the first → the others and their class.
    compounds: HashMap<Box<str>, Vec<Compound>>,
    /// Cue entries in file order.
    pub cues: Vec<CueEntry>,
    /// Noun entries in file order.
    pub nouns: Vec<NounEntry>,
    /// Folded beginnings of compound names of men.
    prefixes: Vec<String>,
    /// Given names whose last letter tells them from a preposition.
    spelled: HashMap<Box<str>, char>,
    conjunctions: Vec<String>,
    futures: Vec<String>,
    prepositions: Vec<String>,
    articles: Vec<String>,
    contracted: Vec<String>,
    enclitics: Vec<Hanging>,
}

/// A pronoun that hangs on a word.
#[derive(Debug)]
struct Hanging {
    /// Folded.
    form: String,
    pronoun: Pronoun,
    /// What it can be to its word: its owner, its object.
    on: &'static [Affix],
}

impl Hanging {
    fn new(enclitic: &Enclitic, folding: &Folding) -> Self {
        let pronoun = Pronoun { gender: enclitic.gender, number: enclitic.number, first: enclitic.first };
        let on: &[Affix] = if enclitic.object { &[Affix::Object] } else { &[Affix::Possessive, Affix::Object] };
        Hanging { form: folding.fold(&enclitic.form), pronoun, on }
    }
}

/// A function word of several words: those after the first, and what it can be.
type Compound = (Vec<Box<str>>, Classes);

/// One reading of one form.
#[derive(Clone, Copy, Debug)]
struct Form {
    classes: Classes,
    affixes: u8,
    bound: bool,
    /// Whether it counts only with the article or a pronoun.
    determined: bool,
    cue: Option<CueForm>,
    noun: Option<u16>,
    month: u8,
    gender: Gender,
    number: Number,
    oblique: bool,
}

/// A form of a cue entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CueForm {
    /// Index of the entry in [`Lexicon::cues`].
    pub entry: u16,
    /// What form it is.
    pub tense: Tense,
    /// Gender of its subject.
    pub gender: Gender,
    /// Number of its subject.
    pub number: Number,
    /// Whether it is mostly another word, and reports only for a subject that is named.
    pub named: bool,
}

/// A cue of several words.
#[derive(Clone, Debug)]
struct Phrase {
    rest: Vec<Box<str>>,
    /// Letters that the word after the phrase must begin with.
    glued: Option<Box<str>>,
    entry: u16,
}

/// A pronoun that hangs on a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pronoun {
    /// Its gender.
    pub gender: Gender,
    /// Its number.
    pub number: Number,
    /// Whether it is of the first person.
    pub first: bool,
}

/// What the lexicon knows about one word of a text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// What it can be.
    pub classes: Classes,
    /// The cue that it can be.
    pub cue: Option<CueForm>,
    /// The noun entry that it is a form of.
    pub noun: Option<u16>,
    /// Month, from 1; 0 where it is none.
    pub month: u8,
    /// Gender of the noun or adjective.
    pub gender: Gender,
    /// Number of the noun or adjective.
    pub number: Number,
    /// Whether the form cannot be the subject of a verb.
    pub oblique: bool,
    /// Characters of a conjunction at its beginning, after folding.
    pub conjunction: u8,
    /// Whether a preposition stands at its beginning.
    pub preposition: bool,
    /// Whether it carries the article.
    pub definite: bool,
    /// Pronoun at its end.
    pub pronoun: Option<Pronoun>,
}

impl Word {
    /// Whether the word can be `class`.
    pub fn is(&self, class: Class) -> bool {
        self.classes.has(class)
    }

    /// Whether nothing is known of the word: it is in no class and no cue.
    pub fn is_unknown(&self) -> bool {
        self.classes.is_empty() && self.cue.is_none()
    }

    /// Whether the word can be a finite verb of reporting.
    pub fn is_finite_cue(&self) -> bool {
        self.cue.is_some_and(|cue| cue.tense.is_finite())
    }
}

/// One entry of `cues.toml`.
#[derive(Clone, Debug)]
pub struct CueEntry {
    /// Dictionary form.
    pub lemma: Arc<str>,
    /// Verb, noun, preposition or phrase.
    pub kind: CueKind,
    /// What the cue claims.
    pub class: CueClass,
    /// What it takes directly.
    pub takes: Takes,
    /// Folded prepositions that may stand before its complement.
    pub prepositions: Vec<Box<str>>,
    /// Whether its forms have another common reading.
    pub ambiguous: bool,
    /// Whether it states a belief.
    pub belief: bool,
    /// Whether it states a belief only in the present.
    pub firm: bool,
    /// Says what is to be done where a verb follows the complementizer: a decision, not a statement.
    pub decides: bool,
    /// Without a source it is the word of nobody who is spoken of: the view that says.
    pub unowned: bool,
    /// Whether it names, after reported words, whom they were taken from.
    pub relays: bool,
    /// Whether it always has an object: a single noun phrase between it and its clause is that object.
    pub object: bool,
    /// Whether it mostly continues the words of the speaker before.
    pub continues: bool,
    /// Folded beginnings of the forms with which one answers a question; an empty one stands for every form.
    pub answers: Vec<Box<str>>,
    /// Whether the one told is its direct object.
    pub tells: bool,
    /// English gloss.
    pub summary: String,
}

impl CueEntry {
    /// Whether a form, folded with what is written together with it, answers a question.
    pub fn answers(&self, form: &str) -> bool {
        self.answers.iter().any(|beginning| form.starts_with(&**beginning))
    }

    /// Whether `word`, folded, is a preposition that may stand before the cue's complement.
    pub fn governs(&self, word: Option<&str>) -> bool {
        word.is_some_and(|word| self.prepositions.iter().any(|p| **p == *word))
    }
}

/// What kind of word a cue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CueKind {
    /// A verb with its participle and verbal noun.
    Verb,
    /// A noun that names speech.
    Noun,
    /// A preposition of attribution.
    Preposition,
    /// A fixed phrase.
    Phrase,
}

/// What a cue takes directly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Takes {
    /// Direct speech.
    pub speech: bool,
    /// A clause with a complementizer.
    pub that: bool,
    /// A noun phrase.
    pub noun: bool,
    /// An indirect question.
    pub question: bool,
}

/// One entry of `mentions.toml`.
#[derive(Clone, Debug)]
pub struct NounEntry {
    /// Its stem, folded.
    pub stem: Box<str>,
    /// Its classes.
    pub classes: Classes,
    /// Kind of speaker if it heads a phrase, as the pack names it.
    pub kind: Option<crate::annotate::SpeakerKind>,
    /// Folded prepositions whose phrase may belong to it.
    pub complement: Vec<Box<str>>,
}

/// `cues.toml` as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CueFile {
    pub(super) cue: Vec<Spanned<RawCue>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCue {
    pub(super) lemma: String,
    pub(super) kind: CueKind,
    pub(super) class: String,
    past: Option<String>,
    present: Option<String>,
    participle: Option<String>,
    noun: Option<String>,
    passive: Option<String>,
    passive_participle: Option<String>,
    #[serde(default)]
    forms: Vec<RawForm>,
    /// Forms of the paradigms that are another word.
    #[serde(default)]
    pub(super) except: Vec<String>,
    /// Forms that are mostly another word.
    #[serde(default)]
    pub(super) named: Vec<String>,
    #[serde(default)]
    pub(super) takes: Vec<String>,
    #[serde(default)]
    pub(super) prepositions: Vec<String>,
    #[serde(default)]
    person: Vec<String>,
    #[serde(default)]
    pub(super) ambiguous: bool,
    #[serde(default)]
    belief: bool,
    #[serde(default)]
    firm: bool,
    #[serde(default)]
    decides: bool,
    #[serde(default)]
    unowned: bool,
    #[serde(default)]
    relays: bool,
    #[serde(default)]
    object: bool,
    #[serde(default)]
    continues: bool,
    #[serde(default)]
    answers: Vec<String>,
    #[serde(default)]
    pub(super) summary: String,
    #[serde(default)]
    pub(super) example: Vec<Spanned<Example>>,
    #[serde(default)]
    pub(super) counterexample: Vec<Spanned<Counterexample>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum RawForm {
    Words(String),
    Cell {
        form: String,
        #[serde(default)]
        tense: Tense,
        #[serde(default)]
        gender: Gender,
        #[serde(default)]
        number: Number,
    },
}

/// `mentions.toml` as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MentionFile {
    #[serde(default)]
    pub(super) noun: Vec<Spanned<RawNoun>>,
    #[serde(default)]
    word: Vec<Spanned<RawWord>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNoun {
    pub(super) form: String,
    pub(super) class: String,
    feminine: Option<String>,
    #[serde(default)]
    plurals: Vec<String>,
    #[serde(default)]
    sound_plural: bool,
    kind: Option<String>,
    #[serde(default)]
    complement: Vec<String>,
    #[serde(default)]
    gender: Gender,
    #[serde(default)]
    pub(super) example: Vec<Spanned<MentionExample>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWord {
    form: String,
    class: String,
    #[serde(default)]
    month: u8,
    #[serde(default)]
    gender: Gender,
    #[serde(default)]
    number: Number,
    #[serde(default)]
    strength: Option<String>,
}

/// `words.toml` as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordFile {
    #[serde(default)]
    list: Vec<Spanned<RawList>>,
}

/// Words of one class.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawList {
    class: String,
    #[serde(default)]
    oblique: bool,
    #[serde(default)]
    determined: bool,
    forms: Vec<String>,
}

/// `names.toml` as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameFile {
    names: RawNames,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNames {
    masculine: Vec<String>,
    feminine: Vec<String>,
    #[serde(default)]
    masculine_ambiguous: Vec<String>,
    #[serde(default)]
    feminine_ambiguous: Vec<String>,
    #[serde(default)]
    particles: Vec<String>,
    #[serde(default)]
    divine: Vec<String>,
    /// Beginnings of compound names of men that are written as one word.
    #[serde(default)]
    prefixes: Vec<String>,
}

const NO_AFFIX: u8 = 0;

fn classes_of(class: Class) -> Classes {
    Classes::of(&[class])
}

fn bit(affix: Affix) -> u8 {
    1 << affix as u8
}

/// Builds a [`Lexicon`]; problems are collected, not thrown.
pub(super) struct Builder<'m> {
    manifest: &'m Manifest,
    folding: &'m Folding,
    lexicon: Lexicon,
    /// Where the entry in hand stands in its file.
    place: Range<usize>,
    /// What is wrong with the data, and where in the file in hand.
    pub(super) problems: Vec<(Range<usize>, String)>,
}

impl<'m> Builder<'m> {
    pub(super) fn new(manifest: &'m Manifest, folding: &'m Folding) -> Self {
        let fold = |list: &[String]| list.iter().map(|s| folding.fold(s)).collect();
        let clitics = &manifest.proclitics;
        let mut builder = Builder {
            manifest,
            folding,
            place: 0..0,
            problems: Vec::new(),
            lexicon: Lexicon {
                forms: HashMap::new(),
                phrases: HashMap::new(),
                compounds: HashMap::new(),
                prefixes: Vec::new(),
                spelled: HashMap::new(),
                cues: Vec::new(),
                nouns: Vec::new(),
                conjunctions: fold(&clitics.conjunction),
                futures: fold(&clitics.future),
                prepositions: fold(&clitics.preposition),
                articles: fold(&clitics.article),
                contracted: fold(&clitics.contracted),
                enclitics: manifest.enclitic.iter().map(|e| Hanging::new(e, folding)).collect(),
            },
        };
        let that = &manifest.complementizers;
        let affixes = bit(Affix::Conjunction) | bit(Affix::Object);
        for form in &that.forms {
            builder.word(form, Classes::of(&[Class::Complementizer]), affixes);
        }
        for form in &clitics.preposition {
            let affixes = bit(Affix::Conjunction) | bit(Affix::Possessive);
            builder.word(form, Classes::of(&[Class::Preposition]), affixes);
        }
        // Before marks a preposition and the article stand apart from their noun.
        let joined = clitics.preposition.iter().flat_map(|p| clitics.article.iter().map(move |a| format!("{p}{a}")));
        for form in joined.chain(clitics.contracted.iter().cloned()) {
            builder.word(&form, Classes::of(&[Class::Preposition]), bit(Affix::Conjunction));
        }
        for form in &clitics.conjunction {
            builder.word(form, Classes::of(&[Class::Conjunction]), NO_AFFIX);
        }
        for form in &that.excluded {
            builder.word(form, Classes::of(&[Class::NotComplementizer]), affixes);
        }
        builder
    }

    pub(super) fn finish(self) -> Lexicon {
        self.lexicon
    }

    /// Adds one form that belongs to no entry.
    pub(super) fn word(&mut self, form: &str, classes: Classes, affixes: u8) {
        self.insert(form, Form { classes, affixes, ..Form::empty() });
    }

    /// Adds a name, a place or another noun that may carry a conjunction or a preposition.
    pub(super) fn name(&mut self, form: &str, class: Class, gender: Gender) {
        let affixes = bit(Affix::Conjunction) | bit(Affix::Preposition);
        self.insert(form, Form { classes: Classes::of(&[class]), affixes, gender, ..Form::empty() });
    }

    /// Adds a word of a proper name that would else be read as a preposition and another word.
    pub(super) fn whole(&mut self, form: &str, class: Class, gender: Gender) {
        if self.lexicon.analyze(&self.folding.fold(form)).preposition {
            self.name(form, class, gender);
        }
    }

    /// Adds a proper name that is no word of the language, so that conjunctions and prepositions before it are told from it.
    pub(super) fn known(&mut self, form: &str) {
        let word = self.lexicon.analyze(&self.folding.fold(form));
        if word.is_unknown() && !word.definite {
            let affixes = bit(Affix::Conjunction) | bit(Affix::Preposition);
            self.insert(form, Form { affixes, ..Form::empty() });
        }
    }

    /// Adds every form of an adjective made from the name of a place.
    pub(super) fn nisba(&mut self, stem: &str) {
        let form = Form { classes: Classes::of(&[Class::Nisba]), ..Form::empty() };
        self.inflect("nisba", stem, form);
    }

    pub(super) fn cues(&mut self, file: &CueFile) {
        for raw in &file.cue {
            self.place = raw.span();
            self.cue(raw.get_ref());
        }
    }

    fn problem(&mut self, message: String) {
        self.problems.push((self.place.clone(), message));
    }

    fn cue(&mut self, raw: &RawCue) {
        let entry = self.lexicon.cues.len() as u16;
        let mut takes = Takes::default();
        for what in &raw.takes {
            match what.as_str() {
                "speech" => takes.speech = true,
                "that" => takes.that = true,
                "noun" => takes.noun = true,
                "question" => takes.question = true,
                other => self.problem(format!("cue {}: takes no `{other}`", raw.lemma)),
            }
        }
        let Some(class) = CueClass::from_name(&raw.class) else {
            self.problem(format!("cue {}: no class `{}`", raw.lemma, raw.class));
            return;
        };
        self.lexicon.cues.push(CueEntry {
            lemma: raw.lemma.as_str().into(),
            kind: raw.kind,
            class,
            takes,
            prepositions: raw.prepositions.iter().map(|p| self.folding.fold(p).into()).collect(),
            ambiguous: raw.ambiguous,
            belief: raw.belief,
            firm: raw.firm,
            decides: raw.decides,
            unowned: raw.unowned,
            relays: raw.relays,
            object: raw.object,
            continues: raw.continues,
            answers: raw.answers.iter().map(|a| self.folding.fold(a).into()).collect(),
            tells: raw.person.iter().any(|p| p == "object"),
            summary: raw.summary.clone(),
        });
        for (paradigm, stem) in raw.stems() {
            self.conjugate(raw, entry, paradigm, stem);
        }
        for extra in &raw.forms {
            match extra {
                RawForm::Words(words) => self.phrase(words, entry, raw.kind),
                RawForm::Cell { form: text, tense, gender, number } => {
                    let named = raw.named.contains(text);
                    let cue = CueForm { entry, tense: *tense, gender: *gender, number: *number, named };
                    let affixes = bit(Affix::Conjunction) | bit(Affix::Object);
                    self.insert(text, Form { cue: Some(cue), affixes, ..Form::empty() });
                }
            }
        }
    }

    /// Adds a cue of one word or more that does not inflect.
    fn phrase(&mut self, words: &str, entry: u16, kind: CueKind) {
        let mut words: Vec<Box<str>> =
            words.split_whitespace().map(|w| self.folding.fold(w).into_boxed_str()).collect();
        let glued = match words.last() {
            Some(last) if words.len() > 1 && self.lexicon.prepositions.iter().any(|p| **p == **last) => words.pop(),
            _ => None,
        };
        if words.is_empty() {
            return;
        }
        if words.len() == 1 && glued.is_none() {
            let mut affixes = bit(Affix::Conjunction);
            if kind == CueKind::Noun {
                affixes |= bit(Affix::Preposition) | bit(Affix::Article) | bit(Affix::Possessive);
            }
            let cue = Some(CueForm { entry, ..CueForm::default() });
            self.insert(&words[0].clone(), Form { cue, affixes, ..Form::empty() });
            return;
        }
        let first = words.remove(0);
        self.lexicon.phrases.entry(first).or_default().push(Phrase { rest: words, glued, entry });
    }

    pub(super) fn mentions(&mut self, file: &MentionFile) {
        for raw in &file.noun {
            self.place = raw.span();
            self.noun(raw.get_ref());
        }
        for raw in &file.word {
            self.place = raw.span();
            let raw = raw.get_ref();
            let class = match (raw.class.as_str(), raw.strength.as_deref()) {
                ("clause-breaker", Some("weak")) => Some(Class::Conjunction),
                ("verb", Some("weak")) => Some(Class::WeakVerb),
                ("hijri", _) => Some(Class::Month),
                (name, _) => Class::from_name(name),
            };
            let Some(class) = class else {
                self.problem(format!("word {}: no class `{}`", raw.form, raw.class));
                continue;
            };
            let form = Form {
                classes: Classes::of(&[class]),
                month: raw.month,
                gender: raw.gender,
                number: raw.number,
                ..Form::empty()
            };
            if raw.form.contains(' ') {
                self.compound(&raw.form, classes_of(class));
                continue;
            }
            match class {
                // The words that open a clause are the manifest's.
                Class::Complementizer => {}
                Class::Adjective | Class::Verb | Class::WeakVerb => self.open(&raw.form, class, form),
                Class::Preposition | Class::Adjunct => {
                    let affixes = bit(Affix::Conjunction) | bit(Affix::Possessive) | bit(Affix::Preposition);
                    self.insert(&raw.form, Form { affixes, ..form });
                }
                Class::Time | Class::Month | Class::Ordinal | Class::NumberWord | Class::Quantifier => {
                    let affixes = bit(Affix::Conjunction)
                        | bit(Affix::Preposition)
                        | bit(Affix::Article)
                        | if class == Class::Quantifier { bit(Affix::Possessive) } else { NO_AFFIX };
                    self.insert(&raw.form, Form { affixes, ..form });
                }
                Class::Act | Class::Work | Class::Naming => self.open(&raw.form, class, form),
                _ => {
                    self.insert(&raw.form, Form { affixes: bit(Affix::Conjunction) | bit(Affix::Preposition), ..form })
                }
            }
        }
    }

    /// Adds the everyday words.
    pub(super) fn words(&mut self, file: &WordFile) {
        for raw in &file.list {
            self.place = raw.span();
            let raw = raw.get_ref();
            let Some(class) = Class::from_name(&raw.class) else {
                self.problem(format!("list: no class `{}`", raw.class));
                continue;
            };
            let form =
                Form { classes: classes_of(class), oblique: raw.oblique, determined: raw.determined, ..Form::empty() };
            raw.forms.iter().for_each(|word| self.open(word, class, form));
        }
    }

    /// Adds a word of an open class with the forms and affixes of its class.
    fn open(&mut self, word: &str, class: Class, form: Form) {
        match class {
            Class::Adjective => self.inflect("nisba", word, form),
            Class::Verb | Class::WeakVerb => {
                // What is a noun as well takes prepositions.
                let noun = if class == Class::WeakVerb { bit(Affix::Preposition) } else { NO_AFFIX };
                let affixes = bit(Affix::Conjunction) | bit(Affix::Object) | bit(Affix::Future) | noun;
                self.insert(word, Form { affixes, ..form });
            }
            _ => self.inflect("noun", word, form),
        }
    }

    /// Adds a function word of several words.
    fn compound(&mut self, form: &str, classes: Classes) {
        let mut words = form.split_whitespace().map(|w| self.folding.fold(w).into_boxed_str());
        let Some(first) = words.next() else { return };
        let rest: Vec<_> = words.collect();
        let known = self.lexicon.compounds.entry(first).or_default();
        match known.iter_mut().find(|(r, _)| *r == rest) {
            Some((_, all)) => all.insert(classes),
            None => known.push((rest, classes)),
        }
    }

    fn noun(&mut self, raw: &RawNoun) {
        let Some(class) = Class::from_name(&raw.class) else {
            self.problem(format!("noun {}: no class `{}`", raw.form, raw.class));
            return;
        };
        let kind = raw.kind.as_deref().and_then(crate::annotate::SpeakerKind::from_name);
        if raw.kind.is_some() && kind.is_none() {
            self.problem(format!("noun {}: no kind of speaker `{:?}`", raw.form, raw.kind));
        }
        let noun = self.lexicon.nouns.len() as u16;
        // What binds is a document as well.
        let classes = match class {
            Class::Norm => Classes::of(&[Class::Norm, Class::Document]),
            _ => Classes::of(&[class]),
        };
        self.lexicon.nouns.push(NounEntry {
            stem: self.folding.fold(&raw.form).into(),
            classes,
            kind,
            complement: raw.complement.iter().map(|p| self.folding.fold(p).into()).collect(),
        });
        let form = Form { classes, noun: Some(noun), ..Form::empty() };
        if raw.form.contains(' ') {
            // The rest of the words follow as part of the phrase anyway.
            let first = raw.form.split(' ').next().unwrap_or_default();
            let articles = &self.manifest.proclitics.article;
            let bare = articles.iter().find_map(|article| first.strip_prefix(article.as_str())).unwrap_or(first);
            self.inflect("masculine", bare, form);
            return;
        }
        let (paradigm, dual) = match raw.gender {
            Gender::Feminine => ("feminine", "feminine-dual"),
            _ => ("masculine", "masculine-dual"),
        };
        self.inflect(paradigm, &raw.form, form);
        if let Some(feminine) = &raw.feminine {
            self.inflect("feminine", feminine, form);
        }
        for plural in &raw.plurals {
            // Groups are listed in the nominative; their further plurals are the other cases, but for the nominative
            // before a genitive, which drops the last letter.
            let oblique = class == Class::Group && !raw.form.starts_with(plural.as_str());
            self.inflect("plural", plural, Form { oblique, ..form });
        }
        if raw.sound_plural {
            self.inflect("sound-plural", &raw.form, form);
        }
        // Groups are listed in the plural.
        if class != Class::Group {
            self.dual(dual, &raw.form, form);
            raw.feminine.iter().for_each(|feminine| self.dual("feminine-dual", feminine, form));
        }
    }

    /// Adds the forms of a dual, in a language that has one.
    fn dual(&mut self, paradigm: &str, stem: &str, form: Form) {
        if self.manifest.paradigm.iter().any(|p| p.name == paradigm) {
            self.inflect(paradigm, stem, form);
        }
    }

    pub(super) fn names(&mut self, file: &NameFile) {
        let names = &file.names;
        self.lexicon.prefixes = names.prefixes.iter().map(|p| self.folding.fold(p)).collect();
        for (list, class, gender) in [
            (&names.masculine, Class::GivenMasculine, Gender::Masculine),
            (&names.feminine, Class::GivenFeminine, Gender::Feminine),
            (&names.masculine_ambiguous, Class::GivenAmbiguous, Gender::Masculine),
            (&names.feminine_ambiguous, Class::GivenAmbiguous, Gender::Feminine),
            (&names.particles, Class::NameParticle, Gender::Any),
            (&names.divine, Class::Divine, Gender::Any),
        ] {
            for name in list {
                self.name(name, class, gender);
                if let Some(last) = name.chars().last() {
                    self.lexicon.spelled.insert(self.folding.fold(name).into_boxed_str(), last);
                }
            }
        }
    }

    /// Adds the forms that `paradigm` makes from `stem`, for a noun or an adjective.
    fn inflect(&mut self, paradigm: &str, stem: &str, form: Form) {
        let Some((paradigm, affixes)) = self.paradigm(paradigm, stem) else { return };
        if stem.chars().count() < paradigm.shortest {
            return;
        }
        for (cell, text) in spellings(paradigm, stem) {
            let oblique = form.oblique || cell.oblique;
            let (gender, number) = (cell.gender, cell.number);
            self.insert(&text, Form { affixes, bound: cell.bound, gender, number, oblique, ..form });
        }
    }

    /// Adds the forms that `paradigm` makes from `stem`, for a cue.
    fn conjugate(&mut self, raw: &RawCue, entry: u16, paradigm: &str, stem: &str) {
        let Some((paradigm, mut affixes)) = self.paradigm(paradigm, stem) else { return };
        // Only verbs with an object carry a pronoun for it.
        let cue = &self.lexicon.cues[entry as usize];
        if !(cue.takes.noun || cue.tells) {
            affixes &= !bit(Affix::Object);
        }
        for (cell, text) in spellings(paradigm, stem).filter(|(_, text)| !raw.except.contains(text)) {
            let (gender, number, named) = (cell.gender, cell.number, raw.named.contains(&text));
            let cue = Some(CueForm { entry, tense: paradigm.tense, gender, number, named });
            self.insert(
                &text,
                Form { affixes, bound: cell.bound, cue, gender, number, oblique: cell.oblique, ..Form::empty() },
            );
        }
    }

    /// The paradigm of this name and the clitics that its forms take.
    fn paradigm(&mut self, name: &str, stem: &str) -> Option<(&'m Paradigm, u8)> {
        let Some(paradigm) = self.manifest.paradigm.iter().find(|p| p.name == name) else {
            self.problem(format!("{stem}: the pack has no paradigm `{name}`"));
            return None;
        };
        Some((paradigm, paradigm.takes.iter().fold(NO_AFFIX, |bits, &a| bits | bit(a))))
    }

    fn insert(&mut self, form: &str, reading: Form) {
        let folded = self.folding.fold(form);
        let readings = self.lexicon.forms.entry(folded.into_boxed_str()).or_default();
        // The same noun entry makes some forms twice (a broken plural that is spelled like the singular).
        if !readings.iter().any(|r| r.classes == reading.classes && r.cue == reading.cue && r.noun == reading.noun) {
            readings.push(reading);
        }
    }
}

impl RawCue {
    /// The stems that the entry gives, each with the name of its paradigm.
    fn stems(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let stems = [
            ("past", &self.past),
            ("present", &self.present),
            ("passive", &self.passive),
            ("participle", &self.participle),
            ("participle", &self.passive_participle),
            ("noun", &self.noun),
        ];
        stems.into_iter().filter_map(|(paradigm, stem)| Some((paradigm, stem.as_deref()?)))
    }

    /// Every form that the paradigms make of the entry, in order, but for those that it excepts.
    pub(super) fn inflected(&self, manifest: &Manifest) -> Vec<(Tense, String)> {
        let made = self.made(manifest).into_iter();
        made.filter(|(_, text)| !self.except.contains(text)).collect()
    }

    /// Every form that the paradigms make of the entry's stems, in order.
    pub(super) fn made(&self, manifest: &Manifest) -> Vec<(Tense, String)> {
        let of_stem = |(name, stem): (&str, &str)| {
            let paradigm = manifest.paradigm.iter().find(|p| p.name == name)?;
            Some(spellings(paradigm, stem).map(|(_, text)| (paradigm.tense, text)).collect::<Vec<_>>())
        };
        self.stems().filter_map(of_stem).flatten().collect()
    }

    /// The forms that the entry lists itself, in order.
    pub(super) fn listed(&self) -> impl Iterator<Item = (Tense, &str)> {
        self.forms.iter().map(|form| match form {
            RawForm::Words(words) => (Tense::None, words.as_str()),
            RawForm::Cell { form, tense, .. } => (*tense, form.as_str()),
        })
    }
}

/// The forms that a paradigm makes of a stem.
fn spellings<'p>(paradigm: &'p Paradigm, stem: &str) -> impl Iterator<Item = (&'p Cell, String)> {
    let spelled = move |cell: &'p Cell| {
        let text = spell(paradigm, cell, stem)?;
        (text.chars().count() > 2 || cell.suffix.is_empty()).then_some((cell, text))
    };
    paradigm.cells.iter().filter_map(spelled)
}

/// The letters of one cell of a paradigm; `None` where the stem does not make this form.
fn spell(paradigm: &Paradigm, cell: &Cell, stem: &str) -> Option<String> {
    let mut stem = stem.strip_prefix(paradigm.strip.as_str()).unwrap_or(stem);
    if cell.weak {
        match paradigm.drop.iter().find_map(|end| stem.strip_suffix(end.as_str())) {
            Some(shorter) => stem = shorter,
            None if cell.bound => return None,
            None => {}
        }
    }
    Some(format!("{}{}{}", cell.prefix, stem, cell.suffix))
}

impl Form {
    fn empty() -> Self {
        Form {
            classes: Classes::default(),
            affixes: NO_AFFIX,
            bound: false,
            determined: false,
            cue: None,
            noun: None,
            month: 0,
            gender: Gender::Any,
            number: Number::Any,
            oblique: false,
        }
    }
}

/// Readings that hide no other: compound names of the form servant of the Almighty use many ordinary words.
const NAMES: Classes = Classes::of(&[Class::Divine, Class::NameParticle]);

/// Readings as a given name, which hide no other where the name is an ordinary noun with the article.
const GIVEN: Classes = Classes::of(&[Class::GivenMasculine, Class::GivenFeminine, Class::GivenAmbiguous]);

/// Which clitics one attempt has split off.
#[derive(Clone, Copy, Default)]
struct Split {
    affixes: u8,
    conjunction: u8,
    definite: bool,
    pronoun: Option<Pronoun>,
}

impl Lexicon {
    /// What is known about a folded word. Readings with the fewest clitics win; those that tie are united.
    pub fn analyze(&self, word: &str) -> Word {
        let mut found = Word::default();
        let mut best = u32::MAX;
        // Readings as part of a name never hide another reading.
        let mut name = Classes::default();
        self.split(word, Split::default(), &mut |stem, split| {
            let clitics = split.affixes.count_ones();
            if clitics > best {
                return;
            }
            let Some(readings) = self.forms.get(stem) else { return };
            for reading in readings {
                let bare = split.pronoun.is_none();
                let mine = split.pronoun.is_some_and(|p| p.first && p.number == Number::Singular);
                let foreign = reading.cue.is_some_and(|cue| self.of_first_person(cue, split.pronoun))
                    || mine && reading.classes.any(EVERYDAY);
                if split.affixes & !reading.affixes != 0
                    || (reading.bound && bare)
                    || (reading.determined && bare && !split.definite)
                    || foreign
                {
                    continue;
                }
                let named = self.articles.iter().any(|a| stem.starts_with(a.as_str()));
                let weak = if named { NAMES.with_all(GIVEN) } else { NAMES };
                if !reading.classes.is_empty()
                    && weak.contains(reading.classes)
                    && !split.definite
                    && split.pronoun.is_none()
                {
                    name.insert(reading.classes);
                    continue;
                }
                if clitics < best {
                    best = clitics;
                    found = Word::default();
                }
                found.unite(reading, split);
            }
        });
        found.classes.insert(name);
        if best == u32::MAX {
            self.guess(word, &mut found);
        }
        found
    }

    /// Whether a pronoun makes the form one of the first person, who does not speak of himself as of another: a verb does
    /// not have `us` for its object unless it has whoever is told.
    fn of_first_person(&self, cue: CueForm, pronoun: Option<Pronoun>) -> bool {
        let told = self.cues[cue.entry as usize].tells || !cue.tense.is_finite();
        pronoun.is_some_and(|p| p.first && (p.number == Number::Singular || !told))
    }

    /// What the letters alone tell about an unknown word: the article shows where its clitics end.
    fn guess(&self, word: &str, found: &mut Word) {
        let starts = |w: &str, list: &[String]| {
            list.iter().any(|c| w.strip_prefix(c.as_str()).is_some_and(|r| r.chars().count() > 2))
        };
        let article = |w: &str| starts(w, &self.articles) || starts(w, &self.contracted);
        let after = |list: &[String]| list.iter().find_map(|c| word.strip_prefix(c.as_str()).filter(|r| article(r)));
        let bare = self.conjunctions.iter().find_map(|c| word.strip_prefix(c.as_str())).unwrap_or(word);
        if starts(bare, &self.prefixes) {
            found.conjunction = u8::from(bare.len() < word.len());
            found.classes = Classes::of(&[Class::GivenMasculine]);
            return;
        }
        found.definite = article(word);
        if found.definite {
            found.preposition = starts(word, &self.contracted);
        } else if let Some(rest) = after(&self.conjunctions) {
            found.conjunction = 1;
            found.definite = true;
            found.preposition = starts(rest, &self.contracted);
        } else if after(&self.prepositions).is_some() {
            found.preposition = true;
            found.definite = true;
        } else if self.prepositions.iter().filter_map(|c| word.strip_prefix(c.as_str())).any(starts_foreign) {
            found.preposition = true;
        } else if self
            .conjunctions
            .iter()
            .any(|c| word.strip_prefix(c.as_str()).is_some_and(|r| r.starts_with(c.as_str())))
        {
            found.conjunction = 1;
        }
    }

    /// Calls `attempt` with every way to take clitics off `word`.
    fn split(&self, word: &str, split: Split, attempt: &mut impl FnMut(&str, Split)) {
        self.split_inner(word, split, attempt);
        for conjunction in &self.conjunctions {
            if let Some(rest) = word.strip_prefix(conjunction.as_str()).filter(|r| !r.is_empty()) {
                let affixes = split.affixes | bit(Affix::Conjunction);
                let length = conjunction.chars().count() as u8;
                self.split_inner(rest, Split { affixes, conjunction: length, ..split }, attempt);
            }
        }
    }

    fn split_inner(&self, word: &str, split: Split, attempt: &mut impl FnMut(&str, Split)) {
        self.split_end(word, split, attempt);
        let mut strip = |list: &[String], affixes: u8, definite: bool| {
            for clitic in list {
                if let Some(rest) = word.strip_prefix(clitic.as_str()).filter(|r| !r.is_empty()) {
                    let split = Split { affixes: split.affixes | affixes, definite, ..split };
                    self.split_end(rest, split, attempt);
                    if affixes == bit(Affix::Preposition) {
                        for article in &self.articles {
                            if let Some(rest) = rest.strip_prefix(article.as_str()).filter(|r| !r.is_empty()) {
                                let affixes = split.affixes | bit(Affix::Article);
                                self.split_end(rest, Split { affixes, definite: true, ..split }, attempt);
                            }
                        }
                    }
                }
            }
        };
        strip(&self.futures, bit(Affix::Future), false);
        strip(&self.articles, bit(Affix::Article), true);
        strip(&self.prepositions, bit(Affix::Preposition), false);
        strip(&self.contracted, bit(Affix::Preposition) | bit(Affix::Article), true);
    }

    fn split_end(&self, word: &str, split: Split, attempt: &mut impl FnMut(&str, Split)) {
        attempt(word, split);
        if split.definite {
            return;
        }
        for Hanging { form, pronoun, on } in &self.enclitics {
            if let Some(stem) = word.strip_suffix(form.as_str()).filter(|s| !s.is_empty()) {
                for &affix in *on {
                    let affixes = split.affixes | bit(affix);
                    attempt(stem, Split { affixes, pronoun: Some(*pronoun), ..split });
                }
            }
        }
    }

    /// The longest function word of several words that begins with the folded words that `next` gives: its classes and
    /// how many words it covers. A complementizer in it may carry a pronoun.
    pub fn compound<'w>(&self, next: impl Fn(usize) -> Option<&'w str>) -> Option<(Classes, usize)> {
        let first = next(0)?;
        let bare = self.conjunctions.iter().find_map(|c| first.strip_prefix(c.as_str()));
        [Some(first), bare].into_iter().flatten().find_map(|first| {
            let compounds = self.compounds.get(first)?;
            let word_fits = |next: &str, word: &str| next == word || self.opens_clause(word) && self.owned(next, word);
            let fits = |rest: &[Box<str>]| {
                rest.iter().enumerate().all(|(i, word)| next(i + 1).is_some_and(|next| word_fits(next, word)))
            };
            let longest = compounds.iter().filter(|(rest, _)| fits(rest)).max_by_key(|(rest, _)| rest.len())?;
            Some((longest.1, longest.0.len() + 1))
        })
    }

    /// The longest cue of several words that begins with the folded words that `next` gives one after another, starting
    /// at its argument 0. Gives the entry, how many words it covers and whether a conjunction is written together
    /// with the first.
    pub fn phrase<'w>(&self, next: impl Fn(usize) -> Option<&'w str>) -> Option<(u16, usize, bool)> {
        let first = next(0)?;
        let bare = self.conjunctions.iter().find_map(|c| first.strip_prefix(c.as_str()));
        [Some((first, false)), bare.map(|bare| (bare, true))].into_iter().flatten().find_map(|(first, conjoined)| {
            let phrases = self.phrases.get(first)?;
            phrases
                .iter()
                .filter(|phrase| {
                    let last = phrase.rest.len();
                    let rest = phrase.rest.iter().enumerate().all(|(i, word)| {
                        next(i + 1).is_some_and(|w| w == &**word || i + 1 == last && self.owned(w, word))
                    });
                    rest && phrase
                        .glued
                        .as_deref()
                        .is_none_or(|glued| next(phrase.rest.len() + 1).is_some_and(|w| w.starts_with(glued)))
                })
                .map(|phrase| {
                    // A preposition that stands by itself, as before marks, is part of the phrase.
                    let end = phrase.rest.len() + 1;
                    let apart = phrase.glued.is_some() && next(end) == phrase.glued.as_deref();
                    (phrase.entry, end + usize::from(apart))
                })
                .max_by_key(|&(_, words)| words)
                .map(|(entry, words)| (entry, words, conjoined))
        })
    }
}

/// Words that reporters do not use of themselves: with `my` they would hide names.
const EVERYDAY: Classes = Classes::of(&[Class::Common, Class::Event]);

/// Whether the word goes on in Latin letters.
fn starts_foreign(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
}

impl Lexicon {
    /// Whether the folded word is a complementizer.
    fn opens_clause(&self, word: &str) -> bool {
        self.forms.get(word).into_iter().flatten().any(|reading| reading.classes.has(Class::Complementizer))
    }

    /// Whether `word` is `stem` with a possessive pronoun.
    fn owned(&self, word: &str, stem: &str) -> bool {
        word.strip_prefix(stem).is_some_and(|rest| self.enclitics.iter().any(|e| e.form == rest))
    }

    /// The last letter with which a given name that folds to `word` is spelled, where another word folds to it too.
    pub fn last_letter(&self, word: &str) -> Option<char> {
        self.spelled.get(word).copied()
    }
}

impl Word {
    /// The word without its readings as a given name.
    pub fn no_name(mut self) -> Self {
        self.classes.remove(Classes::of(&[Class::GivenMasculine, Class::GivenFeminine, Class::GivenAmbiguous]));
        self
    }

    /// Adds a reading. The clitics are those of the last one, unless it would take a letter off a finite verb.
    fn unite(&mut self, reading: &Form, split: Split) {
        let verb = self.is_finite_cue() && reading.cue.is_none();
        self.classes.insert(reading.classes);
        self.cue = self.cue.or(reading.cue);
        self.noun = self.noun.or(reading.noun);
        self.month = self.month.max(reading.month);
        if self.gender == Gender::Any {
            self.gender = reading.gender;
        }
        if self.number == Number::Any {
            self.number = reading.number;
        }
        self.oblique |= reading.oblique;
        if verb {
            return;
        }
        self.conjunction = split.conjunction;
        self.preposition = split.affixes & bit(Affix::Preposition) != 0;
        self.definite = split.definite;
        self.pronoun = split.pronoun;
    }
}
