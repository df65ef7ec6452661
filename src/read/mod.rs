//! Input files as one stream of records in a stable order. One file per format; a record that cannot be used is a
//! [`Reject`], never an error, so that one bad file does not cost the others.

mod jsonl;
mod sidecar;
mod text;
mod walk;

use crate::digest::{self, Digesting};
use crate::document::{Document, Metadata, Origin, Reject, RejectReason};
use crate::error::{Error, ErrorKind, Result};
use jsonl::JsonLines;
use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use walk::{Entry, Walk};

/// The name by which standard input is asked for, and under which its records are listed.
pub const STDIN: &str = "-";

/// One input record: what it holds, or why it gave no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// A record that was read.
    Document(Document),
    /// A record or file that was refused.
    Reject(Reject),
}

/// Limits that keep memory flat whatever the input holds.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Longest record, in bytes.
    pub max_record_bytes: usize,
    /// Most bytes that one compressed file may unpack to.
    pub max_unpacked_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { max_record_bytes: 64 << 20, max_unpacked_bytes: 4 << 30 }
    }
}

/// What was read from one input, as a release's manifest lists it. No absolute path, no clock.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct InputInfo {
    /// Last name of the path that was given.
    pub path: String,
    /// Files that were opened.
    pub files: u64,
    /// Bytes read, before unpacking.
    pub bytes: u64,
    /// Documents and rejects that came of it.
    pub records: u64,
    /// SHA-256 over one line `<sha256>  <path>` per opened file, in the order of reading.
    pub sha256: String,
}

/// Opens files, folders and `-` (standard input, JSON lines) for reading, in the order given.
///
/// Folders are read in the byte order of the relative paths of their files. Only regular files are opened and links
/// inside folders are not followed; each such entry is one [`RejectReason::Format`]. `sources.toml`, `README*` and
/// `LICENSE*` are not input.
///
/// # Errors
///
/// [`ErrorKind::Input`] for an input that does not exist, a folder without any file to read, and a faulty
/// `sources.toml`. The last may come later, from the iterator, which is then at its end.
pub fn open(paths: &[PathBuf], options: Options) -> Result<Records> {
    let inputs = paths.iter().map(|path| Input::open(path)).collect::<Result<VecDeque<_>>>()?;
    Ok(Records { options, inputs, current: None, done: Vec::new() })
}

/// The records of all inputs; made by [`open`].
pub struct Records {
    options: Options,
    inputs: VecDeque<Input>,
    current: Option<JsonLines>,
    done: Vec<InputInfo>,
}

impl Records {
    /// What was read from each input so far.
    pub fn into_inputs(self) -> Vec<InputInfo> {
        self.done.into_iter().chain(self.inputs.into_iter().take(1).map(Input::into_info)).collect()
    }

    fn advance(&mut self) -> Result<Option<Record>> {
        loop {
            let Some(input) = self.inputs.front_mut() else { return Ok(None) };
            if let Some(lines) = &mut self.current {
                if let Some(record) = lines.next_record() {
                    return Ok(Some(input.count(record)));
                }
                if let Some(lines) = self.current.take() {
                    input.listing.add(lines.path(), lines.source());
                }
                continue;
            }
            match input.next_entry()? {
                Some(Entry::File(file)) => match file.open(self.options) {
                    Opened::Lines(lines) => self.current = Some(*lines),
                    Opened::Record(record, listed) => {
                        if let Some((bytes, sha256)) = listed {
                            input.listing.push(&file.name, bytes, &sha256);
                        }
                        return Ok(Some(input.count(*record)));
                    }
                },
                Some(Entry::Skipped(reject)) => return Ok(Some(input.count(Record::Reject(reject)))),
                None => self.done.extend(self.inputs.pop_front().map(Input::into_info)),
            }
        }
    }
}

impl Iterator for Records {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = self.advance();
        if record.is_err() {
            self.inputs.clear();
        }
        record.transpose()
    }
}

/// One path that was named.
struct Input {
    name: String,
    entries: Entries,
    records: u64,
    listing: Listing,
}

enum Entries {
    Stdin,
    One(Box<InputFile>),
    Folder(Box<Walk>),
    Done,
}

impl Input {
    fn open(path: &Path) -> Result<Self> {
        let (name, entries) = if path.as_os_str() == STDIN {
            (STDIN.to_string(), Entries::Stdin)
        } else {
            let found = fs::metadata(path).map_err(|error| {
                Error::new(ErrorKind::Input, format!("{}; name a file, a folder or -", Error::io(path, "read", error)))
            })?;
            if found.is_dir() {
                (last_name(path), Entries::Folder(Box::new(Walk::new(path)?)))
            } else {
                let name = last_name(path);
                let metadata = sidecar::beside(path)?.remove(&name).unwrap_or_default();
                (
                    name.clone(),
                    Entries::One(Box::new(InputFile { path: path.to_path_buf(), name, metadata, listed: false })),
                )
            }
        };
        Ok(Input { name, entries, records: 0, listing: Listing::default() })
    }

    fn next_entry(&mut self) -> Result<Option<Entry>> {
        match &mut self.entries {
            Entries::Folder(walk) => walk.next_entry(),
            entries => Ok(match std::mem::replace(entries, Entries::Done) {
                Entries::Stdin => Some(Entry::File(InputFile::stdin())),
                Entries::One(file) => Some(Entry::File(*file)),
                Entries::Folder(_) | Entries::Done => None,
            }),
        }
    }

    fn count(&mut self, record: Record) -> Record {
        self.records += 1;
        record
    }

    fn into_info(self) -> InputInfo {
        let Listing { files, bytes, lines } = self.listing;
        InputInfo { path: self.name, files, bytes, records: self.records, sha256: lines.sha256() }
    }
}

