//! Evaluations given by the names of options, put to the options of an issue.

use super::exact::{Decimal, Exact};
use super::files::{Files, shown};
use super::folded;
use super::scenario::{Issue, Options};
use std::collections::BTreeMap;
use zopa_case::{Number, Span};

/// What a file gives for an issue: names and evaluations, each name once.
#[derive(Default)]
pub(super) struct Given {
    names: BTreeMap<String, usize>,
    evaluations: Vec<(String, Decimal)>,
}

impl Given {
    pub(super) fn is_empty(&self) -> bool {
        self.evaluations.is_empty()
    }

    /// Takes an evaluation; of a name given twice the last counts, as it does for the programs.
    pub(super) fn add(&mut self, option: &str, value: Decimal, issue: &str, span: Span, files: &mut Files) {
        if let Some(at) = self.names.get(option) {
            let known = &mut self.evaluations[*at].1;
            if *known != value {
                files.mend(span, format!("`{}` has two evaluations in `{issue}`: the last counts", shown(option)));
            }
            *known = value;
            return;
        }
        self.names.insert(option.to_string(), self.evaluations.len());
        self.evaluations.push((option.to_string(), value));
    }

    /// The value of each option of an issue, over the largest evaluation where `divide` and that exceeds 1.
    pub(super) fn values(&self, issue: &Issue, divide: bool, span: Span, files: &mut Files) -> Vec<Exact> {
        let name = shown(&issue.name);
        let mut largest = Decimal::one();
        for (_, value) in self.evaluations.iter().filter(|_| divide) {
            if *value > largest {
                largest = value.clone();
            }
        }
        let mut folds: BTreeMap<String, usize> = BTreeMap::new();
        let mut numbers: BTreeMap<Number, usize> = BTreeMap::new();
        for (at, (option, _)) in self.evaluations.iter().enumerate() {
            folds.insert(folded(option), at);
            let number = Decimal::parse(option).and_then(|decimal| Exact::from(decimal).number());
            if let Some((number, _)) = number {
                numbers.insert(number, at);
            }
        }
        let mut used = vec![false; self.evaluations.len()];
        let mut values = Vec::new();
        let mut put = |option: &str, number: Option<Number>| {
            let exact = match number {
                Some(number) => numbers.get(&number),
                None => self.names.get(option),
            };
            let Some(at) = exact.or_else(|| folds.get(&folded(option))).copied() else {
                files.mend(span, format!("`{}` of `{name}` has no evaluation: 0", shown(option)));
                values.push(Decimal::zero().into());
                return;
            };
            if exact.is_none() {
                let written = shown(&self.evaluations[at].0);
                files.mend(span, format!("`{written}` of `{name}` is taken for `{}`", shown(option)));
            }
            used[at] = true;
            values.push(Exact::from(self.evaluations[at].1.clone()).divided(&largest));
        };
        match &issue.options {
            Options::Named(names) => names.iter().for_each(|option| put(option, None)),
            Options::Grid(..) => {
                issue.options.numbers().for_each(|number| put(&number.to_string(), Some(number)));
            }
        }
        for ((option, value), _) in self.evaluations.iter().zip(&used).filter(|(_, used)| !**used) {
            let over = divide && *value == largest && largest > Decimal::one();
            let rest = if over { ", and as the largest evaluation it divides the others" } else { "" };
            files.mend(span, format!("`{}` is no option of `{name}`: left out{rest}", shown(option)));
        }
        values
    }
}
