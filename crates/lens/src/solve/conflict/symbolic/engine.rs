//! Fixpoints for all thresholds at once, and the states that they make stable.

use super::model::{Maker, Model, Statement};
use super::states::Between;
use super::store::{Diagram, Work, size};
use super::{Halt, Limits, SymbolicError, SymbolicStability};
use crate::control::Control;
use crate::solve::conflict::{By, Concept, Equals, Rules};

/// How often those who have not come to an end are given what steps are left.
const ROUNDS: usize = 3;

pub(super) struct Solver<'a> {
    model: &'a Model,
    limits: Limits,
    rules: Rules,
    control: &'a dyn Control,
}

/// What one decision maker compares states with thresholds `q` by; `q` are its signature variables.
struct Thresholds {
    /// Feasible, and above the threshold.
    above: Diagram,
    /// Feasible, and a sanction at that threshold.
    sanction: Diagram,
    /// As `sanction`, and no own reply is better than a sanction may be.
    last: Diagram,
    /// The threshold is what the state itself is worth.
    here: Diagram,
    /// The signature variables.
    list: Diagram,
}

/// How a mover improves: see the module.
struct Climb {
    /// The signature is that of the state.
    here: Diagram,
    /// The signature is above that of the state.
    above: Diagram,
    list: Diagram,
}

/// What a decision maker's fixpoints have got to: they go on from there if more steps are left over by others.
struct Begun {
    /// SMR or SSEQ, then GMR or SEQ.
    sets: [Diagram; 2],
    /// Which of them are done with.
    done: [bool; 2],
    open: bool,
}

/// What was reached, and what ended it before its time.
struct Reached {
    set: Diagram,
    halt: Option<Halt>,
}

impl<'a> Solver<'a> {
    pub fn new(model: &'a Model, limits: Limits, rules: Rules, control: &'a dyn Control) -> Self {
        Self { model, limits, rules, control }
    }

    pub fn all(&self) -> SymbolicStability {
        let store = &self.model.space.store;
        let feasible = self.model.states(self.model.feasible.clone());
        let unknown = || Between { at_least: self.model.states(store.no()), at_most: feasible.clone() };
        let count = self.model.makers.len();
        let mut found: Vec<[Between; 5]> = (0..count).map(|_| std::array::from_fn(|_| unknown())).collect();
        let mut halts = Vec::new();
        let mut left = self.limits.steps;
        for (part, by) in [By::Moves, By::Improvements].into_iter().enumerate() {
            let begin = || Begun { sets: [store.no(), store.no()], done: [false; 2], open: true };
            let mut begun: Vec<Begun> = (0..count).map(|_| begin()).collect();
            for round in 0..ROUNDS {
                let mut due = begun.iter().filter(|begun| begun.open).count() as u64;
                for (who, begun) in begun.iter_mut().enumerate().filter(|(_, begun)| begun.open) {
                    self.control.progress("stability by diagrams", (part * count + who) as u64, 2 * count as u64);
                    // Whoever needs less leaves more to those who come later, and to all in the next round.
                    let share = if by == By::Moves { left } else { left / due.max(1) };
                    due -= 1;
                    let (work, made) = (Work::new(store, share, self.control), store.made());
                    let result = self.two_concepts(&work, who, by, &mut found[who], begun);
                    left = left.saturating_sub(store.made() - made);
                    begun.open = result == Err(Halt::Steps);
                    if round == 0 || !begun.open {
                        halts.extend(result.err());
                    }
                }
                if left == 0 {
                    break;
                }
            }
            self.bring_to_bounds(by, &begun, &mut found);
        }
        found.iter_mut().for_each(tighten);
        let exact = found.iter().flatten().all(|between| between.exact().is_some());
        let cancelled = halts.contains(&Halt::Cancelled).then_some(Halt::Cancelled);
        let stop = if exact { None } else { cancelled.or(halts.first().copied()) };
        SymbolicStability { found, feasible, stop, steps: store.made(), peak: store.peak() }
    }

