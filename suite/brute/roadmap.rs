//! The lens `roadmap` against its definitions on small random cases: what can come about, locks, cores and cuts, days, and
//! the order of a plan that holds best.

use super::{config, read};
use jiff::Span;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use zopa_lens::roadmap::{Deadlock, Roadmap, Settings, Standing, roadmap};
use zopa_lens::{Stop, Unwatched, Worth};

const EVENTS: [&str; 3] = ["begun", "done", "held"];

/// An event that a step waits for: the step, begun, done or held, and for how many days.
type Event = (usize, usize, u32);
/// Alternatives, each of events that must all come about.
type Condition = Vec<Vec<Event>>;

/// Steps that wait for each other.
#[derive(Clone, Debug)]
struct Steps {
    /// By step: all of these must be met.
    conditions: Vec<Vec<Condition>>,
    durations: Vec<Option<u32>>,
    /// Days after the day of the case.
    earliest: Vec<Option<u32>>,
    deadlines: Vec<Option<u32>>,
}

const TODAY: Date = date(2026, 2, 18);

fn day(after: i64) -> Date {
    TODAY.checked_add(Span::new().days(after)).unwrap()
}

fn steps() -> impl Strategy<Value = Steps> {
    (1_usize..7).prop_flat_map(|size| {
        let event = (0..size, 0_usize..3, 1_u32..6);
        let alternative = vec(event, 1..3);
        let conditions = vec(vec(vec(alternative, 1..3), 0..3), size);
        let day = || vec(prop::option::of(0_u32..9), size);
        (conditions, day(), day(), vec(prop::option::weighted(0.4, 0_u32..30), size)).prop_map(
            |(conditions, durations, earliest, deadlines)| Steps {
                conditions: conditions.into_iter().map(tidy).collect(),
                durations,
                deadlines: earliest
                    .iter()
                    .zip(&deadlines)
                    .map(|(first, last): (&Option<u32>, &Option<u32>)| last.map(|last| last.max(first.unwrap_or(0))))
                    .collect(),
                earliest,
            },
        )
    })
}

/// Conditions of one alternative stand alone, and none stands twice: as the lens tells them apart.
fn tidy(conditions: Vec<Condition>) -> Vec<Condition> {
    let mut tidied: Vec<Condition> = Vec::new();
    for condition in conditions {
        let split: Vec<Condition> = match condition.as_slice() {
            [one] => one.iter().map(|event| vec![vec![*event]]).collect(),
            _ => vec![condition],
        };
        for own in split {
            let same = |other: &Condition| words(other) == words(&own);
            if !tidied.iter().any(same) {
                tidied.push(own);
            }
        }
    }
    tidied
}

fn event((step, kind, days): &Event) -> String {
    match EVENTS[*kind] {
        "held" => format!("held(s{step} for {days} days)"),
        word => format!("{word}(s{step})"),
    }
}

fn words(condition: &Condition) -> String {
    let all = |events: &Vec<Event>| {
        let said: Vec<String> = events.iter().map(event).collect();
        if said.len() > 1 { format!("({})", said.join(" and ")) } else { said.join("") }
    };
    let said: Vec<String> = condition.iter().map(all).collect();
    if said.len() > 1 { format!("({})", said.join(" or ")) } else { said.join("") }
}

const HEAD: &str = "\
zopa: 1
case: Steps
as of: 2026-02-18
fictional: true
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
issues:
  islands: {name: Who holds the islands, kind: menu, menu: {none: None, all: All}}
";

fn case(steps: &Steps) -> String {
    let mut text = format!("{HEAD}steps:\n");
    for (at, conditions) in steps.conditions.iter().enumerate() {
        write!(text, "  - {{id: s{at}, actor: north").unwrap();
        if !conditions.is_empty() {
            let all: Vec<String> = conditions.iter().map(words).collect();
            write!(text, ", precondition: {}", all.join(" and ")).unwrap();
        }
        for (key, days) in [("earliest", steps.earliest[at]), ("deadline", steps.deadlines[at])] {
            if let Some(days) = days {
                write!(text, ", {key}: {}", day(i64::from(days))).unwrap();
            }
        }
        if let Some(days) = steps.durations[at] {
            write!(text, ", duration: {days} days").unwrap();
        }
        text.push_str("}\n");
    }
    text
}

