//! `qawl annotate`: one text, with its quotations coloured or as JSON lines.

use super::{Outcome, Ran, print};
use clap::{Args, ValueEnum};
use qawl::annotate::{Annotations, Annotator};
use qawl::article::Article;
use qawl::document::{Document, Origin};
use qawl::error::{Error, ErrorKind, Result, printable};
use qawl::read::{self, Record};
use qawl::span::Span;
use qawl::table::{Excerpt, QuoteRow, Table, Tables, json_rows};
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Read};
use std::path::PathBuf;

/// Arguments of `qawl annotate`.
#[derive(Args)]
pub(super) struct Annotate {
    /// A file that export reads too, or - for plain text on standard input.
    file: PathBuf,
    /// How to print.
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// The text with its quotations coloured on a terminal, and a list of them.
    Text,
    /// One JSON object per quotation, with the columns of the quotes table.
    Json,
}

const RESET: &str = "\x1b[0m";
const CONTENT: &str = "\x1b[32m";
const CUE: &str = "\x1b[33m";
const SOURCE: &str = "\x1b[36;1m";

impl Annotate {
    pub(super) fn run(self) -> Ran {
        let annotator = Annotator::bundled()?;
        for document in self.documents()? {
            let article = annotator.article(document?);
            let annotations = annotator.annotate(&article);
            let mut tables = Tables::default();
            tables.push(&article, &annotations);
            print(&match self.format {
                Format::Text => shown(&article, &annotations, tables.quotes(), io::stdout().is_terminal()),
                Format::Json => json(tables)?,
            })?;
        }
        Ok(Outcome::Done)
    }

    fn documents(&self) -> Result<Box<dyn Iterator<Item = Result<Document>>>> {
        if self.file.as_os_str() == read::STDIN {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).map_err(|error| Error::io(&self.file, "read", error))?;
            let origin = Origin { path: read::STDIN.into(), record: 0 };
            return Ok(Box::new(
                [Ok(Document { id: read::STDIN.into(), origin, text, ..Document::default() })].into_iter(),
            ));
        }
        let records = read::open(std::slice::from_ref(&self.file), read::Options::default())?;
        Ok(Box::new(records.map(|record| match record? {
            Record::Document(document) => Ok(document),
            Record::Reject(reject) => {
                let (path, record) = (printable(&reject.origin.path), reject.origin.record);
                let message =
                    format!("{path} record {record}: {}: {}", reject.reason.name(), printable(&reject.detail));
                Err(Error::new(ErrorKind::Input, message))
            }
        })))
    }
}

fn json(tables: Tables<'_>) -> Result<String> {
    let fault =
        |error: String| Error::new(ErrorKind::Integrity, format!("a row cannot be shown, which is a bug: {error}"));
    let batches = tables.finish(Excerpt::default()).map_err(|error| fault(error.to_string()))?.batches;
    let mut lines = String::new();
    for (_, batch) in batches.iter().filter(|(table, _)| *table == Table::Quotes) {
        for row in json_rows(batch) {
            let _ = writeln!(lines, "{}", serde_json::to_string(&row).map_err(|error| fault(error.to_string()))?);
        }
    }
    Ok(lines)
}

/// The text and a list of its quotations. Colours are written only where they are wanted; what comes from the data
/// reaches the terminal without control characters.
fn shown(article: &Article, annotations: &Annotations, quotes: &[QuoteRow<'_>], coloured: bool) -> String {
    let mut text = String::new();
    if coloured {
        let _ = writeln!(text, "{SOURCE}source{RESET}  {CUE}cue{RESET}  {CONTENT}content{RESET}\n");
        text.push_str(&painted(article, annotations));
    } else {
        text.push_str(&lines(&article.text));
    }
    text.push_str("\n\n");
    for (number, quote) in quotes.iter().enumerate() {
        let speaker = quote.speaker.map_or_else(|| format!("? ({})", quote.unresolved.unwrap_or("")), printable);
        let cue = quote.cue.map_or_else(|| "-".to_string(), printable);
        let confidence = quote.confidence.map_or_else(String::new, |confidence| format!(" ({confidence:.2})"));
        let _ = writeln!(
            text,
            "{:>3}  {speaker}\n     {cue} · {} · {}{confidence} · {}..{}\n     {}",
            number + 1,
            quote.quote_type,
            quote.rule,
            quote.quote_start,
            quote.quote_end,
            printable(&quote.quote)
        );
    }
    text
}

/// The text with sources, cues and contents in their colours.
fn painted(article: &Article, annotations: &Annotations) -> String {
    let mut paints: Vec<(Span, &str)> = Vec::new();
    for attribution in &annotations.attributions {
        paints.extend(attribution.source.map(|span| (span, SOURCE)));
        paints.extend(attribution.cue.as_ref().map(|cue| (cue.span, CUE)));
        paints.extend(attribution.content.iter().map(|&span| (span, CONTENT)));
    }
    paints.sort();
    let mut text = String::new();
    let mut done = 0;
    for (span, colour) in paints {
        // Where two overlap, the one that begins first has the letters.
        let span = Span::new(span.start.max(done), span.end);
        text.push_str(&lines(Span::new(done, span.start).of(&article.text)));
        if !span.is_empty() {
            // A colour ends with its line: pagers forget it there.
            for (number, line) in span.of(&article.text).split('\n').enumerate() {
                text.push_str(if number == 0 { "" } else { "\n" });
                let _ = write!(text, "{colour}{}{RESET}", printable(line));
            }
        }
        done = done.max(span.end);
    }
    text + &lines(&article.text[done as usize..])
}

/// Text safe to print, in its lines.
fn lines(text: &str) -> String {
    text.split('\n').map(|line| printable(line.strip_suffix('\r').unwrap_or(line))).collect::<Vec<_>>().join("\n")
}
