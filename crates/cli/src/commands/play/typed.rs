//! What a player types: one command a line.

use zopa_case::{Case, read_issue, read_package, way_out};
use zopa_lens::rounds::play::{Asked, Deed};

/// The commands, as `help` tells them.
pub const HELP: &str =
    "  offer ISSUE=OPTION, ..    offer your last package with these changes (what is on the table, if you have none)
  counter ISSUE=OPTION, ..  offer what is on the table with these changes
  accept, reject            answer; sign, where signatures are asked for
  bracket ISSUE, ..         reject a text and name what is worse in it than in the one beside it
  pass                      say nothing; what is on the table falls
  leave                     walk out: the talks are over
  values                    what is on the table and your last package are worth to you
  values ISSUE=OPTION, ..   what your last package (or the table) would be worth with these changes
  why not ISSUE=OPTION, ..  which rule, or line of yours, such a package breaks
  table, history, issues    what stands; what was said; what can be said
  save and stop             stop here (also Ctrl-D); what is done cannot be taken back
";

/// Words that begin a command.
const COMMANDS: [&str; 17] = [
    "offer", "counter", "accept", "sign", "reject", "bracket", "pass", "leave", "values", "why", "table", "history",
    "issues", "save", "stop", "undo", "help",
];

/// What was typed.
pub enum Typed {
    /// An empty line.
    Nothing,
    /// Something that the seat does.
    Do(Deed),
    /// How packages look to the player.
    Look(Vec<Vec<usize>>),
    /// What stands.
    Table,
    /// What was said.
    History,
    /// The issues with their options.
    Issues,
    /// The commands.
    Help,
    /// To stop.
    Stop,
}

/// What is wrong with a line, and the way out.
type Problem = (String, String);

/// Reads a line.
pub fn read(case: &Case, asked: &Asked, line: &str) -> Result<Typed, Problem> {
    let line = line.trim();
    let (word, rest) = line.split_once(char::is_whitespace).map_or((line, ""), |(word, rest)| (word, rest.trim()));
    let standing = asked.standing.as_ref().map(|own| own.package.as_slice());
    let own = asked.own.as_deref();
    let alone = |typed: Typed| match rest {
        "" => Ok(typed),
        _ => Err((format!("`{word}` stands alone"), format!("type {word} and nothing after it"))),
    };
    match word.to_ascii_lowercase().as_str() {
        "" => Ok(Typed::Nothing),
        "offer" => package(case, own.or(standing), rest).map(|package| Typed::Do(Deed::Offer(package))),
        "counter" if standing.is_none() => {
            Err(("nothing is on the table that could be changed".into(), "offer a package of your own".into()))
        }
        "counter" => package(case, standing, rest).map(|package| Typed::Do(Deed::Offer(package))),
        "accept" | "sign" => alone(Typed::Do(Deed::Accept)),
        "reject" => alone(Typed::Do(Deed::Reject)),
        "pass" => alone(Typed::Do(Deed::Pass)),
        "leave" => alone(Typed::Do(Deed::Leave)),
        "bracket" => brackets(case, rest).map(|issues| Typed::Do(Deed::Bracket(issues))),
        "values" if rest.is_empty() => {
            let all: Vec<Vec<usize>> = standing.into_iter().chain(own).map(<[usize]>::to_vec).collect();
            if all.is_empty() {
                return Err(("nothing is on the table, and you have offered nothing".into(), "name a package".into()));
            }
            Ok(Typed::Look(all))
        }
        "values" => package(case, own.or(standing), rest).map(|package| Typed::Look(vec![package])),
        "why" => {
            let rest = rest.strip_prefix("not").unwrap_or(rest).trim();
            package(case, own.or(standing), rest).map(|package| Typed::Look(vec![package]))
        }
        "table" => alone(Typed::Table),
        "history" => alone(Typed::History),
        "issues" => alone(Typed::Issues),
        "help" | "?" => Ok(Typed::Help),
        "save" | "stop" | "quit" | "exit" => Ok(Typed::Stop),
        "undo" => Err(("what was said at the table is said".into(), "go on from here, or stop".into())),
        other => {
            let help = way_out(other, "command", COMMANDS);
            Err((format!("there is no command `{}`", zopa_report::clean(other)), help))
        }
    }
}

/// A package: changes to another, or an option for every issue.
fn package(case: &Case, base: Option<&[usize]>, text: &str) -> Result<Vec<usize>, Problem> {
    let found: Vec<Option<usize>> = read_package(case, text)?
        .into_iter()
        .enumerate()
        .map(|(at, own)| own.or_else(|| base.and_then(|base| base.get(at)).copied()))
        .collect();
    let missing: Vec<&str> = case
        .issues()
        .iter()
        .zip(&found)
        .filter(|(_, own)| own.is_none())
        .map(|(issue, _)| issue.name.as_str())
        .collect();
    if !missing.is_empty() {
        let message = format!("nothing is said on {}", missing.join(", "));
        return Err((message, "name an option on every issue; later ones are kept from offer to offer".into()));
    }
    Ok(found.into_iter().flatten().collect())
}

fn brackets(case: &Case, text: &str) -> Result<Vec<usize>, Problem> {
    text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(|name| read_issue(case, name)).collect()
}
