//! Where everything of the drawing of a lock stands.

use super::{EXIT_LINES, LABEL, LINE, NAME_LINES, PAD, WIDTH};
use crate::chart::{LockChart, LockEdge};
use crate::svg::{SMALL, measure, wrap};
use std::f64::consts::{PI, TAU};

const MIDDLE: f64 = WIDTH / 2.0;
/// How far the ring moves aside.
const ASIDE: f64 = 60.0;
/// What of an arrow is kept free at its tip.
const ENDS: f64 = 13.0;
/// Space above and below the ring.
const MARGIN: f64 = 12.0;
/// Ways out on each side.
const EXITS: usize = 4;
/// Points of a curve that are looked at.
const POINTS: usize = 48;

/// A place, across and down.
pub(crate) type Point = (f64, f64);

/// A rectangle by its middle and half its size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub x: f64,
    pub y: f64,
    pub wide: f64,
    pub high: f64,
}

impl Rect {
    pub fn meets(&self, other: &Self, room: f64) -> bool {
        (self.x - other.x).abs() < self.wide + other.wide + room
            && (self.y - other.y).abs() < self.high + other.high + room
    }

    pub fn holds(&self, (x, y): Point, room: f64) -> bool {
        (self.x - x).abs() < self.wide + room && (self.y - y).abs() < self.high + room
    }
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    /// The boxes of what waits, and their words.
    pub nodes: Vec<(Rect, Vec<String>)>,
    /// The arrows between them, from box to box.
    pub edges: Vec<Vec<Point>>,
    /// The labels of the arrows: where, and the words; `None` where there is no room.
    pub labels: Vec<(Rect, Option<Vec<String>>)>,
    /// The ways out drawn: place in the picture's list, box, words.
    pub exits: Vec<(usize, Rect, Vec<String>)>,
    /// The arrows to the ways out.
    pub leaving: Vec<(Point, Point)>,
    /// Height of the drawing without what stands below it.
    pub height: f64,
}

/// Where everything of a picture stands.
pub(crate) fn layout(lock: &LockChart) -> Layout {
    let mut nodes = ring(lock);
    let mut exits = sides(lock, &nodes);
    // With ways out on one side alone the ring moves to the other.
    let (left, right) = (exits.iter().any(|exit| exit.1.x < MIDDLE), exits.iter().any(|exit| exit.1.x > MIDDLE));
    let aside = f64::from(i8::from(left) - i8::from(right)) * ASIDE;
    nodes.iter_mut().for_each(|(rect, _)| rect.x += aside);
    let all = || nodes.iter().map(|(rect, _)| rect).chain(exits.iter().map(|(_, rect, _)| rect));
    let top = all().map(|rect| rect.y - rect.high).fold(f64::INFINITY, f64::min);
    // Arrows of two that wait for each other, and of one that waits for itself, bow out above the boxes.
    let bow = if nodes.len() <= 2 { 58.0 } else { 0.0 };
    let shift = if top.is_finite() { MARGIN + bow - top } else { 0.0 };
    nodes.iter_mut().for_each(|(rect, _)| rect.y += shift);
    exits.iter_mut().for_each(|(_, rect, _)| rect.y += shift);
    let bottom = nodes.iter().map(|(rect, _)| rect).chain(exits.iter().map(|(_, rect, _)| rect));
    let height = bottom.map(|rect| rect.y + rect.high).fold(0.0, f64::max) + MARGIN + bow;
    let boxes: Vec<Rect> = nodes.iter().map(|(rect, _)| *rect).collect();
    let center = (MIDDLE + aside, boxes.iter().map(|rect| rect.y).sum::<f64>() / boxes.len().max(1) as f64);
    let edges: Vec<Vec<Point>> = lock.edges.iter().map(|edge| curve(lock, edge, &boxes, center)).collect();
    let leaving = exits
        .iter()
        .map(|(place, rect, _)| {
            let own = lock.exits.get(*place).and_then(|exit| boxes.get(exit.from)).copied().unwrap_or(*rect);
            let side = if rect.x < own.x { -1.0 } else { 1.0 };
            ((own.x + side * own.wide, own.y), (rect.x - side * (rect.wide + 1.0), rect.y))
        })
        .collect::<Vec<_>>();
    let labels = labels(lock, &boxes, &exits, &edges, &leaving, height);
    Layout { nodes, edges, labels, exits, leaving, height }
}

