//! Lens `shifts`: what outside the room would have to change for there to be a zone.
//!
//! *Drivers* move no-deal values, weights and the firmness of lines: with a driver at level z a quantity is `q + by * (z - today)`,
//! where `today` and `by` are drawn if they are ranges. The lens tells the share of draws with a zone as each driver moves over its
//! range with all else as drawn (the same draws at every level: common random numbers), the *tipping points* at which the
//! share crosses a level, the same for pairs, and which uncertain quantities the answer hangs on. A zone is meant as in the
//! lens `settlement`: an admissible package that everybody whose consent is needed holds at least as good as no deal.
//!
//! - No-deal values: one exact frontier a draw serves every level. The no-deal value is rounded once, half away from zero, as in runs of talks.
//! - Weights (scales 100 and 1): the weight moves and is not below 0, the others share what is left of the sum in their proportion.
//! - Firmness: the chance that a line is real moves within 0 and 1; the draw that decides it is the same at every level. Where all numbers are points
//!   every line is in force, and firmness moves nothing.
//!
//! The cost of a move is the part of the driver's range that it takes; of two, the sum.
//!
//! Sources: Fearon, International Organization 49 (1995); Powell, International Organization 60 (2006); Zartman (2000); Saltelli et al., Computer
//! Physics Communications 181 (2010); Law & Kelton, Simulation Modeling and Analysis (1982), for common random numbers.

mod ask;
mod days;
mod decides;
mod findings;
mod outside;
mod region;
mod tipping;
mod war;
mod words;

pub use crate::solve::sobol::Estimate;
pub use findings::{
    Bar, Cheapest, Commitment, Cuts, DecidesFound, Deciding, DriverFound, Element, Offer, PairFound, Region,
    ScenarioFound, Shifts, Tipping, VoteFound, War, Weighs,
};

use crate::control::Control;
use crate::model::{Game, Terms, in_chunks, rest_on};
use crate::phrase::{capital, list};
use crate::run::{Arithmetic, Basis, Run, Stop};
use crate::share::Share;
use crate::solve::valued::dual::reach;
use ask::{Asker, Point};
use outside::Outside;
use zopa_case::draft::Edit;
use zopa_case::{Case, EntryId, LineId, Number, Overlay};

/// Drivers and pairs of them that are worked out without being asked for.
const PAIRS: usize = 15;
/// Scenarios worked out.
const SCENARIOS: usize = 24;
/// Rows of each sample, at most: their numbers are kept.
pub const ROWS_MAX: u64 = 65_536;
/// Levels of each driver of a map, at most.
pub const GRID_MAX: usize = 101;

/// What the lens is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The seed of draws.
    pub seed: u64,
    /// How many sets of numbers to draw, where numbers are uncertain.
    pub draws: u64,
    /// Rows of each of the two samples that tell what decides, at most [`ROWS_MAX`]; 0: not asked.
    pub rows: u64,
    /// The share of draws with a zone at which a driver tips, from 0 to 1.
    pub share: f64,
    /// The pair of drivers to map; without one every pair is mapped of which one moves nothing but no-deal values.
    pub map: Option<(String, String)>,
    /// Levels of each driver of a map; a driver of weights or lines has fewer where it was not asked for.
    pub grid: usize,
    /// Steps of search for each question, before it is left undecided.
    pub steps: u64,
    /// Threads to use at most; no answer hangs on it.
    pub threads: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 0, draws: 512, rows: 256, share: 0.5, map: None, grid: 21, steps: 1_000_000, threads: 2 }
    }
}

