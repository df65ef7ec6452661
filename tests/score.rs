//! Scores: the figures of the judge on a small release, mistakes, and the confidence that follows.
#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use qawl::annotate::{
    Annotations, Attribution, Cue, CueClass, QuoteKind, Speaker, SpeakerKind, SpeakerRule, Unresolved,
};
use qawl::article::Article;
use qawl::document::Document;
use qawl::error::ErrorKind;
use qawl::pack::Packs;
use qawl::read::InputInfo;
use qawl::registry::Registry;
use qawl::release::{Provenance, Release, ReleaseWriter, Version};
use qawl::score::{Gold, Score, Tallies, calibrate, read_gold, score};
use qawl::span::Span;
use qawl::table::{Excerpt, Tables};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Three articles of invented words.
fn gold_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/score/gold.jsonl")
}

fn gold() -> Vec<Gold> {
    read_gold(&[gold_file()]).unwrap()
}

/// The text of an article of the gold file.
fn text(id: &str) -> String {
    let file = fs::read_to_string(gold_file()).unwrap();
    let mut articles = file.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let article = articles.find(|article| article["id"] == id).unwrap();
    article["text"].as_str().unwrap().to_string()
}

fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap();
    Span::new(start as u32, (start + words.len()) as u32)
}

/// A row, each part by its words.
struct Row {
    kind: QuoteKind,
    content: &'static str,
    marked: &'static [&'static str],
    cue: Option<(&'static str, &'static str)>,
    source: Option<&'static str>,
    speaker: Option<&'static str>,
    rule: &'static str,
}

impl Row {
    fn attribution(&self, text: &str) -> Attribution {
        let cue = |(words, lemma): (&str, &str)| Cue {
            span: span(text, words),
            lemma: lemma.into(),
            class: CueClass::Say,
            negated: false,
        };
        let speaker = |name: &str| {
            let rule = SpeakerRule::Named;
            Speaker { name: name.into(), registry_id: None, kind: SpeakerKind::Person, role: None, rule }
        };
        Attribution {
            kind: self.kind,
            content: vec![span(text, self.content)],
            marked: self.marked.iter().map(|words| span(text, words)).collect(),
            cue: self.cue.map(cue),
            source: self.source.map(|words| span(text, words)),
            via: None,
            speaker: self.speaker.map(speaker).ok_or(Unresolved::ImpliedSubject),
            rule: format!("ar/patterns/{}", self.rule).into(),
            confidence: None,
            in_title: false,
            paragraph: 0,
            context: Span::new(0, text.len() as u32),
        }
    }
}

const ONE: &[Row] = &[
    // Right, the name without its vowel sign.
    Row {
        kind: QuoteKind::Direct,
        content: "سنفتح المكتبة غداً",
        marked: &["سنفتح المكتبة غداً"],
        cue: Some(("قالت", "قال")),
        source: Some("هدى الصبّاغ"),
        speaker: Some("هدى الصباغ"),
        rule: "cue-source-quote",
    },
    // Right words, of nobody.
    Row {
        kind: QuoteKind::Mixed,
        content: "«الباب» مفتوح للجميع",
        marked: &["الباب"],
        cue: Some(("أضافت", "أضاف")),
        source: None,
        speaker: None,
        rule: "cue-clause",
    },
    // Right, but for the end of the content, the cue and the type.
    Row {
        kind: QuoteKind::Mixed,
        content: "العمل بدأ في",
        marked: &[],
        cue: None,
        source: Some("المدير"),
        speaker: Some("المدير العام"),
        rule: "cue-source-clause",
    },
    // What readers may disagree about.
    Row {
        kind: QuoteKind::Indirect,
        content: "الشتاء طويل",
        marked: &[],
        cue: Some(("يرى", "رأى")),
        source: Some("الجيران"),
        speaker: Some("الجيران"),
        rule: "cue-source-clause",
    },
    // No quotation.
    Row {
        kind: QuoteKind::Direct,
        content: "الورد والشوك",
        marked: &["الورد والشوك"],
        cue: None,
        source: None,
        speaker: Some("هدى الصباغ"),
        rule: "cue-source-quote",
    },
];

const TWO: &[Row] = &[
    // The speaker is somebody else; the ends differ by punctuation only.
    Row {
        kind: QuoteKind::Mixed,
        content: "الأبواب ستبقى مفتوحة» حتى المساء.",
        marked: &["الأبواب ستبقى مفتوحة"],
        cue: Some(("أعلن", "أعلن")),
        source: None,
        speaker: Some("البلدية"),
        rule: "cue-source-clause",
    },
];

