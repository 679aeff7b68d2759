//! What a case assumes of further rounds, as a user meets it: strategies and a calendar, back channels, drivers on their
//! way, leverage, roadmaps.

use crate::folder::open;
use crate::scratch::{Scratch, zopa};
use serde_json::Value;
use zopa_case::{Case, Overlay};
use zopa_lens::rounds::{Outcome, Rounds, RunRow, Settings, Strategies, rounds, rounds_from};
use zopa_lens::{Run, Unwatched};
use zopa_wire::{read_case, read_runs, rounds_findings, runs_csv, runs_head, runs_lines};

/// One issue of eleven options between two parties; the seller needs `none`, the buyer 30.
const PRICE: &str = "zopa: 1
case: Price
as of: 2026-02-18
fictional: true
parties:
  seller: {name: Seller, role: party}
  buyer: {name: Buyer, role: party}
  host: {name: Host, role: facilitator}
issues:
  price: {name: Price, kind: number, from: 0, to: 100, step: 10}
sources:
  NOTE: {title: Note, date: 2026-01, grade: C3}
preferences:
  seller:
    scale: 100
    no deal: 90
    price: {weight: 100, values: {0: 0, 10: 10, 20: 20, 30: 30, 40: 40, 50: 50, 60: 60, 70: 70, 80: 80, 90: 90, 100: 100}}
  buyer:
    scale: 100
    no deal: 30
    price: {weight: 100, values: {0: 100, 10: 90, 20: 80, 30: 70, 40: 60, 50: 50, 60: 40, 70: 30, 80: 20, 90: 10, 100: 0}}
";

fn case(parts: &[&str]) -> Case {
    let text = parts.concat();
    let world = zopa_wire::Memory::new([("case.yaml", text.as_str())]);
    let read = read_case(&world).unwrap_or_else(|unread| {
        panic!("{:#?}", unread.diagnostics.iter().map(|own| own.line(&unread.texts)).collect::<Vec<_>>())
    });
    read.known().expect("cut")
}

fn assumed(case: &Case, runs: u64) -> Settings {
    Settings { runs, ..Settings::assumed(case).expect("strategies") }
}

fn rows(case: &Case, settings: &Settings) -> (Run<Rounds>, Vec<RunRow>) {
    let (run, rows) = rounds_from(case, settings, Vec::new(), &mut |_| true, &Unwatched);
    assert!(run.findings.missing.is_empty(), "{:?}", run.findings.missing);
    (run, rows.into_iter().map(|row| row.expect("made")).collect())
}

fn number(found: &Run<Rounds>, seat: usize, ticks: Option<i64>) -> f64 {
    ticks.expect("known") as f64 * found.findings.seats[seat].tick.to_f64()
}

#[test]
fn a_zone_that_a_driver_opens_in_a_round_is_settled_from_that_round_on() {
    // At 70 the buyer is at its no deal; the seller comes down to that when the store has filled up by 4: 90 - 5 * 4.
    let of = |round: u32, words: &str| {
        let rounds = format!(
            "drivers: [{{id: store, name: In store, today: 2, range: [0, 8], effects: [{{quantity: preferences.seller.no deal, by: -5}}]}}]
rounds: {{number: 60, others: {words}, drivers: {{store: {{levels: [{{from: {round}, value: 6}}]}}}}}}\n"
        );
        let case = case(&[PRICE, &rounds]);
        rows(&case, &assumed(&case, 64))
    };
    for round in [1, 2, 5, 12] {
        let (run, rows) = of(round, "nice");
        assert!(rows.iter().all(|row| row.outcome == Some(Outcome::Settlement)), "60 rounds are enough");
        for row in &rows {
            assert!(row.round >= round, "{} before {round}", row.round);
            assert_eq!(row.package.as_deref(), Some(&[7][..]));
            // What it had without a deal is that of the last round.
            assert_eq!((number(&run, 0, row.values[0].1), number(&run, 1, row.values[1].1)), (70.0, 30.0));
        }
        assert!(rows.iter().any(|row| row.round == round));
    }
    let (run, rows) = of(61, "nice");
    assert!(rows.iter().all(|row| row.outcome != Some(Outcome::Settlement)));
    assert_eq!(number(&run, 0, rows[0].values[0].1), 90.0, "the level comes after the last round");
}

