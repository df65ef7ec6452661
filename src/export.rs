//! The whole job: records are read, annotated on all cores and written in the order of the input.
//!
//! ```text
//! reader ──chunks──▶ workers ──batches──▶ writer (this thread)
//!    ▲                                       │
//!    └───────────── permits ─────────────────┘
//! ```
//!
//! A chunk holds a fixed number of records or bytes and never what happened to be ready, so that the release does not
//! depend on the number of workers. Permits bound the chunks under way, so that memory does not depend on the input.

use crate::annotate::{Annotations, Annotator};
use crate::article::Article;
use crate::digest;
use crate::document::{Origin, Reject, RejectReason};
use crate::error::{Error, ErrorKind, Result};
use crate::read::{self, Record, Records};
use crate::release::{Provenance, Release, ReleaseWriter, Version};
use crate::table::{ArticleRows, Excerpt, TableBatches, Tables};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use jiff::civil::Date;
use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Most records of a chunk.
const CHUNK_RECORDS: usize = 256;
/// Bytes of text after which a chunk ends.
const CHUNK_BYTES: usize = 1 << 20;
/// Most quotations of one document that are published.
const MAX_QUOTES: usize = 100_000;
/// Most refused records that a summary shows.
const SHOWN_REJECTS: usize = 10;
/// How often a wait looks whether the run is to stop.
const WAKE: Duration = Duration::from_millis(100);

/// What to export, and where to.
#[derive(Clone, Debug)]
pub struct ExportOptions {
    /// Files, folders, or `-`.
    pub inputs: Vec<PathBuf>,
    /// Folder of releases.
    pub root: PathBuf,
    /// Which release to make.
    pub version: Version,
    /// Publish under the version even where it promises less than what changed since the release before.
    pub force_version: bool,
    /// How much of the texts is published.
    pub excerpt: Excerpt,
    /// Threads that annotate; at least one is used.
    pub jobs: usize,
    /// Day of release, for the citation.
    pub date: Option<Date>,
}

/// Asks a run to stop: holds the number of the signal that came, or 0.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(pub Arc<AtomicUsize>);

impl Interrupt {
    /// The signal that came.
    pub fn signal(&self) -> Option<usize> {
        Some(self.0.load(Ordering::Relaxed)).filter(|&signal| signal != 0)
    }

    fn check(&self) -> Result<()> {
        let stopped = |_| Err(Error::new(ErrorKind::Interrupted, "interrupted; nothing was published"));
        self.signal().map_or(Ok(()), stopped)
    }
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Documents written.
    pub documents: u64,
    /// Quotations found.
    pub quotes: u64,
    /// Records refused.
    pub rejects: u64,
}

/// What a run did.
#[derive(Debug)]
pub struct Summary {
    /// The published release, whose manifest holds every count.
    pub release: Release,
    /// Number of speakers.
    pub speakers: usize,
    /// The ten most quoted speakers, with their quotations.
    pub most_quoted: Vec<(String, i32)>,
    /// The first refused records, at most ten.
    pub first_rejects: Vec<Reject>,
    /// Time taken.
    pub elapsed: Duration,
}

/// Reads the inputs, finds the quotations and publishes a release.
///
/// `progress` is called after every chunk, from this thread.
///
/// # Errors
///
/// What [`read::open`], [`ReleaseWriter::create`], [`ReleaseWriter::check_version`] and [`ReleaseWriter::publish`] fail with;
/// [`ErrorKind::Usage`] where the release would lie inside an input; [`ErrorKind::Interrupted`]. Nothing is published
/// then, and nothing is left behind.
pub fn export(
    annotator: Arc<Annotator>,
    options: &ExportOptions,
    interrupt: &Interrupt,
    mut progress: impl FnMut(Progress),
) -> Result<Summary> {
    let began = Instant::now();
    apart(options)?;
    let records = read::open(&options.inputs, read::Options::default())?;
    let mut writer = ReleaseWriter::create(&options.root, options.version.clone(), options.excerpt)?;
    let packs: Vec<_> = annotator.packs().info().into_iter().chain([annotator.registry().info()]).collect();
    if !options.force_version {
        writer.check_version(&packs)?;
    }
    let mut run = Run::start(&annotator, records, options.excerpt, options.jobs.max(1));
    let mut done = Progress::default();
    let mut first_rejects = Vec::new();
    while let Some(output) = run.next(interrupt)? {
        done.documents += output.progress.documents;
        done.quotes += output.progress.quotes;
        done.rejects += output.progress.rejects;
        first_rejects.extend(output.rejects.into_iter().take(SHOWN_REJECTS - first_rejects.len()));
        writer.append(output.tables)?;
        progress(done);
    }
    let (speakers, most_quoted) = (writer.speakers().len(), writer.speakers().most_quoted(10, annotator.registry()));
    let inputs = run.records.map(Records::into_inputs).unwrap_or_default();
    let provenance = Provenance { packs, inputs, date: options.date };
    let release = writer.publish(annotator.registry(), provenance, &|| interrupt.check())?;
    Ok(Summary { release, speakers, most_quoted, first_rejects, elapsed: began.elapsed() })
}

