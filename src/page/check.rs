//! Runs the examples and counterexamples of a `page.toml`.

use super::block::Block;
use super::notation::{Expressions, Notation};
use super::rules::{File, Furniture, Inline, PageRules};
use crate::article::{Article, ParagraphKind};
use crate::document::Document;
use crate::error::Result;
use crate::fold::Folding;
use crate::pack::{Check, Finding};
use crate::phrase::Words;
use crate::registry::outlets::Outlets;
use crate::span::Span;
use std::ops::Range;
use std::slice::from_ref;
use toml::Spanned;

/// Runs every example and counterexample of a `page.toml`, and of what pages of all languages share: one check for each.
///
/// # Errors
///
/// As [`PageRules::parse`].
pub fn check(toml: &str, folding: &Folding) -> Result<Vec<Check>> {
    let rules = PageRules::parse(toml, folding)?;
    let file = File::parse(toml)?;
    let mut examples = Examples { toml, rules: &rules, outlets: Outlets::parse(OUTLET, folding)?, checks: Vec::new() };
    for file in [&file, &File::common()?] {
        examples.dates(file);
        file.notation.iter().try_for_each(|notation| examples.notation(notation.get_ref()))?;
    }
    file.furniture.iter().for_each(|entry| examples.furniture(entry.get_ref()));
    file.inline.iter().for_each(|entry| examples.inline(entry.get_ref()));
    examples.head(&file);
    examples.own(&file);
    Ok(examples.checks)
}

/// The outlet that stands for `{outlet}` in examples.
const OUTLET: &str = r#"
[[outlet]]
id = "example"
name = "Example Herald"
name_en = "Example Herald"
country = ""
kind = "newspaper"
"#;

/// How often an outlet is named in a text made from an example: as often as one must be that the rules know no
/// country of.
const TIMES: usize = 2;

struct Examples<'c> {
    toml: &'c str,
    rules: &'c PageRules,
    outlets: Outlets,
    checks: Vec<Check>,
}

impl Examples<'_> {
    /// Notes how one example fared: what is wrong with it, if anything.
    fn note(&mut self, id: String, place: Range<usize>, text: &str, failure: Option<String>) {
        let finding = failure.map(|failure| Finding {
            details: vec![("text".to_string(), text.to_string())],
            ..Finding::new("page.toml", self.toml, place, &id, failure)
        });
        self.checks.push(Check { findings: finding.into_iter().collect(), id });
    }

    /// Lines that must be known and lines that must not.
    fn lines(
        &mut self,
        entry: &str,
        examples: &[Spanned<String>],
        counterexamples: &[Spanned<String>],
        known: impl Fn(&Self, &str) -> bool,
    ) {
        for (number, line) in (1..).zip(examples) {
            let failure = (!known(self, line.get_ref())).then(|| "is not known".to_string());
            self.note(format!("{entry}/example-{number}"), line.span(), line.get_ref(), failure);
        }
        for (number, line) in (1..).zip(counterexamples) {
            let failure = known(self, line.get_ref()).then(|| "is known by mistake".to_string());
            self.note(format!("{entry}/counterexample-{number}"), line.span(), line.get_ref(), failure);
        }
    }

    fn dates(&mut self, file: &File) {
        let rules = self.rules;
        let read = |text: &str| {
            let words = Words::new(text, whole(text), &rules.folding, usize::MAX);
            rules.dates.of_line(text, whole(text), &words)
        };
        for (number, spanned) in (1..).zip(&file.date.example) {
            let example = spanned.get_ref();
            let stamp = read(&example.text);
            let date = stamp.map(|stamp| stamp.date.to_string());
            let at = stamp.and_then(|stamp| stamp.at).map(|at| at.to_string());
            let holds = date.as_deref() == Some(&example.date) && at == example.at;
            let shown = |date: Option<&str>, at: Option<&str>| {
                [date.unwrap_or("no date"), at.unwrap_or_default()].join(" ").trim_end().to_string()
            };
            let failure = (!holds).then(|| {
                let expected = shown(Some(&example.date), example.at.as_deref());
                format!("is read as {}, not as {expected}", shown(date.as_deref(), at.as_deref()))
            });
            self.note(format!("date/example-{number}"), spanned.span(), &example.text, failure);
        }
        for (number, spanned) in (1..).zip(&file.date.counterexample) {
            let example = spanned.get_ref();
            let failure =
                read(&example.text).map(|stamp| format!("is read as {} in spite of: {}", stamp.date, example.why));
            self.note(format!("date/counterexample-{number}"), spanned.span(), &example.text, failure);
        }
    }

    fn notation(&mut self, notation: &Notation) -> Result<()> {
        let expression = Expressions::of(from_ref(notation), notation.kind)?;
        self.lines(&notation.id, &notation.example, &notation.counterexample, |_, text| {
            expression.first(text).is_some()
        });
        Ok(())
    }

    fn furniture(&mut self, entry: &Furniture) {
        let rules = self.rules;
        self.lines(&entry.id, &entry.example, &entry.counterexample, |_, text| {
            let block = Block::new(text, whole(text), rules, &mut Words::default());
            block.entry.is_some_and(|found| found.id == entry.id)
        });
    }

    fn inline(&mut self, entry: &Inline) {
        let rules = self.rules;
        self.lines(&entry.id, from_ref(&entry.example), from_ref(&entry.counterexample), |_, text| {
            super::block::joined(text, whole(text), rules).iter().any(|(span, kind)| {
                *kind == Some(ParagraphKind::Furniture)
                    && entry.forms.iter().any(|form| span.of(text).starts_with(form))
            })
        });
    }

    /// Bylines and captions: lines over a text.
    fn head(&mut self, file: &File) {
        let byline = |examples: &Self, text: &str| examples.over_text(text).byline.is_some();
        self.lines("byline", &file.byline.example, &file.byline.counterexample, byline);
        let furniture =
            |examples: &Self, text: &str| examples.over_text(text).paragraphs[0].kind == ParagraphKind::Furniture;
        self.lines("caption", &file.caption.example, &file.caption.counterexample, furniture);
    }

    /// A page of a line over running text.
    fn over_text(&self, line: &str) -> Article {
        let text = format!("{line}\n{}", self.running());
        super::read(Document { text, ..Document::default() }, self.rules, &self.outlets)
    }

    /// Running text in the script of the rules.
    fn running(&self) -> String {
        let letter = self.rules.letters.map_or('x', |(first, _)| first);
        format!("{}.", format!("{letter} ").repeat(60).trim_end())
    }

    /// How a text names its own outlet.
    fn own(&mut self, file: &File) {
        self.lines("self", &file.own.example, &file.own.counterexample, |examples, text| {
            let line = text.replace("{outlet}", "Example Herald");
            let text = format!("{}\n{}", examples.running(), vec![line; TIMES].join("\n"));
            super::read(Document { text, ..Document::default() }, examples.rules, &examples.outlets).outlet.is_some()
        });
    }
}

fn whole(text: &str) -> Span {
    Span::new(0, text.len() as u32)
}
