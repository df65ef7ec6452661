//! `Dates`: reads the day and moment of publication from metadata, addresses and lines of a page.
//!
//! What is written in words is found by phrases and templates, what is written in digits and signs by notations.

use super::notation::{Expressions, Kind, Notation};
use crate::error::Result;
use crate::fold::Folding;
use crate::phrase::{Phrases, Words, digit};
use crate::span::Span;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::{Timestamp, tz::Offset};
use regex::Captures;

/// What a word of a date line means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateWord {
    /// A month of the Gregorian calendar.
    Month(i8),
    /// A zone, in minutes east of Greenwich.
    Zone(i16),
    Weekday,
    Hijri,
    Published,
    Updated,
    Am,
    Pm,
    /// A word that says nothing else.
    Particle,
}

/// One part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Day,
    Month,
    Year,
}

/// An order of day, month and year, where the month is a name.
#[derive(Clone, Debug)]
pub(super) struct Template([Slot; 3]);

impl Template {
    /// Reads for example `{day} {month} {year}`.
    pub(super) fn parse(template: &str) -> Option<Self> {
        let slots = template.split(' ').map(|slot| match slot {
            "{day}" => Some(Slot::Day),
            "{month}" => Some(Slot::Month),
            "{year}" => Some(Slot::Year),
            _ => None,
        });
        slots.collect::<Option<Vec<_>>>()?.try_into().ok().map(Template)
    }
}

/// A date as found in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// The day.
    pub(super) date: Date,
    /// The moment, where time and zone are stated.
    pub(super) at: Option<Timestamp>,
    /// The date with everything that belongs to it: marker, weekday, time, zone.
    pub(super) span: Span,
    /// Whether it is marked as the date of publication.
    pub(super) published: bool,
    /// Whether it is marked as the date of the last change.
    pub(super) updated: bool,
    /// Whether weekday, time, marker or second calendar stands with it: nothing that a headline about an event has.
    pub(super) dressed: bool,
}

/// Reads dates as the rules of a pack say.
#[derive(Debug)]
pub(super) struct Dates {
    templates: Vec<Template>,
    words: Phrases<DateWord>,
    days: Expressions,
    stated_days: Expressions,
    url_days: Expressions,
    times: Expressions,
    offsets: Expressions,
}

/// A word or phrase of a date line.
#[derive(Clone, Copy, Debug)]
struct Part {
    what: What,
    span: Span,
    /// Number of its first word.
    word: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Number,
    Known(DateWord),
    Other,
}

/// Years that a page can have been published in.
const YEARS: std::ops::RangeInclusive<i64> = 1980..=2100;

/// Most words of a stated date.
const STATED_WORDS: usize = 40;
/// Hours that a zone can be from Greenwich.
const FARTHEST: i64 = 14;

/// A day, and where it stands.
#[derive(Clone, Copy, Debug)]
struct Found {
    date: Date,
    span: Span,
    /// Whether the year has two digits.
    short: bool,
}

impl Dates {
    /// A reader for these templates, words and notations.
    pub(super) fn new(templates: Vec<Template>, words: Phrases<DateWord>, notations: &[Notation]) -> Result<Self> {
        Ok(Dates {
            templates,
            words,
            days: Expressions::of(notations, Kind::Date)?,
            stated_days: Expressions::of(notations, Kind::StatedDate)?,
            url_days: Expressions::of(notations, Kind::UrlDate)?,
            times: Expressions::of(notations, Kind::Time)?,
            offsets: Expressions::of(notations, Kind::Offset)?,
        })
    }

    /// Whether the words are only such as stand in date lines, for example a time alone.
    pub(super) fn only(&self, words: &Words) -> bool {
        let parts = self.parts(words);
        !parts.is_empty() && parts.iter().any(|p| p.what == What::Number) && parts.iter().all(|p| p.what != What::Other)
    }

    /// The date of a line that says when the page was published, not when an event was: the date stands apart from
    /// other words, or weekday, time or marker stand with it.
    pub(super) fn of_line(&self, text: &str, line: Span, words: &Words) -> Option<Stamp> {
        let stamp = self.find(text, words)?;
        let before = text[line.start as usize..stamp.span.start as usize].trim_end();
        let after = text[stamp.span.end as usize..line.end as usize].trim_start();
        let apart = |side: Option<char>| side.is_none_or(|c| !c.is_alphanumeric());
        let free = apart(before.chars().next_back()) && apart(after.chars().next());
        // A place before the date is common, a whole headline is not.
        let opens = before.split_whitespace().count() <= 3;
        (free || (stamp.dressed && opens)).then_some(stamp)
    }

