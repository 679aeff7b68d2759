//! Lens `probes`: what to float next, to whom, and what each answer would teach.
//!
//! A probe puts a package to a party, to learn from the answer. Over the draws of the case's uncertain numbers the party would
//! take the package where it is worth no deal to it and crosses none of its lines that are real; what is heard is yes, no
//! or silence, with errors and a share of bluffs ([`Manner`]). From this follow, for each probe: how likely each answer is;
//! what would be believed after it (is there a zone, would the party take the package, which of its lines are real);
//! how much it teaches of "is there a zone", in bits; and what it gains for the next decision, which package to table or
//! to walk away (EVSI: Raiffa & Schlaifer 1961), less the costs of leaks and anchoring where entered. The numbers
//! are those of [`crate::solve::probe`].
//!
//! With points only, what is uncertain is which lines are real, by their firmness: then all cases are worked through and
//! everything is exact. That differs from `settlement`, which takes every line as in force then.
//!
//! Ranks are honest: a probe ranks behind another only where that one is above it with its whole interval.

mod assumed;
mod findings;
mod words;
mod worlds;

pub use crate::solve::probe::{Estimate, Manner};
pub use assumed::{Aim, Settings, aim};
pub use findings::{Answered, Believed, Decision, Probe, Probes, Switch, Way};

use crate::control::Control;
use crate::model::{Game, in_chunks, rest_on};
use crate::run::{Arithmetic, Basis, Run, Stop};
use crate::share::Share;
use crate::solve::probe::{ANSWERS, Part, Problem, Worth};
use worlds::{Met, World, Worlds};
use zopa_case::draft::title;
use zopa_case::{Case, PackageId, PartyId};

/// Probes listed at most.
pub const LISTED: usize = 1_000;
/// The words of answers, in their order.
const WORDS: [&str; ANSWERS] = ["yes", "no", "silent"];

