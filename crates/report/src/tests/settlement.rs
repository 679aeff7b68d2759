//! The page of the lens `settlement`, branch by branch.

use super::fixture::case;
use super::layout::{all_renderings, check_widths};
use super::settlement_fixture::{draws, empty, nothing, number, points, run, valued};
use super::shown::{charts, flowing, heads, rows};
use crate::brief::Ledger;
use crate::{
    BriefOptions, Document, Picture, PlaneKind, PlaneMark, render_chart, render_html, render_markdown, render_terminal,
    settlement_document,
};
use zopa_lens::settlement::{Concept, Settlement};
use zopa_lens::{Arithmetic, Share};

fn document(found: Settlement) -> Document {
    let arithmetic = if found.draws > 0 { Arithmetic::Sampled } else { Arithmetic::Exact };
    settlement_document(&case("some words"), &run(found, arithmetic), &BriefOptions::default())
}

#[test]
fn with_points_the_page_says_yes_and_has_its_sections() {
    let document = document(points("words"));
    assert_eq!(
        heads(&document, 2),
        [
            "Is there a zone",
            "What each party can get",
            "Packages worth looking at",
            "Points",
            "Efficient set",
            "Drafts made better for all",
            "Dividing what can be divided (Adjusted Winner)",
            "Who would give way next (risk limits)",
            "At home",
            "What cannot be said",
            "Basis",
            "The record",
        ]
    );
    let page = flowing(&document);
    assert!(page.contains("Yes. Words."), "{page}");
    assert!(page.contains("about 1.23 x 10^22 in the zone"), "{page}");
    assert!(!page.contains("draws"), "nothing was drawn: {page}");
    assert!(page.contains("12 of 200 are shown"), "{page}");
    assert!(page.contains("better than a listed one by at most"), "{page}");
    assert!(page.contains("2/3") && page.contains("1/3") && page.contains("nothing"), "{page}");
    assert!(page.contains("66.67") && !page.contains("66.666"), "{page}");
    assert!(page.contains("61.33") && !page.contains("61.333"), "{page}");
    assert!(page.contains("not defined: its own offer is worth no more to it than no deal"), "{page}");
    assert!(page.contains("harbour h1 to h2"), "{page}");
}

#[test]
fn over_draws_the_page_says_in_how_many() {
    let document = document(draws("words"));
    assert_eq!(
        heads(&document, 2),
        [
            "Is there a zone",
            "What each party can get",
            "Packages worth looking at",
            "Which assumptions decide",
            "If no deal were worth more, or less",
            "What could be traded",
            "Inducements and pressure",
            "At home",
            "What cannot be said",
            "Basis",
            "The record",
        ]
    );
    let page = flowing(&document);
    assert!(page.contains("It hangs on the numbers. A zone in about 64 % of 1,000 draws (60 to 67)."), "{page}");
    assert!(page.contains("about 10 to 200 in the zone (estimated from 4,096 drawn at random)"), "{page}");
    assert!(page.contains("48 to 61, likely 55"), "{page}");
    assert!(page.contains("57 to 64") && !page.contains("57.12"), "{page}");
    assert!(page.contains("up to 58.1235: 87 %") && page.contains("not real: 87 %"), "{page}");
    assert!(page.contains("holds only while the pressure lasts"), "{page}");
    assert_eq!(page.matches("holds only while").count(), 1, "only where pressure is used");
    let rows = rows(&document, "Packages worth looking at");
    assert_eq!(
        rows[0],
        ["1", "islands i0, harbour h1", "64 %", "40 %", "31 %", "", "57 to 64 always", "1 to 48 perhaps", "not known"]
    );
    assert_eq!(rows[1][0], "paper");
    assert_eq!((rows[1][3].as_str(), rows[1][6].as_str()), ("not looked at", "57 to 64 never"));
    assert_eq!(rows[3][5], "north-land");
    assert!(page.contains("passes every ratifier for certain in about 20 %"), "{page}");
    assert!(page.contains("and 8 more lines in the JSON answer."), "{page}");
    assert!(page.contains("in about 17 % of 1,000 draws (14 to 21; 12 undecided)"), "{page}");
}

#[test]
fn a_share_is_never_called_a_chance() {
    for found in [points("words"), draws("words"), empty("words"), nothing("words")] {
        for page in all_renderings(&document(found)) {
            let page = page.to_lowercase();
            assert!(!page.contains("chance") && !page.contains("probability") && !page.contains("likelihood"));
        }
    }
}

#[test]
fn an_empty_zone_is_a_no_and_names_who_closes_it() {
    let document = document(empty("words"));
    let page = flowing(&document);
    assert!(page.contains("No. Words."), "{page}");
    assert!(page.contains("0 in the zone"), "{page}");
    assert!(page.contains("Closed by one party alone"), "{page}");
}

