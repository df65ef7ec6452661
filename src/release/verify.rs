//! Proves a release: its bytes, its schema, the keys between its tables, and that every span equals its text.
//!
//! Bytes come first: tables are opened only after every digest was found right, so that the Parquet reader is not fed
//! damaged files. The tables are then read side by side, a document at a time.

use super::chars::Chars;
use super::cursor::Cursor;
use super::manifest::{FileInfo, MANIFEST};
use super::metadata::{PAYLOAD_MANIFEST, TAG_MANIFEST};
use super::{Part, Release};
use crate::digest::{self, Digesting};
use crate::error::{Error, ErrorKind, Result};
use crate::table::{JOINT, Table};
use crate::vocabulary::names;
use hashbrown::HashSet;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Findings after which a verification stops: more of them help nobody.
const ENOUGH: usize = 100;

/// One thing that is wrong with a release.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    }
}

/// Everything that is wrong with the release at `path`, or with any release in the folder of releases at `path`;
/// nothing where all is whole.
///
/// # Errors
///
/// [`ErrorKind::Input`] where there is no such folder or no release in it, and failed calls to the file system.
pub fn verify(path: &Path) -> Result<Vec<Finding>> {
    let is_folder = fs::metadata(path).is_ok_and(|found| found.is_dir());
    if !is_folder {
        return Err(Error::new(ErrorKind::Input, format!("{} is not the folder of a release", path.display())));
    }
    if is_release(path) {
        return verify_release(path);
    }
    let mut releases = sorted_entries(path)?;
    // Hidden names are the lock and what unfinished exports hold; what is no release is none of our business.
    releases.retain(|entry| !entry.file_name().to_string_lossy().starts_with('.') && is_release(&entry.path()));
    if releases.is_empty() {
        return Err(Error::new(ErrorKind::Input, format!("there is no release in {}", path.display())));
    }
    let mut findings = Findings::default();
    for entry in releases {
        let name = entry.file_name().to_string_lossy().into_owned();
        for finding in verify_release(&entry.path())? {
            findings.add(finding.code, &format!("{name}/{}", finding.place), finding.detail);
        }
    }
    Ok(findings.0)
}

/// Whether a folder is meant to be a release, however damaged.
pub(super) fn is_release(path: &Path) -> bool {
    [TAG_MANIFEST, PAYLOAD_MANIFEST, MANIFEST, "data"].iter().any(|name| fs::symlink_metadata(path.join(name)).is_ok())
}

fn verify_release(path: &Path) -> Result<Vec<Finding>> {
    let mut findings = Findings::default();
    let listed = check_bytes(path, &mut findings)?;
    if findings.0.is_empty()
        && let Some(release) = check_manifest(path, &listed, &mut findings)
    {
        check_tables(&release, &mut findings);
        if findings.0.is_empty() {
            Rows::new(&release, &mut findings).check();
        }
    }
    Ok(findings.0)
}

/// What a folder holds, in the order of the names.
fn sorted_entries(folder: &Path) -> Result<Vec<fs::DirEntry>> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = entries.map_err(|error| Error::io(folder, "read", error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    Ok(entries)
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, code: FindingCode, place: &str, detail: impl Into<String>) {
        if !self.is_full() {
            self.0.push(Finding { code, place: place.to_string(), detail: detail.into() });
        }
    }

    fn check(&mut self, holds: bool, code: FindingCode, place: &str, detail: impl FnOnce() -> String) {
        if !holds {
            self.add(code, place, detail());
        }
    }

    fn is_full(&self) -> bool {
        self.0.len() >= ENOUGH
    }
}

/// Checks every file against the two lists and the lists against the folder; returns path and digest of each file.
fn check_bytes(root: &Path, findings: &mut Findings) -> Result<BTreeMap<String, String>> {
    let mut listed = BTreeMap::new();
    for list in [TAG_MANIFEST, PAYLOAD_MANIFEST] {
        let in_data = list == PAYLOAD_MANIFEST;
        let Some(lines) = read_list(root, list, findings)? else { continue };
        for (name, sha256) in lines {
            if name.starts_with("data/") != in_data {
                findings.add(FindingCode::Manifest, list, format!("lists {name}, which does not belong there"));
            }
            check_file(root, &name, &sha256, findings)?;
            if listed.insert(name.clone(), sha256).is_some() {
                findings.add(FindingCode::Manifest, list, format!("lists {name} twice"));
            }
        }
    }
    if !listed.contains_key(PAYLOAD_MANIFEST) || !listed.contains_key(MANIFEST) {
        findings.add(FindingCode::Manifest, TAG_MANIFEST, "does not list all files of a release");
    }
    check_folder(root, "", &listed, findings)?;
    Ok(listed)
}

