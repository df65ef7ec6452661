//! Invariants of ARCHITECTURE.md under input of all kinds: property tests with fixed seeds, and the replay of the fuzz seeds.
#![allow(clippy::unwrap_used)]

mod oracle;
mod support;

use oracle::assembled;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use qawl::annotate::{Annotator, Attribution};
use qawl::document::Document;
use qawl::error::{Error, is_bidi_control, printable};
use qawl::export::{ExportOptions, Interrupt, export};
use qawl::release::{Release, Version, verify};
use qawl::show::{View, show};
use qawl::table::{JOINT, Table};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use support::{FULL, contents};
use tempfile::TempDir;
use unicode_normalization::UnicodeNormalization;

static ANNOTATOR: LazyLock<Arc<Annotator>> = LazyLock::new(|| Arc::new(Annotator::bundled().unwrap()));

/// The same cases in every run.
fn fixed(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(20_240_620),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A text of cues, names, marks and controls.
fn page() -> impl Strategy<Value = String> {
    vec(any::<u8>(), 1..80).prop_map(|bytes| assembled(&bytes))
}

#[test]
fn seeds_of_fuzz_targets_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    for (name, target) in oracle::TARGETS {
        let seeds = contents(&root.join(name));
        assert!(seeds.len() >= 3, "{} seeds of {name}", seeds.len());
        for (seed, bytes) in seeds {
            let held = std::panic::catch_unwind(|| target(&bytes));
            assert!(held.is_ok(), "the seed {name}/{}", seed.display());
        }
    }
}

proptest! {
    #![proptest_config(fixed(3000))]

    #[test]
    fn quotations_of_any_parts_lie_where_they_say(data in vec(any::<u8>(), 0..120)) {
        oracle::quotes(&data);
    }
}

proptest! {
    #![proptest_config(fixed(250))]

    #[test]
    fn quotations_of_any_text_lie_where_they_say(text in "\\PC{0,300}") {
        oracle::quotes(text.as_bytes());
    }

    #[test]
    fn any_lines_end_in_documents_and_rejects(lines in vec(prop_oneof![
        Just(b"{\"text\":\"a\"}".to_vec()), Just(b"{\"text\":7}".to_vec()), Just(b" \r".to_vec()), Just(b"\xef\xbb\xbf{}".to_vec()),
        vec(any::<u8>(), 0..40),
    ], 0..12)) {
        oracle::jsonl_line(&lines.join(&b'\n'));
    }

    #[test]
    fn any_bytes_are_a_text_or_a_reject(data in prop_oneof![vec(any::<u8>(), 0..60), "\\PC{0,60}".prop_map(String::into_bytes)]) {
        oracle::text_decoding(&data);
    }

    #[test]
    fn any_change_of_a_pack_is_served_or_refused(
        name in prop::sample::select(vec!["cues.toml", "+cues.toml", "+mentions.toml", "names.toml", "+pack.toml", "+page.toml", "+patterns.toml"]),
        content in "(\\[\\[?(cue|noun|pattern|names|letters)\\]?\\]\n)?((lemma|past|form|id|sequence|kind|class|from) = (\"[a-z ?]{0,8}\"|\\[\\]|7)\n){0,4}.{0,5}",
    ) {
        oracle::pack_loading(format!("{name}\n{content}").as_bytes());
    }

    #[test]
    fn any_name_is_a_version_or_refused(name in prop_oneof!["[A-Za-z0-9._-]{0,70}", "\\PC{0,12}", "\\.{0,2}/?[a-z]{0,5}"]) {
        oracle::version_name(name.as_bytes());
    }

    #[test]
    fn what_is_printed_acts_on_no_terminal(text in any::<String>()) {
        prop_assert!(!printable(&text).contains(|c: char| c.is_control() || is_bidi_control(c)));
    }
}