/// What to float next; `case` should be cut to its day ([`Case::known`]).
///
/// Cost: two searches for each draw, then for each package and party a few passes over packages times draws. If `control` stops
/// the work, the answer is that of what was done, with [`Stop::Cancelled`].
pub fn probes(case: &Case, settings: &Settings, control: &dyn Control) -> Run<Probes> {
    let mut basis = Basis::default();
    basis.logic(case);
    let mut findings = Probes {
        missing: Vec::new(),
        draws: 0,
        exact: false,
        effective: 0.0,
        manner: words::manner(&settings.manner),
        decision: None,
        zone: Believed::default(),
        entropy: 0.0,
        candidates: 0,
        all: false,
        probes: Vec::new(),
        sentence: String::new(),
        basis: Basis::default(),
    };
    let cannot = |mut findings: Probes, missing: Vec<String>, stop: Stop, basis: Basis| {
        findings.sentence = words::cannot(&missing);
        findings.missing = missing;
        findings.basis.clone_from(&basis);
        Run { findings, arithmetic: Arithmetic::Exact, stop, basis, warnings: Vec::new() }
    };
    let game = match Game::new(case, settings.seed, &[]) {
        Ok(game) => game,
        Err(wide) => {
            let missing = vec![format!("issues that hang together less closely ({wide})")];
            return cannot(findings, missing, Stop::Budget, basis);
        }
    };
    game.dimensions.iter().for_each(|own| rest_on(case, own.party, &mut basis));
    game.lines.iter().for_each(|line| basis.line(case, *line));
    if let Some(own) = &case.draft().probes {
        basis.item(case, &own.source, own.marking.as_ref());
        basis.assumptions.insert("what the case assumes of probes".into());
    }
    basis.assumptions.insert(findings.manner.clone());
    // Packages of the case are looked at, and named where they are met.
    for at in (0..case.packages().len()).filter(|at| case.whole(&case.packages()[*at]).is_some()) {
        basis.package(case, PackageId::new(at));
    }
    let missing = missing(&game, settings);
    if !missing.is_empty() {
        return cannot(findings, missing, Stop::Complete, basis);
    }
    let asked: Vec<usize> = (0..game.dimensions.len())
        .filter(|at| {
            let own = &game.dimensions[*at];
            own.consents
                && settings.aim != Aim::Party(own.party)
                && (settings.to.is_empty() || settings.to.contains(&own.party))
        })
        .collect();
    let worlds = Worlds::new(game, settings);
    let mut warnings = Vec::new();
    if worlds.exact && settings.weights.is_some() {
        warnings.push(
            "numbers are points: weights of draws are left aside, firmness says which lines are real".to_string(),
        );
    }
    if settings.aim == Aim::Welfare {
        warnings.push("welfare adds up what different parties have, which compares their scales".to_string());
    }
    let met = worlds.meet(settings.threads, control);
    let (candidates, all) = match settings.packages.is_empty() {
        true => worlds.candidates(&met),
        false => (settings.packages.clone(), false),
    };
    let looked = worlds.look(&candidates, &asked, settings.threads, control);
    let n = met.len().min(looked.len());
    let mut stop = if n < worlds.weights.len() { Stop::Cancelled } else { Stop::Complete };
    (findings.draws, findings.exact) = (n as u64, worlds.exact && stop == Stop::Complete);
    (findings.candidates, findings.all) = (candidates.len(), all);
    let table = Table {
        worlds: &worlds,
        settings,
        met: &met[..n],
        looked: &looked[..n],
        candidates: &candidates,
        asked: &asked,
    };
    let payoffs: Vec<Vec<f64>> = (0..=candidates.len()).map(|action| table.payoffs(action)).collect();
    let question = table.met.iter().map(|own| own.zone).collect();
    let problem = match Problem::new(worlds.weights[..n].to_vec(), question, payoffs, findings.exact) {
        Ok(problem) => problem,
        Err(problem) => {
            findings.sentence = format!("Nothing could be said: {problem}.");
            findings.basis.clone_from(&basis);
            return Run { findings, arithmetic: Arithmetic::Sampled, stop, basis, warnings };
        }
    };
    let open = table.met.iter().filter(|own| own.zone.is_none()).count();
    if open > 0 {
        warnings.push(format!("{open} of {n} draws were left undecided at the limit of steps"));
        stop = stop.and(Stop::Budget);
    }
    let decision = table.decision(&problem);
    findings.zone = believed(&problem, problem.yes(|_| 1.0));
    findings.effective = problem.part(|_| 1.0, |_| Some(1.0)).effective;
    findings.entropy = problem.entropy();
    let pairs: Vec<(usize, usize)> =
        (0..candidates.len()).flat_map(|own| (0..asked.len()).map(move |to| (own, to))).collect();
    let parts = in_chunks(settings.threads, pairs.len() as u64, control, "probes", |at| {
        let (package, to) = pairs[at as usize];
        table.probe(&problem, &decision, package, to, &basis)
    });
    for part in parts {
        let Some(found) = part else {
            stop = stop.and(Stop::Cancelled);
            break;
        };
        findings.probes.extend(found);
    }
    rank(&mut findings.probes);
    findings.probes.truncate(LISTED);
    for (at, own) in findings.probes.iter_mut().enumerate() {
        own.id = format!("probes.{}", at + 1);
        own.sentence = words::probe(case, own);
    }
    findings.sentence = words::sentence(case, &findings, &decision, settings);
    findings.decision = Some(decision);
    for own in &findings.probes {
        basis.join(&own.basis);
    }
    // Which comes before which hangs on all of them.
    findings.probes.iter_mut().for_each(|own| own.basis.clone_from(&basis));
    findings.basis.clone_from(&basis);
    let arithmetic = if findings.exact { Arithmetic::Exact } else { Arithmetic::Sampled };
    Run { findings, arithmetic, stop, basis, warnings }
}

/// What the case would need for the question to be asked.
fn missing(game: &Game<'_>, settings: &Settings) -> Vec<String> {
    let numbers = game.draws.numbers(0);
    let mut missing: Vec<String> = game
        .unvalued(&numbers)
        .into_iter()
        .map(|party| {
            let title = &game.case.party(party).title;
            match game.draws.missing(party).is_empty() && numbers.parties[party.index()].is_some() {
                true => format!("a no-deal value of {title}"),
                false => format!("values of {title}"),
            }
        })
        .collect();
    if let Aim::Party(party) = settings.aim {
        let own = numbers.parties[party.index()].as_ref();
        if own.is_none_or(|own| own.no_deal.is_none()) && !game.consenting.contains(&party) {
            missing.push(format!("values of {}, by which the decision goes", game.case.party(party).title));
        }
    }
    if game.voters().is_empty() && missing.is_empty() {
        missing.push("values of those who must agree".into());
    }
    missing
}

