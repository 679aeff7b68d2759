//! The parts no table resolves yet: their names, rules, dates and quantities are checked and kept.

use super::Checker;
use super::names::What;
use crate::date::DateSpan;
use crate::diagnostic::{Diagnostic, shown, way_out};
use crate::draft::{self, ArticleStatus, Bracket, Fit, RatifierRule};
use crate::limits;
use crate::node::Node;
use crate::overlay;
use crate::quantity::Number;
use crate::span::{At, Span};
use std::collections::BTreeMap;

impl Checker<'_> {
    pub(super) fn process(&mut self) {
        let draft = self.draft;
        draft.ratifiers.iter().for_each(|ratifier| self.ratifier(ratifier));
        for mandate in &draft.mandates {
            self.party_id(&mandate.party);
            self.condition(&mandate.within);
            self.in_order("from", mandate.from.as_ref(), "until", mandate.until.as_ref());
            self.common(&mandate.id.value, &mandate.source, mandate.marking.as_ref(), mandate.quote.as_ref());
        }
        draft.sessions.iter().for_each(|session| self.session(session));
        draft.steps.iter().for_each(|step| self.step(step));
        for (_, issue) in draft.issues.iter() {
            for (_, option) in issue.ladder.iter().chain(issue.menu.iter()) {
                for (step, rule) in option.waits.iter() {
                    self.find(What::Step, &step.value, step.span);
                    self.condition(rule);
                }
            }
        }
        draft.plans.iter().for_each(|plan| self.plan(plan));
        draft.trust.iter().for_each(|trust| self.trust(trust));
        for article in &draft.text {
            if let Some(issue) = &article.issue {
                self.issue_id(issue);
            }
            self.common(&article.id.value, &article.source, article.marking.as_ref(), None);
            self.brackets(article);
        }
    }

    fn common(
        &mut self,
        item: &str,
        source: &[At<String>],
        marking: Option<&At<draft::Marking>>,
        quote: Option<&At<String>>,
    ) {
        self.source_ids(source);
        self.marking(marking);
        self.quote(item, quote, source);
    }

    fn in_order(&mut self, early: &str, first: Option<&At<DateSpan>>, late: &str, second: Option<&At<DateSpan>>) {
        if let (Some(first), Some(second)) = (first, second)
            && first.value.later_than(&second.value)
        {
            self.report(
                Diagnostic::error(
                    "range-order",
                    first.span,
                    format!("`{early}` is {}, after `{late}`, {}", first.value, second.value),
                )
                .also(second.span, late)
                .help("exchange the two, or correct one"),
            );
        }
    }

    fn ratifier(&mut self, ratifier: &draft::Ratifier) {
        self.party_id(&ratifier.party);
        self.common(&ratifier.id.value, &ratifier.source, ratifier.marking.as_ref(), ratifier.quote.as_ref());
        self.condition_of(ratifier.about.as_ref());
        self.condition_of(ratifier.needs.as_ref());
        if let Some(threshold) = &ratifier.threshold {
            self.share("the threshold", threshold);
            if matches!(ratifier.rule.value, RatifierRule::Leader | RatifierRule::Veto) {
                self.report(
                    Diagnostic::error("stray-key", threshold.span, "a leader or a veto has no threshold")
                        .help("leave `threshold` out, or use `rule: majority`"),
                );
            }
        }
        for (_, faction) in ratifier.factions.iter() {
            self.not_negative("the weight", &faction.weight);
            self.condition_of(faction.accepts.as_ref());
        }
        ratifier.polls.iter().for_each(|poll| self.poll(poll));
    }

    fn poll(&mut self, poll: &draft::Poll) {
        self.source_ids(&poll.source);
        self.condition_of(poll.asks.as_ref());
        if poll.asked.value == 0 {
            self.report(
                Diagnostic::error("outside-range", poll.asked.span, "the poll asked nobody")
                    .help("give the number of people asked"),
            );
        }
        if poll.fit.value != Fit::Unfit && poll.asks.is_none() && !self.faulted(poll.here.0) {
            self.report(
                Diagnostic::error("missing-key", poll.fit.span, "a poll that fits a rule needs `asks`")
                    .help("give the rule with `asks: ..`, or write `fit: none`"),
            );
        }
        let mut sum = Number(0);
        let mut outside = false;
        for (_, share) in poll.shares.iter() {
            if share.low().0 < 0 || share.high() > Number::whole(100) {
                outside = true;
                self.report(
                    Diagnostic::error("outside-range", share.span, format!("a share of {share} per cent"))
                        .help("shares are in per cent, 0 to 100"),
                );
            }
            sum = Number(sum.0 + share.low().0);
        }
        if sum > Number::whole(102) && !outside {
            let place = poll.shares.last().map_or(poll.here.0, |(_, share)| share.span);
            self.report(
                Diagnostic::error("outside-range", place, format!("with this the shares sum to {sum} per cent"))
                    .help("answers exclude each other; give each question its own poll"),
            );
        }
        if let Some(margin) = &poll.margin {
            self.not_negative("the margin", margin);
        }
        self.sides(poll);
    }

    /// The answers that count for and against must be among those with a share, each on one side.
    fn sides(&mut self, poll: &draft::Poll) {
        // Shares that could not be read are told already.
        let told = self.faulted(poll.here.0);
        let mut seen: BTreeMap<&str, (&str, Span)> = BTreeMap::new();
        let sides = poll.in_favour.iter().map(|answer| ("in favour", answer));
        for (side, answer) in sides.chain(poll.against.iter().map(|answer| ("against", answer))) {
            if poll.shares.get(&answer.value).is_none() {
                if !told {
                    let message = format!("`{}` is no answer of this poll", shown(&answer.value));
                    let help = match poll.shares.is_empty() {
                        true => format!("give the answers with `shares: {{{}: 40}}`", shown(&answer.value)),
                        false => way_out(&answer.value, "answer", poll.shares.names()),
                    };
                    self.report(Diagnostic::error("unknown-answer", answer.span, message).help(help));
                }
                continue;
            }
            if let Some((earlier, place)) = seen.insert(&answer.value, (side, answer.span)) {
                let (message, help) = if earlier == side {
                    (format!("`{}` stands twice under `{side}`", shown(&answer.value)), "name each answer once")
                } else {
                    (
                        format!("`{}` counts as `{earlier}` and as `{side}`", shown(&answer.value)),
                        "leave it on one side; on neither side it counts as undecided",
                    )
                };
                self.report(
                    Diagnostic::error("doubled-answer", answer.span, message).also(place, "first here").help(help),
                );
            }
        }
    }

    fn session(&mut self, session: &draft::Session) {
        self.party_ids(&session.participants);
        self.common(&session.id.value, &session.source, session.marking.as_ref(), None);
        for proposal in &session.proposals {
            self.party_id(&proposal.by);
            self.party_ids(&proposal.to);
            if let Some(package) = &proposal.package {
                self.find(What::Package, &package.value, package.span);
            }
            if let Some(step) = &proposal.step {
                self.find(What::Step, &step.value, step.span);
            }
            let nothing = proposal.package.is_none() && proposal.step.is_none() && proposal.terms.is_empty();
            if nothing && !self.faulted(proposal.here.0) {
                self.report(
                    Diagnostic::error("says-nothing", proposal.here.0, "the proposal proposes nothing")
                        .help("give `package`, `step` or `terms`"),
                );
            }
            self.terms(&proposal.terms);
            self.answers(&proposal.answers);
            self.common("", &proposal.source, proposal.marking.as_ref(), None);
        }
        for readout in &session.readouts {
            self.party_id(&readout.party);
            self.common("", &readout.source, readout.marking.as_ref(), readout.quote.as_ref());
        }
        if let Some(outcome) = &session.outcome {
            self.source_ids(&outcome.source);
            if let Some(party) = &outcome.walk_out {
                self.party_id(party);
            }
        }
    }

    fn step(&mut self, step: &draft::Step) {
        self.party_ids(&step.actor);
        self.common(&step.id.value, &step.source, step.marking.as_ref(), step.quote.as_ref());
        self.condition_of(step.realises.as_ref());
        self.condition_of(step.precondition.as_ref());
        if let Some(asked_by) = &step.asked_by {
            self.party_id(asked_by);
        }
        self.in_order("earliest", step.earliest.as_ref(), "deadline", step.deadline.as_ref());
        self.in_order("begun", step.begun.as_ref(), "done", step.done.as_ref());
        for (party, reading) in step.readings.iter() {
            self.party_id(party);
            self.common(&step.id.value, &reading.source, None, reading.quote.as_ref());
        }
        self.by_party("the cost", &step.cost, false);
        self.by_party("the deposit", &step.deposit, false);
        for (party, _) in step.worth.iter() {
            self.party_id(party);
        }
        if let Some(detection) = &step.detection {
            self.share("the chance of detection", detection);
        }
        for (party, stakes) in step.stakes.iter() {
            self.party_id(party);
            self.not_negative("the gain", &stakes.gain);
            self.not_negative("the loss", &stakes.loss);
        }
    }

    fn plan(&mut self, plan: &draft::Plan) {
        self.common(&plan.id.value, &plan.source, plan.marking.as_ref(), plan.quote.as_ref());
        self.by_party("the patience", &plan.patience, true);
        for (party, _) in plan.lasting_peace.iter() {
            self.party_id(party);
        }
        let all: Vec<&At<String>> = plan.stages.iter().flat_map(|stage| stage.iter()).collect();
        if all.is_empty() && !self.faulted(plan.here.0) {
            self.report(
                Diagnostic::error("missing-key", plan.id.span, format!("the plan `{}` has no stages", plan.id.value))
                    .help("name its steps in order, such as `stages: [pause, [watch, talks], withdrawal]`"),
            );
        }
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        for step in &all {
            self.find(What::Step, &step.value, step.span);
            if let Some(earlier) = first.insert(&step.value, step.span) {
                let message = format!("the step `{}` stands twice in the plan `{}`", step.value, plan.id.value);
                let problem = Diagnostic::error("doubled-step", step.span, message).also(earlier, "first here");
                self.report(problem.help("a plan takes each step once; give a repeated step an entry of its own"));
            }
        }
        let most = limits::PLAN_STEPS;
        if let Some(step) = all.get(most) {
            let message = format!("the plan `{}` has {} steps; the limit is {most}", plan.id.value, all.len());
            self.report(Diagnostic::error("limit-steps", step.span, message).help("join steps that go together"));
        }
        for stage in plan.stages.iter().filter(|stage| stage.len() > limits::STAGE_STEPS) {
            let (count, most) = (stage.len(), limits::STAGE_STEPS);
            let message = format!("a stage of the plan `{}` has {count} steps; the limit is {most}", plan.id.value);
            let place = stage.get(most).map_or(plan.id.span, |step| step.span);
            self.report(Diagnostic::error("limit-steps", place, message).help("join steps that go together"));
        }
        if let Some(group) = &plan.group_at_most
            && !(1..=limits::GROUP_STEPS as u64).contains(&group.value)
        {
            let message = format!("`group at most` is {}", group.value);
            let help = format!("give 1 to {}", limits::GROUP_STEPS);
            self.report(Diagnostic::error("outside-range", group.span, message).help(help));
        }
    }

    fn trust(&mut self, trust: &draft::Trust) {
        self.party_id(&trust.party);
        self.party_id(&trust.whom);
        if let Some(step) = &trust.step {
            self.find(What::Step, &step.value, step.span);
        }
        if let Some(believed) = &trust.believed {
            self.share("the chance", believed);
        }
        if trust.sucker.high() > trust.punishment.low() {
            let message = format!("`sucker` {} can be above `punishment` {}", trust.sucker, trust.punishment);
            self.report(
                Diagnostic::error("range-order", trust.sucker.span, message)
                    .also(trust.punishment.span, "where both cheat")
                    .help("being cheated is no better than both cheating; correct one of the two"),
            );
        }
        self.common(&trust.id.value, &trust.source, trust.marking.as_ref(), trust.quote.as_ref());
    }

    fn brackets(&mut self, article: &draft::Article) {
        for bracket in &article.brackets {
            let Bracket { owner, alternatives, .. } = bracket;
            self.party_ids(owner);
            for (party, _) in alternatives.iter() {
                self.party_id(party);
            }
        }
        let bracketed = !article.brackets.is_empty();
        if bracketed != (article.status.value == ArticleStatus::Bracketed)
            && article.status.value != ArticleStatus::Referred
        {
            let (how, help) = if bracketed {
                ("has brackets and is called agreed", "write `status: bracketed`, or take the brackets away")
            } else {
                ("is called bracketed and has no brackets", "add `brackets`, or write `status: agreed`")
            };
            if !self.faulted(article.here.0) {
                let message = format!("the article `{}` {how}", article.id.value);
                self.report(Diagnostic::error("article-status", article.status.span, message).help(help));
            }
        }
    }

    /// Actions, drivers, power, leverage, ripeness, and the paths that drivers and scenarios name.
    pub(super) fn outside(&mut self, tree: &Node) {
        let draft = self.draft;
        for action in &draft.actions {
            self.party_id(&action.party);
            self.condition_of(action.only_if.as_ref());
            self.common(&action.id.value, &action.source, action.marking.as_ref(), None);
        }
        for driver in &draft.drivers {
            self.common(&driver.id.value, &driver.source, driver.marking.as_ref(), driver.quote.as_ref());
            if let (Some(today), Some(range)) = (&driver.today, &driver.range)
                && (today.low() < range.low() || today.high() > range.high())
            {
                self.report(
                    Diagnostic::error(
                        "outside-range",
                        today.span,
                        format!("today's value {today} lies outside the range {range}"),
                    )
                    .also(range.span, "the range")
                    .help("widen the range, or correct the value"),
                );
            }
            for effect in &driver.effects {
                self.path(tree, &effect.quantity);
            }
        }
        for power in &draft.power {
            self.by_party("the chance", &power.chance, true);
            self.by_party("the cost", &power.cost, false);
            self.by_party("the later chance", &power.next, true);
            if let Some(patience) = &power.patience {
                self.share("the patience", patience);
            }
            self.common(&power.id.value, &power.source, power.marking.as_ref(), power.quote.as_ref());
        }
        for lever in &draft.leverage {
            self.party_id(&lever.by);
            self.party_id(&lever.upon);
            self.condition_of(lever.condition.as_ref());
            if let Some(credibility) = &lever.credibility {
                self.share("the credibility", credibility);
            }
            for (what, quantity) in [("the worth", &lever.worth), ("the cost", &lever.cost)] {
                if let Some(quantity) = quantity {
                    self.not_negative(what, quantity);
                }
            }
            self.common(&lever.id.value, &lever.source, lever.marking.as_ref(), lever.quote.as_ref());
        }
        for vote in &draft.ripeness {
            if let Some(party) = &vote.party {
                self.party_id(party);
            }
            self.common("", &vote.source, vote.marking.as_ref(), None);
        }
        for (_, scenario) in draft.scenarios.iter() {
            self.marking(scenario.marking.as_ref());
        }
    }

    /// A path must lead to a quantity that is entered; one that an overlay took away may be missing.
    fn path(&mut self, tree: &Node, path: &At<String>) {
        if let Err(problem) = overlay::quantity_at(tree, &path.value) {
            let taken_away = path.value.split('.').any(|part| self.trimmed.gone.contains(part));
            if !taken_away {
                self.report(Diagnostic::error("unknown-path", path.span, problem.message).help(problem.help));
            }
        }
    }
}
