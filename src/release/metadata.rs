//! The files about a release that programs read: Croissant, data package, citation, BagIt. All are rendered from the
//! schema and the manifest.

use super::card;
use super::manifest::{MANIFEST, Manifest};
use super::settings::Creator;
use crate::digest;
use crate::table::{Column, Kind, Table};
use serde_json::{Value, json};

/// Name of the file that lists every file outside `data/`, and the only one that no other file lists.
pub(super) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
/// Name of the file that lists every file in `data/`.
pub(super) const PAYLOAD_MANIFEST: &str = "manifest-sha256.txt";

/// Name of the change log.
pub(super) const CHANGELOG: &str = "CHANGELOG.md";

/// Every file of a release outside `data/`, but the one that lists them, as name and content.
pub(super) fn files(manifest: &Manifest, changelog: String) -> Vec<(String, String)> {
    let files = [
        (CHANGELOG, changelog),
        ("CITATION.cff", citation(manifest)),
        ("LICENSE", card::license(&manifest.about)),
        ("README.md", card::readme(manifest)),
        ("bag-info.txt", bag_info(manifest)),
        ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_string()),
        ("croissant.json", pretty(&croissant(manifest))),
        ("datapackage.json", pretty(&data_package(manifest))),
        (PAYLOAD_MANIFEST, payload_manifest(manifest)),
        (MANIFEST, manifest.to_json()),
    ];
    files.into_iter().map(|(name, content)| (name.to_string(), content)).collect()
}

/// The column's description, with its unit.
pub(super) fn meaning(column: &Column) -> String {
    column.unit().map_or(column.description.to_string(), |unit| format!("{} Unit: {unit}.", column.description))
}

fn pretty(value: &Value) -> String {
    // A `Value` can always be serialized.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn payload_manifest(manifest: &Manifest) -> String {
    manifest.files.iter().map(|file| format!("{}  {}\n", file.sha256, file.path)).collect()
}

fn bag_info(manifest: &Manifest) -> String {
    let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    let date = manifest.date.as_ref().map_or(String::new(), |date| format!("Bagging-Date: {date}\n"));
    let (count, version) = (manifest.files.len(), &manifest.version);
    format!(
        "{date}Bag-Software-Agent: qawl {}\nExternal-Description: {}\nExternal-Identifier: {version}\nPayload-Oxum: {bytes}.{count}\n",
        manifest.program.version, manifest.about.title
    )
}

/// Text as YAML, of which JSON is a part.
pub(super) fn quoted(text: &str) -> String {
    json!(text).to_string()
}

fn citation(manifest: &Manifest) -> String {
    let about = &manifest.about;
    let line =
        |key: &str, value: Option<&str>| value.map_or(String::new(), |value| format!("{key}: {}\n", quoted(value)));
    let authors = about.creators.iter().map(|creator| {
        let page = creator.page().map_or(String::new(), |page| format!("    orcid: {}\n", quoted(&page)));
        format!("  - name: {}\n{page}", quoted(&creator.name))
    });
    // The digest of the list of files names this release and no other.
    let digest = digest::sha256(payload_manifest(manifest).as_bytes());
    [
        "cff-version: 1.2.0\n\
         message: If you use this dataset, please cite it together with the outlets whose words it quotes.\n\
         type: dataset\n"
            .to_string(),
        line("title", Some(&about.title)),
        line("version", Some(&manifest.version)),
        manifest.date.as_ref().map_or(String::new(), |date| format!("date-released: {date}\n")),
        line("license", about.license.as_deref()),
        line("url", about.url.as_deref()),
        format!("authors:\n{}", authors.collect::<String>()),
        format!("identifiers:\n  - type: other\n    value: \"sha256:{digest}\"\n    description: SHA-256 of {PAYLOAD_MANIFEST}\n"),
    ]
    .concat()
}

