//! What holds in one conflict: equilibria over draws, what they share, and what rests on them.

use super::beyond::beyond;
use super::findings::{ActionFound, ConflictFound, EngineUsed};
use super::graph::Moves;
use super::groups::common;
use super::model::Model;
use super::tally::Tally;
use super::told::Telling;
use super::wanted::wanted;
use super::words::{STRONGEST_FIRST, name, names};
use super::{LISTED, Settings};
use crate::control::Control;
use crate::phrase::{count, counted, list};
use crate::run::{Arithmetic, Stop};
use crate::solve::conflict::{self as solve, Action, Bits, Conflict, Direction, Engine, Stability};
use zopa_case::draft::{Today, title};

/// States, times decision makers, times draws, that are worked through where preferences are uncertain.
const OVER_DRAWS: u64 = 1 << 30;

/// Actions up to which diagrams take over where states are too many.
#[cfg(feature = "diagrams")]
const DIAGRAM_ACTIONS: Option<usize> = Some(super::diagrams::ACTIONS_MAX);
#[cfg(not(feature = "diagrams"))]
const DIAGRAM_ACTIONS: Option<usize> = None;
/// Said where a larger limit is to be had.
const WITH_DIAGRAMS: &str =
    if cfg!(feature = "diagrams") { "" } else { " (2^52 in a build with the feature `diagrams`)" };
/// Said where one draw was made of uncertain orders of statements.
#[cfg(feature = "diagrams")]
const ONE_DRAW: &str = "The order of some statements is uncertain; all that is told is by one draw of it.";

/// Said where preferences are uncertain.
const FIRST_DRAW: &str = "Preferences are uncertain. Shares and equilibria are those of all draws; who would leave today's state, ways on which everybody gains, changes that would make a wanted state hold, coalitions, each looking ahead in its own way, limited moves, strength and what cannot be compared are told by the preferences of the first draw.";

/// The findings on one conflict.
pub(super) fn conflict(model: &Model<'_>, settings: &Settings, control: &dyn Control) -> ConflictFound {
    let mut found = empty(model);
    if !model.beyond.is_empty() {
        let said = list(&model.beyond, "and");
        found.notes.push(format!("Left aside, since it hangs on more than actions: {said}."));
    }
    let bits = model.actions.len();
    let large = bits > settings.bits.min(solve::ACTIONS_MAX);
    if large && DIAGRAM_ACTIONS.is_none_or(|most| bits > most) {
        found.missing = vec![format!(
            "a smaller model: {bits} actions make 2^{bits} states, and the limit here is 2^{}{WITH_DIAGRAMS}",
            DIAGRAM_ACTIONS.unwrap_or(settings.bits)
        )];
        found.stop = Stop::Budget;
    }
    let (deciders, most) = (model.deciders.len(), zopa_case::limits::CONFLICT_PARTIES);
    if deciders > most {
        found.missing.push(format!("a conflict of fewer parties: {deciders} decide, and the limit is {most}"));
        found.stop = Stop::Budget;
    }
    if !model.unknown.is_empty() {
        let titles: Vec<&str> = model.unknown.iter().map(|party| model.case.party(*party).title.as_str()).collect();
        found.missing.push(format!("what {} prefers", list(&titles, "and")));
    }
    #[cfg(feature = "diagrams")]
    if large && found.missing.is_empty() {
        if !model.certain() {
            found.arithmetic = Arithmetic::Sampled;
            found.notes.push(ONE_DRAW.into());
        }
        if let Err(missing) = super::diagrams::fill(model, &actions(model), settings, control, &mut found) {
            found.missing.push(missing);
            found.stop = Stop::Budget;
        }
        if found.missing.is_empty() {
            return found;
        }
    }
    if !found.missing.is_empty() {
        found.sentence =
            format!("What holds in \"{}\" cannot be said. Missing: {}.", model.title, list(&found.missing, "and"));
        return found;
    }
    let work = (1_u64 << bits) * model.deciders.len() as u64;
    let wished = if model.certain() { 1 } else { settings.draws.max(1) };
    found.draws = wished.min((OVER_DRAWS / work).max(1));
    if !model.certain() {
        found.arithmetic = Arithmetic::Sampled;
        found.notes.push(FIRST_DRAW.into());
    }
    if found.draws < wished {
        found.notes.push(format!(
            "{} of the {} draws asked for were made: the model is too large for more.",
            count(&found.draws),
            count(&wished)
        ));
    }
    match Drawn::of(model, &mut found, settings, control) {
        Some(drawn) => drawn.fill(&mut found, settings, control),
        None => {
            found.sentence = format!("What holds in \"{}\" was not worked out: it was stopped.", model.title);
        }
    }
    found
}

fn empty(model: &Model<'_>) -> ConflictFound {
    let action = |(bit, action): (usize, &&zopa_case::draft::Action)| ActionFound {
        action: action.id.value.clone(),
        title: title(&action.id, &action.name).to_string(),
        party: model.deciders[model.owners[bit]].index(),
        ways: model.ways(bit),
        today: action.today.as_ref().map(|today| today.value == Today::Taken),
    };
    ConflictFound {
        id: format!("stability.{}", model.id),
        conflict: model.id.clone(),
        title: model.title.clone(),
        actions: model.actions.iter().enumerate().map(action).collect(),
        deciders: model.deciders.iter().map(|party| party.index()).collect(),
        missing: Vec::new(),
        states: 0,
        today: None,
        counts: Vec::new(),
        at_most: Vec::new(),
        equilibria: Vec::new(),
        stable: Vec::new(),
        graph: Vec::new(),
        told: Vec::new(),
        common: Vec::new(),
        leaves_today: Vec::new(),
        wanted: Vec::new(),
        coalitions: Vec::new(),
        forms: Vec::new(),
        strength: Vec::new(),
        mixed: None,
        limited: None,
        left_out: Vec::new(),
        notes: Vec::new(),
        engine: EngineUsed::States,
        draws: 0,
        arithmetic: Arithmetic::Exact,
        stop: Stop::Complete,
        sentence: String::new(),
        basis: model.basis(),
    }
}

