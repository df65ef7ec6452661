//! `qawl survey`: what the rules leave open in some articles, for the authors of packs.

use super::{Outcome, Ran, annotator, jobs, print};
use crate::report;
use clap::Args;
use qawl::error::printable;
use qawl::survey::{Example, Finding, SurveyOptions, survey};
use serde_json::json;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Longest text of an example's own words, in characters.
const LONGEST: usize = 120;

/// Arguments of `qawl survey`.
#[derive(Args)]
pub(super) struct Survey {
    /// Files, folders, or - for JSON lines on standard input.
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// A folder of packs, or the folder of one [default: the packs in the program].
    #[arg(long, value_name = "FOLDER")]
    packs: Option<PathBuf>,
    /// Findings of each group, the most frequent first.
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
    /// Examples of each finding.
    #[arg(long, value_name = "N", default_value_t = 2)]
    examples: usize,
    /// Print one JSON object per finding.
    #[arg(long)]
    json: bool,
    /// Threads that annotate [default: one per core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

impl Survey {
    pub(super) fn run(self) -> Ran {
        let annotator = annotator(self.packs.as_deref())?;
        let options = SurveyOptions { inputs: self.input, jobs: jobs(self.jobs), examples: self.examples };
        let found = survey(&annotator, &options)?;
        let findings = found.findings();
        let mut text = String::new();
        for group in findings.chunk_by(|a, b| (a.kind, a.group) == (b.kind, b.group)) {
            let shown = &group[..group.len().min(self.top)];
            if !self.json {
                text.push_str(&heading(group));
            }
            for finding in shown {
                text.push_str(&if self.json { format!("{}\n", object(finding)) } else { lines(finding) });
            }
        }
        print(&text)?;
        report::talk(format_args!("{} documents, {} refused", found.documents, found.refused));
        Ok(Outcome::Done)
    }
}

/// What the findings of one group are, how many there are, and what follows.
fn heading(group: &[Finding<'_>]) -> String {
    let Some(first) = group.first() else { return String::new() };
    let name = if first.group.is_empty() { "" } else { " · " };
    let count: u64 = group.iter().map(|finding| finding.count).sum();
    format!("{}{name}{} ({count}): {}\n", first.kind.name(), first.group, first.kind.meaning())
}

/// A finding and its examples.
fn lines(finding: &Finding<'_>) -> String {
    let led = finding.led.map_or(String::new(), |led| format!("  ({led} led to a quotation)"));
    let mut text = format!("{:>8}  {}{led}\n", finding.count, isolated(finding.word));
    for example in finding.examples {
        let Example { doc_id, start, before, words, after, .. } = example;
        let context = format!("{before}[{}]{after}", shortened(words));
        let _ = writeln!(text, "{:>10}{} {start}  {}", "", printable(doc_id), isolated(&context));
    }
    text
}

/// Text safe to print, set off so that a terminal orders it by its own direction and leaves the line around it alone.
fn isolated(text: &str) -> String {
    format!("\u{2068}{}\u{2069}", printable(text.trim()))
}

/// The head and the tail of a long text.
fn shortened(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= LONGEST {
        return text.to_string();
    }
    let (head, tail) = (&chars[..LONGEST / 2], &chars[chars.len() - LONGEST / 2..]);
    format!("{} … {}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}

fn object(finding: &Finding<'_>) -> serde_json::Value {
    let example = |example: &Example| {
        let Example { doc_id, start, end, before, words, after, .. } = example;
        json!({ "doc_id": doc_id, "start": start, "end": end, "before": before, "words": words, "after": after })
    };
    let Finding { kind, group, word, count, led, examples } = finding;
    let examples: Vec<_> = examples.iter().map(example).collect();
    json!({ "kind": kind.name(), "group": group, "word": word, "count": count, "led": led, "examples": examples })
}
