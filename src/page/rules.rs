//! `PageRules`: what a pack's `page.toml` says about pages, compiled for matching.

use super::block::SHORT;
use super::date::{DateWord, Dates, Template};
use super::notation::{Expressions, Kind, Notation};
use crate::error::{Error, Result};
use crate::fold::{Folding, Orthography};
use crate::pack::Finding;
use crate::phrase::{Phrases, Words};
use hashbrown::HashSet;
use memchr::memmem::Finder;
use memchr::{memchr, memchr3};
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

/// What pages of all languages share, in the format of a `page.toml`.
const COMMON: &str = include_str!("common.toml");

/// How pages of one language are built. The default knows only what all languages share: every line is running text.
#[derive(Debug)]
pub struct PageRules {
    /// Language tag; empty in the default rules.
    pub(super) language: String,
    pub(super) letters: Option<(char, char)>,
    pub(super) stops: String,
    pub(super) pauses: String,
    pub(super) countries: HashSet<String>,
    pub(super) dates: Dates,
    pub(super) furniture: Vec<Furniture>,
    furniture_phrases: Phrases<usize>,
    furniture_expressions: Expressions,
    /// The entry of each expression.
    expression_entries: Vec<usize>,
    pub(super) links: Expressions,
    pub(super) captions: Expressions,
    pub(super) credits: Expressions,
    pub(super) byline: Phrases<()>,
    pub(super) byline_max: usize,
    pub(super) agencies: Phrases<()>,
    pub(super) caption_credits: Phrases<()>,
    pub(super) media_nouns: Phrases<()>,
    pub(super) header_nouns: Phrases<()>,
    pub(super) sections: Phrases<()>,
    pub(super) places: Phrases<()>,
    pub(super) own: Own,
    pub(super) inline: Vec<Inline>,
    pub(super) lede: Phrases<()>,
    pub(super) folding: Folding,
}

/// How a text names its own outlet.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) prepositions: Vec<String>,
    pub(super) correspondents: Phrases<()>,
    pub(super) correspondent_finders: Vec<Finder<'static>>,
    pub(super) reports: Phrases<()>,
    pub(super) deeds: Phrases<()>,
    pub(super) deed_finders: Vec<Finder<'static>>,
    /// Words before the preposition that make the outlet a source that is quoted.
    pub(super) quoted_by: Phrases<()>,
}

/// One entry of `[[furniture]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Furniture {
    pub(super) id: String,
    why: String,
    /// Where a form stands.
    #[serde(default, rename = "match")]
    pub(super) place: Place,
    pub(super) effect: Effect,
    /// What the line is good for besides being left out.
    #[serde(default)]
    pub(super) role: Role,
    #[serde(default)]
    forms: Vec<String>,
    /// Regular expressions, each for a whole line.
    #[serde(default)]
    expressions: Vec<String>,
    /// Signs of which the line must hold one.
    #[serde(default)]
    pub(super) needs: Vec<String>,
    /// Most words of such a line.
    #[serde(default = "most_words")]
    pub(super) max: usize,
    /// Whether lines of any length count.
    #[serde(default)]
    pub(super) long: bool,
    pub(super) example: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) counterexample: Vec<Spanned<String>>,
}

fn most_words() -> usize {
    40
}

/// Where in its line a phrase stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Place {
    /// It is the line.
    #[default]
    Line,
    /// The line begins with it.
    Start,
    /// The line begins with it and a colon, or is it.
    Label,
}

/// How far a furniture line reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Effect {
    /// This line.
    Line,
    /// This line and the short ones after it.
    List,
    /// To the end of the page.
    Rest,
}

/// What a furniture line says about the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    /// Nothing.
    #[default]
    None,
    /// What the text is taken from.
    Sources,
    /// Whose page it is.
    Owner,
}

/// One entry of `[[inline]]`: a marker inside a page of one line.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Inline {
    pub(super) id: String,
    why: String,
    pub(super) effect: InlineEffect,
    pub(super) forms: Vec<String>,
    /// Whether it need not follow the end of a sentence.
    #[serde(default)]
    pub(super) anywhere: bool,
    pub(super) example: Spanned<String>,
    pub(super) counterexample: Spanned<String>,
}

