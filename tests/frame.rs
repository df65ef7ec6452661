//! The dataframe face: the same tables as a release, from frames of any make.
#![cfg(feature = "polars")]
#![allow(clippy::unwrap_used)]

use polars::prelude::*;
use qawl::annotate::Annotator;
use qawl::error::ErrorKind;
use qawl::export::{ExportOptions, Interrupt, export};
use qawl::frame::{self, Frames};
use qawl::read::{self, Record};
use qawl::release::{Release, Version};
use qawl::table::{Excerpt, Table};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;

static ANNOTATOR: LazyLock<Arc<Annotator>> = LazyLock::new(|| Arc::new(Annotator::bundled().unwrap()));

const TEXT: &str = "قال الوزير: «سنبدأ العمل غداً».";

/// The sample pages, a text that says nothing of itself, a repeated id and a record without text.
fn articles() -> DataFrame {
    let records = read::open(&[PathBuf::from("raw")], read::Options::default()).unwrap();
    let mut rows: Vec<[Option<String>; 6]> = records
        .map(|record| match record.unwrap() {
            Record::Document(document) => {
                let metadata = document.metadata;
                let (id, text) = (Some(document.id), Some(document.text));
                [id, text, metadata.url, metadata.outlet, metadata.date, metadata.title]
            }
            Record::Reject(reject) => panic!("{reject:?}"),
        })
        .collect();
    let row = |id: Option<&str>, text: Option<&str>| [id, text, None, None, None, None].map(|v| v.map(str::to_string));
    let first = rows[0][0].clone();
    rows.push(row(None, Some(TEXT)));
    rows.push(row(first.as_deref(), Some(TEXT)));
    rows.push(row(Some("empty"), None));
    rows.push(row(Some("last"), Some(TEXT)));
    let column = |at: usize, name: &str| {
        let values: Vec<Option<&str>> = rows.iter().map(|row| row[at].as_deref()).collect();
        Column::new(name.into(), values)
    };
    let names = ["id", "text", "url", "outlet", "date", "title"];
    let columns = names.iter().enumerate().map(|(at, name)| column(at, name)).collect();
    DataFrame::new(rows.len(), columns).unwrap()
}

/// The rows of a frame as JSON lines.
fn json_lines(frame: &DataFrame) -> String {
    let columns: Vec<&StringChunked> = frame.columns().iter().map(|column| column.str().unwrap()).collect();
    let row = |row: usize| -> serde_json::Map<String, serde_json::Value> {
        columns.iter().map(|column| (column.name().to_string(), column.get(row).into())).collect()
    };
    (0..frame.height()).map(|at| serde_json::to_string(&row(at)).unwrap() + "\n").collect()
}

/// A release made of the same articles by the other face.
fn release(folder: &Path, articles: &DataFrame) -> Release {
    let input = folder.join("articles.jsonl");
    fs::write(&input, json_lines(articles)).unwrap();
    let options = ExportOptions {
        inputs: vec![input],
        root: folder.join("out"),
        version: Version::parse("1.0.0").unwrap(),
        force_version: false,
        excerpt: Excerpt::default(),
        jobs: 2,
        date: None,
    };
    export(ANNOTATOR.clone(), &options, &Interrupt::default(), |_| ()).unwrap().release
}

fn of(frames: &Frames, table: Table) -> &DataFrame {
    match table {
        Table::Documents => &frames.documents,
        Table::Quotes => &frames.quotes,
        Table::Spans => &frames.spans,
        Table::OtherMarks => &frames.other_marks,
        Table::Speakers => &frames.speakers,
        Table::Rejects => &frames.rejects,
        Table::Diagnostics => &frames.diagnostics,
    }
}

