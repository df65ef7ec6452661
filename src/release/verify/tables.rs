//! The manifest against the list of files, and schema and number of rows of every table.

use super::finding::{FindingCode, Findings};
use crate::error::ErrorKind;
use crate::release::manifest::{FileInfo, MANIFEST};
use crate::release::metadata::PAYLOAD_MANIFEST;
use crate::release::{Part, Release};
use crate::table::Table;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Checks the manifest against the list of files.
pub(super) fn check_manifest(
    path: &Path,
    listed: &BTreeMap<String, String>,
    findings: &mut Findings,
) -> Option<Release> {
    let release = match Release::open(path) {
        Ok(release) => release,
        Err(error) => {
            let schema = error.kind() == ErrorKind::SchemaMismatch;
            let code = if schema { FindingCode::Schema } else { FindingCode::Manifest };
            findings.add(code, MANIFEST, error.to_string());
            return None;
        }
    };
    let manifest = release.manifest();
    let stated: BTreeMap<_, _> = manifest.files.iter().map(|file| (&file.path, &file.sha256)).collect();
    let payload: BTreeMap<_, _> = listed.iter().filter(|(name, _)| name.starts_with("data/")).collect();
    findings.check(stated == payload && stated.len() == manifest.files.len(), FindingCode::Manifest, MANIFEST, || {
        format!("states other files than {PAYLOAD_MANIFEST}")
    });
    for file in &manifest.files {
        let bytes = fs::metadata(path.join(&file.path)).map_or(0, |found| found.len());
        findings.check(bytes == file.bytes, FindingCode::DigestMismatch, &file.path, || {
            format!("{bytes} bytes, stated are {}", file.bytes)
        });
    }
    let records: u64 = manifest.inputs.iter().map(|input| input.records).sum();
    let rows = manifest.rows(Table::Documents) + manifest.rows(Table::Rejects);
    findings.check(records == rows, FindingCode::RowCount, MANIFEST, || {
        format!("{records} records were read, documents and rejects hold {rows}")
    });
    Some(release)
}

/// Checks schema and number of rows of every file.
pub(super) fn check_tables(release: &Release, findings: &mut Findings) {
    let manifest = release.manifest();
    for table in Table::ALL {
        let files: Vec<_> = manifest.files(table).collect();
        findings.check(!files.is_empty(), FindingCode::MissingFile, table.name(), || "the table has no file".into());
        for (number, file) in files.iter().enumerate() {
            let name = format!("data/{0}/{0}-{number:05}-of-{1:05}.parquet", table.name(), files.len());
            findings.check(name == file.path, FindingCode::Manifest, &file.path, || format!("should be {name}"));
            check_part(release, table, file, findings);
        }
        let rows: u64 = files.iter().filter_map(|file| file.rows).sum();
        let stated = manifest.rows(table);
        findings.check(rows == stated, FindingCode::RowCount, table.name(), || {
            format!("its files hold {rows} rows, stated are {stated}")
        });
    }
}

fn check_part(release: &Release, table: Table, file: &FileInfo, findings: &mut Findings) {
    let part = match Part::open(&release.path().join(&file.path), &[]) {
        Ok(part) => part,
        Err(error) => return findings.add(FindingCode::Unreadable, &file.path, error.to_string()),
    };
    let manifest = release.manifest();
    let plain = |field: &arrow_schema::Field| (field.name().clone(), field.data_type().clone(), field.is_nullable());
    let found: Vec<_> = part.schema.fields().iter().map(|field| plain(field)).collect();
    // A release of an older minor schema lacks the columns that came later.
    let expected: Vec<_> = manifest.columns(table).map(|column| plain(&column.field())).collect();
    findings.check(found == expected, FindingCode::Schema, &file.path, || {
        let fields = part.schema.fields().iter().map(|field| format!("{} {}", field.name(), field.data_type()));
        format!("its columns are {}", fields.collect::<Vec<_>>().join(", "))
    });
    findings.check(file.rows == Some(part.rows), FindingCode::RowCount, &file.path, || {
        format!("{} rows, stated are {}", part.rows, file.rows.unwrap_or_default())
    });
}
