//! Would an order of steps hold by itself, and which order would hold best.
//!
//! Stages `k = 1..K`, patience `delta_i`: `W_i(k) = b_ik - c_ik + delta_i W_i(k + 1)`, `W_i(K + 1)` the value of lasting peace. A
//! party that cheats at stage `k` saves its costs and ends the process; stage `k` holds iff for every party and every set
//! of its steps `d (delta_i W_i(k + 1) + h_i) - c_i >= 0`, with the deposit `h_i` and the chance `d` of being seen (1 unless
//! entered; then `c_ik <= delta_i W_i(k + 1) + h_i`). The best order makes the least of these slacks as large as can be, under
//! the conditions on record ([`crate::solve::sequence`]; Admati & Perry 1991; Watson 1999, 2002; Fearon 1998).
//!
//! With ranges every number is drawn; an order holds in a share of the draws. The best order is looked for in some of the
//! draws, and of those found the one that holds in most draws of all is told.

use super::Settings;
use super::findings::{Addition, AdditionKind, OrderFound, PatienceFound, PlanDecider, PlanFound, StageFound};
use super::graph::Graph;
use super::numbers::Numbers;
use crate::control::Control;
use crate::model::rest_on;
use crate::phrase::{capital, count, counted, list};
use crate::run::{Arithmetic, Basis, Stop};
use crate::share::{Share, Thirds};
use crate::solve::sequence::{Best, Chain, Course, Limits, best};
use crate::worth::{Worth, three_digits};
use zopa_case::draft::Plan;
use zopa_case::{Number, PartyId};

/// Orders told beside the one planned.
const ORDERS: usize = 4;
/// Assumptions told.
const DECIDERS: usize = 7;
/// Numbers of all draws together that are held at once: 256 MiB.
const HELD: u64 = 1 << 25;

/// The plans of a case, and why the search for orders ended; `order_basis` is what the conditions rest on.
pub(super) fn plans(
    graph: &Graph<'_>,
    order_basis: &Basis,
    settings: &Settings,
    control: &dyn Control,
) -> Vec<PlanFound> {
    graph.case.draft().plans.iter().map(|plan| told(graph, plan, order_basis, settings, control)).collect()
}

fn told(graph: &Graph<'_>, plan: &Plan, order_basis: &Basis, settings: &Settings, control: &dyn Control) -> PlanFound {
    let id = &plan.id.value;
    let title = plan.name.as_ref().map_or_else(|| id.clone(), |name| name.value.clone());
    let mut basis = order_basis.clone();
    basis.item(graph.case, &plan.source, plan.marking.as_ref());
    basis.assumptions.insert(format!("the numbers of the plan `{id}` and of its steps"));
    let mut found = PlanFound {
        id: format!("roadmap.plan.{id}"),
        plan: id.clone(),
        missing: Vec::new(),
        arithmetic: Arithmetic::Exact,
        draws: 0,
        orders: Vec::new(),
        best: 0,
        bound: None,
        proved: false,
        searched: 0,
        additions: Vec::new(),
        patience: Vec::new(),
        decides: Vec::new(),
        granted: Vec::new(),
        stop: Stop::Complete,
        sentence: String::new(),
        title,
        basis,
    };
    let numbers = match Numbers::new(graph, plan, settings.seed) {
        Ok(numbers) => numbers,
        Err(missing) => {
            found.sentence = format!(
                "Whether \"{}\" holds by itself cannot be said. Missing: {}.",
                found.title,
                list(&missing, "and")
            );
            found.missing = missing;
            return found;
        }
    };
    // A party on a scale of 1 is compared in hundredths of it.
    let scaled = numbers.parties.iter().zip(&numbers.units).filter(|(_, unit)| **unit != 1.0);
    scaled.for_each(|(party, _)| rest_on(graph.case, PartyId::new(*party), &mut found.basis));
    let search = Search { graph, plan, numbers, settings, control };
    search.fill(&mut found);
    found
}

/// An order with its slacks in every draw.
struct Tried {
    order: Vec<u64>,
    planned: bool,
    /// By draw: whether it holds, and its least slack.
    draws: Vec<(bool, f64)>,
    holds: Share,
}