/// What would have to change; `case` should be cut to its day ([`Case::known`]).
///
/// Cost: for each draw one frontier for all drivers of no-deal values, and a few more for each level of another; then `rows` times the
/// uncertain quantities searches for what decides. If `control` stops the work, the answer is that of what was done, with [`Stop::Cancelled`].
pub fn shifts(case: &Case, settings: &Settings, control: &dyn Control) -> Run<Shifts> {
    let mut findings =
        Shifts { level: settings.share, ripeness: days::ripeness(case), war: war::war(case), ..Shifts::default() };
    let mut answer = Answer { arithmetic: Arithmetic::Exact, stop: Stop::Complete, warnings: Vec::new() };
    drivers(case, &mut findings);
    let mut basis = Basis::default();
    match Game::new(case, settings.seed, &[]) {
        Err(wide) => {
            let names = wide.variables.iter().filter_map(|at| case.issues().get(*at)).map(|own| own.name.as_str());
            let names: Vec<&str> = names.collect();
            let missing =
                format!("issues that hang together less closely ({wide}; tied together: {})", list(&names, "and"));
            findings.missing.push(missing);
            answer.stop = Stop::Budget;
        }
        Ok(game) => {
            findings.missing = missing(&game);
            if findings.missing.is_empty() {
                rests_on(case, &game, &mut basis);
                scenarios_rest_on(case, &mut basis);
                fill(&game, settings, &mut findings, control, &mut answer);
            }
        }
    }
    findings.sentence = sentence(&findings);
    let own = findings.drivers.iter_mut().filter(|own| !own.effects.is_empty());
    own.for_each(|own| own.basis.join(&basis));
    findings.basis = basis.clone();
    let mut whole = basis;
    findings.drivers.iter().for_each(|own| whole.join(&own.basis));
    findings.war.iter().for_each(|own| whole.join(&own.basis));
    findings.ripeness.iter().for_each(|own| whole.join(&own.basis));
    let Answer { arithmetic, stop, warnings } = answer;
    Run { findings, arithmetic, stop, basis: whole, warnings }
}

/// What is said of the whole answer.
struct Answer {
    arithmetic: Arithmetic,
    stop: Stop,
    warnings: Vec<String>,
}

/// What keeps the question of a zone from being asked, in words.
fn missing(game: &Game<'_>) -> Vec<String> {
    let numbers = game.draws.numbers(0);
    let title = |party: zopa_case::PartyId| game.case.party(party).title.as_str();
    game.unvalued(&numbers)
        .into_iter()
        .map(|party| match numbers.parties[party.index()] {
            Some(_) => format!("what no deal is worth to {}", title(party)),
            None => format!("values of {}", title(party)),
        })
        .chain(game.voters().is_empty().then(|| "values of a party whose consent is needed".to_string()))
        .collect()
}

fn rests_on(case: &Case, game: &Game<'_>, basis: &mut Basis) {
    basis.logic(case);
    game.lines.iter().for_each(|line| basis.line(case, *line));
    game.dimensions.iter().for_each(|own| rest_on(case, own.party, basis));
    for driver in case.draft().drivers.iter().filter(|driver| !driver.effects.is_empty()) {
        basis.item(case, &driver.source, driver.marking.as_ref());
        basis.assumptions.insert(format!("what {} does", driver.name.value));
    }
}

/// What the scenarios of the case name: without it they would be other ones.
fn scenarios_rest_on(case: &Case, basis: &mut Basis) {
    for (_, scenario) in case.draft().scenarios.iter() {
        basis.item(case, &[], scenario.marking.as_ref());
        for edit in &scenario.edits {
            match edit {
                Edit::WithoutSource(name) => basis.item(case, std::slice::from_ref(name), None),
                Edit::WithoutEntry(name) => {
                    let found = case.entries().iter().position(|own| own.name == name.value);
                    found.into_iter().for_each(|at| basis.entry(case, EntryId::new(at)));
                }
                Edit::LiftLine(name) => {
                    let found = case.lines().iter().position(|own| own.name == name.value);
                    found.into_iter().for_each(|at| basis.line(case, LineId::new(at)));
                }
                _ => {}
            }
        }
    }
}

