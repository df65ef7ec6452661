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
            if !is_word(folded) {
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
pub(crate) fn digit(c: char) -> Option<char> {
    let value = match c {
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6f0}'..='\u{6f9}' => c as u32 - 0x6f0,
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// Whether a character is a letter. Those of Arabic are told apart here: the general table is slow.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{620}'..='\u{64a}') || (!c.is_ascii() && c.is_alphabetic())
}

/// Whether a character belongs to a word: a letter or a digit.
pub(crate) fn is_word(c: char) -> bool {
    is_letter(c) || c.is_numeric()
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
        let mut forms: Vec<Box<str>> = Vec::new();
        for (i, part) in phrase.split(NUMBER).enumerate() {
            if i > 0 {
                forms.push(NUMBER.into());
            }
            let words = Words::new(part, Span::new(0, part.len() as u32), folding, usize::MAX);
            forms.extend((0..words.len()).map(|i| words.form(i).into()));
        }
        let mut forms = forms.into_iter();
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
        let number = words.list().get(index).is_some_and(|w| w.number);
        let keys = [Some(words.form(index)), number.then_some(NUMBER)];
        let entries = keys.into_iter().flatten().filter_map(|key| self.by_first.get(key)).flatten();
        entries.filter_map(move |(rest, value)| {
            let fits = rest.iter().enumerate().all(|(i, form)| is_form(words, index + 1 + i, form));
            fits.then_some((*value, rest.len() + 1))
        })
    }

    /// The value of the phrase that the words are.
    pub(crate) fn whole(&self, words: &Words) -> Option<T> {
        self.at(words, 0).filter(|&(_, length)| length == words.len()).map(|(value, _)| value)
    }
}

/// Whether a word is what a phrase has in its place.
fn is_form(words: &Words, index: usize, form: &str) -> bool {
    words.form(index) == form || (form == NUMBER && words.list().get(index).is_some_and(|w| w.number))
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
        phrases.insert("قناة 24", &folding, 4);
        let whole = |text: &str| phrases.whole(&Words::new(text, Span::new(0, text.len() as u32), &folding, 100));
        assert_eq!((whole("قناة ٢٤"), whole("قناة 98")), (Some(4), None));
    }
}
