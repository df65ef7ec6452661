//! How errors, progress, summaries and findings are shown. Standard output is data, standard error is talk.

use indicatif::{ProgressBar, ProgressStyle};
use qawl::error::{Error, printable};
use qawl::explain::Topic;
use qawl::export::{Progress, Summary};
use qawl::pack::Finding;
use qawl::stats::Stats;
use qawl::table::Table;
use serde_json::Value;
use std::fmt::{Display, Write as _};
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// Writes one line to standard error. Nobody is left to tell if that fails.
pub(crate) fn talk(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Shows why a command could not be done.
pub(crate) fn error(error: &Error) {
    if error.findings().is_empty() {
        return talk(format_args!("qawl: {error}"));
    }
    error.findings().iter().for_each(|found| talk(finding(found)));
    talk(format_args!("qawl: {} errors in the language data", error.findings().len()));
}

/// A finding in the manner of compilers: what is amiss, where, the line, and what was expected and found.
pub(crate) fn finding(finding: &Finding) -> String {
    let Finding { rule, message, file, line, column, width, .. } = finding;
    let gutter = " ".repeat(line.to_string().len());
    let mut text = format!("{}[{}]: {}\n", finding.level.name(), printable(rule), printable(message));
    if *line == 0 {
        let _ = writeln!(text, "{gutter}--> {}", printable(file));
    } else {
        let (indent, carets) = (" ".repeat(column - 1), "^".repeat(*width));
        let _ = writeln!(text, "{gutter}--> {}:{line}:{column}", printable(file));
        let source = printable(&finding.source.replace('\t', " "));
        let _ = writeln!(text, "{gutter} |\n{line} | {source}\n{gutter} | {indent}{carets}");
    }
    for (label, words) in &finding.details {
        let _ = writeln!(text, "{gutter} = {}: {}", printable(label), printable(words));
    }
    text
}

/// What ids mean, each under its group.
pub(crate) fn topics(topics: &[&Topic]) -> String {
    let shown = topics.iter().map(|topic| {
        let lines: Vec<_> = topic.text.trim_end().lines().map(printable).collect();
        format!("{} ({})\n\n{}\n", printable(&topic.id), topic.group, lines.join("\n"))
    });
    shown.collect::<Vec<_>>().join("\n")
}

/// Every id that can be explained, with the first line of what it means.
pub(crate) fn topic_list(topics: &[Topic]) -> String {
    let mut text = String::new();
    for group in topics.chunk_by(|a, b| a.group == b.group) {
        let _ = writeln!(text, "{}{}:", if text.is_empty() { "" } else { "\n" }, group[0].group);
        for topic in group {
            let summary = topic.text.lines().next().unwrap_or_default();
            let _ = writeln!(text, "  {}  {}", printable(&topic.id), printable(summary));
        }
    }
    text
}

/// The progress of an export: a line that moves on a terminal, nothing elsewhere.
pub(crate) struct Meter(ProgressBar);

impl Meter {
    pub(crate) fn new(quiet: bool) -> Self {
        if quiet || !io::stderr().is_terminal() {
            return Meter(ProgressBar::hidden());
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Meter(bar)
    }

    pub(crate) fn show(&self, progress: Progress) {
        let Progress { documents, quotes, rejects } = progress;
        self.0.set_message(format!("{documents} documents, {quotes} quotations, {rejects} refused"));
    }

    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

/// What an export did, for people.
pub(crate) fn summary(summary: &Summary) -> String {
    let manifest = summary.release.manifest();
    let bytes: u64 = manifest.inputs.iter().map(|input| input.bytes).sum();
    let types: Vec<_> = manifest.quote_types.iter().map(|(name, count)| format!("{count} {name}")).collect();
    let types = if types.is_empty() { String::new() } else { format!(" ({})", types.join(", ")) };
    let mut text = format!(
        "documents   {}\nquotations  {}{types}\nspeakers    {}\n",
        manifest.rows(Table::Documents),
        manifest.rows(Table::Quotes),
        summary.speakers
    );
    if !summary.most_quoted.is_empty() {
        text.push_str("most quoted\n");
        for (name, quotes) in &summary.most_quoted {
            let _ = writeln!(text, "  {quotes:>6}  {}", printable(name));
        }
    }
    let refused = manifest.rows(Table::Rejects);
    let reasons: Vec<_> = manifest.rejects.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
    let _ = writeln!(text, "refused     {refused}{reasons}");
    for reject in &summary.first_rejects {
        let (path, record) = (printable(&reject.origin.path), reject.origin.record);
        let _ = writeln!(text, "  {path} record {record}: {}: {}", reject.reason.name(), printable(&reject.detail));
    }
    if refused > summary.first_rejects.len() as u64 {
        text.push_str("  …, all of them in the rejects table\n");
    }
    let _ = write!(text, "read        {bytes} bytes in {:.1} s", summary.elapsed.as_secs_f64());
    text
}

/// Statistics as an aligned table.
pub(crate) fn stats_table(stats: &Stats) -> String {
    let mut text = format!("{:>8}  {}\n", "quotes", stats.heads.join("  "));
    for (values, count) in &stats.rows {
        let values: Vec<_> = values.iter().map(|value| value.as_deref().map_or("-".into(), printable)).collect();
        let _ = writeln!(text, "{count:>8}  {}", values.join("  "));
    }
    text
}

/// Statistics as JSON lines.
pub(crate) fn stats_json(stats: &Stats) -> String {
    let mut text = String::new();
    for (values, count) in &stats.rows {
        let mut object: serde_json::Map<String, Value> =
            stats.heads.iter().zip(values).map(|(head, value)| (head.to_string(), value.clone().into())).collect();
        object.insert("quotes".into(), (*count).into());
        let _ = writeln!(text, "{}", Value::Object(object));
    }
    text
}

/// Statistics as CSV with every cell quoted. A null is an empty cell.
pub(crate) fn stats_csv(stats: &Stats) -> String {
    let mut text = String::new();
    let heads = stats.heads.iter().map(|head| csv_cell(head)).chain([csv_cell("quotes")]);
    let _ = writeln!(text, "{}", heads.collect::<Vec<_>>().join(","));
    for (values, count) in &stats.rows {
        let cells = values.iter().map(|value| csv_cell(value.as_deref().unwrap_or("")));
        let cells: Vec<_> = cells.chain([csv_cell(&count.to_string())]).collect();
        let _ = writeln!(text, "{}", cells.join(","));
    }
    text
}

/// A quoted cell that no spreadsheet takes for a formula.
fn csv_cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(csv_cell("=1+1"), "\"'=1+1\"");
        assert_eq!(csv_cell("a \"b\""), "\"a \"\"b\"\"\"");
    }
}