/// Every driver with its day, before anything is computed.
fn drivers(case: &Case, findings: &mut Shifts) {
    for driver in &case.draft().drivers {
        let (stale, looked) = days::staleness(case, driver);
        let mut basis = Basis::default();
        basis.item(case, &driver.source, driver.marking.as_ref());
        let effect = |own: &zopa_case::draft::Effect| {
            let title = words::quantity(case, &own.quantity.value);
            format!("{title}: {} for one unit", own.by)
        };
        let effects: Vec<String> = driver.effects.iter().map(effect).collect();
        let sentence = match effects.is_empty() {
            true => format!("{}: what it does to anybody's values is not entered.", driver.name.value),
            false => format!("{}: not moved.", driver.name.value),
        };
        findings.drivers.push(DriverFound {
            id: format!("shifts.driver.{}", driver.id.value),
            driver: driver.id.value.clone(),
            title: driver.name.value.clone(),
            unit: driver.unit.as_ref().map(|unit| unit.value.clone()),
            today: driver.today.as_ref().map(|own| (own.low(), own.high())),
            range: driver.range.as_ref().map(|own| (own.low(), own.high())),
            looked_at: driver.date.as_ref().map(|date| date.value),
            stale,
            looked,
            effects,
            coarse: false,
            curve: Vec::new(),
            tipping: Vec::new(),
            sentence,
            basis,
        });
    }
}

fn fill(game: &Game<'_>, settings: &Settings, findings: &mut Shifts, control: &dyn Control, answer: &mut Answer) {
    let outside = Outside::new(game, settings.seed);
    answer.warnings.extend(outside.left_out.iter().cloned());
    let asker = Asker { game, outside: &outside, steps: settings.steps };
    findings.certain = game.draws.certain() && outside.certain();
    if game.draws.certain() && !game.lines.is_empty() {
        answer.warnings.push("the values are points: every line is taken as in force".into());
    }
    let draws = if findings.certain { 1 } else { settings.draws.max(1) };
    if !findings.certain {
        answer.arithmetic = Arithmetic::Sampled;
    }
    let curves: Vec<Vec<Number>> = outside.moved.iter().map(tipping::levels).collect();
    let maps = maps(&asker, settings, findings, answer);
    let mut points: Vec<Point> = vec![Vec::new()];
    for (driver, levels) in curves.iter().enumerate() {
        points.extend(levels.iter().map(|level| vec![(driver, *level)]));
    }
    for (pair, one, two) in &maps {
        points.extend(tipping::map((*one, &pair.levels.0), (*two, &pair.levels.1)));
    }
    let shares = asker.shares(&points, draws, settings.threads, control, "draws");
    let mut rest = shares.into_iter();
    findings.today = rest.next().unwrap_or_default();
    findings.draws = findings.today.n();
    if findings.draws < draws {
        answer.stop = Stop::Cancelled;
        answer.warnings.push(format!("stopped after {} of {draws} draws", findings.draws));
    }
    let today = tipping::reaches(&findings.today, settings.share);
    let mut undecided = findings.today.undecided() > 0;
    for ((driver, own), levels) in outside.moved.iter().enumerate().zip(curves) {
        let curve: Vec<(Number, Share)> = levels.into_iter().zip(rest.by_ref()).collect();
        undecided |= curve.iter().any(|(_, share)| share.undecided() > 0);
        let mut tipping = today.map_or_else(Vec::new, |today| tipping::crossings(own, &curve, today, settings.share));
        if findings.certain {
            tipping.iter_mut().for_each(|tipping| tipping::sharpen(&asker, driver, tipping));
        }
        let found = &mut findings.drivers[own.at];
        found.coarse = own.deep();
        // Of a fine curve every tenth point is told, and its ends.
        let step = if own.deep() { 1 } else { (tipping::FINE - 1) / 40 };
        found.curve = curve.into_iter().step_by(step).collect();
        found.tipping = tipping;
        found.sentence = words::driver(found, findings.certain, settings.share, own.middle);
    }
    for (mut pair, one, two) in maps {
        pair.shares = rest.by_ref().take(pair.levels.0.len() * pair.levels.1.len()).collect();
        let moved = (&outside.moved[one], &outside.moved[two]);
        undecided |= pair.shares.iter().any(|share| share.undecided() > 0);
        pair.cheapest = today.and_then(|today| tipping::cheapest(&pair, moved, today, settings.share));
        let titles = (findings.drivers[moved.0.at].title.as_str(), findings.drivers[moved.1.at].title.as_str());
        pair.sentence = words::pair(&pair, titles, settings.share, findings.certain, today == Some(false));
        findings.pairs.push(pair);
    }
    if undecided {
        answer.stop = answer.stop.and(Stop::Budget);
        answer.warnings.push("some draws were left undecided at the limit of steps".into());
    }
    if answer.stop != Stop::Cancelled {
        scenarios(game.case, settings, findings, control, answer);
    }
    if answer.stop != Stop::Cancelled && settings.rows > 0 {
        let found = decides::decides(&asker, settings.rows.min(ROWS_MAX), settings.seed, settings.threads, control);
        if found.cancelled {
            answer.stop = Stop::Cancelled;
        }
        if !found.tornado.is_empty() {
            answer.arithmetic = Arithmetic::Sampled;
        }
        (findings.decides, findings.tornado, findings.region) = (found.decides, found.tornado, found.region);
    }
}

