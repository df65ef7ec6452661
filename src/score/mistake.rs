//! `Mistake`: a quotation that is not as readers see it, with the words around it.

use super::case::{Case, Outcome};
use super::gold::Gold;
use super::place::Place;
use serde::Serialize;

/// Letters shown before and behind the words.
const BEFORE: usize = 45;
const BEHIND: usize = 30;

/// A quotation that is not as readers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// Document.
    pub doc_id: String,
    /// What is wrong, in the judge's words.
    pub error: String,
    /// What stands before the words.
    pub before: String,
    /// The words: as readers see them, else as the release has them.
    pub words: String,
    /// What stands behind the words.
    pub behind: String,
    /// Speaker in the release.
    pub found: Option<String>,
    /// Speaker as readers see it.
    pub gold: Option<String>,
    /// The rule that made the row.
    pub rule: Option<String>,
}

/// What is looked at.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// Words in quotation marks.
    Marked,
    /// A quotation.
    Whole,
}

impl Mistake {
    /// The mistake that a case is, if it is one.
    pub(super) fn of(case: &Case<'_>, part: Part, article: &Gold) -> Option<Self> {
        let error = match (part, case.outcome) {
            (_, Outcome::Right | Outcome::Optional) => return None,
            (Part::Marked, Outcome::Wrong) => "marked, not a quotation".to_string(),
            (Part::Marked, Outcome::WrongSpeaker) => "marked, wrong speaker".to_string(),
            (Part::Marked, Outcome::Missed) => "marked, missed".to_string(),
            (Part::Whole, Outcome::Wrong) => format!("not a quotation ({})", case.kind().name()),
            (Part::Whole, Outcome::WrongSpeaker) => format!("wrong speaker ({})", case.kind().name()),
            (Part::Whole, Outcome::Missed) => format!("missed ({})", case.kind().name()),
        };
        let (place, text) = (case.place(), article.text.as_slice());
        let words = |start: usize, end: usize| Place { start, end: end.min(text.len()) }.of(text).iter().collect();
        Some(Mistake {
            doc_id: article.id.clone(),
            error,
            before: words(place.start.saturating_sub(BEFORE), place.start),
            words: words(place.start, place.end),
            behind: words(place.end, place.end + BEHIND),
            found: case.row.and_then(|(_, row)| row.speaker.clone()),
            gold: case.gold.and_then(|(_, gold)| gold.speaker.clone()),
            rule: case.row.map(|(_, row)| row.rule.clone()),
        })
    }
}
