//! Reading: every input record ends in exactly one document or one reject, and text is never altered.
#![allow(clippy::unwrap_used)]

use flate2::Compression;
use flate2::write::GzEncoder;
use qawl::document::{Document, Reject, RejectReason};
use qawl::error::ErrorKind;
use qawl::read::{self, Options, Record};
use std::fs;
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn records(path: &Path, options: Options) -> Vec<Record> {
    read::open(&[path.to_path_buf()], options).unwrap().map(Result::unwrap).collect()
}

fn split(records: Vec<Record>) -> (Vec<Document>, Vec<Reject>) {
    let (mut documents, mut rejects) = (Vec::new(), Vec::new());
    for record in records {
        match record {
            Record::Document(document) => documents.push(document),
            Record::Reject(reject) => rejects.push(reject),
        }
    }
    (documents, rejects)
}

fn read_all(files: &[(&str, &[u8])]) -> (Vec<Document>, Vec<Reject>) {
    split(records(folder(files).path(), Options::default()))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Bytes that do not compress, as text.
fn noise(lines: usize) -> String {
    let mut state = 1u64;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{state:016x}")
    };
    (0..lines).map(|line| format!("{{\"id\":\"{line}\",\"text\":\"{}{}\"}}\n", word(), word())).collect()
}

#[test]
fn files_come_in_the_byte_order_of_their_paths() {
    let (documents, _) = read_all(&[
        ("b.txt", b"1"),
        ("a/z.txt", b"2"),
        ("a-b.txt", b"3"),
        ("a.txt", b"4"),
        ("README.md", b"no input"),
        ("a/LICENSE", b"no input"),
    ]);
    let paths: Vec<_> = documents.iter().map(|document| document.origin.path.as_str()).collect();
    assert_eq!(paths, ["a-b.txt", "a.txt", "a/z.txt", "b.txt"]);
}

#[test]
fn text_stays_as_delivered_but_for_the_byte_order_mark() {
    let text = "قال\u{a0}«نعم»\r\n\u{200f}ثم\u{200c} مضى\r";
    let (documents, rejects) = read_all(&[("a.txt", format!("\u{feff}{text}").as_bytes())]);
    assert_eq!(documents[0].text, text);
    assert!(rejects.is_empty());
    let line = "\u{feff}{\"id\":\"1\",\"text\":\"\\u0000\u{feff}x\"}\r\n";
    let (documents, _) = read_all(&[("a.jsonl", line.as_bytes())]);
    assert_eq!(documents[0].text, "\0\u{feff}x");
}

#[test]
fn json_lines_give_their_keys_and_ignore_others() {
    let line = br#"{"id":"k","text":"t","url":"u","outlet":"o","date":"2024-06-20","title":null,"more":{"a":[1]}}"#;
    let (documents, _) = read_all(&[("a.ndjson", line)]);
    let Document { id, metadata, .. } = &documents[0];
    assert_eq!(id, "k");
    assert_eq!((metadata.url.as_deref(), metadata.outlet.as_deref()), (Some("u"), Some("o")));
    assert_eq!((metadata.date.as_deref(), metadata.title.as_deref()), (Some("2024-06-20"), None));
}

#[test]
fn a_record_without_an_id_gets_a_stable_one() {
    let files: [(&str, &[u8]); 1] = [("a.jsonl", b"{\"text\":\"one\"}\n{\"id\":\"\",\"text\":\"one\"}\n")];
    let (first, _) = read_all(&files);
    let (second, _) = read_all(&files);
    assert_eq!(first, second);
    assert_eq!(first[0].id.len(), 32);
    assert_ne!(first[0].id, first[1].id, "the record number is part of it");
}

