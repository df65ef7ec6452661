//! The Parquet files of one table, written in order; a new file begins where one has grown large.

use super::manifest::FileInfo;
use super::place::seal;
use crate::digest::Digesting;
use crate::error::{Error, ErrorKind, Result};
use crate::table::{Column, Excerpt, Kind, SCHEMA_VERSION, Spread, Table};
use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Most rows of a row group: what DuckDB reads at a time.
const GROUP_ROWS: usize = 122_880;
/// Encoded bytes after which a row group ends, so that memory does not grow with the width of the rows.
const GROUP_BYTES: usize = 4 << 20;
/// Bytes after which a new file begins, so that what is kept for one footer does not grow either.
const FILE_BYTES: usize = 256 << 20;
/// Bytes of a column's dictionary after which its values are written plain.
const DICTIONARY_BYTES: usize = 128 << 10;
/// Bytes of a page. Every column of every table has one open at any time.
const PAGE_BYTES: usize = 128 << 10;

/// Writes one table into `<staging>/data/<table>/`.
pub(super) struct PartWriter {
    table: Table,
    excerpt: Excerpt,
    release: String,
    folder: PathBuf,
    open: Option<ArrowWriter<Digesting<File>>>,
    rows: u64,
    /// Closed files under their temporary names, with size, digest and rows.
    closed: Vec<(PathBuf, FileInfo)>,
}

impl PartWriter {
    /// Makes the folder; the first file is made with the first rows, or at the end, so that every table has one.
    pub(super) fn create(staging: &Path, table: Table, excerpt: Excerpt, release: &str) -> Result<Self> {
        let folder = staging.join("data").join(table.name());
        fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, "create", error))?;
        Ok(PartWriter { table, excerpt, release: release.to_string(), folder, open: None, rows: 0, closed: Vec::new() })
    }

    /// Appends rows. The same batches in the same order give the same bytes.
    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        if batch.num_rows() == 0 {
            return Ok(());
        }
        let path = self.temporary();
        let writer = match &mut self.open {
            Some(writer) => writer,
            None => self.open.insert(start(&path, self.table, self.excerpt, &self.release)?),
        };
        writer.write(batch).map_err(|error| failed(&path, error))?;
        self.rows += batch.num_rows() as u64;
        if writer.in_progress_size() >= GROUP_BYTES {
            writer.flush().map_err(|error| failed(&path, error))?;
        }
        if writer.bytes_written() >= FILE_BYTES {
            self.close()?;
        }
        Ok(())
    }

    /// Closes the last file and gives all their names, now that their number is known.
    pub(super) fn finish(mut self) -> Result<Vec<FileInfo>> {
        if self.closed.is_empty() && self.open.is_none() {
            self.open = Some(start(&self.temporary(), self.table, self.excerpt, &self.release)?);
        }
        self.close()?;
        let count = self.closed.len();
        let mut files = Vec::with_capacity(count);
        for (number, (temporary, mut info)) in self.closed.into_iter().enumerate() {
            let name = format!("{}-{number:05}-of-{count:05}.parquet", self.table.name());
            let path = self.folder.join(&name);
            fs::rename(&temporary, &path).map_err(|error| Error::io(&path, "rename", error))?;
            info.path = format!("data/{}/{name}", self.table.name());
            files.push(info);
        }
        Ok(files)
    }

    fn temporary(&self) -> PathBuf {
        self.folder.join(format!("{}-{:05}.parquet", self.table.name(), self.closed.len()))
    }

    fn close(&mut self) -> Result<()> {
        let path = self.temporary();
        let Some(mut writer) = self.open.take() else { return Ok(()) };
        writer.finish().map_err(|error| failed(&path, error))?;
        let file = writer.inner();
        seal(file.inner(), &path)?;
        let rows = Some(std::mem::take(&mut self.rows));
        let info = FileInfo { path: String::new(), bytes: file.count(), sha256: file.sha256(), rows };
        self.closed.push((path, info));
        Ok(())
    }
}

fn start(path: &Path, table: Table, excerpt: Excerpt, release: &str) -> Result<ArrowWriter<Digesting<File>>> {
    let file = File::create_new(path).map_err(|error| Error::io(path, "create", error))?;
    // Without the Arrow schema in the footer every reader sees plain strings and all key-values (and no reader is
    // offered types that it does not know).
    let options =
        ArrowWriterOptions::new().with_properties(properties(table, excerpt, release)).with_skip_arrow_metadata(true);
    ArrowWriter::try_new_with_options(Digesting::new(file), table.schema(excerpt), options)
        .map_err(|error| failed(path, error))
}

fn properties(table: Table, excerpt: Excerpt, release: &str) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_created_by(concat!("qawl ", env!("CARGO_PKG_VERSION")).to_string())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).unwrap_or_default()))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        .set_data_page_size_limit(PAGE_BYTES)
        // Row groups are small: what pages hold is not told, and not kept in memory up to the end of the file.
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_key_value_metadata(Some(key_values(table, excerpt, release)));
    for column in table.columns(excerpt) {
        let path = match column.kind {
            Kind::Texts => ColumnPath::new(vec![column.name.into(), "list".into(), "element".into()]),
            _ => ColumnPath::from(column.name),
        };
        properties = properties.set_column_dictionary_enabled(path.clone(), column.spread == Spread::Repeated);
        if column.spread == Spread::Long {
            // They help no filter, and copy the words of articles into the footer.
            properties = properties.set_column_statistics_enabled(path, EnabledStatistics::None);
        }
    }
    properties.build()
}

/// What the footer says about the file.
fn key_values(table: Table, excerpt: Excerpt, release: &str) -> Vec<KeyValue> {
    let describe = |column: &Column| {
        let mut about = serde_json::json!({ "type": column.type_name(), "description": column.description });
        if let Some(unit) = column.unit() {
            about["unit"] = unit.into();
        }
        (column.name.to_string(), about)
    };
    let columns: serde_json::Map<_, _> = table.columns(excerpt).map(describe).collect();
    let pair = |key: &str, value: String| KeyValue::new(key.to_string(), value);
    vec![
        pair("qawl.schema_version", SCHEMA_VERSION.to_string()),
        pair("qawl.table", table.name().to_string()),
        pair("qawl.description", table.description().to_string()),
        pair("qawl.release", release.to_string()),
        pair("qawl.columns", serde_json::Value::Object(columns).to_string()),
    ]
}

/// What failed is nearly always the file below; a full disk must be told apart from the rest.
fn failed(path: &Path, error: ParquetError) -> Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(error) => Error::io(path, "write", *error),
            Err(other) => Error::new(ErrorKind::Io, format!("cannot write {}: {other}", path.display())),
        },
        other => Error::new(ErrorKind::Io, format!("cannot write {}: {other}", path.display())),
    }
}
