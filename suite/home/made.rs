//! Small cases with ratifiers, made at random, and their text.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::Index;
use std::fmt::Write as _;

/// A rule over ladders, by numbers of issues and options; there is one event.
#[derive(Clone, Debug)]
pub enum Rule {
    Is(usize, Vec<usize>, bool),
    AtMost(usize, usize),
    Event,
    Not(Box<Rule>),
    And(Vec<Rule>),
    Or(Vec<Rule>),
}

impl Rule {
    fn text(&self) -> String {
        let joined = |parts: &[Self], word: &str| {
            parts.iter().map(|part| format!("({})", part.text())).collect::<Vec<_>>().join(word)
        };
        match self {
            Self::Is(issue, options, negated) => {
                let names: Vec<String> = options.iter().map(|at| option(*issue, *at)).collect();
                format!("issue-{issue} {} {}", if *negated { "!=" } else { "=" }, names.join(" | "))
            }
            Self::AtMost(issue, at) => format!("issue-{issue} <= {}", option(*issue, *at)),
            Self::Event => "done(walk)".into(),
            Self::Not(inner) => format!("not ({})", inner.text()),
            Self::And(parts) => joined(parts, " and "),
            Self::Or(parts) => joined(parts, " or "),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Faction {
    /// Low and high.
    pub weight: (u32, u32),
    pub accepts: Option<Rule>,
}

#[derive(Clone, Debug)]
pub struct Ratifier {
    pub party: usize,
    pub rule: &'static str,
    /// Low and high, in hundredths.
    pub threshold: Option<(u32, u32)>,
    pub about: Option<Rule>,
    pub factions: Vec<Faction>,
}

#[derive(Clone, Debug)]
pub struct Made {
    /// By issue, how many options.
    pub issues: Vec<usize>,
    pub logic: Vec<Rule>,
    /// Whose, and what must never be.
    pub lines: Vec<(usize, Rule)>,
    pub ratifiers: Vec<Ratifier>,
    /// Whose, and within what.
    pub mandates: Vec<(usize, Rule)>,
    /// Packages, one option an issue.
    pub packages: Vec<Vec<usize>>,
}

/// The third has no say on any issue.
pub const PARTIES: [&str; 3] = ["north", "south", "guide"];

fn option(issue: usize, option: usize) -> String {
    format!("{}{option}", (b'a' + issue as u8) as char)
}

fn range(low: String, high: String) -> String {
    if low == high { low } else { format!("[{low}, {high}]") }
}

impl Made {
    /// The case as a file.
    pub fn text(&self) -> String {
        let mut out = String::from("zopa: 1\ncase: Made at random\nas of: 2026-03-01\nparties:\n");
        let mut line = |text: String| writeln!(out, "{text}").unwrap();
        for party in PARTIES {
            let role = if party == "guide" { "facilitator" } else { "party" };
            line(format!("  {party}: {{name: The {party}, role: {role}}}"));
        }
        line("issues:".into());
        for (at, options) in self.issues.iter().enumerate() {
            let names: Vec<String> = (0..*options).map(|own| format!("{}: Text", option(at, own))).collect();
            let names = names.join(", ");
            line(format!("  issue-{at}: {{name: Issue {at}, kind: ladder, order by: length, ladder: {{{names}}}}}"));
        }
        line("sources:\n  MEMO: {title: Memo, date: 2026-02-01, grade: B2}".into());
        line("steps:\n  - {id: walk, actor: north}".into());
        let list = |line: &mut dyn FnMut(String), part: &str, items: Vec<String>| {
            if !items.is_empty() {
                line(format!("{part}:"));
            }
            items.into_iter().for_each(|item| line(format!("  - {{{item}}}")));
        };
        let quoted = |rule: &Rule| format!("{:?}", rule.text());
        let logic = self.logic.iter().map(|rule| format!("rule: {}", quoted(rule))).collect();
        list(&mut line, "logic", logic);
        let lines = self.lines.iter().enumerate().map(|(at, (party, never))| {
            let party = PARTIES[*party];
            format!("id: line-{at}, party: {party}, kind: red line, never: {}, source: MEMO", quoted(never))
        });
        list(&mut line, "lines", lines.collect());
        let mandates = self.mandates.iter().enumerate().map(|(at, (party, within))| {
            format!("id: mandate-{at}, party: {}, within: {}, source: MEMO", PARTIES[*party], quoted(within))
        });
        list(&mut line, "mandates", mandates.collect());
        let packages = self.packages.iter().enumerate().map(|(at, package)| {
            let terms: Vec<String> = package
                .iter()
                .enumerate()
                .map(|(issue, own)| format!("issue-{issue}: {}", option(issue, *own)))
                .collect();
            let terms = terms.join(", ");
            format!("id: package-{at}, date: 2026-02-01, by: north, terms: {{{terms}}}, source: MEMO")
        });
        list(&mut line, "packages", packages.collect());
        let ratifiers = self.ratifiers.iter().enumerate().map(|(at, own)| {
            let mut text = format!("id: body-{at}, party: {}, rule: {}", PARTIES[own.party], own.rule);
            if let Some((low, high)) = own.threshold {
                let share = |hundredths: u32| format!("{}.{:02}", hundredths / 100, hundredths % 100);
                text += &format!(", threshold: {}", range(share(low), share(high)));
            }
            text += &own.about.as_ref().map(|rule| format!(", about: {}", quoted(rule))).unwrap_or_default();
            let factions = own.factions.iter().enumerate().map(|(at, faction)| {
                let weight = range(faction.weight.0.to_string(), faction.weight.1.to_string());
                let accepts = faction.accepts.as_ref().map(|rule| format!(", accepts: {}", quoted(rule)));
                format!("f{at}: {{weight: {weight}{}}}", accepts.unwrap_or_default())
            });
            text + &format!(", factions: {{{}}}", factions.collect::<Vec<_>>().join(", "))
        });
        list(&mut line, "ratifiers", ratifiers.collect());
        out
    }
}

fn rule(issues: Vec<usize>) -> impl Strategy<Value = Rule> {
    let test =
        (any::<Index>(), any::<[Index; 2]>(), any::<bool>(), 0..3_usize).prop_map(move |(which, at, negated, form)| {
            let issue = which.index(issues.len());
            let own = |at: &Index| at.index(issues[issue]);
            if form == 0 {
                return Rule::AtMost(issue, own(&at[0]));
            }
            let mut options: Vec<usize> = at[..form].iter().map(own).collect();
            options.sort_unstable();
            options.dedup();
            Rule::Is(issue, options, negated)
        });
    let leaf = prop_oneof![8 => test, 1 => Just(Rule::Event)];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            vec(inner.clone(), 2).prop_map(Rule::And),
            vec(inner.clone(), 2).prop_map(Rule::Or),
            inner.prop_map(|rule| Rule::Not(Box::new(rule))),
        ]
    })
}

