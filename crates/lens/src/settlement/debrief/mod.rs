//! What came of a class or a simulation, held against what could have been had.
//!
//! A debrief takes **outcomes** (a package that a group agreed on, or no deal) and says of each: whether it keeps the
//! case's logic, which lines it crosses, what it is worth to each party and how much more than no deal (its *gain*), who
//! is below no deal, whether an admissible package is better for somebody and worse for nobody whose yes is needed, and
//! how far it is from the efficient packages and from each solution concept (Raiffa 1982; Raiffa, Richardson & Metcalfe 2002
//! plot outcomes of classes so).
//!
//! **What is scored.** The numbers are those of [`scoring`]: points as entered, else the middle of what is entered. All lines
//! are in force whatever their firmness. `u_p(x)` is the sum of the points of the options that `x` takes and of the
//! linkages that hold for certain, on the scale of party `p`; `d_p` is its no-deal value; gain `u_p(x) - d_p`.
//!
//! **Distance.** With `s_p` the distance from the worst to the best admissible value of `p`,
//! `dist(x, E) = min over e in E of sqrt(sum over p of ((u_p(e) - u_p(x)) / s_p)^2)` over the parties whose yes is needed and
//! whose `s_p` is not 0: 0 is in the set, 1 is the whole scale of one party. `E` are the efficient packages of the zone;
//! where there is no zone, or a no-deal value is not known, those among all admissible packages (see [`Against`]).
//! It depends on the scales as entered only through `s_p`, and is rounded to six decimals.
//!
//! Cost: one compilation, one efficient set, and for each outcome one pass over the efficient packages and one search for
//! a package that dominates it, of at most [`Settings::steps`] steps.

mod findings;
mod scoring;
mod told;

pub use findings::{Against, Debrief, Outcome, Scored, Summary};
pub use scoring::{PartyScore, Scoring, scoring};

use super::entered::not_said;
use super::{Settings, points};
use crate::model::rest_on;
use crate::run::{Arithmetic, Basis, Run, Stop};
use crate::solve::valued::dual::{Reach, reach};
use num_bigint::BigUint;
use scoring::{Compiled, compile};
use told::Measure;
use zopa_case::Case;

/// Holds outcomes against the zone and the efficient packages of `case`, which should be cut to its day ([`Case::known`]).
///
/// An outcome's package has one outcome for each issue of the case, by index; one of another shape is left out, with a
/// warning. [`Settings::draws`] is how many sets of numbers the middle is taken of, where numbers are not points.
pub fn debrief(case: &Case, outcomes: &[Outcome], settings: &Settings) -> Run<Debrief> {
    let mut warnings = Vec::new();
    let fits = |outcome: &&Outcome| {
        outcome.package.as_ref().is_none_or(|package| {
            package.len() == case.issues().len()
                && package.iter().zip(case.issues()).all(|(at, issue)| *at < issue.outcomes.len())
        })
    };
    let (told, other): (Vec<&Outcome>, Vec<&Outcome>) = outcomes.iter().partition(fits);
    if !other.is_empty() {
        let labels: Vec<&str> = other.iter().map(|outcome| outcome.label.as_str()).collect();
        warnings.push(format!("left out, since they are no packages of the case: {}", labels.join(", ")));
    }
    let mut basis = Basis::default();
    basis.logic(case);
    let mut findings = Debrief {
        scoring: scoring::nothing(settings),
        zone: None,
        size: None,
        sentence: String::new(),
        against: Against::Nothing,
        efficient: super::Efficient::default(),
        points: Vec::new(),
        outcomes: Vec::new(),
        summary: Summary::default(),
        not_said: Vec::new(),
    };
    let compiled = match compile(case, settings) {
        Ok(compiled) => compiled,
        Err(wide) => {
            warnings.push(format!("the packages could not be worked through: {wide}"));
            findings.sentence = "Not enough information: the issues hang together too closely to be searched.".into();
            return Run { findings, arithmetic: Arithmetic::Exact, stop: Stop::Budget, basis, warnings };
        }
    };
    compiled.prepared.game.lines.iter().for_each(|line| basis.line(case, *line));
    compiled.prepared.game.dimensions.iter().for_each(|own| rest_on(case, own.party, &mut basis));
    super::entered::left_out(&compiled.prepared, &mut warnings);
    findings.scoring = compiled.scoring(settings);
    findings.not_said = not_said(&compiled.prepared);
    let mut ended = (Arithmetic::Exact, Stop::Complete);
    against(&compiled, &mut findings, &basis, &mut ended);
    if findings.against != Against::Nothing && findings.efficient.packages.len() < findings.efficient.vectors {
        ended.0 = Arithmetic::Bounded;
    }
    // Whether an outcome passes at home hangs on the ratifiers too.
    case.draft().ratifiers.iter().for_each(|ratifier| basis.ratifier(case, ratifier));
    let measure = Measure::new(&compiled, &findings, settings);
    for (at, outcome) in told.iter().enumerate() {
        let (scored, decided) = measure.scored(at, outcome, &basis);
        if !decided {
            ended.1 = Stop::Budget;
        }
        findings.outcomes.push(scored);
    }
    findings.summary = Summary::of(&findings.outcomes);
    let (arithmetic, stop) = ended;
    Run { findings, arithmetic, stop, basis, warnings }
}

