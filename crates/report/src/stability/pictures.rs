//! The pictures of a conflict: its graph of states where it is small, and the ways from today as a tree.

use super::{Beside, name, part, strongest};
use crate::chart::{Chart, GraphChart, GraphEdge, Picture, StateNode, TreeChart, TreeNode};
use crate::document::{Content, Document, Row, Table, columns};
use crate::settlement::say::short;
use crate::text::{Text, anchor};
use crate::words;
use std::collections::BTreeMap;
use zopa_lens::Share;
use zopa_lens::stability::{Concept, EngineUsed, GRAPH_ACTIONS, GRAPH_STATES, StateFound};

/// Moves of the longest way drawn, and ways drawn.
const MOVES: usize = 6;
const WAYS: usize = 12;

/// The graph of states, or why it is left out.
pub(super) fn graph(beside: &Beside<'_>, document: &mut Document) {
    let found = beside.found;
    part(document, found, "Graph of states");
    if found.graph.is_empty() {
        let text = format!(
            "Left out: the graph is drawn of at most {GRAPH_STATES} states and {GRAPH_ACTIONS} actions, and this conflict has {} and {}.",
            words::counted_with(&found.states, "state", "states"),
            words::counted(found.actions.len(), "action", "actions")
        );
        document.push(Content::Paragraph(Text::from(text)));
        return;
    }
    document.push_on(Content::Chart(Box::new(graph_chart(beside))), &found.basis);
}

/// The graph of states of a small conflict without its table; `None` where it is left out.
pub(super) fn small_graph(beside: &Beside<'_>) -> Option<Chart> {
    (!beside.found.graph.is_empty()).then(|| Chart { tables: Vec::new(), ..graph_chart(beside) })
}

/// Whether a move is a gain: in more than half of the draws.
fn gains(share: &Share) -> bool {
    share.hits() * 2 > share.n()
}

fn graph_chart(beside: &Beside<'_>) -> Chart {
    let found = beside.found;
    let places: BTreeMap<u64, usize> = found.graph.iter().enumerate().map(|(at, node)| (node.state, at)).collect();
    let mover = |party: usize| found.deciders.iter().position(|own| *own == party).unwrap_or(found.deciders.len());
    let mut edges: Vec<GraphEdge> = Vec::new();
    for (from, node) in found.graph.iter().enumerate() {
        for step in &node.moves {
            let Some(to) = places.get(&step.to).copied().filter(|to| *to != from) else { continue };
            let own = gains(&step.gains);
            let known = edges.iter_mut().find(|edge| (edge.from, edge.to, edge.mover) == (to, from, mover(step.party)));
            match known {
                Some(edge) => edge.back = Some(own),
                None => edges.push(GraphEdge { from, to, mover: mover(step.party), gains: own, back: None }),
            }
        }
    }
    let graph = GraphChart {
        movers: found.deciders.iter().map(|party| beside.ledger.party(*party).to_string()).collect(),
        actions: found.actions.iter().map(|action| (action.title.clone(), mover(action.party))).collect(),
        nodes: found.graph.iter().map(|node| node_of(beside, node.state)).collect(),
        edges,
        drawn: beside.drawn(),
    };
    Chart {
        anchor: anchor("graph", &found.conflict),
        title: format!("{}: graph of states", found.title),
        caption: Text::from(
            "States with the moves that one decision maker can make alone. A double border is an equilibrium; Nash holds under all concepts, SSEQ under all but Nash, SEQ and SMR also under GMR.",
        ),
        picture: Picture::Graph(graph),
        tables: vec![moves(beside)],
    }
}

/// A state with the strongest concepts under which it is an equilibrium.
fn node_of(beside: &Beside<'_>, state: u64) -> StateNode {
    let found = beside.found;
    let holds = |listed: &&(Concept, Vec<u64>)| listed.1.binary_search(&state).is_ok();
    let concepts: Vec<Concept> = found.equilibria.iter().filter(holds).map(|(concept, _)| *concept).collect();
    let concepts: Vec<&str> = strongest(&concepts).into_iter().map(name).collect();
    StateNode { state, concepts: concepts.join(", "), today: found.today == Some(state) }
}

/// The graph in a table.
fn moves(beside: &Beside<'_>) -> Table {
    let found = beside.found;
    let row = |node: &StateFound| {
        let mut text = Text::new();
        for step in &node.moves {
            let often = match (step.gains.n(), step.gains.hits()) {
                (_, 0) => "",
                (0 | 1, _) => ", a gain",
                _ => &format!(", a gain in {} of the draws", short(&step.gains)),
            };
            let line = format!("{}: to {}{often}", beside.ledger.party(step.party), step.to);
            text = text.new_line().plain(line);
        }
        let state = node_of(beside, node.state);
        let text = if text.is_empty() { Text::from("none") } else { text };
        let number = Text::new().strong(node.state.to_string());
        let number = if state.today { number.plain(" today") } else { number };
        let concepts = if state.concepts.is_empty() { "-".to_string() } else { state.concepts };
        Row {
            anchor: String::new(),
            cells: vec![number, Text::new().plain(beside.taken(node.state)), Text::from(concepts), text],
        }
    };
    Table {
        caption: format!("{}: states and moves", found.title),
        columns: columns(&["State", "Done", "Equilibrium", "Moves"]),
        rows: found.graph.iter().map(row).collect(),
    }
}

/// The shortest ways from today to the equilibria told, where two or more states are passed.
pub(super) fn tree(beside: &Beside<'_>, document: &mut Document) {
    let found = beside.found;
    let Some(today) = found.today.filter(|_| found.engine == EngineUsed::States) else { return };
    let mover = |party: usize| found.deciders.iter().position(|own| *own == party).unwrap_or(found.deciders.len());
    let mut nodes = vec![TreeNode { state: node_of(beside, today), parent: None, mover: 0 }];
    let ways: Vec<_> = found.told.iter().filter(|goal| !goal.way.is_empty()).collect();
    let drawn: Vec<_> = ways.iter().filter(|goal| goal.way.len() <= MOVES).take(WAYS).collect();
    for goal in &drawn {
        let mut here = 0;
        for (party, to) in &goal.way {
            let same =
                |node: &TreeNode| node.parent == Some(here) && node.state.state == *to && node.mover == mover(*party);
            here = nodes.iter().position(same).unwrap_or_else(|| {
                nodes.push(TreeNode { state: node_of(beside, *to), parent: Some(here), mover: mover(*party) });
                nodes.len() - 1
            });
        }
    }
    if drawn.is_empty() {
        return;
    }
    let left = ways.len() - drawn.len();
    let caption = match left {
        0 => String::new(),
        _ => format!(
            " Not drawn: {} to equilibria, of more than {MOVES} moves or beyond the first {WAYS}.",
            words::counted(left, "way", "ways")
        ),
    };
    let caption = format!("The shortest ways from today to the equilibria told, whoever gains by them.{caption}");
    let chart = Chart {
        anchor: anchor("tree", &found.conflict),
        title: format!("{}: ways from today", found.title),
        caption: Text::from(caption),
        picture: Picture::Tree(TreeChart {
            movers: found.deciders.iter().map(|party| beside.ledger.party(*party).to_string()).collect(),
            actions: found.actions.iter().map(|action| action.title.clone()).collect(),
            nodes,
        }),
        tables: Vec::new(),
    };
    document.push_on(Content::Chart(Box::new(chart)), &found.basis);
}
