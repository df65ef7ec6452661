//! The speakers of a release: their ids, and the one table that is known only at the end of a run.

use super::row::QuoteRow;
use super::{Excerpt, columns, days, texts};
use crate::annotate::{Speaker, SpeakerKind};
use crate::digest;
use crate::registry::Registry;
use crate::table::Table;
use arrow_array::RecordBatch;
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_schema::ArrowError;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

/// Most roles of one speaker that are published.
const ROLES: usize = 20;
/// Most aliases of one speaker that are published.
const ALIASES: usize = 50;
/// Most outlets of one speaker that are published.
const OUTLETS: usize = 50;
/// Most different texts that are counted for one speaker and column, so that a speaker takes bounded memory. What comes
/// after that many is not counted, in every run alike.
const COUNTED: usize = 200;

/// The id of a speaker: the registry's, else `x-` and 12 hexadecimal digits of the folded name and the kind.
///
/// A speaker of kind unknown has none.
pub(super) fn id(speaker: &Speaker) -> Option<String> {
    match (&speaker.registry_id, speaker.kind) {
        (Some(id), _) => Some(id.to_string()),
        (None, SpeakerKind::Unknown) => None,
        (None, kind) => Some(format!("x-{}", digest::id(&[&folded(&speaker.name), kind.name()], 12))),
    }
}

/// A name without what does not tell two names apart in any language: case, vowel signs, tatweel, runs of white space.
fn folded(name: &str) -> String {
    let kept = |c: &char| !matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}');
    let bare: String = name.chars().filter(kept).flat_map(char::to_lowercase).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What one quotation tells about its speaker, apart from the article's text, so that it can outlive it.
#[derive(Clone, Debug)]
pub struct SpeakerFact {
    id: String,
    name: String,
    kind: &'static str,
    role: Option<String>,
    mention: Option<String>,
    outlet: Option<String>,
    date: Option<Date>,
    /// Whether it is the first of this speaker in its document.
    first_in_document: bool,
}

