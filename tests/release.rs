//! Releases: whole or absent, the same bytes every time, and every damage found.
#![allow(clippy::unwrap_used)]

use qawl::annotate::{
    Annotations, Annotator, Attribution, Cue, CueClass, OtherMark, OtherReason, QuoteKind, Speaker, SpeakerKind,
    SpeakerRule, Unresolved,
};
use qawl::article::Article;
use qawl::diagnostic::{Diagnostic, DiagnosticCode};
use qawl::digest;
use qawl::document::{Document, Origin, Reject, RejectReason};
use qawl::error::{ErrorKind, Result};
use qawl::export::{ExportOptions, Interrupt, export};
use qawl::read::InputInfo;
use qawl::registry::Registry;
use qawl::release::{FindingCode, Provenance, Release, ReleaseOptions, ReleaseWriter, Version, verify};
use qawl::span::Span;
use qawl::stats::{By, stats};
use qawl::table::{ArticleRows, Table, TableBatches, Tables};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tempfile::TempDir;

const TEXT: &str = "عنوان\nقال بوتين: «سنبدأ العمل» أمس، وأضاف «غداً» في \"فوستوتشني\".";

fn article(id: &str, text: &str) -> Article {
    let origin = Origin { path: "a.jsonl".into(), record: 0 };
    let mut article =
        Article::plain(Document { id: id.into(), origin, text: text.into(), ..Document::default() }, "ar");
    article.outlet = Some("الصحيفة".into());
    article.date = Some(jiff::civil::date(2024, 6, 20));
    article
}

/// The span of the `nth` time that `words` stand in `text`.
fn span(text: &str, words: &str, nth: usize) -> Span {
    let (start, _) = text.match_indices(words).nth(nth).unwrap();
    Span::new(start as u32, (start + words.len()) as u32)
}

fn attribution(content: &[Span], context: Span) -> Attribution {
    Attribution {
        kind: QuoteKind::Indirect,
        content: content.to_vec(),
        marked: Vec::new(),
        cue: None,
        source: None,
        via: None,
        speaker: Err(Unresolved::NoSource),
        rule: "ar/patterns/test".into(),
        confidence: Some(0.9),
        in_title: false,
        paragraph: 1,
        context,
    }
}

/// What a reader would find in [`TEXT`].
fn annotations(text: &str) -> Annotations {
    let (begin, tomorrow) = (span(text, "سنبدأ العمل", 0), span(text, "غداً", 0));
    let whole = Span::new(0, text.len() as u32);
    let speaker = Speaker {
        name: "بوتين".into(),
        registry_id: None,
        kind: SpeakerKind::Person,
        role: Some("الرئيس".into()),
        rule: SpeakerRule::Named,
    };
    let cue = Cue { span: span(text, "قال", 0), lemma: "قال".into(), class: CueClass::Say, negated: false };
    Annotations {
        attributions: vec![
            Attribution {
                kind: QuoteKind::Direct,
                marked: vec![begin, tomorrow],
                cue: Some(cue),
                source: Some(span(text, "بوتين", 0)),
                speaker: Ok(speaker),
                ..attribution(&[begin, tomorrow], whole)
            },
            attribution(&[tomorrow], whole),
        ],
        other_marks: vec![OtherMark { span: span(text, "فوستوتشني", 0), reason: OtherReason::Name }],
        diagnostics: vec![Diagnostic { code: DiagnosticCode::StrayMark, span: begin, detail: String::new() }],
    }
}

fn batches(articles: &[Article], with_text: bool) -> TableBatches {
    let annotated: Vec<_> = articles.iter().map(|article| annotations(&article.text)).collect();
    let mut tables = Tables::default();
    for (article, annotations) in articles.iter().zip(&annotated) {
        tables.push(article, annotations);
    }
    let origin = Origin { path: "b.txt".into(), record: 0 };
    tables.push_reject(Reject { origin, reason: RejectReason::Binary, detail: "a NUL at byte 1".into() });
    tables.finish(with_text).unwrap()
}

fn write(root: &Path, version: Version, articles: &[Article], with_text: bool) -> Result<Release> {
    let mut writer = ReleaseWriter::create(root, version, ReleaseOptions { with_text })?;
    writer.append(batches(articles, with_text))?;
    let inputs = vec![InputInfo { path: "in".into(), records: articles.len() as u64 + 1, ..InputInfo::default() }];
    writer.publish(&Registry::bundled()?, Provenance { inputs, ..Provenance::default() })
}