pub(super) struct Search<'s, 'a> {
    pub graph: &'s Graph<'a>,
    plan: &'s Plan,
    pub numbers: Numbers,
    settings: &'s Settings,
    control: &'s dyn Control,
}

impl Search<'_, '_> {
    fn fill(&self, found: &mut PlanFound) {
        let (needs, granted, dropped) = self.needs();
        found.granted.extend(granted);
        let certain = self.numbers.certain();
        let wished = if certain { 1 } else { self.settings.draws.max(1) };
        let size = self.numbers.parties.len() * (3 * self.numbers.steps.len() + 2);
        found.draws = wished.min((HELD / size as u64).max(1));
        if found.draws < wished {
            found.granted.push(format!("only {} of the {} draws asked for fit", count(&found.draws), count(&wished)));
            found.stop = Stop::Budget;
        }
        if !certain {
            found.arithmetic = Arithmetic::Sampled;
        }
        let chains: Option<Vec<Chain>> = (0..found.draws).map(|draw| self.numbers.chain(draw, &[])).collect();
        let Some(chains) = chains else {
            let missing = vec!["numbers small enough to be worked with (below 10^12)".to_string()];
            found.sentence =
                format!("Whether \"{}\" holds by itself cannot be said: numbers are too large.", found.title);
            found.missing = missing;
            return;
        };
        let planned = self.planned();
        let mut orders: Vec<Tried> = self.tried(&chains, planned.clone(), true).into_iter().collect();
        let searches = found.draws.min(self.settings.searches.max(1));
        let limits = Limits { group_max: self.group_max(), labels: self.settings.labels, work: self.settings.work };
        found.proved = true;
        for draw in 0..searches {
            self.control.progress("orders of steps", draw, searches);
            if self.control.cancelled() {
                found.stop = Stop::Cancelled;
                break;
            }
            let Some(chain) = self.numbers.chain(draw, &needs) else { break };
            let Some(Best { order, bound, proved, .. }) = best(&chain, &limits, self.control) else { break };
            found.searched += 1;
            found.proved &= proved;
            if certain {
                found.bound = bound.map(point);
            }
            if !orders.iter().any(|tried| tried.order == order) {
                orders.extend(self.tried(&chains, order, false));
            }
        }
        found.proved &= found.searched == searches;
        if !found.proved && found.stop == Stop::Complete {
            found.stop = Stop::Budget;
        }
        let breaks = self.breaks(&planned);
        found.granted.extend(dropped);
        let rank = |tried: &Tried| {
            // What breaks a condition on record cannot be chosen.
            let broken = tried.planned && !breaks.is_empty();
            (broken, std::cmp::Reverse(tried.holds.hits()))
        };
        let median = |tried: &Tried| {
            let mut least: Vec<f64> = tried.draws.iter().map(|draw| draw.1).collect();
            least.sort_by(f64::total_cmp);
            least.get(least.len() / 2).copied().unwrap_or(f64::NEG_INFINITY)
        };
        orders.sort_by(|one, two| {
            rank(one)
                .cmp(&rank(two))
                .then_with(|| median(two).total_cmp(&median(one)))
                .then_with(|| two.planned.cmp(&one.planned))
                .then_with(|| one.order.cmp(&two.order))
        });
        let Some(leader) = orders.first() else { return };
        let leading = leader.order.clone();
        self.additions(&chains, leader, found);
        found.patience = self.patience(&chains, leader);
        if !certain {
            found.decides = self.decides(leader);
        }
        let mut kept: Vec<Tried> = Vec::new();
        let mut others = 0;
        for tried in orders {
            others += usize::from(!tried.planned);
            if tried.planned {
                kept.insert(0, tried);
            } else if others <= ORDERS {
                kept.push(tried);
            }
        }
        found.best = kept.iter().position(|tried| tried.order == leading).unwrap_or(0);
        found.orders = kept.iter().map(|tried| self.order(&chains, tried, &breaks)).collect();
        found.sentence = self.sentence(found);
    }

    fn group_max(&self) -> usize {
        self.plan.group_at_most.as_ref().map_or(1, |group| group.value as usize)
    }

