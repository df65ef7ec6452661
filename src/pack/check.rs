//! Runs the examples of packs, and looks at every pack as a whole.

use super::example::{Counterexample, Example, MentionExample};
use super::finding::{Check, Finding, Level};
use super::lexicon::RawCue;
use super::pattern::RawPattern;
use super::{CONFIDENCE, CUES, MANIFEST, MENTIONS, PAGE, PATTERNS, Pack, Raw, of_page};
use crate::annotate::{Annotator, Attribution};
use crate::article::Article;
use crate::document::{Document, Metadata};
use crate::error::is_bidi_control;
use crate::span::Span;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;
use std::ops::Range;
use toml::Spanned;

/// Looks at a whole pack under one aspect.
type Look = fn(&Subject<'_>) -> Vec<Finding>;

/// The checks over a whole pack.
const WHOLE: [(&str, Look); 9] = [
    ("identity", identity),
    ("bidi-controls", bidi_controls),
    ("unique", unique),
    ("sorted", sorted),
    ("forms", forms),
    ("examples", examples),
    ("counterexamples", counterexamples),
    ("expectations", expectations),
    ("confidence", confidence),
];

/// Runs every example and counterexample of the packs of `annotator`, and every check over a whole pack.
pub fn check(annotator: &Annotator) -> Vec<Check> {
    annotator.packs().list().iter().flat_map(|pack| check_pack(annotator, pack)).collect()
}

fn check_pack(annotator: &Annotator, pack: &Pack) -> Vec<Check> {
    let id = &pack.manifest.pack.id;
    let raw = match Raw::parse(&pack.files) {
        Ok(raw) => raw,
        Err(findings) => return vec![Check { id: format!("{id}/files"), findings }],
    };
    let subject = Subject { annotator, pack, raw: &raw, entries: entries(id, &raw) };
    let mut checks: Vec<Check> =
        WHOLE.iter().map(|(name, run)| Check { id: format!("{id}/checks/{name}"), findings: run(&subject) }).collect();
    for entry in &subject.entries {
        checks.extend((1..).zip(entry.examples).map(|(n, e)| subject.example(entry, n, e)));
        checks.extend((1..).zip(entry.counterexamples).map(|(n, e)| subject.counterexample(entry, n, e)));
    }
    for noun in &raw.mentions.noun {
        let noun = noun.get_ref();
        let entry = format!("{id}/mentions/{}/{}", noun.class, noun.form);
        checks.extend((1..).zip(&noun.example).map(|(n, e)| subject.mention(&entry, n, e)));
    }
    checks.extend(pages(pack));
    checks
}

/// The examples of `page.toml`.
fn pages(pack: &Pack) -> Vec<Check> {
    let id = &pack.manifest.pack.id;
    let mut checks = match crate::page::check(pack.files.text(PAGE), &pack.folding) {
        Ok(checks) => checks,
        Err(error) => vec![Check { id: "rules".into(), findings: error.findings().to_vec() }],
    };
    for check in &mut checks {
        check.id = format!("{id}/page/{}", check.id);
        for finding in &mut check.findings {
            *finding = of_page(&pack.files, id, finding);
        }
    }
    checks
}

/// One entry that makes attributions.
struct Entry<'r> {
    id: String,
    file: &'static str,
    place: Range<usize>,
    owner: Owner<'r>,
    examples: &'r [Spanned<Example>],
    counterexamples: &'r [Spanned<Counterexample>],
}

/// What an entry is, and so which attributions are its own.
#[derive(Clone, Copy)]
enum Owner<'r> {
    Cue(&'r RawCue),
    Pattern(&'r RawPattern),
}

impl Entry<'_> {
    /// Whether the attribution was made through the entry.
    fn made(&self, attribution: &Attribution) -> bool {
        match self.owner {
            Owner::Cue(cue) => attribution.cue.as_ref().is_some_and(|found| *found.lemma == *cue.lemma),
            Owner::Pattern(_) => *attribution.rule == *self.id,
        }
    }
}

