//! The documentation of the entries of packs: what they are, their forms and their examples.

use super::example::{Counterexample, Example};
use super::lexicon::{CueEntry, CueKind, RawCue};
use super::manifest::{Manifest, Tense};
use super::pattern::RawPattern;
use super::{Confidence, Measured, Pack, Raw};
use crate::explain::Topic;
use std::fmt::Write;
use toml::Spanned;

impl Pack {
    /// The documentation of every cue and every pattern, in file order.
    pub(crate) fn topics(&self) -> Vec<Topic> {
        let id = &self.manifest.pack.id;
        // The files were parsed when the pack was loaded.
        let Ok(raw) = Raw::parse(&self.files) else { return Vec::new() };
        let patterns = raw.patterns.pattern.iter().map(|pattern| {
            let pattern = pattern.get_ref();
            Topic::new(
                "patterns",
                format!("{id}/patterns/{}", pattern.id),
                explain_pattern(pattern, raw.confidence.as_ref()),
            )
        });
        let cues = raw.cues.cue.iter().zip(&self.lexicon.cues).map(|(raw, entry)| {
            let text = explain_cue(raw.get_ref(), entry, &self.manifest);
            Topic::new("cues", format!("{id}/cues/{}", entry.lemma), text)
        });
        patterns.chain(cues).collect()
    }
}

fn explain_pattern(pattern: &RawPattern, confidence: Option<&Confidence>) -> String {
    let mut text = format!("{}\n\nsequence: {}\n", pattern.summary, pattern.sequence.join(" "));
    if let Some(table) = confidence {
        let Measured { rows, right, confidence } = table.of(&pattern.id);
        let _ = writeln!(text, "measured: {right} of {rows} rows right, confidence {confidence}");
    }
    add_examples(&mut text, &pattern.example, &pattern.counterexample);
    text
}

fn explain_cue(raw: &RawCue, entry: &CueEntry, manifest: &Manifest) -> String {
    let mut text = format!("{}\n\nkind: {}\n", entry.summary, entry.kind.name());
    let _ = writeln!(text, "class: {}: {}", entry.class.name(), entry.class.meaning());
    for (label, values) in [("takes", &raw.takes), ("prepositions", &raw.prepositions)] {
        if !values.is_empty() {
            let _ = writeln!(text, "{label}: {}", values.join(" "));
        }
    }
    for (holds, note) in [
        (entry.ambiguous, "has another common reading: a colon, marks or a complementizer must be near"),
        (entry.belief, "states a belief: without marks, clauses in the present do not count"),
        (entry.firm, "states a belief only in the present"),
        (entry.decides, "before a verb a decision"),
        (entry.unowned, "nobody's without a source"),
        (entry.continues, "mostly goes on with the words of the speaker before"),
        (!entry.answers.is_empty(), "answers whoever asked"),
        (entry.tells, "the one told is its direct object"),
    ] {
        if holds {
            let _ = writeln!(text, "{note}");
        }
    }
    let inflected = raw.inflected(manifest);
    let forms: Vec<_> = inflected.iter().map(|(tense, form)| (*tense, form.as_str())).chain(raw.listed()).collect();
    for tense in Tense::ALL {
        let of_tense: Vec<_> = forms.iter().filter(|(t, _)| *t == tense).map(|(_, form)| *form).collect();
        if !of_tense.is_empty() {
            let _ =
                writeln!(text, "{}: {}", tense.name(), of_tense.join(if tense == Tense::None { ", " } else { " " }));
        }
    }
    for (label, forms) in [("another word", &raw.except), ("only with its subject", &raw.named)] {
        if !forms.is_empty() {
            let _ = writeln!(text, "{label}: {}", forms.join(" "));
        }
    }
    add_examples(&mut text, &raw.example, &raw.counterexample);
    text
}

fn add_examples(text: &mut String, examples: &[Spanned<Example>], counterexamples: &[Spanned<Counterexample>]) {
    for example in examples {
        let example = example.get_ref();
        let _ = writeln!(text, "\nexample: {}", example.text);
        let parts = [
            ("source", example.source.as_deref()),
            ("speaker", example.speaker.as_deref()),
            ("via", example.via.as_deref()),
            ("cue", example.cue.as_deref()),
            ("type", example.kind.as_deref()),
            ("fails for now", example.known_failing.as_deref()),
        ];
        let parts = parts.into_iter().filter_map(|(part, words)| Some((part, words?)));
        for (part, words) in parts.chain(example.content.iter().map(|words| ("content", words.as_str()))) {
            let _ = writeln!(text, "  {part}: {words}");
        }
    }
    for example in counterexamples {
        let example = example.get_ref();
        let _ = writeln!(text, "\ncounterexample: {}\n  why: {}", example.text, example.why);
    }
}

impl CueKind {
    /// The kind as packs name it.
    fn name(self) -> &'static str {
        match self {
            CueKind::Verb => "verb",
            CueKind::Noun => "noun",
            CueKind::Preposition => "preposition",
            CueKind::Phrase => "phrase",
        }
    }
}

impl Tense {
    const ALL: [Tense; 6] = [Tense::Past, Tense::Present, Tense::Passive, Tense::Participle, Tense::Noun, Tense::None];

    /// What forms of this kind are called.
    fn name(self) -> &'static str {
        match self {
            Tense::Past => "past",
            Tense::Present => "present",
            Tense::Passive => "passive",
            Tense::Participle => "participle",
            Tense::Noun => "verbal noun",
            Tense::None => "forms",
        }
    }
}
