//! What the runs say together.

use super::LISTED;
use super::ensemble::Prepared;
use super::findings::{
    AgreementFound, DecidesFound, FanFound, IssueFound, MoveFound, Outcome, OutcomeFound, RatifierFound, Rounds,
    RunRow, Transcript, WorthFound,
};
use super::over_metrics;
use super::words;
use crate::control::Control;
use crate::share::{Share, Thirds};
use crate::solve::rounds::Track;
use crate::worth::Worth;
use std::collections::BTreeMap;

/// Assumptions told at most.
const DECIDERS: usize = 8;
/// Parts of a hundred at which a spread is told.
pub(super) const PARTS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

pub(super) struct OverRuns<'r, 'a> {
    pub prepared: &'r Prepared<'a>,
    /// In order; `None` where a run could not be made.
    pub rows: &'r [Option<RunRow>],
}

impl OverRuns<'_, '_> {
    pub fn fill(&self, findings: &mut Rounds) {
        findings.runs = self.rows.len() as u64;
        findings.undecided = self.rows.iter().filter(|row| self.ended(row).is_none()).count() as u64;
        findings.unproved = self.made().map(|row| u64::from(row.unproved)).sum();
        let share = |hits: usize| Share::new(hits as u64, findings.runs, findings.undecided);
        for outcome in Outcome::ALL {
            let hits = self.rows.iter().filter(|row| self.ended(row) == Some(outcome)).count();
            if hits > 0 {
                let share = share(hits);
                let id = format!("rounds.outcome.{}", outcome.word());
                let sentence = words::outcome(outcome, &share);
                findings.outcomes.push(OutcomeFound { id, outcome, share, sentence });
            }
        }
        let mut agreed: Vec<u32> = self.agreed().map(|row| row.round).collect();
        agreed.sort_unstable();
        findings.agreed_in = (!agreed.is_empty()).then(|| PARTS.map(|part| *at(&agreed, part)));
        let mut packages: BTreeMap<&[usize], usize> = BTreeMap::new();
        for package in self.agreed().filter_map(|row| row.package.as_deref()) {
            *packages.entry(package).or_default() += 1;
        }
        let mut packages: Vec<(&[usize], usize)> = packages.into_iter().collect();
        packages.sort_by_key(|(package, hits)| (std::cmp::Reverse(*hits), *package));
        let found =
            |(package, hits): &(&[usize], usize)| AgreementFound { package: package.to_vec(), share: share(*hits) };
        findings.agreements = packages.iter().take(LISTED).map(found).collect();
        findings.issues = (0..self.prepared.game.case.issues().len())
            .map(|issue| {
                let mut since: Vec<u32> = self.made().filter_map(|row| row.closed[issue]).collect();
                since.sort_unstable();
                let middle = (!since.is_empty()).then(|| *at(&since, 0.5));
                IssueFound { issue, closed: share(since.len()), since: middle }
            })
            .collect();
        findings.issues.sort_by_key(|own| (std::cmp::Reverse(own.closed.hits()), own.since, own.issue));
        findings.worth = (0..self.prepared.seats.len()).map(|seat| self.worth(seat, &share)).collect();
        findings.metrics = over_metrics::metrics(self);
        findings.fans = (0..self.prepared.seats.len()).map(|seat| self.fan(seat)).collect();
        for (at, track) in findings.tracks.iter_mut().enumerate() {
            track.agreed = self.agreed().filter(|row| row.track == Some(at)).count() as u64;
        }
        findings.ratifiers = self.ratifiers(&share);
        findings.decides = self.decides();
        findings.sentence = words::sentence(findings);
    }

    fn ended(&self, row: &Option<RunRow>) -> Option<Outcome> {
        row.as_ref().and_then(|row| row.outcome)
    }

    pub fn made(&self) -> impl Iterator<Item = &RunRow> {
        self.rows.iter().flatten().filter(|row| row.outcome.is_some())
    }

