//! Proves a release: its bytes, its schema, the keys between its tables, and that every span equals its text.
//!
//! Bytes come first: tables are opened only after every digest was found right, so that the Parquet reader is not fed
//! damaged files. The tables are then read side by side, a document at a time.

mod bytes;
mod finding;
mod quote;
mod rows;
mod tables;
mod texts;

pub use finding::{Finding, FindingCode};

use super::manifest::{MANIFEST, Previous};
use super::metadata::{PAYLOAD_MANIFEST, TAG_MANIFEST};
use super::{Release, Version};
use crate::digest;
use crate::error::{Error, ErrorKind, Result};
use finding::Findings;
use rows::Rows;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use texts::Texts;

/// Everything that is wrong with the release at `path`, or with any release in the folder of releases at `path`;
/// nothing where all is whole.
///
/// # Errors
///
/// [`ErrorKind::Input`] where there is no such folder or no release in it, and failed calls to the file system.
pub fn verify(path: &Path) -> Result<Vec<Finding>> {
    verify_with(path, None)
}

/// As [`verify`], and proves offsets and words against the texts that `inputs` hold: those the release was made from. This
/// needs no text in the release. In their first order the texts are read side by side with the release; in another one those
/// that come too early are kept in memory.
///
/// # Errors
///
/// As [`verify`], and what [`read::open`](crate::read::open) fails with.
pub fn verify_texts(path: &Path, inputs: &[PathBuf]) -> Result<Vec<Finding>> {
    verify_with(path, Some(inputs))
}

fn verify_with(path: &Path, inputs: Option<&[PathBuf]>) -> Result<Vec<Finding>> {
    let is_folder = fs::metadata(path).is_ok_and(|found| found.is_dir());
    if !is_folder {
        return Err(Error::new(ErrorKind::Input, format!("{} is not the folder of a release", path.display())));
    }
    if is_release(path) {
        return verify_release(path, inputs);
    }
    let mut releases = sorted_entries(path)?;
    // Hidden names are the lock and what unfinished exports hold; what is no release is none of our business.
    releases.retain(|entry| !entry.file_name().to_string_lossy().starts_with('.') && is_release(&entry.path()));
    if releases.is_empty() {
        return Err(Error::new(ErrorKind::Input, format!("there is no release in {}", path.display())));
    }
    let mut findings = Findings::default();
    for entry in releases {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            findings.add(FindingCode::Link, &name, "a link where a release belongs");
            continue;
        }
        for finding in verify_release(&entry.path(), inputs)? {
            findings.add(finding.code, &format!("{name}/{}", finding.place), finding.detail);
        }
        if let Ok(release) = Release::open(&entry.path()) {
            let version = &release.manifest().version;
            findings.check(*version == name, FindingCode::VersionName, &name, || format!("holds release {version}"));
            check_previous(path, &release, &mut findings);
        }
    }
    Ok(findings.0)
}

/// Checks that the release before `release`, where it is still in the folder, is the one that was there.
fn check_previous(root: &Path, release: &Release, findings: &mut Findings) {
    let Some(Previous { version, sha256 }) = &release.manifest().previous else { return };
    let Ok(previous) = Version::parse(version) else { return };
    if let Ok(list) = fs::read(root.join(previous.name()).join(TAG_MANIFEST)) {
        findings.check(digest::sha256(&list) == *sha256, FindingCode::Previous, &release.manifest().version, || {
            format!("was made after another {version}")
        });
    }
}

/// Whether a folder is meant to be a release, however damaged.
pub(super) fn is_release(path: &Path) -> bool {
    [TAG_MANIFEST, PAYLOAD_MANIFEST, MANIFEST, "data"].iter().any(|name| fs::symlink_metadata(path.join(name)).is_ok())
}

fn verify_release(path: &Path, inputs: Option<&[PathBuf]>) -> Result<Vec<Finding>> {
    let mut findings = Findings::default();
    let listed = bytes::check_bytes(path, &mut findings)?;
    if findings.0.is_empty()
        && let Some(release) = tables::check_manifest(path, &listed, &mut findings)
    {
        tables::check_tables(&release, &mut findings);
        if findings.0.is_empty() {
            let texts = inputs.map(Texts::open).transpose()?;
            Rows::new(&release, texts, &mut findings).check()?;
        }
    }
    Ok(findings.0)
}

/// What a folder holds, in the order of the names.
fn sorted_entries(folder: &Path) -> Result<Vec<fs::DirEntry>> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = entries.map_err(|error| Error::io(folder, "read", error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    Ok(entries)
}
