//! What differs between releases, which version numbers fit, and the change log that tells it.
#![allow(clippy::unwrap_used)]

mod support;

use qawl::annotate::Annotator;
use qawl::error::{Error, ErrorKind};
use qawl::export::{ExportOptions, Interrupt, export};
use qawl::registry::Registry;
use qawl::release::{
    Change, Difference, Provenance, Release, ReleaseWriter, Step, TableChanges, Version, diff, list, verify,
};
use qawl::table::{Excerpt, Table, TextMode};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use support::{FULL, TEXT, article, batches, fixed, write};
use tempfile::TempDir;

fn compared(before: &Release, after: &Release) -> (Difference, Vec<Change>) {
    let mut changes = Vec::new();
    let keep = |change| -> Result<(), Error> {
        changes.push(change);
        Ok(())
    };
    let difference = diff(before, after, &|| Ok(()), keep).unwrap();
    (difference, changes)
}

fn counts(difference: &Difference, table: Table) -> &TableChanges {
    &difference.tables.iter().find(|(found, _)| *found == table).unwrap().1
}

fn changes(added: u64, removed: u64, changed: u64, columns: &[(&'static str, u64)]) -> TableChanges {
    TableChanges { added, removed, changed, columns: columns.iter().copied().collect() }
}

#[test]
fn added_and_reordered_documents_are_all_that_is_told() {
    let root = TempDir::new().unwrap();
    let [one, two, three] = ["one", "two", "three"].map(|id| article(id, TEXT));
    let before = write(root.path(), fixed("1.0.0"), &[one.clone(), two.clone()], FULL).unwrap();
    let after = write(root.path(), fixed("1.0.1"), &[three, two, one], FULL).unwrap();
    let (difference, told) = compared(&before, &after);
    assert_eq!(counts(&difference, Table::Documents), &changes(1, 0, 0, &[]));
    assert_eq!(counts(&difference, Table::Quotes), &changes(2, 0, 0, &[]));
    assert_eq!(counts(&difference, Table::Speakers), &changes(0, 0, 0, &[]));
    assert_eq!((difference.step, difference.reasons.as_slice()), (Step::Patch, ["other input".to_string()].as_slice()));
    assert_eq!(difference.rules, BTreeMap::from([("ar/patterns/test".to_string(), (2, 0))]));
    assert!(told.iter().all(|change| change.change == "added"), "{told:?}");

    let (back, told) = compared(&after, &before);
    assert_eq!(counts(&back, Table::Quotes), &changes(0, 2, 0, &[]));
    assert!(told.iter().all(|change| change.change == "removed"), "{told:?}");
    assert_eq!(compared(&before, &before).0.step, Step::None);
}

/// A release of one document whose speaker has this name.
fn spoken_by(root: &Path, version: &str, name: &str, registry_id: Option<&str>) -> Release {
    let article = article("one", TEXT);
    let mut annotations = support::annotations(TEXT);
    if let Ok(speaker) = &mut annotations.attributions[0].speaker {
        speaker.name = name.into();
        speaker.registry_id = registry_id.map(Into::into);
    }
    let mut tables = qawl::table::Tables::default();
    tables.push(&article, &annotations);
    let mut writer = ReleaseWriter::create(root, fixed(version), Excerpt::default()).unwrap();
    writer.append(tables.finish(Excerpt::default()).unwrap()).unwrap();
    writer.publish(&Registry::bundled().unwrap(), Provenance::default(), &|| Ok(())).unwrap()
}

#[test]
fn renamed_and_merged_speakers_are_told() {
    let root = TempDir::new().unwrap();
    let before = spoken_by(root.path(), "1.0.0", "محمد العلي", None);
    // Vowel signs change a name and not its id.
    let renamed = spoken_by(root.path(), "1.0.1", "محمّد العلي", None);
    let (difference, _) = compared(&before, &renamed);
    assert_eq!(difference.renamed, [("محمد العلي".to_string(), "محمّد العلي".to_string())]);
    assert_eq!((counts(&difference, Table::Speakers).changed, difference.merged.len()), (1, 0));

    let merged = spoken_by(root.path(), "1.0.2", "محمد بن علي", None);
    let (difference, told) = compared(&before, &merged);
    assert_eq!(difference.merged, [("محمد العلي".to_string(), "محمد بن علي".to_string(), 1)]);
    assert_eq!(counts(&difference, Table::Quotes), &changes(0, 0, 1, &[("speaker", 1), ("speaker_id", 1)]));
    let change = told.iter().find(|change| change.column == Some("speaker")).unwrap();
    assert_eq!((&change.before, &change.after), (&"محمد العلي".into(), &"محمد بن علي".into()));
}

#[test]
fn steps_follow_from_what_a_release_is_made_of() {
    let root = TempDir::new().unwrap();
    let made = |version: &str, excerpt| write(root.path(), fixed(version), &[article("one", TEXT)], excerpt).unwrap();
    let [none, context, full] = [("1.0.0", TextMode::None), ("2.0.0", TextMode::Context), ("3.0.0", TextMode::Full)]
        .map(|(version, text)| made(version, Excerpt::new(text)));
    let cut = made("4.0.0", Excerpt { max_quote_chars: std::num::NonZeroU32::new(5), ..Excerpt::default() });
    let step = |before: &Release, after: &Release| compared(before, after).0;
    assert_eq!(step(&none, &context).step, Step::Minor);
    assert_eq!(step(&context, &full).step, Step::Minor);
    let lost = step(&full, &context);
    assert_eq!((lost.step, lost.reasons[0].as_str()), (Step::Major, "documents lost text"));
    assert_eq!(step(&context, &cut).step, Step::Major);
    assert_eq!(step(&cut, &context).step, Step::Minor);
    assert_eq!(step(&none, &cut).step, Step::Minor);
    // Words that are gone are no difference of their own.
    assert_eq!(counts(&lost, Table::Quotes), &changes(0, 0, 0, &[]));
}

fn options(input: &Path, root: &Path, version: &str) -> ExportOptions {
    ExportOptions {
        inputs: vec![input.to_path_buf()],
        root: root.to_path_buf(),
        version: Version::parse(version).unwrap(),
        force_version: false,
        excerpt: Excerpt::default(),
        jobs: 1,
        date: None,
    }
}

#[test]
fn a_version_that_promises_too_little_is_refused_before_any_work() {
    let folder = TempDir::new().unwrap();
    let (input, root) = (folder.path().join("in.jsonl"), folder.path().join("out"));
    fs::write(&input, "{\"id\":\"1\",\"text\":\"قال الوزير: «سنبدأ العمل غداً».\"}\n").unwrap();
    let annotator = Arc::new(Annotator::bundled().unwrap());
    let run = |options: &ExportOptions| export(Arc::clone(&annotator), options, &Interrupt::default(), |_| ());
    run(&options(&input, &root, "1.0.0")).unwrap();
    let less =
        |version: &str| ExportOptions { excerpt: Excerpt::new(TextMode::None), ..options(&input, &root, version) };
    for version in ["1.0.1", "1.1.0"] {
        let refused = run(&less(version)).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Usage);
        let said = refused.to_string();
        assert!(said.contains("quotes lost ") && said.contains("--version 2.0.0"), "{said}");
    }
    assert_eq!(list(&root).unwrap().len(), 1, "nothing was left behind");
    run(&options(&input, &root, "1.0.1")).unwrap();
    run(&less("2.0.0")).unwrap();
    run(&ExportOptions { force_version: true, ..less("1.0.2") }).unwrap();
    // An older line goes on beside a newer one.
    run(&options(&input, &root, "0.9.0")).unwrap();
    run(&less("other")).unwrap();
    assert_eq!(verify(&root).unwrap(), []);
}

#[test]
fn the_change_log_goes_back_to_the_first_release() {
    let root = TempDir::new().unwrap();
    let names = ["one", "two", "three"];
    for (number, version) in ["1.9.0", "1.10.0", "1.11.0-rc.1", "spring"].into_iter().enumerate() {
        let articles: Vec<_> = names[..=number.min(2)].iter().map(|id| article(id, TEXT)).collect();
        write(root.path(), fixed(version), &articles, Excerpt::default()).unwrap();
    }
    let log = |version: &str| fs::read_to_string(root.path().join(version).join("CHANGELOG.md")).unwrap();
    let heads =
        |log: &str| -> Vec<String> { log.lines().filter(|line| line.starts_with('#')).map(Into::into).collect() };
    assert_eq!(heads(&log("1.11.0-rc.1")), ["# Changes", "## 1.11.0-rc.1", "## 1.10.0", "## 1.9.0"]);
    assert!(log("1.10.0").contains("From 1.9.0 to 1.10.0: a patch step."), "{}", log("1.10.0"));
    assert!(log("1.10.0").contains("- quotes: 2 added, 0 removed, 0 changed\n"), "{}", log("1.10.0"));
    assert_eq!(heads(&log("spring")), ["# Changes", "## spring"], "a name without order follows nothing");
    let second = Release::open(&root.path().join("1.10.0")).unwrap();
    assert_eq!(second.manifest().previous.as_ref().unwrap().version, "1.9.0");
    assert_eq!(verify(root.path()).unwrap(), []);

    // The same again, in another folder, gives the same bytes.
    let again = TempDir::new().unwrap();
    write(again.path(), fixed("1.9.0"), &[article("one", TEXT)], Excerpt::default()).unwrap();
    let same =
        write(again.path(), fixed("1.10.0"), &["one", "two"].map(|id| article(id, TEXT)), Excerpt::default()).unwrap();
    assert_eq!(support::contents(same.path()), support::contents(second.path()));
}

#[test]
fn a_damaged_release_is_not_built_upon() {
    let root = TempDir::new().unwrap();
    for version in ["1.0.0", "1.1.0"] {
        write(root.path(), fixed(version), &[article("one", TEXT)], Excerpt::default()).unwrap();
    }
    // Told without reading it: the version before counts.
    fs::remove_file(root.path().join("1.1.0/data/quotes/quotes-00000-of-00001.parquet")).unwrap();
    let third = write(root.path(), fixed("1.2.0"), &[article("one", TEXT)], Excerpt::default()).unwrap();
    assert_eq!(third.manifest().previous.as_ref().unwrap().version, "1.0.0");
    // Found while it is read: nothing is published.
    let quotes = root.path().join("1.2.0/data/quotes/quotes-00000-of-00001.parquet");
    let bytes = fs::metadata(&quotes).unwrap().len();
    support::replace(&quotes, &vec![0; usize::try_from(bytes).unwrap()]);
    let mut writer = ReleaseWriter::create(root.path(), fixed("1.3.0"), Excerpt::default()).unwrap();
    writer.append(batches(&[article("one", TEXT)], Excerpt::default())).unwrap();
    let refused = writer.publish(&Registry::bundled().unwrap(), Provenance::default(), &|| Ok(())).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Integrity);
    assert!(!root.path().join("1.3.0").exists());
}

#[test]
fn a_stop_while_releases_are_compared_publishes_nothing() {
    let root = TempDir::new().unwrap();
    write(root.path(), fixed("1.0.0"), &[article("one", TEXT)], Excerpt::default()).unwrap();
    let asked = std::cell::Cell::new(0);
    let publish = |most: u32| {
        let go_on = || {
            asked.set(asked.get() + 1);
            if asked.get() > most { Err(Error::new(ErrorKind::Interrupted, "stop")) } else { Ok(()) }
        };
        let mut writer = ReleaseWriter::create(root.path(), fixed("1.0.1"), Excerpt::default()).unwrap();
        writer.append(batches(&[article("one", TEXT)], Excerpt::default())).unwrap();
        writer.publish(&Registry::bundled().unwrap(), Provenance::default(), &go_on)
    };
    publish(u32::MAX).unwrap();
    let times = asked.replace(0);
    assert!(times > 3, "asked {times} times only");
    for most in 0..times {
        fs::remove_dir_all(root.path().join("1.0.1")).ok();
        asked.set(0);
        assert_eq!(publish(most).unwrap_err().kind(), ErrorKind::Interrupted);
        assert_eq!(list(root.path()).unwrap().len(), 1, "after {most}");
    }
}
