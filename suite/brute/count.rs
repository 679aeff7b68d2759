//! What the guide and the method page say, carried out package by package: the slow way that is plainly right.
//!
//! A rule is true, false or not known (Kleene 1952) where events are not known. The order of the three is that of
//! how true they are, so that "and" is the least, "or" the greatest.

mod refusals;

use super::made::{Choose, Entry, Line, Link, Made, Rule, Stance};
pub use refusals::Refusals;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    No,
    Unknown,
    Yes,
}

use Truth::{No, Unknown, Yes};

fn of(holds: bool) -> Truth {
    if holds { Yes } else { No }
}

fn not(truth: Truth) -> Truth {
    [Yes, Unknown, No][truth as usize]
}

fn all(parts: impl Iterator<Item = Truth>) -> Truth {
    parts.min().unwrap_or(Yes)
}

fn any(parts: impl Iterator<Item = Truth>) -> Truth {
    parts.max().unwrap_or(No)
}

/// Where a rule is asked: the outcome of each issue and the course of each event, as far as given.
pub struct Place<'a> {
    pub package: &'a [Option<&'a [usize]>],
    pub events: [Truth; 4],
}

/// Whether a rule holds.
pub fn truth(rule: &Rule, place: &Place<'_>) -> Truth {
    let test = |issue: usize, holds: &dyn Fn(&[usize]) -> bool| {
        place.package[issue].map_or(Unknown, |outcome| of(holds(outcome)))
    };
    match rule {
        Rule::Is(issue, options, negated) => test(*issue, &|outcome| options.contains(&outcome[0]) != *negated),
        Rule::Compare(issue, how, option) => test(*issue, &|outcome| match *how {
            ">=" => outcome[0] >= *option,
            "<=" => outcome[0] <= *option,
            ">" => outcome[0] > *option,
            _ => outcome[0] < *option,
        }),
        Rule::Includes(issue, option, None) => test(*issue, &|outcome| outcome.contains(option)),
        Rule::Includes(issue, option, Some(later)) => test(*issue, &|outcome| {
            let at = |option| outcome.iter().position(|own| own == option);
            at(option).is_some_and(|one| at(later).is_some_and(|two| one < two))
        }),
        Rule::Event(event) => place.events[*event],
        Rule::Not(inner) => not(truth(inner, place)),
        Rule::And(parts) => all(parts.iter().map(|part| truth(part, place))),
        Rule::Or(parts) => any(parts.iter().map(|part| truth(part, place))),
        Rule::Implies(left, right) => any([not(truth(left, place)), truth(right, place)].into_iter()),
    }
}

/// The issues that a rule names.
fn issues_of(rule: &Rule) -> Vec<usize> {
    match rule {
        Rule::Is(issue, ..) | Rule::Compare(issue, ..) | Rule::Includes(issue, ..) => vec![*issue],
        Rule::Event(_) => Vec::new(),
        Rule::Not(inner) => issues_of(inner),
        Rule::And(parts) | Rule::Or(parts) => parts.iter().flat_map(issues_of).collect(),
        Rule::Implies(left, right) => [issues_of(left), issues_of(right)].concat(),
    }
}

/// A stance of an entry on an issue, with what still stands of it.
struct Standing<'a> {
    entry: usize,
    stance: Stance,
    condition: Option<&'a Rule>,
    /// Own words of the party, not somebody's account.
    own: bool,
    named: &'a [usize],
    named_orders: &'a [Vec<usize>],
    options: Vec<usize>,
    orders: Vec<&'a [usize]>,
    reading: Vec<usize>,
}

impl Standing<'_> {
    fn stands(&self) -> bool {
        !self.options.is_empty() || !self.orders.is_empty()
    }

    /// Options that count as the party's words.
    fn own_options(&self) -> Vec<usize> {
        self.options.iter().copied().filter(|option| self.own && !self.reading.contains(option)).collect()
    }

    fn is_for(&self) -> bool {
        matches!(self.stance, Stance::Wants | Stance::Demands | Stance::Accepts | Stance::WantsAll)
    }

    fn when(&self, place: &Place<'_>) -> Truth {
        self.condition.map_or(Yes, |rule| truth(rule, place))
    }
}