/// Best first by what is gained, then by what is taught, then by package and party; ranks count whole intervals.
fn rank(probes: &mut [Probe]) {
    probes.sort_by(|one, two| {
        // What differs by rounding only is equal.
        let order = |one: f64, two: f64| {
            if (one - two).abs() <= 1e-12 { std::cmp::Ordering::Equal } else { two.total_cmp(&one) }
        };
        let key = |own: &Probe| (own.package.clone(), own.party);
        order(one.net.value, two.net.value)
            .then_with(|| order(one.bits.value, two.bits.value))
            .then_with(|| key(one).cmp(&key(two)))
    });
    let (net, bits): (Vec<Estimate>, Vec<Estimate>) = probes.iter().map(|own| (own.net, own.bits)).unzip();
    for (at, own) in probes.iter_mut().enumerate() {
        own.rank = 1 + net.iter().filter(|other| other.above(&net[at])).count();
        own.rank_taught = 1 + bits.iter().filter(|other| other.above(&bits[at])).count();
    }
}

/// A share with its interval: that of as many equal draws as the weights are worth.
fn believed(problem: &Problem, part: Part) -> Believed {
    if problem.exact() {
        return Believed { share: Estimate::exact(part.share), draws: None };
    }
    let n = part.effective.round().max(0.0);
    let share = Share::new((part.share * n).round() as u64, n as u64, 0);
    let (low, high) = (share.low().min(part.share), share.high().max(part.share));
    Believed { share: Estimate { value: part.share, low, high }, draws: Some(share) }
}

/// Everything looked at.
struct Table<'a, 'c> {
    worlds: &'a Worlds<'c>,
    settings: &'a Settings,
    met: &'a [Met],
    looked: &'a [World],
    candidates: &'a [Vec<usize>],
    asked: &'a [usize],
}

impl Table<'_, '_> {
    /// By world, the payoff of an action: 0 is to walk away, the others table a candidate.
    fn payoffs(&self, action: usize) -> Vec<f64> {
        let game = &self.worlds.game;
        let of = |world: &World| {
            let none = match self.settings.aim {
                Aim::Agreement => 0.0,
                Aim::Welfare => {
                    let own = |at: usize| world.no_deal[at].map_or(0.0, |value| self.worlds.hundredths(at, value));
                    game.voters().into_iter().map(own).sum()
                }
                Aim::Party(party) => {
                    let at = game.dimensions.iter().position(|own| own.party == party);
                    at.and_then(|at| Some(self.worlds.number(at, world.no_deal[at]?))).unwrap_or(0.0)
                }
            };
            let Some(candidate) = action.checked_sub(1) else { return none };
            let Some(held) = world.held[candidate].as_ref().filter(|held| held.agreed) else {
                return none - self.settings.failed;
            };
            match self.settings.aim {
                Aim::Agreement => 1.0,
                Aim::Welfare => game.voters().into_iter().map(|at| self.worlds.hundredths(at, held.values[at])).sum(),
                Aim::Party(party) => {
                    let at = game.dimensions.iter().position(|own| own.party == party);
                    at.map_or(0.0, |at| self.worlds.number(at, held.values[at]))
                }
            }
        };
        self.looked.iter().map(of).collect()
    }

    fn table(&self, action: usize) -> Option<Vec<usize>> {
        action.checked_sub(1).map(|at| self.candidates[at].clone())
    }

    fn decision(&self, problem: &Problem) -> Decision {
        let case = self.worlds.game.case;
        let by = match self.settings.aim {
            Aim::Agreement => "the share of draws in which what is tabled is in the zone".into(),
            Aim::Welfare => "the sum of what those have who must agree, in hundredths of their scales".into(),
            Aim::Party(party) => format!("what {} has, on its own scale", case.party(party).title),
        };
        let mut switches = Vec::new();
        for (at, line) in self.worlds.lines.iter().enumerate() {
            let name = &case.line(self.worlds.game.lines[*line]).name;
            let now = problem.part(|_| 1.0, |k| Some(f64::from(self.looked[k].real[at]))).share;
            for (share, below, above) in problem.switches(|k| self.looked[k].real[at]) {
                let (below, above) = (self.table(below), self.table(above));
                let sentence = words::switch(case, name, share, below.as_deref(), above.as_deref());
                switches.push(Switch { line: name.clone(), at: share, now, below, above, sentence });
            }
        }
        Decision {
            by,
            table: self.table(problem.now()),
            worth: problem.value(problem.now()),
            perfect: problem.perfect(),
            switches,
        }
    }

