//! What `zopa shifts` is asked.

use super::Lens;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// What would have to change.
#[derive(Args, Debug)]
pub struct Shifts {
    /// Which case, and how to answer.
    #[command(flatten)]
    pub lens: Lens,
    /// The share of draws with a zone at which a driver tips, above 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.5)]
    pub share: f64,
    /// Map these two drivers and no other pair
    #[arg(long, value_name = "DRIVER,DRIVER")]
    pub map: Option<String>,
    /// Levels of each driver of a map
    #[arg(long, value_name = "N", default_value_t = 21, value_parser = clap::value_parser!(u16).range(2..=101))]
    pub grid: u16,
    /// Rows of each of the two samples that tell which assumptions decide; 0: do not ask
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u64).range(0..=65_536))]
    pub rows: u64,
    /// Write the page as Markdown
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "json")]
    pub markdown: Option<PathBuf>,
}
