//! Cases made of other programs' files, and written as them.

use super::View;
use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// The programs whose files can be read.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Genius XML: a domain, and a profile for each party
    Genius(ImportGenius),
    /// GeniusWeb JSON: a profile for each party, with the domain in it or beside them
    #[command(name = "geniusweb")]
    GeniusWeb(ImportFiles),
    /// What NegMAS writes of a scenario: YAML, JSON or XML
    Negmas(ImportFiles),
    /// A graph model of a conflict: a .gmcr file of GMCR+ or gmcr-py
    Gmcr(ImportConflict),
}

/// A conflict, and the case to make.
#[derive(Args, Debug)]
pub struct ImportConflict {
    /// The file
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// The case to write: a file that ends in .yaml, or a folder; it must not be there yet
    #[arg(short, long, value_name = "CASE", value_hint = ValueHint::AnyPath)]
    pub out: PathBuf,
    /// The day of the case (2026-02-18); today unless given
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
}

/// Files, and the case to make.
#[derive(Args, Debug)]
pub struct ImportFiles {
    /// The files, or the folder they are in
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub files: Vec<PathBuf>,
    /// The case to write: a file that ends in .yaml, or a folder; it must not be there yet
    #[arg(short, long, value_name = "CASE", value_hint = ValueHint::AnyPath)]
    pub out: PathBuf,
    /// The day of the case (2026-02-18); today unless given
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
    /// Steps of the grid for real numbers, and for whole numbers that are too many
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..1000))]
    pub steps: u32,
}

/// Genius files, and how they are read.
#[derive(Args, Debug)]
pub struct ImportGenius {
    /// What is read and written.
    #[command(flatten)]
    pub files: ImportFiles,
    /// Whose reading of the numbers is meant
    #[arg(long, value_enum, default_value = "genius")]
    pub semantics: Semantics,
}

/// Whose reading of a Genius file is meant.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Semantics {
    /// Evaluations over the largest of their issue where one exceeds 1, weights sum to 1, discount over time
    Genius,
    /// Weights and evaluations as they come, discount by round
    Negmas,
}

/// What a case can be written as.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Genius XML: a domain, and a profile for each party with preferences
    Genius(ExportGenius),
    /// A graph model of a conflict: a .gmcr file for GMCR+ or gmcr-py
    Gmcr(ExportGmcr),
    /// Sheets for a class, as Markdown: public information, a role and a score sheet a party, facilitator, instructor
    Sheets(ExportSheets),
}

/// A case as sheets for a class: each as its reader may see the case.
#[derive(Args, Debug)]
pub struct ExportSheets {
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
    /// The folder to make
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: PathBuf,
    /// Seed of the draws whose middle is scored by, where the case gives ranges or orders; `debrief` takes the same
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub seed: u64,
    /// Number of these draws
    #[arg(long, value_name = "N")]
    pub draws: Option<u64>,
}

/// A conflict of a case as a .gmcr file.
#[derive(Args, Debug)]
pub struct ExportGmcr {
    /// Which case.
    #[command(flatten)]
    pub view: View,
    /// The file to write; it must not be there yet
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub out: PathBuf,
    /// Which conflict, where the case has several
    #[arg(long, value_name = "ID")]
    pub conflict: Option<String>,
}

/// A case as Genius files.
#[derive(Args, Debug)]
pub struct ExportGenius {
    /// Which case.
    #[command(flatten)]
    pub view: View,
    /// The folder to make
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: PathBuf,
    /// Whose reading of the numbers is meant
    #[arg(long, value_enum, default_value = "genius")]
    pub semantics: Semantics,
}
