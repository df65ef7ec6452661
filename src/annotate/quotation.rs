//! Pairs quotation marks: nesting, reversed and mixed marks, paragraphs that go on, unclosed and stray marks.
//!
//! The marks of a text are read as a path through a small automaton whose state is the stack of open marks. Every
//! oddity (a mark used against its shape, a mark that nothing closes) has a price, and the cheapest path wins. The
//! search keeps one path for each state, so it is linear in the number of marks.

use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::pack::class::Class;
use crate::pack::lexicon::CueForm;
use crate::pack::manifest::{Gender, Number, QuotationMarks, Tense};
use crate::span::Span;
use crate::token::{Token, TokenKind, is_space};

/// Text between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark to the closing mark, both included where they are there.
    pub outer: Span,
    /// The words between the marks.
    pub inner: Span,
    /// How many quotations it stands in.
    pub depth: u8,
    /// Whether a closing mark was found.
    pub closed: bool,
}

/// Characters above which a quotation is reported as overlong, in bytes.
const OVERLONG: usize = 8000;

/// The marks of a pack, by character.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    table: Vec<(char, Shape)>,
}

/// What a character says by its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shape {
    family: u8,
    opens: bool,
    closes: bool,
    doubled: bool,
    shy: bool,
}

impl Marks {
    /// The marks that a pack lists. A character of several families belongs to the first.
    pub fn new(marks: &QuotationMarks) -> Self {
        let mut table: Vec<(char, Shape)> = Vec::new();
        for (family, marks) in marks.family.iter().enumerate() {
            for (list, opens, closes, doubled) in [
                (&marks.open, true, false, false),
                (&marks.close, false, true, false),
                (&marks.both, true, true, false),
                (&marks.doubled, true, true, true),
            ] {
                let shape = Shape { family: family as u8, opens, closes, doubled, shy: marks.shy };
                table.extend(list.chars().map(|c| (c, shape)));
            }
        }
        Marks { table }
    }

    fn shape(&self, c: char, doubled: bool) -> Option<Shape> {
        self.table.iter().find(|(mark, shape)| *mark == c && shape.doubled == doubled).map(|(_, shape)| *shape)
    }
}

/// One quotation mark of a text, or the end of a paragraph (`mark` is `None`).
#[derive(Clone, Copy, Debug)]
struct Event {
    span: Span,
    mark: Option<Mark>,
    /// A sentence ended since the mark before.
    sentence: bool,
    /// A sentence ended, or a participle went on reporting behind a pause, since the mark before.
    resumed: bool,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    shape: Shape,
    /// The word or sign before it hands over to words in marks.
    announced: bool,
    /// White space, an opening bracket or nothing stands before it, and neither white space nor a comma after it.
    looks_open: bool,
    /// No white space stands before it, and white space or punctuation after it; or a comma.
    looks_closed: bool,
    /// No white space stands before it, and a full stop or a comma after it: it closes, or its partner is missing.
    surely_closed: bool,
}

/// What a path does at an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Open,
    Close,
    /// Gives up the innermost open mark and opens.
    Reopen,
    /// The mark is none.
    Skip,
    /// At the end of a paragraph: everything open goes on.
    Carry,
    /// At the end of a paragraph: everything open is given up.
    Drop,
}

/// The families of the open marks, innermost in the low byte, each plus one.
type Stack = u32;

const MAX_DEPTH: u32 = 3;

/// States kept after each event: more than any honest text needs, and a bound for texts that mix many kinds of marks.
const BEAM: usize = 24;

fn depth(stack: Stack) -> u32 {
    (Stack::BITS - stack.leading_zeros()).div_ceil(8)
}

/// One state of the search after an event: how it was reached, and at what price.
#[derive(Clone, Copy, Debug)]
struct Node {
    stack: Stack,
    price: u32,
    parent: u32,
    step: Step,
}

/// Pairs the quotation marks among `tokens`. Quotations come ordered by their opening mark.
pub fn pair(text: &str, tokens: &[Token], marks: &Marks) -> (Vec<Quotation>, Vec<Diagnostic>) {
    let events = events(text, tokens, marks);
    if events.iter().all(|e| e.mark.is_none()) {
        return (Vec::new(), Vec::new());
    }
    let steps = cheapest(&events);
    let mut quotations = Vec::new();
    let mut diagnostics = Vec::new();
    build(text, tokens, &events, &steps, &mut quotations, &mut diagnostics);
    quotations.sort_by_key(|q| (q.outer.start, std::cmp::Reverse(q.outer.end)));
    (quotations, diagnostics)
}

