//! The tables and their columns, described once: types, meanings and units travel from here into the Arrow schemas,
//! the Parquet files, the card, Croissant and the data package.

use super::excerpt::{Excerpt, TextMode};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use std::collections::HashMap;
use std::sync::Arc;

/// Version of the columns' meanings. A column more is a minor step, a changed or lost meaning a major one.
pub const SCHEMA_VERSION: &str = "1.2.0";

/// Unit of every column of kind [`Kind::Offset`].
pub const OFFSET_UNIT: &str = "Unicode code points of the document's text";

/// The tables of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// One row per quotation.
    Quotes,
    /// One row per article read.
    Documents,
    /// One row per span.
    Spans,
    /// One row per pair of quotation marks that is no quotation.
    OtherMarks,
    /// One row per speaker.
    Speakers,
    /// One row per refused input record.
    Rejects,
    /// One row per oddity.
    Diagnostics,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text.
    Text,
    /// A list of texts.
    Texts,
    /// A count or a number, 32 bits.
    Int32,
    /// A number, 64 bits.
    Int64,
    /// A position in the document's text, 32 bits.
    Offset,
    /// A share of one, 32 bits.
    Share,
    /// True or false.
    Bool,
    /// A calendar day.
    Day,
    /// A moment, in UTC.
    Moment,
}

/// How the values of a text column are spread, which decides how they are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Few values, often repeated.
    Repeated,
    /// An id, or a short text of its own in most rows.
    Distinct,
    /// Long prose.
    Long,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name.
    pub name: &'static str,
    /// Type.
    pub kind: Kind,
    /// Whether null, which always means unknown, can stand in it.
    pub nullable: bool,
    /// How its values are spread.
    pub spread: Spread,
    /// What it means.
    pub description: &'static str,
    /// Minor schema version that brought it.
    pub since: u32,
    /// It is there with these words of the texts and with more.
    pub from: TextMode,
}

/// A column with a value in every row.
const fn always(name: &'static str, kind: Kind, spread: Spread, description: &'static str) -> Column {
    Column { name, kind, nullable: false, spread, description, since: 0, from: TextMode::None }
}

/// A column that is null where the value is not known.
const fn known(name: &'static str, kind: Kind, spread: Spread, description: &'static str) -> Column {
    Column { name, kind, nullable: true, spread, description, since: 0, from: TextMode::None }
}

/// A column of words of the texts, which is there from a text mode on.
const fn words(from: TextMode, column: Column) -> Column {
    Column { from, ..column }
}

use Kind::{Bool, Day, Int32, Int64, Moment, Offset, Share, Text, Texts};
use Spread::{Distinct, Long, Repeated};

const DOCUMENTS: &[Column] = &[
    always(
        "doc_id",
        Text,
        Distinct,
        "Id of the document: the input's own where it has one, else a digest of its origin and text; unique in a release.",
    ),
    always("path", Text, Repeated, "File that it was read from, relative to the input folder; - for standard input."),
    always("record", Int64, Repeated, "Number of the record in that file, from 0."),
    known("url", Text, Distinct, "Address of the page."),
    known("outlet", Text, Repeated, "Publishing outlet: the canonical name where it is known, else as printed."),
    known("outlet_source", Text, Repeated, "How the outlet is known: metadata, url, page or byline."),
    known("credit", Text, Repeated, "Agency or outlet that the text is taken from, where the page says so."),
    known("title", Text, Distinct, "Headline."),
    known("byline", Text, Repeated, "Byline as printed."),
    known("date", Day, Repeated, "Day of publication in the outlet's own calendar."),
    known("published_at", Moment, Distinct, "Moment of publication, where a time and a zone are known."),
    known(
        "date_source",
        Text,
        Repeated,
        "How the date is known: metadata, url, page-header, dateline or page-footer; never an event's date.",
    ),
    always("language", Text, Repeated, "Language of the text, as a BCP 47 tag."),
    always("characters", Int32, Repeated, "Length of the text in Unicode code points."),
    always("paragraphs", Int32, Repeated, "Paragraphs of the text: its lines that are not blank."),
    always("quotes", Int32, Repeated, "Quotations found."),
    always("text_sha256", Text, Distinct, "SHA-256 of the UTF-8 text that all offsets point into."),
    words(TextMode::Full, always("text", Text, Long, "The text as delivered.")),
];

