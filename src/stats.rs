//! What a release holds, counted by one thing: speakers, outlets, cues, types, days, or speakers in outlets.

use crate::error::{Error, ErrorKind, Result};
use crate::release::Release;
use crate::table::{Table, day_of};
use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{Array, RecordBatch};
use std::cmp::Reverse;
use std::collections::HashMap;

/// What quotations are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Speaker.
    Speaker,
    /// Publishing outlet.
    Outlet,
    /// Dictionary form of the cue.
    Cue,
    /// Direct, mixed, indirect.
    Type,
    /// Day of publication.
    Day,
    /// Speaker and outlet.
    SpeakerOutlet,
}

/// Counts of quotations; a value that is not known is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Names of the values that were counted by.
    pub heads: Vec<&'static str>,
    /// Values and their count: days in their order, all else the most frequent first.
    pub rows: Vec<(Vec<Option<String>>, u64)>,
}

impl By {
    fn columns(self) -> &'static [&'static str] {
        match self {
            By::Speaker => &["speaker"],
            By::Outlet => &["outlet"],
            By::Cue => &["cue_lemma"],
            By::Type => &["quote_type"],
            By::Day => &["date"],
            By::SpeakerOutlet => &["speaker", "outlet"],
        }
    }
}

/// Counts the quotations of a release; reads only the columns that are counted by.
///
/// # Errors
///
/// [`ErrorKind::Integrity`] for a release that cannot be read.
pub fn stats(release: &Release, by: By) -> Result<Stats> {
    let heads = by.columns();
    let mut counts: HashMap<Vec<Option<String>>, u64> = HashMap::new();
    for batch in release.read(Table::Quotes, heads) {
        let batch = batch?;
        let columns = heads.iter().map(|name| column(&batch, name)).collect::<Result<Vec<_>>>()?;
        for row in 0..batch.num_rows() {
            *counts.entry(columns.iter().map(|column| value(*column, row)).collect()).or_default() += 1;
        }
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    match by {
        By::Day => rows.sort(),
        _ => rows.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0))),
    }
    Ok(Stats { heads: heads.to_vec(), rows })
}

fn column<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b dyn Array> {
    let missing = || Error::new(ErrorKind::Integrity, format!("the quotes table has no column {name}"));
    batch.column_by_name(name).map(AsRef::as_ref).ok_or_else(missing)
}

fn value(column: &dyn Array, row: usize) -> Option<String> {
    if column.is_null(row) {
        return None;
    }
    match column.as_string_opt::<i32>() {
        Some(texts) => Some(texts.value(row).to_string()),
        None => Some(day_of(column.as_primitive_opt::<Date32Type>()?.value(row))?.to_string()),
    }
}
