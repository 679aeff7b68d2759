//! Pictures of a conflict, by numbers: no state covers another, no move runs through a state, no word through a box.

use crate::svg::graph::layout as graph;
use crate::svg::lock::layout::Rect;
use crate::svg::tree;
use crate::{Chart, GraphChart, GraphEdge, Picture, StateNode, Text, TreeChart, TreeNode, render_chart};
use proptest::prelude::*;

fn draw(picture: Picture) -> String {
    let (anchor, title) = ("chart".to_string(), "title".to_string());
    render_chart(&Chart { anchor, title, caption: Text::new(), picture, tables: vec![] })
}

fn node(state: u64) -> StateNode {
    let concepts = ["", "", "Nash", "SEQ, SMR", "GMR"][state as usize % 5].to_string();
    StateNode { state, concepts, today: state == 1 }
}

/// The graph of a conflict: states that can be, and who owns each action.
fn cube(states: &[u64], owners: &[usize]) -> GraphChart {
    let mut edges = Vec::new();
    for (from, one) in states.iter().enumerate() {
        for (to, other) in states.iter().enumerate().skip(from + 1) {
            let mut movers: Vec<usize> =
                (0..owners.len()).filter(|bit| (one ^ other) >> bit & 1 == 1).map(|bit| owners[bit]).collect();
            movers.dedup();
            if let [mover] = movers[..] {
                edges.push(GraphEdge {
                    from,
                    to,
                    mover,
                    gains: from % 2 == 0,
                    back: (to % 3 > 0).then_some(to % 2 == 0),
                });
            }
        }
    }
    GraphChart {
        movers: (0..5).map(|at| format!("Party {at}")).collect(),
        actions: owners.iter().map(|owner| ("An action".to_string(), *owner)).collect(),
        nodes: states.iter().map(|state| node(*state)).collect(),
        edges,
        drawn: true,
    }
}

fn apart(boxes: &[Rect], room: f64, what: &str) -> Result<(), TestCaseError> {
    for (at, one) in boxes.iter().enumerate() {
        for other in &boxes[at + 1..] {
            prop_assert!(!one.meets(other, room), "{what}: {one:?} meets {other:?}");
        }
    }
    Ok(())
}

fn check_graph(picture: &GraphChart) -> Result<(), TestCaseError> {
    let layout = graph::layout(picture);
    apart(&layout.nodes, 8.0, "states")?;
    for rect in &layout.nodes {
        prop_assert!(rect.x - rect.wide > 0.0 && rect.x + rect.wide < 900.0 && rect.y - rect.high > 0.0);
        prop_assert!(rect.y + rect.high < layout.height);
    }
    for (edge, points) in picture.edges.iter().zip(&layout.edges) {
        for (at, rect) in layout.nodes.iter().enumerate().filter(|(at, _)| ![edge.from, edge.to].contains(at)) {
            prop_assert!(
                !points.iter().any(|point| rect.holds(*point, 1.0)),
                "a move runs through state {at}: {edge:?}"
            );
        }
        let (first, last) = (points[0], points[points.len() - 1]);
        prop_assert!(layout.nodes[edge.from].holds(first, 12.0) && layout.nodes[edge.to].holds(last, 12.0));
    }
    let labels: Vec<Rect> = layout.labels.iter().flatten().copied().collect();
    apart(&labels, 0.0, "letters")?;
    for label in &labels {
        prop_assert!(!layout.nodes.iter().any(|node| label.meets(node, 0.0)), "a letter on a state");
    }
    Ok(())
}