const QUOTES: &[Column] = &[
    always(
        "quote_id",
        Text,
        Distinct,
        "Stable id: depends on the document, the words and which occurrence of them it is, and on nothing else.",
    ),
    always("doc_id", Text, Distinct, "Document that it stands in."),
    words(
        TextMode::Context,
        always(
            "quote",
            Text,
            Long,
            "What is said, as printed, without the outermost quotation marks and the complementizer; parts joined by \" … \".",
        ),
    ),
    words(
        TextMode::Context,
        known(
            "verbatim",
            Text,
            Long,
            "Only the words that stand in quotation marks, joined by \" … \"; null for indirect quotations.",
        ),
    ),
    always("quote_type", Text, Repeated, "How much of it stands in quotation marks: direct, mixed or indirect."),
    always("quote_start", Offset, Repeated, "Start of the first part."),
    always("quote_end", Offset, Repeated, "End of the last part."),
    known(
        "cue",
        Text,
        Repeated,
        "Words that signal the attribution, as printed; null where a colon or the layout does it.",
    ),
    known("cue_start", Offset, Repeated, "Start of the cue."),
    known("cue_end", Offset, Repeated, "End of the cue."),
    known("cue_lemma", Text, Repeated, "Dictionary form of the cue."),
    known(
        "cue_class",
        Text,
        Repeated,
        "What the cue claims: say, announce, claim, deny, warn, accuse, promise, demand, ask, praise, believe or report.",
    ),
    always("negated", Bool, Repeated, "Whether the cue is negated."),
    known("speaker", Text, Repeated, "Canonical name of the speaker; null where nobody can be named."),
    known(
        "speaker_id",
        Text,
        Repeated,
        "Key into speakers; the same speaker has the same id in every article and release.",
    ),
    always(
        "speaker_kind",
        Text,
        Repeated,
        "What kind of speaker: person, organization, group, document, anonymous or unknown.",
    ),
    known("speaker_mention", Text, Repeated, "The source as printed in the attribution; null where it is implied."),
    known("speaker_start", Offset, Repeated, "Start of the source."),
    known("speaker_end", Offset, Repeated, "End of the source."),
    known("speaker_role", Text, Repeated, "Title or office as printed with the name."),
    known(
        "speaker_rule",
        Text,
        Repeated,
        "How the mention became the speaker: named, registry, short-name, role, pronoun, implied, continued or description.",
    ),
    known("unresolved", Text, Repeated, "Why the speaker is null: no-source, pronoun, implied-subject or generic."),
    known("via", Text, Repeated, "Who relays the words, where the text says so."),
    known("outlet", Text, Repeated, "Publishing outlet, copied from documents."),
    known("date", Day, Repeated, "Day of publication, copied from documents."),
    always("language", Text, Repeated, "Language of the text, copied from documents."),
    always("in_title", Bool, Repeated, "Whether it stands in the headline."),
    always("paragraph", Int32, Repeated, "Number of the paragraph in which it begins, from 0."),
    words(TextMode::Context, always("context", Text, Long, "The sentence or sentences that hold it.")),
    always(
        "rule",
        Text,
        Repeated,
        "Id of the rule that made the attribution; qawl explain prints it with its examples.",
    ),
    Column {
        since: 1,
        ..known(
            "confidence",
            Share,
            Repeated,
            "Chance that content and speaker of a row of this rule are right, from 0 to 1, as measured on annotated articles; null where it was not measured.",
        )
    },
];