/// The entries of a pack that make attributions, in file order.
fn entries<'r>(id: &str, raw: &'r Raw) -> Vec<Entry<'r>> {
    let cues = raw.cues.cue.iter().map(|spanned| {
        let cue = spanned.get_ref();
        Entry {
            id: format!("{id}/cues/{}", cue.lemma),
            file: CUES,
            place: spanned.span(),
            owner: Owner::Cue(cue),
            examples: &cue.example,
            counterexamples: &cue.counterexample,
        }
    });
    let patterns = raw.patterns.pattern.iter().map(|spanned| {
        let pattern = spanned.get_ref();
        Entry {
            id: format!("{id}/patterns/{}", pattern.id),
            file: PATTERNS,
            place: spanned.span(),
            owner: Owner::Pattern(pattern),
            examples: &pattern.example,
            counterexamples: &pattern.counterexample,
        }
    });
    cues.chain(patterns).collect()
}

/// A pack under examination.
struct Subject<'p> {
    annotator: &'p Annotator,
    pack: &'p Pack,
    raw: &'p Raw,
    entries: Vec<Entry<'p>>,
}

impl Subject<'_> {
    /// A fault in the file `file`.
    fn fault(&self, file: &str, place: Range<usize>, rule: &str, message: impl Into<String>) -> Finding {
        Finding::new(&self.pack.files.path(file), self.pack.files.text(file), place, rule, message)
    }

    /// The article that a sentence makes, and its attributions.
    fn read(&self, text: &str) -> (Article, Vec<Attribution>) {
        let metadata = Metadata { language: Some(self.pack.manifest.pack.id.clone()), ..Metadata::default() };
        let article = self.annotator.article(Document { text: text.into(), metadata, ..Document::default() });
        let attributions = self.annotator.annotate(&article).attributions;
        (article, attributions)
    }

    fn example(&self, entry: &Entry<'_>, number: usize, spanned: &Spanned<Example>) -> Check {
        let example = spanned.get_ref();
        let (article, mut attributions) = self.read(&example.text);
        if example.among {
            attributions.retain(|attribution| entry.made(attribution));
        }
        let failure = only(&article, &attributions).and_then(|attribution| {
            let mut differences = Differences::default();
            match entry.owner {
                _ if entry.made(attribution) => {}
                Owner::Cue(cue) => {
                    let found = attribution.cue.as_ref().map(|cue| &*cue.lemma);
                    differences.push("entry", Some(&cue.lemma), found);
                }
                Owner::Pattern(_) => differences.push("rule", Some(&entry.id), Some(&attribution.rule)),
            }
            let of = |span: Option<Span>| span.map(|span| span.of(&article.text));
            differences.compare("source", example.source.as_deref(), of(attribution.source));
            differences.compare("cue", example.cue.as_deref(), of(attribution.cue.as_ref().map(|cue| cue.span)));
            let expected = joined(example.content.iter().map(String::as_str));
            let found = joined(attribution.content.iter().map(|span| span.of(&article.text)));
            differences.compare("content", Some(&expected), Some(&found));
            if let Some(kind) = &example.kind {
                differences.compare("type", Some(kind), Some(attribution.kind.name()));
            }
            if let Some(speaker) = &example.speaker {
                differences.compare("speaker", Some(speaker), Some(speaker_name(attribution)));
            }
            if let Some(via) = &example.via {
                differences.compare("via", Some(via), of(attribution.via));
            }
            differences.into_failure()
        });
        let failure = match (failure, &example.known_failing) {
            (Err(failure), None) => Some(failure),
            (Ok(()), Some(reason)) => Some((format!("holds, but `known-failing` says: {reason}"), Vec::new())),
            _ => None,
        };
        self.outcome(entry.file, spanned.span(), format!("{}/example-{number}", entry.id), &example.text, failure)
    }

    fn counterexample(&self, entry: &Entry<'_>, number: usize, spanned: &Spanned<Counterexample>) -> Check {
        let example = spanned.get_ref();
        let (article, attributions) = self.read(&example.text);
        let made: Vec<_> = attributions.iter().filter(|attribution| entry.made(attribution)).collect();
        let failure = (!made.is_empty()).then(|| {
            let details = made.iter().map(|attribution| shown(&article, attribution)).collect();
            (format!("there must be no attribution: {}", example.why), details)
        });
        let id = format!("{}/counterexample-{number}", entry.id);
        self.outcome(entry.file, spanned.span(), id, &example.text, failure)
    }

    fn mention(&self, entry: &str, number: usize, spanned: &Spanned<MentionExample>) -> Check {
        let example = spanned.get_ref();
        let (article, attributions) = self.read(&example.text);
        let failure = only(&article, &attributions).and_then(|attribution| {
            let mut differences = Differences::default();
            let speaker = attribution.speaker.as_ref().ok();
            let source = attribution.source.map(|span| span.of(&article.text));
            differences.compare("source", Some(&example.source), source);
            differences.compare("speaker", Some(&example.speaker), Some(speaker_name(attribution)));
            differences.compare("role", example.role.as_deref(), speaker.and_then(|speaker| speaker.role.as_deref()));
            if let Some(kind) = &example.kind {
                differences.compare("kind", Some(kind), speaker.map(|speaker| speaker.kind.name()));
            }
            differences.into_failure()
        });
        self.outcome(MENTIONS, spanned.span(), format!("{entry}/example-{number}"), &example.text, failure.err())
    }

    fn outcome(&self, file: &str, place: Range<usize>, id: String, text: &str, failure: Option<Failure>) -> Check {
        let finding = failure.map(|(message, found)| {
            let mut details = vec![("text".to_string(), text.to_string())];
            details.extend(found);
            Finding { details, ..self.fault(file, place, &id, message) }
        });
        Check { findings: finding.into_iter().collect(), id }
    }
}

