//! JSON lines, plain or gzip: one object per line, one document per object.
//!
//! Keys: `id` and `text`, and optionally `url`, `outlet`, `date`, `title`, `byline`, `language`. Other keys are
//! ignored, `null` is the same as absent, and a key with another type than string refuses the record.

use super::{CHANGED, Options, Record, Source, digest_id};
use crate::digest::Digesting;
use crate::document::{Document, Metadata, Origin, Reject, RejectReason};
use flate2::bufread::MultiGzDecoder;
use serde::Deserialize;
use std::io::{self, BufRead, BufReader, Read};

/// Bytes read from a file at a time.
const BUFFER: usize = 256 << 10;

/// The records of one file.
pub(super) struct JsonLines {
    path: String,
    stated: Metadata,
    lines: Lines,
    options: Options,
    /// Number of the next record: blank lines do not count.
    record: i64,
    /// Number of the line last read, from 1, for messages.
    line: u64,
    buffer: Vec<u8>,
    done: bool,
}

enum Lines {
    Plain(Box<BufReader<Digesting<Source>>>),
    /// With the bytes that may still be unpacked.
    Gzip(Box<BufReader<MultiGzDecoder<BufReader<Digesting<Source>>>>>, u64),
}

/// One line as it was found.
enum Line {
    Whole,
    TooLong,
    End,
}

#[derive(Deserialize)]
struct Object {
    id: Option<String>,
    text: Option<String>,
    url: Option<String>,
    outlet: Option<String>,
    date: Option<String>,
    title: Option<String>,
    byline: Option<String>,
    language: Option<String>,
}

impl JsonLines {
    pub(super) fn new(path: &str, stated: Metadata, source: Digesting<Source>, gzip: bool, options: Options) -> Self {
        let raw = BufReader::with_capacity(BUFFER, source);
        let lines = if gzip {
            let unpacked = BufReader::with_capacity(BUFFER, MultiGzDecoder::new(raw));
            Lines::Gzip(Box::new(unpacked), options.max_unpacked_bytes)
        } else {
            Lines::Plain(Box::new(raw))
        };
        let (record, line, done) = (0, 0, false);
        JsonLines { path: path.to_string(), stated, lines, options, record, line, buffer: Vec::new(), done }
    }

    /// Path of the file, relative to its input.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The file itself, which knows what was read of it.
    pub(super) fn source(&self) -> &Digesting<Source> {
        match &self.lines {
            Lines::Plain(reader) => reader.get_ref(),
            Lines::Gzip(reader, _) => reader.get_ref().get_ref().get_ref(),
        }
    }

    /// The next record; `None` at the end of the file.
    pub(super) fn next_record(&mut self) -> Option<Record> {
        while !self.done {
            let line = match self.read_line() {
                Ok(line) => line,
                Err(error) => return Some(self.broken(&error)),
            };
            self.line += 1;
            match line {
                Line::End => {
                    self.done = true;
                    if self.source().inner().changed() {
                        return Some(self.reject(RejectReason::ChangedDuringRead, CHANGED.into()));
                    }
                }
                Line::TooLong => {
                    let detail = format!("line {}: more than {} bytes", self.line, self.options.max_record_bytes);
                    return Some(self.reject(RejectReason::TooLarge, detail));
                }
                Line::Whole if self.buffer.iter().all(u8::is_ascii_whitespace) => {}
                Line::Whole => {
                    let record = self.parse();
                    return Some(record.unwrap_or_else(|(reason, detail)| {
                        self.reject(reason, format!("line {}: {detail}", self.line))
                    }));
                }
            }
        }
        None
    }