/// The maps to be made, with the places of their drivers.
fn maps(
    asker: &Asker<'_>,
    settings: &Settings,
    findings: &Shifts,
    answer: &mut Answer,
) -> Vec<(PairFound, usize, usize)> {
    let moved = &asker.outside.moved;
    let name = |at: usize| findings.drivers[moved[at].at].driver.clone();
    let place = |wanted: &str| (0..moved.len()).find(|at| name(*at) == wanted);
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    match &settings.map {
        Some((one, two)) => match (place(one), place(two)) {
            (Some(one), Some(two)) if one != two => pairs.push((one, two)),
            _ => answer.warnings.push(format!("`{one}` and `{two}` are no two drivers that move something: no map")),
        },
        None => {
            for one in 0..moved.len() {
                let others = (one + 1..moved.len()).filter(|two| !(moved[one].deep() && moved[*two].deep()));
                pairs.extend(others.map(|two| (one, two)));
            }
            if pairs.len() > PAIRS {
                answer
                    .warnings
                    .push(format!("of {} pairs of drivers {PAIRS} are mapped; ask for another by name", pairs.len()));
                pairs.truncate(PAIRS);
            }
        }
    }
    let grid = settings.grid.clamp(2, GRID_MAX);
    let count = |at: usize| if moved[at].deep() { grid.min(tipping::COARSE) } else { grid };
    let levels = |at: usize| (0..count(at)).map(|level| moved[at].level(level, count(at))).collect::<Vec<Number>>();
    let pair = |(one, two): (usize, usize)| {
        let found = PairFound {
            id: format!("shifts.pair.{}.{}", name(one), name(two)),
            drivers: (name(one), name(two)),
            levels: (levels(one), levels(two)),
            shares: Vec::new(),
            coarse: moved[one].deep() || moved[two].deep(),
            cheapest: None,
            sentence: String::new(),
        };
        (found, one, two)
    };
    pairs.into_iter().map(pair).collect()
}

