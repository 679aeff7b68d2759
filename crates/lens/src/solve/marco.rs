//! Why constraints cannot hold together, and which of them would have to go: all minimal conflicts and corrections.
//!
//! There are `n` constraints, and an [`Oracle`] that says of any set of them whether it can hold together. Law: it is
//! monotone; what can hold still can with fewer constraints. Then
//!
//! - a **conflict** (minimal unsatisfiable subset) cannot hold together, and every part of it can;
//! - a **correction** (minimal correction set) is a set without which the rest can hold, and no part of it is one.
//!
//! Corrections are the minimal sets that meet every conflict, and conflicts the minimal sets that meet every
//! correction (Reiter, "A theory of diagnosis from first principles", Artificial Intelligence 32, 1987).
//!
//! Method: a map in clauses holds which sets of constraints are still unexplored (MARCO: Liffiton, Previti, Malik &
//! Marques-Silva, "Fast, flexible MUS enumeration", Constraints 21, 2016). What the oracle refuses is shrunk to a
//! conflict and the sets above it are crossed out; what it grants is grown to a largest set and the sets below it
//! are crossed out. Seeds are the smallest that the map leaves: the fewest constraints lifted while corrections are
//! looked for, the fewest in force while conflicts are (as in Ignatiev, Previti, Liffiton & Marques-Silva, "Smallest
//! MUS extraction with minimal hitting set dualization", CP 2015). A refused seed of least size is a conflict and a
//! granted one the complement of a correction, so that both come in rising size, and a cap leaves out only larger ones.
//!
//! Cost: one answer of the oracle and one solution of the map for each set found, and up to `n` answers to shrink or
//! grow, less what known sets already tell. The number of sets can grow exponentially in `n`: hence [`Limits`].
//!
//! What the oracle leaves open is never claimed: a set is listed only where every answer that it needs was given.

mod map;
mod sat;
mod set;
#[cfg(test)]
mod tests;

use crate::run::Stop;
use map::Map;
pub(crate) use sat::Sat;
pub use set::Set;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What an oracle says of a set of constraints in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Feasible {
    /// They can hold together; where known, all constraints that the solution found satisfies.
    Yes(Option<Set>),
    /// They cannot; where known, some of them that already cannot.
    No(Option<Set>),
    /// A budget was spent before it was clear.
    Unknown,
}

/// Says whether constraints can hold together.
///
/// Laws: the same set gets the same answer (yes, no); what is granted is granted for every part of it; a set named
/// with `Yes` can hold together, one named with `No` is part of the question and cannot.
pub trait Oracle {
    /// Whether the constraints in force can hold together.
    fn ask(&mut self, in_force: &Set) -> Feasible;
}

impl<F: FnMut(&Set) -> Feasible> Oracle for F {
    fn ask(&mut self, in_force: &Set) -> Feasible {
        self(in_force)
    }
}

/// How far to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Conflicts listed at most, and corrections listed at most.
    pub sets: usize,
    /// Questions to the oracle at most.
    pub calls: u64,
    /// Decisions of the map's solver at most, for all its solutions together.
    pub steps: u64,
}

/// Sets that an enumeration holds at most, found or on the way; past this it ends as if its budget were spent.
pub const SETS_HELD_MAX: usize = 5_000;

/// How far a list reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// There are no others.
    All,
    /// All sets with fewer constraints than this are listed, and perhaps some larger ones.
    Below(usize),
}

/// What was found; every set listed is proved, and the lists are in order: smallest first, then by members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enumeration {
    /// Minimal sets that cannot hold together. The empty set stands here where not even no constraints can be met.
    pub conflicts: Vec<Set>,
    /// Whether those are all.
    pub conflicts_reach: Reach,
    /// Minimal sets, none of them with a kept constraint, without which the rest can hold together. The empty set
    /// stands here where all can hold as they are.
    pub corrections: Vec<Set>,
    /// Whether those are all.
    pub corrections_reach: Reach,
    /// Where there is no correction because constraints are kept: the minimal sets of kept ones that would have to
    /// go as well (each list is complete or capped like the others; [`Enumeration::complete`] tells).
    pub without: Vec<Set>,
    /// Whether those are all.
    pub without_reach: Reach,
    /// Questions put to the oracle.
    pub calls: u64,
    /// Why it ended.
    pub stop: Stop,
}

