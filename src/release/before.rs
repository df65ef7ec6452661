//! The release before a new one: what it is, whether the new version number fits, and the change log since.

use super::card::cell;
use super::manifest::{Manifest, Previous};
use super::metadata::{CHANGELOG, TAG_MANIFEST};
use super::place::Version;
use super::step::{next, promised};
use super::{Release, diff, list, step, summary};
use crate::digest;
use crate::error::{Error, ErrorKind, Result};
use std::fs;
use std::path::Path;

/// How a change log begins.
const HEAD: &str = "# Changes\n\n";

/// The release before a new one, for versions of Semantic Versioning.
pub(super) struct Before {
    release: Release,
    version: semver::Version,
    new: semver::Version,
}

impl Before {
    /// The release in the folder `root` whose version comes right before `version`; `None` for the first, for the draft, and
    /// for names that have no order.
    pub(super) fn find(root: &Path, version: &Version) -> Result<Option<Self>> {
        let Version::Fixed(name) = version else { return Ok(None) };
        let Ok(new) = semver::Version::parse(name) else { return Ok(None) };
        let known = list(root)?.into_iter().filter_map(|listed| Some((listed.version()?, listed)));
        let before = known.filter(|(version, _)| *version < new).max_by(|a, b| a.0.cmp(&b.0));
        Ok(before.and_then(|(version, listed)| {
            let release = Release { path: root.join(&listed.name), manifest: listed.manifest? };
            Some(Before { release, version, new })
        }))
    }

    /// Refuses a version number that promises less than what changed.
    pub(super) fn check(&self, manifest: &Manifest) -> Result<()> {
        let (needed, reasons) = step(&self.release.manifest, manifest);
        if promised(&self.version, &self.new) >= needed {
            return Ok(());
        }
        let why = reasons.first().map_or("", String::as_str);
        let message = format!(
            "{} promises less than what changed since {}: {why}. That is a {} step: use --version {}, or --force-version",
            self.new,
            self.version,
            needed.name(),
            next(&self.version, needed)
        );
        Err(Error::new(ErrorKind::Usage, message))
    }

    /// How the manifest names it.
    pub(super) fn named(&self) -> Result<Previous> {
        let path = self.release.path.join(TAG_MANIFEST);
        let list = fs::read(&path).map_err(|error| Error::io(&path, "read", error))?;
        Ok(Previous { version: self.release.manifest.version.clone(), sha256: digest::sha256(&list) })
    }

    /// What changed since, and what its own change log tells of earlier ones.
    fn changes(&self, new: &Release, go_on: &dyn Fn() -> Result<()>) -> Result<(String, String)> {
        let difference = diff::<Error>(&self.release, new, go_on, |_| Ok(()))?;
        let path = self.release.path.join(CHANGELOG);
        let earlier = fs::read_to_string(&path).map_err(|error| Error::io(&path, "read", error))?;
        let earlier = earlier.strip_prefix(HEAD).unwrap_or(&earlier);
        Ok((summary(&self.release.manifest, &new.manifest, &difference, cell), format!("\n{earlier}")))
    }
}

/// The change log of a release: what it holds, what changed since the one before, and the change logs of those before.
pub(super) fn changelog(before: Option<&Before>, new: &Release, go_on: &dyn Fn() -> Result<()>) -> Result<String> {
    let manifest = &new.manifest;
    let date = manifest.date.as_ref().map_or(String::new(), |date| format!(" ({date})"));
    let rows: String = super::Table::ALL
        .into_iter()
        .map(|table| format!("- {}: {} rows\n", table.name(), manifest.rows(table)))
        .collect();
    let (since, earlier) = before.map(|before| before.changes(new, go_on)).transpose()?.unwrap_or_default();
    let since = if since.is_empty() { since } else { format!("\n{since}") };
    Ok(format!("{HEAD}## {}{date}\n\n{rows}{since}{earlier}", manifest.version))
}