/// Stances that say what a party would have: a later one takes the place of an earlier one on the issue.
fn position(stance: Stance) -> bool {
    matches!(stance, Stance::Wants | Stance::Demands | Stance::WantsAll | Stance::OneOf | Stance::Between)
}

/// Stances that are for or against each option by itself.
fn decided(stance: Stance) -> bool {
    matches!(stance, Stance::Wants | Stance::Demands | Stance::WantsAll | Stance::Accepts | Stance::Rejects)
}

fn own(entry: &Entry) -> bool {
    matches!(entry.stated, "public" | "private") && entry.via.is_none()
}

fn read(entry: &Entry, issue: usize, option: usize) -> bool {
    entry.reading.contains(&(issue, option))
}

fn speaks_of(entry: &Entry, issue: usize) -> bool {
    entry.off_ladder == Some(issue) || entry.said.iter().any(|said| said.issue == issue)
}

/// What one party makes of every outcome of an issue, the rest open.
struct Stand {
    accepts: Vec<bool>,
    may_accept: Vec<bool>,
    refuses: Vec<bool>,
    spoken: bool,
    vague: bool,
    torn: bool,
    clear: bool,
}

/// What the lens should find.
#[derive(Debug, PartialEq)]
pub struct Found {
    pub verdict: &'static str,
    pub packages: usize,
    pub admissible: usize,
    pub accepted: usize,
    pub refused_by_nobody: usize,
    /// By issue: status, and agreed outcomes as lists of options.
    pub issues: Vec<(&'static str, Vec<Vec<usize>>)>,
    /// By issue and outcome (in the order of [`super::made::Issue::outcomes`]): packages refused by nobody and not
    /// accepted.
    pub undecided: Vec<Vec<usize>>,
}

/// Called with a package: the outcomes by number, and the outcomes.
type See<'a> = dyn FnMut(&[usize], &[Option<&[usize]>]) + 'a;

pub struct Brute<'a> {
    made: &'a Made,
    outcomes: Vec<Vec<Vec<usize>>>,
}

const NOTHING_KNOWN: [Truth; 4] = [Unknown; 4];

impl<'a> Brute<'a> {
    pub fn new(made: &'a Made) -> Self {
        Self { made, outcomes: made.issues.iter().map(super::made::Issue::outcomes).collect() }
    }

    /// Calls `see` on every package.
    fn each_package(&self, see: &mut See<'_>) {
        let mut at = vec![0; self.outcomes.len()];
        loop {
            let package: Vec<Option<&[usize]>> =
                at.iter().zip(&self.outcomes).map(|(at, outcomes)| Some(outcomes[*at].as_slice())).collect();
            see(&at, &package);
            let mut issue = 0;
            while issue < at.len() {
                at[issue] += 1;
                if at[issue] < self.outcomes[issue].len() {
                    break;
                }
                at[issue] = 0;
                issue += 1;
            }
            if issue == at.len() {
                return;
            }
        }
    }

