//! `Outlets`: newspapers, agencies, broadcasters and sites known by name and by domain.

use crate::error::{Error, ErrorKind, Result};
use crate::fold::Folding;
use crate::phrase::{Phrases, Words};
use crate::span::Span;
use hashbrown::HashMap;
use serde::Deserialize;

/// What kind of medium an outlet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutletKind {
    /// A news agency: others print its texts.
    Agency,
    /// A newspaper.
    Newspaper,
    /// A magazine.
    Magazine,
    /// A radio or television station and its site.
    Broadcaster,
    /// A site without print or broadcast.
    Site,
}

/// One outlet of the registry.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlet {
    /// Fixed id, for example `reuters`.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// Other names and spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Hosts of its pages, without `www.`; subdomains are covered.
    #[serde(default)]
    pub domains: Vec<String>,
    /// ISO 3166 code of the country it belongs to.
    #[serde(default)]
    pub country: String,
    /// What kind of medium it is.
    pub kind: OutletKind,
    /// Names and aliases that are everyday words too.
    #[serde(default)]
    pub ambiguous: Vec<String>,
    /// Whether the canonical name is an everyday word too.
    #[serde(default)]
    pub ambiguous_name: bool,
}

/// What a name stands for: one outlet, or all that bear it.
#[derive(Debug)]
pub(crate) struct Known {
    /// The canonical name; the name as listed, where several outlets bear it.
    pub(crate) name: String,
    /// What kind of medium it is.
    pub(crate) kind: OutletKind,
    /// Where it can belong to.
    pub(crate) countries: Vec<String>,
    /// Index of the outlet, where there is only one.
    outlet: Option<usize>,
}

/// A name of an outlet, as found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Index of what it stands for.
    pub(crate) known: usize,
    /// Whether the name is an everyday word too.
    pub(crate) ambiguous: bool,
}

/// All outlets, found by name and by host.
#[derive(Debug)]
pub struct Outlets {
    list: Vec<Outlet>,
    /// First the outlets of `list`, then the names that several of them bear.
    known: Vec<Known>,
    names: Phrases<Named>,
    hosts: HashMap<String, usize>,
    folding: Folding,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    outlet: Vec<Outlet>,
}

impl Outlets {
    /// The outlets that travel in the program; names are compared as `folding` says.
    ///
    /// # Errors
    ///
    /// As [`Outlets::parse`].
    pub fn bundled(folding: &Folding) -> Result<Self> {
        Outlets::parse(include_str!("data/outlets.toml"), folding)
    }

    /// Reads a list of outlets; names are compared as `folding` says.
    ///
    /// # Errors
    ///
    /// A text that is not TOML or not a list of outlets.
    pub fn parse(toml: &str, folding: &Folding) -> Result<Self> {
        let file: File = toml::from_str(toml).map_err(|e| Error::new(ErrorKind::Pack, format!("outlets: {e}")))?;
        let single = |(index, outlet): (usize, &Outlet)| Known {
            name: outlet.name.clone(),
            kind: outlet.kind,
            countries: vec![outlet.country.clone()],
            outlet: Some(index),
        };
        let mut outlets = Outlets {
            known: file.outlet.iter().enumerate().map(single).collect(),
            list: file.outlet,
            names: Phrases::default(),
            hosts: HashMap::new(),
            folding: folding.clone(),
        };
        outlets.shared_names();
        // Of equal names the first counts: canonical names before aliases, so that an alias never takes the name of
        // another outlet, and the mark of an everyday word before the plain alias.
        for (index, outlet) in outlets.list.iter().enumerate() {
            outlets.names.insert(&outlet.name, folding, Named { known: index, ambiguous: outlet.ambiguous_name });
        }
        for (index, outlet) in outlets.list.iter().enumerate() {
            for (names, ambiguous) in [(&outlet.ambiguous, true), (&outlet.aliases, false)] {
                names.iter().for_each(|name| outlets.names.insert(name, folding, Named { known: index, ambiguous }));
            }
            outlets.names.insert(&outlet.name_en, folding, Named { known: index, ambiguous: false });
            for domain in &outlet.domains {
                outlets.hosts.entry(domain.to_lowercase()).or_insert(index);
            }
        }
        Ok(outlets)
    }

