//! Facilitators who change one variable at a time: Klein, Faratin, Sayama & Bar-Yam, "Negotiating complex contracts",
//! Group Decision and Negotiation 12 (2003).

use super::board::Board;
use crate::solve::rounds::menu::{Package, Spent};
use crate::solve::rounds::protocol::{Action, Ask};
use crate::solve::rounds::record::{Act, Brackets, Standing, Track};
use crate::solve::rounds::strategy::Strategy;
use crate::solve::rounds::view::View;
use std::collections::BTreeSet;

/// Changes that are looked for before two variables are changed, and before none is.
const TRIES: usize = 24;
/// Where annealing starts: with this temperature a text that all reject is kept with chance `exp(-1 / HOT)`.
const HOT: f64 = 0.15;
/// Relative time from which only what all accept changes the draft of the one who goes by the least satisfied.
const LATE: f64 = 0.8;

/// How the draft moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// When all accept: the draft is the text that stands.
    Hill,
    /// Also with chance `exp(-a / T)`, where `a` is the share of parties that did not accept and `T` falls evenly from
    /// [`HOT`] to 0. (The paper's votes also say how strongly; these do not.)
    Annealing,
    /// When the least satisfied party accepts, and no fewer accept than do not; from [`LATE`] on when all accept. Who
    /// accepted a change that was made is one better satisfied, who did not one worse; the first of the least counts.
    LeastSatisfied,
}

/// First it draws texts until all accept one beside no deal: that stands, and is the draft. Then it changes one variable of the
/// draft at a time. In the last round but one it calls for signatures under the draft, if that is not what stands,
/// and in the last under what stands; while nothing stands, under the text it put last.
pub(super) struct Walk {
    kind: Kind,
    seen: usize,
    board: Option<Board>,
    draft: Option<(Vec<u16>, Package)>,
    /// What was put last.
    put: Option<(Vec<u16>, Package)>,
    /// By party, who accepted that.
    yes: Vec<bool>,
    /// By party, how far it got its way.
    satisfied: Vec<i64>,
    /// By party: variable, then the digits of which it holds the first below the second.
    below: Vec<BTreeSet<(usize, u16, u16)>>,
    /// What was put beside the draft.
    tried: BTreeSet<Package>,
}

impl Walk {
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            seen: 0,
            board: None,
            draft: None,
            put: None,
            yes: Vec::new(),
            satisfied: Vec::new(),
            below: Vec::new(),
            tried: BTreeSet::new(),
        }
    }

    fn listen(&mut self, view: &View<'_>) {
        for own in view.since(&mut self.seen).filter(|own| !matches!(own.track, Track::Channel(_))) {
            match own.act {
                Act::Put | Act::Call => self.yes.iter_mut().for_each(|yes| *yes = false),
                Act::Accept => self.yes.iter_mut().skip(own.seat).take(1).for_each(|yes| *yes = true),
                Act::Bracket => self.bracketed(own.seat, own.brackets),
                _ => {}
            }
        }
    }

    fn bracketed(&mut self, seat: usize, brackets: Brackets) {
        let (Some(below), Some((new, _)), Some((old, _))) = (self.below.get_mut(seat), &self.put, &self.draft) else {
            return;
        };
        for (variable, (new, old)) in new.iter().zip(old).enumerate().filter(|(_, (a, b))| a != b) {
            if brackets.has(variable) {
                below.insert((variable, *new, *old));
            }
        }
    }

    fn neediest(&self) -> usize {
        (0..self.satisfied.len()).min_by_key(|seat| self.satisfied[*seat]).unwrap_or(0)
    }

    /// Whether what was put becomes the draft.
    fn moves(&self, view: &mut View<'_>) -> bool {
        let (parties, yes) = (self.yes.len(), self.yes.iter().filter(|yes| **yes).count());
        if yes == parties {
            return true;
        }
        match self.kind {
            Kind::Hill => false,
            Kind::Annealing => {
                let against = (parties - yes) as f64 / parties.max(1) as f64;
                let heat = HOT * (1.0 - view.time);
                let chance = if heat > 0.0 { libm::exp(-against / heat) } else { 0.0 };
                view.stream.uniform() < chance
            }
            Kind::LeastSatisfied => view.time < LATE && self.yes[self.neediest()] && 2 * yes >= parties,
        }
    }

    fn decide(&mut self, view: &mut View<'_>, board: &Board, stands: Option<Standing>) {
        let Some(put) = self.put.take() else { return };
        if self.draft.is_none() {
            let text = stands.and_then(|own| board.text(view, own.package).map(|text| (text, own.package)));
            self.draft = text;
        } else if self.moves(view) {
            self.draft = Some(put);
            self.tried.clear();
            for (satisfied, yes) in self.satisfied.iter_mut().zip(&self.yes) {
                *satisfied += if *yes { 1 } else { -1 };
            }
        }
    }

    /// The draft, a little changed.
    fn change(&self, view: &mut View<'_>, board: &Board, draft: &[u16]) -> Option<(Vec<u16>, Package)> {
        let needy = self.below.get(self.neediest()).filter(|_| self.kind == Kind::LeastSatisfied);
        for at in 0..2 * TRIES {
            let Some(text) = board.changed(view, draft, 1 + at / TRIES) else { continue };
            let mut differ = text.iter().zip(draft).enumerate().filter(|(_, (a, b))| a != b);
            // It is not asked again for what the party that comes first has said it likes less.
            let refused =
                |below: &BTreeSet<_>| differ.all(|(variable, (new, old))| below.contains(&(variable, *new, *old)));
            if needy.is_some_and(refused) {
                continue;
            }
            let package = board.package(view, &text).filter(|package| !self.tried.contains(package));
            if let Some(package) = package {
                return Some((text, package));
            }
        }
        None
    }

    fn write(&mut self, view: &mut View<'_>, board: &Board, stands: Option<Standing>) -> Result<Action, Spent> {
        let draft = self.draft.as_ref().map(|own| own.1);
        let stands = stands.map(|own| own.package);
        let left = view.rounds - view.round;
        if left == 2
            && draft != stands
            && let Some(draft) = draft
        {
            return Ok(Action::Call(draft));
        }
        let Some((draft, beside)) = self.draft.clone() else {
            let Some(text) = board.any(view)? else { return Ok(Action::Pass) };
            let Some(package) = board.package(view, &text) else { return Ok(Action::Pass) };
            self.put = Some((text, package));
            return Ok(if left == 1 { Action::Call(package) } else { Action::Beside(package, None) });
        };
        if left == 1 {
            return Ok(Action::Call(stands.unwrap_or(beside)));
        }
        let Some((text, package)) = self.change(view, board, &draft) else { return Ok(Action::Pass) };
        self.tried.insert(package);
        self.put = Some((text, package));
        Ok(Action::Beside(package, Some(beside)))
    }
}

impl Strategy for Walk {
    fn act(&mut self, view: &mut View<'_>, ask: Ask) -> Result<Action, Spent> {
        let Ask::Text(stands) = ask else { return Ok(Action::Pass) };
        let parties = view.seats.saturating_sub(1);
        self.yes.resize(parties, false);
        self.satisfied.resize(parties, 0);
        self.below.resize(parties, BTreeSet::new());
        let board = self.board.take().unwrap_or_else(|| Board::new(view));
        self.listen(view);
        self.decide(view, &board, stands);
        let action = self.write(view, &board, stands);
        self.board = Some(board);
        action
    }
}
