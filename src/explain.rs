//! What the ids in a release mean: rules, codes, and the values of its columns.

use crate::annotate::{CueClass, LeadKind, OtherReason, QuoteKind, SpeakerKind, SpeakerRule, Unresolved};
use crate::diagnostic::DiagnosticCode;
use crate::document::RejectReason;
use crate::pack::{Pack, Packs};
use crate::release::{FindingCode, State, Step};
use crate::table::TextMode;

/// The documentation of one id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// What the id is, for example `patterns`.
    pub group: &'static str,
    /// The id, for example `ar/patterns/cue-quote`.
    pub id: String,
    /// What it means. The first line is a summary.
    pub text: String,
}

impl Topic {
    pub(crate) fn new(group: &'static str, id: impl Into<String>, text: impl Into<String>) -> Self {
        Topic { group, id: id.into(), text: text.into() }
    }

    /// The id without the pack and the kind of entry: a pattern's name, a cue's lemma.
    fn last_part(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or(&self.id)
    }
}

macro_rules! values {
    ($($group:literal: $type:ident,)*) => {
        [$($type::ALL.iter().map(|v| Topic::new($group, v.name(), v.meaning())).collect::<Vec<_>>(),)*]
    };
}

/// Everything that can be explained: the entries of `packs`, and the codes and values of the tables, group by group.
pub fn topics(packs: &Packs) -> Vec<Topic> {
    let codes = DiagnosticCode::ALL.iter().map(|code| Topic::new("diagnostics", code.name(), code.explain()));
    let values = values! {
        "refused records": RejectReason,
        "findings of verify": FindingCode,
        "quotation types": QuoteKind,
        "cue classes": CueClass,
        "kinds of speaker": SpeakerKind,
        "speaker rules": SpeakerRule,
        "speakers not known": Unresolved,
        "other marks": OtherReason,
        "findings of survey": LeadKind,
        "states of releases": State,
        "steps between releases": Step,
        "text modes": TextMode,
    };
    codes.chain(values.into_iter().flatten()).chain(packs.list().iter().flat_map(Pack::topics)).collect()
}

/// The topics that `id` names: one value can stand in several columns. The id of an example names its entry, and the
/// last part of an id is enough.
pub fn find<'t>(topics: &'t [Topic], id: &str) -> Vec<&'t Topic> {
    let entry = match id.rsplit_once('/') {
        Some((entry, last)) if last.starts_with("example-") || last.starts_with("counterexample-") => entry,
        _ => id,
    };
    let fits = |topic: &&Topic| topic.id == entry || topic.last_part() == entry;
    topics.iter().filter(fits).collect()
}

/// How similar an id must be to be suggested, from 0 to 1.
const SIMILAR: f64 = 0.7;
/// Most ids that are suggested.
const SUGGESTIONS: usize = 5;

/// The ids that somebody who wrote `id` may have meant, the likeliest first.
pub fn similar<'t>(topics: &'t [Topic], id: &str) -> Vec<&'t str> {
    let likeness = |topic: &Topic| {
        let part = strsim::normalized_damerau_levenshtein(id, topic.last_part());
        strsim::normalized_damerau_levenshtein(id, &topic.id).max(part)
    };
    let mut near: Vec<_> = topics.iter().map(|topic| (likeness(topic), topic.id.as_str())).collect();
    near.retain(|(likeness, _)| *likeness >= SIMILAR);
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut ids: Vec<_> = near.into_iter().map(|(_, id)| id).collect();
    ids.dedup();
    ids.truncate(SUGGESTIONS);
    ids
}
