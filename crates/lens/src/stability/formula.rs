//! Rules over actions as formulas over the bits of a state.

use zopa_case::Rule;
use zopa_case::draft::Action;
use zopa_case::rule::{Event, EventKind};

/// A rule over actions as a formula over bits; actions outside the model are not being taken.
#[derive(Clone, Debug)]
pub(super) enum Formula {
    Bit(u32),
    Not(Box<Formula>),
    And(Vec<Formula>),
    Or(Vec<Formula>),
}

/// By bit below the sixth: in which of 64 states in a row it is set.
const SET: [u64; 6] = [
    0xAAAA_AAAA_AAAA_AAAA,
    0xCCCC_CCCC_CCCC_CCCC,
    0xF0F0_F0F0_F0F0_F0F0,
    0xFF00_FF00_FF00_FF00,
    0xFFFF_0000_FFFF_0000,
    0xFFFF_FFFF_0000_0000,
];

impl Formula {
    pub fn of(rule: &Rule, actions: &[&Action]) -> Self {
        let all = |parts: &[Rule]| parts.iter().map(|part| Self::of(part, actions)).collect();
        match rule {
            Rule::Event(Event { kind: EventKind::Taken, of }) => {
                let bit = actions.iter().position(|action| action.id.value == *of);
                bit.map_or(Self::Or(Vec::new()), |bit| Self::Bit(bit as u32))
            }
            // Other events and tests cannot be here: rules over states name actions alone.
            Rule::Event(_) | Rule::Test(_) => Self::Or(Vec::new()),
            Rule::Not(inner) => Self::Not(Box::new(Self::of(inner, actions))),
            Rule::And(parts) => Self::And(all(parts)),
            Rule::Or(parts) => Self::Or(all(parts)),
        }
    }

    pub fn holds(&self, state: u32) -> bool {
        self.word(state / 64) >> (state % 64) & 1 == 1
    }

    /// Where the formula holds among the 64 states from `64 * block` on, one bit each.
    pub fn word(&self, block: u32) -> u64 {
        match self {
            Self::Bit(bit) => match SET.get(*bit as usize) {
                Some(set) => *set,
                None => 0_u64.wrapping_sub(u64::from(block >> (bit - 6) & 1)),
            },
            Self::Not(inner) => !inner.word(block),
            Self::And(parts) => parts.iter().fold(u64::MAX, |all, part| all & part.word(block)),
            Self::Or(parts) => parts.iter().fold(0, |some, part| some | part.word(block)),
        }
    }
}
