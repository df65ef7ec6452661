//! Oddities of a text's characters: direction controls and floods of combining marks.

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::span::{Span, floor_boundary};

/// Combining marks in a row that no writing needs.
const FLOOD: usize = 30;

/// At most one diagnostic of each kind, at its first place.
pub(super) fn diagnostics(text: &str) -> Vec<Diagnostic> {
    [bidi_controls(text), combining_flood(text)].into_iter().flatten().collect()
}

/// Overrides, embeddings and isolates; plain direction marks are common and harmless.
fn bidi_controls(text: &str) -> Option<Diagnostic> {
    let is_control = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // All of them begin with this byte, which few characters of ordinary text share.
    let mut found =
        memchr::memchr_iter(0xe2, text.as_bytes()).filter(|&at| text[at..].chars().next().is_some_and(is_control));
    let first = found.next()?;
    let detail = format!("{} in the text", 1 + found.count());
    Some(Diagnostic { code: DiagnosticCode::BidiControls, span: Span::new(first as u32, first as u32 + 3), detail })
}

/// A letter with more marks than any writing has. A flood covers at least 62 bytes: looking every 60 bytes meets it.
fn combining_flood(text: &str) -> Option<Diagnostic> {
    let mut at = 0;
    while at < text.len() {
        let here = floor_boundary(text, at);
        if text[here..].chars().next().is_some_and(is_combining) {
            let before: usize = text[..here].chars().rev().take_while(|&c| is_combining(c)).map(char::len_utf8).sum();
            let after: usize = text[here..].chars().take_while(|&c| is_combining(c)).map(char::len_utf8).sum();
            let span = Span::new((here - before) as u32, (here + after) as u32);
            let marks = span.of(text).chars().count();
            if marks > FLOOD {
                let detail = format!("{marks} marks on one letter");
                return Some(Diagnostic { code: DiagnosticCode::CombiningFlood, span, detail });
            }
            at = here + after;
        }
        at += 2 * FLOOD;
    }
    None
}

/// The combining marks of Latin and Arabic writing, and those for symbols.
fn is_combining(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{8d3}'..='\u{8ff}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_controls_and_floods() {
        let codes = |text: &str| diagnostics(text).iter().map(|d| (d.code, d.span)).collect::<Vec<_>>();
        assert!(codes("قالَ الوزير “نعم” – لا").is_empty());
        assert_eq!(codes("a\u{202e}b\u{202c}"), [(DiagnosticCode::BidiControls, Span::new(1, 4))]);
        for lead in 0..130 {
            let text = format!("{}{}", "x".repeat(lead), "\u{64b}".repeat(31));
            assert_eq!(codes(&text), [(DiagnosticCode::CombiningFlood, Span::new(lead as u32, text.len() as u32))]);
            let text = format!("{}{}", "x".repeat(lead), "\u{64b}".repeat(30));
            assert!(codes(&text).is_empty());
        }
    }
}