/// The model as the engine takes it, with these preferences.
pub(super) fn engine_conflict(model: &Model<'_>, feasible: &Bits, ranks: &[Vec<u32>]) -> Option<Conflict> {
    Conflict::new(&actions(model), feasible.clone(), ranks.to_vec()).ok()
}

/// The actions as the engine takes them.
pub(super) fn actions(model: &Model<'_>) -> Vec<Action> {
    let direction = |bit: usize| match model.ways(bit) {
        (true, true) => Direction::Both,
        (true, false) => Direction::Forward,
        (false, _) => Direction::Back,
    };
    (0..model.actions.len()).map(|bit| Action { owners: vec![model.owners[bit]], direction: direction(bit) }).collect()
}

/// The model with the preferences of the first draw, and what all draws say together.
pub(super) struct Drawn<'m, 'a> {
    pub model: &'m Model<'a>,
    pub feasible: Bits,
    pub tally: Tally,
    /// By decision maker and state, of the first draw.
    pub ranks: Vec<Vec<u32>>,
    /// Of the first draw.
    pub conflict: Conflict,
    /// Of the first draw.
    pub stable: Vec<Stability>,
}

impl<'m, 'a> Drawn<'m, 'a> {
    fn of(model: &'m Model<'a>, found: &mut ConflictFound, settings: &Settings, control: &dyn Control) -> Option<Self> {
        let feasible = model.feasible();
        found.states = feasible.count() as u64;
        let today = model.today().filter(|today| feasible.has(*today as usize));
        found.today = today;
        let mut tally = Tally::new(feasible.len(), found.draws);
        let mut start = None;
        let mut moves: Option<Moves> = None;
        for draw in 0..found.draws {
            control.progress("equilibria", draw, found.draws);
            let own = ranks(model, draw);
            let conflict = engine_conflict(model, &feasible, &own)?;
            let Ok(stable) = Engine::new(&conflict).all(settings.rules, settings.threads, control) else {
                found.stop = Stop::Cancelled;
                break;
            };
            tally.add(|concept| Stability::equilibria(&stable, concept));
            moves.get_or_insert_with(|| Moves::of(&conflict)).count(&own);
            if start.is_none() {
                start = Some((own, conflict, stable));
            }
        }
        found.draws = tally.draws();
        let (ranks, conflict, stable) = start?;
        found.graph = moves.map(|moves| moves.found(model, tally.draws())).unwrap_or_default();
        Some(Self { model, feasible, tally, ranks, conflict, stable })
    }

    fn fill(&self, found: &mut ConflictFound, settings: &Settings, control: &dyn Control) {
        let mostly = self.tally.mostly();
        for (concept, states) in STRONGEST_FIRST.into_iter().zip(&mostly) {
            found.counts.push((concept, states.count() as u64));
            found.equilibria.push((concept, listed(states)));
        }
        found.common = common(self.model, &self.feasible, &mostly);
        drop(mostly);
        if found.arithmetic == Arithmetic::Exact {
            for (decider, stable) in self.stable.iter().enumerate() {
                let lists = STRONGEST_FIRST.into_iter().map(|concept| (concept, listed(stable.of(concept))));
                found.stable.push((self.model.deciders[decider].index(), lists.collect()));
            }
        }
        Telling::new(self, found, settings, control).fill(found);
        found.wanted = wanted(self, found, settings, control);
        beyond(self, settings, control, found);
        found.sentence = self.sentence(found);
    }

    fn sentence(&self, found: &ConflictFound) -> String {
        let states = count(&found.states);
        let told: Vec<String> =
            found.counts.iter().map(|(concept, number)| format!("{} {}", count(number), name(*concept))).collect();
        let draws = match found.arithmetic {
            Arithmetic::Exact => String::new(),
            _ => format!(" (each in more than half of {})", counted(found.draws as usize, "draw", "draws")),
        };
        let today = match found.today.map(|today| self.tally.concepts(today as u32)) {
            None => String::new(),
            Some(own) if own.is_empty() => " Today's state is none of them.".to_string(),
            Some(own) => format!(" Today's state is one under {}.", names(&own)),
        };
        format!("Of {states} states of \"{}\" these are equilibria{draws}: {}.{today}", found.title, told.join(", "))
    }
}

/// Numbers of states as findings tell them, up to the limit of the lists.
pub(super) fn listed(states: &Bits) -> Vec<u64> {
    states.iter().take(LISTED).map(|state| state as u64).collect()
}

/// By decision maker how it ranks every state in a draw.
pub(super) fn ranks(model: &Model<'_>, draw: u64) -> Vec<Vec<u32>> {
    (0..model.deciders.len()).map(|decider| model.ranks(decider, draw)).collect()
}