proptest! {
    #![proptest_config(fixed(40))]

    #[test]
    fn any_change_of_a_release_is_found(
        name in prop::sample::select(vec!["qawl.json", "+qawl.json", "manifest-sha256.txt", "+manifest-sha256.txt", "tagmanifest-sha256.txt"]),
        content in prop_oneof![
            "([0-9a-f]{64}  [a-z./]{1,20}\n){0,3}",
            "\\{(\"(rows|files|version|options|schema_version)\":(\\{\\}|\\[\\]|7|\"1.2.0\"),?){0,4}\\}\n",
            "\\PC{0,40}",
        ],
    ) {
        oracle::manifest_verify(format!("{name}\n{content}").as_bytes());
    }
}

/// A release of these records, with their texts.
fn released(records: &[Value]) -> (TempDir, Release) {
    let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
    released_lines(&lines)
}

fn released_lines(lines: &str) -> (TempDir, Release) {
    let root = TempDir::new().unwrap();
    let input = root.path().join("in.jsonl");
    fs::write(&input, lines).unwrap();
    let release = exported(vec![input], &root.path().join("out"));
    (root, release)
}

fn exported(inputs: Vec<PathBuf>, root: &Path) -> Release {
    let version = Version::parse("1.0.0").unwrap();
    let root = root.to_path_buf();
    let options = ExportOptions { inputs, root, version, force_version: false, excerpt: FULL, jobs: 2, date: None };
    export(ANNOTATOR.clone(), &options, &Interrupt::default(), |_| ()).unwrap().release
}

/// The rows of a table as JSON objects.
fn rows(release: &Release, table: Table) -> Vec<Value> {
    let mut rows = Vec::new();
    let line = |line: &str| -> Result<(), Error> {
        rows.push(serde_json::from_str(line).unwrap());
        Ok(())
    };
    show(release, View::Rows(table), line).unwrap();
    rows
}

/// Tables whose rows depend on their document alone.
const OF_DOCUMENTS: [Table; 4] = [Table::Quotes, Table::Spans, Table::OtherMarks, Table::Diagnostics];

/// The rows of each document, by its id.
fn by_document(release: &Release) -> BTreeMap<String, Vec<Value>> {
    let mut found = BTreeMap::<_, Vec<_>>::new();
    for row in OF_DOCUMENTS.into_iter().flat_map(|table| rows(release, table)) {
        found.entry(row["doc_id"].as_str().unwrap().to_string()).or_default().push(row);
    }
    found
}

proptest! {
    #![proptest_config(fixed(12))]

    #[test]
    fn any_release_holds_all_its_input_and_verifies(texts in vec(page(), 0..10)) {
        let records: Vec<_> = texts.iter().map(|text| json!({ "text": text })).collect();
        let (_root, release) = released(&records);
        prop_assert_eq!(verify(release.path()).unwrap(), []);
        let manifest = release.manifest();
        prop_assert_eq!(manifest.rows(Table::Documents) + manifest.rows(Table::Rejects), records.len() as u64);
    }

    #[test]
    fn documents_do_not_depend_on_each_other(texts in vec(page(), 2..5)) {
        let records: Vec<_> =
            texts.iter().enumerate().map(|(id, text)| json!({ "id": id.to_string(), "text": text })).collect();
        let (_root, together) = released(&records);
        let together = by_document(&together);
        let reversed: String = records.iter().rev().map(|record| format!("{record}\n{{broken\n")).collect();
        let (_root, reversed) = released_lines(&reversed);
        prop_assert_eq!(&by_document(&reversed), &together);
        for record in &records {
            let (_root, alone) = released(std::slice::from_ref(record));
            let id = record["id"].as_str().unwrap();
            let alone = by_document(&alone);
            prop_assert_eq!(alone.get(id), together.get(id));
        }
    }

    #[test]
    fn a_release_of_its_own_documents_is_the_same(texts in vec(page(), 1..6)) {
        let records: Vec<_> = texts.iter().map(|text| json!({ "text": text })).collect();
        let (_root, first) = released(&records);
        let of = |row: &Value| json!({ "id": row["doc_id"], "text": row["text"] });
        let (_root, second) = released(&rows(&first, Table::Documents).iter().map(of).collect::<Vec<_>>());
        for table in OF_DOCUMENTS.into_iter().chain([Table::Speakers]) {
            prop_assert_eq!(rows(&first, table), rows(&second, table), "{}", table.name());
        }
    }
}

