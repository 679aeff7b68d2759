//! Pictures of an order, by numbers: no box, bar or label covers another, and no arrow runs through a name.

use crate::svg::lock::layout as lock;
use crate::svg::lock::layout::Rect;
use crate::svg::sequence::layout as sequence;
use crate::svg::stages;
use crate::{
    Chart, LockChart, LockEdge, LockExit, Picture, Sequence, SequenceArrow, SequenceBar, StageBox, StageChart, Text,
    render_chart,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn draw(picture: Picture) -> String {
    let (anchor, title) = ("chart".to_string(), "title".to_string());
    render_chart(&Chart { anchor, title, caption: Text::new(), picture, tables: vec![] })
}

const TODAY: Date = date(2026, 2, 18);

fn after(days: i32) -> Date {
    TODAY.checked_add(days.days()).expect("a day")
}

type Parts = (usize, i32, i32, bool, bool, Option<i32>, Option<i32>);

fn bar(at: usize, (lane, begin, length, known, critical, latest, due): Parts, lanes: usize) -> SequenceBar {
    SequenceBar {
        title: format!("A step with the number {at} and a name that goes on for a while"),
        lane: lane % lanes,
        begin: after(begin),
        done: after(begin + if known { length } else { 0 }),
        duration_known: known,
        latest: latest.map(|days| after(begin + days)),
        deadline: due.map(after),
        critical,
        conflict: due.is_some_and(|due| due < begin + length),
        over: begin < 0,
        decision: !known && at.is_multiple_of(3),
    }
}

fn a_sequence() -> impl Strategy<Value = Sequence> {
    let parts = (
        0_usize..5,
        -20_i32..200,
        prop_oneof![0_i32..90, Just(9_000)],
        any::<bool>(),
        any::<bool>(),
        prop::option::of(1_i32..200),
        prop::option::of(0_i32..300),
    );
    let arrows = prop::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_i32..90, any::<[bool; 3]>()),
        0..40,
    );
    (prop::collection::vec(parts, 1..40), arrows, 1_usize..6).prop_map(|(parts, arrows, lanes)| {
        let bars: Vec<SequenceBar> = parts.into_iter().enumerate().map(|(at, parts)| bar(at, parts, lanes)).collect();
        let arrows = arrows.into_iter().filter_map(|(from, to, days, [met, alternative, critical])| {
            let (from, to) = (from.index(bars.len()), to.index(bars.len()));
            let at = bars[from].begin.checked_add(days.days()).ok()?;
            (from != to).then_some(SequenceArrow { from, to, at, met, alternative, critical })
        });
        let arrows = arrows.collect();
        Sequence { today: TODAY, lanes: (0..lanes).map(|at| format!("Lane {at}")).collect(), bars, arrows }
    })
}

fn check_sequence(picture: &Sequence) -> Result<(), TestCaseError> {
    let layout = sequence::layout(picture);
    let (from, to) = sequence::PLOT;
    let mut rows: Vec<f64> = layout.bars.iter().map(|bar| bar.2).chain(layout.heads.iter().copied()).collect();
    rows.sort_by(f64::total_cmp);
    prop_assert!(rows.windows(2).all(|pair| pair[1] - pair[0] >= 20.0), "rows too near: {rows:?}");
    prop_assert!(rows.last().is_none_or(|row| row + 10.0 <= layout.bottom));
    for (left, right, _) in &layout.bars {
        prop_assert!(left < right && *left > from && *right < to, "{left} to {right}");
    }
    for (arrow, points) in picture.arrows.iter().zip(&layout.arrows) {
        prop_assert!(points.len() >= 2);
        for (x, y) in points {
            prop_assert!(*x > from && *x < to, "an arrow leaves the plot at {x}");
            prop_assert!(*y > 0.0 && *y < layout.bottom);
        }
        // Corners are square, it begins in its own row, and its tip touches what waits.
        prop_assert!(points.windows(2).all(|pair| pair[0].0 == pair[1].0 || (pair[0].1 - pair[1].1).abs() < 0.06));
        let (source, target) = (layout.bars[arrow.from], layout.bars[arrow.to]);
        prop_assert!((points[0].1 - source.2).abs() < 1e-9 && points[0].0 >= source.0 && points[0].0 <= source.1);
        let tip = points[points.len() - 1];
        prop_assert!(
            (tip.1 - target.2).abs() <= 8.0 && tip.0 >= target.0 - 1.0 && tip.0 <= target.1 + 1.0,
            "{tip:?} {target:?}"
        );
    }
    Ok(())
}

