//! What a stage means for a party, for single stages and for all groups of steps at once.

use super::chain::{Chain, Step};

/// The most lines that all groups together may have: 64 MiB.
const LINES_MAX: usize = 1 << 22;

/// One way to cheat: slack `seen * reward - cost`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    /// The chance that cheating on at least one of the steps is seen.
    pub seen: f64,
    /// What not taking them saves.
    pub cost: f64,
}

impl Line {
    pub fn slack(self, reward: f64) -> f64 {
        self.seen * reward - self.cost
    }
}

/// What one stage means for one party.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stake {
    /// Worth less cost.
    pub value: f64,
    pub deposit: f64,
    /// One per chance of being seen, with the dearest set of steps that has it. Empty if nothing costs.
    pub lines: Vec<Line>,
}

impl Stake {
    /// Sums go over the steps in the order given; every use gives them by rising number, so that the same stage has the
    /// same bytes everywhere.
    pub fn of<'a>(steps: impl Iterator<Item = &'a Step>, party: usize) -> Stake {
        let (mut worth, mut cost, mut deposit) = (0.0, 0.0, 0.0);
        // The chance that nothing is seen, and the cost, of every set of steps that cost anything.
        let mut sets: Vec<(f64, f64)> = Vec::new();
        for step in steps {
            worth += step.worth[party];
            cost += step.cost[party];
            deposit += step.deposit[party];
            if step.cost[party] > 0.0 {
                let missed = 1.0 - step.seen;
                for at in 0..sets.len() {
                    sets.push((sets[at].0 * missed, sets[at].1 + step.cost[party]));
                }
                sets.push((missed, step.cost[party]));
            }
        }
        let mut lines: Vec<Line> = Vec::new();
        for (missed, cost) in sets {
            let seen = 1.0 - missed;
            match lines.iter_mut().find(|line| line.seen == seen) {
                Some(line) if line.cost < cost => line.cost = cost,
                Some(_) => {}
                None => lines.push(Line { seen, cost }),
            }
        }
        Stake { value: worth - cost, deposit, lines }
    }

    /// The slack given what the next stage is worth now, `patience * W(k + 1)`.
    pub fn slack(&self, later: f64) -> Option<f64> {
        least_slack(&self.lines, later + self.deposit)
    }
}

/// `None` where nothing costs.
fn least_slack(lines: &[Line], reward: f64) -> Option<f64> {
    lines.iter().map(|line| line.slack(reward)).reduce(|one, other| if other < one { other } else { one })
}

/// The stakes of all groups of up to `size` steps, addressed by the group's number.
///
/// A group's number is its place by size, then among those of its size in the combinatorial number system (Lehmer
/// 1964): `C(a, 1) + C(b, 2) + ..` for the members a < b < ...
pub(super) struct Groups {
    pub parties: usize,
    /// The most steps of a group: less than asked for where all would not fit [`LINES_MAX`].
    pub size: usize,
    /// `choose[k][n]`.
    choose: Vec<Vec<usize>>,
    /// Where the groups of each size begin.
    offset: Vec<usize>,
    pub masks: Vec<u64>,
    /// Per group and party.
    pub value: Vec<f64>,
    pub deposit: Vec<f64>,
    /// Per group and party where its lines begin, with the end of all.
    starts: Vec<u32>,
    lines: Vec<Line>,
}

impl Groups {
    pub fn new(chain: &Chain, size: usize) -> Groups {
        let (steps, parties) = (chain.steps().len(), chain.parties());
        let mut choose = vec![vec![1; steps + 1]];
        for k in 1..=size {
            let mut row = vec![0; steps + 1];
            for n in 1..=steps {
                row[n] = row[n - 1] + choose[k - 1][n - 1];
            }
            choose.push(row);
        }
        let unsure = chain.steps().iter().any(|step| step.seen < 1.0);
        let lines = |k: usize| choose[k][steps] * parties * if unsure { (1 << k) - 1 } else { 1 };
        let fits = |size: &usize| (1..=*size).map(lines).sum::<usize>() <= LINES_MAX;
        let size = (1..=size).rev().find(fits).unwrap_or(1);
        let mut offset = vec![0; size + 2];
        for k in 1..=size {
            offset[k + 1] = offset[k] + choose[k][steps];
        }
        let count = offset[size + 1];
        let mut groups = Groups {
            parties,
            size,
            choose,
            offset,
            masks: vec![0; count],
            value: vec![0.0; count * parties],
            deposit: vec![0.0; count * parties],
            starts: Vec::with_capacity(count * parties + 1),
            lines: Vec::new(),
        };
        let mut masks = vec![0; count];
        groups.each(chain.all(), &mut |group, mask| masks[group] = mask);
        for (group, mask) in masks.iter().enumerate() {
            for party in 0..parties {
                let stake = Stake::of(members(*mask).map(|step| &chain.steps()[step]), party);
                groups.value[group * parties + party] = stake.value;
                groups.deposit[group * parties + party] = stake.deposit;
                groups.starts.push(groups.lines.len() as u32);
                groups.lines.extend(stake.lines);
            }
        }
        groups.starts.push(groups.lines.len() as u32);
        groups.masks = masks;
        groups
    }

    pub fn count(&self) -> usize {
        self.masks.len()
    }

    pub fn lines(&self, group: usize, party: usize) -> &[Line] {
        let at = group * self.parties + party;
        &self.lines[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The slack of one party; `None` where the group costs it nothing.
    pub fn slack(&self, group: usize, party: usize, later: f64) -> Option<f64> {
        least_slack(self.lines(group, party), later + self.deposit[group * self.parties + party])
    }

    /// The number of a group of 1 to `size` steps.
    pub fn number(&self, mask: u64) -> usize {
        let place = members(mask).enumerate().map(|(at, step)| self.choose[at + 1][step]).sum::<usize>();
        self.offset[mask.count_ones() as usize] + place
    }

    /// How many groups there are of so many steps, at most.
    pub fn among(&self, steps: usize) -> usize {
        (1..=self.size).map(|k| self.choose[k][steps]).sum()
    }

    /// Visits the non-empty groups within `set`, lexicographically by their lists of steps: {0}, {0, 1}, {0, 2}, {1}.
    /// `visit` is given the number and the mask.
    pub fn each(&self, set: u64, visit: &mut impl FnMut(usize, u64)) {
        self.descend(set, 0, 0, 0, visit);
    }

    fn descend(&self, set: u64, group: u64, held: usize, place: usize, visit: &mut impl FnMut(usize, u64)) {
        let mut rest = set;
        while rest != 0 {
            let step = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            let (place, group) = (place + self.choose[held + 1][step], group | 1 << step);
            visit(self.offset[held + 1] + place, group);
            if held + 1 < self.size {
                self.descend(rest, group, held + 1, place, visit);
            }
        }
    }
}

/// The members of a set, rising.
pub(super) fn members(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let next = (set != 0).then(|| set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        next
    })
}
