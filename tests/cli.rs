//! The command line: exit codes, and what goes to which stream.
#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use qawl::release::verify;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use tempfile::TempDir;

fn qawl(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("qawl").unwrap().current_dir(folder).args(arguments).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn talk(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("raw")).unwrap();
    fs::write(folder.path().join("raw/a.txt"), "قال الوزير: «سنبدأ العمل غداً».\n").unwrap();
    fs::write(folder.path().join("raw/b.jsonl"), "{\"id\":\"1\",\"text\":\"نعم\"}\n{broken\n").unwrap();
    folder
}

#[test]
fn the_first_command_writes_a_draft_and_says_where() {
    let folder = folder();
    for _ in 0..2 {
        let output = qawl(folder.path(), &["export", "raw"]);
        assert_eq!(code(&output), 0, "{}", talk(&output));
        assert_eq!(output.stdout, b"datasets/sample/draft\n");
        let talk = talk(&output);
        assert!(talk.contains("documents   2") && talk.contains("refused     1 (1 json)"), "{talk}");
        assert!(talk.contains("b.jsonl record 1: json: line 2: "), "{talk}");
    }
    let output = qawl(folder.path(), &["verify", "datasets/sample/draft"]);
    assert_eq!((code(&output), output.stdout.len()), (0, 0));
}

#[test]
fn exit_codes_tell_failures_apart() {
    let folder = folder();
    fs::create_dir(folder.path().join("empty")).unwrap();
    let run = |arguments: &[&str]| code(&qawl(folder.path(), arguments));
    assert_eq!(run(&["export", "raw", "--to", "out", "--version", "1.0.0", "--quiet"]), 0);
    assert_eq!(run(&["export", "raw", "--to", "out", "--version", "1.0.0"]), 10);
    assert_eq!(run(&["export", "raw", "--to", "out", "--version", "a/b"]), 2);
    assert_eq!(run(&["export", "raw", "--to", "out", "--version", "draft"]), 2);
    assert_eq!(run(&["export", "missing", "--to", "out"]), 2);
    assert_eq!(run(&["export", "empty", "--to", "out"]), 2);
    assert_eq!(run(&["export", "raw", "--to", "raw/out"]), 2);
    assert_eq!(run(&["export", "raw", "--to", "raw/a.txt"]), 2);
    assert_eq!(run(&["export"]), 2);
    assert_eq!(run(&["verify", "missing"]), 2);
    assert_eq!(run(&["verify", "empty"]), 2);
    assert_eq!(run(&["verify", "raw"]), 2);
    fs::create_dir(folder.path().join("raw/data")).unwrap();
    assert_eq!(run(&["verify", "raw"]), 12);
    fs::remove_dir(folder.path().join("raw/data")).unwrap();
    assert_eq!(run(&["stats", "raw"]), 2);
    assert_eq!(run(&["explain", "no-such-rule"]), 1);
    assert_eq!(run(&["explain", "unclosed-quotation"]), 0);
    assert_eq!(run(&["check", "missing"]), 2);
    assert_eq!(run(&["check", "empty"]), 2);
    fs::write(folder.path().join("file"), "").unwrap();
    assert_eq!(run(&["export", "raw", "--to", "file"]), 1);
    assert_eq!(fs::read(folder.path().join("file")).unwrap(), b"");
}

#[test]
fn standard_input_is_json_lines() {
    let folder = folder();
    let mut command = Command::cargo_bin("qawl").unwrap();
    command.current_dir(folder.path()).args(["export", "-", "--to", "out"]);
    command.write_stdin("{\"id\":\"1\",\"text\":\"نعم\"}\n{\"id\":\"1\",\"text\":\"لا\"}\n").assert().success();
    assert_eq!(verify(&folder.path().join("out/draft")).unwrap(), []);
}

#[test]
fn one_text_is_shown_without_control_characters() {
    let folder = folder();
    fs::write(folder.path().join("evil.txt"), "قال \u{1b}[31m «نعم» \u{202e}\r\nثم\n").unwrap();
    for format in ["text", "json"] {
        let output = qawl(folder.path(), &["annotate", "evil.txt", "--format", format]);
        assert_eq!(code(&output), 0);
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\r']), "{shown:?}");
    }
    assert_eq!(code(&qawl(folder.path(), &["annotate", "missing.txt"])), 2);
}

