//! A release held against quotations that careful readers marked: the judge's figures, and where the mistakes are.
//!
//! The judge is a script beside the gold files; `.ci/run` compares both. What is counted, how names are compared and how
//! figures are rounded changes here only when it changes there: both agree to the last digit.

mod calibrate;
mod case;
mod figures;
mod found;
mod gold;
mod mistake;
mod names;
mod place;
mod ratio;
mod tally;

pub use calibrate::calibrate;
pub use figures::{Details, Line};
pub use gold::{Gold, read_gold};
pub use mistake::Mistake;
pub use tally::{Tallies, Tally};

use crate::error::Result;
use crate::release::Release;
use case::Case;
use figures::{Figures, Matched};
use found::{Document, Found};
use mistake::Part;
use names::Names;
use std::collections::BTreeMap;
use std::fmt;

/// How a release compares with gold quotations.
#[derive(Clone, Debug, Default)]
pub struct Score {
    figures: Figures,
    matched: Matched,
    /// Documents whose outlet is right, of those whose outlet readers know.
    pub outlet: OutOf,
    /// Documents whose date is right, of those whose date readers know.
    pub date: OutOf,
    /// Gold articles that the release lacks; all their quotations are missed.
    pub absent: u64,
    /// Quotations by the rule that made them; what was missed has none.
    pub rules: Tallies,
    /// Quotations by outlet, as readers know it.
    pub outlets: Tallies,
    /// Quotations by the dictionary form of their cue. A missed one goes under the form that the release gives the same
    /// cue elsewhere, else under the cue as printed.
    pub cues: Tallies,
    /// Every mistake, article by article.
    pub mistakes: Vec<Mistake>,
}

/// How many are right of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutOf {
    /// Right ones.
    pub right: u64,
    /// All.
    pub all: u64,
}

impl fmt::Display for OutOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.right, self.all)
    }
}

/// Compares a release with gold articles.
///
/// # Errors
///
/// [`ErrorKind::Input`](crate::error::ErrorKind::Input) where the release was made from another text than a gold
/// article has, [`ErrorKind::Integrity`](crate::error::ErrorKind::Integrity) for a release that cannot be read.
pub fn score(gold: &[Gold], release: &Release) -> Result<Score> {
    let (names, found) = (Names::new()?, Found::read(release)?);
    let mut score = Score::default();
    for article in gold {
        let document = found.document(article)?;
        score.absent += u64::from(document.is_none());
        score.add_document(article, document, &names);
        let rows = document.map_or(&[][..], |document| &document.rows);
        for case in case::marked(article, rows, &names) {
            score.figures.marked.add(case.outcome);
            score.mistakes.extend(Mistake::of(&case, Part::Marked, article));
        }
        for case in case::quotations(article, rows, &names) {
            score.figures.add(&case);
            score.matched.add(&case);
            score.add_tallies(&case, article, &found);
            score.mistakes.extend(Mistake::of(&case, Part::Whole, article));
        }
    }
    Ok(score)
}

impl Score {
    /// Precision, recall and F1 by what is looked for, in the order in which they are shown: `marked` (words in
    /// quotation marks), `quotations`, and these by type; each with and without the right speaker (`+who`).
    pub fn lines(&self) -> Vec<(String, Line)> {
        self.figures.lines()
    }

    /// What is right about the quotations that were found.
    pub fn details(&self) -> Details {
        self.matched.details()
    }

    /// Mistakes by kind.
    pub fn errors(&self) -> BTreeMap<&str, u64> {
        let mut errors = BTreeMap::new();
        for mistake in &self.mistakes {
            *errors.entry(mistake.error.as_str()).or_default() += 1;
        }
        errors
    }

    fn add_document(&mut self, article: &Gold, document: Option<&Document>, names: &Names) {
        let stated = |value: &'_ Option<String>| value.clone().filter(|value| !value.is_empty());
        if let Some(outlet) = stated(&article.outlet) {
            self.outlet.all += 1;
            let found = document.and_then(|document| document.outlet.as_ref());
            self.outlet.right += u64::from(found.is_some_and(|found| names.same(&outlet, found)));
        }
        if let Some(date) = stated(&article.date) {
            self.date.all += 1;
            let found = document.and_then(|document| document.date.as_ref());
            self.date.right += u64::from(found == Some(&date));
        }
    }

    fn add_tallies(&mut self, case: &Case<'_>, article: &Gold, found: &Found) {
        let cue = match (case.row, case.gold) {
            (Some((_, row)), _) => row.cue_lemma.clone(),
            (None, gold) => {
                let cue = gold.and_then(|(_, gold)| gold.cue);
                cue.map(|cue| found.lemma(cue.of(&article.text).iter().collect()))
            }
        };
        self.cues.add(cue, case.outcome);
        self.outlets.add(article.outlet.clone(), case.outcome);
        if let Some((_, row)) = case.row {
            self.rules.add(Some(row.rule.clone()), case.outcome);
        }
    }
}
