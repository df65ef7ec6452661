//! How alike two words are: Ratcliff and Obershelp's ratio, as `difflib.SequenceMatcher` of Python computes it.
//!
//! Written here because the judge's figures hang on the last bit of it: the crates that port it round to 32 bits.

use std::collections::HashMap;

/// Letters of the second word from which on its frequent letters start no match.
const LONG: usize = 200;

/// Twice the letters that match, as a share of the letters of both words; 1 for two empty words.
pub(super) fn ratio(a: &[char], b: &[char]) -> f64 {
    let letters = a.len() + b.len();
    if letters == 0 { 1.0 } else { 2.0 * matches(a, b) as f64 / letters as f64 }
}

/// Letters in the longest block that both words share, and in the blocks before and behind it, again and again.
fn matches(a: &[char], b: &[char]) -> usize {
    let places = places(b);
    let mut open = vec![(0, a.len(), 0, b.len())];
    let mut count = 0;
    while let Some((a_start, a_end, b_start, b_end)) = open.pop() {
        let (at_a, at_b, size) = longest(a, b, &places, (a_start, a_end, b_start, b_end));
        if size > 0 {
            count += size;
            open.push((a_start, at_a, b_start, at_b));
            open.push((at_a + size, a_end, at_b + size, b_end));
        }
    }
    count
}

/// Where each letter stands, without those that fill much of a long word.
fn places(b: &[char]) -> HashMap<char, Vec<usize>> {
    let mut places: HashMap<char, Vec<usize>> = HashMap::new();
    for (at, &letter) in b.iter().enumerate() {
        places.entry(letter).or_default().push(at);
    }
    if b.len() >= LONG {
        places.retain(|_, at| at.len() <= b.len() / 100 + 1);
    }
    places
}

/// The longest block that two stretches share, the first in `a` and then in `b` among equals: where it begins in both,
/// and its length.
fn longest(
    a: &[char],
    b: &[char],
    places: &HashMap<char, Vec<usize>>,
    (a_start, a_end, b_start, b_end): (usize, usize, usize, usize),
) -> (usize, usize, usize) {
    let (mut at_a, mut at_b, mut size) = (a_start, b_start, 0);
    // Length of the block that ends at a letter of `b` and at the letter of `a` before this one.
    let mut lengths: HashMap<usize, usize> = HashMap::new();
    for (i, letter) in a.iter().enumerate().take(a_end).skip(a_start) {
        let mut next = HashMap::new();
        let inside = places.get(letter).into_iter().flatten().filter(|&&j| b_start <= j && j < b_end);
        for &j in inside {
            let length = 1 + j.checked_sub(1).and_then(|before| lengths.get(&before)).unwrap_or(&0);
            next.insert(j, length);
            if length > size {
                (at_a, at_b, size) = (i + 1 - length, j + 1 - length, length);
            }
        }
        lengths = next;
    }
    // Frequent letters start no block, but they belong to one that they touch.
    while at_a > a_start && at_b > b_start && a[at_a - 1] == b[at_b - 1] {
        (at_a, at_b, size) = (at_a - 1, at_b - 1, size + 1);
    }
    while at_a + size < a_end && at_b + size < b_end && a[at_a + size] == b[at_b + size] {
        size += 1;
    }
    (at_a, at_b, size)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values are what `difflib.SequenceMatcher(None, a, b).ratio()` of Python 3.11 gives.
    #[test]
    fn ratios_are_those_of_python() {
        let ratio = |a: &str, b: &str| ratio(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!(ratio("", ""), 1.0);
        assert_eq!(ratio("abcd", "bcde"), 0.75);
        assert_eq!(ratio("tide", "diet"), 0.25);
        assert_eq!(ratio("diet", "tide"), 0.5);
        assert_eq!(ratio("سيرجي", "سيرجيي"), 0.909_090_909_090_909_1);
        let long = "ab".repeat(120);
        assert_eq!(ratio(&long, &long), 1.0);
        assert_eq!(ratio(&long, &long[1..]), 0.0);
        assert_eq!(ratio(&format!("x{long}"), &format!("x{}y", &long[1..])), 0.004_149_377_593_360_996);
    }
}
