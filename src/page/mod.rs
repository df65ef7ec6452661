//! Understands a document as a page: headline, date, outlet, and which lines are furniture.
//!
//! What a page looks like in a language is data of its pack (`page.toml`); outlets come from the registry.

mod block;
mod check;
mod date;
mod layout;
mod notation;
mod outlet;
mod rules;
mod signs;

pub use check::check;
pub(crate) use rules::File;
pub use rules::PageRules;

use crate::article::{Article, DateSource, OutletSource, Paragraph, ParagraphKind};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::Document;
use crate::phrase::Words;
use crate::registry::outlets::Outlets;
use crate::span::{Span, floor_boundary};
use block::Block;
use date::Stamp;
use jiff::Timestamp;
use jiff::civil::Date;
use layout::Layout;
use outlet::Names;

/// Bytes of a text in which a stated headline is looked for.
const TITLE_WINDOW: usize = 16 * 1024;
/// Characters of an unreadable date that its diagnostic repeats.
const SHOWN: usize = 60;
/// Most words of a dateline.
const DATELINE_WORDS: usize = 24;

/// Understands a document as a page. Never fails: what the page does not say stays unknown, what is odd becomes a
/// diagnostic. With [`PageRules::default`] every line is running text and only metadata and address are read.
pub fn read(document: Document, rules: &PageRules, outlets: &Outlets) -> Article {
    let text = document.text.as_str();
    let (mut blocks, stamp) = if rules.language.is_empty() {
        let mut words = Words::default();
        let lines = crate::article::lines(text).map(|span| {
            let block = Block::new(text, span, rules, &mut words);
            Block { kind: Some(ParagraphKind::Body), ..block }
        });
        (lines.collect(), None)
    } else {
        block::blocks(text, rules)
    };
    let names = Names { text, rules, outlets };
    let mut layout =
        if rules.language.is_empty() { Layout::default() } else { layout::lay_out(text, &mut blocks, &names) };
    layout.stamps.extend(stamp);

    let metadata = &document.metadata;
    let mut diagnostics = signs::diagnostics(text);
    let stated = metadata.date.as_deref().filter(|date| !date.trim().is_empty());
    let read = stated.and_then(|date| rules.dates.stated(date, &rules.folding));
    if let (Some(stated), None) = (stated, read) {
        let detail = stated.trim().chars().take(SHOWN).collect();
        diagnostics.push(Diagnostic { code: DiagnosticCode::UnreadableDate, span: Span::default(), detail });
    }
    let by_url = metadata.url.as_deref().and_then(|url| rules.dates.of_url(url));
    let day = published(read, by_url, || on_page(&names, &blocks, &layout));

    let title_span = match metadata.title.as_deref().map(str::trim).filter(|title| !title.is_empty()) {
        Some(title) => stated_title(text, title, &mut blocks).or(layout.title.map(|at| blocks[at].span)),
        None => layout.title.map(|at| blocks[at].span),
    };
    let title = known(&metadata.title).or_else(|| title_span.map(|span| span.of(text).to_string()));
    let byline = layout.bylines.first().map(|span| span.of(text).to_string());

    let stated = known(&metadata.outlet).map(|name| {
        let name = outlets.by_name(&name).map_or(name, |outlet| outlet.name.clone());
        (name, OutletSource::Metadata)
    });
    let outlet_of_url = || {
        let outlet = outlets.by_url(metadata.url.as_deref()?)?;
        Some((outlet.name.clone(), OutletSource::Url))
    };
    let outlet = stated.or_else(outlet_of_url);
    let provenance = names.provenance(&blocks, &layout, outlet.is_none());
    let outlet = outlet.or(provenance.outlet);

    let paragraphs = blocks.iter().map(|b| Paragraph { span: b.span, kind: b.kind.unwrap_or(ParagraphKind::Body) });
    Article {
        paragraphs: paragraphs.collect(),
        id: document.id,
        origin: document.origin,
        language: known(&metadata.language)
            .unwrap_or_else(|| if rules.language.is_empty() { "und".into() } else { rules.language.clone() }),
        url: known(&metadata.url),
        title,
        title_span,
        byline: known(&metadata.byline).or(byline),
        outlet_source: outlet.as_ref().map(|(_, source)| *source),
        outlet: outlet.map(|(name, _)| name),
        credit: (!provenance.credit.is_empty()).then(|| provenance.credit.join(" + ")),
        date: day.map(|d| d.date),
        published_at: day.and_then(|d| d.at),
        date_source: day.map(|d| d.source),
        diagnostics,
        text: document.text,
    }
}

