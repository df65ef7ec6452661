//! `Layout`: which block of a page is headline, running text, heading or furniture.
//!
//! What is furniture is not searched for quotations: where the signs are weak, a block stays what can be searched.

use super::block::Block;
use super::date::Stamp;
use super::outlet::{Names, pieces};
use super::rules::{Effect, PageRules, Role};
use crate::article::ParagraphKind::{self, Body, Furniture, Heading, Title};
use crate::phrase::Words;
use crate::span::Span;

/// Words of the shortest and the longest headline.
const HEADLINE: std::ops::RangeInclusive<usize> = 3..=25;
/// Words from which a line of the head is a headline rather than an item of a menu.
const HEADLINE_LIKELY: usize = 5;
/// Most words of a heading inside the article.
const HEADING: usize = 14;
/// Most words of an item of a list of links.
const LINK: usize = 25;
/// Most words of a line in a run of lines that is a menu.
const MENU_WORDS: usize = 8;
/// Lines from which such a run is a menu inside the text, and after it.
const MENU_LINES: usize = 4;
const FOOT_LINES: usize = 3;
/// Most words of an item in a row of items.
const MENU_ITEM: usize = 3;
/// Most links under one heading of such a list.
const LINKS: usize = 12;
/// Most words of a caption that is known by its credit.
const CAPTION: usize = 30;

/// The page understood.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Index of the headline.
    pub(super) title: Option<usize>,
    /// Index of the first block of running text; the head of the page is before it.
    pub(super) body: usize,
    /// Dates in lines of the head.
    pub(super) stamps: Vec<Stamp>,
    /// Dates in marked lines of the foot.
    pub(super) foot_stamps: Vec<Stamp>,
    /// Lines that name the author, without the words that say so.
    pub(super) bylines: Vec<Span>,
    /// Texts that name the sources.
    pub(super) sources: Vec<Span>,
    /// Lines that name whose page it is.
    pub(super) owners: Vec<Span>,
    /// Lines that only credit an agency, and datelines that are lines of their own.
    pub(super) credits: Vec<Span>,
}

/// Finds out what every block is and writes it into the blocks.
pub(super) fn lay_out(text: &str, blocks: &mut [Block], names: &Names) -> Layout {
    let mut work = Work { text, names, rules: names.rules, layout: Layout::default() };
    work.layout.body = blocks.iter().position(|b| b.is_running() && !work.is_caption(b)).unwrap_or(blocks.len());
    let last = blocks.iter().rposition(Block::is_running).unwrap_or(0);
    work.roles(blocks);
    // Without running text there is no head: a page of a few short lines is an article all the same.
    if work.layout.body < blocks.len() {
        let (head, rest) = blocks.split_at_mut(work.layout.body);
        work.head(head);
        let last = last - work.layout.body;
        work.entries(rest, 0);
        work.text(&mut rest[..=last]);
        work.foot(&mut rest[last + 1..]);
    } else {
        work.entries(blocks, 0);
        work.layout.body = 0;
    }
    for block in blocks.iter_mut() {
        block.kind.get_or_insert(Body);
    }
    work.layout
}

struct Work<'w> {
    text: &'w str,
    names: &'w Names<'w>,
    rules: &'w PageRules,
    layout: Layout,
}

/// What a line of the head is good for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HeadLine {
    /// It can be the headline.
    Candidate,
    /// A date.
    Date,
    /// Menu, byline, caption and the like.
    Other,
}

