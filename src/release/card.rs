//! The files about a release that people read: the dataset card and the note on rights.

use super::manifest::Manifest;
use super::metadata::{meaning, quoted};
use super::settings::Settings;
use crate::table::{Excerpt, SCHEMA_VERSION, Table, TextMode};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Whose words a release holds.
const RIGHTS: &str = "\
The words quoted in this dataset belong to those who said, wrote and published them; the outlets and addresses in the
documents table say where they come from. Nothing here grants a right to them beyond what the law of your country
allows for quotation and research.
";

/// The note on rights.
pub(super) fn license(settings: &Settings) -> String {
    let rest = match (&settings.license, settings.license_url()) {
        (Some(id), Some(url)) => {
            format!("The rest of it (offsets, labels, identifiers and this documentation) is offered under {id}: {url}\n")
        }
        _ => "Whoever publishes a release decides under which licence the rest of it is offered (offsets, labels, identifiers and\n\
              this documentation) and states it in this place.\n"
            .to_string(),
    };
    format!("{RIGHTS}\n{rest}")
}

/// The dataset card: Hugging Face front matter, then what a reader needs to know.
pub(super) fn readme(manifest: &Manifest) -> String {
    let mut card = front_matter(manifest);
    let quotes = manifest.rows(Table::Quotes);
    let documents = manifest.rows(Table::Documents);
    let speakers = manifest.rows(Table::Speakers);
    push(&mut card, &format!("# {}\n\n{}\n", cell(&manifest.about.title), cell(&manifest.about.description)));
    push(
        &mut card,
        &format!(
            "Version {}, schema {SCHEMA_VERSION}: {quotes} quotations by {speakers} speakers in {documents} documents{}.\n",
            manifest.version,
            period(manifest)
        ),
    );
    push(&mut card, &excerpt(manifest.options));
    push(&mut card, "## Load\n");
    push(&mut card, LOADING);
    push(&mut card, "## What it holds\n");
    push(&mut card, &table(&["table", "rows", "what one row is"], &rows_of_tables(manifest)));
    push(&mut card, &counts("Quotations by type", &manifest.quote_types));
    push(&mut card, &counts("Documents by language", &manifest.languages));
    push(&mut card, &counts("Refused input records by reason", &manifest.rejects));
    push(
        &mut card,
        "## Columns\n\nOffsets count Unicode code points of the document's text, start inclusive, end exclusive. Null always means unknown.\n",
    );
    for one in Table::ALL {
        push(&mut card, &format!("### {}\n\n{}\n", one.name(), one.description()));
        let rows = manifest.columns(one).map(|column| {
            let null = if column.nullable { "yes" } else { "" };
            vec![format!("`{}`", column.name), column.type_name().to_string(), null.to_string(), meaning(column)]
        });
        push(&mut card, &table(&["column", "type", "null", "meaning"], &rows.collect::<Vec<_>>()));
    }
    push(&mut card, "## How it was made\n");
    push(
        &mut card,
        &format!(
            "By {} {} with rules; no model and no person had a part in it. Every quotation names its rule, and `qawl explain RULE` prints the rule with its examples. The same input, rules and program give the same bytes.\n",
            manifest.program.name, manifest.program.version
        ),
    );
    let packs = manifest.packs.iter().map(|pack| vec![pack.id.clone(), pack.version.clone(), code(&pack.sha256)]);
    push(&mut card, &table(&["rules", "version", "sha256"], &packs.collect::<Vec<_>>()));
    let inputs = manifest.inputs.iter().map(|input| {
        let numbers = [input.files, input.records, input.bytes].map(|number| number.to_string());
        [vec![cell(&input.path)], numbers.to_vec(), vec![code(&input.sha256)]].concat()
    });
    push(
        &mut card,
        &table(&["input", "files", "records", "bytes", "sha256 of its list of files"], &inputs.collect::<Vec<_>>()),
    );
    push(&mut card, "## Known limits\n");
    push(&mut card, LIMITS);
    push(
        &mut card,
        "## Integrity\n\nThis folder is a BagIt bag: `sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt` checks every file, and `qawl verify .` proves schema, keys and offsets too.\n",
    );
    push(&mut card, &format!("## Rights\n\n{}", license(&manifest.about)));
    card.trim_end().to_string() + "\n"
}

