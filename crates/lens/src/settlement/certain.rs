//! What points allow beyond the zone: texts improved step by step, divided issues, risk limits.

use super::ensemble::Prepared;
use super::findings::{AdjustedWinner, Improvement, RiskLimits, Valued};
use super::words::party_title;
use crate::model::Numbers;
use crate::run::Basis;
use crate::solve::valued::Charge;
use crate::solve::valued::optimum::{Ruler, leximin};
use crate::solve::valued::search::ANYTHING;
use crate::worth::Worth;
use num_bigint::BigInt;
use zopa_case::{IssueId, Number, PackageId};

/// Texts are improved this often at most.
const STEPS: usize = 50;

/// From each package of the case that fixes every issue: the text that dominates it and maximises the least relative
/// gain, until none does. Gains are relative to what each party could gain at most from the text on.
pub(super) fn texts(prepared: &Prepared<'_>, charge: &Charge, basis: &Basis) -> Vec<Improvement> {
    let game = &prepared.game;
    let voters = game.voters();
    let mut found = Vec::new();
    for (place, package) in &prepared.named {
        let known = &game.case.packages()[*place];
        let valued = |package: Vec<usize>, values: &[i64]| Valued {
            values: game
                .dimensions
                .iter()
                .enumerate()
                .map(|(at, dimension)| (dimension.party.index(), Worth::Point(game.number(at, values[at]))))
                .collect(),
            package,
        };
        let mut basis = basis.clone();
        basis.package(game.case, PackageId::new(*place));
        let id = format!("settlement.text.{}", known.name);
        let Some(digits) = game.space.digits(charge, package) else { continue };
        let (mut values, _) = charge.evaluate(&digits);
        let mut steps = vec![valued(package.clone(), &values)];
        let mut complete = false;
        while steps.len() <= STEPS {
            let mut least = vec![ANYTHING; values.len()];
            voters.iter().for_each(|p| least[*p] = values[*p]);
            let rulers: Vec<Ruler> = voters
                .iter()
                .filter_map(|p| {
                    let weights: Vec<i64> = (0..values.len()).map(|q| i64::from(q == *p)).collect();
                    let mut budget = prepared.settings.steps;
                    let best = crate::solve::valued::optimum::linear(charge, &weights, &least, false, &mut budget);
                    let most = best.found.first().map_or(values[*p], |(_, best)| best[*p]);
                    (most > values[*p]).then_some(Ruler { dimension: *p, from: values[*p], unit: most - values[*p] })
                })
                .collect();
            if rulers.is_empty() {
                complete = true;
                break;
            }
            let mut budget = prepared.settings.steps;
            let best = leximin(charge, &rulers, &least, &mut budget);
            let Some((digits, next)) = best.found.into_iter().next().filter(|(_, next)| *next != values) else { break };
            steps.push(valued(game.space.package(charge, &digits), &next));
            values = next;
        }
        let sentence = match (steps.len() - 1, complete) {
            (0, true) => format!("No admissible text is better than {} for one side and worse for none.", known.title),
            (count, _) => format!(
                "From {} {count} {} lead to a text {}.",
                known.title,
                if count == 1 { "step, better for all or worse for none," } else { "steps, each worse for none," },
                if complete { "that nothing dominates" } else { "at which the search stopped" }
            ),
        };
        found.push(Improvement { id, from: known.name.clone(), steps, complete, sentence, basis });
    }
    found
}

/// A fraction of whole numbers.
type Fraction = (BigInt, BigInt);

fn rounded(fraction: &Fraction) -> Number {
    let scaled = &fraction.0 * BigInt::from(zopa_case::TICKS);
    let half: BigInt = &fraction.1 / 2;
    let sum = if scaled < BigInt::from(0) { scaled - half } else { scaled + half };
    Number(i128::try_from(sum / &fraction.1).unwrap_or(0))
}

