//! What `zopa package` is asked.

use super::Lens;
use clap::Args;

/// A package to look at.
#[derive(Args, Debug)]
pub struct Package {
    /// Which case, and how to answer.
    #[command(flatten)]
    pub lens: Lens,
    /// A package of the case, or options as ISSUE=OPTION, or the first with changes: `draft-1, funds=f2`; issues left out stay open
    #[arg(value_name = "PACKAGE")]
    pub package: String,
}
