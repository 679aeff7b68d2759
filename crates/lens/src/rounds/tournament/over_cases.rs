//! What the runs of a tournament say together.

use super::findings::{CaseFound, Mean, StrategyFound, Tournament};
use super::means::{Block, mean};
use super::{Played, Settings};
use crate::phrase::{capital, count, counted, list};
use crate::rounds::findings::{Measured, Outcome, RunRow};
use crate::share::Share;
use crate::solve::rounds::Goal;

pub(super) struct OverCases<'t, 'a> {
    pub settings: &'t Settings,
    pub played: &'t [Played<'a>],
    /// In order of cases, repetitions, seatings; fewer than all where it was stopped.
    pub rows: &'t [Option<RunRow>],
    pub total: u64,
}

/// A run with its place.
struct Placed<'t> {
    case: usize,
    repetition: usize,
    seating: &'t [usize],
    row: Option<&'t RunRow>,
}

impl OverCases<'_, '_> {
    pub fn fill(&self, findings: &mut Tournament) {
        findings.runs = (self.total, self.rows.len() as u64);
        findings.undecided = self.rows.iter().filter(|row| ended(row.as_ref()).is_none()).count() as u64;
        findings.unproved = self.rows.iter().flatten().map(|row| u64::from(row.unproved)).sum();
        findings.cases = self.played.iter().map(case_found).collect();
        let able = self.played.iter().any(|own| own.lens.findings.missing.is_empty());
        if !able {
            findings.missing = match findings.cases.as_slice() {
                [] => vec!["a case to play on".into()],
                all => all.iter().map(|own| format!("for {}: {}", own.title, list(&own.missing, "and"))).collect(),
            };
            findings.sentence = cannot(&findings.missing);
            return;
        }
        let strategies = findings.words.len();
        findings.strategies = (0..strategies).map(|own| self.strategy(own)).collect();
        findings.against = (0..strategies)
            .map(|own| {
                let met = |other: usize| {
                    self.mean(|placed, add| {
                        let Some(measured) = measured(placed) else { return };
                        for (seat, strategy) in placed.seating.iter().enumerate() {
                            let others = placed.seating.iter().enumerate().filter(|(at, _)| *at != seat);
                            if *strategy == own && others.into_iter().any(|(_, met)| *met == other) {
                                add(measured.scaled[seat]);
                            }
                        }
                    })
                };
                (0..strategies).map(met).collect()
            })
            .collect();
        rank(&mut findings.strategies);
        for own in &mut findings.strategies {
            own.sentence = sentence(own, &findings.words);
        }
        findings.sentence = whole(findings);
    }

    fn placed(&self) -> impl Iterator<Item = Placed<'_>> {
        self.played.iter().enumerate().flat_map(move |(case, own)| {
            let width = own.seatings.len();
            let from = (own.from as usize).min(self.rows.len());
            let to = (from + width * self.settings.talks.runs as usize).min(self.rows.len());
            self.rows[from..to].iter().enumerate().map(move |(at, row)| Placed {
                case,
                repetition: at / width,
                seating: &own.seatings[at % width],
                row: row.as_ref(),
            })
        })
    }

    /// The mean of what runs give, by block.
    fn mean(&self, of: impl Fn(&Placed<'_>, &mut dyn FnMut(f64))) -> Option<Mean> {
        let mut blocks: Vec<Vec<Block>> = vec![Vec::new(); self.played.len()];
        for placed in self.placed() {
            let own = &mut blocks[placed.case];
            own.resize(own.len().max(placed.repetition + 1), Block::default());
            of(&placed, &mut |value| own[placed.repetition].add(value));
        }
        mean(&blocks)
    }

    fn strategy(&self, strategy: usize) -> StrategyFound {
        let seats = |placed: &Placed<'_>| -> Vec<usize> {
            let all = placed.seating.iter().enumerate();
            all.filter(|(_, own)| **own == strategy).map(|(seat, _)| seat).collect()
        };
        let by_seat = |of: &dyn Fn(&Measured, usize) -> Option<f64>| {
            self.mean(|placed, add| {
                let Some(measured) = measured(placed) else { return };
                seats(placed).into_iter().filter_map(|seat| of(measured, seat)).for_each(add);
            })
        };
        // A run counts once, however many seats follow the strategy.
        let by_run = |of: &dyn Fn(&Measured) -> Option<f64>| {
            self.mean(|placed, add| {
                let own = measured(placed).filter(|_| !seats(placed).is_empty());
                own.and_then(of).into_iter().for_each(add);
            })
        };
        let (mut hits, mut n, mut undecided) = (0, 0, 0);
        for placed in self.placed().filter(|placed| placed.seating.contains(&strategy)) {
            n += 1;
            match ended(placed.row) {
                None => undecided += 1,
                Some(Outcome::Settlement) => hits += 1,
                Some(_) => {}
            }
        }
        let apart = |(at, goal): (usize, Goal)| (goal, by_run(&|own: &Measured| own.apart[at]));
        StrategyFound {
            id: format!("tournament.strategy.{}", strategy + 1),
            strategy,
            rank: 1,
            alike: Vec::new(),
            value: by_seat(&|own, seat| own.scaled.get(seat).copied()),
            advantage: by_seat(&|own, seat| own.advantages.get(seat).copied().flatten()),
            settled: Share::new(hits, n, undecided),
            welfare: by_run(&|own| Some(own.welfare)),
            apart: Goal::ALL.into_iter().enumerate().map(apart).collect(),
            sentence: String::new(),
        }
    }
}

