//! Runs the examples and counterexamples of a `page.toml`.

use super::block::Block;
use super::date::Stamp;
use super::notation::{Expressions, Notation};
use super::rules::{File, Furniture, Inline, PageRules};
use crate::article::{Article, ParagraphKind};
use crate::document::Document;
use crate::error::Result;
use crate::fold::Folding;
use crate::phrase::Words;
use crate::registry::outlets::Outlets;
use crate::span::Span;

/// Runs every example and counterexample of a `page.toml`, and of what pages of all languages share, and says which ones
/// fail, each in one line.
///
/// # Errors
///
/// As [`PageRules::parse`].
pub fn check(toml: &str, folding: &Folding) -> Result<Vec<String>> {
    let rules = PageRules::parse(toml, folding)?;
    let file = File::parse(toml)?;
    let mut check = Check { rules: &rules, outlets: Outlets::parse(OUTLET, folding)?, failures: Vec::new() };
    for file in [&file, &File::common()?] {
        check.dates(file);
        file.notation.iter().try_for_each(|notation| check.notation(notation))?;
    }
    file.furniture.iter().for_each(|entry| check.furniture(entry));
    file.inline.iter().for_each(|entry| check.inline(entry));
    check.head(&file);
    check.own(&file);
    Ok(check.failures)
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

struct Check<'c> {
    rules: &'c PageRules,
    outlets: Outlets,
    failures: Vec<String>,
}

impl Check<'_> {
    fn expect(&mut self, holds: bool, entry: &str, what: &str, text: &str) {
        if !holds {
            self.failures.push(format!("{entry}: {what}: {text}"));
        }
    }

    fn words(&self, text: &str) -> Words {
        Words::new(text, whole(text), &self.rules.folding, usize::MAX)
    }

    fn dates(&mut self, file: &File) {
        let of_line = |rules: &PageRules, text: &str, words: &Words| -> Option<Stamp> {
            rules.dates.of_line(text, whole(text), words)
        };
        for example in &file.date.example {
            let stamp = of_line(self.rules, &example.text, &self.words(&example.text));
            let date = stamp.map(|stamp| stamp.date.to_string());
            self.expect(date.as_deref() == Some(&example.date), "date", "read differently", &example.text);
            let at = stamp.and_then(|stamp| stamp.at).map(|at| at.to_string());
            self.expect(at == example.at, "date", "the moment is read differently", &example.text);
        }
        for example in &file.date.counterexample {
            let stamp = of_line(self.rules, &example.text, &self.words(&example.text));
            self.expect(stamp.is_none(), "date", &format!("read in spite of: {}", example.why), &example.text);
        }
    }

    fn notation(&mut self, notation: &Notation) -> Result<()> {
        let expression = Expressions::of(std::slice::from_ref(notation), notation.kind)?;
        for text in &notation.example {
            self.expect(expression.first(text).is_some(), &notation.id, "does not match", text);
        }
        for text in &notation.counterexample {
            self.expect(expression.first(text).is_none(), &notation.id, "matches by mistake", text);
        }
        Ok(())
    }

    fn furniture(&mut self, entry: &Furniture) {
        let rules = self.rules;
        let is_entry = |text: &str| {
            let block = Block::new(text, whole(text), rules, &mut Words::default());
            block.entry.is_some_and(|found| found.id == entry.id)
        };
        for text in &entry.example {
            self.expect(is_entry(text), &entry.id, "not known", text);
        }
        for text in &entry.counterexample {
            self.expect(!is_entry(text), &entry.id, "known by mistake", text);
        }
    }

    fn inline(&mut self, entry: &Inline) {
        let cut = |check: &Self, text: &str| {
            let page = super::block::joined(text, whole(text), check.rules);
            page.iter().any(|(span, kind)| {
                *kind == Some(ParagraphKind::Furniture)
                    && entry.forms.iter().any(|form| span.of(text).starts_with(form))
            })
        };
        self.expect(cut(self, &entry.example), &entry.id, "not cut", &entry.example);
        self.expect(!cut(self, &entry.counterexample), &entry.id, "cut by mistake", &entry.counterexample);
    }

    /// Bylines and captions: lines over a text.
    fn head(&mut self, file: &File) {
        for text in &file.byline.example {
            let known = self.over_text(text).byline.is_some();
            self.expect(known, "byline", "not known", text);
        }
        for text in &file.byline.counterexample {
            let known = self.over_text(text).byline.is_some();
            self.expect(!known, "byline", "known by mistake", text);
        }
        let furniture = |article: Article| article.paragraphs[0].kind == ParagraphKind::Furniture;
        for text in &file.caption.example {
            let known = furniture(self.over_text(text));
            self.expect(known, "caption", "not known", text);
        }
        for text in &file.caption.counterexample {
            let known = furniture(self.over_text(text));
            self.expect(!known, "caption", "known by mistake", text);
        }
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
        let outlet = |check: &Self, text: &str| {
            let line = text.replace("{outlet}", "Example Herald");
            let text = format!("{}\n{}", check.running(), vec![line; TIMES].join("\n"));
            super::read(Document { text, ..Document::default() }, check.rules, &check.outlets).outlet
        };
        for text in &file.own.example {
            self.expect(outlet(self, text).is_some(), "self", "the outlet is not known", text);
        }
        for text in &file.own.counterexample {
            self.expect(outlet(self, text).is_none(), "self", "the outlet is known by mistake", text);
        }
    }
}

fn whole(text: &str) -> Span {
    Span::new(0, text.len() as u32)
}
