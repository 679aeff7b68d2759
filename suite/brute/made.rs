//! Small cases made at random, and their text.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use std::fmt::Write as _;

/// How many options of an issue a package takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choose {
    One,
    Any,
    Sequence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Ladder,
    Menu,
    Number,
}

#[derive(Clone, Debug)]
pub struct Issue {
    pub kind: Kind,
    pub choose: Choose,
    pub options: usize,
    /// Parties whose yes it needs.
    pub consent: Vec<usize>,
}

impl Issue {
    /// The name of an option.
    pub fn option(&self, issue: usize, option: usize) -> String {
        match self.kind {
            Kind::Number => (issue + option * 10).to_string(),
            _ => format!("{}{option}", (b'a' + issue as u8) as char),
        }
    }

    /// Everything a package can take: sets as rising lists, orders as lists.
    pub fn outcomes(&self) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new()];
        let mut found = Vec::new();
        while let Some(start) = all.pop() {
            for option in 0..self.options {
                let fits = match self.choose {
                    Choose::One => start.is_empty(),
                    Choose::Any => start.last().is_none_or(|last| *last < option),
                    Choose::Sequence => !start.contains(&option),
                };
                if fits {
                    let longer: Vec<usize> = start.iter().copied().chain([option]).collect();
                    found.push(longer.clone());
                    all.push(longer);
                }
            }
        }
        found
    }
}

/// A rule, by numbers of issues and options; events are 0 to 3.
#[derive(Clone, Debug)]
pub enum Rule {
    Is(usize, Vec<usize>, bool),
    Compare(usize, &'static str, usize),
    Includes(usize, usize, Option<usize>),
    Event(usize),
    Not(Box<Rule>),
    And(Vec<Rule>),
    Or(Vec<Rule>),
    Implies(Box<Rule>, Box<Rule>),
}

pub const EVENTS: [&str; 4] = ["done(walk)", "held(walk for 60 days)", "passed(house)", "taken(push)"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    Wants,
    Demands,
    Accepts,
    Rejects,
    Offers,
    Floats,
    OneOf,
    Between,
    WantsAll,
}

impl Stance {
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Wants, "wants"),
        (Self::Demands, "demands"),
        (Self::Accepts, "accepts"),
        (Self::Rejects, "rejects"),
        (Self::Offers, "offers"),
        (Self::Floats, "floats"),
        (Self::OneOf, "one of"),
        (Self::Between, "between"),
        (Self::WantsAll, "wants all"),
    ];
}

/// One stance of an entry on one issue.
#[derive(Clone, Debug)]
pub struct Said {
    pub stance: Stance,
    pub issue: usize,
    pub options: Vec<usize>,
    /// Orders named as such (`a0 then a1`).
    pub orders: Vec<Vec<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    Replaces,
    StandsBeside,
    Disputes,
}

#[derive(Clone, Debug)]
pub struct Entry {
    /// First and last day.
    pub date: (u32, u32),
    pub party: usize,
    pub said: Vec<Said>,
    /// The issue on which it has a position that no option expresses.
    pub off_ladder: Option<usize>,
    pub condition: Option<Rule>,
    pub stated: &'static str,
    pub via: Option<usize>,
    /// Options that are the analyst's reading, by issue.
    pub reading: Vec<(usize, usize)>,
    /// Links to entries before it.
    pub links: Vec<(Link, usize)>,
}

#[derive(Clone, Debug)]
pub struct Line {
    pub party: usize,
    pub rule: Rule,
    pub never: bool,
    pub condition: Option<Rule>,
    pub analyst: bool,
}

#[derive(Clone, Debug)]
pub struct Made {
    pub parties: usize,
    pub issues: Vec<Issue>,
    pub entries: Vec<Entry>,
    pub lines: Vec<Line>,
    pub logic: Vec<Rule>,
}

impl Made {
    pub fn issue(&self, issue: usize) -> String {
        format!("issue-{issue}")
    }

    pub fn party(party: usize) -> String {
        format!("party-{party}")
    }

    fn outcome(&self, issue: usize, outcome: &[usize], join: &str) -> String {
        let names: Vec<String> = outcome.iter().map(|option| self.issues[issue].option(issue, *option)).collect();
        names.join(join)
    }

