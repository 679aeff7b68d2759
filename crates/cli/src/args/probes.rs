//! What can be asked of `zopa probes`.

use super::Lens;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// What to float next.
#[derive(Args, Debug)]
pub struct Probes {
    /// Which case, and how to answer.
    #[command(flatten)]
    pub lens: Lens,
    /// Put probes to this party only; can be given several times
    #[arg(long, value_name = "PARTY")]
    pub to: Vec<String>,
    /// Look at this package only: one of the case, ISSUE=OPTION with commas, or the first with changes; can be given several times
    #[arg(long, value_name = "PACKAGE")]
    pub package: Vec<String>,
    /// What the decision goes by that answers are for: agreement, welfare, or a party; as the case's `probes` says, else agreement
    #[arg(long, value_name = "BY")]
    pub decision: Option<String>,
    /// Of those that would say yes, the share that strikes a tough pose and says no; as the case's `probes` says, else 0.1
    #[arg(long, value_name = "SHARE")]
    pub bluff: Option<f64>,
    /// The share of answers that come out the wrong way round; as the case's `probes` says, else 0.1
    #[arg(long, value_name = "SHARE")]
    pub noise: Option<f64>,
    /// Write the page as Markdown
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "json")]
    pub markdown: Option<PathBuf>,
}
