//! The rows of a release that gold quotations are compared with, by document.

use super::gold::Gold;
use super::place::Place;
use crate::annotate::QuoteKind;
use crate::error::{Error, ErrorKind, Result, printable};
use crate::release::{Cursor, Release};
use crate::table::{Table, day_of};
use std::collections::HashMap;

/// What a release says of one article.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) outlet: Option<String>,
    /// The day as YYYY-MM-DD.
    pub(super) date: Option<String>,
    pub(super) rows: Vec<Row>,
    text_sha256: String,
    characters: usize,
}

/// A row of `quotes` with its marked spans.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) kind: QuoteKind,
    pub(super) place: Place,
    /// Its parts in quotation marks.
    pub(super) marked: Vec<Place>,
    pub(super) cue: Option<Place>,
    pub(super) cue_lemma: Option<String>,
    pub(super) speaker: Option<String>,
    pub(super) mention: Option<String>,
    pub(super) source: Option<Place>,
    pub(super) rule: String,
}

/// What a release holds.
#[derive(Debug)]
pub(super) struct Found {
    documents: HashMap<String, Document>,
    /// Dictionary forms of cues, by the words as printed.
    lemmas: HashMap<String, String>,
}

impl Found {
    /// Reads the documents, quotations and marked spans of a release.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Integrity`] for a release that cannot be read or contradicts itself.
    pub(super) fn read(release: &Release) -> Result<Self> {
        let mut found = Found { documents: documents(release)?, lemmas: HashMap::new() };
        let mut marked = marked(release)?;
        walk(release, Table::Quotes, |row| {
            let id = text(row, "quote_id")?;
            let document = found.documents.get_mut(row.text("doc_id")?)?;
            let quote = Row {
                kind: QuoteKind::from_name(row.text("quote_type")?)?,
                place: place(row, "quote_start", "quote_end")?,
                marked: marked.remove(&id).unwrap_or_default(),
                cue: place(row, "cue_start", "cue_end"),
                cue_lemma: text(row, "cue_lemma"),
                speaker: text(row, "speaker"),
                mention: text(row, "speaker_mention"),
                source: place(row, "speaker_start", "speaker_end"),
                rule: text(row, "rule")?,
            };
            let parts = quote.marked.iter().chain([&quote.place]).chain(&quote.cue).chain(&quote.source);
            let inside = parts.into_iter().all(|part| part.is_in(document.characters));
            found.lemmas.extend(text(row, "cue").zip(quote.cue_lemma.clone()));
            document.rows.push(quote);
            inside.then_some(())
        })?;
        Ok(found)
    }

    /// What the release says of a gold article; nothing where the article is not in it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] where it was made from another text, so that no place means the same in both.
    pub(super) fn document(&self, gold: &Gold) -> Result<Option<&Document>> {
        let document = self.documents.get(&gold.id);
        if document.is_some_and(|document| document.text_sha256 != gold.text_sha256) {
            let id = printable(&gold.id);
            let message =
                format!("document {id} has another text in the release than in the gold file; export that one");
            return Err(Error::new(ErrorKind::Input, message));
        }
        Ok(document)
    }

    /// The dictionary form of a cue as printed, where the release has such a cue, else the cue itself.
    pub(super) fn lemma(&self, cue: String) -> String {
        self.lemmas.get(&cue).cloned().unwrap_or(cue)
    }
}

fn documents(release: &Release) -> Result<HashMap<String, Document>> {
    let mut documents = HashMap::new();
    walk(release, Table::Documents, |row| {
        let document = Document {
            outlet: text(row, "outlet"),
            date: row.day("date").and_then(day_of).map(|day| day.to_string()),
            rows: Vec::new(),
            text_sha256: text(row, "text_sha256")?,
            characters: usize::try_from(row.int("characters")?).ok()?,
        };
        documents.insert(text(row, "doc_id")?, document);
        Some(())
    })?;
    Ok(documents)
}

/// The spans in quotation marks, by quotation.
fn marked(release: &Release) -> Result<HashMap<String, Vec<Place>>> {
    let mut marked: HashMap<String, Vec<Place>> = HashMap::new();
    walk(release, Table::Spans, |row| {
        if row.text("part")? == "marked" {
            marked.entry(text(row, "quote_id")?).or_default().push(place(row, "start", "end")?);
        }
        Some(())
    })?;
    Ok(marked)
}

/// Hands every row of a table to `each`, which returns nothing where a row lacks what it must have.
fn walk(release: &Release, table: Table, mut each: impl FnMut(&Cursor<'_>) -> Option<()>) -> Result<()> {
    let mut cursor = Cursor::new(release, table);
    let mut whole = true;
    while whole && !cursor.is_done() {
        whole = each(&cursor).is_some();
        cursor.advance();
    }
    match cursor.into_error() {
        Some(error) => Err(error),
        None if whole => Ok(()),
        None => {
            let message = format!("{} is damaged: run verify on {}", table.name(), release.path().display());
            Err(Error::new(ErrorKind::Integrity, message))
        }
    }
}

fn text(row: &Cursor<'_>, column: &str) -> Option<String> {
    row.text(column).map(str::to_string)
}

fn place(row: &Cursor<'_>, start: &str, end: &str) -> Option<Place> {
    let at = |column| usize::try_from(row.int(column)?).ok();
    Some(Place { start: at(start)?, end: at(end)? })
}