/// A release of the first two articles. The third is not in it.
fn release(root: &Path) -> Release {
    let articles = [("one", "صحيفة الحديقه", 20), ("two", "الأفق", 20)].map(|(id, outlet, day)| {
        let mut article = Article::plain(Document { id: id.into(), text: text(id), ..Document::default() }, "ar");
        article.outlet = Some(outlet.into());
        article.date = Some(jiff::civil::date(2024, 6, day));
        article
    });
    let annotated = articles.each_ref().map(|article| {
        let rows = if article.id == "one" { ONE } else { TWO };
        let mut attributions: Vec<_> = rows.iter().map(|row| row.attribution(&article.text)).collect();
        attributions.sort_by_key(|attribution| attribution.content[0]);
        Annotations { attributions, ..Annotations::default() }
    });
    let mut tables = Tables::default();
    for (article, annotations) in articles.iter().zip(&annotated) {
        tables.push(article, annotations);
    }
    let version = Version::parse("1.0.0").unwrap();
    let mut writer = ReleaseWriter::create(root, version, Excerpt::default()).unwrap();
    writer.append(tables.finish(Excerpt::default()).unwrap()).unwrap();
    let inputs = vec![InputInfo { path: "in".into(), records: 2, ..InputInfo::default() }];
    writer.publish(&Registry::bundled().unwrap(), Provenance { inputs, ..Provenance::default() }, &|| Ok(())).unwrap()
}

fn scored() -> (TempDir, Score) {
    let root = TempDir::new().unwrap();
    let score = score(&gold(), &release(root.path())).unwrap();
    (root, score)
}

/// The judge's own figures for this release, as `score.py --json` prints them.
const JUDGE: &str = r#"{"marked": {"precision": 0.75, "recall": 0.6, "f1": 0.6667, "gold": 5, "predicted": 4},
"marked+who": {"precision": 0.25, "recall": 0.2, "f1": 0.2222, "gold": 5, "predicted": 4},
"quotations": {"precision": 0.8, "recall": 0.5714, "f1": 0.6667, "gold": 7, "predicted": 5},
"quotations+who": {"precision": 0.4, "recall": 0.2857, "f1": 0.3333, "gold": 7, "predicted": 5},
"direct": {"precision": 0.5, "recall": 0.5, "f1": 0.5, "gold": 2, "predicted": 2},
"direct+who": {"precision": 0.5, "recall": 0.5, "f1": 0.5, "gold": 2, "predicted": 2},
"mixed": {"precision": 1.0, "recall": 0.6667, "f1": 0.8, "gold": 3, "predicted": 2},
"mixed+who": {"precision": 0.0, "recall": 0.0, "f1": 0.0, "gold": 3, "predicted": 2},
"indirect": {"precision": 1.0, "recall": 0.5, "f1": 0.6667, "gold": 2, "predicted": 1},
"indirect+who": {"precision": 1.0, "recall": 0.5, "f1": 0.6667, "gold": 2, "predicted": 1},
"matched": {"quotations": 4, "type": 0.75, "exact": 0.75, "cue": 0.75},
"documents": {"outlet": "1/2", "date": "1/2"}}"#;

fn command(arguments: &[&str]) -> std::process::Output {
    Command::cargo_bin("qawl").unwrap().arg("score").args(arguments).output().unwrap()
}

#[test]
fn the_figures_are_those_of_the_judge() {
    let (root, _) = scored();
    let (gold, release) = (gold_file(), root.path().join("1.0.0"));
    let output = command(&[gold.to_str().unwrap(), release.to_str().unwrap(), "--json", "--errors", "3"]);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "qawl: 1 gold articles are not in the release\n");
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let judge: Value = serde_json::from_str(JUDGE).unwrap();
    for (key, figures) in judge.as_object().unwrap() {
        assert_eq!(&found[key], figures, "{key}");
    }
    assert_eq!(found["mistakes"].as_array().unwrap().len(), 3);
    assert_eq!(found["errors"]["wrong speaker (mixed)"], 2);
}