    /// Nash, SMR and GMR, or SSEQ and SEQ, from where they have got to: as far as work allows.
    fn two_concepts(
        &self,
        work: &Work<'_>,
        who: usize,
        by: By,
        found: &mut [Between; 5],
        begun: &mut Begun,
    ) -> Result<(), Halt> {
        let thresholds = self.thresholds(work, who)?;
        let concepts = both_concepts(by);
        if by == By::Moves && found[Concept::Nash as usize].exact().is_none() {
            let nash = self.stable(work, who, &thresholds, &work.store.no())?;
            found[Concept::Nash as usize] = Between::exactly(self.model.states(nash));
        }
        let climbs = match by {
            By::Moves => Vec::new(),
            By::Improvements => {
                self.model.makers.iter().map(|maker| Climb::new(work, maker)).collect::<Result<_, _>>()?
            }
        };
        let starts = [&thresholds.last, &thresholds.sanction];
        // All that leads into the stricter concept's set is in it, once that is done with.
        let mut closed = work.store.no();
        for (at, concept) in concepts.into_iter().enumerate() {
            if !begun.done[at] {
                let start = work.or(&begun.sets[at], starts[at])?;
                let reached = self.reach(work, who, &climbs, work.or(&start, &closed)?, &closed);
                begun.sets[at] = reached.set;
                if let Some(halt) = reached.halt {
                    return Err(halt);
                }
                let stable = self.stable(work, who, &thresholds, &begun.sets[at])?;
                found[concept as usize] = Between::exactly(self.model.states(stable));
                begun.done[at] = true;
            }
            closed = begun.sets[at].clone();
        }
        Ok(())
    }

    /// What the sanctions found so far hold stable is stable, for those who have not come to an end. A set of sanctions of
    /// the stricter concept is one of the wider.
    fn bring_to_bounds(&self, by: By, begun: &[Begun], found: &mut [[Between; 5]]) {
        let mut left = self.limits.steps / 8;
        let mut due = begun.iter().flat_map(|begun| begun.done).filter(|done| !done).count() as u64;
        for (who, begun) in begun.iter().enumerate() {
            for (at, concept) in both_concepts(by).into_iter().enumerate().filter(|(at, _)| !begun.done[*at]) {
                let share = left / due.max(1);
                due -= 1;
                let work = Work::new(&self.model.space.store, share, self.control);
                let stable = self.thresholds(&work, who).and_then(|thresholds| {
                    let sanctioned = (0..=at).try_fold(work.store.no(), |all, at| work.or(&all, &begun.sets[at]))?;
                    let sanctioned = if at == 0 { sanctioned } else { work.or(&sanctioned, &thresholds.sanction)? };
                    self.stable(&work, who, &thresholds, &sanctioned)
                });
                if let Ok(stable) = stable {
                    found[who][concept as usize].at_least = self.model.states(stable);
                }
                left -= share - work.left();
            }
        }
    }

    fn thresholds(&self, work: &Work<'_>, who: usize) -> Result<Thresholds, Halt> {
        let maker = &self.model.makers[who];
        let feasible = &self.model.feasible;
        let all: Vec<&Statement> = maker.statements.iter().collect();
        let no_better = below(work, &all, work.store.yes())?;
        let above = work.less(feasible, &no_better)?;
        let bad = match self.rules.equals {
            Equals::Sanction => no_better,
            Equals::DoNotSanction => below(work, &all, work.store.no())?,
        };
        let good = work.less(feasible, &bad)?;
        Ok(Thresholds {
            above,
            sanction: work.and(feasible, &bad)?,
            last: work.less(feasible, &spread(work, maker, &good)?)?,
            here: equal(work, &all)?,
            list: work.list(all.iter().map(|statement| statement.number))?,
        })
    }

    /// The least set with `start` in it from which no opponent leads in from outside. Nobody leads into `closed`.
    fn reach(&self, work: &Work<'_>, who: usize, climbs: &[Climb], start: Diagram, closed: &Diagram) -> Reached {
        let makers = &self.model.makers;
        let others: Vec<usize> = (0..makers.len())
            .filter(|at| *at != who && makers[*at].moves && (climbs.is_empty() || climbs[*at].can()))
            .collect();
        let mut set = start;
        let mut seen = vec![closed.clone(); makers.len()];
        // Since this many images nothing has been added.
        let mut quiet = 0;
        for mover in others.iter().copied().cycle() {
            if quiet == others.len() {
                break;
            }
            match self.image(work, mover, climbs.get(mover), &set, &seen[mover]) {
                Ok(with) => {
                    // What a mover led to it leads to no further, as its own moves in a row are one move.
                    quiet = if with == set { quiet + 1 } else { 1 };
                    seen[mover] = with.clone();
                    set = with;
                }
                Err(halt) => return Reached { set, halt: Some(halt) },
            }
        }
        Reached { set, halt: None }
    }

