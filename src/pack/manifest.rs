//! `pack.toml`: identity, script, quotation marks, folding, clitics, paradigms, complementizers.

use crate::fold::Orthography;
use serde::Deserialize;

/// The file `pack.toml` of a pack.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manifest {
    /// Identity.
    pub pack: Identity,
    /// Blocks of code points that belong to the script.
    pub letters: Vec<Block>,
    /// What matching ignores.
    pub orthography: Orthography,
    /// Which letters name spellings may differ by.
    #[serde(default)]
    pub transliteration: Transliteration,
    /// Words written together with the next one.
    #[serde(default)]
    pub proclitics: Proclitics,
    /// Pronouns written together with the word before.
    #[serde(default)]
    pub enclitic: Vec<Enclitic>,
    /// How forms are made from stems.
    #[serde(default)]
    pub paradigm: Vec<Paradigm>,
    /// Words that open a reported clause.
    pub complementizers: Complementizers,
    /// Characters that open and close quotations.
    pub quotation_marks: QuotationMarks,
}

/// Who made the pack, and what it is for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// BCP 47 language code; the name of its folder.
    pub id: String,
    /// Version of the data.
    pub version: String,
    /// Licence of the data.
    pub license: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Name for people.
    pub name: String,
    /// Script.
    pub script: String,
    /// `ltr` or `rtl`.
    pub direction: String,
}

/// A block of code points, both ends included.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// First character.
    pub from: char,
    /// Last character.
    pub to: char,
}

/// The `[transliteration]` section: spellings of one foreign name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transliteration {
    /// Letters that stand for each other, one string for each class.
    pub same: Vec<String>,
    /// Letters that may be absent inside a name.
    pub weak: String,
}

/// The `[proclitics]` section.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proclitics {
    /// Conjunctions; the first one joins words of one kind.
    #[serde(default)]
    pub conjunction: Vec<String>,
    /// Particles of the future.
    #[serde(default)]
    pub future: Vec<String>,
    /// Prepositions.
    #[serde(default)]
    pub preposition: Vec<String>,
    /// The article.
    #[serde(default)]
    pub article: Vec<String>,
    /// Preposition and article in one.
    #[serde(default)]
    pub contracted: Vec<String>,
}

/// A pronoun written together with the word before.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enclitic {
    /// Its letters.
    pub form: String,
    /// Its gender.
    #[serde(default)]
    pub gender: Gender,
    /// Its number.
    #[serde(default)]
    pub number: Number,
    /// Whether it is of the first person.
    #[serde(default)]
    pub first: bool,
    /// Whether it hangs on verbs only.
    #[serde(default)]
    pub object: bool,
}

/// One way in which forms are made from a stem.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paradigm {
    /// The key under which an entry gives its stem.
    pub name: String,
    /// What the forms are, for cues.
    #[serde(default)]
    pub tense: Tense,
    /// Letters at the beginning of the stem that are replaced by the prefixes.
    #[serde(default)]
    pub strip: String,
    /// Final letters that go before the suffix of a weak cell.
    #[serde(default)]
    pub drop: Vec<String>,
    /// Letters that the stem of a noun or adjective has at least.
    #[serde(default)]
    pub shortest: usize,
    /// The forms.
    pub cells: Vec<Cell>,
    /// Which clitics the forms may carry.
    pub takes: Vec<Affix>,
}

/// One form of a paradigm.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Letters before the stem.
    #[serde(default)]
    pub prefix: String,
    /// Letters after the stem.
    #[serde(default)]
    pub suffix: String,
    /// Gender of the form.
    #[serde(default)]
    pub gender: Gender,
    /// Number of the form.
    #[serde(default)]
    pub number: Number,
    /// Whether a final weak letter goes before the suffix; the cell is only made for stems that end so or need not.
    #[serde(default)]
    pub weak: bool,
    /// Whether the form is a case that no subject stands in.
    #[serde(default)]
    pub oblique: bool,
    /// Whether the form only occurs with a pronoun.
    #[serde(default)]
    pub bound: bool,
}

/// What a form of a cue is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Tense {
    /// Not a verb form: a preposition or phrase.
    #[default]
    None,
    /// Past, active.
    Past,
    /// Present, active.
    Present,
    /// Past or present, passive.
    Passive,
    /// Active participle.
    Participle,
    /// Verbal noun.
    Noun,
}

impl Tense {
    /// Whether the form is a finite verb.
    pub fn is_finite(self) -> bool {
        matches!(self, Tense::Past | Tense::Present | Tense::Passive)
    }
}

/// Grammatical gender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Hash)]
pub enum Gender {
    /// Unknown or either.
    #[default]
    #[serde(rename = "")]
    Any,
    /// Masculine.
    #[serde(rename = "m")]
    Masculine,
    /// Feminine.
    #[serde(rename = "f")]
    Feminine,
}

impl Gender {
    /// Whether words of these genders can agree: they have the same, or one of them has either.
    pub fn agrees(self, other: Gender) -> bool {
        self == other || [self, other].contains(&Gender::Any)
    }
}

/// Grammatical number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Hash)]
pub enum Number {
    /// Unknown or any.
    #[default]
    #[serde(rename = "")]
    Any,
    /// Singular.
    #[serde(rename = "s")]
    Singular,
    /// Dual.
    #[serde(rename = "d")]
    Dual,
    /// Plural.
    #[serde(rename = "p")]
    Plural,
}

/// What may be written together with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Affix {
    /// A conjunction before it.
    Conjunction,
    /// A particle of the future before it.
    Future,
    /// A preposition before it.
    Preposition,
    /// The article before it.
    Article,
    /// A possessive pronoun after it.
    Possessive,
    /// An object pronoun after it.
    Object,
}

/// The `[complementizers]` section.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complementizers {
    /// Words that open a reported clause, alone or with a pronoun that hangs on them.
    pub forms: Vec<String>,
    /// Words that look like them and open something else.
    #[serde(default)]
    pub excluded: Vec<String>,
}

/// The `[quotation-marks]` section.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotationMarks {
    /// Families of marks.
    pub family: Vec<MarkFamily>,
}

/// Quotation marks that belong together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkFamily {
    /// Name.
    pub id: String,
    /// Characters that open by their shape.
    #[serde(default)]
    pub open: String,
    /// Characters that close by their shape.
    #[serde(default)]
    pub close: String,
    /// Characters that may do either.
    #[serde(default)]
    pub both: String,
    /// Characters of which two side by side are one mark that may do either.
    #[serde(default)]
    pub doubled: String,
    /// Whether the characters have other uses, so that they are marks only in pairs within a paragraph.
    #[serde(default)]
    pub shy: bool,
}
