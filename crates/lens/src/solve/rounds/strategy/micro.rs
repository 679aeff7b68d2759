//! MiCRO: de Jonge, "An analysis of the linear bilateral ANAC domains using the MiCRO benchmark strategy" (2022).

use super::super::menu::{Package, Spent};
use super::super::record::Act;
use super::super::view::View;
use super::Part;
use std::collections::BTreeSet;

/// Offers its packages from the best down, as long as they are at least as good as no deal. With `m` different packages
/// offered and `n` different ones received it offers a new one if `m <= n`, else any of its earlier ones. What it would
/// accept under `next` is the value of the new one if it may offer it, else the least it has offered.
///
/// With several others `n` is that of the one who offered fewest different packages (the paper is about two).
#[derive(Default)]
pub(super) struct Micro {
    seen: usize,
    /// Different packages offered, in order.
    sent: Vec<Package>,
    known: BTreeSet<Package>,
    /// The last one of the walk from the best down.
    walked: Option<Package>,
    /// By seat, different packages received.
    received: Vec<BTreeSet<Package>>,
    /// The new package it would offer, once looked for; `None` within if there is none left.
    next: Option<Option<(Package, i64)>>,
    /// The least value it has offered.
    least: Option<i64>,
}

impl Micro {
    fn look(&mut self, view: &View<'_>) {
        self.received.resize(view.seats, BTreeSet::new());
        for seen in view.since(&mut self.seen) {
            let Some(package) = seen.package else { continue };
            if !matches!(seen.act, Act::Offer | Act::Put | Act::Float) {
                continue;
            }
            if seen.seat != view.seat {
                self.received[seen.seat].insert(package);
                continue;
            }
            if self.next.flatten().is_some_and(|(next, _)| next == package) {
                (self.next, self.walked) = (None, Some(package));
            }
            if self.known.insert(package) {
                self.sent.push(package);
                self.least = Some(self.least.map_or(seen.value, |least| least.min(seen.value)));
            }
        }
    }

    /// The new package it may offer, if any.
    fn fresh(&mut self, view: &mut View<'_>) -> Result<Option<(Package, i64)>, Spent> {
        self.look(view);
        let others = self.received.iter().enumerate().filter(|(seat, _)| *seat != view.seat);
        // Those who never offered anything, such as a facilitator, are not waited for.
        let received = others.map(|(_, own)| own.len()).filter(|own| *own > 0).min().unwrap_or(0);
        if self.sent.len() > received {
            return Ok(None);
        }
        if self.next.is_none() {
            let mut package = match self.walked {
                None => view.best()?,
                Some(last) => view.after(last)?,
            };
            // What was offered before the party took up this strategy is not new.
            while let Some(old) = package.filter(|package| self.known.contains(package)) {
                package = view.after(old)?;
            }
            let valued = package.map(|package| (package, view.value(package)));
            self.next = Some(valued.filter(|(_, value)| view.bearable(*value)));
        }
        Ok(self.next.flatten())
    }
}

impl Part for Micro {
    fn aspiration(&mut self, view: &mut View<'_>) -> Option<i64> {
        // Without steps left there is nothing new to hold out for; the offer then says so.
        self.bar(view).ok().flatten()
    }

    fn propose(&mut self, view: &mut View<'_>) -> Result<Option<Package>, Spent> {
        if let Some((package, _)) = self.fresh(view)? {
            return Ok(Some(package));
        }
        let at = view.stream.below(self.sent.len() as u64);
        Ok(self.sent.get(at as usize).copied())
    }

    fn bar(&mut self, view: &mut View<'_>) -> Result<Option<i64>, Spent> {
        let fresh = self.fresh(view)?;
        Ok(fresh.map(|(_, value)| value).or(self.least))
    }
}