/// Refuses a release that would lie inside one of its inputs: the next run would read its own output.
fn apart(options: &ExportOptions) -> Result<()> {
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    // The root may not be there yet: its nearest ancestor that is there decides.
    let root = absolute(&options.root);
    let there = root.ancestors().find_map(|path| {
        let real = path.canonicalize().ok()?;
        Some(real.join(root.strip_prefix(path).unwrap_or(&root)))
    });
    let root = there.unwrap_or(root);
    for input in &options.inputs {
        if input.canonicalize().is_ok_and(|input| input.is_dir() && root.starts_with(input)) {
            let (root, input) = (options.root.display(), input.display());
            let message = format!("the releases in {root} would lie inside the input {input}; choose another --to");
            return Err(Error::new(ErrorKind::Usage, message));
        }
    }
    Ok(())
}

/// Records that travel together.
struct Chunk {
    number: usize,
    records: Vec<Record>,
}

/// What became of a chunk.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) tables: TableBatches,
    progress: Progress,
    /// The first of them, for the summary.
    rejects: Vec<Reject>,
}

/// What the threads tell the writer.
enum Message<R> {
    Done(usize, Box<Output>),
    Failed(Error),
    /// All chunks were handed out; how many, and what they were taken from.
    Read(usize, R),
}

/// The threads at work on the records of `R`, and what came back out of order.
pub(crate) struct Run<R> {
    messages: Receiver<Message<R>>,
    permits: Sender<()>,
    early: BTreeMap<usize, Output>,
    next: usize,
    chunks: Option<usize>,
    /// What the records were taken from, after the last of them.
    records: Option<R>,
}

impl<R: Iterator<Item = Result<Record>> + Send + 'static> Run<R> {
    /// Starts the threads. They end by themselves when the run is dropped, and nobody waits for them: a reader may
    /// hang on standard input for as long as it likes.
    pub(crate) fn start(annotator: &Arc<Annotator>, records: R, excerpt: Excerpt, jobs: usize) -> Self {
        let under_way = jobs * 2 + 2;
        let (chunk_sender, chunks) = bounded(under_way);
        let (message_sender, messages) = bounded(under_way);
        let (permits, permit_receiver) = bounded(under_way);
        for _ in 0..under_way {
            // The channel has room for all of them.
            let _ = permits.try_send(());
        }
        for _ in 0..jobs {
            let (annotator, chunks, sender) = (Arc::clone(annotator), chunks.clone(), message_sender.clone());
            thread::spawn(move || work(&annotator, excerpt, &chunks, &sender));
        }
        thread::spawn(move || read_chunks(records, &permit_receiver, &chunk_sender, &message_sender));
        Run { messages, permits, early: BTreeMap::new(), next: 0, chunks: None, records: None }
    }

    /// The next chunk in the order of the input; `None` after the last.
    pub(crate) fn next(&mut self, interrupt: &Interrupt) -> Result<Option<Output>> {
        loop {
            interrupt.check()?;
            if let Some(output) = self.early.remove(&self.next) {
                self.next += 1;
                // Nobody takes permits after the last chunk was read.
                let _ = self.permits.try_send(());
                return Ok(Some(output));
            }
            if self.chunks == Some(self.next) {
                return Ok(None);
            }
            match self.messages.recv_timeout(WAKE) {
                Ok(Message::Done(number, output)) => drop(self.early.insert(number, *output)),
                Ok(Message::Failed(error)) => return Err(error),
                Ok(Message::Read(chunks, records)) => (self.chunks, self.records) = (Some(chunks), Some(records)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Error::new(ErrorKind::Io, "a thread of the export ended early, which is a bug"));
                }
            }
        }
    }
}

/// The reading thread: cuts the records into chunks. Ends early when nobody listens any more.
fn read_chunks<R: Iterator<Item = Result<Record>>>(
    mut records: R,
    permits: &Receiver<()>,
    chunks: &Sender<Chunk>,
    messages: &Sender<Message<R>>,
) {
    let mut seen = Ids::default();
    for number in 0.. {
        if permits.recv().is_err() {
            return;
        }
        match next_chunk(&mut records, &mut seen, number) {
            Ok(chunk) if chunk.records.is_empty() => {
                let _ = messages.send(Message::Read(number, records));
                return;
            }
            Ok(chunk) => {
                if chunks.send(chunk).is_err() {
                    return;
                }
            }
            Err(error) => {
                let _ = messages.send(Message::Failed(error));
                return;
            }
        }
    }
}

