//! Every byte of a release against its two lists of digests, and the lists against the folder.

use super::finding::{FindingCode, Findings};
use super::sorted_entries;
use crate::digest::Digesting;
use crate::error::{Error, Result};
use crate::release::manifest::MANIFEST;
use crate::release::metadata::{PAYLOAD_MANIFEST, TAG_MANIFEST};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Checks every file against the two lists and the lists against the folder; returns path and digest of each file.
pub(super) fn check_bytes(root: &Path, findings: &mut Findings) -> Result<BTreeMap<String, String>> {
    let mut listed = BTreeMap::new();
    for list in [TAG_MANIFEST, PAYLOAD_MANIFEST] {
        let in_data = list == PAYLOAD_MANIFEST;
        let Some(lines) = read_list(root, list, findings)? else { continue };
        for (name, sha256) in lines {
            if name.starts_with("data/") != in_data {
                findings.add(FindingCode::Manifest, list, format!("lists {name}, which does not belong there"));
            }
            check_file(root, &name, &sha256, findings)?;
            if listed.insert(name.clone(), sha256).is_some() {
                findings.add(FindingCode::Manifest, list, format!("lists {name} twice"));
            }
        }
    }
    if !listed.contains_key(PAYLOAD_MANIFEST) || !listed.contains_key(MANIFEST) {
        findings.add(FindingCode::Manifest, TAG_MANIFEST, "does not list all files of a release");
    }
    check_folder(root, "", &listed, findings)?;
    Ok(listed)
}

/// Reads lines of `<sha256>  <path>`, strictly: any other byte is a finding.
fn read_list(root: &Path, name: &str, findings: &mut Findings) -> Result<Option<Vec<(String, String)>>> {
    let path = root.join(name);
    match fs::symlink_metadata(&path) {
        Ok(found) if found.is_file() => {}
        Ok(_) => {
            findings.add(FindingCode::Link, name, "not a regular file");
            return Ok(None);
        }
        Err(_) => {
            findings.add(FindingCode::MissingFile, name, "not there");
            return Ok(None);
        }
    }
    let bytes = fs::read(&path).map_err(|error| Error::io(&path, "read", error))?;
    let parsed = String::from_utf8(bytes).ok().and_then(|text| {
        let lines = text.strip_suffix('\n')?.split('\n');
        let parse = |line: &str| {
            let (sha256, name) = line.split_once("  ")?;
            let digits = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
            (sha256.len() == 64 && sha256.bytes().all(digits) && is_inside(name))
                .then(|| (name.to_string(), sha256.to_string()))
        };
        lines.map(parse).collect::<Option<Vec<_>>>()
    });
    if parsed.is_none() {
        findings.add(FindingCode::Manifest, name, "not a list of digests and paths");
    }
    Ok(parsed)
}

/// Whether a listed path stays inside the release.
fn is_inside(name: &str) -> bool {
    !name.is_empty() && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn check_file(root: &Path, name: &str, sha256: &str, findings: &mut Findings) -> Result<()> {
    let path = root.join(name);
    match fs::symlink_metadata(&path) {
        Ok(found) if found.is_file() => {}
        // The walk through the folder tells.
        Ok(_) => return Ok(()),
        Err(_) => {
            findings.add(FindingCode::MissingFile, name, "listed, but not there");
            return Ok(());
        }
    }
    let mut file = Digesting::new(File::open(&path).map_err(|error| Error::io(&path, "open", error))?);
    io::copy(&mut file, &mut io::sink()).map_err(|error| Error::io(&path, "read", error))?;
    let found = file.sha256();
    findings.check(found == sha256, FindingCode::DigestMismatch, name, || format!("{found}, listed is {sha256}"));
    Ok(())
}

fn check_folder(root: &Path, below: &str, listed: &BTreeMap<String, String>, findings: &mut Findings) -> Result<()> {
    let folder = root.join(below);
    for entry in sorted_entries(&folder)? {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(|error| Error::io(&entry.path(), "read", error))?;
        if kind.is_dir() {
            let prefix = format!("{name}/");
            let holds = listed.keys().any(|file| file.starts_with(&prefix));
            findings.check(holds, FindingCode::ExtraFile, &name, || "a folder without any listed file".into());
            check_folder(root, &prefix, listed, findings)?;
        } else if !kind.is_file() {
            findings.add(FindingCode::Link, &name, "a link or special file");
        } else if name != TAG_MANIFEST && !listed.contains_key(&name) {
            findings.add(FindingCode::ExtraFile, &name, "not listed");
        }
    }
    Ok(())
}
