//! Equilibria in full: why each decision maker stays, the ways there from today; and who would leave today's state.

use super::LISTED;
use super::Settings;
use super::compute::{Drawn, engine_conflict, ranks};
use super::findings::{ConflictFound, EquilibriumFound, Held, Leaving};
use super::words::{STRONGEST_FIRST, name, names};
use crate::control::Control;
use crate::phrase::{capital, counted, list};
use crate::run::Arithmetic;
use crate::share::Share;
use crate::solve::conflict::{Answer, By, Concept, Paths, Reason, Step};

/// States looked at in looking for what answers one move.
const LOOKED_AT: u64 = 1 << 24;

/// What is needed to tell of one state.
pub(super) struct Telling<'d, 'm, 'a> {
    drawn: &'d Drawn<'m, 'a>,
    settings: &'d Settings,
    today: Option<u32>,
    certain: bool,
    moves: Option<Paths>,
    gains: Option<Paths>,
}

impl<'d, 'm, 'a> Telling<'d, 'm, 'a> {
    pub fn new(drawn: &'d Drawn<'m, 'a>, found: &ConflictFound, settings: &'d Settings, control: &dyn Control) -> Self {
        let today = found.today.map(|today| today as u32);
        let paths = |by: By| today.and_then(|today| drawn.conflict.paths(today, by, control).ok());
        let certain = found.arithmetic == Arithmetic::Exact;
        Self { drawn, settings, today, certain, moves: paths(By::Moves), gains: paths(By::Improvements) }
    }

    /// The equilibria told and who would leave today's state.
    pub fn fill(&self, found: &mut ConflictFound) {
        let tally = &self.drawn.tally;
        let mut all = tally.some();
        // Where there are very many, only those that hold under the most concepts are worth the way to them.
        if all.len() > LISTED {
            all.select_nth_unstable_by_key(LISTED, |state| (std::cmp::Reverse(tally.weight(*state)), *state));
            all.truncate(LISTED);
        }
        let length = |state: u32| self.moves.as_ref().and_then(|paths| paths.to(state)).map(|path| path.len());
        all.sort_by_cached_key(|state| {
            (std::cmp::Reverse(tally.weight(*state)), length(*state).unwrap_or(usize::MAX), *state)
        });
        found.told = all.iter().take(self.settings.told).map(|state| self.equilibrium(found, *state)).collect();
        found.leaves_today = self.leaves_today();
    }

    fn steps(&self, path: &[Step]) -> Vec<(usize, u64)> {
        path.iter().map(|step| (self.drawn.model.deciders[step.mover].index(), u64::from(step.to))).collect()
    }

    fn equilibrium(&self, found: &ConflictFound, state: u32) -> EquilibriumFound {
        let model = self.drawn.model;
        let tally = &self.drawn.tally;
        let shares: Vec<(Concept, Share)> = STRONGEST_FIRST
            .into_iter()
            .enumerate()
            .map(|(place, concept)| (concept, tally.share(place, state)))
            .collect();
        let concepts = tally.concepts(state);
        let way = self.moves.as_ref().and_then(|paths| paths.to(state));
        let gaining = self.gains.as_ref().and_then(|paths| paths.to(state)).map(|path| self.steps(&path));
        let mut said = match (concepts.as_slice(), self.certain) {
            ([], _) => format!("{} holds in some draws only", capital(&model.state(state.into()))),
            (all, true) => format!("{} holds under {}", capital(&model.state(state.into())), names(all)),
            (all, _) => {
                let (_, share) = shares.iter().find(|(concept, _)| *concept == all[0]).copied().unwrap_or(shares[0]);
                format!(
                    "{} holds under {} ({} under {})",
                    capital(&model.state(state.into())),
                    names(all),
                    share.of_draws(),
                    name(all[0])
                )
            }
        };
        match (self.today, &way) {
            (Some(today), _) if today == state => said.push_str("; it is today's"),
            (Some(_), Some(way)) => {
                let a = if gaining.is_some() { "a" } else { "no" };
                let moves = counted(way.len(), "move", "moves");
                said.push_str(&format!("; {moves} from today, and {a} way on which everybody gains by its move"));
            }
            (Some(_), None) => said.push_str("; no legal way leads there from today"),
            (None, _) => {}
        }
        said.push('.');
        EquilibriumFound {
            id: format!("stability.{}.state.{state}", model.id),
            state: u64::from(state),
            concepts,
            shares,
            moves: way.as_ref().map(Vec::len),
            way: way.map(|path| self.steps(&path)).unwrap_or_default(),
            gaining_way: gaining,
            held: self.held(state),
            sentence: said,
            basis: found.basis.clone(),
        }
    }

    /// Why each decision maker stays, with the preferences of the first draw in which the state is an equilibrium.
    fn held(&self, state: u32) -> Vec<Held> {
        let drawn = self.drawn;
        let model = drawn.model;
        let draw = drawn.tally.first(state);
        let other = (draw > 0).then(|| engine_conflict(model, &drawn.feasible, &ranks(model, draw))).flatten();
        let conflict = other.as_ref().unwrap_or(&drawn.conflict);
        let strongest = |decider: usize| {
            STRONGEST_FIRST.into_iter().find_map(|concept| {
                let mut budget = LOOKED_AT;
                match conflict.reason(decider, concept, state, self.settings.rules, &mut budget) {
                    Ok(Reason::Stable(answers)) => Some(self.stays(decider, concept, state, answers)),
                    _ => None,
                }
            })
        };
        (0..model.deciders.len()).filter_map(strongest).collect()
    }

    fn stays(&self, decider: usize, concept: Concept, state: u32, answers: Vec<(u32, Answer)>) -> Held {
        let model = self.drawn.model;
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
            model.changed(state, to, "began", "ended"),
            list(&answers, "and"),
            name(concept)
        );
        Held { party, concept, sanction: Some((u64::from(to), self.steps(&path))), sentence }
    }

    /// Who would leave today's state.
    fn leaves_today(&self) -> Vec<Leaving> {
        let Some(today) = self.today else { return Vec::new() };
        let drawn = self.drawn;
        let mut found: Vec<(usize, u32, Vec<Concept>)> = Vec::new();
        for (decider, stable) in drawn.stable.iter().enumerate() {
            for concept in STRONGEST_FIRST {
                if stable.of(concept).has(today as usize) {
                    continue;
                }
                let mut budget = LOOKED_AT;
                let reason = drawn.conflict.reason(decider, concept, today, self.settings.rules, &mut budget);
                let Ok(Reason::Unstable { to }) = reason else { continue };
                match found.iter_mut().find(|(own, other, _)| (*own, *other) == (decider, to)) {
                    Some((.., concepts)) => concepts.push(concept),
                    None => found.push((decider, to, vec![concept])),
                }
            }
        }
        let told = |(decider, to, concepts): (usize, u32, Vec<Concept>)| {
            let party = drawn.model.deciders[decider];
            let sentence = format!(
                "{} would leave today's state: it {} ({}).",
                drawn.model.case.party(party).title,
                drawn.model.change(today, to),
                names(&concepts)
            );
            Leaving { party: party.index(), to: u64::from(to), concepts, sentence }
        };
        found.into_iter().map(told).collect()
    }
}
