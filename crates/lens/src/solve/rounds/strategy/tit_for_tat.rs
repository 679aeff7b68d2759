//! Behaviour-dependent offers: Faratin, Sierra & Jennings, Robotics and Autonomous Systems 24 (1998), on values of packages.
//!
//! Let `s_1 .. s_k` be what the offers of another party were worth to this one, above its lowest value, and `a` what it
//! held out for at its last turn. With window `w` it next holds out for
//!
//! - *relative*: `a * s_(k-w) / s_(k-w+1)`: the concession of `w` offers ago, in proportion;
//! - *absolute*: `a - (s_(k-w+1) - s_(k-w))`: the same, in ticks;
//! - *averaged*: `a * s_(k-w) / s_k`: all of the last `w` concessions, in proportion.
//!
//! kept between the least it would agree to and its best, where it begins. With several others it mirrors the one that conceded
//! least (the paper is about two). The random part of the paper's absolute form is left out.

use super::super::menu::{Package, Spent};
use super::super::record::Act;
use super::super::view::View;
use super::Part;
use super::offering::level;

/// How concessions are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mirror {
    /// In proportion.
    Relative,
    /// In ticks.
    Absolute,
    /// In proportion, over a window.
    Averaged,
}

impl Mirror {
    /// The word in commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Relative => "relative",
            Self::Absolute => "absolute",
            Self::Averaged => "averaged",
        }
    }

    /// The measure of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Relative, Self::Absolute, Self::Averaged].into_iter().find(|own| own.word() == word)
    }
}

pub(super) struct TitForTat {
    mirror: Mirror,
    window: usize,
    seen: usize,
    /// By seat, what its offers were worth, above the lowest value.
    others: Vec<Vec<i64>>,
    /// What it holds out for.
    level: Option<f64>,
}

impl TitForTat {
    pub fn new(mirror: Mirror, window: u32) -> Self {
        let window = window.max(1) as usize;
        Self { mirror, window, seen: 0, others: Vec::new(), level: None }
    }

    /// What it would hold out for after one other party's last offers.
    fn after(&self, level: f64, offers: &[i64]) -> Option<f64> {
        let (last, window) = (offers.len(), self.window);
        let from = *offers.get(last.checked_sub(window + 1)?)?;
        let to = match self.mirror {
            Mirror::Averaged => offers[last - 1],
            Mirror::Relative | Mirror::Absolute => offers[last - window],
        };
        Some(match self.mirror {
            Mirror::Absolute => level - (to - from) as f64,
            // From nothing to nothing is no concession.
            Mirror::Relative | Mirror::Averaged if from == to => level,
            Mirror::Relative | Mirror::Averaged => level * from as f64 / to as f64,
        })
    }
}

impl Part for TitForTat {
    fn aspiration(&mut self, view: &mut View<'_>) -> Option<i64> {
        let top = level(view, 1.0)?;
        let (lowest, least) = (view.lowest(), view.least());
        let mut new = 0;
        for seen in view.since(&mut self.seen) {
            if seen.seat != view.seat && matches!(seen.act, Act::Offer | Act::Put | Act::Float) {
                self.others.resize(self.others.len().max(seen.seat + 1), Vec::new());
                self.others[seen.seat].push(seen.value - lowest);
                new += 1;
            }
        }
        let range = ((least - lowest) as f64, (top - lowest) as f64);
        let mut held = self.level.unwrap_or(range.1);
        // A concession is answered once, even if the party is asked again before anything new was offered.
        if new > 0 {
            let next = self.others.iter().filter_map(|offers| self.after(held, offers)).reduce(f64::max);
            held = next.unwrap_or(held);
        }
        held = held.min(range.1).max(range.0);
        self.level = Some(held);
        Some(lowest + held.round() as i64)
    }

    fn propose(&mut self, view: &mut View<'_>) -> Result<Option<Package>, Spent> {
        match self.aspiration(view) {
            Some(level) => view.floor(level),
            None => Ok(None),
        }
    }
}
