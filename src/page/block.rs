//! `Block`: a line of a page, or a part of one where a page was joined into few lines.

use super::date::{Stamp, is_direction};
use super::rules::{Furniture, Inline, InlineEffect, PageRules};
use crate::article::{ParagraphKind, lines};
use crate::phrase::Words;
use crate::span::{Span, ceil_boundary, floor_boundary};
use memchr::memmem;

/// Bytes from which a block is running text without a closer look.
const LONG: usize = 300;
/// Bytes up to which all words of a block are read.
pub(super) const SHORT: usize = 120;
/// Words of a longer block that are read; more than the longest phrase has.
const FIRST_WORDS: usize = 12;
/// Words from which a line is running text, whatever it ends with.
const MANY_WORDS: usize = 25;
/// Words from which a line with a full stop is running text.
const SENTENCE_WORDS: usize = 10;
/// White space of this many characters stands between parts of a page, not between words.
const WIDE_GAP: usize = 4;
/// Bytes at the beginning of a joined page in which its head is looked for.
const HEAD: usize = 2048;
/// Most words of a headline, also of another article's.
const HEADLINE_WORDS: usize = 30;
/// Most teasers that are looked for; each costs a search of the rest of the page.
const TEASERS: usize = 40;
/// Most words of a stretch of text that is read for its dates.
const DATE_WORDS: usize = 250;

/// A stretch of the page that is of one kind.
#[derive(Clone, Debug)]
pub(super) struct Block<'r> {
    /// Without white space at its ends.
    pub(super) span: Span,
    /// What it is, as soon as that is known.
    pub(super) kind: Option<ParagraphKind>,
    /// Number of words; unknown, and large, for long blocks.
    pub(super) words: usize,
    /// The furniture entry that it is.
    pub(super) entry: Option<&'r Furniture>,
    /// Whether it ends as a sentence does.
    pub(super) stop: bool,
    /// Whether a letter of the script stands in it.
    pub(super) script: bool,
}

impl<'r> Block<'r> {
    /// Looks at a stretch of text; `words` is memory to work with, and holds its first words after.
    pub(super) fn new(text: &str, span: Span, rules: &'r PageRules, words: &mut Words) -> Self {
        let line = span.of(text);
        let short = line.len() <= SHORT;
        // Phrases of furniture are short: of a longer line the first words are enough, and blanks count the others.
        words.read(text, span, &rules.folding, if short { usize::MAX } else { FIRST_WORDS });
        let count = match line.len() {
            _ if short => words.len(),
            ..=LONG => 1 + line.bytes().zip(line.bytes().skip(1)).filter(|&(a, b)| a == b' ' && b != b' ').count(),
            _ => usize::MAX,
        };
        let last = line.trim_end_matches(|c: char| is_closing(c) || is_direction(c) || c.is_whitespace());
        Block {
            span,
            kind: None,
            words: count,
            entry: rules.furniture_of(text, line, words, count),
            stop: last.chars().next_back().is_some_and(|c| rules.is_stop(c)),
            script: count == usize::MAX || rules.has_letter(line),
        }
    }

    /// Whether it can only be running text.
    pub(super) fn is_running(&self) -> bool {
        self.kind.is_none()
            && self.entry.is_none()
            && self.script
            && (self.words >= MANY_WORDS || (self.stop && self.words >= SENTENCE_WORDS))
    }
}

/// Whether a character closes a quotation or a bracket.
fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '\u{bb}' | '\u{ab}' | '\u{201c}' | '\u{201d}' | '\u{2019}' | ')' | ']')
}

/// The blocks of a page, in order, and the date at its head where a joined page states one.
pub(super) fn blocks<'r>(text: &str, rules: &'r PageRules) -> (Vec<Block<'r>>, Option<Stamp>) {
    let mut spans = Vec::new();
    lines(text).for_each(|line| split_at_gaps(text, line, &mut spans));
    let mut words = Words::default();
    let mut blocks: Vec<Block> = spans.iter().map(|&span| Block::new(text, span, rules, &mut words)).collect();
    // A page joined into one line: nearly all of the text is one block.
    let joined = blocks.iter().position(|b| b.span.len() > 2 * LONG && b.span.len() * 10 > text.trim().len() * 7);
    let Some(at) = joined else { return (blocks, None) };
    let (parts, stamp) = Joined { text, rules }.split(blocks[at].span);
    let parts = parts.into_iter().map(|(span, kind)| Block { kind, ..Block::new(text, span, rules, &mut words) });
    let parts: Vec<Block> = parts.collect();
    blocks.splice(at..=at, parts);
    (blocks, stamp)
}

