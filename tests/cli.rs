//! The command line: exit codes, what goes to which stream, and runs that are killed.
#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use qawl::release::verify;
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;
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
    assert_eq!(run(&["explain", "no-such-rule"]), 2);
    assert_eq!(run(&["explain", "unclosed-quotation"]), 0);
    assert_eq!(run(&["check"]), 0);
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

/// Kills an export after `delay` with `signal`, and returns its exit code, if it had one.
fn killed(folder: &Path, version: &str, delay: Duration, signal: &str) -> Option<i32> {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("qawl"))
        .args(["export", "in.jsonl", "--to", "out", "--version", version, "--quiet"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(delay);
    let _ = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status();
    child.wait().unwrap().code()
}

fn long_input() -> TempDir {
    let folder = TempDir::new().unwrap();
    let line = |number| format!("{{\"id\":\"{number}\",\"text\":\"قال الوزير: «سنبدأ العمل غداً {number}».\"}}\n");
    fs::write(folder.path().join("in.jsonl"), (0..20_000).map(line).collect::<String>()).unwrap();
    folder
}

#[test]
fn a_killed_run_leaves_a_whole_release_or_none() {
    let folder = long_input();
    let out = folder.path().join("out");
    for round in 0..20u64 {
        let version = format!("k{round}");
        // Spread over the whole run, in no order.
        killed(folder.path(), &version, Duration::from_millis(round * 37 % 400), "-KILL");
        let release = out.join(&version);
        if release.exists() {
            assert_eq!(verify(&release).unwrap(), [], "round {round}");
        }
    }
    let output = qawl(folder.path(), &["export", "in.jsonl", "--to", "out", "--version", "last", "--quiet"]);
    assert_eq!(code(&output), 0, "{}", talk(&output));
    let staging = |name: &str| name.starts_with(".staging");
    assert!(!fs::read_dir(&out).unwrap().any(|entry| staging(&entry.unwrap().file_name().to_string_lossy())));
}

#[test]
fn an_interrupted_run_tidies_up_and_says_so() {
    let folder = long_input();
    for (signal, expected) in [("-INT", 130), ("-TERM", 143)] {
        let code = killed(folder.path(), "x", Duration::from_millis(60), signal).unwrap();
        if code == 0 {
            // It was done before.
            fs::remove_dir_all(folder.path().join("out/x")).unwrap();
            continue;
        }
        assert_eq!(code, expected);
        let left: Vec<_> =
            fs::read_dir(folder.path().join("out")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, [".lock"]);
    }
}
