//! Strategies from words.

use super::super::protocol::Entry;
use super::tit_for_tat::Mirror;
use super::{Acceptance, Offering, Tactic};

const FARATIN: &str = "Faratin, Sierra & Jennings 1998";

/// The offerings by word. After one may stand `accepting CONDITION` and `leaving T`: walk out from relative time T on if nothing
/// at least as good as no deal was offered.
pub const STRATEGIES: &[Entry] = &[
    Entry { word: "boulware", about: "holds out long and gives way at the end (`exponent 4`)", source: FARATIN },
    Entry { word: "linear", about: "gives way evenly (`exponent 1`)", source: FARATIN },
    Entry { word: "conceder", about: "gives way early (`exponent 0.25`)", source: FARATIN },
    Entry {
        word: "time BETA",
        about: "holds out for 1 - t^(1/BETA) of the way from no deal to its best",
        source: FARATIN,
    },
    Entry { word: "exponent E", about: "the same with E = 1/BETA", source: FARATIN },
    Entry {
        word: "tit-for-tat [relative|absolute|averaged] [WINDOW]",
        about: "gives as the others gave, WINDOW offers back or over the last WINDOW (1 and absolute if not said)",
        source: FARATIN,
    },
    Entry {
        word: "micro",
        about: "goes down its packages one by one, a new one only while it has made no more than it got",
        source: "de Jonge 2022",
    },
    Entry { word: "hard-liner", about: "offers its best, always", source: "" },
    Entry { word: "random", about: "offers anything at least as good as no deal", source: "" },
    Entry { word: "nice", about: "offers and accepts anything at least as good as no deal", source: "" },
];

/// Reads words such as `boulware`, `time 0.2 accepting next or time 0.95`, `micro leaving 0.5`.
///
/// # Errors
/// What is wrong, in words, with what could stand there.
///
/// ```
/// use zopa_lens::solve::rounds::tactic;
/// assert_eq!(tactic("time 0.25").unwrap(), tactic("boulware").unwrap());
/// assert_eq!(tactic("micro accepting next or time 0.9 and best-so-far").unwrap().to_string(),
///     "micro accepting next or time 0.9 and best-so-far");
/// assert!(tactic("tim 0.2").is_err());
/// ```
pub fn tactic(text: &str) -> Result<Tactic, String> {
    let mut words = Words { list: text.split_whitespace().collect(), at: 0 };
    let mut tactic = Tactic::new(offering(&mut words)?);
    if words.eat("accepting") {
        tactic.acceptance = Some(either(&mut words)?);
    }
    if words.eat("leaving") {
        tactic.leaving = Some(words.number("leaving", 0.0, 1.0)?);
    }
    match words.peek() {
        None => Ok(tactic),
        Some(word) => {
            Err(format!("`{word}` is not understood here: `accepting CONDITION` or `leaving T` could follow"))
        }
    }
}

/// Reads strategies by round: one, or several with the rounds (counted from 1) from which each holds.
///
/// # Errors
/// As [`tactic`]; rounds that do not rise.
///
/// ```
/// use zopa_lens::solve::rounds::{schedule, tactic};
/// let own = schedule("boulware accepting next, from 30 conceder, from 90 nice").unwrap();
/// assert_eq!(own[1], (29, tactic("conceder").unwrap()));
/// assert_eq!(own.iter().map(|own| own.0).collect::<Vec<_>>(), [0, 29, 89]);
/// assert!(schedule("boulware, from 30 micro, from 30 nice").is_err());
/// ```
pub fn schedule(text: &str) -> Result<Vec<(u32, Tactic)>, String> {
    let round = |word: &str| word.parse::<u32>().ok().and_then(|round| round.checked_sub(1));
    schedule_by(text, 0, round, |earlier, later| earlier < later)
}

/// The same with moments of any kind in the place of rounds: the first one, how one is read, and whether of two the second is
/// later (`true` where that cannot be said).
///
/// # Errors
/// As [`schedule`].
pub fn schedule_by<M>(
    text: &str,
    first: M,
    moment: impl Fn(&str) -> Option<M>,
    rises: impl Fn(&M, &M) -> bool,
) -> Result<Vec<(M, Tactic)>, String> {
    let mut parts = text.split(',');
    let mut all = vec![(first, tactic(parts.next().unwrap_or_default())?)];
    for part in parts {
        let wanted = || format!("after a comma stands `from ROUND STRATEGY`, not `{}`", part.trim());
        let rest = part.trim().strip_prefix("from ").ok_or_else(wanted)?.trim_start();
        let (from, words) = rest.split_once(' ').ok_or_else(wanted)?;
        let from = moment(from).ok_or_else(wanted)?;
        if all.last().is_some_and(|(last, _)| !rises(last, &from)) {
            return Err(format!("the rounds of `{text}` do not rise"));
        }
        all.push((from, tactic(words)?));
    }
    Ok(all)
}

