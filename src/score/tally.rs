//! `Breakdown`: the outcomes of quotations by rule, outlet and cue, and the mistakes by kind.

use super::case::Outcome;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What became of the quotations that have something in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Found, and the speaker is right.
    pub right: u64,
    /// Found, with another speaker.
    pub wrong_speaker: u64,
    /// In the release, and no quotation.
    pub wrong: u64,
    /// Not in the release.
    pub missed: u64,
    /// Found, and counts neither way.
    pub optional: u64,
}

impl Tally {
    /// Rows of the release that count.
    pub fn rows(&self) -> u64 {
        self.right + self.wrong_speaker + self.wrong
    }

    /// All that is not right.
    fn mistakes(&self) -> u64 {
        self.wrong_speaker + self.wrong + self.missed
    }

    fn add(&mut self, outcome: Outcome) {
        let count = match outcome {
            Outcome::Right => &mut self.right,
            Outcome::WrongSpeaker => &mut self.wrong_speaker,
            Outcome::Wrong => &mut self.wrong,
            Outcome::Missed => &mut self.missed,
            Outcome::Optional => &mut self.optional,
        };
        *count += 1;
    }
}

/// Tallies by one thing; nothing stands for what has none.
#[derive(Clone, Debug, Default)]
pub struct Tallies(BTreeMap<Option<String>, Tally>);

impl Tallies {
    pub(super) fn add(&mut self, key: Option<String>, outcome: Outcome) {
        self.0.entry(key).or_default().add(outcome);
    }

    /// Those with the most mistakes first, of equals the most frequent, then by name.
    pub fn worst_first(&self) -> Vec<(Option<&str>, Tally)> {
        let mut tallies: Vec<_> = self.0.iter().map(|(key, tally)| (key.as_deref(), *tally)).collect();
        tallies.sort_by_key(|(_, tally)| (Reverse(tally.mistakes()), Reverse(tally.rows())));
        tallies
    }

    /// By name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Option<&str>, &Tally)> {
        self.0.iter().map(|(key, tally)| (key.as_deref(), tally))
    }
}
