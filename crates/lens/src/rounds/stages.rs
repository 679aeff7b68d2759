//! Whether closed issues amount to a roadmap: steps that they carry out, some of which wait for others of them.

use std::collections::BTreeSet;
use zopa_case::draft::{Step, title};
use zopa_case::rule::{Event, EventKind};
use zopa_case::{Case, DateSpan, IssueId, Rule, Truth};

/// The steps of a case that say what they make true of a package.
pub(super) struct Steps<'a> {
    case: &'a Case,
    steps: Vec<Known<'a>>,
}

struct Known<'a> {
    step: &'a Step,
    realises: &'a Rule,
    precondition: Option<&'a Rule>,
    begun: bool,
    done: bool,
}

impl<'a> Steps<'a> {
    pub fn new(case: &'a Case) -> Self {
        let on_record = |date: &Option<zopa_case::At<DateSpan>>| {
            date.as_ref().is_some_and(|date| date.value.known_on(case.as_of()))
        };
        let known = |step: &'a Step| {
            let precondition = step.precondition.as_ref();
            Some(Known {
                step,
                realises: case.rule(step.realises.as_ref()?)?,
                // A precondition that cannot be read is none that is met; it does not happen in a checked case.
                precondition: precondition.map(|text| case.rule(text)).map_or(Some(None), |rule| rule.map(Some))?,
                begun: on_record(&step.begun) || on_record(&step.done),
                done: on_record(&step.done),
            })
        };
        Self { case, steps: case.draft().steps.iter().filter_map(known).collect() }
    }

    /// The stages in which what is closed can be carried out, by title; `closed` has the outcome of each issue that is.
    ///
    /// A step is *carried out* by the closed issues if what it realises holds whatever becomes of the open ones. It *can be taken* once its
    /// precondition, and what an option taken makes it wait for, hold for certain, given the closed issues, the steps begun and done
    /// on record, and those taken in stages before: the least fixpoint, so that steps that wait for each other are never taken.
    /// What a ratifier will say, an action, and steps that realise nothing in a package count as not happening.
    pub fn stages(&self, closed: &[Option<usize>]) -> Vec<Vec<&'a str>> {
        let outcome = |issue: IssueId| closed.get(issue.index()).copied().flatten();
        let unknown = |_: &Event| Truth::Unknown;
        let carried = |own: &&Known<'_>| !own.done && own.realises.truth(&outcome, &unknown) == Truth::Yes;
        let mut waiting: Vec<&Known<'a>> = self.steps.iter().filter(carried).collect();
        let mut taken: BTreeSet<&str> = BTreeSet::new();
        let mut stages = Vec::new();
        loop {
            let happened = |event: &Event| {
                let known = self.steps.iter().find(|own| own.step.id.value == event.of);
                let now = taken.contains(event.of.as_str());
                Truth::Yes.min(match (event.kind, known) {
                    (EventKind::Begun, own) if now || own.is_some_and(|own| own.begun) => Truth::Yes,
                    (EventKind::Done | EventKind::Held(_), _) if now => Truth::Yes,
                    (EventKind::Done, Some(own)) if own.done => Truth::Yes,
                    _ => Truth::Unknown,
                })
            };
            let met = |rule: &Rule| rule.truth(&outcome, &happened) == Truth::Yes;
            let (now, later): (Vec<&Known<'a>>, Vec<&Known<'a>>) = waiting
                .into_iter()
                .partition(|own| own.precondition.is_none_or(met) && self.waits(own.step, &outcome).all(met));
            if now.is_empty() {
                return stages;
            }
            taken.extend(now.iter().map(|own| own.step.id.value.as_str()));
            stages.push(now.iter().map(|own| title(&own.step.id, &own.step.name)).collect());
            waiting = later;
        }
    }

    /// What the options of closed issues make a step wait for.
    fn waits<'b>(
        &'b self,
        step: &'b Step,
        outcome: &'b dyn Fn(IssueId) -> Option<usize>,
    ) -> impl Iterator<Item = &'b Rule> + 'b {
        let taken = self.case.issue_ids().filter_map(move |id| Some((id, outcome(id)?)));
        taken.flat_map(move |(id, at)| {
            let issue = self.case.issue(id);
            let draft = self.case.draft().issues.get(&issue.name);
            let options = issue.outcomes.get(at).into_iter().flat_map(|own| own.0.iter());
            options.filter_map(move |option| {
                let name = &issue.options.get(*option)?.name;
                let written = draft.into_iter().flat_map(|own| own.ladder.iter().chain(own.menu.iter()));
                let rule =
                    written.filter(|(key, _)| key.value == *name).find_map(|(_, own)| own.waits.get(&step.id.value));
                self.case.rule(rule?)
            })
        })
    }
}
