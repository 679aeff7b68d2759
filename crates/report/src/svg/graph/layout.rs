//! Where everything of the graph of a conflict stands.

use super::{HIGH, LABEL, SQUARE, WIDTH};
use crate::chart::{GraphChart, GraphEdge};
use crate::svg::lock::layout::{Point, Rect, length};
use crate::svg::{SMALL, measure};
use std::f64::consts::{PI, TAU};

/// Space above and below the ring.
const MARGIN: f64 = 10.0;
/// Points of a curve.
const POINTS: usize = 96;
/// How far a move between states that are not neighbours on the ring bows towards its middle.
const BOW: f64 = 0.3;
/// Passes over all exchanges in looking for an order with few crossings.
const PASSES: usize = 6;
/// Moves up to which an order is looked for; with more every order has very many crossings.
const ORDERED: usize = 64;

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    /// The boxes of the states.
    pub nodes: Vec<Rect>,
    /// The moves, from box to box.
    pub edges: Vec<Vec<Point>>,
    /// The letters of the movers; `None` where there is no room.
    pub labels: Vec<Option<Rect>>,
    /// Height of the drawing without what stands below it.
    pub height: f64,
}

/// Where everything of a picture stands.
pub(crate) fn layout(graph: &GraphChart) -> Layout {
    let count = graph.nodes.len();
    let known = |edge: &&GraphEdge| edge.from < count && edge.to < count && edge.from != edge.to;
    let pairs: Vec<(usize, usize)> = graph.edges.iter().filter(known).map(|edge| (edge.from, edge.to)).collect();
    let order = order(count, &pairs);
    let mut place = vec![0; count];
    order.iter().enumerate().for_each(|(at, node)| place[*node] = at);
    let nodes: Vec<Rect> = ring(graph, &place);
    let height = nodes.iter().map(|rect| rect.y + rect.high).fold(0.0, f64::max) + MARGIN;
    let center = (WIDTH / 2.0, (height) / 2.0);
    let curve = |edge: &GraphEdge| {
        let (Some(from), Some(to)) = (nodes.get(edge.from), nodes.get(edge.to)) else { return Vec::new() };
        let gap = place[edge.from].abs_diff(place[edge.to]);
        curve(from, to, if gap <= 1 || gap + 1 == count { 0.0 } else { BOW }, center)
    };
    let edges: Vec<Vec<Point>> = graph.edges.iter().map(curve).collect();
    let labels = labels(&nodes, &edges);
    Layout { nodes, edges, labels, height }
}

/// The width of a state's box.
pub(super) fn wide(concepts: &str, actions: usize) -> f64 {
    let squares = SQUARE * actions as f64 + 12.0;
    squares.max(measure(concepts, LABEL) + 16.0).clamp(58.0, 110.0)
}

fn ring(graph: &GraphChart, place: &[usize]) -> Vec<Rect> {
    let count = place.len();
    let (across, down) = match count {
        0 | 1 => (0.0, 0.0),
        2 => (110.0, 0.0),
        3 | 4 => (190.0, 120.0),
        5..=8 => (270.0, 190.0),
        9..=12 => (310.0, 250.0),
        _ => (340.0, 300.0),
    };
    let start = -PI / 2.0 - if count == 2 || count == 4 { PI / count as f64 } else { 0.0 };
    let boxes = graph.nodes.iter().zip(place).map(|(node, at)| {
        let angle = start + TAU * *at as f64 / count.max(1) as f64;
        // Rounded, so that the same bytes come out whatever the last digit of a sine is.
        Rect {
            x: (WIDTH / 2.0 + across * libm::cos(angle)).round(),
            y: (MARGIN + HIGH / 2.0 + down + down * libm::sin(angle)).round(),
            wide: wide(&node.concepts, graph.actions.len()) / 2.0,
            high: HIGH / 2.0,
        }
    });
    let mut boxes: Vec<Rect> = boxes.collect();
    let top = boxes.iter().map(|rect| rect.y - rect.high).fold(f64::INFINITY, f64::min);
    boxes.iter_mut().for_each(|rect| rect.y -= top - MARGIN);
    boxes
}

