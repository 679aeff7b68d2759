//! Claims of the lenses, proved again from the definitions.
//!
//! What stands here shares nothing with the solvers but the case: values are computed straight from what is entered,
//! rules are asked package by package, and what must hold of every package is shown by going through them, with no bound
//! cleverer than "the best of everything that is still open". So a claim that is verified here has been reached on two
//! ways that have no code in common (certifying algorithms: McConnell, Mehlhorn, Naher & Schweitzer, Computer Science
//! Review 5, 2011).
//!
//! **Definitions.** `u_i(x) = sum_j w_ij v_ij(x_j) + sum_k b_ik [x satisfies rule_k]`, or a table. A linkage counts where its
//! rule holds for certain, whatever happens outside the package. A package is *admissible* if no rule of the logic fails for
//! certain and no line that counts is crossed for certain; a line counts if its party's yes is needed on one of the issues it
//! names; all of them are in force. The **zone** has the admissible packages with `u_i(x) >= d_i` for every party whose yes
//! some issue needs.
//!
//! **Numbers** must be points (a range `[x, x]` is one): orders and ranges are not checked here. Contributions are exact;
//! the solvers round each of them, and each no-deal value, once to a tick of the party's scale. A tick is at most 1e-11 of
//! what the party's numbers can sum to, so that every contribution that is no multiple of the next power of ten above that
//! carries a **tolerance of one tick**. What hangs on less than the tolerance is neither verified nor refuted.
//!
//! **Cost.** One depth-first search a claim, of at most [`STEPS`] steps: spaces of up to 2^20 packages are gone through
//! whole, larger ones as far as the bound reaches; past it the answer is [`Verdict::NotChecked`].

mod blockers;
mod concepts;
mod hunt;
mod listing;
mod settlement;
mod value;

pub use blockers::{Soft, blocks, every_soft, opens};
pub use settlement::check_settlement;

use hunt::{Ended, Floor, Hunt};
use value::{Ground, Near};
use zopa_case::{Case, Number, PartyId, Truth};

/// Steps of search for one question: outcomes tried.
pub const STEPS: u64 = 1 << 22;
/// Packages that are listed at most.
const LISTED: usize = 1 << 20;

/// What became of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds, by the definitions.
    Verified,
    /// It does not.
    Refuted {
        /// What shows it, in words.
        why: String,
    },
    /// Neither was shown.
    NotChecked {
        /// What was in the way, in words.
        why: String,
    },
}

impl Verdict {
    fn refuted(why: impl Into<String>) -> Self {
        Self::Refuted { why: why.into() }
    }

    fn not_checked(why: impl Into<String>) -> Self {
        Self::NotChecked { why: why.into() }
    }

    /// Verified or refuted by what can be said of a statement.
    fn of(truth: Truth, why: impl FnOnce() -> String) -> Self {
        match truth {
            Truth::Yes => Self::Verified,
            Truth::No => Self::refuted(why()),
            Truth::Unknown => Self::not_checked(ROUNDING),
        }
    }

    /// Whether it was verified.
    pub fn holds(&self) -> bool {
        *self == Self::Verified
    }
}

const ROUNDING: &str = "it hangs on how contributions are rounded";
const LIMIT: &str = "the search was left at its limit of steps";
const NO_PACKAGE: &str = "it is no package of this case";

/// A claim by the id of the finding that makes it, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Id of the finding, with the part of it after a colon: `settlement.zone: size`.
    pub id: String,
    /// What became of it.
    pub verdict: Verdict,
}

/// What a package (the outcome of every issue, by index) is worth to a party, to the nearest 1e-12; `None` where the
/// party's values are not all points, where it has none, or where it is no package of the case.
///
/// The value is the exact one: solvers that round contributions can differ by one tick a contribution.
///
/// Constant time in the number of packages.
pub fn value(case: &Case, party: PartyId, package: &[usize]) -> Option<Number> {
    let ground = Ground::new(case);
    let valued = ground.parties.get(party.index())?.as_ref().filter(|_| ground.fits(package))?;
    Some(Number(valued.near(package).ticks))
}

/// The claim that a package is admissible. Linear in the size of the rules.
pub fn admissible(case: &Case, package: &[usize]) -> Verdict {
    Ground::new(case).admissible(package)
}

/// The claim that a package is in the zone. Linear in the size of rules and preferences.
pub fn in_zone(case: &Case, package: &[usize]) -> Verdict {
    Ground::new(case).in_zone(package)
}

/// The claim that `one` dominates `other`: worth no less to everyone whose yes is needed, and more to somebody.
pub fn dominates(case: &Case, one: &[usize], other: &[usize]) -> Verdict {
    Ground::new(case).dominates(one, other)
}

