//! Any bytes as a file of a release, and as the name of one: every changed byte is found (8), no panic (7).

use super::{Change, put};
use qawl::annotate::Annotator;
use qawl::digest::sha256;
use qawl::document::Document;
use qawl::error::ErrorKind;
use qawl::registry::Registry;
use qawl::release::{Provenance, ReleaseWriter, Version, verify};
use qawl::table::{Excerpt, Tables, TextMode};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;

const TAG_LIST: &str = "tagmanifest-sha256.txt";

/// The files of a small release by their paths.
static FILES: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let root = TempDir::new().unwrap();
    let annotator = Annotator::bundled().unwrap();
    let text = "قالت رئيسة البلدية هدى الصباغ: «سنفتح المكتبة غداً».\nوأضافت أن الجسر \"آمن\".\n";
    let article = annotator.article(Document { id: "1".into(), text: text.into(), ..Document::default() });
    let annotations = annotator.annotate(&article);
    let excerpt = Excerpt::new(TextMode::Full);
    let mut tables = Tables::default();
    tables.push(&article, &annotations);
    let mut writer = ReleaseWriter::create(root.path(), Version::Draft, excerpt).unwrap();
    writer.append(tables.finish(excerpt).unwrap()).unwrap();
    let release = writer.publish(&Registry::default(), Provenance::default(), &|| Ok(())).unwrap();
    let mut files = BTreeMap::new();
    collect(release.path(), "", &mut files);
    files
});

fn collect(folder: &Path, below: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{below}{}", path.file_name().unwrap().to_str().unwrap());
        match path.is_dir() {
            true => collect(&path, &format!("{name}/"), files),
            false => drop(files.insert(name, fs::read(&path).unwrap())),
        }
    }
}

/// Verifies a small release of which one file is changed. A plus sign makes the lists of digests fit the change, as somebody
/// would who forges a release; tables are left out there, because the reader of Parquet is not ours.
pub(crate) fn manifest_verify(data: &[u8]) {
    let Some(change) = Change::parse(data, FILES.keys().map(String::as_str)) else { return };
    let mut files = FILES.clone();
    files.insert(change.name.to_string(), change.content.to_vec());
    let forged = change.plus && !change.name.starts_with("data/");
    if forged {
        let listed = files.iter().filter(|(name, _)| !name.starts_with("data/") && *name != TAG_LIST);
        let list: String = listed.map(|(name, bytes)| format!("{}  {name}\n", sha256(bytes))).collect();
        files.insert(TAG_LIST.to_string(), list.into_bytes());
    }
    let root = TempDir::new().unwrap();
    for (name, bytes) in &files {
        put(&root.path().join(name), bytes);
    }
    let findings = verify(root.path()).unwrap();
    let same = files == *FILES;
    assert!(!same || findings.is_empty(), "a whole release: {findings:?}");
    // Who can write the lists of digests can change some files unseen.
    let must_be_found = !same && !forged;
    assert!(!must_be_found || !findings.is_empty(), "a changed {} was not found", change.name);
}

/// Reads the bytes as the name of a version: a name that is one part of a path and safe to print, or a refusal that is.
pub(crate) fn version_name(data: &[u8]) {
    let Ok(name) = std::str::from_utf8(data) else { return };
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let fits = name.len() <= 64
        && name.chars().all(plain)
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !name.eq_ignore_ascii_case("draft");
    match Version::parse(name) {
        Ok(version) => {
            assert!(fits, "{name:?} was taken");
            assert_eq!(version.name(), name);
            let path = Path::new("releases").join(version.name());
            assert_eq!((path.parent(), path.file_name()), (Some(Path::new("releases")), Some(name.as_ref())));
        }
        Err(error) => {
            assert!(!fits, "{name:?} was refused");
            assert_eq!(error.kind(), ErrorKind::Usage);
            assert!(!error.to_string().contains(char::is_control), "{error}");
        }
    }
}
