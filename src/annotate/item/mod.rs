//! `Item`, `Items`: the item stream of an article: its tokens with every outermost quotation collapsed into one item.

mod name_marks;

use super::SpeakerKind;
use super::quotation::Quotation;
use crate::pack::Pack;
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::Word;
use crate::span::Span;
use crate::token::{Token, TokenKind, Tokens};
use std::cell::Cell;
use std::ops::Range;

/// Items after which a text without full stops is cut, so that no search runs through all of it.
pub(super) const LONGEST_SENTENCE: usize = 400;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    Word,
    Number,
    /// An outermost quotation: its index.
    Quote(u32),
    Sign(char),
    /// The end of a paragraph.
    Break,
}

/// One item. Items stand left to right and do not overlap.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) kind: ItemKind,
    pub(super) span: Span,
    /// Its first token.
    token: u32,
    /// What a function word of several words that begins here can be.
    compound: Classes,
    /// Stands inside a function word of several words, after its first, or inside a known name.
    inside: bool,
    /// A quotation whose marks hold a name or a term rather than somebody's words.
    name: bool,
}

/// The item stream of an article.
pub(super) struct Items<'a> {
    pub(super) text: &'a str,
    pub(super) pack: &'a Pack,
    pub(super) quotations: &'a [Quotation],
    tokens: &'a Tokens,
    list: Vec<Item>,
    /// Where noun phrases end, as far as somebody has asked.
    pub(super) phrases: Memo,
}

/// Answers about items that are asked for again and again, each computed once: two for every item.
pub(super) struct Memo(Vec<[Cell<Answer>; 2]>);

/// One answer.
#[derive(Clone, Copy, Debug, Default)]
enum Answer {
    #[default]
    Unasked,
    Nothing,
    Item(u32),
}

impl Memo {
    fn new(items: usize) -> Self {
        Memo(vec![Default::default(); items])
    }

    /// The first or second answer about item `i`, which `find` gives where nobody has asked yet.
    pub(super) fn get(&self, i: usize, second: bool, find: impl FnOnce() -> Option<usize>) -> Option<usize> {
        let Some(cell) = self.0.get(i).map(|answers| &answers[usize::from(second)]) else { return find() };
        match cell.get() {
            Answer::Item(end) => Some(end as usize),
            Answer::Nothing => None,
            Answer::Unasked => {
                let found = find();
                cell.set(found.map_or(Answer::Nothing, |end| Answer::Item(end as u32)));
                found
            }
        }
    }
}

impl<'a> Items<'a> {
    pub(super) fn new(text: &'a str, pack: &'a Pack, tokens: &'a Tokens, quotations: &'a [Quotation]) -> Self {
        let item = Item {
            kind: ItemKind::Break,
            span: Span::default(),
            token: 0,
            compound: Classes::default(),
            inside: false,
            name: false,
        };
        let mut list = Vec::with_capacity(tokens.list().len());
        let mut quotes = quotations.iter().enumerate().filter(|(_, q)| q.depth == 0).peekable();
        let mut skip_to = 0;
        for (index, token) in tokens.list().iter().enumerate() {
            let at = token.span.start;
            while quotes.next_if(|(_, q)| q.outer.end <= at && q.outer.end <= skip_to).is_some() {}
            if let Some((q, quotation)) = quotes.next_if(|(_, q)| q.outer.start <= at && at < q.outer.end) {
                list.push(Item { kind: ItemKind::Quote(q as u32), span: quotation.outer, token: index as u32, ..item });
                skip_to = quotation.outer.end;
            }
            if at < skip_to {
                continue;
            }
            let kind = match token.kind {
                TokenKind::Word => ItemKind::Word,
                TokenKind::Number => ItemKind::Number,
                TokenKind::Sign(c) => ItemKind::Sign(c),
                TokenKind::Break => ItemKind::Break,
            };
            list.push(Item { kind, span: token.span, token: index as u32, ..item });
        }
        let phrases = Memo::new(list.len());
        let mut items = Items { text, pack, quotations, tokens, list, phrases };
        items.join_compounds();
        items.join_names();
        items.mark_names();
        items
    }

    /// Marks the function words of several words.
    fn join_compounds(&mut self) {
        let mut i = 0;
        while i < self.list.len() {
            let found = self.folded(i).and_then(|_| self.pack.lexicon.compound(|k| self.folded(i + k)));
            let Some((classes, length)) = found else {
                i += 1;
                continue;
            };
            self.list[i].compound = classes;
            self.list[i + 1..i + length].iter_mut().for_each(|item| item.inside = true);
            i += length;
        }
    }

