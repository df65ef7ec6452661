//! Plain text: one file, one document.

use super::{CHANGED, InputFile, Options, Record, Source, digest_id};
use crate::digest::Digesting;
use crate::document::{Document, Origin, RejectReason};
use std::io::Read;

/// Reads a whole `.txt` file as one document, and gives the source back for its size and digest.
///
/// A byte order mark at the start is an encoding signature and not part of the text: offsets begin after it.
/// Everything else stays as it is, line ends included.
pub(super) fn read(file: &InputFile, mut source: Digesting<Source>, options: Options) -> (Record, Digesting<Source>) {
    let record = document(file, &mut source, options).unwrap_or_else(|(reason, detail)| file.reject(reason, &detail));
    (record, source)
}

fn document(
    file: &InputFile,
    source: &mut Digesting<Source>,
    options: Options,
) -> Result<Record, (RejectReason, String)> {
    let mut bytes = Vec::new();
    source
        .by_ref()
        .take(options.max_record_bytes as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| (RejectReason::Io, format!("cannot read: {error}")))?;
    if source.inner().changed() {
        return Err((RejectReason::ChangedDuringRead, CHANGED.into()));
    }
    if bytes.len() > options.max_record_bytes {
        return Err((RejectReason::TooLarge, format!("more than {} bytes", options.max_record_bytes)));
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| (RejectReason::Encoding, format!("no UTF-8 at byte {}", error.utf8_error().valid_up_to())))?;
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        return Err((RejectReason::Binary, format!("a NUL at byte {at}")));
    }
    let text = text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text);
    if text.trim().is_empty() {
        return Err((RejectReason::NoText, "the file holds no text".into()));
    }
    let origin = Origin { path: file.name.clone(), record: 0 };
    Ok(Record::Document(Document { id: digest_id(&origin, &text), origin, metadata: file.metadata.clone(), text }))
}
