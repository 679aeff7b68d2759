//! What further rounds and tournaments are asked.

use super::{Answer, Lens, Page};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Further rounds.
#[derive(Args, Debug)]
pub struct Rounds {
    /// Which case, and how to answer.
    #[command(flatten)]
    pub lens: Lens,
    /// How often talks are run, each time with other draws of what is uncertain; --draws unless given, else 1024
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub runs: Option<u64>,
    /// Rounds until time is over; as the case's `rounds` says, else 20
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=65_536))]
    pub rounds: Option<u32>,
    /// Who may do what when: alternating, single-text, shuttle, probe; as the case's `rounds` says, else alternating
    #[arg(long, value_name = "PROTOCOL")]
    pub protocol: Option<String>,
    /// How the facilitator of a single text acts: learning (unless said), best-share, hill-climbing, annealing, least-satisfied-first; in a shuttle it carries wishes
    #[arg(long, value_name = "STRATEGY")]
    pub facilitator: Option<String>,
    /// What a party might follow, several with `|`: boulware, linear, conceder, time BETA, tit-for-tat, micro, hard-liner, random, nice; `accepting CONDITION`, `leaving T` and `, from ROUND ..` or `, from DAY ..` may follow; without PARTY for all others
    #[arg(long, value_name = "[PARTY=]STRATEGY")]
    pub strategy: Vec<String>,
    /// By whose rules clocks and time-dependent parties go
    #[arg(long, value_name = "RULES", default_value = "own")]
    pub semantics: ByRules,
    /// Keep every run in this file as it is made, and go on from the runs that are in it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub keep: Option<PathBuf>,
    /// How later agreements are worth less in the metrics: none, round:0.98 or time:0.9
    #[arg(long, value_name = "DISCOUNT", default_value = "none")]
    pub discount: String,
    /// Where tables of runs are written.
    #[command(flatten)]
    pub tables: Tables,
    /// Run every combination of such values: rounds=10,20 or protocol, facilitator, strategy, strategy.PARTY, or a quantity by its path as in scenarios; can be given several times. With --keep each cell has a file of its own: FILE.1, FILE.2, ..
    #[arg(long, value_name = "NAME=VALUE,VALUE..")]
    pub grid: Vec<String>,
    /// Tell this run move by move, counted from 0
    #[arg(long, value_name = "RUN")]
    pub transcript: Option<u64>,
    /// Take the seat of a party in one run: type what it does, the others follow their strategies
    #[arg(long, value_name = "PARTY", conflicts_with_all = ["json", "html", "keep", "csv", "transcript", "runs"])]
    pub play: Option<String>,
    /// With --play: keep what is done in this file, and go on from what is in it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "play")]
    pub save: Option<PathBuf>,
}

/// A tournament.
#[derive(Args, Debug)]
pub struct Tournament {
    /// The cases: YAML or JSON files, or folders with a case.yaml
    #[arg(required = true, value_name = "CASE", value_hint = ValueHint::AnyPath)]
    pub cases: Vec<PathBuf>,
    /// Only what was known on that day (2026-02-18)
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
    /// Without a source, which every case must have; can be given several times
    #[arg(long, value_name = "SOURCE")]
    pub without: Vec<String>,
    /// With a scenario, which every case must have; can be given several times
    #[arg(long, value_name = "NAME")]
    pub scenario: Vec<String>,
    /// For whom: public, internal, or a party's id; what they may not see is left out
    #[arg(long, value_name = "WHO")]
    pub audience: Option<String>,
    /// How to answer.
    #[command(flatten)]
    pub answer: Answer,
    /// How the page is laid out.
    #[command(flatten)]
    pub page: Page,
    /// Write the page as one HTML file that needs nothing else
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "json")]
    pub html: Option<PathBuf>,
    /// Who competes, several with `|`; see `rounds --strategy`
    #[arg(long, value_name = "STRATEGY|STRATEGY..", default_value = "boulware|linear|conceder|tit-for-tat|micro")]
    pub strategies: String,
    /// Which seatings are played: every assignment of strategies to parties, or those in which all strategies differ
    #[arg(long, value_name = "SEATINGS", default_value = "all-assignments")]
    pub parties: Seatings,
    /// How often each seating is played, each time with other draws of what is uncertain
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub runs: u64,
    /// Rounds until time is over
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=65_536))]
    pub rounds: u32,
    /// Who may do what when: alternating, single-text, shuttle, probe
    #[arg(long, value_name = "PROTOCOL", default_value = "alternating")]
    pub protocol: String,
    /// How the facilitator acts; see `rounds --facilitator`
    #[arg(long, value_name = "STRATEGY")]
    pub facilitator: Option<String>,
    /// How later agreements are worth less in the metrics: none, round:0.98 or time:0.9
    #[arg(long, value_name = "DISCOUNT", default_value = "none")]
    pub discount: String,
    /// By whose rules clocks and time-dependent parties go
    #[arg(long, value_name = "RULES", default_value = "own")]
    pub semantics: ByRules,
    /// Keep every run in this file as it is made, and go on from the runs that are in it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub keep: Option<PathBuf>,
    /// Where tables of runs are written.
    #[command(flatten)]
    pub tables: Tables,
}

/// Which seatings are played.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Seatings {
    /// Every assignment of strategies to parties.
    AllAssignments,
    /// Those in which no two parties follow the same strategy.
    Different,
}

/// Tables of runs.
#[derive(Args, Debug)]
pub struct Tables {
    /// Write a table of all runs, one row a run
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub csv: Option<PathBuf>,
    /// The same as Parquet, in a build with the feature `parquet`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub parquet: Option<PathBuf>,
}

/// By whose rules talks go.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum ByRules {
    /// zopa's own.
    Own,
    /// As in NegMAS 0.16.
    Negmas,
}