fn found(text: &str) -> Roadmap {
    let case = read(text).unwrap_or_else(|codes| panic!("{codes:?}\n{text}"));
    let run = roadmap(&case, &Settings::default(), &Unwatched);
    assert_eq!(run.stop, Stop::Complete, "{text}");
    run.findings
}

impl Steps {
    fn size(&self) -> usize {
        self.conditions.len()
    }

    /// What can come about, step by step; conditions for which `asked` says no are not asked.
    fn able(&self, start: u64, asked: &dyn Fn(usize, usize) -> bool) -> u64 {
        let mut able = start;
        for _ in 0..self.size() {
            for step in 0..self.size() {
                let met = |(_, condition): (usize, &Condition)| {
                    condition.iter().any(|all| all.iter().all(|event| able >> event.0 & 1 == 1))
                };
                let mut own = self.conditions[step].iter().enumerate().filter(|(at, _)| asked(step, *at));
                if own.all(met) {
                    able |= 1 << step;
                }
            }
        }
        able
    }

    fn names(&self, step: usize) -> u64 {
        self.conditions[step].iter().flatten().flatten().fold(0, |set, event| set | 1 << event.0)
    }

    /// Sets of steps each of which names each other, directly or through others.
    fn knots(&self) -> BTreeSet<u64> {
        let mut reach: Vec<u64> = (0..self.size()).map(|step| self.names(step)).collect();
        for _ in 0..self.size() {
            for step in 0..self.size() {
                let through = (0..self.size()).filter(|other| reach[step] >> other & 1 == 1);
                reach[step] = through.fold(reach[step], |set, other| set | reach[other]);
            }
        }
        let knot = |step: usize| {
            let both = |other: &usize| reach[step] >> other & 1 == 1 && reach[*other] >> step & 1 == 1;
            (0..self.size()).filter(both).fold(0, |set: u64, other| set | 1 << other)
        };
        (0..self.size()).map(knot).filter(|knot| *knot != 0).collect()
    }

    /// A condition without the alternatives that lead out of a knot, where others stay inside.
    fn inside(&self, knot: u64, condition: &Condition) -> Condition {
        let within = |event: &&Event| knot >> event.0 & 1 == 1;
        condition
            .iter()
            .filter(|all| all.iter().any(|event| within(&event)))
            .map(|all| all.iter().filter(within).copied().collect())
            .collect()
    }

    fn begins(&self, held: Option<(usize, i64)>) -> Vec<Option<i64>> {
        let mut begin: Vec<Option<i64>> = vec![None; self.size()];
        for _ in 0..=self.size() {
            let mut next = begin.clone();
            for (step, next) in next.iter_mut().enumerate() {
                let at = |event: &Event| {
                    let start = begin[event.0]?;
                    Some(match EVENTS[event.1] {
                        "begun" => start,
                        "done" => start + i64::from(self.durations[event.0].unwrap_or(0)),
                        _ => start + i64::from(event.2),
                    })
                };
                let all = |events: &Vec<Event>| {
                    let days: Option<Vec<i64>> = events.iter().map(at).collect();
                    days.and_then(|days| days.into_iter().max())
                };
                let met = |condition: &Condition| condition.iter().filter_map(all).min();
                let days: Option<Vec<i64>> = self.conditions[step].iter().map(met).collect();
                let first = held.filter(|(own, _)| *own == step).map_or(0, |(_, back)| back);
                let first = first.max(i64::from(self.earliest[step].unwrap_or(0)));
                *next = days.map(|days| days.into_iter().fold(first, i64::max));
            }
            begin = next;
        }
        begin
    }

    fn done(&self, begin: &[Option<i64>], step: usize) -> Option<i64> {
        Some(begin[step]? + i64::from(self.durations[step].unwrap_or(0)))
    }
}