fn check_tree(picture: &TreeChart) -> Result<(), TestCaseError> {
    let layout = tree::layout(picture);
    apart(&layout.nodes, 4.0, "states")?;
    let labels: Vec<Rect> = layout.labels.iter().flatten().copied().collect();
    apart(&labels, 0.0, "words")?;
    prop_assert_eq!(labels.len() + 1, picture.nodes.len().max(1));
    for label in &labels {
        prop_assert!(!layout.nodes.iter().any(|node| label.meets(node, 0.0)), "words on a state");
    }
    for rect in layout.nodes.iter().chain(&labels) {
        prop_assert!(rect.x - rect.wide > 0.0 && rect.x + rect.wide <= 900.0, "{rect:?}");
        prop_assert!(rect.y - rect.high >= 0.0 && rect.y + rect.high <= layout.height, "{rect:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::with_cases(48) })]

    #[test]
    fn states_of_a_graph_and_its_moves_keep_apart(
        states in prop::collection::btree_set(0_u64..32, 1..17),
        owners in prop::collection::vec(0_usize..4, 5),
    ) {
        let mut owners = owners;
        owners.sort_unstable();
        let picture = cube(&states.into_iter().collect::<Vec<_>>(), &owners);
        check_graph(&picture)?;
        prop_assert!(draw(Picture::Graph(picture)).starts_with("<svg"));
    }

    #[test]
    fn states_of_a_tree_and_its_words_keep_apart(parents in prop::collection::vec(any::<prop::sample::Index>(), 0..40)) {
        let mut nodes = vec![TreeNode { state: node(1), parent: None, mover: 0 }];
        let mut depth = vec![0];
        for (at, index) in parents.iter().enumerate() {
            let parent = index.index(nodes.len());
            if depth[parent] < 6 {
                depth.push(depth[parent] + 1);
                nodes.push(TreeNode { state: node(at as u64 * 7 % 256), parent: Some(parent), mover: at % 3 });
            }
        }
        let movers = ["A name", "Another and a longer name of a party", "B"].map(String::from).to_vec();
        let picture = TreeChart { movers, actions: (0..8).map(|at| format!("Action {at}")).collect(), nodes };
        check_tree(&picture)?;
        prop_assert!(draw(Picture::Tree(picture)).starts_with("<svg"));
    }
}

#[test]
fn two_actions_of_two_make_a_square_without_a_crossing() {
    let picture = cube(&[0, 1, 2, 3], &[0, 1]);
    let layout = graph::layout(&picture);
    for points in &layout.edges {
        let (first, last) = (points[0], points[points.len() - 1]);
        assert!((first.0 - last.0).abs() < 1.0 || (first.1 - last.1).abs() < 1.0, "along a side: {first:?} {last:?}");
    }
    assert!(layout.labels.iter().all(Option::is_some));
}

#[test]
fn a_gain_has_a_thick_line_and_a_full_head() {
    let mut picture = cube(&[0, 1], &[0]);
    picture.edges = vec![GraphEdge { from: 0, to: 1, mover: 0, gains: true, back: Some(false) }];
    let drawn = draw(Picture::Graph(picture.clone()));
    let lines = |drawn: &str, width: &str| drawn.matches(&format!("stroke-width=\"{width}\"")).count();
    assert_eq!((lines(&drawn, "2.8"), drawn.matches("the mover gains").count()), (2, 1), "the move, and the legend");
    picture.edges[0].gains = false;
    let drawn = draw(Picture::Graph(picture));
    assert_eq!((lines(&drawn, "2.8"), drawn.matches("the mover gains").count()), (0, 0));
}

#[test]
fn movers_are_told_apart_without_colour() {
    let drawn = draw(Picture::Graph(cube(&[0, 1, 2, 4, 8, 16], &[0, 1, 2, 3, 4])));
    for (letter, dashes) in [("A", ""), ("B", "8 4"), ("C", "2 3"), ("D", "10 3 2 3"), ("E", "4 2")] {
        assert!(drawn.contains(&format!(">{letter}: Party")), "{letter}");
        assert!(dashes.is_empty() || drawn.matches(&format!("stroke-dasharray=\"{dashes}\"")).count() >= 2, "{letter}");
    }
}

#[test]
fn an_empty_picture_is_drawn() {
    let empty = GraphChart { movers: vec![], actions: vec![], nodes: vec![], edges: vec![], drawn: false };
    let lost = GraphEdge { from: 5, to: 6, mover: 9, gains: true, back: Some(true) };
    let pictures = [
        Picture::Graph(empty.clone()),
        Picture::Graph(GraphChart { edges: vec![lost], ..empty }),
        Picture::Tree(TreeChart { movers: vec![], actions: vec![], nodes: vec![] }),
        Picture::Tree(TreeChart {
            movers: vec![],
            actions: vec![],
            nodes: vec![
                TreeNode { state: node(1), parent: Some(4), mover: 9 },
                TreeNode { state: node(2), parent: Some(8), mover: 9 },
            ],
        }),
    ];
    for picture in pictures {
        let drawn = draw(picture);
        assert!(drawn.starts_with("<svg") && !drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
    }
}
