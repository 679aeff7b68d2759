//! Where everything of a picture of steps over time stands.

use super::{AXIS, DAYS, HALF, HEAD, LEFT, MARKER, NAMES, RIGHT, ROW, TRACK};
use crate::chart::{Sequence, SequenceArrow, SequenceBar};
use crate::svg::time::TimeScale;
use jiff::Span;
use jiff::civil::Date;

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    /// The middle of each lane's name.
    pub heads: Vec<f64>,
    /// Of each bar: left, right and the middle of its row.
    pub bars: Vec<(f64, f64, f64)>,
    /// Of each arrow: its corners from the event to the tip.
    pub arrows: Vec<Vec<(f64, f64)>>,
    /// Where the rows end.
    pub bottom: f64,
}

/// The plot, between names and days.
pub(crate) const PLOT: (f64, f64) = (NAMES, DAYS - 12.0);

/// Where everything of a picture stands.
pub(crate) fn layout(sequence: &Sequence) -> Layout {
    let scale = scale(sequence);
    let mut heads = Vec::new();
    let mut bars = vec![(LEFT, LEFT, 0.0); sequence.bars.len()];
    let mut y = AXIS;
    for lane in 0..sequence.lanes.len() {
        heads.push(y + HEAD / 2.0);
        y += HEAD;
        for (place, bar) in sequence.bars.iter().enumerate().filter(|(_, bar)| bar.lane == lane) {
            let (left, right) = extent(&scale, bar);
            bars[place] = (left, right, y + ROW / 2.0);
            y += ROW;
        }
    }
    let arrows = routes(sequence, &scale, &bars);
    Layout { heads, bars, arrows, bottom: y }
}

pub(super) fn scale(sequence: &Sequence) -> TimeScale {
    let mut core = vec![sequence.today];
    let mut ends = Vec::new();
    for bar in &sequence.bars {
        core.extend([Some(bar.begin), bar.deadline].into_iter().flatten());
        ends.extend([Some(bar.done), slack_until(bar)].into_iter().flatten());
    }
    core.extend(sequence.arrows.iter().map(|arrow| arrow.at));
    TimeScale::over(&core, &ends, (LEFT, RIGHT))
}

/// The day until which a bar reaches when it begins as late as it can; none for one that is late as it is.
pub(super) fn slack_until(bar: &SequenceBar) -> Option<Date> {
    if bar.conflict {
        return None;
    }
    let span = Span::new().try_days((bar.latest? - bar.begin).get_days()).ok()?;
    bar.done.checked_add(span).ok().filter(|day| *day > bar.done)
}

fn extent(scale: &TimeScale, bar: &SequenceBar) -> (f64, f64) {
    let left = scale.place(bar.begin);
    if bar.duration_known { (left, scale.place(bar.done).max(left + 4.0)) } else { (left - MARKER, left + MARKER) }
}

/// The corners of every arrow.
fn routes(sequence: &Sequence, scale: &TimeScale, bars: &[(f64, f64, f64)]) -> Vec<Vec<(f64, f64)>> {
    // Arrows of one event share a track: event, its place across, the rows from the first to the last.
    let mut tracks: Vec<(f64, f64, f64)> = Vec::new();
    let mut routes: Vec<Vec<(f64, f64)>> = vec![Vec::new(); sequence.arrows.len()];
    let mut order: Vec<usize> = (0..sequence.arrows.len()).collect();
    order.sort_by_key(|place| (sequence.arrows[*place].from, sequence.arrows[*place].at, *place));
    for group in order.chunk_by(|one, two| event(&sequence.arrows[*one]) == event(&sequence.arrows[*two])) {
        let first = &sequence.arrows[group[0]];
        let (Some(source), Some(bar)) = (bars.get(first.from), sequence.bars.get(first.from)) else { continue };
        let targets: Vec<&(f64, f64, f64)> =
            group.iter().filter_map(|place| bars.get(sequence.arrows[*place].to)).collect();
        let low = targets.iter().map(|target| target.2).fold(source.2, f64::min);
        let high = targets.iter().map(|target| target.2).fold(source.2, f64::max);
        let event = if bar.duration_known {
            scale.place(first.at).clamp(source.0, source.1)
        } else {
            (source.0 + source.1) / 2.0
        };
        let track = track(event, (low, high), &tracks, bars);
        tracks.push((track, low, high));
        for place in group {
            if let Some(target) = bars.get(sequence.arrows[*place].to) {
                routes[*place] = corners((event, source.2), track, *target);
            }
        }
    }
    routes
}

fn event(arrow: &SequenceArrow) -> (usize, Date) {
    (arrow.from, arrow.at)
}

/// The track near an event that touches no other and crosses the fewest bars.
fn track(event: f64, (low, high): (f64, f64), taken: &[(f64, f64, f64)], bars: &[(f64, f64, f64)]) -> f64 {
    let offsets = (0..=2 * bars.len().min(30)).map(|step| {
        let far = TRACK * step.div_ceil(2) as f64;
        if step % 2 == 1 { far } else { -far }
    });
    let inside = |x: &f64| *x >= PLOT.0 + 4.0 && *x <= PLOT.1 - 4.0;
    let mut best: Option<(usize, f64)> = None;
    for x in offsets.map(|offset| event + offset).filter(inside) {
        let touches = |other: &&(f64, f64, f64)| (other.0 - x).abs() < TRACK - 1.0 && other.1 <= high && other.2 >= low;
        let crosses =
            |bar: &&(f64, f64, f64)| bar.2 > low + 1.0 && bar.2 < high - 1.0 && x > bar.0 - 3.0 && x < bar.1 + 3.0;
        let cost = 100 * taken.iter().filter(touches).count() + 2 * bars.iter().filter(crosses).count()
            // A track far from its event needs a better reason than one beside it.
            + ((x - event).abs() / (4.0 * TRACK)) as usize;
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, x));
        }
        if cost == 0 {
            break;
        }
    }
    best.map_or(event, |(_, x)| x)
}

/// From an event along its track to a bar: into its left end, its right end, or from above or below.
fn corners(event: (f64, f64), track: f64, (left, right, row): (f64, f64, f64)) -> Vec<(f64, f64)> {
    let mut points = vec![event];
    let mut turn = |x: f64, y: f64| {
        if points.last().is_none_or(|last| (last.0 - x).abs() > 0.05 || (last.1 - y).abs() > 0.05) {
            points.push((x, y));
        }
    };
    turn(track, event.1);
    let side = if row >= event.1 { -1.0 } else { 1.0 };
    if track < left - 9.0 {
        turn(track, row);
        turn(left - 0.5, row);
    } else if track > right + 9.0 {
        turn(track, row);
        turn(right + 0.5, row);
    } else if (left..=right).contains(&track) {
        turn(track, row + side * (HALF + 1.0));
    } else {
        let x = track.clamp(left + 2.0, right - 2.0);
        turn(track, row + side * (HALF + 8.5));
        turn(x, row + side * (HALF + 8.5));
        turn(x, row + side * (HALF + 1.0));
    }
    points
}
