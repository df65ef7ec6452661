//! `Notation`: what is written in digits and signs, as regular expressions over short strings. They are data of
//! `page.toml`; words, which have forms and clitics, are the business of phrases.

use crate::error::{Error, ErrorKind, Result};
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;
use toml::Spanned;

/// Longest string, in bytes, that expressions are applied to; longer ones match nothing.
const LONGEST: usize = 2048;
/// Most bytes that an expression may need when compiled.
const COMPILED: usize = 1 << 20;

/// One entry of `[[notation]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Notation {
    pub(super) id: String,
    pub(super) why: String,
    pub(super) kind: Kind,
    pub(super) expression: String,
    pub(super) example: Vec<Spanned<String>>,
    pub(super) counterexample: Vec<Spanned<String>>,
}

/// What an expression reads, and from what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// A day in a line of a page or in metadata: `year` (four digits or two), `month`, `day`.
    Date,
    /// A day in metadata alone; groups as in a date.
    StatedDate,
    /// The day of publication in the address of a page; groups as in a date.
    UrlDate,
    /// A time of day beside a date: `hour`, `minute`, perhaps `second`.
    Time,
    /// How far a time is from Greenwich: `sign`, `hours`, perhaps `minutes`.
    Offset,
    /// An address of the web inside a line.
    Link,
    /// The end of a line that may be the caption of a picture: `credit`.
    Caption,
    /// The end of a text that may name its agencies: `credit`.
    Credit,
}

impl Kind {
    /// The groups that an expression must have.
    fn groups(self) -> &'static [&'static str] {
        match self {
            Kind::Date | Kind::StatedDate | Kind::UrlDate => &["year", "month", "day"],
            Kind::Time => &["hour", "minute"],
            Kind::Offset => &["sign", "hours"],
            Kind::Link => &[],
            Kind::Caption | Kind::Credit => &["credit"],
        }
    }
}

/// Expressions in the order of their entries. One automaton says which of them match at all.
#[derive(Clone, Debug, Default)]
pub(super) struct Expressions {
    set: RegexSet,
    list: Vec<Regex>,
}

impl Expressions {
    /// The expressions of the notations of a kind.
    pub(super) fn of(notations: &[Notation], kind: Kind) -> Result<Self> {
        let notations = || notations.iter().filter(|notation| notation.kind == kind);
        let expressions = Expressions::new(notations().map(|notation| notation.expression.as_str()))?;
        for (notation, regex) in notations().zip(&expressions.list) {
            let has = |group: &&str| regex.capture_names().flatten().any(|name| name == *group);
            if let Some(missing) = kind.groups().iter().find(|group| !has(group)) {
                return Err(faulty(&format!("the expression of `{}` has no group `{missing}`", notation.id)));
            }
        }
        Ok(expressions)
    }

    pub(super) fn new<'e>(expressions: impl Iterator<Item = &'e str> + Clone) -> Result<Self> {
        let list = expressions.clone().map(|one| RegexBuilder::new(one).size_limit(COMPILED).build());
        let list = list.collect::<std::result::Result<_, _>>().map_err(|error| faulty(&error.to_string()))?;
        let set = RegexSetBuilder::new(expressions).size_limit(COMPILED).build();
        Ok(Expressions { set: set.map_err(|error| faulty(&error.to_string()))?, list })
    }

    /// The number of the first expression that matches.
    pub(super) fn first(&self, text: &str) -> Option<usize> {
        self.numbers(text).next()
    }

    /// The expressions that match, in order.
    pub(super) fn matching(&self, text: &str) -> impl Iterator<Item = &Regex> {
        self.numbers(text).map(|number| &self.list[number])
    }

    fn numbers(&self, text: &str) -> impl Iterator<Item = usize> + use<> {
        let (alone, several) = match &self.list[..] {
            _ if text.len() > LONGEST => (None, None),
            [] => (None, None),
            // An expression for itself knows the letters that it begins with.
            [one] => (one.is_match(text).then_some(0), None),
            _ => (None, Some(self.set.matches(text))),
        };
        alone.into_iter().chain(several.into_iter().flatten())
    }
}

fn faulty(message: &str) -> Error {
    Error::new(ErrorKind::Pack, format!("page.toml: {message}"))
}
