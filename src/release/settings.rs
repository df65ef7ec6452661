//! `release.toml`: what the publisher of some releases states about all of them, beside their folders.
//!
//! ```toml
//! name = "news-quotations"
//! title = "Quotations from the news"
//! description = "Who said what in some newspapers."
//! license = "CC-BY-4.0"
//! url = "https://example.org/quotations"
//! creators = [{ name = "An Example Project" }, { name = "A. Person", orcid = "0000-0002-1825-0097" }]
//! ```

use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::Path;

/// Name of the file.
pub const SETTINGS: &str = "release.toml";

/// What the publisher states. Everything may be left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Short name for programs: lower-case letters, digits, points, hyphens and underscores.
    pub name: String,
    /// Title, in one line.
    pub title: String,
    /// What the releases hold, in one line.
    pub description: String,
    /// Licence of all that does not belong to those whose words are quoted, as an SPDX identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// Page about the releases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who is to be cited.
    pub creators: Vec<Creator>,
}

/// A person or a body that makes the releases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Creator {
    /// Name.
    pub name: String,
    /// ORCID of a person, such as 0000-0002-1825-0097.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orcid: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            name: "qawl-quotations".into(),
            title: "Quotations and their speakers from Arabic news".into(),
            description: "Quotations in news articles: the words, who said them, by which expression they are attributed, in which outlet and on which day, with exact offsets.".into(),
            license: None,
            url: None,
            creators: vec![Creator { name: "qawl".into(), orcid: None }],
        }
    }
}

impl Settings {
    /// The settings of the releases in `root`; the defaults where there is no file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] where it cannot be read or parsed, or states something that the files of a release cannot hold.
    pub fn read(root: &Path) -> Result<Self> {
        let path = root.join(SETTINGS);
        let fault = |what: String| Error::new(ErrorKind::Input, format!("{}: {what}", path.display()));
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Settings::default()),
            read => read.map_err(|error| fault(error.to_string()))?,
        };
        let settings: Settings = toml::from_str(&text).map_err(|error| fault(error.to_string()))?;
        settings.fault().map_or(Ok(settings), |what| Err(fault(what)))
    }

    /// Whether nothing but the defaults is stated.
    pub(super) fn is_default(&self) -> bool {
        *self == Settings::default()
    }

    /// The page about the licence.
    pub(super) fn license_url(&self) -> Option<String> {
        self.license.as_ref().map(|id| format!("https://spdx.org/licenses/{id}.html"))
    }

    /// What is wrong with them.
    fn fault(&self) -> Option<String> {
        let line = |text: &str| !text.trim().is_empty() && !text.chars().any(char::is_control);
        let plain = |text: &str, more: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
        };
        let lower = |text: &str| !text.contains(|c: char| c.is_ascii_uppercase());
        let page = |url: &str| {
            (url.starts_with("https://") || url.starts_with("http://"))
                && !url.contains(|c: char| c.is_whitespace() || c.is_control())
        };
        let orcid = |id: &str| id.len() == 19 && id.split('-').all(|part| part.len() == 4 && plain(part, ""));
        let checks = [
            (
                plain(&self.name, "-_.") && lower(&self.name),
                "name: lower-case letters, digits, points, hyphens and underscores",
            ),
            (line(&self.title), "title: one line of text"),
            (line(&self.description), "description: one line of text"),
            (
                self.license.as_deref().is_none_or(|id| plain(id, "-.+")),
                "license: an SPDX identifier such as CC-BY-4.0",
            ),
            (self.url.as_deref().is_none_or(page), "url: an address that begins with https://"),
            (
                !self.creators.is_empty() && self.creators.iter().all(|creator| line(&creator.name)),
                "creators: at least one, each with a name",
            ),
            (
                self.creators.iter().filter_map(|creator| creator.orcid.as_deref()).all(orcid),
                "orcid: four groups of four, such as 0000-0002-1825-0097",
            ),
        ];
        checks.into_iter().find(|(holds, _)| !holds).map(|(_, expected)| format!("expected {expected}"))
    }
}

impl Creator {
    /// The page of the person.
    pub(super) fn page(&self) -> Option<String> {
        self.orcid.as_ref().map(|orcid| format!("https://orcid.org/{orcid}"))
    }
}
