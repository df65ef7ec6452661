//! `Diagnostic`, `DiagnosticCode`: what was odd about an article, with the text that explains each code.

use crate::span::Span;

/// A finding about an article's text. Work goes on; nothing about a text is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What was found.
    pub code: DiagnosticCode,
    /// Where.
    pub span: Span,
    /// What the code leaves open, in a few words; empty where the code says all.
    pub detail: String,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $explain:literal;)*) => {
        /// What a diagnostic found. Names say what was found, never the remedy.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum DiagnosticCode { $($(#[$doc])* $variant,)* }

        impl DiagnosticCode {
            /// Every code, in the order of their definition.
            pub const ALL: &[DiagnosticCode] = &[$(DiagnosticCode::$variant,)*];

            /// The code as published, for example `unclosed-quotation`.
            pub fn name(self) -> &'static str {
                match self { $(DiagnosticCode::$variant => $name,)* }
            }

            /// What the code means, for `qawl explain`.
            pub fn explain(self) -> &'static str {
                match self { $(DiagnosticCode::$variant => $explain,)* }
            }
        }
    };
}

codes! {
    /// An opening mark has no partner.
    UnclosedQuotation = "unclosed-quotation",
        "An opening quotation mark has no closing partner. The quotation ends where its paragraph ends, or where the next one opens.";
    /// A mark has no partner and opens nothing.
    StrayMark = "stray-mark",
        "A quotation mark stands alone: it neither opens nor closes a quotation that could be found. It is left out of the pairing.";
    /// A mark points the wrong way.
    ReversedMark = "reversed-mark",
        "A closing mark opens a quotation or an opening mark closes one (\u{bb}…\u{ab}, \u{201d}…\u{201c}). The pair is read as the writer meant it.";
    /// A pair mixes two styles of marks.
    MixedMarks = "mixed-marks",
        "A quotation opens with one style of mark and closes with another.";
    /// A quotation runs over several paragraphs.
    MultiParagraphQuotation = "multi-paragraph-quotation",
        "A quotation runs over more than one paragraph.";
    /// A cue found content but no source.
    CueWithoutSource = "cue-without-source",
        "A reporting expression introduces words, but nobody in the article can be named as their speaker.";
    /// More than one speaker fits equally well.
    AmbiguousSpeaker = "ambiguous-speaker",
        "A short name, a role or an implied subject fits more than one person of the article equally well.";
    /// A quotation is longer than any plausible one.
    OverlongQuotation = "overlong-quotation",
        "A quotation in marks is longer than 4,000 characters; a mark was probably lost.";
    /// No pack for the language of the text.
    UnsupportedLanguage = "unsupported-language",
        "No language pack fits the text: the document is listed, but no quotation was looked for.";
    /// The text holds bidirectional control characters.
    BidiControls = "bidi-controls",
        "The text holds bidirectional override or isolate characters, which can hide or reorder words on a screen. They are kept.";
    /// Many combining marks on one letter.
    CombiningFlood = "combining-flood",
        "A letter carries more than 30 combining marks in a row.";
    /// The stated date could not be read.
    UnreadableDate = "unreadable-date",
        "The record states a date that could not be read; the date column is null unless the page itself says one.";
}