/// Splits a line where its parts stand far apart.
fn split_at_gaps(text: &str, line: Span, out: &mut Vec<Span>) {
    let mut start = line.start as usize;
    for hit in memmem::find_iter(line.of(text).as_bytes(), b"   ") {
        let hit = line.start as usize + hit;
        if hit < start {
            continue;
        }
        let before = text[start..hit].trim_end();
        let gap_start = start + before.len();
        let gap = &text[gap_start..line.end as usize];
        let gap = &gap[..gap.len() - gap.trim_start().len()];
        if gap.chars().nth(WIDE_GAP - 1).is_some() {
            out.push(Span::new(start as u32, gap_start as u32));
            start = gap_start + gap.len();
        }
    }
    out.push(Span::new(start as u32, line.end));
}

/// The parts of a page of one line.
pub(super) fn joined(text: &str, page: Span, rules: &PageRules) -> Parts {
    Joined { text, rules }.split(page).0
}

/// A page whose lines were joined into one.
struct Joined<'p> {
    text: &'p str,
    rules: &'p PageRules,
}

/// Parts of a joined page, with their kind where it is certain.
pub(super) type Parts = Vec<(Span, Option<ParagraphKind>)>;

impl Joined<'_> {
    fn split(&self, page: Span) -> (Parts, Option<Stamp>) {
        let mut parts = Parts::new();
        let mut rest = self.labels(page, &mut parts);
        let mut stamp = None;
        if let Some(after) = self.spaced_head(rest, &mut parts) {
            rest = after;
        } else if let Some(found) = self.marked_head(rest) {
            stamp = Some(found);
            self.push(&mut parts, Span::new(rest.start, found.span.end), Some(ParagraphKind::Furniture));
            rest = Span::new(found.span.end, rest.end).trim(self.text);
            if let Some(end) = self.lede(rest) {
                self.push(&mut parts, Span::new(rest.start, end), Some(ParagraphKind::Title));
                rest = Span::new(end, rest.end);
            }
        }
        let tail = self.tail(rest);
        let body = Span::new(rest.start, tail);
        self.teasers(body, &mut parts);
        let rest = Span::new(tail, rest.end);
        let sources = self.second_marker(rest);
        self.push(&mut parts, Span::new(rest.start, sources), Some(ParagraphKind::Furniture));
        self.push(&mut parts, Span::new(sources, rest.end), Some(ParagraphKind::Furniture));
        (parts, stamp)
    }

    fn push(&self, parts: &mut Parts, span: Span, kind: Option<ParagraphKind>) {
        let span = span.trim(self.text);
        if !span.is_empty() {
            parts.push((span, kind));
        }
    }

    /// Cuts addresses and labels off the beginning.
    fn labels(&self, page: Span, parts: &mut Parts) -> Span {
        let mut rest = page;
        loop {
            let line = rest.of(self.text);
            let word = line.split(char::is_whitespace).next().unwrap_or_default();
            let links = |word: &str| {
                self.rules.links.matching(word).any(|regex| regex.find(word).is_some_and(|m| m.start() == 0))
            };
            let label = || self.forms(InlineEffect::Edge).any(|(_, form)| form == word);
            if word.len() == line.len() || !(links(word) || label()) {
                return rest;
            }
            let end = rest.start + word.len() as u32;
            self.push(parts, Span::new(rest.start, end), Some(ParagraphKind::Furniture));
            rest = Span::new(end, rest.end).trim(self.text);
        }
    }

    fn forms(&self, effect: InlineEffect) -> impl Iterator<Item = (&Inline, &str)> {
        let entries = self.rules.inline.iter().filter(move |entry| entry.effect == effect);
        entries.flat_map(|entry| entry.forms.iter().map(move |form| (entry, form.as_str())))
    }

    /// Splits the head where two blanks stand between its parts and one of them is the date; gives what follows it.
    fn spaced_head(&self, page: Span, parts: &mut Parts) -> Option<Span> {
        let mut head = Parts::new();
        let mut dated = false;
        let mut rest = page;
        while let Some(gap) = memmem::find(rest.of(self.text).as_bytes(), b"  ") {
            let part = Span::new(rest.start, rest.start + gap as u32);
            if gap > LONG || (rest.start - page.start) as usize > HEAD {
                break;
            }
            let words = Words::new(self.text, part, &self.rules.folding, DATE_WORDS);
            dated |= self.rules.dates.of_line(self.text, part, &words).is_some();
            self.push(&mut head, part, None);
            rest = Span::new(part.end, rest.end).trim(self.text);
        }
        dated.then(|| {
            parts.append(&mut head);
            rest
        })
    }

    /// The date that is marked as the page's, in the first part of the page.
    fn marked_head(&self, page: Span) -> Option<Stamp> {
        let head = floor_boundary(self.text, (page.start as usize + HEAD).min(page.end as usize));
        let head = Span::new(page.start, head as u32);
        let words = Words::new(self.text, head, &self.rules.folding, DATE_WORDS);
        self.rules.dates.find(self.text, &words).filter(|stamp| stamp.published || stamp.updated)
    }

    /// Where the text begins after a headline: at the first verb in the past that no end of a sentence comes before.
    fn lede(&self, span: Span) -> Option<u32> {
        let words = Words::new(self.text, span, &self.rules.folding, HEADLINE_WORDS);
        for i in 1..words.len() {
            let gap = words.gap(self.text, i - 1).trim();
            if self.ends_sentence(gap) || gap.chars().any(|c| self.rules.pauses.contains(c)) {
                return None;
            }
            if i >= 4 && self.rules.lede.at(&words, i).is_some() {
                return Some(words.list()[i].span.start);
            }
        }
        None
    }

    /// Whether a gap between words holds the end of a sentence; two dots only stretch it.
    fn ends_sentence(&self, gap: &str) -> bool {
        let mut stops = gap.chars().filter(|&c| self.rules.is_stop(c));
        stops.next().is_some() && stops.next().is_none()
    }

    /// Where the first marker of the tail stands; the end of the span, where there is none.
    fn tail(&self, span: Span) -> u32 {
        // In the first third of a page no marker ends it.
        let third = ceil_boundary(self.text, span.start as usize + span.len() / 3) as u32;
        let late = Span::new(third, span.end);
        let first = self.forms(InlineEffect::Tail).filter_map(|(entry, form)| self.marker(late, form, entry.anywhere));
        let tail = first.min().unwrap_or(span.end);
        let rest = Span::new(span.start, tail).of(self.text).trim_end();
        let label = self.forms(InlineEffect::Edge).find_map(|(_, form)| rest.strip_suffix(form));
        match label {
            Some(body) if body.ends_with(char::is_whitespace) => span.start + body.len() as u32,
            _ => tail,
        }
    }

    /// Where the first part of a tail ends: at the next marker.
    fn second_marker(&self, tail: Span) -> u32 {
        let end = floor_boundary(self.text, (tail.start as usize + LONG).min(tail.end as usize)) as u32;
        let near = Span::new(tail.start, end);
        let teasers = self.forms(InlineEffect::Teaser).chain(self.forms(InlineEffect::Tail));
        teasers.filter_map(|(_, form)| self.marker(near, form, true)).min().unwrap_or(tail.end)
    }

    /// Where a marker stands as a word of its own, after the end of a sentence unless `anywhere`.
    fn marker(&self, span: Span, form: &str, anywhere: bool) -> Option<u32> {
        memmem::find_iter(span.of(self.text).as_bytes(), form).find_map(|at| {
            let start = span.start as usize + at;
            let before = &self.text[span.start as usize..start];
            let after = self.text[start + form.len()..].chars().next();
            let word = before.ends_with(char::is_whitespace) && after.is_none_or(|c| !c.is_alphanumeric());
            let last = before.trim_end().chars().next_back();
            let ended = last.is_none_or(|c| self.rules.is_stop(c) || is_closing(c));
            (word && (anywhere || ended)).then_some(start as u32)
        })
    }

    /// Splits the body at the teasers of other articles.
    fn teasers(&self, body: Span, parts: &mut Parts) {
        let mut rest = body;
        for _ in 0..TEASERS {
            let next = self.forms(InlineEffect::Teaser).filter_map(|(entry, form)| {
                self.marker(rest, form, entry.anywhere).map(|at| (at, at + form.len() as u32))
            });
            let Some((start, end)) = next.min() else { break };
            self.push(parts, Span::new(rest.start, start), None);
            // Where no verb shows the end of the headline, only the marker is left out.
            let end = self.lede(Span::new(end, rest.end).trim(self.text)).unwrap_or(end);
            self.push(parts, Span::new(start, end), Some(ParagraphKind::Furniture));
            rest = Span::new(end, rest.end);
        }
        self.push(parts, rest, None);
    }
}
