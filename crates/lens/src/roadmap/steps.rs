//! Every step: where it stands, what it waits for, what it opens, and whose line it would cross.

use super::findings::{Standing, StepFound, Wait};
use super::graph::{Atom, Graph, Kind, Waiting};
use super::locks::until;
use crate::model::{analyst, crossing, stand_of, truth};
use crate::phrase::list;
use crate::run::Basis;
use zopa_case::draft::{Says, Step};
use zopa_case::rule::{Decided, EventKind, can_be};
use zopa_case::{LineId, PartyId, Rule, Truth, limits};

/// All steps in file order; `whole` is what all of them rest on.
pub(super) fn steps(graph: &Graph<'_>, whole: &Basis, warnings: &mut Vec<String>) -> Vec<StepFound> {
    let able = graph.can_be(&|_| false, &|_| false);
    let mut naming: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
    for wait in &graph.waits {
        wait.formula.visit(&mut |atom| naming[atom.node].push(wait.node));
    }
    let mut lines = Lines { graph, budget: limits::RULE_STEPS / 4, open: false };
    let steps = graph.nodes.iter().enumerate().filter(|(_, node)| node.kind == Kind::Step);
    let found = steps.map(|(at, _)| step(graph, at, able[at], &mut naming[at], &mut lines, whole)).collect();
    if lines.open {
        warnings.push("whether some steps cross a line was not settled within the limit".to_string());
    }
    found
}

fn step(
    graph: &Graph<'_>,
    at: usize,
    able: bool,
    naming: &mut Vec<usize>,
    lines: &mut Lines<'_, '_>,
    whole: &Basis,
) -> StepFound {
    let (case, node) = (graph.case, &graph.nodes[at]);
    let own = &case.draft().steps[node.at];
    let actors: Vec<PartyId> = own.actor.iter().filter_map(|actor| case.party_named(&actor.value)).collect();
    naming.sort_unstable();
    naming.dedup();
    let waits: Vec<Wait> = node.waits.iter().map(|wait| told(graph, &graph.waits[*wait])).collect();
    let (crosses, refused_by) = (lines.crossed(own), lines.refused(own));
    let no_yes_of = no_yes(graph, own, &actors);
    let happened = |kind: EventKind| graph.happened(Atom { node: at, kind });
    let against = crosses.iter().any(|(_, _, analyst)| !analyst) || !refused_by.is_empty();
    let standing = if happened(EventKind::Done) {
        Standing::Done
    } else if happened(EventKind::Begun) {
        Standing::Begun
    } else if !able {
        Standing::Locked
    } else if waits.iter().any(|wait| !wait.met) {
        Standing::Waits
    } else if against {
        Standing::Refused
    } else {
        Standing::Now
    };
    let opens: Vec<usize> = naming.iter().copied().filter(|other| opened(graph, *other, at)).collect();
    let id = |node: &usize| graph.nodes[*node].id.clone();
    StepFound {
        id: format!("roadmap.step.{}", node.id),
        step: node.id.clone(),
        title: node.title.clone(),
        sentence: sentence(
            graph,
            at,
            standing,
            &opens,
            &Against { crosses: &crosses, refused_by: &refused_by, no_yes_of: &no_yes_of },
        ),
        actors: actors.into_iter().map(PartyId::index).collect(),
        verifier: own.verifier.as_ref().map(|verifier| verifier.value.clone()),
        standing,
        waits,
        opens: opens.iter().map(id).collect(),
        named_by: naming.iter().map(id).collect(),
        crosses,
        refused_by,
        no_yes_of,
        granted: node.granted.clone(),
        basis: whole.clone(),
    }
}

/// Whether a node that cannot come about now could once `by` has.
fn opened(graph: &Graph<'_>, node: usize, by: usize) -> bool {
    let met =
        |holds: &dyn Fn(Atom) -> bool| graph.nodes[node].waits.iter().all(|wait| graph.waits[*wait].formula.met(holds));
    !graph.over(node) && !met(&|atom| graph.happened(atom)) && met(&|atom| atom.node == by || graph.happened(atom))
}