#[test]
fn drivers_stay_in_their_range_and_drifts_are_sums() {
    let drift = |drift: &str, range: &str| {
        let text = format!(
            "drivers: [{{id: store, name: In store, today: 2{range}, effects: [{{quantity: preferences.seller.no deal, by: [-3, -1]}}]}}]
rounds: {{number: 11, others: hard-liner, drivers: {{store: {{drift: {drift}}}}}}}\n"
        );
        let case = case(&[PRICE, &text]);
        rows(&case, &assumed(&case, 200))
    };
    let (run, all) = drift("[0.5, 1.5]", "");
    assert!(run.warnings.is_empty(), "{:?}", run.warnings);
    for row in &all {
        // Scalars are the drift and the effect, in this order.
        let [drift, by] = row.scalars[..] else { panic!("{:?}", row.scalars) };
        assert!((0.5..=1.5).contains(&drift) && (-3.0..=-1.0).contains(&by));
        let none = number(&run, 0, row.values[0].1);
        assert!((none - (90.0 + by * 10.0 * drift)).abs() < 1e-9, "{none} {drift} {by}");
    }
    let (run, all) = drift("[0.5, 1.5]", ", range: [0, 5]");
    for row in &all {
        let none = number(&run, 0, row.values[0].1);
        assert!((none - (90.0 + row.scalars[1] * 3.0)).abs() < 1e-9, "at the end of the range");
    }
}

#[test]
fn what_decides_can_be_a_driver() {
    let text = "drivers: [{id: store, name: In store, today: 2, range: [0, 8], effects: [{quantity: preferences.seller.no deal, by: -5}]}]
rounds: {number: 9, others: nice, drivers: {store: {levels: [{from: 4, value: [3, 8]}]}}}\n";
    let case = case(&[PRICE, text]);
    let run = rounds(&case, &Settings { transcript: Some(2), ..assumed(&case, 400) }, &Unwatched);
    let found = &run.findings;
    assert_eq!(found.decides[0].what, "rounds.drivers.store.levels.1");
    let told = found.transcript.as_ref().expect("a run");
    assert!(told.around[0].starts_with("In store goes from 2 in the first round to"), "{:?}", told.around);
    assert!(run.basis.assumptions.contains("how In store moves"));
}

#[test]
fn leverage_counts_from_its_round_to_its_last_day_when_it_is_believed() {
    // Pressure of 20 takes the seller from 90 to 70; an inducement of 20 makes 70 worth 90 to it.
    for (kind, none, value) in [("pressure", 70.0, 70.0), ("inducement", 90.0, 90.0)] {
        let of = |brought: &str, until: &str, credibility: &str| {
            let text = format!(
                "leverage: [{{id: push, name: The push, by: host, upon: seller, kind: {kind}, worth: 20{credibility}{until}}}]
rounds: {{number: 60, first: 2026-03-01, every: 7 days, others: nice, levers: {{push: {brought}}}}}\n"
            );
            let case = case(&[PRICE, &text]);
            rows(&case, &assumed(&case, 200))
        };
        let settled = |rows: &[RunRow]| rows.iter().filter(|row| row.outcome == Some(Outcome::Settlement)).count();
        // Round 6 is 5 April.
        for from in ["6", "2026-04-01", "2026-04-05"] {
            let (run, all) = of(&format!("{{from: {from}}}"), "", "");
            assert_eq!(settled(&all), 200);
            for row in &all {
                assert!(row.round >= 6, "{from}");
                assert_eq!((number(&run, 0, row.values[0].0), number(&run, 0, row.values[0].1)), (value, none));
            }
        }
        // On offer for no day on which a round is held.
        assert_eq!(settled(&of("{from: 6}", ", until: 2026-04-04", "").1), 0);
        assert_eq!(settled(&of("{from: 2027-05-20}", "", "").1), 0);
        let (_, all) = of("{}", "", ", credibility: 0.3");
        assert!(all.iter().all(|row| (row.outcome == Some(Outcome::Settlement)) == (row.scalars == [1.0])));
        assert!((35..90).contains(&settled(&all)), "{}", settled(&all));
    }
}

