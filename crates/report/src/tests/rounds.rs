//! Pictures of further rounds: what they say, that nothing overlaps, and that nothing hangs on colour.

use crate::chart::{Chart, FanPanel, Picture, RangeBar, ShareBar};
use crate::{Text, render_chart};
use zopa_lens::Share;

fn picture(picture: Picture) -> String {
    let chart = Chart { anchor: "fan".into(), title: "Words".into(), caption: Text::new(), picture, tables: vec![] };
    render_chart(&chart)
}

/// Places and words of the letters of a picture: x, y, how they stand, words.
fn letters(picture: &str) -> Vec<(f64, f64, bool, String)> {
    let number = |text: &str, name: &str| -> f64 {
        let rest = text.split(&format!(" {name}=\"")).nth(1).expect("an attribute");
        rest.split('"').next().expect("a value").parse().expect("a number")
    };
    let parts = picture.split("<text ").skip(1);
    parts
        .map(|part| {
            let (head, rest) = part.split_once('>').expect("a tag");
            let words = rest.split("</text>").next().expect("an end").to_string();
            let head = format!(" {head}");
            (number(&head, "x"), number(&head, "y"), head.contains("\"end\""), words)
        })
        .collect()
}

fn fan(parties: &[&str], rounds: u32, top: f64) -> Vec<FanPanel> {
    let parts = |round: u32| [0.1, 0.2, 0.5, 0.7, 0.9].map(|part| top * part * (1.0 - f64::from(round % 7) / 20.0));
    let panel = |party: &&str| FanPanel {
        party: (*party).into(),
        rounds: (1..=rounds).map(|round| (round, parts(round))).collect(),
    };
    parties.iter().map(panel).collect()
}

#[test]
fn a_fan_has_bands_a_line_and_letters_that_do_not_overlap() {
    for (rounds, top) in [(1, 100.0), (2, 1.0), (20, 100.0), (65_536, 1e9), (300, 0.001)] {
        for parties in [
            &["One"][..],
            &["One", "Two"],
            &["One", "Two", "A party with a name that is far too long for a panel of its own"],
        ] {
            let drawn = picture(Picture::Fan(fan(parties, rounds, top)));
            assert_eq!(drawn.matches("<polygon").count(), 2 * parties.len());
            assert_eq!(drawn.matches("<polyline").count(), 2 * parties.len());
            assert!(drawn.contains("<title>Words</title>") && drawn.contains("<desc>A panel for each of: One"));
            assert!(drawn.contains("url(#fan-wide)") && drawn.contains("url(#fan-half)"));
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"));
            // Within a panel no two words on one line share room.
            for panel in drawn.split("<g transform").skip(1) {
                let own = letters(panel.split("</g>").next().expect("an end"));
                for (at, (x, y, end, words)) in own.iter().enumerate() {
                    let wide = super::super::svg::measure(words, 12.0);
                    let centred = words.parse::<u32>().is_ok() && *y > 180.0;
                    let left = if *end {
                        x - wide
                    } else if centred {
                        x - wide / 2.0
                    } else {
                        *x
                    };
                    assert!(left >= -1.0, "{words} begins at {left}");
                    for (other, other_y, other_end, more) in &own[at + 1..] {
                        if (y - other_y).abs() > 11.0 {
                            continue;
                        }
                        let room = super::super::svg::measure(more, 12.0);
                        let centred = more.parse::<u32>().is_ok() && *other_y > 180.0;
                        let begins = if *other_end {
                            other - room
                        } else if centred {
                            other - room / 2.0
                        } else {
                            *other
                        };
                        assert!(left + wide <= begins || begins + room <= left, "{words} and {more}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_fan_keeps_the_order_of_its_parts() {
    // Up is more: the upper edge of the wide band is above that of the narrow one, and this above the line.
    let drawn = picture(Picture::Fan(fan(&["One"], 5, 100.0)));
    let points = |tag: &str, at: usize| -> Vec<(f64, f64)> {
        let part = drawn.split(&format!("<{tag} ")).nth(at + 1).expect("a shape");
        let points = part.split("points=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("points");
        let number = |text: &str| text.parse::<f64>().expect("a number");
        points.split(' ').map(|own| own.split_once(',').map(|(x, y)| (number(x), number(y))).expect("two")).collect()
    };
    let (wide, half, line) = (points("polygon", 0), points("polygon", 1), points("polyline", 1));
    assert_eq!((wide.len(), half.len(), line.len()), (10, 10, 5));
    for at in 0..5 {
        assert!(wide[at].1 < half[at].1 && half[at].1 < line[at].1, "round {at}");
        assert!(line[at].1 < half[9 - at].1 && half[9 - at].1 < wide[9 - at].1, "round {at}");
    }
}

#[test]
fn bars_are_as_long_as_their_shares_and_say_them() {
    let bars = vec![
        ShareBar { label: "settlement".into(), share: Share::new(750, 1_000, 0) },
        ShareBar { label: "<b>".into(), share: Share::new(0, 1_000, 0) },
        ShareBar { label: "open".into(), share: Share::new(0, 4, 4) },
    ];
    let drawn = picture(Picture::Shares(bars));
    let wide: Vec<f64> = drawn
        .split("<rect ")
        .skip(1)
        .map(|part| part.split("width=\"").nth(1).and_then(|own| own.split('"').next()).expect("a width"))
        .map(|own| own.parse().expect("a number"))
        .collect();
    // A share of which no run was decided has no bar, only its interval.
    assert_eq!(wide, [292.5, 0.0]);
    assert!(drawn.contains("about 75 %, 72 to 78") && drawn.contains("&lt;b&gt;") && !drawn.contains("<b>"));
    assert!(drawn.contains("M300 77H690"), "{drawn}");
}

#[test]
fn ranges_stand_where_their_numbers_are() {
    let row = |after: [f64; 3]| RangeBar {
        label: "<no deal>".into(),
        scale: (0.0, 10.0),
        before: [0.0, 5.0, 10.0],
        after,
        words: "0 to 10".into(),
    };
    let drawn = picture(Picture::Ranges(vec![row([5.0, 7.5, 10.0]), row([f64::NAN, 20.0, -3.0])]));
    assert!(drawn.contains("&lt;no deal&gt;") && !drawn.contains("<no deal>"), "{drawn}");
    // Before from end to end, after the upper half with its middle at three quarters.
    assert!(drawn.contains("<rect x=\"340\" y=\"8\" width=\"310\""), "{drawn}");
    assert!(drawn.contains("<rect x=\"495\" y=\"13\" width=\"155\""), "{drawn}");
    assert!(drawn.contains("M572.5 13v8"), "{drawn}");
    assert!(!drawn.contains("width=\"-"), "{drawn}");
}
