//! The lens `blockers` on the cases of the catalog, by hand, and on cases with little or nothing in them.
//!
//! Only the findings on the record are looked at here.

use crate::folder::{open, with};
use num_bigint::BigUint;
use zopa_case::{Case, DateSpan, Overlay};
use zopa_lens::blockers::{Answer, Blockers, ConstraintKind, Measure, Settings, Why, blockers};
use zopa_lens::gaps::{self, gaps};
use zopa_lens::{Arithmetic, Stop, Unwatched};
use zopa_wire::{Memory, read_case};

/// Few draws: what is said with values is tested elsewhere.
fn settings() -> Settings {
    Settings { draws: 1, ..Settings::default() }
}

fn found(case: &Case) -> Blockers {
    let known = case.known().unwrap();
    let run = blockers(&known, &settings(), &Unwatched);
    let few = gaps::Settings { falls: false, ask: false };
    let verdict = gaps(&known, &few).findings.verdict;
    assert_eq!(run.findings.verdict.refused_by_nobody, verdict.refused_by_nobody);
    assert_eq!(run.findings.verdict.accepted, verdict.accepted);
    assert_eq!(run.arithmetic, Arithmetic::Exact);
    assert!(run.findings.complete);
    run.findings
}

/// A constraint's id with those of the other statements that say the same.
fn id(found: &Blockers, at: usize) -> String {
    let told = &found.constraints[at];
    let also: Vec<&str> = told.also.iter().map(|also| also.id.as_str()).collect();
    [&[told.id.as_str()], also.as_slice()].concat().join(" = ")
}

fn ids(found: &Blockers, all: &[usize]) -> String {
    all.iter().map(|at| id(found, *at)).collect::<Vec<_>>().join(" + ")
}

fn sets(found: &Blockers) -> Vec<String> {
    found.blocking_sets.iter().map(|set| ids(found, &set.constraints)).collect()
}

/// Openings with how many packages they open.
fn opens(found: &Blockers) -> Vec<(String, u64)> {
    let number = |opens: &Option<BigUint>| opens.as_ref().and_then(|opens| opens.try_into().ok()).unwrap();
    found.openings.iter().map(|opening| (ids(found, &opening.lift), number(&opening.opens))).collect()
}

/// The guarantee: Greece and the Greek Cypriot side demand that it ends, and each says so as a red line too; Turkey
/// rejects that it ends. Troops: Greece demands none, Turkey rejects none, and says so as a red line too. And Turkey's
/// line on both together meets both demands. No other issue blocks: an end date for the troops is rejected by Turkey
/// alone.
#[test]
fn cyprus_by_hand() {
    let case = open("talks/cyprus-2017");
    let found = found(&case);
    assert_eq!(found.verdict.answer, Answer::Blocked);
    let (greece, cyprus) = ("gr-abolish = greece-guarantee", "gc-end = gc-guarantee");
    let (ends, troops) = ("tr-not-zero/guarantee/g-end", "tr-troops-stay = turkey-troops");
    assert_eq!(
        sets(&found),
        [
            format!("{greece} + {ends}"),
            format!("{ends} + {cyprus}"),
            format!("gr-no-troops + {troops}"),
            format!("{greece} + gr-no-troops + turkey-zero-zero"),
            format!("{cyprus} + gr-no-troops + turkey-zero-zero"),
        ]
    );
    // What neither blocks nor is refused: 2 ways of monitoring, 91 shares of land, 3 presidencies, 5 sets of rules on
    // property (of 7, two hold both orders of precedence), 5 treatments of nationals. Of the rest a demand leaves
    // Morphou its return and participation the vote everywhere, and Turkey leaves the end of the troops two ways.
    let free: u64 = 2 * 91 * 3 * 5 * 5 * 2;
    assert_eq!(
        opens(&found),
        [
            // The guarantee ends, and the troops stay at one of two numbers.
            (format!("{ends} + gr-no-troops"), 2 * free),
            // It goes on in one of three ways, and the troops stay at one of two numbers.
            (format!("{greece} + {cyprus} + gr-no-troops"), 3 * 2 * free),
            // It goes on in one of three ways, and no troops stay.
            (format!("{greece} + {cyprus} + {troops}"), 3 * free),
            // It ends, and no troops stay.
            (format!("{ends} + {troops} + turkey-zero-zero"), free),
        ]
    );
    assert!(found.openings.iter().all(|opening| opening.rank.is_none()), "no firmness is entered");
    assert_eq!(found.no_single_move.as_ref().map(|single| single.least), Some(2));
    // Two issues block by themselves, and each has a way out for either side.
    let alone = found.moves.iter().filter(|told| told.blocks_alone);
    let alone: Vec<(&str, usize)> =
        alone.map(|told| (case.issues()[told.issue].name.as_str(), told.lifts.len())).collect();
    assert_eq!(alone, [("guarantee", 2), ("troops", 2)]);
}

