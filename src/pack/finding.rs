//! `Finding`: something amiss in language data, with its place. `Check`: one thing that was looked at.

use std::fmt;
use std::ops::Range;

/// Something amiss in language data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether it has to be mended.
    pub level: Level,
    /// The file, as the program names it.
    pub file: String,
    /// The line, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// The first character that is meant, from 1.
    pub column: usize,
    /// How many characters of the line are meant, at least one.
    pub width: usize,
    /// The line as it stands in the file.
    pub source: String,
    /// Id of the entry or example, for example `ar/patterns/cue-quote/example-1`.
    pub rule: String,
    /// What is amiss, in one line.
    pub message: String,
    /// What was expected, what came out and the like: a label and the words, in order.
    pub details: Vec<(String, String)>,
}

/// How much a [`Finding`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It has to be mended.
    Fault,
    /// It is worth knowing.
    Note,
}

impl Level {
    /// The level as it is shown.
    pub fn name(self) -> &'static str {
        match self {
            Level::Fault => "error",
            Level::Note => "note",
        }
    }
}

/// One thing that was looked at: an example, a counterexample, or the whole pack under one aspect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Name of the check; for an example its rule id.
    pub id: String,
    /// What is amiss. Notes alone do not make a check fail.
    pub findings: Vec<Finding>,
}

impl Check {
    /// Whether nothing has to be mended.
    pub fn holds(&self) -> bool {
        self.findings.iter().all(|finding| finding.level == Level::Note)
    }
}

impl Finding {
    /// A fault at the bytes `place` of the file `file` that holds `text`.
    pub(crate) fn new(
        file: &str,
        text: &str,
        place: Range<usize>,
        rule: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let start = place.start.min(text.len());
        let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
        let source = text[line_start..].lines().next().unwrap_or_default();
        let end = place.end.clamp(start, line_start + source.len().max(start - line_start));
        Finding {
            level: Level::Fault,
            file: file.to_string(),
            line: text[..start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            width: text[start..end].chars().count().max(1),
            source: source.to_string(),
            rule: rule.into(),
            message: message.into(),
            details: Vec::new(),
        }
    }

    /// A fault of the file `file` as a whole.
    pub(crate) fn of_file(file: &str, rule: impl Into<String>, message: impl Into<String>) -> Self {
        Finding { line: 0, ..Finding::new(file, "", 0..0, rule, message) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": {}: {}", self.rule, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_in_characters_of_its_line() {
        let text = "a = 1\nكلمة = 2\n";
        let place = text.find('2').unwrap();
        let finding = Finding::new("f.toml", text, place..place + 20, "r", "m");
        assert_eq!((finding.line, finding.column, finding.width), (2, 8, 1));
        assert_eq!(finding.source, "كلمة = 2");
        assert_eq!(finding.to_string(), "f.toml:2: r: m");
        let end = Finding::new("f.toml", text, text.len()..text.len(), "r", "m");
        assert_eq!((end.line, end.column, end.source.as_str()), (3, 1, ""));
    }
}
