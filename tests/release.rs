//! Releases: whole or absent, and the same bytes every time.
#![allow(clippy::unwrap_used)]

mod support;

use qawl::annotate::{Annotations, Annotator};
use qawl::digest;
use qawl::error::{ErrorKind, Result};
use qawl::export::{ExportOptions, Interrupt, export};
use qawl::registry::Registry;
use qawl::release::{Provenance, Release, ReleaseWriter, Version, verify};
use qawl::span::Span;
use qawl::stats::{By, stats};
use qawl::table::{ArticleRows, Excerpt, Table, TextMode};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use support::{FULL, TEXT, annotations, article, attribution, contents, fixed, sample, span, write};
use tempfile::TempDir;

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
    let release = write(root.path(), Version::Draft, &[article("one", TEXT)], Excerpt::default()).unwrap();
    assert_eq!(verify(release.path()).unwrap(), []);
    let columns = release.read(Table::Documents, &[]).next().unwrap().unwrap().num_columns();
    assert_eq!(columns, 17);
}

#[test]
fn an_empty_release_has_every_table() {
    let root = TempDir::new().unwrap();
    let writer = ReleaseWriter::create(root.path(), Version::Draft, Excerpt::default()).unwrap();
    let release = writer.publish(&Registry::bundled().unwrap(), Provenance::default(), &|| Ok(())).unwrap();
    assert_eq!(verify(release.path()).unwrap(), []);
    for table in Table::ALL {
        assert_eq!(release.manifest().files(table).count(), 1);
    }
    // A configuration of the card without rows cannot be loaded.
    let card = fs::read_to_string(release.path().join("README.md")).unwrap();
    assert_eq!(card.matches("- config_name: ").count(), 1);
    assert!(card.contains("- config_name: quotes\n"));
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
    let again = write(root.path(), fixed("1.0.0"), &[article("other", TEXT)], Excerpt::default());
    assert_eq!(again.unwrap_err().kind(), ErrorKind::ReleaseExists);
    assert_eq!(contents(release.path()), before);
    fs::create_dir(root.path().join("2.0.0")).unwrap();
    let onto_empty = write(root.path(), fixed("2.0.0"), &[], Excerpt::default());
    assert_eq!(onto_empty.unwrap_err().kind(), ErrorKind::ReleaseExists);
}

#[test]
fn a_draft_is_replaced_whole() {
    let root = TempDir::new().unwrap();
    write(root.path(), Version::Draft, &[article("one", TEXT), article("two", TEXT)], FULL).unwrap();
    let release = write(root.path(), Version::Draft, &[article("three", TEXT)], FULL).unwrap();
    assert_eq!(verify(release.path()).unwrap(), []);
    assert_eq!(release.manifest().rows(Table::Documents), 1);
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 2);
}

#[test]
fn one_export_at_a_time() {
    let root = TempDir::new().unwrap();
    let first = ReleaseWriter::create(root.path(), Version::Draft, Excerpt::default()).unwrap();
    let second = ReleaseWriter::create(root.path(), fixed("1"), Excerpt::default()).err().unwrap();
    assert_eq!(second.kind(), ErrorKind::Locked);
    assert!(second.to_string().contains(&std::process::id().to_string()), "{second}");
    drop(first);
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1, "only the lock is left");
    ReleaseWriter::create(root.path(), fixed("1"), Excerpt::default()).unwrap();
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
        force_version: false,
        excerpt: Excerpt::new(TextMode::Full),
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
        force_version: false,
        excerpt: Excerpt::default(),
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
