//! The rows of all tables, walked through document by document: keys, order and counts.

use super::finding::{FindingCode, Findings};
use super::quote::{Doc, check_quote, check_span, spans_of};
use super::texts::Texts;
use crate::digest;
use crate::error::Result;
use crate::release::manifest::MANIFEST;
use crate::release::{Chars, Cursor, Manifest, Release};
use crate::table::{TEXT_COLUMN, Table, day_of};
use hashbrown::HashSet;
use std::collections::{BTreeMap, HashMap};

/// The rows of all tables, walked through side by side: everything stands in the order of the documents.
pub(super) struct Rows<'r> {
    manifest: &'r Manifest,
    /// Where offsets are to be proved against texts outside the release.
    texts: Option<Texts>,
    documents: Cursor<'r>,
    quotes: Cursor<'r>,
    spans: Cursor<'r>,
    other_marks: Cursor<'r>,
    diagnostics: Cursor<'r>,
    rejects: Cursor<'r>,
    speakers: Cursor<'r>,
    /// Keys of the documents met so far.
    seen: HashSet<u64>,
    /// Quotations that each speaker is stated to have, less those met.
    quotes_left: BTreeMap<String, i64>,
    met: Met,
    findings: &'r mut Findings,
}

/// What the manifest counts, counted again.
#[derive(Default, PartialEq, Eq)]
struct Met {
    quote_types: BTreeMap<String, u64>,
    rejects: BTreeMap<String, u64>,
    languages: BTreeMap<String, u64>,
    days: Option<(i32, i32)>,
}

impl<'r> Rows<'r> {
    pub(super) fn new(release: &'r Release, texts: Option<Texts>, findings: &'r mut Findings) -> Self {
        let cursor = |table| Cursor::new(release, table);
        Rows {
            manifest: release.manifest(),
            texts,
            documents: cursor(Table::Documents),
            quotes: cursor(Table::Quotes),
            spans: cursor(Table::Spans),
            other_marks: cursor(Table::OtherMarks),
            diagnostics: cursor(Table::Diagnostics),
            rejects: cursor(Table::Rejects),
            speakers: cursor(Table::Speakers),
            seen: HashSet::new(),
            quotes_left: BTreeMap::new(),
            met: Met::default(),
            findings,
        }
    }

    /// # Errors
    ///
    /// Texts that cannot be read.
    pub(super) fn check(mut self) -> Result<()> {
        self.read_speakers();
        while !self.documents.is_done() && !self.findings.is_full() {
            self.check_document()?;
            self.documents.advance();
        }
        while let Some(reason) = self.rejects.text("reason") {
            *self.met.rejects.entry(reason.to_string()).or_default() += 1;
            self.rejects.advance();
        }
        self.check_counts();
        self.check_leftovers();
        Ok(())
    }

    fn read_speakers(&mut self) {
        while !self.speakers.is_done() {
            let id = self.speakers.text("speaker_id").unwrap_or_default().to_string();
            let quotes = self.speakers.int("quotes").map_or(0, i64::from);
            if self.quotes_left.insert(id.clone(), quotes).is_some() {
                self.findings.add(FindingCode::DuplicateKey, "speakers", id);
            }
            self.speakers.advance();
        }
    }

    fn check_document(&mut self) -> Result<()> {
        let doc = self.document()?;
        self.met.add(&doc);
        let place = format!("document {}", doc.id);
        let fresh = self.seen.insert(digest::key(&doc.id));
        self.findings.check(fresh, FindingCode::DuplicateKey, "documents", || doc.id.clone());
        let stated = self.documents.int("quotes");
        let (mut ids, mut occurrences, mut last_start) = (HashSet::new(), HashMap::new(), 0);
        while self.quotes.text("doc_id") == Some(&doc.id) {
            let id = self.quotes.text("quote_id").unwrap_or_default().to_string();
            let start = self.quotes.int("quote_start").unwrap_or(0);
            self.findings.check(start >= last_start, FindingCode::Order, &format!("quote {id}"), || {
                "begins before the one before it".into()
            });
            last_start = start;
            let spans = spans_of(&mut self.spans, &doc, &id, self.findings);
            check_quote(&self.quotes, &doc, &spans, &mut occurrences, self.findings);
            self.count_quote(&id);
            if !ids.insert(id.clone()) {
                self.findings.add(FindingCode::DuplicateKey, "quotes", id);
            }
            self.quotes.advance();
        }
        self.findings.check(stated == Some(ids.len() as i32), FindingCode::RowCount, &place, || {
            format!("{} quotations, stated are {}", ids.len(), stated.unwrap_or(0))
        });
        while self.spans.text("doc_id") == Some(&doc.id) {
            let quote = self.spans.text("quote_id").unwrap_or_default();
            let code = if ids.contains(quote) { FindingCode::Order } else { FindingCode::OrphanRow };
            self.findings.add(code, "spans", format!("a span of quote {quote}"));
            self.spans.advance();
        }
        for (table, cursor) in [("other_marks", &mut self.other_marks), ("diagnostics", &mut self.diagnostics)] {
            while cursor.text("doc_id") == Some(&doc.id) {
                let (start, end) = (cursor.int("start").unwrap_or(-1), cursor.int("end").unwrap_or(-1));
                check_span(&doc, table, (start, end), cursor.text(TEXT_COLUMN), doc.excerpt, self.findings);
                cursor.advance();
            }
        }
        Ok(())
    }