#[test]
fn an_inducement_for_some_packages_is_brought_in_all_rounds_or_said_to_be_left_out() {
    let of = |rule: &str, brought: &str| {
        let text = format!(
            "leverage: [{{id: push, by: host, upon: seller, kind: inducement, worth: 20, if: {rule}}}]
rounds: {{number: 60, others: nice, levers: {{push: {brought}}}}}\n"
        );
        let case = case(&[PRICE, &text]);
        rows(&case, &assumed(&case, 40))
    };
    let settled = |rows: &[RunRow]| rows.iter().filter(|row| row.outcome == Some(Outcome::Settlement)).count();
    let (run, all) = of("price = 70", "{}");
    assert_eq!((settled(&all), run.warnings.len()), (40, 0));
    // Its worth is part of what the package is worth.
    assert_eq!(number(&run, 0, all[0].values[0].0), 90.0);
    assert_eq!(settled(&of("price = 60", "{}").1), 0, "the buyer would, the seller not");
    let (run, all) = of("price = 70", "{from: 3}");
    assert_eq!(settled(&all), 0);
    assert!(
        run.warnings[0].starts_with("`push` is left out: an inducement for some packages only"),
        "{:?}",
        run.warnings
    );
}

#[test]
fn what_a_run_does_not_follow_is_said() {
    let text = "drivers:
  - {id: store, name: In store, today: 2, effects: [{quantity: preferences.seller.price.weight, by: 1}]}
  - {id: rain, name: Rain, today: 1, effects: [{quantity: preferences.buyer.no deal, by: 1}, {quantity: lines.floor.firmness, by: 0.1}]}
lines: [{id: floor, party: seller, kind: bottom line, never: price = 0, firmness: 0.5}]
leverage:
  - {id: vague, by: host, upon: seller, kind: pressure}
  - {id: elsewhere, by: seller, upon: host, kind: pressure, worth: 2}
  - {id: dated, by: host, upon: buyer, kind: pressure, worth: 2, until: 2026-05-01}
rounds:
  number: 4
  drivers: {store: {drift: 1}, rain: {drift: 0.5}}
  levers: {vague: {}, elsewhere: {}, dated: {}}
  tracks:
    - {id: aside, who: [seller, host], brought by: seller}
";
    let case = case(&[PRICE, text]);
    let run = rounds(&case, &assumed(&case, 4), &Unwatched);
    assert_eq!(
        run.warnings,
        [
            "The back channel `aside` is left out: fewer than two parties of the table sit there.",
            "Between rounds `store` moves no-deal values only: its effect on `preferences.seller.price.weight` is left out.",
            "`store` moves no no-deal value of a party with values: it is left out.",
            "Between rounds `rain` moves no-deal values only: its effect on `lines.floor.firmness` is left out.",
            "`vague` has no worth: it is left out.",
            "`elsewhere` is left out: the party that it moves has no values.",
            "`dated` is on offer until 1 May 2026: without a calendar of the rounds that is left out.",
        ]
    );
}

#[test]
fn strategies_change_on_days() {
    let of = |words: &str| {
        let text = format!("rounds: {{number: 8, first: 2026-03-01, every: 7 days, others: [\"{words}\"]}}\n");
        let easy = PRICE.replace("no deal: 90", "no deal: 20");
        let case = case(&[&easy, &text]);
        let (_, rows) = rows(&case, &assumed(&case, 8));
        rows.iter().map(|row| (row.outcome == Some(Outcome::Settlement)).then_some(row.round)).min().flatten()
    };
    assert_eq!(of("hard-liner"), None);
    let by_round = of("hard-liner, from 4 nice").expect("settled");
    assert!(by_round >= 4);
    for day in ["2026-03-16", "2026-03-22"] {
        assert_eq!(of(&format!("hard-liner, from {day} nice")), Some(by_round), "round 4 is on 22 March");
    }
    assert_eq!(of("hard-liner, from 2 micro, from 2026-03-22 nice").map(|round| round >= 2), Some(true));
    assert_eq!(of("hard-liner, from 2026-06-01 nice"), None);
    // A day that comes first holds from the first round; a later round overtakes it.
    assert!(of("hard-liner, from 2026-01-01 nice").expect("settled") < 4);
    let case = case(&[PRICE, "rounds: {number: 8}\n"]);
    let others = Strategies::read(["nice, from 2026-05-01 micro"]).expect("read");
    let run = rounds(&case, &Settings { others, ..assumed(&case, 4) }, &Unwatched);
    assert_eq!(run.findings.missing, ["a calendar of the rounds, for a strategy that changes on a day"]);
}

/// Three parties, three issues; the first two near each other, the third far.
const THREE: &str = "zopa: 1
case: Three
as of: 2026-02-18
fictional: true
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
  coast: {name: Coast, role: party}
  host: {name: The host, role: facilitator}
