//! The conditions on record over the steps of a plan: what must have been done before each, and what is taken for granted.

use super::graph::{Formula, Kind};
use super::plans::Search;

/// Alternatives kept of one condition; one with more is taken for granted and told.
const WAYS: usize = 512;

impl Search<'_, '_> {
    /// By step of the plan: what must have been done before it; what is taken for granted; and what is set aside because
    /// no order keeps it.
    pub(super) fn needs(&self) -> (Vec<Vec<Vec<u64>>>, Vec<String>, Vec<String>) {
        let steps = &self.numbers.steps;
        let mut granted: Vec<String> = Vec::new();
        let mut needs: Vec<Vec<(Vec<u64>, usize)>> = vec![Vec::new(); steps.len()];
        for (at, node) in steps.iter().enumerate() {
            for wait in &self.graph.nodes[*node].waits {
                let formula = &self.graph.waits[*wait].formula;
                let own = self.inside(formula, &mut granted);
                match self.ways(&own) {
                    Some(ways) if ways.contains(&0) => {}
                    Some(ways) => needs[at].push((ways, *wait)),
                    None => granted.push(self.graph.words(formula)),
                }
            }
        }
        // Conditions that no order keeps are set aside one step at a time.
        let mut dropped = Vec::new();
        loop {
            let mut done = 0_u64;
            loop {
                let met =
                    |own: &Vec<(Vec<u64>, usize)>| own.iter().all(|(ways, _)| ways.iter().any(|way| way & !done == 0));
                let ready: u64 =
                    needs.iter().enumerate().filter(|(_, own)| met(own)).fold(0, |set, (at, _)| set | 1 << at);
                if ready | done == done {
                    break;
                }
                done |= ready;
            }
            let Some(stuck) = (0..steps.len()).find(|at| done >> at & 1 == 0) else { break };
            let unmet = |(ways, _): &(Vec<u64>, usize)| !ways.iter().any(|way| way & !done == 0);
            let (gone, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut needs[stuck]).into_iter().partition(unmet);
            needs[stuck] = kept;
            dropped.extend(gone.into_iter().map(|(_, wait)| {
                format!(
                    "set aside, since no order of these steps keeps it: {}",
                    super::locks::condition(self.graph, &self.graph.waits[wait])
                )
            }));
        }
        granted.sort();
        granted.dedup();
        let needs = needs.into_iter().map(|own| own.into_iter().map(|(ways, _)| ways).collect()).collect();
        (needs, granted, dropped)
    }

    /// A condition over the steps of the plan. Where no steps of the plan can meet it, what lies outside is taken for
    /// granted, and told.
    fn inside(&self, formula: &Formula, granted: &mut Vec<String>) -> Formula {
        let mut yeses = Vec::new();
        let own = self.within(formula, false, &mut Vec::new(), &mut yeses);
        if self.ways(&own).is_some_and(|ways| ways.is_empty()) {
            return self.within(formula, true, &mut Vec::new(), granted);
        }
        granted.extend(yeses);
        own
    }

    /// The same, with what lies outside the plan taken for granted or not. What a ratifier needs stands for its yes.
    fn within(&self, formula: &Formula, outside: bool, asked: &mut Vec<usize>, granted: &mut Vec<String>) -> Formula {
        let graph = self.graph;
        match formula {
            Formula::Atom(atom) if graph.happened(*atom) => Formula::And(Vec::new()),
            Formula::Atom(atom) if self.numbers.steps.contains(&atom.node) => Formula::Atom(*atom),
            Formula::Atom(atom) if graph.nodes[atom.node].kind == Kind::Ratifier => {
                if asked.contains(&atom.node) {
                    return Formula::Or(Vec::new());
                }
                granted.push(graph.event(*atom).words);
                asked.push(atom.node);
                let waits = graph.nodes[atom.node].waits.iter().map(|wait| &graph.waits[*wait].formula);
                let own = waits.map(|formula| self.within(formula, outside, asked, granted)).collect();
                asked.pop();
                Formula::And(own)
            }
            Formula::Atom(_) if !outside => Formula::Or(Vec::new()),
            Formula::Atom(atom) => {
                granted.push(graph.event(*atom).words);
                Formula::And(Vec::new())
            }
            Formula::Free(text) => {
                granted.push(format!("`{text}`"));
                Formula::And(Vec::new())
            }
            Formula::And(parts) => {
                Formula::And(parts.iter().map(|part| self.within(part, outside, asked, granted)).collect())
            }
            Formula::Or(parts) => {
                Formula::Or(parts.iter().map(|part| self.within(part, outside, asked, granted)).collect())
            }
        }
    }

    /// A condition over the steps of the plan as alternatives, each the set of steps that it takes, none of them within
    /// another; `None` past a limit.
    fn ways(&self, formula: &Formula) -> Option<Vec<u64>> {
        let mut ways = match formula {
            Formula::Free(_) => vec![0],
            Formula::Atom(atom) => {
                let place = self.numbers.steps.iter().position(|node| *node == atom.node)?;
                vec![1 << place]
            }
            Formula::Or(parts) => {
                let all: Option<Vec<Vec<u64>>> = parts.iter().map(|part| self.ways(part)).collect();
                all?.concat()
            }
            Formula::And(parts) => {
                let mut product = vec![0_u64];
                for part in parts {
                    let own = self.ways(part)?;
                    product = product.iter().flat_map(|way| own.iter().map(move |more| way | more)).collect();
                    if product.len() > WAYS {
                        return None;
                    }
                    least(&mut product);
                }
                product
            }
        };
        least(&mut ways);
        (ways.len() <= WAYS).then_some(ways)
    }

    /// Conditions that an order breaks, in words.
    pub(super) fn breaks(&self, order: &[u64]) -> Vec<String> {
        let mut broken = Vec::new();
        let mut done = 0_u64;
        for stage in order {
            for at in (0..self.numbers.steps.len()).filter(|at| stage >> at & 1 == 1) {
                for wait in &self.graph.nodes[self.numbers.steps[at]].waits {
                    let wait = &self.graph.waits[*wait];
                    let own = self.inside(&wait.formula, &mut Vec::new());
                    let met = own.met(&|atom| {
                        let place = self.numbers.steps.iter().position(|node| *node == atom.node);
                        place.is_some_and(|place| done >> place & 1 == 1)
                    });
                    if !met {
                        broken.push(super::locks::condition(self.graph, wait));
                    }
                }
            }
            done |= stage;
        }
        broken
    }
}

/// Keeps the sets that no other is within, in order.
fn least(ways: &mut Vec<u64>) {
    ways.sort_by_key(|way| (way.count_ones(), *way));
    ways.dedup();
    let mut kept: Vec<u64> = Vec::new();
    for way in ways.drain(..) {
        if !kept.iter().any(|smaller| smaller & !way == 0) {
            kept.push(way);
        }
    }
    *ways = kept;
}