fn sample_pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("raw")
}

/// The quotations of a release: id, and what is said by whom.
fn quotations(release: &Release) -> BTreeMap<String, Value> {
    let pair = |row: Value| (row["quote_id"].as_str().unwrap().to_string(), row);
    rows(release, Table::Quotes).into_iter().map(pair).collect()
}

#[test]
fn ids_of_quotations_outlast_added_and_reordered_documents() {
    let root = TempDir::new().unwrap();
    let first = exported(vec![sample_pages()], &root.path().join("first"));
    let before = quotations(&first);
    assert!(before.len() > 300, "{}", before.len());

    // Ten pages before, between and after those that were there.
    let more = root.path().join("raw");
    copy_pages(&more, contents(&sample_pages()).into_keys());
    for number in 0..10 {
        let text = format!("قالت الوزيرة هند الصالح: «سنفتح {number} مدارس غداً».\n");
        fs::write(more.join(format!("{}{number}.txt", ["0", "zz"][number % 2])), text).unwrap();
    }
    let mut after = quotations(&exported(vec![more], &root.path().join("more")));
    assert_eq!(after.len(), before.len() + 10);
    after.retain(|id, _| before.contains_key(id));
    assert_eq!(after, before);

    // The same articles as lines, in the opposite order.
    let line = |row: &Value| {
        let stated = |column: &str| row[column].clone();
        format!(
            "{}\n",
            json!({ "id": stated("doc_id"), "text": stated("text"), "outlet": stated("outlet"), "date": stated("date") })
        )
    };
    let lines: String = rows(&first, Table::Documents).iter().rev().map(line).collect();
    let (_root, reversed) = released_lines(&lines);
    assert_eq!(quotations(&reversed).keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
}

/// Copies the sample pages; on disk they come in the order of `names`.
fn copy_pages(to: &Path, names: impl Iterator<Item = PathBuf>) {
    for name in names {
        fs::create_dir_all(to.join(&name).parent().unwrap()).unwrap();
        fs::write(to.join(&name), fs::read(sample_pages().join(name)).unwrap()).unwrap();
    }
}

#[test]
fn a_release_is_the_same_bytes_in_any_surroundings() {
    let root = TempDir::new().unwrap();
    let names: Vec<PathBuf> = contents(&sample_pages()).into_keys().collect();
    copy_pages(&root.path().join("a/raw"), names.iter().cloned());
    copy_pages(&root.path().join("b/deeper/raw"), names.iter().rev().cloned());
    let program = assert_cmd::cargo::cargo_bin("qawl");
    let release = |folder: &str, jobs: &str, zone: &str, locale: &str, mask: &str| {
        let folder = root.path().join(folder);
        let status = std::process::Command::new("sh")
            .args(["-c", "umask $0; exec \"$@\"", mask])
            .arg(&program)
            .args(["export", "raw", "--quiet", "--version", "1.0.0", "--jobs", jobs, "--to"])
            .arg(folder.join(format!("out{jobs}")))
            .current_dir(&folder)
            .env_remove("SOURCE_DATE_EPOCH")
            .envs([("TZ", zone), ("LC_ALL", locale)])
            .stdout(std::process::Stdio::null())
            .status();
        assert!(status.unwrap().success());
        contents(&folder.join(format!("out{jobs}/1.0.0")))
    };
    let first = release("a", "1", "UTC", "C", "022");
    assert!(first.len() > 15);
    assert!(first == release("a", "2", "Asia/Riyadh", "ar_EG.UTF-8", "077"));
    assert!(first == release("b/deeper", "8", "America/St_Johns", "tr_TR.UTF-8", "002"));
}

/// Every quotation of a text: its words with one kind of marks and line ends, composed, its speaker and its type.
fn told(text: &str) -> Vec<[String; 3]> {
    let plain = |words: &str| -> String {
        words.nfc().filter(|&c| c != '\r').map(|c| if "«»“”".contains(c) { '"' } else { c }).collect()
    };
    let article = ANNOTATOR.article(Document { id: "1".into(), text: text.into(), ..Document::default() });
    let annotations = ANNOTATOR.annotate(&article);
    let quotation = |found: &Attribution| {
        let words: Vec<_> = found.content.iter().map(|span| plain(span.of(text))).collect();
        let speaker = found.speaker.as_ref().map_or_else(|unresolved| unresolved.name().into(), |who| plain(&who.name));
        [words.join(JOINT), speaker, found.kind.name().to_string()]
    };
    annotations.attributions.iter().map(quotation).collect()
}

#[test]
fn how_a_text_is_written_changes_no_quotation() {
    let mut quotations = 0;
    for (name, bytes) in contents(&sample_pages()) {
        let Some("txt") = name.extension().and_then(|extension| extension.to_str()) else { continue };
        let text = String::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let expected = told(&text);
        quotations += expected.len();
        assert_eq!(told(&text.nfc().collect::<String>()), expected, "{} composed", name.display());
        assert_eq!(told(&text.nfd().collect::<String>()), expected, "{} decomposed", name.display());
        assert_eq!(told(&text.replace('\n', "\r\n")), expected, "{} with other line ends", name.display());
        let longer = format!("{}\n\nانتهى الاجتماع مساء أمس.\n", text.trim_end());
        assert_eq!(told(&longer), expected, "{} with another paragraph", name.display());
        if !text.contains(['“', '”', '"', '„']) {
            let marks = text.replace('«', "“").replace('»', "”");
            assert_eq!(told(&marks), expected, "{} with other marks", name.display());
        }
    }
    assert!(quotations > 300, "{quotations}");
}

/// Processor time of this thread, whatever else the machine does.
fn processor_time() -> Duration {
    let times = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(times.split(' ').next().unwrap().parse().unwrap())
}

/// Checks that four times the text takes no more than seven times the work, for texts of one unit over and over.
fn check_linear(units: &[&str]) {
    let time = |text: String| {
        let article = ANNOTATOR.article(Document { id: "1".into(), text, ..Document::default() });
        let began = processor_time();
        ANNOTATOR.annotate(&article);
        processor_time() - began
    };
    for unit in units {
        let text = |bytes: usize| unit.repeat(bytes / unit.len());
        let (short, long) = (time(text(10_000)), time(text(40_000)));
        // Of a few milliseconds a single page fault is a large part.
        assert!(long <= short * 7 + Duration::from_millis(20), "{unit:?}: {short:?} and {long:?}");
    }
}

#[test]
fn four_times_the_text_is_four_times_the_work() {
    check_linear(&[
        "«",
        "»",
        "\"",
        "“«",
        "«»",
        "قال ",
        "قالت إن ",
        "قال «",
        "قال: «نعم» ",
        "وأضاف أن ",
        "سامي منصور ",
        "الرئيس ",
        "، ",
        ": ",
        "إن أن بأن ",
        "نقلاً عن ",
        "«قال» ",
        "ـ",
        "قا\u{64b}",
        ". ",
        "الوزيرة\n",
        "مضيفاً «نعم» ",
    ]);
}

#[test]
fn many_prepositions_in_a_sentence_are_no_more_work_than_others() {
    check_linear(&["بحسب الوزير، ", "وفق الوزير "]);
}

#[test]
fn signs_of_length_name_nobody() {
    let [_, speaker, _] = told("قالت ـ: سنبدأ العمل غداً.").remove(0);
    assert_eq!(speaker, "implied-subject");
}
