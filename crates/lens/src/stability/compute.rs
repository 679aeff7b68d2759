//! What holds in one conflict: equilibria over draws, why each decision maker stays, and the ways from today.

use super::beyond::beyond;
use super::findings::{ActionFound, Common, ConflictFound, EquilibriumFound, Held, Leaving};
use super::graph::Moves;
use super::model::Model;
use super::wanted;
use super::words::{STRONGEST_FIRST, name, names};
use super::{LISTED, Settings};
use crate::control::Control;
use crate::phrase::{count, list};
use crate::run::{Arithmetic, Stop};
use crate::share::Share;
use crate::solve::conflict::{
    Action, Answer, Bits, By, Concept, Conflict, Direction, Engine, Paths, Reason, Stability, Step,
};
use num_bigint::BigUint;
use std::collections::BTreeMap;
use zopa_case::PartyId;
use zopa_case::draft::Today;

/// States looked at in looking for what answers one move.
const LOOKED_AT: u64 = 1 << 24;
/// States, times decision makers, times draws, that are worked through where preferences are uncertain.
const OVER_DRAWS: u64 = 1 << 30;

/// The findings on one conflict.
pub(super) fn conflict(model: &Model<'_>, settings: &Settings, control: &dyn Control) -> ConflictFound {
    let mut found = empty(model);
    let bits = model.actions.len();
    if bits > settings.bits {
        found.missing = vec![format!(
            "a smaller model: {bits} actions make 2^{bits} states, and the limit here is 2^{}",
            settings.bits
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
    }
    let Some(mut tally) = Tally::of(model, &mut found, settings, control) else { return found };
    tally.fill(&mut found, settings, control);
    found
}

fn empty(model: &Model<'_>) -> ConflictFound {
    let action = |(bit, action): (usize, &&zopa_case::draft::Action)| ActionFound {
        action: action.id.value.clone(),
        title: action.name.as_ref().map_or_else(|| action.id.value.clone(), |name| name.value.clone()),
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
        left_out: Vec::new(),
        draws: 0,
        arithmetic: Arithmetic::Exact,
        stop: Stop::Complete,
        sentence: String::new(),
        basis: model.basis(),
    }
}

/// The model as the engine takes it, with the preferences of one draw.
pub(super) fn drawn(model: &Model<'_>, feasible: &Bits, ranks: &[Vec<u32>]) -> Option<Conflict> {
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

/// What the draws say together.
struct Tally<'m, 'a> {
    model: &'m Model<'a>,
    feasible: Bits,
    /// By concept, the strongest first, and state: draws in which it is an equilibrium.
    hits: Vec<BTreeMap<u32, u32>>,
    /// By state: the first draw in which it is an equilibrium under some concept.
    first: BTreeMap<u32, u64>,
    draws: u64,
    /// Of the first draw.
    ranks: Vec<Vec<u32>>,
    conflict: Conflict,
    stable: Vec<Stability>,
}

impl<'m, 'a> Tally<'m, 'a> {
    fn of(model: &'m Model<'a>, found: &mut ConflictFound, settings: &Settings, control: &dyn Control) -> Option<Self> {
        let feasible = Bits::from_fn(1 << model.actions.len(), |state| model.possible(state as u32));
        found.states = feasible.count() as u64;
        found.today = model.today().filter(|today| feasible.has(*today as usize));
        let ranks = |draw: u64| (0..model.deciders.len()).map(|decider| model.ranks(decider, draw)).collect::<Vec<_>>();
        let mut hits: Vec<BTreeMap<u32, u32>> = vec![BTreeMap::new(); STRONGEST_FIRST.len()];
        let mut first: BTreeMap<u32, u64> = BTreeMap::new();
        let mut start = None;
        let mut moves: Option<Moves> = None;
        let mut done = 0;
        for draw in 0..found.draws {
            control.progress("equilibria", draw, found.draws);
            let own = ranks(draw);
            let conflict = drawn(model, &feasible, &own)?;
            let Ok(stable) = Engine::new(&conflict).all(settings.rules, settings.threads, control) else {
                found.stop = Stop::Cancelled;
                break;
            };
            for (hits, concept) in hits.iter_mut().zip(STRONGEST_FIRST) {
                for state in Stability::equilibria(&stable, concept).iter() {
                    *hits.entry(state as u32).or_insert(0) += 1;
                    first.entry(state as u32).or_insert(draw);
                }
            }
            done += 1;
            moves.get_or_insert_with(|| Moves::of(&conflict)).count(&own);
            if start.is_none() {
                start = Some((own, conflict, stable));
            }
        }
        found.draws = done;
        let Some((ranks, conflict, stable)) = start else {
            found.sentence = format!("What holds in \"{}\" was not worked out: it was stopped.", model.title);
            return None;
        };
        found.graph = moves.map(|moves| moves.found(model, done)).unwrap_or_default();
        Some(Self { model, feasible, hits, first, draws: done, ranks, conflict, stable })
    }

    /// The share of draws in which a state is an equilibrium under a concept, by its place.
    fn share(&self, place: usize, state: u32) -> Share {
        let hits = self.hits[place].get(&state).copied().unwrap_or(0);
        Share::new(u64::from(hits), self.draws, 0)
    }

    /// Whether a state is an equilibrium in more than half of the draws.
    fn mostly(&self, place: usize, state: u32) -> bool {
        self.share(place, state).hits() * 2 > self.draws
    }

    fn fill(&mut self, found: &mut ConflictFound, settings: &Settings, control: &dyn Control) {
        for (place, concept) in STRONGEST_FIRST.into_iter().enumerate() {
            let states: Vec<u32> =
                self.hits[place].keys().copied().filter(|state| self.mostly(place, *state)).collect();
            found.counts.push((concept, states.len() as u64));
            found.common.extend(self.common(concept, &states));
            found.equilibria.push((concept, states.into_iter().take(LISTED).collect()));
        }
        if self.draws == 1 {
            for (decider, stable) in self.stable.iter().enumerate() {
                let of = |concept: Concept| stable.of(concept).iter().take(LISTED).map(|state| state as u32).collect();
                let lists = STRONGEST_FIRST.into_iter().map(|concept| (concept, of(concept))).collect();
                found.stable.push((self.model.deciders[decider].index(), lists));
            }
        }
        let paths = |by: By| found.today.and_then(|today| self.conflict.paths(today, by, control).ok());
        let (moves, gains) = (paths(By::Moves), paths(By::Improvements));
        let length = |state: u32| moves.as_ref().and_then(|paths| paths.to(state)).map(|path| path.len());
        let mut all: Vec<u32> = self.first.keys().copied().collect();
        let rank = |state: &u32| {
            let hits: u64 = (0..STRONGEST_FIRST.len()).map(|place| self.share(place, *state).hits()).sum();
            (std::cmp::Reverse(hits), length(*state).unwrap_or(usize::MAX), *state)
        };
        // Where there are very many, only those that hold under the most concepts are worth the way to them.
        if all.len() > LISTED {
            let hits =
                |state: &u32| (0..STRONGEST_FIRST.len()).map(|place| self.share(place, *state).hits()).sum::<u64>();
            all.sort_by_key(|state| (std::cmp::Reverse(hits(state)), *state));
            all.truncate(LISTED);
        }
        all.sort_by_cached_key(rank);
        found.told = all
            .iter()
            .take(settings.told)
            .map(|state| self.equilibrium(found, settings, *state, moves.as_ref(), gains.as_ref()))
            .collect();
        found.leaves_today = self.leaves_today(found.today, settings);
        found.wanted =
            wanted::wanted(self.model, &self.conflict, &self.ranks, &self.feasible, settings, control, &|state| {
                let concepts = (0..STRONGEST_FIRST.len()).filter(|place| self.mostly(*place, state));
                concepts.map(|place| STRONGEST_FIRST[place]).collect()
            });
        beyond(self.model, &self.conflict, &self.ranks, settings, control, found);
        for wanted in &mut found.wanted {
            wanted.basis = found.basis.clone();
        }
        found.sentence = self.sentence(found);
    }

    fn common(&self, concept: Concept, states: &[u32]) -> Option<Common> {
        if states.len() < 2 {
            return None;
        }
        let all = states.iter().fold(u32::MAX, |all, state| all & state);
        let none = !states.iter().fold(0, |some, state| some | state);
        let places =
            |mask: u32| (0..self.model.actions.len()).filter(|bit| mask >> bit & 1 == 1).collect::<Vec<usize>>();
        let (taken, not_taken) = (places(all), places(none));
        if taken.is_empty() && not_taken.is_empty() {
            return None;
        }
        let titles = |places: &[usize]| {
            let titles: Vec<String> = places.iter().map(|bit| self.model.action_title(*bit)).collect();
            list(&titles, "and")
        };
        let said = [
            (!taken.is_empty())
                .then(|| format!("{} {} done", titles(&taken), if taken.len() == 1 { "is" } else { "are" })),
            (!not_taken.is_empty())
                .then(|| format!("{} {} not", titles(&not_taken), if not_taken.len() == 1 { "is" } else { "are" })),
        ];
        let said: Vec<String> = said.into_iter().flatten().collect();
        let number = count(&BigUint::from(states.len()));
        let sentence = format!("In all {number} equilibria under {} {}.", name(concept), said.join(", and "));
        Some(Common { concept, states: states.len() as u64, taken, not_taken, sentence })
    }

    fn steps(&self, path: &[Step]) -> Vec<(usize, u32)> {
        path.iter().map(|step| (self.model.deciders[step.mover].index(), step.to)).collect()
    }

    fn equilibrium(
        &self,
        found: &ConflictFound,
        settings: &Settings,
        state: u32,
        moves: Option<&Paths>,
        gains: Option<&Paths>,
    ) -> EquilibriumFound {
        let model = self.model;
        let shares: Vec<(Concept, Share)> = STRONGEST_FIRST
            .into_iter()
            .enumerate()
            .map(|(place, concept)| (concept, self.share(place, state)))
            .collect();
        let concepts: Vec<Concept> =
            shares.iter().filter(|(_, share)| share.hits() * 2 > self.draws).map(|(concept, _)| *concept).collect();
        let way = moves.and_then(|paths| paths.to(state));
        let gaining = gains.and_then(|paths| paths.to(state)).map(|path| self.steps(&path));
        let held = self.held(settings, state);
        let mut said = match (concepts.as_slice(), self.draws) {
            ([], _) => format!("{} holds in some draws only", capital(&model.state(state))),
            (all, 1) => format!("{} holds under {}", capital(&model.state(state)), names(all)),
            (all, _) => {
                let (_, share) = shares.iter().find(|(concept, _)| *concept == all[0]).copied().unwrap_or(shares[0]);
                format!(
                    "{} holds under {} ({} under {})",
                    capital(&model.state(state)),
                    names(all),
                    share.of_draws(),
                    name(all[0])
                )
            }
        };
        match (found.today, &way, &gaining) {
            (Some(today), _, _) if today == state => said.push_str("; it is today's"),
            (Some(_), Some(way), Some(_)) => {
                said.push_str(&format!(
                    "; {} from today, and a way on which everybody gains by its move",
                    moved(way.len())
                ));
            }
            (Some(_), Some(way), None) => {
                said.push_str(&format!(
                    "; {} from today, and no way on which everybody gains by its move",
                    moved(way.len())
                ));
            }
            (Some(_), None, _) => said.push_str("; no legal way leads there from today"),
            (None, _, _) => {}
        }
        said.push('.');
        EquilibriumFound {
            id: format!("stability.{}.state.{state}", model.id),
            state,
            concepts,
            shares,
            moves: way.as_ref().map(Vec::len),
            way: way.map(|path| self.steps(&path)).unwrap_or_default(),
            gaining_way: gaining,
            held,
            sentence: said,
            basis: found.basis.clone(),
        }
    }

    /// Why each decision maker stays, with the preferences of the first draw in which the state is an equilibrium.
    fn held(&self, settings: &Settings, state: u32) -> Vec<Held> {
        let draw = self.first.get(&state).copied().unwrap_or(0);
        let own: Vec<Vec<u32>>;
        let other: Conflict;
        let conflict = if draw == 0 {
            &self.conflict
        } else {
            own = (0..self.model.deciders.len()).map(|decider| self.model.ranks(decider, draw)).collect();
            match drawn(self.model, &self.feasible, &own) {
                Some(conflict) => {
                    other = conflict;
                    &other
                }
                None => return Vec::new(),
            }
        };
        (0..self.model.deciders.len())
            .filter_map(|decider| {
                STRONGEST_FIRST.into_iter().find_map(|concept| {
                    let mut budget = LOOKED_AT;
                    match conflict.reason(decider, concept, state, settings.rules, &mut budget) {
                        Ok(Reason::Stable(answers)) => Some(self.stays(decider, concept, state, answers)),
                        _ => None,
                    }
                })
            })
            .collect()
    }

    fn stays(&self, decider: usize, concept: Concept, state: u32, answers: Vec<(u32, Answer)>) -> Held {
        let model = self.model;
        let party = model.deciders[decider].index();
        let title = model.party_title(decider);
        let first = answers.into_iter().find_map(|(to, answer)| match answer {
            Answer::Sanctioned { path, reply } => Some((to, path, reply)),
            _ => None,
        });
        let Some((to, path, reply)) = first else {
            let sentence = format!("{title} would gain by no move of its own (Nash).");
            return Held { party, concept, sanction: None, sentence };
        };
        let mut from = to;
        let answers: Vec<String> = path
            .iter()
            .map(|step| {
                let said = format!("{} {}", model.party_title(step.mover), model.change(from, step.to));
                from = step.to;
                said
            })
            .collect();
        let reply = match (concept, reply) {
            (Concept::Smr | Concept::Sseq, Some(_)) => ", and no counter-move of its own mends that",
            _ => "",
        };
        let sentence = format!(
            "{title} would gain if it {}; but then {}: that leaves it no better{reply} ({}).",
            model.change(state, to).replace("begins", "began").replace("ends", "ended"),
            list(&answers, "and"),
            name(concept)
        );
        Held { party, concept, sanction: Some((to, self.steps(&path))), sentence }
    }

    /// Who would leave today's state.
    fn leaves_today(&self, today: Option<u32>, settings: &Settings) -> Vec<Leaving> {
        let Some(today) = today else { return Vec::new() };
        let mut found: Vec<Leaving> = Vec::new();
        for (decider, stable) in self.stable.iter().enumerate() {
            for concept in STRONGEST_FIRST {
                if stable.of(concept).has(today as usize) {
                    continue;
                }
                let mut budget = LOOKED_AT;
                let reason = self.conflict.reason(decider, concept, today, settings.rules, &mut budget);
                let Ok(Reason::Unstable { to }) = reason else { continue };
                let party = self.model.deciders[decider].index();
                match found.iter_mut().find(|leaving| leaving.party == party && leaving.to == to) {
                    Some(leaving) => leaving.concepts.push(concept),
                    None => found.push(Leaving { party, to, concepts: vec![concept], sentence: String::new() }),
                }
            }
        }
        for leaving in &mut found {
            leaving.sentence = format!(
                "{} would leave today's state: it {} ({}).",
                self.model.case.party(PartyId::new(leaving.party)).title,
                self.model.change(today, leaving.to),
                names(&leaving.concepts)
            );
        }
        found
    }

    fn sentence(&self, found: &ConflictFound) -> String {
        let states = count(&BigUint::from(found.states));
        let told: Vec<String> = found
            .counts
            .iter()
            .map(|(concept, number)| format!("{} {}", count(&BigUint::from(*number)), name(*concept)))
            .collect();
        let draws = match self.draws {
            1 => String::new(),
            draws => format!(" (each in more than half of {} draws)", count(&BigUint::from(draws))),
        };
        let today = match found.today {
            Some(today) => {
                let own: Vec<Concept> = STRONGEST_FIRST
                    .into_iter()
                    .enumerate()
                    .filter(|(place, _)| self.mostly(*place, today))
                    .map(|(_, concept)| concept)
                    .collect();
                match own.as_slice() {
                    [] => " Today's state is none of them.".to_string(),
                    own => format!(" Today's state is one under {}.", names(own)),
                }
            }
            None => String::new(),
        };
        format!("Of {states} states of \"{}\" these are equilibria{draws}: {}.{today}", found.title, told.join(", "))
    }
}

fn moved(moves: usize) -> String {
    if moves == 1 { "1 move".into() } else { format!("{moves} moves") }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
