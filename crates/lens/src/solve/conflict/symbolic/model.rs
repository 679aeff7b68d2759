//! A conflict in diagrams: variables, feasible states, statements, and what every decision maker can change.

use std::rc::Rc;

use super::order::close_together;
use super::states::States;
use super::store::{Diagram, Store, Work};
use super::{Limits, NESTED_MAX, STATEMENTS_MAX, SYMBOLIC_ACTIONS_MAX, SymbolicError};
use crate::control::Unwatched;
use crate::solve::conflict::{Action, Condition, DECISION_MAKERS_MAX, Direction};

/// The nodes, and which of their variables stand for actions.
#[derive(Debug)]
pub(super) struct Space {
    pub store: Store,
    /// By action, its variable.
    pub variables: Vec<u32>,
}

pub(super) struct Model {
    pub space: Rc<Space>,
    pub feasible: Diagram,
    pub makers: Vec<Maker>,
}

/// What a decision maker can change and what it prefers.
pub(super) struct Maker {
    /// The variables of its actions that can be changed both ways, as a list.
    pub both: Diagram,
    /// Its actions that can be changed in one direction.
    pub once: Vec<Once>,
    /// Statements in falling order of importance, without those that tell no feasible states apart.
    pub statements: Vec<Statement>,
    /// Whether it can change anything.
    pub moves: bool,
}

/// An action that cannot be changed back.
pub(super) struct Once {
    /// Where it has not been changed.
    pub before: Diagram,
    /// Where it has.
    pub after: Diagram,
}

pub(super) struct Statement {
    /// Where it holds.
    pub holds: Diagram,
    /// Its signature variable.
    pub number: u32,
    pub variable: Diagram,
    /// Whether actions of its decision maker stand in it.
    pub own: bool,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").field("space", &self.space).finish_non_exhaustive()
    }
}

impl Model {
    pub fn new(
        actions: &[Action],
        feasible: &Condition,
        preferences: &[Vec<Condition>],
        limits: Limits,
    ) -> Result<Self, SymbolicError> {
        check(actions, preferences)?;
        let count = actions.len();
        // Actions come first, then every statement; a group for each statement and each clause of what can be.
        let mut groups = Vec::new();
        for statement in preferences.iter().flatten() {
            groups.push(support(statement, count)?);
        }
        let statements = groups.len();
        // Clauses are looked at one by one only after the whole is known not to be nested too deep.
        support(feasible, count)?;
        for clause in clauses(feasible) {
            groups.push(support(clause, count)?);
        }
        let order = close_together(count, &groups);
        let (variables, signatures) = levels(&order, &groups[..statements]);
        let space = Rc::new(Space { store: Store::new(limits.nodes, (count + statements) as u32), variables });
        let work = Work::new(&space.store, limits.steps, &Unwatched);
        let feasible = diagram(&work, &space.variables, feasible)?;
        let mut makers = Vec::with_capacity(preferences.len());
        let mut next = groups.iter().zip(&signatures);
        for (who, list) in preferences.iter().enumerate() {
            let owned = |at: usize| actions[at].owners.contains(&who);
            let mut told: Vec<Diagram> = Vec::new();
            let mut statements = Vec::new();
            for (condition, (support, number)) in list.iter().zip(&mut next) {
                let holds = diagram(&work, &space.variables, condition)?;
                let (held, failed) = (work.and(&holds, &feasible)?, work.less(&feasible, &holds)?);
                let no = work.store.no();
                if held == no || failed == no || told.contains(&held) || told.contains(&failed) {
                    continue;
                }
                told.push(held);
                let own = support.iter().any(|at| owned(*at));
                statements.push(Statement { holds, number: *number, variable: work.variable(*number)?, own });
            }
            let mine = || (0..count).filter(|at| owned(*at));
            let free = mine().filter(|at| actions[*at].direction == Direction::Both);
            let both = work.list(free.map(|at| space.variables[at]))?;
            let mut once = Vec::new();
            for at in mine() {
                let yes = work.variable(space.variables[at])?;
                let no = work.not(&yes)?;
                match actions[at].direction {
                    Direction::Both => {}
                    Direction::Forward => once.push(Once { before: no, after: yes }),
                    Direction::Back => once.push(Once { before: yes, after: no }),
                }
            }
            makers.push(Maker { both, once, statements, moves: mine().next().is_some() });
        }
        Ok(Self { space, feasible, makers })
    }