/// The marks and paragraph ends of a text.
fn events(text: &str, tokens: &[Token], marks: &Marks) -> Vec<Event> {
    let mut events = Vec::new();
    let (mut sentence, mut resumed) = (false, false);
    let mut skip = false;
    for (i, token) in tokens.iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        match token.kind {
            TokenKind::Break => {
                events.push(Event { span: token.span, mark: None, sentence: false, resumed: false });
                (sentence, resumed) = (false, false);
            }
            TokenKind::Sign(c) => {
                let twin = tokens.get(i + 1).filter(|t| t.span.start == token.span.end && same_sign(t.kind, c));
                let (shape, span) = match twin.and_then(|t| Some((marks.shape(c, true)?, t))) {
                    Some((shape, twin)) => {
                        skip = true;
                        (shape, token.span.hull(twin.span))
                    }
                    None => match marks.shape(c, false) {
                        Some(shape) => (shape, token.span),
                        None => {
                            sentence |= matches!(c, '.' | '!' | '?' | '\u{61f}');
                            continue;
                        }
                    },
                };
                let before = text[..span.start as usize].chars().next_back().filter(|c| !is_space(*c));
                let after = text[span.end as usize..].chars().next().filter(|c| !is_space(*c));
                let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                if shape.shy && letter(before) && letter(after) {
                    continue;
                }
                let opening =
                    |c: Option<char>| c.is_none_or(|c| matches!(c, '(' | '[' | ':' | '\u{640}' | '-' | '\u{2013}'));
                let closing = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                let pause = |c: Option<char>| c.is_some_and(|c| matches!(c, '.' | ',' | '\u{60c}' | '\u{61b}'));
                let comma = after.is_some_and(|c| matches!(c, ',' | '\u{60c}' | '\u{61b}'));
                let spaced = before.is_none_or(|c| c == ':');
                let announced = announces(tokens, i, spaced);
                let mark = Mark {
                    shape,
                    announced,
                    looks_open: announced || opening(before) && after.is_some() && !comma,
                    looks_closed: !announced && (before.is_some() || comma) && closing(after),
                    surely_closed: before.is_some() && pause(after),
                };
                events.push(Event { span, mark: Some(mark), sentence, resumed: resumed || sentence });
                (sentence, resumed) = (false, false);
            }
            TokenKind::Word => resumed |= i > 0 && is_pause(tokens[i - 1].kind) && goes_on(token),
            TokenKind::Number => {}
        }
    }
    events
}

/// Whether the token before the one at `i` hands over to words in marks: a colon, a participle of reporting, a verb of
/// reporting behind a conjunction, or a complementizer. No quotation ends in one, unless it was opened right before.
fn announces(tokens: &[Token], i: usize, spaced: bool) -> bool {
    let token = |back: usize| i.checked_sub(back).and_then(|k| tokens.get(k));
    let opened = token(2).is_some_and(|t| matches!(t.kind, TokenKind::Sign(c) if c != '.'));
    let Some(before) = token(1) else { return false };
    let cue = |fits: fn(CueForm) -> bool| before.word.cue.is_some_and(fits);
    match before.kind {
        TokenKind::Sign(':') => true,
        TokenKind::Word if opened => false,
        TokenKind::Word if spaced => before.word.is(Class::Complementizer) || cue(adverbial),
        TokenKind::Word => before.word.conjunction > 0 && cue(|cue| cue.tense == Tense::Past),
        _ => false,
    }
}

/// Whether the form is a participle of reporting with the ending of an adverb.
fn adverbial(cue: CueForm) -> bool {
    cue.tense == Tense::Participle && cue.gender == Gender::Masculine && cue.number == Number::Singular
}

fn same_sign(kind: TokenKind, c: char) -> bool {
    kind == TokenKind::Sign(c)
}