fn front_matter(manifest: &Manifest) -> String {
    let documents = manifest.rows(Table::Documents);
    let size = match manifest.rows(Table::Quotes) {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        1_000_000..10_000_000 => "1M<n<10M",
        10_000_000..100_000_000 => "10M<n<100M",
        _ => "n>100M",
    };
    // A tag that is not plain letters and hyphens would break the front matter, and is no language tag.
    let plain = |tag: &&String| *tag != "und" && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let languages: Vec<_> = manifest.languages.keys().filter(plain).map(String::as_str).collect();
    let multilingual = if languages.len() > 1 { "multilingual" } else { "monolingual" };
    let mut yaml = format!("---\npretty_name: {}\n", quoted(&manifest.about.title));
    if documents > 0 && !languages.is_empty() {
        let _ = writeln!(yaml, "language: [{}]", languages.join(", "));
    }
    let license = match &manifest.about.license {
        Some(id) => format!("license: {}", id.to_ascii_lowercase()),
        None => "license: other\nlicense_name: see-license-file".to_string(),
    };
    let _ = write!(
        yaml,
        "{license}\nlicense_link: LICENSE\n\
         annotations_creators: [machine-generated]\nlanguage_creators: [found]\nmultilinguality: [{multilingual}]\n\
         size_categories: [{size}]\nsource_datasets: [original]\ntask_categories: [token-classification]\n\
         tags: [quotations, quote-attribution, news]\nconfigs:\n"
    );
    // Readers of the front matter refuse a configuration whose files hold no row.
    for table in Table::ALL.into_iter().filter(|&table| table == Table::Quotes || manifest.rows(table) > 0) {
        let name = table.name();
        let default = if table == Table::Quotes { "  default: true\n" } else { "" };
        let _ = write!(
            yaml,
            "- config_name: {name}\n{default}  data_files: [{{split: train, path: \"data/{name}/*.parquet\"}}]\n"
        );
    }
    yaml + "---\n\n"
}

/// How much of the texts a release holds, for its readers.
fn excerpt(excerpt: Excerpt) -> String {
    let words = match excerpt.text {
        TextMode::None => {
            "It holds no words of quotations: offsets, cues, names and digests only. With the texts at hand, `qawl verify . --texts TEXTS` proves them."
        }
        TextMode::Context => {
            "It holds quotations with their sentences, and no whole texts. With the texts at hand, `qawl verify . --texts TEXTS` proves every offset."
        }
        TextMode::Full => "It holds the whole texts.",
    };
    let cut = excerpt.max_quote_chars.map(|most| {
        format!(" Quotations, their contexts and other words in marks are cut after {most} characters and then end in …; offsets and ids are those of the whole.")
    });
    format!("{words}{}\n", cut.unwrap_or_default())
}

fn period(manifest: &Manifest) -> String {
    manifest.days.as_ref().map_or(String::new(), |(first, last)| format!(", {first} to {last}"))
}

fn rows_of_tables(manifest: &Manifest) -> Vec<Vec<String>> {
    let row = |table: Table| {
        vec![table.name().to_string(), manifest.rows(table).to_string(), table.description().to_string()]
    };
    Table::ALL.into_iter().map(row).collect()
}

fn counts(title: &str, counts: &BTreeMap<String, u64>) -> String {
    if counts.is_empty() {
        return String::new();
    }
    let parts: Vec<_> = counts.iter().map(|(name, count)| format!("{} {count}", cell(name))).collect();
    format!("{title}: {}.\n", parts.join(", "))
}

/// A Markdown table; nothing where there are no rows.
fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut table = format!("| {} |\n|{}\n", heads.join(" | "), " --- |".repeat(heads.len()));
    for row in rows {
        let _ = writeln!(table, "| {} |", row.join(" | "));
    }
    table
}

/// Text from data as a cell: nothing in it is markup.
pub(super) fn cell(text: &str) -> String {
    let escaped = |c: char| match c {
        '|' | '<' | '>' | '&' | '`' | '*' | '_' | '[' | ']' | '\\' => format!("\\{c}"),
        _ => c.to_string(),
    };
    crate::error::printable(text).chars().map(escaped).collect()
}

fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{text}`") }
}

/// Appends a block and the empty line after it.
fn push(card: &mut String, block: &str) {
    if !block.is_empty() {
        card.push_str(block);
        card.push('\n');
    }
}

const LOADING: &str = r#"```python
import pandas as pd;  quotes = pd.read_parquet("data/quotes")
import polars as pl;  quotes = pl.read_parquet("data/quotes/*.parquet")
import duckdb;        duckdb.sql("select speaker, cue, date from 'data/quotes/*.parquet'").fetchall()
```

```r
library(arrow);       quotes <- read_parquet("data/quotes/quotes-00000-of-00001.parquet")
```

`quotes` answers most questions alone. `speakers` joins on `speaker_id`, `documents` on `doc_id`, `spans` on `quote_id`.
"#;

const LIMITS: &str = "\
- Rules find what they have a pattern for. A quotation that no rule attributes is missing from `quotes`; its words in
  quotation marks are then in `other_marks` with the reason `unattributed`.
- Who speaks is what the article says, not what is true: nothing was checked against a second source.
- A speaker outside the registry is known by name only. Two people of one name share an id, one person under two names has two.
- A date is the day of publication as the page states it, and null where it states none.
- `confidence` tells rules apart, not rows of one rule. It was measured on annotated news articles, in part those with
  which the rules were written; on pages of another kind expect less.
- What outlets quote is a choice of theirs; counts say who is quoted, not who speaks.
";