/// What is wrong with an example: a message, and what was expected and found.
type Failure = (String, Vec<(String, String)>);

/// The attribution of an article that must have one.
fn only<'a>(article: &Article, attributions: &'a [Attribution]) -> Result<&'a Attribution, Failure> {
    match attributions {
        [attribution] => Ok(attribution),
        [] => Err(("there is no attribution".into(), Vec::new())),
        several => {
            let details = several.iter().map(|attribution| shown(article, attribution)).collect();
            Err((format!("there are {} attributions instead of one", several.len()), details))
        }
    }
}

/// An attribution for people.
fn shown(article: &Article, attribution: &Attribution) -> (String, String) {
    let of = |span: Option<Span>| span.map_or("none", |span| span.of(&article.text));
    let content = joined(attribution.content.iter().map(|span| span.of(&article.text)));
    let words = format!(
        "rule {}; source: {}; cue: {}; {} content: {content}",
        attribution.rule,
        of(attribution.source),
        of(attribution.cue.as_ref().map(|cue| cue.span)),
        attribution.kind.name(),
    );
    ("found".into(), words)
}

/// The name of the speaker, or why there is none.
fn speaker_name(attribution: &Attribution) -> &str {
    match &attribution.speaker {
        Ok(speaker) => &speaker.name,
        Err(unresolved) => unresolved.name(),
    }
}

/// The parts of a content as they are compared and shown.
fn joined<'t>(parts: impl Iterator<Item = &'t str>) -> String {
    parts.map(bare).collect::<Vec<_>>().join(" | ")
}

/// Words without the punctuation and space at their ends.
fn bare(words: &str) -> &str {
    words.trim_matches(|c: char| !c.is_alphanumeric())
}

/// In what an attribution differs from the one that an example states.
#[derive(Default)]
struct Differences {
    parts: Vec<&'static str>,
    details: Vec<(String, String)>,
}

impl Differences {
    fn compare(&mut self, part: &'static str, expected: Option<&str>, found: Option<&str>) {
        if expected.map(bare) != found.map(bare) {
            self.push(part, expected, found);
        }
    }