/// Two issues block, each by itself: how sanctions would come back (Russia against the United States) and where
/// inspectors may go (France against Iran, whose line of June and law of the Majlis both stand in the way).
#[test]
fn iran_by_hand() {
    let found = found(&open("talks/iran-2015"));
    assert_eq!(found.verdict.answer, Answer::Blocked);
    assert_eq!((found.blocking_sets_count, found.parts.len()), (Some(3), 2));
    assert!(found.blocking_sets.iter().all(|set| set.constraints.len() == 2));
    let lifted: Vec<(String, u64)> = opens(&found);
    assert_eq!(lifted.len(), 4, "one of two on each of two issues");
    // With anywhere in the country for all, or with any of the two lower places for all but France's.
    let counts: Vec<u64> = lifted.iter().map(|(_, opens)| *opens).collect();
    assert_eq!(counts, [120_960, 120_960, 60_480, 60_480]);
    assert_eq!(found.no_single_move.as_ref().map(|single| single.least), Some(2));
    let nearest = found.nearest.iter().find(|near| near.measure == Measure::Refusals).unwrap();
    assert_eq!((nearest.least, &nearest.packages), (2, &BigUint::from(241_920_u32)));
    // Every package that breaks no more than two is opened by one of the openings of two.
    let by_openings: u64 =
        lifted.iter().filter(|(ids, _)| ids.matches(" + ").count() == 1).map(|(_, opens)| opens).sum();
    assert_eq!(nearest.packages, BigUint::from(by_openings));
}

/// Nothing said in public blocks the whole; what is missing is acceptance, issue by issue.
#[test]
fn geneva_is_not_blocked() {
    let case = open("talks/geneva-2026");
    let known = with(&case, &Overlay::default().as_of(DateSpan::parse("2026-02-18").unwrap().last));
    let found = found(&known);
    assert_eq!(found.verdict.answer, Answer::Open);
    assert!(found.blocking_sets.is_empty() && found.openings.is_empty() && found.no_single_move.is_none());
    assert!(found.verdict.sentence.starts_with("Nothing said on record blocks the whole"));
    // On land one yes is missing either way: Russia's for the line of contact, Ukraine's for what its line excludes.
    let land = found.moves.iter().find(|told| known.issues()[told.issue].name == "territory").unwrap();
    let who = |way: &zopa_lens::blockers::Way| -> Vec<(&str, Why)> {
        way.movers.iter().map(|mover| (known.parties()[mover.party].name.as_str(), mover.why)).collect()
    };
    assert_eq!((land.fewest, land.ways.len()), (1, 2));
    assert_eq!(who(&land.ways[0]), [("russia", Why::NotAccepted)]);
    assert_eq!(who(&land.ways[1]), [("ukraine", Why::Crosses)]);
    assert_eq!(found.nearest[0].measure, Measure::MissingYesesOfOpen);
    let least: usize = found.moves.iter().map(|told| told.fewest).sum();
    assert!(found.nearest[0].least >= least, "what ties issues together can only make it more");
}

#[test]
fn the_twin_is_not_blocked_on_the_record() {
    let found = found(&open("teaching/twin"));
    assert_eq!(found.verdict.answer, Answer::Open);
    assert_eq!(found.verdict.refused_by_nobody, Some(BigUint::from(124_396_560_u64)));
}

/// A case of two parties and one or two issues, with what is said on them.
fn made(issues: &str, rest: &str) -> Case {
    let text = format!(
        "zopa: 1\ncase: Made\nas of: 2026-12-31\nparties:\n  one: {{name: One, role: party}}\n  two: {{name: Two, role: party}}\n\
         issues:\n{issues}sources:\n  S: {{title: Source, date: 2026-01-01, grade: A1}}\n{rest}"
    );
    read_case(&Memory::one(&text)).unwrap_or_else(|unread| {
        panic!("{:?}", unread.diagnostics.iter().map(|problem| &problem.message).collect::<Vec<_>>())
    })
}

const LAND: &str = "  land: {name: Land, kind: menu, menu: {a: Left, b: Right}}\n";

fn entry(party: &str, stances: &str) -> String {
    format!("  - {{date: 2026-01-01, party: {party}, issue: land, {stances}, stated: public, source: S}}\n")
}

#[test]
fn nothing_said_blocks_nothing() {
    let found = found(&made(LAND, ""));
    assert_eq!((found.verdict.answer, found.constraints.len()), (Answer::Open, 0));
    assert_eq!(found.nearest[0].least, 2);
    assert!(found.moves[0].ways[0].movers.iter().all(|mover| mover.why == Why::Silent));
}

