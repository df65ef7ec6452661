//! What differs between two releases: documents, quotations and speakers, matched by their stable ids.
//!
//! Long prose is not compared: the id of a quotation and the digest of a text stand for it. Nor is where a document was
//! read, nor what is counted of a speaker.

use super::step::{Step, step};
use super::{Manifest, Release};
use crate::digest;
use crate::error::Result;
use crate::table::{Spread, Table, json_value};
use crate::vocabulary::names;
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use hashbrown::HashMap;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

names! {
    /// What became of a row.
    ChangeKind {
        /// Only the later release has it.
        Added = "added",
        /// Only the earlier release has it.
        Removed = "removed",
        /// Both have it, with different values in a column.
        Changed = "changed",
    }
}

/// One difference: a row that came or went, or one value of a row that both have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// `documents`, `quotes` or `speakers`.
    pub table: &'static str,
    /// Id of the row.
    pub key: String,
    /// `added`, `removed` or `changed`.
    pub change: &'static str,
    /// The column, for a changed value.
    pub column: Option<&'static str>,
    /// The value before, as JSON.
    pub before: Value,
    /// The value after, as JSON.
    pub after: Value,
    /// The rule that makes the quotation, in the later release where it has it.
    pub rule: Option<String>,
}

/// The tables that are compared.
pub const COMPARED: [Table; 3] = [Table::Documents, Table::Quotes, Table::Speakers];

/// What changed in one table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableChanges {
    /// Rows that only the later release has.
    pub added: u64,
    /// Rows that only the earlier release has.
    pub removed: u64,
    /// Rows that both have, with different values.
    pub changed: u64,
    /// How many values changed in each column.
    pub columns: BTreeMap<&'static str, u64>,
}

/// What differs between two releases, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// How large the step is.
    pub step: Step,
    /// Why.
    pub reasons: Vec<String>,
    /// What changed in each of [`COMPARED`].
    pub tables: Vec<(Table, TableChanges)>,
    /// Quotations added and removed, by rule.
    pub rules: BTreeMap<String, (u64, u64)>,
    /// Speakers whose name changed under their id: before and after.
    pub renamed: Vec<(String, String)>,
    /// Speakers that are gone and to whom their quotations belong now, with the number of these.
    pub merged: Vec<(String, String, u64)>,
}

/// Compares two releases and hands every difference to `visit`: those of the documents, the quotations and the speakers, in
/// the order of the later release, then what is gone. The earlier release's ids and short values are kept in memory. `go_on` is
/// asked before every batch of rows, so that a long comparison can be stopped.
///
/// # Errors
///
/// What `go_on` and `visit` fail with, and [`ErrorKind::Integrity`](crate::error::ErrorKind::Integrity) for a release that cannot be
/// read.
pub fn diff<E: From<crate::error::Error>>(
    before: &Release,
    after: &Release,
    go_on: &dyn Fn() -> Result<()>,
    mut visit: impl FnMut(Change) -> std::result::Result<(), E>,
) -> std::result::Result<Difference, E> {
    let (step, reasons) = step(before.manifest(), after.manifest());
    let mut difference = Difference {
        step,
        reasons,
        tables: Vec::new(),
        rules: BTreeMap::new(),
        renamed: Vec::new(),
        merged: Vec::new(),
    };
    let mut moved = BTreeMap::new();
    for table in COMPARED {
        let mut changes = TableChanges::default();
        compare((before, after), table, go_on, &mut changes, |change| {
            difference.note(&change, &mut moved);
            visit(change)
        })?;
        difference.tables.push((table, changes));
    }
    difference.merged = merged(before, after, moved)?;
    Ok(difference)
}

impl Difference {
    /// Keeps what the summary tells of a change; `moved` counts quotations that went from one speaker to another.
    fn note(&mut self, change: &Change, moved: &mut BTreeMap<(String, String), u64>) {
        let text = |value: &Value| value.as_str().map(str::to_string);
        if let Some(rule) = &change.rule
            && change.column.is_none()
        {
            let (added, removed) = self.rules.entry(rule.clone()).or_default();
            *(if change.change == ChangeKind::Added.name() { added } else { removed }) += 1;
        }
        let (Some(old), Some(new)) = (text(&change.before), text(&change.after)) else { return };
        match (change.table, change.column) {
            ("quotes", Some("speaker_id")) => *moved.entry((old, new)).or_default() += 1,
            ("speakers", Some("name")) => self.renamed.push((old, new)),
            _ => {}
        }
    }
}