    fn agreed(&self) -> impl Iterator<Item = &RunRow> {
        self.made().filter(|row| row.package.is_some())
    }

    pub fn party(&self, seat: usize) -> usize {
        self.prepared.game.dimensions[self.prepared.seats[seat]].party.index()
    }

    fn worth(&self, seat: usize, share: &dyn Fn(usize) -> Share) -> WorthFound {
        let number = |ticks: i64| self.prepared.game.number(self.prepared.seats[seat], ticks);
        let of = |rows: &mut dyn Iterator<Item = &RunRow>| {
            Worth::of_draws(rows.filter_map(|row| row.values[seat].0).collect(), number)
        };
        let settled = |row: &&RunRow| row.outcome == Some(Outcome::Settlement);
        let gains = |row: &&RunRow| matches!(row.values[seat], (Some(value), Some(no_deal)) if value > no_deal);
        WorthFound {
            party: self.party(seat),
            value: of(&mut self.made()),
            agreed: of(&mut self.made().filter(settled)),
            gains: self
                .made()
                .all(|row| row.values[seat].1.is_some())
                .then(|| share(self.made().filter(settled).filter(gains).count())),
        }
    }

    fn ratifiers(&self, share: &dyn Fn(usize) -> Share) -> Vec<RatifierFound> {
        let case = self.prepared.game.case;
        let found = |(at, own): (usize, &&zopa_case::draft::Ratifier)| {
            let rejects = |row: &&RunRow| row.package.as_ref().is_some_and(|own| self.prepared.rejects(at, own));
            let rejects = share(self.agreed().filter(rejects).count());
            let party = case.party_named(&own.party.value)?.index();
            let title = zopa_case::draft::title(&own.id, &own.name);
            let sentence = words::rejects(title, &rejects, self.agreed().count());
            let name = own.id.value.clone();
            Some(RatifierFound { id: format!("rounds.ratifier.{name}"), ratifier: name, party, rejects, sentence })
        };
        self.prepared.ratifiers.iter().enumerate().filter_map(found).collect()
    }

    fn fan(&self, seat: usize) -> FanFound {
        let mut by_round: BTreeMap<u32, Vec<i64>> = BTreeMap::new();
        for (round, values) in self.made().flat_map(|row| &row.standing) {
            by_round.entry(*round).or_default().extend(values.get(seat));
        }
        let number = |ticks: i64| self.prepared.game.number(self.prepared.seats[seat], ticks).to_f64();
        let rounds = by_round.into_iter().filter(|(_, values)| !values.is_empty()).map(|(round, mut values)| {
            values.sort_unstable();
            (round, PARTS.map(|part| number(*at(&values, part))), values.len() as u64)
        });
        FanFound { party: self.party(seat), rounds: rounds.collect() }
    }

