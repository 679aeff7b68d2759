//! What statements of power say: the bargaining range of war, cuts that miss it, the best offer to somebody whose cost is not
//! known, and whether a promise can be kept.
//!
//! What is fought over is worth 1, values are shares of it (neither side likes or fears risk), and a fight is won whole by A with
//! chance `p`, at costs `c_A` and `c_B`.
//!
//! - *Range* (Fearon, International Organization 49, 1995): A prefers to a fight every share from `p_A - c_A`, B every share of A up to
//!   `1 - (p_B - c_B)`. Where one chance is stated, `p_B = 1 - p_A` and the range is `[p - c_A, p + c_B]`; where both are, each takes its own.
//! - *Cuts*: where what is fought over is a number issue, its values stand for shares of A (its ends for 0 and 1). Without one in the range, the
//!   shortfall of each cut is what the other side would have to pay (Raiffa 1982).
//! - *Offer* (Fearon 1995; Powell 1999): A asks for `x` once; B's cost is uniform from l to h. The best `x` is `p + y` with
//!   `y = (h - c_A) / 2` kept within l and h, refused with chance `(y - l) / (h - l)`.
//! - *Commitment* (Fearon 1995; Powell, International Organization 60, 2006): what is fought over yields period by period, A's chance
//!   rises from `p` to `p'` in the next, and a period later counts for `delta`. B fights now iff `delta p' - p > c_B + delta c_A`, with
//!   costs as shares of all periods together (a cost of `k` periods' yield is `(1 - delta) k`).
//!
//! Numbers are exact decimals; of ranges both ends are told, with each number anywhere in its range independently of the others.

use super::findings::{Commitment, Cuts, Offer, War};
use crate::phrase::list;
use crate::run::Basis;
use crate::worth::three_digits;
use num_bigint::BigInt;
use zopa_case::draft::{IssueKind, Power};
use zopa_case::{Case, Known, Number, PartyId, Quantity, TICKS};

const ONE: Number = Number(TICKS);

/// Low and high end.
type Ends = (Number, Number);

fn ends(quantity: &Quantity) -> Ends {
    (quantity.low(), quantity.high())
}

fn less(one: Ends, other: Ends) -> Ends {
    (Number(one.0.0 - other.1.0), Number(one.1.0 - other.0.0))
}

fn plus(one: Ends, other: Ends) -> Ends {
    (Number(one.0.0 + other.0.0), Number(one.1.0 + other.1.0))
}

/// The product of numbers that are not negative, rounded to a tick, half up.
fn times(one: Ends, other: Ends) -> Ends {
    let product = |one: Number, other: Number| {
        let product: BigInt = (BigInt::from(one.0) * other.0 + TICKS / 2) / TICKS;
        Number(i128::try_from(product).unwrap_or(i128::MAX / 4))
    };
    (product(one.0, other.0), product(one.1, other.1))
}

/// What each statement of power says.
pub(super) fn war(case: &Case) -> Vec<War> {
    case.draft().power.iter().map(|power| of(case, power)).collect()
}

fn of(case: &Case, power: &Power) -> War {
    let mut basis = Basis::default();
    basis.item(case, &power.source, power.marking.as_ref());
    basis.assumptions.insert(format!("the chances and costs of fighting `{}`", power.id.value));
    let party = |name: &str| case.party_named(name).map(PartyId::index);
    let mut named: Vec<usize> = Vec::new();
    let names = power.chance.names().chain(power.cost.names());
    for at in names.filter_map(party) {
        if !named.contains(&at) {
            named.push(at);
        }
    }
    let mut found = War {
        id: format!("shifts.war.{}", power.id.value),
        power: power.id.value.clone(),
        by: power.by.as_ref().map(|by| by.value.clone()),
        parties: (named.first().copied().unwrap_or(0), named.get(1).copied().unwrap_or(0)),
        missing: Vec::new(),
        floor: None,
        ceiling: None,
        range: None,
        cuts: None,
        offer: None,
        commitment: None,
        sentences: Vec::new(),
        basis,
    };
    let [a, b] = named.as_slice() else {
        found.missing.push("chances and costs of two parties, and of no more".into());
        return found;
    };
    let name = |at: usize| case.parties()[at].name.as_str();
    let stated = |of: &zopa_case::decode::Pairs<Quantity>, at: usize| of.get(name(at)).map(|own| own.known);
    let chance = (stated(&power.chance, *a), stated(&power.chance, *b));
    let (Some(cost_a), Some(cost_b)) = (power.cost.get(name(*a)), power.cost.get(name(*b))) else {
        found.missing.push("the cost of fighting to both".into());
        return found;
    };
    if chance == (None, None) {
        found.missing.push("a chance of winning".into());
        return found;
    }
    let fight = Fight { case, power, a: *a, b: *b, chance, cost: (cost_a, cost_b) };
    fight.range(&mut found);
    fight.cuts(&mut found);
    fight.offer(&mut found);
    fight.commitment(&mut found);
    found
}

