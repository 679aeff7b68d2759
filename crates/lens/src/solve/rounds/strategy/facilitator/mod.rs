//! How a facilitator writes a single text: strategies for the last seat of [`SingleText`](super::super::SingleText).
//!
//! None of them sees a value: they go by what parties accept, reject and bracket. All call for signatures in the last round.

mod belief;
mod best_share;
mod board;
mod learning;
mod walk;

use super::super::protocol::Entry;
use super::{Carry, Ground, Strategy, Style};
use walk::{Kind, Walk};

/// A strategy of a facilitator who writes a single text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facilitator {
    /// Puts the text that stands with one variable changed: what all accept stands.
    HillClimbing,
    /// Mediated annealing: a draft of its own with one variable changed, kept though some reject it, by chance, ever less often.
    Annealing,
    /// Changes its draft in favour of the party that has got its way least.
    LeastSatisfied,
    /// Keeps a sample of preferences for every party that explains all answers, puts the text that tells most about where the
    /// greatest product of gains lies, and calls for signatures there.
    Learning,
    /// Keeps the same sample, and puts the text that the greatest share of it would sign.
    BestShare,
}

const KLEIN: &str = "Klein, Faratin, Sayama & Bar-Yam 2003";

/// The strategies of facilitators by word.
pub const FACILITATORS: &[Entry] = &[
    Entry {
        word: "learning",
        about: "learns preferences from answers and puts the text that tells most about the best product of gains",
        source: "Nash 1950; Thompson 1933; the rules stand in the method page",
    },
    Entry {
        word: "best-share",
        about: "puts the text that the greatest share of what it holds possible of the parties would sign",
        source: "the rules stand in the method page",
    },
    Entry { word: "hill-climbing", about: "changes one variable of the text that stands", source: KLEIN },
    Entry {
        word: "annealing",
        about: "changes one variable of its draft, and keeps some changes that not all accept, ever fewer",
        source: KLEIN,
    },
    Entry {
        word: "least-satisfied-first",
        about: "changes its draft in favour of the party that has got its way least",
        source: "the rules stand in the method page",
    },
    Entry { word: "carry", about: "puts the latest wish of each party in turn (in a shuttle)", source: "" },
];

/// The strategy of a word of [`FACILITATORS`].
///
/// # Errors
/// What the words are.
///
/// ```
/// use zopa_lens::solve::rounds::{FACILITATORS, facilitator};
/// for entry in FACILITATORS {
///     assert_eq!(facilitator(entry.word).unwrap().words(), entry.word);
/// }
/// assert!(facilitator("guessing").is_err());
/// ```
pub fn facilitator(word: &str) -> Result<Box<dyn Style>, String> {
    Ok(match word.trim() {
        "learning" => Box::new(Facilitator::Learning),
        "best-share" => Box::new(Facilitator::BestShare),
        "hill-climbing" => Box::new(Facilitator::HillClimbing),
        "annealing" => Box::new(Facilitator::Annealing),
        "least-satisfied-first" => Box::new(Facilitator::LeastSatisfied),
        "carry" => Box::new(Carry),
        other => {
            let known: Vec<&str> = FACILITATORS.iter().map(|entry| entry.word).collect();
            return Err(format!("`{other}` is no strategy of a facilitator: they are {}", known.join(", ")));
        }
    })
}

impl Style for Facilitator {
    fn words(&self) -> String {
        match self {
            Self::HillClimbing => "hill-climbing",
            Self::Annealing => "annealing",
            Self::LeastSatisfied => "least-satisfied-first",
            Self::Learning => "learning",
            Self::BestShare => "best-share",
        }
        .into()
    }

    fn sit<'a>(&'a self, _: Ground<'a>) -> Box<dyn Strategy + 'a> {
        match self {
            Self::HillClimbing => Box::new(Walk::new(Kind::Hill)),
            Self::Annealing => Box::new(Walk::new(Kind::Annealing)),
            Self::LeastSatisfied => Box::new(Walk::new(Kind::LeastSatisfied)),
            Self::Learning => Box::new(learning::Learner::default()),
            Self::BestShare => Box::new(best_share::BestShare::default()),
        }
    }
}
