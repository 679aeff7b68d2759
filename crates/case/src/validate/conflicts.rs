//! Graph models of what happens beside the table: their rules speak of actions alone, their rankings of states that are.

use super::Checker;
use super::names::What;
use crate::diagnostic::{Diagnostic, shown};
use crate::draft::{Conflict, StatePreferences};
use crate::limits;
use crate::rule::{EventKind, Leaf, RuleText};
use crate::span::{At, Span};
use std::collections::BTreeMap;

impl Checker<'_> {
    pub(super) fn conflicts(&mut self) {
        let draft = self.draft;
        draft.conflicts.iter().for_each(|conflict| self.conflict(conflict));
    }

    fn conflict(&mut self, conflict: &Conflict) {
        let draft = self.draft;
        self.source_ids(&conflict.source);
        self.marking(conflict.marking.as_ref());
        self.quote(&conflict.id.value, conflict.quote.as_ref(), &conflict.source);
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        for action in &conflict.actions {
            self.find(What::Action, &action.value, action.span);
            if let Some(earlier) = first.insert(&action.value, action.span) {
                let message = format!("the action `{}` stands twice in `{}`", action.value, conflict.id.value);
                let problem = Diagnostic::error("doubled-action", action.span, message).also(earlier, "first here");
                self.report(problem.help("name each action once"));
            }
        }
        let actions: Vec<String> = match conflict.actions.is_empty() {
            true => draft.actions.iter().map(|action| action.id.value.clone()).collect(),
            false => conflict.actions.iter().map(|action| action.value.clone()).collect(),
        };
        if actions.is_empty() && !self.faulted(conflict.here.0) {
            let message = format!("the conflict `{}` has no actions", conflict.id.value);
            let help = "enter what parties can do, such as `actions: [{id: strikes, party: north}]`";
            self.report(Diagnostic::error("missing-key", conflict.id.span, message).help(help));
        }
        let most = limits::CONFLICT_ACTIONS;
        if actions.len() > most {
            let place = conflict.actions.get(most).map_or(conflict.id.span, |action| action.span);
            let message =
                format!("the conflict `{}` has {} actions; the limit is {most}", conflict.id.value, actions.len());
            self.report(Diagnostic::error("limit-actions", place, message).help("join actions that go together"));
        }
        let owners: std::collections::BTreeSet<&str> = draft
            .actions
            .iter()
            .filter(|action| actions.contains(&action.id.value))
            .map(|action| action.party.value.as_str())
            .collect();
        let most = limits::CONFLICT_PARTIES;
        if owners.len() > most {
            let message =
                format!("in the conflict `{}` {} parties decide; the limit is {most}", conflict.id.value, owners.len());
            self.report(Diagnostic::error("limit-parties", conflict.id.span, message).help("name fewer actions"));
        }
        for rule in conflict.impossible.iter().chain(&conflict.wanted) {
            self.over_actions(rule, &actions);
        }
        for (party, preferences) in conflict.preferences.iter() {
            self.party_id(party);
            self.states(party, preferences, &actions);
        }
    }

    fn states(&mut self, party: &At<String>, preferences: &StatePreferences, actions: &[String]) {
        self.source_ids(&preferences.source);
        self.marking(preferences.marking.as_ref());
        let statements: Vec<&RuleText> = preferences.statements.iter().flat_map(|group| group.iter()).collect();
        if statements.is_empty() == preferences.ranking.is_empty() && !self.faulted(preferences.here.0) {
            let (what, help) = match statements.is_empty() {
                true => ("neither statements nor a ranking", "give one, such as `statements: [not taken(strikes)]`"),
                false => ("statements and a ranking", "keep one of the two"),
            };
            let message = format!("the preferences of `{}` have {what}", party.value);
            self.report(Diagnostic::error("says-nothing", party.span, message).help(help));
        }
        if let Some(statement) = statements.get(limits::STATEMENTS) {
            let message = format!("{} statements; the limit is {}", statements.len(), limits::STATEMENTS);
            let help = "leave out those that decide least";
            self.report(Diagnostic::error("limit-statements", statement.text.span, message).help(help));
        }
        for rule in statements.into_iter().chain(&preferences.unknown) {
            self.over_actions(rule, actions);
        }
        let all = 1_u64.checked_shl(actions.len() as u32).unwrap_or(u64::MAX);
        let mut first: BTreeMap<u64, Span> = BTreeMap::new();
        for state in preferences.ranking.iter().flat_map(|place| place.iter()) {
            if state.value >= all {
                let message = format!(
                    "there is no state {}: with {} actions they go from 0 to {}",
                    state.value,
                    actions.len(),
                    all - 1
                );
                let help = "a state's number is the sum of 2^j over its actions j, counted from 0";
                self.report(Diagnostic::error("outside-range", state.span, message).help(help));
            }
            if let Some(earlier) = first.insert(state.value, state.span) {
                let message = format!("the state {} stands twice in the ranking", state.value);
                let problem = Diagnostic::error("doubled-state", state.span, message).also(earlier, "first here");
                self.report(problem.help("name each state once"));
            }
        }
    }

    /// A rule over the actions of a conflict and nothing else.
    fn over_actions(&mut self, text: &RuleText, actions: &[String]) {
        let Some(condition) = self.condition(text) else { return };
        let mut stray = None;
        condition.rule.visit(&mut |leaf| match leaf {
            Leaf::Event(event) if event.kind == EventKind::Taken => {
                if !actions.contains(&event.of) {
                    stray.get_or_insert_with(|| {
                        format!("the action `{}` is not part of the conflict", shown(&event.of))
                    });
                }
            }
            _ => {
                stray.get_or_insert_with(|| "a rule about states speaks of actions only".to_string());
            }
        });
        if let Some(message) = stray {
            let help = "write `taken(ACTION)`, with `not`, `and`, `or`, `implies`, and name the action under `actions`";
            self.report(Diagnostic::error("rule-actions", text.text.span, message).help(help));
        }
    }
}
