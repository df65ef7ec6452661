//! `qawl show`: what a release holds, for people and for programs.

use super::{Lines, Outcome, Ran};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use qawl::release::Release;
use qawl::show::{View, show};
use qawl::table::Table;
use std::path::PathBuf;

/// Arguments of `qawl show`.
#[derive(Args)]
pub(super) struct Show {
    /// Folder of the release.
    release: PathBuf,
    /// How to print.
    #[arg(long, default_value = "text")]
    format: Format,
    /// Which table, with --format json.
    #[arg(long, value_name = "TABLE", default_value = "quotes", value_parser = table())]
    table: Table,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Every quotation in three lines.
    Text,
    /// One JSON object per row of --table.
    Json,
    /// One JSON object per document, then one per part of its quotations, with places in code points and bytes.
    Spans,
    /// One JSON object with the rows of every table.
    Counts,
}

fn table() -> impl TypedValueParser<Value = Table> {
    let names = PossibleValuesParser::new(Table::ALL.map(Table::name));
    names.try_map(|name| Table::from_name(&name).ok_or("no such table"))
}

impl Show {
    pub(super) fn run(self) -> Ran {
        let view = match self.format {
            Format::Text => View::Text,
            Format::Json => View::Rows(self.table),
            Format::Spans => View::Spans,
            Format::Counts => View::Counts,
        };
        let mut lines = Lines::default();
        show(&Release::open(&self.release)?, view, |line| lines.push(line))?;
        lines.flush()?;
        Ok(Outcome::Done)
    }
}