/// The claim that no admissible package dominates this one. At most [`STEPS`] steps.
pub fn undominated(case: &Case, package: &[usize]) -> Verdict {
    Ground::new(case).undominated(package)
}

/// The claim that no package of the zone has a larger product of gains `u_i - d_i`, over the parties that can gain in the
/// zone (Nash 1950), and that this one is in the zone. At most twice [`STEPS`] steps.
pub fn nash(case: &Case, package: &[usize]) -> Verdict {
    concepts::nash(&Ground::new(case), package)
}

impl Ground<'_> {
    fn admissible(&self, package: &[usize]) -> Verdict {
        if !self.fits(package) {
            return Verdict::not_checked(NO_PACKAGE);
        }
        match self.logic().chain(self.lines()).find(|demand| demand.broken(&|at| package.get(at).copied())) {
            Some(demand) => Verdict::refuted(format!("{} does not keep {}", self.words(package), demand.name)),
            None => Verdict::Verified,
        }
    }

    fn in_zone(&self, package: &[usize]) -> Verdict {
        let admissible = self.admissible(package);
        if !admissible.holds() {
            return admissible;
        }
        let mut open = None;
        for party in &self.consenting {
            let Some(valued) = &self.parties[party.index()] else {
                open.get_or_insert_with(|| self.no_points(*party));
                continue;
            };
            let Some(no_deal) = valued.no_deal else {
                open.get_or_insert_with(|| {
                    format!("no no-deal value of `{}` is entered as a point", self.name(*party))
                });
                continue;
            };
            match valued.near(package).minus(no_deal).not_negative() {
                Truth::Yes => {}
                Truth::Unknown => {
                    open.get_or_insert_with(|| ROUNDING.into());
                }
                Truth::No => {
                    let worth = Number(valued.near(package).ticks);
                    let less = format!("{} is worth {worth} to `{}`, less", self.words(package), self.name(*party));
                    return Verdict::refuted(format!("{less} than no deal: {}", Number(no_deal.ticks)));
                }
            }
        }
        open.map_or(Verdict::Verified, Verdict::not_checked)
    }

    /// Values of one package above those of another, by party whose yes is needed; `Err`: of whom they are not known.
    fn leads(&self, one: &[usize], other: &[usize]) -> Result<Vec<Near>, PartyId> {
        let lead = |party: &PartyId| {
            let valued = self.parties[party.index()].as_ref().ok_or(*party)?;
            Ok(Floor::package(valued, other).gap(one))
        };
        self.consenting.iter().map(lead).collect()
    }

    fn dominates(&self, one: &[usize], other: &[usize]) -> Verdict {
        if !self.fits(one) || !self.fits(other) {
            return Verdict::not_checked(NO_PACKAGE);
        }
        match self.leads(one, other) {
            Err(party) => Verdict::not_checked(self.no_points(party)),
            Ok(leads) => Verdict::of(dominating(&leads), || {
                format!("{} does not dominate {}", self.words(one), self.words(other))
            }),
        }
    }

    fn undominated(&self, package: &[usize]) -> Verdict {
        if !self.fits(package) {
            return Verdict::not_checked(NO_PACKAGE);
        }
        if let Some(party) = self.consenting.iter().find(|party| self.parties[party.index()].is_none()) {
            return Verdict::not_checked(self.no_points(*party));
        }
        let floors = self.consenting.iter().flat_map(|party| &self.parties[party.index()]);
        let floors = floors.map(|valued| Floor::package(valued, package)).collect();
        let mut hunt = Hunt::new(self, self.logic().chain(self.lines()).collect(), floors);
        let (mut found, mut open) = (None, false);
        let ended = hunt.run(&mut |other, gaps| match dominating(gaps) {
            Truth::Yes => {
                found = Some(other.to_vec());
                false
            }
            Truth::Unknown => {
                open = true;
                true
            }
            Truth::No => true,
        });
        match (found, ended) {
            (Some(other), _) => Verdict::refuted(format!("{} dominates it", self.words(&other))),
            (None, Ended::Spent) => Verdict::not_checked(LIMIT),
            (None, _) if open => Verdict::not_checked(ROUNDING),
            (None, _) => Verdict::Verified,
        }
    }

    fn no_points(&self, party: PartyId) -> String {
        format!("the values of `{}` are not all points", self.name(party))
    }
}

/// Whether these leads are those of a package that dominates: none negative, one above.
fn dominating(leads: &[Near]) -> Truth {
    let none_less = leads.iter().map(|lead| lead.not_negative()).min().unwrap_or(Truth::Yes);
    let some_more = leads.iter().map(|lead| lead.positive()).max().unwrap_or(Truth::No);
    none_less.min(some_more)
}