#[test]
fn without_values_the_answer_is_not_enough_information() {
    let document = document(nothing("the value of no deal"));
    assert_eq!(heads(&document, 2), ["Is there a zone", "At home", "What cannot be said", "Basis", "The record"]);
    let page = flowing(&document);
    assert!(page.contains("No values are entered: beyond the record there is not enough information"), "{page}");
    assert!(page.contains("The value of no deal."), "{page}");
    let mut half = draws("words");
    half.zone.share = None;
    half.zone.sentence = "Not enough information; in some of the draws those with values have no deal.".into();
    let page = flowing(&self::document(half));
    assert!(page.contains("Not enough information. In some of the draws those with values have no deal."), "{page}");
}

#[test]
fn every_branch_fits_every_width_and_renders_everywhere() {
    for text in ["words", &"wordwithoutanyblank".repeat(12), &"字".repeat(200)] {
        for found in [points(text), draws(text), empty(text), nothing(text)] {
            let document = settlement_document(&case(text), &run(found, Arithmetic::Sampled), &BriefOptions::default());
            check_widths(&document);
            assert_eq!(all_renderings(&document), all_renderings(&document), "the same findings give the same bytes");
        }
    }
}

#[test]
fn nothing_from_outside_becomes_markup() {
    const HOSTILE: &str = "</title></svg><script>alert(1)</script>\"'&<img src=x> |a `b` \u{1b}[31m\u{202e}c\n# d";
    for found in [points(HOSTILE), draws(HOSTILE), empty(HOSTILE), nothing(HOSTILE)] {
        let document = settlement_document(&case(HOSTILE), &run(found, Arithmetic::Sampled), &BriefOptions::default());
        for page in
            all_renderings(&document).into_iter().chain(charts(&document).iter().map(|chart| render_chart(chart)))
        {
            assert!(page.chars().all(|letter| letter == '\n' || !letter.is_control()));
            assert!(!page.contains('\u{202e}'));
        }
        let page = render_html(&document);
        assert!(!page.contains("<script") && !page.contains("<img"));
        assert_eq!(page.matches("</title>").count(), page.matches("<title>").count());
        assert_eq!(page.matches("</svg>").count(), page.matches("<svg").count());
    }
}

#[test]
fn the_short_answer_takes_at_most_twenty_lines() {
    let long = "a sentence of the usual length that says something about an assumption and what follows from it";
    let known = case("A name of a party");
    for found in [points(long), draws(long), empty(long), nothing(long)] {
        let blocks = crate::settlement::zone(&Ledger::new(&known), &run(found, Arithmetic::Sampled));
        let mut document = Document { title: "t".into(), ..Document::default() };
        document.blocks = blocks;
        // The title, the rule of the colophon and the blank line before it are the page's own.
        let lines = render_terminal(&document, 100, false).lines().count() - 3;
        assert!(lines <= 20, "{lines} lines:\n{}", render_terminal(&document, 100, false));
    }
}

#[test]
fn long_lists_are_cut_with_their_count() {
    let mut found = draws("words");
    found.candidates = (0..40).flat_map(|_| found.candidates.clone()).collect();
    found.decides = (0..20).flat_map(|_| found.decides.clone()).collect();
    found.trades = vec![found.trades[0].clone(); 30];
    found.leverage = vec![found.leverage[0].clone(); 30];
    let page = flowing(&document(found));
    assert!(page.contains("12 of 240 are shown"), "{page}");
    assert!(page.contains("68 that decide less are"), "{page}");
    assert_eq!(page.matches("12 of 30 are shown.").count(), 2, "{page}");
    let mut found = points("words");
    let step = found.texts[0].steps[0].clone();
    found.texts[0].steps = (0..40).map(|at| valued(&[at % 3, 0], step.values[0].1, step.values[1].1)).collect();
    assert!(flowing(&document(found)).contains("and 31 more steps."));
}

#[test]
fn what_all_packages_share_is_said_once() {
    let mut found = draws("words");
    found.candidates.truncate(3);
    found.candidates.iter_mut().for_each(|candidate| candidate.valued.package[1] = 1);
    let page = flowing(&document(found));
    assert!(page.contains("In all of these: harbour h2."), "{page}");
}

#[test]
fn the_values_of_many_parties_have_a_table_of_their_own() {
    let mut found = draws("words");
    for candidate in &mut found.candidates {
        let worth = candidate.valued.values[0].1;
        candidate.valued.values = (0..8).map(|party| (party, worth)).collect();
    }
    let document = document(found);
    assert_eq!(rows(&document, "Packages worth looking at")[0].len(), 6);
    let worth = rows(&document, "Packages worth looking at: what they are worth");
    assert_eq!(worth.len(), 12, "six packages in two tables");
    assert_eq!(worth[0][..3], ["1", "57 to 64, always", "57 to 64, perhaps"]);
    assert_eq!((worth[0].len(), worth[6].len()), (7, 3));
    check_widths(&document);
}

#[test]
fn what_a_list_rests_on_is_said_once() {
    let mut found = draws("words");
    found.curves[1].basis.sources.insert("MEMO".into());
    let page = flowing(&document(found));
    assert!(page.contains("- Words. - Words. [MEMO B2] - Words."), "{page}");
    assert!(page.contains("all else is as drawn. [PRESS C3]"), "{page}");
}