/// The facts of one document's quotations.
pub(super) fn facts(quotes: &[QuoteRow<'_>]) -> Vec<SpeakerFact> {
    let mut facts: Vec<SpeakerFact> = Vec::new();
    for quote in quotes {
        let (Some(id), Some(name)) = (&quote.speaker_id, quote.speaker) else { continue };
        let Some(kind) = SpeakerKind::from_name(quote.speaker_kind) else { continue };
        facts.push(SpeakerFact {
            id: id.clone(),
            name: name.to_string(),
            kind: kind.name(),
            role: quote.speaker_role.map(str::to_string),
            mention: quote.speaker_mention.map(str::to_string),
            outlet: quote.outlet.map(str::to_string),
            date: quote.date,
            first_in_document: !facts.iter().any(|fact| fact.id == *id),
        });
    }
    facts
}

/// Counts what is said by whom; memory grows with the number of speakers and not with their quotations.
#[derive(Debug, Default)]
pub struct Speakers {
    by_id: HashMap<String, Tally>,
}

/// One speaker's counts.
#[derive(Debug)]
struct Tally {
    names: Counts,
    kind: &'static str,
    roles: Counts,
    aliases: Counts,
    outlets: Counts,
    quotes: i32,
    documents: i32,
    dates: Option<(Date, Date)>,
}

impl Speakers {
    /// Adds the facts of a chunk; chunks come in the order of the input.
    pub fn add(&mut self, facts: Vec<SpeakerFact>) {
        for fact in facts {
            let tally = self.by_id.entry(fact.id).or_insert_with(|| Tally {
                names: Counts::default(),
                kind: fact.kind,
                roles: Counts::default(),
                aliases: Counts::default(),
                outlets: Counts::default(),
                quotes: 0,
                documents: 0,
                dates: None,
            });
            tally.names.add(Some(fact.name));
            tally.roles.add(fact.role);
            tally.aliases.add(fact.mention);
            tally.outlets.add(fact.outlet);
            tally.quotes += 1;
            tally.documents += i32::from(fact.first_in_document);
            if let Some(date) = fact.date {
                let (first, last) = tally.dates.unwrap_or((date, date));
                tally.dates = Some((first.min(date), last.max(date)));
            }
        }
    }

    /// Number of speakers.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether nobody has spoken.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The table, the most quoted first, and of equals the one whose id sorts first.
    pub fn batch(&self, registry: &Registry) -> Result<RecordBatch, ArrowError> {
        let mut rows: Vec<_> = self.by_id.iter().collect();
        rows.sort_by_key(|(id, tally)| (Reverse(tally.quotes), id.as_str()));
        let entity = |id: &str| registry.entity(id);
        columns(
            Table::Speakers,
            Excerpt::default(),
            vec![
                texts(rows.iter().map(|(id, _)| Some(id.as_str()))),
                texts(rows.iter().map(|(id, tally)| {
                    entity(id).map(|entity| entity.name.as_str()).or(tally.names.top(1).first().copied())
                })),
                texts(rows.iter().map(|(id, _)| entity(id).map(|entity| entity.name_en.as_str()))),
                texts(rows.iter().map(|(_, tally)| Some(tally.kind))),
                texts(rows.iter().map(|(id, _)| entity(id).and_then(|entity| entity.wikidata.as_deref()))),
                lists(rows.iter().map(|(_, tally)| tally.roles.top(ROLES))),
                lists(rows.iter().map(|(_, tally)| tally.aliases.top(ALIASES))),
                Arc::new(rows.iter().map(|(_, tally)| Some(tally.quotes)).collect::<arrow_array::Int32Array>()),
                Arc::new(rows.iter().map(|(_, tally)| Some(tally.documents)).collect::<arrow_array::Int32Array>()),
                lists(rows.iter().map(|(_, tally)| tally.outlets.top(OUTLETS))),
                days(rows.iter().map(|(_, tally)| tally.dates.map(|(first, _)| first))),
                days(rows.iter().map(|(_, tally)| tally.dates.map(|(_, last)| last))),
            ],
        )
    }

    /// The names of the `count` most quoted, with their quotations.
    pub fn most_quoted(&self, count: usize, registry: &Registry) -> Vec<(String, i32)> {
        let mut rows: Vec<_> = self.by_id.iter().collect();
        rows.sort_by_key(|(id, tally)| (Reverse(tally.quotes), id.as_str()));
        let name = |id: &str, tally: &Tally| {
            let known = registry.entity(id).map(|entity| entity.name.clone());
            known.unwrap_or_else(|| tally.names.top(1).concat())
        };
        rows.iter().take(count).map(|(id, tally)| (name(id, tally), tally.quotes)).collect()
    }
}

/// Different texts and how often each came; few enough to be searched one by one.
#[derive(Debug, Default)]
struct Counts(Vec<(Box<str>, u32)>);

impl Counts {
    fn add(&mut self, text: Option<String>) {
        let Some(text) = text else { return };
        if let Some((_, count)) = self.0.iter_mut().find(|(known, _)| **known == *text) {
            *count += 1;
        } else if self.0.len() < COUNTED {
            self.0.push((text.into_boxed_str(), 1));
        }
    }

    /// The `most` most frequent, and of equals those that sort first.
    fn top(&self, most: usize) -> Vec<&str> {
        let mut sorted: Vec<_> = self.0.iter().collect();
        sorted.sort_by_key(|(text, count)| (Reverse(*count), text.as_ref()));
        sorted.into_iter().take(most).map(|(text, _)| text.as_ref()).collect()
    }
}

fn lists<'a>(rows: impl Iterator<Item = Vec<&'a str>>) -> arrow_array::ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new()).with_field(super::schema::list_child());
    for row in rows {
        row.into_iter().for_each(|text| builder.values().append_value(text));
        builder.append(true);
    }
    Arc::new(builder.finish())
}
