//! `Names`: which outlet publishes a page, and which agency its text is taken from, by what the page itself says.

use super::block::Block;
use super::date::is_direction;
use super::layout::Layout;
use super::rules::PageRules;
use crate::article::{OutletSource, ParagraphKind};
use crate::phrase::{Words, is_word};
use crate::registry::outlets::{Named, OutletKind, Outlets};
use crate::span::{Span, ceil_boundary, floor_boundary};
use memchr::memmem::Finder;

/// Bytes at the beginning of a text in which its dateline stands.
const DATELINE: usize = 240;
/// Most words of a part of a dateline: a place, a person, an outlet.
const PIECE: usize = 5;
/// Most parts of a dateline.
const PIECES: usize = 8;
/// Bytes at the end of a text in which the credit that closes it stands.
const CLOSING: usize = 100;
/// Bytes around a name that show in which role it stands.
const AROUND: usize = 80;
/// Most mentions of outlets that are looked at in one article.
const MENTIONS: usize = 200;

/// What a page says about where it comes from.
#[derive(Debug, Default)]
pub(super) struct Provenance {
    /// The publishing outlet and how it is known.
    pub(super) outlet: Option<(String, OutletSource)>,
    /// Agencies and outlets that the text is taken from, in order.
    pub(super) credit: Vec<String>,
}

/// The beginning of a text that names place, author, agency or outlet.
#[derive(Debug, Default)]
pub(super) struct Dateline {
    /// The outlet whose own text it is.
    outlet: Option<usize>,
    /// A name in quotation marks that the registry does not know.
    printed: Option<Span>,
    agencies: Vec<usize>,
    /// Where the text begins.
    pub(super) end: u32,
}

/// A text, and the names that can stand in it.
pub(super) struct Names<'n> {
    pub(super) text: &'n str,
    pub(super) rules: &'n PageRules,
    pub(super) outlets: &'n Outlets,
}

/// The parts of a line between signs, without white space.
pub(super) fn pieces(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut start = span.start;
    let line = span.of(text);
    let ends = line.char_indices().filter(move |&(i, c)| is_separator(line, i, c)).map(|(i, c)| (i, i + c.len_utf8()));
    ends.chain([(line.len(), line.len())]).filter_map(move |(end, next)| {
        let piece = Span::new(start, span.start + end as u32).trim(text);
        start = span.start + next as u32;
        (!piece.is_empty()).then_some(piece)
    })
}

fn is_separator(line: &str, at: usize, c: char) -> bool {
    match c {
        '|' | '/' | ':' | '"' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '+' | '*' | '-' | '_' => true,
        '\u{ab}'
        | '\u{bb}'
        | '\u{201c}'..='\u{201f}'
        | '\u{60c}'
        | '\u{61b}'
        | '\u{2013}'
        | '\u{2014}'
        | '\u{2022}' => true,
        '\u{a9}' | '\u{b7}' | '\u{202a}'..='\u{202e}' => true,
        // The stroke that lengthens letters is a dash, too, where it stands alone.
        '\u{640}' => line[..at].chars().next_back().is_none_or(char::is_whitespace),
        _ => false,
    }
}

/// Whether a sign may stand between the parts of a dateline, or after the last.
fn is_dash(c: char) -> bool {
    matches!(c, ':' | '-' | '/' | '_' | '|' | '\u{2013}' | '\u{2014}' | '\u{640}')
}

