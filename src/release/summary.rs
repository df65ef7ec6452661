//! The difference between two releases in a few lines, for people: what `qawl diff` prints and a change log holds.

use super::{Difference, Manifest, Step, TableChanges};
use std::fmt::Write;

/// Renamed and merged speakers, and rules, that are listed; of more only the number is told.
const LISTED: usize = 50;

/// What differs, as a Markdown list under a sentence on the step. `shown` makes words of the data safe where they are shown.
pub fn summary(before: &Manifest, after: &Manifest, difference: &Difference, shown: impl Fn(&str) -> String) -> String {
    let (from, to) = (shown(&before.version), shown(&after.version));
    let step = match difference.step {
        Step::None => "nothing in the tables changed".to_string(),
        step => format!("a {} step", step.name()),
    };
    let mut text = format!("From {from} to {to}: {step}.\n\n");
    for reason in &difference.reasons {
        let _ = writeln!(text, "- {}", shown(reason));
    }
    for (table, changes) in &difference.tables {
        let _ = writeln!(text, "- {}: {}", table.name(), counted(changes));
    }
    let renamed = difference.renamed.iter().map(|(old, new)| format!("{} is now {}", shown(old), shown(new)));
    list(&mut text, "speakers renamed", renamed);
    let merged = difference
        .merged
        .iter()
        .map(|(old, new, quotes)| format!("{} is now one with {} ({quotes} quotations)", shown(old), shown(new)));
    list(&mut text, "speakers merged", merged);
    let mut rules: Vec<_> = difference.rules.iter().collect();
    rules.sort_by_key(|(rule, (added, removed))| (std::cmp::Reverse(added + removed), *rule));
    let rules = rules.into_iter().map(|(rule, (added, removed))| format!("{}: +{added} −{removed}", shown(rule)));
    list(&mut text, "quotations by rule", rules);
    text
}

fn counted(changes: &TableChanges) -> String {
    let TableChanges { added, removed, changed, columns } = changes;
    let columns: Vec<_> = columns.iter().map(|(column, count)| format!("{column} {count}")).collect();
    let columns = if columns.is_empty() { String::new() } else { format!(" ({})", columns.join(", ")) };
    format!("{added} added, {removed} removed, {changed} changed{columns}")
}

fn list(text: &mut String, title: &str, items: impl ExactSizeIterator<Item = String>) {
    let count = items.len();
    if count > 0 {
        let _ = writeln!(text, "- {title}: {count}");
        items.take(LISTED).for_each(|item| text.push_str(&format!("  - {item}\n")));
    }
}
