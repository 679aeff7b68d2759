//! The states that can be, in the order of their decimals: state numbers of the format count them from 1.

use super::terms::Term;
use zopa_case::limits;

/// States that are listed.
pub(in super::super) const STATES: usize = limits::ITEMS;
/// Conditions looked at in listing them; past this nothing is claimed.
const LOOKS: usize = 1 << 24;

/// Why states are not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum TooMany {
    /// There are more than [`STATES`].
    States,
    /// It takes too long to find them.
    Looks,
}

/// The states of so many actions that fulfil none of the conditions, rising; no more than `most` are looked for.
///
/// Cost: bounded by the looks.
pub(in super::super) fn possible(actions: usize, impossible: &[Term], most: usize) -> Result<Vec<u64>, TooMany> {
    let mut terms = impossible.to_vec();
    terms.sort_unstable();
    terms.dedup();
    let mut walk = Walk { found: Vec::new(), most, looks: LOOKS };
    walk.below(actions, 0, &terms)?;
    Ok(walk.found)
}

struct Walk {
    found: Vec<u64>,
    most: usize,
    looks: usize,
}

impl Walk {
    /// The states that begin with `state` and leave `bits` bits open; the terms are those that can still hold.
    fn below(&mut self, bits: usize, state: u64, terms: &[Term]) -> Result<(), TooMany> {
        self.looks = self.looks.checked_sub(terms.len() + 1).ok_or(TooMany::Looks)?;
        let open = (1_u64 << bits) - 1;
        if terms.iter().any(|term| term.named() & open == 0) {
            return Ok(());
        }
        let Some(bit) = bits.checked_sub(1) else {
            if self.found.len() == self.most {
                return Err(TooMany::States);
            }
            self.found.push(state);
            return Ok(());
        };
        let mask = 1_u64 << bit;
        let without: Vec<Term> = terms.iter().copied().filter(|term| term.yes & mask == 0).collect();
        self.below(bit, state, &without)?;
        let with: Vec<Term> = terms.iter().copied().filter(|term| term.no & mask == 0).collect();
        self.below(bit, state | mask, &with)
    }
}

#[cfg(test)]
mod tests {
    use super::{TooMany, possible};
    use crate::formats::gmcr::terms::Term;

    #[test]
    fn states_are_those_that_fulfil_no_condition() {
        let terms = [Term { yes: 0b011, no: 0 }, Term { yes: 0b100, no: 0b001 }, Term { yes: 0, no: 0b111 }];
        let expected: Vec<u64> = (0..8).filter(|state| !terms.iter().any(|term| term.holds(*state))).collect();
        assert_eq!(possible(3, &terms, 100), Ok(expected));
        assert_eq!(possible(3, &[Term::default()], 100), Ok(Vec::new()));
        assert_eq!(possible(30, &[], 10), Err(TooMany::States));
        assert_eq!(possible(4, &[], 16).map(|states| states.len()), Ok(16));
        // Every bit fixed but one.
        let fixed: Vec<Term> = (1..30).map(|bit| Term { yes: 0, no: 1 << bit }).collect();
        assert_eq!(possible(30, &fixed, 10), Ok(vec![0x3fff_fffe, 0x3fff_ffff]));
    }
}