/// Reads lines of `<sha256>  <path>`, strictly: any other byte is a finding.
fn read_list(root: &Path, name: &str, findings: &mut Findings) -> Result<Option<Vec<(String, String)>>> {
    let path = root.join(name);
    match fs::symlink_metadata(&path) {
        Ok(found) if found.is_file() => {}
        Ok(_) => {
            findings.add(FindingCode::Link, name, "not a regular file");
            return Ok(None);
        }
        Err(_) => {
            findings.add(FindingCode::MissingFile, name, "not there");
            return Ok(None);
        }
    }
    let bytes = fs::read(&path).map_err(|error| Error::io(&path, "read", error))?;
    let parsed = String::from_utf8(bytes).ok().and_then(|text| {
        let lines = text.strip_suffix('\n')?.split('\n');
        let parse = |line: &str| {
            let (sha256, name) = line.split_once("  ")?;
            let digits = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
            (sha256.len() == 64 && sha256.bytes().all(digits) && is_inside(name))
                .then(|| (name.to_string(), sha256.to_string()))
        };
        lines.map(parse).collect::<Option<Vec<_>>>()
    });
    if parsed.is_none() {
        findings.add(FindingCode::Manifest, name, "not a list of digests and paths");
    }
    Ok(parsed)
}

/// Whether a listed path stays inside the release.
fn is_inside(name: &str) -> bool {
    !name.is_empty() && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn check_file(root: &Path, name: &str, sha256: &str, findings: &mut Findings) -> Result<()> {
    let path = root.join(name);
    match fs::symlink_metadata(&path) {
        Ok(found) if found.is_file() => {}
        // The walk through the folder tells.
        Ok(_) => return Ok(()),
        Err(_) => {
            findings.add(FindingCode::MissingFile, name, "listed, but not there");
            return Ok(());
        }
    }
    let mut file = Digesting::new(File::open(&path).map_err(|error| Error::io(&path, "open", error))?);
    io::copy(&mut file, &mut io::sink()).map_err(|error| Error::io(&path, "read", error))?;
    let found = file.sha256();
    findings.check(found == sha256, FindingCode::DigestMismatch, name, || format!("{found}, listed is {sha256}"));
    Ok(())
}

fn check_folder(root: &Path, below: &str, listed: &BTreeMap<String, String>, findings: &mut Findings) -> Result<()> {
    let folder = root.join(below);
    for entry in sorted_entries(&folder)? {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(|error| Error::io(&entry.path(), "read", error))?;
        if kind.is_dir() {
            let prefix = format!("{name}/");
            let holds = listed.keys().any(|file| file.starts_with(&prefix));
            findings.check(holds, FindingCode::ExtraFile, &name, || "a folder without any listed file".into());
            check_folder(root, &prefix, listed, findings)?;
        } else if !kind.is_file() {
            findings.add(FindingCode::Link, &name, "a link or special file");
        } else if name != TAG_MANIFEST && !listed.contains_key(&name) {
            findings.add(FindingCode::ExtraFile, &name, "not listed");
        }
    }
    Ok(())
}

/// Checks the manifest against the list of files.
fn check_manifest(path: &Path, listed: &BTreeMap<String, String>, findings: &mut Findings) -> Option<Release> {
    let release = match Release::open(path) {
        Ok(release) => release,
        Err(error) => {
            let schema = error.kind() == ErrorKind::SchemaMismatch;
            let code = if schema { FindingCode::Schema } else { FindingCode::Manifest };
            findings.add(code, MANIFEST, error.to_string());
            return None;
        }
    };
    let manifest = release.manifest();
    let stated: BTreeMap<_, _> = manifest.files.iter().map(|file| (&file.path, &file.sha256)).collect();
    let payload: BTreeMap<_, _> = listed.iter().filter(|(name, _)| name.starts_with("data/")).collect();
    findings.check(stated == payload && stated.len() == manifest.files.len(), FindingCode::Manifest, MANIFEST, || {
        format!("states other files than {PAYLOAD_MANIFEST}")
    });
    for file in &manifest.files {
        let bytes = fs::metadata(path.join(&file.path)).map_or(0, |found| found.len());
        findings.check(bytes == file.bytes, FindingCode::DigestMismatch, &file.path, || {
            format!("{bytes} bytes, stated are {}", file.bytes)
        });
    }
    let records: u64 = manifest.inputs.iter().map(|input| input.records).sum();
    let rows = manifest.rows(Table::Documents) + manifest.rows(Table::Rejects);
    findings.check(records == rows, FindingCode::RowCount, MANIFEST, || {
        format!("{records} records were read, documents and rejects hold {rows}")
    });
    Some(release)
}

/// Checks schema and number of rows of every file.
fn check_tables(release: &Release, findings: &mut Findings) {
    let manifest = release.manifest();
    for table in Table::ALL {
        let files: Vec<_> = manifest.files(table).collect();
        findings.check(!files.is_empty(), FindingCode::MissingFile, table.name(), || "the table has no file".into());
        for (number, file) in files.iter().enumerate() {
            let name = format!("data/{0}/{0}-{number:05}-of-{1:05}.parquet", table.name(), files.len());
            findings.check(name == file.path, FindingCode::Manifest, &file.path, || format!("should be {name}"));
            check_part(release, table, file, findings);
        }
        let rows: u64 = files.iter().filter_map(|file| file.rows).sum();
        let stated = manifest.rows(table);
        findings.check(rows == stated, FindingCode::RowCount, table.name(), || {
            format!("its files hold {rows} rows, stated are {stated}")
        });
    }
}

fn check_part(release: &Release, table: Table, file: &FileInfo, findings: &mut Findings) {
    let part = match Part::open(&release.path().join(&file.path), &[]) {
        Ok(part) => part,
        Err(error) => return findings.add(FindingCode::Unreadable, &file.path, error.to_string()),
    };
    let manifest = release.manifest();
    let plain = |field: &arrow_schema::Field| (field.name().clone(), field.data_type().clone(), field.is_nullable());
    let found: Vec<_> = part.schema.fields().iter().map(|field| plain(field)).collect();
    // A release of an older minor schema lacks the columns that came later.
    let columns = table.columns(manifest.options.with_text).iter();
    let known = columns.filter(|column| column.since <= manifest.schema_minor());
    let expected: Vec<_> = known.map(|column| plain(&column.field())).collect();
    findings.check(found == expected, FindingCode::Schema, &file.path, || {
        let fields = part.schema.fields().iter().map(|field| format!("{} {}", field.name(), field.data_type()));
        format!("its columns are {}", fields.collect::<Vec<_>>().join(", "))
    });
    findings.check(file.rows == Some(part.rows), FindingCode::RowCount, &file.path, || {
        format!("{} rows, stated are {}", part.rows, file.rows.unwrap_or_default())
    });
}

/// The rows of all tables, walked through side by side: everything stands in the order of the documents.
struct Rows<'r> {
    documents: Cursor<'r>,
    quotes: Cursor<'r>,
    spans: Cursor<'r>,
    other_marks: Cursor<'r>,
    diagnostics: Cursor<'r>,
    rejects: Cursor<'r>,
    speakers: Cursor<'r>,
    /// Keys of the documents met so far.
    seen: HashSet<u64>,
    /// Quotations that each speaker is stated to have, less those met.
    quotes_left: BTreeMap<String, i64>,
    findings: &'r mut Findings,
}

