//! Arguments and one short function per subcommand. Each calls one function of the library.

mod annotate;
mod diff;
mod releases;
mod score;
mod show;
mod survey;

use crate::report;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;
use qawl::annotate::Annotator;
use qawl::error::{Error, ErrorKind, Result, printable};
use qawl::explain;
use qawl::export::{ExportOptions, Interrupt, export};
use qawl::pack::{self, Level, Packs};
use qawl::registry::Registry;
use qawl::release::{Finding, Release, Version, verify, verify_texts};
use qawl::stats::{By, stats};
use qawl::table::{Excerpt, TextMode};
use std::io::{self, Write};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Who said what, in which outlet, on which day: quotations and their speakers from Arabic news.
#[derive(Parser)]
#[command(name = "qawl", version, about, after_help = EXIT_CODES, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done (refused records are counted on standard error); 1 failure or findings; \
2 wrong usage or no such input; 10 the version exists; 11 another export is running; 12 verify found damage; \
13 no space; 130 and 143 interrupted.";

#[derive(Subcommand)]
enum Command {
    /// Read news and publish a release of its quotations.
    Export(Export),
    /// Show who says what in one text.
    Annotate(annotate::Annotate),
    /// Run every example and every whole-pack check of the language packs.
    Check {
        /// A folder of packs, or the folder of one [default: the packs in the program].
        folder: Option<PathBuf>,
    },
    /// Print what a rule, a code or a value of a column means, with its examples.
    Explain {
        /// Id of a rule, as the rule column holds it, a cue, a code or a value [default: lists them all].
        id: Option<String>,
    },
    /// Re-open a release and prove it: digests, schema, keys, spans.
    Verify {
        /// Folder of a release, or of releases, which must all hold.
        release: PathBuf,
        /// Prove offsets and words against the texts too: the files or folders that were exported.
        #[arg(long, value_name = "INPUT")]
        texts: Vec<PathBuf>,
        /// Print one JSON object per finding.
        #[arg(long)]
        json: bool,
    },
    /// Show what a release holds: its quotations, the rows of a table, spans beside their text, or counts.
    Show(show::Show),
    /// List the versions in a folder of releases, with their dates, counts and state.
    Releases(releases::Releases),
    /// Tell what differs between two releases, by stable ids.
    Diff(diff::Diff),
    /// Count the quotations of a release.
    Stats(StatsArgs),
    /// Compare a release with quotations that careful readers marked.
    Score(score::Score),
    /// Count what the rules leave open in some articles, with examples, for the authors of packs.
    Survey(survey::Survey),
    /// Print the completions of a shell.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Write the manual pages into a folder.
    Man {
        /// The folder.
        folder: PathBuf,
    },
}

#[derive(Args)]
struct Export {
    /// Files, folders, or - for JSON lines on standard input.
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// Folder of releases.
    #[arg(long, value_name = "FOLDER", default_value = "datasets/sample")]
    to: PathBuf,
    /// Publish under this name, for ever; without it the draft is replaced.
    #[arg(long, value_name = "X.Y.Z")]
    version: Option<String>,
    /// Publish even where the version promises less than what changed since the one before.
    #[arg(long, requires = "version")]
    force_version: bool,
    /// How much of the texts to publish: none, the sentence around each quotation, or all.
    #[arg(long, value_name = "MODE", default_value = "context", value_parser = text_mode())]
    text: TextMode,
    /// Cut quotations and their contexts after so many characters.
    #[arg(long, value_name = "N")]
    max_quote_chars: Option<NonZeroU32>,
    /// Threads that annotate [default: one per core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Day of release, as the citation states it [default: that of SOURCE_DATE_EPOCH, else none].
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// Say nothing but errors.
    #[arg(long, short)]
    quiet: bool,
}

fn text_mode() -> impl TypedValueParser<Value = TextMode> {
    let names = PossibleValuesParser::new(
        TextMode::ALL.iter().map(|mode| PossibleValue::new(mode.name()).help(mode.meaning())),
    );
    names.try_map(|name| TextMode::from_name(&name).ok_or("no such mode"))
}

#[derive(Args)]
struct StatsArgs {
    /// Folder of the release.
    release: PathBuf,
    /// How to print.
    #[arg(long, default_value = "table")]
    format: StatsFormat,
    /// What to count by.
    #[arg(long, default_value = "speaker")]
    by: StatsBy,
}