/// Adjusted Winner for two parties over the divisible issues (Brams & Taylor 1996): each issue first goes to the party
/// to which it is worth more points; then issues are handed over in order of the ratio of points, the last in part,
/// until both have the same. Points are what the party's best option is worth to it above what the other's best option
/// is worth to it, scaled so that each party has 100 in all.
pub(super) fn adjusted_winner(prepared: &Prepared<'_>, numbers: &Numbers) -> Option<AdjustedWinner> {
    let game = &prepared.game;
    let case = game.case;
    let voters = game.voters();
    let divisible: Vec<IssueId> = case
        .issue_ids()
        .filter(|issue| {
            let name = &case.issue(*issue).name;
            let known = case.draft().issues.get(name);
            known.is_some_and(|issue| issue.divisible.as_ref().is_some_and(|yes| yes.value))
        })
        .collect();
    if divisible.is_empty() {
        return None;
    }
    let mut answer = AdjustedWinner {
        id: "settlement.adjusted-winner".into(),
        parties: (0, 0),
        to_first: Vec::new(),
        initial: (Number(0), Number(0)),
        split: None,
        points: (Number(0), Number(0)),
        why_not: None,
        sentence: String::new(),
    };
    let not = |mut answer: AdjustedWinner, why: &str| {
        answer.sentence = format!("Adjusted Winner is left out: {why}.");
        answer.why_not = Some(why.into());
        Some(answer)
    };
    let &[a, b] = voters.as_slice() else { return not(answer, "it is for two parties whose consent is needed") };
    if game.consenting.len() != 2 {
        return not(answer, "a third party's consent is needed");
    }
    answer.parties = (game.dimensions[a].party.index(), game.dimensions[b].party.index());
    let own = |at: usize| numbers.parties[game.dimensions[at].party.index()].as_ref().filter(|own| !own.table);
    let (Some(first), Some(second)) = (own(a), own(b)) else {
        return not(answer, "it needs weights and values by issue");
    };
    // Points of each party by issue: what winning it is worth against losing it.
    let mut points: Vec<(i128, i128)> = Vec::new();
    for issue in &divisible {
        let at = issue.index();
        let worth = |own: &crate::model::PartyNumbers, outcome: usize| -> i128 {
            let value: i128 =
                case.issues()[at].outcomes[outcome].0.iter().map(|option| own.values[at][*option].0).sum();
            own.weights[at].0.checked_mul(value / 1_000_000).unwrap_or(0)
        };
        let best = |own: &crate::model::PartyNumbers| {
            (0..case.issues()[at].outcomes.len())
                .max_by_key(|outcome| (worth(own, *outcome), std::cmp::Reverse(*outcome)))
        };
        let (Some(won), Some(lost)) = (best(first), best(second)) else { continue };
        points.push((worth(first, won) - worth(first, lost), worth(second, lost) - worth(second, won)));
    }
    let total = points.iter().fold((0i128, 0i128), |sum, own| (sum.0 + own.0, sum.1 + own.1));
    if total.0 <= 0 || total.1 <= 0 {
        return not(answer, "one of the two has nothing to win in the divisible issues");
    }
    // On 100 points each: cross-multiplied by the other's total, both are whole numbers of one unit.
    let unit = BigInt::from(total.0) * BigInt::from(total.1);
    let scaled: Vec<(BigInt, BigInt)> = points
        .iter()
        .map(|(x, y)| (BigInt::from(*x) * BigInt::from(total.1) * 100, BigInt::from(*y) * BigInt::from(total.0) * 100))
        .collect();
    // Issues worth more to the first go to it; equal ones go to the first as well.
    let mut to_first: Vec<Fraction> =
        scaled.iter().map(|(x, y)| (BigInt::from(u8::from(x >= y)), BigInt::from(1))).collect();
    let score = |to_first: &[Fraction]| -> (Fraction, Fraction) {
        let mut sums = ((BigInt::from(0), BigInt::from(1)), (BigInt::from(0), BigInt::from(1)));
        for ((x, y), share) in scaled.iter().zip(to_first) {
            let add = |sum: &Fraction, value: BigInt, share: (&BigInt, &BigInt)| {
                (&sum.0 * share.1 + value * share.0 * &sum.1, &sum.1 * share.1)
            };
            sums.0 = add(&sums.0, x.clone(), (&share.0, &share.1));
            sums.1 = add(&sums.1, y.clone(), (&(&share.1 - &share.0), &share.1));
        }
        let over = |sum: Fraction| (sum.0, sum.1 * &unit);
        (over(sums.0), over(sums.1))
    };
    let (one, two) = score(&to_first);
    answer.initial = (rounded(&one), rounded(&two));
    let first_leads = &one.0 * &two.1 >= &two.0 * &one.1;
    // The winner hands over the issues on which its lead is smallest, in ratio, first.
    let mut order: Vec<usize> =
        (0..scaled.len()).filter(|at| (to_first[*at].0 == BigInt::from(1)) == first_leads).collect();
    let ratio = |at: usize| if first_leads { scaled[at].clone() } else { (scaled[at].1.clone(), scaled[at].0.clone()) };
    order.sort_by(|p, q| {
        let ((a, b), (c, d)) = (ratio(*p), ratio(*q));
        (&a * &d).cmp(&(&c * &b)).then(p.cmp(q))
    });
    for at in order {
        let (one, two) = score(&to_first);
        let gap = &one.0 * &two.1 - &two.0 * &one.1;
        let gap = if first_leads { gap } else { -gap };
        if gap <= BigInt::from(0) {
            break;
        }
        // Handing over the share s changes the gap by s * (x + y): s = gap / (x + y), if that is at most one.
        let both = (&scaled[at].0 + &scaled[at].1) * &one.1 * &two.1;
        let needed = (gap * &unit, both);
        let whole = needed.0 >= needed.1;
        let share: Fraction = if whole { (BigInt::from(1), BigInt::from(1)) } else { needed };
        to_first[at] = if first_leads { (&share.1 - &share.0, share.1) } else { share };
        if !whole {
            answer.split = Some(divisible[at].index());
            break;
        }
    }
    let (one, two) = score(&to_first);
    answer.points = (rounded(&one), rounded(&two));
    for (issue, share) in divisible.iter().zip(&to_first) {
        let common = gcd(&share.0, &share.1);
        let small = |value: &BigInt| Number::whole(i64::try_from(value / &common).unwrap_or(0));
        answer.to_first.push((issue.index(), (small(&share.0), small(&share.1))));
    }
    answer.sentence = format!(
        "Adjusted Winner gives {} {} and {} {} points of 100 each{}.",
        party_title(case, answer.parties.0),
        super::words::three_digits(answer.points.0.to_f64()),
        party_title(case, answer.parties.1),
        super::words::three_digits(answer.points.1.to_f64()),
        answer.split.map_or_else(String::new, |issue| format!("; {} is split", case.issues()[issue].title))
    );
    Some(answer)
}

fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    let (mut a, mut b) = (a.clone(), b.clone());
    while b != BigInt::from(0) {
        (a, b) = (b.clone(), a % b);
    }
    if a == BigInt::from(0) { BigInt::from(1) } else { a }
}

/// Zeuthen's risk limits, for two parties of which each has put forward a package that fixes every issue; the latest of
/// each counts. The side with the lower limit is the one to concede next (Zeuthen 1930; Harsanyi 1956).
pub(super) fn risk_limits(
    prepared: &Prepared<'_>,
    charge: &Charge,
    targets: &[Option<i64>],
    basis: &Basis,
) -> Option<RiskLimits> {
    let game = &prepared.game;
    let case = game.case;
    let &[a, b] = game.voters().as_slice() else { return None };
    let offer = |at: usize| {
        let party = game.dimensions[at].party;
        let own = prepared.named.iter().filter(|(place, _)| case.packages()[*place].by == [party]);
        own.max_by_key(|(place, _)| (case.packages()[*place].date.last, *place))
    };
    let (first, second) = (offer(a)?, offer(b)?);
    let (one, two) = (targets[a]?, targets[b]?);
    let value = |package: &[usize]| game.space.digits(charge, package).map(|digits| charge.evaluate(&digits).0);
    let (own, other) = (value(&first.1)?, value(&second.1)?);
    let limit = |own: i64, other: i64, no_deal: i64| -> Option<Fraction> {
        (own != no_deal).then(|| (BigInt::from(own - other), BigInt::from(own - no_deal)))
    };
    let limits = (limit(own[a], other[a], one), limit(other[b], own[b], two));
    let concedes = match (&limits.0, &limits.1) {
        (Some(x), Some(y)) if x.1 > BigInt::from(0) && y.1 > BigInt::from(0) => match (&x.0 * &y.1).cmp(&(&y.0 * &x.1))
        {
            std::cmp::Ordering::Less => Some(a),
            std::cmp::Ordering::Greater => Some(b),
            std::cmp::Ordering::Equal => None,
        },
        _ => None,
    };
    let mut basis = basis.clone();
    [first, second].iter().for_each(|(place, _)| basis.package(case, PackageId::new(*place)));
    let party = |at: usize| game.dimensions[at].party.index();
    let offers = (case.packages()[first.0].name.clone(), case.packages()[second.0].name.clone());
    let numbers = (limits.0.as_ref().map(rounded), limits.1.as_ref().map(rounded));
    let told = |limit: Option<Number>| {
        limit.map_or_else(|| "none".to_string(), |limit| super::words::three_digits(limit.to_f64()))
    };
    let sentence = format!(
        "Between the offers {} and {}, {} would risk {} of 1 and {} {}{}.",
        offers.0,
        offers.1,
        party_title(case, party(a)),
        told(numbers.0),
        party_title(case, party(b)),
        told(numbers.1),
        concedes.map_or_else(String::new, |at| format!(
            ": by Zeuthen's rule {} concedes next",
            party_title(case, party(at))
        ))
    );
    Some(RiskLimits {
        id: "settlement.risk-limits".into(),
        parties: (party(a), party(b)),
        offers,
        limits: numbers,
        concedes: concedes.map(party),
        sentence,
        basis,
    })
}
