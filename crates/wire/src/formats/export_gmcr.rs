//! A conflict of a case as `.gmcr`: the graph model that GMCR+ and gmcr-py read.
//!
//! Only what the format can say is written; everything else is told with its place and a way out, and nothing is
//! written. What changes no stable state is left out and said. The format itself is described in `gmcr/mod.rs`.

use super::export_genius::Exported;
use super::files::shown;
use super::gmcr::states::{STATES, possible};
use super::gmcr::terms::{TERMS, Term, alternatives, over_actions};
use super::scenario::{map, title};
use crate::text::write_json;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use zopa_case::draft::{Action, Conflict, Moves, StatePreferences};
use zopa_case::rule::{Event, EventKind};
use zopa_case::{Case, Diagnostic, Kind, Node, PartyId, Rule, RuleText, Span, way_out};

/// Statements whose weights, powers of two, fit a whole number of 64 bits.
const WEIGHED: usize = 62;

/// Writes the conflict of that name, or the only one, as `NAME.gmcr`. States keep their meaning; their numbers are those
/// of the case where its actions stand by party already.
///
/// Cost: linear in the states that can be where somebody ranks them, of which there may be 100,000.
///
/// # Errors
/// What cannot be said in this format, each with its place and a way out.
pub fn export_gmcr(case: &Case, conflict: Option<&str>) -> Result<Exported, Vec<Diagnostic>> {
    let conflict = chosen(case, conflict).map_err(|problem| vec![*problem])?;
    let mut export = Export::new(case, conflict);
    let impossible = export.impossible();
    let makers = export.makers(&impossible);
    if !export.problems.is_empty() {
        return Err(export.problems);
    }
    export.left_out();
    let ranked = makers.iter().any(|maker| maker.ranking.is_some());
    let options = export.actions.iter().map(|action| option(action)).collect();
    let root = map([
        ("options", list(options)),
        ("decisionMakers", list(makers.into_iter().map(|maker| maker.node(&export)).collect())),
        ("infeasibles", list(impossible.into_iter().map(condition).collect())),
        ("useManualPreferenceRanking", Node::plain(if ranked { "true" } else { "false" })),
        ("program", Node::text("zopa")),
    ]);
    let file = (format!("{}.gmcr", conflict.id.value), write_json(&root) + "\n");
    Ok(Exported { files: vec![file], remarks: export.remarks })
}

/// The conflict asked for.
fn chosen<'c>(case: &'c Case, name: Option<&str>) -> Result<&'c Conflict, Box<Diagnostic>> {
    let conflicts = &case.draft().conflicts;
    let ids = || conflicts.iter().map(|conflict| conflict.id.value.as_str());
    let cannot = |span: Span, message: String, help: String| {
        Err(Box::new(Diagnostic::error("cannot-be-said", span, message).help(help)))
    };
    match (name, conflicts.as_slice()) {
        (Some(name), _) => match conflicts.iter().find(|conflict| conflict.id.value == name) {
            Some(found) => Ok(found),
            None => {
                let message = format!("the case has no conflict `{}`", shown(name));
                cannot(Span::default(), message, way_out(name, "conflict", ids()))
            }
        },
        (None, [one]) => Ok(one),
        (None, []) => {
            let help = "enter one: `conflicts`, with `impossible` and `preferences`; see docs/guide/case-file.md";
            cannot(Span::default(), "the case has no conflict".into(), help.into())
        }
        (None, [_, second, ..]) => {
            let message = format!("the case has {} conflicts, and a file holds one", conflicts.len());
            cannot(second.id.span, message, format!("name one: `--conflict {}`", second.id.value))
        }
    }
}

/// A decision maker, and what is written of it.
struct Maker<'c> {
    party: PartyId,
    preferences: &'c StatePreferences,
    statements: Vec<Vec<Term>>,
    /// States by their numbers in the file.
    ranking: Option<Vec<Vec<usize>>>,
}

impl Maker<'_> {
    fn node(self, export: &Export<'_>) -> Node {
        let own = (0..export.actions.len()).filter(|bit| export.owners[*bit] == self.party);
        let name = &export.case.party(self.party).title;
        let ranking = self.ranking.map(|places| {
            let place = |equal: &Vec<usize>| match equal.as_slice() {
                [one] => number(*one),
                many => list(many.iter().copied().map(number).collect()),
            };
            ("preferenceRanking", list(places.iter().map(place).collect()))
        });
        let named = [
            ("name", Node::text(title(name, "A decision maker"))),
            ("options", list(own.map(number).collect())),
            ("preferences", list(self.statements.into_iter().map(statement).collect())),
        ];
        map(named.into_iter().chain(ranking))
    }
}

struct Export<'c> {
    case: &'c Case,
    conflict: &'c Conflict,
    /// Actions by decision maker: the bits of states in the file.
    actions: Vec<&'c Action>,
    /// By action.
    owners: Vec<PartyId>,
    /// By action of the conflict, in its own order: the bit in the file.
    places: Vec<usize>,
    problems: Vec<Diagnostic>,
    remarks: Vec<String>,
}

