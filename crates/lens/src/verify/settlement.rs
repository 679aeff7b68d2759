//! What the lens `settlement` says of a case of points, claim by claim.

use super::blockers::{Met, Soft, meets};
use super::concepts::{Measure, nash};
use super::hunt::Hunt;
use super::listing::Listing;
use super::value::{Ground, Near};
use super::{Claim, LIMIT, ROUNDING, Verdict};
use crate::Worth;
use crate::settlement::{Concept, Improvement, Point, Settlement, Size, Valued};
use num_bigint::BigUint;
use zopa_case::{Case, Number, PartyId, Truth};

/// Packages of an efficient set that are looked at one by one, where the space is too large to be listed.
const LOOKED_AT: usize = 16;

/// Proves again what a settlement says of a case of points: counts, emptiness, size and example of the zone, ends of
/// every party's values, the efficient set with its count, every solution concept with its ties, and the steps of texts.
/// The case is the one the lens was given.
///
/// Not proved again: curves, trades, leverage, Adjusted Winner, risk limits, what passes at home, and sentences. Where
/// numbers were drawn nothing is: one claim says so. Cost: lists the packages if there are at most 2^20; else the bounded
/// searches of single claims.
pub fn check_settlement(case: &Case, found: &Settlement) -> Vec<Claim> {
    let ground = Ground::new(case);
    let listing = Listing::new(&ground);
    let mut checker = Checker { ground: &ground, listing: listing.as_ref().map_err(Clone::clone), claims: Vec::new() };
    if found.draws > 0 {
        checker.claim(
            "settlement.zone",
            "share",
            Verdict::not_checked("numbers were drawn: a share is no single claim"),
        );
        return checker.claims;
    }
    checker.counts(found);
    checker.zone(found);
    let exact = checker.exact();
    let efficient = exact.and_then(Listing::efficient);
    let measure = exact.zip(efficient.as_deref()).map(|(listing, efficient)| Measure::new(listing, efficient));
    checker.ends(found);
    checker.efficient(found, measure.as_ref());
    found.points.iter().for_each(|point| checker.point(point, measure.as_ref()));
    found.texts.iter().for_each(|text| checker.text(text));
    checker.claims
}

struct Checker<'a> {
    ground: &'a Ground<'a>,
    listing: Result<&'a Listing, String>,
    claims: Vec<Claim>,
}

fn same<T: PartialEq + std::fmt::Display>(told: T, own: T) -> Verdict {
    if told == own { Verdict::Verified } else { Verdict::refuted(format!("it is {own}, not {told}")) }
}

/// The first of some verdicts that is no proof; refutations first.
fn all(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
    let mut whole = Verdict::Verified;
    for verdict in verdicts {
        match verdict {
            Verdict::Refuted { .. } => return verdict,
            Verdict::NotChecked { .. } if whole.holds() => whole = verdict,
            _ => {}
        }
    }
    whole
}

impl<'a> Checker<'a> {
    fn claim(&mut self, id: &str, part: &str, verdict: Verdict) {
        self.claims.push(Claim { id: format!("{id}: {part}"), verdict });
    }

