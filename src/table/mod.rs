//! Rows as Arrow record batches. Knows nothing of Parquet or of files.

mod excerpt;
mod json;
mod row;
mod schema;
mod speaker;

pub use excerpt::{Excerpt, TextMode};
pub(crate) use json::json_value;
pub use json::{JsonRow, json_rows};
pub(crate) use row::quote_id;
pub use row::{ArticleRows, DiagnosticRow, DocumentRow, JOINT, OtherMarkRow, QuoteRow, RejectRow, SpanRow};
pub use schema::{Column, Kind, OFFSET_UNIT, SCHEMA_VERSION, Spread, TEXT_COLUMN, Table};
pub use speaker::{SpeakerFact, Speakers};

use crate::annotate::Annotations;
use crate::article::Article;
use crate::document::Reject;
use crate::error::{Error, ErrorKind};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float32Array, Int32Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow_schema::ArrowError;
use jiff::civil::Date;
use std::sync::Arc;

/// The rows of a chunk of input records, ready to be written: one batch per table, in the order of the input.
#[derive(Debug)]
pub struct TableBatches {
    /// Batches of all tables but `speakers`.
    pub batches: Vec<(Table, RecordBatch)>,
    /// What the quotations tell about their speakers.
    pub speakers: Vec<SpeakerFact>,
}

/// Collects rows and turns them into [`TableBatches`].
#[derive(Debug, Default)]
pub struct Tables<'a> {
    documents: Vec<DocumentRow<'a>>,
    quotes: Vec<QuoteRow<'a>>,
    spans: Vec<SpanRow<'a>>,
    other_marks: Vec<OtherMarkRow<'a>>,
    rejects: Vec<RejectRow>,
    diagnostics: Vec<DiagnosticRow<'a>>,
    speakers: Vec<SpeakerFact>,
}

impl<'a> Tables<'a> {
    /// Adds an article and what was found in it.
    pub fn push(&mut self, article: &'a Article, annotations: &'a Annotations) {
        self.push_rows(ArticleRows::new(article, annotations));
    }

    /// Adds the rows of an article.
    pub fn push_rows(&mut self, rows: ArticleRows<'a>) {
        self.speakers.extend(speaker::facts(&rows.quotes));
        self.documents.push(rows.document);
        self.quotes.extend(rows.quotes);
        self.spans.extend(rows.spans);
        self.other_marks.extend(rows.other_marks);
        self.diagnostics.extend(rows.diagnostics);
    }

    /// Adds a refused record.
    pub fn push_reject(&mut self, reject: Reject) {
        self.rejects.push(reject.into());
    }

    /// The quotations added so far.
    pub fn quotes(&self) -> &[QuoteRow<'a>] {
        &self.quotes
    }

    /// The batches, with so much of the texts.
    ///
    /// # Errors
    ///
    /// A batch that does not fit its schema, which is a fault of this program.
    pub fn finish(self, excerpt: Excerpt) -> Result<TableBatches, ArrowError> {
        let batches = vec![
            (Table::Quotes, quotes(&self.quotes, excerpt)?),
            (Table::Documents, documents(&self.documents, excerpt)?),
            (Table::Spans, spans(&self.spans, excerpt)?),
            (Table::OtherMarks, other_marks(&self.other_marks, excerpt)?),
            (Table::Rejects, rejects(&self.rejects)?),
            (Table::Diagnostics, diagnostics(&self.diagnostics)?),
        ];
        Ok(TableBatches { batches, speakers: self.speakers })
    }
}

/// One array of a column, from one field of every row.
macro_rules! column {
    ($rows:ident.$field:ident as text) => {
        texts($rows.iter().map(|row| Some(&*row.$field)))
    };
    ($rows:ident.$field:ident as text?) => {
        texts($rows.iter().map(|row| row.$field.as_deref()))
    };
    ($rows:ident.$field:ident as day?) => {
        days($rows.iter().map(|row| row.$field))
    };
    ($rows:ident.$field:ident as $array:ident) => {
        Arc::new($rows.iter().map(|row| Some(row.$field)).collect::<$array>())
    };
    ($rows:ident.$field:ident as $array:ident?) => {
        Arc::new($rows.iter().map(|row| row.$field).collect::<$array>())
    };
}

