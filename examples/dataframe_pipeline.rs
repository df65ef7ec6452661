//! Who says what how, in which outlet and when: an analysis of quotations with polars.
//!
//! ```text
//! cargo run --release --features polars --example dataframe_pipeline [FOLDER]
//! ```
//!
//! `FOLDER` holds pages to read (`raw` if it is left out) or is a release, whose tables are then opened as they are.
#![allow(clippy::print_stdout)]
#![forbid(unsafe_code)]

use polars::prelude::*;
use qawl::annotate::Annotator;
use qawl::document::Document;
use qawl::frame;
use qawl::read::{self, Record};
use qawl::release::MANIFEST;
use qawl::table::Table;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("raw"), PathBuf::from);
    let quotes = if folder.join(MANIFEST).exists() {
        frame::open(&folder, Table::Quotes)?
    } else {
        frame::extract(pages(&folder)?, &Arc::new(Annotator::bundled()?))?.quotes.lazy()
    };

    println!("Who says what how: the ten most frequent pairs of speaker and class of cue");
    println!("{}", by_speaker_and_class(&quotes).collect()?);
    println!("How much of what the outlets report is direct speech, in per cent");
    println!("{}", direct_speech(&quotes).collect()?);
    println!("The ten days with the most quotations, in order");
    println!("{}", timeline(&quotes).collect()?);
    Ok(())
}

/// The pages of a folder, with what its `sources.toml` states, as a frame of articles.
fn pages(folder: &Path) -> Result<DataFrame, Box<dyn Error>> {
    let mut documents: Vec<Document> = Vec::new();
    for record in read::open(&[folder.to_path_buf()], read::Options::default())? {
        match record? {
            Record::Document(document) => documents.push(document),
            Record::Reject(reject) => println!("{}: {}", reject.origin.path, reject.detail),
        }
    }
    let column = |value: fn(&Document) -> Option<&str>| documents.iter().map(value).collect::<Vec<_>>();
    Ok(df!(
        "id" => column(|document| Some(&document.id)),
        "text" => column(|document| Some(&document.text)),
        "url" => column(|document| document.metadata.url.as_deref()),
        "outlet" => column(|document| document.metadata.outlet.as_deref()),
        "date" => column(|document| document.metadata.date.as_deref()),
    )?)
}

fn by_speaker_and_class(quotes: &LazyFrame) -> LazyFrame {
    let named = quotes.clone().filter(col("speaker_id").is_not_null().and(col("cue_class").is_not_null()));
    named
        .group_by([col("speaker_id"), col("cue_class")])
        .agg([col("speaker").first(), len().alias("quotes"), col("quote").first().alias("for example")])
        .select([col("speaker"), col("cue_class"), col("quotes"), col("for example")])
        .sort(
            ["quotes", "speaker", "cue_class"],
            SortMultipleOptions::default().with_order_descending_multi([true, false, false]),
        )
        .limit(10)
}

fn direct_speech(quotes: &LazyFrame) -> LazyFrame {
    let direct = col("quote_type").eq(lit("direct")).cast(DataType::Int32).sum();
    quotes
        .clone()
        .group_by([col("outlet")])
        .agg([len().alias("quotes"), (lit(100) * direct / len().cast(DataType::Int32)).alias("direct")])
        .sort(["quotes", "outlet"], SortMultipleOptions::default().with_order_descending_multi([true, false]))
        .limit(10)
}

fn timeline(quotes: &LazyFrame) -> LazyFrame {
    quotes
        .clone()
        .filter(col("date").is_not_null())
        .group_by([col("date")])
        .agg([
            len().alias("quotes"),
            col("speaker_id").drop_nulls().n_unique().alias("speakers"),
            col("outlet").drop_nulls().n_unique().alias("outlets"),
        ])
        .sort(["quotes", "date"], SortMultipleOptions::default().with_order_descending_multi([true, false]))
        .limit(10)
        .sort(["date"], SortMultipleOptions::default())
}
