//! `qawl diff`: what differs between two releases.

use super::{Failure, Lines, Outcome, Ran, print};
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use clap::{Args, ValueEnum};
use parquet::arrow::ArrowWriter;
use parquet::errors::ParquetError;
use qawl::error::{Error, ErrorKind, printable};
use qawl::release::{Change, Release, diff, step, summary};
use serde_json::{Value, json};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Changes that are written at once.
const BATCH: usize = 8192;

/// Arguments of `qawl diff`.
#[derive(Args)]
pub(super) struct Diff {
    /// Folder of the earlier release.
    before: PathBuf,
    /// Folder of the later release.
    after: PathBuf,
    /// How to print.
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// What changed, counted.
    Text,
    /// One JSON object about the step, then one per change.
    Json,
    /// A Parquet file with one row per change, for a file or a pipe.
    Parquet,
}

impl Diff {
    pub(super) fn run(self) -> Ran {
        let (before, after) = (Release::open(&self.before)?, Release::open(&self.after)?);
        match self.format {
            Format::Text => {
                let difference = diff::<Error>(&before, &after, &|| Ok(()), |_| Ok(()))?;
                print(&summary(before.manifest(), after.manifest(), &difference, printable))?;
            }
            Format::Json => json_lines(&before, &after)?,
            Format::Parquet => parquet(&before, &after)?,
        }
        Ok(Outcome::Done)
    }
}

fn json_lines(before: &Release, after: &Release) -> std::result::Result<(), Failure> {
    let (step, reasons) = step(before.manifest(), after.manifest());
    let [from, to] = [before, after].map(|release| &release.manifest().version);
    let about = json!({ "before": from, "after": to, "step": step.name(), "reasons": reasons });
    let mut lines = Lines::default();
    lines.push(&about.to_string())?;
    diff(before, after, &|| Ok(()), |change| lines.push(&json!(change).to_string()))?;
    lines.flush()
}

fn parquet(before: &Release, after: &Release) -> std::result::Result<(), Failure> {
    if io::stdout().is_terminal() {
        let message = "a Parquet file is not for a terminal: write it into a file, as in `qawl diff A B --format parquet > changes.parquet`";
        return Err(Error::new(ErrorKind::Usage, message).into());
    }
    let mut writer = ArrowWriter::try_new(io::stdout(), batch(&[])?.schema(), None).map_err(failed)?;
    let mut changes = Vec::new();
    diff::<Error>(before, after, &|| Ok(()), |change| {
        changes.push(change);
        if changes.len() == BATCH {
            writer.write(&batch(&std::mem::take(&mut changes))?).map_err(failed)?;
        }
        Ok(())
    })?;
    writer.write(&batch(&changes)?).map_err(failed)?;
    writer.close().map_err(failed)?;
    Ok(())
}

/// Changes as rows; values are JSON.
fn batch(changes: &[Change]) -> Result<RecordBatch, Error> {
    let texts = |value: &dyn Fn(&Change) -> Option<String>| -> ArrayRef {
        Arc::new(changes.iter().map(value).collect::<StringArray>())
    };
    let shown = |value: &Value| (!value.is_null()).then(|| value.to_string());
    let columns = [
        ("table", texts(&|change| Some(change.table.to_string())), false),
        ("key", texts(&|change| Some(change.key.clone())), false),
        ("change", texts(&|change| Some(change.change.to_string())), false),
        ("column", texts(&|change| change.column.map(str::to_string)), true),
        ("before", texts(&|change| shown(&change.before)), true),
        ("after", texts(&|change| shown(&change.after)), true),
        ("rule", texts(&|change| change.rule.clone()), true),
    ];
    RecordBatch::try_from_iter_with_nullable(columns).map_err(|error| failed(error.into()))
}

fn failed(error: ParquetError) -> Error {
    let cause = match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    };
    Error::io(Path::new("standard output"), "write", cause)
}
