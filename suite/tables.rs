//! Full tables: read from a file beside the case, kept through overlays, part of the case's hash.

use std::sync::Arc;
use zopa_case::{Case, Number, Overlay, PartyId, Table};
use zopa_wire::{Memory, read_case};

const CASE: &str = "\
zopa: 1
case: Harbour and islands
as of: 2026-02-18
fictional: true
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
  guide: {name: The mediator, role: facilitator}
issues:
  islands: {name: Who holds the islands, kind: ladder, ladder: {i0: None, i1: Two of five}}
  years: {name: Length, kind: number, from: 0, to: 1, step: 0.5, marks: {short: 0.5}}
  people: {name: Humanitarian steps, kind: menu, choose: any, menu: {h1: Prisoners, h2: Monitoring}}
  order: {name: Order, kind: menu, choose: sequence, menu: {stop: Stop, vote: Vote}}
sources:
  MEMO: {title: Memorandum, date: 2025-06-02, grade: A1}
preferences:
  north: {scale: 100, no deal: 40, table: both.csv}
  south: {scale: raw, table: both.csv, marking: south-confidential}
scenarios:
  hard: {edits: [{set: preferences.north.no deal, to: 50}]}
";

/// A row for every package: north has the package's number, south its square less a half.
fn rows() -> Vec<String> {
    let mut rows = Vec::new();
    for islands in ["i0", "i1"] {
        for years in ["0", "short", "1"] {
            for people in ["h1", "h2", "h1 + h2"] {
                for order in ["stop", "vote", "stop then vote", "vote then stop"] {
                    let at = rows.len();
                    rows.push(format!("{islands},{years},{people},{order},{at},{}.5", at * at));
                }
            }
        }
    }
    rows
}

fn text(rows: &[String]) -> String {
    format!("islands,years,people,order,north,south\n{}\n", rows.join("\n"))
}

#[track_caller]
fn read(case: &str, table: &str) -> Case {
    read_case(&Memory::new([("case.yaml", case), ("both.csv", table)])).unwrap_or_else(|unread| {
        panic!("{:#?}", unread.diagnostics.iter().map(|problem| problem.line(&unread.texts)).collect::<Vec<_>>())
    })
}

fn table(case: &Case, party: usize) -> Option<Arc<Table>> {
    case.table(PartyId::new(party)).cloned()
}

#[test]
fn every_package_has_its_value() {
    let case = read(CASE, &text(&rows()));
    let (north, south) = (table(&case, 0).unwrap(), table(&case, 1).unwrap());
    assert_eq!(north.sizes(), [2, 3, 3, 4]);
    assert_eq!(north.len(), 72);
    for at in 0..72 {
        let outcomes = north.outcomes(at).unwrap();
        let taken: Vec<String> =
            case.issues().iter().zip(&outcomes).map(|(issue, outcome)| issue.outcome_name(*outcome)).collect();
        assert!(rows()[at].starts_with(&taken.join(",")), "{taken:?}");
        assert_eq!(north.value(at), Some(Number::whole(at as i64)));
        assert_eq!(south.value(at), Number::parse(&format!("{}.5", at * at)));
        assert_eq!(north.package(&outcomes), Some(at));
    }
    assert!(table(&case, 2).is_none());
}

#[test]
fn layout_does_not_count_and_values_do() {
    let plain = read(CASE, &text(&rows()));
    // Rows backwards, a byte order mark, lines as other systems end them, quotes, blanks, other spellings.
    let mut rows = rows();
    rows.reverse();
    let table = text(&rows).replace("h1 + h2", "\"h2+h1\"").replace("short", " 0.50 ").replace('\n', "\r\n");
    let other = read(CASE, &format!("\u{feff}{table}\r\n\r\n"));
    assert_eq!(plain.hash(), other.hash());
    assert_eq!(self::table(&plain, 0), self::table(&other, 0));
    let changed = read(CASE, &text(&rows).replace(",71,", ",71.000000000001,"));
    assert_ne!(plain.hash(), changed.hash());
}

#[test]
fn columns_may_stand_in_any_order() {
    let swapped: String =
        text(&rows()).lines().map(|line| line.split(',').rev().collect::<Vec<_>>().join(",") + "\n").collect();
    assert_eq!(read(CASE, &swapped).hash(), read(CASE, &text(&rows())).hash());
}

#[test]
fn overlays_keep_the_table_and_do_not_read_it_again() {
    let case = read(CASE, &text(&rows()));
    let before = table(&case, 0).unwrap();
    let scenario = Overlay::scenario(case.draft().scenarios.get("hard").unwrap());
    for overlay in [Overlay::default(), Overlay::default().without("MEMO"), scenario] {
        let after = case.with(&overlay).unwrap();
        assert!(Arc::ptr_eq(&before, &table(&after, 0).unwrap()));
        assert!(Arc::ptr_eq(&before, &table(&after.known().unwrap(), 0).unwrap()));
    }
}

#[test]
fn an_audience_has_only_the_tables_it_may_see() {
    let case = read(CASE, &text(&rows()));
    let north = case.with(&Overlay::default().audience(Some("north"))).unwrap();
    assert!(table(&north, 0).is_some() && table(&north, 1).is_none());
    let texts = &north.materials().texts;
    assert!(texts.files().all(|(_, name, text)| !name.contains("both") && !text.contains("71")));
    assert!(north.known().is_ok());
    let south = case.with(&Overlay::default().audience(Some("south"))).unwrap();
    assert!(table(&south, 0).is_some() && table(&south, 1).is_some());
}