    /// The order as planned, as sets of places in the plan.
    fn planned(&self) -> Vec<u64> {
        let mut next = 0;
        self.plan
            .stages
            .iter()
            .filter(|stage| !stage.is_empty())
            .map(|stage| {
                let set = (next..next + stage.len()).fold(0_u64, |set, at| set | 1 << at);
                next += stage.len();
                set
            })
            .collect()
    }

    fn tried(&self, chains: &[Chain], order: Vec<u64>, planned: bool) -> Option<Tried> {
        let exact = self.numbers.certain().then(|| self.numbers.holds_exactly(&order));
        let draws: Option<Vec<(bool, f64)>> = chains
            .iter()
            .map(|chain| {
                let least = chain.course(&order)?.least().unwrap_or(0.0);
                Some((exact.unwrap_or(least >= 0.0), least))
            })
            .collect();
        let draws = draws?;
        let holds = draws.iter().filter(|(holds, _)| *holds).count() as u64;
        Some(Tried { order, planned, holds: Share::new(holds, draws.len() as u64, 0), draws })
    }

    fn names(&self, stage: u64) -> Vec<String> {
        let members = (0..self.numbers.steps.len()).filter(|at| stage >> at & 1 == 1);
        members.map(|at| self.graph.nodes[self.numbers.steps[at]].id.clone()).collect()
    }

    fn order(&self, chains: &[Chain], tried: &Tried, breaks: &[String]) -> OrderFound {
        let courses: Vec<_> = chains.iter().filter_map(|chain| chain.stages(&tried.order)).collect();
        let mut weakest: Option<(Share, f64)> = None;
        let mut told = None;
        let mut stages = Vec::new();
        for (at, stage) in tried.order.iter().enumerate() {
            let mut slack = Vec::new();
            for (place, party) in self.numbers.parties.iter().enumerate() {
                let all: Vec<f64> = courses.iter().filter_map(|course| course[at].slack[place]).collect();
                let own = all.iter().map(|slack| slack / self.numbers.units[place]).collect();
                let Some(worth) = between(own) else { continue };
                // An order of points that holds exactly holds in every stage, whatever the rounding.
                let whole = self.numbers.certain() && tried.holds.hits() > 0;
                let holds = all.iter().filter(|slack| whole || **slack >= 0.0).count() as u64;
                let share = Share::new(holds, all.len() as u64, 0);
                let mean = all.iter().sum::<f64>() / all.len() as f64;
                if weakest.is_none_or(|(least, middle)| (share.hits(), mean) < (least.hits(), middle)) {
                    (weakest, told) = (Some((share, mean)), Some((at, *party, worth)));
                }
                slack.push((*party, worth, share));
            }
            stages.push(StageFound { steps: self.names(*stage), slack });
        }
        OrderFound {
            planned: tried.planned,
            stages,
            least: between(tried.draws.iter().map(|draw| draw.1).collect()),
            holds: tried.holds,
            weakest: told,
            breaks: if tried.planned { breaks.to_vec() } else { Vec::new() },
        }
    }

