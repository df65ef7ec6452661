//! What holds of any bytes: one function for each way into the program, which panics where an invariant is broken.
//!
//! The fuzz targets in `fuzz/` are these functions, the replay of their seeds runs them in every test run, and property tests
//! feed them. Their numbers are those of ARCHITECTURE.md, "Invariants".
#![allow(clippy::unwrap_used, dead_code, unused_imports)]

mod input;
mod language;
mod quotations;
mod releases;

pub(crate) use input::{jsonl_line, text_decoding};
pub(crate) use language::pack_loading;
pub(crate) use quotations::{assembled, quotes};
pub(crate) use releases::{manifest_verify, version_name};

use std::fs;
use std::path::Path;

/// The name of a fuzz target, and what it runs.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// Every fuzz target.
pub(crate) const TARGETS: [Target; 6] = [
    ("quotes", quotes),
    ("jsonl_line", jsonl_line),
    ("text_decoding", text_decoding),
    ("pack_loading", pack_loading),
    ("manifest_verify", manifest_verify),
    ("version_name", version_name),
];

/// A change of one file, as seeds write it: `NAME` alone in the first line, then what the file holds instead. A plus sign
/// before the name asks for what the target says of it.
struct Change<'d> {
    name: &'d str,
    plus: bool,
    content: &'d [u8],
}

impl<'d> Change<'d> {
    /// The change that `data` writes; nothing where its first line is no name in `names`.
    fn parse(data: &'d [u8], mut names: impl Iterator<Item = &'d str>) -> Option<Self> {
        let end = data.iter().position(|&byte| byte == b'\n')?;
        let line = std::str::from_utf8(&data[..end]).ok()?;
        let bare = line.strip_prefix('+');
        let name = names.find(|name| *name == bare.unwrap_or(line))?;
        Some(Change { name, plus: bare.is_some(), content: &data[end + 1..] })
    }
}

/// Writes a file and the folders above it.
fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}
