//! `qawl.json`: how a release was made and what it holds.

use super::settings::Settings;
use crate::pack::PackInfo;
use crate::read::InputInfo;
use crate::table::{Column, Excerpt, Table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of the manifest in a release.
pub const MANIFEST: &str = "qawl.json";

/// How a release was made and what it holds. No clock, no host, no absolute path: the same inputs give the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the columns' meanings.
    pub schema_version: String,
    /// Name and version of the program.
    pub program: Program,
    /// Version of the release, or `draft`.
    pub version: String,
    /// Day of release, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What the publisher states about it.
    #[serde(default, skip_serializing_if = "Settings::is_default")]
    pub about: Settings,
    /// The release before it in its folder, where the versions have an order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Previous>,
    /// Options that change what is written.
    pub options: Excerpt,
    /// Language packs and registry that were used.
    pub packs: Vec<Pack>,
    /// What was read.
    pub inputs: Vec<InputInfo>,
    /// Rows of every table.
    pub rows: BTreeMap<String, u64>,
    /// Quotations by type.
    pub quote_types: BTreeMap<String, u64>,
    /// Refused records by reason.
    pub rejects: BTreeMap<String, u64>,
    /// First and last day of the documents, where any has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<(String, String)>,
    /// Languages of the documents.
    pub languages: BTreeMap<String, u64>,
    /// The Parquet files.
    pub files: Vec<FileInfo>,
}

/// The release before another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Previous {
    /// Its version.
    pub version: String,
    /// SHA-256 of its `tagmanifest-sha256.txt`, on which the digests of all its files depend.
    pub sha256: String,
}

/// The program that made a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// `qawl`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A language pack or the registry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Name.
    pub id: String,
    /// Version of the data.
    pub version: String,
    /// SHA-256 of its files.
    pub sha256: String,
}

impl From<PackInfo> for Pack {
    fn from(info: PackInfo) -> Self {
        Pack { id: info.id, version: info.version, sha256: info.sha256 }
    }
}

/// One file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileInfo {
    /// Path in the release, with `/` between folders.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Rows, for tables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

impl Manifest {
    /// Rows of a table.
    pub fn rows(&self, table: Table) -> u64 {
        self.rows.get(table.name()).copied().unwrap_or(0)
    }

    /// The columns of a table in this release: those of its schema version and its text mode.
    pub fn columns(&self, table: Table) -> impl Iterator<Item = &'static Column> {
        let minor = self.schema_minor();
        table.columns(self.options).filter(move |column| column.since <= minor)
    }

    /// The major number of the schema version, as it is written.
    pub(super) fn schema_major(&self) -> &str {
        self.schema_version.split('.').next().unwrap_or_default()
    }

    /// The minor number of the schema version; 0 where it states none.
    fn schema_minor(&self) -> u32 {
        self.schema_version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(0)
    }

    /// The files of a table, in order.
    pub fn files(&self, table: Table) -> impl Iterator<Item = &FileInfo> {
        let folder = format!("data/{}/", table.name());
        self.files.iter().filter(move |file| file.path.starts_with(&folder))
    }

    /// The manifest as it is written: JSON with a line feed at the end.
    pub(super) fn to_json(&self) -> String {
        // Only maps with keys that are not strings cannot be serialized, and there are none.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}