    /// Marks the words of names of people and outlets that the registry knows in full: none of them is a function word
    /// or a verb.
    fn join_names(&mut self) {
        let mut i = 0;
        while i < self.list.len() {
            let Some((id, length)) = self.registered(i).filter(|&(_, length)| length > 1) else {
                i += 1;
                continue;
            };
            let known = self.pack.names.known(id);
            if known.kind == SpeakerKind::Person || known.outlet {
                let first = usize::from(!self.is(i, Class::Complementizer));
                self.list[i + first..i + length].iter_mut().for_each(|item| item.inside = true);
            }
            i += length;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn get(&self, i: usize) -> Option<&Item> {
        self.list.get(i)
    }

    pub(super) fn kind(&self, i: usize) -> Option<ItemKind> {
        self.list.get(i).map(|item| item.kind)
    }

    /// What the lexicon knows about the word at `i`; nothing for other items.
    pub(super) fn word(&self, i: usize) -> Word {
        match self.list.get(i) {
            Some(item) if item.kind == ItemKind::Word => self.token(item).word,
            _ => Word::default(),
        }
    }

    fn token(&self, item: &Item) -> &Token {
        &self.tokens.list()[item.token as usize]
    }

    /// The folded form of the word or number at `i`.
    pub(super) fn folded(&self, i: usize) -> Option<&'a str> {
        let item = self.list.get(i)?;
        matches!(item.kind, ItemKind::Word | ItemKind::Number).then(|| self.tokens.folded(item.token as usize))
    }

    /// The folded word at `i` without the conjunction that is written together with it.
    pub(super) fn bare(&self, i: usize) -> Option<&'a str> {
        let folded = self.folded(i)?;
        let skip = usize::from(self.word(i).conjunction);
        folded.char_indices().nth(skip).map(|(at, _)| &folded[at..])
    }

    /// The span of the word at `i` without the conjunction that is written together with it.
    pub(super) fn bare_span(&self, i: usize) -> Span {
        let Some(item) = self.list.get(i) else { return Span::default() };
        let mut left = self.word(i).conjunction;
        let mut start = item.span.start;
        for c in item.span.of(self.text).chars() {
            if left == 0 && self.pack.folding.fold_char(c).is_some() {
                break;
            }
            left = left.saturating_sub(u8::from(self.pack.folding.fold_char(c).is_some()));
            start += c.len_utf8() as u32;
        }
        Span::new(start.min(item.span.end), item.span.end)
    }

    /// The span of a run of items without the conjunction that is written together with its first word.
    pub(super) fn bare_range(&self, range: Range<usize>) -> Span {
        let start = self.bare_span(range.start).start;
        self.span(range).starting(start)
    }

    /// The registry's longest name that begins at `i`: the entity and how many words it covers.
    pub(super) fn registered(&self, i: usize) -> Option<(u32, usize)> {
        let bare = self.bare(i)?;
        self.pack.names.longest(|k| if k == 0 { Some(bare) } else { self.folded(i + k) })
    }

    /// The word at `i` without the preposition that is written together with it, folded and as printed; the article that
    /// the preposition swallowed is restored. A name that is known with all its letters has none.
    pub(super) fn unprefixed(&self, i: usize) -> Option<(String, String)> {
        let bare = self.bare(i).filter(|_| self.word(i).preposition)?;
        if self.pack.names.is_short(bare) || self.registered(i).is_some() {
            return None;
        }
        let clitics = &self.pack.manifest.proclitics;
        let printed = self.bare_span(i).of(self.text);
        let fold = |form: &str| self.pack.folding.fold(form);
        let skip = |form: &str| printed.chars().skip(form.chars().count()).collect::<String>();
        // A noun that begins with the letter of the preposition looks like one with the article.
        let plain = |form: &String| bare.strip_prefix(fold(form).as_str()).map(|rest| self.pack.lexicon.analyze(rest));
        let noun = clitics.preposition.iter().filter_map(plain).any(|word| !word.classes.is_empty());
        let contracted = clitics.contracted.iter().filter(|_| self.word(i).definite || !noun);
        if let Some(form) = contracted.into_iter().find(|f| bare.starts_with(&fold(f))) {
            let article = clitics.article.first()?;
            let rest = &bare[fold(form).len()..];
            return Some((format!("{}{rest}", fold(article)), format!("{article}{}", skip(form))));
        }
        let form = clitics.preposition.iter().find(|f| bare.starts_with(&fold(f)))?;
        Some((bare[fold(form).len()..].to_string(), skip(form)))
    }

