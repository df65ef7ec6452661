//! `Span`, a half-open range of bytes of a text, and `CharIndex`, the one place that turns bytes into code points.

use std::ops::Range;

/// A half-open range of UTF-8 bytes of an article's text: `start` inclusive, `end` exclusive.
///
/// Both ends lie on character boundaries of the text that the span was made for, and `start <= end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; a reversed pair gives the empty span at `start`.
    pub fn new(start: u32, end: u32) -> Self {
        Span { start, end: end.max(start) }
    }

    /// The span as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words that the span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span cut to begin at `start`; empty where it ends before.
    pub fn starting(self, start: u32) -> Span {
        Span::new(start, self.end)
    }

    /// The smallest span that covers both.
    pub fn hull(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span without leading and trailing characters for which `edge` holds.
    pub fn trim_matches(self, text: &str, edge: impl Fn(char) -> bool + Copy) -> Span {
        let inner = self.of(text);
        let trimmed = inner.trim_start_matches(edge);
        let start = self.start + (inner.len() - trimmed.len()) as u32;
        let trimmed = trimmed.trim_end_matches(edge);
        Span { start, end: start + trimmed.len() as u32 }
    }

    /// The span without white space at its ends.
    pub fn trim(self, text: &str) -> Span {
        self.trim_matches(text, char::is_whitespace)
    }
}

/// The last character boundary of `text` that is not after byte `at`.
pub(crate) fn floor_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The first character boundary of `text` that is not before byte `at`.
pub(crate) fn ceil_boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// Bytes of text between two stored counts of a [`CharIndex`].
const STRIDE: usize = 64;

/// Turns byte offsets of one text into code point offsets.
///
/// Built in one pass; a lookup counts at most 64 bytes.
#[derive(Debug)]
pub struct CharIndex<'t> {
    text: &'t [u8],
    counts: Vec<u32>,
}

impl<'t> CharIndex<'t> {
    /// Indexes `text`.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut counts = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut count = 0u32;
        for chunk in bytes.chunks(STRIDE) {
            counts.push(count);
            count += code_points(chunk);
        }
        counts.push(count);
        CharIndex { text: bytes, counts }
    }

    /// Code points before byte `offset`; offsets beyond the text count the whole text.
    pub fn char_at(&self, offset: u32) -> i32 {
        let offset = (offset as usize).min(self.text.len());
        let block = offset / STRIDE;
        (self.counts[block] + code_points(&self.text[block * STRIDE..offset])) as i32
    }

    /// Code points in the whole text.
    pub fn len(&self) -> i32 {
        self.char_at(self.text.len() as u32)
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// Counts the bytes that begin a code point.
fn code_points(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| (b as i8) >= -0x40).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points_at_every_boundary() {
        let text = "a«ب»😀\u{200f}ج ".repeat(40);
        let index = CharIndex::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(index.char_at(byte as u32), count as i32);
        }
        assert_eq!(index.len(), text.chars().count() as i32);
    }

    #[test]
    fn trims_white_space_but_keeps_words() {
        let text = "  قال \n";
        assert_eq!(Span::new(0, text.len() as u32).trim(text).of(text), "قال");
    }
}
