//! How much of the texts is published: many may share quotations who may not share articles.

use crate::error::{Error, ErrorKind, Result};
use crate::vocabulary::names;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::num::NonZeroU32;

names! {
    /// Which words of the texts a release holds.
    TextMode {
        /// No quotation and no context: offsets, cues, names and digests only.
        None = "none",
        /// Quotations, each with the sentence that holds it.
        Context = "context",
        /// Quotations, and the whole text of every document.
        Full = "full",
    }
}

/// Stands at the end of words that were cut.
const CUT: char = '…';

/// How much of the texts is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excerpt {
    /// Which words of them.
    #[serde(alias = "with_text")]
    pub text: TextMode,
    /// Code points after which a quotation, its context and other words in marks are cut; with [`TextMode::Context`] only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_quote_chars: Option<NonZeroU32>,
}

impl Default for Excerpt {
    fn default() -> Self {
        Excerpt::new(TextMode::Context)
    }
}

impl Excerpt {
    /// These words, uncut.
    pub const fn new(text: TextMode) -> Self {
        Excerpt { text, max_quote_chars: None }
    }

    /// Refuses options that contradict each other.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] where words are to be cut that are not published, or are published in the text as well.
    pub fn check(self) -> Result<()> {
        if self.max_quote_chars.is_some() && self.text != TextMode::Context {
            let message =
                format!("quotations can be cut with --text context only, not with --text {}", self.text.name());
            return Err(Error::new(ErrorKind::Usage, message));
        }
        Ok(())
    }

    /// Words as they are published: cut where they are longer than is wanted.
    pub fn cut(self, words: &str) -> Cow<'_, str> {
        let end = self.max_quote_chars.and_then(|most| words.char_indices().nth(most.get() as usize));
        end.map_or(Cow::Borrowed(words), |(end, _)| Cow::Owned(format!("{}{CUT}", &words[..end])))
    }

    /// What is left of words that were cut; all of those that were not.
    pub(crate) fn uncut(self, words: &str) -> &str {
        let is_cut = self.max_quote_chars.is_some_and(|most| words.chars().count() > most.get() as usize);
        words.strip_suffix(CUT).filter(|_| is_cut).unwrap_or(words)
    }
}

impl Serialize for TextMode {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for TextMode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Stated {
            Name(String),
            /// Up to schema 1.1: whether the texts are there.
            Whole(bool),
        }
        match Stated::deserialize(deserializer)? {
            Stated::Name(name) => {
                TextMode::from_name(&name).ok_or_else(|| serde::de::Error::custom("no such text mode"))
            }
            Stated::Whole(whole) => Ok(if whole { TextMode::Full } else { TextMode::Context }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_between_code_points() {
        let cut = |most: u32| Excerpt { max_quote_chars: NonZeroU32::new(most), ..Excerpt::default() }.cut("نعم.");
        assert_eq!((cut(1).as_ref(), cut(3).as_ref(), cut(4).as_ref()), ("ن…", "نعم…", "نعم."));
        assert_eq!(Excerpt::default().cut("نعم."), "نعم.");
    }

    #[test]
    fn options_of_older_manifests_are_read() {
        let read = |json: &str| serde_json::from_str::<Excerpt>(json).unwrap();
        assert_eq!(read("{\"with_text\":true}"), Excerpt::new(TextMode::Full));
        assert_eq!(read("{\"with_text\":false}"), Excerpt::default());
        assert_eq!(read("{\"text\":\"none\"}"), Excerpt::new(TextMode::None));
        let cut = Excerpt { max_quote_chars: NonZeroU32::new(9), ..Excerpt::default() };
        assert_eq!(read(&serde_json::to_string(&cut).unwrap()), cut);
    }
}
