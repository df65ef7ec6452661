//! `confidence.toml`: how often the rules of a pack were right on annotated articles. Written by `qawl score`.

use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// How many rows the overall precision weighs in the confidence of a rule. Of the weights from 1 to 50 it foretells the
/// rows of an article best that was left out when the rest was counted (log loss 0.434 over 76 articles; 0.472 for one
/// confidence for all rules).
const WEIGHT: f64 = 5.0;

/// The table of a pack.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Confidence {
    /// All rules together; a rule that is not listed has this confidence.
    overall: Measured,
    /// Rules by name.
    #[serde(default)]
    rule: BTreeMap<String, Measured>,
}

/// What was measured of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// Rows that it made.
    pub rows: u64,
    /// Rows of which content and speaker are right.
    pub right: u64,
    /// The chance that a row of it is right, from 0 to 1.
    #[serde(deserialize_with = "chance")]
    pub confidence: f64,
}

fn chance<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let value = f64::deserialize(deserializer)?;
    let holds = (0.0..=1.0).contains(&value);
    if holds { Ok(value) } else { Err(serde::de::Error::custom("a confidence lies between 0 and 1")) }
}

impl Confidence {
    /// The table for counts of rows and right rows by rule; nothing where there is no row.
    ///
    /// The confidence of a rule is the m-estimate of its precision (B. Cestnik, Estimating Probabilities, ECAI 1990), which
    /// is the mean of a beta distribution: `(right + WEIGHT * p) / (rows + WEIGHT)`, where `p` is the precision of all rules
    /// together. So a rule that was seen three times does not claim to be always right.
    pub(crate) fn new(counts: &BTreeMap<String, (u64, u64)>) -> Option<Self> {
        let (rows, right) = counts.values().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
        if rows == 0 {
            return None;
        }
        let overall = right as f64 / rows as f64;
        let measured = |(&rows, &right): (&u64, &u64)| {
            let confidence = (right as f64 + WEIGHT * overall) / (rows as f64 + WEIGHT);
            Measured { rows, right, confidence: rounded(confidence) }
        };
        let rule = counts.iter().map(|(rule, (rows, right))| (rule.clone(), measured((rows, right)))).collect();
        Some(Confidence { overall: measured((&rows, &right)), rule })
    }

    /// What was measured of a rule, by its name in the pack. One that was not seen has the confidence of all together.
    pub(super) fn of(&self, rule: &str) -> Measured {
        let unseen = Measured { rows: 0, right: 0, ..self.overall };
        self.rule.get(rule).copied().unwrap_or(unseen)
    }

    /// The rules that are listed.
    pub(super) fn rules(&self) -> impl Iterator<Item = &str> {
        self.rule.keys().map(String::as_str)
    }

    /// The table as a file.
    pub(crate) fn to_toml(&self) -> String {
        // A table of numbers under names can always be written.
        format!("{HEAD}\n{}", toml::to_string(self).unwrap_or_default())
    }
}

const HEAD: &str = "\
# How often each rule was right on annotated articles: rows that count, rows of which content and speaker are right, and
# the chance that follows. Written by `qawl score --calibrate`, not by hand; CONTRIBUTING.md says how.
";

/// To four places: more were not measured.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_rows_say_little() {
        let counts = [("often", (90, 81)), ("once", (1, 1)), ("never-right", (9, 0))];
        let counts = counts.into_iter().map(|(rule, counts)| (rule.to_string(), counts)).collect();
        let table = Confidence::new(&counts).unwrap();
        let file: Confidence = toml::from_str(&table.to_toml()).unwrap();
        assert_eq!(file, table);
        assert_eq!(
            ["often", "once", "never-right", "unseen"].map(|rule| file.of(rule).confidence),
            [0.8958, 0.85, 0.2929, 0.82]
        );
        assert_eq!(Confidence::new(&BTreeMap::new()), None);
    }

    #[test]
    fn no_chance_is_above_one() {
        let read = toml::from_str::<Confidence>("overall = { rows = 1, right = 1, confidence = 1.5 }");
        assert!(read.unwrap_err().to_string().contains("between 0 and 1"));
    }
}