fn data_package(manifest: &Manifest) -> Value {
    let resource = |table: Table| {
        let fields = manifest.columns(table).map(|column| {
            let kind = match column.kind {
                Kind::Text => "string",
                // Readers of Parquet know no array type there.
                Kind::Texts => "any",
                // They read whole numbers that may be null as decimal ones, and refuse these as integers.
                Kind::Int32 | Kind::Int64 | Kind::Offset if column.nullable => "number",
                Kind::Int32 | Kind::Int64 | Kind::Offset => "integer",
                Kind::Share => "number",
                Kind::Bool => "boolean",
                Kind::Day => "date",
                Kind::Moment => "datetime",
            };
            json!({ "name": column.name, "type": kind, "description": meaning(column) })
        });
        let mut schema = json!({ "fields": fields.collect::<Vec<_>>() });
        if !table.key().is_empty() {
            schema["primaryKey"] = json!(table.key());
        }
        let references = table.references().iter().map(|(column, other)| {
            json!({ "fields": [column], "reference": { "resource": other.name(), "fields": [other.key()[0]] } })
        });
        if !table.references().is_empty() {
            schema["foreignKeys"] = references.collect();
        }
        // No `bytes` and no `hash`: validators refuse the first for Parquet and ignore the second.
        json!({
            "name": table.name(),
            "description": table.description(),
            "path": manifest.files(table).map(|file| file.path.as_str()).collect::<Vec<_>>(),
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "schema": schema,
        })
    };
    let about = &manifest.about;
    let license = match (&about.license, about.license_url()) {
        (Some(id), Some(url)) => json!({ "name": id, "path": url }),
        _ => json!({ "name": "see-LICENSE", "path": "LICENSE" }),
    };
    let contributor = |creator: &Creator| match creator.page() {
        Some(page) => json!({ "title": creator.name, "path": page }),
        None => json!({ "title": creator.name }),
    };
    let mut package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": about.name,
        "title": about.title,
        "description": about.description,
        "version": manifest.version,
        "licenses": [license],
        "contributors": about.creators.iter().map(contributor).collect::<Vec<_>>(),
        "resources": Table::ALL.into_iter().map(resource).collect::<Vec<_>>(),
    });
    if let Some(date) = &manifest.date {
        package["created"] = json!(format!("{date}T00:00:00Z"));
    }
    if let Some(url) = &about.url {
        package["homepage"] = json!(url);
    }
    package
}

fn croissant(manifest: &Manifest) -> Value {
    let mut distribution = Vec::new();
    for file in &manifest.files {
        distribution.push(json!({
            "@type": "cr:FileObject",
            "@id": file.path,
            "name": file.path.rsplit('/').next(),
            "contentUrl": file.path,
            "contentSize": format!("{} B", file.bytes),
            // The registered media type validates but is not read.
            "encodingFormat": "application/x-parquet",
            "sha256": file.sha256,
        }));
    }
    let mut records = Vec::new();
    for table in Table::ALL {
        let set = format!("{}-files", table.name());
        distribution.push(json!({
            "@type": "cr:FileSet",
            "@id": set,
            "name": set,
            "encodingFormat": "application/x-parquet",
            "includes": format!("data/{}/*.parquet", table.name()),
        }));
        let fields = manifest.columns(table).map(|column| {
            let kind = match column.kind {
                Kind::Text | Kind::Texts => "sc:Text",
                Kind::Int32 | Kind::Int64 | Kind::Offset => "sc:Integer",
                Kind::Share => "sc:Float",
                Kind::Bool => "sc:Boolean",
                Kind::Day => "sc:Date",
                Kind::Moment => "sc:DateTime",
            };
            let mut field = json!({
                "@type": "cr:Field",
                "@id": format!("{}/{}", table.name(), column.name),
                "name": column.name,
                "description": meaning(column),
                "dataType": kind,
                "source": { "fileSet": { "@id": set }, "extract": { "column": column.name } },
            });
            if column.kind == Kind::Texts {
                field["repeated"] = true.into();
            }
            field
        });
        records.push(json!({
            "@type": "cr:RecordSet",
            "@id": table.name(),
            "name": table.name(),
            "description": table.description(),
            "key": table.key().iter().map(|key| json!({ "@id": format!("{}/{key}", table.name()) })).collect::<Vec<_>>(),
            "field": fields.collect::<Vec<_>>(),
        }));
    }
    for record in &mut records {
        if record["key"].as_array().is_some_and(Vec::is_empty) {
            record.as_object_mut().map(|record| record.remove("key"));
        }
    }
    let about = &manifest.about;
    let creator = |creator: &Creator| match creator.page() {
        Some(page) => json!({ "@type": "sc:Person", "name": creator.name, "url": page }),
        None => json!({ "@type": "sc:Organization", "name": creator.name }),
    };
    let mut croissant = json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": about.name,
        "description": about.description,
        "license": about.license_url().unwrap_or_else(|| "LICENSE".into()),
        "url": about.url.as_deref().unwrap_or("."),
        "version": manifest.version,
        "creator": about.creators.iter().map(creator).collect::<Vec<_>>(),
        "citeAs": format!("{}, version {}", about.title, manifest.version),
        "distribution": distribution,
        "recordSet": records,
    });
    // Readers expect a date; where none was given the last day of the documents is the nearest that is known.
    let last_day = manifest.days.as_ref().map(|(_, last)| last);
    if let Some(date) = manifest.date.as_ref().or(last_day) {
        croissant["datePublished"] = json!(date);
    }
    croissant
}

/// The context that the Croissant specification prescribes.
fn context() -> Value {
    serde_json::from_str(include_str!("croissant-context.json")).unwrap_or_default()
}
