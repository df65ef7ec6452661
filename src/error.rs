//! `Error`, `ErrorKind`: why an operation could not be done. Never raised for the content of a text.

use crate::pack::Finding;
use std::fmt;
use std::path::{Path, PathBuf};

/// The result of an operation on files, packs or releases.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an operation could not be done, with the file or name that it concerns.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    findings: Vec<Finding>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What kind of failure an [`Error`] is; decides the exit code of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder could not be read or written.
    Io,
    /// The disk, a quota or a file size limit is exhausted.
    NoSpace,
    /// The input names nothing that can be read.
    Input,
    /// A language pack or registry is faulty; [`Error::findings`] tells every place.
    Pack,
    /// The release version is already published.
    ReleaseExists,
    /// Another export holds the release folder.
    Locked,
    /// A release does not hold what its manifest promises.
    Integrity,
    /// A release was written with a schema that this program does not know.
    SchemaMismatch,
    /// An argument has no meaning, for example a version name with a slash.
    Usage,
    /// A signal asked the program to stop.
    Interrupted,
}

impl Error {
    /// An error of `kind` that says `message`.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), findings: Vec::new(), source: None }
    }

    /// A failed operation on `path`. A full disk is told apart from other failures.
    pub fn io(path: &Path, doing: &str, error: std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        let kind = match error.kind() {
            Io::StorageFull | Io::QuotaExceeded | Io::FileTooLarge => ErrorKind::NoSpace,
            _ => ErrorKind::Io,
        };
        let what = if kind == ErrorKind::NoSpace { "no space: " } else { "" };
        let message = format!("{what}cannot {doing} {}: {error}", Shown(path));
        Error { kind, message, findings: Vec::new(), source: Some(Box::new(error)) }
    }

    /// Faulty language data: everything that is amiss.
    pub fn pack(findings: Vec<Finding>) -> Self {
        let list: String = findings.iter().map(|finding| format!("\n  {finding}")).collect();
        let message = format!("faulty language data:{list}");
        Error { kind: ErrorKind::Pack, message, findings, source: None }
    }

    /// What is amiss in the language data, for an error of [`ErrorKind::Pack`].
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|e| e.as_ref() as _)
    }
}

/// A path as it may be printed: control and bidirectional characters escaped.
struct Shown<'p>(&'p Path);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable(&self.0.to_string_lossy()))
    }
}

/// `text` with control characters and bidirectional controls replaced by visible escapes, safe to print on a terminal.
pub fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escaped = if c.is_control() || is_bidi_control(c) {
                c.escape_default().collect::<String>()
            } else {
                c.to_string()
            };
            escaped.chars().collect::<Vec<_>>()
        })
        .collect()
}

/// Whether `c` changes the order in which a screen shows the text around it, and shows nothing itself.
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One input that could not be used, with its path, kept so that a run can go on and still report it.
pub type Unreadable = (PathBuf, Error);
