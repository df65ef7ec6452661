//! What the rules leave open in a body of articles, counted, with examples: where the authors of a pack look next.

use crate::annotate::{Annotations, Annotator, Lead, LeadKind};
use crate::article::Article;
use crate::error::{Error, ErrorKind, Result};
use crate::export::{self, Ids};
use crate::read::{self, Record};
use crate::span::{CharIndex, Span};
use crossbeam_channel::{Receiver, bounded};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::thread;

/// Characters of the text that are shown on each side of an example.
const MARGIN: usize = 80;
/// Records that wait for each thread.
const WAITING: usize = 16;

/// What to survey, and how.
#[derive(Clone, Debug)]
pub struct SurveyOptions {
    /// Files, folders, or `-`.
    pub inputs: Vec<PathBuf>,
    /// Threads that annotate; at least one is used.
    pub jobs: usize,
    /// Most examples of each finding: the first ones of the input.
    pub examples: usize,
}

/// What the rules leave open in some articles.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Articles that were searched.
    pub documents: u64,
    /// Records that gave none.
    pub refused: u64,
    found: BTreeMap<Key, Tally>,
    /// Quotations by the lemma of their cue.
    led: BTreeMap<String, u64>,
    examples: usize,
}

/// What leads are counted by: kind, group and word.
type Key = (LeadKind, &'static str, String);

#[derive(Clone, Debug, Default)]
struct Tally {
    count: u64,
    examples: Vec<Example>,
}

/// Leads of one kind and group that are alike.
#[derive(Clone, Debug)]
pub struct Finding<'s> {
    /// What they are about.
    pub kind: LeadKind,
    /// What leads of this kind are grouped by; empty where there is one group.
    pub group: &'static str,
    /// What they have in common.
    pub word: &'s str,
    /// How many there are.
    pub count: u64,
    /// For cues: how many quotations the cue led to.
    pub led: Option<u64>,
    /// The first of them.
    pub examples: &'s [Example],
}

/// One place in the text of an article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Example {
    /// Number of the article's record in the input.
    record: usize,
    /// First code point in the text.
    pub start: i32,
    /// One past the last code point.
    pub end: i32,
    /// The article's id.
    pub doc_id: String,
    /// Text before the place, on one line.
    pub before: String,
    /// The words of the place, on one line.
    pub words: String,
    /// Text after the place, on one line.
    pub after: String,
}

/// Annotates the inputs on several threads and counts what the rules leave open. The outcome does not depend on the
/// number of threads.
///
/// # Errors
///
/// What [`read::open`] fails with.
pub fn survey(annotator: &Annotator, options: &SurveyOptions) -> Result<Survey> {
    let records = read::open(&options.inputs, read::Options::default())?;
    let jobs = options.jobs.max(1);
    thread::scope(|scope| {
        let (sender, receiver) = bounded(jobs * WAITING);
        let work = |receiver| move || work(annotator, &receiver, options.examples);
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work(receiver.clone()))).collect();
        drop(receiver);
        let mut seen = Ids::default();
        let sent = records.enumerate().try_for_each(|(number, record)| {
            // Nobody listens only if every worker failed, which shows below.
            let _ = sender.send((number, export::first_of_its_id(record?, &mut seen)));
            Ok(())
        });
        drop(sender);
        let mut survey = Survey { examples: options.examples, ..Survey::default() };
        for worker in workers {
            let failed = |_| Error::new(ErrorKind::Io, "a thread of the survey ended early, which is a bug");
            survey.merge(worker.join().map_err(failed)?);
        }
        sent.map(|()| survey)
    })
}

/// An annotating thread.
fn work(annotator: &Annotator, records: &Receiver<(usize, Record)>, examples: usize) -> Survey {
    let mut survey = Survey { examples, ..Survey::default() };
    for (number, record) in records {
        match export::annotate(annotator, record) {
            Ok((article, annotations)) => survey.add(annotator, number, &article, &annotations),
            Err(_) => survey.refused += 1,
        }
    }
    survey
}

impl Survey {
    /// Every finding: kinds and their groups in order, in each the most frequent first.
    pub fn findings(&self) -> Vec<Finding<'_>> {
        let mut findings: Vec<_> = self.found.iter().map(|(key, tally)| self.finding(key, tally)).collect();
        findings.sort_by_key(|found| (found.kind, found.group, Reverse(found.count), found.word));
        findings
    }

    fn finding<'s>(&'s self, (kind, group, word): &'s Key, tally: &'s Tally) -> Finding<'s> {
        let led = (*kind == LeadKind::Cue).then(|| self.led.get(word).copied().unwrap_or_default());
        Finding { kind: *kind, group, word, count: tally.count, led, examples: &tally.examples }
    }

    fn add(&mut self, annotator: &Annotator, record: usize, article: &Article, annotations: &Annotations) {
        self.documents += 1;
        for cue in annotations.attributions.iter().filter_map(|attribution| attribution.cue.as_ref()) {
            *self.led.entry(cue.lemma.to_string()).or_default() += 1;
        }
        let chars = CharIndex::new(&article.text);
        for Lead { kind, group, word, span } in annotator.leads(article, annotations) {
            let tally = self.found.entry((kind, group, word)).or_default();
            tally.count += 1;
            tally.examples.push(Example::new(record, article, &chars, span));
            tally.shorten(self.examples);
        }
    }

    fn merge(&mut self, other: Survey) {
        self.documents += other.documents;
        self.refused += other.refused;
        for (lemma, count) in other.led {
            *self.led.entry(lemma).or_default() += count;
        }
        for (key, tally) in other.found {
            let known = self.found.entry(key).or_default();
            known.count += tally.count;
            known.examples.extend(tally.examples);
            known.shorten(self.examples);
        }
    }
}

impl Tally {
    /// Keeps the first examples of the input, in its order.
    fn shorten(&mut self, most: usize) {
        self.examples.sort();
        self.examples.truncate(most);
    }
}

impl Example {
    fn new(record: usize, article: &Article, chars: &CharIndex<'_>, span: Span) -> Self {
        let text = &article.text;
        let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
        let from = before.char_indices().rev().take(MARGIN).last().map_or(before.len(), |(at, _)| at);
        let to = after.char_indices().nth(MARGIN).map_or(after.len(), |(at, _)| at);
        Example {
            record,
            start: chars.char_at(span.start),
            end: chars.char_at(span.end),
            doc_id: article.id.clone(),
            before: line(&before[from..]),
            words: line(span.of(text)).trim().to_string(),
            after: line(&after[..to]),
        }
    }
}

/// `text` with every run of white space as one space.
fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            line.push(c);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}