/// One document, while its rows are checked.
struct Doc {
    id: String,
    characters: i32,
    text: Option<Chars>,
    outlet: Option<String>,
    date: Option<i32>,
    language: Option<String>,
}

/// One span of a quotation.
#[derive(Debug, PartialEq, Eq)]
struct SpanOf {
    part: String,
    start: i32,
    end: i32,
    text: String,
}

/// The parts of a quotation in the order of their rows.
const PARTS: [&str; 5] = ["content", "marked", "cue", "source", "via"];

impl<'r> Rows<'r> {
    fn new(release: &'r Release, findings: &'r mut Findings) -> Self {
        let cursor = |table| Cursor::new(release, table);
        Rows {
            documents: cursor(Table::Documents),
            quotes: cursor(Table::Quotes),
            spans: cursor(Table::Spans),
            other_marks: cursor(Table::OtherMarks),
            diagnostics: cursor(Table::Diagnostics),
            rejects: cursor(Table::Rejects),
            speakers: cursor(Table::Speakers),
            seen: HashSet::new(),
            quotes_left: BTreeMap::new(),
            findings,
        }
    }

    fn check(mut self) {
        self.read_speakers();
        while !self.documents.is_done() && !self.findings.is_full() {
            self.check_document();
            self.documents.advance();
        }
        while !self.rejects.is_done() {
            self.rejects.advance();
        }
        self.check_leftovers();
    }