    pub fn rule(&self, rule: &Rule) -> String {
        let option = |issue: usize, option: &usize| self.issues[issue].option(issue, *option);
        match rule {
            Rule::Is(issue, options, negated) => {
                let names: Vec<String> = options.iter().map(|at| option(*issue, at)).collect();
                format!("{} {} {}", self.issue(*issue), if *negated { "!=" } else { "=" }, names.join(" | "))
            }
            Rule::Compare(issue, how, at) => format!("{} {how} {}", self.issue(*issue), option(*issue, at)),
            Rule::Includes(issue, at, None) => format!("{} includes {}", self.issue(*issue), option(*issue, at)),
            Rule::Includes(issue, at, Some(later)) => {
                let names = (option(*issue, at), option(*issue, later));
                format!("{} includes {} before {}", self.issue(*issue), names.0, names.1)
            }
            Rule::Event(event) => EVENTS[*event].to_string(),
            Rule::Not(inner) => format!("not ({})", self.rule(inner)),
            Rule::And(parts) => {
                parts.iter().map(|part| format!("({})", self.rule(part))).collect::<Vec<_>>().join(" and ")
            }
            Rule::Or(parts) => {
                parts.iter().map(|part| format!("({})", self.rule(part))).collect::<Vec<_>>().join(" or ")
            }
            Rule::Implies(left, right) => format!("({}) implies ({})", self.rule(left), self.rule(right)),
        }
    }

    /// The case as a file.
    pub fn text(&self) -> String {
        let mut out = String::from("zopa: 1\ncase: Made at random\nas of: 2026-12-31\nparties:\n");
        let mut line = |text: String| writeln!(out, "{text}").unwrap();
        for party in 0..self.parties {
            line(format!("  {}: {{name: Party {party}, role: party}}", Self::party(party)));
        }
        line("issues:".into());
        for (at, issue) in self.issues.iter().enumerate() {
            let consent: Vec<String> = issue.consent.iter().map(|party| Self::party(*party)).collect();
            let names = |part: &str| {
                let options = (0..issue.options).map(|option| format!("{}: Text", issue.option(at, option)));
                format!("{part}: {{{}}}", options.collect::<Vec<_>>().join(", "))
            };
            let options = match issue.kind {
                Kind::Ladder => format!("kind: ladder, order by: length, {}", names("ladder")),
                Kind::Menu => format!("kind: menu, {}", names("menu")),
                Kind::Number => format!("kind: number, from: {at}, to: {}, step: 10", at + (issue.options - 1) * 10),
            };
            let choose = match issue.choose {
                Choose::One => "",
                Choose::Any => "choose: any, ",
                Choose::Sequence => "choose: sequence, ",
            };
            line(format!(
                "  {}: {{name: Issue {at}, {choose}{options}, consent: [{}]}}",
                self.issue(at),
                consent.join(", ")
            ));
        }
        line("sources:".into());
        for at in 0..self.entries.len() {
            line(format!("  S{at}: {{title: Source {at}, date: 2026-03-01, grade: B2}}"));
        }
        line("  LINES: {title: Lines, date: 2026-03-01, grade: B2}".into());
        line("ledger:".into());
        for (at, entry) in self.entries.iter().enumerate() {
            line(format!("  - {{{}}}", self.entry(at, entry)));
        }
        line("lines:".into());
        for (at, limit) in self.lines.iter().enumerate() {
            let kind = if at % 2 == 0 { "red line" } else { "bottom line" };
            let word = if limit.never { "never" } else { "always" };
            let condition = limit.condition.as_ref().map(|rule| format!(", if: {:?}", self.rule(rule)));
            let reading = if limit.analyst { ", reading: analyst" } else { "" };
            line(format!(
                "  - {{id: line-{at}, party: {}, kind: {kind}, {word}: {:?}{}{reading}, source: LINES}}",
                Self::party(limit.party),
                self.rule(&limit.rule),
                condition.unwrap_or_default()
            ));
        }
        line("logic:".into());
        for (at, rule) in self.logic.iter().enumerate() {
            line(format!("  - {{id: rule-{at}, rule: {:?}, source: LINES}}", self.rule(rule)));
        }
        line(
            "steps:\n  - {id: walk, actor: party-0}\nratifiers:\n  - {id: house, party: party-0, rule: leader}".into(),
        );
        line("actions:\n  - {id: push, party: party-0}".into());
        out
    }