/// A condition as it is told.
pub(super) fn told(graph: &Graph<'_>, wait: &Waiting) -> Wait {
    let newest = wait.said.iter().filter_map(|said| said.date).max_by_key(|date| (date.last, date.first));
    let mut sources: Vec<String> = wait.said.iter().flat_map(|said| said.sources.iter().cloned()).collect();
    sources.sort();
    sources.dedup();
    let stated: Vec<&str> = wait.said.iter().map(|said| said.stated_in.as_str()).collect();
    Wait {
        id: wait.id.clone(),
        from: graph.nodes[wait.node].id.clone(),
        rule: graph.rule(&wait.formula),
        words: graph.words(&wait.formula),
        events: wait.formula.atoms().into_iter().map(|atom| graph.event(atom)).collect(),
        origin: wait.said[0].origin,
        stated_in: stated.join(" or "),
        owner: wait.owner.map(PartyId::index),
        account: wait.said.iter().any(|said| said.account),
        date: newest.map(|date| date.to_string()).unwrap_or_default(),
        age: newest.map(|date| date.days_before(graph.case.as_of())),
        sources,
        met: wait.formula.met(&|atom| graph.happened(atom)),
    }
}

/// Parties that would act or consent and whose yes to no way of doing a step is on record: neither an option by which it
/// is realised, nor the step itself where it was proposed.
fn no_yes(graph: &Graph<'_>, step: &Step, actors: &[PartyId]) -> Vec<usize> {
    let case = graph.case;
    let mut parties: Vec<PartyId> = actors.to_vec();
    let mut said: Vec<PartyId> = Vec::new();
    if let Some(rule) = step.realises.as_ref().and_then(|rule| case.rule(rule)) {
        for issue in rule.issues() {
            let known = case.issue(issue);
            parties.extend(known.consent.iter().copied());
            for party in parties.iter().copied() {
                let stand = stand_of(&graph.record, issue, party);
                if (0..known.outcomes.len()).any(|at| truth(rule, issue, at) != Truth::No && stand.may_accept[at]) {
                    said.push(party);
                }
            }
        }
    }
    for (_, proposal) in graph.proposals(&step.id.value) {
        let yes = proposal.answers.iter().filter(|answer| answer.says.value == Says::Yes).map(|answer| &answer.party);
        let names = yes.chain([&proposal.by]).map(|party| &party.value);
        said.extend(names.filter_map(|name| case.party_named(name)));
    }
    let mut silent: Vec<usize> =
        parties.into_iter().filter(|party| !said.contains(party)).map(PartyId::index).collect();
    silent.sort_unstable();
    silent.dedup();
    silent
}

type Crossed = Vec<(String, usize, bool)>;

/// What stands against a step.
struct Against<'a> {
    crosses: &'a Crossed,
    refused_by: &'a [usize],
    no_yes_of: &'a [usize],
}

fn sentence(graph: &Graph<'_>, at: usize, standing: Standing, opens: &[usize], against: &Against<'_>) -> String {
    let case = graph.case;
    let node = &graph.nodes[at];
    let step = &case.draft().steps[node.at];
    let title = format!("\"{}\"", node.title);
    let unmet = node.waits.iter().map(|wait| &graph.waits[*wait]);
    let unmet: Vec<String> =
        unmet.filter(|wait| !wait.formula.met(&|atom| graph.happened(atom))).map(|wait| until(graph, wait)).collect();
    let party = |at: &usize| case.party(PartyId::new(*at)).title.as_str();
    let mut said = match standing {
        Standing::Done => format!("{title} is done."),
        Standing::Begun => format!("{title} has begun."),
        Standing::Now => {
            format!("{title} could begin now: no condition is unmet, and nobody's stated line is crossed.")
        }
        Standing::Waits => format!("{title} waits until {}.", list(&unmet, "and until")),
        Standing::Locked if unmet.is_empty() => format!("{title} is locked."),
        Standing::Locked => format!("{title} is locked; it waits until {}.", list(&unmet, "and until")),
        Standing::Refused => format!("{title} waits for nothing, and is refused."),
    };
    if matches!(standing, Standing::Done | Standing::Begun) {
        return said;
    }
    for (line, whose, analyst) in against.crosses {
        let reading = if *analyst { " (in our reading)" } else { "" };
        said.push_str(&format!(" Every way of doing it crosses the line `{line}` of {}{reading}.", party(whose)));
    }
    if !against.refused_by.is_empty() {
        let refusing: Vec<&str> = against.refused_by.iter().map(party).collect();
        let verb = if refusing.len() == 1 { "refuses" } else { "refuse" };
        said.push_str(&format!(" {} {verb} every way of doing it.", list(&refusing, "and")));
    }
    if standing == Standing::Now {
        if !against.no_yes_of.is_empty() {
            let silent: Vec<&str> = against.no_yes_of.iter().map(party).collect();
            said.push_str(&format!(" No yes of {} to it is on record.", list(&silent, "or")));
        }
        if !opens.is_empty() {
            let opens: Vec<String> = opens.iter().map(|node| format!("\"{}\"", graph.nodes[*node].title)).collect();
            said.push_str(&format!(" It opens {}.", list(&opens, "and")));
        }
        if step.verifier.is_none() {
            said.push_str(" No verifier is named.");
        }
        if !node.granted.is_empty() {
            let granted: Vec<String> = node.granted.iter().map(|text| format!("`{text}`")).collect();
            said.push_str(&format!(" Taken for granted: {}.", list(&granted, "and")));
        }
    }
    said
}