    /// Whether some package and some course of events makes all the rules hold, of packages with the outcome.
    fn possible(&self, rules: &[&dyn Fn(&Place<'_>) -> Truth], with: Option<(usize, usize)>) -> bool {
        let mut found = false;
        self.each_package(&mut |at, package| {
            if found || with.is_some_and(|(issue, outcome)| at[issue] != outcome) {
                return;
            }
            for course in 0..16 {
                let events = std::array::from_fn(|event| of(course >> event & 1 == 1));
                let place = Place { package, events };
                found |= all(rules.iter().map(|rule| rule(&place))) == Yes;
            }
        });
        found
    }

    fn logic(&self, place: &Place<'_>) -> Truth {
        all(self.made.logic.iter().map(|rule| truth(rule, place)))
    }

    fn crossed(line: &Line, place: &Place<'_>) -> Truth {
        let rule = truth(&line.rule, place);
        let in_force = line.condition.as_ref().map_or(Yes, |rule| truth(rule, place));
        all([if line.never { rule } else { not(rule) }, in_force].into_iter())
    }

    /// Why the reader must refuse the case: rules that nothing fulfils, lines that nothing crosses.
    pub fn impossible(&self) -> Option<&'static str> {
        let logic = |place: &Place<'_>| self.logic(place);
        if !self.made.logic.is_empty() && !self.possible(&[&logic], None) {
            return Some("logic-empty");
        }
        let conditions = self.made.entries.iter().filter_map(|entry| entry.condition.as_ref());
        for rule in conditions.chain(self.made.lines.iter().filter_map(|line| line.condition.as_ref())) {
            if !self.possible(&[&logic, &|place| truth(rule, place)], None) {
                return Some("rule-never");
            }
        }
        for line in &self.made.lines {
            if !self.possible(&[&logic, &|place| Self::crossed(line, place)], None) {
                return Some("line-idle");
            }
        }
        None
    }

    /// What stands of a party's words on an issue.
    fn standing(&self, issue: usize, party: usize) -> Vec<Standing<'a>> {
        let made = self.made;
        let mut standing = Vec::new();
        for (at, entry) in made.entries.iter().enumerate().filter(|(_, entry)| entry.party == party) {
            for said in entry.said.iter().filter(|said| said.issue == issue) {
                let gone = self.replaced_whole(at, issue, position(said.stance));
                let option_stands = |option: &usize| {
                    !gone
                        && !self.replaced_part(at, issue, read(entry, issue, *option), &|later| {
                            later.options.contains(option).then_some(*option)
                        })
                };
                let order_stands = |order: &Vec<usize>| {
                    !gone
                        && !self.replaced_part(at, issue, false, &|later| {
                            later.orders.contains(order).then_some(usize::MAX)
                        })
                };
                standing.push(Standing {
                    entry: at,
                    stance: said.stance,
                    condition: entry.condition.as_ref(),
                    own: own(entry),
                    named: &said.options,
                    named_orders: &said.orders,
                    options: said.options.iter().copied().filter(option_stands).collect(),
                    orders: said.orders.iter().filter(|order| order_stands(order)).map(Vec::as_slice).collect(),
                    reading: said.options.iter().copied().filter(|option| read(entry, issue, *option)).collect(),
                });
            }
        }
        standing
    }

    fn linked(&self, one: usize, two: usize, link: Link) -> bool {
        self.made.entries[one].links.contains(&(link, two))
    }

    /// Neither replaces the other, in our reading.
    fn side_by_side(&self, one: usize, two: usize) -> bool {
        [Link::StandsBeside, Link::Disputes]
            .into_iter()
            .any(|link| self.linked(one, two, link) || self.linked(two, one, link))
    }

    /// Whether a later entry of the same party comes after this one beyond doubt, and nothing keeps them beside
    /// each other.
    fn after(&self, later: usize, earlier: usize) -> bool {
        let (one, two) = (&self.made.entries[later], &self.made.entries[earlier]);
        one.party == two.party && one.date.0 > two.date.1 && !self.side_by_side(later, earlier)
    }

    /// Whether what an entry says on an issue is replaced as a whole: in our reading, or by a later position.
    fn replaced_whole(&self, at: usize, issue: usize, is_position: bool) -> bool {
        let entry = &self.made.entries[at];
        let others = || (0..self.made.entries.len()).filter(|other| *other != at);
        let shares = |other: &Entry| (0..self.made.issues.len()).any(|on| speaks_of(entry, on) && speaks_of(other, on));
        let by_us = others().any(|later| {
            let other = &self.made.entries[later];
            self.linked(later, at, Link::Replaces) && (speaks_of(other, issue) || !shares(other))
        });
        by_us
            || is_position
                && others().filter(|later| self.after(*later, at)).any(|later| {
                    let other = &self.made.entries[later];
                    let off = other.off_ladder == Some(issue) && own(other) >= own(entry);
                    off || other.said.iter().filter(|said| said.issue == issue && position(said.stance)).any(|said| {
                        let words = said.options.iter().any(|option| !read(other, issue, *option));
                        (own(other) && (words || !said.orders.is_empty())) >= own(entry)
                    })
                })
    }

    /// Whether a later stance on the same option (or order) replaces this one.
    fn replaced_part(
        &self,
        at: usize,
        issue: usize,
        reading: bool,
        names: &dyn Fn(&super::made::Said) -> Option<usize>,
    ) -> bool {
        let entry = &self.made.entries[at];
        (0..self.made.entries.len()).filter(|later| *later != at && self.after(*later, at)).any(|later| {
            let other = &self.made.entries[later];
            other.said.iter().filter(|said| said.issue == issue && decided(said.stance)).any(|said| {
                names(said)
                    .is_some_and(|option| (own(other) && !read(other, issue, option)) >= (own(entry) && !reading))
            })
        })
    }

