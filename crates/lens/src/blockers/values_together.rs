//! What the draws say together of what blocks and what would open.

use super::values::{Drawn, Ground, Opened};
use super::values_findings::{LeastChange, Shortfall, Soft, SoftKind, ValueOpening, ValueSet, WithValues, WouldBe};
use super::words::{list as joined, party as party_title};
use crate::model::Terms;
use crate::run::{Basis, Stop};
use crate::share::Share;
use crate::solve::valued::search::ANYTHING;
use crate::solve::valued::size::{Size, size};
use crate::worth::Worth;
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// Sets listed at most.
const LISTED: usize = 40;

impl Ground<'_> {
    fn soft(&self, soft: usize) -> Soft {
        let case = self.game.case;
        match soft.checked_sub(self.lines()) {
            None => {
                let line = case.line(self.game.lines[soft]);
                Soft { kind: SoftKind::Line, id: line.name.clone(), party: line.party.index(), what: line.text.clone() }
            }
            Some(p) => {
                let party = self.game.dimensions[p].party;
                let entered =
                    case.draft().preferences.get(&case.party(party).name).and_then(|known| known.no_deal.as_ref());
                Soft {
                    kind: SoftKind::NoDeal,
                    id: format!("preferences.{}.no deal", case.party(party).name),
                    party: party.index(),
                    what: entered.map_or_else(String::new, |no_deal| format!("no deal is worth {no_deal}")),
                }
            }
        }
    }

    /// A soft constraint in a sentence.
    fn told(&self, soft: usize) -> String {
        let own = self.soft(soft);
        let title = party_title(self.game.case, own.party);
        match own.kind {
            SoftKind::Line => format!("{title}'s line {} ({})", own.id, own.what),
            SoftKind::NoDeal => format!("what no deal is worth to {title}"),
        }
    }

    fn basis(&self, softs: &[usize], record: &Basis) -> Basis {
        // Whether a set is minimal hangs on all the rest as well.
        let mut basis = record.clone();
        softs
            .iter()
            .filter(|soft| **soft < self.lines())
            .for_each(|soft| basis.line(self.game.case, self.game.lines[*soft]));
        basis
    }

    fn share(&self, hits: u64, drawn: &[Drawn]) -> Share {
        let open = drawn.iter().filter(|drawn| drawn.zone.is_none() || !drawn.complete).count() as u64;
        Share::new(hits, drawn.len() as u64, open.min(drawn.len() as u64 - hits))
    }

    fn falls_over(&self, soft: usize, falls: &[i64]) -> Option<Shortfall> {
        let p = soft.checked_sub(self.lines())?;
        let worth = Worth::of_draws(falls.to_vec(), |ticks| self.game.number(p, ticks))?;
        Some(Shortfall { party: self.game.dimensions[p].party.index(), by: worth })
    }

    pub(super) fn together(&self, drawn: &[Drawn], asked: u64, certain: bool, record: &Basis) -> WithValues {
        let case = self.game.case;
        let n = drawn.len() as u64;
        let of_draws = |share: &Share| match certain {
            true => String::new(),
            false => format!(" In {}.", share.of_draws()),
        };
        let count = |zone: Option<bool>| drawn.iter().filter(|drawn| drawn.zone == zone).count() as u64;
        let blocked = Share::new(count(Some(false)), n, count(None));
        let mut sets: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
        let mut openings: BTreeMap<Vec<usize>, Vec<&Opened>> = BTreeMap::new();
        let mut without: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
        for own in drawn {
            own.sets.iter().for_each(|set| *sets.entry(set.clone()).or_default() += 1);
            own.without.iter().for_each(|set| *without.entry(set.clone()).or_default() += 1);
            own.openings.iter().for_each(|opening| openings.entry(opening.0.clone()).or_default().push(opening));
        }
        let id = |prefix: &str, softs: &[usize]| {
            let names: Vec<String> = softs.iter().map(|soft| self.soft(*soft).id).collect();
            format!("blockers.values.{prefix}.{}", names.join("+"))
        };
        let list = |softs: &[usize]| and_list(&softs.iter().map(|soft| self.told(*soft)).collect::<Vec<_>>());
        let mut blocking: Vec<ValueSet> = sets
            .iter()
            .map(|(softs, hits)| {
                let share = self.share(*hits, drawn);
                ValueSet {
                    id: id("set", softs),
                    constraints: softs.iter().map(|soft| self.soft(*soft)).collect(),
                    sentence: match softs.as_slice() {
                        [] => "The logic alone allows no package.".to_string(),
                        [one] => {
                            format!("{} cannot be met by any package.{}", upper(&self.told(*one)), of_draws(&share))
                        }
                        many => format!("{} cannot all be met.{}", upper(&list(many)), of_draws(&share)),
                    },
                    share,
                    basis: self.basis(softs, record),
                }
            })
            .collect();
        blocking.sort_by_key(|set| (std::cmp::Reverse(set.share.hits()), set.constraints.len(), set.id.clone()));
        let sets_in_all = blocking.len();
        blocking.truncate(LISTED);
        let mut opens: Vec<(usize, ValueOpening)> = openings
            .iter()
            .map(|(lift, met)| {
                let share = self.share(met.len() as u64, drawn);
                let lines: Vec<usize> = lift.iter().copied().filter(|soft| *soft < self.lines()).collect();
                let by: Vec<Shortfall> = lift
                    .iter()
                    .filter_map(|soft| {
                        let falls: Vec<i64> = met
                            .iter()
                            .filter_map(|own| own.1.iter().find(|(at, _)| at == soft).map(|(_, fall)| *fall))
                            .collect();
                        self.falls_over(*soft, &falls)
                    })
                    .collect();
                let given: Vec<String> = lines
                    .iter()
                    .map(|line| format!("{} is lifted", self.told(*line)))
                    .chain(by.iter().map(|fall| {
                        format!("no deal is worth {} less to {}", fall.in_words(), party_title(case, fall.party))
                    }))
                    .collect();
                let opening = ValueOpening {
                    id: id("opening", lift),
                    lift: lift.iter().map(|soft| self.soft(*soft)).collect(),
                    by,
                    opens: if certain { self.opens(lift, met[0]) } else { None },
                    example: met.iter().find_map(|own| own.2.clone()),
                    sentence: format!("A zone opens if {}.{}", and_list(&given), of_draws(&share)),
                    share,
                    basis: self.basis(lift, record),
                };
                (lines.len(), opening)
            })
            .collect();
        opens.sort_by_key(|(lines, own)| (std::cmp::Reverse(own.share.hits()), *lines, own.lift.len(), own.id.clone()));
        if certain {
            opens.sort_by_key(|(lines, own)| (*lines, own.lift.len(), own.id.clone()));
        }
        let openings_in_all = opens.len();
        opens.truncate(LISTED);
        let would: Vec<&Drawn> = drawn.iter().filter(|own| own.without_lines == Some(true)).collect();
        let mut crossed: BTreeMap<usize, u64> = BTreeMap::new();
        would.iter().flat_map(|own| &own.would_be).for_each(|(_, lines)| {
            lines.iter().for_each(|line| *crossed.entry(*line).or_default() += 1);
        });
        let dilution = (!would.is_empty()).then(|| {
            let share = Share::new(would.len() as u64, n, count(None));
            let lines: Vec<(String, Share)> = crossed
                .iter()
                .map(|(line, hits)| (self.soft(*line).id, Share::new(*hits, would.len() as u64, 0)))
                .collect();
            let names: Vec<String> = crossed.keys().map(|line| self.told(*line)).collect();
            WouldBe {
                id: "blockers.values.dilution".into(),
                package: would.iter().find_map(|own| own.would_be.clone()).map(|(package, _)| package),
                sentence: format!(
                    "Values alone would allow a deal that the lines forbid; it would cross {}. What is gained elsewhere does \
                     not buy a line off.{}",
                    and_list(&names),
                    of_draws(&share)
                ),
                share,
                lines,
                basis: self.basis(&crossed.keys().copied().collect::<Vec<_>>(), record),
            }
        });
        let least: Vec<&(Vec<usize>, Vec<i64>)> = drawn.iter().filter_map(|own| own.least.as_ref()).collect();
        let least_change = (!least.is_empty()).then(|| {
            let short: Vec<Shortfall> = (0..self.game.dimensions.len())
                .filter_map(|p| {
                    let falls: Vec<i64> = least.iter().map(|(_, short)| short[p]).collect();
                    self.falls_over(self.lines() + p, &falls).filter(|_| falls.iter().any(|fall| *fall > 0))
                })
                .collect();
            let told: Vec<String> = short
                .iter()
                .map(|own| format!("{} is short by {}", party_title(case, own.party), own.in_words()))
                .collect();
            LeastChange {
                id: "blockers.values.least-change".into(),
                package: least[0].0.clone(),
                sentence: format!(
                    "Where the lines are kept, the package that leaves the least largest shortfall from no deal: {}.",
                    and_list(&told)
                ),
                short,
                basis: record.clone(),
            }
        });
        let never: Vec<Vec<Soft>> =
            without.keys().map(|softs| softs.iter().map(|soft| self.soft(*soft)).collect()).collect();
        let complete = drawn.iter().all(|own| own.complete && own.zone.is_some())
            && sets_in_all <= LISTED
            && openings_in_all <= LISTED;
        WithValues {
            id: "blockers.values".into(),
            n,
            certain,
            sentence: match (certain, blocked.hits()) {
                (true, 0) => "With the values entered there is a zone: nothing blocks.".into(),
                (true, _) => "With the values entered there is no zone.".into(),
                (false, _) => format!("Without a zone: {}.", blocked.of_draws()),
            },
            blocked,
            blocking_sets: blocking,
            openings: opens.into_iter().map(|(_, opening)| opening).collect(),
            sets_in_all,
            openings_in_all,
            no_opening_without: never,
            least_change,
            dilution,
            complete,
            stop: if n < asked {
                Stop::Cancelled
            } else if complete {
                Stop::Complete
            } else {
                Stop::Budget
            },
            basis: record.clone(),
        }
    }

    /// How many packages an opening opens, no-deal values lifted falling by as little as they must.
    fn opens(&self, lift: &[usize], met: &Opened) -> Option<BigUint> {
        let numbers = self.game.draws.numbers(0);
        let in_force = self.game.real_lines(&numbers).into_iter().filter(|line| !lift.contains(line)).collect();
        let charge = self.charge(&numbers, in_force)?;
        let targets = self.game.targets(&numbers, &Terms::default());
        let least: Vec<i64> = targets
            .iter()
            .enumerate()
            .map(|(p, target)| {
                let fall = met.1.iter().find(|(soft, _)| *soft == self.lines() + p).map_or(0, |(_, fall)| *fall);
                target.map_or(ANYTHING, |target| target - fall)
            })
            .collect();
        match size(&charge, &least)? {
            Size::Exact(count) => Some(BigUint::from(count)),
            Size::Between(..) => None,
        }
    }
}

fn and_list(items: &[String]) -> String {
    joined(items, "and")
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