impl<'c> Export<'c> {
    fn new(case: &'c Case, conflict: &'c Conflict) -> Self {
        let all = &case.draft().actions;
        let own: Vec<&Action> = match conflict.actions.is_empty() {
            true => all.iter().collect(),
            false => {
                let of = |id: &String| all.iter().find(|action| action.id.value == *id);
                conflict.actions.iter().filter_map(|id| of(&id.value)).collect()
            }
        };
        let party = |action: &Action| {
            let at = case.parties().iter().position(|party| party.name == action.party.value);
            PartyId::new(at.unwrap_or(0))
        };
        let mut order: Vec<usize> = (0..own.len()).collect();
        order.sort_by_key(|at| party(own[*at]));
        let mut places = vec![0; own.len()];
        order.iter().enumerate().for_each(|(place, at)| places[*at] = place);
        let actions: Vec<&Action> = order.iter().map(|at| own[*at]).collect();
        let owners = actions.iter().map(|action| party(action)).collect();
        Self { case, conflict, actions, owners, places, problems: Vec::new(), remarks: Vec::new() }
    }

    fn cannot(&mut self, span: Span, message: &str, help: &str) {
        let message = format!("{message} cannot be said in a .gmcr file");
        self.problems.push(Diagnostic::error("cannot-be-said", span, message).help(help));
    }

    /// A rule as alternatives; `None` where there are too many, which is told.
    fn alternatives(&mut self, rule: &Rule, text: &RuleText) -> Option<Vec<Term>> {
        let ids: Vec<&str> = self.actions.iter().map(|action| action.id.value.as_str()).collect();
        let terms = alternatives(rule, &ids);
        if terms.is_none() {
            let message =
                format!("`{}`, which written out has more than {TERMS} alternatives,", shown(&text.text.value));
            self.cannot(text.text.span, &message, "write several shorter rules");
        }
        terms
    }

    /// What cannot be: the conflict's own rules, and actions without what they need.
    fn impossible(&mut self) -> Vec<Term> {
        let mut all: Vec<Term> = Vec::new();
        for text in &self.conflict.impossible {
            let Some(rule) = self.case.rule(text) else { continue };
            all.extend(self.alternatives(rule, text).unwrap_or_default());
        }
        for at in 0..self.actions.len() {
            let action = self.actions[at];
            let Some(text) = &action.only_if else { continue };
            let Some(rule) = self.case.rule(text) else { continue };
            if !over_actions(rule) {
                let id = &action.id.value;
                self.remarks.push(format!(
                    "`only if` of `{id}` speaks of other things than actions: taken for granted, as `zopa stability` does"
                ));
                continue;
            }
            let taken = Rule::Event(Event { kind: EventKind::Taken, of: action.id.value.clone() });
            let without = Rule::And(vec![taken, rule.clone().negated()]);
            all.extend(self.alternatives(&without, text).unwrap_or_default());
        }
        if possible(self.actions.len(), &all, 1).is_ok_and(|states| states.is_empty()) {
            let help = "loosen a rule of `impossible`";
            self.cannot(self.conflict.id.span, "a conflict of which no state can be", help);
        }
        let mut known = std::collections::BTreeSet::new();
        all.retain(|term| known.insert(*term));
        all
    }