    fn read_speakers(&mut self) {
        while !self.speakers.is_done() {
            let id = self.speakers.text("speaker_id").unwrap_or_default().to_string();
            let quotes = self.speakers.int("quotes").map_or(0, i64::from);
            if self.quotes_left.insert(id.clone(), quotes).is_some() {
                self.findings.add(FindingCode::DuplicateKey, "speakers", id);
            }
            self.speakers.advance();
        }
    }

    fn check_document(&mut self) {
        let row = &self.documents;
        let owned = |name| row.text(name).map(str::to_string);
        let doc = Doc {
            id: owned("doc_id").unwrap_or_default(),
            characters: row.int("characters").unwrap_or(0),
            text: owned(crate::table::TEXT_COLUMN).map(Chars::new),
            outlet: owned("outlet"),
            date: row.day("date"),
            language: owned("language"),
        };
        let place = format!("document {}", doc.id);
        let fresh = self.seen.insert(digest::key(&doc.id));
        self.findings.check(fresh, FindingCode::DuplicateKey, "documents", || doc.id.clone());
        if let Some(chars) = &doc.text {
            let right = row.text("text_sha256") == Some(&digest::sha256(chars.text().as_bytes()));
            self.findings.check(right, FindingCode::TextDigest, &place, || "the text is another".into());
            let characters = chars.count();
            self.findings.check(characters == doc.characters, FindingCode::Bounds, &place, || {
                format!("{characters} code points, stated are {}", doc.characters)
            });
        }
        let stated = row.int("quotes");
        let (mut ids, mut last_start) = (HashSet::new(), 0);
        while self.quotes.text("doc_id") == Some(&doc.id) {
            let id = self.quotes.text("quote_id").unwrap_or_default().to_string();
            let start = self.quotes.int("quote_start").unwrap_or(0);
            self.findings.check(start >= last_start, FindingCode::Order, &format!("quote {id}"), || {
                "begins before the one before it".into()
            });
            last_start = start;
            self.check_quote(&doc, &id);
            if !ids.insert(id.clone()) {
                self.findings.add(FindingCode::DuplicateKey, "quotes", id);
            }
            self.quotes.advance();
        }
        self.findings.check(stated == Some(ids.len() as i32), FindingCode::RowCount, &place, || {
            format!("{} quotations, stated are {}", ids.len(), stated.unwrap_or(0))
        });
        while self.spans.text("doc_id") == Some(&doc.id) {
            let quote = self.spans.text("quote_id").unwrap_or_default();
            let code = if ids.contains(quote) { FindingCode::Order } else { FindingCode::OrphanRow };
            self.findings.add(code, "spans", format!("a span of quote {quote}"));
            self.spans.advance();
        }
        for (table, cursor) in [("other_marks", &mut self.other_marks), ("diagnostics", &mut self.diagnostics)] {
            while cursor.text("doc_id") == Some(&doc.id) {
                let (start, end) = (cursor.int("start").unwrap_or(-1), cursor.int("end").unwrap_or(-1));
                check_span(&doc, table, start, end, cursor.text("text"), self.findings);
                cursor.advance();
            }
        }
    }