#[test]
fn outcomes_are_told_by_rule_outlet_and_cue() {
    let (_root, score) = scored();
    let counts = |tallies: &Tallies| -> Vec<_> {
        let count = |(name, t): (Option<&str>, qawl::score::Tally)| {
            (name.unwrap_or("-").to_string(), [t.right, t.wrong_speaker, t.wrong, t.missed, t.optional])
        };
        tallies.worst_first().into_iter().map(count).collect()
    };
    let expected = |rows: &[(&str, [u64; 5])]| -> Vec<_> {
        rows.iter().map(|(name, counts)| (name.to_string(), *counts)).collect()
    };
    let rules = [
        ("ar/patterns/cue-source-clause", [1, 1, 0, 0, 1]),
        ("ar/patterns/cue-source-quote", [1, 0, 1, 0, 0]),
        ("ar/patterns/cue-clause", [0, 1, 0, 0, 0]),
    ];
    assert_eq!(counts(&score.rules), expected(&rules));
    let outlets = [("صحيفة الحديقة", [2, 1, 1, 1, 1]), ("المرصد", [0, 1, 0, 1, 0]), ("-", [0, 0, 0, 1, 0])];
    assert_eq!(counts(&score.outlets), expected(&outlets));
    let cues = counts(&score.cues);
    // One missed cue is that of a row by its form, one is its own dictionary form.
    assert!(cues.contains(&("قال".into(), [1, 0, 0, 2, 0])), "{cues:?}");
    assert!(cues.contains(&("وعد".into(), [0, 0, 0, 1, 0])), "{cues:?}");
}

#[test]
fn mistakes_are_shown_in_their_context() {
    let (root, score) = scored();
    assert_eq!(score.mistakes.len(), 11);
    let (gold, release) = (gold_file(), root.path().join("1.0.0"));
    let output = command(&[gold.to_str().unwrap(), release.to_str().unwrap(), "--errors", "11", "--by", "rule"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    for expected in [
        "quotations+who         0.400   0.286   0.333      7      5\n",
        "of 4 found: type right 0.750, content exact 0.750, cue found 0.750\ndocuments: outlet 1/2, date 1/2\n",
        "   right  wrong speaker     wrong  optional  rule\n       1              1         0         1  ar/patterns/cue-source-clause\n",
        "\n[one] not a quotation (direct)\n",
        "⏎من كتاب «⟦الورد والشوك⟧» للمدرسة.\n  found: هدى الصباغ   gold: -   rule: ar/patterns/cue-source-quote\n",
        "\n[three] missed (direct)\n  قالت البستانية: «⟦الماء قليل⟧».\n  found: -   gold: البستانية\n",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
}

#[test]
fn what_was_measured_becomes_the_confidence_of_the_pack() {
    let (_root, score) = scored();
    let folder = TempDir::new().unwrap();
    let pack = folder.path().join("ar");
    fs::create_dir(&pack).unwrap();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lang/ar")).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name() != "confidence.toml" {
            fs::copy(entry.path(), pack.join(entry.file_name())).unwrap();
        }
    }
    let registry = Registry::bundled().unwrap();
    let confidences = || -> Vec<Option<f32>> {
        let packs = Packs::from_dir(&pack, &registry).unwrap();
        let of = |name: &str| packs.list()[0].patterns.iter().find(|p| p.id.ends_with(name)).unwrap().confidence;
        ["/cue-source-clause", "/cue-clause", "/cue-quote"].map(of).to_vec()
    };
    assert_eq!(confidences(), [None, None, None]);
    assert_eq!(calibrate(&score, folder.path(), &registry).unwrap(), [pack.join("confidence.toml")]);
    // (right + 5 * 0.4) / (rows + 5), and 0.4, the precision of all five rows, for the rule that was not seen.
    assert_eq!(confidences(), [Some(0.4286), Some(0.3333), Some(0.4)]);
    let other = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/en");
    let error = calibrate(&score, &other, &registry).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().contains("has no rule ar/patterns/cue-clause"), "{error}");
}

#[test]
fn gold_that_cannot_be_used_is_named_by_its_line() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("g.jsonl");
    let whole = fs::read_to_string(gold_file()).unwrap();
    let fault = |text: &str| {
        fs::write(&file, text).unwrap();
        let error = read_gold(&[&file]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
        error.to_string()
    };
    assert!(fault(&format!("\n{{\"id\": \"x\"}}\n{whole}")).contains("g.jsonl line 2: no article with gold"));
    let broken = fault(&whole.replace("\"type\": \"direct\"", "\"type\": \"loud\""));
    assert!(broken.contains("line 1") && broken.contains("no type of quotation: \"loud\""), "{broken}");
    let outside = r#"{"id": "x", "text": "abc", "quotations": [{"type": "direct", "content": [[1, 4]], "marked": [], "optional": false}]}"#;
    assert!(fault(outside).ends_with("line 1: quotation 1: 1..4 is no place in a text of 3 code points"));
    fs::write(&file, whole.replace("جاهز", "طازج")).unwrap();
    let error = score(&read_gold(&[&file]).unwrap(), &release(&folder.path().join("out"))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(error.to_string().contains("document two has another text"), "{error}");
    assert_eq!(command(&["missing.jsonl", "missing"]).status.code(), Some(2));
}
