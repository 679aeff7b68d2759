//! Diagrams under limits: the one place that knows the library of decision diagrams.
//!
//! **The same input, the same stop.** The library clears away dead nodes on a thread of its own once 95 % of its room is
//! used, at no fixed moment. So what is counted is the nodes that there are after an operation less those before it, and
//! clearing is asked for here, between operations. An operation that gets near the end of the room has started the
//! library's own clearing or is about to; either way it is seen (by the nodes that there are, or by the clearings that
//! were made) and taken as the end of the room, and the store counts as *shaken*: nothing more is computed in it but
//! answers about the sets that were found before, which need little room.

use std::cell::Cell;

use oxidd::bcdd::{BCDDFunction, BCDDManagerRef};
use oxidd::util::num::Saturating;
use oxidd::util::{AllocResult, FxHasher, SatCountCache};
use oxidd::{BooleanFunction, BooleanFunctionQuant, BooleanOperator, Function, Manager, ManagerRef};

use super::Halt;
use crate::control::{Control, Unwatched};

/// A diagram.
pub(super) type Diagram = BCDDFunction;

/// The nodes of all diagrams of a conflict.
pub(super) struct Store {
    manager: BCDDManagerRef,
    room: usize,
    /// Clearings that were asked for here.
    cleared: Cell<u64>,
    shaken: Cell<bool>,
    made: Cell<u64>,
    peak: Cell<usize>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("room", &self.room).field("made", &self.made).finish_non_exhaustive()
    }
}

impl Store {
    /// Room for so many nodes over so many variables; variable 0 is on top.
    pub fn new(room: usize, variables: u32) -> Self {
        let cache = (room / 8).clamp(1 << 10, 1 << 22);
        let manager = oxidd::bcdd::new_manager(room, cache, 1);
        manager.with_manager_exclusive(|manager| manager.add_vars(variables));
        let count = Cell::new(0);
        Self { manager, room, cleared: count, shaken: Cell::new(false), made: Cell::new(0), peak: Cell::new(0) }
    }

    pub fn yes(&self) -> Diagram {
        self.manager.with_manager_shared(|manager| Diagram::t(manager))
    }

    pub fn no(&self) -> Diagram {
        self.manager.with_manager_shared(|manager| Diagram::f(manager))
    }

    /// Whether the library may be clearing away at a moment of its own.
    pub fn is_shaken(&self) -> bool {
        self.shaken.get()
    }

    /// Nodes made so far.
    pub fn made(&self) -> u64 {
        self.made.get()
    }

    /// The most nodes held after an operation.
    pub fn peak(&self) -> usize {
        self.peak.get()
    }

    fn nodes(&self) -> usize {
        self.manager.with_manager_shared(|manager| manager.num_inner_nodes())
    }

    fn clearings(&self) -> u64 {
        self.manager.with_manager_shared(|manager| manager.gc_count())
    }

    /// Makes room where more than a quarter is taken, and says how many nodes are left.
    fn clear(&self) -> Result<usize, Halt> {
        let before = self.nodes();
        if before <= self.room / 4 {
            return Ok(before);
        }
        self.manager.with_manager_exclusive(|manager| manager.gc());
        self.cleared.set(self.clearings());
        let left = self.nodes();
        if left > self.room / 4 { Err(Halt::Nodes) } else { Ok(left) }
    }
}

/// Operations on diagrams within a number of steps, one step a node made.
pub(super) struct Work<'a> {
    pub store: &'a Store,
    control: &'a dyn Control,
    left: Cell<u64>,
    shaken_too: bool,
}

impl<'a> Work<'a> {
    pub fn new(store: &'a Store, steps: u64, control: &'a dyn Control) -> Self {
        Self { store, control, left: Cell::new(steps), shaken_too: false }
    }

    /// For questions about sets that were found, which need little room: no limit but the room itself.
    pub fn ask(store: &'a Store) -> Self {
        Self { store, control: &Unwatched, left: Cell::new(u64::MAX), shaken_too: true }
    }

