//! Runs that are killed, race each other or find the disk full: a release is whole or absent afterwards.
#![allow(clippy::unwrap_used)]

mod support;

use assert_cmd::Command;
use qawl::release::verify;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;
use support::contents;
use tempfile::TempDir;

fn qawl(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("qawl").unwrap().current_dir(folder).args(arguments).output().unwrap()
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
    assert_eq!(output.status.code().unwrap(), 0, "{}", String::from_utf8_lossy(&output.stderr));
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

/// A shell command in which `qawl` is the program.
fn shell(folder: &Path, command: &str) -> Output {
    let program = assert_cmd::cargo::cargo_bin("qawl");
    let command = command.replace("qawl", &format!("'{}'", program.display()));
    std::process::Command::new("sh").args(["-c", &command]).current_dir(folder).output().unwrap()
}

#[test]
fn a_full_disk_leaves_earlier_releases_and_nothing_else() {
    let folder = long_input();
    let out = folder.path().join("out");
    assert_eq!(
        qawl(folder.path(), &["export", "in.jsonl", "--to", "out", "--version", "1.0.0"]).status.code(),
        Some(0)
    );
    let before = contents(&out);
    // Blocks of 512 bytes that a file may have: none, and some of what the largest need.
    for blocks in [0, 1, 8, 64, 200] {
        let output =
            shell(folder.path(), &format!("ulimit -f {blocks}; exec qawl export in.jsonl --to out --version 1.0.1 -q"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(13), "{blocks} blocks: {said}");
        assert!(said.contains("no space"), "{said}");
        let mut after = contents(&out);
        // The lock holds the process that was last.
        after.insert(".lock".into(), before[Path::new(".lock")].clone());
        assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "{blocks} blocks");
        assert_eq!(after, before, "{blocks} blocks");
    }
    assert_eq!(verify(&out).unwrap(), []);
}

#[test]
fn a_full_standard_output_is_told_and_costs_no_release() {
    let folder = long_input();
    let status = std::process::Command::new(assert_cmd::cargo::cargo_bin("qawl"))
        .args(["export", "in.jsonl", "--to", "out", "--quiet"])
        .current_dir(folder.path())
        .stdout(File::options().write(true).open("/dev/full").unwrap())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(13));
    assert_eq!(verify(&folder.path().join("out/draft")).unwrap(), []);
}

#[test]
fn of_two_exports_one_publishes() {
    let folder = long_input();
    fs::write(folder.path().join("other.jsonl"), "{\"id\":\"1\",\"text\":\"قال الوزير: «نعم».\"}\n").unwrap();
    let alone = |input: &str| {
        assert_eq!(
            qawl(folder.path(), &["export", input, "--to", input.trim_end_matches("l"), "--version", "1.0.0"])
                .status
                .code(),
            Some(0)
        );
        contents(&folder.path().join(input.trim_end_matches("l")).join("1.0.0"))
    };
    let expected = [alone("in.jsonl"), alone("other.jsonl")];
    for round in 0..6u64 {
        let out = format!("out{round}");
        let start = |input: &str| {
            std::process::Command::new(assert_cmd::cargo::cargo_bin("qawl"))
                .args(["export", input, "--to", &out, "--version", "1.0.0", "--quiet"])
                .current_dir(folder.path())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        };
        let first = start("in.jsonl");
        std::thread::sleep(Duration::from_millis(round * 100));
        let codes = [first, start("other.jsonl")].map(|mut child| child.wait().unwrap().code().unwrap());
        let winner = codes.iter().position(|&code| code == 0).unwrap();
        assert!(matches!(codes[1 - winner], 10 | 11), "{codes:?}");
        assert_eq!(contents(&folder.path().join(&out).join("1.0.0")), expected[winner], "{codes:?}");
    }
}
