//! `Annotator`, `Annotations`: what an article says about who said what. The passes, in order.

mod attribution;
mod clause;
mod cue;
mod item;
mod lead;
mod mention;
mod name;
pub mod quotation;
mod speaker;

use crate::article::{Article, ParagraphKind};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::document::Document;
use crate::error::Result;
use crate::fold::{Folding, Orthography};
use crate::pack::class::Class;
use crate::pack::{Pack, Packs};
use crate::page::{self, PageRules};
use crate::registry::Registry;
use crate::registry::outlets::Outlets;
use crate::span::Span;
use crate::token::Tokens;
use crate::vocabulary::names;
use attribution::{Draft, Matcher};
use cue::Cues;
use item::Items;
pub use lead::{Lead, LeadKind};
use quotation::Quotation;
use speaker::Cast;
use std::ops::Range;
use std::sync::Arc;

/// Reads pages and finds the quotations in them. Immutable: one annotator serves all threads.
#[derive(Debug)]
pub struct Annotator {
    packs: Packs,
    registry: Registry,
    /// For pages in a language without pack.
    plain: (PageRules, Outlets),
}

impl Annotator {
    /// An annotator with the packs and the registry that travel in the program.
    ///
    /// # Errors
    /// [`ErrorKind::Pack`](crate::error::ErrorKind::Pack) where the data is faulty, with every finding.
    pub fn bundled() -> Result<Self> {
        let registry = Registry::bundled()?;
        Annotator::new(Packs::bundled(&registry)?, registry)
    }

    /// An annotator with these packs, which were loaded with this registry.
    ///
    /// # Errors
    /// [`ErrorKind::Pack`](crate::error::ErrorKind::Pack) where the registry's outlets are faulty.
    pub fn new(packs: Packs, registry: Registry) -> Result<Self> {
        let folding = Folding::new(&Orthography::default());
        let outlets = Outlets::parse(crate::registry::outlets_file(), &folding)?;
        Ok(Annotator { packs, registry, plain: (PageRules::default(), outlets) })
    }

    /// The language packs in use.
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// The people, organisations and outlets in use.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Understands a document as a page.
    pub fn article(&self, document: Document) -> Article {
        match self.packs.choose(document.metadata.language.as_deref(), &document.text) {
            Some(pack) => page::read(document, &pack.pages, &pack.outlets),
            None => page::read(document, &self.plain.0, &self.plain.1),
        }
    }

    /// Finds who says what in an article.
    pub fn annotate(&self, article: &Article) -> Annotations {
        let Some(pack) = self.packs.choose(Some(&article.language), &article.text) else {
            return unsupported(article);
        };
        let (tokens, quotations, diagnostics) = marks(article, pack, article.searched());
        let items = Items::new(&article.text, pack, &tokens, &quotations);
        let cues = Cues::new(&items);
        let mut cast = Cast::new(&items, &cues, article.date);
        let drafts = Matcher::new(&items, &cues, article, cast.names()).run();
        cast.report(&drafts);
        let mut annotations = Annotations { diagnostics: article.diagnostics.clone(), ..Annotations::default() };
        annotations.diagnostics.extend(diagnostics);
        // Headlines that repeat an attribution wait for its speaker.
        for draft in drafts.iter().filter(|d| d.echo.is_none()).chain(drafts.iter().filter(|d| d.echo.is_some())) {
            let speaker = cast.resolve(draft);
            annotations.attributions.push(publish(article, &items, draft, speaker));
        }
        annotations.attributions.sort_by_key(|a| (a.content[0], a.cue.as_ref().map(|c| c.span)));
        annotations.diagnostics.extend(unexplained(&annotations.attributions, cast.ambiguous()));
        annotations.diagnostics.sort_by_key(|d| (d.span, d.code));
        annotations.other_marks = other_marks(&items, &annotations.attributions);
        annotations.other_marks.extend(furniture_marks(article, pack));
        annotations.other_marks.sort_by_key(|m| m.span);
        annotations
    }

    /// What the rules leave open in an article with these annotations, or explain oddly.
    pub fn leads(&self, article: &Article, annotations: &Annotations) -> Vec<Lead> {
        let Some(pack) = self.packs.choose(Some(&article.language), &article.text) else { return Vec::new() };
        let (tokens, quotations, _) = marks(article, pack, article.searched());
        let items = Items::new(&article.text, pack, &tokens, &quotations);
        lead::find(&items, &Cues::new(&items), annotations)
    }
}