    /// The least of each kind that makes the order hold, over the draws in which it does not.
    fn additions(&self, chains: &[Chain], tried: &Tried, found: &mut PlanFound) {
        let failing: Vec<Course<'_>> = chains
            .iter()
            .zip(&tried.draws)
            .filter(|(_, (holds, _))| !holds)
            .filter_map(|(chain, _)| chain.course(&tried.order))
            .collect();
        let n = failing.len() as u64;
        if n == 0 {
            return;
        }
        let party_title = |place: usize| self.graph.case.party(PartyId::new(self.numbers.parties[place])).title.clone();
        let mut add = |kind, party: Option<usize>, stage: Option<usize>, amounts: Vec<f64>, enough: u64| {
            let unit = match (kind, party) {
                (AdditionKind::Deposit | AdditionKind::Guarantee, Some(place)) => self.numbers.units[place],
                _ => 1.0,
            };
            // What is told must be enough: the last of nine decimals is rounded up, but for a hair's breadth.
            let up = |amount: f64| (amount / unit * 1e9 - 1e-3).ceil() / 1e9;
            let Some(amount) = between(amounts.into_iter().map(up).collect()) else { return };
            if enough == 0 {
                return;
            }
            let enough = Share::new(enough, n, 0);
            let words = amount.in_words();
            let at = stage.map(|stage| format!("stage {} ({})", stage + 1, self.names(tried.order[stage]).join(", ")));
            let at = at.unwrap_or_default();
            let who = party.map(party_title).unwrap_or_default();
            let sentence = match kind {
                AdditionKind::Deposit => format!("A deposit of {words} by {who}, lost on cheating in {at}."),
                AdditionKind::Guarantee => format!("A guarantee that makes lasting peace worth {words} more to {who}."),
                AdditionKind::Verification => {
                    format!("Verification that sees cheating in {at} with a chance of {words}.")
                }
                AdditionKind::Splitting => {
                    format!("{} split into {words} equal parts, one after the other.", capital(&at))
                }
            };
            found.additions.push(Addition {
                kind,
                party: party.map(|place| self.numbers.parties[place]),
                stage,
                amount,
                enough,
                sentence,
            });
        };
        let (stages, parties) = (tried.order.len(), self.numbers.parties.len());
        let deposits: Vec<Vec<Vec<Option<f64>>>> = failing.iter().map(Course::deposits_needed).collect();
        let all = |own: &[Vec<Option<f64>>]| own.iter().flatten().all(Option::is_some);
        let enough = deposits.iter().filter(|own| all(own)).count() as u64;
        for stage in 0..stages {
            for party in 0..parties {
                let needed = deposits.iter().filter_map(|own| own[stage][party]).filter(|amount| *amount > 0.0);
                add(AdditionKind::Deposit, Some(party), Some(stage), needed.collect(), enough);
            }
        }
        let after: Vec<Vec<Option<f64>>> =
            failing.iter().map(|course| (0..parties).map(|party| course.after_needed(party)).collect()).collect();
        let enough = after.iter().filter(|own| own.iter().all(Option::is_some)).count() as u64;
        for party in 0..parties {
            let needed = after.iter().filter_map(|own| own[party]).filter(|amount| *amount > 0.0);
            add(AdditionKind::Guarantee, Some(party), None, needed.collect(), enough);
        }
        for stage in 0..stages {
            let fails = |course: &&Course<'_>| course.stages()[stage].slack.iter().flatten().any(|slack| *slack < 0.0);
            let of_stage: Vec<&Course<'_>> = failing.iter().filter(fails).collect();
            let only = of_stage.iter().filter(|course| {
                let stages = course.stages();
                (0..stages.len()).all(|at| at == stage || stages[at].slack.iter().flatten().all(|slack| *slack >= 0.0))
            });
            let enough = only.filter(|course| course.seen_needed(stage).is_some()).count() as u64;
            let needed = of_stage.iter().filter_map(|course| course.seen_needed(stage)).collect();
            add(AdditionKind::Verification, None, Some(stage), needed, enough);
        }
        for stage in 0..stages {
            let parts: Vec<f64> =
                failing.iter().filter_map(|course| course.parts_needed(stage)).map(f64::from).collect();
            let enough = parts.len() as u64;
            add(AdditionKind::Splitting, None, Some(stage), parts, enough);
        }
    }

    fn patience(&self, chains: &[Chain], tried: &Tried) -> Vec<PatienceFound> {
        let courses: Vec<Course<'_>> = chains.iter().filter_map(|chain| chain.course(&tried.order)).collect();
        let party = |(place, party): (usize, &usize)| {
            let needed: Vec<f64> = courses.iter().filter_map(|course| course.patience_needed(place)).collect();
            let some = Share::new(needed.len() as u64, courses.len() as u64, 0);
            PatienceFound { party: *party, least: between(needed), some }
        };
        self.numbers.parties.iter().enumerate().map(party).collect()
    }