const SPANS: &[Column] = &[
    always("quote_id", Text, Distinct, "Quotation that the span belongs to."),
    always("doc_id", Text, Distinct, "Document that it stands in."),
    always(
        "part",
        Text,
        Repeated,
        "What the span is: content, marked (a run of words in quotation marks), cue, source or via.",
    ),
    always("ordinal", Int32, Repeated, "Number of the span among those of the same part, from 0."),
    always("start", Offset, Repeated, "Start of the span."),
    always("end", Offset, Repeated, "End of the span."),
    words(TextMode::Context, always("text", Text, Long, "The words that the span covers.")),
];

const OTHER_MARKS: &[Column] = &[
    always("doc_id", Text, Distinct, "Document that they stand in."),
    always("start", Offset, Repeated, "Start of the words inside the marks."),
    always("end", Offset, Repeated, "End of the words inside the marks."),
    words(TextMode::Context, always("text", Text, Long, "The words inside the marks.")),
    always(
        "reason",
        Text,
        Repeated,
        "What they are instead of a quotation: name, title, term, unattributed or furniture.",
    ),
];

const SPEAKERS: &[Column] = &[
    always(
        "speaker_id",
        Text,
        Distinct,
        "Id: the registry's for those known there, else made from the folded name and the kind.",
    ),
    always("name", Text, Distinct, "Canonical name."),
    known("name_en", Text, Distinct, "Name in English, for those in the registry."),
    always("kind", Text, Repeated, "What kind of speaker: person, organization, group, document or anonymous."),
    known("wikidata", Text, Distinct, "Wikidata id, where it was looked up and confirmed."),
    always("roles", Texts, Repeated, "Titles and offices printed with the name, the most frequent first; at most 20."),
    always("aliases", Texts, Repeated, "Mentions as printed, the most frequent first; at most 50."),
    always("quotes", Int32, Repeated, "Quotations in the release."),
    always("documents", Int32, Repeated, "Documents with a quotation."),
    always("outlets", Texts, Repeated, "Outlets with a quotation, the most frequent first; at most 50."),
    known("first_date", Day, Repeated, "First day with a quotation."),
    known("last_date", Day, Repeated, "Last day with a quotation."),
];

const REJECTS: &[Column] = &[
    always(
        "path",
        Text,
        Repeated,
        "File that the record was read from, relative to the input folder; - for standard input.",
    ),
    always("record", Int64, Repeated, "Number of the record in that file, from 0."),
    always("reason", Text, Repeated, "Why it gave no document, as a stable code."),
    always("detail", Text, Distinct, "What exactly was wrong."),
];

const DIAGNOSTICS: &[Column] = &[
    always("doc_id", Text, Distinct, "Document that it was met in."),
    always("code", Text, Repeated, "What was found, as a stable code; qawl explain prints what it means."),
    always("start", Offset, Repeated, "Start of the place."),
    always("end", Offset, Repeated, "End of the place."),
    always("detail", Text, Distinct, "What the code leaves open; empty where it says all."),
];

/// Name of the one column that is present only on request.
pub const TEXT_COLUMN: &str = "text";

impl Table {
    /// Every table, the most used first.
    pub const ALL: [Table; 7] = [
        Table::Quotes,
        Table::Documents,
        Table::Spans,
        Table::OtherMarks,
        Table::Speakers,
        Table::Rejects,
        Table::Diagnostics,
    ];