/// The share of draws with a zone under each scenario of the case, with the same seed.
fn scenarios(case: &Case, settings: &Settings, findings: &mut Shifts, control: &dyn Control, answer: &mut Answer) {
    for (name, scenario) in case.draft().scenarios.iter().take(SCENARIOS) {
        let title = scenario.name.as_ref().map_or(name.value.as_str(), |own| own.value.as_str()).to_string();
        let id = format!("shifts.scenario.{}", name.value);
        let mut found = ScenarioFound { id, scenario: name.value.clone(), title, share: None, sentence: String::new() };
        let told = case.with(&Overlay::scenario(scenario)).map_err(|_| "its edits do not fit the case as it is shown");
        let told = told.and_then(|case| under(&case, settings, control));
        found.sentence = match &told {
            Ok((share, certain)) => format!("{}: {}.", found.title, lower(&words::zone(share, *certain))),
            Err(why) => format!("{}: {why}.", found.title),
        };
        found.share = told.ok().map(|(share, _)| share);
        findings.scenarios.push(found);
        if control.cancelled() {
            answer.stop = Stop::Cancelled;
            return;
        }
    }
    let left = case.draft().scenarios.len().saturating_sub(SCENARIOS);
    if left > 0 {
        answer.warnings.push(format!("{left} more scenarios are not worked out"));
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The share of draws with a zone, and whether there is one draw.
fn under(case: &Case, settings: &Settings, control: &dyn Control) -> Result<(Share, bool), &'static str> {
    const CHUNK: u64 = 32;
    let game = Game::new(case, settings.seed, &[]).map_err(|_| "the issues hang together too closely")?;
    if !missing(&game).is_empty() {
        return Err("not enough is known of values and no-deal values");
    }
    let certain = game.draws.certain();
    let draws = if certain { 1 } else { settings.draws.max(1) };
    let one = |index: u64| {
        let numbers = game.draws.numbers(index);
        let terms = Terms { in_force: game.real_lines(&numbers), levers: Vec::new() };
        let Some(charge) = game.charge(&numbers, &terms) else { return Some(false) };
        let mut budget = settings.steps;
        reach(&charge, &game.targets(&numbers, &terms), &[], &mut budget).answer()
    };
    let work = |chunk: u64| {
        let range = chunk * CHUNK..draws.min((chunk + 1) * CHUNK);
        range.map(|index| if control.cancelled() { None } else { Some(one(index)) }).collect::<Option<Vec<_>>>()
    };
    let parts = in_chunks(settings.threads, draws.div_ceil(CHUNK), control, "scenarios", work);
    let known: Vec<((), Option<bool>)> =
        parts.into_iter().map_while(Option::flatten).flatten().map(|zone| ((), zone)).collect();
    Ok((Share::of(&known), certain))
}

fn sentence(found: &Shifts) -> String {
    if !found.missing.is_empty() {
        return format!("What would have to change cannot be said. Missing: {}.", list(&found.missing, "and"));
    }
    if found.draws == 0 {
        return "Stopped before the first draw.".into();
    }
    let today = format!("{} today.", words::zone(&found.today, found.certain));
    let alone = found.drivers.iter().flat_map(|own| own.tipping.iter().map(move |tipping| (own, tipping)));
    let least = alone.min_by(|one, two| one.1.cost.total_cmp(&two.1.cost));
    let pair = found.pairs.iter().filter_map(|own| Some((own, own.cheapest.as_ref()?)));
    let pair = pair.min_by(|one, two| one.1.cost.total_cmp(&two.1.cost));
    let moved = found.drivers.iter().any(|own| !own.curve.is_empty());
    match (least, pair) {
        (Some((driver, tipping)), _) => {
            let to = if tipping.up { "up" } else { "down" };
            let what = if tipping.opens { "opens" } else { "closes" };
            let unit = driver.unit.as_deref();
            format!(
                "{today} The least move of one driver that {what} it{}: {} {to} to {}.",
                if found.certain { "" } else { " in the share asked for" },
                driver.title,
                words::amount(tipping.at, unit)
            )
        }
        (None, Some((own, _))) => format!("{today} No driver alone changes that. {}", capital(&own.sentence)),
        (None, None) if moved => {
            format!("{today} No driver alone or with another changes that within the ranges given.")
        }
        (None, None) => format!("{today} No driver with effects is entered."),
    }
}
