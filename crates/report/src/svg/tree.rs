//! Ways from today's state of a conflict as a tree from left to right: states as boxes, and at every line who moves and
//! which actions begin (+) and end (-), by their numbers.

use super::graph::{LABEL, letter, state};
use super::lock::layout::Rect;
use super::{SMALL, escape, fit, measure, text, wrap};
use crate::chart::{Chart, TreeChart, TreeNode};
use crate::svg::scale::at;

const WIDTH: f64 = 900.0;
/// Height of a state's box, its width, and the least distance between two rows.
const HIGH: f64 = 40.0;
const WIDE: f64 = 74.0;
const BETWEEN: f64 = 10.0;
/// Widest room between two columns, and lines of the numbers on a line.
const GAP: f64 = 190.0;
const LINES: usize = 2;

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    /// The boxes of the states.
    pub nodes: Vec<Rect>,
    /// By state: where the words of the line that leads to it stand; none for the first.
    pub labels: Vec<Option<Rect>>,
    /// Height of the drawing without what stands below it.
    pub height: f64,
}

/// Where everything of a picture stands. A parent that does not stand before its child counts as the first state.
pub(crate) fn layout(tree: &TreeChart) -> Layout {
    let count = tree.nodes.len();
    let parent = |at: usize| (at > 0).then(|| tree.nodes[at].parent.filter(|parent| *parent < at).unwrap_or(0));
    let mut depth = vec![0_usize; count];
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
    for at in 1..count {
        let Some(own) = parent(at) else { continue };
        depth[at] = depth[own] + 1;
        children[own].push(at);
    }
    let columns = depth.iter().copied().max().unwrap_or(0) + 1;
    let gap = gap(columns);
    let row = (HIGH + BETWEEN).max(LABEL + 3.0 + (LABEL + 2.5) * LINES as f64 + BETWEEN).ceil();
    // Leaves take rows from the top in the order of the tree; what leads to several stands in their middle.
    let mut y = vec![0.0; count];
    let mut next = HIGH / 2.0 + 6.0;
    let mut stack: Vec<(usize, bool)> = if count > 0 { vec![(0, false)] } else { Vec::new() };
    while let Some((at, done)) = stack.pop() {
        if children[at].is_empty() {
            y[at] = next;
            next += row;
        } else if done {
            let (first, last) = (children[at][0], children[at][children[at].len() - 1]);
            y[at] = ((y[first] + y[last]) / 2.0).round();
        } else {
            stack.push((at, true));
            stack.extend(children[at].iter().rev().map(|child| (*child, false)));
        }
    }
    let rect = |at: usize| {
        let x = 2.0 + WIDE / 2.0 + depth[at] as f64 * (WIDE + gap);
        Rect { x, y: y[at], wide: WIDE / 2.0, high: HIGH / 2.0 }
    };
    let nodes: Vec<Rect> = (0..count).map(rect).collect();
    let label = |at: usize| {
        parent(at)?;
        let own = nodes[at];
        let right = own.x - own.wide - 12.0;
        let half = (gap - 26.0) / 2.0;
        let high = (LABEL + 3.0 + (LABEL + 2.5) * LINES as f64) / 2.0;
        Some(Rect { x: right - half, y: own.y + 3.0, wide: half, high })
    };
    let labels = (0..count).map(label).collect();
    let height = nodes.iter().map(|rect| rect.y + rect.high).fold(0.0, f64::max) + 6.0;
    Layout { nodes, labels, height }
}

/// The room between two columns.
fn gap(columns: usize) -> f64 {
    let room = WIDTH - 4.0 - WIDE * columns as f64;
    (room / columns.saturating_sub(1).max(1) as f64).clamp(40.0, GAP).floor()
}

