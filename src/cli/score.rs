//! `qawl score`: how a release compares with gold quotations, as a table or as JSON.

use super::{Outcome, Ran, print};
use crate::report;
use clap::{Args, ValueEnum};
use qawl::error::printable;
use qawl::registry::Registry;
use qawl::release::Release;
use qawl::score::{self, Mistake, Tallies, Tally, calibrate, read_gold};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Arguments of `qawl score`.
#[derive(Args)]
pub(super) struct Score {
    /// Files of gold articles, one JSON object per line.
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// Folder of a release that was made from the texts of these articles.
    release: PathBuf,
    /// What to break the figures down by.
    #[arg(long, default_value = "error")]
    by: By,
    /// Show so many mistakes with the words around them.
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// Print one JSON object with all figures and all breakdowns.
    #[arg(long)]
    json: bool,
    /// Write how often each rule was right into the language packs in this folder, as the confidence of their rows.
    #[arg(long, value_name = "FOLDER")]
    calibrate: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    /// The rule that made the row.
    Rule,
    /// The outlet, as readers know it.
    Outlet,
    /// The dictionary form of the cue.
    Cue,
    /// What is wrong.
    Error,
}

impl Score {
    pub(super) fn run(self) -> Ran {
        let score = score::score(&read_gold(&self.gold)?, &Release::open(&self.release)?)?;
        if score.absent > 0 {
            report::talk(format_args!("qawl: {} gold articles are not in the release", score.absent));
        }
        print(&if self.json { json(&score, self.errors) } else { table(&score, self.by, self.errors) })?;
        if let Some(folder) = &self.calibrate {
            for path in calibrate(&score, folder, &Registry::bundled()?)? {
                report::talk(format_args!("wrote {}", printable(&path.to_string_lossy())));
            }
        }
        Ok(Outcome::Done)
    }
}

fn table(score: &score::Score, by: By, errors: usize) -> String {
    let mut text = format!("{:18}{:>10}{:>8}{:>8}{:>7}{:>7}\n", "", "precision", "recall", "F1", "gold", "found");
    for (name, line) in score.lines() {
        let (precision, recall, f1) = (line.precision, line.recall, line.f1);
        let _ = writeln!(text, "{name:18}{precision:10.3}{recall:8.3}{f1:8.3}{:7}{:7}", line.gold, line.predicted);
    }
    let details = score.details();
    let _ = writeln!(
        text,
        "of {} found: type right {:.3}, content exact {:.3}, cue found {:.3}\ndocuments: outlet {}, date {}\n",
        details.quotations, details.kind, details.exact, details.cue, score.outlet, score.date
    );
    text.push_str(&match by {
        By::Rule => tallies("rule", &score.rules),
        By::Outlet => tallies("outlet", &score.outlets),
        By::Cue => tallies("cue", &score.cues),
        By::Error => score.errors().into_iter().map(|(error, count)| format!("{count:7}  {error}\n")).collect(),
    });
    score.mistakes.iter().take(errors).for_each(|mistake| text.push_str(&shown(mistake)));
    text
}

/// The head of a column of tallies, and what it counts.
type Column = (&'static str, fn(&Tally) -> u64);

/// Tallies as a table, without the columns that are 0 everywhere.
fn tallies(head: &str, tallies: &Tallies) -> String {
    let rows = tallies.worst_first();
    let columns: [Column; 5] = [
        ("right", |tally| tally.right),
        ("wrong speaker", |tally| tally.wrong_speaker),
        ("wrong", |tally| tally.wrong),
        ("missed", |tally| tally.missed),
        ("optional", |tally| tally.optional),
    ];
    let shown: Vec<_> = columns.iter().filter(|(_, count)| rows.iter().any(|(_, tally)| count(tally) > 0)).collect();
    let heads: String = shown.iter().map(|(head, _)| format!("{head:>8}  ")).collect();
    let mut text = format!("{heads}{head}\n");
    for (name, tally) in rows {
        let counts = shown.iter().map(|(head, count)| format!("{:>1$}  ", count(&tally), head.len().max(8)));
        let _ = writeln!(text, "{}{}", counts.collect::<String>(), name.map_or("-".into(), printable));
    }
    text
}

/// A mistake for people: the words in brackets in what stands around them, and who says them.
fn shown(mistake: &Mistake) -> String {
    let line = |words: &str| printable(&words.replace(['\n', '\r'], "⏎"));
    let name = |name: &Option<String>| name.as_deref().map_or("-".into(), printable);
    let rule = mistake.rule.as_deref().map_or(String::new(), |rule| format!("   rule: {}", printable(rule)));
    format!(
        "\n[{}] {}\n  {}⟦{}⟧{}\n  found: {}   gold: {}{rule}\n",
        printable(&mistake.doc_id),
        mistake.error,
        line(&mistake.before),
        line(&mistake.words),
        line(&mistake.behind),
        name(&mistake.found),
        name(&mistake.gold),
    )
}

/// All figures under the judge's keys, and the breakdowns.
fn json(score: &score::Score, errors: usize) -> String {
    let mut all: Map<String, Value> = score.lines().into_iter().map(|(name, line)| (name, json!(line))).collect();
    let documents = json!({ "outlet": score.outlet.to_string(), "date": score.date.to_string() });
    let rows = |head: &str, tallies: &Tallies| -> Value {
        let row = |(name, tally): (Option<&str>, Tally)| {
            let mut row = json!(tally);
            row[head] = name.into();
            row
        };
        tallies.worst_first().into_iter().map(row).collect()
    };
    let parts = [
        ("matched", json!(score.details())),
        ("documents", documents),
        ("rules", rows("rule", &score.rules)),
        ("outlets", rows("outlet", &score.outlets)),
        ("cues", rows("cue", &score.cues)),
        ("errors", json!(score.errors())),
        ("mistakes", score.mistakes.iter().take(errors).map(|mistake| json!(mistake)).collect()),
    ];
    all.extend(parts.map(|(name, part)| (name.to_string(), part)));
    format!("{}\n", Value::Object(all))
}