/// Lines and refusals against steps.
struct Lines<'g, 'a> {
    graph: &'g Graph<'a>,
    budget: usize,
    open: bool,
}

impl Lines<'_, '_> {
    /// Lines that every way of doing a step crosses: each alone, or, where none does, those that together leave no way.
    fn crossed(&mut self, step: &Step) -> Crossed {
        let case = self.graph.case;
        let Some(rule) = step.realises.as_ref().and_then(|rule| case.rule(rule)) else { return Vec::new() };
        let logic: Vec<&Rule> = case.logic().iter().map(|logic| &logic.rule).collect();
        let issues = rule.issues();
        let tied = |at: &usize| {
            let line = case.line(LineId::new(*at));
            line.crossing.issues().iter().any(|issue| issues.contains(issue)) || !logic.is_empty()
        };
        let lines: Vec<usize> = (0..case.lines().len()).filter(tied).collect();
        let mut never = |rule: Rule| match can_be(&rule, &logic, &mut self.budget) {
            Decided::Impossible => true,
            Decided::Open => {
                self.open = true;
                false
            }
            Decided::Possible => false,
        };
        let kept = |at: usize| crossing(case.line(LineId::new(at))).negated();
        let mut crossed: Vec<usize> =
            lines.iter().copied().filter(|at| never(Rule::And(vec![rule.clone(), kept(*at)]))).collect();
        let stated: Vec<usize> = lines.iter().copied().filter(|at| !analyst(case.line(LineId::new(*at)))).collect();
        if !crossed.iter().any(|at| stated.contains(at)) {
            let all: Vec<Rule> = stated.iter().map(|at| kept(*at)).chain([rule.clone()]).collect();
            if !stated.is_empty() && never(Rule::And(all)) {
                let own = |at: &usize| {
                    case.line(LineId::new(*at)).crossing.issues().iter().any(|issue| issues.contains(issue))
                };
                crossed.extend(stated.into_iter().filter(own));
            }
        }
        let told = |at: usize| {
            let line = case.line(LineId::new(at));
            (line.name.clone(), line.party.index(), analyst(line))
        };
        crossed.into_iter().map(told).collect()
    }

    /// Parties that act or consent and refuse every way of doing a step.
    fn refused(&self, step: &Step) -> Vec<usize> {
        let case = self.graph.case;
        let Some(rule) = step.realises.as_ref().and_then(|rule| case.rule(rule)) else { return Vec::new() };
        let mut refusing = Vec::new();
        for issue in rule.issues() {
            let known = case.issue(issue);
            let ways: Vec<usize> =
                (0..known.outcomes.len()).filter(|outcome| truth(rule, issue, *outcome) != Truth::No).collect();
            let actors = step.actor.iter().filter_map(|actor| case.party_named(&actor.value));
            for party in actors.chain(known.consent.iter().copied()) {
                let refuses = self.graph.record.refuses(issue, party);
                if !ways.is_empty() && ways.iter().all(|outcome| truth(&refuses, issue, *outcome) == Truth::Yes) {
                    refusing.push(party.index());
                }
            }
        }
        refusing.sort_unstable();
        refusing.dedup();
        refusing
    }
}
