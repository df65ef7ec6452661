//! One struct per table, one field per column: what is published of one article.
//!
//! The only place, beside the Python face, where byte offsets become code points.

use crate::annotate::{Annotations, Attribution};
use crate::article::Article;
use crate::digest;
use crate::document::Reject;
use crate::span::{CharIndex, Span};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::HashMap;

/// What joins the parts of an interrupted quotation.
pub const JOINT: &str = " … ";

/// The rows of one article.
#[derive(Debug)]
pub struct ArticleRows<'a> {
    /// Its row in `documents`.
    pub document: DocumentRow<'a>,
    /// Its rows in `quotes`.
    pub quotes: Vec<QuoteRow<'a>>,
    /// Its rows in `spans`.
    pub spans: Vec<SpanRow<'a>>,
    /// Its rows in `other_marks`.
    pub other_marks: Vec<OtherMarkRow<'a>>,
    /// Its rows in `diagnostics`.
    pub diagnostics: Vec<DiagnosticRow<'a>>,
}

/// A row of `documents`; fields as the columns.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct DocumentRow<'a> {
    pub doc_id: &'a str,
    pub path: &'a str,
    pub record: i64,
    pub url: Option<&'a str>,
    pub outlet: Option<&'a str>,
    pub outlet_source: Option<&'a str>,
    pub credit: Option<&'a str>,
    pub title: Option<&'a str>,
    pub byline: Option<&'a str>,
    pub date: Option<Date>,
    pub published_at: Option<Timestamp>,
    pub date_source: Option<&'a str>,
    pub language: &'a str,
    pub characters: i32,
    pub paragraphs: i32,
    pub quotes: i32,
    pub text_sha256: String,
    pub text: &'a str,
}

/// A row of `quotes`; fields as the columns.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct QuoteRow<'a> {
    pub quote_id: String,
    pub doc_id: &'a str,
    pub quote: String,
    pub verbatim: Option<String>,
    pub quote_type: &'a str,
    pub quote_start: i32,
    pub quote_end: i32,
    pub cue: Option<&'a str>,
    pub cue_start: Option<i32>,
    pub cue_end: Option<i32>,
    pub cue_lemma: Option<&'a str>,
    pub cue_class: Option<&'a str>,
    pub negated: bool,
    pub speaker: Option<&'a str>,
    pub speaker_id: Option<String>,
    pub speaker_kind: &'a str,
    pub speaker_mention: Option<&'a str>,
    pub speaker_start: Option<i32>,
    pub speaker_end: Option<i32>,
    pub speaker_role: Option<&'a str>,
    pub speaker_rule: Option<&'a str>,
    pub unresolved: Option<&'a str>,
    pub via: Option<&'a str>,
    pub outlet: Option<&'a str>,
    pub date: Option<Date>,
    pub language: &'a str,
    pub in_title: bool,
    pub paragraph: i32,
    pub context: &'a str,
    pub rule: &'a str,
    pub confidence: Option<f32>,
}

/// A row of `spans`; fields as the columns.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct SpanRow<'a> {
    pub quote_id: String,
    pub doc_id: &'a str,
    pub part: &'a str,
    pub ordinal: i32,
    pub start: i32,
    pub end: i32,
    pub text: &'a str,
}

/// A row of `other_marks`; fields as the columns.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct OtherMarkRow<'a> {
    pub doc_id: &'a str,
    pub start: i32,
    pub end: i32,
    pub text: &'a str,
    pub reason: &'a str,
}

/// A row of `rejects`; fields as the columns.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct RejectRow {
    pub path: String,
    pub record: i64,
    pub reason: &'static str,
    pub detail: String,
}

/// A row of `diagnostics`; fields as the columns.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct DiagnosticRow<'a> {
    pub doc_id: &'a str,
    pub code: &'a str,
    pub start: i32,
    pub end: i32,
    pub detail: &'a str,
}

/// The id of the quotation whose words these are, the `occurrence`-th of its document from 0.
pub(crate) fn quote_id(doc_id: &str, words: &str, occurrence: u32) -> String {
    digest::id(&[doc_id, words, &occurrence.to_string()], 32)
}

impl<'a> ArticleRows<'a> {
    /// What is published of an article and the quotations found in it.
    pub fn new(article: &'a Article, annotations: &'a Annotations) -> Self {
        let places = Places { text: &article.text, index: CharIndex::new(&article.text) };
        let mut occurrences = HashMap::new();
        let (mut quotes, mut spans) = (Vec::new(), Vec::new());
        for attribution in &annotations.attributions {
            let words = places.joined(&attribution.content);
            let occurrence: &mut u32 = occurrences.entry(words.clone()).or_default();
            let quote_id = quote_id(&article.id, &words, *occurrence);
            *occurrence += 1;
            spans.extend(SpanRow::of(&quote_id, article, attribution, &places));
            quotes.push(QuoteRow::new(quote_id, words, article, attribution, &places));
        }
        let other_marks = annotations.other_marks.iter().map(|mark| {
            let (start, end, text) = places.of(mark.span);
            OtherMarkRow { doc_id: &article.id, start, end, text, reason: mark.reason.name() }
        });
        let mut diagnostics: Vec<_> = article.diagnostics.iter().chain(&annotations.diagnostics).collect();
        diagnostics.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
        let diagnostics = diagnostics.into_iter().map(|diagnostic| {
            let (start, end, _) = places.of(diagnostic.span);
            let (code, detail) = (diagnostic.code.name(), diagnostic.detail.as_str());
            DiagnosticRow { doc_id: &article.id, code, start, end, detail }
        });
        ArticleRows {
            document: DocumentRow::new(article, places.index.len(), quotes.len()),
            other_marks: other_marks.collect(),
            diagnostics: diagnostics.collect(),
            quotes,
            spans,
        }
    }
}