/// A stated value that is not blank, trimmed.
fn known(value: &Option<String>) -> Option<String> {
    value.as_deref().map(str::trim).filter(|value| !value.is_empty()).map(str::to_string)
}

/// The day of publication as finally known.
#[derive(Clone, Copy)]
struct Day {
    date: Date,
    at: Option<Timestamp>,
    source: DateSource,
}

fn published(
    stated: Option<(Date, Option<Timestamp>)>,
    by_url: Option<Date>,
    on_page: impl Fn() -> Option<Day>,
) -> Option<Day> {
    if let Some((date, at)) = stated {
        return Some(Day { date, at, source: DateSource::Metadata });
    }
    match by_url {
        // The address knows no time; the page may.
        Some(date) => {
            let at = on_page().filter(|day| day.date == date).and_then(|day| day.at);
            Some(Day { date, at, source: DateSource::Url })
        }
        None => on_page(),
    }
}

/// The day that the page itself states: in a line of its head, in the dateline, in a marked line of its foot.
fn on_page(names: &Names, blocks: &[Block], layout: &Layout) -> Option<Day> {
    let day = |stamp: &Stamp, source| Day { date: stamp.date, at: stamp.at, source };
    // The date of publication before that of the last change, and before one without a marker.
    let first = |stamps: &[Stamp]| {
        let published = stamps.iter().find(|stamp| stamp.published);
        let plain = || stamps.iter().find(|stamp| !stamp.updated);
        published.or_else(plain).or_else(|| stamps.first()).copied()
    };
    if let Some(stamp) = first(&layout.stamps) {
        return Some(day(&stamp, DateSource::PageHeader));
    }
    let dateline = || {
        let opening = blocks.get(layout.body).filter(|_| !names.rules.language.is_empty())?.span;
        let end = names.dateline(opening)?.end;
        let words = Words::new(names.text, Span::new(opening.start, end), &names.rules.folding, DATELINE_WORDS);
        names.rules.dates.find(names.text, &words).map(|stamp| day(&stamp, DateSource::Dateline))
    };
    dateline().or_else(|| first(&layout.foot_stamps).map(|stamp| day(&stamp, DateSource::PageFooter)))
}

/// Finds a stated headline in the text, white space aside; a line that is the headline becomes the title.
fn stated_title(text: &str, title: &str, blocks: &mut [Block]) -> Option<Span> {
    let whole = blocks.iter().take_while(|b| (b.span.start as usize) < TITLE_WINDOW);
    let whole =
        whole.into_iter().position(|b| same_words(b.span.of(text), title).is_some_and(|end| end == b.span.len()));
    if let Some(at) = whole {
        for block in blocks.iter_mut().filter(|b| b.kind == Some(ParagraphKind::Title)) {
            block.kind = Some(ParagraphKind::Heading);
        }
        blocks[at].kind = Some(ParagraphKind::Title);
        return Some(blocks[at].span);
    }
    let window = &text[..floor_boundary(text, TITLE_WINDOW.min(text.len()))];
    let first = title.split_whitespace().next()?;
    memchr::memmem::find_iter(window.as_bytes(), first.as_bytes()).find_map(|at| {
        let start_of_word = window[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let end = at + same_words(&text[at..], title).filter(|_| start_of_word)?;
        Some(Span::new(at as u32, end as u32))
    })
}

/// Where `text` stops, if it begins with the words of `title`, however they are spaced.
fn same_words(text: &str, title: &str) -> Option<usize> {
    let mut rest = text;
    for (i, word) in title.split_whitespace().enumerate() {
        let next = rest.trim_start();
        if i > 0 && next.len() == rest.len() {
            return None;
        }
        rest = next.strip_prefix(word)?;
    }
    let ended = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    ended.then_some(text.len() - rest.len())
}
