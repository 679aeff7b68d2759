//! When steps can come about: earliest and latest days, the critical path, and deadlines that cannot be kept.
//!
//! The earliest day of an event is the least fixpoint over the and/or graph of conditions: the latest of what must be met
//! together, the earliest of alternatives, and no day before the day of the case (Kelley & Walker 1959, with alternatives).
//! A step begins when its conditions are met and it may (`earliest`), and is done after its duration; `held(.. for n days)`
//! comes n days after the beginning; a ratifier says yes when its needs are met. What has no duration counts as taking
//! none: all days are the earliest possible. The latest day on which a step can begin is the last with which every
//! deadline that could be kept still is.

use super::findings::{Calendar, DateConflict, Dated, EventFound};
use super::graph::{Atom, Formula, Graph, Kind};
use crate::phrase::list;
use crate::run::Basis;
use jiff::Span;
use jiff::civil::Date;
use zopa_case::draft::{Role, title};
use zopa_case::rule::EventKind;
use zopa_case::{DateSpan, Duration, Number, TimeUnit};

/// Steps and ratifiers up to which latest days are computed.
const LATEST_MAX: usize = 400;

/// Days looked ahead for the latest day of a step.
const AHEAD: i64 = 36_525;

/// The calendar of a case; `whole` is what all of it rests on.
pub(super) fn calendar(graph: &Graph<'_>, whole: &Basis) -> Calendar {
    let plan = Plan { graph };
    let early = plan.earliest(None);
    let timed: Vec<usize> = (0..graph.nodes.len()).filter(|node| graph.nodes[*node].kind != Kind::Action).collect();
    let able: Vec<usize> = timed.iter().copied().filter(|node| early[*node].is_some()).collect();
    let complete = able.len() <= LATEST_MAX;
    let end = able.iter().copied().max_by_key(|node| (plan.done(&early, *node), std::cmp::Reverse(*node)));
    let critical: Vec<(Atom, Date)> = end.map_or_else(Vec::new, |node| {
        let last = match graph.nodes[node].kind {
            Kind::Ratifier => EventKind::Passed,
            _ => EventKind::Done,
        };
        plan.chain(&early, Atom { node, kind: last })
    });
    let kept: Vec<(usize, Date)> = able
        .iter()
        .filter_map(|node| Some((*node, plan.deadline(*node)?)))
        .filter(|(node, deadline)| plan.done(&early, *node).is_some_and(|done| done <= *deadline))
        .collect();
    let dates: Vec<Dated> = able
        .iter()
        .filter_map(|node| {
            let (begin, done) = (early[*node]?, plan.done(&early, *node)?);
            Some(Dated {
                of: graph.nodes[*node].id.clone(),
                title: graph.nodes[*node].title.clone(),
                begin,
                done,
                duration_known: plan.duration(*node).is_some(),
                latest: if complete && !graph.over(*node) { plan.latest(*node, begin, &kept) } else { None },
                deadline: plan.deadline(*node),
                critical: critical.iter().any(|(atom, _)| atom.node == *node),
            })
        })
        .collect();
    if timed.is_empty() {
        return Calendar::default();
    }
    Calendar {
        id: "roadmap.calendar".into(),
        dates,
        critical: told(graph, &critical),
        conflicts: plan.conflicts(&early, whole),
        complete,
        basis: whole.clone(),
    }
}

fn told(graph: &Graph<'_>, chain: &[(Atom, Date)]) -> Vec<(EventFound, Date)> {
    chain.iter().map(|(atom, date)| (graph.event(*atom), *date)).collect()
}

/// Days by node: when it can begin, if it can come about.
type Early = Vec<Option<Date>>;

struct Plan<'g, 'a> {
    graph: &'g Graph<'a>,
}

impl Plan<'_, '_> {
    /// The earliest days, with one step held back to a day.
    fn earliest(&self, held_back: Option<(usize, Date)>) -> Early {
        let graph = self.graph;
        let mut early: Early = vec![None; graph.nodes.len()];
        let mut naming: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
        for wait in &graph.waits {
            wait.formula.visit(&mut |atom| naming[atom.node].push(wait.node));
        }
        // Days only fall while they are looked at again, and a chain names each node once.
        let mut open: std::collections::BTreeSet<usize> = (0..graph.nodes.len()).collect();
        let mut left = (graph.nodes.len() + 1).saturating_mul(graph.nodes.len() + 1);
        while let Some(node) = open.pop_first() {
            let begin = self.begin(&early, node, held_back);
            let earlier = match (begin, early[node]) {
                (Some(new), Some(old)) => new < old,
                (Some(_), None) => true,
                (None, _) => false,
            };
            if earlier {
                early[node] = begin;
                open.extend(naming[node].iter().copied());
            }
            left = left.saturating_sub(1);
            if left == 0 {
                break;
            }
        }
        early
    }