impl Enumeration {
    /// Whether every list holds all there is.
    pub fn complete(&self) -> bool {
        [self.conflicts_reach, self.corrections_reach, self.without_reach].iter().all(|reach| *reach == Reach::All)
    }
}

/// Finds the conflicts and corrections of constraints `0..kept.size()`; those in `kept` are never lifted.
///
/// `cancel` is asked before each question to the oracle and each set found without one, and says whether to stop.
pub fn enumerate(
    kept: &Set,
    oracle: &mut dyn Oracle,
    limits: &Limits,
    cancel: &mut dyn FnMut() -> bool,
) -> Enumeration {
    let size = kept.size();
    let mut search = Search::new(Set::full(size), kept.clone(), oracle, limits, cancel, 0);
    let mut found = search.run();
    let nothing_lifts = found.corrections.is_empty() && found.corrections_reach == Reach::All;
    let never = found.conflicts.iter().any(Set::is_empty);
    if nothing_lifts && !never && !kept.is_empty() {
        // With everything else lifted the kept ones still cannot hold: their own corrections say which are in the way.
        let mut inner = Search::new(kept.clone(), Set::empty(size), oracle, limits, cancel, found.calls);
        let own = inner.run();
        (found.without, found.without_reach, found.calls) = (own.corrections, own.corrections_reach, own.calls);
        if found.stop == Stop::Complete {
            found.stop = own.stop;
        }
    }
    found
}

/// The same where every way of meeting constraints is known by the set of constraints that it satisfies: no oracle is
/// needed, and the corrections are complete however many conflicts there are.
///
/// `satisfied` may hold any number of sets; the corrections are what the largest of them leave out, and the conflicts
/// follow from them. Cost: the square of the number of largest sets, then as [`enumerate`] without its questions.
pub fn enumerate_known(
    kept: &Set,
    satisfied: impl IntoIterator<Item = Set>,
    limits: &Limits,
    cancel: &mut dyn FnMut() -> bool,
) -> Enumeration {
    let size = kept.size();
    let full = Set::full(size);
    let mut corrections = minimal(satisfied.into_iter().map(|set| full.less(&set)));
    let without = minimal(corrections.iter().map(|set| set.and(kept)));
    let mut silent = |_: &Set| Feasible::Unknown;
    let mut search = Search::new(full, Set::empty(size), &mut silent, limits, cancel, 0);
    corrections.iter().for_each(|set| search.map.cross_out_below(set));
    let conflicts_reach = search.find_conflicts(true);
    let mut conflicts = std::mem::take(&mut search.conflicts);
    let stop = search.stopped.unwrap_or(if conflicts_reach == Reach::All { Stop::Complete } else { Stop::Budget });
    conflicts.sort();
    conflicts.truncate(limits.sets);
    corrections.retain(|set| !set.meets(kept));
    let without = if corrections.is_empty() { without } else { Vec::new() };
    // Of the sets cut off the smallest may be as small as the largest that is listed.
    let cut = corrections.get(limits.sets).map(Set::len);
    corrections.truncate(limits.sets);
    let stop = if cut.is_some() && stop == Stop::Complete { Stop::Budget } else { stop };
    Enumeration {
        conflicts,
        conflicts_reach,
        corrections_reach: cut.map_or(Reach::All, Reach::Below),
        corrections,
        without,
        without_reach: Reach::All,
        calls: 0,
        stop,
    }
}

/// How many of the sets have no member in common, found greedily from the smallest: whatever meets all the sets has at
/// least as many members, so that no smaller size need be tried.
fn disjoint<'s>(sets: impl Iterator<Item = &'s Set>) -> usize {
    let mut all: Vec<&Set> = sets.collect();
    all.sort();
    let mut taken: Option<Set> = None;
    let mut number = 0;
    for set in all {
        if !taken.as_ref().is_some_and(|taken| taken.meets(set)) {
            taken = Some(taken.map_or_else(|| set.clone(), |taken| taken.or(set)));
            number += 1;
        }
    }
    number
}

