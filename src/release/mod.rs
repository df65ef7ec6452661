//! Releases: `ReleaseWriter` writes one beside its place and publishes it whole, `Release` opens a published one.

mod before;
mod card;
mod chars;
mod cursor;
mod diff;
mod list;
mod manifest;
mod metadata;
mod part;
mod place;
mod settings;
mod step;
mod summary;
mod verify;

pub(crate) use chars::Chars;
pub(crate) use cursor::Cursor;
pub use diff::{COMPARED, Change, ChangeKind, Difference, TableChanges, diff};
pub use list::{Listed, State, list};
pub use manifest::{FileInfo, MANIFEST, Manifest, Pack, Previous, Program};
pub use place::{DRAFT, Version};
pub use settings::{Creator, SETTINGS, Settings};
pub use step::{Step, step};
pub use summary::summary;
pub use verify::{Finding, FindingCode, verify, verify_texts};

use crate::digest;
use crate::error::{Error, ErrorKind, Result};
use crate::pack::PackInfo;
use crate::read::InputInfo;
use crate::registry::Registry;
use crate::table::{Excerpt, SCHEMA_VERSION, Speakers, Table, TableBatches, day_of};
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use before::Before;
use jiff::civil::Date;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use part::PartWriter;
use place::Place;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Writes a release. Nothing of it is seen under its name before [`ReleaseWriter::publish`]; dropping the writer
/// removes everything.
pub struct ReleaseWriter {
    place: Place,
    settings: Settings,
    before: Option<Before>,
    options: Excerpt,
    tables: BTreeMap<Table, PartWriter>,
    speakers: Speakers,
    counts: Counts,
}

/// What a release says about how it was made.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// Language packs and registry.
    pub packs: Vec<PackInfo>,
    /// What was read.
    pub inputs: Vec<InputInfo>,
    /// Day of release.
    pub date: Option<Date>,
}

#[derive(Default)]
struct Counts {
    quote_types: BTreeMap<String, u64>,
    rejects: BTreeMap<String, u64>,
    languages: BTreeMap<String, u64>,
    days: Option<(i32, i32)>,
}

impl ReleaseWriter {
    /// Begins the release `version` in the folder `root`, which is made where it is not there.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Locked`] while another export writes to `root`, [`ErrorKind::ReleaseExists`] for a version that is
    /// published, [`ErrorKind::Usage`] for options that contradict each other, [`ErrorKind::Input`] for a faulty
    /// [`release.toml`](SETTINGS), and failed calls to the file system.
    pub fn create(root: &Path, version: Version, options: Excerpt) -> Result<Self> {
        options.check()?;
        let place = Place::claim(root, version)?;
        let tables = Table::ALL.into_iter().map(|table| {
            let part = PartWriter::create(place.staging(), table, options, place.version().name())?;
            Ok((table, part))
        });
        let tables = tables.collect::<Result<_>>()?;
        let settings = Settings::read(root)?;
        let before = Before::find(root, place.version())?;
        Ok(ReleaseWriter {
            tables,
            settings,
            before,
            place,
            options,
            speakers: Speakers::default(),
            counts: Counts::default(),
        })
    }

    /// Refuses a version number that promises less than what changed since the release before: rules, program, columns.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] with the version number that would do.
    pub fn check_version(&self, packs: &[PackInfo]) -> Result<()> {
        let Some(before) = &self.before else { return Ok(()) };
        let provenance = Provenance { packs: packs.to_vec(), ..Provenance::default() };
        before.check(&self.manifest(provenance, BTreeMap::new(), Vec::new())?)
    }

    /// Appends the rows of a chunk. Chunks are to come in the order of the input.
    pub fn append(&mut self, chunk: TableBatches) -> Result<()> {
        for (table, batch) in &chunk.batches {
            self.counts.add(*table, batch);
            self.write(*table, batch)?;
        }
        self.speakers.add(chunk.speakers);
        Ok(())
    }

    /// Who has spoken so far.
    pub fn speakers(&self) -> &Speakers {
        &self.speakers
    }

