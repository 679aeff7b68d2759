//! The seat of the person: acts as it is told, and stops the run when it has nothing left to do.

use crate::solve::rounds::{Action, Ask, Ground, Seats, Spent, Strategy, Style, View};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A style that does what is on a list.
pub(super) struct Hand<'d> {
    deeds: &'d [Action],
    told: Mutex<Told>,
}

/// What came of the list.
#[derive(Clone, Copy, Default)]
pub(super) struct Told {
    /// How many deeds were done.
    pub done: usize,
    /// What the seat is asked for when the list is at its end.
    pub asked: Option<Asking>,
    /// What is wrong with the next deed.
    pub unfit: Option<Unfit>,
}

/// What a seat is asked for.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    pub ask: Ask,
    /// From 0.
    pub round: u32,
    /// Who is in the room.
    pub room: Seats,
}

/// Why a deed cannot be done where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// There is nothing to accept or reject.
    NothingStands,
    /// Only an answer is asked for.
    OnlyAnswers,
    /// An answer is asked for.
    MustAnswer,
    /// There are no brackets under this protocol, or where signatures are asked for.
    NoBrackets,
    /// The text stands beside no deal.
    BesideNoDeal,
    /// The text takes the same on a variable as the one beside it.
    Same(usize),
}

impl<'d> Hand<'d> {
    pub fn new(deeds: &'d [Action]) -> Self {
        Self { deeds, told: Mutex::default() }
    }

    pub fn told(&self) -> Told {
        *self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, Told> {
        // A copy is put in as a whole, so that whoever panicked left nothing half done.
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Style for Hand<'_> {
    fn words(&self) -> String {
        "a person".into()
    }

    fn sit<'a>(&'a self, _: Ground<'a>) -> Box<dyn Strategy + 'a> {
        *self.lock() = Told::default();
        Box::new(Sitting { hand: self, next: 0 })
    }
}

struct Sitting<'a> {
    hand: &'a Hand<'a>,
    next: usize,
}

impl Strategy for Sitting<'_> {
    /// Running out of steps is how a strategy stops a run: so does a list at its end, and a deed that does not fit.
    fn act(&mut self, view: &mut View<'_>, ask: Ask) -> Result<Action, Spent> {
        let mut told = self.hand.lock();
        let Some(deed) = self.hand.deeds.get(self.next).copied() else {
            told.asked = Some(Asking { ask, round: view.round, room: view.room });
            return Err(Spent);
        };
        if let Err(unfit) = fits(view, ask, deed) {
            told.unfit = Some(unfit);
            return Err(Spent);
        }
        self.next += 1;
        told.done = self.next;
        Ok(deed)
    }
}

/// Whether what a seat is asked for can be answered so. Floors make something of any action; a person is told instead.
fn fits(view: &View<'_>, ask: Ask, deed: Action) -> Result<(), Unfit> {
    match (ask, deed) {
        (_, Action::WalkOut) => Ok(()),
        (Ask::Move(None) | Ask::Float, Action::Accept | Action::Reject) => Err(Unfit::NothingStands),
        (Ask::Answer(_) | Ask::Compare { .. }, Action::Offer(_)) => Err(Unfit::OnlyAnswers),
        (Ask::Answer(_) | Ask::Compare { .. }, Action::Pass) => Err(Unfit::MustAnswer),
        (Ask::Compare { beside: None, .. }, Action::Bracket(_)) => Err(Unfit::BesideNoDeal),
        (Ask::Compare { text, beside: Some(beside) }, Action::Bracket(named)) => {
            let (new, old) = (view.choices(text.package), view.choices(beside.package));
            let same = (0..new.len()).find(|at| named.has(*at) && new[*at] == old[*at]);
            same.map_or(Ok(()), |at| Err(Unfit::Same(at)))
        }
        (_, Action::Bracket(_)) => Err(Unfit::NoBrackets),
        _ => Ok(()),
    }
}