    /// Strategies, who opens, and numbers on which a settlement hangs beyond chance.
    fn decides(&self) -> Vec<DecidesFound> {
        let game = &self.prepared.game;
        let settled = |row: &RunRow| row.outcome == Some(Outcome::Settlement);
        let share = |rows: &mut dyn Iterator<Item = &RunRow>| {
            let (mut hits, mut n) = (0, 0);
            rows.for_each(|row| (hits, n) = (hits + u64::from(settled(row)), n + 1));
            Share::new(hits, n, 0)
        };
        let mut found: Vec<(f64, DecidesFound)> = Vec::new();
        let mut add = |id: &str, what: String, ways: Vec<(String, Share)>| {
            let ways: Vec<(String, Share)> = ways.into_iter().filter(|(_, share)| share.n() > 0).collect();
            let by = |end: fn(&Share) -> f64| {
                move |a: &&(String, Share), b: &&(String, Share)| end(&a.1).total_cmp(&end(&b.1))
            };
            let (Some(most), Some(least)) = (ways.iter().max_by(by(Share::low)), ways.iter().min_by(by(Share::high)))
            else {
                return;
            };
            // Only what is told apart beyond chance.
            if most.1.low() > least.1.high() {
                let sentence = words::decides(&what, most, least);
                let id = format!("rounds.decides.{id}");
                found.push((most.1.low() - least.1.high(), DecidesFound { id, what, ways, sentence }));
            }
        };
        for (seat, strategies) in self.prepared.strategies.iter().enumerate() {
            let party = &game.case.parties()[self.party(seat)];
            let of = |at: usize| share(&mut self.made().filter(|row| row.strategies[seat] == at));
            let ways = strategies.styles.iter().enumerate().map(|(at, (words, _))| (words.clone(), of(at)));
            add(&format!("strategy.{}", party.name), format!("the strategy of {}", party.title), ways.collect());
        }
        let opens = |seat: usize| {
            let title = game.case.parties()[self.party(seat)].title.clone();
            (title, share(&mut self.made().filter(|row| row.opener == seat)))
        };
        add("opener", "who opens".into(), (0..self.prepared.seats.len()).map(opens).collect());
        for (at, path) in self.prepared.paths().into_iter().enumerate() {
            let told = Thirds::of(self.made().map(|row| (row.scalars[at], Some(settled(row)))).collect());
            let Some(thirds) = told else { continue };
            let ends = [thirds.ends.0, thirds.ends.1].map(crate::worth::three_digits);
            let [low, high] = ends;
            add(
                &path.clone(),
                path,
                vec![(format!("{low} or less"), thirds.low), (format!("{high} or more"), thirds.high)],
            );
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.what.cmp(&b.1.what)));
        found.into_iter().take(DECIDERS).map(|(_, own)| own).collect()
    }

    /// A run move by move.
    pub fn transcript(&self, run: u64, control: &dyn Control) -> Option<Transcript> {
        let prepared = self.prepared;
        let traced = prepared.run(run, control)?;
        let row = &traced.row;
        let strategies = row
            .strategies
            .iter()
            .enumerate()
            .map(|(seat, at)| (self.party(seat), prepared.strategies[seat].styles[*at].0.clone()))
            .collect();
        let told =
            |seat: usize, ticks: i64| (self.party(seat), prepared.game.number(prepared.seats[seat], ticks).to_f64());
        let moves = traced.moves.iter().map(|own| MoveFound {
            round: own.round,
            party: own.seat.map(|seat| self.party(seat)),
            track: match own.track {
                Track::Channel(at) => prepared.beside.id(usize::from(at)).to_string(),
                other => other.word().to_string(),
            },
            act: own.act,
            answers: own.answers,
            package: own.package.clone(),
            values: own.values.iter().enumerate().map(|(seat, ticks)| told(seat, *ticks)).collect(),
        });
        let left = row.left.map(|seat| prepared.game.case.parties()[self.party(seat)].title.as_str());
        let mut sentence = words::ended(run, row.outcome, row.round, left);
        if let Some(at) = row.track {
            sentence += &words::brought(prepared.beside.title(at), prepared.beside.brings(at));
        }
        let mut last: Vec<Option<&[usize]>> = vec![None; prepared.seats.len()];
        for own in traced.moves.iter().filter(|own| !matches!(own.track, Track::Channel(_))) {
            if let (Some(seat), Some(package), "offers" | "floats" | "accepts") = (own.seat, &own.package, own.act) {
                last[seat] = Some(package);
            }
        }
        if row.outcome == Some(Outcome::Roadmap) {
            let stages = prepared.stages(&row.closed, last.first().copied().flatten());
            sentence += &words::stages(&stages);
        }
        let around =
            prepared.outside.told(&prepared.game, &prepared.game.draws.numbers(run), run, prepared.settings.rounds);
        Some(Transcript { run, strategies, around, moves: moves.collect(), outcome: row.outcome, sentence })
    }
}

/// The entry at a part of a sorted list that is not empty.
pub(super) fn at<T>(sorted: &[T], part: f64) -> &T {
    let last = sorted.len() - 1;
    &sorted[((last as f64 * part).round() as usize).min(last)]
}
