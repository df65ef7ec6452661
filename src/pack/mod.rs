//! `Packs`: the language packs, bundled or from a folder.

use crate::error::Result;

/// The language packs in use.
#[derive(Debug, Default)]
pub struct Packs;

/// Identity of one pack or registry file, as a release's manifest lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackInfo {
    /// Name, for example `ar`.
    pub id: String,
    /// Version of the data.
    pub version: String,
    /// SHA-256 of its files, hexadecimal.
    pub sha256: String,
}

impl Packs {
    /// The packs that travel in the program.
    pub fn bundled() -> Result<Self> {
        Ok(Packs)
    }

    /// Runs every example and every whole-pack check.
    pub fn check(&self) -> Vec<Finding> {
        Vec::new()
    }

    /// The documentation and the examples of a rule.
    pub fn explain(&self, _id: &str) -> Option<String> {
        None
    }

    /// Identity of every pack, in order of id.
    pub fn info(&self) -> Vec<PackInfo> {
        Vec::new()
    }
}

/// Something amiss in a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What and where.
    pub message: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}
