//! `qawl releases`: the versions in a folder of releases.

use super::{Outcome, Ran, print};
use clap::Args;
use qawl::error::printable;
use qawl::release::{Listed, list};
use qawl::table::Table;
use serde_json::json;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Arguments of `qawl releases`.
#[derive(Args)]
pub(super) struct Releases {
    /// Folder of releases.
    #[arg(default_value = "datasets/sample")]
    folder: PathBuf,
    /// Print one JSON object per release.
    #[arg(long)]
    json: bool,
}

impl Releases {
    pub(super) fn run(self) -> Ran {
        let releases = list(&self.folder)?;
        print(&if self.json { objects(&releases) } else { lines(&releases) })?;
        Ok(Outcome::Done)
    }
}

fn objects(releases: &[Listed]) -> String {
    let object = |release: &Listed| {
        let mut object = json!({ "version": release.name, "state": release.state.name() });
        if let Some(manifest) = &release.manifest {
            object["date"] = manifest.date.clone().into();
            object["schema_version"] = manifest.schema_version.clone().into();
            object["program_version"] = manifest.program.version.clone().into();
            object["rows"] = json!(manifest.rows);
        }
        format!("{object}\n")
    };
    releases.iter().map(object).collect()
}

fn lines(releases: &[Listed]) -> String {
    let width = releases.iter().map(|release| release.name.chars().count()).max().unwrap_or_default().max(7);
    let mut text = format!("{:width$}  date        documents  quotations  speakers  state\n", "version");
    for release in releases {
        let rows = |table| release.manifest.as_ref().map_or("-".into(), |manifest| manifest.rows(table).to_string());
        let date = release.manifest.as_ref().and_then(|manifest| manifest.date.as_deref()).unwrap_or("-");
        let _ = writeln!(
            text,
            "{:width$}  {date:10}  {:>9}  {:>10}  {:>8}  {}",
            printable(&release.name),
            rows(Table::Documents),
            rows(Table::Quotes),
            rows(Table::Speakers),
            release.state.name(),
        );
    }
    text
}
