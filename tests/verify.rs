//! What `verify` finds: every damage, every contradiction, each under its code.
#![allow(clippy::unwrap_used)]

mod support;

use qawl::digest;
use qawl::error::ErrorKind;
use qawl::read::InputInfo;
use qawl::registry::Registry;
use qawl::release::{FindingCode, Provenance, Release, ReleaseWriter, Version, verify, verify_texts};
use qawl::table::{Excerpt, Table, TableBatches, TextMode};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use support::{FULL, TEXT, article, batches, codes, contents, fixed, replace, sample, write};
use tempfile::TempDir;

#[test]
fn a_folder_of_releases_holds_if_all_do() {
    let root = TempDir::new().unwrap();
    assert_eq!(verify(root.path()).unwrap_err().kind(), ErrorKind::Input);
    sample(root.path());
    let draft = write(root.path(), Version::Draft, &[article("one", TEXT)], Excerpt::default()).unwrap();
    fs::write(root.path().join("notes.txt"), "not a release").unwrap();
    assert_eq!(codes(root.path()), []);
    fs::remove_file(draft.path().join("README.md")).unwrap();
    let findings = verify(root.path()).unwrap();
    assert_eq!((findings.len(), findings[0].place.as_str()), (1, "draft/README.md"));
}

#[test]
fn every_changed_byte_is_found() {
    let root = TempDir::new().unwrap();
    let release = sample(root.path());
    for (name, bytes) in contents(release.path()) {
        let path = release.path().join(&name);
        for place in [0, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
            for bit in [0x01, 0x20] {
                let mut damaged = bytes.clone();
                damaged[place] ^= bit;
                replace(&path, &damaged);
                assert_ne!(codes(release.path()), [], "{} byte {place} bit {bit}", name.display());
            }
        }
        replace(&path, &bytes[..bytes.len() - 1]);
        assert_ne!(codes(release.path()), [], "{} cut", name.display());
        fs::remove_file(&path).unwrap();
        assert!(codes(release.path()).contains(&FindingCode::MissingFile), "{} missing", name.display());
        std::os::unix::fs::symlink("/dev/null", &path).unwrap();
        assert!(codes(release.path()).contains(&FindingCode::Link), "{} linked", name.display());
        replace(&path, &bytes);
    }
    assert_eq!(codes(release.path()), []);
    for extra in ["extra", "data/quotes/extra.parquet", ".hidden"] {
        fs::write(release.path().join(extra), "x").unwrap();
        assert_eq!(codes(release.path()), [FindingCode::ExtraFile], "{extra}");
        fs::remove_file(release.path().join(extra)).unwrap();
    }
    fs::create_dir(release.path().join("data/empty")).unwrap();
    assert_eq!(codes(release.path()), [FindingCode::ExtraFile]);
}

/// Writes the lists of digests anew, as somebody would who wants a changed release to look whole.
fn reseal(release: &Path) {
    let manifest = release.join("qawl.json");
    let mut stated: serde_json::Value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    let mut payload = String::new();
    for file in stated["files"].as_array_mut().into_iter().flatten() {
        let name = file["path"].as_str().unwrap().to_string();
        let bytes = fs::read(release.join(&name)).unwrap();
        (file["bytes"], file["sha256"]) = (bytes.len().into(), digest::sha256(&bytes).into());
        payload += &format!("{}  {name}\n", digest::sha256(&bytes));
    }
    replace(&manifest, stated.to_string().as_bytes());
    if !payload.is_empty() {
        replace(&release.join("manifest-sha256.txt"), payload.as_bytes());
    }
    let tags = contents(release).into_iter().filter(|(name, _)| !name.starts_with("data"));
    let others = tags.filter(|(name, _)| name != Path::new("tagmanifest-sha256.txt"));
    let lines = others.map(|(name, bytes)| format!("{}  {}\n", digest::sha256(&bytes), name.display()));
    replace(&release.join("tagmanifest-sha256.txt"), lines.collect::<String>().as_bytes());
}

/// Changes what the manifest states.
fn restate(release: &Path, change: impl FnOnce(&mut serde_json::Value)) {
    let path = release.join("qawl.json");
    let mut stated = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut stated);
    replace(&path, stated.to_string().as_bytes());
}

/// Takes the columns out of the quotes that came after schema 1.0.
fn take_newer_columns(release: &Release) {
    let old = Table::Quotes.columns(Excerpt::default()).filter(|column| column.since == 0).map(|column| column.name);
    let batch = release.read(Table::Quotes, &old.collect::<Vec<_>>()).next().unwrap().unwrap();
    let mut writer = parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    replace(&release.path().join("data/quotes/quotes-00000-of-00001.parquet"), &writer.into_inner().unwrap());
}