/// The cheapest sequence of steps through the events.
fn cheapest(events: &[Event]) -> Vec<Step> {
    let mut nodes: Vec<Node> = vec![Node { stack: 0, price: 0, parent: 0, step: Step::Skip }];
    let mut layer = 0..1;
    for (i, event) in events.iter().enumerate() {
        let start = nodes.len();
        for parent in layer.clone() {
            let node = nodes[parent];
            let mut reach = |stack: Stack, cost: u32, step: Step| {
                let next = Node { stack, price: node.price + cost, parent: parent as u32, step };
                match nodes[start..].iter_mut().find(|n| n.stack == stack) {
                    Some(known) if known.price <= next.price => {}
                    Some(known) => *known = next,
                    None => nodes.push(next),
                }
            };
            match event.mark {
                Some(mark) => {
                    mark_steps(node.stack, mark, event, &mut reach);
                }
                None => break_steps(node.stack, next_mark(events, i), &mut reach),
            }
        }
        if nodes.len() - start > BEAM {
            nodes[start..].sort_by_key(|n| (n.price, n.stack));
            nodes.truncate(start + BEAM);
        }
        layer = start..nodes.len();
    }
    // What is still open at the end was given up by the last paragraph end, so every path has an empty stack there.
    let mut at = layer.min_by_key(|&n| (nodes[n].price + 40 * depth(nodes[n].stack), n)).unwrap_or(0);
    let mut steps = Vec::with_capacity(events.len());
    while at != 0 {
        steps.push(nodes[at].step);
        at = nodes[at].parent as usize;
    }
    steps.reverse();
    steps
}

/// The mark at the next event, if that is one.
fn next_mark(events: &[Event], i: usize) -> Option<Mark> {
    events.get(i + 1).and_then(|e| e.mark)
}

/// Prices of what a mark can do. The figures rank oddities; only their order and sums matter.
fn mark_steps(stack: Stack, mark: Mark, event: &Event, reach: &mut impl FnMut(Stack, u32, Step)) {
    let family = Stack::from(mark.shape.family) + 1;
    let top = stack & 0xff;
    let against = |shape_fits: bool, looks: bool, contrary: bool| -> u32 {
        let shape = if shape_fits { 0 } else { 12 };
        let place = if looks {
            0
        } else if contrary {
            14
        } else {
            3
        };
        shape + place
    };
    let mut open = against(mark.shape.opens, mark.looks_open, mark.looks_closed && !mark.looks_open);
    if mark.surely_closed {
        open += 12;
    }
    let close = against(mark.shape.closes, mark.looks_closed, mark.looks_open && !mark.looks_closed);
    let nested = match depth(stack) {
        0 => 0,
        _ if top == family => 9,
        _ => 3,
    };
    let shy = if mark.shape.shy { 4 } else { 0 };
    if depth(stack) < MAX_DEPTH {
        reach((stack << 8) | family, open + nested + shy, Step::Open);
    }
    if stack != 0 {
        let foreign = if top == family { 0 } else { 16 };
        reach(stack >> 8, close + foreign + if event.sentence { 1 } else { 0 }, Step::Close);
        // Amid a sentence that nothing hands over to somebody, a name in marks is likelier than other words.
        let amid = if event.resumed || mark.announced { 0 } else { 10 };
        reach((stack >> 8 << 8) | family, open + 26 + amid, Step::Reopen);
    }
    let stray = match mark {
        Mark { announced: true, .. } => 50,
        Mark { surely_closed: true, .. } if stack == 0 => 18,
        _ => 30,
    };
    reach(stack, if mark.shape.shy { 6 } else { stray }, Step::Skip);
}

/// Prices at the end of a paragraph: quotations seldom go on in the next one.
fn break_steps(stack: Stack, next: Option<Mark>, reach: &mut impl FnMut(Stack, u32, Step)) {
    if stack == 0 {
        reach(0, 0, Step::Carry);
        return;
    }
    // Where the next mark closes something, what is open may go on to it.
    let continued = next.is_some_and(|m| m.looks_closed && !m.looks_open);
    reach(stack, if continued { 14 } else { 22 } * depth(stack), Step::Carry);
    reach(0, 24 * depth(stack), Step::Drop);
}

