//! `Place`: a stretch of an article in code points; how much two of them share, and which belong together.

use serde::Deserialize;

/// A stretch of an article in code points, the end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(from = "(usize, usize)")]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl From<(usize, usize)> for Place {
    fn from((start, end): (usize, usize)) -> Self {
        Place { start, end }
    }
}

impl Place {
    pub(super) fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Code points that both cover.
    pub(super) fn shared(self, other: Place) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// What both cover as a share of what either covers, gaps included.
    pub(super) fn overlap(self, other: Place) -> f64 {
        match self.shared(other) {
            0 => 0.0,
            shared => shared as f64 / (self.end.max(other.end) - self.start.min(other.start)) as f64,
        }
    }

    /// Whether it lies in a text of `length` code points.
    pub(super) fn is_in(self, length: usize) -> bool {
        self.start <= self.end && self.end <= length
    }

    /// The letters that it covers; none where it lies outside.
    pub(super) fn of(self, text: &[char]) -> &[char] {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Without the `edge` at both ends; where it is nothing else, the empty place at its end.
    pub(super) fn trim(self, text: &[char], edge: impl Fn(char) -> bool) -> Place {
        let letters = self.of(text);
        let start = self.start + letters.iter().take_while(|&&c| edge(c)).count();
        let behind = letters.iter().rev().take_while(|&&c| edge(c)).count();
        Place { start, end: (self.end - behind).max(start) }
    }
}

/// Pairs places one to one, the greatest overlap first and none below `least`; of equals the last of `gold`, then the
/// last of `found`. Returns the partner of each of `gold`.
pub(super) fn pair(gold: &[Place], found: &[Place], least: f64) -> Vec<Option<usize>> {
    let all = gold
        .iter()
        .enumerate()
        .flat_map(|(g, place)| found.iter().enumerate().map(move |(f, other)| (place.overlap(*other), g, f)));
    let mut candidates: Vec<_> = all.filter(|(overlap, ..)| *overlap >= least).collect();
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((b.1, b.2).cmp(&(a.1, a.2))));
    let mut partners = vec![None; gold.len()];
    let mut taken = vec![false; found.len()];
    for (_, g, f) in candidates {
        if partners[g].is_none() && !taken[f] {
            partners[g] = Some(f);
            taken[f] = true;
        }
    }
    partners
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(start: usize, end: usize) -> Place {
        Place { start, end }
    }

    #[test]
    fn ends_are_trimmed_and_what_is_all_edge_is_empty() {
        let text: Vec<char> = "a «bc». ..".chars().collect();
        let edge = |c: char| !c.is_alphanumeric();
        assert_eq!(place(1, 8).trim(&text, edge), place(3, 5));
        assert_eq!(place(7, 10).trim(&text, edge), place(10, 10));
        assert_eq!(place(0, 0).trim(&text, edge), place(0, 0));
    }

    #[test]
    fn the_greatest_overlap_wins_and_of_equals_the_last() {
        assert_eq!(place(0, 10).overlap(place(5, 20)), 0.25);
        assert_eq!(place(0, 5).overlap(place(5, 9)), 0.0);
        assert_eq!(pair(&[place(0, 10), place(1, 10)], &[place(1, 10)], 0.5), [None, Some(0)]);
        assert_eq!(pair(&[place(0, 10)], &[place(0, 9), place(1, 10)], 0.5), [Some(1)]);
        assert_eq!(pair(&[place(0, 10)], &[place(0, 4)], 0.5), [None]);
    }
}
