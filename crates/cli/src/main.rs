//! The `zopa` command: reads a case, asks a lens, prints the answer.
//!
//! Nothing but the answer goes to standard output; problems and progress go to standard error. Exit
//! status: 0 yes or answered, 1 no, 2 could not say, 3 bad input or usage.

mod args;
mod commands;
mod disk;
mod kept;
mod output;
mod watch;

use clap::Parser;
use output::Fault;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match args::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    match commands::run(&arguments) {
        Ok(status) => ExitCode::from(status as u8),
        Err(fault) => {
            fault.tell();
            ExitCode::from(3)
        }
    }
}

/// Help and version are answers; anything else is a fault of usage.
fn usage(error: &clap::Error) -> ExitCode {
    use clap::error::ErrorKind;
    let answer = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if let Err(fault) = error.print().map_err(|error| Fault::new(error.to_string())) {
        fault.tell();
    }
    ExitCode::from(if answer { 0 } else { 3 })
}
