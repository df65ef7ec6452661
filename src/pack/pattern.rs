//! `patterns.toml`: the slot vocabulary in which constructions of attribution are written.

use super::Confidence;
use super::example::{Counterexample, Example};
use super::manifest::Tense;
use serde::Deserialize;
use std::sync::Arc;
use toml::Spanned;

/// `patterns.toml` as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PatternFile {
    pub(super) pattern: Vec<Spanned<RawPattern>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPattern {
    pub(super) id: String,
    pub(super) summary: String,
    pub(super) sequence: Vec<String>,
    #[serde(default)]
    kind: Vec<super::lexicon::CueKind>,
    #[serde(default)]
    tense: Vec<Tense>,
    #[serde(default)]
    lemmas: Vec<String>,
    #[serde(default)]
    governed: bool,
    #[serde(default)]
    pub(super) example: Vec<Spanned<Example>>,
    #[serde(default)]
    pub(super) counterexample: Vec<Spanned<Counterexample>>,
}

/// One construction. Patterns are tried in file order, each over the whole article before the next.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Rule id, for example `ar/patterns/cue-source-quote`.
    pub id: Arc<str>,
    /// What the construction is, in one sentence.
    pub summary: String,
    /// Slots before the cue, nearest first.
    pub before: Vec<Slot>,
    /// Slots after the cue; for a pattern without cue all of them.
    pub after: Vec<Slot>,
    /// Whether the pattern has a cue, at which it is anchored.
    pub anchored: bool,
    /// Kinds of cue that fit; empty for any.
    pub kinds: Vec<super::lexicon::CueKind>,
    /// Forms of cue that fit; empty for any.
    pub tenses: Vec<Tense>,
    /// Whether the cue must stand with its own preposition.
    pub governed: bool,
    /// Dictionary forms of cue that fit; empty for any.
    pub lemmas: Vec<String>,
    /// The chance that a row of it is right, where the pack says so.
    pub confidence: Option<f32>,
}

/// One slot of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What fits.
    pub kind: SlotKind,
    /// Whether it may be absent.
    pub optional: bool,
}

/// What fits a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// The noun phrase that names the speaker.
    Source,
    /// The noun phrase that names who relays.
    Via,
    /// Words between cue and content that belong to neither, within the sentence.
    Gap,
    /// A complementizer.
    That,
    /// A colon.
    Colon,
    /// A comma or a dash.
    Comma,
    /// A quotation in marks.
    Quote,
    /// A quotation in marks that is a clause.
    Speech,
    /// A reported clause; with marks inside it is mixed, wholly in marks direct.
    Clause,
    /// The clause that leads up to the cue, without the words that only open its sentence.
    Preceding,
    /// A noun phrase of which something stands in marks.
    Phrase,
    /// A noun phrase, and a clause with a complementizer that is joined to it.
    Joined,
    /// A preposition with the pronoun that stands for the source.
    Him,
    /// A particle that takes up the sentence after its opening phrase.
    Resumes,
    /// The beginning of a sentence, or before the cue a conjunction that joins it to the sentence before.
    Start,
    /// The end of a sentence or of a paragraph.
    End,
    /// A comma before another clause, or the beginning of a relative clause.
    Pause,
    /// A place where a noun phrase may begin that nothing before it governs: after marks, a pause, or a word of time.
    Late,
    /// The preposition that marks the one whose words are relayed (the cue's own).
    From,
    /// A second cue, a noun of saying with its pronoun, that repeats the first; it becomes the cue of the attribution.
    Said,
    /// A second cue, a finite verb with which the source is reported to have spoken; it becomes the cue of the
    /// attribution.
    Reports,
    /// A second cue, a preposition such as `citing`, that says whose words are relayed; it becomes the cue of the
    /// attribution.
    Citing,
    /// A word that may stand between a subject and its verb.
    Between,
    /// The cue's own preposition.
    Own,
    /// A word or phrase that makes the clause an attribution of what stands before it.
    As,
    /// One of these that has no other meaning.
    According,
    /// A headline that repeats words of an attribution, whose speaker holds for it too.
    Echo,
    /// Stands right after the words in marks of another attribution, whose cue and source hold for this too.
    Also,
    /// The rest of the sentence after an attribution that interrupts it.
    Rest,
    /// Words that say on what occasion or to whom somebody speaks.
    Occasion,
    /// The place before a word that opens a question.
    Question,
    /// Stands in the headline.
    Title,
    /// Stands in a heading inside the article.
    Heading,
    /// The beginning of a paragraph.
    Paragraph,
}

impl SlotKind {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "citing" => SlotKind::Citing,
            "source" => SlotKind::Source,
            "via" => SlotKind::Via,
            "gap" => SlotKind::Gap,
            "that" => SlotKind::That,
            "colon" => SlotKind::Colon,
            "comma" => SlotKind::Comma,
            "quote" => SlotKind::Quote,
            "speech" => SlotKind::Speech,
            "clause" => SlotKind::Clause,
            "preceding" => SlotKind::Preceding,
            "phrase" => SlotKind::Phrase,
            "joined" => SlotKind::Joined,
            "him" => SlotKind::Him,
            "resumes" => SlotKind::Resumes,
            "start" => SlotKind::Start,
            "end" => SlotKind::End,
            "pause" => SlotKind::Pause,
            "late" => SlotKind::Late,
            "from" => SlotKind::From,
            "said" => SlotKind::Said,
            "reports" => SlotKind::Reports,
            "between" => SlotKind::Between,
            "own" => SlotKind::Own,
            "as" => SlotKind::As,
            "according" => SlotKind::According,
            "also" => SlotKind::Also,
            "echo" => SlotKind::Echo,
            "rest" => SlotKind::Rest,
            "occasion" => SlotKind::Occasion,
            "question" => SlotKind::Question,
            "title" => SlotKind::Title,
            "heading" => SlotKind::Heading,
            "paragraph" => SlotKind::Paragraph,
            _ => return None,
        })
    }
}

impl Pattern {
    /// Compiles one pattern of the pack `pack`.
    pub(super) fn compile(pack: &str, raw: &RawPattern, confidence: Option<&Confidence>) -> Result<Self, String> {
        let mut before = Vec::new();
        let mut after = Vec::new();
        let mut anchored = false;
        for name in &raw.sequence {
            if name == "cue" {
                if std::mem::replace(&mut anchored, true) {
                    return Err(format!("pattern {}: two cues", raw.id));
                }
                before = std::mem::take(&mut after);
                before.reverse();
                continue;
            }
            let (bare, optional) = name.strip_suffix('?').map_or((name.as_str(), false), |bare| (bare, true));
            let kind = SlotKind::from_name(bare).ok_or_else(|| format!("pattern {}: no slot `{bare}`", raw.id))?;
            after.push(Slot { kind, optional });
        }
        Ok(Pattern {
            id: format!("{pack}/patterns/{}", raw.id).into(),
            summary: raw.summary.clone(),
            before,
            after,
            anchored,
            kinds: raw.kind.clone(),
            tenses: raw.tense.clone(),
            governed: raw.governed,
            lemmas: raw.lemmas.clone(),
            confidence: confidence.map(|table| table.of(&raw.id).confidence as f32),
        })
    }
}
