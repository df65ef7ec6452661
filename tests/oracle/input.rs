//! Any bytes as input: every record ends in one document or one reject (4), and costs no other (5).

use qawl::document::{Document, Reject, RejectReason};
use qawl::read::{self, Options, Record};
use std::fs;
use tempfile::TempDir;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

fn records(name: &str, bytes: &[u8]) -> Vec<Record> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read::open(&[path], Options::default()).unwrap().map(Result::unwrap).collect()
}

/// What a record is, wherever it stands: its text and metadata, or why it was refused.
fn essence(record: &Record) -> Result<(String, String), RejectReason> {
    match record {
        Record::Document(Document { text, metadata, .. }) => Ok((text.clone(), format!("{metadata:?}"))),
        Record::Reject(Reject { reason, .. }) => Err(*reason),
    }
}

/// Reads the bytes as JSON lines: one record for each line that is not blank, as if it stood alone.
pub(crate) fn jsonl_line(data: &[u8]) {
    let found = records("a.jsonl", data);
    let bare = data.strip_prefix(BYTE_ORDER_MARK).unwrap_or(data);
    let lines: Vec<&[u8]> =
        bare.split(|&byte| byte == b'\n').filter(|line| !line.iter().all(u8::is_ascii_whitespace)).collect();
    assert_eq!(found.len(), lines.len(), "lines and records");
    for (number, (record, line)) in found.iter().zip(lines).enumerate() {
        let (Record::Document(Document { origin, .. }) | Record::Reject(Reject { origin, .. })) = record;
        assert_eq!((origin.path.as_str(), origin.record), ("a.jsonl", number as i64));
        // At the head of a file such a line would lose its byte order mark.
        if !line.starts_with(BYTE_ORDER_MARK) {
            let alone = records("b.jsonl", line);
            assert_eq!(alone.iter().map(essence).collect::<Vec<_>>(), [essence(record)]);
        }
        if let Record::Document(document) = record {
            assert!(std::str::from_utf8(line).is_ok() && !document.text.trim().is_empty(), "{document:?}");
        }
    }
}

/// Reads the bytes as a text file: its text as delivered, or the reason why it is none.
pub(crate) fn text_decoding(data: &[u8]) {
    let expected = match std::str::from_utf8(data) {
        Err(_) => Err(RejectReason::Encoding),
        Ok(text) if text.contains('\0') => Err(RejectReason::Binary),
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            if text.trim().is_empty() { Err(RejectReason::NoText) } else { Ok(text.to_string()) }
        }
    };
    let found = records("a.txt", data);
    let found: Vec<_> = found.iter().map(|record| essence(record).map(|(text, _)| text)).collect();
    assert_eq!(found, [expected]);
}