#[test]
fn every_broken_line_is_one_reject_and_costs_no_other() {
    let lines: &[(&[u8], Option<RejectReason>)] = &[
        (br#"{"id":"1","text":"a"}"#, None),
        (br#"{"id":"2","text":"#, Some(RejectReason::Json)),
        (br#"[1]"#, Some(RejectReason::Json)),
        (br#"{"id":3,"text":"a"}"#, Some(RejectReason::Json)),
        (br#"{"id":"4","text":["a"]}"#, Some(RejectReason::Json)),
        (br#"{"id":"5","text":"\ud800"}"#, Some(RejectReason::Json)),
        (b"{\"id\":\"6\",\"text\":\"\xff\"}", Some(RejectReason::Encoding)),
        (br#"{"id":"7"}"#, Some(RejectReason::NoText)),
        (br#"{"id":"8","text":" \n"}"#, Some(RejectReason::NoText)),
        (br#"{"id":"9","text":null}"#, Some(RejectReason::NoText)),
        (br#"{"id":"10","text":"a"} x"#, Some(RejectReason::Json)),
        (br#"{"id":"11","text":"b"}"#, None),
    ];
    let file: Vec<u8> = lines.iter().flat_map(|(line, _)| [line, &b"\n"[..], b"\n"].concat()).collect();
    let folder = folder(&[("a.jsonl", &file)]);
    let found = records(folder.path(), Options::default());
    assert_eq!(found.len(), lines.len());
    for (number, (record, (_, expected))) in found.iter().zip(lines).enumerate() {
        let (origin, reason) = match record {
            Record::Document(document) => (&document.origin, None),
            Record::Reject(reject) => (&reject.origin, Some(reject.reason)),
        };
        assert_eq!(reason, *expected, "record {number}");
        assert_eq!(origin.record, number as i64);
    }
    let Record::Reject(reject) = &found[1] else { panic!() };
    assert!(reject.detail.starts_with("line 3: "), "{}", reject.detail);
}

#[test]
fn faulty_text_files_say_why() {
    let (documents, rejects) = read_all(&[
        ("binary.txt", b"a\0b"),
        ("empty.txt", b""),
        ("encoding.txt", b"abc\xff"),
        ("good.txt", b"good"),
        ("page.html", b"<p>"),
        ("utf16.txt", b"\xff\xfea\0"),
    ]);
    assert_eq!(documents.len(), 1);
    let found: Vec<_> = rejects.iter().map(|reject| (reject.origin.path.as_str(), reject.reason)).collect();
    let expected = [
        ("binary.txt", RejectReason::Binary),
        ("empty.txt", RejectReason::NoText),
        ("encoding.txt", RejectReason::Encoding),
        ("page.html", RejectReason::Format),
        ("utf16.txt", RejectReason::Encoding),
    ];
    assert_eq!(found, expected);
    assert_eq!(rejects[2].detail, "no UTF-8 at byte 3");
}

#[test]
fn gzip_is_read_to_its_last_member_and_damage_is_told() {
    let (one, two) = (b"{\"id\":\"1\",\"text\":\"a\"}\n", b"{\"id\":\"2\",\"text\":\"b\"}\n");
    let members = [gzip(one), gzip(two)].concat();
    let (documents, rejects) = read_all(&[("a.jsonl.gz", &members)]);
    assert_eq!((documents.len(), rejects.len()), (2, 0));

    let trailing = [members.as_slice(), b"garbage"].concat();
    let (documents, rejects) = read_all(&[("a.jsonl.gz", &trailing)]);
    assert_eq!((documents.len(), rejects[0].reason), (2, RejectReason::Truncated));

    let whole = gzip(noise(20_000).as_bytes());
    let (documents, rejects) = read_all(&[("a.jsonl.gz", &whole[..whole.len() / 2])]);
    assert!((5_000..15_000).contains(&documents.len()), "{}", documents.len());
    assert_eq!((rejects.len(), rejects[0].reason), (1, RejectReason::Truncated));

    let mut flipped = gzip(one);
    let crc = flipped.len() - 8;
    flipped[crc] ^= 1;
    let (documents, rejects) = read_all(&[("a.jsonl.gz", &flipped)]);
    assert_eq!((documents.len(), rejects[0].reason), (1, RejectReason::Truncated));

    let (documents, rejects) = read_all(&[("a.jsonl.gz", one)]);
    assert_eq!((documents.len(), rejects[0].reason), (0, RejectReason::Truncated));
}

#[test]
fn what_is_too_large_is_refused_and_reading_goes_on() {
    let options = Options { max_record_bytes: 100, max_unpacked_bytes: 1000 };
    let long = format!("{{\"id\":\"1\",\"text\":\"{}\"}}\n{{\"id\":\"2\",\"text\":\"b\"}}\n", "x".repeat(500_000));
    let files = folder(&[("a.jsonl", long.as_bytes()), ("b.txt", &[b'x'; 101])]);
    let (documents, rejects) = split(records(files.path(), options));
    assert_eq!(documents[0].id, "2");
    assert_eq!(rejects.iter().map(|reject| reject.reason).collect::<Vec<_>>(), [RejectReason::TooLarge; 2]);

    let bomb = gzip("{\"text\":\"a\"}\n".repeat(10_000).as_bytes());
    let (documents, rejects) = split(records(folder(&[("a.jsonl.gz", &bomb)]).path(), options));
    assert!(!documents.is_empty() && documents.len() < 10_000);
    assert_eq!((rejects.len(), rejects[0].reason), (1, RejectReason::TooLarge));
}

#[test]
fn links_and_special_files_are_named_and_not_opened() {
    let files = folder(&[("a.txt", b"a"), ("outside.txt", b"b")]);
    let input = files.path().join("input");
    fs::create_dir(&input).unwrap();
    fs::rename(files.path().join("a.txt"), input.join("a.txt")).unwrap();
    std::os::unix::fs::symlink(files.path().join("outside.txt"), input.join("link.txt")).unwrap();
    std::os::unix::fs::symlink(&input, input.join("loop")).unwrap();
    let (documents, rejects) = split(records(&input, Options::default()));
    assert_eq!(documents.len(), 1);
    let found: Vec<_> = rejects.iter().map(|reject| (reject.origin.path.as_str(), reject.reason)).collect();
    assert_eq!(found, [("link.txt", RejectReason::Format), ("loop", RejectReason::Format)]);
}

#[test]
fn a_file_that_vanishes_before_it_is_opened_is_a_reject() {
    let files = folder(&[("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c")]);
    let mut reading = read::open(&[files.path().to_path_buf()], Options::default()).unwrap();
    assert!(matches!(reading.next(), Some(Ok(Record::Document(_)))));
    fs::remove_file(files.path().join("b.txt")).unwrap();
    let (documents, rejects) = split(reading.map(Result::unwrap).collect());
    assert_eq!((documents.len(), rejects.len()), (1, 1));
    assert_eq!((rejects[0].origin.path.as_str(), rejects[0].reason), ("b.txt", RejectReason::Io));
}

#[test]
fn a_file_that_changes_while_it_is_read_is_a_reject_at_its_end() {
    let files = folder(&[("a.jsonl", noise(50_000).as_bytes())]);
    let mut reading = read::open(&[files.path().to_path_buf()], Options::default()).unwrap();
    assert!(matches!(reading.next(), Some(Ok(Record::Document(_)))));
    let mut grown = fs::File::options().append(true).open(files.path().join("a.jsonl")).unwrap();
    grown.write_all(b"{\"id\":\"new\",\"text\":\"new\"}\n").unwrap();
    let (_, rejects) = split(reading.map(Result::unwrap).collect());
    assert_eq!(rejects.last().unwrap().reason, RejectReason::ChangedDuringRead);
    assert_eq!(rejects.len(), 1);
}

#[test]
fn a_sidecar_states_what_files_do_not() {
    let sidecar =
        "[[source]]\nfile = \"a.txt\"\noutlet = \"الصحيفة\"\n[[source]]\nfile = \"below/b.txt\"\nurl = \"u\"\n";
    let (documents, _) = read_all(&[("a.txt", b"a"), ("below/b.txt", b"b"), ("sources.toml", sidecar.as_bytes())]);
    assert_eq!(documents[0].metadata.outlet.as_deref(), Some("الصحيفة"));
    assert_eq!(documents[1].metadata.url.as_deref(), Some("u"));
}

#[test]
fn a_faulty_sidecar_stops_the_run_and_is_named() {
    for faulty in ["[[source]]\nfile = \"none.txt\"", "[[source]]\nfile = \"../a.txt\"", "x = 1", "[[source"] {
        let files = folder(&[("a.txt", b"a"), ("sources.toml", faulty.as_bytes())]);
        let error = read::open(&[files.path().to_path_buf()], Options::default()).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(error.to_string().contains("sources.toml"), "{error}");
    }
}

#[test]
fn inputs_that_are_not_there_are_errors() {
    let empty = TempDir::new().unwrap();
    for path in [empty.path().to_path_buf(), empty.path().join("missing")] {
        let error = read::open(&[path], Options::default()).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Input);
    }
}

#[test]
fn the_manifest_entry_does_not_depend_on_where_the_input_lies() {
    let info = || {
        let files = folder(&[("in/a.txt", b"a"), ("in/b.jsonl", b"{\"text\":\"x\"}\n{}\n")]);
        let mut reading = read::open(&[files.path().join("in")], Options::default()).unwrap();
        reading.by_ref().for_each(drop);
        reading.into_inputs()
    };
    let first = info();
    assert_eq!(first, info());
    assert_eq!((first[0].path.as_str(), first[0].files, first[0].bytes, first[0].records), ("in", 2, 17, 3));
}