    /// The first date among the words.
    pub(super) fn find(&self, text: &str, words: &Words) -> Option<Stamp> {
        let numbers = words.list().iter().filter(|word| word.number).count();
        if numbers == 0 {
            return None;
        }
        let parts = self.parts(words);
        let line = Span::new(words.list().first()?.span.start, words.list().last()?.span.end);
        let named = self
            .templates
            .iter()
            .flat_map(|template| (0..parts.len()).filter_map(|at| template.fit(text, words, &parts, at)));
        // Day, month and year are three numbers.
        let numeric = (numbers >= 3).then_some(line).into_iter().flat_map(|line| days(&self.days, text, line));
        let stamps = named.chain(numeric).map(|found| (found, self.dress(text, &parts, found)));
        stamps.filter(|(found, stamp)| stamp.dressed || !found.short).map(|(_, stamp)| stamp).next()
    }

    fn parts(&self, words: &Words) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut first = 0;
        while first < words.len() {
            let (what, length) = if words.list()[first].number {
                (What::Number, 1)
            } else {
                self.words.at(words, first).map_or((What::Other, 1), |(word, length)| (What::Known(word), length))
            };
            let span = words.list()[first].span.hull(words.list()[first + length - 1].span);
            parts.push(Part { what, span, word: first });
            first += length;
        }
        parts
    }

    /// Widens a date by the weekday, time, zone and markers around it and reads the moment.
    fn dress(&self, text: &str, parts: &[Part], found: Found) -> Stamp {
        let start = parts.partition_point(|part| part.span.start < found.span.start);
        let end = parts.partition_point(|part| part.span.start < found.span.end);
        let belongs = |part: &&Part| part.what != What::Other;
        let first = start - parts[..start].iter().rev().take_while(belongs).count();
        let last = end + parts[end..].iter().take_while(belongs).count();
        let around = || parts[first..start].iter().chain(&parts[end..last]);
        let known = |word: DateWord| around().any(|part| part.what == What::Known(word));
        let from = parts.get(first).map_or(found.span.start, |part| part.span.start).min(found.span.start);
        let to = parts[last.max(1) - 1].span.end.max(found.span.end);
        let sides = [Span::new(from, found.span.start), Span::new(found.span.end, to)];
        // Most dates stand without a time.
        let sides = if around().any(|part| part.what == What::Number) { &sides[..] } else { &[] };

        let mut span = Span::new(from, found.span.end);
        let time = sides.iter().find_map(|&side| time(&self.times, text, side));
        let time = time.and_then(|(time, place)| {
            let half = parts[..last].iter().find(|part| part.span.start >= place.end).filter(|part| part.is_half());
            span = span.hull(half.map_or(place, |half| half.span));
            in_half(time, half.map(|half| half.what))
        });
        let offset = sides.iter().find_map(|&side| offset(&self.offsets, text, side));
        let named = || around().find_map(|part| part.zone().map(|minutes| (minutes, part.span)));
        let zone = offset.or_else(named).map(|(minutes, place)| {
            span = span.hull(place);
            minutes
        });
        let at = time.zip(zone).and_then(|(time, minutes)| {
            let offset = Offset::from_seconds(i32::from(minutes) * 60).ok()?;
            offset.to_timestamp(DateTime::from_parts(found.date, time)).ok()
        });
        let published = known(DateWord::Published);
        let updated = known(DateWord::Updated);
        let dressed = published || updated || time.is_some() || known(DateWord::Weekday) || known(DateWord::Hijri);
        // What follows the time may belong to the next line of a joined page: the weekday that opens a headline.
        Stamp { date: found.date, at, span, published, updated, dressed }
    }

    /// The date that a record states, in any of the usual notations; the moment where a zone is stated too.
    pub(super) fn stated(&self, stated: &str, folding: &Folding) -> Option<(Date, Option<Timestamp>)> {
        let stated = stated.trim();
        if let Some(found) = standard(stated) {
            return Some(found);
        }
        let whole = Span::new(0, stated.len() as u32);
        if let Some(stamp) = self.find(stated, &Words::new(stated, whole, folding, STATED_WORDS)) {
            return Some((stamp.date, stamp.at));
        }
        days(&self.stated_days, stated, whole).next().map(|found| (found.date, None))
    }

    /// The day in the address of a page.
    pub(super) fn of_url(&self, url: &str) -> Option<Date> {
        days(&self.url_days, url, Span::new(0, url.len() as u32)).next().map(|found| found.date)
    }
}

