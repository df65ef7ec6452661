//! What can be wrong with a release.

use crate::vocabulary::names;
use serde::{Serialize, Serializer};
use std::fmt;

/// One thing that is wrong with a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What is wrong.
    pub code: FindingCode,
    /// In which file or table.
    pub place: String,
    /// What exactly.
    pub detail: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.code.name(), self.place, self.detail)
    }
}

names! {
    /// What can be wrong with a release. The names are stable.
    FindingCode {
        /// A file does not have the digest or the size that its manifest states.
        DigestMismatch = "digest-mismatch",
        /// A listed file is not there.
        MissingFile = "missing-file",
        /// A file is there that no manifest lists.
        ExtraFile = "extra-file",
        /// A link or a special file stands where files and folders belong.
        Link = "link",
        /// A list of files or the manifest cannot be read, or two of them disagree.
        Manifest = "manifest",
        /// A table does not have the columns of its schema.
        Schema = "schema",
        /// A table cannot be read although its bytes are right.
        Unreadable = "unreadable",
        /// A table or a group of rows does not have the number of rows that is stated.
        RowCount = "row-count",
        /// A key stands twice.
        DuplicateKey = "duplicate-key",
        /// A row refers to a row that is not there.
        OrphanRow = "orphan-row",
        /// Rows do not stand in the order of the documents.
        Order = "order",
        /// A span lies outside its text or ends before it starts.
        Bounds = "bounds",
        /// A span's words are not those of the text at its place.
        SpanText = "span-text",
        /// A quotation does not agree with its spans.
        QuoteText = "quote-text",
        /// A copied column differs from its original.
        Copy = "copy",
        /// The text is not the one whose digest is stated.
        TextDigest = "text-digest",
        /// The texts that a release is to be checked against lack one of its documents.
        TextMissing = "text-missing",
        /// The id of a quotation is not that of its words at its place.
        QuoteId = "quote-id",
        /// A folder holds another release than its name says.
        VersionName = "version-name",
        /// The release before it in the folder is not the one after which it was made.
        Previous = "previous",
    }
}

impl Serialize for FindingCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Findings after which a verification stops: more of them help nobody.
const ENOUGH: usize = 100;

/// What was found so far.
#[derive(Default)]
pub(super) struct Findings(pub(super) Vec<Finding>);

impl Findings {
    pub(super) fn add(&mut self, code: FindingCode, place: &str, detail: impl Into<String>) {
        if !self.is_full() {
            self.0.push(Finding { code, place: place.to_string(), detail: detail.into() });
        }
    }

    pub(super) fn check(&mut self, holds: bool, code: FindingCode, place: &str, detail: impl FnOnce() -> String) {
        if !holds {
            self.add(code, place, detail());
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= ENOUGH
    }
}