#[test]
fn releases_of_an_older_schema_still_hold() {
    let root = TempDir::new().unwrap();
    let release = sample(root.path());
    take_newer_columns(&release);
    restate(release.path(), |stated| {
        stated["schema_version"] = "1.0.0".into();
        stated["options"] = serde_json::json!({ "with_text": true });
    });
    reseal(release.path());
    let release = Release::open(release.path()).unwrap();
    assert_eq!(release.manifest().schema_version, "1.0.0");
    assert_eq!(release.read(Table::Quotes, &["confidence"]).next().unwrap().unwrap().num_columns(), 0);
    assert_eq!(verify(release.path()).unwrap(), []);
}

/// A release whose tables were changed by `change` before they were written, so that all digests are right.
fn changed(root: &Path, excerpt: Excerpt, change: impl FnOnce(&mut TableBatches)) -> PathBuf {
    let mut chunk = batches(&[article("one", TEXT), article("two", TEXT)], excerpt);
    change(&mut chunk);
    let rows = |wanted: Table| {
        let rows = |(table, batch): &(Table, arrow_array::RecordBatch)| (*table == wanted).then(|| batch.num_rows());
        chunk.batches.iter().find_map(rows).unwrap() as u64
    };
    let records = rows(Table::Documents) + rows(Table::Rejects);
    let mut writer = ReleaseWriter::create(root, Version::Draft, excerpt).unwrap();
    writer.append(chunk).unwrap();
    let inputs = vec![InputInfo { records, ..InputInfo::default() }];
    let registry = Registry::bundled().unwrap();
    writer.publish(&registry, Provenance { inputs, ..Provenance::default() }, &|| Ok(())).unwrap().path().to_path_buf()
}

/// Puts `array` in the place of a column.
fn set(chunk: &mut TableBatches, table: Table, column: &str, array: arrow_array::ArrayRef) {
    let batch = &mut chunk.batches.iter_mut().find(|(found, _)| *found == table).unwrap().1;
    let mut columns = batch.columns().to_vec();
    columns[batch.schema().index_of(column).unwrap()] = array;
    *batch = arrow_array::RecordBatch::try_new(batch.schema(), columns).unwrap();
}

fn texts(values: &[&str]) -> arrow_array::ArrayRef {
    Arc::new(arrow_array::StringArray::from_iter_values(values))
}

fn numbers(values: &[i32]) -> arrow_array::ArrayRef {
    Arc::new(arrow_array::Int32Array::from(values.to_vec()))
}

