//! Plain words and numbers: those that all readers take alike, and those on which they part.

use super::super::plain::{Parted, Reading, reading};

fn check(expected: Reading, words: &str) {
    for word in words.split(' ') {
        assert_eq!(reading(&word.replace('_', " ").replace('ˍ', "_")), expected, "{word}");
    }
}

#[test]
fn words() {
    check(Reading::Nothing, "~ null");
    check(Reading::Truth, "true false");
    check(Reading::Parted(Parted::Capital), "True TRUE False FALSE Null NULL");
    check(Reading::Parted(Parted::Word), "y Y yes Yes YES n N no No NO on On ON off Off OFF");
    check(Reading::Parted(Parted::Sign), "= <<");
    check(Reading::Text, "tRUE yEs nO oN nULL a t5 x=y nope yes. é Norway no_deal <<< == _1 ˍ1");
}

#[test]
fn numbers() {
    check(Reading::Number, "0 7 -12 +12 123456789012345678901 0x1F 1. 1.5 -1.50 .5 1.5e+3 1.e-3 .5E+2");
    check(Reading::Number, ".inf -.inf +.INF .nan .NaN");
    check(Reading::Parted(Parted::Octal), "0123 007 -01 08 00 0o17");
    check(Reading::Parted(Parted::Sixties), "1:30 0:30 09:30 -1:30 12:30:45 1:30.5 190:20:30");
    check(Reading::Parted(Parted::Number), "1ˍ000 1ˍ000.5 1e3 1E-3 1.5e3 -.5 +.5 0b101 -0x1F 0xˍ1 12ˍ");
    check(Reading::Text, "1:60 3:100 1:2:x 1-2 1/2 1,000 1.2.3 . .. ... .e+1 1e 1e+ 1e++3 0x 0xG 0o8 -inf inf nan");
    check(Reading::Text, "- + -a +x 5% 5th 60_days e5 t4");
}

#[test]
fn dates() {
    check(Reading::Date, "2026-02-18 0001-01-01 2026-02-30");
    check(Reading::Text, "2026-02 2026-02-18..2026-02-20 2025-08..2026-01 ~2026-01-27 2026-2-8");
    check(
        Reading::Text,
        "2026-02-18_session 2026-02-18T 2026-02-18_10h 2026-02-181 20260-02-18 2026-02-18_10 -2026-02-18",
    );
    check(
        Reading::Parted(Parted::Time),
        "2026-02-18_10:00 2026-02-18T10:00:00 2026-2-8t1:00:00Z 2026-02-18__10:00:00.5_+02:00",
    );
}
