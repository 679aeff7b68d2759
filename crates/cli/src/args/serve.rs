//! What can be asked of `zopa serve`.

use super::View;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// The local page.
#[derive(Args, Debug)]
pub struct Serve {
    /// Which case, seen how at first.
    #[command(flatten)]
    pub view: View,
    /// The port; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 8750)]
    pub port: u16,
    /// Listen beyond this machine, on this address; only with a password
    #[arg(long, value_name = "ADDR")]
    pub host: Option<std::net::IpAddr>,
    /// A file with the password, or with its Argon2 hash; else the variable ZOPA_PASSWORD is looked at
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub password_file: Option<PathBuf>,
    /// Answer to this name as well, such as that of a proxy; can be given several times
    #[arg(long, value_name = "NAME")]
    pub name: Vec<String>,
    /// Do not open the browser
    #[arg(long)]
    pub no_open: bool,
}