fn next_chunk(records: &mut impl Iterator<Item = Result<Record>>, seen: &mut Ids, number: usize) -> Result<Chunk> {
    let mut chunk = Chunk { number, records: Vec::new() };
    let mut bytes = 0;
    while chunk.records.len() < CHUNK_RECORDS && bytes < CHUNK_BYTES {
        let Some(record) = records.next().transpose()? else { break };
        let record = first_of_its_id(record, seen);
        if let Record::Document(document) = &record {
            bytes += document.text.len();
        }
        chunk.records.push(record);
    }
    Ok(chunk)
}

/// The ids that came so far. Of each only 64 bits are kept, some 10 bytes of memory a document, and there is one chance
/// in ten million that any two of a million documents are mistaken for each other.
pub(crate) struct Ids(Vec<Vec<u64>>);

/// Sorted lists among which the ids are spread: many, so that each is short and grows for itself.
const ID_LISTS: usize = 4096;

impl Default for Ids {
    fn default() -> Self {
        Ids(vec![Vec::new(); ID_LISTS])
    }
}

impl Ids {
    /// Adds an id; false where it came before.
    fn insert(&mut self, id: &str) -> bool {
        let key = digest::key(id);
        let list = &mut self.0[key as usize % ID_LISTS];
        let place = list.binary_search(&key);
        place.map_err(|place| list.insert(place, key)).is_err()
    }
}

/// Refuses a document whose id came before.
pub(crate) fn first_of_its_id(record: Record, seen: &mut Ids) -> Record {
    match record {
        Record::Document(document) if !seen.insert(&document.id) => {
            let detail = format!("the id {:?} came before; only its first record is kept", document.id);
            Record::Reject(Reject { origin: document.origin, reason: RejectReason::DuplicateId, detail })
        }
        record => record,
    }
}

/// An annotating thread.
fn work<R>(annotator: &Annotator, excerpt: Excerpt, chunks: &Receiver<Chunk>, messages: &Sender<Message<R>>) {
    for chunk in chunks {
        let message = match process(annotator, excerpt, chunk.records) {
            Ok(output) => Message::Done(chunk.number, Box::new(output)),
            Err(error) => Message::Failed(error),
        };
        if messages.send(message).is_err() {
            return;
        }
    }
}

fn process(annotator: &Annotator, excerpt: Excerpt, records: Vec<Record>) -> Result<Output> {
    let annotated: Vec<_> = records.into_iter().map(|record| annotate(annotator, record)).collect();
    let mut tables = Tables::default();
    let mut progress = Progress::default();
    let mut rejects = Vec::new();
    for record in &annotated {
        // Rows that cannot be made cost their document and no other, as a failure of the annotator does.
        let rows = record.as_ref().map_err(Reject::clone).and_then(|(article, annotations)| {
            catch_unwind(AssertUnwindSafe(|| ArticleRows::new(article, annotations)))
                .map_err(|payload| failed(article.origin.clone(), payload.as_ref()))
        });
        match rows {
            Ok(rows) => {
                progress.documents += 1;
                progress.quotes += rows.quotes.len() as u64;
                tables.push_rows(rows);
            }
            Err(reject) => {
                progress.rejects += 1;
                if rejects.len() < SHOWN_REJECTS {
                    rejects.push(reject.clone());
                }
                tables.push_reject(reject);
            }
        }
    }
    let tables = tables.finish(excerpt).map_err(crate::table::fault)?;
    Ok(Output { tables, progress, rejects })
}

/// Annotates a record that holds a document.
pub(crate) fn annotate(annotator: &Annotator, record: Record) -> std::result::Result<(Article, Annotations), Reject> {
    let document = match record {
        Record::Document(document) => document,
        Record::Reject(reject) => return Err(reject),
    };
    let origin = document.origin.clone();
    let annotated = catch_unwind(AssertUnwindSafe(|| {
        let article = annotator.article(document);
        let annotations = annotator.annotate(&article);
        (article, annotations)
    }));
    let (article, annotations) = annotated.map_err(|payload| failed(origin.clone(), payload.as_ref()))?;
    let quotes = annotations.attributions.len();
    if quotes > MAX_QUOTES {
        let detail = format!("{quotes} quotations, more than {MAX_QUOTES}");
        return Err(Reject { origin, reason: RejectReason::TooManyQuotes, detail });
    }
    Ok((article, annotations))
}

fn failed(origin: Origin, payload: &(dyn Any + Send)) -> Reject {
    let said = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
    let detail = format!("the program failed on this document, please report it: {}", said.unwrap_or("no message"));
    Reject { origin, reason: RejectReason::Internal, detail }
}
