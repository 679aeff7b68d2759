//! The commands, each in its file.

mod add;
mod beliefs;
mod check;
mod debrief;
mod export;
mod grid;
mod import;
mod lenses;
mod new;
mod package;
mod play;
mod probes;
mod rounds;
mod serve;
mod sheets;
mod shifts;
mod tables;
mod tournament;
mod view;

use crate::args::{Arguments, Command};
use crate::output::{Fault, Status, answer};
use clap::CommandFactory as _;

/// Runs a command.
///
/// # Errors
/// Bad input or usage.
pub fn run(arguments: &Arguments) -> Result<Status, Fault> {
    match &arguments.command {
        Command::Brief(brief) => lenses::brief(brief),
        Command::Check(check) => check::check(check),
        Command::Gaps(lens) => lenses::gaps(lens),
        Command::Blockers(lens) => lenses::blockers(lens),
        Command::Package(args) => package::package(args),
        Command::Settlement(lens) => lenses::settlement(lens),
        Command::Roadmap(lens) => lenses::roadmap(lens),
        Command::Rounds(rounds) => rounds::rounds(rounds),
        Command::Probes(args) => probes::probes(args),
        Command::Beliefs(args) => beliefs::beliefs(args),
        Command::Tournament(args) => tournament::tournament(args),
        Command::Stability(lens) => lenses::stability(lens),
        Command::Shifts(args) => shifts::shifts(args),
        Command::Diff(diff) => lenses::diff(diff),
        Command::Debrief(args) => debrief::debrief(args),
        Command::Serve(serve) => serve::serve(serve),
        Command::Add(add) => add::add(add),
        Command::New(new) => new::new(new),
        Command::Import(import) => import::import(import),
        Command::Export(export) => export::export(export),
        Command::Schema => {
            let schema =
                serde_json::to_string_pretty(&zopa_wire::schema()).map_err(|error| Fault::new(error.to_string()))?;
            answer(&schema).map(|()| Status::Yes)
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "zopa", &mut script);
            answer(&String::from_utf8_lossy(&script)).map(|()| Status::Yes)
        }
        Command::Man => man(),
    }
}

/// The manual page of the program, then of each command.
fn man() -> Result<Status, Fault> {
    let mut page = Vec::new();
    let command = Arguments::command();
    let fault = |error: std::io::Error| Fault::new(error.to_string());
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(fault)?;
    for sub in command.get_subcommands() {
        let name = format!("zopa {}", sub.get_name());
        let parts = sub.get_subcommands().map(|part| (part, format!("{name} {}", part.get_name())));
        for (command, name) in [(sub, name.clone())].into_iter().chain(parts) {
            let named = command.clone().display_name(name.clone()).bin_name(name);
            clap_mangen::Man::new(named).render(&mut page).map_err(fault)?;
        }
    }
    answer(&String::from_utf8_lossy(&page)).map(|()| Status::Yes)
}