    fn makers(&mut self, impossible: &[Term]) -> Vec<Maker<'c>> {
        let mut makers: Vec<Maker<'c>> = Vec::new();
        for (at, party) in self.case.parties().iter().enumerate() {
            let id = PartyId::new(at);
            match self.conflict.preferences.get(&party.name) {
                Some(preferences) => {
                    let statements = self.statements(&party.name, preferences);
                    makers.push(Maker { party: id, preferences, statements, ranking: None });
                }
                None if self.owners.contains(&id) => {
                    let message = format!("what `{}` prefers, which the conflict does not say,", party.name);
                    let help = "give it `preferences` in the conflict: statements or a ranking";
                    self.cannot(self.conflict.id.span, &message, help);
                }
                None => {}
            }
        }
        if makers.iter().any(|maker| !maker.preferences.ranking.is_empty()) {
            self.rank(&mut makers, impossible);
        }
        makers
    }

    fn statements(&mut self, party: &str, preferences: &StatePreferences) -> Vec<Vec<Term>> {
        let mut all = Vec::new();
        for group in &preferences.statements {
            if let [_, second, ..] = &group[..] {
                let message = format!("statements of `{party}` whose order is not known");
                self.cannot(
                    second.text.span,
                    &message,
                    "put them in one order: a scenario can, without changing the case",
                );
                continue;
            }
            for text in group.iter() {
                let Some(rule) = self.case.rule(text) else { continue };
                let Some(terms) = self.alternatives(rule, text) else { continue };
                if terms.is_empty() || terms.contains(&Term::default()) {
                    let rule = shown(&text.text.value);
                    self.remarks.push(format!("`{rule}` of `{party}` tells no states apart: left out"));
                } else if all.contains(&terms) {
                    let rule = shown(&text.text.value);
                    self.remarks.push(format!("`{rule}` of `{party}` says what a more important one says: left out"));
                } else {
                    all.push(terms);
                }
            }
        }
        if let Some(text) = preferences.unknown.first() {
            let message = format!("what `{party}` cannot compare");
            self.cannot(text.text.span, &message, "export a case without its `unknown`");
        }
        if all.len() > WEIGHED {
            self.remarks.push(format!(
                "`{party}` has {} statements: programs that weigh them in 64 bits read {WEIGHED} at most",
                all.len()
            ));
        }
        all
    }

    /// Gives everybody a ranking: they count for all or for none.
    fn rank(&mut self, makers: &mut [Maker<'c>], impossible: &[Term]) {
        let Ok(states) = possible(self.actions.len(), impossible, STATES) else {
            let message = format!("a ranking where more than {STATES} states can be");
            self.cannot(self.conflict.id.span, &message, "prefer by `statements`, all of the parties");
            return;
        };
        for maker in makers {
            let mut places: BTreeMap<Reverse<u64>, Vec<usize>> = BTreeMap::new();
            if maker.preferences.ranking.is_empty() {
                let name = &self.case.party(maker.party).name;
                self.remarks.push(format!(
                    "rankings count for all or for none: the statements of `{name}` are written as the ranking they give, too"
                ));
                for (at, state) in states.iter().enumerate() {
                    let truth = |terms: &Vec<Term>| u64::from(terms.iter().any(|term| term.holds(*state)));
                    let score = maker.statements.iter().fold(0, |score, terms| score << 1 | truth(terms));
                    places.entry(Reverse(score)).or_default().push(at + 1);
                }
            } else {
                let known = self.ranks(maker.preferences);
                for (at, state) in states.iter().enumerate() {
                    // States that are not named come after all others.
                    let place = known.get(state).map_or(0, |place| u64::MAX - *place);
                    places.entry(Reverse(place)).or_default().push(at + 1);
                }
            }
            maker.ranking = Some(places.into_values().collect());
        }
    }

    /// The place of each state that a ranking names, by its decimal in the file.
    fn ranks(&self, preferences: &StatePreferences) -> BTreeMap<u64, u64> {
        let moved = |state: u64| {
            let bits = self.places.iter().enumerate().filter(|(bit, _)| state >> bit & 1 == 1);
            bits.fold(0_u64, |moved, (_, place)| moved | 1 << place)
        };
        let places = preferences.ranking.iter().enumerate();
        places.flat_map(|(place, equal)| equal.iter().map(move |state| (moved(state.value), place as u64))).collect()
    }

    /// Says what changes no stable state and is not written.
    fn left_out(&mut self) {
        let conflict = self.conflict;
        let mut say = |there: bool, text: &str| {
            if there {
                self.remarks.push(text.to_string());
            }
        };
        let moved = self.places.iter().enumerate().any(|(at, place)| at != *place);
        say(moved, "actions stand by party in the file: states have other numbers than in the case");
        say(self.actions.iter().any(|action| action.today.is_some()), "what is done today is left out");
        say(!conflict.wanted.is_empty(), "what is wanted is left out");
        let much = conflict.preferences.iter().any(|(_, own)| own.much.is_some());
        say(much, "which differences are large (`much`) is left out");
        let own = || conflict.preferences.iter().map(|(_, own)| own);
        let sourced = !conflict.source.is_empty()
            || own().any(|own| !own.source.is_empty())
            || self.actions.iter().any(|action| !action.source.is_empty());
        say(sourced, "sources are left out");
        let noted = conflict.note.is_some()
            || own().any(|own| own.note.is_some())
            || self.actions.iter().any(|action| action.note.is_some());
        say(noted, "notes are left out");
    }
}

fn option(action: &Action) -> Node {
    let name = action.name.as_ref().map_or(&action.id.value, |name| &name.value);
    let direction = match action.moves.as_ref().map(|moves| moves.value) {
        Some(Moves::Forward) => "fwd",
        Some(Moves::Back) => "back",
        Some(Moves::Both) | None => "both",
    };
    map([("name", Node::text(title(name, &action.id.value))), ("permittedDirection", Node::text(direction))])
}

/// Alternatives: one of them as a condition, several as a compound one.
fn statement(terms: Vec<Term>) -> Node {
    match terms.as_slice() {
        [one] => condition(*one),
        _ => map([("compound", Node::plain("true")), ("members", list(terms.into_iter().map(condition).collect()))]),
    }
}

fn condition(term: Term) -> Node {
    let pair = |bit: usize| {
        let letter = if term.yes >> bit & 1 == 1 { "Y" } else { "N" };
        list(vec![number(bit), Node::text(letter)])
    };
    list((0..32).filter(|bit| term.named() >> bit & 1 == 1).map(pair).collect())
}

fn number(number: usize) -> Node {
    Node::plain(number.to_string())
}

fn list(items: Vec<Node>) -> Node {
    Node::made(Kind::List(items))
}
