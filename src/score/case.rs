//! `Case`: one gold quotation, one row, or both together, and what became of them.

use super::found::Row;
use super::gold::{Gold, Quotation};
use super::names::Names;
use super::place::{Place, pair};
use crate::annotate::QuoteKind;
use std::collections::HashSet;

/// What words in marks must share with the annotated ones, of what both cover together.
const LEAST_MARKED: f64 = 0.6;
/// What whole quotations must share.
const LEAST_WHOLE: f64 = 0.5;

/// What becomes of a gold quotation or of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Found, and the speaker is right.
    Right,
    /// Found, with another speaker.
    WrongSpeaker,
    /// A row without gold quotation.
    Wrong,
    /// A gold quotation without row.
    Missed,
    /// Found, and counts neither way.
    Optional,
}

/// One gold quotation, one row, or both together.
pub(super) struct Case<'a> {
    pub(super) outcome: Outcome,
    pub(super) gold: Option<(Place, &'a Quotation)>,
    pub(super) row: Option<(Place, &'a Row)>,
}

impl Case<'_> {
    /// Where it stands: as readers see it, else as the row has it.
    pub(super) fn place(&self) -> Place {
        let gold = self.gold.map(|(place, _)| place);
        gold.or(self.row.map(|(place, _)| place)).unwrap_or(Place { start: 0, end: 0 })
    }

    /// Direct, mixed or indirect: as readers see it, else as the row has it.
    pub(super) fn kind(&self) -> QuoteKind {
        let gold = self.gold.map(|(_, quotation)| quotation.kind);
        gold.or(self.row.map(|(_, row)| row.kind)).unwrap_or(QuoteKind::Direct)
    }
}

/// The words in quotation marks of an article.
pub(super) fn marked<'a>(article: &'a Gold, rows: &'a [Row], names: &Names) -> Vec<Case<'a>> {
    let trim = |place: Place| place.trim(&article.text, |c| names.is_edge(c));
    let gold = article.quotations.iter().flat_map(|one| one.marked.iter().map(move |&place| (trim(place), one)));
    let found = rows.iter().flat_map(|row| row.marked.iter().map(move |&place| (trim(place), row)));
    let mut seen = HashSet::new();
    let found = found.filter(|(place, _)| seen.insert(*place));
    cases(gold.collect(), found.collect(), LEAST_MARKED, names)
}

/// The quotations of an article.
pub(super) fn quotations<'a>(article: &'a Gold, rows: &'a [Row], names: &Names) -> Vec<Case<'a>> {
    let trim = |place: Place| place.trim(&article.text, |c| names.is_edge(c));
    let gold = article.quotations.iter().map(|one| (trim(one.hull()), one));
    let found = rows.iter().map(|row| (trim(row.place), row));
    cases(gold.collect(), found.collect(), LEAST_WHOLE, names)
}

fn cases<'a>(
    gold: Vec<(Place, &'a Quotation)>,
    found: Vec<(Place, &'a Row)>,
    least: f64,
    names: &Names,
) -> Vec<Case<'a>> {
    let (wanted, offered): (Vec<_>, Vec<_>) =
        (gold.iter().map(|one| one.0).collect(), found.iter().map(|one| one.0).collect());
    let partners = pair(&wanted, &offered, least);
    let taken: HashSet<usize> = partners.iter().flatten().copied().collect();
    let alone = found.iter().enumerate().filter(|(at, _)| !taken.contains(at));
    let mut cases: Vec<_> =
        alone.map(|(_, row)| Case { outcome: Outcome::Wrong, gold: None, row: Some(*row) }).collect();
    for (one, partner) in gold.into_iter().zip(partners) {
        let row = partner.and_then(|at| found.get(at)).copied();
        let outcome = match row {
            None if one.1.optional => continue,
            None => Outcome::Missed,
            Some(_) if one.1.optional => Outcome::Optional,
            Some((_, row)) if names.same_speaker(one.1, row) => Outcome::Right,
            Some(_) => Outcome::WrongSpeaker,
        };
        cases.push(Case { outcome, gold: Some(one), row });
    }
    cases.sort_by_key(Case::place);
    cases
}