#[test]
fn statistics_completions_and_manual_pages_are_data() {
    let folder = folder();
    qawl(folder.path(), &["export", "raw"]);
    let output = qawl(folder.path(), &["stats", "datasets/sample/draft", "--by", "day", "--format", "csv"]);
    assert!(output.stdout.starts_with(b"\"date\",\"quotes\"\n"));
    assert!(qawl(folder.path(), &["completions", "bash"]).stdout.len() > 1000);
    assert_eq!(code(&qawl(folder.path(), &["man", "man"])), 0);
    assert!(folder.path().join("man/qawl-export.1").is_file());
}

#[test]
fn a_release_is_shown_line_by_line() {
    let folder = folder();
    qawl(folder.path(), &["export", "raw", "--text", "full"]);
    let show = |arguments: &[&str]| {
        let output = qawl(folder.path(), &[&["show", "datasets/sample/draft"], arguments].concat());
        assert_eq!(code(&output), 0, "{}", talk(&output));
        data(&output)
    };
    let objects = |shown: &str| -> Vec<serde_json::Value> {
        shown.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let text = show(&[]);
    assert!(text.contains("قال · direct") && text.contains("\n    سنبدأ العمل غداً\n"), "{text}");
    assert_eq!(text.lines().count(), 3);

    let counts = objects(&show(&["--format", "counts"]));
    assert_eq!((&counts[0]["documents"], &counts[0]["rejects"], counts.len()), (&2.into(), &1.into(), 1));

    let rows = objects(&show(&["--format", "json"]));
    assert_eq!((rows.len(), rows[0]["quote"].as_str()), (1, Some("سنبدأ العمل غداً")));
    let rejects = objects(&show(&["--format", "json", "--table", "rejects"]));
    assert_eq!(rejects[0]["reason"], "json");

    let spans = objects(&show(&["--format", "spans"]));
    let (document, part) = (&spans[0], &spans[1]);
    let text = document["text"].as_str().unwrap();
    let at = |key: &str| usize::try_from(part[key].as_u64().unwrap()).unwrap();
    assert_eq!(text.get(at("byte_start")..at("byte_end")), part["quote"].as_str());
    let words: String = text.chars().skip(at("char_start")).take(at("char_end") - at("char_start")).collect();
    assert_eq!(Some(words.as_str()), part["quote"].as_str());
    assert_eq!(spans.len(), 3, "two documents and a part of a quotation");

    assert_eq!(code(&qawl(folder.path(), &["show", "raw"])), 2);
    assert_eq!(code(&qawl(folder.path(), &["show", "datasets/sample/draft", "--table", "none"])), 2);
}

#[test]
fn a_release_without_words_is_proved_by_the_articles() {
    let folder = folder();
    let run = |arguments: &[&str]| qawl(folder.path(), arguments);
    assert_eq!(code(&run(&["export", "raw", "--to", "out", "--text", "none"])), 0);
    let rows = data(&run(&["show", "out/draft", "--format", "json"]));
    assert!(!rows.contains("سنبدأ") && rows.contains("\"cue\":\"قال\""), "{rows}");
    let proved = run(&["verify", "out/draft", "--texts", "raw"]);
    assert_eq!((code(&proved), data(&proved).as_str()), (0, ""), "{}", talk(&proved));

    fs::write(folder.path().join("raw/b.jsonl"), "{\"id\":\"1\",\"text\":\"لا\"}\n").unwrap();
    let other = run(&["verify", "out/draft", "--texts", "raw", "--json"]);
    let finding: serde_json::Value = serde_json::from_str(data(&other).trim_end()).unwrap();
    assert_eq!((code(&other), &finding["code"], &finding["place"]), (12, &"text-digest".into(), &"document 1".into()));
    assert_eq!(code(&run(&["verify", "out/draft", "--texts", "missing"])), 2);

    assert_eq!(code(&run(&["export", "raw", "--to", "out", "--max-quote-chars", "3"])), 0);
    let rows = data(&run(&["show", "out/draft", "--format", "json"]));
    assert!(rows.contains("\"quote\":\"سنب…\""), "{rows}");
    assert_eq!(code(&run(&["verify", "out/draft", "--texts", "raw/a.txt"])), 12, "the other document is missing");
    assert_eq!(code(&run(&["export", "raw", "--to", "out", "--max-quote-chars", "3", "--text", "full"])), 2);
    assert_eq!(code(&run(&["export", "raw", "--to", "out", "--max-quote-chars", "0"])), 2);
    assert_eq!(code(&run(&["export", "raw", "--to", "out", "--text", "half"])), 2);
}

#[test]
fn ten_more_articles_are_all_that_differs() {
    let folder = folder();
    let run = |arguments: &[&str]| qawl(folder.path(), arguments);
    assert_eq!(code(&run(&["export", "raw", "--to", "out", "--version", "1.0.0"])), 0);
    for number in 0..10 {
        // They come before, between and after those that were there.
        let page = folder.path().join(format!("raw/{number}-{}.txt", ["a", "zz"][number % 2]));
        fs::write(page, format!("قالت الوزيرة هند الصالح: «سنفتح {number} مدارس غداً».\n")).unwrap();
    }
    assert_eq!(code(&run(&["export", "raw", "--to", "out", "--version", "1.0.1"])), 0);
    let diff = |format: &str| run(&["diff", "out/1.0.0", "out/1.0.1", "--format", format]);
    let text = data(&diff("text"));
    for expected in
        ["a patch step", "- documents: 10 added, 0 removed, 0 changed\n", "- quotes: 10 added, 0 removed, 0 changed\n"]
    {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let json = data(&diff("json"));
    let mut objects = json.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    assert_eq!(objects.next().unwrap()["step"], "patch");
    let quotes: Vec<_> = objects.filter(|change| change["table"] == "quotes").collect();
    assert!(quotes.len() == 10 && quotes.iter().all(|change| change["change"] == "added"), "{quotes:?}");

    let parquet = bytes::Bytes::from(diff("parquet").stdout);
    let rows = parquet::arrow::arrow_reader::ParquetRecordBatchReader::try_new(parquet, 1024).unwrap();
    assert_eq!(rows.map(|batch| batch.unwrap().num_rows()).sum::<usize>(), json.lines().count() - 1);

    let refused = run(&["export", "raw", "--to", "out", "--version", "1.0.2", "--text", "none"]);
    assert_eq!(code(&refused), 2);
    assert!(talk(&refused).contains("--version 2.0.0, or --force-version"), "{}", talk(&refused));
    let forced = ["export", "raw", "--to", "out", "--version", "1.0.2", "--text", "none", "--force-version"];
    assert_eq!(code(&run(&forced)), 0);
    assert_eq!(code(&run(&["export", "raw", "--to", "out", "--force-version"])), 2);
    assert_eq!(code(&run(&["diff", "out/1.0.0", "raw"])), 2);
}

#[test]
fn releases_are_listed_in_the_order_of_their_versions() {
    let folder = folder();
    for version in ["1.10.0", "1.9.0", "spring", "1.10.0-rc.1"] {
        let arguments = ["export", "raw", "--to", "out", "--date", "2026-11-22", "--version", version];
        assert_eq!(code(&qawl(folder.path(), &arguments)), 0);
    }
    qawl(folder.path(), &["export", "raw", "--to", "out"]);
    fs::create_dir(folder.path().join("out/.staging-x-1")).unwrap();
    fs::remove_file(folder.path().join("out/spring/data/quotes/quotes-00000-of-00001.parquet")).unwrap();
    let list = |arguments: &[&str]| data(&qawl(folder.path(), &[&["releases", "out"], arguments].concat()));
    let listed = list(&["--json"]);
    let objects: Vec<serde_json::Value> = listed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let shown: Vec<_> = objects.iter().map(|object| format!("{} {}", object["version"], object["state"])).collect();
    let expected = [
        "\"1.9.0\" \"published\"",
        "\"1.10.0-rc.1\" \"published\"",
        "\"1.10.0\" \"published\"",
        "\"spring\" \"damaged\"",
        "\"draft\" \"draft\"",
        "\".staging-x-1\" \"unfinished\"",
    ];
    assert_eq!(shown, expected);
    assert_eq!((&objects[0]["date"], &objects[0]["rows"]["documents"]), (&"2026-11-22".into(), &2.into()));
    let lines = list(&[]);
    assert!(lines.contains("1.9.0         2026-11-22          2           1         1  published\n"), "{lines}");
    assert_eq!(code(&qawl(folder.path(), &["releases", "missing"])), 2);
    assert_eq!(code(&qawl(folder.path(), &["releases", "out/1.9.0"])), 2);
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let folder = folder();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("qawl"))
        .args(["completions", "zsh"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn the_date_of_a_release_comes_from_outside() {
    let folder = folder();
    let citation = |arguments: &[&str], epoch: Option<&str>| {
        let mut command = Command::cargo_bin("qawl").unwrap();
        command.current_dir(folder.path()).args(["export", "raw", "--to", "out"]).args(arguments);
        command.env_remove("SOURCE_DATE_EPOCH").envs(epoch.map(|epoch| ("SOURCE_DATE_EPOCH", epoch)));
        command.assert().success();
        fs::read_to_string(folder.path().join("out/draft/CITATION.cff")).unwrap()
    };
    assert!(!citation(&[], None).contains("date-released"));
    assert!(citation(&[], Some("86400")).contains("date-released: 1970-01-02"));
    assert!(citation(&["--date", "2024-06-20"], Some("0")).contains("date-released: 2024-06-20"));
}

/// A copy of the pack that the tests have of their own.
fn pack(folder: &TempDir) -> PathBuf {
    let copy = folder.path().join("packs/en");
    fs::create_dir_all(&copy).unwrap();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/en")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, copy.join(path.file_name().unwrap())).unwrap();
    }
    copy
}

fn replace(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

fn data(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn packs_of_a_folder_are_checked() {
    let folder = TempDir::new().unwrap();
    let pack = pack(&folder);
    for arguments in [["check", "packs"], ["check", "packs/en"]] {
        let output = qawl(folder.path(), &arguments);
        assert_eq!((code(&output), data(&output).as_str()), (0, ""), "{}", talk(&output));
    }
    assert_eq!(code(&qawl(&pack, &["check", "."])), 0);

    replace(&pack.join("cues.toml"), "content = [\"We begin tomorrow\"]", "content = [\"We begin\"]");
    let output = qawl(folder.path(), &["check", "packs"]);
    assert_eq!(code(&output), 1);
    let expected = "\
error[en/cues/say/example-1]: the attribution differs in its content
 --> packs/en/cues.toml:9:1
  |
9 | [[cue.example]]
  | ^^^^^^^^^^^^^^^
  = text: The mayor said: “We begin tomorrow”.
  = expected content: We begin
  = found content: We begin tomorrow
";
    assert_eq!(data(&output), expected);

    // What is known to fail must fail.
    replace(&pack.join("cues.toml"), "type = \"direct\"", "known-failing = \"words are lost\"");
    assert_eq!(code(&qawl(folder.path(), &["check", "packs"])), 0);
    replace(&pack.join("cues.toml"), "[\"We begin\"]", "[\"We begin tomorrow\"]");
    let output = qawl(folder.path(), &["check", "packs"]);
    assert!(data(&output).contains("holds, but `known-failing` says: words are lost"), "{}", data(&output));
}

#[test]
fn checks_over_a_whole_pack_tell_every_fault() {
    let folder = TempDir::new().unwrap();
    let pack = pack(&folder);
    replace(&pack.join("pack.toml"), "license = \"CC0-1.0\"", "license = \"\"");
    replace(&pack.join("pack.toml"), "authors = [\"The qawl authors\"]", "authors = []");
    replace(&pack.join("pack.toml"), "id = \"en\"", "id = \"eo\"");
    replace(&pack.join("page.toml"), "language = \"en\"", "language = \"eo\" # \u{202e}");
    replace(
        &pack.join("patterns.toml"),
        "why = \"no clause\"",
        "why = \"no clause\"\n[[pattern]]\nid = \"source-cue-clause\"\nsummary = \"\"\nsequence = [\"cue\", \"that\", \"clause\"]",
    );
    let cues = fs::read_to_string(pack.join("cues.toml")).unwrap();
    let more = "\n[[cue]]\nlemma = \"call\"\nkind = \"verb\"\nclass = \"say\"\npast = \"said\"\nforms = [\"Said\"]\nambiguous = true\n[[cue.example]]\ntext = \"The mayor said: “We begin, we begin”.\"\nsource = \"The mayor\"\ncue = \"said\"\ncontent = [\"begin\"]\n[[cue.counterexample]]\ntext = \"It rains.\"\nwhy = \"x\"\n";
    fs::write(pack.join("cues.toml"), format!("{cues}{more}")).unwrap();
    let output = qawl(folder.path(), &["check", "packs"]);
    let found = data(&output);
    assert_eq!(code(&output), 1);
    for expected in [
        "`license` is empty",
        "`authors` names nobody",
        "`id` is \"eo\", but the folder is \"en\"",
        "a bidirectional control character U+202E",
        "there is an entry of this name already",
        "has no example",
        "has no counterexample",
        "belongs before \"say\"",
        "shares forms with \"say\", which is found in its place",
        "proves nothing",
        "the content stands 2 times in the text",
        "the attribution differs in its entry, content",
    ] {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
    assert!(!found.contains('\u{202e}'));
}

#[test]
fn faulty_packs_are_refused_with_every_place() {
    let folder = TempDir::new().unwrap();
    let pack = pack(&folder);
    replace(&pack.join("cues.toml"), "class = \"say\"", "class = \"shout\"");
    replace(&pack.join("cues.toml"), "\"speech\"", "\"song\"");
    replace(&pack.join("mentions.toml"), "class = \"demonstrative\"", "class = \"article\"");
    replace(&pack.join("patterns.toml"), "\"colon?\"", "\"semicolon?\"");
    replace(&pack.join("page.toml"), "why = \"names of places\"", "why = \"\"");
    replace(&pack.join("page.toml"), "{month} {year}", "{moon} {year}");
    let output = qawl(folder.path(), &["check", "packs"]);
    let found = talk(&output);
    assert_eq!((code(&output), data(&output).as_str()), (1, ""));
    for expected in [
        "error[en/cues]: cue say: takes no `song`\n --> packs/en/cues.toml:1:1\n",
        "error[en/cues]: cue say: no class `shout`\n",
        "error[en/mentions]: word the: no class `article`\n  --> packs/en/mentions.toml:12:1\n",
        "error[en/patterns]: pattern source-cue-quote: no slot `semicolon`\n --> packs/en/patterns.toml:1:1\n",
        "error[en/page/places]: does not say why it is there\n  --> packs/en/page.toml:33:1\n",
        "8 | templates = [\"{day} {moon} {year}\"]\n  |              ^^^^^^^^^^^^^^^^^^^^^\n",
        "qawl: 6 errors in the language data\n",
    ] {
        assert!(found.contains(expected), "{expected}\n{found}");
    }

    replace(&pack.join("page.toml"), "stops", "stopped");
    replace(&pack.join("cues.toml"), "takes =", "takes");
    fs::remove_file(pack.join("names.toml")).unwrap();
    let found = talk(&qawl(folder.path(), &["check", "packs"]));
    for expected in [
        "error[en/page]: unknown field `stopped`",
        "--> packs/en/cues.toml:6:",
        "error[en/names]: the pack lacks this file\n --> packs/en/names.toml\n",
        "qawl: 3 errors in the language data\n",
    ] {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
}

/// The findings that a survey prints: kind, group, word and count, and the words of the examples.
fn findings(output: &Output) -> Vec<(String, Vec<String>)> {
    let found = data(output);
    let objects = found.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let finding = |object: serde_json::Value| {
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_string();
        let name = ["kind", "group", "word"].map(|key| text(&object[key])).join("/");
        let examples = object["examples"].as_array().unwrap().iter();
        (format!("{name} {}", object["count"]), examples.map(|example| text(&example["words"])).collect())
    };
    objects.map(finding).collect()
}

#[test]
fn a_survey_counts_what_the_rules_leave_open() {
    let folder = TempDir::new().unwrap();
    let texts = [
        "همهمت النحلة: «سنبني الخلية غداً».\nهمهمت الفراشة: «سنطير فوق الحقل كله».",
        "رأينا على الجدار لوحة طفل «البحر صديق المدينة الطيب جداً».\n\
         وقال إن الجسر سيفتح.\nقالت ليلى الوزيرة هند: «نعم سنبدأ».",
        "همهمت النحلة: «لن نبني الخلية غداً».",
    ];
    let lines = texts
        .iter()
        .enumerate()
        .map(|(id, text)| format!("{}\n", serde_json::json!({ "id": id.to_string(), "text": text })));
    fs::write(folder.path().join("in.jsonl"), lines.collect::<String>() + "{broken\n").unwrap();
    let output = qawl(folder.path(), &["survey", "in.jsonl", "--json", "--examples", "2"]);
    assert_eq!(code(&output), 0, "{}", talk(&output));
    assert_eq!(talk(&output), "3 documents, 1 refused\n");
    let found = findings(&output);
    let words = |name: &str| found.iter().find(|(found, _)| found == name).map(|(_, words)| words.join(" / "));
    assert_eq!(words("word-at-opening//همهمت 3").as_deref(), Some("همهمت / همهمت"), "{found:#?}");
    assert_eq!(words("marks/unattributed/طفل 1").as_deref(), Some("البحر صديق المدينة الطيب جداً"), "{found:#?}");
    assert_eq!(words("speaker/implied-subject/ar/patterns/cue-clause 1").as_deref(), Some("قال"), "{found:#?}");

    // The same findings whatever the number of threads, and fewer of them on demand.
    for jobs in ["1", "3"] {
        let again = qawl(folder.path(), &["survey", "in.jsonl", "--json", "--examples", "2", "--jobs", jobs]);
        assert_eq!(data(&again), data(&output));
    }
    let top = findings(&qawl(folder.path(), &["survey", "in.jsonl", "--json", "--top", "1", "--examples", "0"]));
    assert!(top.len() < found.len() && top.iter().all(|(_, examples)| examples.is_empty()), "{top:#?}");
}

#[test]
fn a_survey_shows_the_places_and_reads_packs_from_disk() {
    let folder = TempDir::new().unwrap();
    pack(&folder);
    let text =
        "The mayor mumbled: “We begin tomorrow, all of us”.\r\nThe mayor said that\u{202e} the bridge was closed.\n";
    fs::write(folder.path().join("page.txt"), text).unwrap();
    let survey =
        |arguments: &[&str]| qawl(folder.path(), &[&["survey", "page.txt", "--packs", "packs"], arguments].concat());
    let output = survey(&[]);
    let shown = data(&output);
    assert_eq!(code(&output), 0, "{}", talk(&output));
    for expected in [
        "word-before-colon (1): A word that is no cue, right before a colon and marks.\n       1  \u{2068}mumbled\u{2069}\n",
        " 10  \u{2068}The mayor [mumbled]: “We begin tomorrow, all of us”. The mayor said that",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
    assert!(!shown.contains(['\u{202e}', '\r']), "{shown:?}");
    assert!(
        findings(&survey(&["--json"])).iter().all(|(name, _)| !name.contains("said")),
        "{}",
        data(&survey(&["--json"]))
    );
    assert_eq!(code(&qawl(folder.path(), &["survey", "missing"])), 2);
    assert_eq!(code(&qawl(folder.path(), &["explain", "word-before-colon"])), 0);
}

#[test]
fn rules_and_values_are_explained() {
    let folder = TempDir::new().unwrap();
    let explain = |id: &str| qawl(folder.path(), &["explain", id]);
    for (id, part) in [
        ("ar/patterns/cue-source-quote", "sequence: cue "),
        ("cue-source-quote", "ar/patterns/cue-source-quote (patterns)"),
        ("ar/cues/قال", "past: قال قالت قالوا"),
        ("ar/cues/قال/example-1", "ar/cues/قال (cues)"),
        ("unclosed-quotation", "(diagnostics)"),
        ("duplicate-id", "(refused records)"),
        ("span-text", "(findings of verify)"),
        ("implied-subject", "(speakers not known)"),
        ("short-name", "(speaker rules)"),
        ("term", "(other marks)"),
        ("mixed", "(quotation types)"),
        ("deny", "(cue classes)"),
    ] {
        let output = explain(id);
        assert_eq!(code(&output), 0, "{id}");
        assert!(data(&output).contains(part), "{id}: {}", data(&output));
    }
    assert_eq!(data(&explain("pronoun")).matches("pronoun (").count(), 2);
    let output = explain("ar/patterns/cue-sorce-quote");
    assert_eq!((code(&output), data(&output).as_str()), (1, ""));
    assert!(talk(&output).contains("similar: ar/patterns/cue-source-quote"), "{}", talk(&output));
    let list = data(&qawl(folder.path(), &["explain"]));
    assert!(list.contains("\npatterns:\n") && list.contains("\n  ar/cues/قال  to say\n"), "{list}");
}