#[test]
fn an_issue_of_one_option_that_one_rejects() {
    let one = "  land: {name: Land, kind: menu, menu: {a: Left}}\n";
    let found = found(&made(one, &format!("ledger:\n{}{}", entry("one", "wants: [a]"), entry("two", "rejects: [a]"))));
    assert_eq!(found.verdict.answer, Answer::Blocked);
    assert_eq!(found.blocking_sets.len(), 1);
    assert_eq!(found.blocking_sets[0].constraints.len(), 1);
    assert_eq!(opens(&found), [("two.land.2026-01-01.1".to_string(), 1)]);
    assert_eq!(found.openings[0].lacks, Some(1), "that two no longer rejects it is no yes");
    assert!(found.no_single_move.is_none());
}

#[test]
fn an_issue_that_needs_nobodys_consent_blocks_nothing() {
    let issues = "  land: {name: Land, kind: menu, consent: [one], menu: {a: Left, b: Right}}\n";
    let found = found(&made(issues, &format!("ledger:\n{}", entry("two", "rejects: [a, b]"))));
    assert_eq!((found.verdict.answer, found.constraints.len()), (Answer::Open, 0));
}

#[test]
fn what_is_not_for_trade_is_named_and_never_offered() {
    let lines = "lines:\n  - {id: law, party: one, kind: red line, never: land = a, not for trade: true, source: S}\n  \
                 - {id: creed, party: two, kind: red line, never: land = b, not for trade: true, source: S}\n";
    let found = found(&made(LAND, lines));
    assert_eq!(found.verdict.answer, Answer::Blocked);
    assert_eq!(sets(&found), ["law + creed"]);
    assert!(found.openings.is_empty());
    assert_eq!(found.openings_count, Some(BigUint::ZERO));
    let without: Vec<String> =
        found.no_opening_without.iter().flat_map(|part| part.sets.iter().map(|set| ids(&found, set))).collect();
    assert_eq!(without, ["law", "creed"]);
    // With one of them for trade there is an opening, and the other one stays.
    let lines = lines.replace("land = b, not for trade: true", "land = b");
    let found = self::found(&made(LAND, &lines));
    assert_eq!(opens(&found), [("creed".to_string(), 1)]);
    assert!(found.no_opening_without.is_empty());
}

#[test]
fn less_firm_lines_come_first() {
    let lines = "lines:\n  - {id: hard, party: one, kind: red line, never: land = a, firmness: 0.9, source: S}\n  \
                 - {id: soft, party: two, kind: bottom line, never: land = b, firmness: 0.3, source: S}\n";
    let found = found(&made(LAND, lines));
    assert_eq!(opens(&found), [("soft".to_string(), 1), ("hard".to_string(), 1)]);
    assert_eq!(found.openings.iter().map(|opening| opening.rank).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert!(found.openings_order.contains("the less firm"));
}

#[test]
fn a_demand_said_as_a_line_too_is_one_constraint() {
    let ledger = format!("ledger:\n{}{}", entry("one", "demands: [a]"), entry("two", "demands: [b]"));
    let lines = "lines:\n  - {id: always-a, party: one, kind: red line, always: land = a, source: S}\n";
    let found = found(&made(LAND, &format!("{ledger}{lines}")));
    assert_eq!(sets(&found), ["one.land.2026-01-01.1 = always-a + two.land.2026-01-01.1"]);
    let kinds: Vec<ConstraintKind> = found.constraints.iter().map(|told| told.kind).collect();
    assert_eq!(kinds, [ConstraintKind::Demand, ConstraintKind::Demand]);
}

/// Both accept the same option and a line of one of them stands in the way: the guard names the line.
#[test]
fn a_line_against_what_all_accept_is_named() {
    let ledger = format!("ledger:\n{}{}", entry("one", "accepts: [a]"), entry("two", "wants: [a]"));
    let lines = "lines:\n  - {id: law, party: one, kind: red line, never: land = a, source: S}\n";
    let found = found(&made(LAND, &format!("{ledger}{lines}")));
    let told: Vec<(&str, u64)> =
        found.dilution.iter().map(|told| (told.line.as_str(), (&told.packages).try_into().unwrap())).collect();
    assert_eq!(told, [("law", 1)]);
    assert_eq!(found.verdict.answer, Answer::Open, "the other option is refused by nobody");
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    for name in ["talks/cyprus-2017", "talks/iran-2015", "talks/geneva-2026"] {
        let known = open(name).known().unwrap();
        let bytes = || {
            let run = blockers(&known, &settings(), &Unwatched);
            assert_eq!(run.stop, Stop::Complete);
            zopa_wire::blockers_answer(&known, &run, &zopa_wire::Asked::default()).to_string()
        };
        assert_eq!(bytes(), bytes(), "{name}");
    }
}
