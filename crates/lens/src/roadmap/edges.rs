//! Where the conditions of an order come from: preconditions, needs, what parties say on a condition, options that set an order.

use super::findings::Origin;
use super::graph::{Formula, Graph, Kind, Said, Waiting, all, any};
use crate::model::{Claim, truth};
use zopa_case::draft::{Opt, Stance};
use zopa_case::{Case, Condition, DateSpan, IssueId, PartyId, Rule, Truth};

impl<'a> Graph<'a> {
    pub(super) fn preconditions(&mut self) {
        let (case, draft) = (self.case, self.case.draft());
        for at in 0..self.nodes.len() {
            let node = &self.nodes[at];
            let (rule, owner, sources) = match node.kind {
                Kind::Step => {
                    let step = &draft.steps[node.at];
                    (step.precondition.as_ref(), step.asked_by.as_ref(), &step.source)
                }
                Kind::Ratifier => {
                    let ratifier = &draft.ratifiers[node.at];
                    (ratifier.needs.as_ref(), Some(&ratifier.party), &ratifier.source)
                }
                Kind::Action => {
                    let action = &draft.actions[node.at];
                    (action.only_if.as_ref(), None, &action.source)
                }
            };
            let Some(rule) = rule.and_then(|rule| case.rule(rule)) else { continue };
            let owner = owner.and_then(|owner| case.party_named(&owner.value));
            let origin = if node.kind == Kind::Ratifier { Origin::Ratifier } else { Origin::Precondition };
            let stated_in = node.id.clone();
            let sources: Vec<String> = sources.iter().map(|source| source.value.clone()).collect();
            let date = self.newest(&sources);
            let said = Said { formula: self.formula(rule, false), origin, stated_in, date, sources, account: false };
            self.wait(at, vec![said], owner, Vec::new());
        }
    }

    /// The newest date of some sources.
    fn newest(&self, sources: &[String]) -> Option<DateSpan> {
        let own = self.case.sources().iter().filter(|source| sources.contains(&source.name));
        own.map(|source| source.date).max_by_key(|date| (date.last, date.first))
    }

    /// Adds conditions to a node: of one statement each part that must be met, of several all together.
    fn wait(&mut self, node: usize, said: Vec<Said>, owner: Option<PartyId>, unsaid: Vec<(IssueId, usize)>) {
        let all: Vec<Vec<Said>> = match <[Said; 1]>::try_from(said) {
            Ok([one]) => {
                let parts = match one.formula.clone() {
                    Formula::And(parts) => parts,
                    other => vec![other],
                };
                parts.into_iter().map(|formula| vec![Said { formula, ..one.clone() }]).collect()
            }
            Err(several) => vec![several],
        };
        let several = all.iter().filter(|said| said.iter().any(|said| !said.formula.atoms().is_empty())).count() > 1;
        let mut number = 0;
        for said in all {
            let formula = any(said.iter().map(|said| said.formula.clone()).collect());
            formula.granted(&mut |text| {
                let granted = &mut self.nodes[node].granted;
                if !granted.iter().any(|own| own == text) {
                    granted.push(text.to_string());
                }
            });
            if formula.atoms().is_empty() {
                continue;
            }
            number += 1;
            // What the same party says twice is one condition.
            let same = |wait: &&mut Waiting| wait.node == node && wait.owner == owner && wait.formula == formula;
            if let Some(wait) = self.waits.iter_mut().find(same) {
                wait.said.extend(said);
                wait.unsaid.retain(|option| unsaid.contains(option));
                continue;
            }
            let stated: Vec<&str> = said.iter().map(|said| said.stated_in.as_str()).collect();
            // An option is held by several parties, an entry said by one.
            let by_option = said.iter().any(|said| said.origin == Origin::Option);
            let whose = owner.filter(|_| by_option).map(|owner| format!("{}:", self.case.party(owner).name));
            let mut id = format!("{}<{}{}", self.nodes[node].id, whose.unwrap_or_default(), stated.join("|"));
            if several {
                id.push_str(&format!(".{number}"));
            }
            self.nodes[node].waits.push(self.waits.len());
            self.waits.push(Waiting { id, node, formula, said, owner, unsaid: unsaid.clone() });
        }
    }

    /// What parties say on the options by which a step is realised.
    pub(super) fn entries(&mut self, step: usize) {
        let case = self.case;
        let own = &case.draft().steps[self.nodes[step].at];
        let Some(rule) = own.realises.as_ref().and_then(|rule| case.rule(rule)) else { return };
        let actors: Vec<PartyId> = own.actor.iter().filter_map(|actor| case.party_named(&actor.value)).collect();
        for issue in rule.issues() {
            let known = case.issue(issue);
            let ways: Vec<bool> =
                (0..known.outcomes.len()).map(|outcome| truth(rule, issue, outcome) != Truth::No).collect();
            let mut parties: Vec<PartyId> = actors.iter().chain(&known.consent).copied().collect();
            parties.sort();
            parties.dedup();
            for party in parties {
                let held = self.held(issue, party, &ways);
                let conditions: Option<Vec<Said>> = held.iter().map(|held| self.conditional(held)).collect();
                let Some(said) = conditions.filter(|said| !said.is_empty()) else { continue };
                let unsaid = self
                    .unsaid(issue, party, &held, |option| known.single(option).is_some_and(|outcome| ways[outcome]));
                self.wait(step, said, Some(party), unsaid);
            }
        }
    }