fn a_lock() -> impl Strategy<Value = LockChart> {
    let edges = prop::collection::vec((0_usize..12, 0_usize..12, any::<bool>(), 0_usize..3), 0..24);
    let exits = prop::collection::vec((0_usize..12, any::<bool>(), 0_usize..3), 0..14);
    (1_usize..13, edges, exits).prop_map(|(many, edges, exits)| {
        let mut edges: Vec<(usize, usize, bool, usize)> =
            edges.into_iter().map(|(from, to, account, long)| (from % many, to % many, account, long)).collect();
        edges.extend((0..many).map(|at| (at, (at + 1) % many, false, 1)));
        edges.sort();
        edges.dedup_by_key(|edge| (edge.0, edge.1));
        let label =
            |long: usize| ["Us", "South: begun", "The United Federation of Northern Lands: held for 60 days"][long];
        LockChart {
            nodes: (0..many)
                .map(|at| {
                    ["Vote", "General ceasefire", "A withdrawal with a name that is rather long"][at % 3].to_string()
                })
                .collect(),
            edges: edges
                .into_iter()
                .map(|(from, to, account, long)| LockEdge {
                    from,
                    to,
                    label: label(long).into(),
                    date: "about 27 Jan 2026".into(),
                    account,
                })
                .collect(),
            exits: exits
                .into_iter()
                .map(|(from, on_record, long)| LockExit {
                    from: from % many,
                    label: label(long).into(),
                    note: "(South, 2 Jun 2025; no answer: North)".into(),
                    on_record,
                })
                .collect(),
            left_out: 0,
        }
    })
}

fn apart(boxes: &[Rect], what: &str) -> Result<(), TestCaseError> {
    for (at, one) in boxes.iter().enumerate() {
        for other in &boxes[at + 1..] {
            prop_assert!(!one.meets(other, 0.0), "{what}: {one:?} covers {other:?}");
        }
    }
    Ok(())
}

fn check_lock(picture: &LockChart) -> Result<(), TestCaseError> {
    let layout = lock::layout(picture);
    let mut boxes: Vec<Rect> = layout.nodes.iter().map(|(rect, _)| *rect).collect();
    boxes.extend(layout.exits.iter().map(|(_, rect, _)| *rect));
    apart(&boxes, "boxes")?;
    let inside = |rect: &Rect| {
        rect.x - rect.wide >= 0.0
            && rect.x + rect.wide <= 900.0
            && rect.y - rect.high >= 0.0
            && rect.y + rect.high <= layout.height
    };
    prop_assert!(boxes.iter().all(inside), "{boxes:?}");
    // Labels with words touch no box, no other label and no other arrow.
    let worded: Vec<(usize, Rect)> = layout
        .labels
        .iter()
        .enumerate()
        .filter(|(_, (_, words))| words.is_some())
        .map(|(at, (rect, _))| (at, *rect))
        .collect();
    prop_assert_eq!(layout.labels.len(), picture.edges.len());
    boxes.extend(worded.iter().map(|(_, rect)| *rect));
    apart(&boxes, "labels")?;
    prop_assert!(worded.iter().all(|(_, rect)| inside(rect)));
    for (own, rect) in &worded {
        for (other, points) in layout.edges.iter().enumerate().filter(|(other, _)| other != own) {
            prop_assert!(!points.iter().any(|point| rect.holds(*point, 0.0)), "arrow {other} runs through label {own}");
        }
        let tip = layout.edges[*own].last().expect("a tip");
        prop_assert!(!rect.holds(*tip, 10.0), "a label covers the tip of its arrow");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::with_cases(120) })]

    #[test]
    fn nothing_of_a_sequence_overlaps(picture in a_sequence()) {
        check_sequence(&picture)?;
        let drawn = draw(Picture::Sequence(picture.clone()));
        prop_assert!(!drawn.contains("NaN") && !drawn.contains("inf"));
        prop_assert_eq!(drawn, draw(Picture::Sequence(picture)));
    }

    #[test]
    fn nothing_of_a_lock_overlaps(picture in a_lock()) {
        check_lock(&picture)?;
        let drawn = draw(Picture::Lock(picture.clone()));
        prop_assert!(!drawn.contains("NaN") && !drawn.contains("inf"));
        prop_assert_eq!(drawn, draw(Picture::Lock(picture)));
    }

    #[test]
    fn stages_stand_apart(many in 0_usize..30, steps in 1_usize..4, parties in 0_usize..9) {
        let stage = StageBox {
            steps: vec!["A step with a name that is rather long for a column".into(); steps],
            slack: vec![("The United Federation of Northern Lands".into(), "-12.25 to 4.75".into()); parties],
            weakest: (parties > 0).then_some(0),
        };
        let chart = StageChart { stages: vec![stage; many] };
        let (frames, bottom) = stages::layout(&chart);
        let rect = |(left, top, wide, tall): &stages::Frame| Rect { x: left + wide / 2.0, y: top + tall / 2.0, wide: wide / 2.0, high: tall / 2.0 };
        let boxes: Vec<Rect> = frames.iter().map(rect).collect();
        apart(&boxes, "stages")?;
        prop_assert!(boxes.iter().all(|rect| rect.x + rect.wide <= 900.0 && rect.y + rect.high <= bottom));
        prop_assert!(draw(Picture::Stages(chart)).starts_with("<svg"));
    }
}