/// Sets of which `holds` says yes and of no part of them.
fn minimal(size: usize, holds: &dyn Fn(u64) -> bool) -> BTreeSet<u64> {
    let all = (0..1_u64 << size).filter(|set| holds(*set));
    let parts = |set: u64| (0..size).map(move |at| set & !(1 << at)).filter(move |part| *part != set);
    all.filter(|set| !parts(*set).any(holds)).collect()
}

fn lock(steps: &Steps, knot: u64, found: &Deadlock) -> Result<(), TestCaseError> {
    let able = steps.able(0, &|_, _| true);
    let outside = able & !knot;
    // Locked: some of it cannot come about though all that can outside does, and its other conditions are met.
    let touches =
        |step: usize, at: usize| steps.conditions[step][at].iter().flatten().any(|event| knot >> event.0 & 1 == 1);
    let free = steps.able(outside, &|step, at| knot >> step & 1 == 0 || touches(step, at));
    prop_assert_eq!(found.locked, free & knot != knot, "{}", found.id);
    // Cores and cuts, over the conditions by which it waits for itself.
    let waits: Vec<(usize, usize)> = (0..steps.size())
        .filter(|step| knot >> step & 1 == 1)
        .flat_map(|step| (0..steps.conditions[step].len()).map(move |at| (step, at)))
        .filter(|(step, at)| touches(*step, *at))
        .collect();
    if waits.len() > 12 {
        return Ok(());
    }
    let inner = Steps {
        conditions: (0..steps.size())
            .map(|step| steps.conditions[step].iter().map(|condition| steps.inside(knot, condition)).collect())
            .collect(),
        ..steps.clone()
    };
    let frees = |in_force: u64| {
        let asked = |step: usize, at: usize| {
            waits.iter().position(|wait| *wait == (step, at)).is_some_and(|place| in_force >> place & 1 == 1)
        };
        inner.able(!knot, &asked) & knot == knot
    };
    let full = (1_u64 << waits.len()) - 1;
    let cores = minimal(waits.len(), &|set| !frees(set));
    let cuts = minimal(waits.len(), &|set| frees(full & !set));
    let id = |(step, at): &(usize, usize)| {
        let number = if steps.conditions[*step].len() > 1 { format!(".{}", at + 1) } else { String::new() };
        format!("s{step}<s{step}{number}")
    };
    let set = |ids: &Vec<String>| {
        ids.iter().fold(0_u64, |set, own| set | 1 << waits.iter().position(|wait| id(wait) == *own).expect(own))
    };
    prop_assert!(found.complete);
    prop_assert_eq!(found.cores.iter().map(set).collect::<BTreeSet<u64>>(), cores, "cores");
    prop_assert_eq!(found.cuts.iter().map(|cut| set(&cut.waits)).collect::<BTreeSet<u64>>(), cuts, "cuts");
    // Ways out are there exactly where an alternative was left aside.
    let aside = waits.iter().any(|(step, at)| inner.conditions[*step][*at].len() < steps.conditions[*step][*at].len());
    prop_assert_eq!(found.unless.iter().any(|exit| exit.on_record), aside, "ways out");
    if !found.locked {
        let possible = found.unless.iter().any(|exit| exit.possible);
        prop_assert!(possible, "not locked, and no way out: {}", found.sentence);
    }
    Ok(())
}

