//! Orthographic folding for matching: which characters are left out and which are read as another. Driven by the pack.

use serde::Deserialize;
use std::collections::HashMap;

/// Characters below this bound are folded by a table; it covers Latin, Greek, Cyrillic, Hebrew and Arabic.
const TABLE: usize = 0x800;

/// The `[orthography]` section of a pack.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Orthography {
    /// Ranges of characters that are left out, both ends included.
    #[serde(default)]
    pub strip: Vec<(char, char)>,
    /// Pairs: each character of the first string is read as the one of the second.
    #[serde(default)]
    pub fold: Vec<(String, char)>,
    /// Endings, as printed, that show a noun to be no subject.
    #[serde(default)]
    pub oblique: Vec<String>,
}

/// Folds words for comparison. Published text is never folded.
#[derive(Clone, Debug)]
pub struct Folding {
    table: Box<[char]>,
    rest: HashMap<char, char>,
    oblique: Vec<String>,
}

/// Stands in the tables for a character that is left out.
const STRIPPED: char = '\0';

impl Folding {
    /// A folding that leaves out and replaces what `orthography` says, and lowers the case of the rest.
    pub fn new(orthography: &Orthography) -> Self {
        let mut table: Vec<char> =
            (0..TABLE as u32).map(|c| char::from_u32(c).and_then(lower).unwrap_or(STRIPPED)).collect();
        let mut rest = HashMap::new();
        let mut set = |from: char, to: char| match table.get_mut(from as usize) {
            Some(place) => *place = to,
            None => {
                rest.insert(from, to);
            }
        };
        for &(from, to) in &orthography.strip {
            (from..=to).for_each(|c| set(c, STRIPPED));
        }
        for (from, to) in &orthography.fold {
            from.chars().for_each(|c| set(c, *to));
        }
        Folding { table: table.into(), rest, oblique: orthography.oblique.clone() }
    }

    /// Whether a noun, as printed, ends as no subject does.
    pub fn is_oblique(&self, word: &str) -> bool {
        self.oblique.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// One character as it is compared; `None` if it is left out.
    pub fn fold_char(&self, c: char) -> Option<char> {
        let folded = match self.table.get(c as usize) {
            Some(&folded) => folded,
            None => self.rest.get(&c).copied().or_else(|| lower(c)).unwrap_or(c),
        };
        (folded != STRIPPED).then_some(folded)
    }

    /// Appends `word` as it is compared.
    pub fn fold_into(&self, word: &str, out: &mut String) {
        out.extend(word.chars().filter_map(|c| self.fold_char(c)));
    }

    /// `word` as it is compared.
    pub fn fold(&self, word: &str) -> String {
        let mut out = String::with_capacity(word.len());
        self.fold_into(word, &mut out);
        out
    }
}

/// The lower case of `c`, where it is one character.
fn lower(c: char) -> Option<char> {
    let mut lowered = c.to_lowercase();
    let first = lowered.next();
    if lowered.next().is_none() { first } else { Some(c) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_and_replaces_what_the_pack_says() {
        let folding = Folding::new(&Orthography {
            strip: vec![('\u{64b}', '\u{65f}'), ('\u{640}', '\u{640}')],
            fold: vec![("أإآ".into(), 'ا'), ("ة".into(), 'ه')],
            oblique: vec![],
        });
        assert_eq!(folding.fold("إضافـــةً"), "اضافه");
        assert_eq!(folding.fold("CNN"), "cnn");
    }
}