fn ended(row: Option<&RunRow>) -> Option<Outcome> {
    row.and_then(|row| row.outcome)
}

fn measured<'p>(placed: &'p Placed<'_>) -> Option<&'p Measured> {
    placed.row.filter(|row| row.outcome.is_some()).and_then(|row| row.measured.as_ref())
}

fn case_found(own: &Played<'_>) -> CaseFound {
    let title = |seat: &crate::rounds::SeatFound| own.case.parties()[seat.party].title.clone();
    let mut missing = own.lens.findings.missing.clone();
    if missing.is_empty() && own.seatings.is_empty() {
        missing.push("as many strategies as there are parties at the table".into());
    }
    CaseFound {
        title: own.case.title().to_string(),
        hash: own.case.hash().to_string(),
        missing,
        parties: own.lens.findings.seats.iter().map(title).collect(),
        seats: own.lens.findings.seats.clone(),
        seatings: own.seatings.clone(),
        all_seatings: own.all,
        from: own.from,
        basis: own.lens.basis.clone(),
    }
}

/// Whether the first is above the second with its whole interval.
fn above(one: &StrategyFound, two: &StrategyFound) -> bool {
    match (one.value.and_then(|own| own.interval), two.value.and_then(|own| own.interval)) {
        (Some((low, _)), Some((_, high))) => low > high,
        _ => false,
    }
}

fn rank(all: &mut [StrategyFound]) {
    let known = all.to_vec();
    for own in all.iter_mut() {
        own.rank = 1 + known.iter().filter(|other| above(other, own)).count();
        let alike = |other: &&StrategyFound| {
            other.strategy != own.strategy && !above(other, own) && !above(own, other) && other.value.is_some()
        };
        own.alike = known.iter().filter(alike).map(|other| other.strategy).collect();
    }
    let value = |own: &StrategyFound| own.value.map_or(f64::NEG_INFINITY, |mean| mean.value);
    all.sort_by(|a, b| {
        a.rank.cmp(&b.rank).then_with(|| value(b).total_cmp(&value(a))).then_with(|| a.strategy.cmp(&b.strategy))
    });
}

pub(super) fn cannot(missing: &[String]) -> String {
    format!("No tournament can be played. Missing: {}.", list(missing, "and"))
}

fn two(value: f64) -> String {
    format!("{:.2}", value + 0.0)
}

fn sentence(own: &StrategyFound, words: &[String]) -> String {
    let Some(value) = own.value else { return format!("{} has no run that could be measured.", words[own.strategy]) };
    let interval = value.interval.map_or_else(
        || " (no interval: fewer than two repetitions)".to_string(),
        |(low, high)| format!(" ({} to {})", two(low), two(high)),
    );
    let alike: Vec<&str> = own.alike.iter().map(|at| words[*at].as_str()).collect();
    let alike =
        if alike.is_empty() { String::new() } else { format!("; cannot be told apart from {}", list(&alike, "and")) };
    let settled = own.settled.of_draws().replace("draws", "runs").replace("draw", "run");
    format!(
        "Rank {}: {} has {} of its range{interval} and settles in {settled}{alike}.",
        own.rank,
        words[own.strategy],
        two(value.value)
    )
}

fn whole(found: &Tournament) -> String {
    if found.runs.1 == 0 {
        return "No run was made.".into();
    }
    let first: Vec<&str> = found
        .strategies
        .iter()
        .filter(|own| own.rank == 1 && own.value.is_some())
        .map(|own| own.strategy)
        .map(|at| found.words[at].as_str())
        .collect();
    let cases = found.cases.iter().filter(|own| own.missing.is_empty()).count();
    let over = format!(
        "{} of {} on {}",
        counted(found.runs.1 as usize, "run", "runs"),
        counted(found.words.len(), "strategy", "strategies"),
        counted(cases, "case", "cases")
    );
    let best = match first.as_slice() {
        [] => "none could be measured".to_string(),
        [one] => format!("{one} had the most for itself"),
        many => format!("{} cannot be told apart from the best", list(many, "and")),
    };
    let stopped = if found.runs.1 < found.runs.0 {
        format!(" Stopped after {} of {} runs.", count(&found.runs.1), count(&found.runs.0))
    } else {
        String::new()
    };
    format!(
        "{}: {best}.{stopped} It says how these strategies did on these cases, not how people will.",
        capital(&over)
    )
}
