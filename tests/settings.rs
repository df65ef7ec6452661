//! What a publisher states in `release.toml`, and where it appears.
#![allow(clippy::unwrap_used)]

mod support;

use qawl::error::ErrorKind;
use qawl::release::{Release, Settings, Version, verify};
use qawl::table::Excerpt;
use std::fs;
use support::{TEXT, article, write};
use tempfile::TempDir;

const STATED: &str = "\
name = \"example-quotations\"
title = \"Quotations: \\\"said\\\" <in> the news\"
description = \"Who said what in an example.\"
license = \"CC-BY-4.0\"
url = \"https://example.org/quotations\"
creators = [{ name = \"An Example Project\" }, { name = \"A. Person\", orcid = \"0000-0002-1825-0097\" }]
";

#[test]
fn what_is_stated_appears_in_every_description() {
    let root = TempDir::new().unwrap();
    fs::write(root.path().join("release.toml"), STATED).unwrap();
    let release = write(root.path(), Version::Draft, &[article("one", TEXT)], Excerpt::default()).unwrap();
    assert_eq!(verify(root.path()).unwrap(), []);
    let read = |name: &str| fs::read_to_string(release.path().join(name)).unwrap();
    let json = |name: &str| serde_json::from_str::<serde_json::Value>(&read(name)).unwrap();
    for (name, expected) in [
        ("README.md", "pretty_name: \"Quotations: \\\"said\\\" <in> the news\"\n"),
        ("README.md", "\nlicense: cc-by-4.0\nlicense_link: LICENSE\n"),
        ("README.md", "\n# Quotations: \"said\" \\<in\\> the news\n\nWho said what in an example.\n"),
        ("LICENSE", "is offered under CC-BY-4.0: https://spdx.org/licenses/CC-BY-4.0.html\n"),
        ("CITATION.cff", "\ntitle: \"Quotations: \\\"said\\\" <in> the news\"\n"),
        ("CITATION.cff", "\nlicense: \"CC-BY-4.0\"\nurl: \"https://example.org/quotations\"\n"),
        ("CITATION.cff", "  - name: \"A. Person\"\n    orcid: \"https://orcid.org/0000-0002-1825-0097\"\n"),
        ("bag-info.txt", "External-Description: Quotations: \"said\" <in> the news\n"),
    ] {
        assert!(read(name).contains(expected), "{name}: {expected}\n{}", read(name));
    }
    let package = json("datapackage.json");
    assert_eq!(
        (&package["name"], &package["licenses"][0]["name"]),
        (&"example-quotations".into(), &"CC-BY-4.0".into())
    );
    assert_eq!(package["contributors"][1]["path"], "https://orcid.org/0000-0002-1825-0097");
    // What reads data packages refuses null among integers.
    let kind = |column: &str| {
        let fields = package["resources"][0]["schema"]["fields"].as_array().unwrap().iter();
        fields.clone().find(|field| field["name"] == column).unwrap()["type"].clone()
    };
    assert_eq!((kind("quote_start"), kind("cue_start")), ("integer".into(), "number".into()));
    let croissant = json("croissant.json");
    assert_eq!(
        (&croissant["url"], &croissant["creator"][0]["name"]),
        (&"https://example.org/quotations".into(), &"An Example Project".into())
    );
    assert_eq!(Release::open(release.path()).unwrap().manifest(), release.manifest());
}

#[test]
fn nothing_need_be_stated() {
    let root = TempDir::new().unwrap();
    let plain = write(root.path(), Version::Draft, &[], Excerpt::default()).unwrap();
    assert_eq!(plain.manifest().about, Settings::default());
    assert!(!fs::read_to_string(plain.path().join("qawl.json")).unwrap().contains("\"about\""));
    fs::write(root.path().join("release.toml"), "license = \"CC0-1.0\"\n").unwrap();
    let licensed = write(root.path(), Version::Draft, &[], Excerpt::default()).unwrap();
    let expected = Settings { license: Some("CC0-1.0".into()), ..Settings::default() };
    assert_eq!(licensed.manifest().about, expected);
}

#[test]
fn faulty_settings_are_refused_with_their_file() {
    for (stated, expected) in [
        ("titel = \"x\"", "unknown field `titel`"),
        ("title = 1", "invalid type"),
        ("title = \"\"", "title: one line"),
        ("title = \"a\\nb\"", "title: one line"),
        ("description = \"a\\u001b[31m\"", "description: one line"),
        ("name = \"A b\"", "name: lower-case"),
        ("license = \"my own\"", "license: an SPDX identifier"),
        ("url = \"javascript:x\"", "url: an address"),
        ("creators = []", "creators: at least one"),
        ("creators = [{ name = \"x\", orcid = \"1\" }]", "orcid: four groups"),
    ] {
        let root = TempDir::new().unwrap();
        fs::write(root.path().join("release.toml"), stated).unwrap();
        let refused = write(root.path(), Version::Draft, &[], Excerpt::default()).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Input, "{stated}");
        let said = refused.to_string();
        assert!(said.contains("release.toml") && said.contains(expected), "{stated}: {said}");
    }
}
