//! `Packs`, `Pack`: find, parse and compile language packs; choose one for a text.

mod check;
pub mod class;
mod confidence;
pub mod example;
mod explain;
mod files;
mod finding;
pub mod lexicon;
pub mod manifest;
pub mod pattern;

pub use check::check;
pub use confidence::{Confidence, Measured};
pub(crate) use files::Files;
pub use finding::{Check, Finding, Level};

use crate::annotate::quotation::Marks;
use crate::error::{Error, ErrorKind, Result, printable};
use crate::fold::Folding;
use crate::page::PageRules;
use crate::phrase::is_letter;
use crate::registry::outlets::Outlets;
use crate::registry::{NameIndex, Registry};
use class::Class;
use include_dir::{Dir, include_dir};
use lexicon::Lexicon;
use manifest::{Gender, Manifest};
use pattern::Pattern;
use std::fs;
use std::ops::Range;
use std::path::Path;

static BUNDLED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/lang");

/// Where the bundled packs stand in the sources.
const BUNDLED_FROM: &str = "src/lang";

/// The file that makes a folder a pack.
const MANIFEST: &str = "pack.toml";
const CUES: &str = "cues.toml";
const MENTIONS: &str = "mentions.toml";
const NAMES: &str = "names.toml";
const WORDS: &str = "words.toml";
const PATTERNS: &str = "patterns.toml";
const PAGE: &str = "page.toml";
/// What was measured of the patterns; a pack can do without.
pub(crate) const CONFIDENCE: &str = "confidence.toml";

/// The language packs in use.
#[derive(Debug)]
pub struct Packs {
    packs: Vec<Pack>,
}

/// One language: its words, its marks, its constructions.
#[derive(Debug)]
pub struct Pack {
    /// The file `pack.toml`.
    pub manifest: Manifest,
    /// How words are compared.
    pub folding: Folding,
    /// Its words.
    pub lexicon: Lexicon,
    /// Its quotation marks.
    pub marks: Marks,
    /// Its constructions, in order of precedence.
    pub patterns: Vec<Pattern>,
    /// What pages look like.
    pub pages: PageRules,
    /// The registry's outlets as this language spells them.
    pub outlets: Outlets,
    /// The registry's names as this language spells them.
    pub names: NameIndex,
    info: PackInfo,
    files: Files,
}

/// Identity of one pack or registry, as a release's manifest lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackInfo {
    /// Name, for example `ar`.
    pub id: String,
    /// Version of the data.
    pub version: String,
    /// SHA-256 of its files, hexadecimal.
    pub sha256: String,
}

impl Packs {
    /// The packs that travel in the program.
    ///
    /// # Errors
    /// [`ErrorKind::Pack`] with every problem of every file.
    pub fn bundled(registry: &Registry) -> Result<Self> {
        Packs::load(BUNDLED.dirs().map(|dir| Files::bundled(BUNDLED_FROM, dir)).collect(), registry)
    }

    /// The packs of `folder`, which is one pack or holds one folder for each.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] where there is no pack, [`ErrorKind::Io`] where a file cannot be read, and
    /// [`ErrorKind::Pack`] with every problem of every file.
    pub fn from_dir(folder: &Path, registry: &Registry) -> Result<Self> {
        let nothing = |what| {
            let message = format!("{} {what}", printable(&folder.to_string_lossy()));
            Error::new(ErrorKind::Input, message)
        };
        if !folder.is_dir() {
            return Err(nothing("is no folder"));
        }
        let is_pack = |folder: &Path| folder.join(MANIFEST).is_file();
        if is_pack(folder) {
            return Packs::load(vec![Files::read(folder)?], registry);
        }
        let failed = |error| Error::io(folder, "read", error);
        let entries = fs::read_dir(folder).map_err(failed)?;
        let paths = entries.map(|entry| entry.map(|entry| entry.path()));
        let mut folders: Vec<_> = paths.collect::<std::io::Result<_>>().map_err(failed)?;
        folders.retain(|folder| is_pack(folder));
        folders.sort();
        if folders.is_empty() {
            return Err(nothing("holds no language pack, which is a folder with a pack.toml"));
        }
        Packs::load(folders.iter().map(|folder| Files::read(folder)).collect::<Result<_>>()?, registry)
    }

