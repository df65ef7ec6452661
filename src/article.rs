//! `Article`: a document read as a page: its paragraphs, which of them are furniture, and what it says about itself.

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Origin};
use crate::span::Span;
use jiff::Timestamp;
use jiff::civil::Date;

/// A document whose page has been understood. Every span points into `text`, which is the document's, unaltered.
#[derive(Clone, Debug)]
pub struct Article {
    /// The document's id.
    pub id: String,
    /// Where it was read.
    pub origin: Origin,
    /// Text as delivered.
    pub text: String,
    /// BCP 47 language tag; `und` where nothing tells.
    pub language: String,
    /// Address, where stated.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Where the headline stands in the text, if it does.
    pub title_span: Option<Span>,
    /// Byline as printed.
    pub byline: Option<String>,
    /// Publishing outlet: canonical name where known, else as printed.
    pub outlet: Option<String>,
    /// How the outlet is known.
    pub outlet_source: Option<OutletSource>,
    /// Agency or outlet that the text is taken from, canonical where known.
    pub credit: Option<String>,
    /// Day of publication in the outlet's own calendar.
    pub date: Option<Date>,
    /// Moment of publication, where a time and a zone are known.
    pub published_at: Option<Timestamp>,
    /// How the date is known.
    pub date_source: Option<DateSource>,
    /// The paragraphs in order; together they hold every word of the text.
    pub paragraphs: Vec<Paragraph>,
    /// Oddities met while reading the page.
    pub diagnostics: Vec<Diagnostic>,
}

/// One paragraph: a line of the text that is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// The line without white space at its ends.
    pub span: Span,
    /// What it is on the page.
    pub kind: ParagraphKind,
}

/// What a paragraph is on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphKind {
    /// Running text of the article.
    Body,
    /// The headline.
    Title,
    /// A heading inside the article.
    Heading,
    /// Menus, captions, related links, share buttons, comments.
    Furniture,
}

/// How the outlet of an article is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutletSource {
    /// The record or its sidecar states it.
    Metadata,
    /// The host of its address.
    Url,
    /// Words of the page.
    Page,
    /// The byline.
    Byline,
}

impl OutletSource {
    /// The value as published.
    pub fn name(self) -> &'static str {
        match self {
            OutletSource::Metadata => "metadata",
            OutletSource::Url => "url",
            OutletSource::Page => "page",
            OutletSource::Byline => "byline",
        }
    }
}

/// How the date of an article is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateSource {
    /// The record or its sidecar states it.
    Metadata,
    /// The address holds it.
    Url,
    /// A line at the head of the page.
    PageHeader,
    /// The dateline of an agency at the beginning of the text.
    Dateline,
    /// A line at the foot of the page.
    PageFooter,
}

impl DateSource {
    /// The value as published.
    pub fn name(self) -> &'static str {
        match self {
            DateSource::Metadata => "metadata",
            DateSource::Url => "url",
            DateSource::PageHeader => "page-header",
            DateSource::Dateline => "dateline",
            DateSource::PageFooter => "page-footer",
        }
    }
}

impl Article {
    /// The paragraphs that are searched for quotations: all but furniture.
    pub fn searched(&self) -> impl Iterator<Item = Span> + '_ {
        self.paragraphs.iter().filter(|p| p.kind != ParagraphKind::Furniture).map(|p| p.span)
    }

    /// An article that says nothing about itself: every line is a body paragraph.
    pub fn plain(document: Document, language: &str) -> Self {
        let paragraphs = lines(&document.text).map(|span| Paragraph { span, kind: ParagraphKind::Body }).collect();
        Article {
            id: document.id,
            origin: document.origin,
            text: document.text,
            language: language.to_string(),
            url: document.metadata.url,
            title: document.metadata.title,
            title_span: None,
            byline: document.metadata.byline,
            outlet: document.metadata.outlet,
            outlet_source: None,
            credit: None,
            date: None,
            published_at: None,
            date_source: None,
            paragraphs,
            diagnostics: Vec::new(),
        }
    }
}

/// The lines of `text` that are not blank, trimmed.
pub fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let mut rest = 0..text.len();
    std::iter::from_fn(move || {
        let start = (!rest.is_empty()).then_some(rest.start)?;
        // The line end is white space and goes with the rest of it.
        let end = rest.find(|&at| ends_line(bytes, at)).map_or(text.len(), |at| at + 1);
        Some(Span::new(start as u32, end as u32))
    })
    .map(move |line| line.trim(text))
    .filter(|line| !line.is_empty())
}

/// Whether the last byte of a line end stands at a place. Most bytes of a text are decided by the first comparison.
fn ends_line(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b'\n' | b'\r' | 0xb | 0xc => true,
        0x85 => at >= 1 && bytes[at - 1] == 0xc2,
        0xa8 | 0xa9 => at >= 2 && bytes[at - 2..at] == [0xe2, 0x80],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_unicode_says() {
        let text = "\n a\u{85}ب\u{2028}ج \r\n\u{b}د\u{2029}«ه»\u{c}  \n";
        let found: Vec<&str> = lines(text).map(|line| line.of(text)).collect();
        assert_eq!(found, ["a", "ب", "ج", "د", "«ه»"]);
    }
}
