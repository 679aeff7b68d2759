//! One pass over all reachable sets, keeping every tail that is not dominated.
//!
//! Given a target, a *label* at a set `done` is a tail: an order of all steps outside `done` whose slacks all reach
//! the target. It is kept as the values W that the tail is worth to the parties. A label whose W is at least another's for
//! every party can do whatever the other can, as slacks and values rise with W, so the other is dropped. A value past
//! what is enough for the rest ([`Window::upper`]) is cut to that, which makes more labels dominate; where nothing that
//! is left hangs on a value it is cut to less than any value can be. So what is kept is never more than the tail is
//! worth. A label below [`Window::lower`] is dropped.
//!
//! The least slack so far is no part of a label: all labels of a pass reach its target, and the search asks again with
//! another target. So a pass decides whether there is an order that reaches its target, exactly; unless it is told to
//! keep no more than a few labels of each set, when it may miss one.

use super::Meter;
use super::stake::members;
use super::window::{Frame, Window};

/// What a pass is to find.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    pub slack: f64,
    /// Slacks have to be greater than that, not only as great.
    pub above: bool,
    /// Whether labels also have the number of their stages, fewer being better.
    pub fewest: bool,
}

/// How many labels a pass may keep.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// In all: one that needs more is given up.
    pub all: usize,
    /// Of one set: others are dropped, those first whose values are lowest within the window, all parties counting.
    pub of_set: usize,
}

impl Target {
    fn reached(self, slack: f64) -> bool {
        if self.above { slack > self.slack } else { slack >= self.slack }
    }
}

/// Why a pass was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GivenUp {
    Labels,
    Work,
}

/// The labels of every set.
pub(super) struct Labels {
    dims: usize,
    values: Vec<f64>,
    /// The label that each extends, and the group with which; the place of its set can be told from them.
    from: Vec<(u32, u32)>,
    /// Where the labels of each set begin; they end where those of the set before begin.
    begin: Vec<u32>,
}

impl Labels {
    fn of(&self, place: usize) -> std::ops::Range<usize> {
        let end = if place == 0 { self.from.len() } else { self.begin[place - 1] as usize };
        self.begin[place] as usize..end
    }

    fn row(&self, label: usize) -> &[f64] {
        &self.values[label * self.dims..(label + 1) * self.dims]
    }
}

/// Labels that a set may get.
#[derive(Default)]
struct Candidates {
    values: Vec<f64>,
    from: Vec<(u32, u32)>,
    /// What each value counts, at least 0.
    weights: Vec<f64>,
    /// Weighted sum of values, and which.
    order: Vec<(f64, u32)>,
}

/// The labels of all sets.
pub(super) fn pass(
    frame: &Frame<'_>,
    window: &Window,
    target: Target,
    room: Room,
    meter: &mut Meter<'_>,
) -> Result<Labels, GivenUp> {
    let (sets, groups, parties) = (&frame.sets, frame.groups, frame.chain.parties());
    let dims = parties + usize::from(target.fewest);
    let last = sets.masks.len() - 1;
    let mut labels = Labels { dims, values: Vec::new(), from: Vec::new(), begin: vec![0; last + 1] };
    let mut candidates = Candidates::default();
    let mut row = vec![0.0; dims];
    for at in (0..=last).rev() {
        labels.begin[at] = labels.from.len() as u32;
        let cell = at * parties;
        let (lower, upper) = (&window.lower[cell..cell + parties], &window.upper[cell..cell + parties]);
        // Cuts the value of a party, or says that it is too small.
        let cut = |party: usize, value: f64| -> Option<f64> {
            // What is enough is less than what may do where all moves on have been closed since.
            let fits = value >= lower[party] && upper[party] >= lower[party];
            fits.then_some(value.min(upper[party].max(-frame.margin.most)))
        };
        candidates.values.clear();
        candidates.from.clear();
        if at == last {
            let start: Option<Vec<f64>> = (0..parties).map(|party| cut(party, frame.chain.after()[party])).collect();
            if let Some(start) = start {
                labels.values.extend(start);
                labels.values.resize(dims, 0.0);
                labels.from.push((0, 0));
            }
            continue;
        }
        if !window.live(at, parties) {
            continue;
        }
        let mut work = 0;
        groups.each(sets.ready[at], &mut |group, mask| {
            let Some(from) = sets.place(sets.masks[at] | mask) else { return };
            let range = labels.of(from);
            work += 1 + range.len() as u64;
            'labels: for label in range {
                let tail = labels.row(label);
                for party in 0..parties {
                    let later = frame.chain.patience()[party] * tail[party];
                    let value = groups.value[group * parties + party] + later;
                    let fits = groups.slack(group, party, later).is_none_or(|slack| target.reached(slack));
                    match cut(party, value) {
                        Some(value) if fits => row[party] = value,
                        _ => continue 'labels,
                    }
                }
                if target.fewest {
                    row[parties] = tail[parties] - 1.0;
                }
                candidates.values.extend_from_slice(&row);
                candidates.from.push((label as u32, group as u32));
            }
        });
        if !meter.spend(work) {
            return Err(GivenUp::Work);
        }
        // Wide windows count less: a value's place within its window is what matters.
        let weight = |party: usize| {
            let width = upper[party] - lower[party].max(-frame.margin.most);
            if width > frame.margin.slip && width < f64::INFINITY { 1.0 / width } else { 0.0 }
        };
        candidates.weights.clear();
        candidates.weights.extend((0..parties).map(weight));
        candidates.weights.resize(dims, 0.0);
        candidates.keep_maximal(&mut labels, room.of_set);
        if labels.from.len() > room.all.min(u32::MAX as usize) {
            return Err(GivenUp::Labels);
        }
    }
    Ok(labels)
}

