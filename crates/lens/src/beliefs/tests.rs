//! What the lens learns of a small case, held against Bayes' rule worked by hand.

use super::{Settings, beliefs, learn};
use crate::control::Unwatched;
use crate::model::case_of;
use crate::run::Stop;
use crate::solve::belief::Link;

/// North splits 100 with South; it has answered a package worth 50 to it.
fn case(answers: &str) -> zopa_case::Case {
    case_of(&[&format!(
        "zopa: 1
case: A split
about: Two.
not looked at: The rest.
fictional: true
as of: 2031-01-10
parties:
  north: {{name: North, role: party}}
  south: {{name: South, role: party}}
issues:
  share: {{name: Share, kind: ladder, order by: size, ladder: {{s0: none, s5: half, s9: all}}}}
sources:
  W: {{title: Word, publisher: P, date: 2031-01-01, grade: A1}}
preferences:
  north: {{scale: 100, no deal: [0, 100], share: {{weight: 100, values: {{s0: 0, s5: 50, s9: 100}}}}}}
  south: {{scale: 100, no deal: [0, 100], share: {{weight: 100, values: {{s0: 100, s5: 50, s9: 0}}}}}}
packages:
  - id: half
    date: 2031-01-02
    by: south
    to: [north]
    terms: {{share: s5}}
    source: W
{answers}"
    )])
}

fn settings() -> Settings {
    Settings {
        draws: 20_000,
        link: Link::Probit,
        scale: (0.15, 0.15),
        bluff: (0.0, 0.0),
        silent: (0.0, 0.0),
        ..Settings::default()
    }
}

#[test]
fn a_yes_moves_the_no_deal_value_as_bayes_has_it() {
    let case = case("    answers: [{party: north, date: 2031-01-03, says: \"yes\", source: W}]\n");
    let run = beliefs(&case, &settings(), &Unwatched);
    let north = &run.findings.parties.iter().find(|own| own.party == 0).expect("North answered");
    let found =
        north.quantities.iter().find(|own| own.path.ends_with("no deal")).expect("its no-deal value is uncertain");
    // Density in r: 0.95 Phi((50 - r) / 15) + 0.025, by sums on a fine grid.
    let density = |r: f64| 0.95 * Link::Probit.chance((50.0 - r) / 15.0) + 0.025;
    let grid: Vec<f64> = (0..100_000).map(|at| (at as f64 + 0.5) / 1_000.0).collect();
    let all: f64 = grid.iter().map(|r| density(*r)).sum();
    let mut sum = 0.0;
    let mut known = Vec::new();
    for r in grid {
        sum += density(r) / all;
        if known.len() < 3 && sum >= [0.05, 0.5, 0.95][known.len()] {
            known.push(r);
        }
    }
    // Four standard errors of a quantile of some 10,000 draws lie within 2.5 points.
    for (found, known) in found.posterior.iter().zip(&known) {
        assert!((found - known).abs() < 2.5, "{found} for {known}");
    }
    assert!(found.posterior[1] < found.prior[1] - 15.0 && found.moved > 0.3);
    assert!(found.most_by.as_ref().is_some_and(|(piece, _)| piece == "answer.half.north"));
    let (before, after) = run.findings.zone.expect("both have no-deal values");
    assert!(after.hits() > before.hits());
}

#[test]
fn threads_change_nothing_and_weights_sum_to_one() {
    let case = case("    answers: [{party: north, date: 2031-01-03, says: \"no\", source: W}]\n");
    let one = learn(&case, &Settings { threads: 1, draws: 2_000, ..settings() }, &Unwatched);
    let four = learn(&case, &Settings { threads: 4, draws: 2_000, ..settings() }, &Unwatched);
    assert_eq!(format!("{:?}", one.0.findings), format!("{:?}", four.0.findings));
    assert_eq!(one.1.weights, four.1.weights);
    assert!((one.1.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    assert!(one.1.effective > 100.0 && one.1.effective < 2_000.0);
}

#[test]
fn without_values_or_evidence_nothing_is_claimed() {
    let bare = case_of(&[
        "zopa: 1\ncase: Words\nabout: Two.\nnot looked at: The rest.\nfictional: true\nas of: 2031-01-10\nparties: {north: {name: North, role: party}}\nissues: {share: {name: Share, kind: ladder, order by: size, ladder: {s0: none, s9: all}}}\n",
    ]);
    let run = beliefs(&bare, &Settings::default(), &Unwatched);
    assert!(run.findings.missing[0].contains("no party has values") && run.stop == Stop::Complete);
    let silent = case("");
    let run = beliefs(&silent, &settings(), &Unwatched);
    // South's own offer is evidence on South; nobody has answered.
    assert!(run.findings.parties.iter().all(|own| own.party == 1));
}
