//! What can be asked on the command line.

mod beliefs;
mod files;
mod package;
mod probes;
mod rounds;
mod serve;
mod shifts;

pub use beliefs::Beliefs;
use clap::{Args, Parser, Subcommand, ValueHint};
pub use files::{Export, ExportGenius, ExportGmcr, ExportSheets, Import, ImportFiles, Semantics};
pub use package::Package;
pub use probes::Probes;
pub use rounds::{ByRules, Rounds, Seatings, Tables, Tournament};
pub use serve::Serve;
pub use shifts::Shifts;
use std::path::PathBuf;

/// zopa: a workbench for people who prepare, facilitate, study or teach multi-party talks.
#[derive(Debug, Parser)]
#[command(
    name = "zopa",
    version,
    about,
    propagate_version = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
#[command(after_help = "Exit status: 0 yes, valid or answered; 1 no; 2 could not say; 3 bad input or usage.")]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The page to hand on: who stands where, what could be said jointly, what to ask next
    Brief(Brief),
    /// Check a case and tell every problem in one go
    Check(Check),
    /// Who stands where on the record, and the verdict with its two counts
    Gaps(Lens),
    /// Why there is no deal, on the record and with values, and what would open one
    Blockers(Lens),
    /// Is there a zone of possible agreement, what is in it, and which assumptions decide
    Settlement(Lens),
    /// What one package would mean: who said what of it, which lines it crosses, what it is worth, who is short
    Package(Package),
    /// In which order it could be done, where the order locks, and whether each step would hold
    Roadmap(Lens),
    /// Which situations beside the table hold, by whose counter-move, and what would make a wanted one hold
    Stability(Stability),
    /// What further rounds come to if each side plays so and so, and on what that hangs
    Rounds(Rounds),
    /// What would have to change outside the room for there to be a zone, and which assumptions decide
    Shifts(Shifts),
    /// What to float next, to whom and on which track, and what each answer would teach
    Probes(Probes),
    /// What the talks revealed of what each side wants, and by which offer or answer
    Beliefs(Beliefs),
    /// Every strategy in every seat of some cases, and how each did
    Tournament(Tournament),
    /// Who moved towards whom between two days, and what was only learned
    Diff(Diff),
    /// What groups of a class ended with, against the zone, the efficient packages and the points
    Debrief(Debrief),
    /// Open the whole picture as a local page, where lines, values and sources can be moved to see what changes
    Serve(Serve),
    /// Add an entry to the ledger and show what it changes
    Add(Add),
    /// Write a commented starter case
    New(New),
    /// Make a case of another program's files
    #[command(subcommand)]
    Import(Import),
    /// Write a case as another program's files, or as sheets for a class
    #[command(subcommand)]
    Export(Export),
    /// Print the JSON Schema of the case file, for editors
    Schema,
    /// Print the shell's completion script
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Which case, seen how.
#[derive(Args, Debug)]
pub struct View {
    /// The case: a YAML or JSON file, or a folder with a case.yaml
    #[arg(value_hint = ValueHint::AnyPath)]
    pub case: PathBuf,
    /// Only what was known on that day (2026-02-18)
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
    /// Without a source; can be given several times
    #[arg(long, value_name = "SOURCE")]
    pub without: Vec<String>,
    /// With a scenario of the case; can be given several times
    #[arg(long, value_name = "NAME")]
    pub scenario: Vec<String>,
    /// For whom: public, internal, or a party's id; what they may not see is left out
    #[arg(long, value_name = "WHO")]
    pub audience: Option<String>,
}

/// How to answer.
#[derive(Args, Debug)]
pub struct Answer {
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
    /// With --json: write the answer to a file as well, every list in full; printed lists end at 10,000 items
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "json")]
    pub all: Option<PathBuf>,
    /// Seed of draws; no effect on lenses that draw nothing
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub seed: u64,
    /// Number of draws; no effect on lenses that draw nothing
    #[arg(long, value_name = "N")]
    pub draws: Option<u64>,
}

/// How a page is laid out.
#[derive(Args, Debug)]
pub struct Page {
    /// Columns of the terminal page, 80 to 120; the terminal's own unless given
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(80..=120))]
    pub width: Option<u16>,
}

/// A lens on a case.
#[derive(Args, Debug)]
pub struct Lens {
    /// Which case.
    #[command(flatten)]
    pub view: View,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
    /// How the page is laid out.
    #[command(flatten)]
    pub page: Page,
    /// Write the page, with its pictures, as one HTML file that needs nothing else
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "json")]
    pub html: Option<PathBuf>,
}