/// What follows an inline marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum InlineEffect {
    /// The page has nothing more of the article.
    Tail,
    /// The headline of another article.
    Teaser,
    /// Nothing: a label at the beginning or the end.
    Edge,
}

/// `page.toml` as written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct File {
    pub(super) language: String,
    pub(super) letters: Vec<char>,
    pub(super) stops: String,
    pub(super) pauses: String,
    pub(super) countries: Vec<String>,
    pub(super) date: DateSection,
    pub(super) notation: Vec<Spanned<Notation>>,
    pub(super) furniture: Vec<Spanned<Furniture>>,
    pub(super) byline: PhraseSection,
    pub(super) agencies: PhraseSection,
    pub(super) caption: CaptionSection,
    media: MediaSection,
    pub(super) sections: PhraseSection,
    pub(super) places: PhraseSection,
    #[serde(rename = "self")]
    pub(super) own: OwnSection,
    pub(super) inline: Vec<Spanned<Inline>>,
    lede: LedeSection,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DateSection {
    pub(super) why: String,
    pub(super) templates: Vec<Spanned<String>>,
    pub(super) weekdays: Vec<String>,
    pub(super) hijri: Vec<String>,
    pub(super) particles: Vec<String>,
    pub(super) published: Vec<String>,
    pub(super) updated: Vec<String>,
    pub(super) am: Vec<String>,
    pub(super) pm: Vec<String>,
    month: Vec<Month>,
    zone: Vec<Zone>,
    pub(super) example: Vec<Spanned<DateExample>>,
    pub(super) counterexample: Vec<Spanned<DateCounterexample>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Month {
    number: i8,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Zone {
    minutes: i16,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DateExample {
    pub(super) text: String,
    pub(super) date: String,
    pub(super) at: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DateCounterexample {
    pub(super) text: String,
    pub(super) why: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PhraseSection {
    pub(super) why: String,
    pub(super) forms: Vec<String>,
    pub(super) max: usize,
    pub(super) example: Vec<Spanned<String>>,
    pub(super) counterexample: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CaptionSection {
    pub(super) why: String,
    pub(super) credits: Vec<String>,
    pub(super) example: Vec<Spanned<String>>,
    pub(super) counterexample: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MediaSection {
    why: String,
    nouns: Vec<String>,
    header: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OwnSection {
    pub(super) why: String,
    pub(super) prepositions: Vec<String>,
    pub(super) correspondents: Vec<String>,
    pub(super) reports: Vec<String>,
    pub(super) deeds: Vec<String>,
    pub(super) quoted_by: Vec<String>,
    pub(super) example: Vec<Spanned<String>>,
    pub(super) counterexample: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LedeSection {
    why: String,
    verbs: Vec<String>,
    prefixes: Vec<String>,
}

impl File {
    pub(super) fn parse(toml: &str) -> Result<Self> {
        toml::from_str(toml)
            .map_err(|e| Error::pack(vec![faulty(toml, e.span().unwrap_or_default(), "page", e.message())]))
    }

    /// What pages of all languages share.
    pub(super) fn common() -> Result<Self> {
        File::parse(COMMON)
    }

    /// Adds what pages of all languages share behind the pack's own.
    fn with_common(mut self) -> Result<Self> {
        let common = File::common()?;
        self.notation.extend(common.notation);
        let (date, shared) = (&mut self.date, common.date);
        date.templates.extend(shared.templates);
        date.weekdays.extend(shared.weekdays);
        date.particles.extend(shared.particles);
        date.published.extend(shared.published);
        date.updated.extend(shared.updated);
        date.am.extend(shared.am);
        date.pm.extend(shared.pm);
        date.month.extend(shared.month);
        date.zone.extend(shared.zone);
        Ok(self)
    }
}

impl Default for PageRules {
    fn default() -> Self {
        let rules = PageRules::compile(File::default(), &Folding::new(&Orthography::default()));
        rules.expect("the common rules are part of the program, and its tests compile them")
    }
}

impl PageRules {
    /// Reads the `page.toml` of a pack; phrases are compared as `folding`, the pack's own, says.
    ///
    /// # Errors
    ///
    /// [`Error::findings`] tells where the text is not TOML or has an unknown key; or else every entry without a reason
    /// or example, and every faulty template or expression.
    pub fn parse(toml: &str, folding: &Folding) -> Result<Self> {
        let file = File::parse(toml)?;
        let mut findings = Vec::new();
        let sections = [
            ("date", &file.date.why),
            ("byline", &file.byline.why),
            ("agencies", &file.agencies.why),
            ("caption", &file.caption.why),
            ("media", &file.media.why),
            ("sections", &file.sections.why),
            ("places", &file.places.why),
            ("self", &file.own.why),
            ("lede", &file.lede.why),
        ];
        let section = |id: &str| toml.find(&format!("[{id}]")).map_or(0..0, |start| start..start + id.len() + 2);
        let sections = sections.into_iter().map(|(id, why)| (id, why, section(id)));
        let furniture = file.furniture.iter().map(|f| (f.get_ref().id.as_str(), &f.get_ref().why, f.span()));
        let inline = file.inline.iter().map(|i| (i.get_ref().id.as_str(), &i.get_ref().why, i.span()));
        let notations = file.notation.iter().map(|n| (n.get_ref().id.as_str(), &n.get_ref().why, n.span()));
        for (id, why, place) in sections.chain(furniture).chain(inline).chain(notations) {
            if why.is_empty() {
                findings.push(faulty(toml, place, id, "does not say why it is there"));
            }
        }
        for entry in file.furniture.iter().filter(|f| f.get_ref().example.is_empty()) {
            findings.push(faulty(toml, entry.span(), &entry.get_ref().id, "has no example"));
        }
        let unproven = |n: &&Spanned<Notation>| n.get_ref().example.is_empty() || n.get_ref().counterexample.is_empty();
        for entry in file.notation.iter().filter(unproven) {
            findings.push(faulty(toml, entry.span(), &entry.get_ref().id, "has no example, or no counterexample"));
        }
        for template in file.date.templates.iter().filter(|t| Template::parse(t.get_ref()).is_none()) {
            let message = format!("`{}` is not a template of a date", template.get_ref());
            findings.push(faulty(toml, template.span(), "date", message));
        }
        if findings.is_empty() { PageRules::compile(file, folding) } else { Err(Error::pack(findings)) }
    }

    fn compile(file: File, folding: &Folding) -> Result<Self> {
        let file = file.with_common()?;
        let templates = file.date.templates.iter().filter_map(|t| Template::parse(t.get_ref())).collect();
        let notations: Vec<Notation> = file.notation.iter().map(|n| n.get_ref().clone()).collect();
        let expressions = file.furniture.iter().map(Spanned::get_ref).enumerate();
        let expressions = expressions.flat_map(|(index, entry)| entry.expressions.iter().map(move |one| (index, one)));
        // An expression for a whole line gives up at the first character that does not fit.
        let (expression_entries, lines): (_, Vec<_>) =
            expressions.map(|(index, one)| (index, format!("^(?:{one})$"))).unzip();
        let phrases = |forms: &[String]| {
            let mut phrases = Phrases::default();
            forms.iter().for_each(|form| phrases.insert(form, folding, ()));
            phrases
        };
        let mut furniture_phrases = Phrases::default();
        let furniture: Vec<Furniture> = file.furniture.into_iter().map(Spanned::into_inner).collect();
        for (index, entry) in furniture.iter().enumerate() {
            entry.forms.iter().for_each(|form| furniture_phrases.insert(form, folding, index));
        }
        let prefixed = |verbs: &[String]| {
            let mut phrases = phrases(verbs);
            for prefix in &file.lede.prefixes {
                verbs.iter().for_each(|verb| phrases.insert(&format!("{prefix}{verb}"), folding, ()));
            }
            phrases
        };
        let lede = prefixed(&file.lede.verbs);
        let deeds = prefixed(&file.own.deeds);
        Ok(PageRules {
            dates: Dates::new(templates, date_words(&file.date, folding), &notations)?,
            furniture_expressions: Expressions::new(lines.iter().map(String::as_str))?,
            expression_entries,
            links: Expressions::of(&notations, Kind::Link)?,
            captions: Expressions::of(&notations, Kind::Caption)?,
            credits: Expressions::of(&notations, Kind::Credit)?,
            letters: Option::zip(file.letters.first().copied(), file.letters.last().copied()),
            language: file.language,
            stops: file.stops,
            pauses: file.pauses,
            countries: file.countries.into_iter().collect(),
            furniture,
            furniture_phrases,
            byline: phrases(&file.byline.forms),
            byline_max: file.byline.max,
            agencies: phrases(&file.agencies.forms),
            caption_credits: phrases(&file.caption.credits),
            media_nouns: phrases(&file.media.nouns),
            header_nouns: phrases(&file.media.header),
            sections: phrases(&file.sections.forms),
            places: phrases(&file.places.forms),
            own: Own {
                prepositions: file.own.prepositions,
                correspondents: phrases(&file.own.correspondents),
                correspondent_finders: finders(&file.own.correspondents),
                reports: phrases(&file.own.reports),
                deeds,
                deed_finders: finders(&file.own.deeds),
                quoted_by: phrases(&file.own.quoted_by),
            },
            inline: file.inline.into_iter().map(Spanned::into_inner).collect(),
            lede,
            folding: folding.clone(),
        })
    }

    /// The furniture entry that a line is: `words` are its first words, `count` says how many it has.
    pub(super) fn furniture_of(&self, text: &str, line: &str, words: &Words, count: usize) -> Option<&Furniture> {
        let by_phrase = self.furniture_phrases.all_at(words, 0).filter_map(|(index, length)| {
            let entry = &self.furniture[index];
            let whole = length == words.len() && length == count;
            let fits = match entry.place {
                Place::Line => whole,
                Place::Start => true,
                Place::Label => whole || words.gap(text, length - 1).trim_start().starts_with(':'),
            };
            fits.then_some(entry)
        });
        let by_expression = std::iter::once_with(|| {
            let signs = || words.list().iter().any(|word| word.number) || has_sign(line);
            let at = (line.len() <= SHORT && signs()).then(|| self.furniture_expressions.first(line))??;
            Some(&self.furniture[self.expression_entries[at]])
        });
        let by_expression = by_expression.flatten();
        by_phrase.chain(by_expression).find(|entry| {
            let short = entry.long || count <= entry.max;
            short && (entry.needs.is_empty() || entry.needs.iter().any(|sign| line.contains(sign.as_str())))
        })
    }

    /// Whether `c` ends a sentence.
    pub(super) fn is_stop(&self, c: char) -> bool {
        self.stops.contains(c)
    }

    /// Whether a letter of the script stands in `line`; always, where the rules name no script.
    pub(super) fn has_letter(&self, line: &str) -> bool {
        self.letters.is_none_or(|(first, last)| line.chars().any(|c| (first..=last).contains(&c)))
    }
}

/// Everything that can stand in a date line.
fn date_words(dates: &DateSection, folding: &Folding) -> Phrases<DateWord> {
    let mut words = Phrases::default();
    for month in &dates.month {
        month.names.iter().for_each(|name| words.insert(name, folding, DateWord::Month(month.number)));
    }
    for zone in &dates.zone {
        zone.names.iter().for_each(|name| words.insert(name, folding, DateWord::Zone(zone.minutes)));
    }
    // The first meaning wins: the sign of the afternoon is also that of the calendar.
    let kinds = [
        (&dates.weekdays, DateWord::Weekday),
        (&dates.hijri, DateWord::Hijri),
        (&dates.published, DateWord::Published),
        (&dates.updated, DateWord::Updated),
        (&dates.am, DateWord::Am),
        (&dates.pm, DateWord::Pm),
        (&dates.particles, DateWord::Particle),
    ];
    for (forms, kind) in kinds {
        forms.iter().for_each(|form| words.insert(form, folding, kind));
    }
    words
}

fn finders(forms: &[String]) -> Vec<Finder<'static>> {
    forms.iter().map(|form| Finder::new(form.as_bytes()).into_owned()).collect()
}

/// A fault of the entry `id`, to be found at `place`.
fn faulty(toml: &str, place: Range<usize>, id: &str, message: impl Into<String>) -> Finding {
    Finding::new("page.toml", toml, place, id, message)
}

/// Whether one of the signs @ # / © stands in a line, or another that begins with the same byte as the last.
fn has_sign(line: &str) -> bool {
    memchr3(b'@', b'#', b'/', line.as_bytes()).is_some() || memchr(0xc2, line.as_bytes()).is_some()
}
