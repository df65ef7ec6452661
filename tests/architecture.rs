//! The invariants of ARCHITECTURE.md that a program can check, read off the source files.
#![allow(clippy::unwrap_used)]

use qawl::annotate::Annotator;
use qawl::explain;
use qawl::read::{self, Record};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// One source file: its path below `src`, and its lines of code with their numbers.
struct Source {
    path: String,
    whole: String,
    /// Without comments, and without the test module at the end of the file.
    code: Vec<(usize, String)>,
}

impl Source {
    fn read(root: &Path, path: &Path) -> Self {
        let whole = fs::read_to_string(path).unwrap();
        let numbered = whole.lines().enumerate().map(|(index, line)| (index + 1, line));
        let own = numbered.take_while(|(_, line)| *line != "#[cfg(test)]");
        let code = own.filter(|(_, line)| !line.trim_start().starts_with("//"));
        Source {
            path: path.strip_prefix(root).unwrap().to_string_lossy().into_owned(),
            code: code.map(|(number, line)| (number, line.to_string())).collect(),
            whole,
        }
    }

    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path == *place || self.path.starts_with(&format!("{place}/")))
    }

    /// The lines of code for which `wrong` holds, as `path:line: code`.
    fn lines(&self, wrong: impl Fn(&str) -> bool) -> Vec<String> {
        let found = self.code.iter().filter(|(_, line)| wrong(line));
        found.map(|(number, line)| format!("src/{}:{number}: {}", self.path, line.trim())).collect()
    }
}

/// Every Rust file below `src`, in the order of their paths.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut files) = (vec![root.clone()], Vec::<PathBuf>::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|extension| extension == "rs") => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    assert!(files.len() > 30, "only {} source files were found", files.len());
    files.iter().map(|path| Source::read(&root, path)).collect()
}

