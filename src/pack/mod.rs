//! `Packs`, `Pack`: find, parse and compile language packs; choose one for a text.

pub mod class;
pub mod example;
pub mod lexicon;
pub mod manifest;
pub mod pattern;

use crate::annotate::quotation::Marks;
use crate::error::{Error, ErrorKind, Result};
use crate::fold::Folding;
use crate::page::PageRules;
use crate::registry::outlets::Outlets;
use crate::registry::{NameIndex, Registry};
use class::Class;
use include_dir::{Dir, include_dir};
use lexicon::Lexicon;
use manifest::{Gender, Manifest};
use pattern::Pattern;
use sha2::{Digest, Sha256};

static BUNDLED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/lang");

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
        let packs = BUNDLED.dirs().map(|dir| Pack::load(dir, registry)).collect::<Result<Vec<_>>>()?;
        Ok(Packs { packs })
    }

    /// Runs every example and every whole-pack check.
    pub fn check(&self) -> Vec<Finding> {
        Vec::new()
    }

    /// The documentation and the examples of a rule.
    pub fn explain(&self, _id: &str) -> Option<String> {
        None
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
        let sample = || text.chars().filter(|c| c.is_alphabetic()).take(400);
        let letters = sample().count();
        self.packs.iter().find(|p| {
            let own = sample().filter(|&c| p.manifest.letters.iter().any(|b| b.from <= c && c <= b.to)).count();
            letters > 0 && own * 2 > letters
        })
    }
}

impl Pack {
    fn load(dir: &Dir<'_>, registry: &Registry) -> Result<Self> {
        let folder = dir.path().to_string_lossy().into_owned();
        let read = |name: &str| {
            let path = dir.path().join(name);
            dir.get_file(&path)
                .and_then(|f| f.contents_utf8())
                .ok_or_else(|| Error::new(ErrorKind::Pack, format!("pack {folder}: no file {name}")))
        };
        fn parse<T: serde::de::DeserializeOwned>(folder: &str, name: &str, text: &str) -> Result<T> {
            toml::from_str(text).map_err(|e| Error::new(ErrorKind::Pack, format!("pack {folder}/{name}: {e}")))
        }
        let manifest: Manifest = parse(&folder, "pack.toml", read("pack.toml")?)?;
        let cues: lexicon::CueFile = parse(&folder, "cues.toml", read("cues.toml")?)?;
        let mentions: lexicon::MentionFile = parse(&folder, "mentions.toml", read("mentions.toml")?)?;
        let names: lexicon::NameFile = parse(&folder, "names.toml", read("names.toml")?)?;
        let patterns: pattern::PatternFile = parse(&folder, "patterns.toml", read("patterns.toml")?)?;

        let folding = Folding::new(&manifest.orthography);
        let mut builder = lexicon::Builder::new(&manifest, &folding);
        builder.cues(&cues);
        builder.mentions(&mentions);
        builder.names(&names);
        add_places(&mut builder, registry);
        let mut problems = std::mem::take(&mut builder.problems);
        let lexicon = builder.finish();
        let mut compiled = Vec::new();
        for raw in &patterns.pattern {
            match Pattern::compile(&manifest.pack.id, raw) {
                Ok(pattern) => compiled.push(pattern),
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            let list = problems.join("\n  ");
            return Err(Error::new(ErrorKind::Pack, format!("pack {folder} has faulty entries:\n  {list}")));
        }
        Ok(Pack {
            pages: PageRules::parse(read("page.toml")?, &folding)?,
            outlets: Outlets::parse(crate::registry::outlets_file(), &folding)?,
            names: NameIndex::new(registry, &manifest, &folding),
            marks: Marks::new(&manifest.quotation_marks),
            info: digest(&manifest.pack.id, &manifest.pack.version, dir),
            patterns: compiled,
            folding,
            lexicon,
            manifest,
        })
    }
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

/// The digest of the files of a folder: their names and bytes in order.
pub(crate) fn digest(id: &str, version: &str, dir: &Dir<'_>) -> PackInfo {
    let mut files: Vec<_> = dir.files().collect();
    files.sort_by_key(|f| f.path());
    let mut hash = Sha256::new();
    for file in files {
        let name = file.path().file_name().map(|n| n.to_string_lossy()).unwrap_or_default();
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update((file.contents().len() as u64).to_le_bytes());
        hash.update(file.contents());
    }
    let sha256 = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    PackInfo { id: id.to_string(), version: version.to_string(), sha256 }
}
/// Something amiss in a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What and where.
    pub message: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}