    /// Whether a party takes an outcome, and whether it turns it down, each by itself.
    fn says(&self, standing: &[Standing<'_>], outcome: &[usize], place: &Place<'_>) -> (Truth, Truth) {
        let words = || standing.iter().filter(|said| said.own);
        let by_options = all(outcome.iter().map(|option| {
            any(words().filter(|said| said.is_for() && said.own_options().contains(option)).map(|said| {
                let together = said.stance != Stance::WantsAll || said.named.iter().all(|own| outcome.contains(own));
                all([of(together), said.when(place)].into_iter())
            }))
        }));
        let by_order =
            any(words().filter(|said| said.is_for() && said.orders.contains(&outcome)).map(|said| said.when(place)));
        let turned = any(words().map(|said| {
            let own_options = said.own_options();
            let touches = outcome.iter().any(|option| own_options.contains(option)) || said.orders.contains(&outcome);
            let of_rest = !outcome.iter().any(|option| said.named.contains(option))
                && !said.named_orders.iter().any(|order| order == outcome);
            let against = match said.stance {
                Stance::Rejects => touches,
                // A demand refuses the rest: what it does not name, for as long as something of it stands.
                Stance::Demands => of_rest && (!own_options.is_empty() || !said.orders.is_empty()),
                _ => false,
            };
            all([of(against), said.when(place)].into_iter())
        }));
        (any([by_options, by_order].into_iter()), turned)
    }

    fn counts(&self, line: &Line) -> bool {
        issues_of(&line.rule).iter().any(|issue| self.made.issues[*issue].consent.contains(&line.party))
    }

    /// Counts everything.
    pub fn found(&self) -> Found {
        let made = self.made;
        let standing: Vec<Vec<Vec<Standing<'_>>>> = (0..made.issues.len())
            .map(|issue| (0..made.parties).map(|party| self.standing(issue, party)).collect())
            .collect();
        let (mut packages, mut admissible, mut accepted, mut open) = (0, 0, 0, 0);
        let mut undecided: Vec<Vec<usize>> = self.outcomes.iter().map(|outcomes| vec![0; outcomes.len()]).collect();
        self.each_package(&mut |at, package| {
            let place = Place { package, events: NOTHING_KNOWN };
            packages += 1;
            let logic = self.logic(&place);
            admissible += usize::from(logic != No);
            let (mut yes, mut refused) = (logic == Yes, logic == No);
            for (issue, known) in made.issues.iter().enumerate() {
                for party in &known.consent {
                    let (takes, turns) = self.says(&standing[issue][*party], &self.outcomes[issue][at[issue]], &place);
                    yes &= takes == Yes && turns == No;
                    refused |= turns == Yes && takes == No;
                }
            }
            for line in made.lines.iter().filter(|line| self.counts(line)) {
                let crossed = Self::crossed(line, &place);
                yes &= crossed == No;
                refused |= crossed == Yes && !line.analyst;
            }
            accepted += usize::from(yes);
            open += usize::from(!refused);
            if !refused && !yes {
                at.iter().enumerate().for_each(|(issue, outcome)| undecided[issue][*outcome] += 1);
            }
        });
        let verdict = match (accepted, open) {
            (1.., _) => "yes",
            (0, 0) => "no",
            _ => "cannot-say",
        };
        let issues = (0..made.issues.len()).map(|issue| self.issue(issue, &standing[issue])).collect();
        Found { verdict, packages, admissible, accepted, refused_by_nobody: open, issues, undecided }
    }

    fn issue(&self, issue: usize, standing: &[Vec<Standing<'_>>]) -> (&'static str, Vec<Vec<usize>>) {
        let consent = &self.made.issues[issue].consent;
        let stands: Vec<Stand> = consent.iter().map(|party| self.stand(issue, *party, &standing[*party])).collect();
        let outcomes = 0..self.outcomes[issue].len();
        let agreed: Vec<usize> = outcomes
            .clone()
            .filter(|at| stands.iter().all(|stand| stand.accepts[*at] && !stand.refuses[*at]))
            .collect();
        if !agreed.is_empty() {
            return ("agreed", agreed.into_iter().map(|at| self.outcomes[issue][at].clone()).collect());
        }
        if outcomes.clone().all(|at| stands.iter().any(|stand| stand.refuses[at])) {
            return ("refused", Vec::new());
        }
        if stands.iter().any(|stand| !stand.spoken) {
            return ("not-stated", Vec::new());
        }
        // All have spoken and nothing is common: apart, unless what is vague or contradicted could close it.
        let clear: Vec<&Stand> = stands.iter().filter(|stand| stand.clear && !stand.torn).collect();
        let doubtful = stands.iter().any(|stand| stand.torn || !stand.clear && stand.vague);
        let could = clear.is_empty() || outcomes.into_iter().any(|at| clear.iter().all(|stand| stand.may_accept[at]));
        (if doubtful && could { "unclear" } else { "apart" }, Vec::new())
    }

    fn stand(&self, issue: usize, party: usize, standing: &[Standing<'_>]) -> Stand {
        let mut package: Vec<Option<&[usize]>> = vec![None; self.outcomes.len()];
        let mut stand = Stand {
            accepts: Vec::new(),
            may_accept: Vec::new(),
            refuses: Vec::new(),
            spoken: self.made.entries.iter().any(|entry| entry.party == party && speaks_of(entry, issue)),
            vague: self.vague(issue, party, standing),
            torn: self.torn(issue, standing),
            clear: false,
        };
        for (at, outcome) in self.outcomes[issue].iter().enumerate() {
            package[issue] = Some(outcome);
            let place = Place { package: &package, events: NOTHING_KNOWN };
            let (takes, turns) = self.says(standing, outcome, &place);
            let (accepts, refuses) = (all([takes, not(turns)].into_iter()), all([turns, not(takes)].into_iter()));
            let crosses = |analyst: bool| {
                self.made.lines.iter().any(|line| {
                    let about = line.party == party && issues_of(&line.rule).contains(&issue);
                    about && (analyst || !line.analyst) && self.always_crossed(line, issue, at)
                })
            };
            stand.accepts.push(accepts == Yes && !crosses(true));
            stand.may_accept.push(accepts != No && !crosses(true));
            stand.refuses.push(refuses == Yes || crosses(false));
            stand.clear |= accepts != No;
        }
        stand
    }

    /// No package with the outcome that the logic allows keeps the line, and there is such a package.
    fn always_crossed(&self, line: &Line, issue: usize, outcome: usize) -> bool {
        let logic = |place: &Place<'_>| self.logic(place);
        let kept = |place: &Place<'_>| not(Self::crossed(line, place));
        let crossed = |place: &Place<'_>| Self::crossed(line, place);
        let with = Some((issue, outcome));
        !self.possible(&[&logic, &kept], with) && self.possible(&[&logic, &crossed], with)
    }

    fn vague(&self, issue: usize, party: usize, standing: &[Standing<'_>]) -> bool {
        let off = self.made.entries.iter().enumerate().any(|(at, entry)| {
            entry.party == party && entry.off_ladder == Some(issue) && !self.replaced_whole(at, issue, true)
        });
        off || standing.iter().filter(|said| said.stands()).any(|said| {
            let read = said.options.iter().any(|option| said.reading.contains(option));
            !said.own || read || matches!(said.stance, Stance::OneOf | Stance::Between)
        })
    }

    /// Own words of two entries that cannot both be so.
    fn torn(&self, issue: usize, standing: &[Standing<'_>]) -> bool {
        let single = self.made.issues[issue].choose == Choose::One;
        let wanting = |said: &Standing<'_>| matches!(said.stance, Stance::Wants | Stance::Demands | Stance::OneOf);
        let words = || standing.iter().filter(|said| said.own);
        words().any(|one| {
            words().filter(|two| two.entry != one.entry).any(|two| {
                let (a, b) = (one.own_options(), two.own_options());
                let meet = a.iter().any(|option| b.contains(option));
                let free = (one.condition.is_none(), two.condition.is_none());
                let opposed = one.is_for() && two.stance == Stance::Rejects && meet && (free.0 || free.1);
                // A demand refuses the rest, which another entry takes.
                let rest = one.stance == Stance::Demands && two.stance == Stance::Accepts;
                let parted = (wanting(one) && wanting(two) || rest) && single && !meet && free == (true, true);
                opposed || parted && !a.is_empty() && !b.is_empty()
            })
        })
    }
}