    /// Writes what remains, syncs everything, and gives the release its name.
    ///
    /// # Errors
    ///
    /// As [`ReleaseWriter::create`], and what `go_on` fails with, which is asked again and again up to the last moment; after
    /// any of them nothing was published.
    pub fn publish(
        mut self,
        registry: &Registry,
        provenance: Provenance,
        go_on: &dyn Fn() -> Result<()>,
    ) -> Result<Release> {
        let speakers = self.speakers.batch(registry).map_err(crate::table::fault)?;
        self.write(Table::Speakers, &speakers)?;
        let mut files = Vec::new();
        let mut rows = BTreeMap::new();
        for (table, part) in std::mem::take(&mut self.tables) {
            let parts = part.finish()?;
            rows.insert(table.name().to_string(), parts.iter().filter_map(|file| file.rows).sum());
            files.extend(parts);
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let manifest = self.manifest(provenance, rows, files)?;
        let mut release = Release { path: self.place.staging().to_path_buf(), manifest };
        let changelog = before::changelog(self.before.as_ref(), &release, go_on)?;
        let mut listed = String::new();
        for (name, content) in metadata::files(&release.manifest, changelog) {
            write_sealed(&self.place.staging().join(&name), &content)?;
            listed.push_str(&format!("{}  {name}\n", digest::sha256(content.as_bytes())));
        }
        write_sealed(&self.place.staging().join(metadata::TAG_MANIFEST), &listed)?;
        go_on()?;
        release.path = self.place.publish()?;
        Ok(release)
    }

    /// What the release says about itself, with these rows and files.
    fn manifest(&self, provenance: Provenance, rows: BTreeMap<String, u64>, files: Vec<FileInfo>) -> Result<Manifest> {
        let shown = |days| day_of(days).map(|day| day.to_string()).unwrap_or_default();
        Ok(Manifest {
            schema_version: SCHEMA_VERSION.to_string(),
            program: Program { name: "qawl".into(), version: env!("CARGO_PKG_VERSION").into() },
            version: self.place.version().name().to_string(),
            date: provenance.date.map(|date| date.to_string()),
            about: self.settings.clone(),
            previous: self.before.as_ref().map(Before::named).transpose()?,
            options: self.options,
            packs: provenance.packs.into_iter().map(Pack::from).collect(),
            inputs: provenance.inputs,
            rows,
            quote_types: self.counts.quote_types.clone(),
            rejects: self.counts.rejects.clone(),
            days: self.counts.days.map(|(first, last)| (shown(first), shown(last))),
            languages: self.counts.languages.clone(),
            files,
        })
    }

    fn write(&mut self, table: Table, batch: &RecordBatch) -> Result<()> {
        self.tables.get_mut(&table).map_or(Ok(()), |part| part.write(batch))
    }
}

impl Counts {
    fn add(&mut self, table: Table, batch: &RecordBatch) {
        match table {
            Table::Quotes => tally(&mut self.quote_types, batch, "quote_type"),
            Table::Rejects => tally(&mut self.rejects, batch, "reason"),
            Table::Documents => {
                tally(&mut self.languages, batch, "language");
                let days = batch.column_by_name("date").and_then(|days| days.as_primitive_opt::<Date32Type>());
                for day in days.into_iter().flatten().flatten() {
                    let (first, last) = self.days.unwrap_or((day, day));
                    self.days = Some((first.min(day), last.max(day)));
                }
            }
            _ => {}
        }
    }
}

fn tally(counts: &mut BTreeMap<String, u64>, batch: &RecordBatch, column: &str) {
    let values = batch.column_by_name(column).and_then(|values| values.as_string_opt::<i32>());
    for value in values.into_iter().flatten().flatten() {
        match counts.get_mut(value) {
            Some(count) => *count += 1,
            None => drop(counts.insert(value.to_string(), 1)),
        }
    }
}

/// A published release.
#[derive(Clone, Debug)]
pub struct Release {
    path: PathBuf,
    manifest: Manifest,
}

impl Release {
    /// Opens a release by its folder. Reads the manifest only; [`verify`] proves the rest.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] where there is no release, [`ErrorKind::Integrity`] for a manifest that cannot be read,
    /// [`ErrorKind::SchemaMismatch`] for one of a major schema version that this program does not know.
    pub fn open(path: &Path) -> Result<Self> {
        let file = path.join(MANIFEST);
        let text = fs::read(&file).map_err(|error| {
            let error = Error::io(&file, "read", error);
            Error::new(ErrorKind::Input, format!("{} is no release: {error}", path.display()))
        })?;
        let manifest: Manifest = serde_json::from_slice(&text)
            .map_err(|error| Error::new(ErrorKind::Integrity, format!("{}: {error}", file.display())))?;
        if manifest.schema_major() != SCHEMA_VERSION.split('.').next().unwrap_or_default() {
            let (theirs, ours) = (&manifest.schema_version, SCHEMA_VERSION);
            let message = format!("{} has schema version {theirs}, this program knows {ours}", path.display());
            return Err(Error::new(ErrorKind::SchemaMismatch, message));
        }
        Ok(Release { path: path.to_path_buf(), manifest })
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How it was made and what it holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The rows of a table in order, only the named columns (all where none is named).
    pub fn read<'r>(&'r self, table: Table, columns: &'r [&'r str]) -> impl Iterator<Item = Result<RecordBatch>> + 'r {
        self.manifest.files(table).flat_map(move |file| {
            let (part, fault) = match Part::open(&self.path.join(&file.path), columns) {
                Ok(part) => (Some(part), None),
                Err(error) => (None, Some(Err(error))),
            };
            fault.into_iter().chain(part.into_iter().flatten())
        })
    }
}

