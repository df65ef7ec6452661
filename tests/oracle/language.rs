//! Any bytes as a file of a language pack: a pack that serves, or every fault with its place (7).

use super::{Change, put};
use qawl::annotate::Annotator;
use qawl::error::ErrorKind;
use qawl::pack::{self, Packs};
use qawl::registry::Registry;
use std::sync::LazyLock;
use tempfile::TempDir;

const FILES: [(&str, &str); 7] = [
    ("cues.toml", include_str!("../packs/en/cues.toml")),
    ("mentions.toml", include_str!("../packs/en/mentions.toml")),
    ("names.toml", include_str!("../packs/en/names.toml")),
    ("pack.toml", include_str!("../packs/en/pack.toml")),
    ("page.toml", include_str!("../packs/en/page.toml")),
    ("patterns.toml", include_str!("../packs/en/patterns.toml")),
    ("words.toml", include_str!("../packs/en/words.toml")),
];

/// Of nobody and nothing, so that a pack loads fast.
static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::default);

/// Loads a small pack of which one file is changed; a plus sign adds to the file. A pack that loads is checked, which runs its
/// examples.
pub(crate) fn pack_loading(data: &[u8]) {
    let Some(change) = Change::parse(data, FILES.iter().map(|(name, _)| *name)) else { return };
    let root = TempDir::new().unwrap();
    let folder = root.path().join("en");
    for (name, content) in FILES {
        let bytes = match (name == change.name, change.plus) {
            (false, _) => content.into(),
            (true, true) => [content.as_bytes(), change.content].concat(),
            (true, false) => change.content.to_vec(),
        };
        put(&folder.join(name), &bytes);
    }
    match Packs::from_dir(&folder, &REGISTRY) {
        Ok(packs) => {
            assert_eq!(packs.list().len(), 1);
            pack::check(&Annotator::new(packs, Registry::default()).unwrap());
        }
        Err(error) if error.kind() == ErrorKind::Io => assert!(std::str::from_utf8(change.content).is_err(), "{error}"),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Pack, "{error}");
            assert!(!error.findings().is_empty());
            for finding in error.findings() {
                assert!(finding.file.ends_with(".toml") && !finding.message.is_empty(), "{finding:?}");
            }
        }
    }
}
