//! `Example`, `Counterexample`: attributions that a pack entry must and must not make.

use serde::Deserialize;

/// A sentence of the pack's own and the one attribution that it holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// The source as printed; absent where it is implied.
    pub source: Option<String>,
    /// The cue as printed; absent where there is none.
    pub cue: Option<String>,
    /// The parts of the content as printed.
    pub content: Vec<String>,
    /// Direct, mixed or indirect.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The speaker's name, where it differs from the source.
    pub speaker: Option<String>,
    /// Who relays, as printed.
    pub via: Option<String>,
    /// Whether the sentence holds other attributions too, on which this one rests.
    #[serde(default)]
    pub among: bool,
    /// Why the example fails for now; it must then fail.
    pub known_failing: Option<String>,
}

/// A sentence that the entry must not make an attribution of.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counterexample {
    /// The sentence.
    pub text: String,
    /// Why there is no attribution.
    pub why: String,
}

/// A sentence whose source has a name and a title.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MentionExample {
    /// The sentence.
    pub text: String,
    /// The source as printed.
    pub source: String,
    /// The speaker's name.
    pub speaker: String,
    /// The title as printed.
    pub role: Option<String>,
    /// Kind of speaker.
    pub kind: Option<String>,
}