fn fixed(name: &str) -> Version {
    Version::parse(name).unwrap()
}

fn sample(root: &Path) -> Release {
    write(root, fixed("1.0.0"), &[article("one", TEXT), article("two", TEXT)], true).unwrap()
}

fn codes(path: &Path) -> Vec<FindingCode> {
    verify(path).unwrap().into_iter().map(|finding| finding.code).collect()
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = entry.path();
        if path.is_dir() {
            found.extend(
                contents(&path).into_iter().map(|(name, bytes)| (Path::new(&entry.file_name()).join(name), bytes)),
            );
        } else {
            found.insert(PathBuf::from(entry.file_name()), fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn a_release_is_whole_read_only_and_listed() {
    let root = TempDir::new().unwrap();
    let release = sample(root.path());
    assert_eq!(verify(release.path()).unwrap(), []);
    assert_eq!(release.manifest().rows(Table::Quotes), 4);
    assert_eq!(release.manifest().rows(Table::Speakers), 1);
    assert_eq!(release.manifest().rows(Table::Rejects), 1);
    for name in ["README.md", "data/quotes/quotes-00000-of-00001.parquet", "tagmanifest-sha256.txt"] {
        let mode = fs::metadata(release.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o444, "{name}");
    }
    assert_eq!(Release::open(release.path()).unwrap().manifest(), release.manifest());
    let left: Vec<_> = fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the release and the lock: {left:?}");
}

#[test]
fn a_release_without_texts_is_whole_too() {
    let root = TempDir::new().unwrap();
    let release = write(root.path(), Version::Draft, &[article("one", TEXT)], false).unwrap();
    assert_eq!(verify(release.path()).unwrap(), []);
    let columns = release.read(Table::Documents, &[]).next().unwrap().unwrap().num_columns();
    assert_eq!(columns, 17);
}

#[test]
fn an_empty_release_has_every_table() {
    let root = TempDir::new().unwrap();
    let writer = ReleaseWriter::create(root.path(), Version::Draft, ReleaseOptions::default()).unwrap();
    let release = writer.publish(&Registry::bundled().unwrap(), Provenance::default()).unwrap();
    assert_eq!(verify(release.path()).unwrap(), []);
    for table in Table::ALL {
        assert_eq!(release.manifest().files(table).count(), 1);
    }
}

#[test]
fn rows_hold_what_the_text_says() {
    let article = article("one", TEXT);
    let annotations = annotations(TEXT);
    let rows = ArticleRows::new(&article, &annotations);
    let quote = &rows.quotes[0];
    assert_eq!(quote.quote, "سنبدأ العمل … غداً");
    assert_eq!(quote.verbatim.as_deref(), Some("سنبدأ العمل … غداً"));
    assert_eq!((quote.speaker, quote.speaker_kind), (Some("بوتين"), "person"));
    assert_eq!((quote.speaker_start, quote.speaker_end), (Some(10), Some(15)));
    assert!(quote.speaker_id.as_deref().is_some_and(|id| id.starts_with("x-") && id.len() == 14));
    let unresolved = &rows.quotes[1];
    assert_eq!((unresolved.verbatim.as_deref(), unresolved.speaker_id.as_deref()), (None, None));
    assert_eq!((unresolved.speaker_kind, unresolved.unresolved), ("unknown", Some("no-source")));
    let parts: Vec<_> = rows.spans.iter().map(|span| (span.part, span.ordinal)).collect();
    let expected =
        [("content", 0), ("content", 1), ("marked", 0), ("marked", 1), ("cue", 0), ("source", 0), ("content", 0)];
    assert_eq!(parts, expected);
    let chars: Vec<char> = TEXT.chars().collect();
    for span in &rows.spans {
        assert_eq!(chars[span.start as usize..span.end as usize].iter().collect::<String>(), span.text);
    }
    assert_eq!(rows.document.text_sha256, digest::sha256(TEXT.as_bytes()));
}

#[test]
fn ids_depend_on_words_and_occurrence_only() {
    let ids = |text: &str, words: &[(&str, usize)]| -> Vec<String> {
        let article = article("one", text);
        let whole = Span::new(0, text.len() as u32);
        let attributions = words.iter().map(|&(words, nth)| attribution(&[span(text, words, nth)], whole)).collect();
        let annotations = Annotations { attributions, ..Annotations::default() };
        ArticleRows::new(&article, &annotations).quotes.into_iter().map(|quote| quote.quote_id).collect()
    };
    let before = ids("قال نعم. قال لا. قال نعم.", &[("نعم", 0), ("لا", 0), ("نعم", 1)]);
    assert_eq!(before[0].len(), 32);
    assert_ne!(before[0], before[2], "the second occurrence is another quotation");
    let after = ids("مقدمة. قال نعم. قال نعم.", &[("نعم", 0), ("نعم", 1)]);
    assert_eq!(after, [before[0].clone(), before[2].clone()]);
}

#[test]
fn names_that_differ_in_vowel_signs_only_share_an_id() {
    let id = |name: &str| {
        let article = article("one", TEXT);
        let mut annotations = annotations(TEXT);
        if let Ok(speaker) = &mut annotations.attributions[0].speaker {
            speaker.name = name.into();
        }
        ArticleRows::new(&article, &annotations).quotes[0].speaker_id.clone().unwrap()
    };
    assert_eq!(id("محمّد  العليّ"), id("محمد العلي"));
    assert_ne!(id("محمد العلي"), id("محمود العلي"));
}

#[test]
fn a_published_version_is_never_replaced() {
    let root = TempDir::new().unwrap();
    let release = sample(root.path());
    let before = contents(release.path());
    let again = write(root.path(), fixed("1.0.0"), &[article("other", TEXT)], false);
    assert_eq!(again.unwrap_err().kind(), ErrorKind::ReleaseExists);
    assert_eq!(contents(release.path()), before);
    fs::create_dir(root.path().join("2.0.0")).unwrap();
    let onto_empty = write(root.path(), fixed("2.0.0"), &[], false);
    assert_eq!(onto_empty.unwrap_err().kind(), ErrorKind::ReleaseExists);
}

#[test]
fn a_draft_is_replaced_whole() {
    let root = TempDir::new().unwrap();
    write(root.path(), Version::Draft, &[article("one", TEXT), article("two", TEXT)], true).unwrap();
    let release = write(root.path(), Version::Draft, &[article("three", TEXT)], true).unwrap();
    assert_eq!(verify(release.path()).unwrap(), []);
    assert_eq!(release.manifest().rows(Table::Documents), 1);
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 2);
}

#[test]
fn one_export_at_a_time() {
    let root = TempDir::new().unwrap();
    let first = ReleaseWriter::create(root.path(), Version::Draft, ReleaseOptions::default()).unwrap();
    let second = ReleaseWriter::create(root.path(), fixed("1"), ReleaseOptions::default()).err().unwrap();
    assert_eq!(second.kind(), ErrorKind::Locked);
    assert!(second.to_string().contains(&std::process::id().to_string()), "{second}");
    drop(first);
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1, "only the lock is left");
    ReleaseWriter::create(root.path(), fixed("1"), ReleaseOptions::default()).unwrap();
}

#[test]
fn what_dead_runs_left_is_removed() {
    let root = TempDir::new().unwrap();
    let left = root.path().join(".staging-1.0.0-99999");
    fs::create_dir_all(left.join("data")).unwrap();
    fs::write(root.path().join(".other"), "not ours").unwrap();
    sample(root.path());
    assert!(!left.exists());
    assert!(root.path().join(".other").exists());
}

#[test]
fn a_folder_of_releases_holds_if_all_do() {
    let root = TempDir::new().unwrap();
    assert_eq!(verify(root.path()).unwrap_err().kind(), ErrorKind::Input);
    sample(root.path());
    let draft = write(root.path(), Version::Draft, &[article("one", TEXT)], false).unwrap();
    fs::write(root.path().join("notes.txt"), "not a release").unwrap();
    assert_eq!(codes(root.path()), []);
    fs::remove_file(draft.path().join("README.md")).unwrap();
    let findings = verify(root.path()).unwrap();
    assert_eq!((findings.len(), findings[0].place.as_str()), (1, "draft/README.md"));
}

/// Makes a file writable and replaces it.
fn replace(path: &Path, bytes: &[u8]) {
    let _ = fs::remove_file(path);
    fs::write(path, bytes).unwrap();
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

/// The release as the program of schema 1.0 would have written it: without the columns that came later.
fn make_older(release: &Release) {
    let file = release.path().join("data/quotes/quotes-00000-of-00001.parquet");
    let before = digest::sha256(&fs::read(&file).unwrap());
    let bytes_before = fs::metadata(&file).unwrap().len();
    let old: Vec<_> = Table::Quotes.columns(false).iter().filter(|column| column.since == 0).map(|c| c.name).collect();
    let batch = release.read(Table::Quotes, &old).next().unwrap().unwrap();
    let mut writer = parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    let bytes = writer.into_inner().unwrap();
    replace(&file, &bytes);
    let edit = |name: &str, changes: &[(String, String)]| {
        let path = release.path().join(name);
        let old = fs::read_to_string(&path).unwrap();
        let new = changes.iter().fold(old.clone(), |text, (from, to)| text.replace(from, to));
        assert_ne!(old, new, "{name}");
        replace(&path, new.as_bytes());
        (digest::sha256(old.as_bytes()), digest::sha256(new.as_bytes()))
    };
    let digests = (before, digest::sha256(&bytes));
    let size = (format!("\"bytes\": {bytes_before},"), format!("\"bytes\": {},", bytes.len()));
    let version = ("\"schema_version\": \"1.1.0\"".to_string(), "\"schema_version\": \"1.0.0\"".to_string());
    let changes = [digests, size, version];
    let lists = [edit("manifest-sha256.txt", &changes[..1]), edit("qawl.json", &changes)];
    edit("tagmanifest-sha256.txt", &lists);
}

#[test]
fn releases_of_an_older_schema_still_hold() {
    let root = TempDir::new().unwrap();
    let release = sample(root.path());
    make_older(&release);
    let release = Release::open(release.path()).unwrap();
    assert_eq!(release.manifest().schema_version, "1.0.0");
    assert_eq!(release.read(Table::Quotes, &["confidence"]).next().unwrap().unwrap().num_columns(), 0);
    assert_eq!(verify(release.path()).unwrap(), []);
}

/// A release whose tables were changed by `change` before they were written, so that all digests are right.
fn wrong(change: impl FnOnce(&mut TableBatches)) -> Vec<FindingCode> {
    let root = TempDir::new().unwrap();
    let mut chunk = batches(&[article("one", TEXT), article("two", TEXT)], true);
    change(&mut chunk);
    let rows = |wanted: Table| {
        let rows = |(table, batch): &(Table, arrow_array::RecordBatch)| (*table == wanted).then(|| batch.num_rows());
        chunk.batches.iter().find_map(rows).unwrap() as u64
    };
    let records = rows(Table::Documents) + rows(Table::Rejects);
    let mut writer = ReleaseWriter::create(root.path(), Version::Draft, ReleaseOptions { with_text: true }).unwrap();
    writer.append(chunk).unwrap();
    let inputs = vec![InputInfo { records, ..InputInfo::default() }];
    let registry = Registry::bundled().unwrap();
    let release = writer.publish(&registry, Provenance { inputs, ..Provenance::default() }).unwrap();
    codes(release.path())
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

#[test]
fn rows_that_contradict_each_other_are_found() {
    use FindingCode::*;
    assert_eq!(wrong(|_| ()), []);
    let doubled = wrong(|chunk| set(chunk, Table::Documents, "doc_id", texts(&["one", "one"])));
    assert!(doubled.contains(&DuplicateKey), "{doubled:?}");
    let orphan = wrong(|chunk| set(chunk, Table::OtherMarks, "doc_id", texts(&["one", "none"])));
    assert_eq!(orphan, [OrphanRow]);
    let swapped = wrong(|chunk| set(chunk, Table::Diagnostics, "doc_id", texts(&["two", "one"])));
    assert_eq!(swapped, [Order]);
    let other = wrong(|chunk| set(chunk, Table::OtherMarks, "text", texts(&["فوستوتشني", "موسكو"])));
    assert_eq!(other, [SpanText]);
    let outside = wrong(|chunk| {
        set(chunk, Table::Diagnostics, "end", Arc::new(arrow_array::Int32Array::from(vec![30, 3000])));
    });
    assert_eq!(outside, [Bounds]);
    let text = wrong(|chunk| set(chunk, Table::Documents, "text", texts(&[TEXT, &TEXT.replace("أمس", "غدا")])));
    assert_eq!(text, [TextDigest]);
    let quote = wrong(|chunk| set(chunk, Table::Quotes, "quote", texts(&["a", "غداً", "سنبدأ العمل … غداً", "غداً"])));
    assert_eq!(quote, [QuoteText]);
    let language = wrong(|chunk| set(chunk, Table::Quotes, "language", texts(&["ar", "ar", "ar", "en"])));
    assert_eq!(language, [Copy]);
    let counted = wrong(|chunk| {
        set(chunk, Table::Documents, "quotes", Arc::new(arrow_array::Int32Array::from(vec![2, 3])));
    });
    assert_eq!(counted, [RowCount]);
    let speaker = wrong(|chunk| chunk.speakers.clear());
    assert_eq!(speaker, [OrphanRow, OrphanRow]);
}

#[test]
fn statistics_count_by_what_is_asked() {
    let root = TempDir::new().unwrap();
    let release = sample(root.path());
    let some = |text: &str| Some(text.to_string());
    assert_eq!(stats(&release, By::Speaker).unwrap().rows, [(vec![None], 2), (vec![some("بوتين")], 2)]);
    assert_eq!(stats(&release, By::Day).unwrap().rows, [(vec![some("2024-06-20")], 4)]);
    let pairs = stats(&release, By::SpeakerOutlet).unwrap();
    assert_eq!(pairs.heads, ["speaker", "outlet"]);
    assert_eq!(pairs.rows[1], (vec![some("بوتين"), some("الصحيفة")], 2));
}

fn exported(input: &Path, root: &Path, jobs: usize) -> Result<Release> {
    let options = ExportOptions {
        inputs: vec![input.to_path_buf()],
        root: root.to_path_buf(),
        version: Version::Draft,
        with_text: true,
        jobs,
        date: None,
    };
    let annotator = Arc::new(Annotator::bundled()?);
    Ok(export(annotator, &options, &Interrupt::default(), |_| ())?.release)
}

#[test]
fn bytes_do_not_depend_on_threads_or_folders() {
    let root = TempDir::new().unwrap();
    let lines: String = (0..3000)
        .map(|number| match number % 50 {
            0 => "{broken\n".to_string(),
            1 => "{\"id\":\"same\",\"text\":\"x\"}\n".to_string(),
            _ => format!("{{\"id\":\"{number}\",\"text\":{}}}\n", serde_json::to_string(TEXT).unwrap()),
        })
        .collect();
    let folders = ["first", "second/deeper", "third"];
    let mut releases = Vec::new();
    for (folder, jobs) in folders.iter().zip([1, 2, 7]) {
        let input = root.path().join(folder).join("in");
        fs::create_dir_all(&input).unwrap();
        fs::write(input.join("a.jsonl"), &lines).unwrap();
        let release = exported(&input, &root.path().join(format!("out{jobs}")), jobs).unwrap();
        assert_eq!(verify(release.path()).unwrap(), []);
        let manifest = release.manifest();
        assert_eq!(manifest.rows(Table::Documents) + manifest.rows(Table::Rejects), 3000);
        assert_eq!(manifest.rejects.get("duplicate-id"), Some(&59));
        assert_eq!(manifest.rejects.get("json"), Some(&60));
        releases.push(contents(release.path()));
    }
    assert_eq!(releases[0], releases[1]);
    assert_eq!(releases[0], releases[2]);
}

#[test]
fn a_release_never_lies_inside_its_input() {
    let root = TempDir::new().unwrap();
    fs::write(root.path().join("a.txt"), TEXT).unwrap();
    for out in [root.path().to_path_buf(), root.path().join("out"), root.path().join("x/../out/deep")] {
        let refused = exported(root.path(), &out, 1).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Usage);
    }
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1, "nothing was made");
}

#[test]
fn an_interrupted_run_leaves_nothing() {
    let root = TempDir::new().unwrap();
    let input = root.path().join("in.jsonl");
    let lines: String = (0..5000).map(|number| format!("{{\"id\":\"{number}\",\"text\":\"x\"}}\n")).collect();
    fs::write(&input, lines).unwrap();
    let interrupt = Interrupt::default();
    let options = ExportOptions {
        inputs: vec![input],
        root: root.path().join("out"),
        version: Version::Draft,
        with_text: false,
        jobs: 2,
        date: None,
    };
    let annotator = Arc::new(Annotator::bundled().unwrap());
    let stop = |_| interrupt.0.store(15, Ordering::Relaxed);
    let stopped = export(annotator, &options, &interrupt, stop).unwrap_err();
    assert_eq!(stopped.kind(), ErrorKind::Interrupted);
    let left: Vec<_> = fs::read_dir(&options.root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [".lock"]);
}
