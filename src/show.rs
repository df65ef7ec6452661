//! What a release holds, line by line: its quotations for people, the rows of a table, spans beside their text, counts.

use crate::error::{Error, ErrorKind, Result, printable};
use crate::release::{Chars, Cursor, Release};
use crate::table::{Table, day_of};
use serde_json::json;

/// How a release is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Every quotation in three lines: who says it by which cue, where it stands, and its words. Nothing in them acts on
    /// a terminal.
    Text,
    /// Every row of a table as a JSON object.
    Rows(Table),
    /// JSON objects: each document with its text, where the release holds texts, then the parts of its quotations with
    /// their places in code points and, beside a text, in bytes of UTF-8.
    Spans,
    /// One JSON object with the number of rows of every table.
    Counts,
}

/// Hands every line of a view to `line`, without its line feed, until `line` fails.
///
/// # Errors
///
/// What `line` fails with, and [`ErrorKind::Integrity`] for a release that cannot be read.
pub fn show<E: From<Error>>(
    release: &Release,
    view: View,
    mut line: impl FnMut(&str) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    match view {
        View::Text => each(release, Table::Quotes, |row| line(&quotation(row))),
        View::Rows(table) => each(release, table, |row| line(&object(row)?)),
        View::Spans => spans(release, line),
        View::Counts => line(&json!(release.manifest().rows).to_string()),
    }
}

/// Hands the cursor at each row of a table to `visit`.
fn each<E: From<Error>>(
    release: &Release,
    table: Table,
    mut visit: impl FnMut(&Cursor<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut cursor = Cursor::new(release, table);
    while !cursor.is_done() {
        visit(&cursor)?;
        cursor.advance();
    }
    Ok(cursor.into_error().map_or(Ok(()), Err)?)
}

fn quotation(row: &Cursor<'_>) -> String {
    let shown = |column| row.text(column).map(printable);
    let unresolved = || format!("? ({})", shown("unresolved").unwrap_or_default());
    let day = row.day("date").and_then(day_of).map(|day| day.to_string());
    let place = (row.int("quote_start").unwrap_or_default(), row.int("quote_end").unwrap_or_default());
    let facts = [shown("cue"), shown("quote_type"), shown("outlet"), day];
    format!(
        "{} · {}\n    {} {}..{} {}\n    {}",
        shown("speaker").unwrap_or_else(unresolved),
        facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        shown("doc_id").unwrap_or_default(),
        place.0,
        place.1,
        shown("rule").unwrap_or_default(),
        shown("quote").unwrap_or_default(),
    )
}

fn object(row: &Cursor<'_>) -> Result<String> {
    let fault = |error| Error::new(ErrorKind::Integrity, format!("a row cannot be shown, which is a bug: {error}"));
    row.row().map_or(Ok(String::new()), |row| serde_json::to_string(&row)).map_err(fault)
}

fn spans<E: From<Error>>(
    release: &Release,
    mut line: impl FnMut(&str) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut spans = Cursor::new(release, Table::Spans);
    each::<E>(release, Table::Documents, |document| {
        let id = document.text("doc_id").unwrap_or_default();
        let text = document.text(crate::table::TEXT_COLUMN).map(|text| Chars::new(text.to_string()));
        let mut about = json!({ "doc": id, "text_sha256": document.text("text_sha256") });
        if let Some(text) = &text {
            about["text"] = text.text().into();
        }
        line(&about.to_string())?;
        while spans.text("doc_id") == Some(id) {
            if spans.text("part") == Some("content") {
                line(&content(&spans, text.as_ref()).to_string())?;
            }
            spans.advance();
        }
        Ok(())
    })?;
    Ok(spans.into_error().map_or(Ok(()), Err)?)
}

/// A part of a quotation with its place.
fn content(span: &Cursor<'_>, text: Option<&Chars>) -> serde_json::Value {
    let (start, end) = (span.int("start").unwrap_or_default(), span.int("end").unwrap_or_default());
    let mut part = json!({
        "doc": span.text("doc_id"),
        "quote_id": span.text("quote_id"),
        "quote": span.text("text"),
        "char_start": start,
        "char_end": end,
    });
    if let Some(text) = text {
        part["byte_start"] = text.byte(start).into();
        part["byte_end"] = text.byte(end).into();
    }
    part
}