    /// Checks the quotation under the cursor and the spans that follow for it.
    fn check_quote(&mut self, doc: &Doc, id: &str) {
        let place = format!("quote {id}");
        let mut spans: Vec<SpanOf> = Vec::new();
        while self.spans.text("quote_id") == Some(id) && self.spans.text("doc_id") == Some(&doc.id) {
            let row = &self.spans;
            let number = |name| row.int(name).unwrap_or(-1);
            let owned = |name| row.text(name).unwrap_or_default().to_string();
            let span = SpanOf { part: owned("part"), start: number("start"), end: number("end"), text: owned("text") };
            check_span(doc, &place, span.start, span.end, Some(&span.text), self.findings);
            let ordinal = spans.iter().filter(|other| other.part == span.part).count() as i32;
            let rank = |part: &str| PARTS.iter().position(|known| *known == part);
            let follows = spans.last().is_none_or(|last| rank(&last.part) <= rank(&span.part));
            let ordered = number("ordinal") == ordinal && follows && rank(&span.part).is_some();
            self.findings.check(ordered, FindingCode::Order, &place, || format!("its {} span", span.part));
            spans.push(span);
            self.spans.advance();
        }
        let row = &self.quotes;
        let of = |part: &str| spans.iter().filter(|span| span.part == part).collect::<Vec<_>>();
        let joined = |part: &str| {
            let words: Vec<_> = of(part).iter().map(|span| span.text.as_str()).collect();
            (!words.is_empty()).then(|| words.join(JOINT))
        };
        let hull = |part: &str| {
            let (start, end) =
                (of(part).iter().map(|span| span.start).min(), of(part).iter().map(|span| span.end).max());
            (start, end)
        };
        let agreements = [
            ("quote", row.text("quote").map(str::to_string) == joined("content")),
            ("verbatim", row.text("verbatim").map(str::to_string) == joined("marked")),
            ("quote_start and quote_end", (row.int("quote_start"), row.int("quote_end")) == hull("content")),
            ("cue", row.text("cue").map(str::to_string) == joined("cue")),
            ("cue_start and cue_end", (row.int("cue_start"), row.int("cue_end")) == hull("cue")),
            ("speaker_mention", row.text("speaker_mention").map(str::to_string) == joined("source")),
            ("speaker_start and speaker_end", (row.int("speaker_start"), row.int("speaker_end")) == hull("source")),
            ("via", row.text("via").map(str::to_string) == joined("via")),
        ];
        for (column, agrees) in agreements {
            self.findings
                .check(agrees, FindingCode::QuoteText, &place, || format!("{column} is not what its spans say"));
        }
        let copied = row.text("outlet") == doc.outlet.as_deref()
            && row.day("date") == doc.date
            && row.text("language") == doc.language.as_deref();
        self.findings
            .check(copied, FindingCode::Copy, &place, || "outlet, date or language is not its document's".into());
        if let Some(speaker) = row.text("speaker_id") {
            match self.quotes_left.get_mut(speaker) {
                Some(left) => *left -= 1,
                None => self.findings.add(FindingCode::OrphanRow, &place, format!("no speaker {speaker}")),
            }
        }
    }

    /// Rows that no document took, and tables that could not be read to their end.
    fn check_leftovers(mut self) {
        if self.findings.is_full() {
            return;
        }
        let cursors = [self.quotes, self.spans, self.other_marks, self.diagnostics];
        for (table, cursor) in ["quotes", "spans", "other_marks", "diagnostics"].into_iter().zip(&cursors) {
            if let Some(id) = cursor.text("doc_id") {
                let known = self.seen.contains(&digest::key(id));
                let code = if known { FindingCode::Order } else { FindingCode::OrphanRow };
                self.findings.add(code, table, format!("a row of document {id}"));
            }
        }
        for cursor in cursors.into_iter().chain([self.documents, self.rejects, self.speakers]) {
            if let Some(error) = cursor.into_error() {
                self.findings.add(FindingCode::Unreadable, "data", error.to_string());
            }
        }
        self.quotes_left.retain(|_, left| *left != 0);
        for id in self.quotes_left.into_keys() {
            self.findings.add(FindingCode::RowCount, "speakers", format!("{id} has another number of quotations"));
        }
    }
}

/// Checks that a span lies in its text and, where the text is there, that its words stand at its place.
fn check_span(doc: &Doc, place: &str, start: i32, end: i32, words: Option<&str>, findings: &mut Findings) {
    let inside = 0 <= start && start <= end && end <= doc.characters;
    findings.check(inside, FindingCode::Bounds, place, || {
        format!("{start}..{end} in document {} of {} code points", doc.id, doc.characters)
    });
    if let (Some(chars), Some(words), true) = (&doc.text, words, inside) {
        findings.check(chars.slice(start, end) == Some(words), FindingCode::SpanText, place, || {
            format!("{start}..{end} in document {} holds other words", doc.id)
        });
    }
}
