//! `Token`: words, numbers, punctuation and quotation marks of a text, in order, each with its folded form.

use crate::fold::Folding;
use crate::pack::class::Class;
use crate::pack::lexicon::{Lexicon, Word};
use crate::phrase::is_letter;
use crate::span::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with the marks that belong to them.
    Word,
    /// Digits, with the signs inside them.
    Number,
    /// Any other sign.
    Sign(char),
    /// The end of a paragraph; an empty token.
    Break,
}

/// One token. Tokens tile the non-space text in order.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Where its folded form stands in the arena of [`Tokens`].
    folded: (u32, u32),
    /// What the lexicon knows about it.
    pub word: Word,
}

/// The tokens of some paragraphs of a text.
#[derive(Debug, Default)]
pub struct Tokens {
    list: Vec<Token>,
    folded: String,
}

impl Tokens {
    /// Splits the paragraphs of `text` into tokens; a `Break` closes each paragraph.
    pub fn new(text: &str, paragraphs: impl Iterator<Item = Span>, folding: &Folding, lexicon: &Lexicon) -> Self {
        let mut tokens = Tokens::default();
        for paragraph in paragraphs {
            tokens.paragraph(text, paragraph, folding, lexicon);
            tokens.push(Span::new(paragraph.end, paragraph.end), TokenKind::Break, 0, Word::default());
        }
        tokens.restore_lost_signs();
        tokens
    }

    /// Reads the question marks that an encoding left in the place of signs it lacks: a sign of per cent right behind a
    /// number, and a comma in a text that has more of them amid its sentences than commas.
    fn restore_lost_signs(&mut self) {
        let amid = |pair: &[Token]| pair[0].kind == TokenKind::Sign('?') && pair[1].kind == TokenKind::Word;
        let lost: Vec<usize> =
            self.list.windows(2).enumerate().filter(|(_, pair)| amid(pair)).map(|(i, _)| i).collect();
        if lost.is_empty() {
            return;
        }
        let list = &mut self.list;
        let commas = list.iter().filter(|token| matches!(token.kind, TokenKind::Sign(',' | '\u{60c}'))).count();
        for &i in &lost {
            let number = i > 0 && list[i - 1].kind == TokenKind::Number && list[i - 1].span.end == list[i].span.start;
            if lost.len() > commas.max(2) {
                list[i].kind = TokenKind::Sign(',');
            } else if number {
                list[i].kind = TokenKind::Sign('%');
            }
        }
    }

    fn paragraph(&mut self, text: &str, paragraph: Span, folding: &Folding, lexicon: &Lexicon) {
        let mut chars = paragraph.of(text).char_indices().peekable();
        let at = |i: usize| paragraph.start + i as u32;
        while let Some((start, c)) = chars.next() {
            if is_space(c) {
                continue;
            }
            if let Some((length, mark)) = reference(&paragraph.of(text)[start..]) {
                let span = Span::new(at(start), at(start + length));
                self.push(span, TokenKind::Sign(mark), self.folded.len(), Word::default());
                while chars.next_if(|&(i, _)| i < start + length).is_some() {}
                continue;
            }
            let mut end = start + c.len_utf8();
            let kind = if c.is_numeric() {
                TokenKind::Number
            } else if is_inside_word(c) {
                TokenKind::Word
            } else {
                self.push(Span::new(at(start), at(end)), TokenKind::Sign(c), self.folded.len(), Word::default());
                continue;
            };
            while let Some(&(i, c)) = chars.peek() {
                let (before, after) = paragraph.of(text).split_at(i);
                let followed = || after[c.len_utf8()..].starts_with(char::is_numeric);
                let point = matches!(c, '.' | ',' | '\u{66b}' | '\u{66c}');
                let inside = match kind {
                    // A preposition is written together with its number.
                    TokenKind::Word => {
                        is_inside_word(c)
                            || c.is_numeric()
                            || is_joiner(c)
                            || point && before.ends_with(char::is_numeric) && followed()
                    }
                    _ => c.is_numeric() || is_inside_word(c) || (point || matches!(c, '/' | ':' | '-')) && followed(),
                };
                if !inside {
                    break;
                }
                end = i + c.len_utf8();
                chars.next();
            }
            let span = Span::new(at(start), at(end)).trim_matches(text, is_joiner);
            let from = self.folded.len();
            folding.fold_into(span.of(text), &mut self.folded);
            if self.folded.len() == from {
                // Nothing but signs that words are compared without.
                self.push(span, TokenKind::Sign(c), from, Word::default());
                continue;
            }
            let mut word =
                if kind == TokenKind::Word { lexicon.analyze(&self.folded[from..]) } else { Word::default() };
            // Folding makes one word of a preposition and a name that differ in their last letter.
            if word.is(Class::Preposition)
                && lexicon.last_letter(&self.folded[from..]).is_some_and(|last| !span.of(text).ends_with(last))
            {
                word = word.no_name();
            }
            word.oblique |= folding.is_oblique(span.of(text));
            self.push(span, kind, from, word);
        }
    }

    fn push(&mut self, span: Span, kind: TokenKind, from: usize, word: Word) {
        let folded = (from as u32, self.folded.len() as u32);
        let folded = if kind == TokenKind::Break { (0, 0) } else { folded };
        self.list.push(Token { span, kind, folded, word });
    }

    /// The tokens in order.
    pub fn list(&self) -> &[Token] {
        &self.list
    }

    /// The folded form of the token at `index`.
    pub fn folded(&self, index: usize) -> &str {
        let (from, to) = self.list[index].folded;
        &self.folded[from as usize..to as usize]
    }
}

/// The quotation mark that a page left written as an HTML character reference at the head of `text`, and the bytes of the
/// reference.
fn reference(text: &str) -> Option<(usize, char)> {
    const MARKS: [(&str, char); 10] = [
        ("&quot;", '"'),
        ("&#34;", '"'),
        ("&#39;", '\''),
        ("&laquo;", '\u{ab}'),
        ("&raquo;", '\u{bb}'),
        ("&#171;", '\u{ab}'),
        ("&#187;", '\u{bb}'),
        ("&ldquo;", '\u{201c}'),
        ("&rdquo;", '\u{201d}'),
        ("&#8220;", '\u{201c}'),
    ];
    let mark = text.starts_with('&').then(|| MARKS.iter().find(|(name, _)| text.starts_with(name)))??;
    Some((mark.0.len(), mark.1))
}

/// Whether `c` is written inside words: letters, their marks, and the bar that lengthens Arabic letters.
fn is_inside_word(c: char) -> bool {
    is_letter(c) || is_mark(c) || c == '_'
}

/// Combining marks, which `char` has no predicate for; the blocks that occur in news of any script.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}'
        | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}')
}

/// Zero-width joiners and direction marks, which may stand inside a word and count as space at its edges.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether `c` stands between tokens.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || is_joiner(c)
}