fn quotes(rows: &[QuoteRow<'_>], excerpt: Excerpt) -> Result<RecordBatch, ArrowError> {
    columns(
        Table::Quotes,
        excerpt,
        vec![
            column!(rows.quote_id as text),
            column!(rows.doc_id as text),
            texts(rows.iter().map(|row| Some(excerpt.cut(&row.quote)))),
            texts(rows.iter().map(|row| Some(excerpt.cut(row.verbatim.as_deref()?)))),
            column!(rows.quote_type as text),
            column!(rows.quote_start as Int32Array),
            column!(rows.quote_end as Int32Array),
            column!(rows.cue as text?),
            column!(rows.cue_start as Int32Array?),
            column!(rows.cue_end as Int32Array?),
            column!(rows.cue_lemma as text?),
            column!(rows.cue_class as text?),
            column!(rows.negated as BooleanArray),
            column!(rows.speaker as text?),
            column!(rows.speaker_id as text?),
            column!(rows.speaker_kind as text),
            column!(rows.speaker_mention as text?),
            column!(rows.speaker_start as Int32Array?),
            column!(rows.speaker_end as Int32Array?),
            column!(rows.speaker_role as text?),
            column!(rows.speaker_rule as text?),
            column!(rows.unresolved as text?),
            column!(rows.via as text?),
            column!(rows.outlet as text?),
            column!(rows.date as day?),
            column!(rows.language as text),
            column!(rows.in_title as BooleanArray),
            column!(rows.paragraph as Int32Array),
            texts(rows.iter().map(|row| Some(excerpt.cut(row.context)))),
            column!(rows.rule as text),
            column!(rows.confidence as Float32Array?),
        ],
    )
}

fn documents(rows: &[DocumentRow<'_>], excerpt: Excerpt) -> Result<RecordBatch, ArrowError> {
    let moments = rows.iter().map(|row| row.published_at.map(|moment| moment.as_microsecond()));
    let mut arrays: Vec<ArrayRef> = vec![
        column!(rows.doc_id as text),
        column!(rows.path as text),
        column!(rows.record as Int64Array),
        column!(rows.url as text?),
        column!(rows.outlet as text?),
        column!(rows.outlet_source as text?),
        column!(rows.credit as text?),
        column!(rows.title as text?),
        column!(rows.byline as text?),
        column!(rows.date as day?),
        Arc::new(moments.collect::<TimestampMicrosecondArray>().with_timezone("UTC")),
        column!(rows.date_source as text?),
        column!(rows.language as text),
        column!(rows.characters as Int32Array),
        column!(rows.paragraphs as Int32Array),
        column!(rows.quotes as Int32Array),
        column!(rows.text_sha256 as text),
    ];
    // Whole texts are copied only where they are published.
    let rows = if excerpt.text == TextMode::Full { rows } else { &[] };
    arrays.push(column!(rows.text as text));
    columns(Table::Documents, excerpt, arrays)
}

fn spans(rows: &[SpanRow<'_>], excerpt: Excerpt) -> Result<RecordBatch, ArrowError> {
    columns(
        Table::Spans,
        excerpt,
        vec![
            column!(rows.quote_id as text),
            column!(rows.doc_id as text),
            column!(rows.part as text),
            column!(rows.ordinal as Int32Array),
            column!(rows.start as Int32Array),
            column!(rows.end as Int32Array),
            texts(rows.iter().map(|row| Some(excerpt_of_part(row.part, excerpt).cut(row.text)))),
        ],
    )
}

/// How much of a part of a quotation is published: cue and source are never cut.
pub(crate) fn excerpt_of_part(part: &str, excerpt: Excerpt) -> Excerpt {
    if matches!(part, "content" | "marked") { excerpt } else { Excerpt::new(excerpt.text) }
}

fn other_marks(rows: &[OtherMarkRow<'_>], excerpt: Excerpt) -> Result<RecordBatch, ArrowError> {
    columns(
        Table::OtherMarks,
        excerpt,
        vec![
            column!(rows.doc_id as text),
            column!(rows.start as Int32Array),
            column!(rows.end as Int32Array),
            texts(rows.iter().map(|row| Some(excerpt.cut(row.text)))),
            column!(rows.reason as text),
        ],
    )
}

fn rejects(rows: &[RejectRow]) -> Result<RecordBatch, ArrowError> {
    columns(
        Table::Rejects,
        Excerpt::default(),
        vec![
            column!(rows.path as text),
            column!(rows.record as Int64Array),
            column!(rows.reason as text),
            column!(rows.detail as text),
        ],
    )
}

fn diagnostics(rows: &[DiagnosticRow<'_>]) -> Result<RecordBatch, ArrowError> {
    columns(
        Table::Diagnostics,
        Excerpt::default(),
        vec![
            column!(rows.doc_id as text),
            column!(rows.code as text),
            column!(rows.start as Int32Array),
            column!(rows.end as Int32Array),
            column!(rows.detail as text),
        ],
    )
}

/// Arrays, one for each column that the table can have, as a batch of those that are there, checked against the schema.
fn columns(table: Table, excerpt: Excerpt, arrays: Vec<ArrayRef>) -> Result<RecordBatch, ArrowError> {
    let known = table.all_columns().iter().zip(arrays);
    let arrays = known.filter(|(column, _)| column.is_in(excerpt)).map(|(_, array)| array).collect();
    RecordBatch::try_new(table.schema(excerpt), arrays)
}

fn texts(values: impl Iterator<Item = Option<impl AsRef<str>>>) -> ArrayRef {
    Arc::new(values.collect::<StringArray>())
}

fn days(values: impl Iterator<Item = Option<Date>>) -> ArrayRef {
    Arc::new(values.map(|date| date.map(day_number)).collect::<Date32Array>())
}

/// What a batch that does not fit its schema is to the rest of the program.
pub(crate) fn fault(error: ArrowError) -> Error {
    Error::new(ErrorKind::Integrity, format!("a table does not fit its schema, which is a bug: {error}"))
}

/// Days since 1970-01-01.
fn day_number(date: Date) -> i32 {
    (date - jiff::civil::date(1970, 1, 1)).get_days()
}

/// The calendar day of a number of days since 1970-01-01; `None` beyond the calendar.
pub fn day_of(days: i32) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