#[test]
fn the_tables_are_those_of_a_release() {
    let folder = TempDir::new().unwrap();
    let mut articles = articles();
    // A record without id is named by its place, which differs between a file and a frame.
    let ids = articles.column("id").unwrap().str().unwrap().iter();
    let ids: StringChunked = ids.map(|id| Some(id.unwrap_or("nameless"))).collect();
    articles.with_column(ids.with_name("id".into()).into_column()).unwrap();
    let release = release(folder.path(), &articles);
    let frames = frame::extract(articles, &ANNOTATOR).unwrap();
    assert!(frames.quotes.height() > 50 && frames.speakers.height() > 20);
    for table in Table::ALL {
        let published = frame::scan(&release, table).unwrap().collect().unwrap();
        let made = of(&frames, table);
        assert_eq!(made.schema(), published.schema(), "{table:?}");
        // The place of a record, in words for people, is that of its file.
        let differs = ["path", "detail"].map(PlSmallStr::from);
        let differs: &[PlSmallStr] = if table == Table::Diagnostics { &[] } else { &differs };
        let same = |frame: &DataFrame| frame.drop_many(differs.iter().cloned());
        assert!(same(made).equals_missing(&same(&published)), "{table:?}\n{made}\n{published}");
    }
    let types = frames.documents.schema();
    assert_eq!(types.get("date"), Some(&DataType::Date));
    assert_eq!(types.get("characters"), Some(&DataType::Int32));
    assert_eq!(types.get("published_at"), Some(&DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC))));
    // Moments are printed, which polars does only where it knows zones.
    assert!(frames.documents.select(["published_at"]).unwrap().to_string().contains("UTC"));
    assert_eq!(frames.speakers.schema().get("aliases"), Some(&DataType::List(Box::new(DataType::String))));
}

#[test]
fn refused_articles_are_rejects() {
    let frames = frame::extract(articles(), &ANNOTATOR).unwrap();
    let rows = articles().height();
    assert_eq!(frames.documents.height() + frames.rejects.height(), rows);
    let reasons: Vec<_> = frames.rejects.column("reason").unwrap().str().unwrap().iter().flatten().collect();
    assert_eq!(reasons, ["duplicate-id", "no-text"]);
    let records: Vec<_> = frames.rejects.column("record").unwrap().i64().unwrap().iter().flatten().collect();
    assert_eq!(records, [rows as i64 - 3, rows as i64 - 2]);
    let last = frames.quotes.tail(Some(1));
    assert_eq!(last.column("quote").unwrap().str().unwrap().get(0), Some("سنبدأ العمل غداً"));
}

#[test]
fn lazy_frames_and_columns_of_other_types() {
    let days = Column::new("date".into(), [19894, 19895]).cast(&DataType::Date).unwrap();
    let articles = DataFrame::new(
        2,
        vec![
            Column::new("id".into(), [7i64, 8]),
            Column::new("text".into(), [TEXT, TEXT]),
            days,
            Column::new("outlet".into(), [None::<&str>, None]),
            Column::new("rank".into(), [0.5, 1.5]),
        ],
    );
    let articles = articles.unwrap().lazy().filter(col("id").eq(lit(8)));
    let frames = frame::extract(articles, &ANNOTATOR).unwrap();
    assert_eq!(frames.quotes.height(), 1);
    assert_eq!(frames.documents.column("doc_id").unwrap().str().unwrap().get(0), Some("8"));
    assert_eq!(frames.documents.column("date").unwrap().get(0).unwrap(), AnyValue::Date(19895));
    assert_eq!(frames.documents.column("outlet").unwrap().null_count(), 1);
}

#[test]
fn frames_that_are_no_articles_are_refused() {
    let kind = |frame: LazyFrame| frame::extract(frame, &ANNOTATOR).unwrap_err().kind();
    assert_eq!(kind(df!("body" => [TEXT]).unwrap().lazy()), ErrorKind::Input);
    assert_eq!(kind(df!("text" => [TEXT]).unwrap().lazy().select([col("missing")])), ErrorKind::Input);
    let empty = df!("text" => Vec::<&str>::new()).unwrap();
    let frames = frame::extract(empty, &ANNOTATOR).unwrap();
    assert_eq!((frames.documents.shape(), frames.rejects.shape()), ((0, 17), (0, 4)));
}

#[test]
fn a_release_opens_lazily() {
    let folder = TempDir::new().unwrap();
    let release = release(folder.path(), &articles());
    let quotes = frame::open(release.path(), Table::Quotes).unwrap();
    let by_class = quotes.group_by([col("cue_class")]).agg([len().alias("quotes")]).collect().unwrap();
    let total: u32 = by_class.column("quotes").unwrap().u32().unwrap().iter().flatten().sum();
    assert_eq!(u64::from(total), release.manifest().rows(Table::Quotes));
    assert_eq!(frame::open(folder.path(), Table::Quotes).err().map(|error| error.kind()), Some(ErrorKind::Input));
}