/// The columns of a table that are compared: those of both releases but the key.
fn compared(before: &Manifest, after: &Manifest, table: Table) -> Vec<&'static str> {
    let names = |manifest: &Manifest| -> BTreeSet<_> { manifest.columns(table).map(|column| column.name).collect() };
    let (old, new) = (names(before), names(after));
    let wanted = |name: &str| match table {
        Table::Speakers => matches!(name, "name" | "name_en" | "kind" | "wikidata"),
        Table::Documents => !matches!(name, "path" | "record"),
        _ => true,
    };
    let columns = after.columns(table).filter(|column| column.spread != Spread::Long && wanted(column.name));
    let both = columns.map(|column| column.name).filter(|name| old.contains(name) && new.contains(name));
    both.filter(|name| !table.key().contains(name)).collect()
}

fn compare<E: From<crate::error::Error>>(
    (before, after): (&Release, &Release),
    table: Table,
    go_on: &dyn Fn() -> Result<()>,
    changes: &mut TableChanges,
    mut visit: impl FnMut(Change) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let [key, ..] = table.key() else { return Ok(()) };
    let columns = compared(before.manifest(), after.manifest(), table);
    let read: Vec<_> = [*key].into_iter().chain(columns.iter().copied()).collect();
    let mut old = Rows::load(before, table, &read, go_on)?;
    let row = |kind: ChangeKind, batch: &RecordBatch, row| Change {
        table: table.name(),
        key: text(batch, key, row),
        change: kind.name(),
        column: None,
        before: Value::Null,
        after: Value::Null,
        rule: (table == Table::Quotes).then(|| text(batch, "rule", row)),
    };
    for batch in after.read(table, &read) {
        go_on()?;
        let batch = batch?;
        for number in 0..batch.num_rows() {
            let Some((old_batch, old_number)) = old.take(&text(&batch, key, number)) else {
                changes.added += 1;
                visit(row(ChangeKind::Added, &batch, number))?;
                continue;
            };
            let mut same = true;
            for &column in &columns {
                let (before, after) = (value(old_batch, column, old_number), value(&batch, column, number));
                if before != after {
                    same = false;
                    *changes.columns.entry(column).or_default() += 1;
                    visit(Change { column: Some(column), before, after, ..row(ChangeKind::Changed, &batch, number) })?;
                }
            }
            changes.changed += u64::from(!same);
        }
    }
    for (batch, number) in old.left() {
        changes.removed += 1;
        visit(row(ChangeKind::Removed, batch, number))?;
    }
    Ok(())
}

/// The rows of a table in memory, each found by its id.
struct Rows {
    batches: Vec<RecordBatch>,
    places: HashMap<u64, (usize, usize)>,
}

impl Rows {
    fn load(release: &Release, table: Table, columns: &[&str], go_on: &dyn Fn() -> Result<()>) -> Result<Self> {
        let (mut batches, mut places) = (Vec::new(), HashMap::new());
        for (number, batch) in release.read(table, columns).enumerate() {
            go_on()?;
            let batch = batch?;
            let key = columns.first().copied().unwrap_or_default();
            places.extend((0..batch.num_rows()).map(|row| (digest::key(&text(&batch, key, row)), (number, row))));
            batches.push(batch);
        }
        Ok(Rows { batches, places })
    }

    /// Finds a row, once.
    fn take(&mut self, key: &str) -> Option<(&RecordBatch, usize)> {
        let (batch, row) = self.places.remove(&digest::key(key))?;
        Some((self.batches.get(batch)?, row))
    }

    /// The rows that were not taken, in their order.
    fn left(&self) -> impl Iterator<Item = (&RecordBatch, usize)> {
        let places: BTreeSet<_> = self.places.values().copied().collect();
        places.into_iter().filter_map(|(batch, row)| Some((self.batches.get(batch)?, row)))
    }
}

fn value(batch: &RecordBatch, column: &str, row: usize) -> Value {
    batch.column_by_name(column).map_or(Value::Null, |array| json_value(array.as_ref(), row))
}

fn text(batch: &RecordBatch, column: &str, row: usize) -> String {
    let texts = batch.column_by_name(column).and_then(|array| array.as_string_opt::<i32>());
    texts.filter(|texts| texts.is_valid(row)).map_or_else(String::new, |texts| texts.value(row).to_string())
}

/// Of the quotations that went from one speaker to another, those whose first speaker is gone.
fn merged(
    before: &Release,
    after: &Release,
    moved: BTreeMap<(String, String), u64>,
) -> Result<Vec<(String, String, u64)>> {
    let names = |release: &Release| -> Result<BTreeMap<String, String>> {
        let mut names = BTreeMap::new();
        for batch in release.read(Table::Speakers, &["speaker_id", "name"]) {
            let batch = batch?;
            names.extend((0..batch.num_rows()).map(|row| (text(&batch, "speaker_id", row), text(&batch, "name", row))));
        }
        Ok(names)
    };
    let (old, new) = (names(before)?, names(after)?);
    let gone = moved.into_iter().filter(|((from, _), _)| !new.contains_key(from));
    let named = |((from, to), quotes)| Some((old.get(&from)?.clone(), new.get(&to)?.clone(), quotes));
    Ok(gone.filter_map(named).collect())
}
