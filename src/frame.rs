//! The dataframe face (feature `polars`): articles as a frame in, the tables of a release as frames out.
//!
//! Tables have the columns, types and values that a release has: they are the record batches of [`crate::table`], handed
//! to polars as Parquet in memory, because polars brings an Arrow of its own.

use crate::annotate::Annotator;
use crate::document::{Document, Metadata, Origin, Reject, RejectReason};
use crate::error::{Error, ErrorKind, Result};
use crate::export::{Interrupt, Run};
use crate::read::{self, Record, STDIN, digest_id};
use crate::release::Release;
use crate::table::{Excerpt, Speakers, Table};
use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use polars::prelude::*;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use std::thread;

/// The tables made of a frame of articles.
///
/// Positions are `Int32` code points of the article's text, `date` is a `Date`, `published_at` a
/// `Datetime` in microseconds UTC, lists are `List(String)`; null always means unknown.
#[derive(Clone, Debug)]
pub struct Frames {
    /// One row per article that was understood. Its `path` is `-`, its `record` the row of the article, from 0.
    pub documents: DataFrame,
    /// One row per quotation.
    pub quotes: DataFrame,
    /// One row per span of a quotation.
    pub spans: DataFrame,
    /// One row per pair of quotation marks that holds no quotation.
    pub other_marks: DataFrame,
    /// One row per speaker.
    pub speakers: DataFrame,
    /// One row per article that was refused, `record` being its row.
    pub rejects: DataFrame,
    /// One row per oddity of a text.
    pub diagnostics: DataFrame,
}

/// Finds who said what in a frame of articles, on all cores. The rows come out in the order of the articles.
///
/// Columns: `text`, and where known `id`, `url`, `outlet`, `date`, `title`, `byline`, `language`. Others are ignored.
/// They mean what the keys of a JSON line mean: an article without id is given one, an article without text, or with the
/// id of an article before it, is a row of `rejects`. Columns that are no strings are read as polars prints their values.
///
/// # Errors
///
/// [`ErrorKind::Input`] where a lazy frame cannot be collected, the column `text` is missing, or a column cannot be
/// read as strings.
pub fn extract(articles: impl IntoLazy, annotator: &Arc<Annotator>) -> Result<Frames> {
    let articles = articles.lazy().collect().map_err(unusable)?;
    let jobs = thread::available_parallelism().map_or(1, usize::from);
    let mut run = Run::start(annotator, Articles::new(&articles)?, Excerpt::default(), jobs);
    let mut batches: BTreeMap<Table, Vec<RecordBatch>> = BTreeMap::new();
    let mut speakers = Speakers::default();
    while let Some(output) = run.next(&Interrupt::default())? {
        for (table, batch) in output.tables.batches {
            batches.entry(table).or_default().push(batch);
        }
        speakers.add(output.tables.speakers);
    }
    let speakers = speakers.batch(annotator.registry()).map_err(crate::table::fault)?;
    batches.insert(Table::Speakers, vec![speakers]);
    let mut frame = |table| frame(table, batches.remove(&table).unwrap_or_default());
    Ok(Frames {
        documents: frame(Table::Documents)?,
        quotes: frame(Table::Quotes)?,
        spans: frame(Table::Spans)?,
        other_marks: frame(Table::OtherMarks)?,
        speakers: frame(Table::Speakers)?,
        rejects: frame(Table::Rejects)?,
        diagnostics: frame(Table::Diagnostics)?,
    })
}

/// A table of a release as a lazy frame: only what a query needs is read.
///
/// # Errors
///
/// Paths that are not UTF-8, and footers that polars cannot read. Damaged rows show when the frame is collected; what
/// [`verify`](crate::release::verify) finds is not looked for.
pub fn scan(release: &Release, table: Table) -> Result<LazyFrame> {
    let files = release.manifest().files(table).map(|file| PlRefPath::try_from_path(&release.path().join(&file.path)));
    let files = files.collect::<PolarsResult<_>>().map_err(unusable)?;
    // Names of folders are no patterns.
    let arguments = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
    LazyFrame::scan_parquet_files(files, arguments).map_err(unusable)
}

