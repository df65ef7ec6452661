//! `sources.toml`: what a folder states about the files in it and below it.
//!
//! ```toml
//! [[source]]
//! file = "ar/page.txt"
//! url = "https://example.org/page"
//! outlet = "Example"
//! date = "2024-06-20"
//! ```

use crate::document::Metadata;
use crate::error::{Error, ErrorKind, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Component, Path};
use std::{fs, io};

/// Name of the file.
pub(super) const NAME: &str = "sources.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sidecar {
    #[serde(default)]
    source: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    url: Option<String>,
    outlet: Option<String>,
    date: Option<String>,
}

/// What `sources.toml` in `folder` states, by path relative to the folder; nothing where there is no such file.
///
/// # Errors
///
/// [`ErrorKind::Input`] where it cannot be read or parsed, names a file that is not there, or names one twice.
pub(super) fn read(folder: &Path) -> Result<BTreeMap<String, Metadata>> {
    let path = folder.join(NAME);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(Error::new(ErrorKind::Input, Error::io(&path, "read", error).to_string())),
    };
    let fault = |what: String| Error::new(ErrorKind::Input, format!("{}: {what}", path.display()));
    let sidecar: Sidecar = toml::from_str(&text).map_err(|error| fault(error.to_string()))?;
    let mut stated = BTreeMap::new();
    for entry in sidecar.source {
        let below = Path::new(&entry.file).components().all(|part| matches!(part, Component::Normal(_)));
        if !below || !folder.join(&entry.file).is_file() {
            return Err(fault(format!("names {:?}, and there is no such file below its folder", entry.file)));
        }
        let metadata = Metadata { url: entry.url, outlet: entry.outlet, date: entry.date, ..Metadata::default() };
        if stated.insert(entry.file.clone(), metadata).is_some() {
            return Err(fault(format!("names {:?} twice", entry.file)));
        }
    }
    Ok(stated)
}

/// What the sidecar in the folder of `file` states.
pub(super) fn beside(file: &Path) -> Result<BTreeMap<String, Metadata>> {
    match file.parent() {
        Some(folder) if folder.as_os_str().is_empty() => read(Path::new(".")),
        Some(folder) => read(folder),
        None => Ok(BTreeMap::new()),
    }
}