    fn probe(
        &self,
        problem: &Problem,
        decision: &Decision,
        candidate: usize,
        to: usize,
        basis: &Basis,
    ) -> Option<Probe> {
        let game = &self.worlds.game;
        let case = game.case;
        let (package, party) = (&self.candidates[candidate], game.dimensions[self.asked[to]].party);
        // A package that the logic rules out is not put to anybody.
        let takes: Option<Vec<bool>> =
            self.looked.iter().map(|world| Some(world.held[candidate].as_ref()?.takes[to])).collect();
        let takes = takes?;
        let heard: Vec<[f64; ANSWERS]> =
            takes.iter().map(|takes| self.settings.manner.heard(f64::from(*takes))).collect();
        let worth: Worth = problem.probe(&heard);
        let answers = std::array::from_fn(|s| {
            let chance = |k: usize| heard[k][s];
            let comes = worth.chances[s] > 0.0;
            let line = |(at, line): (usize, &usize)| {
                let known = case.line(game.lines[*line]);
                let real = || problem.part(chance, |k| Some(f64::from(self.looked[k].real[at]))).share;
                (known.party == party && comes).then(|| (known.name.clone(), real()))
            };
            let taken = || believed(problem, problem.part(chance, |k| Some(f64::from(takes[k]))));
            Answered {
                word: WORDS[s],
                chance: worth.chances[s],
                zone: comes.then(|| believed(problem, problem.yes(chance))),
                acceptable: comes.then(taken),
                lines: self.worlds.lines.iter().enumerate().filter_map(line).collect(),
                table: if comes { self.table(worth.then[s]) } else { decision.table.clone() },
                worth: comes.then_some(worth.payoff[s]),
            }
        });
        let named = case.packages().iter().position(|own| case.whole(own).as_ref() == Some(package));
        let mut basis = basis.clone();
        let tracks = self.tracks(party, &mut basis);
        let cost = tracks.first().map_or(self.settings.anchoring, |way| way.cost);
        Some(Probe {
            id: String::new(),
            rank: 0,
            rank_taught: 0,
            package: package.clone(),
            words: words::told_package(case, package, decision.table.as_deref()),
            named: named.map(|at| case.packages()[at].name.clone()),
            party: party.index(),
            acceptable: believed(problem, problem.part(|_| 1.0, |k| Some(f64::from(takes[k])))),
            answers,
            bits: worth.bits,
            gain: worth.gain,
            net: worth.gain.less(cost),
            tracks,
            sentence: String::new(),
            basis,
        })
    }

    /// Where a party can be asked: those tracks first whose chance of a leak is entered, then by cost.
    fn tracks(&self, party: PartyId, basis: &mut Basis) -> Vec<Way> {
        let case = self.worlds.game.case;
        let draft = case.draft();
        let way = |track: &str, title: &str, leaks: Option<f64>| Way {
            track: track.to_string(),
            title: title.to_string(),
            leaks,
            cost: self.settings.anchoring + leaks.unwrap_or(0.0) * self.settings.leak,
        };
        let own = draft.probes.as_ref().and_then(|own| own.leaks.as_ref());
        let mut tracks = vec![way("formal", "the formal table", own.map(assumed::mean))];
        if let Some(rounds) = &draft.rounds {
            let sits = |who: &zopa_case::At<String>| case.party_named(&who.value) == Some(party);
            for track in rounds.tracks.iter().filter(|track| track.who.iter().any(sits)) {
                basis.item(case, &track.source, track.marking.as_ref());
                tracks.push(way(
                    &track.id.value,
                    title(&track.id, &track.name),
                    track.leaks.as_ref().map(assumed::mean),
                ));
            }
        }
        // A leak that nobody has weighed is not a leak that costs nothing.
        tracks.sort_by(|one, two| (one.leaks.is_none()).cmp(&two.leaks.is_none()).then(one.cost.total_cmp(&two.cost)));
        tracks
    }
}