/// The tokens of some paragraphs, their quotation marks in pairs, and what is odd about these.
fn marks(
    article: &Article,
    pack: &Pack,
    paragraphs: impl Iterator<Item = Span>,
) -> (Tokens, Vec<Quotation>, Vec<Diagnostic>) {
    let tokens = Tokens::new(&article.text, paragraphs, &pack.folding, &pack.lexicon);
    let (quotations, diagnostics) = quotation::pair(&article.text, tokens.list(), &pack.marks);
    (tokens, quotations, diagnostics)
}

/// An article in a language without pack.
fn unsupported(article: &Article) -> Annotations {
    let span = Span::new(0, 0);
    let detail = article.language.clone();
    let diagnostics = vec![Diagnostic { code: DiagnosticCode::UnsupportedLanguage, span, detail }];
    Annotations { diagnostics, ..Annotations::default() }
}

/// The attribution that a resolved draft makes.
fn publish(article: &Article, items: &Items<'_>, draft: &Draft, speaker: speaker::Resolved) -> Attribution {
    let (first, pattern) = (draft.content[0], &items.pack.patterns[draft.pattern]);
    let hull = draft.content.iter().fold(first, |hull, &span| hull.hull(span));
    let cue = draft.cue.as_ref().map(|hit| {
        let entry = hit.entry(items);
        Cue { span: hit.span(items), lemma: entry.lemma.clone(), class: entry.class, negated: hit.negated }
    });
    let span = |range: &Range<usize>| items.bare_range(range.clone()).trim(items.text);
    let source = draft.source.as_ref().map(span);
    let parts = [cue.as_ref().map(|c| c.span), source].into_iter().flatten();
    let whole = parts.fold(hull, |whole, part| whole.hull(part));
    let context = items.span(items.sentence_start(items.at(whole.start))..items.sentence_end(items.last_of(whole)));
    let paragraph = article.paragraphs.partition_point(|p| p.span.end <= first.start) as u32;
    Attribution {
        kind: draft.kind,
        content: draft.content.clone(),
        marked: draft.marked.clone(),
        cue,
        source,
        via: draft.via.as_ref().map(span),
        speaker,
        rule: pattern.id.clone(),
        confidence: pattern.confidence,
        in_title: article.title_span.is_some_and(|title| title.contains(hull)),
        paragraph,
        context: context.hull(whole),
    }
}

/// What stayed open about the speakers.
fn unexplained(attributions: &[Attribution], ambiguous: Vec<Span>) -> Vec<Diagnostic> {
    let odd = |code, span| Diagnostic { code, span, detail: String::new() };
    let nobody = attributions.iter().filter(|a| a.speaker.is_err()).filter_map(|a| a.cue.as_ref());
    let nobody = nobody.map(|cue| odd(DiagnosticCode::CueWithoutSource, cue.span));
    nobody.chain(ambiguous.into_iter().map(|span| odd(DiagnosticCode::AmbiguousSpeaker, span))).collect()
}

/// The marks in menus, captions and comments, which are paired but not searched.
fn furniture_marks(article: &Article, pack: &Pack) -> Vec<OtherMark> {
    let furniture = article.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Furniture).map(|p| p.span);
    let (_, quotations, _) = marks(article, pack, furniture);
    let filled = quotations.into_iter().filter(|q| !q.inner.is_empty());
    filled.map(|q| OtherMark { span: q.inner, reason: OtherReason::Furniture }).collect()
}

/// The marks that hold no quotation, with what they hold instead.
fn other_marks(items: &Items<'_>, attributions: &[Attribution]) -> Vec<OtherMark> {
    let mut marked: Vec<Span> = attributions.iter().flat_map(|a| &a.marked).copied().collect();
    marked.sort();
    let mut out = Vec::new();
    for quotation in items.quotations.iter().filter(|q| !q.inner.is_empty()) {
        if marked.binary_search(&quotation.inner).is_err() {
            let words = quotation.inner.of(items.text).split_whitespace().count();
            let item = items.at(quotation.outer.start);
            let work = item > 0 && items.is(item - 1, Class::Work);
            let reason = if quotation.depth == 0 && work {
                OtherReason::Title
            } else if quotation.depth == 0 && items.is_name_quote(item) {
                OtherReason::Name
            } else if words <= 4 {
                OtherReason::Term
            } else {
                OtherReason::Unattributed
            };
            out.push(OtherMark { span: quotation.inner, reason });
        }
    }
    out
}

