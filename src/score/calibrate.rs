//! Writes what was measured of the rules of packs into the packs.

use super::{Score, Tally};
use crate::error::{Error, ErrorKind, Result, printable};
use crate::pack::{CONFIDENCE, Confidence, Pack, Packs};
use crate::registry::Registry;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes the table of confidence of every pack in `folder` that made rows, and says where.
///
/// A row counts as right where content and speaker are right; rows that count neither way are left out.
///
/// # Errors
///
/// What [`Packs::from_dir`] fails with; [`ErrorKind::Usage`] where a rule of the release is in none of the packs; a
/// table that cannot be written.
pub fn calibrate(score: &Score, folder: &Path, registry: &Registry) -> Result<Vec<PathBuf>> {
    let packs = Packs::from_dir(folder, registry)?;
    for (rule, _) in rules(score) {
        if !packs.list().iter().any(|pack| pack.rule_name(rule).is_some()) {
            let (folder, rule) = (printable(&folder.to_string_lossy()), printable(rule));
            let message = format!("{folder} has no rule {rule}, which made rows of the release; export with its packs");
            return Err(Error::new(ErrorKind::Usage, message));
        }
    }
    let mut written = Vec::new();
    for pack in packs.list() {
        let Some(table) = Confidence::new(&counts(score, pack)) else { continue };
        let path = pack.folder().join(CONFIDENCE);
        fs::write(&path, table.to_toml()).map_err(|error| Error::io(&path, "write", error))?;
        written.push(path);
    }
    Ok(written)
}

/// Rows and right rows by rule of a pack.
fn counts(score: &Score, pack: &Pack) -> BTreeMap<String, (u64, u64)> {
    let own = rules(score).filter_map(|(rule, tally)| Some((pack.rule_name(rule)?, tally)));
    own.filter(|(_, tally)| tally.rows() > 0)
        .map(|(rule, tally)| (rule.to_string(), (tally.rows(), tally.right)))
        .collect()
}

fn rules(score: &Score) -> impl Iterator<Item = (&str, &Tally)> {
    score.rules.iter().filter_map(|(rule, tally)| Some((rule?, tally)))
}
