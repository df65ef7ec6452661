//! The judge's figures: precision, recall and F1, and what is right about the quotations that were found.

use super::case::{Case, Outcome};
use crate::annotate::QuoteKind;
use serde::Serialize;

/// Counts of one kind of thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Measure {
    gold: u64,
    found: u64,
    matched: u64,
    attributed: u64,
}

/// The figures of one kind of thing, rounded to four places.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Line {
    /// How much of what is in the release is right.
    pub precision: f64,
    /// How much of what readers found is in the release.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
    /// How many readers found.
    pub gold: u64,
    /// How many the release has.
    pub predicted: u64,
}

impl Measure {
    pub(super) fn add(&mut self, outcome: Outcome) {
        let (gold, found) = match outcome {
            Outcome::Right | Outcome::WrongSpeaker => (1, 1),
            Outcome::Wrong => (0, 1),
            Outcome::Missed => (1, 0),
            Outcome::Optional => (0, 0),
        };
        self.gold += gold;
        self.found += found;
        self.matched += gold * found;
        self.attributed += u64::from(outcome == Outcome::Right);
    }

    fn line(&self, right: u64) -> Line {
        let (precision, recall) = (share(right, self.found), share(right, self.gold));
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        let [precision, recall, f1] = [precision, recall, f1].map(rounded);
        Line { precision, recall, f1, gold: self.gold, predicted: self.found }
    }

    /// The figures under `name`, and those that ask for the right speaker too under `name+who`.
    pub(super) fn lines(&self, name: &str) -> [(String, Line); 2] {
        [(name.to_string(), self.line(self.matched)), (format!("{name}+who"), self.line(self.attributed))]
    }
}

/// Counts over the quotations that were found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Matched {
    quotations: u64,
    kind: u64,
    exact: u64,
    cue: u64,
    cued: u64,
}

/// What is right about the quotations that were found, as shares rounded to four places.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Details {
    /// Quotations found.
    pub quotations: u64,
    /// Direct, mixed or indirect as readers see it.
    #[serde(rename = "type")]
    pub kind: f64,
    /// The content ends where readers see its ends, but for punctuation.
    pub exact: f64,
    /// The cue stands where readers see one; of those with a cue.
    pub cue: f64,
}

impl Matched {
    pub(super) fn add(&mut self, case: &Case<'_>) {
        let (Some((wanted, gold)), Some((place, row))) = (case.gold, case.row) else { return };
        if case.outcome == Outcome::Optional {
            return;
        }
        self.quotations += 1;
        self.kind += u64::from(row.kind == gold.kind);
        self.exact += u64::from(place == wanted);
        if let Some(cue) = gold.cue {
            self.cued += 1;
            self.cue += u64::from(row.cue.is_some_and(|found| found.shared(cue) > 0));
        }
    }

    pub(super) fn details(&self) -> Details {
        Details {
            quotations: self.quotations,
            kind: rounded(share(self.kind, self.quotations)),
            exact: rounded(share(self.exact, self.quotations)),
            cue: rounded(share(self.cue, self.cued)),
        }
    }
}

/// The figures of a release by kind of thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    pub(super) marked: Measure,
    quotations: Measure,
    kinds: [Measure; QuoteKind::ALL.len()],
}

impl Figures {
    /// Counts a whole quotation.
    pub(super) fn add(&mut self, case: &Case<'_>) {
        self.quotations.add(case.outcome);
        for (kind, measure) in QuoteKind::ALL.iter().zip(&mut self.kinds) {
            if *kind == case.kind() {
                measure.add(case.outcome);
            }
        }
    }

    /// All figures in the order in which they are shown.
    pub(super) fn lines(&self) -> Vec<(String, Line)> {
        let kinds = QuoteKind::ALL.iter().zip(&self.kinds).flat_map(|(kind, measure)| measure.lines(kind.name()));
        self.marked.lines("marked").into_iter().chain(self.quotations.lines("quotations")).chain(kinds).collect()
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// To four places, of two equally near ones to the even, as Python rounds: the decimal digits decide.
fn rounded(value: f64) -> f64 {
    format!("{value:.4}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_to_even() {
        assert_eq!([0.03125, 0.09375, 2.0 / 3.0, 0.00005].map(rounded), [0.0312, 0.0938, 0.6667, 0.0001]);
    }

    #[test]
    fn what_is_optional_counts_neither_way() {
        let mut measure = Measure::default();
        for outcome in [Outcome::Right, Outcome::WrongSpeaker, Outcome::Wrong, Outcome::Missed, Outcome::Optional] {
            measure.add(outcome);
        }
        let [(_, found), (name, who)] = measure.lines("x");
        assert_eq!((found.precision, found.recall, found.f1), (0.6667, 0.6667, 0.6667));
        assert_eq!((name.as_str(), who.precision, who.gold, who.predicted), ("x+who", 0.3333, 3, 3));
    }
}