impl Work<'_> {
    fn words(&self, span: Span) -> Words {
        Words::new(self.text, span, &self.rules.folding, LINK + HEADING)
    }

    /// Remembers the lines that say whose text or page it is.
    fn roles(&mut self, blocks: &[Block]) {
        for (i, block) in blocks.iter().enumerate() {
            match block.entry.map(|entry| entry.role) {
                Some(Role::Owner) => self.layout.owners.push(block.span),
                Some(Role::Sources) => {
                    let line = block.span.of(self.text);
                    let after = line.find(':').map_or(line.len(), |at| at + 1);
                    let named = Span::new(block.span.start + after as u32, block.span.end).trim(self.text);
                    match blocks.get(i + 1).filter(|next| named.is_empty() && next.words <= MENU_WORDS) {
                        Some(next) => self.layout.sources.push(next.span),
                        None => self.layout.sources.push(named),
                    }
                }
                _ => {}
            }
        }
    }

    /// The lines before the running text: one of them is the headline.
    fn head(&mut self, head: &mut [Block]) {
        let mut lines: Vec<HeadLine> = head.iter().map(|block| self.head_line(block)).collect();
        let likely = |b: &Block| b.words >= HEADLINE_LIKELY;
        if lines.iter().zip(head.iter()).any(|(&line, b)| line == HeadLine::Candidate && likely(b)) {
            for (line, block) in lines.iter_mut().zip(head.iter()) {
                if *line == HeadLine::Candidate && !likely(block) {
                    *line = HeadLine::Other;
                }
            }
        }
        self.layout.title = self.choose_title(head, &lines);
        let title = self.layout.title.map(|at| head[at].span.of(self.text));
        for (i, (block, line)) in head.iter_mut().zip(&lines).enumerate() {
            let repeated = || title.is_some_and(|title| block.span.of(self.text).contains(title));
            let kind = match line {
                _ if self.layout.title == Some(i) => Title,
                HeadLine::Candidate if !repeated() => Heading,
                // A short line with words in quotation marks may be a headline above the headline.
                HeadLine::Other if block.entry.is_none() && block.stop && block.words >= HEADLINE_LIKELY => Body,
                _ => Furniture,
            };
            block.kind.get_or_insert(kind);
        }
        // A joined page has its headline marked already.
        self.layout.title = self.layout.title.or_else(|| head.iter().position(|b| b.kind == Some(Title)));
    }

    fn head_line(&mut self, block: &Block) -> HeadLine {
        if block.kind.is_some() {
            return HeadLine::Other;
        }
        let line = block.span.of(self.text);
        let words = self.words(block.span);
        if let Some(stamp) = self.rules.dates.of_line(self.text, block.span, &words) {
            self.layout.stamps.push(stamp);
            return HeadLine::Date;
        }
        if self.rules.dates.only(&words) {
            return HeadLine::Date;
        }
        if block.entry.is_some() || !block.script {
            return HeadLine::Other;
        }
        if let Some(byline) = self.byline(block, &words) {
            self.layout.bylines.push(byline);
            return HeadLine::Other;
        }
        if self.is_caption(block) {
            return HeadLine::Other;
        }
        if self.is_credit(block) {
            self.layout.credits.push(block.span);
            return HeadLine::Other;
        }
        // Two dots at the end are a headline's, one is a sentence's.
        let sentence = line.ends_with('.') && !line.ends_with("..");
        let named = self.names.of_site_line(block.span).is_some() || self.names.is_masthead(block);
        let menu = is_menu(line);
        let candidate = HEADLINE.contains(&block.words) && !sentence && !menu && !named;
        if candidate { HeadLine::Candidate } else { HeadLine::Other }
    }

    /// The headline among the candidates: the one that the page's own title holds, else the one beside the date, else
    /// the second of two lines that stand directly over the text, else the first.
    fn choose_title(&self, head: &[Block], lines: &[HeadLine]) -> Option<usize> {
        let candidates: Vec<usize> = (0..head.len()).filter(|&i| lines[i] == HeadLine::Candidate).collect();
        let held = |&i: &usize| {
            let title = head[i].span.of(self.text);
            head.iter().any(|b| b.span.len() > title.len() && b.span.of(self.text).contains(title))
        };
        let beside_date = || {
            let date = lines.iter().position(|&line| line == HeadLine::Date)?;
            let before = date.checked_sub(1).filter(|i| candidates.contains(i));
            before.or_else(|| {
                let after = (date..head.len()).find(|&i| lines[i] != HeadLine::Date)?;
                candidates.contains(&after).then_some(after)
            })
        };
        let under_kicker = || match candidates[..] {
            [0, 1] => Some(1),
            _ => None,
        };
        let title = candidates.iter().copied().find(held);
        title.or_else(beside_date).or_else(under_kicker).or(candidates.first().copied())
    }

    /// The author, where the line names one: the line without the words that say so.
    fn byline(&self, block: &Block, words: &Words) -> Option<Span> {
        let (_, length) = self.rules.byline.at(words, 0)?;
        let line = block.span.of(self.text);
        if block.words > self.rules.byline_max || (line.ends_with('.') && block.words > 3) {
            return None;
        }
        let name = words.list().get(length)?.span.start;
        let end =
            Span::new(name, block.span.end).trim_matches(self.text, |c| c.is_whitespace() || ":-/.,|".contains(c));
        (!end.is_empty()).then_some(end)
    }

    /// Whether a line ends with the credit of a picture.
    fn is_caption(&self, block: &Block) -> bool {
        if block.words > CAPTION || block.stop || block.entry.is_some() {
            return false;
        }
        let line = block.span.of(self.text);
        let groups = self.rules.captions.matching(line).find_map(|regex| regex.captures(line));
        let Some((sign, credit)) = groups.and_then(|groups| groups.get(0).zip(groups.name("credit"))) else {
            return false;
        };
        let before = line[..sign.start()].trim_end();
        let credit = Span::new(block.span.start + credit.start() as u32, block.span.start + credit.end() as u32);
        let words = self.words(credit);
        let known = self.rules.caption_credits.whole(&words).is_some() || self.names.outlets.whole(&words).is_some();
        known && before.split_whitespace().count() >= 3 && !before.ends_with(|c| self.rules.is_stop(c))
    }

    /// Whether a line does nothing but name agencies and outlets, with a place or a person.
    fn is_credit(&self, block: &Block) -> bool {
        if block.words > MENU_WORDS || block.stop {
            return false;
        }
        let mut known = false;
        let mut unknown = 0;
        for piece in pieces(self.text, block.span) {
            let words = self.words(piece);
            if self.names.is_agency_word(&words) || self.names.outlets.whole(&words).is_some() {
                known = true;
            } else {
                unknown += words.len();
            }
        }
        known && unknown <= 4
    }

    /// Furniture that phrases show, from the first running text on.
    fn entries(&mut self, blocks: &mut [Block], from: usize) {
        let mut at = from;
        while at < blocks.len() {
            let Some(entry) = blocks[at].entry.filter(|_| blocks[at].kind.is_none()) else {
                at += 1;
                continue;
            };
            blocks[at].kind = Some(Furniture);
            let label = blocks[at].words <= 4;
            let end = match entry.effect {
                Effect::Rest if self.ends_page(blocks, at) => blocks.len(),
                Effect::List if label => {
                    let link = |b: &Block| b.words <= LINK && !b.span.of(self.text).ends_with('.');
                    let links = blocks[at + 1..].iter().take(LINKS).take_while(|b| link(b)).count();
                    at + 1 + links
                }
                _ if entry.role == Role::Sources && label => {
                    let named = blocks.get(at + 1).is_some_and(|b| self.layout.sources.contains(&b.span));
                    at + 1 + usize::from(named)
                }
                _ => at + 1,
            };
            blocks[at..end].iter_mut().for_each(|b| b.kind = Some(Furniture));
            at = end;
        }
    }

    /// Whether most of the running text stands before a block.
    fn ends_page(&self, blocks: &[Block], at: usize) -> bool {
        let running = |blocks: &[Block]| blocks.iter().filter(|b| b.is_running()).map(|b| b.span.len()).sum::<usize>();
        running(&blocks[..at]) >= running(&blocks[at + 1..])
    }

    /// From the first running text to the last: headings, captions and menus between.
    fn text(&mut self, blocks: &mut [Block]) {
        let mut at = 0;
        while at < blocks.len() {
            let run = blocks[at..].iter().take_while(|b| self.is_menu_item(b)).count();
            if run >= MENU_LINES {
                blocks[at..at + run].iter_mut().for_each(|b| b.kind = Some(Furniture));
            }
            for block in &mut blocks[at..at + run.max(1)] {
                if block.kind.is_none() && !block.is_running() {
                    block.kind = self.inside(block);
                }
            }
            at += run.max(1);
        }
    }

    fn inside(&self, block: &Block) -> Option<ParagraphKind> {
        if !block.script || self.is_caption(block) {
            return Some(Furniture);
        }
        let line = block.span.of(self.text);
        let open = line.ends_with([':', '\u{60c}', ',']);
        // A short question is a heading, too, a short answer is not.
        let question = block.words <= MENU_WORDS && line.ends_with(['?', '\u{61f}']) && !has_speech(line);
        (block.words <= HEADING && (!block.stop || question) && !open).then_some(Heading)
    }

    /// Whether a block can be an item of a menu: short, without the end of a sentence and without speech.
    fn is_menu_item(&self, block: &Block) -> bool {
        block.kind.is_none() && block.words <= MENU_WORDS && !block.stop && !has_speech(block.span.of(self.text))
    }

    /// After the last running text: credits, bylines, what phrases did not show.
    fn foot(&mut self, foot: &mut [Block]) {
        let mut run = 0;
        for at in 0..foot.len() {
            let block = &foot[at];
            run = if self.is_menu_item(block) { run + 1 } else { 0 };
            let words = self.words(block.span);
            let stamp = self.rules.dates.of_line(self.text, block.span, &words);
            self.layout.foot_stamps.extend(stamp.filter(|stamp| stamp.published || stamp.updated));
            if block.kind.is_some() {
                continue;
            }
            let date = self.rules.dates.only(&words);
            let byline = self.byline(block, &words);
            let credit = self.is_credit(block);
            if credit {
                self.layout.credits.push(block.span);
            }
            self.layout.bylines.extend(byline);
            let bare = block.words < HEADLINE_LIKELY && self.is_menu_item(block);
            if date || byline.is_some() || credit || bare || !block.script || self.is_caption(block) {
                foot[at].kind = Some(Furniture);
            } else if run >= FOOT_LINES {
                foot[at + 1 - run..=at].iter_mut().for_each(|b| b.kind = Some(Furniture));
            }
        }
    }
}

/// Whether a line is a row of short items: a menu or the path to a page.
fn is_menu(line: &str) -> bool {
    let sign = |c: char| matches!(c, '|' | '>' | '\u{203a}');
    let mut rows = line.split(sign).flat_map(|part| part.split(" / "));
    (line.contains(sign) || line.contains(" / ")) && rows.all(|i| i.split_whitespace().count() <= MENU_ITEM)
}

/// Whether a line holds a quotation mark or a colon: then it may be speech.
fn has_speech(line: &str) -> bool {
    line.contains([':', '"', '\u{ab}', '\u{bb}', '\u{201c}', '\u{201d}', '\u{201e}'])
}
