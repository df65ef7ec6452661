//! Quotations of any text: spans and slices (1), order (2), no panic (7).

use qawl::annotate::{Annotations, Annotator, Attribution};
use qawl::article::Article;
use qawl::document::Document;
use qawl::span::Span;
use qawl::table::{ArticleRows, JOINT};
use std::collections::HashSet;
use std::sync::LazyLock;

static ANNOTATOR: LazyLock<Annotator> = LazyLock::new(|| Annotator::bundled().unwrap());

/// What texts are put together of: cues, names, titles, marks of all kinds, signs, line ends, controls.
const PARTS: [&str; 48] = [
    "قال ",
    "قالت ",
    "وأضاف ",
    "أضافت ",
    "مضيفاً ",
    "وأكد ",
    "نفى ",
    "ذكرت ",
    "تصريحات ",
    "بحسب ",
    "وفق ",
    "نقلاً عن ",
    "إن ",
    "أن ",
    "بأن ",
    "إنه ",
    "الرئيس ",
    "الوزيرة ",
    "المتحدث باسم ",
    "رئيسة البلدية ",
    "سامي منصور",
    "هدى الصباغ",
    "وكالة البرق ",
    "«",
    "»",
    "\"",
    "“",
    "”",
    "„",
    "'",
    "‹",
    "›",
    ": ",
    "، ",
    ". ",
    "؟ ",
    " – ",
    "\n",
    "\r\n",
    "\u{a0}",
    "\u{640}",
    "\u{64b}",
    "\u{200f}",
    "\u{202e}",
    "\0",
    "سنبدأ العمل غداً ",
    "المكتبة مفتوحة ",
    "said ",
];

/// A text with a part for each byte.
pub(crate) fn assembled(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| PARTS[usize::from(byte) % PARTS.len()]).collect()
}

/// Finds the quotations of the bytes read as text, and of a text put together of one part for each byte.
pub(crate) fn quotes(data: &[u8]) {
    check_text(&String::from_utf8_lossy(data));
    check_text(&assembled(data));
}

fn check_text(text: &str) {
    let document = Document { id: "1".into(), text: text.into(), ..Document::default() };
    let article = ANNOTATOR.article(document);
    let annotations = ANNOTATOR.annotate(&article);
    assert_eq!(article.text, text, "the text was altered");
    for attribution in &annotations.attributions {
        check_attribution(&article, attribution);
    }
    check_order(&annotations);
    check_rows(&article, &annotations);
}

/// Whether every span lies before the next one.
fn apart(spans: &[Span]) -> bool {
    spans.windows(2).all(|pair| pair[0].end <= pair[1].start)
}

fn check_attribution(article: &Article, found: &Attribution) {
    let text = &article.text;
    let cue = found.cue.as_ref().map(|cue| cue.span);
    let outside: Vec<Span> = [cue, found.source].into_iter().flatten().collect();
    assert!(!found.content.is_empty() && apart(&found.content) && apart(&found.marked), "{found:?}");
    // A place inside a character is none of `get`.
    let words = |span: &Span| text.get(span.range());
    for span in found.content.iter().chain(&found.marked).chain(&cue).chain(&found.source).chain(&found.via) {
        assert!(words(span).is_some_and(|words| !words.trim().is_empty()), "{span:?} in {found:?}");
    }
    assert!(found.content.iter().chain(&outside).all(|span| found.context.contains(*span)), "{found:?}");
    // The words behind a mark that is never closed may end after the content.
    let begins_in =
        |span: &Span| found.content.iter().any(|content| content.contains(Span::new(span.start, span.start)));
    assert!(found.marked.iter().all(begins_in), "words in marks outside the content: {found:?}");
    let lies_in = |span: &Span| found.content.iter().any(|content| content.overlaps(*span));
    assert!(!outside.iter().any(lies_in), "cue or source in the content: {found:?}");
    assert!((found.paragraph as usize) < article.paragraphs.len(), "{found:?}");
}

fn check_order(annotations: &Annotations) {
    let quotations = &annotations.attributions;
    assert!(quotations.is_sorted_by_key(|found| found.content[0].start), "{quotations:?}");
    assert!(annotations.other_marks.is_sorted_by_key(|mark| mark.span), "{:?}", annotations.other_marks);
    assert!(annotations.diagnostics.is_sorted_by_key(|odd| odd.span), "{:?}", annotations.diagnostics);
}

/// Checks that the rows, in code points, hold what stands in the text at their places.
fn check_rows(article: &Article, annotations: &Annotations) {
    let chars: Vec<char> = article.text.chars().collect();
    let slice = |start: i32, end: i32| chars[start as usize..end as usize].iter().collect::<String>();
    let rows = ArticleRows::new(article, annotations);
    assert_eq!(rows.document.characters as usize, chars.len());
    for span in &rows.spans {
        assert_eq!(slice(span.start, span.end), span.text, "{span:?}");
    }
    for mark in &rows.other_marks {
        assert_eq!(slice(mark.start, mark.end), mark.text, "{mark:?}");
    }
    let mut ids = HashSet::new();
    for quote in &rows.quotes {
        assert!(ids.insert(&quote.quote_id), "an id stands twice: {quote:?}");
        let content: Vec<&str> =
            rows.spans.iter().filter(|s| s.quote_id == quote.quote_id && s.part == "content").map(|s| s.text).collect();
        assert_eq!(content.join(JOINT), quote.quote);
        for (words, start, end) in [
            (quote.cue, quote.cue_start, quote.cue_end),
            (quote.speaker_mention, quote.speaker_start, quote.speaker_end),
        ] {
            assert_eq!(words.map(str::to_string), start.zip(end).map(|(start, end)| slice(start, end)), "{quote:?}");
        }
        assert_eq!(quote.speaker.is_none(), quote.unresolved.is_some(), "{quote:?}");
    }
}
