//! How far a release is from the one before it, and which version numbers say so.

use super::Manifest;
use crate::table::{Table, TextMode};
use crate::vocabulary::names;
use semver::Version;

names! {
    /// How far one release is from another, told by what was read, what it was made with and which columns there are.
    Step {
        /// The tables are the same.
        None = "none",
        /// Other or corrected input.
        Patch = "patch",
        /// Columns were added, or the rules or the program changed.
        Minor = "minor",
        /// A column went or changed its meaning, or words are cut that were whole.
        Major = "major",
    }
}

/// The step from one release to another, with the reasons for it, the weightiest first.
pub fn step(before: &Manifest, after: &Manifest) -> (Step, Vec<String>) {
    let mut reasons = columns(before, after);
    if before.schema_major() != after.schema_major() {
        reasons.push((Step::Major, format!("schema {} became {}", before.schema_version, after.schema_version)));
    }
    reasons.extend(cut(before, after));
    reasons.extend(rules(before, after));
    if reasons.is_empty() && before.files != after.files {
        reasons.push((Step::Patch, "other input".to_string()));
    }
    reasons.sort_by_key(|(step, _)| std::cmp::Reverse(*step));
    let step = reasons.first().map_or(Step::None, |(step, _)| *step);
    (step, reasons.into_iter().map(|(_, reason)| reason).collect())
}

/// Columns that came or went.
fn columns(before: &Manifest, after: &Manifest) -> Vec<(Step, String)> {
    let names = |manifest: &Manifest| -> Vec<_> {
        let of = |table: Table| manifest.columns(table).map(move |column| (table.name(), column.name));
        Table::ALL.into_iter().flat_map(of).collect()
    };
    let (old, new) = (names(before), names(after));
    let gone = old
        .iter()
        .filter(|column| !new.contains(column))
        .map(|(table, column)| (Step::Major, format!("{table} lost {column}")));
    let added = new
        .iter()
        .filter(|column| !old.contains(column))
        .map(|(table, column)| (Step::Minor, format!("{table} got {column}")));
    gone.chain(added).collect()
}

/// Words that are cut otherwise.
fn cut(before: &Manifest, after: &Manifest) -> Option<(Step, String)> {
    let (old, new) = (before.options.max_quote_chars, after.options.max_quote_chars);
    let shorter = new.is_some_and(|new| old.is_none_or(|old| new < old));
    let shown = |most: Option<_>| most.map_or("nowhere".to_string(), |most| format!("after {most} characters"));
    let reason = format!("quotations are cut {}, were cut {}", shown(new), shown(old));
    // Words that were not there at all cannot have become shorter.
    (old != new && before.options.text != TextMode::None)
        .then_some((if shorter { Step::Major } else { Step::Minor }, reason))
}

/// Rules, names and program that changed.
fn rules(before: &Manifest, after: &Manifest) -> Vec<(Step, String)> {
    let mut changed = Vec::new();
    if before.program != after.program {
        let [old, new] = [before, after].map(|manifest| &manifest.program.version);
        changed.push((Step::Minor, format!("made by qawl {new}, was by {old}")));
    }
    for pack in &after.packs {
        match before.packs.iter().find(|old| old.id == pack.id) {
            None => changed.push((Step::Minor, format!("{} {} is new", pack.id, pack.version))),
            Some(old) if old != pack => {
                let versions = if old.version == pack.version {
                    old.version.clone()
                } else {
                    format!("{}, was {}", pack.version, old.version)
                };
                changed.push((Step::Minor, format!("{} {versions}: its data changed", pack.id)));
            }
            Some(_) => {}
        }
    }
    let gone = before.packs.iter().filter(|old| after.packs.iter().all(|pack| pack.id != old.id));
    changed.extend(gone.map(|pack| (Step::Minor, format!("{} {} is gone", pack.id, pack.version))));
    changed
}

/// The largest step that the change from one version number to a later one promises, as Semantic Versioning and Cargo have
/// it: before 1.0.0 the first number that is not 0 stands for the major one. A pre-release promises nothing.
pub(super) fn promised(before: &Version, after: &Version) -> Step {
    if !after.pre.is_empty() || !before.pre.is_empty() {
        return Step::Major;
    }
    let numbers = |version: &Version| [version.major, version.minor, version.patch];
    let (old, new) = (numbers(before), numbers(after));
    let first = new.iter().position(|&number| number > 0).unwrap_or_default();
    match old.iter().zip(new).position(|(&old, new)| old != new) {
        None => Step::None,
        Some(changed) if changed <= first => Step::Major,
        Some(changed) if changed == first + 1 => Step::Minor,
        Some(_) => Step::Patch,
    }
}

/// The next version number that promises a step.
pub(super) fn next(before: &Version, step: Step) -> Version {
    let Version { major, minor, patch, .. } = *before;
    let candidates = [(major, minor, patch + 1), (major, minor + 1, 0), (major + 1, 0, 0)];
    let versions = candidates.map(|(major, minor, patch)| Version::new(major, minor, patch));
    let [.., last] = &versions;
    versions.iter().find(|after| promised(before, after) >= step).unwrap_or(last).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_version_is_the_smallest_that_promises_enough() {
        for (before, step, expected) in [
            ("1.2.3", Step::Patch, "1.2.4"),
            ("1.2.3", Step::Minor, "1.3.0"),
            ("1.2.3", Step::Major, "2.0.0"),
            ("0.2.3", Step::Minor, "0.2.4"),
            ("0.2.3", Step::Major, "0.3.0"),
        ] {
            assert_eq!(next(&before.parse().unwrap(), step).to_string(), expected, "{before} {step:?}");
        }
    }

    #[test]
    fn version_numbers_promise_steps() {
        for (before, after, expected) in [
            ("1.0.0", "2.0.0", Step::Major),
            ("1.0.0", "1.1.0", Step::Minor),
            ("1.0.0", "1.0.1", Step::Patch),
            ("0.1.0", "0.2.0", Step::Major),
            ("0.1.0", "0.1.1", Step::Minor),
            ("0.0.1", "0.0.2", Step::Major),
            ("0.9.0", "1.0.0", Step::Major),
            ("1.0.0-rc.1", "1.0.0", Step::Major),
            ("1.0.0", "1.0.1-rc.1", Step::Major),
            ("1.0.0", "1.0.0+build", Step::None),
        ] {
            assert_eq!(promised(&before.parse().unwrap(), &after.parse().unwrap()), expected, "{before} {after}");
        }
    }
}
