//! The page of the lens `stability` and its section of the brief, branch by branch.

use super::fixture::{case, gaps};
use super::layout::{all_renderings, check_widths};
use super::shown::{charts, flowing, heads, rows};
use super::stability_fixture::{ALL, large, nothing, prisoners, run, silent, told};
use crate::brief::Ledger;
use crate::{
    BriefOptions, Document, Picture, Told, brief, render_chart, render_html, render_terminal, stability_document,
};
use zopa_lens::Run;
use zopa_lens::Stop;
use zopa_lens::stability::{Concept, Held, Lowered, Stability};

fn document(run: &Run<Stability>) -> Document {
    stability_document(&case("some words"), run, &BriefOptions::default())
}

/// The section of the brief alone.
fn section(run: &Run<Stability>, short: bool) -> Document {
    let case = case("some words");
    let mut document = Document { title: "t".into(), ..Document::default() };
    crate::stability::in_brief(&Ledger::new(&case), run, short, &mut document);
    document
}

#[test]
fn the_page_has_its_parts() {
    let document = document(&run(vec![prisoners("words")]));
    assert_eq!(heads(&document, 3)[0], "Dilemma words");
    let parts = [
        "Actions",
        "Equilibria by concept",
        "Equilibria",
        "What equilibria share",
        "Why each stays",
        "Graph of states",
        "Today",
        "Ways from today",
        "Wanted",
    ];
    assert_eq!(heads(&document, 4), parts);
    let page = flowing(&document);
    for said in ["conflict words", "shared words", "held 3 words", "leaves words", "wanted words", "lock words"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(page.contains("State 1: \"act0 words\"."), "{page}");
    assert!(!page.contains("draws"), "nothing is drawn: {page}");
}

#[test]
fn tables_say_what_was_found() {
    let document = document(&run(vec![prisoners("words")]));
    let actions = rows(&document, "Dilemma words: actions");
    assert_eq!(actions[0], ["1", "act0 words", "some words", "both ways", "done"]);
    assert_eq!(actions[1][3..], ["can begin, and not end", "not done"]);
    let counts = rows(&document, "Dilemma words: equilibria by concept");
    assert_eq!(counts.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["Nash", "SSEQ", "SEQ", "SMR", "GMR"]);
    assert_eq!((counts[0][2].as_str(), counts[0][3].as_str()), ("1", "0"));
    assert_eq!((counts[4][2].as_str(), counts[4][3].as_str()), ("2", "0 and 3"));
    let states = rows(&document, "Dilemma words: equilibria");
    assert_eq!(states[0], ["0", "nothing is done", "x", "x", "x", "x", "x", "1", "yes"]);
    assert_eq!(states[1], ["3", "\"act0 words\" and \"act1 words\"", "-", "x", "x", "x", "x", "1", "no"]);
    let changes = rows(&document, "`taken(a0) words`: least changes of preference");
    assert_eq!(changes[0], ["Nash", "some words", "2 (1 pair) or 0 and 1 (3 pairs)", "12 of 4!", "3", "none"]);
    assert_eq!(changes[1][2..], ["not found within the limits", "not counted", "-", "-"]);
    let page = flowing(&document);
    let moved = "would stay under Nash if `taken(a1) words` came in place 1 instead of 2.";
    assert!(page.contains(moved) && page.contains("together words"), "{page}");
}

#[test]
fn those_who_gain_by_no_move_stand_in_one_sentence() {
    let mut found = prisoners("words");
    let still =
        |party: usize| Held { party, concept: Concept::Nash, sanction: None, sentence: format!("still {party}") };
    let answered = Held { sanction: Some((2, vec![(1, 0)])), ..still(1) };
    found.told[0].held = vec![still(0), still(1), found.told[0].held[0].clone(), answered];
    found.told[1].held = vec![still(1)];
    let page = flowing(&document(&run(vec![found])));
    let said = "some words and some words would gain by no move of their own (Nash). held 0 words still 1 - State 3";
    assert!(page.contains(said), "{page}");
    assert_eq!(page.matches("still 1").count(), 2, "one alone keeps its sentence: {page}");
}

#[test]
fn ways_are_told_move_by_move() {
    let mut found = prisoners("words");
    found.told.push(told(2, &ALL[3..], vec![(0, 0), (1, 2)], Some(vec![(1, 3), (0, 2)]), "words"));
    found.told[1].moves = None;
    let page = flowing(&document(&run(vec![found])));
    assert!(
        page.contains("Shortest, and everybody gains by its move: today -> some words ends \"act0 words\": state 0"),
        "{page}"
    );
    assert!(page.contains("State 3: no legal way leads there from today."), "{page}");
    assert!(page.contains("Shortest: today -> some words ends \"act0 words\": state 0 -> some words begins"), "{page}");
    assert!(page.contains("Everybody gains by its move: today -> some words begins \"act1 words\": state 3 -> "));
}

#[test]
fn the_graph_joins_moves_back_and_forth() {
    let mut found = prisoners("words");
    found.graph[0].moves.retain(|own| own.party == 0);
    let shown = document(&run(vec![found]));
    let chart = charts(&shown).into_iter().find(|chart| chart.anchor == "graph-dilemma").expect("a graph");
    let Picture::Graph(graph) = &chart.picture else { panic!("a graph") };
    assert_eq!(graph.nodes.iter().map(|node| node.state).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert_eq!(
        graph.nodes.iter().map(|node| node.concepts.as_str()).collect::<Vec<_>>(),
        ["Nash", "", "", "SSEQ"],
        "the strongest concept alone"
    );
    assert_eq!(graph.nodes.iter().map(|node| node.today).collect::<Vec<_>>(), [false, true, false, false]);
    let edges: Vec<_> =
        graph.edges.iter().map(|edge| (edge.from, edge.to, edge.mover, edge.gains, edge.back)).collect();
    assert_eq!(
        edges,
        [
            (0, 1, 0, false, Some(true)),
            (1, 3, 1, false, Some(true)),
            (2, 3, 0, false, Some(true)),
            (2, 0, 1, true, None),
        ]
    );
    let drawn = render_chart(chart);
    for words in ["today 1", ">Nash<", ">SSEQ<", "A: some words", "the mover gains", "1. act0 words (A)"] {
        assert!(drawn.contains(words), "{words}: {drawn}");
    }
    assert!(drawn.contains("State 1, today&#39;s: some words moves to 0 and gains, some words moves to 3."), "{drawn}");
    assert_eq!(chart.tables[0].rows.len(), 4, "the same stands in a table");
}

#[test]
fn a_large_conflict_says_what_is_cut_and_left_out() {
    let shown = document(&run(vec![large("words")]));
    let page = flowing(&shown);
    for said in [
        "Left out: the graph is drawn of at most 16 states and 5 actions, and this conflict has 256 states and 8 actions.",
        "28 more equilibria in the JSON answer.",
        "6 more equilibria with their ways in the JSON answer.",
        "256 sets of preferences were drawn",
        "The reasons are those of the first draw",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let states = rows(&shown, "Dilemma words: equilibria");
    assert_eq!(states[0][2..4], ["-".to_string(), "x 80 %".to_string()]);
    let counts = rows(&shown, "Dilemma words: equilibria by concept");
    assert!(counts[4][3].ends_with("33 and 28 more"), "{:?}", counts[4]);
    let charts = charts(&shown);
    assert_eq!(charts.len(), 1);
    let Picture::Tree(tree) = &charts[0].picture else { panic!("a tree") };
    // Every state of every way once, and each after the one it is reached from.
    for (at, node) in tree.nodes.iter().enumerate() {
        assert_eq!(node.parent.is_none(), at == 0);
        assert!(node.parent.is_none_or(|parent| parent < at));
        let same = |other: &&crate::TreeNode| other.parent == node.parent && other.state.state == node.state.state;
        assert_eq!(tree.nodes.iter().filter(same).count(), 1);
    }
    assert!(tree.nodes.iter().any(|node| node.state.state == 33));
}

#[test]
fn long_lists_are_cut_with_their_count() {
    let mut found = prisoners("words");
    found.counts[4].1 = 50_000;
    found.equilibria[4].1 = (0..10_000).collect();
    found.wanted = vec![found.wanted[0].clone(); 23];
    found.wanted[0].changes[0].lower = vec![Lowered { states: (0..11).collect(), swaps: 1 }; 9];
    found.wanted[0].changes[0].complete = false;
    let shown = document(&run(vec![found.clone()]));
    let page = flowing(&shown);
    assert!(page.contains("49,998 more equilibria in the JSON answer."), "{page}");
    assert!(page.contains("3 more rules in the JSON answer."), "{page}");
    assert!(rows(&shown, "Dilemma words: equilibria by concept")[4][3].ends_with("11 and 49,988 more"));
    let changes = rows(&shown, "`taken(a0) words`: least changes of preference");
    assert!(changes[0][2].ends_with("and 3 more (1 pair) or 6 other sets at least"), "{:?}", changes[0]);
    let many: Vec<_> = (0..15)
        .map(|at| {
            let mut own = found.clone();
            own.conflict = format!("c{at}");
            own
        })
        .collect();
    assert!(flowing(&document(&run(many))).contains("3 more conflicts in the JSON answer."));
}

#[test]
fn where_there_is_nothing_the_page_says_what_is_needed() {
    let page = flowing(&document(&nothing()));
    assert!(page.contains("The case would need: what parties can do beside the table (`actions`)."), "{page}");
    let shown = document(&run(vec![silent("words")]));
    let page = flowing(&shown);
    assert!(page.contains("The case would need: what words prefers."), "{page}");
    assert!(charts(&shown).is_empty());
    assert_eq!(heads(&shown, 4), ["Actions"]);
    let mut found = prisoners("words");
    (found.told, found.wanted, found.today) = (vec![], vec![], None);
    found.actions[1].today = None;
    found.stop = Stop::Budget;
    let page = flowing(&document(&run(vec![found])));
    for said in [
        "No state is an equilibrium under any concept",
        "Nothing is wanted of this conflict. The case would need `wanted`",
        "The case would need, of \"act1 words\", whether it is being done.",
        "It ended at a limit",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn the_section_of_the_brief_is_short_and_absent_without_a_conflict() {
    assert!(section(&nothing(), false).blocks.is_empty());
    let long = "a sentence of the usual length that names two actions in a row and says who takes them up";
    for conflicts in [1, 2, 9] {
        let found = run((0..conflicts).map(|_| large(long)).collect());
        for width in [80, 100, 120] {
            let page = render_terminal(&section(&found, false), width, false);
            // Title, two empty lines, heading and its rule come first.
            let (_, own) = page.split_once("BESIDE THE TABLE").expect("a heading");
            let lines = own.lines().skip(2).filter(|line| !line.is_empty()).count();
            assert!((1..=8).contains(&lines), "{lines} lines:\n{page}");
        }
    }
    let page = flowing(&section(&run(vec![large("words"), large("words"), prisoners(long)]), false));
    assert!(page.contains("conflict words") && page.contains("more lines: zopa stability."), "{page}");
    let page = flowing(&section(&run(vec![prisoners("words")]), true));
    assert!(page.contains("conflict words") && !page.contains("wanted words"), "{page}");
    // One picture: the graph where the conflict is small, else the ways from today; none in a short brief.
    let drawn = |found, short| {
        let section = section(&run(vec![found]), short);
        charts(&section).iter().map(|chart| matches!(chart.picture, Picture::Graph(_))).collect::<Vec<bool>>()
    };
    assert_eq!((drawn(prisoners("words"), false), drawn(large("words"), false)), (vec![true], vec![false]));
    assert!(drawn(prisoners("words"), true).is_empty());
    let page = flowing(&section(&run(vec![prisoners("words")]), false));
    for said in ["state 0 words", "wanted words", "leaves words"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("more line"), "{page}");
}

#[test]
fn every_branch_fits_every_width_and_renders_everywhere() {
    for text in ["words", &"wordwithoutanyblank".repeat(12), &"字".repeat(120)] {
        for found in [prisoners(text), large(text), silent(text)] {
            let shown = stability_document(&case(text), &run(vec![found.clone()]), &BriefOptions::default());
            check_widths(&shown);
            assert_eq!(all_renderings(&shown), all_renderings(&shown), "the same findings give the same bytes");
            [false, true].into_iter().for_each(|short| check_widths(&section(&run(vec![found.clone()]), short)));
        }
    }
}

#[test]
fn nothing_from_outside_becomes_markup() {
    const HOSTILE: &str = "</title></svg><script>alert(1)</script>\"'&<img src=x> |a `b` \u{1b}[31m\u{202e}c\n# d";
    for mut found in [prisoners(HOSTILE), large(HOSTILE)] {
        // Ids are checked when a case is read; a picture does not rely on it.
        found.conflict = HOSTILE.into();
        let shown = stability_document(&case(HOSTILE), &run(vec![found]), &BriefOptions::default());
        let pictures: Vec<String> = charts(&shown).into_iter().map(render_chart).collect();
        for page in all_renderings(&shown).iter().chain(&pictures) {
            assert!(page.chars().all(|letter| letter == '\n' || !letter.is_control()));
            assert!(!page.contains('\u{202e}'));
        }
        for picture in &pictures {
            assert!(!picture.contains("<script") && !picture.contains("<img"), "{picture}");
            assert_eq!((picture.matches("<svg").count(), picture.matches("</svg>").count()), (1, 1));
            assert_eq!(picture.matches("<title>").count(), picture.matches("</title>").count());
            assert_eq!(
                picture.matches("<g>").count() + picture.matches("<g ").count(),
                picture.matches("</g>").count()
            );
        }
        let page = render_html(&shown);
        assert!(!page.contains("<script") && !page.contains("<img"));
        assert_eq!(page.matches("</svg>").count(), page.matches("<svg").count());
    }
}

#[test]
fn findings_that_point_outside_the_case_are_shown() {
    let mut found = prisoners("words");
    found.deciders = vec![0, 99];
    found.actions[0].party = 77;
    found.told[0].way = vec![(88, 1 << 31), (0, 0)];
    found.graph[1].moves[0].to = 1 << 30;
    found.graph[2].moves[0].party = 66;
    found.leaves_today[0].party = 55;
    found.wanted[0].changes[0].party = 44;
    found.wanted[0].state = Some(u64::MAX);
    found.equilibria.truncate(2);
    let shown = document(&run(vec![found.clone()]));
    check_widths(&shown);
    charts(&shown).into_iter().for_each(|chart| assert!(render_chart(chart).starts_with("<svg")));
    check_widths(&section(&run(vec![found]), false));
}

#[test]
fn links_of_page_and_brief_lead_somewhere() {
    let (known, beside, found) = (case("words"), run(vec![prisoners("words"), large("words")]), gaps("words"));
    let told = Told { stability: Some(&beside), ..super::fixture::told(&found, None) };
    for document in
        [stability_document(&known, &beside, &BriefOptions::default()), brief(&known, &told, &BriefOptions::default())]
    {
        super::anchors::check(&document);
    }
    assert!(heads(&brief(&known, &told, &BriefOptions::default()), 2).contains(&"Beside the table"));
}