/// Boxes on an ellipse, clockwise from the top, so far apart that none touches another.
fn ring(lock: &LockChart) -> Vec<(Rect, Vec<String>)> {
    let count = lock.nodes.len();
    let (half, across) = match count {
        4 => (72.0, 212.0),
        0..=6 => (72.0, 186.0),
        _ => (50.0, 256.0),
    };
    let words: Vec<Vec<String>> =
        lock.nodes.iter().map(|name| wrap(name, SMALL, 2.0 * half - 12.0, NAME_LINES)).collect();
    // Two stand beside each other, four in the corners of a rectangle.
    let start = -PI / 2.0 - if count == 2 || count == 4 { PI / count as f64 } else { 0.0 };
    let place = |down: f64| -> Vec<Rect> {
        let one = |at: usize| {
            let angle = start + TAU * at as f64 / count.max(1) as f64;
            let across = if count == 1 { 0.0 } else { across };
            Rect {
                // Rounded, so that the same bytes come out whatever the last digit of a sine is.
                x: (MIDDLE + across * libm::cos(angle)).round(),
                y: (down * libm::sin(angle)).round(),
                wide: half,
                high: LINE * words[at].len().max(1) as f64 / 2.0 + PAD,
            }
        };
        (0..count).map(one).collect()
    };
    // More arrows than things need room for their labels.
    let more = lock.edges.len().saturating_sub(count).min(12) as f64;
    let mut down = match count {
        2 => 0.0,
        0..=6 => 100.0 + 26.0 * more,
        _ => 25.0 * count as f64 + 10.0 * more,
    };
    let mut boxes = place(down);
    let meets = |boxes: &[Rect]| {
        boxes.iter().enumerate().any(|(at, one)| boxes[at + 1..].iter().any(|other| one.meets(other, 22.0)))
    };
    while count > 2 && meets(&boxes) && down < 2_000.0 {
        down += 10.0;
        boxes = place(down);
    }
    boxes.into_iter().zip(words).collect()
}

/// The ways out in a column on each side, from the top as what they leave.
fn sides(lock: &LockChart, nodes: &[(Rect, Vec<String>)]) -> Vec<(usize, Rect, Vec<String>)> {
    let half = if nodes.len() <= 6 { 80.0 } else { 60.0 };
    let mut sides: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    for (place, exit) in lock.exits.iter().enumerate() {
        let Some((own, _)) = nodes.get(exit.from) else { continue };
        let shorter = usize::from(sides[1].len() <= sides[0].len());
        let side = if (own.x - MIDDLE).abs() < 20.0 { shorter } else { usize::from(own.x > MIDDLE) };
        if sides[side].len() < EXITS {
            sides[side].push(place);
        } else if (own.x - MIDDLE).abs() < 20.0 && sides[1 - side].len() < EXITS {
            sides[1 - side].push(place);
        }
    }
    let mut placed = Vec::new();
    for (side, places) in sides.iter_mut().enumerate() {
        let own =
            |place: &usize| lock.exits.get(*place).and_then(|exit| nodes.get(exit.from)).map_or(0.0, |own| own.0.y);
        places.sort_by(|one, two| own(one).total_cmp(&own(two)).then(one.cmp(two)));
        let boxes: Vec<(usize, Vec<String>)> = places
            .iter()
            .map(|place| {
                let exit = &lock.exits[*place];
                let mut words = wrap(&exit.label, LABEL, 2.0 * half - 12.0, EXIT_LINES);
                words.extend(wrap(&exit.note, LABEL, 2.0 * half - 12.0, NAME_LINES));
                (*place, words)
            })
            .collect();
        let high = |words: &[String]| LINE * words.len().max(1) as f64 / 2.0 + PAD;
        let whole: f64 = boxes.iter().map(|(_, words)| 2.0 * high(words) + 14.0).sum::<f64>() - 14.0;
        let wanted = places.iter().map(own).sum::<f64>() / places.len().max(1) as f64;
        let mut y = (wanted - whole / 2.0).round();
        let x = if side == 0 { half + 2.0 } else { WIDTH - half - 2.0 };
        for (place, words) in boxes {
            let rect = Rect { x, y: y + high(&words), wide: half, high: high(&words) };
            y += 2.0 * rect.high + 14.0;
            placed.push((place, rect, words));
        }
    }
    placed
}

/// An arrow from box to box, as points of a curve.
fn curve(lock: &LockChart, edge: &LockEdge, boxes: &[Rect], center: Point) -> Vec<Point> {
    let (Some(from), Some(to)) = (boxes.get(edge.from), boxes.get(edge.to)) else { return Vec::new() };
    if edge.from == edge.to {
        // From the top of the box out and back to its right side.
        let (x, y) = (from.x, from.y - from.high);
        let (out, down) = (from.wide + 60.0, from.high);
        let points = (0..=POINTS).map(|step| {
            let t = step as f64 / POINTS as f64;
            let back = 1.0 - t;
            let (a, b, c, d) = (back * back * back, 3.0 * back * back * t, 3.0 * back * t * t, t * t * t);
            (
                a * x + b * x + c * (x + out) + d * (x + from.wide + 1.0),
                a * y + b * (y - 52.0) + c * (y - 30.0) + d * (y + down),
            )
        });
        return points.collect();
    }
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let distance = length(dx, dy).max(1.0);
    let both = lock.edges.iter().any(|other| (other.from, other.to) == (edge.to, edge.from));
    let neighbours = {
        let gap = edge.from.abs_diff(edge.to);
        gap == 1 || gap + 1 == boxes.len()
    };
    let bend = match (both, boxes.len()) {
        (true, 2) => (96.0, 0.0),
        (true, _) => (46.0, 0.0),
        // A chord between far corners bows towards the middle, away from the boxes it passes.
        (false, _) => (0.0, if neighbours { 0.0 } else { 0.4 }),
    };
    let middle = ((from.x + to.x) / 2.0, (from.y + to.y) / 2.0);
    let control = (
        middle.0 - dy / distance * bend.0 + (center.0 - middle.0) * bend.1,
        middle.1 + dx / distance * bend.0 * if boxes.len() == 2 { -1.0 } else { 1.0 } + (center.1 - middle.1) * bend.1,
    );
    let point = |t: f64| {
        let back = 1.0 - t;
        (
            back * back * from.x + 2.0 * back * t * control.0 + t * t * to.x,
            back * back * from.y + 2.0 * back * t * control.1 + t * t * to.y,
        )
    };
    let all: Vec<Point> = (0..=4 * POINTS).map(|step| point(step as f64 / (4 * POINTS) as f64)).collect();
    let start = all.iter().position(|point| !from.holds(*point, 1.0)).unwrap_or(0);
    let end = all.iter().rposition(|point| !to.holds(*point, 2.0)).unwrap_or(all.len() - 1);
    if start < end { all[start..=end].to_vec() } else { vec![point(0.0), point(1.0)] }
}

