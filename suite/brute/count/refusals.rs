//! Which package is refused by which statement or line, package by package.

use super::super::made::Kind;
use super::{Brute, NOTHING_KNOWN, No, Place, Stance, Standing, Truth, Yes, all};

/// A statement or line by its id, with the packages that it refuses by number.
pub struct Refusal {
    pub id: String,
    pub refuses: Vec<bool>,
}

/// What every package meets with, in the order of [`Brute::each_package`].
pub struct Refusals {
    /// The outcomes of each package, by number.
    pub packages: Vec<Vec<usize>>,
    /// Whether the logic allows it, as far as that is known.
    pub allowed: Vec<bool>,
    /// How many consents it lacks.
    pub missing: Vec<usize>,
    pub all: Vec<Refusal>,
    /// By issue that is not agreed: the fewest yeses missing on an outcome that the logic allows, and these outcomes.
    pub nearest: Vec<Option<(usize, Vec<usize>)>>,
}

/// Says of a package whether it is refused.
type Against<'a> = Box<dyn Fn(&[usize], &Place<'_>) -> Truth + 'a>;

impl<'a> Brute<'a> {
    /// By id, the outcomes that a party's statement on an issue is against.
    fn statements(&self, issue: usize, said: &Standing<'a>) -> Vec<(String, Vec<bool>)> {
        let made = self.made;
        let written = made.entries[said.entry].said.iter().map(|said| match said.stance {
            Stance::Demands => 1,
            Stance::Rejects if made.issues[said.issue].kind == Kind::Number => 1,
            Stance::Rejects => said.options.len() + said.orders.len(),
            _ => 0,
        });
        let several = written.sum::<usize>() > 1;
        let id = |part: &str| match (several, part) {
            (false, _) => format!("entry-{}", said.entry),
            (true, "") => format!("entry-{}/issue-{issue}", said.entry),
            (true, part) => format!("entry-{}/issue-{issue}/{part}", said.entry),
        };
        let option = |option: usize| made.issues[issue].option(issue, option);
        let against = |test: &dyn Fn(&[usize]) -> bool| -> Vec<bool> {
            self.outcomes[issue].iter().map(|outcome| test(outcome)).collect()
        };
        let options = said.own_options();
        match said.stance {
            Stance::Demands if !options.is_empty() || !said.orders.is_empty() => {
                let named = |outcome: &[usize]| {
                    let any = outcome.iter().any(|option| said.named.contains(option));
                    any || said.named_orders.iter().any(|order| order == outcome)
                };
                vec![(id(""), against(&|outcome| !named(outcome)))]
            }
            Stance::Rejects if made.issues[issue].kind == Kind::Number && !options.is_empty() => {
                vec![(id("rejects"), against(&|outcome| outcome.iter().any(|option| options.contains(option))))]
            }
            Stance::Rejects => {
                let each = options.iter().map(|own| (id(&option(*own)), against(&|outcome| outcome.contains(own))));
                let orders = said.orders.iter().map(|order| {
                    let names: Vec<String> = order.iter().map(|own| option(*own)).collect();
                    (id(&names.join("-then-")), against(&|outcome| outcome == *order))
                });
                each.chain(orders).collect()
            }
            _ => Vec::new(),
        }
    }

    pub fn refusals(&self) -> Refusals {
        let made = self.made;
        let standing: Vec<Vec<Vec<Standing<'a>>>> = (0..made.issues.len())
            .map(|issue| (0..made.parties).map(|party| self.standing(issue, party)).collect())
            .collect();
        let mut told: Vec<(String, Against<'_>)> = Vec::new();
        for (issue, known) in made.issues.iter().enumerate() {
            for party in &known.consent {
                let own = &standing[issue][*party];
                for said in own.iter().filter(|said| said.own) {
                    for (id, mask) in self.statements(issue, said) {
                        let refused: Against<'_> = Box::new(move |at, place| {
                            let outcome = at[issue];
                            let (takes, turns) = self.says(own, &self.outcomes[issue][outcome], place);
                            all([super::of(mask[outcome]), said.when(place), turns, super::not(takes)].into_iter())
                        });
                        told.push((id, refused));
                    }
                }
            }
        }
        for (at, line) in made.lines.iter().enumerate().filter(|(_, line)| self.counts(line) && !line.analyst) {
            let against: Against<'_> = Box::new(move |_, place| Self::crossed(line, place));
            told.push((format!("line-{at}"), against));
        }
        let mut found = Refusals {
            packages: Vec::new(),
            allowed: Vec::new(),
            missing: Vec::new(),
            all: told.iter().map(|(id, _)| Refusal { id: id.clone(), refuses: Vec::new() }).collect(),
            nearest: Vec::new(),
        };
        self.each_package(&mut |at, package| {
            let place = Place { package, events: NOTHING_KNOWN };
            found.packages.push(at.to_vec());
            found.allowed.push(self.logic(&place) != No);
            for (refusal, (_, against)) in found.all.iter_mut().zip(&told) {
                refusal.refuses.push(against(at, &place) == Yes);
            }
            let consents = made
                .issues
                .iter()
                .enumerate()
                .flat_map(|(issue, known)| known.consent.iter().map(move |own| (issue, *own)));
            let lacks = consents.filter(|(issue, party)| {
                let (takes, turns) = self.says(&standing[*issue][*party], &self.outcomes[*issue][at[*issue]], &place);
                !(takes == Yes && turns == No)
            });
            found.missing.push(lacks.count());
        });
        found.nearest = (0..made.issues.len()).map(|issue| self.nearest(issue, &standing[issue], &found)).collect();
        found
    }

    fn nearest(&self, issue: usize, standing: &[Vec<Standing<'_>>], found: &Refusals) -> Option<(usize, Vec<usize>)> {
        let consent = &self.made.issues[issue].consent;
        let stands: Vec<_> = consent.iter().map(|party| self.stand(issue, *party, &standing[*party])).collect();
        let lacks = |at: usize| stands.iter().filter(|stand| !stand.accepts[at] || stand.refuses[at]).count();
        let allowed = |at: &usize| {
            let with = |(package, allowed): (&Vec<usize>, &bool)| *allowed && package[issue] == *at;
            found.packages.iter().zip(&found.allowed).any(with)
        };
        let outcomes: Vec<usize> = (0..self.outcomes[issue].len()).filter(allowed).collect();
        let fewest = outcomes.iter().map(|at| lacks(*at)).min().filter(|fewest| *fewest > 0)?;
        Some((fewest, outcomes.into_iter().filter(|at| lacks(*at) == fewest).collect()))
    }
}