#[derive(Clone, Copy, ValueEnum)]
enum StatsFormat {
    Table,
    Json,
    Csv,
}

#[derive(Clone, Copy, ValueEnum)]
enum StatsBy {
    Speaker,
    Outlet,
    Cue,
    Type,
    Day,
    SpeakerOutlet,
}

impl From<StatsBy> for By {
    fn from(by: StatsBy) -> Self {
        match by {
            StatsBy::Speaker => By::Speaker,
            StatsBy::Outlet => By::Outlet,
            StatsBy::Cue => By::Cue,
            StatsBy::Type => By::Type,
            StatsBy::Day => By::Day,
            StatsBy::SpeakerOutlet => By::SpeakerOutlet,
        }
    }
}

/// How a command that could be carried out ended.
enum Outcome {
    Done,
    /// `check` or `explain` found something amiss.
    Findings,
    /// `verify` found damage.
    Damage,
}

/// Runs the command that the arguments name.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let interrupt = Interrupt::default();
    let outcome = match cli.command {
        Command::Export(args) => run_export(args, &interrupt),
        Command::Annotate(args) => args.run(),
        Command::Check { folder } => run_check(folder.as_deref()),
        Command::Explain { id } => run_explain(id.as_deref()),
        Command::Verify { release, texts, json } => run_verify(&release, &texts, json),
        Command::Show(args) => args.run(),
        Command::Releases(args) => args.run(),
        Command::Diff(args) => args.run(),
        Command::Stats(args) => run_stats(&args),
        Command::Score(args) => args.run(),
        Command::Survey(args) => args.run(),
        Command::Completions { shell } => run_completions(shell),
        Command::Man { folder } => run_man(&folder),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Damage) => ExitCode::from(12),
        Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::Error(error)) => {
            report::error(&error);
            ExitCode::from(code(&error, &interrupt))
        }
    }
}

/// Why a command ended early.
enum Failure {
    /// Nobody reads standard output any more, which is their right.
    Closed,
    Error(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Error(error)
    }
}

type Ran = std::result::Result<Outcome, Failure>;

fn code(error: &Error, interrupt: &Interrupt) -> u8 {
    match error.kind() {
        ErrorKind::Input | ErrorKind::Usage => 2,
        ErrorKind::ReleaseExists => 10,
        ErrorKind::Locked => 11,
        ErrorKind::Integrity | ErrorKind::SchemaMismatch => 12,
        ErrorKind::NoSpace => 13,
        ErrorKind::Interrupted => 128 + interrupt.signal().and_then(|signal| u8::try_from(signal).ok()).unwrap_or(2),
        _ => 1,
    }
}

/// Makes Ctrl-C and SIGTERM set the flag that the export looks at, so that it can remove what it has begun.
fn listen(interrupt: &Interrupt) -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_usize(signal, Arc::clone(&interrupt.0), signal.unsigned_abs() as usize)?;
    }
    // A file size limit must end in the error of the write, not in the death of the process.
    signal_hook::flag::register(SIGXFSZ, Arc::default())?;
    Ok(())
}

/// Bytes that are printed at once.
const BLOCK: usize = 64 << 10;

/// Lines on their way to standard output, many of them at once.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn push(&mut self, line: &str) -> std::result::Result<(), Failure> {
        self.0.push_str(line);
        self.0.push('\n');
        if self.0.len() < BLOCK { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> std::result::Result<(), Failure> {
        print(&std::mem::take(&mut self.0))
    }
}

/// Writes to standard output.
fn print(text: &str) -> std::result::Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::Closed),
        written => Ok(written.map_err(|error| Error::io(Path::new("standard output"), "write", error))?),
    }
}

fn run_export(args: Export, interrupt: &Interrupt) -> Ran {
    let options = ExportOptions {
        version: args.version.as_deref().map_or(Ok(Version::Draft), Version::parse)?,
        inputs: args.input,
        root: args.to,
        force_version: args.force_version,
        excerpt: Excerpt { text: args.text, max_quote_chars: args.max_quote_chars },
        jobs: jobs(args.jobs),
        date: args.date.map_or_else(source_date, |date| Ok(Some(date)))?,
    };
    if let Err(error) = listen(interrupt) {
        report::talk(format_args!("qawl: cannot listen to signals: {error}"));
    }
    let meter = report::Meter::new(args.quiet);
    let exported = export(Arc::new(Annotator::bundled()?), &options, interrupt, |progress| meter.show(progress));
    meter.clear();
    let summary = exported?;
    if !args.quiet {
        report::talk(report::summary(&summary));
    }
    print(&format!("{}\n", summary.release.path().display()))?;
    Ok(Outcome::Done)
}