/// One Parquet file being read. A reader that panics on damaged bytes ends in an error as any other damage does.
struct Part {
    path: PathBuf,
    reader: Option<ParquetRecordBatchReader>,
    rows: u64,
    schema: arrow_schema::SchemaRef,
}

impl Part {
    fn open(path: &Path, columns: &[&str]) -> Result<Self> {
        let file = File::open(path).map_err(|error| Error::io(path, "open", error))?;
        let opened = guarded(path, || {
            let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
            let rows = builder.metadata().file_metadata().num_rows().unsigned_abs();
            let schema = builder.schema().clone();
            let mask = match columns {
                [] => ProjectionMask::all(),
                names => ProjectionMask::columns(builder.parquet_schema(), names.iter().copied()),
            };
            let reader = builder.with_projection(mask).with_batch_size(BATCH_ROWS).build()?;
            Ok::<_, parquet::errors::ParquetError>((reader, rows, schema))
        })?;
        let (reader, rows, schema) = opened;
        Ok(Part { path: path.to_path_buf(), reader: Some(reader), rows, schema })
    }
}

/// Rows read at a time.
const BATCH_ROWS: usize = 1024;

impl Iterator for Part {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        let reader = self.reader.as_mut()?;
        let batch = guarded(&self.path, || reader.next().transpose()).transpose();
        if !matches!(batch, Some(Ok(_))) {
            self.reader = None;
        }
        batch
    }
}

/// Runs a step of the Parquet reader; its errors and its panics become an [`ErrorKind::Integrity`].
fn guarded<T, E: std::fmt::Display>(path: &Path, step: impl FnOnce() -> std::result::Result<T, E>) -> Result<T> {
    let damaged = |what: String| Error::new(ErrorKind::Integrity, format!("{}: {what}", path.display()));
    match catch_unwind(AssertUnwindSafe(step)) {
        Ok(done) => done.map_err(|error| damaged(error.to_string())),
        Err(_) => Err(damaged("the Parquet reader failed on it".into())),
    }
}

/// Writes a small file once and for all.
fn write_sealed(path: &Path, content: &str) -> Result<()> {
    let mut file = File::create_new(path).map_err(|error| Error::io(path, "create", error))?;
    file.write_all(content.as_bytes()).map_err(|error| Error::io(path, "write", error))?;
    place::seal(&file, path)
}
