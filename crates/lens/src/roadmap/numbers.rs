//! The numbers of a plan: what is entered, drawn by path, and the chain of steps they make.
//!
//! Paths: `steps.STEP.cost.PARTY`, `.worth.PARTY`, `.deposit.PARTY`, `steps.STEP.detection`, `plans.PLAN.patience.PARTY`,
//! `plans.PLAN.lasting peace.PARTY`. A number that is not entered is none: nothing paid, nothing gained, no deposit; cheating
//! is seen unless a chance is entered. Patience and the worth of lasting peace have no such default.

use super::graph::Graph;
use crate::model::Single;
use crate::solve::sequence::{Chain, Step};
use zopa_case::draft::Plan;
use zopa_case::{Number, Quantity, Scale};

/// What a number of a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Cost(usize, usize),
    Worth(usize, usize),
    Deposit(usize, usize),
    Detection(usize),
    Patience(usize),
    Peace(usize),
}

/// The numbers of a plan whose parties and steps are known.
pub(super) struct Numbers {
    /// The parties that pay for some step, as indices of the case.
    pub parties: Vec<usize>,
    /// By party: what its numbers are multiplied by to count in hundredths of its scale, so that slacks of parties on
    /// scales of 100 and of 1 can be compared. Without such a scale they count as they are.
    pub units: Vec<f64>,
    /// The steps as nodes, in the order planned.
    pub steps: Vec<usize>,
    singles: Vec<(String, Slot, Single)>,
}

impl Numbers {
    /// The numbers of a plan.
    ///
    /// # Errors
    /// What is missing, in words.
    pub fn new(graph: &Graph<'_>, plan: &Plan, seed: u64) -> Result<Self, Vec<String>> {
        let (case, draft) = (graph.case, graph.case.draft());
        let mut missing = Vec::new();
        let mut steps = Vec::new();
        for id in plan.stages.iter().flat_map(|stage| stage.iter()) {
            match graph.step(&id.value) {
                Some(node) => steps.push(node),
                None => missing.push(format!("the step `{}`, which is not known here", id.value)),
            }
        }
        let own = |node: &usize| &draft.steps[graph.nodes[*node].at];
        let pays = |party: &usize| {
            let name = &case.parties()[*party].name;
            steps.iter().any(|node| own(node).cost.get(name).is_some_and(|cost| cost.high() > Number(0)))
        };
        let parties: Vec<usize> = (0..case.parties().len()).filter(pays).collect();
        if parties.is_empty() {
            missing.push("what its steps cost anybody".to_string());
        }
        let mut singles = Vec::new();
        let mut add = |path: String, slot: Slot, quantity: &Quantity| {
            let single = Single::new(seed, &path, quantity);
            singles.push((path, slot, single));
        };
        for (at, node) in steps.iter().enumerate() {
            let (step, id) = (own(node), &graph.nodes[*node].id);
            if let Some(detection) = &step.detection {
                add(format!("steps.{id}.detection"), Slot::Detection(at), detection);
            }
            for (place, party) in parties.iter().enumerate() {
                let name = &case.parties()[*party].name;
                let kinds = [
                    ("cost", &step.cost, Slot::Cost(at, place)),
                    ("worth", &step.worth, Slot::Worth(at, place)),
                    ("deposit", &step.deposit, Slot::Deposit(at, place)),
                ];
                for (what, by_party, slot) in kinds {
                    if let Some(quantity) = by_party.get(name) {
                        add(format!("steps.{id}.{what}.{name}"), slot, quantity);
                    }
                }
            }
        }
        let id = &plan.id.value;
        for (place, party) in parties.iter().enumerate() {
            let (name, title) = (&case.parties()[*party].name, &case.parties()[*party].title);
            match plan.patience.get(name) {
                Some(patience) => add(format!("plans.{id}.patience.{name}"), Slot::Patience(place), patience),
                None => missing.push(format!("the patience of {title}")),
            }
            match plan.lasting_peace.get(name) {
                Some(peace) => add(format!("plans.{id}.lasting peace.{name}"), Slot::Peace(place), peace),
                None => missing.push(format!("what lasting peace is worth to {title}")),
            }
        }
        let unit = |party: &usize| match draft.preferences.get(&case.parties()[*party].name) {
            Some(own) if own.scale.value == Scale::One => 100.0,
            _ => 1.0,
        };
        let units = parties.iter().map(unit).collect();
        if missing.is_empty() { Ok(Self { parties, units, steps, singles }) } else { Err(missing) }
    }

    /// Whether every number is a point.
    pub fn certain(&self) -> bool {
        self.singles.iter().all(|(_, _, single)| single.still())
    }