    /// The first day on which a node can begin when the others can on these days.
    fn begin(&self, early: &Early, node: usize, held_back: Option<(usize, Date)>) -> Option<Date> {
        let graph = self.graph;
        if let Some(begun) = self.begun(node) {
            return Some(begun);
        }
        let mut day = graph.case.as_of();
        if graph.nodes[node].kind == Kind::Step {
            let earliest = graph.case.draft().steps[graph.nodes[node].at].earliest.as_ref();
            day = earliest.map_or(day, |date| day.max(date.value.first));
        }
        day = held_back.filter(|(held, _)| *held == node).map_or(day, |(_, back)| day.max(back));
        for wait in &graph.nodes[node].waits {
            day = day.max(self.day(early, &graph.waits[*wait].formula)?);
        }
        Some(day)
    }

    /// When a step that has begun did.
    fn begun(&self, node: usize) -> Option<Date> {
        let graph = self.graph;
        if !graph.over(node) {
            return None;
        }
        if graph.nodes[node].kind != Kind::Step {
            return Some(graph.case.as_of());
        }
        let step = &graph.case.draft().steps[graph.nodes[node].at];
        step.begun.as_ref().or(step.done.as_ref()).map(|date| date.value.first)
    }

    /// The first day on which a formula can be met.
    fn day(&self, early: &Early, formula: &Formula) -> Option<Date> {
        match formula {
            Formula::Free(_) => Some(self.graph.case.as_of()),
            Formula::Atom(atom) => self.event(early, *atom),
            Formula::And(parts) => {
                let today = self.graph.case.as_of();
                parts.iter().try_fold(today, |day, part| Some(day.max(self.day(early, part)?)))
            }
            Formula::Or(parts) => parts.iter().filter_map(|part| self.day(early, part)).min(),
        }
    }

    fn event(&self, early: &Early, atom: Atom) -> Option<Date> {
        if self.graph.happened(atom) {
            return Some(self.graph.case.as_of());
        }
        match atom.kind {
            EventKind::Begun | EventKind::Passed | EventKind::Taken => early[atom.node],
            EventKind::Done => self.done(early, atom.node),
            EventKind::Held(days) => later(early[atom.node]?, i64::from(days)),
        }
    }

    /// The first day on which a node can be done.
    fn done(&self, early: &Early, node: usize) -> Option<Date> {
        let graph = self.graph;
        let begin = early[node]?;
        if graph.nodes[node].kind != Kind::Step {
            return Some(begin);
        }
        let step = &graph.case.draft().steps[graph.nodes[node].at];
        if graph.happened(Atom { node, kind: EventKind::Done }) {
            return step.done.as_ref().map(|date| date.value.last);
        }
        let done = self.duration(node).map_or(Some(begin), |duration| after(begin, duration))?;
        // What has begun and is not done is done today at the earliest.
        Some(if graph.over(node) { done.max(graph.case.as_of()) } else { done })
    }

    fn duration(&self, node: usize) -> Option<Duration> {
        let own = &self.graph.nodes[node];
        let step = (own.kind == Kind::Step).then(|| &self.graph.case.draft().steps[own.at])?;
        step.duration.as_ref().map(|duration| duration.value)
    }

    fn deadline(&self, node: usize) -> Option<Date> {
        let own = &self.graph.nodes[node];
        let step = (own.kind == Kind::Step).then(|| &self.graph.case.draft().steps[own.at])?;
        step.deadline.as_ref().map(|deadline| deadline.value.last)
    }

    /// The last day on which a step can begin with which the deadlines are kept; `None` where none hangs on it.
    fn latest(&self, node: usize, begin: Date, kept: &[(usize, Date)]) -> Option<Date> {
        let keeps = |days: i64| -> Option<bool> {
            let back = later(begin, days)?;
            let early = self.earliest(Some((node, back)));
            let own = early[node] == Some(back);
            Some(
                own && kept
                    .iter()
                    .all(|(other, deadline)| self.done(&early, *other).is_some_and(|done| done <= *deadline)),
            )
        };
        if kept.is_empty() || keeps(AHEAD).unwrap_or(true) {
            return None;
        }
        let (mut good, mut bad) = (0, AHEAD);
        while bad - good > 1 {
            let middle = good + (bad - good) / 2;
            if keeps(middle) == Some(true) { good = middle } else { bad = middle }
        }
        later(begin, good)
    }