impl<'a> DocumentRow<'a> {
    fn new(article: &'a Article, characters: i32, quotes: usize) -> Self {
        DocumentRow {
            doc_id: &article.id,
            path: &article.origin.path,
            record: article.origin.record,
            url: article.url.as_deref(),
            outlet: article.outlet.as_deref(),
            outlet_source: article.outlet_source.map(|source| source.name()),
            credit: article.credit.as_deref(),
            title: article.title.as_deref(),
            byline: article.byline.as_deref(),
            date: article.date,
            published_at: article.published_at,
            date_source: article.date_source.map(|source| source.name()),
            language: &article.language,
            characters,
            paragraphs: article.paragraphs.len() as i32,
            quotes: quotes as i32,
            text_sha256: digest::sha256(article.text.as_bytes()),
            text: &article.text,
        }
    }
}

impl<'a> QuoteRow<'a> {
    fn new(
        quote_id: String,
        quote: String,
        article: &'a Article,
        attribution: &'a Attribution,
        places: &Places<'a>,
    ) -> Self {
        let hull = attribution.content.iter().copied().reduce(Span::hull).unwrap_or_default();
        let (quote_start, quote_end, _) = places.of(hull);
        let cue = attribution.cue.as_ref();
        let (cue_start, cue_end, cue_text) = unzip(cue.map(|cue| places.of(cue.span)));
        let (speaker_start, speaker_end, speaker_mention) = unzip(attribution.source.map(|source| places.of(source)));
        let (speaker, unresolved) = match &attribution.speaker {
            Ok(speaker) => (Some(speaker), None),
            Err(unresolved) => (None, Some(unresolved.name())),
        };
        QuoteRow {
            quote_id,
            doc_id: &article.id,
            quote,
            verbatim: (!attribution.marked.is_empty()).then(|| places.joined(&attribution.marked)),
            quote_type: attribution.kind.name(),
            quote_start,
            quote_end,
            cue: cue_text,
            cue_start,
            cue_end,
            cue_lemma: cue.map(|cue| &*cue.lemma),
            cue_class: cue.map(|cue| cue.class.name()),
            negated: cue.is_some_and(|cue| cue.negated),
            speaker: speaker.map(|speaker| &*speaker.name),
            speaker_id: speaker.and_then(super::speaker::id),
            speaker_kind: speaker.map_or(crate::annotate::SpeakerKind::Unknown, |speaker| speaker.kind).name(),
            speaker_mention,
            speaker_start,
            speaker_end,
            speaker_role: speaker.and_then(|speaker| speaker.role.as_deref()),
            speaker_rule: speaker.map(|speaker| speaker.rule.name()),
            unresolved,
            via: attribution.via.map(|via| places.of(via).2),
            outlet: article.outlet.as_deref(),
            date: article.date,
            language: &article.language,
            in_title: attribution.in_title,
            paragraph: attribution.paragraph as i32,
            context: places.of(attribution.context).2,
            rule: &attribution.rule,
            confidence: attribution.confidence,
        }
    }
}

impl<'a> SpanRow<'a> {
    fn of(quote_id: &str, article: &'a Article, attribution: &Attribution, places: &Places<'a>) -> Vec<Self> {
        let cue = attribution.cue.as_ref().map(|cue| cue.span);
        let parts: [(&str, &[Span]); 5] = [
            ("content", &attribution.content),
            ("marked", &attribution.marked),
            ("cue", cue.as_slice()),
            ("source", attribution.source.as_slice()),
            ("via", attribution.via.as_slice()),
        ];
        let row = |part, ordinal, span| {
            let (start, end, text) = places.of(span);
            SpanRow { quote_id: quote_id.to_string(), doc_id: &article.id, part, ordinal, start, end, text }
        };
        let rows = parts.iter().flat_map(|&(part, spans)| {
            spans.iter().enumerate().map(move |(ordinal, &span)| (part, ordinal as i32, span))
        });
        rows.map(|(part, ordinal, span)| row(part, ordinal, span)).collect()
    }
}

impl From<Reject> for RejectRow {
    fn from(reject: Reject) -> Self {
        let Reject { origin, reason, detail } = reject;
        RejectRow { path: origin.path, record: origin.record, reason: reason.name(), detail }
    }
}

/// Looks up spans of one text: code points and words.
struct Places<'a> {
    text: &'a str,
    index: CharIndex<'a>,
}

impl<'a> Places<'a> {
    fn of(&self, span: Span) -> (i32, i32, &'a str) {
        let (start, end, words) = (self.index.char_at(span.start), self.index.char_at(span.end), span.of(self.text));
        debug_assert_eq!(
            words,
            self.text.chars().skip(start as usize).take((end - start) as usize).collect::<String>(),
            "code points {start}..{end} are not the bytes {span:?}"
        );
        (start, end, words)
    }

    fn joined(&self, spans: &[Span]) -> String {
        spans.iter().map(|span| span.of(self.text)).collect::<Vec<_>>().join(JOINT)
    }
}

fn unzip<A, B, C>(triple: Option<(A, B, C)>) -> (Option<A>, Option<B>, Option<C>) {
    triple.map_or((None, None, None), |(a, b, c)| (Some(a), Some(b), Some(c)))
}