    fn decides(&self, tried: &Tried) -> Vec<PlanDecider> {
        let mut found: Vec<(f64, PlanDecider)> = Vec::new();
        for (path, value) in self.numbers.uncertain() {
            let draws = tried.draws.iter().enumerate().map(|(draw, (holds, _))| (value(draw as u64), Some(*holds)));
            let Some(thirds) = Thirds::of(draws.collect()) else { continue };
            let ends = (three_digits(thirds.ends.0), three_digits(thirds.ends.1));
            let title = self.quantity(path);
            let sentence = format!(
                "With {title} at {} or less it holds in {}; at {} or more, in {}.",
                ends.0,
                thirds.low.of_draws(),
                ends.1,
                thirds.high.of_draws()
            );
            let shares = (thirds.low, thirds.high);
            let decider = PlanDecider { path: path.to_string(), title, thirds: ends, shares, sentence };
            found.push((thirds.distance(), decider));
        }
        found.sort_by(|one, two| two.0.total_cmp(&one.0).then_with(|| one.1.path.cmp(&two.1.path)));
        found.into_iter().take(DECIDERS).map(|(_, decider)| decider).collect()
    }

    /// A path in words.
    fn quantity(&self, path: &str) -> String {
        let case = self.graph.case;
        let party = |name: &str| {
            let known = case.parties().iter().find(|party| party.name == name);
            known.map_or_else(|| name.to_string(), |party| party.title.clone())
        };
        let step = |id: &str| {
            let known = self.graph.step(id).map(|node| &self.graph.nodes[node].title);
            format!("\"{}\"", known.map_or(id, |title| title.as_str()))
        };
        match path.split('.').collect::<Vec<_>>().as_slice() {
            ["steps", id, "detection"] => format!("the chance that cheating on {} is seen", step(id)),
            ["steps", id, "deposit", name] => format!("the deposit of {} on {}", party(name), step(id)),
            ["steps", id, what, name] => format!("the {what} of {} to {}", step(id), party(name)),
            ["plans", _, "patience", name] => format!("the patience of {}", party(name)),
            ["plans", _, _, name] => format!("the worth of lasting peace to {}", party(name)),
            _ => format!("`{path}`"),
        }
    }

    fn sentence(&self, found: &PlanFound) -> String {
        let case = self.graph.case;
        let certain = found.arithmetic == Arithmetic::Exact;
        let holds = |order: &OrderFound| match (certain, order.holds.hits() > 0) {
            (true, true) => "holds by itself".to_string(),
            (true, false) => "does not hold by itself".to_string(),
            (false, _) => format!("holds by itself in {}", order.holds.of_draws()),
        };
        let weakest = |order: &OrderFound| match &order.weakest {
            Some((stage, party, slack)) => format!(
                "; weakest is stage {} ({}), where {} has a slack of {}",
                stage + 1,
                order.stages[*stage].steps.join(", "),
                case.party(PartyId::new(*party)).title,
                slack.in_words()
            ),
            None => String::new(),
        };
        let mut said = String::new();
        if let Some(planned) = found.orders.iter().find(|order| order.planned) {
            said.push_str(&format!("As planned \"{}\" {}{}.", found.title, holds(planned), weakest(planned)));
            if !planned.breaks.is_empty() {
                said.push_str(&format!(
                    " It breaks {}.",
                    counted(planned.breaks.len(), "condition on record", "conditions on record")
                ));
            }
        }
        let Some(best) = found.orders.get(found.best) else { return said };
        let proved = match (found.proved, certain) {
            (true, true) => "proved to be the best",
            (true, false) => "the best of those proved best in some draw",
            (false, _) => "not proved to be the best",
        };
        if best.planned {
            said.push_str(&format!(" No order found does better ({}).", proved));
        } else {
            let order: Vec<String> = best.stages.iter().map(|stage| stage.steps.join(" + ")).collect();
            said.push_str(&format!(" The order {} {}{} ({proved}).", order.join(", "), holds(best), weakest(best)));
        }
        said
    }
}

/// A number as it is told, to nine decimals.
fn point(value: f64) -> Worth {
    Worth::Point(Number((value * 1e9).round() as i128 * 1_000))
}

/// One number, or from the 5th to the 95th of a hundred.
fn between(values: Vec<f64>) -> Option<Worth> {
    if let [only] = values.as_slice() {
        return Some(point(*only));
    }
    let ticks = values.into_iter().map(|value| (value * 1e6).round() as i64).collect();
    Worth::of_draws(ticks, |ticks| Number(i128::from(ticks) * 1_000_000))
}