/// Threads that annotate: as many as asked for, else one per core.
fn jobs(asked: Option<u16>) -> usize {
    asked.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
}

/// An annotator with the packs of a folder, or with those in the program.
fn annotator(folder: Option<&Path>) -> Result<Annotator> {
    let Some(folder) = folder else { return Annotator::bundled() };
    let registry = Registry::bundled()?;
    Annotator::new(Packs::from_dir(folder, &registry)?, registry)
}

/// The day that the environment sets for reproducible builds.
fn source_date() -> Result<Option<Date>> {
    let Some(seconds) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = seconds.to_string_lossy();
    let moment = seconds.parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let moment = moment.ok_or_else(|| {
        let message = format!("SOURCE_DATE_EPOCH is \"{}\", not a number of seconds", printable(&seconds));
        Error::new(ErrorKind::Usage, message)
    })?;
    Ok(Some(jiff::tz::Offset::UTC.to_datetime(moment).date()))
}

fn run_check(folder: Option<&Path>) -> Ran {
    let checks = pack::check(&annotator(folder)?);
    let findings = || checks.iter().flat_map(|check| &check.findings);
    let shown: Vec<_> = findings().map(report::finding).collect();
    print(&shown.join("\n"))?;
    let faults = findings().filter(|finding| finding.level == Level::Fault).count();
    let notes = shown.len() - faults;
    if faults == 0 {
        report::talk(format_args!("all {} checks hold, {notes} notes", checks.len()));
        return Ok(Outcome::Done);
    }
    let failed = checks.iter().filter(|check| !check.holds()).count();
    report::talk(format_args!("{failed} of {} checks fail with {faults} errors, {notes} notes", checks.len()));
    Ok(Outcome::Findings)
}

fn run_explain(id: Option<&str>) -> Ran {
    let topics = explain::topics(&Packs::bundled(&Registry::bundled()?)?);
    let Some(id) = id else {
        print(&report::topic_list(&topics))?;
        return Ok(Outcome::Done);
    };
    let found = explain::find(&topics, id);
    if found.is_empty() {
        let near = explain::similar(&topics, id).join(", ");
        let hint = if near.is_empty() { "`qawl explain` lists all".into() } else { format!("similar: {near}") };
        report::talk(format_args!("qawl: there is no rule and no code \"{}\"; {hint}", printable(id)));
        return Ok(Outcome::Findings);
    }
    print(&report::topics(&found))?;
    Ok(Outcome::Done)
}

fn run_verify(path: &Path, texts: &[PathBuf], json: bool) -> Ran {
    let findings = if texts.is_empty() { verify(path)? } else { verify_texts(path, texts)? };
    let line =
        |finding: &Finding| if json { serde_json::json!(finding).to_string() } else { printable(&finding.to_string()) };
    print(&findings.iter().map(|finding| line(finding) + "\n").collect::<String>())?;
    if findings.is_empty() {
        report::talk(format_args!("{} is whole", path.display()));
        return Ok(Outcome::Done);
    }
    report::talk(format_args!("{} findings: do not use {}", findings.len(), path.display()));
    Ok(Outcome::Damage)
}

fn run_stats(args: &StatsArgs) -> Ran {
    let counted = stats(&Release::open(&args.release)?, args.by.into())?;
    print(&match args.format {
        StatsFormat::Table => report::stats_table(&counted),
        StatsFormat::Json => report::stats_json(&counted),
        StatsFormat::Csv => report::stats_csv(&counted),
    })?;
    Ok(Outcome::Done)
}

fn run_completions(shell: Shell) -> Ran {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "qawl", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}

fn run_man(folder: &Path) -> Ran {
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), folder))
        .map_err(|error| Error::io(folder, "write manual pages into", error))?;
    Ok(Outcome::Done)
}