    fn entry(&self, at: usize, entry: &Entry) -> String {
        let (first, last) = entry.date;
        let day = |day: u32| format!("2026-02-{day:02}");
        let date = if first == last { day(first) } else { format!("{}..{}", day(first), day(last)) };
        let mut parts = vec![format!("id: entry-{at}, date: {date}, party: {}", Self::party(entry.party))];
        for (stance, word) in Stance::ALL {
            let on = entry.said.iter().filter(|said| said.stance == stance);
            let each: Vec<String> = on
                .map(|said| {
                    let names = said.options.iter().map(|option| self.issues[said.issue].option(said.issue, *option));
                    let orders = said.orders.iter().map(|order| self.outcome(said.issue, order, " then "));
                    let all: Vec<String> = names.chain(orders).map(|name| format!("{name:?}")).collect();
                    format!("{}: [{}]", self.issue(said.issue), all.join(", "))
                })
                .collect();
            if !each.is_empty() {
                parts.push(format!("{word}: {{{}}}", each.join(", ")));
            }
        }
        if let Some(issue) = entry.off_ladder {
            parts.push(format!("issue: {}, off ladder: Something else", self.issue(issue)));
        }
        parts.extend(entry.condition.as_ref().map(|rule| format!("if: {:?}", self.rule(rule))));
        parts.push(format!("stated: {}, source: S{at}", entry.stated));
        parts.extend(entry.via.map(|via| format!("via: {}", Self::party(via))));
        let reading: Vec<String> = entry
            .reading
            .iter()
            .map(|(issue, option)| format!("{:?}", self.issues[*issue].option(*issue, *option)))
            .collect();
        if !reading.is_empty() {
            parts.push(format!("our reading: [{}]", reading.join(", ")));
        }
        for (kind, word) in
            [(Link::Replaces, "replaces"), (Link::StandsBeside, "stands beside"), (Link::Disputes, "disputes")]
        {
            let to = entry.links.iter().filter(|(link, _)| *link == kind);
            let names: Vec<String> = to.map(|(_, other)| format!("entry-{other}")).collect();
            if !names.is_empty() {
                parts.push(format!("{word}: [{}]", names.join(", ")));
            }
        }
        parts.join(", ")
    }
}

pub fn issue(parties: usize) -> impl Strategy<Value = Issue> {
    let form = prop_oneof![
        4 => (Just((Kind::Ladder, Choose::One)), 2..=4_usize),
        3 => (Just((Kind::Menu, Choose::One)), 2..=4_usize),
        2 => (Just((Kind::Number, Choose::One)), 2..=4_usize),
        3 => (Just((Kind::Menu, Choose::Any)), 2..=3_usize),
        2 => (Just((Kind::Menu, Choose::Sequence)), 2..=3_usize),
    ];
    let consent = subsequence((0..parties).collect::<Vec<_>>(), 1..=parties);
    (form, consent).prop_map(|(((kind, choose), options), consent)| Issue { kind, choose, options, consent })
}

/// A test of some issue.
fn test(issues: Vec<Issue>) -> impl Strategy<Value = Rule> {
    (any::<Index>(), any::<[Index; 3]>(), 0..6_usize, any::<bool>()).prop_map(move |(which, at, form, negated)| {
        let issue = which.index(issues.len());
        let known = &issues[issue];
        let option = |at: &Index| at.index(known.options);
        match (known.choose, known.kind) {
            (Choose::One, Kind::Ladder | Kind::Number) if form < 3 => {
                let how = [">=", "<=", ">", "<"][at[1].index(4)];
                Rule::Compare(issue, how, option(&at[0]))
            }
            (Choose::One, _) => {
                let mut options: Vec<usize> = at[..1 + form % 2].iter().map(option).collect();
                options.sort_unstable();
                options.dedup();
                Rule::Is(issue, options, negated)
            }
            (Choose::Sequence, _) if form < 3 && option(&at[0]) != option(&at[1]) => {
                Rule::Includes(issue, option(&at[0]), Some(option(&at[1])))
            }
            _ => Rule::Includes(issue, option(&at[0]), None),
        }
    })
}

pub fn rule(issues: Vec<Issue>, events: u32) -> impl Strategy<Value = Rule> {
    let leaf = prop_oneof![8 => test(issues), events => (0..EVENTS.len()).prop_map(Rule::Event)];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            2 => vec(inner.clone(), 2).prop_map(Rule::And),
            2 => vec(inner.clone(), 2).prop_map(Rule::Or),
            1 => inner.clone().prop_map(|rule| Rule::Not(Box::new(rule))),
            1 => (inner.clone(), inner).prop_map(|(left, right)| Rule::Implies(Box::new(left), Box::new(right))),
        ]
    })
}