    fn push(&mut self, part: &'static str, expected: Option<&str>, found: Option<&str>) {
        self.parts.push(part);
        for (label, words) in [("expected", expected), ("found", found)] {
            self.details.push((format!("{label} {part}"), words.unwrap_or("none").to_string()));
        }
    }

    fn into_failure(self) -> Result<(), Failure> {
        if self.parts.is_empty() {
            return Ok(());
        }
        Err((format!("the attribution differs in its {}", self.parts.join(", ")), self.details))
    }
}

/// The pack says what it is and whose.
fn identity(subject: &Subject<'_>) -> Vec<Finding> {
    let (manifest, pack) = (&subject.pack.manifest.pack, subject.pack);
    let start = pack.files.text(MANIFEST).find("[pack]").unwrap_or(0);
    let mut findings = Vec::new();
    let mut expect = |holds: bool, message: String| {
        if !holds {
            findings.push(subject.fault(MANIFEST, start..start + "[pack]".len(), &manifest.id, message));
        }
    };
    for (key, value) in [
        ("version", &manifest.version),
        ("license", &manifest.license),
        ("name", &manifest.name),
        ("script", &manifest.script),
    ] {
        expect(!value.trim().is_empty(), format!("`{key}` is empty"));
    }
    expect(manifest.authors.iter().any(|author| !author.trim().is_empty()), "`authors` names nobody".into());
    let folder = pack.files.folder_name();
    expect(manifest.id == folder, format!("`id` is \"{}\", but the folder is \"{folder}\"", manifest.id));
    expect(["ltr", "rtl"].contains(&&*manifest.direction), "`direction` is neither \"ltr\" nor \"rtl\"".into());
    findings
}

/// No character that hides or reorders what a reviewer sees; escapes in TOML strings are visible.
fn bidi_controls(subject: &Subject<'_>) -> Vec<Finding> {
    let pack = subject.pack;
    let in_file = |(file, text): (&str, &str)| {
        let controls = text.char_indices().filter(|(_, c)| is_bidi_control(*c));
        let fault = |(at, c): (usize, char)| {
            let message = format!("a bidirectional control character U+{:04X}; write an escape", u32::from(c));
            subject.fault(file, at..at + c.len_utf8(), &pack.manifest.pack.id, message)
        };
        controls.map(fault).collect::<Vec<_>>()
    };
    pack.files.texts().flat_map(in_file).collect()
}

/// Lemmas and ids name one entry each; so does a noun within its class.
fn unique(subject: &Subject<'_>) -> Vec<Finding> {
    let (pack, id) = (subject.pack, &subject.pack.manifest.pack.id);
    let entries = subject.entries.iter().map(|entry| (entry.file, entry.place.clone(), entry.id.clone(), &entry.id));
    let repeated = repeats(entries.map(|(file, place, rule, key)| (key.clone(), (file, place, rule))));
    let nouns = subject.raw.mentions.noun.iter().map(|spanned| {
        let noun = spanned.get_ref();
        let rule = format!("{id}/mentions/{}/{}", noun.class, noun.form);
        ((noun.class.clone(), pack.folding.fold(&noun.form)), (MENTIONS, spanned.span(), rule))
    });
    let fault = |(file, place, rule): (&str, Range<usize>, String)| {
        subject.fault(file, place, &rule, "there is an entry of this name already")
    };
    repeated.into_iter().chain(repeats(nouns)).map(fault).collect()
}

/// The values whose key occurred before.
fn repeats<K: Hash + Eq, V>(values: impl Iterator<Item = (K, V)>) -> Vec<V> {
    let mut seen = HashSet::new();
    values.filter_map(|(key, value)| (!seen.insert(key)).then_some(value)).collect()
}

