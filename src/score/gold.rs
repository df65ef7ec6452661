//! Gold files: articles with the quotations that careful readers found in them, one JSON object per line.

use super::place::Place;
use crate::annotate::QuoteKind;
use crate::digest;
use crate::error::{Error, ErrorKind, Result, printable};
use serde::{Deserialize, Deserializer};
use std::fs;
use std::path::Path;

/// An article and what readers found in it.
#[derive(Clone, Debug)]
pub struct Gold {
    pub(super) id: String,
    pub(super) text: Vec<char>,
    pub(super) text_sha256: String,
    pub(super) outlet: Option<String>,
    pub(super) date: Option<String>,
    pub(super) quotations: Vec<Quotation>,
}

/// An article as it stands in the file. Other keys are ignored.
#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    outlet: Option<String>,
    date: Option<String>,
    quotations: Vec<Quotation>,
}

/// One quotation as readers marked it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Quotation {
    #[serde(rename = "type", deserialize_with = "kind")]
    pub(super) kind: QuoteKind,
    /// What is said, in one part or more.
    content: Vec<Place>,
    /// Its parts in quotation marks.
    pub(super) marked: Vec<Place>,
    pub(super) cue: Option<Place>,
    pub(super) source: Option<Place>,
    pub(super) speaker: Option<String>,
    /// Other names that the article uses for the speaker.
    pub(super) aliases: Option<Vec<String>>,
    /// Whether careful readers may disagree about it, so that it counts neither way.
    pub(super) optional: bool,
}

impl Quotation {
    /// From the beginning of the first part to the end of the last.
    pub(super) fn hull(&self) -> Place {
        let ends = self.content.first().zip(self.content.last());
        ends.map_or(Place { start: 0, end: 0 }, |(first, last)| Place { start: first.start, end: last.end })
    }

    fn places(&self) -> impl Iterator<Item = Place> {
        let parts = self.content.iter().chain(&self.marked).chain(&self.cue).chain(&self.source).copied();
        parts.chain([self.hull()])
    }
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<QuoteKind, D::Error> {
    let name = String::deserialize(deserializer)?;
    QuoteKind::from_name(&name).ok_or_else(|| serde::de::Error::custom(format_args!("no type of quotation: {name:?}")))
}

/// The articles of gold files, one file after the other.
///
/// # Errors
///
/// [`ErrorKind::Input`] with file and line for a file that cannot be read, a line that is no gold article, and a span
/// that does not lie in its text.
pub fn read_gold(paths: &[impl AsRef<Path>]) -> Result<Vec<Gold>> {
    let mut articles = Vec::new();
    for path in paths.iter().map(AsRef::as_ref) {
        let fault = |what: String| Error::new(ErrorKind::Input, what);
        let text = fs::read_to_string(path).map_err(|error| fault(Error::io(path, "read", error).to_string()))?;
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let place = || format!("{} line {number}", printable(&path.to_string_lossy()));
            let line: Line = serde_json::from_str(line)
                .map_err(|error| fault(format!("{}: no article with gold quotations: {error}", place())))?;
            let gold = Gold::from(line);
            if let Some((number, outside)) = gold.outside() {
                let (start, end, length) = (outside.start, outside.end, gold.text.len());
                let what = format!("quotation {number}: {start}..{end} is no place in a text of {length} code points");
                return Err(fault(format!("{}: {what}", place())));
            }
            articles.push(gold);
        }
    }
    Ok(articles)
}

impl From<Line> for Gold {
    fn from(line: Line) -> Self {
        Gold {
            id: line.id,
            text: line.text.chars().collect(),
            text_sha256: digest::sha256(line.text.as_bytes()),
            outlet: line.outlet,
            date: line.date,
            quotations: line.quotations,
        }
    }
}

impl Gold {
    /// The first place that does not lie in the text, with the number of its quotation, from 1.
    fn outside(&self) -> Option<(usize, Place)> {
        (1..).zip(&self.quotations).find_map(|(number, quotation)| {
            let place = quotation.places().find(|place| !place.is_in(self.text.len()))?;
            Some((number, place))
        })
    }
}