    /// The claims by which a party takes one of the outcomes, own words before accounts of it.
    fn held(&self, issue: IssueId, party: PartyId, ways: &[bool]) -> Vec<Held<'_>> {
        let known = self.case.issue(issue);
        let refuses = self.record.refuses(issue, party);
        let refused = |outcome: usize| truth(&refuses, issue, outcome) == Truth::Yes;
        let fits = |outcome: usize| ways[outcome] && !self.crosses_own(issue, party, outcome) && !refused(outcome);
        let takes = |claim: &&Claim<'_>| {
            claim.stands() && (claim.is_for() || matches!(claim.stance, Stance::Offers | Stance::OneOf))
        };
        let mut own: Vec<Held<'_>> = Vec::new();
        let mut accounts: Vec<Held<'_>> = Vec::new();
        for claim in self.record.claims(issue, party).iter().filter(takes) {
            let said: Vec<usize> = claim.own_options().collect();
            let fitting = |option: &usize| known.single(*option).is_some_and(fits);
            let options: Vec<usize> = claim.options.iter().copied().filter(fitting).collect();
            let outcomes = claim.outcomes.iter().any(|outcome| fits(*outcome));
            let (mine, others): (Vec<usize>, Vec<usize>) =
                options.into_iter().partition(|option| said.contains(option));
            if !mine.is_empty() || (claim.own && outcomes) {
                own.push(Held { claim, options: mine, account: false });
            } else if !others.is_empty() || outcomes {
                accounts.push(Held { claim, options: others, account: true });
            }
        }
        if own.is_empty() { accounts } else { own }
    }

    /// Whether an outcome crosses a line of the party itself, whatever else the package holds.
    fn crosses_own(&self, issue: IssueId, party: PartyId, outcome: usize) -> bool {
        let own = self.record.crossed(issue).iter().filter(|(line, _)| self.case.line(*line).party == party);
        own.into_iter().any(|(_, crosses)| crosses[outcome])
    }

    /// The condition of a claim; `None` where it waits for nothing.
    fn conditional(&self, held: &Held<'_>) -> Option<Said> {
        let formula = self.formula(&held.claim.condition?.rule, false);
        let waits = !formula.atoms().is_empty() && !formula.met(&|_| false);
        let entry = self.case.entry(held.claim.entry);
        waits.then(|| Said {
            formula,
            origin: Origin::Entry,
            stated_in: entry.name.clone(),
            date: Some(entry.date),
            sources: self.names(&entry.sources),
            account: held.account,
        })
    }

    fn names(&self, sources: &[zopa_case::SourceId]) -> Vec<String> {
        sources.iter().map(|source| self.case.source(*source).name.clone()).collect()
    }

    /// Options that would do, and that the party neither holds nor refuses nor rules out by a line.
    fn unsaid(
        &self,
        issue: IssueId,
        party: PartyId,
        held: &[Held<'_>],
        does: impl Fn(usize) -> bool,
    ) -> Vec<(IssueId, usize)> {
        let known = self.case.issue(issue);
        let rejected = |option: usize| {
            let claims = self.record.claims(issue, party).iter();
            claims
                .filter(|claim| claim.own && claim.stance == Stance::Rejects)
                .any(|claim| claim.options.contains(&option))
        };
        let crossed =
            |option: usize| known.single(option).is_some_and(|outcome| self.crosses_own(issue, party, outcome));
        (0..known.options.len())
            .filter(|option| does(*option) && !held.iter().any(|held| held.options.contains(option)))
            .filter(|option| !rejected(*option) && !crossed(*option))
            .map(|option| (issue, option))
            .collect()
    }

    /// The options of an issue as written, in order.
    pub(super) fn listed(&self, issue: IssueId) -> impl Iterator<Item = &'a Opt> + use<'a> {
        let case: &'a Case = self.case;
        let issue = case.draft().issues.0.get(issue.index()).map(|(_, issue)| issue);
        issue.into_iter().flat_map(|issue| issue.ladder.iter().chain(issue.menu.iter()).map(|(_, option)| option))
    }

    /// The order that options set.
    pub(super) fn options(&mut self, issue: IssueId) {
        let case = self.case;
        let known = case.issue(issue);
        let listed: Vec<&Opt> = self.listed(issue).collect();
        if listed.len() != known.options.len() {
            return;
        }
        let mut steps: Vec<usize> =
            listed.iter().flat_map(|option| option.waits.names()).filter_map(|step| self.step(step)).collect();
        steps.sort_unstable();
        steps.dedup();
        let all = vec![true; known.outcomes.len()];
        for step in steps {
            let name = self.nodes[step].id.clone();
            let rule = |option: usize| listed[option].waits.get(&name).and_then(|text| case.rule(text));
            for party in known.consent.clone() {
                let held = self.held(issue, party, &all);
                let mut said = Vec::new();
                let mut free = held.is_empty();
                for held in &held {
                    for option in &held.options {
                        match rule(*option) {
                            Some(rule) => said.push(self.ordered(held, issue, *option, rule)),
                            None => free = true,
                        }
                    }
                }
                if free {
                    continue;
                }
                let unsaid = self.unsaid(issue, party, &held, |option| rule(option).is_none());
                self.wait(step, said, Some(party), unsaid);
            }
        }
    }

    /// What an option that a party holds says of a step.
    fn ordered(&self, held: &Held<'_>, issue: IssueId, option: usize, rule: &Rule) -> Said {
        let entry = self.case.entry(held.claim.entry);
        let known = self.case.issue(issue);
        let condition = held.claim.condition.map(|condition: &Condition| self.formula(&condition.rule, false));
        let formula = all([Some(self.formula(rule, false)), condition].into_iter().flatten().collect());
        Said {
            formula,
            origin: Origin::Option,
            stated_in: format!("{}.{}", known.name, known.options[option].name),
            date: Some(entry.date),
            sources: self.names(&entry.sources),
            account: held.account,
        }
    }
}

/// A claim by which a party takes some options.
struct Held<'a> {
    claim: &'a Claim<'a>,
    options: Vec<usize>,
    account: bool,
}