    /// What makes an event as late as it is: events in order, each with its day.
    fn chain(&self, early: &Early, end: Atom) -> Vec<(Atom, Date)> {
        let mut chain = Vec::new();
        let mut next = Some(end);
        while let Some(atom) = next.take() {
            let Some(day) = self.event(early, atom) else { break };
            if chain.iter().any(|(other, _): &(Atom, Date)| other.node == atom.node) {
                break;
            }
            chain.push((atom, day));
            if self.graph.over(atom.node) {
                break;
            }
            let begin = early[atom.node];
            let latest = self.graph.nodes[atom.node]
                .waits
                .iter()
                .filter_map(|wait| self.decisive(early, &self.graph.waits[*wait].formula))
                .max_by_key(|(day, atom)| (*day, std::cmp::Reverse(*atom)));
            // What began later than its last condition allowed waited for its own day.
            next = latest.filter(|(day, _)| Some(*day) == begin).map(|(_, atom)| atom);
        }
        chain.reverse();
        chain
    }

    /// The event that a formula's day hangs on.
    fn decisive(&self, early: &Early, formula: &Formula) -> Option<(Date, Atom)> {
        match formula {
            Formula::Free(_) => None,
            Formula::Atom(atom) if self.graph.happened(*atom) => None,
            Formula::Atom(atom) => Some((self.event(early, *atom)?, *atom)),
            Formula::And(parts) => parts.iter().filter_map(|part| self.decisive(early, part)).max(),
            Formula::Or(parts) => {
                let day = self.day(early, formula)?;
                parts.iter().find(|part| self.day(early, part) == Some(day)).and_then(|part| self.decisive(early, part))
            }
        }
    }

    fn facilitator(&self, party: &str) -> bool {
        let parties = self.graph.case.parties();
        parties.iter().any(|own| own.name == party && own.roles.contains(&Role::Facilitator))
    }

    fn conflicts(&self, early: &Early, whole: &Basis) -> Vec<DateConflict> {
        let mut found = self.missed(early, whole);
        found.extend(self.lapses(early, whole));
        found.extend(self.too_short(whole));
        found
    }

    /// Steps that cannot be done by their deadline.
    fn missed(&self, early: &Early, whole: &Basis) -> Vec<DateConflict> {
        let graph = self.graph;
        let mut found = Vec::new();
        for (node, own) in graph.nodes.iter().enumerate() {
            let (Some(deadline), Some(done)) = (self.deadline(node), self.done(early, node)) else { continue };
            if done <= deadline || graph.happened(Atom { node, kind: EventKind::Done }) {
                continue;
            }
            let step = &graph.case.draft().steps[own.at];
            let facilitators =
                step.actor.iter().chain(step.asked_by.as_ref()).any(|party| self.facilitator(&party.value));
            let chain = self.chain(early, Atom { node, kind: EventKind::Done });
            let late = (done - deadline).get_days();
            let days = if late == 1 { "1 day".to_string() } else { format!("{late} days") };
            found.push(DateConflict {
                id: format!("roadmap.conflict.{}", own.id),
                of: own.id.clone(),
                facilitators,
                deadline: Some(deadline),
                earliest: Some(done),
                sentence: format!(
                    "\"{}\" is due by {} and cannot be done before {}, {days} late{}.",
                    own.title,
                    in_words(deadline),
                    in_words(done),
                    self.because(&chain)
                ),
                chain: told(graph, &chain),
                basis: whole.clone(),
            });
        }
        found
    }

