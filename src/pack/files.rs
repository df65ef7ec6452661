//! `Files`: the files of a pack as texts, from the program or from a folder.

use super::PackInfo;
use super::finding::Finding;
use crate::error::{Error, Result, printable};
use include_dir::Dir;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Extension of the files of a pack; others in its folder are no part of it.
const EXTENSION: &str = "toml";

/// The files of one folder, by name.
#[derive(Debug)]
pub(crate) struct Files {
    /// The folder, as findings name it.
    folder: PathBuf,
    /// Its own name.
    name: String,
    texts: BTreeMap<String, Cow<'static, str>>,
}

impl Files {
    /// The files of a folder that travels in the program; `root` is where it stands in the sources.
    pub(crate) fn bundled(root: &str, dir: &'static Dir<'static>) -> Self {
        let own = |file: &'static include_dir::File<'static>| {
            Some((file_name(file.path())?, Cow::Borrowed(file.contents_utf8()?)))
        };
        let folder = Path::new(root).join(dir.path());
        Files { name: own_name(&folder), folder, texts: dir.files().filter_map(own).collect() }
    }

    /// The files of `folder`.
    ///
    /// # Errors
    /// A folder or file that cannot be read or is no text.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let failed = |error| Error::io(folder, "read", error);
        let mut texts = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if let Some(name) = file_name(&path).filter(|_| path.is_file()) {
                let text = fs::read_to_string(&path).map_err(|error| Error::io(&path, "read", error))?;
                texts.insert(name, Cow::Owned(text));
            }
        }
        let name = own_name(&folder.canonicalize().map_err(failed)?);
        Ok(Files { folder: folder.to_path_buf(), name, texts })
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The name of the folder itself.
    pub(super) fn folder_name(&self) -> &str {
        &self.name
    }

    /// A file as findings name it.
    pub(super) fn path(&self, name: &str) -> String {
        printable(&self.folder.join(name).to_string_lossy())
    }

    /// The names and texts, in order of name.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(name, text)| (name.as_str(), &**text))
    }

    /// Whether a file is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.texts.contains_key(name)
    }

    /// The text of a file; nothing if it is not there.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", |text| text)
    }

    /// A file as data.
    ///
    /// # Errors
    /// A finding where the file is missing, is no TOML, or holds other keys or values than it should.
    pub(super) fn parse<T: DeserializeOwned>(&self, name: &str) -> std::result::Result<T, Box<Finding>> {
        let (path, rule) = (self.path(name), rule_of(&self.name, name));
        let Some(text) = self.texts.get(name) else {
            return Err(Finding::of_file(&path, rule, "the pack lacks this file").into());
        };
        toml::from_str(text)
            .map_err(|e| Finding::new(&path, text, e.span().unwrap_or_default(), rule, e.message()).into())
    }

    /// Identity of the files: a digest of their names and bytes in order.
    pub(crate) fn info(&self, id: &str, version: &str) -> PackInfo {
        let mut hash = Sha256::new();
        for (name, text) in self.texts() {
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
        let sha256 = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
        PackInfo { id: id.to_string(), version: version.to_string(), sha256 }
    }
}

/// The id that stands for a whole file of a pack, for example `ar/cues`.
pub(super) fn rule_of(pack: &str, file: &str) -> String {
    format!("{pack}/{}", file.trim_end_matches(".toml"))
}

/// The last part of a path.
fn own_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The name of a file of a pack.
fn file_name(path: &Path) -> Option<String> {
    let own = path.extension().is_some_and(|extension| extension == EXTENSION);
    path.file_name().filter(|_| own)?.to_str().map(str::to_string)
}
