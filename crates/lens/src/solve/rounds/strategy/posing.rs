//! A party that does not answer by its values.

use super::super::menu::Spent;
use super::super::protocol::{Action, Ask};
use super::super::view::View;
use super::{Ground, Strategy, Style, Tactic};

/// Acts as a tactic, but poses when texts are compared: it accepts one only if that is better for it by a share of the way from its
/// worst to its best package, or than no deal by as much; and it may keep to itself what it would bracket. It
/// signs as the tactic does.
#[derive(Clone, Debug, PartialEq)]
pub struct Posing {
    /// How it acts otherwise.
    pub tactic: Tactic,
    /// The share, from 0 (as it is) to 1.
    pub share: f64,
    /// Whether it tells what it would bracket.
    pub brackets: bool,
}

impl Style for Posing {
    fn words(&self) -> String {
        format!("{} posing {}{}", self.tactic, self.share, if self.brackets { "" } else { " silent" })
    }

    fn curve(&self, semantics: super::Semantics, rounds: u32) -> Vec<f64> {
        self.tactic.curve(semantics, rounds)
    }

    fn sit<'a>(&'a self, ground: Ground<'a>) -> Box<dyn Strategy + 'a> {
        Box::new(Poser { own: self, strategy: self.tactic.sit(ground) })
    }
}

struct Poser<'a> {
    own: &'a Posing,
    strategy: Box<dyn Strategy + 'a>,
}

impl Strategy for Poser<'_> {
    fn act(&mut self, view: &mut View<'_>, ask: Ask) -> Result<Action, Spent> {
        let action = self.strategy.act(view, ask)?;
        let Ask::Compare { text, beside } = ask else { return Ok(action) };
        let least = beside.map(|own| view.standing_value(own)).or(view.no_deal());
        let better = least.is_none_or(|least| {
            let wanted = self.own.share * (view.highest() - view.lowest()) as f64;
            (view.standing_value(text) - least) as f64 >= wanted
        });
        Ok(match (action, beside) {
            (Action::Accept, Some(beside)) if !better && self.own.brackets => {
                let named = view.brackets(text.package, beside.package);
                if named.is_empty() { Action::Reject } else { Action::Bracket(named) }
            }
            (Action::Accept, _) if !better => Action::Reject,
            (Action::Bracket(_), _) if !self.own.brackets => Action::Reject,
            (action, _) => action,
        })
    }
}
