//! `Document`: one input record as read, with its origin; `Reject`: one that gave no document.

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

/// Why a record gave no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RejectReason {
    /// Bytes that are not valid UTF-8.
    Encoding,
    /// Bytes that are no text at all (NUL in a raw file).
    Binary,
    /// A line that is not a JSON object, or a key with a wrong type.
    Json,
    /// A record without text.
    NoText,
    /// A record or file above the size limit.
    TooLarge,
    /// A file that ends in the middle of a compressed stream or a record.
    Truncated,
    /// A file that could not be read.
    Io,
    /// A record whose id was seen before in this run.
    DuplicateId,
    /// A file of a format that is not read.
    Format,
    /// A file that changed while it was read.
    ChangedDuringRead,
    /// A document with more quotations than the limit.
    TooManyQuotes,
    /// A document on which the program itself failed; worth a bug report.
    Internal,
}

impl RejectReason {
    /// The reason as published.
    pub fn name(self) -> &'static str {
        match self {
            RejectReason::Encoding => "encoding",
            RejectReason::Binary => "binary",
            RejectReason::Json => "json",
            RejectReason::NoText => "no-text",
            RejectReason::TooLarge => "too-large",
            RejectReason::Truncated => "truncated",
            RejectReason::Io => "io",
            RejectReason::DuplicateId => "duplicate-id",
            RejectReason::Format => "format",
            RejectReason::ChangedDuringRead => "changed-during-read",
            RejectReason::TooManyQuotes => "too-many-quotes",
            RejectReason::Internal => "internal",
        }
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
