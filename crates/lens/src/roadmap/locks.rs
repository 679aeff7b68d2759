//! What waits for itself: locks, their ways out, and what would cut them.
//!
//! Things that wait for each other are the strongly connected components of "names it in a condition" (Tarjan 1972). A
//! component is *locked* where some of it cannot come about although everything outside that can come about does: the
//! least fixpoint of an and/or graph, so that every alternative has been tried. Else it *locks unless* one of the
//! alternatives that lead outside is taken: those are told with their owner, their age, and who has not answered them.
//!
//! Cores and cuts are taken with the ways out left aside: a *core* is a minimal set of conditions under which not all of
//! the component can come about, a *cut* a minimal set without which all of it can ([`crate::solve::marco`]; Reiter 1987;
//! Liffiton, Previti, Malik & Marques-Silva 2016). Usual ways to do without a condition: simultaneous entry into force,
//! escrow, a partial step, ratification on condition (Walter 2002; Fortna 2004).

use super::findings::{Cut, Deadlock, Edge, Exit, Mismatch, WayOut};
use super::graph::{Atom, Formula, Graph, Kind, Said, Waiting};
use crate::control::Control;
use crate::model::stand_of;
use crate::phrase::list;
use crate::run::Stop;
use crate::solve::marco::{Feasible, Limits, Set, enumerate};
use zopa_case::draft::Says;
use zopa_case::rule::EventKind;
use zopa_case::{DateSpan, PartyId};

/// Cores, and cuts, listed of one lock at most.
const SETS: usize = 200;

/// The locks of a case, and why the search for their cuts ended.
pub(super) fn deadlocks(graph: &Graph<'_>, mismatches: &[Mismatch], control: &dyn Control) -> (Vec<Deadlock>, Stop) {
    let able = graph.can_be(&|_| false, &|_| false);
    let mut stop = Stop::Complete;
    let mut found = Vec::new();
    for members in components(graph) {
        let lock = Lock::new(graph, members, &able);
        let (deadlock, ended) = lock.told(mismatches, control);
        found.push(deadlock);
        stop = stop.and(ended);
    }
    (found, stop)
}

/// What is unmet of a node: its conditions, and for each the nodes named that have not come about.
fn unmet<'g>(graph: &'g Graph<'_>, node: usize) -> impl Iterator<Item = &'g usize> {
    let over = graph.over(node);
    let open = move |wait: &&usize| !over && !graph.waits[**wait].formula.met(&|atom| graph.happened(atom));
    graph.nodes[node].waits.iter().filter(open)
}