    /// `set`, and from where the mover leads into it; all that it leads into `seen` from is in `set`.
    fn image(
        &self,
        work: &Work<'_>,
        mover: usize,
        climb: Option<&Climb>,
        set: &Diagram,
        seen: &Diagram,
    ) -> Result<Diagram, Halt> {
        let maker = &self.model.makers[mover];
        let new = work.less(set, seen)?;
        if new == work.store.no() {
            return Ok(set.clone());
        }
        let from = if 2 * size(&new) < size(set) { &new } else { set };
        let image = match climb {
            None => spread(work, maker, from)?,
            Some(climb) => {
                let ends = work.some_both(from, &climb.here, &maker.both)?;
                let ends = spread_once(work, maker, ends)?;
                work.some_both(&ends, &climb.above, &climb.list)?
            }
        };
        work.or(set, &work.and(&self.model.feasible, &image)?)
    }

    /// The feasible states of which every improvement is in `sanctioned` at the threshold that the state is worth.
    fn stable(
        &self,
        work: &Work<'_>,
        who: usize,
        thresholds: &Thresholds,
        sanctioned: &Diagram,
    ) -> Result<Diagram, Halt> {
        let free = work.less(&thresholds.above, sanctioned)?;
        let from = spread(work, &self.model.makers[who], &free)?;
        let leave = work.some_both(&from, &thresholds.here, &thresholds.list)?;
        work.less(&self.model.feasible, &leave)
    }
}

impl Climb {
    /// Statements that its own actions do not stand in are the same before and after a move.
    fn new(work: &Work<'_>, maker: &Maker) -> Result<Self, Halt> {
        let own: Vec<&Statement> = maker.statements.iter().filter(|statement| statement.own).collect();
        Ok(Self {
            here: equal(work, &own)?,
            above: below(work, &own, work.store.no())?,
            list: work.list(own.iter().map(|statement| statement.number))?,
        })
    }

    /// Whether any move can be an improvement.
    fn can(&self) -> bool {
        use oxidd::BooleanFunction;
        self.above.satisfiable()
    }
}

/// The signature is that of the state.
fn equal(work: &Work<'_>, statements: &[&Statement]) -> Result<Diagram, Halt> {
    statements
        .iter()
        .rev()
        .try_fold(work.store.yes(), |all, statement| work.and(&all, &work.same(&statement.holds, &statement.variable)?))
}

/// The state is lexicographically below the signature, or equal to it and `last`.
fn below(work: &Work<'_>, statements: &[&Statement], last: Diagram) -> Result<Diagram, Halt> {
    statements.iter().rev().try_fold(last, |rest, statement| {
        let first = work.less(&statement.variable, &statement.holds)?;
        let same = work.same(&statement.holds, &statement.variable)?;
        work.or(&first, &work.and(&same, &rest)?)
    })
}

/// From where the decision maker could lead into `set` by at most one move, were all states feasible.
fn spread(work: &Work<'_>, maker: &Maker, set: &Diagram) -> Result<Diagram, Halt> {
    spread_once(work, maker, work.some(set, &maker.both)?)
}

/// The same by actions that cannot be changed back alone.
fn spread_once(work: &Work<'_>, maker: &Maker, mut set: Diagram) -> Result<Diagram, Halt> {
    for once in &maker.once {
        let changed = work.with(&set, &once.after)?;
        set = work.or(&set, &work.and(&changed, &once.before)?)?;
    }
    Ok(set)
}

fn both_concepts(by: By) -> [Concept; 2] {
    match by {
        By::Moves => [Concept::Smr, Concept::Gmr],
        By::Improvements => [Concept::Sseq, Concept::Seq],
    }
}

/// Bounds by what implies what. Where there is no room for that they stay as they are, which holds too.
fn tighten(found: &mut [Between; 5]) {
    let [nash, gmr, smr, seq, sseq] = [Concept::Nash, Concept::Gmr, Concept::Smr, Concept::Seq, Concept::Sseq];
    // From narrow to wide for what is at least stable, and back for what is at most.
    let lift = [(nash, smr), (nash, sseq), (sseq, smr), (sseq, seq), (smr, gmr), (seq, gmr)];
    for (narrow, wide) in lift {
        if found[wide as usize].exact().is_none() {
            let both = found[wide as usize].at_least.or(&found[narrow as usize].at_least);
            keep(both, &mut found[wide as usize].at_least);
        }
    }
    for (narrow, wide) in lift.into_iter().rev() {
        if found[narrow as usize].exact().is_none() {
            let both = found[narrow as usize].at_most.common(&found[wide as usize].at_most);
            keep(both, &mut found[narrow as usize].at_most);
        }
    }
}

fn keep<T>(found: Result<T, SymbolicError>, place: &mut T) {
    if let Ok(found) = found {
        *place = found;
    }
}
