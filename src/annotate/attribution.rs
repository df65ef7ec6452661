//! Builds the item stream and links source, cue and content by the first pattern that fits.

use super::clause::{self, Cues};
use super::cue::CueHit;
use super::item::{ItemKind, Items};
use super::mention;
use super::name;
use super::{CueClass, QuoteKind};
use crate::article::{Article, ParagraphKind};
use crate::pack::class::{Class, Classes};
use crate::pack::lexicon::{CueForm, CueKind};
use crate::pack::manifest::{Gender, Number, Tense};
use crate::pack::pattern::{Pattern, Slot, SlotKind};
use crate::span::Span;
use crate::token::is_space;
use std::collections::HashSet;
use std::ops::Range;

/// Longest run of words between a cue or its source and the content, in items.
const LONGEST_GAP: usize = 40;

/// An attribution before its speaker is known; ranges are of items.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) pattern: usize,
    pub(super) kind: QuoteKind,
    pub(super) content: Vec<Span>,
    pub(super) marked: Vec<Span>,
    pub(super) cue: Option<CueHit>,
    pub(super) source: Option<Range<usize>>,
    pub(super) via: Option<Range<usize>>,
    /// First item of the content.
    pub(super) at: usize,
    /// For a headline that repeats words of the article: the first item of the content that it repeats.
    pub(super) echo: Option<usize>,
}

/// What a pattern has matched so far.
#[derive(Clone, Debug, Default)]
struct Match {
    source: Option<Range<usize>>,
    via: Option<Range<usize>>,
    said: Option<usize>,
    content: Option<Content>,
    /// Whether the content is the object of the cue and no clause of its own.
    phrase: bool,
    /// What follows an attribution that interrupts its content.
    rest: Option<Range<usize>>,
}

#[derive(Clone, Debug)]
enum Content {
    /// The quotation at an item.
    Quote(usize),
    /// A clause or phrase.
    Clause(Range<usize>),
}

impl Content {
    /// Its first item.
    fn start(&self) -> usize {
        match self {
            Content::Quote(i) => *i,
            Content::Clause(range) => range.start,
        }
    }
}

/// Links every source, cue and content of an article.
pub(super) struct Matcher<'i, 'a> {
    items: &'i Items<'a>,
    cues: &'i Cues,
    title: Option<Span>,
    /// The headings inside the article, in order.
    headings: Vec<Span>,
    /// Words of the names of people whom the article names in full.
    names: &'i HashSet<String>,
    /// For each item, whether it is a quotation that an attribution has taken.
    taken: Vec<bool>,
    /// Items at which the content of an attribution begins.
    opened: HashSet<usize>,
}

/// Share of a headline's words, in hundredths, that an attribution must hold for the headline to repeat it.
const ECHO: usize = 60;

/// How many of `words` occur in `content`, in hundredths; short texts prove nothing.
fn shared(words: &[String], content: &[String]) -> usize {
    if words.len() < 3 {
        return 0;
    }
    words.iter().filter(|w| content.contains(w)).count() * 100 / words.len()
}

/// Whether a complement follows the source at once, perhaps after a preposition.
fn found_adjacent(items: &Items<'_>, source: &Range<usize>) -> bool {
    let end = source.end + usize::from(items.is(source.end, Class::Preposition));
    items.opens_complement(end)
}