    /// Names that several outlets bear, like that of a daily in three countries, stand for none of them alone.
    fn shared_names(&mut self) {
        let mut bearers: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, outlet) in self.list.iter().enumerate() {
            for name in outlet.ambiguous.iter().chain([&outlet.name]) {
                let bearers = bearers.entry(self.folding.fold(name)).or_default();
                if bearers.last() != Some(&index) {
                    bearers.push(index);
                }
            }
        }
        for outlet in &self.list {
            for name in &outlet.ambiguous {
                let Some(bearers) = bearers.remove(&self.folding.fold(name)).filter(|b| b.len() > 1) else { continue };
                self.names.insert(name, &self.folding, Named { known: self.known.len(), ambiguous: true });
                self.known.push(Known {
                    name: name.clone(),
                    kind: outlet.kind,
                    countries: bearers.iter().map(|&i| self.list[i].country.clone()).collect(),
                    outlet: None,
                });
            }
        }
    }

    /// Every outlet, in the order of the file.
    pub fn list(&self) -> &[Outlet] {
        &self.list
    }

    /// The outlet that bears exactly this name, in any of its spellings, if it is the only one.
    pub fn by_name(&self, name: &str) -> Option<&Outlet> {
        let words = Words::new(name, Span::new(0, name.len() as u32), &self.folding, 16);
        self.list.get(self.known[self.whole(&words)?].outlet?)
    }

    /// The outlet of an address such as `https://www.example.com/a`, by its host or a parent domain of it.
    pub fn by_url(&self, url: &str) -> Option<&Outlet> {
        self.list.get(self.index_by_url(url)?)
    }

    /// Index of the outlet of an address.
    pub(crate) fn index_by_url(&self, url: &str) -> Option<usize> {
        let host = host(url)?.to_lowercase();
        let mut domain = host.as_str();
        loop {
            if let Some(&index) = self.hosts.get(domain) {
                return Some(index);
            }
            domain = domain.split_once('.')?.1;
        }
    }

    /// The outlet whose name begins at a word: the name and its number of words.
    pub(crate) fn at(&self, words: &Words, index: usize) -> Option<(Named, usize)> {
        self.names.at(words, index)
    }

    /// Index of what bears the name that the words are.
    pub(crate) fn whole(&self, words: &Words) -> Option<usize> {
        self.names.whole(words).map(|named| named.known)
    }

    /// What a name stands for, by its index.
    pub(crate) fn known(&self, index: usize) -> &Known {
        &self.known[index]
    }
}

/// The host of an address; a scheme is not needed.
fn host(url: &str) -> Option<&str> {
    let rest = url.trim().split_once("://").map_or(url.trim(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.rsplit('@').next()?;
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::fold::Orthography;

    const FILE: &str = r#"
[[outlet]]
id = "morning"
name = "الصباح الجديد"
name_en = "The New Morning"
aliases = ["صحيفة الصباح الجديد", "الصباح"]
ambiguous = ["الصباح"]
domains = ["morning.example"]
country = "XX"
kind = "newspaper"
"#;

    #[test]
    fn finds_by_name_alias_and_host() {
        let outlets = Outlets::parse(FILE, &Folding::new(&Orthography::default())).unwrap();
        assert_eq!(outlets.by_name("« الصباح الجديد »").unwrap().id, "morning");
        assert_eq!(outlets.by_name("the new morning").unwrap().id, "morning");
        assert!(outlets.by_name("الصباح الباكر").is_none());
        assert_eq!(outlets.by_url("https://www.morning.example:443/a/b").unwrap().id, "morning");
        assert!(outlets.by_url("https://evening.example/").is_none());
        assert!(outlets.by_url("https://morning.example.org/").is_none());
        let words = Words::new("الصباح", Span::new(0, 12), &outlets.folding, 4);
        assert!(outlets.at(&words, 0).unwrap().0.ambiguous);
    }

    #[test]
    fn a_name_of_several_outlets_stands_for_none_of_them() {
        let second = FILE.replace("morning", "dawn").replace("الصباح الجديد", "صباح الساحل");
        let outlets = Outlets::parse(&format!("{FILE}{second}"), &Folding::new(&Orthography::default())).unwrap();
        assert!(outlets.by_name("الصباح").is_none());
        let words = Words::new("الصباح", Span::new(0, 12), &outlets.folding, 4);
        let known = outlets.known(outlets.whole(&words).unwrap());
        assert_eq!((known.name.as_str(), known.countries.len()), ("الصباح", 2));
        assert_eq!(outlets.by_name("صباح الساحل").unwrap().id, "dawn");
    }

    #[test]
    fn the_bundled_outlets_load() {
        let outlets = Outlets::bundled(&Folding::new(&Orthography::default())).unwrap();
        assert!(outlets.list().len() > 100);
    }

    #[test]
    fn says_what_is_wrong_with_a_file() {
        let error = Outlets::parse("[[outlet]]\nid = 1", &Folding::new(&Orthography::default())).unwrap_err();
        assert!(error.to_string().contains("outlets"));
    }
}