/// Sets of nodes that wait for each other, by their first node.
fn components(graph: &Graph<'_>) -> Vec<Vec<usize>> {
    let size = graph.nodes.len();
    let next: Vec<Vec<usize>> = (0..size)
        .map(|node| {
            let atoms = unmet(graph, node).flat_map(|wait| graph.waits[*wait].formula.atoms());
            let mut named: Vec<usize> = atoms.filter(|atom| !graph.happened(*atom)).map(|atom| atom.node).collect();
            named.sort_unstable();
            named.dedup();
            named
        })
        .collect();
    let (mut order, mut low, mut on_stack) = (vec![usize::MAX; size], vec![0; size], vec![false; size]);
    let (mut stack, mut count, mut found) = (Vec::new(), 0, Vec::new());
    for root in 0..size {
        if order[root] != usize::MAX {
            continue;
        }
        let mut path: Vec<(usize, usize)> = vec![(root, 0)];
        while let Some((node, at)) = path.last().copied() {
            if at == 0 && order[node] == usize::MAX {
                (order[node], low[node]) = (count, count);
                count += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(other) = next[node].get(at).copied() {
                if let Some(last) = path.last_mut() {
                    last.1 += 1;
                }
                if order[other] == usize::MAX {
                    path.push((other, 0));
                } else if on_stack[other] {
                    low[node] = low[node].min(order[other]);
                }
                continue;
            }
            path.pop();
            if let Some((above, _)) = path.last() {
                low[*above] = low[*above].min(low[node]);
            }
            if low[node] == order[node] {
                let mut members = Vec::new();
                while let Some(member) = stack.pop() {
                    on_stack[member] = false;
                    members.push(member);
                    if member == node {
                        break;
                    }
                }
                members.sort_unstable();
                if members.len() > 1 || next[node].contains(&node) {
                    found.push(members);
                }
            }
        }
    }
    found.sort();
    found
}

/// A component with the conditions by which it waits for itself.
struct Lock<'g, 'a> {
    graph: &'g Graph<'a>,
    able: &'g [bool],
    members: Vec<usize>,
    inside: Vec<bool>,
    /// Places of the conditions.
    waits: Vec<usize>,
    /// The conditions without their ways out.
    inner: Vec<Formula>,
}

/// Which events hold.
type Holds<'h> = &'h dyn Fn(Atom) -> bool;

impl<'g, 'a> Lock<'g, 'a> {
    fn new(graph: &'g Graph<'a>, members: Vec<usize>, able: &'g [bool]) -> Self {
        let mut inside = vec![false; graph.nodes.len()];
        members.iter().for_each(|member| inside[*member] = true);
        let within = |node: usize| inside[node];
        let all = members.iter().flat_map(|member| unmet(graph, *member)).copied();
        let waits: Vec<usize> = all.filter(|wait| graph.waits[*wait].formula.touches(&within)).collect();
        let inner = waits.iter().map(|wait| restricted(&graph.waits[*wait].formula, &within)).collect();
        Self { graph, able, members, inside, waits, inner }
    }

    /// Whether all members can come about under some of the conditions, each without its ways out.
    fn frees(&self, in_force: &dyn Fn(usize) -> bool) -> bool {
        let outside = self.inside.iter().map(|inside| !inside).collect();
        self.all_come(outside, &|at, holds| !in_force(at) || self.inner[at].met(holds))
    }

    /// Whether some member cannot come about although everything outside that can come about does.
    fn locked(&self) -> bool {
        let outside = self.inside.iter().zip(self.able).map(|(inside, able)| !inside && *able).collect();
        !self.all_come(outside, &|at, holds| self.graph.waits[self.waits[at]].formula.met(holds))
    }

    /// Whether all members come about, one after the other, where those of `here` have; `met` says of a condition by its
    /// place, and of which events hold, whether it is met.
    fn all_come(&self, mut here: Vec<bool>, met: &dyn Fn(usize, Holds<'_>) -> bool) -> bool {
        let mut open = self.members.clone();
        loop {
            let before = open.len();
            open.retain(|member| {
                let holds = |atom: Atom| here[atom.node] || self.graph.happened(atom);
                let mut own = (0..self.waits.len()).filter(|at| self.graph.waits[self.waits[*at]].node == *member);
                let comes = own.all(|at| met(at, &holds));
                here[*member] |= comes;
                !comes
            });
            if open.is_empty() || open.len() == before {
                return open.is_empty();
            }
        }
    }

    fn told(&self, mismatches: &[Mismatch], control: &dyn Control) -> (Deadlock, Stop) {
        let graph = self.graph;
        let size = self.waits.len();
        let mut oracle = |in_force: &Set| match self.frees(&|at| in_force.contains(at)) {
            true => Feasible::Yes(None),
            false => Feasible::No(None),
        };
        let limits = Limits { sets: SETS, calls: 20_000, steps: 50_000 };
        let found = enumerate(&Set::empty(size), &mut oracle, &limits, &mut || control.cancelled());
        let ids: Vec<String> = self.members.iter().map(|member| graph.nodes[*member].id.clone()).collect();
        let titles: Vec<String> = self.members.iter().map(|member| graph.nodes[*member].title.clone()).collect();
        let name = |at: usize| graph.waits[self.waits[at]].id.clone();
        let locked = self.locked();
        let unless = self.exits();
        let differ = |id: &&String| mismatches.iter().any(|found| found.steps.contains(id));
        let mismatched: Vec<String> = ids.iter().filter(differ).cloned().collect();
        let blocked = graph.can_be(&|_| false, &|node| self.inside[node]);
        let freed = graph.can_be(&|wait| self.waits.contains(&wait), &|_| false);
        let holds_up = (0..graph.nodes.len()).filter(|node| !self.inside[*node] && freed[*node] && !blocked[*node]);
        let mut basis = graph.closure_basis(&self.members);
        for exit in &unless {
            basis.sources.extend(exit.sources.iter().cloned());
        }
        for found in mismatches.iter().filter(|found| found.steps.iter().any(|step| ids.contains(step))) {
            basis.join(&found.basis);
        }
        let deadlock = Deadlock {
            id: format!("roadmap.deadlock.{}", ids[0]),
            goal: ids[0].clone(),
            sentence: self.sentence(&titles, locked, &unless, &mismatched),
            edges: self.edges(),
            cores: found.conflicts.iter().map(|core| core.iter().map(name).collect()).collect(),
            cuts: found.corrections.iter().map(|cut| self.cut(cut)).collect(),
            complete: found.complete(),
            holds_up: holds_up.map(|node| graph.nodes[node].id.clone()).collect(),
            members: ids,
            titles,
            locked,
            unless,
            mismatched,
            basis,
        };
        (deadlock, found.stop)
    }

    fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (at, wait) in self.waits.iter().enumerate() {
            let wait = &self.graph.waits[*wait];
            for atom in self.inner[at].atoms() {
                let Some(said) = wait.said.iter().find(|said| said.formula.atoms().contains(&atom)) else { continue };
                let event = self.graph.event(atom);
                edges.push(Edge {
                    from: self.graph.nodes[wait.node].id.clone(),
                    to: event.of,
                    event: event.event,
                    wait: wait.id.clone(),
                    owner: wait.owner.map(PartyId::index),
                    account: said.account,
                    date: said.date.map(|date| date.to_string()).unwrap_or_default(),
                    sources: said.sources.clone(),
                });
            }
        }
        edges
    }

    /// The alternatives that lead outside, then the options on which an owner has said nothing.
    fn exits(&self) -> Vec<Exit> {
        let mut on_record = Vec::new();
        let mut unsaid: Vec<Exit> = Vec::new();
        for wait in self.waits.iter().map(|wait| &self.graph.waits[*wait]) {
            let mut outside = Vec::new();
            leave(&wait.formula, &|node| self.inside[node], &mut outside);
            on_record.extend(outside.into_iter().map(|formula| self.exit(wait, formula)));
            for (issue, option) in &wait.unsaid {
                let known = self.graph.case.issue(*issue);
                let rule = format!("{} = {}", known.name, known.options[*option].name);
                if unsaid.iter().any(|exit| exit.rule == rule && exit.owner == wait.owner.map(PartyId::index)) {
                    continue;
                }
                let single = known.single(*option);
                let wants = |party: &PartyId| {
                    let stand = stand_of(&self.graph.record, *issue, *party);
                    Some(*party) != wait.owner && single.is_some_and(|outcome| stand.accepts[outcome])
                };
                unsaid.push(Exit {
                    wait: wait.id.clone(),
                    words: known.title.clone(),
                    rule,
                    on_record: false,
                    possible: true,
                    owner: wait.owner.map(PartyId::index),
                    date: String::new(),
                    age: None,
                    sources: Vec::new(),
                    unanswered: wait.owner.into_iter().map(PartyId::index).collect(),
                    wanted_by: self.graph.case.party_ids().filter(wants).map(PartyId::index).collect(),
                });
            }
        }
        on_record.extend(unsaid);
        on_record
    }

    fn exit(&self, wait: &Waiting, formula: &Formula) -> Exit {
        let graph = self.graph;
        let atoms = formula.atoms();
        let said = wait.said.iter().find(|said| atoms.iter().all(|atom| said.formula.atoms().contains(atom)));
        let date: Option<DateSpan> = said.and_then(|said| said.date);
        Exit {
            wait: wait.id.clone(),
            rule: graph.rule(formula),
            words: graph.words(formula),
            on_record: true,
            possible: formula.met(&|atom| self.able[atom.node] || graph.happened(atom)),
            owner: wait.owner.map(PartyId::index),
            date: date.map(|date| date.to_string()).unwrap_or_default(),
            age: date.map(|date| date.days_before(graph.case.as_of())),
            sources: said.map(|said| said.sources.clone()).unwrap_or_default(),
            unanswered: self.unanswered(wait, &atoms),
            wanted_by: Vec::new(),
        }
    }

    /// Who would have to act on a way out that another names, and has not answered.
    fn unanswered(&self, wait: &Waiting, atoms: &[Atom]) -> Vec<usize> {
        let (case, draft) = (self.graph.case, self.graph.case.draft());
        let mut parties = Vec::new();
        for atom in atoms {
            let node = &self.graph.nodes[atom.node];
            if node.kind != Kind::Step || self.graph.happened(*atom) {
                continue;
            }
            let answered = |party: &str| {
                let answers = self.graph.proposals(&node.id).flat_map(|(_, own)| &own.answers);
                answers.into_iter().any(|own| own.party.value == party && own.says.value != Says::Silent)
            };
            for actor in draft.steps[node.at].actor.iter().filter(|actor| !answered(&actor.value)) {
                parties.extend(case.party_named(&actor.value).filter(|party| wait.owner != Some(*party)));
            }
        }
        parties.sort();
        parties.dedup();
        parties.into_iter().map(PartyId::index).collect()
    }

    fn cut(&self, cut: &Set) -> Cut {
        let graph = self.graph;
        let waits: Vec<&Waiting> = cut.iter().map(|at| &graph.waits[self.waits[at]]).collect();
        let ways = cut.iter().map(|at| self.ways(at)).collect();
        let each: Vec<String> = waits.iter().map(|wait| condition(graph, wait)).collect();
        let sentence = format!("Nothing here waits for itself without {}.", list(&each, "and"));
        Cut { waits: waits.iter().map(|wait| wait.id.clone()).collect(), ways, sentence }
    }

    /// Usual ways to do without a condition.
    fn ways(&self, at: usize) -> Vec<WayOut> {
        let graph = self.graph;
        let wait = &graph.waits[self.waits[at]];
        let own = &graph.nodes[wait.node];
        let mut ways = Vec::new();
        for atom in self.inner[at].atoms() {
            let other = &graph.nodes[atom.node];
            if own.kind == Kind::Ratifier || other.kind == Kind::Ratifier {
                ways.push(WayOut::ConditionalRatification);
            }
            if let EventKind::Held(_) = atom.kind {
                ways.push(WayOut::Partial);
            } else if own.kind == Kind::Step && other.kind == Kind::Step {
                ways.push(WayOut::Simultaneous);
                let steps = &graph.case.draft().steps;
                let same =
                    |actor: &zopa_case::At<String>| steps[other.at].actor.iter().any(|own| own.value == actor.value);
                if !steps[own.at].actor.iter().any(same) {
                    ways.push(WayOut::Escrow);
                }
            }
        }
        ways.sort();
        ways.dedup();
        ways
    }

    fn sentence(&self, titles: &[String], locked: bool, unless: &[Exit], mismatched: &[String]) -> String {
        let case = self.graph.case;
        let party = |at: &usize| case.party(PartyId::new(*at)).title.clone();
        let quoted: Vec<String> = titles.iter().map(|title| format!("\"{title}\"")).collect();
        let mut said = match quoted.as_slice() {
            [one] => format!("{one} waits for itself"),
            all => format!("{} wait for each other", list(all, "and")),
        };
        let open = |exit: &&Exit| exit.on_record && exit.possible;
        let ways: Vec<String> = unless
            .iter()
            .filter(open)
            .map(|exit| {
                let owner = exit.owner.as_ref().map(&party);
                let when = DateSpan::parse(&exit.date).map(|date| date.in_words()).ok();
                let age = exit.age.filter(|age| *age > 0).map(|age| format!("{age} days old"));
                let by: Vec<String> = [owner, when, age].into_iter().flatten().collect();
                let by = if by.is_empty() { String::new() } else { format!(" ({})", by.join(", ")) };
                let unanswered: Vec<String> = exit.unanswered.iter().map(party).collect();
                let silent = match unanswered.as_slice() {
                    [] => String::new(),
                    all => format!("; no answer of {} is on record", list(all, "and")),
                };
                format!("{}{by}{silent}", exit.words)
            })
            .collect();
        match (locked, ways.is_empty()) {
            (true, _) if unless.iter().any(|exit| exit.on_record) => {
                said.push_str("; every alternative on record locks as well");
            }
            (true, _) => said.push_str("; no alternative is on record"),
            (false, false) => said.push_str(&format!(", unless {}", list(&ways, "or"))),
            (false, true) => {}
        }
        said.push('.');
        let unsaid: Vec<&Exit> = unless.iter().filter(|exit| !exit.on_record).collect();
        for owner in unsaid.iter().filter_map(|exit| exit.owner).collect::<std::collections::BTreeSet<usize>>() {
            let own: Vec<&Exit> = unsaid.iter().filter(|exit| exit.owner == Some(owner)).copied().collect();
            let mut issues: Vec<&str> = own.iter().map(|exit| exit.words.as_str()).collect();
            issues.dedup();
            let options = |issue: &&str| {
                let of_it = own.iter().filter(|exit| exit.words == **issue);
                let name = |exit: &&Exit| {
                    let wanted: Vec<String> = exit.wanted_by.iter().map(party).collect();
                    let option = exit.rule.split(" = ").nth(1).unwrap_or_default();
                    match wanted.as_slice() {
                        [] => option.to_string(),
                        all => format!("{option} (to which {} said yes)", list(all, "and")),
                    }
                };
                let names: Vec<String> = of_it.map(name).collect();
                format!("{} of \"{issue}\"", list(&names, "or"))
            };
            let told: Vec<String> = issues.iter().map(options).collect();
            let other = if own.len() == 1 { "which sets" } else { "which set" };
            said.push_str(&format!(
                " {} has not spoken on {}, {other} no such condition.",
                party(&owner),
                list(&told, "or")
            ));
        }
        if !mismatched.is_empty() {
            let names: Vec<String> = mismatched
                .iter()
                .filter_map(|id| self.graph.step(id))
                .map(|node| format!("\"{}\"", self.graph.nodes[node].title))
                .collect();
            said.push_str(&format!(" The parties do not mean the same by {}.", list(&names, "and")));
        }
        said
    }
}

/// Whose condition it is and since when: `Russia, 2 Jun 2025`, `United States, about 27 Jan 2026, by another's account`.
fn by(graph: &Graph<'_>, wait: &Waiting) -> String {
    let dates = wait.said.iter().filter_map(|said: &Said| said.date);
    let said = [
        wait.owner.map(|owner| graph.case.party(owner).title.clone()),
        dates.max_by_key(|date| (date.last, date.first)).map(|date| date.in_words()),
        wait.said.iter().any(|said| said.account).then(|| "by another's account".to_string()),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}

/// What is waited for: `"Withdrawal" has begun (Russia, 2 Jun 2025)`.
pub(super) fn until(graph: &Graph<'_>, wait: &Waiting) -> String {
    format!("{}{}", graph.words(&wait.formula), by(graph, wait))
}

/// A condition as something that can fall: `the condition that "Ceasefire" waits until "Withdrawal" has begun (Russia)`.
pub(super) fn condition(graph: &Graph<'_>, wait: &Waiting) -> String {
    format!("the condition that \"{}\" waits until {}", graph.nodes[wait.node].title, until(graph, wait))
}

/// A condition with only what lies inside: alternatives that lead outside are left aside where others stay inside.
fn restricted(formula: &Formula, inside: &dyn Fn(usize) -> bool) -> Formula {
    match formula {
        Formula::Atom(atom) if inside(atom.node) => Formula::Atom(*atom),
        Formula::Atom(_) | Formula::Free(_) => Formula::And(Vec::new()),
        Formula::And(parts) => Formula::And(parts.iter().map(|part| restricted(part, inside)).collect()),
        Formula::Or(parts) => {
            let stay: Vec<&Formula> = parts.iter().filter(|part| part.touches(inside)).collect();
            match stay.is_empty() {
                true => Formula::And(Vec::new()),
                false => Formula::Or(stay.into_iter().map(|part| restricted(part, inside)).collect()),
            }
        }
    }
}

/// The alternatives that lead outside.
fn leave<'f>(formula: &'f Formula, inside: &dyn Fn(usize) -> bool, found: &mut Vec<&'f Formula>) {
    match formula {
        Formula::Atom(_) | Formula::Free(_) => {}
        Formula::And(parts) => parts.iter().for_each(|part| leave(part, inside, found)),
        Formula::Or(parts) => {
            if !parts.iter().any(|part| part.touches(inside)) {
                return;
            }
            for part in parts {
                if part.touches(inside) {
                    leave(part, inside, found);
                } else {
                    found.push(part);
                }
            }
        }
    }
}