    /// Name of the table and of its folder.
    pub fn name(self) -> &'static str {
        match self {
            Table::Quotes => "quotes",
            Table::Documents => "documents",
            Table::Spans => "spans",
            Table::OtherMarks => "other_marks",
            Table::Speakers => "speakers",
            Table::Rejects => "rejects",
            Table::Diagnostics => "diagnostics",
        }
    }

    /// The table of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Table::ALL.into_iter().find(|table| table.name() == name)
    }

    /// What one row is.
    pub fn description(self) -> &'static str {
        match self {
            Table::Quotes => "One row per quotation: source, cue and content.",
            Table::Documents => "One row per article read.",
            Table::Spans => "One row per span of a quotation, for its exact anatomy.",
            Table::OtherMarks => "One row per pair of quotation marks that holds no quotation.",
            Table::Speakers => "One row per speaker of the release.",
            Table::Rejects => "One row per input record that gave no document.",
            Table::Diagnostics => "One row per oddity met in a text.",
        }
    }

    /// The columns whose values together name a row; empty where rows have no name.
    pub fn key(self) -> &'static [&'static str] {
        match self {
            Table::Quotes => &["quote_id"],
            Table::Documents => &["doc_id"],
            Table::Spans => &["quote_id", "part", "ordinal"],
            Table::Speakers => &["speaker_id"],
            Table::OtherMarks | Table::Rejects | Table::Diagnostics => &[],
        }
    }

    /// Columns whose values are keys of another table.
    pub fn references(self) -> &'static [(&'static str, Table)] {
        match self {
            Table::Quotes => &[("doc_id", Table::Documents), ("speaker_id", Table::Speakers)],
            Table::Spans => &[("quote_id", Table::Quotes), ("doc_id", Table::Documents)],
            Table::OtherMarks | Table::Diagnostics => &[("doc_id", Table::Documents)],
            Table::Documents | Table::Speakers | Table::Rejects => &[],
        }
    }

    /// The columns in order that are there with so much of the texts.
    pub fn columns(self, excerpt: Excerpt) -> impl Iterator<Item = &'static Column> {
        self.all_columns().iter().filter(move |column| column.is_in(excerpt))
    }

    /// The columns in order, those with words of the texts among them.
    pub(super) fn all_columns(self) -> &'static [Column] {
        match self {
            Table::Quotes => QUOTES,
            Table::Documents => DOCUMENTS,
            Table::Spans => SPANS,
            Table::OtherMarks => OTHER_MARKS,
            Table::Speakers => SPEAKERS,
            Table::Rejects => REJECTS,
            Table::Diagnostics => DIAGNOSTICS,
        }
    }

    /// The Arrow schema.
    pub fn schema(self, excerpt: Excerpt) -> SchemaRef {
        Arc::new(Schema::new(self.columns(excerpt).map(Column::field).collect::<Vec<_>>()))
    }
}

impl Column {
    /// Whether it is there with so much of the texts.
    pub fn is_in(&self, excerpt: Excerpt) -> bool {
        self.from <= excerpt.text
    }

    /// The unit of the values, where they have one.
    pub fn unit(&self) -> Option<&'static str> {
        (self.kind == Offset).then_some(OFFSET_UNIT)
    }

    /// The Arrow field, with description and unit as metadata.
    pub fn field(&self) -> Field {
        let data_type = match self.kind {
            Text => DataType::Utf8,
            Texts => DataType::List(list_child()),
            Int32 | Offset => DataType::Int32,
            Int64 => DataType::Int64,
            Share => DataType::Float32,
            Bool => DataType::Boolean,
            Day => DataType::Date32,
            Moment => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        };
        let mut metadata = HashMap::from([("description".to_string(), self.description.to_string())]);
        metadata.extend(self.unit().map(|unit| ("unit".to_string(), unit.to_string())));
        Field::new(self.name, data_type, self.nullable).with_metadata(metadata)
    }

    /// The type as SCHEMA and card print it.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            Text => "string",
            Texts => "list<string>",
            Int32 | Offset => "int32",
            Int64 => "int64",
            Share => "float32",
            Bool => "bool",
            Day => "date32",
            Moment => "timestamp[us, UTC]",
        }
    }
}

/// The child of every list, named as the Parquet format names it so that files of several writers can be mixed.
pub(crate) fn list_child() -> Arc<Field> {
    Arc::new(Field::new("element", DataType::Utf8, false))
}