issues:
  quay: {name: Quay, kind: menu, menu: {a: A, b: B, c: C}}
  dues: {name: Dues, kind: menu, menu: {low: Low, mid: Middle, high: High}}
  pilots: {name: Pilots, kind: menu, menu: {ours: Ours, joint: Joint}}
sources:
  NOTE: {title: Note, date: 2026-01, grade: C3}
preferences:
  north:
    scale: 100
    no deal: [20, 40]
    quay: {weight: 40, values: {a: 100, b: 60, c: 0}}
    dues: {weight: 40, values: {low: 0, mid: 60, high: 100}}
    pilots: {weight: 20, values: {ours: 100, joint: 40}}
  south:
    scale: 100
    no deal: [20, 40]
    quay: {weight: 40, values: {a: 50, b: 100, c: 0}}
    dues: {weight: 40, values: {low: 10, mid: 100, high: 40}}
    pilots: {weight: 20, values: {ours: 0, joint: 100}}
  coast:
    scale: 100
    no deal: [20, 50]
    quay: {weight: 40, values: {a: 0, b: 40, c: 100}}
    dues: {weight: 40, values: {low: 100, mid: 50, high: 0}}
    pilots: {weight: 20, values: {ours: 50, joint: 100}}
";

const BESIDE: &str = "rounds:
  number: 14
  strategies: {coast: [linear, boulware]}
  others: [conceder, linear]
  tracks:
    - {id: two, name: The two, who: [north, south], brought by: north, source: NOTE}
    - {id: tent, name: The tent, who: [south, coast, host], protocol: shuttle, from: 3, until: 9, brought by: host}
";

#[test]
fn agreements_say_on_which_track_they_were_reached() {
    let case = case(&[THREE, BESIDE]);
    let settings = Settings { transcript: Some(0), ..assumed(&case, 300) };
    let (run, all) = rows(&case, &settings);
    let found = &run.findings;
    assert_eq!(found.facilitator.as_deref(), Some("carry"));
    let from = |at: Option<usize>| all.iter().filter(|row| row.package.is_some() && row.track == at).count() as u64;
    assert!(found.tracks[0].agreed > 0 && from(None) > 0, "{:?}", found.tracks);
    assert_eq!((found.tracks[0].agreed, found.tracks[1].agreed), (from(Some(0)), from(Some(1))));
    // A run that was agreed beside the table first, told move by move.
    let at = all.iter().position(|row| row.track == Some(0)).expect("one");
    let told = rounds(&case, &Settings { transcript: Some(at as u64), ..settings.clone() }, &Unwatched);
    let told = told.findings.transcript.expect("told");
    assert!(told.sentence.ends_with("“The two”, and North brought it to the table."), "{}", told.sentence);
    let package = all[at].package.as_ref();
    let yes = |step: &zopa_lens::rounds::MoveFound| step.act == "accepts" && step.package.as_ref() == package;
    let beside = told.moves.iter().position(|step| step.track == "two" && yes(step)).expect("agreed beside");
    let brought =
        told.moves.iter().skip(beside).position(|step| step.track == "formal" && step.package.as_ref() == package);
    let brought = &told.moves[beside + brought.expect("brought")];
    assert!(brought.round > told.moves[beside].round);
    let tent: Vec<u32> = told.moves.iter().filter(|step| step.track == "tent").map(|step| step.round).collect();
    assert!(tent.iter().all(|round| (3..=9).contains(round)), "{tent:?}");
    // Coast sits in one of the two only.
    assert!(told.moves.iter().all(|step| step.track != "two" || step.party.is_some_and(|at| at < 2)));
    assert!(run.basis.sources.contains("NOTE"));
}