struct Words<'a> {
    list: Vec<&'a str>,
    at: usize,
}

impl<'a> Words<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.list.get(self.at).copied()
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.peek() == Some(word);
        self.at += usize::from(found);
        found
    }

    fn number(&mut self, after: &str, low: f64, high: f64) -> Result<f64, String> {
        let wanted = || format!("after `{after}` stands a number from {low} to {high}");
        let word = self.peek().ok_or_else(wanted)?;
        let number: f64 = word.parse().map_err(|_| format!("{}, not `{word}`", wanted()))?;
        if !(low..=high).contains(&number) {
            return Err(format!("{}, not `{word}`", wanted()));
        }
        self.at += 1;
        Ok(number)
    }
}

fn known(entries: &[Entry]) -> String {
    let words: Vec<&str> = entries.iter().filter_map(|entry| entry.word.split(' ').next()).collect();
    words.join(", ")
}

/// The least and greatest `beta` and `e` that are read.
const STEEP: (f64, f64) = (1e-3, 1e3);

fn offering(words: &mut Words<'_>) -> Result<Offering, String> {
    let Some(word) = words.peek() else { return Err(format!("a strategy is one of: {}", known(STRATEGIES))) };
    words.at += 1;
    Ok(match word {
        "boulware" => Offering::BOULWARE,
        "linear" => Offering::LINEAR,
        "conceder" => Offering::CONCEDER,
        "time" => Offering::Time { exponent: 1.0 / words.number("time", STEEP.0, STEEP.1)? },
        "exponent" => Offering::Time { exponent: words.number("exponent", STEEP.0, STEEP.1)? },
        "tit-for-tat" => {
            let mirror = words.peek().and_then(Mirror::parse);
            words.at += usize::from(mirror.is_some());
            let counted = words.peek().is_some_and(|word| word.starts_with(|own: char| own.is_ascii_digit()));
            let window = if counted { words.number("tit-for-tat", 1.0, 1e6)? } else { 1.0 };
            if window.fract() != 0.0 {
                return Err("the window of tit-for-tat is a whole number of offers".into());
            }
            Offering::TitForTat { mirror: mirror.unwrap_or(Mirror::Absolute), window: window as u32 }
        }
        "micro" => Offering::Micro,
        "hard-liner" => Offering::HardLiner,
        "random" => Offering::Random,
        "nice" => Offering::Nice,
        other => return Err(format!("`{other}` is no strategy: they are {}", known(STRATEGIES))),
    })
}

fn either(words: &mut Words<'_>) -> Result<Acceptance, String> {
    let mut parts = vec![all(words)?];
    while words.eat("or") {
        parts.push(all(words)?);
    }
    Ok(if parts.len() == 1 { parts.remove(0) } else { Acceptance::Either(parts) })
}

fn all(words: &mut Words<'_>) -> Result<Acceptance, String> {
    let mut parts = vec![condition(words)?];
    while words.eat("and") {
        parts.push(condition(words)?);
    }
    Ok(if parts.len() == 1 { parts.remove(0) } else { Acceptance::All(parts) })
}

fn condition(words: &mut Words<'_>) -> Result<Acceptance, String> {
    let known = || known(super::ACCEPTANCES);
    let Some(word) = words.peek() else { return Err(format!("after `accepting` stands one of: {}", known())) };
    words.at += 1;
    Ok(match word {
        "next" => Acceptance::Next,
        "aspiration" => Acceptance::Aspiration,
        "constant" => Acceptance::Constant(words.number("constant", 0.0, 1.0)?),
        "time" => Acceptance::Time(words.number("time", 0.0, 1.0)?),
        "best-so-far" => Acceptance::BestSoFar,
        "anything" => Acceptance::Anything,
        "nothing" => Acceptance::Nothing,
        other => return Err(format!("`{other}` is no condition of acceptance: they are {}", known())),
    })
}
