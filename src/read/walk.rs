//! The files of a folder, in the byte order of their relative paths. Reads one folder at a time, so that memory does
//! not grow with the number of files below it.

use super::{InputFile, is_about, sidecar};
use crate::document::{Metadata, Origin, Reject, RejectReason};
use crate::error::{Error, ErrorKind, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::vec;

/// What the walk found next.
pub(super) enum Entry {
    /// A regular file.
    File(InputFile),
    /// Something that is not read.
    Skipped(Reject),
}

/// A walk through one folder.
pub(super) struct Walk {
    levels: Vec<Level>,
    first: Option<Entry>,
}

/// One folder on the way down: what is left of it, sorted, and what its sidecar states.
struct Level {
    /// Path relative to the root, with a `/` at the end; empty for the root.
    name: String,
    left: vec::IntoIter<(Vec<u8>, fs::DirEntry)>,
    stated: BTreeMap<String, Metadata>,
}

impl Walk {
    /// Starts at `root`, which must hold at least one entry that is input.
    pub(super) fn new(root: &Path) -> Result<Self> {
        let level = Level::open(root.to_path_buf(), String::new())?
            .map_err(|error| Error::new(ErrorKind::Input, Error::io(root, "read", error).to_string()))?;
        let mut walk = Walk { levels: vec![level], first: None };
        walk.first = walk.step()?;
        if walk.first.is_none() {
            let message = format!("{} holds no input: put .txt, .jsonl or .jsonl.gz files there", root.display());
            return Err(Error::new(ErrorKind::Input, message));
        }
        Ok(walk)
    }

    /// The next file, or thing that is not read.
    pub(super) fn next_entry(&mut self) -> Result<Option<Entry>> {
        match self.first.take() {
            Some(entry) => Ok(Some(entry)),
            None => self.step(),
        }
    }

    fn step(&mut self) -> Result<Option<Entry>> {
        while let Some(level) = self.levels.last_mut() {
            let Some((_, entry)) = level.left.next() else {
                self.levels.pop();
                continue;
            };
            let file_name = entry.file_name().to_string_lossy().into_owned();
            let name = format!("{}{file_name}", level.name);
            // `file_type` does not follow links.
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => match Level::open(entry.path(), format!("{name}/"))? {
                    Ok(level) => self.levels.push(level),
                    Err(error) => return Ok(Some(skipped(name, RejectReason::Io, &format!("cannot open: {error}")))),
                },
                Ok(_) if is_about(&file_name) => {}
                Ok(kind) if kind.is_file() => {
                    let (metadata, path) = (self.stated(&name), entry.path());
                    return Ok(Some(Entry::File(InputFile { path, name, metadata, listed: true })));
                }
                Ok(kind) => {
                    let what = if kind.is_symlink() { "a link; links are not followed" } else { "not a regular file" };
                    return Ok(Some(skipped(name, RejectReason::Format, what)));
                }
                Err(error) => return Ok(Some(skipped(name, RejectReason::Io, &format!("cannot open: {error}")))),
            }
        }
        Ok(None)
    }

    /// What the nearest sidecar that names the file states about it.
    fn stated(&mut self, name: &str) -> Metadata {
        let stated = |level: &mut Level| level.stated.remove(name.strip_prefix(&level.name)?);
        self.levels.iter_mut().rev().find_map(stated).unwrap_or_default()
    }
}

impl Level {
    /// Lists a folder. The outer error is a faulty sidecar, the inner one a folder that cannot be read.
    fn open(path: PathBuf, name: String) -> Result<std::io::Result<Self>> {
        let mut left = Vec::new();
        let listed = fs::read_dir(&path).and_then(|entries| {
            for entry in entries {
                let entry = entry?;
                // A folder sorts as its name and `/`, as the paths of its files do.
                let mut key = entry.file_name().into_encoded_bytes();
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    key.push(b'/');
                }
                left.push((key, entry));
            }
            Ok(())
        });
        if let Err(error) = listed {
            return Ok(Err(error));
        }
        left.sort_by(|a, b| a.0.cmp(&b.0));
        let stated = sidecar::read(&path)?;
        Ok(Ok(Level { name, left: left.into_iter(), stated }))
    }
}

fn skipped(path: String, reason: RejectReason, detail: &str) -> Entry {
    Entry::Skipped(Reject { origin: Origin { path, record: 0 }, reason, detail: detail.to_string() })
}