/// What is found in a release that is broken in the way that `code` stands for.
fn found_in_broken(code: FindingCode) -> Vec<FindingCode> {
    use FindingCode as Code;
    let root = TempDir::new().unwrap();
    let damaged = |damage: &dyn Fn(&Release)| {
        let release = sample(root.path());
        damage(&release);
        codes(release.path())
    };
    let wrong = |change: &dyn Fn(&mut TableBatches)| codes(&changed(root.path(), FULL, change));
    let wrong_column =
        |table, column, array: arrow_array::ArrayRef| wrong(&|chunk| set(chunk, table, column, array.clone()));
    match code {
        Code::DigestMismatch => damaged(&|release| replace(&release.path().join("README.md"), b"another card\n")),
        Code::MissingFile => damaged(&|release| fs::remove_file(release.path().join("CITATION.cff")).unwrap()),
        Code::ExtraFile => damaged(&|release| fs::write(release.path().join("data/more.parquet"), "x").unwrap()),
        Code::Link => damaged(&|release| {
            let card = release.path().join("README.md");
            fs::rename(&card, root.path().join("card")).unwrap();
            std::os::unix::fs::symlink(root.path().join("card"), &card).unwrap();
        }),
        Code::Manifest => damaged(&|release| {
            restate(release.path(), |stated| stated["unknown"] = true.into());
            reseal(release.path());
        }),
        Code::Schema => damaged(&|release| {
            take_newer_columns(release);
            reseal(release.path());
        }),
        Code::Unreadable => damaged(&|release| {
            replace(&release.path().join("data/rejects/rejects-00000-of-00001.parquet"), b"PAR1PAR1");
            reseal(release.path());
        }),
        Code::RowCount => wrong_column(Table::Documents, "quotes", numbers(&[2, 3])),
        Code::DuplicateKey => wrong_column(Table::Documents, "doc_id", texts(&["one", "one"])),
        Code::OrphanRow => wrong_column(Table::OtherMarks, "doc_id", texts(&["one", "none"])),
        Code::Order => wrong_column(Table::Diagnostics, "doc_id", texts(&["two", "one"])),
        Code::Bounds => wrong_column(Table::Diagnostics, "end", numbers(&[30, 3000])),
        Code::SpanText => wrong_column(Table::OtherMarks, "text", texts(&["فوستوتشني", "موسكو"])),
        Code::QuoteText => wrong_column(Table::Quotes, "quote", texts(&["a", "غداً", "سنبدأ العمل … غداً", "غداً"])),
        Code::Copy => wrong_column(Table::Quotes, "language", texts(&["ar", "ar", "ar", "en"])),
        Code::TextDigest => wrong_column(Table::Documents, "text", texts(&[TEXT, &TEXT.replace("أمس", "غدا")])),
        Code::TextMissing => {
            let input = input(root.path(), &[("one", TEXT)]);
            let found = verify_texts(sample(&root.path().join("out")).path(), &[input]).unwrap();
            found.into_iter().map(|finding| finding.code).collect()
        }
        Code::QuoteId => wrong(&|chunk| {
            set(chunk, Table::Quotes, "quote_id", texts(&["a", "b", "c", "d"]));
            let ids: Vec<_> = ["a", "c"]
                .iter()
                .zip(["b", "d"])
                .flat_map(|(first, second)| [[*first; 6].as_slice(), &[second]].concat())
                .collect();
            set(chunk, Table::Spans, "quote_id", texts(&ids));
        }),
        Code::Previous => {
            let made = |root: &Path, version| write(root, fixed(version), &[article("one", TEXT)], FULL).unwrap();
            let (here, elsewhere) = (root.path().join("here"), root.path().join("elsewhere"));
            made(&here, "1.0.0");
            made(&here, "1.1.0");
            write(&elsewhere, fixed("1.0.0"), &[article("two", TEXT)], FULL).unwrap();
            assert_eq!(codes(&here), []);
            fs::remove_dir_all(here.join("1.0.0")).unwrap();
            fs::rename(elsewhere.join("1.0.0"), here.join("1.0.0")).unwrap();
            codes(&here)
        }
        Code::VersionName => {
            sample(root.path());
            fs::rename(root.path().join("1.0.0"), root.path().join("2.0.0")).unwrap();
            codes(root.path())
        }
    }
}

#[test]
fn every_code_is_raised_by_a_broken_release() {
    let root = TempDir::new().unwrap();
    assert_eq!(codes(&changed(root.path(), FULL, |_| ())), []);
    for code in FindingCode::ALL {
        let found: BTreeSet<_> = found_in_broken(*code).into_iter().collect();
        // Doubled documents have rows too many as well.
        if *code == FindingCode::DuplicateKey {
            assert!(found.contains(code), "{found:?}");
        } else {
            assert_eq!(found, BTreeSet::from([*code]));
        }
    }
    let speakers = codes(&changed(root.path(), FULL, |chunk| chunk.speakers.clear()));
    assert_eq!(speakers, [FindingCode::OrphanRow, FindingCode::OrphanRow]);
}

#[test]
fn a_link_or_a_stranger_among_releases_is_found() {
    let root = TempDir::new().unwrap();
    sample(root.path());
    std::os::unix::fs::symlink("1.0.0", root.path().join("latest")).unwrap();
    let found = verify(root.path()).unwrap();
    assert_eq!((found.len(), found[0].code, found[0].place.as_str()), (1, FindingCode::Link, "latest"));
}

#[test]
fn counts_of_the_manifest_are_those_of_the_tables() {
    let change = |key: &str, value: serde_json::Value| {
        let root = TempDir::new().unwrap();
        let release = sample(root.path());
        restate(release.path(), |stated| stated[key] = value);
        reseal(release.path());
        codes(release.path())
    };
    assert_eq!(change("quote_types", serde_json::json!({ "direct": 4 })), [FindingCode::RowCount]);
    assert_eq!(change("languages", serde_json::json!({ "en": 2 })), [FindingCode::RowCount]);
    assert_eq!(change("rejects", serde_json::json!({})), [FindingCode::RowCount]);
    assert_eq!(change("days", serde_json::json!(["2024-06-20", "2024-06-21"])), [FindingCode::RowCount]);
}