    /// The uncertain numbers: path, and value in a draw.
    pub fn uncertain(&self) -> impl Iterator<Item = (&str, impl Fn(u64) -> f64)> {
        let moving = self.singles.iter().filter(|(_, _, single)| !single.still());
        moving.map(|(path, _, single)| (path.as_str(), |draw: u64| single.number(draw).to_f64()))
    }

    /// The chain of draw `draw`, its steps with these needs; `None` where a number is beyond what can be worked with.
    pub fn chain(&self, draw: u64, needs: &[Vec<Vec<u64>>]) -> Option<Chain> {
        let none = || vec![0.0; self.parties.len()];
        let mut steps: Vec<Step> = (0..self.steps.len())
            .map(|at| Step {
                cost: none(),
                worth: none(),
                deposit: none(),
                seen: 1.0,
                needs: needs.get(at).cloned().unwrap_or_default(),
            })
            .collect();
        let (mut patience, mut peace) = (none(), none());
        for (_, slot, single) in &self.singles {
            let number = single.number(draw).to_f64();
            match *slot {
                Slot::Cost(step, party) => steps[step].cost[party] = number * self.units[party],
                Slot::Worth(step, party) => steps[step].worth[party] = number * self.units[party],
                Slot::Deposit(step, party) => steps[step].deposit[party] = number * self.units[party],
                Slot::Detection(step) => steps[step].seen = number,
                Slot::Patience(party) => patience[party] = number,
                Slot::Peace(party) => peace[party] = number * self.units[party],
            }
        }
        Chain::new(steps, patience, peace).ok()
    }

    /// Whether every slack of an order is at least 0 with numbers that are points, in exact arithmetic.
    pub fn holds_exactly(&self, order: &[u64]) -> bool {
        let of = |slot: Slot, unless: Number| {
            let own = self.singles.iter().find(|(_, other, _)| *other == slot);
            Decimal::of(own.map_or(unless, |(_, _, single)| single.number(0)))
        };
        (0..self.parties.len()).all(|party| {
            let patience = of(Slot::Patience(party), Number(0));
            let mut value = of(Slot::Peace(party), Number(0));
            for stage in order.iter().rev() {
                let steps: Vec<usize> = (0..self.steps.len()).filter(|at| stage >> at & 1 == 1).collect();
                let sum = |slot: fn(usize, usize) -> Slot, among: &[usize]| {
                    among.iter().fold(Decimal::of(Number(0)), |sum, at| sum.plus(&of(slot(*at, party), Number(0))))
                };
                let later = patience.times(&value);
                let reward = later.plus(&sum(Slot::Deposit, &steps));
                let paid: Vec<usize> =
                    steps.iter().copied().filter(|at| of(Slot::Cost(*at, party), Number(0)).positive()).collect();
                // Every way to cheat: any of the steps that cost something.
                for ways in 1..1_u64 << paid.len() {
                    let cheated: Vec<usize> =
                        paid.iter().enumerate().filter(|(bit, _)| ways >> bit & 1 == 1).map(|(_, at)| *at).collect();
                    let one = Decimal::of(Number::whole(1));
                    let unseen = cheated.iter().fold(one.clone(), |unseen, at| {
                        unseen.times(&one.minus(&of(Slot::Detection(*at), Number::whole(1))))
                    });
                    let slack = one.minus(&unseen).times(&reward).minus(&sum(Slot::Cost, &cheated));
                    if slack.negative() {
                        return false;
                    }
                }
                value = later.plus(&sum(Slot::Worth, &steps)).minus(&sum(Slot::Cost, &steps));
            }
            true
        })
    }
}

/// An exact decimal number: `digits` times ten to the power of `-12 * places`.
#[derive(Clone, Debug)]
struct Decimal {
    digits: num_bigint::BigInt,
    places: u32,
}

impl Decimal {
    fn of(number: Number) -> Self {
        Self { digits: number.0.into(), places: 1 }
    }

    fn at(&self, places: u32) -> num_bigint::BigInt {
        &self.digits * num_bigint::BigInt::from(zopa_case::TICKS).pow(places - self.places)
    }

    fn plus(&self, other: &Self) -> Self {
        let places = self.places.max(other.places);
        Self { digits: self.at(places) + other.at(places), places }
    }

    fn minus(&self, other: &Self) -> Self {
        let places = self.places.max(other.places);
        Self { digits: self.at(places) - other.at(places), places }
    }

    fn times(&self, other: &Self) -> Self {
        Self { digits: &self.digits * &other.digits, places: self.places + other.places }
    }

    fn negative(&self) -> bool {
        self.digits.sign() == num_bigint::Sign::Minus
    }

    fn positive(&self) -> bool {
        self.digits.sign() == num_bigint::Sign::Plus
    }
}