/// A table of the release in the folder `path`, as [`scan`] gives it.
///
/// # Errors
///
/// What [`Release::open`] and [`scan`] fail with.
pub fn open(path: &Path, table: Table) -> Result<LazyFrame> {
    scan(&Release::open(path)?, table)
}

/// The articles of a frame, row by row.
struct Articles {
    id: Strings,
    text: Strings,
    url: Strings,
    outlet: Strings,
    date: Strings,
    title: Strings,
    byline: Strings,
    language: Strings,
    next: usize,
}

/// A column of a frame as strings; nothing where the frame has no such column.
type Strings = Option<StringChunked>;

impl Articles {
    fn new(frame: &DataFrame) -> Result<Self> {
        let column = |name: &str| {
            let column = frame.column(name).ok().map(|column| {
                let strings = column.as_materialized_series().cast(&DataType::String)?;
                // One piece, in which every row is found at once.
                Ok(strings.str()?.rechunk().into_owned())
            });
            column.transpose().map_err(unusable)
        };
        let text = column("text")?;
        if text.is_none() {
            return Err(Error::new(ErrorKind::Input, "the frame of articles has no column \"text\""));
        }
        Ok(Articles {
            text,
            id: column("id")?,
            url: column("url")?,
            outlet: column("outlet")?,
            date: column("date")?,
            title: column("title")?,
            byline: column("byline")?,
            language: column("language")?,
            next: 0,
        })
    }

    fn record(&self, row: usize) -> Record {
        let value = |column: &Strings| column.as_ref().and_then(|column| column.get(row)).map(str::to_string);
        let origin = Origin { path: STDIN.to_string(), record: row as i64 };
        let limit = read::Options::default().max_record_bytes;
        let text = match value(&self.text).filter(|text| !text.trim().is_empty()) {
            None => Err((RejectReason::NoText, "the record has no text".to_string())),
            Some(text) if text.len() > limit => Err((RejectReason::TooLarge, format!("more than {limit} bytes"))),
            Some(text) => Ok(text),
        };
        match text {
            Ok(text) => Record::Document(Document {
                id: value(&self.id).filter(|id| !id.is_empty()).unwrap_or_else(|| digest_id(&origin, &text)),
                metadata: Metadata {
                    url: value(&self.url),
                    outlet: value(&self.outlet),
                    date: value(&self.date),
                    title: value(&self.title),
                    byline: value(&self.byline),
                    language: value(&self.language),
                },
                origin,
                text,
            }),
            Err((reason, detail)) => Record::Reject(Reject { origin, reason, detail }),
        }
    }
}

impl Iterator for Articles {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.next;
        self.next += 1;
        (row < self.text.as_ref()?.len()).then(|| Ok(self.record(row)))
    }
}

/// The batches of a table as one frame.
fn frame(table: Table, batches: Vec<RecordBatch>) -> Result<DataFrame> {
    let bytes = parquet(table, &batches).map_err(bridge)?;
    drop(batches);
    ParquetReader::new(Cursor::new(bytes)).finish().map_err(bridge)
}

/// The batches as a Parquet file in memory, written for speed: it is read once.
fn parquet(table: Table, batches: &[RecordBatch]) -> std::result::Result<Vec<u8>, ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::UNCOMPRESSED)
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None);
    let mut writer = ArrowWriter::try_new(Vec::new(), table.schema(Excerpt::default()), Some(properties.build()))?;
    batches.iter().try_for_each(|batch| writer.write(batch))?;
    writer.into_inner()
}

/// A frame or a path that polars cannot use.
fn unusable(error: PolarsError) -> Error {
    Error::new(ErrorKind::Input, error.to_string())
}

/// A table that does not reach polars.
fn bridge(error: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Integrity, format!("a table cannot be handed to polars, which is a bug: {error}"))
}