impl<'i, 'a> Matcher<'i, 'a> {
    pub(super) fn new(items: &'i Items<'a>, cues: &'i Cues, article: &Article, names: &'i HashSet<String>) -> Self {
        let headings = article.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Heading).map(|p| p.span);
        Matcher {
            items,
            cues,
            title: article.title_span,
            headings: headings.collect(),
            names,
            taken: vec![false; items.len()],
            opened: HashSet::new(),
        }
    }

    /// Every attribution, ordered by its content.
    pub(super) fn run(mut self) -> Vec<Draft> {
        let mut open: Vec<bool> = vec![true; self.cues.hits().len()];
        let mut drafts = Vec::new();
        for (index, pattern) in self.items.pack.patterns.iter().enumerate() {
            if pattern.anchored {
                for (c, hit) in self.cues.hits().iter().enumerate() {
                    if open[c]
                        && self.fits(pattern, hit)
                        && let Some(found) = self.anchored(pattern, hit)
                    {
                        if self.appended(hit, &found, &mut drafts) {
                            open[c] = false;
                            continue;
                        }
                        if let Some(said) = found.said {
                            open[said] = false;
                        }
                        if let Some(draft) = self.draft(index, Some(hit), found) {
                            open[c] = false;
                            drafts.push(draft);
                        }
                    }
                }
            } else {
                self.unanchored(index, pattern, &mut drafts);
            }
        }
        drafts.sort_by_key(|d| (d.content[0], d.at));
        drafts
    }

    /// Whether `hit` only says, after words that somebody is reported to have said, who relays them: `as the agency has
    /// it`. The relay then joins the attribution of those words; where the phrase names whom the words were taken from,
    /// he is their source.
    fn appended(&self, hit: &CueHit, found: &Match, drafts: &mut [Draft]) -> bool {
        let entry = hit.entry(self.items);
        let trails = matches!(entry.kind, CueKind::Preposition | CueKind::Phrase) || self.follows_as(hit.items.start);
        if !trails || found.source.as_ref().is_none_or(|s| s.start < hit.items.start) {
            return false;
        }
        let sentence = self.items.sentence_start(hit.items.start);
        let end = self.items.get(hit.items.start).map_or(0, |item| item.span.start);
        let near = |draft: &&mut Draft| {
            let cue = draft.cue.as_ref().is_some_and(|c| c.items.start >= sentence && c.items.start < hit.items.start);
            let last = draft.content.last().map_or(0, |c| self.items.at(c.end.saturating_sub(1)));
            cue && draft.content.iter().all(|c| c.end <= end) && last + 6 > hit.items.start
        };
        let Some(draft) = drafts.iter_mut().filter(near).max_by_key(|d| d.at) else { return false };
        if entry.relays {
            draft.via = std::mem::replace(&mut draft.source, found.source.clone());
            draft.cue = Some(hit.clone());
        } else {
            draft.via = draft.via.take().or_else(|| found.source.clone());
        }
        true
    }

    fn fits(&self, pattern: &Pattern, hit: &CueHit) -> bool {
        let entry = hit.entry(self.items);
        (pattern.kinds.is_empty() || pattern.kinds.contains(&entry.kind))
            && (pattern.tenses.is_empty() || pattern.tenses.contains(&hit.form.tense))
            && (!pattern.governed || hit.items.len() > 1 && entry.kind == CueKind::Verb)
            && (pattern.lemmas.is_empty() || pattern.lemmas.iter().any(|l| **l == *entry.lemma))
    }

    fn anchored(&self, pattern: &Pattern, hit: &CueHit) -> Option<Match> {
        let mut found = Match::default();
        let matched = self.forward(&pattern.after, hit.items.end, hit, &mut found)
            && self.backward(&pattern.before, hit.items.start, hit, &mut found)
            && self.plausible(hit, &found);
        matched.then_some(found)
    }

    /// Whether a match may stand although the cue's form has other readings.
    fn plausible(&self, hit: &CueHit, found: &Match) -> bool {
        let items = self.items;
        let entry = hit.entry(items);
        let start = hit.items.start;
        let word = items.word(start);
        let marked = found.content.as_ref().is_some_and(|c| self.is_marked(c));
        let like = start > 0 && self.follows_as(start);
        let resumed = |s: &Range<usize>| items.is_that(s.end) && items.word(s.end).pronoun.is_some();
        let explained = found.source.as_ref().is_some_and(|s| s.start > start && resumed(s));
        if entry.kind == CueKind::Verb && start > 0 && items.is(start - 1, Class::Impersonal) && !like && !explained {
            return false;
        }
        let quoted = |c: &Content| matches!(c, Content::Quote(i) if *i > 0 && items.is_colon(i - 1));
        let explicit = word.pronoun.is_some() || found.content.as_ref().is_some_and(quoted);
        if hit.form.named && found.source.is_none() && !explicit {
            return false;
        }
        if entry.kind == CueKind::Verb && hit.form.tense == Tense::Noun {
            // A verbal noun reports if somebody owns it or a preposition makes it an adverb.
            let owned = word.pronoun.is_some_and(|p| !p.first);
            // Nobody's saying: that it can be said, that it is to be admitted.
            let governed = start > 0 && items.is(start - 1, Class::Preposition);
            let explicit = items.is_colon(hit.items.end) || governed && items.is_that(hit.items.end);
            return owned || word.preposition || explicit;
        }
        // After a relative pronoun the subject has been named already; what follows is the object.
        let relative = start > 0 && items.is(start - 1, Class::Relative);
        if relative && word.pronoun.is_none() && found.source.as_ref().is_some_and(|s| s.start > start && !resumed(s)) {
            return false;
        }
        if hit.form.tense.is_finite() && (!marked || found.phrase) {
            // What is wished, hoped or meant to be said was not said; what things show nobody said.
            const UNSAID: Classes = Classes::of(&[Class::Complementizer, Class::NotComplementizer]);
            if start > 0 && items.any(start - 1, UNSAID) {
                return false;
            }
            let stated = hit.form.tense == Tense::Past
                && (entry.firm || found.source.as_ref().is_some_and(|s| self.speaks(s.clone())));
            if entry.belief && !stated {
                return false;
            }
        }
        // What is done according to a law or an agreement was not said by it.
        const AS_SAID: [CueKind; 2] = [CueKind::Preposition, CueKind::Phrase];
        if AS_SAID.contains(&entry.kind) && found.source.as_ref().is_some_and(|s| items.is(s.start, Class::Norm)) {
            return false;
        }
        // Without a source, a phrase such as `in his words` names the speaker by its pronoun.
        let leads = found.content.as_ref().is_some_and(|c| {
            let first = c.start();
            first < start || !marked && !items.opens_complement(first - 1)
        });
        if AS_SAID.contains(&entry.kind) && found.source.is_none() && leads {
            let said = found.content.as_ref().is_some_and(|c| self.has_report(c.start()..start));
            if !self.pronominal(hit) || said {
                return false;
            }
        }
        // `Said in a statement that`: the clause is the verb's.
        let noun = matches!(entry.kind, CueKind::Noun | CueKind::Phrase);
        if noun && !marked && found.source.is_none() && self.governed(hit) {
            return false;
        }
        // Its visit confirmed to the tourists that: the noun after the verb is its subject or its object.
        const FUNCTION: Classes = Classes::of(&[Class::Preposition, Class::Adjunct, Class::Adverb, Class::Time]);
        let next = items.word(hit.items.end);
        let taken = next.pronoun.is_some()
            && !next.preposition
            && !next.classes.any(FUNCTION)
            && !items.opens_complement(hit.items.end);
        if taken && !marked && found.source.as_ref().is_some_and(|s| s.end <= start) {
            return false;
        }
        // A noun phrase after a verb with other meanings is its object, unless somebody is named who speaks.
        if found.phrase && !marked && entry.ambiguous && found.source.is_none() {
            return false;
        }
        if let Some(source) = &found.source {
            // His country, his party: the owner is the speaker of the clause around this one.
            if source.start < start && self.is_owned(source) {
                return false;
            }
            let before = source.start < start && entry.kind == CueKind::Verb;
            // A second verb goes on with the subject of the first, not with the noun between them.
            if before && word.conjunction > 0 && !self.is_topic(source) {
                return false;
            }
            let far = !found_adjacent(items, source);
            let late = source.start > hit.items.end + 1;
            let strict = before
                || late
                || found.phrase
                || entry.kind != CueKind::Verb
                || (far && (entry.ambiguous || source.len() > 1));
            let alone = source.len() == 1 && items.word(source.start).definite && source.start == hit.items.end && !far;
            let strict = strict && !(found.phrase && alone);
            if strict && !self.speaks(source.clone())
                || items.word(source.start).pronoun.is_some() && !self.speaks(source.clone())
            {
                return false;
            }
        }
        if found.source.as_ref().is_some_and(|s| self.is_object(hit, s)) {
            return false;
        }
        // Nobody speaks in the accusative: the noun after the verb is its object.
        if found.source.as_ref().is_some_and(|s| items.word(s.start).oblique) && entry.kind == CueKind::Verb {
            return false;
        }
        const OTHER: Classes =
            Classes::of(&[Class::Preposition, Class::Adjunct, Class::Organization, Class::Role, Class::Act]);
        const PREPOSITION: Classes = Classes::of(&[Class::Preposition, Class::Adjunct]);
        // A noun at the head of a clause, before somebody who speaks, is the verb that is spelled like it.
        let verb = (hit.conjoined || start == items.sentence_start(start))
            && !items.any(start, PREPOSITION)
            && found.source.as_ref().is_some_and(|s| self.speaks(s.clone()));
        if entry.ambiguous && !verb && items.any(start, OTHER) && hit.form.tense != Tense::Participle {
            let own = |i: usize| entry.governs(items.folded(i));
            let first = found.content.as_ref().map_or(0, Content::start);
            if !clause::governs_at_once(items, hit)
                && !(own(first) || first > 0 && (own(first - 1) || first > 1 && own(first - 2)))
            {
                return false;
            }
        }
        if found.source.is_none() && hit.form.tense.is_finite() && !marked {
            // A clause that is far from a verb with other meanings is not its complement.
            let first = found.content.as_ref().map_or(0, Content::start);
            let near = first <= hit.items.end + 2 || entry.governs(items.folded(first.saturating_sub(2)));
            let opens = hit.conjoined || start > 0 && items.is(start - 1, Class::Particle);
            if entry.ambiguous && !near && !opens {
                return false;
            }
            // History says, the facts show: the noun right before the verb is its subject.
            const THINGS: Classes = Classes::of(&[Class::Common, Class::Event, Class::Document]);
            if start > 0 && !hit.conjoined && items.any(start - 1, THINGS) && items.word(start - 1).definite {
                return false;
            }
        }
        // A relative clause that says where words were printed is not their attribution.
        if entry.class == CueClass::Report && word.pronoun.is_some() {
            return false;
        }
        if !entry.ambiguous || !hit.form.tense.is_finite() {
            return true;
        }
        const LEADS: Classes = Classes::of(&[
            Class::Relative,
            Class::Particle,
            Class::Adverb,
            Class::Negation,
            Class::Verb,
            Class::Breaker,
        ]);
        let opens = hit.conjoined
            || start == items.sentence_start(start)
            || items.is_comma(start - 1)
            || like
            || items.any(start - 1, LEADS)
            || found.source.as_ref().is_some_and(|s| s.end <= start);
        match &found.source {
            Some(source) => opens && self.speaks(source.clone()),
            None => {
                let colon = items.is_colon(hit.items.end) || items.is_that(hit.items.end);
                opens || colon
            }
        }
    }

    /// Whether somebody is reported to speak among these items: their end belongs to what he says.
    fn has_report(&self, range: Range<usize>) -> bool {
        range.filter_map(|i| self.cues.starting(i)).any(|(_, hit)| {
            hit.form.tense.is_finite()
                && !hit.entry(self.items).ambiguous
                && clause::complement(self.items, self.cues, hit).is_some()
        })
    }

    /// Whether a verb of reporting stands before the cue in its sentence, without a complement of its own so far.
    fn governed(&self, hit: &CueHit) -> bool {
        let (items, start) = (self.items, hit.items.start);
        let open = (items.sentence_start(start)..start).rev().take_while(|&i| !items.opens_complement(i));
        open.filter_map(|i| self.cues.starting(i)).any(|(_, c)| c.form.tense.is_finite() && !c.entry(items).ambiguous)
    }

    /// Whether the cue ends in a pronoun, or one follows it with its preposition.
    fn pronominal(&self, hit: &CueHit) -> bool {
        let owner = self.items.word(hit.items.end - 1).pronoun;
        owner.is_some_and(|p| !p.first) || self.items.is(hit.items.end, Class::Pronoun)
    }

    /// Whether the words before item `i` make its clause an attribution of what stands before them.
    fn follows_as(&self, i: usize) -> bool {
        self.as_start(i).is_some()
    }

    /// Whether a word such as `as for` makes the noun phrase the topic of its sentence.
    fn is_topic(&self, phrase: &Range<usize>) -> bool {
        phrase.start > 0 && self.items.any(phrase.start - 1, Classes::of(&[Class::Breaker, Class::Particle]))
    }

    /// Whether the noun phrase after a verb is its object: it disagrees with the verb, or the verb needs one and no other
    /// stands before its clause.
    fn is_object(&self, hit: &CueHit, source: &Range<usize>) -> bool {
        // Not the other way round: titles in the masculine are given to women too.
        let items = self.items;
        let entry = hit.entry(items);
        if entry.kind != CueKind::Verb || !hit.form.tense.is_finite() || source.start != hit.items.end {
            return false;
        }
        let word = items.word(source.start);
        let woman = word.is(Class::GivenFeminine) && !word.is(Class::GivenMasculine);
        let he = hit.form.gender == Gender::Masculine && hit.form.number == Number::Singular;
        // A longer one may be the subject and the object that follows it.
        let start = hit.items.start;
        let topic = || mention::before(items, items.sentence_start(start), start).filter(|t| t.end == start);
        let named_before = items.word(start).conjunction > 0 && topic().is_some_and(|t| self.is_topic(&t));
        // A pronoun that hangs on the verb is its object already.
        let wants = entry.object && items.word(start).pronoun.is_none();
        he && woman || named_before || wants && source.len() <= 2 && found_adjacent(items, source)
    }

    /// The first item of the words that end at item `end` and make the clause after them an attribution.
    fn as_start(&self, end: usize) -> Option<usize> {
        (end.saturating_sub(3)..end).find(|&k| self.items.compound(k, Class::As) == Some(end))
    }

    /// Whether a mention can be somebody who speaks.
    fn speaks(&self, source: Range<usize>) -> bool {
        let named = self.items.bare(source.start).is_some_and(|word| self.names.contains(word));
        named || mention::speaks(self.items, source)
    }

    /// Whether something of the content stands in marks.
    fn is_marked(&self, content: &Content) -> bool {
        match content {
            Content::Quote(_) => true,
            Content::Clause(range) => range.clone().any(|i| self.says(i)),
        }
    }

    /// Tries a pattern without cue at every sentence and quotation.
    fn unanchored(&mut self, index: usize, pattern: &Pattern, drafts: &mut Vec<Draft>) {
        match pattern.after.split_first() {
            Some((first, rest)) if first.kind == SlotKind::Also => return self.coordinated(index, rest, drafts),
            Some((first, rest)) if first.kind == SlotKind::Echo => return self.echoes(index, rest, drafts),
            _ => {}
        }
        let mut i = 0;
        while i < self.items.len() {
            let nobody = self.nobody(i);
            let mut found = Match::default();
            if self.starts(i)
                && self.forward(&pattern.after, i, &nobody, &mut found)
                && found.source.as_ref().is_none_or(|source| self.speaks(source.clone()))
                && let Some(draft) = self.draft(index, None, found)
            {
                drafts.push(draft);
            }
            i += 1;
        }
    }

    /// Tries a pattern at every quotation whose words an attribution repeats, in full or shortened.
    fn echoes(&mut self, index: usize, slots: &[Slot], drafts: &mut Vec<Draft>) {
        let items = self.items;
        for i in 0..items.len() {
            let Some(quote) = items.quote(i).filter(|_| !self.taken[i]) else { continue };
            let inside = self.title.is_some_and(|title| title.contains(quote.outer));
            let mut found = Match::default();
            if !inside || !self.forward(slots, i, &self.nobody(i), &mut found) {
                continue;
            }
            let words = self.words(quote.inner);
            let best = drafts
                .iter()
                .map(|d| {
                    (shared(&words, &d.content.iter().flat_map(|&span| self.words(span)).collect::<Vec<_>>()), d.at)
                })
                .max_by_key(|&(share, at)| (share, std::cmp::Reverse(at)));
            if let Some((share, at)) = best
                && share >= ECHO
                && let Some(draft) = self.draft(index, None, found)
            {
                drafts.push(Draft { echo: Some(at), ..draft });
            }
        }
    }

    /// The folded words of a span.
    fn words(&self, span: Span) -> Vec<String> {
        let folding = &self.items.pack.folding;
        let words = span.of(self.items.text).split(|c: char| !c.is_alphanumeric());
        words.map(|w| folding.fold(w)).filter(|w| w.chars().count() > 2).collect()
    }

    /// A cue that stands for none.
    fn nobody(&self, i: usize) -> CueHit {
        CueHit { items: i..i, form: CueForm::default(), negated: false, conjoined: false }
    }

    /// Tries a pattern right after the marks of every attribution, with its cue and source.
    fn coordinated(&mut self, index: usize, slots: &[Slot], drafts: &mut Vec<Draft>) {
        let items = self.items;
        let mut next = 0;
        while next < drafts.len() {
            let before = drafts[next].clone();
            next += 1;
            let Some(last) = before.marked.last() else { continue };
            let quote = items.at(last.start);
            let joined =
                (quote + 1..quote + 3).take_while(|&i| items.is(i, Class::Conjunction) || items.is_comma(i)).count();
            let at = quote + 1 + joined;
            let (Some(cue), true) = (&before.cue, joined > 0) else { continue };
            let mut found = Match { source: before.source.clone(), via: before.via.clone(), ..Match::default() };
            if self.forward(slots, at, cue, &mut found)
                && let Some(draft) = self.draft(index, Some(cue), found)
            {
                drafts.push(draft);
            }
        }
    }

    /// Whether a pattern without cue may begin at `i`.
    fn starts(&self, i: usize) -> bool {
        i == 0 || self.items.is_end(i - 1) || self.items.is_quote(i)
    }

    /// Matches `slots` from item `at` on.
    fn forward(&self, slots: &[Slot], at: usize, hit: &CueHit, found: &mut Match) -> bool {
        let Some((slot, rest)) = slots.split_first() else { return true };
        if self.slot_forward(slot.kind, rest, at, hit, found) {
            return true;
        }
        slot.optional && self.forward(rest, at, hit, found)
    }

    fn slot_forward(&self, kind: SlotKind, rest: &[Slot], at: usize, hit: &CueHit, found: &mut Match) -> bool {
        let items = self.items;
        let one = |fits: bool, found: &mut Match| fits && self.forward(rest, at + 1, hit, found);
        match kind {
            SlotKind::Source | SlotKind::Via => {
                mention::ends(items, at, at == hit.items.end && hit.entry(items).kind != CueKind::Verb).into_iter().any(
                    |end| {
                        let slot = if kind == SlotKind::Source { &mut found.source } else { &mut found.via };
                        *slot = Some(at..end);
                        let matched = self.forward(rest, end, hit, found);
                        if !matched {
                            *if kind == SlotKind::Source { &mut found.source } else { &mut found.via } = None;
                        }
                        matched
                    },
                )
            }
            SlotKind::Gap => {
                let limit = (at + LONGEST_GAP).min(items.len());
                (at..limit).take_while(|&i| self.gap(i)).any(|i| self.forward(rest, i + 1, hit, found))
            }
            SlotKind::That => {
                let hit = found.said.map_or(hit, |said| &self.cues.hits()[said]);
                one(self.that(at, hit), found)
            }
            SlotKind::Colon => one(items.is_colon(at), found),
            SlotKind::Comma => one(items.is_comma(at) || items.is_dash(at), found),
            SlotKind::Dots => {
                let dots = |i: usize| matches!(items.kind(i), Some(ItemKind::Sign('.' | '\u{2026}')));
                let end = (at..items.len()).take_while(|&i| dots(i) || items.is_dash(i)).count() + at;
                end > at && self.forward(rest, end, hit, found)
            }
            SlotKind::Quote => {
                if self.quote_fits(at, hit) {
                    found.content = Some(Content::Quote(at));
                    if self.forward(rest, at + 1, hit, found) {
                        return true;
                    }
                    found.content = None;
                }
                false
            }
            SlotKind::Clause | SlotKind::Phrase | SlotKind::Joined => {
                let end = self.marks_end(at).unwrap_or_else(|| clause::end(items, self.cues, at));
                let marked = || (at..end).any(|i| self.says(i));
                let empty = match kind {
                    SlotKind::Phrase => items.is_that(at) || !marked(),
                    SlotKind::Joined => !self.joined(at..end),
                    _ => false,
                };
                if end <= at || !self.free(at..end) || empty {
                    return false;
                }
                found.content = Some(Content::Clause(at..end));
                found.phrase = kind != SlotKind::Clause;
                if self.forward(rest, end, hit, found) {
                    return true;
                }
                found.content = None;
                false
            }
            SlotKind::Start => (at == 0 || items.is_end(at - 1)) && self.forward(rest, at, hit, found),
            SlotKind::Pause => {
                const CLAUSE: Classes = Classes::of(&[Class::Breaker, Class::Conjunction]);
                let another = || items.any(at + 1, CLAUSE) || items.word(at + 1).conjunction > 0;
                // A clause with a complementizer goes on with what the words before the pause began.
                let paused = || items.is_comma(at) && !items.is_that(at + 1) && another();
                paused() && self.forward(rest, at, hit, found)
            }
            SlotKind::Late => self.late(at) && self.forward(rest, at, hit, found),
            SlotKind::End => items.is_end(at) && self.forward(rest, at, hit, found),
            // The preposition that follows a verb at once is part of the cue.
            SlotKind::From if at == hit.items.end && hit.items.len() > 1 => self.forward(rest, at, hit, found),
            SlotKind::From | SlotKind::Own => one(hit.entry(items).governs(items.folded(at)), found),
            SlotKind::Reports => match self.cues.starting(at) {
                Some((index, inner)) if self.reports(inner, found.source.as_ref()) => {
                    found.said = Some(index);
                    let matched = self.forward(rest, inner.items.end, hit, found);
                    if !matched {
                        found.said = None;
                    }
                    matched
                }
                _ => false,
            },
            SlotKind::Said => match self.cues.starting(at) {
                Some((index, said)) if said.form.tense == Tense::Noun && said.entry(items).class == CueClass::Say => {
                    found.said = Some(index);
                    let matched = self.forward(rest, said.items.end, hit, found);
                    if !matched {
                        found.said = None;
                    }
                    matched
                }
                _ => false,
            },
            SlotKind::Him => one(at == hit.items.end && items.is(at, Class::Pronoun), found),
            SlotKind::Resumes => one(items.is(at, Class::Particle) && !items.is_that(at), found),
            SlotKind::Between => mention::between_end(items, at).is_some_and(|end| self.forward(rest, end, hit, found)),
            SlotKind::Title => {
                let here = items.get(at).map(|item| item.span);
                let inside = self.title.zip(here).is_some_and(|(title, here)| title.contains(here));
                inside && self.forward(rest, at, hit, found)
            }
            SlotKind::Heading => {
                let here = items.get(at).map_or(0, |item| item.span.start);
                let next = self.headings.partition_point(|heading| heading.end <= here);
                let inside = self.headings.get(next).is_some_and(|heading| heading.start <= here);
                inside && self.forward(rest, at, hit, found)
            }
            SlotKind::Paragraph => {
                (at == 0 || items.kind(at - 1) == Some(ItemKind::Break)) && self.forward(rest, at, hit, found)
            }
            SlotKind::Rest => {
                let end = clause::end(items, self.cues, at);
                let another = items.any(at, Classes::of(&[Class::Breaker, Class::Conjunction]));
                if end < at + 2 || another || items.word(at).conjunction > 0 || !self.free(at..end) {
                    return false;
                }
                found.rest = Some(at..end);
                if self.forward(rest, end, hit, found) {
                    return true;
                }
                found.rest = None;
                false
            }
            SlotKind::Occasion => self.occasion(at).is_some_and(|end| self.forward(rest, end, hit, found)),
            SlotKind::Preceding | SlotKind::As | SlotKind::Also | SlotKind::Echo => false,
        }
    }

    /// One past the words at `i` that say on what occasion or to whom somebody speaks: a phrase such as `in an interview`,
    /// a word that stands for one, or a preposition that is written together with a short name in marks.
    fn occasion(&self, i: usize) -> Option<usize> {
        let items = self.items;
        let adjunct = items.compound(i, Class::Adjunct);
        if items.is(i, Class::Preposition) && adjunct.is_none_or(|end| end == i + 1) {
            let letter = items.folded(i).is_some_and(|word| word.chars().count() == 1);
            return (letter && items.is_quote(i + 1) && items.quote_len(i + 1) <= mention::LONGEST_NAME)
                .then_some(i + 2);
        }
        let outlet = items.word(i).preposition && items.is(i, Class::Media);
        adjunct.or_else(|| outlet.then_some(i + 1))
    }

    /// One past the marks at `i`, where they are the whole of a reported clause: several words right after its
    /// complementizer and then a pause, after which the reporter goes on.
    fn marks_end(&self, i: usize) -> Option<usize> {
        const CLAUSE: usize = 4;
        let items = self.items;
        let quote = items.quote(i).filter(|q| q.closed && items.quote_len(i) >= CLAUSE && !items.is_name_quote(i))?;
        if i == 0 || !items.is_that(i - 1) {
            return None;
        }
        let inner = quote.inner.of(items.text);
        let comma = usize::from(items.is_comma(i + 1));
        let pauses = comma > 0 || inner.ends_with(['.', ',', '\u{60c}', '\u{61b}']);
        let next = i + 1 + comma;
        let resumed = items.is_that(next) || items.is_that(next + 1) && items.is(next, Class::Conjunction);
        let goes_on = items.is_quote(next) || items.is_quote(next + 1);
        (pauses && (self.cues.starting(next).is_some() || !resumed && !goes_on)).then_some(i + 1)
    }

    /// Matches `slots`, nearest first, so that they end at item `end`.
    fn backward(&self, slots: &[Slot], end: usize, hit: &CueHit, found: &mut Match) -> bool {
        let Some((slot, rest)) = slots.split_first() else { return true };
        if self.slot_backward(slot.kind, rest, end, hit, found) {
            return true;
        }
        slot.optional && self.backward(rest, end, hit, found)
    }

    fn slot_backward(&self, kind: SlotKind, rest: &[Slot], end: usize, hit: &CueHit, found: &mut Match) -> bool {
        let items = self.items;
        let last = end.checked_sub(1);
        let one = |fits: bool, found: &mut Match| fits && self.backward(rest, end - 1, hit, found);
        match kind {
            SlotKind::Source => {
                let start = items.sentence_start(end);
                let Some(range) = mention::before(items, start, end) else { return false };
                found.source = Some(range.clone());
                if self.backward(rest, range.start, hit, found) {
                    return true;
                }
                found.source = None;
                false
            }
            SlotKind::Colon => one(last.is_some_and(|l| items.is_colon(l)), found),
            SlotKind::Comma => one(last.is_some_and(|l| items.is_comma(l) || items.is_dash(l)), found),
            SlotKind::Dots => {
                one(last.is_some_and(|l| matches!(items.kind(l), Some(ItemKind::Sign('.' | '\u{2026}')))), found)
            }
            SlotKind::Between => one(last.is_some_and(|l| mention::between(items, l)), found),
            SlotKind::That => one(last.is_some_and(|l| items.is_that(l)), found),
            SlotKind::Quote => match last {
                Some(l) if self.quote_fits(l, hit) => {
                    found.content = Some(Content::Quote(l));
                    if self.backward(rest, l, hit, found) {
                        return true;
                    }
                    found.content = None;
                    false
                }
                _ => false,
            },
            SlotKind::Preceding => {
                let Some(range) = self.preceding(end) else { return false };
                found.content = Some(Content::Clause(range.clone()));
                if self.backward(rest, range.start, hit, found) {
                    return true;
                }
                found.content = None;
                false
            }
            SlotKind::Start => {
                let start = items.sentence_start(end);
                // Conjunctions and adverbs open a sentence without being part of what follows.
                (start..end).all(|i| {
                    items.is(i, Class::Conjunction) || items.is(i, Class::Adverb) || items.is(i, Class::Particle)
                }) && self.backward(rest, end, hit, found)
            }
            SlotKind::Gap => {
                let from = end.saturating_sub(LONGEST_GAP);
                (from..end).rev().take_while(|&i| self.gap(i)).any(|i| self.backward(rest, i, hit, found))
            }
            SlotKind::As => self.as_start(end).is_some_and(|start| self.backward(rest, start, hit, found)),
            _ => false,
        }
    }

    /// Whether the noun phrase is somebody's own, as in `his country`, with no name of its own.
    fn is_owned(&self, source: &Range<usize>) -> bool {
        let owner = self.items.word(source.start).pronoun.is_some();
        owner && name::split(self.items, source.clone()).name.is_none()
    }

    /// Whether the cue is a finite verb with which its subject is reported to have said something himself.
    fn reports(&self, hit: &CueHit, subject: Option<&Range<usize>>) -> bool {
        let entry = hit.entry(self.items);
        let says = !matches!(entry.class, CueClass::Demand | CueClass::Report | CueClass::Believe);
        let somebody =
            |s: &Range<usize>| !self.is_owned(s) && !self.items.is(s.start, Class::Document) && self.speaks(s.clone());
        let verb = entry.kind == CueKind::Verb && hit.form.tense.is_finite() && !entry.belief;
        verb && says && entry.takes.speech && subject.is_none_or(somebody)
    }

    /// Whether a noun phrase may begin at `i` that no word before it governs.
    fn late(&self, i: usize) -> bool {
        const FREE: Classes = Classes::of(&[Class::Time, Class::Adverb, Class::Month]);
        let items = self.items;
        let Some(before) = i.checked_sub(1) else { return false };
        let addressee = || items.word(before).preposition && items.word(before).noun.is_none();
        items.word(i).conjunction == 0
            && !items.is_inside(i)
            && (items.is_quote(before)
                || items.is_comma(before)
                || items.is_dash(before)
                || items.kind(before) == Some(ItemKind::Number)
                || items.any(before, FREE)
                || addressee())
    }

    /// Whether the item may stand in a gap.
    fn gap(&self, i: usize) -> bool {
        let items = self.items;
        match items.kind(i) {
            None | Some(ItemKind::Break) => return false,
            Some(ItemKind::Quote(_)) => return items.is_name_quote(i) || self.is_short(i),
            Some(ItemKind::Sign(_)) => return !items.is_end(i) && !items.is_colon(i),
            Some(ItemKind::Number) => return true,
            Some(ItemKind::Word) => {}
        }
        let other = self.cues.starting(i).is_some_and(|(_, c)| {
            let kind = c.entry(items).kind;
            let governs = clause::governs_at_once(items, c) && !self.is_short(c.items.end);
            c.form.tense.is_finite() && (c.conjoined || governs)
                || c.form.tense == Tense::Participle && clause::governs_at_once(items, c)
                || kind == CueKind::Verb && c.form.tense == Tense::Noun && clause::governs_at_once(items, c)
        });
        !other && !items.is_that(i)
    }

    /// Whether the words are a noun phrase, and a clause with a complementizer that a conjunction joins to it.
    fn joined(&self, range: Range<usize>) -> bool {
        let items = self.items;
        let noun = mention::parse(items, range.start).is_some() || items.word(range.start).is(Class::Act);
        let that = range.clone().find(|&i| {
            items.is_that(i)
                || self
                    .cues
                    .starting(i)
                    .is_some_and(|(_, c)| c.form.tense.is_finite() && clause::governs_at_once(items, c))
        });
        noun && that.is_some_and(|i| items.is_that(i) && items.word(i).conjunction > 0)
    }

    /// Whether the item is a text in marks of two words at most.
    fn is_short(&self, i: usize) -> bool {
        self.items.is_quote(i) && self.items.quote_len(i) <= 2
    }

    /// Whether the clause of `hit` opens at `i`: after another preposition than the cue's own it is somebody else's.
    fn that(&self, i: usize, hit: &CueHit) -> bool {
        const OTHER: Classes =
            Classes::of(&[Class::Preposition, Class::Breaker, Class::Conjunction, Class::Act, Class::Verb]);
        const MINE: Classes = Classes::of(&[Class::Adverb, Class::Time]);
        let items = self.items;
        // A complementizer that a conjunction joins to something goes on with what the verb already has.
        if !items.is_that(i) || hit.entry(items).kind == CueKind::Verb && items.word(i).conjunction > 0 {
            return false;
        }
        let Some(before) = i.checked_sub(1).filter(|b| !hit.items.contains(b)) else { return true };
        let own = || hit.entry(items).governs(items.folded(before));
        items.word(before).pronoun.is_some() || !items.any(before, OTHER) || items.any(before, MINE) || own()
    }

    /// Whether the quotation at `i` is open and can be the content of `hit`: words, not a name.
    fn quote_fits(&self, i: usize, hit: &CueHit) -> bool {
        let items = self.items;
        if !items.is_quote(i) || self.taken[i] {
            return false;
        }
        if i > 0 && items.is_colon(i - 1) {
            return true;
        }
        // A word or two that something else is said by or to: a name in marks.
        let goes_on = items.opens_complement(i + 1 + usize::from(items.is(i + 1, Class::Preposition)));
        let addressed = items.is(i + 1, Class::Preposition) && items.is_quote(i + 2);
        // Far from its cue and without a pause before it, a short text is a term.
        let far = i > hit.items.end && i > 0 && !items.is_comma(i - 1);
        let name = items.quote_len(i) <= 3 && (goes_on || addressed || far);
        !name && !items.is_name_quote(i)
    }

    /// Whether the item is a quotation of somebody's words.
    fn says(&self, i: usize) -> bool {
        self.items.is_quote(i) && !self.taken[i] && !self.items.is_name_quote(i)
    }

    /// Whether no attribution has taken a quotation among these items.
    fn free(&self, range: Range<usize>) -> bool {
        range.into_iter().all(|i| !self.taken[i])
    }

    /// The sentence that leads up to item `end`, without the words that only open it.
    fn preceding(&self, end: usize) -> Option<Range<usize>> {
        let items = self.items;
        let mut last = end;
        while last > 0 && (items.is_comma(last - 1) || items.is_dash(last - 1)) {
            last -= 1;
        }
        let start = self.opening(items.sentence_start(last), last);
        (last > start + 1 && self.free(start..last) && !self.unfinished(start..last)).then_some(start..last)
    }

    /// Whether the words end in a verb of reporting, or in its subject, so that what is reported is still to come.
    fn unfinished(&self, range: Range<usize>) -> bool {
        let items = self.items;
        range.clone().filter_map(|i| self.cues.starting(i)).any(|(_, hit)| {
            let end = hit.items.end;
            let verb = hit.form.tense.is_finite() && !hit.entry(items).ambiguous;
            verb && (end == range.end || mention::parse(items, end).is_some_and(|end| end >= range.end))
        })
    }

    /// The first item of the clause that ends at `last`, in the sentence that begins at `start`: conjunctions, adverbs, a
    /// short phrase before a comma, and whatever stands before the reporter took the word again are left out.
    fn opening(&self, start: usize, last: usize) -> usize {
        const OPENERS: Classes = Classes::of(&[Class::Conjunction, Class::Adverb, Class::Particle]);
        let items = self.items;
        let broken =
            (start + 1..last).rev().find(|&i| items.is_comma(i - 1) && items.compound(i, Class::Breaker).is_some());
        let mut start = broken.and_then(|i| items.compound(i, Class::Breaker)).unwrap_or(start);
        if items.any(start, Classes::of(&[Class::Preposition, Class::Adjunct]))
            && let Some(comma) = (start..(start + 5).min(last)).find(|&i| items.is_comma(i))
        {
            start = comma + 1;
        }
        while start + 2 < last && items.any(start, OPENERS) && items.word(start).cue.is_none() {
            start += 1;
        }
        start
    }

    /// Turns a match into an attribution and takes its quotations.
    fn draft(&mut self, pattern: usize, hit: Option<&CueHit>, found: Match) -> Option<Draft> {
        let items = self.items;
        let describes = |i: usize| hit.is_some_and(|hit| hit.items.end <= i && self.describes(hit, i));
        let range = match found.content? {
            Content::Quote(i) if describes(i) && !self.is_clause(i) => i..self.phrase_end(i),
            Content::Quote(i) => i..i + 1,
            Content::Clause(range) => range,
        };
        let rest = found.rest.clone().unwrap_or(range.end..range.end);
        let whole = || range.clone().chain(rest.clone());
        let quotes: Vec<usize> = whole().filter(|&i| items.is_quote(i)).collect();
        let spoken: Vec<usize> = if range.len() == 1 && rest.is_empty() {
            quotes.clone()
        } else {
            quotes.iter().copied().filter(|&i| !items.is_name_quote(i)).collect()
        };
        let words = whole().filter(|&i| matches!(items.kind(i), Some(ItemKind::Word | ItemKind::Number))).count();
        let phrase = found.phrase || describes(range.start);
        let kind = match (spoken.is_empty(), words) {
            (true, _) => QuoteKind::Indirect,
            (false, 0) if !phrase || self.is_clause(range.start) => QuoteKind::Direct,
            (false, _) => QuoteKind::Mixed,
        };
        let inner = |i: usize| items.quote(i).map(|q| q.inner).unwrap_or_default();
        let mut content = if !spoken.is_empty() && words == 0 {
            // Marks that hold all of it are no part of it.
            spoken.iter().map(|&i| inner(i)).collect()
        } else {
            // The conjunction that joins a whole sentence to the one before is the reporter's.
            let joins = hit.is_some_and(|hit| hit.entry(items).kind != CueKind::Verb || range.end <= hit.items.start);
            let opening = if joins { items.bare_span(range.start).start } else { 0 };
            let first = self.content(range.clone());
            let first = first.starting(first.start.max(opening));
            let rest = (!rest.is_empty()).then(|| self.content(rest.clone()));
            std::iter::once(first).chain(rest).collect::<Vec<_>>()
        };
        content.retain(|span| !span.is_empty());
        content.first()?;
        if !self.opened.insert(range.start) {
            return None;
        }
        for &i in &quotes {
            self.taken[i] = true;
        }
        let cue = found.said.map(|s| self.cues.hits()[s].clone()).or_else(|| hit.cloned());
        Some(Draft {
            pattern,
            kind,
            content,
            marked: spoken.iter().map(|&i| inner(i)).filter(|s| !s.is_empty()).collect(),
            cue,
            source: found.source,
            via: found.via,
            at: range.start,
            echo: None,
        })
    }

    /// One past the last item of the noun phrase that begins with the marks at `i`: an adjunct right behind them belongs
    /// to it.
    fn phrase_end(&self, i: usize) -> usize {
        const ADJUNCT: Classes = Classes::of(&[Class::Preposition, Class::Adjunct]);
        let items = self.items;
        let adjunct = items.any(i + 1, ADJUNCT) || items.word(i + 1).preposition;
        let end = clause::end(items, self.cues, i);
        let own = self.cues.starting(i + 1).is_none() && self.free(i..end);
        if adjunct && own { end } else { i + 1 }
    }

    /// Whether the words in marks at `i` complete the reporter's own clause, unless they are a clause themselves: what
    /// something is called, or the object of a verb that does not open speech.
    fn describes(&self, hit: &CueHit, i: usize) -> bool {
        let items = self.items;
        let entry = hit.entry(items);
        let Some(before) = i.checked_sub(1).filter(|&b| entry.kind == CueKind::Verb && !items.is_colon(b)) else {
            return false;
        };
        let that = items.is_that(before);
        if that && items.word(before).pronoun.is_none() {
            return false;
        }
        let owned = items.word(hit.items.start).pronoun.is_some() && hit.form.tense != Tense::Noun;
        let governed = items.is(before, Class::Preposition) && items.word(before).pronoun.is_none();
        // A verb that takes a noun after its preposition takes it in marks without.
        let first = || {
            let inner = items.quote(i)?.inner.of(items.text).split_whitespace().next()?;
            Some(items.pack.lexicon.analyze(&items.pack.folding.fold(inner)))
        };
        let acts = !entry.prepositions.is_empty() && first().is_some_and(|w| w.is(Class::Event) && !w.definite);
        entry.object
            || !entry.takes.speech
            || entry.takes.noun && owned
            || !that && (governed || entry.belief || entry.takes.noun && acts)
    }

    /// Whether the words in marks at `i` begin as a clause does: with a verb, a pronoun or a complementizer.
    fn is_clause(&self, i: usize) -> bool {
        const OPENERS: Classes =
            Classes::of(&[Class::Verb, Class::Pronoun, Class::Complementizer, Class::Particle, Class::Negation]);
        let items = self.items;
        let Some(inner) = items.quote(i).map(|q| q.inner.of(items.text)) else { return false };
        let Some(first) = inner.split_whitespace().next() else { return false };
        let word = items.pack.lexicon.analyze(&items.pack.folding.fold(first));
        // A negation that is a noun as well opens no clause.
        word.classes.any(OPENERS) && !word.is(Class::Quantifier) || word.cue.is_some_and(|c| c.tense.is_finite())
    }

    /// The span of a clause without the marks and punctuation at its ends that do not belong to it.
    fn content(&self, range: Range<usize>) -> Span {
        let edge = |c: char| {
            is_space(c)
                || matches!(
                    c,
                    '\u{60c}' | ',' | '\u{61b}' | ';' | ':' | '.' | '-' | '\u{2013}' | '\u{2014}' | '\u{2026}'
                )
        };
        self.items.span(range).trim_matches(self.items.text, edge)
    }
}
