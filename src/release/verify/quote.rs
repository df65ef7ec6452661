//! One quotation: its row against its spans, and its spans against the text.

use super::finding::{FindingCode, Findings};
use crate::release::{Chars, Cursor};
use crate::table::{Excerpt, JOINT, TEXT_COLUMN, TextMode, excerpt_of_part, quote_id};
use std::collections::HashMap;

/// One document, while its rows are checked.
pub(super) struct Doc {
    pub(super) id: String,
    pub(super) characters: i32,
    /// Its text, where that is known.
    pub(super) text: Option<Chars>,
    pub(super) excerpt: Excerpt,
    pub(super) outlet: Option<String>,
    pub(super) date: Option<i32>,
    pub(super) language: Option<String>,
}

impl Doc {
    fn slice(&self, start: i32, end: i32) -> Option<&str> {
        self.text.as_ref()?.slice(start, end)
    }
}

/// One span of a quotation.
pub(super) struct SpanOf {
    part: String,
    start: i32,
    end: i32,
    /// Its words as they are published, where they are known.
    words: Option<String>,
}

/// The parts of a quotation in the order of their rows.
const PARTS: [&str; 5] = ["content", "marked", "cue", "source", "via"];

/// Takes the spans of the quotation `id` and checks them one by one.
pub(super) fn spans_of(rows: &mut Cursor<'_>, doc: &Doc, id: &str, findings: &mut Findings) -> Vec<SpanOf> {
    let place = format!("quote {id}");
    let mut spans: Vec<SpanOf> = Vec::new();
    while rows.text("quote_id") == Some(id) && rows.text("doc_id") == Some(&doc.id) {
        let number = |name| rows.int(name).unwrap_or(-1);
        let part = rows.text("part").unwrap_or_default().to_string();
        let (start, end) = (number("start"), number("end"));
        let excerpt = excerpt_of_part(&part, doc.excerpt);
        check_span(doc, &place, (start, end), rows.text(TEXT_COLUMN), excerpt, findings);
        let ordinal = spans.iter().filter(|other| other.part == part).count() as i32;
        let rank = |part: &str| PARTS.iter().position(|known| *known == part);
        let follows = spans.last().is_none_or(|last| rank(&last.part) <= rank(&part));
        let ordered = number("ordinal") == ordinal && follows && rank(&part).is_some();
        findings.check(ordered, FindingCode::Order, &place, || format!("its {part} span"));
        let from_text = || doc.slice(start, end).map(|words| excerpt.cut(words).into_owned());
        let words = rows.text(TEXT_COLUMN).map(str::to_string).or_else(from_text);
        spans.push(SpanOf { part, start, end, words });
        rows.advance();
    }
    spans
}

/// Checks a row of `quotes` against its document and its spans. `occurrences` counts the same words in the document.
pub(super) fn check_quote(
    row: &Cursor<'_>,
    doc: &Doc,
    spans: &[SpanOf],
    occurrences: &mut HashMap<String, u32>,
    findings: &mut Findings,
) {
    let id = row.text("quote_id").unwrap_or_default();
    let place = format!("quote {id}");
    for (column, agrees) in places(row, spans).into_iter().chain(words(row, doc, spans)) {
        findings.check(agrees, FindingCode::QuoteText, &place, || format!("{column} is not what its spans say"));
    }
    let copied = row.text("outlet") == doc.outlet.as_deref()
        && row.day("date") == doc.date
        && row.text("language") == doc.language.as_deref();
    findings.check(copied, FindingCode::Copy, &place, || "outlet, date or language is not its document's".into());
    let content = spans.iter().filter(|span| span.part == "content").map(|span| doc.slice(span.start, span.end));
    if let Some(content) = content.collect::<Option<Vec<_>>>() {
        let words = content.join(JOINT);
        let occurrence = occurrences.entry(words.clone()).or_default();
        let right = quote_id(&doc.id, &words, *occurrence);
        *occurrence += 1;
        findings.check(id == right, FindingCode::QuoteId, &place, || format!("its words and place give {right}"));
    }
    if let (Some(text), Some(context)) = (&doc.text, row.text("context")) {
        let start = row.int("quote_start").unwrap_or_default();
        findings.check(is_around(text, context, start, doc.excerpt), FindingCode::SpanText, &place, || {
            "its context does not stand around it in the text".into()
        });
    }
}

/// Columns of places, and whether they are the hulls of their spans.
fn places(row: &Cursor<'_>, spans: &[SpanOf]) -> Vec<(&'static str, bool)> {
    let hull = |part: &str| {
        let of = || spans.iter().filter(|span| span.part == part);
        (of().map(|span| span.start).min(), of().map(|span| span.end).max())
    };
    vec![
        ("quote_start and quote_end", (row.int("quote_start"), row.int("quote_end")) == hull("content")),
        ("cue_start and cue_end", (row.int("cue_start"), row.int("cue_end")) == hull("cue")),
        ("speaker_start and speaker_end", (row.int("speaker_start"), row.int("speaker_end")) == hull("source")),
    ]
}

/// Columns of words, and whether they are those of their spans; nothing where the words are not known.
fn words(row: &Cursor<'_>, doc: &Doc, spans: &[SpanOf]) -> Vec<(&'static str, bool)> {
    let agrees = |column: &str, part: &str| {
        let of = spans.iter().filter(|span| span.part == part).map(|span| span.words.as_deref());
        let words = of.collect::<Option<Vec<_>>>()?;
        let joined = (!words.is_empty()).then(|| words.join(JOINT));
        let excerpt = excerpt_of_part(part, doc.excerpt);
        Some(row.text(column) == joined.as_deref().map(|words| excerpt.cut(words)).as_deref())
    };
    let published: &[_] =
        if doc.excerpt.text == TextMode::None { &[] } else { &[("quote", "content"), ("verbatim", "marked")] };
    let always = [("cue", "cue"), ("speaker_mention", "source"), ("via", "via")];
    let columns = published.iter().copied().chain(always);
    columns.filter_map(|(column, part)| Some((column, agrees(column, part)?))).collect()
}

/// Whether `context`, as published, stands in the text so that the place `at` can lie in it.
fn is_around(text: &Chars, context: &str, at: i32, excerpt: Excerpt) -> bool {
    let whole = excerpt.uncut(context);
    let length = whole.chars().count() as i32;
    // Where the context was cut, the place may lie behind what is left of it.
    let from = if whole.len() < context.len() { 0 } else { (at - length).max(0) };
    let near = text.slice(from, at.saturating_add(length).min(text.count()));
    near.is_some_and(|near| memchr::memmem::find(near.as_bytes(), whole.as_bytes()).is_some())
}

/// Checks that a span lies in its text and, where the text is known, that its words stand at its place.
pub(super) fn check_span(
    doc: &Doc,
    place: &str,
    (start, end): (i32, i32),
    words: Option<&str>,
    excerpt: Excerpt,
    findings: &mut Findings,
) {
    let inside = 0 <= start && start <= end && end <= doc.characters;
    findings.check(inside, FindingCode::Bounds, place, || {
        format!("{start}..{end} in document {} of {} code points", doc.id, doc.characters)
    });
    if let (Some(found), Some(words), true) = (doc.slice(start, end), words, inside) {
        findings.check(excerpt.cut(found) == words, FindingCode::SpanText, place, || {
            format!("{start}..{end} in document {} holds other words", doc.id)
        });
    }
}
