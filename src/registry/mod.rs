//! People, organisations, places and outlets known by name: canonical names, ids, aliases, roles with dates. Data in
//! TOML, which travels in the program.

mod names;

pub use names::{Known, NameIndex};

pub mod outlets;

use crate::annotate::SpeakerKind;
use crate::error::{Error, ErrorKind, Result};
use crate::pack::manifest::Gender;
use crate::pack::{Files, PackInfo};
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use std::collections::HashMap;

static DATA: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/registry/data");

/// Everybody and everything known by name.
#[derive(Debug, Default)]
pub struct Registry {
    entities: Vec<Entity>,
    by_id: HashMap<String, usize>,
    people: Vec<Person>,
    organizations: Vec<Organization>,
    offices: HashMap<String, Office>,
    places: Vec<Place>,
    cities: Vec<City>,
    outlets: Vec<outlets::Outlet>,
    info: PackInfo,
}

/// A person or an organisation of the registry, as the speakers table shows it.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Fixed id, for example `vladimir-putin`.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// Person or organisation.
    pub kind: SpeakerKind,
    /// Wikidata id, only where it was looked up and confirmed.
    pub wikidata: Option<String>,
    /// Gender of the person, or grammatical gender of the organisation's name.
    pub gender: Gender,
}

/// One entry of `people.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    id: String,
    name: String,
    name_en: String,
    #[serde(default)]
    gender: Gender,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
    #[serde(default)]
    roles: Vec<Role>,
    wikidata: Option<String>,
}

/// An office that a person held.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    office: Option<String>,
    of: Option<String>,
    title: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

/// One entry of `offices.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Office {
    id: String,
    #[allow(dead_code)] // read by people who edit the file
    name_en: String,
    #[serde(default)]
    titles: Vec<String>,
    #[serde(default)]
    titles_f: Vec<String>,
}

/// One entry of `organizations.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Organization {
    id: String,
    name: String,
    name_en: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[allow(dead_code)] // read by people who edit the file
    place: Option<String>,
    #[serde(default)]
    gender: Gender,
    kind: String,
    wikidata: Option<String>,
}

/// One entry of `places.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) nisba: Vec<String>,
    pub(crate) capital: Option<String>,
    pub(crate) capital_en: Option<String>,
    #[serde(default)]
    pub(crate) capital_aliases: Vec<String>,
    #[serde(default)]
    pub(crate) gender: Gender,
}

/// A city or region that is no capital.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct City {
    pub(crate) name: String,
    #[allow(dead_code)] // read by people who edit the file
    place: String,
    #[serde(default)]
    pub(crate) nisba: Vec<String>,
}

/// The text of `outlets.toml`, which each pack compiles with its own folding.
pub(crate) fn outlets_file() -> &'static str {
    DATA.get_file("outlets.toml").and_then(|f| f.contents_utf8()).unwrap_or_default()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    person: Vec<Person>,
    #[serde(default)]
    office: Vec<Office>,
    #[serde(default)]
    organization: Vec<Organization>,
    #[serde(default)]
    place: Vec<Place>,
    #[serde(default)]
    city: Vec<City>,
    #[serde(default)]
    outlet: Vec<outlets::Outlet>,
}

impl Registry {
    /// The registry that travels in the program.
    ///
    /// # Errors
    /// [`ErrorKind::Pack`] where a file is faulty; the message names the file and the place.
    pub fn bundled() -> Result<Self> {
        let mut registry = Registry::default();
        for name in ["offices.toml", "organizations.toml", "outlets.toml", "people.toml", "places.toml"] {
            let text = DATA.get_file(name).and_then(|f| f.contents_utf8()).unwrap_or_default();
            let file: File =
                toml::from_str(text).map_err(|e| Error::new(ErrorKind::Pack, format!("registry/data/{name}: {e}")))?;
            registry.add(file);
        }
        registry.info = Files::bundled("src/registry/data", &DATA).info("registry", env!("CARGO_PKG_VERSION"));
        Ok(registry)
    }

    fn add(&mut self, file: File) {
        for person in &file.person {
            self.entity_from(Entity {
                id: person.id.clone(),
                name: person.name.clone(),
                name_en: person.name_en.clone(),
                kind: SpeakerKind::Person,
                wikidata: person.wikidata.clone(),
                gender: person.gender,
            });
        }
        for organization in &file.organization {
            self.entity_from(Entity {
                id: organization.id.clone(),
                name: organization.name.clone(),
                name_en: organization.name_en.clone(),
                kind: SpeakerKind::from_name(&organization.kind).unwrap_or(SpeakerKind::Organization),
                wikidata: organization.wikidata.clone(),
                gender: organization.gender,
            });
        }
        for place in &file.place {
            self.entity_from(Entity {
                id: format!("place-{}", place.id.to_lowercase()),
                name: place.name.clone(),
                name_en: place.name_en.clone(),
                kind: SpeakerKind::Organization,
                wikidata: None,
                gender: place.gender,
            });
            if let (Some(name), Some(name_en)) = (&place.capital, &place.capital_en) {
                self.entity_from(Entity {
                    id: format!("capital-{}", place.id.to_lowercase()),
                    name: name.clone(),
                    name_en: name_en.clone(),
                    kind: SpeakerKind::Organization,
                    wikidata: None,
                    gender: Gender::Feminine,
                });
            }
        }
        for outlet in &file.outlet {
            self.entity_from(Entity {
                id: format!("outlet-{}", outlet.id),
                name: outlet.name.clone(),
                name_en: outlet.name_en.clone(),
                kind: SpeakerKind::Organization,
                wikidata: None,
                gender: Gender::Any,
            });
        }
        self.outlets.extend(file.outlet);
        self.people.extend(file.person);
        self.organizations.extend(file.organization);
        self.offices.extend(file.office.into_iter().map(|o| (o.id.clone(), o)));
        self.places.extend(file.place);
        self.cities.extend(file.city);
    }

    fn entity_from(&mut self, entity: Entity) {
        self.by_id.insert(entity.id.clone(), self.entities.len());
        self.entities.push(entity);
    }

    /// The entity with this id.
    pub fn entity(&self, id: &str) -> Option<&Entity> {
        self.by_id.get(id).map(|&i| &self.entities[i])
    }

    /// The short names of people, each with their gender.
    pub(crate) fn short_names(&self) -> impl Iterator<Item = (&str, Gender)> {
        self.people.iter().flat_map(|person| person.short.iter().map(|short| (short.as_str(), person.gender)))
    }

    pub(crate) fn places(&self) -> &[Place] {
        &self.places
    }

    pub(crate) fn cities(&self) -> &[City] {
        &self.cities
    }

    /// Identity of the registry's files.
    pub fn info(&self) -> PackInfo {
        self.info.clone()
    }
}