/// Cues stand in the order of their lemmas.
fn sorted(subject: &Subject<'_>) -> Vec<Finding> {
    let cues = &subject.raw.cues.cue;
    let pairs = cues.iter().zip(cues.iter().skip(1)).filter(|(a, b)| a.get_ref().lemma > b.get_ref().lemma);
    let fault = |(before, cue): (&Spanned<RawCue>, &Spanned<RawCue>)| {
        let rule = format!("{}/cues/{}", subject.pack.manifest.pack.id, cue.get_ref().lemma);
        let message = format!("belongs before \"{}\": entries stand in order of lemma", before.get_ref().lemma);
        subject.fault(CUES, cue.span(), &rule, message)
    };
    pairs.map(fault).collect()
}

/// No form twice, as words are compared. Of two entries with one form the second is never found by it: where both are
/// ambiguous that is worth knowing, else it is a fault.
fn forms(subject: &Subject<'_>) -> Vec<Finding> {
    let pack = subject.pack;
    let mut findings = Vec::new();
    let mut first: HashMap<String, &RawCue> = HashMap::new();
    for spanned in &subject.raw.cues.cue {
        let cue = spanned.get_ref();
        let rule = format!("{}/cues/{}", pack.manifest.pack.id, cue.lemma);
        let fold = |(tense, form): (_, &str)| (tense, pack.folding.fold(form));
        let inflected: Vec<_> = cue.inflected(&pack.manifest);
        let mut own: HashSet<_> = inflected.iter().map(|(tense, form)| fold((*tense, form))).collect();
        for (tense, form) in cue.listed() {
            if !own.insert(fold((tense, form))) {
                let message = format!("lists the form \"{form}\" that it has already");
                findings.push(subject.fault(CUES, spanned.span(), &rule, message));
            }
        }
        let made: Vec<_> = cue.made(&pack.manifest).into_iter().map(|(_, form)| form).collect();
        let listed: Vec<_> = cue.listed().map(|(_, form)| form).collect();
        let has = |form: &String| made.contains(form) || listed.contains(&form.as_str());
        for form in cue.except.iter().chain(&cue.named).filter(|form| !has(form)) {
            let message = format!("\"{form}\" is no form of the entry");
            findings.push(subject.fault(CUES, spanned.span(), &rule, message));
        }
        let mut shared: BTreeMap<&str, (&RawCue, Vec<String>)> = BTreeMap::new();
        let own: HashSet<String> = own.into_iter().map(|(_, form)| form).collect();
        for form in own {
            match first.get(&form) {
                Some(other) => shared.entry(&other.lemma).or_insert((other, Vec::new())).1.push(form),
                None => drop(first.insert(form, cue)),
            }
        }
        for (lemma, (other, mut forms)) in shared {
            forms.sort();
            let level = if cue.ambiguous && other.ambiguous { Level::Note } else { Level::Fault };
            let message = format!("shares forms with \"{lemma}\", which is found in its place");
            let details = vec![("forms".to_string(), forms.join(" "))];
            findings.push(Finding { level, details, ..subject.fault(CUES, spanned.span(), &rule, message) });
        }
    }
    findings
}

/// Every entry has an example.
fn examples(subject: &Subject<'_>) -> Vec<Finding> {
    let bare = subject.entries.iter().filter(|entry| entry.examples.is_empty());
    bare.map(|entry| subject.fault(entry.file, entry.place.clone(), &entry.id, "has no example")).collect()
}