    /// The steps that are left.
    pub fn left(&self) -> u64 {
        self.left.get()
    }

    fn run(&self, operation: impl FnOnce() -> AllocResult<Diagram>) -> Result<Diagram, Halt> {
        let store = self.store;
        if self.control.cancelled() {
            return Err(Halt::Cancelled);
        }
        if store.is_shaken() && !self.shaken_too {
            return Err(Halt::Nodes);
        }
        let before = store.clear()?;
        let result = operation();
        let after = store.nodes();
        if store.is_shaken() {
            // Numbers of nodes now hang on the moment of clearing: they are neither told nor counted against a limit.
            return result.map_err(|_| Halt::Nodes);
        }
        // In this order: a clearing counts itself before it takes anything away.
        if after >= store.room / 100 * 95 || store.clearings() != store.cleared.get() || result.is_err() {
            store.shaken.set(true);
            return Err(Halt::Nodes);
        }
        store.peak.set(store.peak.get().max(after));
        let made = after.saturating_sub(before) as u64;
        store.made.set(store.made.get() + made);
        let left = self.left.get().checked_sub(made);
        self.left.set(left.unwrap_or(0));
        match (result, left) {
            (Ok(diagram), Some(_)) => Ok(diagram),
            (Ok(_), None) => Err(Halt::Steps),
            (Err(_), _) => Err(Halt::Nodes),
        }
    }

    pub fn variable(&self, number: u32) -> Result<Diagram, Halt> {
        self.run(|| self.store.manager.with_manager_shared(|manager| Diagram::var(manager, number)))
    }

    /// The conjunction of variables, as a list of them.
    pub fn list(&self, variables: impl IntoIterator<Item = u32>) -> Result<Diagram, Halt> {
        variables.into_iter().try_fold(self.store.yes(), |all, one| self.and(&all, &self.variable(one)?))
    }

    pub fn not(&self, one: &Diagram) -> Result<Diagram, Halt> {
        self.run(|| one.not())
    }

    pub fn and(&self, one: &Diagram, other: &Diagram) -> Result<Diagram, Halt> {
        self.run(|| one.and(other))
    }

    pub fn or(&self, one: &Diagram, other: &Diagram) -> Result<Diagram, Halt> {
        self.run(|| one.or(other))
    }

    pub fn same(&self, one: &Diagram, other: &Diagram) -> Result<Diagram, Halt> {
        self.run(|| one.equiv(other))
    }

    /// `one` where `other` does not hold.
    pub fn less(&self, one: &Diagram, other: &Diagram) -> Result<Diagram, Halt> {
        self.run(|| other.imp_strict(one))
    }

    /// For some values of the listed variables `one` holds.
    pub fn some(&self, one: &Diagram, list: &Diagram) -> Result<Diagram, Halt> {
        self.run(|| one.exists(list))
    }

    /// For some values of the listed variables both hold.
    pub fn some_both(&self, one: &Diagram, other: &Diagram, list: &Diagram) -> Result<Diagram, Halt> {
        self.run(|| one.apply_exists(BooleanOperator::And, other, list))
    }

    /// `one` with the values that `literals`, a conjunction of variables and of their negations, gives them.
    pub fn with(&self, one: &Diagram, literals: &Diagram) -> Result<Diagram, Halt> {
        self.run(|| one.restrict(literals))
    }
}

/// The number of nodes of a diagram.
pub(super) fn size(diagram: &Diagram) -> usize {
    diagram.node_count()
}

/// In how many ways so many variables, all on which the diagram depends among them, make it hold: at most 127 of them.
pub(super) fn count(diagram: &Diagram, variables: u32) -> u128 {
    let number: Saturating<u128> = diagram.sat_count(variables, &mut SatCountCache::<_, Hasher>::default());
    number.0
}

/// The library's counting keeps its numbers in a table by node; nothing hangs on that table's order.
type Hasher = std::hash::BuildHasherDefault<FxHasher>;