/// A file of JSON lines with these ids and texts.
fn input(folder: &Path, texts: &[(&str, &str)]) -> PathBuf {
    let path = folder.join("in.jsonl");
    let lines = texts.iter().map(|(id, text)| format!("{}\n", serde_json::json!({ "id": id, "text": text })));
    fs::write(&path, lines.collect::<String>()).unwrap();
    path
}

fn cut(most: u32) -> Excerpt {
    Excerpt { max_quote_chars: std::num::NonZeroU32::new(most), ..Excerpt::default() }
}

#[test]
fn texts_prove_a_release_that_holds_none() {
    for excerpt in [Excerpt::new(TextMode::None), Excerpt::default(), cut(5), cut(13), cut(500), FULL] {
        let root = TempDir::new().unwrap();
        let release =
            write(root.path(), Version::Draft, &[article("one", TEXT), article("two", TEXT)], excerpt).unwrap();
        assert_eq!(codes(release.path()), [], "{excerpt:?}");
        let check = |texts: &[(&str, &str)]| -> Vec<_> {
            let findings = verify_texts(release.path(), &[input(root.path(), texts)]).unwrap();
            findings.into_iter().map(|finding| finding.code).collect()
        };
        assert_eq!(check(&[("one", TEXT), ("two", TEXT)]), [], "{excerpt:?}");
        assert_eq!(check(&[("more", "x"), ("two", TEXT), ("one", TEXT)]), [], "in any order");
        assert_eq!(check(&[("one", TEXT), ("two", "x")]), [FindingCode::TextDigest]);
        assert_eq!(check(&[("one", TEXT)]), [FindingCode::TextMissing]);
    }
}

#[test]
fn texts_prove_offsets_without_words() {
    let root = TempDir::new().unwrap();
    let moved = |chunk: &mut TableBatches| {
        let spans = &chunk.batches.iter().find(|(table, _)| *table == Table::Spans).unwrap().1;
        let start = spans.column_by_name("start").unwrap();
        let mut starts =
            arrow_array::cast::AsArray::as_primitive::<arrow_array::types::Int32Type>(start).values().to_vec();
        let last = starts.last_mut().unwrap();
        *last += 1;
        let (last, before) = (*last, starts[0]);
        set(chunk, Table::Spans, "start", numbers(&starts));
        set(chunk, Table::Quotes, "quote_start", numbers(&[before, last - 1, before, last]));
    };
    let release = changed(root.path(), Excerpt::new(TextMode::None), moved);
    assert_eq!(codes(&release), [], "nothing in the release tells");
    let found = verify_texts(&release, &[input(root.path(), &[("one", TEXT), ("two", TEXT)])]).unwrap();
    assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), [FindingCode::QuoteId]);
}

#[test]
fn words_are_published_as_far_as_is_wanted() {
    let root = TempDir::new().unwrap();
    let columns = |excerpt: Excerpt, table: Table| -> Vec<String> {
        let release = write(root.path(), Version::Draft, &[article("one", TEXT)], excerpt).unwrap();
        let batch = release.read(table, &[]).next().unwrap().unwrap();
        batch.schema().fields().iter().map(|field| field.name().clone()).collect()
    };
    let has = |columns: Vec<String>, name: &str| columns.iter().any(|column| column == name);
    for (table, column) in
        [(Table::Quotes, "quote"), (Table::Quotes, "context"), (Table::Spans, "text"), (Table::OtherMarks, "text")]
    {
        assert!(has(columns(Excerpt::default(), table), column), "{column}");
        assert!(!has(columns(Excerpt::new(TextMode::None), table), column), "{column}");
    }
    assert!(has(columns(FULL, Table::Documents), "text"));
    assert!(!has(columns(Excerpt::default(), Table::Documents), "text"));

    // Nothing of the texts is left in the files but cues, names and headlines.
    let release = write(root.path(), Version::Draft, &[article("one", TEXT)], cut(5)).unwrap();
    let batch = release.read(Table::Quotes, &["quote", "verbatim", "context"]).next().unwrap().unwrap();
    for column in batch.columns() {
        let words = arrow_array::cast::AsArray::as_string::<i32>(column.as_ref());
        assert!(words.iter().flatten().all(|words| words.chars().count() <= 6), "{words:?}");
    }
    for excerpt in [FULL, Excerpt::new(TextMode::None)] {
        let contradiction = Excerpt { text: excerpt.text, ..cut(5) };
        let refused = write(root.path(), Version::Draft, &[], contradiction).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Usage);
    }
}