/// The sets of which no other is a part, in order.
fn minimal(sets: impl Iterator<Item = Set>) -> Vec<Set> {
    let mut all: Vec<Set> = sets.collect();
    all.sort();
    all.dedup();
    let mut found: Vec<Set> = Vec::new();
    for set in all {
        // Smaller sets come first, so that whatever could be a part of this one is there already.
        if !found.iter().any(|smaller| smaller.is_within(&set)) {
            found.push(set);
        }
    }
    found
}

/// Sets that some answer has told apart.
struct Search<'a> {
    universe: Set,
    kept: Set,
    oracle: &'a mut dyn Oracle,
    limits: &'a Limits,
    cancel: &'a mut dyn FnMut() -> bool,
    calls: u64,
    map: Map,
    /// Sets that cannot hold, as small as they are known.
    refused: Vec<Set>,
    /// Sets that can hold, as large as they are known.
    granted: Vec<Set>,
    conflicts: Vec<Set>,
    corrections: Vec<Set>,
    /// The fewest constraints of a conflict, and of a correction, that an open answer may hide.
    hidden_conflict: usize,
    hidden_correction: usize,
    /// Decisions of the map's solver that are left.
    steps: u64,
    stopped: Option<Stop>,
}

impl<'a> Search<'a> {
    fn new(
        universe: Set,
        kept: Set,
        oracle: &'a mut dyn Oracle,
        limits: &'a Limits,
        cancel: &'a mut dyn FnMut() -> bool,
        calls: u64,
    ) -> Self {
        let map = Map::new(&universe);
        Self {
            universe,
            kept,
            oracle,
            limits,
            cancel,
            calls,
            map,
            refused: Vec::new(),
            granted: Vec::new(),
            conflicts: Vec::new(),
            corrections: Vec::new(),
            hidden_conflict: usize::MAX,
            hidden_correction: usize::MAX,
            steps: limits.steps,
            stopped: None,
        }
    }

    fn run(&mut self) -> Enumeration {
        let corrections_reach = self.find_corrections();
        if corrections_reach != Reach::All && self.corrections.is_empty() {
            self.any_correction();
        }
        let conflicts_reach = self.find_conflicts(corrections_reach == Reach::All);
        let mut corrections: Vec<Set> = self.corrections.iter().filter(|set| !set.meets(&self.kept)).cloned().collect();
        corrections.sort();
        corrections.truncate(self.limits.sets);
        self.conflicts.sort();
        self.conflicts.truncate(self.limits.sets);
        let cut = [corrections_reach, conflicts_reach].iter().any(|reach| *reach != Reach::All);
        Enumeration {
            conflicts: std::mem::take(&mut self.conflicts),
            conflicts_reach,
            corrections,
            corrections_reach,
            without: Vec::new(),
            without_reach: Reach::All,
            calls: self.calls,
            stop: self.stopped.unwrap_or(if cut { Stop::Budget } else { Stop::Complete }),
        }
    }

    /// Asks what is not known already.
    fn ask(&mut self, in_force: &Set) -> Feasible {
        if let Some(known) = self.refused.iter().find(|known| known.is_within(in_force)) {
            return Feasible::No(Some(known.clone()));
        }
        if let Some(known) = self.granted.iter().find(|known| in_force.is_within(known)) {
            return Feasible::Yes(Some(known.clone()));
        }
        if self.stopped.is_none() {
            if (self.cancel)() {
                self.stopped = Some(Stop::Cancelled);
            } else if self.calls >= self.limits.calls {
                self.stopped = Some(Stop::Budget);
            }
        }
        if self.stopped.is_some() {
            return Feasible::Unknown;
        }
        self.calls += 1;
        match self.oracle.ask(in_force) {
            Feasible::Yes(also) => {
                let all = also.map_or_else(|| in_force.clone(), |also| also.and(&self.universe).or(in_force));
                Feasible::Yes(Some(all))
            }
            Feasible::No(core) => Feasible::No(core.map(|core| core.and(in_force))),
            Feasible::Unknown => Feasible::Unknown,
        }
    }