fn said(issues: Vec<Issue>) -> impl Strategy<Value = Said> {
    let weights = prop::sample::select(vec![0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 5, 6, 7, 8, 8]);
    (any::<Index>(), weights, any::<[Index; 3]>(), 1..=3_usize, 0..4_usize).prop_map(
        move |(which, stance, at, count, ordered)| {
            let issue = which.index(issues.len());
            let known = &issues[issue];
            let mut stance = Stance::ALL[stance].0;
            if known.choose == Choose::One && stance == Stance::WantsAll {
                stance = Stance::Wants;
            }
            if known.choose != Choose::One && stance == Stance::Between {
                stance = Stance::OneOf;
            }
            let mut options: Vec<usize> = at[..count].iter().map(|at| at.index(known.options)).collect();
            options.sort_unstable();
            options.dedup();
            let mut orders = Vec::new();
            if stance == Stance::Between {
                let low = at[0].index(known.options - 1);
                options = vec![low, low + 1];
            } else if known.choose == Choose::Sequence && ordered == 0 && options.len() > 1 {
                // An order of its own, perhaps beside a single option.
                let mut order = options.clone();
                let by = at[2].index(order.len());
                order.rotate_left(by);
                options = if count == 3 { vec![at[1].index(known.options)] } else { Vec::new() };
                orders.push(order);
            }
            Said { stance, issue, options, orders }
        },
    )
}

type Loose = (Vec<Said>, (u32, u32), usize, Option<Rule>, usize, Option<Index>, u32, Option<(usize, Index)>, bool);

fn entry(parties: usize, issues: Vec<Issue>) -> impl Strategy<Value = Loose> {
    let condition = prop::option::weighted(0.25, rule(issues.clone(), 3));
    let date = (1..=6_u32, prop_oneof![6 => Just(0), 1 => 1..=2_u32]).prop_map(|(first, more)| (first, first + more));
    let via = prop::option::weighted(0.12, any::<Index>());
    let link = prop::option::weighted(0.2, (0..3_usize, any::<Index>()));
    let stated = prop::sample::select(vec![0, 0, 0, 0, 0, 1, 1, 2, 3, 4]);
    (vec(said(issues), 1..=2), date, 0..parties, condition, stated, via, any::<u32>(), link, prop::bool::weighted(0.06))
}

fn finish(parties: usize, at: usize, loose: Loose) -> Entry {
    let (mut said, date, party, condition, stated, via, reading, link, off) = loose;
    // One stance of a kind an issue, as in a map.
    let mut seen = Vec::new();
    said.retain(|said| {
        let key = (said.stance, said.issue);
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
    // An analyst's reading in about one entry of six.
    let mut read: Vec<(usize, usize)> = Vec::new();
    if reading % 6 == 0 {
        let all = said.iter().flat_map(|said| said.options.iter().map(move |option| (said.issue, *option)));
        read = all.enumerate().filter(|(place, _)| reading >> (place + 8) & 1 == 1).map(|(_, pair)| pair).collect();
        read.sort_unstable();
        read.dedup();
    }
    let off_ladder = off.then(|| said[0].issue);
    if off {
        said.truncate(0);
        read.clear();
    }
    let links = link
        .filter(|_| at > 0)
        .map(|(kind, to)| ([Link::Replaces, Link::StandsBeside, Link::Disputes][kind], to.index(at)));
    let stated = ["public", "private", "leaked", "reported", "inferred"][stated];
    let via = via.map(|via| via.index(parties)).filter(|via| *via != party);
    Entry { date, party, said, off_ladder, condition, stated, via, reading: read, links: links.into_iter().collect() }
}

/// Cases with at most `packages` packages.
pub fn made(packages: usize) -> impl Strategy<Value = Made> {
    (1..=4_usize)
        .prop_flat_map(|parties| (Just(parties), vec(issue(parties), 1..=5)))
        .prop_map(move |(parties, mut issues)| {
            let product = |issues: &[Issue]| issues.iter().map(|issue| issue.outcomes().len()).product::<usize>();
            while product(&issues) > packages {
                issues.pop();
            }
            (parties, issues)
        })
        .prop_flat_map(|(parties, issues)| {
            let line = (
                0..parties,
                rule(issues.clone(), 1),
                any::<bool>(),
                prop::option::weighted(0.25, rule(issues.clone(), 2)),
                prop::bool::weighted(0.25),
            );
            let line = line.prop_map(|(party, rule, never, condition, analyst)| Line {
                party,
                rule,
                never,
                condition,
                analyst,
            });
            let entries = vec(entry(parties, issues.clone()), 0..=4 * issues.len());
            (Just(parties), Just(issues.clone()), entries, vec(line, 0..=2), vec(rule(issues, 1), 0..=2))
        })
        .prop_map(|(parties, issues, entries, lines, logic)| {
            let entries = entries.into_iter().enumerate().map(|(at, loose)| finish(parties, at, loose)).collect();
            Made { parties, issues, entries, lines, logic }
        })
}
