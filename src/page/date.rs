//! `Dates`: reads the day and moment of publication from metadata, addresses and lines of a page.

use crate::fold::Folding;
use crate::phrase::{Phrases, Words};
use crate::span::Span;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::{Timestamp, tz::Offset};

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
    Number,
    Year,
    ShortYear,
}

/// An order of day, month and year.
#[derive(Clone, Debug)]
pub(super) struct Template {
    slots: Vec<Slot>,
    /// Whether slashes, dots or hyphens stand between the slots; else blanks and loose punctuation.
    tight: bool,
}

impl Template {
    /// Reads for example `{day} {month} {year}`.
    pub(super) fn parse(template: &str) -> Option<Self> {
        let tight = template.contains('/');
        let slots: Option<Vec<Slot>> = template
            .split(if tight { '/' } else { ' ' })
            .map(|slot| match slot {
                "{day}" => Some(Slot::Day),
                "{month}" => Some(Slot::Month),
                "{number}" => Some(Slot::Number),
                "{year}" => Some(Slot::Year),
                "{yy}" => Some(Slot::ShortYear),
                _ => None,
            })
            .collect();
        slots.filter(|s| s.len() == 3).map(|slots| Template { slots, tight })
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
#[derive(Debug, Default)]
pub(super) struct Dates {
    templates: Vec<Template>,
    words: Phrases<DateWord>,
}

/// A word or phrase of a date line.
#[derive(Clone, Copy, Debug)]
struct Part {
    what: What,
    /// First word.
    first: usize,
    /// Number of words.
    length: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Number,
    Known(DateWord),
    Other,
}

/// Years that a page can have been published in.
const YEARS: std::ops::RangeInclusive<i64> = 1980..=2100;

impl Dates {
    /// A reader for these templates and words.
    pub(super) fn new(templates: Vec<Template>, words: Phrases<DateWord>) -> Self {
        Dates { templates, words }
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
        if !words.list().iter().any(|w| w.number) {
            return None;
        }
        let parts = self.parts(words);
        self.templates.iter().find_map(|template| {
            (0..parts.len()).find_map(|at| {
                let (date, end) = self.fit(text, words, &parts, at, template)?;
                let stamp = dress(text, words, &parts, at, end, date);
                let short = template.slots.contains(&Slot::ShortYear);
                (stamp.dressed || !short).then_some(stamp)
            })
        })
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
            parts.push(Part { what, first, length });
            first += length;
        }
        parts
    }

    /// Whether a template fits at a part: the date and the part after it.
    fn fit(&self, text: &str, words: &Words, parts: &[Part], at: usize, template: &Template) -> Option<(Date, usize)> {
        let (mut day, mut month, mut year) = (0, 0, 0);
        let mut next = at;
        for (i, slot) in template.slots.iter().enumerate() {
            if i > 0 && !separates(gap_before(text, words, parts, next), template.tight) {
                return None;
            }
            let part = parts.get(next)?;
            next += 1;
            match (slot, part.what) {
                (Slot::Month, What::Known(DateWord::Month(number))) => {
                    month = i64::from(number);
                    // The same month by its other name: many papers print both.
                    let twin = parts.get(next).is_some_and(|p| p.what == part.what);
                    if twin && separates(gap_before(text, words, parts, next), false) {
                        next += 1;
                    }
                }
                (_, What::Number) => {
                    let (value, digits) = words.value(part.first)?;
                    match slot {
                        Slot::Day if digits <= 2 => day = value,
                        Slot::Number if digits <= 2 => month = value,
                        Slot::Year if digits == 4 => year = value,
                        Slot::ShortYear if digits == 2 => year = 2000 + value,
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
        // 7/17/2012: only the other order gives a day.
        if month > 12 && template.tight {
            (day, month) = (month, day);
        }
        // A fourth number behind a slash or dot makes it something else.
        if template.tight && parts.get(next).is_some_and(|p| p.what == What::Number) {
            let gap = words.gap(text, parts[next].first - 1);
            if matches!(gap, "/" | "." | "-") {
                return None;
            }
        }
        civil(year, month, day).map(|date| (date, next))
    }

    /// The date that a record states, in any of the usual notations; the moment where a zone is stated too.
    pub(super) fn stated(&self, stated: &str, folding: &Folding) -> Option<(Date, Option<Timestamp>)> {
        let stated = stated.trim();
        if let Some(found) = machine_readable(stated) {
            return Some(found);
        }
        let words = Words::new(stated, Span::new(0, stated.len() as u32), folding, 40);
        let stamp = match self.find(stated, &words) {
            Some(stamp) => stamp,
            None => numeric(stated, &words)?,
        };
        Some((stamp.date, stamp.at))
    }
}

/// The gap between a part and the one before it, without direction marks.
fn gap_before<'t>(text: &'t str, words: &Words, parts: &[Part], at: usize) -> &'t str {
    let gap = match parts.get(at) {
        Some(part) if part.first > 0 => words.gap(text, part.first - 1),
        _ => "",
    };
    gap.trim_matches(|c: char| c.is_whitespace() || is_direction(c))
}

/// Whether a character only sets the direction of writing.
pub(super) fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a trimmed gap may stand between two slots.
fn separates(gap: &str, tight: bool) -> bool {
    if tight {
        matches!(gap, "/" | "." | "-" | "\u{2013}" | "\\")
    } else {
        gap.chars().count() <= 4 && gap.chars().all(|c| !c.is_alphanumeric() && !matches!(c, ':' | ';' | '"'))
    }
}

fn civil(year: i64, month: i64, day: i64) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    Date::new(year as i16, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Widens a date by the weekday, time, zone and markers around it and reads the moment.
fn dress(text: &str, words: &Words, parts: &[Part], start: usize, end: usize, date: Date) -> Stamp {
    let belongs = |part: &Part| part.what != What::Other || words.form(part.first) == "h";
    let mut first = start;
    while first > 0 && belongs(&parts[first - 1]) {
        first -= 1;
    }
    let mut last = end;
    while parts.get(last).is_some_and(belongs) {
        last += 1;
    }
    let around = || parts[first..start].iter().chain(&parts[end..last]);
    let known = |word: DateWord| around().any(|p| p.what == What::Known(word));
    let (time, zone, end) = clock(text, words, parts, first..last, start..end);
    let at = time.zip(zone).and_then(|(time, minutes)| {
        let offset = Offset::from_seconds(i32::from(minutes) * 60).ok()?;
        offset.to_timestamp(DateTime::from_parts(date, time)).ok()
    });
    let published = known(DateWord::Published);
    let updated = known(DateWord::Updated);
    let dressed = published || updated || time.is_some() || known(DateWord::Weekday) || known(DateWord::Hijri);
    let list = words.list();
    // What follows the time may belong to the next line of a joined page: the weekday that opens a headline.
    let final_part = &parts[end - 1];
    let span = list[parts[first].first].span.hull(list[final_part.first + final_part.length - 1].span);
    Stamp { date, at, span, published, updated, dressed }
}

/// The time of day and the zone in a stretch of parts, outside the date itself, and the part after all of them.
fn clock(
    text: &str,
    words: &Words,
    parts: &[Part],
    range: std::ops::Range<usize>,
    date: std::ops::Range<usize>,
) -> (Option<Time>, Option<i16>, usize) {
    let mut end = date.end;
    let number = |at: usize| {
        let free = range.contains(&at) && !date.contains(&at);
        parts.get(at).filter(|p| free && p.what == What::Number).and_then(|p| words.value(p.first))
    };
    let what = |at: usize| parts.get(at).filter(|_| range.contains(&at)).map(|p| p.what);
    let mut time = None;
    let mut zone = None;
    for at in range.clone() {
        if let (None, Some((hour, _))) = (time, number(at)) {
            let colon = |at: usize| gap_before(text, words, parts, at) == ":";
            let minute = number(at + 1).filter(|_| colon(at + 1)).map(|(minute, _)| (minute, at + 2));
            // French use: 21H18.
            let french = || number(at + 2).filter(|_| what(at + 1) == Some(What::Other)).map(|(m, _)| (m, at + 3));
            // Military use, 2201, only beside a zone.
            let military = || {
                let four = number(at).filter(|&(_, digits)| digits == 4)?;
                matches!(what(at + 1), Some(What::Known(DateWord::Zone(_)))).then_some((four.0 % 100, at + 1))
            };
            if let Some((minute, after)) = minute.or_else(french).or_else(military) {
                let hour = if hour >= 100 { hour / 100 } else { hour };
                let after = match number(after) {
                    Some(_) if colon(after) => after + 1,
                    _ => after,
                };
                let half = what(after).filter(|w| matches!(w, What::Known(DateWord::Am | DateWord::Pm)));
                time = time_of_day(hour, minute, half);
                end = end.max(after + usize::from(half.is_some()));
            }
        }
        if let (None, Some(What::Known(DateWord::Zone(minutes)))) = (zone, what(at)) {
            let (shift, parts) = shift(text, words, parts, at + 1, number(at + 1));
            zone = Some(minutes + shift);
            end = end.max(at + 1 + parts);
        }
    }
    (time, zone, end)
}

fn time_of_day(hour: i64, minute: i64, half: Option<What>) -> Option<Time> {
    let hour = match half {
        Some(What::Known(DateWord::Pm)) if hour < 12 => hour + 12,
        Some(What::Known(DateWord::Am)) if hour == 12 => 0,
        _ => hour,
    };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

/// Minutes that a number after a zone adds (`GMT+3`, `GMT+04:00`, `GMT+0400`), and how many parts state them.
fn shift(text: &str, words: &Words, parts: &[Part], at: usize, number: Option<(i64, usize)>) -> (i16, usize) {
    let sign = match gap_before(text, words, parts, at) {
        "+" => 1,
        "-" | "\u{2212}" => -1,
        _ => return (0, 0),
    };
    let Some((value, digits)) = number else { return (0, 0) };
    let minutes = match parts.get(at + 1).filter(|p| p.what == What::Number) {
        Some(part) if gap_before(text, words, parts, at + 1) == ":" => words.value(part.first).map(|(m, _)| m),
        _ => None,
    };
    let total = if digits == 4 { value / 100 * 60 + value % 100 } else { value * 60 + minutes.unwrap_or(0) };
    let used = 1 + usize::from(minutes.is_some());
    if total <= 14 * 60 { (sign * total as i16, used) } else { (0, 0) }
}

/// ISO 8601, RFC 2822 and runs of 8 or 14 digits.
fn machine_readable(stated: &str) -> Option<(Date, Option<Timestamp>)> {
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
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(stated) {
        return Some((zoned.date(), Some(zoned.timestamp())));
    }
    if let Ok(time) = jiff::fmt::strtime::parse("%a, %d %b %Y %H:%M:%S", stated) {
        return time.to_date().ok().map(|date| (date, None));
    }
    let digits = stated.bytes().all(|b| b.is_ascii_digit()) && matches!(stated.len(), 8 | 14);
    digits.then(|| compact(stated)).flatten().map(|date| (date, None))
}

/// `20240620` at the beginning of a run of digits.
fn compact(digits: &str) -> Option<Date> {
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse().ok();
    civil(part(0..4)?, part(4..6)?, part(6..8)?)
}

/// A date in digits alone, for languages whose rules are missing: year first, or day before month.
fn numeric(text: &str, words: &Words) -> Option<Stamp> {
    let reader = Dates {
        templates: ["{year}/{number}/{day}", "{day}/{number}/{year}"].into_iter().filter_map(Template::parse).collect(),
        words: Phrases::default(),
    };
    reader.find(text, words)
}

/// The date in the path of an address: `/2024/06/20/`, `2024-06-20`, `/20240620/`.
pub(super) fn of_url(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let mut runs = Vec::new();
    let mut start = None;
    for (i, b) in path.bytes().chain([b'/']).enumerate() {
        match (b.is_ascii_digit(), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                runs.push(from..i);
                start = None;
            }
            _ => {}
        }
    }
    let alone = |run: &std::ops::Range<usize>| {
        run.start == 0
            || !path.as_bytes()[run.start - 1].is_ascii_alphanumeric() && path.as_bytes()[run.start - 1] != b'%'
    };
    let joined =
        |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| matches!(&path[a.end..b.start], "/" | "-" | "_" | ".");
    let value = |run: &std::ops::Range<usize>| path[run.clone()].parse::<i64>().ok();
    runs.iter().enumerate().find_map(|(i, run)| {
        if !alone(run) {
            return None;
        }
        match run.len() {
            8 => compact(&path[run.clone()]),
            4 => {
                let (month, day) = (runs.get(i + 1)?, runs.get(i + 2)?);
                let fits = joined(run, month) && joined(month, day) && month.len() <= 2 && day.len() <= 2;
                fits.then(|| civil(value(run)?, value(month)?, value(day)?)).flatten()
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::Orthography;
    use jiff::civil::date;

    fn folding() -> Folding {
        Folding::new(&Orthography::default())
    }

    #[test]
    fn reads_machine_dates_without_any_rules() {
        let dates = Dates::default();
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