    fn load(files: Vec<Files>, registry: &Registry) -> Result<Self> {
        let (mut packs, mut findings) = (Vec::new(), Vec::new());
        for files in files {
            match Pack::load(files, registry) {
                Ok(pack) => packs.push(pack),
                Err(found) => findings.extend(found),
            }
        }
        if findings.is_empty() { Ok(Packs { packs }) } else { Err(Error::pack(findings)) }
    }

    /// Identity of every pack, in order of id.
    pub fn info(&self) -> Vec<PackInfo> {
        self.packs.iter().map(|p| p.info.clone()).collect()
    }

    /// The packs.
    pub fn list(&self) -> &[Pack] {
        &self.packs
    }

    /// The pack for a text: by its stated language, else by its letters.
    pub fn choose(&self, language: Option<&str>, text: &str) -> Option<&Pack> {
        let stated = language.map(|l| l.split(['-', '_']).next().unwrap_or(l).to_ascii_lowercase());
        // A code of two letters is a statement; anything else is looked for in the text itself.
        if let Some(stated) = stated.filter(|s| s.len() == 2) {
            return self.packs.iter().find(|p| p.manifest.pack.id == stated);
        }
        let sample = || text.chars().filter(|&c| is_letter(c)).take(400);
        let letters = sample().count();
        self.packs.iter().find(|p| {
            let own = sample().filter(|&c| p.manifest.letters.iter().any(|b| b.from <= c && c <= b.to)).count();
            letters > 0 && own * 2 > letters
        })
    }
}

impl Pack {
    /// The name in this pack of the rule that the column `rule` calls `id`; nothing where it is no rule of this pack.
    pub(crate) fn rule_name<'r>(&self, id: &'r str) -> Option<&'r str> {
        self.patterns.iter().find(|pattern| *pattern.id == *id)?;
        id.rsplit('/').next()
    }

    /// The folder that it was read from.
    pub(crate) fn folder(&self) -> &Path {
        self.files.folder()
    }

    fn load(files: Files, registry: &Registry) -> std::result::Result<Self, Vec<Finding>> {
        let Raw { manifest, cues, mentions, words, names, patterns, confidence } = Raw::parse(&files)?;
        let id = &manifest.pack.id;
        let mut findings = Vec::new();
        let mut add = |file: &str, problems: Vec<(Range<usize>, String)>| {
            let located = problems.into_iter().map(|(place, message)| {
                Finding::new(&files.path(file), files.text(file), place, files::rule_of(id, file), message)
            });
            findings.extend(located);
        };
        let folding = Folding::new(&manifest.orthography);
        let mut builder = lexicon::Builder::new(&manifest, &folding);
        builder.cues(&cues);
        add(CUES, std::mem::take(&mut builder.problems));
        builder.mentions(&mentions);
        add(MENTIONS, std::mem::take(&mut builder.problems));
        builder.words(&words);
        add(WORDS, std::mem::take(&mut builder.problems));
        builder.names(&names);
        add_places(&mut builder, registry);
        add_names(&mut builder, registry);
        add(MANIFEST, std::mem::take(&mut builder.problems));
        let lexicon = builder.finish();
        let mut compiled = Vec::new();
        for raw in &patterns.pattern {
            match Pattern::compile(id, raw.get_ref(), confidence.as_ref()) {
                Ok(pattern) => compiled.push(pattern),
                Err(problem) => add(PATTERNS, vec![(raw.span(), problem)]),
            }
        }
        let pages = PageRules::parse(files.text(PAGE), &folding).map_err(|error| {
            findings.extend(error.findings().iter().map(|finding| of_page(&files, id, finding)));
        });
        let outlets = Outlets::parse(crate::registry::outlets_file(), &folding).map_err(|error| {
            findings.push(Finding::of_file("outlets.toml", "registry", error.to_string()));
        });
        let (true, Ok(pages), Ok(outlets)) = (findings.is_empty(), pages, outlets) else { return Err(findings) };
        Ok(Pack {
            pages,
            outlets,
            names: NameIndex::new(registry, &manifest, &folding),
            marks: Marks::new(&manifest.quotation_marks),
            info: files.info(&manifest.pack.id, &manifest.pack.version),
            patterns: compiled,
            folding,
            lexicon,
            manifest,
            files,
        })
    }
}

