//! What lies in a folder of releases.

use super::place::{DRAFT, STAGING};
use super::verify::is_release;
use super::{Manifest, Release};
use crate::error::{Error, ErrorKind, Result};
use crate::vocabulary::names;
use std::fs;
use std::path::Path;

names! {
    /// How far a release can be relied on, told without reading its tables.
    State {
        /// A version that is published for ever; its files are there in their sizes. What they hold `verify` proves.
        Published = "published",
        /// The draft, which the next export without a version replaces.
        Draft = "draft",
        /// Its manifest cannot be read, or a file of it is not there in its size; `verify` tells what is wrong.
        Damaged = "damaged",
        /// What an export writes that is under way or was killed; the next export removes what was killed.
        Unfinished = "unfinished",
    }
}

/// One release of a folder.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Name of its folder.
    pub name: String,
    /// How far it can be relied on.
    pub state: State,
    /// What it says about itself, where that can be read.
    pub manifest: Option<Manifest>,
}

impl Listed {
    /// The name as a version of Semantic Versioning, where it is one and the release is published.
    pub fn version(&self) -> Option<semver::Version> {
        let published = self.state == State::Published;
        published.then(|| semver::Version::parse(&self.name).ok()).flatten()
    }
}

/// The releases in the folder `root`: semantic versions in their order, other names by the alphabet, the draft, and what is
/// unfinished.
///
/// # Errors
///
/// [`ErrorKind::Input`] where there is no such folder, and where it is a release itself.
pub fn list(root: &Path) -> Result<Vec<Listed>> {
    if is_release(root) {
        let message = format!("{} is a release; name the folder in which it lies", root.display());
        return Err(Error::new(ErrorKind::Input, message));
    }
    let unreadable = |error| Error::new(ErrorKind::Input, Error::io(root, "read", error).to_string());
    let mut releases = Vec::new();
    for entry in fs::read_dir(root).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(STAGING) {
            releases.push(Listed { name, state: State::Unfinished, manifest: None });
        } else if !name.starts_with('.') && is_release(&entry.path()) {
            releases.push(listed(&entry.path(), name));
        }
    }
    releases.sort_by_cached_key(|release| {
        let rank = match release.state {
            State::Published | State::Damaged => 0,
            State::Draft => 1,
            State::Unfinished => 2,
        };
        let version = release.version();
        (rank, version.is_none(), version, release.name.clone())
    });
    Ok(releases)
}

fn listed(path: &Path, name: String) -> Listed {
    let manifest = Release::open(path).map(|release| release.manifest).ok();
    let has_size = |file: &super::FileInfo| {
        fs::symlink_metadata(path.join(&file.path)).is_ok_and(|found| found.is_file() && found.len() == file.bytes)
    };
    let state = match &manifest {
        Some(manifest) if manifest.version != name || !manifest.files.iter().all(has_size) => State::Damaged,
        None => State::Damaged,
        Some(_) if name == DRAFT => State::Draft,
        Some(_) => State::Published,
    };
    let is_folder = fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    Listed { name, state: if is_folder { state } else { State::Damaged }, manifest }
}
