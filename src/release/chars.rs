//! A text that is sliced by code points, as the offsets of a release count.

/// A text with the place of each of its code points.
pub(crate) struct Chars {
    text: String,
    /// Byte at which each code point begins, and the end.
    starts: Vec<usize>,
}

impl Chars {
    /// Indexes a text.
    pub(crate) fn new(text: String) -> Self {
        let starts = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        Chars { text, starts }
    }

    /// The whole text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Its length in code points.
    pub(crate) fn count(&self) -> i32 {
        self.starts.len() as i32 - 1
    }

    /// The byte at which a code point begins; `None` outside the text.
    pub(crate) fn byte(&self, offset: i32) -> Option<usize> {
        self.starts.get(usize::try_from(offset).ok()?).copied()
    }

    /// The words from one code point up to another; `None` where they are not a span of the text.
    pub(crate) fn slice(&self, start: i32, end: i32) -> Option<&str> {
        self.text.get(self.byte(start)?..self.byte(end)?)
    }
}