impl Part {
    /// Whether it says which half of the day it is.
    fn is_half(&self) -> bool {
        matches!(self.what, What::Known(DateWord::Am | DateWord::Pm))
    }

    /// The zone that it names, in minutes.
    fn zone(&self) -> Option<i16> {
        match self.what {
            What::Known(DateWord::Zone(minutes)) => Some(minutes),
            _ => None,
        }
    }
}

impl Template {
    /// The date that begins at a part.
    fn fit(&self, text: &str, words: &Words, parts: &[Part], at: usize) -> Option<Found> {
        let (mut day, mut month, mut year) = (0, 0, 0);
        let mut next = at;
        for (i, slot) in self.0.iter().enumerate() {
            if i > 0 && !separates(gap_before(text, words, parts, next)) {
                return None;
            }
            let part = parts.get(next)?;
            next += 1;
            match (slot, part.what) {
                (Slot::Month, What::Known(DateWord::Month(number))) => {
                    month = i64::from(number);
                    // The same month by its other name: many papers print both.
                    let twin = parts.get(next).is_some_and(|p| p.what == part.what);
                    if twin && separates(gap_before(text, words, parts, next)) {
                        next += 1;
                    }
                }
                (_, What::Number) => {
                    let (value, digits) = words.value(part.word)?;
                    match slot {
                        Slot::Day if digits <= 2 => day = value,
                        Slot::Year if digits == 4 => year = value,
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
        let span = parts[at].span.hull(parts[next - 1].span);
        civil(year, month, day).map(|date| Found { date, span, short: false })
    }
}

/// The days in a stretch of text, those of the first notation first.
fn days<'t>(notations: &'t Expressions, text: &'t str, stretch: Span) -> impl Iterator<Item = Found> + 't {
    let line = stretch.of(text);
    notations.matching(line).flat_map(move |regex| regex.captures_iter(line)).filter_map(move |groups| {
        let year = groups.name("year")?;
        let short = year.as_str().chars().count() == 2;
        let century = if short { 2000 } else { 0 };
        let (month, day) = (groups.name("month")?, groups.name("day")?);
        let start = year.start().min(month.start()).min(day.start());
        let end = year.end().max(month.end()).max(day.end());
        let date = civil(century + number(&groups, "year")?, number(&groups, "month")?, number(&groups, "day")?)?;
        Some(Found { date, span: Span::new(stretch.start + start as u32, stretch.start + end as u32), short })
    })
}

/// The first time of day in a stretch of text, and where it stands.
fn time(notations: &Expressions, text: &str, stretch: Span) -> Option<(Time, Span)> {
    notations.matching(stretch.of(text)).find_map(|regex| {
        let groups = regex.captures(stretch.of(text))?;
        let part = |name: &str| number(&groups, name).and_then(|value| i8::try_from(value).ok());
        let time = Time::new(part("hour")?, part("minute")?, part("second").unwrap_or(0), 0).ok()?;
        Some((time, place(&groups, "hour", &["second", "minute"], stretch)?))
    })
}

/// The time as the sign of the half of the day says.
fn in_half(time: Time, half: Option<What>) -> Option<Time> {
    let hour = match half {
        Some(What::Known(DateWord::Pm)) if time.hour() < 12 => time.hour() + 12,
        Some(What::Known(DateWord::Am)) if time.hour() == 12 => 0,
        _ => return Some(time),
    };
    time.with().hour(hour).build().ok()
}

/// The first distance from Greenwich in a stretch of text, in minutes, and where it stands.
fn offset(notations: &Expressions, text: &str, stretch: Span) -> Option<(i16, Span)> {
    notations.matching(stretch.of(text)).find_map(|regex| {
        let groups = regex.captures(stretch.of(text))?;
        let hours = number(&groups, "hours").filter(|&hours| hours <= FARTHEST)?;
        let minutes = hours * 60 + number(&groups, "minutes").unwrap_or(0);
        let minutes = if groups.name("sign")?.as_str() == "+" { minutes } else { -minutes };
        Some((minutes as i16, place(&groups, "sign", &["minutes", "hours"], stretch)?))
    })
}

/// From the beginning of a group to the end of the first group of `last` that there is.
fn place(groups: &Captures<'_>, first: &str, last: &[&str], stretch: Span) -> Option<Span> {
    let end = last.iter().find_map(|name| groups.name(name))?.end();
    Some(Span::new(stretch.start + groups.name(first)?.start() as u32, stretch.start + end as u32))
}

/// The value of a group of digits.
fn number(groups: &Captures<'_>, name: &str) -> Option<i64> {
    let digits = groups.name(name)?.as_str().chars().map(|c| digit(c).unwrap_or(c));
    digits.collect::<String>().parse().ok()
}

/// The gap between a part and the one before it, without direction marks.
fn gap_before<'t>(text: &'t str, words: &Words, parts: &[Part], at: usize) -> &'t str {
    let gap = match parts.get(at) {
        Some(part) if part.word > 0 => words.gap(text, part.word - 1),
        _ => "",
    };
    gap.trim_matches(|c: char| c.is_whitespace() || is_direction(c))
}

/// Whether a character only sets the direction of writing.
pub(super) fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a trimmed gap may stand between two slots: loose punctuation.
fn separates(gap: &str) -> bool {
    gap.chars().count() <= 4 && gap.chars().all(|c| !c.is_alphanumeric() && !matches!(c, ':' | ';' | '"'))
}

fn civil(year: i64, month: i64, day: i64) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    Date::new(year as i16, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// ISO 8601 and RFC 2822.
fn standard(stated: &str) -> Option<(Date, Option<Timestamp>)> {
    if let Ok(pieces) = Pieces::parse(stated) {
        let date = pieces.date();
        let offset = match pieces.offset() {
            Some(PiecesOffset::Numeric(numeric)) => Some(numeric.offset()),
            Some(_) => Some(Offset::UTC),
            None => None,
        };
        let at = pieces
            .time()
            .zip(offset)
            .and_then(|(time, offset)| offset.to_timestamp(DateTime::from_parts(date, time)).ok());
        return YEARS.contains(&i64::from(date.year())).then_some((date, at));
    }
    let zoned = jiff::fmt::rfc2822::parse(stated).ok()?;
    Some((zoned.date(), Some(zoned.timestamp())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::Orthography;
    use crate::page::PageRules;
    use jiff::civil::date;

    fn folding() -> Folding {
        Folding::new(&Orthography::default())
    }

    #[test]
    fn reads_machine_dates_without_any_pack() {
        let dates = PageRules::default().dates;
        let day = |s: &str| dates.stated(s, &folding());
        let june = date(2024, 6, 20);
        assert_eq!(day("2024-06-20"), Some((june, None)));
        assert_eq!(day("2024-06-20 02:53:56"), Some((june, None)));
        assert_eq!(day("2024/06/20"), Some((june, None)));
        assert_eq!(day("20/06/2024"), Some((june, None)));
        assert_eq!(day("6/20/2024 11:47:53 AM"), Some((june, None)));
        assert_eq!(day("20240620143500"), Some((june, None)));
        assert_eq!(day("20240620"), Some((june, None)));
        assert_eq!(day("2024-06-20 | 14:05"), Some((june, None)));
        let moment = |s: &str| day(s).and_then(|(_, at)| at).map(|at| at.to_string());
        assert_eq!(moment("2024-06-20T05:42:00Z").as_deref(), Some("2024-06-20T05:42:00Z"));
        assert_eq!(moment("2024-06-20T01:42:00+03:00").as_deref(), Some("2024-06-19T22:42:00Z"));
        assert_eq!(day("2024-06-20T01:42:00+03:00").map(|d| d.0), Some(june));
        assert_eq!(moment("Thu, 20 Jun 2024 05:42:00 +0300").as_deref(), Some("2024-06-20T02:42:00Z"));
        assert_eq!(day("Thu, 20 Jun 2024 05:42:00"), Some((june, None)));
        for unreadable in ["", "yesterday", "2024-13-45", "31/02/2024", "0000-00-00", "99999999"] {
            assert_eq!(day(unreadable), None, "{unreadable}");
        }
    }

    #[test]
    fn reads_addresses() {
        let june = Some(date(2024, 6, 20));
        let dates = PageRules::default().dates;
        let of_url = |url: &str| dates.of_url(url);
        assert_eq!(of_url("https://a.example/2024/06/20/title"), june);
        assert_eq!(of_url("https://a.example/news/2024-6-20-title"), june);
        assert_eq!(of_url("https://a.example/Issues/20240620/Con20240620787193.htm"), june);
        assert_eq!(of_url("https://a.example/20240620"), june);
        assert_eq!(of_url("https://a.example/article/409716/x"), None);
        assert_eq!(of_url("https://a.example/2024/99/20/"), None);
        assert_eq!(of_url("https://20240620.example/"), None);
        assert_eq!(of_url("no address"), None);
    }
}