/// The conflict beside the table.
#[derive(Args, Debug)]
pub struct Stability {
    /// Which case, and how to answer.
    #[command(flatten)]
    pub lens: Lens,
    /// How far a decision maker looks: nash, gmr, smr, seq or sseq; without PARTY that of all others (nash unless given)
    #[arg(long, value_name = "[PARTY=]CONCEPT")]
    pub concept: Vec<String>,
    /// Whether being brought to a state held equal to the one left is a sanction
    #[arg(long, value_name = "WHETHER", default_value = "sanction")]
    pub equal_states: EqualStates,
    /// When a coalition prefers a state: all its members do, or some do and none holds it worse
    #[arg(long, value_name = "WHEN", default_value = "all-prefer")]
    pub coalitions: WhenPreferred,
    /// Bits of the largest number of states worked through one by one: 24 are 16,777,216; 26 take about 4 GiB
    #[arg(long, value_name = "BITS", default_value_t = 24, value_parser = clap::value_parser!(u8).range(1..=30))]
    pub bits: u8,
}

/// Whether equal states sanction.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum EqualStates {
    /// They do: nothing was gained.
    Sanction,
    /// They do not: a sanction must be strictly worse.
    NoSanction,
}

/// When a coalition prefers a state.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum WhenPreferred {
    /// When every member does.
    AllPrefer,
    /// When some member does and none holds it worse.
    NoneWorse,
}

/// The brief.
#[derive(Args, Debug)]
pub struct Brief {
    /// Which case.
    #[command(flatten)]
    pub view: View,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
    /// How the page is laid out.
    #[command(flatten)]
    pub page: Page,
    /// Say what changed since this day or session; unless given, since the last session a week or more ago
    #[arg(long, value_name = "DAY|SESSION")]
    pub since: Option<String>,
    /// Only what is needed to speak: core issues, brackets, contradictions, what to ask, sources
    #[arg(long)]
    pub short: bool,
    /// Write the brief as Markdown
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "json")]
    pub markdown: Option<PathBuf>,
    /// Write the brief as one HTML file that needs nothing else
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "json")]
    pub html: Option<PathBuf>,
}

/// A check.
#[derive(Args, Debug)]
pub struct Check {
    /// Which case.
    #[command(flatten)]
    pub view: View,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
    /// One problem a line, as `file:line:column: ..`
    #[arg(long)]
    pub short: bool,
}

/// What changed.
#[derive(Args, Debug)]
pub struct Diff {
    /// Which case, and how to answer.
    #[command(flatten)]
    pub lens: Lens,
    /// The earlier day
    #[arg(long, value_name = "DAY", required_unless_present = "since", conflicts_with = "since")]
    pub from: Option<String>,
    /// The later day; the case's own unless given
    #[arg(long, value_name = "DAY")]
    pub to: Option<String>,
    /// Since the end of a session of the case
    #[arg(long, value_name = "SESSION")]
    pub since: Option<String>,
}

/// What groups ended with.
#[derive(Args, Debug)]
pub struct Debrief {
    /// Which case.
    #[command(flatten)]
    pub view: View,
    /// A CSV file with a row a group: its name under `group`, and the option taken under the id of each issue
    #[arg(value_hint = ValueHint::FilePath)]
    pub outcomes: PathBuf,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
    /// How the page is laid out.
    #[command(flatten)]
    pub page: Page,
    /// Draw these two parties against each other; can be given several times (every pair, at most six, unless given)
    #[arg(long, value_name = "PARTY,PARTY")]
    pub pair: Vec<String>,
    /// Write the page as Markdown
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "json")]
    pub markdown: Option<PathBuf>,
    /// Write the page, with its pictures, as one HTML file that needs nothing else
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "json")]
    pub html: Option<PathBuf>,
}

/// A new entry.
#[derive(Args, Debug)]
pub struct Add {
    /// The case: a YAML file, or a folder with a case.yaml
    #[arg(value_hint = ValueHint::AnyPath)]
    pub case: PathBuf,
    /// The entry: PARTY STANCE ISSUE OPTION [or OPTION] [if RULE]
    pub entry: String,
    /// Day it was said
    #[arg(long, value_name = "DAY")]
    pub date: String,
    /// Source or sources
    #[arg(long, value_name = "SOURCE", required = true)]
    pub source: Vec<String>,
    /// How it is known: public, private, leaked, reported, inferred
    #[arg(long, value_name = "HOW", default_value = "public")]
    pub stated: String,
    /// The speaker
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
    /// The party through which it is known
    #[arg(long, value_name = "PARTY")]
    pub via: Option<String>,
    /// How firmly the source puts it, in its words
    #[arg(long, value_name = "WORDS")]
    pub hedge: Option<String>,
    /// Words that stand in the source's text
    #[arg(long, value_name = "WORDS")]
    pub quote: Option<String>,
    /// Name of the entry
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// A remark
    #[arg(long, value_name = "WORDS")]
    pub note: Option<String>,
    /// Who may see it
    #[arg(long, value_name = "MARKING")]
    pub marking: Option<String>,
    /// Entries it replaces, in our reading
    #[arg(long, value_name = "ID")]
    pub replaces: Vec<String>,
    /// Entries it contradicts
    #[arg(long, value_name = "ID")]
    pub disputes: Vec<String>,
    /// Show what would change and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// A new case.
#[derive(Args, Debug)]
pub struct New {
    /// The folder to make
    #[arg(value_hint = ValueHint::DirPath)]
    pub dir: PathBuf,
}
