//! `zopa rounds --play`: a person in the seat of a party, line by line.
//!
//! Everything but the save file is standard input and output: what is typed comes in lines, so that it can be piped as well.

mod typed;

use crate::disk::write_whole;
use crate::output::{Fault, Status, answer};
use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;
use typed::{HELP, Typed};
use zopa_case::{Case, PartyId};
use zopa_lens::rounds::Settings;
use zopa_lens::rounds::play::{Asked, Deed, Play, Refusal, Turn};
use zopa_lens::settlement::debrief::{Outcome, debrief};
use zopa_lens::{Unwatched, rounds as rounds_lens, settlement};
use zopa_report::{play_end, play_issues, play_look, play_moves, play_opening, play_turn};
use zopa_wire::{play_head, play_line, read_play};

/// The run that is played; `--seed` gives others.
const RUN: u64 = 0;

/// Plays a run.
///
/// # Errors
/// No run can be made, or the file cannot be read or written, or holds something else.
pub fn play(
    case: &Case,
    settings: &Settings,
    scored: &settlement::Settings,
    party: PartyId,
    save: Option<&Path>,
) -> Result<Status, Fault> {
    let play = Play::new(case, settings, party, RUN).map_err(|refusal| fault(&refusal))?;
    let head = play_head(case, settings, party, RUN);
    let deeds = save.map_or(Ok(Vec::new()), |path| load(case, path, &head))?;
    let mut table = AtTable { case, play, scored, save, head, deeds, shown: 0, opened: false };
    table.sit()
}

fn fault(refusal: &Refusal) -> Fault {
    let fault = Fault::new(refusal.why.clone());
    if refusal.help.is_empty() { fault } else { fault.help(refusal.help.clone()) }
}

/// What was done according to a file; nothing if there is none yet.
fn load(case: &Case, path: &Path, head: &str) -> Result<Vec<Deed>, Fault> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Fault::new(format!("`{}` cannot be read: {error}", path.display()))),
    };
    read_play(case, &text, head).map_err(|problem| {
        Fault::new(format!("`{}`: {problem}", path.display()))
            .help("name another file, or ask for the same case, day, seed, party and settings")
    })
}

struct AtTable<'a> {
    case: &'a Case,
    play: Play<'a>,
    scored: &'a settlement::Settings,
    save: Option<&'a Path>,
    head: String,
    deeds: Vec<Deed>,
    /// Moves that were shown.
    shown: usize,
    opened: bool,
}

impl AtTable<'_> {
    fn sit(&mut self) -> Result<Status, Fault> {
        self.keep()?;
        let stdin = std::io::stdin();
        let echo = !stdin.is_terminal();
        let mut lines = stdin.lock().lines();
        loop {
            let asked = match self.play.turn(&self.deeds, &Unwatched).map_err(|refusal| fault(&refusal))? {
                Turn::Asked(asked) => asked,
                Turn::Over(over) => {
                    self.moves(over.party, &over.seen)?;
                    let outcome = Outcome { label: "this run".into(), package: over.package.clone() };
                    let run = debrief(self.case, &[outcome], self.scored);
                    answer(&play_end(self.case, &over, &run))?;
                    return Ok(if over.outcome.is_some() { Status::Yes } else { Status::CannotSay });
                }
            };
            if !self.opened {
                answer(&play_opening(self.case, &asked))?;
                self.opened = true;
            }
            self.moves(asked.party, &asked.seen)?;
            answer(&play_turn(self.case, &asked))?;
            // Until something is done, the turn stays.
            loop {
                prompt()?;
                let line = match lines.next().transpose() {
                    Ok(Some(line)) => line,
                    Ok(None) => {
                        answer("")?;
                        return self.stop();
                    }
                    Err(error) => return Err(Fault::new(format!("standard input: {error}"))),
                };
                if echo {
                    answer(&zopa_report::clean(&line))?;
                }
                match typed::read(self.case, &asked, &line) {
                    Err((problem, help)) => answer(&format!("{problem}\nhelp: {help}"))?,
                    Ok(Typed::Do(deed)) => {
                        if self.done(deed)? {
                            break;
                        }
                    }
                    Ok(Typed::Stop) => return self.stop(),
                    Ok(other) => self.told(&asked, other)?,
                }
            }
        }
    }

    /// Does something; says why where it cannot be done.
    fn done(&mut self, deed: Deed) -> Result<bool, Fault> {
        self.deeds.push(deed);
        if let Err(refusal) = self.play.turn(&self.deeds, &Unwatched) {
            self.deeds.pop();
            answer(&format!("{}\nhelp: {}", zopa_report::clean(&refusal.why), refusal.help))?;
            return Ok(false);
        }
        self.keep()?;
        Ok(true)
    }

    /// Shows the moves that were not shown yet.
    fn moves(&mut self, party: usize, seen: &[rounds_lens::play::SeenMove]) -> Result<(), Fault> {
        let new = seen.get(self.shown..).unwrap_or_default();
        self.shown = seen.len();
        if new.is_empty() { Ok(()) } else { answer(&play_moves(self.case, party, new)) }
    }

    /// Answers a question.
    fn told(&self, asked: &Asked, typed: Typed) -> Result<(), Fault> {
        match typed {
            Typed::Nothing | Typed::Do(_) | Typed::Stop => Ok(()),
            Typed::Help => answer(HELP),
            Typed::Issues => answer(&play_issues(self.case)),
            Typed::Table => answer(&play_turn(self.case, asked)),
            Typed::History if asked.seen.is_empty() => answer("Nothing has been said yet."),
            Typed::History => answer(&play_moves(self.case, asked.party, &asked.seen)),
            Typed::Look(packages) => packages.iter().try_for_each(|package| {
                let Some(look) = self.play.look(package, asked.round) else { return Ok(()) };
                let objections: Vec<String> = look.objections.iter().map(|own| self.play.objection(own)).collect();
                answer(&play_look(self.case, package, &look, &objections))
            }),
        }
    }

    /// Writes what was done so far, as a whole.
    fn keep(&self) -> Result<(), Fault> {
        let Some(path) = self.save else { return Ok(()) };
        let lines: String = self.deeds.iter().map(|deed| play_line(self.case, deed)).collect();
        write_whole(path, &format!("{}{lines}", self.head))
    }

    fn stop(&self) -> Result<Status, Fault> {
        let said = match self.save {
            Some(path) => format!("Stopped. The same command goes on from `{}`.", path.display()),
            None => "Stopped. Nothing was kept: --save FILE keeps a run.".to_string(),
        };
        answer(&said).map(|()| Status::Yes)
    }
}

fn prompt() -> Result<(), Fault> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    match out.write_all(b"> ").and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Fault::new(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}