/// Every pattern and every ambiguous cue has a counterexample, and every counterexample proves something: it holds a
/// quotation mark or the letters of a cue of its entry.
fn counterexamples(subject: &Subject<'_>) -> Vec<Finding> {
    let pack = subject.pack;
    let mut findings = Vec::new();
    let folded = |cue: &RawCue| -> Vec<String> {
        let inflected = cue.inflected(&pack.manifest);
        let forms = inflected.iter().map(|(_, form)| form.as_str()).chain(cue.listed().map(|(_, form)| form));
        // What was a form but for its other reading shows that the other reading holds.
        let forms = forms.chain(cue.except.iter().map(String::as_str));
        forms.map(|form| pack.folding.fold(form)).collect()
    };
    let families = &pack.manifest.quotation_marks.family;
    let is_mark = |c| families.iter().any(|f| [&f.open, &f.close, &f.both, &f.doubled].iter().any(|m| m.contains(c)));
    let cues: Vec<_> = subject.raw.cues.cue.iter().map(|cue| (cue.get_ref(), folded(cue.get_ref()))).collect();
    for entry in &subject.entries {
        let mut fault = |place, message| findings.push(subject.fault(entry.file, place, &entry.id, message));
        let needed = match entry.owner {
            Owner::Cue(cue) => cue.ambiguous,
            Owner::Pattern(_) => true,
        };
        if needed && entry.counterexamples.is_empty() {
            fault(entry.place.clone(), "has no counterexample");
        }
        for spanned in entry.counterexamples {
            let text = &spanned.get_ref().text;
            let letters = pack.folding.fold(text);
            let held = |fits: &dyn Fn(&RawCue) -> bool| {
                let mut forms = cues.iter().filter(|(cue, _)| fits(cue)).flat_map(|(_, forms)| forms);
                forms.any(|form| letters.contains(form.as_str()))
            };
            let proves = match entry.owner {
                Owner::Cue(own) => held(&|cue| cue.lemma == own.lemma),
                // A pattern without cue could be taken for anything.
                Owner::Pattern(pattern) => !pattern.sequence.iter().any(|slot| slot == "cue") || held(&|_| true),
            };
            if !proves && !text.chars().any(is_mark) {
                fault(spanned.span(), "proves nothing: neither a quotation mark nor a form of the entry is in it");
            }
        }
    }
    findings
}

/// What an example expects stands in its text exactly once.
fn expectations(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut expect = |file: &str, place: Range<usize>, id: String, text: &str, parts: Vec<(&str, &str)>| {
        for (part, words) in parts {
            let times = text.matches(words).count();
            if times != 1 {
                let message = format!("the {part} stands {times} times in the text");
                let details = vec![("text".to_string(), text.to_string()), (part.to_string(), words.to_string())];
                findings.push(Finding { details, ..subject.fault(file, place.clone(), &id, message) });
            }
        }
    };
    for entry in &subject.entries {
        for (number, spanned) in (1..).zip(entry.examples) {
            let example = spanned.get_ref();
            let single = [("source", &example.source), ("cue", &example.cue), ("via", &example.via)];
            let single = single.into_iter().filter_map(|(part, words)| Some((part, words.as_deref()?)));
            let parts = single.chain(example.content.iter().map(|words| ("content", words.as_str()))).collect();
            expect(entry.file, spanned.span(), format!("{}/example-{number}", entry.id), &example.text, parts);
        }
    }
    for noun in &subject.raw.mentions.noun {
        let noun = noun.get_ref();
        for (number, spanned) in (1..).zip(&noun.example) {
            let example = spanned.get_ref();
            let id =
                format!("{}/mentions/{}/{}/example-{number}", subject.pack.manifest.pack.id, noun.class, noun.form);
            let role = example.role.as_deref().map(|role| ("role", role));
            let parts = std::iter::once(("source", example.source.as_str())).chain(role).collect();
            expect(MENTIONS, spanned.span(), id, &example.text, parts);
        }
    }
    findings
}

/// What was measured of a rule that is gone says that the table is out of date, which is worth knowing.
fn confidence(subject: &Subject<'_>) -> Vec<Finding> {
    let known: HashSet<_> = subject.raw.patterns.pattern.iter().map(|pattern| &*pattern.get_ref().id).collect();
    let gone = subject.raw.confidence.iter().flat_map(|table| table.rules()).filter(|rule| !known.contains(rule));
    let note = |rule| {
        let message = format!("there is no pattern \"{rule}\": measure again with `qawl score --calibrate`");
        let id = &subject.pack.manifest.pack.id;
        Finding { level: Level::Note, ..subject.fault(CONFIDENCE, 0..0, id, message) }
    };
    gone.map(note).collect()
}