impl Names<'_> {
    fn words(&self, span: Span) -> Words {
        Words::new(self.text, span, &self.rules.folding, 2 * PIECE)
    }

    fn name(&self, outlet: usize) -> String {
        self.outlets.known(outlet).name.clone()
    }

    fn kind(&self, outlet: usize) -> OutletKind {
        self.outlets.known(outlet).kind
    }

    fn is_agency(&self, outlet: usize) -> bool {
        self.kind(outlet) == OutletKind::Agency
    }

    /// Whether the words stand for agencies without naming one, also after the names of authors.
    pub(super) fn is_agency_word(&self, words: &Words) -> bool {
        let last = words.len().saturating_sub(1);
        self.rules.agencies.whole(words).is_some() || (last > 0 && self.rules.agencies.at(words, last).is_some())
    }

    /// The outlet of a line that is the title of a site: the name alone, or set off from the rest by a dash or a bar.
    pub(super) fn of_site_line(&self, line: Span) -> Option<usize> {
        let parts: Vec<Span> = pieces(self.text, line).take(PIECES).collect();
        let alone = parts.len() == 1;
        let set_off = |part: &Span| {
            let before = self.text[line.start as usize..part.start as usize].trim_end_matches(is_loose);
            let after = self.text[part.end as usize..line.end as usize].trim_start_matches(is_loose);
            let sign = |c: Option<char>| c.is_some_and(|c| is_dash(c) && c != ':');
            sign(before.chars().next_back()) || sign(after.chars().next())
        };
        parts.iter().find_map(|part| {
            let words = self.words(*part);
            let outlet = self.outlets.whole(&words)?;
            let section = self.rules.sections.whole(&words).is_some();
            let fits = if alone { !section } else { set_off(part) && !self.is_agency(outlet) && !section };
            fits.then_some(outlet)
        })
    }

    /// What the page says, in order of how sure the place is; the outlet only if it is `wanted`.
    pub(super) fn provenance(&self, blocks: &[Block], layout: &Layout, wanted: bool) -> Provenance {
        let mut found = Provenance::default();
        let head = &blocks[..layout.body];
        let furniture = || head.iter().filter(|b| b.kind == Some(ParagraphKind::Furniture));
        let text = blocks.get(layout.body).map(|b| b.span);
        let datelines: Vec<Dateline> = furniture()
            .filter(|b| b.words <= 2 * PIECES)
            .map(|b| b.span)
            .chain(text)
            .filter_map(|s| self.dateline(s))
            .collect();
        let bylines: Vec<usize> = layout.bylines.iter().flat_map(|&line| self.known(line)).collect();
        let sources: Vec<Sources> = layout.sources.iter().map(|&line| self.sources(line)).collect();

        let agencies = datelines.iter().flat_map(|d| &d.agencies).chain(bylines.iter().filter(|&&o| self.is_agency(o)));
        found.credit = agencies.map(|&outlet| self.name(outlet)).collect();
        found.credit.extend(sources.iter().flat_map(|s| &s.credit).map(|&outlet| self.name(outlet)));
        let lines = layout.credits.iter().flat_map(|&line| self.known(line));
        let last = blocks.iter().rev().find(|b| b.kind == Some(ParagraphKind::Body));
        let closing = last.into_iter().flat_map(|b| self.closing_credit(b.span));
        found.credit.extend(lines.chain(closing).filter(|&o| self.is_agency(o)).map(|outlet| self.name(outlet)));
        let mut seen = Vec::new();
        found.credit.retain(|name| {
            !seen.contains(name) && {
                seen.push(name.clone());
                true
            }
        });

        if !wanted {
            return found;
        }
        let own = |outlet: &usize| !self.is_agency(*outlet);
        let page = |outlet: usize| (self.name(outlet), OutletSource::Page);
        let printed = |span: Span| (span.of(self.text).to_string(), OutletSource::Page);
        let address = || furniture().find_map(|b| self.of_address(b.span)).map(page);
        let site = || furniture().filter_map(|b| self.of_site_line(b.span)).find(own).map(page);
        let owner = || layout.owners.iter().find_map(|&line| self.of_owner(line));
        let dateline = || datelines.iter().find_map(|d| d.outlet).map(page);
        let byline = || bylines.iter().copied().find(own).map(|outlet| (self.name(outlet), OutletSource::Byline));
        let source = || sources.iter().find_map(|s| s.outlet).map(page);
        let quoted = || datelines.iter().find_map(|d| d.printed).map(printed);
        let source_printed = || sources.iter().find_map(|s| s.printed).map(printed);
        let mentioned = || self.own_mention(blocks, layout).map(page);
        let masthead = || furniture().find_map(|b| self.masthead(b)).map(printed);
        // An agency that stands alone at the head of the page publishes it.
        let agency =
            || furniture().find_map(|b| self.of_site_line(b.span).or_else(|| self.after_date(b, layout))).map(page);
        found.outlet = address()
            .or_else(site)
            .or_else(owner)
            .or_else(dateline)
            .or_else(byline)
            .or_else(source)
            .or_else(quoted)
            .or_else(masthead)
            .or_else(source_printed)
            .or_else(mentioned)
            .or_else(agency);
        found
    }

    /// The outlets that are parts of a line.
    fn known(&self, line: Span) -> impl Iterator<Item = usize> {
        pieces(self.text, line).take(PIECES).filter_map(|piece| self.outlets.whole(&self.words(piece)))
    }

    /// The outlet of an address that stands in a line.
    fn of_address(&self, line: Span) -> Option<usize> {
        let line = line.of(self.text);
        let link = self.rules.links.matching(line).find_map(|regex| regex.find(line))?;
        self.outlets.index_by_url(link.as_str())
    }

    /// The owner that a line names: known, or else its last part as printed.
    fn of_owner(&self, line: Span) -> Option<(String, OutletSource)> {
        if let Some(outlet) = self.known(line).find(|&outlet| !self.is_agency(outlet)) {
            return Some((self.name(outlet), OutletSource::Page));
        }
        let last = pieces(self.text, line).take(PIECES).skip(1).last()?;
        let name = last.of(self.text);
        let fits = self.words(last).len() <= PIECE && !name.contains(|c: char| c.is_numeric());
        fits.then(|| (name.to_string(), OutletSource::Page))
    }

    /// The name after the date in a line of the head.
    fn after_date(&self, block: &Block, layout: &Layout) -> Option<usize> {
        let stamp = layout.stamps.iter().find(|stamp| block.span.contains(stamp.span))?;
        let rest = Span::new(stamp.span.end, block.span.end);
        let words = self.words(rest);
        // A sign of the calendar may stand between.
        (0..words.len().min(3)).find_map(|i| {
            let (named, length) = self.outlets.at(&words, i)?;
            (i + length == words.len()).then_some(named.known)
        })
    }

    /// Whether a line is the name of a medium and nothing but a word or two beside it.
    pub(super) fn is_masthead(&self, block: &Block) -> bool {
        let speech = block.span.of(self.text).contains(|c: char| c == ':' || is_quote(c));
        !speech && self.masthead(block).is_some_and(|name| block.words <= self.words(name).len() + 2)
    }

    /// The name of a medium that stands over the page with the noun that says what it is.
    fn masthead(&self, block: &Block) -> Option<Span> {
        let name = pieces(self.text, block.span).next()?;
        let words = self.words(name);
        let fits = self.rules.header_nouns.at(&words, 0).is_some() && (2..=PIECE).contains(&words.len());
        // With a number it is an issue or a date as well.
        let fits = fits && !words.list().iter().any(|word| word.number);
        (fits && block.entry.is_none() && !block.stop).then_some(name)
    }

    /// Reads the dateline at the beginning of a text.
    pub(super) fn dateline(&self, block: Span) -> Option<Dateline> {
        let end = floor_boundary(self.text, (block.start as usize + DATELINE).min(block.end as usize)) as u32;
        let window = Span::new(block.start, end);
        let mut found = Dateline::default();
        for (i, piece) in pieces(self.text, window).take(PIECES).enumerate() {
            let words = self.words(piece);
            // The last piece of the window may be cut; what is so long is running text.
            if words.len() > PIECE {
                break;
            }
            let after = self.text[piece.end as usize..block.end as usize].trim_start_matches(is_loose);
            let closed = after.chars().next().is_none_or(is_dash);
            // A name alone on its line is no dateline.
            if !closed || piece == block {
                continue;
            }
            let quoted = self.text[block.start as usize..piece.start as usize].ends_with(is_quote);
            // An everyday word before a colon opens a sentence, and a place is a place.
            let colon =
                i == 0 && after.starts_with(':') && self.outlets.at(&words, 0).is_some_and(|(n, _)| n.ambiguous);
            let plain = !quoted && (colon || self.rules.places.whole(&words).is_some());
            match self.outlets.whole(&words).filter(|_| !plain) {
                Some(outlet) if self.is_agency(outlet) => found.agencies.push(outlet),
                Some(outlet) => found.outlet = found.outlet.or(Some(outlet)),
                None if self.is_agency_word(&words) => {}
                None if quoted && i > 0 && words.len() > 1 => found.printed = found.printed.or(Some(piece)),
                None => continue,
            }
            let dash = after.chars().next().map_or(0, char::len_utf8);
            found.end = block.end - after.len() as u32 + dash as u32;
        }
        (found.end > 0).then_some(found)
    }

    /// The agencies and outlets in the brackets that close a text.
    fn closing_credit(&self, block: Span) -> Vec<usize> {
        let start = ceil_boundary(self.text, (block.end as usize).saturating_sub(CLOSING).max(block.start as usize));
        let end = &self.text[start..block.end as usize];
        let credit = self.rules.credits.matching(end).find_map(|regex| regex.captures(end)?.name("credit"));
        credit.map_or_else(Vec::new, |credit| {
            self.known(Span::new((start + credit.start()) as u32, (start + credit.end()) as u32)).collect()
        })
    }

    /// Reads a line of sources: stations sign their own pages there, newspapers are what is quoted, unless agencies
    /// stand beside them.
    fn sources(&self, line: Span) -> Sources {
        let mut found = Sources::default();
        let mut beside = false;
        let mut others = Vec::new();
        for piece in pieces(self.text, line).take(PIECES) {
            let words = self.words(piece);
            let quoted = self.text[..piece.start as usize].ends_with(is_quote);
            let length = if let Some((Named { known: outlet, .. }, length)) = self.outlets.at(&words, 0) {
                match self.kind(outlet) {
                    OutletKind::Agency => {
                        beside = true;
                        found.credit.push(outlet);
                    }
                    OutletKind::Broadcaster if !quoted => found.outlet = Some(outlet),
                    _ => others.push((outlet, quoted)),
                }
                length
            } else if let Some((_, length)) = self.rules.agencies.at(&words, 0) {
                beside = true;
                length
            } else if words.len() <= PIECE {
                if !quoted && self.rules.header_nouns.at(&words, 0).is_some() {
                    found.printed = found.printed.or(Some(piece));
                }
                words.len()
            } else {
                break;
            };
            // On a joined page, other things follow the name.
            if length < words.len() {
                break;
            }
        }
        if found.outlet.is_none() && beside {
            found.outlet = others.iter().find(|(_, quoted)| !quoted).map(|&(outlet, _)| outlet);
        }
        found.credit.extend(others.iter().map(|&(outlet, _)| outlet).filter(|&o| Some(o) != found.outlet));
        found.printed = found.printed.filter(|_| beside || found.credit.is_empty());
        found
    }

    /// The outlet that the text shows to be its own: people talk to it, its correspondents report, it has learnt.
    fn own_mention(&self, blocks: &[Block], layout: &Layout) -> Option<usize> {
        let text = blocks.get(layout.body)?.span.hull(blocks.last()?.span);
        let mut mentions: Vec<(Named, Span)> = Vec::new();
        mentions.extend(self.hits(text, &Finder::new(TATWEEL)).into_iter().filter_map(|at| self.talked_to(text, at)));
        let own = &self.rules.own;
        let talks = mentions.len();
        for form in &own.correspondent_finders {
            mentions.extend(self.hits(text, form).into_iter().filter_map(|at| self.correspondent(text, at)));
        }
        for form in &own.deed_finders {
            mentions
                .extend(self.hits(text, form).into_iter().filter_map(|at| self.deed(text, at, form.needle().len())));
        }
        // Correspondents and deeds are the outlet's own; people also talk to stations and to the press of elsewhere.
        let weight = |i: usize| if i < talks { 1 } else { 2 };
        let count = |outlet: usize| {
            let own = mentions.iter().enumerate().filter(|(_, (named, _))| named.known == outlet);
            own.map(|(i, _)| weight(i)).sum::<usize>()
        };
        let mut best: Option<(usize, usize)> = None;
        for (named, span) in &mentions {
            let outlet = self.outlets.known(named.known);
            let here = outlet.countries.iter().any(|country| self.rules.countries.contains(country));
            let here = here && outlet.kind != OutletKind::Broadcaster;
            let count = count(named.known);
            let enough = if here { 1 } else { 2 };
            let better = best.is_none_or(|(_, most)| count > most);
            if outlet.kind != OutletKind::Agency && count >= enough && better && !self.is_another(text, *span) {
                best = Some((named.known, count));
            }
        }
        best.map(|(outlet, _)| outlet)
    }

    fn hits(&self, text: Span, form: &Finder) -> Vec<u32> {
        form.find_iter(text.of(self.text).as_bytes()).take(MENTIONS).map(|at| text.start + at as u32).collect()
    }

    /// The outlet at a place, behind opening marks: its name, its words, and whether marks open it.
    fn named_at(&self, text: Span, at: u32) -> Option<(Named, Span, bool)> {
        let rest = &self.text[at as usize..text.end as usize];
        let name = rest.trim_start_matches(|c: char| c.is_whitespace() || is_quote(c));
        let gap = &rest[..rest.len() - name.len()];
        if gap.len() > 16 {
            return None;
        }
        let start = at + gap.len() as u32;
        let end = floor_boundary(self.text, (start as usize + AROUND).min(text.end as usize)) as u32;
        let words = self.words(Span::new(start, end));
        let (named, length) = self.outlets.at(&words, 0)?;
        let last = words.list()[length - 1].span.end;
        // Neither the cut at the end of the window nor the first words of a longer name in marks are the name.
        let after = &self.text[last as usize..];
        let marked = gap.contains(is_quote);
        let whole = after.chars().next().is_none_or(|c| !is_word(c));
        let closed = !marked || after.trim_start().starts_with(is_quote);
        (whole && closed).then_some((named, Span::new(words.list()[0].span.start, last), marked))
    }

    /// The preposition written onto a name with a stroke: people talk to the outlet.
    fn talked_to(&self, text: Span, at: u32) -> Option<(Named, Span)> {
        let before = &self.text[text.start as usize..at as usize];
        let own = &self.rules.own;
        let rest = own.prepositions.iter().find_map(|preposition| before.strip_suffix(preposition.as_str()))?;
        if rest.chars().next_back().is_some_and(is_word) {
            return None;
        }
        let before = self.before(text, text.start + rest.len() as u32);
        if before.len().checked_sub(1).is_some_and(|last| own.quoted_by.at(&before, last).is_some()) {
            return None;
        }
        let (named, span, marked) = self.named_at(text, at + TATWEEL.len() as u32)?;
        (marked || !named.ambiguous).then_some((named, span))
    }

    /// The words before a place, the last first.
    fn before(&self, text: Span, at: u32) -> Words {
        let start = ceil_boundary(self.text, (at as usize).saturating_sub(AROUND).max(text.start as usize));
        Words::new(self.text, Span::new(start as u32, at), &self.rules.folding, AROUND)
    }

    fn correspondent(&self, text: Span, at: u32) -> Option<(Named, Span)> {
        let word = self.text[at as usize..text.end as usize].split(|c: char| !is_word(c)).next()?;
        let words = self.words(Span::new(at, at + word.len() as u32));
        self.rules.own.correspondents.whole(&words)?;
        let (named, span, _) = self.named_at(text, at + word.len() as u32)?;
        let before = self.before(text, at);
        // The word before, or the one before it: what the correspondent says, not what happens to him.
        let last = before.len().checked_sub(1)?;
        let reports = (last.saturating_sub(1)..=last)
            .any(|i| self.rules.own.reports.at(&before, i).is_some_and(|(_, length)| i + length == before.len()));
        reports.then_some((named, span))
    }

    /// The outlet next to a verb of which it is the subject.
    fn deed(&self, text: Span, at: u32, length: usize) -> Option<(Named, Span)> {
        let end = at as usize + length;
        // Most hits are parts of longer words.
        if self.text[end..].chars().next().is_some_and(is_word) {
            return None;
        }
        let word = self.before(text, end as u32);
        let last = word.len().checked_sub(1)?;
        self.rules.own.deeds.at(&word, last)?;
        if let Some((named, span, marked)) = self.named_at(text, end as u32) {
            return (marked || !named.ambiguous).then_some((named, span));
        }
        (last.saturating_sub(4)..last).find_map(|i| {
            let (named, length) = self.outlets.at(&word, i)?;
            let span = word.list()[i].span.hull(word.list()[i + length - 1].span);
            (i + length == last && !named.ambiguous).then_some((named, span))
        })
    }

    /// Whether the text speaks of an outlet as of another: with the noun that says what it is.
    fn is_another(&self, text: Span, name: Span) -> bool {
        self.hits(text, &Finder::new(name.of(self.text))).into_iter().any(|at| {
            let before = self.before(text, at);
            before.len().checked_sub(1).is_some_and(|last| self.rules.media_nouns.at(&before, last).is_some())
        })
    }
}

/// What a line of sources says.
#[derive(Debug, Default)]
struct Sources {
    outlet: Option<usize>,
    printed: Option<Span>,
    credit: Vec<usize>,
}

/// The stroke that joins a preposition to a name in other letters or in quotation marks.
const TATWEEL: &str = "\u{640}";

/// Signs and blanks between a name and the dash that closes it.
fn is_loose(c: char) -> bool {
    is_bracket(c) || is_quote(c) || is_direction(c) || c.is_whitespace()
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{ab}' | '\u{bb}' | '\u{201c}'..='\u{201f}')
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']')
}