#[test]
fn runs_with_all_of_it_are_the_same_on_one_thread_and_on_sixteen_and_can_be_kept() {
    let more = "drivers:
  - {id: rain, name: Rain, today: [1, 2], range: [0, 9], effects: [{quantity: preferences.coast.no deal, by: [-3, -1]}]}
leverage: [{id: push, by: host, upon: coast, kind: pressure, worth: [2, 9], credibility: [0.4, 0.8]}]
";
    let moves = "  drivers: {rain: {drift: [0.1, 0.6]}}
  levers: {push: {from: 9}}
";
    let case = case(&[THREE, more, BESIDE, moves]);
    let of = |threads: usize| {
        let settings = Settings { threads, transcript: Some(3), ..assumed(&case, 700) };
        rounds_findings(&case, &rounds(&case, &settings, &Unwatched).findings).to_string()
    };
    let one = of(1);
    assert_eq!(one, of(16));
    let settings = assumed(&case, 700);
    let (_, all) = rounds_from(&case, &settings, Vec::new(), &mut |_| true, &Unwatched);
    let head = runs_head(&case, &settings);
    let text = head.clone() + &runs_lines(&all[..300]);
    let (read, _) = read_runs(&text, &head).expect("whole lines");
    assert_eq!(read, all[..300]);
    let (run, again) = rounds_from(&case, &settings, read, &mut |_| true, &Unwatched);
    assert_eq!(again, all);
    let table = runs_csv(&case, &settings, &run.findings.seats, &all);
    assert!(table.lines().next().is_some_and(|line| line.ends_with(",pilots,track")), "{table}");
    assert_eq!(table.lines().filter(|line| line.ends_with(",0")).count() as u64, run.findings.tracks[0].agreed);
    let mut strange = all[..2].to_vec();
    if let Some(row) = &mut strange[1] {
        row.track = Some(7);
    }
    let (run, _) = rounds_from(&case, &settings, strange, &mut |_| true, &Unwatched);
    assert_eq!(run.findings.missing, ["runs kept of this case; run 1 is none"]);
}

#[test]
fn what_falls_with_its_source_or_may_not_be_seen_is_not_followed() {
    let hidden = BESIDE.replace("source: NOTE}", "source: NOTE, marking: internal}");
    let case = case(&[THREE, &hidden]);
    let tracks = |case: &Case| rounds(case, &assumed(case, 4), &Unwatched).findings.tracks.len();
    assert_eq!(tracks(&case), 2);
    assert_eq!(tracks(&case.with(&Overlay::default().without("NOTE")).expect("cut")), 1);
    assert_eq!(tracks(&case.with(&Overlay::default().audience(Some("public"))).expect("cut")), 1);
    // With its one source the whole part goes.
    let sourced = BESIDE.replace("rounds:\n", "rounds:\n  source: NOTE\n");
    let whole = self::case(&[THREE, &sourced]);
    assert!(whole.draft().rounds.is_some());
    let without = whole.with(&Overlay::default().without("NOTE")).expect("cut");
    assert!(without.draft().rounds.is_none());
    assert_eq!(Settings::assumed(&without).expect("defaults"), Settings::default());
}

