//! Stability where preferences are unknown between some states.
//!
//! Source: Li, Hipel, Kilgour & Fang, *Preference uncertainty in the graph model for conflict resolution*, IEEE
//! Transactions on Systems, Man and Cybernetics A 34 (2004).

use super::relations::Question;
use super::{Bits, Concept, ConflictError, Equals, Relations, Rules};
use crate::control::Control;

/// How a decision maker acts on what is unknown: the four extensions of the source.
///
/// Its own attitude in two respects: whether it leaves a state for one that may or may not be better, and whether the
/// chance of coming out no better deters it. A state that is stable under `A` is stable under all others, and one that is
/// stable under any is stable under `D`, for concepts in which the opponents' answers do not change with the form: all
/// but SEQ and SSEQ with [`Answering::AsLeaving`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Leaves for better and for unknown; deterred by what is known not to be better. The boldest.
    A,
    /// Leaves for better only; deterred by what is known not to be better.
    B,
    /// Leaves for better and for unknown; deterred by what is not known to be better.
    C,
    /// Leaves for better only; deterred by what is not known to be better. The most cautious.
    D,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 4] = [Form::A, Form::B, Form::C, Form::D];

    fn leaves_for_unknown(self) -> bool {
        matches!(self, Form::A | Form::C)
    }

    fn deterred_by_unknown(self) -> bool {
        matches!(self, Form::C | Form::D)
    }
}

/// Which of their moves opponents answer with under SEQ and SSEQ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answering {
    /// Those that the form itself leaves for: with `A` and `C` to what is better or unknown to them, else to better only.
    #[default]
    AsLeaving,
    /// To what is better or unknown to them, under every form.
    BetterOrUnknown,
    /// To what is better for them, under every form.
    Better,
}

impl Relations {
    /// The states that are stable for a decision maker under a form and a concept. Strength is not looked at: much better is
    /// better, much worse is worse. With SMR and SSEQ every own reply to a sanction must deter as well.
    ///
    /// # Errors
    ///
    /// No such decision maker, or somebody stopped it.
    pub fn stable(
        &self,
        decision_maker: usize,
        concept: Concept,
        form: Form,
        answering: Answering,
        rules: Rules,
        control: &dyn Control,
    ) -> Result<Bits, ConflictError> {
        self.check(decision_maker)?;
        let own = &self.seen[decision_maker];
        let mut sanctions = own.worse.clone();
        if rules.equals == Equals::Sanction {
            sanctions.join(&own.equal);
        }
        if form.deterred_by_unknown() {
            sanctions.join(&own.unknown);
        }
        let answers_unknown = match answering {
            Answering::AsLeaving => form.leaves_for_unknown(),
            Answering::BetterOrUnknown => true,
            Answering::Better => false,
        };
        let question = Question {
            decision_maker,
            leaves: &self.steps(decision_maker, form.leaves_for_unknown()),
            answers: self.answers(decision_maker, concept, answers_unknown),
            sanctions: &sanctions,
            symmetric: concept.is_symmetric(),
        };
        self.stable_under(&question, control)
    }
}