/// The files of one input, as a digest that does not grow with their number.
struct Listing {
    files: u64,
    bytes: u64,
    lines: Digesting<io::Sink>,
}

impl Default for Listing {
    fn default() -> Self {
        Listing { files: 0, bytes: 0, lines: Digesting::new(io::sink()) }
    }
}

impl Listing {
    fn add(&mut self, path: &str, source: &Digesting<Source>) {
        self.push(path, source.count(), &source.sha256());
    }

    fn push(&mut self, path: &str, bytes: u64, sha256: &str) {
        self.files += 1;
        self.bytes += bytes;
        // Writing to a sink does not fail.
        let _ = io::Write::write_all(&mut self.lines, format!("{sha256}  {path}\n").as_bytes());
    }
}

/// One file to read.
pub(crate) struct InputFile {
    path: PathBuf,
    /// Path relative to the input, with `/` between folders.
    name: String,
    /// What a sidecar states about it.
    metadata: Metadata,
    /// Whether it was found in a folder, where links are not followed.
    listed: bool,
}

/// What opening a file gave: a stream of records, or the one record that the file is, with its size and digest.
enum Opened {
    Lines(Box<JsonLines>),
    Record(Box<Record>, Option<(u64, String)>),
}

impl InputFile {
    fn stdin() -> Self {
        InputFile { path: STDIN.into(), name: STDIN.into(), metadata: Metadata::default(), listed: false }
    }

    fn open(&self, options: Options) -> Opened {
        let Some(format) = Format::of(&self.name) else {
            let detail = "not a .txt, .jsonl, .ndjson, .jsonl.gz or .ndjson.gz file";
            return Opened::Record(Box::new(self.reject(RejectReason::Format, detail)), None);
        };
        let source = match Source::open(self) {
            Ok(source) => Digesting::new(source),
            Err(error) => {
                let detail = format!("cannot open: {error}");
                return Opened::Record(Box::new(self.reject(RejectReason::Io, &detail)), None);
            }
        };
        match format {
            Format::Text => {
                let (record, source) = text::read(self, source, options);
                Opened::Record(Box::new(record), Some((source.count(), source.sha256())))
            }
            Format::Lines { gzip } => {
                Opened::Lines(Box::new(JsonLines::new(&self.name, self.metadata.clone(), source, gzip, options)))
            }
        }
    }

    fn reject(&self, reason: RejectReason, detail: &str) -> Record {
        Record::Reject(Reject {
            origin: Origin { path: self.name.clone(), record: 0 },
            reason,
            detail: detail.to_string(),
        })
    }
}

/// How a file is read, told by its name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text,
    Lines { gzip: bool },
}

impl Format {
    fn of(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let (stem, gzip) = name.strip_suffix(".gz").map_or((name.as_str(), false), |stem| (stem, true));
        match stem.rsplit_once('.').map(|(_, extension)| extension) {
            Some("jsonl" | "ndjson") => Some(Format::Lines { gzip }),
            Some("txt") if !gzip => Some(Format::Text),
            _ if name == STDIN => Some(Format::Lines { gzip: false }),
            _ => None,
        }
    }
}

/// An open file, or standard input, that can tell whether it changed since it was opened.
#[derive(Debug)]
struct Source {
    reader: Reader,
    path: PathBuf,
    before: Option<Stamp>,
}

#[derive(Debug)]
enum Reader {
    File(File),
    Stdin(io::Stdin),
}

/// What tells one state of a file from another.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    identity: (u64, u64),
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(metadata: &fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Stamp { identity: (metadata.dev(), metadata.ino()), bytes: metadata.len(), modified: metadata.modified().ok() }
    }
}

impl Source {
    fn open(file: &InputFile) -> io::Result<Self> {
        use std::os::unix::fs::OpenOptionsExt;
        let path = file.path.clone();
        if file.name == STDIN && file.path.as_os_str() == STDIN {
            return Ok(Source { reader: Reader::Stdin(io::stdin()), path, before: None });
        }
        let mut options = File::options();
        options.read(true);
        if file.listed {
            // Between the walk and here the entry may have become a link or a pipe: neither is followed or waited for.
            let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
            options.custom_flags(flags.bits() as i32);
        }
        let opened = options.open(&path)?;
        let metadata = opened.metadata()?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let before = metadata.is_file().then(|| Stamp::of(&metadata));
        Ok(Source { reader: Reader::File(opened), path, before })
    }

    /// Whether the file at the path is no longer the one that was opened, or has another size or time.
    fn changed(&self) -> bool {
        let now = || fs::metadata(&self.path).ok().map(|metadata| Stamp::of(&metadata));
        self.before.is_some() && self.before != now()
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.reader {
            Reader::File(file) => file.read(buffer),
            Reader::Stdin(stdin) => stdin.read(buffer),
        }
    }
}

const CHANGED: &str = "the file changed while it was read";

/// The id of a record that has none: 32 hexadecimal digits of the SHA-256 over path, record number and text.
pub(crate) fn digest_id(origin: &Origin, text: &str) -> String {
    digest::id(&[&origin.path, &origin.record.to_string(), text], 32)
}

/// The last name of a path, also of `.` and `..`.
fn last_name(path: &Path) -> String {
    let named = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let resolved = || fs::canonicalize(path).ok()?.file_name().map(|name| name.to_string_lossy().into_owned());
    named.or_else(resolved).unwrap_or_else(|| path.to_string_lossy().into_owned())
}

/// Which file names in a folder are about the input and not part of it.
fn is_about(name: &str) -> bool {
    name == sidecar::NAME || name.starts_with("README") || name.starts_with("LICENSE")
}