pub(super) fn draw(chart: &Chart, tree: &TreeChart) -> String {
    let layout = layout(tree);
    let mut body = String::new();
    let room = layout.labels.iter().flatten().map(|rect| 2.0 * rect.wide).next().unwrap_or(0.0);
    let used: Vec<usize> = tree.nodes.iter().skip(1).map(|node| node.mover).collect();
    let names = used.iter().all(|mover| tree.movers.get(*mover).is_some_and(|name| measure(name, LABEL) <= room));
    for (at_node, (node, rect)) in tree.nodes.iter().zip(&layout.nodes).enumerate() {
        let Some(label) = layout.labels[at_node] else { continue };
        let place = node.parent.filter(|parent| *parent < at_node).unwrap_or(0);
        let from = layout.nodes[place];
        let turn = from.x + from.wide + 7.0;
        let end = rect.x - rect.wide;
        body.push_str(&format!("<g><title>{}</title>", escape(&moved(tree, node, tree.nodes[place].state.state))));
        body.push_str(&format!(
            "<path class=\"line\" d=\"M{} {}H{}V{}H{}\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.4\"/>\
             <path class=\"ink\" d=\"M{} {}l-9 -4.2v8.4z\" fill=\"#000\"/>",
            at(from.x + from.wide),
            at(from.y),
            at(turn),
            at(rect.y),
            at(end - 8.0),
            at(end),
            at(rect.y)
        ));
        let mover = if names { tree.movers[node.mover].clone() } else { letter(node.mover) };
        let style = " text-anchor=\"middle\"";
        body.push_str(&text(label.x, rect.y - 4.0, LABEL, &format!("{style} font-weight=\"600\""), &mover));
        let codes = codes(tree.nodes[place].state.state, node.state.state, tree.actions.len());
        for (row, line) in wrap(&codes, LABEL, 2.0 * label.wide, LINES).iter().enumerate() {
            body.push_str(&text(label.x, rect.y + 12.5 + (LABEL + 2.5) * row as f64, LABEL, style, line));
        }
        body.push_str("</g>\n");
    }
    for (node, rect) in tree.nodes.iter().zip(&layout.nodes) {
        state(&node.state, rect, 0, &mut body);
    }
    let bottom = underneath(tree, names, layout.height, &mut body);
    let height = (bottom + 6.0).ceil();
    let described = tree.nodes.iter().filter_map(|node| {
        let from = tree.nodes.get(node.parent?)?.state.state;
        Some(format!("From state {from}: {}.", moved(tree, node, from)))
    });
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tree\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"{}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{body}</svg>\n",
        super::TYPEFACES,
        escape(&chart.title),
        escape(&described.collect::<Vec<_>>().join(" ")),
    )
}

/// The numbers of the actions that begin and end between two states: `+2 -1`.
fn codes(from: u64, to: u64, actions: usize) -> String {
    let bits = 0..actions.min(53);
    let codes = bits.filter(|bit| (from ^ to) >> bit & 1 == 1).map(|bit| {
        let sign = if to >> bit & 1 == 1 { '+' } else { '-' };
        format!("{sign}{}", bit + 1)
    });
    codes.collect::<Vec<_>>().join(" ")
}

/// A move in words.
fn moved(tree: &TreeChart, node: &TreeNode, from: u64) -> String {
    let mover = tree.movers.get(node.mover).map_or("?", String::as_str);
    let to = node.state.state;
    let all = tree.actions.iter().enumerate().take(53).filter(|(bit, _)| (from ^ to) >> bit & 1 == 1);
    let said = all.map(|(bit, title)| {
        let verb = if to >> bit & 1 == 1 { "begins" } else { "ends" };
        format!("{verb} \"{title}\"")
    });
    format!("{mover} {}, to state {to}", crate::words::list(&said.collect::<Vec<_>>()))
}

/// Movers where letters stand for them, and the actions that begin or end on some way.
fn underneath(tree: &TreeChart, names: bool, top: f64, body: &mut String) -> f64 {
    let mut y = top + 6.0;
    let mut line = |words: &str, left: f64| {
        for said in wrap(words, SMALL, WIDTH - left - 6.0, 2) {
            body.push_str(&text(left, y + 12.0, SMALL, "", &said));
            body.push('\n');
            y += 16.0;
        }
    };
    let moves: Vec<&TreeNode> = tree.nodes.iter().skip(1).collect();
    if !names {
        for (mover, name) in tree.movers.iter().enumerate() {
            if moves.iter().any(|node| node.mover == mover) {
                line(&format!("{}: {}", letter(mover), fit(name, SMALL, 700.0)), 2.0);
            }
        }
    }
    let changed = moves.iter().fold(0_u64, |all, node| {
        let from = node.parent.and_then(|parent| tree.nodes.get(parent)).map_or(0, |parent| parent.state.state);
        all | (from ^ node.state.state)
    });
    if changed > 0 {
        line("A double border is an equilibrium, with its strongest concepts. + begins, - ends:", 2.0);
    }
    for (bit, title) in tree.actions.iter().enumerate().take(53) {
        if changed >> bit & 1 == 1 {
            line(&format!("{}. {title}", bit + 1), 14.0);
        }
    }
    y
}