/// Asserts that no line of code in the chosen files is wrong.
fn none(chosen: impl Fn(&Source) -> bool, wrong: impl Fn(&str) -> bool, rule: &str) {
    let found: Vec<_> =
        sources().iter().filter(|source| chosen(source)).flat_map(|source| source.lines(&wrong)).collect();
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

/// Whether one of `words` stands in the line.
fn any(line: &str, words: &[&str]) -> bool {
    words.iter().any(|word| line.contains(word))
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

#[test]
fn every_file_opens_with_its_purpose() {
    let silent: Vec<_> = sources().into_iter().filter(|source| !source.whole.starts_with("//! ")).collect();
    assert!(silent.is_empty(), "{:?}", silent.iter().map(|source| &source.path).collect::<Vec<_>>());
}

#[test]
fn no_code_is_unsafe() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut crates = vec![root.join("src/lib.rs"), root.join("src/main.rs"), root.join("build.rs")];
    crates.extend(fs::read_dir(root.join("examples")).unwrap().map(|entry| entry.unwrap().path()));
    let forbids = |path: &PathBuf| fs::read_to_string(path).unwrap().contains("#![forbid(unsafe_code)]\n");
    let lax: Vec<_> = crates.into_iter().filter(|path| !forbids(path)).collect();
    assert!(lax.is_empty(), "{lax:?}");
}

/// What the lock file says of a package: the names of those that it needs.
type Needs = BTreeMap<String, Vec<String>>;

fn lock_file() -> Needs {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    let lock: toml::Table = text.parse().unwrap();
    let mut needs = Needs::new();
    for package in lock["package"].as_array().unwrap() {
        let listed = package.get("dependencies").and_then(|needs| needs.as_array()).into_iter().flatten();
        // "name", or "name version" where there are several.
        let names = listed.map(|need| need.as_str().unwrap().split(' ').next().unwrap().to_string());
        needs.entry(package["name"].as_str().unwrap().to_string()).or_default().extend(names);
    }
    needs
}

#[test]
fn no_dependency_speaks_to_a_network() {
    let network = [
        "async-std",
        "attohttpc",
        "curl",
        "h2",
        "hickory-proto",
        "hyper",
        "isahc",
        "mio",
        "native-tls",
        "object_store",
        "openssl",
        "quinn",
        "reqwest",
        "rustls",
        "smol",
        "socket2",
        "tokio",
        "tungstenite",
        "ureq",
    ];
    let needs = lock_file();
    let (mut open, mut reached) = (vec!["qawl"], BTreeSet::from(["qawl"]));
    while let Some(name) = open.pop() {
        // The optional feature `polars` links the client of an object store; qawl gives polars local paths only.
        for need in needs[name].iter().filter(|need| *need != "polars") {
            if reached.insert(need) {
                open.push(need);
            }
        }
    }
    assert!(reached.len() > 100 && reached.contains("parquet"), "only {} packages were reached", reached.len());
    let found: Vec<_> = network.into_iter().filter(|name| reached.contains(name)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_library_opens_no_connection() {
    none(|_| true, |line| any(line, &["std::net", "TcpStream", "UdpSocket", "UnixStream"]), "network code");
}

#[test]
fn words_of_a_language_are_data() {
    let everywhere = |_: &Source| true;
    none(everywhere, |line| line.contains(is_arabic), "Arabic letters in code");
    // A word could still be spelled by its code points, one escape after the other.
    let letter = |rest: &str| rest.starts_with("\\u{6") && rest.contains('}');
    let spelled = |line: &str| {
        line.match_indices("\\u{6").any(|(at, _)| {
            let rest = &line[at..];
            rest.find('}').is_some_and(|end| letter(&rest[end + 1..]))
        })
    };
    none(everywhere, spelled, "Arabic words spelled as escapes");
}

#[test]
fn no_code_names_a_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lang");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let codes: Vec<String> = names.chain(["ar", "en", "fa", "fr", "ur"].map(String::from)).collect();
    let named = |line: &str| codes.iter().any(|code| line.contains(&format!("\"{code}\"")));
    none(|_| true, named, "a language code as a value in code");
}

#[test]
fn tables_know_no_files_and_annotations_no_tables() {
    let arrow = |line: &str| any(line, &["arrow", "parquet", "polars"]);
    let core = ["annotate", "pack", "page", "registry", "read", "token.rs", "fold.rs", "phrase.rs", "span.rs"];
    none(|source| source.is_in(&core), arrow, "Arrow, Parquet or polars below the tables");
    none(|source| source.is_in(&["table"]), |line| line.contains("parquet"), "Parquet in the tables");
}

#[test]
fn dependencies_point_one_way() {
    let upper = [
        "crate::table",
        "crate::release",
        "crate::export",
        "crate::show",
        "crate::stats",
        "crate::score",
        "crate::survey",
        "crate::frame",
    ];
    let core = ["annotate", "pack", "page", "registry", "read", "article.rs", "document.rs", "token.rs", "fold.rs"];
    none(|source| source.is_in(&core), |line| any(line, &upper), "something above is used from below");
    none(|source| source.is_in(&["table"]), |line| any(line, &upper[1..]), "something above the tables is used there");
    none(|source| source.is_in(&["release"]), |line| any(line, &upper[2..]), "something above releases is used there");
    let low = ["span.rs", "digest.rs", "fold.rs", "document.rs", "vocabulary.rs"];
    let used = |line: &str| line.contains("crate::") && !line.contains("crate::vocabulary");
    none(
        |source| source.is_in(&low),
        |line| used(line) && !line.contains("pub(crate) use"),
        "the bottom uses what is above",
    );
}

#[test]
fn the_annotator_is_a_pure_function() {
    let pure = ["annotate", "page", "token.rs", "fold.rs", "phrase.rs", "span.rs"];
    let outside =
        ["std::fs", "std::io", "std::env", "std::time", "Instant::", "SystemTime", "thread_local", "OnceLock"];
    none(|source| source.is_in(&pure), |line| any(line, &outside), "input, output or a clock in the annotator");
    let state = |line: &str| line.trim_start().trim_start_matches("pub ").starts_with("static ");
    none(|source| source.is_in(&pure), state, "global state in the annotator");
}

#[test]
fn nothing_about_a_text_is_an_error() {
    // `Annotator::bundled` and the pages' `parse` and `check` load data and may fail; the passes may not.
    let loading = ["annotate/mod.rs", "page/rules.rs", "page/check.rs", "page/notation.rs", "page/date.rs"];
    let pass = |source: &Source| source.is_in(&["annotate", "page"]) && !source.is_in(&loading);
    none(pass, |line| line.contains("crate::error"), "a pass that knows errors");
}

#[test]
fn only_releases_are_written() {
    // `qawl man` writes the manual pages and `qawl score` the confidence of a pack, into folders that their user names.
    let others = |source: &Source| !source.is_in(&["release", "cli/mod.rs", "score/calibrate.rs"]);
    let writing = [
        "fs::write",
        "fs::copy",
        "fs::rename",
        "fs::remove",
        "create_dir",
        "DirBuilder",
        "set_permissions",
        "File::create",
        ".create(true)",
        ".write(true)",
        "options.append(true)",
        "options().append(true)",
        ".truncate(true)",
        "renameat",
    ];
    none(others, |line| any(line, &writing), "files are written outside `release`");
    none(
        |source| source.is_in(&["cli/mod.rs"]),
        |line| any(line, &writing) && !line.contains("create_dir_all(folder)"),
        "files are written by the command line",
    );
}

#[test]
fn only_the_command_line_prints() {
    let library = |source: &Source| !source.is_in(&["main.rs", "cli", "report.rs"]);
    let printing = ["println!", "eprintln!", "print!(", "stdout()", "stderr()", "process::exit", "ExitCode"];
    none(library, |line| any(line, &printing), "the library prints or chooses exit codes");
}

#[test]
fn bytes_become_code_points_where_they_are_shown() {
    let others = |source: &Source| !source.is_in(&["span.rs", "table/row.rs", "survey.rs", "python.rs"]);
    none(others, |line| line.contains("CharIndex"), "byte offsets are turned into code points elsewhere");
}

#[test]
fn every_rule_and_code_of_the_sample_is_explained() {
    let annotator = Annotator::bundled().unwrap();
    let topics = explain::topics(annotator.packs());
    let known: BTreeSet<&str> = topics.iter().map(|topic| topic.id.as_str()).collect();
    let mut used = BTreeSet::new();
    let raw = Path::new(env!("CARGO_MANIFEST_DIR")).join("raw");
    for record in read::open(&[raw], read::Options::default()).unwrap() {
        let Record::Document(document) = record.unwrap() else { panic!("a sample page was refused") };
        let annotations = annotator.annotate(&annotator.article(document));
        for found in &annotations.attributions {
            used.extend([found.rule.to_string(), found.kind.name().to_string()]);
            used.extend(found.cue.as_ref().map(|cue| cue.class.name().to_string()));
            used.insert(match &found.speaker {
                Ok(speaker) => speaker.rule.name().to_string(),
                Err(unresolved) => unresolved.name().to_string(),
            });
        }
        used.extend(annotations.other_marks.iter().map(|mark| mark.reason.name().to_string()));
        used.extend(annotations.diagnostics.iter().map(|diagnostic| diagnostic.code.name().to_string()));
    }
    assert!(used.len() > 30, "{used:?}");
    let unknown: Vec<_> = used.iter().filter(|id| !known.contains(id.as_str())).collect();
    assert!(unknown.is_empty(), "not explained: {unknown:?}");
}