    /// Leverage that lapses before its condition can be met.
    fn lapses(&self, early: &Early, whole: &Basis) -> Vec<DateConflict> {
        let graph = self.graph;
        let case = graph.case;
        let mut found = Vec::new();
        for lever in &case.draft().leverage {
            let Some(until) = lever.until.as_ref().map(|until| until.value.last) else { continue };
            let Some(rule) = lever.condition.as_ref().and_then(|rule| case.rule(rule)) else { continue };
            let formula = graph.formula(rule, false);
            let day = self.day(early, &formula);
            if formula.atoms().is_empty() || day.is_some_and(|day| day <= until) {
                continue;
            }
            let title = title(&lever.id, &lever.name);
            let chain = self.decisive(early, &formula).map_or_else(Vec::new, |(_, atom)| self.chain(early, atom));
            let when = match day {
                Some(day) => format!("which cannot be met before {}{}", in_words(day), self.because(&chain)),
                None => "which is locked".to_string(),
            };
            let mut basis = whole.clone();
            basis.item(case, &lever.source, lever.marking.as_ref());
            found.push(DateConflict {
                id: format!("roadmap.conflict.{}", lever.id.value),
                of: lever.id.value.clone(),
                facilitators: self.facilitator(&lever.by.value),
                deadline: Some(until),
                earliest: day,
                sentence: format!(
                    "\"{title}\" is on offer until {} on the condition that {}, {when}.",
                    in_words(until),
                    graph.words(&formula)
                ),
                chain: told(graph, &chain),
                basis,
            });
        }
        found
    }

    /// Steps that are asked to hold for longer than they last.
    fn too_short(&self, whole: &Basis) -> Vec<DateConflict> {
        let graph = self.graph;
        let mut found: Vec<DateConflict> = Vec::new();
        for wait in &graph.waits {
            for atom in wait.formula.atoms() {
                let EventKind::Held(days) = atom.kind else { continue };
                let Some(duration) = self.duration(atom.node) else { continue };
                let today = graph.case.as_of();
                let lasts = after(today, duration).map(|end| i64::from((end - today).get_days()));
                if lasts.is_none_or(|lasts| lasts >= i64::from(days)) {
                    continue;
                }
                let (step, waits) = (&graph.nodes[atom.node], &graph.nodes[wait.node]);
                found.push(DateConflict {
                    id: format!("roadmap.conflict.{}.{}", waits.id, step.id),
                    of: step.id.clone(),
                    facilitators: wait.owner.is_some_and(|owner| self.facilitator(&graph.case.party(owner).name)),
                    deadline: None,
                    earliest: None,
                    chain: Vec::new(),
                    sentence: format!(
                        "\"{}\" waits until \"{}\" has held for {days} days, and that lasts {duration}.",
                        waits.title, step.title
                    ),
                    basis: whole.clone(),
                });
            }
        }
        found.sort_by(|one, two| one.id.cmp(&two.id));
        found.dedup_by(|one, two| one.sentence == two.sentence);
        found
    }

    /// The events before the last of a chain, in words.
    fn because(&self, chain: &[(Atom, Date)]) -> String {
        let before: Vec<String> = chain
            .iter()
            .take(chain.len().saturating_sub(1))
            .map(|(atom, day)| format!("{} on {}", self.graph.event(*atom).words, in_words(*day)))
            .collect();
        if before.is_empty() { String::new() } else { format!(": at the earliest {}", list(&before, "and")) }
    }
}

pub(super) fn in_words(day: Date) -> String {
    DateSpan::day(day).in_words()
}

/// A day some days later; `None` past the end of the calendar.
fn later(day: Date, days: i64) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// A day and a length of time; parts of a day count as none, parts of a month as days of it.
fn after(day: Date, duration: Duration) -> Option<Date> {
    let whole = |amount: Number| i64::try_from(amount.0 / zopa_case::TICKS).ok();
    let days = |number: i128| i64::try_from(number).ok().and_then(|number| later(day, number));
    let amount = duration.amount;
    let exact = amount.0 % zopa_case::TICKS == 0;
    match duration.unit {
        TimeUnit::Minutes => days(amount.0 / zopa_case::TICKS / (24 * 60)),
        TimeUnit::Hours => days(amount.0 / zopa_case::TICKS / 24),
        TimeUnit::Day | TimeUnit::Days => days(amount.0 / zopa_case::TICKS),
        TimeUnit::Weeks => days(amount.0 * 7 / zopa_case::TICKS),
        TimeUnit::Months if exact => day.checked_add(Span::new().try_months(whole(amount)?).ok()?).ok(),
        TimeUnit::Months => days(amount.0 * 30 / zopa_case::TICKS),
        TimeUnit::Years if exact => day.checked_add(Span::new().try_years(whole(amount)?).ok()?).ok(),
        TimeUnit::Years => days(amount.0 * 365 / zopa_case::TICKS),
    }
}
