//! What can be asked of `zopa beliefs`.

use super::Lens;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// What the talks revealed.
#[derive(Args, Debug)]
pub struct Beliefs {
    /// Which case, and how to answer.
    #[command(flatten)]
    pub lens: Lens,
    /// How the chance of a yes rises with the gain: logistic or probit
    #[arg(long, value_name = "LINK", default_value = "logistic")]
    pub link: String,
    /// The gain at which a yes becomes likely, as a part of the scale: one number, or from..to; 0.02..0.1 unless said
    #[arg(long, value_name = "PART")]
    pub scale: Option<String>,
    /// Of would-be yeses, the share that is a no for show: one number, or from..to; 0..0.3 unless said
    #[arg(long, value_name = "SHARE")]
    pub bluff: Option<String>,
    /// The shape of concessions, below 1 late, above 1 early: one number, or from..to; 0.2..2 unless said
    #[arg(long, value_name = "BETA")]
    pub beta: Option<String>,
    /// Write the page as Markdown
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "json")]
    pub markdown: Option<PathBuf>,
}