/// A finding of the pages as one of the pack `id`.
fn of_page(files: &Files, id: &str, finding: &Finding) -> Finding {
    Finding { file: files.path(PAGE), rule: format!("{id}/page/{}", finding.rule), ..finding.clone() }
}

/// The files of a pack as written, but for `page.toml`, which the pages parse.
struct Raw {
    manifest: Manifest,
    cues: lexicon::CueFile,
    mentions: lexicon::MentionFile,
    words: lexicon::WordFile,
    names: lexicon::NameFile,
    patterns: pattern::PatternFile,
    confidence: Option<Confidence>,
}

impl Raw {
    fn parse(files: &Files) -> std::result::Result<Self, Vec<Finding>> {
        let mut findings = Vec::new();
        let manifest = keep(files.parse(MANIFEST), &mut findings);
        let cues = keep(files.parse(CUES), &mut findings);
        let mentions = keep(files.parse(MENTIONS), &mut findings);
        let words = keep(files.parse(WORDS), &mut findings);
        let names = keep(files.parse(NAMES), &mut findings);
        let patterns = keep(files.parse(PATTERNS), &mut findings);
        let page = keep(files.parse::<crate::page::File>(PAGE), &mut findings);
        let confidence = files.has(CONFIDENCE).then(|| files.parse(CONFIDENCE)).transpose();
        let confidence = keep(confidence, &mut findings);
        match (manifest, cues, mentions, words, names, patterns, page, confidence) {
            (
                Some(manifest),
                Some(cues),
                Some(mentions),
                Some(words),
                Some(names),
                Some(patterns),
                Some(_),
                Some(confidence),
            ) => Ok(Raw { manifest, cues, mentions, words, names, patterns, confidence }),
            _ => Err(findings),
        }
    }
}

/// What was parsed; a finding goes to the list.
fn keep<T>(parsed: std::result::Result<T, Box<Finding>>, findings: &mut Vec<Finding>) -> Option<T> {
    parsed.map_err(|finding| findings.push(*finding)).ok()
}

/// Makes the names of places and their adjectives words of the lexicon.
fn add_places(builder: &mut lexicon::Builder<'_>, registry: &Registry) {
    for place in registry.places() {
        let names = std::iter::once(&place.name).chain(&place.aliases);
        for name in names.chain(&place.capital).chain(&place.capital_aliases) {
            if !name.contains(' ') {
                builder.name(name, Class::Place, Gender::Feminine);
            }
        }
        place.nisba.iter().for_each(|nisba| builder.nisba(nisba));
    }
    for city in registry.cities() {
        if !city.name.contains(' ') {
            builder.name(&city.name, Class::Place, Gender::Feminine);
        }
        city.nisba.iter().for_each(|nisba| builder.nisba(nisba));
    }
}

/// Keeps the words whole by which people and places of the registry are known, where a preposition might be split off, and
/// splits what stands before them.
fn add_names(builder: &mut lexicon::Builder<'_>, registry: &Registry) {
    for (short, gender) in registry.short_names().filter(|(short, _)| !short.contains(' ')) {
        builder.whole(short, Class::GivenAmbiguous, gender);
        builder.known(short);
    }
    for place in registry.places() {
        let names = std::iter::once(&place.name).chain(&place.capital).chain(&place.capital_aliases);
        let heads = names.filter_map(|name| name.split_once(' '));
        heads.for_each(|(head, _)| builder.whole(head, Class::Place, Gender::Feminine));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_preposition_is_split_off_a_registered_name() {
        let packs = Packs::bundled(&Registry::bundled().unwrap()).unwrap();
        let pack = &packs.list()[0];
        let word = |word: &str| pack.lexicon.analyze(&pack.folding.fold(word));
        assert!(word("بيونغ").is(Class::Place) && !word("بيونغ").preposition);
        assert!(word("بدمشق").preposition, "a place after a preposition");
        assert!(word("لبوتين").preposition && !word("بوتين").preposition);
        assert_eq!((word("وبوتين").conjunction, word("ويلسون").conjunction), (1, 0));
    }
}