    /// Takes constraints out of a refused set while the rest is refused; says whether what is left is proved minimal.
    fn shrink(&mut self, refused: Set) -> (Set, bool) {
        let mut left = refused.clone();
        let mut open = false;
        for member in refused.iter() {
            if !left.contains(member) {
                continue;
            }
            let mut less = left.clone();
            less.remove(member);
            match self.ask(&less) {
                Feasible::No(core) => left = core.unwrap_or(less),
                Feasible::Yes(_) => {}
                Feasible::Unknown => open = true,
            }
        }
        (left, !open)
    }

    /// Adds constraints to a granted set while it is granted; says whether it is proved that no other fits.
    fn grow(&mut self, granted: Set) -> (Set, bool) {
        let mut grown = granted;
        let mut open = false;
        for member in self.universe.clone().iter() {
            if grown.contains(member) {
                continue;
            }
            let mut more = grown.clone();
            more.insert(member);
            match self.ask(&more) {
                Feasible::Yes(also) => grown = also.unwrap_or(more),
                Feasible::No(_) => {}
                Feasible::Unknown => open = true,
            }
        }
        (grown, !open)
    }

    /// Whether some answer is missing, so that a seed of least size proves nothing by itself.
    fn in_doubt(&self) -> bool {
        self.hidden_conflict != usize::MAX || self.hidden_correction != usize::MAX
    }

    /// Whether so many sets are held that asking of one more takes long.
    fn held(&self) -> bool {
        self.refused.len() + self.granted.len() >= SETS_HELD_MAX
    }

    /// Notes a refused set, as small as it was found.
    fn note_refused(&mut self, set: Set, minimal: bool) {
        self.map.cross_out_above(&set);
        self.refused.push(set.clone());
        if minimal {
            self.conflicts.push(set);
        } else {
            self.hidden_conflict = self.hidden_conflict.min(set.len());
        }
    }

    /// Notes a granted set, as large as it was found.
    fn note_granted(&mut self, set: Set, maximal: bool) {
        let rest = self.universe.less(&set);
        self.map.cross_out_below(&rest);
        self.granted.push(set);
        if maximal {
            self.corrections.push(rest);
        } else {
            self.hidden_correction = self.hidden_correction.min(rest.len());
        }
    }

    /// Sets an undecided seed aside. What lies below or above it is still explored.
    fn set_aside(&mut self, in_force: &Set) {
        self.map.cross_out(in_force);
        let lifted = self.universe.less(in_force).len();
        self.hidden_conflict = self.hidden_conflict.min(in_force.len());
        self.hidden_correction = self.hidden_correction.min(lifted);
    }

    /// Corrections without kept constraints, the smallest first.
    fn find_corrections(&mut self) -> Reach {
        let mut most = 0;
        let mut listed = 0;
        loop {
            if self.stopped.is_some() || listed >= self.limits.sets || self.held() {
                return Reach::Below(most.min(self.hidden_correction));
            }
            let seed = match self.map.least_lifted(&self.kept, most, &mut self.steps) {
                Seed::Found(in_force) => in_force,
                Seed::Larger => {
                    most = disjoint(self.refused.iter()).max(most + 1);
                    continue;
                }
                Seed::None if self.hidden_correction == usize::MAX => return Reach::All,
                Seed::None => return Reach::Below(self.hidden_correction),
                Seed::Unknown => return Reach::Below(most.min(self.hidden_correction)),
            };
            match self.ask(&seed) {
                Feasible::Yes(also) if self.in_doubt() => {
                    let (grown, proved) = self.grow(also.unwrap_or(seed));
                    listed += usize::from(proved);
                    self.note_granted(grown, proved);
                }
                Feasible::Yes(_) => {
                    listed += 1;
                    self.note_granted(seed, true);
                }
                Feasible::No(core) => {
                    let (core, proved) = self.shrink(core.unwrap_or(seed));
                    self.note_refused(core, proved);
                }
                Feasible::Unknown => self.set_aside(&seed),
            }
        }
    }