/// Turns the steps into quotations.
fn build(
    text: &str,
    tokens: &[Token],
    events: &[Event],
    steps: &[Step],
    quotations: &mut Vec<Quotation>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut open: Vec<(Span, Mark)> = Vec::new();
    let mut odd = |code, span| diagnostics.push(Diagnostic { code, span, detail: String::new() });
    for (i, (event, step)) in events.iter().zip(steps).enumerate() {
        match (step, event.mark) {
            (Step::Open | Step::Reopen, Some(mark)) => {
                if *step == Step::Reopen
                    && let Some((start, _)) = open.pop()
                {
                    odd(DiagnosticCode::UnclosedQuotation, start);
                    quotations.push(unclosed(text, tokens, start, event.span.start, open.len()));
                }
                if !mark.shape.opens {
                    odd(DiagnosticCode::ReversedMark, event.span);
                }
                open.push((event.span, mark));
            }
            (Step::Close, Some(mark)) => {
                let Some((start, opened)) = open.pop() else { continue };
                if !mark.shape.closes {
                    odd(DiagnosticCode::ReversedMark, event.span);
                } else if opened.shape.family != mark.shape.family {
                    odd(DiagnosticCode::MixedMarks, event.span);
                }
                let inner = Span::new(start.end, event.span.start);
                let words = inner.trim_matches(text, is_space);
                if words.of(text).contains('\n') {
                    odd(DiagnosticCode::MultiParagraphQuotation, words);
                }
                if words.len() > OVERLONG {
                    odd(DiagnosticCode::OverlongQuotation, words);
                }
                let outer = start.hull(event.span);
                quotations.push(Quotation { outer, inner: words, depth: open.len() as u8, closed: true });
            }
            (Step::Skip, Some(mark)) if !mark.shape.shy => {
                odd(DiagnosticCode::StrayMark, event.span);
                if mark.surely_closed && mark.shape.closes && open.is_empty() {
                    quotations.extend(unopened(text, tokens, &events[..i], event.span));
                }
            }
            (Step::Drop, _) => {
                let end = events[..=i].last().map_or(0, |e| e.span.start);
                while let Some((start, mark)) = open.pop() {
                    if !mark.shape.shy {
                        odd(DiagnosticCode::UnclosedQuotation, start);
                        quotations.push(unclosed(text, tokens, start, end, open.len()));
                    }
                }
            }
            _ => {}
        }
    }
}

/// A quotation that nothing opens: it begins where, in the sentence of its closing mark, a verb of reporting hands over
/// to a complementizer or a colon.
fn unopened(text: &str, tokens: &[Token], before: &[Event], close: Span) -> Option<Quotation> {
    let at = |offset: u32| tokens.partition_point(|t| t.span.start < offset);
    let paragraph = before.iter().rev().find(|e| e.mark.is_none()).map_or(0, |e| at(e.span.end + 1));
    let mark = before.last().map_or(0, |e| at(e.span.end));
    let sentence = &tokens[paragraph..at(close.start)];
    let stop = |t: &Token| matches!(t.kind, TokenKind::Sign('.' | '!' | '?' | '\u{61f}'));
    let first = paragraph + sentence.iter().rposition(stop).map_or(0, |stop| stop + 1);
    let reports = |t: &Token| t.word.cue.is_some_and(|cue| cue.tense != Tense::None);
    let verb = first + tokens[first..].iter().position(reports)?;
    let hands_over = |t: &Token| t.kind == TokenKind::Sign(':') || t.word.is(Class::Complementizer);
    let from = verb.max(mark);
    let opener = from + tokens.get(from..at(close.start))?.iter().position(hands_over)?;
    let start = tokens.get(opener + 1).filter(|t| t.span.start < close.start)?.span.start;
    let inner = Span::new(start, close.start).trim_matches(text, is_space);
    Some(Quotation { outer: Span::new(start, close.end), inner, depth: 0, closed: true })
}

/// A quotation that nothing closes: it ends where its sentence ends or the reporter takes the word again, at the latest
/// before `limit`.
fn unclosed(text: &str, tokens: &[Token], start: Span, limit: u32, depth: usize) -> Quotation {
    let limit = resumed(tokens, start.end, limit).unwrap_or(limit);
    let rest = Span::new(start.end, limit).trim_matches(text, is_space);
    let words = rest.of(text);
    let stop = words
        .char_indices()
        .zip(words.chars().skip(1))
        .find(|&((_, c), next)| matches!(c, '.' | '!' | '?' | '\u{61f}') && next.is_whitespace());
    let end = stop.map_or(rest.end, |((i, _), _)| rest.start + i as u32);
    let inner = Span::new(rest.start, end);
    Quotation { outer: Span::new(start.start, end), inner, depth: depth as u8, closed: false }
}

/// Where, between two offsets, a participle that goes on reporting follows a pause: the pause.
fn resumed(tokens: &[Token], from: u32, limit: u32) -> Option<u32> {
    let first = tokens.partition_point(|t| t.span.start < from);
    let inside = tokens[first..].iter().take_while(|t| t.span.start < limit);
    let mut pause = None;
    for token in inside {
        match token.kind {
            kind if is_pause(kind) => pause = pause.or(Some(token.span.start)),
            TokenKind::Word if pause.is_some() && goes_on(token) => return pause,
            _ => pause = None,
        }
    }
    None
}

fn is_pause(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Sign(',' | '\u{60c}' | '\u{61b}' | '.'))
}

fn goes_on(token: &Token) -> bool {
    token.word.cue.is_some_and(|cue| cue.tense == Tense::Participle)
}