/// An order of the nodes around the ring with few crossings and short moves: from the order given by exchanges and turns
/// of stretches as long as one is better.
fn order(count: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    if count < 4 || pairs.len() > ORDERED {
        return order;
    }
    let mut least = cost(&order, pairs);
    for _ in 0..PASSES {
        let before = least;
        for one in 0..count {
            for two in one + 1..count {
                for turn in [false, true] {
                    let mut other = order.clone();
                    if turn {
                        other[one..=two].reverse();
                    } else {
                        other.swap(one, two);
                    }
                    let own = cost(&other, pairs);
                    if own < least {
                        (order, least) = (other, own);
                    }
                }
            }
        }
        if least == before {
            break;
        }
    }
    order
}

fn cost(order: &[usize], pairs: &[(usize, usize)]) -> usize {
    let count = order.len();
    let mut place = vec![0; count];
    order.iter().enumerate().for_each(|(at, node)| place[*node] = at);
    let chords: Vec<(usize, usize)> =
        pairs.iter().map(|(from, to)| (place[*from].min(place[*to]), place[*from].max(place[*to]))).collect();
    let mut cost = 0;
    for (at, (low, high)) in chords.iter().enumerate() {
        let gap = high - low;
        cost += gap.min(count - gap);
        let crosses = |other: &&(usize, usize)| {
            let inside = |end: usize| end > *low && end < *high;
            let outside = |end: usize| end < *low || end > *high;
            inside(other.0) && outside(other.1) || outside(other.0) && inside(other.1)
        };
        cost += 4 * chords[at + 1..].iter().filter(crosses).count();
    }
    cost
}

/// A move from box to box, bowed towards a point.
fn curve(from: &Rect, to: &Rect, bow: f64, center: Point) -> Vec<Point> {
    let middle = ((from.x + to.x) / 2.0, (from.y + to.y) / 2.0);
    let control = (middle.0 + (center.0 - middle.0) * bow, middle.1 + (center.1 - middle.1) * bow);
    let point = |t: f64| {
        let back = 1.0 - t;
        (
            back * back * from.x + 2.0 * back * t * control.0 + t * t * to.x,
            back * back * from.y + 2.0 * back * t * control.1 + t * t * to.y,
        )
    };
    let all: Vec<Point> = (0..=POINTS).map(|step| point(step as f64 / POINTS as f64)).collect();
    let start = all.iter().position(|point| !from.holds(*point, 2.0)).unwrap_or(0);
    let end = all.iter().rposition(|point| !to.holds(*point, 2.0)).unwrap_or(all.len() - 1);
    if start < end { all[start..=end].to_vec() } else { vec![point(0.0), point(1.0)] }
}

/// Letters on the moves, from the middle outwards: first where no other move is near, then where no other letter is.
fn labels(nodes: &[Rect], edges: &[Vec<Point>]) -> Vec<Option<Rect>> {
    let mut placed: Vec<Option<Rect>> = Vec::new();
    for (own, points) in edges.iter().enumerate() {
        let half = measure("M", SMALL) / 2.0 + 2.0;
        let steps = [10, 9, 11, 8, 12, 7, 13, 6, 14, 5, 15];
        let last = points.len().saturating_sub(1);
        let places: Vec<Rect> = steps
            .into_iter()
            .filter_map(|step| points.get(last * step / 20))
            .map(|(x, y)| Rect { x: x.round(), y: y.round(), wide: half, high: 8.0 })
            .collect();
        let clear = |rect: &Rect| {
            let ends = [points.first(), points.last()];
            !nodes.iter().any(|other| rect.meets(other, 2.0))
                && !placed.iter().flatten().any(|other| rect.meets(other, 1.0))
                && !ends.into_iter().flatten().any(|end| length(end.0 - rect.x, end.1 - rect.y) < 18.0)
        };
        let alone = |rect: &Rect| {
            let others = edges.iter().enumerate().filter(|(other, _)| *other != own);
            !others.flat_map(|(_, points)| points).any(|point| rect.holds(*point, 1.0))
        };
        let free = places.iter().find(|rect| clear(rect) && alone(rect));
        placed.push(free.or_else(|| places.iter().find(|rect| clear(rect))).copied());
    }
    placed
}