/// The drafts and offers of a case that fix every issue, as outcomes by the names they are shown with.
pub fn drafts(case: &Case) -> Vec<Outcome> {
    let named = case.packages().iter().filter_map(|package| Some((package.title.clone(), case.whole(package)?)));
    named.map(|(label, package)| Outcome { label, package: Some(package) }).collect()
}

/// The zone, the efficient packages and the points that outcomes are held against.
fn against(compiled: &Compiled<'_>, findings: &mut Debrief, basis: &Basis, ended: &mut (Arithmetic, Stop)) {
    let prepared = &compiled.prepared;
    let game = &prepared.game;
    let unknown = !findings.not_said.is_empty();
    let Some(charge) = &compiled.charge else {
        findings.zone = Some(false);
        findings.size = Some(super::Size::Exact(BigUint::ZERO));
        findings.sentence = "No package keeps the logic and every line: there is no zone.".into();
        return;
    };
    if game.voters().is_empty() {
        findings.sentence =
            "No values are entered: outcomes can be held against the logic and the lines, and nothing else.".into();
        return;
    }
    let targets = &compiled.targets;
    let mut budget = prepared.settings.steps.saturating_mul(20);
    match reach(charge, targets, &[], &mut budget) {
        Reach::Yes { .. } if !unknown => {
            let zone = points::points(prepared, charge, targets, basis);
            if matches!(zone.size, Some(super::Size::Sampled(..) | super::Size::Bounded(..)))
                || !zone.efficient.complete
            {
                ended.0 = Arithmetic::Bounded;
            }
            if !zone.complete {
                ended.1 = Stop::Budget;
            }
            findings.zone = Some(true);
            findings.sentence = match &zone.size {
                Some(super::Size::Exact(count)) if *count == BigUint::from(1u32) => {
                    "There is a zone: one package is worth no deal or more to all.".into()
                }
                Some(super::Size::Exact(count)) => format!(
                    "There is a zone: {} packages are worth no deal or more to all.",
                    crate::phrase::count(count)
                ),
                _ => "There is a zone.".into(),
            };
            (findings.size, findings.efficient, findings.points) = (zone.size, zone.efficient, zone.points);
            findings.against = Against::Zone;
            return;
        }
        Reach::Yes { .. } => {
            findings.sentence = "Whether there is a zone is not known: not every no-deal value is.".into();
        }
        Reach::No { .. } => {
            findings.zone = Some(false);
            findings.size = Some(super::Size::Exact(BigUint::ZERO));
            findings.sentence = "There is no zone: no admissible package is worth no deal to all.".into();
        }
        Reach::Undecided => {
            ended.1 = Stop::Budget;
            findings.sentence = "Not decided within the limit of steps whether there is a zone.".into();
        }
    }
    findings.efficient = points::efficient_of_all(prepared, charge, basis);
    findings.against = Against::Admissible;
    if !findings.efficient.complete {
        ended.0 = Arithmetic::Bounded;
    }
}