    /// The list of packages, if nothing in it is rounded.
    fn exact(&self) -> Option<&'a Listing> {
        self.listing.as_ref().ok().copied().filter(|listing| listing.exact)
    }

    /// Why something that needs an exact list is not checked.
    fn inexact(&self) -> Verdict {
        let known = |party: &PartyId| {
            let valued = self.ground.parties[party.index()].as_ref();
            valued.is_some_and(|valued| valued.no_deal.is_some())
        };
        Verdict::not_checked(match &self.listing {
            Err(why) => why.clone(),
            Ok(_) if !self.ground.consenting.iter().all(known) => "not all values and no-deal values are points".into(),
            Ok(_) => ROUNDING.into(),
        })
    }

    fn counts(&mut self, found: &Settlement) {
        let sizes = self.ground.sizes();
        let packages = sizes.iter().fold(BigUint::from(1u32), |product, size| product * *size);
        self.claim("settlement", "packages", same(&found.packages, &packages));
        if let Some(told) = &found.logical {
            let mut count = 0u64;
            let mut hunt = Hunt::new(self.ground, self.ground.logic().collect(), Vec::new());
            let ended = hunt.run(&mut |_, _| {
                count += 1;
                true
            });
            let counted = ended == super::Ended::Whole;
            let verdict = if counted { same(told, &BigUint::from(count)) } else { Verdict::not_checked(LIMIT) };
            self.claim("settlement", "logical", verdict);
        }
        if let Some(told) = &found.admissible {
            let verdict = match &self.listing {
                Ok(listing) => same(told, &BigUint::from(listing.len())),
                Err(why) => Verdict::not_checked(why.clone()),
            };
            self.claim("settlement", "admissible", verdict);
        }
    }

    /// Whether a number told of a party's value can be it.
    fn value(&self, party: usize, near: Option<Near>, told: Worth) -> Verdict {
        match (near, told) {
            (None, _) => Verdict::not_checked("the values of a party are not all points"),
            (_, Worth::Between(..)) => Verdict::not_checked("a range of draws is no single claim"),
            (Some(near), Worth::Point(told)) if near.agrees(told) => Verdict::Verified,
            (Some(near), Worth::Point(told)) => {
                let name = self.ground.name(PartyId::new(party));
                Verdict::refuted(format!("it is worth {} to `{name}`, not {told}", Number(near.ticks)))
            }
        }
    }

    fn valued(&self, valued: &Valued) -> Verdict {
        if !self.ground.fits(&valued.package) {
            return Verdict::refuted(super::NO_PACKAGE);
        }
        all(valued.values.iter().map(|(party, told)| {
            let own = self.ground.parties.get(*party).and_then(Option::as_ref);
            self.value(*party, own.map(|own| own.near(&valued.package)), *told)
        }))
    }

    fn zone(&mut self, found: &Settlement) {
        let no_deals: Vec<Soft<'_>> = self.ground.consenting.iter().copied().map(Soft::NoDeal).collect();
        let softs: Vec<Soft<'_>> = self.ground.counting().map(Soft::Line).chain(no_deals).collect();
        if let Some(empty) = found.zone.empty {
            let verdict = match (meets(self.ground, &softs), empty) {
                (Met::Yes(_), false) | (Met::No, true) => Verdict::Verified,
                (Met::Yes(package), true) => Verdict::refuted(format!("{} is in it", self.ground.words(&package))),
                (Met::No, false) => Verdict::refuted("no package is in it"),
                (Met::Open(why), _) => Verdict::not_checked(why),
            };
            self.claim("settlement.zone", "emptiness", verdict);
        }
        if let Some(size) = &found.zone.size {
            let verdict = match &self.listing {
                Err(why) => Verdict::not_checked(why.clone()),
                Ok(listing) => {
                    let yes = BigUint::from(listing.in_zone().count());
                    let most = BigUint::from(listing.zone.iter().filter(|zone| **zone != Truth::No).count());
                    match size {
                        Size::Exact(told) if yes == most => same(told, &yes),
                        Size::Exact(told) if *told < yes || *told > most => {
                            Verdict::refuted(format!("it is {yes} to {most}, not {told}"))
                        }
                        Size::Bounded(low, high) if *high < yes || *low > most => {
                            Verdict::refuted(format!("it is {yes} to {most}, not {low} to {high}"))
                        }
                        Size::Bounded(low, high) if *low <= yes && most <= *high => Verdict::Verified,
                        Size::Sampled(..) => Verdict::not_checked("it is an estimate"),
                        _ => self.inexact(),
                    }
                }
            };
            self.claim("settlement.zone", "size", verdict);
        }
        if let Some(example) = &found.zone.example {
            let verdict = all([self.ground.in_zone(&example.package), self.valued(example)]);
            self.claim("settlement.zone", "example", verdict);
        }
    }

    /// Best and worst values of each party.
    fn ends(&mut self, found: &Settlement) {
        for party in &found.parties {
            let told = [
                ("best", party.best, false, true),
                ("worst", party.worst, false, false),
                ("best in zone", party.best_in_zone, true, true),
                ("worst in zone", party.worst_in_zone, true, false),
            ];
            for (part, told, in_zone, most) in told {
                let Some(told) = told else { continue };
                let id = format!("settlement.{}", self.ground.name(PartyId::new(party.party)));
                let verdict = match self.exact() {
                    None => self.inexact(),
                    Some(listing) => {
                        let at = listing.parties.iter().position(|own| *own == party.party);
                        let rows = (0..listing.len()).filter(|row| !in_zone || listing.zone[*row] == Truth::Yes);
                        let column = rows.filter_map(|row| Some(listing.values(row)[at?]));
                        let end = if most { column.max() } else { column.min() };
                        self.value(party.party, end.map(|ticks| Near { ticks, slack: 0 }), told)
                    }
                };
                self.claim(&id, part, verdict);
            }
        }
    }

    fn efficient(&mut self, found: &Settlement, measure: Option<&Measure<'_>>) {
        let told = &found.efficient;
        if told.packages.is_empty() && found.zone.empty != Some(false) {
            return;
        }
        let id = "settlement.efficient";
        let inside = |own: &Valued| all([self.ground.in_zone(&own.package), self.valued(own)]);
        let packages = all(told.packages.iter().map(inside));
        self.claim(id, "packages", packages);
        let Some(measure) = measure else {
            let mut some: Vec<Verdict> =
                told.packages.iter().take(LOOKED_AT).map(|own| self.ground.undominated(&own.package)).collect();
            if told.packages.len() > LOOKED_AT {
                some.push(Verdict::not_checked(format!("only the first {LOOKED_AT} were looked at")));
            }
            self.claim(id, "undominated", all(some));
            let verdict = self.inexact();
            self.claim(id, "count", verdict);
            return;
        };
        let listing = measure.listing;
        let is_efficient = |own: &Valued| listing.row(&own.package).is_some_and(|row| measure.efficient.contains(&row));
        let verdict = match told.packages.iter().find(|own| !is_efficient(own)) {
            Some(other) => Verdict::refuted(format!("{} is dominated", self.ground.words(&other.package))),
            None => Verdict::Verified,
        };
        self.claim(id, "undominated", verdict);
        let mut vectors: Vec<Vec<i128>> = measure.efficient.iter().map(|row| listing.gains(*row).collect()).collect();
        vectors.sort_unstable();
        vectors.dedup();
        if told.complete {
            let count = same(&told.count, &BigUint::from(measure.efficient.len()));
            self.claim(id, "count", all([same(told.vectors, vectors.len()), count]));
        }
        let mut listed: Vec<Vec<i128>> =
            told.packages.iter().filter_map(|own| Some(listing.gains(listing.row(&own.package)?).collect())).collect();
        listed.sort_unstable();
        let doubled = listed.windows(2).any(|pair| pair[0] == pair[1]);
        let verdict = match (doubled, told.packages.len() == told.vectors.min(crate::settlement::LISTED)) {
            (true, _) => Verdict::refuted("two of them have the same values"),
            (_, false) => {
                Verdict::refuted(format!("{} packages stand for {} vectors", told.packages.len(), told.vectors))
            }
            _ => Verdict::Verified,
        };
        self.claim(id, "one a vector", verdict);
    }

    fn point(&mut self, point: &Point, measure: Option<&Measure<'_>>) {
        if point.packages.is_empty() {
            return;
        }
        let inside = |own: &Valued| all([self.ground.in_zone(&own.package), self.valued(own)]);
        let packages = all(point.packages.iter().map(inside));
        self.claim(&point.id, "packages", packages);
        if !point.proved {
            return;
        }
        let Some(measure) = measure else {
            let verdict = match (point.concept, point.packages.first()) {
                (Concept::Nash, Some(own)) => nash(self.ground, &own.package),
                _ => self.inexact(),
            };
            self.claim(&point.id, "best", verdict);
            return;
        };
        let best = measure.best(point.concept);
        let row = |own: &Valued| measure.listing.row(&own.package);
        let other = point.packages.iter().find(|own| row(own).is_none_or(|row| !best.contains(&row)));
        let verdict = match (other, best.first()) {
            (None, _) => Verdict::Verified,
            (Some(other), first) => {
                let than = first.map_or("others", |_| "another package of the zone");
                Verdict::refuted(format!("{} is less by this concept than {than}", self.ground.words(&other.package)))
            }
        };
        self.claim(&point.id, "best", verdict);
        if let Some(count) = point.count {
            self.claim(&point.id, "count", same(count, best.len() as u64));
        }
        if let Some(depth) = &point.depth {
            let own = best.first().and_then(|row| measure.depth(*row)).map(BigUint::from).unwrap_or_default();
            self.claim(&point.id, "depth", same(depth, &own));
        }
        if !point.left_out.is_empty() {
            let idle = |(at, most): (&(usize, i128), &i128)| (*most == 0).then_some(measure.listing.parties[at.0]);
            let idle: Vec<usize> = measure.listing.voters.iter().zip(&measure.most).filter_map(idle).collect();
            let verdict = if idle == point.left_out {
                Verdict::Verified
            } else {
                Verdict::refuted("others have nothing to gain than those left out")
            };
            self.claim(&point.id, "left out", verdict);
        }
    }

    fn text(&mut self, text: &Improvement) {
        let admissible = |own: &Valued| all([self.ground.admissible(&own.package), self.valued(own)]);
        let packages = all(text.steps.iter().map(admissible));
        self.claim(&text.id, "packages", packages);
        let step = |pair: &[Valued]| self.ground.dominates(&pair[1].package, &pair[0].package);
        let steps = all(text.steps.windows(2).map(step));
        self.claim(&text.id, "steps", steps);
        if let Some(last) = text.steps.last().filter(|_| text.complete) {
            let verdict = self.ground.undominated(&last.package);
            self.claim(&text.id, "end", verdict);
        }
    }
}