#[test]
fn a_lock_of_three_has_all_its_labels_in_words() {
    let edge = |from: usize, to: usize, label: &str| LockEdge {
        from,
        to,
        label: label.into(),
        date: "24 Dec 2025".into(),
        account: from == 2,
    };
    let picture = LockChart {
        nodes: ["General ceasefire", "Ukrainian withdrawal", "Referendum in Ukraine"].map(String::from).to_vec(),
        edges: vec![
            edge(0, 1, "Russia: begun"),
            edge(1, 2, "Ukraine: passed"),
            edge(2, 0, "Ukraine: held for 60 days"),
        ],
        exits: vec![LockExit { from: 0, label: "Ten conditions".into(), note: "(Russia)".into(), on_record: true }],
        left_out: 4,
    };
    let layout = lock::layout(&picture);
    assert!(layout.labels.iter().all(|(_, words)| words.is_some()));
    let drawn = draw(Picture::Lock(picture));
    for words in [
        "Russia: begun",
        "24 Dec 2025",
        "Ten conditions",
        "4 more in this lock are not drawn.",
        "by another&#39;s account",
    ] {
        assert!(drawn.contains(words), "{words}");
    }
}

#[test]
fn an_empty_picture_is_drawn() {
    for picture in [
        Picture::Sequence(Sequence { today: TODAY, lanes: vec![], bars: vec![], arrows: vec![] }),
        Picture::Lock(LockChart { nodes: vec![], edges: vec![], exits: vec![], left_out: 0 }),
        Picture::Stages(StageChart { stages: vec![] }),
    ] {
        let drawn = draw(picture);
        assert!(drawn.starts_with("<svg") && !drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
    }
}

#[test]
fn arrows_and_bars_that_name_nothing_are_left_out() {
    let arrow = SequenceArrow { from: 9, to: 8, at: TODAY, met: false, alternative: false, critical: false };
    let bars = vec![bar(0, (7, 0, 5, true, false, None, None), 9)];
    let drawn =
        draw(Picture::Sequence(Sequence { today: TODAY, lanes: vec!["One".into()], bars, arrows: vec![arrow] }));
    assert!(drawn.starts_with("<svg"));
    let edge = LockEdge { from: 5, to: 6, label: "x".into(), date: String::new(), account: false };
    let exit = LockExit { from: 7, label: "x".into(), note: String::new(), on_record: true };
    let drawn =
        draw(Picture::Lock(LockChart { nodes: vec!["One".into()], edges: vec![edge], exits: vec![exit], left_out: 0 }));
    assert!(drawn.contains("1 more way") || drawn.contains("not drawn"));
}