#[test]
fn closed_issues_that_carry_out_steps_in_stages_are_a_roadmap() {
    // Both like the quay at b and the middle dues best; they are hard-liners, and apart on the pilots.
    let text = "zopa: 1
case: Two
as of: 2026-02-18
fictional: true
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
issues:
  quay: {name: Quay, kind: menu, menu: {a: A, b: B}}
  dues: {name: Dues, kind: menu, menu: {low: Low, mid: Middle}}
  pilots: {name: Pilots, kind: menu, menu: {ours: Ours, joint: Joint}}
preferences:
  north: {scale: 100, no deal: 0, quay: {weight: 40, values: {a: 0, b: 100}}, dues: {weight: 40, values: {low: 0, mid: 100}}, pilots: {weight: 20, values: {ours: 100, joint: 0}}}
  south: {scale: 100, no deal: 0, quay: {weight: 40, values: {a: 0, b: 100}}, dues: {weight: 40, values: {low: 0, mid: 100}}, pilots: {weight: 20, values: {ours: 0, joint: 100}}}
rounds: {number: 6, others: hard-liner}
";
    let of = |steps: &str| {
        let case = case(&[text, steps]);
        let run = rounds(&case, &Settings { transcript: Some(0), ..assumed(&case, 8) }, &Unwatched);
        let told = run.findings.transcript.expect("told");
        assert_eq!(run.findings.outcomes.len(), 1);
        (run.findings.outcomes[0].outcome, told.sentence)
    };
    assert_eq!(of("").0, Outcome::Partial);
    let step =
        |id: &str, realises: &str, rest: &str| format!("  - {{id: {id}, actor: north, realises: {realises}{rest}}}\n");
    let steps = |all: &[String]| format!("steps:\n{}", all.concat());
    // One step, or two that wait for nothing, are a partial agreement.
    assert_eq!(of(&steps(&[step("build", "quay = b", ""), step("charge", "dues = mid", "")])).0, Outcome::Partial);
    let (outcome, sentence) =
        of(&steps(&[step("charge", "dues = mid", ", precondition: done(build)"), step("build", "quay = b", "")]));
    assert_eq!(outcome, Outcome::Roadmap);
    assert!(sentence.ends_with("They carry out, stage by stage: build; then charge."), "{sentence}");
    // A deadlock, a step of an issue that is open, a ratifier, and a step done already carry nothing out in stages.
    let locked = [
        step("charge", "dues = mid", ", precondition: done(build)"),
        step("build", "quay = b", ", precondition: begun(charge)"),
    ];
    assert_eq!(of(&steps(&locked)).0, Outcome::Partial);
    let open = [step("charge", "dues = mid", ", precondition: done(train)"), step("train", "pilots = joint", "")];
    assert_eq!(of(&steps(&open)).0, Outcome::Partial);
    let done =
        [step("charge", "dues = mid", ", precondition: done(build)"), step("build", "quay = b", ", done: 2026-02-01")];
    assert_eq!(of(&steps(&done)).0, Outcome::Partial, "one stage is left");
    let needs =
        [step("charge", "dues = mid", ", precondition: done(build) and passed(house)"), step("build", "quay = b", "")];
    let house =
        "ratifiers: [{id: house, party: south, rule: leader, factions: {all: {weight: 1, accepts: quay = b}}}]\n";
    assert_eq!(of(&(steps(&needs) + house)).0, Outcome::Partial);
    // An option can make a step wait, too.
    let waits = text.replace("mid: Middle", "mid: {text: Middle, waits: {charge: done(build)}}");
    let case = self::case(&[&waits, &steps(&[step("charge", "dues = mid", ""), step("build", "quay = b", "")])]);
    assert_eq!(rounds(&case, &assumed(&case, 4), &Unwatched).findings.outcomes[0].outcome, Outcome::Roadmap);
}

#[test]
fn the_command_takes_what_the_case_assumes_and_says_so() {
    let scratch = Scratch::with_catalog("further");
    let twin = "catalog/teaching/twin";
    let of = |more: &[&str]| {
        let output = zopa(&scratch, &[&["rounds", twin, "--json", "--runs", "6"], more].concat());
        assert!(output.status == 0 || output.status == 2, "{}", output.stderr);
        serde_json::from_str::<Value>(&output.stdout).expect("JSON")
    };
    let own = of(&["--transcript", "1"]);
    assert_eq!((&own["settings"]["rounds"], &own["settings"]["tracks"][0]), (&16.into(), &"river-line".into()));
    assert_eq!(own["settings"]["strategies"]["federation"], serde_json::json!(["conceder"]));
    assert_eq!(own["findings"]["tracks"][0]["parties"], serde_json::json!(["norland", "sudmark"]));
    assert!(own["findings"]["transcript"]["around"].as_array().is_some_and(|told| told.len() == 4));
    assert!(own["findings"]["trace"].as_array().expect("moves").iter().any(|step| step["track"] == "river-line"));
    assert!(own["basis"]["sources"].as_array().expect("sources").iter().any(|source| source == "AUTHORS"));
    assert_eq!(own["basis"]["marking"], "internal");
    let other = of(&["--rounds", "5", "--strategy", "norland=nice", "--strategy", "linear"]);
    assert_eq!((&other["settings"]["rounds"], &other["findings"]["rounds"]), (&5.into(), &5.into()));
    let strategies = |at: usize| other["findings"]["seats"][at]["strategies"].clone();
    assert_eq!((strategies(0), strategies(3)), (serde_json::json!(["nice"]), serde_json::json!(["linear"])));
    assert_eq!(strategies(1), serde_json::json!(["linear", "tit-for-tat"]), "the case's own comes before `others`");
    // What is not for the public is not assumed before it.
    let public = of(&["--audience", "public"]);
    assert!(!public["findings"]["missing"].as_array().expect("a list").is_empty());
    assert_eq!(public["settings"]["rounds"], 20);
    let page = zopa(&scratch, &["rounds", twin, "--runs", "4", "--transcript", "0", "--width", "100"]);
    assert!(page.stdout.contains("The two generals on the river"), "{}", page.stdout);
    assert!(open("teaching/twin").draft().rounds.is_some());
}
