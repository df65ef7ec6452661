//! `Document`: one input record as read, with its origin; `Reject`: one that gave no document.

use crate::vocabulary::names;

/// Where a record was read: the path relative to the input folder and the number of the record in that file, from 0.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Origin {
    /// Path relative to the input that was named, with `/` between folders; `-` for standard input.
    pub path: String,
    /// Number of the record in the file, counted from 0.
    pub record: i64,
}

/// What a record or its sidecar states about itself, as printed; nothing is guessed here.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Metadata {
    /// Address of the page.
    pub url: Option<String>,
    /// Outlet as stated.
    pub outlet: Option<String>,
    /// Date or time as stated.
    pub date: Option<String>,
    /// Headline as stated.
    pub title: Option<String>,
    /// Byline as stated.
    pub byline: Option<String>,
    /// Language tag as stated.
    pub language: Option<String>,
}

/// One input record. The text is as delivered and is never altered after.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Document {
    /// Unique id: the record's own, else a digest of origin and text.
    pub id: String,
    /// Where it was read.
    pub origin: Origin,
    /// What it states about itself.
    pub metadata: Metadata,
    /// The text that all offsets point into.
    pub text: String,
}

names! {
    /// Why a record gave no document.
    #[non_exhaustive]
    RejectReason {
        /// Bytes that are not valid UTF-8.
        Encoding = "encoding",
        /// Bytes that are no text at all (NUL in a raw file).
        Binary = "binary",
        /// A line that is not a JSON object, or a key with a wrong type.
        Json = "json",
        /// A record without text.
        NoText = "no-text",
        /// A record or file above the size limit.
        TooLarge = "too-large",
        /// A file that ends in the middle of a compressed stream or a record.
        Truncated = "truncated",
        /// A file that could not be read.
        Io = "io",
        /// A record whose id was seen before in this run.
        DuplicateId = "duplicate-id",
        /// A file of a format that is not read.
        Format = "format",
        /// A file that changed while it was read.
        ChangedDuringRead = "changed-during-read",
        /// A document with more quotations than the limit.
        TooManyQuotes = "too-many-quotes",
        /// A document on which the program itself failed; worth a bug report.
        Internal = "internal",
    }
}

/// One input record that gave no document, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Where it was read.
    pub origin: Origin,
    /// Why it was refused.
    pub reason: RejectReason,
    /// What exactly was wrong, in one line.
    pub detail: String,
}