    /// Whether the ending of the word at `i` as printed says that it is an object or stands for an adverb.
    pub(super) fn is_object(&self, i: usize) -> bool {
        let Some(item) = self.list.get(i).filter(|item| item.kind == ItemKind::Word) else { return false };
        self.pack.folding.is_oblique(item.span.of(self.text))
    }

    /// The quotation at `i`.
    pub(super) fn quote(&self, i: usize) -> Option<&Quotation> {
        match self.list.get(i)?.kind {
            ItemKind::Quote(q) => self.quotations.get(q as usize),
            _ => None,
        }
    }

    pub(super) fn is_quote(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(ItemKind::Quote(_)))
    }

    /// The text in marks at `i`.
    fn inner(&self, i: usize) -> &'a str {
        self.quote(i).map_or("", |q| q.inner.of(self.text))
    }

    /// Whether the text in marks at `i` ends as a sentence does, and no name.
    pub(super) fn ends_sentence(&self, i: usize) -> bool {
        self.inner(i).ends_with(['!', '?', '\u{61f}'])
    }

    /// Words of the text in marks at `i`; 0 for other items.
    pub(super) fn quote_len(&self, i: usize) -> usize {
        self.inner(i).split_whitespace().count()
    }

    pub(super) fn is(&self, i: usize, class: Class) -> bool {
        self.any(i, Classes::of(&[class]))
    }

    /// Whether the word at `i`, or the function word of several words that begins there, can be one of `classes`.
    pub(super) fn any(&self, i: usize, classes: Classes) -> bool {
        self.word(i).classes.any(classes) || self.list.get(i).is_some_and(|item| item.compound.any(classes))
    }

    /// One past the last item of a word or phrase of `class` that begins at `i`.
    pub(super) fn compound(&self, i: usize, class: Class) -> Option<usize> {
        let item = self.list.get(i)?;
        if item.compound.has(class) {
            let length = (i + 1..self.len()).take_while(|&k| self.list[k].inside).count();
            return Some(i + 1 + length);
        }
        self.word(i).is(class).then_some(i + 1)
    }

    /// Whether the item stands inside a function word of several words, after its first, or inside a known name.
    pub(super) fn is_inside(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|item| item.inside)
    }

    /// Whether a relative pronoun stands at `i` that no function word of several words holds.
    pub(super) fn is_relative(&self, i: usize) -> bool {
        self.is(i, Class::Relative) && !self.is_inside(i)
    }

    /// Whether the word at `i` is a verb, perhaps in a form that nobody knows, with a pronoun as its object.
    pub(super) fn has_object(&self, i: usize) -> bool {
        const VERB: Classes = Classes::of(&[Class::Verb, Class::WeakVerb]);
        let word = self.word(i);
        let verb = word.classes.any(VERB) || word.is_finite_cue();
        verb && word.pronoun.is_some_and(|pronoun| !pronoun.first)
    }

    /// Whether a reported clause may open at `i`: a complementizer that no function word of several words holds. Right
    /// behind a bracket it is a letter of a name.
    pub(super) fn is_that(&self, i: usize) -> bool {
        let opens = |before: usize| self.kind(before) == Some(ItemKind::Sign('('));
        let name = i.checked_sub(1).is_some_and(opens);
        let free = |item: &Item| !item.inside && !item.compound.has(Class::NotComplementizer);
        self.is(i, Class::Complementizer) && !name && self.list.get(i).is_some_and(free)
    }

    /// A folded word without its article; nothing where it has none.
    pub(super) fn without_article<'w>(&self, word: &'w str) -> Option<&'w str> {
        self.pack.manifest.proclitics.article.iter().find_map(|article| word.strip_prefix(article.as_str()))
    }

    /// Whether the conjunction that is written together with the word at `i` joins it to words of its kind; others open a
    /// main clause.
    pub(super) fn joins(&self, i: usize) -> bool {
        let conjunction = self.pack.manifest.proclitics.conjunction.first();
        let first = |word: &str| conjunction.is_some_and(|c| word.starts_with(&self.pack.folding.fold(c)));
        self.word(i).conjunction > 0 && self.folded(i).is_some_and(first)
    }

    /// Whether a preposition at `i` that is written together with words stands before marks.
    pub(super) fn joins_marks(&self, i: usize) -> bool {
        let clitics = &self.pack.manifest.proclitics.preposition;
        let clitic = |word: &str| clitics.iter().any(|clitic| self.pack.folding.fold(clitic) == word);
        self.is_quote(i + 1) && self.folded(i).is_some_and(clitic)
    }

    /// Whether a preposition with a pronoun stands at `i`.
    pub(super) fn is_addressing(&self, i: usize) -> bool {
        self.is(i, Class::Preposition) && self.word(i).pronoun.is_some()
    }

    /// Whether a complement of a cue opens at `i`: a clause, a colon or marks.
    pub(super) fn opens_complement(&self, i: usize) -> bool {
        self.is_that(i) || self.is_colon(i) || self.is_quote(i)
    }

    pub(super) fn is_colon(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(ItemKind::Sign(':' | '\u{ff1a}' | '\u{fe55}')))
    }

    pub(super) fn is_comma(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(ItemKind::Sign('\u{60c}' | ',' | '\u{61b}' | ';')))
    }

    pub(super) fn is_dash(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(ItemKind::Sign('-' | '\u{2013}' | '\u{2014}' | '\u{640}' | '|')))
    }

    /// Whether the sentence ends at `i`: a paragraph's end or a full stop that is neither part of dots nor of an
    /// abbreviation.
    pub(super) fn is_end(&self, i: usize) -> bool {
        match self.kind(i) {
            None | Some(ItemKind::Break | ItemKind::Sign('!' | '?' | '\u{61f}' | '\u{6d4}')) => true,
            Some(ItemKind::Sign('.')) => self.is_full_stop(i),
            _ => false,
        }
    }

    /// Whether the dot at `i` is neither one of several nor part of an abbreviation or of an address.
    fn is_full_stop(&self, i: usize) -> bool {
        let before = i.checked_sub(1).and_then(|b| self.list.get(b));
        let after = self.list.get(i + 1);
        let dot = |item: Option<&Item>| item.is_some_and(|item| item.kind == ItemKind::Sign('.'));
        let printed = |item: &Item| item.span.of(self.text);
        let abbreviation = before.is_some_and(|b| b.kind == ItemKind::Word && printed(b).chars().count() == 1);
        let joined =
            |a: &Item| a.span.start == self.list[i].span.end && matches!(a.kind, ItemKind::Word | ItemKind::Number);
        let address = after.is_some_and(joined) && before.is_some_and(|b| printed(b).is_ascii());
        !dot(before) && !dot(after) && !abbreviation && !address
    }

    /// The first item of the sentence that holds `i`.
    pub(super) fn sentence_start(&self, i: usize) -> usize {
        let first = i.saturating_sub(LONGEST_SENTENCE);
        (first..i).rev().find(|&j| self.is_end(j) || self.dots(j)).map_or(first, |j| j + 1)
    }

    /// Whether an ellipsis ends at `i`.
    fn dots(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(ItemKind::Sign('\u{2026}')))
    }

    /// Whether dots that do not end a sentence stand at `i`.
    pub(super) fn is_dots(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(ItemKind::Sign('.' | '\u{2026}'))) && !self.is_end(i)
    }

    /// Whether two dots, with which some papers part sentences, begin at `i`.
    pub(super) fn is_double_dot(&self, i: usize) -> bool {
        let dot = |i: usize| self.kind(i) == Some(ItemKind::Sign('.'));
        dot(i) && dot(i + 1) && !dot(i + 2) && !i.checked_sub(1).is_some_and(dot)
    }

    /// One past the last item of the sentence that holds `i`.
    pub(super) fn sentence_end(&self, i: usize) -> usize {
        let limit = (i + LONGEST_SENTENCE).min(self.len());
        (i..limit).find(|&j| self.is_end(j)).unwrap_or(limit)
    }

    /// The span of a run of items.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match (self.list.get(range.start), range.end.checked_sub(1).and_then(|last| self.list.get(last))) {
            (Some(first), Some(last)) if range.start < range.end => Span::new(first.span.start, last.span.end),
            (Some(first), _) => Span::new(first.span.start, first.span.start),
            _ => Span::default(),
        }
    }

    /// The item at or after byte `offset`.
    pub(super) fn at(&self, offset: u32) -> usize {
        self.list.partition_point(|item| item.span.end <= offset)
    }

    /// The item in which a span ends.
    pub(super) fn last_of(&self, span: Span) -> usize {
        self.at(span.end.saturating_sub(1))
    }

    /// Whether the marks at `i` hold a name or a term rather than somebody's words.
    pub(super) fn is_name_quote(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|item| item.name)
    }
}
