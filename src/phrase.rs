//! `Words`, `Phrases`: finds listed phrases among the folded words of a short stretch of text.
//!
//! For lines at the edges of a page and names of outlets. The words of running text are the business of the tokenizer.

use crate::fold::Folding;
use crate::span::Span;
use hashbrown::HashMap;
use std::ops::Range;

/// One word or number of a stretch of text.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Where it stands in the text.
    pub(crate) span: Span,
    /// Whether it consists of digits.
    pub(crate) number: bool,
    folded: Range<usize>,
}

/// The words of a stretch of text as they are compared. Letters and digits that touch are two words.
#[derive(Debug, Default)]
pub(crate) struct Words {
    folded: String,
    list: Vec<Word>,
}

impl Words {
    /// The words of `span`, at most `limit`.
    pub(crate) fn new(text: &str, span: Span, folding: &Folding, limit: usize) -> Self {
        let mut words = Words::default();
        words.read(text, span, folding, limit);
        words
    }

    /// Replaces the content with the words of `span`, at most `limit`; keeps the memory.
    pub(crate) fn read(&mut self, text: &str, span: Span, folding: &Folding, limit: usize) {
        self.folded.clear();
        self.list.clear();
        let mut open = false;
        for (i, c) in span.of(text).char_indices() {
            let Some(folded) = digit(c).or_else(|| folding.fold_char(c)) else { continue };
            if !folded.is_alphanumeric() {
                open = false;
                continue;
            }
            let number = folded.is_ascii_digit();
            if !open || self.list.last().is_none_or(|w| w.number != number) {
                if self.list.len() == limit {
                    return;
                }
                let (start, at) = (span.start + i as u32, self.folded.len());
                self.list.push(Word { span: Span::new(start, start), number, folded: at..at });
                open = true;
            }
            self.folded.push(folded);
            if let Some(word) = self.list.last_mut() {
                word.span.end = span.start + (i + c.len_utf8()) as u32;
                word.folded.end = self.folded.len();
            }
        }
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The words in order.
    pub(crate) fn list(&self) -> &[Word] {
        &self.list
    }

    /// The folded form of a word.
    pub(crate) fn form(&self, index: usize) -> &str {
        self.list.get(index).map_or("", |w| &self.folded[w.folded.clone()])
    }

    /// The value and the number of digits of a number of at most 14 digits.
    pub(crate) fn value(&self, index: usize) -> Option<(i64, usize)> {
        let word = self.list.get(index).filter(|w| w.number && w.folded.len() <= 14)?;
        self.form(index).parse().ok().map(|value| (value, word.folded.len()))
    }

    /// The text between a word and the next.
    pub(crate) fn gap<'t>(&self, text: &'t str, index: usize) -> &'t str {
        match (self.list.get(index), self.list.get(index + 1)) {
            (Some(word), Some(next)) => &text[word.span.end as usize..next.span.start as usize],
            _ => "",
        }
    }
}

/// The decimal digits of the scripts that news in Arabic letters is printed with, as the European digit.
fn digit(c: char) -> Option<char> {
    let value = match c {
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6f0}'..='\u{6f9}' => c as u32 - 0x6f0,
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// Stands in a phrase for any number.
const NUMBER: &str = "#";

/// Phrases of one word or more, each with a value, found by their folded words. `#` stands for any number.
#[derive(Clone, Debug)]
pub(crate) struct Phrases<T> {
    /// First word → the other words and the value, longest first.
    by_first: HashMap<Box<str>, Vec<Entry<T>>>,
}

/// The words of a phrase after the first, and its value.
type Entry<T> = (Box<[Box<str>]>, T);

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { by_first: HashMap::new() }
    }
}

impl<T: Copy> Phrases<T> {
    /// Adds a phrase. Of equal phrases the one added first is found first.
    pub(crate) fn insert(&mut self, phrase: &str, folding: &Folding, value: T) {
        let phrase = phrase.replace(NUMBER, "0");
        let words = Words::new(&phrase, Span::new(0, phrase.len() as u32), folding, usize::MAX);
        let mut forms = (0..words.len()).map(|i| key(&words, i).into());
        let Some(first) = forms.next() else { return };
        let rest: Box<[Box<str>]> = forms.collect();
        let entries = self.by_first.entry(first).or_default();
        entries.push((rest, value));
        entries.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }

    /// The longest phrase that begins at a word: its value and its number of words.
    pub(crate) fn at(&self, words: &Words, index: usize) -> Option<(T, usize)> {
        self.all_at(words, index).next()
    }

    /// All phrases that begin at a word, the longest first.
    pub(crate) fn all_at<'s>(&'s self, words: &'s Words, index: usize) -> impl Iterator<Item = (T, usize)> + 's {
        let entries = if index < words.len() { self.by_first.get(key(words, index)) } else { None };
        entries.into_iter().flatten().filter_map(move |(rest, value)| {
            let fits = rest.iter().enumerate().all(|(i, form)| key(words, index + 1 + i) == &**form);
            fits.then_some((*value, rest.len() + 1))
        })
    }

    /// The value of the phrase that the words are.
    pub(crate) fn whole(&self, words: &Words) -> Option<T> {
        self.at(words, 0).filter(|&(_, length)| length == words.len()).map(|(value, _)| value)
    }
}

/// A word as phrases are looked up by it.
fn key(words: &Words, index: usize) -> &str {
    if words.list().get(index).is_some_and(|w| w.number) { NUMBER } else { words.form(index) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::Orthography;

    #[test]
    fn finds_the_longest_phrase_and_keeps_spans() {
        let folding = Folding::new(&Orthography::default());
        let mut phrases = Phrases::default();
        phrases.insert("بي بي سي", &folding, 1);
        phrases.insert("بي بي سي نيوز", &folding, 2);
        phrases.insert("# comments", &folding, 3);
        let text = "عن «بي بي سي» نيوز";
        let words = Words::new(text, Span::new(0, text.len() as u32), &folding, 100);
        assert_eq!(phrases.at(&words, 1), Some((2, 4)));
        assert_eq!(words.list()[1].span.of(text), "بي");
        let text = "٢٣ Comments";
        let words = Words::new(text, Span::new(0, text.len() as u32), &folding, 100);
        assert_eq!(phrases.whole(&words), Some(3));
        assert_eq!(words.value(0), Some((23, 2)));
    }
}