fn ratifier(issues: Vec<usize>) -> impl Strategy<Value = Ratifier> {
    let weight = prop_oneof![2 => (0..4_u32).prop_map(|own| (own, own)), 1 => (0..4_u32, 1..3_u32).prop_map(|(low, more)| (low, low + more))];
    let faction = (weight, of(rule(issues.clone()))).prop_map(|(weight, accepts)| Faction { weight, accepts });
    let share = prop_oneof![Just(0), 1..50_u32, Just(50), Just(50), 51..100_u32, Just(100)];
    let threshold = (share.clone(), share).prop_map(|(one, two)| (one.min(two), one.max(two)));
    let threshold = of(prop_oneof![2 => threshold.clone().prop_map(|(low, _)| (low, low)), 1 => threshold]);
    let by = prop_oneof![
        1 => Just("leader"),
        1 => Just("veto"),
        4 => Just("majority"),
        1 => Just("referendum"),
    ];
    (0..3_usize, by, threshold, of(rule(issues)), vec(faction, 0..=3)).prop_map(
        |(party, rule, threshold, about, factions)| {
            let threshold = threshold.filter(|_| matches!(rule, "majority" | "referendum"));
            Ratifier { party, rule, threshold, about, factions }
        },
    )
}

/// A case of two or three issues.
pub fn made() -> impl Strategy<Value = Made> {
    vec(2..=3_usize, 2..=3).prop_flat_map(|issues| {
        let own = || rule(issues.clone());
        let package: Vec<_> = issues.iter().map(|options| 0..*options).collect();
        (
            Just(issues.clone()),
            vec(own(), 0..=1),
            vec((0..3_usize, own()), 0..=2),
            vec(ratifier(issues.clone()), 1..=2),
            vec((0..3_usize, own()), 0..=1),
            vec(package, 1..=2),
        )
            .prop_map(|(issues, logic, lines, ratifiers, mandates, packages)| Made {
                issues,
                logic,
                lines,
                ratifiers,
                mandates,
                packages,
            })
    })
}