    /// Some correction, of whatever size, if there is one: better than none where the smallest was not found.
    fn any_correction(&mut self) {
        if let Feasible::Yes(also) = self.ask(&self.kept.clone()) {
            let (grown, proved) = self.grow(also.unwrap_or_else(|| self.kept.clone()));
            self.note_granted(grown, proved);
        }
    }

    /// Conflicts, the smallest first.
    fn find_conflicts(&mut self, corrections_known: bool) -> Reach {
        // Where all corrections are known, what meets them all with the fewest constraints is a conflict unasked.
        let known = corrections_known && self.kept.is_empty();
        let mut most = 0;
        loop {
            let listed = self.conflicts.iter().filter(|set| set.len() <= most).count();
            if self.stopped.is_some() || listed > self.limits.sets || self.held() {
                return Reach::Below(most.min(self.hidden_conflict));
            }
            let seed = match self.map.least_in_force(most, &mut self.steps) {
                Seed::Found(in_force) => in_force,
                Seed::Larger => {
                    let left_out: Vec<Set> = self.granted.iter().map(|set| self.universe.less(set)).collect();
                    most = disjoint(left_out.iter()).max(most + 1);
                    continue;
                }
                Seed::None if self.conflicts.len() > self.limits.sets => return Reach::Below(most),
                Seed::None if self.hidden_conflict == usize::MAX => return Reach::All,
                Seed::None => return Reach::Below(self.hidden_conflict),
                Seed::Unknown => return Reach::Below(most.min(self.hidden_conflict)),
            };
            if known && !self.in_doubt() {
                if (self.cancel)() {
                    self.stopped = Some(Stop::Cancelled);
                } else {
                    self.note_refused(seed, true);
                }
                continue;
            }
            match self.ask(&seed) {
                Feasible::No(core) if self.in_doubt() => {
                    let (core, proved) = self.shrink(core.unwrap_or(seed));
                    self.note_refused(core, proved);
                }
                Feasible::No(_) => self.note_refused(seed, true),
                Feasible::Yes(also) => {
                    let (grown, proved) = self.grow(also.unwrap_or(seed));
                    self.note_granted(grown, proved);
                }
                Feasible::Unknown => self.set_aside(&seed),
            }
        }
    }
}

/// What the map gives next.
enum Seed {
    /// A set of constraints in force that is not explored.
    Found(Set),
    /// None of this size, perhaps a larger one.
    Larger,
    /// Nothing is unexplored.
    None,
    /// The map's budget was spent.
    Unknown,
}

/// The smallest ways of picking one item from each part, where `sizes[p]` gives the sizes of part `p`'s items in
/// rising order: up to `cap` choices of indices, by total size, then by indices.
///
/// Parts that have nothing to do with each other have their corrections added up; there are as many of the whole as
/// the product of the parts'. Cost: `cap` times the number of parts, and a logarithm.
pub fn smallest_picks(sizes: &[Vec<usize>], cap: usize) -> Vec<Vec<usize>> {
    if sizes.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let total = |pick: &[usize]| pick.iter().zip(sizes).map(|(at, sizes)| sizes[*at]).sum::<usize>();
    let first = vec![0; sizes.len()];
    let mut heap = BinaryHeap::from([Reverse((total(&first), first))]);
    let mut picks = Vec::new();
    while picks.len() < cap
        && let Some(Reverse((_, pick))) = heap.pop()
    {
        // Every pick is reached from one other alone: the one with its last index above zero lowered.
        let from = pick.iter().rposition(|at| *at > 0).unwrap_or(0);
        for part in from..sizes.len() {
            if pick[part] + 1 < sizes[part].len() {
                let mut next = pick.clone();
                next[part] += 1;
                heap.push(Reverse((total(&next), next)));
            }
        }
        picks.push(pick);
    }
    picks
}