#[test]
fn the_plane_is_drawn_for_two_parties_with_points_alone() {
    let shown = document(points("words"));
    assert_eq!(charts(&shown).len(), 1);
    let mut three = points("words");
    three.parties[2].consents = true;
    assert!(charts(&document(three)).is_empty());
    assert!(charts(&document(nothing("words"))).is_empty());
    let picture = render_chart(charts(&shown)[0]);
    for words in ["Nash", "Maximum welfare", "no deal 55", "no deal 48", "paper"] {
        assert!(picture.contains(words), "{words}");
    }
    assert!(picture.starts_with("<svg") && picture.contains("<title>") && picture.contains("<desc>"));
}

/// Where labels stand, up and down.
fn label_places(picture: &str) -> Vec<i64> {
    let texts = picture.lines().filter(|line| line.contains("x=\"720\""));
    texts.filter_map(|line| line.split(" y=\"").nth(1)?.split('"').next()?.parse().ok()).collect()
}

#[test]
fn labels_of_the_plane_never_overlap() {
    let shown = document(points("words"));
    let mut chart = charts(&shown)[0].clone();
    let Picture::Plane(plane) = &mut chart.picture else { panic!("a plane") };
    // Twenty-five names in one heap at the lower edge: more than have room.
    plane.marks = (0..25)
        .map(|at| PlaneMark {
            kind: if at % 2 == 0 { PlaneKind::Draft } else { PlaneKind::Chosen(Concept::Nash) },
            label: format!("draft {at}"),
            at: (number("60"), zopa_case::Number(number("50").0 + i128::from(at) * number("0.05").0)),
        })
        .collect();
    let picture = render_chart(&chart);
    let places = label_places(&picture);
    assert!(places.len() >= 20, "{places:?}");
    assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= 14), "{places:?}");
    assert!(places.iter().all(|y| (30..=450).contains(y)), "{places:?}");
    assert!(picture.contains("more marked without a name"));
}

#[test]
fn packages_of_one_worth_share_a_label_place() {
    let shown = document(points("words"));
    let picture = render_chart(charts(&shown)[0]);
    let places = label_places(&picture);
    assert_eq!(places.len(), 6, "five points that were found, and the draft: {places:?}");
    assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= 14), "{places:?}");
}

#[test]
fn curves_are_drawn_and_told_in_two_rows() {
    let shown = document(draws("words"));
    let chart = charts(&shown)[0];
    assert_eq!(chart.tables.len(), 3);
    for table in &chart.tables {
        assert!(table.columns.len() <= 8 && table.rows.len() == 2);
        assert_eq!(table.columns[1].title, "51", "the last value at which all draws have a zone");
    }
    let picture = render_chart(chart);
    assert_eq!(picture.matches("<polygon").count(), 3);
    assert!(picture.contains("entered 55 to 69"));
    let page = render_markdown(&shown);
    assert!(page.contains("| draws with a zone |"), "{page}");
}

#[test]
fn with_points_a_curve_is_told_and_not_drawn() {
    let mut found = points("words");
    found.curves = draws("words").curves;
    found.curves.truncate(2);
    found.curves.iter_mut().for_each(|curve| curve.points.clear());
    found.curves[0].sentence = "there is a zone while no deal is worth 86.75 or less to North".into();
    found.risk_limits.as_mut().expect("risk limits").limits.1 = Some(number("1.63"));
    let document = document(found);
    let page = flowing(&document);
    assert!(page.contains("- There is a zone while no deal is worth 86.75 or less to North. - Words."), "{page}");
    assert!(!page.contains("draws"), "{page}");
    assert!(page.contains("Above 1 the other's offer is worth less to the party than no deal."), "{page}");
    let Picture::Plane(plane) = &charts(&document)[0].picture else { panic!("a plane") };
    assert_eq!(plane.marks.iter().filter(|mark| mark.kind == PlaneKind::Draft).count(), 1, "one draft, not two");
    assert_eq!(charts(&document).len(), 1);
}

#[test]
fn odd_curves_are_drawn_too() {
    let mut found = draws("words");
    let one = (number("5"), Share::new(0, 7, 7));
    found.curves[0].points = vec![one];
    found.curves[1].points = vec![one, (number("5"), Share::default())];
    found.curves[1].entered = Some((number("5"), number("5")));
    found.curves[2].points.clear();
    let shown = document(found);
    check_widths(&shown);
    let picture = render_chart(charts(&shown)[0]);
    assert!(!picture.contains("NaN") && !picture.contains("inf"), "{picture}");
    assert_eq!(charts(&shown)[0].tables.len(), 2);
}

#[test]
fn findings_that_point_outside_the_case_are_shown_all_the_same() {
    let mut found = points("words");
    found.candidates[0].valued =
        valued(&[77, 88, 99], super::settlement_fixture::point("1"), super::settlement_fixture::point("2"));
    found.candidates[0].acceptable = vec![(50, zopa_lens::settlement::Acceptable::Possibly)];
    found.texts[0].steps[1].package = vec![9];
    check_widths(&document(found));
}