/// The places of the labels.
fn labels(
    lock: &LockChart,
    boxes: &[Rect],
    exits: &[(usize, Rect, Vec<String>)],
    edges: &[Vec<Point>],
    leaving: &[(Point, Point)],
    height: f64,
) -> Vec<(Rect, Option<Vec<String>>)> {
    let mut fixed: Vec<Rect> = boxes.to_vec();
    fixed.extend(exits.iter().map(|(_, rect, _)| *rect));
    let dotted: Vec<Point> = leaving
        .iter()
        .flat_map(|(from, to)| {
            (0..=POINTS).map(move |step| {
                let t = step as f64 / POINTS as f64;
                (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t)
            })
        })
        .collect();
    let mut placed: Vec<(Rect, Option<Vec<String>>)> = Vec::new();
    for (own, (edge, points)) in lock.edges.iter().zip(edges).enumerate() {
        let mut words = wrap(&edge.label, LABEL, 176.0, 2);
        words.extend(wrap(&edge.date, LABEL, 176.0, 2));
        let wide = words.iter().map(|line| measure(line, LABEL)).fold(0.0, f64::max) / 2.0 + 3.0;
        let high = LINE * words.len() as f64 / 2.0 + 1.0;
        let free = |rect: &Rect| {
            let inside = rect.x - rect.wide > 1.0
                && rect.x + rect.wide < WIDTH - 1.0
                && rect.y - rect.high > 1.0
                && rect.y + rect.high < height - 1.0;
            let others = edges.iter().enumerate().filter(|(other, _)| *other != own);
            let start = points.first().is_some_and(|end| rect.holds(*end, 4.0));
            let end = points.last().is_some_and(|end| rect.holds(*end, ENDS));
            inside
                && !fixed.iter().any(|other| rect.meets(other, 3.0))
                && !start
                && !end
                && !placed.iter().any(|(other, _)| rect.meets(other, 3.0))
                && !others.flat_map(|(_, points)| points).chain(&dotted).any(|point| rect.holds(*point, 2.0))
        };
        // On the arrow itself from its middle outwards, then beside it.
        let steps = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74];
        let last = points.len().saturating_sub(1) as f64;
        let places = steps.into_iter().filter_map(|t| points.get((last * t) as usize));
        let places: Vec<Point> = places.copied().collect();
        let shifts = [0.0, wide * 0.5, -wide * 0.5, wide + 5.0, -wide - 5.0];
        let beside = shifts.into_iter().flat_map(|shift| places.iter().map(move |(x, y)| (x + shift, *y)));
        let mut rects = beside.map(|(x, y)| Rect { x: x.round(), y: y.round(), wide, high });
        match rects.find(|rect| free(rect)) {
            Some(rect) => placed.push((rect, Some(words))),
            None => {
                let small = |(x, y): Point| Rect { x: x.round(), y: y.round(), wide: 9.0, high: 9.0 };
                let clear = |rect: &Rect| {
                    !fixed.iter().any(|other| rect.meets(other, 1.0))
                        && !placed.iter().any(|(other, _)| rect.meets(other, 1.0))
                };
                let alone = |rect: &Rect| {
                    let others = edges.iter().enumerate().filter(|(other, _)| *other != own);
                    !others.flat_map(|(_, points)| points).any(|point| rect.holds(*point, 3.0))
                };
                // From the middle outwards, first where no other arrow is near.
                let parts =
                    (0..18).map(|step: usize| if step % 2 == 1 { 10 + step.div_ceil(2) } else { 10 - step / 2 });
                let places: Vec<Rect> = parts
                    .filter_map(|part| points.get(points.len().saturating_sub(1) * part / 20))
                    .map(|point| small(*point))
                    .collect();
                let number = places.iter().find(|rect| clear(rect) && alone(rect));
                let number = number.or_else(|| places.iter().find(|rect| clear(rect))).or(places.first());
                placed.push((number.copied().unwrap_or(small((MIDDLE, height))), None));
            }
        }
    }
    placed
}

/// The length of a way across and down.
pub(crate) fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}
