//! Claims of why there is no deal, and of what would open one.

use super::hunt::{Demand, Ended, Floor, Hunt};
use super::value::Ground;
use super::{LIMIT, ROUNDING, Verdict};
use zopa_case::{Case, LineId, PartyId, Rule, Truth};

/// Something that a deal would have to keep and that could be given up. The logic of the case cannot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Soft<'a> {
    /// A line is not crossed for certain.
    Line(LineId),
    /// A party gets at least its no-deal value.
    NoDeal(PartyId),
    /// A rule does not fail for certain: a demand or a rejection, as a rule over packages.
    Keeps(&'a Rule),
}

/// Every line that counts for a deal, and the no-deal value of everybody whose yes is needed.
pub fn every_soft(case: &Case) -> Vec<Soft<'static>> {
    let ground = Ground::new(case);
    let lines = ground.counting().map(Soft::Line);
    lines.chain(ground.consenting.iter().copied().map(Soft::NoDeal)).collect()
}

/// The claim that these cannot be met together by any package that keeps the logic, and that any of them left out, the
/// others can (a minimal unsatisfiable set). At most [`STEPS`](super::STEPS) steps for each of them and once for all.
pub fn blocks(case: &Case, set: &[Soft<'_>]) -> Verdict {
    let ground = Ground::new(case);
    match meets(&ground, set) {
        Met::No => {}
        Met::Yes(package) => return Verdict::refuted(format!("{} meets all of it", ground.words(&package))),
        Met::Open(why) => return Verdict::not_checked(why),
    }
    for at in 0..set.len() {
        let others: Vec<Soft<'_>> = [&set[..at], &set[at + 1..]].concat();
        match meets(&ground, &others) {
            Met::Yes(_) => {}
            Met::No => return Verdict::refuted(format!("without {} it still blocks", told(&ground, set[at]))),
            Met::Open(why) => return Verdict::not_checked(why),
        }
    }
    Verdict::Verified
}

/// The claim that a deal that keeps `among` becomes possible if `lifted` is given up, and by nothing less: with any of
/// `lifted` kept, none does (a minimal correction set). At most [`STEPS`](super::STEPS) steps for each of them and once
/// for all.
pub fn opens(case: &Case, among: &[Soft<'_>], lifted: &[Soft<'_>]) -> Verdict {
    let ground = Ground::new(case);
    if let Some(other) = lifted.iter().find(|soft| !among.contains(soft)) {
        return Verdict::refuted(format!("{} is not among what has to be kept", told(&ground, *other)));
    }
    let kept: Vec<Soft<'_>> = among.iter().filter(|soft| !lifted.contains(soft)).copied().collect();
    match meets(&ground, &kept) {
        Met::Yes(_) => {}
        Met::No => return Verdict::refuted("no package meets what is left"),
        Met::Open(why) => return Verdict::not_checked(why),
    }
    for soft in lifted {
        match meets(&ground, &[&kept[..], &[*soft]].concat()) {
            Met::No => {}
            Met::Yes(package) => {
                let package = ground.words(&package);
                return Verdict::refuted(format!("{package} meets what is left and {}", told(&ground, *soft)));
            }
            Met::Open(why) => return Verdict::not_checked(why),
        }
    }
    Verdict::Verified
}

/// Whether some package that keeps the logic meets all of a set.
pub(super) enum Met {
    Yes(Vec<usize>),
    No,
    Open(String),
}

pub(super) fn meets(ground: &Ground<'_>, set: &[Soft<'_>]) -> Met {
    let mut demands: Vec<Demand<'_>> = ground.logic().collect();
    let (mut floors, mut unknown) = (Vec::new(), None);
    for soft in set {
        match soft {
            Soft::Line(line) if line.index() < ground.case.lines().len() => {
                demands.push(Demand::keeps(ground.case.line(*line)));
            }
            Soft::Line(_) => return Met::Open("a line is not of this case".into()),
            Soft::Keeps(rule) => demands.push(Demand::holds(rule, "a rule".into())),
            Soft::NoDeal(party) => {
                let valued = ground.parties.get(party.index()).and_then(Option::as_ref);
                match valued.and_then(Floor::no_deal) {
                    Some(floor) => floors.push(floor),
                    None => unknown = Some("a no-deal value, or the values above it, are not points".to_string()),
                }
            }
        }
    }
    let mut hunt = Hunt::new(ground, demands, floors);
    let (mut found, mut open) = (None, false);
    let ended = hunt.run(&mut |package, gaps| {
        let sure = gaps.iter().all(|gap| gap.not_negative() == Truth::Yes);
        open |= !sure;
        if sure {
            found = Some(package.to_vec());
        }
        !sure
    });
    match (found, ended, unknown) {
        // What the others cannot meet, they cannot meet with one more.
        (None, Ended::Whole, _) if !open => Met::No,
        (_, _, Some(why)) => Met::Open(why),
        (Some(package), _, None) => Met::Yes(package),
        (None, Ended::Spent, None) => Met::Open(LIMIT.into()),
        (None, _, None) => Met::Open(ROUNDING.into()),
    }
}

fn told(ground: &Ground<'_>, soft: Soft<'_>) -> String {
    match soft {
        Soft::Line(line) if line.index() < ground.case.lines().len() => {
            format!("the line `{}`", ground.case.line(line).name)
        }
        Soft::NoDeal(party) if party.index() < ground.case.parties().len() => {
            format!("the no-deal value of `{}`", ground.name(party))
        }
        Soft::Line(_) | Soft::NoDeal(_) => "something that is not of this case".into(),
        Soft::Keeps(_) => "a rule".into(),
    }
}