fn days(steps: &Steps, found: &Roadmap) -> Result<(), TestCaseError> {
    let begin = steps.begins(None);
    let kept: Vec<usize> = (0..steps.size())
        .filter(|step| {
            let done = steps.done(&begin, *step);
            steps.deadlines[*step].is_some_and(|last| done.is_some_and(|done| done <= i64::from(last)))
        })
        .collect();
    for step in 0..steps.size() {
        let name = format!("s{step}");
        let dated = found.calendar.dates.iter().find(|dated| dated.of == name);
        prop_assert_eq!(dated.map(|dated| dated.begin), begin[step].map(day), "{} begins", name);
        let Some((dated, start)) = dated.zip(begin[step]) else { continue };
        prop_assert_eq!(Some(dated.done), steps.done(&begin, step).map(day), "{} is done", name);
        // A hundred days are more than all of these steps can take.
        let keeps = |back: i64| {
            let late = steps.begins(Some((step, start + back)));
            kept.iter().all(|other| steps.done(&late, *other) <= steps.deadlines[*other].map(i64::from))
        };
        let latest = if keeps(100) { None } else { (0..100).take_while(|back| keeps(*back)).last() };
        prop_assert_eq!(dated.latest, latest.map(|back| day(start + back)), "{} begins at the latest", name);
        let missed = steps.deadlines[step].is_some() && !kept.contains(&step);
        let told = found.calendar.conflicts.iter().any(|own| own.of == name && own.deadline.is_some());
        prop_assert_eq!(told, missed, "{} misses its deadline", name);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn steps_that_wait_for_each_other(steps in steps()) {
        let found = found(&case(&steps));
        let able = steps.able(0, &|_, _| true);
        for (step, own) in found.steps.iter().enumerate() {
            let standing = match (able >> step & 1 == 1, steps.conditions[step].is_empty()) {
                (false, _) => Standing::Locked,
                (true, true) => Standing::Now,
                (true, false) => Standing::Waits,
            };
            prop_assert_eq!(own.standing, standing, "s{}", step);
            let opens = |other: &usize| {
                let met = |set: u64| steps.conditions[*other].iter().all(|condition| {
                    condition.iter().any(|all| all.iter().all(|event| set >> event.0 & 1 == 1))
                });
                met(1 << step) && !met(0)
            };
            let opened: Vec<String> = (0..steps.size()).filter(opens).map(|other| format!("s{other}")).collect();
            prop_assert_eq!(&own.opens, &opened, "s{} opens", step);
        }
        let bits = |ids: &[String]| {
            ids.iter().fold(0_u64, |set, id| set | 1 << id.trim_start_matches('s').parse::<usize>().unwrap())
        };
        let knots = steps.knots();
        let told: BTreeSet<u64> = found.deadlocks.iter().map(|own| bits(&own.members)).collect();
        prop_assert_eq!(&told, &knots);
        for own in &found.deadlocks {
            lock(&steps, bits(&own.members), own)?;
        }
        days(&steps, &found)?;
    }
}

/// A plan with numbers.
#[derive(Clone, Debug)]
struct Plan {
    steps: Steps,
    /// By step and party, in quarters.
    cost: Vec<[i32; 2]>,
    worth: Vec<[i32; 2]>,
    deposit: Vec<[i32; 2]>,
    /// In tenths.
    patience: [i32; 2],
    peace: [i32; 2],
    group: usize,
}

fn plan() -> impl Strategy<Value = Plan> {
    steps().prop_filter("few steps", |steps| steps.size() <= 5).prop_flat_map(|steps| {
        let size = steps.size();
        let pair = |low: i32, high: i32| [low..high, low..high];
        (
            Just(steps),
            vec(pair(0, 9), size),
            vec(pair(-2, 12), size),
            vec(pair(0, 3), size),
            pair(5, 11),
            pair(-4, 20),
            1_usize..3,
        )
            .prop_map(move |(steps, cost, worth, deposit, patience, peace, group)| Plan {
                steps: Steps {
                    earliest: vec![None; size],
                    deadlines: vec![None; size],
                    durations: vec![None; size],
                    ..steps
                },
                cost,
                worth,
                deposit,
                patience,
                peace,
                group,
            })
    })
}

fn quarter(number: i32) -> f64 {
    f64::from(number) / 4.0
}

impl Plan {
    fn text(&self) -> String {
        let pair = |numbers: &[i32; 2]| format!("{{north: {}, south: {}}}", quarter(numbers[0]), quarter(numbers[1]));
        let mut text = case(&self.steps);
        for (at, ((cost, worth), deposit)) in self.cost.iter().zip(&self.worth).zip(&self.deposit).enumerate() {
            let numbers = format!(", cost: {}, worth: {}, deposit: {}", pair(cost), pair(worth), pair(deposit));
            let id = format!("{{id: s{at}, actor: north");
            text = text.replacen(&id, &format!("{id}{numbers}"), 1);
        }
        let steps: Vec<String> = (0..self.steps.size()).map(|at| format!("s{at}")).collect();
        let tenth = |number: i32| f64::from(number) / 10.0;
        write!(
            text,
            "plans:\n  - {{id: way, stages: [{}], patience: {{north: {}, south: {}}}, lasting peace: {}, group at most: {}}}\n",
            steps.join(", "),
            tenth(self.patience[0]),
            tenth(self.patience[1]),
            pair(&self.peace),
            self.group
        )
        .unwrap();
        text
    }

    /// The least slack of an order, from the definition; infinite where nobody pays anything.
    fn least(&self, order: &[Vec<usize>]) -> f64 {
        let mut least = f64::INFINITY;
        for party in 0..2 {
            let patience = f64::from(self.patience[party]) / 10.0;
            let mut after = quarter(self.peace[party]);
            for stage in order.iter().rev() {
                let sum = |of: &Vec<[i32; 2]>| stage.iter().map(|step| quarter(of[*step][party])).sum::<f64>();
                let (cost, worth, deposit) = (sum(&self.cost), sum(&self.worth), sum(&self.deposit));
                if cost > 0.0 {
                    least = least.min(patience * after + deposit - cost);
                }
                after = worth - cost + patience * after;
            }
        }
        least
    }

    /// The greatest least slack over all orders that keep the conditions; `None`: there is none.
    fn best(&self, order: &mut Vec<Vec<usize>>, done: u64) -> Option<f64> {
        let size = self.steps.size();
        if done == (1 << size) - 1 {
            return Some(self.least(order));
        }
        let ready: Vec<usize> = (0..size)
            .filter(|step| done >> step & 1 == 0)
            .filter(|step| {
                self.steps.conditions[*step]
                    .iter()
                    .all(|condition| condition.iter().any(|all| all.iter().all(|event| done >> event.0 & 1 == 1)))
            })
            .collect();
        let mut best = None;
        for set in 1..1_u64 << ready.len() {
            if set.count_ones() as usize > self.group {
                continue;
            }
            let group: Vec<usize> =
                ready.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, step)| *step).collect();
            let after = group.iter().fold(done, |done, step| done | 1 << step);
            order.push(group);
            best = match (best, self.best(order, after)) {
                (Some(one), Some(two)) => Some(f64::max(one, two)),
                (one, two) => one.or(two),
            };
            order.pop();
        }
        best
    }
}

