//! Small releases, made of articles whose annotations are written by hand.
#![allow(dead_code, clippy::unwrap_used)]

use qawl::annotate::{
    Annotations, Attribution, Cue, CueClass, OtherMark, OtherReason, QuoteKind, Speaker, SpeakerKind, SpeakerRule,
    Unresolved,
};
use qawl::article::Article;
use qawl::diagnostic::{Diagnostic, DiagnosticCode};
use qawl::document::{Document, Origin, Reject, RejectReason};
use qawl::error::Result;
use qawl::read::InputInfo;
use qawl::registry::Registry;
use qawl::release::{FindingCode, Provenance, Release, ReleaseWriter, Version, verify};
use qawl::span::Span;
use qawl::table::{Excerpt, TableBatches, Tables, TextMode};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Releases with their texts.
pub(crate) const FULL: Excerpt = Excerpt::new(TextMode::Full);

pub(crate) const TEXT: &str = "عنوان\nقال بوتين: «سنبدأ العمل» أمس، وأضاف «غداً» في \"فوستوتشني\".";

pub(crate) fn article(id: &str, text: &str) -> Article {
    let origin = Origin { path: "a.jsonl".into(), record: 0 };
    let mut article =
        Article::plain(Document { id: id.into(), origin, text: text.into(), ..Document::default() }, "ar");
    article.outlet = Some("الصحيفة".into());
    article.date = Some(jiff::civil::date(2024, 6, 20));
    article
}

/// The span of the `nth` time that `words` stand in `text`.
pub(crate) fn span(text: &str, words: &str, nth: usize) -> Span {
    let (start, _) = text.match_indices(words).nth(nth).unwrap();
    Span::new(start as u32, (start + words.len()) as u32)
}

pub(crate) fn attribution(content: &[Span], context: Span) -> Attribution {
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
pub(crate) fn annotations(text: &str) -> Annotations {
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

pub(crate) fn batches(articles: &[Article], excerpt: Excerpt) -> TableBatches {
    let annotated: Vec<_> = articles.iter().map(|article| annotations(&article.text)).collect();
    let mut tables = Tables::default();
    for (article, annotations) in articles.iter().zip(&annotated) {
        tables.push(article, annotations);
    }
    let origin = Origin { path: "b.txt".into(), record: 0 };
    tables.push_reject(Reject { origin, reason: RejectReason::Binary, detail: "a NUL at byte 1".into() });
    tables.finish(excerpt).unwrap()
}

pub(crate) fn write(root: &Path, version: Version, articles: &[Article], excerpt: Excerpt) -> Result<Release> {
    let mut writer = ReleaseWriter::create(root, version, excerpt)?;
    writer.append(batches(articles, excerpt))?;
    let inputs = vec![InputInfo { path: "in".into(), records: articles.len() as u64 + 1, ..InputInfo::default() }];
    writer.publish(&Registry::bundled()?, Provenance { inputs, ..Provenance::default() }, &|| Ok(()))
}

pub(crate) fn fixed(name: &str) -> Version {
    Version::parse(name).unwrap()
}

pub(crate) fn sample(root: &Path) -> Release {
    write(root, fixed("1.0.0"), &[article("one", TEXT), article("two", TEXT)], FULL).unwrap()
}

pub(crate) fn codes(path: &Path) -> Vec<FindingCode> {
    verify(path).unwrap().into_iter().map(|finding| finding.code).collect()
}

/// Every file below a folder with its bytes.
pub(crate) fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
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

/// Makes a file writable and replaces it.
pub(crate) fn replace(path: &Path, bytes: &[u8]) {
    let _ = fs::remove_file(path);
    fs::write(path, bytes).unwrap();
}