    /// Reads the next line into the buffer, without its line feed; of a line that is too long only the end is looked for.
    fn read_line(&mut self) -> io::Result<Line> {
        let limit = self.options.max_record_bytes;
        self.buffer.clear();
        let (mut seen, mut ended) = (0usize, false);
        while !ended {
            let chunk = self.lines.fill()?;
            if chunk.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', chunk);
            ended = end.is_some();
            let part = &chunk[..end.unwrap_or(chunk.len())];
            if seen + part.len() <= limit {
                self.buffer.extend_from_slice(part);
            }
            seen += part.len();
            let used = part.len() + usize::from(ended);
            self.lines.consume(used);
        }
        if self.line == 0 && self.buffer.starts_with(b"\xef\xbb\xbf") {
            self.buffer.drain(..3);
        }
        Ok(match (seen, ended) {
            (0, false) => Line::End,
            (seen, _) if seen > limit => Line::TooLong,
            _ => Line::Whole,
        })
    }

    fn parse(&mut self) -> Result<Record, (RejectReason, String)> {
        let line = std::str::from_utf8(&self.buffer).map_err(|error| {
            (RejectReason::Encoding, format!("no UTF-8 at byte {} of the line", error.valid_up_to()))
        })?;
        let object: Object = serde_json::from_str(line).map_err(|error| {
            let reason = error.to_string();
            // A record is one line, so that the parser's own line number would mislead.
            let reason = reason.split_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason);
            (RejectReason::Json, format!("{reason} (column {})", error.column()))
        })?;
        let text = object.text.filter(|text| !text.trim().is_empty());
        let text = text.ok_or_else(|| (RejectReason::NoText, "the record has no text".to_string()))?;
        let origin = Origin { path: self.path.clone(), record: self.record };
        self.record += 1;
        let id = object.id.filter(|id| !id.is_empty()).unwrap_or_else(|| digest_id(&origin, &text));
        let metadata = Metadata {
            url: object.url.or_else(|| self.stated.url.clone()),
            outlet: object.outlet.or_else(|| self.stated.outlet.clone()),
            date: object.date.or_else(|| self.stated.date.clone()),
            title: object.title,
            byline: object.byline,
            language: object.language,
        };
        Ok(Record::Document(Document { id, origin, metadata, text }))
    }

    /// The end of a file that cannot be read further; the records before stay.
    fn broken(&mut self, error: &io::Error) -> Record {
        self.done = true;
        let at = self.source().count();
        let (reason, detail) = match error.kind() {
            io::ErrorKind::FileTooLarge => {
                let limit = self.options.max_unpacked_bytes;
                (RejectReason::TooLarge, format!("unpacks to more than {limit} bytes; nothing after them was read"))
            }
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                let detail = format!("the gzip data is cut or damaged before byte {at} of the file: {error}");
                (RejectReason::Truncated, detail)
            }
            _ => (RejectReason::Io, format!("cannot read on after byte {at}: {error}")),
        };
        self.reject(reason, detail)
    }

    fn reject(&mut self, reason: RejectReason, detail: String) -> Record {
        let origin = Origin { path: self.path.clone(), record: self.record };
        self.record += 1;
        Record::Reject(Reject { origin, reason, detail })
    }
}

impl Lines {
    /// Bytes that can be looked at; empty at the end of the file.
    fn fill(&mut self) -> io::Result<&[u8]> {
        match self {
            Lines::Plain(reader) => retry(reader),
            Lines::Gzip(_, 0) => Err(io::ErrorKind::FileTooLarge.into()),
            Lines::Gzip(reader, _) => retry(reader.as_mut()),
        }
    }

    fn consume(&mut self, count: usize) {
        match self {
            Lines::Plain(reader) => reader.consume(count),
            Lines::Gzip(reader, left) => {
                *left = left.saturating_sub(count as u64);
                reader.consume(count);
            }
        }
    }
}

/// `fill_buf` that goes on after an interrupted call.
fn retry<R: Read>(reader: &mut BufReader<R>) -> io::Result<&[u8]> {
    loop {
        match reader.fill_buf() {
            Ok(_) => return Ok(reader.buffer()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