fn number(worth: &Worth) -> f64 {
    match worth {
        Worth::Point(number) => number.to_f64(),
        Worth::Between(..) => panic!("points were entered"),
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn the_best_order_of_a_plan(plan in plan()) {
        let found = found(&plan.text());
        let own = &found.plans[0];
        let paid = plan.cost.iter().flatten().any(|cost| *cost > 0);
        prop_assert_eq!(own.missing.is_empty(), paid);
        if !paid {
            return Ok(());
        }
        let planned: Vec<Vec<usize>> = (0..plan.steps.size()).map(|step| vec![step]).collect();
        let order = own.orders.iter().find(|order| order.planned).unwrap();
        let least = plan.least(&planned);
        prop_assert!((number(order.least.as_ref().unwrap()) - least).abs() < 1e-9);
        prop_assert_eq!(order.holds.hits() == 1, least >= -1e-12);
        let all = plan.steps.able(0, &|_, _| true) == (1 << plan.steps.size()) - 1;
        if let Some(best) = plan.best(&mut Vec::new(), 0) {
            prop_assert!(all && own.proved);
            let told = &own.orders[own.best];
            prop_assert!((number(told.least.as_ref().unwrap()) - best).abs() < 1e-9, "{} for {best}", own.sentence);
            prop_assert!((number(own.bound.as_ref().unwrap()) - best).abs() < 1e-9);
            // The order told has that slack by the definition, and keeps every condition.
            let stages: Vec<Vec<usize>> = told
                .stages
                .iter()
                .map(|stage| stage.steps.iter().map(|id| id.trim_start_matches('s').parse().unwrap()).collect())
                .collect();
            prop_assert!((plan.least(&stages) - best).abs() < 1e-9);
            prop_assert!(told.breaks.is_empty());
        } else {
            prop_assert!(!all && own.granted.iter().any(|text| text.starts_with("set aside")));
        }
    }
}