/// Everything found in one article: a pure function of article, packs and registry.
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    /// The quotations, ordered by the first byte of their content.
    pub attributions: Vec<Attribution>,
    /// Pairs of quotation marks that are no quotation, in order.
    pub other_marks: Vec<OtherMark>,
    /// Oddities of the text, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// One quotation: content, and what attributes it to whom.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// Direct, mixed or indirect.
    pub kind: QuoteKind,
    /// What is said: one part or more, in order, never empty.
    pub content: Vec<Span>,
    /// Runs of words in quotation marks inside the content, without the marks.
    pub marked: Vec<Span>,
    /// The words that signal the attribution.
    pub cue: Option<Cue>,
    /// The mention that names the speaker in the attribution itself.
    pub source: Option<Span>,
    /// Who relays the words.
    pub via: Option<Span>,
    /// Whom the source or the implied subject refers to, or why nobody can be named.
    pub speaker: std::result::Result<Speaker, Unresolved>,
    /// Id of the rule that made the attribution.
    pub rule: Arc<str>,
    /// The chance that an attribution of this rule is right, where it was measured.
    pub confidence: Option<f32>,
    /// Whether it stands in the headline.
    pub in_title: bool,
    /// Index of the paragraph in which the content begins.
    pub paragraph: u32,
    /// The sentence or sentences that hold it.
    pub context: Span,
}

/// The words that signal an attribution.
#[derive(Clone, Debug)]
pub struct Cue {
    /// The words as printed.
    pub span: Span,
    /// Dictionary form.
    pub lemma: Arc<str>,
    /// What the cue claims.
    pub class: CueClass,
    /// Whether it is negated.
    pub negated: bool,
}

/// Whom a quotation belongs to.
#[derive(Clone, Debug)]
pub struct Speaker {
    /// Canonical name: the registry's, else the fullest form of the article.
    pub name: Arc<str>,
    /// Registry id, for speakers known there.
    pub registry_id: Option<Arc<str>>,
    /// What kind of speaker it is.
    pub kind: SpeakerKind,
    /// Title or office as printed with the name.
    pub role: Option<String>,
    /// How the mention became the speaker.
    pub rule: SpeakerRule,
}

/// A pair of quotation marks that holds no quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherMark {
    /// The words inside the marks.
    pub span: Span,
    /// What they are instead.
    pub reason: OtherReason,
}

names! {
    /// How much of a quotation stands in quotation marks.
    QuoteKind {
        /// A clause or more, all of it in marks.
        Direct = "direct",
        /// The reporter's clause with some words in marks.
        Mixed = "mixed",
        /// A reported clause without marks.
        Indirect = "indirect",
    }
}

names! {
    /// What a cue claims.
    CueClass {
        /// Says.
        Say = "say",
        /// Announces.
        Announce = "announce",
        /// Claims.
        Claim = "claim",
        /// Denies.
        Deny = "deny",
        /// Warns.
        Warn = "warn",
        /// Accuses.
        Accuse = "accuse",
        /// Promises.
        Promise = "promise",
        /// Demands.
        Demand = "demand",
        /// Asks.
        Ask = "ask",
        /// Praises.
        Praise = "praise",
        /// Believes.
        Believe = "believe",
        /// Reports.
        Report = "report",
    }
}

names! {
    /// What kind of speaker.
    SpeakerKind {
        /// A named person.
        Person = "person",
        /// An organisation, a state, a capital, an outlet.
        Organization = "organization",
        /// Several unnamed people.
        Group = "group",
        /// A document without a named issuer.
        Document = "document",
        /// Somebody who is deliberately not named.
        Anonymous = "anonymous",
        /// Nobody can tell.
        Unknown = "unknown",
    }
}

names! {
    /// How a mention became its speaker.
    SpeakerRule {
        /// The mention names the speaker.
        Named = "named",
        /// The mention is a name or role that the registry knows.
        Registry = "registry",
        /// A short name, completed from the article.
        ShortName = "short-name",
        /// A role or description, linked to a name of the article.
        Role = "role",
        /// A pronoun.
        Pronoun = "pronoun",
        /// The subject is implied by the verb.
        Implied = "implied",
        /// The words follow on from the same speaker's words before them.
        Continued = "continued",
        /// A description stands for the speaker itself.
        Description = "description",
    }
}

names! {
    /// Why a speaker is not known.
    Unresolved {
        /// Nothing names a source.
        NoSource = "no-source",
        /// A pronoun whose antecedent was not found.
        Pronoun = "pronoun",
        /// An implied subject that nobody in the article fits.
        ImpliedSubject = "implied-subject",
        /// The source is nobody in particular.
        Generic = "generic",
    }
}

names! {
    /// What stands in quotation marks if it is no quotation.
    OtherReason {
        /// A name of a person, group or outlet.
        Name = "name",
        /// The title of a work.
        Title = "title",
        /// A term or a word used with distance.
        Term = "term",
        /// Speech or a phrase that no rule attributes.
        Unattributed = "unattributed",
        /// It stands in menus, captions or comments.
        Furniture = "furniture",
    }
}
