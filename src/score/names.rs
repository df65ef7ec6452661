//! `Names`: whether two names mean the same speaker or outlet, by the judge's table.

use super::found::Row;
use super::gold::Quotation;
use super::place::Place;
use super::ratio::ratio;
use crate::error::{Error, ErrorKind, Result};
use regex::Regex;
use serde::Deserialize;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Words longer than this many letters may differ a little.
const SHORT: usize = 3;
/// How alike they must be then.
const ALIKE: f64 = 0.8;

/// `judge.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    edge: String,
    strip: String,
    fold: Vec<(String, char)>,
    article: String,
}

/// How names are compared.
pub(super) struct Names {
    table: Table,
    fold: HashMap<char, char>,
    word: Regex,
}

/// A name as it is compared.
type Words = Vec<Vec<char>>;

impl Names {
    /// The judge's way.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Pack`] for a faulty table, which is a bug.
    pub(super) fn new() -> Result<Self> {
        let fault = |error: String| Error::new(ErrorKind::Pack, format!("the table of the scorer is faulty: {error}"));
        let table: Table =
            toml::from_str(include_str!("judge.toml")).map_err(|error| fault(error.message().to_string()))?;
        let letters = table.fold.iter().flat_map(|(from, to)| from.chars().map(|c| (c, *to)));
        // What Python calls a letter of a word: its own class has vowel signs in it.
        let word = Regex::new(r"[\p{L}\p{N}_]+").map_err(|error| fault(error.to_string()))?;
        Ok(Names { fold: letters.collect(), table, word })
    }

    /// Whether a character may stand at the end of a span without being part of what is said.
    pub(super) fn is_edge(&self, c: char) -> bool {
        c.is_whitespace() || self.table.edge.contains(c)
    }

    /// Whether all words of one name are in the other.
    pub(super) fn same(&self, a: &str, b: &str) -> bool {
        let (a, b) = (self.words(a), self.words(b));
        self.within(&a, &b) || self.within(&b, &a)
    }

    /// Whether the speaker of a row is the one that readers named: by name, by mention, or because the mention stands
    /// where readers saw the source.
    pub(super) fn same_speaker(&self, gold: &Quotation, row: &Row) -> bool {
        let found = |name: &Option<String>| name.clone().filter(|name| !name.is_empty());
        let (speaker, mention) = (found(&row.speaker), found(&row.mention));
        let Some(wanted) = gold.speaker.as_deref().filter(|name| !name.is_empty()) else { return speaker.is_none() };
        let aliases = gold.aliases.iter().flatten().map(String::as_str);
        let wanted: Vec<_> = std::iter::once(wanted).chain(aliases).collect();
        let named = |name: &String| wanted.iter().any(|wanted| self.same(name, wanted));
        speaker.iter().chain(&mention).any(named) || row.source.zip(gold.source).is_some_and(|(a, b)| coincide(a, b))
    }

    /// The words of a name: no case, no combining characters, letters folded.
    fn words(&self, name: &str) -> Words {
        let kept = |c: &char| canonical_combining_class(*c) == 0 && !self.table.strip.contains(*c);
        let bare: String = name.nfkd().collect::<String>().to_lowercase().chars().filter(kept).collect();
        let folded: String = bare.chars().map(|c| self.fold.get(&c).copied().unwrap_or(c)).collect();
        self.word.find_iter(&folded).map(|word| word.as_str().chars().collect()).collect()
    }

    /// Whether every word of `a`, which has one, is in `b`.
    fn within(&self, a: &Words, b: &Words) -> bool {
        !a.is_empty() && a.iter().all(|word| b.iter().any(|other| self.same_word(word, other)))
    }

    fn same_word(&self, a: &[char], b: &[char]) -> bool {
        let long = a.len() > SHORT && b.len() > SHORT;
        self.bare(a) == self.bare(b) || long && ratio(a, b) >= ALIKE
    }

    /// A word without the article.
    fn bare<'w>(&self, word: &'w [char]) -> &'w [char] {
        let rest = word.iter().zip(self.table.article.chars()).take_while(|(a, b)| **a == *b).count();
        if rest == self.table.article.chars().count() { &word[rest..] } else { word }
    }
}

/// Whether two mentions share half of the shorter one.
fn coincide(a: Place, b: Place) -> bool {
    let shared = a.shared(b);
    shared > 0 && shared as f64 / a.len().min(b.len()).max(1) as f64 >= 0.5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_the_judge_does() {
        let names = Names::new().unwrap();
        for (a, b) in [
            ("الوزيرة هُدى الصبّاغ", "هدى صباغ"),
            ("غاليري", "قاليري"),
            ("مؤسسة «الأفق» الثقافيّة", "موسسه الافق"),
            ("Éloïse", "ELOISE"),
            // Three letters: a word must be the same, with or without the article.
            ("بدر", "البدر"),
            ("هبة", "هبه"),
            ("فاطمة الزهراوي", "الزهراوى"),
        ] {
            assert!(names.same(a, b), "{a} {b}");
        }
        for (a, b) in [("هدى", "ندى"), ("", ""), ("«»", "هدى"), ("علي حسن", "علي حسين كامل")]
        {
            assert!(!names.same(a, b), "{a} {b}");
        }
    }

    #[test]
    fn mentions_coincide_from_half_of_the_shorter_one() {
        let place = |start, end| Place { start, end };
        assert!(coincide(place(0, 4), place(2, 12)) && coincide(place(2, 12), place(0, 4)));
        assert!(!coincide(place(0, 4), place(3, 12)) && !coincide(place(0, 4), place(4, 12)));
    }

    #[test]
    fn the_table_holds_what_stands_at_edges() {
        let names = Names::new().unwrap();
        assert!("\u{a0}\u{1c}»؟…\u{640}\u{200f}-".chars().all(|c| names.is_edge(c)));
        assert!(!"ا7٪%/".chars().any(|c| names.is_edge(c)));
    }
}