    /// The document under the cursor, with its text where that is known and is the one that is stated.
    fn document(&mut self) -> Result<Doc> {
        let row = &self.documents;
        let owned = |name| row.text(name).map(str::to_string);
        let id = owned("doc_id").unwrap_or_default();
        let characters = row.int("characters").unwrap_or(0);
        let place = format!("document {id}");
        let mut text = owned(TEXT_COLUMN);
        if let Some(texts) = &mut self.texts {
            let given = texts.take(&id)?;
            self.findings.check(given.is_some(), FindingCode::TextMissing, &place, || "no text of this id".into());
            text = given.or(text);
        }
        let stated = row.text("text_sha256");
        let right = text.as_ref().is_none_or(|text| stated == Some(&digest::sha256(text.as_bytes())));
        self.findings.check(right, FindingCode::TextDigest, &place, || "the text is another".into());
        let text = text.filter(|_| right).map(Chars::new);
        let counted = text.as_ref().map_or(characters, Chars::count);
        self.findings.check(counted == characters, FindingCode::Bounds, &place, || {
            format!("{counted} code points, stated are {characters}")
        });
        Ok(Doc {
            id,
            characters,
            text,
            excerpt: self.manifest.options,
            outlet: owned("outlet"),
            date: row.day("date"),
            language: owned("language"),
        })
    }

    /// Counts the quotation under the cursor for its type and its speaker.
    fn count_quote(&mut self, id: &str) {
        let kind = self.quotes.text("quote_type").unwrap_or_default();
        *self.met.quote_types.entry(kind.to_string()).or_default() += 1;
        if let Some(speaker) = self.quotes.text("speaker_id") {
            match self.quotes_left.get_mut(speaker) {
                Some(left) => *left -= 1,
                None => {
                    self.findings.add(FindingCode::OrphanRow, &format!("quote {id}"), format!("no speaker {speaker}"))
                }
            }
        }
    }

    /// Compares what was counted with what the manifest states.
    fn check_counts(&mut self) {
        if self.findings.is_full() {
            return;
        }
        let shown = |day| day_of(day).map(|day| day.to_string()).unwrap_or_default();
        let days = self.met.days.map(|(first, last)| (shown(first), shown(last)));
        let counts = [
            ("quote_types", self.met.quote_types == self.manifest.quote_types),
            ("rejects", self.met.rejects == self.manifest.rejects),
            ("languages", self.met.languages == self.manifest.languages),
            ("days", days == self.manifest.days),
        ];
        for (name, holds) in counts {
            self.findings
                .check(holds, FindingCode::RowCount, MANIFEST, || format!("{name} are not those of the tables"));
        }
    }

    /// Rows that no document took, and tables that could not be read to their end.
    fn check_leftovers(mut self) {
        if self.findings.is_full() {
            return;
        }
        let cursors = [self.quotes, self.spans, self.other_marks, self.diagnostics];
        for (table, cursor) in ["quotes", "spans", "other_marks", "diagnostics"].into_iter().zip(&cursors) {
            if let Some(id) = cursor.text("doc_id") {
                let known = self.seen.contains(&digest::key(id));
                let code = if known { FindingCode::Order } else { FindingCode::OrphanRow };
                self.findings.add(code, table, format!("a row of document {id}"));
            }
        }
        for cursor in cursors.into_iter().chain([self.documents, self.rejects, self.speakers]) {
            if let Some(error) = cursor.into_error() {
                self.findings.add(FindingCode::Unreadable, "data", error.to_string());
            }
        }
        self.quotes_left.retain(|_, left| *left != 0);
        for id in self.quotes_left.into_keys() {
            self.findings.add(FindingCode::RowCount, "speakers", format!("{id} has another number of quotations"));
        }
    }
}

impl Met {
    fn add(&mut self, doc: &Doc) {
        *self.languages.entry(doc.language.clone().unwrap_or_default()).or_default() += 1;
        if let Some(day) = doc.date {
            let (first, last) = self.days.unwrap_or((day, day));
            self.days = Some((first.min(day), last.max(day)));
        }
    }
}