struct Fight<'a> {
    case: &'a Case,
    power: &'a Power,
    a: usize,
    b: usize,
    chance: (Option<Known>, Option<Known>),
    cost: (&'a Quantity, &'a Quantity),
}

fn of_known(known: Known) -> Ends {
    match known {
        Known::Point(one) => (one, one),
        Known::Range(low, high) | Known::Triangle(low, _, high) => (low, high),
    }
}

impl Fight<'_> {
    fn title(&self, at: usize) -> &str {
        &self.case.parties()[at].title
    }

    /// A's chance as each of the two takes it.
    fn chances(&self) -> (Ends, Ends) {
        let turned = |own: Ends| (Number(TICKS - own.1.0), Number(TICKS - own.0.0));
        match (self.chance.0.map(of_known), self.chance.1.map(of_known)) {
            (Some(a), Some(b)) => (a, turned(b)),
            (Some(a), None) => (a, a),
            (None, Some(b)) => (turned(b), turned(b)),
            (None, None) => ((Number(0), ONE), (Number(0), ONE)),
        }
    }

    /// Whether there is one chance, which both take.
    fn one_chance(&self) -> bool {
        let (one, other) = self.chances();
        self.chance.0.is_none() || self.chance.1.is_none() || (one == other && one.0 == one.1)
    }

    fn range(&self, found: &mut War) {
        let (for_a, for_b) = self.chances();
        let (cost_a, cost_b) = (ends(self.cost.0), ends(self.cost.1));
        let (floor, ceiling) = (less(for_a, cost_a), plus(for_b, cost_b));
        // With one chance the range is as wide as both costs, whatever the chance.
        let width = if self.one_chance() { plus(cost_a, cost_b) } else { less(ceiling, floor) };
        found.range = match (width.0.0 >= 0, width.1.0 >= 0) {
            (true, _) => Some(true),
            (_, false) => Some(false),
            _ => None,
        };
        (found.floor, found.ceiling) = (Some(floor), Some(ceiling));
        let said = |own: Ends| match own.0 == own.1 {
            true => own.0.to_string(),
            false => format!("{} to {}", own.0, own.1),
        };
        let (a, b) = (self.title(self.a), self.title(self.b));
        let both = format!(
            "{a} prefers to a fight every share from {} on, {b} every share of {a} up to {}",
            said((floor.0.clamp(Number(0), ONE), floor.1.clamp(Number(0), ONE))),
            said((ceiling.0.clamp(Number(0), ONE), ceiling.1.clamp(Number(0), ONE)))
        );
        found.sentences.push(match found.range {
            Some(true) => format!("{both}: there is a bargaining range."),
            Some(false) => format!(
                "{both}: there is none that both prefer, by {}.",
                said((Number(-width.1.0), Number(-width.0.0)))
            ),
            None => format!("{both}: whether there is a bargaining range hangs on where in these the numbers lie."),
        });
    }

    fn cuts(&self, found: &mut War) {
        let about = self.power.about.as_ref().map(|about| about.value.as_str());
        let issue = self.case.issues().iter().position(|own| Some(own.name.as_str()) == about);
        let Some(at) = issue.filter(|at| self.case.issues()[*at].kind == IssueKind::Number) else { return };
        let issue = &self.case.issues()[at];
        let (Some((floor, f)), Some((ceiling, c))) = (found.floor, found.ceiling) else { return };
        // Only with points is a cut inside or outside.
        if floor != f || ceiling != c {
            return;
        }
        let draft = self.case.draft().issues.get(&issue.name);
        let from = draft.and_then(|own| own.from.as_ref()).map(|own| own.value.0);
        let to = draft.and_then(|own| own.to.as_ref()).map(|own| own.value.0);
        let (Some(from), Some(to)) = (from, to) else { return };
        if to <= from {
            return;
        }
        let share = |value: Number| {
            let part: BigInt = BigInt::from(value.0 - from) * TICKS / (to - from);
            Number(i128::try_from(part).unwrap_or(0))
        };
        let mut cuts = Cuts { issue: at, inside: Vec::new(), payments: Vec::new() };
        for (option, own) in issue.options.iter().enumerate() {
            let Some(share) = own.value.map(share) else { continue };
            if floor <= share && share <= ceiling {
                cuts.inside.push((option, share));
            } else if share < floor {
                cuts.payments.push((option, self.a, Number(floor.0 - share.0)));
            } else {
                cuts.payments.push((option, self.b, Number(share.0 - ceiling.0)));
            }
        }
        cuts.payments.sort_by_key(|(option, _, short)| (*short, *option));
        let title = &issue.title;
        if cuts.inside.is_empty() {
            if let Some((option, short, by)) = cuts.payments.first() {
                let other = if *short == self.a { self.b } else { self.a };
                let (short, other) = (self.title(*short), self.title(other));
                let option = &issue.options[*option].name;
                found.sentences.push(format!(
                    "{title} cannot be cut within the range. The least payment that opens it: {by} from {other} to {short} with {option}."
                ));
            }
        } else {
            cuts.payments.clear();
            found.sentences.push(format!("Of the cuts of {title} {} lie within the range.", cuts.inside.len()));
        }
        found.cuts = Some(cuts);
    }

    /// The offer of the one whose cost and chance are known to the other, whose cost is a range.
    fn offer(&self, found: &mut War) {
        if !self.one_chance() {
            return;
        }
        let ((p, high), _) = self.chances();
        let (a, b) = (self.cost.0.known, self.cost.1.known);
        let (by, p, own, other) = match (a, b) {
            (Known::Point(own), Known::Range(low, up)) => (self.a, p, own, (low, up)),
            (Known::Range(low, up), Known::Point(own)) => (self.b, Number(TICKS - p.0), own, (low, up)),
            _ => return,
        };
        // One chance, known as a point; costs uniform over a range with a width.
        if high != self.chances().0.0 || other.0 >= other.1 {
            return;
        }
        let best = Number((other.1.0 - own.0) / 2).clamp(other.0, other.1);
        // Nobody can ask for more than all.
        let best = Number(best.0.min(TICKS - p.0).max(other.0.0));
        let asks = Number((p.0 + best.0).min(TICKS));
        let asked = asks.0 - p.0;
        let width = (other.1.0 - other.0.0) as f64;
        let war = ((asked - other.0.0) as f64 / width).clamp(0.0, 1.0);
        found.offer = Some(Offer { by, asks, war });
        let who = self.title(by);
        let against = self.title(if by == self.a { self.b } else { self.a });
        found.sentences.push(format!(
            "If {who} makes one offer and the cost to {against} is anywhere from {} to {} alike, its best is to ask for {asks}; with chance {} that is refused.",
            other.0,
            other.1,
            three_digits(war)
        ));
    }

    fn commitment(&self, found: &mut War) {
        let name = |at: usize| self.case.parties()[at].name.as_str();
        let later = |at: usize| self.power.next.get(name(at)).map(ends);
        let Some(patience) = self.power.patience.as_ref().map(ends) else { return };
        if !self.one_chance() {
            found
                .sentences
                .push("Whether promises can be kept is not worked out where each has its own chance.".into());
            return;
        }
        let turned = |own: Ends| (Number(TICKS - own.1.0), Number(TICKS - own.0.0));
        let Some(next) = later(self.a).or_else(|| later(self.b).map(turned)) else { return };
        let (now, _) = self.chances();
        // Whoever's chance rises cannot bind itself not to use it; the other fights, or not.
        let rises = next.0.0 + next.1.0 >= now.0.0 + now.1.0;
        let (at, now, next, own, other) = match rises {
            true => (self.a, now, next, self.cost.0, self.cost.1),
            false => (self.b, turned(now), turned(next), self.cost.1, self.cost.0),
        };
        let gains = less(times(patience, next), now);
        let costs = plus(ends(other), times(patience, ends(own)));
        let slack = less(gains, costs);
        let war = match (slack.0.0 > 0, slack.1.0 > 0) {
            (true, _) => Some(true),
            (_, false) => Some(false),
            _ => None,
        };
        found.commitment = Some(Commitment { rises: at, gains, costs, war });
        let (who, against) = (self.title(at), self.title(if at == self.a { self.b } else { self.a }));
        let said = |own: Ends| {
            if own.0 == own.1 { own.0.to_string() } else { list(&[own.0.to_string(), own.1.to_string()], "to") }
        };
        found.sentences.push(format!(
            "{who} rises: that gains it {} of what is fought over, a fight now costs both {}. {}",
            said(gains),
            said(costs),
            match war {
                Some(true) => format!("No promise of {who} can keep {against} from fighting now."),
                Some(false) => format!("{who} can leave {against} enough not to fight now."),
                None => format!(
                    "Whether {who} can keep {against} from fighting now hangs on where in these the numbers lie."
                ),
            }
        ));
    }
}