    pub fn states(&self, diagram: Diagram) -> States {
        States::new(self.space.clone(), diagram)
    }
}

fn check(actions: &[Action], preferences: &[Vec<Condition>]) -> Result<(), SymbolicError> {
    if actions.len() > SYMBOLIC_ACTIONS_MAX {
        return Err(SymbolicError::TooManyActions(actions.len()));
    }
    let count = preferences.len();
    if count == 0 || count > DECISION_MAKERS_MAX {
        return Err(SymbolicError::DecisionMakers(count));
    }
    if let Some(list) = preferences.iter().find(|list| list.len() > STATEMENTS_MAX) {
        return Err(SymbolicError::TooManyStatements(list.len()));
    }
    for (at, action) in actions.iter().enumerate() {
        if action.owners.is_empty() {
            return Err(SymbolicError::NobodyOwns { action: at });
        }
        if let Some(asked) = action.owners.iter().copied().find(|owner| *owner >= count) {
            return Err(SymbolicError::NoSuchDecisionMaker { asked, count });
        }
    }
    Ok(())
}

/// The actions that stand in a condition, rising.
pub(super) fn support(condition: &Condition, count: usize) -> Result<Vec<usize>, SymbolicError> {
    let mut found = vec![false; count];
    let mut due = vec![(condition, 0)];
    while let Some((part, depth)) = due.pop() {
        if depth > NESTED_MAX {
            return Err(SymbolicError::TooDeep);
        }
        match part {
            Condition::Taken(action) => {
                let place = found.get_mut(*action as usize);
                *place.ok_or(SymbolicError::NoSuchAction { asked: *action, count })? = true;
            }
            Condition::Not(inner) => due.push((inner, depth + 1)),
            Condition::All(parts) | Condition::Any(parts) => due.extend(parts.iter().map(|part| (part, depth + 1))),
        }
    }
    Ok((0..count).filter(|at| found[*at]).collect())
}

/// What must hold one by one for the whole to hold.
fn clauses(condition: &Condition) -> Vec<&Condition> {
    match condition {
        Condition::All(parts) => parts.iter().flat_map(clauses).collect(),
        other => vec![other],
    }
}

/// The variables of actions and of statements: a statement's comes right after the last of its actions.
fn levels(order: &[usize], statements: &[Vec<usize>]) -> (Vec<u32>, Vec<u32>) {
    let mut place = vec![0; order.len()];
    for (at, item) in order.iter().enumerate() {
        place[*item] = at + 1;
    }
    let last = |statement: &Vec<usize>| statement.iter().map(|item| place[*item]).max().unwrap_or(0);
    let actions = order.iter().map(|item| (place[*item], 0, *item));
    let signatures = statements.iter().enumerate().map(|(at, statement)| (last(statement), 1, at));
    let mut all: Vec<(usize, u8, usize)> = actions.chain(signatures).collect();
    all.sort_unstable();
    let (mut of_actions, mut of_statements) = (vec![0; order.len()], vec![0; statements.len()]);
    for ((_, kind, at), level) in all.into_iter().zip(0..) {
        if kind == 0 {
            of_actions[at] = level;
        } else {
            of_statements[at] = level;
        }
    }
    (of_actions, of_statements)
}

/// The states in which a condition holds; it is nested no deeper than [`NESTED_MAX`] and names actions that are there.
pub(super) fn diagram(work: &Work<'_>, variables: &[u32], condition: &Condition) -> Result<Diagram, SymbolicError> {
    Ok(match condition {
        Condition::Taken(action) => {
            let missing = SymbolicError::NoSuchAction { asked: *action, count: variables.len() };
            work.variable(*variables.get(*action as usize).ok_or(missing)?)?
        }
        Condition::Not(inner) => work.not(&diagram(work, variables, inner)?)?,
        Condition::All(parts) => {
            let mut all = work.store.yes();
            for part in parts {
                all = work.and(&all, &diagram(work, variables, part)?)?;
            }
            all
        }
        Condition::Any(parts) => {
            let mut any = work.store.no();
            for part in parts {
                any = work.or(&any, &diagram(work, variables, part)?)?;
            }
            any
        }
    })
}