impl Candidates {
    /// Appends those that no other dominates, the first of equal ones, at most `most`.
    fn keep_maximal(&mut self, labels: &mut Labels, most: usize) {
        let dims = labels.dims;
        let row = |at: u32| &self.values[at as usize * dims..(at as usize + 1) * dims];
        let sum = |at: u32| (row(at).iter().zip(&self.weights).map(|(value, weight)| value * weight).sum(), at);
        self.order.clear();
        self.order.extend((0..self.from.len() as u32).map(sum));
        // What dominates another has a sum at least as great, rounded or not, and stands before it in this order.
        self.order.sort_unstable_by(|one, other| {
            let by_rows = || row(other.1).partial_cmp(row(one.1)).unwrap_or(std::cmp::Ordering::Equal);
            other.0.total_cmp(&one.0).then_with(by_rows).then(one.1.cmp(&other.1))
        });
        let first = labels.values.len();
        for (_, at) in &self.order {
            if (labels.values.len() - first) / dims == most {
                return;
            }
            let own = row(*at);
            let kept = labels.values[first..].chunks_exact(dims);
            if !kept.rev().any(|kept| kept.iter().zip(own).all(|(kept, own)| kept >= own)) {
                labels.values.extend_from_slice(own);
                labels.from.push(self.from[*at as usize]);
            }
        }
    }
}

/// Some order that reaches the target of the pass, if there is one.
pub(super) fn some_order(frame: &Frame<'_>, labels: &Labels) -> Option<Vec<u64>> {
    let mut label = labels.of(0).next()?;
    let mut order = Vec::new();
    let mut done = 0;
    while done != frame.chain.all() {
        let (from, group) = labels.from[label];
        order.push(frame.groups.masks[group as usize]);
        done |= frame.groups.masks[group as usize];
        label = from as usize;
    }
    Some(order)
}

/// The first order that reaches the target: of the fewest stages if labels have their number, then the least
/// lexicographically, stages being compared by their rising lists of steps.
///
/// An order begins with given stages if and only if the tail after them reaches the target and so do they before it;
/// if any tail does, one of the labels does.
pub(super) fn first_order(frame: &Frame<'_>, labels: &Labels, target: Target) -> Option<Vec<u64>> {
    let parties = frame.chain.parties();
    let stages = |label: usize| labels.row(label)[parties];
    let fewest = labels.of(0).filter(|_| target.fewest).map(stages).reduce(f64::max);
    let mut prefix: Vec<usize> = Vec::new();
    let mut order = Vec::new();
    let mut done = 0;
    while done != frame.chain.all() {
        let mut next = None;
        frame.groups.each(frame.sets.ready[frame.sets.place(done)?], &mut |group, mask| {
            if next.is_some() {
                return;
            }
            let reaches = |label: &usize| {
                let few = fewest.is_none_or(|fewest| stages(*label) - (prefix.len() + 1) as f64 >= fewest);
                few && holds_before(
                    frame,
                    target,
                    labels.row(*label),
                    std::iter::once(group).chain(prefix.iter().rev().copied()),
                )
            };
            let Some(place) = frame.sets.place(done | mask) else { return };
            if labels.of(place).any(|label| reaches(&label)) {
                next = Some((group, mask));
            }
        });
        let (group, mask) = next?;
        prefix.push(group);
        order.push(mask);
        done |= mask;
    }
    Some(order)
}

/// Whether stages, the last first, reach the target before a tail of such values.
fn holds_before(frame: &Frame<'_>, target: Target, tail: &[f64], stages: impl Iterator<Item = usize> + Clone) -> bool {
    (0..frame.chain.parties()).all(|party| {
        let mut value = tail[party];
        stages.clone().all(|group| {
            let later = frame.chain.patience()[party] * value;
            value = frame.groups.value[group * frame.groups.parties + party] + later;
            frame.groups.slack(group, party, later).is_none_or(|slack| target.reached(slack))
        })
    })
}

/// The order without regard to slack that takes the lowest ready step, one at a time.
pub(super) fn plain_order(ready: impl Fn(u64) -> u64, all: u64) -> Option<Vec<u64>> {
    let mut order = Vec::new();
    let mut done = 0;
    while done != all {
        let step = members(ready(done)).next()?;
        order.push(1 << step);
        done |= 1 << step;
    }
    Some(order)
}
